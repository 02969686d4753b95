"""The adapter of LVS2000 through SQLAlchemy's mssql dialect and pyodbc's way, against a server that is played (`helpers/nep_sql_server.py`)."""

import re

import pytest

from bronsync.adapters.lvs2000.connection import Verbinding
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.ports import Rechten, Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout
from helpers.geheugen_lvs import DatabaseSchool

STRAAT = (Wijziging("straatnaam", "Dorpsstraat", "Ceintuurbaan"),)
PERIODE = ("2008-08-01", "1", None, "00", True, None)
KEUZE = Verbinding("sql01", "LVS2000", "bronsync", "geheim")


@pytest.fixture
def school(tmp_path):
    school = DatabaseSchool(f"sqlite:///{tmp_path / 'school.db'}")
    school.maak_aanleverpunt("00AA00")
    school.zet_leerling(1, straatnaam="Dorpsstraat", nationaliteiten=[("0339", None, None)])
    school.zet_inschrijving(1, 1, "00AA00", inschrijfdatum="2008-08-01", onderwijstype="BO", perioden=[PERIODE])
    yield school
    school.sluit()


@pytest.fixture
def lvs(server):
    lvs = LvsDatabase(KEUZE)
    yield lvs
    lvs.sluit()


def niveaus(server):
    return {opdracht.rpartition("LEVEL ")[2] for opdracht in server.gezien if opdracht.startswith("SET TRANSACTION")}


def code_van(doe, *argumenten):
    with pytest.raises(BronSyncFout) as gevangen:
        doe(*argumenten)
    return gevangen.value.code


@pytest.mark.parametrize(("snapshot", "niveau"), [(False, "SERIALIZABLE"), (True, "SNAPSHOT")])
def test_it_reads_what_sqlite_reads_in_one_view(school, server, lvs, snapshot, niveau):
    server.snapshot = snapshot
    assert lvs.aanleverpunten() == school.lvs.aanleverpunten()
    server.gezien.clear()
    assert list(lvs.lees("00AA00")) == list(school.lvs.lees("00AA00"))
    assert lvs.lees_een("00AA00", 1) == school.lvs.lees_een("00AA00", 1)
    assert niveau in niveaus(server)
    assert niveaus(server) <= {niveau, "READ COMMITTED"}


def test_a_restored_backup_gives_another_identity(school, lvs):
    assert lvs.school("00AA00").identiteit == f"{school.lvs.school('00AA00').identiteit}/vork-1"


def test_it_writes_by_compare_and_set(school, server, lvs):
    assert lvs.schrijf(1, STRAAT) is Schrijfuitkomst.GEDAAN
    assert lvs.schrijf(1, STRAAT) is Schrijfuitkomst.AL_GEDAAN
    assert lvs.schrijf(1, (Wijziging("straatnaam", "Dorpsstraat", "Kade"),)) is Schrijfuitkomst.CONFLICT
    assert school.lvs.schrijf(1, STRAAT) is Schrijfuitkomst.AL_GEDAAN, "it is committed"
    assert any("WITH (UPDLOCK, ROWLOCK)" in opdracht for opdracht in server.gezien)


def test_FOUT_21_a_second_computer_is_told_where_and_since_when(server, lvs):
    ander = LvsDatabase(KEUZE)
    with lvs.vergrendel("00AA00"):
        with pytest.raises(BronSyncFout) as gevangen, ander.vergrendel("00AA00"):
            pytest.fail("two hold it")
        assert gevangen.value.code == "LVS-09"
        assert re.search(r"op deze computer, sinds \d\d-\d\d-\d{4} \d\d:\d\d\.$", gevangen.value.zin)
        lvs.eis_vergrendeld()
        assert [rij.inschrijving_id for rij in lvs.lees("00AA00")] == [1], "reading goes on beside it"
    with ander.vergrendel("00AA00"):
        ander.eis_vergrendeld()
    assert not server.sloten
    ander.sluit()


def test_FOUT_23_a_session_that_the_server_ended_is_noticed_and_can_be_taken_again(server, lvs):
    ander = LvsDatabase(KEUZE)
    with lvs.vergrendel("00AA00"):
        lvs.eis_vergrendeld()
        server.beeindig(server.sloten["BRONSYNC:00AA00"])
        with ander.vergrendel("00AA00"):
            assert [code_van(lvs.eis_vergrendeld) for _ in range(2)] == ["LVS-11", "LVS-11"]
    with lvs.vergrendel("00AA00"):
        lvs.eis_vergrendeld()
    ander.sluit()


def test_a_dropped_line_is_read_again_and_a_dead_server_is_told(server, lvs):
    assert lvs.aanleverpunten() == ("00AA00",)
    server.beeindig(server.sessies[-1])
    assert lvs.aanleverpunten() == ("00AA00",)
    with_connect = server.connect

    def weg(*_, **__):
        raise server.OperationalError("08001", "[08001] no server")

    server.connect = weg
    for sessie in server.sessies:
        server.beeindig(sessie)
    assert code_van(lvs.aanleverpunten) == "LVS-01"
    server.connect = with_connect
    assert lvs.aanleverpunten() == ("00AA00",)


@pytest.mark.parametrize(
    ("mag", "verwacht"),
    [
        ((), Rechten.PASSEND),
        (("Inschrijving", "OBJECT", "DELETE"), Rechten.RUIM),
        (("db_owner",), Rechten.EIGENAAR),
        (("sysadmin",), Rechten.BEHEERDER),
    ],
)
def test_C_55_the_rights_are_asked_for_and_never_while_reading(server, lvs, mag, verwacht):
    server.mag = {mag}
    assert lvs.rechten() is verwacht
    server.gezien.clear()
    lvs.school("00AA00")
    list(lvs.lees("00AA00"))
    assert not [opdracht for opdracht in server.gezien if "PERMS" in opdracht or "MEMBER" in opdracht]


def test_C_54_a_deadlock_victim_reads_again_on_another_session(school, server, lvs, monkeypatch):
    antwoord, fouten = server.antwoord, [server.Error("40001", "[40001] chosen as the deadlock victim (1205)")]

    def gekozen(sessie, opdracht, waarden):
        if "[Klassenhistorie]" in opdracht and fouten:
            raise fouten.pop()
        return antwoord(sessie, opdracht, waarden)

    monkeypatch.setattr(server, "antwoord", gekozen)
    assert list(lvs.lees("00AA00")) == list(school.lvs.lees("00AA00"))
    assert len(server.sessies) == 2


def test_a_text_that_is_broken_is_read_again_leniently(school, server, lvs, monkeypatch):
    antwoord = server.antwoord

    def soepel(sessie):
        return {server.SQL_WCHAR, server.SQL_WVARCHAR} <= set(sessie.omzetters)

    def kapot(sessie, opdracht, waarden):
        if "[Roepnaam]" in opdracht and not soepel(sessie):
            raise UnicodeDecodeError("utf-16-le", b"\x00\xd8", 0, 2, "unpaired surrogate")
        return antwoord(sessie, opdracht, waarden)

    monkeypatch.setattr(server, "antwoord", kapot)
    assert list(lvs.lees("00AA00")) == list(school.lvs.lees("00AA00"))
    assert soepel(server.sessies[-1])
    lvs.aanleverpunten()
    assert not soepel(server.sessies[-1]), "a session that reads leniently is not used again"
