#!/usr/bin/env python3
"""Asks whether any part of a release has a known hole. Fails when it could not ask: a part that was skipped is not a part that is safe.

    .venv/bin/python installer/audit.py

Packages: `pip-audit` (a program of its own, found on the path) is asked about every pin of `lock.txt`, and its answer is counted: each pin
must have been looked up. C libraries: no database knows what is inside a wheel, so a person judges each version in `c-libraries.toml`; a
library that reports another version than was judged fails. Exit codes: 0 nothing known, 1 something known, 3 could not be asked.
Not part of CI, which has no advisory database; run it before a release. Source: RELIABILITY D20, D21.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sbom import LOCK, ROOT, canonical, locked, sbom

JUDGED = ROOT / "installer" / "c-libraries.toml"
NOTHING, KNOWN, NOT_ASKED = 0, 1, 3


def pip_audit() -> str | None:
    """What pip-audit says, as JSON; None when it is not there or stopped."""
    program = shutil.which("pip-audit")
    if program is None:
        return None
    line = [program, "--strict", "--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    answer = subprocess.run([*line, "-r", str(LOCK)], capture_output=True, text=True, check=False)
    return answer.stdout if answer.returncode in (0, 1) else None


def packages(ask: Callable[[], str | None]) -> tuple[int, str]:
    """Judges the answer by what is in it, never by an exit code."""
    pins = locked(LOCK.read_text(encoding="utf-8"))
    said = ask()
    try:
        answered = json.loads(said or "")["dependencies"]
        asked = {canonical(one["name"]): one for one in answered if "skip_reason" not in one and "vulns" in one}
    except (ValueError, KeyError, TypeError):
        return NOT_ASKED, "pip-audit is er niet of gaf geen antwoord: er is niets gevraagd."
    if missing := sorted(pins.keys() - asked.keys()):
        return NOT_ASKED, f"Niet nagevraagd: {', '.join(missing)}."
    holes = [
        f"{name} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}"
        for name, one in asked.items()
        if one["vulns"]
    ]
    wrong = sorted(name for name, (version, _) in pins.items() if asked[name].get("version") != version)
    if wrong:
        return NOT_ASKED, f"Een andere versie nagevraagd: {', '.join(wrong)}."
    return (KNOWN, "\n".join(holes)) if holes else (NOTHING, f"{len(pins)} pakketten nagevraagd, niets bekend.")


def c_libraries() -> tuple[int, str]:
    """Each library inside a package against what a person judged."""
    judged = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    parts = [part for part in sbom(everything=False)["components"] if part["purl"].startswith("pkg:generic/")]
    found = {f"{part['name']} in {part['properties'][0]['value']}": part["version"] for part in parts}
    from_python = {name for name in found if name.endswith(" in Python")}
    lines = []
    for name, version in sorted(found.items()):
        if name in from_python:
            continue  # of the Python of this computer: its own distribution audits it
        row = judged.get(name)
        if row is None or row["version"] != version:
            lines.append(f"{name} {version}: niet beoordeeld (installer/{JUDGED.name})")
        elif row["holes"]:
            lines.append(f"{name} {version}: {row['holes']}")
    unjudged = any("niet beoordeeld" in line for line in lines)
    code = NOT_ASKED if unjudged else KNOWN if lines else NOTHING
    return code, "\n".join(lines) or f"{len(found) - len(from_python)} C-bibliotheken zoals beoordeeld."


def main(ask: Callable[[], str | None] = pip_audit) -> int:
    results = [packages(ask), c_libraries()]
    for _, text in results:
        print(text)
    return max(code for code, _ in results)


if __name__ == "__main__":
    sys.exit(main())
