"""What a user is reminded of while he does something else: deadlines, an ageing overview or certificate, feedback that is ready (VENSTER 3.8).

A reminder is read by whoever passes the screen: it names aanleverpunten and never a person. Nothing is sent or signed off, and looking at
BRON fetches only whether something waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from bronsync.application.boeken.moment import tijdstip
from bronsync.application.ports import Omgeving
from bronsync.application.tonen.aanleverpunten import Puntregel
from bronsync.domain.controles.proces import CERTIFICAAT_WAARSCHUWING
from bronsync.domain.kijken.termijnen import WAARSCHUWING

OVERZICHT_DAGEN: Final = 21
"""A week before it is too old to work with."""
_GENOEMD: Final = 3
"""So many aanleverpunten are named; of more it says how many."""


def herinneringen(punten: Iterable[Puntregel], terugkoppeling: Iterable[str] = ()) -> tuple[str, ...]:
    """A sentence per subject; none when nothing asks for it. `terugkoppeling`: aanleverpunten for which BRON has something ready."""
    alle = tuple(punten)

    def van(waar: Callable[[Puntregel], bool]) -> str:
        return _genoemd([punt.aanleverpunt for punt in alle if waar(punt)])

    zinnen = (
        ("BRON heeft terugkoppeling klaargezet", _genoemd(list(terugkoppeling))),
        ("Een wettelijke termijn loopt af", van(lambda punt: bool(punt.termijnen) and _bijna(punt.termijnen[0]))),
        (
            "Het registratieoverzicht wordt te oud",
            van(lambda punt: punt.leeftijd is not None and punt.leeftijd >= OVERZICHT_DAGEN),
        ),
        ("Het certificaat loopt af", van(_certificaat)),
    )
    return tuple(f"{zin}: {welke}." for zin, welke in zinnen if welke)


def _bijna(dagen: int) -> bool:
    return dagen <= WAARSCHUWING.days


def _certificaat(punt: Puntregel) -> bool:
    return punt.certificaat_tot is not None and punt.certificaat_dagen <= CERTIFICAAT_WAARSCHUWING.days


def _genoemd(punten: list[str]) -> str:
    meer = len(punten) - _GENOEMD
    return ", ".join(punten[:_GENOEMD]) + (f" en {meer} andere" if meer > 0 else "")


def ligt_er_terugkoppeling(omg: Omgeving) -> bool:
    """Whether BRON has something ready. Nothing is kept or signed off: the user fetches it himself."""
    return bool(omg.register.haal(tijdstip(omg), omg.ids.nieuw()).berichten)
