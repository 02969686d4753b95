"""What one Ophalen brought, as rows: each kind, who it is about, what was written back, double enrolments; and the overview with names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bronsync.application.beheer.onderwijs_sinds import onderwijs_sinds_voorstel
from bronsync.application.ophalen.opbrengst import Opbrengst
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Afgebroken
from bronsync.application.records import InboxRij
from bronsync.application.tonen.attentiesignalen import attentieregels
from bronsync.application.tonen.ophaalresultaat import Ophaalresultaat, Resultaatsoort, ophaalresultaat
from bronsync.application.tonen.overzicht import overzicht
from bronsync.application.uitvoer.overzicht import bladen
from bronsync.domain.kijken.signalen import Uitleg
from bronsync.domain.vergelijking.berichten import (
    Afkeur,
    BronSignaal,
    DubbeleInschrijving,
    Onbegrepen,
    OverzichtDeel,
    SpontaneMutatie,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)
from helpers.omgeving import PUNT, Wereld
from helpers.school import ADRES_NL, Plan, bsn, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


EEN, TWEE, DRIE = maak_leerling(1), maak_leerling(2), maak_leerling(3)
CATALOGUS = {"S-REGEL": Uitleg("S-REGEL", "SIM", "Een regel is overtreden.", "Iets klopt niet.", "Verbeter het.")}


def _haal(wereld: Wereld) -> Ophaalresultaat:
    binnen = Opbrengst()
    terugkoppeling_ophalen(wereld.omg, binnen)
    return ophaalresultaat(wereld.omg, binnen, CATALOGUS)


def _haal_overzicht(wereld: Wereld) -> Ophaalresultaat:
    binnen = Opbrengst()
    registratieoverzicht_ophalen(wereld.omg, binnen=binnen)
    return ophaalresultaat(wereld.omg, binnen, CATALOGUS)


def _aangeleverd(*leerlingen: object, **hoe: object) -> Wereld:
    wereld = Plan(leerlingen, leerlingen).bouw(**hoe)
    wereld.overzicht()
    wereld.ronde()
    return wereld


def test_nothing_waiting_is_empty_and_earlier_fetches_do_not_count():
    wereld = Plan((EEN,), ()).bouw()
    wereld.ronde()
    assert not _haal(wereld).leeg
    assert _haal(wereld).leeg


def test_an_accepted_and_a_rejected_message_each_lead_to_their_pupil():
    wereld = Plan((EEN, TWEE), ()).bouw(keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0002")
    wereld.ronde()
    regels = {regel.soort: regel for regel in _haal(wereld).regels}
    goed, fout = regels[Resultaatsoort.GEACCEPTEERD], regels[Resultaatsoort.AFKEUR]
    assert list(regels) == [Resultaatsoort.AFKEUR, Resultaatsoort.GEACCEPTEERD], "what needs attention comes first"
    assert (goed.wie.sleutel, fout.wie.sleutel) == ((10, "", ""), (20, "", ""))
    assert fout.wie.naam.startswith("Jansen2")
    assert (fout.codes, fout.tekst, fout.actie) == ("S-REGEL", "afgekeurd", "Nieuwe Melding Inschrijving")
    assert ("Betekenis", "Een regel is overtreden.") in fout.uitleg
    assert ("Tekst van BRON (S-REGEL)", "afgekeurd") in fout.uitleg


def test_a_found_number_is_told_with_old_and_new_and_an_edit_of_the_school_as_a_conflict():
    zonder = EEN.met(burgerservicenummer=None)
    wereld = Plan((zonder, TWEE), (TWEE,)).bouw()
    wereld.ronde()
    wereld.bron.muteer_persoon(bsn(2), achternaam="Van de gemeente")
    wereld.school.bewerk_leerling(2, achternaam="Zelf getypt")
    resultaat = _haal(wereld)
    terug = {regel.veld: regel for regel in resultaat.teruggeschreven}
    nummer = next(regel for regel in terug.values() if regel.nieuw_nummer)
    assert (nummer.was, nummer.gelukt, nummer.is_pgn) == ("", True, True)
    assert nummer.wie.sleutel == (10, "", "")
    naam = terug["Achternaam"]
    assert (naam.wordt, naam.gelukt, naam.nieuw_nummer) == ("Van de gemeente", False, False)
    assert [regel.wie.sleutel for regel in resultaat.per_soort(Resultaatsoort.SPONTANE_MUTATIE)] == [(20, "", "")]


def test_an_address_of_the_gba_is_told_as_something_that_will_be_asked():
    wereld = _aangeleverd(EEN)
    wereld.bron.muteer_adres(bsn(1), ADRES_NL | {"straatnaam": "Nieuweweg"})
    (regel,) = _haal(wereld).regels
    assert "Acties Bepalen vraagt" in regel.tekst


def test_a_bsn_for_an_onderwijsnummer_leads_to_the_pupil_by_its_new_number():
    wereld = Plan((EEN.met(burgerservicenummer=None, nationaliteiten=(("0027", None, None),)),), ()).bouw()
    wereld.ronde()
    wereld.ophalen()
    (oud,) = {pgn for pgn, _ in wereld.bron.rijen()}
    wereld.bron.vervang_onderwijsnummer(oud, bsn(1))
    resultaat = _haal(wereld)
    (regel,) = resultaat.per_soort(Resultaatsoort.SLEUTELGEGEVENS)
    assert (regel.wie.sleutel, regel.wie.pgn, regel.actie) == ((10, "", ""), bsn(1), "")
    terug = {een.veld: (een.was, een.wordt, een.nieuw_nummer) for een in resultaat.teruggeschreven if een.is_pgn}
    assert terug == {"Burgerservicenummer": ("", bsn(1), True), "Onderwijsnummer": (oud, "", False)}


def test_a_changed_key_without_a_leerlingnummer_is_found_by_its_new_number():
    wereld = _aangeleverd(EEN)
    wereld.ophalen()
    nieuw = (
        ("burgerservicenummer", bsn(7)),
        ("geboortedatum", "2002-03-04"),
        ("geslacht", "V"),
        ("achternaam", "Jansen1"),
    )
    wereld.bron._meld(None, WijzigingSleutelgegevens(bsn(1), None, (*nieuw, ("voornamen", "Anna Maria"))))
    (regel,) = _haal(wereld).per_soort(Resultaatsoort.SLEUTELGEGEVENS)
    assert regel.wie.sleutel == (10, "", "")


def test_an_overview_that_nobody_asked_for_asks_for_attention():
    wereld = _aangeleverd(EEN)
    wereld.bron._meld(None, OverzichtDeel("2009-01-01", False, 1, 1, 0, 1, True, ()))
    (regel,) = _haal(wereld).per_soort(Resultaatsoort.AANDACHT)
    assert "overzicht waar niet om gevraagd is" in regel.tekst


def test_a_dubbele_inschrijving_stands_in_its_own_list_only_and_comes_back_each_time():
    wereld = _aangeleverd(EEN)
    wereld.bron._meld(None, DubbeleInschrijving(bsn(1), "0001", "2007-08-01", "01BB", "2009-01-05", None))
    resultaat = _haal(wereld)
    assert not resultaat.leeg
    assert resultaat.regels == ()
    (dubbel,) = resultaat.dubbele
    assert (dubbel.wie.sleutel, dubbel.wie.naam[:7]) == ((10, "", ""), "Jansen1")
    assert len(_haal(wereld).dubbele) == 1
    (op_scherm,) = overzicht(wereld.omg).dubbele
    assert (op_scherm.wie.sleutel, op_scherm.rij) == (dubbel.wie.sleutel, dubbel.rij)


def test_what_cannot_be_processed_asks_for_attention_and_is_about_nobody():
    wereld = _aangeleverd(EEN)
    wereld.bron._meld(None, Afkeur((BronSignaal("X-1", "iets onbekends"),)))
    wereld.bron._meld(None, Onbegrepen("geen geldig bericht"))
    eerste, tweede = _haal(wereld).per_soort(Resultaatsoort.AANDACHT)
    assert (eerste.wie.sleutel, tweede.wie.sleutel) == (None, None)
    assert "afkeur op een onbekend bericht" in eerste.tekst
    assert "geen geldig bericht" in tweede.tekst
    assert any("helpdesk" in tekst for _, tekst in eerste.uitleg)


def test_a_pupil_who_is_gone_on_both_sides_leads_nowhere():
    wereld = _aangeleverd(EEN)
    melding = next(een for een in wereld.bron.inschrijvingen)
    wereld.bron._meld(
        None,
        VerwijderingBevestigd(
            replace(_sleutel_van(melding), pgn="999990676", leerlingnummer="0009", inschrijfdatum="2001-08-01")
        ),
    )
    (regel,) = _haal(wereld).per_soort(Resultaatsoort.VERWIJDERING)
    assert regel.wie.sleutel is None


def _sleutel_van(een):
    from bronsync.domain.vergelijking.berichten import BronSleutel

    return BronSleutel(een.leerlingnummer, een.pgn, True, een.datum, None)


def test_feedback_that_never_came_is_told_once_after_eight_weeks():
    wereld = Plan((EEN,), ()).bouw()
    wereld.overzicht()
    wereld.bron.vertraging = 1_000_000
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    wereld.clock.verder(days=57)
    (regel,) = _haal(wereld).regels
    assert (regel.soort, regel.ontvangstnummer, regel.wie.sleutel) == (Resultaatsoort.AANDACHT, 0, (10, "", ""))
    assert _haal(wereld).leeg


def test_what_bron_changed_by_itself_is_told_with_the_new_overview_only():
    wereld = _aangeleverd(EEN, TWEE)
    wereld.bron.muteer_persoon(bsn(1), melden=False, achternaam="Stil gewijzigd")
    resultaat = _haal_overzicht(wereld)
    (regel,) = resultaat.veranderd
    assert (regel.soort, regel.label, regel.waarden[1]) == ("Gewijzigd bij BRON", "Achternaam", "Stil gewijzigd")
    assert regel.wie.sleutel == (10, "", "")
    assert not resultaat.leeg
    assert _haal(wereld).veranderd == ()
    assert overzicht(wereld.omg).veranderingen == (regel,), "the overview shows the same"


def test_nothing_of_a_person_shows_when_a_row_is_printed():
    wereld = Plan((EEN,), ()).bouw()
    wereld.ronde()
    (regel,) = _haal(wereld).regels
    assert "Jansen" not in repr(regel)
    assert bsn(1) not in repr(regel)


# --- the overview on the screen


def test_each_inschrijving_has_its_name_its_key_and_all_that_bron_holds():
    wereld = _aangeleverd(EEN, TWEE)
    scherm = overzicht(wereld.omg)
    een = next(regel for regel in scherm.inschrijvingen if regel.pgn == bsn(1))
    assert (een.sleutel, een.naam, een.bij_bron, een.historisch) == ((10, "", ""), "Jansen1, Anna Maria", True, False)
    details = dict(een.details)
    assert details["Burgerservicenummer"] == bsn(1)
    assert details["Geboortedatum"] == "04-03-2002"
    assert details["Leerlingnummer bij BRON"] == een.leerlingnummer
    assert details["Alleen bij BRON bekend"] == ""


def test_who_is_in_one_of_both_only_is_named_in_its_group():
    wereld = Plan((EEN, TWEE), (TWEE, DRIE)).bouw()
    wereld.overzicht()
    groepen = {groep.id: regels for groep, regels in overzicht(wereld.omg).groepen}
    (ontbreekt,) = groepen["niet_in_overzicht"]
    assert (ontbreekt.sleutel, ontbreekt.naam[:7], ontbreekt.bij_bron, ontbreekt.details) == (
        (10, "", ""),
        "Jansen1",
        False,
        (),
    )
    (onbekend,) = groepen["onbekend_in_lvs"]
    assert (onbekend.sleutel, onbekend.naam) == ((0, bsn(3), "2007-08-01"), "Jansen3, Anna Maria")


def test_a_historical_overview_is_offered_beside_the_one_in_use():
    from datetime import timedelta

    wereld = _aangeleverd(EEN)
    assert overzicht(wereld.omg).ander_peildatum == ""
    dag = wereld.clock.today() - timedelta(days=40)
    registratieoverzicht_ophalen(wereld.omg, dag)
    nu = overzicht(wereld.omg)
    assert (nu.historisch, nu.ander_peildatum) == (False, dag.isoformat())
    toen = overzicht(wereld.omg, historisch=True)
    assert (toen.historisch, toen.teldatum, toen.ander_peildatum) == (True, dag.isoformat(), "")


# --- other lists with names


def test_an_attentiesignaal_has_the_name_of_its_pupil():
    wereld = Plan((EEN,), ()).bouw()
    wereld.ronde()
    from bronsync.application.boeken.boekingen import boek_signaal

    with wereld.omg.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        boek_signaal(
            unit, wereld.omg, actie=0, inschrijving_id=10, herkomst="BRON", code="S-REGEL", ernst="attentie", tekst="let op"
        )  # fmt: skip
        boek_signaal(
            unit, wereld.omg, actie=0, inschrijving_id=0, herkomst="BRON", code="S-REGEL", ernst="attentie", tekst="algemeen"
        )  # fmt: skip
        unit.commit()
    (een, leerling), (_, niemand) = attentieregels(wereld.omg, CATALOGUS)
    assert een.inschrijving == 10
    assert leerling.naam.startswith("Jansen1")
    assert niemand.naam == ""


def test_the_proposal_of_onderwijs_sinds_has_names_and_leads_to_the_pupil():
    wereld = Plan((EEN,), ()).bouw()
    (regel,) = onderwijs_sinds_voorstel(wereld.omg)
    assert (regel.wie.sleutel, regel.wie.naam[:7], regel.dag) == ((10, "", ""), "Jansen1", "2007-08-01")


def test_all_rows_of_the_inbox_are_told_or_counted():
    wereld = Plan((EEN, TWEE), ()).bouw()
    wereld.ronde()
    resultaat = _haal_overzicht(wereld)
    binnen = len(wereld.boek(InboxRij, aanleverpunt=PUNT))
    assert len(resultaat.regels) + resultaat.elders_getoond <= binnen
    assert resultaat.elders_getoond >= 1


def test_R8_l_what_a_secret_address_was_is_shielded_wherever_BRON_changed_it_by_itself():
    """It became secret, so the new overview withholds it; the old one is as secret."""
    wereld = _aangeleverd(EEN, TWEE)
    for nummer in (1, 2):
        wereld.bron.muteer_adres(bsn(nummer), {**ADRES_NL, "straatnaam": "Nieuwstraat"}, melden=False)
    wereld.bron.geheim.add(bsn(1))
    veranderd = _haal_overzicht(wereld).veranderd
    straat = {regel.wie.pgn: regel.geheim for regel in veranderd if regel.veld == "straatnaam"}
    assert straat == {bsn(1): True, bsn(2): False}
    assert not any(regel.geheim for regel in veranderd if regel.veld == "achternaam")
    scherm = overzicht(wereld.omg)
    assert {r.wie.sleutel[0]: r.geheim for r in scherm.veranderingen if r.veld == "straatnaam"} == {10: True, 20: False}
    blad = next(blad for blad in bladen(scherm, met_pgn=True) if blad.naam == "Door BRON veranderd")
    assert sorted(rij[-2] for rij in blad.rijen if rij[-3] == "Straatnaam") == ["Dorpsstraat", "•••••"]


def test_a_secret_address_is_shielded_also_where_lvs2000_has_another_number_for_the_pupil():
    wereld = _aangeleverd(EEN)
    wereld.school.bewerk_leerling(1, burgerservicenummer=bsn(77))
    wereld.bron.muteer_adres(bsn(1), {**ADRES_NL, "straatnaam": "Nieuwstraat"}, melden=False)
    wereld.bron.geheim.add(bsn(1))
    wereld.overzicht()
    straat = next(regel for regel in overzicht(wereld.omg).veranderingen if regel.veld == "straatnaam")
    assert (straat.wie.sleutel, straat.geheim) == ((10, "", ""), True)


def test_whom_bron_knows_by_a_number_is_not_taken_for_another_child_with_the_same_leerlingnummer():
    wereld = Plan((EEN,), (DRIE,)).bouw()
    wereld.overzicht()
    wereld.school.bewerk_leerling(1, leerlingnummer="0003")
    wereld.bron._meld(None, SpontaneMutatie(bsn(3), "0003", False, (("achternaam", "Van de gemeente"),)))
    (regel,) = _haal(wereld).per_soort(Resultaatsoort.SPONTANE_MUTATIE)
    assert (regel.wie.sleutel, regel.wie.pgn) == ((0, bsn(3), "2007-08-01"), bsn(3))


def test_what_was_booked_before_it_stopped_half_way_is_told():
    wereld = Plan((EEN, TWEE), ()).bouw()
    wereld.ronde()
    binnen = Opbrengst()

    class Stopt:
        """The user cancels after the first message."""

        def report(self, gedaan: int, totaal: int, tekst: str) -> None:
            if tekst == "Terugkoppelingen verwerken":
                raise Afgebroken

    with pytest.raises(Afgebroken):
        terugkoppeling_ophalen(replace(wereld.omg, progress=Stopt()), binnen)
    (regel,) = ophaalresultaat(wereld.omg, binnen, CATALOGUS).regels
    (rest,) = _haal(wereld).regels
    assert {regel.wie.sleutel, rest.wie.sleutel} == {(10, "", ""), (20, "", "")}
    assert regel.soort is rest.soort is Resultaatsoort.GEACCEPTEERD
