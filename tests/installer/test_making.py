"""Making a release: a pack is the same for the same files and depends on its own only; of the lock each system gets its own lines."""

import importlib
import os
import shutil
import zipfile

import pytest

from helpers.uitgeverij import Computer


@pytest.fixture
def installer(request, monkeypatch):
    """Imports a module of `installer`."""
    monkeypatch.syspath_prepend(str(request.config.rootpath / "installer"))
    return importlib.import_module


def test_the_same_files_give_the_same_packs_and_a_change_changes_one(release, tmp_path):
    def packs(made):
        return {file.name: file.read_bytes() for file in made.glob("*.tar.xz")}

    first = packs(release("0.1.0"))
    for file in tmp_path.rglob("*"):
        os.utime(file, (1, 1))
    assert packs(release("0.1.0", moment=1_800_000_000)) == first
    changed = packs(release("0.1.0", moment=1_900_000_000, code="print(2)\n"))
    assert {name.partition("-")[0] for name in set(changed) - set(first)} == {"bronsync"}


def test_a_wheel_becomes_what_pip_would_make_of_it_less_what_nobody_loads(tree, tmp_path):
    file = tmp_path / "lxml-1-cp313-cp313-win_amd64.whl"
    inside = {
        "lxml/etree.pyd": True, "lxml/etree.pyx": False, "lxml/includes/x.h": False, "lxml-1.dist-info/METADATA": True,
        "lxml-1.dist-info/RECORD": False, "lxml-1.data/scripts/tool.exe": False, "lxml-1.data/platlib/lxml/more.py": True,
    }  # fmt: skip
    with zipfile.ZipFile(file, "w") as wheel:
        for name in inside:
            wheel.writestr(name, name)
    tree.wheel(file, tmp_path / "tree")
    tree.prune(tmp_path / "tree")
    kept = {name.replace("lxml-1.data/platlib/", "") for name, wanted in inside.items() if wanted}
    assert tree.files(tmp_path / "tree") == sorted(f"{tree.SITE}/{name}" for name in kept)


def test_the_package_for_debian_holds_of_qt_what_is_loaded_and_what_that_asks_for(installer):
    loaded = installer("linux.deb").loaded
    wanted = [
        "PySide6/__init__.py", "PySide6/QtWidgets.abi3.so", "PySide6/QtTest.abi3.so", "PySide6/libpyside6.abi3.so.6.11", "PySide6/Qt/lib/libQt6XcbQpa.so.6",
        "PySide6/Qt/lib/libicudata.so.73", "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
        "PySide6/Qt/translations/qtbase_nl.qm", "shiboken6/Shiboken.abi3.so", "lxml/etree.cpython-313-x86_64-linux-gnu.so", "lxml-1.dist-info/METADATA",
    ]  # fmt: skip
    unwanted = [
        "PySide6/QtQml.abi3.so", "PySide6/QtWidgets.pyi", "PySide6/designer", "PySide6/Qt/lib/libQt6Quick.so.6", "PySide6/Qt/lib/libQt6WidgetsX.so.6",
        "PySide6/Qt/plugins/platforms/libqvnc.so", "PySide6/Qt/qml/QtQuick/qmldir", "PySide6/Qt/translations/qtbase_de.qm", "lxml/includes/x.h",
    ]  # fmt: skip
    assert [name for name in [*wanted, *unwanted] if loaded(name)] == wanted


def test_of_the_lock_each_system_gets_its_own_lines_without_markers(installer):
    pins, release = installer("pins"), installer("sbom")
    ours = pins.pins_of_the_program(release.LOCK.read_text(encoding="utf-8"))
    windows, linux = (pins.pins_for(ours, "3.13", windows=one) for one in (True, False))
    assert "pywin32-ctypes==" in windows
    assert "secretstorage==" not in windows
    assert "secretstorage==" in linux
    assert "importlib-metadata==" not in linux
    assert "importlib-metadata==" in pins.pins_for(ours, "3.11", windows=False)
    for text in (windows, linux):
        assert ";" not in text
        assert text.count("==") == len([line for line in text.splitlines() if line.endswith("\\") and "==" in line])


def test_a_python_of_another_hash_is_refused(installer, tmp_path):
    archive = tmp_path / "python.zip"
    archive.write_bytes(b"another")
    with pytest.raises(ValueError, match="SHA-256"):
        installer("windows.inputs").python(str(archive), "0" * 64, tmp_path, {})


@pytest.mark.skipif(os.name == "nt", reason="the small versions begin with a line for a Linux shell")
def test_the_makers_that_are_played_publish_what_a_computer_takes(installer, release, tmp_path):
    makers, dist = installer("windows.makers").Makers(tmp_path / "makers"), tmp_path / "dist"
    makers.keys()
    shutil.copytree(release("0.1.0"), dist / "packs")
    makers.next(dist)
    computer = Computer(tmp_path / "computer", dist / "packs", (makers.folder / "updates/root.json").read_bytes())
    update = computer.updates(dist / "updates").look()
    assert (update.version, [change.version for change in update.changes]) == ("0.1.0", [])
    (pack,) = (one.stat().st_size for one in (dist / "updates/targets").glob("*.bronsync-*"))
    assert update.size == pack, "all but our own code is there already"
