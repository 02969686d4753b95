"""The shape of every dialog: a header with what it is about, what is in it, a bar with its buttons; no larger than the screen.

`Dialoog` has it by itself; a dialog that is none takes `Kopbalk` and `omlijst` (GUI.md D9).
"""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bronsync.gui.kit.maat import GEWOON, KLEIN, KLEINST, RUIM, pixels, rand

W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=QDialog)
B = TypeVar("B", bound=QBoxLayout)

STRETCH: Final = None
"""Empty room between parts."""
_TITELBALK: Final = 40
"""Of the window manager: about so many pixels."""


def named(widget: W, naam: str, gelezen: str = "") -> W:
    """The widget with its name for the code and, where its text does not say it, the one that a screen reader tells."""
    widget.setObjectName(naam)
    if gelezen:
        widget.setAccessibleName(gelezen)
    return widget


def passing(dialoog: D, naam: str, titel: str = "") -> D:
    """A dialog with its name and its title, gone when it is closed."""
    dialoog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if titel:
        dialoog.setWindowTitle(titel)
    return named(dialoog, naam)


def label_for(tekst: str, deel: QWidget) -> QLabel:
    """The text before a field; its underlined letter leads to it."""
    label = QLabel(tekst)
    label.setBuddy(deel)
    return label


def split(splitter: QSplitter, *delen: QWidget | tuple[QWidget, int]) -> QSplitter:
    """The parts beside each other; with a number behind it a part takes so many shares of the room. None can be folded away."""
    for deel in delen:
        wat, rek = deel if isinstance(deel, tuple) else (deel, 0)
        splitter.addWidget(wat)
        if rek:
            splitter.setStretchFactor(splitter.count() - 1, rek)
    splitter.setChildrenCollapsible(False)
    return splitter


def bare(indeling: B, ruimte: int | None = None) -> B:
    """Without margins, and with so much room between its parts."""
    rand(indeling)
    if ruimte is not None:
        indeling.setSpacing(ruimte)
    return indeling


def fill(indeling: B, *delen: QWidget | QLayout | tuple[QWidget | QLayout | None, int] | None) -> B:
    """The parts one after another; with a number behind it a part takes so many shares of the room that is left."""
    for deel in delen:
        wat, rek = deel if isinstance(deel, tuple) else (deel, 1 if deel is STRETCH else 0)
        if isinstance(wat, QWidget):
            indeling.addWidget(wat, rek)
        elif wat is STRETCH:
            indeling.addStretch(rek)
        else:
            indeling.addLayout(wat, rek)
    return indeling


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
        fill(teksten, self.titel, self.uitleg)
        self.rechts = QHBoxLayout()
        self.rechts.setSpacing(KLEIN)
        indeling = QHBoxLayout(self)
        rand(indeling, RUIM, GEWOON)
        indeling.setSpacing(RUIM)
        fill(indeling, (teksten, 1), self.rechts)


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
    fill(buiten, kopbalk, (binnen, 1), voetbalk(knoppen))
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
