"""Both sides of each day on which a rule came or went: no false afkeur, no false silence (DOMAIN 6.7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tijdlijn.grenzen import GRENZEN, Grens, Proef, tabel, van_controles, van_register

GEVALLEN = [
    pytest.param(grens, proef, id=f"{grens.dag} {grens.regel}: {zijde}")
    for grens in GRENZEN
    for zijde, proef in grens.zijden.items()
]


@pytest.mark.parametrize(("grens", "proef"), GEVALLEN)
def test_what_is_right_that_day_passes_and_what_is_not_is_seen(grens: Grens, proef: Proef):
    controles, register = van_controles(proef), van_register(proef)
    over_deze_regel = (controles.alle | register.alle) & grens.codes
    assert controles.afkeur | register.afkeur | over_deze_regel == proef.gezien


def test_every_rule_has_both_sides_of_its_day_and_something_wrong():
    for grens in GRENZEN:
        zijden = grens.zijden
        assert {naam.split(",")[0] for naam in zijden} == {"voor", "na"}, grens.regel
        assert any(proef.gezien for proef in zijden.values()), grens.regel
        assert all(bool(proef.gezien) is naam.endswith("fout") for naam, proef in zijden.items()), grens.regel
    assert [g.dag for g in GRENZEN] == sorted(g.dag for g in GRENZEN)


def test_the_table_beside_the_tests_is_the_generated_one():
    bestand = Path(__file__).with_name("regels.md")
    assert bestand.read_text(encoding="utf-8") == tabel(), (
        "make it again: in tests, python -m tijdlijn > tijdlijn/regels.md"
    )
