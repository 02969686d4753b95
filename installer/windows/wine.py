"""A Windows of its own under Debian's Wine, in a folder: makes it, runs programs in it, ends it.

What Wine 8 lacks of Windows is put into the Windows, never into the program that is tried: two DLLs (`stubs/`, built here).
What it does not know: anything of the program it runs. Wine proves nothing of rights, AppLocker, SmartScreen, DPAPI, printing or a screen reader.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

STUBS = Path(__file__).resolve().parent / "stubs"
COMPILER = "x86_64-w64-mingw32-gcc"
# Debian package -> the program it must give.
PACKAGES = {"wine": "wine", "gcc-mingw-w64-x86-64-win32": COMPILER}
# Not loaded: the question after Mono and Gecko; wbemprox, whose answer to Python's `platform` Wine 8 cannot unpack (it ends the process);
# the debugger, which makes pages of a process that ended.
OVERRIDES = "mscoree,mshtml=;wbemprox=;winedbg.exe=d"


def missing() -> list[str]:
    """The Debian packages that must still be installed before anything here works."""
    return [package for package, program in PACKAGES.items() if shutil.which(program) is None]


def windows_path(path: Path) -> str:
    """How a program in that Windows names a file of this machine."""
    return "Z:" + str(PureWindowsPath(path.absolute()))


@dataclass(frozen=True, slots=True)
class Windows:
    """One installed Windows; `folder` holds all of it. `program` is a file of this machine, or a name that Windows finds itself."""

    folder: Path

    @property
    def drive_c(self) -> Path:
        return self.folder / "drive_c"

    def environment(self, **extra: str) -> dict[str, str]:
        """Nothing of this machine's Python, pip or user goes in; the screen does."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "DISPLAY", "TMPDIR") if name in os.environ}
        own = {"WINEPREFIX": str(self.folder), "WINEARCH": "win64", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES}
        return kept | {"LC_ALL": "C.UTF-8"} | own | extra

    def make(self) -> None:
        """Installs it, where it is not there yet; about fifteen seconds."""
        done = self.folder / "bronsync.ready"
        if done.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if code := self.run("wineboot", "--init").returncode:
            raise OSError(f"wineboot ended with {code}")
        build_stubs(self.drive_c / "windows" / "system32")
        done.touch()

    def start(
        self, program: Path | str, *arguments: str, cwd: Path | None = None, **extra: str
    ) -> subprocess.Popen[str]:
        """Its output comes through a pipe: under Wine 8 Python cannot start with a file there."""
        name = program if isinstance(program, str) else windows_path(program)
        return subprocess.Popen(
            ["wine", name, *arguments],
            cwd=cwd or self.folder,
            env=self.environment(**extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def run(
        self, program: Path | str, *arguments: str, cwd: Path | None = None, timeout: float | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Waits for its end; `stdout` has all that it said. After `timeout` seconds it is ended (subprocess.TimeoutExpired)."""
        with self.start(program, *arguments, cwd=cwd, **extra) as process:
            try:
                said, _ = process.communicate(timeout=timeout)
            except BaseException:
                process.kill()
                raise
        return subprocess.CompletedProcess([str(program), *arguments], process.returncode, said)

    def stop(self) -> None:
        """Ends all that still runs in it, and nothing of another one."""
        subprocess.run(["wineserver", "--kill"], env=self.environment(), check=False, capture_output=True)


def build_stubs(into: Path) -> list[Path]:
    """The DLLs that this Wine lacks, built into that folder; one that Wine has of its own stays."""
    made = []
    for source in sorted(STUBS.glob("*.c")):
        library = into / f"{source.stem}.dll"
        if not library.exists():
            subprocess.run([COMPILER, "-shared", "-O1", "-s", "-o", library, source, "-ladvapi32"], check=True)
            made.append(library)
    return made


@contextmanager
def passing_windows() -> Iterator[Windows]:
    """A clean one that is gone afterwards, with all that ran in it."""
    with tempfile.TemporaryDirectory(prefix="bronsync-windows-", ignore_cleanup_errors=True) as name:
        windows = Windows(Path(name))
        windows.make()
        try:
            yield windows
        finally:
            windows.stop()


def advice(packages: Sequence[str]) -> str:
    """For the user of `start.py`: what is not there, and the line that brings it."""
    return (
        f"Overgeslagen: op dit systeem ontbreekt {' en '.join(packages)}. "
        f"Op Debian: apt-get install --no-install-recommends {' '.join(packages)}"
    )
