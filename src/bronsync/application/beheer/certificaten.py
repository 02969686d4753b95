"""Certificaten of the aanleverpunten (manual ch. 4): which one is in use, which may go, when to warn.

They lie in the journal, so encrypted; the register is asked with the newest one that is valid. An older one stays in use as long as what
was sent before the newer one came is not answered: until then it must be there to go back to (a register may know a new certificate only
the next day). ASSUMED: that is what 'a new one beside the old' asks. Knows no file and no key. Source: issue 'The window' 1, RELIABILITY F29,
C3 39 (NCSC 2025: RSA of 2048 bits 'uit te faseren', of 3072 good).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from bronsync.application.ports import UnitOfWork
from bronsync.application.records import Actie, CertificaatRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import WACHT_OP_BRON

WAARSCHUW_DAGEN: Final = 60
RSA_BITS_GOED: Final = 3072


def moment_tekst(moment: datetime) -> str:
    """As the moments of a `CertificaatRij` are written: in order of time, as text."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def kies_certificaat(rijen: Iterable[CertificaatRij], nu: datetime) -> CertificaatRij | None:
    """Of one aanleverpunt: the newest that is valid; without any, the one that was valid last, so that its reason is told."""
    alle = list(rijen)
    geldig = [rij for rij in alle if rij.geldig_van <= moment_tekst(nu) <= rij.geldig_tot]
    if geldig:
        return max(geldig, key=lambda rij: (rij.geldig_van, rij.geldig_tot, rij.sinds))
    return max(alle, key=lambda rij: (rij.geldig_tot, rij.sinds), default=None)


def in_gebruik(unit: UnitOfWork, rij: CertificaatRij, nu: datetime) -> bool:
    """Whether it may not go: the one that is chosen now, or an older one with which messages were sent that have no answer yet."""
    if not rij.geldig_van <= moment_tekst(nu) <= rij.geldig_tot:
        return False
    nieuwste = kies_certificaat(unit.all(CertificaatRij, aanleverpunt=rij.aanleverpunt), nu)
    if nieuwste is None or nieuwste.vingerafdruk == rij.vingerafdruk:
        return True
    if rij.sinds > nieuwste.sinds:
        return False
    onderweg = (
        actie for status in WACHT_OP_BRON for actie in unit.all(Actie, aanleverpunt=rij.aanleverpunt, status=status)
    )
    return any(rij.sinds <= actie.verzonden <= nieuwste.sinds for actie in onderweg)


def verwijder_certificaat(unit: UnitOfWork, rij: CertificaatRij, nu: datetime) -> None:
    """Takes it out; CERT-14 while it is in use."""
    if in_gebruik(unit, rij, nu):
        raise BronSyncFout("CERT-14")
    unit.delete(CertificaatRij, aanleverpunt=rij.aanleverpunt, vingerafdruk=rij.vingerafdruk)


def waarschuwing(geldig_tot: date, vandaag: date) -> str:
    """Dutch, from 60 days before the last day; empty before that."""
    dagen = (geldig_tot - vandaag).days
    dag = f"{geldig_tot:%d-%m-%Y}"
    if dagen < 0:
        return f"Verlopen op {dag}. Vraag een nieuw certificaat aan en installeer het."
    if dagen > WAARSCHUW_DAGEN:
        return ""
    wanneer = "vandaag" if dagen == 0 else "morgen" if dagen == 1 else f"over {dagen} dagen"
    return f"Verloopt {wanneer} ({dag}). Vraag een nieuw certificaat aan en installeer het hier."


def sleutel_attentie(rsa_bits: int) -> str:
    """Dutch, of a key that is good now and should be larger the next time; empty when all is well. 0: no RSA."""
    if not 0 < rsa_bits < RSA_BITS_GOED:
        return ""
    return (
        f"De sleutel van {rsa_bits} bits is nu goed genoeg; vraag bij het volgende certificaat om {RSA_BITS_GOED} bits."
    )
