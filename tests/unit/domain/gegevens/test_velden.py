"""The table of fields and the canonieke rij: normalisation, applicability, order, packing (DESIGN 2, DOMAIN 3)."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bronsync.domain.gegevens import velden
from bronsync.domain.gegevens.velden import (
    CEL_VELDEN,
    INDEX,
    LIJST_VELDEN,
    NORMALISEER,
    PER_CATEGORIE,
    VELD,
    VELDEN,
    Soort,
    beperk,
    canoniek,
    cel,
    lijst,
    met,
    normaliseer_lijst,
    pack,
    pgn,
    toepasselijk,
    unpack,
)
from helpers.gevallen import LEEG, deel, periode, rij_van
from unit.domain.controles.test_controles import RAAR, rijen

# --- the table -------------------------------------------------------------------------------------------------------


def test_every_field_has_one_place_and_one_category():
    namen = [veld.naam for veld in VELDEN]
    assert len(set(namen)) == len(namen)
    assert [VELDEN[INDEX[naam]] for naam in namen] == list(VELDEN) == [VELD[naam] for naam in namen]
    assert [veld for lijst_ in PER_CATEGORIE.values() for veld in lijst_] == sorted(
        VELDEN, key=lambda v: list(PER_CATEGORIE).index(v.categorie)
    )
    assert (*CEL_VELDEN, *LIJST_VELDEN) == VELDEN  # cells first: canoniek puts the lists behind them


def test_every_kind_has_its_normalisation_and_occurs():
    soorten = {d.soort for veld in VELDEN for d in (veld.onderdelen or (veld,))}
    assert soorten == set(Soort) == set(NORMALISEER)


def test_only_a_text_that_is_cut_needs_a_length():
    assert all(veld.lengte for veld in VELDEN if veld.inkorten)
    assert all(veld.label for veld in VELDEN)


# --- normalisation ---------------------------------------------------------------------------------------------------

NORMAAL = [
    (Soort.TEKST, "  Jan   Piet ", "Jan Piet"),
    (Soort.TEKST, "Jan\tPiet\n", "Jan Piet"),
    (Soort.TEKST, "Jan\u00a0Piet", "Jan Piet"),
    (Soort.TEKST, "e\u0301", "é"),
    (Soort.TEKST, "‘t Hart`s ´n ’t", "'t Hart's 'n 't"),
    (Soort.TEKST, "DE Vries", "DE Vries"),
    (Soort.TEKST, "   ", None),
    (Soort.TEKST, "", None),
    (Soort.TEKST, 12, "12"),
    (Soort.CODE, " bo ", "BO"),
    (Soort.CODE, "", None),
    (Soort.CODE, 1, "1"),
    (Soort.POSTCODE, "1234 ab", "1234AB"),
    (Soort.POSTCODE, " 1234ab ", "1234AB"),
    (Soort.POSTCODE, "  ", None),
    (Soort.POSTCODE, "123", "123"),
    (Soort.PGN, "999990019", "999990019"),
    (Soort.PGN, "99990019", "099990019"),
    (Soort.PGN, "9999.90.019", "999990019"),
    (Soort.PGN, "9999 90-019", "999990019"),
    (Soort.PGN, "999990019.0", "999990019"),
    (Soort.PGN, 999990019.0, "999990019"),
    (Soort.PGN, 99990019, "099990019"),
    (Soort.PGN, "9999900", "9999900"),
    (Soort.PGN, "onbekend", "onbekend"),
    (Soort.PGN, "٩٩٩٩٩٠٠١٩", "٩٩٩٩٩٠٠١٩"),
    (Soort.PGN, " ", None),
    (Soort.GETAL, 12, 12),
    (Soort.GETAL, True, 1),
    (Soort.GETAL, " 012 ", 12),
    (Soort.GETAL, "12a", "12a"),
    (Soort.GETAL, "-1", "-1"),
    (Soort.GETAL, "1234567890", "1234567890"),
    (Soort.GETAL, "", None),
    (Soort.BEDRAG, "0,3", "0.30"),
    (Soort.BEDRAG, Decimal("1.2000"), "1.20"),
    (Soort.BEDRAG, 0, "0.00"),
    (Soort.BEDRAG, "veel", "veel"),
    (Soort.BEDRAG, " ", None),
    (Soort.DATUM, date(2018, 8, 1), "2018-08-01"),
    (Soort.DATUM, datetime(2018, 8, 1, 23, 59), "2018-08-01"),  # noqa: DTZ001 - a database gives naive moments
    (Soort.DATUM, "20180801", "2018-08-01"),
    (Soort.DATUM, "1-8-2018", "2018-08-01"),
    (Soort.DATUM, "01-08-2018", "2018-08-01"),
    (Soort.DATUM, "2018-08-01 00:00:00.000", "2018-08-01"),
    (Soort.DATUM, "2018-08-01T00:00:00", "2018-08-01"),
    (Soort.DATUM, "2018-08-01 12:00:00", "2018-08-01 12:00:00"),
    (Soort.DATUM, "1 augustus", "1 augustus"),
    (Soort.DATUM, "", None),
    (Soort.GEBOORTEDATUM, "20120300", "2012-03-00"),
    (Soort.GEBOORTEDATUM, "00000000", "0000-00-00"),
    (Soort.GEBOORTEDATUM, "00-03-2012", "2012-03-00"),
    (Soort.JA_NEE, True, 1),
    (Soort.JA_NEE, 0, 0),
    (Soort.JA_NEE, -1, 1),
    (Soort.JA_NEE, "ja", 1),
    (Soort.JA_NEE, " N ", 0),
    (Soort.JA_NEE, "false", 0),
    (Soort.JA_NEE, "misschien", "MISSCHIEN"),
    (Soort.JA_NEE, "", None),
    (Soort.INDICATIENUMMER, "3-1-2008-264", "3-01-2008-0264"),
    (Soort.INDICATIENUMMER, "2-01-2008-78B", "2-01-2008-0078"),
    (Soort.INDICATIENUMMER, "3-01-2008-0264", "3-01-2008-0264"),
    (Soort.INDICATIENUMMER, "3-x-2008-264", "3-x-2008-264"),
    (Soort.INDICATIENUMMER, "3012008264", "3012008264"),
    (Soort.INDICATIENUMMER, " ", None),
]


@pytest.mark.parametrize(("soort", "ruw", "verwacht"), NORMAAL, ids=[f"{n}-{r[0]}" for n, r in enumerate(NORMAAL)])
def test_a_raw_value_becomes_one_form(soort, ruw, verwacht):
    normaal = NORMALISEER[soort](ruw)
    assert normaal == verwacht
    assert type(normaal) is type(verwacht)


@pytest.mark.parametrize("soort", Soort)
@given(ruw=st.one_of(st.sampled_from([r for r in RAAR if r is not None]), st.text(max_size=12)))
def test_normalising_twice_changes_nothing(soort, ruw):
    eens = NORMALISEER[soort](ruw)
    assert eens is None or NORMALISEER[soort](eens) == eens


def ruwe_cellen(**ruw: object) -> list[object]:
    return [ruw.get(veld.naam) for veld in CEL_VELDEN]


@pytest.mark.parametrize(
    ("naam", "ruw", "verwacht"),
    [
        ("straatnaam", "a" * 25, "a" * 24),
        ("straatnaam", "a" * 23 + " b", "a" * 23),
        ("plaatsnaam", "a" * 40, "a" * 40),
        ("achternaam", "a" * 201, "a" * 201),
        ("huisnummer", "123456", 123456),
    ],
)
def test_only_address_texts_are_cut_at_their_length(naam, ruw, verwacht):
    assert cel(canoniek(ruwe_cellen(**{naam: ruw})), naam) == verwacht


def test_the_memory_of_normalised_values_is_bounded_and_never_wrong():
    geheugen = velden._Cache(VELD["geslacht"], grens=3)
    for _ in range(2):
        for letter in "abcdefg":
            assert geheugen[letter] == letter.upper()
            assert geheugen[None] is None
            assert len(geheugen) <= 3


def test_sub_records_are_normalised_and_stand_in_order():
    ruw = [
        ("2018-08-01", "4", None, "01", "nee", ""),
        (date(2017, 8, 1), 3, "", "00", True, None),
        (None, "3", None, "00", 1, None),
        ("2018-08-01", "3", None, "00", 1, None),
    ]
    assert normaliseer_lijst("perioden", ruw) == (
        (None, "3", None, "00", 1, None),
        ("2017-08-01", "3", None, "00", 1, None),
        ("2018-08-01", "3", None, "00", 1, None),
        ("2018-08-01", "4", None, "01", 0, None),
    )
    assert normaliseer_lijst("perioden", []) == ()


@given(
    st.permutations([periode(begindatum=d, groep=g) for d in (None, "2017-08-01", "2018-08-01") for g in ("3", "4")])
)
def test_the_order_in_which_sub_records_came_does_not_matter(perioden):
    assert normaliseer_lijst("perioden", perioden) == normaliseer_lijst("perioden", sorted(perioden, key=str))


# --- what applies ----------------------------------------------------------------------------------------------------

LIJST = {veld.naam: (deel(veld.naam),) for veld in LIJST_VELDEN}


def vol(**anders: object) -> tuple[object, ...]:
    """Every field filled with something."""
    return tuple((LIJST | anders).get(veld.naam, "x") for veld in VELDEN)


def leeg_gemaakt(rij: tuple[object, ...]) -> set[str]:
    na = beperk(rij)
    for veld, oud, nieuw in zip(VELDEN, rij, na, strict=True):
        assert nieuw in (oud, () if veld.onderdelen else None)
    return {veld.naam for veld, oud, nieuw in zip(VELDEN, rij, na, strict=True) if nieuw != oud}


VVE = {n for n in VELD if n.startswith(("voorschools", "vroegschools"))} | {
    "ontwikkelingsperspectieven",
    "opdc_verblijven",
}
WEC_ALLEEN = {
    "schoolsoort", "schoolsoort_datum", "terugplaatsing_brin", "terugplaatsing_vestiging", "verblijven", "arrangementen", "begeleidingen",
}  # fmt: skip
GEWICHT = {"gewicht", "gewicht_datum"}


@pytest.mark.parametrize(
    ("onderwijstype", "weg"),
    [
        ("BO", WEC_ALLEEN | {"uitstroomprofiel"}),
        ("SBO", WEC_ALLEEN | GEWICHT | {"uitstroomprofiel"}),
        ("SO", VVE | GEWICHT | {"uitstroomprofiel"}),
        ("VSO", VVE | GEWICHT),
        ("MBO", set()),
        (None, set()),
    ],
)
def test_what_a_kind_of_school_does_not_have_is_emptied(onderwijstype, weg):
    rij = vol(onderwijstype=onderwijstype, burgerservicenummer=None, postcode=None)
    assert leeg_gemaakt(rij) == weg
    for veld in VELDEN:
        assert toepasselijk(veld, rij) is (veld.naam not in weg)


REGELS = {"adresregel_buitenland_1", "adresregel_buitenland_2", "adresregel_buitenland_3"}


@pytest.mark.parametrize(
    ("bsn", "land", "postcode", "weg"),
    [
        ("999990019", None, "1234AB", {"nationaliteiten"} | REGELS),
        ("999990019", "5010", None, {"nationaliteiten"} | REGELS),
        (None, "5010", None, set()),
        (None, None, "1234AB", REGELS),
        (None, None, None, REGELS),
        (None, "6030", "1234AB", {"land"} | REGELS),
        (None, "6030", None, set()),
        ("999990019", "6030", "1234AB", {"nationaliteiten", "land"} | REGELS),
    ],
)
def test_who_has_a_bsn_or_lives_abroad_delivers_less(bsn, land, postcode, weg):
    rij = vol(onderwijstype=None, burgerservicenummer=bsn, land=land, postcode=postcode)
    assert leeg_gemaakt(rij) == weg


def test_any_text_as_onderwijstype_is_taken_and_the_memory_of_it_is_bounded():
    for n in range(1100):
        assert leeg_gemaakt(vol(onderwijstype=f"T{n}", land=None)) == {"nationaliteiten"} | REGELS
    assert len(velden._BEPERKINGEN) <= 1000


@given(rijen())
def test_limiting_twice_changes_nothing_and_an_empty_field_stays_empty(rij):
    assert beperk(rij) == rij
    assert all(toepasselijk(veld, rij) or rij[INDEX[veld.naam]] in (None, ()) for veld in VELDEN)


def test_an_empty_row_is_a_row():
    assert canoniek(ruwe_cellen()) == LEEG


# --- packing and looking inside ------------------------------------------------------------------------------------------


te_pakken = rijen().filter(lambda rij: "ud800" not in repr(rij))  # half a surrogate pair has no UTF-8


@given(te_pakken)
def test_what_is_packed_comes_out_the_same(rij):
    assert unpack(pack(rij)) == rij


@given(te_pakken, te_pakken)
def test_equal_bytes_are_equal_rows(een, ander):
    assert (pack(een) == pack(ander)) is (een == ander)


def test_a_body_of_another_version_is_stale():
    body = pack(rij_van())
    assert unpack(bytes([body[0] + 1]) + body[1:]) is None
    assert unpack(b"") is None


def test_cells_are_found_and_replaced_by_name():
    rij = rij_van()
    nieuw = met(rij, achternaam="Vries", perioden=())
    assert (cel(nieuw, "achternaam"), lijst(nieuw, "perioden")) == ("Vries", ())
    assert met(nieuw, achternaam=cel(rij, "achternaam"), perioden=lijst(rij, "perioden")) == rij


@pytest.mark.parametrize(
    ("bsn", "onderwijsnummer", "verwacht"),
    [("999990019", "100000004", "999990019"), (None, "100000004", "100000004"), (None, None, None)],
)
def test_the_pgn_is_the_bsn_else_the_onderwijsnummer(bsn, onderwijsnummer, verwacht):
    assert pgn(rij_van(burgerservicenummer=bsn, onderwijsnummer=onderwijsnummer)) == verwacht


def test_half_a_surrogate_pair_does_not_stop_the_reading():
    cellen = [None] * len(CEL_VELDEN)
    cellen[INDEX["achternaam"]] = "Mou\ud83dlin"
    rij = velden.canoniek(cellen)
    assert rij[INDEX["achternaam"]] == "Mou\ufffdlin"
    assert velden.unpack(velden.pack(rij)) == rij


def test_an_amount_is_never_rounded():
    assert velden.NORMALISEER[Soort.BEDRAG]("0.305") == "0.305"
    assert velden.NORMALISEER[Soort.BEDRAG]("0,3000") == "0.30"


def test_preventive_begeleiding_beside_another_kind_stays_in_the_school():
    pab, rab = ("2013-01-01", None, "PAB", "00AA", None), ("2013-02-01", None, "RAB", "00AA", None)
    assert velden.lijst(beperk(rij_van(onderwijstype="SO", begeleidingen=(pab, rab))), "begeleidingen") == (rab,)
    assert velden.lijst(beperk(rij_van(onderwijstype="SO", begeleidingen=(pab,))), "begeleidingen") == (pab,)
