"""Whether this database has all that BRON Sync reads, and whether its account may read it: for Verbinding testen and Verbinding maken.

Asked is what the reading itself would ask, without a row: so a missing right is told apart from a missing table, which a server shows alike
to who may not see it. Says in which schema the tables were found: `dbo`, or `bronsync` where the school's administrator laid views.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, select

from bronsync.adapters.lvs2000.connection import VIEWS, uitgevoerd
from bronsync.adapters.lvs2000.tables import GEBRUIKT, nodig

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def keur(engine: Engine) -> str:
    """Dutch; empty where a database knows no schemas. LVS-03 and LVS-15 name all that is wrong."""
    views = uitgevoerd(engine, _keur)
    if engine.dialect.name == "sqlite":
        return ""
    rest = [tabel.name for tabel in GEBRUIKT if tabel.name not in views]
    if not views:
        return "Gelezen wordt uit schema dbo."
    if not rest:
        return f"Gelezen wordt uit schema {VIEWS}."
    return f"Gelezen wordt uit schema {VIEWS}: {', '.join(sorted(views))}; uit schema dbo: {', '.join(rest)}."


def _keur(connection: Connection) -> frozenset[str]:
    for tabel in GEBRUIKT:
        connection.execute(select(*nodig(tabel)).where(false())).close()
    views: frozenset[str] = connection.info.get("views", frozenset())
    return views
