"""A reason that the code cites can be followed: each citation of a page of `docs/` leads to a chapter, a row or a point that is there."""

import re
from pathlib import Path

import pytest

PAGES = ("ARCHITECTURE", "DESIGN", "DOMAIN", "GUI", "PERFORMANCE", "RELIABILITY", "SOAP", "SQLSERVER")
PLACE = r"(?:chapter |flow )?(?:[A-Z]{1,2}-?\d+(?:\.\d+)?\w?|\d+(?:\.\d+)*[a-z]?|[A-F](?![A-Za-z0-9]))"
CITATION = re.compile(rf"\b({'|'.join(PAGES)})(?:\.md)? ({PLACE}(?:(?:, | and |-|–){PLACE})*)")


def citations(text: str) -> list[tuple[str, str]]:
    """Page and place of each; of a range both ends. `SOAP 1.1` is the protocol."""
    return [
        (page, re.sub(r"^(chapter |flow )", "", place))
        for page, places in CITATION.findall(re.sub(r"\n[#\s]*", " ", text.replace("SOAP 1.1", "")))
        for place in re.split(r", | and |(?<=\d)-(?=[A-Z\d])|–", places)
    ]


def anchors(text: str) -> set[str]:
    """What a page can be cited by: numbers of headings, bold points, and first cells of rows such as `F17` or `D1, D2`."""
    places = set(re.findall(r"^#+ (?:Flow )?([A-Z]?\d+(?:\.\d+)*|[A-F])\b", text, re.MULTILINE))
    places |= set(re.findall(r"\*\*([A-Z]\d+)\*\*", text))
    for cell in re.findall(r"^\| ([A-Z]\d+(?:, [A-Z]\d+)*) \|", text, re.MULTILINE):
        places |= set(cell.split(", "))
    return places


def test_a_citation_and_a_place_are_read():
    text = '"""Source: DOMAIN 2.5, S08 and 4.2-4.6; RELIABILITY I8,\n    F17-F19."""'
    assert citations(text) == [
        ("DOMAIN", "2.5"),
        ("DOMAIN", "S08"),
        ("DOMAIN", "4.2"),
        ("DOMAIN", "4.6"),
        ("RELIABILITY", "I8"),
        ("RELIABILITY", "F17"),
        ("RELIABILITY", "F19"),
    ]
    page = "# T\n## 2 Data\n### 2.5 Nationality\n**E1** x\n| D1, D2 | y |\n- **B3** z\n"
    assert anchors(page) == {"2", "2.5", "E1", "D1", "D2", "B3"}


@pytest.fixture(scope="module")
def places(root):
    return {page: anchors((root / "docs" / f"{page}.md").read_text(encoding="utf-8")) for page in PAGES}


def test_every_citation_leads_somewhere(root, tracked, places):
    lost = []
    for path in tracked:
        if path.suffix not in {".py", ".md", ".toml", ".xsd", ".sql", ".json"} or path.is_relative_to(root / "docs"):
            continue
        for page, place in citations(path.read_text(encoding="utf-8")):
            if place not in places[page] and not (page == "DOMAIN" and int_code(place)):
                lost.append(f"{path.relative_to(root)}: {page} {place}")
    assert not lost


def int_code(place: str) -> bool:
    """A code of the registers that DOMAIN 4.7 names, such as 752."""
    return bool(re.fullmatch(r"[79]\d\d", place))


def test_no_page_is_longer_than_a_few(root):
    """A page of reasons is read; a book is not. DOMAIN has a row per check and may be longer."""
    for page in PAGES:
        size = len((root / "docs" / f"{page}.md").read_text(encoding="utf-8"))
        assert size <= (25_000 if page in {"DOMAIN", "ARCHITECTURE"} else 12_000), page


def test_the_pages_are_all_there_and_named(root):
    """A page that no citation and no page names is found by nobody."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    index = (root / "docs" / "README.md").read_text(encoding="utf-8")
    assert "docs/" in readme
    assert not [
        path.name
        for path in sorted(Path(root / "docs").glob("*.md"))
        if path.name not in {"README.md", *index.split("`")}
    ]
