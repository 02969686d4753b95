"""Verbinding wijzigen (manual ch. 3): another LVS2000 database is chosen. The same school's goes on, another school's is refused.

A moved database is known by its identity, or, when that changed with the move, by the aanleverpunten that BRON Sync worked with: then a
person confirms once, and picture and acties are kept. A database that changed without having been chosen here (a restored backup) is
`acties_bepalen`'s matter and leads to recovery. An account that may more than BRON Sync needs is warned of, never refused: LVS2000's own account
is often the only one there is. Source: DESIGN 8 'Other database chosen', RELIABILITY F19, F20, C4 55.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.stand import stand
from bronsync.application.ports import Omgeving, Rechten, UnitOfWork
from bronsync.application.records import Stand
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.identiteit import zelfde_database

_TE_RUIM: Final = {
    Rechten.RUIM: "mag meer in de database dan BRON Sync nodig heeft",
    Rechten.EIGENAAR: "is eigenaar van de database",
    Rechten.BEHEERDER: "is beheerder van de hele SQL Server",
}


def rechten_attentie(rechten: Rechten) -> str:
    """Dutch; empty when all is well."""
    if rechten not in _TE_RUIM:
        return ""
    return (
        f"Het account waarmee BRON Sync verbindt, {_TE_RUIM[rechten]}. Alles werkt, maar met minder rechten kan er minder misgaan."
        " Geef uw systeembeheerder het rechtenscript; daarin staat wat genoeg is."
    )


def eis_eigen_school(
    unit: UnitOfWork, aanleverpunten: Collection[str], identiteit: str, *, bevestigd: bool
) -> tuple[str, ...]:
    """The aanleverpunten that move to this database; LVS-07 for another school's, INST-04 when a person must confirm first."""
    bekend = [rij for rij in unit.all(Stand) if rij.lvs_identiteit or rij.peildatum]
    verhuisd = tuple(rij.aanleverpunt for rij in bekend if zelfde_database(rij.lvs_identiteit, identiteit) is False)
    zelfde = [rij for rij in bekend if zelfde_database(rij.lvs_identiteit, identiteit)]
    if not zelfde and any(rij.aanleverpunt not in aanleverpunten for rij in bekend):
        raise BronSyncFout("LVS-07")
    if verhuisd and not bevestigd:
        raise BronSyncFout("INST-04")
    return verhuisd


def verhuis(omg: Omgeving, identiteit: str) -> None:
    """From now on this aanleverpunt lies in the database with this identity; what is known of it stays (DESIGN 8)."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        unit.put(replace(stand(unit, omg.aanleverpunt), lvs_identiteit=identiteit))
        boek_audit(unit, omg, "LVS2000", naar="verplaatste database", code="INST-04")
        unit.commit()
