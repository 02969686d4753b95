"""The pupil list: one row per inschrijving, what 'Toon' counts, what the search finds, and that it says what Acties Bepalen would find."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig
from bronsync.application.boeken.boekingen import boek_signaal
from bronsync.application.boeken.weergave import zoekvorm
from bronsync.application.records import DubbeleRij, VerschilRij
from bronsync.application.tonen.leerlingen import LeerlingRegel, Toon, leerlingen
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from helpers.omgeving import PUNT, Wereld, zonder_controles
from helpers.school import Plan, bsn, maak_leerling, plannen

PHASES = [phase for phase in settings.default.phases if phase is not Phase.explain]
EEN, TWEE, DRIE, VIER = (maak_leerling(nummer) for nummer in range(1, 5))


def per_id(wereld: Wereld) -> dict[int, LeerlingRegel]:
    return {regel.sleutel[0]: regel for regel in leerlingen(wereld.omg).regels}


def statussen(wereld: Wereld) -> dict[int, str]:
    return {nummer: regel.status for nummer, regel in per_id(wereld).items()}


def richtingen(wereld: Wereld) -> dict[int, str]:
    return {nummer: str(regel.richting) for nummer, regel in per_id(wereld).items()}


def test_before_the_first_overview_nothing_is_compared():
    wereld = Plan((EEN, TWEE), ()).bouw()
    lijst = leerlingen(wereld.omg)
    assert [regel.status for regel in lijst.regels] == ["Nog niet vergeleken"] * 2
    assert lijst.tellingen[Toon.ALLE] == lijst.tellingen[Toon.NIET_GEKOPPELD] == 2
    assert lijst.tellingen[Toon.VERSCHILLEN] == 0


def test_a_row_says_where_each_inschrijving_stands():
    wereld = Plan(
        (EEN, TWEE.met(vo_advies="10"), DRIE, replace(VIER, uitgesloten=True), maak_leerling(6, vo_advies="20")),
        (EEN, TWEE, VIER, maak_leerling(5), maak_leerling(6)),
    ).bouw()
    wereld.overzicht()
    wereld.bepaal()
    assert statussen(wereld) == {
        10: "Gelijk",
        20: "Vraag",
        30: "Niet bij BRON",
        40: "Uitgesloten",
        60: "Vraag",
        0: "Vraag",
    }
    assert richtingen(wereld) == {10: "gelijk", 20: "vraag", 30: "naar BRON", 40: "", 60: "vraag", 0: "vraag"}
    wereld.antwoord(lambda vraag: Keuze.NEGEREN if vraag.sleutel[0] == 60 else Keuze.NAAR_BRON)
    assert richtingen(wereld) == {
        10: "gelijk",
        20: "naar BRON",
        30: "naar BRON",
        40: "",
        60: "genegeerd",
        0: "naar BRON",
    }
    assert statussen(wereld) == {
        10: "Gelijk",
        20: "Verschil",
        30: "Niet bij BRON",
        40: "Uitgesloten",
        60: "Genegeerd",
        0: "Alleen bij BRON",
    }
    lijst = leerlingen(wereld.omg)
    assert {toon: aantal for toon, aantal in lijst.tellingen.items() if aantal} == {
        Toon.ALLE: 6,
        Toon.HUIDIG: 5,
        Toon.NIET_GEKOPPELD: 1,
        Toon.ALLEEN_BIJ_BRON: 1,
        Toon.VERSCHILLEN: 3,
        Toon.OPEN_ACTIES: 3,
        Toon.GENEGEERD: 1,
        Toon.UITGESLOTEN: 1,
    }
    alleen_bron = lijst.regels[-1]
    assert (alleen_bron.lvs_naam, alleen_bron.bron_naam) == ("", "Jansen5, Anna Maria")
    assert alleen_bron.sleutel == (0, bsn(5), "2007-08-01")
    assert alleen_bron.actie == "Verwijdering Inschrijving"
    uitgesloten = per_id(wereld)[40]
    assert (uitgesloten.bron_naam, Toon.HUIDIG in uitgesloten.toon) == ("Jansen4, Anna Maria", False)


def test_leavers_are_among_all_and_not_among_the_present_ones():
    weg = {"uitschrijfdatum": "2009-08-31"}
    wereld = Plan((EEN.met(**weg), TWEE.met(uitschrijfdatum="2009-09-01")), (EEN.met(**weg), DRIE.met(**weg))).bouw()
    wereld.overzicht()
    wereld.bepaal()
    een, twee, drie = leerlingen(wereld.omg).regels
    assert [Toon.UITGESCHREVEN in regel.toon for regel in (een, twee, drie)] == [True, False, True]
    assert [Toon.HUIDIG in regel.toon for regel in (een, twee, drie)] == [False, True, False]
    assert all(Toon.ALLE in regel.toon for regel in (een, twee, drie)), "all is all"
    assert (een.status, een.uitschrijfdatum) == ("Gelijk", "2009-08-31")
    assert (drie.status, drie.toon) == ("Uitgeschreven", frozenset({Toon.ALLE, Toon.UITGESCHREVEN}))


def test_who_left_before_bron_began_is_not_delivered():
    wereld = Plan((EEN.met(uitschrijfdatum="2008-07-31"),), ()).bouw()
    wereld.overzicht()
    (regel,) = leerlingen(wereld.omg).regels
    assert (regel.status, regel.toon) == ("Niet aangeleverd", frozenset({Toon.ALLE, Toon.UITGESCHREVEN}))


def test_the_open_or_rejected_actie_stands_in_the_row():
    wereld = Plan((EEN, TWEE, DRIE), ()).bouw(keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0001")
    wereld.overzicht()
    wereld.bepaal()
    wereld.school.bewerk_inschrijving(30, perioden=())
    wereld.bepaal()
    wereld.controleer()
    regels = per_id(wereld)
    assert [regels[nummer].actie_status for nummer in (10, 20, 30)] == ["Gecontroleerd", "Gecontroleerd", "Bepaald"]
    assert [nummer for nummer in (10, 20, 30) if Toon.AFKEURSIGNALEN in regels[nummer].toon] == [30]
    wereld.school.bewerk_inschrijving(30, perioden=DRIE.inschrijvingen[0][1]["perioden"])
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    assert leerlingen(wereld.omg).tellingen[Toon.IN_BEHANDELING] == 3
    wereld.ophalen()
    regels = per_id(wereld)
    assert regels[10].actie_status == "Afgekeurd"
    assert regels[20].actie == ""
    assert [nummer for nummer in (10, 20, 30) if Toon.AFGEKEURD in regels[nummer].toon] == [10]


def test_an_open_actie_is_shown_before_a_rejected_one():
    wereld = Plan((EEN,), (EEN,)).bouw(keur_af=lambda bericht: True)
    wereld.overzicht()
    bepaal_handmatig(wereld.omg, ActieSoort.WIJZIGING_SLEUTELGEGEVENS, 10)
    with zonder_controles():
        wereld.controleer()
        wereld.synchroniseer()
        wereld.ophalen()
    assert per_id(wereld)[10].actie_status == "Afgekeurd"
    bepaal_handmatig(wereld.omg, ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS, 10)
    regel = per_id(wereld)[10]
    assert (regel.actie, regel.actie_status) == ("Wijziging Onderwijsgegevens", "Bepaald")
    assert Toon.OPEN_ACTIES in regel.toon


def test_who_is_kept_out_keeps_the_registration_that_was_paired_before():
    wereld = Plan((EEN, TWEE), (EEN, TWEE)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.school.bewerk_leerling(1, leerlingnummer="9999", burgerservicenummer=bsn(70))
    wereld.school.zet_inschrijving(10, 1, PUNT, uitgesloten=True, **EEN.inschrijvingen[0][1])
    lijst = leerlingen(wereld.omg)
    assert [regel.bron_naam for regel in lijst.regels] == ["Jansen1, Anna Maria", "Jansen2, Anna Maria"]
    assert lijst.te_bepalen == 0


def test_data_that_changed_after_the_check_are_counted():
    wereld = Plan((EEN, TWEE), ()).bouw()
    with zonder_controles():
        wereld.overzicht()
        wereld.bepaal()
        wereld.controleer()
        assert leerlingen(wereld.omg).gewijzigd == 0
        wereld.school.bewerk_leerling(1, achternaam="Bakker")
        lijst = leerlingen(wereld.omg)
        assert (lijst.gewijzigd, lijst.te_bepalen) == (1, 1)
        wereld.synchroniseer()
        assert {a.leerling_id: a.status for a in wereld.acties()} == {1: "Bepaald", 2: "In behandeling"}


def test_dubbele_inschrijvingen_and_unseen_attentiesignalen_have_a_group():
    wereld = Plan((EEN, TWEE), (EEN, TWEE)).bouw()
    wereld.overzicht()
    wereld.put(
        DubbeleRij(
            aanleverpunt=PUNT,
            pgn=bsn(2),
            inschrijfdatum="2007-08-01",
            brin_andere_school="00AB",
            begin="2009-08-01",
            einde="",
            eerst_gezien="2009-09-01",
            laatst_gezien="2009-09-01",
        )
    )
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        for herkomst, actie in (("BRON", 0), ("controle", 7)):
            nummer = 10 if herkomst == "BRON" else 20
            boek_signaal(
                unit, wereld.omg, actie=actie, inschrijving_id=nummer, herkomst=herkomst, code="X", ernst="attentie",
                tekst="",
            )  # fmt: skip
        unit.commit()
    regels = per_id(wereld)
    assert [nummer for nummer, regel in regels.items() if Toon.DUBBEL in regel.toon] == [20]
    assert [nummer for nummer, regel in regels.items() if Toon.ATTENTIE in regel.toon] == [10]


@pytest.mark.parametrize(
    "gezocht", ["çelik", "CELIK", bsn(1), bsn(1)[3:], "0001", "nieuwe melding", "anna", "Niet bij"]
)
def test_the_search_finds_names_full_numbers_and_words(gezocht):
    wereld = Plan((EEN.met(achternaam="Çelik"), TWEE), (TWEE,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    een, twee = leerlingen(wereld.omg).regels
    assert zoekvorm(gezocht) in een.zoek
    assert zoekvorm(gezocht) not in twee.zoek or gezocht == "anna"
    assert een.pgn == bsn(1)
    assert een.pgn_masker == f"•••••{bsn(1)[-4:]}"
    assert bsn(1) not in repr(een)
    assert "elik" not in repr(leerlingen(wereld.omg))


def test_groep_and_vestiging_are_those_of_today():
    perioden = (
        ("2007-08-01", "3", None, "00", 1, None),
        ("2008-08-01", None, 4, "01", 1, None),
        ("2009-10-01", "5", None, "00", 1, None),
    )
    wereld = Plan((EEN.met(perioden=perioden),), ()).bouw()
    (regel,) = leerlingen(wereld.omg).regels
    assert (regel.groep, regel.vestiging) == ("leerjaar 4", "01")


def test_the_key_of_a_row_stays_when_bron_learns_to_know_the_pupil():
    wereld = Plan((EEN.met(burgerservicenummer=None),), ()).bouw()
    voor = [regel.sleutel for regel in leerlingen(wereld.omg).regels]
    with zonder_controles():
        wereld.tot_rust()
    assert [regel.sleutel for regel in leerlingen(wereld.omg).regels] == voor == [(10, "", "")]


@settings(phases=PHASES)
@given(plannen())
def test_the_list_says_beforehand_what_acties_bepalen_finds(plan):
    """Never less and never more, from the first comparison to the last; and each inschrijving of either side stands in it once."""
    with zonder_controles():
        wereld = plan.bouw()
        wereld.overzicht()
        for _ in range(3):
            lijst = leerlingen(wereld.omg)
            sleutels = [regel.sleutel for regel in lijst.regels]
            assert len(sleutels) == len(set(sleutels))
            assert {een.inschrijving_id for een in wereld.school.lees(PUNT)} == {s[0] for s in sleutels} - {0}
            voor = {rij.vingerafdruk for rij in wereld.boek(VerschilRij)}
            wereld.bepaal()
            na = {rij.vingerafdruk for rij in wereld.boek(VerschilRij)}
            assert (lijst.te_bepalen == 0) == (voor == na)
            assert leerlingen(wereld.omg).te_bepalen == 0
            wereld.antwoord()
            wereld.controleer()
            wereld.probeer(wereld.synchroniseer)
            wereld.ophalen()
