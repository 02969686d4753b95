"""The look: one typeface everywhere, also where Windows has its own (FOUTEN W4), and the program's own name on the task bar (W8)."""

import sys

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from bronsync.gui.kit.thema import Thema
from bronsync.gui.venster.app import OP_DE_TAAKBALK, maak_app

SOORTEN = ("QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel", "QAbstractItemView")


@pytest.fixture
def app(qapp):
    yield qapp
    qapp.setFont(QFont())  # this takes those per kind away too
    qapp.setStyleSheet("")


def test_FOUTEN_W4_the_typeface_reaches_what_windows_gives_its_own(app):
    thema = Thema(app)
    soort: str
    for soort in SOORTEN:
        app.setFont(
            QFont("Segoe UI", 9), soort
        )  # as Qt does on Windows, at the start and at each change of its colours
    thema._systeem_gewijzigd()
    assert {QApplication.font(soort).family() for soort in SOORTEN} == {"Inter"}


def test_FOUTEN_W4_at_the_start_too(app):
    Thema(app)
    assert {QApplication.font(soort).family() for soort in SOORTEN} == {"Inter"}


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a task bar that asks")
def test_FOUTEN_W8_the_task_bar_knows_the_program_by_its_own_name(app):
    import ctypes

    maak_app()
    naam = ctypes.c_wchar_p()
    assert ctypes.windll.shell32.GetCurrentProcessExplicitAppUserModelID(ctypes.byref(naam)) == 0
    assert naam.value == OP_DE_TAAKBALK
