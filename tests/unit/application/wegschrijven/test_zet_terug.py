"""Every write to LVS2000 keeps the old value, is told in words and can be put back (issue 10 part 2, FOUTEN R8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bronsync.application.beheer.bewaartermijnen import BERICHT_DAGEN, opruimen
from bronsync.application.beheer.onderwijs_sinds import (
    onderwijs_sinds_terugdraaien,
    onderwijs_sinds_voorstel,
    onderwijs_sinds_vullen,
)
from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.records import AuditRij, MutatieRij, MutatieStand, SignaalRij
from bronsync.application.tonen.vragen import vragen
from bronsync.application.wegschrijven.zet_terug import TerugUitslag, mutaties, zet_terug
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.levensloop import Status
from helpers.omgeving import PUNT, Wereld, lvs_rij
from helpers.school import bsn, maak_leerling, wereld_met
from helpers.storing import Crash, Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


EEN, TWEE, DRIE = maak_leerling(1), maak_leerling(2), maak_leerling(3)
VRAAGT = "Acties Bepalen vraagt u daarna wat er met het verschil met BRON moet gebeuren."
LVS_WINT = "staat in LVS2000 intussen iets anders dan BRON Sync schreef. LVS2000 wint: daar is niets veranderd."


def naam(wereld: Wereld, leerling_id: int) -> object:
    return cel(lvs_rij(wereld, leerling_id), "achternaam")


def straat(wereld: Wereld, leerling_id: int) -> object:
    return cel(lvs_rij(wereld, leerling_id), "straatnaam")


def verder(wereld: Wereld) -> None:
    """A person is slower than the clock of these tests."""
    wereld.clock.verder(minutes=1)


def gemuteerd(*nummers: int) -> Wereld:
    """BRON gave these another name, and one Ophalen wrote them to LVS2000."""
    wereld = wereld_met(EEN, TWEE, DRIE)
    wereld.tot_rust()
    for nummer in nummers:
        wereld.bron.muteer_persoon(bsn(nummer), achternaam=f"Gehuwd{nummer}")
    verder(wereld)
    wereld.ophalen()
    assert [naam(wereld, nummer) for nummer in nummers] == [f"Gehuwd{nummer}" for nummer in nummers]
    verder(wereld)
    return wereld


def overgenomen(*nummers: int) -> Wereld:
    """The school had newer addresses; 'naar LVS2000' for all overwrote them, in one Verwerken (R8)."""
    eigen = {n: maak_leerling(n) for n in (1, 2, 3)}
    lvs = [een.met(straatnaam=f"Kerkstraat{n}") if n in nummers else een for n, een in eigen.items()]
    wereld = wereld_met(*lvs, bron=tuple(eigen.values()))
    verder(wereld)
    wereld.ronde()
    assert {straat(wereld, n) for n in nummers} == {"Dorpsstraat"}
    verder(wereld)
    return wereld


# --- kept and told ----------------------------------------------------------------------------------------------------------------------


def test_R8_an_address_taken_over_is_told_with_its_old_value():
    (regel,) = mutaties(overgenomen(1).omg, 1)
    assert regel.zin(geheim=False, vol=False) == "01-09-2009: adres van de GBA overgenomen, was Kerkstraat1"
    assert [(deel.label, deel.was, deel.werd) for deel in regel.velden] == [
        ("Straatnaam", "Kerkstraat1", "Dorpsstraat")
    ]
    assert (regel.stand, regel.niet, regel.in_groep) == ("gewijzigd in LVS2000", "", 1)
    assert "Kerkstraat" not in repr(regel), "personal data in a repr"


def test_R8_a_every_cause_is_named_and_has_its_group():
    zonder = maak_leerling(4, burgerservicenummer=None)
    wereld = wereld_met(EEN, TWEE.met(straatnaam="Oudeweg"), zonder, bron=(EEN, TWEE))
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Gehuwd")
    wereld.ophalen()
    nummer = wereld.bron.inschrijvingen[-1].pgn
    wereld.bron.vervang_onderwijsnummer(nummer, bsn(77))
    wereld.ophalen()
    onderwijs_sinds_vullen(wereld.omg, onderwijs_sinds_voorstel(wereld.omg))
    geboekt = {(regel.leerling_id, regel.oorzaak) for regel in mutaties(wereld.omg)}
    assert geboekt == {
        (1, "Spontane mutatie van BRON"),
        (2, "Adres van de GBA overgenomen"),
        (4, "Nummer gekregen van BRON"),
        (4, "Sleutelgegevens gewijzigd door BRON"),
        *((n, "Onderwijs Sinds ingevuld") for n in (1, 2, 4)),
    }
    rijen = wereld.boek(MutatieRij)
    assert all(rij.groep and rij.geschreven for rij in rijen)
    vulling = {rij.groep for rij in rijen if rij.aanleiding.startswith("O-")}
    assert len(vulling) == 1
    assert len({rij.groep for rij in rijen}) == 5


def test_a_pupil_with_two_inschrijvingen_is_written_once():
    twee = replace(EEN, inschrijvingen=(
        (10, EEN.inschrijvingen[0][1] | {"uitschrijfdatum": "2008-07-31"}),
        (11, EEN.inschrijvingen[0][1] | {"inschrijfdatum": "2009-01-05", "perioden": (("2009-01-05", "4", None, "00", 1, None),)}),
    ))  # fmt: skip
    wereld = wereld_met(twee)
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Gehuwd")
    wereld.ophalen()
    assert len(mutaties(wereld.omg, 1)) == 1
    zet_terug(wereld.omg, mutaties(wereld.omg, 1)[0].nummer)
    assert {cel(r.rij, "achternaam") for r in wereld.school.lees(PUNT)} == {"Jansen1"}


def test_what_the_school_had_typed_already_is_not_ours_to_put_back():
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Gehuwd")
    wereld.school.bewerk_leerling(1, achternaam="Gehuwd")
    wereld.ophalen()
    (regel,) = mutaties(wereld.omg)
    assert regel.stand == "stond al zo in LVS2000"
    with pytest.raises(BronSyncFout, match=r"PROC-30.*Dit stond al zo in LVS2000"):
        zet_terug(wereld.omg, regel.nummer)
    assert naam(wereld, 1) == "Gehuwd"


def wat_er_al_stond(stap: int, fout: Fout) -> None:
    """Put back to what stands there already; the program ends at this step and starts again."""
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    for achternaam in ("Gehuwd", "Jansen1", "Gehuwd"):
        wereld.bron.muteer_persoon(bsn(1), achternaam=achternaam)
        wereld.ophalen()
    _, tweede, _ = sorted(regel.nummer for regel in mutaties(wereld.omg))
    wereld.storing.zet(stap, fout)
    try:
        zet_terug(wereld.omg, tweede)
    except Crash:
        wereld.herstart()
    finally:
        wereld.storing.uit()
    standen = {rij.stand for rij in wereld.boek(MutatieRij) if rij.terug_van}
    assert standen <= {MutatieStand.STOND_ER_AL}, f"step {stap}, {fout}: nothing was written"
    assert naam(wereld, 1) == "Gehuwd"


def test_R8_x_a_crash_does_not_make_ours_what_stood_there_already():
    for stap in range(1, 15):
        for fout in (Fout.CRASH_VOOR, Fout.CRASH_NA):
            wat_er_al_stond(stap, fout)


# --- put back ---------------------------------------------------------------------------------------------------------------------------


def test_R8_b_one_write_is_put_back_with_an_audit_line_and_told():
    wereld = gemuteerd(1, 2)
    (regel,) = mutaties(wereld.omg, 1)
    assert zet_terug(wereld.omg, regel.nummer) == TerugUitslag(1, 0, f"De wijziging is teruggezet. {VRAAGT}")
    assert [naam(wereld, n) for n in (1, 2)] == ["Jansen1", "Gehuwd2"]
    terug, was = mutaties(wereld.omg, 1)
    assert terug.oorzaak == "Teruggezet door u"
    assert (was.stand, was.niet) == ("teruggezet op 01-09-2009", "Deze wijziging is al teruggezet.")
    audit = [(rij.onderwerp, rij.van, rij.naar) for rij in wereld.boek(AuditRij)]
    assert (f"M-{was.nummer}", "gedaan", "terugzetten") in audit
    assert (f"M-{terug.nummer}", "voorgenomen", "gedaan") in audit
    with pytest.raises(BronSyncFout, match=r"PROC-30.*al teruggezet"):
        zet_terug(wereld.omg, was.nummer)


def test_R8_c_a_spontane_mutatie_put_back_is_asked_and_not_done_again():
    wereld = gemuteerd(1)
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    nummers = set()
    for _ in range(2):
        verder(wereld)
        wereld.bepaal()
        (vraag,) = vragen(wereld.omg)
        nummers.add(vraag.nummer)
        assert vraag.paren == (("Achternaam", "Jansen1", "Gehuwd1"),)
        assert naam(wereld, 1) == "Jansen1"
        assert not wereld.acties()
    assert len(nummers) == 1, "it stays the same vraag"
    assert vraag.voorstel == Keuze.NAAR_BRON, "the last agreed value is what BRON wrote: the school changed it since"


@pytest.mark.parametrize("ertussen", ["", "bepaald", "ander gegeven gewijzigd"])
def test_R8_d_a_taken_over_address_put_back_is_asked_and_not_taken_over_again(ertussen):
    wereld = overgenomen(1)
    if ertussen:
        wereld.bepaal()  # the verschil is gone, its besluit is not
    if ertussen == "ander gegeven gewijzigd":
        wereld.school.bewerk_inschrijving(10, nnca="0")  # the row is another one than was answered
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    verder(wereld)
    wereld.bepaal()
    assert [vraag.soort for vraag in vragen(wereld.omg) if vraag.soort.startswith("adres")] == ["adres"]
    wereld.controleer()
    wereld.synchroniseer()
    assert straat(wereld, 1) == "Kerkstraat1"


def test_R8_i_the_same_where_the_clock_was_set_back_after_the_answer():
    wereld = overgenomen(1)
    wereld.bepaal()
    wereld.clock.verder(hours=-2)
    wereld.school.bewerk_inschrijving(10, nnca="0")
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    wereld.bepaal()
    assert "adres" in {vraag.soort for vraag in vragen(wereld.omg)}
    assert not [actie for actie in wereld.acties() if actie.status is Status.BEPAALD]


def test_R8_j_what_was_once_answered_naar_BRON_is_asked_too_when_the_same_values_come_back():
    wereld = wereld_met(EEN, bron=(EEN.met(achternaam="Gehuwd1"),))
    wereld.tot_rust()  # answered 'naar BRON'
    verder(wereld)
    wereld.bron.muteer_persoon(bsn(1), achternaam="Gehuwd1")
    wereld.ophalen()
    wereld.school.bewerk_inschrijving(10, nnca="0")
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    verder(wereld)
    wereld.bepaal()
    assert "Achternaam" in {vraag.paren[0][0] for vraag in vragen(wereld.omg)}
    assert not wereld.acties(Status.BEPAALD)


@pytest.mark.parametrize("eerst_antwoord", [False, True])
def test_R8_e_even_without_acties_bepalen_another_answer_does_not_take_it_over_again(eerst_antwoord):
    """Any answer about the pupil makes the next actie of what was decided: the address must not be among it any more."""
    eigen = EEN.met(straatnaam="Kerkstraat1", nnca="0")
    wereld = wereld_met(eigen, bron=(EEN,))
    wereld.maak_bruikbaar()
    wereld.bepaal()
    adres = next(vraag for vraag in vragen(wereld.omg) if vraag.soort == "adres")
    beslis(wereld.omg, adres.vingerafdruk, Keuze.NAAR_LVS)
    wereld.controleer()
    wereld.synchroniseer()
    assert straat(wereld, 1) == "Dorpsstraat"
    onderwijs = next(vraag for vraag in vragen(wereld.omg) if vraag.soort != "adres")
    if eerst_antwoord:
        beslis(wereld.omg, onderwijs.vingerafdruk, Keuze.NEGEREN)
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    if not eerst_antwoord:
        beslis(wereld.omg, onderwijs.vingerafdruk, Keuze.NEGEREN)
    assert not wereld.acties(Status.BEPAALD)
    assert "adres" in {vraag.soort for vraag in vragen(wereld.omg)}


def test_the_answer_after_putting_back_holds():
    wereld = overgenomen(1)
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    verder(wereld)
    wereld.bepaal()
    (vraag,) = vragen(wereld.omg)
    verder(wereld)
    beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_LVS)
    verder(wereld)
    wereld.bepaal()
    assert not vragen(wereld.omg)
    wereld.controleer()
    wereld.synchroniseer()
    assert straat(wereld, 1) == "Dorpsstraat"


def test_R8_f_an_edit_of_the_school_wins_and_a_sentence_says_so():
    wereld = gemuteerd(1, 2)
    wereld.school.bewerk_leerling(1, achternaam="Zelfgetypt")
    nummer = mutaties(wereld.omg, 1)[0].nummer
    assert zet_terug(wereld.omg, nummer) == TerugUitslag(0, 1, f"Bij een wijziging {LVS_WINT}")
    assert naam(wereld, 1) == "Zelfgetypt"
    (signaal,) = wereld.boek(SignaalRij, code="LVS-CAS")
    assert signaal.tekst.startswith("U zette een wijziging van Achternaam terug, maar")
    wereld.school.bewerk_leerling(1, achternaam="Gehuwd1")
    assert zet_terug(wereld.omg, nummer).teruggezet == 1, "tried again, it goes"


@pytest.mark.parametrize("wereld", [gemuteerd, overgenomen])
def test_R8_g_all_of_one_run_is_put_back_together(wereld):
    w = wereld(1, 2, 3)
    voor = {1: "Kerkstraat1", 2: "Kerkstraat2", 3: "Kerkstraat3"} if wereld is overgenomen else {}
    regels = mutaties(w.omg)
    assert {regel.in_groep for regel in regels} == {3}
    uitslag = zet_terug(w.omg, regels[1].nummer, groep=True)
    assert uitslag == TerugUitslag(3, 0, f"3 wijzigingen zijn teruggezet. {VRAAGT}")
    if voor:
        assert {n: straat(w, n) for n in voor} == voor
    else:
        assert [naam(w, n) for n in (1, 2, 3)] == ["Jansen1", "Jansen2", "Jansen3"]
    verder(w)
    acties_bepalen(w.omg)  # not taken for an older copy of LVS2000 (PROC-08)
    assert len(vragen(w.omg)) == 3


def test_of_a_group_only_what_was_not_changed_since_and_not_another_group():
    wereld = gemuteerd(1, 2)
    wereld.bron.muteer_persoon(bsn(3), achternaam="Later")
    wereld.ophalen()
    wereld.school.bewerk_leerling(2, achternaam="Zelfgetypt")
    uitslag = zet_terug(wereld.omg, mutaties(wereld.omg, 1)[0].nummer, groep=True)
    assert (uitslag.teruggezet, uitslag.gebleven) == (1, 1)
    assert [naam(wereld, n) for n in (1, 2, 3)] == ["Jansen1", "Zelfgetypt", "Later"]


def test_two_writes_of_one_ophalen_to_one_pupil_unwind_in_the_right_order():
    wereld = gemuteerd()
    for nieuw in ("Eerst", "Daarna"):
        wereld.bron.muteer_persoon(bsn(1), achternaam=nieuw)
    wereld.ophalen()
    assert naam(wereld, 1) == "Daarna"
    assert zet_terug(wereld.omg, mutaties(wereld.omg, 1)[0].nummer, groep=True).teruggezet == 2
    assert naam(wereld, 1) == "Jansen1"


def test_putting_back_is_itself_put_back():
    wereld = gemuteerd(1, 2)
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer, groep=True)
    verder(wereld)
    assert mutaties(wereld.omg)[0].groep == "dit terugzetten"
    assert zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer, groep=True).teruggezet == 2
    assert [naam(wereld, n) for n in (1, 2)] == ["Gehuwd1", "Gehuwd2"]
    wereld.bepaal()
    assert not vragen(wereld.omg)


def test_a_number_of_bron_put_back_is_asked():
    wereld = wereld_met(maak_leerling(4, burgerservicenummer=None), bron=())
    wereld.tot_rust()
    assert lvs_rij(wereld, 4)[1]
    zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    assert not lvs_rij(wereld, 4)[1]
    verder(wereld)
    wereld.bepaal()
    assert [vraag.paren[0][0] for vraag in vragen(wereld.omg)] == ["Onderwijsnummer"]
    assert not [actie for actie in wereld.acties() if actie.status is not Status.GEACCEPTEERD]


def test_onderwijs_sinds_of_one_pupil_or_of_the_whole_filling():
    wereld = wereld_met(EEN, TWEE, DRIE)
    wereld.maak_bruikbaar()
    onderwijs_sinds_vullen(wereld.omg, onderwijs_sinds_voorstel(wereld.omg))
    eerste = mutaties(wereld.omg, 1)[0]
    assert (eerste.labels, eerste.velden[0].werd, eerste.groep) == ("Onderwijs Sinds", "01-08-2007", "deze vulling")
    uitslag = zet_terug(wereld.omg, eerste.nummer)
    assert uitslag.zin == "De wijziging is teruggezet.", "BRON has nothing to do with it"
    assert onderwijs_sinds_terugdraaien(wereld.omg).gewijzigd == 2
    assert {r.onderwijs_sinds for r in wereld.school.lees(PUNT)} == {None}
    assert mutaties(wereld.omg, 2)[-1].stand.startswith("teruggezet op")


# --- what may not be --------------------------------------------------------------------------------------------------------------------


def test_nothing_is_put_back_in_another_database_than_it_was_written_to():
    wereld = gemuteerd(1)
    nummer = mutaties(wereld.omg)[0].nummer
    wereld.school.identiteit = "een reservekopie"
    with pytest.raises(BronSyncFout, match="PROC-08"):
        zet_terug(wereld.omg, nummer)
    with pytest.raises(BronSyncFout, match="PROC-08"):
        acties_bepalen(wereld.omg)
    wereld.maak_bruikbaar()
    wereld.bepaal()
    with pytest.raises(BronSyncFout, match=r"PROC-30.*reservekopie"):
        zet_terug(wereld.omg, nummer)
    assert naam(wereld, 1) == "Gehuwd1"


def test_B2_an_identity_that_is_not_to_be_seen_stops_no_putting_back():
    wereld = gemuteerd(1)
    wereld.school.identiteit += "/vork"
    acties_bepalen(wereld.omg)
    wereld.school.identiteit = "/"
    assert zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer).teruggezet == 1


def test_R8_k_a_record_that_another_child_has_by_now_is_not_written():
    """A sister at the same address holds exactly what was written for the first child."""
    wereld = overgenomen(1, 2)
    wereld.bepaal()
    zus = {
        "burgerservicenummer": bsn(55),
        "geboortedatum": "2004-07-08",
        "achternaam": "Pietersen",
        "voornamen": "Wies",
    }
    wereld.school.bewerk_leerling(1, **zus)
    nummer = mutaties(wereld.omg, 1)[0].nummer
    with pytest.raises(BronSyncFout, match=r"PROC-30.*andere leerling"):
        zet_terug(wereld.omg, nummer)
    uitslag = zet_terug(wereld.omg, nummer, groep=True)
    assert (uitslag.teruggezet, uitslag.gebleven) == (1, 1)
    assert [straat(wereld, n) for n in (1, 2)] == ["Dorpsstraat", "Kerkstraat2"]


def test_an_unknown_number_and_a_lost_lease(monkeypatch):
    wereld = gemuteerd(1)
    with pytest.raises(BronSyncFout, match=r"PROC-30.*niet bekend"):
        zet_terug(wereld.omg, 999)

    def verloren() -> None:
        raise BronSyncFout("LVS-11")

    monkeypatch.setattr(wereld.lvs, "eis_vergrendeld", verloren)
    with pytest.raises(BronSyncFout, match="LVS-11"):
        zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer)
    assert naam(wereld, 1) == "Gehuwd1"


# --- a crash at each step ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fout", [Fout.CRASH_VOOR, Fout.CRASH_NA])
def test_a_crash_at_any_step_leaves_it_as_it_was_or_finishes_it_and_the_pupil_shows_which(fout):
    for stap in range(1, 40):
        wereld = gemuteerd(1, 2)
        nummer = mutaties(wereld.omg, 1)[0].nummer
        wereld.storing.zet(stap, fout)
        try:
            zet_terug(wereld.omg, nummer, groep=True)
        except Crash:
            wereld.herstart()
        else:
            break
        namen = [naam(wereld, n) for n in (1, 2)]
        assert namen in (["Jansen1", "Jansen2"], ["Gehuwd1", "Gehuwd2"]), f"half put back after a crash at step {stap}"
        getoond = {mutaties(wereld.omg, n)[-1].stand for n in (1, 2)}
        assert getoond == {"teruggezet op 01-09-2009" if namen[0] == "Jansen1" else "gewijzigd in LVS2000"}
        assert not wereld.boek(MutatieRij, stand=MutatieStand.VOORGENOMEN)
        verder(wereld)
        wereld.bepaal()
        assert len(vragen(wereld.omg)) == (2 if namen[0] == "Jansen1" else 0)
    assert stap > 6


@pytest.mark.parametrize("keer", [1, 2])
def test_what_was_written_just_before_a_crash_is_known_as_ours_and_can_be_put_back(keer):
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    for nummer in (1, 2):
        wereld.bron.muteer_persoon(bsn(nummer), achternaam="Gehuwd")
    wereld.storing.zet(keer, Fout.CRASH_NA, "lvs.schrijf")
    with pytest.raises(Crash):
        wereld.ophalen()
    wereld.herstart()
    assert {regel.niet for regel in mutaties(wereld.omg)} == {""}
    assert zet_terug(wereld.omg, mutaties(wereld.omg)[0].nummer, groep=True).teruggezet == 2
    assert [naam(wereld, n) for n in (1, 2)] == ["Jansen1", "Jansen2"]


# --- how long it is kept ----------------------------------------------------------------------------------------------------------------


def test_R8_h_old_values_are_kept_as_long_as_messages_and_no_longer():
    """Also what met an edit of the school, and a filling of Onderwijs Sinds: both hold values of a pupil."""
    wereld = gemuteerd(1, 2)
    wereld.school.bewerk_leerling(2, achternaam="Zelfgetypt")
    zet_terug(wereld.omg, mutaties(wereld.omg, 2)[0].nummer)
    onderwijs_sinds_vullen(wereld.omg, onderwijs_sinds_voorstel(wereld.omg))
    assert {rij.stand for rij in wereld.boek(MutatieRij)} == {MutatieStand.GEDAAN, MutatieStand.CONFLICT}
    wereld.clock.verder(days=BERICHT_DAGEN - 1)
    wereld.ophalen()
    opruimen(wereld.omg)
    assert len(wereld.boek(MutatieRij)) == 6
    wereld.clock.verder(days=2)
    wereld.ophalen()
    opruimen(wereld.omg)
    assert not wereld.boek(MutatieRij)
