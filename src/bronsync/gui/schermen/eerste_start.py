"""The first start: what BRON Sync is in three sentences, and three ways to begin (manual ch. 3).

A file of the helpdesk holds what must be filled in for the database, never a password; the user sees it in the dialog of the connection and
connects himself.
"""

from __future__ import annotations

import configparser
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton

from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.maat import GEWOON
from bronsync.gui.kit.vorm import kop, passing
from bronsync.gui.schermen import verbinding

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster

_ZINNEN: Final = (
    "BRON Sync vergelijkt uw leerlingen in LVS2000 met BRON, het landelijke register, en houdt beide gelijk.",
    "Er gaat niets naar BRON en er verandert niets in LVS2000 voordat u het hebt gezien en bevestigd.",
    "Boven in het venster staat altijd één knop voor de volgende stap; wie die volgt, komt er.",
)
_GROOTST: Final = 10_000
"""Bytes; such a file has a handful of lines."""


class EersteStart(Dialoog):
    """Shown while no database was ever chosen."""

    blijft = True

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "eerste_start", "Welkom bij BRON Sync")
        for zin in _ZINNEN:
            self.indeling.addWidget(kop(zin, ""))
        self._rooster = QGridLayout()
        self._rooster.setColumnStretch(1, 1)
        self._rooster.setHorizontalSpacing(GEWOON)
        self.indeling.addLayout(self._rooster)
        self.school = self._keuze("school", "&Mijn school", "Verbinden met de LVS2000 database van uw school.")
        self.demo = self._keuze(
            "demo", "Een &demoschool", "Alles uitproberen met verzonnen leerlingen; er gaat niets naar buiten."
        )
        self.bestand = self._keuze(
            "bestand",
            "Ik heb een &bestand van de helpdesk",
            "Daarin staat al met welke server en database u verbinding maakt.",
        )
        self.school.clicked.connect(self._mijn_school)
        self.demo.clicked.connect(self._demoschool)
        self.bestand.clicked.connect(self._kies_bestand)
        self.sluitknop.setText("&Later")
        self.maak_klein(640)

    def _keuze(self, naam: str, tekst: str, uitleg: str) -> QPushButton:
        knop = QPushButton(tekst)
        knop.setProperty("keuze", True)
        knop.setObjectName(f"begin_{naam}")
        knop.setAccessibleDescription(uitleg)
        knop.setAutoDefault(False)
        rij = self._rooster.rowCount()
        self._rooster.addWidget(knop, rij, 0)
        self._rooster.addWidget(kop(uitleg, "gedempt"), rij, 1)
        return knop

    def _mijn_school(self) -> None:
        self.accept()
        self.venster.doe("verbinding")

    def _demoschool(self) -> None:
        self.accept()
        self.venster.doe("demoschool")

    def _kies_bestand(self) -> None:
        kiezer = passing(QFileDialog(self, "Bestand van de helpdesk"), "kies_helpdeskbestand")
        kiezer.setFileMode(QFileDialog.FileMode.ExistingFile)
        kiezer.setNameFilters(["Verbinding met LVS2000 (*.ini)", "Alle bestanden (*)"])
        kiezer.fileSelected.connect(self._gekozen)
        kiezer.open()

    def _gekozen(self, pad: str) -> None:
        try:
            server, database, gebruiker = lees_bestand(Path(pad))
        except BronSyncFout as fout:
            self.venster.toon_fout(fout)
            return
        self.accept()
        verbinding.toon(self.venster).vul_in(server, database, gebruiker)


def lees_bestand(pad: Path) -> tuple[str, str, str]:
    """Server, database and user name (empty: Windows Authenticatie); `INST-09` when it is no such file."""
    try:
        tekst = pad.read_bytes()[: _GROOTST + 1].decode("utf-8-sig")
        if len(tekst) > _GROOTST:
            raise BronSyncFout("INST-09")
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(tekst)
        deel = parser["LVS2000"]
        server, database = deel["server"].strip(), deel.get("database", "LVS2000").strip()
    except (OSError, ValueError, KeyError, configparser.Error):
        raise BronSyncFout("INST-09") from None
    if not server or not database:
        raise BronSyncFout("INST-09")
    return server, database, deel.get("gebruiker", "").strip()


def toon(venster: Venster) -> EersteStart:
    """The first thing a new user sees."""
    dialoog = EersteStart(venster)
    dialoog.open()
    return dialoog
