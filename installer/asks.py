#!/usr/bin/env python3
"""What the metadata of every pin of both locks says (what it asks for in turn, its licence), on any system and Python: `lock-asks.json`, made again after each change of a lock.

    python installer/asks.py      (of any environment with pip 25 or newer)

Asks pip for the metadata of each pin, also of those that are not installed here. With it a test can tell whether a lock is complete without
a Windows computer and without four versions of Python: a lock is installed without asking again, so what it lacks nobody would fetch.
What it does not know: whether a wheel for that system exists; pip says so when it installs.
"""

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sbom import ASKS, canonical, every_pin
from start import AS_PINNED, LOCK, LOCK_BENCHMARK, pip_environment

OLDEST, NEWEST = "3.11.0", "3.14"


def metadata(pins: dict[str, tuple[str, list[str]]], python: str) -> list[dict[str, Any]]:
    """Of these pins, as that Python would get them; their markers left out, for a part of another system must answer too."""
    with tempfile.TemporaryDirectory(prefix="bronsync-asks-") as folder:
        file = Path(folder, "pins.txt")
        lines = [
            f"{name}=={release} " + " ".join(f"--hash=sha256:{one}" for one in hashes)
            for name, (release, hashes) in pins.items()
        ]
        file.write_text("\n".join(lines), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--dry-run",
            "--ignore-installed",
            "--report",
            "-",
        ]
        command += ["--python-version", python, "--ignore-requires-python", "--target", folder, *AS_PINNED, str(file)]
        environment = pip_environment(Path(sys.executable))
        said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return [one["metadata"] for one in json.loads(said)["install"]]


def licences(one: dict[str, Any]) -> list[dict[str, Any]]:
    """In the form of CycloneDX; none where it says nothing of it."""
    if expression := one.get("license_expression"):
        return [{"expression": expression}]
    begin = "License :: "
    classifiers = [line.rpartition(" :: ")[2] for line in one.get("classifier", []) if line.startswith(begin)]
    names = classifiers or [one.get("license", "").split("\n")[0][:80]]
    return [{"license": {"name": text}} for text in names if text]


def main() -> int:
    if int(version("pip").partition(".")[0]) < 25:
        print("An older pip leaves the licences out: run this with pip 25 or newer.", file=sys.stderr)
        return 2
    # A name may be pinned twice, for an older and a newer Python: the older first.
    older: dict[str, tuple[str, list[str]]] = {}
    newer: dict[str, tuple[str, list[str]]] = {}
    for lock in (LOCK, LOCK_BENCHMARK):
        for name, release, hashes in every_pin(lock.read_text(encoding="utf-8")):
            if name in newer and newer[name][0] != release:
                older[name] = newer[name]
            newer[name] = (release, hashes)
    found = {
        f"{canonical(one['name'])}=={one['version']}": {
            "requires_python": one.get("requires_python", ""),
            "requires": sorted(one.get("requires_dist", [])),
            "licences": licences(one),
        }
        for one in [*metadata(newer, NEWEST), *metadata(older, OLDEST)]
    }
    ASKS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
