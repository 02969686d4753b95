"""The first start: three sentences, three ways to begin, and a file of the helpdesk that fills in what the user then confirms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kern import Begin
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync.gui.schermen.eerste_start import EersteStart, lees_bestand
from bronsync.gui.schermen.verbinding import SQL, WINDOWS, VerbindingDialoog
from bronsync_demo.bediening import Bediening

NIETS_GEKOZEN = Begin(demo=False, verbonden=False, aanleverpunten=(), laatste_aanleverpunt="")
GOED = "[LVS2000]\nserver = SERVER\\LVS2000\ndatabase = School\n"


@pytest.fixture
def welkom(bediening: Bediening) -> EersteStart:
    bediening.venster.geopend(NIETS_GEKOZEN)
    return bediening.dialoog(EersteStart)


def test_who_chose_no_database_is_asked_how_to_begin_and_nothing_is_chosen_for_him(welkom: EersteStart) -> None:
    for knop in (welkom.school, welkom.demo, welkom.bestand):
        assert knop.isVisible()
        assert not knop.isDefault()
        assert knop.accessibleDescription()
    assert not [een for een in QApplication.topLevelWidgets() if isinstance(een, VerbindingDialoog) and een.isVisible()]


def test_a_release_without_a_register_says_so_and_leads_to_the_demo_school(bediening: Bediening) -> None:
    stap = bediening.venster.stapbalk
    bediening.venster.geopend(NIETS_GEKOZEN)
    assert "geen register ingebouwd" not in stap.zin.text()
    bediening.venster.geopend(replace(NIETS_GEKOZEN, zonder_register=True))
    assert "geen register ingebouwd" in stap.zin.text()
    assert stap.knop.text().replace("&", "") == "Demoschool openen"


def test_my_school_leads_to_the_connection(bediening: Bediening, welkom: EersteStart) -> None:
    bediening.klik(welkom.school)
    assert bediening.dialoog(VerbindingDialoog).isVisible()
    assert not [een for een in QApplication.topLevelWidgets() if isinstance(een, EersteStart) and een.isVisible()]


def test_the_demo_school_is_one_click_away(bediening: Bediening, welkom: EersteStart, monkeypatch) -> None:
    gestart = []
    monkeypatch.setattr(bediening.venster.kern, "start_demo", lambda: gestart.append(1))
    bediening.klik(welkom.demo)
    bediening.rust()
    assert gestart == [1]


@pytest.mark.parametrize(("erbij", "aanmelding"), [("", WINDOWS), ("gebruiker = bronsync\n", SQL)])
def test_a_file_of_the_helpdesk_fills_in_and_connects_nothing(
    bediening: Bediening, welkom: EersteStart, tmp_path: Path, erbij: str, aanmelding: int
) -> None:
    pad = tmp_path / "school.ini"
    pad.write_text(GOED + erbij, encoding="utf-8-sig")
    bediening.klik(welkom.bestand)
    kiezer = bediening.dialoog(QFileDialog, "kies_helpdeskbestand")
    kiezer.fileSelected.emit(str(pad))
    kiezer.close()
    dialoog = bediening.dialoog(VerbindingDialoog)
    bediening.rust()
    assert (dialoog.server.text(), dialoog.database.text()) == ("SERVER\\LVS2000", "School")
    assert (dialoog.aanmelding.currentIndex(), dialoog.gebruiker.text()) == (aanmelding, "bronsync" if erbij else "")
    assert not dialoog.wachtwoord.text()
    assert dialoog.isVisible()


def test_another_file_is_refused_with_a_sentence(bediening: Bediening, welkom: EersteStart, tmp_path: Path) -> None:
    pad = tmp_path / "school.ini"
    pad.write_text("iets anders", encoding="utf-8")
    welkom._gekozen(str(pad))
    assert bediening.dialoog(FoutDialoog).code == "INST-09"
    assert welkom.isVisible()


@pytest.mark.parametrize(
    "inhoud",
    [b"", b"[LVS2000]\n", b"[LVS2000]\nserver =\n", b"[Iets]\nserver = x\n", b"\xff\xfe\x00", GOED.encode() * 400],
)
def test_what_is_no_such_file_is_no_such_file(tmp_path: Path, inhoud: bytes) -> None:
    pad = tmp_path / "school.ini"
    pad.write_bytes(inhoud)
    with pytest.raises(BronSyncFout) as fout:
        lees_bestand(pad)
    assert fout.value.code == "INST-09"
    with pytest.raises(BronSyncFout):
        lees_bestand(tmp_path / "bestaat_niet.ini")
