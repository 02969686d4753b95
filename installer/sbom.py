#!/usr/bin/env python3
"""The list of all parts of a release (SBOM, CycloneDX 1.6): packages of `lock.txt` with their hashes, and the C libraries inside them.

    .venv/bin/python installer/sbom.py [--alles] [--uit FILE]

Run by the environment that the release is made from; `--alles` also lists what only building and testing needs. The same input gives the
same file. It asks nobody: licences come from `lock-asks.json`, versions of C libraries from the libraries themselves.
What it does not know: whether a part has known holes; that is `audit.py`. Source: RELIABILITY D21.
"""

import argparse
import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from inside import LICENCES, own_lists, traces

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "installer" / "lock.txt"
ASKS = ROOT / "installer" / "lock-asks.json"


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def every_pin(text: str) -> list[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 hashes; a name twice where versions of Python differ. A line that is no pin is no lock."""
    pins = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry)
        hashes = sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
        if not match or not hashes:
            raise ValueError(f"not pinned with a hash: {entry.splitlines()[0]}")
        pins.append((canonical(match[1]), match[2], hashes))
    return pins


def locked(text: str) -> dict[str, tuple[str, list[str]]]:
    """Name -> version and hashes; of the newest Python where versions of Python differ."""
    return {name: (version, hashes) for name, version, hashes in every_pin(text)}


def asks() -> dict[str, dict[str, Any]]:
    """What the metadata of each pin says (`asks.py`): the same on every system and Python, whatever is installed here."""
    told: dict[str, dict[str, Any]] = json.loads(ASKS.read_text(encoding="utf-8"))
    return told


def asked_for(names: list[str], pins: dict[str, tuple[str, list[str]]]) -> set[str]:
    """These packages and all that they ask for in turn, as far as pinned. Markers are not judged: a part for another system counts too."""
    told = asks()
    reached: set[str] = set()
    waiting = [canonical(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in pins:
            continue
        reached.add(name)
        requires = told[f"{name}=={pins[name][0]}"]["requires"]
        waiting += [canonical(one) for one in requirement_names([line for line in requires if "extra ==" not in line])]
    return reached


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirement_names(requirements: list[Any]) -> list[str]:
    found = [re.match(r"[A-Za-z0-9._-]+", line) for line in requirements if isinstance(line, str)]
    return [match[0] for match in found if match]


def licences(name: str, version: str) -> list[dict[str, Any]]:
    named: list[dict[str, Any]] = asks()[f"{name}=={version}"]["licences"]
    return named or ([{"expression": LICENCES[name]}] if name in LICENCES else [])


def package(name: str, version: str, hashes: list[str], *, needed: bool) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "scope": "required" if needed else "excluded",
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
        "licenses": licences(name, version),
    }


def c_library(name: str, carrier: str, said: str, release: str) -> dict[str, Any]:
    number = re.search(r"\d+(\.\d+)+", said)
    version = number[0] if number else said
    tells = version or f"that of {carrier} {release}"
    slug = f"pkg:generic/{name.lower()}" + (f"@{version}" if version else "")
    return {
        "type": "library",
        "bom-ref": f"{slug}?in={canonical(carrier)}",
        "name": name,
        **({"version": version} if version else {}),
        "scope": "required",
        "purl": slug,
        "licenses": [{"expression": LICENCES[name]}],
        "properties": [
            {"name": "bronsync:carried-by", "value": canonical(carrier)},
            {"name": "bronsync:version", "value": tells},
        ],
    }


def libraries_inside(packages: dict[str, str]) -> list[tuple[dict[str, Any], str]]:
    """What is built into these packages (with their versions) and into Python, each with its carrier: first as it reports itself, then what left a trace."""
    from bronsync.adapters.system.versies import _C_BIBLIOTHEKEN, c_bibliotheken

    reported = c_bibliotheken()
    if silent := {one[:2] for one in _C_BIBLIOTHEKEN} - {one[:2] for one in reported}:
        raise RuntimeError(f"cannot be loaded here, so the list would not be complete: {sorted(silent)}")
    known = {(name, canonical(carrier)) for name, carrier, _ in reported}
    seen = [
        (name, package, version)
        for package in packages
        for name, version in sorted(traces(package).items())
        if (name, package) not in known
    ]
    parts: list[tuple[dict[str, Any], str]] = [
        (c_library(*one, packages.get(canonical(one[1]), "")), canonical(one[1])) for one in [*reported, *seen]
    ]
    known |= {(name, package) for name, package, _ in seen}
    for package in packages:
        for part in own_lists(package):
            if ({name.lower() for name, carrier in known if carrier == package}) & {part["name"].lower()}:
                continue  # told by itself above
            about = {"type": "library", "bom-ref": f"{part['purl']}#in={package}", "scope": "required"}
            parts.append((about | part | {"properties": [{"name": "bronsync:carried-by", "value": package}]}, package))
    return parts


def sbom(*, everything: bool) -> dict[str, Any]:
    text = LOCK.read_text(encoding="utf-8")
    data, pins = project(), locked(text)
    runtime = asked_for(requirement_names(data["project"]["dependencies"]), pins)
    parts = [
        package(name, version, hashes, needed=name in runtime)
        for name, version, hashes in sorted(every_pin(text))
        if everything or name in runtime
    ]
    libraries = libraries_inside({name: pins[name][0] for name in sorted(runtime)})
    carried: dict[str, list[str]] = {}
    for part, carrier in libraries:
        carried.setdefault(carrier, []).append(part["bom-ref"])
    me = f"pkg:generic/bronsync@{data['project']['version']}"
    dependencies = [{"ref": me, "dependsOn": sorted(p["bom-ref"] for p in parts) + sorted(carried.get("python", []))}]
    dependencies += [
        {"ref": p["bom-ref"], "dependsOn": sorted(carried[p["name"]])} for p in parts if p["name"] in carried
    ]
    bom: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": me,
                "name": "BRON Sync",
                "version": data["project"]["version"],
                "licenses": [{"expression": data["project"]["license"]}],
            },
            "properties": [{"name": "bronsync:python", "value": ".".join(map(str, sys.version_info[:3]))}],
        },
        "components": parts + [part for part, _ in libraries],
        "dependencies": dependencies,
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bom, sort_keys=True))
    return bom | {"serialNumber": f"urn:uuid:{number}"}


def main() -> int:
    parser = argparse.ArgumentParser(description="De lijst van alle onderdelen van een uitgave (CycloneDX 1.6).")
    parser.add_argument("--uit", type=Path, help="bestand; anders naar het scherm")
    parser.add_argument("--alles", action="store_true", help="ook wat alleen voor bouwen en testen nodig is")
    options = parser.parse_args()
    text = json.dumps(sbom(everything=options.alles), indent=1, ensure_ascii=False) + "\n"
    if options.uit:
        options.uit.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
