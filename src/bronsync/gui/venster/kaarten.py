"""The cards of the page Overzicht: one per aanleverpunt, drawn as they come in sight, so that 400 cost no more than the dozen that is seen.

What stands on a card comes from `application/tonen/aanleverpunten.py`; a colour follows from its `Ernst`. A screen reader hears the card as a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bronsync.gui.kit.maat import GEWOON, KLEIN, KLEINST, pixels
from bronsync.gui.kit.thema import Thema

if TYPE_CHECKING:  # the window shows before the core is imported (DESIGN 2)
    from bronsync.application.tonen.aanleverpunten import Puntregel

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_BREED: Final = 400
"""A card is at least as wide, at the usual size of text."""
_DAGEN: Final = 14
"""On the line of days: what is later stands at its end, what is late at its begin."""
_STIP: Final = 4


class Kaarten(QListView):
    """The cards that pass the search, most urgent first."""

    opened = Signal(str)
    """This aanleverpunt: double click or Enter."""

    def __init__(self, thema: Thema) -> None:
        super().__init__()
        self.setObjectName("kaarten")
        self.setAccessibleName("Aanleverpunten")
        self._model = _Model(self)
        self.setModel(self._model)
        self._kaart = _Kaart(self, self._model, thema)
        self.setItemDelegate(self._kaart)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.activated.connect(self._geopend)
        thema.changed.connect(self._pas)

    def zet(self, punten: Sequence[Puntregel]) -> None:
        """These; the chosen one stays the chosen one, else the first."""
        gekozen = self.gekozen()
        self._model.zet(punten)
        plek = next((i for i, een in enumerate(punten) if gekozen and een.aanleverpunt == gekozen.aanleverpunt), 0)
        self.setCurrentIndex(self._model.index(plek, 0))

    def gekozen(self) -> Puntregel | None:
        """The card that Openen opens."""
        return self._model.punt(self.currentIndex())

    @property
    def getoond(self) -> Sequence[Puntregel]:
        """In their order."""
        return self._model.punten

    def hoogte(self, rijen: int) -> int:
        """That so many rows of cards take."""
        return rijen * self._kaart.maat.height() + KLEIN

    def rijen(self) -> int:
        """How many rows of cards there are at this width."""
        naast = max(1, self.viewport().width() // max(1, self._kaart.maat.width()))
        return -(-len(self._model.punten) // naast)

    def minimumSizeHint(self) -> QSize:
        return QSize(pixels(200, self), self.hoogte(1))

    def _geopend(self, index: QModelIndex) -> None:
        punt = self._model.punt(index)
        if punt is not None:
            self.opened.emit(punt.aanleverpunt)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pas()
        super().resizeEvent(event)

    def _pas(self) -> None:
        """As many beside each other as there is room for, and all of that room."""
        breed = self.viewport().width() - 1
        naast = max(1, breed // pixels(_BREED, self))
        self._kaart.maat = QSize(breed // naast, self._kaart.hoogte())
        self.setGridSize(self._kaart.maat)


class _Model(QAbstractListModel):
    def __init__(self, ouder: QListView) -> None:
        super().__init__(ouder)
        self.punten: Sequence[Puntregel] = ()

    def zet(self, punten: Sequence[Puntregel]) -> None:
        self.beginResetModel()
        self.punten = punten
        self.endResetModel()

    def punt(self, index: _Index) -> Puntregel | None:
        return self.punten[index.row()] if index.isValid() and index.row() < len(self.punten) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.punten)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        punt = self.punt(index)
        if punt is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{punt.aanleverpunt} {punt.school}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            feiten = (tekst for tekst, _ in (*tellingen(punt), *feiten_van(punt)))
            return ". ".join((f"{punt.school or punt.aanleverpunt} ({punt.aanleverpunt})", punt.nodig, *feiten))
        return None


def tellingen(punt: Puntregel) -> list[tuple[str, str]]:
    """How many of each, with the name of the colour; the first deadline last."""
    from bronsync.application.tonen.ouderdom import termijn_ouderdom

    gevonden = [
        (punt.vragen, "vraag", "vragen", "let_op"),
        (punt.te_gaan, "te verzenden", "te verzenden", "accent"),
        (punt.afgekeurd, "afgekeurd", "afgekeurd", "fout"),
        (punt.onderweg, "in behandeling", "in behandeling", "accent"),
    ]
    regels = [(f"{aantal} {een if aantal == 1 else meer}", kleur) for aantal, een, meer, kleur in gevonden if aantal]
    if punt.termijnen:
        eerst = termijn_ouderdom(punt.termijnen[0])
        regels.append((f"eerste termijn {eerst.woorden}", "gedempt" if eerst.ernst == "goed" else eerst.ernst.value))
    return regels


def feiten_van(punt: Puntregel) -> list[tuple[str, str]]:
    """Age of the overview, certificate, last round; each with the name of its colour."""
    from bronsync.application.boeken.weergave import toon_dag
    from bronsync.application.tonen.ouderdom import certificaat_ouderdom, overzicht_ouderdom

    feiten = [("Geen overzicht", "let_op")]
    if punt.leeftijd is not None:
        leeftijd = overzicht_ouderdom(punt.leeftijd)
        feiten = [(f"Overzicht {leeftijd.woorden}", "gedempt" if leeftijd.ernst == "goed" else leeftijd.ernst.value)]
    if punt.certificaat_tot is None:
        feiten.append(("geen certificaat", "fout"))
    else:
        nog = certificaat_ouderdom(punt.certificaat_dagen)
        woorden = nog.woorden or f"tot {punt.certificaat_tot:%m-%Y}"
        feiten.append((f"certificaat {woorden}", "gedempt" if nog.ernst == "goed" else nog.ernst.value))
    ronde = toon_dag(punt.laatste_ronde[:10])[:5]  # without the year
    feiten.append((f"ronde {ronde}" if ronde else "nog geen ronde", "gedempt"))
    return feiten


class _Kaart(QStyledItemDelegate):
    def __init__(self, kaarten: Kaarten, model: _Model, thema: Thema) -> None:
        super().__init__(kaarten)
        self._kaarten, self._model, self._thema = kaarten, model, thema
        self.maat = QSize(pixels(_BREED), self.hoogte())

    def hoogte(self) -> int:
        regel = QFontMetrics(self._kaarten.font()).height()
        return 4 * regel + 2 * pixels(GEWOON) + 5 * pixels(KLEIN) + 2 * _STIP

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return self.maat

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        punt = self._model.punt(index)
        if punt is None:
            return
        vlak: QRect = option.rect.adjusted(0, 0, -pixels(KLEIN), -pixels(KLEIN))
        gekozen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rand = "accent" if gekozen else {"goed": "line"}.get(punt.ernst, punt.ernst)
        painter.setPen(QPen(self._thema.kleur(rand), 2 if gekozen else 1))
        painter.setBrush(self._thema.kleur("vlak"))
        painter.drawRoundedRect(vlak.adjusted(1, 1, -1, -1), KLEIN, KLEIN)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._inhoud(painter, vlak.adjusted(pixels(GEWOON), pixels(GEWOON), -pixels(GEWOON), -pixels(KLEIN)), punt)
        painter.restore()

    def _inhoud(self, painter: QPainter, vlak: QRect, punt: Puntregel) -> None:
        letter = self._kaarten.font()
        vet = QFont(letter)
        vet.setWeight(QFont.Weight.DemiBold)
        hoog = QFontMetrics(letter).height()
        rest = QRect(vlak)
        code = QFontMetrics(letter).horizontalAdvance(punt.aanleverpunt)
        painter.setFont(vet)
        self._schrijf(painter, rest.adjusted(0, 0, -code - pixels(KLEIN), 0), punt.school or punt.aanleverpunt, "tekst")
        painter.setFont(letter)
        if punt.school:
            painter.setPen(self._thema.kleur("gedempt"))
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), punt.aanleverpunt)
        rest.translate(0, hoog + pixels(KLEIN))
        self._chip(painter, rest, punt.nodig, punt.ernst)
        rest.translate(0, hoog + pixels(KLEIN) + 2)
        self._rij(painter, rest, tellingen(punt) or [("niets onderweg", "gedempt")])
        rest.translate(0, hoog + pixels(KLEIN))
        self._dagen(painter, rest, punt.termijnen)
        rest.translate(0, 2 * _STIP + pixels(KLEIN))
        self._rij(painter, rest, feiten_van(punt))

    def _schrijf(self, painter: QPainter, vlak: QRect, tekst: str, kleur: str) -> int:
        maten = painter.fontMetrics()
        kort = maten.elidedText(tekst, Qt.TextElideMode.ElideRight, max(0, vlak.width()))
        painter.setPen(self._thema.kleur(kleur))
        painter.drawText(vlak, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), kort)
        return maten.horizontalAdvance(kort)

    def _rij(self, painter: QPainter, vlak: QRect, delen: Sequence[tuple[str, str]]) -> None:
        """Behind each other, with a dot between, as far as there is room."""
        rest = QRect(vlak)
        for nummer, (tekst, kleur) in enumerate(delen):
            if nummer:
                rest.setLeft(rest.left() + self._schrijf(painter, rest, "  ·  ", "gedempt"))
            rest.setLeft(rest.left() + self._schrijf(painter, rest, tekst, kleur))

    def _chip(self, painter: QPainter, vlak: QRect, tekst: str, kleur: str) -> None:
        maten = painter.fontMetrics()
        binnen = pixels(KLEIN)
        kort = maten.elidedText(tekst, Qt.TextElideMode.ElideRight, vlak.width() - 2 * binnen)
        grond = QRect(vlak.left(), vlak.top() - 1, maten.horizontalAdvance(kort) + 2 * binnen, maten.height() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._thema.chip(kleur))
        painter.drawRoundedRect(grond, grond.height() / 2, grond.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._thema.kleur(kleur))
        painter.drawText(grond, int(Qt.AlignmentFlag.AlignCenter), kort)

    def _dagen(self, painter: QPainter, vlak: QRect, termijnen: Sequence[int]) -> None:
        """The deadlines on a line of two weeks, one dot a day; what is late at the left."""
        midden = vlak.top() + _STIP
        painter.setPen(QPen(self._thema.kleur("rand"), 1))
        painter.drawLine(vlak.left(), midden, vlak.right(), midden)
        for dag in sorted({min(max(dagen, 0), _DAGEN) if dagen >= 0 else -1 for dagen in termijnen}, reverse=True):
            links = vlak.left() + _STIP + max(dag, 0) * (vlak.width() - 2 * _STIP - KLEINST) / _DAGEN
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._kleur_van(dag))
            painter.drawEllipse(QPointF(links, midden), _STIP, _STIP)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _kleur_van(self, dagen: int) -> QColor:
        from bronsync.application.tonen.ouderdom import termijn_ouderdom

        return self._thema.kleur(termijn_ouderdom(dagen).ernst.value)
