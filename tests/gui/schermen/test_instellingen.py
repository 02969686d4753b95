"""Instellingen and Verbinding: certificates, peildatum, the test of the connection, a database that does not answer."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox, QRadioButton

from bron_hulp.pki import Ca, p12
from bronsync.adapters.system.clock import SystemClock
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync.gui.kit.thema import DONKER, LICHT
from bronsync.gui.schermen.acties import BepaalDialoog
from bronsync.gui.schermen.instellingen import ALGEMEEN, CERTIFICATEN, InstellingenDialoog
from bronsync.gui.schermen.ophalen import OphaalDialoog
from bronsync.gui.schermen.verbinding import SQL, VerbindingDialoog
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek


def _instellingen(bediening: Bediening, tab: int) -> InstellingenDialoog:
    if tab == CERTIFICATEN:
        bediening.doe("certificaten")
    else:
        bediening.doe("instellingen")
    dialoog = bediening.dialoog(InstellingenDialoog)
    bediening.rust()
    assert dialoog.tabs.currentIndex() == tab
    return dialoog


def test_where_nothing_could_be_opened_the_settings_give_the_real_reason(werkplek: Werkplek, open_venster) -> None:
    werkplek.tot("")
    open_venster(werkplek.map)
    tweede = open_venster(werkplek.map, kies="")
    tweede.dialoog(FoutDialoog).reject()
    dialoog = _instellingen(tweede, ALGEMEEN)
    codes = [een.code for een in QApplication.topLevelWidgets() if isinstance(een, FoutDialoog) and een.isVisible()]
    assert codes == ["OPSLAG-04"]
    assert "OPSLAG-04" in dialoog.certificaten.uitslag.text()


def _p12(werkplek: Werkplek, aanleverpunt: str) -> tuple[str, str]:
    gegevens = json.loads((werkplek.map / "register" / "adres.json").read_text(encoding="utf-8"))
    certificaat = gegevens["certificaten"][aanleverpunt]
    return str(werkplek.map / "register" / certificaat["bestand"]), certificaat["wachtwoord"]


def _installeer(bediening: Bediening, dialoog: InstellingenDialoog, bestand: str, wachtwoord: str) -> str:
    """As a user: choose the file, type its password, look at what is said."""
    bediening.klik(dialoog.certificaten.installeer)
    bediening.dialoog(QFileDialog, "kies_certificaat").close()
    dialoog.certificaten.vraag_wachtwoord(bestand)
    vraag = bediening.dialoog(QInputDialog, "wachtwoord_certificaat")
    vraag.setTextValue(wachtwoord)
    vraag.accept()
    bediening.rust()
    return dialoog.certificaten.uitslag.text()


def test_a_certificate_is_installed_from_pkcs12_and_listed(werkplek, bediening):
    dialoog = _instellingen(bediening, CERTIFICATEN)
    zin = _installeer(bediening, dialoog, *_p12(werkplek, "00AA01"))
    assert zin.startswith("Geïnstalleerd voor aanleverpunt 00AA01, geldig tot en met ")
    rijen = dialoog.certificaten.tabel.tabelmodel.rijen
    assert {rij.aanleverpunt for rij in rijen if rij.in_gebruik} == {"00AA00", "00AA01"}


def test_S2_a_suppliers_certificate_is_installed_for_the_aanleverpunt_that_is_chosen(bediening, tmp_path):
    ca = Ca()
    (tmp_path / "leverancier.p12").write_bytes(p12(*ca.client("lvs.leverancier.example", oin="00000003123456780000")))
    dialoog = _instellingen(bediening, CERTIFICATEN)
    voor = dialoog.certificaten.tabel.tabelmodel.rijen
    assert _installeer(bediening, dialoog, str(tmp_path / "leverancier.p12"), "geheim") == ""
    assert dialoog.certificaten.tabel.tabelmodel.rijen == voor, "nothing before it was chosen"
    vraag = bediening.dialoog(QInputDialog, "kies_certificaat_uit_bestand")
    [een, twee] = vraag.comboBoxItems()
    assert (een[:6], twee[:6], "leverancier" in twee) == ("00AA00", "00AA01", True)
    vraag.setTextValue(twee)
    vraag.accept()
    bediening.rust()
    assert dialoog.certificaten.uitslag.text().startswith("Geïnstalleerd voor aanleverpunt 00AA01, ")
    nieuw = [rij for rij in dialoog.certificaten.tabel.tabelmodel.rijen if rij not in voor]
    assert [rij.aanleverpunt for rij in nieuw] == ["00AA01"]


def test_the_warning_of_the_chosen_certificate_is_read_in_full(bediening):
    tab = _instellingen(bediening, CERTIFICATEN).certificaten
    rij = tab.tabel.tabelmodel.rijen[0]
    zin = "Verloopt morgen. Vraag een nieuw certificaat aan en installeer het hier."
    tab.tabel.tabelmodel.zet_rijen([replace(rij, waarschuwing=zin), replace(rij, vingerafdruk="", waarschuwing="")])
    tab.tabel.selectRow(0)
    assert tab.let_op.text() == zin
    assert tab.let_op.isVisible()
    tab.tabel.selectRow(1)
    assert not tab.let_op.isVisible()


def test_a_wrong_password_is_refused_in_dutch_with_its_code(werkplek, bediening):
    dialoog = _instellingen(bediening, CERTIFICATEN)
    zin = _installeer(bediening, dialoog, _p12(werkplek, "00AA01")[0], "fout")
    assert "Het wachtwoord van het certificaatbestand klopt niet" in zin
    assert "(CERT-02 / " in zin


def test_a_file_that_is_no_certificate_is_refused(werkplek, bediening, tmp_path):
    (tmp_path / "niets.p12").write_bytes(b"geen certificaat")
    dialoog = _instellingen(bediening, CERTIFICATEN)
    assert "(CERT-03 / " in _installeer(bediening, dialoog, str(tmp_path / "niets.p12"), "x")


def test_the_test_of_bron_names_host_and_port(bediening):
    dialoog = _instellingen(bediening, ALGEMEEN)
    assert dialoog.algemeen.url.isReadOnly()
    bediening.klik(dialoog.algemeen.test)
    bediening.rust()
    poort = dialoog.algemeen.url.text().split(":")[2].split("/")[0]
    assert dialoog.algemeen.test_uitslag.text().endswith(f"127.0.0.1, poort {poort}.")


def test_a_bron_that_is_away_is_said_in_the_dialog(werkplek, bediening):
    dialoog = _instellingen(bediening, ALGEMEEN)
    werkplek.stop_register()
    bediening.klik(dialoog.algemeen.test)
    bediening.rust()
    assert "(NET-01 / " in dialoog.algemeen.test_uitslag.text()


def test_the_peildatum_belongs_to_the_session_and_has_no_future(bediening):
    dialoog = _instellingen(bediening, ALGEMEEN)
    gisteren = SystemClock().today() - timedelta(days=1)
    dialoog.algemeen.peildatum.setDate(QDate(gisteren.year, gisteren.month, gisteren.day))
    assert bediening.venster.peildatum == gisteren
    dialoog.algemeen.peildatum.setDate(QDate.currentDate().addDays(3))
    assert dialoog.algemeen.peildatum.date() == QDate.currentDate()
    assert bediening.venster.peildatum is None


@pytest.mark.parametrize(("naam", "kleuren"), [("donker", DONKER), ("licht", LICHT)])
def test_the_colours_change_at_once(bediening, naam, kleuren):
    dialoog = _instellingen(bediening, ALGEMEEN)
    dialoog.tabs.setCurrentIndex(2)
    bediening.klik(bediening.deel(QRadioButton, f"thema_{naam}", dialoog))
    assert QApplication.palette().window().color().name() == kleuren.venster


def test_a_demo_keeps_to_its_own_database_and_says_so(bediening):
    bediening.doe("verbinding")
    dialoog = bediening.dialoog(VerbindingDialoog)
    bediening.rust()
    dialoog.server.setText("bestaat.niet.invalid")
    dialoog.aanmelding.setCurrentIndex(SQL)
    dialoog.gebruiker.setText("bronsync")
    dialoog.wachtwoord.setText("geheim")
    for knop in (dialoog.test, dialoog.verbind):
        bediening.klik(knop)
        bediening.rust()
        assert "(INST-05 / " in dialoog.uitslag.text()
        assert dialoog.isVisible()
    assert bediening.venster.aanleverpunt == "00AA00"


def test_what_is_missing_is_asked_for(bediening):
    bediening.doe("verbinding")
    dialoog = bediening.dialoog(VerbindingDialoog)
    bediening.rust()
    dialoog.server.clear()
    dialoog.aanmelding.setCurrentIndex(SQL)
    bediening.klik(dialoog.verbind)
    assert dialoog.uitslag.text() == "Vul nog in: de server, de gebruikersnaam."


def test_a_certificate_that_is_in_use_stays_and_an_older_one_goes_after_a_question(werkplek, bediening):
    dialoog = _instellingen(bediening, CERTIFICATEN)
    _installeer(bediening, dialoog, *_p12(werkplek, "00AA00"))
    tabel = dialoog.certificaten.tabel
    ingebruik = next(rij for rij in tabel.tabelmodel.rijen if rij.aanleverpunt == "00AA00" and rij.in_gebruik)
    assert tabel.kies(tabel.tabelmodel.sleutel(ingebruik))
    bediening.klik(dialoog.certificaten.verwijder)
    bediening.antwoord("certificaat_verwijderen", "ja")
    bediening.rust()
    assert "(CERT-14 / " in dialoog.certificaten.uitslag.text()
    bediening.klik(dialoog.certificaten.verwijder)
    bediening.antwoord("certificaat_verwijderen", "nee")
    bediening.rust()
    assert ingebruik in tabel.tabelmodel.rijen


@pytest.mark.parametrize("antwoord", ["ja", "nee"])
def test_local_data_are_wiped_only_after_what_is_lost_was_shown(werkplek, bediening, antwoord):
    dialoog = _instellingen(bediening, ALGEMEEN)
    opslag = werkplek.map / "profiel" / "opslag.db"
    voor = opslag.read_bytes()[:64]
    bediening.klik(dialoog.algemeen.wis)
    bediening.rust()
    assert "gaat verloren" in bediening.dialoog(QMessageBox, "wis_lokale_gegevens").text()
    bediening.antwoord("wis_lokale_gegevens", antwoord)
    bediening.rust()
    assert (opslag.read_bytes()[:64] == voor) is (antwoord == "nee")
    assert bediening.venster.aanleverpunt == "00AA00"


@pytest.mark.parametrize("antwoord", ["nee", "ja"])
def test_a_moved_database_of_the_same_school_is_asked_about_once(werkplek, bediening, antwoord):
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    bediening.doe("acties_bepalen")
    bediening.rust()
    for venster in (OphaalDialoog, BepaalDialoog):
        bediening.dialoog(venster).close()
    elders = werkplek.map / "elders.db"
    shutil.copy(werkplek.lvs, elders)
    verplaatst = sqlite3.connect(elders)
    verplaatst.execute("UPDATE Databaseversie SET DatabaseGuid = 'een-andere'")
    verplaatst.commit()
    verplaatst.close()
    bediening.doe("verbinding")
    dialoog = bediening.dialoog(VerbindingDialoog)
    bediening.rust()
    dialoog.server.setText(f"sqlite:///{elders.as_posix()}")
    bediening.klik(dialoog.verbind)
    bediening.antwoord("zelfde_school", antwoord)
    bediening.rust()
    if antwoord == "nee":
        assert dialoog.isVisible()
        dialoog.close()
    assert bediening.venster.aanleverpunt == "00AA00"
    assert bediening.venster.toestand.acties["Bepaald"] > 0, "picture and acties were kept"
