"""The list of parts beside a release is complete, nothing is pinned that nobody asks for, and an audit cannot pass by skipping (D20, D21)."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path

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
from bronsync import cli
from bronsync.program import bootstrap, profiel as kern
from bronsync.program.updates import fetcher, updater
from bronsync.adapters.bron import register
from bronsync.adapters.journal import store
from bronsync.adapters.lvs2000 import reader, writer
from bronsync.gui.venster import app, hoofdvenster
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
        (deel["name"], deel["properties"][0]["value"]): deel["properties"][1]["value"]
        for deel in bom["components"]
        if deel["purl"].startswith("pkg:generic/")
    }
    assert gevonden["SQLite", "sqlcipher3"] == dbapi2.sqlite_version
    assert gevonden["libxml2", "lxml"] == ".".join(map(str, lxml.etree.LIBXML_VERSION))
    assert gevonden["Qt", "pyside6-essentials"] == qVersion()
    assert gevonden["OpenSSL", "cryptography"] in backend.openssl_version_text()
    # Not told by themselves, but there: in the binaries.
    assert {naam for naam, drager in gevonden if drager == "pyside6-essentials"} >= {"ICU", "PCRE2", "libpng", "Qt"}
    assert {naam for naam, drager in gevonden if drager == "lxml"} >= {"libexslt", "libxml2", "libxslt", "zlib"}
    assert re.fullmatch(r"that of cffi 2\..*", gevonden["libffi", "cffi"])
    assert "pkg:cargo/pyo3" in {deel["purl"].partition("@")[0] for deel in bom["components"]}, "what Rust packages list"
    assert {("OpenSSL", "sqlcipher3"), ("SQLCipher", "sqlcipher3"), ("libxslt", "lxml")} <= gevonden.keys()
    refs = [deel["bom-ref"] for deel in bom["components"]]
    assert len(refs) == len(set(refs))
    assert {ref for een in bom["dependencies"] for ref in een["dependsOn"]} == set(refs)


def test_the_same_release_gives_the_same_list(sbom):
    assert json.dumps(sbom.sbom(everything=True)) == json.dumps(sbom.sbom(everything=True))


def antwoord(vraag, **anders):
    """As pip-audit answers: nothing known, except of the control; `anders` by name."""
    anders = {"pyyaml": {"vulns": [{"id": "PYSEC-2020-96"}]}} | anders
    delen = [{"name": naam, "version": versie, "vulns": []} for naam, versie, _ in vraag]
    return json.dumps({"dependencies": [deel | anders.get(deel["name"].replace("-", "_"), {}) for deel in delen]})


def test_an_audit_passes_only_when_every_pin_was_looked_up(audit):
    gevraagd = []
    assert audit.packages(lambda vraag: gevraagd.extend(vraag) or antwoord(vraag))[0] == audit.NOTHING
    pins = audit.every_pin(audit.LOCK.read_text(encoding="utf-8"))
    assert sorted(gevraagd) == sorted([*pins, audit.CONTROL]), "also two versions of one package, also of other systems"
    assert len({naam for naam, *_ in pins}) < len(pins)


@pytest.mark.parametrize(
    "gezegd",
    [
        None,
        "",
        "geen json",
        "<html>Log in bij de proxy</html>",
        "{}",
        "[]",
        "null",
        '{"dependencies": []}',
        '{"dependencies": null}',
        '{"dependencies": ["lxml"]}',
        '{"dependencies": [{"name": "lxml", "vulns": []}]}',
    ],
)
def test_an_audit_that_could_not_ask_fails(audit, gezegd):
    assert audit.packages(lambda _: gezegd)[0] == audit.NOT_ASKED
    assert audit.main(lambda _: gezegd) == audit.NOT_ASKED


@pytest.mark.parametrize("gaten", [None, "", {}, 0])
def test_an_audit_whose_answer_about_holes_is_no_list_fails(audit, gaten):
    assert audit.packages(lambda vraag: antwoord(vraag, lxml={"vulns": gaten}))[0] == audit.NOT_ASKED


def test_an_audit_that_skipped_one_fails(audit):
    code, tekst = audit.packages(lambda vraag: antwoord(vraag, lxml={"skip_reason": "not found on the index"}))
    assert (code, "lxml" in tekst) == (audit.NOT_ASKED, True)
    assert audit.packages(lambda vraag: antwoord(vraag, lxml={"version": "1.0"}))[0] == audit.NOT_ASKED


def test_an_audit_of_a_database_that_knows_nothing_fails(audit):
    code, tekst = audit.packages(lambda vraag: antwoord(vraag, pyyaml={"vulns": []}))
    assert (code, "pyyaml" in tekst) == (audit.NOT_ASKED, True)


def test_a_known_hole_is_told_also_when_it_is_told_once_of_two(audit):
    code, tekst = audit.packages(lambda vraag: antwoord(vraag, lxml={"vulns": [{"id": "PYSEC-1"}]}))
    assert (code, "PYSEC-1" in tekst, "pyyaml" in tekst) == (audit.KNOWN, True, False)

    def dubbel(vraag):
        gezegd = json.loads(antwoord(vraag, lxml={"vulns": [{"id": "PYSEC-1"}]}))
        gezegd["dependencies"] += [{**een, "vulns": []} for een in gezegd["dependencies"]]
        return json.dumps(gezegd)

    assert audit.packages(dubbel)[0] == audit.KNOWN


def test_pip_audit_is_asked_without_markers_and_its_silence_is_no_answer(audit, monkeypatch, tmp_path):
    gezien = []

    def run(opdracht, **_):
        gezien.append(Path(opdracht[-1]).read_text(encoding="utf-8"))
        return subprocess.CompletedProcess(opdracht, code, stdout="[]")

    monkeypatch.setattr(audit.shutil, "which", lambda naam: f"/bin/{naam}")
    monkeypatch.setattr(audit.subprocess, "run", run)
    code = 2
    assert audit.pip_audit([("colorama", "0.4.6", ["ab"])]) is None
    assert gezien == ["colorama==0.4.6 --hash=sha256:ab"]
    code = 0
    assert audit.pip_audit([audit.CONTROL]) == "[]"
    monkeypatch.setattr(audit.shutil, "which", lambda _: None)
    assert audit.pip_audit([audit.CONTROL]) is None


@pytest.mark.parametrize(
    ("wat", "door", "code"),
    [
        ("", "", "NOTHING"),
        ('holes = ""', 'holes = "CVE-1, not reached"', "KNOWN"),
        ('holes = ""', "", "NOT_ASKED"),
        ("judged = 2026-11-22", "judged = 2026-10-21", "NOT_ASKED"),
        ("judged = 2026-11-22", "judged = 2027-11-22", "NOT_ASKED"),
        ("judged = 2026-11-22", "", "NOT_ASKED"),
        ('version = "3.53', 'version = "3.52', "NOT_ASKED"),
        ('version = "that of cffi 2', 'version = "that of cffi 1', "NOT_ASKED"),
    ],
)
def test_a_c_library_that_nobody_judged_lately_fails_the_audit(audit, monkeypatch, tmp_path, wat, door, code):
    monkeypatch.setattr(audit, "JUDGED", tmp_path / "c.toml")
    delen = [deel for deel in audit.sbom(everything=False)["components"] if deel["purl"].startswith("pkg:generic/")]
    regels = "\n".join(
        f'["{deel["name"]} in {deel["properties"][0]["value"]}"]\nversion = "{deel["properties"][1]["value"]}"\n'
        'judged = 2026-11-22\nholes = ""\n'
        for deel in delen
    )
    assert wat in regels, "this library is still in it"
    audit.JUDGED.write_text(regels.replace(wat, door) if wat else regels, encoding="utf-8")
    assert audit.c_libraries(date(2026, 11, 22))[0] == getattr(audit, code)
    assert wat or audit.c_libraries(date(2027, 1, 1))[0] == audit.NOT_ASKED


def test_a_library_that_cannot_be_asked_here_stops_the_list_instead_of_leaving_it(sbom, monkeypatch):
    from bronsync.adapters.system import versies

    alle = versies.c_bibliotheken()
    monkeypatch.setattr(versies, "c_bibliotheken", lambda: [een for een in alle if een[0] != "Qt"])
    with pytest.raises(RuntimeError, match="Qt"):
        sbom.sbom(everything=False)


@pytest.mark.parametrize("regel", ["six==1.17.0", "six>=1 \\\n    --hash=sha256:" + "0" * 64, "-r other.txt"])
def test_a_pin_without_a_hash_is_no_lock(sbom, regel):
    with pytest.raises(ValueError, match="not pinned"):
        sbom.every_pin(f"lxml==6.1 \\\n    --hash=sha256:{'0' * 64}\n{regel}\n")


def test_both_lists_of_pins_have_a_hash_for_each(sbom, root):
    for naam in ("lock.txt", "lock-benchmark.txt"):
        assert len(sbom.every_pin((root / "installer" / naam).read_text(encoding="utf-8"))) > 40


def test_the_list_keeps_the_rules_of_cyclonedx(sbom):
    """Those that a reader stumbles over; the whole of it was tried once against the schema of CycloneDX 1.6."""
    bom = sbom.sbom(everything=True)
    assert (bom["bomFormat"], bom["specVersion"], bom["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bom["serialNumber"])
    for deel in [*bom["components"], bom["metadata"]["component"]]:
        assert deel["type"] in ("library", "application")
        assert {"bom-ref", "name"} <= deel.keys()
    for deel in bom["components"]:
        assert deel["purl"].startswith(("pkg:pypi/", "pkg:generic/", "pkg:cargo/"))
        assert deel["licenses"] or deel["scope"] == "excluded", f"{deel['name']} has no licence"
        soorten = [next(iter(een)) for een in deel["licenses"]]
        assert soorten == ["expression"] or set(soorten) <= {"license"}
        assert all(re.fullmatch("[0-9a-f]{64}", een["content"]) for een in deel.get("hashes", []))
        assert deel.get("hashes") or not deel["purl"].startswith("pkg:pypi/")
    bekend = {deel["bom-ref"] for deel in bom["components"]} | {bom["metadata"]["component"]["bom-ref"]}
    van = [een["ref"] for een in bom["dependencies"]]
    assert len(van) == len(set(van))
    assert set(van) | {ref for een in bom["dependencies"] for ref in een["dependsOn"]} <= bekend
