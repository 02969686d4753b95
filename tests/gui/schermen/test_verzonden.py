"""'Verzenden naar BRON': a rejection explained, copied for the helpdesk, and repaired; filter; removing what was executed (manual ch. 5, 6)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QPushButton

from bronsync.gui.schermen.verzonden import VerzondenDialoog
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT


def volg(bediening: Bediening, tot: str) -> None:
    """Follows the marked step until this one is next."""
    for _ in range(30):
        bediening.rust()
        if bediening.venster.stap_nu == tot and bediening.voorste() is bediening.venster:
            return
        stap = bediening.stap_of_keuze()
        assert stap is not None, bediening.venster.stap_nu
        bediening.klik(stap)
    raise AssertionError(bediening.venster.stap_nu)


@pytest.fixture
def afgekeurd(werkplek: Werkplek, bediening: Bediening) -> int:
    """BRON knows this pupil as of the other sex and rejects him; gives the LeerlingId."""
    ((leerling, _, _), *_) = werkplek.sql(VAN_PUNT)
    werkplek.sql(
        "UPDATE Leerling SET Geslacht = CASE Geslacht WHEN 'M' THEN 'V' ELSE 'M' END WHERE LeerlingId = ?", leerling
    )
    volg(bediening, "verbeteren")
    return int(leerling)


def lijst(bediening: Bediening) -> VerzondenDialoog:
    bediening.doe("verzenden_naar_bron")
    bediening.rust()
    return bediening.dialoog(VerzondenDialoog)


def kies_status(dialoog: VerzondenDialoog, status: str) -> None:
    dialoog.filter.setCurrentIndex(dialoog.filter.findData(status))


def test_a_rejection_is_explained_copied_and_repaired(afgekeurd: int, bediening: Bediening, werkplek: Werkplek) -> None:
    dialoog = lijst(bediening)
    kies_status(dialoog, "Afgekeurd")
    (regel,) = dialoog.model.zichtbaar
    assert regel.codes == ("SIM-753",)
    tekst = dialoog.details.toPlainText()
    assert regel.reden in tekst
    assert "Uitleg SIM-753" in tekst
    assert "Wat nu: Verbeter de gegevens in LVS2000" in tekst
    bediening.klik(dialoog.kopieer_knop)
    bediening.rust()
    gekopieerd = QGuiApplication.clipboard().text()
    assert "SIM-753" in gekopieerd
    assert "Korte code:" in gekopieerd
    assert "Helpdesk" in gekopieerd
    ((naam, bsn),) = werkplek.sql(
        "SELECT Achternaam, Burgerservicenummer FROM Leerling WHERE LeerlingId = ?", afgekeurd
    )
    assert naam not in gekopieerd
    assert str(bsn) not in gekopieerd
    assert dialoog.gekopieerd.isVisible()
    bediening.klik(dialoog.naar_knop)
    bediening.rust()
    assert bediening.venster.leerling.regel is not None
    assert bediening.venster.leerling.regel.sleutel == regel.sleutel
    dialoog.close()
    werkplek.sql(
        "UPDATE Leerling SET Geslacht = CASE Geslacht WHEN 'M' THEN 'V' ELSE 'M' END WHERE LeerlingId = ?", afgekeurd
    )
    bediening.doe("verversen")
    volg(bediening, "klaar")
    dialoog = lijst(bediening)
    assert dialoog.filter.findData("Afgekeurd") < 0, "the rejection is history"


def test_an_executed_actie_is_removed_by_right_click_after_saying_what_it_means(
    afgekeurd: int, bediening: Bediening
) -> None:
    dialoog = lijst(bediening)
    kies_status(dialoog, "Afgekeurd")
    plek = dialoog.tabel.visualRect(dialoog.model.index(0, 0)).center()
    QApplication.sendEvent(
        dialoog.tabel.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, plek, dialoog.tabel.mapToGlobal(plek)),
    )
    menu = dialoog.tabel.findChild(QMenu, "menu_Acties")
    assert menu is not None
    verwijder = next(actie for actie in menu.actions() if actie.text() == "Verwijder Actie")
    menu.close()
    verwijder.trigger()
    vraag = bediening.dialoog(QMessageBox, "verwijder_actie")
    assert "afkeur wordt vergeten" in vraag.informativeText()
    assert vraag.defaultButton() is None
    assert vraag.icon() is QMessageBox.Icon.Warning, "executed"
    bediening.antwoord("verwijder_actie", "ja")
    bediening.rust()
    assert dialoog.filter.findData("Verwijderd na verzending") >= 0
    assert dialoog.filter.findData("Afgekeurd") == dialoog.filter.currentIndex(), "the chosen filter stays"
    assert dialoog.model.zichtbaar == []
    assert bediening.venster.stap_nu == "acties bepalen", "the actie can be determined again"


def test_the_filter_counts_per_status_and_the_search_finds(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    dialoog = lijst(aan_tafel)
    alle = len(dialoog.model.zichtbaar)
    assert dialoog.filter.currentText() == f"Alles behalve verwijderd ({alle})"
    kies_status(dialoog, "Geaccepteerd")
    assert dialoog.filter.currentText() == f"Geaccepteerd ({len(dialoog.model.zichtbaar)})"
    eerste = dialoog.model.zichtbaar[0]
    dialoog.zoek.setText(eerste.wie.naam.split(",")[0])
    assert eerste in dialoog.model.zichtbaar
    dialoog.zoek.setText("niemand heet zo")
    assert dialoog.model.zichtbaar == []
    assert dialoog.details.toPlainText() == ""
    assert "zoektekst" in dialoog.tabel.leeg


def test_without_acties_it_explains_itself(bediening: Bediening) -> None:
    dialoog = lijst(bediening)
    assert "Acties Bepalen" in dialoog.tabel.leeg
    assert not dialoog.kopieer_knop.isEnabled()
    assert not dialoog.verwijder_knop.isEnabled()


def test_the_list_is_exported_as_it_is_shown(geleverd: Werkplek, aan_tafel: Bediening, tmp_path: Path) -> None:
    dialoog = lijst(aan_tafel)
    eerste = dialoog.model.zichtbaar[0]
    dialoog.zoek.setText(eerste.wie.naam.split(",")[0])
    knop = dialoog.findChild(QPushButton, "lijst_exporteren")
    assert knop is not None
    aan_tafel.klik(knop)
    kiezer = aan_tafel.dialoog(QFileDialog, "exporteer_naar")
    assert kiezer.windowTitle() == "Verzenden naar BRON exporteren naar XLSX"
    kiezer.fileSelected.emit(str(tmp_path / "acties.xlsx"))
    kiezer.close()
    aan_tafel.rust()
    with zipfile.ZipFile(tmp_path / "acties.xlsx") as pack:
        teksten = pack.read("xl/sharedStrings.xml").decode("utf-8")
        rijen = pack.read("xl/worksheets/sheet1.xml").decode("utf-8").count("<row ")
    assert eerste.wie.naam in teksten
    assert rijen >= len(dialoog.model.zichtbaar)
    assert eerste.wie.pgn not in teksten, "numbers as they are shown: masked"
