"""The round as a picture: which of its six steps are done, which is the one now, and how many each is about (VENSTER 3.9).

Which step is next, `volgende_stap.py` decides; the picture only shows where in the round that is. Source: manual ch. 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bronsync.application.tonen.ouderdom import overzicht_ouderdom
from bronsync.application.tonen.status import StatusOverzicht
from bronsync.application.tonen.volgende_stap import Stap
from bronsync.domain.vergelijking.levensloop import WACHT_OP_BRON, Status


class Faseplek(StrEnum):
    """Where the round is, seen from one of its steps."""

    GEDAAN = "gedaan"
    NU = "nu"
    STRAKS = "straks"


@dataclass(frozen=True, slots=True)
class Fase:
    """One step of the round."""

    naam: str
    plek: Faseplek
    telling: str
    """How many, or how old, in a few words; empty when there is nothing to say."""


NAMEN: Final = ("Ophalen", "Bepalen", "Vragen", "Controleren", "Verzenden", "Terugkoppeling")

_KLAAR: Final = len(NAMEN)
_BIJ_STAP: Final[dict[Stap, int]] = {
    Stap.CERTIFICAAT: 0,
    Stap.OVERZICHT_OPHALEN: 0,
    Stap.ACTIES_BEPALEN: 1,
    Stap.VRAGEN: 2,
    Stap.VASTGEHOUDEN: 2,
    Stap.CONTROLEREN: 3,
    Stap.VERZENDEN: 4,
    Stap.TERUGKOPPELING_OPHALEN: 5,
    Stap.WACHTEN: 5,
    Stap.ONBEANTWOORD: 5,
    Stap.KLAAR: _KLAAR,
}
"""`VERBETEREN` stands at two: acties with an afkeursignaal of our own wait at Controleren, what BRON rejected came with a terugkoppeling."""


def ronde(toestand: StatusOverzicht) -> tuple[Fase, ...]:
    """The six steps, in their order."""
    nu = plek_in_ronde(toestand)
    tellingen = _tellingen(toestand)
    return tuple(
        Fase(naam, Faseplek.GEDAAN if plek < nu else Faseplek.NU if plek == nu else Faseplek.STRAKS, telling)
        for plek, (naam, telling) in enumerate(zip(NAMEN, tellingen, strict=True))
    )


def plek_in_ronde(toestand: StatusOverzicht) -> int:
    """Which of the six it is; past the last one when nothing is left."""
    stap = toestand.stap.stap
    if stap is Stap.VERBETEREN:
        return 3 if _te_gaan(toestand) else 5
    return _BIJ_STAP[stap]


def _te_gaan(toestand: StatusOverzicht) -> int:
    return _nog(toestand, Status.BEPAALD) + _nog(toestand, Status.GECONTROLEERD)


def _nog(toestand: StatusOverzicht, status: Status) -> int:
    """What was set aside is no part of the round."""
    return toestand.acties.get(status, 0) - toestand.apart.get(status, 0)


def _tellingen(toestand: StatusOverzicht) -> tuple[str, ...]:
    acties = toestand.acties
    dagen = toestand.leeftijd_dagen
    onderweg = sum(acties.get(status, 0) for status in WACHT_OP_BRON)
    terug = f"{onderweg} onderweg" if onderweg else ""
    if toestand.stap.stap is Stap.VERBETEREN and not _te_gaan(toestand):
        terug = f"{toestand.stap.aantal} afgekeurd"
    if dagen is None:
        return "nog niet", "", "", "", "", terug
    return (
        overzicht_ouderdom(dagen).woorden,
        _telling(toestand.verschillen, "verschil", "verschillen"),
        _telling(toestand.vragen, "vraag", "vragen"),
        _telling(_nog(toestand, Status.BEPAALD), "actie", "acties"),
        _telling(_nog(toestand, Status.GECONTROLEERD), "actie", "acties"),
        terug,
    )


def _telling(aantal: int, een: str, meer: str) -> str:
    return f"{aantal} {een if aantal == 1 else meer}" if aantal else ""
