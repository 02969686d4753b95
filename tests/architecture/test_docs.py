"""What ARCHITECTURE.md draws is what the code does."""

import re

from bronsync.cli import FLOWS, ZONDER_SESSIE
from bronsync.domain.vergelijking.levensloop import LEVENSLOOP


def test_the_table_of_the_life_of_an_actie_in_the_documentation_is_the_one_in_the_code(root):
    text = (root / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    shown = text.partition("<!-- levensloop: begin -->\n")[2].partition("<!-- levensloop: end -->")[0]
    rows = [
        f"| {status} | {gebeurtenis} | {nieuw} |"
        for status, gangen in LEVENSLOOP.items()
        for gebeurtenis, nieuw in gangen.items()
    ]
    assert shown.splitlines()[2:] == rows


def test_every_use_case_has_its_menu_item_in_the_documentation(root):
    text = (root / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    helpers = {"__init__", "ports", "records", "boekingen", "beeld"}
    missing = [
        path.stem
        for path in (root / "src/bronsync/application").rglob("*.py")
        if path.stem not in helpers and f"{path.stem}.py" not in text
    ]
    assert not missing


def test_every_flow_of_the_command_line_stands_in_the_readme(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    rows = "\n".join(line for line in readme.splitlines() if line.startswith("| `"))
    told = {code.split(" ")[0] for code in re.findall("`([^`]+)`", rows)}
    assert not {*FLOWS, *ZONDER_SESSIE} - told
