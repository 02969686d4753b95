"""Legal deadlines: the rule on its boundaries, and which differences are warned of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bronsync.application.lezen.termijnen import samenvatting, termijnen
from bronsync.application.records import VerschilRij
from bronsync.domain.kijken.termijnen import is_dringend, uiterste_dag
from bronsync.domain.vergelijking.acties import Keuze
from helpers.omgeving import zonder_controles
from helpers.school import Plan, bsn, maak_leerling

EEN, TWEE = maak_leerling(1), maak_leerling(2)
GEZIEN = date(2009, 9, 1)


def test_a_change_has_fourteen_days_from_its_first_detection():
    assert uiterste_dag(GEZIEN) == date(2009, 9, 15)


@pytest.mark.parametrize(
    ("in_of_uit", "uiterste"),
    [
        (date(2009, 9, 1), date(2009, 9, 8)),
        (date(2009, 9, 20), date(2009, 9, 27)),
        (date(2009, 8, 25), date(2009, 9, 1)),
        (date(2009, 8, 24), date(2009, 9, 15)),  # over before it could be seen
    ],
)
def test_an_in_or_uitschrijving_has_seven_days_from_its_date(in_of_uit, uiterste):
    assert uiterste_dag(GEZIEN, in_of_uit) == uiterste


@pytest.mark.parametrize(("over", "waarschuwt"), [(4, False), (3, True), (0, True), (-1, True)])
def test_the_warning_begins_three_days_before(over, waarschuwt):
    assert is_dringend(GEZIEN + timedelta(days=over), GEZIEN) is waarschuwt


def test_a_difference_is_warned_of_until_it_is_sent():
    wereld = Plan((EEN.met(inschrijfdatum="2009-08-28"), TWEE.met(vo_advies="10")), (TWEE,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    (nieuw,) = gevonden = termijnen(wereld.omg)
    assert (nieuw.sleutel, nieuw.dag, nieuw.dagen_over) == ((10, "", ""), date(2009, 9, 4), 3)
    assert (
        nieuw.zin == "Deze inschrijving moet uiterlijk 04-09-2009 bij BRON zijn (7 dagen na inschrijving 28-08-2009)."
    )
    assert samenvatting(gevonden) == "Wettelijke termijn: 1 termijn loopt binnen drie dagen af."
    wereld.clock.verder(days=3)
    assert (
        termijnen(wereld.omg)[0].zin
        == "Deze inschrijving moet uiterlijk vandaag bij BRON zijn (7 dagen na inschrijving 28-08-2009)."
    )
    wereld.clock.verder(days=8)
    laat, wijziging = termijnen(wereld.omg)
    assert (laat.dagen_over, wijziging.dagen_over, wijziging.categorie) == (-8, 3, "onderwijs")
    assert (
        laat.zin
        == "Deze inschrijving had uiterlijk 04-09-2009 bij BRON moeten zijn (7 dagen na inschrijving 28-08-2009)."
    )
    assert wijziging.zin == (
        "Dit verschil moet uiterlijk 15-09-2009 bij BRON zijn (14 dagen na wijziging, gezien op 01-09-2009)."
    )
    assert samenvatting((laat, wijziging)) == (
        "Wettelijke termijn: 1 termijn is verstreken en 1 termijn loopt binnen drie dagen af."
    )
    with zonder_controles():
        wereld.antwoord(lambda vraag: Keuze.NEGEREN)
        wereld.controleer()
        wereld.synchroniseer()
    assert termijnen(wereld.omg) == ()  # one is on its way, the other is ignored
    assert samenvatting(()) == ""


def test_a_uitschrijving_counts_from_its_date():
    wereld = Plan((EEN.met(uitschrijfdatum="2009-08-27"),), (EEN,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    (een,) = termijnen(wereld.omg)
    assert (een.dag, een.categorie) == (date(2009, 9, 3), "uitschrijfdatum")
    assert (
        een.zin == "Deze uitschrijving moet uiterlijk 03-09-2009 bij BRON zijn (7 dagen na uitschrijving 27-08-2009)."
    )


def test_a_date_that_is_none_falls_back_on_the_first_detection():
    wereld = Plan((EEN.met(inschrijfdatum="morgen"),), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.clock.verder(days=11)
    assert [een.dag for een in termijnen(wereld.omg)] == [date(2009, 9, 15)]


def test_R12_the_fourteen_days_do_not_start_anew_when_the_value_changes_again():
    """The law counts from the day on which the school and BRON began to differ."""
    wereld = Plan((maak_leerling(1),), (maak_leerling(1),)).bouw()
    wereld.tot_rust()
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.bepaal()
    (eerst,) = wereld.boek(VerschilRij)
    wereld.clock.verder(days=5)
    wereld.school.bewerk_inschrijving(10, vo_advies="20")
    wereld.bepaal()
    (daarna,) = wereld.boek(VerschilRij)
    assert daarna.vingerafdruk != eerst.vingerafdruk
    assert daarna.eerst_gezien == eerst.eerst_gezien
    wereld.zet_stand(alles_vragen=True)
    wereld.bepaal()
    assert [rij.eerst_gezien for rij in wereld.boek(VerschilRij)] == [eerst.eerst_gezien], "nor by recovery"


def test_R12_each_registration_that_only_BRON_knows_has_days_of_its_own():
    """One person, two registrations: the one that is seen later does not take the day of the first."""
    een = maak_leerling(1, inschrijfdatum="2008-09-01", uitschrijfdatum="2009-12-31")
    wereld = Plan((TWEE,), (TWEE, een)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.clock.verder(days=4)
    Plan((), (een.met(inschrijfdatum="2009-08-20"),)).zet_in_bron(wereld)
    wereld.overzicht()
    wereld.bepaal()
    gezien = {rij.inschrijfdatum: rij.eerst_gezien for rij in wereld.boek(VerschilRij, inschrijving_id=0)}
    assert gezien == {"2008-09-01": "2009-09-01", "2009-08-20": "2009-09-05"}


def test_R12_the_days_go_on_when_BRON_gives_the_pupil_another_number():
    een = EEN.met(burgerservicenummer=None)
    wereld = Plan((een,), ()).bouw()
    wereld.tot_rust()
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.bepaal()
    (eerst,) = wereld.boek(VerschilRij)
    wereld.clock.verder(days=5)
    wereld.bron.vervang_onderwijsnummer(eerst.pgn, bsn(700))
    wereld.bepaal()
    (daarna,) = [rij for rij in wereld.boek(VerschilRij) if rij.soort == "onderwijs"]
    assert (daarna.pgn, daarna.eerst_gezien) == (bsn(700), eerst.eerst_gezien)
