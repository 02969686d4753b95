"""A secret address is of the person: at every inschrijving, whatever message told it, no address stays in the picture (FOUTEN R11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bronsync.application.records import BeeldRij, MutatieRij
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.gegevens.velden import PER_CATEGORIE, Categorie, cel, unpack
from helpers.omgeving import Wereld
from helpers.school import Leerling, Plan, bsn, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


ADRES = [veld.naam for veld in PER_CATEGORIE[Categorie.ADRES]]


def met_twee_inschrijvingen(uitschrijfdatum: str = "2009-05-31") -> Leerling:
    een = maak_leerling(1)
    ((nummer, velden),) = een.inschrijvingen
    eerder = velden | {"inschrijfdatum": "2008-09-01", "uitschrijfdatum": uitschrijfdatum, "perioden": ()}
    return replace(een, inschrijvingen=((nummer + 1, eerder), (nummer, velden)))


def wereld_met_twee() -> Wereld:
    een = met_twee_inschrijvingen()
    wereld = Plan((een, maak_leerling(2)), (een, maak_leerling(2))).bouw()
    wereld.tot_rust()
    assert len(beeld(wereld)) == 2
    assert {geheim for geheim, _ in beeld(wereld).values()} == {False}
    assert all(adres["straatnaam"] for _, adres in beeld(wereld).values())
    return wereld


def beeld(wereld: Wereld) -> dict[str, tuple[bool, dict[str, Any]]]:
    """Of the first pupil, per inschrijfdatum: secret or not, and the address."""
    return {
        rij.inschrijfdatum: (rij.geheim, {naam: cel(unpack(rij.body) or (), naam) for naam in ADRES})
        for rij in wereld.boek(BeeldRij, pgn=bsn(1))
    }


def geen_adres_meer(wereld: Wereld) -> None:
    for geheim, adres in beeld(wereld).values():
        assert geheim
        assert not any(adres.values())


def antwoord_op_een_wijziging(wereld: Wereld, vo_advies: str = "10") -> None:
    """BRON answers with the whole inschrijving, which tells of the person too."""
    wereld.school.bewerk_inschrijving(10, vo_advies=vo_advies)
    wereld.ronde(lambda vraag: next(iter(vraag.mogelijk)) if vraag.soort == "onderwijs" else None)
    wereld.ophalen()


def test_R11_a_secret_told_with_one_inschrijving_is_of_the_person():
    wereld = wereld_met_twee()
    wereld.bron.geheim.add(bsn(1))
    antwoord_op_een_wijziging(wereld)
    geen_adres_meer(wereld)
    wereld.school.bewerk_leerling(1, straatnaam="Schuilplaats")
    wereld.bepaal()
    assert not [vraag for vraag in vragen(wereld.omg) if vraag.soort == "adres"], "a secret address is not asked"


def test_R11_and_it_ends_for_the_person_too():
    wereld = wereld_met_twee()
    wereld.bron.geheim.add(bsn(1))
    antwoord_op_een_wijziging(wereld)
    wereld.bron.geheim.clear()
    antwoord_op_een_wijziging(wereld, "20")
    assert {geheim for geheim, _ in beeld(wereld).values()} == {False}
    assert len({tuple(adres.values()) for _, adres in beeld(wereld).values()}) == 1


def test_R11_who_becomes_secret_loses_the_address_that_BRON_told():
    """A spontane mutatie of the person says so; it brings no address, so the old one would stay for weeks."""
    wereld = wereld_met_twee()
    straat = next(r.rij for r in wereld.school.lees("00AA00") if r.leerling_id == 1)
    wereld.bron.geheim.add(bsn(1))
    wereld.bron.muteer_persoon(bsn(1))
    wereld.ophalen()
    geen_adres_meer(wereld)
    assert not [rij for rij in wereld.boek(MutatieRij) if rij.leerling_id == 1], "LVS2000 keeps what the school knows"
    assert next(r.rij for r in wereld.school.lees("00AA00") if r.leerling_id == 1) == straat


def test_R11_a_leaver_whom_the_overview_lists_no_more_is_secret_too():
    wereld = wereld_met_twee()
    wereld.bron.geheim.add(bsn(1))
    wereld.overzicht()
    assert not wereld.stand().overzicht_met_historie
    geen_adres_meer(wereld)


def test_R11_feedback_that_the_overview_does_not_include_tells_it_again():
    """After an overview newer feedback is applied once more (F28); the secret with it."""
    wereld = wereld_met_twee()
    werk = wereld.bron._overzicht

    def voor_het_overzicht(bericht: Any) -> None:
        tot, meld = wereld.bron._nummer, wereld.bron._meld
        werkelijk = set(wereld.bron.geheim)
        wereld.bron.geheim.add(bsn(1))
        wereld.bron.muteer_persoon(bsn(1))
        wereld.bron.geheim = werkelijk
        wereld.bron._meld = lambda op, melding: meld(op, replace(melding, tot_en_met=tot))
        werk(bericht)
        wereld.bron._meld, wereld.bron._overzicht = meld, werk

    wereld.bron._overzicht = voor_het_overzicht
    wereld.overzicht()
    geen_adres_meer(wereld)
