"""Tonen - Attentiesignalen: those nobody marked as seen, and those somebody did with the note made then, with the name of the pupil. For the screen of the school itself (manual ch. 7)."""

from __future__ import annotations

from bronsync.application.lezen.signalen import SignaalRegel, attentiesignalen
from bronsync.application.lezen.wie import NIEMAND, Personen, Wie
from bronsync.application.ports import Omgeving
from bronsync.domain.kijken.signalen import Catalogus


def attentieregels(omg: Omgeving, catalogus: Catalogus, *, gezien: bool = False) -> list[tuple[SignaalRegel, Wie]]:
    """Each with its pupil; nobody where it belongs to nobody. The oldest first."""
    regels = attentiesignalen(omg, catalogus, gezien=gezien)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        personen = Personen(unit, omg)
        return [(een, personen.inschrijving(een.inschrijving) if een.inschrijving else NIEMAND) for een in regels]
