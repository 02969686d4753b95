"""Kinds of mistake that an administrator makes, each with what it does to a pupil of whom all is right. Seeded, so each can be played again.

`PER_VELD` is generated: one kind for each date, code, number, yes-or-no and pair of dates in `velden.VELDEN`, on the legal pupils of
`veld/paren.py`. `PER_REGEL` is written by hand from DOMAIN 5 and from what goes wrong at a school (DOMAIN 7.2). `ALLEEN_ATTENTIE` and
`ONZICHTBAAR` are what nobody stops: they are played and listed, and not counted among the five hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from bronsync.domain.gegevens.velden import VELDEN, Soort, Veld
from helpers.omgeving import PUNT
from helpers.school import Leerling, bsn
from veld.paren import PAREN
from veld.veldhulp import SCHOLEN, VeldWereld, onr, tlv

Ingreep = Callable[[VeldWereld], None]
"""A mistake that is more than other values in one pupil; the pupil with all right stands in LVS2000 already."""
Maak = Callable[[Random, Leerling], "dict[str, Any] | Ingreep"]

NIEUW, WIJZIGING = "bij een nieuwe inschrijving", "bij een wijziging"


@dataclass(frozen=True)
class Vergissing:
    """One kind. `altijd` is what the pupil also has."""

    naam: str
    scholen: tuple[str, ...]
    maak: Maak
    wanneer: tuple[str, ...] = (NIEUW, WIJZIGING)
    altijd: dict[str, Any] = field(default_factory=dict)


NU_MET_BSN: Final = ("bo", "sbo", "so", "so_cluster2", "vso")
MET_BSN: Final = (*NU_MET_BSN, "so_lgf", "ambulant")
WPO, WEC, LGF = ("bo", "sbo"), ("so", "so_cluster2", "vso"), ("so_lgf", "ambulant")
TLV: Final = ("sbo", "so", "vso")
ALLE: Final = (*MET_BSN, "zonder_bsn")


def leerling(kans: Random, vergissing: Vergissing) -> tuple[str, Leerling]:
    """A legal pupil at one of the schools of this kind: other name, birthday, sex, number and house each time."""
    school = kans.choice(vergissing.scholen)
    een = SCHOLEN[school][0](1).met(**vergissing.altijd)
    nummer = kans.randint(10, 900)
    pgn = (
        {"burgerservicenummer": bsn(nummer)} if een.velden["burgerservicenummer"] else {"onderwijsnummer": onr(nummer)}
    )
    wie = {
        "achternaam": kans.choice(["Bakker", "Witteveen", "Idrissi", "Jansen-Visser", "Koster", "Ozturk", "Vermeulen"]),
        "voornamen": kans.choice(["Anna Maria", "Bram", "Fatima", "Johannes Petrus", "Sem"]),
        "geslacht": kans.choice("MV"),
        "geboortedatum": f"{een.velden['geboortedatum'][:4]}-{kans.randint(1, 12):02}-{kans.randint(1, 28):02}",
    }
    if een.velden.get("huisnummer"):
        wie["huisnummer"] = kans.randint(1, 300)
    return school, een.met(**wie, **pgn)


# --- per field ---------------------------------------------------------------------------------------------------------------------------

_ONMOGELIJK: Final = {
    Soort.DATUM: ("2016-02-31", "2015-13-01", "31-11-2015", "20150932", "1 aug", "00-00-2015"),
    Soort.GEBOORTEDATUM: ("2007-02-30", "2007-13-01", "31-04-2007", "0000-05-01", "2007-00-12", "onbekend"),
    Soort.CODE: ("ZZ", "?", "9x", "n.v.t.", "999999"),
    Soort.GETAL: ("zes", "1a", "-1", "0", "1500000"),
    Soort.BEDRAG: ("0,25", "30", "hoog", "1,2,0"),
    Soort.JA_NEE: ("?", "misschien", "X"),
    Soort.POSTCODE: ("6711", "0711AM", "67I1AM", "AM6711", "6711 A"),
    Soort.PGN: ("12345", "99999999X", "onbekend", "1234567890"),
    Soort.INDICATIENUMMER: ("3-01-2011", "01-2011-0001", "5-01-2011-0001", "onbekend"),
}
_ZONDER_CONTROLE: Final = {"adresregel", "eindtoets_reden"}


def _met_deel(een: Leerling, veld: Veld, deel: Veld, waarde: object) -> dict[str, Any]:
    """The last record of a list gets this value in one part."""
    records = een.velden.get(veld.naam) or een.inschrijvingen[-1][1][veld.naam]
    i = veld.onderdelen.index(deel)
    return {veld.naam: (*records[:-1], (*records[-1][:i], waarde, *records[-1][i + 1 :]))}


def _onmogelijk(veld: Veld, deel: Veld | None) -> Maak:
    def maak(kans: Random, een: Leerling) -> dict[str, Any]:
        waarde = kans.choice(_ONMOGELIJK[(deel or veld).soort])
        return _met_deel(een, veld, deel, waarde) if deel else {veld.naam: waarde}

    return maak


def _andere_eeuw(veld: Veld, deel: Veld | None) -> Maak:
    def maak(kans: Random, een: Leerling) -> dict[str, Any]:
        waarde = kans.choice(["1915-09-01", "1916-02-01", "2061-09-01", "2115-09-02", "1961-01-09"])
        return _met_deel(een, veld, deel, waarde) if deel else {veld.naam: waarde}

    return maak


def _omgekeerd(veld: Veld) -> Maak:
    def maak(kans: Random, een: Leerling) -> dict[str, Any]:
        begin, einde = veld.onderdelen[-2:] if veld.naam == "nationaliteiten" else veld.onderdelen[:2]
        uit = _met_deel(een, veld, begin, f"2016-0{kans.randint(5, 9)}-14")
        return {veld.naam: _met_deel(een.met(**uit), veld, einde, f"2016-0{kans.randint(1, 4)}-13")[veld.naam]}

    return maak


def _weg(veld: Veld, deel: Veld) -> Maak:
    return lambda _, een: _met_deel(een, veld, deel, None)


VERPLICHTE_DELEN: Final = {
    "nationaliteiten": ("nationaliteit",), "perioden": ("begindatum", "vestiging", "bekostiging"),
    "verblijven": ("begindatum", "soort_verblijf"), "indicaties": ("begindatum", "indicatienummer"),
    "toelaatbaarheidsverklaringen": ("begindatum", "samenwerkingsverband", "volgnummer", "bekostigingscategorie"),
    "arrangementen": ("begindatum", "brin"), "begeleidingen": ("begindatum", "begeleidingsvorm", "brin"),
    "ontwikkelingsperspectieven": ("begindatum",), "opdc_verblijven": ("begindatum", "brin"),
}  # fmt: skip
"""Parts without which a record means nothing (DOMAIN 2.5-2.16)."""


def _per_veld() -> Iterator[Vergissing]:
    for veld in VELDEN:
        for deel in veld.onderdelen or (None,):
            naam = f"{veld.naam}.{deel.naam}" if deel else veld.naam
            soort = (deel or veld).soort
            paar = PAREN[naam]
            wanneer = (NIEUW,) if veld.categorie.value in ("adres", "sleutel") else (NIEUW, WIJZIGING)
            if soort in _ONMOGELIJK:
                yield Vergissing(
                    f"onmogelijke waarde in {naam}", (paar.school,), _onmogelijk(veld, deel), wanneer, paar.oud
                )
            if soort is Soort.DATUM:
                yield Vergissing(
                    f"verkeerde eeuw in {naam}", (paar.school,), _andere_eeuw(veld, deel), wanneer, paar.oud
                )
            if deel and deel.naam in VERPLICHTE_DELEN[veld.naam]:
                yield Vergissing(f"{naam} vergeten", (paar.school,), _weg(veld, deel), wanneer, paar.oud)
        if (
            any(deel.naam == "einddatum" for deel in veld.onderdelen) and veld.naam != "ontwikkelingsperspectieven"
        ):  # O31
            paar = PAREN[f"{veld.naam}.einddatum"]
            yield Vergissing(f"einde voor begin in {veld.naam}", (paar.school,), _omgekeerd(veld), altijd=paar.oud)


# --- typing errors -----------------------------------------------------------------------------------------------------------------------


def typ(kans: Random, tekst: str) -> str:
    """One letter wrong, missing or double; never only another capital."""
    letters = [i for i, teken in enumerate(tekst) if teken.isalpha()]
    i = kans.choice(letters)
    hoe = kans.choice(["fout", "weg", "dubbel"]) if len(letters) > 2 else "fout"
    ander = kans.choice([c for c in "aeioubdknrst" if c != tekst[i].casefold()])
    return tekst[:i] + {"fout": ander, "weg": "", "dubbel": tekst[i] + ander}[hoe] + tekst[i + 1 :]


def ander_cijfer(kans: Random, tekst: str) -> str:
    i = kans.randrange(len(tekst))
    return tekst[:i] + str((int(tekst[i]) + kans.randint(1, 9)) % 10) + tekst[i + 1 :]


def verwissel(kans: Random, tekst: str) -> str:
    plaatsen = [i for i in range(len(tekst) - 1) if tekst[i] != tekst[i + 1]]
    i = kans.choice(plaatsen)
    return tekst[:i] + tekst[i + 1] + tekst[i] + tekst[i + 2 :]


def _pgn(een: Leerling) -> tuple[str, str]:
    naam = "burgerservicenummer" if een.velden["burgerservicenummer"] else "onderwijsnummer"
    return naam, een.velden[naam]


def _inschrijving(een: Leerling) -> dict[str, Any]:
    return een.inschrijvingen[-1][1]


def _verschoven(een: Leerling, dag: str) -> dict[str, Any]:
    """Another inschrijfdatum, with the first period along: the administrator at least did that."""
    eerste, *rest = _inschrijving(een)["perioden"]
    return {"inschrijfdatum": dag, "perioden": ((dag, *eerste[1:]), *rest)}


def _dubbele_leerling(een: Leerling, **anders: Any) -> Ingreep:
    """Typed in a second time as a new pupil."""

    def doe(wereld: VeldWereld) -> None:
        Leerling(3, een.velden | anders, ((30, dict(_inschrijving(een))),)).zet_in(wereld.school)

    return doe


def _tweede_inschrijving(een: Leerling, begin: str) -> Ingreep:
    def doe(wereld: VeldWereld) -> None:
        laatste = _inschrijving(een)["perioden"][-1]
        velden = _inschrijving(een) | {"inschrijfdatum": begin, "perioden": ((begin, *laatste[1:]),)}
        wereld.school.zet_inschrijving(19, een.id, PUNT, **velden)

    return doe


def _verwisselde_nummers(een: Leerling) -> Ingreep:
    """The numbers of two pupils stand at each other."""

    def doe(wereld: VeldWereld) -> None:
        naam, nummer = _pgn(een)
        wereld.school.bewerk_leerling(1, **{naam: bsn(2)})
        wereld.school.bewerk_leerling(2, burgerservicenummer=nummer)

    return doe


def _namen_van_twee(*_: object) -> Ingreep:
    """The names of two pupils stand at each other."""

    def doe(wereld: VeldWereld) -> None:
        een, ander = wereld.school._leerlingen[1], wereld.school._leerlingen[2]
        for veld in ("achternaam", "voornamen"):
            een[veld], ander[veld] = ander[veld], een[veld]

    return doe


def _bij_een_ander(*_: object) -> Ingreep:
    """The inschrijving hangs at another pupil, who has one already."""

    def doe(wereld: VeldWereld) -> None:
        wereld.school._inschrijvingen[10].leerling_id = 2

    return doe


def _leerlingnummer(nummer: str) -> Ingreep:
    return lambda wereld: wereld.school.bewerk_leerling(1, leerlingnummer=nummer)


def _tlv(**anders: Any) -> Maak:
    def maak(_: Random, een: Leerling) -> dict[str, Any]:
        swv = _inschrijving(een)["toelaatbaarheidsverklaringen"][0][2]
        return {"toelaatbaarheidsverklaringen": (tlv(**{"swv": swv} | anders),)}

    return maak


def _periode(plaats: int, *waarden: Any, welke: int = -1) -> Maak:
    """Part `plaats` of a period of the klassenhistorie gets one of these values."""

    def maak(kans: Random, een: Leerling) -> dict[str, Any]:
        perioden = list(_inschrijving(een)["perioden"])
        record = perioden[welke]
        perioden[welke] = (*record[:plaats], kans.choice(waarden), *record[plaats + 1 :])
        return {"perioden": tuple(perioden)}

    return maak


def _kies(veld: str, *waarden: Any) -> Maak:
    return lambda kans, _: {veld: kans.choice(waarden)}


def _vast(**velden: Any) -> Maak:
    return lambda *_: velden


def _bewerk(veld: str, hoe: Callable[[Random, str], str]) -> Maak:
    return lambda kans, een: {veld: hoe(kans, str(een.velden[veld]))}


def _pgn_fout(hoe: Callable[[Random, str], str]) -> Maak:
    def maak(kans: Random, een: Leerling) -> dict[str, Any]:
        naam, nummer = _pgn(een)
        return {naam: hoe(kans, nummer)}

    return maak


def _dag_en_maand(_: Random, een: Leerling) -> dict[str, Any]:
    jaar, maand, dag = een.velden["geboortedatum"].split("-")
    if maand == dag:
        dag = f"{int(dag) + 1:02}"  # the mistake must be one
    return {"geboortedatum": f"{jaar}-{dag}-{maand}"}


def _jaar_ernaast(kans: Random, een: Leerling) -> dict[str, Any]:
    jaar, rest = een.velden["geboortedatum"].split("-", 1)
    return {"geboortedatum": f"{int(jaar) + kans.choice([-10, -1, 1])}-{rest}"}


def _ander_geslacht(_: Random, een: Leerling) -> dict[str, Any]:
    return {"geslacht": {"M": "V", "V": "M"}[een.velden["geslacht"]]}


def _namen_verwisseld(_: Random, een: Leerling) -> dict[str, Any]:
    return {"achternaam": een.velden["voornamen"], "voornamen": een.velden["achternaam"]}


def _voorletters(_: Random, een: Leerling) -> dict[str, Any]:
    return {"voornamen": " ".join(f"{naam[0]}." for naam in een.velden["voornamen"].split())}


def _begin(een: Leerling) -> int:
    return int(str(_inschrijving(een)["inschrijfdatum"])[:4])


_BUITEN: Final = dict.fromkeys(("straatnaam", "huisnummer", "postcode", "plaatsnaam"))
_RES: Final = {"verblijven": (("2015-09-01", None, "1"),)}
_TOETS: Final = {"eindtoets_soort": "11", "eindtoets_datum": "2016-04-19", "eindtoets_score": 535}
_VOOR: Final = {"voorschools_programma": 2, "voorschools_maanden": 12}
_VROEG: Final = {
    "vroegschools_programma": 2,
    "vroegschools_begindatum": "2015-08-01",
    "vroegschools_einddatum": "2016-07-31",
}
_ADVIES: Final = {"vo_advies": "40", "vo_advies_datum": "2016-02-01"}
_V: Final = Vergissing

PER_REGEL: Final[tuple[Vergissing, ...]] = (
    # who it is
    _V("een cijfer van het PGN fout", ALLE, _pgn_fout(ander_cijfer)),
    _V("twee cijfers van het PGN verwisseld", ALLE, _pgn_fout(verwissel)),
    _V("een cijfer van het PGN vergeten", ALLE, _pgn_fout(lambda kans, n: n[: (i := kans.randrange(9))] + n[i + 1 :])),
    _V("een cijfer van het PGN te veel", ALLE, _pgn_fout(lambda kans, n: n + str(kans.randrange(10)))),
    _V("BSN van een klasgenoot", NU_MET_BSN, lambda *_: {"burgerservicenummer": bsn(2)}),
    _V("BSN van een ander kind", NU_MET_BSN, lambda *_: {"burgerservicenummer": bsn(5)}),
    _V("BSN dat niet bestaat", MET_BSN, lambda kans, _: {"burgerservicenummer": bsn(1000 + kans.randrange(900))}),
    _V("BSN's van twee leerlingen verwisseld", NU_MET_BSN, lambda _, een: _verwisselde_nummers(een)),
    _V("BSN vergeten bij een bekende leerling", MET_BSN, _vast(burgerservicenummer=None), (WIJZIGING,)),
    _V("BSN en onderwijsnummer allebei", MET_BSN, lambda kans, _: {"onderwijsnummer": onr(kans.randint(1, 99))}, (NIEUW,)),
    _V("onderwijsnummer van een ander", ("zonder_bsn",), lambda *_: {"onderwijsnummer": onr(5)}, (NIEUW,)),
    _V("BSN in het veld onderwijsnummer", MET_BSN, lambda _, een: {"burgerservicenummer": None, "onderwijsnummer": _pgn(een)[1]}),
    _V("dag en maand van de geboortedatum verwisseld", MET_BSN, _dag_en_maand),
    _V("geboortejaar ernaast", MET_BSN, _jaar_ernaast),
    _V("geboortedatum vergeten", ALLE, _vast(geboortedatum=None)),
    _V("geboortedatum in de toekomst", ALLE, lambda kans, _: {"geboortedatum": f"{kans.randint(2017, 2099)}-05-01"}),
    _V("geslacht verkeerd", MET_BSN, _ander_geslacht),
    _V("geslacht vergeten of onbekende letter", ALLE, _kies("geslacht", None, "X", "J", "1", "man")),
    _V("typefout in de achternaam", MET_BSN, _bewerk("achternaam", typ)),
    _V("typefout in de voornamen", MET_BSN, _bewerk("voornamen", typ)),
    _V("typefout in de naam bij een onderwijsnummer", ("zonder_bsn", "buitenland"), _bewerk("achternaam", typ), (NIEUW,)),
    _V("achternaam vergeten", MET_BSN, _vast(achternaam=None)),
    _V("voornamen vergeten", MET_BSN, _vast(voornamen=None)),
    _V("voor- en achternaam verwisseld", MET_BSN, _namen_verwisseld),
    _V("voorletters in plaats van voornamen", MET_BSN, _voorletters),
    _V("roepnaam in plaats van voornamen", MET_BSN, _kies("voornamen", "Annie", "Jopie", "Bo")),
    _V("voorvoegsel bij de achternaam", MET_BSN, lambda _, een: {"achternaam": f"van {een.velden['achternaam']}", "voorvoegsel": None}, altijd={"voorvoegsel": "van"}),
    _V("verkeerd voorvoegsel", MET_BSN, _kies("voorvoegsel", "van", "de", "vd"), altijd={"voorvoegsel": "van der"}),
    _V("naam in hoofdletters", MET_BSN, _bewerk("achternaam", lambda _, n: n.upper())),
    _V("onzichtbaar teken in de naam", ALLE, _bewerk("achternaam", lambda kans, n: n[:2] + kans.choice("\x07\x00\x1b") + n[2:])),
    _V("veel te lange naam", ALLE, _bewerk("achternaam", lambda kans, n: n * kans.randint(70, 90))),
    _V("te lang voorvoegsel", ALLE, _kies("voorvoegsel", "van der van der", "in het nieuwe")),
    _V("leerlingnummer te lang", ALLE, lambda *_: _leerlingnummer("20160123456789"), (NIEUW,)),
    _V("leerlingnummer vergeten", ALLE, lambda *_: _leerlingnummer(""), (NIEUW,)),
    _V("leerlingnummer van een klasgenoot", ("bo", "sbo", "so", "zonder_bsn"), lambda *_: _leerlingnummer("0002"), (NIEUW,)),
    # entered twice
    _V("leerling twee keer ingevoerd", MET_BSN, lambda _, een: _dubbele_leerling(een)),
    _V("leerling nog eens ingevoerd, zonder BSN", NU_MET_BSN, lambda _, een: _dubbele_leerling(een, burgerservicenummer=None, nationaliteiten=(("0001", None, None),)), (WIJZIGING,)),
    _V("tweede inschrijving terwijl de eerste loopt", NU_MET_BSN, lambda kans, een: _tweede_inschrijving(een, f"2016-09-{kans.randint(5, 9):02}")),
    _V("inschrijving bij de verkeerde leerling", NU_MET_BSN, _bij_een_ander),
    # the names of two are seen in the picture of both
    _V("namen van twee leerlingen verwisseld", NU_MET_BSN, _namen_van_twee),
    # where he lives
    _V("typefout in de postcode", NU_MET_BSN, _bewerk("postcode", lambda kans, p: ander_cijfer(kans, p[1:4]).join((p[0], p[4:])))),
    _V("typefout in de postcode bij een onderwijsnummer", ("zonder_bsn",), lambda kans, _: {"postcode": f"6{kans.randint(100, 699)}XX"}),
    _V("postcode zonder letters", ALLE, _bewerk("postcode", lambda _, p: p[:4]), (NIEUW,)),
    _V("postcode vergeten", MET_BSN, _vast(postcode=None)),
    _V("verkeerd huisnummer", NU_MET_BSN, lambda _, een: {"huisnummer": een.velden["huisnummer"] + 1}),
    _V("letter bij het huisnummer", NU_MET_BSN, lambda _, een: {"huisnummer": f"{een.velden['huisnummer']}a"}),
    _V("huisnummer onmogelijk", ALLE, _kies("huisnummer", 0, 100000, "-"), (NIEUW,)),
    _V("typefout in de straat", NU_MET_BSN, _bewerk("straatnaam", typ)),
    _V("typefout in de plaats", NU_MET_BSN, _bewerk("plaatsnaam", lambda *_: "Edde")),
    _V("toevoeging vergeten", NU_MET_BSN, _vast(huisnummertoevoeging=None), altijd={"huisnummertoevoeging": "bis"}),
    _V("land en postcode allebei", ALLE, _kies("land", "5010", "9089"), (NIEUW,)),
    _V("oud land Duitsland", NU_MET_BSN, lambda *_: _BUITEN | {"land": "6029"}, (NIEUW,)),
    _V("land dat niet bestaat of niet meer bestaat", ("buitenland",), _kies("land", "7011", "5999", "9799")),
    # when he came and left
    _V("inschrijfdatum verschoven zonder de klas", ALLE, lambda kans, een: {"inschrijfdatum": f"{_begin(een)}-{kans.choice(['07-01', '07-29', '09-05', '10-03'])}"}, (NIEUW,)),
    _V("inschrijfdatum een jaar ernaast", ALLE, lambda kans, een: {"inschrijfdatum": f"{_begin(een) + kans.choice([-1, 1])}-08-01"}),
    _V("inschrijfdatum in een weekend", ("bo", "sbo", "so", "vso"), lambda kans, een: _verschoven(een, kans.choice(["2015-09-05", "2015-09-06", "2015-10-03"]))),
    _V("inschrijfdatum onmogelijk", ALLE, _kies("inschrijfdatum", "2015-02-30", "31-09-2015", "2015", None)),
    _V("jonger dan vier ingeschreven", ("bo",), lambda kans, een: _verschoven(een, f"{int(een.velden['geboortedatum'][:4]) + kans.choice([2, 3])}-01-10"), (NIEUW,)),
    _V("uitschrijfdatum voor inschrijfdatum", MET_BSN, lambda kans, een: {"uitschrijfdatum": f"{_begin(een) - kans.randint(1, 3)}-07-31"}),
    _V("uitschrijfdatum die niet bestaat", ALLE, _kies("uitschrijfdatum", "2017-06-31", "31-11-2016", "2017-02-29", "zomer")),
    _V("uitschrijfdatum voor de laatste klas", ALLE, lambda _, een: {"uitschrijfdatum": f"{_begin(een) + 1}-06-30"}),
    _V("uitschrijfdatum met het verkeerde jaar", ALLE, lambda kans, _: {"uitschrijfdatum": f"{kans.choice([1916, 2006, 2007])}-07-31"}),
    # in what class
    _V("twee perioden op een dag", ALLE, lambda _, een: {"perioden": (*_inschrijving(een)["perioden"], _inschrijving(een)["perioden"][-1])}),
    _V("periode voor de inschrijving", ALLE, lambda kans, een: {"perioden": ((f"{_begin(een)}-0{kans.randint(1, 7)}-01", *_inschrijving(een)["perioden"][0][1:]), *_inschrijving(een)["perioden"])}),
    _V("eerste klas later dan de inschrijving", ALLE, lambda _, een: {"perioden": _inschrijving(een)["perioden"][1:]}),
    _V("geen klas", ALLE, _vast(perioden=())),
    _V("vestiging van een andere school", ALLE, _periode(3, "02", "07", "99")),
    _V("vestiging vergeten of geen twee cijfers", ALLE, _periode(3, None, "1", "hoofd", "00A")),
    _V("groep die niet bestaat", WPO, _periode(1, "0", "9", "4b", None, "1-2")),
    _V("leerjaar in plaats van groep", WPO, lambda *_: {"perioden": (("2015-08-01", None, 7, "00", 1, None),)}),
    _V("leerjaar dat niet bestaat", WEC, _periode(2, 0, 21, "x", -3)),
    _V("leerjaar vergeten", WEC, _periode(2, None)),
    _V("groep in plaats van leerjaar", WEC, lambda *_: {"perioden": (("2015-08-01", "5", None, "00", 1, None),)}),
    _V("bekostiging vergeten", ALLE, _periode(4, None)),
    _V("onderwijstype van een andere soort school", WPO, _kies("onderwijstype", "SO", "VSO")),
    _V("onderwijstype onbekend", ALLE, _kies("onderwijstype", "PO", "VO", None, "BaO")),
    _V("SO en VSO verwisseld", ("so",), _vast(onderwijstype="VSO")),
    _V("SO naar VSO in een inschrijving", ("so",), _vast(onderwijstype="VSO", schoolsoort="2", schoolsoort_datum="2016-08-01", uitstroomprofiel="1"), (WIJZIGING,)),
    _V("schoolsoort hoort niet bij het onderwijstype", ("so", "so_cluster2", "vso"), lambda _, een: {"schoolsoort": "2" if _inschrijving(een)["schoolsoort"] == "1" else "1"}),
    _V("schoolsoort vergeten of onbekend", WEC, _kies("schoolsoort", None, "3", "SO")),
    _V("inschrijfstatus gewisseld", ("bo", "so", "vso", "so_lgf"), _vast(inschrijfstatus="A"), (WIJZIGING,)),
    _V("inschrijfstatus vergeten of onbekend", ALLE, _kies("inschrijfstatus", None, "B", "1")),
    _V("NNCA vergeten of onbekend", WPO, _kies("nnca", None, "3", "J")),
    _V("uitstroomprofiel vergeten of onbekend", ("vso",), _kies("uitstroomprofiel", None, "4", "0")),
    _V("gewicht dat niet bestaat", ("bo",), _kies("gewicht", "0,25", "0,90", "30", "1,3")),
    _V("datum gewicht zonder gewicht", ("bo",), _vast(gewicht=None), altijd={"gewicht": "0,30", "gewicht_datum": "2015-08-01"}),
    # vve, test and advice
    _V("maanden voorschools vergeten of te veel", WPO, _kies("voorschools_maanden", None, 0, 25, 36), altijd=_VOOR),
    _V("programma voorschools vergeten of onbekend", WPO, _kies("voorschools_programma", None, 0, 16, 99), altijd=_VOOR),
    _V("vroegschools zonder begin", WPO, _vast(vroegschools_begindatum=None), altijd=_VROEG),
    _V("vroegschools einde voor begin", WPO, _kies("vroegschools_einddatum", "2015-07-31", "2014-07-31"), altijd=_VROEG),
    _V("score die niet bij Cito past", WPO, _kies("eindtoets_score", 53, 499, 551, 600), altijd=_TOETS),
    _V("score te hoog voor elke toets", WPO, lambda kans, _: {"eindtoets_soort": "13", "eindtoets_score": kans.randint(1001, 9999)}, altijd=_TOETS),
    _V("referentieniveau dat niet bestaat", WPO, _kies("referentieniveau_taal", "1F", "05", "2"), altijd=_TOETS),
    _V("VO-advies dat niet bestaat", WPO, _kies("vo_advies", "62", "99", "HAVO", "6"), altijd=_ADVIES),
    _V("herzien advies zonder advies", WPO, _vast(vo_advies=None, vo_advies_datum=None), altijd={**_ADVIES, "herzien_advies": "60", "herzien_advies_datum": "2016-05-20"}),
    # on what ground
    _V("TLV vergeten", ("so", "vso"), _vast(toelaatbaarheidsverklaringen=())),
    _V("TLV van een onmogelijk samenwerkingsverband", TLV, lambda kans, een: _tlv(swv=kans.choice(["2801", "PO28", "SWV2801", None]))(kans, een)),
    _V("TLV zonder nummer", TLV, _tlv(volgnummer=None)),
    _V("TLV zonder of met onbekende categorie", TLV, lambda kans, een: _tlv(categorie=kans.choice([None, "4", "L"]))(kans, een)),
    _V("TLV einde voor begin", TLV, _tlv(begindatum="2015-08-01", einddatum="2014-07-31")),
    _V("TLV met een te lang nummer", TLV, _tlv(volgnummer="2016-PO2801-000000000123")),
    _V("indicatie in plaats van TLV", ("so",), _vast(toelaatbaarheidsverklaringen=(), indicaties=(("2015-08-01", "2017-07-31", "3-01-2015-0001", "31"),))),
    _V("TLV in plaats van indicatie, voor 2014", ("so_lgf",), _vast(indicaties=(), toelaatbaarheidsverklaringen=(("2011-08-01", "2013-07-31", "PO2801", "000123", "1"),))),
    _V("indicatie vergeten", ("so_lgf", "ambulant"), _vast(indicaties=())),
    _V("soort onderwijs vergeten, voor 2014", ("so_lgf",), _periode(5, None)),
    _V("soort onderwijs dat niet bestaat", ("so_lgf", "so_cluster2"), _periode(5, "XX", "3", "ZMLK")),
    _V("indicatienummer fout", LGF, lambda kans, _: {"indicaties": (("2011-08-01", "2013-07-31", kans.choice(["3-01-2011", "9-01-2011-0001", "3 01 2011 1", "30120110001"]), "31"),)}),
    _V("onderwijssoort LGF die niet bestaat", LGF, lambda kans, _: {"indicaties": (("2011-08-01", "2013-07-31", "3-01-2011-0001", kans.choice(["36", "99", "LG"])),)}),
    _V("arrangement vergeten en geen TLV", ("so_cluster2",), lambda *_: {"arrangementen": (), "perioden": (("2015-08-01", None, 1, "00", 1, None), ("2016-08-01", None, 2, "00", 1, None))}),
    _V("ambulante begeleiding na 2014", ("so",), _vast(begeleidingen=(("2016-09-01", None, "RAB", "11BB", "00"),))),
    _V("ambulante begeleiding voor de indicatie", ("ambulant",), _vast(begeleidingen=(("2011-06-01", None, "RAB", "11BB", "00"),))),
    _V("begeleidingsvorm die niet bestaat", ("ambulant",), lambda kans, _: {"begeleidingen": (("2011-08-01", None, kans.choice(["LGF", "AB", "R"]), "11BB", "00"),)}),
    _V("school van begeleiding vergeten of fout", ("ambulant",), lambda kans, _: {"begeleidingen": (("2011-08-01", None, "RAB", kans.choice([None, "11B", "De Regenboog"]), "00"),)}),
    _V("school van terugplaatsing vergeten", ("terugplaatsing",), _vast(terugplaatsing_brin=None, terugplaatsing_vestiging=None), (NIEUW,)),
    _V("soort verblijf vergeten of onbekend", ("so", "vso"), lambda kans, _: {"verblijven": (("2015-09-01", None, kans.choice([None, "5", "R"])),)}, altijd=_RES),
    _V("nationaliteit die niet bestaat", ("zonder_bsn", "buitenland"), lambda kans, _: {"nationaliteiten": ((kans.choice(["0999", "9001", "NL"]), "2006-01-02", None),)}),
    # wrong in form only
    _V("spaties te veel in de naam", MET_BSN, _bewerk("achternaam", lambda _, n: f"  {n} ")),
    _V("postcode anders geschreven", NU_MET_BSN, _kies("postcode", "6711am", "6711  AM", " 6711AM")),
    _V("punten in het BSN", MET_BSN, _bewerk("burgerservicenummer", lambda _, n: f"{n[:4]}.{n[4:6]}.{n[6:]}")),
    _V("datum anders geschreven", ALLE, lambda _, een: {"inschrijfdatum": f"1-8-{_begin(een)}"}),
    _V("codes in kleine letters", NU_MET_BSN, lambda _, een: {"onderwijstype": str(_inschrijving(een)["onderwijstype"]).lower(), "inschrijfstatus": " i "}),
    _V("Nederland als land bij een postcode", NU_MET_BSN, _vast(land="6030")),
    _V("adresregels buitenland bij een adres hier", NU_MET_BSN, _vast(adresregel_buitenland_1="p/a")),
    _V("BSN vergeten bij een nieuwe leerling", NU_MET_BSN, _vast(burgerservicenummer=None), (NIEUW,)),
)  # fmt: skip

ALLEEN_ATTENTIE: Final[tuple[Vergissing, ...]] = (
    _V("uitschrijfdatum in een weekend", ("bo", "sbo", "so"), _vast(uitschrijfdatum="2016-10-29"), altijd={"uitschrijfdatum": "2016-10-28"}),
    _V("uitschrijfdatum kort voor 31 juli", ("bo",), _vast(uitschrijfdatum="2017-07-14"), (NIEUW,), {"uitschrijfdatum": "2017-07-31"}),
    _V("inschrijfdatum in augustus in plaats van 1 augustus", ("bo", "sbo"), lambda _, een: _verschoven(een, "2015-08-24"), (NIEUW,)),
    _V("inschrijfdatum ver in de toekomst", ("bo",), lambda *_: {"inschrijfdatum": "2018-09-03", "perioden": (("2018-09-03", "8", None, "00", 1, None),)}, (NIEUW,)),
    _V("leerjaar dat niet bij Onderwijs Sinds past", ("so", "vso"), _periode(2, 7)),
    _V("niet bekostigd", ("bo", "so"), _periode(4, 0)),
    _V("verlopen TLV", TLV, _tlv(begindatum="2012-08-01", einddatum="2015-07-31")),
    _V("cluster in het indicatienummer fout", ("so_lgf",), _vast(indicaties=(("2011-08-01", "2013-07-31", "4-01-2011-0001", "31"),))),
    _V("verlopen indicatie", ("so_lgf",), _vast(indicaties=(("2009-08-01", "2011-07-31", "3-01-2011-0001", "31"),)), (NIEUW,)),
    _V("ambulant zonder begeleiding", ("bo", "so"), _vast(inschrijfstatus="A"), (NIEUW,)),
    _V("verblijf voor de inschrijving", ("so",), _vast(verblijven=(("2014-09-01", None, "1"),)), altijd=_RES),
    _V("herzien advies lager", ("bo",), _vast(herzien_advies="30", herzien_advies_datum="2016-05-20"), altijd={**_ADVIES, "herzien_advies": "60", "herzien_advies_datum": "2016-05-20"}),
    _V("OPP's die elkaar overlappen", ("bo",), _vast(ontwikkelingsperspectieven=(("2016-01-04", None), ("2016-02-01", None))), altijd={"ontwikkelingsperspectieven": (("2016-01-04", None),)}),
    _V("OPP einde voor begin", ("bo",), _vast(ontwikkelingsperspectieven=(("2016-01-04", "2015-01-04"),)), altijd={"ontwikkelingsperspectieven": (("2016-01-04", None),)}),
    _V("Nederlandse en andere nationaliteit", ("zonder_bsn",), _vast(nationaliteiten=(("0001", None, None), ("0052", None, None)))),
)  # fmt: skip
"""An attentie is shown and the register takes it: somebody must read it (DOMAIN 5 severity T)."""

ONZICHTBAAR: Final[tuple[Vergissing, ...]] = (
    _V("een groep ernaast", ("bo", "sbo"), _periode(1, "6")),
    _V("andere eigen vestiging", ("bo", "so"), _periode(3, "01")),
    _V("inschrijfdatum en klas een schooldag later", ("bo", "so"), lambda _, een: _verschoven(een, "2015-09-02"), altijd={"inschrijfdatum": "2015-09-01", "perioden": (("2015-09-01", "7", 1, "00", 1, None), ("2016-08-01", "8", 2, "00", 1, None))}),
    _V("uitschrijfdatum een schooldag later", ("so",), _vast(uitschrijfdatum="2016-10-27"), altijd={"uitschrijfdatum": "2016-10-26"}),
    _V("andere NNCA", ("bo", "sbo"), _vast(nnca="2")),
    _V("ander gewicht", ("bo",), _vast(gewicht="1,20"), altijd={"gewicht": "0,30"}),
    _V("ander uitstroomprofiel", ("vso",), _vast(uitstroomprofiel="3")),
    _V("andere categorie of ander nummer van de TLV", TLV, _tlv(categorie="3", volgnummer="000132")),
    _V("ander samenwerkingsverband", TLV, _tlv(swv="PO2810")),
    _V("ander volgnummer van de indicatie", ("so_lgf",), _vast(indicaties=(("2011-08-01", "2013-07-31", "3-01-2011-0010", "31"),))),
    _V("score of advies ernaast", ("bo",), _vast(eindtoets_score=543, vo_advies="60"), altijd={**_TOETS, **_ADVIES}),
    _V("BO in plaats van SBO", ("sbo",), _vast(onderwijstype="BO")),
    _V("andere school van begeleiding", ("ambulant",), _vast(begeleidingen=(("2011-08-01", None, "RAB", "11BC", "00"),))),
    _V("RAB als preventieve begeleiding getypt, dus niet aangeleverd", ("ambulant",), _vast(begeleidingen=(("2011-08-01", None, "PAB", "11BB", "00"),)), (NIEUW,)),
    _V("nationaliteit van een buurland", ("zonder_bsn",), _vast(nationaliteiten=(("0055", "2006-01-02", None),))),
    _V("naam gewijzigd bij een onderwijsnummer", ("zonder_bsn",), _bewerk("achternaam", typ), (WIJZIGING,)),
    _V("huisnummer ernaast bij een onderwijsnummer", ("zonder_bsn",), _vast(huisnummer=999)),
)  # fmt: skip
"""A wrong but legal value of which only the school knows better: no rule and no register can see it."""

ZONDER_REGEL: Final[tuple[Vergissing, ...]] = (
    _V("leerjaar naast een groep", WPO, _periode(2, 8)),
    _V("groep naast een leerjaar", WEC, _periode(1, "8")),
    _V("TLV in het basisonderwijs", ("bo",), _vast(toelaatbaarheidsverklaringen=(tlv(),))),
    _V("TLV vergeten in het SBO", ("sbo",), _vast(toelaatbaarheidsverklaringen=())),
    _V("arrangement naast een TLV", ("so",), _vast(arrangementen=(("2015-08-01", None, "00AA", "00"),))),
)
"""What a rule could see, had DOMAIN 5 one: neither client nor register says anything. For whoever knows the real rule."""

PER_VELD: Final = tuple(_per_veld())
