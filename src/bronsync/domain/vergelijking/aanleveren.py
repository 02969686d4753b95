"""Who is exchanged with BRON at all. Source: manual ch. 2; DOMAIN 2.11, S07, S08."""

from __future__ import annotations

from typing import Final

from bronsync.domain.gegevens.velden import INDEX, cel
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant

EERSTE_UITSCHRIJVING: Final = "2008-08-01"
"""Uitschrijvingen on or before this day are not delivered (manual ch. 2; the day itself: DOMAIN S08, DESIGN 3)."""


def wordt_aangeleverd(lvs: LvsKant, bron: BronKant | None) -> bool:
    """Whether an inschrijving is exchanged at all: not who is kept out of the delivery, not who left by 1-8-2008 unknown to BRON, not who
    has only preventive begeleiding.

    An end before its own begin is a typing error (I11), no reason to keep the leerling out in silence.
    """
    begin, einde = cel(lvs.rij, "inschrijfdatum"), cel(lvs.rij, "uitschrijfdatum")
    if lvs.uitgesloten:
        return False
    if bron is None and einde is not None and str(einde) <= EERSTE_UITSCHRIJVING and str(begin or "") <= str(einde):
        return False
    vormen = {record[2] for record in lvs.rij[INDEX["begeleidingen"]]}  # type: ignore[attr-defined]  # a field with parts is a tuple
    return vormen != {"PAB"}  # preventive begeleiding is not registered in BRON (DOMAIN 2.11, O16)
