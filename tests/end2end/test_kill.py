"""SIGKILL at seeded random moments: started again with the same `--map` the demo goes on and ends the same (issue text; promise 1).

Client, demo and register all die at once (one process group). What must hold at the end: no difference left, register, LVS2000 and picture
equal, and by the register's own log no message was executed twice.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills a process group by POSIX signals")

LANGSTE = 4.0
"""Seconds within which a kill falls; a whole run takes longer."""


def _start(map_: Path, zaad: int) -> subprocess.Popen[str]:
    map_.mkdir(parents=True, exist_ok=True)
    opdracht = [sys.executable, "-m", "bronsync_demo", "--zonder-venster", "--leerlingen", "24", "--seed", str(zaad)]
    with (map_ / "stderr.txt").open("a") as stderr:
        return subprocess.Popen(
            [*opdracht, "--map", str(map_), "--json"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )


def _stop_groep(proces: subprocess.Popen[str]) -> None:
    os.killpg(proces.pid, signal.SIGKILL)
    proces.wait()
    assert proces.stdout is not None
    proces.stdout.close()


def _tot_het_einde(map_: Path, zaad: int) -> dict[str, Any]:
    proces = _start(map_, zaad)
    uit, _ = proces.communicate(timeout=300)
    assert proces.returncode == 0, (map_ / "stderr.txt").read_text()[-2000:]
    einde: dict[str, Any] = json.loads(uit.splitlines()[-1])
    return einde


def _uitvoeringen(map_: Path) -> Iterator[int]:
    """How often each message changed the register, from its own file."""
    db = sqlite3.connect(f"file:{(map_ / 'register' / 'register.sqlite').as_posix()}?mode=ro", uri=True)
    try:
        yield from (aantal for (aantal,) in db.execute("SELECT sum(mutatie) FROM bericht GROUP BY code"))
    finally:
        db.close()


def _met_kills(basis: Path, aantal: int, zaad: int) -> int:
    """Kills so often in all, over as many schools as that takes; gives how many schools came to their end."""
    kans = random.Random(zaad)
    kills = scholen = 0
    while kills < aantal:
        scholen += 1
        map_ = basis / f"school{scholen}"
        while kills < aantal:
            proces = _start(map_, zaad + scholen)
            try:
                proces.wait(timeout=kans.uniform(0.05, LANGSTE))
            except subprocess.TimeoutExpired:
                _stop_groep(proces)
                kills += 1
                continue
            assert proces.stdout is not None
            assert proces.returncode == 0, (map_ / "stderr.txt").read_text()[-2000:]
            proces.stdout.close()
            break
        einde = _tot_het_einde(map_, zaad + scholen)
        assert (einde["verschillen_over"], einde["register_gelijk"]) == (0, True)
        assert max(_uitvoeringen(map_)) == 1
    return scholen


@pytest.mark.timeout(300)
def test_killed_ten_times_the_demo_goes_on_and_ends_the_same(tmp_path):
    assert _met_kills(tmp_path, 10, 7) >= 1


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_killed_two_hundred_times_the_demo_goes_on_and_ends_the_same(tmp_path):
    assert _met_kills(tmp_path, 200, 2009) >= 1
