"""Each kind of error is planned often enough, befalls one pupil at a time, and has a route and a trace."""

from datetime import date

import pytest

from bronsync_demo.fouten import SOORT, SOORTEN, maak_plan
from bronsync_demo.lvs_database import lvs_leerling
from bronsync_demo.personen import is_bsn
from bronsync_demo.school import HOOFD, maak_school
from demo.bewijs.sporen import SPOREN

VANDAAG = date(2026, 11, 23)


def plan_of(people, number, kind, seed, vandaag=VANDAAG):
    return maak_plan(maak_school(people, number, kind, seed, vandaag), seed)


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("kind", ["bo", "gemengd"])
def test_each_kind_occurs_at_least_five_times_at_2000(people, kind, seed):
    counts = plan_of(people, 2000, kind, seed).aantallen
    assert {name: n for name, n in counts.items() if n < 5} == {}
    types = {"BO"} if kind == "bo" else {"BO", "SBO", "SO", "VSO"}
    assert set(counts) == {s.naam for s in SOORTEN if s.bij & types}


@pytest.mark.parametrize("vandaag", [date(2026, 8, 1), date(2026, 8, 4), date(2027, 1, 1), date(2027, 7, 31)])
def test_each_kind_occurs_on_any_day_of_the_year(people, vandaag):
    counts = plan_of(people, 2000, "gemengd", 1, vandaag).aantallen
    assert {name: n for name, n in counts.items() if n < 5} == {}


def test_each_kind_has_a_route_and_a_trace():
    assert set(SOORT) == set(SPOREN)
    assert all(s.route and s.wat for s in SOORTEN)


def test_each_error_in_lvs2000_deviates_from_the_truth(people):
    plan = plan_of(people, 2000, "gemengd", 1)
    truth = plan.waarheid(1)
    seen = {}
    for lvs in plan.lvs():
        kind = plan.soort.get(lvs.nummer)
        if kind is None:
            assert lvs == lvs_leerling(truth[lvs.nummer])
        else:
            seen.setdefault(kind, set()).add(lvs != lvs_leerling(truth[lvs.nummer]))
    assert {kind for kind, s in seen.items() if s == {True}} == {
        s.naam for s in SOORTEN if s.lvs.__name__ != "_niets" and s.naam in plan.aantallen
    }


@pytest.mark.parametrize(("number", "kind", "seed"), [(2000, "gemengd", 1), (344, "sbo", 2), (100, "gemengd", 1)])
def test_errors_are_what_their_names_say(people, number, kind, seed):
    plan = plan_of(people, number, kind, seed)
    truth = plan.waarheid(1)
    postcodes = {a.postcode for a in plan.school.adressen}
    bsns = {x.persoon.bsn for x in truth.values() if x.laatste.aanleverpunt == HOOFD}  # the other must be seen with it
    for lvs in plan.lvs():
        fields, right = lvs.velden, lvs_leerling(truth[lvs.nummer]).velden
        match plan.soort.get(lvs.nummer):
            case "bsn_ongeldig":
                assert not is_bsn(fields["burgerservicenummer"])
            case "bsn_dubbel":
                assert fields["burgerservicenummer"] in bsns - {right["burgerservicenummer"]}
            case "bsn_ontbreekt" | "identificatieverzoek" | "geen_bsn" | "geen_bsn_buitenland" | "bsn_later":
                assert fields["burgerservicenummer"] is None
            case "postcode_typefout":
                assert fields["postcode"] not in postcodes
            case "oud_adres":
                assert fields["postcode"].replace(" ", "") in postcodes - {right["postcode"].replace(" ", "")}
            case "inschrijfdatum_weekend":
                assert date.fromisoformat(lvs.inschrijvingen[-1].velden["inschrijfdatum"]).weekday() >= 5
            case "naam_typefout":
                assert fields["achternaam"].casefold() != right["achternaam"].casefold()


def test_the_second_act_changes_the_truth_only_of_its_own_kinds(people):
    plan = plan_of(people, 2000, "gemengd", 1)
    changed = {nummer for nummer, x in plan.waarheid(2).items() if x != plan.waarheid(1)[nummer]}
    assert {plan.soort[nummer] for nummer in changed} == {s.naam for s in SOORTEN if s.later.__name__ != "_zelfde"}
    assert len(plan.register_opdrachten()) == sum(
        n * (2 if kind == "bsn_later" else 1)
        for kind, n in plan.aantallen.items()
        if SOORT[kind].register.__name__ != "_geen"
    )


def test_the_same_seed_gives_the_same_plan(people):
    one, two = (plan_of(people, 500, "gemengd", 3) for _ in range(2))
    assert list(one.lvs()) == list(two.lvs())
    assert one.register_opdrachten() == two.register_opdrachten()
    assert one.soort != plan_of(people, 500, "gemengd", 4).soort


@pytest.mark.parametrize("number", [1, 3, 20])
def test_a_small_school_gets_what_fits(people, number):
    plan = plan_of(people, number, "gemengd", 1)
    assert sum(plan.aantallen.values()) <= number
    assert len(list(plan.lvs())) == number
