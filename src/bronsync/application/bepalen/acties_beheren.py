"""Acties: making the next ones from what was decided, answering vragen, by hand, and removing them (manual ch. 5).

One open actie per leerling at a time (I7 and the order of DOMAIN 4.5): of several decided verschillen the first in order gets its actie,
the others wait for its answer. A rejected actie is not made again while the row that BRON rejected is unchanged.
Sources: manual ch. 5 ('Acties ongedaan maken'), DESIGN 8, DOMAIN 4.3, 4.5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple

from bronsync.application.boeken.beeld import ENKELE, bron_kant, eis_bruikbaar_beeld, lvs_kant
from bronsync.application.boeken.boekingen import vrije_tekst, wissel
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.lezen.paren import Sleutel, sleutel_van, sleutel_van_actie
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
from bronsync.domain.vergelijking.kanten import BronId
from bronsync.domain.vergelijking.koppelen import Koppeling, Reden, zelfde_leerling
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
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
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
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        for rij in unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt, nummer=nummer):
            return rij.vingerafdruk
    raise BronSyncFout("PROC-10")


def heropen(omg: Omgeving, vingerafdruk: str) -> None:
    """Takes an answer back (DESIGN 8): an ignored verschil asks again, and so does one whose actie was not executed; that actie goes."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
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


def _soort(rij: VerschilRij, besluit: BesluitRij | None) -> ActieSoort:
    actie = rij.mogelijk[Keuze(besluit.keuze) if besluit else Keuze.NAAR_BRON].actie
    if actie is None:
        raise BronSyncFout("EIGEN-01")  # negeren is decided to give none, and is not asked here
    return actie


def maak_volgende_acties(unit: UnitOfWork, omg: Omgeving, leerling_id: int | None = None) -> list[Actie]:
    """Makes an actie for the first decided verschil of each leerling who has none open; with `leerling_id` only for that one.

    `leerling_id` 0 stands for all who are known to BRON only.
    """
    afgekeurd: dict[tuple[Sleutel, ActieSoort], list[Actie]] = defaultdict(list)
    for actie in unit.all(Actie, status=Status.AFGEKEURD, **_van(omg, leerling_id)):
        afgekeurd[sleutel_van_actie(actie), actie.soort].append(actie)
    te_maken = te_starten(unit, omg, leerling_id)
    beeld = _beeld(unit, omg, [rij for rij, _ in te_maken])
    nieuw = []
    for rij, soort in te_maken:
        waarvan = sleutel_van(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum)
        for oude in afgekeurd.get((waarvan, soort), ()):
            wissel(unit, omg, oude, Gebeurtenis.GEGEVENS_GEWIJZIGD)  # redone with other data
        nieuw.append(_maak_actie(unit, omg, rij, soort, beeld.get((rij.pgn, rij.inschrijfdatum))))
    return sorted(nieuw, key=attrgetter("nummer"))


def _van(omg: Omgeving, leerling_id: int | None) -> dict[str, object]:
    return {"aanleverpunt": omg.aanleverpunt} | ({} if leerling_id is None else {"leerling_id": leerling_id})


def te_starten(unit: UnitOfWork, omg: Omgeving, leerling_id: int | None = None) -> list[tuple[VerschilRij, ActieSoort]]:
    """The decided verschillen whose actie can be made now: of each leerling the first, and none where one is open or was rejected as it is.

    A change of onderwijs waits for the answer about the inschrijfdatum of the same inschrijving: what begins with it would be rejected.
    A new inschrijving waits for the answer about another child whom BRON has under the same leerlingnummer and day (given out again), and
    until it is settled which PGN its leerling has: BRON would take it for another person (DOMAIN 4.5).
    """
    van = _van(omg, leerling_id)
    besloten = unit.all(VerschilRij, stand=VerschilStand.BESLOTEN, **van)
    if not besloten:
        return []
    acties = unit.all(Actie, **van)
    afgekeurd = {(actie.vingerafdruk, actie.lvs_hash) for actie in acties if actie.status is Status.AFGEKEURD}
    gevraagd = unit.all(VerschilRij, stand=VerschilStand.OPEN, **van)
    van_ander = {
        (een.leerlingnummer, een.inschrijfdatum)
        for een in unit.stream(VerschilRij, _VanAnder, aanleverpunt=omg.aanleverpunt, leerling_id=0)
        if een.stand is not VerschilStand.GENEGEERD
    }
    datum_open = {rij.inschrijving_id for rij in gevraagd if rij.soort is VerschilSoort.INSCHRIJFDATUM}
    pgn_anders = {rij.leerling_id for rij in (*besloten, *gevraagd) if any(een.veld in _PGN for een in rij.paren)}
    besluiten, beeld = _besluiten(unit, omg, besloten), _beeld(unit, omg, besloten)
    bezet = _bezet(unit, omg, besloten, acties if leerling_id is None else None, beeld)
    kandidaten: list[tuple[int, str, int, VerschilRij, ActieSoort]] = []
    for rij in besloten:
        if not bezet.isdisjoint(_namen_van(rij)) or (rij.vingerafdruk, rij.lvs_hash) in afgekeurd:
            continue
        soort = _soort(rij, besluiten.get(rij.vingerafdruk))
        if soort is ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS and rij.inschrijving_id in datum_open:
            continue
        bij_bron = (rij.leerlingnummer, rij.inschrijfdatum)
        nieuw = soort is ActieSoort.NIEUWE_MELDING_INSCHRIJVING
        if nieuw and (bij_bron in van_ander or rij.leerling_id in pgn_anders):
            continue
        kandidaten.append((VOLGORDE.index(soort), rij.inschrijfdatum, rij.nummer, rij, soort))
    eerste = []
    for *_, rij, soort in sorted(kandidaten, key=itemgetter(0, 1, 2)):
        namen = _namen_bij_bron(rij, beeld)
        if bezet.isdisjoint(namen):
            bezet |= namen
            eerste.append((rij, soort))
    return eerste


_PGN: Final = frozenset({"burgerservicenummer", "onderwijsnummer"})


_Naam = tuple[str, int | str]


def _namen(leerling_id: int, bron_pgn: str, leerlingnummer: str) -> set[_Naam]:
    """By what a leerling is known: the record in LVS2000; the PGN, of a pupil taken out of LVS2000 and put back too; and the leerlingnummer,
    by which BRON takes two messages to be of one leerling (DOMAIN 4.4), whoever we think they are of.
    """
    alle: dict[str, int | str] = {"leerling_id": leerling_id, "pgn": bron_pgn, "leerlingnummer": leerlingnummer}
    return {(naam, waarde) for naam, waarde in alle.items() if waarde}


def _namen_van(wie: VerschilRij | Actie) -> set[_Naam]:
    return _namen(wie.leerling_id, wie.pgn, wie.leerlingnummer)


def _namen_bij_bron(rij: VerschilRij, beeld: _Beeld) -> set[_Naam]:
    """Those of the actie that it would get: the school may have changed the leerlingnummer since."""
    bron = beeld.get((rij.pgn, rij.inschrijfdatum))
    return _namen(rij.leerling_id, rij.pgn, bron.leerlingnummer if bron else rij.leerlingnummer)


class _VanAnder(NamedTuple):
    leerlingnummer: str
    inschrijfdatum: str
    stand: VerschilStand


def _besluiten(unit: UnitOfWork, omg: Omgeving, besloten: list[VerschilRij]) -> dict[str, BesluitRij]:
    """By vingerafdruk."""
    if len(besloten) > ENKELE:
        return {besluit.vingerafdruk: besluit for besluit in unit.all(BesluitRij, aanleverpunt=omg.aanleverpunt)}
    gevonden = (unit.get(BesluitRij, omg.aanleverpunt, rij.vingerafdruk) for rij in besloten)
    return {besluit.vingerafdruk: besluit for besluit in gevonden if besluit}


class _BijBron(NamedTuple):
    """By which numbers BRON knows an inschrijving."""

    pgn: str
    inschrijfdatum: str
    leerlingnummer: str
    volgnummer: str


_Beeld = Mapping[BronId, _BijBron]


def _beeld(unit: UnitOfWork, omg: Omgeving, rijen: Iterable[VerschilRij]) -> _Beeld:
    bekend = {(rij.pgn, rij.inschrijfdatum) for rij in rijen if rij.pgn}
    gezocht: list[dict[str, str]] = [{"pgn": nummer, "inschrijfdatum": dag} for nummer, dag in sorted(bekend)]
    if len(bekend) > ENKELE:
        gezocht = [{}]
    return {
        (een.pgn, een.inschrijfdatum): een
        for waar in gezocht
        for een in unit.stream(BeeldRij, _BijBron, aanleverpunt=omg.aanleverpunt, **waar)
    }


def _bezet(
    unit: UnitOfWork, omg: Omgeving, besloten: list[VerschilRij], alle: Iterable[Actie] | None, beeld: _Beeld
) -> set[_Naam]:
    """Names of those for whom an actie is open, of all acties that were read; else only as far as these verschillen need it."""
    if alle is None and all(rij.leerling_id for rij in besloten):
        namen = (_namen_van(rij) | _namen_bij_bron(rij, beeld) for rij in besloten)
        alle = _acties_onder(unit, omg, set().union(*namen))
    elif alle is None:  # many pupils, all known to BRON only
        alle = [een for status in sorted(OPEN) for een in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)]
    return set().union(*(_namen_van(actie) for actie in alle if actie.status in OPEN))


def _acties_onder(unit: UnitOfWork, omg: Omgeving, namen: Iterable[_Naam]) -> list[Actie]:
    gevonden = (unit.all(Actie, aanleverpunt=omg.aanleverpunt, **{naam: waarde}) for naam, waarde in sorted(namen))
    return list({actie.nummer: actie for acties in gevonden for actie in acties}.values())


def _maak_actie(unit: UnitOfWork, omg: Omgeving, rij: VerschilRij, soort: ActieSoort, beeld: _BijBron | None) -> Actie:
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
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        koppeling = _koppeling(unit, omg, lvs, bron_id)
        return handmatig(koppeling, loopt=_loopt(unit, omg, koppeling))


def bepaal_handmatig(omg: Omgeving, soort: ActieSoort, inschrijving_id: int, bron_id: BronId | None = None) -> Actie:
    """Determines one actie by hand (manual ch. 5); an actie of this leerling that was not executed makes place. PROC-16 with the reason."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        # whether BRON knows it can only be said with a usable picture (I8)
        eis_bruikbaar_beeld(unit, omg)
    reden = handmatig_mogelijk(omg, inschrijving_id, bron_id)[soort]
    if reden:
        raise BronSyncFout("PROC-16", reden=reden)
    lvs = omg.lvs.lees_een(omg.aanleverpunt, inschrijving_id) if inschrijving_id else None
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
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
    """Of the same leerling by any name, as BRON has it where it does."""
    lvs, bron = koppeling.lvs, koppeling.bron
    leerlingnummer = bron.leerlingnummer if bron else lvs.leerlingnummer if lvs else ""
    namen = _namen(lvs.leerling_id if lvs else 0, bron.pgn if bron else "", leerlingnummer)
    return _acties_onder(unit, omg, namen)


def _loopt(unit: UnitOfWork, omg: Omgeving, koppeling: Koppeling) -> bool:
    return any(actie.status in WACHT_OP_BRON for actie in _acties_van_leerling(unit, omg, koppeling))


def verwijder_actie(omg: Omgeving, nummer: int) -> Actie:
    """'Verwijder Actie', also for executed ones: a rejection is forgotten, and Acties Bepalen makes the actie anew with a new id.

    A sent one stays behind as 'Verwijderd na verzending', so that late feedback still finds it (F11). PROC-12 when it cannot.
    """
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        actie = unit.get(Actie, omg.aanleverpunt, nummer)
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
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
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
