"""Instellingen - Algemeen - Onderwijs Sinds (manual ch. 4): fills that field of LVS2000 for each leerling who lacks it.

In three steps a person can look between: a voorstel that changes nothing; filling by compare-and-set from empty, so that what the school
typed in meanwhile stays; undoing the last filling, only where its value still stands. Each write is a `MutatieRij` booked before it is
done: what an interruption leaves is finished by the next start. The rule for the day stands in `domain/kijken/onderwijs_sinds.py` (ASSUMED).
A leerling who is excluded from delivery gets the field too: it stays inside the school (ASSUMED).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.stand import stand
from bronsync.application.lezen.wie import Wie, wie_in_lvs
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import (
    ONDERWIJS_SINDS_VULLING,
    BeeldRij,
    DubbeleRij,
    KoppelingRij,
    MutatieRij,
    MutatieStand,
    Wijziging,
)
from bronsync.application.wegschrijven.wegschrijven import boek_mutatie, voer_mutaties_uit
from bronsync.domain.gegevens.identiteit import zelfde_database
from bronsync.domain.gegevens.inschrijving import ontleed
from bronsync.domain.gegevens.velden import VELD, cel, pgn, unpack
from bronsync.domain.kijken.onderwijs_sinds import Herkomst, eerste_dag

VELDNAAM: Final = "onderwijs_sinds"


@dataclass(frozen=True, slots=True)
class Voorstel:
    """One leerling who lacks the field."""

    leerling_id: int
    wie: Wie = field(repr=False)
    """By the first inschrijving of this leerling."""
    dag: str = field(repr=False)
    """Empty when no inschrijfdatum is known: a person must fill it in."""
    waarom: str


@dataclass(frozen=True, slots=True)
class VulUitslag:
    """How many leerlingen were changed, and how many were left because the school had changed the field meanwhile."""

    gewijzigd: int
    overgeslagen: int


@dataclass(frozen=True, slots=True)
class _Leerling:
    """What is known of one leerling; the list of days grows while they are collected."""

    wie: Wie = field(repr=False)
    geboortedatum: str | None = field(repr=False)
    pgn: str | None = field(repr=False)
    dagen: list[tuple[Herkomst, str]]


# --- the voorstel -------------------------------------------------------------------------------------------------------------------


def onderwijs_sinds_voorstel(omg: Omgeving) -> list[Voorstel]:
    """What filling would do, in order of leerling; changes nothing. One reading per aanleverpunt of the database, none per leerling."""
    leerlingen: dict[int, _Leerling] = {}
    for rij in omg.lvs.lees(omg.aanleverpunt):
        if rij.onderwijs_sinds is None:
            een = leerlingen.get(rij.leerling_id) or leerlingen.setdefault(rij.leerling_id, _leerling(rij))
            een.dagen.append((Herkomst.HIER, _inschrijfdatum(rij)))
    if leerlingen:
        _van_andere_aanleverpunten(omg, leerlingen)
        identiteit = omg.lvs.school(omg.aanleverpunt).identiteit
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            _van_bron(unit, omg, leerlingen, identiteit)
    return [_voorstel(leerling_id, een) for leerling_id, een in sorted(leerlingen.items())]


def _leerling(rij: LvsRij) -> _Leerling:
    geboren = cel(rij.rij, "geboortedatum")
    return _Leerling(wie_in_lvs(rij), None if geboren is None else str(geboren), pgn(rij.rij), [])


def _inschrijfdatum(rij: LvsRij) -> str:
    return str(cel(rij.rij, "inschrijfdatum") or "")


def _van_andere_aanleverpunten(omg: Omgeving, leerlingen: dict[int, _Leerling]) -> None:
    for aanleverpunt in omg.lvs.aanleverpunten():
        if aanleverpunt != omg.aanleverpunt:
            for rij in omg.lvs.lees(aanleverpunt):
                if rij.leerling_id in leerlingen:
                    leerlingen[rij.leerling_id].dagen.append((Herkomst.LVS, _inschrijfdatum(rij)))


class _Gekoppeld(NamedTuple):
    leerling_id: int
    pgn: str


def _van_bron(unit: UnitOfWork, omg: Omgeving, leerlingen: dict[int, _Leerling], identiteit: str) -> None:
    """Days from the picture of BRON at this aanleverpunt, also of ended registrations, and of schools that BRON reported beside ours.

    A registration counts for a leerling who is paired with its PGN, or has that PGN and the same geboortedatum: a typing error in the
    number must not bring in the day of somebody else.
    """
    bewezen: dict[str, set[int]] = defaultdict(set)
    bewaard = stand(unit, omg.aanleverpunt).lvs_identiteit
    if bewaard and zelfde_database(bewaard, identiteit) is not False:  # ids of another database say nothing
        for paar in unit.stream(KoppelingRij, _Gekoppeld, aanleverpunt=omg.aanleverpunt):
            if paar.leerling_id in leerlingen:
                bewezen[paar.pgn].add(paar.leerling_id)
    met_pgn: dict[str, list[int]] = defaultdict(list)
    for leerling_id, een in leerlingen.items():
        if een.pgn and een.geboortedatum:
            met_pgn[een.pgn].append(leerling_id)
    gevonden: list[tuple[Herkomst, str, str]] = []
    for cellen in unit.stream(BeeldRij, ("pgn", "inschrijfdatum", "body"), aanleverpunt=omg.aanleverpunt):
        bron_pgn, dag, body = str(cellen[0]), str(cellen[1]), cellen[2]
        if bron_pgn in met_pgn and isinstance(body, bytes):
            rij = unpack(body)
            geboren = cel(rij, "geboortedatum") if rij else None
            bewezen[bron_pgn].update(i for i in met_pgn[bron_pgn] if leerlingen[i].geboortedatum == geboren)
        gevonden.append((Herkomst.BRON, bron_pgn, dag))
    gevonden += [
        (Herkomst.ANDERE_SCHOOL, str(bron_pgn), str(begin))
        for bron_pgn, begin in unit.stream(DubbeleRij, ("pgn", "begin"), aanleverpunt=omg.aanleverpunt)
    ]
    for herkomst, bron_pgn, dag in gevonden:
        for leerling_id in bewezen.get(bron_pgn, ()):
            leerlingen[leerling_id].dagen.append((herkomst, dag))


def _voorstel(leerling_id: int, een: _Leerling) -> Voorstel:
    eerste = eerste_dag(een.dagen, ontleed(VELD["geboortedatum"], een.geboortedatum))
    if eerste is None:
        return Voorstel(leerling_id, een.wie, "", "geen geldige inschrijfdatum bekend; vul het veld zelf in LVS2000")
    return Voorstel(leerling_id, een.wie, eerste.dag.isoformat(), str(eerste.herkomst))


# --- filling and undoing ------------------------------------------------------------------------------------------------------------


@onderbreekbaar("Onderwijs Sinds vullen")
def onderwijs_sinds_vullen(omg: Omgeving, voorstellen: Iterable[Voorstel]) -> VulUitslag:
    """Fills what was proposed, where the field still is empty. What a person leaves out of the list is not filled."""
    te_vullen = [voorstel for voorstel in voorstellen if voorstel.dag]
    if not te_vullen:
        return VulUitslag(0, 0)
    identiteit = omg.lvs.school(omg.aanleverpunt).identiteit
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        vulling = f"{ONDERWIJS_SINDS_VULLING}{unit.next_number('onderwijs sinds')}"
        for voorstel in te_vullen:
            _boek(unit, omg, voorstel.leerling_id, [Wijziging(VELDNAAM, oud=None, nieuw=voorstel.dag)], vulling)
        unit.put(replace(stand(unit, omg.aanleverpunt), vulling=vulling, vulling_identiteit=identiteit))
        boek_audit(unit, omg, vulling, naar="onderwijs sinds vullen")
        unit.commit()
    return _voer_uit(omg, vulling)


@onderbreekbaar("Onderwijs Sinds terugdraaien")
def onderwijs_sinds_terugdraaien(omg: Omgeving) -> VulUitslag:
    """Empties what the last filling of this database filled, where that value still stands. Nothing when it was undone already."""
    voer_mutaties_uit(omg)  # what a filling that failed halfway left must be undone too
    identiteit = omg.lvs.school(omg.aanleverpunt).identiteit
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        vulling = huidig.vulling
        if not vulling or zelfde_database(huidig.vulling_identiteit, identiteit) is False:
            return VulUitslag(0, 0)
        terug = f"{vulling} terug"
        for rij in unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, stand=MutatieStand.GEDAAN, aanleiding=vulling):
            om = [Wijziging(een.veld, oud=een.nieuw, nieuw=een.oud) for een in rij.wijzigingen]
            _boek(unit, omg, rij.leerling_id, om, terug, rij.nummer)
        unit.put(replace(huidig, vulling="", vulling_identiteit=""))
        boek_audit(unit, omg, vulling, naar="onderwijs sinds terugdraaien")
        unit.commit()
    return _voer_uit(omg, terug)


def _boek(
    unit: UnitOfWork,
    omg: Omgeving,
    leerling_id: int,
    wijzigingen: Iterable[Wijziging],
    aanleiding: str,
    terug_van: int = 0,
) -> None:
    boek_mutatie(
        unit,
        omg,
        leerling_id=leerling_id,
        inschrijving_id=0,
        wijzigingen=wijzigingen,
        aanleiding=aanleiding,
        groep=aanleiding,
        terug_van=terug_van,
    )


def _voer_uit(omg: Omgeving, aanleiding: str) -> VulUitslag:
    voer_mutaties_uit(omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        gedaan, conflict = (
            len(unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, stand=hoe, aanleiding=aanleiding))
            for hoe in (MutatieStand.GEDAAN, MutatieStand.CONFLICT)
        )
    return VulUitslag(gedaan, conflict)
