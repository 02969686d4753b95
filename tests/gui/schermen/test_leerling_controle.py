"""Controleer deze leerling through the window: the signals, and the way to the field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bronsync.gui.schermen.leerling_controle import LeerlingControleDialoog
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT


def test_a_pupil_is_checked_and_a_signal_leads_to_its_field(werkplek: Werkplek, bediening: Bediening) -> None:
    ((leerling, inschrijving, _), *_) = werkplek.sql(VAN_PUNT)
    werkplek.sql("UPDATE Leerling SET Geslacht = 'X' WHERE LeerlingId = ?", leerling)
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    bediening.venster.ga_naar((int(inschrijving), "", ""))
    bediening.rust()
    bediening.doe("controleer_leerling")
    bediening.rust()
    dialoog = bediening.dialoog(LeerlingControleDialoog)
    assert "afkeursignaal" in dialoog.kopbalk.titel.text()
    assert dialoog.model.zichtbaar[0].veld == "geslacht"
    QTest.keyClick(dialoog.tabel, Qt.Key.Key_Return)
    bediening.rust()
    regel = bediening.venster.leerling.verschillen.tabel.gekozen()
    assert regel is not None
    assert regel.regel.veld == "geslacht"
    werkplek.sql("UPDATE Leerling SET Geslacht = 'V' WHERE LeerlingId = ?", leerling)
    bediening.klik(dialoog.opnieuw_knop)
    bediening.rust()
    assert "geslacht" not in {een.veld for een in dialoog.model.rijen}
    dialoog.close()
