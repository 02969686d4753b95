"""The button that leaves a dialog for the next step, so that who follows the marked buttons never has to look for it.

Which step that is, the bar of the main window shows (`application/tonen/volgende_stap.py`); this button repeats it and presses that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from bronsync.gui.kit.stap import STAP

if TYPE_CHECKING:
    from bronsync.gui.kit.dialoog import Dialoog
    from bronsync.gui.kit.venster import Venster

SLUITEN = "&Sluiten"


class Verder(QPushButton):
    """'Sluiten', or the text of the next step once it is known."""

    def __init__(self, dialoog: Dialoog, venster: Venster, eigen: tuple[str, ...] = ()) -> None:
        """`eigen`: names of the steps that this very dialog is for; those lead nowhere else."""
        super().__init__(SLUITEN, dialoog)
        self.setObjectName("verder")
        self._dialoog, self._venster, self._eigen = dialoog, venster, eigen
        venster.refreshed.connect(self.ververs)
        self.clicked.connect(self._klik)

    @property
    def leidt(self) -> bool:
        """Whether there is a step to go on with, outside this dialog."""
        toestand, knop = self._venster.toestand, self._venster.stapknop
        return (
            toestand is not None
            and toestand.stap.stap.name not in self._eigen
            and bool(knop.property(STAP))
            and not knop.isHidden()
        )

    def ververs(self) -> None:
        """As the main window has it now. Where it leads on, plain 'Sluiten' stands beside it."""
        self.setText(f"&Verder: {self._venster.stapknop.text()}" if self.leidt else SLUITEN)
        self._dialoog.sluitknop.setVisible(self.isHidden() or self.leidt)

    def _klik(self) -> None:
        verder = self.leidt and self.text() != SLUITEN
        self._dialoog.accept()
        if verder:
            self._venster.stapknop.click()
