"""The line to the register, against a server that does what it should not: what arrived, what did not, and within what bounds."""

import gzip
import ipaddress
import re
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import zlib
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from urllib3.exceptions import SSLError

from bron_hulp.pki import DAG, NU, Ca, p12, pem, sleutel
from bron_hulp.server import Server, envelop, http
from bronsync.adapters.bron.https.identiteit import lees_identiteit, lees_p12, maak_context
from bronsync.adapters.bron.https.transport import Transport, Wachttijden
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk

GOED = http(envelop(b"<a/>"))
KOP = {"SOAPAction": '"x"'}


@pytest.fixture(scope="module")
def map_(tmp_path_factory, ca):
    map_ = tmp_path_factory.mktemp("pki")
    (map_ / "server.pem").write_bytes(pem(*ca.server()))
    (map_ / "client.p12").write_bytes(p12(*ca.client()))
    return map_


@pytest.fixture
def context(map_, ca):
    return lees_identiteit(lees_p12(map_ / "client.p12", "geheim"), "00AA00", ca.pem).context


@pytest.fixture
def dien(map_, ca):
    """Starts a server that answers with these bytes (or does what this function does)."""
    open_ = []

    def doe(gedrag=GOED, *, sleutel="server.pem", vertrouwt=None, **opties):
        functie = gedrag if callable(gedrag) else lambda kanaal, _: kanaal.sendall(gedrag)
        server = Server(map_ / sleutel, vertrouwt or ca.pem, functie, **opties)
        open_.append(server.__enter__())
        return server

    yield doe
    for server in open_:
        server.__exit__()


@pytest.fixture
def lijn(context):
    open_ = []

    def doe(url, tijden=None, context_=None, **opties):
        open_.append(Transport(url, context_ or context, tijden or Wachttijden(), **opties))
        return open_[-1]

    yield doe
    for een in open_:
        een.sluit()


@pytest.fixture
def stilte(dien):
    """Waits, in the server, until the test is over; and says when it had to give up waiting: then nobody ended the exchange."""
    klaar, opgegeven = threading.Event(), []

    def wacht(*_):
        if not klaar.wait(30):
            opgegeven.append(1)
        return False

    yield wacht
    klaar.set()
    assert not opgegeven


def fout(soort, code, lijn):
    with pytest.raises(BronSyncFout) as gevangen:
        lijn.post(b"<vraag/>", KOP)
    assert (type(gevangen.value), gevangen.value.code) == (soort, code)
    assert gevangen.value.__cause__ is None
    return gevangen.value


# --- it works -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tls", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_one_connection_carries_many_messages(dien, lijn, tls):
    server = dien(tls=tls)
    een = lijn(server.url)
    for n in range(3):
        antwoord = een.post(b"<vraag nr='%d'/>" % n, KOP)
        assert (antwoord.status, antwoord.inhoud) == (200, envelop(b"<a/>"))
    assert server.verbindingen == 1
    assert [romp for _, romp in server.verzoeken] == [b"<vraag nr='%d'/>" % n for n in range(3)]


def test_a_packed_answer_is_unpacked(dien, lijn):
    server = dien(http(gzip.compress(envelop(b"<a/>")), Content_Encoding="gzip"))
    assert lijn(server.url).post(b"x", KOP).inhoud == envelop(b"<a/>")


def test_an_answer_in_chunks_is_put_together(dien, lijn):
    stukken = b"".join(b"%x\r\n%s\r\n" % (len(s), s) for s in (b"<a>", b"b</a>")) + b"0\r\n\r\n"
    server = dien(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n" + stukken)
    assert lijn(server.url).post(b"x", KOP).inhoud == b"<a>b</a>"


def test_F24_the_clocks_are_compared(dien, lijn):
    server = dien(http(b"<a/>", Date="Mon, 03 Oct 2011 09:30:00 GMT"))
    assert lijn(server.url, nu=lambda: 1317634200.0 + 90).post(b"x", KOP).klokverschil == 90.0


@pytest.mark.parametrize("datum", ["gisteren", None, "Mon, 99 Oct 9999999 09:30:00 GMT"])
def test_a_server_without_a_clock_says_nothing(dien, lijn, datum):
    assert lijn(dien(http(b"<a/>", Date=datum)).url).post(b"x", KOP).klokverschil == 0.0


def test_a_kept_connection_that_the_server_closed_is_made_anew_before_anything_is_sent(dien, lijn):
    def een_keer(kanaal, _):
        kanaal.sendall(GOED)
        return False

    server = dien(een_keer)
    een = lijn(server.url)
    een.post(b"een", KOP)
    for draad in server.draden[1:]:
        draad.join(5)
    een.post(b"twee", KOP)
    assert [romp for _, romp in server.verzoeken] == [b"een", b"twee"]
    assert server.verbindingen == 2


# --- nothing was sent ---------------------------------------------------------------------------------------------------------------------


def test_F4_nobody_listens(lijn):
    with socket.create_server(("127.0.0.1", 0)) as stil:
        poort = stil.getsockname()[1]
    fout_ = fout(NietVerzonden, "NET-01", lijn(f"https://127.0.0.1:{poort}/"))
    assert "127.0.0.1" in str(fout_)


def test_F4_a_name_that_does_not_exist(lijn, monkeypatch):
    def onbekend(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", onbekend)
    fout(NietVerzonden, "NET-01", lijn("https://register.invalid:443/"))


def test_F4_closed_before_the_handshake(dien, lijn):
    server = dien(voor_handdruk=lambda _: False)
    fout(NietVerzonden, "NET-01", lijn(server.url))
    assert not server.verzoeken


def test_a_server_that_never_shakes_hands(dien, lijn, stilte):
    server = dien(voor_handdruk=stilte)
    fout(NietVerzonden, "NET-01", lijn(server.url, Wachttijden(verbinden=0.3)))


def _andere_server(map_, naam, key_cert):
    (map_ / naam).write_bytes(pem(*key_cert))
    return naam


def _voor_hier(ca, gebruik=ExtendedKeyUsageOID.SERVER_AUTH, *, cn="register", san=True):
    """A certificate for this computer, but for the one thing that is wrong."""
    key = sleutel()
    namen = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if san else None
    return key, ca._bouw(cn, key, ca, eku=[gebruik], san=namen)


def _door_tussen(boven, **tussen):
    uitgever = Ca("Tussen", boven=boven)
    uitgever.cert = uitgever._bouw("Tussen", uitgever.key, boven, **{"ca": True} | tussen)
    return *_voor_hier(uitgever), uitgever.cert


def test_D3_an_issuer_in_between_is_taken(dien, lijn, map_, ca):
    assert lijn(dien(sleutel=_andere_server(map_, "tussen.pem", _door_tussen(ca))).url).post(b"x", KOP).status == 200


def test_D3_a_name_that_is_no_alternative_name_is_no_name(dien, lijn, map_, ca):
    """The common name may be anything; since RFC 6125 it names no server."""
    server = dien(sleutel=_andere_server(map_, "cn.pem", _voor_hier(ca, cn="localhost", san=False)))
    fout(NietVerzonden, "NET-05", lijn(server.url.replace("127.0.0.1", "localhost")))
    assert not server.verzoeken


@pytest.mark.parametrize(
    "maak",
    [
        lambda ca: Ca("Vreemd").server(),
        lambda ca: Ca(ca.cn).server(),
        lambda ca: ca.server(san=[x509.DNSName("*")]),
        lambda ca: ca.server(san=[x509.DNSName("127.0.0.1")]),
        lambda ca: ca.server(san=[x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]),
        lambda ca: _voor_hier(ca, ExtendedKeyUsageOID.CLIENT_AUTH),
        lambda ca: _door_tussen(ca, ca=False),
        lambda ca: _door_tussen(ca, van=NU - 9 * DAG, tot=NU - DAG),
        lambda ca: ca.server(san=[x509.DNSName("elders.invalid")]),
        lambda ca: ca.server(van=NU - 9 * DAG, tot=NU - DAG),
        lambda ca: ca.server(van=NU + DAG, tot=NU + 9 * DAG),
    ],
    ids=[
        "other root",
        "other key of the same root",
        "any name",
        "address as name",
        "other address",
        "purpose of a client",
        "issuer that may not issue",
        "issuer expired",
        "other name",
        "expired",
        "not yet valid",
    ],
)
def test_D3_a_server_that_cannot_prove_itself_gets_nothing(dien, lijn, map_, ca, maak):
    server = dien(sleutel=_andere_server(map_, "vreemd.pem", maak(ca)))
    fout(NietVerzonden, "NET-05", lijn(server.url))
    assert not server.verzoeken


def test_D3_a_name_is_not_a_number(dien, lijn, map_, ca):
    naam = _andere_server(map_, "naam.pem", ca.server(san=[x509.DNSName("localhost")]))
    server = dien(sleutel=naam)
    fout(NietVerzonden, "NET-05", lijn(server.url))


def test_D2_a_server_with_old_suites_only_gets_nothing(dien, lijn):
    server = dien(tls=ssl.TLSVersion.TLSv1_2, suites="ECDHE-ECDSA-AES128-SHA256")
    assert "geen gemeenschappelijke versleuteling" in fout(NietVerzonden, "NET-12", lijn(server.url)).zin
    assert not server.verzoeken


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_D1_a_server_with_tls_1_1_gets_nothing(dien, lijn):
    server = dien(tls=ssl.TLSVersion.TLSv1_1, suites="ALL:@SECLEVEL=0")
    assert "geen versie van TLS" in fout(NietVerzonden, "NET-12", lijn(server.url)).zin
    assert not server.verzoeken


@pytest.mark.parametrize("tls", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("geval", ["none", "other root", "expired"])
def test_D4_a_refused_certificate_is_told_and_nothing_was_sent(dien, lijn, map_, ca, tls, geval):
    server = dien(tls=tls, vertrouwt=Ca("Andere").pem if geval == "other root" else None)
    if geval == "none":
        eigen = maak_context(ca.pem)
    elif geval == "expired":
        bestand = map_ / "verlopen.p12"
        bestand.write_bytes(p12(*ca.client(van=NU - 9 * DAG, tot=NU - DAG)))
        eigen = lees_identiteit(lees_p12(bestand, "geheim"), "00AA00", ca.pem).context
    else:
        eigen = None
    fout(NietVerzonden, "NET-04", lijn(server.url, context_=eigen))
    assert not server.verzoeken


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "ftp://127.0.0.1/", "https:///pad", "https://u:p@127.0.0.1/", ""])
def test_only_https_to_a_plain_address(context, url):
    with pytest.raises(BronSyncFout, match="NET-10"):
        Transport(url, context)


# --- it may have arrived ------------------------------------------------------------------------------------------------------------------


def knip(kanaal):
    socket.socket.shutdown(kanaal, socket.SHUT_RDWR)
    return False


IN_STUKKEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
STIL = {
    "end without answer": lambda kanaal, _: False,
    "cut": lambda kanaal, _: knip(kanaal),
    "cut in the first line": lambda kanaal, _: kanaal.sendall(GOED[:8]) or knip(kanaal),
    "cut in body": lambda kanaal, _: kanaal.sendall(GOED[:-5]) or knip(kanaal),
    "end in body": lambda kanaal, _: kanaal.sendall(GOED[:-5]) or False,
    "no http": lambda kanaal, _: kanaal.sendall(b"hallo\r\n\r\n") or False,
    "10,000 headers": lambda kanaal, _: (
        kanaal.sendall(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(10_000)) + b"\r\n") or False
    ),
    "two lengths": lambda kanaal, _: kanaal.sendall(GOED.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n", 1)),
    "a chunk of less than nothing": lambda kanaal, _: kanaal.sendall(IN_STUKKEN + b"-5\r\n" + GOED) or False,
    "a chunk without size": lambda kanaal, _: kanaal.sendall(IN_STUKKEN + b"1" * 200_000) or False,
    "an early answer without end": lambda kanaal, _: (
        kanaal.sendall(b"HTTP/1.1 100 Continue\r\n" + b"X: y\r\n" * 10_000) or False
    ),
    "an endless header": lambda kanaal, _: kanaal.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000) or False,
}


@pytest.mark.parametrize("gedrag", STIL.values(), ids=STIL)
def test_F5_a_lost_answer_is_unclear(dien, lijn, gedrag):
    server = dien(gedrag)
    fout(Onduidelijk, "NET-03", lijn(server.url))
    assert len(server.verzoeken) == 1


def test_F5_a_lost_answer_on_a_kept_connection_is_unclear_and_not_sent_again(dien, lijn):
    aantal = iter(range(9))
    server = dien(lambda kanaal, _: kanaal.sendall(GOED) if next(aantal) == 0 else knip(kanaal))
    een = lijn(server.url)
    een.post(b"een", KOP)
    fout(Onduidelijk, "NET-03", een)
    assert len(server.verzoeken) == 2


def test_a_silent_server(dien, lijn, stilte):
    fout(Onduidelijk, "NET-02", lijn(dien(stilte).url, Wachttijden(lezen=1)))


def test_the_total_time_ends_an_exchange_whatever_the_reads_may_take(dien, lijn, stilte):
    aantal = iter(range(9))
    server = dien(lambda kanaal, _: kanaal.sendall(GOED) if next(aantal) == 0 else stilte())
    een = lijn(server.url, Wachttijden())
    een.post(b"een", KOP)  # so that connecting takes nothing of the time below
    een._wachttijden = Wachttijden(totaal=0.5)
    fout(Onduidelijk, "NET-02", een)


EINDIG = http(envelop(b"<a/>"), Connection="close")


@pytest.mark.parametrize(
    ("antwoord", "begin"),
    [(GOED, 3), (GOED, len(GOED) - 10), (EINDIG, len(EINDIG) - 10)],
    ids=["headers", "body", "body of the last answer"],
)
def test_the_total_time_holds_against_a_dripping_server(dien, lijn, stilte, antwoord, begin):
    """One byte at a time would pass every time-out per read: only a deadline ends it. Here it passes after two bytes."""

    def drup(kanaal, _):
        kanaal.sendall(antwoord[:begin])
        for byte in antwoord[begin : begin + 2]:
            kanaal.sendall(bytes([byte]))
        gelezen.wait(10)
        een._verloop()
        return stilte()

    gelezen = threading.Event()
    een = lijn(dien(drup).url, Wachttijden())
    lees = een._alles
    een._alles = lambda rest: (gelezen.set(), lees(rest))[1]  # the head of the answer is in
    if begin == 3:
        gelezen.set()
    fout(Onduidelijk, "NET-02", een)


def test_a_total_time_that_passes_during_the_handshake_sends_nothing(dien, lijn):
    server = dien(voor_handdruk=lambda _: een._verloop())
    een = lijn(server.url, Wachttijden())
    fout(NietVerzonden, "NET-01", een)
    assert not server.verzoeken


def test_after_a_deadline_the_next_message_gets_its_own_answer(dien, lijn):
    """What the slow answer still sends must never be read as the answer to the next message."""
    klaar = threading.Event()
    aantal = iter(range(9))

    def gedrag(kanaal, _):
        if next(aantal) == 0:
            een._verloop()
            klaar.wait(10)
            kanaal.sendall(http(b"<oud/>"))
        kanaal.sendall(http(b"<nieuw/>"))

    een = lijn(dien(gedrag).url, Wachttijden())
    fout(Onduidelijk, "NET-02", een)
    klaar.set()
    assert een.post(b"x", KOP).inhoud == b"<nieuw/>"


ALERT = "TLSV1_ALERT_UNKNOWN_CA"


@pytest.mark.parametrize(
    ("stand", "reden", "soort", "code"),
    [
        ({"nieuw": True, "verstuurd": True}, ALERT, NietVerzonden, "NET-04"),
        (
            {"verstuurd": True},
            ALERT,
            Onduidelijk,
            "NET-03",
        ),  # an alert on a kept connection proves nothing of this message
        ({"nieuw": True, "verstuurd": True, "antwoord": True}, ALERT, Onduidelijk, "NET-03"),
        ({"nieuw": True, "verstuurd": True}, "TLSV1_ALERT_INTERNAL_ERROR", Onduidelijk, "NET-03"),
        ({"nieuw": True, "verstuurd": True}, None, Onduidelijk, "NET-03"),
        ({"nieuw": True, "verstuurd": True}, "UNEXPECTED_EOF_WHILE_READING", Onduidelijk, "NET-03"),
        ({"nieuw": True}, ALERT, NietVerzonden, "NET-04"),
        ({}, "WRONG_VERSION_NUMBER", NietVerzonden, "NET-12"),
        ({}, "TLSV1_ALERT_PROTOCOL_VERSION", NietVerzonden, "NET-12"),
        ({}, None, NietVerzonden, "NET-12"),
    ],
)
def test_only_an_alert_before_any_answer_on_a_fresh_connection_proves_that_nothing_was_taken(
    lijn, stand, reden, soort, code
):
    een = lijn("https://127.0.0.1:1/")
    for naam, waarde in stand.items():
        setattr(een._stand, naam, waarde)
    fout_ = ssl.SSLError(1, "x")
    fout_.reason = reden
    translated = een._vertaal(SSLError(fout_))
    assert (type(translated), translated.code) == (soort, code)


HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("antwoord", "code"),
    [
        (http(b"<html>Onderhoud</html>", soort=HTML), "NET-06"),
        (http(b"<html>Onderhoud</html>", status="503 X", soort=HTML), "NET-06"),
        (http(b"<a/>", status="502 Bad Gateway"), "NET-06"),
        (http(b"<a/>", status="503 Service Unavailable"), "NET-06"),
        (http(b"<a/>", status="504 Gateway Timeout"), "NET-06"),
        (http(b"<a/>", status="429 Too Many Requests"), "NET-06"),
        (http(b"<a/>", status="404 Not Found"), "NET-07"),
        (http(b"", status="204 No Content"), "NET-07"),
        (http(b"{}", soort="application/json"), "NET-07"),
        (http(b"<a/>", soort="application/soap+xml"), "NET-07"),
        (http(b"--x\r\n", soort='multipart/related; boundary="x"'), "NET-07"),
        (http(b"<a/>", soort=None), "NET-07"),
        (GOED[:20], "NET-07"),
        (http(b"<a/>", soort="text/xml; charset=utf-16"), "NET-07"),
        (http(b"<a/>", Content_Encoding="br"), "NET-07"),
        (http(gzip.compress(gzip.compress(b"<a/>")), Content_Encoding="gzip, gzip"), "NET-07"),
        (http(b"geen gzip", Content_Encoding="gzip"), "NET-07"),
        (http(gzip.compress(b"<a/>")[:-9], Content_Encoding="gzip"), "NET-07"),
        (http(gzip.compress(b"<a/>") * 2, Content_Encoding="gzip"), "NET-07"),
    ],
)
def test_an_answer_that_is_none_is_unclear(dien, lijn, antwoord, code):
    fout(Onduidelijk, code, lijn(dien(lambda kanaal, _: kanaal.sendall(antwoord) or False).url))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_D5_a_redirect_is_not_followed(dien, lijn, status):
    ander = dien()
    server = dien(http(b"", status=f"{status} X", Location=ander.url))
    fout(Onduidelijk, "NET-07", lijn(server.url))
    assert not ander.verbindingen


def test_D5_the_environment_changes_nothing(dien, lijn, monkeypatch, tmp_path):
    ander = dien()
    for naam in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(naam, f"http://127.0.0.1:{ander.poort}")
    for naam in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.setenv(naam, str(tmp_path / "weg"))
    lijn(dien().url).post(b"x", KOP)
    assert not ander.verbindingen


def test_D3_using_the_line_adds_no_roots(dien, lijn, context):
    lijn(dien().url).post(b"x", KOP)
    assert len(context.get_ca_certs()) == 1


def test_too_much_is_refused_while_it_comes(dien, lijn):
    def stroom(kanaal, _):
        kanaal.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        for _ in range(1000):
            kanaal.sendall(b"x" * 65536)
        return False

    fout(Onduidelijk, "NET-08", lijn(dien(stroom).url, Wachttijden(totaal=30)))


def test_a_bomb_is_refused_at_the_cap(dien, lijn):
    bom = zlib.compressobj(9, wbits=31)
    data = b"".join(bom.compress(b"\0" * 1_000_000) for _ in range(100)) + bom.flush()
    fout(Onduidelijk, "NET-08", lijn(dien(http(data, Content_Encoding="gzip")).url))


# --- memory (RELIABILITY D12) -------------------------------------------------------------------------------------------------------------

METEN = """
import zlib
from bronsync.adapters.bron import berichten, register
from bronsync.adapters.bron.https import transport

KOP = b'<terugkoppeling xmlns="urn:bronsync:bron-po:v1">'

def bom():
    pak = zlib.compressobj(9, wbits=31)
    return b"".join(pak.compress(bytes(1_000_000)) for _ in range(200)) + pak.flush()

def pagina():
    deel = b"<terugkoppeling><ontvangstnummer>1</ontvangstnummer>" + b"<a><b>c</b></a>" * 24_000 + b"</terugkoppeling>"
    kop = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    kop += b'<ophalenTerugkoppelingen_response xmlns="urn:bronsync:bron-po:v1">'
    return kop + deel * 4 + b"</ophalenTerugkoppelingen_response></s:Body></s:Envelope>"

def doe(raw):
    try:
        if {pakking!r} == "gzip":
            transport._unpack(raw)
        elif {pakking!r} == "pagina":
            register._splits(raw, "x")
        else:
            return berichten.lees(raw).melding.reden
    except berichten.OnleesbaarError as fout:
        return fout.reden
    except transport.Onduidelijk as fout:
        return fout.code

def piek():  # not ru_maxrss: that begins with the peak of the process that started this one
    [regel] = [regel for regel in open("/proc/self/status") if regel.startswith("VmHWM")]
    return int(regel.split()[1])

raw = {raw}
doe(b"<a/>")
voor = piek()
print(doe(raw), (piek() - voor) // 1024)
"""
GEVALLEN = {
    "many elements": ("KOP + b'<a>b</a>' * 190_000 + b'</terugkoppeling>'", "", "schema"),
    "too many elements": ("KOP + b'<a/>' * 3_000_000 + b'</terugkoppeling>'", "", "te_veel_elementen"),
    "attributes": ("b'<a ' + b' '.join(b\"a%d=''\" % n for n in range(1_000_000)) + b'/>'", "", "te_veel_elementen"),
    "big": ("b'<a>' + b'x' * 15_000_000 + b'</a>'", "", "geen_xml"),
    "gzip": ("bom()", "gzip", "NET-08"),
    "page of four parts": ("pagina()", "pagina", "ander_bericht"),
    "page of many elements": ("b'<a>' + b'<b>c</b>' * 190_000 + b'</a>'", "pagina", "geen_envelop"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("geval", GEVALLEN)
def test_D12_hostile_answers_stay_within_150_MB(geval):
    raw, pakking, uitkomst = GEVALLEN[geval]
    programma = textwrap.dedent(METEN).format(raw=raw, pakking=pakking)
    gedaan = subprocess.run([sys.executable, "-"], input=programma, capture_output=True, text=True, check=False)
    assert gedaan.returncode == 0, gedaan.stderr[-500:]
    reden, mb = gedaan.stdout.split()
    assert reden == uitkomst
    assert int(mb) <= (20 if geval == "page of four parts" else 150)  # one part at a time


def test_the_code_of_each_refusal_is_in_the_table():
    modules = (Transport.__module__, "bronsync.adapters.bron.https.tlsmelding", "bronsync.adapters.bron.https.netwerk")
    bron = "".join(Path(sys.modules[naam].__file__).read_text(encoding="utf-8") for naam in modules)
    assert set(re.findall(r'"(NET-\d\d)"', bron)) == {f"NET-0{n}" for n in range(1, 9)} | {
        "NET-10",
        "NET-12",
        "NET-13",
        "NET-14",
        "NET-15",
    }
