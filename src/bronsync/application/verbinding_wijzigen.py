"""Verbinding wijzigen (manual ch. 3): another LVS2000 database is chosen. The same school's goes on, another school's is refused.

A moved database is known by its identity, or, when that changed with the move, by the aanleverpunten that BRON Sync worked with: then a
person confirms once, and picture and acties are kept. A database that changed without having been chosen here (a restored backup) is
`acties_bepalen`'s matter and leads to recovery. Source: DESIGN 8 'Other database chosen', RELIABILITY F19, F20.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bronsync.application.boekhouding import Stand
from bronsync.application.boekingen import boek_audit, stand
from bronsync.application.ports import Eenheid, Omgeving
from bronsync.domain.errors import BronSyncFout


def eis_eigen_school(
    eenheid: Eenheid, aanleverpunten: Collection[str], identiteit: str, *, bevestigd: bool
) -> tuple[str, ...]:
    """The aanleverpunten that move to this database; LVS-07 for another school's, INST-04 when a person must confirm first."""
    bekend = [rij for rij in eenheid.alle(Stand) if rij.lvs_identiteit or rij.peildatum]
    verhuisd = tuple(rij.aanleverpunt for rij in bekend if rij.lvs_identiteit not in ("", identiteit))
    zelfde = [rij for rij in bekend if rij.lvs_identiteit == identiteit]
    if not zelfde and any(rij.aanleverpunt not in aanleverpunten for rij in bekend):
        raise BronSyncFout("LVS-07")
    if verhuisd and not bevestigd:
        raise BronSyncFout("INST-04")
    return verhuisd


def verhuis(omg: Omgeving, identiteit: str) -> None:
    """From now on this aanleverpunt lies in the database with this identity; what is known of it stays (DESIGN 8)."""
    with omg.journal.eenheid() as eenheid:
        eenheid.zet(replace(stand(eenheid, omg.aanleverpunt), lvs_identiteit=identiteit))
        boek_audit(eenheid, omg, "LVS2000", naar="verplaatste database", code="INST-04")
        eenheid.commit()
