"""One inschrijving as typed values: each field is valid, empty, or explicitly `Ongeldig`.

Built from a canonieke rij only where rules or a person look at it (the few that differ, and what is checked). The classes follow the
order of `velden.VELDEN`; a test holds them to it. Knows no database and no message. Source: DOMAIN 2, ARCHITECTURE 4.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from bronsync.domain.gegevens import nummers
from bronsync.domain.gegevens.nummers import Bsn, Onderwijsnummer, Pgn
from bronsync.domain.gegevens.velden import VELDEN, Cel, Rij, Soort, Veld
from bronsync.domain.gegevens.waarden import GedeeltelijkeDatum, Ongeldig, lees_datum, lees_gedeeltelijke_datum

Tekst = str | None
Datum = date | Ongeldig | None
Getal = int | Ongeldig | None


@dataclass(frozen=True, slots=True, repr=False)
class Sleutelgegevens:
    """By which BRON finds the person (DOMAIN 1.2); the manual counts the name too."""

    burgerservicenummer: Bsn | Ongeldig | None
    onderwijsnummer: Onderwijsnummer | Ongeldig | None
    geboortedatum: GedeeltelijkeDatum | Ongeldig | None
    geslacht: Tekst
    achternaam: Tekst
    voorvoegsel: Tekst
    voornamen: Tekst

    @property
    def pgn(self) -> Pgn | None:
        """The valid BSN, else the valid onderwijsnummer, else None."""
        if isinstance(self.burgerservicenummer, Bsn):
            return self.burgerservicenummer
        return self.onderwijsnummer if isinstance(self.onderwijsnummer, Onderwijsnummer) else None


@dataclass(frozen=True, slots=True, repr=False)
class Adres:
    """Address at home or abroad (DOMAIN 2.3, 2.4)."""

    straatnaam: Tekst
    huisnummer: Getal
    huisnummertoevoeging: Tekst
    huisnummeraanduiding: Tekst
    locatieomschrijving: Tekst
    postcode: str | Ongeldig | None
    plaatsnaam: Tekst
    land: Tekst
    adresregel_buitenland_1: Tekst
    adresregel_buitenland_2: Tekst
    adresregel_buitenland_3: Tekst


@dataclass(frozen=True, slots=True)
class Nationaliteit:
    """DOMAIN 2.5."""

    nationaliteit: Tekst
    begindatum: Datum
    einddatum: Datum


@dataclass(frozen=True, slots=True)
class Periode:
    """One line of the klassenhistorie (DOMAIN 2.7-2.9)."""

    begindatum: Datum
    groep: Tekst
    leerjaar: Getal
    vestiging: Tekst
    bekostiging: Getal
    soort_onderwijs: Tekst


@dataclass(frozen=True, slots=True)
class Verblijf:
    """Residentiele plaatsing."""

    begindatum: Datum
    einddatum: Datum
    soort_verblijf: Tekst


@dataclass(frozen=True, slots=True)
class Indicatie:
    """LGF, until 1-8-2014 (DOMAIN 2.10)."""

    begindatum: Datum
    einddatum: Datum
    indicatienummer: str | Ongeldig | None = field(repr=False)
    onderwijssoort: Tekst


@dataclass(frozen=True, slots=True)
class Toelaatbaarheidsverklaring:
    """TLV, from 1-8-2014 (DOMAIN 2.10)."""

    begindatum: Datum
    einddatum: Datum
    samenwerkingsverband: Tekst
    volgnummer: Tekst
    bekostigingscategorie: Tekst


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Support statement of an institution of cluster 1 or 2."""

    begindatum: Datum
    einddatum: Datum
    brin: Tekst
    vestiging: Tekst


@dataclass(frozen=True, slots=True)
class Begeleiding:
    """Ambulante begeleiding: PAB, RAB, TAB (DOMAIN 2.11)."""

    begindatum: Datum
    einddatum: Datum
    begeleidingsvorm: Tekst
    brin: Tekst
    vestiging: Tekst


@dataclass(frozen=True, slots=True)
class Ontwikkelingsperspectief:
    """OPP (DOMAIN 2.16)."""

    begindatum: Datum
    einddatum: Datum


@dataclass(frozen=True, slots=True)
class OpdcVerblijf:
    """Temporary place at an OPDC (DOMAIN 2.16)."""

    begindatum: Datum
    einddatum: Datum
    brin: Tekst
    vestiging: Tekst


@dataclass(frozen=True, slots=True)
class Onderwijsgegevens:
    """All of category onderwijs (DOMAIN 2.5-2.17)."""

    onderwijstype: Tekst
    inschrijfstatus: Tekst
    schoolsoort: Tekst
    schoolsoort_datum: Datum
    nnca: Tekst
    uitstroomprofiel: Tekst
    gewicht: Tekst
    gewicht_datum: Datum
    voorschools_programma: Getal
    voorschools_maanden: Getal
    vroegschools_programma: Getal
    vroegschools_begindatum: Datum
    vroegschools_einddatum: Datum
    eindtoets_soort: Tekst
    eindtoets_datum: Datum
    eindtoets_niveau: Tekst
    eindtoets_score: Getal
    referentieniveau_lezen: Tekst
    referentieniveau_taal: Tekst
    referentieniveau_rekenen: Tekst
    eindtoets_reden: Tekst
    vo_advies: Tekst
    vo_advies_datum: Datum
    herzien_advies: Tekst
    herzien_advies_datum: Datum
    terugplaatsing_brin: Tekst
    terugplaatsing_vestiging: Tekst
    nationaliteiten: tuple[Nationaliteit, ...]
    perioden: tuple[Periode, ...]
    verblijven: tuple[Verblijf, ...]
    indicaties: tuple[Indicatie, ...]
    toelaatbaarheidsverklaringen: tuple[Toelaatbaarheidsverklaring, ...]
    arrangementen: tuple[Arrangement, ...]
    begeleidingen: tuple[Begeleiding, ...]
    ontwikkelingsperspectieven: tuple[Ontwikkelingsperspectief, ...]
    opdc_verblijven: tuple[OpdcVerblijf, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Inschrijving:
    """The whole inschrijving of one leerling."""

    sleutel: Sleutelgegevens
    inschrijfdatum: Datum
    uitschrijfdatum: Datum
    adres: Adres
    onderwijs: Onderwijsgegevens


LIJSTTYPEN: Final[dict[str, type]] = {
    "nationaliteiten": Nationaliteit,
    "perioden": Periode,
    "verblijven": Verblijf,
    "indicaties": Indicatie,
    "toelaatbaarheidsverklaringen": Toelaatbaarheidsverklaring,
    "arrangementen": Arrangement,
    "begeleidingen": Begeleiding,
    "ontwikkelingsperspectieven": Ontwikkelingsperspectief,
    "opdc_verblijven": OpdcVerblijf,
}
"""The class of the sub-records of each list-valued field."""


def ontleed(veld: Veld, cel: Cel) -> object:
    """The typed value of one normalised cell: a value, None, or `Ongeldig`."""
    if cel is None:
        return None
    match veld.soort:
        case Soort.PGN:
            lees = nummers.lees_bsn if veld.naam == "burgerservicenummer" else nummers.lees_onderwijsnummer
            return lees(str(cel))
        case Soort.GEBOORTEDATUM:
            return lees_gedeeltelijke_datum(str(cel))
        case Soort.DATUM:
            return lees_datum(str(cel))
        case Soort.GETAL | Soort.JA_NEE:
            return cel if isinstance(cel, int) else Ongeldig(cel, "geen_getal")
        case Soort.POSTCODE:
            return cel if re.fullmatch("[1-9][0-9]{3}[A-Z]{2}", str(cel)) else Ongeldig(str(cel), "postcode")
        case Soort.INDICATIENUMMER:
            return (
                cel
                if re.fullmatch("[1-4]-[0-9]{2}-[0-9]{4}-[0-9]{4}", str(cel))
                else Ongeldig(str(cel), "indicatienummer")
            )
        case _:
            return cel


def _veldwaarde(veld: Veld, cel: object) -> object:
    if not veld.onderdelen:
        return ontleed(veld, cel)  # type: ignore[arg-type]  # the cell of a field without parts is a Cel
    soort: Any = LIJSTTYPEN[veld.naam]
    return tuple(soort(*map(ontleed, veld.onderdelen, record)) for record in cel)  # type: ignore[attr-defined]  # and with parts a tuple


_SLEUTEL, _ADRES, _ONDERWIJS = (len(fields(soort)) for soort in (Sleutelgegevens, Adres, Onderwijsgegevens))


def uit_rij(rij: Rij) -> Inschrijving:
    """The typed inschrijving of a canonieke rij."""
    waarden: list[Any] = list(map(_veldwaarde, VELDEN, rij))
    na_datums = _SLEUTEL + 2
    return Inschrijving(
        Sleutelgegevens(*waarden[:_SLEUTEL]),
        waarden[_SLEUTEL],
        waarden[_SLEUTEL + 1],
        Adres(*waarden[na_datums : na_datums + _ADRES]),
        Onderwijsgegevens(*waarden[na_datums + _ADRES :]),
    )
