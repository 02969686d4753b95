"""Every compared field has pupils who change it on each side; what is counted can also come out short."""

from datetime import date

import pytest

from bronsync.domain.gegevens.velden import VELD
from bronsync_demo.school import SCHOOLSOORTEN, maak_school
from demo.bewijs.plan import maak_bewijsplan
from demo.bewijs.registerlog import Logregel
from demo.bewijs.veldparen import NAMEN, paren, veld_en_deel
from demo.bewijs.veldtelling import (
    UIT_SPOREN,
    Veldtelling,
    Waarneming,
    _waarde,
    geschreven_velden,
    gevonden_rijen,
    tel_velden,
)
from demo.bewijs.veldwerk import BIJ, Kant, maak_dragers
from demo.bewijs.vergelijk_waarheid import onderwijs_json, plat_bericht, plat_waarheid

VANDAAG = date(2026, 11, 23)
DAYS = [date(2026, 8, 1), date(2026, 8, 3), VANDAAG, date(2027, 2, 28), date(2027, 7, 31)]
BY_BRON_AT_ENROLMENT = "onderwijsnummer"


def plan_of(people, kind, seed=1, vandaag=VANDAAG, number=344):
    return maak_bewijsplan(maak_school(people, number, kind, seed, vandaag), seed)


def carried(dragers):
    """Rows that the school changes, and rows that change at BRON."""
    dragers = list(dragers)
    return {n for d in dragers for n in d.op_school}, {n for d in dragers for n in d.bij_bron}


def test_every_row_has_a_pair():
    assert set(paren(2026)) == set(NAMEN) - {"burgerservicenummer", "onderwijsnummer"}


@pytest.mark.parametrize("kind", SCHOOLSOORTEN)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_field_that_applies_is_changed_on_each_side(people, kind, seed):
    plan = plan_of(people, kind, seed)
    school, bron = carried(plan.veldwerk.dragers.values())
    apply = {naam for naam in NAMEN if BIJ[naam] & set(SCHOOLSOORTEN[kind])} - UIT_SPOREN.keys()
    assert apply - school == set()
    assert apply - bron == set()
    for by_school, by_bron in UIT_SPOREN.values():
        assert plan.aantallen[by_school] > 0 < plan.aantallen[by_bron]


def test_over_all_kinds_of_school_no_field_is_left_out():
    for kinds in (("BO", "SBO", "SO", "VSO"), SCHOOLSOORTEN["gemengd"]):
        school, bron = carried(maak_dragers(kinds, VANDAAG))
        assert school | UIT_SPOREN.keys() == bron | UIT_SPOREN.keys() == set(NAMEN)
    assert {naam for naam in NAMEN if BIJ[naam] > VELD[veld_en_deel(naam)[0]].onderwijstypes} == set()


@pytest.mark.parametrize("vandaag", DAYS)
@pytest.mark.parametrize("kind", SCHOOLSOORTEN)
def test_each_planned_change_is_one_in_the_truth(people, kind, vandaag):
    work = plan_of(people, kind, vandaag=vandaag).veldwerk
    for n, drager in work.dragers.items():
        one, two, three = (plat_waarheid(act[n]) for act in (work.eerst, work.daarna, work.later))
        same = {naam for naam in drager.op_school if _waarde(one, naam) == _waarde(two, naam)}
        assert (drager.naam, same) == (drager.naam, set())
        if drager.kant is Kant.GBA:
            assert {naam for naam in drager.rijen if _waarde(two, naam) == _waarde(three, naam)} == set()
        assert (work.later[n].laatste.uitschrijfdatum or "9999") >= vandaag.isoformat(), "drift of a leaver is not seen"


@pytest.mark.parametrize("kind", SCHOOLSOORTEN)
def test_the_register_drifts_in_just_the_planned_fields(people, kind):
    work = plan_of(people, kind).veldwerk
    orders = {g["leerlingnummer"]: g for what, g in work.register_opdrachten(3) if what == "drift"}
    for n, drager in work.dragers.items():
        order = orders.get(work.later[n].leerlingnummer)
        if drager.kant is Kant.SCHOOL:
            now = {**onderwijs_json(work.daarna[n]), **order["onderwijs"]}
            after = plat_bericht({"onderwijs": {k: v for k, v in now.items() if v is not None}})
            for naam in drager.bij_bron:
                if VELD[veld_en_deel(naam)[0]].categorie == "onderwijs":
                    assert _waarde(after, naam) == _waarde(plat_waarheid(work.eerst[n]), naam)
        else:
            assert (order is not None) == (drager.kant is Kant.REGISTER)


def test_a_small_school_carries_every_row_before_any_twice(people):
    dragers = maak_dragers(SCHOOLSOORTEN["gemengd"], VANDAAG)
    work = plan_of(people, "gemengd", number=100).veldwerk
    school, bron = carried(work.dragers.values())
    assert len(work.dragers) < len(dragers)
    assert school | UIT_SPOREN.keys() == bron | UIT_SPOREN.keys() == set(NAMEN)


# --- the counting ----------------------------------------------------------------------------------------------------------------------


def test_of_a_list_only_the_parts_that_differ_count_as_found():
    ours, theirs = ("2015-08-01", "7", None), ("2015-08-01", "8", None)
    perspectief = ("ontwikkelingsperspectieven", (("a", "b"),), (("a", "c"),))
    assert gevonden_rijen([("nnca", "1", "2"), perspectief]) == ["nnca", "ontwikkelingsperspectieven.einddatum"]
    one, other = (((*record, "00", 1, None),) for record in (ours, theirs))
    assert gevonden_rijen([("perioden", one, other)]) == ["perioden.groep"]
    assert gevonden_rijen([("verblijven", (), (("2015-09-01", None, "1"),))]) == [
        "verblijven.begindatum",
        "verblijven.einddatum",
        "verblijven.soort_verblijf",
    ]


def test_what_was_written_back_is_the_new_value():
    assert geschreven_velden([("achternaam", "Jansen", "Janssens"), ("voorvoegsel", "van", None)]) == {
        "achternaam": "Janssens",
        "voorvoegsel": "",
    }


def message(leerling, uitkomst="geaccepteerd"):
    i = leerling.laatste
    g = {"leerlingnummer": leerling.leerlingnummer, "datumInschrijving": i.inschrijfdatum, "onderwijs": onderwijs_json(leerling)}  # fmt: skip
    return Logregel(i.aanleverpunt, "aanleverenInschrijving", leerling.leerlingnummer, g, uitkomst, ())


def test_a_change_that_was_not_seen_is_not_counted(people):
    work = plan_of(people, "bo").veldwerk
    (n,) = [n for n, d in work.dragers.items() if d.naam == "BO onderwijs"]
    then, now = work.eerst[n], work.daarna[n]
    nothing = Waarneming([], {}, {}, {}, {})
    assert tel_velden(work, nothing, {})["nnca"] == Veldtelling(1, 0, 1, 0, 0)
    key = ("00AA00", "x", "y")
    flat = {**plat_waarheid(now), "leerlingnummer": now.leerlingnummer}
    seen = {now.leerlingnummer: ["nnca"]}
    log = [message(then), message(now)]
    counted = tel_velden(work, Waarneming(log, seen, {}, {key: [flat]}, {key: [flat]}), {})
    assert counted["nnca"] == Veldtelling(1, 1, 1, 1, 1)
    assert counted["nnca"].rond
    assert counted["vo_advies"] == Veldtelling(1, 1, 1, 0, 1)
    assert not counted["vo_advies"].rond
    rejected = [message(then), message(now, "afgekeurd")]
    assert tel_velden(work, Waarneming(rejected, {}, {}, {}, {}), {})["nnca"].aangekomen == 0
    other = {**flat, "nnca": "0"}
    counted = tel_velden(work, Waarneming(log, seen, {}, {key: [flat]}, {key: [other]}), {})
    assert counted["nnca"].opgelost == 0
    assert counted["uitstroomprofiel"] is None
