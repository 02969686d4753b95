"""Receipt numbers of BRON: known by number and content, counted on in our books, missing ones kept one by one (FOUTEN R1 and R6, F7-F9)."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest

from bronsync.application.beheer.herstellen import herstellen
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.boeken.ontvangstnummers import bij_bron
from bronsync.application.ports import Pagina, Terugkoppelbericht
from bronsync.application.records import (
    AuditRij,
    InboxRij,
    InboxStand,
    KoppelingRij,
    NummeringRij,
    OntbrekendRij,
    Verzending,
)
from bronsync.application.tonen.volgende_stap import Stap, volgende_stap
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout, Onduidelijk
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.berichten import (
    BronSleutel,
    Identificatie,
    InschrijvingGeaccepteerd,
    Onbegrepen,
    Terugkoppeling,
    VerwijderingBevestigd,
)
from bronsync.domain.vergelijking.levensloop import Status
from helpers.omgeving import PUNT, Wereld, lvs_rij
from helpers.school import Leerling, Plan, bsn, maak_leerling
from helpers.storing import Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


EEN, TWEE, DRIE = maak_leerling(1), maak_leerling(2), maak_leerling(3)


def rustig(*leerlingen: Leerling, **hoe: Any) -> Wereld:
    """A school that has been through the cycle, so that BRON has numbered some feedback."""
    wereld = Plan(leerlingen, ()).bouw(**hoe)
    wereld.tot_rust()
    wereld.overzicht()
    assert wereld.stand().hoogste_ontvangstnummer >= 3
    return wereld


def telt_opnieuw(wereld: Wereld, vanaf: int = 0) -> None:
    """The register is put back: what it had told is forgotten, what is registered is not. It counts on from `vanaf`."""
    bron = wereld.bron
    bron._klaar = [(nummer, raw) for nummer, raw in bron._klaar if nummer <= vanaf]
    bron._nummer, bron._bevestigd = vanaf, min(vanaf, bron._bevestigd)


def nieuwe_leerling(wereld: Wereld, nummer: int = 9) -> None:
    maak_leerling(nummer).zet_in(wereld.school)


def weigert(wereld: Wereld, doe: Any) -> str:
    with pytest.raises(BronSyncFout) as gevangen:
        doe(wereld.omg)
    return gevangen.value.code


def zend_en_tel_opnieuw(wereld: Wereld) -> int:
    """One message goes; before its answer the register starts counting anew. Gives the number of its actie."""
    nieuwe_leerling(wereld)
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    wereld.bron.vertraging = 1
    wereld.synchroniseer()
    telt_opnieuw(wereld)
    wereld.bron.vertraging = 0
    wereld.tik()
    (actie,) = wereld.acties(Status.IN_BEHANDELING)
    return actie.nummer


# --- R1: a number with another content --------------------------------------------------------------------------------------------------


def test_FOUT_7_R1_a_known_number_with_another_content_is_kept_and_not_signed_off():
    wereld = rustig(EEN, TWEE)
    voor = wereld.boek(InboxRij)
    nummer = zend_en_tel_opnieuw(wereld)
    for _ in range(2):
        with pytest.raises(BronSyncFout, match="PROC-22"):
            wereld.ophalen()
        assert wereld.bron.bevestigd == 0, "signed off at BRON"
    nieuw = [rij for rij in wereld.boek(InboxRij) if rij not in voor]
    assert [rij.ontvangstnummer for rij in nieuw] == [voor[-1].ontvangstnummer + 1]
    assert [rij for rij in wereld.boek(InboxRij) if rij in voor] == voor, "an earlier message was written over"
    assert {a.nummer: a.status for a in wereld.acties()}[nummer] is Status.GEACCEPTEERD
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        assert bij_bron(unit, PUNT, nieuw[0].ontvangstnummer) == 1
        assert bij_bron(unit, PUNT, voor[-1].ontvangstnummer) == voor[-1].ontvangstnummer


def test_R1_it_leads_to_recovery_and_ends_without_differences():
    wereld = rustig(EEN, TWEE)
    zend_en_tel_opnieuw(wereld)
    for knop in (acties_bepalen, synchroniseren):
        assert weigert(wereld, knop) == "PROC-22"
    assert volgende_stap(wereld.omg).stap is Stap.OVERZICHT_OPHALEN
    assert "BRON nummert opnieuw" in volgende_stap(wereld.omg).tekst
    assert "opnieuw gaan nummeren" in herstellen(wereld.omg).zin
    wereld.overzicht()
    assert wereld.stand().overzicht_met_historie
    assert wereld.stand().alles_vragen, "no common base: every verschil is asked"
    assert wereld.bron.stil, "after recovery began all is signed off"
    assert [rij.hersteld != "" for rij in wereld.boek(NummeringRij)] == [True]
    wereld.tot_rust()
    assert wereld.bepaal().verschillen == {}
    wereld.eis_gelijk()
    wereld.eis_invarianten()
    assert not wereld.acties(Status.IN_BEHANDELING, Status.ONBESLIST)
    assert "PROC-22" in {rij.code for rij in wereld.boek(AuditRij)}


@pytest.mark.parametrize("vanaf", [0, 1, 2])
def test_R1_a_register_that_counts_lower_is_noticed_with_nothing_waiting(vanaf):
    """Also before anything is sent: the count itself says it."""
    wereld = rustig(EEN, TWEE)
    telt_opnieuw(wereld, vanaf)
    nieuwe_leerling(wereld)
    verzonden = len(wereld.bron.ontvangen)
    for knop in (acties_bepalen, synchroniseren):
        assert weigert(wereld, knop) == "PROC-22"
    assert len(wereld.bron.ontvangen) == verzonden
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert not wereld.ontbreekt()
    assert len(wereld.boek(NummeringRij)) == 1, "noticed once"


def test_R1_numbers_that_started_anew_and_have_overtaken_ours():
    wereld = rustig(EEN)
    hoogste = wereld.stand().hoogste_ontvangstnummer
    telt_opnieuw(wereld)
    for naam in range(hoogste + 3):
        wereld.bron.muteer_persoon(bsn(1), achternaam=f"Naam{naam}")
    assert wereld.bron._nummer > hoogste
    voor = wereld.boek(InboxRij)
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    assert wereld.bron.bevestigd == 0
    wereld.overzicht()
    rijen = wereld.boek(InboxRij)
    assert [rij for rij in rijen if rij in voor] == voor
    assert sum(rij.soort == "SpontaneMutatie" for rij in rijen) == hoogste + 3, "none was thrown away"
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Jansen1", "LVS2000 is changed by nobody but the user"
    assert wereld.bepaal().verschillen == {"sleutel": 1}


def test_R1_a_register_put_back_to_yesterday_gives_some_numbers_again_as_they_were():
    """Those are known, and processed once; the first that differs begins the new numbering."""
    wereld = rustig(EEN, TWEE)
    bron, hoogste = wereld.bron, wereld.stand().hoogste_ontvangstnummer
    telt_opnieuw(wereld, hoogste - 1)
    bron._bevestigd = hoogste - 2
    bron.muteer_persoon(bsn(1), achternaam="Anders")
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    assert bron.bevestigd == hoogste - 2
    assert [rij.ontvangstnummer for rij in wereld.boek(InboxRij)] == [*range(1, hoogste + 1), 2 * hoogste]
    wereld.overzicht()
    assert bron.stil
    assert not wereld.ontbreekt()
    assert wereld.bepaal().verschillen == {"sleutel": 1}


def test_R1_it_starts_anew_more_than_once():
    wereld = rustig(EEN, TWEE)
    for keer in (1, 2, 3):
        telt_opnieuw(wereld)
        wereld.bron.muteer_persoon(bsn(1), achternaam=f"Naam{keer}")
        assert weigert(wereld, acties_bepalen) == "PROC-22"
        wereld.overzicht()
        assert len(wereld.boek(NummeringRij)) == keer
    nummers = [rij.ontvangstnummer for rij in wereld.boek(InboxRij)]
    assert nummers == sorted(set(nummers))
    assert wereld.bron.stil
    # and what follows is plainly the next one
    wereld.bron.muteer_persoon(bsn(1), achternaam="Jansen1")
    wereld.ophalen()
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_R1_one_page_gives_a_number_twice_with_two_contents():
    wereld = rustig(EEN)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Eerst")
    wereld.bron.muteer_persoon(bsn(1), achternaam="Daarna")
    (een, raw), (_, ander) = wereld.bron._klaar[-2:]
    wereld.bron._klaar[-1:] = [(een, pickle.dumps(replace(pickle.loads(ander), ontvangstnummer=een)))]
    wereld.bron._nummer = een
    for _ in range(2):
        with pytest.raises(BronSyncFout, match="PROC-22"):
            wereld.ophalen()
    assert wereld.bron.bevestigd == een - 1
    assert [rij.raw for rij in wereld.boek(InboxRij)].count(raw) == 1
    assert len([rij for rij in wereld.boek(InboxRij) if rij.soort == "SpontaneMutatie"]) == 2, (
        "both are kept, each once"
    )
    wereld.overzicht()
    assert wereld.bron.stil


def test_R1_the_same_content_in_other_bytes_is_the_same_message(monkeypatch):
    """How a register writes it down is no content."""
    wereld = rustig(EEN)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    wereld.storing.zet(1, Fout.VERZOEK_KWIJT, "register.bevestig")
    with pytest.raises(Onduidelijk):
        wereld.ophalen()
    haal = wereld.bron.haal

    def anders_geschreven(*args: str) -> Pagina:
        pagina = haal(*args)
        stuks = tuple(
            Terugkoppelbericht(een.ontvangstnummer, pickle.dumps(pickle.loads(een.raw), protocol=2))
            for een in pagina.berichten
        )
        return replace(pagina, berichten=stuks)

    monkeypatch.setattr(wereld.bron, "haal", anders_geschreven)
    wereld.ophalen()
    assert wereld.bron.stil
    assert not wereld.boek(NummeringRij)
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Anders"


def test_R1_two_that_cannot_be_read_are_not_the_same_because_of_that():
    wereld = rustig(EEN)
    wereld.bron.lees = lambda raw: replace(pickle.loads(b"\x80\x04N.") or leeg(), tijdstip="")
    wereld.bron._nummer += 1
    nummer = wereld.bron._nummer
    wereld.bron._klaar.append((nummer, b"een"))
    wereld.ophalen()
    wereld.bron._klaar[-1] = (nummer, b"twee")
    wereld.bron._bevestigd = nummer - 1
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    assert [rij.raw for rij in wereld.boek(InboxRij)][-2:] == [b"een", b"twee"]


def leeg() -> Any:
    return Terugkoppeling(0, "", "", None, Onbegrepen("schema"))


def test_R1_what_was_told_before_is_not_written_into_LVS2000_again():
    """A register that counts anew may tell old news; nothing is decided without the user (belofte 6)."""
    wereld = rustig(EEN)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Nieuw")
    wereld.ophalen()
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Nieuw"
    telt_opnieuw(wereld)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Jansen1")
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Nieuw"


def test_R1_an_overview_asked_before_the_new_numbering_is_not_waited_for():
    """It may be of the register as it was; its 'everything up to' counts in numbers that mean something else now."""
    wereld = rustig(EEN, TWEE)
    wereld.bron.vertraging = 9
    with pytest.raises(BronSyncFout, match="PROC-17"):
        wereld.overzicht()
    telt_opnieuw(wereld)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    versie = wereld.stand().beeld_versie
    wereld.bron.tik(9)
    wereld.bron.vertraging = 0
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    assert wereld.stand().beeld_versie == versie
    wereld.overzicht()
    assert wereld.stand().beeld_versie == versie + 1
    assert not wereld.stand().herstel_nodig


def test_R1_an_overview_that_is_slow_comes_with_any_fetch_during_recovery():
    """Recovery began when it was asked for: from then on all is signed off, or the overview would never be reached."""
    wereld = rustig(EEN, TWEE)
    telt_opnieuw(wereld)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    wereld.bron.vertraging = 9
    with pytest.raises(BronSyncFout, match="PROC-17"):
        wereld.overzicht()
    assert weigert(wereld, acties_bepalen) == "PROC-22"
    wereld.bron.tik(9)
    wereld.ophalen()
    assert not wereld.stand().herstel_nodig
    assert wereld.bepaal().verschillen == {"sleutel": 1}


def test_R1_an_overview_that_says_to_include_what_BRON_never_gave_is_refused():
    """Believed, no later feedback would ever change the picture."""
    wereld = rustig(EEN)
    voor = wereld.stand()
    meld = wereld.bron._meld

    def teveel(antwoord_op: str | None, melding: Any) -> None:
        meld(antwoord_op, replace(melding, tot_en_met=1_000) if hasattr(melding, "tot_en_met") else melding)

    wereld.bron._meld = teveel
    with pytest.raises(BronSyncFout, match="PROC-13"):
        wereld.overzicht()
    assert wereld.stand().overzicht_tot_en_met == voor.overzicht_tot_en_met
    wereld.bron._meld = meld
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    wereld.ophalen()
    assert {cel(rij, "achternaam") for rij in wereld.beeld().values()} == {"Anders"}


def test_R1_parts_of_one_overview_say_to_include_the_same():
    wereld = rustig(EEN, TWEE, DRIE, maak_leerling(4), deel=2)
    meld = wereld.bron._meld

    def verschoven(antwoord_op: str | None, melding: Any) -> None:
        if hasattr(melding, "tot_en_met"):
            melding = replace(melding, tot_en_met=melding.tot_en_met - melding.deel)
        meld(antwoord_op, melding)

    wereld.bron._meld = verschoven
    with pytest.raises(BronSyncFout, match="PROC-13"):
        wereld.overzicht()
    assert "delen horen niet bij elkaar" in {rij.reden for rij in wereld.boek(InboxRij)}


def test_R1_a_receipt_mark_that_is_given_twice_identifies_nothing():
    wereld = Plan((EEN, TWEE), ()).bouw()
    verzend = wereld.bron.verzend
    wereld.bron.verzend = lambda *args: replace(verzend(*args), kenmerk="K-1")
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert {rij.kenmerk for rij in wereld.boek(Verzending) if rij.actie} == {"K-1"}


# --- a page that was stored and not signed off ------------------------------------------------------------------------------------------


def test_R1_a_page_that_was_stored_before_is_not_the_last_one():
    """The sign-off of the first page was lost: behind it stands what was never fetched (belofte 5)."""
    wereld = rustig(EEN, pagina=2)
    for naam in ("Een", "Twee", "Drie", "Vier", "Vijf"):
        wereld.bron.muteer_persoon(bsn(1), achternaam=naam)
    wereld.storing.zet(1, Fout.VERZOEK_KWIJT, "register.bevestig")
    with pytest.raises(Onduidelijk):
        wereld.ophalen()
    wereld.ophalen()
    assert wereld.bron.stil
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Vijf"


def test_R1_a_register_that_keeps_giving_the_same_page_holds_nobody_and_nothing_is_decided():
    wereld = rustig(EEN)
    wereld.bron.haal = lambda *_: Pagina((), meer=True)
    for knop in (acties_bepalen, synchroniseren):
        assert weigert(wereld, knop) == "NET-20"


# --- R6: what is missing, one by one ----------------------------------------------------------------------------------------------------


def test_FOUT_9_R6_a_gap_that_the_overview_does_not_include_stays():
    """2 was lost; an overview includes up to 3; 4 was lost before it arrived."""
    wereld = rustig(EEN, TWEE)
    bron = wereld.bron
    bron.muteer_persoon(bsn(1), achternaam="Een")
    eerste = bron._klaar.pop()[0]
    bron.muteer_persoon(bsn(2), achternaam="Twee")
    wereld.ophalen()
    assert wereld.ontbreekt() == [eerste]
    werk = bron._overzicht

    def met_gat_erna(bericht: Any) -> None:
        tot = bron._nummer
        bron.muteer_persoon(bsn(1), achternaam="Drie")
        bron._klaar.pop()
        meld = bron._meld
        bron._meld = lambda op, melding: meld(op, replace(melding, tot_en_met=tot))
        werk(bericht)
        bron._meld, bron._overzicht = meld, werk

    bron._overzicht = met_gat_erna
    wereld.overzicht()
    assert wereld.ontbreekt() == [eerste + 2]
    assert [bool(rij.gedekt) for rij in wereld.boek(OntbrekendRij)] == [True, False]
    for knop in (acties_bepalen, synchroniseren):
        with pytest.raises(BronSyncFout, match=f"PROC-09.*{eerste + 2}"):
            knop(wereld.omg)
    wereld.overzicht()
    assert not wereld.ontbreekt()
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_R6_each_gap_has_its_own_reason_and_moment():
    wereld = rustig(EEN)
    bron, dag = wereld.bron, wereld.clock.today().isoformat()
    for naam in ("Een", "Twee"):
        bron.muteer_persoon(bsn(1), achternaam=naam)
    del bron._klaar[-2]
    wereld.ophalen()
    assert wereld.stand().gemist[:10] == dag, "kept beside the number that told it"
    wereld.clock.verder(days=1)
    bron.muteer_persoon(bsn(1), achternaam="Drie")
    bron._bevestigd = bron._nummer
    wereld.ophalen()
    een, twee = wereld.boek(OntbrekendRij)
    assert (een.reden, een.sinds[:10]) == ("overgeslagen", dag)
    assert (twee.reden, twee.sinds[:10]) == ("elders opgehaald of verloren", wereld.clock.today().isoformat())
    assert wereld.stand().gemist[:10] == wereld.clock.today().isoformat()


def test_R6_a_missing_number_that_comes_after_all_fills_its_gap_and_no_other():
    wereld = rustig(EEN)
    bron = wereld.bron
    for naam in ("Een", "Twee", "Drie", "Vier"):
        bron.muteer_persoon(bsn(1), achternaam=naam)
    *weg, laatste = bron._klaar[-4:]
    bron._klaar[-4:] = [laatste]
    wereld.ophalen()
    assert wereld.ontbreekt() == [nummer for nummer, _ in weg]
    bron._bevestigd = 0
    bron._klaar = [weg[1]]
    wereld.ophalen()
    assert wereld.ontbreekt() == [weg[0][0], weg[2][0]]
    assert not wereld.boek(NummeringRij), "what was missing is no new numbering"
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Vier", "an older one changes nothing any more"


def test_R6_a_number_below_the_highest_that_was_never_missing_is_a_new_numbering():
    """As when the messages of a year ago are kept no more."""
    wereld = rustig(EEN)
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        unit.delete(InboxRij, aanleverpunt=PUNT, ontvangstnummer=1)
        unit.commit()
    telt_opnieuw(wereld)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    wereld.bron._nummer = wereld.stand().hoogste_ontvangstnummer
    with pytest.raises(BronSyncFout, match="PROC-22"):
        wereld.ophalen()
    assert wereld.bron.bevestigd == 0
    assert wereld.boek(InboxRij)[-1].stand is InboxStand.VERWERKT


# --- the number of a message of ours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["acceptatie", "identificatie", "verwijdering"])
def test_R1_an_answer_about_another_pupil_is_kept_and_believed_by_nobody(soort):
    """The number of our message stands under it; what it says is of somebody else."""
    wereld = rustig(EEN, TWEE)
    nieuwe_leerling(wereld)
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    wereld.bron.vertraging = 5
    wereld.synchroniseer()
    (actie,) = wereld.acties(Status.IN_BEHANDELING)
    voor = wereld.beeld(), wereld.boek(KoppelingRij)
    ander = wereld.bron._toon(wereld.bron.inschrijvingen[1])
    melding = {
        "acceptatie": InschrijvingGeaccepteerd(ander, "opgegeven", ()),
        "identificatie": Identificatie("0002", "gevonden", (("burgerservicenummer", bsn(2)),)),
        "verwijdering": VerwijderingBevestigd(
            BronSleutel("0002", bsn(2), True, str(cel(ander.rij, "inschrijfdatum")), "20")
        ),
    }[soort]
    wereld.bron._meld(actie.bericht_id, melding)
    assert wereld.ophalen().wacht_op_gebruiker == 1
    assert (wereld.beeld(), wereld.boek(KoppelingRij)) == voor
    assert wereld.acties(Status.IN_BEHANDELING) == [actie]
    assert [rij.reden for rij in wereld.boek(InboxRij) if rij.raw and rij.reden] == [
        "antwoord op een bericht over een andere leerling"
    ]
    wereld.bron.tik(5)
    wereld.ophalen()
    wereld.eis_gelijk()
