"""The simulator as a process of its own: its files, its restart after kill -9, its end."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import urllib.request
import uuid
from pathlib import Path

import pytest

from bron_simulator.__main__ import main
from simulator.berichtenmaker import PUNT, brp, inschrijving, lees, verzoek
from simulator.conftest import Lijn, schrijf_pem

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


class Proces:
    def __init__(self, map_: Path, *opties: str) -> None:
        (map_ / "brp.json").write_text(json.dumps(brp()), encoding="utf-8")
        opdracht = [
            sys.executable,
            "-m",
            "bron_simulator",
            "--map",
            str(map_),
            "--brp",
            str(map_ / "brp.json"),
            "--vandaag",
            "2025-10-15",
        ]
        self.register = map_ / "register"
        self.proces = subprocess.Popen([*opdracht, *opties], stdout=subprocess.PIPE, text=True)
        regel = self.proces.stdout.readline()
        assert regel.startswith("gereed https://127.0.0.1:")
        self.adres = json.loads((self.register / "adres.json").read_text(encoding="utf-8"))

    def lijn(self) -> Lijn:
        c = self.adres["certificaten"][PUNT]
        pem = schrijf_pem(Path(c["bestand"]).read_bytes(), c["wachtwoord"], self.register / "test.pem")
        return Lijn(int(self.adres["url"].split(":")[2].partition("/")[0]), self.adres["ca"], pem)

    def beheer(self, pad: str, gegevens: object = None) -> dict:
        body = None if gegevens is None else json.dumps(gegevens).encode()
        vraag = urllib.request.Request(
            self.adres["beheer"]["url"] + pad, body, {"Authorization": f"Bearer {self.adres['beheer']['token']}"}
        )
        with urllib.request.urlopen(vraag, timeout=10) as antwoord:
            return json.load(antwoord)

    def eindig(self, teken: int = signal.SIGTERM) -> int:
        if self.proces.poll() is None:
            self.proces.send_signal(teken)
        self.proces.stdout.close()
        return self.proces.wait(10)


@pytest.fixture
def start(tmp_path):
    processen = []

    def start_(*opties):
        processen.append(Proces(tmp_path, *opties))
        return processen[-1]

    yield start_
    for p in processen:
        p.eindig(signal.SIGKILL)


def test_what_was_acknowledged_survives_kill_9(start):
    code = str(uuid.uuid4())
    body = verzoek("aanleverenInschrijving", {"inschrijving": inschrijving()}, code=code)
    eerste = start()
    lijn = eerste.lijn()
    with contextlib.closing(lijn.verbinding):
        antwoord = lees(lijn.post("aanleverenInschrijving", body=body)[1])
    assert eerste.eindig(signal.SIGKILL) == -signal.SIGKILL
    tweede = start()
    lijn = tweede.lijn()
    with contextlib.closing(lijn.verbinding):
        assert lees(lijn.post("aanleverenInschrijving", body=body)[1]) == antwoord
        (melding,) = lees(lijn.post("ophalenTerugkoppelingen")[1])["terugkoppeling"]
    assert melding["antwoordOp"] == code
    assert tweede.beheer("/log")["mutaties"] == {code: 1}
    # The school keeps its certificate.
    assert tweede.adres["certificaten"] == eerste.adres["certificaten"]


def test_term_ends_it_cleanly(start):
    proces = start()
    assert proces.eindig() == 0
    assert not (proces.register / "register.sqlite-wal").exists()


def test_stop_order_ends_it(start):
    proces = start()
    proces.beheer("/stop", {})
    assert proces.proces.wait(10) == 0


def test_it_ends_with_its_parent(start, tmp_path):
    ouder = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    proces = start("--ouder-pid", str(ouder.pid))
    ouder.communicate(b"\n")
    assert proces.proces.wait(10) == 0


def test_second_one_on_the_same_folder_is_refused(start, tmp_path, monkeypatch, capsys):
    start()
    monkeypatch.setattr("bron_simulator.store.WACHT_OP_SLOT", 0.1)
    assert main(["--map", str(tmp_path)]) == 3
    assert "al gestart" in capsys.readouterr().err


def test_secrets_are_for_the_owner_only(start):
    proces = start()
    for bestand in (proces.register / "adres.json", *(proces.register / "pki").glob("*")):
        if bestand.name != "test.pem":
            assert bestand.stat().st_mode & 0o077 == 0, bestand.name


def test_technical_log_holds_no_personal_data(start):
    proces = start()
    lijn = proces.lijn()
    with contextlib.closing(lijn.verbinding):
        lijn.post("aanleverenInschrijving", {"inschrijving": inschrijving()})
        lijn.post("aanleverenInschrijving", {"inschrijving": inschrijving(leerlingnummer="X" * 11)})
    proces.eindig()
    log = (proces.register / "simulator.log").read_text(encoding="utf-8")
    assert "aanleverenInschrijving" in log
    assert "DK0004" in log
    for geheim in ("999990019", "Aalst", "2015-03-07", "1234AB", "XXXX"):
        assert geheim not in log


def test_script_and_switches_are_read_at_start(start, tmp_path):
    (tmp_path / "register").mkdir()
    script = {"instellingen": {"vertraging_tikken": 3}, "storingen": [{"soort": "onderhoud"}]}
    (tmp_path / "register" / "storingen.json").write_text(json.dumps(script), encoding="utf-8")
    proces = start()
    lijn = proces.lijn()
    with contextlib.closing(lijn.verbinding):
        assert b"Onderhoud" in lijn.post("ophalenTerugkoppelingen")[1]
        lijn.post("aanleverenInschrijving", {"inschrijving": inschrijving()})
    assert proces.beheer("/stand")["wachtend"] == 1


def test_the_security_profile_comes_from_the_folder_and_then_nothing_unsigned_is_taken(start, tmp_path):
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "storingen.json").write_text('{"profiel": "edukoppeling"}', encoding="utf-8")
    proces = start()
    assert (proces.adres["profiel"], len(proces.adres["oin"])) == ("edukoppeling", 20)
    lijn = proces.lijn()
    with contextlib.closing(lijn.verbinding):
        antwoord, body = lijn.post("aanleverenInschrijving", {"inschrijving": inschrijving()})
    assert (antwoord.status, b"EK0026" in body) == (500, True)
    assert proces.beheer("/log")["mutaties"] == {}


def test_the_security_profile_can_be_given_and_the_register_keeps_its_signing_certificate(start):
    eerste = start("--profiel", "edukoppeling")
    certificaat = (eerste.register / "pki" / "ondertekening.pem").read_bytes()
    eerste.eindig()
    assert start("--profiel", "edukoppeling").adres["oin"] == eerste.adres["oin"]
    assert (eerste.register / "pki" / "ondertekening.pem").read_bytes() == certificaat


def test_without_a_setting_the_profile_is_tls(start):
    adres = start().adres
    assert (adres["profiel"], "oin" in adres) == ("tls", False)


def test_an_unknown_profile_in_the_folder_is_said(tmp_path, capsys):
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "storingen.json").write_text('{"profiel": "edu"}', encoding="utf-8")
    assert main(["--map", str(tmp_path)]) == 2
    assert "Onbekend profiel" in capsys.readouterr().err


def test_address_of_an_earlier_run_is_gone_before_the_next_is_ready(start, tmp_path):
    start().eindig(signal.SIGKILL)
    adres = tmp_path / "register" / "adres.json"
    oud = adres.read_text(encoding="utf-8")
    assert start().adres != json.loads(oud)


def test_wrong_use_is_said(capsys):
    assert main([]) == 2
    assert "--map is nodig" in capsys.readouterr().err


def test_state_can_be_read_by_others_while_it_runs(start):
    proces = start()
    with contextlib.closing(sqlite3.connect(proces.register / "register.sqlite", timeout=0)) as db:
        assert db.execute("SELECT code FROM aanleverpunt ORDER BY code").fetchall() == [("00AA00",), ("00AA01",)]
