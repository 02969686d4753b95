"""A small school in a folder, and the register as a process of its own: the program as a user runs it, without the window."""

from __future__ import annotations

import functools
import json
import shutil
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bron_simulator.pki import Pki, ec_sleutel
from bronsync import cli
from bronsync.adapters.bron.https import identiteit
from bronsync.adapters.system.clock import SystemClock
from bronsync.program import bootstrap
from bronsync.program.bootstrap import LVS_BESTAND
from bronsync.resources import resource
from bronsync_demo import brp, lvs_database, personen, school
from helpers import afsplitsing

LEERLINGEN = 12
AANLEVERPUNT, TWEEDE = "00AA00", "00AA01"


class _LaterClock(SystemClock):
    """The machine's calendar, some days ahead; the time of day stays, as the register compares it."""

    def __init__(self, dagen: int) -> None:
        self._later = timedelta(days=dagen)

    def today(self) -> date:
        return super().today() + self._later


@dataclass(slots=True)
class Werkplek:
    """One folder with a school, its register and what BRON Sync keeps; `bronsync(...)` runs a flow in it."""

    map: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    aanleverpunt: str = AANLEVERPUNT
    processen: list[afsplitsing.Proces] = field(default_factory=list)
    dagen: int = 0
    """By how many days the clock of `bronsync(...)` is ahead."""

    def start_register(self) -> None:
        self.processen.append(afsplitsing.register(self.map))

    def stop_register(self) -> None:
        for proces in self.processen:
            proces.stop()
        self.processen.clear()

    def bronsync(self, stroom: str, *meer: str) -> tuple[int, dict[str, Any]]:
        """Exit code and the JSON object of the last line."""
        if self.dagen:
            self.monkeypatch.setattr(bootstrap, "SystemClock", lambda: _LaterClock(self.dagen))
        code = cli.main([stroom, "--aanleverpunt", self.aanleverpunt, "--map", str(self.map), "--json", *meer])
        uit = self.capsys.readouterr().out.strip()
        return code, json.loads(uit.splitlines()[-1]) if uit else {}

    def tot(self, stroom: str) -> None:
        """Runs the cycle up to, and not including, this flow."""
        for naam in (
            "registratieoverzicht-ophalen",
            "acties-bepalen",
            "controleren",
            "synchroniseren",
            "terugkoppeling-ophalen",
        ):
            if naam == stroom:
                return
            code, uit = self.bronsync(naam)
            assert code != cli.MISLUKT, uit

    def lever(self) -> None:
        """Rounds until nothing differs."""
        for _ in range(6):
            self.tot("")
            if not self.bronsync("acties-bepalen")[1]["verschillen"]:
                return
        raise AssertionError(self.bronsync("status"))

    def beheer(self, opdracht: str, **gegevens: object) -> dict[str, Any]:
        """One order to the register, behind the client's back."""
        adres = json.loads((self.map / "register" / "adres.json").read_text(encoding="utf-8"))["beheer"]
        verzoek = urllib.request.Request(
            f"{adres['url']}/{opdracht}",
            data=json.dumps(gegevens).encode() if opdracht not in ("stand", "log") else None,
            headers={"Authorization": f"Bearer {adres['token']}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(verzoek, timeout=30) as antwoord:
            uitkomst: dict[str, Any] = json.load(antwoord)
            return uitkomst

    def sql(self, opdracht: str, *waarden: object) -> list[tuple[Any, ...]]:
        """What the school does in LVS2000 itself."""
        db = sqlite3.connect(self.lvs)
        try:
            rijen = db.execute(opdracht, waarden).fetchall()
            db.commit()
            return rijen
        finally:
            db.close()

    def uitvoeringen(self) -> list[int]:
        """How often the register executed each message that it has: by its own log."""
        return list(self.beheer("log")["uitvoeringen"].values())

    def morgen(self) -> None:
        """The next day begins, for the program and for the register."""
        self.dagen += 1
        dag = SystemClock().today() + timedelta(days=self.dagen)
        self.beheer("vandaag", datum=dag.isoformat())

    def storing(self, soort: str, **waarden: object) -> None:
        self.beheer("storing", storingen=[{"soort": soort, **waarden}])

    @property
    def lvs(self) -> Path:
        return self.map / "lvs2000" / LVS_BESTAND


@pytest.fixture(scope="session")
def mal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a school of a few pupils without errors, and the register's PKI; copied for each test."""
    basis = tmp_path_factory.mktemp("mal")
    mensen = personen.lees_personen(next(resource("demo", "rvig").glob("*.csv")))
    een_school = school.maak_school(mensen, LEERLINGEN, "bo", 3, SystemClock().today())
    lvs_database.maak_database(
        basis / "lvs2000" / LVS_BESTAND, [lvs_database.lvs_leerling(leerling) for leerling in een_school.leerlingen]
    )
    brp.schrijf_json(basis / "brp.json", brp.brp_bestand(een_school, []))
    Pki(basis / "register" / "pki", ec_sleutel).certificaten((AANLEVERPUNT, TWEEDE))  # RSA is dear to make and to open
    (basis / "profiel").mkdir()
    (basis / "profiel" / "instellingen.json").write_text('{"wachttijd": 0}', encoding="utf-8")
    return basis


@pytest.fixture
def kopie(
    mal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Werkplek]:
    """The school, its register not started."""
    shutil.copytree(mal, tmp_path / "werk")
    werkplek = Werkplek(tmp_path / "werk", capsys, monkeypatch)
    yield werkplek
    werkplek.stop_register()


@pytest.fixture
def werkplek(kopie: Werkplek) -> Werkplek:
    """The school, with its register running."""
    kopie.start_register()
    return kopie


@pytest.fixture(scope="session")
def voorraad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the delivered school is kept."""
    return tmp_path_factory.mktemp("voorraad") / "geleverd"


@pytest.fixture
def geleverd(kopie: Werkplek, voorraad: Path) -> Werkplek:
    """The whole school is in the register and nothing differs; its register running. Delivered once and copied for each test."""
    if not voorraad.exists():
        kopie.start_register()
        kopie.lever()
        kopie.stop_register()
        shutil.copytree(kopie.map, voorraad)
    shutil.rmtree(kopie.map)
    shutil.copytree(voorraad, kopie.map)
    kopie.start_register()
    return kopie


_open_once = functools.lru_cache(32)(identiteit.pkcs12.load_pkcs12)


@pytest.fixture(scope="module", autouse=True)
def _open_each_key_once() -> Iterator[None]:
    """A PKCS#12 holds the same each time; checking its RSA key takes a tenth of a second for each flow of each test. Not for other suites."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(identiteit.pkcs12, "load_pkcs12", _open_once)
        yield


@pytest.fixture
def korte_wachttijden(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The client gives up after five seconds instead of a minute."""
    from bronsync.adapters.bron import register
    from bronsync.adapters.bron.https import transport

    kort = transport.Wachttijden(5.0, 5.0, 5.0)
    echt = register.Transport
    monkeypatch.setattr(register, "Transport", lambda url, context, **meer: echt(url, context, kort, **meer))
    return lambda: None
