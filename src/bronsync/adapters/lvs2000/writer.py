"""Writes a few fields of one pupil back into LVS2000: all or nothing, by compare-and-set (RELIABILITY F15, F16).

Reads the pupil's raw row, normalises it as the reader does, and compares with the values the change is based on; then changes the row only
where those raw values still stand. The school's own edit always wins. Only the columns of `SCHRIJFBAAR` can be named.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Select, Unicode, Update, bindparam, literal, select, update

from bronsync.adapters.lvs2000.reader import Ruw, haal_ruw, norm_sinds
from bronsync.adapters.lvs2000.tables import KOLOM, ONDERWIJS_SINDS, SCHRIJFBAAR, leerling
from bronsync.application.ports import Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import CEL_VELDEN, INDEX, Cel, canoniek, cel

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VELDEN: Final = tuple(SCHRIJFBAAR)
_plaats: Final = {veld: plaats for plaats, veld in enumerate(_VELDEN)}

KIJKEN: Final[Select[Any]] = select(*SCHRIJFBAAR.values()).where(leerling.c.LeerlingId == bindparam("leerling_id"))
# SQL Server: nobody changes the row between this read and our change
LEERLING: Final = KIJKEN.with_hint(leerling, "WITH (UPDLOCK, ROWLOCK)", "mssql")


def schrijf(connection: Connection, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> Schrijfuitkomst:
    """The outcome of one compare-and-set; to be called inside one transaction."""
    velden = [wijziging.veld for wijziging in wijzigingen]
    if len(set(velden)) < len(velden) or not SCHRIJFBAAR.keys() >= set(velden):
        raise BronSyncFout("EIGEN-01")
    rijen = haal_ruw(connection, LEERLING, leerling_id=leerling_id)
    if not rijen:
        return Schrijfuitkomst.CONFLICT  # the school removed the pupil
    staat = canonieke_leerling(rijen[0])
    if all(staat[w.veld] == w.nieuw for w in wijzigingen):
        return Schrijfuitkomst.AL_GEDAAN
    if any(staat[w.veld] != w.oud for w in wijzigingen):
        return Schrijfuitkomst.CONFLICT
    vraag = maak_update(leerling_id, wijzigingen, rijen[0], connection.dialect.name)
    aantal = connection.execute(vraag).rowcount
    if aantal not in (0, 1):
        raise BronSyncFout("LVS-05")  # the server does not say what it did: leaving the transaction undoes it
    return Schrijfuitkomst.GEDAAN if aantal else Schrijfuitkomst.CONFLICT


def staat_er(connection: Connection, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> bool:
    """Whether `schrijf` would find its work done."""
    staten = [canonieke_leerling(ruw) for ruw in haal_ruw(connection, KIJKEN, leerling_id=leerling_id)]
    return any(all(staat[w.veld] == w.nieuw for w in wijzigingen) for staat in staten)


def canonieke_leerling(ruw: Ruw) -> dict[str, Cel]:
    """The writable velden of a raw row with the very values the reader gives them: some are left out in some combinations."""
    cellen = [ruw[_plaats[veld.naam]] if veld.naam in _plaats else None for veld in CEL_VELDEN]
    rij = canoniek(cellen)
    staat = {veld: cel(rij, veld) for veld in _VELDEN if veld in INDEX}
    return staat | {ONDERWIJS_SINDS: norm_sinds(ruw[_plaats[ONDERWIJS_SINDS]])}


def maak_update(leerling_id: int, wijzigingen: tuple[Wijziging, ...], ruw: Ruw, dialect: str) -> Update:
    """The change, with every raw old value in its WHERE."""
    nieuw = {KOLOM[w.veld].name: _gebonden(KOLOM[w.veld], _voor_kolom(w.veld, w.nieuw)) for w in wijzigingen}
    oud = [_staat_nog(w.veld, ruw[_plaats[w.veld]], dialect) for w in wijzigingen]
    return update(leerling).where(leerling.c.LeerlingId == leerling_id, *oud).values(nieuw)


def _staat_nog(veld: str, waarde: object, dialect: str) -> ColumnElement[bool]:
    kolom: ColumnElement[Any] = KOLOM[veld]
    if waarde is None:
        return kolom.is_(None)
    gebonden = _gebonden(kolom, waarde)
    if dialect == "mssql" and isinstance(kolom.type, Unicode):
        kolom = kolom.collate(
            "Latin1_General_BIN2"
        )  # else a capital or an accent that the school corrected would count as equal
    return kolom == gebonden


def _gebonden(kolom: ColumnElement[Any], waarde: object) -> ColumnElement[Any]:
    """A value as it is sent. Text goes as nvarchar(max): of a length that a column names Microsoft's driver takes 2,000 at most (B14)."""
    return literal(waarde, Unicode() if isinstance(kolom.type, Unicode) else kolom.type)


def _voor_kolom(veld: str, waarde: Cel) -> str | date | None:
    """The canonical value as its column holds it."""
    if waarde is None:
        return None
    if veld == ONDERWIJS_SINDS:
        with suppress(ValueError):  # what is no date can only be an old value of a text column, put back
            return date.fromisoformat(str(waarde))
    return str(waarde).replace("-", "") if veld == "geboortedatum" else str(waarde)
