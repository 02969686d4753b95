"""A value with personal data never shows them when it is printed: whatever prints an object by accident prints no child (RELIABILITY E4).

Each dataclass of the program is filled with a canary per field and then shown in every way; by name or type it is known which may not appear.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import bronsync

NAMES = {
    "pgn", "bsn", "burgerservicenummer", "onderwijsnummer", "leerlingnummer", "namen", "achternaam", "voornamen", "roepnaam", "weergavenaam",
    "geboortedatum", "straatnaam", "huisnummer", "postcode", "plaatsnaam", "indicatienummer", "zoek", "xml", "raw", "body", "notitie",
    "oorspronkelijk", "wachtwoord", "p12", "paren", "was", "wordt", "oud", "nieuw", "wijzigingen", "locatieomschrijving",
}  # fmt: skip
TYPES = re.compile(r"\bbytes\b|\bSleutel\b|\bBronId\b|\bRij\b|\bPaar\b|\bSleutelgegevens\b|\bAdres\b")
# By class and field: what has such a name and holds nobody.
HOLDS_NOBODY = {
    "_Stand.nieuw": "of a connection",
    "_Open.p12": "a type that hides itself",
    "Blad.leerling": "a function",
}


class Canary:
    def __init__(self, naam: str) -> None:
        self.naam = naam

    def __repr__(self) -> str:
        return f"<<{self.naam}>>"

    def __format__(self, _: str) -> str:
        return repr(self)


def shown(soort: type, fields: tuple[str, ...]) -> set[str]:
    """Which of its fields it prints."""
    een = object.__new__(soort)
    for naam in fields:
        object.__setattr__(een, naam, Canary(naam))
    text = f"{een!r}{een!s}{een}"
    return set(re.findall("<<([a-z0-9_]+)>>", text))


def dataclasses_of_ours() -> Iterator[type]:
    for module in pkgutil.walk_packages(bronsync.__path__, "bronsync."):
        if module.name.endswith("__main__"):
            continue
        for een in list(vars(importlib.import_module(module.name)).values()):
            if isinstance(een, type) and een.__module__ == module.name and dataclasses.is_dataclass(een):
                yield een


def personal(soort: type) -> set[str]:
    """Its fields that no print may show."""
    return {
        veld.name
        for veld in dataclasses.fields(soort)
        if (veld.name in NAMES or TYPES.search(str(veld.type))) and f"{soort.__name__}.{veld.name}" not in HOLDS_NOBODY
    }


@pytest.mark.parametrize(
    ("annotation", "name"),
    [("str", "pgn"), ("tuple[Sleutel, ...]", "wie"), ("bytes | None", "inhoud"), ("Rij", "kant")],
)
def test_a_value_that_shows_a_person_is_noticed(annotation, name):
    open_ = dataclasses.make_dataclass("Open", [(name, annotation), ("aantal", "int")], frozen=True)
    dicht = dataclasses.make_dataclass("Dicht", [(name, annotation, dataclasses.field(repr=False))], frozen=True)
    assert personal(open_) & shown(open_, (name, "aantal")) == {name}
    assert personal(dicht) == {name}
    assert not shown(dicht, (name,))


def test_no_value_shows_a_person_when_it_is_printed():
    found = list(dataclasses_of_ours())
    assert len(found) > 150
    leaks = []
    for soort in found:
        names = tuple(veld.name for veld in dataclasses.fields(soort))
        if personal(soort):
            try:
                leaks += [f"{soort.__qualname__}.{naam}" for naam in personal(soort) & shown(soort, names)]
            except TypeError:  # it looks into the value, to mask it
                assert soort.__name__ in {"Bsn", "Onderwijsnummer"}
    assert leaks == []
