"""The controlespoor (audit trail): a line per step, each chained to the one before by its hash, so that a change or a gap is seen.

No names, numbers of persons or free text stand in it. Knows no actie: who moves one calls it (`boekingen.wissel`).
Source: RELIABILITY B1 (I9), E1.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from itertools import takewhile
from typing import Final

from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.stand import van_boeken
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import AuditRij


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
