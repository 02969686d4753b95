"""Reads a persons file in the format of the RvIG test set (persoonslijsten proefomgeving GBA-V), as it is.

UTF-8 with or without BOM, `;` between 257 columns that are named by GBA element number; columns may be missing, extra or in another
order. The column without a GBA number names a person list; a row without a name there is history of the person above it. In a row,
`04.H` tells what the next row of that category is: 04 another nationality held now, 54 an ended one (Logisch ontwerp BRP).

Knows nothing of schools. What a person list lacks (BSN, first names, parts of the birth date) is None or zeros, never guessed.
Source: DOMAIN 2.2-2.5, 3.5 and the file in `resources/demo/rvig`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bronsync_demo.fouttekst import DemoFout

LANGST: Final = {
    "naam": 200,
    "voorvoegsel": 10,
    "straatnaam": 24,
    "toevoeging": 6,
    "locatie": 35,
    "plaatsnaam": 40,
    "regel": 35,
}
"""Longest text of the BRP itself (DOMAIN 2.2-2.4): a longer one cannot be in it."""


@dataclass(frozen=True, slots=True)
class Adres:
    """Where somebody lives, in the names that the register's persons file uses."""

    straatnaam: str | None = None
    huisnummer: int | None = None
    huisnummertoevoeging: str | None = None
    huisnummeraanduiding: str | None = None
    locatieomschrijving: str | None = None
    postcode: str | None = None
    plaatsnaam: str | None = None
    gemeentecode: str | None = None
    land: str | None = None
    adresregels: tuple[str, ...] = ()

    @property
    def binnenland(self) -> bool:
        return self.postcode is not None

    @property
    def volledig(self) -> bool:
        """Enough to be found by without a PGN (DOMAIN A03)."""
        return bool(
            self.postcode and self.plaatsnaam and self.huisnummer and (self.straatnaam or self.locatieomschrijving)
        )


@dataclass(frozen=True, slots=True)
class Persoon:
    """One person list, normalised: NFC, single spaces, no control characters."""

    lijst: str = field(repr=False)
    bsn: str | None = field(repr=False)
    achternaam: str = field(repr=False)
    voorvoegsel: str | None = field(repr=False)
    voornamen: str | None = field(repr=False)
    geboortedatum: str = field(repr=False)
    """`yyyy-mm-dd`; 00 where unknown, `0000-00-00` when nothing is known or the file holds no date."""
    geslacht: str
    geboorteland: str | None
    nationaliteiten: tuple[str, ...]
    geheim: bool
    overleden: bool
    adres: Adres | None = field(repr=False)


_GEWOON: Final = re.compile(r"[^\W\d_][^\W\d_]+(?:[ '\u2019-]{1,2}[^\W\d_]+)*")
_LANGSTE_NAAM: Final = 40
_VREEMDE_LETTERS: Final = 2


def gewone_naam(persoon: Persoon) -> bool:
    """A name as a school has it. The test set also holds markup, addresses of the whole family and half an alphabet of accents, to try programs with."""
    namen = [naam for naam in (persoon.voornamen, persoon.achternaam) if naam]
    return all(
        _GEWOON.fullmatch(naam) is not None
        and len(naam) <= _LANGSTE_NAAM
        and sum(letter > "\u00ff" for letter in naam) <= _VREEMDE_LETTERS
        for naam in namen
    )


def is_bsn(nummer: str) -> bool:
    """Nine digits that pass the elfproef (DOMAIN 3.1); the demo's own sum, so that it can catch the client's."""
    if not re.fullmatch("[0-9]{9}", nummer) or nummer == "000000000":
        return False
    return (sum((9 - i) * int(c) for i, c in enumerate(nummer[:8])) - int(nummer[8])) % 11 == 0


def schoon(tekst: str, langst: int = 200) -> str | None:
    """Text as the BRP holds it."""
    zonder = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", tekst))
    return " ".join(zonder.split())[:langst].rstrip() or None


def lees_personen(pad: Path) -> list[Persoon]:
    """All person lists of a file, in their order. `DemoFout` when it is not such a file."""
    try:
        with pad.open(encoding="utf-8-sig", newline="") as bestand:
            rijen = list(csv.reader(bestand, delimiter=";"))
    except OSError:
        raise DemoFout("Het personenbestand is niet te lezen.", "Controleer de naam achter --personen.") from None
    except (UnicodeDecodeError, csv.Error):
        raise DemoFout(
            "Het personenbestand is geen UTF-8-bestand met puntkomma's.", "Gebruik een bestand zoals dat van RvIG."
        ) from None
    _eis_vorm(rijen)
    personen = [_persoon(groep) for groep in _groepen(rijen)]
    if not personen:
        raise DemoFout("In het personenbestand staan geen persoonslijsten.", "Gebruik een bestand zoals dat van RvIG.")
    return personen


NODIG: Final = {"01.02.40": "achternaam", "01.03.10": "geboortedatum"}
"""Without these columns nobody is a person."""


_VORMEN: Final = (
    ("01.03.10", "[0-9]{8}", "De geboortedatums in het personenbestand staan er niet als jjjjmmdd."),
    ("01.01.20", "[0-9. ]+", "De burgerservicenummers in het personenbestand staan er niet als negen cijfers."),
)
"""What a spreadsheet rewrites: a day in another order, a number as 9,9999E+08."""


def _eis_vorm(rijen: list[list[str]]) -> None:
    """Refuses what another program made of such a file: other separators, columns left out, other dates or signs. Else a school of nobody."""
    kop = [naam.strip() for naam in rijen[0]] if rijen else []
    mist = [f"{nummer} ({naam})" for nummer, naam in NODIG.items() if nummer not in kop]
    if mist:
        raise DemoFout(
            f"In het personenbestand ontbreken kolommen: {', '.join(mist)}.",
            "Gebruik het bestand van RvIG zoals het is: met puntkomma's tussen de kolommen, niet opnieuw opgeslagen door een ander programma.",
        )
    for nummer, vorm, zin in _VORMEN:
        plaats = kop.index(nummer) if nummer in kop else len(kop)
        cellen = [tekst for rij in rijen[1:] if len(rij) > plaats and (tekst := rij[plaats].strip())]
        if len(cellen) > 1 and sum(re.fullmatch(vorm, tekst) is None for tekst in cellen) * 2 > len(cellen):
            raise DemoFout(zin, "Een ander programma heeft ze veranderd. Gebruik het bestand van RvIG zoals het is.")
    if any(re.search("[\u00c2-\u00c5][\u0080-\u00bf]|\ufffd", tekst) for rij in rijen for tekst in rij):
        raise DemoFout(
            "In het personenbestand zijn letters met accenten verkeerd opgeslagen.",
            "Een ander programma heeft de tekenset veranderd. Gebruik het bestand van RvIG zoals het is.",
        )


_GBA = re.compile(r"[0-9]{2}\.([0-9]{2}\.[0-9]{2}|H)$")
_Rij = dict[str, str]


def _groepen(rijen: list[list[str]]) -> Iterator[list[_Rij]]:
    """The rows of each person, the first row first; each row as element number to text."""
    if not rijen:
        return
    kop = [naam.strip() for naam in rijen[0]]
    plaats = {
        naam: i for i, naam in reversed(list(enumerate(kop))) if _GBA.match(naam)
    }  # the first of a double column counts
    naamkolom = _naamkolom(kop, rijen[1:])
    groep: list[_Rij] = []
    for cellen in rijen[1:]:
        rij = {naam: cellen[i].strip() for naam, i in plaats.items() if i < len(cellen)}
        naam = cellen[naamkolom].strip() if naamkolom is not None and naamkolom < len(cellen) else ""
        if naamkolom is None:  # no column names the lists: then each row with a person in it is one
            naam = "lijst" if rij.get("01.02.40") or rij.get("01.01.20") else ""
        if naam:
            if groep:
                yield groep
            groep = [{**rij, "lijst": naam}]
        elif groep:
            groep.append(rij)
    if groep:
        yield groep


def _naamkolom(kop: list[str], rijen: list[list[str]]) -> int | None:
    kolommen = [i for i, naam in enumerate(kop) if not _GBA.match(naam)]
    gevuld = {i: [r[i].strip() for r in rijen if i < len(r) and r[i].strip()] for i in kolommen}
    for i in kolommen:
        if any(re.match("(?i)lg[0-9]", naam) for naam in gevuld[i]):
            return i
    return next((i for i in kolommen if gevuld[i] and not kop[i]), None)


def _persoon(rijen: list[_Rij]) -> Persoon:
    eerste = rijen[0]
    bsn = re.sub(r"[^0-9]", "", eerste.get("01.01.20", "")).zfill(9)
    geslacht = eerste.get("01.04.10", "").upper()
    return Persoon(
        lijst=eerste["lijst"],
        bsn=bsn if is_bsn(bsn) else None,
        achternaam=schoon(eerste.get("01.02.40", ""), LANGST["naam"]) or ".",
        voorvoegsel=schoon(eerste.get("01.02.30", ""), LANGST["voorvoegsel"]),
        voornamen=schoon(eerste.get("01.02.10", ""), LANGST["naam"]),
        geboortedatum=_geboortedatum(eerste.get("01.03.10", "")),
        geslacht=geslacht if geslacht in {"M", "V"} else "O",
        geboorteland=_code(eerste.get("01.03.30", "")),
        nationaliteiten=_nationaliteiten(rijen),
        geheim=eerste.get("07.70.10", "") not in {"", "0"},
        overleden=bool(eerste.get("06.08.10", "")),
        adres=_adres(eerste),
    )


def _code(tekst: str) -> str | None:
    return tekst if re.fullmatch("[0-9]{4}", tekst) else None


def _geboortedatum(tekst: str) -> str:
    """`yyyymmdd` with zeros where unknown; what is no date at all counts as wholly unknown."""
    if not re.fullmatch("[0-9]{8}", tekst):
        return "0000-00-00"
    jaar, maand, dag = int(tekst[:4]), int(tekst[4:6]), int(tekst[6:])
    bestaat = jaar and (
        (maand == 0 and dag == 0)
        or (1 <= maand <= 12 and 0 <= dag <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[maand - 1])
    )
    return f"{jaar:04}-{maand:02}-{dag:02}" if bestaat else "0000-00-00"


def _nationaliteiten(rijen: list[_Rij]) -> tuple[str, ...]:
    """Those held now. Who is Dutch has no other in the BRP (DOMAIN 3.7)."""
    gevonden: list[str] = []
    vorige = "04"
    for rij in rijen:
        code = _code(rij.get("04.05.10", ""))
        if code and vorige == "04" and not rij.get("04.64.10") and code not in {*gevonden, "0002", "0500"}:
            gevonden.append(code)
        vorige = rij.get("04.H") or ("" if code or rij.get("04.64.10") else vorige)
    return ("0001",) if "0001" in gevonden else tuple(gevonden)


def _adres(rij: _Rij) -> Adres | None:
    postcode = rij.get("08.11.60", "").replace(" ", "").upper()
    land = _code(rij.get("08.13.10", ""))
    huisnummer = rij.get("08.11.20", "")
    if re.fullmatch("[1-9][0-9]{3}[A-Z]{2}", postcode):
        toevoeging = " ".join(t for t in (rij.get("08.11.30", ""), rij.get("08.11.40", "")) if t)
        return Adres(
            straatnaam=schoon(rij.get("08.11.10", ""), LANGST["straatnaam"]),
            huisnummer=int(huisnummer) if re.fullmatch("[1-9][0-9]{0,4}", huisnummer) else None,
            huisnummertoevoeging=schoon(toevoeging, LANGST["toevoeging"]),
            huisnummeraanduiding=rij.get("08.11.50", "").upper()
            if rij.get("08.11.50", "").upper() in {"TO", "BY"}
            else None,
            locatieomschrijving=schoon(rij.get("08.12.10", ""), LANGST["locatie"]),
            postcode=postcode,
            plaatsnaam=schoon(rij.get("08.11.70", ""), LANGST["plaatsnaam"]),
            gemeentecode=_code(rij.get("08.09.10", "")),
        )
    if land and land not in {"0000", "6030"}:
        regels = (schoon(rij.get(element, ""), LANGST["regel"]) for element in ("08.13.30", "08.13.40", "08.13.50"))
        return Adres(land=land, adresregels=tuple(regel for regel in regels if regel))
    return None
