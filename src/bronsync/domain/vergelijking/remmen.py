"""The brakes: dangerous plans refuse themselves, with the figures in the message. Creates never trigger them (first delivery).

Overriding is a deliberate act: the caller passes the code that the refusal showed, and it is recorded.
Source: RELIABILITY F20, promise 7; DOMAIN S06.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final

from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import vouw
from bronsync.domain.vergelijking.berichten import NAAR_LVS, ActieSoort

MEER_DAN: Final = 5
MEER_DAN_DEEL: Final = 0.03


def rem_code(welke: Iterable[str]) -> str:
    """The code that confirms exactly this list."""
    return hashlib.sha256("\n".join(sorted(welke)).encode()).hexdigest()[:6].upper()


EFFECT: Final[Mapping[ActieSoort, str]] = {
    ActieSoort.VERWIJDERING_INSCHRIJVING: "verwijderd bij BRON",
    ActieSoort.UITSCHRIJVING: "uitgeschreven bij BRON",
    ActieSoort.CORRECTIE_INSCHRIJFDATUM: "verwijderd bij BRON en met een andere inschrijfdatum opnieuw gemeld",
    ActieSoort.WIJZIGING_SLEUTELGEGEVENS: "persoonsgegevens bij BRON overschreven",
    ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS: "gegevens bij BRON overschreven of gewist",
    ActieSoort.OVERNEMEN_ADRESGEGEVENS: "adres in LVS2000 overschreven",
}
"""What is lost by an actie, in words; one that only adds is not here."""
_ALTIJD: Final = frozenset(
    {ActieSoort.VERWIJDERING_INSCHRIJVING, ActieSoort.UITSCHRIJVING, ActieSoort.CORRECTIE_INSCHRIJFDATUM}
)
"""A correction of the inschrijfdatum is a removal and a new inschrijving at BRON."""


def effect(soort: ActieSoort, paren: Sequence[tuple[str, object, object]] | None) -> str:
    """What the rem counts: that something which BRON or LVS2000 holds would be gone, by whatever name of actie. Empty when nothing would.

    `paren`: (veld, LVS2000, BRON) of what the actie changes; None when that is not known (made by hand), which then counts.
    """
    if soort not in EFFECT:
        return ""
    if soort not in _ALTIJD and paren is not None:
        naar_lvs = soort in NAAR_LVS
        if not any(_kwijt(lvs, bron) if naar_lvs else _kwijt(bron, lvs) for _, lvs, bron in paren):
            return ""
    if soort is ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS and any(veld == "uitschrijfdatum" for veld, _, _ in paren or ()):
        return "uitschrijving bij BRON ongedaan gemaakt"
    return EFFECT[soort]


def _kwijt(oud: object, nieuw: object) -> bool:
    """Whether something of the old value is no longer in the new one. Another spelling and an addition lose nothing."""
    if isinstance(oud, tuple) and isinstance(nieuw, tuple):
        return not all(any(_aangevuld(record, ander) for ander in nieuw) for record in oud)
    return oud is not None and not (isinstance(oud, str) and isinstance(nieuw, str) and vouw(oud) == vouw(nieuw))


def _aangevuld(oud: Sequence[object], nieuw: Sequence[object]) -> bool:
    """The same record, or that record with more filled in, such as its end."""
    return all(een is None or een == ander for een, ander in zip(oud, nieuw, strict=True))


def per_inschrijving(vingers: Iterable[tuple[Hashable, str]]) -> list[str]:
    """One text per inschrijving for `controleer_rem`, whatever number of its differences has an effect."""
    gevonden: dict[Hashable, list[str]] = defaultdict(list)
    for sleutel, vinger in vingers:
        gevonden[sleutel].append(vinger)
    return ["+".join(sorted(een)) for een in gevonden.values()]


def controleer_rem(welke: list[str], totaal: int, bevestigd: str | None) -> bool:
    """Raises PROC-04 when more than 5 and more than 3% would lose something. True when a confirmation was needed and given.

    `welke`: one text per inschrijving of which something would be gone (`effect`, `per_inschrijving`); `totaal`: how many BRON knows.
    """
    if len(welke) <= MEER_DAN or len(welke) <= MEER_DAN_DEEL * totaal:
        return False
    code = rem_code(welke)
    if bevestigd is not None and bevestigd.strip().upper() == code:
        return True
    raise BronSyncFout("PROC-04", aantal=len(welke), totaal=totaal, bevestiging=code)
