"""What the window gets from outside (`gui/kern.py`): one profile kept open, its session, settings, connection and certificates.

Everything runs in the window's one worker thread, so nothing here is locked. Heavy parts are imported inside the calls: the window shows
before store and adapters are loaded (DESIGN 2). Decides nothing of the field: that is `application`. Stands above `bootstrap` and `gui`,
because it joins the two. Source: ARCHITECTURE 4.7, manual ch. 3 and 4.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from bronsync.adapters.system.mappen import mappen
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kern import (
    Begin,
    Certificaatkeuze,
    CertificaatRegel,
    Gekozen,
    Kern,
    Verbindingskeuze,
    VerbindingUitslag,
)
from bronsync.resources import resource
from bronsync.versie import programmaversie

if TYPE_CHECKING:
    from bronsync.adapters.bron.https.identiteit import P12, Kenmerken
    from bronsync.adapters.lvs2000.database import LvsDatabase
    from bronsync.adapters.system.settings import Settings
    from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand
    from bronsync.application.ports import Export, LvsSchool, Omgeving, Progress
    from bronsync.application.tonen.aanleverpunten import Aanleverpunten
    from bronsync.domain.kijken.signalen import Uitleg
    from bronsync.gui.venster.eerste import Eerste
    from bronsync.program.bootstrap import Programma, Sessie
    from bronsync.program.updates.updater import Updates

_MISLUKT: Final = 3
_DEMO: Final = "demoschool"
"""What stands for the server of the demo's own database."""

_NOT_IN_DEMO: Final = "Dit is een demoschool: er gaat niets naar buiten. Updates zoekt u in BRON Sync zelf."

Verbeteraar = Callable[["Omgeving"], str]
"""Demo only: corrects in LVS2000, and says in one sentence what it did."""


def toon_venster(
    map_: Path | None,
    argumenten: Sequence[str] = (),
    verbeteraar: Verbeteraar | None = None,
    eerste: Eerste | None = None,
) -> int:
    """Shows the window on this folder, or on the profile of this user; gives the exit code when it closes.

    When it shows already, that one comes in front. `eerste`: who has made sure of that already.
    """
    if not heeft_scherm():
        sys.stderr.write(
            "BRON Sync kan geen venster tonen: er is geen scherm (DISPLAY en WAYLAND_DISPLAY zijn leeg)."
            " `bronsync --help` toont wat er zonder venster kan.\n"
        )
        return _MISLUKT
    from bronsync.gui.venster.app import main as venster

    kern: Kern = Programmakern(map_, verbeteraar)
    return venster(kern, argumenten, eerste)


def word_eerste(map_: Path) -> Eerste | int:
    """Before anything is started for a window on this folder: the right to it, or the exit code when it shows already."""
    from bronsync.gui.venster.app import word_eerste

    return word_eerste(Programmakern(map_))


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
        self._stack = ExitStack()
        self._van_sessie = ExitStack()
        self._programma: Programma | None = None
        self._waarom_dicht: BronSyncFout | None = None
        self._gevraagd, self._waarom_niet = "", ""
        """The aanleverpunt that was chosen last, and the code of the reason why it could not be opened."""
        self._sessie: Sessie | None = None
        self._scholen: dict[str, str] = {}
        """What the school calls each aanleverpunt, as it was when the database was opened."""
        self._start = f"S-{uuid4()}"
        """Stands for the session as long as there is none."""
        self.demo = self._mappen.is_demo
        self.map_ = self._mappen.profiel
        self._catalogus: dict[str, Uitleg] = {}

    @property
    def versie(self) -> str:
        return programmaversie()

    # --- opening and closing

    def open(self) -> Begin:
        from bronsync.program.bootstrap import open_programma

        self.sluit()
        self._waarom_dicht = None
        try:
            self._programma = self._stack.enter_context(open_programma(self._mappen.basis, zonder_bron=True))
        except BronSyncFout as waarom:
            self._waarom_dicht = waarom
            raise
        return self._begin()

    def _begin(self) -> Begin:
        settings = self._settings()
        fout = uitleg = ""
        punten: tuple[str, ...] = ()
        if self._mag_verbinden(settings):
            try:
                punten = _bekijk(self._open.lvs)[0]
            except BronSyncFout as waarom:
                fout, uitleg = waarom.code, self._zinnen(waarom)
        laatste = settings.aanleverpunt if settings.aanleverpunt in punten else ""
        namen: dict[str, str] = {}
        if punten:
            with suppress(BronSyncFout):  # views of a school may leave the names out: then the codes are all there is
                namen = self._open.lvs.puntnamen()
        self._scholen = {punt: namen.get(punt, "") for punt in punten}
        return Begin(
            self.demo,
            bool(punten),
            punten,
            laatste,
            fout,
            uitleg,
            scholen=namen,
            zonder_register=self._open.bron is None,
        )

    def _mag_verbinden(self, settings: Settings) -> bool:
        """Whether a database was ever chosen: the connection dialog comes first where none was."""
        return self.demo or bool(settings.lvs_server or settings.lvs_url)

    def kies(self, aanleverpunt: str, progress: Progress) -> Gekozen:
        from bronsync.adapters.bron.omgeving import lees_omgeving
        from bronsync.adapters.system import logboek
        from bronsync.adapters.system.settings import write_settings
        from bronsync.program.bootstrap import open_aanleverpunt

        self._sessie = None
        self._van_sessie.close()
        if self.demo:  # its register may have been started again, on another port
            self._programma = replace(self._open, bron=lees_omgeving(self._mappen.basis))
        self._gevraagd = aanleverpunt
        try:
            sessie = self._van_sessie.enter_context(open_aanleverpunt(self._open, aanleverpunt, progress))
        except BronSyncFout as waarom:
            self._waarom_niet = waarom.code
            raise
        self._sessie = sessie
        waar = {"aanleverpunt": aanleverpunt, "sessie": sessie.omgeving.sessie}
        logboek.gebeurtenis("flow begonnen", **waar)
        self._van_sessie.callback(logboek.gebeurtenis, "flow klaar", **waar)
        settings = self._settings()
        if settings.aanleverpunt != aanleverpunt:
            write_settings(self._mappen.settings, replace(settings, aanleverpunt=aanleverpunt))
        fout = uitleg = ""
        try:
            sessie.register.controleer_certificaat()
        except BronSyncFout as waarom:
            fout, uitleg = waarom.code, self._zinnen(waarom)
        return Gekozen(sessie.omgeving, sessie.hersteld.zin, fout, uitleg)

    def _zinnen(self, fout: BronSyncFout) -> str:
        """Of an error that stops nothing: logged, and told with its code."""
        return f"{fout.zin} {fout.advies} ({self.meld_fout(fout, 'openen').helpdeskcode})"

    def aanleverpunten(self) -> Aanleverpunten:
        from bronsync.program.bootstrap import alle_aanleverpunten

        return alle_aanleverpunten(self._open, self._scholen)

    def meld_fout(self, fout: BaseException, werk: str = "") -> BronSyncFout:
        from bronsync.adapters.system import logboek
        from bronsync.application.boeken.controlespoor import sessiecode
        from bronsync.domain.errors import als_fout

        omg = self._sessie.omgeving if self._sessie is not None else None
        waar = logboek.van_werk(werk) | {"sessie": omg.sessie if omg else self._start}
        if omg is not None:
            waar["aanleverpunt"] = omg.aanleverpunt
        with suppress(BronSyncFout, OSError), ExitStack() as stack:  # it is shown also where no log can be kept
            if self._programma is None and self.map_.is_dir():  # what could not be opened has closed its log again
                stack.enter_context(logboek.logboek(self._mappen.logboek))
            logboek.fout(fout, **waar)
        gemeld = als_fout(fout)
        gemeld.sessie = sessiecode(waar["sessie"])
        return gemeld

    def met(self, progress: Progress) -> Omgeving:
        sessie = self._gekozen
        return replace(sessie.omgeving, progress=progress, certificaat_tot=sessie.register.certificaat_tot())

    def sluit(self) -> None:
        self._sessie = None
        self._programma = None
        try:
            self._van_sessie.close()
        finally:
            self._stack.close()

    @property
    def _open(self) -> Programma:
        if self._programma is None:
            raise self._waarom_dicht or _misuse("open comes first")
        return self._programma

    @property
    def _gekozen(self) -> Sessie:
        if self._sessie is None:
            raise _misuse("no aanleverpunt was chosen")
        return self._sessie

    def _settings(self) -> Settings:
        from bronsync.adapters.system.settings import read_settings

        return read_settings(self._mappen.settings)

    # --- Instellingen - Algemeen

    def verbinding(self) -> Verbindingskeuze | None:
        nu = self._settings()
        if nu.lvs_server:
            return Verbindingskeuze(
                nu.lvs_server,
                nu.lvs_database,
                nu.lvs_gebruiker,
                vertrouw_servercertificaat=nu.lvs_vertrouw_servercertificaat,
            )
        if nu.lvs_url:
            return Verbindingskeuze(nu.lvs_url, "")
        return Verbindingskeuze(_DEMO, "LVS2000") if self.demo else None

    def test_verbinding(self, keuze: Verbindingskeuze) -> VerbindingUitslag:
        from bronsync.adapters.system import logboek
        from bronsync.application.beheer.verbinding_wijzigen import rechten_attentie

        _, lvs = self._gekozen_database(keuze)
        try:
            gelezen = lvs.keuring()
            punten, school = _bekijk(lvs)
            attentie = rechten_attentie(lvs.rechten())
        finally:
            lvs.sluit()
        logboek.gebeurtenis("verbinding getest")
        return VerbindingUitslag(school.versie, school.brin, punten, attentie, gelezen)

    def wijzig_verbinding(self, keuze: Verbindingskeuze, *, zelfde_school: bool = False) -> Begin:
        from bronsync.adapters.system.settings import write_settings
        from bronsync.application.beheer.verbinding_wijzigen import eis_eigen_school, rechten_attentie, verhuis

        settings, lvs = self._gekozen_database(keuze)
        try:
            lvs.keuring()
            punten, school = _bekijk(lvs)
            attentie = rechten_attentie(lvs.rechten())
            with self._open.store.unit_of_work() as unit:
                verhuisd = eis_eigen_school(unit, punten, school.identiteit, bevestigd=zelfde_school)
            self._sessie = None
            self._van_sessie.close()
            if keuze.wachtwoord or not keuze.gebruiker:
                self._open.high_water_mark.bewaar_wachtwoord(keuze.wachtwoord if keuze.gebruiker else "")
            write_settings(self._mappen.settings, settings)
        except BaseException:
            lvs.sluit()
            raise
        self._open.lvs.sluit()
        self._stack.callback(lvs.sluit)
        self._programma = replace(self._open, lvs=lvs)
        for aanleverpunt in verhuisd:
            verhuis(self._open.omgeving(aanleverpunt, self._open.register(aanleverpunt)), school.identiteit)
        return replace(self._begin(), attentie=attentie)

    def rechtenscript(self) -> str:
        return resource("lvs2000", "rechten.sql").read_text(encoding="utf-8")

    def _gekozen_database(self, keuze: Verbindingskeuze) -> tuple[Settings, LvsDatabase]:
        """The settings that this choice would be kept as, and its database; connects to nothing yet.

        An empty password means the kept one, for the same account on the same server only: it must never go to another.
        """
        from bronsync.adapters.lvs2000.connection import Verbinding
        from bronsync.adapters.lvs2000.database import LvsDatabase
        from bronsync.program.bootstrap import open_lvs

        nu = self._settings()
        server, database, gebruiker = keuze.server.strip(), keuze.database.strip(), keuze.gebruiker.strip()
        geen = replace(
            nu, lvs_url="", lvs_server="", lvs_database="", lvs_gebruiker="", lvs_vertrouw_servercertificaat=False
        )
        if self.demo and server == _DEMO:
            return geen, open_lvs(self._mappen, geen, self._open.high_water_mark)
        if server.startswith("sqlite:///"):
            met_url = replace(geen, lvs_url=server)
            return met_url, open_lvs(self._mappen, met_url, self._open.high_water_mark)
        if self.demo:
            raise BronSyncFout("INST-05")
        if not server or not database:
            raise BronSyncFout("LVS-01")
        wachtwoord = keuze.wachtwoord
        if gebruiker and not wachtwoord and (server, gebruiker) == (nu.lvs_server, nu.lvs_gebruiker):
            wachtwoord = self._open.high_water_mark.wachtwoord()
        vertrouw = keuze.vertrouw_servercertificaat
        nieuw = replace(
            geen,
            lvs_server=server,
            lvs_database=database,
            lvs_gebruiker=gebruiker,
            lvs_vertrouw_servercertificaat=vertrouw,
        )
        return nieuw, LvsDatabase(Verbinding(server, database, gebruiker or None, wachtwoord or None, vertrouw))

    def url_bron(self) -> str:
        bron = self._open.bron
        return bron.url if bron else ""

    def omschrijving_bron(self) -> tuple[tuple[str, str], ...]:
        from bronsync.adapters.bron.omgeving import omschrijving

        bron = self._open.bron
        return omschrijving(bron) if bron else ()

    def test_bron(self) -> str:
        register = self._gekozen.register
        adres, poort = register.bereik()
        gelukt = f"BRON is bereikbaar en kent het certificaat: {adres}, poort {poort}."
        if not (netwerk := register.netwerk()):
            return gelukt
        return f"BRON is bereikbaar en kent het certificaat. {netwerk}"

    # --- Instellingen - Certificaten

    def certificaten(self) -> tuple[CertificaatRegel, ...]:
        from bronsync.adapters.bron.https.identiteit import P12
        from bronsync.application.beheer.certificaten import in_gebruik
        from bronsync.application.records import CertificaatRij

        programma, nu = self._open, self._open.clock.now()
        with programma.store.unit_of_work() as unit:
            rijen = [(rij, in_gebruik(unit, rij, nu)) for rij in unit.all(CertificaatRij)]
        regels = [
            _regel(_kenmerken(P12(rij.p12, rij.wachtwoord), rij.aanleverpunt), nu, in_gebruik=gebruikt)
            for rij, gebruikt in rijen
        ]
        bewaard = {regel.aanleverpunt for regel in regels}
        for aanleverpunt in programma.bron.certificaten if programma.bron else ():
            if aanleverpunt not in bewaard:
                with suppress(BronSyncFout):  # `kies` tells why it cannot be used
                    regels.append(
                        _regel(_kenmerken(programma.certificaat(aanleverpunt), aanleverpunt), nu, in_gebruik=True)
                    )
        return tuple(sorted(regels, key=lambda regel: (regel.aanleverpunt, regel.geldig_tot, regel.vingerafdruk)))

    def importeer_certificaat(
        self, bestand: Path, wachtwoord: str, keuze: Certificaatkeuze | None = None
    ) -> CertificaatRegel | tuple[Certificaatkeuze, ...]:
        from bronsync.adapters.bron.https.identiteit import importeer, lees_p12, mogelijkheden
        from bronsync.adapters.system import logboek
        from bronsync.application.beheer.certificaten import in_gebruik, moment_tekst
        from bronsync.application.records import CertificaatRij

        programma, nu = self._open, self._open.clock.now()
        try:
            gelezen = lees_p12(bestand, wachtwoord)
        except OSError:
            raise BronSyncFout("CERT-03") from None
        mogelijk = {_als_keuze(wat): wat for wat in mogelijkheden(gelezen, nu, self._eigen_aanleverpunten())}
        if keuze not in mogelijk and (keuze is not None or len(mogelijk) > 1):
            return tuple(mogelijk)  # also when the file became another since it was asked
        wat, p12 = importeer(gelezen, nu, mogelijk[keuze] if keuze in mogelijk else next(iter(mogelijk.values())))
        rij = CertificaatRij(
            aanleverpunt=wat.aanleverpunt,
            vingerafdruk=wat.vingerafdruk,
            geldig_van=moment_tekst(wat.geldig_van),
            geldig_tot=moment_tekst(wat.geldig_tot),
            sinds=moment_tekst(nu),
            p12=p12.inhoud,
            wachtwoord=p12.wachtwoord or "",
        )
        with programma.store.unit_of_work(rij.aanleverpunt) as unit:
            unit.put(rij)
            unit.commit()
            regel = _regel(wat, nu, in_gebruik=in_gebruik(unit, rij, nu))
        programma.certificaten.lees(rij.aanleverpunt)
        logboek.gebeurtenis("certificaat gelezen", aanleverpunt=wat.aanleverpunt)
        return regel

    def _eigen_aanleverpunten(self) -> tuple[str, ...]:
        """Those of the school; none while LVS2000 cannot be reached, then the file alone decides."""
        try:
            return self._open.lvs.aanleverpunten()
        except BronSyncFout:
            return ()

    def verwijder_certificaat(self, regel: CertificaatRegel) -> None:
        from bronsync.application.beheer.certificaten import verwijder_certificaat
        from bronsync.application.records import CertificaatRij

        programma = self._open
        with programma.store.unit_of_work(regel.aanleverpunt) as unit:
            rijen = [
                rij
                for rij in unit.all(CertificaatRij, aanleverpunt=regel.aanleverpunt)
                if rij.vingerafdruk.startswith(regel.vingerafdruk)
            ]
            if not rijen:  # the demo's own
                raise BronSyncFout("CERT-14")
            verwijder_certificaat(unit, rijen[0], programma.clock.now())
            unit.commit()
        programma.certificaten.lees(regel.aanleverpunt)

    # --- the rest

    def signaalcatalogus(self) -> dict[str, Uitleg]:
        if not self._catalogus:
            from bronsync.program.bootstrap import signaalcatalogus

            self._catalogus = signaalcatalogus()
        return self._catalogus

    def xlsx(self, pad: Path) -> Export:
        from bronsync.adapters.system.export import XlsxBestand

        return XlsxBestand(pad)

    def helpdeskbestand(self, progress: Progress, fout: str = "") -> Helpdeskbestand:
        from bronsync.program.helpdesk import maak_helpdeskbestand, zonder_sessie

        if self._sessie is not None:
            return maak_helpdeskbestand(self._mappen, self.met(progress), fout)
        waarom = fout or (self._waarom_dicht.code if self._waarom_dicht else self._waarom_niet)
        aanleverpunt = self._gevraagd or self._settings().aanleverpunt
        return zonder_sessie(self._mappen.basis, aanleverpunt, waarom, self._programma)

    def schrijf_helpdeskbestand(self, bestand: Helpdeskbestand, pad: Path) -> None:
        from bronsync.adapters.system.helpdesk import schrijf_helpdeskbestand

        schrijf_helpdeskbestand(bestand, pad)

    def wis_lokale_gegevens(self, bevestiging: str = "") -> None:
        from bronsync.program.bootstrap import wis_lokale_gegevens

        self.sluit()
        wis_lokale_gegevens(self._mappen.basis, bevestiging or None)

    def handleiding(self) -> Path:
        return resource("handleiding", "handleiding.md")

    def updates(self) -> Updates:
        from bronsync.program.updates.source import Source
        from bronsync.program.updates.updater import Updates, updates_here

        return Updates(None, "", Source(off=_NOT_IN_DEMO)) if self.demo else updates_here()

    def started(self) -> str:
        from bronsync.program.updates.updater import report_started

        return report_started()

    def start_demo(self) -> None:
        from bronsync.adapters.system.demoschool import start_demoschool

        start_demoschool(mappen(None).basis / "demoschool")

    def verbeter_in_lvs(self, omgeving: Omgeving) -> str | None:
        return self._verbeteraar(omgeving) if self._verbeteraar else None


def _bekijk(lvs: LvsDatabase) -> tuple[tuple[str, ...], LvsSchool]:
    """The aanleverpunten of a database and what it says of itself; LVS-* when it does not answer or does not fit."""
    punten = lvs.aanleverpunten()
    if not punten:
        raise BronSyncFout("LVS-03", onderdeel="een aanleverpunt")
    return punten, lvs.school(punten[0])


@lru_cache(maxsize=64)
def _kenmerken(p12: P12, aanleverpunt: str) -> Kenmerken:
    """Opening one takes a tenth of a second."""
    from bronsync.adapters.bron.https.identiteit import kenmerken

    return kenmerken(p12, aanleverpunt)


def _als_keuze(van: Kenmerken) -> Certificaatkeuze:
    return Certificaatkeuze(
        van.aanleverpunt, van.vingerafdruk[:8], van.geldig_van.date(), van.geldig_tot.date(), van.leverancier
    )


def _regel(van: Kenmerken, nu: datetime, *, in_gebruik: bool) -> CertificaatRegel:
    """A line of the tab Certificaten; who is no longer in use needs no warning."""
    from bronsync.application.beheer.certificaten import sleutel_attentie, waarschuwing

    begin, eind = van.geldig_van.date(), van.geldig_tot.date()
    zinnen = [waarschuwing(eind, nu.date())] if in_gebruik or eind < nu.date() else []
    zinnen += [sleutel_attentie(van.rsa_bits)] if in_gebruik else []
    tekst = " ".join(filter(None, zinnen))
    return CertificaatRegel(van.aanleverpunt, begin, eind, in_gebruik, van.vingerafdruk[:8], tekst)


def _misuse(waarom: str) -> BronSyncFout:
    """Our own bug: called in the wrong order."""
    fout = BronSyncFout("EIGEN-01")
    fout.add_note(waarom)
    return fout
