"""What was set aside for sending, and whether it still is: on the day that was named with it, it goes along again by itself.

Being set aside changes what may go and nothing else: the verschil stays, its wettelijke termijn runs on, and a pupil's other acties wait for
this one as for any that is open. Set aside and taken back by `bepalen/apart_zetten.py`. Source: VENSTER 3.3, DESIGN 11.
"""

from __future__ import annotations

from datetime import date

from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.lezen.paren import sleutel_van_actie
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, ApartRij
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD


def apart_gezet(unit: UnitOfWork, omg: Omgeving) -> dict[int, ApartRij]:
    """Which acties are set aside today, by their number. What was sent is set aside no more."""
    vandaag = omg.clock.today()
    rijen = {
        (rij.inschrijving_id, rij.pgn, rij.inschrijfdatum, str(rij.soort)): rij
        for rij in unit.all(ApartRij, aanleverpunt=omg.aanleverpunt)
        if not is_voorbij(rij, vandaag)
    }
    if not rijen:
        return {}
    gezocht = ((actie, (*sleutel_van_actie(actie), str(actie.soort))) for actie in niet_uitgevoerd(unit, omg))
    return {actie.nummer: rijen[plek] for actie, plek in gezocht if plek in rijen}


def niet_uitgevoerd(unit: UnitOfWork, omg: Omgeving) -> list[Actie]:
    """All acties that are still to go."""
    return [
        a for status in sorted(NIET_UITGEVOERD) for a in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)
    ]


def is_voorbij(rij: ApartRij, vandaag: date) -> bool:
    """Whether its day has come."""
    return bool(rij.tot) and rij.tot <= vandaag.isoformat()


def apart_zin(rij: ApartRij) -> str:
    """Since when, until when and why, in a sentence."""
    dag = toon_dag(rij.tot) if rij.tot else ""
    tot = "het afkeursignaal is opgelost" if rij.om_afkeur else dag
    return f"Apart gezet op {toon_dag(rij.sinds[:10])}{f', tot {tot}' if tot else ''}: {rij.reden}"
