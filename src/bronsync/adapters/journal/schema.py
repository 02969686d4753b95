"""The tables of the journal, made from its records: one table per book of `SLEUTELS`, a column per field, and the counters.

Only types that PostgreSQL and SQL Server know too (DESIGN 3, 'Own store'), so that the same books can lie there later; that needs a binary
collation on the key columns, because 'in key order' means order of code points. Importing this module loads SQLAlchemy: do it when the
store is first needed. Knows no file, no key, no transaction. `migrations.py` brings an older file to what stands here.
Source: PERFORMANCE 6 (the picture of BRON lies WITHOUT ROWID), RELIABILITY A.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from enum import StrEnum
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Unicode, UnicodeText
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bronsync.application.records import (
    SLEUTELS,
    Actie,
    AuditRij,
    BeeldRij,
    InboxRij,
    KoppelingRij,
    MutatieRij,
    OverzichtRij,
    SignaalRij,
    VerschilRij,
    Verzending,
)
from bronsync.domain.vergelijking.acties import Keuze, Mogelijkheid
from bronsync.domain.vergelijking.berichten import ActieSoort

ZOEKWEGEN: Final[dict[type, tuple[tuple[str, ...], ...]]] = {
    Actie: (
        ("aanleverpunt", "status"),
        ("aanleverpunt", "leerling_id"),
        ("aanleverpunt", "inschrijving_id"),
        ("aanleverpunt", "pgn"),
        ("aanleverpunt", "leerlingnummer"),
        ("aanleverpunt", "vingerafdruk"),
    ),
    VerschilRij: (("aanleverpunt", "leerling_id"), ("aanleverpunt", "inschrijving_id")),
    InboxRij: (("aanleverpunt", "stand"),),
    Verzending: (("aanleverpunt", "actie"),),
    SignaalRij: (("aanleverpunt", "actie", "inschrijving_id"),),
    MutatieRij: (("aanleverpunt", "stand"), ("aanleverpunt", "leerling_id")),
    KoppelingRij: (("aanleverpunt", "pgn"),),
    AuditRij: (("aanleverpunt", "onderwerp"),),
}
"""Filters that are used a lot and that the key does not serve: each is an index. Whatever is asked per pupil, message or click is here, or
is the key; a test asks SQLite for its plan."""

_IN_DE_SLEUTEL: Final = frozenset({BeeldRij, OverzichtRij})
"""Books whose rows lie in their key (WITHOUT ROWID): read in key order without a sort. Their bodies stay well under 1 kB."""

_KORT: Final = 200
"""Longest text in a key or an index: SQL Server indexes no unlimited text."""


class Packed(TypeDecorator[Any]):
    """A small typed list, stored as MessagePack: named tuples as arrays. The one place where a field of a record is packed or unpacked."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, soort: object) -> None:
        super().__init__()
        self.soort = soort
        self.pack, self.unpack = _PACKED.get(soort) or _as_it_stands(soort)


_Codec = tuple[Callable[[Any], bytes], Callable[[bytes], object]]
_encode: Final = msgspec.msgpack.Encoder().encode
_Choices = dict[Keuze, Mogelijkheid]
_choices: Final = msgspec.msgpack.Decoder(dict[Keuze, tuple[str, str]]).decode


def _pack_choices(waarde: _Choices) -> bytes:
    """An empty text stands for no actie."""
    return _encode({keuze.value: (str(een.actie or ""), een.reden) for keuze, een in waarde.items()})


def _unpack_choices(body: bytes) -> _Choices:
    return {
        keuze: Mogelijkheid(ActieSoort(actie) if actie else None, reden)
        for keuze, (actie, reden) in _choices(body).items()
    }


def _as_it_stands(soort: object) -> _Codec:
    decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(soort)
    return _encode, decoder.decode


_PACKED: Final[dict[object, _Codec]] = {_Choices: (_pack_choices, _unpack_choices)}
"""What is not packed as it stands."""


class Keuzewaarde(TypeDecorator[StrEnum]):
    """A StrEnum, stored as its value."""

    impl = Unicode(_KORT)
    cache_ok = True

    def __init__(self, keuze: type[StrEnum]) -> None:
        super().__init__()
        self.keuze = keuze

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else str(value)


def _column_type(soort: object, *, kort: bool) -> TypeEngine[Any]:
    if soort is str:
        return Unicode(_KORT) if kort else UnicodeText()
    if soort is bool:
        return Boolean()
    if soort is int:
        return BigInteger().with_variant(Integer(), "sqlite")
    if soort is bytes:
        return LargeBinary()
    if isinstance(soort, type) and issubclass(soort, StrEnum):
        return Keuzewaarde(soort)
    if get_origin(soort) in (tuple, dict):
        return Packed(soort)
    raise TypeError(f"no column type for {soort!r}")


def _kolom(naam: str, aantekening: object, *, sleutel: bool, kort: bool) -> Column[Any]:
    leeg_mag = get_origin(aantekening) is UnionType
    soorten = [soort for soort in get_args(aantekening) if soort is not type(None)] if leeg_mag else [aantekening]
    if len(soorten) != 1:
        raise TypeError(f"{naam}: a cell has one type")
    return Column(
        naam, _column_type(soorten[0], kort=kort), primary_key=sleutel, nullable=leeg_mag, autoincrement=False
    )


def _tabel(boek: type, metadata: MetaData) -> Table:
    naam = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", boek.__name__.removesuffix("Rij")).lower()
    sleutel, wegen = SLEUTELS[boek], ZOEKWEGEN.get(boek, ())
    kort = {*sleutel, *(veld for weg in wegen for veld in weg)}
    soorten = get_type_hints(boek)
    return Table(
        naam,
        metadata,
        *(
            _kolom(veld.name, soorten[veld.name], sleutel=veld.name in sleutel, kort=veld.name in kort)
            for veld in dataclasses.fields(boek)
        ),
        *(Index(f"ix_{naam}_{'_'.join(weg)}", *weg, *_then(sleutel, weg)) for weg in wegen),
        sqlite_with_rowid=boek not in _IN_DE_SLEUTEL,
    )


def _then(sleutel: tuple[str, ...], weg: tuple[str, ...]) -> list[str]:
    """The rest of the key behind an index: SQLite takes the key instead, and reads the whole aanleverpunt, where only that spares it a sort.

    A key of one number is in each index already.
    """
    return [veld for veld in sleutel if veld not in weg] if len(sleutel) > 1 else []


METADATA: Final = MetaData()
TABELLEN: Final[dict[type, Table]] = {boek: _tabel(boek, METADATA) for boek in SLEUTELS}
REEKS: Final = Table(
    "reeks",
    METADATA,
    Column("aanleverpunt", Unicode(_KORT), primary_key=True),
    Column("naam", Unicode(_KORT), primary_key=True),
    Column("laatste", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
)
"""The counters behind `volgende`."""
