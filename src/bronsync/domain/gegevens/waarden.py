"""Values that a field can hold: valid, or explicitly `Ongeldig` with the reason why.

A school's data may be wrong and the controles must be able to say so; nothing is repaired or dropped in silence.
Knows nothing of databases or XML. Sources: DOMAIN 3.5 (partial birth dates), 3.4 (postcode), ARCHITECTURE 4.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

_DAG: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAATSTE_JAAR: Final = 2198


@dataclass(frozen=True, slots=True)
class Ongeldig:
    """A text that is not a value of its field. `reden` is a word for the controles; the text itself never prints."""

    ruw: str = field(repr=False)
    reden: str


@dataclass(frozen=True, slots=True, order=True, repr=False)
class GedeeltelijkeDatum:
    """A birth date of which day, or day and month, or all (00000000) may be unknown: 0 stands for unknown (DOMAIN 3.5)."""

    jaar: int
    maand: int
    dag: int

    def __repr__(self) -> str:
        """Birth dates are personal data: never printed."""
        return "GedeeltelijkeDatum(...)"

    @property
    def volledig(self) -> bool:
        """Whether year, month and day are all known."""
        return bool(self.jaar and self.maand and self.dag)

    @property
    def vroegst(self) -> date | None:
        """The earliest day it can be; None when nothing is known. For minimum-age checks."""
        if not self.jaar:
            return None
        return date(self.jaar, self.maand or 1, self.dag or 1)

    @property
    def laatst(self) -> date | None:
        """The latest day it can be; None when nothing is known. For maximum-age checks."""
        if not self.jaar:
            return None
        if self.dag:
            return date(self.jaar, self.maand, self.dag)
        volgende = date(self.jaar + 1, 1, 1) if self.maand in (0, 12) else date(self.jaar, self.maand + 1, 1)
        return volgende - timedelta(days=1)


def lees_gedeeltelijke_datum(tekst: str) -> GedeeltelijkeDatum | Ongeldig:
    """Reads `yyyy-mm-dd` with 00 for unknown parts. A known month with an unknown year does not exist (DOMAIN 3.5)."""
    if not _DAG.fullmatch(tekst):
        return Ongeldig(tekst, "geen_datum")
    jaar, maand, dag = int(tekst[:4]), int(tekst[5:7]), int(tekst[8:])
    if jaar > _LAATSTE_JAAR or (jaar == 0 and (maand or dag)) or (maand == 0 and dag):
        return Ongeldig(tekst, "geen_datum")
    try:
        if jaar:
            date(jaar, maand or 1, dag or 1)
    except ValueError:
        return Ongeldig(tekst, "geen_datum")
    return GedeeltelijkeDatum(jaar, maand, dag)


def lees_datum(tekst: str) -> date | Ongeldig:
    """Reads `yyyy-mm-dd`; only real days between 1900 and 2199 (RELIABILITY C1 23)."""
    try:
        waarde = date.fromisoformat(tekst) if _DAG.fullmatch(tekst) else None
    except ValueError:
        waarde = None
    if waarde is None or not 1900 < waarde.year <= _LAATSTE_JAAR:
        return Ongeldig(tekst, "geen_datum")
    return waarde


def schooljaar(dag: date) -> int:
    """The year in which the schooljaar of that day began: 1 August to 31 July (DOMAIN 3.10)."""
    return dag.year if dag.month >= 8 else dag.year - 1
