"""Starts a process with a home, a temporary folder and a current folder of its own, so that all it leaves behind can be searched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import bronsync

PADEN = (Path(__file__).parents[1], Path(bronsync.__file__).parents[1])
"""Of the tests and of the program that this process runs."""


def kindproces(thuis: Path, *opdracht: str, seconden: float = 100) -> subprocess.CompletedProcess[str]:
    """What it printed lies in two files there too."""
    thuis.mkdir(exist_ok=True)
    namen = ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    omgeving = os.environ | dict.fromkeys(namen, str(thuis))
    omgeving |= {
        "PYTHONPATH": os.pathsep.join(map(str, PADEN)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    klaar = subprocess.run(
        [sys.executable, *opdracht],
        cwd=thuis,
        env=omgeving,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=seconden,
    )
    (thuis / "stdout").write_text(klaar.stdout, encoding="utf-8")
    (thuis / "stderr").write_text(klaar.stderr, encoding="utf-8")
    return klaar
