"""What a version consists of: its number, its moment and its packs, each by its hash. The file `manifest.json`.

The name of a version holds the hash of its manifest, and the manifest those of the packs: two different programs never have one name.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

from bronsync_install.refusal import Refused

PACKS: Final = ("python", "qt", "wheels", "bronsync")
"""Python itself, Qt, the other packages, our own code: the last is the usual update."""
MAX_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Pack:
    """One `.tar.xz`: its hash and that of the list of its files, its bytes, and how many it takes on disk."""

    name: str
    sha256: str
    listing: str
    size: int
    unpacked: int

    @property
    def file(self) -> str:
        return f"{self.name}-{self.sha256[:16]}.tar.xz"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version."""

    data: bytes
    version: str
    moment: int
    commit: str
    environment: str
    packs: tuple[Pack, ...]

    @property
    def name(self) -> str:
        """Of the folder below `versies`."""
        return f"{self.version}-{hashlib.sha256(self.data).hexdigest()[:12]}"

    @property
    def order(self) -> tuple[tuple[int, ...], int]:
        """Newer is greater; of one number the later commit."""
        return tuple(map(int, self.version.split("."))), self.moment


def parse(data: bytes) -> Manifest:
    """INSTAL-03 when it is no manifest that this program understands."""
    try:
        told = json.loads(data[: MAX_BYTES + 1])  # cut off, it is no manifest
        if told["form"] != 1 or set(told["packs"]) != set(PACKS):
            raise ValueError("another form")
        if not re.fullmatch(r"\d{1,4}(\.\d{1,4}){1,3}", told["version"]):
            raise ValueError("no version")
        packs = tuple(_pack(name, told["packs"][name]) for name in PACKS)
        return Manifest(
            data, told["version"], int(told["moment"]), str(told["commit"]), str(told["environment"]), packs
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("INSTAL-03") from None


def _pack(name: str, told: dict[str, object]) -> Pack:
    sha256, listing, size, unpacked = (told[key] for key in ("sha256", "listing", "size", "unpacked"))
    if not isinstance(size, int) or not isinstance(unpacked, int):
        raise TypeError("no size")
    for one in (sha256, listing):
        if not re.fullmatch("[0-9a-f]{64}", str(one)):
            raise ValueError("no hash")
    return Pack(name, str(sha256), str(listing), size, unpacked)
