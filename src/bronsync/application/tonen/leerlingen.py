"""The pupil list of the main window (manual ch. 4): one row per inschrijving, with what 'Toon' can choose and how many there are of each.

A frozen read model, built in one read of LVS2000 and streaming reads of the journal. Changes nothing. Names and numbers in it are for the
screen of the school itself. Which rows 'Toon' hides until asked: DESIGN 8 (leavers and excluded pupils).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from bronsync.application.boeken.beeld import lvs_kant
from bronsync.application.boeken.stand import stand
from bronsync.application.boeken.verwijzing import Verwijzer, verwijzer
from bronsync.application.boeken.weergave import naam_van, zoekvorm
from bronsync.application.lezen.apart import apart_gezet
from bronsync.application.lezen.paren import Paar, Sleutel, lees_paren, sleutel_van
from bronsync.application.lezen.signalen import ATTENTIE
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, DubbeleRij, SignaalRij, VerschilRij, VerschilStand
from bronsync.application.tonen.ouderdom import in_behandeling
from bronsync.application.tonen.richting import Richting
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import Rij, cel, pgn
from bronsync.domain.kijken.overzicht import Loop, groep_op, loop_op
from bronsync.domain.vergelijking.aanleveren import wordt_aangeleverd
from bronsync.domain.vergelijking.berichten import NAAR_LVS, ActieSoort
from bronsync.domain.vergelijking.kanten import BronKant
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, OPEN, WACHT_OP_BRON, Status
from bronsync.domain.vergelijking.vergelijken import hash_rij


class Toon(StrEnum):
    """The filter 'Toon' (manual ch. 4); a row is in as many groups as apply."""

    ALLE = "Alle leerlingen"
    """All of the aanleverpunt: also who left, who is kept out of the delivery and who only BRON knows."""
    HUIDIG = "Huidige leerlingen"
    """All but who left and who is kept out of the delivery."""
    NIET_GEKOPPELD = "Niet gekoppeld met BRON"
    ALLEEN_BIJ_BRON = "Alleen bij BRON"
    VERSCHILLEN = "Verschillen"
    """Whatever still differs and was not ignored."""
    OPEN_VRAGEN = "Open vragen"
    OPEN_ACTIES = "Open acties"
    AFKEURSIGNALEN = "Afkeursignalen"
    """Of our own controles, at an actie that was not executed."""
    AFGEKEURD = "Afgekeurd"
    IN_BEHANDELING = "In behandeling"
    APART = "Apart gezet"
    """With an actie that a person set aside."""
    DUBBEL = "Dubbele inschrijvingen"
    ATTENTIE = "Attentiesignalen"
    """Not yet marked as seen."""
    GENEGEERD = "Genegeerde verschillen"
    UITGESCHREVEN = "Uitgeschreven"
    UITGESLOTEN = "Uitgesloten van aanlevering"


class LeerlingRegel(NamedTuple):
    """One row of the list. A NamedTuple: there may be 20,000 of them. Days are ISO, so that they sort; `weergave.toon_dag` shows them."""

    sleutel: Sleutel
    lvs_naam: str
    """Empty when only BRON knows it."""
    bron_naam: str
    pgn: str
    pgn_masker: str
    leerlingnummer: str
    groep: str
    vestiging: str
    inschrijfdatum: str
    uitschrijfdatum: str
    status: str
    richting: Richting
    actie: str
    """Soort of the open or rejected actie; empty when there is none."""
    actie_status: str
    actie_nummer: int
    sinds: str
    """How long BRON has the actie; empty while it has none."""
    pgn_soort: str
    """Which number it is; `Nog niet bekend` while there is none."""
    apart: bool
    """The actie was set aside."""
    toon: frozenset[Toon]
    zoek: str
    """What the search looks in, folded by `weergave.zoekvorm`."""

    def __repr__(self) -> str:
        """Personal data: only which one it is."""
        return f"LeerlingRegel({self.sleutel[0]})"


@dataclass(frozen=True, slots=True)
class Leerlingen:
    """The list, how many rows each choice of 'Toon' has, and whether Acties Bepalen would find something else than last time."""

    regels: tuple[LeerlingRegel, ...] = field(repr=False)
    tellingen: dict[Toon, int]
    gewijzigd: int
    """Acties that passed the controles on data that LVS2000 no longer has: check again."""
    te_bepalen: int
    """Inschrijvingen that differ otherwise now than when Acties Bepalen last ran."""
    verouderd: bool = False
    """The picture is of another version of this program; Acties Bepalen says so."""
    verwijs: Verwijzer = field(default=lambda _: "", repr=False)
    """By what the helpdesk knows a pupil, from his leerlingnummer; asked only when somebody searches by it."""


@dataclass(frozen=True, slots=True)
class _Boeken:
    """What the journal knows, by row of the list."""

    verschillen: dict[Sleutel, dict[str, str]] = field(repr=False)
    """vingerafdruk -> stand."""
    acties: dict[Sleutel, tuple[int, str, str, str, str]] = field(repr=False)
    """(nummer, soort, status, lvs_hash, verzonden) of the open one, or else of the rejected one."""
    afkeur: set[int]
    """Acties with an afkeursignaal of our own."""
    attentie: set[int]
    """Inschrijvingen with an attentiesignaal nobody has seen."""
    dubbel: set[tuple[str, str]] = field(repr=False)
    beeld: bool
    apart: Collection[int]
    """Acties that were set aside."""


class _Verschil(NamedTuple):
    inschrijving_id: int
    pgn: str
    inschrijfdatum: str
    vingerafdruk: str
    stand: VerschilStand


class _Actie(NamedTuple):
    nummer: int
    soort: ActieSoort
    inschrijving_id: int
    pgn: str
    inschrijfdatum: str
    lvs_hash: str
    verzonden: str


class _Signaal(NamedTuple):
    actie: int
    inschrijving_id: int
    herkomst: str
    ernst: str
    gezien: bool


def _lees_boeken(unit: UnitOfWork, omg: Omgeving) -> _Boeken:
    punt = omg.aanleverpunt
    verschillen: dict[Sleutel, dict[str, str]] = defaultdict(dict)
    for rij in unit.stream(VerschilRij, _Verschil, aanleverpunt=punt):
        verschillen[sleutel_van(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum)][rij.vingerafdruk] = rij.stand
    acties: dict[Sleutel, tuple[int, str, str, str, str]] = {}
    for status in (Status.AFGEKEURD, *sorted(OPEN)):  # an open one wins of a rejected one
        for actie in unit.stream(Actie, _Actie, aanleverpunt=punt, status=status):
            plek = sleutel_van(actie.inschrijving_id, actie.pgn, actie.inschrijfdatum)
            acties[plek] = (actie.nummer, str(actie.soort), str(status), actie.lvs_hash, actie.verzonden)
    afkeur: set[int] = set()
    attentie: set[int] = set()
    for signaal in unit.stream(SignaalRij, _Signaal, aanleverpunt=punt):
        if signaal.ernst == ATTENTIE:
            if not signaal.gezien and (signaal.herkomst == "BRON" or not signaal.actie):
                attentie.add(signaal.inschrijving_id)
        elif signaal.herkomst == "controle":
            afkeur.add(signaal.actie)
    dubbel = {
        (str(bron_pgn), str(dag))
        for bron_pgn, dag in unit.stream(DubbeleRij, ("pgn", "inschrijfdatum"), aanleverpunt=punt, verdwenen="")
    }
    beeld = stand(unit, punt).peildatum is not None
    return _Boeken(verschillen, acties, afkeur, attentie, dubbel, beeld, apart_gezet(unit, omg).keys())


def leerlingen(omg: Omgeving) -> Leerlingen:
    """The whole list of the aanleverpunt: first what LVS2000 has, then what only BRON has."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        boeken = _lees_boeken(unit, omg)
        gelezen = lees_paren(unit, omg)
        verwijs = verwijzer(unit)
    vandaag = omg.clock.today()
    regels = tuple(_regel(paar, boeken, vandaag) for paar in gelezen.paren)
    tellingen = Counter(toon for regel in regels for toon in regel.toon)
    gewijzigd = te_bepalen = 0
    over = dict(boeken.verschillen)
    for paar in gelezen.paren:
        te_bepalen += {verschil.vingerafdruk for verschil in paar.verschillen} != over.pop(paar.sleutel, {}).keys()
        actie = boeken.acties.get(paar.sleutel)
        gaat = actie is not None and actie[2] == Status.GECONTROLEERD and actie[0] not in boeken.apart
        if actie and gaat and paar.lvs and actie[3] != hash_rij(paar.lvs.rij):
            gewijzigd += 1
    per_toon = {toon: tellingen[toon] for toon in Toon}
    return Leerlingen(regels, per_toon, gewijzigd, te_bepalen + len(over), gelezen.verouderd, verwijs)


def _regel(paar: Paar, boeken: _Boeken, dag: date) -> LeerlingRegel:
    sleutel, lvs, bron = paar.sleutel, paar.lvs, paar.bron
    rij: Rij = lvs.rij if lvs is not None else bron.rij if bron is not None else ()
    nummer, soort, actie_status, _, verzonden = boeken.acties.get(sleutel, (0, "", "", "", ""))
    vandaag = dag.isoformat()
    lvs_naam = lvs.weergavenaam if lvs is not None else ""
    bron_naam = naam_van(bron.rij) if bron is not None else ""
    volledig = pgn(rij) or (bron.pgn if bron is not None else "")
    groep, vestiging = groep_op(rij, vandaag)
    toon = _toon(paar, boeken, rij, vandaag)
    status = _status(paar, boeken, toon)
    leerlingnummer = lvs.leerlingnummer if lvs is not None else bron.leerlingnummer if bron is not None else ""
    voornamen = "" if bron is not None else str(cel(rij, "voornamen") or "")
    delen = (lvs_naam, bron_naam, voornamen, volledig, leerlingnummer, groep, vestiging, status, soort, actie_status)
    return LeerlingRegel(
        sleutel,
        lvs_naam,
        bron_naam,
        volledig,
        masker(volledig),
        leerlingnummer,
        groep,
        vestiging,
        str(cel(rij, "inschrijfdatum") or ""),
        str(cel(rij, "uitschrijfdatum") or ""),
        status,
        _richting(toon, status, soort),
        soort,
        actie_status,
        nummer,
        in_behandeling(actie_status, verzonden, dag),
        _pgn_soort(rij, bron),
        nummer in boeken.apart,
        toon,
        zoekvorm(" ".join(delen)),
    )


ONBEKEND: Final = "Nog niet bekend"


def _pgn_soort(rij: Rij, bron: BronKant | None) -> str:
    """The number in LVS2000, else that of BRON; a BSN goes before an onderwijsnummer, as in every message."""
    for kant in (rij, bron.rij if bron is not None else ()):
        if kant and cel(kant, "burgerservicenummer"):
            return "BSN"
        if kant and cel(kant, "onderwijsnummer"):
            return "Onderwijsnummer"
    return ONBEKEND


_GROEPEN: dict[frozenset[Toon], frozenset[Toon]] = {}
"""The few combinations that occur, so that rows share them."""


def _toon(paar: Paar, boeken: _Boeken, rij: Rij, vandaag: str) -> frozenset[Toon]:
    lvs, bron = paar.lvs, paar.bron
    bekend = boeken.verschillen.get(paar.sleutel, {})
    actie = boeken.acties.get(paar.sleutel)
    genegeerd = {vinger for vinger, hoe in bekend.items() if hoe == VerschilStand.GENEGEERD}
    nu = {verschil.vingerafdruk for verschil in paar.verschillen}
    status = Status(actie[2]) if actie else None
    uitgesloten = lvs is not None and lvs.uitgesloten
    weg = loop_op(rij, vandaag) is Loop.VERTROKKEN
    hoort = {
        Toon.ALLE: True,
        Toon.HUIDIG: not uitgesloten and not weg,
        Toon.NIET_GEKOPPELD: lvs is not None
        and bron is None
        and not uitgesloten
        and wordt_aangeleverd(lvs_kant(lvs), None),
        Toon.ALLEEN_BIJ_BRON: lvs is None and bool(nu),
        Toon.VERSCHILLEN: boeken.beeld and bool(nu - genegeerd),
        Toon.OPEN_VRAGEN: VerschilStand.OPEN in bekend.values(),
        Toon.OPEN_ACTIES: status in OPEN,
        Toon.AFKEURSIGNALEN: actie is not None and status in NIET_UITGEVOERD and actie[0] in boeken.afkeur,
        Toon.AFGEKEURD: status is Status.AFGEKEURD,
        Toon.IN_BEHANDELING: status in WACHT_OP_BRON,
        Toon.APART: actie is not None and actie[0] in boeken.apart,
        Toon.DUBBEL: bron is not None and bron.id in boeken.dubbel,
        Toon.ATTENTIE: lvs is not None and lvs.inschrijving_id in boeken.attentie,
        Toon.GENEGEERD: bool(nu & genegeerd),
        Toon.UITGESCHREVEN: weg,
        Toon.UITGESLOTEN: uitgesloten,
    }
    groep = frozenset(toon for toon, waar in hoort.items() if waar)
    return _GROEPEN.setdefault(groep, groep)


def _richting(toon: frozenset[Toon], status: str, soort: str) -> Richting:
    """What a person must do goes before what happens by itself."""
    if Toon.UITGESLOTEN in toon:
        return Richting.GEEN
    onderweg = Richting.NAAR_LVS if soort in NAAR_LVS else Richting.NAAR_BRON
    eerste = {
        Toon.OPEN_VRAGEN: Richting.GEVRAAGD,
        Toon.APART: Richting.APART,
        Toon.AFGEKEURD: Richting.AFGEKEURD,
        Toon.IN_BEHANDELING: Richting.ONDERWEG,
        Toon.OPEN_ACTIES: onderweg,
        Toon.VERSCHILLEN: Richting.VERSCHILT,
        Toon.GENEGEERD: Richting.GENEGEERD,
    }
    gelijk = Richting.GELIJK if status == "Gelijk" else Richting.GEEN
    return next((richting for groep, richting in eerste.items() if groep in toon), gelijk)


def _status(paar: Paar, boeken: _Boeken, toon: frozenset[Toon]) -> str:
    """One word or two on where the inschrijving stands."""
    if Toon.UITGESLOTEN in toon:
        return "Uitgesloten"
    if not boeken.beeld:
        return "Nog niet vergeleken"
    if Toon.OPEN_VRAGEN in toon:
        return "Vraag"
    if not paar.verschillen:
        if paar.bron is None:
            return "Niet aangeleverd"
        return "Gelijk" if paar.lvs is not None else "Uitgeschreven"
    if paar.lvs is None:
        return "Genegeerd" if Toon.VERSCHILLEN not in toon else "Alleen bij BRON"
    if paar.bron is None:
        return "Genegeerd" if Toon.VERSCHILLEN not in toon else "Niet bij BRON"
    bekend = boeken.verschillen.get(paar.sleutel, {})
    if any(verschil.vingerafdruk not in bekend for verschil in paar.verschillen):
        return "Nog niet vergeleken"
    return "Verschil" if Toon.VERSCHILLEN in toon else "Genegeerd"
