"""At start: finishes or marks what an interruption left, and notices that this store or LVS2000 is not the newest.

Needs no network. What was being sent becomes 'Onbeslist' (nobody knows whether it arrived); write-backs that were intended are executed
again by compare-and-set; books whose generation is below the high-water mark are an older copy, lost ones have none, and those that hold
another audit line than was seen here went on from an older copy elsewhere: all lead to recovery mode.
Source: RELIABILITY B1 (I10), F2, F3, F15, F17, F18, promise 1; BESTUUR 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bronsync.application.boeken.boekingen import merk_gemist, wissel
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.onderbreking import neem_onderbreking
from bronsync.application.boeken.ontvangstnummers import wacht_op_herstel
from bronsync.application.boeken.stand import peil, stand, van_boeken
from bronsync.application.ports import Omgeving, Peil, UnitOfWork
from bronsync.application.records import Actie, AuditRij, InboxRij, InboxStand
from bronsync.application.wegschrijven.wegschrijven import voer_mutaties_uit
from bronsync.domain.vergelijking.levensloop import Gebeurtenis, Status


@dataclass(frozen=True, slots=True)
class HerstelUitslag:
    """What the interruption left behind."""

    onbeslist: int
    teruggeschreven: int
    nog_te_verwerken: int
    herstel_nodig: bool
    misschien_beantwoord: int = 0
    """In recovery: acties that wait for an answer which the newer store may have had, and signed off, already."""
    tijdens: str = ""
    """What was under way when the program ended, as the manual names it; empty when nothing was."""
    nummering_opnieuw: bool = False
    """In recovery because BRON counts its feedback anew."""

    @property
    def zin(self) -> str:
        """What was under way, in one Dutch sentence; empty when nothing was."""
        if self.herstel_nodig:
            zin = (
                "BRON is de terugkoppelingen opnieuw gaan nummeren: haal eerst een registratieoverzicht op."
                if self.nummering_opnieuw
                else "De gegevens van BRON Sync of LVS2000 zijn nieuw of teruggezet: haal eerst een registratieoverzicht op."
            )
            if self.misschien_beantwoord:
                zin += (
                    f" Van {self.misschien_beantwoord} actie(s) die op BRON wachten kan het antwoord al eerder zijn verwerkt;"
                    " verwijder ze als Acties Bepalen daarna geen verschil meer toont."
                )
            return zin
        delen = []
        if self.onbeslist:
            delen.append(
                _tel(
                    self.onbeslist,
                    "van {} bericht is nog niet bekend of BRON het ontving",
                    "van {} berichten is nog niet bekend of BRON ze ontving",
                )
            )
        if self.teruggeschreven:
            delen.append(
                _tel(
                    self.teruggeschreven,
                    "{} wijziging is alsnog in LVS2000 verwerkt",
                    "{} wijzigingen zijn alsnog in LVS2000 verwerkt",
                )
            )
        if self.nog_te_verwerken:
            delen.append(
                _tel(
                    self.nog_te_verwerken,
                    "{} terugkoppeling wordt bij het volgende ophalen verwerkt",
                    "{} terugkoppelingen worden bij het volgende ophalen verwerkt",
                )
            )
        if not delen and self.tijdens:
            delen = ["wat klaar was is bewaard, u kunt verdergaan"]
        tijdens = f" tijdens {self.tijdens}" if self.tijdens else ""
        return f"BRON Sync werd onderbroken{tijdens}: {', '.join(delen)}." if delen else ""


NIETS_ONDERBROKEN: Final = HerstelUitslag(0, 0, 0, herstel_nodig=False)


def _tel(aantal: int, een: str, meer: str) -> str:
    return (een if aantal == 1 else meer).format(aantal)


def _is_teruggezet(unit: UnitOfWork, gezien: Peil) -> bool:
    """Whether these books are not what this computer saw last, or went on from it."""
    boeken = van_boeken(unit)
    if boeken.generatie < gezien.generatie or boeken.laatste_regel < gezien.regel:
        return True
    regel = unit.get(AuditRij, unit.aanleverpunt, gezien.regel)
    return regel is not None and regel.hash != gezien.hash  # none: cleared away by its age


def herstellen(omg: Omgeving) -> HerstelUitslag:
    """Run once at the start of a session on an aanleverpunt, with the lease held."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        unit.put(huidig)
        tijdens = neem_onderbreking(unit, omg)
        gezien = omg.high_water_mark.read(omg.aanleverpunt)
        if _is_teruggezet(unit, gezien):
            unit.put(replace(stand(unit, omg.aanleverpunt), herstel_nodig=True))
            merk_gemist(unit, omg, omg.aanleverpunt)
            boek_audit(unit, omg, "herstel", naar="oudere of verloren gegevens", code="PROC-08")
            boeken = van_boeken(unit)
            unit.put(replace(boeken, generatie=max(boeken.generatie, gezien.generatie)))
            huidig = stand(unit, omg.aanleverpunt)
        verzenden = unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=Status.VERZENDEN)
        onbeslist = 0
        for actie in verzenden:
            if actie.bericht_id:  # an actie richting LVS2000 has none: its write-back is finished below
                wissel(unit, omg, actie, Gebeurtenis.ONDUIDELIJK)
                onbeslist += 1
        onbeantwoord = 0
        if huidig.herstel_nodig:
            onbeantwoord = len(unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=Status.IN_BEHANDELING))
        opnieuw = wacht_op_herstel(unit, omg.aanleverpunt)
        wachtend = len(unit.all(InboxRij, aanleverpunt=omg.aanleverpunt, stand=InboxStand.NIEUW))
        nu = peil(van_boeken(unit))
        unit.commit()
    if nu != gezien:
        omg.high_water_mark.raise_to(omg.aanleverpunt, nu)
    teruggeschreven, _ = voer_mutaties_uit(omg)
    return HerstelUitslag(onbeslist, teruggeschreven, wachtend, huidig.herstel_nodig, onbeantwoord, tijdens, opnieuw)
