"""The small menu items, and what the user sees when something fails."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMessageBox, QPlainTextEdit

from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync_demo.bediening import Bediening


def _knop(bediening: Bediening, dialoog: FoutDialoog, tekst: str) -> QAbstractButton:
    return next(knop for knop in dialoog.findChildren(QAbstractButton) if knop.text().replace("&", "") == tekst)


def test_over_says_version_and_licence(bediening):
    bediening.doe("over")
    box = bediening.dialoog(QMessageBox, "over")
    assert bediening.venster.kern.versie in box.text()
    assert "EUPL-1.2" in box.informativeText()
    assert "geen product van DUO" in box.informativeText()


def test_the_demo_school_is_one_click_away_and_said(bediening, monkeypatch):
    gestart = []
    monkeypatch.setattr(bediening.venster.kern, "start_demo", lambda: gestart.append(1))
    bediening.doe("demoschool")
    bediening.rust()
    assert gestart == [1]
    assert "demoschool" in bediening.venster.statusregel.melding.text().lower()


def test_an_error_shows_what_is_wrong_what_to_do_and_its_code(bediening):
    bediening.venster.toon_fout(BronSyncFout("PROC-02", peildatum="2026-01-01"))
    dialoog = bediening.dialoog(FoutDialoog)
    teksten = " ".join(label.text() for label in dialoog.findChildren(QLabel))
    assert "ouder dan 4 weken" in teksten
    assert dialoog.code == "PROC-02"
    bediening.klik(_knop(bediening, dialoog, "Kopieer voor helpdesk"))
    gekopieerd = QGuiApplication.clipboard().text()
    assert gekopieerd.startswith("Het registratieoverzicht is ouder dan 4 weken")
    assert "Code: PROC-02" in gekopieerd


def test_our_own_bug_shows_where_it_happened_and_nothing_of_its_text(bediening):
    try:
        raise ValueError("Jansen, geboren 2019")
    except ValueError as fout:
        bediening.venster.toon_fout(fout)
    dialoog = bediening.dialoog(FoutDialoog)
    assert dialoog.code == "EIGEN-01"
    bediening.klik(_knop(bediening, dialoog, "Details tonen"))
    details = bediening.deel(QPlainTextEdit, "", dialoog).toPlainText()
    assert "ValueError" in details
    assert "test_hoofdmenu.py" in details
    assert "Jansen" not in details
    assert "/" not in details.replace("\n", "").replace("en/of", "")


def test_an_exception_that_nobody_caught_is_logged_and_shown_once(bediening, monkeypatch):
    import sys

    from bronsync.domain.errors import als_fout
    from bronsync.gui.kit.fouten import Opvang

    gezien, gemeld = [], []
    opvang = Opvang(gezien.append, lambda fout: gemeld.append(fout) or als_fout(fout))
    opvang.installeer()
    try:
        for _ in range(3):  # as a paint event that fails at every repaint
            try:
                raise RuntimeError("same place")
            except RuntimeError as fout:
                sys.excepthook(RuntimeError, fout, fout.__traceback__)
        QApplication.processEvents()
    finally:
        opvang.verwijder()
    assert [type(fout) for fout in gemeld] == [RuntimeError]
    assert [(fout.code, fout.__cause__) for fout in gezien] == [("EIGEN-01", gemeld[0])]


@pytest.mark.parametrize(
    ("menukeuze", "naam"),
    [
        ("registratieoverzicht_tonen", "registratieoverzicht"),
        ("historische_inschrijvingen", "historische_inschrijvingen"),
        ("dubbele_inschrijvingen", "dubbele_inschrijvingen"),
        ("attentiesignalen", "attentiesignalen"),
    ],
)
def test_each_item_of_tonen_opens_its_own_window_also_when_there_is_nothing_yet(bediening, menukeuze, naam):
    bediening.doe(menukeuze)
    bediening.dialoog(QDialog, naam)
    bediening.rust()
    assert not bediening.venster.findChildren(FoutDialoog)


def test_a_profile_in_which_no_log_can_be_made_is_said_too(werkplek, open_venster):
    (werkplek.map / "profiel" / "logboek").write_text("no folder")
    bediening = open_venster(werkplek.map, kies="")
    assert bediening.dialoog(FoutDialoog).code == "OPSLAG-17"
