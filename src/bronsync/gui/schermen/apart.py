"""Apart zetten: an actie waits, with a reason, until a day or until somebody takes it along again; and taking it along (DESIGN 11).

Offered wherever an actie that is still to go stands in a list. Setting aside sends nothing and decides nothing about data, yet it holds a
message up: so Enter does not do it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialogButtonBox, QHBoxLayout, QLineEdit, QMenu

from bronsync.application.bepalen import apart_zetten
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.keuzeknop import Keuzeknop, is_enter
from bronsync.gui.kit.vorm import label_for

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster

_DAGEN: Final = 14
"""The day that is proposed lies so far ahead: the term in which a change must be delivered."""


class ApartDialoog(Dialoog):
    """Why, and until when."""

    def __init__(self, venster: Venster, nummer: int, wat: str, daarna: Callable[[], None]) -> None:
        """`wat`: the actie and whose, for the header."""
        super().__init__(venster, "apart_zetten", "Actie apart zetten")
        self._nummer, self._daarna = nummer, daarna
        self.kopbalk.titel.setText(wat)
        self.kopbalk.uitleg.setText(
            "Deze actie gaat niet mee bij het verzenden, ook niet als Acties Bepalen haar opnieuw maakt. De wettelijke termijn loopt door."
        )
        self.reden = QLineEdit()
        self.reden.setObjectName("apart_reden")
        self.reden.setMaxLength(200)
        self.reden.setPlaceholderText("Bijvoorbeeld: wacht op overleg met de ouders")
        label = label_for("&Reden", self.reden)
        self.met_dag = QCheckBox("Gaat vanzelf weer &mee op")
        self.met_dag.setObjectName("apart_met_dag")
        self.dag = QDateEdit(QDate.currentDate().addDays(_DAGEN))
        self.dag.setObjectName("apart_dag")
        self.dag.setAccessibleName("Dag waarop de actie weer meegaat")
        self.dag.setMinimumDate(QDate.currentDate().addDays(1))
        self.dag.setDisplayFormat("dd-MM-yyyy")
        self.dag.setCalendarPopup(True)
        self.dag.setEnabled(False)
        wanneer = QHBoxLayout()
        wanneer.addWidget(self.met_dag)
        wanneer.addWidget(self.dag)
        wanneer.addStretch(1)
        self.indeling.addWidget(label)
        self.indeling.addWidget(self.reden)
        self.indeling.addLayout(wanneer)
        self.zet_knop = Keuzeknop("&Apart zetten", venster.rust)
        self.zet_knop.setObjectName("apart_zetten_knop")
        self.zet_knop.setEnabled(False)
        self.knoppen.addButton(self.zet_knop, QDialogButtonBox.ButtonRole.ActionRole)
        self.sluitknop.setText("Annu&leren")
        self.reden.textChanged.connect(self._getypt)
        self.met_dag.toggled.connect(self.dag.setEnabled)
        self.zet_knop.clicked.connect(self._zet)
        self.maak_klein(520)
        self.reden.setFocus()

    def _getypt(self, tekst: str) -> None:
        self.zet_knop.setEnabled(bool(tekst.strip()))

    def _zet(self, *_: object) -> None:
        tot = date.fromisoformat(self.dag.date().toString("yyyy-MM-dd")) if self.met_dag.isChecked() else None
        werk = use_case(apart_zetten.zet_apart, [self._nummer], self.reden.text().strip(), tot)
        self.venster.runner.run("apart zetten", werk, self._klaar)

    def _klaar(self, _: object) -> None:
        self.accept()
        self._daarna()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the reason goes on to the day."""
        if not is_enter(event):
            super().keyPressEvent(event)
        elif self.reden.hasFocus():
            self.focusNextChild()


def vraag_apart(venster: Venster, nummer: int, wat: str, daarna: Callable[[], None] = lambda: None) -> None:
    """Asks why, and until when."""
    ApartDialoog(venster, nummer, wat, daarna).open()


def neem_mee(venster: Venster, nummer: int, daarna: Callable[[], None] = lambda: None) -> None:
    """Takes it along again; nothing goes by that."""
    venster.runner.run("weer meenemen", use_case(apart_zetten.neem_mee, [nummer]), lambda _: daarna())


def vul_menu(
    menu: QMenu, venster: Venster, nummer: int, wat: str, daarna: Callable[[], None] = lambda: None, *, apart: bool
) -> None:
    """The line for an actie that is still to go."""
    doe = partial(neem_mee, venster, nummer, daarna) if apart else partial(vraag_apart, venster, nummer, wat, daarna)
    keuze = menu.addAction(
        venster.thema.icoon("terug" if apart else "pauze"), "Weer &meenemen" if apart else "Apart &zetten..."
    )
    keuze.setObjectName("weer_meenemen" if apart else "apart_zetten")
    keuze.setEnabled(venster.runner.operation is None)
    keuze.triggered.connect(lambda *_: doe())
