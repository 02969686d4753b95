"""What is shown before anything goes: signals with the field they are about, a readable summary, and the XML, without booking anything."""

from __future__ import annotations

import pytest

from bronsync.application.records import Verzending
from bronsync.application.tonen.verzonden import geheime_adressen
from bronsync.application.tonen.voorbeeld import bericht_vooraf, controle_regels, verzend_samenvatting
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import Status
from helpers.clock import SteppingClock
from helpers.omgeving import Wereld, zonder_controles
from helpers.school import Leerling, Plan, bsn, maak_leerling
from helpers.simulator_bron import SimulatorBron

EEN, TWEE, DRIE, VIER = (maak_leerling(nummer) for nummer in range(1, 5))


def gecontroleerd(lvs: tuple[Leerling, ...], bron: tuple[Leerling, ...]) -> Wereld:
    wereld = Plan(lvs, bron).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    with zonder_controles():
        wereld.controleer()
    return wereld


def test_signals_come_with_severity_pupil_and_field_and_afkeur_first():
    wereld = Plan((EEN.met(geslacht="O"), TWEE.met(geslacht="Q", achternaam="Aa")), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    assert controle_regels(wereld.omg, {}) == ()
    wereld.controleer()
    regels = controle_regels(wereld.omg, {})
    assert (regels[0].ernst, regels[0].naam) == ("afkeur", "Aa, Anna Maria")
    assert {(regel.ernst, regel.naam) for regel in regels[1:]} == {("attentie", "Jansen1, Anna Maria")}
    eerste = regels[0]
    assert (eerste.veld, eerste.label, eerste.sleutel) == ("geslacht", "Geslacht", (20, "", ""))
    assert eerste.advies
    assert "Aa" not in repr(regels)
    wereld.school.bewerk_leerling(2, geslacht="V")
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    assert controle_regels(wereld.omg, {}) == ()  # of what went nothing is left here


def test_the_summary_says_for_each_pupil_what_changes():
    wereld = gecontroleerd(
        (EEN.met(vo_advies="10"), TWEE.met(straatnaam="Kerkweg"), DRIE.met(uitschrijfdatum="2009-08-28")),
        (EEN, TWEE, DRIE, VIER),
    )
    regels = {regel.soort.value: regel for regel in verzend_samenvatting(wereld.omg)}
    onderwijs = regels["Wijziging Onderwijsgegevens"]
    assert onderwijs.wijzigingen == (("VO-advies", "", "10"),)
    assert (onderwijs.naam, onderwijs.richting) == ("Jansen1, Anna Maria", "naar BRON")
    overnemen = regels["Overnemen adresgegevens in LVS"]
    assert overnemen.wijzigingen == (("Straatnaam", "Kerkweg", "Dorpsstraat"),)
    assert overnemen.richting == "naar LVS2000"
    uit = regels["Uitschrijving"]
    assert uit.zin == "Schrijft de leerling bij BRON uit op 28-08-2009."
    assert uit.wijzigingen == (("Uitschrijfdatum", "", "28-08-2009"),)
    weg = regels["Verwijdering Inschrijving"]
    assert (weg.naam, weg.wijzigingen) == ("Jansen4, Anna Maria", ())
    assert weg.zin == "Verwijdert bij BRON de inschrijving vanaf 01-08-2007."
    assert weg.sleutel == (0, bsn(4), "2007-08-01")


def test_a_secret_address_is_counted_and_not_shown():
    wereld = gecontroleerd((EEN.met(geheim=1), TWEE), ())
    regels = verzend_samenvatting(wereld.omg)
    adressen = [{label: wordt for label, _, wordt in regel.wijzigingen}["Straatnaam"] for regel in regels]
    assert sorted(adressen) == ["Dorpsstraat", "•••••"]
    assert geheime_adressen(regels).startswith("1 leerling heeft een geheim adres:")
    assert not geheime_adressen(tuple(r for r in regels if r.sleutel[0] == 20))


def test_a_new_inschrijving_shows_all_that_it_brings():
    wereld = gecontroleerd((EEN,), ())
    (regel,) = verzend_samenvatting(wereld.omg)
    brengt = {label: wordt for label, _, wordt in regel.wijzigingen}
    assert regel.zin == "Meldt bij BRON een nieuwe inschrijving vanaf 01-08-2007."
    assert brengt["Achternaam"] == "Jansen1"
    assert brengt["Klassenhistorie"] == "Begindatum 01-08-2007, Groep 3, Vestiging 00, Bekostigen ja"


def test_only_what_passed_the_check_is_in_the_summary():
    wereld = Plan((EEN, TWEE.met(geslacht="Q")), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    assert verzend_samenvatting(wereld.omg) == ()
    wereld.controleer()
    assert [regel.sleutel[0] for regel in verzend_samenvatting(wereld.omg)] == [10]


def test_the_xml_beforehand_is_the_xml_that_goes():
    """In real messages: apart from the id nothing is different, and looking books nothing."""
    clock = SteppingClock()
    bron = SimulatorBron((EEN,), clock.today())
    try:
        wereld = Wereld(register=bron, clock=clock)
        EEN.zet_in(wereld.school)
        wereld.overzicht()
        wereld.bepaal()
        with zonder_controles():
            wereld.controleer()
        (actie,) = wereld.acties(Status.GECONTROLEERD)
        vooraf = bericht_vooraf(wereld.omg, actie.nummer)
        assert vooraf.count("\n") > 20
        assert not [een for een in wereld.boek(Verzending) if een.actie]
        wereld.synchroniseer()
        (verzonden,) = (een for een in wereld.boek(Verzending) if een.actie)
        echt = verzonden.body.decode().replace(verzonden.bericht_id, "00000000-0000-4000-8000-000000000000")
        assert _plat(vooraf) == _plat(echt)
    finally:
        bron.sluit()


def _plat(xml: str) -> str:
    return "".join(regel.strip() for regel in xml.splitlines())


def test_an_actie_richting_lvs_has_no_message():
    wereld = gecontroleerd((EEN.met(straatnaam="Kerkweg"),), (EEN,))
    (actie,) = wereld.acties(Status.GECONTROLEERD)
    assert bericht_vooraf(wereld.omg, actie.nummer) == ""


def test_an_actie_that_is_gone_is_refused():
    wereld = Plan((EEN,), ()).bouw()
    with pytest.raises(BronSyncFout) as fout:
        bericht_vooraf(wereld.omg, 99)
    assert fout.value.code == "PROC-12"
