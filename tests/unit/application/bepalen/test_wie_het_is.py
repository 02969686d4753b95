"""Whose inschrijving it is (FOUTEN R2, R3, R4): a number that is given out again makes nobody the same child."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig, handmatig_mogelijk
from bronsync.application.lezen.paren import lees_paren
from bronsync.application.records import KoppelingRij, SignaalRij, VerschilRij
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.controles import Ernst
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.berichten import ActieSoort, SpontaneMutatie
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import Reden, koppel, zelfde_leerling
from bronsync.domain.vergelijking.levensloop import OPEN
from helpers.gevallen import rij_van
from helpers.omgeving import PUNT, Wereld, zonder_controles
from helpers.school import Leerling, Plan, bsn, maak_leerling

A = ActieSoort
EEN, TWEE = maak_leerling(1), maak_leerling(2)
ANDER_KIND = {
    "burgerservicenummer": bsn(70),
    "geboortedatum": "20031206",
    "geslacht": "M",
    "achternaam": "Visser",
    "voornamen": "Pieter",
}
"""All that makes a person another one; the leerlingnummer stays."""


def wereld_met(*leerlingen: Leerling, bron: tuple[Leerling, ...] | None = None) -> Wereld:
    return Plan(leerlingen, leerlingen if bron is None else bron).bouw()


def gelijk(*leerlingen: Leerling) -> Wereld:
    wereld = wereld_met(*leerlingen)
    with zonder_controles():
        wereld.tot_rust()
    return wereld


def soorten(wereld: Wereld) -> list[tuple[str, int]]:
    return sorted((v.soort, v.inschrijving_id) for v in wereld.boek(VerschilRij))


def vergeet_koppelingen(wereld: Wereld) -> None:
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        unit.delete(KoppelingRij, aanleverpunt=PUNT)
        unit.commit()


# --- who is the same child ---------------------------------------------------------------------------------------------------------------


def lvs(**velden: Any) -> LvsKant:
    return LvsKant(1, 1, "42", rij_van(**velden))


def bron(**velden: Any) -> BronKant:
    rij = rij_van(**velden)
    return BronKant(str(cel(rij, "burgerservicenummer")), str(cel(rij, "inschrijfdatum")), "42", "1", rij)


ANDER_BSN = {"burgerservicenummer": "999990020"}


@pytest.mark.parametrize(
    ("school", "zelfde"),
    [
        pytest.param(ANDER_BSN, True, id="only the number"),
        pytest.param({"achternaam": "Visser", "geboortedatum": "2013-01-01", "voornamen": "Bo"}, True, id="same number"),
        pytest.param(ANDER_BSN | {"achternaam": "Visser"}, True, id="a name by adoption"),
        pytest.param(ANDER_BSN | {"geboortedatum": "2012-04-03"}, True, id="a birth date turned round"),
        pytest.param(ANDER_BSN | {"voornamen": "A.M."}, True, id="initials"),
        pytest.param(ANDER_BSN | {"voornamen": None}, True, id="no given names"),
        pytest.param(ANDER_BSN | {"achternaam": "JÁNSEN"}, True, id="spelling"),
        pytest.param(ANDER_BSN | {"voornamen": "Anan"}, True, id="two letters changed places"),
        pytest.param(ANDER_BSN | {"voornamen": "Annäa"}, True, id="a letter too many"),
        pytest.param(ANDER_BSN | {"voornamen": "Amna"}, True, id="another letter"),
        pytest.param(ANDER_BSN | {"voornamen": "Amna", "achternaam": "Visser"}, False, id="a like name proves little"),
        pytest.param(ANDER_BSN | {"voornamen": "Amma"}, False, id="two other letters"),
        pytest.param(ANDER_BSN | {"voornamen": "Bo"}, False, id="a twin"),
        pytest.param(ANDER_BSN | {"voornamen": "Bo", "geboortedatum": "2014-01-01"}, False, id="a sister"),
        pytest.param(ANDER_BSN | {"voornamen": "Bo", "achternaam": "Visser"}, False, id="born on the same day"),
        pytest.param(
            ANDER_BSN | {"voornamen": "Anna", "achternaam": "Visser", "geboortedatum": "2013-01-01"}, False, id="a namesake"
        ),
        pytest.param({"burgerservicenummer": None, "voornamen": "Bo"}, True, id="no number yet, a name in daily use"),
        pytest.param({"burgerservicenummer": None, "voornamen": "Bo", "achternaam": "Visser"}, False, id="no number yet"),
        pytest.param(
            ANDER_BSN | {"geboortedatum": None, "achternaam": None}, False, id="an emptied record proves nothing"
        ),
    ],
)  # fmt: skip
def test_R2_who_is_the_same_child_when_the_numbers_of_the_school_are_the_same(school, zelfde):
    assert zelfde_leerling(lvs(**school), bron()) is zelfde


@pytest.mark.parametrize("bewaard", [{}, {1: ("999990019", "2018-08-01")}], ids=["no pairing kept", "kept"])
def test_R2_neither_leerlingnummer_nor_InschrijvingId_pairs_another_child(bewaard):
    kind = lvs(burgerservicenummer="999990020", achternaam="Visser", voornamen="Bo", geboortedatum="2013-01-01")
    assert {k.reden for k in koppel([kind], [bron()], bewaard)} == {Reden.NIET}


def test_R2a_an_InschrijvingId_given_out_again_to_the_same_child_is_another_inschrijving():
    """After a restore: the child left in 2020, and the number of that time is now that of its return."""
    terug, toen = lvs(inschrijfdatum="2022-08-01"), bron(uitschrijfdatum="2020-07-31")
    assert {k.reden for k in koppel([terug], [toen], {})} == {Reden.NIET}


# --- the cycle ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weg", ["", "store"], ids=["as it is", "pairing lost"])
def test_R2_a_leerlingnummer_given_out_again_asks_for_a_removal_and_a_new_inschrijving(weg):
    wereld = gelijk(EEN, TWEE)
    if weg:
        vergeet_koppelingen(wereld)
    wereld.school.bewerk_leerling(1, **ANDER_KIND)
    wereld.bepaal()
    assert soorten(wereld) == [("niet in BRON", 10), ("niet in LVS2000", 0)]
    assert [v.soort for v in vragen(wereld.omg)] == ["niet in LVS2000"]
    assert not wereld.acties(*OPEN), "the number is still of the first child at BRON: that is asked first"
    with zonder_controles():
        wereld.tot_rust()
    assert not [a for a in wereld.acties() if a.soort is A.WIJZIGING_SLEUTELGEGEVENS]
    wereld.eis_gelijk()


def test_R2b_by_hand_no_key_is_changed_of_another_child_either():
    wereld = gelijk(EEN, TWEE)
    wereld.school.bewerk_leerling(1, **ANDER_KIND)
    redenen = handmatig_mogelijk(wereld.omg, 10)
    assert redenen[A.WIJZIGING_SLEUTELGEGEVENS]
    assert not redenen[A.NIEUWE_MELDING_INSCHRIJVING]
    with pytest.raises(BronSyncFout, match="PROC-16"):
        bepaal_handmatig(wereld.omg, A.WIJZIGING_SLEUTELGEGEVENS, 10)


def test_R2c_what_BRON_tells_of_the_first_child_is_not_written_into_the_record_of_the_second():
    """The sex was unknown at both, so compare-and-set alone would write it."""
    wereld = gelijk(EEN.met(geslacht="O"), TWEE)
    wereld.school.bewerk_leerling(1, **ANDER_KIND | {"geslacht": "O"})
    persoon = (
        ("geboortedatum", "2002-03-04"),
        ("geslacht", "V"),
        ("achternaam", "Jansen1"),
        ("voornamen", "Anna Maria"),
    )
    wereld.bron._meld(None, SpontaneMutatie(bsn(1), "1", False, (("burgerservicenummer", bsn(1)), *persoon), False))
    wereld.ophalen()
    assert cel(wereld.school.lees_een(PUNT, 10).rij, "geslacht") == "O"
    assert [s.code for s in wereld.boek(SignaalRij) if s.inschrijving_id == 10] == ["LVS-CAS"]


def test_R2d_a_number_that_BRON_found_is_not_written_into_the_record_of_a_second_child():
    wereld = wereld_met(EEN.met(burgerservicenummer=None), TWEE, bron=(TWEE,))
    wereld.overzicht()
    with zonder_controles():
        wereld.bepaal()
        wereld.controleer()
        wereld.synchroniseer()
    wereld.school.bewerk_leerling(1, **ANDER_KIND | {"burgerservicenummer": None})
    wereld.ophalen()
    rij = wereld.school.lees_een(PUNT, 10).rij
    assert (cel(rij, "burgerservicenummer"), cel(rij, "onderwijsnummer")) == (None, None)


def test_R2e_what_was_agreed_with_the_first_child_proposes_nothing_for_the_second():
    """The second child is at BRON already, with another address than in LVS2000; the old one of the first is by chance the same as that."""
    ander = maak_leerling(3, straatnaam="Nieuw", voornamen="Bo", achternaam="Visser")
    wereld = gelijk(EEN, TWEE, ander)
    (oud,) = [k for k in wereld.boek(KoppelingRij) if k.inschrijving_id == 10]
    (nieuw,) = [k for k in wereld.boek(KoppelingRij) if k.inschrijving_id == 30]
    wereld.put(replace(nieuw, akkoord=oud.akkoord))
    wereld.school.bewerk_leerling(3, straatnaam="Dorpsstraat")
    wereld.bepaal()
    assert [v.voorstel for v in vragen(wereld.omg)] == [None]


# --- R4: what is kept out of the delivery ---------------------------------------------------------------------------------------------------


def dubbel(wereld: Wereld, nummer: int = 1010, *, uitgesloten: bool = True, **velden: Any) -> None:
    """The pupil once more under a new record, as when the school copied it."""
    leerling = wereld.school._leerlingen[1]
    wereld.school.zet_leerling(101, **leerling | {"leerlingnummer": "101"})
    inschrijving = wereld.school._inschrijvingen[10].velden
    wereld.school.zet_inschrijving(nummer, 101, PUNT, uitgesloten=uitgesloten, **inschrijving | velden)


@pytest.mark.parametrize("kwijt", [False, True], ids=["paired before", "pairing lost"])
def test_R4_an_excluded_copy_leaves_BRONs_row_to_who_is_delivered(kwijt):
    wereld = gelijk(EEN, TWEE)
    if kwijt:
        vergeet_koppelingen(wereld)
    dubbel(wereld)
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.bepaal()
    assert soorten(wereld) == [("onderwijs", 10)]
    with wereld.omg.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        per_id = {p.lvs.inschrijving_id: p for p in lees_paren(unit, wereld.omg).paren if p.lvs}
    assert (per_id[10].bron is not None, per_id[1010].bron) == (True, None)


def test_R4a_the_delivered_copy_takes_it_where_the_first_record_was_excluded_afterwards():
    wereld = gelijk(EEN, TWEE)
    dubbel(wereld, uitgesloten=False)
    wereld.school._inschrijvingen[10].uitgesloten = True
    assert wereld.bepaal().verschillen == {}


def test_R4b_who_has_only_preventive_begeleiding_takes_no_row_from_who_is_delivered():
    wereld = gelijk(EEN.met(onderwijstype="SO", schoolsoort="1", nnca=None), TWEE)
    dubbel(wereld, 5, uitgesloten=False, begeleidingen=(("2009-08-01", None, "PAB", "00AA", "00"),))
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    vergeet_koppelingen(wereld)
    wereld.bepaal()
    assert soorten(wereld) == [("onderwijs", 10)]


def test_R4c_an_excluded_child_under_a_number_given_out_again_hides_nobody():
    """The InschrijvingId and leerlingnummer are those of the first child, who is at BRON still: that is asked, not passed over."""
    wereld = gelijk(EEN, TWEE)
    wereld.school.bewerk_leerling(1, **ANDER_KIND)
    wereld.school._inschrijvingen[10].uitgesloten = True
    wereld.bepaal()
    assert soorten(wereld) == [("niet in LVS2000", 0)]


# --- R3: controles over more than one row -------------------------------------------------------------------------------------------------


def signalen(wereld: Wereld, code: str) -> list[SignaalRij]:
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    return [s for s in wereld.boek(SignaalRij) if s.code == code]


WEG = maak_leerling(1, inschrijfdatum="2007-08-01", uitschrijfdatum="2008-12-19")


def terug(wereld: Wereld, **velden: Any) -> None:
    """Came back under a new record, on 1-8-2009."""
    wereld.school.zet_leerling(101, **wereld.school._leerlingen[1] | {"leerlingnummer": "101"} | velden)
    wereld.school.zet_inschrijving(1010, 101, PUNT, **EEN.inschrijvingen[0][1] | {"inschrijfdatum": "2009-08-01"})


def test_R3_who_came_back_under_a_new_record_is_one_person():
    wereld = wereld_met(WEG, TWEE)
    terug(wereld)
    assert not signalen(wereld, "P22")


def test_R3a_a_leaver_with_the_PGN_of_another_child_blocks_nobody():
    wereld = wereld_met(WEG, TWEE)
    terug(wereld, **{k: v for k, v in ANDER_KIND.items() if k != "burgerservicenummer"})
    assert not signalen(wereld, "P22")


def test_R3b_who_is_kept_out_of_the_delivery_blocks_nobody():
    wereld = wereld_met(EEN, replace(TWEE.met(burgerservicenummer=bsn(1)), uitgesloten=True), bron=())
    assert not signalen(wereld, "P22")


def test_R3c_two_children_at_one_time_with_one_PGN_are_refused_and_each_names_the_other():
    wereld = wereld_met(EEN, TWEE.met(burgerservicenummer=bsn(1)), bron=())
    gevonden = signalen(wereld, "P22")
    assert {(s.inschrijving_id, s.tekst) for s in gevonden} == {
        (10, f"Dit PGN staat ook bij leerlingnummer {nummer(wereld, 20)}, van een ander kind."),
        (20, f"Dit PGN staat ook bij leerlingnummer {nummer(wereld, 10)}, van een ander kind."),
    }
    assert {s.ernst for s in gevonden} == {Ernst.AFKEUR}


def nummer(wereld: Wereld, inschrijving_id: int) -> str:
    return wereld.school.lees_een(PUNT, inschrijving_id).leerlingnummer


def test_R3d_an_overlap_is_seen_across_two_records_of_one_child():
    wereld = gelijk(EEN, TWEE)
    dubbel(wereld, uitgesloten=False, inschrijfdatum="2009-08-17")
    wereld.bepaal()
    wereld.controleer()
    assert [s.inschrijving_id for s in wereld.boek(SignaalRij) if s.code == "I09"] == [1010]


def test_R3e_an_overlap_with_what_is_not_delivered_is_none():
    wereld = wereld_met(EEN, TWEE, bron=(TWEE,))
    wereld.school.zet_inschrijving(11, 1, PUNT, uitgesloten=True, **EEN.inschrijvingen[0][1])
    assert not signalen(wereld, "I09")


def test_R2f_an_ended_registration_under_the_number_and_day_of_a_new_child_is_asked():
    """BRON refuses the new child while it is there, and who left is otherwise history that nobody is asked about."""
    wereld = gelijk(EEN.met(uitschrijfdatum="2008-12-19"), TWEE)
    wereld.school.bewerk_leerling(1, **ANDER_KIND)
    wereld.school.bewerk_inschrijving(10, uitschrijfdatum=None)
    wereld.bepaal()
    assert soorten(wereld) == [("niet in BRON", 10), ("niet in LVS2000", 0)]
    with zonder_controles():
        wereld.tot_rust()
    wereld.eis_gelijk()


@pytest.mark.parametrize("bekend", [True, False])
@pytest.mark.parametrize("gemeld", [True, False])
def test_R2y_who_has_no_given_names_and_no_birth_date_gets_his_bsn_in_place_of_the_onderwijsnummer(gemeld, bekend):
    """BRON found the BSN: told by a feedback, or seen in an overview first; before or after both sides were ever paired."""
    zonder = maak_leerling(
        2,
        burgerservicenummer=None,
        onderwijsnummer="103000040",
        geboortedatum="0000-00-00",
        voornamen=".",
        nationaliteiten=(("0027", None, None),),
    )
    wereld = (gelijk if bekend else wereld_met)(EEN, zonder)
    wereld.bron.vervang_onderwijsnummer("103000040", bsn(1001))
    if not gemeld:
        wereld.overzicht()
    with zonder_controles():
        wereld.tot_rust()
    assert soorten(wereld) == []
    [gevonden] = [een.pgn for een in wereld.bron.inschrijvingen if een.leerlingnummer == "0002"]
    assert gevonden == bsn(1001)
