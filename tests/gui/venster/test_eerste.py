"""Opening the program twice brings the first window in front (B20): the right to the window, real processes, and what goes wrong."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from bronsync.gui.venster.eerste import Eerste
from bronsync_demo.fouttekst import DemoFout
from bronsync_demo.register_beheer import draaiend_register

VRAAG = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from bronsync.gui.venster.eerste import Eerste
app = QCoreApplication([])
eerste = Eerste(Path(sys.argv[1]), seconden=float(sys.argv[2]))
print("eerste" if eerste.neem() else "voren" if eerste.vraag() else "stil", flush=True)
if len(sys.argv) > 3:
    sys.stdin.read()
"""


@pytest.fixture
def tmp_path():
    """A short one: the path of a socket has at most some hundred characters, and the folder for temporary files may take them all."""
    place = None if os.name == "nt" else "/tmp"
    with tempfile.TemporaryDirectory(prefix="b20-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


@pytest.fixture
def eerste(qapp, tmp_path):
    gemaakt = Eerste(tmp_path)
    gemaakt.geroepen = []
    gemaakt.naar_voren = lambda: gemaakt.geroepen.append(1)
    yield gemaakt
    gemaakt.laat_los()


def start(*opdracht, **meer):
    omgeving = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, *opdracht], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=omgeving, **meer
    )


def tweede(qtbot, tmp_path, seconden=20.0):
    """What a second process hears, while this one serves its events."""
    with start("-c", VRAAG, str(tmp_path), str(seconden)) as ander:
        qtbot.waitUntil(lambda: ander.poll() is not None, timeout=60_000)
        return ander.stdout.read().strip()


def test_FOUTEN_B20_a_second_process_brings_the_first_in_front(eerste, qtbot, tmp_path):
    assert eerste.neem()
    assert tweede(qtbot, tmp_path) == "voren"
    assert tweede(qtbot, tmp_path) == "voren"
    assert len(eerste.geroepen) == 2
    eerste.laat_los()
    assert tweede(qtbot, tmp_path) == "eerste"


def test_FOUTEN_B20_another_folder_is_another_first(eerste, qtbot, tmp_path):
    assert eerste.neem()
    (tmp_path / "ander").mkdir()
    assert tweede(qtbot, tmp_path / "ander") == "eerste"
    assert not eerste.geroepen


def test_FOUTEN_B20_what_a_killed_one_left_is_in_nobodys_way(eerste, tmp_path):
    with start("-c", VRAAG, str(tmp_path), "1", "blijf", stdin=subprocess.PIPE) as ander:
        assert ander.stdout.readline() == "eerste\n"
        assert not eerste.neem()
        ander.kill()
    assert list(tmp_path.iterdir())
    assert eerste.neem()


def test_FOUTEN_B20_one_that_does_not_answer_is_told(eerste, tmp_path):
    """It serves no events: its window hangs, or is not there yet."""
    assert eerste.neem()
    gehoord = start("-c", VRAAG, str(tmp_path), "0.3").communicate(timeout=60)[0]
    assert gehoord == "stil\n"


@pytest.mark.parametrize("rommel", [b"x" * 5000, b"iets anders\n", b"naar voren"])
def test_FOUTEN_B20_whatever_else_comes_in_does_nothing(eerste, qtbot, tmp_path, rommel):
    assert eerste.neem()
    lijn = QLocalSocket()
    lijn.connectToServer(eerste._adres)
    lijn.write(rommel)
    lijn.flush()
    assert tweede(qtbot, tmp_path) == "voren"
    assert len(eerste.geroepen) == 1
    lijn.abort()


def test_FOUTEN_B20_a_folder_without_room_for_a_lock_does_not_keep_the_window_away(qapp, tmp_path):
    """What is wrong with it is told by the store."""
    (tmp_path / "bestand").touch()
    assert Eerste(tmp_path / "bestand").neem()


def test_FOUTEN_B20_a_path_too_long_for_a_socket_still_has_one_window(qtbot, tmp_path, monkeypatch):
    lang = tmp_path / ("x" * 90)
    lang.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    eerste = Eerste(lang)
    assert eerste.neem()
    assert tweede(qtbot, lang, seconden=0.3) == "stil"
    eerste.laat_los()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_FOUTEN_B20_only_this_user_can_speak_to_it(eerste, tmp_path):
    assert eerste.neem()
    assert (tmp_path / "venster.sock").stat().st_mode & 0o077 == 0


def test_FOUTEN_B20_the_program_started_twice_ends_with_the_first_in_front(eerste, qtbot, tmp_path):
    assert eerste.neem()
    with start("-m", "bronsync", "--map", str(tmp_path)) as ander:
        qtbot.waitUntil(lambda: ander.poll() is not None, timeout=60_000)
        assert (ander.returncode, ander.stderr.read()) == (0, "")
    assert eerste.geroepen
    assert not (tmp_path / "profiel").exists()


def test_FOUTEN_B20_the_demo_started_twice_starts_no_second_register(eerste, qtbot, tmp_path):
    assert eerste.neem()
    with start("-m", "bronsync_demo", "--leerlingen", "3", "--schoolsoort", "bo", "--map", str(tmp_path)) as ander:
        qtbot.waitUntil(lambda: ander.poll() is not None, timeout=60_000)
        assert (ander.returncode, ander.stderr.read()) == (0, "")
    assert eerste.geroepen
    assert not (tmp_path / "register").exists()


def test_FOUTEN_B20_the_demo_in_text_twice_in_one_folder_says_so(tmp_path):
    brp = tmp_path / "brp.json"
    brp.write_text("{}")
    with draaiend_register(tmp_path, brp), pytest.raises(DemoFout, match="draait al"):
        draaiend_register(tmp_path, brp).__enter__()
    with draaiend_register(tmp_path, brp):
        pass
