"""The list of pupils (manual ch. 4, 'Overzicht leerlingen'): LvsNaam, BronNaam, Pgn, status; filter 'Toon' and instant search.

Who is in which group comes from `application/leerlingen.py`. The column Pgn is masked until it is asked for; searching finds full numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from bronsync.gui.tabel import Kolom, Tabel, TabelModel

if TYPE_CHECKING:
    from bronsync.application.leerlingen import Leerlingen, LeerlingRegel
    from bronsync.gui.hoofdvenster import Hoofdvenster


class LeerlingenPaneel(QWidget):
    """The upper half of the main window."""

    chosen = Signal(object)

    def __init__(self, venster: Hoofdvenster) -> None:
        super().__init__(venster)
        self._venster = venster
        self._vol_pgn = False
        kolommen: list[Kolom[LeerlingRegel]] = [
            Kolom("lvs_naam", "LvsNaam", lambda r: r.lvs_naam, 230),
            Kolom("bron_naam", "BronNaam", lambda r: r.bron_naam, 230),
            Kolom("pgn", "Pgn", self._pgn, 110),
            Kolom("groep", "Groep", lambda r: r.groep, 70),
            Kolom("status", "Status", lambda r: r.status, 130),
            Kolom("actie", "Actie", lambda r: r.actie, 220),
            Kolom("actie_status", "Stand van de actie", lambda r: r.actie_status, 140),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: r.sleutel, zoektekst=lambda r: r.zoek)
        self.tabel: Tabel[Any] = Tabel("Leerlingen", self.model, "Kies een aanleverpunt om de leerlingen te zien.")
        self.toon_filter = QComboBox()
        self.toon_filter.setObjectName("toon")
        self.toon_filter.setAccessibleName("Toon")
        self.zoek = QLineEdit()
        self.zoek.setObjectName("zoek")
        self.zoek.setAccessibleName("Zoeken")
        self.zoek.setPlaceholderText("Zoeken op naam, nummer of groep")
        self.zoek.setClearButtonEnabled(True)
        self.oog = QToolButton()
        self.oog.setAccessibleName("PGN volledig tonen")
        self.telling = QLabel()
        balk = QHBoxLayout()
        label = QLabel("Too&n")
        label.setBuddy(self.toon_filter)
        for deel in (label, self.toon_filter, self.zoek, self.oog, self.telling):
            balk.addWidget(deel)
        indeling = QVBoxLayout(self)
        indeling.addLayout(balk)
        indeling.addWidget(self.tabel, 1)
        self.zoek.textChanged.connect(self.tabel.filter)
        self.oog.clicked.connect(self.wissel_pgn)
        self.tabel.chosen.connect(self.chosen)

    def _pgn(self, regel: LeerlingRegel) -> str:
        return regel.pgn if self._vol_pgn else regel.pgn_masker

    def zet(self, leerlingen: Leerlingen) -> None:
        """The list as it is now."""
        self.model.zet_rijen(leerlingen.regels)

    def leeg(self) -> None:
        """No aanleverpunt is open."""
        self.model.zet_rijen(())

    def wissel_pgn(self) -> None:
        """Masks or unmasks the column Pgn."""
        self._vol_pgn = not self._vol_pgn
        self.model.ververs_weergave()

    def ga_naar(self, sleutel: tuple[int, str, str]) -> None:
        """Makes this pupil the chosen one, and lets go of filters that hide it."""
        if not self.tabel.kies(sleutel):
            self.zoek.clear()
            self.tabel.kies(sleutel)
