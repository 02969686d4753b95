"""Opens the encrypted file: key, pragmas, careful creation, check, migration; and translates what SQLite says, once.

One long-lived connection with an exclusive lock: a second process is refused, and after a kill the next one is in at once. Knows no books
and no units of work. Source: RELIABILITY A2 (why creation closes and syncs the folder), A4 (pragmas and their order), DESIGN 9 'Store'.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from bronsync.adapters.journal import migrations
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import patiently, reason, replace, sync_folder

_Driver = Any
"""A connection of sqlcipher3, which ships no types."""

SLEUTELLENGTE: Final = 32

_PRAGMAS: Final[tuple[tuple[str, str, object], ...]] = (
    ("cipher_page_size", "8192", "8192"),
    ("cipher_log_level", "NONE", "NONE"),
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("busy_timeout", "5000", 5000),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
)
"""Name, value to set, value to read back; in this order, after the key. locking_mode before journal_mode: then no -shm file is made.

The page size is part of the file's format; twice SQLCipher's own makes storing a picture an eighth cheaper (LIM-4).
"""

_BUSY, _LOCKED = 5, 6
_CODES: Final[dict[int, str]] = {
    _BUSY: "OPSLAG-07",
    _LOCKED: "OPSLAG-07",
    3: "OPSLAG-16",  # PERM
    8: "OPSLAG-16",  # READONLY
    10: "OPSLAG-17",  # IOERR: a write or a sync that failed
    13: "OPSLAG-03",  # FULL
    14: "OPSLAG-17",  # CANTOPEN
    11: "OPSLAG-02",  # CORRUPT
    26: "OPSLAG-02",  # NOTADB: also what a wrong key gives
    266: "OPSLAG-02",  # IOERR_READ
    522: "OPSLAG-02",  # IOERR_SHORT_READ
}
"""SQLite's result codes, extended ones first looked up, and ours."""

_NETWERK: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs"})


def misuse(waarom: str) -> BronSyncFout:
    """Our own bug: the store was used against its rules. `waarom` is for the programmer and holds no values."""
    fout = BronSyncFout("EIGEN-01")
    fout.add_note(waarom)
    return fout


def translate(fout: Exception, *, bij_openen: bool = False) -> BronSyncFout:
    """What SQLite or the file system said, as one of ours. The original is dropped by the caller: it may quote values."""
    if isinstance(fout, OSError):
        return BronSyncFout(reason(fout))
    oorzaak = fout.orig if isinstance(fout, DBAPIError) else fout
    nummer = int(getattr(oorzaak, "sqlite_errorcode", 0) or 0)
    if bij_openen and nummer & 0xFF in (_BUSY, _LOCKED):
        return BronSyncFout("OPSLAG-04")
    code = _CODES.get(nummer) or _CODES.get(nummer & 0xFF)
    if code:
        return BronSyncFout(code)
    return misuse(f"{type(oorzaak).__name__} {getattr(oorzaak, 'sqlite_errorname', '')}")


# The driver otherwise looks for an adapter of every bool in vain: a quarter of the time of storing a picture (LIM-4).
dbapi2.register_adapter(bool, int)

FOUTEN_VAN_ONDER: Final = (SQLAlchemyError, dbapi2.Error, msgspec.MsgspecError, OSError, UnicodeError)


@contextmanager
def translated(*, bij_openen: bool = False) -> Iterator[None]:
    """Lets nothing of SQLite, SQLAlchemy, what packs or the file system through."""
    try:
        yield
    except FOUTEN_VAN_ONDER as fout:
        raise translate(fout, bij_openen=bij_openen) from None


def open_connection(pad: Path, sleutel: bytes) -> Connection:
    """The one connection on the store at `pad`, made when it is not there yet, brought up to date and checked."""
    if len(sleutel) != SLEUTELLENGTE:
        raise misuse("a raw key has 32 bytes")
    with translated(bij_openen=True):
        _bereid_map(pad)
        connection = _verbind(pad, sleutel)
        with _gesloten_bij_fout(connection):
            versie = migrations.versie(connection)
            migrations.weiger_nieuwere(versie)
            if versie == migrations.doelversie():
                _controleer(connection)
                return connection
            if versie == 0:
                _vul(connection)
        # Closed, the log is back in the file, and the file and its name are whole on disk. Only then may data, or a migration, rely on it.
        sluit(connection)
        if versie:
            _kopieer(pad, pad.with_name(f"{pad.stem}.v{versie}.bak"))
        sync_folder(pad.parent)
        connection = _verbind(pad, sleutel)
        with _gesloten_bij_fout(connection):
            migrations.migrate(connection)
            _controleer(connection)
            return connection


@contextmanager
def _gesloten_bij_fout(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        sluit(connection)
        raise


def sluit(connection: Connection) -> None:
    """Closes the file; SQLite writes its log back and removes it."""
    with translated():
        try:
            connection.close()
        finally:
            connection.engine.dispose()


def _bereid_map(pad: Path) -> None:
    if op_netwerk(pad.parent):
        # A WAL file on a network drive can be damaged without notice (RELIABILITY A4).
        raise BronSyncFout("OPSLAG-08")
    pad.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pad.parent.chmod(0o700)
    # SQLite gives its log file the rights of the file itself. A file that exists is not opened here: closing it again would, by the
    # rules of POSIX, take away the lock of a store that this same process has open.
    if not pad.exists():
        os.close(os.open(pad, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    pad.chmod(0o600)


def _vul(connection: Connection) -> None:
    """An empty file gets its tables; one that has tables but no version is not ours."""
    if inspect(connection).get_table_names():
        raise BronSyncFout("OPSLAG-02")
    migrations.maak(connection)


def _kopieer(pad: Path, kopie: Path) -> None:
    tijdelijk = kopie.with_suffix(".tmp")
    patiently(lambda: shutil.copyfile(pad, tijdelijk))
    tijdelijk.chmod(0o600)
    with tijdelijk.open("rb+") as bestand:
        os.fsync(bestand.fileno())
    replace(tijdelijk, kopie)


def _verbind(pad: Path, sleutel: bytes) -> Connection:
    def creator() -> _Driver:
        driver = dbapi2.connect(str(pad), timeout=0.2, isolation_level=None, check_same_thread=False)
        try:
            _set_pragmas(driver, sleutel)
        except BaseException:
            driver.close()
            raise
        return driver

    engine = create_engine("sqlite://", module=dbapi2, creator=creator, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine.connect()


def _set_pragmas(driver: _Driver, sleutel: bytes) -> None:
    driver.execute(f"PRAGMA key = \"x'{sleutel.hex()}'\"")
    if not driver.execute("PRAGMA cipher_version").fetchone():
        raise misuse("this SQLite does not encrypt")
    for naam, waarde, _ in _PRAGMAS:
        driver.execute(f"PRAGMA {naam} = {waarde}").fetchall()
    for naam, _, terug in _PRAGMAS:
        if driver.execute(f"PRAGMA {naam}").fetchone() != (terug,):
            raise misuse(f"PRAGMA {naam} does not hold")


def _controleer(connection: Connection) -> None:
    uitkomst = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    connection.rollback()
    if uitkomst != "ok":
        raise BronSyncFout("OPSLAG-02")


def op_netwerk(folder: Path) -> bool:
    """Whether this folder lies on a network drive, as far as this system tells."""
    pad = folder.absolute()
    if sys.platform == "win32":
        import ctypes

        return pad.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(pad.anchor) == 4
    soorten: dict[Path, str] = {}
    with suppress(OSError, IndexError):
        for regel in Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            links, _, rechts = regel.partition(" - ")
            soorten[Path(links.split()[4].replace("\\040", " "))] = rechts.split()[0]
    boven = next((ouder for ouder in (pad, *pad.parents) if ouder in soorten), None)
    return boven is not None and soorten[boven] in _NETWERK
