"""The window over a small school, with the real register over mutual TLS and the real encrypted store.

An unannounced blocking dialog fails at once instead of hanging the run; every question and every dialog that a test reached is remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bronsync.gui.app import maak_app
from bronsync.gui.hoofdvenster import Hoofdvenster
from bronsync.gui.stap import gemarkeerd
from bronsync.gui.thema import Thema
from bronsync.kern import Programmakern
from end2end.conftest import Werkplek, kopie, mal, werkplek

__all__ = ["kopie", "mal", "werkplek"]

D = TypeVar("D", bound=QWidget)


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


class Bediening:
    """What a user does at the main window, waiting as he would. `venster` is the window."""

    def __init__(self, qtbot: QtBot, venster: Hoofdvenster) -> None:
        self.qtbot = qtbot
        self.venster = venster
        self.kliks = 0

    def rust(self, seconden: float = 60) -> None:
        """Until nothing runs and nothing waits."""
        self.qtbot.waitUntil(lambda: self.venster.runner.idle, timeout=int(seconden * 1000))
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.venster.runner.idle, timeout=int(seconden * 1000))

    def doe(self, naam: str) -> None:
        """A menu item by its name (`menu.py`)."""
        actie = self.venster.menukeuzes[naam]
        assert actie.isEnabled(), naam
        actie.trigger()

    def dialoog(self, soort: type[D], naam: str = "") -> D:
        """The open window of this kind."""

        def gevonden() -> D | None:
            for een in QApplication.topLevelWidgets():
                if isinstance(een, soort) and een.isVisible() and (not naam or een.objectName() == naam):
                    return een
            return None

        self.qtbot.waitUntil(lambda: gevonden() is not None, timeout=20_000)
        dialoog = gevonden()
        assert dialoog is not None
        return dialoog

    def antwoord(self, vraag: str, knop: str) -> None:
        """Clicks this button of the question with this name."""
        box = self.dialoog(QMessageBox, vraag)
        self.klik(next(een for een in box.buttons() if een.objectName() == knop))

    def klik(self, knop: QAbstractButton) -> None:
        assert knop.isVisible(), knop.text()
        assert knop.isEnabled(), knop.text()
        self.kliks += 1
        self.qtbot.mouseClick(knop, Qt.MouseButton.LeftButton)

    def volgende_stap(self) -> QAbstractButton | None:
        """The one control that the window in front marks as the next step."""
        voor = QApplication.activeModalWidget() or self.venster
        knoppen = gemarkeerd(voor)
        assert len(knoppen) <= 1, [knop.text() for knop in knoppen]
        return knoppen[0] if knoppen else None

    def foto(self, pad: Path, widget: QWidget | None = None) -> None:
        (widget or self.venster).grab().save(str(pad))


@pytest.fixture
def open_venster(qtbot: QtBot, thema: Thema) -> Iterator[Callable[..., Bediening]]:
    """Opens the window on a folder, as often as asked; closes each at the end."""
    geopend: list[Hoofdvenster] = []

    def open_(map_: Path, verbeteraar: Callable[..., str] | None = None, *, kies: str = "00AA00") -> Bediening:
        venster = Hoofdvenster(Programmakern(map_, verbeteraar), thema)
        geopend.append(venster)
        venster.show()
        bediening = Bediening(qtbot, venster)
        venster.begin()
        bediening.rust()
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
    begin = time.monotonic()
    while not venster.runner.idle and time.monotonic() - begin < 20:
        QApplication.processEvents()
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
