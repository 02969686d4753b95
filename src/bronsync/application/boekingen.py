"""Entries that several use cases make in the journal: a move of an actie with its audit line, signals, generation, state of an aanleverpunt.

Every move of an actie goes through `wissel`, so that each has one row in the audit trail in the same transaction (I9).
Source: RELIABILITY B1 (I9), E1 (audit trail without personal data), F18 (generation).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from bronsync.application.boekhouding import Actie, AuditRij, Gegeven, SignaalRij, Stand
from bronsync.application.ports import Eenheid, Omgeving
from bronsync.domain.levensloop import Gebeurtenis, volgende

GENERATIE = "generatie"
_LAATSTE_AUDIT = "laatste_audit"


def tijdstip(omg: Omgeving) -> str:
    """Now as UTC text with whole seconds, as messages carry it (DOMAIN 2.1)."""
    return omg.klok.nu().strftime("%Y-%m-%dT%H:%M:%SZ")


def stand(eenheid: Eenheid, aanleverpunt: str) -> Stand:
    """The state of the aanleverpunt; a fresh one when it was never used."""
    return eenheid.haal(Stand, aanleverpunt) or Stand(aanleverpunt)


def boek_audit(
    eenheid: Eenheid,
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
    vorige = eenheid.haal(Gegeven, _LAATSTE_AUDIT)
    rij = AuditRij(
        nummer=eenheid.volgende("audit"),
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
        vorige=vorige.waarde if vorige else "",
        hash="",
    )
    rij = replace(rij, hash=audit_hash(rij))
    eenheid.zet(rij, Gegeven(_LAATSTE_AUDIT, rij.hash))


def audit_hash(rij: AuditRij) -> str:
    """The hash of an audit line over all its other fields."""
    cellen = [str(getattr(rij, naam)) for naam in AuditRij.__slots__ if naam != "hash"]
    return hashlib.sha256("\x1f".join(cellen).encode()).hexdigest()


def wissel(
    eenheid: Eenheid,
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
    eenheid.zet(nieuw)
    boek_audit(
        eenheid,
        omg,
        f"A-{actie.nummer}",
        van=actie.status,
        naar=nieuw.status,
        bericht_id=nieuw.bericht_id,
        ontvangstnummer=ontvangstnummer,
        code=code,
    )
    return nieuw


def nieuwe_generatie(eenheid: Eenheid) -> int:
    """Raises the generation of the store, in the same transaction as what must never be forgotten."""
    huidig = eenheid.haal(Gegeven, GENERATIE)
    nummer = (int(huidig.waarde) if huidig else 0) + 1
    eenheid.zet(Gegeven(GENERATIE, str(nummer)))
    return nummer


def boek_signaal(
    eenheid: Eenheid,
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
    eenheid.zet(
        SignaalRij(
            eenheid.volgende("signaal"),
            omg.aanleverpunt,
            actie,
            inschrijving_id,
            herkomst,
            code,
            str(ernst),
            tekst,
            veld,
            advies,
            tijdstip(omg),
        )
    )
