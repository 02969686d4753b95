"""A pack of files: unpacked, or copied from a version that has the same one; every file is proved by its hash.

In each pack lies its own list, `packs/<name>.txt`, in the form of `sha256sum`. Nothing of a pack is trusted before its own hash is right.
"""

from __future__ import annotations

import hashlib
import lzma
import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Final

from bronsync_install.manifest import Pack
from bronsync_install.refusal import Refused

_PART: Final = 1024 * 1024
_FORBIDDEN: Final = re.compile(r'[\\:*?"<>|\x00-\x1f]')


def prove(file: Path, pack: Pack) -> None:
    """INSTAL-03 unless these are the bytes of that pack; INSTAL-08 when they cannot be read."""
    try:
        if file.stat().st_size != pack.size:
            raise Refused("INSTAL-03")
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise Refused("INSTAL-08") from None
    if found != pack.sha256:
        raise Refused("INSTAL-03")


def unpack(file: Path, pack: Pack, into: Path) -> None:
    """Of a pack that was proved. Files only, none outside the folder, not more than the manifest says."""
    left = pack.unpacked
    with tarfile.open(file, "r:xz") as archive:
        for member in _members(archive):
            left -= member.size
            content = archive.extractfile(member) if left >= 0 and member.isreg() and safe(member.name) else None
            if content is None:
                raise Refused("INSTAL-03")
            with content:
                _write(_read(content), into / member.name, executable=bool(member.mode & 0o100))


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    try:
        yield from archive
    except (tarfile.TarError, lzma.LZMAError, EOFError):
        raise Refused("INSTAL-03") from None


def _read(content: IO[bytes]) -> Iterator[bytes]:
    while part := content.read(_PART):
        yield part


def _write(parts: Iterator[bytes], to: Path, *, executable: bool) -> str:
    to.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with to.open("xb") as stream:
        for part in parts:
            digest.update(part)
            stream.write(part)
    if executable:
        to.chmod(0o755)
    return digest.hexdigest()


def safe(name: str) -> bool:
    """Whether this is the name of a file inside the folder, on Windows too."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and str(path) == name and not _FORBIDDEN.search(name)
    return plain and all(part not in ("", ".", "..") and part[-1] not in ". " for part in path.parts)


def listed(folder: Path, pack: Pack) -> Mapping[str, str] | None:
    """File -> hash, of one pack of an unpacked version; None when its list is not the one that the manifest names."""
    try:
        data = (folder / own_list(pack.name)).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != pack.listing:
        return None
    return {line[66:]: line[:64] for line in data.decode().splitlines()}


def own_list(name: str) -> str:
    """Where the list of a pack lies in a version."""
    return f"packs/{name}.txt"


def copy(pack: Pack, source: Path, into: Path) -> bool:
    """From a version that has the same pack; False when a file of it is not as its list says."""
    names = listed(source, pack)
    if names is None:
        return False
    for name, sha256 in {**names, own_list(pack.name): pack.listing}.items():
        try:
            with (source / name).open("rb") as stream:
                written = _write(_read(stream), into / name, executable=name.endswith(".exe"))
        except FileNotFoundError:
            return False
        if written != sha256:
            return False
    return True


def holds(folder: Path, pack: Pack) -> bool:
    """Whether every file of that pack is there and is as its list says."""
    names = listed(folder, pack)
    return names is not None and all(_hash(folder / name) == sha256 for name, sha256 in names.items())


def whole(folder: Path, packs: tuple[Pack, ...]) -> bool:
    """Whether every file of these packs is there and is as it should be, and no other."""
    expected = {"manifest.json"}
    for pack in packs:
        if not holds(folder, pack):
            return False
        expected |= {*(listed(folder, pack) or {}), own_list(pack.name)}
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if not one.is_dir()} <= expected


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
