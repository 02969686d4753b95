"""State of the register in one SQLite file: what was committed survives kill -9 and loss of power.

What it does not know: rules, XML, messages. Bodies are JSON (values of `berichten.lees`) or XML bytes that are only kept.
One connection under one lock (`slot`): the register does one thing at a time, whatever the number of callers.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VERSIE = 1
WACHT_OP_SLOT = 10.0
"""Seconds to wait for a predecessor that still holds the file."""

_SCHEMA = """
CREATE TABLE instelling (sleutel TEXT PRIMARY KEY, waarde TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE persoon (pgn TEXT PRIMARY KEY, soort TEXT NOT NULL, geboortedatum TEXT NOT NULL, geslacht TEXT NOT NULL,
    naam TEXT NOT NULL, vervangen_door TEXT, gegevens TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX persoon_zoek ON persoon (geboortedatum, geslacht, naam);
CREATE TABLE postcode (postcode TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE aanleverpunt (code TEXT PRIMARY KEY, brin TEXT NOT NULL, vestigingen TEXT NOT NULL,
    laatste INTEGER NOT NULL DEFAULT 0, bevestigd INTEGER NOT NULL DEFAULT 0,
    geleverd INTEGER NOT NULL DEFAULT 0,
    in_sessie INTEGER NOT NULL DEFAULT 0, sessie INTEGER NOT NULL DEFAULT 0, dubbel_sessie INTEGER NOT NULL DEFAULT -1000000,
    dubbel_melden INTEGER NOT NULL DEFAULT 1, dubbel_datum TEXT) WITHOUT ROWID;
CREATE TABLE andereschool (id INTEGER PRIMARY KEY, pgn TEXT NOT NULL, brin TEXT NOT NULL, begin TEXT NOT NULL, eind TEXT);
CREATE INDEX andereschool_pgn ON andereschool (pgn);
CREATE TABLE adres (aanleverpunt TEXT NOT NULL, pgn TEXT NOT NULL, gegevens TEXT NOT NULL,
    PRIMARY KEY (aanleverpunt, pgn)) WITHOUT ROWID;
CREATE TABLE registratie (id INTEGER PRIMARY KEY, aanleverpunt TEXT NOT NULL, pgn TEXT NOT NULL, begin TEXT NOT NULL,
    eind TEXT, leerlingnummer TEXT NOT NULL, volgnummer TEXT, onderwijs TEXT NOT NULL, UNIQUE (aanleverpunt, pgn, begin));
CREATE INDEX registratie_leerling ON registratie (aanleverpunt, leerlingnummer);
CREATE INDEX registratie_pgn ON registratie (pgn);
CREATE TABLE bericht (id INTEGER PRIMARY KEY, aanleverpunt TEXT NOT NULL, operatie TEXT NOT NULL, code TEXT NOT NULL,
    vingerafdruk TEXT NOT NULL, tijd TEXT NOT NULL, gegevens TEXT NOT NULL, antwoord TEXT NOT NULL, stand TEXT NOT NULL,
    gereed REAL NOT NULL DEFAULT 0, gereed_tik INTEGER NOT NULL DEFAULT 0, uitkomst TEXT, signalen TEXT NOT NULL DEFAULT '[]', herhaald INTEGER NOT NULL DEFAULT 0,
    mutatie INTEGER NOT NULL DEFAULT 0);
CREATE INDEX bericht_code ON bericht (aanleverpunt, code);
CREATE INDEX bericht_wacht ON bericht (id) WHERE stand = 'wacht';
CREATE TABLE terugkoppeling (aanleverpunt TEXT NOT NULL, nummer INTEGER NOT NULL, soort TEXT NOT NULL, antwoord_op TEXT,
    inhoud BLOB, PRIMARY KEY (aanleverpunt, nummer)) WITHOUT ROWID;
"""

Rij = sqlite3.Row


def _houd_vast(pad: Path) -> sqlite3.Connection:
    """An open exclusive transaction: a lock that goes with its process, on every system. Raises OperationalError."""
    houvast = sqlite3.connect(pad, isolation_level=None, check_same_thread=False, timeout=WACHT_OP_SLOT)
    try:
        houvast.execute("BEGIN EXCLUSIVE")
    except BaseException:
        houvast.close()
        raise
    return houvast


class Store:
    """`pad` None keeps everything in memory: for tests."""

    def __init__(self, pad: Path | None = None) -> None:
        self.slot = threading.RLock()
        self.nieuw = pad is None or not pad.exists()
        # A lock of its own, held as long as this process lives: the state itself stays readable for others.
        self._houvast = None if pad is None else _houd_vast(pad.with_suffix(".slot"))
        self._db = sqlite3.connect(pad or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        try:
            self._open()
        except BaseException:
            self.sluit()
            raise

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        versie = self._db.execute("PRAGMA user_version").fetchone()[0]
        if versie == 0:
            self.nieuw = True  # also after a kill between making the file and filling it
        elif versie != VERSIE:
            raise RuntimeError(f"the state of the register has version {versie}, this simulator knows {VERSIE}")

    def begin(self) -> None:
        """Make the tables; call inside `transaction`, with the first contents."""
        for opdracht in _SCHEMA.split(";\n"):
            if opdracht.strip():
                self._db.execute(opdracht)
        self._db.execute(f"PRAGMA user_version={VERSIE}")
        self.nieuw = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nested use joins the outer one."""
        with self.slot:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def sluit(self) -> None:
        with self.slot:
            self._db.close()
            if self._houvast is not None:
                self._houvast.close()

    def rijen(self, vraag: str, *waarden: object) -> list[Rij]:
        with self.slot:
            return self._db.execute(vraag, waarden).fetchall()

    def rij(self, vraag: str, *waarden: object) -> Rij | None:
        with self.slot:
            uit: Rij | None = self._db.execute(vraag, waarden).fetchone()
            return uit

    def doe(self, opdracht: str, *waarden: object) -> int:
        """Run a change; gives the id of an inserted row."""
        with self.slot:
            return self._db.execute(opdracht, waarden).lastrowid or 0

    def doe_veel(self, opdracht: str, rijen: list[tuple[Any, ...]]) -> None:
        with self.slot:
            self._db.executemany(opdracht, rijen)

    def instelling(self, sleutel: str, anders: object = None) -> Any:  # noqa: ANN401 - whatever JSON holds
        rij = self.rij("SELECT waarde FROM instelling WHERE sleutel=?", sleutel)
        return anders if rij is None else json.loads(rij["waarde"])

    def zet_instelling(self, sleutel: str, waarde: object) -> None:
        self.doe("INSERT OR REPLACE INTO instelling VALUES (?, ?)", sleutel, json.dumps(waarde))
