"""What was set aside stays, whatever Acties Bepalen makes anew, and holds up nobody else (VENSTER 3.3, DESIGN 11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import niet_uitgevoerde_acties_verwijderen
from bronsync.application.bepalen.apart_zetten import neem_mee, zet_afkeur_apart, zet_apart
from bronsync.application.lezen.rem import rem_bij_verzenden
from bronsync.application.lezen.termijnen import termijnen
from bronsync.application.records import ApartRij, AuditRij
from bronsync.application.tonen.leerlingen import Toon, leerlingen
from bronsync.application.tonen.ronde import ronde
from bronsync.application.tonen.status import status
from bronsync.application.tonen.verzonden import actie_standen
from bronsync.application.tonen.volgende_stap import Stap, volgende_stap
from bronsync.application.tonen.voorbeeld import controle_regels, verzend_samenvatting
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.application.verzenden.verzendbaar import verzendbaar
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, Status
from helpers.omgeving import Wereld
from helpers.school import bsn, maak_leerling, wereld_met

EEN, TWEE, DRIE = maak_leerling(1), maak_leerling(2), maak_leerling(3)
REDEN = "Wacht op overleg met de ouders"


def twee_nieuwe() -> tuple[Wereld, int, int]:
    """Two pupils that BRON does not know, checked and in order, with their acties."""
    wereld = wereld_met(EEN, TWEE, DRIE, bron=(DRIE,))
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    return wereld, open_van(wereld, 10).nummer, open_van(wereld, 20).nummer


def status_van(wereld: Wereld, nummer: int) -> Status:
    return next(actie.status for actie in wereld.acties() if actie.nummer == nummer)


def open_van(wereld: Wereld, inschrijving_id: int) -> Any:
    (actie,) = [a for a in wereld.acties() if a.inschrijving_id == inschrijving_id and a.status in NIET_UITGEVOERD]
    return actie


def test_it_does_not_go_and_the_rest_does():
    wereld, een, twee = twee_nieuwe()
    assert zet_apart(wereld.omg, [een], REDEN) == 1
    assert (verzendbaar(wereld.omg).klaar, verzendbaar(wereld.omg).apart) == (1, 1)
    assert wereld.synchroniseer().verzonden == 1
    assert status_van(wereld, een) is Status.GECONTROLEERD
    assert status_van(wereld, twee) is Status.IN_BEHANDELING


def test_it_stays_in_every_list_with_its_reason():
    wereld, een, twee = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    zin = f"Apart gezet op 01-09-2009: {REDEN}"
    assert [(regel.actie, regel.apart) for regel in verzend_samenvatting(wereld.omg)] == [(twee, ""), (een, zin)]
    standen = {stand.nummer: stand for stand in actie_standen(wereld.omg, {})}
    assert standen[een].apart == zin
    assert "termijn loopt door" in standen[een].wat_nu
    assert standen[twee].apart == ""
    lijst = leerlingen(wereld.omg)
    assert [(regel.sleutel[0], regel.apart) for regel in lijst.regels if Toon.APART in regel.toon] == [(10, True)]


def test_taken_along_again_it_goes():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    assert neem_mee(wereld.omg, [een]) == 1
    assert neem_mee(wereld.omg, [een]) == 0, "it was not set aside any more"
    assert wereld.synchroniseer().verzonden == 2


def test_on_its_day_it_goes_along_by_itself():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN, wereld.clock.today() + timedelta(days=2))
    wereld.clock.verder(days=1)
    assert wereld.synchroniseer().verzonden == 1
    wereld.clock.verder(days=1)
    assert verzendbaar(wereld.omg).apart == 0
    assert wereld.synchroniseer().verzonden == 1
    assert wereld.boek(ApartRij), "what is over is no wait, even before it is cleared away"
    wereld.ophalen()
    wereld.bepaal()
    assert not wereld.boek(ApartRij)


def test_made_anew_with_other_data_it_still_waits():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    wereld.school.bewerk_leerling(1, straatnaam="Kerkstraat")
    wereld.bepaal()
    wereld.controleer()
    nieuw = open_van(wereld, 10)
    assert nieuw.nummer != een
    wereld.synchroniseer()
    assert status_van(wereld, nieuw.nummer) is Status.GECONTROLEERD


def test_removed_with_all_and_made_anew_it_still_waits():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    niet_uitgevoerde_acties_verwijderen(wereld.omg)
    wereld.bepaal()
    wereld.controleer()
    assert wereld.synchroniseer().verzonden == 1


def test_when_there_is_nothing_to_send_any_more_it_is_forgotten():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    wereld.school.verwijder_inschrijving(10)
    wereld.bepaal()
    assert not wereld.boek(ApartRij)
    assert wereld.boek(AuditRij, onderwerp="apart gezet")[0].naar == "vervallen"


def test_only_this_kind_of_message_of_this_inschrijving_waits():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    (rij,) = wereld.boek(ApartRij)
    assert (rij.inschrijving_id, rij.pgn, rij.soort) == (10, "", ActieSoort.NIEUWE_MELDING_INSCHRIJVING)


def test_who_only_bron_knows_can_wait_too():
    wereld = wereld_met(EEN, bron=(EEN, TWEE))
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    (actie,) = wereld.acties()
    zet_apart(wereld.omg, [actie.nummer], REDEN)
    (rij,) = wereld.boek(ApartRij)
    assert (rij.inschrijving_id, rij.pgn) == (0, bsn(2))
    assert wereld.synchroniseer().verzonden == 0
    assert bsn(2) not in repr(rij)


@pytest.mark.parametrize(("reden", "dagen"), [("", None), ("  ", None), (REDEN, 0), (REDEN, -1)])
def test_without_a_reason_or_until_a_day_that_has_come_it_is_refused(reden, dagen):
    wereld, een, _ = twee_nieuwe()
    tot = None if dagen is None else wereld.clock.today() + timedelta(days=dagen)
    with pytest.raises(BronSyncFout, match="PROC-23"):
        zet_apart(wereld.omg, [een], reden, tot)
    assert not wereld.boek(ApartRij)


def test_what_was_sent_cannot_be_set_aside():
    wereld, een, twee = twee_nieuwe()
    wereld.synchroniseer()
    with pytest.raises(BronSyncFout, match="PROC-24"):
        zet_apart(wereld.omg, [een, twee], REDEN)


def test_the_audit_trail_tells_it_without_the_reason():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    neem_mee(wereld.omg, [een])
    regels = [(rij.van, rij.naar) for rij in wereld.boek(AuditRij, onderwerp=f"A-{een}")][-2:]
    assert regels == [("Gecontroleerd", "apart gezet"), ("apart gezet", "gaat weer mee")]
    assert not any(REDEN in str(rij) for rij in wereld.boek(AuditRij))


# --- the rest of the program ------------------------------------------------------------------------------------------------------------


def met_afkeur() -> tuple[Wereld, int, int]:
    """Of two new pupils one has a date that cannot be."""
    wereld = wereld_met(EEN.met(geboortedatum="2031-01-01"), TWEE, DRIE, bron=(DRIE,))
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    return wereld, open_van(wereld, 10).nummer, open_van(wereld, 20).nummer


def test_one_afkeursignaal_holds_up_all_until_it_is_set_aside():
    wereld, een, twee = met_afkeur()
    assert verzendbaar(wereld.omg).rest == 1
    with pytest.raises(BronSyncFout, match="PROC-06"):
        synchroniseren(wereld.omg)
    assert zet_afkeur_apart(wereld.omg) == 1
    assert zet_afkeur_apart(wereld.omg) == 0
    assert verzendbaar(wereld.omg).reden == ""
    assert wereld.synchroniseer().verzonden == 1
    assert status_van(wereld, twee) is Status.IN_BEHANDELING
    assert {
        regel.actie for regel in controle_regels(wereld.omg, {}) if "tot het afkeursignaal is opgelost" in regel.apart
    } == {een}


def test_corrected_it_goes_along_again_with_controleer_nu():
    wereld, _, _ = met_afkeur()
    zet_afkeur_apart(wereld.omg)
    wereld.controleer()
    assert verzendbaar(wereld.omg).apart == 1, "it is still wrong"
    wereld.school.bewerk_leerling(1, geboortedatum="2002-03-04")
    wereld.bepaal()
    wereld.controleer()
    assert (verzendbaar(wereld.omg).apart, verzendbaar(wereld.omg).klaar) == (0, 2)
    assert wereld.synchroniseer().verzonden == 2


def test_what_a_person_set_aside_does_not_return_because_it_is_in_order():
    wereld, een, _ = twee_nieuwe()
    zet_apart(wereld.omg, [een], REDEN)
    wereld.controleer()
    assert verzendbaar(wereld.omg).apart == 1


def test_it_is_no_step_of_its_own():
    wereld, een, twee = twee_nieuwe()
    zet_apart(wereld.omg, [een, twee], REDEN)
    stap = volgende_stap(wereld.omg)
    assert stap.stap is Stap.KLAAR
    assert "2 acties die u apart zette" in stap.tekst
    wereld.school.bewerk_leerling(1, achternaam="Anders")
    assert volgende_stap(wereld.omg).stap is Stap.ACTIES_BEPALEN, "what changes is compared all the same"


def test_it_is_no_part_of_the_round():
    wereld, een, _ = twee_nieuwe()
    assert ronde(status(wereld.omg))[4].telling == "2 acties"
    zet_apart(wereld.omg, [een], REDEN)
    assert ronde(status(wereld.omg))[4].telling == "1 actie"


def test_the_termijn_runs_on():
    wereld, een, twee = twee_nieuwe()
    zet_apart(wereld.omg, [een, twee], REDEN)
    wereld.clock.verder(days=13)
    assert len(termijnen(wereld.omg)) == 2


def test_the_rem_does_not_count_it():
    leden = [maak_leerling(nummer) for nummer in range(1, 21)]
    wereld = wereld_met(*leden[:8], bron=tuple(leden))
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    with pytest.raises(BronSyncFout, match="PROC-04") as rem:
        synchroniseren(wereld.omg)
    acties = [actie.nummer for actie in wereld.acties()]
    zet_apart(wereld.omg, acties[1:], REDEN)
    assert len(rem_bij_verzenden(wereld.omg, rem.value).regels) == 1
    assert synchroniseren(wereld.omg).verzonden == 1
