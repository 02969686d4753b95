"""At start: what an interruption left, and a store or LVS2000 that is not the newest (RELIABILITY F2, F3, F15, F17-F19)."""

from __future__ import annotations

from typing import Any

import pytest

from bronsync.application.beheer.verbinding_wijzigen import eis_eigen_school
from bronsync.application.bepalen.acties_beheren import verwijder_actie
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.stand import van_boeken
from bronsync.application.ophalen.opbrengst import Opbrengst
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Peil
from bronsync.application.records import AuditRij, BoekenRij, KoppelingRij, MutatieRij, MutatieStand
from bronsync.application.tonen.ophaalresultaat import ophaalresultaat
from bronsync.application.tonen.vragen import vragen
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.levensloop import Status
from helpers.clock import MemoryHighWaterMark
from helpers.geheugen_journal import GeheugenJournal
from helpers.omgeving import PUNT, Wereld
from helpers.school import bsn, maak_leerling, wereld_met
from helpers.storing import Crash, Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


S = Status
EEN, TWEE = maak_leerling(1), maak_leerling(2)


def eis_herstelstand(wereld: Wereld) -> None:
    for knop in (acties_bepalen, synchroniseren):
        with pytest.raises(BronSyncFout, match="PROC-08"):
            knop(wereld.omg)


def test_a_quiet_start_says_nothing():
    wereld = wereld_met(EEN)
    assert wereld.herstart().zin == ""
    wereld.tot_rust()
    uitslag = wereld.herstart()
    assert (uitslag.zin, uitslag.herstel_nodig) == ("", False)


def breek_af(wereld: Wereld, stap: str, fout: Fout, doe: Any, keer: int = 1) -> None:
    """A crash at a port call of this name."""
    wereld.storing.zet(keer, fout, stap)
    with pytest.raises(Crash):
        doe()
    assert wereld.storing.geraakt


@pytest.mark.parametrize("fout", [Fout.CRASH_VOOR, Fout.CRASH_NA])
def test_FOUT_2_FOUT_3_what_was_being_sent_is_unclear_at_the_next_start(fout):
    wereld = wereld_met(EEN, bron=())
    wereld.overzicht()
    breek_af(wereld, "register.verzend", fout, wereld.ronde)
    uitslag = wereld.herstart()
    assert uitslag.onbeslist == 1
    assert uitslag.zin == (
        "BRON Sync werd onderbroken tijdens Verwerken en Verzenden:"
        " van 1 bericht is nog niet bekend of BRON het ontving."
    )
    assert wereld.acties()[0].status is S.ONBESLIST
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert max(wereld.bron.uitgevoerd.values()) == 1


@pytest.mark.parametrize("fout", [Fout.CRASH_VOOR, Fout.CRASH_NA])
def test_FOUT_15_a_half_done_write_back_is_finished_at_the_next_start(fout):
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Nieuw")
    breek_af(wereld, "lvs.schrijf", fout, wereld.ophalen)
    uitslag = wereld.herstart()
    assert uitslag.zin == (
        "BRON Sync werd onderbroken tijdens Ophalen Terugkoppeling BRON: 1 wijziging is alsnog in LVS2000 verwerkt."
    )
    assert [m.stand for m in wereld.boek(MutatieRij)] == [MutatieStand.GEDAAN]
    assert cel(next(r.rij for r in wereld.school.lees(PUNT) if r.leerling_id == 1), "achternaam") == "Nieuw"


def test_FOUT_15_taking_over_an_address_is_finished_at_the_next_start():
    wereld = wereld_met(EEN.met(straatnaam="Oudeweg"), bron=(EEN,))
    breek_af(wereld, "lvs.schrijf", Fout.CRASH_VOOR, wereld.ronde)
    assert wereld.acties()[0].status is S.VERZENDEN
    uitslag = wereld.herstart()
    assert (uitslag.onbeslist, uitslag.teruggeschreven) == (0, 1)
    assert wereld.acties()[0].status is S.GEACCEPTEERD


def test_feedback_that_was_stored_and_not_processed_is_announced():
    wereld = wereld_met(EEN, bron=())
    wereld.ronde()
    breek_af(wereld, "register.bevestig", Fout.CRASH_VOOR, wereld.ophalen)
    uitslag = wereld.herstart()
    assert uitslag.zin == (
        "BRON Sync werd onderbroken tijdens Ophalen Terugkoppeling BRON:"
        " 1 terugkoppeling wordt bij het volgende ophalen verwerkt."
    )
    wereld.tot_rust()
    wereld.eis_gelijk()


KNOPPEN = {
    "Ophalen Registratieoverzicht BRON": Wereld.overzicht,
    "Ophalen Terugkoppeling BRON": Wereld.ophalen,
    "Acties Bepalen": Wereld.bepaal,
    "Controleer nu": Wereld.controleer,
    "Verwerken en Verzenden": Wereld.synchroniseer,
}


@pytest.mark.parametrize("menukeuze", KNOPPEN)
def test_BELOFTE_1_the_start_names_what_was_under_way_once(menukeuze):
    """Killed at the second commit: the note is there, and little or nothing else."""
    wereld = wereld_met(EEN, bron=())
    wereld.overzicht()
    wereld.bepaal()
    breek_af(wereld, "journal.commit", Fout.CRASH_VOOR, lambda: KNOPPEN[menukeuze](wereld), keer=2)
    zin = wereld.herstart().zin
    assert zin == f"BRON Sync werd onderbroken tijdens {menukeuze}: wat klaar was is bewaard, u kunt verdergaan."
    assert [a.van for a in wereld.boek(AuditRij) if a.onderwerp == "onderbroken"] == [menukeuze]
    assert wereld.herstart().zin == "", "said once"
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_who_was_told_of_an_error_or_cancelled_was_not_interrupted():
    wereld = wereld_met(EEN, bron=())
    with pytest.raises(BronSyncFout, match="PROC-01"):
        acties_bepalen(wereld.omg)
    assert wereld.herstart().zin == ""


def test_FOUT_17_a_lost_store_is_noticed_by_the_key_ring():
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.journal = GeheugenJournal()
    uitslag = wereld.herstart()
    assert uitslag.herstel_nodig
    assert uitslag.zin.startswith("De gegevens van BRON Sync of LVS2000 zijn nieuw of teruggezet")
    eis_herstelstand(wereld)
    assert [a.code for a in wereld.boek(AuditRij) if a.onderwerp == "herstel"] == ["PROC-08"]


def test_FOUT_17_a_lost_store_is_noticed_by_the_numbers():
    """On another computer: no key ring that remembers, but the register does not begin at 1."""
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Nieuw")
    wereld.journal = GeheugenJournal()
    wereld.high_water_mark = type(wereld.high_water_mark)()
    assert not wereld.herstart().herstel_nodig
    wereld.ophalen()
    eis_herstelstand(wereld)


@pytest.mark.parametrize("gebeurtenis", ["verzonden", "ontvangen"])
def test_FOUT_18_an_older_copy_of_the_store_is_noticed(gebeurtenis):
    """The high-water mark counts what was sent and what was received (RELIABILITY 0, rule a)."""
    wereld = wereld_met(EEN, TWEE, bron=(TWEE,))
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    if gebeurtenis == "verzonden":
        kopie = wereld.journal.kopie()
        wereld.synchroniseer()
    else:
        wereld.synchroniseer()
        kopie = wereld.journal.kopie()
        wereld.ophalen()
    wereld.journal = kopie
    assert wereld.herstart().herstel_nodig
    eis_herstelstand(wereld)
    wereld.maak_bruikbaar()
    for actie in wereld.acties(S.IN_BEHANDELING, S.ONBESLIST):
        verwijder_actie(wereld.omg, actie.nummer)  # its answer was signed off by the store that is gone
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert max(wereld.bron.uitgevoerd.values()) == 1
    assert wereld.herstart().herstel_nodig is False


def test_FOUT_18_answers_to_what_an_older_copy_never_sent_are_called_so_and_stop_it():
    """The high-water mark was put back with it: only the answers tell that something was sent (FOUTEN 4)."""
    wereld = wereld_met(EEN, TWEE, bron=(TWEE,))
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    kopie, peil = wereld.journal.kopie(), wereld.high_water_mark.read(PUNT)
    wereld.synchroniseer()
    wereld.journal, wereld.high_water_mark = kopie, MemoryHighWaterMark()
    wereld.high_water_mark.raise_to(PUNT, peil)
    assert not wereld.herstart().herstel_nodig, "nothing told it yet"
    binnen = Opbrengst()
    terugkoppeling_ophalen(wereld.omg, binnen)
    (regel,) = ophaalresultaat(wereld.omg, binnen, {}).regels
    assert regel.actie == "een bericht dat deze computer niet kent"
    assert "teruggezet" in dict(regel.uitleg)["Niet van deze computer"]
    eis_herstelstand(wereld)
    wereld.maak_bruikbaar()
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert max(wereld.bron.uitgevoerd.values()) == 1, "nothing went twice"
    assert "antwoord op een bericht dat hier niet is verzonden" in {rij.naar for rij in wereld.boek(AuditRij)}


def test_FOUT_18_what_BRON_tells_unasked_stops_nothing():
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    binnen = Opbrengst()
    terugkoppeling_ophalen(wereld.omg, binnen)
    (regel,) = ophaalresultaat(wereld.omg, binnen, {}).regels
    assert regel.actie == ""
    assert not wereld.stand().herstel_nodig


def test_FOUT_18_after_a_restore_every_verschil_is_asked():
    """There is no common base, so nothing has a direction by itself: not even what is automatic otherwise."""
    wereld = wereld_met(EEN, TWEE, bron=(TWEE,))
    wereld.overzicht()
    wereld.bepaal()
    kopie = wereld.journal.kopie()
    wereld.ophalen()
    wereld.overzicht()
    wereld.journal = kopie
    wereld.herstart()
    wereld.overzicht()
    uitslag = wereld.bepaal()
    assert (uitslag.verschillen, uitslag.vragen, uitslag.acties) == ({"niet in BRON": 1}, 1, {})
    assert not wereld.acties(S.BEPAALD, S.GECONTROLEERD)
    assert len(vragen(wereld.omg)) == 1
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_FOUT_19_another_database_stops_everything_until_an_overview_with_history():
    wereld = wereld_met(EEN.met(vo_advies="10"), TWEE, bron=(EEN, TWEE))
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    wereld.school.identiteit = "een teruggezette back-up"
    with pytest.raises(BronSyncFout, match="PROC-08"):
        synchroniseren(wereld.omg)
    with pytest.raises(BronSyncFout, match="PROC-08"):
        acties_bepalen(wereld.omg)
    assert wereld.stand().herstel_nodig
    assert not wereld.boek(KoppelingRij)
    eis_herstelstand(wereld)
    wereld.overzicht()
    uitslag = wereld.bepaal()
    assert (uitslag.vragen, uitslag.acties) == (1, {}), "the answer of before counts no longer"
    wereld.tot_rust()
    wereld.eis_gelijk()


GUID, VORK, ANDERE_VORK = "6F9619FF-8B86-D011-B42D-00C04FC964FF", "AAAA19FF-8B86-D011-B42D-00C04FC964FF", "vork-2"


def _bepaald(identiteit: str) -> Wereld:
    wereld = wereld_met(EEN.met(vo_advies="10"), TWEE, bron=(EEN, TWEE))
    wereld.school.identiteit = identiteit
    wereld.overzicht()
    wereld.bepaal()
    return wereld


@pytest.mark.parametrize(
    "daarna",
    [
        [GUID, f"{GUID}/{VORK}"],
        [f"{GUID}/", f"{{{GUID.lower()}}}/{VORK.lower()}"],
        [f"/{VORK}", "/", f"{GUID}/{VORK}"],
        [f"{GUID}/00000000-0000-0000-0000-000000000000", GUID],
    ],
)
def test_B2_an_identity_that_is_not_to_be_seen_for_a_while_changes_nothing(daarna):
    wereld = _bepaald(f"{GUID}/{VORK}")
    for nu in daarna:
        wereld.school.identiteit = nu
        assert acties_bepalen(wereld.omg).vragen == 1
        synchroniseren(wereld.omg)
        assert not wereld.stand().herstel_nodig
    assert wereld.boek(KoppelingRij)


def test_B2_what_was_never_to_be_seen_may_become_visible():
    wereld = _bepaald("/")
    for nu in (GUID, f"{GUID}/{VORK}", GUID):
        wereld.school.identiteit = nu
        acties_bepalen(wereld.omg)
    assert wereld.stand().lvs_identiteit == f"{GUID}/{VORK}".lower()


@pytest.mark.parametrize("onzichtbaar", [[], [GUID], [GUID, "/"]])
def test_B2_a_restore_while_it_was_not_to_be_seen_is_noticed_when_it_is(onzichtbaar):
    wereld = _bepaald(f"{GUID}/{VORK}")
    for nu in onzichtbaar:
        wereld.school.identiteit = nu
        acties_bepalen(wereld.omg)
    wereld.school.identiteit = f"{GUID}/{ANDERE_VORK}"
    with pytest.raises(BronSyncFout, match="PROC-08"):
        synchroniseren(wereld.omg)
    with pytest.raises(BronSyncFout, match="PROC-08"):
        acties_bepalen(wereld.omg)


@pytest.mark.parametrize(
    ("bewaard", "nu", "punten", "uitkomst"),
    [
        (f"{GUID}/{VORK}", GUID.lower(), (), "blijft"),  # the same one, seen by another account
        (f"{GUID}/{VORK}", f"{GUID}/{ANDERE_VORK}", (PUNT,), "INST-04"),
        (f"{GUID}/{VORK}", "/", (PUNT,), "blijft"),
        (f"{GUID}/{VORK}", "/", ("99ZZ00",), "LVS-07"),  # unknown is not the same either
        ("/", f"{GUID}/{VORK}", ("99ZZ00",), "LVS-07"),
    ],
)
def test_B2_another_connection_to_the_same_database_is_no_move(bewaard, nu, punten, uitkomst):
    wereld = _bepaald(bewaard)
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        if uitkomst == "blijft":
            assert eis_eigen_school(unit, punten, nu, bevestigd=False) == ()
        else:
            with pytest.raises(BronSyncFout, match=uitkomst):
                eis_eigen_school(unit, punten, nu, bevestigd=False)


def _met_teruggezet_lvs(aantal: int) -> Wereld:
    """The GBA changed so many names, they were written back, and then LVS2000 holds the old ones again; its identity is the same."""
    wereld = wereld_met(EEN, TWEE, maak_leerling(3))
    wereld.tot_rust()
    oud = {rij.leerling_id: cel(rij.rij, "achternaam") for rij in wereld.school.lees(PUNT)}
    for nummer in range(1, aantal + 1):
        wereld.bron.muteer_persoon(bsn(nummer), achternaam="Tussen")
        wereld.ophalen()
        wereld.bron.muteer_persoon(bsn(nummer), achternaam="Nieuw")
        wereld.ophalen()
    wereld.bepaal()
    for leerling_id, naam in oud.items():
        wereld.school.bewerk_leerling(leerling_id, achternaam=naam)
    return wereld


def test_FOUT_19_write_backs_that_are_gone_again_tell_of_a_restored_lvs():
    wereld = _met_teruggezet_lvs(2)
    with pytest.raises(BronSyncFout, match="PROC-08"):
        acties_bepalen(wereld.omg)
    wereld.overzicht()
    assert not acties_bepalen(wereld.omg).acties
    assert [vraag.voorstel for vraag in vragen(wereld.omg)] == [None, None], "no direction is proposed"
    assert acties_bepalen(wereld.omg).vragen == 2, "said once"


def test_one_name_that_the_school_changes_back_is_an_ordinary_question():
    wereld = _met_teruggezet_lvs(1)
    assert acties_bepalen(wereld.omg).vragen == 1


def test_FOUT_18_after_a_restored_store_no_direction_is_proposed_from_what_was_agreed_before():
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    kopie = wereld.journal.kopie()
    wereld.school.bewerk_leerling(1, achternaam="Anders")
    wereld.bron.muteer_persoon(bsn(2), achternaam="Nieuw")
    wereld.ophalen()
    wereld.journal = kopie
    assert wereld.herstart().herstel_nodig
    wereld.overzicht()
    acties_bepalen(wereld.omg)
    assert [vraag.voorstel for vraag in vragen(wereld.omg)] == [None]


def test_FOUT_18_a_store_that_was_put_back_and_went_on_elsewhere_is_noticed_by_who_saw_more():
    """Two computers on one store. The other one worked on after the older copy, until the generations were equal again (BESTUUR 2)."""
    wereld = wereld_met(EEN, TWEE, bron=(TWEE,))
    wereld.overzicht()
    here = wereld.high_water_mark
    copy = wereld.journal.kopie()
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    seen = here.read(PUNT)

    wereld.journal, wereld.high_water_mark = copy, MemoryHighWaterMark()
    assert not wereld.herstart().herstel_nodig, "the other computer saw nothing of it"
    wereld.controleer()
    while van_boeken_nu(wereld).generatie < seen.generatie + 3:
        wereld.ophalen()
        wereld.overzicht()
    wereld.high_water_mark = here
    assert wereld.herstart().herstel_nodig
    eis_herstelstand(wereld)
    assert here.read(PUNT).hash == van_boeken_nu(wereld).laatste_audit, "said once"


def test_a_computer_that_only_looked_knows_the_store_by_that_too():
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.high_water_mark = MemoryHighWaterMark()
    assert not wereld.herstart().herstel_nodig
    boeken = van_boeken_nu(wereld)
    assert wereld.high_water_mark.read(PUNT) == Peil(boeken.generatie, boeken.laatste_regel, boeken.laatste_audit)


def test_a_line_that_was_cleared_away_by_its_age_is_no_older_store():
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.herstart()
    with wereld.journal.unit_of_work(PUNT) as unit:
        boek_audit(unit, wereld.omg, "overzicht", naar="later")
        laatste = van_boeken(unit).laatste_audit
        for rij in unit.all(AuditRij)[:-1]:
            unit.delete(AuditRij, nummer=rij.nummer)
        unit.commit()
    assert laatste == van_boeken_nu(wereld).laatste_audit
    assert not wereld.herstart().herstel_nodig


def van_boeken_nu(wereld):
    (boeken,) = wereld.boek(BoekenRij)
    return boeken
