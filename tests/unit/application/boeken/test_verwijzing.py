"""The reference of a pupil (RELIABILITY E3): stable with one store, another with another, and nothing of the number in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bronsync.adapters.system.ids import RandomIds
from bronsync.application.boeken.verwijzing import gevraagde_verwijzing, maak_sleutel, verwijzer
from helpers.omgeving import Wereld


def _verwijzer(wereld):
    maak_sleutel(replace(wereld.omg, ids=RandomIds()))
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        return verwijzer(unit)


def test_one_pupil_has_one_reference_in_one_store_and_another_in_another():
    een, ander = Wereld(), Wereld()
    hier, daar = _verwijzer(een), _verwijzer(ander)
    assert re.fullmatch("L-[A-Z2-7]{8}", hier("12345"))
    assert hier("12345") == hier("12345") == _verwijzer(een)("12345"), "the key is made once"
    assert len({hier(str(nummer)) for nummer in range(2000)}) == 2000
    assert hier("12345") != daar("12345")
    assert hier("") == ""


def test_without_a_key_there_is_no_reference():
    with Wereld().journal.unit_of_work("00AA00") as unit:
        assert verwijzer(unit)("12345") == ""


@pytest.mark.parametrize(
    ("getypt", "gelezen"),
    [
        ("L-ABCD2345", "L-ABCD2345"),
        (" l-abcd2345 ", "L-ABCD2345"),
        ("l-0b1d8345", "L-OBIDB345"),
        ("l-ab", "L-AB"),
        ("l-", ""),
        ("L-ABCD23456", ""),
        ("labcd2345", ""),
        ("jansen", ""),
    ],
)
def test_what_is_heard_on_the_phone_is_read(getypt, gelezen):
    assert gevraagde_verwijzing(getypt) == gelezen
