"""Persons become pupils of a school that is legal for its dates, the same one for the same arguments."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from bronsync_demo.fouttekst import DemoFout
from bronsync_demo.personen import Persoon, is_bsn
from bronsync_demo.school import (
    AMBULANT,
    HOOFD,
    SCHOOLSOORTEN,
    Rol,
    landen,
    maak_school,
    proef_bsns,
    verschuif,
    vierde_verjaardag,
)

VANDAAG = date(2026, 11, 23)
DAYS = [date(2026, 8, 3), date(2026, 9, 30), VANDAAG, date(2027, 1, 2), date(2027, 7, 31), date(2028, 2, 29)]


def all_registrations(school):
    return [(leerling, i) for leerling in school.leerlingen for i in leerling.inschrijvingen]


@pytest.mark.parametrize("kind", SCHOOLSOORTEN)
def test_each_kind_of_school_has_its_own_pupils_and_both_aanleverpunten(people, kind):
    school = maak_school(people, 344, kind, 1, VANDAAG)
    types = {i.velden["onderwijstype"] for _, i in all_registrations(school) if i.aanleverpunt == HOOFD}
    assert set(SCHOOLSOORTEN[kind]) <= types <= set(SCHOOLSOORTEN[kind]) | {"SO"}
    assert {i.aanleverpunt for _, i in all_registrations(school)} == {HOOFD, AMBULANT}
    assert all(
        leerling for leerling in school.leerlingen if len({i.aanleverpunt for i in leerling.inschrijvingen}) == 2
    )
    assert {p["vestiging"] for _, i in all_registrations(school) for p in i.lijsten["perioden"]} == {"00", "01"}


def test_every_person_of_the_file_goes_to_school_once(people):
    school = maak_school(people, len(people), "gemengd", 1, VANDAAG)
    assert Counter(p.achternaam for p in people) == Counter(x.persoon.achternaam for x in school.leerlingen)


def test_month_day_and_zeros_of_a_birth_date_stay(people):
    school = maak_school(people, len(people), "gemengd", 1, VANDAAG)
    for person, leerling in zip(people, school.leerlingen, strict=True):
        assert leerling.persoon.geboortedatum[4:] == person.geboortedatum[4:]
        assert leerling.persoon.geboortedatum.startswith("0000") == person.geboortedatum.startswith("0000")


@pytest.mark.parametrize("vandaag", DAYS)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_inschrijving_is_legal_for_its_dates(people, vandaag, seed):
    for leerling, i in all_registrations(maak_school(people, 500, "gemengd", seed, vandaag)):
        start = date.fromisoformat(i.inschrijfdatum)
        assert start <= vandaag
        assert start.weekday() < 5 or (start.month, start.day) == (8, 1)
        four = vierde_verjaardag(leerling.persoon.geboortedatum)
        assert four is None or four <= start
        assert i.uitschrijfdatum is None or i.uitschrijfdatum > i.inschrijfdatum
        periods = i.lijsten["perioden"]
        begins = [p["begindatum"] for p in periods]
        assert begins[0] == i.inschrijfdatum
        assert begins == sorted(set(begins))
        assert i.uitschrijfdatum is None or begins[-1] <= i.uitschrijfdatum
        later = start >= date(2014, 8, 1)
        kind = i.velden["onderwijstype"]
        assert ("gewicht" in i.velden) == (kind == "BO" and start < date(2019, 8, 1))
        if kind in {"SO", "VSO"}:
            assert all(1 <= p["leerjaar"] <= 20 and p["groep"] is None for p in periods)
            assert later or i.lijsten["indicaties"]
            if later and i.velden["inschrijfstatus"] == "I":
                assert i.lijsten.get("toelaatbaarheidsverklaringen") or i.lijsten.get("arrangementen")
            assert not later or kind != "VSO" or i.velden["uitstroomprofiel"] in "123"
        else:
            assert all(p["groep"] in "12345678" and p["leerjaar"] is None for p in periods)
        for tlv in i.lijsten.get("toelaatbaarheidsverklaringen", []):
            assert "2014-08-01" <= tlv["begindatum"] <= max(i.inschrijfdatum, "2014-08-01")
            assert tlv["einddatum"] > (i.uitschrijfdatum or i.inschrijfdatum)
        if i.aanleverpunt == AMBULANT:
            assert i.velden["inschrijfstatus"] == "A"
            assert i.lijsten["begeleidingen"]
            assert {p["soort_onderwijs"] for p in periods} <= {"DO", "SH", "ES", "VI"}


def test_two_inschrijvingen_at_one_aanleverpunt_follow_each_other(people):
    for leerling in maak_school(people, 2000, "gemengd", 3, VANDAAG).leerlingen:
        if leerling.rol is Rol.TERUG:
            old, new = leerling.inschrijvingen
            assert date.fromisoformat(old.uitschrijfdatum) + timedelta(days=1) <= date.fromisoformat(new.inschrijfdatum)


def test_all_bsns_are_valid_and_unique_also_of_pupils_made_up(people):
    school = maak_school(people, 2000, "bo", 1, VANDAAG)
    bsns = [leerling.persoon.bsn for leerling in school.leerlingen]
    assert all(map(is_bsn, bsns))
    assert len(set(bsns)) == 2000
    assert {b for b in bsns if b not in {p.bsn for p in people}} <= {b for b in bsns if b.startswith("999")}


def test_everybody_lives_somewhere_that_exists(people):
    pupils = [x for seed in range(1, 6) for x in maak_school(people, 344, "gemengd", seed, VANDAAG).leerlingen]
    for leerling in pupils:
        adres = leerling.persoon.adres
        assert adres.land in landen() if adres.land else adres.postcode
        left = leerling.laatste.uitschrijfdatum
        assert not (adres.land and left) or landen()[adres.land] <= left.replace("-", "")


def test_the_same_arguments_give_the_same_school_and_another_seed_another(people):
    assert maak_school(people, 400, "gemengd", 7, VANDAAG) == maak_school(people, 400, "gemengd", 7, VANDAAG)
    assert maak_school(people, 400, "gemengd", 7, VANDAAG) != maak_school(people, 400, "gemengd", 8, VANDAAG)


@pytest.mark.parametrize("number", [1, 2, 7])
def test_a_very_small_school_is_a_school(people, number):
    assert len(maak_school(people, number, "gemengd", 1, VANDAAG).leerlingen) == number


def test_a_person_about_whom_almost_nothing_is_known_goes_to_school():
    unknown = Persoon(
        "Lg1", None, ".", None, None, "0000-00-00", "O", None, (), geheim=False, overleden=False, adres=None
    )
    (leerling,) = maak_school([unknown], 1, "bo", 1, VANDAAG).leerlingen
    assert is_bsn(leerling.persoon.bsn)
    assert leerling.persoon.adres.volledig
    assert leerling.persoon.nationaliteiten == ("0001",)


def test_29_february_goes_to_a_leap_year():
    assert verschuif("1980-02-29", 2019) == "2016-02-29"


def test_more_pupils_than_test_numbers_is_refused_with_a_sentence(people, monkeypatch):
    monkeypatch.setattr("bronsync_demo.school.proef_bsns", lambda *_: iter(["999990019"]))
    with pytest.raises(DemoFout, match=r"90\.000"):
        maak_school(people, 400, "bo", 1, VANDAAG)


def test_test_numbers_begin_with_9999_and_pass_the_elfproef():
    numbers = list(proef_bsns({"999990019"}, random.Random(1)))
    assert all(map(is_bsn, numbers))
    assert len(set(numbers)) == len(numbers) > 80_000
    assert "999990019" not in numbers
    assert all(number.startswith("9999") for number in numbers[:9000])
