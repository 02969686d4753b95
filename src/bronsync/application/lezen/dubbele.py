"""Dubbele inschrijvingen: overlaps with other schools that BRON reports, each with its pupil and the note of the school (manual ch. 2, 4).

Reads, except that a note is kept. The note is a person's own words: it stays in the store and on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from bronsync.application.lezen.wie import Personen, Wie
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import DubbeleRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import norm_tekst

NOTITIE_LENGTE: Final = 500
"""What is longer is cut: a note is a reminder and no file."""


@dataclass(frozen=True, slots=True)
class Dubbelregel:
    """One dubbele inschrijving that BRON reports now."""

    rij: DubbeleRij
    wie: Wie = field(repr=False)


def dubbele_inschrijvingen(unit: UnitOfWork, omg: Omgeving, personen: Personen) -> tuple[Dubbelregel, ...]:
    """Those that BRON reports now, the first seen first: a new one comes last."""
    rijen = unit.all(DubbeleRij, aanleverpunt=omg.aanleverpunt, verdwenen="")
    rijen.sort(key=lambda rij: (rij.eerst_gezien, rij.pgn, rij.inschrijfdatum, rij.brin_andere_school))
    return tuple(Dubbelregel(rij, personen.bij_bron(rij.pgn, rij.inschrijfdatum)) for rij in rijen)


def zet_notitie(omg: Omgeving, dubbele: DubbeleRij, notitie: str) -> DubbeleRij:
    """Sets the note at a dubbele inschrijving; an empty text takes it away. PROC-20 when BRON no longer reports that one."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        sleutel = (dubbele.pgn, dubbele.inschrijfdatum, dubbele.brin_andere_school, dubbele.begin)
        bestaand = unit.get(DubbeleRij, omg.aanleverpunt, *sleutel)
        if bestaand is None or bestaand.verdwenen:
            raise BronSyncFout("PROC-20")
        nieuw = replace(bestaand, notitie=(norm_tekst(notitie) or "")[:NOTITIE_LENGTE])
        unit.put(nieuw)
        unit.commit()
    return nieuw
