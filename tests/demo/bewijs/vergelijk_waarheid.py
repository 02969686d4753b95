"""Decides whether register, LVS2000 and the client's picture are equal, field by field, without the client's compare.

Reads LVS2000 with SQL of its own, the register's own JSON, and the rows of the client's picture; `bronsync.domain.vergelijking.vergelijken` and
`koppelen` are not used (a test guards that). Every value becomes text in one form, so that a wrong normalisation in the client shows.
Left out, as DOMAIN says: leavers up to 1-8-2008 (S08), pupils kept out of delivery (S07), secret addresses (6.6), nationalities of who
is in the BRP (2.5), foreign address lines of who has a BSN (2.4).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bronsync.domain.gegevens.velden import VELD, VELDEN, Rij, Soort, Veld
from bronsync_demo.lvs_database import (
    ADRES,
    INSCHRIJVING,
    LEERLING,
    LIJSTEN,
    NATIONALITEITEN,
    Lijst,
    Lvs,
    kolom,
    lvs_leerling,
    open_lvs,
)
from bronsync_demo.school import Cel, Leerling

LAATSTE_NIET_GELEVERD: Final = "2008-08-01"

Plat = dict[str, Any]
"""Veldnaam to text, or to a sorted list of tuples of texts."""
Sleutel = tuple[str, str, str]
"""Aanleverpunt, PGN (or leerlingnummer without one), inschrijfdatum."""

_LENGTE: Final = {
    "straatnaam": 24,
    "huisnummertoevoeging": 6,
    "locatieomschrijving": 35,
    "plaatsnaam": 40,
    **{f"adresregel_buitenland_{n}": 35 for n in (1, 2, 3)},
}


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What was found: how many inschrijvingen on each side, and which fields differ how often."""

    lvs: int
    register: int
    beeld: int
    verschillen: dict[str, int]
    wie: tuple[str, ...] = field(repr=False)
    """Leerlingnummers of who differs, for a developer."""

    @property
    def gelijk(self) -> bool:
        return not self.verschillen


@dataclass(frozen=True, slots=True)
class BeeldRegel:
    """One row of the client's picture of BRON."""

    aanleverpunt: str
    geheim: bool
    rij: Rij = field(repr=False)


def vergelijk_alles(lvs: Path, stand: Mapping[str, Any], beeld: Iterable[BeeldRegel]) -> Uitkomst:
    """All three sides against each other."""
    school = lvs_kant(lvs)
    register = register_kant(stand)
    geheugen = _beeld_kant(beeld)
    telling: Counter[str] = Counter()
    wie: set[str] = set()
    for sleutel in school.keys() | register.keys() | geheugen.keys():
        aantallen = [len(kant.get(sleutel, ())) for kant in (school, register, geheugen)]
        if aantallen != [1, 1, 1]:
            namen = ("LVS2000", "register", "beeld")
            fout = ", ".join(f"{n}x in {naam}" for n, naam in zip(aantallen, namen, strict=True))
            telling[f"inschrijving ({fout})"] += 1
            wie |= {str(plat["leerlingnummer"]) for kant in (school, register) for plat in kant.get(sleutel, ())}
            continue
        (a,), (b,), (c,) = school[sleutel], register[sleutel], geheugen[sleutel]
        fouten = [f"LVS2000-register {veld}" for veld in _anders(a, b, _overgeslagen(a, b))]
        niet_in_beeld = _overgeslagen({**b, "geheim": False}, {}) - {"geheim"} | {"leerlingnummer"}
        fouten += [f"register-beeld {veld}" for veld in _anders(b, c, niet_in_beeld)]
        telling.update(fouten)
        if fouten:
            wie.add(str(a["leerlingnummer"]))
    return Uitkomst(
        sum(map(len, school.values())),
        sum(map(len, register.values())),
        sum(map(len, geheugen.values())),
        dict(sorted(telling.items())),
        tuple(sorted(wie)),
    )


def lvs_tegen_waarheid(lvs: Path, waarheid: Mapping[int, Leerling]) -> dict[str, int]:
    """Fields in which LVS2000 deviates from how the people and their inschrijvingen truly are; an onderwijsnummer is not in the truth."""
    telling: Counter[str] = Counter()
    with open_lvs(lvs) as db:
        for rij in db.rijen("SELECT * FROM Leerling"):
            waar = waarheid[rij["LeerlingId"]]
            velden = lvs_leerling(waar).velden
            secret = waar.persoon.geheim
            for veld, waarde in velden.items():
                if veld in ADRES and (secret or (waar.persoon.bsn and veld.startswith("adresregel"))):
                    continue
                if _tekst(veld, rij[LEERLING[veld]]) != _tekst(veld, waarde):
                    telling[veld] += 1
            hier = {r["InschrijvingId"] for r in db.rijen("SELECT * FROM Inschrijving WHERE LeerlingId=?", waar.nummer)}
            telling["inschrijving"] += hier != {i.nummer for i in waar.inschrijvingen}
    return {veld: n for veld, n in sorted(telling.items()) if n}


def _overgeslagen(a: Plat, b: Plat) -> set[str]:
    over = {"geheim"}
    if a.get("geheim") or b.get("geheim"):
        over |= set(ADRES)
    if a.get("burgerservicenummer"):
        over.add("nationaliteiten")
        if a.get("land"):
            over |= {veld for veld in ADRES if veld.startswith("adresregel")}
    return over


def _anders(a: Plat, b: Plat, over: set[str]) -> list[str]:
    return [veld for veld in a.keys() | b.keys() if veld not in over and (a.get(veld) or None) != (b.get(veld) or None)]


def _sleutel(punt: str, plat: Plat) -> Sleutel:
    pgn = plat.get("burgerservicenummer") or plat.get("onderwijsnummer") or f"?{plat.get('leerlingnummer')}"
    return (punt, str(pgn), str(plat.get("inschrijfdatum")))


# --- one form for every value ------------------------------------------------------------------------------------------------------------


def _tekst(veld: str, waarde: object) -> str | None:
    if waarde is None:
        return None
    if isinstance(waarde, bool):
        return str(int(waarde))
    tekst = " ".join(unicodedata.normalize("NFC", str(waarde)).split())
    for ander in "\u2018\u2019`\u00b4":
        tekst = tekst.replace(ander, "'")
    if veld == "postcode":
        tekst = tekst.replace(" ", "").upper()
    elif veld == "geboortedatum" and len(tekst) == 8:
        tekst = f"{tekst[:4]}-{tekst[4:6]}-{tekst[6:]}"
    elif veld == "gewicht":
        tekst = tekst.replace(",", ".")
    return tekst[: _LENGTE.get(veld, 1000)].rstrip() or None


def _lijst(delen: tuple[str, ...], records: Iterable[Mapping[str, object]]) -> list[tuple[str, ...]]:
    return sorted(tuple(_tekst(deel, record.get(deel)) or "" for deel in delen) for record in records)


# --- LVS2000 ----------------------------------------------------------------------------------------------------------------------------


def lvs_kant(pad: Path) -> dict[Sleutel, list[Plat]]:
    """All inschrijvingen that LVS2000 holds and BRON should."""
    kant: dict[Sleutel, list[Plat]] = {}
    with open_lvs(pad) as db:
        leerlingen = {rij["LeerlingId"]: rij for rij in db.rijen("SELECT * FROM Leerling")}
        lijsten = {naam: _records(db, lijst, "InschrijvingId") for naam, lijst in LIJSTEN.items()}
        nationaliteiten = _records(db, NATIONALITEITEN, "LeerlingId")
        for i in db.rijen("SELECT * FROM Inschrijving WHERE coalesce(UitgeslotenVanAanlevering, 0)=0"):
            if i["Uitschrijfdatum"] and i["Uitschrijfdatum"] <= LAATSTE_NIET_GELEVERD:
                continue
            rij = leerlingen[i["LeerlingId"]]
            plat: Plat = {veld: _tekst(veld, rij[kolom]) for veld, kolom in LEERLING.items()}
            plat |= {veld: _tekst(veld, i[kolom]) for veld, kolom in INSCHRIJVING.items()}
            plat |= {
                naam: _lijst(LIJSTEN[naam].delen, per.get(i["InschrijvingId"], ())) for naam, per in lijsten.items()
            }
            plat["nationaliteiten"] = _lijst(NATIONALITEITEN.delen, nationaliteiten.get(i["LeerlingId"], ()))
            plat["leerlingnummer"] = rij["Leerlingnummer"]
            plat["geheim"] = bool(rij["GeheimAdres"])
            kant.setdefault(_sleutel(i["Aanleverpunt"], plat), []).append(plat)
    return kant


def _records(db: Lvs, lijst: Lijst, eigenaar: str) -> dict[int, list[dict[str, Cel]]]:
    uit: dict[int, list[dict[str, Cel]]] = {}
    for rij in db.alles_van(lijst):
        uit.setdefault(rij[eigenaar], []).append({deel: rij[kolom(deel)] for deel in lijst.delen})
    return uit


# --- the register ------------------------------------------------------------------------------------------------------------------------

_PERSOON: Final = (
    "burgerservicenummer",
    "onderwijsnummer",
    "geboortedatum",
    "geslacht",
    "achternaam",
    "voorvoegsel",
    "voornamen",
)
_ONDERWIJS: Final[dict[str, str]] = {
    "onderwijstype": "onderwijstype",
    "inschrijfstatus": "inschrijfstatus",
    "schoolsoort": "schoolsoort",
    "datumSchoolsoort": "schoolsoort_datum",
    "indicatieNnca": "nnca",
    "uitstroomprofiel": "uitstroomprofiel",
    "gewicht.waarde": "gewicht",
    "gewicht.datumIngang": "gewicht_datum",
    "voorschoolseEducatie.programma": "voorschools_programma",
    "voorschoolseEducatie.aantalMaanden": "voorschools_maanden",
    "vroegschoolseEducatie.programma": "vroegschools_programma",
    "vroegschoolseEducatie.datumBegin": "vroegschools_begindatum",
    "vroegschoolseEducatie.datumEinde": "vroegschools_einddatum",
    "eindtoets.soortToets": "eindtoets_soort",
    "eindtoets.datumAfname": "eindtoets_datum",
    "eindtoets.niveau": "eindtoets_niveau",
    "eindtoets.score": "eindtoets_score",
    "eindtoets.referentieniveauLezen": "referentieniveau_lezen",
    "eindtoets.referentieniveauTaal": "referentieniveau_taal",
    "eindtoets.referentieniveauRekenen": "referentieniveau_rekenen",
    "eindtoets.redenGeenToets": "eindtoets_reden",
    "adviesVo.advies": "vo_advies",
    "adviesVo.datumAdvies": "vo_advies_datum",
    "adviesVo.herzienAdvies": "herzien_advies",
    "adviesVo.datumHerzienAdvies": "herzien_advies_datum",
    "terugplaatsing.brin": "terugplaatsing_brin",
    "terugplaatsing.vestiging": "terugplaatsing_vestiging",
}
_LIJST: Final[dict[str, str]] = {
    "nationaliteit": "nationaliteiten",
    "inschrijvingPeriode": "perioden",
    "residentieelVerblijf": "verblijven",
    "indicatie": "indicaties",
    "toelaatbaarheidsverklaring": "toelaatbaarheidsverklaringen",
    "arrangement": "arrangementen",
    "ambulanteBegeleiding": "begeleidingen",
    "ontwikkelingsperspectief": "ontwikkelingsperspectieven",
    "verblijfAndereInstelling": "opdc_verblijven",
}
_REGEL: Final = {f"adresregel_buitenland_{n}": f"adresregelBuitenland{n}" for n in (1, 2, 3)}
_DEEL: Final = {
    "begindatum": "datumBegin",
    "einddatum": "datumEinde",
    "bekostiging": "indicatieBekostigbaar",
    "soort_onderwijs": "soortOnderwijs",
    "soort_verblijf": "soortVerblijf",
}


def _delen(naam: str) -> tuple[str, ...]:
    return NATIONALITEITEN.delen if naam == "nationaliteiten" else LIJSTEN[naam].delen


def register_kant(stand: Mapping[str, Any]) -> dict[Sleutel, list[Plat]]:
    """All registrations of the register's own JSON."""
    kant: dict[Sleutel, list[Plat]] = {}
    for punt, gegevens in stand["aanleverpunten"].items():
        for r in gegevens["registraties"]:
            plat = _van_registratie(r)
            kant.setdefault(_sleutel(punt, plat), []).append(plat)
    return kant


def _van_registratie(r: Mapping[str, Any]) -> Plat:
    plat = plat_bericht(r)
    plat["uitschrijfdatum"] = r.get("datumUitschrijving")
    plat["leerlingnummer"] = r["leerlingnummer"]
    plat["geheim"] = bool(r["registergegevens"]["indicatieGeheim"])
    return plat


def plat_bericht(r: Mapping[str, Any]) -> Plat:
    """The fields of the parts that a registration, or a message about one, has: person, address, dates, onderwijs."""
    plat: Plat = {}
    if "persoon" in r:
        plat |= {veld: _tekst(veld, r["persoon"].get(veld)) for veld in _PERSOON}
    if "adres" in r or "registergegevens" in r:
        plat |= _van_adres(r.get("adres") or {})
    if "datumInschrijving" in r:
        plat["inschrijfdatum"] = r["datumInschrijving"]
    if "onderwijs" in r:
        plat["uitschrijfdatum"] = r.get("datumUitschrijving")
        plat |= _van_onderwijs(r["onderwijs"])
    return plat


def _van_adres(adres: Mapping[str, Any]) -> Plat:
    binnen, buiten = adres.get("binnenlandsAdres") or {}, adres.get("buitenlandsAdres") or {}
    return {
        **{veld: _tekst(veld, binnen.get(veld)) for veld in ADRES[:7]},
        "land": _tekst("land", buiten.get("land")),
        **{veld: _tekst(veld, buiten.get(_REGEL[veld])) for veld in _REGEL},
    }


def _van_onderwijs(onderwijs: Mapping[str, Any]) -> Plat:
    plat: Plat = {}
    for pad, veld in _ONDERWIJS.items():
        groep, _, deel = pad.rpartition(".")
        plat[veld] = _tekst(veld, (onderwijs.get(groep) or {}).get(deel) if groep else onderwijs.get(deel))
    for element, naam in _LIJST.items():
        delen = _delen(naam)
        records = [{deel: record.get(_DEEL.get(deel, deel)) for deel in delen} for record in onderwijs.get(element, [])]
        plat[naam] = _lijst(delen, records)
    return plat


# --- the truth ---------------------------------------------------------------------------------------------------------------------------


def plat_waarheid(leerling: Leerling) -> Plat:
    """How the pupil truly is, with his newest inschrijving. The onderwijsnummer only where the school knew it first."""
    lvs = lvs_leerling(leerling)
    i = lvs.inschrijvingen[-1]
    plat: Plat = {veld: _tekst(veld, waarde) for veld, waarde in (lvs.velden | i.velden).items()}
    plat |= {naam: _lijst(lijst.delen, i.lijsten.get(naam, ())) for naam, lijst in LIJSTEN.items()}
    plat["nationaliteiten"] = _lijst(NATIONALITEITEN.delen, lvs.nationaliteiten)
    plat["onderwijsnummer"] = leerling.onderwijsnummer
    return plat


def onderwijs_json(leerling: Leerling) -> dict[str, Any]:
    """The onderwijsgegevens of the newest inschrijving as the register keeps them: what the message of a right school holds."""
    i = leerling.laatste
    uit: dict[str, Any] = {}
    for pad, veld in _ONDERWIJS.items():
        if i.velden.get(veld) is None or i.velden["onderwijstype"] not in VELD[veld].onderwijstypes:
            continue
        groep, _, deel = pad.rpartition(".")
        (uit.setdefault(groep, {}) if groep else uit)[deel] = _json(VELD[veld], i.velden[veld])
    lijsten = dict(i.lijsten)
    if leerling.persoon.bsn is None:
        lijsten["nationaliteiten"] = lvs_leerling(leerling).nationaliteiten
    for element, naam in _LIJST.items():
        if lijsten.get(naam):
            uit[element] = [
                {
                    _DEEL.get(deel.naam, deel.naam): _json(deel, record[deel.naam])
                    for deel in VELD[naam].onderdelen
                    if record.get(deel.naam) is not None
                }
                for record in lijsten[naam]
            ]
    return uit


def adres_json(leerling: Leerling) -> dict[str, Any]:
    """The address as the register keeps it of who is not in the BRP."""
    plat = plat_waarheid(leerling)
    if plat["land"]:
        namen = {"land": "land", **_REGEL}
        return {"buitenlandsAdres": {namen[veld]: plat[veld] for veld in namen if plat[veld]}}
    return {"binnenlandsAdres": {veld: _json(VELD[veld], plat[veld]) for veld in ADRES[:7] if plat[veld]}}


def _json(veld: Veld, waarde: object) -> object:
    if veld.soort is Soort.GETAL:
        return int(str(waarde))
    return bool(waarde) if veld.soort is Soort.JA_NEE else _tekst(veld.naam, waarde)


# --- the client's picture ------------------------------------------------------------------------------------------------------------------


def _beeld_kant(beeld: Iterable[BeeldRegel]) -> dict[Sleutel, list[Plat]]:
    kant: dict[Sleutel, list[Plat]] = {}
    for regel in beeld:
        plat: Plat = {"geheim": regel.geheim}
        for veld, cel in zip(VELDEN, regel.rij, strict=True):
            if veld.onderdelen:
                namen = tuple(deel.naam for deel in veld.onderdelen)
                records = [dict(zip(namen, record, strict=True)) for record in cel] if isinstance(cel, tuple) else []
                plat[veld.naam] = _lijst(_delen(veld.naam), records)
            else:
                plat[veld.naam] = _tekst(veld.naam, cel)
        kant.setdefault(_sleutel(regel.aanleverpunt, plat), []).append(plat)
    return kant
