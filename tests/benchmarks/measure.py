"""How a ratio is measured (PERFORMANCE 11): cases in turn A B C A B C in one process, both clocks, the ratio within a round.

A case whose answer is not the truth gets no ratio. Memory is measured in a fresh process per case, by the kernel's high-water mark where
there is one (Linux) and otherwise, in plain sight, by what Python itself allocated.
"""

from __future__ import annotations

import ctypes
import gc
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SAMPLE = 0.15
"""Seconds that a sample takes at least: a small size is repeated within it."""


@dataclass
class Case:
    """`run` gives an answer, `check` says what is wrong with it ('' when nothing is). `prepare` runs before each call, off the clock."""

    name: str
    run: Callable[[], Any]
    check: Callable[[Any], str]
    prepare: Callable[[], None] | None = None
    once: bool = False
    """Too slow, or not fit, to be repeated within a sample."""
    wrong: str = ""
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


def _timed(case: Case, repeats: int) -> tuple[float, float]:
    cpu = wall = 0.0
    for _ in range(repeats):
        if case.prepare:
            case.prepare()
        gc.collect()
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        answer = case.run()
        cpu += time.process_time() - cpu_start
        wall += time.perf_counter() - wall_start
        del answer
    return cpu / repeats, wall / repeats


def measure(cases: list[Case], rounds: int, *, sample: float = SAMPLE) -> None:
    """One warm-up round in which each answer is checked, then the rounds; fills `cpu` and `wall` of each case."""
    repeats = {}
    for case in cases:
        if case.prepare:
            case.prepare()
        start = time.perf_counter()
        answer = case.run()
        took = time.perf_counter() - start
        case.wrong = case.check(answer)
        del answer
        repeats[case.name] = 1 if case.once else max(1, min(50, math.ceil(sample / max(took, 1e-4))))
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for case in cases:
            if not case.wrong:
                cpu, wall = _timed(case, repeats[case.name])
                case.cpu.append(cpu)
                case.wall.append(wall)
    gc.unfreeze()


def ratio(above: Case, below: Case, clock: str = "cpu") -> dict[str, Any]:
    """Median over the rounds of above / below, its spread, and the ratio of the two minima; what is wrong when there is none."""
    for case in (above, below):
        if case.wrong:
            return {"fout": f"{case.name}: {case.wrong}"}
    tops, bottoms = getattr(above, clock), getattr(below, clock)
    per_round = [top / bottom for top, bottom in zip(tops, bottoms, strict=True)]
    other = "wall" if clock == "cpu" else "cpu"
    return {
        "ratio": statistics.median(per_round),
        "min": min(per_round),
        "max": max(per_round),
        "minima": min(tops) / min(bottoms),
        "klok": clock,
        f"ratio_{other}": statistics.median(
            top / bottom for top, bottom in zip(getattr(above, other), getattr(below, other), strict=True)
        ),
    }


# --- memory ---------------------------------------------------------------------------------------------------------------------------


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise OSError(name)


def peak_memory(run: Callable[[], Any]) -> dict[str, Any]:
    """Megabytes that `run` needs at its peak above the level just before it."""
    gc.collect()
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libc.so.6").malloc_trim(0)
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
            before = _status("VmRSS")
            answer = run()
            peak = (_status("VmHWM") - before) / 1024
        except OSError:
            pass
        else:
            return {"mb": peak, "wijze": "VmHWM", "antwoord": answer}
    import tracemalloc

    tracemalloc.start()
    answer = run()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return {"mb": peak, "wijze": "tracemalloc (alleen Python's eigen geheugen)", "antwoord": answer}


def cpu_of(code: str) -> float:
    """CPU seconds of a fresh Python that runs this code."""
    arguments = [sys.executable, "-c", code]
    if hasattr(os, "wait4"):
        pid = os.posix_spawn(sys.executable, arguments, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        _, status, usage = os.wait4(pid, 0)
        if status:
            raise RuntimeError("a fresh Python failed to import")
        return usage.ru_utime + usage.ru_stime
    import subprocess  # Windows has no rusage of one child: wall time stands in

    start = time.perf_counter()
    subprocess.run(arguments, check=True)
    return time.perf_counter() - start


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "onbekend"
