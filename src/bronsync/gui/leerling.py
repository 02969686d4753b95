"""The chosen pupil: differences field by field, acties, berichten as a timeline, registration as BRON has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

if TYPE_CHECKING:
    from bronsync.application.leerlingen import LeerlingRegel
    from bronsync.gui.hoofdvenster import Hoofdvenster


class LeerlingTabs(QTabWidget):
    """The lower half of the main window."""

    def __init__(self, venster: Hoofdvenster) -> None:
        super().__init__(venster)
        self._venster = venster
        self.regel: LeerlingRegel | None = None

    def toon(self, regel: LeerlingRegel | None) -> None:
        """This pupil."""
        self.regel = regel

    def ververs(self) -> None:
        """The same pupil, read again."""

    def ga_naar_veld(self, veld: str) -> None:
        """To the row of this field."""
