"""The steps from packs to a version that starts: `stage` puts it beside the others and tries it, `switch` chooses it.

Whoever is ended at any step leaves the version that was chosen as it was; the next time begins anew and clears away what was left.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bronsync_install.manifest import Manifest, Pack, parse
from bronsync_install.packs import copy, holds, prove, unpack, whole
from bronsync_install.place import TRIALS, Place, Pointer, patiently, write_whole
from bronsync_install.refusal import Refused

LAUNCHERS: Final = ("BRON Sync.exe", "bronsync.exe")
"""In the folder `start` of a version; the chosen version's stand beside `huidig.txt`."""
SELF_TEST: Final = ("-I", "-X", "utf8", "-m", "bronsync", "--self-test")
_ROOM: Final = 64 * 1024 * 1024
_TIMEOUT: Final = 900
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def needed(place: Place, manifest: Manifest) -> tuple[Pack, ...]:
    """The packs that no version here has whole: what an update must fetch."""
    return tuple(pack for pack in manifest.packs if _source(place, pack) is None)


def stage(place: Place, data: bytes, packs: Path, progress: Callable[[str], None] = lambda _: None) -> str:
    """A version, whole and tried, beside the others; its name. `packs`: the folder with those that are `needed`. Chooses nothing."""
    manifest = parse(data)
    with place.locked(), _told():
        return _stage(place, manifest, packs, progress)


def switch(place: Place, name: str) -> None:
    """Chooses a version that is complete; the one that was chosen becomes the previous."""
    with place.locked(), _told():
        _switch(place, name)


def install(place: Place, packs: Path, progress: Callable[[str], None] = lambda _: None) -> str:
    """All of it, from a folder with a manifest and its packs; the name of the version that is now chosen."""
    try:
        data = (packs / "manifest.json").read_bytes()
    except OSError:
        raise Refused("INSTAL-08") from None
    manifest = parse(data)
    with place.locked(), _told():
        name = _stage(place, manifest, packs, progress)
        _switch(place, name)
        return name


def switch_when_ready(place: Place) -> None:
    """What the launcher asks before it starts the program: chooses the version that an update made ready, if any."""
    with place.locked(), _told():
        try:
            name = place.ready_file.read_text(encoding="ascii").strip()
        except (FileNotFoundError, ValueError):
            return
        ready, present = place.manifest(name), place.manifest(place.pointer().current)
        if ready is None or (present and ready.order < present.order):
            place.ready_file.unlink(missing_ok=True)
            return
        _switch(place, name)


def started(place: Place, own: str) -> str:
    """What a version says when its window shows: it works. The name of a newer one that was given up because it did not; "" otherwise."""
    with place.locked(), _told():
        pointer = place.pointer()
        if own == pointer.current:
            place.trial_file.unlink(missing_ok=True)
            return ""
        if own != pointer.previous or place.trials() < TRIALS:
            return ""
        place.point(Pointer(own))
        place.trial_file.unlink(missing_ok=True)
        write_whole(place.refused_file, f"{pointer.current}\n".encode("ascii"))
        _remove(place.version(pointer.current))
        return pointer.current


def _stage(place: Place, manifest: Manifest, packs: Path, progress: Callable[[str], None]) -> str:
    _refuse_shared(place.root)
    present = place.manifest(place.pointer().current)
    if present and manifest.order < present.order:
        raise Refused("INSTAL-01", present=present.version, offered=manifest.version)
    _clear(place)
    name = _free_name(place, manifest)
    if place.manifest(name):
        progress("Zelftest")
        _self_test(place, name)
        return name
    folder = place.version(name)
    _refuse_full(folder, manifest)
    progress("Bestanden controleren")
    for pack in manifest.packs:
        if (packs / pack.file).exists():
            prove(packs / pack.file, pack)
    place.versions.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir()
    try:
        for pack in manifest.packs:
            progress(f"Uitpakken: {pack.name}")
            _provide(place, pack, packs, folder)
        if not whole(folder, manifest.packs):
            raise Refused("INSTAL-03")
        progress("Zelftest")
        _self_test(place, name)
        write_whole(folder / "manifest.json", manifest.data)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(folder)
        raise
    return name


def _free_name(place: Place, manifest: Manifest) -> str:
    """Of this version: the folder that holds it whole, else one that does not exist. A damaged one is not written into."""
    for count in range(1, 1000):
        name = manifest.name if count == 1 else f"{manifest.name}-{count}"
        folder = place.version(name)
        if not folder.exists():
            return name
        found = place.manifest(name)
        if found and found.data == manifest.data and whole(folder, manifest.packs):
            return name
    raise Refused("INSTAL-06", reason="versies")


def _provide(place: Place, pack: Pack, packs: Path, folder: Path) -> None:
    file = packs / pack.file
    if file.exists():
        unpack(file, pack, folder)
        return
    source = _source(place, pack)
    if source is None or not copy(pack, source, folder):
        raise Refused("INSTAL-03")


def _source(place: Place, pack: Pack) -> Path | None:
    """A version that has this pack whole."""
    for name, manifest in place.complete().items():
        if pack in manifest.packs and holds(place.version(name), pack):
            return place.version(name)
    return None


def _self_test(place: Place, name: str) -> None:
    try:
        done = subprocess.run(
            [str(place.python(name)), *SELF_TEST],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=place.version(name),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused("INSTAL-05", told=type(error).__name__) from None
    if done.returncode:
        lines = [line for line in done.stdout.decode(errors="replace").splitlines() if line.startswith("FOUT")]
        raise Refused("INSTAL-05", told="; ".join(lines) or f"code {done.returncode}")


def _switch(place: Place, name: str) -> None:
    if place.manifest(name) is None:
        raise Refused("INSTAL-03")
    pointer = place.pointer()
    _put_launchers(place, name)
    if pointer.current != name:
        previous = pointer.current if _other(place, pointer.current, name) else pointer.previous
        write_whole(place.trial_file, b"")
        place.point(Pointer(name, previous if previous != name else ""))
    place.ready_file.unlink(missing_ok=True)
    _clear(place)


def _other(place: Place, there: str, name: str) -> bool:
    """Whether it is worth going back to: complete, and not a damaged copy of the same version."""
    one, new = place.manifest(there), place.manifest(name)
    return one is not None and new is not None and one.data != new.data


def _put_launchers(place: Place, name: str) -> None:
    """Those of this version beside the pointer. One that runs is moved aside; all of them can start every version."""
    for launcher in LAUNCHERS:
        new, there = (place.version(name) / "start" / launcher).read_bytes(), place.root / launcher
        with suppress(FileNotFoundError):
            if there.read_bytes() == new:
                continue
        try:
            write_whole(there, new)
        except PermissionError:
            aside = there.with_name(f"{launcher}.oud")
            aside.unlink(missing_ok=True)
            there.rename(aside)
            write_whole(there, new)


def _clear(place: Place) -> None:
    """Takes away what nobody needs: all but the chosen version, the one before it, a newer one that waits, and what runs."""
    pointer, complete = place.pointer(), place.complete()
    keep = {pointer.current, pointer.previous}
    if complete:
        newest = max(complete, key=lambda name: complete[name].order)
        if pointer.current not in complete or complete[newest].order > complete[pointer.current].order:
            keep.add(newest)
    for folder in place.versions.iterdir() if place.versions.is_dir() else ():
        if folder.name not in keep and not _runs(folder):
            _remove(folder)


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):  # the mark goes first: what is left of a version is no version
        patiently((folder / "manifest.json").unlink)
    with suppress(OSError):  # held by a scanner: the next time
        shutil.rmtree(folder)


def _runs(folder: Path) -> bool:
    """Whether a program runs from here: the system lets nobody write into it then."""
    for file in folder.glob("python*"):
        try:
            with file.open("r+b"):
                pass
        except OSError:
            return True
    return False


def _refuse_full(folder: Path, manifest: Manifest) -> None:
    wanted = sum(pack.unpacked for pack in manifest.packs) + _ROOM
    above = next(one for one in folder.parents if one.exists())
    if shutil.disk_usage(above).free < wanted:
        raise Refused("INSTAL-04", needed=wanted // 1_000_000 + 1)


def _refuse_shared(root: Path) -> None:
    """Who may write here can have others run what he likes; on Windows the folder of the user is his own by what it inherits."""
    if os.name == "posix" and any(one.exists() and one.stat().st_mode & 0o022 for one in (root, root / "versies")):
        raise Refused("INSTAL-07", folder=root.name)


@contextmanager
def _told() -> Iterator[None]:
    """What the system refuses, in our words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL or getattr(error, "winerror", 0) in (39, 112):
            raise Refused("INSTAL-04", needed=300) from error
        raise Refused("INSTAL-06", reason=errno.errorcode.get(error.errno or 0, type(error).__name__)) from error


def own_version() -> tuple[Place, str] | None:
    """Place and name of the version that runs this Python; None when it was not installed like that."""
    folder = Path(sys.executable).resolve().parent
    place = Place(folder.parent.parent)
    return (place, folder.name) if folder.parent.name == "versies" and place.manifest(folder.name) else None
