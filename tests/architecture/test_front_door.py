"""installer/start.py: what it asks of the machine, and what it leaves alone."""

import importlib.util
import subprocess
import sys
from types import SimpleNamespace

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


def test_what_the_user_set_for_another_python_does_not_reach_ours(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    environment = start.child_environment()
    assert environment["LC_ALL"] == "C.UTF-8"
    assert "PYTHONPATH" not in environment


def test_an_address_in_a_lock_file_fails_the_run(start, monkeypatch, tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("six==1.17.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(start, "LOCK", lock)
    assert start.check_lock_files()[0] == 0
    lock.write_text("--index-url http" + "://somewhere\n")
    assert start.check_lock_files() == (1, "installer/lock.txt names a host\n")


@pytest.fixture
def installs(start, monkeypatch, tmp_path):
    """What would be installed into an environment in a folder of the test."""
    done = []

    def create(folder, **_):
        done.append("new environment")
        start.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        start.PYTHON.touch()

    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", tmp_path / ".venv/bin/python")
    for name in ("LOCK", "LOCK_BENCHMARK"):
        monkeypatch.setattr(start, name, tmp_path / name)
        (tmp_path / name).touch()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(start.venv, "create", create)
    monkeypatch.setattr(start, "pip", lambda *arguments: done.append(arguments[-1]))
    monkeypatch.setattr(start, "pip_check", lambda: done.append("check"))
    return done


def test_the_environment_is_made_once_and_again_only_for_what_changed(start, installs, tmp_path):
    def provided(*, benchmark=False):
        installs.clear()
        start.provide_environment(benchmark=benchmark)
        return [step.removeprefix(f"{tmp_path}/") for step in installs]

    assert provided() == ["new environment", "LOCK", str(tmp_path), "check"]
    assert provided() == []
    assert provided(benchmark=True) == ["LOCK_BENCHMARK", "check"]
    assert provided(benchmark=True) == []
    (tmp_path / "pyproject.toml").write_text("changed")
    assert provided() == [str(tmp_path), "check"]
    (tmp_path / "LOCK").write_text("changed")
    assert provided()[0] == "new environment"


def test_an_environment_that_was_never_finished_is_made_anew(start, installs, monkeypatch):
    monkeypatch.setattr(start, "pip", lambda *_: (_ for _ in ()).throw(start.Stop("no network")))
    with pytest.raises(start.Stop):
        start.provide_environment(benchmark=False)
    monkeypatch.setattr(start, "pip", lambda *_: None)
    start.provide_environment(benchmark=False)
    assert installs == ["new environment", "new environment", "check"]


def test_what_is_installed_is_pinned_with_hashes_and_nothing_is_built_with_tools_that_are_not(
    start, installs, monkeypatch
):
    asked = []
    monkeypatch.setattr(start, "pip", lambda *arguments: asked.append(arguments))
    monkeypatch.setattr(start, "pip_check", lambda: asked.append(("check",)))
    start.provide_environment(benchmark=True)
    assert [arguments[0] for arguments in asked] == ["install", "install", "check", "install", "check"]
    for arguments in (arguments for arguments in asked if arguments[0] == "install"):
        if "-r" in arguments:
            assert {"--no-deps", "--require-hashes", "--only-binary", ":all:"} <= set(arguments)
        else:
            assert {"--no-deps", "--no-build-isolation"} <= set(arguments)


@pytest.mark.parametrize(("static", "tests", "code"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (0, 5, 5), (2, 5, 5)])
def test_every_step_runs_and_any_failure_fails(start, monkeypatch, static, tests, code):
    ran = []

    def run(command, **_):
        ran.append(command[2])
        return subprocess.CompletedProcess(command, tests if command[2] == "pytest" else static, stdout="")

    monkeypatch.setattr(start.subprocess, "run", run)
    assert start.test([]) == code
    assert ran[-1] == "pytest"
    assert {"ruff", "mypy"} <= set(ran)


def test_tests_work_in_memory_only_where_there_is_room_and_nobody_chose_otherwise(start, monkeypatch, tmp_path):
    room = SimpleNamespace(free=2**33)
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(start, "Path", lambda *_: tmp_path)
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: room)
    monkeypatch.setattr(start.subprocess, "run", lambda *command, env={}, **_: seen.append(env.get("TMPDIR")) or done)
    seen, done = [], subprocess.CompletedProcess([], 0, stdout="")
    start.test([])
    assert (seen[-1].startswith(str(tmp_path)), list(tmp_path.iterdir())) == (True, []), "used, and nothing left of it"
    room.free = 2**31
    assert start.in_memory() == {}
    room.free = 2**33
    monkeypatch.setenv("TMPDIR", "elsewhere")
    assert start.in_memory() == {}


@pytest.mark.parametrize(
    ("display", "given", "passed"),
    [
        ("", [], ["--zonder-venster"]),
        ("", ["--schermafdrukken", "x"], ["--schermafdrukken", "x"]),
        (":0", ["--seed", "3"], ["--seed", "3"]),
    ],
)
def test_the_demo_runs_without_window_where_there_is_no_screen(start, monkeypatch, display, given, passed):
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start.sys, "argv", ["start.py", "demo", *given])
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(start, "provide_system_packages", lambda *_: None)
    monkeypatch.setattr(start, "provide_environment", lambda **_: None)
    handed = []
    monkeypatch.setattr(start, "hand_over", lambda *command: handed.extend(command) or 0)
    assert start.main() == 0
    assert handed == ["-P", "-m", "bronsync_demo", *passed]
