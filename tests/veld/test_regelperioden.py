"""Rules that came on 1-8-2014 and 1-8-2013: not asked the day before, asked from that day, by client and register alike (DOMAIN 6.7)."""

from __future__ import annotations

from datetime import date

import pytest

from bronsync.application.records import SignaalRij
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.levensloop import Status
from helpers.omgeving import zonder_controles
from veld.veldhulp import VeldWereld, ambulant, so_lgf

ERVOOR, EROP = date(2014, 7, 31), date(2014, 8, 1)
VSO_LGF = so_lgf(1).met(onderwijstype="VSO", schoolsoort="2", geboortedatum="1999-03-04")


def _codes(wereld: VeldWereld) -> set[str]:
    wereld.maak_bruikbaar()
    wereld.bepaal()
    wereld.beslis_alles(Keuze.NAAR_BRON)
    wereld.controleer()
    return {s.code for s in wereld.boek(SignaalRij, ernst="afkeur")}


def _van_het_register(wereld: VeldWereld) -> set[str]:
    """What the register says of the same when no controle stops it."""
    with zonder_controles():
        wereld.ronde()
        wereld.ophalen()
    return {s.code for s in wereld.boek(SignaalRij, ernst="afkeur", herkomst="BRON")}


@pytest.mark.parametrize(
    ("een", "client", "register"),
    [(VSO_LGF, "O13", "SIM-O13"), (ambulant(1), "O17", None), (so_lgf(1), None, "SIM-O10")],
    ids=["uitstroomprofiel", "ambulante begeleiding zonder einde", "toelaatbaarheidsverklaring"],
)
def test_a_rule_of_passend_onderwijs_is_asked_from_its_first_day(een, client, register):
    for dag in (ERVOOR, EROP):
        codes = _codes(VeldWereld(een, vandaag=dag))
        assert (client in codes) is (dag == EROP and client is not None)
        bron = _van_het_register(VeldWereld(een, vandaag=dag))
        assert (register in bron) is (dag == EROP and register is not None)
        assert dag == EROP or not codes | bron, "the day before all is well"


@pytest.mark.parametrize(("dag", "mag"), [(date(2013, 7, 31), True), (date(2013, 8, 1), False)])
def test_so_to_vso_in_one_inschrijving_until_1_8_2013(dag, mag):
    een = so_lgf(1)
    wereld = VeldWereld(een, vandaag=dag)
    wereld.lever_aan()
    wereld.bewerk(een, onderwijstype="VSO", schoolsoort="2", schoolsoort_datum=dag.isoformat())
    codes = _codes(wereld)
    assert codes == (set() if mag else {"O14"})
    bron = _van_het_register(wereld)
    assert bron == (set() if mag else {"SIM-O14"})
    assert bool(wereld.acties(Status.AFGEKEURD)) is not mag
