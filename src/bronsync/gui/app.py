"""Starts the window: Dutch everywhere, one look, and nothing heavy before it stands on the screen (DESIGN 2).

Wires no adapters: `kern` comes from outside. Every exception that nobody caught ends in one dialog with a code.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from bronsync.gui.fouten import Opvang
from bronsync.gui.hoofdvenster import Hoofdvenster
from bronsync.gui.thema import Thema, programma_icoon

if TYPE_CHECKING:
    from bronsync.gui.kern import Kern


_AANVULLING: Final = {
    "&Look in:": "&Zoeken in:",
    "Files of &type:": "Bestands&type:",
    "Drive": "Station",
    "Folder": "Map",
    "File": "Bestand",
    "Unknown": "Onbekend",
    "Shortcut": "Snelkoppeling",
    "Double Sided Printing": "Dubbelzijdig afdrukken",
    "Long side binding": "Lange zijde",
    "Short side binding": "Korte zijde",
    "Off": "Uit",
    "Page &Set:": "&Pagina's:",
}
"""What Qt's own Dutch texts lack."""


class _Aanvulling(QTranslator):
    """Is asked for what Qt's own Dutch translation does not have."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return _AANVULLING.get(source, "")


def maak_app(argumenten: Sequence[str] = ()) -> QApplication:
    """The one QApplication, in Dutch."""
    bestaand = QApplication.instance()
    app = bestaand if isinstance(bestaand, QApplication) else QApplication([sys.argv[0], *argumenten])
    app.setApplicationName("BRON Sync")
    app.setApplicationDisplayName("")
    app.setWindowIcon(programma_icoon())
    QLocale.setDefault(QLocale("nl_NL"))
    app.installTranslator(_Aanvulling(app))
    vertaler = QTranslator(app)
    if vertaler.load(QLocale("nl_NL"), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(vertaler)
    return app


def main(kern: Kern, argumenten: Sequence[str] = ()) -> int:
    """Shows the main window until it is closed; gives the exit code."""
    app = maak_app(argumenten)
    venster = Hoofdvenster(kern, Thema(app))
    opvang = Opvang(venster.toon_fout, venster)
    opvang.installeer()
    venster.show()
    QTimer.singleShot(0, venster.begin)
    try:
        return app.exec()
    finally:
        opvang.verwijder()
