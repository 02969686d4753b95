"""Tonen - Attentiesignalen: those nobody marked as seen, with the name of the pupil. For the screen of the school itself (manual ch. 7)."""

from __future__ import annotations

from bronsync.application.lezen.signalen import SignaalRegel, attentiesignalen
from bronsync.application.lezen.wie import NIEMAND, Wie, wie
from bronsync.application.ports import Omgeving
from bronsync.domain.kijken.signalen import Catalogus


def attentieregels(omg: Omgeving, catalogus: Catalogus) -> list[tuple[SignaalRegel, Wie]]:
    """Each with its pupil; nobody where it belongs to nobody. The oldest first."""
    regels = attentiesignalen(omg, catalogus)
    with omg.journal.unit_of_work() as unit:
        wie_is = wie(unit, omg, ((regel.inschrijving, "", "") for regel in regels if regel.inschrijving))
    return [(regel, wie_is.get((regel.inschrijving, "", ""), NIEMAND)) for regel in regels]
