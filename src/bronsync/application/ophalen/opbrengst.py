"""What one Ophalen brought: filled while it goes on, so that it also tells what came in before it was stopped. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from bronsync.application.records import Actie, InboxStand, MutatieRij, Verzending
from bronsync.domain.vergelijking.berichten import Terugkoppeling


@dataclass(frozen=True, slots=True)
class Gevolg:
    """How a feedback ended: where it stands in the inbox, and a word why when a person must look."""

    stand: InboxStand
    reden: str = ""
    beeld_versie: int = 0
    """Of the overview that came into use by it; 0 when none did."""


@dataclass(frozen=True, slots=True)
class Verwerkt:
    """One feedback: what it said, what it answers, what became of it."""

    bericht: Terugkoppeling
    """A part of an overview without its registraties."""
    verzending: Verzending | None
    """What it answers, without its bytes; None when it came unasked, or answers what this computer never sent."""
    actie: Actie | None
    gevolg: Gevolg


@dataclass(frozen=True, slots=True)
class Opbrengst:
    """All that came in and was booked so far; the lists grow meanwhile."""

    verwerkt: list[Verwerkt] = field(default_factory=list)
    mutaties: list[MutatieRij] = field(default_factory=list)
    """What was written to LVS2000, or met a newer edit of the school."""
    uitblijvend: list[Actie] = field(default_factory=list)
    """What BRON left unanswered for eight weeks."""

    @property
    def beeld_versie(self) -> int:
        """Of the overview that came into use; 0 when none did."""
        return max((een.gevolg.beeld_versie for een in self.verwerkt), default=0)
