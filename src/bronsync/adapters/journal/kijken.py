"""Looking at a store that another process has open: on a copy of its own, as encrypted as the file itself, thrown away afterwards.

The one who works keeps the file to himself (exclusive lock), so that nobody can write beside him; reading along would need shared locks and a
file more, at each write of his. What SQLite writes allows a copy without asking him: the file changes only when the log is brought back into
it, and a log only grows until its first bytes change. So: the file, then the log; when the log began anew meanwhile, once more. What was
half written at the end of the log is dropped by its check sums, as after a power cut. Source: the file format of SQLite, 4.3-4.5.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from bronsync.adapters.journal.store import Store, open_store
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import patiently, reason, remove

_KOP: Final = 32
"""Bytes at the begin of the log; its two salts are other ones each time it begins anew."""
_ATTEMPTS: Final = 20


def open_kopie(pad: Path, map_: Path, sleutel: bytes, waarom: BronSyncFout) -> Store:
    """The store as it stood at some moment just now, in this folder. Who wants to change it gets `waarom`. OPSLAG-07 when it never stood still."""
    for _ in range(_ATTEMPTS):
        if _kopieer(pad, map_ / pad.name):
            return open_store(map_ / pad.name, sleutel, alleen_kijken=waarom)
    raise BronSyncFout("OPSLAG-07")


def _kopieer(pad: Path, kopie: Path) -> bool:
    """Whether the copy is one moment of the store."""
    log, log_kopie = (een.with_name(f"{een.name}-wal") for een in (pad, kopie))
    try:
        voor = _stand(pad, log)
        patiently(lambda: shutil.copyfile(pad, kopie))
        remove(log_kopie)
        if voor[0]:
            patiently(lambda: shutil.copyfile(log, log_kopie))
        return _stand(pad, log) == voor
    except FileNotFoundError:  # the log went just now: it was brought back into the file
        return False
    except OSError as fout:
        raise BronSyncFout(reason(fout)) from None


def _stand(pad: Path, log: Path) -> tuple[bytes, int, int]:
    """By what one sees that the file was not written to beyond what the log still holds: without a log, that it was not written to at all."""
    kop = b""
    if log.exists():
        with log.open("rb") as stream:
            kop = stream.read(_KOP)
    stat = pad.stat()
    return (kop, 0, 0) if kop else (b"", stat.st_mtime_ns, stat.st_size)
