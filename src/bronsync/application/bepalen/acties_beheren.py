"""Acties: making the next ones from what was decided, answering vragen, by hand, and removing them (manual ch. 5).

One open actie per leerling at a time (I7 and the order of DOMAIN 4.5): of several decided verschillen the first in order gets its actie,
the others wait for its answer. A rejected actie is not made again while the row that BRON rejected is unchanged.
Sources: manual ch. 5 ('Acties ongedaan maken'), DESIGN 8, DOMAIN 4.3, 4.5.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import attrgetter, itemgetter

from bronsync.application.boeken.beeld import bron_kant, eis_bruikbaar_beeld, lvs_kant
from bronsync.application.boeken.boekingen import boek_audit, tijdstip, vrije_tekst, wissel
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import (
    Actie,
    BeeldRij,
    BesluitRij,
    KoppelingRij,
    SignaalRij,
    VerschilRij,
    VerschilStand,
)
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import cel, pgn
from bronsync.domain.vergelijking.acties import VOLGORDE, Keuze, handmatig
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.koppelen import BronId, Koppeling, Reden, zelfde_leerling
from bronsync.domain.vergelijking.levensloop import (
    LEVENSLOOP,
    NIET_UITGEVOERD,
    OPEN,
    WACHT_OP_BRON,
    Gebeurtenis,
    Status,
)
from bronsync.domain.vergelijking.vergelijken import VerschilSoort


def beslis(omg: Omgeving, vingerafdruk: str, keuze: Keuze, reden: str = "") -> Actie | None:
    """Answers one vraag; gives the actie when it can start now. PROC-10 when the verschil is gone, PROC-11 when the keuze is not allowed."""
    with omg.journal.unit_of_work() as unit:
        rij = unit.get(VerschilRij, omg.aanleverpunt, vingerafdruk)
        if rij is None or rij.stand is VerschilStand.BESLOTEN:
            raise BronSyncFout("PROC-10")
        verboden = rij.mogelijk[keuze].reden
        if verboden:
            raise BronSyncFout("PROC-11", reden=verboden)
        nieuw = VerschilStand.GENEGEERD if keuze is Keuze.NEGEREN else VerschilStand.BESLOTEN
        unit.put(
            replace(rij, stand=nieuw),
            BesluitRij(
                aanleverpunt=omg.aanleverpunt,
                vingerafdruk=vingerafdruk,
                keuze=str(keuze),
                wie=omg.wie,
                wanneer=tijdstip(omg),
                reden=vrije_tekst(reden),
            ),
        )
        boek_audit(unit, omg, f"V-{rij.nummer}", van=rij.stand, naar=keuze)
        # also after 'negeren': something else may have waited for this answer
        acties = maak_volgende_acties(unit, omg, rij.leerling_id)
        unit.commit()
    return next((actie for actie in acties if actie.vingerafdruk == vingerafdruk), None)


def vingerafdruk_van(omg: Omgeving, nummer: int) -> str:
    """Of the verschil that a list called by this number; PROC-10 when it is gone. It is for no list itself: it betrays a PGN to who tries all."""
    with omg.journal.unit_of_work() as unit:
        for rij in unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt, nummer=nummer):
            return rij.vingerafdruk
    raise BronSyncFout("PROC-10")


def heropen(omg: Omgeving, vingerafdruk: str) -> None:
    """Takes an answer back (DESIGN 8): an ignored verschil asks again, and so does one whose actie was not executed; that actie goes."""
    with omg.journal.unit_of_work() as unit:
        rij = unit.get(VerschilRij, omg.aanleverpunt, vingerafdruk)
        gevraagd = rij is not None and (
            rij.stand is VerschilStand.GENEGEERD or (rij.stand is VerschilStand.BESLOTEN and not rij.automatisch)
        )
        acties = unit.all(Actie, aanleverpunt=omg.aanleverpunt, vingerafdruk=vingerafdruk)
        lopend = [actie for actie in acties if actie.status in OPEN]
        if rij is None or not gevraagd or any(actie.status not in NIET_UITGEVOERD for actie in lopend):
            raise BronSyncFout("PROC-10")
        for actie in lopend:
            _verwijder(unit, omg, actie)
        if not lopend:
            _maak_open(unit, omg, rij)
        maak_volgende_acties(unit, omg, rij.leerling_id)
        unit.commit()


def _maak_open(unit: UnitOfWork, omg: Omgeving, rij: VerschilRij) -> None:
    unit.delete(BesluitRij, aanleverpunt=omg.aanleverpunt, vingerafdruk=rij.vingerafdruk)
    unit.put(replace(rij, stand=VerschilStand.OPEN))
    boek_audit(unit, omg, f"V-{rij.nummer}", van=rij.stand, naar=VerschilStand.OPEN)


def _leerling(rij: VerschilRij | Actie) -> tuple[int, str]:
    """Whom it is about: the pupil in LVS2000, or the PGN of who is known to BRON only."""
    return (rij.leerling_id, "") if rij.leerling_id else (0, rij.pgn)


def _soort(rij: VerschilRij, besluit: BesluitRij | None) -> ActieSoort:
    actie = rij.mogelijk[Keuze(besluit.keuze) if besluit else Keuze.NAAR_BRON].actie
    if actie is None:
        raise BronSyncFout("EIGEN-01")  # negeren is decided to give none, and is not asked here
    return actie


def maak_volgende_acties(unit: UnitOfWork, omg: Omgeving, leerling_id: int | None = None) -> list[Actie]:
    """Makes an actie for the first decided verschil of each leerling who has none open; with `leerling_id` only for that one.

    `leerling_id` 0 stands for all who are known to BRON only.
    """
    acties = unit.all(Actie, **_van(omg, leerling_id))
    nieuw = []
    for rij, soort in te_starten(unit, omg, leerling_id):
        for oude in acties:
            if oude.status is Status.AFGEKEURD and (oude.inschrijving_id, oude.soort) == (rij.inschrijving_id, soort):
                wissel(unit, omg, oude, Gebeurtenis.GEGEVENS_GEWIJZIGD)  # redone with other data
        nieuw.append(_maak_actie(unit, omg, rij, soort))
    return sorted(nieuw, key=attrgetter("nummer"))


def _van(omg: Omgeving, leerling_id: int | None) -> dict[str, object]:
    return {"aanleverpunt": omg.aanleverpunt} | ({} if leerling_id is None else {"leerling_id": leerling_id})


def te_starten(unit: UnitOfWork, omg: Omgeving, leerling_id: int | None = None) -> list[tuple[VerschilRij, ActieSoort]]:
    """The decided verschillen whose actie can be made now: of each leerling the first, and none where one is open or was rejected as it is.

    A change of onderwijs waits for the answer about the inschrijfdatum of the same inschrijving: what begins with it would be rejected.
    A new inschrijving waits for the answer about another child whom BRON has under the same leerlingnummer and day (given out again).
    """
    van = _van(omg, leerling_id)
    besloten = unit.all(VerschilRij, stand=VerschilStand.BESLOTEN, **van)
    acties = unit.all(Actie, **van) if besloten else []
    open_acties = [actie for actie in acties if actie.status in OPEN]
    bezet = {_leerling(actie) for actie in open_acties}
    bezette_pgns = _bezette_pgns(unit, omg, open_acties if leerling_id is None else None, besloten)
    afgekeurd = {(actie.vingerafdruk, actie.lvs_hash) for actie in acties if actie.status is Status.AFGEKEURD}
    gevraagd = unit.all(VerschilRij, stand=VerschilStand.OPEN, **van) if besloten else []
    van_ander = {
        (rij.leerlingnummer, rij.inschrijfdatum)
        for rij in unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt, leerling_id=0)
        if rij.stand is not VerschilStand.GENEGEERD
    }
    datum_open = {rij.inschrijving_id for rij in gevraagd if rij.soort is VerschilSoort.INSCHRIJFDATUM}
    per_leerling: dict[tuple[int, str], list[tuple[int, str, int, VerschilRij, ActieSoort]]] = defaultdict(list)
    for rij in besloten:
        if rij.pgn in bezette_pgns:
            continue
        if _leerling(rij) not in bezet and (rij.vingerafdruk, rij.lvs_hash) not in afgekeurd:
            soort = _soort(rij, unit.get(BesluitRij, omg.aanleverpunt, rij.vingerafdruk))
            if soort is ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS and rij.inschrijving_id in datum_open:
                continue
            bij_bron = (rij.leerlingnummer, rij.inschrijfdatum)
            if soort is ActieSoort.NIEUWE_MELDING_INSCHRIJVING and bij_bron in van_ander:
                continue
            per_leerling[_leerling(rij)].append((VOLGORDE.index(soort), rij.inschrijfdatum, rij.nummer, rij, soort))
    eerste = (min(kandidaten, key=itemgetter(0, 1, 2)) for kandidaten in per_leerling.values())
    return [(rij, soort) for *_, rij, soort in eerste]


def _bezette_pgns(
    unit: UnitOfWork, omg: Omgeving, open_acties: list[Actie] | None, besloten: list[VerschilRij]
) -> set[str]:
    """PGNs for which an actie is open: a pupil taken out of LVS2000, or put back, is another leerling there but the same one in BRON."""
    if open_acties is None:
        pgns = {rij.pgn for rij in besloten if rij.pgn}
        van_pgn = (a for een in pgns for a in unit.all(Actie, aanleverpunt=omg.aanleverpunt, pgn=een))
        open_acties = [actie for actie in van_pgn if actie.status in OPEN]
    return {actie.pgn for actie in open_acties if actie.pgn}


def _maak_actie(unit: UnitOfWork, omg: Omgeving, rij: VerschilRij, soort: ActieSoort) -> Actie:
    beeld = unit.get(BeeldRij, omg.aanleverpunt, rij.pgn, rij.inschrijfdatum) if rij.pgn else None
    actie = Actie(
        nummer=unit.next_number("actie"),
        aanleverpunt=omg.aanleverpunt,
        soort=soort,
        status=Status.BEPAALD,
        inschrijving_id=rij.inschrijving_id,
        leerling_id=rij.leerling_id,
        leerlingnummer=beeld.leerlingnummer if beeld else rij.leerlingnummer,
        pgn=rij.pgn,
        inschrijfdatum=rij.inschrijfdatum,
        volgnummer=beeld.volgnummer if beeld and beeld.volgnummer else str(rij.inschrijving_id or ""),
        vingerafdruk=rij.vingerafdruk,
        aangemaakt=tijdstip(omg),
    )
    unit.put(actie)
    boek_audit(unit, omg, f"A-{actie.nummer}", naar=actie.status)
    return actie


def handmatig_mogelijk(omg: Omgeving, inschrijving_id: int, bron_id: BronId | None = None) -> dict[ActieSoort, str]:
    """For each soort the reason why it cannot be determined by hand for this inschrijving; empty when it can.

    `bron_id` names an inschrijving that only BRON knows; `inschrijving_id` is then 0.
    """
    lvs = omg.lvs.lees_een(omg.aanleverpunt, inschrijving_id) if inschrijving_id else None
    with omg.journal.unit_of_work() as unit:
        koppeling = _koppeling(unit, omg, lvs, bron_id)
        return handmatig(koppeling, loopt=_loopt(unit, omg, koppeling))


def bepaal_handmatig(omg: Omgeving, soort: ActieSoort, inschrijving_id: int, bron_id: BronId | None = None) -> Actie:
    """Determines one actie by hand (manual ch. 5); an actie of this leerling that was not executed makes place. PROC-16 with the reason."""
    with omg.journal.unit_of_work() as unit:  # whether BRON knows it can only be said with a usable picture (I8)
        eis_bruikbaar_beeld(unit, omg)
    reden = handmatig_mogelijk(omg, inschrijving_id, bron_id)[soort]
    if reden:
        raise BronSyncFout("PROC-16", reden=reden)
    lvs = omg.lvs.lees_een(omg.aanleverpunt, inschrijving_id) if inschrijving_id else None
    with omg.journal.unit_of_work() as unit:
        koppeling = _koppeling(unit, omg, lvs, bron_id)
        for actie in _acties_van_leerling(unit, omg, koppeling):
            if actie.status in NIET_UITGEVOERD:
                wissel(unit, omg, actie, Gebeurtenis.VERWIJDER)  # determined again afterwards
        bron = koppeling.bron
        nieuw = Actie(
            nummer=unit.next_number("actie"),
            aanleverpunt=omg.aanleverpunt,
            soort=soort,
            status=Status.BEPAALD,
            inschrijving_id=lvs.inschrijving_id if lvs else 0,
            leerling_id=lvs.leerling_id if lvs else 0,
            leerlingnummer=bron.leerlingnummer if bron else lvs.leerlingnummer if lvs else "",
            pgn=bron.pgn if bron else "",
            inschrijfdatum=bron.inschrijfdatum if bron else str(cel(lvs.rij, "inschrijfdatum") or "") if lvs else "",
            volgnummer=bron.volgnummer if bron and bron.volgnummer else str(inschrijving_id or ""),
            vingerafdruk="",
            aangemaakt=tijdstip(omg),
        )
        unit.put(nieuw)
        boek_audit(unit, omg, f"A-{nieuw.nummer}", naar=nieuw.status, code="met de hand")
        unit.commit()
    return nieuw


def _koppeling(unit: UnitOfWork, omg: Omgeving, lvs: LvsRij | None, bron_id: BronId | None) -> Koppeling:
    """Both sides of one inschrijving, by the stored pairing or by its key."""
    if lvs is None:
        rij = unit.get(BeeldRij, omg.aanleverpunt, *bron_id) if bron_id else None
        return Koppeling(None, bron_kant(rij) if rij else None, Reden.NIET)
    bewaard = unit.get(KoppelingRij, omg.aanleverpunt, lvs.inschrijving_id)
    kant = lvs_kant(lvs)
    if bewaard:  # the school may have given the record to another child since
        rij = unit.get(BeeldRij, omg.aanleverpunt, bewaard.pgn, bewaard.inschrijfdatum)
        bron = bron_kant(rij) if rij else None
        if bron is None or zelfde_leerling(kant, bron):
            return Koppeling(kant, bron, Reden.BEWAARD)
    rij = unit.get(BeeldRij, omg.aanleverpunt, pgn(lvs.rij) or "", str(cel(lvs.rij, "inschrijfdatum")))
    return Koppeling(kant, bron_kant(rij) if rij else None, Reden.SLEUTEL)


def _acties_van_leerling(unit: UnitOfWork, omg: Omgeving, koppeling: Koppeling) -> list[Actie]:
    if koppeling.lvs is not None:
        return unit.all(Actie, aanleverpunt=omg.aanleverpunt, leerling_id=koppeling.lvs.leerling_id)
    bron_pgn = koppeling.bron.pgn if koppeling.bron else ""
    return unit.all(Actie, aanleverpunt=omg.aanleverpunt, leerling_id=0, pgn=bron_pgn)


def _loopt(unit: UnitOfWork, omg: Omgeving, koppeling: Koppeling) -> bool:
    return any(actie.status in WACHT_OP_BRON for actie in _acties_van_leerling(unit, omg, koppeling))


def verwijder_actie(omg: Omgeving, nummer: int) -> Actie:
    """'Verwijder Actie', also for executed ones: a rejection is forgotten, and Acties Bepalen makes the actie anew with a new id.

    A sent one stays behind as 'Verwijderd na verzending', so that late feedback still finds it (F11). PROC-12 when it cannot.
    """
    with omg.journal.unit_of_work() as unit:
        actie = unit.get(Actie, nummer)
        if (
            actie is None
            or actie.aanleverpunt != omg.aanleverpunt
            or Gebeurtenis.VERWIJDER not in LEVENSLOOP[actie.status]
        ):
            raise BronSyncFout("PROC-12")
        nieuw = _verwijder(unit, omg, actie)
        unit.commit()
    return nieuw


def niet_uitgevoerde_acties_verwijderen(omg: Omgeving) -> int:
    """Removes all acties that were not executed and opens the answered vragen behind them; leaves In behandeling and Afgekeurd alone."""
    aantal = 0
    with omg.journal.unit_of_work() as unit:
        for status in sorted(NIET_UITGEVOERD):
            for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status):
                _verwijder(unit, omg, actie)
                aantal += 1
        unit.commit()
    return aantal


def _verwijder(unit: UnitOfWork, omg: Omgeving, actie: Actie) -> Actie:
    uitgevoerd = actie.status not in NIET_UITGEVOERD
    nieuw = wissel(unit, omg, actie, Gebeurtenis.VERWIJDER)
    unit.delete(SignaalRij, actie=actie.nummer, herkomst="controle")
    verschil = unit.get(VerschilRij, omg.aanleverpunt, actie.vingerafdruk) if actie.vingerafdruk else None
    if verschil is not None and not verschil.automatisch and not uitgevoerd:
        _maak_open(unit, omg, verschil)
    return nieuw
