"""The controles: what is checked before sending, as a catalogue of rows (DOMAIN 5) and one function that goes past them.

Pure: code lists come in as values. Afkeur blocks, attentie informs (manual ch. 6). Knows nothing of the register's own rules: those are
written apart, from the same facts, in the simulator.
"""

from typing import Final

from bronsync.domain.controles import adres, datums, onderwijs, persoon, proces, tijdvak, waarde
from bronsync.domain.controles.engine import Context, Controle, Ernst, Geval, Motor, Peil, Signaal

__all__ = ["CATALOGUS", "Context", "Controle", "Ernst", "Geval", "Peil", "Signaal", "controleer"]

CATALOGUS: Final[tuple[Controle, ...]] = (
    *persoon.CONTROLES,
    *adres.CONTROLES,
    *datums.CONTROLES,
    *onderwijs.CONTROLES,
    *proces.CONTROLES,
    *waarde.CONTROLES,
    *tijdvak.CONTROLES,
)
"""Every controle, in the order in which its signalen are shown."""
_MOTOR: Final = Motor(CATALOGUS)


def controleer(geval: Geval, context: Context) -> tuple[Signaal, ...]:
    """The signalen of one actie. With an afkeur among them it is not sent."""
    return _MOTOR.controleer(geval, context)
