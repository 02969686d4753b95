"""Wis lokale gegevens: what is lost with them, and the code by which a person says to have read that.

Only what BRON Sync keeps on this computer goes: LVS2000 and BRON do not change, and the next start asks for a registratieoverzicht first
(RELIABILITY F17, D-R). The wiping itself is of the adapters: first the key, then the files. Source: DESIGN 8, AVG 5(1)e.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import Final

from bronsync.application.ports import Journal
from bronsync.application.records import Actie, InboxRij, InboxStand, VerschilRij, VerschilStand
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, WACHT_OP_BRON

ONBEKEND: Final = "een onbekend aantal"


@dataclass(frozen=True, slots=True)
class Wisvoorstel:
    """What only this computer knows and will be gone, over all aanleverpunten."""

    wacht_op_bron: int
    """Acties of which the answer is still to come: it arrives after the wiping as feedback to an unknown message."""
    niet_verzonden: int
    genegeerd: int
    wacht_op_gebruiker: int
    kenmerk: str
    """Of the store, so that no code fits another one."""
    geteld: bool = True
    """False when the store cannot be opened: what will be lost is unknown then, and not nothing."""

    @property
    def bevestiging(self) -> str:
        """Changes as soon as something in the list changes."""
        return f"WIS-{hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:4].upper()}"


def wisvoorstel(journal: Journal | None, kenmerk: str) -> Wisvoorstel:
    """Counts what will be lost; `journal` is None when the store cannot be opened, and then nobody can count."""
    if journal is None:
        return Wisvoorstel(0, 0, 0, 0, kenmerk, geteld=False)
    with journal.unit_of_work() as unit:
        standen = [rij[0] for rij in unit.stream(Actie, ("status",))]
        return Wisvoorstel(
            sum(status in WACHT_OP_BRON for status in standen),
            sum(status in NIET_UITGEVOERD for status in standen),
            len(unit.all(VerschilRij, stand=VerschilStand.GENEGEERD)),
            len(unit.all(InboxRij, stand=InboxStand.WACHT_OP_GEBRUIKER)),
            kenmerk,
        )


def eis_bevestigd(voorstel: Wisvoorstel, bevestigd: str | None) -> None:
    """PROC-21 with the list and the code, unless that code was given."""
    if bevestigd != voorstel.bevestiging:
        raise BronSyncFout(
            "PROC-21",
            wacht=voorstel.wacht_op_bron if voorstel.geteld else ONBEKEND,
            niet_verzonden=voorstel.niet_verzonden if voorstel.geteld else ONBEKEND,
            genegeerd=voorstel.genegeerd if voorstel.geteld else ONBEKEND,
            bevestiging=voorstel.bevestiging,
        )
