"""How a status shows: always an icon with its word, never a colour alone; and a moment of the books as the clock on the wall says it.

Knows only the words that `application` gives; which status something has is decided there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bronsync.domain.vergelijking.levensloop import Status

Teken = tuple[str, str]
"""Name of the icon, name of its colour in `thema.Kleuren`."""

LEERLING: Final[dict[str, Teken]] = {
    "Gelijk": ("goed", "goed"),
    "Verschil": ("verschil", "let_op"),
    "Vraag": ("vraag", "let_op"),
    "Niet bij BRON": ("leerling", "let_op"),
    "Alleen bij BRON": ("bron", "let_op"),
    "Nog niet vergeleken": ("klok", "gedempt"),
    "Niet aangeleverd": ("info", "gedempt"),
    "Genegeerd": ("oog_dicht", "gedempt"),
    "Uitgeschreven": ("historisch", "gedempt"),
    "Uitgesloten": ("slot", "gedempt"),
}
"""By the status of a row in the pupil list."""

RICHTING: Final[dict[str, Teken]] = {
    "gelijk": ("gelijk", "goed"),
    "naar BRON": ("pijl", "accent"),
    "naar LVS2000": ("pijl_links", "accent"),
    "vraag": ("vraag", "let_op"),
    "verschilt": ("verschil", "let_op"),
    "onderweg": ("zandloper", "accent"),
    "afgekeurd": ("fout", "fout"),
    "apart gezet": ("pauze", "gedempt"),
    "genegeerd": ("oog_dicht", "gedempt"),
}
"""By what happens between LVS2000 (left) and BRON (right)."""

PGN: Final[dict[str, str]] = {"BSN": "goed", "Onderwijsnummer": "accent", "Nog niet bekend": "let_op"}
"""Colour by which kind of number a pupil has."""

ACTIE: Final[dict[str, Teken]] = {
    Status.BEPAALD: ("acties_bepalen", "tekst"),
    Status.GECONTROLEERD: ("controleren", "goed"),
    Status.VERZENDEN: ("verzenden", "accent"),
    Status.ONBESLIST: ("vraag", "let_op"),
    Status.IN_BEHANDELING: ("zandloper", "accent"),
    Status.UITBLIJVEND: ("klok", "let_op"),
    Status.GEACCEPTEERD: ("goed", "goed"),
    Status.AFGEKEURD: ("fout", "fout"),
    Status.VERVALLEN: ("verwijderen", "gedempt"),
    Status.VERWIJDERD: ("verwijderen", "gedempt"),
    Status.VERWIJDERD_NA_VERZENDING: ("verwijderen", "gedempt"),
    "Apart gezet": ("pauze", "gedempt"),
    "Geaccepteerd, niet overgenomen": ("let_op", "let_op"),
}
"""By the status of an actie, or how a list calls where it stands; the hourglass at what BRON has in hand (manual ch. 6)."""

VERSCHIL: Final[dict[str, Teken]] = {
    "verschil": ("verschil", "let_op"),
    "vraag": ("vraag", "let_op"),
    "genegeerd": ("oog_dicht", "gedempt"),
    "alleen schrijfwijze": ("info", "gedempt"),
}
"""By what kind of difference a field has."""

GEBEURTENIS: Final[dict[str, Teken]] = {
    "bepaald": ("acties_bepalen", "tekst"),
    "gecontroleerd": ("controleren", "goed"),
    "verzonden": ("verzenden", "accent"),
    "antwoord": ("zandloper", "accent"),
    "verwerkt": ("goed", "goed"),
    "afgekeurd": ("fout", "fout"),
    "onduidelijk": ("vraag", "let_op"),
    "uitblijvend": ("klok", "let_op"),
    "vervallen": ("verwijderen", "gedempt"),
    "verwijderd": ("verwijderen", "gedempt"),
    "gewijzigd": ("potlood", "let_op"),
    "niet verzonden": ("let_op", "let_op"),
    "overnemen": ("school", "accent"),
    "LVS2000": ("school", "goed"),
}
"""By the first word of a line of the timeline."""


def moment(tekst: str) -> str:
    """A moment of the books (ISO, UTC) as dd-mm-jjjj uu:mm on this computer; empty when there is none."""
    if not tekst:
        return ""
    return datetime.fromisoformat(tekst).astimezone().strftime("%d-%m-%Y %H:%M")
