"""Until which day a difference must be delivered (DESIGN 8). Pure; knows no journal and no text of the screen.

Fourteen days from the first detection of a difference, seven days from an in- or uitschrijfdatum; warned three days before.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bronsync.domain.controles.datums import TERMIJN_UITSCHRIJVING, TERMIJN_WIJZIGING

WIJZIGING: Final = timedelta(days=TERMIJN_WIJZIGING)
"""From the first detection of a difference."""
IN_OF_UIT: Final = timedelta(days=TERMIJN_UITSCHRIJVING)
"""From the day of an inschrijving or uitschrijving."""
WAARSCHUWING: Final = timedelta(days=3)


class Termijnregel(StrEnum):
    """Which rule says until when."""

    IN_OF_UIT = "in of uit"
    WIJZIGING = "wijziging"


def termijnregel(eerst_gezien: date, in_of_uit: date | None = None) -> Termijnregel:
    """`in_of_uit`: the in- or uitschrijfdatum, when the difference is about that.

    ASSUMED: when those seven days were over before the difference could be seen (an old inschrijving, the first overview), the fourteen
    days of a change count, because nobody can deliver in the past.
    """
    if in_of_uit is not None and in_of_uit + IN_OF_UIT >= eerst_gezien:
        return Termijnregel.IN_OF_UIT
    return Termijnregel.WIJZIGING


def uiterste_dag(eerst_gezien: date, in_of_uit: date | None = None) -> date:
    """The last day on which delivery is in time, by the rule that holds."""
    if in_of_uit is not None and termijnregel(eerst_gezien, in_of_uit) is Termijnregel.IN_OF_UIT:
        return in_of_uit + IN_OF_UIT
    return eerst_gezien + WIJZIGING


def is_dringend(uiterste: date, vandaag: date) -> bool:
    """Whether the user is warned: from three days before, and as long as it is late."""
    return uiterste - vandaag <= WAARSCHUWING
