"""The compared fields: one definition per field, from which all else is derived.

Each adapter has a table of its own from these names to its columns or elements, complete by test. From this table come the canonieke rij
(a flat tuple of `str | int | None`, dates ISO, sub-records as sorted tuples), its normalisation, the packed bytes, the labels in the
window and the generated tests. What is exchanged = what the overview shows = these fields (manual ch. 1, DESIGN 2 and 8).

A text that cannot be normalised stays in the row as it is: it then differs from what BRON holds and the controles see it as `Ongeldig`.
Knows nothing of SQL or XML. Sources: DOMAIN 2 (fields), 3.4-3.9 (normalisation); lengths from BVE, marked there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from operator import getitem, itemgetter
from typing import Final, cast

import msgspec

Cel = str | int | None
"""One cell of a canonieke rij; a list-valued field holds a tuple of tuples of cells instead."""
Veldwaarde = Cel | tuple[tuple[Cel, ...], ...]
"""What a canonieke rij holds of one field."""
Rij = tuple[object, ...]
"""A canonieke rij: one cell per row of `VELDEN`, in that order."""


class Categorie(StrEnum):
    """Which actie takes a difference in a field away (manual ch. 5)."""

    SLEUTEL = "sleutel"
    INSCHRIJFDATUM = "inschrijfdatum"
    UITSCHRIJFDATUM = "uitschrijfdatum"
    ONDERWIJS = "onderwijs"
    ADRES = "adres"


class Soort(StrEnum):
    """How a cell is normalised and, later, parsed."""

    TEKST = "tekst"
    CODE = "code"
    POSTCODE = "postcode"
    PGN = "pgn"
    GETAL = "getal"
    BEDRAG = "bedrag"
    DATUM = "datum"
    GEBOORTEDATUM = "geboortedatum"
    JA_NEE = "ja_nee"
    INDICATIENUMMER = "indicatienummer"


_ALLE: Final = frozenset({"BO", "SBO", "SO", "VSO"})


@dataclass(frozen=True, slots=True)
class Veld:
    """One compared field. With `onderdelen` it is list-valued: a sorted tuple of sub-records of those parts."""

    naam: str
    categorie: Categorie
    label: str
    soort: Soort = Soort.TEKST
    lengte: int | None = None
    """Longest text on the wire; `inkorten` says whether a longer one is cut (A05) or refused (P15)."""
    inkorten: bool = False
    onderwijstypes: frozenset[str] = _ALLE
    """For which kinds of school the field exists at all."""
    alleen_zonder_bsn: bool = False
    """Delivered only for who is not in the BRP (DOMAIN 2.5)."""
    onderdelen: tuple[Veld, ...] = ()


_C, _S = Categorie, Soort
_WPO, _WEC = frozenset({"BO", "SBO"}), frozenset({"SO", "VSO"})
_O = Categorie.ONDERWIJS


def _deel(naam: str, label: str, soort: Soort = Soort.CODE, lengte: int | None = None) -> Veld:
    return Veld(naam, _O, label, soort, lengte)


def _lijst(naam: str, label: str, *delen: Veld, typen: frozenset[str] = _ALLE, zonder_bsn: bool = False) -> Veld:
    return Veld(naam, _O, label, onderwijstypes=typen, alleen_zonder_bsn=zonder_bsn, onderdelen=delen)


_BEGIN, _EINDE = _deel("begindatum", "Begindatum", _S.DATUM), _deel("einddatum", "Einddatum", _S.DATUM)
_BRIN, _VESTIGING = _deel("brin", "BRIN"), _deel("vestiging", "Vestiging")

VELDEN: Final[tuple[Veld, ...]] = (
    # sleutelgegevens (DOMAIN 2.2)
    Veld("burgerservicenummer", _C.SLEUTEL, "Burgerservicenummer", _S.PGN),
    Veld("onderwijsnummer", _C.SLEUTEL, "Onderwijsnummer", _S.PGN),
    Veld("geboortedatum", _C.SLEUTEL, "Geboortedatum", _S.GEBOORTEDATUM),
    Veld("geslacht", _C.SLEUTEL, "Geslacht", _S.CODE),
    Veld("achternaam", _C.SLEUTEL, "Achternaam", lengte=200),
    Veld("voorvoegsel", _C.SLEUTEL, "Voorvoegsel", lengte=10),
    Veld("voornamen", _C.SLEUTEL, "Voornamen", lengte=200),
    # inschrijving (2.6, 2.17)
    Veld("inschrijfdatum", _C.INSCHRIJFDATUM, "Inschrijfdatum", _S.DATUM),
    Veld("uitschrijfdatum", _C.UITSCHRIJFDATUM, "Uitschrijfdatum", _S.DATUM),
    # adres (2.3, 2.4)
    Veld("straatnaam", _C.ADRES, "Straatnaam", lengte=24, inkorten=True),
    Veld("huisnummer", _C.ADRES, "Huisnummer", _S.GETAL),
    Veld("huisnummertoevoeging", _C.ADRES, "Toevoeging", lengte=6, inkorten=True),
    Veld("huisnummeraanduiding", _C.ADRES, "Aanduiding bij huisnummer", _S.CODE),
    Veld("locatieomschrijving", _C.ADRES, "Locatieomschrijving", lengte=35, inkorten=True),
    Veld("postcode", _C.ADRES, "Postcode", _S.POSTCODE),
    Veld("plaatsnaam", _C.ADRES, "Plaatsnaam", lengte=40, inkorten=True),
    Veld("land", _C.ADRES, "Land", _S.CODE),
    Veld("adresregel_buitenland_1", _C.ADRES, "Adresregel buitenland 1", lengte=35, inkorten=True),
    Veld("adresregel_buitenland_2", _C.ADRES, "Adresregel buitenland 2", lengte=35, inkorten=True),
    Veld("adresregel_buitenland_3", _C.ADRES, "Adresregel buitenland 3", lengte=35, inkorten=True),
    # onderwijsgegevens (2.6-2.16)
    Veld("onderwijstype", _O, "Onderwijstype", _S.CODE),
    Veld("inschrijfstatus", _O, "Inschrijfstatus", _S.CODE),
    Veld("schoolsoort", _O, "Schoolsoort", _S.CODE, onderwijstypes=_WEC),
    Veld("schoolsoort_datum", _O, "Datum ingang schoolsoort", _S.DATUM, onderwijstypes=_WEC),
    Veld("nnca", _O, "Niet-Nederlandse culturele achtergrond", _S.CODE),
    Veld("uitstroomprofiel", _O, "Uitstroomprofiel", _S.CODE, onderwijstypes=frozenset({"VSO"})),
    Veld("gewicht", _O, "Gewicht", _S.BEDRAG, onderwijstypes=frozenset({"BO"})),
    Veld("gewicht_datum", _O, "Ingangsdatum gewicht", _S.DATUM, onderwijstypes=frozenset({"BO"})),
    Veld("voorschools_programma", _O, "Voorschools programma", _S.GETAL, onderwijstypes=_WPO),
    Veld("voorschools_maanden", _O, "Aantal maanden voorschools", _S.GETAL, onderwijstypes=_WPO),
    Veld("vroegschools_programma", _O, "Vroegschools programma", _S.GETAL, onderwijstypes=_WPO),
    Veld("vroegschools_begindatum", _O, "Begindatum vroegschools", _S.DATUM, onderwijstypes=_WPO),
    Veld("vroegschools_einddatum", _O, "Einddatum vroegschools", _S.DATUM, onderwijstypes=_WPO),
    Veld("eindtoets_soort", _O, "Soort eindtoets", _S.CODE),
    Veld("eindtoets_datum", _O, "Afnamedatum eindtoets", _S.DATUM),
    Veld("eindtoets_niveau", _O, "Niveau eindtoets", _S.CODE),
    Veld("eindtoets_score", _O, "Score eindtoets", _S.GETAL),
    Veld("referentieniveau_lezen", _O, "Referentieniveau lezen", _S.CODE),
    Veld("referentieniveau_taal", _O, "Referentieniveau taalverzorging", _S.CODE),
    Veld("referentieniveau_rekenen", _O, "Referentieniveau rekenen", _S.CODE),
    Veld("eindtoets_reden", _O, "Reden geen eindtoets", _S.CODE),
    Veld("vo_advies", _O, "VO-advies", _S.CODE),
    Veld("vo_advies_datum", _O, "Datum VO-advies", _S.DATUM),
    Veld("herzien_advies", _O, "Herzien VO-advies", _S.CODE),
    Veld("herzien_advies_datum", _O, "Datum herzien VO-advies", _S.DATUM),
    Veld("terugplaatsing_brin", _O, "School van terugplaatsing", _S.CODE, onderwijstypes=_WEC),
    Veld("terugplaatsing_vestiging", _O, "Vestiging van terugplaatsing", _S.CODE, onderwijstypes=_WEC),
    _lijst(
        "nationaliteiten", "Nationaliteiten", _deel("nationaliteit", "Nationaliteit"), _BEGIN, _EINDE, zonder_bsn=True
    ),
    _lijst(
        "perioden",
        "Klassenhistorie",
        _BEGIN,
        _deel("groep", "Groep"),
        _deel("leerjaar", "Leerjaar", _S.GETAL),
        _VESTIGING,
        _deel("bekostiging", "Bekostigen", _S.JA_NEE),
        _deel("soort_onderwijs", "Soort onderwijs"),
    ),
    _lijst(
        "verblijven", "Residentiele plaatsing", _BEGIN, _EINDE, _deel("soort_verblijf", "Soort verblijf"), typen=_WEC
    ),
    _lijst(
        "indicaties",
        "Indicaties (LGF)",
        _BEGIN,
        _EINDE,
        _deel("indicatienummer", "Indicatienummer", _S.INDICATIENUMMER),
        _deel("onderwijssoort", "Onderwijssoort"),
    ),
    _lijst(
        "toelaatbaarheidsverklaringen",
        "Toelaatbaarheidsverklaringen",
        _BEGIN,
        _EINDE,
        _deel("samenwerkingsverband", "Samenwerkingsverband"),
        _deel("volgnummer", "Volgnummer", _S.TEKST, 20),
        _deel("bekostigingscategorie", "Bekostigingscategorie"),
    ),
    _lijst("arrangementen", "Arrangementen", _BEGIN, _EINDE, _BRIN, _VESTIGING, typen=_WEC),
    _lijst(
        "begeleidingen",
        "Ambulante begeleiding",
        _BEGIN,
        _EINDE,
        _deel("begeleidingsvorm", "Begeleidingsvorm"),
        _BRIN,
        _VESTIGING,
        typen=_WEC,
    ),
    _lijst("ontwikkelingsperspectieven", "Ontwikkelingsperspectief", _BEGIN, _EINDE, typen=_WPO),
    _lijst("opdc_verblijven", "Verblijf OPDC", _BEGIN, _EINDE, _BRIN, _VESTIGING, typen=_WPO),
)

INDEX: Final[dict[str, int]] = {veld.naam: i for i, veld in enumerate(VELDEN)}
"""Place of each field in a canonieke rij."""
CEL_VELDEN: Final = tuple(veld for veld in VELDEN if not veld.onderdelen)
LIJST_VELDEN: Final = tuple(veld for veld in VELDEN if veld.onderdelen)
PER_CATEGORIE: Final[dict[Categorie, tuple[Veld, ...]]] = {
    c: tuple(v for v in VELDEN if v.categorie is c) for c in Categorie
}
VELD: Final[dict[str, Veld]] = {veld.naam: veld for veld in VELDEN}

NEDERLAND: Final = "6030"

# --- normalisation: one function per Soort ---------------------------------------------------------------------------------------------

_GELIJK: Final = str.maketrans(
    dict.fromkeys(
        "\u2018\u2019\u201b\u2032\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u055a\u05f3\u1fbd\u1fbf\ua78b\ua78c\uff07",
        "'",
    )
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
    | {"\u2044": "/", "\u2215": "/", "\u2800": " "}
)
"""Signs that look the same, to the one that a keyboard has: apostrophes, dashes, quotes, a slash, a blank that is no space."""
_LEEG_TEKEN: Final = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, *range(0xFE00, 0xFE10), 0xFFA0))
)
"""Signs without a shape that are no format character to Unicode: joiners, fillers, variation selectors."""


def _zonder_leeg(tekst: str) -> str:
    """Without what nobody sees: zero width, soft hyphens, byte order marks, marks of direction, variation selectors."""
    return "".join(
        t
        for t in tekst
        if unicodedata.category(t) != "Cf" and t not in _LEEG_TEKEN and not 0xE0100 <= ord(t) <= 0xE01EF
    )


def norm_tekst(waarde: object) -> str | None:
    """What is seen, once: NFC, single spaces, one apostrophe and one dash, nothing invisible; empty becomes None. Capitals and accents
    stay (DOMAIN 3.9).
    """
    tekst = str(waarde)
    if not tekst.isascii():
        tekst = unicodedata.normalize("NFC", _zonder_leeg(tekst))
    return " ".join(tekst.translate(_GELIJK).split()) or None


def _kaal(waarde: object) -> str:
    """A code, number or date as ASCII where it is that to the eye: nothing invisible, no wide digits, no spaces around it."""
    tekst = str(waarde)
    if not tekst.isascii():
        tekst = unicodedata.normalize("NFKC", _zonder_leeg(tekst)).translate(_GELIJK)
    return tekst.strip()


def vouw(tekst: str) -> str:
    """Without accents, capitals and spaces: what is left equal then is one name spelled in two ways."""
    zonder = "".join(teken for teken in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(teken))
    return "".join(zonder.casefold().split())


def _norm_code(waarde: object) -> str | None:
    return _kaal(_kaal(waarde).upper()) or None  # a capital may be two signs that make one


def _norm_postcode(waarde: object) -> str | None:
    return _kaal("".join(_kaal(waarde).split()).upper()) or None


def _norm_pgn(waarde: object) -> str | None:
    """Digits as text; eight digits get their leading zero, dots and spaces between digits go (DOMAIN P01, RELIABILITY C4 50)."""
    tekst = _kaal(waarde)
    if len(tekst) == 9 and tekst.isdecimal() and tekst.isascii():
        return tekst  # nearly all
    tekst = tekst.removesuffix(".0")
    kaal = re.sub(r"[\s.\-]", "", tekst)
    if kaal.isdecimal() and kaal.isascii():
        return "0" + kaal if len(kaal) == 8 else kaal
    return tekst or None


def _norm_getal(waarde: object) -> Cel:
    if isinstance(waarde, int):
        return int(waarde)
    tekst = _kaal(waarde)
    gevonden = re.fullmatch(r"\+?0*([0-9]{1,9})|-0+", tekst)  # as XML may write a number too
    return int(gevonden[1] or 0) if gevonden else tekst or None


def _norm_bedrag(waarde: object) -> str | None:
    tekst = _kaal(waarde).replace(",", ".")
    if not tekst:
        return None
    return f"{Decimal(tekst):.2f}" if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,2}0*)?", tekst) else tekst


def _norm_datum(waarde: object) -> str | None:
    if isinstance(waarde, datetime):
        return waarde.date().isoformat()
    if isinstance(waarde, date):
        return waarde.isoformat()
    tekst = _kaal(waarde)
    if len(tekst) == 10 and tekst[4] == "-":
        return tekst  # nearly all: ISO already
    if len(tekst) > 10 and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})", tekst):
        return tekst[:10]  # a day of XML with a time zone is that day
    if re.fullmatch("[0-9]{8}", tekst):
        return f"{tekst[:4]}-{tekst[4:6]}-{tekst[6:]}"
    gevonden = re.fullmatch("([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", tekst)
    if gevonden:
        return f"{gevonden[3]}-{gevonden[2]:0>2}-{gevonden[1]:0>2}"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]00:00:00(\.0+)?", tekst):
        return tekst[:10]
    return tekst or None


def _norm_ja_nee(waarde: object) -> Cel:
    if isinstance(waarde, int):
        return int(bool(waarde))
    tekst = _kaal(waarde).upper()
    return {"J": 1, "JA": 1, "1": 1, "TRUE": 1, "N": 0, "NEE": 0, "0": 0, "FALSE": 0}.get(tekst, tekst or None)


def _norm_indicatienummer(waarde: object) -> str | None:
    """Letters go, each part is padded to 1-2-4-4 (DOMAIN 3.11); what has another shape stays."""
    tekst = _kaal(waarde)
    delen = [re.sub("[^0-9]", "", deel) for deel in tekst.split("-")]
    if len(delen) == 4 and all(delen):
        return f"{delen[0]}-{delen[1]:0>2}-{delen[2]:0>4}-{delen[3]:0>4}"
    return tekst or None


NORMALISEER: Final[dict[Soort, Callable[[object], Cel]]] = {
    Soort.TEKST: norm_tekst,
    Soort.CODE: _norm_code,
    Soort.POSTCODE: _norm_postcode,
    Soort.PGN: _norm_pgn,
    Soort.GETAL: _norm_getal,
    Soort.BEDRAG: _norm_bedrag,
    Soort.DATUM: _norm_datum,
    Soort.GEBOORTEDATUM: _norm_datum,
    Soort.JA_NEE: _norm_ja_nee,
    Soort.INDICATIENUMMER: _norm_indicatienummer,
}


def _heel(ruw: object) -> object:
    """Half a surrogate pair, as a broken code page gives, becomes U+FFFD: no text may stop the reading (RELIABILITY C4 52, P16)."""
    if isinstance(ruw, str) and not ruw.isascii():
        return ruw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return ruw


class _Cache(dict[object, Cel]):
    """Normalised value of each raw value seen: values repeat so much that a look-up replaces the work (PERFORMANCE 2). Bounded."""

    __slots__ = ("_grens", "_inkorten", "_lengte", "_normaliseer")

    def __init__(self, veld: Veld, grens: int = 20_000) -> None:
        super().__init__({None: None})
        self._normaliseer = NORMALISEER[veld.soort]
        self._lengte, self._inkorten, self._grens = veld.lengte, veld.inkorten, grens

    def __missing__(self, sleutel: object) -> Cel:
        waarde = self._normaliseer(_heel(sleutel))
        if self._inkorten and self._lengte and isinstance(waarde, str) and len(waarde) > self._lengte:
            waarde = waarde[: self._lengte].rstrip()
        if len(self) >= self._grens:
            self.clear()
            self[None] = None
        self[sleutel] = waarde
        return waarde


_CEL_CACHES = tuple(_Cache(veld) for veld in CEL_VELDEN)
_DEEL_CACHES = {veld.naam: tuple(_Cache(deel) for deel in veld.onderdelen) for veld in LIJST_VELDEN}


def _volgorde(record: tuple[Cel, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((cel is not None, str(cel)) for cel in record)


def normaliseer_lijst(naam: str, ruw: Iterable[Sequence[object]]) -> tuple[tuple[Cel, ...], ...]:
    """The sub-records of a list-valued field, normalised and in their defined order (by begin date, then the rest)."""
    caches = _DEEL_CACHES[naam]
    records = [tuple(map(getitem, caches, record)) for record in ruw]
    if len(records) > 1:
        records.sort(key=_volgorde)
    return tuple(records)


LEGE_LIJSTEN: Final[Rij] = ((),) * len(LIJST_VELDEN)
LEEG: Final[Rij] = (None,) * len(CEL_VELDEN) + LEGE_LIJSTEN
"""A row without any value."""

_BSN, _LAND, _POSTCODE, _TYPE = INDEX["burgerservicenummer"], INDEX["land"], INDEX["postcode"], INDEX["onderwijstype"]
_BEGELEIDINGEN = INDEX["begeleidingen"]
_REGELS = tuple(INDEX[f"adresregel_buitenland_{n}"] for n in (1, 2, 3))


def _niet_van_toepassing(onderwijstype: object, *, met_bsn: bool, buitenland: bool) -> tuple[int, ...]:
    plaatsen = [
        i
        for i, veld in enumerate(VELDEN)
        if (onderwijstype in ("BO", "SBO", "SO", "VSO") and onderwijstype not in veld.onderwijstypes)
        or (veld.alleen_zonder_bsn and met_bsn)
    ]
    if (
        met_bsn or not buitenland
    ):  # no foreign lines in a Dutch address; with a BSN abroad only the country (DOMAIN 2.4)
        plaatsen.extend(_REGELS)
    return tuple(plaatsen)


_Beperking = tuple[tuple[int, ...], Callable[[Rij], object], object]
_BEPERKINGEN: dict[tuple[object, bool, bool], _Beperking] = {}


def _beperking(sleutel: tuple[object, bool, bool]) -> _Beperking:
    plaatsen = _niet_van_toepassing(sleutel[0], met_bsn=sleutel[1], buitenland=sleutel[2])
    leeg = tuple(() if VELDEN[i].onderdelen else None for i in plaatsen)
    kies = cast("Callable[[Rij], object]", itemgetter(*plaatsen)) if plaatsen else tuple
    beperking = (plaatsen, kies, leeg if len(plaatsen) != 1 else leeg[0])
    if len(_BEPERKINGEN) < 1000:  # a school may have any text in onderwijstype
        _BEPERKINGEN[sleutel] = beperking
    return beperking


def _zonder_preventieve(rij: Rij) -> Rij:
    """Preventive begeleiding beside another kind stays in the school (DOMAIN 2.11); who has nothing else is not delivered at all."""
    records = cast("tuple[tuple[Cel, ...], ...]", rij[_BEGELEIDINGEN])
    andere = tuple(record for record in records if record[2] != "PAB")
    if not andere or len(andere) == len(records):
        return rij
    return (*rij[:_BEGELEIDINGEN], andere, *rij[_BEGELEIDINGEN + 1 :])


def beperk(rij: Rij) -> Rij:
    """The row with the fields that do not apply to it made empty: they are neither compared nor sent."""
    if rij[_LAND] == NEDERLAND and rij[_POSTCODE] is not None:
        rij = (*rij[:_LAND], None, *rij[_LAND + 1 :])  # a Dutch address has no country on the wire (DOMAIN 3.6)
    if rij[_BEGELEIDINGEN]:
        rij = _zonder_preventieve(rij)
    sleutel = (rij[_TYPE], rij[_BSN] is not None, rij[_LAND] is not None)
    plaatsen, kies, leeg = _BEPERKINGEN.get(sleutel) or _beperking(sleutel)
    if not plaatsen or kies(rij) == leeg:
        return rij
    nieuw = list(rij)
    for i in plaatsen:
        nieuw[i] = () if VELDEN[i].onderdelen else None
    return tuple(nieuw)


def toepasselijk(veld: Veld, rij: Rij) -> bool:
    """Whether the field exists for a registration such as this one."""
    sleutel = (rij[_TYPE], rij[_BSN] is not None, rij[_LAND] is not None)
    return INDEX[veld.naam] not in (_BEPERKINGEN.get(sleutel) or _beperking(sleutel))[0]


def canoniek(cellen: Sequence[object], lijsten: Rij = LEGE_LIJSTEN) -> Rij:
    """The canonieke rij of raw cells (in the order of `CEL_VELDEN`) and already normalised lists (order of `LIJST_VELDEN`)."""
    return beperk((*map(getitem, _CEL_CACHES, cellen), *lijsten))


SCHEMA_VERSIE: Final = 2
"""Rises with each change of `VELDEN` or of a normalisation: an older body is then stale instead of different (DESIGN 2)."""
_KOP: Final = bytes([SCHEMA_VERSIE])
_encode = msgspec.msgpack.Encoder().encode
_lees = msgspec.msgpack.Decoder().decode


def pack(rij: Rij) -> bytes:
    """The packed bytes of a row. Equal bytes are equal registrations."""
    return _KOP + _encode(rij)


def unpack(body: bytes) -> Rij | None:
    """The row behind packed bytes; None when another version of this program packed them."""
    if body[:1] != _KOP:
        return None
    cellen = _lees(body[1:])
    return tuple(tuple(tuple(record) for record in cel) if isinstance(cel, list) else cel for cel in cellen)


def met(rij: Rij, **waarden: object) -> Rij:
    """The row with some fields replaced by already normalised values."""
    nieuw = list(rij)
    for naam, waarde in waarden.items():
        nieuw[INDEX[naam]] = waarde
    return tuple(nieuw)


def cel(rij: Rij, naam: str) -> Cel:
    """One cell of a row by the name of its field."""
    return cast("Cel", rij[INDEX[naam]])


def lijst(rij: Rij, naam: str) -> tuple[tuple[Cel, ...], ...]:
    """One list-valued field of a row by its name."""
    return cast("tuple[tuple[Cel, ...], ...]", rij[INDEX[naam]])


def veldwaarde(rij: Rij, naam: str) -> Veldwaarde:
    """What a row holds of one field by its name, be it a cell or a list."""
    return cast("Veldwaarde", rij[INDEX[naam]])


def pgn(rij: Rij) -> str | None:
    """The BSN, or else the onderwijsnummer, as text."""
    return cast("str | None", rij[_BSN] or rij[_BSN + 1])
