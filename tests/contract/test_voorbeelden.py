"""The golden messages of `resources/contract/voorbeelden`, from our side: what we write is the file, what we read is the value.

Persons are of the RvIG test set; numbers of leerlingen are made up. The register checks the same files from its side.
"""

import pytest
from lxml import etree

from bronsync.adapters.bron import berichten, register
from bronsync.adapters.bron.contract import SOAP, schema
from bronsync.adapters.bron.https.transport import HttpAntwoord
from bronsync.domain.errors import NietVerzonden
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, canoniek, met, normaliseer_lijst
from bronsync.domain.vergelijking.berichten import (
    ActieSoort,
    Afkeur,
    Bericht,
    BronSignaal,
    BronSleutel,
    DubbeleInschrijving,
    Geweigerd,
    Identificatie,
    InschrijvingGeaccepteerd,
    Ontvangen,
    OverzichtDeel,
    Registratie,
    SpontaneMutatie,
    Terugkoppeling,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)
from bronsync.resources import resource

MAP = resource("contract", "voorbeelden")
ID = "3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
TIJD = "2011-10-03T09:30:00Z"


def rij(lijsten=None, **cellen):
    lijsten = lijsten or {}
    return canoniek(
        [cellen.get(veld.naam) for veld in CEL_VELDEN],
        tuple(normaliseer_lijst(veld.naam, lijsten.get(veld.naam, ())) for veld in LIJST_VELDEN),
    )


MOULIN = rij(
    {"perioden": [("2009-09-01", "1", None, "00", 1, None), ("2010-08-01", "2", None, "01", 1, None)]},
    burgerservicenummer="999993653",
    geboortedatum="1985-12-01",
    geslacht="V",
    achternaam="Moulin",
    voornamen="Suzanne",
    inschrijfdatum="2009-09-01",
    straatnaam="Vredesplein",
    huisnummer="7",
    postcode="3074SN",
    plaatsnaam="Rotterdam",
    onderwijstype="BO",
    inschrijfstatus="I",
    gewicht="0.30",
    gewicht_datum="2009-09-01",
    voorschools_programma="3",
    voorschools_maanden="12",
)
MEIJDEN = rij(
    {
        "nationaliteiten": [("0263", "1994-03-10", None)],
        "perioden": [("2010-08-02", None, "4", "00", 1, "ZM")],
        "verblijven": [("2010-08-02", None, "2")],
        "indicaties": [("2010-01-01", "2012-07-31", "3-01-2009-0264", "31")],
        "arrangementen": [("2010-08-02", None, "00BB", "00")],
    },
    onderwijsnummer="100000004",
    geboortedatum="1959-04-00",
    geslacht="M",
    achternaam="Meijden",
    voorvoegsel="van der",
    voornamen="Peter-Jan",
    inschrijfdatum="2010-08-02",
    land="5002",
    adresregel_buitenland_1="72, Rue du Thur",
    adresregel_buitenland_2="Thann",
    onderwijstype="VSO",
    inschrijfstatus="I",
    schoolsoort="2",
    schoolsoort_datum="2010-08-02",
    uitstroomprofiel="1",
)
SLEUTEL = BronSleutel("1001", "999993653", True, "2009-09-01", "1")
SLEUTEL_ON = BronSleutel("1002", "100000004", False, "2010-08-02", "2")


def bericht(soort, sleutel=SLEUTEL, rij_=MOULIN, **opties):
    return Bericht("00AA00", ID, TIJD, soort, sleutel, rij_, **opties)


VERZOEKEN = {
    "aanleverenIdentificatie_request": bericht(
        ActieSoort.IDENTIFICATIEVERZOEK, rij_=met(MOULIN, burgerservicenummer=None)
    ),
    "aanleverenInschrijving_request": bericht(ActieSoort.NIEUWE_MELDING_INSCHRIJVING),
    "aanleverenInschrijving_request_vso_buitenland": bericht(
        ActieSoort.NIEUWE_MELDING_INSCHRIJVING, SLEUTEL_ON, MEIJDEN
    ),
    "aanleverenCorrectieInschrijfdatum_request": bericht(
        ActieSoort.CORRECTIE_INSCHRIJFDATUM, rij_=met(MOULIN, inschrijfdatum="2009-08-31")
    ),
    "aanleverenWijzigingSleutelgegevens_request": bericht(
        ActieSoort.WIJZIGING_SLEUTELGEGEVENS, SLEUTEL_ON, met(MEIJDEN, geboortedatum="1959-04-17"), oude_rij=MEIJDEN
    ),
    "aanleverenWijzigingOnderwijsgegevens_request": bericht(ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS),
    "aanleverenUitschrijving_request": bericht(
        ActieSoort.UITSCHRIJVING, rij_=met(MOULIN, uitschrijfdatum="2011-09-30")
    ),
    "aanleverenVerwijderingInschrijving_request": bericht(ActieSoort.VERWIJDERING_INSCHRIJVING, rij_=None),
    "aanvragenRegistratieoverzicht_request": Bericht("00AA00", ID, TIJD, None, peildatum="2011-10-03", met_historie=True),
}  # fmt: skip

REGISTER = (("adres_datum_ingang", "2013-11-02"), ("bekostigingsstatus", "te bekostigen"))
REGISTRATIE = Registratie("1001", "1", MOULIN, register=REGISTER)
TERUGKOPPELINGEN = {
    "afkeur": (
        1,
        Afkeur((BronSignaal("SIM-753", "Burgerservicenummer, geboortedatum en geslacht horen niet bij elkaar.", "geboortedatum"),)),
    ),
    "inschrijvingGeaccepteerd": (
        2,
        InschrijvingGeaccepteerd(
            REGISTRATIE, "gevonden", (BronSignaal("SIM-755", "Het burgerservicenummer is gevonden in de GBA.", None),)
        ),
    ),
    "identificatie": (
        3,
        Identificatie(
            "1001",
            "gevonden",
            (
                ("burgerservicenummer", "999993653"),
                ("geboortedatum", "1985-12-01"),
                ("geslacht", "V"),
                ("achternaam", "Moulin"),
                ("voornamen", "Suzanne"),
            ),
        ),
    ),
    "identificatie_onbekend": (4, Identificatie("1001", "onbekend")),
    "spontaneMutatie_persoon": (
        5,
        SpontaneMutatie(
            "999993653",
            "1001",
            is_adres=False,
            velden=(
                ("burgerservicenummer", "999993653"),
                ("onderwijsnummer", None),
                ("geboortedatum", "1985-12-01"),
                ("geslacht", "V"),
                ("achternaam", "Béamont"),
                ("voorvoegsel", None),
                ("voornamen", "Suzanne"),
            ),
        ),
    ),
    "spontaneMutatie_adres": (
        6,
        SpontaneMutatie(
            "999993653",
            None,
            is_adres=True,
            velden=(
                ("straatnaam", "Goudsesingel"),
                ("huisnummer", 72),
                ("huisnummertoevoeging", None),
                ("huisnummeraanduiding", None),
                ("locatieomschrijving", None),
                ("postcode", "3011KD"),
                ("plaatsnaam", "Rotterdam"),
                ("land", None),
                ("adresregel_buitenland_1", None),
                ("adresregel_buitenland_2", None),
                ("adresregel_buitenland_3", None),
            ),
            geheim=False,
            register=(("adres_datum_ingang", "2011-10-01"), ("gemeentecode", "0599")),
        ),
    ),
    "wijzigingSleutelgegevens": (
        7,
        WijzigingSleutelgegevens(
            "100000004",
            "1002",
            (
                ("burgerservicenummer", "999993872"),
                ("onderwijsnummer", None),
                ("geboortedatum", "1959-04-17"),
                ("geslacht", "M"),
                ("achternaam", "Meijden"),
                ("voorvoegsel", "van der"),
                ("voornamen", "Peter-Jan"),
            ),
        ),
    ),
    "dubbeleInschrijving": (
        8, DubbeleInschrijving("999993653", "1001", "2009-09-01", "00BB", "2011-08-01", None)
    ),
    "verwijderingBevestigd": (9, VerwijderingBevestigd(SLEUTEL)),
    "registratieoverzicht": (
        10,
        OverzichtDeel(
            "2011-10-03", met_historie=False, deel=1, aantal_delen=1, aantal_inschrijvingen=2, tot_en_met=9, einde=True,
            registraties=(REGISTRATIE, Registratie("1002", "2", MEIJDEN, geheim=True)),
        ),
    ),
}  # fmt: skip
ONGEVRAAGD = {"spontaneMutatie_persoon", "spontaneMutatie_adres", "wijzigingSleutelgegevens", "dubbeleInschrijving"}

ANTWOORDEN = {
    "aanleverenIdentificatie_response": Ontvangen("00AA00-00000001"),
    "aanleverenInschrijving_response": Ontvangen("00AA00-00000002"),
    "aanleverenInschrijving_response_weigering": Geweigerd(
        (BronSignaal("SIM-P02", "Het burgerservicenummer is ongeldig (elfproef).", None),)
    ),
    "aanleverenCorrectieInschrijfdatum_response": Ontvangen("00AA00-00000003"),
    "aanleverenWijzigingSleutelgegevens_response": Ontvangen("00AA00-00000004"),
    "aanleverenWijzigingOnderwijsgegevens_response": Ontvangen("00AA00-00000005"),
    "aanleverenUitschrijving_response": Ontvangen("00AA00-00000006"),
    "aanleverenVerwijderingInschrijving_response": Ontvangen("00AA00-00000007"),
    "aanvragenRegistratieoverzicht_response": Ontvangen("00AA00-00000008"),
}
OVERIGE = {
    "ophalenTerugkoppelingen_request", "ophalenTerugkoppelingen_response", "bevestigenTerugkoppelingen_request",
    "bevestigenTerugkoppelingen_response", "technischeFout",
}  # fmt: skip


def bestand(naam):
    return MAP.joinpath(f"{naam}.xml").read_bytes().replace(b"\r\n", b"\n")


def netjes(raw):
    """As the files are written: one element a line."""
    wortel = etree.fromstring(raw)
    etree.indent(wortel)
    return etree.tostring(wortel, encoding="UTF-8", xml_declaration=True) + b"\n"


def plat(raw):
    """As it would come over the line: without the white space of the file."""
    wortel = etree.fromstring(raw, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(wortel)


def http(raw):
    kop = f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>'.encode()
    return HttpAntwoord(200, kop + plat(raw) + b"</soap:Body></soap:Envelope>", 0.0)


def test_there_is_a_value_for_each_file_and_a_file_for_each_value():
    ours = {*VERZOEKEN, *ANTWOORDEN, *OVERIGE, *(f"terugkoppeling_{soort}" for soort in TERUGKOPPELINGEN)}
    assert ours == {pad.stem for pad in MAP.glob("*.xml")}


def test_each_message_and_each_feedback_of_the_contract_has_its_example():
    xsd = etree.fromstring(resource("contract", "bron-po.xsd").read_bytes())
    xs = "{http://www.w3.org/2001/XMLSchema}"
    elementen = {element.get("name") for element in xsd.iterchildren(xs + "element")}
    keuze = next(t for t in xsd.iter(xs + "complexType") if t.get("name") == "Terugkoppeling")
    soorten = {element.get("name") for element in keuze.iter(xs + "choice").__next__()}
    wortels = [etree.fromstring(pad.read_bytes()) for pad in MAP.glob("*.xml")]
    assert {etree.QName(wortel).localname for wortel in wortels} == elementen
    assert {etree.QName(w[-1]).localname for w in wortels if w.tag.endswith("}terugkoppeling")} == soorten


@pytest.mark.parametrize("pad", sorted(MAP.glob("*.xml")), ids=lambda pad: pad.stem)
def test_each_example_is_valid(pad):
    assert schema().fout(etree.fromstring(plat(pad.read_bytes()))) is None


@pytest.mark.parametrize("naam", VERZOEKEN)
def test_what_we_write_is_the_example(naam):
    assert netjes(berichten.schrijf(VERZOEKEN[naam])) == bestand(naam)


def test_our_requests_for_feedback_are_the_examples():
    assert netjes(berichten.schrijf_ophalen("00AA00", ID, TIJD)) == bestand("ophalenTerugkoppelingen_request")
    assert netjes(berichten.schrijf_bevestigen("00AA00", ID, TIJD, 10)) == bestand("bevestigenTerugkoppelingen_request")


@pytest.mark.parametrize("naam", ANTWOORDEN)
def test_the_value_we_read_from_an_answer_is_the_expected_one(naam):
    inhoud = register._inhoud(http(bestand(naam)), naam.split("_")[0])
    assert berichten.lees_antwoord(inhoud, ID) == ANTWOORDEN[naam]


@pytest.mark.parametrize("soort", TERUGKOPPELINGEN)
def test_the_value_we_read_from_a_feedback_is_the_expected_one(soort):
    nummer, melding = TERUGKOPPELINGEN[soort]
    verwacht = Terugkoppeling(nummer, "00AA00", TIJD, None if soort in ONGEVRAAGD else ID, melding)
    assert berichten.lees(plat(bestand(f"terugkoppeling_{soort}"))) == verwacht


def test_an_example_with_its_white_space_reads_the_same():
    assert berichten.lees(bestand("terugkoppeling_registratieoverzicht")) == berichten.lees(
        plat(bestand("terugkoppeling_registratieoverzicht"))
    )


def test_a_page_of_feedback_falls_apart_in_messages_that_read_alone():
    stuks, meer, hoogste = register._splits(http(bestand("ophalenTerugkoppelingen_response")).inhoud, ID)
    assert meer is True
    assert hoogste == 10
    assert [(stuk.ontvangstnummer, type(berichten.lees(stuk.raw).melding)) for stuk in stuks] == [
        (1, Afkeur), (9, VerwijderingBevestigd),
    ]  # fmt: skip


def test_the_register_says_up_to_where_it_signed_off():
    inhoud = register._inhoud(http(bestand("bevestigenTerugkoppelingen_response")), "bevestigenTerugkoppelingen")
    assert berichten.lees_bevestiging(inhoud, ID) == 10


def test_the_detail_of_a_fault_proves_that_nothing_was_taken():
    detail = b"<soap:Fault><faultcode>soap:Client.DK0002</faultcode><faultstring>x</faultstring><detail>%s</detail></soap:Fault>"
    kop = f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>'.encode()
    fault = kop + detail % plat(bestand("technischeFout")) + b"</soap:Body></soap:Envelope>"
    with pytest.raises(NietVerzonden, match=r"NET-09.*DK0002"):
        register._inhoud(HttpAntwoord(500, fault, 0.0), "aanleverenInschrijving")
