"""The helpdesk's window (manual ch. 6): a message found by pupil, code, date and status; and what is copied holds no name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication

from bronsync.application.tonen.leerlingen import Toon
from bronsync.gui.schermen.helpdesk import BerichtenDialoog


@pytest.fixture
def bediening(werkplek, open_venster):
    """A school of which one delivery was rejected by BRON at once or in the feedback."""
    werkplek.sql("UPDATE Leerling SET Voornamen = 'Andersgenaamd' WHERE LeerlingId IN (SELECT LeerlingId FROM Inschrijving WHERE Aanleverpunt='00AA00')")  # fmt: skip
    werkplek.tot("")
    return open_venster(werkplek.map)


@pytest.fixture
def dialoog(bediening):
    bediening.doe("berichten")
    dialoog = bediening.dialoog(BerichtenDialoog)
    bediening.rust()
    return dialoog


def _rijen(dialoog):
    return dialoog.tabel.tabelmodel.zichtbaar


def _zoek(bediening, dialoog):
    dialoog.zoek()
    bediening.rust()
    return _rijen(dialoog)


def test_all_messages_are_there_newest_first(bediening, dialoog):
    rijen = _rijen(dialoog)
    assert len(rijen) > 5
    assert [r.tijdstip for r in rijen] == sorted((r.tijdstip for r in rijen), reverse=True)
    assert {r.richting for r in rijen} == {"naar BRON", "van BRON"}


def test_a_message_is_found_by_pupil_by_code_by_day_and_by_status(bediening, dialoog, qtbot):
    alle = _rijen(dialoog)
    met_code = next(r for r in alle if r.codes)
    qtbot.keyClicks(dialoog.leerling, met_code.wie.pgn)
    qtbot.waitUntil(lambda: 0 < len(_rijen(dialoog)) < len(alle), timeout=10_000)
    assert {r.wie.pgn for r in _rijen(dialoog)} == {met_code.wie.pgn}
    dialoog.leerling.clear()
    dialoog.code.setText(met_code.codes[0])
    assert all(met_code.codes[0] in r.codes for r in _zoek(bediening, dialoog))
    dialoog.code.setText(met_code.korte_code)
    assert {r.korte_code for r in _zoek(bediening, dialoog)} == {met_code.korte_code}
    van_actie = {(r.bericht_id, r.ontvangstnummer) for r in alle if r.actie == met_code.actie}
    dialoog.code.setText(f"A-{met_code.actie}")
    assert {(r.bericht_id, r.ontvangstnummer) for r in _zoek(bediening, dialoog)} == van_actie
    ontvangen = next(r for r in alle if r.ontvangstnummer)
    dialoog.code.setText(f"t{ontvangen.ontvangstnummer}")
    assert _zoek(bediening, dialoog) == [ontvangen]
    dialoog.code.setText(ontvangen.bericht_id.upper())
    assert ontvangen in _zoek(bediening, dialoog)
    dialoog.code.clear()
    dialoog.status.setCurrentIndex(dialoog.status.findData(met_code.stand))
    assert {r.stand for r in _zoek(bediening, dialoog)} == {met_code.stand}
    dialoog.status.setCurrentIndex(0)
    dialoog.periode.setCurrentIndex(dialoog.periode.count() - 1)
    assert dialoog.vanaf.isEnabled()
    dialoog.tot.setDate(QDate.currentDate().addDays(-3))
    assert _zoek(bediening, dialoog) == []


def test_the_exact_text_its_explanation_the_timeline_and_the_xml_are_shown(bediening, dialoog):
    met_code = next(r for r in _rijen(dialoog) if r.codes and r.richting == "van BRON")
    dialoog.tabel.kies((met_code.bericht_id, met_code.ontvangstnummer))
    bediening.rust()
    uitleg = dialoog.uitleg.toPlainText()
    assert dialoog.detail.oorspronkelijk[0] in uitleg
    assert "Betekenis" in uitleg
    assert "verzonden" in dialoog.tijdlijn.toPlainText()
    assert not dialoog.xml.toPlainText(), "only when asked for"
    dialoog.tabs.setCurrentIndex(2)
    assert "<terugkoppeling" in dialoog.xml.toPlainText()


def test_what_is_copied_has_the_code_and_no_name(bediening, dialoog):
    met_code = next(r for r in _rijen(dialoog) if r.codes and r.wie.naam)
    dialoog.tabel.kies((met_code.bericht_id, met_code.ontvangstnummer))
    bediening.rust()
    bediening.klik(dialoog.kopieer)
    tekst = QGuiApplication.clipboard().text()
    assert met_code.korte_code in tekst
    assert met_code.wie.naam.split(",")[0] not in tekst
    assert met_code.wie.pgn not in tekst


def test_enter_leads_to_the_pupil(bediening, dialoog):
    met_leerling = next(r for r in _rijen(dialoog) if r.wie.sleutel)
    dialoog.tabel.kies((met_leerling.bericht_id, met_leerling.ontvangstnummer))
    bediening.klik(dialoog.naar)
    assert bediening.venster.leerlingen.tabel.gekozen().sleutel == met_leerling.wie.sleutel


def test_helpdesk_and_school_name_one_pupil_by_a_reference(bediening, dialoog, qtbot):
    """RELIABILITY E3: read out, typed in, found; in the list of pupils, at the pupil and in the messages; and it is no number of his."""
    paneel, tabs = bediening.venster.leerlingen, bediening.venster.leerling
    met_code = next(r for r in _rijen(dialoog) if r.codes and r.wie.naam)
    dialoog.tabel.kies((met_code.bericht_id, met_code.ontvangstnummer))
    bediening.klik(dialoog.naar)
    bediening.rust()
    leerling = paneel.gekozen()
    verwijzing = tabs.details.verwijzing
    assert len(verwijzing) == 10
    assert f"voor de helpdesk {verwijzing}" in tabs.bijzonder.text()
    assert tabs.bijzonder.minimumSizeHint().width() < tabs.bijzonder.fontMetrics().horizontalAdvance(
        tabs.bijzonder.text()
    )
    assert leerling.leerlingnummer not in verwijzing
    _zoek(bediening, dialoog)
    dialoog.leerling.setText(verwijzing.lower())
    gevonden = _zoek(bediening, dialoog)
    assert met_code in gevonden
    assert {r.wie.sleutel for r in gevonden} == {leerling.sleutel}
    dialoog.tabel.kies((met_code.bericht_id, met_code.ontvangstnummer))
    bediening.rust()
    bediening.klik(dialoog.kopieer)
    assert f"Leerling: {verwijzing}, PGN: " in QGuiApplication.clipboard().text()
    paneel.zoek.setText(f" {verwijzing.lower()} ")
    assert {r.leerlingnummer for r in paneel.model.zichtbaar} == {leerling.leerlingnummer}
    paneel.zoek.setText("L-2222222")
    assert paneel.model.zichtbaar == []
    assert "geen leerling de verwijzing L-2222222" in paneel.tabel.leeg
    paneel.zoek.clear()
    assert len(paneel.model.zichtbaar) > 5


def test_an_uitgesloten_pupil_is_found_by_his_reference_too(bediening):
    paneel = bediening.venster.leerlingen
    paneel.toon(Toon.HUIDIG)
    verborgen = next(r for r in paneel.model.rijen if r not in paneel.model.zichtbaar)
    paneel.zoek.setText(paneel._verwijs(verborgen.leerlingnummer))
    assert verborgen in paneel.model.zichtbaar
    paneel.zoek.setText(verborgen.lvs_naam)
    assert verborgen not in paneel.model.zichtbaar


def test_the_reference_stays_after_a_new_start(bediening, werkplek, open_venster):
    paneel = bediening.venster.leerlingen
    eerst = [paneel._verwijs(r.leerlingnummer) for r in paneel.model.rijen]
    bediening.venster.kern.sluit()
    paneel = open_venster(werkplek.map).venster.leerlingen
    assert [paneel._verwijs(r.leerlingnummer) for r in paneel.model.rijen] == eerst
    assert all(eerst)


def test_what_is_copied_at_the_pupil_names_nobody_either(bediening, dialoog):
    met_code = next(r for r in _rijen(dialoog) if r.codes and r.wie.naam)
    dialoog.tabel.kies((met_code.bericht_id, met_code.ontvangstnummer))
    bediening.klik(dialoog.naar)
    bediening.rust()
    tabs = bediening.venster.leerling
    tabs.tabs.setCurrentWidget(tabs.acties)
    tabs.acties._kopieer()
    bediening.rust()
    tekst = QGuiApplication.clipboard().text()
    assert tabs.details.verwijzing in tekst
    assert "Exacte tekst van BRON:" in tekst
    assert "Andersgenaamd" not in tekst
    assert met_code.wie.naam.split(",")[0] not in tekst
