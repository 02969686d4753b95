"""The bar under the toolbar: one sentence and one button, the next sensible step. A newcomer who follows it arrives.

Which step it is, `application/volgende_stap.py` decides; here stands which menu item carries it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from bronsync.gui.fouten import als_fout
from bronsync.gui.stap import markeer

if TYPE_CHECKING:
    from bronsync.application.tonen import StatusOverzicht
    from bronsync.gui.hoofdvenster import Hoofdvenster

MENUKEUZE_BIJ_STAP: Final = {
    "OVERZICHT_OPHALEN": ("registratieoverzicht_ophalen", "Registratieoverzicht ophalen"),
    "ACTIES_BEPALEN": ("acties_bepalen", "Acties Bepalen"),
    "VRAGEN": ("vragen", "Vragen beantwoorden"),
    "CONTROLEREN": ("controleren_en_synchroniseren", "Controleren en Synchroniseren"),
    "VERZENDEN": ("controleren_en_synchroniseren", "Controleren en Synchroniseren"),
    "TERUGKOPPELING_OPHALEN": ("terugkoppeling_ophalen", "Terugkoppeling ophalen"),
    "CERTIFICAAT": ("certificaten", "Certificaat installeren"),
    "WACHTEN": ("terugkoppeling_ophalen", "Terugkoppeling ophalen"),
}
"""Name of a Stap -> menu item and text of the button. A Stap that is not here shows its sentence only."""


class Stapbalk(QFrame):
    """The next step."""

    def __init__(self, venster: Hoofdvenster) -> None:
        super().__init__(venster)
        self.setObjectName("stapbalk")
        self._venster = venster
        self._menukeuze = ""
        self.zin = QLabel()
        self.zin.setObjectName("stap_zin")
        self.zin.setWordWrap(True)
        self.zin.setTextFormat(Qt.TextFormat.PlainText)
        self.knop = QPushButton()
        self.knop.setObjectName("stap_knop")
        self.knop.clicked.connect(self._klik)
        self.knop.hide()
        markeer(self.knop)
        indeling = QHBoxLayout(self)
        indeling.setContentsMargins(14, 8, 14, 8)
        indeling.addWidget(self.zin, 1)
        indeling.addWidget(self.knop)
        self.zin.setText("BRON Sync wordt geopend...")

    def toon(self, toestand: StatusOverzicht) -> None:
        """The step of this state."""
        stap = toestand.stap
        self.zin.setText(stap.tekst)
        self._menukeuze, tekst = MENUKEUZE_BIJ_STAP.get(stap.stap.name, ("", ""))
        self._zet_knop(tekst)

    def toon_kies_aanleverpunt(self) -> None:
        """Before anything else."""
        self.zin.setText("Kies linksboven het aanleverpunt waarmee u wilt werken.")
        self._zet_knop("")

    def toon_fout(self, fout: BaseException) -> None:
        """Why it does not go on."""
        eigen = als_fout(fout)
        self.zin.setText(f"{eigen.zin} {eigen.advies} ({eigen.code})")
        self._zet_knop("")

    def meld(self, zin: str) -> None:
        """A sentence, until the next step is known."""
        self.zin.setText(zin)

    def demo_gestart(self, _: object) -> None:
        """The demo school opens in a window of its own."""
        self.zin.setText("De demoschool wordt geopend in een eigen venster. Dat duurt een halve minuut.")

    def zet_bezig(self, bezig: bool) -> None:
        """While an operation runs the step waits."""
        self.knop.setEnabled(not bezig)

    def _zet_knop(self, tekst: str) -> None:
        self.knop.setText(tekst)
        self.knop.setVisible(bool(tekst))

    def _klik(self) -> None:
        if self._menukeuze:
            self._venster.doe(self._menukeuze)
