"""Draws one cell of a table: icon, text, background, and the frame of the row that the keyboard is at.

Qt's own way asks a model seven questions per cell and its style a dozen more, which is most of what a keystroke in the search costs; this
asks the row itself. What is shown is the same, and what a screen reader hears comes from the model.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QIcon, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from bronsync.gui.lijst.tabelmodel import TabelModel

MARGE: Final = 7
"""Pixels beside a text."""
_ICOON: Final = 16
_NA_ICOON: Final = 8
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
        self._kort: dict[tuple[str, int, bool], str] = {}
        self._letter = tabel.font()
        self._gekozen = self._met_toetsen = -1
        self.begin()

    def begin(self) -> None:
        """Once per repaint: what is the same for all cells."""
        tabel = self._tabel
        letter = tabel.font()
        if letter != self._letter or not self._kort or len(self._kort) > _MEEST:
            self._kort.clear()
            self._letter = letter
        self._vet = self._tabel.font()
        self._vet.setWeight(QFont.Weight.DemiBold)
        self._maten = QFontMetrics(letter), QFontMetrics(self._vet)
        palet = tabel.palette()
        self._pen, self._pen_gekozen = palet.text().color(), palet.highlightedText().color()
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
        links, breed = vlak.left() + MARGE, vlak.width() - 2 * MARGE
        if kolom.icoon is not None:
            icoon = kolom.icoon(rij)
            if icoon is not None:
                icoon.paint(
                    painter,
                    QRect(links, vlak.top() + (vlak.height() - _ICOON) // 2, _ICOON, _ICOON),
                    Qt.AlignmentFlag.AlignCenter,
                    QIcon.Mode.Selected if gekozen else QIcon.Mode.Normal,
                )
            if icoon is not None or not kop:
                links, breed = links + _ICOON + _NA_ICOON, breed - _ICOON - _NA_ICOON
        tekst = kolom.tekst(rij)
        if tekst:
            pen = self._pen_gekozen if gekozen else (kolom.kleur(rij) if kolom.kleur is not None else None) or self._pen
            painter.setPen(pen)
            if kop:
                painter.setFont(self._vet)
            vak = QRect(links, vlak.top(), breed, vlak.height())
            painter.drawText(vak, _RECHTS if kolom.rechts else _LINKS, self._passend(tekst, breed, vet=kop))
            if kop:
                painter.setFont(self._letter)
        if plek == self._met_toetsen and gekozen:
            painter.setPen(self._pen_gekozen)
            painter.drawLine(vlak.left(), vlak.top() + 1, vlak.right(), vlak.top() + 1)
            painter.drawLine(vlak.left(), vlak.bottom() - 1, vlak.right(), vlak.bottom() - 1)

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
        icoon = 0 if kolom.icoon is None else _ICOON + _NA_ICOON
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
