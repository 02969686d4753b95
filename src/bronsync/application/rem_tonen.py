"""Whom a brake is about (RELIABILITY F20): the list behind 'zouden worden verwijderd of uitgeschreven', with the code that confirms it.

The code is made from this very list, so what is confirmed is what was seen; when anything changed meanwhile, the brake refuses again.
Decides nothing: the limits stand in `domain/remmen.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bronsync.application.boekhouding import Actie
from bronsync.application.boekingen import rem_vinger
from bronsync.application.paren_lezen import Sleutel, lees_paren, sleutel_van
from bronsync.application.ports import Eenheid, Omgeving
from bronsync.application.weergave import toon_dag
from bronsync.application.wie import wie
from bronsync.domain.acties import Keuze, is_einde, mogelijkheden
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.levensloop import Status
from bronsync.domain.remmen import rem_code


@dataclass(frozen=True, slots=True)
class Rem:
    """What the user must look at before going on."""

    zin: str
    """The figures."""
    code: str
    """Confirms exactly this list."""
    regels: tuple[str, ...] = field(repr=False)
    """One line per inschrijving: what would happen, to whom."""
    zonder_namen: tuple[str, ...] = ()
    """The same for a terminal: by the number of the inschrijving in LVS2000."""


def rem_bij_bepalen(omg: Omgeving, fout: BronSyncFout) -> Rem:
    """After Acties Bepalen refused with PROC-04."""
    with omg.journal.eenheid() as eenheid:
        einden = [
            (verschil.vingerafdruk, str(actie), paar.sleutel, paar.bron.inschrijfdatum if paar.bron else "")
            for paar in lees_paren(eenheid, omg).paren
            for verschil in paar.verschillen
            if (actie := mogelijkheden(verschil)[Keuze.NAAR_BRON].actie) is not None and is_einde(actie)
        ]
        return _rem(eenheid, omg, fout, einden)


def rem_bij_verzenden(omg: Omgeving, fout: BronSyncFout, weggelaten: frozenset[int] = frozenset()) -> Rem:
    """After Verwerken en Verzenden refused with PROC-04."""
    with omg.journal.eenheid() as eenheid:
        einden = [
            (
                rem_vinger(actie),
                str(actie.soort),
                sleutel_van(actie.inschrijving_id, actie.pgn, actie.inschrijfdatum),
                actie.inschrijfdatum,
            )
            for actie in eenheid.alle(Actie, aanleverpunt=omg.aanleverpunt, status=Status.GECONTROLEERD)
            if is_einde(actie.soort) and actie.nummer not in weggelaten
        ]
        return _rem(eenheid, omg, fout, einden)


def _rem(eenheid: Eenheid, omg: Omgeving, fout: BronSyncFout, einden: Iterable[tuple[str, str, Sleutel, str]]) -> Rem:
    lijst = list(einden)
    personen = wie(eenheid, omg, (sleutel for _, _, sleutel, _ in lijst))
    regels = sorted(
        f"{personen[sleutel].naam} ({personen[sleutel].pgn_masker}): {soort}, ingeschreven op {toon_dag(dag)}"
        for _, soort, sleutel, dag in lijst
    )
    zonder_namen = sorted(
        f"{soort}, ingeschreven op {toon_dag(dag)}, inschrijving {sleutel[0] or 'alleen bij BRON'} ({personen[sleutel].pgn_masker})"
        for _, soort, sleutel, dag in lijst
    )
    return Rem(fout.zin, rem_code(vinger for vinger, *_ in lijst), tuple(regels), tuple(zonder_namen))
