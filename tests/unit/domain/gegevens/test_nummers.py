"""BSN, onderwijsnummer, BRIN and aanleverpunt (DOMAIN 3.1-3.3, with its test values)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bronsync.domain.gegevens.nummers import (
    Aanleverpunt,
    Bsn,
    Onderwijsnummer,
    lees_aanleverpunt,
    lees_bsn,
    lees_onderwijsnummer,
    masker,
)
from bronsync.domain.gegevens.waarden import Ongeldig

GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def rest(tekst: str) -> int:
    """The sum of DOMAIN 3.1, apart from the library that the program uses."""
    return sum(gewicht * int(cijfer) for gewicht, cijfer in zip(GEWICHTEN, tekst, strict=True)) % 11


# 182071649, 111222333 and 123456782 are the dossier's own examples of the sum, nobody's number
@pytest.mark.parametrize("tekst", ["182071649", "111222333", "123456782", "999990019", "999990020", "999990032"])
def test_a_bsn_passes_the_elfproef(tekst):
    assert lees_bsn(tekst) == Bsn(tekst)


@pytest.mark.parametrize("tekst", ["182071648", "000000000", "999990018", "100000004"])
def test_nine_digits_that_fail_the_elfproef_are_no_bsn(tekst):
    assert lees_bsn(tekst) == Ongeldig(tekst, "elfproef")


@pytest.mark.parametrize("tekst", ["", "99999001", "9999900190", "99999001x", " 99990019", "999990019\n", "٩٩٩٩٩٠٠١٩"])
def test_other_than_nine_digits_is_no_number(tekst):
    assert lees_bsn(tekst) == Ongeldig(tekst, "negen_cijfers")
    assert lees_onderwijsnummer(tekst) == Ongeldig(tekst, "negen_cijfers")


@pytest.mark.parametrize("tekst", ["100310303", "100729533", "100000004", "100000016", "100000028", "100000041"])
def test_an_onderwijsnummer_leaves_remainder_5_and_starts_with_10(tekst):
    assert lees_onderwijsnummer(tekst) == Onderwijsnummer(tekst)


@pytest.mark.parametrize("tekst", ["100310304", "999990019", "200000006", "000000000"])
def test_other_nine_digits_are_no_onderwijsnummer(tekst):
    assert lees_onderwijsnummer(tekst) == Ongeldig(tekst, "elfproef")


@given(st.from_regex("[0-9]{9}", fullmatch=True))
def test_the_sums_are_those_of_the_dossier(tekst):
    assert isinstance(lees_bsn(tekst), Bsn) is (rest(tekst) == 0 and tekst != "000000000")
    assert isinstance(lees_onderwijsnummer(tekst), Onderwijsnummer) is (rest(tekst) == 5 and tekst.startswith("10"))


@pytest.mark.parametrize("getal", [Bsn("999990019"), Onderwijsnummer("100000004")])
def test_a_number_prints_masked(getal):
    for tekst in (str(getal), repr(getal), f"{getal}"):
        assert getal.cijfers not in tekst
        assert getal.cijfers[-4:] in tekst


def test_the_mask_shows_the_last_four_digits():
    assert masker("999990019") == "•••••0019"
    assert masker(None) == masker("") == ""


def test_an_aanleverpunt_is_a_brin_and_two_digits():
    punt = lees_aanleverpunt(" 00aa01 ")
    assert punt == Aanleverpunt("00AA01")
    assert isinstance(punt, Aanleverpunt)


@pytest.mark.parametrize("tekst", ["", "00AA", "00AA0", "00AA000", "AA0000", "00AAxx"])
def test_what_is_no_aanleverpunt_is_ongeldig(tekst):
    assert lees_aanleverpunt(tekst) == Ongeldig(tekst.strip().upper(), "aanleverpunt")
