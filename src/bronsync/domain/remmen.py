"""The brakes: dangerous plans refuse themselves, with the figures in the message. Creates never trigger them (first delivery).

Overriding is a deliberate act: the caller passes the code that the refusal showed, and it is recorded.
Source: RELIABILITY F20, promise 7; DOMAIN S06.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from bronsync.domain.errors import BronSyncFout

MEER_DAN: Final = 5
MEER_DAN_DEEL: Final = 0.03


def rem_code(welke: Iterable[str]) -> str:
    """The code that confirms exactly this list."""
    return hashlib.sha256("\n".join(sorted(welke)).encode()).hexdigest()[:6].upper()


def controleer_rem(welke: list[str], totaal: int, bevestigd: str | None) -> bool:
    """Raises PROC-04 when more than 5 and more than 3% would be removed or ended. True when a confirmation was needed and given.

    `welke`: one text per inschrijving that would go (its vingerafdruk); `totaal`: how many BRON knows.
    """
    if len(welke) <= MEER_DAN or len(welke) <= MEER_DAN_DEEL * totaal:
        return False
    code = rem_code(welke)
    if bevestigd is not None and bevestigd.strip().upper() == code:
        return True
    raise BronSyncFout("PROC-04", aantal=len(welke), totaal=totaal, bevestiging=code)
