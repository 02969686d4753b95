"""The register's own behaviour, as the manual describes BRON: bytes in, bytes out."""

import uuid
import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from bron_simulator.beheer import Beheer
from bron_simulator.register import nederlandse_dag
from simulator.berichtenmaker import (
    BO,
    BSN,
    BSN_BUITENLAND,
    BSN_GEHEIM,
    BSN_ZONDER_ADRES,
    ONBEKENDE,
    PERIODE,
    THUIS,
    Aanroeper,
    brp,
    inschrijving,
    sleutel,
    sleutel_persoon,
)

NIEUW = "aanleverenInschrijving"
ONDERWIJS = "aanleverenWijzigingOnderwijsgegevens"
SLEUTEL = "aanleverenWijzigingSleutelgegevens"
MET_NATIONALITEIT = {**BO, "nationaliteit": [{"nationaliteit": "0339"}]}


def overzicht(school, peildatum="2025-10-15", *, historie=False):
    antwoord = school.stuur("aanvragenRegistratieoverzicht", {"peildatum": peildatum, "metHistorie": historie})
    assert "ontvangst" in antwoord
    return [t["inhoud"] for t in school.ophalen() if t["soort"] == "registratieoverzicht"]


def in_overzicht(school, peildatum="2025-10-15", *, historie=False):
    return [r for deel in overzicht(school, peildatum, historie=historie) for r in deel.get("inschrijving", [])]


@pytest.fixture
def beheer(register):
    return Beheer(register.kern)


# ---------------------------------------------------------------- the cycle


def test_enrolment_is_answered_at_once_and_accepted_later(school):
    code = str(uuid.uuid4())
    antwoord = school.stuur(NIEUW, {"inschrijving": inschrijving()}, code=code)
    assert antwoord["antwoordOp"] == code
    assert antwoord["ontvangst"]["kenmerk"].startswith("00AA00-")
    (melding,) = school.ophalen()
    assert (melding["soort"], melding["ontvangstnummer"], melding["antwoordOp"]) == (
        "inschrijvingGeaccepteerd",
        "1",
        code,
    )
    registratie = melding["inhoud"]["registratie"]
    assert melding["inhoud"]["pgnHerkomst"] == "opgegeven"
    assert registratie["persoon"] == {
        **sleutel_persoon(BSN),
        "achternaam": "Aalst",
        "voorvoegsel": "van der",
        "voornamen": "Bram Daan",
    }
    assert registratie["adres"]["binnenlandsAdres"]["postcode"] == "1234AB"
    assert registratie["inschrijvingvolgnummer"] == "1"
    assert registratie["registergegevens"] == {
        "indicatieGeheim": "false", "gemeentecode": "0228", "geboorteland": "6030", "bekostigingsstatus": "te bekostigen",
    }  # fmt: skip
    assert school.ophalen() == []


def test_change_replaces_the_whole_onderwijs_part_and_the_end_date(school):
    school.schrijf_in()
    zes = {
        **BO,
        "indicatieNnca": "2",
        "inschrijvingPeriode": [PERIODE, {**PERIODE, "datumBegin": "2024-08-01", "groep": "6"}],
    }
    weg = {"sleutel": sleutel(), "datumUitschrijving": "2026-07-31", "onderwijs": zes}
    assert school.uitkomst("aanleverenUitschrijving", weg)[0] == "inschrijvingGeaccepteerd"
    (registratie,) = in_overzicht(school)
    assert registratie["datumUitschrijving"] == "2026-07-31"
    assert [p["groep"] for p in registratie["onderwijs"]["inschrijvingPeriode"]] == ["5", "6"]
    zonder_nnca = {k: v for k, v in BO.items() if k != "indicatieNnca"}
    assert school.uitkomst(ONDERWIJS, {"sleutel": sleutel(), "onderwijs": zonder_nnca})[0] == "inschrijvingGeaccepteerd"
    (registratie,) = in_overzicht(school)
    assert "datumUitschrijving" not in registratie
    assert "indicatieNnca" not in registratie["onderwijs"]


def test_correction_of_the_start_date_gives_two_feedbacks(school):
    school.schrijf_in()
    code = str(uuid.uuid4())
    nieuw = {**BO, "inschrijvingPeriode": [{**PERIODE, "datumBegin": "2023-09-01"}]}
    school.stuur(
        "aanleverenCorrectieInschrijfdatum",
        {"sleutel": sleutel(), "datumInschrijving": "2023-09-01", "onderwijs": nieuw},
        code=code,
    )
    eerste, tweede = school.ophalen()
    assert (eerste["soort"], tweede["soort"]) == ("verwijderingBevestigd", "inschrijvingGeaccepteerd")
    assert eerste["antwoordOp"] == tweede["antwoordOp"] == code
    assert eerste["inhoud"]["sleutel"]["datumInschrijving"] == "2023-08-01"
    assert tweede["inhoud"]["registratie"]["datumInschrijving"] == "2023-09-01"
    assert [r["datumInschrijving"] for r in in_overzicht(school)] == ["2023-09-01"]


def test_rejected_correction_changes_nothing(school):
    school.schrijf_in()
    inhoud = {
        "sleutel": sleutel(),
        "datumInschrijving": "2023-09-02",
        "onderwijs": {**BO, "inschrijvingPeriode": [{**PERIODE, "datumBegin": "2023-09-02"}]},
    }
    assert school.uitkomst("aanleverenCorrectieInschrijfdatum", inhoud) == ("afkeur", {"SIM-I02"})
    assert [r["datumInschrijving"] for r in in_overzicht(school)] == ["2023-08-01"]


def test_removal_is_confirmed_and_can_be_done_without_pgn(school):
    school.schrijf_in()
    assert (
        school.uitkomst("aanleverenVerwijderingInschrijving", {"sleutel": sleutel(pgn=None)})[0]
        == "verwijderingBevestigd"
    )
    assert in_overzicht(school, historie=True) == []
    assert school.uitkomst("aanleverenVerwijderingInschrijving", {"sleutel": sleutel()}) == ("afkeur", {"SIM-805"})


def test_aanleverpunten_are_kept_apart(school, tweede):
    school.schrijf_in()
    assert tweede.ophalen() == []
    assert in_overzicht(tweede) == []
    assert tweede.uitkomst(ONDERWIJS, {"sleutel": sleutel(), "onderwijs": BO}) == ("afkeur", {"SIM-805"})
    assert tweede.schrijf_in()[0] == "inschrijvingGeaccepteerd"
    assert tweede.uitkomst("aanleverenVerwijderingInschrijving", {"sleutel": sleutel()})[0] == "verwijderingBevestigd"
    assert len(in_overzicht(school)) == 1


# ---------------------------------------------------------------- repeats


def test_repeat_gets_the_same_answer_and_does_nothing(school):
    code = str(uuid.uuid4())
    eerste = school.stuur(NIEUW, {"inschrijving": inschrijving()}, code=code)
    assert school.stuur(NIEUW, {"inschrijving": inschrijving()}, code=code) == eerste
    assert [t["soort"] for t in school.ophalen()] == ["inschrijvingGeaccepteerd"]
    log = Beheer(school.register.kern).log()
    assert log["uitvoeringen"] == log["mutaties"] == {code: 1}
    assert log["berichten"][0]["herhaald"] == 1


def test_repeat_of_a_refused_message_is_refused_the_same(school):
    code = str(uuid.uuid4())
    fout = {"inschrijving": inschrijving(onderwijs={**BO, "inschrijvingPeriode": [{**PERIODE, "vestiging": "77"}]})}
    eerste = school.stuur(NIEUW, fout, code=code)
    assert eerste["weigering"]["foutmelding"][0]["foutcode"] == "SIM-O01"
    assert school.stuur(NIEUW, fout, code=code) == eerste
    assert school.ophalen() == []


def test_same_code_with_other_bytes_is_a_fault(school):
    code = str(uuid.uuid4())
    school.stuur(NIEUW, {"inschrijving": inschrijving()}, code=code)
    assert school.stuur(NIEUW, {"inschrijving": inschrijving(leerlingnummer="L2")}, code=code) == {
        "fout": "Client.SIM-DUP"
    }
    assert school.stuur("aanleverenVerwijderingInschrijving", {"sleutel": sleutel()}, code=code) == {
        "fout": "Client.SIM-DUP"
    }
    assert len(school.ophalen()) == 1


def test_register_that_does_not_drop_repeats(maak_register):
    school = Aanroeper(maak_register(dubbelen_negeren=False))
    school.schrijf_in()
    code = str(uuid.uuid4())
    for _ in range(2):
        school.stuur(ONDERWIJS, {"sleutel": sleutel(), "onderwijs": BO}, code=code)
    assert [t["antwoordOp"] for t in school.ophalen()] == [code, code]
    assert Beheer(school.register.kern).log()["mutaties"][code] == 2
    ander = {"sleutel": sleutel(), "onderwijs": {**BO, "indicatieNnca": "2"}}
    assert school.stuur(ONDERWIJS, ander, code=code) == {"fout": "Client.SIM-DUP"}


# ---------------------------------------------------------------- working later


def test_delay_in_ticks(maak_register):
    school = Aanroeper(maak_register(vertraging_tikken=2))
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    assert school.ophalen() == []
    assert school.register.werk(1) == 0
    assert school.register.werk(1) == 1
    assert len(school.ophalen()) == 1


def test_delay_in_seconds(maak_register, monkeypatch):
    school = Aanroeper(maak_register(vertraging_seconden=60))
    seconden = [1000.0]
    monkeypatch.setattr(school.register.register.clock, "seconden", lambda: seconden[0])
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    seconden[0] = 1059.9
    assert school.ophalen() == []
    seconden[0] = 1060.0
    assert len(school.ophalen()) == 1


def test_overview_sees_what_was_worked_and_says_up_to_where(maak_register):
    school = Aanroeper(maak_register(vertraging_tikken=1))
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    school.register.werk(1)
    school.stuur("aanvragenRegistratieoverzicht", {"peildatum": "2025-10-15", "metHistorie": False})
    school.stuur("aanleverenVerwijderingInschrijving", {"sleutel": sleutel()})
    school.register.werk(1)
    geaccepteerd, deel, weg = school.ophalen()
    assert [t["ontvangstnummer"] for t in (geaccepteerd, deel, weg)] == ["1", "2", "3"]
    assert deel["inhoud"]["totEnMetOntvangstnummer"] == "1"
    assert len(deel["inhoud"]["inschrijving"]) == 1


# ---------------------------------------------------------------- feedback


def test_feedback_stays_until_signed_off(school):
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    eerste = school.ophalen(bevestig=False)
    assert school.ophalen(bevestig=False) == eerste
    antwoord = school.stuur("bevestigenTerugkoppelingen", {"totEnMetOntvangstnummer": 1})
    assert antwoord["bevestigdTotEnMet"] == "1"
    assert school.ophalen() == []
    assert school.stuur("bevestigenTerugkoppelingen", {"totEnMetOntvangstnummer": 1})["bevestigdTotEnMet"] == "1"


def test_what_was_never_fetched_cannot_be_signed_off(school):
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    assert school.stuur("bevestigenTerugkoppelingen", {"totEnMetOntvangstnummer": 1}) == {"fout": "Client.SIM-BEV"}
    assert len(school.ophalen()) == 1


def test_register_where_fetching_removes(maak_register):
    school = Aanroeper(maak_register(ophalen_verwijdert=True))
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    assert len(school.ophalen(bevestig=False)) == 1
    assert school.ophalen(bevestig=False) == []


def test_feedback_comes_in_pages_and_overview_parts_travel_alone(maak_register):
    school = Aanroeper(maak_register(pagina=2, deel=1))
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    school.stuur(NIEUW, {"inschrijving": inschrijving(persoon=sleutel_persoon(BSN_GEHEIM), leerlingnummer="L2")})
    school.stuur("aanvragenRegistratieoverzicht", {"peildatum": "2025-10-15", "metHistorie": False})
    school.stuur("aanleverenVerwijderingInschrijving", {"sleutel": sleutel()})
    paginas = []
    while not paginas or paginas[-1][1] == "true":
        antwoord = school.stuur("ophalenTerugkoppelingen")
        nummers = [int(t["ontvangstnummer"]) for t in antwoord["terugkoppeling"]]
        paginas.append((nummers, antwoord["meerAanwezig"]))
        assert antwoord["hoogsteOntvangstnummer"] == "5"
        school.stuur("bevestigenTerugkoppelingen", {"totEnMetOntvangstnummer": nummers[-1]})
    assert paginas == [([1, 2], "true"), ([3], "true"), ([4], "true"), ([5], "false")]


@pytest.mark.parametrize(("aantal", "delen"), [(0, [0]), (1, [1]), (2, [2]), (3, [2, 1]), (4, [2, 2]), (5, [2, 2, 1])])
def test_overview_comes_in_parts_that_add_up(maak_register, aantal, delen):
    school = Aanroeper(maak_register(deel=2))
    rijen = [
        {"pgn": BSN, "leerlingnummer": "L1", "datumInschrijving": f"202{i}-08-01", "onderwijs": BO}
        for i in range(aantal)
    ]
    Beheer(school.register.kern).doe("registraties", {"aanleverpunt": "00AA00", "registraties": rijen})
    gekregen = overzicht(school)
    assert [len(d.get("inschrijving", [])) for d in gekregen] == delen
    assert [d["deel"] for d in gekregen] == [str(i + 1) for i in range(len(delen))]
    assert {(d["aantalDelen"], d["aantalInschrijvingen"]) for d in gekregen} == {(str(len(delen)), str(aantal))}
    assert [d["eindeOverzicht"] for d in gekregen] == ["false"] * (len(delen) - 1) + ["true"]


@pytest.mark.parametrize(
    ("peildatum", "historie", "erin"),
    [
        ("2023-07-31", False, False),
        ("2023-08-01", False, True),
        ("2025-01-31", False, True),  # the last day attended
        ("2025-02-01", False, False),
        ("2025-02-01", True, True),
        ("2023-07-31", True, False),
    ],
)
def test_overview_holds_what_ran_on_the_peildatum(school, peildatum, historie, erin):
    school.schrijf_in(datumUitschrijving="2025-01-31")
    assert bool(in_overzicht(school, peildatum, historie=historie)) is erin


# ---------------------------------------------------------------- persons


def test_missing_bsn_is_found(school):
    persoon = {"geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "Äalst", "voornamen": "Bram Daan"}
    school.stuur(NIEUW, {"inschrijving": inschrijving(persoon=persoon)})
    (melding,) = school.ophalen()
    assert melding["inhoud"]["pgnHerkomst"] == "gevonden"
    assert melding["inhoud"]["registratie"]["persoon"]["burgerservicenummer"] == BSN


@pytest.mark.parametrize(
    ("voornamen", "postcode", "herkomst"),
    [("D.", "3456CD", "gevonden"), ("Xander", "2345BC", "gevonden"), ("Xander", "3456CD", "toegekend")],
)
def test_first_letter_or_postcode_must_agree(maak_register, voornamen, postcode, herkomst):
    bestand = brp()
    bestand["personen"][2] |= {
        "voornamen": "Dirkje",
        "geheim": False,
        "achternaam": "Celik",
        "geboortedatum": "2014-05-06",
    }
    school = Aanroeper(maak_register(bestand=bestand))
    persoon = {"geboortedatum": "2014-05-06", "geslacht": "V", "achternaam": "Celik", "voornamen": voornamen}
    thuis = {"binnenlandsAdres": {**THUIS["binnenlandsAdres"], "postcode": postcode}}
    school.stuur(NIEUW, {"inschrijving": inschrijving(persoon=persoon, adres=thuis)})
    (melding,) = school.ophalen()
    assert melding["inhoud"]["pgnHerkomst"] == herkomst


def test_enrolment_with_a_replaced_onderwijsnummer_is_registered_under_the_bsn(school, beheer):
    school.schrijf_in(persoon=ONBEKENDE, onderwijs=MET_NATIONALITEIT, datumUitschrijving="2024-07-31")
    persoon = {**brp()["personen"][0], **ONBEKENDE, "bsn": "999990068", "adres": None}
    beheer.doe("brp", {"soort": "toevoegen", "persoon": persoon})
    beheer.doe("brp", {"soort": "vervang_onderwijsnummer", "onderwijsnummer": "100000004", "bsn": "999990068"})
    school.ophalen()
    opnieuw = {**BO, "inschrijvingPeriode": [{**PERIODE, "datumBegin": "2024-08-01"}]}
    oud = {"onderwijsnummer": "100000004", "geboortedatum": "2016-02-29", "geslacht": "V"}
    school.stuur(NIEUW, {"inschrijving": inschrijving(persoon=oud, onderwijs=opnieuw, datumInschrijving="2024-08-01")})
    (melding,) = school.ophalen()
    assert melding["inhoud"]["pgnHerkomst"] == "gevonden"
    assert melding["inhoud"]["registratie"]["persoon"]["burgerservicenummer"] == "999990068"
    assert "SIM-755" in {s["code"] for s in melding["inhoud"]["attentiesignaal"]}


def test_unknown_pupils_get_different_valid_numbers(school):
    nummers = []
    for i in range(3):
        zonder = inschrijving(
            persoon={**ONBEKENDE, "achternaam": f"Zonder{'abc'[i]}"},
            leerlingnummer=f"L{i}",
            onderwijs=MET_NATIONALITEIT,
        )
        school.stuur(NIEUW, {"inschrijving": zonder})
        (melding,) = school.ophalen()
        assert melding["inhoud"]["pgnHerkomst"] == "toegekend"
        nummers.append(melding["inhoud"]["registratie"]["persoon"]["onderwijsnummer"])
    # DOMAIN 3.2: these pass the sum, computed by hand there.
    assert nummers == ["100000004", "100000016", "100000028"]


def test_person_with_an_onderwijsnummer_is_as_the_school_says(school):
    school.schrijf_in(persoon=ONBEKENDE, onderwijs=MET_NATIONALITEIT)
    (registratie,) = in_overzicht(school)
    assert registratie["adres"] == {
        "binnenlandsAdres": {"straatnaam": "Dorpsstraat", "huisnummer": "12", "postcode": "1234AB", "plaatsnaam": "Ede"}
    }
    oud = {"onderwijsnummer": "100000004", "geboortedatum": "2016-02-29", "geslacht": "V"}
    nieuw = {
        "onderwijsnummer": "100000004",
        "geboortedatum": "2016-02-28",
        "geslacht": "V",
        "achternaam": "Met",
        "voorvoegsel": "de",
        "voornamen": "Nummer",
    }
    buiten = {"buitenlandsAdres": {"land": "5010", "adresregelBuitenland1": "Kerkstraat 1"}}
    school.stuur(SLEUTEL, {"leerlingnummer": "L1", "oudeSleutel": oud, "nieuweSleutel": nieuw, "adres": buiten})
    wijziging, acceptatie = school.ophalen()
    assert wijziging["soort"] == "wijzigingSleutelgegevens"
    assert wijziging["inhoud"]["oudeSleutel"] == oud
    assert wijziging["inhoud"]["nieuweSleutel"] == nieuw
    assert acceptatie["inhoud"]["registratie"]["adres"] == buiten
    assert "attentiesignaal" not in acceptatie["inhoud"]


def test_onderwijsnummer_becomes_bsn_on_the_schools_word(school):
    school.schrijf_in(persoon=ONBEKENDE, onderwijs=MET_NATIONALITEIT)
    oud = {"onderwijsnummer": "100000004", "geboortedatum": "2016-02-29", "geslacht": "V"}
    school.stuur(SLEUTEL, {"leerlingnummer": "L1", "oudeSleutel": oud, "nieuweSleutel": sleutel_persoon(BSN)})
    wijziging, acceptatie = school.ophalen()
    assert wijziging["inhoud"]["nieuweSleutel"]["burgerservicenummer"] == BSN
    assert acceptatie["inhoud"]["registratie"]["persoon"]["achternaam"] == "Aalst"
    # Messages that still carry the old number find the pupil.
    assert (
        school.uitkomst(ONDERWIJS, {"sleutel": sleutel("100000004"), "onderwijs": BO})[0] == "inschrijvingGeaccepteerd"
    )


def test_key_change_names_every_enrolment_of_the_person(school):
    school.schrijf_in(datumUitschrijving="2024-07-31")
    tweede = inschrijving(
        datumInschrijving="2024-08-01",
        onderwijs={**BO, "inschrijvingPeriode": [{**PERIODE, "datumBegin": "2024-08-01"}]},
    )
    assert school.uitkomst(NIEUW, {"inschrijving": tweede})[0] == "inschrijvingGeaccepteerd"
    code = str(uuid.uuid4())
    school.stuur(
        SLEUTEL,
        {
            "leerlingnummer": "L7",
            "oudeSleutel": sleutel_persoon(BSN),
            "nieuweSleutel": sleutel_persoon(BSN_ZONDER_ADRES),
        },
        code=code,
    )
    meldingen = school.ophalen()
    assert [t["soort"] for t in meldingen] == [
        "wijzigingSleutelgegevens",
        "inschrijvingGeaccepteerd",
        "inschrijvingGeaccepteerd",
    ]
    assert {t["antwoordOp"] for t in meldingen} == {code}
    assert {t["inhoud"]["registratie"]["leerlingnummer"] for t in meldingen[1:]} == {"L7"}


def test_key_change_onto_another_enrolment_is_refused(school):
    school.schrijf_in()
    assert (
        school.schrijf_in(persoon=sleutel_persoon(BSN_ZONDER_ADRES), leerlingnummer="L2")[0]
        == "inschrijvingGeaccepteerd"
    )
    wijziging = {
        "leerlingnummer": "L1",
        "oudeSleutel": sleutel_persoon(BSN),
        "nieuweSleutel": sleutel_persoon(BSN_ZONDER_ADRES),
    }
    assert school.uitkomst(SLEUTEL, wijziging) == ("afkeur", {"SIM-811", "SIM-812"})


def test_key_of_a_pupil_is_found_by_leerlingnummer_without_pgn(school):
    school.schrijf_in(persoon=ONBEKENDE, onderwijs=MET_NATIONALITEIT)
    oud = {"geboortedatum": "2016-02-29", "geslacht": "V"}
    school.stuur(
        SLEUTEL,
        {
            "leerlingnummer": "L1",
            "oudeSleutel": oud,
            "nieuweSleutel": {**oud, "achternaam": "Anders", "voornamen": "."},
        },
    )
    wijziging, _ = school.ophalen()
    assert wijziging["inhoud"]["oudeSleutel"]["onderwijsnummer"] == "100000004"
    assert wijziging["inhoud"]["nieuweSleutel"]["achternaam"] == "Anders"


@pytest.mark.parametrize(("veld", "waarde"), [("geboortedatum", "2015-03-08"), ("geslacht", "V")])
def test_the_brp_knows_birth_date_and_sex_better(school, veld, waarde):
    school.schrijf_in()
    wijziging = {
        "leerlingnummer": "L1",
        "oudeSleutel": sleutel_persoon(BSN),
        "nieuweSleutel": {**sleutel_persoon(BSN), veld: waarde},
    }
    assert school.uitkomst(SLEUTEL, wijziging) == ("afkeur", {"SIM-753"})


def test_secret_address_never_leaves_the_register(school):
    school.schrijf_in(persoon=sleutel_persoon(BSN_GEHEIM))
    (registratie,) = in_overzicht(school)
    assert "adres" not in registratie
    assert registratie["registergegevens"] == {
        "indicatieGeheim": "true",
        "geboorteland": "6030",
        "bekostigingsstatus": "te bekostigen",
    }
    assert registratie["persoon"]["voornamen"] == "."


@pytest.mark.parametrize(
    ("bsn", "adres", "terug"),
    [
        (BSN_BUITENLAND, {"buitenlandsAdres": {"land": "9089"}}, {"buitenlandsAdres": {"land": "9089"}}),
        (BSN_BUITENLAND, THUIS, {"buitenlandsAdres": {"land": "5010"}}),
        (BSN_ZONDER_ADRES, {"binnenlandsAdres": {"postcode": "3456CD"}}, {"binnenlandsAdres": {"postcode": "3456CD"}}),
        (BSN, {"buitenlandsAdres": {"land": "9089"}}, None),
    ],
)
def test_whose_address_counts(school, bsn, adres, terug):
    assert school.schrijf_in(persoon=sleutel_persoon(bsn), adres=adres)[0] == "inschrijvingGeaccepteerd"
    (registratie,) = in_overzicht(school)
    if terug is None:
        assert registratie["adres"]["binnenlandsAdres"]["postcode"] == "1234AB"
    else:
        assert registratie["adres"] == terug


@pytest.mark.parametrize(
    ("persoon", "uitkomst", "pgn"),
    [
        ({**ONBEKENDE}, "toegekend", "100000004"),
        (
            {"geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "Aalst", "voornamen": "Chris"},
            "gevonden",
            "999990020",
        ),
        (sleutel_persoon(BSN), "gevonden", BSN),
        ({**sleutel_persoon(BSN), "geslacht": "V"}, "onbekend", None),
        ({"geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "Aalst", "voornamen": "."}, "onbekend", None),
    ],
)
def test_identification(school, persoon, uitkomst, pgn):
    school.stuur("aanleverenIdentificatie", {"leerlingnummer": "L1", "persoon": persoon, "adres": THUIS})
    (melding,) = school.ophalen()
    assert melding["soort"] == "identificatie"
    assert melding["inhoud"]["uitkomst"] == uitkomst
    gevonden = melding["inhoud"].get("persoon", {})
    assert gevonden.get("burgerservicenummer", gevonden.get("onderwijsnummer")) == pgn
    assert in_overzicht(school) == []


def test_identification_by_number_needs_no_address(school):
    school.stuur("aanleverenIdentificatie", {"leerlingnummer": "L1", "persoon": sleutel_persoon(BSN)})
    assert school.ophalen()[0]["inhoud"]["uitkomst"] == "gevonden"
    zonder = {"leerlingnummer": "L1", "persoon": ONBEKENDE}
    assert school.uitkomst("aanleverenIdentificatie", zonder) == ("afkeur", {"SIM-790"})


# ---------------------------------------------------------------- unasked


def test_change_in_the_brp_reaches_each_running_enrolment(school, tweede, beheer):
    school.schrijf_in()
    tweede.schrijf_in(datumUitschrijving="2025-10-14")  # ended yesterday
    beheer.doe("brp", {"soort": "persoon", "bsn": BSN, "wijzig": {"achternaam": "Aelst"}})
    (melding,) = school.ophalen()
    assert melding["soort"] == "spontaneMutatie"
    assert "antwoordOp" not in melding
    assert melding["inhoud"]["persoon"]["achternaam"] == "Aelst"
    assert melding["inhoud"]["leerlingnummer"] == "L1"
    assert tweede.ophalen() == []
    beheer.doe(
        "brp",
        {
            "soort": "persoon",
            "bsn": BSN,
            "wijzig": {"adres": {"straatnaam": "Laan", "huisnummer": 3, "postcode": "3456CD", "plaatsnaam": "Ede"}},
        },
    )
    (melding,) = school.ophalen()
    assert melding["inhoud"]["adres"]["binnenlandsAdres"]["straatnaam"] == "Laan"
    beheer.doe("brp", {"soort": "persoon", "bsn": BSN, "wijzig": {"geheim": True}})
    (melding,) = school.ophalen()
    assert melding["inhoud"]["registergegevens"]["indicatieGeheim"] == "true"
    assert "adres" not in melding["inhoud"]
    beheer.doe("brp", {"soort": "persoon", "bsn": BSN, "wijzig": {"overlijdensdatum": "2025-10-01"}})
    (melding,) = school.ophalen()
    assert melding["inhoud"]["registergegevens"]["overlijdensdatum"] == "2025-10-01"


def test_onderwijsnummer_is_replaced_by_a_bsn_everywhere(school, tweede, beheer):
    for s in (school, tweede):
        s.schrijf_in(persoon=ONBEKENDE, onderwijs=MET_NATIONALITEIT)
    beheer.doe("brp", {"soort": "toevoegen", "persoon": {**brp()["personen"][0], "bsn": "999990068", **ONBEKENDE}})
    assert beheer.doe("brp", {"soort": "vervang_onderwijsnummer", "onderwijsnummer": "100000004"}) == {
        "bsn": "999990068"
    }
    for s in (school, tweede):
        wijziging, adres = s.ophalen()
        assert wijziging["soort"] == "wijzigingSleutelgegevens"
        assert "antwoordOp" not in wijziging
        assert wijziging["inhoud"]["oudeSleutel"]["onderwijsnummer"] == "100000004"
        assert wijziging["inhoud"]["nieuweSleutel"]["burgerservicenummer"] == "999990068"
        assert adres["soort"] == "spontaneMutatie"
        assert [r["persoon"]["burgerservicenummer"] for r in in_overzicht(s)] == ["999990068"]


def test_secret_address_stays_secret_when_a_bsn_is_found(school, beheer):
    school.schrijf_in(persoon=ONBEKENDE, onderwijs=MET_NATIONALITEIT)
    assert beheer.doe(
        "brp", {"soort": "vervang_onderwijsnummer", "onderwijsnummer": "100000004", "bsn": BSN_GEHEIM}
    ) == {"bsn": BSN_GEHEIM}
    assert [t["soort"] for t in school.ophalen()] == ["wijzigingSleutelgegevens"]


def test_drift_is_silent(school, beheer):
    school.schrijf_in()
    plek = {"aanleverpunt": "00AA00", "pgn": BSN, "datumInschrijving": "2023-08-01"}
    beheer.doe("drift", {**plek, "onderwijs": {"indicatieNnca": "2"}, "datumUitschrijving": "2026-01-31"})
    assert school.ophalen() == []
    (registratie,) = in_overzicht(school)
    assert (registratie["onderwijs"]["indicatieNnca"], registratie["datumUitschrijving"]) == ("2", "2026-01-31")
    beheer.doe("drift", {**plek, "verwijder": True})
    assert school.ophalen() == []
    assert in_overzicht(school) == []


# ---------------------------------------------------------------- double enrolments

ELDERS = {"soort": "andereschool", "pgn": BSN, "brin": "99ZZ", "begin": "2022-08-01"}


def dubbelen(meldingen):
    return [t["inhoud"] for t in meldingen if t["soort"] == "dubbeleInschrijving"]


def test_double_enrolment_comes_back_until_one_school_corrects(school, beheer):
    beheer.doe("brp", ELDERS)
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    meldingen = school.ophalen()
    assert [t["soort"] for t in meldingen] == ["inschrijvingGeaccepteerd", "dubbeleInschrijving"]
    assert dubbelen(meldingen)[0] == {
        "leerlingnummer": "L1", "burgerservicenummer": BSN, "datumInschrijving": "2023-08-01", "brinAndereSchool": "99ZZ", "datumBeginOverlap": "2023-08-01",
    }  # fmt: skip
    school.stuur(ONDERWIJS, {"sleutel": sleutel(), "onderwijs": BO})
    assert len(dubbelen(school.ophalen())) == 1
    beheer.doe("brp", {**ELDERS, "eind": "2024-01-31"})
    assert dubbelen(school.ophalen())[0]["datumEindeOverlap"] == "2024-01-31"
    beheer.doe("brp", {**ELDERS, "eind": "2023-07-31"})
    assert dubbelen(school.ophalen()) == []
    school.stuur(ONDERWIJS, {"sleutel": sleutel(), "onderwijs": BO})
    assert dubbelen(school.ophalen()) == []


def test_double_enrolments_never_make_a_client_fetch_for_ever(maak_register):
    school = Aanroeper(
        maak_register(
            bestand={**brp(), "anderescholen": [{"pgn": BSN, "brin": "99ZZ", "begin": "2022-08-01", "eind": None}]}
        )
    )
    school.stuur(NIEUW, {"inschrijving": inschrijving()})
    keren = [len(dubbelen(school.ophalen())) for _ in range(22)]
    assert keren == [1, *([0] * 9 + [1]) * 2, 0]


def test_double_enrolment_is_told_again_another_day(school, beheer):
    beheer.doe("brp", ELDERS)
    school.schrijf_in()
    assert dubbelen(school.ophalen()) == []
    beheer.doe("vandaag", {"datum": "2025-10-16"})
    assert len(dubbelen(school.ophalen())) == 1


def test_two_schools_of_this_register_are_double_and_two_aanleverpunten_of_one_school_are_not(maak_register):
    bestand = brp()
    bestand["aanleverpunten"]["11BB00"] = {"brin": "11BB", "vestigingen": ["00"]}
    register = maak_register(bestand=bestand)
    eerste, zelfde, ander = (Aanroeper(register, p) for p in ("00AA00", "00AA01", "11BB00"))
    eerste.schrijf_in()
    zelfde.stuur(NIEUW, {"inschrijving": inschrijving()})
    assert dubbelen(zelfde.ophalen()) == []
    ander.stuur(NIEUW, {"inschrijving": inschrijving()})
    assert [d["brinAndereSchool"] for d in dubbelen(ander.ophalen())] == ["00AA", "00AA"]
    Beheer(register.kern).doe("vandaag", {"datum": "2025-10-16"})
    assert [d["brinAndereSchool"] for d in dubbelen(eerste.ophalen())] == ["11BB"]


# ---------------------------------------------------------------- the calendar


@pytest.mark.parametrize("jaar", [2024, 2025, 2026, 2027, 2028])
def test_the_day_is_that_of_the_netherlands(jaar):
    amsterdam = zoneinfo.ZoneInfo("Europe/Amsterdam")
    begin = datetime(jaar, 1, 1, tzinfo=UTC)
    for uur in range(366 * 24):
        moment = begin + timedelta(hours=uur, minutes=-1)
        assert nederlandse_dag(moment) == moment.astimezone(amsterdam).date()


# ---------------------------------------------------------------- log


def test_log_counts_without_personal_data(school, beheer):
    school.schrijf_in()
    school.schrijf_in()
    log = beheer.log()
    assert [b["uitkomst"] for b in log["berichten"]] == ["geaccepteerd", "afgekeurd"]
    assert log["signalen"][NIEUW] == {"SIM-811": 1, "SIM-812": 1}
    assert log["terugkoppelingen"] == {"00AA00": {"inschrijvingGeaccepteerd": 1, "afkeur": 1}}
    assert sorted(log["mutaties"].values()) == [1]
    assert sorted(log["uitvoeringen"].values()) == [1, 1]
    for geheim in (BSN, "Aalst", "2015-03-07", "1234AB"):
        assert geheim not in str(log)


def test_state_shows_the_register_as_it_would_send_it(school, beheer):
    school.schrijf_in()
    stand = beheer.stand("00AA00")
    (registratie,) = stand["aanleverpunten"]["00AA00"]["registraties"]
    assert registratie["persoon"]["voorvoegsel"] == "van der"
    assert registratie["onderwijs"]["inschrijvingPeriode"] == [PERIODE]
    assert "datumUitschrijving" not in registratie
