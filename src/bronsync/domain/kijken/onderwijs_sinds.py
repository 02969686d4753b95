"""Which day goes into 'Onderwijs Sinds' of a leerling who lacks it.

The manual (ch. 4, Instellingen - Algemeen) says that the field is filled automatically and that the leerjaar is reckoned from it, but not
with which day. ASSUMED (DOMAIN 2.7, DESIGN): the first inschrijfdatum at any school that LVS2000 or BRON knows, else the one of this
school. Knows no database: who calls collects the days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bronsync.domain.gegevens.waarden import GedeeltelijkeDatum, Ongeldig, lees_datum


class Herkomst(StrEnum):
    """Where a day comes from, in words for the list. Of equal days the first one here counts."""

    HIER = "eerste inschrijfdatum bij dit aanleverpunt"
    LVS = "eerste inschrijfdatum in LVS2000, bij een ander aanleverpunt"
    BRON = "eerste inschrijfdatum die BRON van deze leerling kent"
    ANDERE_SCHOOL = "inschrijving op een andere school, gemeld door BRON als dubbele inschrijving"


_VOLGORDE = {herkomst: plaats for plaats, herkomst in enumerate(Herkomst)}


@dataclass(frozen=True, slots=True)
class EersteDag:
    """The day that is proposed, and why."""

    dag: date = field(repr=False)
    herkomst: Herkomst


def eerste_dag(dagen: Iterable[tuple[Herkomst, str]], geboren: object) -> EersteDag | None:
    """The earliest real day; None when there is none. A day before the birth of the leerling is a typing error and does not count."""
    vanaf = geboren.vroegst if isinstance(geboren, GedeeltelijkeDatum) else None
    gevonden = [
        EersteDag(dag, herkomst)
        for herkomst, tekst in dagen
        if not isinstance(dag := lees_datum(tekst), Ongeldig) and (vanaf is None or dag >= vanaf)
    ]
    return min(gevonden, key=lambda eerste: (eerste.dag, _VOLGORDE[eerste.herkomst]), default=None)
