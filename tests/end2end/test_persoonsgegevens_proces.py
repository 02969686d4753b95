"""What the process itself might tell, whatever its log does: exceptions that nobody caught, warnings, dumps of its memory, rights of files.

Sources: RELIABILITY D11, D25, E4.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bronsync import cli
from end2end.test_fouten import wijzig
from end2end.test_persoonsgegevens import plant
from end2end.val import KANARIES
from helpers.kanaries import zoek
from helpers.kindproces import kindproces


def test_D25_what_nobody_caught_is_told_by_class_and_place_only(tmp_path):
    klaar = kindproces(tmp_path / "thuis", "-m", "end2end.val")
    assert (klaar.stdout, klaar.returncode) == ("klaar\n", cli.MISLUKT)
    assert zoek([tmp_path], KANARIES) == []
    assert klaar.stderr.count("(EIGEN-01)\nOntploft\n") == 3, "thread, __del__ and the end of the program"
    assert "val.py" in klaar.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits are of POSIX")
def test_D25_a_crash_leaves_no_picture_of_the_memory(tmp_path):
    """Also where the system would make one: the limit is first as high as it may be."""
    opdracht = (
        "import os, resource; from bronsync.program import last_resort; hoogst = resource.getrlimit(resource.RLIMIT_CORE)[1];"
        "resource.setrlimit(resource.RLIMIT_CORE, (hoogst, hoogst)); last_resort.install();"
        "print(resource.getrlimit(resource.RLIMIT_CORE), flush=True); os.abort()"
    )
    gevallen = kindproces(tmp_path / "thuis", "-c", opdracht)
    assert (gevallen.returncode < 0, gevallen.stdout) in ((True, "(0, 0)\n"), (True, "(1, 1)\n"))
    assert [pad.name for pad in (tmp_path / "thuis").iterdir() if pad.name not in ("stdout", "stderr")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of POSIX")
def test_D11_whatever_the_program_makes_is_its_owners_alone(tmp_path):
    opdracht = "import os; os.umask(0o022); from bronsync.program import last_resort; last_resort.install(); open('x', 'w').close(); os.mkdir('y')"
    kindproces(tmp_path / "thuis", "-c", opdracht)
    rechten = {pad.name: pad.stat().st_mode & 0o777 for pad in (tmp_path / "thuis").iterdir()}
    assert (rechten["x"], rechten["y"]) == (0o600, 0o700)


def test_D9_sending_and_fetching_write_the_store_and_the_log_only(werkplek, tmp_path):
    waarden = plant(werkplek)
    werkplek.lever()
    wijzig(werkplek)
    waar = ("--aanleverpunt", werkplek.aanleverpunt, "--map", str(werkplek.map), "--json")
    stromen = ("synchroniseren", *waar, "+", "terugkoppeling-ophalen", *waar)
    klaar = kindproces(tmp_path / "thuis", "-m", "end2end.meet", "0", "--", *stromen)
    uit = json.loads(klaar.stdout.splitlines()[-1])
    assert cli.MISLUKT not in uit["codes"], klaar.stdout
    profiel = werkplek.map / "profiel"
    sleutelring = {"sleutel.json", "sleutel.json.tmp"}  # of the demo: else the key ring of the system
    verwacht = {"bronsync.log", f"{werkplek.lvs.name}.{werkplek.aanleverpunt}.slot"} | sleutelring
    assert {Path(pad).name for pad in uit["geschreven"]} <= verwacht, "the store itself is SQLite's"
    assert {pad.name for pad in profiel.iterdir()} == {"logboek", "opslag.db", "instellingen.json"}
    assert zoek([profiel, tmp_path / "thuis"], waarden) == []


GEEN_VENSTER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from bronsync import __main__
from bronsync.program import profiel as kern
from bronsync.gui.venster import app
from bronsync.gui.kit.fouten import FoutDialoog
from end2end.val import ontplof

def sluit():
    fouten = [een for een in QApplication.topLevelWidgets() if isinstance(een, FoutDialoog) and een.isVisible()]
    if not fouten:
        return QTimer.singleShot(10, sluit)
    print(fouten[0].code, fouten[0]._tekst)
    fouten[0].close()

app.Hoofdvenster = ontplof
echt = app.maak_app
app.maak_app = lambda argumenten: (echt(argumenten), QTimer.singleShot(0, sluit))[0]
sys.argv = ["bronsync", "--map", "."]
sys.exit(__main__.main())
"""


def test_D25_a_window_that_cannot_be_made_says_so_in_a_window(tmp_path):
    klaar = kindproces(tmp_path / "thuis", "-c", GEEN_VENSTER, seconden=40)
    assert (klaar.returncode, klaar.stdout[:8]) == (3, "EIGEN-01"), klaar.stderr
    assert "Ontploft" in klaar.stdout
    assert zoek([tmp_path], KANARIES) == []
