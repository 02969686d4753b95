"""The played administrator behind the window of the demo: corrects in LVS2000 what BRON or the controles rejected.

In the window the user answers vragen and clicks; what he would do in LVS2000 itself, which a demo does not have, this does for him. Knows
no window. Source: manual ch. 6 (solve all afkeursignalen in LVS2000 first).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bronsync.application.ports import Omgeving
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.vergelijking.acties import Keuze
from bronsync_demo.beheerder import DELEN, Beheerder
from bronsync_demo.school import Leerling


def verbeteraar(lvs: Path, waarheid: Callable[[], Mapping[int, Leerling]]) -> Callable[[Omgeving], str]:
    """For `Kern.verbeter_in_lvs`. `waarheid`: how the pupils are by now, by LeerlingId (`Plan.waarheid`)."""

    def verbeter(omg: Omgeving) -> str:
        leerlingen = waarheid()
        beheerder = Beheerder(lvs, leerlingen)
        # first: it takes out acties that he cannot help, and who was corrected just now would look like that
        hersteld, verwijderd = beheerder.los_op(omg)
        hersteld += beheerder.verbeter_afgekeurde(omg) + _volgens_vragen(omg, beheerder, leerlingen)
        return _zin(hersteld, verwijderd)

    return verbeter


def _volgens_vragen(omg: Omgeving, beheerder: Beheerder, leerlingen: Mapping[int, Leerling]) -> int:
    """Who has a vraag that LVS2000 itself must answer; what may be taken over from BRON is left to the user."""
    van_nummer = {leerling.leerlingnummer: leerling for leerling in leerlingen.values()}
    werk: dict[str, set[str]] = {}
    for vraag in vragen(omg):
        if Keuze.NAAR_LVS not in vraag.mogelijk and vraag.wie.leerlingnummer in van_nummer:
            werk.setdefault(vraag.wie.leerlingnummer, set()).update(DELEN[vraag.soort])
    return beheerder.werk_bij((van_nummer[nummer], tuple(sorted(delen))) for nummer, delen in werk.items())


def _zin(hersteld: int, verwijderd: int) -> str:
    delen = []
    if hersteld:
        van_wie = "1 leerling" if hersteld == 1 else f"{hersteld} leerlingen"
        delen.append(f"In LVS2000 zijn de gegevens van {van_wie} verbeterd.")
    if verwijderd:
        wat = "1 actie is" if verwijderd == 1 else f"{verwijderd} acties zijn"
        delen.append(f"{wat} verwijderd: daarvoor klopt LVS2000 al.")
    return " ".join(delen) or "In LVS2000 valt nu niets te verbeteren."
