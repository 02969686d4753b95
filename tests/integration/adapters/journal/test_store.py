"""The encrypted store against what can happen to it: kills, a full disk, a second process, wrong keys, damage, curious eyes."""

import contextlib
import os
import random
import stat
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from bronsync.adapters.journal import connection, kijken
from bronsync.adapters.journal.kijken import open_kopie
from bronsync.adapters.journal.store import Store, open_store
from bronsync.application.ports import UnitOfWork
from bronsync.application.records import BesluitRij, KoppelingRij, Stand
from bronsync.domain.errors import BronSyncFout
from helpers.filler import PUNT, filler
from helpers.fouten import code

SLEUTEL = bytes(range(32))
WITH_HELPERS = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
NEWEST = tuple(filler(str(nummer), "x" * 100) for nummer in range(500))


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    return tmp_path / "profiel" / "opslag.db"


@contextlib.contextmanager
def opened(pad: Path) -> Iterator[Store]:
    with contextlib.closing(open_store(pad, SLEUTEL)) as opslag:
        yield opslag


def fill(pad: Path) -> None:
    with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
        unit.put(*NEWEST)
        unit.commit()


def content(pad: Path) -> list[BesluitRij]:
    with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
        return unit.all(BesluitRij)


# --- kills

WRITER = """
import sys
from pathlib import Path
from bronsync.adapters.journal.store import open_store
from bronsync.application.records import Stand
from helpers.filler import PUNT, filler
opslag = open_store(Path(sys.argv[1]), bytes(range(32)))
while True:
    with opslag.unit_of_work(PUNT) as unit:
        nummer = unit.next_number("beurt")
        unit.put(filler(str(nummer), "x" * 500), Stand(aanleverpunt="00AA00", beeld_versie=nummer))
        unit.commit()
    print(nummer, flush=True)
"""


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, text=True, env=WITH_HELPERS
    )


@pytest.mark.parametrize("kills", [8, pytest.param(60, marks=[pytest.mark.large, pytest.mark.timeout(600)])])
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(kills, pad):
    """D17, RELIABILITY A1: what was said to be stored is there, whole; at most one more step, that nobody heard of, also is."""
    chance, acknowledged = random.Random(kills), 0
    for _ in range(kills):
        with started(WRITER, pad) as writer:
            for _ in range(chance.randrange(1, 40)):
                acknowledged = int(writer.stdout.readline())
            writer.kill()
            # What it still said between our last reading and its death; the last line may be half.
            said = [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
            acknowledged = int(said[-1]) if said else acknowledged
        with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
            found = len(unit.all(BesluitRij))
            assert found in {acknowledged, acknowledged + 1}
            assert unit.get(Stand, "00AA00") == Stand(aanleverpunt="00AA00", beeld_versie=found)
            assert unit.next_number("beurt") == found + 1


CREATOR = """
import os, signal, sys
from pathlib import Path
from bronsync.adapters.journal import connection, migrations
left = int(sys.argv[2])
def die(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
def mortal(function):
    def called(*arguments, **named):
        die()
        outcome = function(*arguments, **named)
        die()
        return outcome
    return called
for module, name in [(connection, "_verbind"), (connection, "_vul"), (connection, "sluit"), (connection, "sync_folder"), (migrations, "_nummer")]:
    setattr(module, name, mortal(getattr(module, name)))
connection.open_connection(Path(sys.argv[1]), bytes(range(32)))
print("made")
"""


@POSIX
def test_a_store_whose_making_was_killed_is_made_the_next_time(tmp_path):
    for moment in range(1, 30):
        pad = tmp_path / str(moment) / "opslag.db"
        with started(CREATOR, pad, moment) as creator:
            made = creator.stdout.read() == "made\n"
        fill(pad)
        assert content(pad) == sorted(NEWEST, key=lambda record: record.vingerafdruk)
        if made:
            break
    assert made
    assert moment > 8


# --- full disk


def test_a_full_disk_is_said_and_leaves_what_was_stored(pad):
    """FOUT: the limit on pages gives SQLite's own 'database or disk is full'."""
    with opened(pad) as opslag:
        stored = write_until_refused(opslag, limit=lambda pages: f"PRAGMA max_page_count = {pages + 3}")
        opslag._connection.exec_driver_sql("PRAGMA max_page_count = 1000000").fetchall()
        opslag._connection.rollback()
        with opslag.unit_of_work(PUNT) as unit:
            unit.put(Stand(aanleverpunt="00AA00"))
            unit.commit()
    assert len(content(pad)) == stored


def write_until_refused(opslag: Store, limit=None) -> int:
    """How many commits were acknowledged before OPSLAG-03; the refused unit is over."""
    if limit:
        pages = opslag._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        opslag._connection.exec_driver_sql(limit(pages)).fetchall()
        opslag._connection.rollback()
    for stored in range(100_000):
        with opslag.unit_of_work(PUNT) as unit:
            said = step(unit, f"{stored:06d}")
            if said:
                assert said == "OPSLAG-03"
                assert code(unit.commit) == "EIGEN-01"
                return stored
    raise AssertionError("the disk never got full")


def step(unit: UnitOfWork, name: str) -> str | None:
    try:
        unit.put(filler(name, "x" * 2000))
        unit.commit()
    except BronSyncFout as refused:
        return refused.code
    return None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root on Linux can make a small disk; the limit on pages above stands in for it")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_really_full_disk_is_said_and_leaves_what_was_stored(small_disk):
    pad = small_disk / "profiel" / "opslag.db"
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 500_000)
    with opened(pad) as opslag:
        stored = write_until_refused(opslag)
        assert stored > 10
    filler.unlink()
    assert len(content(pad)) == stored


def test_a_profile_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    assert code(lambda: open_store(tmp_path / "file" / "opslag.db", SLEUTEL)) == "OPSLAG-17"
    (tmp_path / "folder.db").mkdir()
    assert code(lambda: open_store(tmp_path / "folder.db", SLEUTEL)) == "OPSLAG-17"


# --- one at a time

OPENER = """
import sys
from pathlib import Path
from bronsync.adapters.journal.store import open_store
from bronsync.application.ports import UnitOfWork
from bronsync.domain.errors import BronSyncFout
try:
    opslag = open_store(Path(sys.argv[1]), bytes(range(32)))
    print("open", flush=True)
    sys.stdin.read()
except BronSyncFout as refused:
    print(refused.code, flush=True)
"""


def test_a_second_process_is_refused_until_the_first_is_gone(pad):
    fill(pad)
    holder = subprocess.Popen(
        [sys.executable, "-c", OPENER, str(pad)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        assert code(lambda: open_store(pad, SLEUTEL)) == "OPSLAG-04"
        holder.kill()
    assert len(content(pad)) == len(NEWEST)


def test_opening_twice_in_one_process_is_refused_and_keeps_others_out(pad):
    """Closing a second handle on the file would drop the lock of the first (POSIX); then another process would come in."""
    with opened(pad) as opslag:
        assert code(lambda: open_store(pad, SLEUTEL)) == "OPSLAG-04"
        with started(OPENER, pad) as other:
            assert other.stdout.readline() == "OPSLAG-04\n"
        with opslag.unit_of_work(PUNT) as unit:
            assert unit.next_number("beurt") == 1


def test_the_store_may_be_used_in_another_thread_than_it_was_opened_in(pad):
    def use() -> int:
        with opslag.unit_of_work(PUNT) as unit:
            number = unit.next_number("beurt")
            unit.commit()
            return number

    with opened(pad) as opslag, ThreadPoolExecutor(1) as worker:
        assert (use(), worker.submit(use).result(), use()) == (1, 2, 3)


def test_two_threads_never_share_a_unit(pad):
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with opslag.unit_of_work(PUNT):
            entered.set()
            leave.wait()

    with opened(pad) as opslag, ThreadPoolExecutor(1) as worker:
        holding = worker.submit(hold)
        entered.wait()
        try:
            assert code(lambda: opslag.unit_of_work(PUNT).__enter__()) == "EIGEN-01"
        finally:
            leave.set()
        holding.result()


# --- key and damage


def test_a_wrong_key_is_said_and_the_file_is_left_alone(pad):
    fill(pad)
    before = pad.read_bytes()
    assert code(lambda: open_store(pad, bytes(32))) == "OPSLAG-02"
    assert pad.read_bytes() == before
    assert len(content(pad)) == len(NEWEST)


def test_a_key_of_another_length_is_our_bug(pad):
    assert code(lambda: open_store(pad, b"short")) == "EIGEN-01"
    assert not pad.exists()


@pytest.mark.parametrize("trials", [25, pytest.param(300, marks=pytest.mark.large)])
def test_a_flipped_bit_is_never_read_as_data(trials, pad):
    """RELIABILITY A4: plain SQLite gives back wrong data in silence for two in three."""
    fill(pad)
    whole, chance, refused = pad.read_bytes(), random.Random(trials), 0
    expected = content(pad)
    for _ in range(trials):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        pad.write_bytes(damaged)
        try:
            found = content(pad)
        except BronSyncFout as said:
            found = said.code
        if found == "OPSLAG-02":
            assert pad.read_bytes() == damaged
            refused += 1
        else:
            assert found == expected
    assert refused > trials / 2


def test_a_file_cut_short_is_said(pad):
    fill(pad)
    pad.write_bytes(pad.read_bytes()[:-20_000])
    assert code(lambda: open_store(pad, SLEUTEL)) == "OPSLAG-02"


def test_a_file_of_something_else_is_said_and_left_alone(pad):
    pad.parent.mkdir()
    pad.write_bytes(b"something else" * 1000)
    assert code(lambda: open_store(pad, SLEUTEL)) == "OPSLAG-02"
    assert pad.read_bytes() == b"something else" * 1000


def test_damage_found_while_working_ends_the_unit(pad, monkeypatch):
    class Damaged(dbapi2.DatabaseError):
        sqlite_errorcode = 11

    def broken(*_: object) -> None:
        raise Damaged("canary")

    with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
        unit.put(Stand(aanleverpunt="00AA00"))
        with monkeypatch.context() as broken_disk:
            broken_disk.setattr(type(opslag._connection), "execute", broken)
            assert code(lambda: unit.all(Stand)) == "OPSLAG-02"
        assert code(unit.commit) == "EIGEN-01"
    with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
        assert unit.all(Stand) == []


# --- errors


class SqliteSays(dbapi2.OperationalError):
    def __init__(self, number: int) -> None:
        super().__init__("canary")
        self.sqlite_errorcode = number


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        (SqliteSays(5), "OPSLAG-07"),
        (SqliteSays(6), "OPSLAG-07"),
        (SqliteSays(517), "OPSLAG-07"),  # BUSY_SNAPSHOT
        (SqliteSays(8), "OPSLAG-16"),
        (SqliteSays(1032), "OPSLAG-16"),  # READONLY_DBMOVED
        (SqliteSays(13), "OPSLAG-03"),
        (SqliteSays(14), "OPSLAG-17"),
        (SqliteSays(778), "OPSLAG-17"),  # IOERR_WRITE
        (SqliteSays(1034), "OPSLAG-17"),  # IOERR_FSYNC
        (SqliteSays(266), "OPSLAG-02"),  # IOERR_READ
        (SqliteSays(11), "OPSLAG-02"),
        (SqliteSays(26), "OPSLAG-02"),
        (SqliteSays(19), "EIGEN-01"),
        (OSError(28, "canary"), "OPSLAG-03"),
        (UnicodeEncodeError("utf-8", "canary", 0, 1, "canary"), "EIGEN-01"),
        (dbapi2.InterfaceError("canary"), "EIGEN-01"),
    ],
)
def test_what_sqlite_says_becomes_one_of_our_codes(said, ours):
    assert connection.translate(said).code == ours
    assert "canary" not in str(connection.translate(said))


def test_busy_while_opening_means_that_another_has_it():
    assert connection.translate(SqliteSays(5), bij_openen=True).code == "OPSLAG-04"


@pytest.mark.parametrize("wrong", [None, "\ud800", object()])
def test_an_error_quotes_no_value(wrong, pad):
    canary = "Moulin"
    with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
        with pytest.raises(BronSyncFout) as caught:
            unit.put(filler(canary, wrong))
        assert caught.value.code == "EIGEN-01"
        assert canary not in "".join(traceback.format_exception(caught.value))
        assert code(unit.commit) == "EIGEN-01"
    assert content(pad) == []


# --- settings of the file


def test_the_settings_are_those_of_the_paper(pad):
    with opened(pad) as opslag:
        driver = opslag._connection.connection.driver_connection
        asked = {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name, *_ in connection._PRAGMAS}
        assert driver.execute("PRAGMA cipher_status").fetchone() == ("1",)
    assert asked == {
        "cipher_page_size": "8192",
        "cipher_log_level": "NONE",
        "locking_mode": "exclusive",
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


def test_a_setting_that_does_not_hold_is_refused(pad, monkeypatch):
    monkeypatch.setattr(connection, "_PRAGMAS", (*connection._PRAGMAS, ("synchronous", "NORMAL", 2)))
    assert code(lambda: open_store(pad, SLEUTEL)) == "EIGEN-01"


@POSIX
def test_the_files_are_the_owners_alone(pad):
    with opened(pad) as opslag, opslag.unit_of_work(PUNT) as unit:
        unit.put(Stand(aanleverpunt="00AA00"))
        unit.commit()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in pad.parent.iterdir()}
    assert modes == {"opslag.db": 0o600, "opslag.db-wal": 0o600}
    assert stat.S_IMODE(pad.parent.stat().st_mode) == 0o700


@POSIX
def test_rights_that_were_widened_are_narrowed(pad):
    fill(pad)
    pad.chmod(0o644)
    pad.parent.chmod(0o755)
    content(pad)
    assert (stat.S_IMODE(pad.stat().st_mode), stat.S_IMODE(pad.parent.stat().st_mode)) == (0o600, 0o700)


def test_no_word_can_be_read_in_the_files(pad):
    """D7: also not in the log beside the file, nor the names of tables, nor after erasing."""
    canaries = ["999990019", "Moulin", "2009-08-17"]

    def spellings(word: str) -> list[bytes]:
        return [word.encode("utf-8"), word.encode("utf-16-le"), word.encode().hex().encode()]

    def hits() -> list[str]:
        data = b"".join(path.read_bytes() for path in pad.parent.iterdir())
        return [word for word in (*canaries, "koppeling", "SQLite format") for form in spellings(word) if form in data]

    with opened(pad) as opslag:
        with opslag.unit_of_work(PUNT) as unit:
            unit.put(
                *(
                    KoppelingRij(
                        aanleverpunt="00AA00",
                        inschrijving_id=n,
                        leerling_id=1,
                        pgn=canaries[0],
                        inschrijfdatum=canaries[2],
                        akkoord=canaries[1].encode(),
                    )
                    for n in range(99)
                )
            )
            unit.commit()
        assert (pad.parent / "opslag.db-wal").stat().st_size > 0
        assert hits() == []
        with opslag.unit_of_work(PUNT) as unit:
            unit.delete(KoppelingRij)
            unit.commit()
        assert hits() == []
    assert [path.name for path in pad.parent.iterdir()] == ["opslag.db"]
    assert hits() == []
    (pad.parent / "plain").write_bytes(b"999990019")
    assert hits() == ["999990019"]


MOUNTS = """\
21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
22 21 0:40 / /home/school rw - {} server:/home rw
23 22 8:2 / /home/school/local rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the list of mounts is Linux's")
@pytest.mark.parametrize(
    ("kind", "folder", "network"),
    [
        ("nfs4", "/home/school/profiel", True),
        ("cifs", "/home/school", True),
        ("cifs", "/home/school/local/profiel", False),
        ("cifs", "/home/schoolplein", False),
        ("ext4", "/home/school/profiel", False),
    ],
)
def test_a_network_drive_is_known(kind, folder, network, monkeypatch):
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: MOUNTS.format(kind))
    assert connection.op_netwerk(Path(folder)) is network


def test_a_network_drive_is_refused_before_anything_is_written(pad, monkeypatch):
    monkeypatch.setattr(connection, "op_netwerk", lambda _: True)
    assert code(lambda: open_store(pad, SLEUTEL)) == "OPSLAG-08"
    assert not pad.parent.exists()


# --- looking at a store that somebody else has open (B19)

BUSY = """
import sys
from pathlib import Path
from bronsync.adapters.journal.store import open_store
from helpers.filler import PUNT, filler
opslag = open_store(Path(sys.argv[1]), bytes(range(32)))
nummer = 0
while True:
    nummer += 1
    with opslag.unit_of_work(PUNT) as unit:
        for naam in ("een", "twee"):
            unit.put(filler(naam, f"{nummer} " + "x" * 200_000))
        unit.commit()
    if nummer == 1:
        print("open", flush=True)
"""


def test_FOUTEN_B19_a_copy_is_one_moment_of_a_store_that_is_being_written(pad, tmp_path):
    """The log is brought back into the file each forty commits."""
    gezien = []
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, str(pad)], stdout=subprocess.PIPE, text=True, env=WITH_HELPERS
    ) as writer:
        try:
            assert writer.stdout.readline() == "open\n"
            for beurt in range(25):
                (map_ := tmp_path / str(beurt)).mkdir()
                opslag = open_kopie(pad, map_, SLEUTEL, BronSyncFout("OPSLAG-04"))
                with opslag.unit_of_work(PUNT) as unit:
                    een, twee = (unit.get(BesluitRij, PUNT, naam).reden for naam in ("een", "twee"))
                opslag.close()
                assert een == twee
                gezien.append(int(een.split()[0]))
        finally:
            writer.kill()
    assert gezien == sorted(gezien)
    assert gezien[-1] > gezien[0]


def test_FOUTEN_B19_a_copy_of_an_older_store_is_brought_up_to_date_and_the_store_is_left_alone(tmp_path):
    pad = tmp_path / "opslag.db"
    fill(pad)
    voor = pad.read_bytes()
    (map_ := tmp_path / "kopie").mkdir()
    opslag = open_kopie(pad, map_, SLEUTEL, BronSyncFout("OPSLAG-04"))
    with opslag.unit_of_work(PUNT) as unit:
        unit.put(filler("een", "x"))
        with pytest.raises(BronSyncFout) as refused:
            unit.commit()
    assert refused.value.code == "OPSLAG-04"
    with opslag.unit_of_work(PUNT) as unit:
        assert unit.get(BesluitRij, PUNT, "een") is None
    opslag.close()
    assert pad.read_bytes() == voor
    assert sorted(een.name for een in tmp_path.iterdir()) == ["kopie", "opslag.db"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda pad, log: log.write_bytes(b"m" * 64),
        lambda pad, log: log.unlink(),
        lambda pad, log: log.write_bytes(b""),
    ],
    ids=["the log began anew", "the log went into the file", "the log was emptied"],
)
def test_FOUTEN_B19_a_copy_during_which_the_log_began_anew_is_none(tmp_path, monkeypatch, meanwhile):
    pad, log = tmp_path / "opslag.db", tmp_path / "opslag.db-wal"
    pad.write_bytes(b"file")
    log.write_bytes(b"l" * 64)
    echt = kijken.shutil.copyfile
    monkeypatch.setattr(kijken.shutil, "copyfile", lambda van, naar: (echt(van, naar), meanwhile(pad, log)))
    assert not kijken._kopieer(pad, tmp_path / "kopie.db")


def test_FOUTEN_B19_a_copy_without_a_log_during_which_the_file_was_written_is_none(tmp_path, monkeypatch):
    pad = tmp_path / "opslag.db"
    pad.write_bytes(b"file")
    assert kijken._kopieer(pad, tmp_path / "kopie.db")
    echt = kijken.shutil.copyfile
    monkeypatch.setattr(
        kijken.shutil, "copyfile", lambda van, naar: (echt(van, naar), pad.write_bytes(b"file and more"))
    )
    assert not kijken._kopieer(pad, tmp_path / "kopie.db")


def test_FOUTEN_B19_a_store_that_never_stands_still_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr(kijken, "_kopieer", lambda *_: False)
    assert code(lambda: open_kopie(tmp_path / "x", tmp_path, SLEUTEL, BronSyncFout("OPSLAG-04"))) == "OPSLAG-07"
