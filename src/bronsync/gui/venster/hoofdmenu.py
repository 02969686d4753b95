"""The small menu items: Exporteren, Afdrukken, Overzicht, Verversen, Zoeken, PGN tonen, Sorteren, Demoschool, Over, Afsluiten."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from bronsync.gui.venster.hoofdvenster import Hoofdvenster


def exporteren(venster: Hoofdvenster) -> None:
    """'Exporteren naar XLSX' of the pupil list."""
    from bronsync.gui.lijst import uitvoer

    uitvoer.exporteer(venster, venster.leerlingen.tabel, "Leerlingen")


def afdrukken(venster: Hoofdvenster) -> None:
    """'Afdrukken' of the pupil list."""
    from bronsync.gui.lijst import uitvoer

    uitvoer.druk_af(venster, venster.leerlingen.tabel, "Leerlingen")


def overzicht(venster: Hoofdvenster) -> None:
    """All aanleverpunten on one page, and back."""
    venster.toon_overzicht()


def verversen(venster: Hoofdvenster) -> None:
    """Verversen (manual ch. 4)."""
    venster.ververs()


def zoeken(venster: Hoofdvenster) -> None:
    """To the search field."""
    venster.leerlingen.zoek.setFocus(Qt.FocusReason.ShortcutFocusReason)
    venster.leerlingen.zoek.selectAll()


def pgn_tonen(venster: Hoofdvenster) -> None:
    """One click unmasks the column."""
    venster.leerlingen.wissel_pgn()


def sorteren(venster: Hoofdvenster) -> None:
    """The columns to sort by."""
    venster.leerlingen.sorteermenu()


def afsluiten(venster: Hoofdvenster) -> None:
    """Closes the window."""
    venster.close()


def demoschool(venster: Hoofdvenster) -> None:
    """A window of its own on a demo school."""
    venster.runner.query("demoschool", lambda kern, _: kern.start_demo(), partial(_demo_gestart, venster))


def _demo_gestart(venster: Hoofdvenster, _: object) -> None:
    venster.meld("De demoschool wordt geopend in een eigen venster. Dat duurt een halve minuut.")


def over(venster: Hoofdvenster) -> None:
    """Version and licence."""
    box = QMessageBox(venster)
    box.setObjectName("over")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("Over BRON Sync")
    box.setIconPixmap(venster.windowIcon().pixmap(64, 64))
    box.setText(f"BRON Sync {venster.kern.versie}")
    box.setInformativeText(
        "Wisselt leerlinggegevens uit tussen LVS2000 en BRON.\n\n"
        "Dit programma heeft een eigen koppelvlak en een nagebootst register; het is geen product van DUO.\n\n"
        "Licentie: EUPL-1.2. Lettertype Inter: SIL Open Font License. Qt: LGPL-3."
    )
    box.addButton("&Sluiten", QMessageBox.ButtonRole.AcceptRole)
    box.open()
