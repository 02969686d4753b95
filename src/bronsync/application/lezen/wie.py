"""Who an inschrijving is, for the lists of the window: the name as LVS2000 shows it, else as BRON has it, and the number.

One read of LVS2000 for all who are asked. For the screen of the school itself. Source: manual ch. 4 ('Overzicht leerlingen').
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bronsync.application.boeken.beeld import bron_kant
from bronsync.application.boeken.weergave import naam_van
from bronsync.application.lezen.paren import Sleutel
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import BeeldRij
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import pgn


class Wie(NamedTuple):
    """A person on the screen. A NamedTuple: there may be one for every pupil."""

    naam: str
    pgn: str
    pgn_masker: str

    def __repr__(self) -> str:
        """Personal data: says nothing."""
        return "Wie()"


NIEMAND = Wie("", "", "")
"""Who is gone on both sides by now."""


def wie(unit: UnitOfWork, omg: Omgeving, sleutels: Iterable[Sleutel]) -> dict[Sleutel, Wie]:
    """Everybody who is asked, by key; `NIEMAND` for who is nowhere any more."""
    gevraagd = set(sleutels)
    in_lvs = {sleutel[0] for sleutel in gevraagd if sleutel[0]}
    gevonden: dict[Sleutel, Wie] = dict.fromkeys(gevraagd, NIEMAND)
    if in_lvs:
        for rij in omg.lvs.lees(omg.aanleverpunt):
            if rij.inschrijving_id in in_lvs:
                nummer = pgn(rij.rij) or ""
                gevonden[rij.inschrijving_id, "", ""] = Wie(rij.weergavenaam, nummer, masker(nummer))
    for sleutel in gevraagd:
        inschrijving_id, nummer, dag = sleutel
        if not inschrijving_id:
            beeld = unit.get(BeeldRij, omg.aanleverpunt, nummer, dag)
            kant = bron_kant(beeld) if beeld else None
            gevonden[sleutel] = Wie(naam_van(kant.rij) if kant else "", nummer, masker(nummer))
    return gevonden
