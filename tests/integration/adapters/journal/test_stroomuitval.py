"""Power loss (RELIABILITY A2, promise 1): of every disk that a cut may leave, no acknowledged commit is missing and none is half there."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bronsync.adapters.journal.store import open_store
from bronsync.application.records import BesluitRij
from bronsync.domain.errors import BronSyncFout
from helpers.stroomuitval import HOE, schijven

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim knows the layout and the file names of Linux")
SLEUTEL = bytes(range(32))


def opname(map_: Path, aantal: int, synchronous: str) -> list[tuple[Any, ...]]:
    """What the store asked of the disk while it wrote so many commits."""
    (map_ / "opslag").mkdir()
    pad = map_ / "opslag" / "opslag.db"
    open_store(pad, SLEUTEL).close()
    opdracht = [
        sys.executable,
        "-m",
        "helpers.stroomuitval",
        str(pad),
        SLEUTEL.hex(),
        str(aantal),
        synchronous,
        str(map_ / "log"),
    ]
    pad_ = os.pathsep.join([str(Path(__file__).parents[3]), *sys.path])
    klaar = subprocess.run(opdracht, env=os.environ | {"PYTHONPATH": pad_}, capture_output=True, text=True, check=False)
    assert klaar.returncode == 0, klaar.stderr[-1500:]
    log: list[tuple[Any, ...]] = pickle.loads((map_ / "log").read_bytes())
    return log


def oordeel(map_: Path, schijf: dict[str, bytes], bevestigd: int) -> str:
    """`good`, `lost`, `torn` or the code of the refusal."""
    for oud in map_.iterdir():
        oud.unlink()
    for naam, inhoud in schijf.items():
        (map_ / naam).write_bytes(inhoud)
    try:
        opslag = open_store(map_ / "opslag.db", SLEUTEL)
    except BronSyncFout as fout:
        return fout.code
    with opslag.unit_of_work() as unit:
        namen = {rij.vingerafdruk for rij in unit.all(BesluitRij)}
    opslag.close()
    helften = {int(naam[1:]) for naam in namen if naam[0] == "a"}, {int(naam[1:]) for naam in namen if naam[0] == "b"}
    if helften[0] != helften[1] or helften[0] != set(range(len(helften[0]))):
        return "torn"
    return "good" if bevestigd <= len(helften[0]) <= bevestigd + 1 else "lost"


def uitslagen(map_: Path, log: list[tuple[Any, ...]], deel: int) -> Counter[str]:
    """Judges each different disk once; `deel`: only every so many-th point of the log."""
    (map_ / "schijf").mkdir()
    gezien: set[bytes] = set()
    uit: Counter[str] = Counter()
    for nummer, (bevestigd, _, schijf) in enumerate(schijven(log, 7)):
        if nummer // len(HOE) % deel:
            continue
        vinger = hashlib.sha256(repr((bevestigd, sorted(schijf.items()))).encode()).digest()
        if vinger not in gezien:
            gezien.add(vinger)
            uit[oordeel(map_ / "schijf", schijf, bevestigd)] += 1
    return uit


@pytest.mark.parametrize(
    ("commits", "deel"), [(20, 3), pytest.param(60, 1, marks=[pytest.mark.large, pytest.mark.timeout(900)])]
)
def test_power_loss_loses_nothing_that_was_acknowledged(tmp_path, commits, deel):
    log = opname(tmp_path, commits, "FULL")
    stappen = Counter(stap[0] for stap in log)
    assert stappen["ack"] == commits
    assert stappen["sync"] > commits, "a sync for every commit, and those of the checkpoints"
    uit = uitslagen(tmp_path, log, deel)
    print(f"WAL, FULL: {sum(uit.values())} disks, {dict(uit)}")
    assert set(uit) == {"good"}
    assert sum(uit.values()) > 5 * commits


def test_the_simulation_notices_a_store_that_does_not_sync(tmp_path):
    """What the paper measured: without a sync per commit acknowledged ones are lost. If this finds nothing, neither does the other."""
    uit = uitslagen(tmp_path, opname(tmp_path, 12, "NORMAL"), 4)
    assert uit["lost"] > 5, dict(uit)
