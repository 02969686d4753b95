#!/usr/bin/env python3
"""Makes a release of the last commit: wheel, pins, list of parts and their check sums in `dist/`, tried in an environment of its own.

    python3 installer/start.py release

Only what is committed is in it, and the same commit gives the same bytes (the list of parts: on the same Python). Nothing is uploaded.
What it does not know: whether a part has a known hole; run `audit.py` before. Source: RELIABILITY D20, D21.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sbom import LOCK, ROOT, asked_for, canonical, locked, project, requirement_names
from start import AS_PINNED, child_environment, pip_environment

DIST = ROOT / "dist"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def run(python: Path | str, *arguments: str, folder: Path, environment: dict[str, str]) -> None:
    subprocess.run([str(python), *arguments], cwd=folder, env=environment, check=True)


def wheel(source: Path, into: Path, moment: str) -> Path:
    """Built of what stands in `source`, with the tools of this environment; every file in it is of that moment."""
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(into),
        folder=source,
        environment=child_environment() | {"SOURCE_DATE_EPOCH": moment},
    )
    (made,) = into.glob("*.whl")
    return made


def pins_of_the_program(text: str) -> str:
    """The lines of the lock without those for building and testing, letter for letter."""
    wanted = asked_for(requirement_names(project()["project"]["dependencies"]), locked(text))
    entries = re.split(r"\n(?=\S)", text.strip())
    return "\n".join(one for one in entries if canonical(one.partition("==")[0]) in wanted) + "\n"


def try_out(made: Path, pins: Path) -> None:
    """As an administrator installs it: an empty environment, exactly these pins, this wheel, and the program checks itself."""
    with tempfile.TemporaryDirectory(prefix="bronsync-release-") as name:
        folder = Path(name)
        venv.create(folder / "env", with_pip=True, symlinks=os.name != "nt")
        python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        reach = pip_environment(python)
        run(python, *PIP, *AS_PINNED, str(pins), folder=folder, environment=reach)
        run(python, *PIP, "--no-deps", "--no-index", str(made), folder=folder, environment=reach)
        run(python, "-m", "pip", "check", folder=folder, environment=reach)
        without_screen = child_environment() | {"QT_QPA_PLATFORM": "offscreen"}
        run(python, "-P", "-m", "bronsync", "--self-test", folder=folder, environment=without_screen)


def main() -> int:
    if git("status", "--porcelain"):
        print("Er zijn wijzigingen die niet zijn vastgelegd; leg ze eerst vast (git commit).", file=sys.stderr)
        return 3
    moment = git("log", "-1", "--format=%ct").decode().strip()
    DIST.mkdir(exist_ok=True)
    for old in DIST.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="bronsync-release-") as name:
        # As it was committed, also where git would write other line ends.
        with zipfile.ZipFile(BytesIO(git("-c", "core.autocrlf=false", "archive", "--format=zip", "HEAD"))) as archive:
            archive.extractall(name)
        made = wheel(Path(name), DIST, moment)
    begin = made.name.split("-py3")[0]
    pins = DIST / f"{begin}-lock.txt"
    pins.write_text(pins_of_the_program(LOCK.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    parts = DIST / f"{begin}-sbom.cdx.json"
    sbom = str(ROOT / "installer" / "sbom.py")
    run(sys.executable, sbom, "--uit", str(parts), folder=ROOT, environment=child_environment())
    try_out(made, pins)
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(DIST.iterdir())]
    (DIST / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    print(
        f"Uitgave van {git('rev-parse', '--short', 'HEAD').decode().strip()} in {DIST.name}:\n{''.join(sums)}", end=""
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
