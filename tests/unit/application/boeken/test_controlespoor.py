"""The chain of the audit trail under attack (RELIABILITY E1): what is noticed and at which line, what retention does, and the honest limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bronsync.application.boeken.controlespoor import audit_hash, boek_audit, keten_breuk, wis_audit
from bronsync.application.boeken.stand import van_boeken
from bronsync.application.records import AuditRij
from helpers.omgeving import PUNT, Wereld

DAGEN = ["2021-01-01", "2021-06-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"]


@pytest.fixture
def unit():
    """A unit of work on a store with one audit line of each of those days."""
    wereld = Wereld()
    with wereld.journal.unit_of_work(PUNT) as unit:
        _schrijf(unit, wereld.omg, DAGEN)
        yield unit


def _schrijf(unit, omg, dagen):
    for nummer, dag in enumerate(dagen, 1):
        boek_audit(unit, omg, f"A-{nummer}", naar="Bepaald")
        rij = unit.all(AuditRij)[-1]
        rij = replace(rij, tijdstip=f"{dag}T12:00:00Z", hash="")
        rij = replace(rij, hash=audit_hash(rij))
        unit.put(rij, replace(van_boeken(unit), laatste_audit=rij.hash))


def _rijen(unit):
    return unit.all(AuditRij)


def _weg(*nummers):
    def doe(unit):
        for nummer in nummers:
            unit.delete(AuditRij, nummer=nummer)

    return doe


def _anders(nummer, **cellen):
    def doe(unit):
        unit.put(replace(_rijen(unit)[nummer - 1], **cellen))

    return doe


def _anders_met_hash(nummer):
    def doe(unit):
        rij = replace(_rijen(unit)[nummer - 1], naar="Geaccepteerd")
        unit.put(replace(rij, hash=audit_hash(rij)))

    return doe


def _wissel(een, ander):
    def doe(unit):
        rijen = _rijen(unit)
        unit.put(replace(rijen[een - 1], nummer=ander), replace(rijen[ander - 1], nummer=een))

    return doe


def _erbij(unit):
    laatste = _rijen(unit)[-1]
    rij = replace(laatste, nummer=laatste.nummer + 1, vorige=laatste.hash, hash="")
    unit.put(replace(rij, hash=audit_hash(rij)))


def _begin_verzet(unit):
    unit.delete(AuditRij, nummer=1)
    unit.put(replace(van_boeken(unit), eerste_audit="0" * 64))


def test_an_untouched_chain_is_whole(unit):
    assert keten_breuk(unit) == 0


@pytest.mark.parametrize(
    ("aanval", "regel"),
    [
        (_weg(6), 6),
        (_weg(5, 6), 5),
        (_weg(1), 2),
        (_weg(1, 2, 3), 4),
        (_weg(3), 4),
        (_weg(1, 2, 3, 4, 5, 6), 1),
        (_anders(4, naar="Geaccepteerd"), 4),
        (_anders(4, wie="iemand anders"), 4),
        (_anders(2, tijdstip="2021-06-02T12:00:00Z"), 2),
        (_anders(6, code="NET-01"), 6),
        (_anders_met_hash(4), 5),
        (_anders_met_hash(6), 7),
        (_wissel(2, 4), 2),
        (_erbij, 8),
        (_begin_verzet, 2),
    ],
    ids=lambda waarde: str(waarde) if isinstance(waarde, int) else "",
)
def test_each_attack_is_noticed_at_its_line(unit, aanval, regel):
    aanval(unit)
    assert keten_breuk(unit) == regel


@pytest.mark.parametrize(("tot", "over"), [("2020", 6), ("2021-03", 5), ("2022-06", 3), ("2099", 0)])
def test_retention_cuts_the_beginning_and_the_rest_stays_whole(unit, tot, over):
    assert wis_audit(unit, tot) == 6 - over
    assert len(_rijen(unit)) == over
    assert keten_breuk(unit) == 0


def test_a_wrong_clock_and_then_retention_break_nothing():
    """A line in the middle that carries a day of long ago stays where it is."""
    wereld = Wereld()
    with wereld.journal.unit_of_work(PUNT) as unit:
        _schrijf(unit, wereld.omg, ["2021-01-01", "2024-01-01", "2001-01-01", "2025-01-01"])
        assert wis_audit(unit, "2022") == 1
        assert [rij.nummer for rij in _rijen(unit)] == [2, 3, 4]
        assert keten_breuk(unit) == 0


def test_more_may_be_cut_after_a_cut_and_what_comes_after_still_fits(unit):
    wereld = Wereld()
    wis_audit(unit, "2021-03")
    wis_audit(unit, "2022-06")
    boek_audit(unit, wereld.omg, "overzicht", naar="in gebruik")
    assert keten_breuk(unit) == 0
    _weg(4)(unit)
    assert keten_breuk(unit) == 5, "a cut that retention did not make"


def test_who_recomputes_the_whole_chain_is_told_by_an_older_helpdeskbestand_only(unit):
    """The honest limit (THREATMODEL): with the key of the store one can write a new trail; the hashes that were handed out differ from it."""
    uitgereikt = {rij.nummer: rij.hash[:12] for rij in _rijen(unit)}
    vorige = ""
    for rij in _rijen(unit):
        nieuw = replace(rij, naar="Geaccepteerd" if rij.nummer == 3 else rij.naar, vorige=vorige, hash="")
        nieuw = replace(nieuw, hash=audit_hash(nieuw))
        unit.put(nieuw, replace(van_boeken(unit), laatste_audit=nieuw.hash))
        vorige = nieuw.hash
    assert keten_breuk(unit) == 0
    assert [nummer for nummer, hash_ in uitgereikt.items() if _rijen(unit)[nummer - 1].hash[:12] != hash_] == [
        3,
        4,
        5,
        6,
    ]
