"""A message as XML on the screen: numbers of persons masked, as in the lists, until somebody asks for them.

The one way in which the window shows a raw message. That it was looked at is booked by who shows it (`inzage.py`).
"""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from bronsync.gui.kit.klembord import Leestekst
from bronsync.gui.kit.vorm import fill, named


class XmlBlad(QWidget):
    """The text, and the tick that unmasks it."""

    def __init__(self, naam: str) -> None:
        super().__init__()
        self._tekst = ""
        self.lees = Leestekst()
        self.lees.setReadOnly(True)
        self.lees.setTabChangesFocus(True)
        self.lees.setAccessibleName(naam)
        self.lees.setLineWrapMode(Leestekst.LineWrapMode.NoWrap)
        self.lees.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.vol = named(QCheckBox("Volledige n&ummers"), "volledige_nummers")
        self.vol.toggled.connect(self._toon)
        indeling = QVBoxLayout(self)
        indeling.setContentsMargins(0, 4, 0, 0)
        fill(indeling, self.vol, (self.lees, 1))
        self.setFocusProxy(self.lees)

    def zet(self, tekst: str) -> None:
        """Another message, or what is said instead of one: masked again."""
        self._tekst = tekst
        self.vol.setChecked(False)
        self._toon()

    def toPlainText(self) -> str:
        """What is shown."""
        return self.lees.toPlainText()

    def _toon(self, *_: object) -> None:
        from bronsync.application.boeken.weergave import maskeer_nummers

        gemaskeerd = maskeer_nummers(self._tekst)
        self.vol.setVisible(gemaskeerd != self._tekst)
        self.lees.setPlainText(self._tekst if self.vol.isChecked() else gemaskeerd)
