"""A SQL Server that is played: SQLAlchemy's own mssql dialect talks to it as to pyodbc, and a SQLite file answers.

What passes is what would go over the line: sessions, isolation levels, autocommit, statements with their values, errors with a SQLSTATE, one
application lock, temporary tables that go with their session. It does not judge T-SQL: what SQLite takes, it takes. No SQL Server can be had
on the machines of this project; this shows that the adapter's way through SQLAlchemy holds together, and nothing about SQL Server itself.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

SOORTEN = "Warning Error DatabaseError OperationalError ProgrammingError IntegrityError InterfaceError DataError InternalError NotSupportedError"
TYPEN = "NUMBER STRING DATETIME BINARY ROWID SQL_WVARCHAR SQL_WCHAR SQL_VARCHAR SQL_CHAR SQL_DECIMAL SQL_VARBINARY SQL_LONGVARBINARY SQL_DOUBLE SQL_INTEGER"
VERBINDING_WEG = ("08S01", "[08S01] Communication link failure")


class NepSqlServer:
    """Takes the place of the module pyodbc. `mag` holds roles and rights of the account, as the functions of T-SQL ask for them."""

    apilevel, threadsafety, paramstyle, version, pooling = "2.0", 1, "qmark", "5.2.0", True
    Binary = bytes

    def __init__(self, bestand: Path, *, snapshot: bool = False) -> None:
        for nummer, naam in enumerate(TYPEN.split()):
            setattr(self, naam, nummer)
        for naam in SOORTEN.split():
            setattr(self, naam, getattr(sqlite3, naam))
        self.bestand, self.snapshot = bestand, snapshot
        self.mag: set[tuple[str, ...]] = set()
        self.sessies: list[_Sessie] = []
        self.gezien: list[str] = []
        """Every statement, on one line."""
        self.sloten: dict[str, _Sessie] = {}
        self.views: tuple[str, ...] = ()
        """What lies in schema `bronsync`; in SQLite those are tables named `bronsync.Leerling`."""
        self.vork: str | None = "vork-1"
        self.leeg = 0
        """How many results without columns come before the answer of a procedure."""
        self.pakketten = 0
        self.knip: int | None = None
        """At which packet of the client the line is cut; after that every session that was open is dead."""
        self.knip_fout: tuple[str, str] = VERBINDING_WEG

    Cursor = sqlite3.Cursor

    def drivers(self) -> list[str]:
        return ["ODBC Driver 18 for SQL Server"]

    def connect(self, *_: object, **__: object) -> _Sessie:
        sessie = _Sessie(self)
        self.sessies.append(sessie)
        sessie.leef()
        return sessie

    def beeindig(self, sessie: _Sessie) -> None:
        """What KILL does, or a server that starts again."""
        sessie.beeindigd = True
        self.draai_terug(sessie)
        with suppress(sqlite3.ProgrammingError):
            self._vergeet(sessie)

    @staticmethod
    def draai_terug(sessie: _Sessie) -> None:
        with suppress(sqlite3.ProgrammingError):  # the client closed it before
            sessie.db.rollback()

    def sluit(self) -> None:
        """Also what a client never got to close, because the line was cut while it connected."""
        for sessie in self.sessies:
            sessie.db.close()

    def antwoord(self, sessie: _Sessie, opdracht: str, waarden: tuple[Any, ...]) -> str | None:
        """What a server answers by itself, as SQL; None for what the tables answer."""
        if "sp_releaseapplock" in opdracht:
            held = self.sloten.pop(waarden[0], None)
            return "0" if held is sessie else "-999"
        if "sp_getapplock" in opdracht:
            houder = self.sloten.setdefault(waarden[0], sessie)
            return f"{0 if houder is sessie else -1}, 7"
        if "APPLOCK_MODE" in opdracht:
            return "'Exclusive'" if self.sloten.get(waarden[0]) is sessie else "'NoLock'"
        vast = {
            "SERVERPROPERTY": "'16.0.1000.6'",
            "schema_name()": "'dbo'",
            "sys.system_views": "'dm_exec_sessions'",
            "sys.dm_exec_sessions": "'READ COMMITTED'",
            "test max support": "'test max support'",
            "fn_listextendedproperty": "1",
            "snapshot_isolation_state": str(int(self.snapshot)),
            "recovery_fork_guid": "NULL" if self.vork is None else f"'{self.vork}'",
            "SET TRANSACTION ISOLATION LEVEL": "1",
            "SET LOCK_TIMEOUT": "1",
            "INFORMATION_SCHEMA": " UNION ".join(f"SELECT '{naam}'" for naam in self.views).removeprefix("SELECT ")
            or "'x' WHERE 0",
        }
        return next((antwoord for herken, antwoord in vast.items() if herken in opdracht), None)

    def _vergeet(self, sessie: _Sessie) -> None:
        self.sloten = {naam: houder for naam, houder in self.sloten.items() if houder is not sessie}
        for tabel in sessie.tijdelijk:
            sessie.db.execute(f"DROP TABLE IF EXISTS [{tabel}]")
        sessie.tijdelijk.clear()


class _Sessie:
    def __init__(self, server: NepSqlServer) -> None:
        self.server = server
        self.db = sqlite3.connect(server.bestand, isolation_level=None)
        self.db.execute("PRAGMA synchronous = OFF")
        self.autocommit = self.beeindigd = False
        self.timeout = 0
        self.tijdelijk: list[str] = []
        self.omzetters: list[int] = []
        for naam, plaatsen in (("IS_SRVROLEMEMBER", 1), ("IS_MEMBER", 1), ("HAS_PERMS_BY_NAME", -1)):
            self.db.create_function(naam, plaatsen, lambda *wat: int(wat in server.mag))
        self.db.create_function("DB_NAME", 0, lambda: "LVS2000")

    def leef(self) -> None:
        """Every call that is a packet on the line comes here first."""
        server = self.server
        if not self.beeindigd:
            server.pakketten += 1
            if server.pakketten == server.knip:
                for doe in (
                    server.draai_terug,
                    server.beeindig,
                ):  # first all of them: the temporary tables lie in one file with the rest
                    for sessie in server.sessies:
                        doe(sessie)
        if self.beeindigd:
            raise sqlite3.OperationalError(*server.knip_fout)

    def cursor(self) -> _Cursor:
        return _Cursor(self)

    def commit(self) -> None:
        self.leef()
        if self.db.in_transaction:
            self.db.execute("COMMIT")

    def rollback(self) -> None:
        self.leef()
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    def close(self) -> None:
        self.server._vergeet(self)
        self.db.close()

    def add_output_converter(self, soort: int, _omzetter: object) -> None:
        self.omzetters.append(soort)


class _Cursor:
    def __init__(self, sessie: _Sessie) -> None:
        self._sessie = sessie
        self._cursor = sessie.db.cursor()
        self.fast_executemany = False
        self._leeg = 0

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._cursor, naam)

    @property
    def description(self) -> Any:
        return None if self._leeg else self._cursor.description

    def nextset(self) -> bool:
        self._leeg -= 1
        return self._leeg >= 0

    def fetchone(self) -> Any:
        if self._leeg:
            raise sqlite3.ProgrammingError("24000", "[24000] Invalid cursor state: no results")
        return self._cursor.fetchone()

    def setinputsizes(self, *_: object) -> None:
        pass

    def execute(self, opdracht: str, *waarden: Any) -> _Cursor:
        sessie, opdracht = self._sessie, " ".join(opdracht.split())
        sessie.leef()
        sessie.server.gezien.append(opdracht)
        plat = tuple(waarden[0]) if len(waarden) == 1 and isinstance(waarden[0], (tuple, list)) else waarden
        self._leeg = sessie.server.leeg if "EXEC @" in opdracht else 0
        eigen = sessie.server.antwoord(sessie, opdracht, plat)
        if eigen is not None:
            self._cursor.execute(f"SELECT {eigen}")
            return self
        if not sessie.autocommit and not sessie.db.in_transaction:
            sessie.db.execute("BEGIN")
        if tabel := re.match(r"CREATE TABLE \[(##\w+)\]", opdracht):
            sessie.tijdelijk.append(tabel[1])
        if tabel := re.match(r"\s*DROP TABLE \[(##\w+)\]", opdracht):
            sessie.tijdelijk.remove(tabel[1])
        for weg in ("WITH (UPDLOCK, ROWLOCK)", "COLLATE Latin1_General_BIN2"):
            opdracht = opdracht.replace(weg, "")
        opdracht = opdracht.replace("bronsync.[", "[bronsync.")
        self._cursor.execute(opdracht, [w.isoformat() if isinstance(w, date) else w for w in plat])
        return self
