"""What a helpdeskbestand asks of the line to BRON and of LVS2000: the protection and the columns, no name and no value (RELIABILITY E5)."""

from __future__ import annotations

import ipaddress
import json
import socket
import sqlite3
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from bron_hulp.pki import DAG, NU, Ca, p12, pem, sleutel
from bron_hulp.server import Server, http
from bronsync.adapters.bron.https import tlsmelding
from bronsync.adapters.bron.https.identiteit import lees_identiteit, lees_p12, maak_context
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.lvs2000.kolommen import kolommenrapport
from bronsync.adapters.lvs2000.tables import GEBRUIKT, metadata
from bronsync.domain.errors import BronSyncFout


@pytest.fixture
def gemeld(tmp_path):
    """What is told of a server with this certificate, to a client with one, or with none."""

    def meld(ca, *, root=None, server=None, client=None, **opties):
        dienst = {naam: opties.pop(naam) for naam in ("tls", "suites", "voor_handdruk") if naam in opties}
        (tmp_path / "server.pem").write_bytes(pem(*(server or ca.server(**opties))))
        (tmp_path / "client.p12").write_bytes(p12(*ca.client()))
        if client is None:
            client = lees_identiteit(lees_p12(tmp_path / "client.p12", "geheim"), "00AA00", (root or ca).pem).context

        def antwoord(kanaal, _):
            kanaal.sendall(http(b"<wsdl/>"))
            return False

        with Server(tmp_path / "server.pem", ca.pem, antwoord, **dienst) as bron:
            return tlsmelding.tls_melding(bron.url, client)

    return meld


def test_of_a_line_that_works_its_protection_is_told(gemeld):
    gevonden = gemeld(Ca("Testwortel"))
    assert gevonden == {
        "TLS": "TLSv1.3",
        "versleuteling": "TLS_AES_256_GCM_SHA384",
        "uitgever": "Testwortel",
        "geldig van": f"{NU - DAG:%d-%m-%Y}",
        "geldig tot": f"{NU + 365 * DAG:%d-%m-%Y}",
    }


def test_an_issuer_with_an_unusual_name_is_not_named(gemeld):
    assert gemeld(Ca("Jan Kanariepietersen, 999990019 <jan@school>"))["uitgever"] == "met een ongewone naam"


@pytest.mark.parametrize(
    ("opties", "oorzaak"),
    [
        ({"tot": NU - DAG / 2}, "verlopen"),
        ({"van": NU + DAG}, "nog niet geldig"),
        ({"san": [x509.DNSName("kanariepietersen.example")]}, "een ander adres"),
        ({"root": Ca("Testwortel")}, "leidt"),
    ],
    ids=["expired", "too early", "other address", "other root"],
)
def test_a_server_that_cannot_prove_itself_is_told_with_the_reason(gemeld, opties, oorzaak):
    gevonden = gemeld(Ca("Testwortel"), **opties)
    assert gevonden.keys() == {"code", "oorzaak"}
    assert (gevonden["code"], oorzaak in gevonden["oorzaak"]) == ("NET-05", True), gevonden


def test_no_line_at_all_is_told(gemeld, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as vrij:
        poort = vrij.getsockname()[1]
    assert tlsmelding.tls_melding(f"https://127.0.0.1:{poort}/", maak_context(Ca().pem))["code"] == "NET-01"
    assert gemeld(Ca(), voor_handdruk=lambda kanaal: False)["code"] in ("NET-01", "NET-03"), "it hangs up"
    monkeypatch.setattr(tlsmelding, "_SECONDEN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as stil:  # takes the connection and says nothing
        url = f"https://127.0.0.1:{stil.getsockname()[1]}/"
        assert tlsmelding.tls_melding(url, maak_context(Ca().pem)) == {
            "code": "NET-01",
            "oorzaak": "er is geen verbinding",
        }


def test_S3_an_old_server_is_told_by_its_version(gemeld):
    with pytest.warns(DeprecationWarning, match="TLS"):
        gevonden = gemeld(Ca(), tls=ssl.TLSVersion.TLSv1_1, suites="ALL:@SECLEVEL=0")
    assert gevonden["code"] == "NET-12"
    assert "geen versie van TLS" in gevonden["oorzaak"]


def test_S3_a_server_that_shares_no_suite_is_told_so_and_not_as_a_refused_certificate(gemeld):
    gevonden = gemeld(Ca(), tls=ssl.TLSVersion.TLSv1_2, suites="ECDHE-ECDSA-AES128-SHA256")
    assert gevonden["code"] == "NET-12"
    assert "geen gemeenschappelijke versleuteling" in gevonden["oorzaak"]


@pytest.mark.parametrize("tls", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_S4_the_line_is_tried_with_the_certificate_of_the_aanleverpunt(gemeld, tls):
    assert gemeld(Ca(), tls=tls).keys() == {"TLS", "versleuteling", "uitgever", "geldig van", "geldig tot"}


@pytest.mark.parametrize("tls", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_S4_a_certificate_that_the_server_refuses_is_told_in_every_version(gemeld, tls):
    """TLS 1.3 tells it only in the first answer."""
    ca = Ca()
    gevonden = gemeld(ca, tls=tls, client=maak_context(ca.pem))
    assert gevonden == {"code": "NET-04", "oorzaak": "de server weigert het certificaat"}


def _zwak(ca):
    """A server certificate with a key that no longer counts."""
    sleutel = rsa.generate_private_key(65537, 1024)
    san = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    return sleutel, ca._bouw("register", sleutel, ca, eku=[ExtendedKeyUsageOID.SERVER_AUTH], san=san)


def _ander_doel(ca):
    san = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    eigen = sleutel()
    return eigen, ca._bouw("register", eigen, ca, eku=[ExtendedKeyUsageOID.CLIENT_AUTH], san=san)


def _door_wie_niet_mag(ca):
    """By way of a certificate that is no issuer."""
    tussen = Ca("Tussen", boven=ca)
    tussen.cert = ca._bouw("Tussen", tussen.key, ca)
    eigen, blad = tussen.server()
    return eigen, blad, tussen.cert


@pytest.mark.parametrize(
    ("maak", "woord"),
    [
        (_zwak, "te zwak"),
        (_ander_doel, "niet bedoeld voor een server"),
        (_door_wie_niet_mag, "mag geen certificaten uitgeven"),
    ],
    ids=["RSA 1024", "wrong purpose", "no CA"],
)
def test_S9_what_is_wrong_with_the_certificate_is_said_in_words(gemeld, maak, woord):
    ca = Ca()
    gevonden = gemeld(ca, server=maak(ca), suites="ALL:@SECLEVEL=0")
    assert gevonden["code"] == "NET-05"
    assert woord in gevonden["oorzaak"]
    assert "OpenSSL" not in gevonden["oorzaak"]


@pytest.mark.parametrize("nummer", [7, 9, 10, 18, 19, 20, 21, 22, 23, 25, 26, 32, 34, 62, 64, 66, 67, 68, 76, 79])
def test_S9_every_number_that_happens_has_words(nummer):
    """Also SHA-1 (68), which no library here signs any more."""
    fout = ssl.SSLCertVerificationError(1, "x")
    fout.verify_code = nummer
    oorzaak = tlsmelding.tls_oorzaak(fout)
    assert oorzaak.code == "NET-05"
    assert "OpenSSL" not in oorzaak.tekst


@pytest.mark.parametrize(("nummer", "woord"), [(85, "voorgeschreven vorm"), (50, "afgekeurd")])
def test_S9_a_number_that_has_no_words_of_its_own_is_named(nummer, woord):
    fout = ssl.SSLCertVerificationError(1, "x")
    fout.verify_code = nummer
    assert woord in tlsmelding.tls_oorzaak(fout).tekst
    assert str(nummer) in tlsmelding.tls_oorzaak(fout).tekst


@pytest.fixture
def lvs(tmp_path):
    (tmp_path / "lvs.db").touch()
    database = LvsDatabase(f"sqlite:///{tmp_path / 'lvs.db'}")
    metadata.create_all(database.engine)
    yield database
    database.sluit()


def _wijzig(lvs, *opdrachten):
    db = sqlite3.connect(lvs.engine.url.database)
    for opdracht in opdrachten:
        db.execute(opdracht)
    db.commit()
    db.close()


def test_each_column_is_told_with_its_type_and_how_often_it_is_empty(lvs):
    _wijzig(
        lvs,
        "INSERT INTO Leerling (LeerlingId, Achternaam, GeheimAdres) VALUES (1, 'Kanariepietersen', 0)",
        "INSERT INTO Leerling (LeerlingId, Achternaam, GeheimAdres) VALUES (2, NULL, 0)",
        "ALTER TABLE Leerling RENAME COLUMN Postcode TO Kanariepietersen",
        "DROP TABLE Vestiging",
        "DROP TABLE Nationaliteit",
        "CREATE TABLE Nationaliteit (NationaliteitId INTEGER, LeerlingId INTEGER, Nationaliteit Kanariepietersen)",
    )
    regels = kolommenrapport(lvs.engine)
    per_kolom = {(regel["tabel"], regel["kolom"]): regel for regel in regels}
    assert per_kolom["Leerling", "Achternaam"] == {
        "tabel": "Leerling",
        "kolom": "Achternaam",
        "gevonden": "ja",
        "type": "VARCHAR(200)",
        "rijen": 2,
        "leeg": 1,
    }
    assert per_kolom["Leerling", "Postcode"] == {"tabel": "Leerling", "kolom": "Postcode", "gevonden": "nee"}
    assert per_kolom["Vestiging", ""]["gevonden"] == "nee"
    assert per_kolom["Nationaliteit", "Nationaliteit"]["gevonden"] == "ja"
    assert per_kolom["Nationaliteit", "Begindatum"]["gevonden"] == "nee"
    assert "kanarie" not in json.dumps(regels).lower()
    assert {regel["tabel"] for regel in regels} == {tabel.name for tabel in GEBRUIKT}


def test_a_database_that_does_not_answer_is_a_code(tmp_path):
    weg = LvsDatabase(f"sqlite:///{tmp_path / 'nergens' / 'lvs.db'}")
    with pytest.raises(BronSyncFout, match="LVS-01"):
        kolommenrapport(weg.engine)
