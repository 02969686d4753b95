"""The checklist of the teldatum on the screen: ticked off with an icon and a word, who is missing leads to his pupil, another day can be asked."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt

from bronsync.gui.schermen.teldatum import TeldatumDialoog
from bronsync_demo.bediening import Bediening
from gui.geleverd import VAN_PUNT


def _open(bediening: Bediening) -> TeldatumDialoog:
    bediening.doe("teldatum")
    bediening.rust()
    return bediening.dialoog(TeldatumDialoog)


def test_it_ticks_off_what_is_right_and_leads_to_who_is_missing(geleverd, aan_tafel: Bediening):
    (_, inschrijving, _), *_ = geleverd.sql(VAN_PUNT)
    geleverd.sql("UPDATE Inschrijving SET Voadvies = '99' WHERE InschrijvingId = ?", inschrijving)
    venster = aan_tafel.venster
    venster.ververs()
    aan_tafel.rust()
    dialoog = _open(aan_tafel)
    vandaag = QDate.currentDate()
    dialoog.dag.setDate(vandaag)
    aan_tafel.rust()
    assert dialoog.titel.text().startswith(f"Teldatum {vandaag.toString('dd-MM-yyyy')}: ")
    keuze = dialoog.bladen.keuze
    teksten = [keuze.item(nummer).text() for nummer in range(keuze.count())]
    assert "Het registratieoverzicht is nieuw genoeg" in teksten
    assert "De gegevens zijn gelijk: 1 niet" in teksten
    assert all(not keuze.item(nummer).icon().isNull() for nummer in range(keuze.count()))
    dialoog.bladen.toon("overzicht")
    assert dialoog.bladen.tabel.leeg == "Dit is in orde."
    dialoog.bladen.toon("gelijk")
    tabel = dialoog.bladen.tabel
    assert dialoog.bladen.uitleg.text() == "Voer Acties Bepalen uit."
    tabel.kies_eerste()
    tabel.setFocus(Qt.FocusReason.OtherFocusReason)
    aan_tafel.klik(dialoog.naar)
    aan_tafel.rust()
    assert venster.gekozen_leerling is not None
    assert venster.gekozen_leerling.sleutel[0] == inschrijving


def test_it_begins_on_the_first_of_october(aan_tafel: Bediening):
    dialoog = _open(aan_tafel)
    assert (dialoog.dag.date().month(), dialoog.dag.date().day()) == (10, 1)
