"""Faults at the n-th port call: one counter over journal, LVS2000, register and high-water mark (ARCHITECTURE 7.5, RELIABILITY B3).

A crash is no error that the client could catch: it goes through everything, and what was not committed is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NoReturn

from bronsync.domain.errors import NietVerzonden, Onduidelijk


class Crash(BaseException):
    """The program was killed here."""


class Fout(StrEnum):
    CRASH_VOOR = "crash before"
    CRASH_NA = "crash after"
    VERZOEK_KWIJT = "request lost"
    ANTWOORD_KWIJT = "answer lost"
    GEEN_VERBINDING = "no connection"


NETWERK = {Fout.VERZOEK_KWIJT, Fout.ANTWOORD_KWIJT, Fout.GEEN_VERBINDING}
"""Only a call over the network can fail like this; elsewhere nothing happens."""


class Storing:
    """Wraps the ports of a test world. `zet(n, fout)`: at the n-th call from now on, or the n-th of that name; strikes once."""

    def __init__(self) -> None:
        self.aantal = 0
        self.geraakt = False
        self.soorten: list[str] = []
        self._bij = 0
        self._naam = ""
        self._fout: Fout | None = None
        self._nog = 0
        self._intussen: Callable[[], None] | None = None
        self.bij_crash: Callable[[], None] = lambda: None
        """Called where the program falls over, before anything of it unwinds."""
        self.op_de_lijn: Callable[[Fout], None] | None = None
        """Where there is a real network: makes the next call meet this fault there. Else the fault is played here."""

    def zet(self, n: int, fout: Fout, naam: str = "") -> None:
        self.aantal, self._bij, self._fout, self._naam, self.geraakt = 0, n, fout, naam, False

    def uit(self) -> None:
        self._fout = self._intussen = None

    def intussen(self, n: int, gebeurt: Callable[[], None]) -> None:
        """Just before the n-th call from now on something happens elsewhere."""
        self._nog, self._intussen = n, gebeurt

    def roep(self, naam: str, doe: Callable[[], Any], *, netwerk: bool = False) -> Any:
        self.soorten.append(naam)
        self._nog -= 1
        if self._intussen is not None and not self._nog:
            self._intussen()
        if self._naam and naam != self._naam:
            return doe()
        self.aantal += 1
        if self._fout is None or self.aantal != self._bij or (self._fout in NETWERK and not netwerk):
            return doe()
        fout, self._fout, self.geraakt = self._fout, None, True
        if fout in NETWERK and self.op_de_lijn is not None:
            self.op_de_lijn(fout)
            return doe()
        match fout:
            case Fout.CRASH_VOOR:
                self._crash(naam)
            case Fout.VERZOEK_KWIJT:
                raise Onduidelijk("NET-02")
            case Fout.GEEN_VERBINDING:
                raise NietVerzonden("NET-01", adres="localhost")
        doe()
        if fout is Fout.CRASH_NA:
            self._crash(naam)
        raise Onduidelijk("NET-02")

    def _crash(self, naam: str) -> NoReturn:
        self.bij_crash()
        raise Crash(naam)


class GestoordJournal:
    def __init__(self, echt: Any, storing: Storing) -> None:
        self.echt, self._storing = echt, storing

    @contextmanager
    def unit_of_work(self, aanleverpunt: str | None = None) -> Iterator[Any]:
        with self.echt.unit_of_work(aanleverpunt) as unit:
            yield _FaultyUnitOfWork(unit, self._storing)


class _FaultyUnitOfWork:
    def __init__(self, echt: Any, storing: Storing) -> None:
        self._echt, self._storing = echt, storing

    def __getattr__(self, naam: str) -> Any:
        return getattr(self._echt, naam)

    def commit(self) -> None:
        self._storing.roep("journal.commit", self._echt.commit)


class _Gestoord:
    """Counts the calls named in `geteld`; passes the rest on."""

    geteld: frozenset[str] = frozenset()
    soort = ""
    netwerk = False

    def __init__(self, echt: Any, storing: Storing) -> None:
        self.echt, self._storing = echt, storing

    def __getattr__(self, naam: str) -> Any:
        deel = getattr(self.echt, naam)
        if naam not in self.geteld:
            return deel
        return lambda *args: self._storing.roep(f"{self.soort}.{naam}", lambda: deel(*args), netwerk=self.netwerk)


class GestoordeLvs(_Gestoord):
    geteld = frozenset({"school", "lees", "lees_een", "staat_er", "schrijf"})
    soort = "lvs"


class GestoordRegister(_Gestoord):
    geteld = frozenset({"verzend", "haal", "bevestig"})
    soort = "register"
    netwerk = True


class GestoordRegisterZonderNet(_Gestoord):
    """`schrijf` uses no network: it can only be the place of a crash."""

    geteld = frozenset({"schrijf"})
    soort = "register"


class FaultyHighWaterMark(_Gestoord):
    geteld = frozenset({"read", "raise_to"})
    soort = "waterpeil"
