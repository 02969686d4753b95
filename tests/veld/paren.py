"""A legal pair of values for every field and every part of every list, at a kind of school and on a day where it applies.

Written by hand from DOMAIN 2 and 6.7; a test holds it complete against `velden.VELDEN`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from helpers.school import bsn
from veld.veldhulp import SCHOLEN, onr, tlv


@dataclass(frozen=True)
class Paar:
    """A pupil of this kind of school with `oud`, then with `nieuw`; `mee`: fields that legally change along."""

    school: str
    oud: dict[str, Any]
    nieuw: dict[str, Any]
    mee: frozenset[str] = field(default=frozenset())


def _p(school: str, veld: str, oud: Any, nieuw: Any, **altijd: Any) -> Paar:
    """One cell changes; `altijd` is what must stand beside it."""
    return Paar(school, {**altijd, veld: oud}, {veld: nieuw})


_PERIODE = {"begindatum": 0, "groep": 1, "leerjaar": 2, "vestiging": 3, "bekostiging": 4, "soort_onderwijs": 5}


def _periode(school: str, deel: str, nieuw: Any) -> Paar:
    """The second period of the klassenhistorie gets another value in one part."""
    eerste, tweede = SCHOLEN[school][0](1).inschrijvingen[0][1]["perioden"]
    i = _PERIODE[deel]
    return Paar(school, {}, {"perioden": (eerste, (*tweede[:i], nieuw, *tweede[i + 1 :]))})


def _l(school: str, veld: str, oud: tuple[Any, ...], nieuw: tuple[Any, ...]) -> Paar:
    return Paar(school, {veld: (oud,)}, {veld: (nieuw,)})


_VOOR = {"voorschools_programma": 2, "voorschools_maanden": 12}
_VROEG = {"vroegschools_programma": 2, "vroegschools_begindatum": "2015-08-01"}
_TOETS = {"eindtoets_soort": "11", "eindtoets_datum": "2016-04-19"}
_ADVIES = {"vo_advies": "40", "vo_advies_datum": "2016-02-01"}
_HERZIEN = {**_ADVIES, "herzien_advies": "60", "herzien_advies_datum": "2016-05-20"}
_NAT = ("0052", "2006-01-02", None)
_RES = ("2015-09-01", None, "1")
_LGF = ("2011-08-01", "2013-07-31", "3-01-2011-0001", "31")
_ARR = ("2015-08-01", None, "00AA", "00")
_AB = ("2011-08-01", None, "RAB", "11BB", "00")
_OPP = ("2016-01-04", None)
_OPDC = ("2016-09-05", None, "11BB", "00")

PAREN: dict[str, Paar] = {
    # the key: of who is in the BRP only the BRP decides, so the school's own changes are those of who is not (DESIGN 8)
    "burgerservicenummer": Paar("zonder_bsn", {}, {"burgerservicenummer": bsn(1), "onderwijsnummer": None}, frozenset({"onderwijsnummer"})),
    "onderwijsnummer": _p("zonder_bsn", "onderwijsnummer", onr(1), onr(7)),
    "geboortedatum": _p("zonder_bsn", "geboortedatum", "2005-03-00", "2005-03-04"),
    "geslacht": _p("zonder_bsn", "geslacht", "O", "V"),
    "achternaam": _p("zonder_bsn", "achternaam", "Jansen", "Janssens"),
    "voorvoegsel": _p("zonder_bsn", "voorvoegsel", "van", "van der"),
    "voornamen": _p("zonder_bsn", "voornamen", "Anna", "Anna Maria"),
    # the first period begins with the inschrijving (SIM-O34), so it moves along
    "inschrijfdatum": Paar("bo", {}, {"inschrijfdatum": "2015-08-31", "perioden": (("2015-08-31", "7", None, "00", 1, None), ("2016-08-01", "8", None, "00", 1, None))}, frozenset({"perioden"})),
    # in the future: a new overview lists who left only when it is asked with history
    "uitschrijfdatum": _p("bo", "uitschrijfdatum", "2016-12-23", "2017-01-31"),
    # the address
    "straatnaam": _p("zonder_bsn", "straatnaam", "Grotestraat", "Kerkweg"),
    "huisnummer": _p("zonder_bsn", "huisnummer", 12, 14),
    "huisnummertoevoeging": _p("zonder_bsn", "huisnummertoevoeging", None, "bis"),
    "huisnummeraanduiding": _p("zonder_bsn", "huisnummeraanduiding", "TO", "BY"),
    "locatieomschrijving": _p("zonder_bsn", "locatieomschrijving", None, "Woonboot De Zwaan"),
    "postcode": _p("zonder_bsn", "postcode", "6711 AM", "6711 AN"),
    "plaatsnaam": _p("zonder_bsn", "plaatsnaam", "Ede", "Ede Gld"),
    "land": _p("buitenland", "land", "5010", "9089"),
    "adresregel_buitenland_1": _p("buitenland", "adresregel_buitenland_1", "Kerkstraat 1", "Kerkstraat 2"),
    "adresregel_buitenland_2": _p("buitenland", "adresregel_buitenland_2", "2000 Antwerpen", "2018 Antwerpen"),
    "adresregel_buitenland_3": _p("buitenland", "adresregel_buitenland_3", "bus 3", None),
    # onderwijsgegevens
    "onderwijstype": Paar("sbo", {"onderwijstype": "BO"}, {"onderwijstype": "SBO"}),
    "inschrijfstatus": _p("so_lgf", "inschrijfstatus", "I", "A"),
    # within one inschrijving until 1-8-2013 (O14); it goes with the onderwijstype (SIM-O04)
    "schoolsoort": Paar("so_lgf", {}, {"schoolsoort": "2", "onderwijstype": "VSO", "schoolsoort_datum": "2012-08-01"}, frozenset({"onderwijstype", "schoolsoort_datum"})),
    "schoolsoort_datum": _p("so", "schoolsoort_datum", "2015-08-01", "2015-09-01"),
    "nnca": _p("bo", "nnca", "1", "2"),
    "uitstroomprofiel": _p("vso", "uitstroomprofiel", "1", "3"),
    "gewicht": _p("bo", "gewicht", "0,30", "1,20", gewicht_datum="2015-08-01"),
    "gewicht_datum": _p("bo", "gewicht_datum", "2015-08-01", "2016-08-01", gewicht="0,30"),
    "voorschools_programma": _p("bo", "voorschools_programma", 2, 15, **_VOOR),
    "voorschools_maanden": _p("bo", "voorschools_maanden", 12, 24, **_VOOR),
    "vroegschools_programma": _p("bo", "vroegschools_programma", 2, 7, **_VROEG),
    "vroegschools_begindatum": _p("bo", "vroegschools_begindatum", "2015-08-01", "2015-09-01", **_VROEG),
    "vroegschools_einddatum": _p("bo", "vroegschools_einddatum", None, "2016-07-31", **_VROEG),
    "eindtoets_soort": _p("bo", "eindtoets_soort", "11", "13", **_TOETS),
    "eindtoets_datum": _p("bo", "eindtoets_datum", "2016-04-19", "2016-04-20", **_TOETS),
    "eindtoets_niveau": _p("bo", "eindtoets_niveau", "B", "E", **_TOETS),
    "eindtoets_score": _p("bo", "eindtoets_score", 535, 541, **_TOETS),
    "referentieniveau_lezen": _p("bo", "referentieniveau_lezen", "01", "02", **_TOETS),
    "referentieniveau_taal": _p("bo", "referentieniveau_taal", "02", "04", **_TOETS),
    "referentieniveau_rekenen": _p("bo", "referentieniveau_rekenen", "02", "03", **_TOETS),
    "eindtoets_reden": _p("bo", "eindtoets_reden", None, "01"),
    "vo_advies": _p("bo", "vo_advies", "40", "60", **_ADVIES),
    "vo_advies_datum": _p("bo", "vo_advies_datum", "2016-02-01", "2016-02-15", **_ADVIES),
    "herzien_advies": _p("bo", "herzien_advies", "60", "70", **_HERZIEN),
    "herzien_advies_datum": _p("bo", "herzien_advies_datum", "2016-05-20", "2016-05-23", **_HERZIEN),
    "terugplaatsing_brin": _p("terugplaatsing", "terugplaatsing_brin", "11BB", "12CC"),
    "terugplaatsing_vestiging": _p("terugplaatsing", "terugplaatsing_vestiging", "00", "01"),
    "nationaliteiten.nationaliteit": _l("zonder_bsn", "nationaliteiten", _NAT, ("0339", *_NAT[1:])),
    "nationaliteiten.begindatum": _l("zonder_bsn", "nationaliteiten", _NAT, ("0052", "2007-01-01", None)),
    "nationaliteiten.einddatum": _l("zonder_bsn", "nationaliteiten", _NAT, ("0052", "2006-01-02", "2016-01-01")),
    "perioden.begindatum": _periode("bo", "begindatum", "2016-08-22"),
    "perioden.groep": _periode("bo", "groep", "7"),
    "perioden.leerjaar": _periode("so", "leerjaar", 3),
    "perioden.vestiging": _periode("bo", "vestiging", "01"),
    "perioden.bekostiging": _periode("bo", "bekostiging", 0),
    "perioden.soort_onderwijs": _periode("so_cluster2", "soort_onderwijs", "SH"),
    "verblijven.begindatum": _l("so", "verblijven", _RES, ("2015-10-01", None, "1")),
    "verblijven.einddatum": _l("so", "verblijven", _RES, ("2015-09-01", "2016-06-30", "1")),
    "verblijven.soort_verblijf": _l("so", "verblijven", _RES, ("2015-09-01", None, "4")),
    "indicaties.begindatum": _l("so_lgf", "indicaties", _LGF, ("2011-07-01", *_LGF[1:])),
    "indicaties.einddatum": _l("so_lgf", "indicaties", _LGF, ("2011-08-01", "2014-07-31", *_LGF[2:])),
    "indicaties.indicatienummer": _l("so_lgf", "indicaties", _LGF, (*_LGF[:2], "3-02-2011-0099", "31")),
    "indicaties.onderwijssoort": _l("so_lgf", "indicaties", _LGF, (*_LGF[:3], "32")),
    "toelaatbaarheidsverklaringen.begindatum": _l("so", "toelaatbaarheidsverklaringen", tlv(), tlv(begindatum="2015-07-01")),
    "toelaatbaarheidsverklaringen.einddatum": _l("so", "toelaatbaarheidsverklaringen", tlv(), tlv(einddatum="2019-07-31")),
    "toelaatbaarheidsverklaringen.samenwerkingsverband": _l("so", "toelaatbaarheidsverklaringen", tlv(), tlv("PO2802")),
    "toelaatbaarheidsverklaringen.volgnummer": _l("so", "toelaatbaarheidsverklaringen", tlv(), tlv(volgnummer="AB-124")),
    "toelaatbaarheidsverklaringen.bekostigingscategorie": _l("so", "toelaatbaarheidsverklaringen", tlv(), tlv(categorie="3")),
    "arrangementen.begindatum": _l("so_cluster2", "arrangementen", _ARR, ("2015-07-01", *_ARR[1:])),
    "arrangementen.einddatum": _l("so_cluster2", "arrangementen", _ARR, ("2015-08-01", "2017-07-31", "00AA", "00")),
    "arrangementen.brin": _l("so_cluster2", "arrangementen", _ARR, (*_ARR[:2], "11BB", "00")),
    "arrangementen.vestiging": _l("so_cluster2", "arrangementen", _ARR, (*_ARR[:3], "01")),
    "begeleidingen.begindatum": _l("ambulant", "begeleidingen", _AB, ("2011-09-01", *_AB[1:])),
    "begeleidingen.einddatum": _l("ambulant", "begeleidingen", _AB, ("2011-08-01", "2012-09-28", *_AB[2:])),
    "begeleidingen.begeleidingsvorm": _l("ambulant", "begeleidingen", _AB, (*_AB[:2], "TAB", "11BB", "00")),
    "begeleidingen.brin": _l("ambulant", "begeleidingen", _AB, (*_AB[:3], "12CC", "00")),
    "begeleidingen.vestiging": _l("ambulant", "begeleidingen", _AB, (*_AB[:4], "01")),
    "ontwikkelingsperspectieven.begindatum": _l("bo", "ontwikkelingsperspectieven", _OPP, ("2016-02-01", None)),
    "ontwikkelingsperspectieven.einddatum": _l("bo", "ontwikkelingsperspectieven", _OPP, ("2016-01-04", "2016-07-31")),
    "opdc_verblijven.begindatum": _l("bo", "opdc_verblijven", _OPDC, ("2016-09-12", *_OPDC[1:])),
    "opdc_verblijven.einddatum": _l("bo", "opdc_verblijven", _OPDC, ("2016-09-05", "2016-12-23", *_OPDC[2:])),
    "opdc_verblijven.brin": _l("bo", "opdc_verblijven", _OPDC, (*_OPDC[:2], "12CC", "00")),
    "opdc_verblijven.vestiging": _l("bo", "opdc_verblijven", _OPDC, (*_OPDC[:3], "01")),
}  # fmt: skip
