"""From a Verschil and a Keuze to the actie that takes the difference away; which keuzes there are; what the actie carries; in what order.

Pure tables and functions. Sources: manual ch. 5, DESIGN 8 (choices per category), DOMAIN 4.3 (automatic or asked), 4.5 (order).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bronsync.domain.gegevens.velden import INDEX, PER_CATEGORIE, Categorie, Rij, cel
from bronsync.domain.vergelijking.aanleveren import wordt_aangeleverd
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.koppelen import Koppeling
from bronsync.domain.vergelijking.remmen import effect
from bronsync.domain.vergelijking.vergelijken import Verschil, VerschilSoort, vergelijk


class Keuze(StrEnum):
    """What a person can answer to a verschil (manual ch. 2)."""

    NAAR_BRON = "naar BRON"
    NAAR_LVS = "naar LVS2000"
    NEGEREN = "negeren"


@dataclass(frozen=True, slots=True)
class Mogelijkheid:
    """A keuze for a verschil: the actie it gives (None for negeren), or the reason why it is not allowed."""

    actie: ActieSoort | None = None
    reden: str = ""

    @property
    def toegestaan(self) -> bool:
        """Whether it can be chosen."""
        return not self.reden


_A = ActieSoort
_NEE_LVS: Final[dict[VerschilSoort, str]] = {
    VerschilSoort.NIET_IN_BRON: "BRON kent deze inschrijving niet. Verwijder de inschrijving in LVS2000 als die daar niet hoort.",
    VerschilSoort.NIET_IN_LVS: "Voeg de leerling in LVS2000 toe als deze daar hoort te staan.",
    VerschilSoort.SLEUTEL: "Wijzig de persoonsgegevens in LVS2000 bij de leerling als BRON gelijk heeft.",
    VerschilSoort.SCHRIJFWIJZE_NAAM: "Wijzig de persoonsgegevens in LVS2000 bij de leerling als BRON gelijk heeft.",
    VerschilSoort.INSCHRIJFDATUM: "Wijzig de inschrijfdatum in LVS2000 bij de inschrijving als BRON gelijk heeft.",
    VerschilSoort.UITSCHRIJFDATUM: "Wijzig de uitschrijfdatum in LVS2000 bij de inschrijving als BRON gelijk heeft.",
    VerschilSoort.ONDERWIJS: "Wijzig de onderwijsgegevens in LVS2000 bij de inschrijving als BRON gelijk heeft.",
}
_NAAR_BRON: Final[dict[VerschilSoort, ActieSoort]] = {
    VerschilSoort.NIET_IN_BRON: _A.NIEUWE_MELDING_INSCHRIJVING,
    VerschilSoort.NIET_IN_LVS: _A.VERWIJDERING_INSCHRIJVING,
    VerschilSoort.SLEUTEL: _A.WIJZIGING_SLEUTELGEGEVENS,
    VerschilSoort.SCHRIJFWIJZE_NAAM: _A.WIJZIGING_SLEUTELGEGEVENS,
    VerschilSoort.INSCHRIJFDATUM: _A.CORRECTIE_INSCHRIJFDATUM,
    VerschilSoort.ONDERWIJS: _A.WIJZIGING_ONDERWIJSGEGEVENS,
}


def mogelijkheden(verschil: Verschil) -> dict[Keuze, Mogelijkheid]:
    """The table of choices: for each keuze the actie, or why it is not possible here."""
    negeren = Mogelijkheid()
    if verschil.soort.categorie is Categorie.ADRES:
        return {
            Keuze.NAAR_BRON: _adres_naar_bron(verschil),
            Keuze.NAAR_LVS: _adres_naar_lvs(verschil),
            Keuze.NEGEREN: negeren,
        }
    if verschil.soort is VerschilSoort.UITSCHRIJFDATUM:
        # ASSUMED: an end date that LVS2000 no longer has is taken away by the full state of a wijziging onderwijsgegevens
        weg = verschil.lvs is not None and cel(verschil.lvs.rij, "uitschrijfdatum") is None
        naar_bron = _A.WIJZIGING_ONDERWIJSGEGEVENS if weg else _A.UITSCHRIJVING
    else:
        naar_bron = _NAAR_BRON[verschil.soort]
    return {
        Keuze.NAAR_BRON: Mogelijkheid(naar_bron),
        Keuze.NAAR_LVS: Mogelijkheid(reden=_NEE_LVS[verschil.soort]),
        Keuze.NEGEREN: negeren,
    }


def _adres_naar_bron(verschil: Verschil) -> Mogelijkheid:
    bron = verschil.bron
    if bron is not None and cel(bron.rij, "burgerservicenummer") is not None and cel(bron.rij, "land") is None:
        return Mogelijkheid(
            reden="De GBA bepaalt het adres van wie een BSN heeft en in Nederland woont. Ouders melden een verhuizing bij de gemeente."
        )
    return Mogelijkheid(_A.WIJZIGING_SLEUTELGEGEVENS)


def _adres_naar_lvs(verschil: Verschil) -> Mogelijkheid:
    bron, lvs = verschil.bron, verschil.lvs
    if bron is None or lvs is None or bron.geheim or lvs.geheim:
        return Mogelijkheid(reden="Een geheim adres wordt nooit overgenomen.")
    if cel(bron.rij, "burgerservicenummer") is None:
        return Mogelijkheid(reden="BRON heeft dit adres van de school; de GBA kent deze leerling niet.")
    if cel(bron.rij, "postcode") is None:
        return Mogelijkheid(reden="Alleen adressen in Nederland worden overgenomen.")
    return Mogelijkheid(_A.OVERNEMEN_ADRESGEGEVENS)


def handmatig(koppeling: Koppeling, *, loopt: bool) -> dict[ActieSoort, str]:
    """The matrix of acties by hand: for each soort the reason why it is not possible for this inschrijving; empty when it is.

    `loopt`: whether an actie of this leerling waits for BRON. Manual ch. 5 ('Acties handmatig bepalen'), DESIGN 8, DOMAIN 6.4.
    """
    lvs, bron = koppeling.lvs, koppeling.bron
    if loopt:
        return dict.fromkeys(ActieSoort, "er loopt al een actie voor deze leerling.")
    geen_lvs = "" if lvs else "deze inschrijving staat niet in LVS2000."
    geen_bron = "" if bron else "BRON kent deze inschrijving niet."
    beide = geen_lvs or geen_bron
    al_bekend = geen_lvs or ("deze inschrijving is al bij BRON geregistreerd." if bron else "")
    zelfde_dag = bool(lvs and bron and cel(lvs.rij, "inschrijfdatum") == cel(bron.rij, "inschrijfdatum"))
    zonder_einde = bool(lvs and cel(lvs.rij, "uitschrijfdatum") is None)
    redenen = {
        _A.IDENTIFICATIEVERZOEK: al_bekend,
        _A.NIEUWE_MELDING_INSCHRIJVING: al_bekend,
        _A.CORRECTIE_INSCHRIJFDATUM: beide
        or ("de inschrijfdatum is in LVS2000 en BRON dezelfde." if zelfde_dag else ""),
        _A.WIJZIGING_SLEUTELGEGEVENS: beide,
        _A.WIJZIGING_ONDERWIJSGEGEVENS: beide,
        _A.UITSCHRIJVING: beide or ("de leerling is in LVS2000 niet uitgeschreven." if zonder_einde else ""),
        _A.VERWIJDERING_INSCHRIJVING: geen_bron,
        _A.OVERNEMEN_ADRESGEGEVENS: beide or _overnemen_onmogelijk(koppeling),
    }
    if lvs and not wordt_aangeleverd(lvs, bron):
        niet = "deze inschrijving wordt niet aan BRON aangeleverd."
        redenen |= {soort: redenen[soort] or niet for soort in redenen if soort is not _A.VERWIJDERING_INSCHRIJVING}
        if lvs.uitgesloten:
            niet = "de leerling is in LVS2000 uitgesloten van aanlevering."
            redenen = dict.fromkeys(redenen, niet)
    return redenen


def _overnemen_onmogelijk(koppeling: Koppeling) -> str:
    verschillen = [v for v in vergelijk(koppeling, "") if v.soort.categorie is Categorie.ADRES]
    if not verschillen:
        return "het adres is in LVS2000 en BRON hetzelfde, of wordt niet vergeleken."
    return _adres_naar_lvs(verschillen[0]).reden


def is_automatisch(verschil: Verschil) -> bool:
    """New in LVS2000, or out in LVS2000 and still in at BRON: determined without asking (manual ch. 2)."""
    if verschil.soort is VerschilSoort.NIET_IN_BRON:
        return True
    if verschil.soort is not VerschilSoort.UITSCHRIJFDATUM or verschil.lvs is None or verschil.bron is None:
        return False
    return cel(verschil.lvs.rij, "uitschrijfdatum") is not None and cel(verschil.bron.rij, "uitschrijfdatum") is None


def effect_naar_bron(verschil: Verschil) -> str:
    """What would be gone at BRON if this verschil went there; empty when nothing, or when it cannot."""
    actie = mogelijkheden(verschil)[Keuze.NAAR_BRON].actie
    return effect(actie, verschil.paren) if actie is not None else ""


VOLGORDE: Final[tuple[ActieSoort, ...]] = (
    _A.WIJZIGING_SLEUTELGEGEVENS,
    _A.VERWIJDERING_INSCHRIJVING,
    _A.CORRECTIE_INSCHRIJFDATUM,
    _A.UITSCHRIJVING,
    _A.WIJZIGING_ONDERWIJSGEGEVENS,
    _A.NIEUWE_MELDING_INSCHRIJVING,
    _A.OVERNEMEN_ADRESGEGEVENS,
    _A.IDENTIFICATIEVERZOEK,
)
"""Of several acties of one leerling the first of this list goes first and the others wait for its answer: a key before what uses it,
a removal or an end before a new inschrijving (DOMAIN 4.5)."""


def _neem(basis: Rij, uit: Rij, categorie: Categorie) -> Rij:
    nieuw = list(basis)
    for veld in PER_CATEGORIE[categorie]:
        nieuw[INDEX[veld.naam]] = uit[INDEX[veld.naam]]
    return tuple(nieuw)


def inhoud(
    soort: ActieSoort, aanleiding: VerschilSoort | None, lvs: Rij, bron: Rij | None, genegeerd: frozenset[Categorie]
) -> Rij:
    """The row that an actie carries: what LVS2000 has, except where a difference was ignored or is not what this actie is about.

    `genegeerd`: categories in which this inschrijving differs and a person chose to ignore it; BRON's own value then stays.
    """
    if bron is None:
        return lvs
    if soort is _A.WIJZIGING_SLEUTELGEGEVENS:
        over_adres = aanleiding is not None and aanleiding.categorie is Categorie.ADRES
        return _neem(lvs, bron, Categorie.SLEUTEL) if over_adres else lvs
    rij = lvs
    for categorie in genegeerd:
        rij = _neem(rij, bron, categorie)
    if soort is _A.WIJZIGING_ONDERWIJSGEGEVENS:
        ander = Categorie.ONDERWIJS if aanleiding is VerschilSoort.UITSCHRIJFDATUM else Categorie.UITSCHRIJFDATUM
        rij = _neem(rij, bron, ander)
    return rij
