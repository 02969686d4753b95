"""Which of our tables and columns this LVS2000 database has, of what type, and how often each is empty; no values (RELIABILITY E5).

For the helpdeskbestand when the database does not fit: the reading itself stops at the first thing that is missing. Names only what this
program knows by itself. Not tried on a SQL Server: none on the machines of this project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, inspect, select
from sqlalchemy.exc import NoSuchTableError

from bronsync.adapters.lvs2000.connection import uitgevoerd
from bronsync.adapters.lvs2000.tables import GEBRUIKT

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def kolommenrapport(engine: Engine) -> tuple[dict[str, str | int], ...]:
    """A line for each column of ours; LVS-* when the database does not answer."""
    return uitgevoerd(engine, lambda connection: tuple(regel for een in GEBRUIKT for regel in _van(connection, een)))


def _van(connection: Connection, een: Table) -> list[dict[str, str | int]]:
    schema = connection.dialect.identifier_preparer.schema_for_object(een)
    try:
        gevonden: dict[str, Any] = {k["name"].lower(): k for k in inspect(connection).get_columns(een.name, schema)}
    except NoSuchTableError:
        return [{"tabel": een.name, "kolom": "", "gevonden": "nee"}]
    namen = [kolom.name for kolom in een.columns if kolom.name.lower() in gevonden]
    vraag = select(func.count(), *(func.count(een.c[naam]) for naam in namen)).select_from(een)
    totaal, *gevuld = connection.execute(vraag).one()
    per_kolom = dict(zip(namen, gevuld, strict=True))
    regels: list[dict[str, str | int]] = []
    for kolom in een.columns:
        regel: dict[str, str | int] = {"tabel": een.name, "kolom": kolom.name, "gevonden": "nee"}
        if kolom.name in per_kolom:
            soort = gevonden[kolom.name.lower()]["type"]
            lengte = getattr(soort, "length", None)
            regel |= {
                "gevonden": "ja",
                "type": f"{type(soort).__name__}{f'({lengte})' if isinstance(lengte, int) else ''}",
                "rijen": int(totaal),
                "leeg": int(totaal) - int(per_kolom[kolom.name]),
            }
        regels.append(regel)
    return regels
