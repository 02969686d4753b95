"""Messages: what is written is valid and read back as it was; what is hostile or wrong is refused with a word."""

import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bron_hulp.rijen import onderwijsnummers, rijen
from bronsync.adapters.bron import berichten, contract
from bronsync.adapters.bron.elementen import ONDERDELEN, PADEN, REGISTERGEGEVENS, TREE, Lijst, label
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, VELDEN, canoniek, cel, met
from bronsync.domain.vergelijking.berichten import (
    NAAR_LVS,
    ActieSoort,
    Bericht,
    BronSleutel,
    InschrijvingGeaccepteerd,
    Onbegrepen,
    OverzichtDeel,
)
from bronsync.resources import resource

ID = "12345678-1234-4234-8234-123456789012"
TIJD = "2012-03-05T10:00:00Z"
NS = "urn:bronsync:bron-po:v1"
ACTIES = [soort for soort in ActieSoort if soort not in NAAR_LVS]
XS = "{http://www.w3.org/2001/XMLSchema}"


# --- the tables ---------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def typen():
    """Complex types of the contract: name -> [(element, type)], in order, choices included."""
    xsd = etree.parse(resource("contract", "bron-po.xsd"))
    return {
        t.get("name"): [(e.get("name"), e.get("type")) for e in t.iter(XS + "element")]
        for t in xsd.iter(XS + "complexType")
    }


def test_every_field_has_its_element():
    assert set(PADEN) == {veld.naam for veld in VELDEN}
    assert set(ONDERDELEN) == {deel.naam for veld in LIJST_VELDEN for deel in veld.onderdelen}


def test_the_table_has_the_elements_of_the_contract_and_their_order(typen):
    """`Registratie` in full: nothing of the schema is missing from the table, and the writer keeps its order."""

    def bladen(naam, pad):
        for element, soort in typen[naam]:
            if soort in typen and f"{pad}{element}" not in lijsten:
                yield from bladen(soort, f"{pad}{element}/")
            else:
                yield f"{pad}{element}"

    lijsten = {PADEN[veld.naam] for veld in LIJST_VELDEN}
    buiten = {"leerlingnummer", "inschrijvingvolgnummer", "registergegevens/indicatieGeheim"}
    buiten |= {f"registergegevens/{element}" for element in REGISTERGEGEVENS}
    in_schema = [pad for pad in bladen("Registratie", "") if pad not in buiten]
    assert list(PADEN.values()) == in_schema
    assert buiten <= set(bladen("Registratie", ""))


def test_parts_of_lists_stand_in_the_order_of_the_contract(typen):
    soorten = dict(typen["Onderwijs"])
    lijsten = [knoop for knoop in TREE[label("onderwijs")].values() if isinstance(knoop, Lijst)]
    assert len(lijsten) == len(LIJST_VELDEN)
    for knoop in lijsten:
        element = PADEN[knoop.naam].rpartition("/")[2]
        assert [etree.QName(e).localname for e in knoop.elementen] == [naam for naam, _ in typen[soorten[element]]]


def test_every_actie_to_bron_has_an_operation_of_the_contract():
    wsdl = etree.parse(resource("contract", "bron-po.wsdl"))
    operaties = {o.get("name") for o in wsdl.iter("{http://schemas.xmlsoap.org/wsdl/}operation")}
    ours = {berichten.operatie(Bericht("00AA00", ID, TIJD, soort)) for soort in [*ACTIES, None]}
    assert ours | {berichten.OPHALEN, berichten.BEVESTIGEN} == operaties
    assert len(ours) == len(ACTIES) + 1


def test_the_pins_are_those_of_the_contract_files():
    """Made again: `python -m bronsync.adapters.bron.contract`."""
    assert Path(contract.__file__).with_name("pins.py").read_text(encoding="utf-8") == contract.pins()


@pytest.mark.warns
def test_a_changed_contract_file_is_refused(monkeypatch):
    monkeypatch.setitem(contract.PINS, contract.XSD, "0" * 64)
    contract.contractbestand.cache_clear()
    try:
        with pytest.raises(BronSyncFout, match="EIGEN-01"):
            contract.contractbestand(contract.XSD)
    finally:
        contract.contractbestand.cache_clear()


# --- writing ------------------------------------------------------------------------------------------------------------------------------


def maak(soort, rij, oude_rij=None, *, sleutel=True, **opties):
    pgn = cel(rij, "burgerservicenummer") or cel(rij, "onderwijsnummer")
    bron = BronSleutel("1001", pgn, cel(rij, "burgerservicenummer") is not None, "2011-08-01", "1") if sleutel else None
    return Bericht("00AA00", ID, TIJD, soort, bron, rij, oude_rij or rij, **opties)


def als_registratie(raw, soort="inschrijvingGeaccepteerd"):
    """What the register would say of this inschrijving, made from our own bytes."""
    inschrijving = etree.fromstring(raw).find(label("inschrijving"))
    inschrijving.tag = label("registratie" if soort == "inschrijvingGeaccepteerd" else "inschrijving")
    etree.SubElement(etree.SubElement(inschrijving, label("registergegevens")), label("indicatieGeheim")).text = "false"
    return inschrijving


def terugkoppeling(inhoud, *, antwoord_op=ID, nummer="7"):
    op = f"<antwoordOp>{antwoord_op}</antwoordOp>" if antwoord_op else ""
    kop = f"<ontvangstnummer>{nummer}</ontvangstnummer><aanleverpunt>00AA00</aanleverpunt><datumTijd>{TIJD}</datumTijd>"
    return f'<terugkoppeling xmlns="{NS}">{kop}{op}{inhoud}</terugkoppeling>'.encode()


def geaccepteerd(element, herkomst="opgegeven"):
    tekst = etree.tostring(element, encoding="unicode")
    inhoud = f"{tekst}<pgnHerkomst>{herkomst}</pgnHerkomst>"
    return terugkoppeling(f"<inschrijvingGeaccepteerd>{inhoud}</inschrijvingGeaccepteerd>")


@given(rijen(), st.sampled_from(ACTIES))
def test_what_is_written_is_valid_and_always_the_same(rij, soort):
    bericht = maak(soort, met(rij, uitschrijfdatum="2013-07-31"))
    raw = berichten.schrijf(bericht)  # refuses what the schema refuses
    assert raw == berichten.schrijf(bericht)
    assert berichten.bericht_id_van(raw) == ID
    assert raw.startswith(f'<{berichten.operatie(bericht)}_request xmlns="{NS}">'.encode())


@given(st.one_of(rijen(), rijen(vol=True)))
def test_EIG_a_row_comes_back_from_the_register_as_it_was_sent(rij):
    raw = berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij))
    gelezen = berichten.lees(geaccepteerd(als_registratie(raw)))
    assert isinstance(gelezen.melding, InschrijvingGeaccepteerd)
    assert gelezen.melding.registratie.rij == rij
    assert (gelezen.ontvangstnummer, gelezen.aanleverpunt, gelezen.antwoord_op) == (7, "00AA00", ID)


def test_every_field_is_sent_by_some_full_row():
    gezien = set()

    @settings(max_examples=150, derandomize=True)  # enough to meet every kind of school, PGN and address
    @given(rijen(vol=True))
    def kijk(rij):
        raw = berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij))
        tags = {etree.QName(e).localname for e in etree.fromstring(raw).iter()}
        gezien.update(veld.naam for veld in VELDEN if PADEN[veld.naam].rpartition("/")[2] in tags)

    kijk()
    assert gezien == {veld.naam for veld in VELDEN}


@given(st.lists(rijen(), min_size=0, max_size=4), st.data())
def test_all_registrations_of_an_overview_come_back(lijst, data):
    stukken = []
    for rij in lijst:
        raw = berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij))
        stukken.append(etree.tostring(als_registratie(raw, "overzicht"), encoding="unicode"))
    inhoud = (
        "<registratieoverzicht><peildatum>2012-03-05</peildatum><metHistorie>1</metHistorie><deel>1</deel>"
        f"<aantalDelen>1</aantalDelen><aantalInschrijvingen>{len(lijst)}</aantalInschrijvingen>"
        f"<totEnMetOntvangstnummer>6</totEnMetOntvangstnummer>{''.join(stukken)}"
        "<eindeOverzicht>true</eindeOverzicht></registratieoverzicht>"
    )
    deel = berichten.lees(terugkoppeling(inhoud)).melding
    assert isinstance(deel, OverzichtDeel)
    assert [r.rij for r in deel.registraties] == lijst
    assert (deel.peildatum, deel.met_historie, deel.aantal_inschrijvingen, deel.einde) == (
        "2012-03-05", True, len(lijst), True,
    )  # fmt: skip


@pytest.fixture
def rij():
    """A plain pupil of a primary school, of the test range."""
    return met(
        canoniek([None] * len(CEL_VELDEN)),
        burgerservicenummer="999990019",
        geboortedatum="2004-05-00",
        geslacht="V",
        achternaam="Voorbeeld",
        inschrijfdatum="2011-08-01",
        onderwijstype="BO",
        inschrijfstatus="I",
        postcode="1234AB",
        huisnummer=3,
        perioden=(("2011-08-01", "3", None, "00", 1, None),),
    )


def elementen(raw):
    return [etree.QName(e).localname for e in etree.fromstring(raw).iter()]


def test_an_address_that_says_nothing_is_left_out(rij):
    raw = berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, met(rij, postcode=None)))
    assert "adres" not in elementen(raw)


@pytest.mark.parametrize(("met_adres", "aantal"), [(True, 1), (False, 0)])
def test_the_address_travels_with_a_new_key_only_when_asked(rij, met_adres, aantal):
    raw = berichten.schrijf(maak(ActieSoort.WIJZIGING_SLEUTELGEGEVENS, rij, met_adres=met_adres))
    assert elementen(raw).count("adres") == aantal


def test_old_and_new_key_come_from_old_and_new_row(rij):
    oud = met(rij, burgerservicenummer=None, onderwijsnummer="100000004", geslacht="M")
    wortel = etree.fromstring(berichten.schrijf(maak(ActieSoort.WIJZIGING_SLEUTELGEGEVENS, rij, oud)))
    assert [e.text for e in wortel.find(label("oudeSleutel"))] == ["100000004", "2004-05-00", "M"]
    assert wortel.findtext(f"{label('nieuweSleutel')}/{label('burgerservicenummer')}") == "999990019"


def test_a_correctie_names_the_old_date_and_carries_the_new_one(rij):
    raw = berichten.schrijf(maak(ActieSoort.CORRECTIE_INSCHRIJFDATUM, met(rij, inschrijfdatum="2011-09-01")))
    wortel = etree.fromstring(raw)
    assert wortel.findtext(f"{label('sleutel')}/{label('datumInschrijving')}") == "2011-08-01"
    assert wortel.findtext(label("datumInschrijving")) == "2011-09-01"


def test_with_a_bsn_the_onderwijsnummer_stays_behind(rij):
    raw = berichten.schrijf(maak(ActieSoort.IDENTIFICATIEVERZOEK, met(rij, onderwijsnummer="100000004")))
    assert Counter(elementen(raw))["onderwijsnummer"] == 0


@pytest.mark.warns
@pytest.mark.parametrize(
    "wijziging",
    [
        {"land": "5010"},
        {"achternaam": "Canarie\x00"},
        {"achternaam": "Canarie" * 40},
        {"gewicht_datum": "2011-08-01"},
        {"geboortedatum": "Canarie"},
        {"inschrijfdatum": None},
        {"inschrijfdatum": "2011-02-30"},
        {"burgerservicenummer": "Canarie"},
        {"perioden": ()},
        {"perioden": (("2011-08-01", "3", None, "00", "Canarie", None),)},
    ],
)
def test_what_the_contract_refuses_is_not_written_and_no_value_is_logged(rij, wijziging, caplog):
    with pytest.raises(BronSyncFout, match="EIGEN-02") as fout:
        berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, met(rij, **wijziging)))
    for waarde in ("Canarie", "999990019", "2011-02-30", "Voorbeeld"):
        assert waarde not in caplog.text + str(fout.value)
    assert "aanleverenInschrijving_request" in caplog.text
    assert fout.value.__cause__ is None


@pytest.mark.warns
@pytest.mark.parametrize("soort", ACTIES)
def test_a_message_without_its_key_is_not_written(rij, soort):
    with pytest.raises(BronSyncFout, match="EIGEN-02"):
        berichten.schrijf(maak(soort, rij, sleutel=False))


@pytest.mark.warns
def test_an_overview_needs_its_peildatum():
    with pytest.raises(BronSyncFout, match="EIGEN-02"):
        berichten.schrijf(Bericht("00AA00", ID, TIJD, None))


# --- reading ------------------------------------------------------------------------------------------------------------------------------

AFKEUR = "<afkeur><signaal><code>SIM-1</code><tekst>t</tekst></signaal></afkeur>"


def reden(raw):
    melding = berichten.lees(raw).melding
    assert isinstance(melding, Onbegrepen), type(melding)
    return melding.reden


GOED = terugkoppeling(AFKEUR)
LACHEN = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "' + b"&b;" * 50 + b'">]>'


@pytest.mark.parametrize(
    ("raw", "waarom"),
    [
        (b"", "geen_xml"),
        (b"<", "geen_xml"),
        (GOED[:-5], "geen_xml"),
        (GOED + GOED, "geen_xml"),
        (GOED.replace(b">t<", b">\x00<"), "geen_xml"),
        (GOED.replace(b">t<", b">&#1;<"), "geen_xml"),
        (GOED.replace(b">t<", b">&onbekend;<"), "geen_xml"),
        (GOED.replace(b">t<", b">\xff<"), "geen_utf8"),
        (GOED.decode().encode("utf-16"), "geen_utf8"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-' + GOED, "geen_xml"),
        (LACHEN + GOED, "doctype"),
        (b'<!DOCTYPE a SYSTEM "http://localhost/x.dtd">' + GOED, "doctype"),
        (b"<!-- " + b"x" * 5000 + b" --><!DOCTYPE a>" + GOED, "doctype"),
        (b"<a>" * 100_000, "geen_xml"),
        (b"<a>" + b"<b/>" * 400_001 + b"</a>", "te_veel_elementen"),
        (b"<a " + b" ".join(b"a%d=''" % i for i in range(30_000)) + b"/>", "te_veel_elementen"),
        (b"<a>" + b"x" * (11 * 1024 * 1024) + b"</a>", "geen_xml"),
        (b"<a>" + b"x" * (17 * 1024 * 1024) + b"</a>", "te_groot"),
        (gzip.compress(GOED), "geen_utf8"),
        (b"<html><body>Onderhoud</body></html>", "onbekend_bericht"),
        (GOED.replace(b":v1", b":v2"), "onbekend_bericht"),
        (GOED.replace(b"</afkeur>", b"<extra/></afkeur>"), "schema"),
        (terugkoppeling(AFKEUR, nummer="-1"), "schema"),
        (terugkoppeling(AFKEUR, nummer="9223372036854775808"), "schema"),
        (terugkoppeling(AFKEUR, nummer="9999999999"), "getal"),
        (GOED.replace(b">t<", b">" + b"t" * 201 + b"<"), "schema"),
    ],
)  # fmt: skip
def test_FOUT_hostile_or_wrong_bytes_are_not_understood(raw, waarom):
    assert reden(raw) == waarom


def test_numbers_that_cannot_be_are_not_understood():
    inhoud = (
        "<registratieoverzicht><peildatum>2012-03-05</peildatum><metHistorie>true</metHistorie><deel>1</deel>"
        f"<aantalDelen>1</aantalDelen><aantalInschrijvingen>{'9' * 5000}</aantalInschrijvingen>"
        "<totEnMetOntvangstnummer>6</totEnMetOntvangstnummer><eindeOverzicht>true</eindeOverzicht></registratieoverzicht>"
    )
    assert reden(terugkoppeling(inhoud)) == "getal"


def test_what_is_not_understood_still_says_what_it_answers():
    gelezen = berichten.lees(GOED.replace(b"</afkeur>", b"<extra/></afkeur>"))
    assert (gelezen.ontvangstnummer, gelezen.aanleverpunt, gelezen.antwoord_op) == (7, "00AA00", ID)


def test_a_comment_does_not_cut_a_text_and_a_stylesheet_is_not_looked_at():
    raw = b'<?xml-stylesheet href="http://localhost/x"?>' + GOED.replace(b">t<", b">een<!-- x -->twee<")
    assert berichten.lees(raw).melding.signalen[0].tekst == "eentwee"


@given(rijen(vol=True), st.sampled_from(["burgerservicenummer", "inschrijfdatum"]))
def test_a_wrong_value_in_a_valid_message_stays_as_text(rij, veld):
    wortel = als_registratie(berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij)))
    fout = {"burgerservicenummer": "999999999", "inschrijfdatum": "12011-08-01"}[veld]
    element = wortel.find("/".join(label(deel) for deel in PADEN[veld].split("/")))
    if element is None:
        return
    element.text = fout
    assert cel(berichten.lees(geaccepteerd(wortel)).melding.registratie.rij, veld) == fout


@given(onderwijsnummers)
def test_a_new_key_holds_all_key_fields(nummer):
    inhoud = (
        "<wijzigingSleutelgegevens><oudeSleutel><geboortedatum>2004-05-00</geboortedatum><geslacht>V</geslacht></oudeSleutel>"
        f"<nieuweSleutel><onderwijsnummer>{nummer}</onderwijsnummer><geboortedatum>2004-05-06</geboortedatum>"
        "<geslacht>V</geslacht></nieuweSleutel></wijzigingSleutelgegevens>"
    )
    melding = berichten.lees(terugkoppeling(inhoud, antwoord_op=None)).melding
    assert dict(melding.nieuw) == {
        "burgerservicenummer": None, "onderwijsnummer": nummer, "geboortedatum": "2004-05-06", "geslacht": "V",
        "achternaam": None, "voorvoegsel": None, "voornamen": None,
    }  # fmt: skip
    assert melding.oud_pgn is None
