"""The connection dialog on rights that are too wide, and the window on an aanleverpunt that is taken."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.beheer.verbinding_wijzigen import rechten_attentie
from bronsync.application.ports import Rechten
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync.gui.schermen.verbinding import VerbindingDialoog
from bronsync.resources import resource

BEHEERDER = rechten_attentie(Rechten.BEHEERDER)


@pytest.fixture
def dialoog(bediening):
    bediening.doe("verbinding")
    dialoog = bediening.dialoog(VerbindingDialoog)
    bediening.rust()
    return dialoog


def test_C_55_an_account_that_fits_shows_nothing_and_the_dialog_closes(bediening, dialoog):
    bediening.klik(dialoog.test)
    bediening.rust()
    assert "De verbinding werkt" in dialoog.uitslag.text()
    assert not dialoog.attentie.isVisible()
    assert not dialoog.script.isVisible()
    bediening.klik(dialoog.verbind)
    bediening.rust()
    assert not [een for een in QApplication.topLevelWidgets() if isinstance(een, VerbindingDialoog) and een.isVisible()]


def test_C_55_too_many_rights_are_told_and_the_script_can_be_copied(bediening, dialoog, monkeypatch):
    monkeypatch.setattr(LvsDatabase, "rechten", lambda _lvs: Rechten.BEHEERDER)
    bediening.klik(dialoog.test)
    bediening.rust()
    assert "De verbinding werkt" in dialoog.uitslag.text()
    assert (dialoog.attentie.isVisible(), dialoog.attentie.text()) == (True, BEHEERDER)
    bediening.klik(dialoog.script)
    bediening.rust()
    script = resource("lvs2000", "rechten.sql").read_text(encoding="utf-8")
    assert QApplication.clipboard().text() == script
    assert dialoog.uitslag.text().startswith("Gekopieerd.")


def test_C_55_the_connection_is_made_all_the_same_and_the_warning_stays_to_be_read(bediening, dialoog, monkeypatch):
    monkeypatch.setattr(LvsDatabase, "rechten", lambda _lvs: Rechten.BEHEERDER)
    bediening.klik(dialoog.verbind)
    bediening.rust()
    assert dialoog.uitslag.text() == "De verbinding is gemaakt."
    assert dialoog.attentie.text() == BEHEERDER
    assert bediening.venster.aanleverpunt == "00AA00"
    bediening.klik(dialoog.annuleer)


def test_B12_a_right_that_is_missing_is_told_and_the_script_is_offered(bediening, dialoog, monkeypatch):
    def mag_niet(_lvs):
        raise BronSyncFout("LVS-15", onderdeel="tabel Begeleiding", recht="lezen")

    monkeypatch.setattr(LvsDatabase, "keuring", mag_niet)
    for knop in (dialoog.test, dialoog.verbind):
        bediening.klik(knop)
        bediening.rust()
        assert "mag tabel Begeleiding niet lezen" in dialoog.uitslag.text()
        assert dialoog.script.isVisible()
    bediening.klik(dialoog.script)
    bediening.rust()
    assert QApplication.clipboard().text() == resource("lvs2000", "rechten.sql").read_text(encoding="utf-8")


def test_the_test_says_from_which_schema_is_read(bediening, dialoog, monkeypatch):
    monkeypatch.setattr(LvsDatabase, "keuring", lambda _lvs: "Gelezen wordt uit schema bronsync.")
    bediening.klik(dialoog.test)
    bediening.rust()
    assert dialoog.uitslag.text().endswith(". Gelezen wordt uit schema bronsync.")


def test_FOUT_21_the_window_says_where_the_work_goes_on_and_since_when(werkplek, open_venster):
    ander = LvsDatabase(f"sqlite:///{werkplek.lvs.as_posix()}")
    with ander.vergrendel("00AA00"):
        bediening = open_venster(werkplek.map, kies="")
        fout = bediening.dialoog(FoutDialoog)
        teksten = " ".join(label.text() for label in fout.findChildren(QLabel))
        assert re.search(r"00AA00 wordt al gewerkt, op deze computer, sinds \d\d-\d\d-\d{4} \d\d:\d\d\.", teksten)
        assert "LVS-09" in teksten
        fout.close()
