"""Clears away what was kept long enough, once a day at the start of a session.

The picture of BRON is not of age: it is what BRON holds today. What waits for a person or for BRON stays, however old, because no message
goes away unread (I5). Message ids and hashes stay for ever: they prove that nothing was sent twice (I1).
Source: RELIABILITY D-R (a proposal there; the school decides), AVG 5(1)e. The technical log has a term of its own (adapters/system/logboek).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bronsync.application.boeken.controlespoor import boek_audit, wis_audit
from bronsync.application.boeken.stand import stand
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import (
    Actie,
    BesluitRij,
    DubbeleRij,
    IdentificatieRij,
    InboxRij,
    InboxStand,
    MutatieRij,
    MutatieStand,
    SignaalRij,
    VerschilRij,
    Verzending,
)
from bronsync.domain.vergelijking.levensloop import OPEN, WEG, Status

BERICHT_DAGEN: Final = 396
"""Thirteen months: longer than eight weeks, a school year and the check of the funding."""
ACTIE_DAGEN: Final = 2 * 365
AUDIT_DAGEN: Final = 5 * 365 + 1
_AF: Final = WEG | {Status.GEACCEPTEERD}


def opruimen(omg: Omgeving) -> int:
    """Clears away; gives how many records went or lost their content. Nothing when it was done today already.

    Time is counted up to the last complete fetch, when the register's clock agreed: a clock that runs years ahead clears nothing (F24).
    """
    dag = omg.clock.today().isoformat()
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        if huidig.opgeruimd == dag:
            return 0
        if not huidig.opgehaald:
            return 0  # never, or not since the last sending: the start after the next fetch does it
        tot = min(omg.clock.now(), datetime.fromisoformat(huidig.opgehaald))
        bericht, actie = _grens(tot, BERICHT_DAGEN), _grens(tot, ACTIE_DAGEN)
        standen = {rij[0]: rij[1] for rij in unit.stream(Actie, ("nummer", "status"), aanleverpunt=omg.aanleverpunt)}
        aantal = _verzendingen(unit, omg, bericht, {nummer for nummer, hoe in standen.items() if hoe in OPEN})
        aantal += _inbox(unit, omg, bericht)
        aantal += _signalen(unit, omg, bericht, standen)
        aantal += _mutaties(unit, omg, bericht)
        aantal += _acties(unit, omg, actie)
        aantal += _wat_verdween(unit, omg, bericht, actie)
        aantal += wis_audit(unit, _grens(tot, AUDIT_DAGEN))
        if aantal:
            boek_audit(unit, omg, "bewaartermijn", naar="opgeruimd")
        unit.put(replace(stand(unit, omg.aanleverpunt), opgeruimd=dag))
        unit.commit()
    return aantal


def _grens(tot: datetime, dagen: int) -> str:
    return (tot - timedelta(days=dagen)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _verzendingen(unit: UnitOfWork, omg: Omgeving, grens: str, lopend: set[object]) -> int:
    """Of a sent message its number, kind, time and hash stay."""
    kolommen = ("bericht_id", "actie", "tijdstip")
    oud = [
        bericht_id
        for bericht_id, actie, tijdstip in unit.stream(Verzending, kolommen, aanleverpunt=omg.aanleverpunt)
        if str(tijdstip) < grens and actie not in lopend
    ]
    gevonden = [rij for rij in (unit.get(Verzending, bericht_id) for bericht_id in oud) if rij and rij.body]
    unit.put(*(replace(rij, body=b"") for rij in gevonden))
    return len(gevonden)


class _Ontvangen(NamedTuple):
    ontvangstnummer: int
    ontvangen: str


def _inbox(unit: UnitOfWork, omg: Omgeving, grens: str) -> int:
    """Of a received message too, once it was processed and an overview includes it."""
    tot_en_met = stand(unit, omg.aanleverpunt).overzicht_tot_en_met
    oud = [
        een.ontvangstnummer
        for een in unit.stream(InboxRij, _Ontvangen, aanleverpunt=omg.aanleverpunt, stand=InboxStand.VERWERKT)
        if een.ontvangen < grens and een.ontvangstnummer <= tot_en_met
    ]
    gevonden = [
        rij
        for rij in (unit.get(InboxRij, omg.aanleverpunt, ontvangstnummer) for ontvangstnummer in oud)
        if rij and rij.raw
    ]
    unit.put(*(replace(rij, raw=b"") for rij in gevonden))
    return len(gevonden)


def _signalen(unit: UnitOfWork, omg: Omgeving, grens: str, standen: dict[object, object]) -> int:
    """Those of what still runs or was rejected stay: they say why."""
    blijft = {nummer for nummer, hoe in standen.items() if hoe in OPEN or hoe is Status.AFGEKEURD}
    oud = [
        rij
        for rij in unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt)
        if rij.tijdstip < grens and rij.actie not in blijft
    ]
    return sum(unit.delete(SignaalRij, nummer=rij.nummer) for rij in oud)


def _mutaties(unit: UnitOfWork, omg: Omgeving, grens: str) -> int:
    """What was written to LVS2000, with its old value, or could not be: after that it can no longer be put back. An intent stays."""
    oud = [
        rij
        for rij in unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt)
        if rij.tijdstip < grens and rij.stand is not MutatieStand.VOORGENOMEN
    ]
    return sum(unit.delete(MutatieRij, nummer=rij.nummer) for rij in oud)


def _acties(unit: UnitOfWork, omg: Omgeving, grens: str) -> int:
    oud = [
        rij
        for rij in unit.all(Actie, aanleverpunt=omg.aanleverpunt)
        if rij.status in _AF and rij.aangemaakt < grens[: len(rij.aangemaakt)]
    ]
    return sum(unit.delete(Actie, nummer=rij.nummer) for rij in oud)


def _wat_verdween(unit: UnitOfWork, omg: Omgeving, bericht: str, actie: str) -> int:
    """Decisions on verschillen that are gone, dubbele inschrijvingen that were solved, outcomes of identificatieverzoeken."""
    punt = omg.aanleverpunt
    verschillen = {rij[0] for rij in unit.stream(VerschilRij, ("vingerafdruk",), aanleverpunt=punt)}
    besluiten = [
        rij
        for rij in unit.all(BesluitRij, aanleverpunt=punt)
        if rij.wanneer < actie and rij.vingerafdruk not in verschillen
    ]
    dubbelen = [rij for rij in unit.all(DubbeleRij, aanleverpunt=punt) if rij.verdwenen and rij.verdwenen < actie]
    identificaties = [rij for rij in unit.all(IdentificatieRij, aanleverpunt=punt) if rij.tijdstip < bericht]
    return (
        sum(unit.delete(BesluitRij, aanleverpunt=punt, vingerafdruk=rij.vingerafdruk) for rij in besluiten)
        + sum(
            unit.delete(
                DubbeleRij,
                aanleverpunt=punt,
                pgn=rij.pgn,
                inschrijfdatum=rij.inschrijfdatum,
                brin_andere_school=rij.brin_andere_school,
                begin=rij.begin,
            )
            for rij in dubbelen
        )
        + sum(
            unit.delete(IdentificatieRij, aanleverpunt=punt, inschrijving_id=rij.inschrijving_id)
            for rij in identificaties
        )
    )
