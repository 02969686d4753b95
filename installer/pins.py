"""Of the lock what the program needs, as pip installs it on one system and one Python; and fetching it.

Fetched by the pip of this environment, from wherever the user's pip fetches, each file proved by its hash.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from sbom import asked_for, canonical, locked, project, requirement_names


def pins_of_the_program(text: str) -> str:
    """The lines of the lock without those for building and testing, letter for letter."""
    wanted = asked_for(requirement_names(project()["project"]["dependencies"]), locked(text))
    entries = re.split(r"\n(?=\S)", text.strip())
    return "\n".join(one for one in entries if canonical(one.partition("==")[0]) in wanted) + "\n"


def pins_for(pins: str, python: str, *, windows: bool) -> str:
    """The lines that hold for this Python there, without the markers that say so."""
    from packaging.markers import Marker

    system = ("win32", "nt", "Windows", "AMD64") if windows else ("linux", "posix", "Linux", "x86_64")
    asked = dict(zip(("sys_platform", "os_name", "platform_system", "platform_machine"), system, strict=True)) | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept = []
    for entry in re.split(r"\n(?=\S)", pins.strip()):
        match = re.match(r"([^;\\]+?)[ ]*(?:;([^\\]+))?\\", entry)
        if match is None:
            raise ValueError(f"not pinned with a hash: {entry.splitlines()[0]}")
        if not match[2] or Marker(match[2].strip()).evaluate(asked):
            kept.append(f"{match[1]} \\{entry[match.end() :]}")
    return "\n".join(kept) + "\n"


def download(pins: Path, into: Path, environment: Mapping[str, str], *options: str) -> list[Path]:
    """The files of these pins, in that folder."""
    into.mkdir(parents=True, exist_ok=True)
    always = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes")
    command = [sys.executable, "-m", "pip", "download", *always, *options, "-d", str(into), "-r", str(pins)]
    subprocess.run(command, env=environment, check=True)
    return sorted(into.iterdir())


def wheels(pins: str, python: str, platforms: Iterable[str], work: Path, environment: Mapping[str, str]) -> list[Path]:
    """For this Python on one of these platforms."""
    platforms = list(platforms)
    name = f"{platforms[0]}-{python}"
    work.mkdir(parents=True, exist_ok=True)
    wanted = work / f"{name}.txt"
    wanted.write_text(pins_for(pins, python, windows=platforms[0].startswith("win")), encoding="utf-8")
    target = [word for platform in platforms for word in ("--platform", platform)]
    version = ("--python-version", python, "--implementation", "cp", "--only-binary", ":all:")
    return download(wanted, work / name, environment, *version, *target)
