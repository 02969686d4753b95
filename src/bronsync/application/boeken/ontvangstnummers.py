"""The receipt numbers of BRON, made fit to be an identity: numberings, and which numbers are missing.

A number of the other side is no identity by itself. BRON may start counting anew (a restored or emptied register), and may have overtaken us
by the time that we look. So what came in is recognised by number and content together, and the books number it themselves: each numbering
of BRON has a row (`NummeringRij`), and number n of BRON is n plus its `vanaf` in our books. Numbers in the books thus only rise and never
mean two messages; only what goes to BRON, and what a person reads out to it, is counted as BRON does. Each missing stretch is a fact of its
own (`OntbrekendRij`) with its reason and moment: it ends when it is filled, or when an overview with history that includes it comes into use.
Sources: RELIABILITY F7-F9, F14, F17, F22; DESIGN 10 'Counters of the register'.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bronsync.application.boeken.boekingen import merk_gemist
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.stand import stand
from bronsync.application.ports import Omgeving, Terugkoppelbericht, UnitOfWork
from bronsync.application.records import InboxRij, NummeringRij, OntbrekendRij, OverzichtDeelRij, OverzichtRij
from bronsync.domain.vergelijking.berichten import Onbegrepen, OverzichtDeel, Terugkoppeling

OVERGESLAGEN = "overgeslagen"
ELDERS = "elders opgehaald of verloren"
ANDERE_INHOUD = "zelfde nummer, andere inhoud"
LAGER = "BRON telt lager dan het deed"


# --- numberings -------------------------------------------------------------------------------------------------------------------------


def nummeringen(unit: UnitOfWork, aanleverpunt: str) -> list[NummeringRij]:
    """All numberings of BRON that were met, oldest first. The first begins at our own zero and is not written down."""
    begonnen = unit.all(NummeringRij, aanleverpunt=aanleverpunt)
    return [NummeringRij(aanleverpunt=aanleverpunt, vanaf=0, sinds="", reden="", hersteld="begin"), *begonnen]


def wacht_op_herstel(unit: UnitOfWork, aanleverpunt: str) -> bool:
    """Whether BRON started counting anew and no overview with history came into use since."""
    return bool(unit.all(NummeringRij, aanleverpunt=aanleverpunt, hersteld=""))


def bij_bron(unit: UnitOfWork, aanleverpunt: str, nummer: int) -> int:
    """What BRON calls the message that has this number in our books."""
    return nummer - max(rij.vanaf for rij in nummeringen(unit, aanleverpunt) if rij.vanaf < max(nummer, 1))


def begin_nummering(unit: UnitOfWork, omg: Omgeving, gehad: int, reden: str) -> None:
    """BRON counts anew, and gave `gehad` numbers before the first that comes here. Leads to recovery: a fresh overview with history.

    An overview that was asked for in the numbering before may be of the register as it was, so its parts are not waited for any more.
    """
    huidig = stand(unit, omg.aanleverpunt)
    vanaf = huidig.hoogste_ontvangstnummer
    unit.put(
        NummeringRij(aanleverpunt=omg.aanleverpunt, vanaf=vanaf, sinds=tijdstip(omg), reden=reden),
        replace(huidig, hoogste_ontvangstnummer=vanaf + gehad, herstel_nodig=True, overzicht_bericht=""),
    )
    if huidig.overzicht_bericht:
        unit.delete(OverzichtRij, aanleverpunt=omg.aanleverpunt, bericht_id=huidig.overzicht_bericht)
        unit.delete(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=huidig.overzicht_bericht)
    merk_gemist(unit, omg, omg.aanleverpunt)
    boek_audit(unit, omg, "nummering", van=reden, naar="opnieuw", ontvangstnummer=vanaf + gehad + 1, code="PROC-22")


def sluit_nummering(unit: UnitOfWork, omg: Omgeving) -> None:
    """An overview with history came into use: nothing of an earlier numbering is relied on any more."""
    for rij in unit.all(NummeringRij, aanleverpunt=omg.aanleverpunt, hersteld=""):
        unit.put(replace(rij, hersteld=tijdstip(omg)))


def eis_zelfde_telling(unit: UnitOfWork, omg: Omgeving, hoogste: int | None) -> None:
    """A register that gave out fewer numbers than came here started anew, also when nothing is waiting. None: it does not say."""
    vanaf = nummeringen(unit, omg.aanleverpunt)[-1].vanaf
    if hoogste is not None and hoogste < stand(unit, omg.aanleverpunt).hoogste_ontvangstnummer - vanaf:
        begin_nummering(unit, omg, 0, LAGER)


# --- what came in -----------------------------------------------------------------------------------------------------------------------


def plaats(unit: UnitOfWork, omg: Omgeving, bericht: Terugkoppelbericht) -> int:
    """The number in our books under which this message must be kept; 0 when exactly this message is kept already.

    Begins a new numbering when the number is taken by another message, or lies below the highest without ever having been missed. Keeps the
    highest number, and writes down what was passed over.
    """
    reeksen = nummeringen(unit, omg.aanleverpunt)
    nummer = reeksen[-1].vanaf + bericht.ontvangstnummer
    if _bekend(unit, omg, reeksen, bericht):
        _merk_hoogste(unit, omg, nummer)
        return 0
    bezet = unit.get(InboxRij, omg.aanleverpunt, nummer) is not None
    lager = nummer <= stand(unit, omg.aanleverpunt).hoogste_ontvangstnummer
    if bezet or (lager and not _vul(unit, omg, nummer)):
        begin_nummering(unit, omg, bericht.ontvangstnummer - 1, ANDERE_INHOUD)
        nummer = stand(unit, omg.aanleverpunt).hoogste_ontvangstnummer + 1
    _merk_hoogste(unit, omg, nummer)
    return nummer


def _bekend(unit: UnitOfWork, omg: Omgeving, reeksen: list[NummeringRij], bericht: Terugkoppelbericht) -> bool:
    """In any numbering: a register that was put back to yesterday gives some numbers again as they were."""
    einden = [reeks.vanaf for reeks in reeksen[1:]] + [None]
    for reeks, einde in zip(reeksen, einden, strict=True):
        nummer = reeks.vanaf + bericht.ontvangstnummer
        if einde is None or nummer <= einde:
            rij = unit.get(InboxRij, omg.aanleverpunt, nummer)
            if rij is not None and _zelfde(omg, rij, bericht.raw):
                return True
    return False


def _zelfde(omg: Omgeving, rij: InboxRij, raw: bytes) -> bool:
    """The same bytes, or what means the same: how a register writes it down may change. Without the first to look at, only the bytes count."""
    if rij.sha256 == vinger(raw):
        return True
    if not rij.raw:
        return False
    nieuw = omg.register.lees(raw)
    return not isinstance(nieuw.melding, Onbegrepen | OverzichtDeel) and omg.register.lees(rij.raw) == nieuw


def vinger(raw: bytes) -> str:
    """By which the bytes of a message are recognised, also when they are kept no more."""
    return hashlib.sha256(raw).hexdigest()


def gelezen(omg: Omgeving, rij: InboxRij) -> Terugkoppeling:
    """A stored message, with the numbers of our books in the place of BRON's."""
    bericht = omg.register.lees(rij.raw)
    melding = bericht.melding
    if isinstance(melding, OverzichtDeel):
        verschoven = rij.ontvangstnummer - bericht.ontvangstnummer
        melding = replace(melding, tot_en_met=melding.tot_en_met + verschoven)
    return replace(bericht, ontvangstnummer=rij.ontvangstnummer, melding=melding)


# --- what is missing --------------------------------------------------------------------------------------------------------------------


def _merk_hoogste(unit: UnitOfWork, omg: Omgeving, nummer: int) -> None:
    """A first message that is not number 1 means that this store is not the first: that is recovery, and no gap."""
    huidig = stand(unit, omg.aanleverpunt)
    hoogste, herstel = huidig.hoogste_ontvangstnummer, huidig.herstel_nodig
    if nummer <= hoogste:
        return
    if nummer > hoogste + 1:
        if hoogste == 0:
            herstel = True
        else:
            noteer_ontbrekend(unit, omg, hoogste + 1, nummer - 1, OVERGESLAGEN)
        merk_gemist(unit, omg, omg.aanleverpunt)
    unit.put(replace(stand(unit, omg.aanleverpunt), hoogste_ontvangstnummer=nummer, herstel_nodig=herstel))


def merk_elders(unit: UnitOfWork, omg: Omgeving, hoogste: int | None) -> bool:
    """Nothing is waiting, yet the register gave out higher numbers than came here: another computer signed them off, or they were lost.

    A gap like any other (F9, F22, F14 where fetching removes): an overview fills it. Whether there was anything to note.
    """
    huidig = stand(unit, omg.aanleverpunt)
    nummer = nummeringen(unit, omg.aanleverpunt)[-1].vanaf + (hoogste or 0)
    if nummer <= huidig.hoogste_ontvangstnummer:
        return False
    eerste = huidig.hoogste_ontvangstnummer == 0
    if not eerste:
        noteer_ontbrekend(unit, omg, huidig.hoogste_ontvangstnummer + 1, nummer, ELDERS)
    herstel = huidig.herstel_nodig or eerste
    unit.put(replace(huidig, hoogste_ontvangstnummer=nummer, herstel_nodig=herstel))
    merk_gemist(unit, omg, omg.aanleverpunt)
    boek_audit(unit, omg, "terugkoppeling", naar="elders opgehaald", ontvangstnummer=nummer, code="PROC-09")
    return True


def noteer_ontbrekend(unit: UnitOfWork, omg: Omgeving, van: int, tot_en_met: int, reden: str) -> None:
    """These numbers did not come, and BRON went on behind them."""
    unit.put(
        OntbrekendRij(aanleverpunt=omg.aanleverpunt, van=van, tot_en_met=tot_en_met, reden=reden, sinds=tijdstip(omg))
    )


def ontbrekend(unit: UnitOfWork, aanleverpunt: str) -> list[OntbrekendRij]:
    """Every stretch that is missing and that no overview makes good yet, lowest first."""
    return unit.all(OntbrekendRij, aanleverpunt=aanleverpunt, gedekt="")


def dek_ontbrekend(unit: UnitOfWork, omg: Omgeving, tot_en_met: int) -> None:
    """An overview with history that includes everything up to this number came into use. What is missing above it stays missing."""
    for rij in ontbrekend(unit, omg.aanleverpunt):
        if rij.tot_en_met <= tot_en_met:
            unit.put(replace(rij, gedekt=tijdstip(omg)))
        elif rij.van <= tot_en_met:
            unit.put(replace(rij, tot_en_met=tot_en_met, gedekt=tijdstip(omg)), replace(rij, van=tot_en_met + 1))


def _vul(unit: UnitOfWork, omg: Omgeving, nummer: int) -> bool:
    """A number that was missing came after all; False when it never was."""
    for rij in unit.all(OntbrekendRij, aanleverpunt=omg.aanleverpunt):
        if rij.van <= nummer <= rij.tot_en_met:
            unit.delete(OntbrekendRij, aanleverpunt=omg.aanleverpunt, van=rij.van)
            if rij.van < nummer:
                unit.put(replace(rij, tot_en_met=nummer - 1))
            if nummer < rij.tot_en_met:
                unit.put(replace(rij, van=nummer + 1))
            return True
    return False
