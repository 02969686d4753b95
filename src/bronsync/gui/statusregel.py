"""The status line: age of the overview, certificate, open vragen, waiting feedback, deadlines; and the progress of what is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar

if TYPE_CHECKING:
    from bronsync.application.tonen import StatusOverzicht
    from bronsync.gui.hoofdvenster import Hoofdvenster


class Statusregel(QStatusBar):
    """At the bottom of the main window."""

    def __init__(self, venster: Hoofdvenster) -> None:
        super().__init__(venster)
        self._venster = venster
        self._certificaat_fout = ""
        self.bezig = QLabel()
        self.balk = QProgressBar()
        self.balk.setMaximumWidth(220)
        self.balk.setTextVisible(False)
        self.balk.setAccessibleName("Voortgang")
        self.stop = QPushButton("&Annuleren")
        self.stop.setObjectName("annuleren")
        self.overzicht = QLabel()
        self.certificaat = QLabel()
        self.vragen = QLabel()
        for deel in (self.bezig, self.balk, self.stop):
            self.addWidget(deel)
            deel.hide()
        for deel in (self.vragen, self.overzicht, self.certificaat):
            self.addPermanentWidget(deel)
        runner = venster.runner
        self.stop.clicked.connect(runner.cancel)
        runner.busy.connect(self._zet_bezig)
        runner.progress.connect(self._voortgang)

    def zet_certificaat_fout(self, code: str) -> None:
        """Why there is no usable certificate."""
        self._certificaat_fout = code

    def toon(self, toestand: StatusOverzicht) -> None:
        """The figures."""
        dagen = toestand.leeftijd_dagen
        self.overzicht.setText("Geen registratieoverzicht" if dagen is None else f"Overzicht: {dagen} dagen oud")
        self.vragen.setText(f"{toestand.vragen} vragen" if toestand.vragen else "")
        self.certificaat.setText("Geen certificaat" if self._certificaat_fout else "")

    def _zet_bezig(self, bezig: bool) -> None:
        for deel in (self.bezig, self.balk, self.stop):
            deel.setVisible(bezig)
        self.stop.setEnabled(True)
        self.balk.setRange(0, 0)
        self.bezig.setText("Bezig..." if bezig else "")

    def _voortgang(self, gedaan: int, totaal: int, tekst: str) -> None:
        self.balk.setRange(0, totaal)
        self.balk.setValue(gedaan)
        self.bezig.setText(tekst)
