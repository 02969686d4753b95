"""The look: one typeface everywhere, also where Windows has its own (FOUTEN W4), and the program's own name on the task bar (W8)."""

import sys

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from bronsync.gui.kit.thema import DONKER_NAAM, Thema
from bronsync.gui.venster.app import OP_DE_TAAKBALK, maak_app

SOORTEN = ("QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel", "QAbstractItemView")


@pytest.fixture
def app(qapp, monkeypatch):
    """Does at each style sheet what Qt does on Windows then, as it was seen under Wine."""
    echt = QApplication.setStyleSheet

    def zet(app_, blad):
        echt(app_, blad)
        _letters_van_windows(app_)

    monkeypatch.setattr(QApplication, "setStyleSheet", zet)
    qapp.setStyleSheet("")
    yield qapp
    monkeypatch.undo()
    qapp.setFont(QFont())  # this takes those per kind away too
    qapp.setStyleSheet("")


def _letters_van_windows(app):
    soort: str
    for soort in SOORTEN:
        app.setFont(QFont("Segoe UI", 9), soort)


def _letters():
    return {QApplication.font(soort).family() for soort in SOORTEN}


def test_FOUTEN_W4_the_typeface_reaches_what_windows_gives_its_own(app):
    thema = Thema(app)
    assert _letters() == {"Inter"}
    thema.zet(DONKER_NAAM)
    assert _letters() == {"Inter"}


def test_FOUTEN_W4_also_when_windows_changes_its_colours(app):
    thema = Thema(app)
    _letters_van_windows(app)
    thema._systeem_gewijzigd()
    assert _letters() == {"Inter"}


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a task bar that asks")
def test_FOUTEN_W8_the_task_bar_knows_the_program_by_its_own_name(app):
    import ctypes

    maak_app()
    naam = ctypes.c_wchar_p()
    assert ctypes.windll.shell32.GetCurrentProcessExplicitAppUserModelID(ctypes.byref(naam)) == 0
    assert naam.value == OP_DE_TAAKBALK
