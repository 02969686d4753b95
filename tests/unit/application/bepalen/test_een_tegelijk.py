"""One actie of a leerling at a time, whoever both sides think it is, and a key before what uses it (I7, DOMAIN 4.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bronsync.application.bepalen.acties_beheren import (
    bepaal_handmatig,
    beslis,
    handmatig_mogelijk,
    heropen,
    verwijder_actie,
)
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import OPEN, Status
from bronsync.domain.vergelijking.vergelijken import VerschilSoort
from helpers.omgeving import Wereld
from helpers.school import Leerling, Plan, bsn, maak_leerling

A = ActieSoort
TWEE = maak_leerling(2)
HIER = maak_leerling(1, burgerservicenummer=None, geboortedatum="2002-03-05", achternaam="Jansens")
"""Another surname and birth date than at BRON, and no PGN: nothing tells whether this is the same child."""
DAAR = maak_leerling(1, burgerservicenummer=None, inschrijfdatum="2007-08-02")

pytestmark = pytest.mark.usefixtures("geen_controles")


def twee_kanten(*, bron: tuple[Leerling, ...], lvs: tuple[Leerling, ...], vertraging: int = 1) -> Wereld:
    return Plan((*lvs, TWEE), (*bron, TWEE)).bouw(vertraging=vertraging)


def open_acties(wereld: Wereld) -> list[tuple[ActieSoort, Status]]:
    return [(actie.soort, actie.status) for actie in wereld.acties(*OPEN)]


def beantwoord_alle(wereld: Wereld, keuze: Keuze = Keuze.NAAR_BRON) -> None:
    for vraag in vragen(wereld.omg):
        beslis(wereld.omg, vraag.vingerafdruk, keuze)


def verzend(wereld: Wereld) -> None:
    wereld.controleer()
    wereld.synchroniseer()


def verwerk_bij_bron(wereld: Wereld) -> None:
    wereld.tik()
    wereld.ophalen()


# --- one leerlingnummer, perhaps two children ---------------------------------------------------------------------------------------------


def test_what_BRON_has_under_a_leerlingnummer_is_answered_before_its_new_inschrijving_goes():
    """The recorded failure of the state machine: both went at once, and only BRON knows in which order it took them."""
    wereld = twee_kanten(bron=(DAAR,), lvs=(HIER,))
    wereld.tot_rust()
    wereld.eis_gelijk()
    wereld.eis_invarianten()


def test_a_removal_waits_while_a_new_inschrijving_of_that_leerlingnummer_is_under_way():
    wereld = twee_kanten(bron=(DAAR,), lvs=(HIER,))
    wereld._overzicht_met_geduld()
    wereld.bepaal()
    verzend(wereld)
    assert open_acties(wereld) == [(A.NIEUWE_MELDING_INSCHRIJVING, Status.IN_BEHANDELING)]
    beantwoord_alle(wereld)
    assert open_acties(wereld) == [(A.NIEUWE_MELDING_INSCHRIJVING, Status.IN_BEHANDELING)]
    verwerk_bij_bron(wereld)
    wereld.bepaal()
    assert open_acties(wereld) == [(A.VERWIJDERING_INSCHRIJVING, Status.BEPAALD)]


def test_of_two_that_can_start_the_removal_goes_first():
    wereld = twee_kanten(bron=(DAAR,), lvs=(HIER,))
    wereld._overzicht_met_geduld()
    wereld.bepaal()
    (nieuw,) = wereld.acties(*OPEN)
    beantwoord_alle(wereld)
    verwijder_actie(wereld.omg, nieuw.nummer)
    wereld.bepaal()
    assert open_acties(wereld) == [(A.VERWIJDERING_INSCHRIJVING, Status.BEPAALD)]


def test_by_hand_a_message_under_way_under_that_leerlingnummer_is_one_of_this_leerling():
    wereld = twee_kanten(bron=(DAAR,), lvs=(HIER,))
    wereld._overzicht_met_geduld()
    pgn = next(een.pgn for een in wereld.bron.inschrijvingen if een.leerlingnummer == "0001")
    bepaal_handmatig(wereld.omg, A.NIEUWE_MELDING_INSCHRIJVING, 10)
    assert not handmatig_mogelijk(wereld.omg, 0, (pgn, "2007-08-02"))[A.VERWIJDERING_INSCHRIJVING]
    verzend(wereld)
    with pytest.raises(BronSyncFout, match="er loopt al een actie"):
        bepaal_handmatig(wereld.omg, A.VERWIJDERING_INSCHRIJVING, 0, (pgn, "2007-08-02"))


def test_by_hand_an_actie_not_sent_yet_makes_place_for_one_of_the_same_leerlingnummer():
    wereld = twee_kanten(bron=(DAAR,), lvs=(HIER,))
    wereld._overzicht_met_geduld()
    pgn = next(een.pgn for een in wereld.bron.inschrijvingen if een.leerlingnummer == "0001")
    bepaal_handmatig(wereld.omg, A.NIEUWE_MELDING_INSCHRIJVING, 10)
    bepaal_handmatig(wereld.omg, A.VERWIJDERING_INSCHRIJVING, 0, (pgn, "2007-08-02"))
    assert open_acties(wereld) == [(A.VERWIJDERING_INSCHRIJVING, Status.BEPAALD)]


def test_the_leerlingnummer_that_counts_is_the_one_at_BRON():
    """The school gave 0001 another number, and 0001 to a new child."""
    een = maak_leerling(1)
    wereld = twee_kanten(bron=(een,), lvs=(een,))
    wereld._overzicht_met_geduld()
    wereld.school.zet_leerling(1, **wereld.school._leerlingen[1] | {"leerlingnummer": "0101"})
    maak_leerling(3).zet_in(wereld.school)
    wereld.school.zet_leerling(3, **wereld.school._leerlingen[3] | {"leerlingnummer": "0001"})
    wereld.bepaal()
    verzend(wereld)
    assert [(a.soort, a.leerlingnummer) for a in wereld.acties(*OPEN)] == [(A.NIEUWE_MELDING_INSCHRIJVING, "0001")]
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.bepaal()
    beantwoord_alle(wereld)
    assert open_acties(wereld) == [(A.NIEUWE_MELDING_INSCHRIJVING, Status.IN_BEHANDELING)]
    wereld.tot_rust()
    wereld.eis_gelijk()
    wereld.eis_invarianten()


# --- the PGN before what uses it ----------------------------------------------------------------------------------------------------------

TERUG = replace(
    TWEE,
    id=3,
    velden=TWEE.velden | {"burgerservicenummer": bsn(3), "achternaam": "Jansen3"},
    inschrijvingen=(
        (30, TWEE.inschrijvingen[0][1] | {"uitschrijfdatum": "2008-12-19"}),
        (31, TWEE.inschrijvingen[0][1] | {"inschrijfdatum": "2009-01-05"}),
    ),
)
"""Left, and came back."""
VERTYPT = TERUG.met(burgerservicenummer=bsn(503))


def nieuw_met_ander_pgn() -> Wereld:
    """BRON knows the first time only, under another BSN than LVS2000 has now."""
    wereld = twee_kanten(bron=(replace(TERUG, inschrijvingen=TERUG.inschrijvingen[:1]),), lvs=(VERTYPT,), vertraging=0)
    wereld._overzicht_met_geduld()
    return wereld


def test_a_new_inschrijving_waits_until_it_is_settled_which_PGN_its_leerling_has():
    """Under a number that a person was still to be asked about BRON would have made a second person of the child."""
    wereld = nieuw_met_ander_pgn()
    wereld.bepaal()
    assert not wereld.acties()
    assert [vraag.soort for vraag in vragen(wereld.omg)] == [VerschilSoort.SLEUTEL]
    beantwoord_alle(wereld)
    assert open_acties(wereld) == [(A.WIJZIGING_SLEUTELGEGEVENS, Status.BEPAALD)]
    verzend(wereld)
    assert {een.pgn for een in wereld.bron.inschrijvingen} == {bsn(2), bsn(503)}
    wereld.bepaal()
    assert open_acties(wereld) == [(A.NIEUWE_MELDING_INSCHRIJVING, Status.BEPAALD)]
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_a_new_inschrijving_does_not_go_with_a_PGN_that_BRON_rejected():
    wereld = nieuw_met_ander_pgn()
    wereld.bron.keur_af = lambda bericht: bericht.soort is A.WIJZIGING_SLEUTELGEGEVENS
    wereld.bepaal()
    beantwoord_alle(wereld)
    verzend(wereld)
    wereld.ophalen()
    wereld.bepaal()
    assert [(a.soort, a.status) for a in wereld.acties()] == [(A.WIJZIGING_SLEUTELGEGEVENS, Status.AFGEKEURD)]
    wereld.school.bewerk_leerling(3, burgerservicenummer=bsn(3))
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert {een.pgn for een in wereld.bron.inschrijvingen} == {bsn(2), bsn(3)}


def test_who_ignores_another_PGN_has_settled_it():
    wereld = nieuw_met_ander_pgn()
    wereld.bepaal()
    beantwoord_alle(wereld, Keuze.NEGEREN)
    assert open_acties(wereld) == [(A.NIEUWE_MELDING_INSCHRIJVING, Status.BEPAALD)]


def test_a_new_inschrijving_does_not_wait_for_a_name():
    lvs = TERUG.met(achternaam="Bakker")
    wereld = twee_kanten(bron=(replace(TERUG, inschrijvingen=TERUG.inschrijvingen[:1]),), lvs=(lvs,), vertraging=0)
    wereld._overzicht_met_geduld()
    wereld.bepaal()
    assert open_acties(wereld) == [(A.NIEUWE_MELDING_INSCHRIJVING, Status.BEPAALD)]


def test_two_at_BRON_who_become_one_person_have_one_name():
    """The recorded failure of the state machine: BRON changed a name between the new inschrijving and the change of the PGN."""
    wereld = nieuw_met_ander_pgn()
    wereld.bepaal()
    (vraag,) = vragen(wereld.omg)
    beslis(wereld.omg, vraag.vingerafdruk, Keuze.NEGEREN)
    verzend(wereld)
    assert {een.pgn for een in wereld.bron.inschrijvingen} == {bsn(2), bsn(3), bsn(503)}
    wereld.bron.muteer_persoon(bsn(3), achternaam="Jansens")
    wereld.ophalen()
    heropen(wereld.omg, vraag.vingerafdruk)
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert {een.pgn for een in wereld.bron.inschrijvingen} == {bsn(2), bsn(503)}
