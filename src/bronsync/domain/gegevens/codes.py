"""Code lists: BRP tables 32 and 34, voorvoegsels, and the values that the contract knows for each coded field.

Reads text, never a file: who has the files of `resources/codelijsten` passes their content in. Sources: DOMAIN 3.6 and 3.7 (RvIG tables),
3.8 (table 36 is not at hand: a short list, for warnings only), 2.6-2.16 (values). The sets are those of the contract (`bron-po.xsd`), which
marks what is ASSUMED; a test holds the two equal.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import Cel

Looptijd = tuple[date | None, date | None]
"""(ingang, einde) of a code: it holds from `ingang` and no longer on `einde` (a code whose two days are equal never holds)."""

VOORVOEGSELS: Final = frozenset(
    """
    's|'t|a|aan|aan de|aan den|aan der|aan het|aan 't|af|al|am|auf|auf dem|auf den|auf der|aus|aus der|bij|bij de|bij den|bij het|bij 't
    boven d'|d|d'|da|dal|dal'|dalla|das|de|de die|de l'|de la|de las|de le|de van der|deca|degli|dei|del|della|den|der|des|di|die le|do|don|dos
    du|el|het|i|im|in|in de|in den|in der|in het|in 't|l|l'|la|las|le|les|lo|los|of|onder|onder de|onder den|onder het|onder 't|op|op de
    op den|op der|op gen|op het|op 't|op ten|over|over de|over den|over het|over 't|s|s'|t|te|ten|ter|tho|thoe|thor|to|toe|tot|uit|uit de|uit den
    uit het|uit 't|uit ten|uijt|uijt de|uijt den|uijt ten|unter|van|van de|van de l'|van den|van der|van gen|van het|van la|van 't|van ter|van van de
    ver|vom|von|von dem|von den|von der|von 't|voor|voor de|voor den|voor in 't|vor|vor der|zu|zum|zur
    """.strip().replace("\n", "|").replace("    ", "").split("|")
)  # fmt: skip
"""Own short list in the place of BRP table 36 (ASSUMED, DOMAIN 3.8): only ever a reason to warn."""


@dataclass(frozen=True, slots=True)
class Codelijsten:
    """The lists that the controles look codes up in."""

    landen: Mapping[str, Looptijd]
    nationaliteiten: Mapping[str, Looptijd]
    voorvoegsels: frozenset[str] = VOORVOEGSELS


def _dag(tekst: str) -> date | None:
    return date.fromisoformat(f"{tekst[:4]}-{tekst[4:6]}-{tekst[6:]}") if tekst else None


def lees_tabel(tekst: str) -> dict[str, Looptijd]:
    """A BRP table as RvIG publishes it: code, omschrijving, ingang, einde (yyyymmdd or empty), under one line of headings."""
    kop, *regels = [*csv.reader(tekst.removeprefix("\ufeff").splitlines())] or [[]]
    datums = [naam.rpartition("Datum ")[2] for naam in kop[2:4]]
    heel = all(len(regel) >= len(kop) and re.fullmatch("[0-9]{4}", regel[0]) for regel in regels if regel)
    if datums != ["ingang", "einde"] or not heel or not regels:  # else every country would be unknown, or none
        raise BronSyncFout("EIGEN-01")
    return {regel[0]: (_dag(regel[2]), _dag(regel[3])) for regel in regels if regel}


def lees_codelijsten(nationaliteiten: str, landen: str) -> Codelijsten:
    """The lists from the text of `tabel32-nationaliteiten.csv` and `tabel34-landen.csv`."""
    return Codelijsten(landen=lees_tabel(landen), nationaliteiten=lees_tabel(nationaliteiten))


def geldt_op(looptijd: Looptijd | None, dag: date) -> bool:
    """Whether a code of a table (None: not in it) holds on a day."""
    if looptijd is None:
        return False
    ingang, einde = looptijd
    return (ingang is None or ingang <= dag) and (einde is None or dag < einde)


@dataclass(frozen=True, slots=True)
class Waarden:
    """What a coded field may hold: one of `lijst`, or a text of the form `vorm`, or a number from `laagst` to `hoogst`."""

    lijst: frozenset[str] = frozenset()
    vorm: str = ""
    laagst: int = 0
    hoogst: int = 0

    def bevat(self, cel: Cel) -> bool:
        """Whether the contract knows this value."""
        if isinstance(cel, int):
            return self.laagst <= cel <= self.hoogst
        return cel in self.lijst or bool(self.vorm and re.fullmatch(self.vorm, str(cel)))


def _lijst(codes: str | Iterable[str]) -> Waarden:
    return Waarden(lijst=frozenset(codes.split() if isinstance(codes, str) else codes))


_BRIN, _VESTIGING, _TWEE_CIJFERS = Waarden(vorm="[0-9]{2}[A-Z]{2}"), Waarden(vorm="[0-9]{2}"), Waarden(vorm="[0-9]{2}")
_PROGRAMMA = Waarden(laagst=1, hoogst=15)
_NIVEAU = _lijst("01 02 03 04")
_ADVIES = _lijst(
    "01 10 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 40 41 42 43 44 45 50 51 52 53 60 61 70 80"
)

WAARDEN: Final[Mapping[str, Waarden]] = {
    "geslacht": _lijst("M V O"),
    "huisnummer": Waarden(laagst=1, hoogst=99_999),
    "huisnummeraanduiding": _lijst("TO BY"),
    "onderwijstype": _lijst("BO SBO SO VSO"),
    "inschrijfstatus": _lijst("I A"),
    "schoolsoort": _lijst("1 2"),
    "nnca": _lijst("0 1 2"),
    "uitstroomprofiel": _lijst("1 2 3"),
    "gewicht": _lijst("0.00 0.30 1.20"),
    "voorschools_programma": _PROGRAMMA,
    "voorschools_maanden": Waarden(laagst=1, hoogst=24),
    "vroegschools_programma": _PROGRAMMA,
    "eindtoets_soort": _TWEE_CIJFERS,
    "eindtoets_niveau": Waarden(vorm="[A-Z]"),
    "eindtoets_score": Waarden(laagst=0, hoogst=1000),
    "referentieniveau_lezen": _NIVEAU,
    "referentieniveau_taal": _NIVEAU,
    "referentieniveau_rekenen": _NIVEAU,
    "eindtoets_reden": _TWEE_CIJFERS,
    "vo_advies": _ADVIES,
    "herzien_advies": _ADVIES,
    "terugplaatsing_brin": _BRIN,
    "terugplaatsing_vestiging": _VESTIGING,
    "perioden.groep": Waarden(vorm="[1-8]"),
    "perioden.leerjaar": Waarden(laagst=1, hoogst=20),
    "perioden.vestiging": _VESTIGING,
    "perioden.soort_onderwijs": _lijst("DO SH ES VI LG LZ ZM MO PI MG"),
    "verblijven.soort_verblijf": _lijst("1 2 3 4"),
    "indicaties.onderwijssoort": _lijst("11 12 13 14 21 22 23 24 25 26 31 32 33 34 35 40 44"),
    "toelaatbaarheidsverklaringen.samenwerkingsverband": Waarden(vorm="(PO|VO)[0-9]{4}"),
    "toelaatbaarheidsverklaringen.volgnummer": Waarden(vorm=".{1,20}"),
    "toelaatbaarheidsverklaringen.bekostigingscategorie": _lijst("1 2 3"),
    "arrangementen.brin": _BRIN,
    "arrangementen.vestiging": _VESTIGING,
    "begeleidingen.begeleidingsvorm": _lijst("RAB TAB"),
    "begeleidingen.brin": _BRIN,
    "begeleidingen.vestiging": _VESTIGING,
    "opdc_verblijven.brin": _BRIN,
    "opdc_verblijven.vestiging": _VESTIGING,
}
"""Values per field, or per part of a list-valued field (`lijst.deel`)."""

CLUSTER: Final[Mapping[str, int]] = {
    "VI": 1, "DO": 2, "SH": 2, "ES": 2, "LG": 3, "LZ": 3, "ZM": 3, "MO": 4, "PI": 4,
}  # fmt: skip
"""Cluster of each soort onderwijs (DOMAIN 1.4). MG (meervoudig gehandicapt) occurs in several clusters, so it has none. ASSUMED."""
