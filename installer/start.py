#!/usr/bin/env python3
"""The front door: makes the environment in the checkout and starts the demo, the tests or the benchmarks.

Standard library only, the same on Windows and Debian. Installs exactly what `lock.txt` pins, from wherever the user's own
pip is configured to fetch; names no host itself. Later starts compare a stamp and go straight on.
What it does not know: anything of the program it starts. What it says is for users, so Dutch.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "installer" / "lock.txt"
LOCK_BENCHMARK = ROOT / "installer" / "lock-benchmark.txt"

# Debian package -> what it must give: a library that can be loaded, or a program on the path.
WINDOW_LIBRARIES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
DATABASE_LIBRARIES = {"unixodbc": "libodbc.so.2"}
TEST_PROGRAMS = {"xmlsec1": "xmlsec1"}

USAGE = """\
BRON Sync

  demo        start het register en de demoschool en opent het venster
              (zonder scherm: demo --zonder-venster)
  test        voert alle tests uit
  benchmark   meet de snelheid en vergelijkt met andere programma's

Wat u achter de opdracht zet, gaat naar die opdracht door, bijvoorbeeld: demo --leerlingen 2000
Zonder opdracht wordt alleen de omgeving (.venv) klaargezet.
"""


class Stop(Exception):
    """What is wrong and what the user can do about it, in Dutch."""


def say(text: str) -> None:
    print(text, flush=True)


# ---------------------------------------------------------------- system libraries


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(job: str, arguments: list[str]) -> tuple[list[str], list[str]]:
    """Debian packages this job cannot do without, and those that only make it more complete."""
    if not sys.platform.startswith("linux"):
        return [], []
    needed: list[str] = []
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        needed.append(f"python3.{sys.version_info.minor}-venv")
    libraries: dict[str, str] = {}
    if job == "test" or (job == "demo" and "--zonder-venster" not in arguments):
        libraries |= WINDOW_LIBRARIES | DATABASE_LIBRARIES
    if job == "demo" and libraries and os.environ.get("DISPLAY"):
        libraries |= SCREEN_LIBRARIES
    needed += [package for package, library in libraries.items() if not loads(library)]
    programs = TEST_PROGRAMS if job == "test" else {}
    return needed, [package for package, program in programs.items() if shutil.which(program) is None]


def provide_system_packages(job: str, arguments: list[str]) -> None:
    needed, wanted = missing_packages(job, arguments)
    packages = needed + wanted
    if not packages:
        return
    line = "apt-get install --yes --no-install-recommends " + " ".join(packages)
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Systeemonderdelen installeren: {' '.join(packages)}")
        apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        update = subprocess.run(["apt-get", "-qq", "update"], env=apt, capture_output=True, text=True, check=False)
        install = subprocess.run(line.split(), env=apt, capture_output=True, text=True, check=False)
        if install.returncode == 0:
            return
        say(update.stderr + install.stderr)
    if shutil.which("apt-get"):
        advice = f"Installeer ze met deze regel en start daarna opnieuw:\n\n  sudo {line}\n"
    else:
        advice = "Installeer ze met het pakketbeheer van uw systeem en start daarna opnieuw."
    message = f"Op dit systeem ontbreken onderdelen (namen van Debian): {' '.join(packages)}\n{advice}"
    if needed:
        raise Stop(message)
    say(f"{message}\nTests die ze nodig hebben, worden nu overgeslagen.\n")


# ---------------------------------------------------------------- environment


def child_environment() -> dict[str, str]:
    """The user's own environment (so also where pip fetches from), less what would reach outside the .venv."""
    drop = {
        "PYTHONHOME",
        "PYTHONPATH",
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_REQUIRE_VIRTUALENV",
        "__PYVENV_LAUNCHER__",
    }
    kept = {name: value for name, value in os.environ.items() if name.upper() not in drop}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "PIP_USER": "0"}


def fingerprint(*files: Path) -> str:
    """First line: the place and the Python that the environment is tied to; second: what is installed in it."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return f"{ROOT} {sys.base_prefix} {sys.version}".replace("\n", " ") + f"\n{digest.hexdigest()}\n"


def read_stamp(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if PYTHON.exists() and stamp.exists() else ""


def pip_install(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *arguments]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Stop(
            f"{result.stdout}\nHet installeren is niet gelukt; hierboven staat waarom. "
            "Controleer de internetverbinding (of de instellingen van pip) en start opnieuw."
        )


def provide_environment(*, benchmark: bool) -> None:
    """Bring .venv to what the lock files say; does nothing when it is already so."""
    stamp, stamp_benchmark = VENV / "bronsync.stamp", VENV / "bronsync-benchmark.stamp"
    wanted, found = fingerprint(LOCK, ROOT / "pyproject.toml"), read_stamp(stamp)
    if found != wanted:
        say("Omgeving klaarzetten in .venv (eenmalig, ongeveer een halve minuut)...")
        if found.splitlines()[:1] != wanted.splitlines()[:1]:
            # Made for another place or Python, or never finished: nothing of it is kept.
            try:
                venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
            except (OSError, subprocess.CalledProcessError) as fault:
                raise Stop(f"De map {VENV} kan niet worden gemaakt: {fault}") from fault
        pip_install("--require-hashes", "-r", str(LOCK))
        pip_install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
        stamp.write_text(wanted, encoding="utf-8")
    if benchmark:
        wanted = fingerprint(LOCK, LOCK_BENCHMARK)
        if read_stamp(stamp_benchmark) != wanted:
            say("De programma's waarmee wordt vergeleken installeren (eenmalig)...")
            pip_install("--require-hashes", "-r", str(LOCK_BENCHMARK))
            stamp_benchmark.write_text(wanted, encoding="utf-8")


# ---------------------------------------------------------------- jobs


def run(*command: str, **extra: str) -> int:
    return subprocess.run([str(PYTHON), *command], cwd=ROOT, env=child_environment() | extra, check=False).returncode


def check_lock_files() -> int:
    """A lock file with an address in it would bind everyone to one host."""
    wrong = [file.name for file in (LOCK, LOCK_BENCHMARK) if "http" in file.read_text()]
    for name in wrong:
        say(f"installer/{name} names a host")
    return len(wrong)


def test(arguments: list[str]) -> int:
    """Everything CI runs. Each step runs, whatever the one before it said; pytest's own summary closes."""
    steps = {
        "ruff check": lambda: run("-m", "ruff", "check", "--quiet"),
        "ruff format": lambda: run("-m", "ruff", "format", "--check", "--quiet"),
        "mypy": lambda: run("-m", "mypy"),
        "import-linter": lambda: run("-c", "from importlinter.cli import lint_imports_command as main; main()"),
        "lock files": check_lock_files,
    }
    outcome = {}
    for name, step in steps.items():
        say(f"== {name}")
        outcome[name] = step() == 0
    say("== pytest")
    for name, good in outcome.items():
        say(f"   {'goed' if good else 'FOUT'}  {name}")
    extra = {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "HYPOTHESIS_PROFILE": os.environ.get("HYPOTHESIS_PROFILE", "ci"),
    }
    tested = run("-m", "pytest", *arguments, **extra)
    return tested if all(outcome.values()) else max(tested, 1)


def main() -> int:
    parser = argparse.ArgumentParser(usage="start.py [demo | test | benchmark] [...]", add_help=False)
    parser.add_argument("job", nargs="?", choices=["demo", "test", "benchmark"])
    if sys.argv[1:2] in (["-h"], ["--help"]):
        say(USAGE)
        return 0
    job = parser.parse_args(sys.argv[1:2]).job or ""
    arguments = sys.argv[2:]
    try:
        provide_system_packages(job, arguments)
        provide_environment(benchmark=job == "benchmark")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 3
    if job == "demo":
        return run("-m", "bronsync_demo", *arguments)
    if job == "test":
        return test(arguments)
    if job == "benchmark":
        return run("tests/benchmarks", *arguments)
    say(USAGE)
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # the very check that tells the user of an older Python
        sys.exit("BRON Sync heeft Python 3.11 of nieuwer nodig.")
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
