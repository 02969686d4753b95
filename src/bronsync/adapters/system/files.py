"""Small files that must be whole after any interruption, readable by their owner only (RELIABILITY D11, D17).

Knows nothing of what is in them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bronsync.domain.errors import BronSyncFout


def eigen_map(pad: Path) -> Path:
    """Makes the folder when needed, for the owner only; OPSLAG-03 when that cannot be."""
    try:
        pad.mkdir(mode=0o700, parents=True, exist_ok=True)
        pad.chmod(0o700)
    except OSError:
        raise BronSyncFout("OPSLAG-03") from None
    return pad


def schrijf_heel(pad: Path, inhoud: bytes) -> None:
    """Replaces the file: afterwards, also after a power cut, it holds all of the old or all of the new."""
    tijdelijk = pad.with_name(f"{pad.name}.tmp")
    try:
        tijdelijk.unlink(missing_ok=True)
        nummer = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(nummer, "wb") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        tijdelijk.replace(pad)
        if sys.platform != "win32":
            map_nummer = os.open(pad.parent, os.O_RDONLY)
            try:
                os.fsync(map_nummer)
            finally:
                os.close(map_nummer)
    except OSError:
        raise BronSyncFout("OPSLAG-03") from None
