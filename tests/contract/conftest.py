"""What the contract tests share."""

import sys

import pytest

from helpers.nep_sql_server import NepSqlServer


@pytest.fixture
def server(school, tmp_path, monkeypatch):
    """A SQL Server that is played, in place of the driver."""
    server = NepSqlServer(tmp_path / "school.db")
    monkeypatch.setitem(sys.modules, "pyodbc", server)
    yield server
    server.sluit()
