"""What a code of BRON means and what to do about it (`resources/signalen/uitleg.json`).

The codes of BRON PO were never public (DOMAIN 4.7). Those of the catalogue are the ones our own simulator gives, some of them modelled
after BVE, and the technical faults of RIO and Edukoppeling (DOMAIN 4.5), which BRON PO is ASSUMED to share. A code that is not in it is
shown as it came. Reads text, never a file: who has the file passes its content in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

ONBEKEND = "Onbekende code; neem contact op met de helpdesk en geef code en tekst door."


@dataclass(frozen=True, slots=True)
class Uitleg:
    """One row of the catalogue."""

    code: str
    herkomst: str
    """`SIM`: of our own simulator; `BVE-model`, `VO-model`: also, with number and meaning after those sectors; `RIO`, `Edukoppeling`: faults."""
    betekenis: str
    oorzaak: str
    advies: str


Catalogus = Mapping[str, Uitleg]


def lees_catalogus(tekst: str) -> dict[str, Uitleg]:
    """The catalogue from the text of `uitleg.json`, by code in the order of the file."""
    return {regel["code"]: Uitleg(**regel) for regel in json.loads(tekst)}


def zoek(catalogus: Catalogus, code: str, tekst: str) -> Uitleg:
    """The row of a code, also with `Client.` or `Server.` before it; for an unknown one the text of BRON as it came."""
    gevonden = catalogus.get(code.rpartition(".")[2])
    return gevonden or Uitleg(code, "onbekend", toonbaar(tekst), "", ONBEKEND)


def toonbaar(tekst: str) -> str:
    """A text from outside without what a terminal or a list would obey: control and format characters become spaces."""
    return "".join(teken if teken.isprintable() else " " for teken in tekst)
