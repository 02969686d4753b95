"""The pupils of one school year, and what a careful administrator has typed in about each of them on a given day.

`Leerling.velden(dag)` is the law as DOMAIN 2, 5 and 6.7 tell it, written as a school lives it: indicatie until 1-8-2014, TLV after,
and so on. It is the oracle of 'legal': nothing here asks the controles or the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

PASSEND = date(2014, 8, 1)
SO_VSO = date(2013, 8, 1)
GEWICHT_TOT = date(2019, 8, 1)
TOETS_SO = date(2019, 8, 1)
CLUSTER = {"VI": 1, "DO": 2, "SH": 2, "ES": 2, "LG": 3, "LZ": 3, "ZM": 3, "MO": 4, "PI": 4}
LGF = {2: "23", 3: "31", 4: "40"}
ANDERE_SCHOOL = "11BB"


def schooljaar(dag: date) -> int:
    return dag.year if dag.month >= 8 else dag.year - 1


def werkdag(dag: date) -> date:
    return dag + timedelta(days={5: 2, 6: 1}.get(dag.weekday(), 0))


def vrijdag(dag: date) -> date:
    return dag - timedelta(days=(dag.weekday() - 4) % 7)


def iso(dag: date | None) -> str | None:
    return dag and dag.isoformat()


@dataclass(frozen=True)
class Leerling:
    """One inschrijving; two of the same `leerling` follow each other."""

    leerling: int
    nummer: int
    naam: str
    """What this pupil is there for; shown when it fails."""
    soort: str
    niveau: int
    """Groep or leerjaar at the start of the inschrijving."""
    begin: date
    eind: date | None = None
    eind_getypt: date | None = None
    """From which day the uitschrijfdatum stands in LVS2000; the day itself when empty."""
    kind: str | None = None
    """Soort onderwijs."""
    residentieel: bool = False
    vso_vanaf: date | None = None
    """SO to VSO within this inschrijving: legal until 1-8-2013."""
    begeleiding: str | None = None
    bekostigd: int = 1
    gewicht: str | None = None
    vve: bool = False
    nnca: str = "1"
    toets: bool = False
    """Does the eindtoets and gets an advies in groep or leerjaar 8."""
    opp: bool = False
    opdc: bool = False

    def ligt_vast(self, dag: date) -> date | None:
        """The uitschrijfdatum as typed in on that day."""
        return self.eind if self.eind and dag >= (self.eind_getypt or self.eind) else None

    @property
    def cluster(self) -> int | None:
        return CLUSTER.get(self.kind or "")

    def velden(self, dag: date) -> dict[str, Any] | None:
        """The fields of the inschrijving on that day; None before it is typed in."""
        if dag < self.begin:
            return None
        soort = "VSO" if self.vso_vanaf and dag >= self.vso_vanaf else self.soort
        eind = self.ligt_vast(dag)
        velden: dict[str, Any] = {
            "onderwijstype": soort,
            "inschrijfstatus": "A" if self.begeleiding else "I",
            "inschrijfdatum": iso(self.begin),
            "uitschrijfdatum": iso(eind),
            "perioden": self._perioden(dag, eind, wec=soort in ("SO", "VSO")),
        }
        return velden | (self._wec(dag, soort, eind) if soort in ("SO", "VSO") else self._wpo(dag, soort, eind))

    def _perioden(self, dag: date, eind: date | None, *, wec: bool) -> tuple[tuple[Any, ...], ...]:
        perioden = []
        for jaar in range(schooljaar(self.begin), schooljaar(min(dag, eind or dag)) + 1):
            begin = max(self.begin, date(jaar, 8, 1))
            trap = self.niveau + jaar - schooljaar(self.begin)
            if self.vso_vanaf and begin >= self.vso_vanaf:
                trap = 1 + jaar - schooljaar(self.vso_vanaf)
            # the kind of education ends with the clusters 3 and 4 (DOMAIN 2.6)
            kind = self.kind if begin < PASSEND or self.cluster in (1, 2) else None
            perioden.append(
                (iso(begin), None if wec else str(min(trap, 8)), trap if wec else None, "00", self.bekostigd, kind)
            )
        return tuple(perioden)

    def _wec(self, dag: date, soort: str, eind: date | None) -> dict[str, Any]:
        velden: dict[str, Any] = {
            "schoolsoort": "1" if soort == "SO" else "2",
            "schoolsoort_datum": iso(self.vso_vanaf if soort == "VSO" and self.vso_vanaf else self.begin),
            "nnca": self.nnca,
        }
        if self.begeleiding:
            if self.begeleiding == "RAB" and self.cluster != 1 and self.begin < PASSEND:
                velden["indicaties"] = self._indicatie()
            velden["begeleidingen"] = ((iso(self.begin), iso(eind), self.begeleiding, ANDERE_SCHOOL, "00"),)
            if self.begeleiding == "TAB" and eind:
                velden |= {"terugplaatsing_brin": ANDERE_SCHOOL, "terugplaatsing_vestiging": "00"}
            return velden
        if self.begin < PASSEND and self.cluster != 1:
            velden["indicaties"] = self._indicatie()
        loopt_na = (eind or dag) >= PASSEND and dag >= PASSEND
        if self.residentieel:
            velden["verblijven"] = ((iso(self.begin), iso(eind), "2"),)
        if loopt_na:
            vanaf = max(self.begin, PASSEND)
            if soort == "VSO":
                velden["uitstroomprofiel"] = "2"
            if self.cluster in (1, 2):
                velden["arrangementen"] = ((iso(vanaf), None, "00AA", "00"),)
            elif not self.residentieel:
                swv = "VO2801" if soort == "VSO" else "PO2801"
                velden["toelaatbaarheidsverklaringen"] = (
                    (iso(vanaf), f"{schooljaar(vanaf) + 5}-07-31", swv, f"{self.nummer:06}", "1"),
                )
        if self.toets and schooljaar(self.begin) + 8 - self.niveau >= TOETS_SO.year:
            velden |= self._toets(dag, groep=8)
        return velden

    def _indicatie(self) -> tuple[tuple[Any, ...], ...]:
        jaar = schooljaar(self.begin)
        cluster = self.cluster or 3
        einde = min(date(jaar + 4, 7, 31), PASSEND - timedelta(days=1))
        return ((iso(self.begin), iso(einde), f"{cluster}-07-{jaar}-{self.nummer:04}", LGF[cluster]),)

    def _wpo(self, dag: date, soort: str, eind: date | None) -> dict[str, Any]:
        velden: dict[str, Any] = {"nnca": self.nnca}
        if self.gewicht and self.begin < GEWICHT_TOT:
            velden |= {"gewicht": self.gewicht, "gewicht_datum": iso(self.begin)}
        if self.vve:
            klaar = date(schooljaar(self.begin) + 2, 7, 31)
            velden |= {
                "voorschools_programma": 3,
                "voorschools_maanden": 12,
                "vroegschools_programma": 2,
                "vroegschools_begindatum": iso(self.begin),
                "vroegschools_einddatum": iso(klaar) if dag > klaar else None,
            }
        if self.opp and dag >= PASSEND:
            velden["ontwikkelingsperspectieven"] = ((iso(max(self.begin, PASSEND)), iso(eind)),)
        if self.opdc and dag >= PASSEND:
            velden["opdc_verblijven"] = ((iso(max(self.begin, PASSEND)), iso(eind), "22CC", "00"),)
        if soort == "SBO" and (eind or dag) >= PASSEND and dag >= PASSEND:
            vanaf = max(self.begin, PASSEND)
            velden["toelaatbaarheidsverklaringen"] = (
                (iso(vanaf), f"{schooljaar(vanaf) + 5}-07-31", "PO2801", f"{self.nummer:06}", "1"),
            )
        if self.toets:
            velden |= self._toets(dag, groep=8)
        return velden

    def _toets(self, dag: date, *, groep: int) -> dict[str, Any]:
        """Advies in February, eindtoets in April, its outcome in May, herzien advies in June (from 2015)."""
        jaar = schooljaar(self.begin) + groep - self.niveau + 1
        velden: dict[str, Any] = {}
        if dag >= date(jaar, 2, 20):
            velden |= {"vo_advies": "40", "vo_advies_datum": f"{jaar}-02-20"}
        if dag >= date(jaar, 5, 15):
            velden |= {"eindtoets_soort": "11", "eindtoets_datum": f"{jaar}-04-20", "eindtoets_score": 537}
            if jaar >= 2015:
                velden |= {
                    "eindtoets_niveau": "B",
                    "referentieniveau_lezen": "02",
                    "referentieniveau_taal": "03",
                    "referentieniveau_rekenen": "02",
                }
        if dag >= date(jaar, 6, 5) and jaar >= 2015:
            velden |= {"herzien_advies": "50", "herzien_advies_datum": f"{jaar}-06-05"}
        return velden


def leeftijd_bij(een: Leerling) -> str:
    """A birth date that fits: 4 in groep 1, 12 in leerjaar 1 of VSO, on 10 March; a four-year-old on the day it starts."""
    jaar = schooljaar(een.begin)
    if een.naam.startswith("vierjarige"):
        return (een.begin.replace(year=een.begin.year - 4) - timedelta(days=een.begin.day % 3)).isoformat()
    jongst = 12 if een.soort == "VSO" else 4
    return f"{jaar - jongst - een.niveau + 1}-03-10"


def school_van(jaar: int) -> tuple[Leerling, ...]:
    """The school in the school year that begins in `jaar`."""
    aug, juli = date(jaar, 8, 1), date(jaar + 1, 7, 31)
    eerder = date(jaar - 2, 8, 1)
    mei, juni = date(jaar + 1, 5, 1), date(jaar + 1, 6, 10)
    nummers = iter(range(1, 200))

    def een(naam: str, soort: str, niveau: int, begin: date, *, leerling: int | None = None, **rest: Any) -> Leerling:
        nummer = next(nummers)
        return Leerling(leerling or nummer, nummer, naam, soort, niveau, begin, **rest)

    winter = vrijdag(date(jaar + 1, 1, 23))
    weg = {"eind": winter, "eind_getypt": winter - timedelta(days=14)}
    leerlingen = [
        een("blijft, met gewicht", "BO", 3, eerder, gewicht="0.30"),
        een("begint in groep 1", "BO", 1, aug, vve=True, gewicht="1.20", nnca="2"),
        een("bezig met vroegschools", "BO", 1, eerder, vve=True, gewicht="0.00"),
        een("vierjarige in het najaar", "BO", 1, werkdag(date(jaar, 11, 10)), gewicht="0.30"),
        een("vierjarige in het voorjaar", "BO", 1, werkdag(date(jaar + 1, 3, 16)), vve=True),
        een("groep 8, weg op 31 juli", "BO", 6, eerder, eind=juli, eind_getypt=juni, toets=jaar >= 2014 or jaar % 2 == 0),
        een("verhuist naar een andere school", "BO", 4, eerder, **weg),
        een("vertrekt in de toekomst", "BO", 5, eerder, eind=juli, eind_getypt=mei),
        een("zonder BSN", "BO", 5, werkdag(date(jaar, 9, 8)), nnca="2"),
        een("verhuist", "BO", 2, eerder),
        een("in Belgie", "BO", 2, eerder),
        een("met OPP", "BO", 5, eerder, opp=True),
        een("in een OPDC", "BO", 6, aug, opdc=True),
        een("niet bekostigd", "BO", 5, aug, bekostigd=0),
        een("SBO", "SBO", 5, eerder, opp=True),
        een("SBO nieuw", "SBO", 4, aug, opp=True, nnca="2"),
        een("SBO groep 8", "SBO", 6, eerder, eind=juli, eind_getypt=juni, toets=jaar >= 2014),
        een("SO cluster 3", "SO", 2, eerder, kind="LG"),
        een("SO cluster 4 nieuw", "SO", 3, aug, kind="MO"),
        een("SO cluster 1", "SO", 2, eerder, kind="VI"),
        een("SO cluster 2", "SO", 1, eerder, kind="ES"),
        een("SO cluster 2 nieuw", "SO", 1, aug, kind="SH"),
        een("SO residentieel", "SO", 4, werkdag(date(jaar, 10, 12)), kind="PI", residentieel=True),
        een("SO leerjaar 8", "SO", 6, eerder, kind="ZM", eind=juli, eind_getypt=juni, toets=True),
        een("SO halverwege weg", "SO", 3, eerder, kind="LZ", **weg),
        een("VSO", "VSO", 2, eerder, kind="ZM"),
        een("VSO nieuw", "VSO", 1, aug, kind="MO"),
        een("VSO cluster 2", "VSO", 1, eerder, kind="DO"),
        een("VSO weg", "VSO", 4, eerder, kind="LZ", eind=juli, eind_getypt=juni),
        een("AB cluster 2", "SO", 3, werkdag(date(jaar, 9, 1)), kind="ES", begeleiding="RAB"),
        een("AB cluster 1", "SO", 3, werkdag(date(jaar, 9, 1)), kind="VI", begeleiding="RAB"),
        een("PAB", "SO", 4, werkdag(date(jaar, 9, 1)), kind="ES", begeleiding="PAB"),
    ]  # fmt: skip
    for naam, over in (("SO wordt VSO", aug), ("SO wordt straks VSO", date(jaar + 1, 8, 1))):
        if over < SO_VSO:  # within one inschrijving
            leerlingen.append(een(naam, "SO", 6, eerder, kind="ZM", vso_vanaf=over))
            continue
        laatste = over - timedelta(days=1)
        eerst = een(naam, "SO", 6, eerder, kind="ZM", eind=laatste, eind_getypt=min(laatste, juni))
        leerlingen += [eerst, een(naam, "VSO", 1, over, leerling=eerst.leerling, kind="ZM")]
    if aug < PASSEND:
        laatste = PASSEND - timedelta(days=1)
        einde = {"eind": laatste, "eind_getypt": date(2014, 7, 1)} if juli == laatste else {}
        donderdag = {naam: dag - timedelta(days=1) for naam, dag in weg.items()}
        terug = een("naar AB", "SO", 4, eerder, kind="LG", **donderdag)
        leerlingen += [
            een("RAB cluster 3", "SO", 4, werkdag(date(jaar, 9, 1)), kind="LG", begeleiding="RAB", **einde),
            een("RAB loopt al", "SO", 3, eerder, kind="MO", begeleiding="RAB", **einde),
            een("TAB, terug", "SO", 5, werkdag(date(jaar, 9, 1)), kind="MO", begeleiding="TAB", **weg),
            terug,
            een("naar AB", "SO", 5, winter, leerling=terug.leerling, kind="LG", begeleiding="TAB", **einde),
        ]  # fmt: skip
    if jaar == 2008:
        leerlingen += [
            een("weg voor de eerste aanlevering", "BO", 6, date(2005, 8, 1), eind=date(2008, 7, 31)),
            een("weg op de eerste dag", "BO", 6, date(2005, 8, 1), eind=date(2008, 8, 1)),
            een("weg na de eerste dag", "BO", 6, date(2005, 8, 1), eind=date(2008, 8, 4)),
        ]
    return tuple(leerlingen)
