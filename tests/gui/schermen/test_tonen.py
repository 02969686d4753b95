"""Tonen (manual ch. 4) through the window: the overview, a historical one, double enrolments with a note, attentiesignalen."""

from __future__ import annotations

import zipfile
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from bronsync.adapters.system.clock import SystemClock
from bronsync.gui.schermen.tonen import AttentieDialoog, DubbeleDialoog, HistorischDialoog, OverzichtDialoog


def _toon(bediening, naam, soort):
    bediening.doe(naam)
    dialoog = bediening.dialoog(soort)
    bediening.rust()
    return dialoog


def _bladen(dialoog):
    return {blad.naam: blad for blad in dialoog.bladen._bladen}


def test_without_an_overview_each_list_says_how_to_get_one(bediening):
    dialoog = _toon(bediening, "registratieoverzicht_tonen", OverzichtDialoog)
    assert "Haal het eerst op" in dialoog.uitleg.text()
    assert not dialoog.alles.isEnabled()
    dialoog = _toon(bediening, "historische_inschrijvingen", HistorischDialoog)
    assert "Haal het eerst op" in dialoog.uitleg.text()


def test_the_overview_shows_all_of_a_pupil_as_bron_has_it(geleverd, open_venster, qtbot):
    bediening = open_venster(geleverd.map)
    dialoog = _toon(bediening, "registratieoverzicht_tonen", OverzichtDialoog)
    stand = geleverd.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    blad = _bladen(dialoog)["inschrijvingen"]
    historisch = [r for r in stand if r.get("datumUitschrijving", "9") < SystemClock().today().isoformat()]
    assert len(blad.rijen) == len(stand) - len(historisch)
    rij = dialoog.bladen.rij
    details = dict(dialoog.bladen.details_van(rij))
    assert details["Burgerservicenummer"].startswith("•")
    assert details["Leerlingnummer bij BRON"] == rij.leerlingnummer
    qtbot.keyClicks(dialoog.bladen.zoek, rij.naam[:8])
    assert 1 <= dialoog.bladen.tabel.tabelmodel.rowCount() < len(blad.rijen)
    qtbot.keyClicks(dialoog.bladen.zoek, "zzzz")
    assert dialoog.bladen.rij is None
    for _ in "zzzz":
        qtbot.keyClick(dialoog.bladen.zoek, Qt.Key.Key_Backspace)
    assert dialoog.bladen.rij is not None, "the first that is found is chosen again"
    rij = dialoog.bladen.rij
    qtbot.keyClick(dialoog.bladen.tabel, Qt.Key.Key_Return)
    assert bediening.venster.leerlingen.tabel.gekozen().sleutel == rij.sleutel


def test_counts_stand_beside_each_other_and_follow_the_teldatum(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    dialoog = _toon(bediening, "registratieoverzicht_tonen", OverzichtDialoog)
    nu = _bladen(dialoog)["telling"].rijen
    assert sum(regel.lvs for regel in nu) == sum(regel.bron for regel in nu) > 0
    dialoog.teldatum.setDate(dialoog.teldatum.date().addYears(-30))
    bediening.rust()
    assert _bladen(dialoog)["telling"].rijen == ()


def test_what_bron_changed_by_itself_is_told_after_a_new_overview(geleverd, open_venster):
    stand = geleverd.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    een = next(r for r in stand if "datumUitschrijving" not in r)
    pgn = een["persoon"].get("burgerservicenummer") or een["persoon"]["onderwijsnummer"]
    geleverd.beheer("drift", aanleverpunt="00AA00", pgn=pgn, datumInschrijving=een["datumInschrijving"], verwijder=True)
    bediening = open_venster(geleverd.map)
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    dialoog = _toon(bediening, "registratieoverzicht_tonen", OverzichtDialoog)
    (rij,) = _bladen(dialoog)["veranderingen"].rijen
    assert rij.soort == "Niet meer bij BRON"
    assert any(blad.naam == "niet_in_overzicht" for blad in dialoog.bladen._bladen)


def test_a_historical_overview_is_marked_all_the_time(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    bediening.venster.peildatum = SystemClock().today() - timedelta(days=30)
    bediening.doe("registratieoverzicht_ophalen")
    bediening.antwoord("historisch_overzicht", "historisch")
    bediening.rust()
    dialoog = _toon(bediening, "registratieoverzicht_tonen", OverzichtDialoog)
    assert not dialoog.let_op.isVisible()
    assert dialoog.welk.count() == 2
    dialoog.welk.setCurrentIndex(1)
    dialoog.welk.activated.emit(1)
    bediening.rust()
    assert dialoog.titel.text() == f"Historisch registratieoverzicht van {bediening.venster.peildatum:%d-%m-%Y}"
    assert dialoog.let_op.isVisible()


def test_the_whole_overview_goes_to_xlsx_and_numbers_only_when_asked_for(geleverd, open_venster, tmp_path):
    bediening = open_venster(geleverd.map)
    dialoog = _toon(bediening, "registratieoverzicht_tonen", OverzichtDialoog)
    bsn = next(r.pgn for r in _bladen(dialoog)["inschrijvingen"].rijen)
    for naam, aan in (("zonder.xlsx", False), ("met.xlsx", True)):
        bediening.klik(dialoog.alles)
        kies = bediening.dialoog(QFileDialog, "overzicht_bewaren")
        assert not dialoog.met_pgn.isChecked()
        dialoog.met_pgn.setChecked(aan)
        kies.fileSelected.emit(str(tmp_path / naam))
        kies.reject()
        bediening.rust()
        bediening.dialoog(QMessageBox, "overzicht_bewaard").close()
        with zipfile.ZipFile(tmp_path / naam) as bestand:
            tekst = "".join(bestand.read(deel).decode() for deel in bestand.namelist() if deel.endswith(".xml"))
        assert (bsn in tekst) is aan


def test_a_double_enrolment_keeps_its_note_and_first_day(geleverd, open_venster, qtbot):
    bsn, begin = geleverd.sql(
        "SELECT l.Burgerservicenummer, i.Inschrijfdatum FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
        " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND i.UitgeslotenVanAanlevering = 0"
        " AND l.Burgerservicenummer IS NOT NULL LIMIT 1"
    )[0]
    geleverd.beheer("brp", soort="andereschool", pgn=bsn, brin="01BB", begin=str(begin)[:10], eind=None)
    bediening = open_venster(geleverd.map)
    bediening.doe("terugkoppeling_ophalen")
    bediening.rust()
    dialoog = _toon(bediening, "dubbele_inschrijvingen", DubbeleDialoog)
    (rij,) = _bladen(dialoog)["dubbele"].rijen
    assert rij.rij.eerst_gezien == SystemClock().today().isoformat()
    assert rij.wie.naam
    assert not dialoog.bewaar.isEnabled()
    qtbot.keyClicks(dialoog.notitie, "gebeld")
    qtbot.keyClick(dialoog.notitie, Qt.Key.Key_Return)
    bediening.rust()
    (rij,) = _bladen(dialoog)["dubbele"].rijen
    assert rij.rij.notitie == "gebeld"
    assert dialoog.notitie.text() == "gebeld"
    assert dialoog.isVisible(), "Enter in the note does not close the window"


def test_an_attentiesignaal_is_explained_and_marked_as_seen(werkplek, open_venster):
    werkplek.sql("UPDATE Leerling SET Voornamen = 'Andersgenaamd' WHERE LeerlingId IN (SELECT LeerlingId FROM Inschrijving WHERE Aanleverpunt='00AA00')")  # fmt: skip
    werkplek.tot("")
    bediening = open_venster(werkplek.map)
    dialoog = _toon(bediening, "attentiesignalen", AttentieDialoog)
    rijen = _bladen(dialoog)["attentie"].rijen
    assert rijen, "the register knows other names"
    details = dict(dialoog.bladen.details_van(dialoog.bladen.rij))
    assert details["Betekenis"]
    assert details["Wat te doen"]
    dialoog.notitie.setText("besproken met de intern begeleider")
    bediening.klik(dialoog.gezien)
    bediening.rust()
    assert len(_bladen(dialoog)["attentie"].rijen) == len(rijen) - 1
    ((regel, _),) = _bladen(dialoog)["gezien"].rijen
    assert regel.notitie == "besproken met de intern begeleider", "it stays to be read"
    if len(rijen) > 1:
        bediening.klik(dialoog.alle)
        bediening.rust()
    assert _bladen(dialoog)["attentie"].rijen == []
    assert not dialoog.alle.isEnabled()
