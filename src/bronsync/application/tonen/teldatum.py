"""The checklist of the teldatum, usually 1 oktober: what must be right on that day, ticked off by the program, with who is missing (VENSTER 4).

Nothing is judged here: the points are the analysis groups of the overview on that day, the differences and what BRON did not answer yet. Two
points ask for a look and not for a deed: who is not funded may be right. Changes nothing. Names in it are for the screen of the school itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.lezen.paren import Sleutel
from bronsync.application.ports import Omgeving
from bronsync.application.tonen.leerlingen import LeerlingRegel, Toon, leerlingen
from bronsync.application.tonen.overzicht import Overzicht, overzicht


class Wiemist(NamedTuple):
    """One inschrijving for which a point is not right."""

    sleutel: Sleutel
    naam: str
    groep: str
    waarom: str

    def __repr__(self) -> str:
        """Personal data: only which one it is."""
        return f"Wiemist({self.sleutel[0]})"


@dataclass(frozen=True, slots=True)
class Telpunt:
    """One line of the checklist."""

    id: str
    titel: str
    """What must be right."""
    uitleg: str
    """What to do while it is not."""
    klaar: bool
    wie: tuple[Wiemist, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Teldatumlijst:
    """The checklist."""

    teldatum: str
    punten: tuple[Telpunt, ...]

    @property
    def klaar(self) -> int:
        """How many points are right."""
        return sum(punt.klaar for punt in self.punten)


_UIT_GROEPEN: Final = (
    ("bij_bron", "Wie onderwijs volgt, staat bij BRON", ("niet_in_overzicht",)),
    ("vertrokken", "Wie vertrokken is, staat niet meer bij BRON", ("vertrokken_in_lvs",)),
    ("later", "Wie later begint, staat nog niet bij BRON", ("toekomstig_in_lvs",)),
    ("in_lvs", "Wie bij BRON staat, staat ook in LVS2000", ("onbekend_in_lvs", "uitgesloten_in_lvs")),
    ("status", "De status is aan beide kanten gelijk", ("ambulant_als_regulier", "regulier_als_ambulant")),
    ("een_keer", "Niemand staat dubbel", ("dubbel_in_overzicht", "dubbel_in_lvs")),
    ("bekostiging", "Iedereen wordt bekostigd", ("niet_bekostigd", "bekostiging_nee")),
)
"""(id, what must be right, analysis groups that must be empty)."""


def teldatum_van(vandaag: date) -> date:
    """The 1 oktober that schools work towards or settle: from half August on that of this year."""
    return date(vandaag.year if (vandaag.month, vandaag.day) >= (8, 15) else vandaag.year - 1, 10, 1)


def teldatumlijst(omg: Omgeving, teldatum: date | None = None) -> Teldatumlijst:
    """On this day; without one the 1 oktober that is nearest to be settled."""
    dag = teldatum or teldatum_van(omg.clock.today())
    beeld = overzicht(omg, dag)
    lijst = leerlingen(omg)
    groepen = {groep.id: (groep.uitleg, rijen) for groep, rijen in beeld.groepen}
    punten = [_overzicht_is_nieuw(beeld, min(dag, omg.clock.today()))]
    for naam, titel, ids in _UIT_GROEPEN:
        uitleg = " ".join(groepen[een][0] for een in ids if een in groepen and groepen[een][1])
        wie = {
            rij.sleutel: Wiemist(rij.sleutel, rij.lvs_naam or rij.naam, rij.groep, groepen[een][0])
            for een in ids
            for rij in (groepen[een][1] if een in groepen else ())
        }
        punten.append(_punt(naam, titel, uitleg, wie.values(), bekend=beeld.peildatum is not None))
    punten += [
        _uit_lijst(lijst.regels, Toon.VERSCHILLEN, "gelijk", "De gegevens zijn gelijk", "Voer Acties Bepalen uit."),
        _uit_lijst(lijst.regels, Toon.AFGEKEURD, "afgekeurd", "BRON keurde niets af", "Verbeter de gegevens in LVS2000."),
        _uit_lijst(lijst.regels, Toon.IN_BEHANDELING, "beantwoord", "BRON beantwoordde alles", "Haal de terugkoppelingen op."),
    ]  # fmt: skip
    elders = [
        Wiemist(een.wie.sleutel or (0, "", ""), een.wie.naam, "", f"Ook op {een.rij.brin_andere_school}")
        for een in beeld.dubbele
    ]
    punten.append(_punt("elders", "Niemand staat ook elders", "Bel de andere school.", elders, bekend=True))
    return Teldatumlijst(dag.isoformat(), tuple(punten))


def _overzicht_is_nieuw(beeld: Overzicht, vanaf: date) -> Telpunt:
    nieuw = beeld.peildatum is not None and beeld.peildatum >= vanaf.isoformat()
    uitleg = f"Haal een registratieoverzicht op van {toon_dag(vanaf.isoformat())} of later."
    return Telpunt("overzicht", "Het registratieoverzicht is nieuw genoeg", "" if nieuw else uitleg, nieuw, ())


def _punt(naam: str, titel: str, uitleg: str, wie: Iterable[Wiemist], *, bekend: bool) -> Telpunt:
    """Without an overview nothing is right yet."""
    wie = tuple(wie)
    uitleg = uitleg if wie else "" if bekend else "Haal eerst een registratieoverzicht op."
    return Telpunt(naam, titel, uitleg, bekend and not wie, wie)


def _uit_lijst(regels: Iterable[LeerlingRegel], groep: Toon, naam: str, titel: str, uitleg: str) -> Telpunt:
    """Who is on one side only has a point of his own."""
    beide = (een for een in regels if groep in een.toon and (groep is not Toon.VERSCHILLEN or _aan_beide(een)))
    wie = [Wiemist(een.sleutel, een.lvs_naam or een.bron_naam, een.groep, een.actie or een.status) for een in beide]
    return _punt(naam, titel, uitleg, wie, bekend=True)


def _aan_beide(regel: LeerlingRegel) -> bool:
    return bool(regel.lvs_naam and regel.bron_naam)
