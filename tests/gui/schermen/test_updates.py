"""Help - Updates: found without a word at the start, asked with what it changes, fetched beside the work, and no fault of it in the way."""

from __future__ import annotations

import shutil
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.thema import Thema
from bronsync.gui.schermen import updates as scherm
from bronsync.gui.schermen.updates import UpdatesDialoog, meld_teruggegaan, werk_van, zoek_na_start
from bronsync.gui.venster.app import _Begin
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
from bronsync.program.profiel import Programmakern
from bronsync.program.updates import updater as adapter
from bronsync_demo.bediening import Bediening, wacht_tot
from bronsync_install.install import switch_when_ready
from gui.conftest import sluit
from helpers.uitgeverij import Computer, Uitgeverij


@pytest.fixture
def uitgeverij(tmp_path):
    gemaakt = Uitgeverij(tmp_path / "uitgeverij")
    gemaakt.geef_uit(gemaakt.maak("0.1.0"))
    return gemaakt


@pytest.fixture
def computer(tmp_path, uitgeverij):
    (dist,) = uitgeverij.dist.glob("0.1.0-*")
    return Computer(tmp_path / "BRON Sync", dist, uitgeverij.root())


@pytest.fixture
def bediening(computer, uitgeverij, tmp_path, thema, monkeypatch):
    """A window of the installed version 0.1.0 on which nothing was opened yet."""
    kern = Programmakern(tmp_path / "gegevens")
    updates = computer.updates(uitgeverij.map_)
    monkeypatch.setattr(kern, "updates", lambda: updates)
    venster = Hoofdvenster(kern, thema)
    venster.show()
    yield Bediening(venster)
    werk = venster.findChild(scherm.Updatewerk)
    if werk is not None and werk.bezig is not None:
        werk.bezig.thread_.join(10)
        QApplication.processEvents()
    sluit(venster)


def nieuw(uitgeverij, **anders):
    return uitgeverij.geef_uit(
        uitgeverij.maak("0.2.0", code="print(2)\n", **anders), tekst="- De lijst is **sneller**."
    )


def klaar(bediening):
    """Until what is looked for or fetched has ended."""
    werk = werk_van(bediening.venster)
    wacht_tot(lambda: werk.bezig is None, 30, "the work on updates")
    QApplication.processEvents()
    return werk


def dialogen():
    return [een for een in QApplication.topLevelWidgets() if isinstance(een, Dialoog) and een.isVisible()]


def decides_nothing_by_itself(dialoog):
    """Neither Enter nor the space bar, wherever the keyboard stands when it opens."""
    knop = dialoog.haal_knop
    return not any((knop.hasFocus(), knop.isDefault(), knop.autoDefault()))


def test_nothing_newer_stays_silent_at_the_start_and_is_told_when_asked(bediening):
    zoek_na_start(bediening.venster)
    klaar(bediening)
    assert dialogen() == []
    bediening.doe("updates")
    dialoog = bediening.dialoog(UpdatesDialoog)
    klaar(bediening)
    assert dialoog.titel.text().startswith("U werkt met de nieuwste versie")
    assert not dialoog.haal_knop.isVisible()


def test_found_at_the_start_it_is_asked_with_what_changes_fetched_and_used_at_the_next_start(
    bediening, computer, uitgeverij
):
    uitgave = nieuw(uitgeverij)
    zoek_na_start(bediening.venster)
    dialoog = bediening.dialoog(UpdatesDialoog)
    assert dialoog.titel.text() == "Er is een nieuwe versie: BRON Sync 0.2.0."
    assert "geen systeembeheerder nodig" in dialoog.uitleg.text()
    assert "De lijst is sneller." in dialoog.tekst.toPlainText()
    assert dialoog.sluitknop.text() == "&Later"
    assert decides_nothing_by_itself(dialoog)
    for toets in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(dialoog.haal_knop, toets)
    assert not werk_van(bediening.venster).haalt, "Enter decides nothing"
    bediening.klik(dialoog.haal_knop)
    klaar(bediening)
    assert dialoog.titel.text() == "BRON Sync 0.2.0 staat klaar."
    assert "opnieuw start" in dialoog.uitleg.text()
    assert computer.place.pointer().current == computer.eigen, "not while it runs"
    switch_when_ready(computer.place)
    assert computer.place.pointer().current == uitgave.name


def test_it_is_not_asked_while_work_is_under_way(bediening, uitgeverij, monkeypatch):
    nieuw(uitgeverij)
    monkeypatch.setattr(scherm, "_RUSTIG_MS", 5)
    verder = threading.Event()
    bediening.venster.runner.run("openen", lambda *_: verder.wait(30), lambda _: None)
    zoek_na_start(bediening.venster)
    klaar(bediening)
    assert dialogen() == []
    verder.set()
    assert bediening.dialoog(UpdatesDialoog).haal_knop.isVisible()


def test_what_is_offered_can_wait_and_is_found_again_in_the_menu(bediening, uitgeverij):
    nieuw(uitgeverij)
    zoek_na_start(bediening.venster)
    dialoog = bediening.dialoog(UpdatesDialoog)
    bediening.klik(dialoog.sluitknop)
    assert dialogen() == []
    bediening.doe("updates")
    dialoog = bediening.dialoog(UpdatesDialoog)
    assert dialoog.haal_knop.isVisible()
    assert decides_nothing_by_itself(dialoog)


def test_fetching_can_be_cancelled_and_goes_on_beside_a_closed_dialog(bediening, computer, uitgeverij, monkeypatch):
    nieuw(uitgeverij)
    onderweg, verder = threading.Event(), threading.Event()
    echt = adapter.stage

    def langzaam(*wat):
        onderweg.set()
        assert verder.wait(30)
        return echt(*wat)

    monkeypatch.setattr(adapter, "stage", langzaam)
    bediening.doe("updates")
    dialoog = bediening.dialoog(UpdatesDialoog)
    klaar(bediening)
    bediening.klik(dialoog.haal_knop)
    wacht_tot(onderweg.is_set, 30)
    bediening.klik(dialoog.stop_knop)
    verder.set()
    werk = klaar(bediening)
    assert computer.is_als_voorheen()
    assert (werk.fout, dialoog.haal_knop.isVisible()) == (None, True)
    bediening.klik(dialoog.haal_knop)
    bediening.klik(dialoog.sluitknop)
    klaar(bediening)
    assert computer.place.ready_file.exists()


def test_whatever_is_wrong_with_the_address_the_start_says_nothing_and_the_menu_says_what(
    bediening, computer, uitgeverij
):
    shutil.rmtree(uitgeverij.map_)
    zoek_na_start(bediening.venster)
    klaar(bediening)
    assert dialogen() == []
    bediening.doe("updates")
    dialoog = bediening.dialoog(UpdatesDialoog)
    klaar(bediening)
    assert dialoog.titel.text() == "Het updateadres is niet bereikbaar, of de verbinding viel weg."
    assert "blijft gewoon werken" in dialoog.uitleg.text()
    assert "UPDATE-01" in dialoog.uitleg.text()
    assert dialoog.zoek_knop.isVisible()
    assert computer.is_als_voorheen()


@pytest.mark.warns  # a bug is planted
def test_a_fault_of_our_own_while_looking_is_no_more_than_a_line_of_the_log(bediening, monkeypatch):
    def kapot():
        raise ZeroDivisionError

    monkeypatch.setattr(bediening.venster.kern.updates(), "look", kapot)
    zoek_na_start(bediening.venster)
    assert klaar(bediening).fout is None
    assert dialogen() == []


@pytest.mark.parametrize("demo", [False, True])
def test_where_updates_are_off_the_menu_says_why_and_nothing_is_asked_for(tmp_path, thema: Thema, demo, monkeypatch):
    kern = Programmakern(tmp_path / "gegevens")
    monkeypatch.setattr(kern, "demo", demo)
    venster = Hoofdvenster(kern, thema)
    venster.show()
    bediening = Bediening(venster)
    zoek_na_start(venster)
    assert werk_van(venster).bezig is None
    bediening.doe("updates")
    dialoog = bediening.dialoog(UpdatesDialoog)
    assert ("demoschool" if demo else "niet met het installatieprogramma") in dialoog.uitleg.text()
    assert not any(deel.isVisible() for deel in (dialoog.haal_knop, dialoog.zoek_knop, dialoog.balk))
    sluit(venster)


def test_a_version_that_gave_way_is_told_at_the_start(bediening):
    meld_teruggegaan(bediening.venster, "0.2.0-0123456789ab")
    box = bediening.dialoog(QMessageBox, "update_teruggegaan")
    assert "0.2.0 startte op deze computer twee keer niet" in box.text()
    bediening.antwoord("update_teruggegaan", "ok")


def test_the_start_tells_that_the_window_stands_before_the_store_is_opened(qapp, tmp_path, monkeypatch):
    kern, gebeurd = Programmakern(tmp_path / "gegevens"), []
    monkeypatch.setattr(kern, "started", lambda: gebeurd.append("started") or "")
    monkeypatch.setattr(Hoofdvenster, "begin", lambda _: gebeurd.append("begin"))
    begin = _Begin(qapp, kern)
    begin.maak_venster()
    wacht_tot(lambda: "begin" in gebeurd, 30)
    assert gebeurd == ["started", "begin"]
    sluit(begin.venster)
