"""Whom a brake is about (RELIABILITY F20): the list behind 'zouden worden verwijderd, uitgeschreven of overschreven', with the code that confirms it.

The code is made from this very list, so what is confirmed is what was seen; when anything changed meanwhile, the brake refuses again.
Decides nothing: the limits stand in `domain/vergelijking/remmen.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bronsync.application.boeken.boekingen import rem_vinger
from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.lezen.apart import apart_gezet
from bronsync.application.lezen.paren import Sleutel, lees_paren, sleutel_van_actie
from bronsync.application.lezen.wie import Personen
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, VerschilRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import effect_naar_bron
from bronsync.domain.vergelijking.levensloop import Status
from bronsync.domain.vergelijking.remmen import effect, per_inschrijving, rem_code


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


_Geraakt = tuple[str, str, Sleutel, str]
"""(vingerafdruk, what would happen, of which inschrijving, its inschrijfdatum)."""


def rem_bij_bepalen(omg: Omgeving, fout: BronSyncFout) -> Rem:
    """After Acties Bepalen refused with PROC-04."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        geraakt = [
            (verschil.vingerafdruk, gevolg, paar.sleutel, paar.bron.inschrijfdatum if paar.bron else "")
            for paar in lees_paren(unit, omg).paren
            for verschil in paar.verschillen
            if (gevolg := effect_naar_bron(verschil))
        ]
        return _rem(unit, omg, fout, geraakt)


def rem_bij_verzenden(omg: Omgeving, fout: BronSyncFout, weggelaten: frozenset[int] = frozenset()) -> Rem:
    """After Verwerken en Verzenden refused with PROC-04."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        klaar = unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=Status.GECONTROLEERD)
        blijft = weggelaten | apart_gezet(unit, omg).keys()
        geraakt = [
            (rem_vinger(actie), gevolg, sleutel_van_actie(actie), actie.inschrijfdatum)
            for actie, gevolg in met_effect(unit, omg, klaar)
            if actie.nummer not in blijft
        ]
        return _rem(unit, omg, fout, geraakt)


def met_effect(unit: UnitOfWork, omg: Omgeving, acties: Iterable[Actie]) -> Iterator[tuple[Actie, str]]:
    """The acties by which something would be gone at BRON or in LVS2000, with what that is."""
    for actie in acties:
        rij = unit.get(VerschilRij, omg.aanleverpunt, actie.vingerafdruk) if actie.vingerafdruk else None
        gevolg = effect(actie.soort, rij.paren if rij else None)
        if gevolg:
            yield actie, gevolg


def _rem(unit: UnitOfWork, omg: Omgeving, fout: BronSyncFout, geraakt: list[_Geraakt]) -> Rem:
    personen = Personen(unit, omg)
    gevolgen: dict[tuple[Sleutel, str], list[str]] = defaultdict(list)
    for _, gevolg, sleutel, dag in geraakt:
        gevolgen[sleutel, dag].append(gevolg)
    regels, zonder_namen = [], []
    for (sleutel, dag), wat in gevolgen.items():
        zin = f"{' en '.join(dict.fromkeys(wat))}, ingeschreven op {toon_dag(dag)}"
        wie = personen.rij(sleutel)
        regels.append(f"{wie.naam} ({wie.pgn_masker}): {zin}")
        zonder_namen.append(f"{zin}, inschrijving {sleutel[0] or 'alleen bij BRON'} ({wie.pgn_masker})")
    code = rem_code(per_inschrijving((sleutel, vinger) for vinger, _, sleutel, _ in geraakt))
    return Rem(fout.zin, code, tuple(sorted(regels)), tuple(sorted(zonder_namen)))
