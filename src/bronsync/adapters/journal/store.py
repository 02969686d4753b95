"""The journal as one encrypted SQLite file: `open_store`, and the unit of work over its books.

Single records go through SQLAlchemy; many at once go to the driver with SQL made once per book (PERFORMANCE 6: 3.5 times faster), and
`stream` hands out the driver's own rows. Knows no rule of the field. Importing this module loads SQLAlchemy: do it when the store is
first needed, not before the first window. Source: DESIGN 3 and 9 'Store', RELIABILITY A, LIM-4.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, overload

from sqlalchemy import Boolean, Delete, Select, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.engine import Connection
from sqlalchemy.sql.expression import ColumnElement

from bronsync.adapters.journal.connection import FOUTEN_VAN_ONDER, misuse, open_connection, sluit, translate
from bronsync.adapters.journal.schema import REEKS, TABELLEN, Keuzewaarde, Packed
from bronsync.application.ports import B, R
from bronsync.application.records import SLEUTELS, Boek, mismatch
from bronsync.domain.errors import BronSyncFout

_PER_KEER: Final = 500
"""Rows that a `stream` takes from the driver at a time."""

_Conversion = Callable[[Any], object]


@dataclasses.dataclass(frozen=True, slots=True)
class _Plan:
    """What the store needs to know of one book, made once."""

    cellen: Callable[[Any], tuple[object, ...]]
    """Of a record, as the driver takes them."""
    put: str
    conversions: dict[str, _Conversion]
    """For fields that the driver gives back as something else: bool, StrEnum, packed."""
    maak: Callable[[Iterable[object]], Any]
    """The record of the driver's row."""


@cache
def _plan(boek: type) -> _Plan:
    tabel = _tabel(boek)
    put = insert(tabel).prefix_with("OR REPLACE").compile(dialect=sqlite_dialect())
    namen = tuple(kolom.name for kolom in tabel.columns)
    conversions = {kolom.name: naar for kolom in tabel.columns if (naar := _conversion(kolom.type)) is not None}
    return _Plan(_cellen(tabel, namen), str(put), conversions, _maker(boek, namen, conversions))


def _conversion(soort: object) -> _Conversion | None:
    """From what the driver gives to what the record holds; None where that is the same."""
    if isinstance(soort, Packed):
        return soort.unpack
    waarden: dict[object, object] = {None: None}
    if isinstance(soort, Boolean):
        waarden |= {0: False, 1: True}
    elif isinstance(soort, Keuzewaarde):
        waarden |= {een.value: een for een in soort.keuze}
    else:
        return None
    return waarden.__getitem__


def _cellen(tabel: Table, namen: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    cellen: Callable[[Any], tuple[object, ...]] = attrgetter(*namen)
    anders: list[tuple[int, _Conversion]] = [
        (plaats, een.type.pack) for plaats, een in enumerate(tabel.columns) if isinstance(een.type, Packed)
    ]
    return (lambda record: _converted(cellen(record), anders)) if anders else cellen


def _maker(
    boek: type, namen: tuple[str, ...], conversions: dict[str, _Conversion]
) -> Callable[[Iterable[object]], object]:
    """Fills the slots of a record: calling it with a keyword for each field takes three times as long, of every row that is read."""
    slots = [_setter(getattr(boek, naam).__set__, conversions.get(naam)) for naam in namen]

    def maak(rij: Iterable[object]) -> object:
        record: object = object.__new__(boek)
        for put, waarde in zip(slots, rij, strict=True):
            put(record, waarde)
        return record

    return maak


_Setter = Callable[[object, Any], None]


def _setter(slot: _Setter, conversion: _Conversion | None) -> _Setter:
    return slot if conversion is None else lambda record, waarde: slot(record, conversion(waarde))


def _soort(boek: type) -> type:
    """The same; mypy takes a type of a union for unhashable, and the caches below want their keys hashable."""
    return boek


def _tabel(boek: type) -> Any:  # noqa: ANN401 - a Table; its columns are found by name, which mypy cannot follow
    try:
        return TABELLEN[boek]
    except KeyError:
        raise misuse("not a book of the journal") from None


@cache
def _waar(boek: type, gevuld: tuple[str, ...], leeg: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    kolommen = _tabel(boek).columns
    if onbekend := [naam for naam in (*gevuld, *leeg) if naam not in kolommen]:
        raise misuse(f"{boek.__name__} has no field {onbekend}")
    return (
        *(kolommen[naam] == bindparam(f"is_{naam}", type_=kolommen[naam].type) for naam in gevuld),
        *(kolommen[naam].is_(None) for naam in leeg),
    )


@cache
def _lees(boek: type, velden: tuple[str, ...], gevuld: tuple[str, ...], leeg: tuple[str, ...]) -> Select[Any]:
    kolommen = _tabel(boek).columns
    if onbekend := [naam for naam in velden if naam not in kolommen]:
        raise misuse(f"{boek.__name__} has no field {onbekend}")
    gevraagd = [kolommen[naam] for naam in velden] or list(kolommen)
    volgorde = [kolommen[naam] for naam in SLEUTELS[boek]]
    return select(*gevraagd).where(*_waar(boek, gevuld, leeg)).order_by(*volgorde)


@cache
def _delete(boek: type, gevuld: tuple[str, ...], leeg: tuple[str, ...]) -> Delete:
    return delete(_tabel(boek)).where(*_waar(boek, gevuld, leeg))


@cache
def _names(boek: type, vorm: type[NamedTuple]) -> tuple[str, ...]:
    if anders := mismatch(boek, vorm):
        raise misuse(f"{boek.__name__} has no such field {anders}")
    return vorm._fields


_VAN_REEKS: Final = (REEKS.c.aanleverpunt == bindparam("punt"), REEKS.c.naam == bindparam("reeks"))
_LAATSTE: Final = select(REEKS.c.laatste).where(*_VAN_REEKS)
_NIEUWE_REEKS: Final = insert(REEKS).values(
    aanleverpunt=bindparam("punt"), naam=bindparam("reeks"), laatste=bindparam("nummer")
)
_VERDER: Final = update(REEKS).where(*_VAN_REEKS).values(laatste=bindparam("nummer"))


def _gesplitst(gelijk: dict[str, object]) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, object]]:
    gevuld = tuple(naam for naam, waarde in gelijk.items() if waarde is not None)
    leeg = tuple(naam for naam, waarde in gelijk.items() if waarde is None)
    return gevuld, leeg, {f"is_{naam}": gelijk[naam] for naam in gevuld}


class _UnitOfWork:
    """A unit of work. After an error of the store nothing more goes through it: SQLite may already have rolled back."""

    def __init__(
        self, connection: Connection, aanleverpunt: str | None, alleen_kijken: BronSyncFout | None = None
    ) -> None:
        self._connection, self._van = connection, aanleverpunt
        self._alleen_kijken = alleen_kijken
        self._open = True
        self._streams: Counter[type] = Counter()

    @property
    def aanleverpunt(self) -> str:
        if self._van is None:
            raise misuse("this unit of work is on no aanleverpunt")
        return self._van

    def get(self, boek: type[B], *sleutel: object) -> B | None:
        namen = SLEUTELS.get(boek, ())
        if len(namen) != len(sleutel):
            raise misuse(f"{boek.__name__} has key {namen}")
        gevonden = self.all(boek, **dict(zip(namen, sleutel, strict=True)))
        return gevonden[0] if gevonden else None

    def all(self, boek: type[B], **gelijk: object) -> list[B]:
        gevuld, leeg, waarden = _gesplitst(self._hier(gelijk))
        soort = _soort(boek)
        opdracht, plan = _lees(soort, (), gevuld, leeg), _plan(soort)
        with self._attempt():
            cursor: Any = self._connection.execute(opdracht, waarden).cursor
            try:
                return [*map(plan.maak, cursor)]
            finally:
                cursor.close()

    @overload
    def stream(self, boek: type[Boek], velden: tuple[str, ...], **gelijk: object) -> Iterator[tuple[object, ...]]: ...
    @overload
    def stream(self, boek: type[Boek], velden: type[R], **gelijk: object) -> Iterator[R]: ...
    def stream(
        self, boek: type[Boek], velden: tuple[str, ...] | type[R], **gelijk: object
    ) -> Iterator[tuple[object, ...]] | Iterator[R]:
        if not velden:
            raise misuse("a stream needs at least one field")
        gevuld, leeg, waarden = _gesplitst(self._hier(gelijk))
        soort = _soort(boek)
        namen = velden if isinstance(velden, tuple) else _names(soort, velden)
        opdracht = _lees(soort, namen, gevuld, leeg)
        conversions = _plan(soort).conversions
        anders = [(plaats, conversions[naam]) for plaats, naam in enumerate(namen) if naam in conversions]
        rijen = self._rows_in_turn(soort, opdracht, waarden, anders)
        return rijen if isinstance(velden, tuple) else map(velden._make, rijen)

    def _rows_in_turn(
        self, boek: type, opdracht: Select[Any], waarden: dict[str, object], anders: list[tuple[int, _Conversion]]
    ) -> Iterator[tuple[object, ...]]:
        with self._attempt():
            cursor: Any = self._connection.execute(opdracht, waarden).cursor
        self._streams[boek] += 1
        try:
            while True:
                with self._attempt():
                    rijen = cursor.fetchmany(_PER_KEER)
                    if anders:
                        rijen = [_converted(rij, anders) for rij in rijen]
                if not rijen:
                    return
                yield from rijen
        finally:
            self._streams[boek] -= 1
            cursor.close()

    def put(self, *records: Boek) -> None:
        for boek, groep in groupby(records, type):
            self._not_while_streaming(boek)
            plan, batch = _plan(boek), tuple(groep)
            if any(record.aanleverpunt != self.aanleverpunt for record in batch):
                raise misuse(f"{boek.__name__} of another aanleverpunt")
            with self._attempt():
                if not self._connection.in_transaction():
                    self._connection.begin()
                driver: Any = self._connection.connection.driver_connection
                driver.executemany(plan.put, map(plan.cellen, batch))

    def delete(self, boek: type[Boek], **gelijk: object) -> int:
        gevuld, leeg, waarden = _gesplitst(self._hier({"aanleverpunt": self.aanleverpunt} | gelijk))
        opdracht = _delete(_soort(boek), gevuld, leeg)
        self._not_while_streaming(boek)
        with self._attempt():
            return self._connection.execute(opdracht, waarden).rowcount

    def next_number(self, reeks: str) -> int:
        welke = {"punt": self.aanleverpunt, "reeks": reeks}
        with self._attempt():
            nummer = int(self._connection.scalar(_LAATSTE, welke) or 0) + 1
            opdracht = _NIEUWE_REEKS if nummer == 1 else _VERDER
            self._connection.execute(opdracht, welke | {"nummer": nummer})
            return nummer

    def commit(self) -> None:
        if self._alleen_kijken is not None:
            raise self._alleen_kijken
        with self._attempt():
            self._connection.commit()

    def close(self) -> None:
        """Rolls back what was not committed."""
        self._open = False
        try:
            self._connection.rollback()
        except FOUTEN_VAN_ONDER as fout:
            raise translate(fout) from None

    def _hier(self, gelijk: dict[str, object]) -> dict[str, object]:
        """The same filter, of this aanleverpunt only."""
        if self._van is None:
            return gelijk
        if gelijk.setdefault("aanleverpunt", self._van) != self._van:
            raise misuse("of another aanleverpunt")
        return gelijk

    @contextmanager
    def _attempt(self) -> Iterator[None]:
        if not self._open:
            raise misuse("this unit of work is over")
        try:
            yield
        except FOUTEN_VAN_ONDER as fout:
            self._open = False
            raise translate(fout) from None

    def _not_while_streaming(self, boek: type) -> None:
        if self._streams[boek]:
            raise misuse(f"{boek.__name__} is being streamed: what is read then is not defined")


def _converted(rij: tuple[object, ...], anders: list[tuple[int, _Conversion]]) -> tuple[object, ...]:
    cellen = list(rij)
    for plaats, conversion in anders:
        cellen[plaats] = conversion(cellen[plaats])
    return tuple(cellen)


class Store:
    """The open store: the port `Journal`. One unit of work at a time; it may be opened, used and closed in different threads."""

    def __init__(self, connection: Connection, alleen_kijken: BronSyncFout | None = None) -> None:
        """`alleen_kijken`: why nothing can be changed, for who tries."""
        self._connection, self._alleen_kijken = connection, alleen_kijken
        self._bezet = Lock()

    @contextmanager
    def unit_of_work(self, aanleverpunt: str | None = None) -> Iterator[_UnitOfWork]:
        if not self._bezet.acquire(blocking=False):
            raise misuse("one unit of work at a time")
        try:
            unit = _UnitOfWork(self._connection, aanleverpunt, self._alleen_kijken)
            try:
                yield unit
            finally:
                unit.close()
        finally:
            self._bezet.release()

    def close(self) -> None:
        """Closes the file."""
        sluit(self._connection)


def open_store(pad: Path, sleutel: bytes, alleen_kijken: BronSyncFout | None = None) -> Store:
    """Opens the store, or makes it. `sleutel`: 32 random bytes.

    OPSLAG-01 made by a newer program; OPSLAG-02 wrong key or damage, the file stays; OPSLAG-03 full or not writable; OPSLAG-04 open elsewhere.
    """
    return Store(open_connection(pad, sleutel), alleen_kijken)
