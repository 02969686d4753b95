"""Looking at full numbers or at a message as it was sent leaves a line in the audit trail, without saying about whom."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from bronsync.application.records import AuditRij
from bronsync.gui.schermen.helpdesk import BerichtenDialoog
from bronsync.gui.schermen.tonen import OverzichtDialoog
from bronsync.program.bootstrap import open_sessie
from gui.schermen.test_verzenden import eerste, tot_wizard

__all__ = ["eerste"]


def _ingezien(bediening):
    bediening.rust()
    with bediening.venster.kern._sessie.omgeving.journal.unit_of_work() as unit:
        return [rij for rij in unit.all(AuditRij) if rij.naar == "ingezien"]


def test_unmasking_the_pupil_list_is_booked_and_masking_again_is_not(bediening):
    bediening.doe("pgn_tonen")
    assert [rij.onderwerp for rij in _ingezien(bediening)] == ["lijst met PGN"]
    bediening.doe("pgn_tonen")
    assert len(_ingezien(bediening)) == 1


def test_each_message_that_is_opened_is_booked_once(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    bediening.doe("berichten")
    bediening.rust()
    dialoog = bediening.dialoog(BerichtenDialoog)
    dialoog.tabs.setCurrentIndex(2)
    bediening.rust()
    # the parts of an overview are not kept, so there is nothing of them to open
    bewaard = [een for een in dialoog.tabel.tabelmodel.zichtbaar if "overzicht" not in een.soort.lower()]
    een, twee, *_ = bewaard
    for treffer in (een, twee, twee):
        dialoog.tabel.kies((treffer.bericht_id, treffer.ontvangstnummer))
        bediening.rust()
    geboekt = [
        rij for rij in _ingezien(bediening) if rij.ontvangstnummer in (een.ontvangstnummer, twee.ontvangstnummer)
    ]
    assert [(rij.bericht_id, rij.ontvangstnummer) for rij in geboekt] == [
        (een.bericht_id, een.ontvangstnummer),
        (twee.bericht_id, twee.ontvangstnummer),
    ]
    assert {rij.onderwerp for rij in geboekt} == {"bericht"}


def test_a_full_number_on_the_clipboard_is_booked(bediening):
    leerlingen = bediening.venster.leerlingen
    leerlingen.tabel.kies_eerste()
    leerlingen._kopieer_pgn()
    assert QGuiApplication.clipboard().text() == leerlingen.gekozen().pgn
    assert [rij.onderwerp for rij in _ingezien(bediening)] == ["PGN gekopieerd"]


def test_a_message_that_is_looked_at_before_it_goes_is_booked_once(eerste):
    pagina = tot_wizard(eerste).overzicht
    pagina.toon_xml.click()
    eerste.rust()
    for _ in range(2):
        pagina.toon_xml.click()
        eerste.rust()
    een, twee, *_ = pagina._wizard.regels
    pagina.tabel.kies(twee.actie)
    assert [rij.onderwerp for rij in _ingezien(eerste)] == [f"bericht A-{een.actie}", f"bericht A-{twee.actie}"]


def test_closing_the_window_at_once_loses_no_line(bediening, werkplek):
    venster = bediening.venster
    venster.leerlingen.tabel.kies_eerste()
    bediening.rust()
    venster.runner.query("lang", lambda kern, progress: lang._stop.wait(20), lambda _: None)
    lang = next(iter(venster.runner._jobs))
    for _ in range(3):
        bediening.doe("pgn_tonen")
    assert venster.runner.shutdown(20)
    with (
        open_sessie(werkplek.map, "00AA00") as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        assert [rij.onderwerp for rij in unit.all(AuditRij) if rij.naar == "ingezien"] == ["lijst met PGN"] * 2


def test_another_aanleverpunt_begins_masked(bediening):
    venster = bediening.venster
    venster.leerlingen.oog.click()
    bediening.doe("registratieoverzicht_tonen")
    bediening.rust()
    bladen = bediening.dialoog(OverzichtDialoog).bladen
    bladen.pgn.setChecked(True)
    bediening.rust()
    assert venster.leerlingen.vol_pgn
    ander = next(punt for punt in venster.kern._open.lvs.aanleverpunten() if punt != venster.aanleverpunt)
    venster.kies_aanleverpunt(ander)
    bediening.rust()
    assert not venster.leerlingen.vol_pgn
    assert not [een for een in venster.findChildren(OverzichtDialoog) if een.isVisible()], "it shows the last one"
    assert "PGN tonen" in venster.leerlingen.oog.text()
