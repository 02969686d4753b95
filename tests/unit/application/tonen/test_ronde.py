"""The round as a picture: every step has a place in it, and what is counted is what the window counts elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bronsync.application.tonen.ronde import NAMEN, plek_in_ronde, ronde
from bronsync.application.tonen.status import status
from bronsync.application.tonen.volgende_stap import Stap
from bronsync.domain.vergelijking.levensloop import Status
from helpers.school import Plan, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")

EEN, TWEE = maak_leerling(1), maak_leerling(2)


def test_the_round_goes_from_ophalen_to_terugkoppeling():
    wereld = Plan((EEN.met(vo_advies="10"), TWEE), (EEN,)).bouw(
        keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0001"
    )

    def beeld() -> tuple[str, list[str]]:
        fasen = ronde(status(wereld.omg))
        assert [fase.naam for fase in fasen] == list(NAMEN)
        return "".join({"gedaan": "v", "nu": "O", "straks": "."}[fase.plek] for fase in fasen), [
            fase.telling for fase in fasen
        ]

    gezien = [beeld()]
    for doe in (wereld.overzicht, wereld.bepaal, wereld.antwoord, wereld.controleer, wereld.synchroniseer):
        doe()
        gezien.append(beeld())
    for doe in (wereld.ophalen, wereld.bepaal):
        doe()
    gezien.append(beeld())
    vandaag = "van vandaag"
    assert gezien == [
        ("O.....", ["nog niet", "", "", "", "", ""]),
        ("vO....", [vandaag, "", "", "", "", ""]),
        ("vvO...", [vandaag, "2 verschillen", "1 vraag", "1 actie", "", ""]),
        ("vvvO..", [vandaag, "2 verschillen", "", "2 acties", "", ""]),
        ("vvvvO.", [vandaag, "2 verschillen", "", "", "2 acties", ""]),
        ("vvvvvO", [vandaag, "2 verschillen", "", "", "", "2 onderweg"]),
        ("vvvvvO", [vandaag, "1 verschil", "", "", "", "1 afgekeurd"]),
    ]


def test_every_step_has_its_place():
    nu = status(Plan((EEN,), ()).bouw().omg)
    plekken = {stap: plek_in_ronde(replace(nu, stap=replace(nu.stap, stap=stap))) for stap in Stap}
    assert set(plekken) == set(Stap)
    assert plekken[Stap.KLAAR] == len(NAMEN), "then all six are done"
    met_afkeur = replace(nu, stap=replace(nu.stap, stap=Stap.VERBETEREN), acties={Status.BEPAALD: 1})
    assert NAMEN[plek_in_ronde(met_afkeur)] == "Controleren"
    assert NAMEN[plekken[Stap.VERBETEREN]] == "Terugkoppeling"
