"""No title of any window, no notification and no file beside the store names anybody: what a screen share or a copied folder would show.

And the whole window in a process of its own in which everything goes wrong at DEBUG: all that it leaves behind, wherever, is searched.
Sources: RELIABILITY D7-D9, D24, D25.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from bronsync.gui.schermen.ophalen import OphaalDialoog
from bronsync.gui.venster.menu import KEUZES
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from end2end.test_persoonsgegevens import KANARIES, plant
from gui.val_venster import WACHTWOORD
from helpers.kanaries import zoek
from helpers.kindproces import kindproces

NIET = {"afsluiten", "demoschool", "afdrukken", "exporteren", "verversen"}
"""These open no window of their own, or one of the system."""


def _wie(werkplek: Werkplek) -> set[str]:
    rijen = werkplek.sql("SELECT Achternaam, Voornamen, Burgerservicenummer, Straatnaam, Postcode FROM Leerling")
    return {str(cel) for rij in rijen for cel in rij if cel and len(str(cel)) > 3}


def test_no_title_no_notification_and_no_log_names_anybody(
    geleverd: Werkplek, open_venster: Callable[..., Bediening]
) -> None:
    bediening = open_venster(geleverd.map)
    venster = bediening.venster
    gezien: list[str] = []
    for naam in KEUZES:
        if naam in NIET:
            continue
        venster.leerlingen.tabel.kies_eerste()
        bediening.rust()
        venster.doe(naam)
        bediening.rust()
        for een in QApplication.topLevelWidgets():
            if een.isVisible():
                gezien += [een.windowTitle(), een.windowIconText()]
                if een is not venster:
                    een.close()
        gezien.append(venster.statusregel.melding.text())
        bediening.rust()
    assert len(set(gezien)) > 12, "the windows were there"
    venster.bewaar_weergave()
    logboek = geleverd.map / "profiel"
    gezien += [
        pad.read_text(encoding="utf-8", errors="replace")
        for pad in logboek.rglob("*")
        if pad.is_file() and pad.suffix in (".log", ".jsonl", ".ini", ".json", ".txt")
    ]
    alles = "\n".join(gezien)
    assert "flow begonnen" in alles, "the log was read"
    assert [woord for woord in _wie(geleverd) if woord in alles] == []


def test_a_message_that_came_in_is_copied_for_the_helpdesk_without_its_pupil(
    geleverd: Werkplek, open_venster: Callable[..., Bediening]
) -> None:
    waarden = plant(geleverd)
    bediening = open_venster(geleverd.map)
    bediening.doe("terugkoppeling_ophalen")
    bediening.rust()
    dialoog = bediening.dialoog(OphaalDialoog)
    dialoog.bladen.toon("Spontane mutaties")
    dialoog.bladen.tabel.kies_eerste()
    assert KANARIES[0] in dialoog.bladen.details.toPlainText(), "on the screen he has a name"
    bediening.klik(dialoog.kopieer)
    bediening.rust()
    tekst = QGuiApplication.clipboard().text()
    assert tekst.startswith("BRON Sync")
    assert "Leerling: L-" in tekst
    assert f"Ontvangstnummer: T{dialoog.bladen.rij.ontvangstnummer}" in tekst
    assert [waarde for waarde in waarden if waarde.lower() in tekst.lower()] == []


@pytest.mark.parametrize(
    "hoeveel", ["genoeg", pytest.param("alles", marks=[pytest.mark.large, pytest.mark.timeout(1200)])]
)
def test_D7_D8_D9_D25_the_window_leaves_no_personal_data_and_no_secret_anywhere(
    geleverd: Werkplek, tmp_path: Path, hoeveel: str
) -> None:
    waarden = plant(geleverd)
    sleutel = json.loads((geleverd.map / "sleutel.json").read_text(encoding="utf-8"))["sleutel"]
    thuis, profiel = tmp_path / "thuis", geleverd.map / "profiel"
    klaar = kindproces(thuis, "-m", "gui.val_venster", str(geleverd.map), hoeveel, seconden=1000)
    uitslag = json.loads(klaar.stdout.splitlines()[-1])
    assert klaar.returncode == 0, klaar.stderr
    assert "mislukt" not in uitslag, uitslag["mislukt"]
    assert set(uitslag["codes"]) >= {"EIGEN-01", "CERT-03", "EXPORT-01"}, (
        "errors were shown, and copied for the helpdesk"
    )
    assert zoek([thuis, profiel], [*waarden, WACHTWOORD, sleutel]) == []
    log = (profiel / "logboek" / "bronsync.log").read_text(encoding="utf-8")
    assert log.count('"gebeurtenis": "fout"') >= 10
    assert "end2end.val.Ontploft" in log, "a bug outside the worker is told there, by its class"
    assert '"logger": "qt"' in log, "and that Qt said something"
    mag = (
        thuis,
        profiel,
        geleverd.map / "sleutel.json",
        geleverd.map / "sleutel.json.tmp",
        geleverd.lvs.parent,
    )
    elders = [pad for pad in uitslag["geschreven"] if not any(Path(pad).is_relative_to(plek) for plek in mag)]
    assert elders == []
    if sys.platform != "win32":
        open_ = [
            p.name
            for map_ in (thuis, profiel)
            for p in map_.rglob("*")
            if p.stat().st_mode & 0o077 and p.parent != thuis
        ]
        assert open_ == []
