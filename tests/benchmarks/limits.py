"""LIM-1 to LIM-8 (PERFORMANCE 10, i): our code path against the physical limit, on SQLite, which stands in for SQL Server."""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree
from sqlalchemy import event

from benchmarks import ours
from benchmarks.dataset import KEY, Dataset
from benchmarks.measure import Case, cpu_of, measure, peak_memory, ratio
from bronsync.adapters.bron import berichten
from bronsync.adapters.journal.store import Store, open_store
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.records import Actie, BeeldRij
from bronsync.application.verzenden.controleren import controleren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import pack

Result = dict[str, Any]

MAX_DOCUMENTS = 45
"""Some 10,000 registrations of XML: enough to be steady."""
FIRST_WINDOW = "import bronsync.__main__, bronsync.program.profiel, bronsync.gui.venster.app"
"""What is imported before the first window shows (DESIGN 2); what it comes to need after that is measured beside it."""
MORE = {
    "met application.tonen": f"{FIRST_WINDOW}, bronsync.application.tonen.status",
    "met bootstrap": f"{FIRST_WINDOW}, bronsync.program.bootstrap",
}
EVERYTHING = f"{FIRST_WINDOW}, bronsync.program.bootstrap, bronsync.cli"
HEAVY = ("sqlalchemy", "zeep", "lxml", "cryptography", "requests")


def at_most(name: str, part: str, goal: float, measured: dict[str, Any], **extra: object) -> Result:
    return {"id": name, "deel": part, "doel": goal, "richting": "hoogstens", **measured, **extra}


def at_least(name: str, part: str, goal: float, measured: dict[str, Any], **extra: object) -> Result:
    return {"id": name, "deel": part, "doel": goal, "richting": "minstens", **measured, **extra}


def _any(_: object) -> str:
    return ""


# --- LIM-1, LIM-2, LIM-6 --------------------------------------------------------------------------------------------------------------


def compare_and_read(data: Dataset, size: int, rounds: int) -> list[Result]:
    truth = data.truth
    with ours.opened(data) as (lvs, store):
        environments = [ours.omgeving(aanleverpunt, lvs, store) for aanleverpunt in data.aanleverpunten]

        def counted(answer: int) -> str:
            return "" if answer == truth.left else f"{answer} rows of {truth.left}"

        def checked(answer: Any) -> str:
            return ours.differs(ours.as_truth(answer), truth)

        both = Case("beide kanten ruw", lambda: ours.raw_both(data), _any)
        compare = Case("vergelijken", lambda: ours.compare(environments), checked)
        compare_cold = Case("vergelijken, koud", lambda: ours.compare(environments), checked, prepare=ours.forget)
        raw = Case("LVS2000 ruw", lambda: ours.raw_lvs(data.lvs), _any)
        read = Case("lezen", lambda: ours.read(lvs, data.aanleverpunten), counted)
        read_cold = Case("lezen, koud", lambda: ours.read(lvs, data.aanleverpunten), counted, prepare=ours.forget)
        measure([both, compare, raw, read], rounds)
        measure([both, compare_cold, raw, read_cold], rounds)
    first = rounds  # `both` and `raw` ran in both series
    both_cold, raw_cold = _tail(both, first), _tail(raw, first)
    both, raw = _head(both, first), _head(raw, first)
    return [
        at_most("LIM-1", str(size), 2.3, ratio(compare, both), us=_us(compare, size), **_seconds(compare)),
        at_most("LIM-2", str(size), 2.1, ratio(read, raw), us=_us(read, size)),
        {
            "id": "LIM-1",
            "deel": f"{size} koud",
            "info": True,
            **ratio(compare_cold, both_cold),
            "us": _us(compare_cold, size),
        },
        {"id": "LIM-2", "deel": f"{size} koud", "info": True, **ratio(read_cold, raw_cold), "us": _us(read_cold, size)},
    ]


def _head(case: Case, count: int) -> Case:
    return Case(case.name, case.run, case.check, cpu=case.cpu[:count], wall=case.wall[:count], wrong=case.wrong)


def _tail(case: Case, count: int) -> Case:
    return Case(case.name, case.run, case.check, cpu=case.cpu[count:], wall=case.wall[count:], wrong=case.wrong)


def _seconds(case: Case) -> dict[str, float]:
    return {"cpu": statistics.median(case.cpu), "cpu_min": min(case.cpu)} if case.cpu else {}


def _us(case: Case, size: int) -> float | None:
    return statistics.median(case.cpu) / size * 1e6 if case.cpu else None


def exponent(results: list[Result]) -> list[Result]:
    """LIM-6 from the times of LIM-1 at the smallest and the largest size: of the medians, and of the minima."""
    times = sorted((int(r["deel"]), r["cpu"], r["cpu_min"]) for r in results if r["id"] == "LIM-1" and r.get("cpu"))
    if len(times) < 2:
        return []
    low, high = times[0], times[-1]
    value, of_minima = (math.log(high[i] / low[i]) / math.log(high[0] / low[0]) for i in (1, 2))
    measured = {"ratio": value, "minima": of_minima}
    return [at_most("LIM-6", f"{low[0]}-{high[0]}", 1.1, measured, minstens=0.9)]


# --- LIM-3 ----------------------------------------------------------------------------------------------------------------------------


def wrong_overviews(answers: list[Any], data: Dataset) -> str:
    """Whether the rows of the messages are, byte for byte, those of the generator's picture."""
    expected = {(rij.aanleverpunt, rij.pgn, rij.inschrijfdatum): rij.body for rij in data.pictures()}
    count = 0
    for answer in answers:
        for registratie in getattr(answer.melding, "registraties", ()):
            row = registratie.rij
            key = (answer.aanleverpunt, ours.pgn(row), row[ours.velden.INDEX["inschrijfdatum"]])
            if pack(row) != expected.get(key):
                return "another row than the generator's"
            count += 1
    whole = len(answers) == len(data.aanleverpunten)
    return "" if count and (not whole or count == len(expected)) else "registrations missing"


def xml(data: Dataset, size: int, rounds: int) -> list[Result]:
    documents = data.overviews(MAX_DOCUMENTS)

    def parse() -> None:
        for document in documents:  # one at a time and let go, as messages are worked through
            etree.fromstring(document)

    def read() -> None:
        for document in documents:
            berichten.lees(document)

    def check(_: object) -> str:
        return wrong_overviews([berichten.lees(document) for document in documents], data)

    tree = Case("fromstring", parse, _any)
    warm = Case("lees", read, check)
    cold = Case("lees, koud", read, check, prepare=ours.forget)
    measure([tree, warm, cold], rounds)
    return [
        at_most("LIM-3", str(size), 4.0, ratio(warm, tree)),
        {"id": "LIM-3", "deel": f"{size} koud", "info": True, **ratio(cold, tree)},
    ]


# --- LIM-4 ----------------------------------------------------------------------------------------------------------------------------


class Stores:
    """A fresh store, or a fresh plain database, for each sample."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, 0
        self.store: Store | None = None
        self.plain: sqlite3.Connection | None = None

    def fresh(self) -> Path:
        self._number += 1
        path = self._folder / f"{self._number}"
        path.mkdir()
        return path

    def fresh_store(self) -> None:
        if self.store:
            self.store.close()
        self.store = open_store(self.fresh() / "bronsync.db", KEY)

    def fresh_plain(self) -> None:
        if self.plain:
            self.plain.close()
        self.plain = sqlite3.connect(self.fresh() / "plain.db")
        self.plain.execute("PRAGMA journal_mode=WAL")
        self.plain.execute("PRAGMA synchronous=NORMAL")
        self.plain.execute(
            "CREATE TABLE beeld (aanleverpunt TEXT, pgn TEXT, inschrijfdatum TEXT, body BLOB, "
            "PRIMARY KEY (aanleverpunt, pgn, inschrijfdatum)) WITHOUT ROWID"
        )

    def put(self, records: list[BeeldRij]) -> Store:
        assert self.store
        with self.store.unit_of_work(records[0].aanleverpunt) as unit:
            unit.put(*records)
            unit.commit()
        return self.store

    def put_plain(self, rows: list[tuple[Any, ...]]) -> sqlite3.Connection:
        assert self.plain
        self.plain.executemany("INSERT INTO beeld VALUES (?, ?, ?, ?)", rows)
        self.plain.commit()
        return self.plain

    def close(self) -> None:
        if self.store:
            self.store.close()
        if self.plain:
            self.plain.close()


def stored(store: Store, records: list[BeeldRij]) -> str:
    with store.unit_of_work() as unit:
        return "" if unit.all(BeeldRij) == sorted(records, key=_key) else "read back otherwise"


def _key(record: BeeldRij) -> tuple[str, str, str]:
    return record.aanleverpunt, record.pgn, record.inschrijfdatum


def store(data: Dataset, size: int, rounds: int) -> list[Result]:
    records = data.pictures()
    rows = [(r.aanleverpunt, r.pgn, r.inschrijfdatum, r.body) for r in records]
    with tempfile.TemporaryDirectory() as folder:
        stores = Stores(Path(folder))
        plain = Case("executemany", lambda: stores.put_plain(rows), _any, prepare=stores.fresh_plain)
        put = Case("zet", lambda: stores.put(records), lambda s: stored(s, records), prepare=stores.fresh_store)
        measure([plain, put], rounds)
        stores.close()
    return [at_most("LIM-4", str(size), 2.0, ratio(put, plain))]


# --- LIM-5 ----------------------------------------------------------------------------------------------------------------------------


def memory(data: Dataset, size: int) -> list[Result]:
    """Peak of a whole comparison; in a fresh process."""
    with ours.opened(data) as (lvs, store_):
        environments = [ours.omgeving(aanleverpunt, lvs, store_) for aanleverpunt in data.aanleverpunten]
        lvs.school(data.aanleverpunten[0])  # what is imported at the first use is not the comparison's
        measured = peak_memory(lambda: ours.compare(environments))
    wrong = ours.differs(ours.as_truth(measured.pop("antwoord")), data.truth)
    if wrong:
        return [at_most("LIM-5", str(size), 64, {"fout": wrong})]
    return [at_most("LIM-5", str(size), 64, {"ratio": measured["mb"]}, unit="MB", wijze=measured["wijze"])]


def growth(results: list[Result]) -> list[Result]:
    peaks = {int(r["deel"]): r["ratio"] for r in results if r["id"] == "LIM-5" and "ratio" in r}
    if not {50_000, 500_000} <= peaks.keys():
        return []
    return [at_most("LIM-5", "500000 / 50000", 1.5, {"ratio": peaks[500_000] / peaks[50_000]})]


# --- LIM-7, LIM-8 ---------------------------------------------------------------------------------------------------------------------


def start_up(rounds: int) -> list[Result]:
    """CPU of importing, in fresh processes, less that of a bare Python of the same round."""
    codes = {"pass": "pass", "widgets": "import PySide6.QtWidgets", "venster": FIRST_WINDOW, **MORE}
    cases = {name: Case(name, _nothing, _any) for name in codes}
    cpu_of(EVERYTHING)  # compiles what was not compiled yet
    for _ in range(max(rounds, 7)):
        for name, code in codes.items():
            cases[name].cpu.append(cpu_of(code) - (cases["pass"].cpu[-1] if name != "pass" else 0))
            cases[name].wall.append(1.0)
    results = []
    for name in list(codes)[2:]:
        measured = ratio(cases[name], cases["widgets"])
        del measured["ratio_wall"]
        goal = {} if results else {"doel": 1.6, "richting": "hoogstens"}
        results.append({"id": "LIM-7", "deel": name, "info": not goal, **goal, **measured})
    return results


def _nothing() -> None:
    pass


def heavy_modules() -> list[str]:
    """Which of the heavy libraries are there after importing all of the program that a start could touch."""
    code = f"{EVERYTHING}; import sys, json; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return json.loads(found.splitlines()[-1])


def statements(data: Dataset) -> dict[str, Counter[str]]:
    """Statements on LVS2000 per aanleverpunt, of Acties Bepalen and of Controleren. Works on a copy of the store: both write in it."""
    counts: dict[str, Counter[str]] = {"acties bepalen": Counter(), "controleren": Counter()}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "opslag" / data.store.name
        shutil.copytree(data.store.parent, copy.parent)
        lvs, journal = ours.LvsDatabase(f"sqlite:///{data.lvs}"), open_store(copy, KEY)
        at_hand: Counter[str] = Counter()

        @event.listens_for(lvs.engine, "before_cursor_execute")
        def count(*_: object) -> None:
            at_hand["statements"] += 1

        for aanleverpunt in data.aanleverpunten:
            omg = ours.omgeving(aanleverpunt, lvs, journal)
            for name, flow in (("acties bepalen", acties_bepalen), ("controleren", controleren)):
                at_hand.clear()
                try:
                    flow(omg)
                except BronSyncFout as rem:  # the brake: go on, as a user would, and count that run
                    at_hand.clear()
                    acties_bepalen(omg, rem.waarden["bevestiging"])
                counts[name][aanleverpunt] = at_hand["statements"]
        with journal.unit_of_work() as unit:
            assert unit.all(Actie), "nothing to check: the count would say nothing"
        journal.close()
        lvs.sluit()
    return counts


def exact(data: Dataset, size: int) -> list[Result]:
    results = [
        at_most("LIM-8", f"statements {name}, {size}", 6, {"ratio": float(max(counts.values()))})
        for name, counts in statements(data).items()
    ]
    modules = heavy_modules()
    return [
        *results,
        at_most("LIM-8", "zware modules voor het venster", 0, {"ratio": float(len(modules))}, modules=modules),
    ]
