"""Acceptance rules of the register: its own table, written from DOMAIN 2, 4 and 5, never from the client's checks.

A rule that is violated gives a signal: 'weigering' (refused at receipt), 'afkeur' (rejected when worked) or 'attentie'
(registered all the same). Codes are invented (prefix SIM-): the codes of BRON PO were never public; where DOMAIN 4.7 has
a number of BVE/VO or DOMAIN 5 has a check, the code ends in it. Whether the real register rejected on a row is ASSUMED
for most rows. Texts hold no values, so that a log can hold them.
What it does not know: the state of the register; `Zaak` brings what was looked up.
"""

import csv
import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

from bron_simulator.berichten import Gegevens
from bron_simulator.brp import is_bsn, is_onderwijsnummer, pgn_van, zoeknaam
from bron_simulator.resources import resource

Ernst = Literal["weigering", "afkeur", "attentie"]

IDENTIFICATIE = "aanleverenIdentificatie"
INSCHRIJVING = "aanleverenInschrijving"
CORRECTIE = "aanleverenCorrectieInschrijfdatum"
SLEUTEL = "aanleverenWijzigingSleutelgegevens"
ONDERWIJS = "aanleverenWijzigingOnderwijsgegevens"
UITSCHRIJVING = "aanleverenUitschrijving"
VERWIJDERING = "aanleverenVerwijderingInschrijving"
OVERZICHT = "aanvragenRegistratieoverzicht"

MET_PERSOON = (IDENTIFICATIE, INSCHRIJVING, SLEUTEL)
MET_ONDERWIJS = (INSCHRIJVING, CORRECTIE, ONDERWIJS, UITSCHRIJVING)
NIEUWE_DATUM = (INSCHRIJVING, CORRECTIE)
MET_SLEUTEL = (CORRECTIE, ONDERWIJS, UITSCHRIJVING, VERWIJDERING)

PASSEND_ONDERWIJS = date(2014, 8, 1)
SO_VSO_APART = date(2013, 8, 1)
EERSTE_AANLEVERING = date(2008, 8, 1)
EINDE_GEWICHT = date(2019, 8, 1)
CLUSTER_1_2 = frozenset({"VI", "DO", "SH", "ES"})
HERHAALD_ONDERWIJS = (
    "nationaliteit",
    "residentieelVerblijf",
    "indicatie",
    "toelaatbaarheidsverklaring",
    "arrangement",
    "ambulanteBegeleiding",
    "verblijfAndereInstelling",
)


@dataclass(frozen=True, slots=True)
class Tijdvak:
    begin: date
    eind: date | None
    ambulant: bool = False

    def overlapt(self, ander: "Tijdvak") -> bool:
        return (self.eind is None or ander.begin <= self.eind) and (ander.eind is None or self.begin <= ander.eind)


@dataclass(frozen=True, slots=True)
class Zaak:
    """One message with everything that was looked up for it."""

    operatie: str
    vandaag: date
    vestigingen: frozenset[str] = frozenset()
    persoon: Gegevens = field(default_factory=dict)
    bekend: Gegevens | None = None
    """The person under the delivered PGN, as the BRP or the register knows them."""
    herkomst: str = "opgegeven"
    niet_uniek: bool = False
    adres: Gegevens | None = None
    postcode_bekend: bool = True
    begin: date | None = None
    eind: date | None = None
    onderwijs: Gegevens = field(default_factory=dict)
    gevonden: bool = True
    """What the key of the message names is registered at this aanleverpunt."""
    oud: Gegevens = field(default_factory=dict)
    oude_begin: date | None = None
    oude_pgn: str | None = None
    oude_sleutel_klopt: bool = True
    bestaat_al: bool = False
    anderen: tuple[Tijdvak, ...] = ()
    elders: bool = False
    peildatum: date | None = None

    @property
    def pgn(self) -> str | None:
        return pgn_van(self.persoon)

    @property
    def bsn(self) -> bool:
        return self.persoon.get("burgerservicenummer") is not None

    @property
    def binnenland(self) -> Gegevens:
        return (self.adres or {}).get("binnenlandsAdres") or {}

    @property
    def buitenland(self) -> Gegevens:
        return (self.adres or {}).get("buitenlandsAdres") or {}

    @property
    def tijdvak(self) -> Tijdvak | None:
        return None if self.begin is None else Tijdvak(self.begin, self.eind, self.ambulant)

    @property
    def type(self) -> str:
        return str(self.onderwijs.get("onderwijstype", ""))

    @property
    def wpo(self) -> bool:
        return self.type in {"BO", "SBO"}

    @property
    def wec(self) -> bool:
        return self.type in {"SO", "VSO"}

    @property
    def ambulant(self) -> bool:
        return self.onderwijs.get("inschrijfstatus") == "A"

    @property
    def perioden(self) -> list[Gegevens]:
        return sorted(self.onderwijs.get("inschrijvingPeriode", []), key=lambda p: str(p["datumBegin"]))

    def lijst(self, naam: str) -> list[Gegevens]:
        return list(self.onderwijs.get(naam, []))

    @property
    def instelling(self) -> bool:
        """A cluster 1 or 2 institution: no TLV but a soort onderwijs or an arrangement (DOMAIN 2.6, 2.10)."""
        laatste = self.perioden[-1:] or [{}]
        return laatste[0].get("soortOnderwijs") in CLUSTER_1_2 or bool(self.lijst("arrangement"))

    @property
    def loopt_na_passend(self) -> bool:
        """Ran on, or began, after passend onderwijs came; before that day nobody is asked for it (DOMAIN 6.7)."""
        dag_ = max(self.begin or self.vandaag, self.vandaag)
        return min(self.eind or dag_, dag_) >= PASSEND_ONDERWIJS


@dataclass(frozen=True, slots=True)
class Regel:
    code: str
    ernst: Ernst
    tekst: str
    veld: str
    bij: tuple[str, ...]
    overtreden: Callable[[Zaak], bool]


# ---------------------------------------------------------------- looking things up


def dag(tekst: object) -> date:
    return date.fromisoformat(str(tekst))


@cache
def _tabel(bestand: str) -> dict[str, tuple[str, str]]:
    with resource("codelijsten", bestand).open(encoding="utf-8", newline="") as f:
        return {rij[0]: (rij[2], rij[3]) for rij in list(csv.reader(f))[1:] if rij}


def _vervallen(einde: str, op: date) -> bool:
    """The end of a table row may have zeros for an unknown day."""
    return einde != "" and einde <= op.strftime("%Y%m%d")


def land_geldig(code: str, op: date) -> bool:
    """A country of table 34 that exists on the day: begun and not ended (DOMAIN 3.6, A07)."""
    rij = _tabel("tabel34-landen.csv").get(code)
    return rij is not None and rij[0] <= op.strftime("%Y%m%d") and not _vervallen(rij[1], op)


def nationaliteit_bekend(code: str) -> bool:
    return code in _tabel("tabel32-nationaliteiten.csv")


def uiterste_geboortedata(tekst: str) -> tuple[date, date] | None:
    """Earliest and latest day that a partial birth date can mean; None when wholly unknown or no date (DOMAIN 3.5)."""
    jaar, maand, dag_ = (int(d) for d in tekst.split("-"))
    try:
        if jaar == 0:
            return None
        if maand == 0:
            return date(jaar, 1, 1), date(jaar, 12, 31)
        if dag_ == 0:
            volgende = date(jaar + maand // 12, maand % 12 + 1, 1)
            return date(jaar, maand, 1), date.fromordinal(volgende.toordinal() - 1)
        return date(jaar, maand, dag_), date(jaar, maand, dag_)
    except ValueError:
        return None


def jaren_later(d: date, jaren: int) -> date:
    try:
        return d.replace(year=d.year + jaren)
    except ValueError:
        return date(d.year + jaren, 3, 1)


def einde_schooljaar(d: date) -> date:
    """31 July of the school year that holds this day (DOMAIN 3.10)."""
    return date(d.year + (d.month >= 8), 7, 31)


def _minstens(z: Zaak, jaren: int) -> bool:
    """Old enough on the inschrijfdatum, in doubt yes."""
    grenzen = uiterste_geboortedata(str(z.persoon.get("geboortedatum", "0000-00-00")))
    return grenzen is None or z.begin is None or jaren_later(grenzen[0], jaren) <= z.begin


def _ouder_dan(z: Zaak, jaren: int) -> bool:
    """This age is reached at the end of the present school year, in doubt not."""
    grenzen = uiterste_geboortedata(str(z.persoon.get("geboortedatum", "0000-00-00")))
    if grenzen is None or z.begin is None or z.eind is not None:
        return False
    return jaren_later(grenzen[1], jaren) <= einde_schooljaar(max(z.begin, z.vandaag))


# ---------------------------------------------------------------- predicates that need more than a line


def _persoon_klopt_niet(z: Zaak) -> bool:
    """DOMAIN 4.7, 752 and 753: number, birth date and sex must belong together."""
    if z.pgn is None or (z.operatie == SLEUTEL and not z.bsn and z.pgn == z.oude_pgn):
        return False
    return z.bekend is None or any(z.bekend[v] != z.persoon[v] for v in ("geboortedatum", "geslacht"))


def _geboortedatum_onmogelijk(z: Zaak) -> bool:
    tekst = str(z.persoon["geboortedatum"])
    return not tekst.startswith("0000") and uiterste_geboortedata(tekst) is None


def _geboortedatum_toekomst(z: Zaak) -> bool:
    grenzen = uiterste_geboortedata(str(z.persoon["geboortedatum"]))
    return grenzen is not None and grenzen[0] > z.vandaag


def _stuurtekens(z: Zaak) -> bool:
    teksten = [v for v in (*z.persoon.values(), *z.binnenland.values(), *z.buitenland.values()) if isinstance(v, str)]
    return any(unicodedata.category(c) == "Cc" for t in teksten for c in t)


def _adres_onvolledig(z: Zaak) -> bool:
    """DOMAIN A03: without PGN the whole address."""
    if z.pgn is not None or z.operatie == SLEUTEL:
        return False
    if z.binnenland:
        straat = z.binnenland.get("straatnaam") and z.binnenland.get("huisnummer")
        return not ((straat or z.binnenland.get("locatieomschrijving")) and z.binnenland.get("plaatsnaam"))
    return not z.buitenland.get("adresregelBuitenland1")


def _adres_ontbreekt(z: Zaak) -> bool:
    """DOMAIN 790. Who has a secret address in the BRP is enrolled without (DOMAIN 6.6)."""
    nodig = z.operatie == INSCHRIJVING or (z.operatie == IDENTIFICATIE and z.pgn is None)
    return nodig and z.adres is None and not (z.bekend or {}).get("geheim")


def _postcode_onbekend(z: Zaak) -> bool:
    return "postcode" in z.binnenland and not z.postcode_bekend and not _brp_adres(z)


def _brp_adres(z: Zaak) -> Gegevens:
    return ((z.bekend or {}).get("adres") or {}) if z.bsn else {}


def _postcode_wijkt_af(z: Zaak) -> bool:
    hun = _brp_adres(z).get("postcode")
    return hun is not None and "postcode" in z.binnenland and z.binnenland["postcode"] != hun


def _land_wijkt_af(z: Zaak) -> bool:
    hun = _brp_adres(z)
    if not hun or z.adres is None:
        return False
    return bool(hun.get("land", "6030") != z.buitenland.get("land", "6030"))


def _naam_wijkt_af(z: Zaak) -> bool:
    if z.bekend is None or "achternaam" not in z.persoon:
        return False
    return any(
        zoeknaam(z.persoon.get(v)) != zoeknaam(z.bekend.get(v) or ("." if v == "voornamen" else None))
        for v in ("achternaam", "voorvoegsel", "voornamen")
        if v in z.persoon or z.bekend.get(v)
    )


def _overlapt(z: Zaak) -> bool:
    """DOMAIN I09: not twice at the same time at one school, ambulant begeleid aside."""
    eigen = z.tijdvak
    return eigen is not None and not z.ambulant and any(not a.ambulant and a.overlapt(eigen) for a in z.anderen)


def _weekend(d: date | None, *, behalve: tuple[int, int]) -> bool:
    return d is not None and d.weekday() >= 5 and (d.month, d.day) != behalve


def _periode_buiten(z: Zaak) -> bool:
    return z.begin is not None and any(
        dag(p["datumBegin"]) < z.begin or (z.eind is not None and dag(p["datumBegin"]) > z.eind) for p in z.perioden
    )


def _einde_voor_begin(records: Iterable[Gegevens]) -> bool:
    return any("datumEinde" in r and "datumBegin" in r and r["datumEinde"] < r["datumBegin"] for r in records)


def _geldt_op(record: Gegevens, d: date) -> bool:
    return dag(record["datumBegin"]) <= d and ("datumEinde" not in record or dag(record["datumEinde"]) >= d)


def _geen_tlv(z: Zaak) -> bool:
    """DOMAIN O10. A residential placement goes without (INFERRED from the separate legal ground in DOMAIN 1.4)."""
    if not z.wec or z.ambulant or not z.loopt_na_passend or z.instelling or z.lijst("residentieelVerblijf"):
        return False
    return not z.lijst("toelaatbaarheidsverklaring")


def _tlv_dekt_niet(z: Zaak) -> bool:
    """DOMAIN O11: at the start of the enrolment, or of passend onderwijs where that came later."""
    if z.begin is None or not z.lijst("toelaatbaarheidsverklaring"):
        return False
    vanaf = max(z.begin, PASSEND_ONDERWIJS)
    return not any(_geldt_op(t, vanaf) for t in z.lijst("toelaatbaarheidsverklaring"))


def _rab_mag_niet(z: Zaak) -> bool:
    """DOMAIN O17: until 31-7-2014 RAB with an indication, afterwards RAB and TAB for cluster 1 and 2 only.

    Cluster 1 (visual) has no indication (ASSUMED, as in O06). Judged on what is known today: an open end was right until 2014.
    """
    visueel = any(p.get("soortOnderwijs") == "VI" for p in z.perioden)
    for ab in z.lijst("ambulanteBegeleiding"):
        vanaf = dag(ab["datumBegin"])
        einden = [e for e in (dag(ab["datumEinde"]) if "datumEinde" in ab else None, z.eind) if e is not None]
        if min([*einden, max(vanaf, z.vandaag)]) >= PASSEND_ONDERWIJS and not z.instelling:
            return True
        zonder = not any(_geldt_op(i, vanaf) for i in z.lijst("indicatie"))
        if ab["begeleidingsvorm"] == "RAB" and vanaf < PASSEND_ONDERWIJS and zonder and not visueel:
            return True
    return False


def _soort_onderwijs_ontbreekt(z: Zaak) -> bool:
    """DOMAIN O06, first half: until 1-8-2014 each period of the WEC names it."""
    return (
        z.wec
        and not z.ambulant
        and any(dag(p["datumBegin"]) < PASSEND_ONDERWIJS and "soortOnderwijs" not in p for p in z.perioden)
    )


def _indicatie_ontbreekt(z: Zaak) -> bool:
    """DOMAIN O06, second half. That cluster 1 (visual) has none is ASSUMED. Ambulant begeleid: O17; a TAB comes after its end."""
    if not z.wec or z.ambulant or z.begin is None or z.begin >= PASSEND_ONDERWIJS or z.lijst("indicatie"):
        return False
    return any(p.get("soortOnderwijs") not in {None, "VI"} for p in z.perioden)


def _schoolsoort_fout(z: Zaak) -> bool:
    return z.wec and z.onderwijs.get("schoolsoort") != {"SO": "1", "VSO": "2"}[z.type]


def _so_vso_in_een(z: Zaak) -> bool:
    """DOMAIN O14: judged on the day on which the new schoolsoort starts, without one on today."""
    wisselt = (z.oud.get("onderwijstype"), z.type) in {("SO", "VSO"), ("VSO", "SO")}
    vanaf = dag(z.onderwijs["datumSchoolsoort"]) if "datumSchoolsoort" in z.onderwijs else z.vandaag
    return wisselt and vanaf >= SO_VSO_APART


def _zonder_terugplaatsing(z: Zaak) -> bool:
    vormen = [
        ab["begeleidingsvorm"] for ab in sorted(z.lijst("ambulanteBegeleiding"), key=lambda a: str(a["datumBegin"]))
    ]
    return z.eind is not None and vormen[-1:] == ["TAB"] and "terugplaatsing" not in z.onderwijs


def _groep(z: Zaak) -> str | None:
    return z.perioden[-1].get("groep") if z.perioden else None


def _zonder_advies(z: Zaak) -> bool:
    """DOMAIN O28: groep 8 from 1 March of its school year, from 2014-2015 (law of 2014)."""
    if not z.wpo or _groep(z) != "8" or "adviesVo" in z.onderwijs:
        return False
    einde = einde_schooljaar(dag(z.perioden[-1]["datumBegin"]))
    return z.vandaag >= date(einde.year, 3, 1) and einde > PASSEND_ONDERWIJS


def _zonder_toets(z: Zaak) -> bool:
    """DOMAIN O26, from school year 2014-2015: before the law of 2014 no test was asked for."""
    if z.type != "BO" or _groep(z) != "8" or z.eind is None or z.eind < PASSEND_ONDERWIJS:
        return False
    return not {"score", "redenGeenToets"} & set(z.onderwijs.get("eindtoets") or {})


def _score_fout(z: Zaak) -> bool:
    """DOMAIN O27: the Cito test (01 or 11) scores 500 to 550."""
    toets = z.onderwijs.get("eindtoets") or {}
    return toets.get("soortToets") in {"01", "11"} and "score" in toets and not 500 <= toets["score"] <= 550


def _gewicht_niet_van_toepassing(z: Zaak) -> bool:
    gewicht = z.onderwijs.get("gewicht")
    if gewicht is None:
        return False
    vanaf = dag(gewicht["datumIngang"]) if "datumIngang" in gewicht else z.begin
    return z.type != "BO" or (vanaf is not None and vanaf >= EINDE_GEWICHT)


def _opp_fout(z: Zaak) -> bool:
    opp = sorted(z.lijst("ontwikkelingsperspectief"), key=lambda o: str(o["datumBegin"]))
    overlap = any(o.get("datumEinde", "9999") >= n["datumBegin"] for o, n in pairwise(opp))
    return overlap or _einde_voor_begin(opp)


def _vroegschools_fout(z: Zaak) -> bool:
    v = z.onderwijs.get("vroegschoolseEducatie")
    return v is not None and ("datumBegin" not in v or _einde_voor_begin([v]))


def _residentieel_buiten(z: Zaak) -> bool:
    return z.begin is not None and any(
        dag(r["datumBegin"]) < z.begin or (z.eind is not None and dag(r.get("datumEinde", r["datumBegin"])) > z.eind)
        for r in z.lijst("residentieelVerblijf")
    )


def _nationaliteiten(z: Zaak) -> list[str]:
    return [str(n["nationaliteit"]) for n in z.lijst("nationaliteit") if "datumEinde" not in n]


# ---------------------------------------------------------------- the table

_R = Regel
REGELS: tuple[Regel, ...] = (
    # at receipt
    _R("SIM-P02", "weigering", "Het burgerservicenummer is ongeldig (elfproef).", "burgerservicenummer", MET_PERSOON,
       lambda z: z.bsn and not is_bsn(str(z.pgn))),
    _R("SIM-P03", "weigering", "Het onderwijsnummer is ongeldig.", "onderwijsnummer", MET_PERSOON,
       lambda z: z.pgn is not None and not z.bsn and not is_onderwijsnummer(z.pgn)),
    _R("SIM-O01", "weigering", "Een vestiging in het bericht hoort niet bij dit aanleverpunt.", "vestiging", MET_ONDERWIJS,
       lambda z: any(p["vestiging"] not in z.vestigingen for p in z.perioden)),
    _R("SIM-RO1", "weigering", "De peildatum ligt in de toekomst.", "peildatum", (OVERZICHT,),
       lambda z: z.peildatum is not None and z.peildatum > z.vandaag),
    # the person
    _R("SIM-752", "afkeur", "Onderwijsnummer, geboortedatum en geslacht horen niet bij elkaar of zijn onbekend.", "onderwijsnummer",
       (INSCHRIJVING, SLEUTEL), lambda z: not z.bsn and _persoon_klopt_niet(z)),
    _R("SIM-753", "afkeur", "Burgerservicenummer, geboortedatum en geslacht komen niet overeen met de GBA.", "burgerservicenummer",
       (INSCHRIJVING, SLEUTEL), lambda z: z.bsn and _persoon_klopt_niet(z)),
    _R("SIM-750", "afkeur", "De leerling is niet eenduidig te vinden; vul meer persoonsgegevens in.", "persoon", (INSCHRIJVING,),
       lambda z: z.niet_uniek),
    _R("SIM-S10", "afkeur", "Een burgerservicenummer wordt niet vervangen door een onderwijsnummer.", "onderwijsnummer", (SLEUTEL,),
       lambda z: z.oude_pgn is not None and is_bsn(z.oude_pgn) and z.pgn is not None and not z.bsn),
    _R("SIM-P06", "afkeur", "Zonder persoonsgebonden nummer is de achternaam verplicht.", "achternaam", (IDENTIFICATIE, INSCHRIJVING),
       lambda z: z.pgn is None and "achternaam" not in z.persoon),
    _R("SIM-P07", "afkeur", "Zonder persoonsgebonden nummer zijn de voornamen verplicht (geen voornaam: een punt).", "voornamen",
       (IDENTIFICATIE, INSCHRIJVING), lambda z: z.pgn is None and "voornamen" not in z.persoon),
    _R("SIM-P10", "afkeur", "De geboortedatum bestaat niet.", "geboortedatum", MET_PERSOON, _geboortedatum_onmogelijk),
    _R("SIM-P11", "afkeur", "De geboortedatum ligt in de toekomst.", "geboortedatum", MET_PERSOON, _geboortedatum_toekomst),
    _R("SIM-P16", "afkeur", "Een naam of adres bevat een stuurteken.", "persoon", MET_PERSOON, _stuurtekens),
    _R("SIM-NAAM", "attentie", "De naam wijkt af van de naam die bekend is; de bekende naam is geregistreerd.", "achternaam",
       (INSCHRIJVING, SLEUTEL), lambda z: (z.bsn or z.operatie == INSCHRIJVING) and _naam_wijkt_af(z)),
    _R("SIM-OUD", "attentie", "De oude sleutelgegevens wijken af van wat geregistreerd stond.", "oudeSleutel", (SLEUTEL,),
       lambda z: not z.oude_sleutel_klopt),
    _R("SIM-OVL", "attentie", "De leerling is volgens de GBA overleden.", "persoon", (INSCHRIJVING,),
       lambda z: bool((z.bekend or {}).get("overlijdensdatum"))),
    _R("SIM-P12", "attentie", "De geboortedatum is onvolledig.", "geboortedatum", (INSCHRIJVING,),
       lambda z: str(z.persoon["geboortedatum"]).endswith("-00")),
    _R("SIM-P14", "attentie", "Het geslacht is onbekend.", "geslacht", (INSCHRIJVING,), lambda z: z.persoon["geslacht"] == "O"),
    _R("SIM-755", "attentie", "Het burgerservicenummer is gevonden in de GBA.", "burgerservicenummer", (INSCHRIJVING,),
       lambda z: z.herkomst == "gevonden_bsn"),
    _R("SIM-756", "attentie", "Het onderwijsnummer is gevonden.", "onderwijsnummer", (INSCHRIJVING,),
       lambda z: z.herkomst == "gevonden_onr"),
    _R("SIM-757", "attentie", "Er is een onderwijsnummer toegekend; controleer de gegevens als de leerling in Nederland woont.",
       "onderwijsnummer", (INSCHRIJVING,), lambda z: z.herkomst == "toegekend"),
    # the address
    _R("SIM-790", "afkeur", "Vul een Nederlandse postcode of een land in.", "adres", (IDENTIFICATIE, INSCHRIJVING), _adres_ontbreekt),
    _R("SIM-A03", "afkeur", "Zonder persoonsgebonden nummer is een volledig adres verplicht.", "adres", (IDENTIFICATIE, INSCHRIJVING),
       lambda z: z.adres is not None and _adres_onvolledig(z)),
    _R("SIM-PC", "afkeur", "De postcode is niet bekend bij de GBA.", "postcode", MET_PERSOON, _postcode_onbekend),
    _R("SIM-A07", "afkeur", "De landcode bestaat niet of is vervallen.", "land", MET_PERSOON,
       lambda z: bool(z.buitenland) and not land_geldig(str(z.buitenland["land"]), z.vandaag)),
    _R("SIM-A01", "afkeur", "Bij een adres in Nederland hoort een postcode, geen landcode.", "land", MET_PERSOON,
       lambda z: z.buitenland.get("land") == "6030"),
    _R("SIM-A09", "afkeur", "Bij een burgerservicenummer en een adres in het buitenland wordt alleen het land geregistreerd.",
       "adresregelBuitenland", (INSCHRIJVING, SLEUTEL),
       lambda z: z.bsn and any(k.startswith("adresregel") for k in z.buitenland)),
    _R("SIM-770", "attentie", "De postcode wijkt af van de GBA; het adres van de GBA is geregistreerd.", "postcode",
       (INSCHRIJVING, SLEUTEL), _postcode_wijkt_af),
    _R("SIM-771", "attentie", "Het land wijkt af van de GBA.", "land", (INSCHRIJVING, SLEUTEL), _land_wijkt_af),
    _R("SIM-956", "attentie", "De adresgegevens zijn geheim.", "adres", (INSCHRIJVING, SLEUTEL),
       lambda z: z.bsn and bool((z.bekend or {}).get("geheim"))),
    # nationality
    _R("SIM-A12", "afkeur", "De nationaliteit is onbekend.", "nationaliteit", MET_ONDERWIJS,
       lambda z: any(not nationaliteit_bekend(str(n["nationaliteit"])) for n in z.lijst("nationaliteit"))),
    _R("SIM-A13", "attentie", "Naast de Nederlandse nationaliteit wordt geen andere geregistreerd.", "nationaliteit", MET_ONDERWIJS,
       lambda z: "0001" in _nationaliteiten(z) and len(_nationaliteiten(z)) > 1),
    _R("SIM-A14", "attentie", "Vul een nationaliteit in als die niet in de GBA staat.", "nationaliteit", (INSCHRIJVING,),
       lambda z: not z.bsn and set(_nationaliteiten(z)) <= {"0000"}),
    # the enrolment and its dates
    _R("SIM-805", "afkeur", "Deze inschrijving is niet geregistreerd bij dit aanleverpunt.", "sleutel", (*MET_SLEUTEL, SLEUTEL),
       lambda z: not z.gevonden),
    _R("SIM-811", "afkeur", "Er is al een inschrijving van deze leerling met deze inschrijfdatum.", "datumInschrijving",
       (*NIEUWE_DATUM, SLEUTEL), lambda z: z.bestaat_al),
    _R("SIM-812", "afkeur", "Er is al een inschrijving van deze leerling in deze periode.", "datumInschrijving",
       (*MET_ONDERWIJS, SLEUTEL), _overlapt),
    _R("SIM-I18", "afkeur", "De inschrijfdatum is niet gewijzigd.", "datumInschrijving", (CORRECTIE,),
       lambda z: z.gevonden and z.oude_begin == z.begin),
    _R("SIM-I02", "afkeur", "De inschrijfdatum valt in een weekend.", "datumInschrijving", NIEUWE_DATUM,
       lambda z: _weekend(z.begin, behalve=(8, 1))),
    _R("SIM-I05", "afkeur", "De leerling is op de inschrijfdatum jonger dan 4 jaar.", "datumInschrijving", NIEUWE_DATUM,
       lambda z: z.type == "BO" and not _minstens(z, 4)),
    _R("SIM-I11", "afkeur", "De uitschrijfdatum ligt voor de inschrijfdatum.", "datumUitschrijving", MET_ONDERWIJS,
       lambda z: z.eind is not None and z.begin is not None and z.eind < z.begin),
    _R("SIM-S08", "afkeur", "Uitschrijvingen tot en met 1 augustus 2008 worden niet geregistreerd.", "datumUitschrijving", MET_ONDERWIJS,
       lambda z: z.eind is not None and z.eind <= EERSTE_AANLEVERING),
    _R("SIM-I03", "attentie", "De inschrijfdatum ligt meer dan een jaar in de toekomst.", "datumInschrijving", NIEUWE_DATUM,
       lambda z: z.begin is not None and z.begin > jaren_later(z.vandaag, 1)),
    _R("SIM-I04", "attentie", "Begint de leerling bij de start van het schooljaar, gebruik dan 1 augustus.", "datumInschrijving",
       NIEUWE_DATUM, lambda z: z.begin is not None and z.begin.month == 8 and z.begin.day > 1),
    _R("SIM-I06", "attentie", "De leerling wordt in dit schooljaar 14 en moet de school verlaten.", "geboortedatum",
       (INSCHRIJVING, ONDERWIJS), lambda z: z.type in {"BO", "SBO", "SO"} and _ouder_dan(z, 14)),
    _R("SIM-I07", "attentie", "De leerling is jonger dan de toelatingsleeftijd.", "geboortedatum", NIEUWE_DATUM,
       lambda z: z.type in {"SBO", "SO"}
       and not _minstens(z, 3 if {p.get("soortOnderwijs") for p in z.perioden} & {"DO", "SH"} else 4)),
    _R("SIM-I08", "attentie", "De leerling wordt in dit schooljaar ouder dan 20.", "geboortedatum", (INSCHRIJVING, ONDERWIJS),
       lambda z: z.type == "VSO" and _ouder_dan(z, 21)),
    _R("SIM-I12", "attentie", "De uitschrijfdatum valt in een weekend.", "datumUitschrijving", MET_ONDERWIJS,
       lambda z: _weekend(z.eind, behalve=(7, 31))),
    _R("SIM-I13", "attentie", "Verlaat de leerling de school aan het einde van het schooljaar, gebruik dan 31 juli.",
       "datumUitschrijving", MET_ONDERWIJS, lambda z: z.eind is not None and z.eind.month == 7 and z.eind.day < 31),
    _R("SIM-I15", "attentie", "De uitschrijving is later dan 7 dagen doorgegeven.", "datumUitschrijving", (UITSCHRIJVING,),
       lambda z: z.eind is not None and (z.vandaag - z.eind).days > 7),
    _R("SIM-814", "attentie", "De leerling staat in deze periode ook op een andere school ingeschreven.", "datumInschrijving",
       MET_ONDERWIJS, lambda z: z.elders),
    # periods
    _R("SIM-804", "afkeur", "Er zijn twee perioden met dezelfde begindatum.", "inschrijvingPeriode", MET_ONDERWIJS,
       lambda z: len({p["datumBegin"] for p in z.perioden}) < len(z.perioden)),
    _R("SIM-O32", "afkeur", "Een periode valt buiten de inschrijving.", "inschrijvingPeriode", MET_ONDERWIJS, _periode_buiten),
    _R("SIM-O34", "afkeur", "De eerste periode begint niet op de inschrijfdatum.", "inschrijvingPeriode", MET_ONDERWIJS,
       lambda z: z.begin is not None and dag(z.perioden[0]["datumBegin"]) > z.begin),
    _R("SIM-O35", "afkeur", "Een einddatum ligt voor de begindatum.", "datumEinde", MET_ONDERWIJS,
       lambda z: any(_einde_voor_begin(z.lijst(n)) for n in HERHAALD_ONDERWIJS)),
    # education
    _R("SIM-O03", "afkeur", "Vul een groep van 1 t/m 8 in.", "groep", MET_ONDERWIJS,
       lambda z: z.wpo and any("groep" not in p for p in z.perioden)),
    _R("SIM-028", "afkeur", "Vul het leerjaar in.", "leerjaar", MET_ONDERWIJS,
       lambda z: z.wec and not z.ambulant and any("leerjaar" not in p for p in z.perioden)),
    _R("SIM-O04", "afkeur", "De schoolsoort ontbreekt of hoort niet bij het onderwijstype (1 = SO, 2 = VSO).", "schoolsoort",
       MET_ONDERWIJS, _schoolsoort_fout),
    _R("SIM-O06", "afkeur", "Vul de soort onderwijs in (verplicht tot 1 augustus 2014).", "soortOnderwijs", MET_ONDERWIJS,
       _soort_onderwijs_ontbreekt),
    _R("SIM-O06B", "afkeur", "De indicatie ontbreekt (verplicht tot 1 augustus 2014).", "indicatie", MET_ONDERWIJS, _indicatie_ontbreekt),
    _R("SIM-O10", "afkeur", "De toelaatbaarheidsverklaring ontbreekt.", "toelaatbaarheidsverklaring", MET_ONDERWIJS, _geen_tlv),
    _R("SIM-O13", "afkeur", "Vul het uitstroomprofiel in.", "uitstroomprofiel", MET_ONDERWIJS,
       lambda z: z.type == "VSO" and not z.ambulant and z.loopt_na_passend and "uitstroomprofiel" not in z.onderwijs),
    _R("SIM-O14", "afkeur", "Van SO naar VSO: schrijf de leerling uit en opnieuw in.", "onderwijstype", (ONDERWIJS, UITSCHRIJVING),
       _so_vso_in_een),
    _R("SIM-O15", "afkeur", "Van of naar ambulant begeleid: schrijf de leerling uit en opnieuw in.", "inschrijfstatus",
       (ONDERWIJS, UITSCHRIJVING),
       lambda z: bool(z.oud) and z.oud.get("inschrijfstatus") != z.onderwijs.get("inschrijfstatus")),
    _R("SIM-O17", "afkeur", "Voor deze periode is geen ambulante begeleiding mogelijk.", "ambulanteBegeleiding", MET_ONDERWIJS, _rab_mag_niet),
    _R("SIM-O19", "afkeur", "Vul de school van terugplaatsing in.", "terugplaatsing", (UITSCHRIJVING,), _zonder_terugplaatsing),
    _R("SIM-O24", "afkeur", "Vul het aantal maanden voorschoolse educatie in.", "voorschoolseEducatie", MET_ONDERWIJS,
       lambda z: "aantalMaanden" not in z.onderwijs.get("voorschoolseEducatie", {"aantalMaanden": 0})),
    _R("SIM-O25", "afkeur", "De periode vroegschoolse educatie is onjuist.", "vroegschoolseEducatie", MET_ONDERWIJS, _vroegschools_fout),
    _R("SIM-O27", "afkeur", "De score past niet bij de toets.", "eindtoets", MET_ONDERWIJS, _score_fout),
    _R("SIM-O09", "attentie", "De indicatie is verlopen op de inschrijfdatum.", "indicatie", NIEUWE_DATUM,
       lambda z: bool(z.lijst("indicatie")) and z.begin is not None and not any(_geldt_op(i, z.begin) for i in z.lijst("indicatie"))),
    _R("SIM-O11", "attentie", "De toelaatbaarheidsverklaring dekt het begin van de inschrijving niet.", "toelaatbaarheidsverklaring",
       MET_ONDERWIJS, _tlv_dekt_niet),
    _R("SIM-O18", "attentie", "Bij ambulant begeleid ontbreekt de begeleiding.", "ambulanteBegeleiding", MET_ONDERWIJS,
       lambda z: z.ambulant and not z.lijst("ambulanteBegeleiding")),
    _R("SIM-O20", "attentie", "Een residentieel verblijf valt buiten de inschrijving.", "residentieelVerblijf", MET_ONDERWIJS, _residentieel_buiten),
    _R("SIM-O21", "attentie", "De leerling telt niet mee voor de bekostiging.", "indicatieBekostigbaar", MET_ONDERWIJS,
       lambda z: not z.perioden[-1]["indicatieBekostigbaar"]),
    _R("SIM-O22", "attentie", "De culturele achtergrond (NNCA) is niet ingevuld.", "indicatieNnca", MET_ONDERWIJS,
       lambda z: z.wpo and "indicatieNnca" not in z.onderwijs),
    _R("SIM-O23", "attentie", "Een gewicht is hier niet van toepassing.", "gewicht", MET_ONDERWIJS, _gewicht_niet_van_toepassing),
    _R("SIM-O26", "attentie", "Groep 8: eindtoets of reden ontbreekt.", "eindtoets", MET_ONDERWIJS, _zonder_toets),
    _R("SIM-O28", "attentie", "Groep 8: het VO-advies ontbreekt.", "adviesVo", MET_ONDERWIJS, _zonder_advies),
    _R("SIM-O30", "attentie", "Het herziene advies is lager dan het eerste.", "adviesVo", MET_ONDERWIJS,
       lambda z: (z.onderwijs.get("adviesVo") or {}).get("herzienAdvies", "99") < (z.onderwijs.get("adviesVo") or {}).get("advies", "00")),
    _R("SIM-O31", "attentie", "De periode van het ontwikkelingsperspectief is onjuist.", "ontwikkelingsperspectief", MET_ONDERWIJS, _opp_fout),
    _R("SIM-O36", "attentie", "Voor- en vroegschoolse educatie wordt alleen bij basisonderwijs geregistreerd.", "voorschoolseEducatie",
       MET_ONDERWIJS, lambda z: z.wec and bool({"voorschoolseEducatie", "vroegschoolseEducatie"} & set(z.onderwijs))),
)  # fmt: skip


def beoordeel(zaak: Zaak, ernsten: Iterable[Ernst]) -> list[Regel]:
    """The violated rules of these severities, in table order. A key that names nothing gives only that signal."""
    if not zaak.gevonden:
        return [r for r in REGELS if r.code == "SIM-805" and r.ernst in ernsten]
    return [r for r in REGELS if r.ernst in ernsten and zaak.operatie in r.bij and r.overtreden(zaak)]


def signaal(regel: Regel) -> Gegevens:
    return {"code": regel.code, "tekst": regel.tekst, "veld": regel.veld}


def catalogus() -> str:
    """All signals as JSON: resources/signalen/sim-signalen.json, kept equal by a test."""
    rijen = [{"code": r.code, "ernst": r.ernst, "tekst": r.tekst, "veld": r.veld} for r in REGELS]
    rijen.append({"code": "SIM-DUP", "ernst": "fout", "tekst": TEKST_DUP, "veld": "identificatiecodeBedrijfsdocument"})
    rijen.append({"code": "SIM-BEV", "ernst": "fout", "tekst": TEKST_BEV, "veld": "totEnMetOntvangstnummer"})
    return "[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rijen) + "\n]\n"


TEKST_BEV = "Er wordt meer bevestigd dan is opgehaald."
TEKST_DUP = "Deze identificatiecode is al gebruikt voor een ander bericht."
