"""Looks at a window as a careful eye does: what is cut off, what stands on something else, what is hard to read, what is not Dutch.

For `schermafdrukken.py`, which brings the windows; the tests use the same eye. What cannot be used now need not be read easily (WCAG 1.4.3).
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

_ENGELS: Final = frozenset(
    [
        "cancel",
        "close",
        "open",
        "save",
        "help",
        "yes",
        "no",
        "finish",
        "next",
        "back",
        "commit",
        "apply",
        "details",
        "browse",
        "file",
        "name",
        "copy",
        "paste",
        "undo",
        "redo",
        "select",
        "all",
    ]
)
"""Words of Qt's own dialogs that would show where the translation is missing; `help` and `details` are Dutch as well."""
_OOK_NEDERLANDS: Final = frozenset({"help", "details", "open"})


CONTRAST: Final = 4.5
_DUN: Final = 0.85
"""A thin letter on a screen of few dots is drawn in less than its own colour; its colours themselves are held by a test of the tables."""
_RAND: Final = 2
"""Pixels that two neighbours may share."""
_DELEN: Final = (QLabel, QAbstractButton, QLineEdit, QComboBox, QTabBar, QHeaderView, QProgressBar, QAbstractScrollArea)


def bezwaren(widget: QWidget) -> list[str]:
    """What is wrong to see in this window."""
    return [*_teksten(widget), *_overlap(widget), *_contrast(widget)]


def _teksten(widget: QWidget) -> list[str]:
    """Texts that do not fit, words that are not Dutch."""
    gevonden = []
    for deel in widget.findChildren(QWidget):
        if not deel.isVisible() or deel.window() is not widget.window():
            continue
        if isinstance(deel, QComboBox) and deel.fontMetrics().horizontalAdvance(deel.currentText()) > deel.width() - 24:
            gevonden.append(f"afgesneden keuze: {deel.objectName()}")
        if isinstance(deel, QHeaderView) and deel.orientation() == Qt.Orientation.Horizontal:
            gevonden += [f"afgesneden kolomkop: {kop}" for kop in _smalle_koppen(deel)]
        if not isinstance(deel, QLabel | QAbstractButton):
            continue
        if isinstance(deel, QToolButton) and deel.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            continue  # its word is under the pointer
        tekst = deel.text().replace("&", "")
        if not tekst or (isinstance(deel, QLabel) and deel.textFormat() == Qt.TextFormat.RichText):
            continue
        if _afgesneden(deel, tekst):
            gevonden.append(f"afgesneden tekst: {deel.objectName() or type(deel).__name__} ({len(tekst)} tekens)")
        engels = {woord for woord in tekst.lower().split() if woord in _ENGELS - _OOK_NEDERLANDS}
        if engels and isinstance(deel, QAbstractButton):
            gevonden.append(f"niet Nederlands: {' '.join(sorted(engels))}")
    return gevonden


def _smalle_koppen(kop: QHeaderView) -> list[str]:
    """Titles of columns that do not fit in their column, of those that are in sight."""
    teksten = [
        (str(kop.model().headerData(nummer, Qt.Orientation.Horizontal) or ""), kop.sectionSize(nummer))
        for nummer in range(kop.count())
        if not kop.isSectionHidden(nummer) and kop.sectionViewportPosition(nummer) + 20 < kop.width()
    ]
    return [tekst for tekst, breedte in teksten if kop.fontMetrics().horizontalAdvance(tekst) > breedte - 6]


def _afgesneden(deel: QLabel | QAbstractButton, tekst: str) -> bool:
    """Whether the text asks for more room than the part has."""
    if isinstance(deel, QLabel):
        if deel.wordWrap():
            return deel.heightForWidth(deel.width()) > deel.height() + 2
        return deel.sizeHint().width() > deel.width() + 2
    return deel.fontMetrics().horizontalAdvance(tekst.split("\n", maxsplit=1)[0]) > deel.width()


def _naam(deel: QWidget) -> str:
    return deel.objectName() or deel.accessibleName() or type(deel).__name__


# --- what stands on something else ----------------------------------------------------------------------------------------------------------


def _overlap(widget: QWidget) -> list[str]:
    """Parts of one parent that cover each other, and parts that stick out of it where nothing scrolls."""
    gevonden = []
    for ouder in [widget, *widget.findChildren(QWidget)]:
        if (
            not ouder.isVisible()
            or ouder.window() is not widget.window()
            or isinstance(ouder, QAbstractScrollArea | QComboBox | QLineEdit | QTabBar)
        ):
            continue
        delen = [
            deel
            for deel in ouder.children()
            if isinstance(deel, QWidget) and deel.isVisible() and not deel.isWindow() and isinstance(deel, _DELEN)
        ]
        for plek, een in enumerate(delen):
            binnen = een.geometry().adjusted(_RAND, _RAND, -_RAND, -_RAND)
            if not ouder.rect().contains(binnen):
                gevonden.append(f"valt buiten zijn vak: {_naam(een)}")
            gevonden += [
                f"overlapt: {_naam(een)} en {_naam(ander)}"
                for ander in delen[plek + 1 :]
                if binnen.intersects(ander.geometry().adjusted(_RAND, _RAND, -_RAND, -_RAND))
            ]
    return gevonden


# --- what is hard to read -------------------------------------------------------------------------------------------------------------------


def _contrast(widget: QWidget) -> list[str]:
    """Texts whose strongest letter does not stand out from what is mostly behind it, as they are drawn."""
    beeld = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    gevonden = []
    for deel in widget.findChildren(QWidget):
        if not deel.isVisible() or not deel.isEnabled() or deel.window() is not widget.window():
            continue
        for naam, vlak in _tekstvlakken(deel):
            plek = QRect(deel.mapTo(widget, vlak.topLeft()), vlak.size()).intersected(widget.rect())
            if plek.height() < deel.fontMetrics().ascent():
                continue  # scrolled out of sight
            sterkte = _sterkte(beeld, plek)
            if sterkte is not None and sterkte < CONTRAST * _DUN:
                gevonden.append(f"slecht leesbaar ({sterkte:.1f}): {naam}")
    return gevonden


def _tekstvlakken(deel: QWidget) -> list[tuple[str, QRect]]:
    """Where this part has text."""
    if isinstance(deel, QTabBar):
        return [(deel.tabText(i), deel.tabRect(i)) for i in range(deel.count()) if deel.isTabEnabled(i)]
    tekst = ""
    if isinstance(deel, QLabel | QAbstractButton | QLineEdit):
        tekst = deel.text()
    elif isinstance(deel, QComboBox):
        tekst = deel.currentText()
    zonder_woord = isinstance(deel, QToolButton) and deel.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    if not tekst.strip() or zonder_woord or deel.visibleRegion().isEmpty():
        return []
    links = 24 if isinstance(deel, QCheckBox | QRadioButton) else 3  # past the box, within the edge
    return [(_naam(deel), deel.visibleRegion().boundingRect().adjusted(links, 3, -3, -3))]


def _sterkte(beeld: QImage, plek: QRect) -> float | None:
    """The contrast between the colour of most dots and the one that stands out most; None where nothing is drawn."""
    schaal = beeld.devicePixelRatio()
    boven = QPoint(round(plek.left() * schaal), round(plek.top() * schaal))
    deel = beeld.copy(boven.x(), boven.y(), round(plek.width() * schaal), round(plek.height() * schaal))
    if deel.isNull() or deel.width() < 4 or deel.height() < 4:
        return None
    kleuren = Counter(memoryview(deel.constBits()).cast("B").cast("I"))
    if len(kleuren) < 2:
        return None
    grond = _licht(kleuren.most_common(1)[0][0])
    return max(_verhouding(grond, _licht(kleur)) for kleur in kleuren)


def _licht(kleur: int) -> float:
    delen = (QColor(kleur).redF(), QColor(kleur).greenF(), QColor(kleur).blueF())
    rood, groen, blauw = (deel / 12.92 if deel <= 0.03928 else ((deel + 0.055) / 1.055) ** 2.4 for deel in delen)
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def _verhouding(een: float, ander: float) -> float:
    """WCAG 2.2, 1.4.3."""
    return (max(een, ander) + 0.05) / (min(een, ander) + 0.05)
