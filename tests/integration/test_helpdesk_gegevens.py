"""What a helpdeskbestand asks of the line to BRON and of LVS2000: the protection and the columns, no name and no value (RELIABILITY E5)."""

from __future__ import annotations

import json
import socket
import sqlite3
import ssl

import pytest
from cryptography import x509

from bron_hulp.pki import DAG, NU, Ca, pem
from bron_hulp.server import Server
from bronsync.adapters.bron import tlsmelding
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.lvs2000.kolommen import kolommenrapport
from bronsync.adapters.lvs2000.tables import GEBRUIKT, metadata
from bronsync.domain.errors import BronSyncFout


@pytest.fixture
def gemeld(tmp_path):
    """What is told of a server with this certificate."""

    def meld(ca, *, root=None, tls=None, voor_handdruk=None, **opties):
        (tmp_path / "server.pem").write_bytes(pem(*ca.server(**opties)))
        with Server(tmp_path / "server.pem", ca.pem, None, tls=tls, voor_handdruk=voor_handdruk) as server:
            return tlsmelding.tls_melding(server.url, (root or ca).pem)

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
    assert tlsmelding.tls_melding(f"https://127.0.0.1:{poort}/", Ca().pem)["code"] == "NET-01"
    assert gemeld(Ca(), voor_handdruk=lambda kanaal: False)["code"] in ("NET-01", "NET-05"), "it hangs up"
    monkeypatch.setattr(tlsmelding, "_SECONDEN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as stil:  # takes the connection and says nothing
        url = f"https://127.0.0.1:{stil.getsockname()[1]}/"
        assert tlsmelding.tls_melding(url, Ca().pem) == {"code": "NET-01", "oorzaak": "er is geen verbinding"}


def test_an_old_server_is_refused(gemeld):
    with pytest.warns(DeprecationWarning, match="TLS"):
        gevonden = gemeld(Ca(), tls=ssl.TLSVersion.TLSv1_1)
    assert gevonden["code"] == "NET-05"


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
