"""One table for every list of the window, on the rows of `tabelmodel.py`: selection, keys, menu, and the empty state that explains itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from bronsync.gui.kit.klembord import kopieer_persoon
from bronsync.gui.kit.maat import pixels
from bronsync.gui.kit.vorm import named
from bronsync.gui.lijst.cel import Cel
from bronsync.gui.lijst.tabelmodel import TabelModel

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex

GROOT: Final = 50_000
"""Above so many rows the filter waits until the typing pauses."""
_PAUZE_MS: Final = 70
_BIJ_TEKST: Final = 14
"""A row is so much higher than its text."""
_BIJ_TEKST_LAAG: Final = 7
_KLEINSTE_DEEL: Final = 0.6
"""A column that stretches keeps at least this part of its own width."""
_MET_TOETSEN: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Tabel(QTableView, Generic[R]):
    """The table on the screen. Keeps selection and scroll when the rows are read again."""

    chosen = Signal(object)
    """The current row became this one, or None."""
    opened = Signal(object)
    """Double click or Enter on a row."""
    ticked = Signal(object)
    """The box of this row was clicked, or the space bar pressed on it, where a column has boxes."""
    shown = Signal(int)
    """So many rows are shown now."""

    def __init__(self, naam: str, model: TabelModel[R], leeg: str = "", ouder: QWidget | None = None) -> None:
        super().__init__(ouder)
        self.setObjectName(naam)
        self.setAccessibleName(naam)
        self.leeg = leeg
        """What an empty list says."""
        self.tabelmodel = model
        self._menu: QMenu | None = None
        self._vul_menu: Callable[[QMenu, R], None] | None = None
        self._bewaard: tuple[Hashable, int, int] | None = None
        """Key of the chosen row, which of all rows it was, and of which version of the rows."""
        self._versie = 0
        self._gemeld: R | None = None
        self._schuif = 0
        self._in_reset = False
        model.setParent(self)
        self.setModel(model)
        self._cel = Cel(self, model)
        self.setItemDelegate(self._cel)
        self._laag = False
        self._zelf: dict[int, int] = {}
        """Widths that the user chose."""
        self._rekt_nu = False
        self._zet_vorm()
        self._zet_breedtes()
        self.horizontalHeader().sectionResized.connect(self._breedte_gekozen)
        model.modelAboutToBeReset.connect(self._onthoud)
        model.modelReset.connect(self._herstel)
        model.layoutChanged.connect(self._na_sorteren)
        self.activated.connect(self._activeer)
        self.clicked.connect(self._geklikt)
        self._wachtend = ""
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUZE_MS)
        self._clock.timeout.connect(self._filter_nu)

    def _zet_vorm(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerWidget(QWidget())  # else a box is drawn where two scroll bars meet
        self.setSortingEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        kop = self.horizontalHeader()
        kop.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        kop.setStretchLastSection(True)
        kop.setHighlightSections(False)
        self.zet_laag(laag=False)
        if self.tabelmodel.kop is None:
            kop.setSectionsClickable(True)
            kop.setSortIndicatorShown(True)
            kop.setSortIndicatorClearable(True)
            kop.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            kop.sortIndicatorChanged.connect(self.tabelmodel.sort)

    # --- what the lists use

    def zet_laag(self, *, laag: bool) -> None:
        """Lower rows, where the window has little height."""
        self._laag = laag
        tekst = self.fontMetrics().height()
        hoogte = tekst + (_BIJ_TEKST_LAAG if laag else _BIJ_TEKST)
        self.verticalHeader().setMinimumSectionSize(tekst)
        self.verticalHeader().setDefaultSectionSize(hoogte)
        self.horizontalHeader().setFixedHeight(hoogte)

    def kolomstand(self) -> QByteArray:
        """Order, sorting and the widths that the user chose, to keep; without what this window happened to have room for."""
        for nummer, kolom in enumerate(self.tabelmodel.kolommen):
            self._zet_breedte(nummer, self._zelf.get(nummer, kolom.breedte))
        stand = self.horizontalHeader().saveState()
        self._zet_breedtes()
        return stand

    def herstel_kolommen(self, stand: QByteArray) -> None:
        """As `kolomstand` gave it."""
        self._rekt_nu = True
        self.horizontalHeader().restoreState(stand)
        self._rekt_nu = False
        breedtes = {nummer: self.columnWidth(nummer) for nummer in range(len(self.tabelmodel.kolommen) - 1)}
        eigen = {nummer: kolom.breedte for nummer, kolom in enumerate(self.tabelmodel.kolommen)}
        self._zelf = {nummer: breed for nummer, breed in breedtes.items() if breed != eigen[nummer]}
        self._zet_breedtes()

    def minimumSizeHint(self) -> QSize:
        """One row and its heading: a list gives way to what stands beside it."""
        return QSize(80, 2 * self.horizontalHeader().height())

    def filter(self, tekst: str) -> None:
        """Filters now, or after a pause when there are very many rows."""
        self._wachtend = tekst
        if len(self.tabelmodel.rijen) > GROOT:
            self._clock.start()
        else:
            self._filter_nu()

    def gekozen(self) -> R | None:
        """The current row."""
        return self.tabelmodel.rij(self.currentIndex())

    def kies(self, sleutel: Hashable) -> bool:
        """Makes the row with this key the current one; whether it is shown."""
        return self._kies_plaats(self.tabelmodel.plaats(sleutel))

    def kies_eerste(self) -> None:
        """The first row becomes the current one, when none is."""
        if self.gekozen() is None:
            self._kies_plaats(0 if self.tabelmodel.rowCount() else -1)

    def laat_los(self) -> None:
        """No row is the current one, also when the rows are read again."""
        self._bewaard = None
        self.setCurrentIndex(QModelIndex())

    def met_menu(self, vul: Callable[[QMenu, R], None]) -> None:
        """A menu on the right button (and the menu key): `vul` puts the actions for this row in it."""
        self._vul_menu = vul
        self._menu = named(QMenu(self), f"menu_{self.objectName()}")

    # --- widths

    def _zet_breedtes(self) -> None:
        """What does not stretch has its own width; the columns with names share what is left, or give way."""
        kolommen = self.tabelmodel.kolommen
        wens = {nummer: self._zelf.get(nummer, pixels(kolom.breedte, self)) for nummer, kolom in enumerate(kolommen)}
        rekbaar = [nummer for nummer, kolom in enumerate(kolommen) if kolom.rekt and nummer not in self._zelf]
        eigen = sum(wens[nummer] for nummer in rekbaar)
        over = self.viewport().width() - sum(wens.values())
        if eigen:
            deel = max(_KLEINSTE_DEEL, 1 + over / eigen)
            wens |= {nummer: int(wens[nummer] * deel) for nummer in rekbaar}
        for nummer, breed in wens.items():
            self._zet_breedte(nummer, breed)

    def _zet_breedte(self, nummer: int, breed: int) -> None:
        self._rekt_nu = True
        if self.columnWidth(nummer) != breed:
            self.setColumnWidth(nummer, breed)
        self._rekt_nu = False

    def _breedte_gekozen(self, nummer: int, _: int, breed: int) -> None:
        """By the user; the last column only follows."""
        if not self._rekt_nu and nummer != len(self.tabelmodel.kolommen) - 1:
            self._zelf[nummer] = breed
            QTimer.singleShot(0, self, self._zet_breedtes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._zet_breedtes()

    def changeEvent(self, event: QEvent) -> None:
        """Larger text: higher rows and wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.zet_laag(laag=self._laag)
            self._zet_breedtes()

    # --- inside

    def _filter_nu(self) -> None:
        self.tabelmodel.zet_filter(self._wachtend)

    def _activeer(self, index: QModelIndex) -> None:
        rij = self.tabelmodel.rij(index)
        if rij is not None:
            self.opened.emit(rij)

    def _geklikt(self, index: QModelIndex) -> None:
        rij = self.tabelmodel.rij(index)
        if rij is not None and self.tabelmodel.kolommen[index.column()].vink is not None:
            self.ticked.emit(rij)

    def _kies_plaats(self, plek: int, *, toon: bool = True) -> bool:
        if plek < 0:
            return False
        index = self.tabelmodel.index(plek, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        if toon:
            self.scrollTo(index)
        return True

    def _onthoud(self) -> None:
        model = self.tabelmodel
        rij = self.gekozen()
        if rij is not None:
            self._bewaard = (model.sleutel(rij), model.bron(self.currentIndex()), model.versie)
        self._versie = model.versie
        self._schuif = self.verticalScrollBar().value()
        self._in_reset = True

    def _herstel(self) -> None:
        """The same row stays chosen while it is shown; other rows of the same list leave the scroll where it was."""
        model = self.tabelmodel
        self.executeDelayedItemsLayout()
        opnieuw_gelezen = self._versie != model.versie
        plek = -1
        if self._bewaard is not None:
            sleutel, bron, versie = self._bewaard
            plek = model.plaats_van(bron) if versie == model.versie else model.plaats(sleutel)
        self.setAutoScroll(not opnieuw_gelezen)
        self._kies_plaats(plek, toon=not opnieuw_gelezen)
        self.setAutoScroll(True)
        if opnieuw_gelezen:
            self.verticalScrollBar().setValue(self._schuif)
        self._in_reset = False
        if model.kop is not None:
            self._span_koppen()
        self._meld(self.gekozen())
        self.shown.emit(model.rowCount())

    def _na_sorteren(self) -> None:
        """The chosen row went elsewhere: the eye goes with it."""
        self.executeDelayedItemsLayout()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _span_koppen(self) -> None:
        self.clearSpans()
        kop = self.tabelmodel.kop
        for plek, rij in enumerate(self.tabelmodel.zichtbaar):
            if kop is not None and kop(rij):
                self.setSpan(plek, 0, 1, len(self.tabelmodel.kolommen))

    def _meld(self, rij: R | None) -> None:
        if rij is not self._gemeld:
            self._gemeld = rij
            self.chosen.emit(rij)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if not self._in_reset:
            self._meld(self.tabelmodel.rij(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes with the keyboard sees where he is; Qt makes the first row the current one without showing it."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            if event.reason() in _MET_TOETSEN:
                self.kies_eerste()
            self._kies_plaats(self.currentIndex().row(), toon=False)

    def _vul_gewoon_menu(self, menu: QMenu, _: R) -> None:
        """Where a list has none of its own."""
        menu.addAction("&Kopieer regel").triggered.connect(self._kopieer_regel)
        menu.addAction("Kopieer alleen &deze waarde").triggered.connect(self._kopieer_waarde)

    def _kopieer_regel(self) -> None:
        rij = self.gekozen()
        if rij is not None:
            kopieer_persoon("\t".join(kolom.tekst(rij) for kolom in self.tabelmodel.kolommen))

    def _kopieer_waarde(self) -> None:
        rij = self.gekozen()
        if rij is not None:
            kopieer_persoon(self.tabelmodel.kolommen[self.currentIndex().column()].tekst(rij))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.gekozen() is not None:
            self._kopieer_regel()
        elif event.key() == Qt.Key.Key_Space and any(kolom.vink for kolom in self.tabelmodel.kolommen):
            if (rij := self.gekozen()) is not None:
                self.ticked.emit(rij)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        met_toets = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if met_toets else self.indexAt(event.pos())
        rij = self.tabelmodel.rij(index)
        if rij is None:
            return
        if self._menu is None:
            self.met_menu(self._vul_gewoon_menu)
        if self._menu is None or self._vul_menu is None:
            return
        self.setCurrentIndex(index)
        self._menu.clear()
        self._vul_menu(self._menu, rij)
        if not self._menu.isEmpty():
            plek = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if met_toets else event.globalPos()
            self._menu.popup(plek)

    def _teken_regels(self) -> None:
        """A thin line under each row that is in sight; the cells are drawn over it."""
        breed = min(self.viewport().width(), self.horizontalHeader().length())
        rij, plek = self.rowAt(0), 0
        schilder = QPainter(self.viewport())
        schilder.setPen(self.palette().mid().color())
        while 0 <= rij < self.tabelmodel.rowCount() and plek < self.viewport().height():
            plek = self.rowViewportPosition(rij) + self.rowHeight(rij) - 1
            schilder.drawLine(0, plek, breed, plek)
            rij += 1
        schilder.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._cel.begin()
        self._teken_regels()
        super().paintEvent(event)
        if self.leeg and not self.tabelmodel.rowCount():
            schilder = QPainter(self.viewport())
            schilder.setPen(self.palette().placeholderText().color())
            vlak: QRect = self.viewport().rect().adjusted(24, 16, -24, -16)
            schilder.drawText(vlak, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.leeg)
            schilder.end()
