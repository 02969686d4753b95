"""One pupil is checked at any time, and nothing is booked by it (VENSTER 4)."""

from __future__ import annotations

import pytest

from bronsync.application.records import AuditRij, SignaalRij
from bronsync.application.tonen.leerling_controle import controleer_leerling
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.berichten import ActieSoort
from helpers.school import bsn, maak_leerling, wereld_met

EEN, TWEE = maak_leerling(1), maak_leerling(2)
FOUT = EEN.met(geboortedatum="2031-01-01")


def test_a_pupil_without_an_actie_is_checked_as_all_that_could_be_delivered():
    wereld = wereld_met(EEN, TWEE)
    wereld.overzicht()
    wereld.bepaal()
    wereld.school.bewerk_leerling(1, geboortedatum="2031-01-01")
    controle = controleer_leerling(wereld.omg, (10, "", ""))
    assert controle.als == (ActieSoort.WIJZIGING_SLEUTELGEGEVENS, ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS)
    assert any(regel.veld == "geboortedatum" and regel.ernst == "afkeur" for regel in controle.regels)
    assert len({(regel.code, regel.veld) for regel in controle.regels}) == len(controle.regels), "each is told once"
    assert not any(r.ernst == "afkeur" for r in controleer_leerling(wereld.omg, (20, "", "")).regels)


def test_before_there_is_any_picture_of_bron_it_is_checked_as_a_new_one_and_not_as_a_sending():
    wereld = wereld_met(FOUT, bron=())
    controle = controleer_leerling(wereld.omg, (10, "", ""))
    assert controle.als == (ActieSoort.NIEUWE_MELDING_INSCHRIJVING,)
    assert any(regel.veld == "geboortedatum" for regel in controle.regels)
    assert not any(regel.code.startswith("S") for regel in controle.regels)


def test_where_an_actie_waits_it_is_checked_as_that_and_nothing_is_booked():
    wereld = wereld_met(FOUT, TWEE, bron=(TWEE,))
    wereld.overzicht()
    wereld.bepaal()
    voor = len(wereld.boek(AuditRij))
    (actie,) = wereld.acties()
    controle = controleer_leerling(wereld.omg, (10, "", ""))
    assert controle.als == (actie.soort,)
    assert {regel.actie for regel in controle.regels} == {actie.nummer}
    assert (wereld.acties(), wereld.boek(SignaalRij), len(wereld.boek(AuditRij))) == ([actie], [], voor)


def test_who_is_not_in_lvs2000_cannot_be_checked():
    wereld = wereld_met(EEN, bron=(EEN, TWEE))
    with pytest.raises(BronSyncFout, match="PROC-25"):
        controleer_leerling(wereld.omg, (0, bsn(2), "2007-08-01"))
