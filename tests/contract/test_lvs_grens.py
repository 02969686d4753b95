"""One boundary around everything of the driver: the line cut at every packet, each cause at every place, on a server that is played."""

import logging
import re
import sqlite3
from contextlib import ExitStack, closing
from datetime import date

import pytest
from sqlalchemy import Unicode

from bronsync.adapters.lvs2000.connection import Verbinding
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.ports import Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import FOUTEN, BronSyncFout, FoutSoort
from bronsync.domain.gegevens.velden import cel
from bronsync.resources import resource
from helpers import nep_sql_server
from helpers.fouten import fout_van
from helpers.geheugen_lvs import DatabaseSchool

STRAAT = (Wijziging("straatnaam", "Dorpsstraat", "Ceintuurbaan"),)
TERUG = (Wijziging("straatnaam", "Ceintuurbaan", "Dorpsstraat"),)
SERVER = "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]"
FREETDS_WEG = ("01000", "[01000] [FreeTDS][SQL Server]Unexpected EOF from the server (20017) (SQLExecDirectW)")
MS_WEG = (
    "08S01",
    "[08S01] [Microsoft][ODBC Driver 18 for SQL Server]TCP Provider: Error code 0x2746 (10054) (SQLEndTran)",
)


@pytest.fixture
def school(tmp_path):
    school = DatabaseSchool(f"sqlite:///{tmp_path / 'school.db'}")
    school.maak_aanleverpunt("00AA00")
    school.zet_leerling(1, straatnaam="Dorpsstraat", nationaliteiten=[("0339", None, None)])
    school.zet_inschrijving(1, 1, "00AA00", inschrijfdatum="2008-08-01", onderwijstype="BO")
    yield school
    school.sluit()


@pytest.fixture
def lvs(server):
    lvs = LvsDatabase(Verbinding("sql01", "LVS2000", "bronsync", "geheim"))
    yield lvs
    lvs.sluit()


def alles(lvs):
    """One of everything that goes over the line."""
    yield lvs.keuring
    yield lvs.rechten
    yield lvs.aanleverpunten
    yield lambda: lvs.school("00AA00")
    yield lambda: list(lvs.lees("00AA00"))
    with ExitStack() as stapel:
        yield lambda: stapel.enter_context(lvs.vergrendel("00AA00"))
        yield lvs.eis_vergrendeld
        yield lambda: lvs.lees_een("00AA00", 1)
        yield lambda: lvs.schrijf(1, STRAAT)
        yield lambda: lvs.schrijf(1, TERUG)
        yield stapel.close
    yield lvs.sluit


def antwoorden(server, tekst, fout):
    """A server that answers statements with this in them by an error."""
    antwoord = server.antwoord

    def weigert(sessie, opdracht, waarden):
        if tekst in opdracht:
            raise server.OperationalError(*fout)
        return antwoord(sessie, opdracht, waarden)

    server.antwoord = weigert
    return lambda: setattr(server, "antwoord", antwoord)


@pytest.mark.parametrize("weg", [MS_WEG, FREETDS_WEG], ids=["microsoft", "freetds"])
def test_B9_a_line_cut_at_any_packet_gives_what_was_asked_or_a_sentence_and_no_place_stays_taken(
    school, server, lvs, weg
):
    for doe in alles(lvs):
        doe()
    totaal = server.pakketten
    assert totaal > 60
    gezien = set()
    for knip in range(1, totaal + 1):
        server.pakketten, server.knip, server.knip_fout = 0, knip, weg
        for doe in alles(lvs):
            try:
                doe()
            except BronSyncFout as fout:
                gezien.add(fout.code)
        server.knip = None
        assert lvs.engine.pool.checkedout() == 0, knip
        assert not server.sloten, knip
        assert school.lvs.schrijf(1, TERUG) is not Schrijfuitkomst.CONFLICT
    assert gezien <= {"LVS-01", "LVS-11", "LVS-19"}, gezien
    assert "LVS-11" in gezien


OORZAKEN = [
    ("LVS-16", "42000", 1222, "Iemand bewerkt nu een leerling in LVS2000."),
    ("LVS-15", "42000", 229, "Het account waarmee BRON Sync verbindt, mag"),
    ("LVS-18", "40001", 1205, "brak het werk drie keer af"),
    ("LVS-17", "HYT00", 0, "geen antwoord binnen de wachttijd"),
    ("LVS-13", "42000", 916, "kent deze database niet"),
    ("LVS-20", "42000", 942, "nu niet beschikbaar"),
    ("LVS-21", "42000", 9002, "vol"),
    ("LVS-04", "42000", 33557097, "een fout bij het lezen"),
]


@pytest.mark.parametrize(("code", "sqlstate", "nummer", "zin"), OORZAKEN)
def test_B13_each_cause_has_its_sentence_and_leaves_its_trace(server, lvs, caplog, code, sqlstate, nummer, zin):
    caplog.set_level(logging.INFO, "bronsync")
    lvs.aanleverpunten()
    klaar = antwoorden(
        server, "[Klassenhistorie]", (sqlstate, f"[{sqlstate}] {SERVER}waarde 999990019 ({nummer}) (SQLExecDirectW)")
    )
    fout = fout_van(lvs.lees, "00AA00")
    assert (fout.code, zin in fout.zin) == (code, True), fout
    sporen = [record.velden for record in caplog.records if getattr(record, "velden", {}).get("nummer") == str(nummer)]
    assert sporen[0]["sqlstate"] == fout.waarden["sqlstate"] == sqlstate
    assert re.fullmatch(r"reader:\d+", sporen[0]["plek"])
    assert "999990019" not in caplog.text + str(fout) + str(fout.waarden)
    assert lvs.engine.pool.checkedout() == 0
    klaar()
    list(lvs.lees("00AA00"))


def test_B8_a_row_that_somebody_has_open_is_told_once_and_soon(server, lvs):
    """The server waits five seconds of its own; there is one try."""
    lvs.aanleverpunten()
    assert "SET LOCK_TIMEOUT 5000" in server.gezien
    klaar = antwoorden(
        server, "UPDLOCK", ("42000", f"[42000] {SERVER}Lock request time out period exceeded. (1222) (SQLExecDirectW)")
    )
    server.gezien.clear()
    fout = fout_van(lvs.schrijf, 1, STRAAT)
    assert (fout.code, fout.soort) == ("LVS-16", FoutSoort.LATER)
    assert fout.zin == "Iemand bewerkt deze leerling in LVS2000."
    assert sum("UPDLOCK" in opdracht for opdracht in server.gezien) == 1
    klaar()
    assert lvs.schrijf(1, STRAAT) is Schrijfuitkomst.GEDAAN


def test_B8_a_time_out_is_no_lost_line_and_is_not_tried_again(server, lvs):
    antwoorden(server, "UPDLOCK", ("HYT00", "[HYT00] Query timeout expired (0) (SQLExecDirectW)"))
    assert fout_van(lvs.schrijf, 1, STRAAT).code == "LVS-17"
    assert sum("UPDLOCK" in opdracht for opdracht in server.gezien) == 1


def test_a_snapshot_that_is_no_longer_allowed_is_asked_for_anew(server, lvs):
    server.snapshot = True
    lvs.aanleverpunten()
    server.snapshot = False
    antwoord, keer = server.antwoord, []

    def weigert(sessie, opdracht, waarden):
        if "[Klassenhistorie]" in opdracht and not keer:
            keer.append(1)
            raise server.OperationalError("42000", f"[42000] {SERVER}Snapshot isolation (3952) (SQLExecDirectW)")
        return antwoord(sessie, opdracht, waarden)

    server.antwoord = weigert
    assert list(lvs.lees("00AA00"))
    assert "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE" in server.gezien


@pytest.mark.parametrize(
    ("server_naam", "fout", "code"),
    [
        ("sql01", ("HYT00", "[HYT00] [Microsoft]Login timeout expired (0) (SQLDriverConnect)"), "LVS-01"),
        ("sql01,1433", ("08S01", "[08S01] [FreeTDS]Unable to connect (20009) (SQLDriverConnect)"), "LVS-01"),
        (r"sql01\LVS", ("HYT00", "[HYT00] [Microsoft]Login timeout expired (0) (SQLDriverConnect)"), "LVS-24"),
        (r"sql01\LVS", ("08S01", "[08S01] [FreeTDS]Unable to connect (20009) (SQLDriverConnect)"), "LVS-24"),
        (r"sql01\LVS,1433", ("08S01", "[08S01] [FreeTDS]Unable to connect (20009) (SQLDriverConnect)"), "LVS-01"),
        (r"sql01\LVS", ("28000", "[28000] Login failed (18456) (SQLDriverConnect)"), "LVS-12"),
        ("sql01", ("42000", "[42000] [FreeTDS]Login failed (18456) (SQLDriverConnect)"), "LVS-12"),
        ("sql01", ("42000", "[42000] Cannot open database (4060) (SQLDriverConnect)"), "LVS-13"),
        ("sql01", ("08001", "[08001] SSL Provider: certificate verify failed (-1) (SQLDriverConnect)"), "LVS-14"),
        ("sql01", ("08001", "[08001] Encryption not supported on SQL Server. (20) (SQLDriverConnect)"), "LVS-23"),
        ("sql01", ("IM002", "[IM002] Data source name not found (0) (SQLDriverConnect)"), "LVS-10"),
        ("sql01", ("42000", "[42000] Server is in single user mode (18461) (SQLDriverConnect)"), "LVS-20"),
    ],
)
def test_B13_connecting_each_cause_has_its_sentence(server, monkeypatch, server_naam, fout, code):
    keren = []

    def weigert(*_, **__):
        keren.append(1)
        raise server.OperationalError(*fout)

    monkeypatch.setattr(server, "connect", weigert)
    lvs = LvsDatabase(Verbinding(server_naam, "LVS2000", "bronsync", "geheim"))
    for doe in (lvs.aanleverpunten, lvs.vergrendel("00AA00").__enter__, lvs.keuring):
        gevonden = fout_van(doe)
        assert gevonden.code == code
        assert gevonden.waarden["sqlstate"] == fout[0]
        assert keren == [1], "once: who waits for a server waits once"
        keren.clear()


def test_B12_no_right_is_told_with_what_it_is_about_and_never_as_a_missing_table(server, lvs):
    geweigerd = (
        "42000",
        f"[42000] {SERVER}The SELECT permission was denied on the object 'Begeleiding' (229) (SQLExecDirectW)",
    )
    antwoorden(server, "[Begeleiding]", geweigerd)
    for doe in (lvs.keuring, lambda: lvs.lees("00AA00"), lambda: lvs.lees_een("00AA00", 1)):
        fout = fout_van(doe)
        assert fout.zin == "Het account waarmee BRON Sync verbindt, mag tabel Begeleiding niet lezen."
        assert "rechtenscript" in fout.advies


def test_B12_no_right_to_write_is_told_as_that(server, lvs):
    antwoorden(
        server,
        "UPDATE [Leerling]",
        ("42000", f"[42000] {SERVER}The UPDATE permission was denied (230) (SQLExecDirectW)"),
    )
    assert fout_van(lvs.schrijf, 1, STRAAT).zin.endswith("mag de gegevens van deze database niet wijzigen.")


@pytest.mark.parametrize("leeg", [0, 1, 3])
def test_B11_results_without_columns_are_passed_over(server, lvs, leeg):
    server.leeg = leeg
    with lvs.vergrendel("00AA00"):
        lvs.eis_vergrendeld()
    assert not server.sloten


def test_B11_the_lease_is_let_go_before_the_session_ends_and_waited_for_some_seconds(server, lvs):
    with lvs.vergrendel("00AA00"):
        sessie = server.sloten["BRONSYNC:00AA00"]
        server.gezien.clear()
    assert server.gezien[0].startswith("DROP TABLE [##BRONSYNC_7_00AA00]")
    assert "sp_releaseapplock" in server.gezien[1]
    assert not server.sloten
    assert not sessie.tijdelijk, "the note goes at once too: the next holder leaves one under the same name"
    assert any("@LockTimeout = 4000" in opdracht for opdracht in _alles_gezien(server, lvs))


def _alles_gezien(server, lvs):
    with lvs.vergrendel("00AA00"):
        return list(server.gezien)


def test_B11_a_lease_whose_release_fails_still_ends_its_session_and_says_nothing(server, lvs):
    antwoorden(server, "sp_releaseapplock", MS_WEG)
    with lvs.vergrendel("00AA00"):
        pass
    assert not server.sloten
    assert lvs.engine.pool.checkedout() == 0


def test_B14_a_long_old_value_goes_as_nvarchar_max(school, server, lvs, monkeypatch):
    """Microsoft's driver takes 2,000 characters of a bound length (HY104), and any number of `max`."""
    lang = "é" * 2500
    school.bewerk_leerling(1, straatnaam=lang)
    maten = []
    monkeypatch.setattr("helpers.nep_sql_server._Cursor.setinputsizes", lambda _cursor, wat: maten.append(wat))
    oud = next(lvs.lees("00AA00"))
    assert lvs.schrijf(1, (Wijziging("straatnaam", cel(oud.rij, "straatnaam"), "Kade"),)) is Schrijfuitkomst.GEDAAN
    teksten = [maat for een in maten for maat in een if maat[0] == server.SQL_WVARCHAR]
    assert teksten
    assert set(teksten) == {(server.SQL_WVARCHAR, 0, 0)}


def test_B15_a_date_is_sent_as_a_date(school, server, lvs, monkeypatch):
    gestuurd = []
    voer_uit = nep_sql_server._Cursor.execute

    def kijk(cursor, opdracht, *waarden):
        if opdracht.startswith("UPDATE"):
            gestuurd.extend(waarden[0])
        return voer_uit(cursor, opdracht, *waarden)

    monkeypatch.setattr(nep_sql_server._Cursor, "execute", kijk)
    assert lvs.schrijf(1, (Wijziging("onderwijs_sinds", None, "2008-08-01"),)) is Schrijfuitkomst.GEDAAN
    assert date(2008, 8, 1) in gestuurd
    assert lvs.schrijf(1, (Wijziging("onderwijs_sinds", "2008-08-01", None),)) is Schrijfuitkomst.GEDAAN
    assert school.lvs.schrijf(1, (Wijziging("onderwijs_sinds", None, "2009-08-01"),)) is Schrijfuitkomst.GEDAAN


def test_a_server_without_sys_system_views_is_read_and_written(server, lvs):
    """As Babelfish: SQLAlchemy knows no default isolation level there."""
    antwoorden(server, "sys.system_views", ("42S02", f"[42S02] {SERVER}Invalid object name (208) (SQLExecDirectW)"))
    for doe in alles(lvs):
        doe()
    assert lvs.engine.dialect.default_isolation_level is None


# --- the identity of the database


def identiteit(lvs):
    return lvs.school("00AA00").identiteit


def test_B2_an_account_that_may_not_see_the_fork_reads_on(server, lvs):
    klaar = antwoorden(
        server, "recovery_fork_guid", ("42000", f"[42000] {SERVER}VIEW SERVER STATE denied (300) (SQLExecDirectW)")
    )
    onzichtbaar = identiteit(lvs)
    klaar()
    lvs.sluit()
    assert identiteit(lvs) == f"{onzichtbaar}/vork-1"


def test_B2_of_two_version_rows_that_are_equal_the_same_one_counts_in_any_order(server, lvs, school):
    with closing(sqlite3.connect(server.bestand, isolation_level=None)) as db:
        (versie,) = db.execute("SELECT Versie FROM Databaseversie").fetchone()
        db.execute("DELETE FROM Databaseversie")
        db.executemany(
            "INSERT INTO Databaseversie (DatabaseGuid, Versie) VALUES (?, ?)", [("a", versie), ("b", versie)]
        )
    een = identiteit(lvs)
    with closing(sqlite3.connect(server.bestand, isolation_level=None)) as db:
        db.execute("DELETE FROM Databaseversie WHERE DatabaseGuid = 'a'")
        db.execute("INSERT INTO Databaseversie (DatabaseGuid, Versie) VALUES ('a', ?)", [versie])
    assert identiteit(lvs) == een


# --- views in schema bronsync


def naar_views(server, *tabellen):
    db = sqlite3.connect(server.bestand)
    for tabel in tabellen:
        db.execute(f'ALTER TABLE "{tabel}" RENAME TO "bronsync.{tabel}"')
    db.commit()
    db.close()
    server.views = tabellen


ALLE = (
    "Aanleverpunt", "Databaseversie", "Leerling", "Vestiging", "Inschrijving", "Nationaliteit", "Begeleiding", "Indicatie", "Klassenhistorie",
)  # fmt: skip


@pytest.mark.parametrize(
    ("tabellen", "zin"),
    [
        ((), "Gelezen wordt uit schema dbo."),
        (ALLE, "Gelezen wordt uit schema bronsync."),
        (
            ("Leerling", "Klassenhistorie"),
            (
                "Gelezen wordt uit schema bronsync: Klassenhistorie, Leerling; uit schema dbo: Aanleverpunt, "
                "Databaseversie, Vestiging, Inschrijving, Nationaliteit, Begeleiding, Indicatie."
            ),
        ),
    ],
    ids=["geen", "alle", "deel"],
)
def test_views_in_schema_bronsync_are_read_and_written_instead(server, lvs, school, tabellen, zin):
    verwacht = list(school.lvs.lees("00AA00"))
    school.sluit()
    naar_views(server, *tabellen)
    assert lvs.keuring() == zin
    assert list(lvs.lees("00AA00")) == verwacht
    assert lvs.schrijf(1, STRAAT) is Schrijfuitkomst.GEDAAN
    assert lvs.schrijf(1, STRAAT) is Schrijfuitkomst.AL_GEDAAN
    met, zonder = ("bronsync.[Leerling]", "UPDATE [Leerling]")
    assert any(met in opdracht for opdracht in server.gezien) is ("Leerling" in tabellen)
    assert any(zonder in opdracht for opdracht in server.gezien) is ("Leerling" not in tabellen)
    server.mag = {("bronsync.Leerling" if "Leerling" in tabellen else "Leerling", "OBJECT", "DELETE")}
    assert str(lvs.rechten()) == "ruim"


def test_a_column_that_a_view_lacks_is_named_with_its_schema(server, lvs, school, monkeypatch):
    school.sluit()
    naar_views(server, *ALLE)
    klaar = antwoorden(
        server, "bronsync.[Begeleiding]", ("42S22", f"[42S22] {SERVER}Invalid column name (207) (SQLExecDirectW)")
    )
    monkeypatch.setattr(
        "sqlalchemy.dialects.mssql.base.MSDialect.get_columns",
        lambda _d, _v, tabel, schema=None, **_: [
            {"name": naam, "type": Unicode()} for naam in ("InschrijvingId", "Soort", "Begindatum")
        ],
    )
    fout = fout_van(lvs.keuring)
    assert fout.code == "LVS-03"
    assert "kolom bronsync.Begeleiding.Einddatum, kolom bronsync.Begeleiding.Begeleidingsvorm" in fout.zin
    assert "BegeleidingId" not in fout.zin, "what is not read is not missed"
    klaar()


def test_views_that_come_later_are_noticed(server, lvs, school):
    assert lvs.keuring() == "Gelezen wordt uit schema dbo."
    school.sluit()
    lvs.sluit()
    naar_views(server, "Leerling")
    assert "bronsync: Leerling" in lvs.keuring()
    assert list(lvs.lees("00AA00"))


def test_every_code_of_the_database_is_said_in_the_handbook():
    tekst = resource("handleiding", "handleiding.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| (LVS-\d\d) \|", tekst, re.MULTILINE)) == {c for c in FOUTEN if c.startswith("LVS-")}
