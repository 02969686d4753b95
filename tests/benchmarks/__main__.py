"""Measures LIM-1..8 and PEER-1..12 of PERFORMANCE 10 on our real code path, VENSTER-1..4, WACHT-1..10 and GROEI-1..10: `installer/start.py benchmark`.

One process per group, so that groups do not heat each other's caches. Exit code 0 when every goal is met, 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Result = dict[str, Any]


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="start.py benchmark", description="Meet snelheid en geheugen, met de antwoorden gecontroleerd."
    )
    parser.add_argument("--json", action="store_true", help="een JSON-object op de laatste regel")
    parser.add_argument("--snel", action="store_true", help="alleen de grenzen (LIM), alleen met 2.000 inschrijvingen")
    parser.add_argument(
        "--groot",
        action="store_true",
        help="ook de grenzen met 500.000 en het wachten met 20.000 inschrijvingen (een kwartier erbij)",
    )
    parser.add_argument("--rondes", type=int, default=5, metavar="N", help="aantal rondes (5)")
    parser.add_argument("--map", type=Path, metavar="DIR", help="map voor de gemaakte gegevens; ze worden hergebruikt")
    parser.add_argument("--groep", help=argparse.SUPPRESS)
    parser.add_argument("--grootte", type=int, help=argparse.SUPPRESS)
    return parser


def group(name: str, folder: Path, size: int, rounds: int) -> list[Result]:
    """One group, in this process."""
    from benchmarks import limits, waits
    from benchmarks.dataset import Dataset

    logging.disable(logging.WARNING)
    data = Dataset(folder / str(size))
    groups: dict[str, Callable[[], list[Result]]] = {
        "vergelijken": lambda: limits.compare_and_read(data, size, rounds),
        "xml": lambda: limits.xml(data, size, rounds),
        "opslag": lambda: limits.store(data, size, rounds),
        "geheugen": lambda: limits.memory(data, size),
        "venster": lambda: window(size, rounds),
        "wachten": lambda: waits.measure(data, size, rounds),
        "start": lambda: limits.start_up(rounds),
        "opdrachten": lambda: limits.exact(data, size),
    }
    if name not in groups:  # needs what only `start.py benchmark` installs
        from benchmarks import peers

        groups = {
            "anderen": lambda: peers.compare_large(data, size, rounds),
            "anderen klein": lambda: peers.compare_small(data, size, rounds),
            "anderen in geheugen": lambda: peers.in_memory(data, size, rounds),
            "anderen xml": lambda: peers.xml(data, size, rounds),
            "anderen opslag": lambda: peers.storing(data, size, rounds),
            "geheugen polars": lambda: peers.memory(data, "polars"),
            "geheugen datacompy polars": lambda: peers.memory(data, "datacompy polars"),
        }
    return groups[name]()


def window(size: int, rounds: int) -> list[Result]:
    """Imported here: nothing else in this process may have Qt."""
    from benchmarks import venster

    return venster.measure(size, rounds)


def in_a_process(name: str, folder: Path, size: int, rounds: int) -> list[Result]:
    from benchmarks import report
    from benchmarks.measure import load

    start = time.perf_counter()
    line = [
        sys.executable,
        __file__,
        "--groep",
        name,
        "--grootte",
        str(size),
        "--map",
        str(folder),
        "--rondes",
        str(rounds),
    ]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise SystemExit(f"De groep '{name}' ({size}) is niet af gekomen; hierboven staat waarom.")
    took = time.perf_counter() - start
    results: list[Result] = json.loads(done.stdout.splitlines()[-1])
    # told at once: what takes a quarter of an hour may be ended before the last group
    print(f"  {name} met {size} inschrijvingen: {took:.0f} s, belasting {load()}", file=sys.stderr)
    print(report.lines(results), file=sys.stderr, flush=True)
    return results


def provide(folder: Path, size: int, *, peers: bool, per_aanleverpunt: int = 225) -> None:
    """Data of this size; those that lie there, when they were made whole, by this generator and for no less than this."""
    from benchmarks.dataset import made_for, make

    wanted = {"peers": peers, "xml": size < 500_000, "per_aanleverpunt": per_aanleverpunt}
    place = folder / str(size)
    if made_for(place, **wanted):
        return
    if place.exists():
        print(f"  {size} inschrijvingen: wat er ligt, is voor iets anders gemaakt", file=sys.stderr, flush=True)
        shutil.rmtree(place)
    print(f"  {size} inschrijvingen maken", file=sys.stderr, flush=True)
    make(place, size, **wanted)


def run(folder: Path, *, quick: bool, large: bool, rounds: int) -> list[Result]:
    from benchmarks import limits

    small = 500 if quick else 2_000
    sizes = [2_000] if quick else [2_000, 50_000, *([500_000] if large else [])]
    for size in {small, *sizes, *(() if quick else (10_000,))}:
        provide(folder, size, peers=not quick)

    def of(name: str, size: int) -> list[Result]:
        return in_a_process(name, folder, size, rounds)

    results: list[Result] = []
    for size in sizes:
        results += of("vergelijken", size) + of("geheugen", size)
        if size < 500_000:
            results += of("xml", size) + of("opslag", size)
    smaller = [r for r in of("vergelijken", small) if r["id"] == "LIM-1"] if quick else []
    results += limits.exponent([*results, *smaller]) + limits.growth(results)
    results += one_aanleverpunt(folder, rounds)
    results += waiting(folder, rounds, large=large)
    results += of("start", 2_000) + of("opdrachten", 2_000)
    results += of("venster", 20_000) + ([] if quick else of("venster", 200_000))
    if quick:
        return results
    from benchmarks.peers import memory_ratios

    results += of("anderen", 50_000) + of("anderen klein", 2_000) + of("anderen in geheugen", 2_000)
    results += of("anderen xml", 10_000) + of("anderen opslag", 10_000)
    them = of("geheugen polars", 50_000) + of("geheugen datacompy polars", 50_000)
    return results + memory_ratios(results, them)


def one_aanleverpunt(folder: Path, rounds: int) -> list[Result]:
    """The same comparison with all in one aanleverpunt: what is left out then is what each aanleverpunt costs once. No goal."""
    provide(folder / "een", 2_000, peers=False, per_aanleverpunt=2_000)
    found = in_a_process("vergelijken", folder / "een", 2_000, rounds)
    return [
        {name: value for name, value in r.items() if name not in ("doel", "cpu", "cpu_min")}
        | {"deel": f"{r['deel']}, een aanleverpunt", "info": True}
        for r in found
        if not r.get("info")
    ]


def waiting(folder: Path, rounds: int, *, large: bool) -> list[Result]:
    """WACHT and GROEI: all in one aanleverpunt, with as many verschillen and acties as pupils."""
    from benchmarks import waits

    results: list[Result] = []
    for size in (250, 2_000, *((20_000,) if large else ())):
        provide(folder / "een", size, peers=False, per_aanleverpunt=size)
        results += in_a_process("wachten", folder / "een", size, rounds)
    return results + waits.growth(results)


def main() -> int:
    options = arguments().parse_args()
    if options.groep:
        print(json.dumps(group(options.groep, options.map, options.grootte, options.rondes)))
        return 0
    from benchmarks import report
    from benchmarks.measure import load

    print(f"Belasting van deze computer: {load()}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as own:
        results = run(options.map or Path(own), quick=options.snel, large=options.groot, rounds=options.rondes)
    summary = report.summary(results)
    print(report.table(results))
    print(report.NOTES)
    missed = [name for name, result in summary.items() if not result["gehaald"]]
    print(f"Belasting na afloop: {load()}. " + (f"Gemist: {', '.join(missed)}." if missed else "Alle doelen gehaald."))
    if options.json:
        print(json.dumps(summary))
    return int(bool(missed))


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # this folder is a package of `tests`, started as a file
    sys.exit(main())
