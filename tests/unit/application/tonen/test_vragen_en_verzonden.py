"""The read models behind Acties Bepalen, vragen, Controleren and 'Verzenden naar BRON', and answering several vragen at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bronsync.application.bepalen.acties_beheren import beslis, heropen
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.bepalen.antwoorden import beslis_alle, heropen_alle
from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.lezen.rem import rem_bij_bepalen, rem_bij_verzenden
from bronsync.application.ports import Afgebroken
from bronsync.application.records import Actie
from bronsync.application.tonen.leerling import leerling_details
from bronsync.application.tonen.verzonden import actie_standen, voor_helpdesk
from bronsync.application.tonen.vragen import VraagStand, vraag_regels
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.application.verzenden.verzendbaar import verzendbaar
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from bronsync.domain.vergelijking.vergelijken import VerschilSoort
from helpers.school import Plan, bsn, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


EEN, TWEE = maak_leerling(1), maak_leerling(2)
ACHT = tuple(maak_leerling(nummer) for nummer in range(1, 9))


def bepaald(lvs, bron, **hoe):
    wereld = Plan(lvs, bron).bouw(**hoe)
    wereld.overzicht()
    wereld.bepaal()
    return wereld


def test_a_vraag_says_who_what_and_which_actie_each_choice_gives():
    wereld = bepaald((EEN.met(vo_advies="10"),), (EEN, TWEE))
    alleen_bron, onderwijs = vraag_regels(wereld.omg)
    assert alleen_bron.soort is VerschilSoort.NIET_IN_LVS
    assert alleen_bron.sleutel[0] == 0
    assert alleen_bron.wie.naam
    assert alleen_bron.wie.pgn == bsn(2)
    assert alleen_bron.paren == (("Inschrijving", "", "ingeschreven op " + alleen_bron.paren[0][2][-10:]),)
    assert [(k.keuze, k.actie, bool(k.reden)) for k in onderwijs.keuzes] == [
        (Keuze.NAAR_BRON, "Versturen Wijziging Onderwijsgegevens", False),
        (Keuze.NAAR_LVS, "", True),
        (
            Keuze.NEGEREN,
            "Het verschil blijft staan en wordt niet meer gevraagd zolang de gegevens niet wijzigen.",
            False,
        ),
    ]
    assert onderwijs.paren == (("VO-advies", "10", ""),)
    assert onderwijs.stand is VraagStand.OPEN
    assert onderwijs.wie.naam.split(",")[0] in onderwijs.wie.naam


def test_each_choice_says_what_is_gone_by_it_and_where():
    wereld = bepaald((EEN.met(vo_advies="10", straatnaam="Kerkstraat", huisnummer=12),), (EEN, TWEE))
    verlies = {(r.soort, k.keuze): k.verlies for r in vraag_regels(wereld.omg) for k in r.keuzes if not k.reden}
    assert verlies[VerschilSoort.ADRES, Keuze.NAAR_LVS] == "In LVS2000 verdwijnt Kerkstraat; er komt Dorpsstraat."
    anders = bepaald((EEN.met(vo_advies="10"),), (EEN.met(vo_advies="20"),))
    ((naar_bron, *_),) = [regel.keuzes for regel in vraag_regels(anders.omg)]
    assert naar_bron.verlies == "Bij BRON verdwijnt VO-advies 20; er komt 10."
    assert verlies[VerschilSoort.ONDERWIJS, Keuze.NAAR_BRON] == "Bij BRON verdwijnt niets; er komt VO-advies 10 bij."
    assert verlies[VerschilSoort.NIET_IN_LVS, Keuze.NAAR_BRON].startswith(
        "Bij BRON verdwijnt Inschrijving ingeschreven op "
    )
    assert "verdwijnt niets" in verlies[VerschilSoort.ADRES, Keuze.NEGEREN]
    assert all(k.verlies == "" for r in vraag_regels(wereld.omg) for k in r.keuzes if k.reden)


def test_an_answer_is_told_at_the_vraag_and_at_the_pupil_until_it_was_sent():
    wereld = bepaald((EEN.met(vo_advies="10"), TWEE), (EEN, TWEE))
    (regel,) = vraag_regels(wereld.omg)
    assert (regel.antwoord, leerling_details(wereld.omg, (10, "", ""), {}).antwoorden) == ("", ())
    beslis(wereld.omg, regel.vingerafdruk, Keuze.NAAR_BRON)
    (regel,) = vraag_regels(wereld.omg)
    assert regel.antwoord == "naar BRON"
    assert leerling_details(wereld.omg, (10, "", ""), {}).antwoorden == ("Onderwijsgegevens: naar BRON",)
    wereld.controleer()
    wereld.synchroniseer()
    assert leerling_details(wereld.omg, (10, "", ""), {}).antwoorden == ()


def test_a_bsn_in_a_vraag_is_masked():
    wereld = bepaald((EEN.met(burgerservicenummer=bsn(7)),), (EEN,))
    paren = {label: (lvs, bron) for regel in vraag_regels(wereld.omg) for label, lvs, bron in regel.paren}
    assert not any(bsn(7) in "".join(waarden) or bsn(1) in "".join(waarden) for waarden in paren.values())


def test_a_group_is_answered_at_once_and_taken_back_at_once():
    leerlingen = ACHT[:4]
    wereld = bepaald(tuple(een.met(vo_advies="10") for een in leerlingen), leerlingen)
    vingers = [regel.vingerafdruk for regel in vraag_regels(wereld.omg)]
    gegeven = beslis_alle(wereld.omg, [*vingers, "bestaat niet"], Keuze.NAAR_BRON, "uit het rapport")
    assert (sorted(gegeven.gelukt), gegeven.overgeslagen) == (sorted(vingers), 1)
    regels = vraag_regels(wereld.omg)
    assert {regel.stand for regel in regels} == {VraagStand.BEANTWOORD}
    assert all("Versturen Wijziging Onderwijsgegevens staat klaar" in regel.gekozen for regel in regels)
    assert {regel.reden for regel in regels} == {"uit het rapport"}
    assert len(wereld.acties()) == 4
    terug = heropen_alle(wereld.omg, gegeven.gelukt)
    assert terug.overgeslagen == 0
    assert {regel.stand for regel in vraag_regels(wereld.omg)} == {VraagStand.OPEN}
    assert {actie.status for actie in wereld.acties()} == {Status.VERWIJDERD}


def test_stopping_halfway_keeps_what_was_answered():
    leerlingen = ACHT[:3]
    wereld = bepaald(tuple(een.met(vo_advies="10") for een in leerlingen), leerlingen)

    class Stopper:
        def report(self, gedaan, totaal, tekst):
            if gedaan == 2:
                raise Afgebroken

    vingers = [regel.vingerafdruk for regel in vraag_regels(wereld.omg)]
    with pytest.raises(Afgebroken):
        beslis_alle(replace(wereld.omg, progress=Stopper()), vingers, Keuze.NEGEREN)
    standen = [regel.stand for regel in vraag_regels(wereld.omg)]
    assert sorted(standen) == sorted([VraagStand.GENEGEERD, VraagStand.GENEGEERD, VraagStand.OPEN])


def test_an_answer_that_waits_for_its_turn_can_be_taken_back():
    wereld = bepaald((EEN.met(vo_advies="10", achternaam="Anders"),), (EEN,))
    for regel in vraag_regels(wereld.omg):
        beslis(wereld.omg, regel.vingerafdruk, Keuze.NAAR_BRON)
    (actie,) = [a for a in wereld.acties() if a.status is Status.BEPAALD]
    (wachtend,) = [regel for regel in vraag_regels(wereld.omg) if regel.vingerafdruk != actie.vingerafdruk]
    assert "wacht tot een andere actie" in wachtend.gekozen
    heropen(wereld.omg, wachtend.vingerafdruk)
    (regel,) = [r for r in vraag_regels(wereld.omg) if r.stand is VraagStand.OPEN]
    assert regel.vingerafdruk == wachtend.vingerafdruk
    assert len([a for a in wereld.acties() if a.status is Status.BEPAALD]) == 1


def test_taking_back_the_first_lets_the_next_one_go():
    wereld = bepaald((EEN.met(vo_advies="10", achternaam="Anders"),), (EEN,))
    for regel in vraag_regels(wereld.omg):
        beslis(wereld.omg, regel.vingerafdruk, Keuze.NAAR_BRON)
    (eerst,) = [a for a in wereld.acties() if a.status is Status.BEPAALD]
    heropen(wereld.omg, eerst.vingerafdruk)
    (daarna,) = [a for a in wereld.acties() if a.status is Status.BEPAALD]
    assert daarna.vingerafdruk != eerst.vingerafdruk


def test_what_was_sent_or_never_asked_cannot_be_taken_back():
    wereld = bepaald((EEN.met(vo_advies="10"), TWEE), (EEN,))
    wereld.antwoord()
    wereld.controleer()
    wereld.synchroniseer()
    assert vraag_regels(wereld.omg) == ()
    for actie in wereld.acties():
        with pytest.raises(BronSyncFout, match="PROC-10"):
            heropen(wereld.omg, actie.vingerafdruk)


def test_sending_is_available_only_when_all_is_checked_and_the_certificate_is_there():
    wereld = Plan((EEN,), ()).bouw()
    wereld.overzicht()
    redenen = [verzendbaar(wereld.omg).reden]
    wereld.bepaal()
    redenen.append(verzendbaar(wereld.omg).reden)
    assert verzendbaar(wereld.omg).te_controleren
    wereld.controleer()
    assert verzendbaar(wereld.omg).klaar == 1
    assert verzendbaar(wereld.omg).reden == ""
    redenen.append(verzendbaar(replace(wereld.omg, certificaat_tot=None)).reden)
    redenen.append(verzendbaar(replace(wereld.omg, certificaat_tot=date(2001, 1, 1))).reden)
    assert redenen == [
        "Er zijn geen acties om te verzenden.",
        "Kies eerst 'Controleer nu'.",
        "Voor dit aanleverpunt is geen certificaat geïnstalleerd. Kies Instellingen - Certificaten.",
        "Het certificaat van dit aanleverpunt is verlopen. Kies Instellingen - Certificaten.",
    ]


def test_the_list_of_a_brake_names_whom_it_is_about_and_its_code_confirms_it():
    wereld = Plan(ACHT[:2], ACHT).bouw()
    wereld.overzicht()
    with pytest.raises(BronSyncFout, match="PROC-04") as waarom:
        acties_bepalen(wereld.omg)
    rem = rem_bij_bepalen(wereld.omg, waarom.value)
    assert "De rem: 6 inschrijvingen" in rem.zin
    assert rem.zin.endswith("lopen er nu 8.")
    assert len(rem.regels) == 6
    assert all("verwijderd bij BRON" in regel for regel in rem.regels)
    assert not any(bsn(nummer) in regel for nummer in range(1, 9) for regel in rem.regels)
    assert acties_bepalen(wereld.omg, rem.code).vragen == 6


def test_the_brake_on_sending_lists_what_is_about_to_go():
    wereld = Plan(ACHT[:2], ACHT).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    with pytest.raises(BronSyncFout, match="PROC-04") as waarom:
        synchroniseren(wereld.omg)
    rem = rem_bij_verzenden(wereld.omg, waarom.value)
    assert len(rem.regels) == 6
    assert synchroniseren(wereld.omg, rem.code).verzonden == 6


def test_every_actie_says_what_to_do_and_what_removing_it_means():
    wereld = bepaald((EEN, TWEE), (), keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0001")
    wereld.controleer()
    wereld.synchroniseer()
    wereld.ophalen()
    een, twee = sorted(actie_standen(wereld.omg, {}), key=lambda stand: str(stand.status))
    assert (een.status, twee.status) == (Status.AFGEKEURD, Status.GEACCEPTEERD)
    assert een.reden == "S-REGEL: afgekeurd"
    assert een.codes == ("S-REGEL",)
    assert "Verbeter de gegevens in LVS2000" in een.wat_nu
    assert "vergeten" in een.verwijderen
    assert "verdwijnt alleen uit deze lijst" in twee.verwijderen
    assert een.soort is ActieSoort.NIEUWE_MELDING_INSCHRIJVING
    tekst = voor_helpdesk(wereld.omg, een.nummer, {})
    assert "S-REGEL: afgekeurd" in tekst
    assert "Korte code" in tekst
    assert "Helpdesk" in tekst
    assert een.wie.naam.split(",")[0] not in tekst


def test_an_actie_that_was_not_sent_can_be_copied_for_the_helpdesk_too():
    wereld = bepaald((EEN,), ())
    (actie,) = actie_standen(wereld.omg, {})
    tekst = voor_helpdesk(wereld.omg, actie.nummer, {})
    assert f"A-{actie.nummer}" in tekst
    assert "Bepaald" in tekst


def test_what_is_copied_of_an_actie_that_was_not_sent_names_nobody():
    """A reason may quote a name, an address, a birth date or a number."""
    wereld = bepaald((EEN,), ())
    (actie,) = actie_standen(wereld.omg, {})
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        rij = unit.get(Actie, wereld.omg.aanleverpunt, actie.nummer)
        lvs = wereld.omg.lvs.lees_een(rij.aanleverpunt, rij.inschrijving_id)
        weg = [str(cel(lvs.rij, naam)) for naam in ("achternaam", "voornamen", "geboortedatum") if cel(lvs.rij, naam)]
        weg += [toon_dag(str(cel(lvs.rij, "geboortedatum"))), lvs.leerlingnummer]
        unit.put(replace(rij, reden=f"Het gegeven {', '.join(weg)} klopt niet."))
        unit.commit()
    tekst = voor_helpdesk(wereld.omg, actie.nummer, {})
    assert len(weg) == 5
    assert [een for een in weg if een in tekst] == []
    assert "Reden: Het gegeven [weggelaten], [weggelaten]" in tekst
