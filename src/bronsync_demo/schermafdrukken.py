"""`bronsync-demo --schermafdrukken DIR`: drives the real program through its screens and states, and writes a picture of each.

The pictures of the manual are these, so they are made again by one command. The school, the register and the store are the demo's; what is
clicked is what a user clicks. Also looks at each picture as it is made: texts that are cut off, and words of Qt that are not Dutch, are
named at the end and make the exit code 1. Source: issue 'The window'; names after the manual's terms.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QMessageBox,
    QTabWidget,
    QTreeWidget,
    QWidget,
    QWizard,
)

from bronsync.adapters.system.clock import SystemClock
from bronsync.adapters.system.progress import SilentProgress
from bronsync.application.beheer.updates import Change, Update
from bronsync.application.ports import Progress
from bronsync.application.tonen.leerlingen import Toon
from bronsync.gui.kit.thema import DONKER_NAAM, LICHT_NAAM, Thema
from bronsync.gui.schermen import eerste_start
from bronsync.gui.schermen.instellingen import InstellingenDialoog
from bronsync.gui.schermen.ophalen import OphaalDialoog
from bronsync.gui.schermen.tonen import OverzichtDialoog
from bronsync.gui.schermen.updates import werk_van
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync.gui.venster.app import maak_app
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
from bronsync.program.bootstrap import LVS_BESTAND
from bronsync.program.profiel import Programmakern
from bronsync_demo.bediening import Bediening, wacht_tot
from bronsync_demo.draaiboek import Draaiboek, Opdracht, Vertel
from bronsync_demo.keuring import bezwaren
from bronsync_demo.register_beheer import RegisterBeheer
from bronsync_demo.venster_hulp import verbeteraar

GOED, OVER = 0, 1
WACHTTIJD: Final = 3.0
_TITELBALK: Final = 40
"""Of the window manager: about so many pixels."""
MAX_STAPPEN: Final = 80


class Fotograaf:
    """Makes the pictures, and keeps what he did not like."""

    def __init__(self, bediening: Bediening, uit: Path, vertel: Vertel, scherm: QSize | None = None) -> None:
        """`scherm`: how large it is; then nothing may be larger, and each picture is made in light and in dark."""
        self._scherm = scherm
        self.bediening = bediening
        self.venster = bediening.venster
        self.uit = uit
        self.namen: list[str] = []
        self.bezwaren: list[str] = []
        self._vertel = vertel

    def foto(self, naam: str, widget: QWidget | None = None) -> None:
        """A picture of this window or the one in front."""
        QApplication.processEvents()
        open_nu = _vensters()
        beeld = widget or QApplication.activeModalWidget() or (open_nu[-1] if open_nu else self.venster)
        for thema in (LICHT_NAAM, DONKER_NAAM) if self._scherm is not None else ("",):
            self._maak(f"{naam}-{thema}" if thema else naam, beeld, thema)
        if self._scherm is not None:
            self.venster.thema.zet(LICHT_NAAM)

    def _maak(self, naam: str, beeld: QWidget, thema: str) -> None:
        if thema:
            self.venster.thema.zet(thema)
        if self._scherm is not None:
            ruimte = self._scherm - QSize(0, _TITELBALK)
            for _ in range(3):  # what is laid out anew may ask for less
                beeld.resize(ruimte if beeld is self.venster else beeld.size().boundedTo(ruimte))
                QApplication.processEvents()
            if beeld.width() > ruimte.width() or beeld.height() > ruimte.height():
                te_groot = f"{beeld.width()}x{beeld.height()} op {ruimte.width()}x{ruimte.height()}"
                self.bezwaren.append(f"{naam}: past niet op het scherm, {te_groot}")
        QApplication.processEvents()
        self.bezwaren += [f"{naam}: {bezwaar}" for bezwaar in bezwaren(beeld)]
        self.bediening.foto(self.uit / f"{naam}.png", beeld)
        self.namen.append(naam)
        self._vertel(f"  {naam}")

    def scherm(self, menukeuze: str, naam: str) -> QWidget:
        """Opens a menu item, waits, takes its picture."""
        dialoog = self.open(menukeuze)
        self.foto(naam, dialoog)
        return dialoog

    def open(self, menukeuze: str) -> QWidget:
        """Opens a menu item and waits for its window."""
        voor = set(_vensters())
        self.bediening.doe(menukeuze)
        wacht_tot(lambda: bool(set(_vensters()) - voor), 30, menukeuze)
        self.bediening.rust()
        return next(iter(set(_vensters()) - voor))

    def sluit_alles(self) -> None:
        """Back to the main window."""
        for een in _vensters():
            if een is not self.venster:
                een.close()
        QApplication.processEvents()

    def volg(self, tot: Callable[[], bool], bij: Callable[[QAbstractButton], None] | None = None) -> None:
        """Clicks what is marked as the next step until this holds."""
        for _ in range(MAX_STAPPEN):
            self.bediening.rust()
            if tot():
                return
            knop = self.bediening.stap_of_keuze()
            if knop is None:
                return
            if bij is not None:
                bij(knop)
            self.bediening.klik(knop)


def _vensters() -> list[QWidget]:
    return [een for een in QApplication.topLevelWidgets() if een.isVisible() and isinstance(een, QDialog | QMessageBox)]


# --- the round --------------------------------------------------------------------------------------------------------------------------


def maak_schermafdrukken(
    map_: Path, opdracht: Opdracht, uit: Path, vertel: Vertel, scherm: tuple[int, int] | None = None
) -> int:
    """Makes all pictures in `uit`, on a screen so large; 0, or 1 when something in them is not right."""
    uit.mkdir(parents=True, exist_ok=True)
    draaiboek = Draaiboek(map_, opdracht, SilentProgress(), vertel)
    app = maak_app()
    thema = Thema(app)
    thema.zet(LICHT_NAAM)
    with draaiboek.klaargezet(WACHTTIJD) as register:
        hulp = verbeteraar(map_ / "lvs2000" / LVS_BESTAND, draaiboek.waarheid)
        venster = Hoofdvenster(Programmakern(map_, hulp), thema)
        thema.zet(LICHT_NAAM)
        fotograaf = Fotograaf(Bediening(venster), uit, vertel, QSize(*scherm) if scherm is not None else None)
        venster.show()
        try:
            _eerste_aanlevering(fotograaf)
            _weken_later(fotograaf, draaiboek, register)
            _overige_schermen(fotograaf)
        except BaseException:
            _sluit(fotograaf)
            raise
    try:  # the register has stopped
        _zonder_bron(fotograaf)
    finally:
        _sluit(fotograaf)
    for bezwaar in fotograaf.bezwaren:
        vertel(f"  let op: {bezwaar}")
    vertel(f"{len(fotograaf.namen)} schermafdrukken in {uit}")
    return OVER if fotograaf.bezwaren else GOED


def _sluit(f: Fotograaf) -> None:
    f.sluit_alles()
    f.venster.runner.shutdown()
    wacht_tot(lambda: f.venster.runner.idle, 30, "the worker")


def _eerste_aanlevering(f: Fotograaf) -> None:
    """The first delivery, by the marked steps; pictures on the way."""
    f.foto("hoofdvenster-openen", f.venster)
    f.venster.begin()
    f.bediening.rust()
    f.foto("overzicht-aanleverpunten", f.venster)
    f.venster.toon_leerlingen()
    f.foto("hoofdvenster-eerste-keer", f.venster)
    f.bediening.doe("registratieoverzicht_ophalen")
    wachten = f.bediening.dialoog(OphaalDialoog)
    wacht_tot(lambda: "nog" in wachten.bezig.text(), 60, "the countdown")
    f.foto("ophalen-registratieoverzicht-wachten")
    f.bediening.rust()
    f.foto("ophalen-registratieoverzicht-leeg")
    f.sluit_alles()
    f.bediening.rust()
    f.bediening.doe("acties_bepalen")
    f.bediening.rust()
    f.foto("acties-bepalen")
    f.sluit_alles()
    f.bediening.rust()
    f.venster.leerlingen.tabel.selectRow(0)
    f.bediening.rust()
    f.foto("hoofdvenster-acties-bepaald", f.venster)
    f.scherm("handmatig", "actie-handmatig-bepalen")
    f.sluit_alles()
    f.scherm("controleren_en_synchroniseren", "controleren-en-synchroniseren")
    f.bediening.klik(f.bediening.deel(QAbstractButton, "controleer_nu", f.bediening.voorste()))
    f.bediening.rust()
    f.foto("controleer-nu-afkeursignalen")
    f.sluit_alles()
    f.volg(lambda: any(isinstance(een, VerzendWizard) for een in _vensters()))
    f.bediening.rust()
    f.foto("verwerken-en-verzenden-overzicht")
    wizard = f.bediening.dialoog(VerzendWizard)
    f.bediening.klik(f.bediening.deel(QCheckBox, "toon_xml", wizard))
    f.bediening.rust()
    f.foto("verwerken-en-verzenden-bericht")
    f.bediening.klik(f.bediening.deel(QCheckBox, "toon_xml", wizard))
    wizard.button(QWizard.WizardButton.CommitButton).click()
    wacht_tot(lambda: wizard.bezig.balk.value() > 2, 60, "messages under way")
    f.foto("verwerken-en-verzenden-bezig")
    f.bediening.rust()
    f.foto("verwerken-en-verzenden-klaar")
    f.sluit_alles()
    f.bediening.rust()
    f.foto("hoofdvenster-in-behandeling", f.venster)
    f.bediening.doe("terugkoppeling_ophalen")
    f.bediening.rust()
    f.foto("ophalen-terugkoppeling")
    f.sluit_alles()
    f.bediening.rust()
    dialoog = f.open("verzenden_naar_bron")
    keuze = f.bediening.deel(QComboBox, "statusfilter", dialoog)
    keuze.setCurrentIndex(max(0, keuze.findText("Afgekeurd", Qt.MatchFlag.MatchStartsWith)))
    keuze.activated.emit(keuze.currentIndex())
    f.bediening.rust()
    f.foto("verzenden-naar-bron", dialoog)
    f.sluit_alles()
    f.bediening.doe("acties_bepalen")
    f.bediening.rust()
    f.sluit_alles()
    f.bediening.rust()
    f.scherm("vragen", "vragen-beantwoorden")
    f.sluit_alles()
    _een_leerling(f)
    f.volg(lambda: f.venster.stap_nu == "klaar" and f.bediening.voorste() is f.venster)
    f.foto("geen-verschillen", f.venster)


def _een_leerling(f: Fotograaf) -> None:
    """The tabs of a pupil with a verschil."""
    lijst = f.venster.leerlingen
    lijst.toon(Toon.VERSCHILLEN)
    bij_bron = (plek for plek, regel in enumerate(lijst.model.zichtbaar) if regel.lvs_naam and regel.bron_naam)
    lijst.tabel.selectRow(next(bij_bron, 0))
    f.bediening.rust()
    f.foto("leerling-verschillen", f.venster)
    tabs = f.bediening.deel(QTabWidget, "leerling_tabs")
    for nummer, naam in ((1, "leerling-acties"), (2, "leerling-berichten"), (3, "leerling-registratie-in-bron")):
        tabs.setCurrentIndex(nummer)
        f.foto(naam, f.venster)
    tabs.setCurrentIndex(0)
    f.venster.leerlingen.toon(Toon.ALLE)
    f.venster.leerlingen.zoek.setText("zzz")
    f.foto("zoeken-niets-gevonden", f.venster)
    f.venster.leerlingen.zoek.clear()


def _gewijzigd(f: Fotograaf) -> None:
    """The first pupil of whom BRON Sync wrote something over in LVS2000."""
    leerlingen, tabs = f.venster.leerlingen, f.venster.leerling
    leerlingen.toon(Toon.ALLE)
    f.bediening.rust()
    for nummer in range(leerlingen.tabel.tabelmodel.rowCount()):
        leerlingen.tabel.selectRow(nummer)
        f.bediening.rust()
        details = tabs.details
        if details and not details.geheim and any(deel.was for een in details.mutaties for deel in een.velden):
            break
    tabs.tabs.setCurrentWidget(tabs.gewijzigd)
    f.foto("leerling-gewijzigd", f.venster)
    tabs.tabs.setCurrentIndex(0)
    leerlingen.toon(Toon.OPEN_VRAGEN)


def _weken_later(f: Fotograaf, draaiboek: Draaiboek, register: RegisterBeheer) -> None:
    """All kinds of feedback, double enrolments, vragen with a proposal."""
    draaiboek.weken_later(register)
    f.bediening.doe("registratieoverzicht_ophalen")
    f.bediening.rust()
    f.foto("ophalen-registratieoverzicht")
    f.sluit_alles()
    f.bediening.doe("terugkoppeling_ophalen")
    f.bediening.rust()
    f.foto("ophalen-terugkoppeling-niets-klaargezet")
    f.sluit_alles()
    f.bediening.doe("acties_bepalen")
    f.bediening.rust()
    if any(een.objectName() == "rem" for een in _vensters()):
        f.foto("rem")
        f.bediening.antwoord("rem", "doorgaan")
        f.bediening.rust()
    f.foto("acties-bepalen-met-vragen")
    f.sluit_alles()
    f.bediening.rust()
    f.venster.leerlingen.toon(Toon.OPEN_VRAGEN)
    f.venster.leerlingen.tabel.selectRow(0)
    f.bediening.rust()
    f.foto("hoofdvenster-vragen", f.venster)
    f.venster.thema.zet(DONKER_NAAM)
    f.foto("hoofdvenster-donker", f.venster)
    f.venster.thema.zet(LICHT_NAAM)
    _gewijzigd(f)
    _kies_groep(f.bediening.deel(QTreeWidget, "vragenboom", f.open("vragen")), "Adresgegevens")
    f.bediening.rust()
    f.foto("vragen-met-voorstel")
    f.venster.thema.zet(DONKER_NAAM)
    f.foto("vragen-donker")
    f.venster.thema.zet(LICHT_NAAM)
    f.sluit_alles()
    f.venster.leerlingen.toon(Toon.ALLE)


def _kies_groep(tree: QTreeWidget, begin: str) -> None:
    gevonden = tree.findItems(begin, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    if gevonden:
        tree.setCurrentItem(gevonden[0])


def _overige_schermen(f: Fotograaf) -> None:
    """What is under Tonen, Instellingen and Help."""
    for menukeuze, naam in (
        ("registratieoverzicht_tonen", "tonen-registratieoverzicht"),
        ("historische_inschrijvingen", "tonen-historische-inschrijvingen"),
        ("dubbele_inschrijvingen", "tonen-dubbele-inschrijvingen"),
        ("attentiesignalen", "tonen-attentiesignalen"),
        ("berichten", "berichten-zoeken"),
        ("helpdeskbestand", "helpdeskbestand-maken"),
        ("onderwijs_sinds", "onderwijs-sinds"),
        ("verbinding", "verbinding-maken"),
        ("handleiding", "handleiding"),
        ("over", "over-bron-sync"),
    ):
        f.scherm(menukeuze, naam)
        f.sluit_alles()
    _een_update(f)
    overzicht = f.open("registratieoverzicht_tonen")
    if isinstance(overzicht, OverzichtDialoog):
        overzicht.bladen.toon("telling")
        f.foto("tonen-telling-per-groep", overzicht)
    f.sluit_alles()
    eerste_start.toon(f.venster)
    f.foto("eerste-start")
    f.sluit_alles()
    dialoog = f.open("instellingen")
    if isinstance(dialoog, InstellingenDialoog):
        for nummer, naam in enumerate(("algemeen", "certificaten", "weergave")):
            dialoog.tabs.setCurrentIndex(nummer)
            f.bediening.rust()
            f.foto(f"instellingen-{naam}", dialoog)
        dialoog.tabs.setCurrentIndex(0)
        vorige_week = SystemClock().today() - timedelta(days=7)
        dialoog.algemeen.peildatum.setDate(QDate(vorige_week.year, vorige_week.month, vorige_week.day))
        f.foto("instellingen-peildatum", dialoog)
    f.sluit_alles()
    f.bediening.doe("registratieoverzicht_ophalen")
    f.foto("ophalen-historisch-overzicht")
    f.bediening.antwoord("historisch_overzicht", "historisch")
    f.bediening.rust()
    f.sluit_alles()
    f.bediening.rust()
    f.foto("hoofdvenster-historisch-overzicht", f.venster)
    f.venster.peildatum = None
    f.bediening.doe("registratieoverzicht_ophalen")
    f.bediening.rust()
    f.sluit_alles()


class _Aangeboden:
    """The protocol `Updates`, played: a demo looks nowhere, and an update would be another one for each picture."""

    off = ""
    address = "https://updates.voorbeeld.nl/bronsync/"

    def ready(self) -> str:
        return ""

    def look(self) -> Update:
        tekst = (
            "### Nieuw\n\n- Bij *Vragen* staat bij elke keuze wat er met de andere waarde gebeurt.\n"
            "- *Tonen - Overzicht* onthoudt de groep die u het laatst bekeek.\n\n"
            "### Hersteld\n\n- Een adres met een locatieomschrijving werd soms als verschil getoond terwijl het gelijk was."
        )
        return Update("0.2.0-0123456789ab", "0.2.0", 2_500_000, (Change("0.2.0", tekst),))

    def fetch(self, progress: Progress) -> str:
        progress.report(0, 1, "")
        return "0.2.0"


def _een_update(f: Fotograaf) -> None:
    werk = werk_van(f.venster)
    werk.updates = _Aangeboden()
    dialoog = f.open("updates")
    wacht_tot(lambda: werk.update is not None, 30, "updates")
    f.foto("updates", dialoog)
    f.sluit_alles()


def _zonder_bron(f: Fotograaf) -> None:
    """What goes wrong: a question before something is thrown away, and BRON away."""
    f.bediening.doe("niet_uitgevoerde_acties_verwijderen")
    f.bediening.rust()
    f.foto("niet-uitgevoerde-acties-verwijderen")
    f.sluit_alles()
    f.bediening.doe("terugkoppeling_ophalen")
    f.bediening.rust()
    f.foto("bron-niet-bereikbaar")
    f.sluit_alles()
    f.bediening.rust()
