"""Help - Helpdeskbestand maken: what goes into it, part by part, before it is saved; without personal data (RELIABILITY E5).

Nothing is sent: the user saves a file and sends it himself. Works without an open aanleverpunt too. What stands in it comes from
`application/helpdesk/helpdeskbestand.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout

from bronsync.gui.kit.dialoog import Bestandsvraag, Dialoog
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.vorm import fill, kop, named

if TYPE_CHECKING:
    from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand
    from bronsync.gui.kit.venster import Venster


def toon(venster: Venster) -> None:
    """Help - Helpdeskbestand maken."""
    HelpdeskbestandDialoog(venster).begin()


class HelpdeskbestandDialoog(Dialoog):
    """The parts at the left, the text of the chosen one at the right."""

    blijft = True

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "helpdeskbestand", "Helpdeskbestand maken", (960, 620))
        self.bestand: Helpdeskbestand | None = None
        self._pad = Path()
        self.belofte, self.uitleg = self.kopbalk.titel, self.kopbalk.uitleg
        self.belofte.setText("Zonder persoonsgegevens")
        self.uitleg.setText(
            "In dit bestand staan geen namen, nummers of adressen van leerlingen. Een leerling heet er L-... en alleen op deze "
            "computer is te zien wie dat is. U ziet hieronder alles wat erin komt. "
            "BRON Sync verstuurt niets: u bewaart het bestand en stuurt het zelf naar de helpdesk."
        )
        self.delen = named(QListWidget(), "delen", "Onderdelen van het bestand")
        self.delen.setFixedWidth(190)
        self.wat = kop(soort="gedempt")
        self.tekst = named(QPlainTextEdit(), "voorbeeld", "Inhoud van het gekozen onderdeel")
        self.tekst.setReadOnly(True)
        self.tekst.setTabChangesFocus(True)
        self.tekst.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.uitkomst = kop(soort="goed")
        self.uitkomst.hide()
        rechts = fill(QVBoxLayout(), self.wat, (self.tekst, 1))
        midden = fill(QHBoxLayout(), self.delen, (rechts, 1))
        fill(self.indeling, (midden, 1), self.uitkomst)
        self.bewaar = self.knop("&Bewaren als bestand...")
        self.bewaar.setEnabled(False)
        self.bewaar.clicked.connect(self._vraag_waar)
        self.delen.currentRowChanged.connect(self._toon_deel)

    def begin(self) -> None:
        """Shows itself and puts the file together."""
        self.toon()
        self.tekst.setPlainText("Het bestand wordt samengesteld...")
        self.venster.runner.query("helpdeskbestand", lambda kern, progress: kern.helpdeskbestand(progress), self._zet)

    def _zet(self, bestand: Helpdeskbestand) -> None:
        self.bestand = bestand
        self.delen.addItems([deel.naam for deel in bestand.delen])
        self.delen.setCurrentRow(0)
        self.delen.setFocus()
        self.bewaar.setEnabled(True)
        markeer(self.bewaar)

    def _toon_deel(self, nummer: int) -> None:
        if self.bestand is not None and 0 <= nummer < len(self.bestand.delen):
            deel = self.bestand.delen[nummer]
            self.wat.setText(deel.uitleg)
            self.tekst.setPlainText(deel.tekst)

    def _vraag_waar(self) -> None:
        naam = f"helpdeskbestand {self.venster.aanleverpunt or 'BRON Sync'}.zip"
        vraag = Bestandsvraag(self, "helpdeskbestand_bewaren", "Helpdeskbestand bewaren", "Zipbestand (*.zip)", naam)
        vraag.chosen.connect(self._bewaar)
        vraag.kiezer.open()

    def _bewaar(self, pad: Path) -> None:
        if self.bestand is not None:
            self.bewaar.setEnabled(False)
            self._pad = pad
            bestand = self.bestand
            job = self.venster.runner.query(
                "helpdeskbestand bewaren", lambda kern, _: kern.schrijf_helpdeskbestand(bestand, pad), self._bewaard
            )
            job.finished.connect(self._weer)

    def _bewaard(self, _: object) -> None:
        self.uitkomst.setText(f"Bewaard: {self._pad}. Stuur dit bestand naar de helpdesk.")
        self.uitkomst.show()
        markeer(self.bewaar, aan=False)
        markeer(self.sluitknop)

    def _weer(self) -> None:
        self.bewaar.setEnabled(True)
