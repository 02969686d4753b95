"""Verwerken en Verzenden (manual ch. 6): the wizard. First what would go, readable and as XML; then the sending; then how it went.

What goes and how it went comes from `application`. Stopping takes effect between two messages; what was sent stays sent, and the rest goes
on the next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWizard,
    QWizardPage,
)

from bronsync.application.boeken.beeld import OVERZICHT_NODIG
from bronsync.application.boeken.controlespoor import sessiecode
from bronsync.application.lezen.rem import Rem, rem_bij_verzenden
from bronsync.application.ports import Afgebroken
from bronsync.application.tonen.verzonden import actie_standen, geheime_adressen, telling, verzendtekst
from bronsync.application.tonen.voorbeeld import bericht_vooraf, verzend_samenvatting
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.application.verzenden.verzendbaar import verzendbaar
from bronsync.domain.errors import BronSyncFout, als_fout
from bronsync.gui.kit import inzage
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.keuzeknop import Keuzeknop, is_enter
from bronsync.gui.kit.maat import KLEIN, RUIM, pixels, rand
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.tekens import ACTIE
from bronsync.gui.kit.vorm import STRETCH, Kopbalk, begrensd, fill, kop, named, split
from bronsync.gui.kit.xmlblad import XmlBlad
from bronsync.gui.lijst.lijstknoppen import lijstknoppen
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel, statuskolom
from bronsync.gui.schermen.acties import bepalen_mislukt, vraag_rem
from bronsync.gui.schermen.apart import neem_mee, vraag_apart

if TYPE_CHECKING:
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.verzonden import ActieStand
    from bronsync.application.tonen.voorbeeld import VerzendRegel
    from bronsync.application.verzenden.synchroniseren import SyncUitslag
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.background import Job
    from bronsync.gui.kit.venster import Venster

_KNOP = QWizard.WizardButton


@dataclass(frozen=True, slots=True)
class Verzendverslag:
    """How the sending went, and what became of what was to go."""

    uitslag: SyncUitslag | None
    """None when it was stopped or failed before its end."""
    acties: tuple[ActieStand, ...]
    fout: BaseException | None = None
    gestopt: bool = False
    sessie: str = ""
    """Code of the session, for the helpdesk."""


class VerzendWizard(QWizard):
    """Three pages: summary, sending, result."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self.venster = venster
        self.regels: tuple[VerzendRegel, ...] = ()
        self.weggelaten: frozenset[int] = frozenset()
        """Acties that stay for another time."""
        self.setObjectName("verzenden")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Verwerken en Verzenden")
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)  # no margins; without titles it has no header of its own
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.setOption(QWizard.WizardOption.NoDefaultButton)
        self.setButton(_KNOP.CommitButton, Keuzeknop("", venster.rust))
        self.setButtonLayout(
            [_KNOP.Stretch, _KNOP.NextButton, _KNOP.CommitButton, _KNOP.FinishButton, _KNOP.CancelButton]
        )
        bewaard = venster.weergave.value("dialoog/verzenden")
        self.resize(begrensd(bewaard if isinstance(bewaard, QSize) else QSize(pixels(1120, self), pixels(660, self))))
        self.overzicht = Overzichtpagina(self)
        self.bezig = Verzendpagina(self)
        self.resultaat = Resultaatpagina(self)
        for pagina in (self.overzicht, self.bezig, self.resultaat):
            self.addPage(pagina)
        self.setButtonText(_KNOP.CancelButton, "Annu&leren")
        self.setButtonText(_KNOP.FinishButton, "Vol&tooien")
        for knop in (_KNOP.NextButton, _KNOP.CommitButton, _KNOP.CancelButton):
            self.button(knop).setProperty("autoDefault", False)
        self.currentIdChanged.connect(self._pagina)
        self.bezig.completeChanged.connect(self._pagina)
        self.overzicht.completeChanged.connect(self._pagina)

    def noem(self, regels: tuple[VerzendRegel, ...]) -> None:
        """What the button does: what only changes LVS2000 is not sent."""
        alleen_lvs = bool(regels) and all(regel.richting == "naar LVS2000" for regel in regels)
        self.overzicht.setButtonText(_KNOP.CommitButton, "&Wijzigen in LVS2000" if alleen_lvs else "&Verzenden")

    def _pagina(self, *_: object) -> None:
        """The next button of the page is the marked one."""
        laatste = self.currentPage() is self.resultaat
        verzend = self.button(_KNOP.CommitButton)
        markeer(verzend, aan=self.currentPage() is self.overzicht and self.overzicht.isComplete())
        markeer(self.button(_KNOP.FinishButton), aan=laatste)
        if laatste:
            self.button(_KNOP.FinishButton).setFocus()
        if self.currentPage() is self.bezig:
            self.button(_KNOP.NextButton).hide()
            self.button(_KNOP.CancelButton).hide()
        else:
            self.button(_KNOP.CancelButton).setVisible(not laatste)

    def reject(self) -> None:
        """While messages go, closing stops between two of them; the result is shown then."""
        if self.currentPage() is self.bezig and self.bezig.bezig:
            self.bezig.stop()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends nothing and stops nothing; it closes the result."""
        if not is_enter(event) or self.currentPage() is self.resultaat:
            super().keyPressEvent(event)

    def done(self, uitkomst: int) -> None:
        self.venster.weergave.setValue("dialoog/verzenden", self.size())
        super().done(uitkomst)


def _met_kop(pagina: QWizardPage, kopbalk: Kopbalk) -> QVBoxLayout:
    """The header of every dialog above this page; gives the layout of what is in it."""
    buiten = QVBoxLayout(pagina)
    rand(buiten)
    binnen = QVBoxLayout()
    rand(binnen, RUIM, KLEIN)
    fill(buiten, kopbalk, (binnen, 1))
    return binnen


class Overzichtpagina(QWizardPage):
    """What would go: per kind and pupil, with the changes; the XML on demand."""

    def __init__(self, wizard: VerzendWizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._alle: tuple[VerzendRegel, ...] | None = None
        """None until it was read."""
        self._uit: set[int] = set()
        """Acties that a person left out of this sending."""
        self._herhalen = 0
        """Messages that go once more, whatever is left out."""
        self._ingezien: set[int] = set()
        """Acties whose message was looked at."""
        self.kopbalk = Kopbalk(
            "Dit gaat er gebeuren",
            "Er is nog niets verzonden of gewijzigd. Haal het vinkje weg bij wat deze keer niet meegaat; kies een regel om te zien wat er verandert.",
        )
        self.setCommitPage(True)
        self.setButtonText(_KNOP.CommitButton, "&Verzenden")
        self.telling = named(kop("Even geduld...", "gedempt"), "verzend_telling")
        self.let_op = kop("", "let_op")
        self.let_op.hide()
        self.zonder_geheim = QCheckBox(
            "Geheime adressen we&glaten: die acties blijven klaarstaan voor een volgende keer"
        )
        self.zonder_geheim.setObjectName("zonder_geheim")
        self.zonder_geheim.hide()
        kolommen: list[Kolom[VerzendRegel]] = [
            Kolom("mee", "Gaat mee", self._mee, 105, vink=self._vink, kleur=self._kleur),
            Kolom("soort", "Actie", lambda r: str(r.soort), 220, kleur=self._kleur),
            Kolom("naam", "Leerling", lambda r: r.naam, 210, rekt=True, kleur=self._kleur),
            Kolom("richting", "Richting", lambda r: r.richting, 110),
            Kolom("zin", "Wat er gebeurt", _wat, 360, tip=_wat, rekt=True, kleur=self._kleur),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: r.actie)
        self.tabel: Tabel[VerzendRegel] = Tabel("Te verzenden acties", self.model)
        anders: list[Kolom[tuple[str, str, str]]] = [
            Kolom("veld", "Veld", lambda r: r[0], 230, rekt=True),
            Kolom("was", "Nu", lambda r: r[1], 280, tip=lambda r: r[1], rekt=True),
            Kolom("wordt", "Wordt", lambda r: r[2], 280, tip=lambda r: r[2], rekt=True),
        ]
        self.wijzigingen = TabelModel(anders, sleutel=lambda r: r[0])
        self.veldtabel: Tabel[tuple[str, str, str]] = Tabel(
            "Wijzigingen", self.wijzigingen, "Bij deze actie hoort geen lijst van velden."
        )
        self.xml = XmlBlad("XML van het bericht")
        self.alles_knop = named(QPushButton(), "alles_of_niets")
        self.apart_knop = named(QPushButton(), "apart_of_mee")
        for knop in (self.alles_knop, self.apart_knop):
            knop.setAutoDefault(False)
        self.toon_xml = named(QCheckBox("Toon het bericht zelf (&XML)"), "toon_xml")
        self.onder = QStackedWidget()
        self.onder.addWidget(self.veldtabel)
        self.onder.addWidget(self.xml)
        self.splitter = split(QSplitter(Qt.Orientation.Vertical), (self.tabel, 3), (self.onder, 2))
        indeling = _met_kop(self, self.kopbalk)
        fill(indeling, self.telling, self.let_op, self.zonder_geheim, (self.splitter, 1))
        onderaan = fill(QHBoxLayout(), (self.toon_xml, 1), self.alles_knop, self.apart_knop)
        for knop in lijstknoppen(wizard.venster, self.tabel, "Te verzenden acties"):
            onderaan.addWidget(knop)
        indeling.addLayout(onderaan)
        self.tabel.chosen.connect(self._gekozen)
        self.toon_xml.toggled.connect(self._wissel)
        self.zonder_geheim.toggled.connect(self._zonder_geheim)
        self.tabel.ticked.connect(self._wissel_vink)
        self.alles_knop.clicked.connect(self._alles_of_niets)
        self.apart_knop.clicked.connect(self._apart_of_mee)

    def initializePage(self) -> None:
        self._wizard.venster.runner.query("verzendoverzicht", _lees_samenvatting, self._vul, self._mislukt)

    def _mislukt(self, fout: BaseException) -> None:
        self._wizard.reject()
        self._wizard.venster.toon_fout(fout)

    def _vul(self, gelezen: tuple[tuple[VerzendRegel, ...], str, int]) -> None:
        self._alle, let_op, self._herhalen = gelezen
        self.let_op.setText(let_op)
        for deel in (self.let_op, self.zonder_geheim):
            deel.setVisible(bool(let_op))
        self._kies_welke()
        self.tabel.setFocus()

    def _kies_welke(self) -> None:
        """What goes: all that is ticked. What was left out or set aside stays in the list."""
        alle = self._alle or ()
        te_kiezen = [regel for regel in alle if not regel.apart]
        self._wizard.regels = tuple(regel for regel in te_kiezen if regel.actie not in self._uit)
        self._wizard.weggelaten = frozenset(regel.actie for regel in te_kiezen if regel.actie in self._uit)
        apart = len(alle) - len(te_kiezen)
        self.telling.setText(telling(self._wizard.regels, weggelaten=len(self._wizard.weggelaten), apart=apart))
        if self.model.rijen is not alle:
            self.model.zet_rijen(alle)
        self.model.ververs_weergave()
        self._wizard.noem(self._wizard.regels)
        if alle and self.tabel.gekozen() is None:
            self.tabel.kies(alle[0].actie)
        geheim = {regel.actie for regel in te_kiezen if regel.geheim}
        self.zonder_geheim.blockSignals(True)
        self.zonder_geheim.setChecked(bool(geheim) and geheim <= self._uit)
        self.zonder_geheim.blockSignals(False)
        self.alles_knop.setText("&Niets aanvinken" if self._wizard.regels else "Alles aa&nvinken")
        self.alles_knop.setEnabled(bool(te_kiezen))
        self._gekozen(self.tabel.gekozen())
        self.completeChanged.emit()

    def isComplete(self) -> bool:
        """Once it was shown, and when anything is left to go."""
        return self._alle is not None and bool(self._wizard.regels or self._herhalen)

    def _vink(self, regel: VerzendRegel) -> bool | None:
        return None if regel.apart else regel.actie not in self._uit

    def _mee(self, regel: VerzendRegel) -> str:
        if regel.apart:
            return "Apart gezet"
        return "Nee" if regel.actie in self._uit else "Ja"

    def _kleur(self, regel: VerzendRegel) -> QColor | None:
        return None if self._vink(regel) else self._wizard.venster.thema.kleur("gedempt")

    def _wissel_vink(self, regel: VerzendRegel) -> None:
        if not regel.apart:
            self._uit ^= {regel.actie}
            self._kies_welke()

    def _zonder_geheim(self, zonder: bool) -> None:
        geheim = {regel.actie for regel in self._alle or () if regel.geheim}
        self._uit = self._uit | geheim if zonder else self._uit - geheim
        self._kies_welke()

    def _alles_of_niets(self, *_: object) -> None:
        self._uit = {regel.actie for regel in self._alle or () if self._wizard.regels}
        self._kies_welke()

    def _apart_of_mee(self, *_: object) -> None:
        """The chosen one is set aside, or goes along again."""
        regel = self.tabel.gekozen()
        if regel is None:
            return
        if regel.apart:
            neem_mee(self._wizard.venster, regel.actie, self.initializePage)
        else:
            vraag_apart(self._wizard.venster, regel.actie, f"{regel.soort}: {regel.naam}", self.initializePage)

    def _wissel(self, aan: bool) -> None:
        self.onder.setCurrentWidget(self.xml if aan else self.veldtabel)
        self._gekozen(self.tabel.gekozen())

    def _gekozen(self, regel: VerzendRegel | None) -> None:
        self.wijzigingen.zet_rijen(regel.wijzigingen if regel else ())
        self.apart_knop.setText("Weer &meenemen" if regel is not None and regel.apart else "Apart &zetten...")
        self.apart_knop.setEnabled(regel is not None)
        if regel is not None and self.toon_xml.isChecked():
            self.xml.zet("Even geduld...")
            werk, klaar = use_case(bericht_vooraf, regel.actie), partial(self._toon_xml, regel.actie)
            self._wizard.venster.runner.query("xml", werk, klaar, self._geen_xml)

    def _toon_xml(self, actie: int, tekst: str) -> None:
        if tekst and actie not in self._ingezien:
            self._ingezien.add(actie)
            inzage.boek(self._wizard.venster, f"bericht A-{actie}")
        self.xml.zet(tekst or "Deze actie wijzigt LVS2000; er gaat geen bericht naar BRON.")

    def _geen_xml(self, fout: BaseException) -> None:
        self.xml.zet(str(fout))


class Verzendpagina(QWizardPage):
    """The messages go."""

    def __init__(self, wizard: VerzendWizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._job: Job | None = None
        self.bezig = False
        kopbalk = Kopbalk(
            "Bezig met verwerken en verzenden",
            "U kunt stoppen tussen twee berichten. Wat al is verzonden blijft verzonden; de rest gaat een volgende keer.",
        )
        self.stand = kop("Voorbereiden...", "vet")
        self.balk = QProgressBar()
        self.balk.setRange(0, 0)
        self.balk.setTextVisible(False)
        self.balk.setAccessibleName("Voortgang van het verzenden")
        self.stopknop = named(QPushButton("&Stoppen"), "stoppen")
        self.stopknop.clicked.connect(self.stop)
        indeling = _met_kop(self, kopbalk)
        fill(indeling, STRETCH, self.stand, self.balk)
        rij = fill(QHBoxLayout(), STRETCH, self.stopknop)
        fill(indeling, rij, (STRETCH, 2))

    def initializePage(self) -> None:
        self.verzend(None)

    def isComplete(self) -> bool:
        """It goes on by itself."""
        return False

    def verzend(self, bevestigd: str | None) -> None:
        """Starts it; `bevestigd` as in Acties Bepalen."""
        self.bezig = True
        nummers = frozenset(regel.actie for regel in self._wizard.regels)
        werk = partial(_verzend, bevestigd, nummers, self._wizard.weggelaten)
        self._job = self._wizard.venster.runner.run("verwerken en verzenden", werk, self._klaar, self._mislukt)
        self._job.progress.connect(self._progress)
        self._job.cancelled.connect(self._gestopt_voor_begin)
        self.stopknop.setEnabled(True)
        self.stopknop.setFocus()

    def stop(self) -> None:
        """After the message that is under way."""
        if self._job is not None and self.bezig:
            self._job.cancel()
            self.stopknop.setEnabled(False)
            self.stand.setText("Wordt gestopt na dit bericht...")

    def _progress(self, gedaan: int, totaal: int, tekst: str) -> None:
        self.balk.setRange(0, totaal)
        self.balk.setValue(gedaan)
        if self.stopknop.isEnabled():
            self.stand.setText(f"{tekst}: {gedaan} van {totaal}")

    def _klaar(self, verslag: Verzendverslag | Rem) -> None:
        self.bezig = False
        if isinstance(verslag, Rem):
            self.stand.setText("Wacht op uw antwoord...")
            self.stopknop.setEnabled(False)
            self._job = None
            vraag_rem(self._wizard.venster, self._wizard, verslag, self.verzend, self._wizard.reject)
            return
        self._wizard.resultaat.toon(verslag)
        self._wizard.next()

    def _mislukt(self, fout: BaseException) -> None:
        """Nothing was sent: the reason is asked or shown, and the wizard goes."""
        self.bezig = False
        self._wizard.reject()
        bepalen_mislukt(self._wizard.venster, fout)

    def _gestopt_voor_begin(self) -> None:
        self.bezig = False
        self._wizard.reject()


class Resultaatpagina(QWizardPage):
    """How it went, and what comes next."""

    def __init__(self, wizard: VerzendWizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        kopbalk = Kopbalk()
        self.zin, self.daarna = kopbalk.titel, kopbalk.uitleg
        self.zin.setObjectName("verzend_resultaat")
        self.daarna.setObjectName("verzend_daarna")
        thema = wizard.venster.thema
        kolommen: list[Kolom[ActieStand]] = [
            statuskolom(thema, "status", "Status", lambda r: str(r.status), 195, lambda r: ACTIE[str(r.status)]),
            Kolom("naam", "Leerling", lambda r: r.wie.naam, 210, rekt=True),
            Kolom("soort", "Actie", lambda r: str(r.soort), 210),
            Kolom("reden", "Reden", lambda r: r.reden, 320, tip=lambda r: r.reden, rekt=True),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: r.nummer)
        self.tabel: Tabel[ActieStand] = Tabel("Verzonden acties", self.model, "Er is niets verzonden.")
        indeling = _met_kop(self, kopbalk)
        indeling.addWidget(self.tabel, 1)
        onderaan = fill(QHBoxLayout(), STRETCH)
        for knop in lijstknoppen(wizard.venster, self.tabel, "Verzonden acties"):
            onderaan.addWidget(knop)
        indeling.addLayout(onderaan)
        self.tabel.opened.connect(self._naar_leerling)

    def _naar_leerling(self, regel: ActieStand) -> None:
        self._wizard.accept()
        self._wizard.venster.ga_naar(regel.sleutel)

    def toon(self, verslag: Verzendverslag) -> None:
        """This one."""
        zin, daarna = _verslag(verslag)
        self.zin.setText(zin)
        self.daarna.setText(daarna)
        self.model.zet_rijen(verslag.acties)
        if verslag.acties:
            self.tabel.kies(verslag.acties[0].nummer)


def _wat(regel: VerzendRegel) -> str:
    """What happens; first whose address is secret, since the line above the list only counts them."""
    zin = regel.apart or regel.zin
    return f"Geheim adres. {zin}" if regel.geheim else zin


def _verslag(verslag: Verzendverslag) -> tuple[str, str]:
    tekst = verzendtekst(verslag.acties, verslag.uitslag, gestopt=verslag.gestopt, sessie=verslag.sessie)
    if verslag.fout is None:
        return tekst
    eigen = als_fout(verslag.fout)
    return eigen.zin, f"{eigen.advies} {tekst[0]} {tekst[1]} (Code: {eigen.helpdeskcode})"


# --- what runs in the worker ----------------------------------------------------------------------------------------------------------------


def _lees_samenvatting(kern: Kern, progress: Progress) -> tuple[tuple[VerzendRegel, ...], str, int]:
    omg = kern.met(progress)
    regels = verzend_samenvatting(omg)
    te_gaan = tuple(regel for regel in regels if not regel.apart)
    return regels, geheime_adressen(te_gaan), verzendbaar(omg).herhalen


def _verzend(
    bevestigd: str | None, nummers: frozenset[int], weggelaten: frozenset[int], kern: Kern, progress: Progress
) -> Verzendverslag | Rem:
    """Whatever ends it, what became of each actie is told."""
    omg = kern.met(progress)
    uitslag, fout, gestopt = None, None, False
    try:
        uitslag = synchroniseren(omg, bevestigd, weggelaten)
    except BronSyncFout as waarom:
        if waarom.code == "PROC-04":
            return rem_bij_verzenden(omg, waarom, weggelaten)
        if waarom.code in OVERZICHT_NODIG:
            raise
        fout = kern.meld_fout(waarom, "synchroniseren")
    except Afgebroken:
        gestopt = True
    standen = actie_standen(omg, kern.signaalcatalogus())
    acties = tuple(een for een in reversed(standen) if een.nummer in nummers)
    return Verzendverslag(uitslag, acties, fout, gestopt, sessiecode(omg.sessie))
