"""Tonen - 1-oktoberlijst: what must be right on the teldatum, ticked off by the program, with who is missing (VENSTER 4). Knows no rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QLabel

from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.tonen.teldatum import Teldatumlijst, Telpunt, Wiemist, teldatumlijst
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.vorm import STRETCH, fill, label_for, named
from bronsync.gui.lijst.bladen import Blad
from bronsync.gui.lijst.tabelmodel import Kolom
from bronsync.gui.schermen.tonen import Lijstdialoog

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster


def toon_teldatum(venster: Venster) -> None:
    """Tonen - 1-oktoberlijst."""
    TeldatumDialoog(venster).begin()


class TeldatumDialoog(Lijstdialoog):
    """A list per point; its icon says whether it is right."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "teldatum", "1-oktoberlijst")
        self.dag = named(QDateEdit(), "teldatum_dag", "Teldatum")
        self.dag.setDisplayFormat("dd-MM-yyyy")
        self.dag.setCalendarPopup(True)
        self._gekozen_dag: date | None = None
        label: QLabel = label_for("&Teldatum", self.dag)
        fill(self.balk, label, self.dag, STRETCH)
        self.dag.userDateChanged.connect(self._andere_dag)

    def lees(self) -> None:
        self.venster.runner.query("teldatum", use_case(teldatumlijst, self._gekozen_dag), self._zet)

    def _andere_dag(self, dag: QDate) -> None:
        self._gekozen_dag = date(dag.year(), dag.month(), dag.day())
        self.lees()

    def _zet(self, lijst: Teldatumlijst) -> None:
        self.dag.blockSignals(True)
        self.dag.setDate(QDate.fromString(lijst.teldatum, "yyyy-MM-dd"))
        self.dag.blockSignals(False)
        self.titel.setText(f"Teldatum {toon_dag(lijst.teldatum)}: {lijst.klaar} van {len(lijst.punten)} punten in orde")
        self.uitleg.setText(
            "Het programma vinkt af wat klopt. Bij wat niet klopt ziet u om wie het gaat en wat u doet."
        )
        self.bladen.zet([_blad(punt) for punt in lijst.punten])


def _blad(punt: Telpunt) -> Blad[Wiemist]:
    kleur = "goed" if punt.klaar else "let_op"
    return Blad(
        punt.id,
        punt.titel if not punt.wie else f"{punt.titel}: {len(punt.wie)} niet",
        (
            Kolom("naam", "Leerling", lambda r: r.naam, 240, rekt=True),
            Kolom("groep", "Groep", lambda r: r.groep, 100),
            Kolom("waarom", "Waarom niet", lambda r: r.waarom, 380, tip=lambda r: r.waarom, rekt=True),
        ),
        punt.wie,
        lambda r: (r.sleutel, r.waarom),
        punt.uitleg,
        "Dit is in orde." if punt.klaar else punt.uitleg,
        "goed" if punt.klaar else "let_op",
        kleur,
        lambda r: r.sleutel if r.sleutel != (0, "", "") else None,
        tel=False,
        kleur_leeg=kleur,
    )
