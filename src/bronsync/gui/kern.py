"""What the window gets from outside: one object that opens everything, keeps the session, and knows settings and certificates.

`bronsync/program/profiel.py` has the implementation and gives it to the window (DESIGN 2: the window never imports an adapter). Everything here is
called by the one worker thread of `background.py`, never by the thread of the window, except where a line says so. The use cases of
`application` are called with the `Omgeving` that `kies` gave. Errors are `BronSyncFout`. Source: ARCHITECTURE 4.7, manual ch. 3 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the window shows before they are needed
    from collections.abc import Mapping

    from bronsync.application.beheer.updates import Update
    from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand
    from bronsync.application.ports import Export, Omgeving, Progress
    from bronsync.application.tonen.aanleverpunten import Aanleverpunten
    from bronsync.domain.errors import BronSyncFout
    from bronsync.domain.kijken.signalen import Uitleg


@dataclass(frozen=True, slots=True)
class Verbindingskeuze:
    """What the dialog 'Verbinding maken met de LVS2000 SQL database' asks (manual ch. 3)."""

    server: str
    database: str
    gebruiker: str = ""
    """Empty: Windows authentication."""
    wachtwoord: str = field(default="", repr=False)
    """Goes to the key ring, never to a file; empty when it is read back."""
    vertrouw_servercertificaat: bool = False


@dataclass(frozen=True, slots=True)
class VerbindingUitslag:
    """What the test button found: version of LVS2000, school, aanleverpunten."""

    versie: str
    brin: str
    aanleverpunten: tuple[str, ...]
    attentie: str = ""
    """Dutch: the account may more than it needs; empty when all is well."""
    gelezen: str = ""
    """Dutch: from which schema is read; empty where a database knows no schemas."""


@dataclass(frozen=True, slots=True)
class Certificaatkeuze:
    """One of the certificates that a file can be installed for; asked only when there is more than one."""

    aanleverpunt: str
    vingerafdruk: str
    geldig_van: date
    geldig_tot: date
    leverancier: bool


@dataclass(frozen=True, slots=True)
class CertificaatRegel:
    """One certificate of an aanleverpunt, as the tab Certificaten lists it."""

    aanleverpunt: str
    geldig_van: date
    geldig_tot: date
    in_gebruik: bool
    """A new one stands beside the old while messages are under way (issue, start)."""
    vingerafdruk: str
    """First eight characters of the SHA-256, to tell two apart on the phone."""
    waarschuwing: str = ""
    """Dutch, from 60 days before the end, or of a key that should be larger the next time; empty when all is well."""


@dataclass(frozen=True, slots=True)
class Begin:
    """What stands open after `open`."""

    demo: bool
    verbonden: bool
    """Whether an LVS2000 database is chosen and answers; when not, the connection dialog comes first."""
    aanleverpunten: tuple[str, ...]
    laatste_aanleverpunt: str
    """The one chosen last time; empty when none."""
    fout: str = ""
    """Code of the error for which it is not connected; empty when nothing was chosen yet."""
    uitleg: str = ""
    """The same as Dutch sentences: what is wrong, what to do."""
    attentie: str = ""
    """Of a connection just made, as in `VerbindingUitslag`."""
    scholen: Mapping[str, str] = field(default_factory=dict)
    """What the school calls each aanleverpunt."""
    zonder_register: bool = False
    """Whether this release was made without the environment of a register: then there is the demo school only."""


@dataclass(frozen=True, slots=True)
class Gekozen:
    """A session on one aanleverpunt: the lease is held until another is chosen or the window closes."""

    omgeving: Omgeving
    hersteld: str
    """One sentence on what an interruption left; empty when nothing."""
    certificaat_fout: str
    """Code of the reason why there is no usable certificate; empty when there is. Viewing works without one."""
    certificaat_uitleg: str = ""
    """The same as Dutch sentences: what is wrong, what to do, the code for the helpdesk."""


class Updates(Protocol):
    """Newer versions of this program. Its calls wait for a network: they belong in a thread of their own (`kit/beside.py`), not in the worker."""

    @property
    def off(self) -> str:
        """Dutch: why none are looked for here; empty when they are (may be read anywhere)."""
        ...

    @property
    def address(self) -> str:
        """Where (may be read anywhere)."""
        ...

    def ready(self) -> str:
        """The version that the next start uses; empty when that is this one (may be called anywhere)."""
        ...

    def look(self) -> Update | None:
        """The newer version that is offered; UPDATE-* when that cannot be known."""
        ...

    def fetch(self, progress: Progress) -> str:
        """Fetches it and has the next start use it; gives its version. Ended at any moment, this version stays as it is."""
        ...


class Kern(Protocol):
    """Everything outside the window."""

    demo: bool
    """Whether this is a demo school (may be read anywhere)."""

    @property
    def versie(self) -> str:
        """Of the program (may be read anywhere)."""
        ...

    map_: Path
    """The folder of the profile; `weergave.ini` of the window lies beside it (may be read anywhere)."""

    def open(self) -> Begin:
        """Opens store and school database; called once, first of all."""
        ...

    def kies(self, aanleverpunt: str, progress: Progress) -> Gekozen:
        """Closes the present session and opens one on this aanleverpunt."""
        ...

    def met(self, progress: Progress) -> Omgeving:
        """The session in use, reporting its progress here."""
        ...

    def aanleverpunten(self) -> Aanleverpunten:
        """All aanleverpunten of the school by the books; needs no session."""
        ...

    def meld_fout(self, fout: BaseException, werk: str = "") -> BronSyncFout:
        """Puts it in the technical log: its class, place and code, never its text. Gives it as the user sees it, with the code by which
        the helpdesk finds it again (may be called anywhere). `werk`: name of the job that it ended.
        """
        ...

    def sluit(self) -> None:
        """Closes everything, in the worker thread."""
        ...

    # --- Instellingen - Algemeen

    def verbinding(self) -> Verbindingskeuze | None:
        """The connection in use, without its password."""
        ...

    def test_verbinding(self, keuze: Verbindingskeuze) -> VerbindingUitslag:
        """Tries it; LVS-* when it does not work. Changes nothing."""
        ...

    def wijzig_verbinding(self, keuze: Verbindingskeuze, *, zelfde_school: bool = False) -> Begin:
        """Uses and remembers it. LVS-07: another school's database is refused; INST-04: a moved database of the same school asks once."""
        ...

    def rechtenscript(self) -> str:
        """For the school's system administrator: SQL with the least rights that are enough."""
        ...

    def omschrijving_bron(self) -> tuple[tuple[str, str], ...]:
        """What else is fixed about the register, name and value; empty when there is none."""
        ...

    def url_bron(self) -> str:
        """'Url uitwisseling BRON', read-only."""
        ...

    def test_bron(self) -> str:
        """Reaches the register with the certificate in use; a Dutch sentence that names host and port. NET-* or CERT-* when not."""
        ...

    # --- Instellingen - Certificaten

    def certificaten(self) -> tuple[CertificaatRegel, ...]:
        """All that are kept, by aanleverpunt."""
        ...

    def importeer_certificaat(
        self, bestand: Path, wachtwoord: str, keuze: Certificaatkeuze | None = None
    ) -> CertificaatRegel | tuple[Certificaatkeuze, ...]:
        """Takes a PKCS#12 into the encrypted store of this profile; CERT-* when it is refused. What is to be chosen from when it must be asked."""
        ...

    def verwijder_certificaat(self, regel: CertificaatRegel) -> None:
        """Removes one that is no longer in use; CERT-14 while it is."""
        ...

    # --- the rest

    def signaalcatalogus(self) -> dict[str, Uitleg]:
        """What the codes mean (no I/O after the first time)."""
        ...

    def xlsx(self, pad: Path) -> Export:
        """A file that sheets can be written to (`ports.Export`)."""
        ...

    def helpdeskbestand(self, progress: Progress, fout: str = "") -> Helpdeskbestand:
        """What a helpdesk needs to know, without personal data; also when no session is open. `fout`: code of the reason for that."""
        ...

    def schrijf_helpdeskbestand(self, bestand: Helpdeskbestand, pad: Path) -> None:
        """Saves it; EXPORT-01 when that cannot be."""
        ...

    def wis_lokale_gegevens(self, bevestiging: str = "") -> None:
        """Closes everything and wipes what this computer keeps. Without the code: PROC-21, which says what goes and names the code in
        `waarden["bevestiging"]`; afterwards `open` begins anew either way.
        """
        ...

    def handleiding(self) -> Path:
        """The manual that the program ships (may be called anywhere)."""
        ...

    def updates(self) -> Updates:
        """Of this program, by the policy of this moment (may be called anywhere)."""
        ...

    def started(self) -> str:
        """The window stands: this version works. Gives the name of a newer one that did not start here; empty when none (may be called
        anywhere).
        """
        ...

    def start_demo(self) -> None:
        """Starts the demo school as a program of its own (adapters/system); this window stays."""
        ...

    def verbeter_in_lvs(self, omgeving: Omgeving) -> str | None:
        """Demo only: the played administration corrects in LVS2000 what BRON or the controles rejected; says in one sentence what it did.

        None where this is no demo: a real school corrects in LVS2000 itself.
        """
        ...
