"""The list of parts beside a release is complete, nothing is pinned that nobody asks for, and an audit cannot pass by skipping (D20, D21)."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions

import pytest


@pytest.fixture
def laad(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "installer"))

    def laad_(naam):
        spec = importlib.util.spec_from_file_location(naam, root / "installer" / f"{naam}.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, naam, module)
        spec.loader.exec_module(module)
        return module

    return laad_


@pytest.fixture
def sbom(laad):
    return laad("sbom")


@pytest.fixture
def audit(sbom, laad):
    return laad("audit")


def test_every_package_of_the_program_is_in_the_list_with_the_hashes_of_the_lock(sbom, root):
    pins = sbom.locked((root / "installer/lock.txt").read_text(encoding="utf-8"))
    lijst = {deel["name"]: deel for deel in sbom.sbom(everything=False)["components"] if "hashes" in deel}
    for naam, deel in lijst.items():
        versie, hashes = pins[naam]
        assert (deel["version"], [een["content"] for een in deel["hashes"]]) == (versie, hashes)
    assert len(sbom.sbom(everything=True)["components"]) >= len(pins)


IMPORT = """
import sys
from bronsync import bootstrap, cli, kern
from bronsync.adapters.bron import register
from bronsync.adapters.journal import store
from bronsync.adapters.lvs2000 import reader, writer
from bronsync.gui import app, hoofdvenster
import keyring, xlsxwriter, zeep
print(*sorted({naam.partition(".")[0] for naam in sys.modules}))
"""


def test_whatever_the_program_loads_is_in_the_list(sbom):
    geladen = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True).stdout.split()
    van = packages_distributions()
    # zeep tries `packaging` for an asynchronous transport that is not used; setuptools puts a hook in each environment
    nodig = {sbom.canonical(pakket) for naam in geladen for pakket in van.get(naam, [])} - {
        "bronsync",
        "packaging",
        "setuptools",
    }
    lijst = {deel["name"] for deel in sbom.sbom(everything=False)["components"]}
    assert len(nodig) > 10
    assert nodig <= lijst


def test_the_c_libraries_are_listed_with_the_version_they_report(sbom):
    import lxml.etree
    from cryptography.hazmat.backends.openssl import backend
    from PySide6.QtCore import qVersion
    from sqlcipher3 import dbapi2

    bom = sbom.sbom(everything=False)
    gevonden = {
        (deel["name"], deel["properties"][0]["value"]): deel["version"]
        for deel in bom["components"]
        if deel["purl"].startswith("pkg:generic/")
    }
    assert gevonden["SQLite", "sqlcipher3"] == dbapi2.sqlite_version
    assert gevonden["libxml2", "lxml"] == ".".join(map(str, lxml.etree.LIBXML_VERSION))
    assert gevonden["Qt", "PySide6-Essentials"] == qVersion()
    assert gevonden["OpenSSL", "cryptography"] in backend.openssl_version_text()
    assert {("OpenSSL", "sqlcipher3"), ("SQLCipher", "sqlcipher3"), ("libxslt", "lxml")} <= gevonden.keys()
    refs = [deel["bom-ref"] for deel in bom["components"]]
    assert len(refs) == len(set(refs))
    assert {ref for een in bom["dependencies"] for ref in een["dependsOn"]} == set(refs)


def test_the_same_release_gives_the_same_list(sbom):
    assert json.dumps(sbom.sbom(everything=True)) == json.dumps(sbom.sbom(everything=True))


def test_nothing_is_pinned_that_nobody_asks_for(sbom, root):
    pins = sbom.locked((root / "installer/lock.txt").read_text(encoding="utf-8"))
    data = sbom.project()
    groepen = [naam for groep in ("build", "test") for naam in data["dependency-groups"][groep]]
    gevraagd = sbom.asked_for(sbom.requirement_names([*data["project"]["dependencies"], *groepen]), pins)
    over = set()
    for naam in pins.keys() - gevraagd:
        try:
            distribution(naam)
        except PackageNotFoundError:
            continue  # of another system: who asks for it is not here to say so
        over.add(naam)
    # asked for through an extra or a marker of a package that is pinned
    assert over <= {"execnet", "psutil", "colorama"}, over


def antwoord(pins, **anders):
    delen = [{"name": naam, "version": versie, "vulns": []} for naam, (versie, _) in pins.items()]
    return json.dumps({"dependencies": [deel | anders.get(deel["name"].replace("-", "_"), {}) for deel in delen]})


@pytest.fixture
def pins(audit):
    return audit.locked(audit.LOCK.read_text(encoding="utf-8"))


def test_an_audit_passes_only_when_every_pin_was_looked_up(audit, pins):
    assert audit.packages(lambda: antwoord(pins))[0] == audit.NOTHING


@pytest.mark.parametrize("gezegd", [None, "", "geen json", "{}", '{"dependencies": []}'])
def test_an_audit_that_could_not_ask_fails(audit, gezegd):
    assert audit.packages(lambda: gezegd)[0] == audit.NOT_ASKED
    assert audit.main(lambda: gezegd) == audit.NOT_ASKED


def test_an_audit_that_skipped_one_fails(audit, pins):
    een = json.loads(antwoord(pins))
    een["dependencies"][3] = {"name": een["dependencies"][3]["name"], "skip_reason": "not found on the index"}
    code, tekst = audit.packages(lambda: json.dumps(een))
    assert (code, een["dependencies"][3]["name"] in tekst) == (audit.NOT_ASKED, True)
    assert audit.packages(lambda: antwoord(pins, lxml={"version": "1.0"}))[0] == audit.NOT_ASKED


def test_a_known_hole_is_told(audit, pins):
    code, tekst = audit.packages(lambda: antwoord(pins, lxml={"vulns": [{"id": "PYSEC-1"}]}))
    assert (code, "PYSEC-1" in tekst) == (audit.KNOWN, True)


def test_a_c_library_that_nobody_judged_fails_the_audit(audit, monkeypatch, tmp_path):
    monkeypatch.setattr(audit, "JUDGED", tmp_path / "c.toml")
    delen = [deel for deel in audit.sbom(everything=False)["components"] if deel["purl"].startswith("pkg:generic/")]
    regels = [
        f'["{deel["name"]} in {deel["properties"][0]["value"]}"]\nversion = "{deel["version"]}"\nholes = ""\n'
        for deel in delen
    ]
    audit.JUDGED.write_text("\n".join(regels), encoding="utf-8")
    assert audit.c_libraries()[0] == audit.NOTHING
    audit.JUDGED.write_text("\n".join(regels).replace('version = "3.53', 'version = "3.52'), encoding="utf-8")
    code, tekst = audit.c_libraries()
    assert (code, "SQLite in sqlcipher3" in tekst) == (audit.NOT_ASKED, True)
