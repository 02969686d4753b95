"""What is under way, noted before it begins and forgotten when it ends: the next start tells what was interrupted (promise 1).

Only an end that nobody saw leaves the note behind: a kill, a power cut, Ctrl+C. Who gets an error or cancels was told so. A use case
inside another adds nothing: the outer one is what the user pressed. Knows nothing of what the use case does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.stand import stand
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.domain.errors import BronSyncFout

P = ParamSpec("P")
T = TypeVar("T")


def onderbreekbaar(
    menukeuze: str,
) -> Callable[[Callable[Concatenate[Omgeving, P], T]], Callable[Concatenate[Omgeving, P], T]]:
    """Marks a use case: `menukeuze` is how the manual names it."""

    def maak(doe: Callable[Concatenate[Omgeving, P], T]) -> Callable[Concatenate[Omgeving, P], T]:
        @wraps(doe)
        def met_notitie(omg: Omgeving, /, *args: P.args, **kwargs: P.kwargs) -> T:
            if not _begin(omg, menukeuze):
                return doe(omg, *args, **kwargs)
            try:
                uitkomst = doe(omg, *args, **kwargs)
            except Exception:
                # the first error is the one to tell; the note then stays, and says no untruth
                with suppress(BronSyncFout):
                    _vergeet(omg)
                raise
            _vergeet(omg)
            return uitkomst

        return met_notitie

    return maak


def neem_onderbreking(unit: UnitOfWork, omg: Omgeving) -> str:
    """What was under way when the program ended, once; empty when nothing was."""
    huidig = stand(unit, omg.aanleverpunt)
    if huidig.bezig:
        unit.put(replace(huidig, bezig=""))
        boek_audit(unit, omg, "onderbroken", van=huidig.bezig)
    return huidig.bezig


def _begin(omg: Omgeving, menukeuze: str) -> bool:
    """Notes it; False when it runs inside another."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        if huidig.bezig:
            return False
        unit.put(replace(huidig, bezig=menukeuze))
        unit.commit()
    return True


def _vergeet(omg: Omgeving) -> None:
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        unit.put(replace(stand(unit, omg.aanleverpunt), bezig=""))
        unit.commit()
