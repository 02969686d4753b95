"""One school, perturbed twice: machine-made pupils from which LVS2000 and BRON each get a copy with edits (ARCHITECTURE 7.2).

Values are raw, as a school types them; the fake LVS2000 normalises them. BSNs are of the test range 9999.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from helpers.geheugen_lvs import GeheugenLvs
from helpers.omgeving import ADRES, PLAATS, PUNT, Wereld
from helpers.schets_register import elfproef

kies = st.sampled_from


def bsn(nummer: int) -> str:
    """The n-th BSN of the test range: no two are the same."""
    return elfproef(999_900_000 + 20 * nummer, 0)


@dataclass(frozen=True, repr=False)
class Leerling:
    """One pupil as the school typed it."""

    id: int
    velden: dict[str, Any]
    inschrijvingen: tuple[tuple[int, dict[str, Any]], ...]
    uitgesloten: bool = False

    def __repr__(self) -> str:
        """Short: what is not as in a plain pupil."""
        gewoon = maak_leerling(self.id)
        anders = {n: w for n, w in self.velden.items() if w != gewoon.velden.get(n)}
        inschrijvingen = [
            (nummer, {n: w for n, w in velden.items() if w != gewoon.inschrijvingen[0][1].get(n)})
            for nummer, velden in self.inschrijvingen
        ]
        return f"Leerling({self.id}, {anders}, {inschrijvingen}{', uitgesloten' if self.uitgesloten else ''})"

    def _repr_pretty_(self, p: Any, cycle: bool) -> None:
        p.text(repr(self))

    def zet_in(self, school: GeheugenLvs) -> None:
        school.zet_leerling(self.id, leerlingnummer=f"{self.id:04d}", roepnaam="", **self.velden)
        for nummer, velden in self.inschrijvingen:
            school.zet_inschrijving(nummer, self.id, PUNT, uitgesloten=self.uitgesloten, **velden)

    def met(self, **velden: Any) -> Leerling:
        """With other values; each goes where its field belongs, in the newest inschrijving."""
        eigen = {naam: waarde for naam, waarde in velden.items() if naam in _VAN_LEERLING}
        rest = {naam: waarde for naam, waarde in velden.items() if naam not in _VAN_LEERLING}
        *eerder, (nummer, laatste) = self.inschrijvingen
        return replace(self, velden=self.velden | eigen, inschrijvingen=(*eerder, (nummer, laatste | rest)))


_VAN_LEERLING = {
    "burgerservicenummer", "onderwijsnummer", "geboortedatum", "geslacht", "achternaam", "voorvoegsel", "voornamen",
    "straatnaam", "huisnummer", "huisnummertoevoeging", "huisnummeraanduiding", "locatieomschrijving", "postcode", "plaatsnaam",
    "land", "adresregel_buitenland_1", "adresregel_buitenland_2", "adresregel_buitenland_3", "nationaliteiten", "geheim",
}  # fmt: skip

ADRES_NL = {"straatnaam": "Dorpsstraat", "huisnummer": 12, "postcode": "1234 ab", "plaatsnaam": "Ede"}
ADRES_BUITEN = {"land": "5010", "adresregel_buitenland_1": "Kerkstraat 1", "adresregel_buitenland_2": "2000 Antwerpen"}
ACHTERNAMEN = ["Jansen", "'t Hart", "Çelik", "Jose\u0301", "De  Vries-van Dam", "Ÿĭlmaz", "Ng", "."]
VOORNAMEN = ["Anna Maria", "Bram", ".", "Zoë", "J.", None]
GEBOORTEDATA = ["2002-03-04", "2001-05-00", "2000-00-00", "0000-00-00", "2003-02-28", "29-2-2004"]
UITSCHRIJFDATA = [None, None, None, "2008-07-31", "2008-08-01", "2008-08-02", "2009-07-31", "2009-09-01", "2010-07-31"]


def maak_leerling(nummer: int, **velden: Any) -> Leerling:
    """A plain pupil of basisonderwijs that every rule accepts."""
    basis = Leerling(
        nummer,
        {"burgerservicenummer": bsn(nummer), "geboortedatum": "2002-03-04", "geslacht": "V", "achternaam": f"Jansen{nummer}",
         "voornamen": "Anna Maria", **ADRES_NL},
        ((nummer * 10, {"inschrijfdatum": "2007-08-01", "onderwijstype": "BO", "inschrijfstatus": "I", "nnca": "1",
                        "perioden": (("2007-08-01", "3", None, "00", 1, None),)}),),
    )  # fmt: skip
    return basis.met(**velden)


_ONDERWIJS: dict[str, dict[str, Any]] = {
    "BO": {"onderwijstype": "BO", "nnca": "1", "gewicht": "0,30", "voorschools_programma": 1, "voorschools_maanden": 12},
    "SBO": {"onderwijstype": "SBO", "nnca": "0", "ontwikkelingsperspectieven": (("2009-01-01", None),)},
    "SO": {"onderwijstype": "SO", "schoolsoort": "1", "indicaties": (("2007-08-01", None, "3-7-12-1", "31"),)},
    "VSO": {"onderwijstype": "VSO", "schoolsoort": "2", "uitstroomprofiel": "1",
            "verblijven": (("2009-01-01", None, "1"), ("2008-10-01", "2008-12-31", "2"))},
}  # fmt: skip


@st.composite
def leerlingen(draw: Any, nummer: int) -> Leerling:
    """A pupil with all that can be nasty about one."""
    soort_pgn = draw(kies(["bsn", "bsn", "bsn_met_punten", "onderwijsnummer", "geen"]))
    een = maak_leerling(
        nummer,
        geboortedatum=draw(kies(GEBOORTEDATA)),
        geslacht=draw(kies("MVO")),
        achternaam=draw(kies(ACHTERNAMEN)),
        voorvoegsel=draw(kies([None, "van der", "’t"])),
        voornamen=draw(kies(VOORNAMEN)),
    )
    nummers: dict[str, Any] = {"burgerservicenummer": None}
    if soort_pgn == "bsn":
        nummers = {"burgerservicenummer": bsn(nummer)}
    elif soort_pgn == "bsn_met_punten":
        cijfers = bsn(nummer)
        nummers = {"burgerservicenummer": f"{cijfers[:4]}.{cijfers[4:6]}.{cijfers[6:]}"}
    elif soort_pgn == "onderwijsnummer":
        nummers |= {
            "onderwijsnummer": elfproef(103_000_000 + 20 * nummer, 5),
            "nationaliteiten": (("0027", None, None),),
        }
    if draw(kies([False, False, True])):
        nummers |= {**dict.fromkeys(ADRES_NL), **ADRES_BUITEN}
    een = een.met(**nummers, geheim=draw(kies([False, False, False, True])))
    onderwijs = dict(_ONDERWIJS[draw(kies(["BO", "BO", "SBO", "SO", "VSO"]))])
    if onderwijs["onderwijstype"] in ("SO", "VSO"):
        vorm = draw(kies([None, None, "PAB", "RAB"]))
        if vorm:
            onderwijs["begeleidingen"] = (("2008-09-01", None, vorm, "00AB", "00"),)
    een = een.met(**onderwijs)
    if draw(kies([False, False, True])):  # left and came back: two inschrijvingen of one pupil
        eerste = een.inschrijvingen[0][1] | {"uitschrijfdatum": draw(kies(["2008-07-31", "2008-12-19"]))}
        tweede = een.inschrijvingen[0][1] | {
            "inschrijfdatum": "2009-01-05",
            "perioden": (("2009-01-05", "4", None, "00", 1, None),),
        }
        een = replace(een, inschrijvingen=((nummer * 10, eerste), (nummer * 10 + 1, tweede)))
    return een.met(uitschrijfdatum=draw(kies(UITSCHRIJFDATA)))


BEWERKINGEN: dict[str, list[Any]] = {
    "geboortedatum": ["2002-03-05", "2002-00-00"],
    "geslacht": ["M", "V", "O"],
    "achternaam": ["Jansens", "Bakker"],
    "voornamen": ["Anne", "Anna Marie"],
    "straatnaam": ["Kerkweg", None],
    "huisnummer": [13, 140],
    "postcode": ["2345BC"],
    "uitschrijfdatum": [None, "2009-07-31", "2009-08-20", "2010-07-31"],
    "nnca": ["0", "2", None],
    "vo_advies": ["10", "20"],
    "perioden": [
        (("2007-08-01", "3", None, "00", 1, None), ("2008-08-01", "4", None, "01", 1, None)),
        (("2007-08-01", "3", None, "00", 0, None),),
    ],
    "indicaties": [(("2008-01-01", "2010-12-31", "2-08-11-22", "11"),)],
}
"""Edits that each side can hold, by field."""


@st.composite
def bewerkt(draw: Any, een: Leerling, *, bron: bool) -> Leerling | None:
    """The pupil after what happened to it on one side; None when it is not there."""
    if draw(kies([False, False, False, False, True])):
        return None
    for veld in draw(st.lists(kies(sorted(BEWERKINGEN)), max_size=2, unique=True)):
        if een.velden.get("land") and veld in ("straatnaam", "huisnummer", "postcode"):
            continue
        een = een.met(**{veld: draw(kies(BEWERKINGEN[veld]))})
    if len(een.inschrijvingen) == 1 and draw(kies([False, False, False, True])):
        een = een.met(inschrijfdatum=draw(kies(["2007-08-02", "2007-09-03"])))
    if not bron and een.velden.get("burgerservicenummer") and draw(kies([False] * 7 + [True])):
        een = een.met(burgerservicenummer=bsn(een.id + 500))  # a typing error in the number
    return een


@dataclass(frozen=True)
class Plan:
    """Both sides before the first comparison."""

    lvs: tuple[Leerling, ...]
    bron: tuple[Leerling, ...]
    basis: tuple[Leerling, ...] = field(default=(), repr=False)

    def bouw(self, **hoe: Any) -> Wereld:
        """A world in which this is the state of affairs."""
        wereld = Wereld(**hoe)
        for een in self.lvs:
            een.zet_in(wereld.school)
        self.zet_in_bron(wereld)
        return wereld

    def zet_in_bron(self, wereld: Wereld) -> None:
        schaduw = GeheugenLvs()
        schaduw.maak_aanleverpunt(PUNT, ("00", "01"))
        for een in self.bron:
            een.zet_in(schaduw)
        gegeven: dict[int, str] = {}
        for rij in schaduw.lees(PUNT):
            cellen = list(rij.rij)
            if rij.leerling_id in gegeven and not (cellen[0] or cellen[1]):
                cellen[1] = gegeven[rij.leerling_id]
            nieuw = wereld.bron.zet(rij.leerlingnummer, str(rij.inschrijving_id), tuple(cellen))
            gegeven[rij.leerling_id] = nieuw.pgn
            if rij.geheim:
                wereld.bron.geheim.add(nieuw.pgn)
            elif cellen[0] and cellen[PLAATS["postcode"]]:
                namen = list(PLAATS)
                wereld.bron.gba[nieuw.pgn] = {namen[i]: cellen[i] for i in ADRES}


@st.composite
def plannen(draw: Any, hoogstens: int = 4) -> Plan:
    """One school, perturbed twice."""
    basis = [draw(leerlingen(nummer)) for nummer in range(1, draw(st.integers(1, hoogstens)) + 1)]
    if len(basis) > 1 and draw(st.booleans()):  # twins: same day, name and address
        zelfde = ("geboortedatum", "achternaam", "voorvoegsel", *ADRES_NL, *ADRES_BUITEN)
        basis[1] = basis[1].met(**{naam: basis[0].velden.get(naam) for naam in zelfde})
    basis = [replace(een, uitgesloten=draw(kies([False] * 9 + [True]))) for een in basis]
    bron = []
    lvs = []
    for een in basis:
        anders = een if een.uitgesloten else draw(bewerkt(een, bron=True))
        if anders is not None and draw(kies([True, True, False])):
            bron.append(anders)
        hier = een if een.uitgesloten else draw(bewerkt(een, bron=False))
        if hier is not None:
            lvs.append(hier)
    vast = maak_leerling(9)  # an empty LVS2000 is refused (PROC-05), and not what the properties are about
    return Plan((*lvs, vast), (*bron, vast), tuple(basis))


def wereld_met(*leerlingen: Leerling, bron: tuple[Leerling, ...] | None = None, **hoe: Any) -> Wereld:
    """Equal on both sides, unless `bron` says otherwise."""
    return Plan(leerlingen, leerlingen if bron is None else bron).bouw(**hoe)
