"""Written by hand from the manual (ch. 5) and DOMAIN 2 and 4.2, not derived from `velden.py`: which actie each field belongs to.

The tests of EIG-3 hold the program's own table against this one.
"""

from __future__ import annotations

from bronsync.domain.vergelijking.berichten import ActieSoort

SLEUTEL = [
    "burgerservicenummer",
    "onderwijsnummer",
    "geboortedatum",
    "geslacht",
    "achternaam",
    "voorvoegsel",
    "voornamen",
]
ADRES = [
    "straatnaam",
    "huisnummer",
    "huisnummertoevoeging",
    "huisnummeraanduiding",
    "locatieomschrijving",
    "postcode",
    "plaatsnaam",
    "land",
    "adresregel_buitenland_1",
    "adresregel_buitenland_2",
    "adresregel_buitenland_3",
]
ONDERWIJS = [
    "onderwijstype",
    "inschrijfstatus",
    "schoolsoort",
    "schoolsoort_datum",
    "nnca",
    "uitstroomprofiel",
    "gewicht",
    "gewicht_datum",
    "voorschools_programma",
    "voorschools_maanden",
    "vroegschools_programma",
    "vroegschools_begindatum",
    "vroegschools_einddatum",
    "eindtoets_soort",
    "eindtoets_datum",
    "eindtoets_niveau",
    "eindtoets_score",
    "referentieniveau_lezen",
    "referentieniveau_taal",
    "referentieniveau_rekenen",
    "eindtoets_reden",
    "vo_advies",
    "vo_advies_datum",
    "herzien_advies",
    "herzien_advies_datum",
    "terugplaatsing_brin",
    "terugplaatsing_vestiging",
    "nationaliteiten",
    "perioden",
    "verblijven",
    "indicaties",
    "toelaatbaarheidsverklaringen",
    "arrangementen",
    "begeleidingen",
    "ontwikkelingsperspectieven",
    "opdc_verblijven",
]

CATEGORIE: dict[str, str] = {
    **dict.fromkeys(SLEUTEL, "sleutel"),
    "inschrijfdatum": "inschrijfdatum",
    "uitschrijfdatum": "uitschrijfdatum",
    **dict.fromkeys(ADRES, "adres"),
    **dict.fromkeys(ONDERWIJS, "onderwijs"),
}
ACTIE: dict[str, ActieSoort] = {
    "sleutel": ActieSoort.WIJZIGING_SLEUTELGEGEVENS,
    "inschrijfdatum": ActieSoort.CORRECTIE_INSCHRIJFDATUM,
    "uitschrijfdatum": ActieSoort.UITSCHRIJVING,
    "onderwijs": ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS,
    "adres": ActieSoort.OVERNEMEN_ADRESGEGEVENS,
}
"""For who has a BSN and lives in the Netherlands; else the address goes to BRON with a wijziging sleutelgegevens."""
