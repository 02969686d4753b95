"""At the end of a run: does the register hold the inschrijvingen of LVS2000? Asks both sides themselves, and the client nothing.

Only who is enrolled from when to when; that every field is right, the tests of the demo prove (`tests/demo/bewijs`). Left out as the
manual says: leavers up to 1-8-2008 (S08) and pupils kept out of delivery (S07).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bronsync_demo.lvs_database import open_lvs

LAATSTE_NIET_GELEVERD: Final = "2008-08-01"
_IN_LVS2000: Final = (
    "SELECT i.Aanleverpunt, l.Leerlingnummer, i.Inschrijfdatum, i.Uitschrijfdatum FROM Inschrijving i JOIN Leerling l USING (LeerlingId)"
    " WHERE coalesce(i.UitgeslotenVanAanlevering, 0) = 0 AND (i.Uitschrijfdatum IS NULL OR i.Uitschrijfdatum > ?)"
)


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """How many inschrijvingen there are on each side, and how many stand on one side only."""

    lvs: int
    register: int
    ongelijk: int


def vergelijk_inschrijvingen(lvs: Path, stand: Mapping[str, Any]) -> Uitkomst:
    """LVS2000 against all that the register holds."""
    with open_lvs(lvs) as db:
        school = Counter(tuple(rij) for rij in db.rijen(_IN_LVS2000, LAATSTE_NIET_GELEVERD))
    register = Counter(
        (punt, r["leerlingnummer"], r["datumInschrijving"], r.get("datumUitschrijving"))
        for punt, gegevens in stand["aanleverpunten"].items()
        for r in gegevens["registraties"]
    )
    ongelijk = (school - register) + (register - school)
    return Uitkomst(school.total(), register.total(), ongelijk.total())
