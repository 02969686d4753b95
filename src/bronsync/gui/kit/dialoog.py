"""The windows beside the main window: never blocking, gone when closed, as large as they were the last time.

Each has the same header: what it is about, and what it says more; under it what is in it, and a bar with its buttons. A list of what came in or what BRON holds stays open beside the main window, so that each row can lead to its pupil. One of each name at a
time. Knows nothing of what stands in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QScrollArea,
    QWidget,
)

from bronsync.gui.kit.maat import GEWOON, ICOON, KLEIN, KLEINST, RUIM, pixels
from bronsync.gui.kit.vorm import Kopbalk, begrensd, omlijst, op_maat, passing
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster


_WOORD: Final = "woord"
"""Property of a button that has lost its word."""


def schuifbaar(deel: QWidget) -> QScrollArea:
    """Scrolls where the screen is too small for it, so that the buttons under it can always be reached."""
    vlak = QScrollArea()
    vlak.setWidget(deel)
    vlak.setWidgetResizable(True)
    vlak.setFrameShape(QScrollArea.Shape.NoFrame)
    vlak.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return vlak


class Dialoog(QDialog):
    """One of them. Its title and explanation go into `kopbalk`, its parts into `indeling`, its buttons into `knoppen`."""

    blijft = False
    """Stays when the aanleverpunt is left: nothing of a pupil stands in it."""

    def __init__(self, venster: Venster, naam: str, titel: str, maat: tuple[int, int] = (900, 560)) -> None:
        super().__init__(venster)
        self.venster = venster
        self.setObjectName(naam)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titel)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._iconen: dict[QPushButton, str] = {}
        venster.thema.changed.connect(self._ander_thema)
        if not self.blijft:
            venster.left.connect(self.close)
        self._onthoudt, self._breedte = True, 0
        self.kopbalk = Kopbalk(titel)
        self.knoppen = QDialogButtonBox()
        self.indeling = omlijst(self, self.kopbalk, self.knoppen)
        self.sluitknop = self.knop("&Sluiten", QDialogButtonBox.ButtonRole.RejectRole)
        self.knoppen.rejected.connect(self.reject)
        bewaard = venster.weergave.value(f"dialoog/{naam}")
        self._ruim = bewaard if isinstance(bewaard, QSize) else QSize(*(pixels(zijde, self) for zijde in maat))
        self.resize(begrensd(self._ruim))

    def maak_klein(self, breedte: int = 560) -> None:
        """As large as what is in it: a sentence needs no large window. What the user made of the large one is remembered apart."""
        if self._onthoudt:
            self._ruim = self.size()
        self._onthoudt, self._breedte = False, breedte
        op_maat(self, breedte)

    def _weer_op_maat(self) -> None:
        op_maat(self, self._breedte)

    def maak_groot(self) -> None:
        """Room for a list again, as much as the last time."""
        if not self._onthoudt:
            self._onthoudt = True
            self.resize(begrensd(self._ruim))

    def knop(
        self,
        tekst: str,
        rol: QDialogButtonBox.ButtonRole = QDialogButtonBox.ButtonRole.ActionRole,
        icoon: str = "",
    ) -> QPushButton:
        """A button at the bottom. None of them answers Enter by itself: in these windows Enter opens the chosen row."""
        knop = self.knoppen.addButton(tekst, rol)
        knop.setAutoDefault(False)
        if icoon:
            self._iconen[knop] = icoon
            knop.setIcon(self.venster.thema.icoon(icoon))
        return knop

    def _ander_thema(self) -> None:
        if not self._onthoudt:  # the text may have grown
            QTimer.singleShot(0, self, self._weer_op_maat)
        for knop, icoon in self._iconen.items():
            knop.setIcon(self.venster.thema.icoon(icoon))

    def event(self, event: QEvent) -> bool:
        """Other buttons, or another width: see whether the words fit."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._pas_knoppen()
        return super().event(event)

    def _pas_knoppen(self) -> None:
        """On a narrow screen the buttons with a picture lose their word, one by one; it stays under the pointer and for a screen reader."""
        knoppen = [een for een in self.knoppen.buttons() if not een.isHidden()]
        woorden = [een.property(_WOORD) or een.text() for een in knoppen]
        breed = [een.fontMetrics().horizontalAdvance(woord) for een, woord in zip(knoppen, woorden, strict=True)]
        beeld, rond = pixels(ICOON + KLEINST, self), pixels(2 * GEWOON + KLEIN, self)
        nodig = sum(breed) + sum(rond + (0 if een.icon().isNull() else beeld) for een in knoppen)
        for een, woord, over in zip(knoppen, woorden, breed, strict=True):
            zonder = not een.icon().isNull() and nodig > self.width() - 2 * RUIM
            nodig -= over if zonder else 0
            if een.text() != ("" if zonder else woord):
                een.setProperty(_WOORD, woord if zonder else None)
                een.setText("" if zonder else woord)
                een.setAccessibleName(woord.replace("&", "") if zonder else "")
                een.setToolTip(een.toolTip() or (woord.replace("&", "") if zonder else ""))
            if not een.icon().isNull():
                een.setMinimumWidth(rond + beeld)

    def toon(self) -> None:
        """Shows it beside the main window; an older one of the same name goes."""
        for ouder in self.venster.findChildren(Dialoog, self.objectName()):
            if ouder is not self and ouder.isVisible():
                ouder.close()
        self.winId()
        # not transient, else the main window could never come before it
        self.windowHandle().setTransientParent(None)  # type: ignore[arg-type]  # Qt takes no window here too; the stub forgot
        self.venster.installEventFilter(self)
        self.show()
        self.raise_()
        self.activateWindow()

    def eventFilter(self, bron: QObject, event: QEvent) -> bool:
        """It goes with the main window."""
        if event.type() is QEvent.Type.Hide and not event.spontaneous():
            self.close()
        return super().eventFilter(bron, event)

    def done(self, uitkomst: int) -> None:
        self.venster.weergave.setValue(f"dialoog/{self.objectName()}", self.size() if self._onthoudt else self._ruim)
        super().done(uitkomst)


class Bestandsvraag(QObject):
    """Where to save: the file dialog, and the question before a file is replaced. Qt's own question would block the window."""

    chosen = Signal(Path)

    def __init__(self, dialoog: Dialoog, naam: str, titel: str, soort: str, voorstel: str) -> None:
        """`soort`: description and suffix, such as `Zipbestand (*.zip)`; `voorstel`: a file name."""
        super().__init__(dialoog)
        self._dialoog = dialoog
        self._pad = Path()
        self.kiezer = passing(QFileDialog(dialoog, titel), naam)
        self.kiezer.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.kiezer.setOption(QFileDialog.Option.DontConfirmOverwrite)
        self.kiezer.setNameFilter(soort)
        self.kiezer.setDefaultSuffix(soort.partition("*.")[2].rstrip(")"))
        self.kiezer.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.kiezer.selectFile(voorstel)
        self.kiezer.resize(760, 480)
        self.kiezer.fileSelected.connect(self._gekozen)

    def _gekozen(self, pad: str) -> None:
        self._pad = Path(pad)
        if not self._pad.exists():
            self.chosen.emit(self._pad)
            return
        vraag = Bevestiging(
            naam="bestand_vervangen",
            titel="Bestand vervangen",
            tekst="Dit bestand bestaat al. Wilt u het vervangen?",
            knoppen=(Knop("ja", "&Vervangen"), NEE),
            gevaarlijk=True,
        )
        self._dialoog.venster.vragen.stel(self._dialoog, vraag, self._antwoord)

    def _antwoord(self, antwoord: str) -> None:
        if antwoord == "ja":
            self.chosen.emit(self._pad)


def aantal(getal: int, een: str, meer: str) -> str:
    """`1 leerling`, `12 leerlingen`."""
    return f"{getal} {een if getal == 1 else meer}"
