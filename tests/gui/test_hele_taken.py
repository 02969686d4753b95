"""Whole tasks through the window that cross its end or both directions: killed while sending and started again; an address to BRON."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui import sterf_venster
from gui.geleverd import VAN_PUNT

MAX_STAPPEN = 40


def _volg_tot_klaar(bediening: Bediening) -> None:
    for _ in range(MAX_STAPPEN):
        bediening.rust()
        if bediening.venster.stap_nu == "klaar" and bediening.voorste() is bediening.venster:
            return
        stap = bediening.stap_of_keuze()
        assert stap is not None, bediening.venster.stapbalk.zin.text()
        bediening.klik(stap)
    raise AssertionError(bediening.venster.stapbalk.zin.text())


def test_killed_while_it_sends_and_started_again_nothing_is_lost_and_nothing_goes_twice(
    werkplek: Werkplek, open_venster: Callable[..., Bediening]
) -> None:
    omgeving = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    opdracht = [sys.executable, "-m", "gui.sterf_venster", str(werkplek.map), "3"]
    dood = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)
    assert dood.returncode == sterf_venster.DOOD, dood.stderr[-1000:]
    gedaan = len(werkplek.uitvoeringen())
    assert gedaan == 1 + 3, "the overview, and three pupils"

    bediening = open_venster(werkplek.map)
    onderbreking = bediening.venster.stapbalk.onderbreking
    assert onderbreking.isVisible()
    assert onderbreking.text() == (
        "BRON Sync werd onderbroken tijdens Verwerken en Verzenden: van 1 bericht is nog niet bekend of BRON het ontving."
    )
    _volg_tot_klaar(bediening)
    uitvoeringen = werkplek.uitvoeringen()
    assert len(uitvoeringen) > gedaan
    assert set(uitvoeringen) == {1}
    assert bediening.venster.toestand.verschillen == 0


def test_an_address_that_the_school_knows_better_goes_to_bron(
    werkplek: Werkplek, open_venster: Callable[..., Bediening]
) -> None:
    """Of a pupil without BSN: of all others the GBA decides the address."""
    ((leerling, _, _), *_) = werkplek.sql(VAN_PUNT)
    wijzig = "UPDATE Leerling SET {} WHERE LeerlingId = ?"
    werkplek.sql(wijzig.format("Burgerservicenummer = NULL, Achternaam = 'Onvindbaar'"), leerling)
    bediening = open_venster(werkplek.map)
    _volg_tot_klaar(bediening)
    ((nummer,),) = werkplek.sql("SELECT Onderwijsnummer FROM Leerling WHERE LeerlingId = ?", leerling)
    werkplek.sql(wijzig.format("Straatnaam = 'Nieuwe Kerkweg', Huisnummer = 9"), leerling)
    bediening.doe("verversen")
    _volg_tot_klaar(bediening)
    alle = werkplek.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    (bij_bron,) = [een for een in alle if een["persoon"].get("onderwijsnummer") == nummer]
    assert "Nieuwe Kerkweg" in str(bij_bron)
