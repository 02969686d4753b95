"""Controles W01-W08: beyond the 95 of DOMAIN 5, so that no row without afkeur can hold what the contract or the register refuses.

W01: a value that is no value of its field and that no controle of its own names. W02: a code outside the list. W03: a part that the
contract asks for. W04: more sub-records than a message holds. Source: KRD-TEST 953-955 (filled, format, value list), contract `bron-po.xsd`.
W05: a date that no school time can hold, which is a typing error in the year that nobody else would see (ASSUMED). W06: a sub-record that
ends before it begins, as O25 and O31 say of two of them (ASSUMED for the others). W07: leerjaar, as O03 asks for the groep. W08 warns only, since a
kind that was typed wrong is put right in the same way (DOMAIN 6.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bronsync.domain.controles.engine import (
    MET_ONDERWIJS,
    WEC,
    WPO,
    Bevinding,
    Context,
    Controle,
    Ernst,
    Geval,
    bij_inschrijving,
    bij_veld,
    dag_tekst,
)
from bronsync.domain.controles.hulp import AMBULANT, omgekeerd, zonder_pgn
from bronsync.domain.controles.persoon import cellen
from bronsync.domain.gegevens.codes import WAARDEN
from bronsync.domain.gegevens.inschrijving import Inschrijving, ontleed
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, Soort, lijst
from bronsync.domain.gegevens.waarden import GedeeltelijkeDatum, Ongeldig, lees_datum
from bronsync.domain.vergelijking.berichten import ActieSoort

_F = Ernst.AFKEUR
EIGEN_ONGELDIG: Final = frozenset(
    {
        "burgerservicenummer", "onderwijsnummer", "geboortedatum",  # P01-P03, P10
        "inschrijfdatum", "huisnummer", "postcode", "indicaties.indicatienummer",  # I01, A04, A02, O07
    }
)  # fmt: skip
"""Fields whose `Ongeldig` has a controle of its own."""
EIGEN_WAARDE: Final = frozenset(
    {
        "geslacht", "huisnummer", "huisnummeraanduiding", "schoolsoort", "voorschools_maanden",  # P13, A04, A06, O04, O24
        "eindtoets_score", "vo_advies", "herzien_advies", "perioden.vestiging", "begeleidingen.brin",  # O27, O29, O02, O18
        "toelaatbaarheidsverklaringen.samenwerkingsverband", "toelaatbaarheidsverklaringen.volgnummer",  # O10
        "toelaatbaarheidsverklaringen.bekostigingscategorie",  # O12
    }
)  # fmt: skip
"""Fields whose value list has a controle of its own."""
VERPLICHT: Final = (
    "onderwijstype", "inschrijfstatus",
    "nationaliteiten.nationaliteit", "perioden.begindatum", "perioden.bekostiging", "verblijven.begindatum",
    "verblijven.soort_verblijf", "indicaties.begindatum", "toelaatbaarheidsverklaringen.begindatum",
    "arrangementen.begindatum", "arrangementen.brin", "begeleidingen.begindatum", "begeleidingen.begeleidingsvorm",
    "ontwikkelingsperspectieven.begindatum", "opdc_verblijven.begindatum", "opdc_verblijven.brin",
)  # fmt: skip
"""What the contract asks for, apart from what a controle of its own asks for."""
DRAGERS: Final = {
    "gewicht_datum": "gewicht",
    "voorschools_maanden": "voorschools_programma",
    "vroegschools_begindatum": "vroegschools_programma",
    "vroegschools_einddatum": "vroegschools_programma",
    "vo_advies_datum": "vo_advies",
    "herzien_advies": "vo_advies",
    "herzien_advies_datum": "vo_advies",
    "terugplaatsing_vestiging": "terugplaatsing_brin",
}
"""Field that cannot travel without another."""
MEESTE_REGELS: Final = 100
LANGSTE_TIJD: Final = 45
"""Years after birth in which a date of a leerling can lie (ASSUMED; VSO ends at 20, and a TLV may be given for years)."""
DATUMS: Final = frozenset(
    {
        *(veld.naam for veld in CEL_VELDEN if veld.soort is Soort.DATUM),
        *(f"{veld.naam}.{d.naam}" for veld in LIJST_VELDEN for d in veld.onderdelen if d.soort is Soort.DATUM),
    }
)


MET_EINDE: Final = tuple(
    veld.naam
    for veld in LIJST_VELDEN
    if veld.naam != "ontwikkelingsperspectieven" and any(deel.naam == "einddatum" for deel in veld.onderdelen)
)
"""Lists of sub-records with an end; that of a plan is O31."""


_LEESBAAR: Final = {
    naam: veld
    for naam, veld in (
        *((veld.naam, veld) for veld in CEL_VELDEN),
        *((f"{veld.naam}.{deel.naam}", deel) for veld in LIJST_VELDEN for deel in veld.onderdelen),
    )
    if naam not in EIGEN_ONGELDIG and veld.soort not in (Soort.TEKST, Soort.CODE, Soort.BEDRAG)
}
"""Fields whose cell can be unreadable, apart from those with a controle of their own."""


@bij_inschrijving
def _w01(_: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    for naam, waarde in cellen(geval.rij) if geval.rij else ():
        if waarde is not None and naam in _LEESBAAR and isinstance(ontleed(_LEESBAAR[naam], waarde), Ongeldig):
            yield bij_veld(naam)


@bij_inschrijving
def _w02(ins: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    eigen = EIGEN_WAARDE | {"perioden.groep"} if ins.onderwijs.onderwijstype in WPO else EIGEN_WAARDE  # O03
    for naam, waarde in cellen(geval.rij) if geval.rij else ():
        waarden = WAARDEN.get(naam) if waarde is not None else None
        if waarden is None or naam in eigen:
            continue
        getal = waarden.hoogst > 0
        if not waarden.bevat(waarde) and isinstance(waarde, int) == getal:  # text in a number field is W01
            yield bij_veld(naam, v=waarde)


@bij_inschrijving
def _w03(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    if not geval.leerlingnummer and not zonder_pgn(ins):  # without PGN: P08
        yield {"veld": "Leerlingnummer"}
    if geval.soort in MET_ONDERWIJS:
        yield from _ontbrekend(ins, geval)


def _ontbrekend(ins: Inschrijving, geval: Geval) -> Iterator[Bevinding]:
    gevuld: dict[str, bool] = {}
    for naam, waarde in cellen(geval.rij) if geval.rij else ():
        gevuld[naam] = waarde is not None
        if waarde is None and naam in VERPLICHT:
            yield bij_veld(naam)
    for naam, drager in DRAGERS.items():
        if gevuld.get(naam) and not gevuld[drager]:
            yield bij_veld(drager)
    if not ins.onderwijs.perioden:
        yield bij_veld("perioden")
    if geval.soort is ActieSoort.UITSCHRIJVING and ins.uitschrijfdatum is None:
        yield bij_veld("uitschrijfdatum")


@bij_inschrijving
def _w04(_: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    for veld in LIJST_VELDEN if geval.rij else ():
        if geval.rij and len(lijst(geval.rij, veld.naam)) > MEESTE_REGELS:
            yield bij_veld(veld.naam, n=MEESTE_REGELS)


@bij_inschrijving
def _w05(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    """A birth date of which a part is unknown gives the widest room; a wholly unknown one gives none to judge by."""
    geboren = ins.sleutel.geboortedatum
    if not isinstance(geboren, GedeeltelijkeDatum) or geboren.vroegst is None or geboren.laatst is None:
        return
    eerst, laatst = geboren.vroegst.isoformat(), f"{geboren.laatst.year + LANGSTE_TIJD}-12-31"
    for naam, waarde in cellen(geval.rij) if geval.rij else ():
        if naam in DATUMS and isinstance(waarde, str) and not eerst <= waarde <= laatst:
            dag = lees_datum(waarde)
            if not isinstance(dag, Ongeldig):  # else W01
                yield bij_veld(naam, v=dag_tekst(dag))


@bij_inschrijving
def _w06(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for naam in MET_EINDE:
        if any(map(omgekeerd, getattr(ins.onderwijs, naam))):
            yield bij_veld(naam)


@bij_inschrijving
def _w07(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Who is supported at another school sits in a groep or leerjaar there."""
    if ins.onderwijs.inschrijfstatus != AMBULANT and any(p.leerjaar is None for p in ins.onderwijs.perioden):
        yield {}


def _vormen(ins: Inschrijving) -> set[str]:
    """Kinds of support that BRON knows."""
    return {b.begeleidingsvorm for b in ins.onderwijs.begeleidingen if b.begeleidingsvorm in ("RAB", "TAB")}


@bij_inschrijving
def _w08(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    nu = _vormen(ins)
    was = _vormen(geval.bron) if geval.bron else set()
    if len(nu) > 1 or (nu and was and nu != was):
        yield {}


_CONTRACT: Final = "contract bron-po.xsd"

CONTROLES: Final[tuple[Controle, ...]] = (
    Controle("W01", _F, "", "'{veld}' bevat iets dat niet te lezen is.",
        "Vul dit gegeven in LVS2000 opnieuw in.", "KRD-TEST 954 (format)", _w01),
    Controle("W02", _F, "", "'{veld}' heeft een waarde die BRON niet kent: '{v}'.",
        "Kies in LVS2000 een waarde uit de lijst.", f"KRD-TEST 955 (value list); {_CONTRACT}", _w02, acties=MET_ONDERWIJS),
    Controle("W03", _F, "", "'{veld}' ontbreekt.",
        "Vul dit gegeven in LVS2000 in, of maak de hele regel leeg.", f"KRD-TEST 953 (filled); {_CONTRACT}", _w03),
    Controle("W04", _F, "", "'{veld}' heeft meer dan {n} regels.",
        "Verwijder in LVS2000 de regels die er niet horen.", _CONTRACT, _w04, acties=MET_ONDERWIJS),
    Controle("W05", _F, "", "'{veld}' heeft een datum die niet bij de leeftijd van de leerling past: {v}.",
        "Controleer het jaartal van deze datum en de geboortedatum.", "ASSUMED", _w05, acties=MET_ONDERWIJS),
    Controle("W06", _F, "", "'{veld}' eindigt voor het begint.",
        "Verbeter in LVS2000 de begindatum of de einddatum.", "KRD-TEST 954 (format); ASSUMED", _w06, acties=MET_ONDERWIJS),
    Controle("W07", _F, "perioden", "Vul het leerjaar in.",
        "Vul 'Onderwijs sinds' en het leerjaar in de klassenhistorie in.", "WEC-164a (2e)", _w07, acties=MET_ONDERWIJS,
        onderwijstypes=WEC),
    Controle("W08", Ernst.ATTENTIE, "begeleidingen", "De vorm van begeleiding is gewijzigd binnen een inschrijving.",
        "Was de oude vorm goed, zet die dan terug, schrijf de leerling uit en maak een nieuwe inschrijving.",
        "KB-AB; severity ASSUMED", _w08, acties=MET_ONDERWIJS, onderwijstypes=WEC),
)  # fmt: skip
