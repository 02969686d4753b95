#!/usr/bin/env python3
"""Tries a release under Wine as an ordinary user would: installs it from a share, uses it, has it bring itself up to date, goes back to the
version before, is refused where that is right, removes it.

    python3 installer/windows/try_out.py DIST WORK

Standard library only. `DIST`: what `start.py release` made, with the next release in its `updates` (makers.py); `WORK`: an empty folder, where a Windows is made and pictures of the screen are left.
Prints a line per step, with its seconds; the exit code is 1 when one was not as it should be, or was not done in its time. Wine proves nothing of rights, AppLocker,
SmartScreen, DPAPI, printing or a screen reader: docs/windows-nalopen.md is for a person with a real Windows.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from windows.wine import Windows, windows_path

KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BRON Sync"
ODBC = r"HKCU\Software\ODBC\ODBC.INI"
PATIENCE = 15 * 60
"""Seconds for one step, on a machine that does much else; a step that takes longer hangs."""
WINDOW = 240
"""Of these, until a window shows."""
FETCH = """\
from bronsync.program.updates.updater import updates_here

class Quiet:
    def report(self, done, total, text):
        pass

updates = updates_here()
offered = updates.look()
assert offered, updates.off or "nothing newer is offered"
print(offered.size, updates.fetch(Quiet()))
"""
"""What the window does when the user has an update fetched."""


class Wrong(Exception):
    """A step that was not as it should be."""


def must(what: object, told: str) -> None:
    if not what:
        raise Wrong(told)


@contextmanager
def screen(folder: Path) -> Iterator[Callable[[str], Path]]:
    """A screen for as long as this lasts; gives what makes a picture of it."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"

        def picture(name: str) -> Path:
            made = folder / f"{name}.png"
            subprocess.run(["import", "-window", "root", str(made)], check=True, capture_output=True)
            return made

        try:
            yield picture
        finally:
            del os.environ["DISPLAY"]
            server.terminate()


def colours(picture: Path) -> int:
    """How many a picture has: an empty screen has one, a window of the program hundreds."""
    told = subprocess.run(["identify", "-format", "%k", str(picture)], check=True, capture_output=True, text=True)
    return int(told.stdout)


class Trial:
    """The steps, on one Windows; each may use what the one before it left."""

    def __init__(self, dist: Path, work: Path) -> None:
        """Makes nothing yet."""
        self.dist, self.work = dist, work
        self.windows = Windows(work / "windows")
        (self.setup,) = dist.glob("BRON-Sync-*.exe")
        self.first = ""

    @property
    def home(self) -> Path:
        """The folders of the user."""
        (found,) = (one for one in (self.windows.drive_c / "users").iterdir() if one.name != "Public")
        return found / "AppData" / "Local"

    @property
    def root(self) -> Path:
        return self.home / "Programs" / "BRON Sync"

    def version(self) -> Path:
        return self.root / "versies" / (self.root / "huidig.txt").read_text().splitlines()[0]

    def run(self, program: Path | str, *arguments: str, code: int = 0, cwd: Path | None = None) -> str:
        done = self.windows.run(program, *arguments, cwd=cwd)
        must(done.returncode == code, f"{program} {' '.join(arguments)}: {done.returncode}\n{done.stdout[-1500:]}")
        return done.stdout

    def chosen(self) -> list[str]:
        """The chosen version and, where there is one, the version before it."""
        return (self.root / "huidig.txt").read_text().split()

    def opened(self, picture: Callable[[str], Path], name: str) -> subprocess.Popen[str]:
        """The program, started as by a click on its shortcut, once its window shows."""
        started = self.windows.start(self.root / "BRON Sync.exe")
        until = time.monotonic() + WINDOW
        while colours(made := picture(name)) < 200:
            must(time.monotonic() < until, "no window")
            time.sleep(2)
        print(f"       {made}")
        return started

    def closed(self, started: subprocess.Popen[str]) -> None:
        self.run("taskkill", "/F", "/IM", "pythonw.exe")
        started.wait(60)

    def outside(self) -> set[str]:
        """Every file that is not the user's own."""
        top = self.windows.drive_c
        return {str(one.relative_to(top)) for one in top.rglob("*") if one.relative_to(top).parts[0] != "users"}

    # --- the steps

    def a_windows(self) -> None:
        self.windows.make()
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        # A share as a drive of the network; under its own name (two backslashes) Wine 8 starts a program that then cannot open itself.
        (self.windows.folder / "dosdevices" / "s:").symlink_to(self.dist)
        self.run("reg", "add", r"HKLM\Software\Wine\Drives", "/v", "s:", "/d", "network", "/f")
        self.before = self.outside()

    def installed_from_a_share_in_silence(self) -> None:
        self.run(rf"S:\{self.setup.name}", "/S")
        must((self.version() / "manifest.json").exists(), "no version was chosen")
        must((self.root / "verwijderen.exe").exists(), "no uninstaller")
        (shortcut,) = self.home.parent.glob("Roaming/Microsoft/Windows/Start Menu/Programs/Data Care B.V/*")
        must(shortcut.name == "BRON Sync.lnk", f"start menu: {shortcut.name}")
        must("BRON Sync" in self.run("reg", "query", KEY), "not in the list of programs")

    def nothing_outside_the_users_own(self) -> None:
        must(not (new := self.outside() - self.before), f"outside the user's own: {sorted(new)[:5]}")
        self.run("reg", "query", KEY.replace("HKCU", "HKLM"), code=1)

    def self_test(self) -> None:
        must("goed geïnstalleerd" in self.run(self.root / "bronsync.exe", "--self-test"), "the self-test")

    def installed_again(self) -> None:
        before = (self.root / "huidig.txt").read_text()
        self.run(self.setup, "/S")
        must((self.root / "huidig.txt").read_text() == before, "another version was chosen")
        must(len(list((self.root / "versies").iterdir())) == 1, "something was left")
        self.first = self.chosen()[0]

    def python(self, *arguments: str) -> str:
        return self.run(self.version() / "python.exe", "-I", "-X", "utf8", *arguments)

    def whole_demo_without_window(self) -> None:
        few = ("--leerlingen", "20", "--schoolsoort", "bo")
        told = self.python("-m", "bronsync_demo", "--zonder-venster", "--json", *few)
        must("Geen verschillen" in told, told[-1500:])
        must(json.loads(told.strip().splitlines()[-1]), "no figures")

    def update_fetched_from_a_share_and_put_beside(self) -> None:
        self.run(
            "reg", "add", r"HKCU\Software\Policies\Data Care B.V\BRON Sync", "/v", "Updates", "/d", r"S:\updates", "/f"
        )
        (job := self.work / "fetch.py").write_text(FETCH)
        size = int(self.python(windows_path(job)).split()[-2])
        whole = sum(one.stat().st_size for one in (self.dist / "packs").glob("*.tar.xz"))
        must(0 < size < whole / 2, f"{size} bytes were fetched: not only what is new")
        must((self.root / "klaar.txt").exists(), "nothing is ready")
        must(self.chosen() == [self.first], "it was chosen before the next start")

    def update_chosen_at_the_next_start_and_what_is_refused_beside_it(self) -> None:
        with screen(self.work) as picture:
            started = self.opened(picture, "bijgewerkt")
            must(self.chosen()[1:] == [self.first], "the version before is not kept")
            must((self.version() / "Lib/site-packages/bronsync/_resources/proef.txt").exists(), "not the next release")
            until = time.monotonic() + WINDOW
            while (self.root / "proef.txt").exists():
                must(time.monotonic() < until, "its window shows and it is still on trial")
                time.sleep(1)
            self.run(self.setup, "/S", code=3)
            self.run(self.root / "verwijderen.exe", "/S")  # goes on as a copy of itself, so its exit code says nothing
            while (self.root / "installatie.log").read_text(errors="replace").count("INSTAL-11") < 2:
                must(time.monotonic() < until + WINDOW, "not told why")
                time.sleep(1)
            must((self.version() / "manifest.json").exists(), "removed while it was open")
            self.closed(started)

    def version_that_does_not_start_is_given_up(self) -> None:
        bad = self.chosen()[0]
        # As `switch` leaves it, and then something takes a library of it away.
        (self.root / "proef.txt").write_bytes(b"")
        (self.version() / "Lib/site-packages/PySide6/Qt6Core.dll").unlink()
        with screen(self.work) as picture:
            for _ in range(2):
                self.run(self.root / "BRON Sync.exe")
                must(self.chosen() == [bad, self.first], "given up too early")
            started = self.opened(picture, "teruggegaan")
            until = time.monotonic() + WINDOW
            while self.chosen() != [self.first]:
                must(time.monotonic() < until, f"still chosen: {self.chosen()}")
                time.sleep(1)
            must((self.root / "geweigerd.txt").read_text().split() == [bad], "it is not remembered")
            self.closed(started)

    def removed_and_the_data_kept(self) -> None:
        # Laid down here: how far a window came before it was ended is another thing each time.
        (data := self.home / "BRON Sync" / "profiel" / "van-de-school.txt").parent.mkdir(parents=True, exist_ok=True)
        data.write_text("bewaard")
        sources = rf"{ODBC}\ODBC Data Sources"
        self.run("reg", "add", rf"{ODBC}\BRON Sync", "/v", "Driver", "/d", "x", "/f")
        for name in ("BRON Sync", "Van een ander"):
            self.run("reg", "add", sources, "/v", name, "/d", "x", "/f")
        self.run(self.root / "verwijderen.exe", "/S")
        until = time.monotonic() + 120
        while self.root.exists():  # the uninstaller goes on as a copy of itself
            must(time.monotonic() < until, f"left: {[str(one) for one in self.root.rglob('*')][:5]}")
            time.sleep(1)
        for key in (KEY, rf"{ODBC}\BRON Sync"):
            self.run("reg", "query", key, code=1)
        self.run("reg", "query", sources, "/v", "BRON Sync", code=1)
        self.run("reg", "query", sources, "/v", "Van een ander")
        must(data.read_text() == "bewaard", "the data are gone")
        must(
            not list(self.home.parent.glob("Roaming/Microsoft/Windows/Start Menu/Programs/Data Care B.V/*")),
            "start menu",
        )

    def msi_for_every_user_of_the_computer(self) -> None:
        (msi,) = self.dist.glob("BRON-Sync-*.msi")
        program = self.windows.drive_c / "Program Files" / "BRON Sync"
        self.run("msiexec", "/i", windows_path(msi), "/qn")
        self.run(program / "bronsync.exe", "--self-test")
        must((program / "updates.txt").read_text().strip() == "uit", "updates are on")
        self.run("msiexec", "/x", windows_path(msi), "/qn")
        must(not (program / "huidig.txt").exists(), "not removed")

    STEPS = (
        a_windows,
        installed_from_a_share_in_silence,
        nothing_outside_the_users_own,
        self_test,
        installed_again,
        whole_demo_without_window,
        update_fetched_from_a_share_and_put_beside,
        update_chosen_at_the_next_start_and_what_is_refused_beside_it,
        version_that_does_not_start_is_given_up,
        removed_and_the_data_kept,
        msi_for_every_user_of_the_computer,
    )


def out_of_time(*_: object) -> None:
    raise Wrong(f"niet klaar in {PATIENCE // 60} minuten: Wine hangt, of deze machine heeft het veel te druk")


def main(dist: Path, work: Path) -> int:
    trial, wrong = Trial(dist, work), 0
    steps = list(Trial.STEPS)
    if not list(dist.glob("*.msi")):
        steps.remove(Trial.msi_for_every_user_of_the_computer)
        print("OVERGESLAGEN  Windows: de MSI, want die is niet gemaakt", flush=True)
    signal.signal(signal.SIGALRM, out_of_time)
    try:
        for step in steps:
            begin = time.monotonic()
            signal.alarm(PATIENCE)
            try:
                step(trial)
                said = "goed"
            except (Wrong, OSError, subprocess.SubprocessError, ValueError) as fault:
                wrong, said = 1, "FOUT"
                print(f"       {fault}")
            print(f"{said}   Windows: {step.__name__.replace('_', ' ')} ({time.monotonic() - begin:.0f} s)", flush=True)
            if wrong:
                break  # the next steps stand on this one
        signal.alarm(0)
    finally:
        trial.windows.stop()
        shutil.rmtree(work / "windows", ignore_errors=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
