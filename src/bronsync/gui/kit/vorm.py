"""The shape of every dialog: a header with what it is about, what is in it, a bar with its buttons; no larger than the screen.

`Dialoog` has it by itself; a dialog that is none takes `Kopbalk` and `omlijst` (GUI.md D9).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bronsync.gui.kit.maat import GEWOON, KLEIN, KLEINST, RUIM, pixels, rand

_TITELBALK: Final = 40
"""Of the window manager: about so many pixels."""


def begrensd(maat: QSize) -> QSize:
    """At most what the screen has room for: on a laptop with large letters no button may fall outside it."""
    scherm = QGuiApplication.primaryScreen()
    if QGuiApplication.platformName() == "offscreen":  # that screen is a fiction of 800 by 800
        return maat
    return maat.boundedTo(scherm.availableSize() - QSize(0, _TITELBALK))


class Kopbalk(QFrame):
    """What a dialog is about, in a line; under it what it says more. At the right there is room for a button or a sign."""

    def __init__(self, titel: str = "", uitleg: str = "") -> None:
        super().__init__()
        self.setProperty("soort", "kop")
        self.titel = kop(titel)
        self.uitleg = _Uitleg(uitleg)
        teksten = QVBoxLayout()
        teksten.setSpacing(KLEINST)
        teksten.addWidget(self.titel)
        teksten.addWidget(self.uitleg)
        self.rechts = QHBoxLayout()
        self.rechts.setSpacing(KLEIN)
        indeling = QHBoxLayout(self)
        rand(indeling, RUIM, GEWOON)
        indeling.setSpacing(RUIM)
        indeling.addLayout(teksten, 1)
        indeling.addLayout(self.rechts)


def voetbalk(knoppen: QDialogButtonBox) -> QFrame:
    """The bar with the buttons of a dialog."""
    balk = QFrame()
    balk.setProperty("soort", "voet")
    indeling = QHBoxLayout(balk)
    rand(indeling, RUIM, KLEIN)
    indeling.addWidget(knoppen)
    return balk


def omlijst(dialoog: QDialog, kopbalk: Kopbalk, knoppen: QDialogButtonBox) -> QVBoxLayout:
    """Header, room for what is in it, buttons: for every dialog. Gives the layout of what is in it."""
    buiten = QVBoxLayout(dialoog)
    rand(buiten)
    buiten.setSpacing(0)
    binnen = QVBoxLayout()
    rand(binnen, RUIM, GEWOON)
    binnen.setSpacing(KLEIN)
    buiten.addWidget(kopbalk)
    buiten.addLayout(binnen, 1)
    buiten.addWidget(voetbalk(knoppen))
    return binnen


def op_maat(dialoog: QDialog, breedte: int) -> None:
    """As high as what is in it asks at this width (at the usual size of text), or somewhat wider when it must."""
    indeling = dialoog.layout()
    if indeling is not None:
        for deel in reversed(dialoog.findChildren(QWidget)):  # a text that was just put in is known only below
            binnen = deel.layout()
            if binnen is not None:
                binnen.activate()
        indeling.activate()
        breed = max(pixels(breedte, dialoog), indeling.minimumSize().width())
        hoog = indeling.totalHeightForWidth(breed) if indeling.hasHeightForWidth() else dialoog.sizeHint().height()
        dialoog.resize(begrensd(QSize(breed, hoog)))


def kop(tekst: str = "", soort: str = "titel") -> QLabel:
    """A line of text that wraps and can be copied."""
    label = QLabel(tekst)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("soort", soort)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class _Uitleg(QLabel):
    """Takes no room while it says nothing."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("soort", "gedempt")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(tekst)

    def setText(self, tekst: str) -> None:
        super().setText(tekst)
        self.setVisible(bool(tekst))
