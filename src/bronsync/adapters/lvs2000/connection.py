"""The way to LVS2000's database: SQL Server, or a SQLite file for the demo school and the tests.

From settings, a path or a URL to an engine; one unit of work at a time (`uitgevoerd`), repeated when the server chose it as deadlock victim or
the line dropped. Whatever a driver or SQLAlchemy says, connecting, at a statement, at the end or on leaving, passes one boundary (`grens`)
and comes out as a trace and a cause (`oorzaken.py`), in the end as a code of `domain/errors.py`; their texts are never passed on: they carry
values (RELIABILITY C4 53). SQLAlchemy's isolation levels are not used: it would set them back outside every boundary, while the connection
returns to the pool. Knows nothing of pupils. SQLAlchemy and the driver are imported when the first engine is made.
Sources: manual ch. 3 (Windows or SQL authentication), DESIGN 8 (drivers, minimum 2012), SQLSERVER.md 1, RELIABILITY C4 47, 54-56.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bronsync.adapters.lvs2000.oorzaken import Oorzaak, Spoor, spoor_van
from bronsync.adapters.lvs2000.packaged_driver import DATA_SOURCE, how_to_name, make_known, packaged_driver
from bronsync.domain.errors import BronSyncFout

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine, Table, TextClause

T = TypeVar("T")
_Ruw = Any
"""What a driver gives: its connections and rows have no common type."""
_log = logging.getLogger(__name__)

_ATTEMPTS: Final = 3
_SECONDEN_PER_VRAAG: Final = 30
_SECONDEN_VERBINDEN: Final = 15
_SECONDEN_BEZET: Final = 5
_SQL_SERVER_2012: Final = (11, 0)
VIEWS: Final = "bronsync"
"""The schema in which a school's administrator may lay views over the real tables of LVS2000 (resources/lvs2000/views.sql)."""

_WACHT_OP_RIJ: Final = "SET LOCK_TIMEOUT 5000"
"""A row that somebody else has open: said after five seconds. Otherwise SQL Server would wait as long as the query may take."""
_VIEWS: Final = "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'bronsync'"
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


def _kies_driver(gekozen: Verbinding) -> tuple[str, dict[str, str]]:
    """SQLAlchemy's driver name and what the driver needs: an installed one of Microsoft, the packaged one, mssql-python, FreeTDS."""
    certificaat = {"TrustServerCertificate": "yes" if gekozen.vertrouw_servercertificaat else "no"}
    namen = _pyodbc().drivers()
    van_microsoft = [
        (int(m[1]), naam) for naam in namen if (m := re.fullmatch(r"ODBC Driver (\d+) for SQL Server", naam))
    ]
    if van_microsoft:
        return "mssql+pyodbc", {"driver": max(van_microsoft)[1], "Encrypt": "yes", **certificaat}
    if driver := packaged_driver():
        return "mssql+pyodbc", {**how_to_name(driver), "Encrypt": "yes", **certificaat}
    if importlib.util.find_spec("mssql_python"):
        windows = {} if gekozen.gebruiker else {"Trusted_Connection": "yes"}
        return "mssql+mssqlpython", {"Encrypt": "yes", **certificaat, **windows}
    if "FreeTDS" in namen:
        if not gekozen.vertrouw_servercertificaat:
            raise BronSyncFout("LVS-25")  # it checks no certificate
        vast = {"driver": "FreeTDS", "Encryption": "require", "TDS_Version": "7.4", "ClientCharset": "UTF-8"}
        return "mssql+pyodbc", vast
    _log.info("LVS2000: no driver for SQL Server among %d installed", len(namen))
    raise BronSyncFout("LVS-10")


@dataclass(frozen=True, slots=True)
class _Server:
    r"""What an administrator types as the server: `SERVER`, `SERVER\INSTANTIE`, `SERVER,poort`, `tcp:SERVER,poort`, `(local)`."""

    naam: str
    poort: int | None

    @classmethod
    def van(cls, getypt: str) -> _Server:
        naam, _, poort = re.sub("^tcp:", "", getypt.strip(), flags=re.IGNORECASE).partition(",")
        if poort and not re.fullmatch(r"\s*[0-9]{1,5}\s*", poort):
            return cls(getypt, None)  # not to be understood: the driver says so
        plek, streep, instantie = naam.strip().partition("\\")
        plek = "localhost" if plek.lower() in (".", "(local)") else plek
        # a port says more than the name of an instance, and then nobody has to look it up
        return cls(plek if poort else f"{plek}{streep}{instantie}", int(poort) if poort else None)

    def heeft_instantie(self) -> bool:
        return "\\" in self.naam


def url_van(gekozen: Verbinding) -> URL:
    """The URL of these settings; each value is quoted by SQLAlchemy, none can add a setting (RELIABILITY C4 47)."""
    from sqlalchemy import URL

    naam, vraag = _kies_driver(gekozen)
    server: str | None = gekozen.server
    if "dsn" in vraag:  # SQLAlchemy would take a host for the name of the data source
        server, vraag = None, vraag | {"Server": gekozen.server}
    elif vraag.get("driver") == "FreeTDS":  # it has a grammar of its own; Microsoft's drivers take what was typed
        gelezen = _Server.van(gekozen.server)
        server, vraag = gelezen.naam, vraag | ({"PORT": str(gelezen.poort)} if gelezen.poort else {})
    return URL.create(
        naam,
        username=gekozen.gebruiker,
        password=gekozen.wachtwoord if gekozen.gebruiker else None,
        host=server,
        database=gekozen.database,
        query=vraag,
    )


# --- engines ------------------------------------------------------------------------------------------------------------------------


def open_engine(bron: str | Path | Verbinding) -> Engine:
    """The engine of a file, of a URL (`sqlite:///...`, `mssql+pyodbc://...`) or of settings. Connects to nothing yet."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    if isinstance(bron, Path):
        return _sqlite_engine(bron.absolute())
    try:
        url = url_van(bron) if isinstance(bron, Verbinding) else make_url(bron)
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(sqlite_pad(url))
        if url.get_backend_name() == "mssql":
            return _mssql_engine(url)
    except ImportError as fout:
        meld(spoor_van(fout))
        raise BronSyncFout("LVS-10") from None
    except ArgumentError as fout:
        meld(spoor_van(fout))
    raise BronSyncFout("LVS-01")


def sqlite_pad(url: URL) -> Path:
    """The file of a SQLite URL; one in memory would be gone between two reads and is refused."""
    if url.database in (None, "", ":memory:"):
        raise BronSyncFout("LVS-01")
    return Path(str(url.database)).absolute()


def _sqlite_engine(pad: Path) -> Engine:
    from sqlalchemy import URL, create_engine, event
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

    url = URL.create("sqlite", database=str(pad))  # a folder may hold any sign: `%`, `?`, `#`
    engine = create_engine(url, creator=verbind, poolclass=QueuePool, pool_size=1, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def onthoud(_ruw: object, gegevens: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own record
        gegevens.info["bestand"] = _bestand(pad)

    @event.listens_for(engine, "checkout")
    def zelfde_bestand(_ruw: object, gegevens: Any, _houder: object) -> None:  # noqa: ANN401 - SQLAlchemy's own record
        """A kept connection goes on reading a file that was replaced, as by a restored backup: then a new one is made."""
        if gegevens.info["bestand"] != _bestand(pad):
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """A real transaction, so that several SELECTs see one moment; sqlite3 itself would begin one at the first change only."""
        schrijven = connection.get_execution_options().get("schrijven", False)
        ruw: Any = connection.connection.dbapi_connection
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
    if url.query.get("dsn") == DATA_SOURCE and (driver := packaged_driver()):
        make_known(driver)
    if url.get_driver_name() == "pyodbc":
        _pyodbc().pooling = False  # else a closed session lives on in the driver manager, and with it its lease
        opties["connect_args"] = {"timeout": _SECONDEN_VERBINDEN}
        if "freetds" in str(url.query).lower():
            opties["use_setinputsizes"] = False  # else text over 4000 characters gives HY090 (SQLSERVER.md 1)
    engine = create_engine(
        url, pool_pre_ping=True, pool_size=2, pool_reset_on_return=None, hide_parameters=True, **opties
    )

    @event.listens_for(engine, "connect")
    def verbonden(ruw: _Ruw, record: _Ruw) -> None:
        """Asks once per connection what a restore or an administrator can only change by ending the connection."""
        ruw.timeout = _SECONDEN_PER_VRAAG
        fout = engine.dialect.loaded_dbapi.Error
        _rijen(ruw, _WACHT_OP_RIJ, fout)
        record.info["snapshot"] = _een_waarde(ruw, _SNAPSHOT, fout) == 1
        record.info["herstel"] = _een_waarde(ruw, _HERSTEL, fout)
        record.info["views"] = gebruik_views(engine, [str(rij[0]) for rij in _rijen(ruw, _VIEWS, fout)])

    return engine


def gebruik_views(engine: Engine, namen: list[str]) -> frozenset[str]:
    """Those of our tables that are read from the schema `bronsync`: the others come from where the account's names are looked up, `dbo`.

    SQLAlchemy's `schema_translate_map` translates schemas and not single objects; this is the hook that it is made of.
    """
    from bronsync.adapters.lvs2000.tables import GEBRUIKT

    gevonden = {naam.casefold() for naam in namen}
    views = frozenset(tabel.name for tabel in GEBRUIKT if tabel.name.casefold() in gevonden)
    noemer: Any = engine.dialect.identifier_preparer
    if getattr(noemer, "views", frozenset()) != views:
        noemer.views = views
        noemer.schema_for_object = lambda tabel: VIEWS if tabel.name in views else tabel.schema
        engine.clear_compiled_cache()
    return views


def _rijen(ruw: _Ruw, vraag: str, fout: type[Exception]) -> list[_Ruw]:
    """What a question gives; nothing where this account may not ask it or this server does not know it. A lost line is told."""
    cursor = ruw.cursor()
    try:
        cursor.execute(vraag)
        return list(cursor.fetchall()) if cursor.description else []
    except fout as reden:
        if spoor_van(reden).oorzaak in (Oorzaak.VERBROKEN, Oorzaak.TIJD):
            raise
        meld(spoor_van(reden))
        return []
    finally:
        cursor.close()
        ruw.rollback()


def _een_waarde(ruw: _Ruw, vraag: str, fout: type[Exception]) -> object:
    """One value, or None where nobody says."""
    rijen = _rijen(ruw, vraag, fout)
    return rijen[0][0] if rijen else None


# --- the boundary --------------------------------------------------------------------------------------------------------------------


class DriverFout(Exception):
    """What came to the boundary; of the driver's own error only the trace is left. Stays inside this adapter."""

    def __init__(self, spoor: Spoor, *, verbinden: bool = False) -> None:
        super().__init__(spoor.klasse)
        self.spoor = spoor
        self.verbinden = verbinden


@contextmanager
def grens(engine: Engine, *, verbinden: bool = False) -> Iterator[None]:
    """Nothing of a driver or of SQLAlchemy gets past; it is logged here, once."""
    from sqlalchemy.exc import SQLAlchemyError

    dbapi = engine.dialect.loaded_dbapi
    try:
        yield
    except (SQLAlchemyError, dbapi.Error, dbapi.Warning, sqlite3.Error, UnicodeError, ImportError, OSError) as fout:
        spoor = spoor_van(fout)
        meld(spoor)
        raise DriverFout(spoor, verbinden=verbinden) from None


@contextmanager
def translated(engine: Engine, code: str) -> Iterator[None]:
    """The same, and out comes the sentence of its cause; `code` where the driver names none that we know."""
    try:
        with grens(engine):
            yield
    except DriverFout as fout:
        raise als_zin(engine, fout, code) from None


def meld(spoor: Spoor) -> None:
    """For the helpdesk: class, SQLSTATE, native number and place, never the text."""
    _log.info("LVS2000: %s", spoor.klasse, extra={"velden": spoor.velden()})


def als_zin(engine: Engine, fout: DriverFout, code: str, *, wie: str = "nu een leerling") -> BronSyncFout:
    """The error of this cause, with its trace."""
    spoor, gevuld = fout.spoor, {}
    if spoor.oorzaak is None and fout.verbinden:
        code = "LVS-01"
    elif spoor.oorzaak is Oorzaak.RECHT:
        code, gevuld = (
            "LVS-15",
            {"onderdeel": _wat_mag_niet(engine), "recht": "lezen" if code == "LVS-04" else "wijzigen"},
        )
    elif spoor.oorzaak is Oorzaak.ONTBREEKT or (spoor.oorzaak is None and engine.dialect.name == "sqlite"):
        onderdeel = ", ".join(wat_ontbreekt(engine))
        code, gevuld = ("LVS-03", {"onderdeel": onderdeel}) if onderdeel else (code, {})
    elif spoor.oorzaak:
        kenmerk = spoor.oorzaak.value
        code, gevuld = (kenmerk.bij_verbinden if fout.verbinden else "") or kenmerk.code, {"wie": wie}
    if code == "LVS-01" and _Server.van(str(engine.url.host or engine.url.query.get("Server", ""))).heeft_instantie():
        code = "LVS-24"
    return BronSyncFout(code, **gevuld, **spoor.velden())


def open_connection(engine: Engine) -> Connection:
    """A connection to a server that is new enough, or `DriverFout`. Which version it has, a server may not say: that is not too old."""
    with grens(engine, verbinden=True):
        connection = engine.connect()
    versie: tuple[object, ...] = getattr(engine.dialect, "server_version_info", None) or ()
    if engine.dialect.name == "mssql" and versie and versie < _SQL_SERVER_2012:
        sluit(connection)
        raise BronSyncFout("LVS-08", versie=".".join(str(deel) for deel in versie[:2]))
    return connection


def sluit(connection: Connection, *, weg: bool = False) -> None:
    """Back to the pool, or thrown away. What was done stays done whatever the driver says on leaving, and no place stays taken."""
    try:
        with grens(connection.engine):
            if weg:
                connection.invalidate()
            elif not connection.invalidated:
                connection.connection.rollback()  # the pool itself does nothing, so that all that is said is heard here
            connection.close()
    except DriverFout:
        with suppress(DriverFout), grens(connection.engine):
            connection.invalidate()
            connection.close()


def eerste_rij(connection: Connection, vraag: TextClause, **waarden: object) -> _Ruw:
    """The first row of the first result with columns: a server may send counts and messages before it (FOUTEN B11)."""
    compiled: Any = vraag.compile(dialect=connection.dialect)
    alle = compiled.construct_params(waarden)
    cursor: Any = connection.connection.cursor()
    try:
        op_plaats = alle if compiled.positiontup is None else tuple(alle[naam] for naam in compiled.positiontup)
        cursor.execute(str(compiled), op_plaats)
        while cursor.description is None:
            if not cursor.nextset():
                raise connection.dialect.loaded_dbapi.InterfaceError("no result")
        return cursor.fetchone()
    finally:
        cursor.close()


# --- units of work ------------------------------------------------------------------------------------------------------------------


def uitgevoerd(engine: Engine, work: Callable[[Connection], T], *, schrijven: bool = False, een: bool = False) -> T:
    """What `work` gives, all of it in one transaction that sees one moment; at most three tries. `een`: it is about one pupil.

    On SQL Server a read uses SNAPSHOT where the database allows it and SERIALIZABLE otherwise: `work` fetches everything and works nothing
    out, so the locks last as long as the statements of one aanleverpunt. A victim of a deadlock or a dropped line repeats the whole.
    """
    toegeeflijk = False
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _attempt(engine, work, schrijven=schrijven, toegeeflijk=toegeeflijk)
        except DriverFout as fout:
            oorzaak = fout.spoor.oorzaak
            opnieuw = bool(oorzaak and oorzaak.value.opnieuw and not fout.verbinden)
            if attempt == _ATTEMPTS or not (opnieuw or (fout.spoor.onleesbaar and not toegeeflijk)):
                wie = "deze leerling" if een else "nu een leerling"
                raise als_zin(engine, fout, "LVS-05" if schrijven else "LVS-04", wie=wie) from None
            toegeeflijk = toegeeflijk or fout.spoor.onleesbaar
    raise BronSyncFout("EIGEN-01")


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    """A connection while the block runs. One on which a driver complained is not used again: what it does next is not to be relied on."""
    connection = open_connection(engine)
    klaar = False
    try:
        with grens(engine):
            yield connection
        klaar = True
    finally:
        sluit(connection, weg=not klaar)


def _attempt(engine: Engine, work: Callable[[Connection], T], *, schrijven: bool, toegeeflijk: bool) -> T:
    """One try."""
    with _connected(engine) as connection:
        if toegeeflijk:
            _lees_toegeeflijk(connection)
        uitkomst = _in_transaction(connection, work, schrijven=schrijven)
        if toegeeflijk:
            connection.invalidate()  # it would go on reading broken text as if it were whole
    return uitkomst


def _in_transaction(connection: Connection, work: Callable[[Connection], T], *, schrijven: bool) -> T:
    if connection.dialect.name == "mssql":
        lezen: Any = "SNAPSHOT" if connection.info.get("snapshot") else "SERIALIZABLE"
        ruw: Any = connection.connection.dbapi_connection
        connection.dialect.set_isolation_level(ruw, "READ COMMITTED" if schrijven else lezen)
    connection.execution_options(schrijven=schrijven)
    with connection.begin():
        return work(connection)


def _lees_toegeeflijk(connection: Connection) -> None:
    """Reads broken text with U+FFFD in it, so that the controles can name the row; slow, so only after a read that failed on it."""
    ruw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        ruw.text_factory = lambda tekst: tekst.decode("utf-8", "replace")
    elif connection.dialect.driver == "pyodbc":  # not seen at work: no SQL Server on the machines of this project
        pyodbc = _pyodbc()
        for soort in (pyodbc.SQL_WCHAR, pyodbc.SQL_WVARCHAR):
            ruw.add_output_converter(
                soort, lambda tekst: None if tekst is None else tekst.decode("utf-16-le", "replace")
            )


# --- what of the database does not fit: asked only after a statement failed -----------------------------------------------------------


def _proef(engine: Engine, tabel: Table) -> Oorzaak | None:
    """Why not a single row of it can be asked for; None when it can."""
    from sqlalchemy import false, select

    from bronsync.adapters.lvs2000.tables import nodig

    try:
        with _connected(engine) as connection:
            connection.execute(select(*nodig(tabel)).where(false())).close()
    except DriverFout as fout:
        return fout.spoor.oorzaak or Oorzaak.ONTBREEKT
    return None


def _wat_mag_niet(engine: Engine) -> str:
    """Dutch: the tables of ours that this account may not read."""
    from bronsync.adapters.lvs2000.tables import GEBRUIKT

    namen = [tabel.name for tabel in GEBRUIKT if _proef(engine, tabel) is Oorzaak.RECHT]
    return (
        f"{'tabel' if len(namen) == 1 else 'de tabellen'} {', '.join(namen)}"
        if namen
        else "de gegevens van deze database"
    )


def wat_ontbreekt(engine: Engine) -> list[str]:
    """Dutch: the tables and columns of ours that this database lacks."""
    from sqlalchemy import inspect
    from sqlalchemy.exc import NoSuchTableError

    from bronsync.adapters.lvs2000.tables import GEBRUIKT, nodig

    gevonden: list[str] = []
    try:
        for tabel in GEBRUIKT:
            if _proef(engine, tabel) is not Oorzaak.ONTBREEKT:
                continue
            schema = engine.dialect.identifier_preparer.schema_for_object(tabel)
            naam = f"{schema}.{tabel.name}" if schema else tabel.name
            with _connected(engine) as connection:
                try:
                    kolommen = inspect(connection).get_columns(tabel.name, schema=schema)
                except NoSuchTableError:
                    gevonden.append(f"tabel {naam}")
                    continue
            aanwezig = {kolom["name"].casefold() for kolom in kolommen}
            gevonden += [f"kolom {naam}.{k.name}" for k in nodig(tabel) if k.name.casefold() not in aanwezig]
    except DriverFout:
        return []
    return gevonden
