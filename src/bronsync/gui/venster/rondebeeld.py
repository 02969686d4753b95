"""The round, drawn: six steps, what is done, where it is now, what comes. Where there is little room the words go, never a step.

Which step that is comes from `application/tonen/ronde.py`. A screen reader hears the whole round in one sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bronsync.gui.kit.maat import KLEIN, KLEINST, pixels
from bronsync.gui.kit.thema import Thema

if TYPE_CHECKING:  # the window shows before the core is imported (DESIGN 2)
    from bronsync.application.tonen.ronde import Fase

_ROND: Final = 18
"""Across, at the usual size of text."""
_STREEP: Final = 12
"""At least so much of the line between two steps is seen."""
_MEEST: Final = 90
"""And at most."""
_KAAL: Final = 9
"""Between two steps without words."""
_STAPPEN: Final = 6
_TELLING: Final = 0.9
"""Of the usual text."""


class Rondebeeld(QWidget):
    """The picture in the step bar."""

    def __init__(self, thema: Thema) -> None:
        super().__init__()
        self.setObjectName("ronde")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._thema = thema
        self._laag = False
        self.fasen: tuple[Fase, ...] = ()
        self._plekken: list[QRect] = []
        thema.changed.connect(self.updateGeometry)
        self.hide()

    def zet(self, fasen: tuple[Fase, ...]) -> None:
        """Another moment of the round; nothing when there is none."""
        self.fasen = fasen
        self.setAccessibleName("; ".join(_in_woorden(fase) for fase in fasen))
        self.update()

    def zet_laag(self, *, laag: bool) -> None:
        """Where the window has little height: the steps only, beside the sentence."""
        self._laag = laag
        breedte = QSizePolicy.Policy.Fixed if laag else QSizePolicy.Policy.Ignored
        self.setSizePolicy(breedte, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        letter, klein = self._letters()
        hoog = 0 if self._laag else QFontMetrics(letter).height() + QFontMetrics(klein).height()
        kaal = _STAPPEN * pixels(_ROND, self) + (_STAPPEN - 1) * pixels(_KAAL, self)
        return QSize(kaal, max(hoog, pixels(_ROND, self)) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            raak = (fase for fase, vlak in zip(self.fasen, self._plekken, strict=False) if vlak.contains(event.pos()))
            fase = next(raak, None)
            QToolTip.showText(event.globalPos(), _in_woorden(fase) if fase else "", self)
            return True
        return super().event(event)

    # --- drawing

    def _letters(self) -> tuple[QFont, QFont]:
        letter, klein = QFont(self.font()), QFont(self.font())
        letter.setWeight(QFont.Weight.DemiBold)
        klein.setPointSizeF(letter.pointSizeF() * _TELLING)
        return letter, klein

    def _woorden(self, breedte: int) -> list[tuple[str, str]]:
        """Name and count per step: all, or without counts, or only the name of the step that it is now."""
        if self._laag:
            return [("", "")] * len(self.fasen)
        alles = [(fase.naam, fase.telling) for fase in self.fasen]
        namen = [(naam, "") for naam, _ in alles]
        nu = [(fase.naam if fase.plek == "nu" else "", "") for fase in self.fasen]
        for woorden in (alles, namen):
            if sum(self._breedte(*een) for een in woorden) + (len(woorden) - 1) * self._tussen(_STREEP) <= breedte:
                return woorden
        return nu

    def _breedte(self, naam: str, telling: str) -> int:
        letter, klein = self._letters()
        tekst = max(QFontMetrics(letter).horizontalAdvance(naam), QFontMetrics(klein).horizontalAdvance(telling))
        return pixels(_ROND, self) + (pixels(KLEINST, self) + 2 + tekst if tekst else 0)

    def _tussen(self, streep: int) -> int:
        return pixels(streep + 2 * KLEIN, self)

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self.fasen:
            return
        schilder = QPainter(self)
        schilder.setRenderHint(QPainter.RenderHint.Antialiasing)
        letter, klein = self._letters()
        woorden = self._woorden(self.width())
        breedtes = [self._breedte(*een) for een in woorden]
        over = (self.width() - sum(breedtes)) // max(len(breedtes) - 1, 1)
        tussen = min(over, self._tussen(_MEEST))
        links, midden = 0, self.height() // 2
        self._plekken = []
        for fase, (naam, telling), breed in zip(self.fasen, woorden, breedtes, strict=True):
            self._plekken.append(QRect(links, 0, breed, self.height()))
            self._teken_rond(schilder, fase, QPointF(links + pixels(_ROND, self) / 2, midden))
            tekst = QRect(links + pixels(_ROND, self) + pixels(KLEINST, self) + 2, 0, breed, self.height())
            schilder.setPen(
                self._kleur("accent" if fase.plek == "nu" else "gedempt" if fase.plek == "straks" else "tekst")
            )
            schilder.setFont(letter)
            if telling:
                onder = QFontMetrics(klein).height()
                boven = (self.height() - onder - QFontMetrics(letter).height()) // 2
                schilder.drawText(tekst.adjusted(0, boven, 0, 0), int(Qt.AlignmentFlag.AlignTop), naam)
                schilder.setFont(klein)
                schilder.setPen(self._kleur("gedempt"))
                schilder.drawText(tekst.adjusted(0, 0, 0, -boven), int(Qt.AlignmentFlag.AlignBottom), telling)
            else:
                schilder.drawText(tekst, int(Qt.AlignmentFlag.AlignVCenter), naam)
            links += breed
            if fase is not self.fasen[-1]:
                schilder.setPen(QPen(self._kleur("goed" if fase.plek == "gedaan" else "rand"), 2))
                naast = min(pixels(KLEIN, self), tussen // 4)
                schilder.drawLine(links + naast, midden, links + tussen - naast, midden)
            links += tussen
        schilder.end()

    def _teken_rond(self, schilder: QPainter, fase: Fase, midden: QPointF) -> None:
        straal = pixels(_ROND, self) / 2 - 1
        vlak = QRectF(midden.x() - straal, midden.y() - straal, 2 * straal, 2 * straal)
        vol = {"gedaan": "goed", "nu": "accent"}.get(fase.plek)
        schilder.setPen(QPen(self._kleur(vol or "rand"), 1.5))
        schilder.setBrush(self._kleur(vol or "vlak"))
        schilder.drawEllipse(vlak)
        schilder.setBrush(Qt.BrushStyle.NoBrush)
        if fase.plek == "gedaan":
            pen = QPen(self._kleur("vlak"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            schilder.setPen(pen)
            punten = ((-0.4, 0.05), (-0.1, 0.35), (0.45, -0.3))
            schilder.drawPolyline([QPointF(midden.x() + x * straal, midden.y() + y * straal) for x, y in punten])
            return
        _, klein = self._letters()
        klein.setWeight(QFont.Weight.DemiBold)
        schilder.setFont(klein)
        schilder.setPen(self._kleur("accent_tekst" if fase.plek == "nu" else "gedempt"))
        schilder.drawText(vlak, int(Qt.AlignmentFlag.AlignCenter), str(self.fasen.index(fase) + 1))

    def _kleur(self, naam: str) -> QColor:
        return self._thema.kleur(naam)


def _in_woorden(fase: Fase) -> str:
    """'Vragen: nu, 39 vragen'."""
    return f"{fase.naam}: {fase.plek}{f', {fase.telling}' if fase.telling else ''}"
