"""WACHT and GROEI (SNEL 3 and 4): what a person waits for, and how it grows, with as many verschillen and acties as there are pupils.

A first delivery: BRON knows nobody, all in one aanleverpunt. The floor of a wait is what the same run sent to the store and to LVS2000, on
the bare drivers: the same statements, the same rows fetched, and the same rows put once (rolled back; so without the write to disk at the
end). The goal is twice the floor or 50 ms, so the ratio is over the floor or over 25 ms, whichever is more. CPU time: the machine is shared.

Not measured here: what needs a window (VENSTER, LIM-7), and sending and fetching, which need a register over TLS.
"""

from __future__ import annotations

import math
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks import ours
from benchmarks.dataset import KEY, Dataset
from benchmarks.limits import at_most
from bronsync.adapters.journal import store as journal
from bronsync.adapters.journal.store import Store, open_store
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.helpdesk.spoor import Spoor
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, BeeldRij
from bronsync.application.tonen.berichten import zoek_berichten
from bronsync.application.tonen.leerling import leerling_details
from bronsync.application.tonen.leerlingen import leerlingen
from bronsync.application.tonen.status import status
from bronsync.application.tonen.verzonden import actie_standen
from bronsync.application.tonen.volgende_stap import volgende_stap
from bronsync.application.tonen.vragen import vraag_regels
from bronsync.application.verzenden.controleren import controleren

Result = dict[str, Any]

PATIENCE = 0.025
"""Seconds: twice this nobody notices."""


def _helpdesk(omg: Omgeving) -> list[object]:
    with omg.journal.unit_of_work() as unit:
        trail = Spoor(unit, omg, frozenset())
        return [*trail.controlespoor(), *trail.berichten(), *trail.acties(), *trail.terugschrijven(), trail.stand()]


def _refresh(omg: Omgeving) -> object:
    found = leerlingen(omg)
    return found, status(omg, found), volgende_stap(omg, found)


def _click(omg: Omgeving) -> object:
    with omg.journal.unit_of_work() as unit:
        who = next(iter(unit.stream(Actie, ("inschrijving_id",), aanleverpunt=omg.aanleverpunt)))[0]
    return leerling_details(omg, (int(str(who)), "", ""), {})


WAITS: dict[str, tuple[str, Callable[[Omgeving], object]]] = {
    "1": ("Acties Bepalen, alles nieuw", acties_bepalen),
    "2": ("Acties Bepalen, nogmaals", acties_bepalen),
    "3": ("Verversen", _refresh),
    "4": ("Vragen", vraag_regels),
    "5": ("Controleer nu", controleren),
    "6": ("Controleer nu, nogmaals", controleren),
    "7": ("een leerling", _click),
    "8": ("Verzenden naar BRON tonen", lambda omg: actie_standen(omg, {})),
    "9": ("zoeken naar een bericht", lambda omg: zoek_berichten(omg, tekst="a")),
    "10": ("helpdeskbestand", _helpdesk),
}
"""In this order, each after the one before."""


class _Seen:
    """What went to the drivers."""

    def __init__(self) -> None:
        self.journal: list[tuple[str, Any]] = []
        self.lvs: list[tuple[str, Any]] = []
        self.put: list[tuple[str, list[tuple[object, ...]]]] = []

    def floor(self, store: Store, lvs: Path) -> float:
        """CPU seconds of the same on the bare drivers."""
        driver: Any = store._connection.connection.driver_connection
        with sqlite3.connect(lvs) as bare:
            start = time.process_time()
            for text, values in self.lvs:
                bare.execute(text, values).fetchall()
            driver.execute("BEGIN")
            for text, values in self.journal:
                driver.execute(text, values).fetchall()
            for text, rows in self.put:
                driver.executemany(text, rows)
            driver.execute("ROLLBACK")
            return time.process_time() - start


@contextmanager
def _seen(store: Store, lvs: LvsDatabase, seen: _Seen) -> Iterator[None]:
    def of(kept: list[tuple[str, Any]]) -> Callable[..., None]:
        def keep(_connection: object, _cursor: object, text: str, values: Any, *_: object) -> None:
            if text.lstrip().upper().startswith("SELECT"):
                kept.append((text, values))

        return keep

    units: Any = journal._UnitOfWork
    whole = units.put

    def put(unit: Any, *records: Any) -> None:
        for record in records:
            plan = journal._plan(type(record))
            seen.put.append((plan.put, [plan.cellen(record)]))
        whole(unit, *records)

    engine: Any = lvs.engine
    listeners = [(store._connection, of(seen.journal)), (engine, of(seen.lvs))]
    for target, keep in listeners:
        event.listen(target, "before_cursor_execute", keep)
    units.put = put
    try:
        yield
    finally:
        units.put = whole
        for target, keep in listeners:
            event.remove(target, "before_cursor_execute", keep)


def _one_round(data: Dataset, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """CPU seconds of each wait and of its floor. Each is run twice on copies: once to be timed, once to be looked at."""
    timed, floors = {}, {}
    for look in (False, True):
        place = folder / f"{look}.db"
        shutil.copyfile(data.store, place)
        lvs, store = LvsDatabase(f"sqlite:///{data.lvs}"), open_store(place, KEY)
        try:
            with store.unit_of_work() as unit:
                unit.delete(BeeldRij)
                unit.commit()
            (point,) = data.aanleverpunten
            omg = ours.omgeving(point, lvs, store)
            for name, (_, run) in WAITS.items():
                seen = _Seen()
                if look:
                    with _seen(store, lvs, seen):
                        run(omg)
                    floors[name] = seen.floor(store, data.lvs)
                else:
                    start = time.process_time()
                    run(omg)
                    timed[name] = time.process_time() - start
        finally:
            store.close()
            lvs.sluit()
            place.unlink()
    return timed, floors


def measure(data: Dataset, size: int, rounds: int) -> list[Result]:
    rows = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_one_round(data, Path(folder)))
    results = []
    for name, (what, _) in WAITS.items():
        ratios = [timed[name] / max(floors[name], PATIENCE) for timed, floors in rows]
        seconds = [timed[name] for timed, _ in rows]
        results.append(
            at_most(
                f"WACHT-{name}",
                f"{what}, {size}",
                2.0,
                {"ratio": statistics.median(ratios), "min": min(ratios), "max": max(ratios), "minima": min(ratios)},
                us=statistics.median(seconds) / size * 1e6,
                cpu=statistics.median(seconds),
                cpu_min=min(seconds),
                grootte=size,
            )
        )
    return results


def growth(results: list[Result]) -> list[Result]:
    """The exponent of each wait between the two largest sizes; a goal only from 2,000 on, below that all is start-up."""
    grown = []
    for name, (what, _) in WAITS.items():
        found = sorted((r["grootte"], r["cpu"], r["cpu_min"]) for r in results if r["id"] == f"WACHT-{name}")
        if len(found) < 2:
            continue
        low, high = found[-2:]
        value, of_minima = (math.log(high[i] / low[i]) / math.log(high[0] / low[0]) for i in (1, 2))
        part = f"{what}, {low[0]}-{high[0]}"
        result = at_most(f"GROEI-{name}", part, 1.1, {"ratio": value, "minima": of_minima})
        grown.append(result if low[0] >= 2_000 else result | {"info": True})
    return grown
