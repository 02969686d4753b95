"""Marks the one control that is the next sensible step, in every window and dialog, so that a newcomer need only follow it.

It leads up to a choice between two sides, never to one of them: what is decided is the user's (FOUTEN R8). The mark is a property of the widget: the style sheet shows it, a test finds it, a screen reader hears it. Which step it is, is decided in
`application/tonen/volgende_stap.py`; nothing here knows.
"""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from bronsync.gui.kit.keuzeknop import Keuzeknop

STAP = "stap"


def markeer(knop: QAbstractButton, *, aan: bool = True) -> None:
    """Shows (or no longer shows) this button as the next step. Enter presses it too, unless it decides something."""
    if knop.property(STAP) == aan:
        return
    knop.setProperty(STAP, aan)
    knop.setAccessibleDescription("Volgende stap" if aan else "")
    if isinstance(knop, QPushButton) and not isinstance(knop, Keuzeknop):
        knop.setDefault(aan)
    knop.style().unpolish(knop)
    knop.style().polish(knop)


def gemarkeerd(venster: QWidget) -> list[QAbstractButton]:
    """The marked controls in this window that can be clicked now."""
    return [
        knop
        for knop in venster.findChildren(QAbstractButton)
        if knop.property(STAP) and knop.isVisible() and knop.isEnabled() and knop.window() is venster.window()
    ]
