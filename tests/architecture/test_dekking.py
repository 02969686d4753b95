"""No menu item, actie, kind of feedback or rule of the manual without a test that proves it over mutual TLS."""

import re

from end2end.dekking import TABEL, rijen, tabel


def test_every_row_names_a_test_that_exists(root):
    bestaat = set()
    for path in (root / "tests/end2end").glob("test_*.py"):
        bestaat |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    zonder = [(wat, test) for _, wat, test in rijen() if test not in bestaat]
    assert not zonder


def test_the_table_is_fresh():
    assert TABEL.read_text(encoding="utf-8") == tabel(), "run `python tests/end2end/dekking.py`"
