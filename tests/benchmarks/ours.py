"""Our own code path, as the use cases walk it: the reader, the comparison of Acties Bepalen, the reading of messages, the store.

`forget` empties the memories of normalised values: the program of the command line starts with empty ones. The register is the only
stand-in.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.dataset import FLAT_COLUMNS, KEY, TODAY, Dataset, Key, Truth
from bronsync.adapters.journal.store import Store, open_store
from bronsync.adapters.lvs2000 import reader, tables
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.bepalen.acties_bepalen import Gelijk, _leg_weg
from bronsync.application.lezen.paren import koppel_kanten, lees_kanten
from bronsync.application.ports import Omgeving, Pagina, Peil
from bronsync.application.records import BeeldRij
from bronsync.domain.gegevens import velden
from bronsync.domain.gegevens.codes import lees_codelijsten
from bronsync.domain.gegevens.velden import pgn
from bronsync.domain.vergelijking.vergelijken import Verschil, VerschilSoort, vergelijk
from bronsync.resources import resource


def forget() -> None:
    """Empties every memory of normalised values, as at the start of a process."""
    for memory in (*velden._CEL_CACHES, *(m for group in velden._DEEL_CACHES.values() for m in group)):
        memory.clear()
        memory[None] = None
    for table in reader._LIJSTTABELLEN:
        for one in table._lijsten.values():
            one._records.clear()
    reader._eigenschappen.cache_clear()
    if berichten := _berichten():
        berichten._lijsten.clear()


def _berichten() -> Any:
    import sys

    return sys.modules.get("bronsync.adapters.bron.berichten")


class QuietRegister:
    """A register that has nothing to say: the port, without network."""

    herhaling_veilig = True

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        return Pagina((), meer=False)


class StillClock:
    def now(self) -> datetime:
        return datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)

    def today(self) -> date:
        return TODAY

    def wait(self, seconden: float) -> None:
        raise AssertionError("nothing waits in a benchmark")


class OneId:
    def nieuw(self) -> str:
        return "3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"


class Level:
    def read(self, aanleverpunt: str) -> Peil:
        return Peil()

    def raise_to(self, aanleverpunt: str, peil: Peil) -> None:
        pass


class Silence:
    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        pass


def omgeving(aanleverpunt: str, lvs: Any, journal: Any) -> Omgeving:
    return Omgeving(
        aanleverpunt=aanleverpunt,
        lvs=lvs,
        register=QuietRegister(),
        journal=journal,
        clock=StillClock(),
        ids=OneId(),
        high_water_mark=Level(),
        progress=Silence(),
        sessie="S-benchmark",
        wie="benchmark",
        versie="0",
        codelijsten=lees_codelijsten(
            *(
                (resource("codelijsten") / name).read_text(encoding="utf-8")
                for name in ("tabel32-nationaliteiten.csv", "tabel34-landen.csv")
            )
        ),
        wachttijd=0,
    )


@contextmanager
def opened(data: Dataset) -> Iterator[tuple[LvsDatabase, Store]]:
    lvs, store = LvsDatabase(f"sqlite:///{data.lvs}"), open_store(data.store, KEY)
    try:
        yield lvs, store
    finally:
        store.close()
        lvs.sluit()


# --- comparing ------------------------------------------------------------------------------------------------------------------------


def compare_one(omg: Omgeving) -> list[Verschil]:
    """What Acties Bepalen does between reading and storing, for one aanleverpunt."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        equal: list[Gelijk] = []
        pairs = koppel_kanten(unit, omg, lees_kanten(unit, omg, partial(_leg_weg, equal)))
        return [verschil for pair in pairs for verschil in vergelijk(pair, TODAY.isoformat())]


def compare(environments: Iterable[Omgeving]) -> list[tuple[str, Verschil]]:
    """All aanleverpunten, one at a time."""
    return [(omg.aanleverpunt, verschil) for omg in environments for verschil in compare_one(omg)]


def as_truth(found: list[tuple[str, Verschil]]) -> Truth:
    truth = Truth()
    for aanleverpunt, verschil in found:
        lvs, bron = verschil.lvs, verschil.bron
        row = (lvs or bron).rij
        key: Key = (aanleverpunt, str(pgn(row)), str(velden.cel(row, "inschrijfdatum")))
        if verschil.soort is VerschilSoort.NIET_IN_BRON:
            truth.left_only.add(key)
        elif verschil.soort is VerschilSoort.NIET_IN_LVS:
            truth.right_only.add(key)
        else:
            truth.changed.setdefault(key, set()).update(name for name, _, _ in verschil.paren)
    return truth


def differs(answer: Truth, truth: Truth) -> str:
    """What is wrong with an answer; '' when it is the truth."""
    wrong = [name for name in ("left_only", "right_only") if getattr(answer, name) != getattr(truth, name)]
    if answer.changed.keys() != truth.changed.keys():
        wrong.append("changed rows")
    elif answer.changed != truth.changed:
        wrong.append("changed fields")
    return ", ".join(wrong)


# --- reading --------------------------------------------------------------------------------------------------------------------------


def read(lvs: LvsDatabase, aanleverpunten: list[str]) -> int:
    """All of LVS2000 to canonieke rijen, which are let go at once, as the comparison does with equal ones."""
    count = 0
    for aanleverpunt in aanleverpunten:
        last = deque(enumerate(lvs.lees(aanleverpunt), 1), maxlen=1)
        count += last[0][0] if last else 0
    return count


def _columns(table: Any) -> str:
    return ", ".join(
        column.name for column in table.columns if not (column.primary_key and column.autoincrement is True)
    )


RAW = tuple(
    f"SELECT {_columns(table)} FROM {table.name}"  # the whole table, so no join, no order and no search
    for table in (tables.leerling, tables.inschrijving, *dict.fromkeys(bron.tabel for bron in tables.LIJST.values()))
)


def raw_lvs(path: Path) -> list[list[tuple[Any, ...]]]:
    """The floor: the bare driver fetches every table whole and nothing is done with the rows."""
    db = sqlite3.connect(path)
    try:
        return [db.execute(statement).fetchall() for statement in RAW]
    finally:
        db.close()


def raw_both(data: Dataset) -> list[list[tuple[Any, ...]]]:
    """The same with the picture: key and packed bytes from a plain, unencrypted table."""
    db = sqlite3.connect(data.bytes)
    try:
        return [*raw_lvs(data.lvs), db.execute("SELECT * FROM beeld").fetchall()]
    finally:
        db.close()


def flat_picture(data: Dataset) -> list[tuple[Any, ...]]:
    """The picture as a peer would keep it: plain columns."""
    db = sqlite3.connect(data.flat)
    try:
        return db.execute(f"SELECT {', '.join(FLAT_COLUMNS)} FROM beeld").fetchall()  # own column names
    finally:
        db.close()


def records(data: Dataset, limit: int | None = None) -> list[BeeldRij]:
    return data.pictures()[:limit]
