"""The figures, and the next step."""

from __future__ import annotations

import pytest

from bronsync.application.tonen.status import status
from bronsync.domain.vergelijking.acties import Keuze
from helpers.school import Plan, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


EEN, TWEE = maak_leerling(1), maak_leerling(2)


def test_the_next_step_follows_the_cycle_of_the_manual():
    wereld = Plan((EEN.met(vo_advies="10"), TWEE), (EEN,)).bouw(
        keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0001"
    )
    stappen = [status(wereld.omg).volgende_stap]
    wereld.overzicht()
    wereld.bepaal()
    stappen.append(status(wereld.omg).volgende_stap)
    wereld.antwoord()
    stappen.append(status(wereld.omg).volgende_stap)
    wereld.controleer()
    wereld.synchroniseer()
    stappen.append(status(wereld.omg).volgende_stap)
    wereld.ophalen()
    stappen.append(status(wereld.omg).volgende_stap)
    wereld.bepaal()
    stappen.append(status(wereld.omg).volgende_stap)
    wereld.school.bewerk_inschrijving(10, vo_advies=None)
    wereld.bepaal()
    stappen.append(status(wereld.omg).volgende_stap)
    assert stappen == [
        "Haal eerst een registratieoverzicht op.",
        "Beantwoord 1 vraag.",
        "Controleer 2 acties (Controleren en Synchroniseren).",
        "Haal de terugkoppelingen op: BRON heeft 2 acties in behandeling.",
        "Er is iets veranderd sinds de vorige keer. Voer Acties Bepalen uit.",
        "BRON keurde 1 actie af. Bekijk de reden bij 'Verzenden naar BRON' en verbeter de gegevens in LVS2000.",
        "Geen verschillen. Voer Acties Bepalen uit na wijzigingen in LVS2000.",
    ]


def test_ignored_and_rejected_ones_count_as_verschillen():
    wereld = Plan((EEN.met(vo_advies="10"),), (EEN,)).bouw()
    wereld.ronde(lambda vraag: Keuze.NEGEREN)
    nu = status(wereld.omg)
    assert (nu.verschillen, nu.genegeerd, nu.vragen, nu.inschrijvingen_bron, nu.leeftijd_dagen) == (1, 1, 0, 1, 0)
    assert nu.volgende_stap == "Geen verschillen, behalve 1 dat u negeert."
