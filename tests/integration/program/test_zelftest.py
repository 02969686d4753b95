"""`bronsync --self-test` as the installed program runs it; and that it sees what is broken."""

from __future__ import annotations

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
    monkeypatch.setattr(connection, "_driver_in_package", lambda: None)
    monkeypatch.setattr(connection.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "pyodbc", _Odbc(*namen))
