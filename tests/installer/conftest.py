"""Small versions of the program, in the real form: packs, lists and manifest as `installer/windows/tree.py` makes them."""

import importlib.util
import json
from pathlib import Path

import pytest

from bronsync_install.place import Place

WORKS, BROKEN = "#!/bin/sh\nexit 0\n", "#!/bin/sh\necho 'FOUT    Venster: kapot'\nexit 3\n"


@pytest.fixture(scope="session")
def tree():
    source = Path(__file__).parents[2] / "installer/windows/tree.py"
    spec = importlib.util.spec_from_file_location("windows_tree", source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def release(tree, tmp_path):
    """A folder with a manifest and its packs, of these files."""

    def release_(version="0.1.0", *, moment=1_700_000_000, python=WORKS, code="print(1)\n", qt="qt" * 5000):
        made, source = tmp_path / f"uitgave-{version}-{moment}", tmp_path / f"boom-{version}-{moment}"
        files = {
            "python": {"python.exe": python, "pythonw.exe": python},
            "qt": {"Lib/site-packages/PySide6/Qt6Core.dll": qt},
            "wheels": {"Lib/site-packages/lxml/etree.pyd": "lxml"},
            "bronsync": {
                "Lib/site-packages/bronsync/__main__.py": code,
                "start/BRON Sync.exe": f"launcher of {version}",
                "start/bronsync.exe": "launcher",
            },
        }
        for held in files.values():
            for name, text in held.items():
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                (source / name).write_text(text)
        made.mkdir()
        told = tree.pack_all(source, {name: list(held) for name, held in files.items()}, made)
        head = {"form": 1, "version": version, "moment": moment, "commit": "0" * 40, "environment": ""}
        (made / "manifest.json").write_text(json.dumps(head | {"packs": told}))
        return made

    return release_


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "Programs" / "BRON Sync")
