"""Makes a school of persons: who goes there, since when, in which groep; the truth, before any error is put in.

A person becomes a pupil by moving the year of birth into school age; month, day and zeros stay, and a wholly unknown birth date stays
unknown. More pupils than persons: names of the file are recombined, with test BSNs (9999xxxxx, then 999xxxxxx) that occur nowhere else.
Everything follows from the arguments, chance included, so that a run that was killed finds the same school again.

The names in `Inschrijving.velden` and `.lijsten` are those of `bronsync.domain.gegevens.velden`. Knows no database and no register.
Sources: DOMAIN 2.6-2.17 (what an inschrijving holds), 5 (when it is legal), 6.3 (dates), 6.7 (what changed when).
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from bronsync.resources import resource
from bronsync_demo.fouttekst import DemoFout
from bronsync_demo.personen import Adres, Persoon

BRIN: Final = "00AA"
HOOFD: Final = "00AA00"
AMBULANT: Final = "00AA01"
VESTIGINGEN: Final = ("00", "01")
ANDERE_BRIN: Final = "11BB"
"""The school where somebody in ambulante begeleiding sits, and of double enrolments."""
BELGIE, DUITSLAND = "5010", "9089"
PASSEND_ONDERWIJS: Final = date(2014, 8, 1)
EINDE_GEWICHT: Final = date(2019, 8, 1)

SCHOOLSOORTEN: Final[dict[str, tuple[str, ...]]] = {
    "bo": ("BO",),
    "sbo": ("SBO",),
    "so": ("SO",),
    "vso": ("VSO",),
    "gemengd": ("BO", "BO", "BO", "SBO", "SO", "SO", "VSO", "VSO"),
}

Cel = str | int | None
Record = dict[str, Cel]


def _record(**cellen: Cel) -> Record:
    return cellen


class Rol(StrEnum):
    """How long somebody is at this school."""

    ACTIEF = "actief"
    VERTROKKEN = "vertrokken na 1-8-2008"
    VERTROKKEN_VOOR_2008 = "vertrokken voor 1-8-2008"
    VERTROKKEN_OP_2008 = "vertrokken op 1-8-2008"
    VERTREKT = "vertrekt in de toekomst"
    TERUG = "vertrokken en teruggekomen"
    BEIDE = "bij beide aanleverpunten"
    AMBULANT = "ambulant begeleid"


AANDEEL: Final[dict[Rol, float]] = {
    Rol.VERTROKKEN_VOOR_2008: 0.005,
    Rol.VERTROKKEN_OP_2008: 0.003,
    Rol.BEIDE: 0.005,
    Rol.TERUG: 0.008,
    Rol.VERTREKT: 0.01,
    Rol.AMBULANT: 0.04,
    Rol.VERTROKKEN: 0.08,
}
"""Share of the pupils per role, at least one each; the others are ACTIEF."""


@dataclass(frozen=True, slots=True)
class Inschrijving:
    """One inschrijving as it truly is. `velden` and `lijsten` hold onderwijsgegevens by veldnaam."""

    nummer: int
    aanleverpunt: str
    inschrijfdatum: str
    uitschrijfdatum: str | None
    velden: dict[str, Cel]
    lijsten: dict[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Leerling:
    """One pupil as he truly is. `persoon.bsn` is None for who has none at all."""

    nummer: int
    leerlingnummer: str = field(repr=False)
    persoon: Persoon = field(repr=False)
    overlijdensdatum: str | None
    onderwijs_sinds: str
    rol: Rol
    inschrijvingen: tuple[Inschrijving, ...]
    nationaliteiten: tuple[tuple[Cel, ...], ...] | None = field(default=None, repr=False)
    """Nationaliteit, begin and end, where the school knows the dates; else those of the person, without."""
    onderwijsnummer: str | None = field(default=None, repr=False)
    """Typed by the school itself; that of BRON comes back from there."""

    @property
    def laatste(self) -> Inschrijving:
        return self.inschrijvingen[-1]


@dataclass(frozen=True, slots=True)
class School:
    """The truth about a whole school."""

    schoolsoort: str
    vandaag: date
    leerlingen: tuple[Leerling, ...]
    adressen: tuple[Adres, ...]
    """Complete Dutch addresses of the file: where people can move from and to."""


def schooljaar(dag: date) -> int:
    return dag.year if dag.month >= 8 else dag.year - 1


def maak_school(personen: list[Persoon], aantal: int, schoolsoort: str, zaad: int, vandaag: date) -> School:
    """`aantal` pupils of these persons; the same arguments give the same school."""
    kans = random.Random(f"school {zaad} {aantal} {schoolsoort}")
    plaatsen = _plaatsen(personen)
    adressen = _adressen(personen, plaatsen)
    mensen = _mensen(personen, aantal, adressen, plaatsen, kans)
    rollen = _rollen(aantal, kans)
    bouw = _Bouw(kans, vandaag, adressen)
    leerlingen = []
    for nummer, (persoon, rol) in enumerate(zip(mensen, rollen, strict=True), 1):
        if persoon.overleden and rol is Rol.ACTIEF:
            rol = Rol.VERTROKKEN  # noqa: PLW2901 - a pupil who died has left
        leerlingen.append(bouw.leerling(nummer, persoon, rol, kans.choice(SCHOOLSOORTEN[schoolsoort])))
    return School(schoolsoort, vandaag, tuple(leerlingen), adressen)


# --- persons ------------------------------------------------------------------------------------------------------------------------


@cache
def landen() -> dict[str, str]:
    """Countries of BRP table 34 that still exist, each with its first day (`yyyymmdd`, or empty); the Netherlands is none of them."""
    with resource("codelijsten", "tabel34-landen.csv").open(encoding="utf-8", newline="") as bestand:
        rijen = list(csv.reader(bestand))[1:]
    return {rij[0]: rij[2] for rij in rijen if rij and not rij[3] and rij[0] not in {"0000", "6030", "9999"}}


@cache
def nationaliteiten() -> frozenset[str]:
    with resource("codelijsten", "tabel32-nationaliteiten.csv").open(encoding="utf-8", newline="") as bestand:
        return frozenset(rij[0] for rij in list(csv.reader(bestand))[1:] if rij)


Plaatsen = dict[str, str]
"""The town of each gemeente, where the file tells it."""


def _plaatsen(personen: list[Persoon]) -> Plaatsen:
    geteld: dict[str, Counter[str]] = {}
    for p in personen:
        if p.adres and p.adres.gemeentecode and p.adres.plaatsnaam:
            geteld.setdefault(p.adres.gemeentecode, Counter())[p.adres.plaatsnaam] += 1
    return {gemeente: namen.most_common(1)[0][0] for gemeente, namen in geteld.items()}


def _adressen(personen: list[Persoon], plaatsen: Plaatsen) -> tuple[Adres, ...]:
    """Complete Dutch addresses of the file."""
    adressen = (_met_plaats(p.adres, plaatsen) for p in personen if p.adres)
    uniek = tuple(dict.fromkeys(adres for adres in adressen if adres.volledig and adres.straatnaam))
    return uniek or (
        Adres("Grotestraat", 1, postcode="6711AM", plaatsnaam="Ede", gemeentecode="0228"),
        Adres("Leyweg", 1, postcode="2545CC", plaatsnaam="'s-Gravenhage", gemeentecode="0518"),
    )


def _met_plaats(adres: Adres, plaatsen: Plaatsen) -> Adres:
    if adres.plaatsnaam or adres.gemeentecode not in plaatsen:
        return adres
    return replace(adres, plaatsnaam=plaatsen[adres.gemeentecode])


def proef_bsns(bezet: set[str], kans: random.Random) -> Iterator[str]:
    """BSNs of the test ranges that pass the elfproef and are not taken: first 9999xxxxx, then the rest of 999xxxxxx."""
    for laag, hoog in ((99_990_000, 100_000_000), (99_900_000, 99_990_000)):
        stammen = list(range(laag, hoog))
        kans.shuffle(stammen)
        for stam in stammen:
            cijfers = str(stam)
            rest = sum((9 - i) * int(c) for i, c in enumerate(cijfers)) % 11
            if rest < 10 and f"{cijfers}{rest}" not in bezet:
                yield f"{cijfers}{rest}"


def _mensen(
    personen: list[Persoon], aantal: int, adressen: tuple[Adres, ...], plaatsen: Plaatsen, kans: random.Random
) -> list[Persoon]:
    """`aantal` different persons, each with one BSN of his own and a place to live."""
    bezet = {p.bsn for p in personen if p.bsn}
    nummers = proef_bsns(bezet, kans)
    volgorde = list(personen)
    if aantal < len(volgorde):
        volgorde = kans.sample(volgorde, aantal)
    gezien: set[str] = set()
    uit = []
    try:
        for i in range(aantal):
            p = volgorde[i] if i < len(volgorde) else _verzonnen(personen, adressen, kans)
            if p.bsn is None or p.bsn in gezien:
                p = replace(p, bsn=next(nummers))
            gezien.add(p.bsn or "")
            adres = _woonadres(p.adres, adressen, plaatsen, kans)
            uit.append(replace(p, adres=adres, nationaliteiten=_geldige_nationaliteiten(p)))
    except StopIteration:
        raise DemoFout("Zoveel test-burgerservicenummers zijn er niet.", "Kies minder dan 90.000 leerlingen.") from None
    return uit


def _geldige_nationaliteiten(persoon: Persoon) -> tuple[str, ...]:
    return tuple(code for code in persoon.nationaliteiten if code in nationaliteiten()) or ("0001",)


def _woonadres(adres: Adres | None, adressen: tuple[Adres, ...], plaatsen: Plaatsen, kans: random.Random) -> Adres:
    """The address, with its town; for one that is unknown, or in a country that no longer exists, one of the file."""
    if adres and adres.land in landen():
        return adres
    if adres and adres.binnenland and (adres.straatnaam or adres.locatieomschrijving):
        return _met_plaats(adres, plaatsen)
    return kans.choice(adressen)


def _verzonnen(personen: list[Persoon], adressen: tuple[Adres, ...], kans: random.Random) -> Persoon:
    """A person recombined from the file: family name of one, first names and sex of another, birthday of a third."""
    achter, voor, dag = kans.choice(personen), kans.choice(personen), kans.choice(personen)
    geboortedatum = dag.geboortedatum
    if kans.random() < 0.9:  # most people have another birthday than somebody of the file
        geboortedatum = f"1990-{kans.randint(1, 12):02}-{kans.randint(1, 28):02}"
    return Persoon(
        lijst="",
        bsn=None,
        achternaam=achter.achternaam,
        voorvoegsel=achter.voorvoegsel,
        voornamen=voor.voornamen,
        geboortedatum=geboortedatum,
        geslacht=voor.geslacht,
        geboorteland=dag.geboorteland,
        nationaliteiten=achter.nationaliteiten,
        geheim=kans.random() < 0.01,
        overleden=False,
        adres=replace(kans.choice(adressen), huisnummer=kans.randint(1, 400), huisnummertoevoeging=None),
    )


def _rollen(aantal: int, kans: random.Random) -> list[Rol]:
    rollen: list[Rol] = []
    for rol, aandeel in AANDEEL.items():
        rollen += [rol] * max(1, round(aandeel * aantal))
    rollen = rollen[: aantal // 2] if len(rollen) > aantal // 2 else rollen
    rollen += [Rol.ACTIEF] * (aantal - len(rollen))
    kans.shuffle(rollen)
    return rollen


# --- enrolments ---------------------------------------------------------------------------------------------------------------------


def verschuif(geboortedatum: str, jaar: int) -> str:
    """The same day in another year; 29 February goes to the leap year before. Unknown parts stay unknown."""
    if geboortedatum.startswith("0000"):
        return geboortedatum
    if geboortedatum[5:] == "02-29":
        while not _bestaat(jaar, 2, 29):
            jaar -= 1
    return f"{jaar:04}{geboortedatum[4:]}"


def _bestaat(jaar: int, maand: int, dag: int) -> bool:
    try:
        date(jaar, maand, dag)
    except ValueError:
        return False
    return True


def vierde_verjaardag(geboortedatum: str) -> date | None:
    """The latest day it can be; None when nothing is known."""
    jaar, maand, dag = (int(deel) for deel in geboortedatum.split("-"))
    if jaar == 0:
        return None
    if maand == 0:
        return date(jaar + 4, 12, 31)
    if dag == 0:
        return date(jaar + 4 + maand // 12, maand % 12 + 1, 1)
    return date(jaar + 4, maand, dag) if _bestaat(jaar + 4, maand, dag) else date(jaar + 4, 3, 1)


def werkdag(dag: date) -> date:
    """This day, or the Monday after; 1 augustus counts always (DOMAIN I02)."""
    if (dag.month, dag.day) == (8, 1):
        return dag
    return dag + timedelta(days={5: 2, 6: 1}.get(dag.weekday(), 0))


def dag_voor(dag: date) -> date:
    """This day, or the Friday before."""
    return dag - timedelta(days={5: 1, 6: 2}.get(dag.weekday(), 0))


_NIVEAUS: Final = {"BO": (1, 8), "SBO": (2, 8), "SO": (1, 8), "VSO": (1, 6)}
_JONGST: Final = {"BO": 4, "SBO": 4, "SO": 4, "VSO": 12}
_WEC: Final = ("SO", "VSO")


class _Bouw:
    """Builds pupils one by one; keeps the running numbers."""

    def __init__(self, kans: random.Random, vandaag: date, adressen: tuple[Adres, ...]) -> None:
        self._kans, self._vandaag, self._nu, self._adressen = kans, vandaag, schooljaar(vandaag), adressen
        self._inschrijving = 0

    def leerling(self, nummer: int, persoon: Persoon, rol: Rol, onderwijstype: str) -> Leerling:
        maak: dict[Rol, Callable[[str], tuple[str, list[Inschrijving]]]] = {
            Rol.TERUG: lambda geb: self._terug(geb, onderwijstype),
            Rol.BEIDE: lambda geb: self._beide(geb, onderwijstype),
            Rol.AMBULANT: lambda geb: self._ambulant(geb, "VSO" if onderwijstype == "VSO" else "SO"),
        }
        bijzonder = maak.get(rol)
        if bijzonder is None:
            geboortedatum, inschrijvingen = self._gewoon(persoon.geboortedatum, onderwijstype, rol)
        else:
            geboortedatum, inschrijvingen = bijzonder(persoon.geboortedatum)
        eind = inschrijvingen[-1].uitschrijfdatum
        adres = persoon.adres
        if adres and adres.land and eind and landen()[adres.land] > eind.replace("-", ""):
            adres = self._kans.choice(self._adressen)  # left before that country was there, so lived elsewhere
        return Leerling(
            nummer=nummer,
            leerlingnummer=f"{10000 + nummer}",
            persoon=replace(persoon, geboortedatum=geboortedatum, adres=adres),
            overlijdensdatum=eind if persoon.overleden and rol is Rol.VERTROKKEN else None,
            onderwijs_sinds=inschrijvingen[0].inschrijfdatum,
            rol=rol,
            inschrijvingen=tuple(inschrijvingen),
        )

    # each of these gives the moved birth date and the inschrijvingen

    def _gewoon(self, geboortedatum: str, soort: str, rol: Rol) -> tuple[str, list[Inschrijving]]:
        laag, hoog = _NIVEAUS[soort]
        niveau = self._kans.randint(laag, hoog)
        jaren = self._kans.randint(0, niveau - laag)
        jaar = self._nu
        if rol is Rol.VERTROKKEN:
            oud, nieuw = list(range(2009, 2013)), list(range(2014 + jaren, self._nu))
            jaar = self._kans.choice(oud + nieuw if len(nieuw) < 3 or self._kans.random() < 0.3 else nieuw)
        elif rol is Rol.VERTROKKEN_VOOR_2008:
            jaar = self._kans.randint(2003, 2006)
        elif rol is Rol.VERTROKKEN_OP_2008:
            jaar = 2007
        geboortedatum, start = self._begin(geboortedatum, soort, niveau, jaren, jaar)
        eind: date | None = None
        if rol is Rol.VERTROKKEN_OP_2008:
            eind = date(2008, 8, 1)
        elif rol is Rol.VERTROKKEN_VOOR_2008:
            eind = date(jaar + 1, 7, 31)
        elif rol is Rol.VERTROKKEN:
            midden = dag_voor(date(jaar + 1, self._kans.randint(1, 6), self._kans.randint(1, 28)))
            eind = midden if midden > start and self._kans.random() < 0.3 else date(jaar + 1, 7, 31)
        elif rol is Rol.VERTREKT:
            eind = date(self._nu + 1, 7, 31)
        return geboortedatum, [self._inschrijf(HOOFD, soort, start, eind, niveau=niveau, jaar=jaar)]

    def _begin(self, geboortedatum: str, soort: str, niveau: int, jaren: int, jaar: int) -> tuple[str, date]:
        """Birth date moved so that this niveau fits in schooljaar `jaar`, and the day on which it began `jaren` before."""
        geboorte = jaar - _JONGST[soort] - niveau + 1
        start = date(jaar - jaren, 8, 1)
        if self._kans.random() < 0.2:
            start = werkdag(start + timedelta(days=self._kans.randint(31, 270)))
            if start > self._vandaag:
                start = date(jaar - jaren, 8, 1)
        for poging in (geboorte, geboorte - 1):
            verschoven = verschuif(geboortedatum, poging)
            vier = vierde_verjaardag(verschoven)
            if vier is None or vier <= start:
                return verschoven, start
            later = werkdag(vier)
            if later <= self._vandaag and schooljaar(later) == jaar - jaren:
                return verschoven, later
        return verschuif(geboortedatum, geboorte - 2), start

    def _terug(self, geboortedatum: str, soort: str) -> tuple[str, list[Inschrijving]]:
        """Two inschrijvingen one after the other; from SO to VSO where the school has VSO (DOMAIN 6.4)."""
        if soort == "VSO":
            niveau, eerst = self._kans.randint(1, 4), "SO"
        else:
            niveau, eerst = self._kans.randint(4, 8), soort
        geboortedatum, _ = self._begin(geboortedatum, soort, niveau, 0, self._nu)
        jaar = self._nu - niveau + 1 if soort == "VSO" else self._nu
        oud_niveau = 8 if soort == "VSO" else niveau - 2
        oud_jaar = jaar - 1 if soort == "VSO" else jaar - 2
        nieuw = date(jaar, 8, 1)
        return geboortedatum, [
            self._inschrijf(
                HOOFD, eerst, date(oud_jaar, 8, 1), date(oud_jaar + 1, 7, 31), niveau=oud_niveau, jaar=oud_jaar
            ),
            self._inschrijf(HOOFD, soort, nieuw, None, niveau=niveau, jaar=self._nu),
        ]

    def _beide(self, geboortedatum: str, soort: str) -> tuple[str, list[Inschrijving]]:
        niveau = self._kans.randint(4, _NIVEAUS[soort][1])
        geboortedatum, start = self._begin(geboortedatum, soort, niveau, 1, self._nu)
        begeleid = date(self._nu, 8, 1)
        return geboortedatum, [
            self._inschrijf(HOOFD, soort, start, None, niveau=niveau, jaar=self._nu),
            self._begeleid("VSO" if soort == "VSO" else "SO", begeleid, BRIN, niveau),
        ]

    def _ambulant(self, geboortedatum: str, soort: str) -> tuple[str, list[Inschrijving]]:
        niveau = self._kans.randint(3, 6)
        geboortedatum, start = self._begin(geboortedatum, soort, niveau, self._kans.randint(0, 2), self._nu)
        return geboortedatum, [self._begeleid(soort, start, ANDERE_BRIN, niveau)]

    def _begeleid(self, soort: str, start: date, brin: str, niveau: int) -> Inschrijving:
        inschrijving = self._inschrijf(AMBULANT, soort, start, None, niveau=niveau, jaar=self._nu)
        for periode in inschrijving.lijsten["perioden"]:
            periode.update(vestiging="00", soort_onderwijs=self._kans.choice(("DO", "SH", "ES", "VI")))
        inschrijving.lijsten.pop("toelaatbaarheidsverklaringen", None)
        inschrijving.lijsten.pop("verblijven", None)
        begin = start.isoformat()
        inschrijving.lijsten["arrangementen"] = [_record(begindatum=begin, einddatum=None, brin=BRIN, vestiging="00")]
        inschrijving.lijsten["begeleidingen"] = [
            _record(begindatum=begin, einddatum=None, begeleidingsvorm="RAB", brin=brin, vestiging="00")
        ]
        inschrijving.velden["inschrijfstatus"] = "A"
        return inschrijving

    # --- one inschrijving

    def _inschrijf(
        self, punt: str, soort: str, start: date, eind: date | None, *, niveau: int, jaar: int
    ) -> Inschrijving:
        """`niveau` is the groep or leerjaar in schooljaar `jaar`, the last one of this inschrijving."""
        self._inschrijving += 1
        wec = soort in _WEC
        eerste = schooljaar(start)
        vestiging = self._kans.choice(VESTIGINGEN)
        perioden: list[Record] = []
        for j in range(eerste, jaar + 1):
            trap = max(1, niveau - (jaar - j))
            begin = start if j == eerste else date(j, 8, 1)
            if eind is not None and begin > eind:
                continue
            perioden.append(
                _record(
                    begindatum=begin.isoformat(),
                    groep=None if wec else str(trap),
                    leerjaar=trap if wec else None,
                    vestiging=vestiging,
                    bekostiging=1,
                    soort_onderwijs=None,
                )
            )
        velden: dict[str, Cel] = {"onderwijstype": soort, "inschrijfstatus": "I", "nnca": self._kans.choice("11102")}
        lijsten: dict[str, list[Record]] = {"perioden": perioden}
        if wec:
            self._wec(soort, start, eind, velden=velden, lijsten=lijsten)
        else:
            self._wpo(soort, start, eind, niveau=niveau, velden=velden, lijsten=lijsten)
        return Inschrijving(
            self._inschrijving, punt, start.isoformat(), eind.isoformat() if eind else None, velden, lijsten
        )

    def _verklaring(self, swv: str, start: date, eind: date | None) -> list[Record]:
        tot = max(eind or self._vandaag, self._vandaag)
        return [
            _record(
                begindatum=max(start, PASSEND_ONDERWIJS).isoformat(),
                einddatum=date(schooljaar(tot) + 2, 7, 31).isoformat(),
                samenwerkingsverband=swv,
                volgnummer=f"{self._inschrijving:06}",
                bekostigingscategorie=self._kans.choice("123"),
            )
        ]

    def _wec(
        self, soort: str, start: date, eind: date | None, *, velden: dict[str, Cel], lijsten: dict[str, list[Record]]
    ) -> None:
        velden["schoolsoort"] = "1" if soort == "SO" else "2"
        velden["schoolsoort_datum"] = start.isoformat()
        begin = start.isoformat()
        if start < PASSEND_ONDERWIJS:
            kind, cluster, code = self._kans.choice(
                (("LG", 3, "31"), ("ZM", 3, "32"), ("MO", 4, "40"), ("ES", 2, "23"))
            )
            for periode in lijsten["perioden"]:
                periode["soort_onderwijs"] = kind
            lijsten["indicaties"] = [
                _record(
                    begindatum=begin,
                    einddatum="2014-07-31",
                    indicatienummer=f"{cluster}-{self._kans.randint(1, 34):02}-{start.year}-{self._inschrijving % 10000:04}",
                    onderwijssoort=code,
                )
            ]
        if eind is not None and eind < PASSEND_ONDERWIJS:
            return
        if soort == "VSO":
            velden["uitstroomprofiel"] = self._kans.choice("123")
        if start >= PASSEND_ONDERWIJS and self._kans.random() < 0.2:
            kind = self._kans.choice(("DO", "SH", "ES", "VI"))
            for periode in lijsten["perioden"]:
                periode["soort_onderwijs"] = kind
            lijsten["arrangementen"] = [_record(begindatum=begin, einddatum=None, brin=BRIN, vestiging="00")]
            return
        lijsten["toelaatbaarheidsverklaringen"] = self._verklaring(
            "VO2801" if soort == "VSO" else "PO2801", start, eind
        )
        if self._kans.random() < 0.1:
            einde = None if eind is None else eind.isoformat()
            lijsten["verblijven"] = [
                _record(begindatum=begin, einddatum=einde, soort_verblijf=self._kans.choice("1234"))
            ]

    def _wpo(
        self,
        soort: str,
        start: date,
        eind: date | None,
        *,
        niveau: int,
        velden: dict[str, Cel],
        lijsten: dict[str, list[Record]],
    ) -> None:
        begin = start.isoformat()
        if soort == "SBO" and (eind is None or eind >= PASSEND_ONDERWIJS):
            lijsten["toelaatbaarheidsverklaringen"] = self._verklaring("PO2801", start, eind)
        if soort == "BO" and start < EINDE_GEWICHT:
            velden["gewicht"] = self._kans.choice(("0.00", "0.30", "1.20"))
            velden["gewicht_datum"] = begin
        if lijsten["perioden"][0]["groep"] == "1" and self._kans.random() < 0.3:
            velden["voorschools_programma"] = self._kans.randint(1, 15)
            velden["voorschools_maanden"] = self._kans.randint(6, 24)
            velden["vroegschools_programma"] = self._kans.randint(1, 15)
            velden["vroegschools_begindatum"] = begin
        if eind is None and soort == "BO" and self._kans.random() < 0.03:
            lijsten["ontwikkelingsperspectieven"] = [_record(begindatum=begin, einddatum=None)]
        einde_jaar = (eind or self._vandaag).year
        klaar = eind is not None and niveau == 8 and (eind.month, eind.day) == (7, 31) and eind <= self._vandaag
        if klaar and eind is not None and eind.year >= 2012:
            velden["eindtoets_soort"] = "11"
            velden["eindtoets_datum"] = f"{einde_jaar}-04-20"
            velden["eindtoets_score"] = self._kans.randint(501, 550)
            velden["vo_advies"] = self._kans.choice(("30", "40", "50", "60", "61", "70"))
            velden["vo_advies_datum"] = f"{einde_jaar}-02-20"
        elif niveau == 8 and eind is None and self._vandaag >= date(self._nu + 1, 3, 1):
            velden["vo_advies"] = "60"
            velden["vo_advies_datum"] = f"{self._nu + 1}-02-20"
