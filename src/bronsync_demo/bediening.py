"""Drives the window as a user does, with clicks and menu items, waiting until it is at rest: for the screenshots and for the tests.

Knows names of menu items and of dialogs, nothing of what they do. A click goes through Qt's own event handling, so a button that is hidden
or cannot be clicked is not clicked.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QMessageBox, QRadioButton, QWidget

from bronsync.domain.vergelijking.acties import Keuze
from bronsync.gui.kit.stap import gemarkeerd
from bronsync.gui.schermen.keuzes import Vragenlijst
from bronsync.gui.venster.hoofdvenster import Hoofdvenster

W = TypeVar("W", bound=QWidget)
_STAP_MS: Final = 5
_FELLE_KLEUREN: Final = 128


class BedieningFout(Exception):
    """What should have been on the screen was not."""


def wacht_tot(waar: Callable[[], bool], seconden: float = 60, wat: str = "") -> None:
    """Lets the window work until this holds."""
    eind = time.monotonic() + seconden
    while not waar():
        if time.monotonic() > eind:
            raise BedieningFout(f"not in {seconden} s: {wat or waar}")
        lus = QEventLoop()  # QTest.qWait would keep Python's lock from the worker
        QTimer.singleShot(_STAP_MS, lus.quit)
        lus.exec()


class Bediening:
    """Hands on one main window."""

    def __init__(self, venster: Hoofdvenster) -> None:
        self.venster = venster
        self.kliks = 0
        self._seconden = 0.0
        venster.rust.clock = self._clock

    def _clock(self) -> float:
        return self._seconden

    # --- waiting

    def rust(self, seconden: float = 120) -> None:
        """Until nothing runs and nothing waits."""
        for _ in range(2):  # what ends may start a refresh
            wacht_tot(lambda: self.venster.runner.idle, seconden, "the worker at rest")
            QApplication.processEvents()

    # --- doing

    def doe(self, naam: str) -> None:
        """A menu item by its name (`menu.py`)."""
        actie = self.venster.menukeuzes[naam]
        if not actie.isEnabled():
            raise BedieningFout(f"menu item {naam} is not available")
        actie.trigger()

    def klik(self, knop: QAbstractButton) -> None:
        """One click with the mouse."""
        if not (knop.isVisible() and knop.isEnabled()):
            raise BedieningFout(f"cannot be clicked: {knop.objectName()} {knop.text()!r}")
        self.kliks += 1
        self._seconden += 1  # a person looks before he clicks
        links = isinstance(
            knop, QCheckBox | QRadioButton
        )  # only box and label of these answer, not the room behind them
        plek = QPoint(10, knop.height() // 2) if links else QPoint()
        QTest.mouseClick(knop, Qt.MouseButton.LeftButton, pos=plek)
        QApplication.processEvents()

    def antwoord(self, vraag: str, knop: str) -> None:
        """Clicks this button of the question with this name."""
        self.klik(self.deel(QAbstractButton, knop, self.dialoog(QMessageBox, vraag)))

    # --- finding

    def dialoog(self, soort: type[W], naam: str = "") -> W:
        """The window of this kind that is open, waiting for it."""
        gevonden: list[W] = []

        def zoek() -> bool:
            gevonden[:] = [
                een
                for een in QApplication.topLevelWidgets()
                if isinstance(een, soort) and een.isVisible() and (not naam or een.objectName() == naam)
            ]
            return bool(gevonden)

        wacht_tot(zoek, 30, f"{soort.__name__} {naam}")
        return gevonden[-1]

    def deel(self, soort: type[W], naam: str, van: QWidget | None = None) -> W:
        """A part by its object name."""
        gevonden = (van or self.venster).findChild(soort, naam)
        if gevonden is None:
            raise BedieningFout(f"no {soort.__name__} {naam}")
        return gevonden

    def voorste(self) -> QWidget:
        """The dialog in front, else the main window."""
        return QApplication.activeModalWidget() or self.venster

    def volgende_stap(self) -> QAbstractButton | None:
        """The one control that the window in front marks as the next step."""
        knoppen = gemarkeerd(self.voorste())
        if len(knoppen) > 1:
            raise BedieningFout(f"more than one next step: {[knop.text() for knop in knoppen]}")
        return knoppen[0] if knoppen else None

    def stap_of_keuze(self) -> QAbstractButton | None:
        """The next step; where the window asks to choose a side, the one that this hand chooses by a rule of its own."""
        return self.volgende_stap() or self._keuze()

    def _keuze(self) -> QAbstractButton | None:
        """What the text proposes; else what the manual usually does with this kind."""
        lijst = self.voorste()
        if not isinstance(lijst, Vragenlijst):
            return None
        kan = [
            keuze for keuze in Keuze if lijst.keuzeknoppen[keuze].isVisible() and lijst.keuzeknoppen[keuze].isEnabled()
        ]
        voorkeur = Counter(regel.voorstel or regel.gebruikelijk for regel in lijst.gekozen).most_common()
        return next((lijst.keuzeknoppen[keuze] for keuze, _ in voorkeur if keuze in kan), None)

    def dubbelklik(self, knop: QAbstractButton) -> None:
        """Two clicks in one place within a moment: the second comes down on whatever stands there by then."""
        venster, plek = knop.window(), knop.mapTo(knop.window(), knop.rect().center())
        self.klik(knop)
        self.rust()
        onder = QApplication.activeModalWidget() or venster
        doel = onder.childAt(onder.mapFromGlobal(venster.mapToGlobal(plek)))
        if doel is not None:
            QTest.mouseClick(doel, Qt.MouseButton.LeftButton)
            QTest.mouseDClick(doel, Qt.MouseButton.LeftButton)
            QApplication.processEvents()

    def foto(self, pad: Path, widget: QWidget | None = None) -> None:
        """A picture of this window, or of the one in front."""
        QApplication.processEvents()
        _zuinig((widget or self.voorste()).grab().toImage()).save(str(pad))


def _zuinig(beeld: QImage) -> QImage:
    """The same picture in 256 colours, a third of the size: the most used ones, and of the bright ones (icons) more than their share."""
    beeld = beeld.convertToFormat(QImage.Format.Format_RGB32)
    gebruikt = Counter(memoryview(beeld.constBits()).cast("B").cast("I")).most_common()
    fel = [kleur for kleur, _ in gebruikt if _is_fel(kleur)][:_FELLE_KLEUREN]
    rest = [kleur for kleur, _ in gebruikt if not _is_fel(kleur)][: 256 - len(fel)]
    return beeld.convertToFormat(QImage.Format.Format_Indexed8, fel + rest)


def _is_fel(kleur: int) -> bool:
    delen = [kleur >> schuif & 0xFF for schuif in (0, 8, 16)]
    return max(delen) - min(delen) > 40
