"""Who looks at more than the window shows by itself leaves a line in the audit trail: full numbers, a message as it was sent.

The line says what was opened and by whom, never about whom. Source: RELIABILITY E6.
"""

from __future__ import annotations

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.ports import Omgeving


def boek_inzage(omg: Omgeving, onderwerp: str, bericht_id: str = "", ontvangstnummer: int = 0) -> None:
    """`onderwerp` holds no personal data; a message is named by its id or receipt number."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        boek_audit(unit, omg, onderwerp, naar="ingezien", bericht_id=bericht_id, ontvangstnummer=ontvangstnummer)
        unit.commit()
