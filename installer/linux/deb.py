"""`bronsync_<version>_amd64.deb`: the program with an environment of its own, for the Python that Debian or Ubuntu itself keeps up to date.

One package for every Python from 3.11 to 3.14: the compiled modules of a wheel carry the Python's number in their names and stand side by side.
The same inputs give the same bytes. What it does not know: what is in the wheels.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from icons import SIZES, png
from pins import wheels
from start import DATABASE_LIBRARIES, SCREEN_LIBRARIES, WINDOW_LIBRARIES

PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS: Final = [*(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1)), "manylinux2014_x86_64"]
HOME: Final = "usr/lib/bronsync"
# Of Qt what the program loads, and what its libraries ask for: as a window of X11 or Wayland, without one, in the look of the desktop, printing.
_QT_MODULES: Final = ("Core", "Gui", "Widgets", "Svg", "PrintSupport", "Network", "DBus", "Test")
_QT_LIBRARIES: Final = (*_QT_MODULES, "XcbQpa", "OpenGL", "WaylandClient")
_QT_PLUGINS: Final = re.compile(
    r"iconengines/libqsvgicon|imageformats/libq(ico|svg|jpeg)|platforminputcontexts/lib(compose|ibus)\w+|platforms/libq(xcb|wayland|offscreen)"
    r"|platformthemes/\w+|printsupport/\w+|wayland-decoration-client/\w+|wayland-graphics-integration-client/libqt-plugin-wayland-egl"
    r"|wayland-shell-integration/libxdg-shell|xcbglintegrations/[\w-]+"
)
_OF_QT: Final = re.compile(
    rf"[^/]+\.py|Qt({'|'.join(_QT_MODULES)})\.abi3\.so|libpyside6\.abi3\.so\.[\d.]+|Qt/lib/libQt6({'|'.join(_QT_LIBRARIES)})\.so\.6"
    rf"|Qt/lib/libicu\w+\.so\.\d+|Qt/plugins/({_QT_PLUGINS.pattern})\.so|Qt/translations/(qtbase_nl|qtbase_en|qt_nl)\.qm"
)
_FOR_COMPILERS: Final = {".pyi", ".h", ".c", ".cpp", ".pxd", ".pxi", ".pyx", ".hpp"}
# Since 64-bit time (Debian 13, Ubuntu 24.04) named otherwise.
_RENAMED: Final = {"libglib2.0-0": "libglib2.0-0t64"}
_PROGRAM: Final = '#!/bin/sh\nexec /usr/lib/bronsync/bin/python -I -X utf8 -m {module} "$@"\n'
_DESKTOP: Final = """\
[Desktop Entry]
Type=Application
Name=BRON Sync
GenericName=Uitwisseling met BRON
Comment=Houdt LVS2000 en BRON gelijk
Exec=bronsync
Icon=bronsync
Terminal=false
Categories=Office;Education;
StartupWMClass=bronsync
"""
# What the program would otherwise compile anew at every start, for it may not write here.
_AFTER: Final = """\
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    /usr/lib/bronsync/bin/python -I -m compileall -q --invalidation-mode unchecked-hash /usr/lib/bronsync/site-packages || true
fi
"""
_BEFORE: Final = """\
#!/bin/sh
set -e
find /usr/lib/bronsync/site-packages -name __pycache__ -type d -prune -exec rm -rf {} + || true
"""


def missing() -> list[str]:
    """The Debian packages without which none can be made."""
    return [] if shutil.which("dpkg-deb") else ["dpkg"]


def build(
    made: Path,
    pins: str,
    source: Path,
    version: str,
    work: Path,
    into: Path,
    moment: int,
    environment: Mapping[str, str],
) -> Path:
    """Of our wheel and of what the lock says for each Python."""
    root = work / "root"
    site = root / HOME / "site-packages"
    site.mkdir(parents=True)
    for python in PYTHONS:
        for file in wheels(pins, python, PLATFORMS, work, environment):
            _unpack(file, site)
        library = root / HOME / "lib" / f"python{python}"
        library.mkdir(parents=True)
        (library / "site-packages").symlink_to("../../site-packages")
    _unpack(made, site)
    _around(root, source)
    (root / "DEBIAN").mkdir()
    size = sum(one.stat().st_size for one in root.rglob("*") if one.is_file() and not one.is_symlink()) // 1024
    (root / "DEBIAN/control").write_text(_control(version, size), encoding="utf-8")
    _script(root / "DEBIAN/postinst", _AFTER)
    _script(root / "DEBIAN/prerm", _BEFORE)
    for one in (root, *root.rglob("*")):
        if not one.is_symlink():
            one.chmod(0o755 if one.is_dir() or one.stat().st_mode & 0o100 else 0o644)
        os.utime(one, (moment, moment), follow_symlinks=False)
    package = into / f"bronsync_{version}_amd64.deb"
    kept = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": str(moment), "LC_ALL": "C.UTF-8"}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)]
    subprocess.run(command, check=True, capture_output=True, env=kept)
    return package


def loaded(name: str) -> bool:
    """Whether the program has a use for this file of a wheel: not most of Qt, nor what only a compiler reads."""
    top, _, rest = name.partition("/")
    if top == "PySide6":
        return _OF_QT.fullmatch(rest) is not None
    return Path(name).suffix not in _FOR_COMPILERS


def _unpack(file: Path, site: Path) -> None:
    """A wheel, less what nobody loads, among those of other Pythons; what is of one name must be one and the same, but for what pip wrote about it."""
    with zipfile.ZipFile(file) as inside:
        for info in inside.infolist():
            parts = info.filename.split("/")
            if (
                info.is_dir()
                or not loaded(info.filename)
                or parts[0].endswith(".data")
                or (parts[0].endswith(".dist-info") and parts[-1] in ("RECORD", "WHEEL"))
            ):
                continue
            to, data = site.joinpath(*parts), inside.read(info)
            if not to.exists():
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(data)
            elif to.read_bytes() != data and to.suffix == ".so":
                raise ValueError(f"{file.name}: {info.filename} is another one for another Python")


def _around(root: Path, source: Path) -> None:
    """The environment, the commands, the menu of the desktop, the icon and the licence."""
    home = root / HOME
    (home / "bin").mkdir()
    (home / "bin/python").symlink_to("/usr/bin/python3")
    (home / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n", encoding="ascii")
    for name, module in (("bronsync", "bronsync"), ("bronsync-demo", "bronsync_demo")):
        _script(root / "usr/bin" / name, _PROGRAM.format(module=module))
    places = {
        "usr/share/applications/bronsync.desktop": _DESKTOP.encode(),
        "usr/share/icons/hicolor/scalable/apps/bronsync.svg": (source / "resources/iconen/bron-sync.svg").read_bytes(),
        "usr/share/doc/bronsync/copyright": (source / "LICENSE").read_bytes(),
    }
    places |= {
        f"usr/share/icons/hicolor/{size}x{size}/apps/bronsync.png": png(source / "resources/iconen/bron-sync.svg", size)
        for size in SIZES
        if size not in (20, 40)
    }
    for name, data in places.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def _script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")
    path.chmod(0o755)


def _control(version: str, size: int) -> str:
    libraries = sorted({*WINDOW_LIBRARIES, *SCREEN_LIBRARIES, *DATABASE_LIBRARIES})
    asked = [f"{one} | {_RENAMED[one]}" if one in _RENAMED else one for one in libraries]
    first, last = PYTHONS[0], PYTHONS[-1]
    after = f"3.{int(last.partition('.')[2]) + 1}"
    return (
        f"Package: bronsync\nVersion: {version}\nArchitecture: amd64\nSection: education\nPriority: optional\n"
        f"Installed-Size: {size}\nMaintainer: Data Care B.V <bronsync@localhost>\n"
        f"Depends: python3 (>= {first}), python3 (<< {after}), libc6 (>= 2.34), {', '.join(asked)}\n"
        "Recommends: gnome-keyring | kwalletmanager, libcups2 | libcups2t64, libwayland-cursor0, libwayland-egl1\n"
        "Description: houdt LVS2000 en BRON gelijk\n"
        " BRON Sync vergelijkt de leerlingadministratie van een school (LVS2000) met het\n"
        " register BRON, geeft wijzigingen door en haalt de antwoorden op.\n"
    )
