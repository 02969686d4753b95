"""The lease: one process at a time works with an aanleverpunt, and who comes second is told where and since when (RELIABILITY F21, F23).

SQL Server: an application lock owned by a session of its own, which needs no right beyond `public`. Who owns it the server tells only to who
may see the whole server (VIEW SERVER STATE), so the session leaves a note: a global temporary table, which any account may make and read. It
lies in tempdb, never in the school's database, and goes with the session. Not tried on a SQL Server: none on the machines of this project.
SQLite: an operating-system lock on a file beside the database, in which the note is written. Both locks are freed by the system when the
process dies. The note names the computer, never a person, and is shown to the user only; where there is none, the sentence names nobody.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Column, MetaData, Table, Unicode, select, text
from sqlalchemy.schema import CreateTable, DropTable

from bronsync.adapters.lvs2000.connection import (
    DriverFout,
    als_zin,
    eerste_rij,
    grens,
    meld,
    open_connection,
    sluit,
    sqlite_pad,
    translated,
)
from bronsync.adapters.lvs2000.oorzaken import spoor_van
from bronsync.domain.errors import BronSyncFout

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# SQLAlchemy has no construct for these: the only statements of this adapter that are text. Below zero: not granted. Four seconds: a
# session that ended a moment ago, as after a crash or a lost line, is cleared away by the server in its own time.
APPLOCK: Final = text(
    "SET NOCOUNT ON; DECLARE @uitkomst int; EXEC @uitkomst = sp_getapplock "
    "@Resource = :resource, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 4000; "
    "SELECT @uitkomst, DB_ID()"
)
LOSLATEN: Final = text(
    "SET NOCOUNT ON; DECLARE @uitkomst int; EXEC @uitkomst = sp_releaseapplock "
    "@Resource = :resource, @LockOwner = 'Session'; SELECT @uitkomst"
)

MODUS: Final = text("SELECT APPLOCK_MODE('public', :resource, 'Session')")

_COMPUTER, _MOMENT = re.compile(r"[A-Za-z0-9._-]{1,63}"), re.compile(r"\d\d-\d\d-\d{4} \d\d:\d\d")
_ERGENS: Final = "in een ander venster of op een andere computer"
_LENGTE: Final = 128

Vast = Callable[[], bool]
"""Whether the lease is still held."""


@contextmanager
def leased(engine: Engine, aanleverpunt: str) -> Iterator[Vast]:
    """Holds the lease while the block runs, and can say whether it still does; LVS-09 when another holds it."""
    if not re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", aanleverpunt):  # it becomes part of a file name and of a table name
        raise BronSyncFout("LVS-06", aanleverpunt="onbekend")
    sqlite = engine.dialect.name == "sqlite"
    with _bestandsslot(sqlite_pad(engine.url), aanleverpunt) if sqlite else _applock(engine, aanleverpunt) as vast:
        yield vast


# --- the note -----------------------------------------------------------------------------------------------------------------------


def _deze_computer() -> str:
    """Its name, without what a name of a computer cannot have; may be empty."""
    return re.sub(r"[^A-Za-z0-9._-]", "", platform.node())[:63]


def _sinds() -> str:
    """By the clock and in the time zone of this computer, as the colleague who reads it has them too."""
    return f"{datetime.now().astimezone():%d-%m-%Y %H:%M}"


def waar(computer: object, sinds: object) -> str:
    """Dutch: where the work goes on and since when. What is no note of ours names nobody: anyone may have written it."""
    if not (isinstance(computer, str) and isinstance(sinds, str)):
        return _ERGENS
    if not (_COMPUTER.fullmatch(computer) and _MOMENT.fullmatch(sinds)):
        return _ERGENS
    plek = "op deze computer" if computer == _deze_computer() else f"op computer {computer}"
    return f"{plek}, sinds {sinds}"


# --- SQL Server ---------------------------------------------------------------------------------------------------------------------


@contextmanager
def _applock(engine: Engine, aanleverpunt: str) -> Iterator[Vast]:
    connection, resource = _eigen_sessie(engine), f"BRONSYNC:{aanleverpunt}"
    try:
        with translated(engine, "LVS-04"):
            ruw: Any = connection.connection.dbapi_connection
            ruw.rollback()  # what looking whether the line still works may have begun
            # without a transaction, which would stay open as long as the lease
            connection.dialect.set_isolation_level(ruw, "AUTOCOMMIT")
            uitkomst, database = eerste_rij(connection, APPLOCK, resource=resource)
        briefje = maak_briefje(database, aanleverpunt)
        if uitkomst < 0:
            raise BronSyncFout("LVS-09", aanleverpunt=aanleverpunt, waar=_lees_briefje(connection, briefje))
        _leg_briefje(connection, briefje)
        try:
            yield lambda: _houdt(connection, resource)
        finally:
            _laat_los(connection, briefje, resource)
    finally:
        sluit(connection)


def _eigen_sessie(engine: Engine) -> Connection:
    """Closing it ends the session, its lock and its note; it never returns to the pool."""
    try:
        connection = open_connection(engine)
    except DriverFout as fout:
        raise als_zin(engine, fout, "LVS-04") from None
    connection.detach()
    return connection


def _houdt(connection: Connection, resource: str) -> bool:
    """Asked on the session that took it: a session that the server ended holds nothing."""
    try:
        with grens(connection.engine):
            return bool(eerste_rij(connection, MODUS, resource=resource)[0] == "Exclusive")
    except DriverFout:
        return False


def _laat_los(connection: Connection, briefje: Table, resource: str) -> None:
    """At once, and not when the server gets to clearing away the session. Who already lost it has nothing to let go."""
    with suppress(DriverFout), grens(connection.engine):
        connection.execute(DropTable(briefje))
    with suppress(DriverFout), grens(connection.engine):
        eerste_rij(connection, LOSLATEN, resource=resource)


def maak_briefje(database: int, aanleverpunt: str) -> Table:
    """The temporary table of one aanleverpunt in one database: tempdb is shared by all databases of the server, the lock is not."""
    naam = f"##BRONSYNC_{int(database)}_{aanleverpunt}"
    return Table(naam, MetaData(), Column("Computer", Unicode(63)), Column("Sinds", Unicode(16)))


def _leg_briefje(connection: Connection, briefje: Table) -> None:
    """A server that refuses it costs the other the name, nobody the lease."""
    with suppress(DriverFout), grens(connection.engine):
        connection.execute(CreateTable(briefje))
        connection.execute(briefje.insert().values(Computer=_deze_computer(), Sinds=_sinds()))


def _lees_briefje(connection: Connection, briefje: Table) -> str:
    rij: Any = None
    with suppress(DriverFout), grens(connection.engine):
        rij = connection.execute(select(briefje)).first()
    return waar(*(rij or (None, None)))


# --- SQLite -------------------------------------------------------------------------------------------------------------------------


@contextmanager
def _bestandsslot(database: Path, aanleverpunt: str) -> Iterator[Vast]:
    pad = database.with_name(f"{database.name}.{aanleverpunt}.slot")
    try:
        pad.touch()
        bestand = pad.open("r+b", buffering=0)
    except OSError:
        raise BronSyncFout("LVS-05") from None

    def vast() -> bool:
        """A cleaning tool may take the file away, and the next process then locks another one; where Windows lets nobody, it holds too."""
        try:
            return os.path.samestat(os.fstat(bestand.fileno()), pad.stat())
        except OSError:
            return False

    with bestand:  # closing it frees the lock
        try:
            _neem(bestand.fileno())
        except OSError:
            raise BronSyncFout("LVS-09", aanleverpunt=aanleverpunt, waar=_lees_regel(bestand)) from None
        if not vast():
            raise BronSyncFout("LVS-11")
        _schrijf_regel(bestand, f"{_deze_computer()}\t{_sinds()}\n")
        try:
            yield vast
        finally:
            _schrijf_regel(bestand, "")  # a note that outlives a crash is read by nobody: the lock is free then


def _schrijf_regel(bestand: FileIO, regel: str) -> None:
    """Always of one length, so that nothing of an older note is left. A full disk costs the name only."""
    try:
        bestand.seek(0)
        bestand.write(regel.encode("ascii").ljust(_LENGTE, b" "))
    except OSError as fout:
        meld(spoor_van(fout))


def _lees_regel(bestand: FileIO) -> str:
    """What the holder wrote. It stands there a moment after the lock is taken: only then can it still be that of a process that died."""
    bestand.seek(0)
    computer, _, sinds = bestand.read(_LENGTE).decode("ascii", "replace").strip().partition("\t")
    return waar(computer, sinds)


if sys.platform == "win32":
    import msvcrt

    def _neem(bestand: int) -> None:
        os.lseek(bestand, 1 << 30, os.SEEK_SET)  # far behind the note: what is locked there nobody else can read
        msvcrt.locking(bestand, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _neem(bestand: int) -> None:
        fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
