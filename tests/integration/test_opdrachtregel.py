"""What the three programs write on a terminal, a pipe, a file or nothing at all (B16): real processes, as a shell starts them."""

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bronsync.versie import programmaversie

PROGRAMMAS = {"bronsync": "bronsync", "bronsync-demo": "bronsync_demo", "bron-simulator": "bron_simulator"}
# The register shares no Python with the client, and speaks as well.
SPREKERS = ["bronsync.console", "bron_simulator.console"]
KLEIN = "import sys; from {} import run; sys.exit(run(lambda: {}))"
# Whoever starts the tests in the background has Ctrl+C ignored for all that they start.
HOORT = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
BEZET = HOORT + "import os, sys, threading; from {} import run\ndef program():\n"


@pytest.fixture(params=SPREKERS)
def spreker(request):
    return request.param


def proces(*opdracht, env=None, **meer):
    omgeving = {naam: w for naam, w in os.environ.items() if naam not in ("PYTHONIOENCODING", "PYTHONUTF8")} | (
        env or {}
    )
    return subprocess.run([sys.executable, *opdracht], env=omgeving, check=False, timeout=40, **meer)


def klein(spreker, uitdrukking, **meer):
    """A program that only evaluates this, run as ours are."""
    return proces("-c", KLEIN.format(spreker, uitdrukking), **meer)


def zonder_lezer(*opdracht):
    """Started as in `| head -0`: nobody reads what it writes, from the first byte on. Gives exit code and stderr."""
    lees, schrijf = os.pipe()
    os.close(lees)
    try:
        gedaan = proces(*opdracht, stdout=schrijf, stderr=subprocess.PIPE)
    finally:
        os.close(schrijf)
    return gedaan.returncode, gedaan.stderr


def _alles(nummer):
    with os.fdopen(nummer, "rb") as bestand:
        return bestand.read()


def met_gesloten(nummers, *opdracht):
    """As a shell starts it with `>&-`."""
    sluit = " ".join(f"{nummer}>&-" for nummer in nummers)
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {sluit}', "sh", sys.executable, *opdracht],
        capture_output=True,
        check=False,
        timeout=40,
    )


@pytest.mark.parametrize("naam", PROGRAMMAS)
def test_FOUTEN_each_program_names_its_version(naam):
    gedaan = proces("-m", PROGRAMMAS[naam], "--version", capture_output=True, text=True)
    assert (gedaan.returncode, gedaan.stdout, gedaan.stderr) == (0, f"{naam} {programmaversie()}\n", "")


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "cp850"},
        {"PYTHONIOENCODING": "cp1252:strict"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "latin-1"},
    ],
)
def test_FOUTEN_B16_it_is_utf8_whatever_the_environment_says(spreker, env):
    ascii_uitdrukking = r"print('\u0141ukasz \u2019s-Gravenhage \u2206') or print('\u0141ukasz', file=sys.stderr) or 0"
    gedaan = klein(spreker, ascii_uitdrukking, env=env, capture_output=True)
    assert gedaan.returncode == 0
    assert gedaan.stdout.decode().splitlines() == ["Łukasz ’s-Gravenhage ∆"]
    assert gedaan.stderr.decode().splitlines() == ["Łukasz"]


def test_FOUTEN_B16_what_no_text_can_hold_is_replaced(spreker):
    gedaan = klein(spreker, r"print('map \udcff') or 0", capture_output=True)
    assert (gedaan.returncode, gedaan.stdout.splitlines()) == (0, [b"map ?"])


@pytest.mark.parametrize("opdracht", [["controles", "--json"], ["signalen", "--json"], ["rechtenscript", "--json"]])
def test_FOUTEN_B16_json_is_utf8_on_any_console(opdracht):
    gedaan = proces("-m", "bronsync", *opdracht, env={"PYTHONIOENCODING": "cp850"}, capture_output=True)
    assert gedaan.returncode == 0
    assert json.loads(gedaan.stdout.decode("utf-8", "strict"))


@pytest.mark.parametrize(
    "opdracht",
    [
        ["bronsync", "controles"],
        ["bronsync", "signalen", "--json"],
        ["bronsync", "rechtenscript"],
        ["bronsync", "--help"],
        ["bronsync", "--version"],
        ["bronsync", "--self-test"],
        ["bronsync_demo", "--help"],
        ["bron_simulator", "--signalen"],
    ],
)
def test_FOUTEN_B16_who_stops_reading_ends_it_quietly(opdracht):
    assert zonder_lezer("-m", *opdracht) == (0, b"")


def test_FOUTEN_B16_what_was_asked_is_done_though_nobody_reads(spreker):
    """More than a pipe can hold, and then the exit code of the work itself."""
    assert zonder_lezer("-c", KLEIN.format(spreker, "print('x' * 1_000_000) or 1")) == (1, b"")


def test_FOUTEN_B16_nobody_reads_what_it_says_of_an_error():
    lees, schrijf = os.pipe()
    os.close(lees)
    gedaan = proces(
        "-m", "bronsync", "status", "--aanleverpunt", "x", "--map", "m", stderr=schrijf, stdout=subprocess.PIPE
    )
    os.close(schrijf)
    assert (gedaan.returncode, gedaan.stdout) == (2, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes streams")
@pytest.mark.parametrize("nummers", [(1,), (2,), (1, 2), (0, 1, 2)])
@pytest.mark.parametrize(
    "opdracht", [["bronsync", "--self-test"], ["bronsync_demo", "--version"], ["bron_simulator", "--signalen"]]
)
def test_FOUTEN_B16_a_stream_that_was_closed_before_the_start_is_no_error(nummers, opdracht):
    gedaan = met_gesloten(nummers, "-m", *opdracht)
    assert gedaan.returncode == 0
    if 2 not in nummers:
        assert gedaan.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes streams")
def test_FOUTEN_B16_no_file_gets_the_number_of_a_closed_stream(spreker, tmp_path):
    """What a library prints on file 2 would go into the store."""
    code = KLEIN.format(spreker, f"open({str(tmp_path / 'opslag')!r}, 'w').fileno() < 3")
    assert met_gesloten((0, 1, 2), "-c", code).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full, as Linux plays it")
@pytest.mark.parametrize(
    "opdracht",
    [
        ["bronsync", "controles"],
        ["bron_simulator", "--signalen"],
        ["bronsync", "--version"],
        ["bron_simulator", "--version"],
    ],
)
def test_FOUTEN_B16_output_that_does_not_fit_on_the_disk_is_told_and_failed(opdracht):
    with Path("/dev/full").open("w") as vol:
        gedaan = proces("-m", *opdracht, stdout=vol, stderr=subprocess.PIPE, text=True)
    assert gedaan.returncode == 3
    assert gedaan.stderr.startswith("De uitvoer kan niet worden geschreven.")
    assert gedaan.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows always wait")
def test_FOUTEN_B16_a_pipe_that_somebody_made_non_blocking_loses_nothing(spreker):
    lees, schrijf = os.pipe()
    os.set_blocking(schrijf, False)
    gelezen = []
    lezer = threading.Thread(target=lambda: gelezen.append(_alles(lees)))
    kind = subprocess.Popen(
        [sys.executable, "-c", KLEIN.format(spreker, "print('x' * 1_000_000) or 0")],
        stdout=schrijf,
        stderr=subprocess.PIPE,
    )
    os.close(schrijf)
    lezer.start()
    _, fout = kind.communicate(timeout=40)
    lezer.join()
    assert (kind.returncode, fout, len(gelezen[0])) == (0, b"", 1_000_001)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
def test_FOUTEN_B16_ctrl_c_ends_with_a_sentence(spreker):
    code = BEZET.format(spreker) + " os.write(1, b'bezig\\n')\n threading.Event().wait()\nsys.exit(run(program))"
    kind = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert kind.stdout.readline() == b"bezig\n"
    kind.send_signal(signal.SIGINT)
    uit, fout = kind.communicate(timeout=40)
    assert (kind.returncode, uit, fout) == (3, b"", b"Afgebroken.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
def test_FOUTEN_B16_ctrl_c_while_python_ends_says_nothing(spreker):
    code = (
        f"{HOORT}import atexit, os, sys, threading; from {spreker} import run\n"
        "def last():\n os.write(1, b'einde\\n')\n threading.Event().wait()\n"
        "atexit.register(last)\nsys.exit(run(lambda: 0))"
    )
    kind = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert kind.stdout.readline() == b"einde\n"
    kind.send_signal(signal.SIGINT)
    _, fout = kind.communicate(timeout=40)
    assert fout == b""


def test_FOUTEN_B16_the_demo_in_text_stops_when_nobody_reads(tmp_path):
    opdracht = [
        "-m",
        "bronsync_demo",
        "--zonder-venster",
        "--leerlingen",
        "3",
        "--schoolsoort",
        "bo",
        "--map",
        str(tmp_path / "m"),
    ]
    code, verteld = zonder_lezer(*opdracht)
    assert code == 1
    assert b"Error" not in verteld  # how far it came is told there
    assert b"mis in de demo" not in verteld


VENSTER = """
import os, sys
from PySide6.QtCore import QTimer
from bronsync import __main__
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
echt = Hoofdvenster.begin
def begin(venster):
    echt(venster)
    def klaar():
        if venster.runner.operation is None:
            kijk.stop()
            os.write(1, b"open\\n")
    kijk = QTimer(venster)
    kijk.timeout.connect(klaar)
    kijk.start(20)
Hoofdvenster.begin = begin
sys.argv = ["bronsync", "--map", sys.argv[1]]
sys.exit(__main__.main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
def test_FOUTEN_B16_ctrl_c_in_the_terminal_closes_the_window(tmp_path):
    """Nobody need touch it first: Python hears a signal only when Qt lets it."""
    kind = subprocess.Popen(
        [sys.executable, "-c", VENSTER, str(tmp_path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert kind.stdout.readline() == b"open\n"
    kind.send_signal(signal.SIGINT)
    kind.communicate(timeout=40)
    assert kind.returncode == 0


def test_FOUTEN_a_moment_that_windows_cannot_place_in_its_zone_is_read(monkeypatch):
    """There, 1969 in the computer's own time is an OSError."""
    from bronsync import cli

    class VanWindows(datetime):
        def astimezone(self, tz=None):
            if self.tzinfo is None and self.year < 1970:
                raise OSError(22, "Invalid argument")
            return super().astimezone(tz)

    monkeypatch.setattr(cli, "datetime", VanWindows)
    assert cli._tijdstip("1969-12-31").date() in (date(1969, 12, 30), date(1969, 12, 31))
    assert cli._tijdstip("1969-12-31T00:00:00Z") == datetime(1969, 12, 31, tzinfo=UTC)
