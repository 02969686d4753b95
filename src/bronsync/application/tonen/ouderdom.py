"""How old something is, or how long it waits: in words, and whether that is well. The one place for both (manual ch. 4 and 6).

A colour follows from `Ernst`, so no list or line of the window weighs an age by itself. Reads no clock: days and moments are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bronsync.application.boeken.beeld import MAX_LEEFTIJD_DAGEN
from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.ophalen.terugkoppeling_ophalen import TERMIJN_DAGEN
from bronsync.domain.controles.proces import CERTIFICAAT_WAARSCHUWING
from bronsync.domain.kijken.termijnen import WAARSCHUWING
from bronsync.domain.vergelijking.levensloop import Status


class Ernst(StrEnum):
    """Named as the colours of the window."""

    GOED = "goed"
    LET_OP = "let_op"
    FOUT = "fout"


@dataclass(frozen=True, slots=True)
class Ouderdom:
    """An age as it is shown."""

    woorden: str
    ernst: Ernst


_VOORAF: Final = 7
"""So many days before an overview is too old it is said."""
_IN_WEKEN, _IN_MAANDEN, _IN_JAREN = 29, 91, 731
"""From so many days on it is told in weeks, months, years."""
_WEEK, _MAAND, _JAAR = 7, 30.44, 365.25


def overzicht_ouderdom(dagen: int) -> Ouderdom:
    """Of the registratieoverzicht, from its peildatum until today."""
    if dagen < 0:  # the clock of this computer was ahead, or is behind now
        return Ouderdom("van een dag die nog komt", Ernst.FOUT)
    ernst = Ernst.FOUT if dagen > MAX_LEEFTIJD_DAGEN else Ernst.GOED
    if MAX_LEEFTIJD_DAGEN - _VOORAF < dagen <= MAX_LEEFTIJD_DAGEN:
        ernst = Ernst.LET_OP
    return Ouderdom({0: "van vandaag", 1: "van gisteren"}.get(dagen, f"{duur(dagen)} oud"), ernst)


def certificaat_ouderdom(dagen: int) -> Ouderdom:
    """Of a certificate, until its last day; no words while that is far away."""
    if dagen < 0:
        return Ouderdom("verlopen", Ernst.FOUT)
    if dagen > CERTIFICAAT_WAARSCHUWING.days:
        return Ouderdom("", Ernst.GOED)
    nog = {0: "verloopt vandaag", 1: "verloopt morgen"}
    return Ouderdom(nog.get(dagen, f"verloopt over {dagen} dagen"), Ernst.LET_OP)


def termijn_ouderdom(dagen: int) -> Ouderdom:
    """Of a legal deadline, so many days from today; late is wrong, and what is warned of asks for attention."""
    if dagen < 0:
        return Ouderdom(f"{duur(-dagen)} te laat", Ernst.FOUT)
    ernst = Ernst.LET_OP if dagen <= WAARSCHUWING.days else Ernst.GOED
    return Ouderdom({0: "vandaag", 1: "morgen"}.get(dagen, f"over {duur(dagen)}"), ernst)


def duur(dagen: int) -> str:
    """`15 dagen`, `6 weken`, `5 jaar`: a number that somebody can picture."""
    if dagen < _IN_WEKEN:
        return "1 dag" if dagen == 1 else f"{dagen} dagen"
    if dagen < _IN_MAANDEN:
        return f"{dagen // _WEEK} weken"
    return f"{int(dagen / _MAAND)} maanden" if dagen < _IN_JAREN else f"{int(dagen / _JAAR)} jaar"


def in_behandeling(status: str, verzonden: str, vandaag: date) -> str:
    """Since when BRON has an actie, how long that is, and until when that is normal; empty of one that it has not. `verzonden`: ISO moment."""
    if status not in (Status.IN_BEHANDELING, Status.UITBLIJVEND) or not verzonden:
        return ""
    sinds = date.fromisoformat(verzonden[:10])
    dagen = max(0, (vandaag - sinds).days)
    tot = sinds + timedelta(days=TERMIJN_DAGEN)
    hoelang = {0: "vandaag"}.get(dagen, duur(dagen))
    normaal = f"tot {toon_dag(tot.isoformat())} is dat normaal"
    if vandaag > tot:
        normaal = f"dat is langer dan normaal (tot {toon_dag(tot.isoformat())})"
    return f"in behandeling sinds {toon_dag(verzonden)} ({hoelang}); {normaal}"
