"""Zet terug in the window: at the pupil and at the result of an Ophalen, on the real school and register."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from bronsync.gui.schermen.gewijzigd import Gewijzigd
from bronsync.gui.schermen.ophalen import OphaalDialoog
from gui.geleverd import VAN_PUNT

FOTO = os.environ.get("BRONSYNC_FOTO", "")


def _foto(bediening, naam, widget):
    if FOTO:
        bediening.rust()
        widget.grab().save(str(Path(FOTO) / f"{naam}.png"))


def _kies(bediening, inschrijving) -> Gewijzigd:
    """The tab of this pupil."""
    venster = bediening.venster
    venster.leerlingen.tabel.kies((inschrijving, "", ""))
    bediening.rust()
    tabs = venster.leerling
    tabs.tabs.setCurrentWidget(tabs.gewijzigd)
    bediening.rust()
    return tabs.gewijzigd


def _cellen(tab):
    model = tab.tabel.tabelmodel
    return [[model.data(model.index(rij, k)) for k in range(1, 6)] for rij in range(model.rowCount())]


@pytest.fixture
def verhuisd(geleverd, open_venster):
    """Three pupils whose newer address was overwritten by that of the GBA, in one Verwerken en Verzenden."""
    leerlingen = geleverd.sql(VAN_PUNT)[:3]
    for leerling, _, _ in leerlingen:
        geleverd.sql("UPDATE Leerling SET Straatnaam = 'Kerkstraat', Huisnummer = '12' WHERE LeerlingId = ?", leerling)
    geleverd.bronsync("acties-bepalen")
    for vraag in geleverd.bronsync("vragen")[1]["vragen"]:
        geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-lvs2000")
    geleverd.bronsync("controleren")
    assert geleverd.bronsync("synchroniseren")[1]["verwerkt_in_lvs"] == 3
    return leerlingen


def _straten(geleverd, leerlingen):
    return [
        geleverd.sql("SELECT Straatnaam FROM Leerling WHERE LeerlingId = ?", leerling)[0][0]
        for leerling, _, _ in leerlingen
    ]


def test_R8_the_pupil_shows_the_old_address_and_one_is_put_back(verhuisd, geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    tab = _kies(bediening, verhuisd[0][1])
    ((oorzaak, gegeven, was, _, stand),) = _cellen(tab)
    assert (oorzaak, was, stand) == ("Adres van de GBA overgenomen", "Kerkstraat 12", "gewijzigd in LVS2000")
    assert gegeven == "Straatnaam, Huisnummer"
    assert tab.zin.text().endswith(": adres van de GBA overgenomen, was Kerkstraat 12.")
    assert bediening.venster.leerling.tabs.tabText(4) == "Gewijzigd in LVS2000 (1)"
    _foto(bediening, "leerling-gewijzigd", bediening.venster)
    bediening.klik(tab.terug)
    vraag = bediening.dialoog(QMessageBox, "zet_terug")
    assert "wordt weer Kerkstraat" in vraag.informativeText()
    teksten = {knop.text() for knop in vraag.buttons()}
    assert teksten == {"Alleen &deze wijziging", "&Alle 3 van dit verwerken", "Annuleren"}
    _foto(bediening, "zet-terug", vraag)
    bediening.antwoord("zet_terug", "een")
    bediening.rust()
    gedaan = bediening.dialoog(QMessageBox, "teruggezet")
    assert gedaan.text().startswith("De wijziging is teruggezet. Acties Bepalen vraagt u daarna")
    bediening.antwoord("teruggezet", "sluiten")
    bediening.rust()
    assert _straten(geleverd, verhuisd)[0] == "Kerkstraat"
    assert "Kerkstraat" not in _straten(geleverd, verhuisd)[1:]
    assert [rij[0] for rij in _cellen(tab)] == ["Teruggezet door u", "Adres van de GBA overgenomen"]
    tab.tabel.selectRow(1)
    assert not tab.terug.isEnabled()
    assert "al teruggezet" in tab.zin.text()
    _foto(bediening, "leerling-teruggezet", bediening.venster)


def test_R8_all_of_one_run_at_once_and_the_edit_of_the_school_stays(verhuisd, geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    geleverd.sql("UPDATE Leerling SET Straatnaam = 'Zelfgetypt' WHERE LeerlingId = ?", verhuisd[2][0])
    tab = _kies(bediening, verhuisd[0][1])
    bediening.klik(tab.terug)
    bediening.antwoord("zet_terug", "groep")
    bediening.rust()
    gedaan = bediening.dialoog(QMessageBox, "teruggezet")
    assert gedaan.text().startswith("2 wijzigingen zijn teruggezet.")
    assert "LVS2000 wint" in gedaan.text()
    _foto(bediening, "zet-terug-gedaan", gedaan)
    bediening.antwoord("teruggezet", "sluiten")
    assert _straten(geleverd, verhuisd) == ["Kerkstraat", "Kerkstraat", "Zelfgetypt"]


def test_a_secret_address_is_masked_until_it_is_asked_for(verhuisd, geleverd, open_venster):
    geleverd.sql("UPDATE Leerling SET GeheimAdres = 1 WHERE LeerlingId = ?", verhuisd[0][0])
    bediening = open_venster(geleverd.map)
    tab = _kies(bediening, verhuisd[0][1])
    zichtbaar = f"{_cellen(tab)} {tab.zin.text()}"
    assert "Kerkstraat" not in zichtbaar
    assert "•••••" in zichtbaar
    bediening.klik(tab.terug)
    assert "Kerkstraat" not in bediening.dialoog(QMessageBox, "zet_terug").informativeText()
    bediening.antwoord("zet_terug", "nee")
    tab.toon_pgn(vol=True)
    assert "Kerkstraat 12" in tab.zin.text()


def test_R8_at_the_result_of_an_ophalen(geleverd, open_venster):
    leerlingen = geleverd.sql(VAN_PUNT)[:2]
    voor = [geleverd.sql("SELECT * FROM Leerling WHERE LeerlingId = ?", leerling) for leerling, _, _ in leerlingen]
    for _, _, bsn in leerlingen:
        geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"achternaam": "Vernieuwd"})
    bediening = open_venster(geleverd.map)
    bediening.doe("terugkoppeling_ophalen")
    bediening.rust()
    dialoog = bediening.dialoog(OphaalDialoog, "ophalen")
    assert not dialoog.zet_terug.isEnabled(), "nothing that was written is chosen"
    dialoog.bladen.toon("teruggeschreven")
    dialoog.bladen.tabel.selectRow(0)
    assert dialoog.zet_terug.isEnabled()
    _foto(bediening, "ophalen-zet-terug", dialoog)
    bediening.klik(dialoog.zet_terug)
    bediening.antwoord("zet_terug", "groep")
    bediening.rust()
    bediening.antwoord("teruggezet", "sluiten")
    bediening.rust()
    assert [
        geleverd.sql("SELECT * FROM Leerling WHERE LeerlingId = ?", leerling) for leerling, _, _ in leerlingen
    ] == voor
    model = dialoog.bladen.tabel.tabelmodel
    assert {str(model.data(model.index(rij, 4)))[:10] for rij in range(2)} == {"Teruggezet"}
    assert not dialoog.zet_terug.isEnabled()
    _foto(bediening, "ophalen-teruggezet", dialoog)


def test_a_pupil_of_whom_nothing_was_written_says_so(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    tab = _kies(bediening, geleverd.sql(VAN_PUNT)[5][1])
    assert tab.tabel.leeg == "BRON Sync heeft bij deze leerling niets in LVS2000 gewijzigd."
    assert not tab.terug.isVisible()
