"""Rules about the code, each a sentence."""

import ast
import dataclasses
import inspect
import re
from pathlib import Path

import pytest

from bronsync.application.records import SLEUTELS

# How many suppressions the whole project may carry. Raise it only together with the reason for the one that needs it.
BUDGET = {"noqa": 40, "type: ignore": 25, "no cover": 10}
SUPPRESSION = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?::?\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]+\])*(.*)"
)
NAME = {"noqa": "noqa", "type:ignore": "type: ignore", "pragma:nocover": "no cover"}


def modules(root: Path, *folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (root / folder).rglob("*.py") if ".venv" not in path.parts)


def suppressions(text: str) -> list[tuple[int, str, bool]]:
    """Line, kind and whether a reason stands beside it (behind it, or as a comment on the line above)."""
    found = []
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if match := SUPPRESSION.search(line):
            kind = NAME[re.sub(r"\s", "", match[1])]
            above = lines[number - 2].strip() if number > 1 else ""
            found.append((number, kind, len(match[2].strip(" #-:(")) >= 8 or above.startswith("#")))
    return found


def test_a_suppression_without_reason_is_noticed():
    hash_ = "#"  # so that this file itself carries no suppression
    assert suppressions(f"x = 1  {hash_} noqa: S101") == [(1, "noqa", False)]
    assert suppressions(f"x = 1  {hash_} type: ignore[attr-defined]") == [(1, "type: ignore", False)]
    assert suppressions(f"x = 1  {hash_} pragma: no cover") == [(1, "no cover", False)]
    assert suppressions(f"x = 1  {hash_} noqa: S101  {hash_} the reason is here") == [(1, "noqa", True)]
    assert suppressions(f"# the reason is here\nx = 1  {hash_} type: ignore[misc]") == [(2, "type: ignore", True)]


def test_every_suppression_has_a_reason_and_all_stay_within_the_budget(root):
    counted = dict.fromkeys(BUDGET, 0)
    without = []
    for path in modules(root, "src", "tests", "installer"):
        for line, kind, reasoned in suppressions(path.read_text(encoding="utf-8")):
            counted[kind] += 1
            if not reasoned:
                without.append(f"{path.relative_to(root)}:{line} {kind}")
    assert not without
    assert all(counted[kind] <= BUDGET[kind] for kind in BUDGET), counted


def test_every_module_says_what_it_is_for(root):
    silent = [
        str(path.relative_to(root))
        for path in modules(root, "src", "installer")
        if len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < 20
    ]
    assert not silent


def unfrozen(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if ast.unparse(call) in {"dataclass", "dataclasses.dataclass"}:
                options = {k.arg for k in getattr(decorator, "keywords", []) if ast.unparse(k.value) == "True"}
                if not {"frozen", "slots"} <= options:
                    found.append(node.name)
    return found


def test_an_unfrozen_dataclass_is_noticed():
    assert unfrozen(ast.parse("@dataclass\nclass A: ...\n@dataclass(frozen=True, slots=True)\nclass B: ...")) == ["A"]


def test_values_of_the_core_are_frozen_and_slotted(root):
    wrong = {
        str(path.relative_to(root)): names
        for path in modules(root, "src/bronsync/domain", "src/bronsync/application")
        if (names := unfrozen(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert not wrong


def test_a_record_of_more_than_three_fields_is_made_by_name():
    """A field that moves or is added must not shift the others."""
    by_place = [
        boek.__name__
        for boek in SLEUTELS
        if len(dataclasses.fields(boek)) > 3
        and any(cell.kind is not cell.KEYWORD_ONLY for cell in inspect.signature(boek).parameters.values())
    ]
    assert not by_place


def test_a_number_is_read_as_a_number(root):
    """Not made of an `object` by way of its text: a NamedTuple tells `stream` what its fields are, and mypy too."""
    wrong = [
        str(path.relative_to(root))
        for path in modules(root, "src/bronsync", "src/bronsync_demo")
        if "int(str(" in path.read_text(encoding="utf-8")
    ]
    assert not wrong


def sleeps(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"} and node.args
    ]


@pytest.mark.parametrize(("source", "found"), [("time.sleep(1)", [1]), ("stop.wait(1)", [])])
def test_a_sleep_is_noticed(source, found):
    assert sleeps(ast.parse(source)) == found


def test_no_test_sleeps(root):
    wrong = {
        str(path.relative_to(root)): lines
        for path in modules(root, "tests")
        if (lines := sleeps(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert not wrong
