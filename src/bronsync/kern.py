"""What the window gets from outside (`gui/kern.py`): one profile kept open, its session, settings, connection and certificates.

Everything runs in the window's one worker thread, so nothing here is locked. Heavy parts are imported inside the calls: the window shows
before store and adapters are loaded (DESIGN 2). Decides nothing of the field: that is `application`. Stands above `bootstrap` and `gui`,
because it joins the two. Source: ARCHITECTURE 4.7, manual ch. 3 and 4.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bronsync.adapters.system.mappen import mappen
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kern import Begin, CertificaatRegel, Gekozen, Kern, Verbindingskeuze, VerbindingUitslag
from bronsync.resources import resource
from bronsync.versie import programmaversie

if TYPE_CHECKING:
    from bronsync.adapters.lvs2000.database import LvsDatabase
    from bronsync.adapters.system.instellingen import Instellingen
    from bronsync.application.helpdeskbestand import Helpdeskbestand
    from bronsync.application.overzicht_tonen import Export
    from bronsync.application.ports import LvsSchool, Omgeving, Voortgang
    from bronsync.bootstrap import Programma, Sessie
    from bronsync.domain.signalen import Uitleg

_MISLUKT = 3

Verbeteraar = Callable[["Omgeving"], str]
"""Demo only: corrects in LVS2000, and says in one sentence what it did."""


def toon_venster(map_: Path | None, argumenten: Sequence[str] = (), verbeteraar: Verbeteraar | None = None) -> int:
    """Shows the window on this folder, or on the profile of this user; gives the exit code when it closes."""
    if not heeft_scherm():
        sys.stderr.write(
            "BRON Sync kan geen venster tonen: er is geen scherm (DISPLAY en WAYLAND_DISPLAY zijn leeg)."
            " `bronsync --help` toont wat er zonder venster kan.\n"
        )
        return _MISLUKT
    from bronsync.gui.app import main as venster

    kern: Kern = Programmakern(map_, verbeteraar)
    return venster(kern, argumenten)


def heeft_scherm() -> bool:
    """Whether Qt has something to draw on; without, it would end the program with words of its own."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(naam) for naam in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


class Programmakern:
    """One profile, opened once and kept open until `sluit`. The protocol `Kern`."""

    def __init__(self, map_: Path | None, verbeteraar: Verbeteraar | None = None) -> None:
        """Opens nothing yet."""
        self._mappen = mappen(map_)
        self._verbeteraar = verbeteraar
        self._stapel = ExitStack()
        self._van_sessie = ExitStack()
        self._programma: Programma | None = None
        self._sessie: Sessie | None = None
        self.demo = self._mappen.is_demo
        self.map_ = self._mappen.profiel
        self._catalogus: dict[str, Uitleg] = {}

    @property
    def versie(self) -> str:
        return programmaversie()

    # --- opening and closing

    def open(self) -> Begin:
        from bronsync.bootstrap import open_programma

        self.sluit()
        self._programma = self._stapel.enter_context(open_programma(self._mappen.basis, zonder_bron=True))
        return self._begin()

    def _begin(self) -> Begin:
        instellingen = self._instellingen()
        fout = ""
        punten: tuple[str, ...] = ()
        if self._mag_verbinden(instellingen):
            try:
                punten = _bekijk(self._open.lvs)[0]
            except BronSyncFout as waarom:
                fout = waarom.code
        laatste = instellingen.aanleverpunt if instellingen.aanleverpunt in punten else ""
        return Begin(self.demo, bool(punten), punten, laatste, fout)

    def _mag_verbinden(self, instellingen: Instellingen) -> bool:
        """Whether a database was ever chosen: the connection dialog comes first where none was."""
        return self.demo or bool(instellingen.lvs_server or instellingen.lvs_url)

    def kies(self, aanleverpunt: str, voortgang: Voortgang) -> Gekozen:
        from bronsync.adapters.system.instellingen import bewaar_instellingen
        from bronsync.bootstrap import open_aanleverpunt

        self._van_sessie.close()
        self._sessie = None
        sessie = self._van_sessie.enter_context(open_aanleverpunt(self._open, aanleverpunt, voortgang))
        self._sessie = sessie
        instellingen = self._instellingen()
        if instellingen.aanleverpunt != aanleverpunt:
            bewaar_instellingen(self._mappen.instellingen, replace(instellingen, aanleverpunt=aanleverpunt))
        fout = ""
        try:
            sessie.register.controleer_certificaat()
        except BronSyncFout as waarom:
            fout = waarom.code
        return Gekozen(sessie.omgeving, sessie.hersteld.zin, fout)

    def met(self, voortgang: Voortgang) -> Omgeving:
        sessie = self._gekozen
        return replace(sessie.omgeving, voortgang=voortgang, certificaat_tot=sessie.register.certificaat_tot())

    def sluit(self) -> None:
        self._sessie = None
        self._programma = None
        try:
            self._van_sessie.close()
        finally:
            self._stapel.close()

    @property
    def _open(self) -> Programma:
        if self._programma is None:
            raise _misbruik("open comes first")
        return self._programma

    @property
    def _gekozen(self) -> Sessie:
        if self._sessie is None:
            raise _misbruik("no aanleverpunt was chosen")
        return self._sessie

    def _instellingen(self) -> Instellingen:
        from bronsync.adapters.system.instellingen import lees_instellingen

        return lees_instellingen(self._mappen.instellingen)

    # --- Instellingen - Algemeen

    def verbinding(self) -> Verbindingskeuze | None:
        raise NotImplementedError

    def test_verbinding(self, keuze: Verbindingskeuze) -> VerbindingUitslag:
        raise NotImplementedError

    def wijzig_verbinding(self, keuze: Verbindingskeuze, *, zelfde_school: bool = False) -> Begin:
        raise NotImplementedError

    def url_bron(self) -> str:
        bron = self._open.bron
        return bron.url if bron else ""

    def test_bron(self) -> str:
        adres, poort = self._gekozen.register.bereik()
        return f"BRON is bereikbaar en kent het certificaat: {adres}, poort {poort}."

    # --- Instellingen - Certificaten

    def certificaten(self) -> tuple[CertificaatRegel, ...]:
        raise NotImplementedError

    def importeer_certificaat(self, bestand: Path, wachtwoord: str) -> CertificaatRegel:
        raise NotImplementedError

    def verwijder_certificaat(self, regel: CertificaatRegel) -> None:
        raise NotImplementedError

    # --- the rest

    def signaalcatalogus(self) -> dict[str, Uitleg]:
        if not self._catalogus:
            from bronsync.bootstrap import signaalcatalogus

            self._catalogus = signaalcatalogus()
        return self._catalogus

    def xlsx(self, pad: Path) -> Export:
        from bronsync.adapters.system.export import XlsxBestand

        return XlsxBestand(pad)

    def helpdeskbestand(self, voortgang: Voortgang, fout: str = "") -> Helpdeskbestand:
        from bronsync.bootstrap import maak_helpdeskbestand

        return maak_helpdeskbestand(self._mappen, self.met(voortgang) if self._sessie else None, fout)

    def schrijf_helpdeskbestand(self, bestand: Helpdeskbestand, pad: Path) -> None:
        from bronsync.adapters.system.helpdesk import schrijf_helpdeskbestand

        schrijf_helpdeskbestand(bestand, pad)

    def handleiding(self) -> Path:
        return resource("handleiding", "index.html")

    def start_demo(self) -> None:
        raise NotImplementedError

    def verbeter_in_lvs(self, omgeving: Omgeving) -> str | None:
        return self._verbeteraar(omgeving) if self._verbeteraar else None


def _bekijk(lvs: LvsDatabase) -> tuple[tuple[str, ...], LvsSchool]:
    """The aanleverpunten of a database and what it says of itself; LVS-* when it does not answer or does not fit."""
    punten = lvs.aanleverpunten()
    if not punten:
        raise BronSyncFout("LVS-03", onderdeel="een aanleverpunt")
    return punten, lvs.school(punten[0])


def _misbruik(waarom: str) -> BronSyncFout:
    """Our own bug: called in the wrong order."""
    fout = BronSyncFout("EIGEN-01")
    fout.add_note(waarom)
    return fout
