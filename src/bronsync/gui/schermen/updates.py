"""Help - Updates: whether there is a newer version, what it changes, fetching it, and that the next start uses it (manual ch. 4).

Looked for by itself once after the start, without a word when there is nothing or nobody answers; offered when no work is under way. What
runs goes on beside the work and outlives its dialog. Where updates come from and why they are trusted: `program/updates`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QProgressBar, QTextBrowser

from bronsync.application.beheer.updates import Update, megabytes
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.beside import Beside
from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.keuzeknop import Keuzeknop
from bronsync.gui.kit.vragen import Bevestiging, Knop

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bronsync.application.ports import Progress
    from bronsync.gui.kern import Updates
    from bronsync.gui.kit.venster import Venster

NA_DE_START_MS: Final = 5_000
"""Opening the profile goes first."""
_RUSTIG_MS: Final = 1_000
_NAAM: Final = "updates"
_DOORWERKEN: Final = "U kunt gewoon doorwerken, ook als u dit venster sluit."


def toon(venster: Venster) -> None:
    """Help - Updates."""
    werk = werk_van(venster)
    dialoog = UpdatesDialoog(venster, werk)
    dialoog.toon()
    if not (werk.bezig or werk.update or werk.updates.off or werk.updates.ready()):
        werk.zoek()


def zoek_na_start(venster: Venster) -> None:
    """What every start does by itself."""
    werk = werk_van(venster)
    if not werk.updates.off and not werk.bezig:
        werk.gevonden.connect(partial(_bied_aan, venster))
        werk.zoek(stil=True)


def meld_teruggegaan(venster: Venster, naam: str) -> None:
    """A newer version did not start here: this one does the work again."""
    versie = naam.partition("-")[0]
    vraag = Bevestiging(
        naam="update_teruggegaan",
        titel="De nieuwe versie startte niet",
        tekst=f"BRON Sync {versie} startte op deze computer twee keer niet. U werkt weer met {venster.kern.versie}.",
        uitleg="Uw gegevens zijn niet veranderd. Deze versie wordt u niet opnieuw aangeboden; een volgende wel. Meld het aan de helpdesk.",
        knoppen=(Knop("ok", "&Sluiten"),),
    )
    venster.vragen.stel(venster, vraag, lambda _: None)


def werk_van(venster: Venster) -> Updatewerk:
    """One for each window."""
    return venster.findChild(Updatewerk, _NAAM) or Updatewerk(venster)


def _bied_aan(venster: Venster) -> None:
    """When the user is not in the middle of something else."""
    if not venster.isVisible():
        return
    if venster.runner.operation is not None or QApplication.activeModalWidget() or QApplication.activePopupWidget():
        QTimer.singleShot(_RUSTIG_MS, venster, partial(_bied_aan, venster))
        return
    toon(venster)


class Updatewerk(QObject):
    """What is known of updates, and the work on them that is under way."""

    changed = Signal()
    progress = Signal(int, int, str)
    gevonden = Signal()

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self.setObjectName(_NAAM)
        self._venster = venster
        self.updates: Updates = venster.kern.updates()
        self.update: Update | None = None
        self.fout: BronSyncFout | None = None
        self.gezocht = False
        """Whether the address answered."""
        self.haalt = False
        self.bezig: Beside | None = None

    def zoek(self, *_: object, stil: bool = False) -> None:
        """`stil`: whatever goes wrong is for the log only."""
        self._begin(lambda _: self.updates.look(), self._gezocht, stil=stil)

    def haal(self) -> None:
        """What is offered."""
        self.haalt = True
        self._begin(self.updates.fetch, self._gehaald)

    def stop(self) -> None:
        """What was fetched whole is kept for a next time."""
        if self.bezig is not None:
            self.bezig.cancel()

    def _begin(self, work: Callable[[Progress], Any], klaar: Callable[[Any], None], *, stil: bool = False) -> None:
        self.fout = None
        self.bezig = Beside(work, self)
        self.bezig.progress.connect(self.progress)
        self.bezig.succeeded.connect(klaar)
        self.bezig.failed.connect(partial(self._mislukt, stil))
        self.bezig.cancelled.connect(self._klaar)
        self.bezig.start()
        self.changed.emit()

    def _gezocht(self, update: Update | None) -> None:
        self.update, self.gezocht = update, True
        self._klaar()
        if update is not None:
            self.gevonden.emit()

    def _gehaald(self, versie: str) -> None:
        self.update = None
        self._klaar()
        self._venster.meld(f"BRON Sync {versie} staat klaar en wordt gebruikt zodra u opnieuw start.")

    def _mislukt(self, stil: bool, fout: BaseException) -> None:
        gemeld = self._venster.kern.meld_fout(fout, "updates")
        self.fout = None if stil else gemeld
        self._klaar()

    def _klaar(self) -> None:
        self.bezig, self.haalt = None, False
        self.changed.emit()


class UpdatesDialoog(Dialoog):
    """Shows how it stands, and asks."""

    blijft = True

    def __init__(self, venster: Venster, werk: Updatewerk) -> None:
        super().__init__(venster, "updates_tonen", "Updates", (640, 440))
        self._werk = werk
        self.titel, self.uitleg = self.kopbalk.titel, self.kopbalk.uitleg
        self.titel.setObjectName("update_titel")
        self.uitleg.setObjectName("update_uitleg")
        self.tekst = QTextBrowser()
        self.tekst.setObjectName("update_wijzigingen")
        self.tekst.setAccessibleName("Wat er verandert")
        self.tekst.setOpenLinks(False)
        self.tekst.setTabChangesFocus(True)
        self.balk = QProgressBar()
        self.balk.setObjectName("update_balk")
        self.balk.setTextVisible(False)
        self.balk.setAccessibleName("Voortgang van het ophalen")
        self.haal_knop = Keuzeknop("&Ophalen", venster.rust)
        self.haal_knop.setObjectName("update_ophalen")
        self.knoppen.addButton(self.haal_knop, self.knoppen.ButtonRole.ActionRole)
        self.stop_knop = self.knop("&Afbreken")
        self.zoek_knop = self.knop("Opnieuw &zoeken")
        self.haal_knop.clicked.connect(werk.haal)
        self.stop_knop.clicked.connect(werk.stop)
        self.zoek_knop.clicked.connect(partial(werk.zoek, stil=False))
        self.indeling.addWidget(self.tekst, 1)
        self.indeling.addWidget(self.balk)
        werk.changed.connect(self._zet)
        werk.progress.connect(self._progress)
        venster.rust.begint()  # it may have come under the pointer
        self._zet()

    def _zet(self) -> None:
        werk, klaar = self._werk, self._werk.updates.ready()
        titel, uitleg = self._woorden(klaar)
        self.titel.setText(titel)
        self.uitleg.setText(uitleg)
        aanbod = werk.update if not klaar else None
        self.tekst.setVisible(aanbod is not None)
        if aanbod is not None:
            self.tekst.setMarkdown(_als_tekst(aanbod))
        self.haal_knop.setVisible(aanbod is not None and werk.bezig is None)
        self.stop_knop.setVisible(werk.haalt)
        self.balk.setVisible(werk.bezig is not None)
        if werk.bezig is None or not werk.haalt:
            self.balk.setRange(0, 0)
        self.zoek_knop.setVisible(not (werk.bezig or werk.updates.off or aanbod or klaar))
        # Qt would give the keyboard to the next button that is shown, which the space bar then presses.
        (self.tekst if aanbod is not None else self.sluitknop).setFocus()
        self.sluitknop.setText("&Later" if aanbod is not None and werk.bezig is None else "&Sluiten")
        if aanbod is not None:
            self.maak_groot()
        else:
            self.maak_klein()

    def _woorden(self, klaar: str) -> tuple[str, str]:
        """How it stands in one sentence, and what that means for the user."""
        werk, eigen = self._werk, self.venster.kern.versie
        if werk.updates.off:
            return f"U werkt met BRON Sync {eigen}.", werk.updates.off
        if werk.fout is not None:
            return werk.fout.zin, f"{werk.fout.advies} ({werk.fout.helpdeskcode})"
        if klaar:
            return f"BRON Sync {klaar} staat klaar.", (
                "De nieuwe versie wordt gebruikt zodra u BRON Sync afsluit en opnieuw start. Uw gegevens blijven zoals ze zijn."
            )
        if werk.haalt:
            return "De nieuwe versie wordt opgehaald.", _DOORWERKEN
        if werk.bezig is not None:
            return "Er wordt gezocht naar een nieuwe versie.", f"Updateadres: {werk.updates.address}"
        if werk.update is not None:
            return f"Er is een nieuwe versie: BRON Sync {werk.update.version}.", (
                f"U werkt met {eigen}. Ophalen is {megabytes(werk.update.size)} MB; daarvoor is geen systeembeheerder nodig. U kunt gewoon "
                "doorwerken: de nieuwe versie wordt pas gebruikt als u BRON Sync opnieuw start."
            )
        if werk.gezocht:
            return f"U werkt met de nieuwste versie: BRON Sync {eigen}.", f"Updateadres: {werk.updates.address}"
        return f"U werkt met BRON Sync {eigen}.", f"Updateadres: {werk.updates.address}"

    def _progress(self, gedaan: int, totaal: int, tekst: str) -> None:
        self.balk.setRange(0, totaal)
        self.balk.setValue(gedaan)
        self.uitleg.setText(f"{tekst}. {_DOORWERKEN}")


def _als_tekst(update: Update) -> str:
    """Markdown of the makers, newest version first."""
    if not update.changes:
        return "Wat er verandert, staat er niet bij."
    return "\n\n".join(f"## Versie {een.version}\n\n{een.text}" for een in update.changes)
