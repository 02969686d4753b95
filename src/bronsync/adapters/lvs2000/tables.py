"""The tables of LVS2000 and which column holds which veldnaam.

LVS2000's own schema was never public: these tables are this project's model of it (resources/lvs2000/README.md). Each column says what
it means and, where it is compared, the veldnaam of `domain/gegevens/velden.py` (complete by test). Only keys are strict: a school's database may
hold anything, and what is wrong must reach the controles instead of stopping the read (RELIABILITY C4).
Knows nothing of connections or of how values compare. Imports SQLAlchemy, so it is itself imported when first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Unicode
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeEngine, UserDefinedType

from bronsync.domain.gegevens.velden import VELD


class Datum(UserDefinedType[Any]):
    """A DATE column. Values come out as the driver has them, `date` or text, no work per cell.

    A `date` goes in as it is: as text a server would read it by the language of the login (FOUTEN B15). SQLite knows no dates: ISO text.
    """

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """What is no `date` passes: an old value is compared as it was read."""
        if dialect.name != "sqlite":
            return None
        return lambda waarde: waarde.isoformat() if isinstance(waarde, date) else waarde

    def get_col_spec(self, **_: object) -> str:
        """The same word on SQL Server and on SQLite."""
        return "DATE"


ONDERWIJS_SINDS: Final = "onderwijs_sinds"
"""The one field that is written but never compared: base of the leerjaar, filled on request (manual ch. 3, Instellingen)."""

metadata: Final = MetaData()

_Type = TypeEngine[Any] | type[TypeEngine[Any]]


def _sleutel(naam: str, soort: _Type, betekenis: str) -> Column[Any]:
    return Column(naam, soort, primary_key=True, autoincrement=False, info={"betekenis": betekenis})


def _nummer(naam: str, betekenis: str) -> Column[Any]:
    return Column(naam, Integer, primary_key=True, info={"betekenis": betekenis})


def _kolom(
    naam: str, soort: _Type, betekenis: str | None = None, *, veld: str | None = None, schrijf: bool = False
) -> Column[Any]:
    """A lenient column. Without `betekenis` it means what the label of its veld says."""
    betekenis = betekenis or VELD[veld or ""].label
    return Column(naam, soort, nullable=True, info={"betekenis": betekenis, "veld": veld, "schrijf": schrijf})


def _verwijzing(naam: str, doel: Column[Any], betekenis: str) -> Column[Any]:
    return Column(naam, Integer, ForeignKey(doel), nullable=False, info={"betekenis": betekenis})


def _tekst(lengte: int) -> Unicode:
    return Unicode(lengte)


def _geschreven(naam: str, lengte: int, veld: str) -> Column[Any]:
    return _kolom(naam, _tekst(lengte), veld=veld, schrijf=True)


def _onderwijs(naam: str, soort: _Type, veld: str) -> Column[Any]:
    return _kolom(naam, soort, veld=veld)


databaseversie: Final = Table(
    "Databaseversie",
    metadata,
    _sleutel("DatabaseGuid", _tekst(36), "Identiteit van deze database; blijft bij een verhuizing gelijk"),
    _kolom("Versie", _tekst(20), "Versie van LVS2000, bijvoorbeeld 2.10.0345"),
)

aanleverpunt: Final = Table(
    "Aanleverpunt",
    metadata,
    _sleutel("Aanleverpunt", _tekst(6), "BRIN gevolgd door twee cijfers, bijvoorbeeld 00AA00"),
    _kolom("Brin", _tekst(4), "BRIN van de school"),
    _kolom("Naam", _tekst(100), "Naam van de administratie"),
)

vestiging: Final = Table(
    "Vestiging",
    metadata,
    _sleutel("Brin", _tekst(4), "BRIN van de school"),
    _sleutel("Vestigingsvolgnummer", _tekst(2), "Twee cijfers; 00 is de hoofdvestiging"),
    _kolom("Naam", _tekst(100), "Naam van de vestiging"),
)

leerling: Final = Table(
    "Leerling",
    metadata,
    _sleutel("LeerlingId", Integer, "Sleutel van de leerling"),
    _kolom("Leerlingnummer", _tekst(20), "Nummer van de leerling op school; sleutel voor wie geen PGN heeft"),
    _geschreven("Burgerservicenummer", 20, "burgerservicenummer"),
    _geschreven("Onderwijsnummer", 20, "onderwijsnummer"),
    _kolom(
        "Geboortedatum", _tekst(8), "Geboortedatum als jjjjmmdd, onbekende delen 00", veld="geboortedatum", schrijf=True
    ),
    _geschreven("Geslacht", 10, "geslacht"),
    _geschreven("Achternaam", 200, "achternaam"),
    _geschreven("Voorvoegsel", 20, "voorvoegsel"),
    _geschreven("Voornamen", 200, "voornamen"),
    _kolom("Roepnaam", _tekst(100), "Roepnaam; blijft in de school"),
    _geschreven("Straatnaam", 100, "straatnaam"),
    _geschreven("Huisnummer", 20, "huisnummer"),
    _geschreven("Huisnummertoevoeging", 20, "huisnummertoevoeging"),
    _geschreven("Huisnummeraanduiding", 10, "huisnummeraanduiding"),
    _geschreven("Locatieomschrijving", 100, "locatieomschrijving"),
    _geschreven("Postcode", 20, "postcode"),
    _geschreven("Plaatsnaam", 100, "plaatsnaam"),
    _geschreven("Land", 10, "land"),
    _geschreven("AdresregelBuitenland1", 100, "adresregel_buitenland_1"),
    _geschreven("AdresregelBuitenland2", 100, "adresregel_buitenland_2"),
    _geschreven("AdresregelBuitenland3", 100, "adresregel_buitenland_3"),
    _kolom("GeheimAdres", Boolean, "Het adres is geheim: het wordt nooit overgenomen"),
    _kolom(
        "OnderwijsSinds",
        Datum(),
        "Eerste dag in het onderwijs; nodig voor het leerjaar",
        veld=ONDERWIJS_SINDS,
        schrijf=True,
    ),
)

inschrijving: Final = Table(
    "Inschrijving",
    metadata,
    _sleutel("InschrijvingId", Integer, "Sleutel van de inschrijving"),
    _verwijzing("LeerlingId", leerling.c.LeerlingId, "De leerling"),
    _kolom("Aanleverpunt", _tekst(6), "Het aanleverpunt dat deze inschrijving aanlevert"),
    _kolom("UitgeslotenVanAanlevering", Boolean, "Wordt niet uitgewisseld met BRON"),
    _onderwijs("Inschrijfdatum", Datum(), "inschrijfdatum"),
    _onderwijs("Uitschrijfdatum", Datum(), "uitschrijfdatum"),
    _onderwijs("Onderwijstype", _tekst(10), "onderwijstype"),
    _onderwijs("Inschrijfstatus", _tekst(30), "inschrijfstatus"),
    _onderwijs("Schoolsoort", _tekst(10), "schoolsoort"),
    _onderwijs("SchoolsoortDatum", Datum(), "schoolsoort_datum"),
    _onderwijs("Nnca", _tekst(10), "nnca"),
    _onderwijs("Uitstroomprofiel", _tekst(10), "uitstroomprofiel"),
    _onderwijs("Gewicht", _tekst(10), "gewicht"),
    _onderwijs("GewichtDatum", Datum(), "gewicht_datum"),
    _onderwijs("VoorschoolsProgramma", _tekst(10), "voorschools_programma"),
    _onderwijs("VoorschoolsMaanden", _tekst(10), "voorschools_maanden"),
    _onderwijs("VroegschoolsProgramma", _tekst(10), "vroegschools_programma"),
    _onderwijs("VroegschoolsBegindatum", Datum(), "vroegschools_begindatum"),
    _onderwijs("VroegschoolsEinddatum", Datum(), "vroegschools_einddatum"),
    _onderwijs("EindtoetsSoort", _tekst(10), "eindtoets_soort"),
    _onderwijs("EindtoetsDatum", Datum(), "eindtoets_datum"),
    _onderwijs("EindtoetsNiveau", _tekst(10), "eindtoets_niveau"),
    _onderwijs("EindtoetsScore", _tekst(10), "eindtoets_score"),
    _onderwijs("ReferentieniveauLezen", _tekst(10), "referentieniveau_lezen"),
    _onderwijs("ReferentieniveauTaal", _tekst(10), "referentieniveau_taal"),
    _onderwijs("ReferentieniveauRekenen", _tekst(10), "referentieniveau_rekenen"),
    _onderwijs("EindtoetsReden", _tekst(10), "eindtoets_reden"),
    _onderwijs("VoAdvies", _tekst(10), "vo_advies"),
    _onderwijs("VoAdviesDatum", Datum(), "vo_advies_datum"),
    _onderwijs("HerzienAdvies", _tekst(10), "herzien_advies"),
    _onderwijs("HerzienAdviesDatum", Datum(), "herzien_advies_datum"),
    _onderwijs("TerugplaatsingBrin", _tekst(10), "terugplaatsing_brin"),
    _onderwijs("TerugplaatsingVestiging", _tekst(10), "terugplaatsing_vestiging"),
)
Index("IX_Inschrijving_Aanleverpunt", inschrijving.c.Aanleverpunt, inschrijving.c.InschrijvingId)
Index("IX_Inschrijving_LeerlingId", inschrijving.c.LeerlingId)

klassenhistorie: Final = Table(
    "Klassenhistorie",
    metadata,
    _nummer("KlassenhistorieId", "Sleutel van de regel"),
    _verwijzing("InschrijvingId", inschrijving.c.InschrijvingId, "De inschrijving"),
    _kolom("Begindatum", Datum(), "Eerste dag van de periode"),
    _kolom("Groep", _tekst(10), "Groep 1 tot en met 8 (BO, SBO)"),
    _kolom("Leerjaar", _tekst(10), "Leerjaar (SO, VSO)"),
    _kolom("Vestiging", _tekst(10), "Vestigingsvolgnummer"),
    _kolom("Bekostiging", Boolean, "Bekostigen"),
    _kolom("SoortOnderwijs", _tekst(20), "Soort onderwijs (SO, VSO)"),
)
Index("IX_Klassenhistorie_InschrijvingId", klassenhistorie.c.InschrijvingId)

nationaliteit: Final = Table(
    "Nationaliteit",
    metadata,
    _nummer("NationaliteitId", "Sleutel van de regel"),
    _verwijzing("LeerlingId", leerling.c.LeerlingId, "De leerling"),
    _kolom("Nationaliteit", _tekst(10), "Code van BRP-tabel 32"),
    _kolom("Begindatum", Datum(), "Begin"),
    _kolom("Einddatum", Datum(), "Einde"),
)
Index("IX_Nationaliteit_LeerlingId", nationaliteit.c.LeerlingId)

indicatie: Final = Table(
    "Indicatie",
    metadata,
    _nummer("IndicatieId", "Sleutel van de regel"),
    _verwijzing("InschrijvingId", inschrijving.c.InschrijvingId, "De inschrijving"),
    _kolom("Soort", _tekst(3), "LGF (indicatie), TLV (toelaatbaarheidsverklaring) of ARR (arrangement)"),
    _kolom("Begindatum", Datum(), "Begin"),
    _kolom("Einddatum", Datum(), "Einde"),
    _kolom("Indicatienummer", _tekst(30), "LGF: indicatienummer"),
    _kolom("Onderwijssoort", _tekst(10), "LGF: onderwijssoort"),
    _kolom("Samenwerkingsverband", _tekst(10), "TLV: samenwerkingsverband"),
    _kolom("Volgnummer", _tekst(50), "TLV: volgnummer van de beschikking"),
    _kolom("Bekostigingscategorie", _tekst(10), "TLV: bekostigingscategorie"),
    _kolom("Brin", _tekst(10), "ARR: BRIN"),
    _kolom("Vestiging", _tekst(10), "ARR: vestigingsvolgnummer"),
)
Index("IX_Indicatie_InschrijvingId", indicatie.c.InschrijvingId)

begeleiding: Final = Table(
    "Begeleiding",
    metadata,
    _nummer("BegeleidingId", "Sleutel van de regel"),
    _verwijzing("InschrijvingId", inschrijving.c.InschrijvingId, "De inschrijving"),
    _kolom(
        "Soort",
        _tekst(4),
        "AB (ambulante begeleiding), OPP (ontwikkelingsperspectief), OPDC (verblijf OPDC) of RES (residentieel)",
    ),
    _kolom("Begindatum", Datum(), "Begin"),
    _kolom("Einddatum", Datum(), "Einde"),
    _kolom("Begeleidingsvorm", _tekst(10), "AB: begeleidingsvorm"),
    _kolom("Brin", _tekst(10), "AB, OPDC: BRIN"),
    _kolom("Vestiging", _tekst(10), "AB, OPDC: vestigingsvolgnummer"),
    _kolom("SoortVerblijf", _tekst(20), "RES: soort verblijf"),
)
Index("IX_Begeleiding_InschrijvingId", begeleiding.c.InschrijvingId)

# In every school's database and never touched: BRON Sync exchanges nothing about staff, parents, absence or results (DESIGN 8).
personeel: Final = Table(
    "Personeel",
    metadata,
    _sleutel("PersoneelId", Integer, "Sleutel van de medewerker"),
    _kolom("Achternaam", _tekst(200), "Achternaam"),
    _kolom("Functie", _tekst(100), "Functie"),
)
ouder: Final = Table(
    "Ouder",
    metadata,
    _sleutel("OuderId", Integer, "Sleutel van de ouder"),
    _verwijzing("LeerlingId", leerling.c.LeerlingId, "De leerling"),
    _kolom("Achternaam", _tekst(200), "Achternaam"),
    _kolom("Telefoon", _tekst(20), "Telefoonnummer"),
)
absentie: Final = Table(
    "Absentie",
    metadata,
    _nummer("AbsentieId", "Sleutel van de melding"),
    _verwijzing("LeerlingId", leerling.c.LeerlingId, "De leerling"),
    _kolom("Datum", Datum(), "Dag"),
    _kolom("Reden", _tekst(100), "Reden"),
)
resultaat: Final = Table(
    "Resultaat",
    metadata,
    _nummer("ResultaatId", "Sleutel van het resultaat"),
    _verwijzing("LeerlingId", leerling.c.LeerlingId, "De leerling"),
    _kolom("Toets", _tekst(100), "Toets"),
    _kolom("Score", _tekst(20), "Score"),
)

NOOIT_GEBRUIKT: Final = (personeel, ouder, absentie, resultaat)
GEBRUIKT: Final = tuple(tabel for tabel in metadata.sorted_tables if tabel not in NOOIT_GEBRUIKT)


def nodig(tabel: Table) -> list[Column[Any]]:
    """The columns that are read or written; of the others BRON Sync does not even see whether they are there."""
    ongelezen = {vestiging.c.Naam}
    return [kolom for kolom in tabel.columns if not (kolom in ongelezen or (kolom.primary_key and kolom.autoincrement))]


KOLOM: Final[dict[str, Column[Any]]] = {
    kolom.info["veld"]: kolom for tabel in (leerling, inschrijving) for kolom in tabel.columns if kolom.info.get("veld")
}
"""Of each veld with one cell (and of `ONDERWIJS_SINDS`) its column."""

SCHRIJFBAAR: Final = {veld: kolom for veld, kolom in KOLOM.items() if kolom.info["schrijf"]}
"""The only columns that are ever written: sleutel, adres and `ONDERWIJS_SINDS`, all of Leerling."""


@dataclass(frozen=True, slots=True)
class Lijstbron:
    """Where the sub-records of a list-valued veld stand: table, the value of its column Soort, and the column of each onderdeel."""

    tabel: Table
    soort: str | None
    delen: dict[str, str]


_PERIODE = {"begindatum": "Begindatum", "einddatum": "Einddatum"}
_SCHOOL = {"brin": "Brin", "vestiging": "Vestiging"}

LIJST: Final[dict[str, Lijstbron]] = {
    "nationaliteiten": Lijstbron(nationaliteit, None, {"nationaliteit": "Nationaliteit", **_PERIODE}),
    "perioden": Lijstbron(
        klassenhistorie,
        None,
        {
            "begindatum": "Begindatum",
            "groep": "Groep",
            "leerjaar": "Leerjaar",
            "vestiging": "Vestiging",
            "bekostiging": "Bekostiging",
            "soort_onderwijs": "SoortOnderwijs",
        },
    ),
    "verblijven": Lijstbron(begeleiding, "RES", {**_PERIODE, "soort_verblijf": "SoortVerblijf"}),
    "indicaties": Lijstbron(
        indicatie, "LGF", {**_PERIODE, "indicatienummer": "Indicatienummer", "onderwijssoort": "Onderwijssoort"}
    ),
    "toelaatbaarheidsverklaringen": Lijstbron(
        indicatie,
        "TLV",
        {
            **_PERIODE,
            "samenwerkingsverband": "Samenwerkingsverband",
            "volgnummer": "Volgnummer",
            "bekostigingscategorie": "Bekostigingscategorie",
        },
    ),
    "arrangementen": Lijstbron(indicatie, "ARR", {**_PERIODE, **_SCHOOL}),
    "begeleidingen": Lijstbron(begeleiding, "AB", {**_PERIODE, "begeleidingsvorm": "Begeleidingsvorm", **_SCHOOL}),
    "ontwikkelingsperspectieven": Lijstbron(begeleiding, "OPP", dict(_PERIODE)),
    "opdc_verblijven": Lijstbron(begeleiding, "OPDC", {**_PERIODE, **_SCHOOL}),
}
"""Of each list-valued veld where its sub-records stand."""
