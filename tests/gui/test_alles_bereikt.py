"""Every menu item, every dialog and every question of the window is reached by a test of this folder.

Read from the sources: menu items from `menu.py`, dialogs from the classes, questions from the `Bevestiging`en. A test reaches a menu item by
doing it, a dialog by waiting for it, a question by answering it; a test that says so and does not arrive fails by itself.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

import bronsync.gui
from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.schermen.tonen import Lijstdialoog
from bronsync.gui.venster.menu import MENUS, Menukeuze

HIER = Path(__file__).parent
BRONNEN = [ast.parse(pad.read_text(encoding="utf-8")) for pad in sorted(HIER.rglob("*.py")) if pad != Path(__file__)]
DOEN = {"doe", "open", "scherm", "trigger_menu"}
MENUKEUZES = [keuze for menu in MENUS for keuze in menu.keuzes if keuze is not None]


def _gui_modules() -> list[str]:
    found = pkgutil.walk_packages(bronsync.gui.__path__, "bronsync.gui.")
    return [module.name for module in found if not module.ispkg]


def _tekst(knoop: ast.AST | None) -> str | None:
    return knoop.value if isinstance(knoop, ast.Constant) and isinstance(knoop.value, str) else None


def _gedaan() -> set[str]:
    """Menu items that some test carries out: `doe("naam")`, `menukeuzes["naam"]`, or a key of the menu item."""
    namen: set[str] = set()
    for boom in BRONNEN:
        for knoop in ast.walk(boom):
            if isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Attribute) and knoop.func.attr in DOEN:
                namen.update(tekst for deel in knoop.args if (tekst := _tekst(deel)))
            if isinstance(knoop, ast.Subscript) and getattr(knoop.value, "attr", "") == "menukeuzes":
                namen.update(tekst for tekst in [_tekst(knoop.slice)] if tekst)
    return namen | _geparametriseerd()


def _geparametriseerd() -> set[str]:
    """Names given to a test by `parametrize`."""
    namen: set[str] = set()
    for boom in BRONNEN:
        for knoop in ast.walk(boom):
            if (
                isinstance(knoop, ast.Call)
                and isinstance(knoop.func, ast.Attribute)
                and knoop.func.attr == "parametrize"
            ):
                namen.update(tekst for deel in ast.walk(knoop) if (tekst := _tekst(deel)))
    return namen


def _namen() -> set[str]:
    return {
        knoop.id if isinstance(knoop, ast.Name) else knoop.attr
        for boom in BRONNEN
        for knoop in ast.walk(boom)
        if isinstance(knoop, ast.Name | ast.Attribute)
    }


def _teksten() -> set[str]:
    return {tekst for boom in BRONNEN for knoop in ast.walk(boom) if (tekst := _tekst(knoop))}


def dialogen() -> list[type[QDialog]]:
    gevonden = []
    for naam in _gui_modules():
        module = importlib.import_module(naam)
        for een in vars(module).values():
            eigen = inspect.isclass(een) and issubclass(een, QDialog) and een.__module__ == module.__name__
            if eigen and een not in (Dialoog, Lijstdialoog) and not een.__name__.startswith("_"):
                gevonden.append(een)
    return gevonden


def _vragen() -> list[str]:
    namen = set()
    for naam in _gui_modules():
        bron = inspect.getsource(importlib.import_module(naam))
        for knoop in ast.walk(ast.parse(bron)):
            if isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Name) and knoop.func.id == "Bevestiging":
                namen.update(t for deel in knoop.keywords if deel.arg == "naam" and (t := _tekst(deel.value)))
    return sorted(namen)


@pytest.mark.parametrize("keuze", MENUKEUZES, ids=lambda keuze: keuze.naam)
def test_a_test_carries_out_the_menu_item(keuze: Menukeuze):
    module, functie = keuze.doet.split(":")
    assert callable(getattr(importlib.import_module(module), functie))
    assert keuze.naam in _gedaan()


@pytest.mark.parametrize("dialoog", dialogen(), ids=lambda soort: soort.__name__)
def test_a_test_opens_the_dialog(dialoog: type[QDialog]):
    assert dialoog.__name__ in _namen()


@pytest.mark.parametrize("vraag", _vragen())
def test_a_test_answers_the_question(vraag: str):
    assert vraag in _teksten()


def test_the_lists_are_not_empty():
    assert len(MENUKEUZES) > 20
    assert len(dialogen()) > 10
    assert len(_vragen()) > 5
