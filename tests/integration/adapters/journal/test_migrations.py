"""A store of an older version becomes one of this version, or stays what it was (F30).

`opslag_v1.sql` is what version 1 looks like, and stays so once a version is released: after a release a changed record needs a step in
`adapters/journal/migrations.py` and a test of that step. Before the first release, write it anew: `python tests/integration/adapters/journal/test_migrations.py`.
"""

import contextlib
import hashlib
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2

from bronsync.adapters.journal import migrations
from bronsync.adapters.journal.store import open_store
from bronsync.application.boeken.controlespoor import keten_breuk
from bronsync.application.records import (
    AuditRij,
    BeeldRij,
    BeeldVerandering,
    BesluitRij,
    BoekenRij,
    MutatieRij,
    MutatieStand,
    OntbrekendRij,
    OverzichtRij,
    Stand,
    VerschilRij,
    Wijziging,
)
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.kijken.overzicht import VeldVerandering
from bronsync.domain.vergelijking.acties import Keuze, Mogelijkheid
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.vergelijken import Veldverschil, VerschilSoort
from helpers.filler import filler

SLEUTEL = bytes(range(32))
VERSION_1 = Path(__file__).with_name("opslag_v1.sql")
NEXT = migrations.doelversie() + 1
"""The version that the steps of these tests make."""
OLD = [filler(f"{nummer:04d}", "old") for nummer in range(300)]


def driver(pad: Path) -> contextlib.closing:
    """The file without the store around it."""
    opened = dbapi2.connect(str(pad), isolation_level=None)
    opened.execute(f"PRAGMA key = \"x'{SLEUTEL.hex()}'\"")
    opened.execute("PRAGMA cipher_page_size = 8192")
    return contextlib.closing(opened)


def tables(pad: Path) -> str:
    with driver(pad) as opened:
        rows = opened.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name").fetchall()
    return "".join("\n".join(line.rstrip() for line in sql.strip().splitlines()) + ";\n\n" for (sql,) in rows)


def version(pad: Path) -> int:
    with driver(pad) as opened:
        return opened.execute("PRAGMA user_version").fetchone()[0]


def newly_made(folder: Path) -> Path:
    open_store(folder / "new" / "opslag.db", SLEUTEL).close()
    return folder / "new" / "opslag.db"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of version 1 with something in it."""
    pad = tmp_path / "opslag.db"
    with driver(pad) as opened:
        opened.executescript(f"BEGIN; {VERSION_1.read_text(encoding='utf-8')}")
        opened.executemany("INSERT INTO besluit VALUES (?, ?, ?, ?, ?, ?)", map(astuple, OLD))
        opened.execute("PRAGMA user_version = 1")
        opened.commit()
    return pad


def content(pad: Path) -> list[BesluitRij]:
    with contextlib.closing(open_store(pad, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        return unit.all(BesluitRij)


def two_changes(verbinding) -> None:
    verbinding.exec_driver_sql("CREATE TABLE later (naam TEXT PRIMARY KEY)")
    verbinding.exec_driver_sql("UPDATE besluit SET reden = 'new'")


@pytest.fixture
def later_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps that there are, and one more."""
    monkeypatch.setitem(migrations.STAPPEN, NEXT, two_changes)


def test_an_old_store_becomes_what_a_new_one_is(old, tmp_path):
    content(old)
    assert tables(old) == tables(newly_made(tmp_path))
    assert version(old) == migrations.doelversie()


def test_nothing_in_an_old_store_is_lost(old):
    assert content(old) == OLD


def test_step_2_keeps_each_state_and_makes_a_row_of_what_is_missing(old):
    with driver(old) as opened:
        for punt, gat in (("00AA00", 0), ("00AA01", 18)):
            opened.execute(
                "INSERT INTO stand VALUES (?, 3, '2026-01-02', 1, 5, 20, 19, 0, 1, ?, NULL, 'een', 'bericht')",
                (punt, gat),
            )
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        same = Stand(
            aanleverpunt="00AA00",
            beeld_versie=3,
            peildatum="2026-01-02",
            overzicht_met_historie=True,
            overzicht_tot_en_met=5,
            hoogste_ontvangstnummer=20,
            bevestigd_tot_en_met=19,
            herstel_nodig=False,
            alles_vragen=True,
            historisch_peildatum=None,
            lvs_identiteit="een",
            overzicht_bericht="bericht",
        )
        assert unit.all(Stand) == [same, replace(same, aanleverpunt="00AA01")]
        assert unit.all(OntbrekendRij) == [
            OntbrekendRij(aanleverpunt="00AA01", van=18, tot_en_met=20, reden="overgeslagen", sinds="")
        ]


def test_a_write_back_of_an_old_store_can_be_read_and_belongs_to_no_group(old):
    with driver(old) as opened:
        opened.execute(
            "INSERT INTO mutatie VALUES (4, '00AA00', 'voorgenomen', 9, 10, x'90', 'T12', '2026-11-20T10:00:00Z')"
        )
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        (row,) = unit.all(MutatieRij)
    assert (row.nummer, row.aanleiding, row.stand) == (4, "T12", MutatieStand.VOORGENOMEN)
    assert (row.groep, row.geschreven, row.terug_van) == ("", "", 0)
    assert row.begonnen, "the old program may have written it already"


OLD_BYTES = {
    "verschil": {
        "paren": [["vo_advies", None, "10"], ["huisnummer", 7, "7a"], ["verblijven", [["2009-08-01", None]], []]],
        "mogelijk": {"naar BRON": ["Uitschrijving", ""], "naar LVS2000": ["", "Zo niet."], "negeren": ["", ""]},
    },
    "beeld": {"register": [["bekostigingsstatus", "te bekostigen"], ["gemeentecode", "0518"]]},
    "overzicht": {"register": []},
    "beeld_verandering": {"velden": [["straatnaam", "Kade", None], ["gemeentecode", "0518", "0599"]]},
    "mutatie": {"wijzigingen": [["burgerservicenummer", None, "999990019"], ["huisnummer", 1, 12]]},
}
"""What a program before typed records packed into these columns: plain lists."""


def old_cell(table: str, column: str, kind: str) -> object:
    if column in OLD_BYTES[table]:
        return msgspec.msgpack.encode(OLD_BYTES[table][column])
    texts = {"categorie": "onderwijs", "stand": {"verschil": "open", "mutatie": "gedaan"}.get(table)}
    return {"INTEGER": 1, "BOOLEAN": 1, "BLOB": b""}.get(kind, texts.get(column) or "x")


def packed_cells(pad: Path) -> dict[tuple[str, str], bytes]:
    with driver(pad) as opened:
        return {
            (table, column): opened.execute(f"SELECT {column} FROM {table}").fetchone()[0]
            for table, columns in OLD_BYTES.items()
            for column in columns
        }


def test_what_an_old_store_packed_is_read_as_typed_and_packed_as_it_was(old):
    with driver(old) as opened:
        for table in OLD_BYTES:
            columns = opened.execute(f"PRAGMA table_info({table})").fetchall()
            cells = [old_cell(table, name, kind) for _, name, kind, *_ in columns]
            opened.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(cells))})", cells)
    before = packed_cells(old)
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work("x") as unit:
        (verschil,) = unit.all(VerschilRij)
        assert verschil.soort is VerschilSoort.ONDERWIJS
        assert verschil.paren == (
            Veldverschil("vo_advies", None, "10"),
            Veldverschil("huisnummer", 7, "7a"),
            Veldverschil("verblijven", (("2009-08-01", None),), ()),
        )
        assert verschil.mogelijk == {
            Keuze.NAAR_BRON: Mogelijkheid(ActieSoort.UITSCHRIJVING),
            Keuze.NAAR_LVS: Mogelijkheid(reden="Zo niet."),
            Keuze.NEGEREN: Mogelijkheid(),
        }
        (beeld,), (overzicht,) = unit.all(BeeldRij), unit.all(OverzichtRij)
        assert beeld.register == (("bekostigingsstatus", "te bekostigen"), ("gemeentecode", "0518"))
        assert overzicht.register == ()
        (verandering,) = unit.all(BeeldVerandering)
        assert verandering.velden == (
            VeldVerandering("straatnaam", "Kade", None),
            VeldVerandering("gemeentecode", "0518", "0599"),
        )
        (mutatie,) = unit.all(MutatieRij)
        assert mutatie.wijzigingen == (
            Wijziging("burgerservicenummer", None, "999990019"),
            Wijziging("huisnummer", 1, 12),
        )
        unit.put(verschil, beeld, overzicht, verandering, mutatie)
        unit.commit()
    assert packed_cells(old) == before


DRAWER = {
    "generatie": "41",
    "sleutel van verwijzingen": "abc",
    "eerste_audit": "e" * 64,
    "laatste_audit": "f" * 64,
    "opgehaald 00AA00": "2026-11-20T10:00:00Z",
    "klokverschil 00AA00": "-90",
    "gemist 00AA00": "2026-11-19T10:00:00Z",
    "bezig 00AA00": "Verwerken en Verzenden",
    "teruggezet 00AA00": "7",
    "mutaties van eerder 00AA00": "5",
    "opgeruimd 00AA00": "2026-11-20",
    "onderwijs sinds 00AA00": '["O-3","sqlite een"]',
    "opgehaald 00AA01": "2026-11-18T10:00:00Z",
    "zelftest": "gelukt",
}


def test_the_drawer_of_named_values_becomes_typed_per_aanleverpunt_and_for_the_store(old):
    with driver(old) as opened:
        opened.executemany("INSERT INTO gegeven VALUES (?, ?)", DRAWER.items())
        opened.execute(
            "INSERT INTO stand VALUES ('00AA00', 3, '2026-01-02', 1, 5, 20, 19, 0, 1, 0, NULL, 'een', 'bericht')"
        )
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        assert unit.all(BoekenRij) == [
            BoekenRij(aanleverpunt=punt, generatie=41, verwijzing_sleutel="abc", laatste_audit="f" * 64)
            for punt in ("00AA00", "00AA01")
        ]
        one, other = unit.all(Stand)
        assert (one.beeld_versie, one.peildatum, one.alles_vragen, one.lvs_identiteit) == (3, "2026-01-02", True, "een")
        assert replace(one, aanleverpunt="x") == replace(
            unit.get(Stand, "00AA00"),
            aanleverpunt="x",
            opgehaald="2026-11-20T10:00:00Z",
            klokverschil=-90,
            gemist="2026-11-19T10:00:00Z",
            bezig="Verwerken en Verzenden",
            teruggezet=7,
            andere_database=5,
            opgeruimd="2026-11-20",
            vulling="O-3",
            vulling_identiteit="sqlite een",
        )
        assert other == Stand(aanleverpunt="00AA01", opgehaald="2026-11-18T10:00:00Z")


def test_a_store_that_kept_nothing_of_its_own_begins_as_a_new_one_does(old):
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        assert (unit.all(BoekenRij), unit.all(Stand)) == ([], [])


def old_line(number: int, punt: str, before: str) -> tuple[object, ...]:
    """As version 5 booked it: one chain through all aanleverpunten."""
    cells = (number, "2026-11-20T10:00:00Z", "S-1", punt, f"A-{number}", "", "Bepaald", "", 0, "", "w", "0", before)
    return (*cells, hashlib.sha256("\x1f".join(map(str, cells)).encode()).hexdigest())


def with_one_chain(old: Path, spoil: Callable[[list[tuple[object, ...]]], object] = list) -> list[tuple[object, ...]]:
    """Five lines of two aanleverpunten, the oldest of them cleared away before; gives the lines."""
    lines = [old_line(7, "00AA00", "e" * 64)]
    for number, punt in ((8, "00AA01"), (9, "00AA01"), (10, "00AA00"), (11, "00AA01")):
        lines.append(old_line(number, punt, str(lines[-1][-1])))
    end = str(lines[-1][-1])
    spoil(lines)
    with driver(old) as opened:
        opened.executemany(f"INSERT INTO audit VALUES ({', '.join('?' * 14)})", lines)
        named = {"generatie": "41", "eerste_audit": "e" * 64, "laatste_audit": end}
        opened.executemany("INSERT INTO gegeven VALUES (?, ?)", named.items())
        opened.executemany("INSERT INTO reeks VALUES (?, ?)", [("audit", 11), ("actie", 20)])
        opened.execute("INSERT INTO actie VALUES (20, '00AA01', 'x', 'Bepaald'" + ", 0" * 2 + ", ''" * 11 + ")")
    return lines


def breaks(old: Path) -> dict[str, int]:
    found = {}
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag:
        for punt in ("00AA00", "00AA01"):
            with opslag.unit_of_work(punt) as unit:
                found[punt] = keten_breuk(unit)
    return found


def test_step_8_makes_of_one_chain_one_for_each_aanleverpunt_that_can_be_checked(old):
    lines = with_one_chain(old)
    assert breaks(old) == {"00AA00": 0, "00AA01": 0}
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag:
        for punt, numbers in (("00AA00", [7, 10]), ("00AA01", [8, 9, 11])):
            with opslag.unit_of_work(punt) as unit:
                found = unit.all(AuditRij)
                assert [rij.nummer for rij in found] == numbers
                assert [rij.eerder for rij in found] == [line[-1] for line in lines if line[3] == punt]
                books = unit.get(BoekenRij, punt)
                assert (books.generatie, books.laatste_regel, books.laatste_audit) == (41, numbers[-1], found[-1].hash)
                assert (unit.next_number("audit"), unit.next_number("actie")) == (12, 21)
                unit.put(replace(found[0], eerder="0" * 64))
                assert keten_breuk(unit) == numbers[0], "what it was called before cannot be changed either"


def changed(place: int, what: str) -> Callable[[list[tuple[object, ...]]], object]:
    def spoil(lines: list[tuple[object, ...]]) -> None:
        lines[place] = (*lines[place][:6], what, *lines[place][7:])

    return spoil


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (changed(1, "Geaccepteerd"), {"00AA00": 0, "00AA01": 8}),
        (changed(3, "Geaccepteerd"), {"00AA00": 10, "00AA01": 0}),
        (lambda lines: lines.pop(0), {"00AA00": 0, "00AA01": 8}),
        (lambda lines: lines.pop(2), {"00AA00": 10, "00AA01": 0}),
        (lambda lines: lines.pop(), {"00AA00": 11, "00AA01": 10}),
        (lambda lines: lines.clear(), {"00AA00": 0, "00AA01": 1}),
    ],
    ids=["changed", "changed later", "first gone", "middle gone", "last gone", "all gone"],
)
def test_step_8_heals_no_chain_that_was_broken(old, spoil, expected):
    with_one_chain(old, spoil)
    assert breaks(old) == expected


def test_a_cell_that_cannot_be_unpacked_is_our_bug_and_not_the_words_of_a_library(old):
    with driver(old) as opened:
        opened.execute("INSERT INTO mutatie VALUES (4, 'x', 'gedaan', 9, 10, x'c1', 'T12', '2026-11-20T10:00:00Z')")
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        with pytest.raises(BronSyncFout) as caught:
            unit.all(MutatieRij)
        assert caught.value.code == "EIGEN-01"
    with contextlib.closing(open_store(old, SLEUTEL)) as opslag, opslag.unit_of_work() as unit:
        with pytest.raises(BronSyncFout) as caught:
            list(unit.stream(MutatieRij, ("wijzigingen",)))
        assert caught.value.code == "EIGEN-01"


def test_a_step_changes_the_store_once_and_leaves_a_copy(old, later_step):
    new = [replace(one, reden="new") for one in OLD]
    assert content(old) == new
    assert "CREATE TABLE later" in tables(old)
    assert content(old) == new
    copy = old.with_name("opslag.v1.bak")
    assert sorted(path.name for path in old.parent.iterdir()) == ["opslag.db", "opslag.v1.bak"]
    with driver(copy) as opened:
        assert opened.execute("SELECT * FROM besluit").fetchall() == [*map(astuple, OLD)]
    assert version(copy) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_steps_run_in_their_order(old, later_step, monkeypatch):
    monkeypatch.setitem(
        migrations.STAPPEN, NEXT + 1, lambda verbinding: verbinding.exec_driver_sql("ALTER TABLE later RENAME TO last")
    )
    content(old)
    assert "last" in tables(old)
    assert version(old) == NEXT + 1


def test_a_step_that_fails_leaves_the_old_store(old, later_step, monkeypatch):
    before = tables(old)

    def fails(verbinding) -> None:
        two_changes(verbinding)
        verbinding.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with monkeypatch.context() as wrong:
        wrong.setitem(migrations.STAPPEN, NEXT + 1, fails)
        with pytest.raises(BronSyncFout) as caught:
            open_store(old, SLEUTEL)
        assert caught.value.code == "EIGEN-01"
    assert (tables(old), version(old)) == (before, 1)
    monkeypatch.delitem(migrations.STAPPEN, NEXT)
    assert content(old) == OLD


MIGRATOR = """
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
def step(verbinding):
    verbinding.exec_driver_sql("CREATE TABLE later (naam TEXT PRIMARY KEY)")
    die()
    verbinding.exec_driver_sql("UPDATE besluit SET reden = 'new'")
    die()
migrations.STAPPEN[migrations.doelversie() + 1] = step
for module, name in [(connection.shutil, "copyfile"), (connection, "_verbind"), (connection, "sluit"), (migrations, "_nummer"), (os, "fsync")]:
    setattr(module, name, mortal(getattr(module, name)))
connection.open_connection(Path(sys.argv[1]), bytes(range(32)))
print("migrated")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is sent by the process to itself")
def test_a_killed_migration_leaves_the_old_store_or_the_new_one(old, tmp_path):
    whole, seen = old.read_bytes(), set()
    for moment in range(1, 40):
        pad = tmp_path / str(moment) / "opslag.db"
        pad.parent.mkdir()
        pad.write_bytes(whole)
        outcome = subprocess.run(
            [sys.executable, "-c", MIGRATOR, str(pad), str(moment)], check=False, capture_output=True, text=True
        )
        found, changed = version(pad), "later" in tables(pad)
        with driver(pad) as opened:
            values = opened.execute("SELECT DISTINCT reden FROM besluit").fetchall()
        assert (found, changed, values) in [(1, False, [("old",)]), (NEXT, True, [("new",)])]
        seen.add(found)
        if outcome.stdout == "migrated\n":
            break
    assert outcome.stdout == "migrated\n", outcome.stderr
    assert moment > 8
    assert seen == {1, NEXT}


def test_a_killed_migration_is_done_the_next_time(old, later_step):
    for left_behind in ("opslag.v1.bak", "opslag.v1.tmp"):
        old.with_name(left_behind).write_bytes(b"half a copy")
    assert content(old) == [replace(one, reden="new") for one in OLD]
    assert version(old.with_name("opslag.v1.bak")) == 1


def test_a_store_of_a_newer_program_is_refused_and_left_alone(old):
    with driver(old) as opened:
        opened.execute(f"PRAGMA user_version = {migrations.doelversie() + 1}")
    before = old.read_bytes()
    with pytest.raises(BronSyncFout) as caught:
        open_store(old, SLEUTEL)
    assert caught.value.code == "OPSLAG-01"
    assert tables(old) == VERSION_1.read_text(encoding="utf-8")
    assert len(old.read_bytes()) == len(before)


def test_another_programs_file_is_not_taken_for_an_empty_store(tmp_path):
    pad = tmp_path / "opslag.db"
    with driver(pad) as opened:
        opened.execute("CREATE TABLE theirs (x)")
    with pytest.raises(BronSyncFout) as caught:
        open_store(pad, SLEUTEL)
    assert caught.value.code == "OPSLAG-02"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        VERSION_1.write_text(tables(newly_made(Path(folder))), encoding="utf-8")
