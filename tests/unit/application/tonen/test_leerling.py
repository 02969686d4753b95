"""The tabs of one pupil: fields side by side, acties with their signals, what happened, what BRON holds."""

from __future__ import annotations

from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig, verwijder_actie
from bronsync.application.boeken.weergave import inspringen, toon_dag, zoekvorm
from bronsync.application.records import DubbeleRij
from bronsync.application.tonen.leerling import LeerlingDetails, VeldRegel, leerling_details
from bronsync.application.tonen.leerlingen import leerlingen
from bronsync.domain.kijken.signalen import Uitleg
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from helpers.omgeving import PUNT, Wereld, zonder_controles
from helpers.school import Plan, bsn, maak_leerling

EEN, TWEE = maak_leerling(1), maak_leerling(2)
CATALOGUS = {"S-REGEL": Uitleg("S-REGEL", "SIM", "Dat mag niet.", "Een tikfout.", "Verbeter het.")}


def details(wereld: Wereld, *sleutel: Any) -> LeerlingDetails:
    return leerling_details(wereld.omg, sleutel or (10, "", ""), CATALOGUS)


def per_label(gezien: LeerlingDetails) -> dict[str, VeldRegel]:
    return {regel.label: regel for regel in gezien.velden}


def bepaald(plan: Plan, **hoe: Any) -> Wereld:
    wereld = plan.bouw(**hoe)
    wereld.overzicht()
    wereld.bepaal()
    return wereld


def test_each_field_stands_with_both_values_and_what_kind_of_difference_it_is():
    perioden = (("2007-08-01", "3", None, "00", 1, None), ("2008-08-01", "4", None, "01", 0, None))
    anders = {"voornamen": "ANNA MARIA", "geslacht": "M", "straatnaam": "Kerkweg", "perioden": perioden}
    wereld = bepaald(Plan((EEN.met(**anders),), (EEN,)))
    wereld.antwoord(lambda vraag: Keuze.NEGEREN if vraag.soort == "adres" else None)
    regels = per_label(details(wereld))
    assert (regels["Geslacht"].lvs, regels["Geslacht"].bron, regels["Geslacht"].soort) == ("M", "V", "vraag")
    assert (regels["Straatnaam"].anders, regels["Straatnaam"].soort) == (True, "genegeerd")
    assert (regels["Geboortedatum"].lvs, regels["Geboortedatum"].soort) == ("04-03-2002", "")
    assert regels["Klassenhistorie 1: Bekostigen"].lvs == regels["Klassenhistorie 1: Bekostigen"].bron == "ja"
    nieuw = regels["Klassenhistorie 2: Bekostigen"]
    assert (nieuw.lvs, nieuw.bron, nieuw.anders, nieuw.categorie) == ("nee", "", True, "Onderwijsgegevens")
    assert regels["Klassenhistorie 2: Begindatum"].lvs == "01-08-2008"
    assert "Klassenhistorie 2: Leerjaar" not in regels  # empty on both sides
    assert regels["Indicaties (LGF)"].lvs == regels["Indicaties (LGF)"].bron == ""
    assert "Schoolsoort" not in regels  # does not exist for basisonderwijs
    assert [regel.veld for regel in regels.values() if regel.afgeschermd] == ["burgerservicenummer", "onderwijsnummer"]


def test_a_difference_in_accents_only_is_called_so():
    wereld = bepaald(Plan((EEN.met(achternaam="JANSEN1"),), (EEN,)))
    assert per_label(details(wereld))["Achternaam"].soort == "alleen schrijfwijze"


def test_records_of_the_same_day_are_set_beside_each_other():
    links = (("2008-01-01", None, "1-1-1-1", "11"), ("2008-01-01", None, "1-1-1-2", "11"))
    wereld = bepaald(Plan((EEN.met(indicaties=links),), (EEN.met(indicaties=links[:1]),)))
    regels = per_label(details(wereld))
    assert not regels["Indicaties (LGF) 1: Indicatienummer"].anders
    assert regels["Indicaties (LGF) 2: Indicatienummer"].bron == ""


def test_a_secret_address_is_shown_but_not_compared():
    wereld = bepaald(Plan((EEN.met(geheim=True),), (EEN.met(straatnaam="Kerkweg"),)))
    gezien = details(wereld)
    assert gezien.geheim
    assert not any(regel.anders for regel in gezien.velden)


def test_one_side_alone_is_not_compared():
    wereld = bepaald(Plan((EEN,), (TWEE,)))
    gezien = details(wereld)
    assert (gezien.in_lvs, gezien.in_bron, gezien.registratie) == (True, False, ())
    assert not any(regel.anders for regel in gezien.velden)
    alleen_bron = leerlingen(wereld.omg).regels[-1].sleutel
    gezien = details(wereld, *alleen_bron)
    assert (gezien.in_lvs, gezien.in_bron, gezien.naam) == (False, True, "Jansen2, Anna Maria")
    assert per_label(gezien)["Achternaam"].bron == "Jansen2"
    assert details(wereld, 99, "", "").velden == ()


def test_acties_have_their_reason_and_explained_signals_and_whether_they_can_be_removed():
    wereld = bepaald(Plan((EEN,), ()), keur_af=lambda bericht: True)
    with zonder_controles():
        wereld.controleer()
        wereld.synchroniseer()
        (onderweg,) = details(wereld).acties
        assert (onderweg.status, onderweg.te_verwijderen) == (Status.IN_BEHANDELING, True)
        wereld.ophalen()
    (actie,) = details(wereld).acties
    assert (actie.status, actie.soort) == (Status.AFGEKEURD, ActieSoort.NIEUWE_MELDING_INSCHRIJVING)
    assert actie.reden.startswith("S-REGEL: ")
    (signaal,) = actie.signalen
    assert (signaal.betekenis, signaal.oorzaak, signaal.advies) == ("Dat mag niet.", "Een tikfout.", "Verbeter het.")
    verwijder_actie(wereld.omg, actie.nummer)
    (actie,) = details(wereld).acties
    assert not actie.te_verwijderen
    wereld.bepaal()
    assert [a.status for a in details(wereld).acties] == [Status.BEPAALD, Status.VERWIJDERD_NA_VERZENDING]


def test_the_timeline_tells_it_in_the_words_of_the_manual():
    wereld = bepaald(Plan((EEN,), ()))
    with zonder_controles():
        for doe in (wereld.controleer, wereld.synchroniseer, wereld.ophalen):
            wereld.clock.verder(hours=1)
            doe()
    regels = details(wereld).tijdlijn
    assert [regel.gebeurtenis for regel in regels] == ["bepaald", "gecontroleerd", "verzonden", "antwoord", "verwerkt"]
    assert regels[-1].ontvangstnummer > 0
    assert regels[-1].bericht_id == regels[2].bericht_id != ""
    assert regels[0].tekst == "Nieuwe Melding Inschrijving: De actie is bepaald."
    assert [regel.tijdstip[11:13] for regel in regels] == ["07", "08", "09", "09", "10"]


def test_what_was_taken_over_into_lvs_stands_in_the_timeline():
    wereld = bepaald(Plan((EEN.met(straatnaam="Kerkweg"),), (EEN,)))
    with zonder_controles():
        wereld.antwoord()
        wereld.controleer()
        wereld.clock.verder(hours=1)
        wereld.synchroniseer()
    regels = details(wereld).tijdlijn
    assert [regel.gebeurtenis for regel in regels] == ["bepaald", "gecontroleerd", "overnemen", "verwerkt", "LVS2000"]
    assert regels[-1].tekst == "Adres van de GBA overgenomen: Straatnaam, gewijzigd in LVS2000."


def test_the_registration_has_what_only_the_register_knows():
    wereld = bepaald(Plan((EEN,), (EEN,)))
    wereld.put(
        DubbeleRij(
            aanleverpunt=PUNT,
            pgn=bsn(1),
            inschrijfdatum="2007-08-01",
            brin_andere_school="00AB",
            begin="2009-08-01",
            einde="",
            eerst_gezien="2009-09-01",
            laatst_gezien="2009-09-01",
        )
    )
    gezien = details(wereld)
    registratie = {regel.label: regel.bron for regel in gezien.registratie}
    assert registratie["Inschrijfdatum"] == "01-08-2007"
    assert registratie["Leerlingnummer bij BRON"] == "0001"
    assert registratie["Geheim adres"] == "nee"
    assert "Uitschrijfdatum" not in registratie  # empty
    assert not any(regel.lvs for regel in gezien.registratie)
    assert [een.brin_andere_school for een in gezien.dubbele] == ["00AB"]


def test_the_outcome_of_an_identificatieverzoek_is_told():
    wereld = bepaald(Plan((EEN,), ()))
    with zonder_controles():
        bepaal_handmatig(wereld.omg, ActieSoort.IDENTIFICATIEVERZOEK, 10)
        wereld.controleer()
        wereld.synchroniseer()
        wereld.ophalen()
    assert details(wereld).identificatie == "BRON kent deze leerling niet."


def test_two_inschrijvingen_of_one_pupil_each_find_their_own_registration():
    eerste = {**EEN.inschrijvingen[0][1], "uitschrijfdatum": "2008-12-19"}
    tweede = {**EEN.inschrijvingen[0][1], "inschrijfdatum": "2009-01-05"}
    dubbel = type(EEN)(1, EEN.velden, ((10, eerste), (11, tweede)))
    wereld = bepaald(Plan((dubbel,), (dubbel,)))
    wereld.school.bewerk_inschrijving(11, inschrijfdatum="2009-01-06")
    for nummer, dag in ((10, "01-08-2007"), (11, "05-01-2009")):
        assert per_label(details(wereld, nummer, "", ""))["Inschrijfdatum"].bron == dag


def test_a_second_inschrijving_does_not_borrow_the_registration_of_the_first():
    wereld = bepaald(Plan((EEN,), (EEN,)))
    wereld.school.zet_inschrijving(11, 1, PUNT, **{**EEN.inschrijvingen[0][1], "inschrijfdatum": "2009-08-20"})
    assert not details(wereld, 11, "", "").in_bron
    assert details(wereld).in_bron


def test_a_number_that_was_given_to_another_pupil_is_no_pair():
    """As after a restored LVS2000: the stored pair is only believed when it can be the same pupil."""
    wereld = bepaald(Plan((EEN, TWEE), (EEN, TWEE)))
    wereld.school.bewerk_leerling(1, leerlingnummer="9999", burgerservicenummer=bsn(70), achternaam="Ander")
    wereld.school.bewerk_inschrijving(10, inschrijfdatum="2009-08-20")
    assert not details(wereld).in_bron
    assert leerlingen(wereld.omg).regels[0].bron_naam == ""


def test_the_details_agree_with_the_list_on_what_differs():
    wereld = bepaald(Plan((EEN.met(burgerservicenummer=None, vo_advies="10"), TWEE), (EEN, TWEE)))
    for regel in leerlingen(wereld.omg).regels:
        gezien = details(wereld, *regel.sleutel)
        assert gezien.in_bron == bool(regel.bron_naam)
        assert any(veld.anders for veld in gezien.velden) == (regel.status == "Vraag")


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("2009-09-01", "01-09-2009"),
        ("2009-09-01T07:00:00Z", "01-09-2009"),
        ("2001-05-00", "00-05-2001"),
        ("morgen",) * 2,
    ],
)
def test_a_day_is_shown_in_the_dutch_way(tekst, dag):
    assert toon_dag(tekst) == dag


def test_xml_is_indented_without_being_parsed():
    xml = b"<?xml version='1.0'?><a x='1'><b>tekst &gt; &amp;</b><c/><d></d></a>"
    assert inspringen(xml).splitlines() == [
        "<?xml version='1.0'?>",
        "<a x='1'>",
        "  <b>tekst &gt; &amp;</b>",
        "  <c/>",
        "  <d>",
        "  </d>",
        "</a>",
    ]
    assert inspringen(b"\xff<!DOCTYPE x></a></a>") == "\N{REPLACEMENT CHARACTER}<!DOCTYPE x>\n</a>\n</a>"


def test_the_search_form_has_no_accents_or_capitals():
    assert zoekvorm("Ÿĭlmaz Çelik") == "yilmaz celik"
