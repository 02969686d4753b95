"""Several lists in one window: at the left which list and how long it is, at the right the list, under it all of the chosen row.

For the result of Ophalen, the lists of Tonen and the messages. Each list can be searched, printed and exported, and each row leads to its
pupil. A list is described by a `Blad`; nothing here knows what its rows mean.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bronsync.gui.kit import inzage
from bronsync.gui.kit.klembord import Leesblad
from bronsync.gui.kit.vorm import bare, fill, kop, named, split
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from bronsync.gui.kit.dialoog import Dialoog

R = TypeVar("R")

Details = Sequence[tuple[str, str]]
"""What is told of one row: labels and texts."""
Sleutel = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Blad(Generic[R]):
    """One list."""

    naam: str
    titel: str
    kolommen: Sequence[Kolom[R]]
    rijen: Sequence[R]
    sleutel: Callable[[R], Any]
    uitleg: str = ""
    leeg: str = "Er staat niets in deze lijst."
    icoon: str = ""
    kleur: str = "tekst"
    """Of the icon; `kleur_leeg` while the list is empty."""
    leerling: Callable[[R], Sleutel | None] | None = None
    """Which pupil a row leads to."""
    details: Callable[[R], Details] | None = None
    met_pgn: bool = False
    """Whether it shows numbers of persons, which can be unmasked."""
    tel: bool = True
    """Whether the number of its rows says something."""
    zoektekst: Callable[[R], str] | None = None
    kleur_leeg: str = "gedempt"
    """What is searched, folded beforehand: for lists as long as the school is large."""


def als_html(details: Details, kleur: str) -> str:
    """Labels (in this colour) and texts under each other; a label without text is a heading."""
    delen = []
    for titel, tekst in details:
        if tekst:
            veilig = html.escape(tekst).replace("\n", "<br>")
            label = f"<span style='color:{kleur}'>{html.escape(titel)}</span>"
            delen.append(f"<tr><td style='padding:0 18px 3px 0'>{label}</td><td>{veilig}</td></tr>")
        else:
            delen.append(f"<tr><td colspan='2' style='padding:6px 0 3px 0'><b>{html.escape(titel)}</b></td></tr>")
    return f"<table cellspacing='0'>{''.join(delen)}</table>"


class Bladen(QWidget):
    """The lists, in the dialog they stand in."""

    gekozen = Signal(object)
    """The current row of the list that is shown became this one, or None."""

    def __init__(self, dialoog: Dialoog, zoektip: str = "Zoeken in deze lijst") -> None:
        super().__init__(dialoog)
        self._dialoog = dialoog
        self._bladen: list[Blad[Any]] = []
        self.tabellen: dict[str, Tabel[Any]] = {}
        self.vol_pgn = False
        self.rij: Any = None
        """The chosen row of the list that is shown, or None."""
        self.keuze = named(QListWidget(), "bladen", "Lijsten")
        self.keuze.setWordWrap(True)
        self.keuze.setSpacing(2)
        self.keuze.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.zoek = named(QLineEdit(), "zoek_in_lijst", "Zoeken in deze lijst")
        self.zoek.setPlaceholderText(zoektip)
        self.zoek.setClearButtonEnabled(True)
        self.pgn = named(QCheckBox("PGN &volledig tonen"), "pgn_volledig")
        self.uitleg = kop(soort="gedempt")
        self.stack = QStackedWidget()
        self.details = named(Leesblad(), "details", "Alles over de gekozen regel")
        self.details.setTabChangesFocus(True)
        self.details.setOpenLinks(False)
        self._bouw()
        self.keuze.currentRowChanged.connect(self._toon)
        self.zoek.textChanged.connect(self._filter)
        self.pgn.toggled.connect(self._wissel_pgn)
        dialoog.venster.switched.connect(self._verberg_pgn)
        dialoog.venster.thema.changed.connect(self._ander_thema)

    def _verberg_pgn(self) -> None:
        """A method of its own: the connection then goes with this widget, which a `partial` would outlive."""
        self.pgn.setChecked(False)

    def _bouw(self) -> None:
        balk = fill(QHBoxLayout(), (self.zoek, 1), self.pgn)
        boven = QWidget()
        fill(bare(QVBoxLayout(boven)), self.uitleg, balk, (self.stack, 1))
        self.hoog = split(QSplitter(Qt.Orientation.Vertical), (boven, 1), self.details)
        self.hoog.setSizes([400, 170])
        fill(bare(QHBoxLayout(self), 10), self.keuze, (self.hoog, 1))

    # --- what the windows use

    def zet(self, bladen: Sequence[Blad[Any]]) -> None:
        """These lists. Where the names are the same, list, row and search text stay."""
        eerste = not self._bladen
        getoond = self.blad.naam if self._bladen else ""
        namen = [blad.naam for blad in bladen]
        if namen == [blad.naam for blad in self._bladen]:
            self._bladen = list(bladen)
            for blad in bladen:
                self.tabellen[blad.naam].tabelmodel.zet_rijen(blad.rijen)
        else:
            self._vervang(bladen)
        nummer = namen.index(getoond) if getoond in namen else 0
        self.keuze.blockSignals(True)
        self.keuze.clear()
        for blad in bladen:
            self.keuze.addItem(QListWidgetItem(f"{blad.titel} ({len(blad.rijen)})" if blad.tel else blad.titel))
        self._zet_iconen()
        self.keuze.blockSignals(False)
        self.keuze.setFixedWidth(min(300, max(200, self.keuze.sizeHintForColumn(0) + 28)))
        self.keuze.setVisible(len(bladen) > 1)
        self.keuze.setCurrentRow(nummer)
        self._toon(nummer)
        if eerste:
            self.tabel.setFocus()

    def toon(self, naam: str) -> None:
        """The list with this name."""
        self.keuze.setCurrentRow([blad.naam for blad in self._bladen].index(naam))

    @property
    def blad(self) -> Blad[Any]:
        """The list that is shown."""
        return self._bladen[max(0, self.keuze.currentRow())]

    @property
    def tabel(self) -> Tabel[Any]:
        """Its table."""
        return self.tabellen[self.blad.naam]

    def details_van(self, rij: object) -> Details:
        """All that is told of a row of the list that is shown."""
        return self.blad.details(rij) if self.blad.details is not None and rij is not None else ()

    def nummer(self, nummer: str) -> str:
        """A number of a person: masked unless asked for."""
        from bronsync.domain.gegevens.nummers import masker

        return nummer if self.vol_pgn or not nummer else masker(nummer)

    def waarde(self, tekst: str, *, is_pgn: bool, geheim: bool) -> str:
        """A value that may be a number of a person, or part of a secret address."""
        from bronsync.application.boeken.weergave import masker_van

        if geheim and tekst and not self.vol_pgn:
            return masker_van("", tekst)
        return self.nummer(tekst) if is_pgn else tekst

    def naar_leerling(self) -> None:
        """To the pupil of the chosen row."""
        self._open(self.rij)

    def exporteer(self) -> None:
        """The list that is shown, as it is shown now."""
        from bronsync.gui.lijst import uitvoer

        uitvoer.exporteer(self._dialoog.venster, self.tabel, self.blad.titel)

    def druk_af(self) -> None:
        """The same on paper."""
        from bronsync.gui.lijst import uitvoer

        uitvoer.druk_af(self._dialoog.venster, self.tabel, self.blad.titel)

    def ververs_details(self) -> None:
        """The chosen row shows otherwise."""
        self._toon_rij(self.rij)

    # --- inside

    def _zet_iconen(self) -> None:
        thema = self._dialoog.venster.thema
        for nummer, blad in enumerate(self._bladen):
            if blad.icoon:
                kleur = blad.kleur if blad.rijen else blad.kleur_leeg
                self.keuze.item(nummer).setIcon(thema.icoon(blad.icoon, kleur))

    def _ander_thema(self) -> None:
        self._zet_iconen()
        if self._bladen:
            self.ververs_details()

    def _vervang(self, bladen: Sequence[Blad[Any]]) -> None:
        for oude in self.tabellen.values():
            self.stack.removeWidget(oude)
            oude.deleteLater()
        self._bladen = list(bladen)
        self.tabellen = {}
        for blad in bladen:
            tabel: Tabel[Any] = Tabel(blad.titel, TabelModel(blad.kolommen, blad.sleutel, blad.zoektekst), blad.leeg)
            tabel.tabelmodel.zet_rijen(blad.rijen)
            tabel.chosen.connect(self._toon_rij)
            tabel.opened.connect(self._open)
            self.stack.addWidget(tabel)
            self.tabellen[blad.naam] = tabel

    def _toon(self, nummer: int) -> None:
        if not 0 <= nummer < len(self._bladen):
            return
        blad = self.blad
        self.stack.setCurrentWidget(self.tabel)
        self.uitleg.setText(blad.uitleg)
        self.uitleg.setVisible(bool(blad.uitleg))
        self.pgn.setVisible(blad.met_pgn)
        self.details.setVisible(blad.details is not None)
        self.tabel.filter(self.zoek.text())
        self._kies_eerste()
        self._toon_rij(self.tabel.gekozen())

    def _filter(self, tekst: str) -> None:
        self.tabel.filter(tekst)
        self._kies_eerste()

    def _kies_eerste(self) -> None:
        """When no row is chosen, the first one is."""
        if not self.tabel.selectionModel().hasSelection() and self.tabel.tabelmodel.rowCount():
            self.tabel.kies(self.blad.sleutel(self.tabel.gekozen() or self.tabel.tabelmodel.zichtbaar[0]))

    def _toon_rij(self, rij: object) -> None:
        self.rij = rij
        kleur = self._dialoog.venster.thema.kleur("gedempt").name()
        self.details.setHtml(als_html(self.details_van(rij), kleur))
        self.gekozen.emit(rij)

    def _open(self, rij: object) -> None:
        leidt = self.blad.leerling
        sleutel = leidt(rij) if leidt is not None and rij is not None else None
        if sleutel is not None:
            venster = self._dialoog.venster
            venster.ga_naar(sleutel)
            venster.raise_()
            venster.activateWindow()

    def _wissel_pgn(self, aan: bool) -> None:
        self.vol_pgn = aan
        if aan:
            inzage.boek(self._dialoog.venster, inzage.PGN_LIJST)
        for tabel in self.tabellen.values():
            tabel.tabelmodel.ververs_weergave()
        self._toon_rij(self.rij)
