"""What BRON tells is written back to LVS2000: here only the intent is booked, `wegschrijven` carries it out (manual ch. 2, DOMAIN 4.6).

Based on what BRON held before, so an edit of the school wins (I3); and only for who BRON speaks of (RELIABILITY F16, FOUTEN R2).
"""

from __future__ import annotations

from collections.abc import Mapping

from bronsync.application.boeken.boekingen import boek_signaal
from bronsync.application.boeken.ontvangstnummers import wacht_op_herstel
from bronsync.application.boeken.weergave import PGN_VELDEN
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, BeeldRij, KoppelingRij, Wijziging
from bronsync.application.wegschrijven.wegschrijven import boek_mutatie
from bronsync.domain.gegevens.velden import VELD, Rij, cel, met, unpack
from bronsync.domain.vergelijking.koppelen import zelfde_persoon
from bronsync.domain.vergelijking.vergelijken import hash_rij


def neem_pgn_over(unit: UnitOfWork, omg: Omgeving, actie: Actie, persoon: Rij, nummer: int) -> None:
    """A found or given PGN is written to LVS2000 when the field is empty there (DOMAIN 4.6); a compare-and-set guards a filled one."""
    wijzigingen = [
        Wijziging(naam, oud=None, nieuw=cel(persoon, naam))
        for naam in ("burgerservicenummer", "onderwijsnummer")
        if cel(persoon, naam) is not None
    ]
    ids = actie.leerling_id, actie.inschrijving_id
    _boek_mutatie(unit, omg, *ids, wijzigingen, f"T{nummer}", persoon, lvs_hash=actie.lvs_hash)


def schrijf_terug(
    unit: UnitOfWork,
    omg: Omgeving,
    rijen: list[BeeldRij],
    nieuw: Mapping[str, str | int | None],
    nummer: int,
    *,
    alleen_pgn: bool = False,
) -> None:
    """Books the write-back of what differs for each pupil in LVS2000 behind these rows, each pupil once.

    Not while a register counts anew: it may tell again what was the case long ago; after the overview the user is asked instead.
    """
    if not rijen or wacht_op_herstel(unit, omg.aanleverpunt):
        return
    eerst = unpack(rijen[0].body) or ()
    wijzigingen = [
        Wijziging(naam, oud=cel(eerst, naam), nieuw=waarde)
        for naam, waarde in nieuw.items()
        if cel(eerst, naam) != waarde and not (alleen_pgn and naam not in PGN_VELDEN)
    ]
    gezien: set[int] = set()
    for rij in rijen:
        for koppeling in unit.all(
            KoppelingRij, aanleverpunt=omg.aanleverpunt, pgn=rij.pgn, inschrijfdatum=rij.inschrijfdatum
        ):
            if koppeling.leerling_id not in gezien:
                gezien.add(koppeling.leerling_id)
                oud = unpack(rij.body) or ()
                personen = oud, met(oud, **{naam: waarde for naam, _, waarde in wijzigingen})
                ids = koppeling.leerling_id, koppeling.inschrijving_id
                _boek_mutatie(unit, omg, *ids, wijzigingen, f"T{nummer}", *personen)


def _boek_mutatie(
    unit: UnitOfWork,
    omg: Omgeving,
    leerling_id: int,
    inschrijving_id: int,
    wijzigingen: list[Wijziging],
    aanleiding: str,
    *personen: Rij,
    lvs_hash: str = "",
) -> None:
    """The intent to write back, unless the record in LVS2000 is of another child by now than BRON speaks of (`personen`: as it was, is).

    `lvs_hash`: of the row that BRON was asked about; while that still stands, it is who was meant, whatever BRON calls them.
    """
    if leerling_id and wijzigingen:
        lvs = omg.lvs.lees_een(omg.aanleverpunt, inschrijving_id)
        gevraagd = lvs is None or hash_rij(lvs.rij) == lvs_hash
        if (
            lvs is not None
            and not gevraagd
            and not any(zelfde_persoon(lvs.rij, persoon, zelfde_nummer=True) for persoon in personen)
        ):
            namen = ", ".join(VELD[naam].label for naam, _, _ in wijzigingen)
            boek_signaal(
                unit,
                omg,
                actie=0,
                inschrijving_id=inschrijving_id,
                herkomst="controle",
                code="LVS-CAS",
                ernst="attentie",
                tekst=f"BRON meldde een wijziging van {namen}, maar van een andere leerling dan nu in LVS2000 bij deze"
                " inschrijving staat. LVS2000 is niet gewijzigd.",
                advies="Controleer in LVS2000 van wie deze inschrijving is.",
            )
            return
        boek_mutatie(
            unit,
            omg,
            leerling_id=leerling_id,
            inschrijving_id=inschrijving_id,
            wijzigingen=wijzigingen,
            aanleiding=aanleiding,
        )
