"""What each driver says, as it was measured, and the cause that is read from it (FOUTEN B13). The texts are the drivers' own."""

import sqlite3

import pytest

from bronsync.adapters.lvs2000.oorzaken import Oorzaak, spoor_van
from bronsync.domain.errors import FOUTEN

MS, SERVER = "[Microsoft][ODBC Driver 18 for SQL Server]", "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]"
TDS = "[FreeTDS][SQL Server]"
MIJN = "waarde (999990019) van een leerling"

GEMETEN = [
    # connecting
    (Oorzaak.TIJD, "HYT00", f"{MS}Login timeout expired (0) (SQLDriverConnect)"),
    (Oorzaak.VERBROKEN, "08S01", f"{TDS}Unable to connect: Adaptive Server is unavailable or does not exist (20009) (SQLDriverConnect)"),
    (Oorzaak.VERBROKEN, "08001", f"{TDS}Unable to connect to data source (0) (SQLDriverConnect)"),
    (Oorzaak.VERBROKEN, "08001", f"{MS}Client unable to establish connection because an error was encountered (26) (SQLDriverConnect)"),
    (None, "HY000", f"{MS}Protocol error in TDS stream (0) (SQLDriverConnect)"),
    (Oorzaak.AANMELDING, "28000", f"{SERVER}Login failed for user 'x'. (18456) (SQLDriverConnect)"),
    (Oorzaak.AANMELDING, "42000", f"{TDS}Login failed for user 'x'. (18456) (SQLDriverConnect)"),
    (Oorzaak.AANMELDING, "42000", f"{SERVER}{MIJN} (18470) (SQLDriverConnect)"),
    (Oorzaak.AANMELDING, "28000", f"{SERVER}{MIJN} (18488) (SQLDriverConnect)"),
    (Oorzaak.DATABASE, "42000", f"{SERVER}Cannot open database (4060) (SQLDriverConnect)"),
    (Oorzaak.DATABASE, "28000", f"{SERVER}Login failed. (18456) (SQLDriverConnect); [28000] {SERVER}Cannot open database (4060)"),
    (Oorzaak.DATABASE, "08004", f"{TDS}{MIJN} (911) (SQLDriverConnect)"),
    (Oorzaak.DATABASE, "42000", f"{TDS}{MIJN} (916) (SQLDriverConnect)"),
    (Oorzaak.ONDERHOUD, "42000", f"{SERVER}{MIJN} (18401) (SQLDriverConnect)"),
    (Oorzaak.CERTIFICAAT, "08001", f"{MS}SSL Provider: [error:0A000086:SSL routines::certificate verify failed:self-signed certificate] (-1) (SQLDriverConnect)"),
    (Oorzaak.CERTIFICAAT, "08001", f"{MS}SSL Provider: De certificaatketen is niet vertrouwd.\r\n (-2146893019) (SQLDriverConnect)"),
    (Oorzaak.VERSLEUTELING, "08001", f"{MS}Encryption not supported on SQL Server. (20) (SQLDriverConnect)"),
    (Oorzaak.VERSLEUTELING, "08001", f"{MS}SSL Provider: [error:0A000102:SSL routines::unsupported protocol] (-1) (SQLDriverConnect)"),
    (Oorzaak.STUURPROGRAMMA, "01000", "[unixODBC][Driver Manager]Can't open lib 'X' : file not found (0) (SQLDriverConnect)"),
    (Oorzaak.STUURPROGRAMMA, "IM002", "[Microsoft][ODBC Driver Manager] Data source name not found (0) (SQLDriverConnect)"),
    # at a statement
    *((oorzaak, sqlstate, f"{van}{MIJN} ({nummer}) (SQLExecDirectW)") for van in (SERVER, TDS) for oorzaak, sqlstate, nummer in (
        (Oorzaak.RECHT, "42000", 229), (Oorzaak.RECHT, "42000", 230), (Oorzaak.BEZET, "42000", 1222), (Oorzaak.SLACHTOFFER, "42000", 1205),
        (Oorzaak.SNAPSHOT, "42000", 3952), (Oorzaak.SNAPSHOT, "42000", 3960), (Oorzaak.ONTBREEKT, "42S02", 208),
        (Oorzaak.ONTBREEKT, "42S22", 207), (Oorzaak.ALLEEN_LEZEN, "25000", 3906), (Oorzaak.VOL, "42000", 9002), (Oorzaak.VOL, "42000", 1105),
        (Oorzaak.ONDERHOUD, "42000", 6005), (Oorzaak.ONDERHOUD, "42000", 942), (Oorzaak.VERBROKEN, "HY000", 596), (None, "23000", 2627),
        (None, "22001", 8152), (None, "42000", 33557097))),
    (Oorzaak.SLACHTOFFER, "40001", f"{SERVER}{MIJN} (1205) (SQLExecDirectW)"),
    (Oorzaak.TIJD, "HYT00", f"{MS}Query timeout expired (0) (SQLExecDirectW)"),
    (Oorzaak.TIJD, "HYT00", f"{TDS}Timeout expired (0) (SQLExecDirectW)"),
    (Oorzaak.VERBROKEN, "08S01", f"{MS}TCP Provider: Error code 0x2746 (10054) (SQLExecDirectW)"),
    (Oorzaak.VERBROKEN, "08S01", f"{MS}SSL Provider: An existing connection was forcibly closed (10054) (SQLExecDirectW)"),
    (Oorzaak.VERBROKEN, "01000", f"{TDS}Unexpected EOF from the server (20017) (SQLExecDirectW)"),
]  # fmt: skip


@pytest.mark.parametrize(("oorzaak", "sqlstate", "tekst"), GEMETEN)
def test_B13_a_cause_is_read_from_what_the_driver_says_and_no_word_of_it_is_kept(oorzaak, sqlstate, tekst):
    spoor = spoor_van(sqlite3.OperationalError(sqlstate, f"[{sqlstate}] {tekst}"))
    assert (spoor.oorzaak, spoor.sqlstate) == (oorzaak, sqlstate)
    assert "999990019" not in str(spoor)
    assert spoor.nummer in tekst


@pytest.mark.parametrize("tekst", ["x (999990019) (SQLExecDirectW)", "(1205) x", "x (1205) y"])
def test_B13_a_number_of_a_person_is_no_native_number(tekst):
    spoor = spoor_van(sqlite3.OperationalError("42000", f"[42000] {tekst}"))
    assert (spoor.nummer, spoor.oorzaak) == ("", None)


@pytest.mark.parametrize("naam", ["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED_SHAREDCACHE"])
def test_B8_a_busy_file_is_the_same_cause(naam):
    fout = sqlite3.OperationalError("database is locked")
    fout.sqlite_errorname = naam
    assert spoor_van(fout).oorzaak is Oorzaak.BEZET


def test_every_cause_has_a_code_and_no_two_say_the_same():
    codes = [een.value.code for een in Oorzaak if een not in (Oorzaak.SNAPSHOT, Oorzaak.GEEN_DATABASE)]
    assert len(set(codes)) == len(codes)
    zinnen = [FOUTEN[code].zin for code in FOUTEN]
    assert len(set(zinnen)) == len(zinnen)
