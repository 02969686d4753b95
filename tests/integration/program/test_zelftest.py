"""`bronsync --self-test` as the installed program runs it; and that it sees what is broken."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bronsync.program import zelftest


def test_a_sound_installation_passes():
    uit = subprocess.run(
        [sys.executable, "-m", "bronsync", "--self-test"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert uit.returncode == 0, uit.stdout
    assert "BRON Sync is goed geïnstalleerd." in uit.stdout
    assert uit.stdout.count("\n") == len(zelftest.DELEN) + 1


def test_what_this_computer_lacks_is_said_and_fails_nothing(monkeypatch, capsys):
    def zonder() -> str:
        raise zelftest.Opmerking("Op deze computer ontbreekt iets.")

    monkeypatch.setattr(zelftest, "DELEN", (("Iets", zonder),))
    assert zelftest.zelftest() == zelftest.GOED
    assert "let op  Iets: Op deze computer ontbreekt iets." in capsys.readouterr().out


@pytest.mark.parametrize("kwijt", ["iconen", "lettertype", "handleiding", "contract", "codelijsten"])
def test_a_missing_part_fails(kwijt, monkeypatch, capsys):
    import bronsync.resources
    from bronsync.adapters.bron import contract

    echt = bronsync.resources.resource

    def weg(*delen: str):
        if delen[0] == kwijt:
            raise FileNotFoundError(kwijt)
        return echt(*delen)

    for module in (
        "bronsync.resources",
        "bronsync.program.bootstrap",
        "bronsync.gui.kit.thema",
        "bronsync.adapters.bron.contract",
    ):
        monkeypatch.setattr(f"{module}.resource", weg)
    contract.contractbestand.cache_clear()
    contract.schema.cache_clear()
    assert zelftest.zelftest() == zelftest.MISLUKT
    assert "FOUT" in capsys.readouterr().out
    contract.contractbestand.cache_clear()
    contract.schema.cache_clear()


class _Odbc:
    def __init__(self, *namen: str) -> None:
        self.namen = list(namen)

    def drivers(self) -> list[str]:
        return self.namen


@pytest.mark.parametrize(
    ("namen", "gezegd"),
    [
        (("SQL Server",), "verouderde stuurprogramma 'SQL Server'"),
        ((), "geen ODBC-stuurprogramma"),
        (("PostgreSQL",), "geen ODBC-stuurprogramma"),
        (("SQL Server Native Client 11.0",), "geen ODBC-stuurprogramma"),
    ],
)
def test_FOUTEN_the_self_test_calls_no_driver_good_that_the_program_refuses(namen, gezegd, monkeypatch):
    _met_drivers(monkeypatch, *namen)
    with pytest.raises(zelftest.Opmerking, match=gezegd):
        zelftest._sql_server()


@pytest.mark.parametrize(
    ("namen", "gezegd"),
    [
        (("SQL Server", "ODBC Driver 18 for SQL Server"), "ODBC Driver 18 for SQL Server"),
        (("ODBC Driver 17 for SQL Server", "FreeTDS"), "ODBC Driver 17 for SQL Server"),
        (("FreeTDS",), "FreeTDS, alleen zonder controle van het servercertificaat"),
    ],
)
def test_FOUTEN_the_self_test_names_the_driver_that_the_program_takes(namen, gezegd, monkeypatch):
    _met_drivers(monkeypatch, *namen)
    assert zelftest._sql_server() == gezegd


def _met_drivers(monkeypatch, *namen):
    from bronsync.adapters.lvs2000 import connection

    monkeypatch.setattr(connection, "_pyodbc", lambda: _Odbc(*namen))
    monkeypatch.setattr(connection, "packaged_driver", lambda: None)
    monkeypatch.setattr(connection.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "pyodbc", _Odbc(*namen))


def _zonder_console(tmp_path, *argumenten):
    """As `pythonw.exe` and a shortcut start it: no standard file at all."""
    code = "import sys; sys.stdin = sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None; sys.argv[1:] = {!r}\n"
    code += "from {} import main\nraise SystemExit(main())"
    waar = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"
    omgeving = os.environ | {waar: str(tmp_path)}
    module, *rest = argumenten
    return subprocess.run([sys.executable, "-c", code.format(rest, module)], env=omgeving, check=False).returncode


def test_FOUTEN_W5_without_a_console_the_self_test_keeps_what_it_found(tmp_path):
    assert _zonder_console(tmp_path, "bronsync.__main__", "--self-test") == 0
    if sys.platform != "win32":  # where the profile of a user is, a variable does not decide there
        assert "BRON Sync is goed" in next(tmp_path.rglob("zelftest.txt")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("argumenten", "uitkomst"),
    [
        (("bronsync.__main__", "--version"), 0),
        (("bronsync.__main__", "controles"), 0),
        (("bronsync.__main__", "bestaat-niet"), 2),
        (("bronsync_demo.__main__", "--version"), 0),
        (("bronsync_demo.__main__", "--leerlingen", "0"), 2),
        (("bron_simulator.__main__", "--signalen"), 0),
    ],
)
def test_FOUTEN_W5_without_a_console_each_program_does_its_work(argumenten, uitkomst, tmp_path):
    assert _zonder_console(tmp_path, *argumenten) == uitkomst


def test_FOUTEN_W9_a_module_that_cannot_be_loaded_is_named_without_its_path():
    def kapot() -> str:
        raise ImportError("DLL load failed", name="_rust", path=r"C:\\Users\\zoe\\versies\\_rust.pyd")

    def weg() -> str:
        import bestaat_niet  # noqa: F401 - there to fail

    (_, _, eerste), (_, _, tweede) = zelftest.beproef([("a", kapot), ("b", weg)])
    assert eerste == "ImportError (_rust.pyd). Installeer BRON Sync opnieuw."
    assert tweede == "ModuleNotFoundError (bestaat_niet). Installeer BRON Sync opnieuw."
