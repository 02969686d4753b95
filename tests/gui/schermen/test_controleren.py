"""Controleren en Synchroniseren through the window: signals, the way to the field, and when sending is available (manual ch. 6)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bronsync.gui.schermen.controleren import ControleDialoog
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync.program.profiel import Programmakern
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT


@pytest.fixture
def fout_in_lvs(werkplek: Werkplek) -> int:
    """A pupil whose sex nobody filled in; gives the inschrijving."""
    ((leerling, inschrijving, _), *_) = werkplek.sql(VAN_PUNT)
    werkplek.sql("UPDATE Leerling SET Geslacht = 'X' WHERE LeerlingId = ?", leerling)
    return int(inschrijving)


def tot_controleren(bediening: Bediening) -> ControleDialoog:
    """Overview and Acties Bepalen; the dialog is open."""
    for naam in ("registratieoverzicht_ophalen", "acties_bepalen"):
        bediening.doe(naam)
        bediening.rust()
        bediening.voorste().close() if bediening.voorste() is not bediening.venster else None
    bediening.doe("controleren_en_synchroniseren")
    bediening.rust()
    return bediening.dialoog(ControleDialoog)


def test_an_afkeur_blocks_leads_to_its_field_and_is_gone_once_corrected(
    fout_in_lvs: int, bediening: Bediening, werkplek: Werkplek, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(bediening.venster.kern, "demo", False)
    dialoog = tot_controleren(bediening)
    assert not dialoog.verzend_knop.isEnabled()
    assert dialoog.waarom.text() == "Kies eerst 'Controleer nu'."
    assert bediening.volgende_stap() is dialoog.controleer_knop
    bediening.klik(dialoog.controleer_knop)
    bediening.rust()
    assert dialoog.titel.text() == "1 actie heeft een afkeursignaal"
    assert not dialoog.verzend_knop.isEnabled()
    assert "Verbeter de gegevens in LVS2000" in dialoog.waarom.text()
    eerste = dialoog.model.zichtbaar[0]
    assert (eerste.ernst, eerste.veld, eerste.sleutel[0]) == ("afkeur", "geslacht", fout_in_lvs)
    tekst = dialoog.model.data(dialoog.model.index(0, 0))
    assert tekst == "Afkeur"
    assert dialoog.model.data(dialoog.model.index(0, 0), Qt.ItemDataRole.DecorationRole) is not None
    assert eerste.advies in dialoog.details.toPlainText()
    assert bediening.volgende_stap() is dialoog.naar_knop
    plek = dialoog.tabel.visualRect(dialoog.model.index(0, 3)).center()
    qtbot.mouseClick(dialoog.tabel.viewport(), Qt.MouseButton.LeftButton, pos=plek)
    qtbot.mouseDClick(dialoog.tabel.viewport(), Qt.MouseButton.LeftButton, pos=plek)
    bediening.rust()
    assert bediening.voorste() is bediening.venster
    assert bediening.venster.leerling.regel is not None
    assert bediening.venster.leerling.regel.sleutel[0] == fout_in_lvs
    gekozen = bediening.venster.leerling.verschillen.tabel.gekozen()
    assert gekozen is not None
    assert gekozen.regel is not None
    assert gekozen.regel.veld == "geslacht"
    werkplek.sql(
        "UPDATE Leerling SET Geslacht = 'M' WHERE LeerlingId ="
        " (SELECT LeerlingId FROM Inschrijving WHERE InschrijvingId = ?)",
        fout_in_lvs,
    )
    bediening.doe("acties_bepalen")  # the actie is made anew from the corrected data
    bediening.rust()
    bediening.voorste().close()
    bediening.doe("controleren_en_synchroniseren")
    bediening.rust()
    dialoog = bediening.dialoog(ControleDialoog)
    bediening.klik(dialoog.controleer_knop)
    bediening.rust()
    assert dialoog.verzend_knop.isEnabled()
    assert not dialoog.waarom.isVisible()


def test_attenties_alone_do_not_block(bediening: Bediening) -> None:
    dialoog = tot_controleren(bediening)
    bediening.klik(dialoog.controleer_knop)
    bediening.rust()
    assert {regel.ernst for regel in dialoog.model.rijen} == {"attentie"}
    assert bediening.volgende_stap() is dialoog.verzend_knop
    bediening.klik(dialoog.verzend_knop)
    bediening.rust()
    assert bediening.dialoog(VerzendWizard).isVisible()


def test_in_the_demo_the_played_administration_is_the_next_step(fout_in_lvs: int, bediening: Bediening) -> None:
    assert bediening.venster.kern.demo
    dialoog = tot_controleren(bediening)
    bediening.klik(dialoog.controleer_knop)
    bediening.rust()
    assert bediening.volgende_stap() is dialoog.verder
    assert "Laat verbeteren in LVS2000" in dialoog.verder.text()


def test_without_acties_it_explains_itself(aan_tafel: Bediening) -> None:
    aan_tafel.doe("controleren_en_synchroniseren")
    aan_tafel.rust()
    dialoog = aan_tafel.dialoog(ControleDialoog)
    assert dialoog.titel.text() == "Geen acties om te controleren"
    assert "geen acties" in dialoog.tabel.leeg
    assert not dialoog.controleer_knop.isEnabled()
    assert not dialoog.verzend_knop.isVisible()
    aan_tafel.klik(dialoog.verder)
    assert aan_tafel.voorste() is aan_tafel.venster


def test_without_a_certificate_sending_is_not_available(
    geleverd: Werkplek, aan_tafel: Bediening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((_, inschrijving, _), *_) = geleverd.sql(VAN_PUNT)
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", inschrijving
    )
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    aan_tafel.voorste().close()
    aan_tafel.doe("controleren_en_synchroniseren")
    aan_tafel.rust()
    dialoog = aan_tafel.dialoog(ControleDialoog)
    bediend = Programmakern.met

    def zonder(zelf, progress):
        from dataclasses import replace

        return replace(bediend(zelf, progress), certificaat_tot=None)

    bediening_klik = dialoog.controleer_knop
    aan_tafel.klik(bediening_klik)
    aan_tafel.rust()
    assert dialoog.verzend_knop.isEnabled()
    monkeypatch.setattr(Programmakern, "met", zonder)
    dialoog._lees()
    aan_tafel.rust()
    assert not dialoog.verzend_knop.isEnabled()
    assert "geen certificaat" in dialoog.waarom.text()


def test_the_keyboard_alone_checks_and_goes_on(bediening: Bediening, qtbot: QtBot) -> None:
    dialoog = tot_controleren(bediening)
    assert dialoog.focusWidget() is dialoog.controleer_knop
    qtbot.keyClick(dialoog.controleer_knop, Qt.Key.Key_Space)
    bediening.rust()
    assert dialoog.focusWidget() is dialoog.verzend_knop
    qtbot.keyClick(dialoog.verzend_knop, Qt.Key.Key_Space)
    bediening.rust()
    assert bediening.dialoog(VerzendWizard).isVisible()
