#!/usr/bin/env python3
"""The front door: makes the environment in the checkout and starts the demo, the tests, the benchmarks or a release.

Standard library only, the same on Windows and Debian. Installs exactly what `lock.txt` pins, from wherever the user's own
pip is configured to fetch; names no host itself. Later starts compare a stamp and go straight on.
What it does not know: anything of the program it starts. What it says is for users, so Dutch.
"""

import argparse
import ast
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Another place for the environment, where a checkout is used by two machines or two versions of Python (CI does both).
VENV = Path(os.environ.get("BRONSYNC_VENV") or ROOT / ".venv").absolute()
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "installer" / "lock.txt"
LOCK_BENCHMARK = ROOT / "installer" / "lock-benchmark.txt"
# A lock is installed, never resolved again: without --no-deps pip goes looking for what a pinned package asks for with an extra
# ('coverage[toml]'), finds a newer release, and refuses it because that one is not pinned. What is missing, `pip check` says afterwards.
# Only wheels: to build one from its source, pip would fetch tools that nobody pinned.
AS_PINNED = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r")
# Of the settings of the user's pip those that say how packages are reached. What the others ask for ('constraint', 'target', 'user', 'no-binary',
# 'require-virtualenv') would change what is installed, or where; the lock and this file say that.
REACH = {
    "index-url",
    "extra-index-url",
    "no-index",
    "find-links",
    "trusted-host",
    "cert",
    "client-cert",
    "proxy",
    "timeout",
    "default-timeout",
    "retries",
    "cache-dir",
    "no-cache-dir",
    "keyring-provider",
    "use-feature",
    "use-deprecated",
}

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
RELEASE_PROGRAMS = {
    "nsis": "makensis",
    "wixl": "wixl",
    "msitools": "msiinfo",
    "osslsigncode": "osslsigncode",
    "gcc-mingw-w64-x86-64-win32": "x86_64-w64-mingw32-gcc",
    "wine": "wine",
}

USAGE = """\
BRON Sync

  demo        start het register en de demoschool en opent het venster
              (zonder scherm: demo --zonder-venster)
  test        voert alle tests uit (test --windows: die van Windows, onder Wine)
  benchmark   meet de snelheid en vergelijkt met andere programma's
  release     maakt een uitgave van de laatste commit in dist/

Wat u achter de opdracht zet, gaat naar die opdracht door, bijvoorbeeld: demo --leerlingen 2000
Zonder opdracht wordt alleen de omgeving (.venv, of de map BRONSYNC_VENV) klaargezet.
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


def has_screen() -> bool:
    """Whether a window can be shown; only on Linux may there be none, and Qt would then end the process."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(job: str, arguments: list[str]) -> tuple[list[str], list[str]]:
    """Debian packages this job cannot do without, and those that only make it more complete."""
    if not sys.platform.startswith("linux"):
        return [], []
    needed: list[str] = []
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        needed.append(f"python3.{sys.version_info.minor}-venv")
    libraries: dict[str, str] = {}
    if job in ("test", "release") or (job == "demo" and "--zonder-venster" not in arguments):
        libraries |= WINDOW_LIBRARIES | DATABASE_LIBRARIES
    if job == "demo" and libraries and has_screen():
        libraries |= SCREEN_LIBRARIES
    needed += [package for package, library in libraries.items() if not loads(library)]
    programs = {"test": TEST_PROGRAMS, "release": RELEASE_PROGRAMS}.get(job, {})
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
    say(f"{message}\nWat ze nodig heeft, wordt nu overgeslagen.\n")


# ---------------------------------------------------------------- environment


def child_environment() -> dict[str, str]:
    """The user's own environment, less what would reach outside that of the checkout."""
    drop = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in drop}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}


def pip_environment(python: Path) -> dict[str, str]:
    """In which the pip of this Python installs: of all that the user's own configuration tells it, only how to reach packages."""
    user = child_environment()
    # Some settings would change what `config list` itself says: 'quiet' silences it, 'user' makes it leave out the other files.
    loud = user | {"PIP_QUIET": "0", "PIP_VERBOSE": "0", "PIP_USER": "0"}
    command = [str(python), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, env=loud, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if listed.returncode:
        raise Stop(
            f"{listed.stdout}{listed.stderr}\nDe instellingen van pip zijn niet te lezen; hierboven staat waarom."
        )
    of_section: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.stdout.splitlines():
        name, is_setting, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if is_setting and section in of_section and key in REACH:
            of_section[section][key] = str(ast.literal_eval(value))
    reach = {
        key: value for settings in of_section.values() for key, value in settings.items()
    }  # the later wins, as in pip
    kept = {name: value for name, value in user.items() if not name.upper().startswith("PIP_")}
    kept |= {f"PIP_{key.upper().replace('-', '_')}": value for key, value in reach.items()}
    return kept | {"PIP_CONFIG_FILE": os.devnull}  # pip's own word for: no file at all


def fingerprint(*files: Path) -> str:
    """Changes with these files, with the place of the checkout and with the Python that runs it."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.base_prefix}\n{sys.version}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_stamp(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if PYTHON.exists() and stamp.exists() else ""


def pip(*arguments: str) -> None:
    silent = ("--quiet", "--disable-pip-version-check", "--no-input")
    code, output = capture("-m", "pip", *arguments, *silent, environment=pip_environment(PYTHON))
    if code:
        raise Stop(
            f"{output}\nHet installeren is niet gelukt; hierboven staat waarom. "
            "Controleer de internetverbinding (of de instellingen van pip) en start opnieuw."
        )


def pip_check() -> None:
    """Whether all that was installed finds what it asks for; nothing was resolved, so nobody else would say it."""
    code, output = capture("-m", "pip", "check", "--disable-pip-version-check", environment=pip_environment(PYTHON))
    if code:
        raise Stop(
            f"{output}\nDe lijst van onderdelen van BRON Sync (installer/lock*.txt) past niet bij deze Python; hierboven staat wat "
            "er ontbreekt. Dat is een fout van ons: meld dit aan de makers. U kunt het met een andere versie van Python proberen."
        )


def provide_environment(*, benchmark: bool) -> None:
    """Bring .venv to what the lock files say; does nothing when it is already so. A stamp is written when a step is done."""
    packages, project, peers = (VENV / f"bronsync-{name}.stamp" for name in ("packages", "project", "benchmark"))
    if read_stamp(packages) != fingerprint(LOCK):
        say(f"Omgeving klaarzetten in {VENV.name} (eenmalig, ongeveer een halve minuut)...")
        # Made for another place, Python or list of packages, or never finished: nothing of it is kept.
        try:
            venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
        except (OSError, subprocess.CalledProcessError) as fault:
            raise Stop(f"De map {VENV} kan niet worden gemaakt: {fault}") from fault
        pip("install", *AS_PINNED, str(LOCK))
        packages.write_text(fingerprint(LOCK), encoding="utf-8")
    if read_stamp(project) != fingerprint(ROOT / "pyproject.toml"):
        pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
        pip_check()
        project.write_text(fingerprint(ROOT / "pyproject.toml"), encoding="utf-8")
    if benchmark and read_stamp(peers) != fingerprint(LOCK_BENCHMARK):
        say("De programma's waarmee wordt vergeleken installeren (eenmalig)...")
        pip("install", *AS_PINNED, str(LOCK_BENCHMARK))
        pip_check()
        peers.write_text(fingerprint(LOCK_BENCHMARK), encoding="utf-8")


# ---------------------------------------------------------------- jobs


def capture(*command: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run the environment's Python in the checkout; its exit code and what it said."""
    result = subprocess.run(
        [str(PYTHON), *command],
        cwd=ROOT,
        env=environment or child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return result.returncode, result.stdout


def hand_over(*command: str, **extra: str) -> int:
    """Become the environment's Python, so that signals and the exit code are the program's own."""
    line = [str(PYTHON), *command]
    environment = child_environment() | extra
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(line[0], line, environment)
    with subprocess.Popen(line, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the program has had it too, and ends in its own way


def demo(arguments: list[str]) -> int:
    # -P: what happens to lie in the user's folder is not imported.
    return hand_over("-P", "-m", "bronsync_demo", *arguments)


def benchmark(arguments: list[str]) -> int:
    return hand_over(str(ROOT / "tests" / "benchmarks"), *arguments)


def release(arguments: list[str]) -> int:
    return hand_over(str(ROOT / "installer" / "release.py"), *arguments)


def check_lock_files() -> tuple[int, str]:
    """A lock file with an address in it would bind everyone to one host."""
    wrong = [file.name for file in (LOCK, LOCK_BENCHMARK) if "http" in file.read_text(encoding="utf-8")]
    return len(wrong), "".join(f"installer/{name} names a host\n" for name in wrong)


def in_memory() -> dict[str, str]:
    """Folders of tests where waiting for the disk costs nothing, if there is such a place with room; none of them tests the disk itself."""
    place = Path("/dev", "shm")
    if "TMPDIR" in os.environ or not place.is_dir() or shutil.disk_usage(place).free < 4 * 2**30:
        return {}
    return {"TMPDIR": tempfile.mkdtemp(prefix="bronsync-test-", dir=place)}


def test(arguments: list[str]) -> int:
    """Everything CI runs. Each step runs, whatever the one before it said; pytest's own summary closes."""
    if "--windows" in arguments:
        others = [argument for argument in arguments if argument != "--windows"]
        return hand_over(str(ROOT / "installer" / "windows" / "suites.py"), *others)
    lint_imports = "from importlinter.cli import lint_imports_command as main; main()"
    steps: dict[str, Callable[[], tuple[int, str]]] = {
        "ruff check": lambda: capture("-m", "ruff", "check"),
        "ruff format": lambda: capture("-m", "ruff", "format", "--check"),
        "mypy": lambda: capture("-m", "mypy"),
        "import-linter": lambda: capture("-c", lint_imports),
        "lock files": check_lock_files,
    }
    failed = []
    for name, step in steps.items():
        code, output = step()
        say(f"{'FOUT' if code else 'goed'}  {name}")
        if code:
            failed.append(name)
            say(output)
    if not any(argument.startswith(("-n", "--pdb", "--numprocesses")) for argument in arguments):
        arguments = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", *arguments]
    memory = in_memory()
    profile = {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "HYPOTHESIS_PROFILE": os.environ.get("HYPOTHESIS_PROFILE", "ci"),
        "PYTHONDONTWRITEBYTECODE": "",  # else each of the hundreds of processes compiles the program anew
    }
    try:
        code = subprocess.run(
            [str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=child_environment() | profile | memory, check=False
        ).returncode
    finally:
        for folder in memory.values():
            shutil.rmtree(folder, ignore_errors=True)
    if failed:
        print(f"FOUT in: {', '.join(failed)} (zie boven de tests)", file=sys.stderr)
    return code or int(bool(failed))


def main() -> int:
    parser = argparse.ArgumentParser(usage="start.py [demo | test | benchmark | release] [...]", add_help=False)
    parser.add_argument("job", nargs="?", choices=["demo", "test", "benchmark", "release"])
    if sys.argv[1:2] in (["-h"], ["--help"]):
        say(USAGE)
        return 0
    job = parser.parse_args(sys.argv[1:2]).job or ""
    arguments = sys.argv[2:]
    if job == "demo" and not has_screen() and not {"--zonder-venster", "--schermafdrukken"} & set(arguments):
        say("Geen scherm gevonden: de demo draait zonder venster.")
        arguments.append("--zonder-venster")
    try:
        provide_system_packages(job, arguments)
        provide_environment(benchmark=job == "benchmark")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 3
    if not job:
        say(USAGE)
        return 0
    return {"demo": demo, "test": test, "benchmark": benchmark, "release": release}[job](arguments)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # the very check that tells the user of an older Python
        sys.exit("BRON Sync heeft Python 3.11 of nieuwer nodig.")
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
