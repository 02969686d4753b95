"""The import contracts of pyproject.toml are effective: each planted violation is reported by its contract."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from architecture.house import import_graph, import_ring

LINT = "from importlinter.cli import lint_imports_command as main; main()"


def lint(tree: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        capture_output=True,
        text=True,
    ).stdout


def broken(report: str) -> list[str]:
    return [line.removesuffix(" BROKEN").strip() for line in report.splitlines() if line.endswith(" BROKEN")]


@pytest.fixture
def house(root, tmp_path):
    """The empty house: the packages without their modules, so that only what a test plants is in it."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    for package in [path.parent for path in (root / "src").rglob("__init__.py")]:
        copy = tmp_path / package.relative_to(root)
        copy.mkdir(parents=True)
        (copy / "__init__.py").touch()
    return tmp_path


def test_every_import_contract_is_kept(root):
    report = lint(root)
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert f"Contracts: {len(contracts)} kept, 0 broken." in report, report


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("bronsync/application/bepalen/acties_bepalen.py", "import bronsync.adapters.bron", "Layers inside the client"),
        ("bronsync/domain/vergelijking/acties.py", "import bronsync.application", "Layers inside the client"),
        ("bronsync/adapters/bron/register.py", "import bronsync.gui", "Layers inside the client"),
        ("bronsync/gui/main_window.py", "import bronsync.cli", "Layers inside the client"),
        ("bronsync/program/bootstrap.py", "import bronsync.cli", "Layers inside the client"),
        (
            "bronsync/domain/gegevens/nummers.py",
            "import random",
            "The pure core knows no I/O, no clock, no chance, no Qt",
        ),
        (
            "bronsync/domain/gegevens/nummers.py",
            "import sqlalchemy.sql",
            "The pure core knows no I/O, no clock, no chance, no Qt",
        ),
        (
            "bronsync/application/tonen/status.py",
            "from os import path",
            "The pure core knows no I/O, no clock, no chance, no Qt",
        ),
        ("bronsync/application/lezen/rem.py", "from msgspec import msgpack", "The journal packs, no use case"),
        ("bronsync/adapters/bron/register.py", "import bronsync.adapters.journal", "Adapters do not know each other"),
        (
            "bronsync/gui/dialogs.py",
            "import bronsync.adapters.lvs2000",
            "The window talks to use cases, never to adapters",
        ),
        (
            "bron_simulator/regels.py",
            "import bronsync.domain",
            "Client and simulator share files in resources/contract, no Python",
        ),
        (
            "bronsync/adapters/bron/berichten.py",
            "import bron_simulator",
            "Client and simulator share files in resources/contract, no Python",
        ),
        ("bronsync/adapters/system/processes.py", "import bronsync_demo", "Nothing imports the demo"),
        (
            "bronsync/application/bepalen/acties_bepalen.py",
            "import bronsync.application.verzenden",
            "The rooms of the application run one way",
        ),
        (
            "bronsync/application/lezen/paren.py",
            "def lees():\n    from bronsync.application.tonen import leerlingen",
            "The rooms of the application run one way",
        ),
        ("bronsync/application/nieuwe_kamer.py", "", "The rooms of the application run one way"),
        (
            "bronsync/domain/gegevens/velden.py",
            "import bronsync.domain.controles",
            "The rooms of the domain run one way",
        ),
        ("bronsync/domain/nieuwe_kamer.py", "", "The rooms of the domain run one way"),
        ("bronsync/gui/schermen/acties.py", "import bronsync.gui.venster", "The rooms of the window run one way"),
        (
            "bronsync/gui/kit/dialoog.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import bronsync.gui.venster",
            "The rooms of the window run one way",
        ),
        ("bronsync/gui/lijst/bladen.py", "import bronsync.gui.schermen", "The rooms of the window run one way"),
        ("bronsync/gui/kit/inzage.py", "import bronsync.gui.lijst", "The rooms of the window run one way"),
        ("bronsync/gui/nieuwe_kamer.py", "", "The rooms of the window run one way"),
    ],
)
def test_a_planted_import_breaks_its_contract(house, module, statement, contract):
    (house / "src/bronsync/cli.py").touch()
    (house / "src" / module).write_text(statement + "\n")
    assert contract in broken(lint(house))


def test_no_modules_import_each_other_in_a_ring(root):
    graph = import_graph(root / "src")
    assert "bronsync.gui.kit.venster" in graph["bronsync.gui.venster.hoofdvenster"], "the graph sees an import"
    assert "bronsync.gui.schermen.verzonden" in graph["bronsync.gui.venster.stapbalk"], "also one inside a function"
    assert import_ring(root / "src") == []


@pytest.mark.parametrize(
    "back",
    [
        "import bronsync.gui.lijst.tabel",
        "from bronsync.gui.lijst import tabel",
        "from bronsync.gui.lijst.tabel import Tabel",
        "def later():\n    from bronsync.gui.lijst.tabel import Tabel",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bronsync.gui.lijst.tabel import Tabel",
    ],
)
def test_a_planted_ring_is_noticed(house, back):
    lijst = house / "src/bronsync/gui/lijst"
    (lijst / "tabel.py").write_text("from bronsync.gui.lijst.model import Model\n")
    (lijst / "model.py").write_text("from bronsync.gui.lijst.cel import Cel\n")
    (lijst / "cel.py").touch()
    assert import_ring(house / "src") == []
    (lijst / "cel.py").write_text(back + "\n")
    assert set(import_ring(house / "src")) == {f"bronsync.gui.lijst.{naam}" for naam in ("tabel", "model", "cel")}


@pytest.mark.parametrize(
    ("module", "banned"),
    [
        ("src/bronsync/domain/x.py", True),
        ("src/bronsync/application/x.py", True),
        ("src/bronsync/adapters/system/clock.py", False),
    ],
)
def test_the_core_may_not_read_the_clock(root, module, banned):
    source = '"""Docstring."""\n\nimport datetime as dt\n\nVANDAAG = dt.date.today()\n'
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--stdin-filename",
        module,
        "-",
    ]
    report = subprocess.run(command, cwd=root, input=source, check=False, capture_output=True, text=True)
    assert ("TID251" in report.stdout) is banned, report.stdout + report.stderr
