"""No title of any window, no notification and no file beside the store names anybody: what a screen share or a copied folder would show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from bronsync.gui.menu import KEUZES
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek

NIET = {"afsluiten", "demoschool", "afdrukken", "exporteren", "verversen"}
"""These open no window of their own, or one of the system."""


def _wie(werkplek: Werkplek) -> set[str]:
    rijen = werkplek.sql("SELECT Achternaam, Voornamen, Burgerservicenummer, Straatnaam, Postcode FROM Leerling")
    return {str(cel) for rij in rijen for cel in rij if cel and len(str(cel)) > 3}


def test_no_title_no_notification_and_no_log_names_anybody(
    aangeleverd: Werkplek, open_venster: Callable[..., Bediening]
) -> None:
    bediening = open_venster(aangeleverd.map)
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
    logboek = aangeleverd.map / "profiel"
    gezien += [
        pad.read_text(encoding="utf-8", errors="replace")
        for pad in logboek.rglob("*")
        if pad.is_file() and pad.suffix in (".log", ".jsonl", ".ini", ".json", ".txt")
    ]
    alles = "\n".join(gezien)
    assert "flow begonnen" in alles, "the log was read"
    assert [woord for woord in _wie(aangeleverd) if woord in alles] == []
