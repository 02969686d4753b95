#!/usr/bin/env python3
"""Asks whether any part of a release has a known hole. Fails when it could not ask: a part that was skipped is not a part that is safe.

    .venv/bin/python installer/audit.py

Packages: `pip-audit` (a program of its own, found on the path) is asked about every pin of `lock.txt`, for every system, and its answer is
counted: each pin must have been looked up, and a hole that is known to be there must be found. C libraries: no database knows what is inside
a wheel, so a person judges each version in `c-libraries.toml`; another version than was judged fails, and so does a judgement of more than a
month ago. What a package of Rust is made of is for the advisories of that package. Exit codes: 0 nothing known, 1 something known, 3 could not be asked.
Not part of CI, which has no advisory database; run it before a release. Source: RELIABILITY D20, D21.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sbom import LOCK, ROOT, canonical, every_pin, sbom

JUDGED = ROOT / "installer" / "c-libraries.toml"
NOTHING, KNOWN, NOT_ASKED = 0, 1, 3
FRESH = timedelta(days=31)
"""How long a judgement of a person holds: new holes are found in old versions."""


Pin = tuple[str, str, list[str]]

CONTROL: Pin = ("pyyaml", "5.3", ["0" * 64])
"""Known to have a hole, and no part of us: who answers that it has none is no database of holes (a proxy, an empty mirror)."""


def pip_audit(pins: list[Pin]) -> str | None:
    """What pip-audit says of these, as JSON; None when it is not there or stopped."""
    program = shutil.which("pip-audit")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        # Without markers: it would leave out what is for another system without a word.
        asked = Path(folder) / "pins.txt"
        lines = [
            " ".join([f"{name}=={version}", *(f"--hash=sha256:{one}" for one in hashes)])
            for name, version, hashes in pins
        ]
        asked.write_text("\n".join(lines), encoding="utf-8")
        line = [
            program,
            "--strict",
            "--disable-pip",
            "--require-hashes",
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ]
        answer = subprocess.run([*line, "-r", str(asked)], capture_output=True, text=True, check=False)
    return answer.stdout if answer.returncode in (0, 1) else None


def rounds(pins: list[Pin]) -> list[list[Pin]]:
    """Each name once in a question: pip-audit refuses two versions of one package."""
    out: list[list[Pin]] = []
    for pin in pins:
        for one in out:
            if pin[0] not in {name for name, *_ in one}:
                one.append(pin)
                break
        else:
            out.append([pin])
    return out


def packages(ask: Callable[[list[Pin]], str | None]) -> tuple[int, str]:
    """Judges the answers by what is in them, never by an exit code: each pin must be there, of its version, with a list of holes."""
    pins = every_pin(LOCK.read_text(encoding="utf-8"))
    holes: dict[tuple[str, str], list[str]] = {}
    for one_round in rounds([*pins, CONTROL]):
        try:
            for one in json.loads(ask(one_round) or "")["dependencies"]:
                if "skip_reason" not in one:
                    if not isinstance(one["vulns"], list):
                        raise TypeError
                    found = [str(hole["id"]) for hole in one["vulns"]]
                    holes.setdefault((canonical(one["name"]), one["version"]), []).extend(found)
        except (ValueError, KeyError, TypeError):
            return NOT_ASKED, "pip-audit is er niet of gaf geen bruikbaar antwoord: er is niets nagevraagd."
    if missing := [f"{name} {version}" for name, version, _ in pins if (name, version) not in holes]:
        return NOT_ASKED, f"Niet nagevraagd: {', '.join(missing)}."
    if not holes.pop(CONTROL[:2], []):
        return (
            NOT_ASKED,
            f"Wie antwoordt, kent ook het bekende gat in {CONTROL[0]} {CONTROL[1]} niet: er is niets nagevraagd.",
        )
    known = [f"{name} {version}: {', '.join(found)}" for (name, version), found in sorted(holes.items()) if found]
    return (KNOWN, "\n".join(known)) if known else (NOTHING, f"{len(pins)} pakketten nagevraagd, niets bekend.")


def c_libraries(today: date) -> tuple[int, str]:
    """Each library inside a package against what a person judged, not long ago."""
    judged = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    parts = [part for part in sbom(everything=False)["components"] if part["purl"].startswith("pkg:generic/")]
    found = {f"{part['name']} in {part['properties'][0]['value']}": part["properties"][1]["value"] for part in parts}
    # Of the Python of this computer: its own distribution audits it.
    ours = {name: version for name, version in sorted(found.items()) if not name.endswith(" in python")}
    unjudged, known = [], []
    for name, version in ours.items():
        row = judged.get(name, {})
        if row.get("version") != version or not isinstance(row.get("holes"), str) or "judged" not in row:
            unjudged.append(f"{name} {version}: niet beoordeeld (installer/{JUDGED.name})")
        elif not timedelta(0) <= today - row["judged"] <= FRESH:
            unjudged.append(f"{name} {version}: te lang geleden beoordeeld, op {row['judged']:%d-%m-%Y}")
        elif row["holes"]:
            known.append(f"{name} {version}: {row['holes']}")
    code = NOT_ASKED if unjudged else KNOWN if known else NOTHING
    return code, "\n".join(unjudged + known) or f"{len(ours)} C-bibliotheken zoals beoordeeld."


def main(ask: Callable[[list[Pin]], str | None] = pip_audit) -> int:
    results = [packages(ask), c_libraries(datetime.now(tz=UTC).date())]
    for _, text in results:
        print(text)
    return max(code for code, _ in results)


if __name__ == "__main__":
    sys.exit(main())
