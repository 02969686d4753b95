"""Entries that several use cases make in the journal: a move of an actie with its audit line, signals, generation, state of an aanleverpunt.

Every move of an actie goes through `wissel`, so that each has one row in the audit trail in the same transaction (I9).
Source: RELIABILITY B1 (I9), E1 (audit trail without personal data), F18 (generation).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from itertools import takewhile
from typing import Any, Final

from bronsync.application.ports import Omgeving, Peil, UnitOfWork
from bronsync.application.records import Actie, AuditRij, BoekenRij, SignaalRij, Stand
from bronsync.domain.gegevens.velden import norm_tekst
from bronsync.domain.vergelijking.levensloop import Gebeurtenis, volgende

VRIJE_TEKST = 500
"""Longest reason or note of a person."""


def tijdstip(omg: Omgeving) -> str:
    """Now as UTC text with whole seconds, as messages carry it (DOMAIN 2.1)."""
    return omg.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def vrije_tekst(tekst: str) -> str:
    """What a person typed or pasted, as the journal keeps it: bounded, on one line, without control characters (RELIABILITY C5 66)."""
    schoon = "".join(teken if teken.isprintable() else " " for teken in tekst[: 4 * VRIJE_TEKST])
    return (norm_tekst(schoon) or "")[:VRIJE_TEKST]


def stand(unit: UnitOfWork, aanleverpunt: str) -> Stand:
    """The state of the aanleverpunt; a fresh one when it was never used."""
    return unit.get(Stand, aanleverpunt) or Stand(aanleverpunt=aanleverpunt)


def van_boeken(unit: UnitOfWork) -> BoekenRij:
    """What these books have one of; a fresh one when nothing was booked yet."""
    return unit.get(BoekenRij, unit.aanleverpunt) or BoekenRij(aanleverpunt=unit.aanleverpunt)


def peil(boeken: BoekenRij) -> Peil:
    """What a computer keeps to know these books by."""
    return Peil(boeken.generatie, boeken.laatste_regel, boeken.laatste_audit)


def boek_audit(
    unit: UnitOfWork,
    omg: Omgeving,
    onderwerp: str,
    *,
    van: str = "",
    naar: str = "",
    bericht_id: str = "",
    ontvangstnummer: int = 0,
    code: str = "",
) -> None:
    """One line of the audit trail, chained to the one before by its hash."""
    boeken = van_boeken(unit)
    rij = AuditRij(
        nummer=unit.next_number("audit"),
        tijdstip=tijdstip(omg),
        sessie=omg.sessie,
        aanleverpunt=omg.aanleverpunt,
        onderwerp=onderwerp,
        van=str(van),  # statuses come as StrEnum; a cell of the journal is plain text
        naar=str(naar),
        bericht_id=bericht_id,
        ontvangstnummer=ontvangstnummer,
        code=code,
        wie=omg.wie,
        versie=omg.versie,
        vorige=boeken.laatste_audit,
        hash="",
    )
    rij = replace(rij, hash=audit_hash(rij))
    unit.put(rij, replace(boeken, laatste_audit=rij.hash, laatste_regel=rij.nummer))


_IN_DE_HASH: Final = (
    "nummer",
    "tijdstip",
    "sessie",
    "aanleverpunt",
    "onderwerp",
    "van",
    "naar",
    "bericht_id",
    "ontvangstnummer",
    "code",
    "wie",
    "versie",
    "vorige",
)
"""In this order, for ever: hashes of it stand in stores and in helpdeskbestanden."""


def audit_hash(rij: AuditRij) -> str:
    """The hash of an audit line over all its other fields."""
    cellen = [str(getattr(rij, naam)) for naam in _IN_DE_HASH]
    if rij.eerder:
        cellen.append(rij.eerder)
    return hashlib.sha256("\x1f".join(cellen).encode()).hexdigest()


def keten_breuk(unit: UnitOfWork) -> int:
    """Number of the first audit line that does not fit the chain; 0 when it is whole (RELIABILITY E1).

    Noticed are a changed, an inserted, a moved, a removed and a missing first or last line. Not noticed is who recomputes the whole chain:
    that needs the key of the store. A helpdeskbestand that was made before has the old hashes, so the two together tell it all the same.
    """
    boeken = van_boeken(unit)
    vorige, nummer = boeken.eerste_audit, 0
    for rij in unit.all(AuditRij):
        nummer = rij.nummer
        if rij.vorige != vorige or rij.hash != audit_hash(rij):
            return nummer
        vorige = rij.hash
    return 0 if boeken.laatste_audit == vorige else nummer + 1


def wis_audit(unit: UnitOfWork, tot: str) -> int:
    """Clears away the lines before this moment, from the first one on; the chain begins at the next one. Gives how many.

    Only ever from the beginning: a line further on that a wrong clock dated earlier stays, because a hole would look like an attack.
    """
    oud = list(takewhile(lambda rij: rij.tijdstip < tot, unit.all(AuditRij)))
    if oud:
        for rij in oud:
            unit.delete(AuditRij, nummer=rij.nummer)
        unit.put(replace(van_boeken(unit), eerste_audit=oud[-1].hash))
    return len(oud)


def sessiecode(sessie: str) -> str:
    """Four characters by which a person names a session over the phone; the helpdeskbestand lists them."""
    return base64.b32encode(hashlib.sha256(sessie.encode()).digest()[:5]).decode()[:4]


REM_BEVESTIGD: Final = "rem bevestigd"


def boek_rem(unit: UnitOfWork, omg: Omgeving, onderwerp: str, welke: int, totaal: int, code: str | None) -> None:
    """That a person went on after the rem: with how many of how many, and the code of the list that was seen (F20)."""
    boek_audit(unit, omg, onderwerp, van=f"{welke} van {totaal}", naar=REM_BEVESTIGD, code=code or "")


def rem_vinger(actie: Actie) -> str:
    """What an actie is named by in the list of the rem; one made by hand has no verschil."""
    return actie.vingerafdruk or f"A-{actie.nummer}"


def merk_gemist(unit: UnitOfWork, omg: Omgeving, aanleverpunt: str) -> None:
    """Answers may be missing here: fetched by another computer, lost, or known to a newer store only (F9, F18, F22).

    What was sent until now may have been answered; `volgende_stap` says so, because nobody should wait eight weeks for it.
    """
    unit.put(replace(stand(unit, aanleverpunt), gemist=tijdstip(omg)))


def wissel(
    unit: UnitOfWork,
    omg: Omgeving,
    actie: Actie,
    gebeurtenis: Gebeurtenis,
    *,
    ontvangstnummer: int = 0,
    code: str = "",
    **wijzigingen: Any,  # noqa: ANN401 - fields of Actie, checked by `replace`
) -> Actie:
    """Moves an actie by the table of `levensloop` and writes its audit line; gives the actie as it now stands."""
    nieuw = replace(actie, status=volgende(actie.status, gebeurtenis), **wijzigingen)
    unit.put(nieuw)
    boek_audit(
        unit,
        omg,
        f"A-{actie.nummer}",
        van=actie.status,
        naar=nieuw.status,
        bericht_id=nieuw.bericht_id,
        ontvangstnummer=ontvangstnummer,
        code=code,
    )
    return nieuw


def nieuwe_generatie(unit: UnitOfWork) -> Peil:
    """Raises the generation of the books, in the same transaction as what must never be forgotten; gives what to keep outside."""
    boeken = van_boeken(unit)
    unit.put(nieuw := replace(boeken, generatie=boeken.generatie + 1))
    return peil(nieuw)


def boek_signaal(
    unit: UnitOfWork,
    omg: Omgeving,
    *,
    actie: int,
    inschrijving_id: int,
    herkomst: str,
    code: str,
    ernst: str,
    tekst: str,
    veld: str = "",
    advies: str = "",
) -> None:
    """A signal at an actie or an inschrijving, of our own controles or of BRON."""
    unit.put(
        SignaalRij(
            nummer=unit.next_number("signaal"),
            aanleverpunt=omg.aanleverpunt,
            actie=actie,
            inschrijving_id=inschrijving_id,
            herkomst=herkomst,
            code=code,
            ernst=str(ernst),
            tekst=tekst,
            veld=veld,
            advies=advies,
            tijdstip=tijdstip(omg),
        )
    )
