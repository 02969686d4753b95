"""The clock of the computer, and what day it is in the Netherlands: the port `Clock`.

Summer time is computed by the rule of the European Union (directive 2000/84/EC: from the last Sunday of March to the last Sunday of October,
01:00 UTC), because Windows carries no time zones that Python reads. The test holds it against zoneinfo.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta


def _laatste_zondag(jaar: int, maand: int) -> datetime:
    """Of March or October, which both have 31 days; the moment at which the clocks change."""
    laatste = datetime(jaar, maand, 31, 1, tzinfo=UTC)
    return laatste - timedelta(days=laatste.isoweekday() % 7)


def dag_in_nederland(moment: datetime) -> date:
    """The date on the calendar in the Netherlands at this moment."""
    utc = moment.astimezone(UTC)
    zomertijd = _laatste_zondag(utc.year, 3) <= utc < _laatste_zondag(utc.year, 10)
    return (utc + timedelta(hours=2 if zomertijd else 1)).date()


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return dag_in_nederland(self.now())

    def wait(self, seconden: float) -> None:
        time.sleep(seconden)
