"""The tree of the Windows program and its four packs: embeddable CPython, pruned wheels of the lock, our own code.

Pure building on Linux, of inputs that are pinned by hash; the same inputs give the same bytes, and each pack depends on its own inputs only.
What it does not know: where the inputs come from (`release.py`) and how a pack is unpacked (`src/bronsync_install`, which shares no code
with it but the form in docs/uitgeven.md).
"""

from __future__ import annotations

import hashlib
import io
import lzma
import re
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

PACKS: Final = ("python", "qt", "wheels", "bronsync")
SITE: Final = "Lib/site-packages"
PTH: Final = "python313.zip\n.\nLib\\site-packages\n"
OF_QT: Final = ("pyside6_essentials", "shiboken6")
_LONG_AGO: Final = 315_532_800
"""1 January 1980, the oldest that every archive can hold: a file in a pack has no date of its own."""

# Of Python itself: winsound makes noise, _wmi asks a service that may hang (`platform` does without), the catalogue only repeats signatures.
_NOT_OF_PYTHON: Final = {"winsound.pyd", "_wmi.pyd", "python.cat"}
_QT_MODULES: Final = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtNetwork", "QtTest"}
_QT_LIBRARIES: Final = {f"Qt6{module[2:]}.dll" for module in _QT_MODULES} | {"pyside6.abi3.dll", "concrt140.dll"}
_QT_PLUGINS: Final = {"platforms", "iconengines", "imageformats", "styles"}
_QT_PLATFORMS: Final = {"qwindows.dll", "qoffscreen.dll"}
_QT_TRANSLATIONS: Final = re.compile(r"(qtbase_nl|qtbase_en|qt_nl)\.qm")
_FOR_COMPILERS: Final = {".pyi", ".h", ".c", ".cpp", ".pxd", ".pxi", ".pyx", ".hpp", ".lib", ".pdb"}
_OF_PIP: Final = {"RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json", "top_level.txt"}


def python(archive: Path, into: Path) -> None:
    """The embeddable CPython: python.org's zip, or the sdist that carries it."""
    with zipfile.ZipFile(_embedded(archive)) as inside:
        for info in inside.infolist():
            name = info.filename.rpartition("/")[2]
            if name and name not in _NOT_OF_PYTHON:
                into.mkdir(parents=True, exist_ok=True)
                (into / name).write_bytes(inside.read(info))
    (into / "python313._pth").write_text(PTH, encoding="ascii", newline="\r\n")


def _embedded(archive: Path) -> io.BytesIO:
    if archive.suffix == ".zip":
        return io.BytesIO(archive.read_bytes())
    with tarfile.open(archive) as sdist:
        (member,) = (one for one in sdist if one.name.endswith("/data.zip"))
        content = sdist.extractfile(member)
        if content is None:
            raise ValueError(f"{archive.name}: data.zip is no file")
        return io.BytesIO(content.read())


def wheel(file: Path, into: Path) -> None:
    """A wheel as pip would install it, without its scripts."""
    with zipfile.ZipFile(file) as inside:
        for info in inside.infolist():
            parts = info.filename.split("/")
            if parts[0].endswith(".data"):
                if parts[1] not in ("purelib", "platlib"):
                    continue
                parts = parts[2:]
            if info.is_dir() or (parts[-1] in _OF_PIP and ".dist-info" in parts[0]):
                continue
            to = into.joinpath(SITE, *parts)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(inside.read(info))


def prune(folder: Path) -> None:
    """What the program never loads: most of Qt, and what only a compiler reads."""
    for file in sorted((folder / SITE).rglob("*")):
        if file.is_file() and (file.suffix in _FOR_COMPILERS or file.name == "py.typed"):
            file.unlink()
    shutil.rmtree(folder / SITE / "lxml" / "includes", ignore_errors=True)
    qt = folder / SITE / "PySide6"
    for one in sorted(qt.iterdir()) if qt.is_dir() else ():
        if not _of_qt(one):
            shutil.rmtree(one) if one.is_dir() else one.unlink()
    for wanted, below in ((_QT_PLUGINS.__contains__, "plugins"), (_QT_PLATFORMS.__contains__, "plugins/platforms")):
        for one in sorted((qt / below).iterdir()) if qt.is_dir() else ():
            if not wanted(one.name):
                shutil.rmtree(one) if one.is_dir() else one.unlink()
    for one in sorted((qt / "translations").rglob("*")) if qt.is_dir() else ():
        if one.is_file() and not _QT_TRANSLATIONS.fullmatch(one.name):
            one.unlink()


def _of_qt(one: Path) -> bool:
    if one.is_dir():
        return one.name in ("plugins", "translations")
    if one.suffix == ".pyd":
        return one.stem in _QT_MODULES
    if one.suffix == ".dll":
        return one.name in _QT_LIBRARIES or re.match(r"(msvcp|vcruntime)140", one.name) is not None
    return one.suffix == ".py"


def files(folder: Path) -> list[str]:
    """All files below, by name, in one order everywhere."""
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def pack_all(source: Path, names: Mapping[str, Iterable[str]], into: Path) -> dict[str, dict[str, Any]]:
    """The packs of a tree: writes them into a folder, and tells of each what the manifest says. `names`: which files each holds."""
    with ThreadPoolExecutor() as pool:  # lzma works beside Python
        told = {name: pool.submit(pack, source, name, held, into) for name, held in names.items()}
    return {name: one.result() for name, one in told.items()}


def pack(source: Path, name: str, held: Iterable[str], into: Path) -> dict[str, Any]:
    """One pack, with its list in it."""
    content = {one: (source / one).read_bytes() for one in sorted(held)}
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {one}\n" for one, data in content.items()).encode()
    content[f"packs/{name}.txt"] = listing
    raw, size = io.BytesIO(), sum(map(len, content.values()))
    window = {"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": min(max(2 * size, 4096), 64 * 1024 * 1024)}
    with (
        lzma.LZMAFile(raw, "wb", check=lzma.CHECK_CRC32, filters=[window]) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for one, data in content.items():
            member = tarfile.TarInfo(one)
            member.size, member.mtime, member.mode = len(data), _LONG_AGO, 0o755 if one.endswith(".exe") else 0o644
            archive.addfile(member, io.BytesIO(data))
    data = raw.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    (into / f"{name}-{sha256[:16]}.tar.xz").write_bytes(data)
    return {
        "sha256": sha256,
        "listing": hashlib.sha256(listing).hexdigest(),
        "size": len(data),
        "unpacked": size,
    }


def build(
    embedded: Path, wheels: Iterable[Path], own: Path, start: Path, into: Path, finish: Callable[[Path], None]
) -> dict[str, list[str]]:
    """The tree in a folder; which files are of which pack. `own`: our wheel; `start`: the launchers; `finish`: compiles and signs a pack's part."""
    parts = {name: into.with_name(f"{into.name}.{name}") for name in PACKS}
    python(embedded, parts["python"])
    for file in sorted(wheels):
        wheel(file, parts["qt" if file.name.startswith(OF_QT) else "wheels"])
    wheel(own, parts["bronsync"])
    shutil.copytree(start, parts["bronsync"] / "start")
    held: dict[str, list[str]] = {}
    for name, part in parts.items():
        if name != "python":
            prune(part)
        finish(part)
        held[name] = files(part)
    if doubled := [one for one in held["qt"] if one in held["wheels"]]:
        raise ValueError(f"in two packs: {doubled[:3]}")
    for part in parts.values():
        shutil.copytree(part, into, dirs_exist_ok=True)
        shutil.rmtree(part)
    return held
