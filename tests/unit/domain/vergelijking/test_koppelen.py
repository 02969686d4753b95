"""Pairing: each reason, in its order, and what must not pair."""

import pytest

from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import Reden, koppel, zelfde_leerling
from helpers.gevallen import rij_van


def lvs(id_=1, nummer="42", **velden):
    return LvsKant(id_, id_ // 10, nummer, rij_van(**velden))


def bron(pgn="999990019", datum="2018-08-01", nummer="42", volgnummer="1", **velden):
    return BronKant(pgn, datum, nummer, volgnummer, rij_van(burgerservicenummer=pgn, inschrijfdatum=datum, **velden))


def paren(links, rechts, bewaard=None):
    gevonden = koppel(links, rechts, bewaard or {})
    return [(k.lvs and k.lvs.inschrijving_id, k.bron and k.bron.id, k.reden) for k in gevonden]


ANDER = "999990020"


@pytest.mark.parametrize(
    ("links", "rechts", "bewaard", "reden"),
    [
        pytest.param(lvs(), bron(), {1: ("999990019", "2018-08-01")}, Reden.BEWAARD, id="stored"),
        pytest.param(
            lvs(burgerservicenummer=ANDER),
            bron(),
            {1: ("999990019", "2018-08-01")},
            Reden.BEWAARD,
            id="stored, key changed",
        ),
        pytest.param(lvs(), bron(), {}, Reden.SLEUTEL, id="key"),
        pytest.param(
            lvs(burgerservicenummer=ANDER), bron(), {}, Reden.VOLGNUMMER, id="our number, same leerlingnummer"
        ),
        pytest.param(
            lvs(nummer="7", burgerservicenummer=ANDER),
            bron(),
            {},
            Reden.VOLGNUMMER,
            id="our number, same name and birth date",
        ),
        pytest.param(
            lvs(burgerservicenummer=None), bron(volgnummer=""), {}, Reden.LEERLINGNUMMER, id="leerlingnummer and date"
        ),
        pytest.param(
            lvs(inschrijfdatum="2018-09-03"),
            bron(volgnummer="", nummer=""),
            {},
            Reden.LEERLING,
            id="one left on each side",
        ),
    ],
)
def test_the_reason_of_a_pair(links, rechts, bewaard, reden):
    assert paren([links], [rechts], bewaard) == [(1, rechts.id, reden)]


@pytest.mark.parametrize(
    ("links", "rechts", "bewaard"),
    [
        pytest.param(
            lvs(nummer="7", burgerservicenummer=ANDER, achternaam="Bakker"),
            bron(),
            {1: ("999990019", "2018-08-01")},
            id="a number that was given out again after a back-up",
        ),
        pytest.param(
            lvs(nummer="7", burgerservicenummer=None, achternaam=None), bron(volgnummer=""), {}, id="nothing in common"
        ),
        pytest.param(
            lvs(inschrijfdatum="2019-08-01", nummer="7"),
            bron(volgnummer="", uitschrijfdatum="2019-07-31"),
            {},
            id="left, and came back: the end lies before the begin",
        ),
    ],
)
def test_what_does_not_pair(links, rechts, bewaard):
    assert paren([links], [rechts], bewaard) == [(1, None, Reden.NIET), (None, rechts.id, Reden.NIET)]


def test_every_inschrijving_occurs_in_exactly_one_koppeling():
    links = [lvs(1), lvs(2, inschrijfdatum="2019-08-01"), lvs(3, nummer="9", burgerservicenummer=None)]
    rechts = [bron(), bron(ANDER, nummer="8", volgnummer="")]
    gevonden = koppel(links, rechts, {1: ("999990019", "2018-08-01"), 2: ("weg", "weg")})
    assert sorted(k.lvs.inschrijving_id for k in gevonden if k.lvs) == [1, 2, 3]
    assert sorted(k.bron.id for k in gevonden if k.bron) == sorted(k.id for k in rechts)


def test_two_pupils_with_one_number_are_not_both_paired_with_it():
    assert [p[2] for p in paren([lvs(1), lvs(2, nummer="7")], [bron()])] == [Reden.SLEUTEL, Reden.NIET]


def test_with_two_left_on_one_side_nothing_is_guessed():
    links = [lvs(1, inschrijfdatum="2018-09-03", nummer="x"), lvs(2, inschrijfdatum="2018-10-01", nummer="y")]
    assert {p[2] for p in paren(links, [bron(volgnummer="")])} == {Reden.NIET}


@pytest.mark.parametrize("veld", ["geboortedatum", "achternaam"])
def test_without_birth_date_or_name_nobody_is_taken_for_another(veld):
    links, rechts = lvs(nummer="7", burgerservicenummer=None), bron()
    assert zelfde_leerling(links, rechts)
    leeg = LvsKant(1, 0, "7", rij_van(burgerservicenummer=None, **{veld: None}))
    kaal = BronKant("1", "2018-08-01", "42", "", rij_van(burgerservicenummer=None, **{veld: None}))
    assert not zelfde_leerling(leeg, kaal)


@pytest.mark.parametrize("nummer", ["1", "7"], ids=["our number", "the only one over"])
@pytest.mark.parametrize(("begin", "zelfde"), [("2019-07-31", True), ("2019-08-01", True), ("2019-08-02", False)])
def test_R12_what_BRON_ended_on_the_first_day_is_the_same_inschrijving_and_the_day_before_is_another(
    begin, zelfde, nummer
):
    links = lvs(burgerservicenummer="999990019", inschrijfdatum=begin)
    gevonden = paren([links], [bron(uitschrijfdatum="2019-08-01", volgnummer=nummer)])
    assert (len(gevonden) == 1) is zelfde
