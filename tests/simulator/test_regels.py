"""Each acceptance rule at its boundary: a message that just breaks it and one that just does not."""

import copy
import json
from pathlib import Path

import pytest

from bron_simulator import regels
from simulator.berichtenmaker import (
    AMBULANT,
    BO,
    BSN,
    BSN_BUITENLAND,
    BSN_GEHEIM,
    BSN_TWEELING,
    BSN_ZONDER_ADRES,
    ONBEKENDE,
    PERIODE,
    SO,
    THUIS,
    TLV,
    VSO,
    Aanroeper,
    brp,
    inschrijving,
    sleutel,
    sleutel_persoon,
)

BUITEN = {"buitenlandsAdres": {"land": "5010"}}
OUD_SO = {
    **SO,
    "toelaatbaarheidsverklaring": None,
    "indicatie": [{"datumBegin": "2010-01-01", "indicatienummer": "3-01-2010-0001"}],
}
SBO = {**BO, "onderwijstype": "SBO"}


def met(basis, **paden):
    """A copy of an enrolment with values at dotted paths (`__` for the dot)."""
    uit = copy.deepcopy(basis)
    for pad, waarde in paden.items():
        *weg, laatste = pad.split("__")
        plek = uit
        for stap in weg:
            plek = plek[int(stap)] if isinstance(plek, list) else plek[stap]
        if waarde is None and isinstance(plek, dict):
            plek.pop(laatste, None)
        else:
            plek[int(laatste) if isinstance(plek, list) else laatste] = waarde
    return uit


def vanaf(begin, onderwijs=BO, **anders):
    """An enrolment that starts on this day, its first period too."""
    uit = inschrijving(onderwijs, datumInschrijving=begin, **anders)
    uit["onderwijs"]["inschrijvingPeriode"][0]["datumBegin"] = begin
    return uit


def o(onderwijs=BO, **paden):
    return met(inschrijving(onderwijs), **{f"onderwijs__{k}": v for k, v in paden.items()})


def p(**persoon):
    """Somebody that nobody knows, with other data."""
    return inschrijving(persoon={k: v for k, v in {**ONBEKENDE, **persoon}.items() if v is not None})


def thuis(**anders):
    binnen = {k: v for k, v in {**THUIS["binnenlandsAdres"], **anders}.items() if v is not None}
    orde = ("straatnaam", "huisnummer", "locatieomschrijving", "postcode", "plaatsnaam")
    return {"binnenlandsAdres": {k: binnen[k] for k in orde if k in binnen}}


def zonder_pgn(adres):
    return inschrijving(persoon=ONBEKENDE, adres=adres)


KIND_2000 = {**ONBEKENDE, "geboortedatum": "2000-01-01"}
EEN_WEEK = {"datumBegin": "2023-09-01", "datumEinde": "2023-09-07", "soortVerblijf": "1"}
OPP = "ontwikkelingsperspectief"
IN_2013 = {
    "datumBegin": "2013-09-02",
    "leerjaar": 3,
    "vestiging": "00",
    "indicatieBekostigbaar": True,
    "soortOnderwijs": "ZM",
}


def in_2013(**onderwijs):
    """An enrolment of before passend onderwijs, with its indicatie."""
    return vanaf(
        "2013-09-02", {**OUD_SO, "inschrijvingPeriode": [IN_2013], **onderwijs}, datumUitschrijving="2014-07-31"
    )


def verlopen(op):
    return [{"datumBegin": "2010-01-01", "datumEinde": op, "indicatienummer": "3-01-2010-0001"}]


# code, breaks it, does not break it
BIJ_INSCHRIJVEN = [
    ("SIM-P02", inschrijving(persoon={**sleutel_persoon(BSN), "burgerservicenummer": "999990018"}), inschrijving()),
    ("SIM-P03", inschrijving(persoon={"onderwijsnummer": "100000005", "geboortedatum": "2015-03-07", "geslacht": "M"}), inschrijving()),
    ("SIM-O01", o(inschrijvingPeriode__0__vestiging="02"), o(inschrijvingPeriode__0__vestiging="01")),
    ("SIM-752", inschrijving(persoon={"onderwijsnummer": "100000004", "geboortedatum": "2015-03-07", "geslacht": "M"}), inschrijving()),
    ("SIM-753", met(inschrijving(), persoon__geslacht="V"), inschrijving()),
    ("SIM-753", met(inschrijving(), persoon__geboortedatum="2015-03-00"), inschrijving()),
    ("SIM-753", met(inschrijving(), persoon__burgerservicenummer="999990068"), inschrijving()),
    ("SIM-P06", p(achternaam=None), p()),
    ("SIM-P07", p(voornamen=None), p(voornamen=".")),
    ("SIM-P10", p(geboortedatum="2015-02-29"), p(geboortedatum="2016-02-29")),
    ("SIM-P10", p(geboortedatum="2015-04-31"), p(geboortedatum="2015-04-00")),
    ("SIM-P11", p(geboortedatum="2025-10-16"), {**p(geboortedatum="2025-10-15"), "onderwijs": SBO}),
    ("SIM-P11", p(geboortedatum="2026-00-00"), p(geboortedatum="0000-00-00")),
    ("SIM-P16", p(achternaam="Zon\x85der"), p(achternaam="Zønder-’t")),
    ("SIM-NAAM", met(inschrijving(), persoon={**sleutel_persoon(BSN), "achternaam": "Aalts"}), met(inschrijving(), persoon={**sleutel_persoon(BSN), "achternaam": "Aalst", "voorvoegsel": "van der", "voornamen": "Bram Daan"})),
    ("SIM-P12", p(geboortedatum="2016-02-00"), p()),
    ("SIM-P14", p(geslacht="O"), p()),
    ("SIM-757", p(), inschrijving()),
    ("SIM-755", inschrijving(persoon={"geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "aalst", "voornamen": "Bram Daan"}), inschrijving()),
    ("SIM-750", inschrijving(persoon={"geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "Aalst", "voornamen": "."}, adres=thuis(postcode="3456CD")), inschrijving()),
    ("SIM-790", inschrijving(adres=None), inschrijving(persoon=sleutel_persoon(BSN_GEHEIM), adres=None)),
    ("SIM-A03", zonder_pgn(thuis(straatnaam=None)), zonder_pgn(thuis(straatnaam=None, huisnummer=None, locatieomschrijving="Woonboot Ank"))),
    ("SIM-A03", zonder_pgn(thuis(huisnummer=None)), zonder_pgn(thuis())),
    ("SIM-A03", zonder_pgn(thuis(plaatsnaam=None)), inschrijving(adres=thuis(plaatsnaam=None))),
    ("SIM-A03", zonder_pgn(BUITEN), zonder_pgn({"buitenlandsAdres": {"land": "5010", "adresregelBuitenland1": "Kerkstraat 1"}})),
    ("SIM-PC", zonder_pgn(thuis(postcode="9999ZZ")), zonder_pgn(thuis(postcode="3456CD"))),
    ("SIM-PC", inschrijving(persoon=sleutel_persoon(BSN_ZONDER_ADRES), adres=thuis(postcode="9999ZZ")), inschrijving(adres=thuis(postcode="9999ZZ"))),
    ("SIM-A07", zonder_pgn({"buitenlandsAdres": {"land": "6029", "adresregelBuitenland1": "x"}}), zonder_pgn({"buitenlandsAdres": {"land": "9089", "adresregelBuitenland1": "x"}})),
    ("SIM-A07", zonder_pgn({"buitenlandsAdres": {"land": "1234", "adresregelBuitenland1": "x"}}), zonder_pgn({"buitenlandsAdres": {"land": "5010", "adresregelBuitenland1": "x"}})),
    ("SIM-A01", zonder_pgn({"buitenlandsAdres": {"land": "6030", "adresregelBuitenland1": "x"}}), zonder_pgn(thuis())),
    ("SIM-A09", inschrijving(persoon=sleutel_persoon(BSN_BUITENLAND), adres={"buitenlandsAdres": {"land": "5010", "adresregelBuitenland1": "x"}}), inschrijving(persoon=sleutel_persoon(BSN_BUITENLAND), adres=BUITEN)),
    ("SIM-770", inschrijving(adres=thuis(postcode="3456CD")), inschrijving()),
    ("SIM-771", inschrijving(adres=BUITEN), inschrijving(persoon=sleutel_persoon(BSN_BUITENLAND), adres=BUITEN)),
    ("SIM-956", inschrijving(persoon=sleutel_persoon(BSN_GEHEIM)), inschrijving()),
    ("SIM-A12", o(nationaliteit=[{"nationaliteit": "9876"}]), o(nationaliteit=[{"nationaliteit": "0339"}])),
    ("SIM-A13", o(nationaliteit=[{"nationaliteit": "0001"}, {"nationaliteit": "0339"}]), o(nationaliteit=[{"nationaliteit": "0001"}, {"nationaliteit": "0339", "datumEinde": "2020-01-01"}])),
    ("SIM-A14", p(), {**p(), "onderwijs": {**BO, "nationaliteit": [{"nationaliteit": "0339"}]}}),
    ("SIM-I02", vanaf("2023-09-02"), vanaf("2023-09-01")),
    ("SIM-I02", vanaf("2020-08-02"), vanaf("2020-08-01")),  # a Sunday, and the first Saturday of a school year
    ("SIM-I05", vanaf("2019-03-06"), vanaf("2019-03-07")),
    ("SIM-I11", inschrijving(datumUitschrijving="2023-07-31"), inschrijving(datumUitschrijving="2023-08-01")),
    ("SIM-S08", vanaf("2008-01-07", persoon=KIND_2000, datumUitschrijving="2008-08-01"), vanaf("2008-01-07", persoon=KIND_2000, datumUitschrijving="2008-08-04")),
    ("SIM-I03", vanaf("2026-10-16"), vanaf("2026-10-15")),
    ("SIM-I04", vanaf("2023-08-02"), vanaf("2023-08-01")),
    ("SIM-I04", vanaf("2023-08-31"), vanaf("2023-09-01")),
    ("SIM-I06", inschrijving(SO, persoon={**ONBEKENDE, "geboortedatum": "2012-07-31"}), inschrijving(SO, persoon={**ONBEKENDE, "geboortedatum": "2012-08-01"})),
    ("SIM-I07", vanaf("2019-03-06", SBO), vanaf("2019-03-07", SBO)),
    ("SIM-I07", vanaf("2018-03-06", met(SO, inschrijvingPeriode__0__soortOnderwijs="DO")), vanaf("2018-03-07", met(SO, inschrijvingPeriode__0__soortOnderwijs="DO"))),
    ("SIM-I08", inschrijving(VSO, persoon={**ONBEKENDE, "geboortedatum": "2005-07-31"}), inschrijving(VSO, persoon={**ONBEKENDE, "geboortedatum": "2005-08-01"})),
    ("SIM-I12", inschrijving(datumUitschrijving="2025-05-31"), inschrijving(datumUitschrijving="2025-05-30")),
    ("SIM-I12", inschrijving(datumUitschrijving="2027-08-01"), inschrijving(datumUitschrijving="2027-07-31")),  # Sunday, Saturday 31-7
    ("SIM-I13", inschrijving(datumUitschrijving="2025-07-30"), inschrijving(datumUitschrijving="2025-07-31")),
    ("SIM-804", o(inschrijvingPeriode=[PERIODE, {**PERIODE, "groep": "6"}]), o(inschrijvingPeriode=[PERIODE, {**PERIODE, "datumBegin": "2023-08-02"}])),
    ("SIM-O32", o(inschrijvingPeriode=[PERIODE, {**PERIODE, "datumBegin": "2023-07-31"}]), o()),
    ("SIM-O32", met(inschrijving(datumUitschrijving="2025-01-31"), onderwijs__inschrijvingPeriode=[PERIODE, {**PERIODE, "datumBegin": "2025-02-01"}]), met(inschrijving(datumUitschrijving="2025-01-31"), onderwijs__inschrijvingPeriode=[PERIODE, {**PERIODE, "datumBegin": "2025-01-31"}])),
    ("SIM-O34", o(inschrijvingPeriode__0__datumBegin="2023-08-02"), o()),
    ("SIM-O35", o(SO, toelaatbaarheidsverklaring__0__datumEinde="2023-07-31"), o(SO, toelaatbaarheidsverklaring__0__datumEinde="2023-08-01")),
    ("SIM-O03", o(inschrijvingPeriode__0__groep=None), o(inschrijvingPeriode__0__groep="8")),
    ("SIM-028", o(SO, inschrijvingPeriode__0__leerjaar=None), o(SO)),
    ("SIM-O04", o(SO, schoolsoort=None), o(SO)),
    ("SIM-O04", o(VSO, schoolsoort="1"), o(VSO)),
    ("SIM-O06", vanaf("2014-07-31", OUD_SO), vanaf("2014-08-01", SO)),
    ("SIM-O06B", in_2013(indicatie=None), in_2013()),
    ("SIM-O06B", in_2013(indicatie=None), in_2013(indicatie=None, inschrijvingPeriode=[{**IN_2013, "soortOnderwijs": "VI"}])),
    ("SIM-O10", o(SO, toelaatbaarheidsverklaring=None), o(SO)),
    ("SIM-O10", o(SO, toelaatbaarheidsverklaring=None), o(SO, toelaatbaarheidsverklaring=None, inschrijvingPeriode__0__soortOnderwijs="SH")),
    ("SIM-O10", o(SO, toelaatbaarheidsverklaring=None), o(SO, toelaatbaarheidsverklaring=None, residentieelVerblijf=[{"datumBegin": "2023-08-01", "soortVerblijf": "2"}])),
    ("SIM-O10", {**in_2013(), "datumUitschrijving": "2014-08-01"}, in_2013()),
    ("SIM-O13", o(VSO, uitstroomprofiel=None), o(VSO)),
    ("SIM-O17", o(AMBULANT, inschrijvingPeriode__0__soortOnderwijs="ZM"), o(AMBULANT)),
    ("SIM-O17", vanaf("2014-08-01", met(AMBULANT, ambulanteBegeleiding__0__datumBegin="2014-07-31")), vanaf("2014-08-01", met(AMBULANT, ambulanteBegeleiding__0__datumBegin="2014-08-01"))),
    ("SIM-O24", o(voorschoolseEducatie={"programma": 2}), o(voorschoolseEducatie={"programma": 2, "aantalMaanden": 1})),
    ("SIM-O25", o(vroegschoolseEducatie={"programma": 2}), o(vroegschoolseEducatie={"programma": 2, "datumBegin": "2023-09-01"})),
    ("SIM-O25", o(vroegschoolseEducatie={"programma": 2, "datumBegin": "2023-09-02", "datumEinde": "2023-09-01"}), o(vroegschoolseEducatie={"programma": 2, "datumBegin": "2023-09-01", "datumEinde": "2023-09-01"})),
    ("SIM-O27", o(eindtoets={"soortToets": "11", "score": 551}), o(eindtoets={"soortToets": "11", "score": 550})),
    ("SIM-O27", o(eindtoets={"soortToets": "01", "score": 499}), o(eindtoets={"soortToets": "01", "score": 500})),
    ("SIM-O27", o(eindtoets={"soortToets": "01", "score": 499}), o(eindtoets={"soortToets": "12", "score": 499})),
    ("SIM-O09", in_2013(indicatie=verlopen("2013-09-01")), in_2013(indicatie=verlopen("2013-09-02"))),
    ("SIM-O11", o(SO, toelaatbaarheidsverklaring__0__datumBegin="2023-08-02"), o(SO)),
    ("SIM-O18", o(AMBULANT, ambulanteBegeleiding=None), o(AMBULANT)),
    ("SIM-O20", o(SO, residentieelVerblijf=[{"datumBegin": "2023-07-31", "soortVerblijf": "1"}]), o(SO, residentieelVerblijf=[{"datumBegin": "2023-08-01", "soortVerblijf": "1"}])),
    ("SIM-O20", {**o(SO, residentieelVerblijf=[EEN_WEEK]), "datumUitschrijving": "2023-09-06"}, {**o(SO, residentieelVerblijf=[EEN_WEEK]), "datumUitschrijving": "2023-09-07"}),
    ("SIM-O21", o(inschrijvingPeriode__0__indicatieBekostigbaar=False), o()),
    ("SIM-O22", o(indicatieNnca=None), o()),
    ("SIM-O23", o(gewicht={"waarde": "0.30", "datumIngang": "2019-08-01"}), o(gewicht={"waarde": "0.30", "datumIngang": "2019-07-31"})),
    ("SIM-O23", o(SBO, gewicht={"waarde": "0.30", "datumIngang": "2018-08-01"}), o(gewicht={"waarde": "0.30", "datumIngang": "2018-08-01"})),
    ("SIM-O26", met(inschrijving(datumUitschrijving="2024-07-31"), onderwijs__inschrijvingPeriode__0__groep="8"), met(inschrijving(datumUitschrijving="2024-07-31"), onderwijs__inschrijvingPeriode__0__groep="8", onderwijs__eindtoets={"redenGeenToets": "01"})),
    ("SIM-O28", o(inschrijvingPeriode__0__groep="8"), o(inschrijvingPeriode__0__groep="8", adviesVo={"advies": "60"})),
    ("SIM-O28", met(vanaf("2024-09-02"), onderwijs__inschrijvingPeriode__0__groep="8"), met(vanaf("2025-09-01"), onderwijs__inschrijvingPeriode__0__groep="8")),
    ("SIM-O30", o(adviesVo={"advies": "60", "herzienAdvies": "50"}), o(adviesVo={"advies": "60", "herzienAdvies": "60"})),
    ("SIM-O31", o(**{OPP: [{"datumBegin": "2023-08-01", "datumEinde": "2024-08-01"}, {"datumBegin": "2024-08-01"}]}), o(**{OPP: [{"datumBegin": "2023-08-01", "datumEinde": "2024-07-31"}, {"datumBegin": "2024-08-01"}]})),
    ("SIM-O36", o(SO, voorschoolseEducatie={"programma": 1, "aantalMaanden": 5}), o(voorschoolseEducatie={"programma": 1, "aantalMaanden": 5})),
]  # fmt: skip

# Rules with a test of their own below.
APART = {
    "SIM-RO1",
    "SIM-S10",
    "SIM-OUD",
    "SIM-OVL",
    "SIM-756",
    "SIM-805",
    "SIM-811",
    "SIM-812",
    "SIM-I18",
    "SIM-I15",
    "SIM-814",
    "SIM-O14",
    "SIM-O15",
    "SIM-O19",
}
ERNST = {r.code: r.ernst for r in regels.REGELS}


@pytest.mark.parametrize(
    ("code", "slecht", "goed"), [pytest.param(*rij, id=f"{i}-{rij[0]}") for i, rij in enumerate(BIJ_INSCHRIJVEN)]
)
def test_rule_holds_exactly_to_its_boundary(maak_register, code, slecht, goed):
    soort, codes = Aanroeper(maak_register()).uitkomst("aanleverenInschrijving", {"inschrijving": slecht})
    assert code in codes
    assert soort == {"weigering": "weigering", "afkeur": "afkeur", "attentie": "inschrijvingGeaccepteerd"}[ERNST[code]]
    soort, codes = Aanroeper(maak_register()).uitkomst("aanleverenInschrijving", {"inschrijving": goed})
    assert code not in codes
    assert soort == "inschrijvingGeaccepteerd", codes


def test_every_rule_has_a_case():
    assert {rij[0] for rij in BIJ_INSCHRIJVEN} | APART == {r.code for r in regels.REGELS}
    assert len({r.code for r in regels.REGELS}) == len(regels.REGELS)


def test_texts_fit_the_contract_and_the_catalogue_is_fresh():
    assert all(0 < len(r.tekst) <= 200 and len(r.veld) <= 60 for r in regels.REGELS)
    bestand = Path(__file__).parents[2] / "resources" / "signalen" / "sim-signalen.json"
    assert bestand.read_text(encoding="utf-8") == regels.catalogus(), (
        "bron-simulator --signalen > resources/signalen/sim-signalen.json"
    )
    assert json.loads(regels.catalogus())[0].keys() == {"code", "ernst", "tekst", "veld"}


def test_overview_of_tomorrow_is_refused(school):
    vraag = {"peildatum": "2025-10-16", "metHistorie": False}
    assert school.uitkomst("aanvragenRegistratieoverzicht", vraag) == ("weigering", {"SIM-RO1"})
    vraag = {"peildatum": "2025-10-15", "metHistorie": False}
    assert school.uitkomst("aanvragenRegistratieoverzicht", vraag) == ("registratieoverzicht", set())


@pytest.mark.parametrize(
    "operatie",
    [
        "aanleverenWijzigingOnderwijsgegevens",
        "aanleverenUitschrijving",
        "aanleverenCorrectieInschrijfdatum",
        "aanleverenVerwijderingInschrijving",
    ],
)
def test_what_is_not_registered_cannot_be_changed(school, operatie):
    inhoud = {
        "sleutel": sleutel(),
        "datumInschrijving": "2023-09-01",
        "datumUitschrijving": "2025-01-31",
        "onderwijs": BO,
    }
    if operatie != "aanleverenCorrectieInschrijfdatum":
        del inhoud["datumInschrijving"]
    if operatie == "aanleverenVerwijderingInschrijving":
        inhoud = {"sleutel": sleutel()}
    assert school.uitkomst(operatie, inhoud) == ("afkeur", {"SIM-805"})


def test_key_of_an_unknown_person_cannot_be_changed(school):
    wijziging = {"leerlingnummer": "L1", "oudeSleutel": sleutel_persoon(BSN), "nieuweSleutel": sleutel_persoon(BSN)}
    assert school.uitkomst("aanleverenWijzigingSleutelgegevens", wijziging) == ("afkeur", {"SIM-805"})


def test_same_start_date_is_a_duplicate_and_overlap_is_refused(school):
    eerste = vanaf("2022-08-01", datumUitschrijving="2023-07-31")
    assert school.uitkomst("aanleverenInschrijving", {"inschrijving": eerste})[0] == "inschrijvingGeaccepteerd"
    soort, codes = school.uitkomst("aanleverenInschrijving", {"inschrijving": eerste})
    assert (soort, codes) == ("afkeur", {"SIM-811", "SIM-812"})
    aansluitend = vanaf("2023-07-31")  # the last day of the first
    assert school.uitkomst("aanleverenInschrijving", {"inschrijving": aansluitend}) == ("afkeur", {"SIM-812"})
    assert school.schrijf_in()[0] == "inschrijvingGeaccepteerd"  # the day after


def test_same_pupil_number_and_start_date_is_a_duplicate_under_another_pgn(school):
    assert school.schrijf_in()[0] == "inschrijvingGeaccepteerd"
    ander = inschrijving(persoon=sleutel_persoon(BSN_ZONDER_ADRES))
    assert school.uitkomst("aanleverenInschrijving", {"inschrijving": ander}) == ("afkeur", {"SIM-811"})


def test_ambulant_begeleid_may_overlap(school):
    assert school.schrijf_in()[0] == "inschrijvingGeaccepteerd"
    ambulant = vanaf("2023-09-01", met(AMBULANT, ambulanteBegeleiding__0__datumBegin="2023-09-01"), leerlingnummer="L2")
    assert school.uitkomst("aanleverenInschrijving", {"inschrijving": ambulant})[0] == "inschrijvingGeaccepteerd"


def test_correction_to_the_same_date_is_refused(school):
    school.schrijf_in()
    inhoud = {"sleutel": sleutel(), "datumInschrijving": "2023-08-01", "onderwijs": BO}
    assert school.uitkomst("aanleverenCorrectieInschrijfdatum", inhoud) == ("afkeur", {"SIM-I18"})


@pytest.mark.parametrize(("eind", "laat"), [("2025-10-07", True), ("2025-10-08", False)])
def test_leaver_told_late_is_noticed(school, eind, laat):
    school.schrijf_in()
    soort, codes = school.uitkomst(
        "aanleverenUitschrijving", {"sleutel": sleutel(), "datumUitschrijving": eind, "onderwijs": BO}
    )
    assert soort == "inschrijvingGeaccepteerd"
    assert ("SIM-I15" in codes) is laat


@pytest.mark.parametrize(
    ("naar", "code"), [(VSO, "SIM-O14"), ({**AMBULANT, "inschrijvingPeriode": SO["inschrijvingPeriode"]}, "SIM-O15")]
)
def test_some_changes_need_two_enrolments(school, naar, code):
    assert school.schrijf_in(onderwijs=SO)[0] == "inschrijvingGeaccepteerd"
    soort, codes = school.uitkomst("aanleverenWijzigingOnderwijsgegevens", {"sleutel": sleutel(), "onderwijs": naar})
    assert soort == "afkeur"
    assert code in codes
    assert (
        school.uitkomst("aanleverenWijzigingOnderwijsgegevens", {"sleutel": sleutel(), "onderwijs": SO})[0]
        == "inschrijvingGeaccepteerd"
    )


def test_return_from_tab_names_the_school(school):
    tab = met(AMBULANT, ambulanteBegeleiding__0__begeleidingsvorm="TAB")
    assert school.schrijf_in(onderwijs=tab)[0] == "inschrijvingGeaccepteerd"
    inhoud = {"sleutel": sleutel(), "datumUitschrijving": "2025-10-14", "onderwijs": tab}
    assert school.uitkomst("aanleverenUitschrijving", inhoud) == ("afkeur", {"SIM-O19"})
    inhoud["onderwijs"] = {**tab, "terugplaatsing": {"brin": "99ZZ"}}
    assert school.uitkomst("aanleverenUitschrijving", inhoud)[0] == "inschrijvingGeaccepteerd"


def test_bsn_is_never_replaced_by_an_onderwijsnummer(school):
    school.schrijf_in()
    nieuw = {"onderwijsnummer": "100000004", "geboortedatum": "2015-03-07", "geslacht": "M"}
    wijziging = {"leerlingnummer": "L1", "oudeSleutel": sleutel_persoon(BSN), "nieuweSleutel": nieuw}
    soort, codes = school.uitkomst("aanleverenWijzigingSleutelgegevens", wijziging)
    assert soort == "afkeur"
    assert "SIM-S10" in codes


def test_key_change_without_address_says_nothing_of_the_country(school):
    school.schrijf_in(persoon=sleutel_persoon(BSN_BUITENLAND), adres=BUITEN)
    sleutels = {"oudeSleutel": sleutel_persoon(BSN_BUITENLAND), "nieuweSleutel": sleutel_persoon(BSN_BUITENLAND)}
    wijziging = {"leerlingnummer": "L1", **sleutels}
    assert school.uitkomst("aanleverenWijzigingSleutelgegevens", wijziging) == ("inschrijvingGeaccepteerd", set())


def test_old_key_that_no_longer_holds_is_noticed(school):
    school.schrijf_in()
    oud = {**sleutel_persoon(BSN), "geslacht": "V"}
    wijziging = {"leerlingnummer": "L1", "oudeSleutel": oud, "nieuweSleutel": sleutel_persoon(BSN)}
    assert school.uitkomst("aanleverenWijzigingSleutelgegevens", wijziging) == ("inschrijvingGeaccepteerd", {"SIM-OUD"})


def test_deceased_pupil_is_noticed(maak_register):
    bestand = brp()
    bestand["personen"][0]["overlijdensdatum"] = "2025-01-02"
    assert Aanroeper(maak_register(bestand=bestand)).schrijf_in() == ("inschrijvingGeaccepteerd", {"SIM-OVL"})


def test_second_school_finds_the_onderwijsnummer_of_the_first(school, tweede):
    zonder = {"onderwijs": {**BO, "nationaliteit": [{"nationaliteit": "0339"}]}, "persoon": ONBEKENDE}
    assert school.schrijf_in(**zonder) == ("inschrijvingGeaccepteerd", {"SIM-757"})
    assert tweede.schrijf_in(**zonder) == ("inschrijvingGeaccepteerd", {"SIM-756"})


@pytest.mark.parametrize(("eind", "elders"), [("2023-08-01", True), ("2023-07-31", False)])
def test_enrolment_elsewhere_is_noticed(maak_register, eind, elders):
    bestand = {**brp(), "anderescholen": [{"pgn": BSN, "brin": "99ZZ", "begin": "2020-08-01", "eind": eind}]}
    school = Aanroeper(maak_register(bestand=bestand))
    school.stuur("aanleverenInschrijving", {"inschrijving": inschrijving()})
    eerste = school.ophalen()[0]
    assert eerste["soort"] == "inschrijvingGeaccepteerd"
    assert ("SIM-814" in [s["code"] for s in eerste["inhoud"].get("attentiesignaal", [])]) is elders


def test_twins_are_told_apart_by_their_first_names(school):
    tweeling = {"geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "AALST", "voornamen": "Chris"}
    assert school.schrijf_in(persoon=tweeling)[0] == "inschrijvingGeaccepteerd"
    stand = school.register.register.registraties("00AA00")
    assert [r["pgn"] for r in stand] == [BSN_TWEELING]


def test_tlv_is_not_asked_of_sbo(school):
    assert TLV not in SBO.values()
    assert school.schrijf_in(onderwijs=SBO)[0] == "inschrijvingGeaccepteerd"
