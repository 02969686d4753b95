"""installer/windows: what is known of it without a Wine. What it does is seen by `start.py test --windows` and by the release."""

import shutil
import tomllib
from pathlib import Path

import pytest


@pytest.fixture
def wine(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "installer"))
    from windows import wine

    return wine


def test_what_is_not_installed_is_named_with_the_line_that_brings_it(wine, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None if program == "wine" else program)
    assert wine.missing() == ["wine"]
    assert wine.advice(wine.missing()).endswith("apt-get install --no-install-recommends wine")


def test_windows_names_a_file_of_this_machine_by_its_drive_z(wine):
    assert wine.windows_path(Path("/tmp/a map/é.py")) == r"Z:\tmp\a map\é.py"


def test_nothing_of_the_user_or_his_python_goes_into_that_windows(wine, monkeypatch, tmp_path):
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_INDEX_URL", "BRONSYNC_TEST_LVS_URL"):
        monkeypatch.setenv(name, "x")
    environment = wine.Windows(tmp_path).environment(EIGEN="1")
    assert environment["WINEPREFIX"] == str(tmp_path)
    assert environment["EIGEN"] == "1"
    assert not [name for name in environment if name.startswith(("PYTHON", "PIP_", "BRONSYNC_"))]


def test_each_library_that_wine_lacks_has_its_source(wine):
    assert sorted(source.stem for source in wine.STUBS.glob("*.c")) == ["bcryptprimitives", "icuuc"]


def test_the_tests_of_windows_go_to_their_own_runner_with_what_else_was_asked(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "installer"))
    import start

    given = []
    monkeypatch.setattr(start, "hand_over", lambda *line: given.append(line) or 0)
    assert start.test(["--windows", "tests/unit", "-x"]) == 0
    assert given == [(str(root / "installer/windows/suites.py"), "tests/unit", "-x")]


def test_without_wine_it_is_skipped_in_plain_sight(root, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(root / "installer"))
    from windows import suites

    monkeypatch.setattr(suites, "missing", lambda: ["wine"])
    assert suites.main([]) == 0
    assert "Overgeslagen: op dit systeem ontbreekt wine." in capsys.readouterr().out


def test_what_is_wines_fault_names_tests_that_exist_and_a_reason(root):
    faults = tomllib.loads((root / "tests/wine.toml").read_text(encoding="utf-8"))["fault"]
    lost = []
    for fault in faults:
        assert len(fault["reason"]) > 20
        assert set(fault) <= {"reason", "tests", "run", "always"}
        for test in fault["tests"]:
            file, _, name = test.partition("::")
            text = (root / file).read_text(encoding="utf-8") if (root / file).exists() else ""
            if not text or (name and f"def {name.rpartition('::')[2].partition('[')[0]}(" not in text):
                lost.append(test)
    assert not lost
