"""The pages 'to add something' list exactly the files in which their example stands, so that whoever follows them forgets none."""

import re
from pathlib import Path

import pytest

PAGES = ("veld", "controle", "actie", "terugkoppeling", "scherm")


def example(page: str) -> str:
    """The expression by which a page finds its example."""
    (found,) = re.findall(r"git grep -lE '([^']+)'", page)
    return found


def listed(page: str) -> set[str]:
    rows = "".join(line for line in page.splitlines(keepends=True) if line.startswith("| `"))
    return set(re.findall(r"`((?:src|resources|docs|tests)/[\w/.-]+\.\w+)`", rows))


def also(page: str) -> set[str]:
    """Files that a row names behind another: there the example has another name."""
    return set(re.findall(r"(?:method|rule) (?:of|in) `(src/[\w/]+\.py)`", page))


def stands_in(expression: str, root: Path, tracked: list[Path]) -> set[str]:
    pattern = re.compile(expression)
    names = (path.relative_to(root).as_posix() for path in tracked if path.suffix not in {".png", ".csv", ".gz"})
    here = ("src/", "resources/", "docs/", "tests/")
    return {
        name
        for name in names
        if name.startswith(here)
        and not name.startswith("docs/bijdragen/")
        and pattern.search((root / name).read_text(encoding="utf-8", errors="ignore"))
    }


def differences(page: str, found: set[str]) -> tuple[list[str], list[str]]:
    """What a page does not list, and what it lists in vain. Of the tests a page lists what must change; others use the example as data."""
    named = listed(page)
    program = {name for name in found if not name.startswith("tests/")}
    return sorted(program - named), sorted(named - found - also(page))


def test_a_file_too_few_and_one_too_many_are_noticed():
    page = "git grep -lE 'x'\n| File | What |\n| `src/a.py`, `docs/b.md` | y |\n| `tests/t.py` | z |\n"
    assert differences(page, {"src/a.py", "src/c.py", "tests/t.py", "tests/u.py"}) == (["src/c.py"], ["docs/b.md"])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_lists_the_files_in_which_its_example_stands(root, tracked, name):
    page = (root / f"docs/bijdragen/{name}.md").read_text(encoding="utf-8")
    assert differences(page, stands_in(example(page), root, tracked)) == ([], [])


def test_there_is_a_page_for_each_and_each_is_named(root):
    assert {path.stem for path in (root / "docs/bijdragen").iterdir()} == {*PAGES}
    told = (root / "docs/bijdragen.md").read_text(encoding="utf-8")
    assert not [name for name in PAGES if f"(bijdragen/{name}.md)" not in told]
