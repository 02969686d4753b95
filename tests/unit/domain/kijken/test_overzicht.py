"""Analysis groups, counts and changed velden: pure functions over pairs, at the boundaries of days and periods."""

from __future__ import annotations

from typing import Any

import pytest

from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, canoniek, met, normaliseer_lijst
from bronsync.domain.kijken.overzicht import (
    Inschrijvingspaar,
    Loop,
    analysegroepen,
    loop_op,
    telling,
    velden_veranderd,
)
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from helpers.school import bsn

DAG = "2010-10-01"
PERIODE = ("2009-08-03", "3", None, "00", 1, None)
BEGELEIDING = ("2009-08-03", None, "PAB", "00AB", "00")
BASIS = {
    "burgerservicenummer": bsn(1),
    "inschrijfdatum": "2009-08-03",
    "onderwijstype": "BO",
    "inschrijfstatus": "I",
    "perioden": (PERIODE,),
}
ALLE = [
    "niet_in_overzicht", "vertrokken_in_lvs", "toekomstig_in_lvs", "uitgesloten_in_lvs", "onbekend_in_lvs", "niet_bekostigd",
    "ambulant_als_regulier", "regulier_als_ambulant", "dubbel_in_overzicht", "dubbel_in_lvs", "bekostiging_nee",
]  # fmt: skip


def rij(**velden: Any) -> tuple[Any, ...]:
    alles = BASIS | velden
    lijsten = tuple(normaliseer_lijst(veld.naam, alles.get(veld.naam, ())) for veld in LIJST_VELDEN)
    return canoniek([alles.get(veld.naam) for veld in CEL_VELDEN], lijsten)


def paar(
    lvs: dict[str, Any] | None = None,
    bron: dict[str, Any] | None = None,
    *,
    nummer: int = 1,
    leerling: int | None = None,
    **meer: Any,
) -> Inschrijvingspaar:
    """Both sides as in `BASIS` with these velden; None: that side is not there."""
    lvs_rij, bron_rij = rij(**lvs) if lvs is not None else None, rij(**bron) if bron is not None else None
    return Inschrijvingspaar(
        LvsKant(nummer, leerling or nummer, f"{nummer:04d}", lvs_rij) if lvs_rij else None,
        BronKant(str(bron_rij[0]), str(bron_rij[7]), f"{nummer:04d}", str(nummer), bron_rij) if bron_rij else None,
        **meer,
    )


def groepen(*paren: Inschrijvingspaar, dag: str = DAG) -> dict[str, list[int]]:
    """The groups that are not empty, with the ids of their inschrijvingen."""
    gevonden = analysegroepen(paren, dag)
    assert [groep.id for groep in gevonden] == ALLE
    assert all(groep.titel and groep.uitleg and groep.aantal == len(groep.regels) for groep in gevonden)
    return {groep.id: [regel.inschrijving_id for regel in groep.regels] for groep in gevonden if groep.regels}


@pytest.mark.parametrize(
    ("begin", "einde", "verwacht"),
    [
        ("2010-10-01", None, Loop.LOOPT),
        ("2010-10-02", None, Loop.TOEKOMSTIG),
        ("2009-08-03", "2010-10-01", Loop.LOOPT),
        ("2009-08-03", "2010-09-30", Loop.VERTROKKEN),
        ("2009-08-03", "31-31-2010", Loop.LOOPT),
        ("2009-02-30", None, Loop.ONBEKEND),
        (None, None, Loop.ONBEKEND),
        ("2010-10-02", "2010-09-30", Loop.TOEKOMSTIG),
    ],
)
def test_an_inschrijving_runs_from_its_first_up_to_and_including_its_last_day(begin, einde, verwacht):
    assert loop_op(rij(inschrijfdatum=begin, uitschrijfdatum=einde), DAG) is verwacht


def test_who_is_in_on_both_sides_is_in_no_group():
    assert groepen(paar({}, {})) == {}


LAST, BEFORE, FIRST, AFTER = (
    {"uitschrijfdatum": DAG}, {"uitschrijfdatum": "2010-09-30"}, {"inschrijfdatum": DAG}, {"inschrijfdatum": "2010-10-02"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("een", "verwacht"),
    [
        (paar({}), {"niet_in_overzicht": [1]}),
        (paar({}, BEFORE), {"niet_in_overzicht": [1]}),
        (paar({}, LAST), {}),
        (paar({}, AFTER), {"niet_in_overzicht": [1]}),
        (paar(BEFORE), {}),
        (paar(AFTER), {}),
        (paar(BEFORE, {}), {"vertrokken_in_lvs": [1]}),
        (paar(LAST, {}), {}),
        (paar(BEFORE, BEFORE), {}),
        (paar(AFTER, {}), {"toekomstig_in_lvs": [1]}),
        (paar(FIRST, {}), {}),
        (paar(AFTER, AFTER), {}),
        (paar(None, {}), {"onbekend_in_lvs": [0]}),
        (paar(None, LAST), {"onbekend_in_lvs": [0]}),
        (paar(None, BEFORE), {}),
        (paar(None, AFTER), {}),
        (paar({}, {}, uitgesloten=True), {"uitgesloten_in_lvs": [1]}),
        (paar(BEFORE, {}, uitgesloten=True), {"uitgesloten_in_lvs": [1]}),
        (paar({}, BEFORE, uitgesloten=True), {}),
        (paar({}, uitgesloten=True), {}),
        (paar({}, {}, bekostigingsstatus="niet te bekostigen"), {"niet_bekostigd": [1]}),
        (paar({}, {}, bekostigingsstatus="te bekostigen"), {}),
        (paar(BEFORE, BEFORE, bekostigingsstatus="niet te bekostigen"), {}),
        (paar({"inschrijfstatus": "A"}, {}), {"ambulant_als_regulier": [1]}),
        (paar({}, {"inschrijfstatus": "A"}), {"regulier_als_ambulant": [1]}),
        (paar({"inschrijfstatus": "A"}, {"inschrijfstatus": "A"}), {}),
        (paar({"inschrijfstatus": "A"}, BEFORE), {"niet_in_overzicht": [1]}),
        (paar({"onderwijstype": "SO", "begeleidingen": (BEGELEIDING,)}), {}),
    ],
)
def test_a_pair_is_in_the_groups_it_belongs_to_and_in_no_other(een, verwacht):
    assert groepen(een) == verwacht


NEE = {"perioden": ((*PERIODE[:4], 0, None),)}
LATER_NEE = {"perioden": (PERIODE, ("2010-10-02", "4", None, "00", 0, None))}
NU_NEE = {"perioden": (PERIODE, (DAG, "4", None, "00", 0, None))}


@pytest.mark.parametrize(
    ("lvs", "bron", "erin"),
    [
        (NEE, {}, True),
        ({}, NEE, True),
        (NEE, NEE, True),
        (LATER_NEE, LATER_NEE, False),
        (NU_NEE, {}, True),
        ({}, {}, False),
    ],
)
def test_indicatie_bekostiging_counts_in_the_period_of_the_day_on_either_side(lvs, bron, erin):
    assert groepen(paar(lvs, bron)) == ({"bekostiging_nee": [1]} if erin else {})


def test_one_leerling_twice_is_double_on_the_side_where_it_is():
    eerste, tweede = {"inschrijfdatum": "2009-08-03"}, {"inschrijfdatum": "2010-01-04"}
    assert groepen(paar(eerste, eerste, nummer=1), paar(tweede, tweede, nummer=2)) == {
        "dubbel_in_overzicht": [1, 2],
        "dubbel_in_lvs": [1, 2],
    }
    voorbij = eerste | {"uitschrijfdatum": "2009-12-31"}
    assert groepen(paar(voorbij, eerste, nummer=1), paar(tweede, tweede, nummer=2)) == {
        "vertrokken_in_lvs": [1],
        "dubbel_in_overzicht": [1, 2],
    }
    assert groepen(paar(voorbij, voorbij, nummer=1), paar(tweede, tweede, nummer=2)) == {}


def test_without_pgn_the_leerling_of_lvs2000_is_who_it_is():
    zonder = {"burgerservicenummer": None}
    zelfde = groepen(paar(zonder, nummer=1, leerling=7), paar(zonder, nummer=2, leerling=7))
    assert zelfde["dubbel_in_lvs"] == [1, 2]
    assert "dubbel_in_lvs" not in groepen(paar(zonder, nummer=1), paar(zonder, nummer=2))


# --- counts


def regels(*paren: Inschrijvingspaar, dag: str = DAG) -> list[tuple[Any, ...]]:
    return [
        (r.vestiging, r.groep or r.leerjaar, r.inschrijfstatus, r.lvs, r.bron, r.lvs_bekostigd, r.bron_bekostigd)
        for r in telling(paren, dag)
    ]


WISSEL = {"perioden": (PERIODE, ("2010-10-01", "4", None, "01", 1, None))}


def test_the_period_of_the_day_decides_groep_and_vestiging():
    assert regels(paar(WISSEL, WISSEL), dag="2010-09-30") == [("00", "3", "I", 1, 1, 1, 1)]
    assert regels(paar(WISSEL, WISSEL), dag="2010-10-01") == [("01", "4", "I", 1, 1, 1, 1)]
    assert regels(paar(WISSEL, {}), dag="2010-10-01") == [("00", "3", "I", 0, 1, 0, 1), ("01", "4", "I", 1, 0, 1, 0)]


def test_the_difference_is_lvs2000_minus_bron():
    (een,) = telling([paar({}), paar({}, {}, nummer=2), paar({}, NEE, nummer=3)], DAG)
    assert (een.lvs, een.bron, een.verschil) == (3, 2, 1)
    assert (een.lvs_bekostigd, een.bron_bekostigd, een.verschil_bekostigd) == (3, 1, 2)


def test_who_is_kept_out_of_the_delivery_counts_at_bron_only():
    assert regels(paar({}, {}, uitgesloten=True)) == [("00", "3", "I", 0, 1, 0, 1)]


def test_who_is_not_in_on_the_day_does_not_count():
    assert regels(paar(BEFORE, BEFORE), paar(AFTER, AFTER, nummer=2)) == []


def test_without_a_period_on_the_day_groep_and_vestiging_are_empty():
    later = {"perioden": (("2010-10-02", "4", None, "01", 1, None),)}
    assert regels(paar(later)) == [("", "", "I", 1, 0, 0, 0)]


def test_lines_stand_in_order_of_vestiging_and_year_ambulante_leerlingen_last():
    def een(
        nummer: int, vestiging: str, groep: str | None, leerjaar: int | None, status: str = "I"
    ) -> Inschrijvingspaar:
        periode = ("2009-08-03", groep, leerjaar, vestiging, 1, None)
        return paar({"perioden": (periode,), "inschrijfstatus": status}, nummer=nummer)

    gevonden = regels(
        een(1, "01", "1", None),
        een(2, "00", None, 10),
        een(3, "00", None, 9),
        een(4, "00", "8", None),
        een(5, "00", "1", None, "A"),
    )
    assert [regel[:3] for regel in gevonden] == [
        ("00", "9", "I"),
        ("00", "10", "I"),
        ("00", "8", "I"),
        ("00", "1", "A"),
        ("01", "1", "I"),
    ]


# --- changed velden


def test_only_what_differs_is_named():
    oud = rij()
    nieuw = met(oud, uitschrijfdatum="2010-07-31", straatnaam="Kerkweg")
    assert velden_veranderd(oud, oud, {}, {}) == ()
    assert velden_veranderd(oud, nieuw, {}, {}) == (
        ("uitschrijfdatum", None, "2010-07-31"),
        ("straatnaam", None, "Kerkweg"),
    )


def test_what_only_the_register_knows_counts_where_both_name_it():
    oud, nieuw = {"bekostigingsstatus": "x", "gemeentecode": "1"}, {"bekostigingsstatus": "y", "geboorteland": "6030"}
    assert velden_veranderd(rij(), rij(), oud, nieuw) == (("bekostigingsstatus", "x", "y"),)
