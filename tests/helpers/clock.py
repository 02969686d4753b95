"""Time, ids, high-water mark and progress for tests: nothing waits, nothing is random, nothing is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bronsync.application.ports import Afgebroken, Peil

BEGIN = datetime(2009, 9, 1, 7, 0, tzinfo=UTC)


class SteppingClock:
    """Stands still until someone waits or turns it; each wait is kept."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self._nu = begin
        self.gewacht: list[float] = []

    def now(self) -> datetime:
        return self._nu

    def today(self) -> date:
        # Tests that care about midnight in the Netherlands set the hour themselves.
        return self._nu.date()

    def wait(self, seconden: float) -> None:
        self.gewacht.append(seconden)
        self._nu += timedelta(seconds=seconden)

    def verder(self, **tijd: float) -> None:
        """`clock.verder(days=29)`."""
        self._nu += timedelta(**tijd)


class CountingIds:
    """UUIDs that count: the same run gives the same ids."""

    def __init__(self, reeks: int = 0) -> None:
        self._reeks = reeks
        self._laatste = 0

    def nieuw(self) -> str:
        self._laatste += 1
        return f"00000000-0000-4000-8{self._reeks:03x}-{self._laatste:012x}"


class MemoryHighWaterMark:
    """The high-water mark; outlives any restore of the journal, as the key ring does."""

    def __init__(self) -> None:
        self._peil: dict[str, Peil] = {}

    def read(self, aanleverpunt: str) -> Peil:
        return self._peil.get(aanleverpunt, Peil())

    def raise_to(self, aanleverpunt: str, peil: Peil) -> None:
        if peil.generatie >= self.read(aanleverpunt).generatie:
            self._peil[aanleverpunt] = peil


class SilentProgress:
    """Keeps what was reported; cancels at the n-th report when told."""

    def __init__(self, breek_af_bij: int | None = None) -> None:
        self.gemeld: list[tuple[int, int, str]] = []
        self._breek_af_bij = breek_af_bij

    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        self.gemeld.append((gedaan, totaal, tekst))
        if len(self.gemeld) == self._breek_af_bij:
            raise Afgebroken
