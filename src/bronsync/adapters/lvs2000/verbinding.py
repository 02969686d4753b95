"""The way to LVS2000's database: SQL Server, or a SQLite file for the demo school and the tests.

From settings or a URL to an engine; one unit of work at a time (`uitgevoerd`), repeated when the server chose it as deadlock victim or the
line dropped, with every error of driver or library translated once to a code of `domain/errors.py`. Their own texts are never passed on:
they carry values (RELIABILITY C4 53). Knows nothing of pupils. SQLAlchemy and the driver are imported when the first engine is made.
Sources: manual ch. 3 (Windows or SQL authentication), DESIGN 8 (drivers, minimum 2012), SQLSERVER.md 1, RELIABILITY C4 47, 54-56.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import platform
import re
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bronsync.domain.errors import BronSyncFout

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

T = TypeVar("T")
_log = logging.getLogger(__name__)

_POGINGEN: Final = 3
_SECONDEN_PER_VRAAG: Final = 30
_SECONDEN_VERBINDEN: Final = 15
_SECONDEN_BEZET: Final = 5
_SQL_SERVER_2012: Final = (11, 0)

_SNAPSHOT: Final = "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()"
_HERSTEL: Final = "SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id = DB_ID()"


@dataclass(frozen=True, slots=True)
class Verbinding:
    """What the administrator fills in. Without `gebruiker`: Windows authentication."""

    server: str
    database: str
    gebruiker: str | None = None
    wachtwoord: str | None = field(default=None, repr=False)
    vertrouw_servercertificaat: bool = False
    """Only for a server with a certificate of its own making; the line is encrypted either way (C4 56)."""


# --- drivers ------------------------------------------------------------------------------------------------------------------------


def _pyodbc() -> Any:  # noqa: ANN401 - the module carries no types that mypy accepts
    """The driver manager's module; it fails to import where unixODBC is missing."""
    return importlib.import_module("pyodbc")


def _driver_bij_pakket() -> str | None:
    """Path of Microsoft's driver in the package mssql-python-odbc; on Linux only, elsewhere a driver manager wants it installed."""
    pakket = importlib.util.find_spec("mssql_python_odbc") if sys.platform == "linux" else None
    for map_ in pakket.submodule_search_locations or () if pakket else ():
        voor_machine = f"libs/linux/debian_ubuntu/{platform.machine()}/lib/libmsodbcsql*"
        for bestand in sorted(Path(map_).glob(voor_machine), reverse=True):
            return str(bestand)
    return None


def _kies_driver(verbinding: Verbinding) -> tuple[str, dict[str, str]]:
    """SQLAlchemy's driver name and what the driver needs: an installed one of Microsoft, the packaged one, mssql-python, FreeTDS."""
    certificaat = {"TrustServerCertificate": "yes" if verbinding.vertrouw_servercertificaat else "no"}
    namen = _pyodbc().drivers()
    van_microsoft = [
        (int(m[1]), naam) for naam in namen if (m := re.fullmatch(r"ODBC Driver (\d+) for SQL Server", naam))
    ]
    driver = max(van_microsoft)[1] if van_microsoft else _driver_bij_pakket()
    if driver:
        return "mssql+pyodbc", {"driver": driver, "Encrypt": "yes", **certificaat}
    if importlib.util.find_spec("mssql_python"):
        windows = {} if verbinding.gebruiker else {"Trusted_Connection": "yes"}
        return "mssql+mssqlpython", {"Encrypt": "yes", **certificaat, **windows}
    if "FreeTDS" in namen and verbinding.vertrouw_servercertificaat:  # FreeTDS does not check the server's certificate
        return "mssql+pyodbc", {
            "driver": "FreeTDS",
            "Encryption": "require",
            "TDS_Version": "7.4",
            "ClientCharset": "UTF-8",
        }
    _log.info("LVS2000: no driver for SQL Server among %d installed", len(namen))
    raise BronSyncFout("LVS-10")


def url_van(verbinding: Verbinding) -> URL:
    """The URL of these settings; each value is quoted by SQLAlchemy, none can add a setting (RELIABILITY C4 47)."""
    from sqlalchemy import URL

    naam, vraag = _kies_driver(verbinding)
    return URL.create(
        naam,
        username=verbinding.gebruiker,
        password=verbinding.wachtwoord if verbinding.gebruiker else None,
        host=verbinding.server,
        database=verbinding.database,
        query=vraag,
    )


# --- engines ------------------------------------------------------------------------------------------------------------------------


def open_engine(bron: str | Verbinding) -> Engine:
    """The engine of a URL (`sqlite:///...`, `mssql+pyodbc://...`) or of settings. Connects to nothing yet."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = url_van(bron) if isinstance(bron, Verbinding) else make_url(bron)
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(sqlite_pad(url))
        if url.get_backend_name() == "mssql":
            return _mssql_engine(url)
    except (ArgumentError, ImportError) as fout:
        _log.info("LVS2000: no engine: %s", type(fout).__name__)
    raise BronSyncFout("LVS-01")


def sqlite_pad(url: URL) -> Path:
    """The file of a SQLite URL; one in memory would be gone between two reads and is refused."""
    if url.database in (None, "", ":memory:"):
        raise BronSyncFout("LVS-01")
    return Path(str(url.database)).absolute()


def _sqlite_engine(pad: Path) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import DisconnectionError
    from sqlalchemy.pool import QueuePool

    def verbind() -> sqlite3.Connection:
        # mode=rw: a file that is not there stays away instead of becoming an empty database
        return sqlite3.connect(
            f"{pad.as_uri()}?mode=rw",
            timeout=_SECONDEN_BEZET,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine(f"sqlite:///{pad}", creator=verbind, poolclass=QueuePool, pool_size=1, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def onthoud(_ruw: object, gegevens: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own record
        gegevens.info["bestand"] = _bestand(pad)

    @event.listens_for(engine, "checkout")
    def zelfde_bestand(_ruw: object, gegevens: Any, _houder: object) -> None:  # noqa: ANN401 - SQLAlchemy's own record
        """A kept connection goes on reading a file that was replaced, as by a restored backup: then a new one is made."""
        if gegevens.info["bestand"] != _bestand(pad):
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(verbinding: Connection) -> None:
        """A real transaction, so that several SELECTs see one moment; sqlite3 itself would begin one at the first change only."""
        schrijven = verbinding.get_execution_options().get("schrijven", False)
        ruw: Any = verbinding.connection.dbapi_connection
        ruw.execute("BEGIN IMMEDIATE" if schrijven else "BEGIN")

    return engine


def _bestand(pad: Path) -> tuple[int, int] | None:
    """Which file stands there now; None when none does."""
    try:
        stand = pad.stat()
    except OSError:
        return None
    return stand.st_dev, stand.st_ino


def _mssql_engine(url: URL) -> Engine:
    from sqlalchemy import create_engine, event

    opties: dict[str, Any] = {}
    if url.get_driver_name() == "pyodbc":
        _pyodbc().pooling = False  # else a closed session lives on in the driver manager, and with it its lease
        opties["connect_args"] = {"timeout": _SECONDEN_VERBINDEN}
        if "freetds" in str(url.query).lower():
            opties["use_setinputsizes"] = False  # else text over 4000 characters gives HY090 (SQLSERVER.md 1)
    engine = create_engine(url, pool_pre_ping=True, pool_size=2, hide_parameters=True, **opties)

    @event.listens_for(engine, "connect")
    def verbonden(ruw: Any, record: Any) -> None:  # noqa: ANN401 - a driver's connection has no common type
        """Asks once per connection what a restore or an administrator can only change by ending the connection."""
        ruw.timeout = _SECONDEN_PER_VRAAG
        fout = engine.dialect.loaded_dbapi.Error
        record.info["snapshot"] = _een_waarde(ruw, _SNAPSHOT, fout) == 1
        record.info["herstel"] = _een_waarde(ruw, _HERSTEL, fout)

    return engine


def _een_waarde(ruw: Any, vraag: str, fout: type[Exception]) -> object:  # noqa: ANN401 - a driver's connection has no common type
    """One value, or None where this account may not see it or this server does not know it."""
    cursor = ruw.cursor()
    try:
        cursor.execute(vraag)
        rij = cursor.fetchone()
        return rij[0] if rij else None
    except fout:
        return None
    finally:
        cursor.close()
        ruw.rollback()


# --- units of work ------------------------------------------------------------------------------------------------------------------


def uitgevoerd(engine: Engine, werk: Callable[[Connection], T], *, schrijven: bool = False) -> T:
    """What `werk` gives, all of it in one transaction that sees one moment; at most three tries.

    On SQL Server a read uses SNAPSHOT where the database allows it and SERIALIZABLE otherwise: `werk` fetches everything and works nothing
    out, so the locks last as long as the statements of one aanleverpunt. A victim of a deadlock or a dropped line repeats the whole.
    """
    toegeeflijk = False
    for poging in range(1, _POGINGEN + 1):
        try:
            with open_verbinding(engine) as verbinding:
                try:
                    return _in_transactie(verbinding, werk, schrijven=schrijven, toegeeflijk=toegeeflijk)
                finally:
                    if toegeeflijk:
                        verbinding.invalidate()  # it would go on reading broken text as if it were whole
        except _Opnieuw as opnieuw:
            if poging == _POGINGEN:
                raise BronSyncFout(opnieuw.code) from None
            toegeeflijk = toegeeflijk or opnieuw.toegeeflijk
    raise BronSyncFout("EIGEN-01")


class _Opnieuw(Exception):
    """The unit of work may be repeated as a whole; `code` when it was the last try."""

    def __init__(self, code: str, *, toegeeflijk: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.toegeeflijk = toegeeflijk


def open_verbinding(engine: Engine) -> Connection:
    """A connection to a server that is new enough."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        verbinding = engine.connect()
    except (SQLAlchemyError, ImportError, sqlite3.Error, OSError) as fout:
        meld(fout)
        raise BronSyncFout("LVS-01") from None
    versie: tuple[object, ...] = getattr(engine.dialect, "server_version_info", None) or ()
    if engine.dialect.name == "mssql" and versie < _SQL_SERVER_2012:
        verbinding.close()
        raise BronSyncFout("LVS-08", versie=".".join(str(deel) for deel in versie[:2]) or "onbekend")
    return verbinding


def _in_transactie(verbinding: Connection, werk: Callable[[Connection], T], *, schrijven: bool, toegeeflijk: bool) -> T:
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    dialect = verbinding.dialect
    fouten = (SQLAlchemyError, dialect.loaded_dbapi.Error, UnicodeError)
    try:
        if toegeeflijk:
            _lees_toegeeflijk(verbinding)
        if dialect.name == "mssql" and not schrijven:
            niveau: Any = "SNAPSHOT" if verbinding.info.get("snapshot") else "SERIALIZABLE"
            verbinding.execution_options(isolation_level=niveau)
        verbinding.execution_options(schrijven=schrijven)
        with verbinding.begin():
            return werk(verbinding)
    except fouten as fout:
        oorzaak = fout.orig if isinstance(fout, DBAPIError) else fout
        meld(oorzaak)
        code = "LVS-05" if schrijven else "LVS-04"
        if _is_onleesbaar(oorzaak) and not toegeeflijk:
            raise _Opnieuw(code, toegeeflijk=True) from None
        weg = isinstance(oorzaak, dialect.loaded_dbapi.Error) and dialect.is_disconnect(oorzaak, None, None)
        if weg or _is_slachtoffer(oorzaak):
            verbinding.invalidate()  # what a victim's connection does next is not to be relied on (SQLSERVER.md 2)
            raise _Opnieuw("LVS-01" if weg else code) from None
        if getattr(oorzaak, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_CANTOPEN"):
            raise BronSyncFout("LVS-01") from None
        if onderdeel := _wat_ontbreekt(verbinding):
            raise BronSyncFout("LVS-03", onderdeel=onderdeel) from None
        raise BronSyncFout(code) from None


def meld(fout: object) -> None:
    """For the helpdesk: class and SQLSTATE, never the text."""
    reden = getattr(fout, "orig", None) or fout
    argument = reden.args[0] if isinstance(reden, Exception) and reden.args else ""
    sqlstate = argument if isinstance(argument, str) and re.fullmatch("[0-9A-Z]{5}", argument) else "-"
    _log.info("LVS2000: %s, SQLSTATE %s", type(reden).__name__, sqlstate)


def _is_slachtoffer(fout: object) -> bool:
    """Deadlock victim: 1205. Microsoft's driver says 40001, FreeTDS 42000 with the number in the text."""
    tekst = str(fout)
    return "40001" in tekst or "(1205)" in tekst


def _is_onleesbaar(fout: object) -> bool:
    """A text that is not valid in its own encoding (RELIABILITY C4 52)."""
    return isinstance(fout, UnicodeError) or (isinstance(fout, sqlite3.OperationalError) and "decode" in str(fout))


def _lees_toegeeflijk(verbinding: Connection) -> None:
    """Reads broken text with U+FFFD in it, so that the controles can name the row; slow, so only after a read that failed on it."""
    ruw: Any = verbinding.connection.dbapi_connection
    if verbinding.dialect.name == "sqlite":
        ruw.text_factory = lambda tekst: tekst.decode("utf-8", "replace")
    elif verbinding.dialect.driver == "pyodbc":  # not seen at work: no SQL Server on the machines of this project
        pyodbc = _pyodbc()
        for soort in (pyodbc.SQL_WCHAR, pyodbc.SQL_WVARCHAR):
            ruw.add_output_converter(
                soort, lambda tekst: None if tekst is None else tekst.decode("utf-16-le", "replace")
            )


def _wat_ontbreekt(verbinding: Connection) -> str | None:
    """The first table or column of ours that this database lacks; asked only after a statement failed."""
    from sqlalchemy import inspect
    from sqlalchemy.exc import SQLAlchemyError

    from bronsync.adapters.lvs2000.tables import GEBRUIKT

    try:
        inspecteur = inspect(verbinding)
        tabellen = {naam.casefold() for naam in inspecteur.get_table_names()}
        for tabel in GEBRUIKT:
            if tabel.name.casefold() not in tabellen:
                return f"tabel {tabel.name}"
            aanwezig = {kolom["name"].casefold() for kolom in inspecteur.get_columns(tabel.name)}
            for kolom in tabel.columns:
                if kolom.name.casefold() not in aanwezig:
                    return f"kolom {tabel.name}.{kolom.name}"
    except SQLAlchemyError as fout:
        meld(fout)
    return None
