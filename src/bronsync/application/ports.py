"""What the use cases need from outside: the school's database, the register, the own journal, clock, ids, key ring, progress.

Pure types only. An adapter implements each; tests bind them in memory. No transaction is ever open while a person thinks or the network
answers (ARCHITECTURE 4.5). Errors that come out of these ports are `BronSyncFout` and its two subclasses, never a library's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar, overload

from bronsync.application.records import Boek, Wijziging
from bronsync.domain.gegevens.codes import Codelijsten
from bronsync.domain.gegevens.velden import Rij, cel, norm_tekst
from bronsync.domain.vergelijking.berichten import Antwoord, Bericht, Terugkoppeling

B = TypeVar("B", bound=Boek)
R = TypeVar("R", bound=NamedTuple)


# --- LVS2000 ------------------------------------------------------------------------------------------------------------------------


class LvsRij(NamedTuple):
    """One inschrijving as LVS2000 holds it: the canonieke rij and what stays inside the school.

    A NamedTuple: one is made for every pupil that is read, and a frozen dataclass costs four times as much. Never prints its values.
    """

    inschrijving_id: int
    leerling_id: int
    leerlingnummer: str
    rij: Rij
    uitgesloten: bool
    """'Uitgesloten van aanlevering' (S07)."""
    geheim: bool
    onderwijs_sinds: str | None
    roepnaam: object
    """As the database holds it; only ever shown."""

    def __repr__(self) -> str:
        """Personal data: only which one it is."""
        return f"LvsRij({self.inschrijving_id})"

    @property
    def weergavenaam(self) -> str:
        """`Achternaam, roepnaam voorvoegsel`. That the column LvsNaam looks like this is ASSUMED; the manual shows no example."""
        achternaam = str(cel(self.rij, "achternaam") or "")
        roepnaam = None if self.roepnaam is None else norm_tekst(self.roepnaam)
        delen = (roepnaam or cel(self.rij, "voornamen"), cel(self.rij, "voorvoegsel"))
        voor = " ".join(str(deel) for deel in delen if deel)
        return f"{achternaam}, {voor}" if voor else achternaam


@dataclass(frozen=True, slots=True)
class LvsSchool:
    """What the reading of one aanleverpunt also needs: the vestigingen of the BRIN, the version, and which database this is."""

    versie: str
    identiteit: str
    """Stays the same when the same database is moved; changes when another one, or a restored backup, answers. Opaque."""
    brin: str
    vestigingen: frozenset[str]


class Schrijfuitkomst(StrEnum):
    """Outcome of one compare-and-set."""

    GEDAAN = "gedaan"
    AL_GEDAAN = "al gedaan"
    """The new values already stand there: a repeat after a crash (F15)."""
    CONFLICT = "conflict"
    """Another value than the one it was based on: the school's edit wins (I3)."""


class Rechten(StrEnum):
    """How much an account of the school's database may."""

    PASSEND = "passend"
    """No more than needed, as far as it can be told; also where a database knows no accounts."""
    RUIM = "ruim"
    """It may make or change what BRON Sync never does."""
    EIGENAAR = "eigenaar"
    BEHEERDER = "beheerder"
    """Of the whole server."""


class Lvs(Protocol):
    """The school's database."""

    def aanleverpunten(self) -> tuple[str, ...]:
        """All aanleverpunten in the database, sorted."""
        ...

    def school(self, aanleverpunt: str) -> LvsSchool:
        """Version, identity, vestigingen; refuses a too old version (LVS-02), a missing part (LVS-03), an unknown aanleverpunt (LVS-06)."""
        ...

    def lees(self, aanleverpunt: str) -> Iterator[LvsRij]:
        """All inschrijvingen of the aanleverpunt in one consistent read, ordered by inschrijving_id; at most 5 statements."""
        ...

    def lees_een(self, aanleverpunt: str, inschrijving_id: int) -> LvsRij | None:
        """One inschrijving as it stands now; None when it is gone."""
        ...

    def schrijf(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> Schrijfuitkomst:
        """Writes back all or nothing, only where every old value still stands (compare-and-set). Only the mapped columns."""
        ...

    def staat_er(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> bool:
        """Whether every new value stands there already, so that `schrijf` would change nothing."""
        ...

    def rechten(self) -> Rechten:
        """How much the account may with which BRON Sync connects."""
        ...

    def vergrendel(self, aanleverpunt: str) -> AbstractContextManager[None]:
        """The lease: one process at a time per aanleverpunt; LVS-09, with where and since when, when another holds it."""
        ...

    def eis_vergrendeld(self) -> None:
        """LVS-11 when a lease that was taken is lost: the server ended its session, so another may hold it by now (F23)."""
        ...


# --- the register -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Terugkoppelbericht:
    """One feedback as it came: number, exact bytes."""

    ontvangstnummer: int
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pagina:
    """What one fetch gave. `meer`: more is waiting behind it."""

    berichten: tuple[Terugkoppelbericht, ...]
    meer: bool
    klokverschil: float = 0.0
    """Seconds by which this computer's clock is ahead of the register's (F24)."""
    hoogste: int | None = None
    """Highest receipt number that the register ever gave to this aanleverpunt, as it counts now; None when it does not say."""


class Register(Protocol):
    """BRON, seen from one aanleverpunt with its certificate."""

    @property
    def herhaling_veilig(self) -> bool:
        """Whether this register drops a repeat with the same id and bytes (DESIGN 3); a property of its contract, not a guess."""
        ...

    def schrijf(self, bericht: Bericht) -> bytes:
        """The exact bytes of a message (the bedrijfsdocument), valid against the contract; EIGEN-02 when not. No network."""
        ...

    def operatie(self, bericht: Bericht) -> str:
        """The operation that carries this message."""
        ...

    def verzend(self, operatie: str, body: bytes) -> Antwoord:
        """Sends frozen bytes. `NietVerzonden`: nothing left. `Onduidelijk`: it may have arrived."""
        ...

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        """Fetches the next page of waiting feedback. Fetching signs nothing off."""
        ...

    def bevestig(self, tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        """Signs off all feedback up to and including this number."""
        ...

    def lees(self, raw: bytes) -> Terugkoppeling:
        """Reads stored bytes; never raises for their content: what cannot be read is `Onbegrepen`. No network."""
        ...


# --- the own journal ----------------------------------------------------------------------------------------------------------------


class UnitOfWork(Protocol):
    """A unit of work on the books of one aanleverpunt: leaving the block without `commit` rolls back.

    It sees the records of that aanleverpunt only, also where nothing is asked of it, and takes no other; naming another is our own bug.
    One over the whole store (no aanleverpunt) is for looking: it writes nothing.
    """

    @property
    def aanleverpunt(self) -> str:
        """Whose books these are; our own bug to ask where there is none."""
        ...

    def get(self, boek: type[B], *sleutel: object) -> B | None:
        """One record by its key."""
        ...

    def all(self, boek: type[B], **gelijk: object) -> list[B]:
        """All records with these values, in key order."""
        ...

    @overload
    def stream(self, boek: type[Boek], velden: tuple[str, ...], **gelijk: object) -> Iterator[tuple[object, ...]]: ...
    @overload
    def stream(self, boek: type[Boek], velden: type[R], **gelijk: object) -> Iterator[R]: ...
    def stream(
        self, boek: type[Boek], velden: tuple[str, ...] | type[R], **gelijk: object
    ) -> Iterator[tuple[object, ...]] | Iterator[R]:
        """Only these fields of all records with these values, in key order, without building records.

        `velden`: a NamedTuple with names and types of fields of the book, or names alone where the type does not matter.
        """
        ...

    def put(self, *records: Boek) -> None:
        """Inserts each, or replaces the record with the same key."""
        ...

    def delete(self, boek: type[Boek], **gelijk: object) -> int:
        """Deletes the records with these values; gives how many."""
        ...

    def next_number(self, reeks: str) -> int:
        """The next number of a named series of the aanleverpunt: 1, 2, 3 ... One that was given in a unit that rolled back may come again."""
        ...

    def commit(self) -> None:
        """Makes all of it durable."""
        ...


class Journal(Protocol):
    """The encrypted store."""

    def unit_of_work(self, aanleverpunt: str | None = None) -> AbstractContextManager[UnitOfWork]:
        """Opens a unit of work on the books of this aanleverpunt; without one, on all of them, for looking."""
        ...


# --- a file -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blad:
    """One sheet of the file: texts only, in every cell."""

    naam: str
    kop: tuple[str, ...]
    rijen: Sequence[tuple[str, ...]] = field(repr=False)


class Export(Protocol):
    """Writes a file that is whole or is not there; EXPORT-01 when it cannot be written."""

    def schrijf(self, bladen: Sequence[Blad]) -> tuple[str, ...]:
        """Gives what the user should know of it, in Dutch: where a text had to be changed, or where the file lies."""
        ...


# --- system -------------------------------------------------------------------------------------------------------------------------


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        ...

    def today(self) -> date:
        """Today, in the Netherlands."""
        ...

    def wait(self, seconden: float) -> None:
        """Waits; a stepping clock in tests returns at once."""
        ...


class Ids(Protocol):
    """New message ids."""

    def nieuw(self) -> str:
        """A fresh UUID as text."""
        ...


class Peil(NamedTuple):
    """How far the books of an aanleverpunt were when this computer saw them last."""

    generatie: int = 0
    regel: int = 0
    """Number of the newest audit line; 0 when none was seen."""
    hash: str = ""
    """Of that line: books that were put back and went on have another one under that number."""


class HighWaterMark(Protocol):
    """The high-water mark: what this computer saw last, kept outside the store (in the OS key ring), so that an older copy is noticed."""

    def read(self, aanleverpunt: str) -> Peil:
        """What was kept; all zero when nothing ever was."""
        ...

    def raise_to(self, aanleverpunt: str, peil: Peil) -> None:
        """Keeps it; never one of a lower generation."""
        ...


class Progress(Protocol):
    """Progress of a long task; `meld` raises `Afgebroken` when the user cancelled."""

    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        """So many of so many; `tekst` is Dutch, without personal data."""
        ...


class Afgebroken(Exception):
    """The user cancelled; what was done stays done and can be resumed."""


@dataclass(frozen=True, slots=True)
class Omgeving:
    """All ports of one run on one aanleverpunt."""

    aanleverpunt: str
    lvs: Lvs
    register: Register
    journal: Journal
    clock: Clock
    ids: Ids
    high_water_mark: HighWaterMark
    progress: Progress
    sessie: str
    wie: str
    versie: str
    codelijsten: Codelijsten
    certificaat_tot: date | None = None
    """Last day on which the certificate is valid; None when there is none."""
    rsa_bits: int = 0
    """Of the key of that certificate; 0 when it is of another kind."""
    wachttijd: float = 60.0
    """Seconds between the overview request and the first fetch (manual ch. 4: one minute)."""
    netwerk: str = ""
    """By which way BRON is reached, when that is worth saying."""
    groep: str = ""
    """What is written to LVS2000 from here on belongs together under this name (`wegschrijven.met_groep`)."""
