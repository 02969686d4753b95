"""The rows of a list, which of them are shown and in what order: own filter and sort, so that a keystroke costs milliseconds (GUI.md B).

A list says which columns it has (`Kolom`), how a row is named (`sleutel`, to keep the selection when it is read again) and what text is
searched. Rows are immutable values of the read models; nothing here knows what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QWidget

from bronsync.gui.kit.background import require_window_thread
from bronsync.gui.kit.tekens import Teken
from bronsync.gui.kit.thema import Thema

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_TEKST: Final = int(Qt.ItemDataRole.DisplayRole)


Staaf = tuple[float, QColor]
"""A bar: which part of the width, in which colour."""


@dataclass(frozen=True, slots=True)
class Kolom(Generic[R]):
    """One column: how a row shows in it."""

    naam: str
    titel: str
    tekst: Callable[[R], str]
    breedte: int = 120
    sorteer: Callable[[R], Any] | None = None
    """What it sorts by, when that is not the text."""
    icoon: Callable[[R], QIcon | None] | None = None
    kleur: Callable[[R], QColor | None] | None = None
    achtergrond: Callable[[R], QColor | None] | None = None
    tip: Callable[[R], str] | None = None
    rechts: bool = False
    rekt: bool = False
    """Takes the room that is left, and gives way first: names, and what is told in a sentence."""
    chip: Callable[[R], QColor | None] | None = None
    """The ground of a status, drawn round."""
    alleen_icoon: bool = False
    """The icon says it; the text is heard, searched and exported."""
    staven: Callable[[R], tuple[Staaf, ...]] | None = None
    """Drawn in place of the text, which a screen reader still hears."""
    vink: Callable[[R], bool | None] | None = None
    """A box to tick before the text: on, off, or none here. A click on it, or the space bar on its row, is `Tabel.ticked`."""


def statuskolom(
    thema: Thema, naam: str, titel: str, tekst: Callable[[R], str], breedte: int, teken: Callable[[R], Teken]
) -> Kolom[R]:
    """The column of a status: its icon, in its colour, on a ground of that colour."""
    return Kolom(
        naam,
        titel,
        tekst,
        breedte,
        icoon=lambda rij: thema.icoon(*teken(rij)),
        kleur=lambda rij: thema.kleur(teken(rij)[1]),
        chip=lambda rij: thema.chip(teken(rij)[1]),
    )


class TabelModel(QAbstractTableModel, Generic[R]):
    """The rows, which of them are visible, and in what order."""

    def __init__(
        self,
        kolommen: Sequence[Kolom[R]],
        sleutel: Callable[[R], Hashable],
        zoektekst: Callable[[R], str] | None = None,
        kop: Callable[[R], bool] | None = None,
        ouder: QWidget | None = None,
    ) -> None:
        """`zoektekst`: folded by `zoekvorm`; without it all columns are searched. `kop`: which rows are headings between the others."""
        super().__init__(ouder)
        self.kolommen = tuple(kolommen)
        self.sleutel = sleutel
        self.kop = kop
        self._zoektekst = zoektekst
        self._rijen: Sequence[R] = ()
        self._haystack: list[str] = []
        self._groep: Callable[[R], bool] | None = None
        self._basis: Sequence[int] = ()
        self._raak: Sequence[int] = ()
        self._zicht: Sequence[int] = ()
        self._needle = ""
        self._alle: Sequence[int] = ()
        self._eerder: list[tuple[str, Sequence[int]]] = []
        """What was searched, each beginning with the one before, and what was found."""
        self._kolom = -1
        self._af = False
        self._rang: dict[int, list[int]] = {}
        self._rollen = [_rollen_van(kolom, kop) for kolom in self.kolommen]
        self.versie = 0
        """Counts how often there were other rows: `bron` of an older one says nothing."""

    # --- what the lists use

    @property
    def rijen(self) -> Sequence[R]:
        """All rows."""
        return self._rijen

    @property
    def zichtbaar(self) -> list[R]:
        """The rows as they are shown now, in that order."""
        return [self._rijen[i] for i in self._zicht]

    def zet_rijen(self, rijen: Sequence[R]) -> None:
        """Other rows; filter and order stay."""
        require_window_thread()
        self.beginResetModel()
        self.versie += 1
        self._rijen = rijen
        self._haystack = [] if self._zoektekst is None else [self._zoektekst(rij) for rij in rijen]
        self._rang.clear()
        self._bepaal_basis()
        self.endResetModel()

    def zet_groep(self, groep: Callable[[R], bool] | None) -> None:
        """Only the rows of this group; None: all."""
        self.beginResetModel()
        self._groep = groep
        self._bepaal_basis()
        self.endResetModel()

    def zet_filter(self, tekst: str) -> None:
        """Only the rows that hold each of these words; who types on searches only what was found."""
        needle = _vouwer()(tekst.strip())
        if needle == self._needle:
            return
        self._raak = self._gevonden(needle)
        self._needle = needle
        self.beginResetModel()
        self._orden()
        self.endResetModel()

    def rij_op(self, plek: int) -> R:
        """The row that is shown there."""
        return self._rijen[self._zicht[plek]]

    def rij(self, index: _Index) -> R | None:
        """The row at this index."""
        return self._rijen[self._zicht[index.row()]] if index.isValid() and index.row() < len(self._zicht) else None

    def bron(self, index: _Index) -> int:
        """Which of all rows stands at this index; -1 when none does."""
        return self._zicht[index.row()] if index.isValid() and index.row() < len(self._zicht) else -1

    def plaats_van(self, bron: int) -> int:
        """Where this one of all rows is shown; -1 when it is not."""
        try:
            return self._zicht.index(bron)
        except ValueError:
            return -1

    def plaats(self, sleutel: Hashable) -> int:
        """Where the row with this key is shown; -1 when it is not."""
        naam = self.sleutel
        return next((self.plaats_van(i) for i, rij in enumerate(self._rijen) if naam(rij) == sleutel), -1)

    def ververs_weergave(self) -> None:
        """The same rows show otherwise, such as other colours or numbers unmasked."""
        self._rang.clear()
        if self._zicht:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._zicht) - 1, len(self.kolommen) - 1))

    # --- inside

    def _haystacks(self) -> list[str]:
        if len(self._haystack) != len(self._rijen):
            teksten = [kolom.tekst for kolom in self.kolommen]
            vouw = _vouwer()
            self._haystack = [vouw("\x1f".join([tekst(rij) for tekst in teksten])) for rij in self._rijen]
        return self._haystack

    def _gevonden(self, needle: str) -> Sequence[int]:
        """Which rows hold all words. Who types on searches what was found; who goes back finds what was found before."""
        while self._eerder and not needle.startswith(self._eerder[-1][0]):
            self._eerder.pop()
        if not self._eerder:
            self._eerder.append(("", self._basis))
        vorige, raak = self._eerder[-1]
        if needle != vorige:
            haystack = self._haystacks()
            for woord in needle.split():
                raak = [i for i in raak if woord in haystack[i]] if raak is not self._alle else _waar(haystack, woord)
            self._eerder.append((needle, raak))
        return raak

    def _bepaal_basis(self) -> None:
        rijen, groep = self._rijen, self._groep
        self._alle = range(len(rijen))
        self._basis = self._alle if groep is None else [i for i, rij in enumerate(rijen) if groep(rij)]
        if len(self._basis) == len(rijen):
            self._basis = self._alle
        self._eerder = []
        self._raak = self._gevonden(self._needle)
        self._orden()

    def _orden(self) -> None:
        """Filter in natural order, then sort by rank: three to nine times faster than filtering a sorted list (GUI.md B3)."""
        if self._kolom < 0:
            self._zicht = self._raak
        else:
            self._zicht = self._gesorteerd(self._rang_van(self._kolom))

    def _gesorteerd(self, rang: Sequence[int]) -> list[int]:
        """In the order of their rank. Many rows are picked out of the whole order, which is faster than sorting them again."""
        if len(self._raak) * 8 < len(rang):
            return sorted(self._raak, key=rang.__getitem__, reverse=self._af)
        plaatsen = [-1] * len(rang)
        for i in self._raak:
            plaatsen[rang[i]] = i
        if self._af:
            plaatsen.reverse()
        return [i for i in plaatsen if i >= 0]

    def _rang_van(self, nummer: int) -> list[int]:
        if nummer not in self._rang:
            kolom = self.kolommen[nummer]
            sorteer = kolom.sorteer
            if sorteer is None:
                vouw = _vouwer()
                waarden: list[Any] = [vouw(kolom.tekst(rij)) for rij in self._rijen]
            else:
                waarden = [sorteer(rij) for rij in self._rijen]
            rang = [0] * len(waarden)
            for plek, i in enumerate(sorted(range(len(waarden)), key=waarden.__getitem__)):
                rang[i] = plek
            self._rang[nummer] = rang
        return self._rang[nummer]

    # --- QAbstractTableModel

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._zicht)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.kolommen)

    def data(self, index: _Index, role: int = _TEKST) -> Any:  # noqa: ANN401 - Qt's QVariant
        deel = self._rollen[index.column()].get(role)
        return None if deel is None else deel(self._rijen[self._zicht[index.row()]])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's QVariant
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.kolommen):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.kolommen[section].titel
            if role == Qt.ItemDataRole.TextAlignmentRole:
                kant = Qt.AlignmentFlag.AlignRight if self.kolommen[section].rechts else Qt.AlignmentFlag.AlignLeft
                return int(kant | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        oud = list(self._zicht)
        self._kolom, self._af = column, order == Qt.SortOrder.DescendingOrder
        self._orden()
        van = self.persistentIndexList()
        if van:
            nieuw = {rij: self.plaats_van(oud[rij]) for rij in {een.row() for een in van}}
            naar = [self.index(nieuw[een.row()], een.column()) for een in van]
            self.changePersistentIndexList(van, naar)
        self.layoutChanged.emit()


def _rollen_van(kolom: Kolom[R], kop: Callable[[R], bool] | None) -> dict[int, Callable[[R], Any]]:
    """What a column has: only these roles cost more than a look in a dict, per cell and per repaint."""
    rol = Qt.ItemDataRole
    delen: dict[Qt.ItemDataRole, Callable[[R], Any] | None] = {
        rol.DisplayRole: kolom.tekst,
        rol.DecorationRole: kolom.icoon,
        rol.ForegroundRole: kolom.kleur,
        rol.BackgroundRole: kolom.achtergrond,
        rol.ToolTipRole: kolom.tip,
        rol.TextAlignmentRole: _rechts if kolom.rechts else None,
        rol.CheckStateRole: _vink_van(kolom.vink) if kolom.vink is not None else None,
        rol.AccessibleTextRole: lambda rij: f"{kolom.titel}: {kolom.tekst(rij)}",
    }
    if kop is not None:
        vet = QFont()
        vet.setWeight(QFont.Weight.DemiBold)
        vlak = kolom.achtergrond or _geen
        delen[rol.FontRole] = lambda rij: vet if kop(rij) else None
        delen[rol.BackgroundRole] = lambda rij: QGuiApplication.palette().window() if kop(rij) else vlak(rij)
    return {int(rol): deel for rol, deel in delen.items() if deel is not None}


def _vink_van(vink: Callable[[R], bool | None]) -> Callable[[R], int | None]:
    """For a screen reader; `cel.py` draws it."""

    def stand(rij: R) -> int | None:
        aan = vink(rij)
        return None if aan is None else (Qt.CheckState.Checked if aan else Qt.CheckState.Unchecked).value

    return stand


def _geen(_: object) -> None:
    return None


def _vouwer() -> Callable[[str], str]:
    """How a text is searched and sorted. Imported at the first use: the window shows before the fields are loaded (DESIGN 2)."""
    from bronsync.application.boeken.weergave import zoekvorm

    return zoekvorm


def _waar(haystack: Sequence[str], woord: str) -> list[int]:
    return [i for i, tekst in enumerate(haystack) if woord in tekst]


def _rechts(_: object) -> int:
    return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
