"""Where the program lies on a computer, and which of its versions is the chosen one.

    BRON Sync.exe, bronsync.exe     the launchers: start the chosen version
    huidig.txt                      the chosen version, and on a second line the one before it
    klaar.txt                       a version that an update made ready: chosen at the next start
    proef.txt                       while the chosen version has not shown that it starts: a byte for each time that was tried
    geweigerd.txt                   a version that did not start and was given up
    versies/<name>/                 one version whole: python.exe, Lib, packs/*.txt, and manifest.json when it is complete
    bezig.lock                      locked by who changes something here

A version with a manifest is never written into. Data of the school lie elsewhere (the profile).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final, TypeVar

from bronsync_install.manifest import MAX_BYTES, Manifest, parse
from bronsync_install.refusal import Refused

NAME: Final = re.compile(r"\d[0-9.]{0,20}-[0-9a-f]{12}(-\d{1,3})?")
TRIALS: Final = 2
"""Starts of a new version without a window, after which the launcher starts the previous one."""
PATIENCE: Final = 10.0
"""Seconds that a scanner may hold a file that was just written."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Names of versions; empty when there is none."""

    current: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of the program of one user, or of one computer."""

    root: Path

    @property
    def versions(self) -> Path:
        return self.root / "versies"

    @property
    def pointer_file(self) -> Path:
        return self.root / "huidig.txt"

    @property
    def ready_file(self) -> Path:
        return self.root / "klaar.txt"

    @property
    def trial_file(self) -> Path:
        return self.root / "proef.txt"

    @property
    def refused_file(self) -> Path:
        return self.root / "geweigerd.txt"

    def trials(self) -> int:
        """How often the chosen version was started without showing its window."""
        try:
            return self.trial_file.stat().st_size
        except OSError:
            return 0

    def version(self, name: str) -> Path:
        return self.versions / name

    def python(self, name: str) -> Path:
        """The Python of that version, with a console."""
        return self.version(name) / "python.exe"

    def pointer(self) -> Pointer:
        """None chosen when the file is missing or no pointer; whoever reads it goes on without."""
        try:
            with self.pointer_file.open("rb") as stream:
                lines = stream.read(200).decode("ascii").splitlines()
        except (OSError, ValueError):
            return Pointer()
        names = [line if NAME.fullmatch(line) else "" for line in (*lines, "", "")]
        return Pointer(names[0], names[1])

    def point(self, pointer: Pointer) -> None:
        """Chooses a version, whole or not at all, also when the power fails."""
        write_whole(self.pointer_file, f"{pointer.current}\n{pointer.previous}\n".encode("ascii"))

    def manifest(self, name: str) -> Manifest | None:
        """Of a version that is complete; None otherwise."""
        if not NAME.fullmatch(name):
            return None
        try:
            with (self.version(name) / "manifest.json").open("rb") as stream:
                return parse(stream.read(MAX_BYTES + 1))
        except (OSError, Refused):
            return None

    def complete(self) -> dict[str, Manifest]:
        """Name -> manifest of all versions that are complete."""
        names = sorted(one.name for one in self.versions.iterdir()) if self.versions.is_dir() else []
        return {name: manifest for name in names if (manifest := self.manifest(name))}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """For one process at a time; INSTAL-02 for any other. Ends with the process, however that ends."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.root / "bezig.lock").open("ab") as stream:
            try:
                _lock(stream.fileno())
            except OSError:
                raise Refused("INSTAL-02") from None
            yield


if sys.platform == "win32":  # pragma: no cover - of Windows
    import msvcrt

    def _lock(number: int) -> None:
        os.lseek(number, 0, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def patiently(work: Callable[[], _T], patience: float = PATIENCE) -> _T:
    """Again for a while when Windows says that somebody holds the file; elsewhere that never passes by itself."""
    until = monotonic() + (patience if sys.platform == "win32" else 0.0)
    while True:
        try:
            return work()
        except PermissionError:
            if monotonic() >= until:
                raise
            sleep(0.1)


def write_whole(path: Path, data: bytes) -> None:
    """Afterwards the file holds all of the old or all of the new."""
    beside = path.with_name(f"{path.name}.tmp")
    with suppress(FileNotFoundError):
        patiently(beside.unlink)
    with beside.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    patiently(lambda: beside.replace(path))
