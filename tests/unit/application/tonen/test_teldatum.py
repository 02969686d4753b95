"""The checklist of the teldatum: nothing is ticked off before it is known, each fault stands at its own point, and at none when all is right."""

from __future__ import annotations

from datetime import date

import pytest

from bronsync.application.tonen.teldatum import Teldatumlijst, teldatum_van, teldatumlijst
from helpers.omgeving import Wereld
from helpers.school import Plan, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")

EEN, TWEE, DRIE = (maak_leerling(nummer) for nummer in (1, 2, 3))


def mist(lijst: Teldatumlijst) -> dict[str, list[int]]:
    return {punt.id: [een.sleutel[0] for een in punt.wie] for punt in lijst.punten if not punt.klaar}


def op(wereld: Wereld) -> Teldatumlijst:
    return teldatumlijst(wereld.omg, wereld.clock.today())


@pytest.mark.parametrize(
    ("vandaag", "verwacht"),
    [
        ("2026-08-14", "2025-10-01"),
        ("2026-08-15", "2026-10-01"),
        ("2026-12-01", "2026-10-01"),
        ("2027-01-02", "2026-10-01"),
    ],
)
def test_the_first_of_october_that_is_nearest_to_be_settled(vandaag, verwacht):
    assert teldatum_van(date.fromisoformat(vandaag)).isoformat() == verwacht


def test_before_an_overview_nothing_is_known_to_be_right():
    wereld = Plan((EEN,), ()).bouw()
    niet = mist(op(wereld))
    assert {"overzicht", "bij_bron", "in_lvs", "een_keer", "bekostiging"} <= niet.keys()


def test_each_fault_stands_at_its_point_and_goes_when_it_is_mended():
    wereld = Plan((EEN, TWEE.met(vo_advies="10")), (TWEE, DRIE)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    lijst = op(wereld)
    assert mist(lijst) == {"bij_bron": [10], "in_lvs": [0], "gelijk": [20]}
    assert {punt.id: punt.wie[0].naam for punt in lijst.punten if punt.wie} == {
        "bij_bron": "Jansen1, Anna Maria",
        "in_lvs": "Jansen3, Anna Maria",
        "gelijk": "Jansen2, Anna Maria",
    }
    assert all(punt.uitleg for punt in lijst.punten if not punt.klaar), "what to do"
    assert "Jansen" not in repr(lijst)
    wereld.antwoord()
    wereld.controleer()
    wereld.synchroniseer()
    assert "beantwoord" in mist(op(wereld))
    wereld.ophalen()
    wereld.overzicht()
    lijst = op(wereld)
    assert (mist(lijst), lijst.klaar) == ({}, len(lijst.punten))


def test_an_overview_from_before_the_teldatum_says_nothing_of_it():
    wereld = Plan((EEN,), (EEN,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.clock.verder(days=5)
    lijst = op(wereld)
    assert list(mist(lijst)) == ["overzicht"]
    assert lijst.punten[0].uitleg == "Haal een registratieoverzicht op van 06-09-2009 of later."
