"""The windows beside the main window: one of each, as large as the last time, gone with the main window, and Enter never closes one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from bronsync.gui.kit.vorm import begrensd
from bronsync.gui.schermen.helpdesk import BerichtenDialoog
from bronsync.gui.schermen.helpdeskbestand import HelpdeskbestandDialoog
from bronsync.gui.schermen.tonen import AttentieDialoog, DubbeleDialoog, HistorischDialoog, OverzichtDialoog


def _open(bediening, naam, soort):
    bediening.doe(naam)
    bediening.rust()
    return bediening.dialoog(soort)


def test_it_opens_again_as_large_as_it_was(bediening):
    dialoog = _open(bediening, "berichten", BerichtenDialoog)
    dialoog.resize(QSize(777, 555))
    dialoog.close()
    assert _open(bediening, "berichten", BerichtenDialoog).size() == QSize(777, 555)


def test_asked_for_twice_there_is_one(bediening):
    _open(bediening, "berichten", BerichtenDialoog)
    _open(bediening, "berichten", BerichtenDialoog)
    assert sum(isinstance(een, BerichtenDialoog) and een.isVisible() for een in QApplication.topLevelWidgets()) == 1


def test_it_goes_with_the_main_window_and_does_not_keep_the_program_running(bediening):
    dialoog = _open(bediening, "helpdeskbestand", HelpdeskbestandDialoog)
    assert dialoog.windowHandle().transientParent() is None, "so that the main window can come before it"
    bediening.venster.close()
    assert not dialoog.isVisible()


@pytest.mark.parametrize(
    ("naam", "soort"),
    [
        ("registratieoverzicht_tonen", OverzichtDialoog),
        ("historische_inschrijvingen", HistorischDialoog),
        ("dubbele_inschrijvingen", DubbeleDialoog),
        ("attentiesignalen", AttentieDialoog),
        ("berichten", BerichtenDialoog),
        ("helpdeskbestand", HelpdeskbestandDialoog),
    ],
)
def test_enter_never_closes_a_list_and_escape_does(bediening, qtbot, naam, soort):
    dialoog = _open(bediening, naam, soort)
    for deel in (dialoog, dialoog.focusWidget() or dialoog):
        qtbot.keyClick(deel, Qt.Key.Key_Return)
        bediening.rust()
        assert dialoog.isVisible()
    qtbot.keyClick(dialoog, Qt.Key.Key_Escape)
    assert not dialoog.isVisible()


def test_no_window_is_larger_than_the_screen(monkeypatch):
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    ruimte = QGuiApplication.primaryScreen().availableSize()
    groot = begrensd(QSize(5000, 5000))
    assert groot.width() <= ruimte.width()
    assert groot.height() < ruimte.height()
    assert begrensd(QSize(300, 200)) == QSize(300, 200)
