"""How much the account may that reads LVS2000: BRON Sync warns of one that may more than it needs (RELIABILITY C4 55).

One statement, asked when a connection is tested or made and by `status`, never while comparing. It needs no right beyond `public`: the three
functions tell an account about itself. The least that is enough stands in `rechten.sql` (`schema.py`). SQLite knows no accounts.
Not tried on a SQL Server: none on the machines of this project. What a server cannot tell is NULL, and counts as 'no'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, Table, func, select

from bronsync.adapters.lvs2000.connection import VIEWS
from bronsync.adapters.lvs2000.tables import GEBRUIKT, leerling
from bronsync.application.ports import Rechten

if TYPE_CHECKING:
    from sqlalchemy import Connection

_mag: Final = func.HAS_PERMS_BY_NAME


def rechten(views: frozenset[str]) -> Select[Any]:
    """The question; of a table that is read through a view (schema `bronsync`), the view is what counts."""

    def naam(tabel: Table) -> str:
        return f"{VIEWS}.{tabel.name}" if tabel.name in views else tabel.name

    return select(
        func.IS_SRVROLEMEMBER("sysadmin"),
        func.IS_MEMBER("db_owner"),
        _mag(func.DB_NAME(), "DATABASE", "CREATE TABLE"),
        *(_mag(naam(tabel), "OBJECT", recht) for tabel in GEBRUIKT for recht in ("INSERT", "DELETE")),
        *(_mag(naam(tabel), "OBJECT", "UPDATE") for tabel in GEBRUIKT if tabel is not leerling),
        # of this table some columns are ours: asked is one that is not
        _mag(naam(leerling), "OBJECT", "UPDATE", leerling.c.LeerlingId.name, "COLUMN"),
    )


def lees_rechten(connection: Connection) -> Rechten:
    """The widest that applies."""
    views = connection.info.get("views", frozenset())
    sysadmin, db_owner, *meer = connection.execute(rechten(views)).one()
    if sysadmin == 1:
        return Rechten.BEHEERDER
    if db_owner == 1:
        return Rechten.EIGENAAR
    return Rechten.RUIM if 1 in meer else Rechten.PASSEND
