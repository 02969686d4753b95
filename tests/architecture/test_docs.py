"""What ARCHITECTURE.md draws is what the code does."""

import argparse
import re

from bronsync.cli import parser
from bronsync.domain.vergelijking.levensloop import LEVENSLOOP
from bronsync_demo.__main__ import parser as demo_parser


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


def flows(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Each flow of the command line with what it takes."""
    (choice,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(choice.choices)


def takes(parser: argparse.ArgumentParser) -> set[str]:
    """Its own options: what nearly every flow has is told once."""
    options = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
    return options - {"--help", "--aanleverpunt", "--map", "--json"}


def test_the_page_of_the_command_line_tells_every_flow_with_its_options(root):
    page = (root / "docs/opdrachtregel.md").read_text(encoding="utf-8").partition("## De cyclus")[2]
    page = page.partition("## De demoschool")[0].replace("\\|", "|")
    told = {
        code.split(" ")[0]: set(re.findall(r"--[a-z-]+", code))
        for code in re.findall("^\\| `([^`]+)`", page, re.MULTILINE)
    }
    assert told == {name: takes(flow) for name, flow in flows(parser()).items()}


def test_the_page_of_the_command_line_tells_the_options_of_the_demo(root):
    page = (root / "docs/opdrachtregel.md").read_text(encoding="utf-8").partition("## De demoschool")[2]
    rows = "".join(line for line in page.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(--[a-z-]+)", rows)) == takes(demo_parser()) | {"--map", "--json"}


def test_the_readme_is_two_screens_with_one_picture_and_leads_on(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 90
    assert readme.count("![") == 1
    links = re.findall(r"\]\(((?:docs|resources)/[^)]+)\)", readme)
    assert {"docs/bijdragen.md", "docs/beloften.md", "docs/opdrachtregel.md"} <= set(links)
    assert not [link for link in links if not (root / link).exists()]
