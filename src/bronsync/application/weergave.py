"""How values are shown to the user: dates dd-mm-jjjj, ja and nee, nothing for what is empty. Knows no window."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bronsync.domain.velden import Categorie, Soort, Veld

CATEGORIE_TITEL: Final[dict[Categorie, str]] = {
    Categorie.SLEUTEL: "Sleutelgegevens",
    Categorie.INSCHRIJFDATUM: "Inschrijfdatum",
    Categorie.UITSCHRIJFDATUM: "Uitschrijfdatum",
    Categorie.ONDERWIJS: "Onderwijsgegevens",
    Categorie.ADRES: "Adresgegevens",
}


def toon_dag(tekst: str) -> str:
    """An ISO day, or the day of an ISO moment, as dd-mm-jjjj; what is no such day stays as it is."""
    gevonden = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?=$|[T ])", tekst)
    return f"{gevonden[3]}-{gevonden[2]}-{gevonden[1]}" if gevonden else tekst


def toon_waarde(veld: Veld, waarde: object) -> str:
    """One cell as a person reads it."""
    if waarde is None:
        return ""
    if veld.soort in (Soort.DATUM, Soort.GEBOORTEDATUM):
        return toon_dag(str(waarde))
    if veld.soort is Soort.JA_NEE and waarde in (0, 1):
        return "ja" if waarde else "nee"
    return str(waarde)


def zoekvorm(tekst: str) -> str:
    """A text as the search compares it: without accents and capitals. Both what is searched and what is typed go through it."""
    if not tekst.isascii():
        tekst = "".join(t for t in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(t))
    return tekst.casefold()
