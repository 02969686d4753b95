"""The page Overzicht: all aanleverpunten as cards, and the work of all of them, oldest deadline first (VENSTER 3.7).

Read from the books only, by the one worker, so it waits for what is under way there and shows meanwhile what it knew. Nothing is decided here:
a card or a row leads to its aanleverpunt.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bronsync.gui.kit.maat import GEWOON, KLEIN, RUIM, pixels, rand
from bronsync.gui.kit.puntenrij import Punt, Puntenrij
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.vorm import Kopbalk
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel
from bronsync.gui.venster.kaarten import Kaarten

if TYPE_CHECKING:  # the window shows before the core is imported (DESIGN 2)
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.aanleverpunten import Aanleverpunten, Werkregel
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster

_DAGEN: Final = 14
_LAAG: Final = 520
_RIJEN: Final = 2
"""Rows of cards that are seen at once, where there are as many."""


class Overzichtpagina(QWidget):
    """The page."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self.setObjectName("overzicht_pagina")
        self._venster = venster
        self.gelezen: Aanleverpunten | None = None
        self._daarna: tuple[str, tuple[int, str, str]] | None = None
        """A pupil to go to, once this aanleverpunt is open."""
        self.kop = Kopbalk("Overzicht", "De aanleverpunten worden gelezen...")
        self.zoek = QLineEdit()
        self.eerst = QLabel("Wat eerst moet")
        self.openen = QPushButton("Openen")
        self.kaarten = Kaarten(venster.thema)
        self.dagen = Puntenrij(venster.thema, "Termijnen van vandaag tot over twee weken")
        self.model: TabelModel[Werkregel] = TabelModel(
            self._kolommen(), sleutel=lambda r: (r.aanleverpunt, r.sleutel, r.wat), zoektekst=lambda r: r.zoek
        )
        self.werk: Tabel[Any] = Tabel("Wat eerst moet", self.model, "Er zijn geen verschillen met een termijn.")
        self._bouw()
        self.zoek.textChanged.connect(self._zoek)
        self.openen.clicked.connect(self._open_gekozen)
        self.kaarten.opened.connect(venster.kies_aanleverpunt)
        self.werk.opened.connect(self._naar_leerling)
        self.dagen.clicked.connect(self._naar_dag)
        venster.refreshed.connect(self._ververst)
        venster.thema.changed.connect(self._ander_thema)
        self._ander_thema()

    def _kolommen(self) -> list[Kolom[Werkregel]]:
        return [
            Kolom("uiterlijk", "Uiterlijk", _woorden, 130, sorteer=lambda r: r.dag, kleur=self._kleur, chip=self._chip),
            Kolom("dag", "Dag", _dag, 95, sorteer=lambda r: r.dag),
            Kolom("waarom", "Waarom", lambda r: r.waarom, 250, rekt=True),
            Kolom("leerling", "Leerling", self._leerling, 190, rekt=True),
            Kolom("school", "School", lambda r: f"{r.aanleverpunt} {r.school}".rstrip(), 180, rekt=True),
            Kolom("wat", "Wat nu", lambda r: r.wat, 260, rekt=True),
        ]

    def _bouw(self) -> None:
        self.zoek.setObjectName("overzicht_zoek")
        self.zoek.setAccessibleName("Zoeken over alle aanleverpunten")
        self.zoek.setPlaceholderText("Zoeken op school, aanleverpunt of leerlingnummer")
        self.zoek.setClearButtonEnabled(True)
        self.openen.setObjectName("overzicht_openen")
        self.kop.rechts.addWidget(self.zoek)
        self.kop.rechts.addWidget(self.openen)
        self.eerst.setProperty("soort", "vet")
        binnen = QVBoxLayout()
        rand(binnen, RUIM, GEWOON)
        binnen.setSpacing(KLEIN)
        binnen.addWidget(self.kaarten)
        binnen.addWidget(self.eerst)
        binnen.addWidget(self.dagen)
        binnen.addWidget(self.werk, 1)
        buiten = QVBoxLayout(self)
        rand(buiten)
        buiten.setSpacing(0)
        buiten.addWidget(self.kop)
        buiten.addLayout(binnen, 1)

    # --- how a row shows

    def _leerling(self, regel: Werkregel) -> str:
        """By name where the pupils are in sight anyway; the books of the others are read without names."""
        if regel.aanleverpunt == self._venster.aanleverpunt and (naam := self._venster.naam_van(regel.sleutel)):
            return naam
        return f"leerlingnummer {regel.leerlingnummer}" if regel.leerlingnummer else "alleen bij BRON bekend"

    def _kleur(self, regel: Werkregel) -> QColor:
        return self._venster.thema.kleur(_ernst(regel.dagen))

    def _chip(self, regel: Werkregel) -> QColor:
        return self._venster.thema.chip(_ernst(regel.dagen))

    def _ander_thema(self) -> None:
        self.zoek.setMinimumWidth(pixels(320))
        self.model.ververs_weergave()
        self._pas()

    # --- what it shows

    def lees(self) -> None:
        """Again, from the books."""
        self._venster.runner.query("alle aanleverpunten", _lees, self.toon)

    def toon(self, gelezen: Aanleverpunten) -> None:
        """These."""
        self.gelezen = gelezen
        aantal, te_laat = len(gelezen.punten), sum(regel.dagen < 0 for regel in gelezen.werk)
        delen = [f"{aantal} aanleverpunt{'' if aantal == 1 else 'en'}"]
        delen.append(f"{len(gelezen.werk)} te doen" if gelezen.werk else "geen verschillen met een termijn")
        delen += [f"{te_laat} te laat"] if te_laat else []
        self.kop.uitleg.setText(" · ".join(delen))
        self.model.zet_rijen(gelezen.werk)
        self._toon_dagen(gelezen)
        self._zoek(self.zoek.text())

    def _toon_dagen(self, gelezen: Aanleverpunten) -> None:
        per_dag = Counter(min(max(regel.dagen, -1), _DAGEN) for regel in gelezen.werk)
        punten = [
            Punt(max(dag, 0) / _DAGEN, _ernst(dag), _wat_op(dag, aantal), _wanneer(dag))
            for dag, aantal in sorted(per_dag.items())
        ]
        self.dagen.zet(punten, "; ".join(punt.tekst for punt in punten) or "Er zijn geen termijnen.")

    def _zoek(self, tekst: str) -> None:
        if self.gelezen is None:
            return
        from bronsync.application.boeken.weergave import zoekvorm

        woorden = zoekvorm(tekst.strip()).split()
        self.kaarten.zet([een for een in self.gelezen.punten if all(woord in een.zoek for woord in woorden)])
        self.werk.filter(tekst)
        gekozen = self.kaarten.gekozen() is not None
        self.openen.setEnabled(gekozen)
        markeer(self.openen, aan=gekozen)
        self._pas()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pas()

    def _pas(self) -> None:
        """The cards take what they need, up to two rows, and leave room for the work; in a low window half of it, and no line of days."""
        laag = self.height() < pixels(_LAAG)
        rijen = max(1, min(1 if laag else _RIJEN, self.kaarten.rijen()))
        hoog = self.kaarten.hoogte(rijen)
        self.kaarten.setFixedHeight(min(hoog, self.height() // 3) if laag else hoog)
        self.dagen.setVisible(bool(self.dagen.punten) and not laag)
        self.eerst.setVisible(not laag)

    def minimumSizeHint(self) -> QSize:
        """The window may be as low as the pupils allow."""
        return QSize(200, 100)

    # --- where it leads

    def _open_gekozen(self) -> None:
        punt = self.kaarten.gekozen()
        if punt is not None:
            self._venster.kies_aanleverpunt(punt.aanleverpunt)

    def _naar_leerling(self, regel: Werkregel) -> None:
        self._daarna = (regel.aanleverpunt, regel.sleutel)
        if regel.aanleverpunt == self._venster.aanleverpunt:
            self._venster.toon_leerlingen()
            self._ververst()
        else:
            self._venster.kies_aanleverpunt(regel.aanleverpunt)

    def _ververst(self) -> None:
        if self._daarna is not None and self._daarna[0] == self._venster.aanleverpunt:
            self._venster.ga_naar(self._daarna[1])
            self._daarna = None
        if self.isVisible():
            self.lees()

    def _naar_dag(self, nummer: int) -> None:
        """The first work of this day."""
        if self.gelezen is not None:
            dagen = sorted({min(max(regel.dagen, -1), _DAGEN) for regel in self.gelezen.werk})
            regel = next(een for een in self.gelezen.werk if min(max(een.dagen, -1), _DAGEN) == dagen[nummer])
            self.werk.kies(self.model.sleutel(regel))
            self.werk.setFocus(Qt.FocusReason.OtherFocusReason)


def _ernst(dagen: int) -> str:
    from bronsync.application.tonen.ouderdom import termijn_ouderdom

    return termijn_ouderdom(dagen).ernst.value


def _woorden(regel: Werkregel) -> str:
    from bronsync.application.tonen.ouderdom import termijn_ouderdom

    return termijn_ouderdom(regel.dagen).woorden


def _dag(regel: Werkregel) -> str:
    from bronsync.application.boeken.weergave import toon_dag

    return toon_dag(regel.dag)


def _wanneer(dag: int) -> str:
    return "te laat" if dag < 0 else "vandaag" if dag == 0 else f"+{dag}"


def _wat_op(dag: int, aantal: int) -> str:
    wanneer = "te laat" if dag < 0 else "vandaag" if dag == 0 else f"over {dag} dag{'' if dag == 1 else 'en'}"
    return f"{aantal} {wanneer}{' of later' if dag == _DAGEN else ''}"


def _lees(kern: Kern, _: Progress) -> Aanleverpunten:
    return kern.aanleverpunten()
