"""Tonen - Attentiesignalen: those nobody marked as seen, with the name of the pupil. For the screen of the school itself (manual ch. 7)."""

from __future__ import annotations

from bronsync.application.ports import Omgeving
from bronsync.application.signalen import SignaalRegel, attentiesignalen
from bronsync.application.wie import NIEMAND, wie
from bronsync.domain.signalen import Catalogus


def attentieregels(omg: Omgeving, catalogus: Catalogus) -> list[tuple[SignaalRegel, str]]:
    """Each with the name of its pupil; an empty one where it belongs to nobody. The oldest first."""
    regels = attentiesignalen(omg, catalogus)
    with omg.journal.eenheid() as eenheid:
        namen = wie(eenheid, omg, ((regel.inschrijving, "", "") for regel in regels if regel.inschrijving))
    return [(regel, namen.get((regel.inschrijving, "", ""), NIEMAND).naam) for regel in regels]
