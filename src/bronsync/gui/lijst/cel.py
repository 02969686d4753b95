"""Draws one cell of a table: icon, text, chip, bars, background, and the mark of the row that is chosen.

Qt's own way asks a model seven questions per cell and its style a dozen more, which is most of what a keystroke in the search costs; this
asks the row itself. What is shown is the same, and what a screen reader hears comes from the model.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from bronsync.gui.kit.maat import ICOON, KLEIN, groei
from bronsync.gui.lijst.tabelmodel import Kolom, Staaf, TabelModel

MARGE: Final = 7
"""Pixels beside a text."""
_NA_ICOON: Final = 8
_MERK: Final = 3
"""Wide mark at the left of the chosen row, so that it is not told by a colour alone."""
_LINKS: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RECHTS: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_MEEST: Final = 20_000
"""Shortened texts that are remembered."""

_Index = QModelIndex | QPersistentModelIndex


class Cel(QStyledItemDelegate):
    """Of one table."""

    def __init__(self, tabel: QTableView, model: TabelModel[Any]) -> None:
        super().__init__(tabel)
        self._tabel = tabel
        self._model = model
        self._vink = QCheckBox(tabel)
        """Never shown: what the style draws for the boxes of a column."""
        self._vink.hide()
        self._kort: dict[tuple[str, int, bool], str] = {}
        self._letter = tabel.font()
        self._gekozen = self._met_toetsen = -1
        self.begin()

    def begin(self) -> None:
        """Once per repaint: what is the same for all cells."""
        tabel = self._tabel
        letter = tabel.font()
        self._groei = groei(tabel)
        self._icoon = round(ICOON * self._groei)
        if letter != self._letter or not self._kort or len(self._kort) > _MEEST:
            self._kort.clear()
            self._letter = letter
        self._vet = self._tabel.font()
        self._vet.setWeight(QFont.Weight.DemiBold)
        self._maten = QFontMetrics(letter), QFontMetrics(self._vet)
        palet = tabel.palette()
        self._pen, self._merk = palet.text().color(), palet.accent().color()
        self._vlak_kop = palet.window()
        rij = tabel.currentIndex().row()
        self._gekozen = rij if tabel.selectionModel().hasSelection() else -1
        self._met_toetsen = rij if tabel.hasFocus() else -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        plek, nummer = index.row(), index.column()
        rij = self._model.rij_op(plek)
        kolom = self._model.kolommen[nummer]
        vlak: QRect = option.rect
        kop = self._model.kop is not None and self._model.kop(rij)
        gekozen = plek == self._gekozen
        if kop and not gekozen:
            painter.fillRect(vlak, self._vlak_kop)
        elif kolom.achtergrond is not None and not gekozen:
            achtergrond = kolom.achtergrond(rij)
            if achtergrond is not None:
                painter.fillRect(vlak, achtergrond)
        if gekozen and self._eerste(nummer):
            painter.fillRect(vlak.left(), vlak.top(), _MERK, vlak.height(), self._merk)
        if kolom.staven is not None:
            self._teken_staven(painter, vlak, kolom.staven(rij))
        else:
            self._teken_tekst(painter, vlak, kolom, rij, kop=kop)
        if plek == self._met_toetsen and gekozen:
            painter.setPen(self._merk)
            painter.drawLine(vlak.left(), vlak.top(), vlak.right(), vlak.top())
            painter.drawLine(vlak.left(), vlak.bottom(), vlak.right(), vlak.bottom())

    def _eerste(self, nummer: int) -> bool:
        return self._tabel.horizontalHeader().visualIndex(nummer) == 0

    def _teken_tekst(self, painter: QPainter, vlak: QRect, kolom: Kolom[Any], rij: object, *, kop: bool) -> None:
        links, breed = vlak.left() + MARGE, vlak.width() - 2 * MARGE
        tekst = kolom.tekst(rij)
        icoon = kolom.icoon(rij) if kolom.icoon is not None else None
        chip = kolom.chip(rij) if kolom.chip is not None and tekst else None
        if chip is not None:
            links, breed = self._teken_chip(painter, vlak, chip, tekst, icoon is not None)
        if kolom.alleen_icoon:
            links, tekst = vlak.left() + (vlak.width() - self._icoon) // 2, ""
        if icoon is not None:
            plek = QRect(links, vlak.top() + (vlak.height() - self._icoon) // 2, self._icoon, self._icoon)
            icoon.paint(painter, plek, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal)
        if kolom.vink is not None and not kop:
            self._teken_vink(painter, QRect(links, vlak.top(), self._icoon, vlak.height()), kolom.vink(rij))
            links, breed = links + self._icoon + _NA_ICOON, breed - self._icoon - _NA_ICOON
        if icoon is not None or (kolom.icoon is not None and not kop):
            na = self._icoon + (_NA_ICOON if chip is None else _NA_ICOON // 2)
            links, breed = links + na, breed - na
        if not tekst:
            return
        painter.setPen((kolom.kleur(rij) if kolom.kleur is not None else None) or self._pen)
        if kop:
            painter.setFont(self._vet)
        vak = QRect(links, vlak.top(), breed, vlak.height())
        painter.drawText(vak, _RECHTS if kolom.rechts else _LINKS, self._passend(tekst, breed, vet=kop))
        if kop:
            painter.setFont(self._letter)

    def _teken_chip(
        self, painter: QPainter, vlak: QRect, kleur: QColor, tekst: str, met_icoon: bool
    ) -> tuple[int, int]:
        """The rounded ground of a status; gives where its content begins and how much room that has."""
        binnen = round(KLEIN * self._groei)
        wens = self._maten[False].horizontalAdvance(tekst) + 2 * binnen + 1
        wens += self._icoon + _NA_ICOON // 2 if met_icoon else 0
        hoog = min(vlak.height() - 4, self._maten[False].height() + 5)
        breed = min(wens, vlak.width() - 4)
        grond = QRectF(vlak.left() + 3, vlak.top() + (vlak.height() - hoog) / 2, breed, hoog)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kleur)
        painter.drawRoundedRect(grond, hoog / 2, hoog / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        return int(grond.left()) + binnen, breed - 2 * binnen + 1

    def _teken_vink(self, painter: QPainter, vak: QRect, aan: bool | None) -> None:
        if aan is None:
            return
        optie = QStyleOptionButton()
        optie.initFrom(self._vink)
        optie.rect = QRect(vak.left(), vak.top() + (vak.height() - vak.width()) // 2, vak.width(), vak.width())
        optie.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if aan else QStyle.StateFlag.State_Off
        )
        self._vink.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, optie, painter, self._vink)

    def _teken_staven(self, painter: QPainter, vlak: QRect, staven: tuple[Staaf, ...]) -> None:
        """Bars under each other; what they are worth stands in the columns beside them and in the text of this one."""
        if not staven:
            return
        hoog = max(3, (vlak.height() - 6) // len(staven) - 2)
        boven = vlak.top() + (vlak.height() - len(staven) * (hoog + 2) + 2) // 2
        for plek, (deel, kleur) in enumerate(staven):
            breed = round(deel * (vlak.width() - 2 * MARGE))
            painter.fillRect(vlak.left() + MARGE, boven + plek * (hoog + 2), max(breed, 1 if deel else 0), hoog, kleur)

    def _passend(self, tekst: str, breed: int, *, vet: bool) -> str:
        sleutel = (tekst, breed, vet)
        kort = self._kort.get(sleutel)
        if kort is None:
            kort = self._maten[vet].elidedText(tekst, Qt.TextElideMode.ElideRight, breed)
            self._kort[sleutel] = kort
        return kort

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """For a double click on the edge of a heading."""
        rij, kolom = self._model.rij_op(index.row()), self._model.kolommen[index.column()]
        icoon = 0 if kolom.icoon is None else self._icoon + _NA_ICOON
        icoon += 0 if kolom.chip is None else 2 * round(KLEIN * self._groei)
        breed = self._maten[True].horizontalAdvance(kolom.tekst(rij)) + icoon + 2 * MARGE + 2
        return QSize(breed, self._tabel.rowHeight(index.row()))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The whole text where it does not fit."""
        rij = self._model.rij(index)
        if rij is not None and index.data(Qt.ItemDataRole.ToolTipRole) is None:
            tekst = self._model.kolommen[index.column()].tekst(rij)
            breed = self._tabel.columnWidth(index.column()) - 2 * MARGE
            if self._maten[False].horizontalAdvance(tekst) > breed:
                QToolTip.showText(event.globalPos(), tekst, self._tabel)
                return True
        return super().helpEvent(event, view, option, index)
