"""'Exporteren' and 'Afdrukken' for a list in a dialog: as it is shown then, with its filter and order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster
    from bronsync.gui.lijst.tabel import Tabel


def lijstknoppen(venster: Venster, tabel: Tabel[Any], titel: str) -> tuple[QPushButton, QPushButton]:
    """Both buttons; the caller places them. `titel` becomes the name of the file and the heading on paper."""
    exporteren, afdrukken = QPushButton("&Exporteren..."), QPushButton("&Afdrukken...")
    for knop, icoon, doe in (
        (exporteren, "exporteren", _exporteer),
        (afdrukken, "afdrukken", _druk_af),
    ):
        knop.setObjectName(f"lijst_{icoon}")
        knop.setIcon(venster.thema.icoon(icoon))
        knop.setAutoDefault(False)
        knop.clicked.connect(partial(doe, venster, tabel, titel))
    return exporteren, afdrukken


def _exporteer(venster: Venster, tabel: Tabel[Any], titel: str, *_: object) -> None:
    from bronsync.gui.lijst import uitvoer

    uitvoer.exporteer(venster, tabel, titel)


def _druk_af(venster: Venster, tabel: Tabel[Any], titel: str, *_: object) -> None:
    from bronsync.gui.lijst import uitvoer

    uitvoer.druk_af(venster, tabel, titel)
