"""Acties Bepalen (manual ch. 5): compare LVS2000 with the picture of BRON, store the verschillen, make the automatic acties.

First all feedback is fetched (RELIABILITY rule b). Then one consistent read of LVS2000, streamed: rows whose packed bytes equal BRON's are
not looked at again; only the rest is paired and compared. One transaction stores the outcome. Nothing is sent and nobody is asked here: a
verschil that needs a choice is stored as open. Sources: manual ch. 2, 5; ARCHITECTURE 4.5 flow 2; DESIGN 2, 8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple

from bronsync.application.bepalen.acties_beheren import maak_volgende_acties
from bronsync.application.bepalen.apart_zetten import ruim_apart_op
from bronsync.application.boeken.beeld import akkoord_van, eis_bruikbaar_beeld
from bronsync.application.boeken.boekingen import boek_rem, wissel
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.stand import stand
from bronsync.application.lezen.paren import Ruw, Sleutel, koppel_kanten, lees_kanten, sleutel_van
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import (
    BRON_HOUDT,
    ONDERWIJS_SINDS_VULLING,
    Actie,
    BeeldRij,
    BesluitRij,
    KoppelingRij,
    MutatieRij,
    MutatieStand,
    SignaalRij,
    Stand,
    VerschilRij,
    VerschilStand,
)
from bronsync.application.wegschrijven.wegschrijven import Teruggezet, teruggezet
from bronsync.application.wegschrijven.zet_terug import sluit_af
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.identiteit import samengevoegd, zelfde_database
from bronsync.domain.gegevens.velden import INDEX, VELD, cel, unpack
from bronsync.domain.vergelijking.acties import Keuze, Mogelijkheid, effect_naar_bron, is_automatisch, mogelijkheden
from bronsync.domain.vergelijking.kanten import BronId
from bronsync.domain.vergelijking.koppelen import Koppeling
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, OPEN, Gebeurtenis, Status
from bronsync.domain.vergelijking.remmen import controleer_rem, per_inschrijving
from bronsync.domain.vergelijking.vergelijken import Verschil, hash_rij, vergelijk_alle

ZOVEEL_TERUG: Final = 2
"""At so many pupils the newest write-backs must be gone from LVS2000 before that counts as an older copy of it."""


@dataclass(frozen=True, slots=True)
class BepaalUitslag:
    """What Acties Bepalen found: verschillen per soort and per stand, new acties per soort."""

    leerlingen: int
    verschillen: dict[str, int]
    vragen: int
    genegeerd: int
    acties: dict[str, int]
    afgekeurd: int = 0
    """Verschillen whose actie BRON rejected; nothing is sent for these until LVS2000 is corrected."""
    wachtend: int = 0
    """Verschillen that wait for their turn: another actie of the same leerling goes first (I7)."""


Gelijk = tuple[int, int, BronId, bytes]
"""What is plainly equal on both sides: inschrijving, leerling, the key at BRON, the packed row."""


@onderbreekbaar("Acties Bepalen")
def acties_bepalen(omg: Omgeving, bevestigd: str | None = None) -> BepaalUitslag:
    """Compares and stores. `bevestigd` is the code of an earlier refusal by the rem, to go on all the same."""
    terugkoppeling_ophalen(omg)
    vandaag = omg.clock.today()
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        eis_bruikbaar_beeld(unit, omg)
    school = omg.lvs.school(omg.aanleverpunt)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        if zelfde_database(huidig.lvs_identiteit, school.identiteit) is False:
            return _andere_database(unit, omg, school.identiteit)
        gelijk: list[Gelijk] = []
        kanten = lees_kanten(unit, omg, partial(_leg_weg, gelijk))
        if kanten.verouderd:
            return _verouderd_beeld(unit, omg, huidig)
        koppelingen = koppel_kanten(unit, omg, kanten)
        verschillen = [
            verschil for _, gevonden in vergelijk_alle(koppelingen, vandaag.isoformat()) for verschil in gevonden
        ]
        if not huidig.alles_vragen and _teruggezet(unit, omg, verschillen):
            return _andere_database(unit, omg, school.identiteit)
        _rem(unit, omg, kanten.gelezen, verschillen, bevestigd)
        _bewaar_koppelingen(unit, omg, huidig, gelijk, koppelingen)
        verschil_rijen = _bewaar_verschillen(unit, omg, huidig, verschillen)
        _ruim_acties_op(unit, omg, set() if huidig.alles_vragen else {rij.vingerafdruk for rij in verschil_rijen})
        acties = maak_volgende_acties(unit, omg)
        ruim_apart_op(unit, omg)
        gekend = samengevoegd(huidig.lvs_identiteit, school.identiteit)
        unit.put(replace(stand(unit, omg.aanleverpunt), lvs_identiteit=gekend, alles_vragen=False))
        boek_audit(unit, omg, "acties bepalen", naar="bepaald")
        vingers = {rij.vingerafdruk for rij in verschil_rijen if rij.stand is VerschilStand.BESLOTEN}
        afgekeurd = vingers & _vingers_van(unit, omg, Status.AFGEKEURD)
        wachtend = vingers - afgekeurd - _vingers_van(unit, omg, *OPEN)
        unit.commit()
    standen = Counter(rij.stand for rij in verschil_rijen)
    return BepaalUitslag(
        kanten.gelezen,
        dict(Counter(rij.soort.value for rij in verschil_rijen)),
        standen[VerschilStand.OPEN],
        standen[VerschilStand.GENEGEERD],
        dict(Counter(str(actie.soort) for actie in acties)),
        len(afgekeurd),
        len(wachtend),
    )


def _vingers_van(unit: UnitOfWork, omg: Omgeving, *statussen: Status) -> set[str]:
    """The verschillen that have an actie of such a status."""
    return {
        str(rij[0])
        for status in statussen
        for rij in unit.stream(Actie, ("vingerafdruk",), aanleverpunt=omg.aanleverpunt, status=status)
    }


def _leg_weg(gelijk: list[Gelijk], lvs: LvsRij, bron: Ruw, body: bytes) -> None:
    gelijk.append((lvs.inschrijving_id, lvs.leerling_id, (str(bron[0]), str(bron[1])), body))


def _andere_database(unit: UnitOfWork, omg: Omgeving, identiteit: str) -> BepaalUitslag:
    """Another database, or a restored backup of this one: nothing is decided before a fresh overview with history (F19)."""
    unit.put(replace(stand(unit, omg.aanleverpunt), lvs_identiteit=identiteit, herstel_nodig=True))
    unit.delete(KoppelingRij, aanleverpunt=omg.aanleverpunt)
    sluit_af(unit, omg)
    boek_audit(unit, omg, "LVS2000", naar="andere database of teruggezette back-up", code="PROC-08")
    unit.commit()
    raise BronSyncFout("PROC-08")


def _teruggezet(unit: UnitOfWork, omg: Omgeving, verschillen: list[Verschil]) -> bool:
    """Whether the newest write-backs are undone in LVS2000, at more than one pupil: an older copy of it was put back (F19).

    SQL Server tells a restore by its recovery fork; this sees it also where the account may not. Said once per copy.
    ASSUMED: nobody undoes by hand what was written back last at two pupils.
    """
    mutaties = unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, stand=MutatieStand.GEDAAN) if verschillen else []
    huidig = stand(unit, omg.aanleverpunt)
    nieuw = [
        rij
        for rij in sorted(mutaties, key=lambda rij: -rij.nummer)
        if rij.nummer > huidig.teruggezet and not rij.aanleiding.startswith(ONDERWIJS_SINDS_VULLING)
    ]
    geschreven: dict[tuple[int, str], tuple[object, set[object]]] = {}
    for rij in nieuw:
        for veld, oud, waarde in rij.wijzigingen:
            geschreven.setdefault((rij.leerling_id, veld), (waarde, set()))[1].add(oud)
    weg = {
        (verschil.lvs.leerling_id, veld)
        for verschil in verschillen
        if verschil.lvs is not None
        for veld, lvs, bron in verschil.paren
        if (hier := geschreven.get((verschil.lvs.leerling_id, veld))) is not None and bron == hier[0] and lvs in hier[1]
    }
    leerlingen = set()
    for rij in nieuw:
        if not any((rij.leerling_id, veld) in weg for veld, _, _ in rij.wijzigingen):
            break
        leerlingen.add(rij.leerling_id)
    if len(leerlingen) < ZOVEEL_TERUG:
        return False
    unit.put(replace(huidig, teruggezet=nieuw[0].nummer))
    return True


def _verouderd_beeld(unit: UnitOfWork, omg: Omgeving, huidig: Stand) -> BepaalUitslag:
    """After an update that changed the fields the picture cannot be compared: as if there were none, so the next overview has history."""
    unit.put(replace(huidig, peildatum=None))
    boek_audit(unit, omg, "overzicht", naar="verouderd", code="PROC-01")
    unit.commit()
    raise BronSyncFout("PROC-01")


def _rem(unit: UnitOfWork, omg: Omgeving, gelezen: int, verschillen: list[Verschil], bevestigd: str | None) -> None:
    """The brakes on what was read (F20): an empty LVS2000, or too many of which something would be gone at BRON."""
    totaal = sum(1 for _ in unit.stream(BeeldRij, ("pgn",), aanleverpunt=omg.aanleverpunt, historisch=False))
    if gelezen == 0 and totaal:
        raise BronSyncFout("PROC-05", aanleverpunt=omg.aanleverpunt, totaal=totaal)
    bekend = {str(rij[0]) for rij in unit.stream(VerschilRij, ("vingerafdruk",), aanleverpunt=omg.aanleverpunt)}
    geraakt = [(_van_wie(verschil), verschil.vingerafdruk) for verschil in verschillen if effect_naar_bron(verschil)]
    if all(vingerafdruk in bekend for _, vingerafdruk in geraakt):
        return  # confirmed before, or too few at a time then
    welke = per_inschrijving(geraakt)
    if controleer_rem(welke, totaal, bevestigd):
        boek_rem(unit, omg, "acties bepalen", len(welke), totaal, bevestigd)


def _van_wie(verschil: Verschil) -> Sleutel:
    bron = verschil.bron.id if verschil.bron else ("", "")
    return sleutel_van(verschil.lvs.inschrijving_id if verschil.lvs else 0, *bron)


def _bewaar_koppelingen(
    unit: UnitOfWork, omg: Omgeving, huidig: Stand, gelijk: list[Gelijk], koppelingen: list[Koppeling]
) -> None:
    """Stores each pair, with the row on which both sides now agree as the last agreed value per field.

    After a restore what was agreed before is no base any more: no direction is proposed from it.
    """
    oud = {rij.inschrijving_id: rij for rij in unit.all(KoppelingRij, aanleverpunt=omg.aanleverpunt)}
    nieuw = {
        inschrijving_id: KoppelingRij(
            aanleverpunt=omg.aanleverpunt,
            inschrijving_id=inschrijving_id,
            leerling_id=leerling_id,
            pgn=nummer,
            inschrijfdatum=dag,
            akkoord=body,
        )
        for inschrijving_id, leerling_id, (nummer, dag), body in gelijk
    }
    for koppeling in koppelingen:
        if koppeling.lvs and koppeling.bron:
            eerder = oud.get(koppeling.lvs.inschrijving_id)
            nieuw[koppeling.lvs.inschrijving_id] = KoppelingRij(
                aanleverpunt=omg.aanleverpunt,
                inschrijving_id=koppeling.lvs.inschrijving_id,
                leerling_id=koppeling.lvs.leerling_id,
                pgn=koppeling.bron.pgn,
                inschrijfdatum=koppeling.bron.inschrijfdatum,
                akkoord=akkoord_van(eerder, koppeling.bron.rij) if not huidig.alles_vragen else None,
            )
    unit.put(*(rij for nummer, rij in nieuw.items() if oud.get(nummer) != rij))
    for weg in oud.keys() - nieuw.keys():
        unit.delete(KoppelingRij, aanleverpunt=omg.aanleverpunt, inschrijving_id=weg)


class _Akkoord(NamedTuple):
    inschrijving_id: int
    akkoord: bytes | None


def _akkoorden(unit: UnitOfWork, omg: Omgeving, verschillen: list[Verschil]) -> dict[int, bytes]:
    """The rows on which both sides last agreed, packed, of who differs now."""
    wie = {verschil.lvs.inschrijving_id for verschil in verschillen if verschil.lvs is not None}
    rijen = unit.stream(KoppelingRij, _Akkoord, aanleverpunt=omg.aanleverpunt) if wie else ()
    return {een.inschrijving_id: een.akkoord for een in rijen if een.akkoord and een.inschrijving_id in wie}


def _voorstel(akkoorden: Mapping[int, bytes], verschil: Verschil) -> str:
    """The default answer: who still holds the last agreed value did not change it, so the other side's value is the news."""
    if verschil.lvs is None or not verschil.paren:
        return ""
    gepakt = akkoorden.get(verschil.lvs.inschrijving_id)
    akkoord = unpack(gepakt) if gepakt else None
    if akkoord is None:
        return ""
    keuzes = mogelijkheden(verschil)
    if all(akkoord[INDEX[veld]] == bron for veld, _, bron in verschil.paren) and keuzes[Keuze.NAAR_BRON].toegestaan:
        return str(Keuze.NAAR_BRON)
    if all(akkoord[INDEX[veld]] == lvs for veld, lvs, _ in verschil.paren) and keuzes[Keuze.NAAR_LVS].toegestaan:
        return str(Keuze.NAAR_LVS)
    return ""


def _bewaar_verschillen(
    unit: UnitOfWork, omg: Omgeving, huidig: Stand, verschillen: list[Verschil]
) -> list[VerschilRij]:
    """Stores what differs now; what no longer differs goes. A besluit holds as long as its vingerafdruk does."""
    oud = {rij.vingerafdruk: rij for rij in unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt)}
    eerst = {_waarvan(rij): rij.eerst_gezien for rij in oud.values()}
    geaccepteerd = {
        (actie.vingerafdruk, actie.lvs_hash): actie
        for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=Status.GEACCEPTEERD)
    }
    terug = teruggezet(unit) if verschillen else {}
    gehouden = _gehouden(unit, omg)
    besluiten = {besluit.vingerafdruk: besluit for besluit in unit.all(BesluitRij, aanleverpunt=omg.aanleverpunt)}
    akkoorden = _akkoorden(unit, omg, verschillen)
    rijen = []
    for verschil in verschillen:
        lvs_hash = hash_rij(verschil.lvs.rij) if verschil.lvs else ""
        bestaand = oud.get(verschil.vingerafdruk)
        besluit = besluiten.get(verschil.vingerafdruk)
        zonder_gevolg = _zonder_gevolg(geaccepteerd.get((verschil.vingerafdruk, lvs_hash)), besluit)
        houdt = _houdt(verschil, gehouden)
        asked = bestaand is not None and bestaand.stand is VerschilStand.OPEN
        opnieuw = (
            zonder_gevolg
            or bool(houdt)
            or huidig.alles_vragen
            or (not asked and _is_teruggezet(verschil, besluit, terug))
        )
        if bestaand is not None and not opnieuw:
            rijen.append(replace(bestaand, lvs_hash=lvs_hash))
            continue
        if opnieuw and besluit is not None and besluit.keuze != Keuze.NEGEREN:
            unit.delete(BesluitRij, aanleverpunt=omg.aanleverpunt, vingerafdruk=verschil.vingerafdruk)
            besluit = None
        automatisch = is_automatisch(verschil) and not opnieuw
        verschil_stand = VerschilStand.BESLOTEN if automatisch else VerschilStand.OPEN
        if besluit is not None:
            verschil_stand = VerschilStand.GENEGEERD if besluit.keuze == Keuze.NEGEREN else VerschilStand.BESLOTEN
        lvs, bron = verschil.lvs, verschil.bron
        rij = VerschilRij(
            aanleverpunt=omg.aanleverpunt,
            vingerafdruk=verschil.vingerafdruk,
            nummer=bestaand.nummer if bestaand else unit.next_number("verschil"),
            inschrijving_id=lvs.inschrijving_id if lvs else 0,
            leerling_id=lvs.leerling_id if lvs else 0,
            leerlingnummer=lvs.leerlingnummer if lvs else bron.leerlingnummer if bron else "",
            pgn=bron.pgn if bron else "",
            inschrijfdatum=bron.inschrijfdatum if bron else str(cel(lvs.rij, "inschrijfdatum") or "") if lvs else "",
            soort=verschil.soort,
            stand=verschil_stand,
            eerst_gezien=omg.clock.today().isoformat(),
            paren=verschil.paren,
            automatisch=automatisch,
            voorstel="" if houdt else _voorstel(akkoorden, verschil),
            mogelijk=mogelijkheden(verschil) | ({Keuze.NAAR_BRON: Mogelijkheid(reden=houdt)} if houdt else {}),
            lvs_hash=lvs_hash,
        )
        rijen.append(replace(rij, eerst_gezien=eerst.get(_waarvan(rij), rij.eerst_gezien)))
    nieuw = {rij.vingerafdruk for rij in rijen}
    for vingerafdruk in oud.keys() - nieuw:
        unit.delete(VerschilRij, aanleverpunt=omg.aanleverpunt, vingerafdruk=vingerafdruk)
    unit.put(*rijen)
    return rijen


def _is_teruggezet(verschil: Verschil, besluit: BesluitRij | None, terug: Teruggezet) -> bool:
    """A person put this value back in LVS2000 after it was decided: the same write-back is asked, never done again by itself."""
    if verschil.lvs is None:
        return False
    hier = (terug.get((verschil.lvs.leerling_id, veld)) for veld, _, _ in verschil.paren)
    momenten = [
        een.moment
        for een, (_, lvs, _) in zip(hier, verschil.paren, strict=True)
        if een is not None and een.waarde == lvs
    ]
    return bool(momenten) and (besluit is None or besluit.wanneer <= max(momenten))


def _waarvan(rij: VerschilRij) -> tuple[object, ...]:
    """What a verschil is about while its values and the numbers of BRON change. Of one person BRON may know several that LVS2000 does not."""
    return (rij.inschrijving_id or (rij.pgn, rij.inschrijfdatum)), rij.soort


_Gehouden = set[tuple[str, str]]


def _gehouden(unit: UnitOfWork, omg: Omgeving) -> _Gehouden:
    """(vingerafdruk of the verschil that was accepted, veld) where BRON keeps its own value all the same."""
    signalen = unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt, code=BRON_HOUDT)
    acties = {nummer: unit.get(Actie, omg.aanleverpunt, nummer) for nummer in {signaal.actie for signaal in signalen}}
    return {(actie.vingerafdruk, s.veld) for s in signalen if (actie := acties[s.actie]) is not None}


def _houdt(verschil: Verschil, gehouden: _Gehouden) -> str:
    """Why this verschil cannot go to BRON again: it accepted exactly these values before, and kept its own. Empty when it may."""
    velden = [veld for veld, _, _ in verschil.paren]
    if not velden or not all((verschil.vingerafdruk, veld) in gehouden for veld in velden):
        return ""
    namen = ", ".join(VELD[veld].label for veld in velden)
    return (
        f"BRON accepteerde dit al en houdt toch de eigen waarde aan bij {namen}. Opnieuw verzenden helpt niet: "
        "wijzig het gegeven in LVS2000, of negeer het verschil."
    )


def _zonder_gevolg(actie: Actie | None, besluit: BesluitRij | None) -> bool:
    """BRON accepted an actie for exactly this verschil and it is still there, as when the GBA decides the value: not sent again by itself."""
    return actie is not None and (besluit is None or besluit.wanneer <= actie.verzonden)


def _ruim_acties_op(unit: UnitOfWork, omg: Omgeving, bestaat: set[str]) -> None:
    """Acties not yet executed, and rejected ones, whose verschil is gone or has other values now: the new verschil gives its own."""
    for status in (*sorted(NIET_UITGEVOERD), Status.AFGEKEURD):
        for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status):
            if actie.vingerafdruk and actie.vingerafdruk not in bestaat:
                afgekeurd = status is Status.AFGEKEURD
                wissel(unit, omg, actie, Gebeurtenis.GEGEVENS_GEWIJZIGD if afgekeurd else Gebeurtenis.VERWIJDER)
            elif status is Status.BEPAALD:  # what a controle found was about the data as they were before
                unit.delete(SignaalRij, actie=actie.nummer, herkomst="controle")
