"""The documented schema: SQL scripts and data dictionary of resources/lvs2000, made from the tables so that they cannot differ.

`python -m bronsync.adapters.lvs2000.schema` writes them again; a test says when that is needed. Also makes an empty database for the
demo school and for tests. The product itself never creates or changes a table in a school's database.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, Table
from sqlalchemy.dialects import mssql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bronsync.adapters.lvs2000.tables import (
    GEBRUIKT,
    LIJST,
    NOOIT_GEBRUIKT,
    SCHRIJFBAAR,
    databaseversie,
    leerling,
    metadata,
)
from bronsync.adapters.lvs2000.verbinding import open_engine, sqlite_pad

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
_KOP: Final = (
    "-- {wat}\n-- Made by bronsync.adapters.lvs2000.schema; this project's own model of LVS2000, see README.md.\n"
)


def maak_database(url: str, *, versie: str, database_guid: str) -> Engine:
    """An empty LVS2000: on SQLite a new file, elsewhere tables in an empty database. Gives its engine, to fill it with."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        sqlite_pad(engine.url).touch(exist_ok=False)
    with engine.begin() as verbinding:
        metadata.create_all(verbinding)
        verbinding.execute(databaseversie.insert().values(Versie=versie, DatabaseGuid=database_guid))
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
        ]
    )


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
    ongebruikt = (kolom.name == "Naam" and kolom.table.name != "Aanleverpunt") or (
        kolom.primary_key and kolom.autoincrement
    )
    return "no" if ongebruikt else "read"


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


_BEGIN: Final = "<!-- dictionary: made by bronsync.adapters.lvs2000.schema -->\n"


def bestanden(readme: str) -> dict[str, str]:
    """Name and contents of each file of resources/lvs2000; of the README only the dictionary is made."""
    tekst = readme.partition(_BEGIN)[0]
    return {
        "sqlserver.sql": tabellen_sql("sqlserver"),
        "sqlite.sql": tabellen_sql("sqlite"),
        "rechten.sql": rechten_sql(),
        "README.md": f"{tekst}{_BEGIN}\n{woordenboek()}",
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
