"""The proxy of the school's network (B7): BRON by CONNECT, with TLS from end to end; and every way in which a proxy can be the reason."""

import json
import subprocess
import sys
import threading
import urllib.request

import pytest

from bron_hulp.pki import Ca, p12, pem
from bron_hulp.proxy import Proxy
from bron_hulp.server import Server, envelop, http
from bronsync.adapters.bron.https.identiteit import lees_identiteit, lees_p12, maak_context
from bronsync.adapters.bron.https.netwerk import DIRECT, Weg, weg_naar
from bronsync.adapters.bron.https.tlsmelding import tls_melding
from bronsync.adapters.bron.https.transport import Transport, Wachttijden
from bronsync.adapters.bron.omgeving import BronOmgeving, Certificaatbestand, lees_omgeving
from bronsync.adapters.bron.register import BronRegister
from bronsync.domain.errors import NietVerzonden

BRON = "https://bron.example.nl/bron-po/v1"
GEHEIM = b"Canarie van Dijk"
VARIABELEN = (
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "NO_PROXY",
    "no_proxy",
)


@pytest.fixture(autouse=True)
def _geen_instelling(monkeypatch):
    for naam in VARIABELEN:
        monkeypatch.delenv(naam, raising=False)


@pytest.fixture(scope="module")
def bron(tmp_path_factory):
    """A register that is called bron.example.nl, which no name server knows."""
    ca, map_ = Ca(), tmp_path_factory.mktemp("bron")
    from cryptography import x509

    (map_ / "server.pem").write_bytes(pem(*ca.server(san=[x509.DNSName("bron.example.nl")])))
    (map_ / "c.p12").write_bytes(p12(*ca.client()))
    with Server(map_ / "server.pem", ca.pem, lambda kanaal, _: kanaal.sendall(http(envelop(b"<a/>")))) as server:
        certificaten = {"00AA00": Certificaatbestand(map_ / "c.p12", "geheim")}
        server.omgeving = BronOmgeving(BRON, ca.pem, herhaling_veilig=True, certificaten=certificaten)
        server.map_ = map_
        yield server


@pytest.fixture
def proxy(bron):
    open_ = []

    def doe(**opties):
        open_.append(Proxy(bron.poort, **opties).__enter__())
        return open_[-1]

    yield doe
    for een in open_:
        een.__exit__()


@pytest.fixture
def register(bron):
    open_ = []

    def doe():
        open_.append(BronRegister(bron.omgeving, "00AA00", lambda: bron.omgeving.certificaat("00AA00"), None))
        return open_[-1]

    yield doe
    for een in open_:
        een.sluit()


def lijn_door(bron, weg, totaal=20.0):
    context = lees_identiteit(lees_p12(bron.map_ / "c.p12", "geheim"), "00AA00", bron.omgeving.ca_pem).context
    return Transport(BRON, context, Wachttijden(verbinden=5, lezen=5, totaal=totaal), weg=weg)


def post_door(bron, weg, **opties):
    lijn = lijn_door(bron, weg, **opties)
    try:
        return lijn.post(b"<naam>" + GEHEIM + b"</naam>", {})
    finally:
        lijn.sluit()


def geweigerd(bron, proxy, code, **opties):
    with pytest.raises(NietVerzonden) as gevangen:
        post_door(bron, Weg(("127.0.0.1", proxy.poort)), **opties)
    assert gevangen.value.code == code
    assert f"127.0.0.1:{proxy.poort}" in gevangen.value.zin
    return gevangen.value


# --- it works -----------------------------------------------------------------------------------------------------------------------------


def test_FOUTEN_B7_a_message_goes_through_the_proxy_and_it_cannot_read_it(bron, proxy):
    via = proxy()
    assert post_door(bron, Weg(("127.0.0.1", via.poort))).status == 200
    assert [regel.split("\r\n")[0] for regel in via.gevraagd] == ["CONNECT bron.example.nl:443 HTTP/1.1"]
    assert GEHEIM in bron.verzoeken[-1][1]
    assert via.gezien
    assert GEHEIM not in via.gezien
    assert b"bronsync" not in via.gevraagd[0].lower().encode()


def test_FOUTEN_B7_one_line_through_the_proxy_is_kept(bron, proxy):
    via = proxy()
    lijn = lijn_door(bron, Weg(("127.0.0.1", via.poort)))
    lijn.post(b"<a/>", {})
    lijn.post(b"<a/>", {})
    lijn.sluit()
    assert len(via.gevraagd) == 1


@pytest.mark.parametrize("naam", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_FOUTEN_B7_the_proxy_of_the_environment_is_used_and_said(naam, proxy, register, monkeypatch, bron):
    via = proxy()
    monkeypatch.setenv(naam, f"http://127.0.0.1:{via.poort}")
    assert register().bereik() == ("127.0.0.1", via.poort)
    assert register().netwerk() == f"BRON wordt bereikt via de proxy 127.0.0.1:{via.poort}."
    identiteit = lees_identiteit(lees_p12(bron.map_ / "c.p12", "geheim"), "00AA00", bron.omgeving.ca_pem)
    melding = tls_melding(BRON, identiteit.context)
    assert melding["TLS"] == "TLSv1.3"
    assert melding["weg"] == "via een proxy"  # the helpdeskbestand names no computer


def test_FOUTEN_B7_the_cycle_with_the_simulator_goes_through_a_proxy(tmp_path):
    """Over mutual TLS, with the simulator as a process of its own."""
    opdracht = [sys.executable, "-m", "bron_simulator", "--map", str(tmp_path)]
    with subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True, encoding="utf-8") as proces:
        try:
            assert proces.stdout.readline().startswith("gereed")
            omgeving = lees_omgeving(tmp_path)
            punt = next(iter(omgeving.certificaten))
            poort = int(omgeving.url.split(":")[2].partition("/")[0])
            identiteit = lees_identiteit(omgeving.certificaat(punt), punt, omgeving.ca_pem)
            with Proxy(poort) as via:
                lijn = Transport(omgeving.url, identiteit.context, weg=Weg(("127.0.0.1", via.poort)))
                assert lijn.bereik() == ("127.0.0.1", via.poort)
                lijn.sluit()
                assert via.gevraagd[0].startswith(f"CONNECT 127.0.0.1:{poort} ")
        finally:
            proces.terminate()


def test_FOUTEN_B7_name_and_password_of_the_setting_are_given_to_the_proxy(bron, proxy, monkeypatch):
    via = proxy(aanmelding="Basic c2Nob29sOmdlaGVpbTE=")
    monkeypatch.setenv("HTTPS_PROXY", f"http://school:geheim1@127.0.0.1:{via.poort}")
    weg = weg_naar(BRON)
    assert post_door(bron, weg).status == 200
    assert "geheim1" not in f"{weg!r} {weg.zin}"


# --- which way ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["https://localhost:8443/x", "https://127.0.0.1:8443/x", "https://127.9.0.1/x", "https://[::1]:8443/x"]
)
def test_FOUTEN_B7_this_computer_is_never_reached_through_a_proxy(url, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.school:8080")
    assert weg_naar(url) == DIRECT


@pytest.mark.parametrize(
    "uitgezonderd", ["*", "bron.example.nl", ".example.nl", "example.nl", "andere.nl, bron.example.nl:443"]
)
def test_FOUTEN_B7_what_is_excepted_goes_directly(uitgezonderd, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.school:8080")
    assert weg_naar(BRON).naam == "proxy.school:8080"
    monkeypatch.setenv("NO_PROXY", uitgezonderd)
    assert weg_naar(BRON) == DIRECT


def test_FOUTEN_B7_a_proxy_for_plain_http_only_is_not_for_bron(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.school:8080")
    assert weg_naar(BRON) == DIRECT


def test_FOUTEN_B7_a_setting_without_scheme_is_a_proxy(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "proxy.school:3128")
    assert weg_naar(BRON).proxy == ("proxy.school", 3128)


@pytest.mark.parametrize(
    "proxy_", ["socks5://proxy.school:1080", "https://proxy.school:443", "http://", "http://p:negen", "rommel://x"]
)
def test_FOUTEN_B7_a_proxy_of_another_kind_is_said_to_be_unused(proxy_, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy_)
    weg = weg_naar(BRON)
    assert weg.proxy is None
    assert "niet gebruikt" in weg.zin
    assert "proxy.school" not in weg.zin


def test_FOUTEN_B7_what_windows_has_set_is_used(monkeypatch):
    """As Python reads it from the registry."""
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": "http://proxy.school:8080"})
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda _: False)
    assert weg_naar(BRON).proxy == ("proxy.school", 8080)


def test_FOUTEN_B7_a_script_that_chooses_is_named_and_not_run(monkeypatch, bron):
    monkeypatch.setattr("bronsync.adapters.bron.https.netwerk._heeft_pac", lambda: True)
    weg = weg_naar(BRON)
    assert "PAC" in weg.zin
    with pytest.raises(NietVerzonden) as gevangen:
        post_door(bron, weg)  # no name server knows it
    assert gevangen.value.code == "NET-01"
    assert "PAC" in gevangen.value.zin


# --- a proxy that is the reason -----------------------------------------------------------------------------------------------------------


def test_FOUTEN_B7_a_proxy_that_asks_a_password_is_told_so(bron, proxy):
    fout = geweigerd(bron, proxy(aanmelding="Basic x"), "NET-14")
    assert "naam en wachtwoord" in fout.zin
    assert "systeembeheerder" in fout.advies


def test_FOUTEN_B7_a_proxy_that_is_not_there_is_told_so(bron, proxy):
    via = proxy()
    via.__exit__()
    geweigerd(bron, via, "NET-13")


def zegt(*stukken):
    return lambda kanaal: [kanaal.sendall(stuk) for stuk in stukken]


@pytest.mark.parametrize(
    ("antwoord", "zin"),
    [
        (zegt(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<h1>nee</h1>"), "antwoord 403"),
        (zegt(b"HTTP/1.1 502 Bad Gateway\r\n\r\n"), "antwoord 502"),
        (zegt(b"HTTP/1.1 302 Found\r\nLocation: http://portaal.school/\r\n\r\n"), "antwoord 302"),
        (zegt(b"HTTP/1.1 204 No Content\r\n\r\n"), "antwoord 204"),
        (zegt(b"SSH-2.0-OpenSSH_9\r\n"), "geen bruikbaar antwoord"),
        (zegt(b""), "geen bruikbaar antwoord"),
        (zegt(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n"), "geen bruikbaar antwoord"),
        (zegt(b"HTTP/1.1 200 " + b"k" * 100_000), "geen bruikbaar antwoord"),
    ],
    ids=["403", "502", "portal", "204", "not http", "nothing", "headers without end", "line without end"],
)
def test_FOUTEN_B7_a_proxy_that_does_not_connect_is_told_so(antwoord, zin, bron, proxy):
    assert zin in geweigerd(bron, proxy(antwoord=antwoord), "NET-15").zin


def test_FOUTEN_B7_a_proxy_that_says_yes_and_shows_a_page_gets_nothing(bron, proxy):
    via = proxy(antwoord=zegt(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Log in</html>" + b" " * 9000))
    with pytest.raises(NietVerzonden) as gevangen:
        post_door(bron, Weg(("127.0.0.1", via.poort)))
    assert gevangen.value.code in ("NET-12", "NET-01")


@pytest.mark.parametrize("vooraf", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["silent", "drips headers"])
def test_FOUTEN_B7_a_proxy_that_hangs_or_drips_is_ended_by_the_total_time(vooraf, bron, proxy):
    klaar = threading.Event()

    def drup(kanaal):
        kanaal.sendall(vooraf)
        while vooraf and not klaar.wait(0.05):
            kanaal.sendall(b"x")
        klaar.wait(30)

    try:
        geweigerd(bron, proxy(antwoord=drup), "NET-15", totaal=1.0)
    finally:
        klaar.set()


def test_FOUTEN_B7_a_filter_that_shows_its_own_certificate_is_named(bron, proxy, tmp_path):
    """A box that opens TLS has a certificate with the right name, of its own issuer."""
    from cryptography import x509

    doos = Ca()
    (tmp_path / "doos.pem").write_bytes(pem(*doos.server(san=[x509.DNSName("bron.example.nl")])))
    with Server(tmp_path / "doos.pem", doos.pem, lambda *_: None) as filter_, Proxy(filter_.poort) as via:
        with pytest.raises(NietVerzonden) as gevangen:
            post_door(bron, Weg(("127.0.0.1", via.poort)))
        assert gevangen.value.code == "NET-05"
        assert "een filter tussen u en BRON toont een eigen certificaat" in gevangen.value.zin
        assert "systeembeheerder" in gevangen.value.advies
        assert not filter_.verzoeken


def test_FOUTEN_B7_the_test_of_the_line_tells_of_the_proxy_without_its_name(bron, proxy, monkeypatch):
    via = proxy(aanmelding="Basic x")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{via.poort}")
    melding = tls_melding(BRON, maak_context(bron.omgeving.ca_pem))
    assert melding["code"] == "NET-14"
    assert str(via.poort) not in json.dumps(melding)
