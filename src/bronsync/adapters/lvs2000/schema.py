"""The documented schema: SQL scripts and data dictionary of resources/lvs2000, made from the tables so that they cannot differ.

`python -m bronsync.adapters.lvs2000.schema` writes them again; a test says when that is needed. Also makes an empty database for the
demo school and for tests. The product itself never creates or changes a table in a school's database.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, Table
from sqlalchemy.dialects import mssql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bronsync.adapters.lvs2000.connection import VIEWS, open_engine, sqlite_pad
from bronsync.adapters.lvs2000.oorzaken import Oorzaak
from bronsync.adapters.lvs2000.tables import (
    GEBRUIKT,
    LIJST,
    NOOIT_GEBRUIKT,
    SCHRIJFBAAR,
    databaseversie,
    leerling,
    metadata,
    nodig,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect, Engine

DIALECTEN: Final[dict[str, Dialect]] = {
    "sqlserver": mssql.dialect(),  # type: ignore[no-untyped-call]  # this class of SQLAlchemy has no types
    "sqlite": sqlite.dialect(),
}
_RECHTEN: Final = """\
-- Rechten voor een eigen account van BRON Sync op de LVS2000-database (SQL Server 2012 of nieuwer).
-- Voor de systeembeheerder. BRON Sync leest de tabellen hieronder en wijzigt alleen de genoemde kolommen; meer heeft het niet nodig.
-- Gebruik dit NIET voor het account waarmee LVS2000 zelf werkt: de DENY-regels onderaan sluiten dat account buiten.
-- Maak eerst het account, of neem een Windows-groep, en vervang overal [bronsync] door die naam:
--   CREATE LOGIN [bronsync] WITH PASSWORD = '...';
--   CREATE USER [bronsync] FOR LOGIN [bronsync];
-- Kies daarna in BRON Sync: Instellingen - Verbinding wijzigen, met dit account.
-- Gemaakt door bronsync.adapters.lvs2000.schema, met de tabellen van het eigen model van dit project (README.md).
"""
_RECHTEN_VIEWS: Final = """\
-- Werkt de database met views in het schema bronsync (views.sql)? Geef dan, in plaats van de regels met GRANT hierboven, deze rechten;
-- op de tabellen achter de views is dan geen recht nodig, want schema bronsync heeft dezelfde eigenaar (dbo).
"""
_VIEWS: Final = """\
-- Sjabloon voor de systeembeheerder: views waardoor BRON Sync de echte tabellen van LVS2000 leest (SQL Server 2012 of nieuwer).
-- Het schema van LVS2000 is nooit openbaar gemaakt. BRON Sync verwacht de namen hieronder, van het eigen model van dit project (README.md).
-- Staat er in deze database een schema [bronsync] met een view of tabel van zo'n naam, dan leest en schrijft BRON Sync die, en anders die van dbo.
-- Zo maakt u er een:
--   1. vervang per view <TABEL> door de echte tabel (of een join), en elke NULL door de kolom die dat betekent; wat LVS2000 niet heeft, blijft NULL;
--   2. voer dit script uit in de LVS2000-database, en daarna rechten.sql (het deel over views);
--   3. kies in BRON Sync Verbinding wijzigen en Verbinding testen: daar staat welk schema wordt gelezen en welke kolommen nog ontbreken.
-- Geschreven wordt alleen in [Leerling], en alleen in de kolommen met 'geschreven'. Zo'n kolom moet rechtstreeks een kolom van één tabel zijn; is zij
-- berekend, geef de view dan een INSTEAD OF UPDATE-trigger. De UPDATE moet melden dat hij één rij wijzigde, anders draait BRON Sync hem terug.
-- Een datum heeft het type date, ja/nee het type bit, de rest is tekst (nvarchar) of een heel getal (int). Geboortedatum is tekst: jjjjmmdd, met 00 voor
-- wat onbekend is. DatabaseGuid mag NULL zijn; BRON Sync herkent de database dan aan SQL Server zelf.
-- Gemaakt door bronsync.adapters.lvs2000.schema.

CREATE SCHEMA [bronsync] AUTHORIZATION [dbo];
GO
"""
_KOP: Final = (
    "-- {wat}\n-- Made by bronsync.adapters.lvs2000.schema; this project's own model of LVS2000, see README.md.\n"
)


def maak_database(bron: str | Path, *, versie: str, database_guid: str) -> Engine:
    """An empty LVS2000: on SQLite a new file, elsewhere tables in an empty database. Gives its engine, to fill it with."""
    engine = open_engine(bron)
    if engine.dialect.name == "sqlite":
        sqlite_pad(engine.url).touch(exist_ok=False)
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(databaseversie.insert().values(Versie=versie, DatabaseGuid=database_guid))
    return engine


def tabellen_sql(naam: str) -> str:
    """The statements that make all tables and indexes on `sqlserver` or `sqlite`."""
    dialect = DIALECTEN[naam]
    delen = [_KOP.format(wat="Tables of LVS2000")]
    for tabel in metadata.sorted_tables:
        delen.append(str(CreateTable(tabel).compile(dialect=dialect)).strip() + ";")
        delen += [
            str(CreateIndex(index).compile(dialect=dialect)).strip() + ";"
            for index in sorted(tabel.indexes, key=lambda index: str(index.name))
        ]
    return "\n".join(regel.rstrip() for regel in "\n\n".join(delen).splitlines()) + "\n"


def rechten_sql() -> str:
    """What an account of its own may do at most on SQL Server: read the tables used, change the mapped columns (RELIABILITY C4 55)."""
    kolommen = ", ".join(f"[{kolom.name}]" for kolom in SCHRIJFBAAR.values())
    return "\n".join(
        [
            _RECHTEN,
            *(f"GRANT SELECT ON [{tabel.name}] TO [bronsync];" for tabel in GEBRUIKT),
            f"GRANT UPDATE ON [{leerling.name}] ({kolommen}) TO [bronsync];",
            *(f"DENY SELECT, INSERT, UPDATE, DELETE ON [{tabel.name}] TO [bronsync];" for tabel in NOOIT_GEBRUIKT),
            "",
            f"{_RECHTEN_VIEWS}{''.join(_rechten_op_views(kolommen))}",
        ]
    )


def _rechten_op_views(kolommen: str) -> Iterator[str]:
    for tabel in GEBRUIKT:
        yield f"-- GRANT SELECT ON [{VIEWS}].[{tabel.name}] TO [bronsync];\n"
    yield f"-- GRANT UPDATE ON [{VIEWS}].[{leerling.name}] ({kolommen}) TO [bronsync];\n"


def views_sql() -> str:
    """A template: views in schema `bronsync` over tables that only the school's administrator knows."""
    return _VIEWS + "".join(f"\n{_view(tabel)}GO\n" for tabel in GEBRUIKT)


def _view(tabel: Table) -> str:
    kolommen = nodig(tabel)
    regels = []
    for kolom in kolommen:
        soort = kolom.type.compile(DIALECTEN["sqlserver"]).lower()
        komma = "" if kolom is kolommen[-1] else ","
        noot = f"{'' if kolom.nullable else 'verplicht; '}{'geschreven; ' if kolom.info.get('schrijf') else ''}"
        regels.append(f"    CAST(NULL AS {soort}) AS [{kolom.name}]{komma} -- {noot}{kolom.info['betekenis']}\n")
    return f"CREATE VIEW [{VIEWS}].[{tabel.name}] AS SELECT\n{''.join(regels)}FROM [dbo].[<TABEL>];\n"


def oorzaken_tabel() -> str:
    """What a driver says, and the code that a user reads: made from `oorzaken.py`."""
    regels = ["| Cause | Native number | SQLSTATE | Words | SQLite | Code |", "| --- | --- | --- | --- | --- | --- |"]
    for een in Oorzaak:
        van = een.value
        nummers = ", ".join(map(str, sorted(van.nummers)))
        lijsten = (nummers, ", ".join(sorted(van.sqlstates)), van.woorden, ", ".join(sorted(van.sqlite)))
        code = f"{van.code}; connecting: {van.bij_verbinden}" if van.bij_verbinden else van.code
        regels.append(f"| {van.wat} | {' | '.join(lijsten)} | {code} |")
    return "\n".join(regels) + "\n"


def _velden_van(tabel: Table) -> dict[str, list[str]]:
    """Of each column the veldnamen it serves."""
    gevonden: dict[str, list[str]] = {}
    for kolom in tabel.columns:
        if kolom.info.get("veld"):
            gevonden.setdefault(kolom.name, []).append(kolom.info["veld"])
    for naam, bron in LIJST.items():
        if bron.tabel is tabel:
            for deel, kolom_naam in bron.delen.items():
                gevonden.setdefault(kolom_naam, []).append(f"{naam}.{deel}")
    return gevonden


def _gebruik(tabel: Table, kolom: Column[object]) -> str:
    if tabel in NOOIT_GEBRUIKT:
        return "never"
    if kolom.info.get("schrijf"):
        return "read, written"
    return "read" if any(kolom is een for een in nodig(tabel)) else "no"


def woordenboek() -> str:
    """The data dictionary: each column, its type, what it means, the veldnaam it serves, and whether it is read or written."""
    regels = []
    for tabel in metadata.sorted_tables:
        velden = _velden_van(tabel)
        regels += [
            f"### {tabel.name}",
            "",
            "| Column | Type | Meaning | Veldnaam | Used |",
            "| --- | --- | --- | --- | --- |",
        ]
        for kolom in tabel.columns:
            soort = kolom.type.compile(DIALECTEN["sqlserver"]).lower() + ("" if kolom.nullable else ", not null")
            namen = velden.get(kolom.name, [])
            veldnamen = ", ".join(f"`{naam}`" for naam in namen)
            gebruik = _gebruik(tabel, kolom)
            regels.append(f"| {kolom.name} | {soort} | {kolom.info['betekenis']} | {veldnamen} | {gebruik} |")
        regels.append("")
    return "\n".join(regels)


_OORZAKEN: Final = "<!-- causes: made by bronsync.adapters.lvs2000.schema -->\n"
_EINDE: Final = "<!-- causes: end -->\n"
_BEGIN: Final = "<!-- dictionary: made by bronsync.adapters.lvs2000.schema -->\n"


def bestanden(readme: str) -> dict[str, str]:
    """Name and contents of each file of resources/lvs2000; of the README only dictionary and causes are made."""
    voor, _, rest = readme.partition(_BEGIN)[0].partition(_OORZAKEN)
    na = rest.partition(_EINDE)[2]
    return {
        "sqlserver.sql": tabellen_sql("sqlserver"),
        "sqlite.sql": tabellen_sql("sqlite"),
        "rechten.sql": rechten_sql(),
        "views.sql": views_sql(),
        "README.md": f"{voor}{_OORZAKEN}\n{oorzaken_tabel()}\n{_EINDE}{na}{_BEGIN}\n{woordenboek()}",
    }


def main() -> None:
    """Writes the files of a checkout again."""
    from bronsync.resources import resource

    map_: Path = resource("lvs2000")
    readme = map_ / "README.md"
    for naam, inhoud in bestanden(readme.read_text(encoding="utf-8")).items():
        (map_ / naam).write_text(inhoud, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
