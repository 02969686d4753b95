"""The window over a small school, with the real register over mutual TLS and the real encrypted store.

An unannounced blocking dialog fails at once instead of hanging the run; every question and every dialog that a test reached is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMenu, QMessageBox, QPushButton

from bronsync.gui.kit.thema import Thema
from bronsync.gui.venster.app import maak_app
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
from bronsync.program.profiel import Programmakern
from bronsync_demo.bediening import Bediening, wacht_tot
from end2end.conftest import Werkplek, _open_each_key_once, geleverd, kopie, mal, voorraad, werkplek
from gui.geleverd import aan_tafel

__all__ = ["_open_each_key_once", "aan_tafel", "geleverd", "kopie", "mal", "voorraad", "werkplek"]


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    """pytest-qt's own fixture asks for the way to make the application: ours, in Dutch."""
    return lambda _: maak_app()


@pytest.fixture(scope="session")
def thema(qapp: QApplication) -> Thema:
    return Thema(qapp)


@pytest.fixture(autouse=True)
def geen_modalen(monkeypatch: pytest.MonkeyPatch) -> None:
    def weiger(zelf: Any = None, *_: object, **__: object) -> None:
        tekst = zelf.text() if isinstance(zelf, QMessageBox) else ""
        raise AssertionError(f"{type(zelf).__name__} blocks the window: {tekst!r}")

    for soort in (QDialog, QMessageBox, QFileDialog, QInputDialog, QMenu):
        monkeypatch.setattr(soort, "exec", weiger)
    for naam in ("question", "warning", "critical", "information", "about"):
        monkeypatch.setattr(QMessageBox, naam, weiger)
    for naam in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, naam, weiger)
    for naam in ("getText", "getItem", "getInt", "getDouble", "getMultiLineText"):
        monkeypatch.setattr(QInputDialog, naam, weiger)


@pytest.fixture(autouse=True)
def eerst_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question that any test answers is first given Enter and the space bar: neither answers it (FOUTEN R8)."""
    echt = Bediening.antwoord

    def antwoord(zelf: Bediening, vraag: str, knop: str) -> None:
        box = zelf.dialoog(QMessageBox, vraag)
        keuzes = [een for een in box.buttons() if een.objectName()]
        if len(keuzes) > 1:
            assert not any(
                isinstance(een, QPushButton) and (een.isDefault() or een.autoDefault()) for een in box.buttons()
            )
            for doel in (box.focusWidget() or box, *keuzes):
                QTest.keyClick(doel, Qt.Key.Key_Return)
                QTest.keyClick(doel, Qt.Key.Key_Enter)
            QTest.keyClick(box.focusWidget() or box, Qt.Key.Key_Space)
            QApplication.processEvents()
            assert box.isVisible(), f"Enter or space answered {vraag}"
        echt(zelf, vraag, knop)

    monkeypatch.setattr(Bediening, "antwoord", antwoord)


@pytest.fixture
def open_venster(thema: Thema) -> Iterator[Callable[..., Bediening]]:
    """Opens the window on a folder, as often as asked; closes each at the end."""
    geopend: list[Hoofdvenster] = []

    def open_(map_: Path, verbeteraar: Callable[..., str] | None = None, *, kies: str = "00AA00") -> Bediening:
        venster = Hoofdvenster(Programmakern(map_, verbeteraar), thema)
        geopend.append(venster)
        venster.show()
        bediening = Bediening(venster)
        venster.begin()
        bediening.rust()
        venster.toon_leerlingen()
        if kies and not venster.aanleverpunt:
            venster.kies_aanleverpunt(kies)
            bediening.rust()
        return bediening

    yield open_
    for venster in geopend:
        sluit(venster)


def sluit(venster: Hoofdvenster) -> None:
    """Ends worker and session; leaves no window behind."""
    for een in QApplication.topLevelWidgets():
        if een is not venster and een.isVisible():
            een.close()
    assert venster.runner.shutdown(20), "the worker did not end"
    wacht_tot(lambda: venster.runner.idle, 20, "the last signals")
    venster.hide()
    venster.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def bediening(werkplek: Werkplek, open_venster: Callable[..., Bediening]) -> Bediening:
    """The window on the small school with its register running, aanleverpunt 00AA00 chosen."""
    return open_venster(werkplek.map)


@pytest.fixture
def venster(bediening: Bediening) -> Hoofdvenster:
    """The main window itself."""
    return bediening.venster
