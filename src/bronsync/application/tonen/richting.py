"""What happens between the two sides of one inschrijving, in a sign, as programs that keep folders the same show it (VENSTER 3.13).

The list then reads as what the program is: LVS2000 left, BRON right, and between them which way it goes. Decides nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Richting(StrEnum):
    """The value is what is heard, searched and exported; in the order in which a person wants to see them."""

    AFGEKEURD = "afgekeurd"
    GEVRAAGD = "vraag"
    VERSCHILT = "verschilt"
    """No actie yet."""
    NAAR_BRON = "naar BRON"
    NAAR_LVS = "naar LVS2000"
    ONDERWEG = "onderweg"
    APART = "apart gezet"
    GENEGEERD = "genegeerd"
    GELIJK = "gelijk"
    GEEN = ""
    """Nothing goes between them: not compared yet, or not delivered."""


VOLGORDE: Final = {richting: plek for plek, richting in enumerate(Richting)}

UITLEG: Final[dict[Richting, str]] = {
    Richting.AFGEKEURD: "BRON keurde de actie af",
    Richting.GEVRAAGD: "U kiest welke kant het op gaat",
    Richting.VERSCHILT: "LVS2000 en BRON verschillen; er is nog geen actie",
    Richting.NAAR_BRON: "LVS2000 gaat naar BRON",
    Richting.NAAR_LVS: "BRON gaat naar LVS2000",
    Richting.ONDERWEG: "Verzonden; BRON is aan zet",
    Richting.APART: "U zette de actie apart",
    Richting.GENEGEERD: "U negeert het verschil",
    Richting.GELIJK: "LVS2000 en BRON zijn gelijk",
    Richting.GEEN: "",
}
