"""`bronsync-demo --schermafdrukken`: the real program through every screen; every picture of the manual is made, and nothing is cut off."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bronsync.resources import resource

MINSTENS = 25


@pytest.mark.timeout(300)
def test_every_picture_of_the_manual_is_made_and_nothing_is_cut_off(tmp_path: Path):
    uit = tmp_path / "beelden"
    opdracht = [sys.executable, "-m", "bronsync_demo", "--schermafdrukken", str(uit), "--leerlingen", "90"]
    klaar = subprocess.run(
        [*opdracht, "--map", str(tmp_path / "demo")],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    gemaakt = {pad.name for pad in uit.glob("*.png")}
    assert len(gemaakt) >= MINSTENS
    tekst = resource("handleiding", "handleiding.md").read_text(encoding="utf-8")
    van_het_programma = {
        naam for naam in re.findall(r"\]\(beelden/([^)]+\.png)\)", tekst) if not naam.startswith("installeren-")
    }
    assert van_het_programma <= gemaakt
