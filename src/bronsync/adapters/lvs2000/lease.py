"""The lease: one process at a time works with an aanleverpunt (RELIABILITY F21).

SQL Server: an application lock owned by a session of its own, which needs no right beyond `public`. SQLite: an operating-system lock on a
file beside the database. Both are freed by the system when the process dies; the file itself stays.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bronsync.adapters.lvs2000.verbinding import open_verbinding, sqlite_pad
from bronsync.domain.errors import BronSyncFout

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# SQLAlchemy has no construct for these: the only statements of this adapter that are text. Below zero: not granted.
APPLOCK: Final = text(
    "SET NOCOUNT ON; DECLARE @uitkomst int; EXEC @uitkomst = sp_getapplock "
    "@Resource = :hulpbron, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0; SELECT @uitkomst"
)


MODUS: Final = text("SELECT APPLOCK_MODE('public', :hulpbron, 'Session')")

Vast = Callable[[], bool]
"""Whether the lease is still held."""


@contextmanager
def vergrendeld(engine: Engine, aanleverpunt: str) -> Iterator[Vast]:
    """Holds the lease while the block runs, and can say whether it still does; LVS-09 when another holds it."""
    if not re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", aanleverpunt):  # it becomes part of a file name
        raise BronSyncFout("LVS-06", aanleverpunt="onbekend")
    sqlite = engine.dialect.name == "sqlite"
    with _bestandsslot(sqlite_pad(engine.url), aanleverpunt) if sqlite else _applock(engine, aanleverpunt) as vast:
        yield vast


@contextmanager
def _applock(engine: Engine, aanleverpunt: str) -> Iterator[Vast]:
    verbinding = open_verbinding(engine)
    verbinding.detach()  # closing it ends the session, and with it the lock
    try:
        # without a transaction, which would stay open as long as the lease
        verbinding.execution_options(isolation_level="AUTOCOMMIT")
        uitkomst = verbinding.execute(APPLOCK, {"hulpbron": f"BRONSYNC:{aanleverpunt}"}).scalar_one()
    except SQLAlchemyError:
        verbinding.close()
        raise BronSyncFout("LVS-04") from None
    try:
        if uitkomst < 0:
            raise BronSyncFout("LVS-09", aanleverpunt=aanleverpunt)
        yield lambda: _houdt(verbinding, aanleverpunt)
    finally:
        verbinding.close()


def _houdt(verbinding: Connection, aanleverpunt: str) -> bool:
    """Asked on the session that took it: a session that the server ended holds nothing."""
    try:
        return bool(verbinding.execute(MODUS, {"hulpbron": f"BRONSYNC:{aanleverpunt}"}).scalar_one() == "Exclusive")
    except SQLAlchemyError:
        return False


@contextmanager
def _bestandsslot(database: Path, aanleverpunt: str) -> Iterator[Vast]:
    try:
        bestand = database.with_name(f"{database.name}.{aanleverpunt}.slot").open("ab")
    except OSError:
        raise BronSyncFout("LVS-05") from None
    with bestand:  # closing it frees the lock
        try:
            _neem(bestand.fileno())
        except OSError:
            raise BronSyncFout("LVS-09", aanleverpunt=aanleverpunt) from None
        yield lambda: True  # the system keeps it as long as this process lives


if sys.platform == "win32":
    import msvcrt

    def _neem(bestand: int) -> None:
        msvcrt.locking(bestand, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _neem(bestand: int) -> None:
        fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
