"""Working with a large LVS2000 (RELIABILITY C4 54): the answers are right and the memory stays bounded. Times are printed, not judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MB_VOORAF, MB_PER_INSCHRIJVING = 16, 0.004
"""At most, of one aanleverpunt: a fixed part, and 4 kB of each inschrijving in it (measured: 2)."""


@pytest.mark.parametrize(
    ("punten", "per_punt"),
    [(2, 300), pytest.param(5, 50_000, marks=[pytest.mark.large, pytest.mark.timeout(1200)])],
)
def test_C_54_a_large_lvs2000_is_compared_within_bounded_memory(tmp_path, punten, per_punt):
    opdracht = [sys.executable, "-m", "end2end.groot", str(tmp_path), str(punten), str(per_punt)]
    omgeving = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    klaar = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)
    assert klaar.returncode == 0, klaar.stderr[-2000:]
    uit = json.loads(klaar.stdout.splitlines()[-1])
    print(f"{punten} x {per_punt}: {uit['stromen']}")
    eerst, weer = uit["stromen"]["acties bepalen"], uit["stromen"]["nog eens"]
    assert eerst["leerlingen"] == weer["leerlingen"] == uit["in_lvs"]
    assert eerst["verschillen"] == weer["verschillen"] == uit["verschillen"]
    te_veel = {
        naam: stroom["mb"]
        for naam, stroom in uit["stromen"].items()
        if stroom["mb"] > MB_VOORAF + per_punt * MB_PER_INSCHRIJVING
    }
    assert not te_veel
