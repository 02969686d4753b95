"""The plan of the demo with the dragers of `veldwerk.py` among its ordinary pupils, and a third act in which BRON itself changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bronsync_demo.fouten import Plan, Registeropdracht, gewone_leerlingen, maak_plan
from bronsync_demo.personen import Adres
from bronsync_demo.school import SCHOOLSOORTEN, Leerling, School
from demo.bewijs.veldparen import POSTCODES
from demo.bewijs.veldwerk import Veldwerk, maak_veldwerk


@dataclass(frozen=True, slots=True)
class Bewijsplan(Plan):
    """The school with its errors, and pupils of whom single fields change on each side."""

    veldwerk: Veldwerk

    def waarheid(self, bedrijf: int) -> dict[int, Leerling]:
        """See `Plan`."""
        # no `super()` without arguments: a dataclass with slots is another class than the one that is written here
        eerder = Plan.waarheid(self, bedrijf)
        return eerder | {1: {}, 2: self.veldwerk.daarna, 3: self.veldwerk.later}[bedrijf]

    def register_opdrachten(self, bedrijf: int = 2) -> list[Registeropdracht]:
        """See `Plan`."""
        return self.veldwerk.register_opdrachten(bedrijf) + Plan.register_opdrachten(self, bedrijf)

    def schoolwerk(self) -> list[tuple[Leerling, Leerling, tuple[str, ...]]]:
        """See `Plan`."""
        return self.veldwerk.schoolwerk() + Plan.schoolwerk(self)


def maak_bewijsplan(school: School, zaad: int) -> Bewijsplan:
    """The demo's own plan, and the dragers dealt out over who has no kind and whose BSN nobody else was given."""
    plan = maak_plan(school, zaad)
    gegeven = {plan.om[nummer].ander_bsn for nummer, naam in plan.soort.items() if naam == "bsn_dubbel"}
    leerlingen = plan.school.leerlingen
    vrij = [een for een in gewone_leerlingen(leerlingen, plan.soort) if een.persoon.bsn not in gegeven]
    veldwerk = maak_veldwerk(leerlingen, vrij, SCHOOLSOORTEN[school.schoolsoort], school.vandaag)
    nu = tuple(veldwerk.eerst.get(leerling.nummer, leerling) for leerling in leerlingen)
    adressen = (*plan.school.adressen, *(Adres(postcode=code) for code in POSTCODES))  # which the register must know
    return Bewijsplan(replace(plan.school, leerlingen=nu, adressen=adressen), plan.later, plan.soort, plan.om, veldwerk)
