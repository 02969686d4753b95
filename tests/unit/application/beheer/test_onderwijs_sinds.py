"""Onderwijs Sinds: which day, what is filled, and that neither a crash nor an edit of the school can spoil it."""

from dataclasses import replace
from datetime import date

import pytest

from bronsync.application.beheer.onderwijs_sinds import (
    VulUitslag,
    onderwijs_sinds_terugdraaien,
    onderwijs_sinds_voorstel,
    onderwijs_sinds_vullen,
)
from bronsync.application.ports import Afgebroken
from bronsync.application.records import AuditRij, BeeldRij, DubbeleRij, MutatieRij, MutatieStand
from bronsync.application.tonen.status import status
from bronsync.domain.gegevens.waarden import Ongeldig, lees_gedeeltelijke_datum
from bronsync.domain.kijken.onderwijs_sinds import EersteDag, Herkomst, eerste_dag
from helpers.clock import SilentProgress
from helpers.omgeving import PUNT
from helpers.school import Plan, bsn, maak_leerling
from helpers.storing import Crash, Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


GEBOREN = lees_gedeeltelijke_datum("2002-03-04")


# --- the rule


@pytest.mark.parametrize(
    ("dagen", "geboren", "verwacht"),
    [
        ([], GEBOREN, None),
        ([("HIER", "")], GEBOREN, None),
        ([("HIER", "2008-02-30")], GEBOREN, None),
        ([("HIER", "2007-08-01")], GEBOREN, ("2007-08-01", "HIER")),
        ([("HIER", "2007-08-01"), ("BRON", "2006-08-01")], GEBOREN, ("2006-08-01", "BRON")),
        ([("HIER", "2007-08-01"), ("ANDERE_SCHOOL", "2006-10-01"), ("LVS", "2006-11-01")], GEBOREN, ("2006-10-01", "ANDERE_SCHOOL")),
        ([("ANDERE_SCHOOL", "2007-08-01"), ("BRON", "2007-08-01"), ("LVS", "2007-08-01")], GEBOREN, ("2007-08-01", "LVS")),
        ([("BRON", "2002-03-03"), ("HIER", "2007-08-01")], GEBOREN, ("2007-08-01", "HIER")),
        ([("BRON", "2002-03-04"), ("HIER", "2007-08-01")], GEBOREN, ("2002-03-04", "BRON")),
        ([("BRON", "2001-12-31"), ("HIER", "2007-08-01")], lees_gedeeltelijke_datum("2002-00-00"), ("2007-08-01", "HIER")),
        ([("BRON", "2001-12-31"), ("HIER", "2007-08-01")], lees_gedeeltelijke_datum("0000-00-00"), ("2001-12-31", "BRON")),
        ([("BRON", "2001-12-31")], Ongeldig("x", "geen_datum"), ("2001-12-31", "BRON")),
        ([("BRON", "2001-12-31")], None, ("2001-12-31", "BRON")),
    ],
)  # fmt: skip
def test_the_first_real_day_that_is_not_before_birth(dagen, geboren, verwacht):
    eerste = eerste_dag([(Herkomst[naam], dag) for naam, dag in dagen], geboren)
    assert eerste == (verwacht and EersteDag(date.fromisoformat(verwacht[0]), Herkomst[verwacht[1]]))


# --- the voorstel


def wereld(*leerlingen, bron=()):
    return Plan(leerlingen, bron).bouw()


def sinds(w, leerling_id):
    return next(rij.onderwijs_sinds for rij in w.school.lees(PUNT) if rij.leerling_id == leerling_id)


def voorstel(w):
    return {regel.leerling_id: (regel.dag, regel.waarom) for regel in onderwijs_sinds_voorstel(w.omg)}


def test_only_who_lacks_it_is_in_the_voorstel_also_when_excluded_or_gone():
    w = wereld(
        maak_leerling(1),
        maak_leerling(2),
        replace(maak_leerling(3), uitgesloten=True),
        maak_leerling(4, uitschrijfdatum="2009-07-31"),
    )
    w.school.bewerk_leerling(2, onderwijs_sinds="2006-08-01")
    assert voorstel(w) == dict.fromkeys((1, 3, 4), ("2007-08-01", str(Herkomst.HIER)))


def test_a_value_that_is_no_date_is_the_schools_and_stays():
    w = wereld(maak_leerling(1))
    w.school.bewerk_leerling(1, onderwijs_sinds="groep 1")
    assert voorstel(w) == {}


def test_the_first_of_more_inschrijvingen_also_of_another_aanleverpunt():
    terug = maak_leerling(1)
    eerder = terug.inschrijvingen[0][1] | {"inschrijfdatum": "2006-08-01", "uitschrijfdatum": "2007-01-01"}
    w = wereld(replace(terug, inschrijvingen=((9, eerder), *terug.inschrijvingen)), maak_leerling(2), maak_leerling(3))
    w.school.maak_aanleverpunt("00AA01")
    w.school.zet_inschrijving(99, 2, "00AA01", inschrijfdatum="2005-08-01")
    w.school.zet_leerling(7)
    w.school.zet_inschrijving(97, 7, "00AA01", inschrijfdatum="2001-08-01")
    assert voorstel(w) == {
        1: ("2006-08-01", str(Herkomst.HIER)),
        2: ("2005-08-01", str(Herkomst.LVS)),
        3: ("2007-08-01", str(Herkomst.HIER)),
    }


def test_without_any_day_a_person_is_told_to_fill_it_in():
    w = wereld(maak_leerling(1, inschrijfdatum=None), maak_leerling(2, inschrijfdatum="ooit"))
    assert {dag for dag, _ in voorstel(w).values()} == {""}
    assert all("vul het veld zelf" in waarom for _, waarom in voorstel(w).values())
    assert onderwijs_sinds_vullen(w.omg, onderwijs_sinds_voorstel(w.omg)) == VulUitslag(0, 0)


def eerder_bij_bron(nummer, dag="2005-08-01", **velden):
    """The same pupil at the register, with an older registration that LVS2000 purged."""
    een = maak_leerling(nummer, **velden)
    eerder = een.inschrijvingen[0][1] | {"inschrijfdatum": dag, "uitschrijfdatum": "2007-07-31"}
    return replace(een, inschrijvingen=((nummer * 10 + 5, eerder), *een.inschrijvingen))


def test_an_older_registration_that_only_bron_knows_counts():
    w = wereld(maak_leerling(1), maak_leerling(2), bron=(eerder_bij_bron(1),))
    w.overzicht()
    assert voorstel(w) == {1: ("2005-08-01", str(Herkomst.BRON)), 2: ("2007-08-01", str(Herkomst.HIER))}


def test_somebody_elses_number_brings_in_no_day():
    vreemd = maak_leerling(2, burgerservicenummer=bsn(1), geboortedatum="1999-09-09")
    w = wereld(vreemd, bron=(eerder_bij_bron(1),))
    w.overzicht()
    assert voorstel(w) == {2: ("2007-08-01", str(Herkomst.HIER))}


def test_a_paired_leerling_counts_even_when_its_number_or_day_of_birth_differs_from_bron():
    w = wereld(maak_leerling(1), bron=(eerder_bij_bron(1),))
    w.overzicht()
    w.bepaal()
    w.school.bewerk_leerling(1, burgerservicenummer=None, geboortedatum="2002-03-05")
    assert voorstel(w) == {1: ("2005-08-01", str(Herkomst.BRON))}
    w.school.identiteit = "een andere database"
    assert voorstel(w) == {1: ("2007-08-01", str(Herkomst.HIER))}  # its ids mean other leerlingen


def test_the_other_school_of_a_dubbele_inschrijving_counts():
    w = wereld(maak_leerling(1), bron=(maak_leerling(1),))
    w.overzicht()
    (rij,) = w.boek(BeeldRij)
    w.put(
        DubbeleRij(
            aanleverpunt=PUNT,
            pgn=rij.pgn,
            inschrijfdatum=rij.inschrijfdatum,
            brin_andere_school="00BB",
            begin="2006-09-01",
            einde="",
            eerst_gezien="2009-09-01",
            laatst_gezien="2009-09-01",
        )
    )
    w.put(
        DubbeleRij(
            aanleverpunt=PUNT,
            pgn=bsn(9),
            inschrijfdatum=rij.inschrijfdatum,
            brin_andere_school="00BB",
            begin="2001-09-01",
            einde="",
            eerst_gezien="2009-09-01",
            laatst_gezien="2009-09-01",
        )
    )
    assert voorstel(w) == {1: ("2006-09-01", str(Herkomst.ANDERE_SCHOOL))}


def test_the_number_of_readings_does_not_grow_with_the_leerlingen():
    w = wereld(*map(maak_leerling, range(1, 40)))
    w.school.maak_aanleverpunt("00AA01")
    w.storing.soorten.clear()
    assert len(voorstel(w)) == 39
    assert sorted(w.storing.soorten) == ["lvs.lees", "lvs.lees", "lvs.school"]
    w.school.maak_aanleverpunt("00AA02")
    for leerling_id in range(1, 40):
        w.school.bewerk_leerling(leerling_id, onderwijs_sinds="2007-08-01")
    w.storing.soorten.clear()
    assert voorstel(w) == {}
    assert w.storing.soorten == ["lvs.lees"]


# --- filling and undoing


def vul(w):
    return onderwijs_sinds_vullen(w.omg, onderwijs_sinds_voorstel(w.omg))


def test_showing_changes_nothing_filling_does_and_undoing_brings_it_back():
    w = wereld(maak_leerling(1), maak_leerling(2), maak_leerling(3))
    w.school.bewerk_leerling(3, onderwijs_sinds="2006-08-01")
    voor = list(w.school.lees(PUNT))
    onderwijs_sinds_voorstel(w.omg)
    assert list(w.school.lees(PUNT)) == voor
    assert vul(w) == VulUitslag(2, 0)
    assert [sinds(w, n) for n in (1, 2, 3)] == ["2007-08-01", "2007-08-01", "2006-08-01"]
    assert onderwijs_sinds_voorstel(w.omg) == []
    assert onderwijs_sinds_terugdraaien(w.omg) == VulUitslag(2, 0)
    assert list(w.school.lees(PUNT)) == voor
    assert onderwijs_sinds_terugdraaien(w.omg) == VulUitslag(0, 0)
    assert list(w.school.lees(PUNT)) == voor


def test_who_is_left_out_of_the_list_is_not_filled():
    w = wereld(maak_leerling(1), maak_leerling(2))
    onderwijs_sinds_vullen(w.omg, onderwijs_sinds_voorstel(w.omg)[1:])
    assert [sinds(w, 1), sinds(w, 2)] == [None, "2007-08-01"]


def test_what_the_school_filled_in_meanwhile_stays_and_is_no_conflict_to_solve():
    w = wereld(maak_leerling(1), maak_leerling(2))
    gezien = onderwijs_sinds_voorstel(w.omg)
    w.school.bewerk_leerling(1, onderwijs_sinds="2005-01-10")
    assert onderwijs_sinds_vullen(w.omg, gezien) == VulUitslag(1, 1)
    assert sinds(w, 1) == "2005-01-10"
    assert status(w.omg).conflicten == 0


def test_what_the_school_changed_after_filling_is_not_undone():
    w = wereld(maak_leerling(1), maak_leerling(2))
    vul(w)
    w.school.bewerk_leerling(1, onderwijs_sinds="2006-08-01")
    assert onderwijs_sinds_terugdraaien(w.omg) == VulUitslag(1, 1)
    assert [sinds(w, 1), sinds(w, 2)] == ["2006-08-01", None]


def test_only_the_last_filling_is_undone():
    w = wereld(maak_leerling(1), maak_leerling(2))
    eerste, tweede = onderwijs_sinds_voorstel(w.omg)
    onderwijs_sinds_vullen(w.omg, [eerste])
    onderwijs_sinds_vullen(w.omg, [tweede])
    assert onderwijs_sinds_terugdraaien(w.omg) == VulUitslag(1, 0)
    assert [sinds(w, 1), sinds(w, 2)] == ["2007-08-01", None]


def test_nothing_is_undone_in_another_database():
    w = wereld(maak_leerling(1))
    vul(w)
    w.school.identiteit = "een andere database"
    assert onderwijs_sinds_terugdraaien(w.omg) == VulUitslag(0, 0)
    assert sinds(w, 1) == "2007-08-01"


def test_a_filling_that_failed_halfway_is_undone_whole():
    w = wereld(maak_leerling(1), maak_leerling(2), maak_leerling(3))
    w.storing.zet(9, Fout.CRASH_VOOR)  # also counted: what is under way is noted first
    with pytest.raises(Crash):
        vul(w)
    assert [sinds(w, n) for n in (1, 2, 3)] == ["2007-08-01", None, None]
    assert onderwijs_sinds_terugdraaien(w.omg) == VulUitslag(3, 0)
    assert [sinds(w, n) for n in (1, 2, 3)] == [None, None, None]


def test_a_long_filling_shows_progress_and_can_be_cancelled_and_finished_later():
    w = wereld(*map(maak_leerling, range(1, 121)))
    w.progress = SilentProgress(breek_af_bij=1)
    w.herstart()
    with pytest.raises(Afgebroken):
        vul(w)
    assert w.progress.gemeld[-1][:2] == (50, 120)
    assert len(onderwijs_sinds_voorstel(w.omg)) == 70
    w.progress = SilentProgress()
    assert w.herstart().teruggeschreven == 70
    assert onderwijs_sinds_voorstel(w.omg) == []


def test_each_step_stands_in_the_audit_trail_without_a_day_or_a_number_of_a_person():
    w = wereld(maak_leerling(1))
    vul(w)
    onderwijs_sinds_terugdraaien(w.omg)
    regels = [(rij.onderwerp, rij.van, rij.naar) for rij in w.boek(AuditRij)]
    assert regels == [
        ("O-1", "", "onderwijs sinds vullen"),
        ("M-1", "voorgenomen", "gedaan"),
        ("O-1", "", "onderwijs sinds terugdraaien"),
        ("M-2", "voorgenomen", "gedaan"),
    ]
    w.eis_invarianten()


def test_a_filled_day_makes_no_verschil():
    w = wereld(maak_leerling(1), maak_leerling(2), bron=(maak_leerling(1), maak_leerling(2)))
    w.overzicht()
    vul(w)
    assert w.bepaal().verschillen == {}


@pytest.mark.parametrize("fout", [Fout.CRASH_VOOR, Fout.CRASH_NA])
@pytest.mark.parametrize("stap", [vul, lambda w: onderwijs_sinds_terugdraaien(w.omg)], ids=["vullen", "terugdraaien"])
def test_a_crash_anywhere_leaves_all_or_nothing_to_the_next_start(stap, fout):
    geraakt = 0
    for n in range(1, 40):
        w = wereld(maak_leerling(1), maak_leerling(2), maak_leerling(3))
        if stap is not vul:
            vul(w)
        voor = [sinds(w, nummer) for nummer in (1, 2, 3)]
        w.storing.zet(n, fout)
        try:
            stap(w)
        except Crash:
            geraakt += 1
        w.storing.uit()
        w.herstart()
        na = [sinds(w, nummer) for nummer in (1, 2, 3)]
        assert len(set(na)) == 1, "half done after the restart"
        assert not w.boek(MutatieRij, stand=MutatieStand.VOORGENOMEN)
        if not w.storing.geraakt:
            assert na != voor
            break
        stap(w)  # pressed again, whatever it had come to
        assert [sinds(w, nummer) for nummer in (1, 2, 3)] == (["2007-08-01"] * 3 if stap is vul else [None] * 3)
        w.eis_invarianten()
    assert geraakt > 6
