"""Rules about the files of the project, each a sentence."""

import importlib.util
import os
import re
import stat
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LOCKS = ["lock.txt", "lock-benchmark.txt"]


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host(root, name):
    text = (root / "installer" / name).read_text(encoding="utf-8")
    assert not re.findall(r"https?:|://|^--?\w*index", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_of_a_lock_file_has_its_hashes(root, name):
    entries = re.split(r"\n(?=\S)", (root / "installer" / name).read_text(encoding="utf-8").strip())
    assert entries
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_the_lock_files_agree_with_pyproject_and_with_each_other(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    lock, lock_benchmark = (pins(root / "installer" / name) for name in LOCKS)
    base = project["project"]["dependencies"]
    wrong = []
    for pinned, required in [
        (lock, [*base, *groups["build"], *groups["test"]]),
        (lock_benchmark, [*base, *project["project"]["optional-dependencies"]["benchmark"]]),
    ]:
        for requirement in map(Requirement, required):
            versions = pinned.get(canonical(requirement.name), set())
            if not versions or not all(requirement.specifier.contains(version) for version in versions):
                wrong.append(f"{requirement}: pinned {versions or 'nowhere'}")
    assert not wrong, "make the lock files again, see installer/README.md"
    assert not {name for name in lock.keys() & lock_benchmark.keys() if lock[name] != lock_benchmark[name]}


def machine_words() -> list[str]:
    """Paths of this machine and hosts of the package registries it uses, asked from the machine itself."""
    root, home = Path(__file__).resolve().parents[2], Path.home()
    paths = {str(root)}
    if root.parent not in {Path(tempfile.gettempdir()).resolve(), Path(root.anchor)}:
        paths.add(f"{root.parent}{os.sep}")
    if home != Path(home.anchor):
        paths.add(f"{home}{os.sep}")
    hosts: set[str] = set()
    if importlib.util.find_spec("pip"):  # an environment made by uv has none
        from pip._internal.models.index import PyPI

        command = [sys.executable, "-m", "pip", "config", "list"]
        configured = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        hosts = {
            PyPI.netloc,
            PyPI.file_storage_domain,
            *re.findall(r"https?://(?:[^@/'\" ]*@)?([^/'\" ]+)", configured),
        }
    return sorted(paths | hosts)


def test_no_file_names_a_path_of_this_machine_or_a_registry_host(root, tracked):
    forbidden = machine_words()
    wrong = []
    for path in tracked:
        content = path.read_bytes()
        wrong += [f"{path.relative_to(root)}: {word}" for word in forbidden if word.encode() in content]
    assert not wrong


def test_what_the_machine_makes_is_not_in_the_project(root, tracked):
    made = {"uv.lock", "pylock.toml", ".coverage"}
    assert not [
        str(path.relative_to(root)) for path in tracked if path.name in made or path.suffix in {".pyc", ".p12", ".pfx"}
    ]


def test_the_licence_is_the_eupl(root):
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "Compatible Licences" in text


def changelog_faults(text: str) -> list[str]:
    faults = []
    if not text.startswith("# Changelog\n"):
        faults.append("does not start with '# Changelog'")
    versions = re.findall(r"^## (.*)$", text, re.MULTILINE)
    if not versions or versions[0] != "[Unreleased]":
        faults.append("the first chapter is not [Unreleased]")
    faults += [f"version: {v}" for v in versions[1:] if not re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", v)]
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    faults += [f"kind: {kind}" for kind in re.findall(r"^### (.*)$", text, re.MULTILINE) if kind not in kinds]
    if not re.search(r"^### \w+\n\n- \S", text, re.MULTILINE):
        faults.append("has no entry")
    return faults


def test_a_badly_formed_changelog_is_noticed():
    bad = "# Changelog\n\n## [Unreleased]\n\n### New\n\n- x\n\n## 1.0\n"
    assert changelog_faults(bad) == ["version: 1.0", "kind: New"]


def test_the_changelog_is_well_formed(root):
    assert not changelog_faults((root / "CHANGELOG.md").read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bit")
def test_ci_does_what_anyone_can_do(root):
    """Both commands of the README: the whole suite in a new environment here, the quick part in a bare Debian with another Python."""
    script = root / ".ci/run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert 'BRONSYNC_VENV="$work/venv" python3 installer/start.py test "$@" ||' in script.read_text()
    other = (root / ".ci/other-python").read_text()
    for command in ("demo --zonder-venster ", "test tests/architecture tests/unit tests/contract\n"):
        assert f"python3 installer/start.py {command}" in other


@pytest.mark.skipif(os.name == "nt", reason="CI runs on Linux")
@pytest.mark.parametrize(("here", "other", "code"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (5, 1, 5)])
def test_ci_fails_when_either_python_fails_and_the_whole_suite_closes(root, tmp_path, here, other, code):
    checkout = tmp_path / "checkout"
    for name, text in {
        ".ci/run": (root / ".ci/run").read_text(),
        ".ci/other-python": f"echo other python; exit {other}",
        "installer/start.py": "import os, sys; print('whole', os.environ['BRONSYNC_VENV'], *sys.argv[1:]); "
        f"sys.exit({here})",
    }.items():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text(text)
    ran = subprocess.run(["bash", checkout / ".ci/run", "-q"], check=False, capture_output=True, text=True)
    first, last = ran.stdout.splitlines()
    place = Path(last.split()[1])
    assert (ran.returncode, first, last) == (code, "other python", f"whole {place} test -q")
    assert not place.is_relative_to(checkout)
    assert not place.parent.exists(), "nothing is left of it"
