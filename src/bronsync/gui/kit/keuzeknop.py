"""The button that decides something about data: it is pressed on purpose, or not at all (manual ch. 5, FOUTEN R8 and R9).

Never the default of its window and deaf to Enter, so that who presses Enter throughout decides nothing. Deaf to the second click of a double
click, and for a moment after each answer or new question (`Klikrust`), because what slides under the pointer was not meant. Each dialog that
decides takes its button from here; a test plays Enter and double clicks through every dialog.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

RUST_SECONDEN: Final = 0.4
"""The second click of a double click comes within this time."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Klikrust:
    """The moment after an answer in which nothing is decided. One per main window; tests move its clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._tot = float("-inf")

    def begint(self) -> None:
        """Something was answered, or another question came under the pointer."""
        self._tot = self.clock() + RUST_SECONDEN

    @property
    def duurt(self) -> bool:
        """Whether a click now was meant for what stood there before."""
        return self.clock() < self._tot


class Keuzeknop(QPushButton):
    """One of the sides of a choice."""

    def __init__(self, tekst: str, rust: Klikrust, ouder: QWidget | None = None) -> None:
        super().__init__(tekst, ouder)
        self._rust = rust
        self.setAutoDefault(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._rust.duurt:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt takes it for another press; here it is the end of the first."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the window; some desktops let it press the button that has the keyboard."""
        if is_enter(event):
            event.ignore()
        elif self._rust.duurt:
            event.accept()
        else:
            super().keyPressEvent(event)


def is_enter(event: QKeyEvent) -> bool:
    """Either of the two Enter keys."""
    return event.key() in _ENTER
