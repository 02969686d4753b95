"""What is the same value is the same row: as XML may write it (FOUTEN B3), and as an eye sees it (B4). Oracles: lists made by hand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bron_hulp.rijen import rijen
from bronsync.adapters.bron import berichten, register
from bronsync.adapters.bron.elementen import label
from bronsync.domain.gegevens.velden import CEL_VELDEN, INDEX, LIJST_VELDEN, Soort, canoniek, normaliseer_lijst
from bronsync.domain.vergelijking.berichten import ActieSoort, DubbeleInschrijving, OverzichtDeel, VerwijderingBevestigd
from helpers.gevallen import proef
from unit.adapters.bron.test_berichten import ID, NS, als_registratie, geaccepteerd, maak, terugkoppeling

# --- B3: messages are read by type -------------------------------------------------------------------------------------------------------

ZONES = ["Z", "+00:00", "+01:00", "+14:00", "-05:00"]
ROND = ["", " ", "\n\t ", "\r\n"]
JA_NEE = {"true": ["1", " true ", "\n1"], "false": ["0", "false\n", " 0"]}


def _anders(naam: str, tekst: str, kies: st.DataObject) -> str:
    """Another way in which the schema lets this value be written; by the type that the contract gives the element."""
    rond = kies.draw(st.sampled_from(ROND))
    if naam.startswith("datum") and re.fullmatch(r"\d{4}-\d\d-\d\d", tekst):
        return rond + tekst + kies.draw(st.sampled_from(ZONES)) + rond
    if naam in ("huisnummer", "leerjaar", "score", "programma", "aantalMaanden"):
        return rond + tekst + rond
    if naam in ("indicatieBekostigbaar", "indicatieGeheim"):
        return kies.draw(st.sampled_from(JA_NEE[tekst]))
    return tekst


@given(rijen(), st.data())
def test_B3_a_registration_is_the_same_however_XML_writes_its_values(rij, kies):
    wortel = als_registratie(berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij)))
    for element in wortel.iter():
        if element.text and not len(element):
            element.text = _anders(etree.QName(element).localname, element.text, kies)
            if kies.draw(st.booleans()) and "]]>" not in element.text and "\r" not in element.text:
                element.text = etree.CDATA(element.text)
            elif len(element.text) > 1 and kies.draw(st.booleans()):
                geheel = element.text
                element.text = geheel[:1]
                commentaar = etree.Comment("x")
                element.append(commentaar)
                commentaar.tail = geheel[1:]
    melding = berichten.lees(geaccepteerd(wortel)).melding
    assert melding.registratie.rij == rij


def test_B3a_every_reader_of_a_day_a_number_and_yes_or_no_reads_it_by_its_type():
    sleutel = (
        "<sleutel><leerlingnummer>1</leerlingnummer><burgerservicenummer>999990019</burgerservicenummer>"
        "<datumInschrijving> 2018-08-01+02:00</datumInschrijving></sleutel>"
    )
    weg = berichten.lees(terugkoppeling(f"<verwijderingBevestigd>{sleutel}</verwijderingBevestigd>")).melding
    assert isinstance(weg, VerwijderingBevestigd)
    assert weg.sleutel.inschrijfdatum == "2018-08-01"
    dubbel = berichten.lees(
        terugkoppeling(
            "<dubbeleInschrijving><leerlingnummer>1</leerlingnummer><burgerservicenummer>999990019</burgerservicenummer>"
            "<datumInschrijving>2018-08-01Z</datumInschrijving><brinAndereSchool>00AB</brinAndereSchool>"
            "<datumBeginOverlap>2018-09-01-01:00</datumBeginOverlap><datumEindeOverlap>2018-09-02Z</datumEindeOverlap>"
            "</dubbeleInschrijving>"
        )
    ).melding
    assert isinstance(dubbel, DubbeleInschrijving)
    assert (dubbel.inschrijfdatum, dubbel.begin, dubbel.einde) == ("2018-08-01", "2018-09-01", "2018-09-02")
    deel = berichten.lees(
        terugkoppeling(
            "<registratieoverzicht><peildatum>2018-11-07+01:00</peildatum><metHistorie> 1 </metHistorie><deel>+01</deel>"
            "<aantalDelen> 1</aantalDelen><aantalInschrijvingen>-0</aantalInschrijvingen>"
            "<totEnMetOntvangstnummer>0000000000012</totEnMetOntvangstnummer><eindeOverzicht>\n1</eindeOverzicht>"
            "</registratieoverzicht>"
        )
    ).melding
    assert deel == OverzichtDeel("2018-11-07", True, 1, 1, 0, 12, True, ())


@pytest.mark.parametrize(
    "tijd",
    ["2018-11-07T09:30:00Z", "2018-11-07T10:30:00+01:00", "2018-11-07T09:30:00.123456Z", " 2018-11-07T09:30:00\n"],
)
def test_B3b_a_moment_is_the_same_with_a_fraction_or_another_zone(tijd):
    raw = terugkoppeling("<afkeur><signaal><code>X</code><tekst>x</tekst></signaal></afkeur>")
    raw = re.sub(rb"(<datumTijd>)[^<]*", lambda gevonden: gevonden[1] + tijd.encode(), raw)
    assert berichten.lees(raw).tijdstip == "2018-11-07T09:30:00Z"


def test_B3c_a_page_of_feedback_is_read_by_type_too():
    stuk = terugkoppeling("<afkeur><signaal><code>X</code><tekst>x</tekst></signaal></afkeur>", nummer=" 7\n").decode()
    antwoord = (
        f'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><ophalenTerugkoppelingen_response xmlns="{NS}">'
        f"<antwoordOp>{ID}</antwoordOp>{stuk}<meerAanwezig> 1 </meerAanwezig>"
        "<hoogsteOntvangstnummer>+009</hoogsteOntvangstnummer></ophalenTerugkoppelingen_response></e:Body></e:Envelope>"
    )
    (een,), meer, hoogste = register._splits(antwoord.encode(), ID)
    assert (een.ontvangstnummer, meer, hoogste) == (7, True, 9)


# --- B4: what looks the same is the same ---------------------------------------------------------------------------------------------------

ONZICHTBAAR = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u200e\u200f\u202a\u202e\u2066\u061c\u180e\u034f\ufe0f\ufe00\u115f\u3164\U000e0101"
SPATIES = "\u00a0\u2007\u2009\u202f\u3000\u1680\t\u2028"
APOSTROFS = "\u2018\u2019\u201b\u2032`\u00b4\u02bc\u02bb\u02bd\ua78c\u055a\u1fbd\uff07"
STREEPJES = "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"
WAARDEN = {
    Soort.TEKST: "De l'Isle-Adam Noë",
    Soort.CODE: "PO3001",
    Soort.POSTCODE: "1234AB",
    Soort.PGN: "999990019",
    Soort.GETAL: "123",
    Soort.BEDRAG: "0.30",
    Soort.DATUM: "2018-08-01",
    Soort.GEBOORTEDATUM: "2012-03-04",
    Soort.JA_NEE: "1",
    Soort.INDICATIENUMMER: "2-08-0011-0022",
}


def _rij(naam: str, waarde: object) -> tuple[object, ...]:
    return canoniek([waarde if veld.naam == naam else None for veld in CEL_VELDEN])


@pytest.mark.parametrize("veld", CEL_VELDEN, ids=lambda veld: veld.naam)
@pytest.mark.parametrize("teken", ONZICHTBAAR, ids=lambda teken: f"U+{ord(teken):04X}")
def test_B4_a_sign_that_nobody_sees_makes_no_other_value(veld, teken):
    waarde = WAARDEN[veld.soort][: veld.lengte]
    goed = _rij(veld.naam, waarde)
    for plaats in range(len(waarde) + 1):
        assert _rij(veld.naam, waarde[:plaats] + teken + waarde[plaats:]) == goed
    assert _rij(veld.naam, teken) == _rij(veld.naam, None)


@pytest.mark.parametrize("lijst", LIJST_VELDEN, ids=lambda veld: veld.naam)
def test_B4a_nor_in_the_parts_of_a_list(lijst):
    goed = [WAARDEN[deel.soort] for deel in lijst.onderdelen]
    for plaats in range(len(goed)):
        fout = [*goed]
        fout[plaats] = f"\u200b{fout[plaats][:1]}\ufeff{fout[plaats][1:]}\u00a0"
        assert normaliseer_lijst(lijst.naam, [fout]) == normaliseer_lijst(lijst.naam, [goed])


@pytest.mark.parametrize(
    ("fout", "goed"),
    [
        *(pytest.param(f"d{teken}Arc", "d'Arc", id=f"apostrophe {ord(teken):04X}") for teken in APOSTROFS),
        *(pytest.param(f"Van{teken}Dam", "Van-Dam", id=f"dash {ord(teken):04X}") for teken in STREEPJES),
        *(pytest.param(f"{teken}De{teken}{teken}Wit", "De Wit", id=f"space {ord(teken):04X}") for teken in SPATIES),
        pytest.param("Noe\u0308l", "Noël", id="combining"),
        pytest.param("Noe\u200d\u0308l", "Noël", id="combining, with a joiner between"),
    ],
)
def test_B4b_apostrophes_dashes_spaces_and_combining_forms_are_one(fout, goed):
    for naam in ("achternaam", "voornamen", "straatnaam", "plaatsnaam"):
        assert _rij(naam, fout)[INDEX[naam]] == goed


@pytest.mark.parametrize(
    ("naam", "fout"),
    [
        ("burgerservicenummer", "\uff19\uff19\uff19\uff19\uff19\uff10\uff10\uff11\uff19"),
        ("postcode", "\uff11\uff12\uff13\uff14 \uff41\uff42"),
        ("huisnummer", "\uff11\uff12\uff13"),
        ("inschrijfdatum", "2018\u201108\u201101"),
    ],
)
def test_B4c_wide_digits_and_other_dashes_in_a_number_or_date_are_read(naam, fout):
    goed = {"burgerservicenummer": "999990019", "postcode": "1234AB", "huisnummer": 123, "inschrijfdatum": "2018-08-01"}
    assert _rij(naam, fout)[INDEX[naam]] == goed[naam]


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"achternaam": "Jan\x07sen"}, "'Achternaam' bevat een niet toegestaan teken: U+0007 op plaats 4."),
        ({"straatnaam": "\x81Kerkstraat"}, "'Straatnaam' bevat een niet toegestaan teken: U+0081 op plaats 1."),
        ({"voornamen": "Zo\ufffd"}, "'Voornamen' bevat een niet toegestaan teken: U+FFFD op plaats 3."),
        ({"achternaam": "Jan9sen"}, "Controleer 'Achternaam': het ongebruikelijke teken '9' (U+0039) op plaats 4."),
    ],
)
def test_B4d_a_sentence_names_the_sign_and_its_place(velden, zin):
    assert zin in [s.tekst for s in proef(**velden).signalen()]


@given(rijen())
def test_B4e_the_leerlingnummer_of_BRON_is_read_as_that_of_LVS2000(rij):
    wortel = als_registratie(berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij)))
    wortel.find(label("leerlingnummer")).text = "10\u200b01"
    assert berichten.lees(geaccepteerd(wortel)).melding.registratie.leerlingnummer == "1001"
