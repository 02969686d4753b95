"""The two sides of an inschrijving, as LVS2000 and as BRON hold it. Source: ARCHITECTURE 4.4."""

from __future__ import annotations

from dataclasses import dataclass, field

from bronsync.domain.gegevens.velden import Rij

BronId = tuple[str, str]
"""(pgn, inschrijfdatum): the key of a registration in BRON within an aanleverpunt."""


@dataclass(frozen=True, slots=True)
class LvsKant:
    """An inschrijving as LVS2000 holds it."""

    inschrijving_id: int
    leerling_id: int
    leerlingnummer: str = field(repr=False)
    rij: Rij = field(repr=False)
    geheim: bool = False
    uitgesloten: bool = False
    """The school keeps it out of the delivery (S07): it has no verschil, and it takes no row of BRON from who is delivered."""


@dataclass(frozen=True, slots=True)
class BronKant:
    """An inschrijving as BRON holds it."""

    pgn: str = field(repr=False)
    inschrijfdatum: str
    leerlingnummer: str = field(repr=False)
    volgnummer: str
    rij: Rij = field(repr=False)
    geheim: bool = False

    @property
    def id(self) -> BronId:
        """Its key in BRON."""
        return (self.pgn, self.inschrijfdatum)
