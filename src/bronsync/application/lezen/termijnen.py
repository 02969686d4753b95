"""Legal deadlines that come near or have passed (DESIGN 8), for the status line and the list. The rule is `domain/kijken/termijnen.py`.

What was ignored, and what was sent and waits for BRON, is not counted. No name or number of a person in any text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.lezen.paren import Sleutel, sleutel_van
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, VerschilRij, VerschilStand
from bronsync.domain.kijken.termijnen import (
    IN_OF_UIT,
    WIJZIGING,
    Termijnregel,
    is_dringend,
    termijnregel,
    uiterste_dag,
)
from bronsync.domain.vergelijking.levensloop import WACHT_OP_BRON
from bronsync.domain.vergelijking.vergelijken import Veldverschil, VerschilSoort


@dataclass(frozen=True, slots=True)
class Termijn:
    """One difference that must be delivered soon, or should have been."""

    sleutel: Sleutel = field(repr=False)
    categorie: str
    dag: date
    """The last day on which delivery is in time."""
    dagen_over: int
    """Negative when it is too late."""
    zin: str


def termijnen(omg: Omgeving) -> tuple[Termijn, ...]:
    """All that are warned of, the most urgent first."""
    vandaag = omg.clock.today()
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        verzonden = {
            str(rij[0])
            for status in sorted(WACHT_OP_BRON)
            for rij in unit.stream(Actie, ("vingerafdruk",), aanleverpunt=omg.aanleverpunt, status=status)
        }
        gevonden = []
        for rij in unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt):
            if rij.stand is VerschilStand.GENEGEERD or rij.vingerafdruk in verzonden:
                continue
            gezien, dag = date.fromisoformat(rij.eerst_gezien), in_of_uit(rij.soort, rij.inschrijfdatum, rij.paren)
            uiterste = uiterste_dag(gezien, dag)
            if is_dringend(uiterste, vandaag):
                over = (uiterste - vandaag).days
                plek = sleutel_van(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum)
                gevonden.append(
                    Termijn(
                        plek,
                        rij.soort.value,
                        uiterste,
                        over,
                        _zin(rij.soort, uiterste, over, waarom(rij.soort, gezien, dag)),
                    )
                )
    return tuple(sorted(gevonden, key=lambda termijn: (termijn.dag, termijn.sleutel)))


def in_of_uit(soort: VerschilSoort, inschrijfdatum: str, paren: tuple[Veldverschil, ...]) -> date | None:
    """The day from which the seven days count; None when it is another change, or no day at all."""
    dag: object = None
    if soort is VerschilSoort.NIET_IN_BRON:
        dag = inschrijfdatum
    elif soort is VerschilSoort.UITSCHRIJFDATUM:
        dag = paren[0].lvs
    try:
        return date.fromisoformat(str(dag)) if dag else None
    except ValueError:
        return None


def waarom(soort: VerschilSoort, eerst_gezien: date, dag: date | None) -> str:
    """The rule and the day it counts from: '7 dagen na inschrijving 25-11-2026'. `dag`: as `in_of_uit` gave it."""
    if dag is not None and termijnregel(eerst_gezien, dag) is Termijnregel.IN_OF_UIT:
        wat = "uitschrijving" if soort is VerschilSoort.UITSCHRIJFDATUM else "inschrijving"
        return f"{IN_OF_UIT.days} dagen na {wat} {toon_dag(dag.isoformat())}"
    return f"{WIJZIGING.days} dagen na wijziging, gezien op {toon_dag(eerst_gezien.isoformat())}"


def _zin(soort: VerschilSoort, uiterste: date, over: int, regel: str) -> str:
    wat = {
        VerschilSoort.NIET_IN_BRON: "Deze inschrijving",
        VerschilSoort.UITSCHRIJFDATUM: "Deze uitschrijving",
    }.get(soort, "Dit verschil")
    dag = toon_dag(uiterste.isoformat())
    if over < 0:
        return f"{wat} had uiterlijk {dag} bij BRON moeten zijn ({regel})."
    return f"{wat} moet uiterlijk {'vandaag' if over == 0 else dag} bij BRON zijn ({regel})."


def samenvatting(gevonden: tuple[Termijn, ...]) -> str:
    """One sentence for the status line; empty when there is nothing to warn of."""
    te_laat = sum(termijn.dagen_over < 0 for termijn in gevonden)
    bijna = len(gevonden) - te_laat
    delen = []
    if te_laat:
        delen.append(f"{te_laat} {'termijn is' if te_laat == 1 else 'termijnen zijn'} verstreken")
    if bijna:
        delen.append(f"{bijna} {'termijn loopt' if bijna == 1 else 'termijnen lopen'} binnen drie dagen af")
    return f"Wettelijke termijn: {' en '.join(delen)}." if delen else ""
