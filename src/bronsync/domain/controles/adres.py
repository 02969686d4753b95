"""Controles A01-A14: address at home and abroad, nationality. Source: DOMAIN 5, 3.4, 3.6, 3.7."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bronsync.domain.controles.engine import (
    ALLE_ACTIES,
    MET_ONDERWIJS,
    MET_PERSOON,
    Bevinding,
    Context,
    Controle,
    Ernst,
    Geval,
    als,
    bij_inschrijving,
    bij_veld,
)
from bronsync.domain.controles.hulp import dag_of_geen, dekt, in_buitenland, laatste_dag, zonder_pgn
from bronsync.domain.gegevens.codes import WAARDEN, geldt_op
from bronsync.domain.gegevens.inschrijving import Inschrijving
from bronsync.domain.gegevens.velden import VELDEN
from bronsync.domain.gegevens.waarden import Ongeldig
from bronsync.domain.vergelijking.berichten import ActieSoort

_F, _T = Ernst.AFKEUR, Ernst.ATTENTIE
_NIEUW_IDENT: Final = frozenset({ActieSoort.NIEUWE_MELDING_INSCHRIJVING, ActieSoort.IDENTIFICATIEVERZOEK})
_DUITSLAND_VERVALLEN: Final = "6029"
_NEDERLANDSE: Final = "0001"
_ONBEKEND: Final = "0000"
_GEHEIM: Final = "(geheim)"


@bij_inschrijving
def _a01(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    """An identificatieverzoek with PGN needs no address (short set, DUO-ID)."""
    postcode, buitenland = ins.adres.postcode is not None, in_buitenland(ins)
    zonder_mag = geval.soort is ActieSoort.IDENTIFICATIEVERZOEK and not zonder_pgn(ins)
    if (postcode and buitenland) or not (postcode or buitenland or zonder_mag):
        yield {}


@bij_inschrijving
def _a02(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    if isinstance(ins.adres.postcode, Ongeldig):
        yield {"v": _GEHEIM if geval.geheim else ins.adres.postcode.ruw}


@bij_inschrijving
def _a03(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """A locatieomschrijving stands in the place of street and number (DOMAIN 2.3)."""
    adres = ins.adres
    if not zonder_pgn(ins) or in_buitenland(ins):
        return
    if adres.straatnaam is None and adres.locatieomschrijving is None:
        yield bij_veld("straatnaam")
    if adres.huisnummer is None and adres.locatieomschrijving is None:
        yield bij_veld("huisnummer")
    if adres.plaatsnaam is None:
        yield bij_veld("plaatsnaam")


@bij_inschrijving
def _a04(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    huisnummer = ins.adres.huisnummer
    if isinstance(huisnummer, Ongeldig) or (huisnummer is not None and not WAARDEN["huisnummer"].bevat(huisnummer)):
        ruw = huisnummer.ruw if isinstance(huisnummer, Ongeldig) else huisnummer
        yield {"v": _GEHEIM if geval.geheim else ruw}


@bij_inschrijving
def _a05(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """The canonieke rij holds the shortened text already, so a text of exactly the limit may or may not have been cut."""
    for veld in VELDEN:
        if veld.inkorten and veld.lengte and len(getattr(ins.adres, veld.naam) or "") >= veld.lengte:
            yield bij_veld(veld.naam, n=veld.lengte)


@bij_inschrijving
def _a06(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    aanduiding = ins.adres.huisnummeraanduiding
    if aanduiding is not None and not WAARDEN["huisnummeraanduiding"].bevat(aanduiding):
        yield {}


@bij_inschrijving
def _a07(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on the day as of which the address holds: today, or the uitschrijfdatum of who left."""
    land = ins.adres.land
    if land in (None, _DUITSLAND_VERVALLEN):
        return
    if not geldt_op(context.codelijsten.landen.get(str(land)), laatste_dag(ins, context.vandaag)):
        yield {"v": land}


_a08 = als(lambda ins: ins.adres.land == _DUITSLAND_VERVALLEN)


@bij_inschrijving
def _a09(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """`velden.beperk` already empties these lines, so this speaks only for a row that did not pass it."""
    regels = (ins.adres.adresregel_buitenland_1, ins.adres.adresregel_buitenland_2, ins.adres.adresregel_buitenland_3)
    if in_buitenland(ins) and ins.sleutel.burgerservicenummer is not None and any(regels):
        yield {}


def _a10(geval: Geval, _: Context) -> Iterator[Bevinding]:
    if geval.geheim:
        yield {}


@bij_inschrijving
def _a11(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    """A secret postcode is neither compared nor shown; an address that BRON has from the school is no GBA address."""
    lvs, gba = ins.adres.postcode, geval.bron.adres.postcode if geval.bron else None
    van_gba = geval.bron is not None and geval.bron.sleutel.burgerservicenummer is not None
    if not geval.geheim and van_gba and isinstance(lvs, str) and isinstance(gba, str) and lvs != gba:
        yield {"lvs": lvs, "gba": gba}


@bij_inschrijving
def _a12(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on the begindatum of the nationality; without one it must only stand in the table."""
    for record in ins.onderwijs.nationaliteiten:
        code, begin = record.nationaliteit, dag_of_geen(record.begindatum)
        if code is None:
            continue  # W03
        looptijd = context.codelijsten.nationaliteiten.get(code)
        einde = looptijd[1] if looptijd else None
        if looptijd is None or (begin and einde and begin >= einde):
            yield {"v": code}


@bij_inschrijving
def _a13(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Only nationalities held on the same day count; without a begindatum it counts as held."""
    dag = laatste_dag(ins, context.vandaag)
    nu = {r.nationaliteit for r in ins.onderwijs.nationaliteiten if r.begindatum is None or dekt(r, dag)}
    if _NEDERLANDSE in nu and len(nu) > 1:
        yield {}


@bij_inschrijving
def _a14(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    codes = {record.nationaliteit for record in ins.onderwijs.nationaliteiten}
    if ins.sleutel.burgerservicenummer is None and not codes - {None, _ONBEKEND}:
        yield {}


CONTROLES: Final[tuple[Controle, ...]] = (
    Controle("A01", _F, "postcode", "Vul een Nederlandse postcode of een land in, niet beide.",
        "Woont de leerling in Nederland, vul dan de postcode in en maak het land leeg; anders alleen het land.",
        "KRD-TEST 790", _a01, acties=MET_PERSOON),
    # DOMAIN: new and key; here for each actie that carries something of the row, because an unreadable value is never sent
    Controle("A02", _F, "postcode", "De postcode '{v}' is ongeldig (1234 AB).",
        "Verbeter de postcode: vier cijfers en twee letters.", "RIO", _a02),
    Controle("A03", _F, "straatnaam", "Zonder PGN is een volledig adres verplicht.",
        "Vul straat (of locatieomschrijving), huisnummer en plaats in.", "DUO-BZ, DUO-VO", _a03, acties=_NIEUW_IDENT),
    Controle("A04", _F, "huisnummer", "Het huisnummer '{v}' is ongeldig.",
        "Vul alleen het nummer in; letters horen in het veld Toevoeging.", "RIO", _a04),
    Controle("A05", _T, "straatnaam", "'{veld}' wordt zo nodig ingekort tot {n} tekens.",
        "U hoeft niets te doen.", "KRD, RIO", _a05, acties=MET_PERSOON),
    Controle("A06", _F, "huisnummeraanduiding", "De aanduiding bij huisnummer moet TO of BY zijn.",
        "Kies TO (tegenover) of BY (bij), of maak het veld leeg.", "OSO, RvIG", _a06, acties=MET_PERSOON),
    Controle("A07", _F, "land", "Landcode '{v}' bestaat niet of is vervallen.",
        "Kies het land waar de leerling nu woont uit de lijst.", "RvIG, DUO-BZ", _a07, acties=MET_PERSOON),
    Controle("A08", _F, "land", "Gebruik 9089 voor Duitsland; 6029 is vervallen.",
        "Kies Bondsrepubliek Duitsland (9089).", "RvIG, DUO-BZ", _a08, acties=MET_PERSOON),
    Controle("A09", _T, "adresregel_buitenland_1", "Bij een leerling in het buitenland met BSN wordt alleen het land verzonden.",
        "U hoeft niets te doen.", "DUO-VO (vavo)", _a09, acties=MET_PERSOON),
    Controle("A10", _T, "", "Adres is geheim: volg de procedure van DUO en verzend niet zonder overleg.",
        "Bel met DUO voordat u gegevens van deze leerling verzendt.", "DUO-BZ", _a10, acties=ALLE_ACTIES),
    Controle("A11", _T, "postcode", "Postcode wijkt af van de GBA ({lvs} / {gba}).",
        "Neem het adres van de GBA over, of vraag de ouders om de verhuizing bij de gemeente te melden.", "KRD-TEST 770", _a11),
    Controle("A12", _F, "nationaliteiten", "Nationaliteit '{v}' is onbekend.",
        "Kies een nationaliteit uit de lijst.", "RvIG", _a12, acties=MET_ONDERWIJS),
    Controle("A13", _T, "nationaliteiten", "Naast de Nederlandse nationaliteit worden geen andere verzonden.",
        "Laat alleen de Nederlandse nationaliteit staan.", "LO-BRP", _a13, acties=MET_ONDERWIJS),
    Controle("A14", _T, "nationaliteiten", "Vul een nationaliteit in als deze niet in de BRP staat.",
        "Kies de nationaliteit van de leerling, als u die weet.", "WPO-178a (7)", _a14, acties=MET_ONDERWIJS),
)  # fmt: skip
