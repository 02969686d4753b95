"""The port `Journal`, one suite for each implementation: dicts in memory and the encrypted file."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bronsync.adapters.journal.store import open_store
from bronsync.application.ports import Journal
from bronsync.application.records import (
    SLEUTELS,
    Actie,
    BeeldRij,
    BoekenRij,
    InboxRij,
    InboxStand,
    KoppelingRij,
    Stand,
    Verzending,
)
from bronsync.domain.errors import BronSyncFout
from helpers.geheugen_journal import GeheugenJournal

SLEUTEL = bytes(range(32))
PUNT, OTHER = "00AA00", "00AA01"


@pytest.fixture(params=["geheugen", "bestand"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    opened = GeheugenJournal() if request.param == "geheugen" else open_store(tmp_path / "profiel" / "a.db", SLEUTEL)
    yield opened
    opened.close()


EMPTY = {str: "", int: 0, bool: False, bytes: b""}


def empty_of(kind: Any) -> Any:
    return EMPTY[kind] if kind in EMPTY else (get_origin(kind) or (lambda: next(iter(kind))))()


def made(boek: type[Any], **cells: object) -> Any:
    """A record with these cells; the others are empty, so that a book may get another field without a change here."""
    kinds = get_type_hints(boek)
    needed = [veld.name for veld in fields(boek) if veld.default is MISSING and veld.name not in cells]
    empty = {name: empty_of(kinds[name]) for name in needed}
    return boek(**empty, **cells)


def koppeling(nummer: int, aanleverpunt: str = PUNT, akkoord: bytes | None = None) -> KoppelingRij:
    return made(KoppelingRij, aanleverpunt=aanleverpunt, inschrijving_id=nummer, pgn="999990019", akkoord=akkoord)


def inbox(nummer: int, stand: InboxStand = InboxStand.NIEUW) -> InboxRij:
    return made(InboxRij, aanleverpunt="00AA00", ontvangstnummer=nummer, stand=stand, raw=b"\x00\xff")


def beeld(pgn: str, *, geheim: bool = False) -> BeeldRij:
    return made(BeeldRij, aanleverpunt="00AA00", pgn=pgn, geheim=geheim, historisch=True, body=b"\x00body")


def test_what_is_committed_is_found_in_the_next_unit(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(Stand(aanleverpunt="00AA00", peildatum="2009-09-01"))
        unit.commit()
    with journal.unit_of_work(PUNT) as unit:
        assert unit.get(Stand, "00AA00") == Stand(aanleverpunt="00AA00", peildatum="2009-09-01")
    with journal.unit_of_work(OTHER) as unit:
        assert unit.get(Stand, OTHER) is None


def test_a_unit_sees_and_takes_the_books_of_its_aanleverpunt_only(journal):
    for punt in (OTHER, PUNT):
        with journal.unit_of_work(punt) as unit:
            assert unit.aanleverpunt == punt
            unit.put(koppeling(1, punt), made(Verzending, aanleverpunt=punt, bericht_id=f"of {punt}"))
            assert [unit.next_number("actie") for _ in range(2)] == [1, 2]
            unit.commit()
    with journal.unit_of_work(PUNT) as unit:
        assert unit.all(KoppelingRij) == [koppeling(1)]
        assert list(unit.stream(Verzending, ("bericht_id",))) == [(f"of {PUNT}",)]
        assert unit.get(Verzending, f"of {OTHER}") is None
        assert unit.delete(KoppelingRij, inschrijving_id=1) == 1
        unit.commit()
        for use in (
            lambda: unit.all(KoppelingRij, aanleverpunt=OTHER),
            lambda: list(unit.stream(KoppelingRij, ("pgn",), aanleverpunt=OTHER)),
            lambda: unit.get(Stand, OTHER),
            lambda: unit.delete(KoppelingRij, aanleverpunt=OTHER),
            lambda: unit.put(koppeling(2, OTHER)),
        ):
            assert own_bug(use)
    with journal.unit_of_work(OTHER) as unit:
        assert unit.all(KoppelingRij) == [koppeling(1, OTHER)]
        assert unit.next_number("actie") == 3


def test_a_unit_on_no_aanleverpunt_sees_all_and_writes_nothing(journal):
    for punt in (OTHER, PUNT):
        with journal.unit_of_work(punt) as unit:
            unit.put(koppeling(1, punt))
            unit.commit()
    with journal.unit_of_work() as unit:
        assert unit.all(KoppelingRij) == [koppeling(1), koppeling(1, OTHER)]
        assert unit.all(KoppelingRij, aanleverpunt=OTHER) == [koppeling(1, OTHER)]
        assert unit.get(KoppelingRij, OTHER, 1) == koppeling(1, OTHER)
        for use in (
            lambda: unit.aanleverpunt,
            lambda: unit.put(koppeling(2)),
            lambda: unit.delete(KoppelingRij),
            lambda: unit.next_number("actie"),
        ):
            assert own_bug(use)


def test_without_commit_nothing_stays(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1), koppeling(2))
        unit.next_number("actie")
        unit.commit()
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1, akkoord=b"new"), koppeling(3))
        unit.delete(KoppelingRij, inschrijving_id=2)
        assert unit.next_number("actie") == 2
        assert unit.next_number("signaal") == 1
        assert unit.all(KoppelingRij) == [koppeling(1, akkoord=b"new"), koppeling(3)]
    with journal.unit_of_work(PUNT) as unit:
        assert unit.all(KoppelingRij) == [koppeling(1), koppeling(2)]
        assert unit.next_number("actie") == 2
        assert unit.next_number("signaal") == 1


def test_an_exception_rolls_back_and_goes_on(journal):
    def fail() -> None:
        with journal.unit_of_work(PUNT) as unit:
            unit.put(koppeling(1))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with journal.unit_of_work(PUNT) as unit:
        assert unit.all(KoppelingRij) == []


def test_what_comes_after_a_commit_needs_its_own(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1))
        unit.commit()
        unit.put(koppeling(2))
        unit.commit()
        unit.commit()
        unit.put(koppeling(3))
    with journal.unit_of_work(PUNT) as unit:
        assert unit.all(KoppelingRij) == [koppeling(1), koppeling(2)]


def test_records_come_in_key_order_whatever_the_order_of_writing(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(10), koppeling(9), koppeling(2))
        assert unit.all(KoppelingRij) == [koppeling(2), koppeling(9), koppeling(10)]
        unit.put(*(beeld(pgn) for pgn in ("b", "é", "B", "a", "\U0001f600", "ﬀ", "")))
        order = [pgn for (pgn,) in unit.stream(BeeldRij, ("pgn",))]
        assert order == sorted(order)


def test_a_record_with_the_same_key_replaces(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1), koppeling(2), koppeling(1, akkoord=b"later"))
        assert unit.all(KoppelingRij) == [koppeling(1, akkoord=b"later"), koppeling(2)]


def test_filters_are_all_of_them_and_none_is_a_value(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1), koppeling(2, akkoord=b""), koppeling(3, akkoord=b"x"))
        unit.put(inbox(1), inbox(2, InboxStand.VERWERKT), beeld("1", geheim=True), beeld("2"))
        assert unit.all(KoppelingRij, aanleverpunt="00AA00", akkoord=None) == [koppeling(1)]
        assert unit.all(KoppelingRij, akkoord=b"") == [koppeling(2, akkoord=b"")]
        assert unit.all(InboxRij, stand=InboxStand.VERWERKT) == [inbox(2, InboxStand.VERWERKT)]
        assert unit.all(BeeldRij, geheim=True) == [beeld("1", geheim=True)]
        assert unit.all(KoppelingRij, inschrijving_id=4) == []


def test_wis_says_how_many_and_leaves_the_rest(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1), koppeling(2, akkoord=b""), koppeling(3, akkoord=b"x"))
        assert unit.delete(KoppelingRij, akkoord=None, aanleverpunt="00AA00") == 1
        assert unit.delete(KoppelingRij, inschrijving_id=4) == 0
        assert unit.all(KoppelingRij) == [koppeling(2, akkoord=b""), koppeling(3, akkoord=b"x")]
        assert unit.delete(KoppelingRij) == 2


def test_a_stroom_gives_the_asked_fields_in_the_asked_order_as_the_records_have_them(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(inbox(2, InboxStand.VERWERKT), inbox(1), beeld("1", geheim=True))
        rows = list(unit.stream(InboxRij, ("stand", "ontvangstnummer", "raw"), aanleverpunt="00AA00"))
        assert rows == [(InboxStand.NIEUW, 1, b"\x00\xff"), (InboxStand.VERWERKT, 2, b"\x00\xff")]
        assert all(type(stand) is InboxStand for stand, *_ in rows)
        ((geheim, historisch),) = unit.stream(BeeldRij, ("geheim", "historisch"))
        assert (geheim, historisch) == (True, True)
        assert type(geheim) is bool


def test_a_stroom_over_many_rows_is_complete_while_other_books_are_written(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(*(koppeling(nummer) for nummer in range(1234)))
        seen = []
        for (nummer,) in unit.stream(KoppelingRij, ("inschrijving_id",)):
            seen.append(nummer)
            unit.put(BoekenRij(aanleverpunt=PUNT, generatie=nummer))
        assert seen == list(range(1234))
        assert unit.get(BoekenRij, PUNT) == BoekenRij(aanleverpunt=PUNT, generatie=1233)


def test_the_book_under_a_stroom_cannot_be_written(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1), koppeling(2))
        stroom = unit.stream(KoppelingRij, ("inschrijving_id",))
        next(stroom)
        assert own_bug(lambda: unit.put(koppeling(3)))
        assert own_bug(lambda: unit.delete(KoppelingRij))
        assert list(stroom) == [(2,)]
        unit.put(koppeling(3))
        abandoned = unit.stream(KoppelingRij, ("inschrijving_id",))
        next(abandoned)
        abandoned.close()
        assert unit.delete(KoppelingRij) == 3


def test_a_stroom_ends_with_its_unit(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1))
        stroom = unit.stream(KoppelingRij, ("inschrijving_id",))
    assert own_bug(lambda: next(stroom))


def test_counters_count_from_one_each_for_itself(journal):
    with journal.unit_of_work(PUNT) as unit:
        assert [unit.next_number(reeks) for reeks in ("actie", "actie", "signaal", "actie")] == [1, 2, 1, 3]
        unit.commit()
    with journal.unit_of_work(PUNT) as unit:
        assert unit.next_number("actie") == 4


def own_bug(use: Callable[[], object]) -> bool:
    with pytest.raises(BronSyncFout) as caught:
        use()
    return caught.value.code == "EIGEN-01"


def test_a_unit_inside_a_unit_is_refused_and_the_outer_one_goes_on(journal):
    def nested() -> None:
        with journal.unit_of_work(PUNT):
            pass

    with journal.unit_of_work(PUNT) as unit:
        unit.put(koppeling(1))
        assert own_bug(nested)
        unit.commit()
    with journal.unit_of_work(PUNT) as unit:
        assert unit.all(KoppelingRij) == [koppeling(1)]


def test_a_unit_that_is_over_is_refused(journal):
    with journal.unit_of_work(PUNT) as unit:
        pass
    assert own_bug(lambda: unit.put(koppeling(1)))
    assert own_bug(lambda: unit.all(KoppelingRij))
    assert own_bug(lambda: unit.get(Stand, "00AA00"))
    assert own_bug(lambda: unit.delete(KoppelingRij))
    assert own_bug(lambda: unit.next_number("actie"))
    assert own_bug(unit.commit)


def test_unknown_books_and_fields_and_wrong_keys_are_refused(journal):
    with journal.unit_of_work(PUNT) as unit:
        assert own_bug(lambda: unit.all(KoppelingRij, naam="x"))
        assert own_bug(lambda: unit.all(KoppelingRij, naam=None))
        assert own_bug(lambda: unit.delete(KoppelingRij, naam="x"))
        assert own_bug(lambda: unit.stream(KoppelingRij, ("naam",)))
        assert own_bug(lambda: unit.stream(KoppelingRij, ()))
        assert own_bug(lambda: unit.stream(KoppelingRij, NamedTuple("Unknown", [("naam", str)])))
        assert own_bug(lambda: unit.stream(KoppelingRij, NamedTuple("Wrong", [("pgn", int)])))
        assert own_bug(lambda: unit.get(KoppelingRij, "00AA00"))
        assert own_bug(lambda: unit.put("text"))
        unit.put(koppeling(1))
        assert unit.all(KoppelingRij) == [koppeling(1)]


# SQLite's integers have 64 bits; a lone surrogate is no text.
ANY = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    bytes: st.binary(max_size=20),
    type(None): st.none(),
}


def any_value(kind: Any) -> st.SearchStrategy:
    """Of a cell, a choice, a named tuple, or a list or table of those."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return st.one_of(*map(any_value, parts))
    if origin is tuple:
        return (
            st.lists(any_value(parts[0]), max_size=3).map(tuple)
            if parts[-1] is ...
            else st.tuples(*map(any_value, parts))
        )
    if origin is dict:
        return st.dictionaries(*map(any_value, parts))
    if kind in ANY:
        return ANY[kind]
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return any_record(kind)


def any_record(kind: type) -> st.SearchStrategy:
    parts = {name: any_value(part) for name, part in get_type_hints(kind).items()}
    return st.builds(kind, **parts | ({"aanleverpunt": st.just(PUNT)} if "aanleverpunt" in parts else {}))


@pytest.mark.parametrize("boek", SLEUTELS, ids=lambda boek: boek.__name__)
def test_every_book_gives_back_what_it_got(boek, tmp_path_factory):
    journals = [GeheugenJournal(), open_store(tmp_path_factory.mktemp("profiel") / "a.db", SLEUTEL)]
    names = tuple(veld.name for veld in fields(boek))

    @given(st.lists(any_record(boek), max_size=5))
    def check(batch):
        by_key = {tuple(getattr(r, naam) for naam in SLEUTELS[boek]): r for r in batch}
        expected = [by_key[key] for key in sorted(by_key)]
        for journal in journals:
            with journal.unit_of_work(PUNT) as unit:
                unit.put(*batch)
                found = unit.all(boek)
                assert found == expected
                cells = [tuple(getattr(record, naam) for naam in names) for record in found]
                assert list(unit.stream(boek, names)) == cells
                assert [list(map(type, row)) for row in cells] == [
                    [type(getattr(record, naam)) for naam in names] for record in expected
                ]
                for key, record in by_key.items():
                    assert unit.get(boek, *key) == record

    check()
    for journal in journals:
        journal.close()


class Form(NamedTuple):
    stand: InboxStand
    ontvangstnummer: int


def test_a_named_tuple_gives_its_fields_by_name(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(inbox(2, InboxStand.VERWERKT), inbox(1))
        found = list(unit.stream(InboxRij, Form, aanleverpunt="00AA00"))
        assert found == [(InboxStand.NIEUW, 1), (InboxStand.VERWERKT, 2)]
        assert [(row.ontvangstnummer, type(row)) for row in found] == [(1, Form), (2, Form)]
        assert list(unit.stream(InboxRij, Form, stand=InboxStand.NIEUW)) == [(InboxStand.NIEUW, 1)]


def test_a_changed_actie_keeps_its_place(journal):
    with journal.unit_of_work(PUNT) as unit:
        unit.put(*(some_actie(nummer) for nummer in (1, 2, 3)))
        unit.put(replace(some_actie(2), bericht_id="id"))
        assert [(a.nummer, a.bericht_id) for a in unit.all(Actie)] == [(1, ""), (2, "id"), (3, "")]


def some_actie(nummer: int) -> Actie:
    return made(Actie, nummer=nummer, aanleverpunt="00AA00")
