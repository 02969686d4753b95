"""The journal in memory: plain dicts with an undo log, so thousands of random runs can roll back really and cheaply.

Same port as the encrypted store and the same contract suite (tests/contract/test_journal.py); it is stricter in one thing: a cell of
another type than the record says is refused at once.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bronsync.application.ports import B
from bronsync.application.records import SLEUTELS, Boek, mismatch
from bronsync.domain.errors import BronSyncFout

_NIETS: Any = object()


def _misbruik(waarom: str) -> BronSyncFout:
    fout = BronSyncFout("EIGEN-01")
    fout.add_note(waarom)
    return fout


@cache
def _soorten(boek: type) -> dict[str, tuple[Any, ...]]:
    soorten = get_type_hints(boek)
    return {
        veld.name: get_args(soorten[veld.name])
        if get_origin(soorten[veld.name]) is UnionType
        else (soorten[veld.name],)
        for veld in dataclasses.fields(boek)
    }


def _past(waarde: Any, soort: Any) -> bool:
    """Exactly of that type; also what stands inside a list, a choice or a named tuple."""
    oorsprong, delen = get_origin(soort), get_args(soort)
    if oorsprong is UnionType:
        return any(_past(waarde, deel) for deel in delen)
    if oorsprong is dict:
        return type(waarde) is dict and all(_past(k, delen[0]) and _past(v, delen[1]) for k, v in waarde.items())
    if oorsprong is tuple and delen[-1] is ...:
        return type(waarde) is tuple and all(_past(een, delen[0]) for een in waarde)
    if oorsprong is tuple:
        return type(waarde) is tuple and len(waarde) == len(delen) and all(map(_past, waarde, delen))
    if type(waarde) is not soort:
        return False
    namen = getattr(soort, "_fields", ())
    return not namen or all(map(_past, waarde, map(_van_veld(soort).__getitem__, namen)))


_van_veld = cache(get_type_hints)


@cache
def _cellen(boek: type) -> tuple[tuple[str, tuple[type, ...]], ...]:
    if boek not in SLEUTELS:
        raise _misbruik("not a book of the journal")
    return tuple(_soorten(boek).items())


@cache
def _sleutel(boek: type) -> Callable[[Any], tuple[object, ...]]:
    namen = SLEUTELS[boek]
    if len(namen) == 1:
        een = attrgetter(*namen)
        return lambda record: (een(record),)
    return attrgetter(*namen)


def _ken_velden(boek: type, namen: Any) -> None:
    bekend = dict(_cellen(boek))
    if onbekend := [naam for naam in namen if naam not in bekend]:
        raise _misbruik(f"{boek.__name__} has no field {onbekend}")


class MemoryUnitOfWork:
    """A unit of work on the dicts; each change notes how to undo it."""

    def __init__(
        self,
        aanleverpunt: str | None,
        boeken: dict[type, dict[tuple[Any, ...], Any]],
        reeksen: dict[tuple[str, str], int],
    ) -> None:
        self._van = aanleverpunt
        self._boeken = boeken
        self._reeksen = reeksen
        self._terug: list[tuple[dict[Any, Any], Any, Any]] = []
        self._stromen: Counter[type] = Counter()
        self._open = True

    @property
    def aanleverpunt(self) -> str:
        if self._van is None:
            raise _misbruik("this unit of work is on no aanleverpunt")
        return self._van

    def get(self, boek: type[B], *sleutel: object) -> B | None:
        self._leeft()
        if len(SLEUTELS.get(boek, ())) != len(sleutel):
            raise _misbruik(f"{boek.__name__} has another key")
        if "aanleverpunt" in SLEUTELS[boek] and self._van not in (None, sleutel[SLEUTELS[boek].index("aanleverpunt")]):
            raise _misbruik("of another aanleverpunt")
        gevonden = self._boek(boek).get(sleutel)
        return None if gevonden is None or self._van not in (None, gevonden.aanleverpunt) else gevonden

    def all(self, boek: type[B], **gelijk: object) -> list[B]:
        self._leeft()
        _ken_velden(boek, gelijk)
        return self._gezocht(boek, gelijk)

    def stream(self, boek: type[Boek], velden: Any, **gelijk: object) -> Iterator[Any]:
        if not velden:
            raise _misbruik("a stroom needs at least one field")
        if isinstance(velden, tuple):
            _ken_velden(boek, (*velden, *gelijk))
            return self._stroom(boek, velden, gelijk)
        _ken_velden(boek, gelijk)
        if anders := mismatch(boek, velden):
            raise _misbruik(f"{boek.__name__} has no such field {anders}")
        return map(velden._make, self._stroom(boek, velden._fields, gelijk))

    def _stroom(self, boek: type, velden: tuple[str, ...], gelijk: dict[str, object]) -> Iterator[tuple[object, ...]]:
        self._leeft()
        self._stromen[boek] += 1
        try:
            for record in self._gezocht(boek, gelijk):
                self._leeft()
                yield tuple(getattr(record, veld) for veld in velden)
        finally:
            self._stromen[boek] -= 1

    def put(self, *records: Boek) -> None:
        self._leeft()
        for record in records:
            boek = type(record)
            _cellen(boek)
            if record.aanleverpunt != self.aanleverpunt:
                raise _misbruik(f"{boek.__name__} of another aanleverpunt")
            for naam, soorten in _cellen(boek):
                waarde = getattr(record, naam)
                if type(waarde) not in soorten and not any(_past(waarde, soort) for soort in soorten):
                    raise _misbruik(f"{boek.__name__}.{naam} is {type(getattr(record, naam)).__name__}")
            self._niet_onder_een_stroom(boek)
            self._schrijf(self._boek(boek), _sleutel(boek)(record), record)

    def delete(self, boek: type[Boek], **gelijk: object) -> int:
        self._leeft()
        _ken_velden(boek, gelijk)
        gelijk = {"aanleverpunt": self.aanleverpunt} | gelijk
        self._niet_onder_een_stroom(boek)
        weg = [_sleutel(boek)(record) for record in self._gezocht(boek, gelijk)]
        for sleutel in weg:
            self._schrijf(self._boek(boek), sleutel, _NIETS)
        return len(weg)

    def next_number(self, reeks: str) -> int:
        self._leeft()
        welke = (self.aanleverpunt, reeks)
        nummer = self._reeksen.get(welke, 0) + 1
        self._schrijf(self._reeksen, welke, nummer)
        return nummer

    def commit(self) -> None:
        self._leeft()
        self._terug.clear()

    def close(self) -> None:
        self._open = False
        for waar, sleutel, oud in reversed(self._terug):
            if oud is _NIETS:
                del waar[sleutel]
            else:
                waar[sleutel] = oud
        self._terug.clear()

    def _boek(self, boek: type) -> dict[tuple[Any, ...], Any]:
        return self._boeken.setdefault(boek, {})

    def _gezocht(self, boek: type, gelijk: dict[str, object]) -> list[Any]:
        if self._van is not None and gelijk.setdefault("aanleverpunt", self._van) != self._van:
            raise _misbruik("of another aanleverpunt")
        records = self._boek(boek)
        return [
            records[sleutel]
            for sleutel in sorted(records)
            if all(getattr(records[sleutel], naam) == waarde for naam, waarde in gelijk.items())
        ]

    def _schrijf(self, waar: dict[Any, Any], sleutel: object, nieuw: object) -> None:
        self._terug.append((waar, sleutel, waar.get(sleutel, _NIETS)))
        if nieuw is _NIETS:
            del waar[sleutel]
        else:
            waar[sleutel] = nieuw

    def _leeft(self) -> None:
        if not self._open:
            raise _misbruik("this unit of work is over")

    def _niet_onder_een_stroom(self, boek: type) -> None:
        if self._stromen[boek]:
            raise _misbruik(f"{boek.__name__} is being streamed: what is read then is not defined")


class GeheugenJournal:
    """The port `Journal`, in memory."""

    def __init__(self) -> None:
        self._boeken: dict[type, dict[tuple[Any, ...], Any]] = {}
        self._reeksen: dict[tuple[str, str], int] = {}
        self._bezet = False

    @contextmanager
    def unit_of_work(self, aanleverpunt: str | None = None) -> Iterator[MemoryUnitOfWork]:
        if self._bezet:
            raise _misbruik("one unit of work at a time")
        self._bezet = True
        unit = MemoryUnitOfWork(aanleverpunt, self._boeken, self._reeksen)
        try:
            yield unit
        finally:
            unit.close()
            self._bezet = False

    def kopie(self) -> GeheugenJournal:
        """A snapshot, to restore later: what a back-up of the store is (RELIABILITY F18)."""
        ander = GeheugenJournal()
        ander._boeken = {boek: dict(records) for boek, records in self._boeken.items()}
        ander._reeksen = dict(self._reeksen)
        return ander

    def close(self) -> None:
        """Nothing to close; as the store has it."""
