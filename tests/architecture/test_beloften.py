"""No promise, fault, bad input or transport row without a test of this project that proves it."""

from __future__ import annotations

import re

from beloften import BELOFTEN, FOUTEN, INVOER, TABEL, TRANSPORT, alle_tests, rijen, tabel


def test_every_row_of_the_paper_is_there():
    assert [*BELOFTEN] == [*range(1, 11)]
    assert [*FOUTEN] == [*range(1, 32)]
    assert [*INVOER] == [*range(1, 67)]
    assert [*TRANSPORT] == [f"D{n}" for n in range(1, 7)]


def test_every_row_names_tests_that_exist(root):
    namen = alle_tests(root)
    assert not {naam: tests for naam, _, tests in rijen(namen) if not tests or not set(tests) <= namen}


def test_every_fault_and_promise_is_proven_through_the_program_itself(root):
    echt = alle_tests_van(root, "end2end")
    for soort, aantal in (("FOUT", 31), ("BELOFTE", 10)):
        for nummer in range(1, aantal + 1):
            assert any(naam.startswith(f"test_{soort}_{nummer}_") for naam in echt), f"{soort}-{nummer}"


def alle_tests_van(root, map_):
    return {
        naam
        for pad in (root / "tests" / map_).glob("test_*.py")
        for naam in re.findall(r"^def (test_\w+)", pad.read_text(encoding="utf-8"), re.MULTILINE)
    }


def test_the_table_of_promises_is_fresh(root):
    assert TABEL.read_text(encoding="utf-8") == tabel(alle_tests(root)), "run `python tests/beloften.py`"


def test_the_promises_a_user_reads_are_those_of_the_documentation(root):
    """Ten sentences, the same in docs/beloften.md and in the manual, each with the test of its name."""
    handleiding = (root / "resources/handleiding/handleiding.md").read_text(encoding="utf-8")
    beloofd = handleiding.partition("## 9. Beloften\n")[2].partition("\n## ")[0]
    zinnen = re.findall(r"^\d+\. (.+)$", beloofd, re.MULTILINE)
    assert len(zinnen) == 10
    bladzijde = (root / "docs/beloften.md").read_text(encoding="utf-8")
    regels = re.findall(r"^(\d+)\. (.+?) `(test_\w+)`$", bladzijde, re.MULTILINE)
    assert [zin for _, zin, _ in regels] == zinnen
    assert all(naam.startswith(f"test_BELOFTE_{nummer}_") for nummer, _, naam in regels)
    assert {naam for _, _, naam in regels} <= alle_tests(root)


def test_what_is_not_stopped_is_written_down(root):
    tekst = (root / "docs/THREATMODEL.md").read_text(encoding="utf-8")
    niet = tekst.partition("## What is not stopped")[2]
    for woord in ("withdrawn", "malware", "administrator", "disk that lies"):
        assert woord in niet, woord
