"""The locks are complete on every system and Python the README promises, and are installed as they are whatever comes out later (B1)."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import venv
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

LOCKS = ("lock.txt", "lock-benchmark.txt")
# The first that is promised, what Debian 12 has, the two sides of a marker in the lock, and the first and a later one of each year.
PYTHONS = ("3.11.0", "3.11.2", "3.11.4", "3.11.5", "3.12.0", "3.13.0", "3.13.5", "3.14.0", "3.14.8")
SYSTEMS = {
    "linux": {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    "win32": {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
}


def machine(python: str, system: str) -> dict[str, str]:
    return SYSTEMS[system] | {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "implementation_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
    }


MACHINES = [pytest.param(machine(*each), id="-".join(each)) for each in product(PYTHONS, SYSTEMS)]


@dataclass(frozen=True)
class Pin:
    name: str
    version: str
    marker: Marker | None

    def holds(self, on: dict[str, str]) -> bool:
        return self.marker is None or self.marker.evaluate(on)


def pins(text: str) -> list[Pin]:
    entries = [entry.partition("\\")[0].strip() for entry in re.split(r"\n(?=\S)", text.strip())]
    read = [Requirement(entry) for entry in entries]
    return [Pin(canonicalize_name(one.name), str(one.specifier).removeprefix("=="), one.marker) for one in read]


@pytest.fixture
def lock(root):
    return lambda name: pins((root / "installer" / name).read_text(encoding="utf-8"))


@pytest.fixture
def asks(root):
    """What each pin asks for, as its own metadata says."""
    return json.loads((root / "installer/lock-asks.json").read_text(encoding="utf-8"))


@pytest.fixture
def asked(sbom_project):
    """What the project asks for, which a lock must hold with all that follows from it."""
    project, groups = sbom_project["project"], sbom_project["dependency-groups"]
    return {
        "lock.txt": [*project["dependencies"], *groups["build"], *groups["test"]],
        "lock-benchmark.txt": [*project["dependencies"], *project["optional-dependencies"]["benchmark"]],
    }


@pytest.fixture
def sbom_project(root):
    import tomllib

    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def follow(wanted, pinned, asks, on):
    """What is lacking or does not fit on this machine, and which pins were reached. An extra is a wish of its own."""
    lacking, reached = [], set()
    waiting = [("the project", Requirement(line)) for line in wanted]
    seen = set()
    while waiting:
        by, wish = waiting.pop()
        name = canonicalize_name(wish.name)
        here = [pin for pin in pinned if pin.name == name and pin.holds(on)]
        if len(here) != 1 or not wish.specifier.contains(here[0].version, prereleases=True):
            lacking.append(f"{by} asks for {wish}; pinned: {[pin.version for pin in here]}")
            continue
        key = f"{name}=={here[0].version}"
        reached.add(here[0])
        if not SpecifierSet(asks[key]["requires_python"]).contains(on["python_full_version"]):
            lacking.append(f"{key} is not for this Python: {asks[key]['requires_python']}")
        for extra in {"", *wish.extras} - {each for of, each in seen if of == key}:
            seen.add((key, extra))
            asking = on | {"extra": extra}
            next_ = map(Requirement, asks[key]["requires"])
            waiting += [(key, one) for one in next_ if one.marker is None or one.marker.evaluate(asking)]
    return lacking, reached


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("on", MACHINES)
def test_a_lock_holds_all_that_its_packages_ask_for_on_each_promised_python_and_system(lock, asks, asked, name, on):
    assert follow(asked[name], lock(name), asks, on)[0] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_part_that_is_lacking_or_too_old_on_one_system_is_noticed(lock, asks, asked, name):
    on = machine("3.13.5", "win32")
    without = [pin for pin in lock(name) if pin.name != "pywin32-ctypes"]
    assert any("asks for pywin32-ctypes" in line for line in follow(asked[name], without, asks, on)[0])
    assert follow(asked[name], without, asks, machine("3.13.5", "linux"))[0] == []
    older = [Pin(pin.name, "1.0", pin.marker) if pin.name == "urllib3" else pin for pin in lock(name)]
    assert any("asks for urllib3" in line for line in follow(asked[name], older, asks, on)[0])


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_is_pinned_that_nobody_asks_for(lock, asks, asked, name):
    reached = set().union(*(follow(asked[name], lock(name), asks, on.values[0])[1] for on in MACHINES))
    assert {pin.name for pin in set(lock(name)) - reached} == set()


def test_what_the_pins_ask_for_is_known_of_each_and_as_those_that_are_installed_say(lock, asks):
    assert set(asks) == {f"{pin.name}=={pin.version}" for name in LOCKS for pin in lock(name)}
    compared = 0
    for key, told in asks.items():
        name, _, version = key.partition("==")
        try:
            here = distribution(name)
        except PackageNotFoundError:
            continue
        if here.version == version:
            said = (sorted(here.requires or []), here.metadata.get("Requires-Python", ""))
            assert (told["requires"], told["requires_python"]) == said
            compared += 1
    assert compared > 50


def test_what_the_project_promises_of_python_is_what_is_tried(sbom_project, root):
    project = sbom_project["project"]
    minors = sorted({python.rpartition(".")[0] for python in PYTHONS}, key=lambda minor: int(minor[2:]))
    begin = "Programming Language :: Python :: 3."
    assert [line.removeprefix(begin[:-2]) for line in project["classifiers"] if line.startswith(begin)] == minors
    assert project["requires-python"] == f">={minors[0]}"
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert f"Python {minors[0]} to {minors[-1]}" in readme


# ---------------------------------------------------------------- the install itself, from a folder that plays the index


BACKEND = """
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(f"{folder}/schijn-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("schijn-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: schijn\\nVersion: 1\\n")
        wheel.writestr("schijn-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("schijn-1.dist-info/RECORD", "")
    return "schijn-1-py3-none-any.whl"
"""


class Index:
    """A package index in a folder (PEP 503) with wheels that hold nothing but their name and their wishes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def offer(self, name: str, version: str, requires: list[str]) -> str:
        """Puts one there; gives its line in a lock."""
        place = self.folder / canonicalize_name(name)
        place.mkdir(parents=True, exist_ok=True)
        slug = f"{canonicalize_name(name).replace('-', '_')}-{version}"
        wheel = place / f"{slug}-py3-none-any.whl"
        wishes = [Requirement(line) for line in requires]
        extras = {extra for wish in wishes for extra in re.findall(r'extra == ["\']([^"\']+)', str(wish.marker))}
        metadata = [f"Name: {name}", f"Version: {version}", *(f"Provides-Extra: {extra}" for extra in sorted(extras))]
        metadata += [f"Requires-Dist: {line}" for line in requires]
        with zipfile.ZipFile(wheel, "w") as packed:
            packed.writestr(f"{slug}.dist-info/METADATA", "\n".join(["Metadata-Version: 2.1", *metadata, ""]))
            packed.writestr(f"{slug}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            packed.writestr(f"{slug}.dist-info/RECORD", "")
        sha = hashlib.sha256(wheel.read_bytes()).hexdigest()
        with (place / "index.html").open("a", encoding="utf-8") as page:
            page.write(f'<a href="{wheel.name}#sha256={sha}">{wheel.name}</a><br>\n')
        return f"{name}=={version} \\\n    --hash=sha256:{sha}"


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory):
    """Made once: with the pip of this Python, and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    return folder


@pytest.fixture
def start(root, tmp_path, monkeypatch, empty_environment):
    """The front door of a checkout in a folder of the test; what this machine tells pip is out of it."""
    spec = importlib.util.spec_from_file_location("start", root / "installer/start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "backend.py").write_text(BACKEND)
    (checkout / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "schijn"\nversion = "1"\n'
    )
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(module, "VENV", checkout / ".venv")
    monkeypatch.setattr(module, "PYTHON", checkout / ".venv" / module.PYTHON.relative_to(module.PYTHON.parents[1]))

    def create(folder, **_):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(empty_environment, folder, symlinks=True)

    monkeypatch.setattr(module.venv, "create", create)
    monkeypatch.setattr(module, "LOCK", checkout / "lock.txt")
    monkeypatch.setattr(module, "LOCK_BENCHMARK", checkout / "lock-benchmark.txt")
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    settings = tmp_path / "pip.conf"
    settings.write_text(f"[global]\nindex-url = {(tmp_path / 'simple').as_uri()}\nno-cache-dir = true\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    return module


def installed(start) -> dict[str, str]:
    """Read from the environment itself; pip's own list listens to the settings that are tried here."""
    code = "import importlib.metadata as m; print(*{f'{d.name}={d.version}' for d in m.distributions()})"
    said = subprocess.run([str(start.PYTHON), "-I", "-c", code], check=True, capture_output=True, text=True).stdout
    found = dict(each.split("=") for each in said.split())
    return {
        canonicalize_name(name): version
        for name, version in found.items()
        if name not in ("pip", "setuptools", "schijn")
    }


@pytest.fixture
def rotted(start, lock, asks, tmp_path):
    """Both real locks, over an index that holds their pins and, of each, a release of a later day that asks for something else."""
    index = Index(tmp_path / "simple")
    lines = {}
    for name in LOCKS:
        kept = []
        for pin in lock(name):
            key = f"{pin.name}=={pin.version}"
            if key not in lines:
                lines[key] = index.offer(pin.name, pin.version, asks[key]["requires"])
            line = lines[key]
            marker = f" ; {pin.marker}" if pin.marker else ""
            kept.append(line.replace(" \\", f"{marker} \\", 1))
        (start.ROOT / name).write_text("\n".join(kept) + "\n")
    for name in {key.partition("==")[0] for key in lines}:
        index.offer(name, "9999.1", ["something-new"])
    return {name: {pin.name: pin.version for pin in lock(name) if pin.holds({})} for name in LOCKS}


def test_whatever_came_out_since_both_locks_are_installed_as_they_are(start, rotted):
    start.provide_environment(benchmark=False)
    assert installed(start) == rotted["lock.txt"]
    start.provide_environment(benchmark=True)
    assert installed(start) == rotted["lock.txt"] | rotted["lock-benchmark.txt"]


@pytest.mark.parametrize("benchmark", [False, True])
def test_a_lock_that_lacks_a_part_is_told_and_the_environment_is_not_called_ready(start, tmp_path, benchmark):
    index = Index(tmp_path / "simple")
    whole = index.offer("geheel", "1", [])
    lacking = index.offer("vrager", "1", ["gevraagd>=1"])
    index.offer("gevraagd", "1", [])
    start.LOCK.write_text(whole if benchmark else f"{whole}\n{lacking}")
    start.LOCK_BENCHMARK.write_text(lacking)
    for _ in range(2):
        with pytest.raises(start.Stop, match=r"vrager 1 requires gevraagd"):
            start.provide_environment(benchmark=benchmark)


def test_a_pin_with_another_content_is_refused(start, tmp_path):
    line = Index(tmp_path / "simple").offer("geheel", "1", [])
    start.LOCK.write_text(re.sub(r"[0-9a-f]{64}", "0" * 64, line))
    with pytest.raises(start.Stop, match="DO NOT MATCH THE HASHES"):
        start.provide_environment(benchmark=False)


SETTINGS = [
    "constraint = {grens}",
    "user = true",
    "target = {elders}",
    "prefix = {elders}",
    "no-binary = :all:",
    "dry-run = true",
    "no-deps = false",
    "quiet = 3",
    "ignore-installed = true",
    "upgrade-strategy = eager",
    "requirement = {grens}",
]


@pytest.mark.parametrize("section", ["global", "install"])
def test_the_users_own_pip_settings_say_where_packages_come_from_and_nothing_else(
    start, tmp_path, monkeypatch, section
):
    index = Index(tmp_path / "simple")
    start.LOCK.write_text(index.offer("geheel", "1", []))
    index.offer("geheel", "2", [])
    (tmp_path / "grens.txt").write_text("geheel>=2\n")
    words = {"grens": tmp_path / "grens.txt", "elders": tmp_path / "elders"}
    with Path(os.environ["PIP_CONFIG_FILE"]).open("a") as file:
        file.write(f"[{section}]\n" if section != "global" else "")
        file.writelines(f"{line.format(**words)}\n" for line in SETTINGS)
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "elders"))
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    start.provide_environment(benchmark=False)
    assert installed(start) == {"geheel": "1"}
    assert not (tmp_path / "elders").exists()


def test_settings_that_pip_cannot_read_are_told(start, tmp_path):
    Path(os.environ["PIP_CONFIG_FILE"]).write_text("geen instellingen\n")
    start.LOCK.write_text(Index(tmp_path / "simple").offer("geheel", "1", []))
    with pytest.raises(start.Stop, match="instellingen van pip"):
        start.provide_environment(benchmark=False)
