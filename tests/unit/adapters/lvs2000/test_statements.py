"""The statements and tables of the LVS2000 adapter, without a database: complete, within T-SQL, never built from data."""

import ast
import re
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, event, select
from sqlalchemy.dialects import mssql, sqlite
from sqlalchemy.engine.interfaces import BindTyping
from sqlalchemy.schema import CreateTable, DropTable

from bronsync.adapters.lvs2000 import connection, lease, packaged_driver, reader, rechten, schema, tables, writer
from bronsync.adapters.lvs2000.connection import Verbinding, url_van
from bronsync.application.ports import Rechten
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, VELD, Categorie
from bronsync.resources import resource

RUW = ["x", None, *["x"] * (len(tables.SCHRIJFBAAR) - 2), date(2008, 8, 1)][: len(tables.SCHRIJFBAAR)]
ALLE = tuple(Wijziging(veld, None, "2008-08-01" if veld == "onderwijs_sinds" else "1") for veld in tables.SCHRIJFBAAR)
STATEMENTS = [
    *reader.LEZEN,
    *reader.LEZEN_EEN,
    reader.SCHOOL,
    reader.AANLEVERPUNTEN,
    writer.LEERLING,
    writer.maak_update(1, ALLE, RUW, "mssql"),
    rechten.rechten(frozenset()),
    rechten.rechten(frozenset({"Leerling"})),
    lease.APPLOCK,
    lease.MODUS,
    lease.LOSLATEN,
    CreateTable(lease.maak_briefje(7, "00AA00")),
    lease.maak_briefje(7, "00AA00").insert(),
    select(lease.maak_briefje(7, "00AA00")),
    DropTable(lease.maak_briefje(7, "00AA00")),
]


def tsql(statement):
    return str(statement.compile(dialect=mssql.dialect()))


# --- the mapping


def test_every_cell_has_a_column_and_every_column_a_veld():
    assert tables.KOLOM.keys() - {tables.ONDERWIJS_SINDS} == {veld.naam for veld in CEL_VELDEN}
    assert len({(kolom.table.name, kolom.name) for kolom in tables.KOLOM.values()}) == len(tables.KOLOM)


@pytest.mark.parametrize("veld", LIJST_VELDEN, ids=lambda veld: veld.naam)
def test_every_list_has_a_table_and_each_onderdeel_a_column(veld):
    bron = tables.LIJST[veld.naam]
    assert list(bron.delen) == [deel.naam for deel in veld.onderdelen]
    assert len(set(bron.delen.values())) == len(bron.delen)
    assert all(kolom in bron.tabel.c for kolom in bron.delen.values())
    assert (bron.soort is not None) == ("Soort" in bron.tabel.c)


def test_lists_of_one_table_differ_in_soort():
    bronnen = [(bron.tabel.name, bron.soort) for bron in tables.LIJST.values()]
    assert len(set(bronnen)) == len(bronnen) == len(LIJST_VELDEN)


def test_written_are_sleutel_adres_and_onderwijs_sinds_only():
    verwacht = {veld.naam for veld in CEL_VELDEN if veld.categorie in (Categorie.SLEUTEL, Categorie.ADRES)}
    assert tables.SCHRIJFBAAR.keys() == verwacht | {"onderwijs_sinds"}
    assert {kolom.table for kolom in tables.SCHRIJFBAAR.values()} == {tables.leerling}


def test_a_column_that_is_written_holds_the_longest_value():
    te_kort = {
        naam: kolom.type.length
        for naam, kolom in tables.SCHRIJFBAAR.items()
        if naam in VELD and VELD[naam].lengte and kolom.type.length < VELD[naam].lengte
    }
    assert not te_kort


def test_only_keys_are_strict():
    streng = [
        f"{tabel.name}.{kolom.name}"
        for tabel in tables.metadata.sorted_tables
        for kolom in tabel.columns
        if not kolom.nullable and not kolom.primary_key and not kolom.foreign_keys
    ]
    assert not streng


# --- the documents


def test_the_documented_schema_is_fresh():
    map_ = resource("lvs2000")
    for naam, inhoud in schema.bestanden((map_ / "README.md").read_text(encoding="utf-8")).items():
        assert (map_ / naam).read_text(encoding="utf-8") == inhoud, "run: python -m bronsync.adapters.lvs2000.schema"


def test_the_rights_are_the_least():
    rechten = schema.rechten_sql()
    gegeven = re.findall(r"^GRANT (\w+) ON \[(\w+)\](?: \((.+)\))?", rechten, re.MULTILINE)
    assert {tabel for recht, tabel, _ in gegeven if recht == "SELECT"} == {tabel.name for tabel in tables.GEBRUIKT}
    ((tabel, kolommen),) = [(tabel, kolommen) for recht, tabel, kolommen in gegeven if recht != "SELECT"]
    assert tabel == "Leerling"
    assert kolommen.replace("[", "").replace("]", "").split(", ") == [k.name for k in tables.SCHRIJFBAAR.values()]


class Account:
    """An account on a server: SQLite, taught the three functions that tell what an account may."""

    def __init__(self, *rollen, mag=()):
        self.gevraagd = []
        self._rollen, self._mag = rollen, mag
        self.engine = create_engine("sqlite://")
        event.listen(self.engine, "connect", self._leer)

    def _leer(self, ruw, _record):
        for functie in ("IS_SRVROLEMEMBER", "IS_MEMBER"):
            ruw.create_function(functie, 1, lambda rol: int(rol in self._rollen))
        ruw.create_function("DB_NAME", 0, lambda: "LVS2000")
        ruw.create_function("HAS_PERMS_BY_NAME", -1, self._mag_dit)

    def _mag_dit(self, *wat):
        self.gevraagd.append(wat)
        return None if wat[0] == "Vestiging" else int(wat in self._mag)

    def rechten(self):
        with self.engine.connect() as sessie:
            return rechten.lees_rechten(sessie)


@pytest.mark.parametrize(
    ("account", "verwacht"),
    [
        (Account(), Rechten.PASSEND),
        (Account(mag=[("Leerling", "OBJECT", "UPDATE")]), Rechten.PASSEND),  # not asked: of columns this may be 1
        (Account(mag=[("Leerling", "OBJECT", "UPDATE", "LeerlingId", "COLUMN")]), Rechten.RUIM),
        (Account(mag=[("Inschrijving", "OBJECT", "UPDATE")]), Rechten.RUIM),
        (Account(mag=[("Klassenhistorie", "OBJECT", "DELETE")]), Rechten.RUIM),
        (Account(mag=[("Leerling", "OBJECT", "INSERT")]), Rechten.RUIM),
        (Account(mag=[("LVS2000", "DATABASE", "CREATE TABLE")]), Rechten.RUIM),
        (Account("db_owner", mag=[("Leerling", "OBJECT", "DELETE")]), Rechten.EIGENAAR),
        (Account("sysadmin", "db_owner"), Rechten.BEHEERDER),
    ],
    ids=lambda een: een if isinstance(een, Rechten) else "",
)
def test_C_55_an_account_that_may_more_than_needed_is_recognised(account, verwacht):
    assert account.rechten() is verwacht
    assert {wat[0] for wat in account.gevraagd} == {"LVS2000", *(tabel.name for tabel in tables.GEBRUIKT)}


def test_C_55_what_the_script_gives_is_never_too_much():
    gegeven = re.findall(r"^GRANT (\w+) ON \[(\w+)\](?: \((.+)\))?", schema.rechten_sql(), re.MULTILINE)
    mag = [(tabel, "OBJECT", recht) for recht, tabel, kolommen in gegeven if not kolommen]
    mag += [
        (tabel, "OBJECT", recht, kolom.strip("[]"), "COLUMN")
        for recht, tabel, kolommen in gegeven
        for kolom in kolommen.split(", ")
    ]
    assert Account(mag=mag).rechten() is Rechten.PASSEND


# --- the dialect of SQL Server


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: tsql(s)[:20])
def test_every_statement_is_t_sql(statement):
    tekst = tsql(statement)
    assert not re.search(
        r"\bLIMIT\b|\|\||\bRETURNING\b|\bDISTINCT FROM\b|\bFOR UPDATE\b|\bTRUE\b|\bFALSE\b|\bIS (?!NOT |NULL)", tekst
    )
    assert '"' not in tekst, "T-SQL quotes in brackets"
    assert len(re.findall(r"\[", tekst)) == len(re.findall(r"\]", tekst))


def test_on_sql_server_the_row_is_held_between_compare_and_set():
    assert "WITH (UPDLOCK, ROWLOCK)" in tsql(writer.LEERLING)
    assert "UPDLOCK" not in str(writer.LEERLING.compile(dialect=sqlite.dialect()))


def test_on_sql_server_texts_are_compared_by_their_code_points():
    tekst = tsql(writer.maak_update(1, ALLE, RUW, "mssql"))
    waar = tekst.partition("WHERE")[2]
    assert waar.count("COLLATE Latin1_General_BIN2") == len(ALLE) - 2
    assert "[Onderwijsnummer] IS NULL" in waar
    assert "[OnderwijsSinds] = " in waar


def test_every_old_value_stands_in_the_where():
    tekst = tsql(writer.maak_update(1, ALLE, RUW, "mssql")).partition("WHERE")[2]
    assert all(f"[{kolom.name}]" in tekst for kolom in tables.SCHRIJFBAAR.values())


# --- identifiers never come from data


def niet_vast(boom):
    """Calls that take SQL or a name, with something else than a constant or a name of a constant."""
    gevonden = []
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Call) and knoop.args:
            naam = ast.unparse(knoop.func).rpartition(".")[2]
            eerste = knoop.args[0]
            if naam in {"text", "literal_column", "column", "table", "quoted_name", "exec_driver_sql"}:
                vast = isinstance(eerste, ast.Constant)
            elif naam in {"execute", "with_hint", "suffix_with", "prefix_with"}:
                vast = not isinstance(eerste, ast.JoinedStr | ast.BinOp) and "format" not in ast.unparse(eerste)
            else:
                continue
            if not vast:
                gevonden.append(knoop.lineno)
    return gevonden


@pytest.mark.parametrize(
    ("bron", "aantal"),
    [
        ('text("a")', 0),
        ('text(f"{x}")', 1),
        ("v.execute('a' + x)", 1),
        ("c.execute('%s' % x)", 1),
        ("v.execute(vraag)", 0),
        ("column(x)", 1),
    ],
)
def test_a_built_statement_is_noticed(bron, aantal):
    assert len(niet_vast(ast.parse(bron))) == aantal


def test_no_statement_is_built_from_text():
    gecompileerd = {"reader.py": 1}  # `haal_ruw` runs the text that SQLAlchemy compiled of a fixed statement
    for module in sorted(Path(reader.__file__).parent.glob("*.py")):
        gevonden = niet_vast(ast.parse(module.read_text(encoding="utf-8")))
        assert len(gevonden) == gecompileerd.get(module.name, 0), module.name


# --- the way to the server


class Odbc:
    """A driver manager with these drivers."""

    def __init__(self, *namen):
        self._namen = list(namen)

    def drivers(self):
        return self._namen


@pytest.fixture
def drivers(monkeypatch):
    def zet(*namen, pakket=None, mssql_python=False):
        monkeypatch.setattr(connection, "_pyodbc", lambda: Odbc(*namen))
        monkeypatch.setattr(connection, "packaged_driver", lambda: pakket and Path(pakket))
        monkeypatch.setattr(connection.importlib.util, "find_spec", lambda naam: mssql_python or None)

    return zet


def odbc_tekst(url):
    (tekst,), _ = mssql.pyodbc.dialect().create_connect_args(url)
    return tekst


def test_the_newest_driver_of_microsoft_is_taken_and_the_line_is_encrypted(drivers):
    drivers(
        "SQL Server", "ODBC Driver 9 for SQL Server", "ODBC Driver 18 for SQL Server", "FreeTDS", pakket="/pakket.so"
    )
    assert odbc_tekst(url_van(Verbinding("server\\LVS", "lvs2000"))) == (
        "DRIVER={ODBC Driver 18 for SQL Server};Server=server\\LVS;Database=lvs2000;Trusted_Connection=Yes;"
        "Encrypt=yes;TrustServerCertificate=no"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="by a data source there: the next test")
def test_without_an_installed_driver_the_packaged_one_is_taken(drivers):
    drivers("FreeTDS", pakket="/pakket.so", mssql_python=True)
    assert "DRIVER={/pakket.so};" in odbc_tekst(url_van(Verbinding("s", "d", "u", "w")))


def test_FOUTEN_W1_on_windows_the_packaged_driver_is_reached_by_a_data_source_of_the_user(drivers, monkeypatch):
    """A path is no name of a driver there; and no value of the connection adds a setting."""
    drivers("SQL Server", pakket=r"C:\map\msodbcsql18.dll", mssql_python=True)
    monkeypatch.setattr(connection, "how_to_name", lambda _: {"dsn": "BRON Sync"})
    url = url_van(Verbinding("s\\LVS", "d;Encrypt=no"))
    tekst = odbc_tekst(url)
    assert tekst.startswith("dsn=BRON Sync;Trusted_Connection=Yes;")
    assert set(tekst.split(";")) >= {"Server=s\\LVS", "Encrypt=yes", "TrustServerCertificate=no"}
    assert "database={d;Encrypt=no}" in tekst
    assert "DRIVER" not in tekst


@pytest.mark.parametrize(
    ("systeem", "machine", "plek"),
    [
        ("win32", "AMD64", "libs/windows/x64/msodbcsql18.dll"),
        ("win32", "ARM64", "libs/windows/arm64/msodbcsql18.dll"),
        ("linux", "x86_64", "libs/linux/debian_ubuntu/x86_64/lib/libmsodbcsql-18.6.so.2.1"),
    ],
)
def test_FOUTEN_W1_the_package_is_searched_for_the_driver_of_this_computer(
    systeem, machine, plek, monkeypatch, tmp_path
):
    monkeypatch.setattr(packaged_driver.platform, "machine", lambda: machine)
    monkeypatch.setattr(packaged_driver.sys, "platform", systeem)
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(packaged_driver.importlib.util, "find_spec", {"mssql_python_odbc": spec}.get)
    assert packaged_driver.packaged_driver() is None
    (tmp_path / plek).parent.mkdir(parents=True)
    (tmp_path / plek).touch()
    assert packaged_driver.packaged_driver() == tmp_path / plek


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry")
def test_FOUTEN_W1_the_data_source_leads_to_the_driver_of_this_version(tmp_path):
    import winreg

    packaged_driver.make_known(tmp_path / "oud" / "msodbcsql18.dll")
    packaged_driver.make_known(tmp_path / "msodbcsql18.dll")
    sleutel = winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"Software\ODBC\ODBC.INI\{packaged_driver.DATA_SOURCE}")
    with sleutel:
        assert winreg.QueryValueEx(sleutel, "Driver")[0] == str(tmp_path / "msodbcsql18.dll")


def test_then_mssql_python(drivers):
    drivers("FreeTDS", mssql_python=True)
    url = url_van(Verbinding("s", "d"))
    assert url.drivername == "mssql+mssqlpython"
    assert url.query == {"Encrypt": "yes", "TrustServerCertificate": "no", "Trusted_Connection": "yes"}


def test_freetds_only_where_the_user_trusts_the_server(drivers):
    """It checks no certificate; nothing is missing on this computer, and that is not said (B10)."""
    drivers("FreeTDS")
    assert "Encryption=require" in odbc_tekst(url_van(Verbinding("s", "d", "u", "w", vertrouw_servercertificaat=True)))
    with pytest.raises(BronSyncFout, match="LVS-25"):
        url_van(Verbinding("s", "d", "u", "w"))
    drivers()
    with pytest.raises(BronSyncFout, match="LVS-10"):
        url_van(Verbinding("s", "d", "u", "w"))


@pytest.mark.parametrize(
    ("getypt", "verwacht"),
    [
        ("sql01", "Server=sql01;Database=d"),
        ("sql01,1499", "Server=sql01;Database=d;PORT=1499"),
        ("tcp:sql01, 1499", "Server=sql01;Database=d;PORT=1499"),
        ("TCP:sql01", "Server=sql01;Database=d"),
        (r"sql01\LVS", r"Server=sql01\LVS;Database=d"),
        (r"sql01\LVS,1499", "Server=sql01;Database=d;PORT=1499"),
        (r".\LVS", r"Server=localhost\LVS;Database=d"),
        ("(local)", "Server=localhost;Database=d"),
        ("sql01,poort", "Server=sql01,poort;Database=d"),
    ],
)
def test_freetds_gets_the_server_in_its_own_grammar(drivers, getypt, verwacht):
    drivers("FreeTDS")
    tekst = odbc_tekst(url_van(Verbinding(getypt, "d", "u", "w", vertrouw_servercertificaat=True)))
    kaal = tekst.removeprefix("DRIVER={FreeTDS};").replace("UID=u;PWD=w;", "")
    assert kaal.replace(";Encryption=require;TDS_Version=7.4;ClientCharset=UTF-8", "") == verwacht
    drivers("ODBC Driver 18 for SQL Server")
    assert f"Server={getypt};" in odbc_tekst(url_van(Verbinding(getypt, "d"))), "Microsoft's drivers take it as typed"


@pytest.mark.parametrize("waarde", ["p;Encrypt=no;TrustServerCertificate=yes", "a}b{c;x", "{a};Encrypt=no"])
@pytest.mark.parametrize("plaats", ["server", "database", "gebruiker", "wachtwoord"])
def test_no_value_adds_a_setting(drivers, plaats, waarde):
    drivers("ODBC Driver 18 for SQL Server")
    velden = {"server": "s", "database": "d", "gebruiker": "u", "wachtwoord": "w"} | {plaats: waarde}
    tekst = odbc_tekst(url_van(Verbinding(**velden)))
    buiten = re.sub(r"\{(?:[^}]|\}\})*\}", "", tekst)
    assert buiten.count("Encrypt=") == buiten.count("Encrypt=yes") == 1
    assert buiten.count("TrustServerCertificate=") == buiten.count("TrustServerCertificate=no") == 1
    assert "{" + waarde.replace("}", "}}") + "}" in tekst


def test_a_password_is_not_shown():
    assert "geheim!" not in repr(Verbinding("s", "d", "u", "geheim!"))


@pytest.mark.parametrize(
    ("versie", "code"), [((10, 50, 6000), "LVS-08"), (None, None), ((11, 0, 2100), None), ((16, 0), None)]
)
def test_a_sql_server_before_2012_is_refused_and_one_that_does_not_say_is_not(versie, code):
    gesloten = []
    dialect = SimpleNamespace(name="mssql", server_version_info=versie, loaded_dbapi=sqlite3)
    engine = SimpleNamespace(dialect=dialect)
    engine.connect = lambda: SimpleNamespace(close=lambda: gesloten.append(1), engine=engine, invalidated=True)
    if code is None:
        assert connection.open_connection(engine)
    else:
        with pytest.raises(BronSyncFout, match=code):
            connection.open_connection(engine)
    assert bool(gesloten) == bool(code)


@pytest.mark.parametrize(("driver", "maten"), [("FreeTDS", False), ("ODBC Driver 18 for SQL Server", True)])
def test_an_engine_for_sql_server_hides_values_and_leaves_pooling_to_us(driver, maten, monkeypatch):
    odbc = connection._pyodbc()
    monkeypatch.setattr(odbc, "pooling", True)
    engine = connection.open_engine(f"mssql+pyodbc://u:p@localhost/lvs?driver={driver}")
    assert engine.hide_parameters
    assert odbc.pooling is False
    assert (engine.dialect.bind_typing is BindTyping.SETINPUTSIZES) is maten


def test_the_note_names_this_computer_by_what_a_name_may_have(monkeypatch):
    monkeypatch.setattr(lease.platform, "node", lambda: "School PC\t7;" + "x" * 99)
    computer, sinds = lease._deze_computer(), lease._sinds()
    assert computer == ("SchoolPC7" + "x" * 99)[:63]
    assert lease.waar(computer, sinds) == f"op deze computer, sinds {sinds}"
    assert lease.waar("", sinds) == lease.waar("Schoolpc", "") == lease.waar(None, None)


@pytest.mark.parametrize(
    ("briefje", "waar"),
    [
        (("PC-ADMINISTRATIE", "22-11-2026 14:05"), "op computer PC-ADMINISTRATIE, sinds 22-11-2026 14:05"),
        (("PC\nBel 0900-1234", "22-11-2026 14:05"), "in een ander venster of op een andere computer"),
        (("PC-ADMINISTRATIE", None), "in een ander venster of op een andere computer"),
    ],
)
def test_FOUT_21_only_a_note_of_ours_names_a_computer(briefje, waar):
    assert lease.waar(*briefje) == waar


ZONDER = """
import sys
from bronsync.adapters.lvs2000.database import LvsDatabase, Verbinding
LvsDatabase("sqlite:///x")
print(sorted({"sqlalchemy", "pyodbc"} & sys.modules.keys()))
"""


def test_nothing_heavy_is_imported_before_the_first_call():
    uit = subprocess.run([sys.executable, "-c", ZONDER], check=True, capture_output=True, text=True)
    assert uit.stdout == "[]\n"
