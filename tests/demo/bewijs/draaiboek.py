"""The demo's run with a third act, and the proof at its end: every error found back, every field seen to travel, all sides equal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bronsync.application.ports import Omgeving
from bronsync.application.records import MutatieRij, MutatieStand, VerschilRij
from bronsync.application.tonen.overzicht import overzicht
from bronsync.program.bootstrap import Programma, open_aanleverpunt
from bronsync_demo.beheerder import Beheerder
from bronsync_demo.brp import schrijf_json
from bronsync_demo.draaiboek import PUNTEN, Draaiboek, Slot
from bronsync_demo.register_beheer import RegisterBeheer
from bronsync_demo.school import Leerling, School
from demo.bewijs.plan import Bewijsplan, maak_bewijsplan
from demo.bewijs.registerlog import registerlog, terugkoppelingen
from demo.bewijs.sporen import Telling, tel_sporen
from demo.bewijs.veldtelling import Veldtelling, Waarneming, geschreven_velden, gevonden_rijen, tel_velden
from demo.bewijs.vergelijk_waarheid import (
    BeeldRegel,
    Uitkomst,
    lvs_kant,
    lvs_tegen_waarheid,
    register_kant,
    vergelijk_alles,
)


@dataclass(frozen=True, slots=True)
class Bewijs(Slot):
    """How a run ended, field by field."""

    velden_gelijk: Uitkomst
    waarheid: dict[str, int]
    """Fields of LVS2000 that deviate from how the people truly are."""
    sporen: dict[str, Telling]
    velden: dict[str, Veldtelling | None]
    """What became of each compared field; None where it does not apply at this kind of school."""


class KijkendeBeheerder(Beheerder):
    """Notes in a file which fields the client found different, of whom the register was changed, before he answers: a kill loses none."""

    def __init__(self, lvs: Path, waarheid: Mapping[int, Leerling], wie: set[str], blad: Path) -> None:
        super().__init__(lvs, waarheid)
        self._wie, self._blad = wie, blad

    def beantwoord(self, omg: Omgeving) -> tuple[int, int]:
        """See `Beheerder`."""
        with omg.journal.unit_of_work() as unit:
            rijen = [
                (rij.leerlingnummer, gevonden_rijen(rij.paren))
                for rij in unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt)
                if rij.leerlingnummer in self._wie
            ]
        gezien = gelezen(self._blad)
        for wie, namen in rijen:
            gezien[wie] = sorted({*gezien.get(wie, []), *namen})
        if rijen:
            schrijf_json(self._blad, gezien)
        return super().beantwoord(omg)


def gelezen(blad: Path) -> dict[str, list[str]]:
    """Per leerlingnummer the rows of `veldparen.NAMEN` in which the client found a verschil in the third act."""
    return json.loads(blad.read_bytes()) if blad.exists() else {}


class Bewijsdraaiboek(Draaiboek):
    """One run in one folder, with its proof."""

    BEDRIJVEN: ClassVar = 3
    """And once more after BRON itself has changed."""
    plan: Bewijsplan

    def _plan(self, school: School) -> Bewijsplan:
        return maak_bewijsplan(school, self._opdracht.zaad)

    @property
    def _blad(self) -> Path:
        return self._map / "verschillen.json"

    def _beheerder(self) -> Beheerder:
        if self.stand.bedrijf < self.BEDRIJVEN:
            return super()._beheerder()
        werk = self.plan.veldwerk
        wie = {werk.eerst[n].leerlingnummer for n in werk.dragers}
        return KijkendeBeheerder(self._lvs, self.plan.waarheid(self.stand.bedrijf), wie, self._blad)

    def _besluit(self, register: RegisterBeheer, programma: Programma) -> Bewijs:
        slot = super()._besluit(register, programma)
        beeld: list[BeeldRegel] = []
        for punt in PUNTEN:
            with open_aanleverpunt(programma, punt) as sessie:
                beeld += [
                    BeeldRegel(punt, regel.geheim, regel.rij) for regel in overzicht(sessie.omgeving).inschrijvingen
                ]
        stand, log = register.stand(), registerlog(self._map)
        sporen = tel_sporen(self.plan, log, terugkoppelingen(self._map))
        waarneming = Waarneming(
            log, gelezen(self._blad), _teruggeschreven(programma), lvs_kant(self._lvs), register_kant(stand)
        )
        return Bewijs(
            slot.rondes,
            slot.verschillen_over,
            slot.vergelijking,
            vergelijk_alles(self._lvs, stand, beeld),
            lvs_tegen_waarheid(self._lvs, self.waarheid()),
            sporen,
            tel_velden(self.plan.veldwerk, waarneming, sporen),
        )


def _teruggeschreven(programma: Programma) -> dict[int, dict[str, str]]:
    """Per pupil what the client wrote into LVS2000: field and the last value."""
    uit: dict[int, dict[str, str]] = {}
    with programma.store.unit_of_work() as unit:
        for rij in unit.all(MutatieRij, stand=MutatieStand.GEDAAN):
            uit.setdefault(rij.leerling_id, {}).update(geschreven_velden(rij.wijzigingen))
    return uit
