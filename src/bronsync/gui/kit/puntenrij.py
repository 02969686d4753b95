"""Points on a line of time, drawn: what happened to a pupil, or what must be done by when.

The line only shows what stands in a list beside it, so it is left out of the keyboard's round; a screen reader hears how much and from when to when.
Knows nothing of what a point means: its place, the name of its colour and its text come from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bronsync.gui.kit.maat import RUIM, pixels

if TYPE_CHECKING:
    from bronsync.gui.kit.thema import Thema

_STRAAL: Final = 5
_TUSSEN: Final = 14
"""Pixels between two points at least: each can be seen and clicked."""


@dataclass(frozen=True, slots=True)
class Punt:
    """One of them."""

    plek: float
    """0 at the left, 1 at the right."""
    kleur: str
    """As in `thema.Kleuren`."""
    tekst: str
    """Under the pointer."""
    onder: str = ""
    """Under the line, where there is room for it."""


class Puntenrij(QWidget):
    """The line."""

    clicked = Signal(int)
    """On this point."""

    def __init__(self, thema: Thema, naam: str) -> None:
        super().__init__()
        self._thema = thema
        self.punten: tuple[Punt, ...] = ()
        self.gekozen = -1
        self.setAccessibleName(naam)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        thema.changed.connect(self.update)

    def zet(self, punten: Sequence[Punt], samenvatting: str) -> None:
        """These, from left to right; `samenvatting` is what is heard."""
        self.punten = tuple(punten)
        self.gekozen = -1
        self.setAccessibleDescription(samenvatting)
        self.updateGeometry()
        self.update()

    def kies(self, nummer: int) -> None:
        """Draws this one larger; -1: none."""
        self.gekozen = nummer
        self.update()

    def sizeHint(self) -> QSize:
        """One line of text under the points."""
        return QSize(pixels(240, self), pixels(2 * _STRAAL + RUIM, self) + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """As high."""
        return QSize(0, self.sizeHint().height())

    # --- drawing

    def plaatsen(self) -> list[float]:
        """Where each point stands: in the right order and never upon another, as near to its own place as that allows."""
        links, rechts = float(pixels(RUIM, self)), float(self.width() - pixels(RUIM, self))
        aantal = len(self.punten)
        stap = min(float(pixels(_TUSSEN, self)), (rechts - links) / max(1, aantal - 1))
        plaatsen = [links + punt.plek * (rechts - links) for punt in self.punten]
        for i in range(1, aantal):
            plaatsen[i] = max(plaatsen[i], plaatsen[i - 1] + stap)
        for i in range(aantal - 1, -1, -1):
            plaatsen[i] = min(plaatsen[i], rechts - (aantal - 1 - i) * stap)
        return plaatsen

    def _hoogte(self) -> float:
        return pixels(_STRAAL + RUIM / 2, self)

    def paintEvent(self, _: QPaintEvent) -> None:
        schilder = QPainter(self)
        schilder.setRenderHint(QPainter.RenderHint.Antialiasing)
        rand, midden = pixels(RUIM, self), self._hoogte()
        schilder.setPen(QPen(self._thema.kleur("rand"), 2))
        schilder.drawLine(QPointF(rand, midden), QPointF(self.width() - rand, midden))
        vrij = 0.0
        for nummer, (punt, x) in enumerate(zip(self.punten, self.plaatsen(), strict=True)):
            kleur = self._thema.kleur(punt.kleur)
            straal = pixels(_STRAAL + 2 if nummer == self.gekozen else _STRAAL, self)
            schilder.setPen(QPen(self.palette().window().color(), 2))
            schilder.setBrush(kleur)
            schilder.drawEllipse(QPointF(x, midden), straal, straal)
            if nummer == self.gekozen:
                schilder.setPen(QPen(self._thema.kleur("tekst"), 2))
                schilder.setBrush(Qt.BrushStyle.NoBrush)
                schilder.drawEllipse(QPointF(x, midden), straal, straal)
            breed = self.fontMetrics().horizontalAdvance(punt.onder)
            begin = min(max(x - straal, rand - straal), self.width() - rand - breed)
            if punt.onder and begin >= vrij:
                schilder.setPen(self._thema.kleur("gedempt"))
                onder = midden + pixels(_STRAAL + 5, self) + self.fontMetrics().ascent()
                schilder.drawText(QPointF(begin, onder), punt.onder)
                vrij = begin + breed + rand
        schilder.end()

    # --- the pointer

    def _bij(self, x: float) -> int:
        plaatsen = self.plaatsen()
        dichtst = min(range(len(plaatsen)), key=lambda i: abs(plaatsen[i] - x), default=-1)
        return dichtst if dichtst >= 0 and abs(plaatsen[dichtst] - x) <= pixels(_TUSSEN, self) / 2 + 1 else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        nummer = self._bij(event.position().x())
        if nummer >= 0:
            self.clicked.emit(nummer)

    def event(self, event: QEvent) -> bool:
        """What a point is, under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            nummer = self._bij(event.pos().x())
            if nummer >= 0:
                QToolTip.showText(event.globalPos(), self.punten[nummer].tekst, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
