"""The one channel for confirmations: every question the window asks passes here, by its name (ARCHITECTURE 4.7, qutebrowser's message mock).

A question never blocks: it opens, and the answer comes later to a callable. Tests put a recorder in place of `stel` and so know every
question and its choices. With more than one answer none is the default, none has the keyboard and Enter gives none (FOUTEN R8). What the user is asked about verschillen is something else: `keuzes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from bronsync.gui.kit.keuzeknop import Keuzeknop, Klikrust
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.vorm import named, passing


@dataclass(frozen=True, slots=True)
class Knop:
    """One answer: its name for the code, its text for the user."""

    naam: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Bevestiging:
    """A question with its answers; the last one is the way out and what Escape gives."""

    naam: str
    titel: str
    tekst: str
    knoppen: tuple[Knop, ...]
    uitleg: str = ""
    """Smaller text under it."""
    details: str = ""
    """Long text, such as the list behind a brake; folded away."""
    gevaarlijk: bool = False
    """Shown with a warning sign."""
    stap: str = ""
    """Name of the answer that is marked as the next step, where nothing about data is decided by it."""


NEE = Knop("nee", "Annuleren")


class _Afhandeling(QObject):
    """Lives with its box, so that no lambda of the box captures anything."""

    def __init__(self, box: QMessageBox, knoppen: dict[QAbstractButton, str], antwoord: Callable[[str], None]) -> None:
        super().__init__(box)
        self._box, self._knoppen, self._antwoord = box, knoppen, antwoord
        box.finished.connect(self._klaar)

    def _klaar(self) -> None:
        gekozen = self._box.clickedButton()
        uitweg = list(self._knoppen.values())[-1]
        self._antwoord(self._knoppen.get(gekozen, uitweg))


class Vragen:
    """Asks the user for a confirmation."""

    def __init__(self, rust: Klikrust) -> None:
        self._rust = rust

    def stel(self, ouder: QWidget, bevestiging: Bevestiging, antwoord: Callable[[str], None]) -> QMessageBox | None:
        """Opens the question; `antwoord` gets the name of the chosen button."""
        box = passing(QMessageBox(ouder), bevestiging.naam, bevestiging.titel)
        box.setIcon(QMessageBox.Icon.Warning if bevestiging.gevaarlijk else QMessageBox.Icon.Question)
        box.setText(bevestiging.tekst)
        box.setInformativeText(bevestiging.uitleg)
        if bevestiging.details:
            box.setDetailedText(bevestiging.details)
        maak = self._keuze if len(bevestiging.knoppen) > 1 else self._mededeling
        knoppen = maak(box, bevestiging)
        box.setEscapeButton(list(knoppen)[-1])
        _Afhandeling(box, knoppen, antwoord)
        box.open()
        if len(knoppen) > 1:
            box.setFocus()
            self._rust.begint()  # it may have come under the pointer
        return box

    @staticmethod
    def _mededeling(box: QMessageBox, bevestiging: Bevestiging) -> dict[QAbstractButton, str]:
        """Nothing is asked: its one button answers Enter."""
        (een,) = bevestiging.knoppen
        knop = box.addButton(een.tekst, QMessageBox.ButtonRole.RejectRole)
        knop.setObjectName(een.naam)
        box.setDefaultButton(knop)
        markeer(knop)
        return {knop: een.naam}

    def _keuze(self, box: QMessageBox, bevestiging: Bevestiging) -> dict[QAbstractButton, str]:
        """Not AcceptRole: Qt would make the first of those the default."""
        knoppen: dict[QAbstractButton, str] = {}
        for een in bevestiging.knoppen:
            knop = named(Keuzeknop(een.tekst, self._rust), een.naam)
            uitweg = een is bevestiging.knoppen[-1]
            box.addButton(knop, QMessageBox.ButtonRole.RejectRole if uitweg else QMessageBox.ButtonRole.ActionRole)
            knop.setAutoDefault(False)  # inside a dialog Qt asks it anew
            markeer(knop, aan=een.naam == bevestiging.stap)
            knoppen[knop] = een.naam
        for ook in box.findChildren(QPushButton):  # 'Details' too
            ook.setAutoDefault(False)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return knoppen
