"""The embeddable CPython that the Windows program is made with, proved by its hash: given by who releases, or the one pinned for CI."""

from __future__ import annotations

import hashlib
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pins import download

PYTHON_PIN: Final = Path(__file__).with_name("python.txt")


def python(given: str, sha256: str, work: Path, environment: Mapping[str, str]) -> Path:
    """The file or address that was given, if its hash is right; else the one that is pinned for CI."""
    if not given:
        # pip asks a source package for its name by running it; this one is pinned by its hash.
        (archive,) = download(PYTHON_PIN, work / "python", environment, "--no-binary", ":all:")
        return archive
    archive = Path(given)
    if given.startswith("https://"):
        archive = work / "python.zip"
        with urllib.request.urlopen(given) as answer:
            archive.write_bytes(answer.read())
    if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256.lower():
        raise ValueError("de SHA-256 van Python is een andere dan opgegeven")
    return archive
