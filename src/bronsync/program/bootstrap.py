"""Joins each port of a session on one aanleverpunt to its adapter, and opens the parts of one profile that all sessions share.

Imports the heavy adapters when they are first needed, so that a window can show before them (DESIGN 2). Decides nothing.
"""

from __future__ import annotations

import getpass
import hashlib
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from bronsync.adapters.system import logboek
from bronsync.adapters.system.clock import SystemClock
from bronsync.adapters.system.ids import RandomIds
from bronsync.adapters.system.key_ring import sleutelbewaarder
from bronsync.adapters.system.mappen import Mappen, mappen
from bronsync.adapters.system.progress import SilentProgress
from bronsync.adapters.system.settings import Settings, read_settings
from bronsync.adapters.system.wissen import wis_profiel, wis_verder
from bronsync.application.beheer.bewaartermijnen import opruimen
from bronsync.application.beheer.certificaten import kies_certificaat
from bronsync.application.beheer.herstellen import NIETS_ONDERBROKEN, HerstelUitslag, herstellen
from bronsync.application.beheer.lokale_gegevens_wissen import eis_bevestigd, wisvoorstel
from bronsync.application.bewaking import bewaakt
from bronsync.application.boeken.verwijzing import maak_sleutel
from bronsync.application.ports import Clock, Journal, Omgeving, Progress
from bronsync.application.records import CertificaatRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.codes import Codelijsten, lees_codelijsten
from bronsync.domain.kijken.signalen import Uitleg, lees_catalogus
from bronsync.held_files import remove_folder
from bronsync.resources import resource
from bronsync.versie import programmaversie

if TYPE_CHECKING:
    from bronsync.adapters.bron.https.identiteit import P12
    from bronsync.adapters.bron.omgeving import BronOmgeving
    from bronsync.adapters.bron.register import BronRegister
    from bronsync.adapters.journal.store import Store
    from bronsync.adapters.lvs2000.database import LvsDatabase
    from bronsync.adapters.system.key_ring import Sleutelbewaarder
    from bronsync.application.tonen.aanleverpunten import Aanleverpunten

LVS_BESTAND = "lvs2000.db"
"""The SQLite database of a demo, in `lvs2000/`."""


def codelijsten() -> Codelijsten:
    """The code lists that the program ships."""
    map_ = resource("codelijsten")
    return lees_codelijsten(
        (map_ / "tabel32-nationaliteiten.csv").read_text(encoding="utf-8"),
        (map_ / "tabel34-landen.csv").read_text(encoding="utf-8"),
    )


def signaalcatalogus() -> dict[str, Uitleg]:
    """What the codes of BRON mean, as the program ships it."""
    return lees_catalogus((resource("signalen") / "uitleg.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Programma:
    """The open parts of one profile, shared by the aanleverpunten of the school."""

    mappen: Mappen
    store: Store
    lvs: LvsDatabase
    high_water_mark: Sleutelbewaarder
    bron: BronOmgeving | None
    clock: Clock
    wachttijd: float
    certificaten: Certificaten

    def certificaat(self, aanleverpunt: str) -> P12:
        """The certificate in use for this aanleverpunt: an imported one, else the demo's own; CERT-01 when there is none."""
        if bewaard := self.certificaten.van(aanleverpunt, self.clock.now()):
            return bewaard
        if self.bron is None:
            raise BronSyncFout("CERT-01", aanleverpunt=aanleverpunt)
        return self.bron.certificaat(aanleverpunt)

    def omgeving(self, aanleverpunt: str, register: BronRegister, progress: Progress | None = None) -> Omgeving:
        """All ports of a run on this aanleverpunt, each door to the outside guarded by the lease."""
        omgeving = Omgeving(
            aanleverpunt=aanleverpunt,
            lvs=self.lvs,
            register=register,
            journal=self.store,
            clock=self.clock,
            ids=RandomIds(),
            high_water_mark=self.high_water_mark,
            progress=progress or SilentProgress(),
            sessie=f"S-{uuid.uuid4()}",
            wie=hashlib.sha256(f"{self.mappen.basis}|{getpass.getuser()}".encode()).hexdigest()[:12],
            versie=programmaversie(),
            codelijsten=codelijsten(),
            certificaat_tot=register.certificaat_tot(),
            rsa_bits=register.rsa_bits(),
            wachttijd=self.wachttijd,
            netwerk=register.netwerk(),
        )
        return bewaakt(omgeving)

    def register(self, aanleverpunt: str) -> BronRegister:
        """The register as this aanleverpunt sees it; connects to nothing yet."""
        from bronsync.adapters.bron.register import BronRegister

        self.certificaten.lees(aanleverpunt)
        return BronRegister(
            self.bron,
            aanleverpunt,
            lambda: self.certificaat(aanleverpunt),
            self.clock.now,
            lees_identiteit=self.certificaten.geopend.lees,
        )


def alle_aanleverpunten(programma: Programma, scholen: Mapping[str, str]) -> Aanleverpunten:
    """By the books of this profile; of the demo's own certificates, that lie in no book, the last day comes from their files."""
    from bronsync.application.tonen.aanleverpunten import aanleverpunten

    eigen = programma.bron.certificaten if programma.bron is not None else ()
    tot = {punt: _laatste_dag(programma.certificaat(punt), punt) for punt in eigen}
    return aanleverpunten(programma.store, programma.clock, scholen, tot)


@lru_cache(maxsize=8)
def _laatste_dag(p12: P12, aanleverpunt: str) -> date:
    """Opening one takes a tenth of a second."""
    from bronsync.adapters.bron.https.identiteit import kenmerken

    return kenmerken(p12, aanleverpunt).geldig_tot.date()


class Certificaten:
    """The imported certificates of who sends, in memory: the register asks at each call, when no unit of work may be opened."""

    def __init__(self, journal: Journal) -> None:
        """Opens no key yet."""
        from bronsync.adapters.bron.https.geopend import Geopend

        self._journal = journal
        self.geopend = Geopend()
        self._van: dict[str, list[CertificaatRij]] = {}

    def lees(self, aanleverpunt: str) -> None:
        """Those of this aanleverpunt, when a register is made for it and after a change."""
        with self._journal.unit_of_work(aanleverpunt) as unit:
            rijen = unit.all(CertificaatRij, aanleverpunt=aanleverpunt)
        if rijen != self._van.get(aanleverpunt, rijen):
            self.geopend.vergeet()
        self._van[aanleverpunt] = rijen

    def van(self, aanleverpunt: str, nu: datetime) -> P12 | None:
        """The one in use; None when none was ever imported for this aanleverpunt."""
        from bronsync.adapters.bron.https.identiteit import P12

        rij = kies_certificaat(self._van.get(aanleverpunt, ()), nu)
        return P12(rij.p12, rij.wachtwoord) if rij else None


@dataclass(frozen=True, slots=True)
class Sessie:
    """A session on one aanleverpunt, with the lease held, and what recovery found at its start."""

    omgeving: Omgeving
    hersteld: HerstelUitslag
    register: BronRegister


def wis_lokale_gegevens(basis: Path | None, bevestigd: str | None) -> None:
    """Wipes the profile in this folder; PROC-21 with what will be lost and the code, unless that was given. Everything must be closed."""
    plaats = mappen(basis)
    if not plaats.profiel.is_dir():
        raise BronSyncFout("INST-01", map=plaats.basis.name)
    try:
        with open_programma(basis, zonder_bron=True) as programma:
            voorstel = wisvoorstel(programma.store, plaats.store_id())
    except BronSyncFout as fout:
        if fout.code not in ("OPSLAG-02", "OPSLAG-05", "OPSLAG-13"):  # what nobody can open may be wiped all the same
            raise
        voorstel = wisvoorstel(None, plaats.store_id())
    eis_bevestigd(voorstel, bevestigd)
    wis_profiel(plaats, sleutelbewaarder(plaats, demo=plaats.is_demo))


@contextmanager
def open_programma(basis: Path | None, clock: Clock | None = None, *, zonder_bron: bool = False) -> Iterator[Programma]:
    """Opens store, school database and environment of a folder (`--map`); closes them again.

    `zonder_bron`: also where there is no register to connect to, for looking only; otherwise INST-03.
    """
    from bronsync.adapters.bron.omgeving import ingebouwde_omgeving, lees_omgeving
    from bronsync.adapters.journal.store import open_store

    plaats = mappen(basis)
    bron: BronOmgeving | None = None
    if plaats.is_demo:
        bron = lees_omgeving(plaats.basis)
    else:
        bron = ingebouwde_omgeving()
        if bron is None and not zonder_bron:
            raise BronSyncFout("INST-03")
    plaats.maak()
    bewaarder = sleutelbewaarder(plaats, demo=plaats.is_demo)
    wis_verder(plaats, bewaarder)
    settings = read_settings(plaats.settings)
    with ExitStack() as stack:
        stack.enter_context(logboek.logboek(plaats.logboek))
        store = open_store(plaats.store, bewaarder.sleutel(plaats.store))
        stack.callback(store.close)
        logboek.vergeet_oude(plaats.logboek)
        _vergeet_kopieen(plaats)
        lvs = open_lvs(plaats, settings, bewaarder)
        stack.callback(lvs.sluit)
        moment = clock or SystemClock()
        yield Programma(plaats, store, lvs, bewaarder, bron, moment, settings.wachttijd, Certificaten(store))


def open_lvs(plaats: Mappen, settings: Settings, bewaarder: Sleutelbewaarder) -> LvsDatabase:
    """The school's database of these settings; connects to nothing yet. Without any: the file of a demo, else one that answers LVS-01."""
    from bronsync.adapters.lvs2000.connection import Verbinding
    from bronsync.adapters.lvs2000.database import LvsDatabase

    if settings.lvs_server:
        gebruiker = settings.lvs_gebruiker or None
        wachtwoord = bewaarder.wachtwoord() if gebruiker else None
        vertrouw = settings.lvs_vertrouw_servercertificaat
        return LvsDatabase(Verbinding(settings.lvs_server, settings.lvs_database, gebruiker, wachtwoord, vertrouw))
    return LvsDatabase(settings.lvs_url or plaats.lvs2000 / LVS_BESTAND)


@contextmanager
def open_aanleverpunt(programma: Programma, aanleverpunt: str, progress: Progress | None = None) -> Iterator[Sessie]:
    """A session: the lease, recovery of what an interruption left. Opens without a usable certificate too: the network then refuses."""
    programma.lvs.school(aanleverpunt)  # a wrong or old database says so before anything is locked
    with ExitStack() as stack:
        stack.enter_context(programma.lvs.vergrendel(aanleverpunt))
        register = programma.register(aanleverpunt)
        stack.callback(register.sluit)
        omgeving = programma.omgeving(aanleverpunt, register, progress)
        hersteld = herstellen(omgeving)
        maak_sleutel(omgeving)
        opruimen(omgeving)
        yield Sessie(omgeving, hersteld, register)


@contextmanager
def open_sessie(basis: Path | None, aanleverpunt: str, progress: Progress | None = None) -> Iterator[Sessie]:
    """Program and session in one, for a single flow of the command line."""
    with open_programma(basis) as programma, open_aanleverpunt(programma, aanleverpunt, progress) as sessie:
        yield sessie


_KOPIE: Final = "kijken-"
_KOPIE_SECONDEN: Final = 3600.0
"""After this nobody looks any more: who did was ended."""


def _vergeet_kopieen(plaats: Mappen) -> None:
    """A copy that was looked at lies there still when who looked was ended. It is as encrypted as the store."""
    for map_ in plaats.profiel.glob(f"{_KOPIE}*"):
        with suppress(OSError):
            if time.time() - map_.stat().st_mtime > _KOPIE_SECONDEN:
                remove_folder(map_)


@contextmanager
def open_om_te_kijken(basis: Path, aanleverpunt: str, waarom: BronSyncFout) -> Iterator[Sessie]:
    """A session for looking only, beside who works: no lease, no recovery, on a copy of the store. `waarom`: the refusal of the real one."""
    with _open_kopie(basis, waarom) as programma:
        programma.lvs.school(aanleverpunt)
        with ExitStack() as stack:
            register = programma.register(aanleverpunt)
            stack.callback(register.sluit)
            yield Sessie(programma.omgeving(aanleverpunt, register), NIETS_ONDERBROKEN, register)


@contextmanager
def open_boeken(basis: Path) -> Iterator[Programma]:
    """All books, to look at; also beside who works with them."""
    with ExitStack() as stack:
        try:
            programma = stack.enter_context(open_programma(basis, zonder_bron=True))
        except BronSyncFout as fout:
            if fout.code != "OPSLAG-04":
                raise
            programma = stack.enter_context(_open_kopie(basis, fout))
        yield programma


@contextmanager
def _open_kopie(basis: Path, waarom: BronSyncFout) -> Iterator[Programma]:
    from bronsync.adapters.bron.omgeving import lees_omgeving
    from bronsync.adapters.journal.kijken import open_kopie

    plaats = mappen(basis)
    bron = lees_omgeving(plaats.basis) if plaats.is_demo else None
    bewaarder = sleutelbewaarder(plaats, demo=plaats.is_demo)
    settings = read_settings(plaats.settings)
    with ExitStack() as stack:
        stack.enter_context(logboek.logboek(plaats.logboek))
        kopie = Path(
            stack.enter_context(TemporaryDirectory(prefix=_KOPIE, dir=plaats.profiel, ignore_cleanup_errors=True))
        )
        store = open_kopie(plaats.store, kopie, bewaarder.sleutel(plaats.store), waarom)
        stack.callback(store.close)
        lvs = open_lvs(plaats, settings, bewaarder)
        stack.callback(lvs.sluit)
        yield Programma(plaats, store, lvs, bewaarder, bron, SystemClock(), settings.wachttijd, Certificaten(store))
