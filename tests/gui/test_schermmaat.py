"""Large letters on a small screen: nothing falls outside it, and there is something to see (FOUTEN chapter 4)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bronsync.gui.venster.menu import KEUZES
from end2end.conftest import Werkplek


def meet(map_: Path, schaal: float, breed: int, hoog: int) -> dict[str, Any]:
    """Of the window in a process of its own at this scale."""
    omgeving = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]),
        "QT_SCALE_FACTOR": str(schaal),
        "QT_QPA_PLATFORM": "offscreen",
    }
    opdracht = [sys.executable, "-m", "gui.maat_venster", str(map_), str(schaal), str(breed), str(hoog)]
    klaar = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False, timeout=120)
    assert klaar.returncode == 0, klaar.stderr[-2000:]
    uit: dict[str, Any] = json.loads(klaar.stdout.splitlines()[-1])
    return uit


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("schaal", "breed", "hoog", "rijen", "details"),
    [
        (1.0, 1366, 768, 6, 150),
        (1.0, 900, 640, 4, 100),
        (1.25, 1366, 768, 5, 100),
        (1.5, 1366, 768, 3, 80),
        (2.0, 1366, 768, 1, 30),
    ],
)
def test_all_can_be_reached_at(
    schaal: float, breed: int, hoog: int, rijen: float, details: int, geleverd: Werkplek
) -> None:
    gemeten = meet(geleverd.map, schaal, breed, hoog)
    assert gemeten["venster"] == gemeten["gevraagd"], "it does not grow out of the screen"
    assert gemeten["knoppen"] == {naam: True for naam, keuze in KEUZES.items() if keuze.werkbalk}
    assert gemeten["rijen"] >= rijen
    assert gemeten["details"] >= details
    ruimte = gemeten["gevraagd"]
    for naam, (breedte, hoogte, onderkant) in gemeten["dialogen"].items():
        assert (breedte <= ruimte[0], hoogte <= ruimte[1], 0 < onderkant < hoogte) == (True, True, True), naam
