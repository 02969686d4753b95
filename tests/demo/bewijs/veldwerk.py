"""Who changes which field: pupils that carry each compared field of DOMAIN 2 from the school to BRON, and back.

A *drager* is a pupil of whom some fields change. In the second act the school changes them in LVS2000 and they travel to BRON; in the third
act they change at BRON and are found there. Where BRON changes nothing by itself (all onderwijsgegevens, the dates) the register drifts
back in silence, and the next registratieoverzicht shows it. Of who is in the BRP person and address are changed by the BRP itself.

Every row of `veldparen.NAMEN` is carried somewhere, or `bij` says for which kinds of school it does not apply. The pupils still go to
school, because drift of who left is seen only in an overview with history: the old rules (LGF, gewicht, SO and VSO in one inschrijving) are
carried by who began long ago. Knows no database and no register. Sources: DOMAIN 2, 6.4, 6.7; issue text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from bronsync.domain.gegevens.velden import VELD
from bronsync_demo import brp
from bronsync_demo.fouten import Registeropdracht, zoeksleutel
from bronsync_demo.lvs_database import ADRES, INSCHRIJVING, PERSOON
from bronsync_demo.personen import Adres, Persoon
from bronsync_demo.school import (
    AMBULANT,
    ANDERE_BRIN,
    HOOFD,
    Inschrijving,
    Leerling,
    Record,
    dag_voor,
    schooljaar,
    verschuif,
)
from demo.bewijs.veldparen import (
    ADRES_BUITENLAND,
    ADRES_NL,
    DELEN,
    NAMEN,
    Deel,
    Waarden,
    basis,
    paren,
    tlv,
    veld_en_deel,
)
from demo.bewijs.vergelijk_waarheid import adres_json, onderwijs_json

WEC: Final = frozenset({"SO", "VSO"})
ALLE: Final = frozenset({"BO", "SBO", "SO", "VSO"})
BIJ: Final[dict[str, frozenset[str]]] = {
    **{naam: VELD[veld_en_deel(naam)[0]].onderwijstypes for naam in NAMEN},
    "perioden.groep": ALLE - WEC,
    "perioden.leerjaar": WEC,
    "perioden.soort_onderwijs": WEC,
    "inschrijfstatus": WEC,  # ambulant begeleid: only there
}
"""Kinds of school where a row applies: as `velden.VELDEN` says, and for parts and the status DOMAIN 2.6, 2.7, 2.11."""


class Kant(StrEnum):
    """Who changes the fields of a drager."""

    SCHOOL = "school"
    """The school in the second act; in the third the register drifts back."""
    HERINSCHRIJVING = "herinschrijving"
    """The school: uitgeschreven, and ingeschreven again as ambulant begeleid."""
    NUMMER = "nummer"
    """The school types the onderwijsnummer of an earlier school; that of BRON was given when he was enrolled."""
    REGISTER = "register"
    """The register, in silence, in the third act."""
    GBA = "gba"
    """The BRP, in the third act."""


@dataclass(frozen=True, slots=True)
class Drager:
    """One pupil to be: how he is at first (`oud`), what becomes of it (`nieuw`), and which rows that is meant to change."""

    naam: str
    rijen: tuple[str, ...]
    kant: Kant
    oud: Waarden = field(repr=False)
    nieuw: Waarden = field(repr=False)
    met_bsn: bool = True
    aanleverpunt: str = HOOFD

    @property
    def op_school(self) -> tuple[str, ...]:
        """Rows that the school changes."""
        return () if self.kant in (Kant.REGISTER, Kant.GBA) else self.rijen

    @property
    def bij_bron(self) -> tuple[str, ...]:
        """Rows that change at BRON."""
        if self.kant is Kant.HERINSCHRIJVING:
            return ()
        uit_sleutel = self.kant is not Kant.SCHOOL
        return tuple(naam for naam in self.rijen if uit_sleutel or naam not in (*PERSOON, "onderwijsnummer"))


def _van(*velden: str) -> tuple[str, ...]:
    return tuple(naam for naam in NAMEN if naam.startswith(velden))


_TOETS_EN_ADVIES: Final = tuple(
    naam for naam in _van("eindtoets_", "referentieniveau_", "vo_advies", "herzien_advies") if naam != "eindtoets_reden"
)


def _drager(
    naam: str,
    rijen: Iterable[str],
    begin: Waarden,
    jaar: int,
    kant: Kant = Kant.SCHOOL,
    *,
    school: str = "bo",
    ook: Waarden | None = None,
    met_bsn: bool = True,
    aanleverpunt: str = HOOFD,
) -> Drager:
    """The pairs of all these rows at once; of one list each row changes its own part. `ook` must change along and is no row of this drager."""
    rijen = tuple(rijen)
    alle = paren(jaar, school=school)
    oud = dict(begin)
    for rij in rijen:
        oud |= alle[rij].oud if rij in alle else {}
    nieuw = dict(oud)
    for rij in rijen:
        veld, plaats = veld_en_deel(rij)
        anders = alle[rij].nieuw if rij in alle else {}
        if plaats >= 0:
            anders = {veld: tuple(map(_met_deel(plaats), nieuw[veld], anders[veld]))}
        nieuw |= anders
    mee = sorted({veld for rij in rijen if rij in alle for veld in alle[rij].mee if veld in NAMEN})
    return Drager(naam, (*rijen, *mee), kant, oud, nieuw | (ook or {}), met_bsn, aanleverpunt)


def _met_deel(plaats: int) -> Callable[[Deel, Deel], Deel]:
    return lambda nu, straks: (*nu[:plaats], straks[plaats], *nu[plaats + 1 :])


def _overal(soort: str, begin: Waarden, jaar: int, extra: tuple[str, ...]) -> list[Drager]:
    """What every kind of school has."""
    school = soort.lower()
    lgf = basis(school, 2011)
    if soort != "BO":
        lgf["toelaatbaarheidsverklaringen"] = (_doorlopend("VO2801" if soort == "VSO" else "PO2801", jaar),)
    if soort in WEC:
        lgf["perioden"] = basis("so_lgf", 2011)["perioden"]
    onderwijs = (
        "nnca",
        *_TOETS_EN_ADVIES,
        "perioden.begindatum",
        "perioden.vestiging",
        "perioden.bekostiging",
        *_van("toelaatbaarheidsverklaringen"),
        *extra,
    )
    return [
        _drager(f"{soort} onderwijs", onderwijs, begin, jaar, school=school),
        _drager(f"{soort} inschrijfdatum", ["inschrijfdatum"], begin, jaar, school=school),
        _drager(f"{soort} uitschrijfdatum", ["uitschrijfdatum", "eindtoets_reden"], begin, jaar),
        _drager(f"{soort} LGF", _van("indicaties"), lgf, jaar),
    ]


def _doorlopend(swv: str, jaar: int) -> Deel:
    """Who began before passend onderwijs and is still there has a TLV since then."""
    return tlv(2014, swv, einddatum=f"{jaar + 3}-07-31")


def _wpo(soort: str, jaar: int) -> list[Drager]:
    groep_en_vve = _van("perioden.groep", "voorschools_", "vroegschools_", "ontwikkelingsperspectieven", "opdc_")
    dragers = _overal(soort, basis(soort.lower(), jaar), jaar, groep_en_vve)
    dragers.append(_drager(f"{soort} onderwijstype", ["onderwijstype"], basis("sbo", jaar), jaar))
    if soort == "BO":  # until 1-8-2019
        dragers.append(_drager("BO gewicht", ["gewicht", "gewicht_datum"], basis("bo", 2017), 2017))
    return dragers


def _wec(soort: str, jaar: int) -> list[Drager]:
    school = soort.lower()
    extra = _van(
        "perioden.leerjaar", "schoolsoort_datum", "verblijven", *(["uitstroomprofiel"] if soort == "VSO" else [])
    )
    cluster2 = basis(f"{school}_cluster2", jaar)
    begeleid = {**cluster2, "inschrijfstatus": "A"}
    terug = {
        "begeleidingen": ((f"{jaar}-08-01", f"{jaar + 1}-12-18", "TAB", "11BB", "00"),),
        "uitschrijfdatum": f"{jaar + 2}-07-31",
        "terugplaatsing_brin": "11BB",
        "terugplaatsing_vestiging": "00",
    }
    van_so = {**basis("so_lgf", 2011), "toelaatbaarheidsverklaringen": (_doorlopend("PO2801", jaar),)}
    cluster2_rijen = _van("arrangementen", "perioden.soort_onderwijs")
    return [
        *_overal(soort, basis(school, jaar), jaar, extra),
        _drager(f"{soort} cluster 2", cluster2_rijen, cluster2, jaar, school=school),
        _drager(f"{soort} begeleiding", _van("begeleidingen"), begeleid, jaar, aanleverpunt=AMBULANT),
        _drager(f"{soort} terugplaatsing", _van("terugplaatsing_"), begeleid | terug, jaar, aanleverpunt=AMBULANT),
        _drager(f"{soort} wordt begeleid", ["inschrijfstatus"], cluster2, jaar, Kant.HERINSCHRIJVING),
        _drager(f"{soort} status", ["inschrijfstatus"], cluster2, jaar, Kant.REGISTER),
        _drager(f"{soort} schoolsoort", ["schoolsoort"], van_so, 2011, ook={"uitstroomprofiel": "1"}),
    ]


def _personen(soort: str, jaar: int) -> list[Drager]:
    """Key and address. Of who is not in the BRP the school changes them, of who is the BRP does."""
    school = soort.lower()
    begin = basis(school, jaar)
    nederland = [naam for naam in ADRES if naam not in ADRES_BUITENLAND or naam in ADRES_NL]
    zonder = [*PERSOON, *nederland, *_van("nationaliteiten")]
    buiten = _van("land", "adresregel_")
    gba = Kant.GBA
    return [
        _drager("zonder BSN", zonder, begin | ADRES_NL, jaar, school=school, met_bsn=False),
        _drager("zonder BSN, buitenland", buiten, begin | ADRES_BUITENLAND, jaar, school=school, met_bsn=False),
        _drager("nummer van een eerdere school", ["onderwijsnummer"], begin, jaar, Kant.NUMMER, met_bsn=False),
        _drager("GBA geboortedatum", ["geboortedatum"], begin, jaar, gba, school=school),
        _drager("GBA geslacht", ["geslacht"], begin, jaar, gba, school=school),
        _drager("GBA naam", ["achternaam", "voorvoegsel", "voornamen"], begin, jaar, gba, school=school),
        _drager("GBA adres", nederland, begin | ADRES_NL, jaar, gba, school=school),
    ]


def maak_dragers(soorten: Iterable[str], vandaag: date) -> list[Drager]:
    """All dragers of a school with these kinds of education; first those that together carry every row, for a small school."""
    jaar = schooljaar(vandaag) - 1
    soorten = list(dict.fromkeys(soorten))
    over = _personen(soorten[0], jaar)
    for soort in soorten:
        over += _wec(soort, jaar) if soort in WEC else _wpo(soort, jaar)
    voorop: list[Drager] = []
    nodig = {rij for drager in over for rij in _draagt(drager)}
    while nodig:
        beste = max(over, key=lambda drager: len(_draagt(drager) & nodig))
        over.remove(beste)
        voorop.append(beste)
        nodig -= _draagt(beste)
    return voorop + over


def _draagt(drager: Drager) -> set[tuple[str, str]]:
    return {("school", naam) for naam in drager.op_school} | {("bron", naam) for naam in drager.bij_bron}


# --- the pupils -------------------------------------------------------------------------------------------------------------------------


def _als(leerling: Leerling, drager: Drager, waarden: Waarden) -> Leerling:
    """The pupil with these values; name, birthday and address stay his own where the drager does not say."""
    p = leerling.persoon
    eigen: Waarden = {veld: waarden[veld] for veld in PERSOON if veld in drager.rijen}
    if "geboortedatum" not in eigen:
        eigen["geboortedatum"] = verschuif(p.geboortedatum, int(waarden["geboortedatum"][:4]))
    if "straatnaam" in waarden:
        eigen["adres"] = _adres(waarden)
    persoon: Persoon = replace(p, bsn=p.bsn if drager.met_bsn else None, **eigen)
    inschrijving = Inschrijving(
        leerling.laatste.nummer,
        drager.aanleverpunt,
        waarden["inschrijfdatum"],
        waarden.get("uitschrijfdatum"),
        {veld: waarden[veld] for veld in list(INSCHRIJVING)[2:] if waarden.get(veld) is not None},
        {
            lijst: [dict(zip(DELEN[lijst], record, strict=True)) for record in waarden[lijst]]
            for lijst in DELEN
            if lijst in waarden and lijst != "nationaliteiten"
        },
    )
    return replace(
        leerling,
        persoon=persoon,
        onderwijs_sinds=inschrijving.inschrijfdatum,
        inschrijvingen=(inschrijving,),
        nationaliteiten=waarden.get("nationaliteiten"),
    )


def _adres(waarden: Waarden) -> Adres:
    if waarden.get("land"):
        regels = (waarden.get(f"adresregel_buitenland_{n}") for n in (1, 2, 3))
        return Adres(land=waarden["land"], adresregels=tuple(regel for regel in regels if regel))
    cellen: Waarden = {veld: waarden.get(veld) for veld in ADRES if not veld.startswith(("land", "adresregel"))}
    return Adres(**cellen | {"postcode": waarden["postcode"].replace(" ", "")})


def _herschreven(leerling: Leerling, nieuw: Leerling, vandaag: date, nummer: int) -> Leerling:
    """Left the day before, and came back as ambulant begeleid (DOMAIN 6.4)."""
    dag = dag_voor(vandaag)
    tot = (dag - timedelta(days=1)).isoformat()
    oud, straks = leerling.laatste, nieuw.laatste
    perioden = [p for p in oud.lijsten["perioden"] if str(p["begindatum"]) <= tot]
    einde = replace(oud, uitschrijfdatum=tot, lijsten={**oud.lijsten, "perioden": perioden})
    sinds = dag.isoformat()
    lijsten: dict[str, list[Record]] = {
        **straks.lijsten,
        "perioden": [{**perioden[-1], "begindatum": sinds}],
        "begeleidingen": [
            dict(zip(DELEN["begeleidingen"], (sinds, None, "RAB", ANDERE_BRIN, "00"), strict=True)),
        ],
    }
    begeleid = replace(straks, nummer=nummer, inschrijfdatum=sinds, lijsten=lijsten)
    return replace(leerling, inschrijvingen=(einde, begeleid))


@dataclass(frozen=True, slots=True)
class Veldwerk:
    """The dragers of one school, by number of the pupil, and how each is in the three acts."""

    soorten: frozenset[str]
    dragers: dict[int, Drager]
    eerst: dict[int, Leerling] = field(repr=False)
    daarna: dict[int, Leerling] = field(repr=False)
    """In the second act, after the school's changes."""
    later: dict[int, Leerling] = field(repr=False)
    """In the third act, after those of the BRP."""

    def schoolwerk(self) -> list[tuple[Leerling, Leerling, tuple[str, ...]]]:
        """What the school changes in the second act: pupil then and now, and which parts of LVS2000."""
        alles = ("persoon", "adres", "nationaliteiten", "nummer", "inschrijving")
        return [(self.eerst[n], self.daarna[n], alles) for n, drager in self.dragers.items() if drager.op_school]

    def register_opdrachten(self, bedrijf: int) -> list[Registeropdracht]:
        """What happens at BRON before the delivery of this act."""
        maak = _tweede if bedrijf == 2 else _derde
        return [
            opdracht
            for n, drager in self.dragers.items()
            for opdracht in maak(drager, self.eerst[n], self.daarna[n], self.later[n])
        ]


def _tweede(drager: Drager, _: Leerling, nu: Leerling, __: Leerling) -> list[Registeropdracht]:
    """An earlier school had given the number that this school will type."""
    if drager.kant is not Kant.NUMMER:
        return []
    p = nu.persoon
    namen = {veld: getattr(p, veld) for veld in PERSOON}
    return [("brp", {"soort": "toevoegen", "persoon": {"onderwijsnummer": nu.onderwijsnummer, **namen}})]


def _derde(drager: Drager, oud: Leerling, nu: Leerling, later: Leerling) -> list[Registeropdracht]:
    """The BRP changes a person, or the register goes back to how it was."""
    if drager.kant is Kant.GBA:
        wijzig = {veld: getattr(later.persoon, veld) for veld in PERSOON}
        wijzig["adres"] = brp.adres_json(later.persoon.adres)
        return [("brp", {"soort": "persoon", "bsn": later.persoon.bsn, "wijzig": wijzig})]
    i = nu.laatste
    gegevens: dict[str, Any] = {
        "aanleverpunt": i.aanleverpunt,
        "leerlingnummer": nu.leerlingnummer,
        "datumInschrijving": i.inschrijfdatum,
    }
    if drager.kant is Kant.REGISTER:
        return [("drift", {**gegevens, "onderwijs": {"inschrijfstatus": drager.nieuw["inschrijfstatus"]}})]
    if drager.kant is not Kant.SCHOOL:
        return []
    was = oud.laatste
    onderwijs, onderwijs_nu = (onderwijs_json(leerling) for leerling in (oud, nu))
    gegevens["onderwijs"] = {
        naam: onderwijs.get(naam) for naam in onderwijs | onderwijs_nu if onderwijs.get(naam) != onderwijs_nu.get(naam)
    }
    gegevens |= {"nieuweDatumInschrijving": was.inschrijfdatum, "datumUitschrijving": was.uitschrijfdatum}
    if not drager.met_bsn:
        gegevens["adres"] = adres_json(oud)
    return [("drift", gegevens)]


def maak_veldwerk(
    leerlingen: Iterable[Leerling], vrij: Iterable[Leerling], soorten: Iterable[str], vandaag: date
) -> Veldwerk:
    """Deals the dragers out over ordinary pupils; who is left over when the school is too small is carried by nobody."""
    leerlingen = list(leerlingen)
    soorten = list(soorten)
    volgende = max((i.nummer for leerling in leerlingen for i in leerling.inschrijvingen), default=0) + 1
    bezet = {zoeksleutel(leerling.persoon) for leerling in leerlingen}
    dragers: dict[int, Drager] = {}
    eerst: dict[int, Leerling] = {}
    daarna: dict[int, Leerling] = {}
    later: dict[int, Leerling] = {}
    te_doen = maak_dragers(soorten, vandaag)
    for leerling in vrij:
        if not te_doen:
            break
        drager = te_doen[0]
        oud, nieuw = _als(leerling, drager, drager.oud), _als(leerling, drager, drager.nieuw)
        if {zoeksleutel(oud.persoon), zoeksleutel(nieuw.persoon)} & bezet:
            continue  # not to be told from somebody else
        te_doen.pop(0)
        bezet |= {zoeksleutel(oud.persoon), zoeksleutel(nieuw.persoon)}
        n = leerling.nummer
        dragers[n], eerst[n], daarna[n], later[n] = drager, oud, oud, oud
        if drager.kant is Kant.SCHOOL:
            daarna[n] = later[n] = nieuw
        elif drager.kant is Kant.GBA:
            later[n] = nieuw
        elif drager.kant is Kant.NUMMER:
            daarna[n] = later[n] = replace(oud, onderwijsnummer=_eerder_nummer(n))
        elif drager.kant is Kant.HERINSCHRIJVING:
            daarna[n] = later[n] = _herschreven(oud, nieuw, vandaag, volgende)
            volgende += 1
    return Veldwerk(frozenset(soorten), dragers, eerst, daarna, later)


def _eerder_nummer(nummer: int) -> str:
    """An onderwijsnummer far from those that the register itself gives (DOMAIN 3.2)."""
    stam = 10_300_000 + nummer
    while True:
        rest = (sum((9 - i) * int(c) for i, c in enumerate(str(stam))) - 5) % 11
        if rest < 10:
            return f"{stam}{rest}"
        stam += 90_000
