"""installer/windows: what is known of it without a Wine. What it does is seen by `start.py test --windows` and by the release."""

import shutil
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
