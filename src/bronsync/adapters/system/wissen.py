"""Wipes what BRON Sync keeps on this computer: first the key, without which no copy of the store opens again, then all files of the profile.

Kept are the name of the store and its high-water mark, neither of them about anybody: by these the next start knows that it is not the
first, and decides nothing before a registratieoverzicht (RELIABILITY F17). Overwriting is left out: on the disks of today it proves nothing,
the lost key does. A note lies in the profile while it lasts: the next start ends a wiping that was interrupted. What is in the files is not
known here. Source: RELIABILITY D-R, D9.
"""

from __future__ import annotations

from typing import Final

from bronsync.adapters.system.files import schrijf_heel
from bronsync.adapters.system.key_ring import Sleutelbewaarder
from bronsync.adapters.system.mappen import Mappen
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import reason, remove, remove_folder

_BEZIG: Final = "wissen"
"""The note."""


def wis_profiel(plaats: Mappen, bewaarder: Sleutelbewaarder) -> None:
    """Wipes it; everything must be closed. The code of `reason` when a file could not be removed (the key is gone all the same)."""
    naam, briefje = plaats.store_id(), plaats.profiel / _BEZIG
    schrijf_heel(briefje, b"")
    bewaarder.wis()
    try:
        for pad in plaats.profiel.iterdir():
            if pad.name not in ("opslag.id", _BEZIG):
                remove_folder(pad) if pad.is_dir() else remove(pad)
        remove(briefje)
    except OSError as fout:
        raise BronSyncFout(reason(fout)) from None
    if plaats.store_id() != naam:
        raise BronSyncFout("OPSLAG-05")


def wis_verder(plaats: Mappen, bewaarder: Sleutelbewaarder) -> None:
    """At the start, with everything still closed: ends a wiping that was confirmed and interrupted."""
    if (plaats.profiel / _BEZIG).exists():
        wis_profiel(plaats, bewaarder)
