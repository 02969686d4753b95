"""Where each compared field stands in the messages: veldnaam -> path of elements, in the order of the schema.

Complete by test, against `domain/gegevens/velden.py` and against the XSD. From this one table derive the writer and the tag index of the reader.
Knows no values. Source: resources/contract/bron-po.xsd (DESIGN 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from bronsync.adapters.bron.contract import NAAMRUIMTE
from bronsync.domain.gegevens.velden import INDEX, LIJST_VELDEN, VELDEN

_BINNEN, _BUITEN, _O = "adres/binnenlandsAdres/", "adres/buitenlandsAdres/", "onderwijs/"

PADEN: Final[dict[str, str]] = {
    "burgerservicenummer": "persoon/burgerservicenummer",
    "onderwijsnummer": "persoon/onderwijsnummer",
    "geboortedatum": "persoon/geboortedatum",
    "geslacht": "persoon/geslacht",
    "achternaam": "persoon/achternaam",
    "voorvoegsel": "persoon/voorvoegsel",
    "voornamen": "persoon/voornamen",
    "straatnaam": _BINNEN + "straatnaam",
    "huisnummer": _BINNEN + "huisnummer",
    "huisnummertoevoeging": _BINNEN + "huisnummertoevoeging",
    "huisnummeraanduiding": _BINNEN + "huisnummeraanduiding",
    "locatieomschrijving": _BINNEN + "locatieomschrijving",
    "postcode": _BINNEN + "postcode",
    "plaatsnaam": _BINNEN + "plaatsnaam",
    "land": _BUITEN + "land",
    "adresregel_buitenland_1": _BUITEN + "adresregelBuitenland1",
    "adresregel_buitenland_2": _BUITEN + "adresregelBuitenland2",
    "adresregel_buitenland_3": _BUITEN + "adresregelBuitenland3",
    "inschrijfdatum": "datumInschrijving",
    "uitschrijfdatum": "datumUitschrijving",
    "onderwijstype": _O + "onderwijstype",
    "inschrijfstatus": _O + "inschrijfstatus",
    "schoolsoort": _O + "schoolsoort",
    "schoolsoort_datum": _O + "datumSchoolsoort",
    "nnca": _O + "indicatieNnca",
    "uitstroomprofiel": _O + "uitstroomprofiel",
    "gewicht": _O + "gewicht/waarde",
    "gewicht_datum": _O + "gewicht/datumIngang",
    "voorschools_programma": _O + "voorschoolseEducatie/programma",
    "voorschools_maanden": _O + "voorschoolseEducatie/aantalMaanden",
    "vroegschools_programma": _O + "vroegschoolseEducatie/programma",
    "vroegschools_begindatum": _O + "vroegschoolseEducatie/datumBegin",
    "vroegschools_einddatum": _O + "vroegschoolseEducatie/datumEinde",
    "eindtoets_soort": _O + "eindtoets/soortToets",
    "eindtoets_datum": _O + "eindtoets/datumAfname",
    "eindtoets_niveau": _O + "eindtoets/niveau",
    "eindtoets_score": _O + "eindtoets/score",
    "referentieniveau_lezen": _O + "eindtoets/referentieniveauLezen",
    "referentieniveau_taal": _O + "eindtoets/referentieniveauTaal",
    "referentieniveau_rekenen": _O + "eindtoets/referentieniveauRekenen",
    "eindtoets_reden": _O + "eindtoets/redenGeenToets",
    "vo_advies": _O + "adviesVo/advies",
    "vo_advies_datum": _O + "adviesVo/datumAdvies",
    "herzien_advies": _O + "adviesVo/herzienAdvies",
    "herzien_advies_datum": _O + "adviesVo/datumHerzienAdvies",
    "terugplaatsing_brin": _O + "terugplaatsing/brin",
    "terugplaatsing_vestiging": _O + "terugplaatsing/vestiging",
    "nationaliteiten": _O + "nationaliteit",
    "perioden": _O + "inschrijvingPeriode",
    "verblijven": _O + "residentieelVerblijf",
    "indicaties": _O + "indicatie",
    "toelaatbaarheidsverklaringen": _O + "toelaatbaarheidsverklaring",
    "arrangementen": _O + "arrangement",
    "begeleidingen": _O + "ambulanteBegeleiding",
    "ontwikkelingsperspectieven": _O + "ontwikkelingsperspectief",
    "opdc_verblijven": _O + "verblijfAndereInstelling",
}

ONDERDELEN: Final[dict[str, str]] = {
    "begindatum": "datumBegin",
    "einddatum": "datumEinde",
    "nationaliteit": "nationaliteit",
    "groep": "groep",
    "leerjaar": "leerjaar",
    "vestiging": "vestiging",
    "brin": "brin",
    "bekostiging": "indicatieBekostigbaar",
    "soort_onderwijs": "soortOnderwijs",
    "soort_verblijf": "soortVerblijf",
    "indicatienummer": "indicatienummer",
    "onderwijssoort": "onderwijssoort",
    "samenwerkingsverband": "samenwerkingsverband",
    "volgnummer": "volgnummer",
    "bekostigingscategorie": "bekostigingscategorie",
    "begeleidingsvorm": "begeleidingsvorm",
}
"""Part of a list-valued field -> element; a part has the same element in every list."""

REGISTERGEGEVENS: Final[dict[str, str]] = {
    "adresDatumIngang": "adres_datum_ingang",
    "gemeentecode": "gemeentecode",
    "overlijdensdatum": "overlijdensdatum",
    "geboorteland": "geboorteland",
    "bekostigingsstatus": "bekostigingsstatus",
}
"""Element -> name in `Registratie.register`. `indicatieGeheim` is not among them: it becomes `geheim`."""
REGISTERDAGEN: Final = frozenset({"adres_datum_ingang", "overlijdensdatum"})
"""Those that are days."""


def label(naam: str) -> str:
    """The tag as lxml writes it: with the namespace."""
    return f"{{{NAAMRUIMTE}}}{naam}"


# --- for the writer: a tree in the order of the schema ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list-valued field: its place in the row, its veldnaam, and the elements of its parts in the order of both row and schema."""

    plaats: int
    naam: str
    elementen: tuple[str, ...]


Tree = dict[str, "int | Lijst | Tree"]
"""Element -> its place in the row, or what a list needs, or the elements below it; in the order of the schema."""

_LIJSTEN: Final = {veld.naam: veld for veld in LIJST_VELDEN}


def _make_tree() -> Tree:
    tree: Tree = {}
    for naam, pad in PADEN.items():
        *boven, laatste = pad.split("/")
        branch_ = tree
        for element in boven:
            branch_ = cast("Tree", branch_.setdefault(label(element), {}))
        if naam in _LIJSTEN:
            elementen = tuple(label(ONDERDELEN[deel.naam]) for deel in _LIJSTEN[naam].onderdelen)
            branch_[label(laatste)] = Lijst(INDEX[naam], naam, elementen)
        else:
            branch_[label(laatste)] = INDEX[naam]
    return tree


TREE: Final[Tree] = _make_tree()


def branch(naam: str) -> Tree:
    """The elements below one of `persoon`, `adres`, `onderwijs`."""
    return cast("Tree", TREE[label(naam)])


# --- for the reader: an index, so that one flat loop reads a registration (PERFORMANCE 5) -------------------------------------------------

Bladen = dict[object, int]
"""Values directly below one element: tag -> place."""

LEERLINGNUMMER, VOLGNUMMER, GEHEIM = range(len(VELDEN), len(VELDEN) + 3)
"""Places behind the fields of the row, for what a registration holds besides."""
REGISTER: Final = {naam: GEHEIM + 1 + i for i, naam in enumerate(REGISTERGEGEVENS.values())}
PLAATSEN: Final = GEHEIM + 1 + len(REGISTER)


@dataclass(frozen=True, slots=True)
class Houder:
    """An element with values directly below it. `plaats` is that of the list it adds a record to; None when its values go in the row."""

    plaats: int | None
    bladen: Bladen


def _maak_index(tree: Tree, houders: dict[object, Houder]) -> Bladen:
    bladen: Bladen = {}
    for tag, node in tree.items():
        if isinstance(node, int):
            bladen[tag] = node
        elif isinstance(node, Lijst):
            houders[tag] = Houder(node.plaats, {element: i for i, element in enumerate(node.elementen)})
        else:
            houders[tag] = Houder(None, _maak_index(node, houders))
    return bladen


HOUDERS: Final[dict[object, Houder]] = {}
BLADEN: Final[Bladen] = {
    label("leerlingnummer"): LEERLINGNUMMER,
    label("inschrijvingvolgnummer"): VOLGNUMMER,
    **_maak_index(TREE, HOUDERS),
}
"""The values directly below a registration."""
_registergegevens: Bladen = {label(element): REGISTER[naam] for element, naam in REGISTERGEGEVENS.items()}
HOUDERS[label("registergegevens")] = Houder(None, {label("indicatieGeheim"): GEHEIM, **_registergegevens})
