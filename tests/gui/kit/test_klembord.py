"""What is copied asks the system to stay out of histories of the clipboard and off other devices (RELIABILITY D24)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

import bronsync.gui
from bronsync.gui.kit import klembord
from bronsync.gui.kit.klembord import Leesblad, Leestekst
from helpers.kindproces import kindproces

MARKS = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",
}


def gemerkt() -> bool:
    inhoud = QGuiApplication.clipboard().mimeData()
    return all(inhoud.data(soort).data() == waarde for soort, waarde in MARKS.items())


@pytest.fixture(autouse=True)
def _leeg(qapp):
    QGuiApplication.clipboard().setText("van een ander")
    assert not gemerkt()


def test_a_row_of_a_table_is_marked(bediening):
    tabel = bediening.venster.leerlingen.tabel
    tabel.kies_eerste()
    QTest.keyClick(tabel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "\t" in QGuiApplication.clipboard().text()
    assert gemerkt()


@pytest.mark.parametrize("methode", ["_kopieer_naam", "_kopieer_leerlingnummer", "_kopieer_pgn"])
def test_what_the_menu_of_a_pupil_copies_is_marked(bediening, methode):
    bediening.venster.leerlingen.tabel.kies_eerste()
    getattr(bediening.venster.leerlingen, methode)()
    bediening.rust()
    assert QGuiApplication.clipboard().text() not in ("", "van een ander")
    assert gemerkt()


@pytest.mark.parametrize("soort", [Leestekst, Leesblad])
def test_a_selection_of_a_text_is_marked(qtbot, soort):
    deel = soort()
    qtbot.addWidget(deel)
    deel.setPlainText("Jansen")
    deel.selectAll()
    deel.copy()
    assert QGuiApplication.clipboard().text() == "Jansen"
    assert gemerkt()


def test_the_window_copies_in_no_other_way():
    """Texts without personal data may be ordinary ones: the error, the helpdeskbestand, what an update changes."""
    map_ = Path(bronsync.gui.__file__).parent
    anders = {
        pad.stem
        for pad in map_.rglob("*.py")
        if pad.stem != "klembord"
        and re.search(r"clipboard\(|Q(PlainTextEdit|TextBrowser|TextEdit)\(", pad.read_text(encoding="utf-8"))
    }
    assert anders == {"fouten", "helpdeskbestand", "updates"}


def test_a_process_that_copied_a_pupil_ends_well_and_forgets_him(tmp_path):
    """Qt destroys its clipboard after Python is gone: what Python made must be gone before."""
    opdracht = (
        "from PySide6.QtWidgets import QApplication; from PySide6.QtGui import QGuiApplication; app = QApplication([]);"
        "from bronsync.gui.kit.klembord import kopieer_persoon; kopieer_persoon('Jansen');"
        "print(repr(QGuiApplication.clipboard().text()))"
    )
    klaar = kindproces(tmp_path / "thuis", "-c", opdracht)
    assert (klaar.returncode, klaar.stdout) == (0, "'Jansen'\n"), klaar.stderr


def test_at_the_end_only_what_is_about_a_pupil_goes(qapp):
    klembord.kopieer_persoon("Jansen")
    klembord._vergeet()
    assert QGuiApplication.clipboard().text() == ""
    klembord.kopieer("Code EIGEN-01")
    klembord._vergeet()
    assert QGuiApplication.clipboard().text() == "Code EIGEN-01"
