"""The picture of BRON and the state of an aanleverpunt, as the use cases need them: whether comparing is allowed, and rows by key.

Source: manual ch. 4 (overview at most 4 weeks old, historical ones only for viewing), RELIABILITY I8, F9, F17, F25; DESIGN 8 (Peildatum).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bronsync.application.boeken.ontvangstnummers import bij_bron, ontbrekend, wacht_op_herstel
from bronsync.application.boeken.stand import stand
from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import BeeldRij, KoppelingRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import Rij, unpack
from bronsync.domain.vergelijking.kanten import BronId, BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import zelfde_persoon

MAX_LEEFTIJD_DAGEN = 28
"""An overview of this many days old passes, one day more blocks (manual ch. 4, RELIABILITY F25)."""
OVERZICHT_NODIG = frozenset({"PROC-01", "PROC-02", "PROC-03", "PROC-08", "PROC-09", "PROC-22"})
"""Refusals that a newly fetched overview takes away."""


def eis_bruikbaar_beeld(unit: UnitOfWork, omg: Omgeving) -> None:
    """Raises the sentence of the manual when nothing may be compared or sent on this picture."""
    nu = stand(unit, omg.aanleverpunt)
    if wacht_op_herstel(unit, omg.aanleverpunt):
        raise BronSyncFout("PROC-22")
    if nu.herstel_nodig:
        raise BronSyncFout("PROC-08")
    if nu.peildatum is None:
        raise BronSyncFout("PROC-01")
    if nu.historisch_peildatum is not None:
        raise BronSyncFout("PROC-03", peildatum=toon_dag(nu.historisch_peildatum))
    if (omg.clock.today() - date.fromisoformat(nu.peildatum)).days > MAX_LEEFTIJD_DAGEN:
        raise BronSyncFout("PROC-02", peildatum=toon_dag(nu.peildatum))
    if gaten := ontbrekend(unit, omg.aanleverpunt):
        raise BronSyncFout("PROC-09", nummer=bij_bron(unit, omg.aanleverpunt, gaten[0].van))


def bron_kant(rij: BeeldRij) -> BronKant | None:
    """The BRON side of a comparison; None when another version of this program stored the row."""
    inhoud = unpack(rij.body)
    if inhoud is None:
        return None
    return BronKant(rij.pgn, rij.inschrijfdatum, rij.leerlingnummer, rij.volgnummer, inhoud, rij.geheim)


def lvs_kant(rij: LvsRij) -> LvsKant:
    """The LVS2000 side of a comparison."""
    return LvsKant(rij.inschrijving_id, rij.leerling_id, rij.leerlingnummer, rij.rij, rij.geheim, rij.uitgesloten)


ENKELE: Final = 10
"""So few are asked for one by one; more are read with all of the aanleverpunt in one statement."""


def bron_kanten(unit: UnitOfWork, omg: Omgeving, welke: set[BronId]) -> Mapping[BronId, BronKant]:
    """The BRON sides with these keys."""
    if len(welke) > ENKELE:
        alle = unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt)
        rijen = [rij for rij in alle if (rij.pgn, rij.inschrijfdatum) in welke]
    else:
        gevonden = (unit.get(BeeldRij, omg.aanleverpunt, pgn, inschrijfdatum) for pgn, inschrijfdatum in welke)
        rijen = [rij for rij in gevonden if rij is not None]
    return {kant.id: kant for rij in rijen if (kant := bron_kant(rij)) is not None}


def akkoord_van(eerder: KoppelingRij | None, rij: Rij) -> bytes | None:
    """The row on which both sides last agreed, unless it is of another child who had this inschrijving before: that says nothing of this one."""
    akkoord = unpack(eerder.akkoord) if eerder and eerder.akkoord else None
    return eerder.akkoord if eerder and akkoord and zelfde_persoon(akkoord, rij, zelfde_nummer=True) else None
