"""The whole cycle with LVS2000 on a SQL Server that is played (`helpers/nep_sql_server.py`): nothing about SQL Server itself."""

import json
import sys

from end2end.conftest import Werkplek
from helpers.nep_sql_server import NepSqlServer


def test_FOUT_23_on_sql_server_a_session_ended_mid_send_stops_before_the_next_message_and_the_school_is_delivered(
    werkplek: Werkplek, monkeypatch
):
    server = NepSqlServer(werkplek.lvs)
    monkeypatch.setitem(sys.modules, "pyodbc", server)
    instellingen = {"wachttijd": 0, "lvs_server": "sql01", "lvs_database": "LVS2000"}
    (werkplek.map / "profiel" / "instellingen.json").write_text(json.dumps(instellingen), encoding="utf-8")
    werkplek.tot("synchroniseren")
    klaar = werkplek.bronsync("status")[1]["acties"]["Gecontroleerd"]
    gevraagd = 0
    antwoord = server.antwoord

    def beeindigd(sessie, opdracht, waarden):
        """The administrator ends the session before the third message: asked is once before the fetch (R7), then before each message."""
        nonlocal gevraagd
        gevraagd += "APPLOCK_MODE" in opdracht
        if gevraagd == 4:
            server.beeindig(sessie)
            sessie.leef()
        return antwoord(sessie, opdracht, waarden)

    monkeypatch.setattr(server, "antwoord", beeindigd)
    assert werkplek.bronsync("synchroniseren")[1]["fout"] == "LVS-11"
    monkeypatch.setattr(server, "antwoord", antwoord)
    acties = werkplek.bronsync("status")[1]["acties"]
    assert (acties["In behandeling"], acties["Gecontroleerd"]) == (2, klaar - 2)
    werkplek.lever()
    assert werkplek.bronsync("status")[1]["verschillen"] == 0
    assert not server.sloten


def test_B2_a_fork_that_may_not_be_seen_for_a_while_is_no_restore_and_another_one_is(werkplek: Werkplek, monkeypatch):
    server = NepSqlServer(werkplek.lvs)
    server.vork = "6F9619FF-8B86-D011-B42D-00C04FC964FF"
    monkeypatch.setitem(sys.modules, "pyodbc", server)
    instellingen = {"wachttijd": 0, "lvs_server": "sql01", "lvs_database": "LVS2000"}
    (werkplek.map / "profiel" / "instellingen.json").write_text(json.dumps(instellingen), encoding="utf-8")
    werkplek.tot("controleren")
    for vork in (None, "{6f9619ff-8b86-d011-b42d-00c04fc964ff}", None):
        server.vork = vork
        assert werkplek.bronsync("acties-bepalen")[1].get("fout") is None, vork
    server.vork = "0AA00AA0-8B86-D011-B42D-00C04FC964FF"
    assert werkplek.bronsync("acties-bepalen")[1]["fout"] == "PROC-08"
    server.sluit()
