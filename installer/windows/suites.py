#!/usr/bin/env python3
"""Runs the tests in Windows' own Python, in a Windows of their own under Wine.

    python3 installer/start.py test --windows [what goes to pytest]

The Python and the packages are those of a release, with those that the tests ask for; our code is read from the checkout. What is Wine's
fault stands in `tests/wine.toml` with its reason. Made once, beside the environment, and again when a pin changes.
"""

import hashlib
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pins import wheels
from start import LOCK, ROOT, VENV, pip_environment, say

from windows import inputs, tree
from windows.wine import Windows, advice, missing, windows_path

PLACE = VENV / "windows"
SUITES = ("tests/unit", "tests/integration", "tests/contract", "tests/gui")


def provide() -> Path:
    """The Python with all packages; gives its `python.exe`."""
    stamp, made = PLACE / "bronsync.stamp", PLACE / "python"
    wanted = hashlib.sha256(LOCK.read_bytes() + inputs.PYTHON_PIN.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        say("Python voor Windows klaarzetten (eenmalig, ongeveer een minuut)...")
        shutil.rmtree(PLACE, ignore_errors=True)
        work = PLACE / "fetched"
        reach = pip_environment(Path(sys.executable))
        tree.python(inputs.python("", "", work, reach), made)
        for file in wheels(LOCK.read_text(encoding="utf-8"), "3.13", ["win_amd64"], work, reach):
            tree.wheel(file, made)
        shutil.rmtree(work)
        stamp.write_text(wanted, encoding="utf-8")
    _lead_to_the_checkout(made)
    return made / "python.exe"


def _lead_to_the_checkout(made: Path) -> None:
    """As an editable install does: our code where it stands, our name and version in the packages."""
    ours = [windows_path(folder) for folder in (ROOT / "src", Path(__file__).resolve().parent)]
    (made / "python313._pth").write_text(tree.PTH + "\n".join(ours) + "\n", encoding="utf-8", newline="\r\n")
    itself = distribution("bronsync")
    about = made / tree.SITE / f"bronsync-{itself.version}.dist-info"
    about.mkdir(exist_ok=True)
    for name in ("METADATA", "entry_points.txt"):
        (about / name).write_text(itself.read_text(name) or "", encoding="utf-8")


def main(arguments: list[str]) -> int:
    if packages := missing():
        say(advice(packages))
        return 0
    python = provide()
    windows = Windows(PLACE / "windows")
    windows.make()
    asked = [one for one in arguments if (ROOT / one.partition("::")[0]).exists()]
    options = [one for one in arguments if one not in asked]
    worst = 0
    try:
        for suite in asked or SUITES:
            say(f"--- {suite}, in Windows' Python onder Wine")
            command = (
                "-I",
                "-X",
                "utf8",
                "-m",
                "pytest",
                "-p",
                "pytest_wine",
                "-p",
                "no:cacheprovider",
                "-n0",
                "-q",
                "--timeout=600",
            )
            with windows.start(python, *command, suite, *options, cwd=ROOT, HYPOTHESIS_PROFILE="ci") as process:
                for line in process.stdout or ():
                    say(line.rstrip("\n"))
            worst = max(worst, process.returncode)
    finally:
        windows.stop()
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
