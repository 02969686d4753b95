#!/usr/bin/env python3
"""Tries a release under Wine as an ordinary user would: installs it from a share, uses it, is refused where that is right, removes it.

    python3 installer/windows/try_out.py DIST WORK

Standard library only. `DIST`: what `start.py release` made; `WORK`: an empty folder, where a Windows is made and pictures of the screen are left.
Prints a line per step, with its seconds; the exit code is 1 when one was not as it should be. Wine proves nothing of rights, AppLocker,
SmartScreen, DPAPI, printing or a screen reader: docs/windows-nalopen.md is for a person with a real Windows.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from windows.wine import Windows

KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BRON Sync"
PATIENCE = 900.0


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
        (self.msi,) = dist.glob("BRON-Sync-*.msi")

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
        done = self.windows.run(program, *arguments, timeout=PATIENCE, cwd=cwd)
        must(done.returncode == code, f"{program} {' '.join(arguments)}: {done.returncode}\n{done.stdout[-1500:]}")
        return done.stdout

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

    def whole_demo_without_window(self) -> None:
        told = self.run(
            self.version() / "python.exe", "-I", "-X", "utf8", "-m", "bronsync_demo", "--zonder-venster", "--json"
        )
        must("Geen verschillen" in told, told[-1500:])
        must(json.loads(told.strip().splitlines()[-1]), "no figures")

    def window_and_what_is_refused_beside_it(self) -> None:
        with screen(self.work) as picture:
            started = self.windows.start(self.root / "BRON Sync.exe")
            until = time.monotonic() + 120
            while colours(made := picture("venster")) < 200:
                must(time.monotonic() < until, "no window in two minutes")
                time.sleep(2)
            self.run(self.setup, "/S", code=3)
            self.run(self.root / "verwijderen.exe", "/S")  # goes on as a copy of itself, so its exit code says nothing
            while (self.root / "installatie.log").read_text(errors="replace").count("INSTAL-11") < 2:
                must(time.monotonic() < until + 120, "not told why")
                time.sleep(1)
            must((self.version() / "manifest.json").exists(), "removed while it was open")
            self.run("taskkill", "/F", "/IM", "pythonw.exe")
            started.wait(60)
        print(f"       {made}")

    def removed_and_the_data_kept(self) -> None:
        self.run(self.root / "verwijderen.exe", "/S")
        until = time.monotonic() + 120
        while self.root.exists():  # the uninstaller goes on as a copy of itself
            must(time.monotonic() < until, f"left: {[str(one) for one in self.root.rglob('*')][:5]}")
            time.sleep(1)
        self.run("reg", "query", KEY, code=1)
        must((self.home / "BRON Sync" / "profiel").exists(), "the data are gone")
        must(
            not list(self.home.parent.glob("Roaming/Microsoft/Windows/Start Menu/Programs/Data Care B.V/*")),
            "start menu",
        )

    def msi_for_every_user_of_the_computer(self) -> None:
        program = self.windows.drive_c / "Program Files" / "BRON Sync"
        self.run("msiexec", "/i", f"Z:{self.msi.absolute()}".replace("/", "\\"), "/qn")
        self.run(program / "bronsync.exe", "--self-test")
        must((program / "updates.txt").read_text().strip() == "uit", "updates are on")
        self.run("msiexec", "/x", f"Z:{self.msi.absolute()}".replace("/", "\\"), "/qn")
        must(not (program / "huidig.txt").exists(), "not removed")

    STEPS = (
        a_windows,
        installed_from_a_share_in_silence,
        nothing_outside_the_users_own,
        self_test,
        installed_again,
        whole_demo_without_window,
        window_and_what_is_refused_beside_it,
        removed_and_the_data_kept,
        msi_for_every_user_of_the_computer,
    )


def main(dist: Path, work: Path) -> int:
    trial, wrong = Trial(dist, work), 0
    try:
        for step in Trial.STEPS:
            begin = time.monotonic()
            try:
                step(trial)
                said = "goed"
            except (Wrong, OSError, subprocess.SubprocessError, ValueError) as fault:
                wrong, said = 1, "FOUT"
                print(f"       {fault}")
            print(f"{said}   Windows: {step.__name__.replace('_', ' ')} ({time.monotonic() - begin:.0f} s)", flush=True)
            if wrong:
                break  # the next steps stand on this one
    finally:
        trial.windows.stop()
        shutil.rmtree(work / "windows", ignore_errors=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
