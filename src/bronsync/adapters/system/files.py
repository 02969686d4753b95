"""Small files that must be whole after any interruption, readable by their owner only (RELIABILITY D11, D17).

Knows nothing of what is in them.
"""

from __future__ import annotations

from pathlib import Path

from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import put_in_place, reason


def eigen_map(pad: Path) -> Path:
    """Makes the folder when needed, for the owner only; the code of `reason` when that cannot be."""
    try:
        pad.mkdir(mode=0o700, parents=True, exist_ok=True)
        pad.chmod(0o700)
    except OSError as fout:
        raise BronSyncFout(reason(fout)) from None
    return pad


def schrijf_heel(pad: Path, inhoud: bytes) -> None:
    """Replaces the file: afterwards, also after a power cut, it holds all of the old or all of the new."""
    try:
        put_in_place(pad, pad.with_name(f"{pad.name}.tmp"), inhoud)
    except OSError as fout:
        raise BronSyncFout(reason(fout)) from None
