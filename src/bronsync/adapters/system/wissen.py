"""Wipes what BRON Sync keeps on this computer: first the key, without which no copy of the store opens again, then all files of the profile.

Kept are the name of the store and its high-water mark, neither of them about anybody: by these the next start knows that it is not the
first, and decides nothing before a registratieoverzicht (RELIABILITY F17). Overwriting is left out: on the disks of today it proves nothing,
the lost key does. What is in the files is not known here. Source: RELIABILITY D-R, D9.
"""

from __future__ import annotations

import shutil

from bronsync.adapters.system.mappen import Mappen
from bronsync.adapters.system.sleutelring import Sleutelbewaarder
from bronsync.domain.errors import BronSyncFout


def wis_profiel(plaats: Mappen, bewaarder: Sleutelbewaarder) -> None:
    """Wipes it; everything must be closed. OPSLAG-03 when a file could not be removed (the key is gone all the same)."""
    naam = plaats.opslag_id()
    bewaarder.wis()
    try:
        for pad in plaats.profiel.iterdir():
            if pad.name != "opslag.id":
                shutil.rmtree(pad) if pad.is_dir() else pad.unlink()
    except OSError:
        raise BronSyncFout("OPSLAG-03") from None
    if plaats.opslag_id() != naam:
        raise BronSyncFout("OPSLAG-05")
