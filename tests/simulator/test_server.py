"""The HTTPS front: who gets in, what the fault script does on the wire, and the admin channel."""

import contextlib
import gzip
import http.client
import json
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bron_simulator.beheer import Beheer
from bron_simulator.kern import PLAFOND
from bron_simulator.pki import geef_uit, maak_ca, maak_p12, oin
from bron_simulator.storingen import NETWERK, ONDERTEKENING, OVERZICHT, SOORTEN, TERUGKOPPELING, Storingen
from simulator.berichtenmaker import PUNT, TWEEDE, Aanroeper, inschrijving, lees
from simulator.conftest import Lijn, schrijf_pem

GEEN_VERBINDING = (OSError, http.client.HTTPException)


# ---------------------------------------------------------------- who gets in


@pytest.mark.parametrize("versie", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_aanleverpunt_gets_in_with_its_own_certificate(bel, versie, host):
    lijn = bel(versie=versie, host=host)
    for _ in range(2):  # keep-alive
        antwoord, body = lijn.post("ophalenTerugkoppelingen")
        assert antwoord.status == 200
        assert lees(body)["hoogsteOntvangstnummer"] == "0"


def test_old_tls_is_refused(bel):
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        lijn = bel(versie=ssl.TLSVersion.TLSv1_1)
    with pytest.raises(ssl.SSLError):
        lijn.post("ophalenTerugkoppelingen")


def test_certificate_of_another_aanleverpunt_is_not_authorised(bel, pemmen):
    antwoord, body = bel(pemmen[TWEEDE]).post("ophalenTerugkoppelingen", punt=PUNT)
    assert (antwoord.status, lees(body)) == (500, {"fout": "Client.DK0002"})


def test_certificate_of_nobody_is_not_authorised(bel, pki, tmp_path):
    pem = schrijf_pem(maak_p12(pki.ca, "99ZZ99", "x"), "x", tmp_path / "a.pem")
    assert lees(bel(pem).post("ophalenTerugkoppelingen", punt="99ZZ99")[1]) == {"fout": "Client.DK0002"}


def _ec(uitgever, bestand, **anders):
    sleutel = ec.generate_private_key(ec.SECP256R1())
    certificaat = geef_uit(uitgever, PUNT, sleutel, **anders)
    pem = sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    bestand.write_bytes(pem + certificaat.public_bytes(Encoding.PEM))
    return bestand


NU = datetime.now(tz=UTC)


@pytest.mark.parametrize(
    ("slecht", "reden"),
    [
        ("geen", "certificate_required|handshake"),
        ("vreemd", "unknown_ca"),
        ("verlopen", "expired"),
        ("nog niet", "certificate|expired"),
        ("server", "certificate"),
    ],
)
@pytest.mark.parametrize("versie", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_bad_certificates_are_refused_with_their_own_alert(server, pki, tmp_path, slecht, reden, versie):
    pem = tmp_path / "a.pem"
    match slecht:
        case "geen":
            pem = None
        case "vreemd":
            _ec(maak_ca("Iemand anders"), pem)
        case "verlopen":
            _ec(pki.ca, pem, van=NU - timedelta(days=9), tot=NU - timedelta(days=1))
        case "nog niet":
            _ec(pki.ca, pem, van=NU + timedelta(days=1))
        case _:
            _ec(pki.ca, pem, server=True)
    lijn = Lijn(server.poort, pki.ca_bestand, pem, versie=versie)
    with contextlib.closing(lijn.verbinding), pytest.raises(ssl.SSLError, match=f"(?i){reden}"):
        lijn.post("ophalenTerugkoppelingen")


def test_client_that_trusts_another_ca_refuses_the_server(server, pemmen, tmp_path):
    ander = tmp_path / "ca.pem"
    ander.write_bytes(maak_ca("Ander").certificaat.public_bytes(Encoding.PEM))
    lijn = Lijn(server.poort, ander, pemmen[PUNT])
    with contextlib.closing(lijn.verbinding), pytest.raises(ssl.SSLCertVerificationError):
        lijn.post("ophalenTerugkoppelingen")


def test_silent_callers_stop_nobody(server, bel):
    with contextlib.ExitStack() as stapel:
        for _ in range(20):
            stapel.enter_context(contextlib.closing(socket.create_connection(("127.0.0.1", server.poort))))
        assert bel().post("ophalenTerugkoppelingen")[0].status == 200


def test_listens_on_loopback_only(server):
    assert {s.server_address[0] for s in server._luisteraars} <= {"127.0.0.1", "::1"}


def test_pkcs12_names_the_aanleverpunt_and_is_used_again(pki, pemmen):
    certificaat = x509.load_pem_x509_certificate(pemmen[PUNT].read_bytes())
    onderwerp = {a.oid: a.value for a in certificaat.subject}
    assert (onderwerp[NameOID.COMMON_NAME], onderwerp[NameOID.SERIAL_NUMBER]) == (PUNT, oin(PUNT))
    assert len(oin(PUNT)) == 20
    assert pki.certificaten([PUNT]) == pki.certificaten([PUNT])


@pytest.mark.parametrize(
    ("koppen", "body", "status"),
    [
        ({"Content-Length": "x"}, b"", 411),
        ({}, b" " * (PLAFOND + 1), 413),
        ({"Content-Type": "application/soap+xml"}, b"<a/>", 415),
    ],
)
def test_wrong_http_gets_its_status(bel, koppen, body, status):
    assert bel().post("ophalenTerugkoppelingen", body=body, **koppen)[0].status == status


# ---------------------------------------------------------------- faults on the wire


def mutaties(register):
    return sum(Beheer(register.kern).log()["mutaties"].values())


def stoor(register, soort, **anders):
    register.storingen.zet([{"soort": soort, "operatie": "aanleverenInschrijving", **anders}])


def schrijf_in(lijn):
    return lijn.post("aanleverenInschrijving", {"inschrijving": inschrijving()})


@pytest.mark.parametrize(("soort", "gedaan"), [("verzoek_kwijt", 0), ("antwoord_kwijt", 1)])
def test_lost_request_and_lost_answer(register, bel, soort, gedaan):
    stoor(register, soort)
    with pytest.raises(GEEN_VERBINDING):
        schrijf_in(bel())
    assert mutaties(register) == gedaan
    assert schrijf_in(bel())[0].status == 200  # once is once


def test_connection_closed_before_the_handshake(register, bel):
    register.storingen.zet([{"soort": "verbinding_dicht"}])
    with pytest.raises(GEEN_VERBINDING):
        schrijf_in(bel())
    assert schrijf_in(bel())[0].status == 200


@pytest.mark.parametrize(
    ("waarde", "status", "gedaan"),
    [(None, 503, 0), ({"status": 502, "verwerkt": True}, 502, 1), ({"status": 503}, 503, 0)],
)
def test_error_status(register, bel, waarde, status, gedaan):
    stoor(register, "http_status", waarde=waarde)
    assert schrijf_in(bel())[0].status == status
    assert mutaties(register) == gedaan


def test_maintenance_page(register, bel):
    stoor(register, "onderhoud")
    antwoord, body = schrijf_in(bel())
    assert (antwoord.status, antwoord.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
    assert b"Onderhoud" in body
    assert mutaties(register) == 0


def test_delay_still_answers(register, bel):
    stoor(register, "vertraag", waarde=0.01)
    assert schrijf_in(bel())[0].status == 200


def test_silence_lasts_until_the_caller_gives_up(register, bel):
    stoor(register, "stil", waarde=20)
    with pytest.raises(TimeoutError):
        schrijf_in(bel(timeout=0.5))
    assert mutaties(register) == 1


def test_slow_answer_comes_byte_by_byte(register, bel):
    stoor(register, "traag", waarde=0.0001)
    antwoord, body = schrijf_in(bel())
    assert antwoord.status == 200
    assert "ontvangst" in lees(body)


def test_cut_body(register, bel):
    stoor(register, "afgekapt")
    with pytest.raises(GEEN_VERBINDING):
        schrijf_in(bel())
    assert mutaties(register) == 1


def test_wrong_content_type(register, bel):
    stoor(register, "verkeerd_type")
    antwoord, body = schrijf_in(bel())
    assert antwoord.getheader("Content-Type") == "application/json"
    assert "ontvangst" in lees(body)


def test_redirect(register, bel):
    stoor(register, "omleiden", waarde="https://127.0.0.1:9/x")
    antwoord, _ = schrijf_in(bel())
    assert (antwoord.status, antwoord.getheader("Location")) == (307, "https://127.0.0.1:9/x")
    assert mutaties(register) == 0


def test_gzip_bomb(register, bel):
    stoor(register, "gzipbom", waarde=3)
    antwoord, body = schrijf_in(bel())
    assert antwoord.getheader("Content-Encoding") == "gzip"
    assert len(body) < 20_000
    assert len(gzip.decompress(body)) == 3 * 1024 * 1024


@pytest.mark.parametrize(
    ("soort", "herken"),
    [
        ("doctype", lambda body: b"<!DOCTYPE" in body),
        ("te_groot", lambda body: len(body) > 2 * 1024 * 1024),
        ("kapotte_xml", lambda body: b"</soapenv:Lijf>" in body),
        ("ongeldig", lambda body: b"antwoordAan" in body),
        ("utf16", lambda body: body.startswith(b"\xff\xfe")),
        ("fout", lambda body: lees(body) == {"fout": "Server.DK0051"}),
    ],
)
def test_spoilt_answers(register, bel, soort, herken):
    stoor(register, soort, waarde={"te_groot": 2, "fout": "Server.DK0051"}.get(soort))
    assert herken(schrijf_in(bel())[1])
    assert mutaties(register) == (0 if soort == "fout" else 1)


# ---------------------------------------------------------------- faults in what the register says


@pytest.fixture
def twee_meldingen(register):
    school = Aanroeper(register)
    for nummer, bsn in (("L1", "999990019"), ("L2", "999990032")):
        persoon = {
            "burgerservicenummer": bsn,
            "geboortedatum": "2015-03-07" if nummer == "L1" else "2014-05-00",
            "geslacht": "M" if nummer == "L1" else "V",
        }
        school.stuur("aanleverenInschrijving", {"inschrijving": inschrijving(persoon=persoon, leerlingnummer=nummer)})
    return school


@pytest.mark.parametrize(
    ("soort", "nummers"),
    [
        ("tk_herhaal", "1122"),
        ("tk_ander", "112"),
        ("tk_schud", "21"),
        ("tk_gat", "2"),
        ("tk_onbekend", "12"),
        ("tk_aanleverpunt", "12"),
    ],
)
def test_spoilt_pages(register, twee_meldingen, soort, nummers):
    school = twee_meldingen
    register.storingen.zet([{"soort": soort}])
    pagina = school.ophalen(bevestig=False)
    assert "".join(t["ontvangstnummer"] for t in pagina) == nummers
    echt = school.ophalen(bevestig=False)
    assert [t["ontvangstnummer"] for t in echt] == ["1", "2"]
    match soort:
        case "tk_herhaal":
            assert pagina[0] == pagina[1]
        case "tk_ander":
            assert pagina[0] != pagina[1]
        case "tk_onbekend":
            assert pagina[0]["antwoordOp"] not in {t["antwoordOp"] for t in echt}
        case "tk_aanleverpunt":
            assert pagina[0]["aanleverpunt"] != PUNT


def test_unused_fault_waits_for_a_page_with_something_in_it(register, twee_meldingen):
    school = twee_meldingen
    school.ophalen()
    register.storingen.zet([{"soort": "tk_gat"}])
    assert school.ophalen() == []
    assert register.storingen.stand()["over"][0]["soort"] == "tk_gat"


@pytest.mark.parametrize("soort", sorted(OVERZICHT))
def test_spoilt_overviews(maak_register, soort):
    register = maak_register(deel=2)
    school = Aanroeper(register)
    rijen = [
        {
            "pgn": "999990019",
            "leerlingnummer": "L1",
            "datumInschrijving": f"202{i}-08-01",
            "onderwijs": inschrijving()["onderwijs"],
        }
        for i in range(4)
    ]
    Beheer(register.kern).doe("registraties", {"aanleverpunt": PUNT, "registraties": rijen})
    register.storingen.zet([{"soort": soort}])
    for _ in range(2):
        school.stuur("aanvragenRegistratieoverzicht", {"peildatum": "2025-10-15", "metHistorie": False})
    delen = [t["inhoud"] for t in school.ophalen()]
    kapot, heel = delen[:-2], delen[-2:]
    assert [len(d["inschrijving"]) for d in heel] == [2, 2]
    assert {d["aantalInschrijvingen"] for d in heel} == {"4"}
    match soort:
        case "ro_afgekapt":
            assert [len(d["inschrijving"]) for d in kapot] == [2, 1]
            assert kapot[-1]["eindeOverzicht"] == "true"
        case "ro_telling":
            assert {d["aantalInschrijvingen"] for d in kapot} == {"5"}
        case "ro_zonder_einde":
            assert [d["eindeOverzicht"] for d in kapot] == ["false"]
        case _:
            assert {d["peildatum"] for d in kapot} == {"2001-01-01"}


# ---------------------------------------------------------------- the script


def test_script_counts_and_chooses():
    s = Storingen(
        [
            {"soort": "stil", "operatie": "a", "aanleverpunt": "x", "na": 1, "aantal": 2},
            {"soort": "traag", "aantal": None},
        ]
    )
    gekozen = [
        s.neem(NETWERK, o, p) for o, p in [("a", "x"), ("b", "x"), ("a", "y"), ("a", "x"), ("a", "x"), ("a", "x")]
    ]
    assert [g.soort for g in gekozen if g] == ["traag", "traag", "traag", "stil", "stil", "traag"]
    assert s.stand()["geraakt"] == {"traag": 4, "stil": 2}
    s.wis()
    assert s.neem(NETWERK, "a", "x") is None


def test_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="known: "):
        Storingen([{"soort": "brand"}])


def test_every_fault_has_a_test():
    bron = Path(__file__).read_text(encoding="utf-8")
    assert [s for s in SOORTEN if f'"{s}"' not in bron and s not in OVERZICHT and s not in ONDERTEKENING] == []
    assert set(SOORTEN) == set(NETWERK) | set(TERUGKOPPELING) | set(OVERZICHT) | set(ONDERTEKENING)


# ---------------------------------------------------------------- the admin channel


@pytest.fixture
def beheer(server):
    verbinding = http.client.HTTPConnection("127.0.0.1", server.beheer_poort, timeout=10)

    def vraag(methode, pad, gegevens=None, token="geheim"):
        body = None if gegevens is None else json.dumps(gegevens)
        verbinding.request(methode, pad, body, {"Authorization": f"Bearer {token}"})
        antwoord = verbinding.getresponse()
        return antwoord.status, json.loads(antwoord.read() or b"null")

    yield vraag
    verbinding.close()


def test_admin_channel_wants_its_token(beheer):
    assert beheer("GET", "/stand", token="ander") == (401, None)


def test_admin_channel_moves_the_register(beheer, bel, register):
    assert beheer("POST", "/instellingen", {"vertraging_tikken": 1}) == (200, {})
    assert schrijf_in(bel())[0].status == 200
    assert beheer("GET", "/stand")[1]["wachtend"] == 1
    assert beheer("POST", "/werk", {"n": 1}) == (200, {"gewerkt": 1})
    assert len(beheer("GET", f"/stand?aanleverpunt={PUNT}")[1]["aanleverpunten"][PUNT]["registraties"]) == 1
    assert beheer("GET", "/log")[1]["berichten"][0]["uitkomst"] == "geaccepteerd"
    assert beheer("POST", "/vandaag", {"datum": "2025-12-01"}) == (200, {"vandaag": "2025-12-01"})
    assert beheer("POST", "/brp", {"soort": "persoon", "bsn": "999990019", "wijzig": {"achternaam": "Nieuw"}}) == (
        200,
        {"gewijzigd": True},
    )
    assert beheer("POST", "/storing", {"storingen": [{"soort": "onderhoud"}]})[1]["over"][0]["soort"] == "onderhoud"
    assert b"Onderhoud" in schrijf_in(bel())[1]
    assert beheer("POST", "/storing", {"wis": True})[1]["over"] == []


@pytest.mark.parametrize(
    ("pad", "gegevens", "status"),
    [
        ("/onzin", {}, 404),
        ("/brp", {"soort": "onzin"}, 404),
        ("/brp", {"soort": "persoon", "bsn": "999990068", "wijzig": {}}, 404),
        ("/brp", {}, 400),
        ("/instellingen", {"onzin": 1}, 400),
        ("/storing", {"storingen": [{"soort": "onzin"}]}, 400),
        ("/vandaag", {"datum": "gisteren"}, 400),
        ("/drift", {"aanleverpunt": PUNT, "pgn": "999990019", "datumInschrijving": "2020-08-01"}, 404),
    ],
)
def test_wrong_orders_are_refused(beheer, pad, gegevens, status):
    assert beheer("POST", pad, gegevens)[0] == status


def test_stop_by_the_admin_channel(beheer, server):
    assert beheer("POST", "/stop", {}) == (200, {})
    assert server.einde.wait(5)
