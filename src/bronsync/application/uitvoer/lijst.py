"""A list that leaves the screen, as a file or on paper: the audit line comes first (RELIABILITY E1), then what is shown, as it is shown.

Numbers of persons are masked in it unless the user had unmasked them. Knows no window and no file format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.ports import Blad, Export, Omgeving

BLADNAAM_LENGTE = 31
"""Of XLSX, which also refuses some characters."""
_PGN = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")


def maak_blad(titel: str, kop: Sequence[str], rijen: Sequence[tuple[str, ...]]) -> Blad:
    """The sheet, under a name that a file can have."""
    naam = re.sub(r"[][:*?/\\']", " ", titel).strip()[:BLADNAAM_LENGTE] or "Lijst"
    return Blad(naam, tuple(kop), rijen)


def exporteer_lijst(omg: Omgeving, blad: Blad, bestand: Export) -> tuple[str, ...]:
    """Writes it; EXPORT-01 when that cannot be. Gives what the user should know of the file."""
    _boek(omg, "export", blad)
    return bestand.schrijf((blad,))


def boek_afdruk(omg: Omgeving, blad: Blad) -> None:
    """Before it goes to the printer."""
    _boek(omg, "afdruk", blad)


def _boek(omg: Omgeving, wijze: str, blad: Blad) -> None:
    met_pgn = any(_PGN.search(cel) for rij in blad.rijen for cel in rij)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        boek_audit(unit, omg, "lijst", naar=f"{wijze} {'met' if met_pgn else 'zonder'} PGN")
        unit.commit()
