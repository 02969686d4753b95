"""The demo school's LVS2000 database: makes it, fills it, and edits it the way an administrator does, with SQL of its own.

Which column holds which veldnaam stands here a second time, written from the data dictionary in `resources/lvs2000`, so that a wrong
mapping in the client shows. Every edit sets a value and may be repeated after a crash. Knows no register and no errors.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bronsync.held_files import remove, replace
from bronsync_demo.school import AMBULANT, BRIN, HOOFD, VESTIGINGEN, Cel, Inschrijving, Leerling, Record

VERSIE: Final = "2.10.0345"
DATABASE_GUID: Final = "5b1f6c1e-3a57-4a0c-9d7d-00aa00d3e701"

LEERLING: Final[dict[str, str]] = {
    "burgerservicenummer": "Burgerservicenummer",
    "onderwijsnummer": "Onderwijsnummer",
    "geboortedatum": "Geboortedatum",
    "geslacht": "Geslacht",
    "achternaam": "Achternaam",
    "voorvoegsel": "Voorvoegsel",
    "voornamen": "Voornamen",
    "straatnaam": "Straatnaam",
    "huisnummer": "Huisnummer",
    "huisnummertoevoeging": "Huisnummertoevoeging",
    "huisnummeraanduiding": "Huisnummeraanduiding",
    "locatieomschrijving": "Locatieomschrijving",
    "postcode": "Postcode",
    "plaatsnaam": "Plaatsnaam",
    "land": "Land",
    "adresregel_buitenland_1": "AdresregelBuitenland1",
    "adresregel_buitenland_2": "AdresregelBuitenland2",
    "adresregel_buitenland_3": "AdresregelBuitenland3",
}
ADRES: Final = tuple(naam for naam in LEERLING if naam not in list(LEERLING)[:7])
PERSOON: Final = ("geboortedatum", "geslacht", "achternaam", "voorvoegsel", "voornamen")

INSCHRIJVING: Final[dict[str, str]] = {
    "inschrijfdatum": "Inschrijfdatum",
    "uitschrijfdatum": "Uitschrijfdatum",
    "onderwijstype": "Onderwijstype",
    "inschrijfstatus": "Inschrijfstatus",
    "schoolsoort": "Schoolsoort",
    "schoolsoort_datum": "SchoolsoortDatum",
    "nnca": "Nnca",
    "uitstroomprofiel": "Uitstroomprofiel",
    "gewicht": "Gewicht",
    "gewicht_datum": "GewichtDatum",
    "voorschools_programma": "VoorschoolsProgramma",
    "voorschools_maanden": "VoorschoolsMaanden",
    "vroegschools_programma": "VroegschoolsProgramma",
    "vroegschools_begindatum": "VroegschoolsBegindatum",
    "vroegschools_einddatum": "VroegschoolsEinddatum",
    "eindtoets_soort": "EindtoetsSoort",
    "eindtoets_datum": "EindtoetsDatum",
    "eindtoets_niveau": "EindtoetsNiveau",
    "eindtoets_score": "EindtoetsScore",
    "referentieniveau_lezen": "ReferentieniveauLezen",
    "referentieniveau_taal": "ReferentieniveauTaal",
    "referentieniveau_rekenen": "ReferentieniveauRekenen",
    "eindtoets_reden": "EindtoetsReden",
    "vo_advies": "VoAdvies",
    "vo_advies_datum": "VoAdviesDatum",
    "herzien_advies": "HerzienAdvies",
    "herzien_advies_datum": "HerzienAdviesDatum",
    "terugplaatsing_brin": "TerugplaatsingBrin",
    "terugplaatsing_vestiging": "TerugplaatsingVestiging",
}

_DEEL: Final = {
    "begindatum": "Begindatum",
    "einddatum": "Einddatum",
    "groep": "Groep",
    "leerjaar": "Leerjaar",
    "vestiging": "Vestiging",
    "bekostiging": "Bekostiging",
    "soort_onderwijs": "SoortOnderwijs",
    "nationaliteit": "Nationaliteit",
    "soort_verblijf": "SoortVerblijf",
    "indicatienummer": "Indicatienummer",
    "onderwijssoort": "Onderwijssoort",
    "samenwerkingsverband": "Samenwerkingsverband",
    "volgnummer": "Volgnummer",
    "bekostigingscategorie": "Bekostigingscategorie",
    "brin": "Brin",
    "begeleidingsvorm": "Begeleidingsvorm",
}


def kolom(deel: str) -> str:
    """The column that holds this part of a sub-record."""
    return _DEEL[deel]


@dataclass(frozen=True, slots=True)
class Lijst:
    """Where the sub-records of a list stand: table, value of its column Soort, the parts."""

    tabel: str
    soort: str | None
    delen: tuple[str, ...]


LIJSTEN: Final[dict[str, Lijst]] = {
    "perioden": Lijst(
        "Klassenhistorie", None, ("begindatum", "groep", "leerjaar", "vestiging", "bekostiging", "soort_onderwijs")
    ),
    "verblijven": Lijst("Begeleiding", "RES", ("begindatum", "einddatum", "soort_verblijf")),
    "indicaties": Lijst("Indicatie", "LGF", ("begindatum", "einddatum", "indicatienummer", "onderwijssoort")),
    "toelaatbaarheidsverklaringen": Lijst(
        "Indicatie",
        "TLV",
        ("begindatum", "einddatum", "samenwerkingsverband", "volgnummer", "bekostigingscategorie"),
    ),
    "arrangementen": Lijst("Indicatie", "ARR", ("begindatum", "einddatum", "brin", "vestiging")),
    "begeleidingen": Lijst("Begeleiding", "AB", ("begindatum", "einddatum", "begeleidingsvorm", "brin", "vestiging")),
    "ontwikkelingsperspectieven": Lijst("Begeleiding", "OPP", ("begindatum", "einddatum")),
    "opdc_verblijven": Lijst("Begeleiding", "OPDC", ("begindatum", "einddatum", "brin", "vestiging")),
}
NATIONALITEITEN: Final = Lijst("Nationaliteit", None, ("nationaliteit", "begindatum", "einddatum"))


@dataclass(slots=True)
class LvsInschrijving:
    """One inschrijving as it is put into LVS2000; errors change it before that."""

    nummer: int
    aanleverpunt: str
    velden: dict[str, Cel]
    lijsten: dict[str, list[Record]]
    uitgesloten: bool = False


@dataclass(slots=True)
class LvsLeerling:
    """One pupil as he is put into LVS2000; errors change him before that."""

    nummer: int
    leerlingnummer: str = field(repr=False)
    velden: dict[str, Cel] = field(repr=False)
    geheim: bool
    onderwijs_sinds: str
    nationaliteiten: list[Record]
    inschrijvingen: list[LvsInschrijving] = field(default_factory=list)


def lvs_velden(leerling: Leerling) -> dict[str, Cel]:
    """What the Leerling row holds when the school has it all right. Who has no first name has a point (DOMAIN 3.8)."""
    p, adres = leerling.persoon, leerling.persoon.adres
    regels = adres.adresregels if adres else ()
    return {
        "burgerservicenummer": p.bsn,
        "geboortedatum": p.geboortedatum.replace("-", ""),
        "geslacht": p.geslacht,
        "achternaam": p.achternaam,
        "voorvoegsel": p.voorvoegsel,
        "voornamen": p.voornamen or ".",
        "straatnaam": adres.straatnaam if adres else None,
        "huisnummer": adres.huisnummer if adres else None,
        "huisnummertoevoeging": adres.huisnummertoevoeging if adres else None,
        "huisnummeraanduiding": adres.huisnummeraanduiding if adres else None,
        "locatieomschrijving": adres.locatieomschrijving if adres else None,
        "postcode": _met_spatie(adres.postcode) if adres and adres.postcode else None,
        "plaatsnaam": adres.plaatsnaam if adres else None,
        "land": adres.land if adres else None,
        **{f"adresregel_buitenland_{n + 1}": regels[n] if n < len(regels) else None for n in range(3)},
    }


def _met_spatie(postcode: str) -> str:
    return f"{postcode[:4]} {postcode[4:]}"


def lvs_leerling(leerling: Leerling) -> LvsLeerling:
    """The pupil as the school would hold him without any error."""
    return LvsLeerling(
        leerling.nummer,
        leerling.leerlingnummer,
        lvs_velden(leerling),
        leerling.persoon.geheim,
        leerling.onderwijs_sinds,
        _nationaliteiten(leerling),
        [lvs_inschrijving(i) for i in leerling.inschrijvingen],
    )


def _nationaliteiten(leerling: Leerling) -> list[Record]:
    records = leerling.nationaliteiten
    if records is None:
        records = tuple((code, None, None) for code in leerling.persoon.nationaliteiten)
    return [dict(zip(NATIONALITEITEN.delen, record, strict=True)) for record in records]


def lvs_inschrijving(i: Inschrijving) -> LvsInschrijving:
    return LvsInschrijving(
        i.nummer,
        i.aanleverpunt,
        {"inschrijfdatum": i.inschrijfdatum, "uitschrijfdatum": i.uitschrijfdatum, **i.velden},
        {naam: [dict(record) for record in records] for naam, records in i.lijsten.items()},
    )


# --- making ---------------------------------------------------------------------------------------------------------------------------


def maak_database(pad: Path, leerlingen: Iterable[LvsLeerling]) -> None:
    """A whole new database. It is made aside and put in its place at once, so that a kill leaves none or a whole one."""
    from bronsync.adapters.lvs2000.schema import maak_database as maak_leeg

    pad.parent.mkdir(parents=True, exist_ok=True)
    half = pad.with_name(pad.name + ".half")
    for rest in (half, half.with_name(half.name + "-journal")):  # a journal that stayed behind would undo the new one
        remove(rest)
    maak_leeg(half, versie=VERSIE, database_guid=DATABASE_GUID).dispose()
    with open_lvs(half) as lvs:
        for code, naam in ((HOOFD, "Hoofdadministratie"), (AMBULANT, "Ambulante begeleiding")):
            lvs.doe("INSERT INTO Aanleverpunt (Aanleverpunt, Brin, Naam) VALUES (?, ?, ?)", code, BRIN, naam)
        for volgnummer in VESTIGINGEN:
            lvs.doe(
                "INSERT INTO Vestiging (Brin, Vestigingsvolgnummer, Naam) VALUES (?, ?, ?)",
                BRIN,
                volgnummer,
                f"Locatie {volgnummer}",
            )
        for leerling in leerlingen:
            lvs.voeg_toe(leerling)
    replace(half, pad)


@contextmanager
def open_lvs(pad: Path) -> Iterator[Lvs]:
    """One transaction on the database: all edits inside become durable together, or none."""
    db = sqlite3.connect(pad, isolation_level=None, timeout=30)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("BEGIN IMMEDIATE")
        try:
            yield Lvs(db)
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
    finally:
        db.close()


class Lvs:
    """The database inside one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def doe(self, opdracht: str, *waarden: Cel) -> None:
        self._db.execute(opdracht, waarden)

    def rijen(self, vraag: str, *waarden: Cel) -> list[sqlite3.Row]:
        return self._db.execute(vraag, waarden).fetchall()

    def alles_van(self, lijst: Lijst, inschrijving_id: int | None = None) -> list[sqlite3.Row]:
        """All sub-records of one kind, of one inschrijving when it is given."""
        waar: dict[str, Cel] = {}
        if lijst.soort is not None:
            waar["Soort=?"] = lijst.soort
        if inschrijving_id is not None:
            waar["InschrijvingId=?"] = inschrijving_id
        voorwaarde = "WHERE " + " AND ".join(waar) if waar else ""
        return self.rijen(_sql("SELECT * FROM", lijst.tabel, voorwaarde), *waar.values())

    def _invoegen(self, tabel: str, waarden: dict[str, Cel]) -> None:
        vragen = ", ".join("?" * len(waarden))
        self._db.execute(
            _sql("INSERT INTO", tabel, "(", ", ".join(waarden), ") VALUES (", vragen, ")"), tuple(waarden.values())
        )

    def voeg_toe(self, leerling: LvsLeerling) -> None:
        self._invoegen(
            "Leerling",
            {
                "LeerlingId": leerling.nummer,
                "Leerlingnummer": leerling.leerlingnummer,
                "GeheimAdres": int(leerling.geheim),
                "OnderwijsSinds": leerling.onderwijs_sinds,
                **{LEERLING[veld]: _als_tekst(waarde) for veld, waarde in leerling.velden.items()},
            },
        )
        self._vul_nationaliteiten(leerling.nummer, leerling.nationaliteiten)
        for inschrijving in leerling.inschrijvingen:
            self.voeg_inschrijving_toe(leerling.nummer, inschrijving)

    def voeg_inschrijving_toe(self, leerling_id: int, inschrijving: LvsInschrijving) -> None:
        self._invoegen(
            "Inschrijving",
            {
                "InschrijvingId": inschrijving.nummer,
                "LeerlingId": leerling_id,
                "Aanleverpunt": inschrijving.aanleverpunt,
                "UitgeslotenVanAanlevering": int(inschrijving.uitgesloten),
                **{INSCHRIJVING[veld]: _als_tekst(waarde) for veld, waarde in inschrijving.velden.items()},
            },
        )
        for naam, records in inschrijving.lijsten.items():
            self._vul_lijst(inschrijving.nummer, LIJSTEN[naam], records)

    def _vul_lijst(self, inschrijving_id: int, lijst: Lijst, records: list[Record]) -> None:
        for record in records:
            soort: dict[str, Cel] = {"Soort": lijst.soort} if lijst.soort else {}
            delen = {
                _DEEL[deel]: record[deel] if deel == "bekostiging" else _als_tekst(record[deel]) for deel in record
            }
            self._invoegen(lijst.tabel, {"InschrijvingId": inschrijving_id, **soort, **delen})

    # --- edits: each sets a value, so that a repeat changes nothing

    def zet_leerling(self, leerling_id: int, velden: dict[str, Cel]) -> None:
        for veld, waarde in velden.items():
            self._db.execute(
                _sql("UPDATE Leerling SET", LEERLING[veld], "=? WHERE LeerlingId=?"), (_als_tekst(waarde), leerling_id)
            )

    def zet_inschrijving(self, inschrijving_id: int, velden: dict[str, Cel]) -> None:
        for veld, waarde in velden.items():
            self._db.execute(
                _sql("UPDATE Inschrijving SET", INSCHRIJVING[veld], "=? WHERE InschrijvingId=?"),
                (_als_tekst(waarde), inschrijving_id),
            )

    def zet_lijst(self, inschrijving_id: int, naam: str, records: list[Record]) -> None:
        lijst = LIJSTEN[naam]
        waar, soort = ("", ()) if lijst.soort is None else ("AND Soort=?", (lijst.soort,))
        self._db.execute(_sql("DELETE FROM", lijst.tabel, "WHERE InschrijvingId=?", waar), (inschrijving_id, *soort))
        self._vul_lijst(inschrijving_id, lijst, records)

    def zet_nationaliteiten(self, leerling_id: int, records: list[Record]) -> None:
        self._db.execute("DELETE FROM Nationaliteit WHERE LeerlingId=?", (leerling_id,))
        self._vul_nationaliteiten(leerling_id, records)

    def _vul_nationaliteiten(self, leerling_id: int, records: list[Record]) -> None:
        for record in records:
            self._invoegen(
                "Nationaliteit", {"LeerlingId": leerling_id, **{_DEEL[deel]: record[deel] for deel in record}}
            )

    def wis_inschrijving(self, inschrijving_id: int) -> None:
        for tabel in ("Klassenhistorie", "Indicatie", "Begeleiding", "Inschrijving"):
            self._db.execute(_sql("DELETE FROM", tabel, "WHERE InschrijvingId=?"), (inschrijving_id,))


def _sql(*delen: str) -> str:
    """One statement; its parts are words of SQL and names of the tables above, never a value."""
    return " ".join(delen)


def _als_tekst(waarde: Cel) -> Cel:
    return str(waarde) if isinstance(waarde, int) else waarde
