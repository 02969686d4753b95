"""The walk of one datum through the house, seen while it goes: which files it enters and which shapes it takes (docs/huis.md)."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import bronsync
from bronsync.adapters.system.clock import SystemClock
from bronsync.application.tonen.leerlingen import leerlingen
from bronsync.program.bootstrap import open_sessie

CLIENT = Path(bronsync.__file__).parent
NIET = ("self", "omg", "unit", "keuzes", "sessie")
"""What leads to everything: the session, the unit of work."""


def _delen(waarde: object) -> Iterator[object]:
    if dataclasses.is_dataclass(waarde) and not isinstance(waarde, type):
        yield from (getattr(waarde, veld.name, None) for veld in dataclasses.fields(waarde))
    elif isinstance(waarde, tuple | list | set | frozenset):
        yield from waarde
    elif isinstance(waarde, dict):
        yield from waarde.values()


class Spoor:
    """Looks at what each function of the client had in its hands when it ended. A value that is an lxml element or a date is not seen."""

    def __init__(self, merk: str) -> None:
        self._merk, self._raw = merk, merk.encode()
        self.bestanden: set[str] = set()
        self.vormen: set[str] = set()

    def _houdt(self, waarde: object, diep: int) -> bool:
        if isinstance(waarde, str):
            return self._merk in waarde
        if isinstance(waarde, bytes):
            return self._raw in waarde
        if diep == 0:
            return False
        gezien = [self._houdt(deel, diep - 1) for deel in _delen(waarde)]  # all of them: each tells its shape
        raak, soort = any(gezien), type(waarde)
        if raak and soort.__module__.startswith("bronsync.") and not soort.__name__.startswith("_"):
            self.vormen.add(soort.__name__)
        return raak

    def __call__(self, frame: FrameType, gebeurtenis: str, antwoord: Any) -> None:
        bestand = Path(frame.f_code.co_filename)
        if gebeurtenis != "return" or not bestand.is_relative_to(CLIENT):
            return
        namen = (w for n, w in frame.f_locals.items() if n not in NIET and not isinstance(w, ModuleType))
        gezien = [self._houdt(waarde, 5) for waarde in (*namen, antwoord)]
        if any(gezien):
            self.bestanden.add(bestand.relative_to(CLIENT).as_posix())


@contextmanager
def gevolgd(merk: str) -> Iterator[Spoor]:
    spoor = Spoor(merk)
    sys.setprofile(spoor)
    try:
        yield spoor
    finally:
        sys.setprofile(None)


@pytest.fixture(scope="module")
def bladzijde() -> str:
    return (Path(__file__).parents[2] / "docs/huis.md").read_text(encoding="utf-8")


def verteld(bladzijde: str, kop: str) -> tuple[set[str], set[str]]:
    """Files and shapes of one walk as the page tells them: first and second column."""
    deel = bladzijde.partition(f"## {kop}\n")[2].partition("\n## ")[0]
    rijen = [regel.split(" | ") for regel in deel.splitlines() if regel.startswith("| `")]
    bestanden = {naam for rij in rijen for naam in re.findall(r"`([\w/]+\.py)`", rij[0])}
    return bestanden, {naam for rij in rijen for naam in re.findall(r"`(\w+)`", rij[1])}


@pytest.mark.large
def test_a_date_goes_from_lvs2000_into_the_envelope_as_the_page_tells(geleverd, bladzijde):
    vraag = "SELECT InschrijvingId FROM Inschrijving WHERE Uitschrijfdatum IS NULL ORDER BY InschrijvingId"
    ((wie,), *_) = geleverd.sql(vraag)
    dag = SystemClock().today() - timedelta(days=9)
    merk = (dag - timedelta(days=max(dag.weekday() - 4, 0))).isoformat()
    geleverd.sql("UPDATE Inschrijving SET Uitschrijfdatum = ? WHERE InschrijvingId = ?", merk, wie)
    with gevolgd(merk) as spoor:
        for stroom in ("acties-bepalen", "controleren", "synchroniseren"):
            _, uit = geleverd.bronsync(stroom)
    assert uit["verzonden"] == 1
    assert (spoor.bestanden, spoor.vormen) == verteld(bladzijde, "From LVS2000 to the envelope")


@pytest.mark.large
def test_a_feedback_goes_into_lvs2000_and_the_window_as_the_page_tells(geleverd, bladzijde):
    ((bsn,), *_) = geleverd.sql(
        "SELECT Burgerservicenummer FROM Leerling JOIN Inschrijving USING (LeerlingId) "
        "WHERE Uitschrijfdatum IS NULL AND Burgerservicenummer IS NOT NULL ORDER BY InschrijvingId"
    )
    merk = "Merkwaardig"
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"voornamen": merk})
    with gevolgd(merk) as terug:
        geleverd.bronsync("terugkoppeling-ophalen")
    assert geleverd.sql("SELECT COUNT(*) FROM Leerling WHERE Voornamen = ?", merk) == [(1,)]
    with open_sessie(geleverd.map, geleverd.aanleverpunt) as sessie, gevolgd(merk) as getoond:
        leerlingen(sessie.omgeving)
    assert (terug.bestanden, terug.vormen) == verteld(bladzijde, "From a feedback back to LVS2000")
    assert (getoond.bestanden, getoond.vormen) == verteld(bladzijde, "From there to the window")
