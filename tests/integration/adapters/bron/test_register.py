"""The port `Register` over a real line: frozen bytes leave as they are, and every answer is read for what it proves."""

import json
import logging
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from bron_hulp.pki import NU, Ca, p12, pem
from bron_hulp.rijen import rijen
from bron_hulp.server import Server, envelop, http
from bronsync.adapters.bron import berichten
from bronsync.adapters.bron.omgeving import BronOmgeving, Certificaatbestand, ingebouwde_omgeving, lees_omgeving
from bronsync.adapters.bron.register import BronRegister
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.berichten import ActieSoort, Bericht, BronSleutel, Geweigerd, Onbegrepen, Ontvangen
from helpers.fouten import fout
from helpers.voorbeelden import voorbeeld

ID = "3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
ANDER = "99999999-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
TIJD = "2011-10-03T09:30:00Z"
NS = 'xmlns="urn:bronsync:bron-po:v1"'
CANARIE = "999990019"


class Bron:
    """A register that answers what a test puts in `antwoord`."""

    def __init__(self, map_, ca):
        self.antwoord = b""
        self.server = Server(map_ / "server.pem", ca.pem, self.zeg)
        self.omgeving = None

    def zeg(self, kanaal, _):
        kanaal.sendall(self.antwoord)

    def zegt(self, romp, **opties):
        self.antwoord = http(envelop(romp), **opties)

    @property
    def laatste(self):
        return self.server.verzoeken[-1]


@pytest.fixture(scope="module")
def bron(tmp_path_factory):
    ca, map_ = Ca(), tmp_path_factory.mktemp("bron")
    (map_ / "server.pem").write_bytes(pem(*ca.server()))
    (map_ / "c.p12").write_bytes(p12(*ca.client()))
    bron = Bron(map_, ca)
    with bron.server:
        certificaten = {"00AA00": Certificaatbestand(map_ / "c.p12", "geheim")}
        bron.omgeving = BronOmgeving(bron.server.url, ca.pem, herhaling_veilig=True, certificaten=certificaten)
        yield bron


def open_register(bron, aanleverpunt, nu=None):
    return BronRegister(bron.omgeving, aanleverpunt, lambda: bron.omgeving.certificaat(aanleverpunt), nu)


@pytest.fixture(scope="module")
def register(bron):
    register = open_register(bron, "00AA00")
    yield register
    register.sluit()


BODY = voorbeeld("aanleverenInschrijving_request")


def verzend(register, body=BODY, operatie="aanleverenInschrijving"):
    return register.verzend(operatie, body)


# --- sending ------------------------------------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rijen())
def test_frozen_bytes_leave_as_they_are(bron, register, rij):
    bron.zegt(voorbeeld("aanleverenInschrijving_response"))
    pgn = cel(rij, "burgerservicenummer") or cel(rij, "onderwijsnummer")
    sleutel = BronSleutel("1001", pgn, cel(rij, "burgerservicenummer") is not None, "2009-09-01", "1")
    bericht = Bericht("00AA00", ID, TIJD, ActieSoort.NIEUWE_MELDING_INSCHRIJVING, sleutel, rij)
    body = register.schrijf(bericht)
    assert register.verzend(register.operatie(bericht), body) == Ontvangen("00AA00-00000002")
    assert body in bron.laatste[1]


OPERATIES = [*berichten.OPERATIES.values(), berichten.OVERZICHT]


@pytest.mark.parametrize("operatie", OPERATIES)
def test_each_operation_is_called_as_the_wsdl_says(bron, register, operatie):
    bron.zegt(voorbeeld(f"{operatie}_response"))
    assert isinstance(verzend(register, voorbeeld(f"{operatie}_request"), operatie), Ontvangen)
    kop, romp = bron.laatste
    assert f'SOAPAction: "urn:bronsync:bron-po:v1/{operatie}"'.encode() in kop
    assert b"Content-Type: text/xml; charset=utf-8" in kop
    assert etree.fromstring(romp).tag == "{http://schemas.xmlsoap.org/soap/envelope/}Envelope"


def test_a_refusal_is_an_answer(bron, register):
    bron.zegt(voorbeeld("aanleverenInschrijving_response_weigering"))
    antwoord = verzend(register)
    assert isinstance(antwoord, Geweigerd)
    assert antwoord.foutmeldingen[0].code == "SIM-P02"


def test_the_register_knows_whether_a_repeat_is_safe(register):
    assert register.herhaling_veilig is True


def test_FOUT_29_a_certificate_that_expired_meanwhile_sends_nothing(bron):
    clock = [NU]
    register = open_register(bron, "00AA00", lambda: clock[0])
    voor = len(bron.server.verzoeken)
    clock[0] += timedelta(days=400)
    fout(NietVerzonden, "CERT-06", verzend, register)
    assert len(bron.server.verzoeken) == voor
    register.sluit()


def test_an_aanleverpunt_without_certificate_is_refused_when_it_calls(bron):
    register = open_register(bron, "00AA07")
    assert register.certificaat_tot() is None
    fout(NietVerzonden, "CERT-01", verzend, register)


def test_without_a_register_only_what_needs_no_network_works(bron):
    register = BronRegister(None, "00AA00", lambda: bron.omgeving.certificaat("00AA00"))
    assert not register.herhaling_veilig
    assert isinstance(register.lees(b"<x/>").melding, Onbegrepen)
    fout(NietVerzonden, "INST-03", verzend, register)


def test_the_connection_test_says_where_it_really_came(bron, register):
    bron.zegt(b"<x/>")
    assert register.bereik() == ("127.0.0.1", bron.server.poort)


def test_after_an_answer_that_was_thrown_away_the_same_register_answers_again(bron, register):
    bron.antwoord = http(b"<html/>", soort="text/html")
    fout(Onduidelijk, "NET-06", verzend, register)
    bron.zegt(voorbeeld("aanleverenInschrijving_response"))
    assert isinstance(verzend(register), Ontvangen)


# --- faults -------------------------------------------------------------------------------------------------------------------------------


def soapfout(faultcode, foutcode=None, tekst="x"):
    detail = f"<technischeFout {NS}><foutcode>{foutcode}</foutcode><fouttekst>{tekst}</fouttekst></technischeFout>"
    return (
        '<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<faultcode>{faultcode}</faultcode><faultstring>{tekst}</faultstring>"
        f"<detail>{detail if foutcode else ''}</detail></s:Fault>"
    ).encode()


@pytest.mark.parametrize("status", ["500 Internal Server Error", "200 OK"])
@pytest.mark.parametrize(
    ("faultcode", "foutcode", "soort", "code", "genoemd"),
    [
        ("s:Client.DK0002", "DK0002", NietVerzonden, "NET-09", "DK0002"),
        ("s:Client.DK0004", "Client.DK0004", NietVerzonden, "NET-09", "DK0004"),
        ("s:Client.DK0009", None, NietVerzonden, "NET-09", "DK0009"),
        ("DK0003", None, NietVerzonden, "NET-09", "DK0003"),
        *((f"s:Client.DK{n:04d}", f"DK{n:04d}", NietVerzonden, "NET-09", f"DK{n:04d}") for n in range(1, 12)),
        *((f"s:Client.EK{n:04d}", None, NietVerzonden, "NET-09", f"EK{n:04d}") for n in range(20, 32)),
        ("s:Client", "EK0025", NietVerzonden, "NET-09", "EK0025"),
        ("s:Client.DK0012", "DK0012", Onduidelijk, "NET-09", "DK0012"),
        ("s:Client.EK0032", None, Onduidelijk, "NET-09", "EK0032"),
        ("s:Server.DK0050", "DK0050", Onduidelijk, "NET-16", "DK0050"),
        ("s:Server.DK0051", None, Onduidelijk, "NET-16", "DK0051"),
        ("s:Client.DK0051", None, Onduidelijk, "NET-16", "DK0051"),
        ("s:Server.DK0004", "DK0004", Onduidelijk, "NET-16", "DK0004"),
        ("s:Client.SIM-DUP", "SIM-DUP", Onduidelijk, "NET-09", "SIM-DUP"),
        ("s:Server", None, Onduidelijk, "NET-16", "Server"),
        ("Server", None, Onduidelijk, "NET-16", "Server"),
        (f"s:Server.{CANARIE}", CANARIE, Onduidelijk, "NET-16", "Server"),
        ("s:Client", None, Onduidelijk, "NET-09", "Client"),
        ("s:MustUnderstand", None, NietVerzonden, "NET-09", "MustUnderstand"),
        ("s:VersionMismatch", None, NietVerzonden, "NET-09", "VersionMismatch"),
        ("wsse:InvalidSecurityToken", None, NietVerzonden, "NET-09", "InvalidSecurityToken"),
        ("wsu:MessageExpired", None, NietVerzonden, "NET-09", "MessageExpired"),
        ("wsa:ActionNotSupported", None, NietVerzonden, "NET-09", "ActionNotSupported"),
        ("", None, Onduidelijk, "NET-09", "onbekend"),
        (f"s:Client.{CANARIE}", CANARIE, Onduidelijk, "NET-09", "Client"),
    ],
)
def test_a_fault_proves_no_more_than_its_code(bron, register, status, faultcode, foutcode, soort, code, genoemd):
    bron.zegt(soapfout(faultcode, foutcode), status=status)
    gevangen = fout(soort, code, verzend, register)
    assert genoemd is None or f"({genoemd})" in str(gevangen)
    fout(soort, code, register.haal, TIJD, ID)


def test_D8_the_text_of_a_fault_reaches_neither_log_nor_error(bron, register, caplog):
    caplog.set_level(logging.DEBUG)
    bron.zegt(soapfout("s:Client.DK0004", "DK0004", f"BSN {CANARIE} onbekend"), status="500 X")
    gevangen = fout(NietVerzonden, "NET-09", verzend, register, BODY.replace(b"999993653", CANARIE.encode()))
    assert CANARIE in bron.laatste[1].decode()
    assert caplog.records
    for tekst in (caplog.text, str(gevangen), repr(gevangen)):
        assert CANARIE not in tekst
        assert "Moulin" not in tekst


# --- answers that are none ----------------------------------------------------------------------------------------------------------------

GOED = voorbeeld("aanleverenInschrijving_response")


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"", "NET-07"),
        (GOED, "NET-07"),  # no envelope
        (envelop(b""), "NET-07"),
        (envelop(GOED + GOED), "NET-07"),
        (envelop(GOED).replace(b"</soap:Envelope>", b"<soap:Body/></soap:Envelope>"), "NET-07"),
        (envelop(GOED.replace(ID.encode(), ANDER.encode())), "NET-07"),
        (envelop(GOED.replace(b"Inschrijving_response", b"Uitschrijving_response")), "NET-07"),
        (envelop(GOED.replace(b":v1", b":v2")), "NET-07"),
        (envelop(GOED.replace(b"</kenmerk>", b"</kenmerk><extra/>")), "NET-07"),
        (envelop(GOED)[:-9], "NET-07"),
        (envelop(GOED).decode().encode("utf-16"), "NET-07"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + envelop(GOED)[38:], "NET-07"),
        (envelop(b"<a/>" * 400_001), "NET-08"),
    ],
)
def test_an_answer_that_cannot_be_read_is_unclear(bron, register, inhoud, code):
    bron.antwoord = http(inhoud)
    fout(Onduidelijk, code, verzend, register)


def test_a_received_in_an_error_status_is_unclear(bron, register):
    bron.zegt(GOED, status="500 X")
    fout(Onduidelijk, "NET-07", verzend, register)


# --- fetching -----------------------------------------------------------------------------------------------------------------------------


def stuk(nummer, inhoud="<afkeur><signaal><code>A-1</code><tekst>t</tekst></signaal></afkeur>"):
    kop = f"<ontvangstnummer>{nummer}</ontvangstnummer><aanleverpunt>00AA00</aanleverpunt><datumTijd>{TIJD}</datumTijd>"
    kop += f"<antwoordOp>{ANDER}</antwoordOp>"
    return f"<terugkoppeling>{kop}{inhoud}</terugkoppeling>"


def pagina(*stukken, op=ID, meer="false", hoogste="9", naam="ophalenTerugkoppelingen_response"):
    staart = f"<meerAanwezig>{meer}</meerAanwezig><hoogsteOntvangstnummer>{hoogste}</hoogsteOntvangstnummer>"
    return f"<{naam} {NS}><antwoordOp>{op}</antwoordOp>{''.join(stukken)}{staart}</{naam}>".encode()


def test_a_page_is_split_in_messages_that_stand_alone(bron, register):
    bron.zegt(pagina(stuk(3), stuk(5), meer="true"))
    blad = register.haal(TIJD, ID)
    assert blad.meer is True
    assert [b.ontvangstnummer for b in blad.berichten] == [3, 5]
    assert [register.lees(b.raw).ontvangstnummer for b in blad.berichten] == [3, 5]


def test_the_same_feedback_gives_the_same_bytes_whatever_stands_around_it(bron, register):
    bron.zegt(pagina(stuk(3)))
    [kaal] = register.haal(TIJD, ID).berichten
    anders = pagina(stuk(1), stuk(3)).replace(NS.encode(), NS.encode() + b' xmlns:meer="urn:meer"')
    bron.zegt(anders.replace(b"<signaal>", b"<!-- x --><signaal  >"))
    assert register.haal(TIJD, ID).berichten[1] == kaal
    met_prefix = pagina(stuk(3)).replace(NS.encode(), b'xmlns:b="urn:bronsync:bron-po:v1"')
    met_prefix = met_prefix.replace(b"</", b"\0").replace(b"<", b"<b:").replace(b"\0", b"</b:")
    bron.zegt(met_prefix)
    [blad] = register.haal(TIJD, ID).berichten
    assert register.lees(blad.raw) == register.lees(kaal.raw)


def test_I5_one_wrong_feedback_does_not_stop_the_others(bron, register):
    zonder_vaste_vorm = '<v:x xmlns:v="geen/adres"/>'
    bron.zegt(pagina(stuk(3), stuk(4, "<onbekend/>"), stuk(5), stuk(6, zonder_vaste_vorm)))
    blad = register.haal(TIJD, ID)
    assert [b.ontvangstnummer for b in blad.berichten] == [3, 4, 5, 6]
    for nummer in (1, 3):
        assert isinstance(register.lees(blad.berichten[nummer].raw).melding, Onbegrepen)


def test_an_empty_page(bron, register):
    bron.zegt(pagina())
    assert register.haal(TIJD, ID).berichten == ()


@pytest.mark.parametrize(
    "romp",
    [
        pagina(stuk(3), op=ANDER),
        pagina(stuk(0)),
        pagina(stuk("x")),
        pagina(stuk(10**9)),
        pagina(stuk(3), meer="misschien"),
        pagina(stuk(3)).replace(b"<meerAanwezig>false</meerAanwezig>", b""),
        pagina(stuk(3), naam="ophalenTerugkoppeling_response"),
        pagina(stuk(3)) + pagina(stuk(4)),
        b"<los " + NS.encode() + b">" + pagina(stuk(3)) + b"</los>",
        pagina(stuk(3))[:-9],
        b"",
    ],
)
def test_a_page_that_is_not_whole_is_refused(bron, register, romp):
    bron.zegt(romp)
    fout(Onduidelijk, "NET-07", register.haal, TIJD, ID)


def bevestigd(nummer):
    naam = "bevestigenTerugkoppelingen_response"
    return (
        f"<{naam} {NS}><antwoordOp>{ID}</antwoordOp><bevestigdTotEnMet>{nummer}</bevestigdTotEnMet></{naam}>".encode()
    )


def test_signing_off(bron, register):
    bron.zegt(bevestigd(10))
    register.bevestig(TIJD, ID, 10)
    assert b"<totEnMetOntvangstnummer>10<" in bron.laatste[1]


def test_signing_off_less_than_asked_is_unclear(bron, register):
    bron.zegt(bevestigd(9))
    fout(Onduidelijk, "NET-07", register.bevestig, TIJD, ID, 10)


# --- the environment ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def schrijf_adres(tmp_path):
    def doe(**anders):
        map_ = tmp_path / "register"
        map_.mkdir(exist_ok=True)
        (map_ / "ca.pem").write_text("pem")
        gegevens = {
            "url": "https://127.0.0.1:8443/bron-po/v1",
            "ca": "ca.pem",
            "certificaten": {"00AA00": {"bestand": "00AA00.p12", "wachtwoord": CANARIE}},
            "herhaling_veilig": True,
        } | anders
        (map_ / "adres.json").write_text(json.dumps({k: v for k, v in gegevens.items() if v is not None}))
        return tmp_path

    return doe


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.9.9.9"])
def test_a_demo_environment_on_this_computer(schrijf_adres, tmp_path, host):
    omgeving = lees_omgeving(schrijf_adres(url=f"https://{host}:8443/x"))
    assert omgeving.certificaten["00AA00"].bestand == tmp_path / "register" / "00AA00.p12"
    assert (omgeving.ca_pem, omgeving.herhaling_veilig) == ("pem", True)
    assert CANARIE not in repr(omgeving)


@pytest.mark.parametrize("waarde", [False, None, "true", 1])
def test_a_register_that_does_not_say_so_is_not_safe_to_repeat_to(schrijf_adres, waarde):
    assert lees_omgeving(schrijf_adres(herhaling_veilig=waarde)).herhaling_veilig is False


@pytest.mark.parametrize(
    "url",
    [
        "https://bron.duo.nl:443/x",
        "http://127.0.0.1:8443/x",
        "https://127.0.0.1.nip.io:443/",
        "https://localhost.:8443/",
        "https://127.0.0.1@elders.invalid:443/",
        "https://0.0.0.0:8443/",
        "https://[::ffff:10.0.0.1]:443/",
        "https://127.0.0.1:x/",
        "https://127.0.0.1/",
        "file:///etc/hosts",
        "",
    ],
)
def test_a_demo_environment_elsewhere_is_refused(schrijf_adres, url):
    with pytest.raises(BronSyncFout, match="INST-02"):
        lees_omgeving(schrijf_adres(url=url))


@pytest.mark.parametrize(
    "anders", [{"url": None}, {"ca": None}, {"ca": "weg.pem"}, {"certificaten": None}, {"certificaten": []}, {"ca": 3}]
)
def test_a_demo_environment_that_is_not_whole_is_refused(schrijf_adres, anders):
    with pytest.raises(BronSyncFout, match="INST-01"):
        lees_omgeving(schrijf_adres(**anders))


@pytest.mark.parametrize("inhoud", [b"", b"{", b"[]", b"\xff", b'"' + b"x" * 2_000_000 + b'"'])
def test_a_file_that_says_nothing_is_refused(schrijf_adres, inhoud):
    map_ = schrijf_adres()
    (map_ / "register" / "adres.json").write_bytes(inhoud)
    with pytest.raises(BronSyncFout, match="INST-01"):
        lees_omgeving(map_)


def test_there_is_no_real_register(tmp_path):
    assert ingebouwde_omgeving() is None
    with pytest.raises(BronSyncFout, match="INST-01"):
        lees_omgeving(tmp_path)


def test_zeep_is_loaded_with_the_first_call_only():
    programma = (
        "import sys, bronsync.adapters.bron.register; print([m for m in ('zeep', 'requests') if m in sys.modules])"
    )
    gedaan = subprocess.run([sys.executable, "-c", programma], capture_output=True, text=True, check=True)
    assert gedaan.stdout.strip() == "[]"
