"""Ophalen (manual ch. 4 and 7) through the window, against the real register: the countdown, cancelling, and the result per kind."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from bronsync.adapters.system.clock import SystemClock
from bronsync.application.records import AuditRij
from bronsync.gui.kit.stap import gemarkeerd
from bronsync.gui.schermen.ophalen import OphaalDialoog


def _bekende(werkplek, meer=""):
    """A leerling with a BSN who is in on this aanleverpunt: InschrijvingId, BSN, Inschrijfdatum, Achternaam."""
    return werkplek.sql(
        "SELECT i.InschrijvingId, l.Burgerservicenummer, i.Inschrijfdatum, l.Achternaam"
        " FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
        " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND i.UitgeslotenVanAanlevering = 0"
        f" AND l.Burgerservicenummer IS NOT NULL {meer} LIMIT 1"
    )[0]


def _haal(bediening, naam="terugkoppeling_ophalen"):
    bediening.doe(naam)
    bediening.rust()
    dialoog = bediening.dialoog(OphaalDialoog, "ophalen")
    assert dialoog.stack.currentIndex() == 1
    return dialoog


def _bladen(dialoog):
    return {blad.naam: blad for blad in dialoog.bladen._bladen} if dialoog.bladen.isVisible() else {}


def test_an_overview_ends_with_how_many_registrations_there_are(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    dialoog = _haal(bediening, "registratieoverzicht_ophalen")
    assert "Registratieoverzicht van" in dialoog.titel.text()
    assert bediening.venster.toestand.leeftijd_dagen == 0
    assert dialoog.verder.isVisible()
    bediening.klik(dialoog.verder)


def test_nothing_waiting_is_said(bediening):
    _haal(bediening, "registratieoverzicht_ophalen").close()
    dialoog = _haal(bediening)
    assert dialoog.titel.text() == "BRON heeft niets klaargezet."
    assert not dialoog.naar.isVisible()


def test_the_countdown_is_seen_and_can_be_cancelled(werkplek, open_venster, qtbot):
    (werkplek.map / "profiel" / "instellingen.json").write_text(json.dumps({"wachttijd": 60}), encoding="utf-8")
    bediening = open_venster(werkplek.map)
    bediening.doe("registratieoverzicht_ophalen")
    dialoog = bediening.dialoog(OphaalDialoog, "ophalen")
    qtbot.waitUntil(lambda: "seconden" in dialoog.bezig.text(), timeout=20_000)
    assert dialoog.balk.maximum() == 60
    assert not dialoog.sluitknop.isVisible()
    qtbot.keyClick(dialoog, Qt.Key.Key_Escape)
    assert not dialoog.stop.isEnabled()
    bediening.rust()
    assert dialoog.titel.text() == "Het ophalen is gestopt."
    bediening.klik(dialoog.sluitknop)
    (werkplek.map / "profiel" / "instellingen.json").write_text(json.dumps({"wachttijd": 0}), encoding="utf-8")


def test_feedback_of_every_kind_is_listed_and_leads_to_its_pupil(geleverd, open_venster, qtbot):
    een, bsn, begin, _ = _bekende(geleverd)
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"achternaam": "Vernieuwd"})
    elders = {"soort": "andereschool", "pgn": bsn, "brin": "01BB", "begin": str(begin)[:10], "eind": None}
    geleverd.beheer("brp", **elders)
    bediening = open_venster(geleverd.map)
    dialoog = _haal(bediening)
    bladen = _bladen(dialoog)
    assert list(bladen) == ["Spontane mutaties", "teruggeschreven", "dubbele"], "double enrolments come last"
    (terug,) = bladen["teruggeschreven"].rijen
    assert (terug.veld, terug.wordt, terug.gelukt) == ("Achternaam", "Vernieuwd", True)
    dialoog.bladen.toon("teruggeschreven")
    tabel = dialoog.bladen.tabel
    tabel.setCurrentIndex(tabel.tabelmodel.index(0, 0))
    tabel.setFocus()
    qtbot.keyClick(tabel, Qt.Key.Key_Return)
    gekozen = bediening.venster.leerlingen.tabel.gekozen()
    assert gekozen.sleutel == (een, "", "")
    assert "Vernieuwd" in gekozen.lvs_naam
    assert geleverd.sql("SELECT Achternaam FROM Leerling l JOIN Inschrijving i USING (LeerlingId) WHERE InschrijvingId=?", een) == [("Vernieuwd",)]  # fmt: skip


def test_numbers_are_masked_until_asked_for(geleverd, open_venster):
    _, bsn, begin, _ = _bekende(geleverd)
    geleverd.beheer("brp", soort="andereschool", pgn=bsn, brin="01BB", begin=str(begin)[:10], eind=None)
    bediening = open_venster(geleverd.map)
    dialoog = _haal(bediening)
    dialoog.bladen.toon("dubbele")
    model = dialoog.bladen.tabel.tabelmodel
    assert model.data(model.index(0, 1)) != bsn
    dialoog.bladen.pgn.setChecked(True)
    assert model.data(model.index(0, 1)) == bsn
    bediening.rust()
    omg = bediening.venster.kern._sessie.omgeving
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        assert [rij.onderwerp for rij in unit.all(AuditRij) if rij.naar == "ingezien"] == ["lijst met PGN"]


def test_a_historical_overview_says_what_it_means_and_is_kept_for_viewing(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    bediening.venster.peildatum = SystemClock().today() - timedelta(days=30)
    bediening.doe("registratieoverzicht_ophalen")
    bediening.antwoord("historisch_overzicht", "historisch")
    bediening.rust()
    assert bediening.venster.statusregel.overzicht.text().startswith("Historisch overzicht van ")
    dialoog = bediening.dialoog(OphaalDialoog, "ophalen")
    assert dialoog.titel.text().endswith("alleen om te bekijken.")
    bediening.doe("registratieoverzicht_ophalen")
    vraag = bediening.dialoog(QMessageBox, "historisch_overzicht")
    assert [knop.objectName() for knop in gemarkeerd(vraag)] == ["vandaag"], (
        "the marked buttons do not lead in a circle"
    )
    bediening.antwoord("historisch_overzicht", "vandaag")
    bediening.rust()
    assert bediening.venster.peildatum is None
    titels = [een.titel.text() for een in QApplication.topLevelWidgets() if isinstance(een, OphaalDialoog) and een.isVisible()]  # fmt: skip
    assert len(titels) == 1, "the older result made place"
    assert titels[0].startswith("Registratieoverzicht van")


def test_a_network_error_is_told_and_can_be_tried_again(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    geleverd.storing("verbinding_dicht", aantal=None)
    dialoog = _haal(bediening)
    assert dialoog.titel.text() == "Het ophalen is niet gelukt."
    assert "(NET-" in dialoog.mislukt.text()
    bediening.klik(dialoog.kopieer)
    assert "(NET-" in QGuiApplication.clipboard().text()
    geleverd.beheer("storing", wis=True)
    bediening.klik(dialoog.opnieuw)
    bediening.rust()
    assert dialoog.titel.text() == "BRON heeft niets klaargezet."
    assert not dialoog.opnieuw.isVisible()


def test_an_error_carries_the_code_of_the_session_for_the_helpdesk(bediening, werkplek):
    werkplek.stop_register()
    dialoog = _haal(bediening)
    assert re.search(r"\(NET-01 / [0-9A-Z]{4}\)$", dialoog.mislukt.text())
