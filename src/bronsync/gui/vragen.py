"""The one channel for confirmations: every question the window asks passes here, by its name (ARCHITECTURE 4.7, qutebrowser's message mock).

A question never blocks: it opens, and the answer comes later to a callable. Tests put a recorder in place of `stel` and so know every
question, its choices and its default. What the user is asked about verschillen is something else: `keuzes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from bronsync.gui.stap import markeer


@dataclass(frozen=True, slots=True)
class Knop:
    """One answer: its name for the code, its text for the user."""

    naam: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Bevestiging:
    """A question with its answers; the first button does it, the last one is the way out and what Escape gives."""

    naam: str
    titel: str
    tekst: str
    knoppen: tuple[Knop, ...]
    uitleg: str = ""
    """Smaller text under it."""
    details: str = ""
    """Long text, such as the list behind a brake; folded away."""
    gevaarlijk: bool = False
    """The default is then the way out."""


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

    def stel(self, ouder: QWidget, bevestiging: Bevestiging, antwoord: Callable[[str], None]) -> QMessageBox | None:
        """Opens the question; `antwoord` gets the name of the chosen button."""
        box = QMessageBox(ouder)
        box.setObjectName(bevestiging.naam)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning if bevestiging.gevaarlijk else QMessageBox.Icon.Question)
        box.setWindowTitle(bevestiging.titel)
        box.setText(bevestiging.tekst)
        box.setInformativeText(bevestiging.uitleg)
        if bevestiging.details:
            box.setDetailedText(bevestiging.details)
        knoppen: dict[QAbstractButton, str] = {}
        rol = QMessageBox.ButtonRole
        laatste = len(bevestiging.knoppen) - 1
        gemaakt: list[QPushButton] = []
        for nummer, knop in enumerate(bevestiging.knoppen):
            soort = rol.RejectRole if nummer == laatste else rol.AcceptRole if nummer == 0 else rol.ActionRole
            gemaakt.append(box.addButton(knop.tekst, soort))
            gemaakt[-1].setObjectName(knop.naam)
            knoppen[gemaakt[-1]] = knop.naam
        standaard = gemaakt[-1] if bevestiging.gevaarlijk else gemaakt[0]
        box.setDefaultButton(standaard)
        markeer(standaard)
        box.setEscapeButton(gemaakt[-1])
        _Afhandeling(box, knoppen, antwoord)
        box.open()
        return box
