"""'Exporteren' and 'Afdrukken' for a list in a dialog: as it is shown then, with its filter and order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster
    from bronsync.gui.lijst.tabel import Tabel


class _Knop(QPushButton):
    """Its icon goes with the theme."""

    def __init__(self, venster: Venster, tekst: str, icoon: str) -> None:
        super().__init__(tekst)
        self._venster, self._icoon = venster, icoon
        self.setObjectName(f"lijst_{icoon}")
        self.setAutoDefault(False)
        venster.thema.changed.connect(self._teken)
        self._teken()

    def _teken(self) -> None:
        self.setIcon(self._venster.thema.icoon(self._icoon))


def lijstknoppen(venster: Venster, tabel: Tabel[Any], titel: str) -> tuple[QPushButton, QPushButton]:
    """Both buttons; the caller places them. `titel` becomes the name of the file and the heading on paper."""
    exporteren, afdrukken = _Knop(venster, "&Exporteren...", "exporteren"), _Knop(venster, "&Afdrukken...", "afdrukken")
    for knop, doe in ((exporteren, _exporteer), (afdrukken, _druk_af)):
        knop.clicked.connect(partial(doe, venster, tabel, titel))
    return exporteren, afdrukken


def _exporteer(venster: Venster, tabel: Tabel[Any], titel: str, *_: object) -> None:
    from bronsync.gui.lijst import uitvoer

    uitvoer.exporteer(venster, tabel, titel)


def _druk_af(venster: Venster, tabel: Tabel[Any], titel: str, *_: object) -> None:
    from bronsync.gui.lijst import uitvoer

    uitvoer.druk_af(venster, tabel, titel)
