"""Controles S01-S08: the state of the run.

Those that another part guards stand here too, with a rule that never fires, so that the catalogue is complete. Source: DOMAIN 5, manual
ch. 4 and 6, DESIGN 8 and 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bronsync.domain.controles.engine import (
    ALLE_ACTIES,
    NAAR_BRON,
    Bevinding,
    Context,
    Controle,
    Ernst,
    Geval,
    Peil,
    bij_inschrijving,
    dag_tekst,
    nooit,
)
from bronsync.domain.controles.hulp import dag_of_geen
from bronsync.domain.gegevens.inschrijving import Inschrijving
from bronsync.domain.vergelijking.aanleveren import EERSTE_UITSCHRIJVING
from bronsync.domain.vergelijking.berichten import ActieSoort

_F, _T = Ernst.AFKEUR, Ernst.ATTENTIE
OVERZICHT_GELDIG: Final = timedelta(weeks=4)
"""Age of the peildatum: day 28 passes, day 29 blocks (DESIGN 8)."""
CERTIFICAAT_WAARSCHUWING: Final = timedelta(days=60)


def _s01(_: Geval, context: Context) -> Iterator[Bevinding]:
    """Without any overview there is nothing to check: Acties Bepalen refuses that (PROC-01)."""
    if context.peildatum is not None and context.vandaag - context.peildatum > OVERZICHT_GELDIG:
        yield {}


def _s02(_: Geval, context: Context) -> Iterator[Bevinding]:
    """A missing certificate, or another aanleverpunt's, is found where it is opened (CERT-01, CERT-08)."""
    if context.certificaat_tot is not None and context.certificaat_tot < context.vandaag:
        yield {"a": context.aanleverpunt}


def _s03(_: Geval, context: Context) -> Iterator[Bevinding]:
    tot = context.certificaat_tot
    if tot is not None and context.vandaag <= tot <= context.vandaag + CERTIFICAAT_WAARSCHUWING:
        yield {"d": dag_tekst(tot)}


def _s04(geval: Geval, context: Context) -> Iterator[Bevinding]:
    """Id 0 is no inschrijving: removals of what LVS2000 does not know all have it, and do not wait for each other."""
    if geval.inschrijving_id and geval.inschrijving_id in context.open_acties:
        yield {}


def _s07(geval: Geval, _: Context) -> Iterator[Bevinding]:
    if geval.uitgesloten:
        yield {}


@bij_inschrijving
def _s08(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Judged on the uitschrijfdatum; the day itself is not delivered (DESIGN 3)."""
    dag = dag_of_geen(ins.uitschrijfdatum)
    if dag and dag.isoformat() <= EERSTE_UITSCHRIJVING:
        yield {}


CONTROLES: Final[tuple[Controle, ...]] = (
    Controle("S01", _F, "", "Het registratieoverzicht is ouder dan 4 weken; haal eerst een nieuw op.",
        "Kies Ophalen - Registratieoverzicht BRON en voer Acties Bepalen opnieuw uit.", "MAN", _s01, acties=ALLE_ACTIES,
        proces=True),
    Controle("S02", _F, "", "Het certificaat voor aanleverpunt {a} ontbreekt of is verlopen.",
        "Installeer een geldig certificaat.", "MAN; presence and aanleverpunt: CERT-01, CERT-08 at sending", _s02,
        acties=NAAR_BRON, proces=True),
    Controle("S03", _T, "", "Het certificaat verloopt op {d}.",
        "Vraag op tijd een nieuw certificaat aan.", "NORA (5 years), ASSUMED", _s03, acties=NAAR_BRON, proces=True),
    # DOMAIN: attentie; DESIGN 9: blocks
    Controle("S04", _F, "", "Er loopt al een actie voor deze leerling.",
        "Haal eerst de terugkoppelingen op; daarna kan deze actie worden verzonden.", "ASSUMED; severity DESIGN 9", _s04,
        acties=ALLE_ACTIES),
    Controle("S05", _F, "", "De gegevens zijn gewijzigd; controleer opnieuw.",
        "Klik op Controleer nu.", "ASSUMED; guarded at sending, which reads the leerling again", nooit, proces=True),
    Controle("S06", _T, "", "Let op: {n} inschrijvingen worden bij BRON verwijderd. Weet u dit zeker?",
        "Bekijk de lijst en bevestig met de code.", "ASSUMED (safety); the rem (domain/vergelijking/remmen.py), with recorded override",
        nooit, acties=frozenset({ActieSoort.VERWIJDERING_INSCHRIJVING}), proces=True),
    Controle("S07", _F, "", "Leerling is in LVS2000 uitgesloten van aanlevering.",
        "Verwijder deze actie, of haal in LVS2000 de uitsluiting weg.", "KB-RO", _s07, acties=NAAR_BRON),
    Controle("S08", _F, "uitschrijfdatum", "Uitschrijvingen voor 1 augustus 2008 worden niet aangeleverd.",
        "Verwijder deze actie.", "MAN; the day itself ASSUMED", _s08,
        acties=frozenset({ActieSoort.UITSCHRIJVING, ActieSoort.NIEUWE_MELDING_INSCHRIJVING}), peil=Peil.GEGEVEN),
)  # fmt: skip
