"""What the adapter of LVS2000 does with a real file: transactions, statements, wrong databases, broken text, the lease between processes."""

import errno
import io
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy import event

from bronsync.adapters.lvs2000 import connection, lease, schema
from bronsync.adapters.lvs2000.connection import uitgevoerd
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.lvs2000.tables import GEBRUIKT, NOOIT_GEBRUIKT, metadata
from bronsync.adapters.system.mappen import mappen
from bronsync.adapters.system.settings import Settings
from bronsync.application.ports import Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import cel, lijst
from bronsync.program.bootstrap import open_lvs
from helpers.geheugen_lvs import DatabaseSchool

STRAAT = (Wijziging("straatnaam", "Dorpsstraat", "Ceintuurbaan"),)
PERIODE = ("2008-08-01", "1", None, "00", True, None)


@pytest.fixture
def pad(tmp_path):
    return tmp_path / "school #1 50%.db"


@pytest.fixture
def school(pad):
    school = DatabaseSchool(f"sqlite:///{pad}")
    school.maak_aanleverpunt("00AA00")
    school.zet_leerling(1, straatnaam="Dorpsstraat", nationaliteiten=[("0339", None, None)])
    school.zet_inschrijving(1, 1, "00AA00", inschrijfdatum="2008-08-01", onderwijstype="BO", perioden=[PERIODE])
    yield school
    school.sluit()


def ruw(pad, *opdrachten):
    with closing(sqlite3.connect(pad, timeout=0)) as sessie:
        for opdracht in opdrachten:
            sessie.execute(opdracht)
        sessie.commit()


def code_van(doe, *argumenten):
    with pytest.raises(BronSyncFout) as gevangen:
        doe(*argumenten)
    assert gevangen.value.__suppress_context__ or gevangen.value.__context__ is None, (
        "the driver's text would be logged"
    )
    return gevangen.value.code


def opgevangen(engine):
    """The statements that pass from now on."""
    vragen = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, vraag, *_: vragen.append(vraag))
    return vragen


# --- statements


@pytest.mark.parametrize("leerlingen", [1, 50])
def test_BELOFTE_acties_bepalen_asks_at_most_six_statements_whatever_the_number_of_pupils(school, leerlingen):
    for nummer in range(2, leerlingen + 1):
        school.zet_leerling(nummer)
        school.zet_inschrijving(nummer, nummer, "00AA00", perioden=[PERIODE])
    vragen = opgevangen(school.lvs.engine)
    school.lvs.school("00AA00")
    assert len(list(school.lvs.lees("00AA00"))) == leerlingen
    assert len(vragen) == 6
    assert all(vraag.startswith("SELECT") for vraag in vragen)


def test_no_statement_touches_staff_parents_absence_or_results(school):
    vragen = opgevangen(school.lvs.engine)
    school.lvs.aanleverpunten()
    school.lvs.school("00AA00")
    list(school.lvs.lees("00AA00"))
    school.lvs.lees_een("00AA00", 1)
    school.lvs.schrijf(1, STRAAT)
    with school.lvs.vergrendel("00AA00"):
        pass
    genoemd = {naam for vraag in vragen for naam in re.findall(r'(?:FROM|JOIN|UPDATE|INTO) "?(\w+)', vraag)}
    assert genoemd == {tabel.name for tabel in GEBRUIKT}
    assert not any(tabel.name in vraag for vraag in vragen for tabel in NOOIT_GEBRUIKT)
    assert {vraag.split()[0] for vraag in vragen} == {"SELECT", "UPDATE"}


def test_all_tables_are_either_read_or_left_alone():
    assert {*GEBRUIKT, *NOOIT_GEBRUIKT} == set(metadata.sorted_tables)
    assert not {*GEBRUIKT} & {*NOOIT_GEBRUIKT}


# --- one moment


def test_an_edit_during_the_read_is_not_half_seen(school, pad):
    ruw(pad, "PRAGMA journal_mode=WAL")
    bewerkt = []

    def bewerk(_c, _k, vraag, *_):
        if not bewerkt:
            bewerkt.append(vraag)
            ruw(pad, "DELETE FROM Klassenhistorie", "UPDATE Leerling SET Straatnaam = 'Nieuw'")

    event.listen(school.lvs.engine, "after_cursor_execute", bewerk)
    (gelezen,) = school.lvs.lees("00AA00")
    assert bewerkt
    assert len(lijst(gelezen.rij, "perioden")) == 1
    (later,) = school.lvs.lees("00AA00")
    assert lijst(later.rij, "perioden") == ()
    assert cel(later.rij, "straatnaam") == "Nieuw"


def test_reading_leaves_no_transaction_open_while_rows_are_worked_out(school, pad):
    rijen = school.lvs.lees("00AA00")
    ruw(pad, "UPDATE Leerling SET Straatnaam = 'Nieuw'")
    assert cel(next(rijen).rij, "straatnaam") == "Dorpsstraat"


def test_FOUT_16_an_edit_between_compare_and_set_wins(school):
    """On SQLite the write lock forbids it; a server without that lock is played by editing on the same connection."""

    def bewerk(sessie, _k, vraag, *_):
        if vraag.startswith("UPDATE"):
            sessie.connection.dbapi_connection.execute("UPDATE Leerling SET Straatnaam = 'Van de school'")

    event.listen(school.lvs.engine, "before_cursor_execute", bewerk)
    assert school.lvs.schrijf(1, STRAAT) is Schrijfuitkomst.CONFLICT
    assert cel(next(school.lvs.lees("00AA00")).rij, "straatnaam") == "Van de school"


def test_nobody_writes_between_compare_and_set(school, pad):
    geweigerd = []

    def probeer(_c, _k, vraag, *_):
        if vraag.startswith("UPDATE"):
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                ruw(pad, "UPDATE Leerling SET Straatnaam = 'Van de school'")
            geweigerd.append(vraag)

    event.listen(school.lvs.engine, "before_cursor_execute", probeer)
    assert school.lvs.schrijf(1, STRAAT) is Schrijfuitkomst.GEDAAN
    assert geweigerd


def test_a_refused_write_back_leaves_nothing_half_written_and_says_nothing_of_the_value(school, pad):
    ruw(
        pad,
        "CREATE TRIGGER weiger BEFORE UPDATE OF Huisnummer ON Leerling "
        "BEGIN SELECT RAISE(ABORT, 'geheime waarde 999990019'); END",
    )
    with pytest.raises(BronSyncFout, match="LVS-05") as gevangen:
        school.lvs.schrijf(1, (*STRAAT, Wijziging("huisnummer", None, 7)))
    assert "999990019" not in f"{gevangen.value!s}{gevangen.value!r}{gevangen.value.waarden}"
    assert gevangen.value.__suppress_context__
    assert cel(next(school.lvs.lees("00AA00")).rij, "straatnaam") == "Dorpsstraat"


def test_a_birth_date_is_kept_in_the_form_of_its_column(school, pad):
    assert school.lvs.schrijf(1, (Wijziging("geboortedatum", None, "2004-05-00"),)) is Schrijfuitkomst.GEDAAN
    sessie = sqlite3.connect(pad)
    assert sessie.execute("SELECT Geboortedatum FROM Leerling").fetchall() == [("20040500",)]
    sessie.close()


# --- the line


def test_a_driver_that_is_not_there_gives_a_sentence_without_address_or_password():
    """Where the driver manager itself is missing, it says the same."""
    url = "mssql+pyodbc://gebruiker:geheim@127.0.0.1:1/lvs?driver=Bestaat+niet"
    with pytest.raises(BronSyncFout, match="LVS-10") as gevangen:
        LvsDatabase(url).aanleverpunten()
    assert gevangen.value.__suppress_context__
    assert "geheim" not in str(gevangen.value)


SLACHTOFFER = ("40001", "[40001] Transaction was deadlocked (1205) (SQLExecDirectW)")
"""What SQL Server says to the victim of a deadlock."""


@pytest.mark.parametrize(("keer", "uitkomst"), [(2, "gelezen"), (3, "LVS-18")])
def test_a_deadlock_victim_repeats_the_whole_three_times_at_most(school, keer, uitkomst):
    pogingen = []

    def werk(sessie):
        pogingen.append(sessie)
        if len(pogingen) <= keer:
            raise sqlite3.OperationalError(*SLACHTOFFER)
        return "gelezen"

    if uitkomst == "gelezen":
        assert uitgevoerd(school.lvs.engine, werk) == uitkomst
    else:
        assert code_van(uitgevoerd, school.lvs.engine, werk) == uitkomst
    assert len(pogingen) == 3
    assert len(set(map(id, pogingen))) == 3, "a victim's connection is not used again"


def test_any_other_error_is_not_repeated(school):
    pogingen = []

    def werk(_sessie):
        pogingen.append(1)
        raise sqlite3.OperationalError("waarde 999990019")

    assert code_van(uitgevoerd, school.lvs.engine, werk) == "LVS-04"
    assert len(pogingen) == 1


@pytest.mark.parametrize("map_", ["Mijn%20school", "a?b", "a#b", "a b", "é-ü", "100%", "a;b&c=d", "sqlite:"])
def test_B17_a_folder_may_have_any_name(tmp_path, map_):
    """From the folder of a school to its engine nothing is ever read as a URL."""
    pad = mappen(tmp_path / map_).lvs2000 / "lvs2000.db"
    pad.parent.mkdir(parents=True)
    schema.maak_database(pad, versie="2.10.0345", database_guid="database").dispose()
    sessie = sqlite3.connect(pad)
    sessie.execute("INSERT INTO Aanleverpunt (Aanleverpunt, Brin) VALUES ('00AA00', '00AA')")
    sessie.commit()
    sessie.close()
    lvs = open_lvs(mappen(tmp_path / map_), Settings(), None)
    assert lvs.aanleverpunten() == ("00AA00",)
    with lvs.vergrendel("00AA00"):
        assert sorted(een.name for een in pad.parent.iterdir()) == ["lvs2000.db", "lvs2000.db.00AA00.slot"]
    lvs.sluit()
    assert [een.name for een in tmp_path.iterdir()] == [map_]


# --- wrong databases


def test_no_file_is_unreachable_and_none_is_made(pad):
    lvs = LvsDatabase(f"sqlite:///{pad}")
    assert code_van(lvs.aanleverpunten) == "LVS-01"
    assert not pad.exists()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://x/y", "geen url", ""])
def test_a_url_that_names_no_database_of_ours_is_unreachable(url):
    assert code_van(LvsDatabase(url).aanleverpunten) == "LVS-01"


@pytest.mark.parametrize("inhoud", [b"Dit is geen database. " * 200, bytes(range(256)) * 20])
def test_a_file_that_is_no_database_is_unreachable(pad, inhoud):
    pad.write_bytes(inhoud)
    lvs = LvsDatabase(f"sqlite:///{pad}")
    assert code_van(lvs.school, "00AA00") == "LVS-01"
    assert pad.read_bytes() == inhoud
    lvs.sluit()


def test_an_empty_database_misses_its_first_table(pad):
    pad.touch()
    lvs = LvsDatabase(f"sqlite:///{pad}")
    with pytest.raises(BronSyncFout, match=r"LVS-03: In de LVS2000-database ontbreekt tabel \w+, tabel "):
        lvs.school("00AA00")
    lvs.sluit()


@pytest.mark.parametrize(
    ("opdracht", "onderdeel"),
    [
        ("DROP TABLE Begeleiding", "tabel Begeleiding"),
        ("ALTER TABLE Leerling RENAME COLUMN Achternaam TO Naam", "kolom Leerling.Achternaam"),
        ("ALTER TABLE Klassenhistorie DROP COLUMN Groep", "kolom Klassenhistorie.Groep"),
    ],
)
def test_a_missing_part_is_named(school, pad, opdracht, onderdeel):
    ruw(pad, opdracht)
    with pytest.raises(BronSyncFout, match="LVS-03") as gevangen:
        school.lvs.lees("00AA00")
    assert gevangen.value.waarden["onderdeel"] == onderdeel


def test_a_missing_column_is_named_on_writing_too(school, pad):
    ruw(pad, "ALTER TABLE Leerling DROP COLUMN OnderwijsSinds")
    assert code_van(school.lvs.schrijf, 1, STRAAT) == "LVS-03"


def test_a_database_without_version_row_is_not_ours(school, pad):
    ruw(pad, "DELETE FROM Databaseversie")
    assert code_van(school.lvs.school, "00AA00") == "LVS-03"


def test_of_two_version_rows_the_newest_counts(school, pad):
    ruw(pad, "INSERT INTO Databaseversie (DatabaseGuid, Versie) VALUES ('oud', '2.9.0001'), ('aa', '1.0')")
    gelezen = school.lvs.school("00AA00")
    assert (gelezen.versie, gelezen.identiteit) == ("2.10.0345", "database")


@pytest.mark.parametrize("versie", ["NULL", "''", "'persoon 999990019'", "x'00ff'"])
def test_an_unreadable_version_is_too_old_and_not_repeated_in_the_sentence(school, pad, versie):
    ruw(pad, f"UPDATE Databaseversie SET Versie = {versie}")
    with pytest.raises(BronSyncFout, match=r"LVS-02.*versie onbekend"):
        school.lvs.school("00AA00")


def test_a_database_that_stays_locked_gives_a_sentence(school, pad, monkeypatch):
    monkeypatch.setattr(connection, "_SECONDEN_BEZET", 0)
    houder = sqlite3.connect(pad)
    houder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(BronSyncFout, match="LVS-16: Iemand bewerkt deze leerling in LVS2000"):
            school.lvs.schrijf(1, STRAAT)
    finally:
        houder.close()


# --- what only a lenient database holds


@pytest.mark.parametrize("tekst", ["x'ff41'", "x'eda080'", "x'4100'"])
def test_text_in_a_broken_encoding_reaches_the_controles(school, pad, tekst):
    ruw(pad, f"UPDATE Leerling SET Achternaam = CAST({tekst} AS TEXT), Straatnaam = 'Zo goed'")
    (gelezen,) = school.lvs.lees("00AA00")
    assert cel(gelezen.rij, "straatnaam") == "Zo goed"
    assert re.search("[\ufffd\0]", str(cel(gelezen.rij, "achternaam")))
    school.zet_leerling(2, achternaam="Müller")
    school.zet_inschrijving(2, 2, "00AA00")
    assert [cel(rij.rij, "achternaam") for rij in school.lvs.lees("00AA00")][1] == "Müller"


@pytest.mark.parametrize("waarde", ["20080801", "'2008-08-01 00:00:00'", "'1-8-2008'", "'2008-08-01'"])
def test_a_date_kept_as_text_or_number_is_understood(school, pad, waarde):
    ruw(pad, f"UPDATE Inschrijving SET Inschrijfdatum = {waarde}")
    assert cel(next(school.lvs.lees("00AA00")).rij, "inschrijfdatum") == "2008-08-01"


@pytest.mark.parametrize("waarde", ["999990019.0", "'999990019.0'", "999990019"])
def test_a_bsn_kept_as_a_number_is_understood_and_can_be_replaced(school, pad, waarde):
    ruw(pad, f"UPDATE Leerling SET Burgerservicenummer = {waarde}")
    assert cel(next(school.lvs.lees("00AA00")).rij, "burgerservicenummer") == "999990019"
    wissel = (Wijziging("burgerservicenummer", "999990019", None),)
    assert school.lvs.schrijf(1, wissel) is Schrijfuitkomst.GEDAAN


@pytest.mark.parametrize("waarde", ["'weet niet'", "x'00'", "3.14", "'J'"])
def test_a_mark_that_is_not_clearly_no_counts_as_yes(school, pad, waarde):
    ruw(
        pad,
        f"UPDATE Leerling SET GeheimAdres = {waarde}",
        f"UPDATE Inschrijving SET UitgeslotenVanAanlevering = {waarde}",
    )
    (gelezen,) = school.lvs.lees("00AA00")
    assert gelezen.geheim
    assert gelezen.uitgesloten


@pytest.mark.parametrize(("soort", "aantal"), [("'LGF'", 1), ("' lgf '", 1), ("'XYZ'", 0), ("NULL", 0)])
def test_a_soort_of_the_school_itself_stays_there(school, pad, soort, aantal):
    ruw(pad, f"INSERT INTO Indicatie (InschrijvingId, Soort, Begindatum) VALUES (1, {soort}, '2008-08-01')")
    assert len(lijst(next(school.lvs.lees("00AA00")).rij, "indicaties")) == aantal


# --- the lease between processes

HOUDER = """
import sys
from bronsync.adapters.lvs2000.database import LvsDatabase
with LvsDatabase(sys.argv[1]).vergrendel("00AA00"):
    print("vast", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def ander(school):
    """Another process that holds the lease."""
    with subprocess.Popen(
        [sys.executable, "-c", HOUDER, school.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as ander:
        assert ander.stdout.readline() == "vast\n"
        yield ander
        ander.kill()


def slot(pad):
    return pad.with_name(f"{pad.name}.00AA00.slot")


def bezet(lvs):
    with pytest.raises(BronSyncFout) as gevangen, lvs.vergrendel("00AA00"):
        pytest.fail("two hold it")
    assert gevangen.value.code == "LVS-09"
    return gevangen.value.waarden["waar"]


def test_FOUT_21_another_process_holds_the_lease_until_it_dies(school, ander):
    assert re.fullmatch(r"op deze computer, sinds \d\d-\d\d-\d{4} \d\d:\d\d", bezet(school.lvs))
    ander.kill()
    ander.wait()
    with school.lvs.vergrendel("00AA00"):
        pass


def test_FOUT_21_what_a_dead_process_left_blocks_nobody_and_names_nobody(school, pad):
    slot(pad).write_text("PC-VAN-TOEN\t01-02-2008 09:00\n" + " " * 500, encoding="ascii")
    with school.lvs.vergrendel("00AA00"):
        assert "PC-VAN-TOEN" not in slot(pad).read_text(encoding="ascii")
        assert bezet(LvsDatabase(school.url)).startswith("op deze computer, sinds ")
    assert not slot(pad).read_text(encoding="ascii").strip()


def test_FOUT_21_another_computer_is_named_and_an_unreadable_note_names_nobody(school, pad, ander):
    slot(pad).write_text("PC-7\t01-02-2008 09:00\n", encoding="ascii")
    assert bezet(school.lvs) == "op computer PC-7, sinds 01-02-2008 09:00"
    slot(pad).write_bytes(b"\xff\x00\t<b>" * 40)
    assert bezet(school.lvs) == "in een ander venster of op een andere computer"


def test_FOUT_23_a_lock_file_that_was_taken_away_is_noticed(school, pad):
    ander = LvsDatabase(school.url)
    with school.lvs.vergrendel("00AA00"):
        school.lvs.eis_vergrendeld()
        slot(pad).unlink()
        assert code_van(school.lvs.eis_vergrendeld) == "LVS-11"
        with ander.vergrendel("00AA00"):
            ander.eis_vergrendeld()
            assert code_van(school.lvs.eis_vergrendeld) == "LVS-11"


def test_FOUT_23_a_lock_file_taken_away_while_it_is_locked_is_no_lease(school, pad, monkeypatch):
    neem = lease._neem

    def weg(bestand):
        neem(bestand)
        slot(pad).unlink()

    monkeypatch.setattr(lease, "_neem", weg)
    with pytest.raises(BronSyncFout, match="LVS-11"), school.lvs.vergrendel("00AA00"):
        pytest.fail("taken")


class VolleSchijf(io.RawIOBase):
    def seek(self, *_):
        return 0

    def write(self, _regel):
        raise OSError(errno.ENOSPC, "vol")


def test_a_note_that_cannot_be_written_costs_only_the_name():
    lease._schrijf_regel(VolleSchijf(), "PC-7\t01-02-2008 09:00\n")


@pytest.mark.parametrize("aanleverpunt", ["../00AA00", "00aa00", "", "00AA00\n"])
def test_the_lease_takes_only_an_aanleverpunt(school, pad, aanleverpunt):
    with pytest.raises(BronSyncFout, match="LVS-06"), school.lvs.vergrendel(aanleverpunt):
        pytest.fail("taken")
    assert [bestand.name for bestand in pad.parent.iterdir()] == [pad.name]
