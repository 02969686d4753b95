"""A legal pair of values for every compared field and every part of every list, at a kind of school where it applies.

Written by hand from DOMAIN 2 and 6.7; tests hold it complete against `velden.VELDEN`. Values stand as a school types them. `jaar` is the
schooljaar in which the pupil began, so that the same pairs are right for 2015 and for today. Knows no database, no register, no message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from bronsync.domain.gegevens.velden import LIJST_VELDEN, VELDEN, Cel

Waarden = dict[str, Any]
"""Veldnaam to value; a list-valued field holds a tuple of tuples of its parts."""
Deel = tuple[Cel, ...]
"""One record of a list."""

ADRES_NL: Final[Waarden] = {"straatnaam": "Grotestraat", "huisnummer": 12, "postcode": "6711 AM", "plaatsnaam": "Ede"}
ADRES_BUITENLAND: Final[Waarden] = {
    **dict.fromkeys(ADRES_NL),
    "land": "5010",
    "adresregel_buitenland_1": "Kerkstraat 1",
    "adresregel_buitenland_2": "2000 Antwerpen",
    "adresregel_buitenland_3": "bus 3",
}
POSTCODES: Final = ("6711AM", "6711AN")
"""Those of these addresses."""

NAMEN: Final = tuple(
    f"{veld.naam}.{deel.naam}" if deel else veld.naam for veld in VELDEN for deel in (veld.onderdelen or (None,))
)
"""Every field, and every part of every list as `lijst.deel`."""
DELEN: Final = {veld.naam: tuple(deel.naam for deel in veld.onderdelen) for veld in LIJST_VELDEN}


def veld_en_deel(naam: str) -> tuple[str, int]:
    """The field of a name of `NAMEN`, and the place of the part in its records; -1 for a cell."""
    veld, _, deel = naam.partition(".")
    return veld, DELEN[veld].index(deel) if deel else -1


# --- pupils that every rule accepts -----------------------------------------------------------------------------------------------------


def _periode(begin: str, *, groep: str | None = None, leerjaar: int | None = None, soort: str | None = None) -> Deel:
    return (begin, groep, leerjaar, "00", 1, soort)


def tlv(jaar: int, swv: str = "PO2801", **anders: Cel) -> Deel:
    """A toelaatbaarheidsverklaring of three years."""
    delen = {
        "begindatum": f"{jaar}-08-01",
        "einddatum": f"{jaar + 3}-07-31",
        "swv": swv,
        "volgnummer": "000123",
        "categorie": "1",
    } | anders
    return tuple(delen.values())


def basis(school: str, jaar: int) -> Waarden:
    """The onderwijsgegevens and the birth date of a legal pupil of this kind of school, who began in schooljaar `jaar`."""
    begin, daarna = f"{jaar}-08-01", f"{jaar + 1}-08-01"
    alle: Waarden = {"inschrijfdatum": begin, "inschrijfstatus": "I", "nnca": "1"}
    wpo = {
        **alle,
        "geboortedatum": f"{jaar - 10}-03-04",
        "perioden": (_periode(begin, groep="7"), _periode(daarna, groep="8")),
    }
    wec = {**alle, "schoolsoort_datum": begin}
    vso = {"onderwijstype": "VSO", "schoolsoort": "2", "geboortedatum": f"{jaar - 13}-03-04", "uitstroomprofiel": "1"}
    so = {"onderwijstype": "SO", "schoolsoort": "1", "geboortedatum": f"{jaar - 8}-03-04"}

    def leerjaren(soort: str | None) -> Waarden:
        return {
            "perioden": (_periode(begin, leerjaar=1, soort=soort), _periode(daarna, leerjaar=2, soort=soort)),
        }

    cluster2 = {**wec, **leerjaren("ES"), "arrangementen": ((begin, None, "00AA", "00"),)}
    lgf = {**wec, **leerjaren("LG"), "indicaties": ((begin, f"{jaar + 2}-07-31", f"3-01-{jaar}-0001", "31"),)}
    match school:
        case "bo":
            return {**wpo, "onderwijstype": "BO"}
        case "sbo":
            return {**wpo, "onderwijstype": "SBO", "toelaatbaarheidsverklaringen": (tlv(jaar),)}
        case "so":
            return {**wec, **so, **leerjaren(None), "toelaatbaarheidsverklaringen": (tlv(jaar),)}
        case "vso":
            return {**wec, **vso, **leerjaren(None), "toelaatbaarheidsverklaringen": (tlv(jaar, "VO2801"),)}
        case "so_cluster2":
            return {**cluster2, **so}
        case "vso_cluster2":
            return {**cluster2, **vso}
        case "so_lgf":
            return {**lgf, **so}
        case _:
            raise KeyError(school)


# --- the pairs --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paar:
    """A pupil of this kind of school with `oud`, then with `nieuw`; `mee`: fields that legally change along."""

    school: str
    oud: Waarden
    nieuw: Waarden
    mee: frozenset[str] = field(default=frozenset())


def _p(school: str, veld: str, oud: Cel, nieuw: Cel, **altijd: Cel) -> Paar:
    """One cell changes; `altijd` is what must stand beside it."""
    return Paar(school, {**altijd, veld: oud}, {veld: nieuw})


def _l(school: str, veld: str, oud: Deel, **nieuw: Cel) -> Iterator[tuple[str, Paar]]:
    """One record; each part of it changes by itself."""
    for deel, waarde in nieuw.items():
        i = DELEN[veld].index(deel)
        yield f"{veld}.{deel}", Paar(school, {veld: (oud,)}, {veld: ((*oud[:i], waarde, *oud[i + 1 :]),)})


def _tweede_periode(school: str, jaar: int, **nieuw: Cel) -> Iterator[tuple[str, Paar]]:
    """The second period of the klassenhistorie gets another value in one part."""
    eerste, tweede = basis(school, jaar)["perioden"]
    for deel, waarde in nieuw.items():
        i = DELEN["perioden"].index(deel)
        yield f"perioden.{deel}", Paar(school, {}, {"perioden": (eerste, (*tweede[:i], waarde, *tweede[i + 1 :]))})


def _later(school: str, jaar: int) -> Paar:
    """Enrolled on the last working day of augustus. The first period begins with the inschrijving (SIM-O34), so it moves along."""
    laatste = date(jaar, 8, 31)
    dag = (laatste - timedelta(days=max(0, laatste.weekday() - 4))).isoformat()
    eerste, tweede = basis(school, jaar)["perioden"]
    return Paar(school, {}, {"inschrijfdatum": dag, "perioden": ((dag, *eerste[1:]), tweede)}, frozenset({"perioden"}))


def _sleutel_en_adres(jaar: int, geboren: int) -> Iterator[tuple[str, Paar]]:
    """Of who is in the BRP only the BRP decides, so the school's own changes are those of who is not (DESIGN 8)."""
    cellen: dict[str, tuple[Cel, Cel]] = {
        "geboortedatum": (f"{geboren}-03-00", f"{geboren}-03-04"),
        "geslacht": ("O", "V"),
        "achternaam": ("Jansen", "Janssens"),
        "voorvoegsel": ("van", "van der"),
        "voornamen": ("Anna", "Anna Maria"),
        "straatnaam": ("Grotestraat", "Kerkweg"),
        "huisnummer": (12, 14),
        "huisnummertoevoeging": (None, "bis"),
        "huisnummeraanduiding": ("TO", "BY"),
        "locatieomschrijving": (None, "Woonboot De Zwaan"),
        "postcode": ("6711 AM", "6711 AN"),
        "plaatsnaam": ("Ede", "Ede Gld"),
    }
    for veld, (oud, nieuw) in cellen.items():
        yield veld, _p("zonder_bsn", veld, oud, nieuw)
    buiten = {
        "land": ("5010", "9089"),
        "adresregel_buitenland_1": ("Kerkstraat 1", "Kerkstraat 2"),
        "adresregel_buitenland_2": ("2000 Antwerpen", "2018 Antwerpen"),
        "adresregel_buitenland_3": ("bus 3", None),
    }
    for veld, (oud, nieuw) in buiten.items():
        yield veld, _p("buitenland", veld, oud, nieuw)
    nationaliteit = ("0052", f"{geboren + 1}-01-02", None)
    yield from _l(
        "zonder_bsn",
        "nationaliteiten",
        nationaliteit,
        nationaliteit="0339",
        begindatum=f"{geboren + 2}-01-01",
        einddatum=f"{jaar + 1}-01-01",
    )


def _cellen(jaar: int) -> Iterator[tuple[str, Paar]]:
    voor = {"voorschools_programma": 2, "voorschools_maanden": 12}
    vroeg = {"vroegschools_programma": 2, "vroegschools_begindatum": f"{jaar}-08-01"}
    toets = {"eindtoets_soort": "11", "eindtoets_datum": f"{jaar + 1}-04-19"}
    advies = {"vo_advies": "40", "vo_advies_datum": f"{jaar + 1}-02-01"}
    herzien = {**advies, "herzien_advies": "60", "herzien_advies_datum": f"{jaar + 1}-05-20"}
    cellen: dict[str, tuple[Cel, Cel, Waarden]] = {
        "nnca": ("1", "2", {}),
        # in the future: a new overview lists who left only when it is asked with history
        "uitschrijfdatum": (None, f"{jaar + 2}-07-31", {}),
        "gewicht": ("0,30", "1,20", {"gewicht_datum": f"{jaar}-08-01"}),
        "gewicht_datum": (f"{jaar}-08-01", f"{jaar + 1}-08-01", {"gewicht": "0,30"}),
        "voorschools_programma": (2, 15, voor),
        "voorschools_maanden": (12, 24, voor),
        "vroegschools_programma": (2, 7, vroeg),
        "vroegschools_begindatum": (f"{jaar}-08-01", f"{jaar}-09-01", vroeg),
        "vroegschools_einddatum": (None, f"{jaar + 1}-07-31", vroeg),
        "eindtoets_soort": ("11", "13", toets),
        "eindtoets_datum": (f"{jaar + 1}-04-19", f"{jaar + 1}-04-20", toets),
        "eindtoets_niveau": ("B", "E", toets),
        "eindtoets_score": (535, 541, toets),
        "referentieniveau_lezen": ("01", "02", toets),
        "referentieniveau_taal": ("02", "04", toets),
        "referentieniveau_rekenen": ("02", "03", toets),
        "eindtoets_reden": (None, "01", {}),
        "vo_advies": ("40", "60", advies),
        "vo_advies_datum": (f"{jaar + 1}-02-01", f"{jaar + 1}-02-15", advies),
        "herzien_advies": ("60", "70", herzien),
        "herzien_advies_datum": (f"{jaar + 1}-05-20", f"{jaar + 1}-05-23", herzien),
    }
    for veld, (oud, nieuw, altijd) in cellen.items():
        yield veld, _p("bo", veld, oud, nieuw, **altijd)
    yield "onderwijstype", Paar("sbo", {"onderwijstype": "BO"}, {"onderwijstype": "SBO"})
    yield "inschrijfstatus", _p("so_lgf", "inschrijfstatus", "I", "A")
    # within one inschrijving until 1-8-2013 (O14); it goes with the onderwijstype (SIM-O04)
    vso = {"schoolsoort": "2", "onderwijstype": "VSO", "schoolsoort_datum": "2012-08-01"}
    yield "schoolsoort", Paar("so_lgf", {}, vso, frozenset({"onderwijstype", "schoolsoort_datum"}))
    yield "schoolsoort_datum", _p("so", "schoolsoort_datum", f"{jaar}-08-01", f"{jaar}-09-01")
    yield "uitstroomprofiel", _p("vso", "uitstroomprofiel", "1", "3")
    yield "terugplaatsing_brin", _p("terugplaatsing", "terugplaatsing_brin", "11BB", "12CC")
    yield "terugplaatsing_vestiging", _p("terugplaatsing", "terugplaatsing_vestiging", "00", "01")


def _lijsten(jaar: int, begeleid: int) -> Iterator[tuple[str, Paar]]:
    a, b = f"{begeleid}-", f"{begeleid + 1}-"
    nu, straks = f"{jaar}-", f"{jaar + 1}-"
    yield from _l(
        "so",
        "verblijven",
        (nu + "09-01", None, "1"),
        begindatum=nu + "10-01",
        einddatum=straks + "06-30",
        soort_verblijf="4",
    )
    yield from _l(
        "so_lgf",
        "indicaties",
        ("2011-08-01", "2013-07-31", "3-01-2011-0001", "31"),
        begindatum="2011-07-01",
        einddatum="2014-07-31",
        indicatienummer="3-02-2011-0099",
        onderwijssoort="32",
    )
    yield from _l(
        "so",
        "toelaatbaarheidsverklaringen",
        tlv(jaar),
        begindatum=nu + "07-01",
        einddatum=f"{jaar + 4}-07-31",
        samenwerkingsverband="PO2802",
        volgnummer="AB-124",
        bekostigingscategorie="3",
    )
    yield from _l(
        "so_cluster2",
        "arrangementen",
        (nu + "08-01", None, "00AA", "00"),
        begindatum=nu + "07-01",
        einddatum=f"{jaar + 2}-07-31",
        brin="11BB",
        vestiging="01",
    )
    yield from _l(
        "ambulant",
        "begeleidingen",
        (a + "08-01", None, "RAB", "11BB", "00"),
        begindatum=a + "09-01",
        einddatum=b + "09-28",
        begeleidingsvorm="TAB",
        brin="12CC",
        vestiging="01",
    )
    yield from _l(
        "bo",
        "ontwikkelingsperspectieven",
        (straks + "01-04", None),
        begindatum=straks + "02-01",
        einddatum=straks + "07-31",
    )
    yield from _l(
        "bo", "opdc_verblijven", (straks + "09-05", None, "11BB", "00"),
        begindatum=straks + "09-12", einddatum=straks + "12-23", brin="12CC", vestiging="01",
    )  # fmt: skip


def paren(jaar: int, *, begeleid: int | None = None, school: str = "bo") -> dict[str, Paar]:
    """The pair of each field and part, but for the two numbers of a person.

    `school`: whose klassenhistorie and year of birth. `begeleid`: when the ambulante begeleiding began, where that is another year.
    """
    geboren = int(basis(school, jaar)["geboortedatum"][:4])
    so, cluster2 = ("so", "so_cluster2") if school != "vso" else ("vso", "vso_cluster2")
    return dict(
        [
            *_sleutel_en_adres(jaar, geboren),
            *_cellen(jaar),
            ("inschrijfdatum", _later(school, jaar)),
            *_tweede_periode("bo", jaar, groep="7"),
            *_tweede_periode(so, jaar, leerjaar=3),
            *_tweede_periode(cluster2, jaar, soort_onderwijs="SH"),
            *_tweede_periode(school, jaar, begindatum=f"{jaar + 1}-08-22", vestiging="01", bekostiging=0),
            *_lijsten(jaar, begeleid or jaar),
        ]
    )
