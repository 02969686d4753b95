"""installer/start.py: what it asks of the machine, and what it leaves alone."""

import importlib.util
import subprocess
import sys

import pytest


@pytest.fixture
def start(root):
    spec = importlib.util.spec_from_file_location("start", root / "installer/start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare_debian(start, monkeypatch):
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start, "loads", lambda _: False)
    monkeypatch.setattr(start.shutil, "which", lambda program: "/usr/bin/apt-get" if program == "apt-get" else None)
    monkeypatch.delenv("DISPLAY", raising=False)


def test_the_front_door_imports_nothing_but_the_standard_library(root):
    code = "import sys; sys.path.insert(0, 'installer'); import start; print(*{m.split('.')[0] for m in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=root, check=True, capture_output=True, text=True
    )
    assert set(loaded.stdout.split()) - sys.stdlib_module_names <= {"__main__", "start"}


def test_a_run_without_window_needs_no_system_library(start, bare_debian):
    assert start.missing_packages("demo", ["--zonder-venster"]) == ([], [])


def test_a_window_on_a_screen_needs_the_libraries_of_that_screen(start, bare_debian, monkeypatch):
    assert "libxcb-cursor0" not in start.missing_packages("demo", [])[0]
    monkeypatch.setenv("DISPLAY", ":0")
    assert {"libgl1", "libxcb-cursor0"} <= set(start.missing_packages("demo", [])[0])


def test_who_may_not_install_gets_the_one_line_to_run(start, bare_debian, monkeypatch):
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(start.Stop, match=r"sudo apt-get install --yes --no-install-recommends .*libgl1.*unixodbc"):
        start.provide_system_packages("test", [])


def test_what_only_makes_the_tests_more_complete_stops_nobody(start, bare_debian, monkeypatch, capsys):
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(start, "loads", lambda _: True)
    start.provide_system_packages("test", [])
    assert "sudo apt-get install --yes --no-install-recommends xmlsec1" in capsys.readouterr().out


def test_the_user_decides_where_pip_fetches_from_and_not_where_it_installs(start, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "file:///mirror")
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    environment = start.child_environment()
    assert environment["PIP_INDEX_URL"] == "file:///mirror"
    assert environment["LC_ALL"] == "C.UTF-8"
    assert not {"PIP_TARGET", "PYTHONPATH"} & environment.keys()


def test_an_address_in_a_lock_file_fails_the_run(start, monkeypatch, tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("six==1.17.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(start, "LOCK", lock)
    assert start.check_lock_files() == 0
    lock.write_text("--index-url http" + "://somewhere\n")
    assert start.check_lock_files() == 1


def test_the_stamp_changes_with_the_lock_and_names_the_place(start, tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("a")
    first = start.fingerprint(lock)
    lock.write_text("b")
    second = start.fingerprint(lock)
    assert first != second
    assert first.splitlines()[0] == second.splitlines()[0]
    assert str(start.ROOT) in first.splitlines()[0]


@pytest.mark.parametrize(("static", "tests", "code"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (0, 5, 5), (2, 5, 5)])
def test_every_step_runs_and_any_failure_fails(start, monkeypatch, static, tests, code):
    ran = []

    def run(*command, **_):
        ran.append(command[1])
        return tests if command[1] == "pytest" else static

    monkeypatch.setattr(start, "run", run)
    assert start.test([]) == code
    assert ran[-1] == "pytest"
    assert {"ruff", "mypy"} <= set(ran)
