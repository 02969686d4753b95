"""The XML of the register, checked against the schema both ways, and its technical refusals."""

import uuid
from pathlib import Path

import pytest
from lxml import etree

from bron_simulator import berichten
from simulator.berichtenmaker import (
    NS,
    ONBEKENDE,
    THUIS,
    Aanroeper,
    inschrijving,
    lees,
    sleutel,
    sleutel_persoon,
    verzoek,
)

CONTRACT = Path(__file__).parents[2] / "resources" / "contract"
OPHALEN = verzoek("ophalenTerugkoppelingen")


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(CONTRACT / "bron-po.xsd"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "DK0001"),
        (b"geen xml", "DK0001"),
        (OPHALEN[:-5], "DK0001"),
        (b"<a/>", "DK0001"),
        (OPHALEN.replace(b"?>", b"?><!DOCTYPE x>", 1), "DK0001"),
        (OPHALEN.replace(b"ophalenTerugkoppelingen_request", b"ophalenAlles_request"), "DK0004"),
        (OPHALEN.replace(NS.encode(), b"urn:ander"), "DK0004"),
        (OPHALEN.replace(b"DUO", b""), "DK0004"),
        (verzoek("ophalenTerugkoppelingen", punt="ABCDEF"), "DK0004"),
        (verzoek("ophalenTerugkoppelingen", punt="00AA01"), "DK0002"),
        (OPHALEN.replace(b"DUO", b"D\xd6"), "DK0009"),
        (OPHALEN.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "DK0009"),
        (OPHALEN.replace(b"'UTF-8'", b"'ISO-8859-1'"), "DK0009"),
        (b"\xef\xbb\xbf" + OPHALEN.replace(b"'UTF-8'", b"'latin1'"), "DK0009"),
    ],
)
def test_what_is_technically_wrong_gets_a_fault(school, schema, body, code):
    status, _, antwoord = school.ruw("ophalenTerugkoppelingen", body)
    assert status == 500
    assert lees(antwoord) == {"fout": f"Client.{code}"}
    detail = etree.fromstring(antwoord).find(f".//{{{NS}}}technischeFout")
    assert schema.validate(detail), schema.error_log


def test_soapaction_must_fit(school):
    assert lees(school.ruw("bevestigenTerugkoppelingen", OPHALEN)[2]) == {"fout": "Client.DK0003"}


def test_a_date_with_a_time_zone_is_valid_xml_but_no_date_of_this_register(school):
    body = verzoek("aanleverenInschrijving", {"inschrijving": inschrijving(datumInschrijving="2023-08-01Z")})
    assert lees(school.ruw("aanleverenInschrijving", body)[2]) == {"fout": "Client.DK0004"}


def test_faults_quote_nothing_of_the_message(school):
    persoon = {**sleutel_persoon("999990019"), "geslacht": "Geheim-999990019"}
    antwoord = school.ruw(
        "aanleverenInschrijving", verzoek("aanleverenInschrijving", {"inschrijving": inschrijving(persoon=persoon)})
    )[2]
    assert lees(antwoord) == {"fout": "Client.DK0004"}
    assert b"999990019" not in antwoord


def test_bom_and_prefixes_make_no_difference(school):
    code = str(uuid.uuid4())
    gewoon = verzoek("aanleverenInschrijving", {"inschrijving": inschrijving()}, code=code)
    anders = b"\xef\xbb\xbf" + gewoon.replace(b"<s:", b"<soap:").replace(b"</s:", b"</soap:").replace(
        b"xmlns:s=", b"xmlns:soap="
    ).replace(b"><bedrijfsdocument>", b"><!-- x --><bedrijfsdocument>")
    assert gewoon != anders
    eerste = school.ruw("aanleverenInschrijving", gewoon)
    assert school.ruw("aanleverenInschrijving", anders) == eerste
    assert len(school.ophalen()) == 1


def test_all_that_the_register_says_is_valid(school, schema):
    """Each kind of answer and of feedback once."""
    vragen = [
        ("aanleverenIdentificatie", {"leerlingnummer": "L9", "persoon": ONBEKENDE, "adres": THUIS}),
        ("aanleverenInschrijving", {"inschrijving": inschrijving()}),
        ("aanleverenInschrijving", {"inschrijving": inschrijving()}),
        ("aanleverenInschrijving", {"inschrijving": inschrijving(persoon={**sleutel_persoon("999990019"), "burgerservicenummer": "999990018"})}),
        ("aanleverenWijzigingSleutelgegevens", {"leerlingnummer": "L1", "oudeSleutel": sleutel_persoon("999990019"), "nieuweSleutel": sleutel_persoon("999990019")}),
        ("aanvragenRegistratieoverzicht", {"peildatum": "2025-10-15", "metHistorie": True}),
    ]  # fmt: skip
    school.register.store.doe("INSERT INTO andereschool (pgn, brin, begin) VALUES ('999990019', '99ZZ', '2022-08-01')")
    soorten = set()
    for operatie, inhoud in vragen:
        lijf = etree.fromstring(school.ruw(operatie, verzoek(operatie, inhoud))[2])[0]
        assert schema.validate(lijf[0]), schema.error_log
        soorten.add(etree.QName(lijf[0][1]).localname)
    school.register.register.meld_persoon("999990019")
    school.register.register.meld_persoon("999990019", adres=True)
    school.stuur(
        "aanleverenInschrijving",
        {"inschrijving": inschrijving(persoon=sleutel_persoon("999990056"), leerlingnummer="L2")},
    )
    school.stuur("aanleverenVerwijderingInschrijving", {"sleutel": sleutel("999990056", leerlingnummer="L2")})
    while True:
        antwoord = etree.fromstring(school.ruw("ophalenTerugkoppelingen", verzoek("ophalenTerugkoppelingen"))[2])[0][0]
        assert schema.validate(antwoord), schema.error_log
        for t in antwoord.iter(f"{{{NS}}}terugkoppeling"):
            soorten |= {etree.QName(e).localname for e in t}
        if antwoord.findtext(f"{{{NS}}}meerAanwezig") == "false":
            break
        laatste = antwoord.findall(f".//{{{NS}}}ontvangstnummer")[-1].text
        school.stuur("bevestigenTerugkoppelingen", {"totEnMetOntvangstnummer": laatste})
    assert soorten >= {
        "ontvangst", "weigering", "afkeur", "inschrijvingGeaccepteerd", "identificatie", "spontaneMutatie", "wijzigingSleutelgegevens",
        "dubbeleInschrijving", "verwijderingBevestigd", "registratieoverzicht",
    }  # fmt: skip


@pytest.mark.parametrize("voorbeeld", sorted((CONTRACT / "voorbeelden").rglob("*.xml")), ids=lambda p: p.stem)
def test_golden_examples_can_be_read_and_written_back(voorbeeld, schema):
    wortel = etree.parse(voorbeeld).getroot()
    element = wortel[-1][0] if etree.QName(wortel).localname == "Envelope" else wortel
    assert schema.validate(element), schema.error_log
    naam = etree.QName(element).localname
    terug = berichten.maak(naam, berichten.lees(element))
    assert schema.validate(terug), schema.error_log
    kaal = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    assert berichten.canoniek(etree.fromstring(etree.tostring(terug), kaal)) == berichten.canoniek(
        etree.fromstring(etree.tostring(element), kaal)
    )


@pytest.mark.parametrize("bestand", [Path("bron-po.wsdl"), Path("bron-po.xsd")], ids=str)
def test_contract_is_served(register, bestand):
    pad = "/bron-po/v1?wsdl" if bestand.suffix == ".wsdl" else "/bron-po/bron-po.xsd"
    antwoord = register.kern.verwerk("GET", pad, {"Host": "localhost:1234"}, b"", "00AA00")
    assert antwoord.status == 200
    if bestand.suffix == ".wsdl":
        assert b'location="https://localhost:1234/bron-po/v1"' in antwoord.body
    else:
        assert antwoord.body == (CONTRACT / bestand).read_bytes()


@pytest.mark.parametrize(
    ("methode", "pad", "soort", "status"),
    [
        ("GET", "/", "", 404),
        ("POST", "/elders", "text/xml", 404),
        ("PUT", "/bron-po/v1", "text/xml", 405),
        ("POST", "/bron-po/v1", "application/json", 415),
        ("POST", "/bron-po/v1", "", 415),
    ],
)
def test_wrong_http_is_refused(register, methode, pad, soort, status):
    assert register.kern.verwerk(methode, pad, {"Content-Type": soort}, OPHALEN, "00AA00").status == status


def test_another_charset_label_is_refused(register):
    antwoord = register.kern.verwerk(
        "POST", "/bron-po/v1", {"Content-Type": "text/xml; charset=latin-1"}, OPHALEN, "00AA00"
    )
    assert lees(antwoord.body) == {"fout": "Client.DK0009"}


def test_our_own_crash_is_a_server_fault_without_its_text(register, monkeypatch, caplog):
    caplog.set_level("CRITICAL", logger="bron_simulator")  # the crash is logged as an error, which other tests forbid

    def stuk(*_):
        raise RuntimeError("999990019")

    monkeypatch.setattr(register.register, "ontvang", stuk)
    assert Aanroeper(register).stuur("ophalenTerugkoppelingen") == {"fout": "Server.DK0050"}
    assert "999990019" not in caplog.text
