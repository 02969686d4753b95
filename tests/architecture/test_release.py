"""A release: the same bytes for the same commit, all that the program reads and nothing else, pinned with hashes (D20, D21)."""

from __future__ import annotations

import importlib.util
import os
import shutil
import zipfile

import pytest

MOMENT = "1700000000"


@pytest.fixture
def release(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "installer"))
    spec = importlib.util.spec_from_file_location("release", root / "installer" / "release.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(root, tracked, tmp_path):
    """The committed files in another folder, written in this order and at this time."""

    def copy_(name, *, backwards, moment):
        for file in sorted(tracked, reverse=backwards):
            to = tmp_path / name / file.relative_to(root)
            if to.parts[len(tmp_path.parts) + 1] in ("src", "resources") or file.parent == root:
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to)
                os.utime(to, (moment, moment))
        return tmp_path / name

    return copy_


def test_the_same_commit_gives_the_same_wheel_with_all_that_the_program_reads(release, copy, root, tracked, tmp_path):
    first = release.wheel(copy("one", backwards=False, moment=1), tmp_path / "a", MOMENT)
    second = release.wheel(copy("two", backwards=True, moment=2**31 - 1), tmp_path / "b", MOMENT)
    assert first.read_bytes() == second.read_bytes()
    names = set(zipfile.ZipFile(first).namelist())
    places = {root / "src": "", root / "resources": "bronsync/_resources/"}
    expected = {
        begin + file.relative_to(folder).as_posix()
        for folder, begin in places.items()
        for file in tracked
        if file.is_relative_to(folder)
    }
    assert expected <= names
    assert {name.split("/")[0] for name in names - expected} == {f"{first.name.split('-py3')[0]}.dist-info"}


def test_the_pins_of_a_release_are_lines_of_the_lock_and_hold_what_the_program_needs(release, root):
    text = (root / "installer/lock.txt").read_text(encoding="utf-8")
    pins = release.pins_of_the_program(text)
    assert set(pins.splitlines()) <= set(text.splitlines())
    names = {line.partition("==")[0] for line in pins.splitlines() if "==" in line}
    assert {"lxml", "zeep", "pyside6-essentials", "pywin32-ctypes", "certifi"} <= names
    assert not {"pytest", "ruff", "hypothesis", "hatchling"} & names


def test_what_is_not_committed_is_not_released(release, monkeypatch, capsys):
    monkeypatch.setattr(release, "git", lambda *_: b" M src/bronsync/cli.py\n")
    assert release.main([]) == 3
    assert "vastgelegd" in capsys.readouterr().err
