"""What a Windows user gets, made on Linux from a tree and its packs: the launchers, the setup (NSIS) and the MSI (wixl).

The same inputs give the same bytes: no time of this moment, no chance. Signing is `sign.py`.
What it does not know: what is in the tree.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

HERE: Final = Path(__file__).resolve().parent
# Debian package -> the program it must give.
PACKAGES: Final = {
    "nsis": "makensis",
    "wixl": "wixl",
    "msitools": "msiinfo",
    "gcc-mingw-w64-x86-64-win32": "x86_64-w64-mingw32-gcc",
    "binutils-mingw-w64-x86-64": "x86_64-w64-mingw32-windres",
}
# Of the embeddable Python, what it takes to unpack packs: this much the setup carries twice.
BARE: Final = (
    "python.exe", "python313.dll", "python313.zip", "vcruntime140.dll", "vcruntime140_1.dll", "_lzma.pyd", "LICENSE.txt",
)  # fmt: skip
_NAMES: Final = uuid.UUID("6f0c0b5e-3f0d-5d1b-9c39-0b6a4a3c2b11")
UPGRADE: Final = uuid.uuid5(_NAMES, "upgrade")


def missing() -> list[str]:
    """The Debian packages without which nothing for Windows can be made."""
    return [package for package, program in PACKAGES.items() if shutil.which(program) is None]


def _run(*command: str | Path, folder: Path, moment: int) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [str(one) for one in command],
        cwd=folder,
        env=kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(moment)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise OSError(f"{command[0]}: {done.stdout[-2000:]}")


def numbers(version: str) -> list[str]:
    """Windows counts in four numbers."""
    return [*version.split("."), "0", "0", "0"][:4]


def launchers(version: str, icon: Path, work: Path, into: Path) -> None:
    """`BRON Sync.exe` and `bronsync.exe`."""
    work.mkdir(parents=True)
    into.mkdir(parents=True)
    for name in ("launcher.c", "launcher.rc", "launcher.manifest"):
        shutil.copyfile(HERE / name, work / name)
    shutil.copyfile(icon, work / "bron-sync.ico")
    defined = (f"-DVERSION={version}", f"-DNUMBERS={','.join(numbers(version))}")
    _run(
        "x86_64-w64-mingw32-windres", *defined, "launcher.rc", "-O", "coff", "-o", "launcher.res", folder=work, moment=0
    )
    for name, options in (("BRON Sync.exe", ("-mwindows",)), ("bronsync.exe", ("-DCONSOLE", "-mconsole"))):
        _run(
            "x86_64-w64-mingw32-gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-s", "-static", "-municode", *options,
            "-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va", "launcher.c", "launcher.res", "-o", into / name,
            folder=work, moment=0,
        )  # fmt: skip


def setup(
    version: str,
    icon: Path,
    tree: Path,
    packs: Path,
    installs: Path,
    work: Path,
    into: Path,
    moment: int,
    sign: Path | None,
) -> Path:
    """`BRON-Sync-<version>.exe`. `installs`: our package that installs; `sign`: the script for the uninstaller inside."""
    carried = work / "carried"
    (carried / "python").mkdir(parents=True)
    for name in BARE:
        shutil.copyfile(tree / name, carried / "python" / name)
    (carried / "python" / "python313._pth").write_text("python313.zip\n.\n", encoding="ascii", newline="\r\n")
    shutil.copytree(installs, carried / "python" / installs.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(packs, carried / "packs")
    _same_date(carried, moment)
    made = into / f"BRON-Sync-{version}.exe"
    size = sum(one.stat().st_size for one in tree.rglob("*") if one.is_file()) // 1024
    told = {
        "VERSION": version, "NUMBERS": ".".join(numbers(version)), "OUT": made, "CARRIED": carried, "ICON": icon, "TREE_KB": size, "SIGN": sign or "",
    }  # fmt: skip
    defined = [f"-D{name}={value}" for name, value in told.items()]
    _run("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, HERE / "setup.nsi", folder=work, moment=moment)
    return made


def _same_date(folder: Path, moment: int) -> None:
    for one in (folder, *folder.rglob("*")):
        os.utime(one, (moment, moment))


def msi(version: str, name: str, tree: Path, manifest: bytes, work: Path, into: Path, moment: int) -> Path:
    """`BRON-Sync-<version>.msi`: the same tree per computer, chosen as it stands, updates off. `name`: of the version's folder."""
    top = work / "msi"
    shutil.copytree(tree, top / "versies" / name)
    (top / "versies" / name / "manifest.json").write_bytes(manifest)
    for launcher in (tree / "start").iterdir():
        shutil.copyfile(launcher, top / launcher.name)
    (top / "huidig.txt").write_text(f"{name}\n\n", encoding="ascii")
    (top / "updates.txt").write_text("uit\n", encoding="ascii")
    _same_date(top, moment)
    described, made = work / "msi.wxs", into / f"BRON-Sync-{version}.msi"
    described.write_text(_wxs(version, name, top), encoding="utf-8")
    _run("wixl", "-a", "x64", "-o", made, described, folder=work, moment=moment)
    _without_chance(made, f"{version} {name}", moment)
    return made


def _id(kind: str, path: str) -> str:
    return kind + uuid.uuid5(_NAMES, path).hex


def _guid(text: str) -> str:
    return f"{{{str(uuid.uuid5(_NAMES, text)).upper()}}}"


def _wxs(version: str, name: str, top: Path) -> str:
    components: list[str] = []

    def component(path: str, inside: str) -> str:
        components.append(_id("c", path))
        return f'<Component Id="{_id("c", path)}" Guid="{_guid(path)}" Win64="yes">{inside}</Component>'

    def folder(here: Path) -> str:
        out = ""
        for one in sorted(here.iterdir()):
            path = one.relative_to(top).as_posix()
            if one.is_dir():
                out += f'<Directory Id="{_id("d", path)}" Name={quoteattr(one.name)}>{folder(one)}</Directory>'
                continue
            shortcut = (
                '<Shortcut Id="start" Directory="group" Name="BRON Sync" WorkingDirectory="INSTALLDIR" Advertise="no"/>'
                if path == "BRON Sync.exe"
                else ""
            )
            file = f'<File Id="{_id("f", path)}" Name={quoteattr(one.name)} Source={quoteattr(f"msi/{path}")} KeyPath="yes">'
            out += component(path, f"{file}{shortcut}</File>")
        return out

    content = folder(top)
    group = component(
        "group",
        '<RemoveFolder Id="group" On="uninstall"/>'
        '<RegistryValue Root="HKLM" Key="Software\\Data Care B.V\\BRON Sync" Name="versie" Type="string" '
        f'Value={quoteattr(name)} KeyPath="yes"/>',
    )
    refused = "Er staat al een nieuwere BRON Sync op deze computer."
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">\n'
        f'<Product Id="{_guid(f"product {name}")}" Name="BRON Sync" Language="1043" Version="{".".join(numbers(version)[:3])}" '
        f'Manufacturer="Data Care B.V" UpgradeCode="{{{str(UPGRADE).upper()}}}">\n'
        '<Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"/>\n'
        f"<MajorUpgrade DowngradeErrorMessage={quoteattr(refused)}/>\n"
        '<Media Id="1" Cabinet="bronsync.cab" EmbedCab="yes"/>\n'
        '<Directory Id="TARGETDIR" Name="SourceDir">'
        f'<Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLDIR" Name="BRON Sync">{content}</Directory></Directory>'
        f'<Directory Id="ProgramMenuFolder"><Directory Id="group" Name="Data Care B.V">{group}</Directory></Directory></Directory>\n'
        f'<Feature Id="all" Level="1">{"".join(f"""<ComponentRef Id="{one}"/>""" for one in components)}</Feature>\n'
        "</Product></Wix>\n"
    )


def _without_chance(made: Path, text: str, moment: int) -> None:
    """Wixl writes a package code by chance and the time of this moment; both get what the commit says."""
    told = subprocess.run(["msiinfo", "suminfo", made], check=True, capture_output=True, text=True).stdout
    (code,) = re.findall(r"\{[0-9A-Fa-f-]{36}\}", told)
    data = made.read_bytes()
    if data.count(code.encode()) != 1:
        raise ValueError("wixl wrote its package code elsewhere too")
    data = data.replace(code.encode(), _guid(f"package {text}").encode())
    at = data.index(_guid(f"package {text}").encode())
    begin, end = max(0, at - 1024), at + 1024
    near = bytearray(data[begin:end])
    for place in range(0, len(near) - 8, 4):
        ticks = struct.unpack_from("<Q", near, place)[0]
        if 0x01D0_0000_0000_0000 < ticks < 0x0200_0000_0000_0000:  # between 2014 and 2038, in the summary only
            struct.pack_into("<Q", near, place, (moment + 11_644_473_600) * 10_000_000)
    made.write_bytes(data[:begin] + bytes(near) + data[end:])


def tools(packages: Sequence[str]) -> str:
    """For who makes a release: what is not there, and the line that brings it."""
    return (
        f"OVERGESLAGEN  Windows: op dit systeem ontbreekt {', '.join(packages)}. "
        f"Op Debian: apt-get install --no-install-recommends {' '.join(packages)}"
    )
