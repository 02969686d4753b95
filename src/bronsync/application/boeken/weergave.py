"""How values are shown to the user: dates dd-mm-jjjj, ja and nee, nothing for what is empty. Knows no window."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import VELD, Categorie, Rij, Soort, Veld, Veldwaarde, cel

CATEGORIE_TITEL: Final[dict[Categorie, str]] = {
    Categorie.SLEUTEL: "Sleutelgegevens",
    Categorie.INSCHRIJFDATUM: "Inschrijfdatum",
    Categorie.UITSCHRIJFDATUM: "Uitschrijfdatum",
    Categorie.ONDERWIJS: "Onderwijsgegevens",
    Categorie.ADRES: "Adresgegevens",
}


PGN_VELDEN: Final = frozenset({"burgerservicenummer", "onderwijsnummer"})
"""Shown masked until somebody asks."""
PGN_LABELS: Final = frozenset(VELD[naam].label for naam in PGN_VELDEN)
"""How the screen calls them."""

REGISTER_LABELS: Final[dict[str, str]] = {
    "geheim": "Geheim adres",
    "adres_datum_ingang": "Ingangsdatum adres",
    "gemeentecode": "Gemeente",
    "overlijdensdatum": "Overlijdensdatum",
    "geboorteland": "Geboorteland",
    "bekostigingsstatus": "Bekostigingsstatus",
}
"""What only the register knows, as the screen calls it."""


def masker_van(veld: str, waarde: str) -> str:
    """How a value that is shielded is shown: of a number the last digits, of an address nothing."""
    return masker(waarde) if veld in PGN_VELDEN or not waarde else "•••••"


_PGN: Final = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")


def maskeer_nummers(tekst: str) -> str:
    """The same text with every number of nine digits masked, as a PGN may stand on a screen."""
    return _PGN.sub(lambda gevonden: masker(gevonden[0]), tekst)


def is_adres(veld: str) -> bool:
    """Whether this veld is part of an address."""
    return veld in VELD and VELD[veld].categorie is Categorie.ADRES


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


def toon_cel(veld: Veld, waarde: object) -> str:
    """A whole cell; of a list field its records behind each other."""
    if not isinstance(waarde, tuple):
        return toon_waarde(veld, waarde)
    records = []
    for record in waarde:
        delen = zip(veld.onderdelen, record, strict=True)
        records.append(", ".join(f"{deel.label} {toon_waarde(deel, een)}" for deel, een in delen if een is not None))
    return "; ".join(records)


def toon_bewaard(naam: str, waarde: Veldwaarde) -> str:
    """A value as the books have it: of a veld, or of what only the register knows."""
    return toon_cel(VELD[naam], waarde) if naam in VELD else toon_dag(str(waarde or ""))


def naam_van(rij: Rij) -> str:
    """`Achternaam, voornamen voorvoegsel`, as `LvsRij.weergavenaam`, so that both columns sort and read alike."""
    achternaam = str(cel(rij, "achternaam") or "")
    voor = " ".join(str(deel) for deel in (cel(rij, "voornamen"), cel(rij, "voorvoegsel")) if deel)
    return f"{achternaam}, {voor}" if voor else achternaam


def inspringen(xml: bytes) -> str:
    """XML with a line per element, for reading only. Looks at the text and parses nothing, so bytes from outside can do no harm."""
    tekst = xml.decode("utf-8", "replace")
    regels: list[str] = []
    diepte = 0
    for stuk in re.split(r"(?<=>)\s*(?=<)", tekst):
        if stuk.startswith("</"):
            diepte = max(0, diepte - 1)
        regels.append("  " * diepte + stuk)
        if re.fullmatch(r"<[^/!?][^>]*(?<!/)>", stuk):
            diepte += 1
    return "\n".join(regels)


def zoekvorm(tekst: str) -> str:
    """A text as the search compares it: without accents and capitals. Both what is searched and what is typed go through it."""
    if not tekst.isascii():
        tekst = "".join(t for t in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(t))
    return tekst.casefold()
