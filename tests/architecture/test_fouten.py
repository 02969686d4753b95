"""Every fault that was found by trying the program, and each of its relatives, has a test of this project (`tests/FOUTEN.md`)."""

import re
from pathlib import Path

import pytest

CASES = [
    *(f"R{n}" for n in range(1, 13)),
    "B1", "B1a", *(f"B{n}" for n in range(2, 21)),
    *(f"S{n}" for n in range(1, 11)),
    *(f"V{n}" for n in range(1, 23)),
]  # fmt: skip
"""As the paper numbers them; V: its chapter 'wrong or confusing', a number per sentence."""


@pytest.fixture(scope="module")
def rows(root):
    """Id, what is right, tests, where it is mended."""
    text = (root / "tests/FOUTEN.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    return [row for row in cells if re.fullmatch(r"[RBSVW]\d+a?(\.\w+)?", row[0])]


def test_every_case_has_a_row_and_there_are_relatives(rows):
    ids = [row[0] for row in rows]
    assert len(ids) == len(set(ids))
    assert [case for case in CASES if case not in ids] == []
    assert len([one for one in ids if "." in one]) >= 20


def test_every_row_names_tests_that_exist_and_where_it_is_mended(root, rows):
    lost = []
    for name, right, tests, where in rows:
        named = re.findall(r"`?(tests/[\w/]+\.py)::(\w+)", tests)
        if not named or not right or not where:
            lost.append(f"{name}: no test, rule or place")
        for path, test in named:
            file = root / path
            if not file.exists() or not re.search(rf"def {test}\b", file.read_text(encoding="utf-8")):
                lost.append(f"{name}: {path}::{test}")
    assert not lost


def place(root: Path, name: str) -> bool:
    """`adapters/bron/register.tls_melding`: a module below the client, another package or the checkout, and a name in it if one is told."""
    for begin in (root / "src/bronsync", root / "src", root):
        module, _, inside = name.removesuffix(".py").partition(".")
        if (begin / name).exists() or (not inside and (begin / f"{module}.py").exists()):
            return True
        if inside and (begin / f"{module}.py").exists():
            return (
                re.search(rf"\b{re.escape(inside)}\b", (begin / f"{module}.py").read_text(encoding="utf-8")) is not None
            )
    return False


def test_a_place_that_is_not_there_is_noticed(root):
    assert place(root, "application/bepalen/acties_bepalen._houdt")
    assert place(root, "held_files.py")
    assert not place(root, "acties_bepalen._houdt")
    assert not place(root, "application/bepalen/acties_bepalen._houdt_niet")


def test_where_it_is_mended_is_a_path_that_can_be_followed(root, rows):
    """The words before any explanation: `module.name`, in a list of them."""
    lost = []
    for name, _, _, where in rows:
        told = re.sub(r"\([^)]*\)", "", where)
        names = re.findall(r"(?<![\w./])\.?[\w.-]+(?:/[\w.-]+)+|\b\w+(?:\.py|\.\w+)\b", told)
        if not names and "held already" not in where:
            lost.append(f"{name}: {where}")
        lost += [f"{name}: {one}" for one in names if not place(root, one.rstrip("."))]
    assert not lost
