"""Dates whole and partial, and the schooljaar (DOMAIN 3.5, 3.10)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bronsync.domain.gegevens.waarden import (
    GedeeltelijkeDatum,
    Ongeldig,
    lees_datum,
    lees_gedeeltelijke_datum,
    schooljaar,
)


@pytest.mark.parametrize(
    ("tekst", "vroegst", "laatst", "volledig"),
    [
        ("2012-03-04", date(2012, 3, 4), date(2012, 3, 4), True),
        ("2012-02-00", date(2012, 2, 1), date(2012, 2, 29), False),
        ("2011-02-00", date(2011, 2, 1), date(2011, 2, 28), False),
        ("2012-12-00", date(2012, 12, 1), date(2012, 12, 31), False),
        ("2012-00-00", date(2012, 1, 1), date(2012, 12, 31), False),
        ("0000-00-00", None, None, False),
    ],
)
def test_a_partial_date_lies_between_its_earliest_and_latest_day(tekst, vroegst, laatst, volledig):
    datum = lees_gedeeltelijke_datum(tekst)
    assert isinstance(datum, GedeeltelijkeDatum)
    assert (datum.vroegst, datum.laatst, datum.volledig) == (vroegst, laatst, volledig)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "x",
        "2012-03",
        "20120304",
        "04-03-2012",
        "2012/03/04",
        "2012-03/04",
        "2012-3-004",
        "2012-02-30",
        "2011-02-29",
        "2012-13-01",
        "2012-13-00",
        "0000-03-00",
        "0000-00-04",
        "0000-03-04",
        "2012-00-04",
        " 2012-3-4 ",
        "2012-03-0a",
    ],
)
def test_what_is_no_partial_date_is_ongeldig(tekst):
    assert lees_gedeeltelijke_datum(tekst) == Ongeldig(tekst, "geen_datum")


@given(st.dates(max_value=date(2198, 12, 31)))
def test_every_whole_date_is_a_partial_one_that_knows_its_day(dag):
    datum = lees_gedeeltelijke_datum(dag.isoformat())
    assert isinstance(datum, GedeeltelijkeDatum)
    assert datum.vroegst == datum.laatst == dag


@given(st.dates(max_value=date(2198, 12, 31)), st.dates(max_value=date(2198, 12, 31)))
def test_whole_dates_keep_their_order(een, ander):
    datums = [lees_gedeeltelijke_datum(dag.isoformat()) for dag in (een, ander)]
    assert (datums[0] < datums[1]) is (een < ander)


@pytest.mark.parametrize("tekst", ["1901-01-01", "2016-02-29", "2198-12-31"])
def test_a_real_day_is_read(tekst):
    assert lees_datum(tekst) == date.fromisoformat(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "x",
        "20180801",
        "2018-8-1",
        "2018-02-29",
        "2018-00-00",
        "1900-12-31",
        "2199-01-01",
        "9999-12-31",
        "1753-01-01",
    ],
)
def test_what_is_no_real_day_is_ongeldig(tekst):
    assert lees_datum(tekst) == Ongeldig(tekst, "geen_datum")


@pytest.mark.parametrize(
    ("dag", "jaar"),
    [(date(2018, 7, 31), 2017), (date(2018, 8, 1), 2018), (date(2018, 12, 31), 2018), (date(2019, 1, 1), 2018)],
)
def test_the_schooljaar_begins_on_1_august(dag, jaar):
    assert schooljaar(dag) == jaar


def test_no_birth_date_and_no_wrong_text_is_printed():
    assert "2012" not in repr(GedeeltelijkeDatum(2012, 3, 4))
    assert "2012" not in str(GedeeltelijkeDatum(2012, 3, 4))
    assert "geheim" not in repr(Ongeldig("geheim", "geen_datum"))


ARABISCH = "".join(chr(0x660 + int(teken)) if teken.isdigit() else teken for teken in "2018-01-01")


@pytest.mark.parametrize("tekst", ["2018-W31-1", "2018-310-1", ARABISCH, "2018/01/01", "2199-01-01", "1900-12-31"])
def test_a_text_that_only_resembles_a_day_is_none(tekst):
    assert isinstance(lees_datum(tekst), Ongeldig)


@pytest.mark.parametrize("tekst", ["9999-12-00", "9999-00-00", ARABISCH, "2199-00-00"])
def test_a_birth_date_beyond_all_years_is_none(tekst):
    assert isinstance(lees_gedeeltelijke_datum(tekst), Ongeldig)
