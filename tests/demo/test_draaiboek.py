"""The demo as a stranger runs it: a process of its own, from an empty register to no differences, also after kills."""

import csv
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest

from bronsync_demo.__main__ import main
from bronsync_demo.draaiboek import _ronde_tekst
from bronsync_demo.veldparen import NAMEN

DEMO = [sys.executable, "-m", "bronsync_demo"]
KEYS = {"aanleverpunten", "leerlingen", "rondes", "verschillen_over", "register_gelijk", "velden", "duur_s"}
ROUND = {"acties", "vragen", "verzonden", "geaccepteerd", "afgekeurd", "teruggeschreven", "hersteld"}

pytestmark = pytest.mark.timeout(900)


def demo(*arguments, cwd=None):
    return subprocess.run(
        [*DEMO, "--zonder-venster", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
    )


def traces(out):
    """The table of kinds: name to (expected, found)."""
    return {
        name: (int(a), int(b))
        for name, a, b in re.findall(r"^  (\w+) +(\d+) +(\d+)(?:  [^\d\s].*)?$", out, re.MULTILINE)
    }


def round_trips(report):
    """Fields of the report that were not changed on each side, or of which not every change was seen to travel."""
    return {
        name: n
        for name, n in report["velden"].items()
        if n and not (0 < n["school"] == n["aangekomen"] and 0 < n["bron"] == n["gevonden"] == n["opgelost"])
    }


def check(run, pupils):
    assert run.returncode == 0, run.stdout + run.stderr
    report = json.loads(run.stdout.splitlines()[-1])
    assert set(report) == KEYS
    assert all(set(r) == ROUND for r in report["rondes"])
    assert report["leerlingen"] == pupils
    assert report["verschillen_over"] == 0
    assert report["register_gelijk"] is True
    assert "wijkt af van de waarheid" not in run.stdout
    table = traces(run.stdout)
    assert len(table) > 30
    assert {name: pair for name, pair in table.items() if pair[0] != pair[1]} == {}
    assert set(report["velden"]) == set(NAMEN)
    assert round_trips(report) == {}
    return report


def double_mutations(folder):
    """Messages that changed the register more than once, and registrations that stand there twice."""
    with closing(sqlite3.connect(folder / "register" / "register.sqlite")) as db:
        changed = Counter(code for (code,) in db.execute("SELECT code FROM bericht WHERE mutatie"))
        twice = db.execute("SELECT 1 FROM registratie GROUP BY aanleverpunt, pgn, begin HAVING count(*)>1").fetchall()
    return [code for code, n in changed.items() if n > 1] + twice


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A whole run, which tells at its end what of Qt it had loaded."""
    folder = tmp_path_factory.mktemp("demo") / "map"
    code = (
        "import sys; from bronsync_demo.__main__ import main; code = main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.startswith('PySide6')], file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "--zonder-venster", "--map", str(folder), "--leerlingen", "100", "--json"]
    return folder, subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


def test_a_school_is_brought_to_no_differences(finished):
    folder, run = finished
    report = check(run, 100)
    assert None not in report["velden"].values(), "at a school of all kinds every field applies"
    assert report["aanleverpunten"] == ["00AA00", "00AA01"]
    made = Counter()
    for one in report["rondes"]:
        made.update(one["acties"])
    assert set(made) == {
        "Identificatieverzoek",
        "Nieuwe Melding Inschrijving",
        "Overnemen adresgegevens in LVS",
        "Correctie Inschrijfdatum",
        "Uitschrijving",
        "Verwijdering Inschrijving",
        "Wijziging Onderwijsgegevens",
        "Wijziging Sleutelgegevens",
    }
    assert sum(one["afgekeurd"] for one in report["rondes"]) > 0
    assert sum(one["hersteld"] for one in report["rondes"]) > 0
    assert double_mutations(folder) == []


def test_the_same_folder_again_has_nothing_left_to_do(finished):
    folder, run = finished
    again = demo("--map", folder, "--json")
    assert check(again, 100)["rondes"] == json.loads(run.stdout.splitlines()[-1])["rondes"]


@pytest.mark.parametrize("wish", [("--leerlingen", 101), ("--seed", 2), ("--schoolsoort", "bo")])
def test_other_wishes_for_a_used_folder_are_wrong_usage(finished, wish):
    run = demo("--map", finished[0], *wish)
    assert run.returncode == 2
    assert wish[0] in run.stderr


def test_nothing_of_qt_is_loaded_without_a_window(finished):
    assert finished[1].stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [["--leerlingen", "0"], ["--schoolsoort", "havo"], ["--zonder-venster", "--schermafdrukken", "x"], ["--onbekend"]],
)
def test_wrong_usage_has_exit_code_2(arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_a_failure_of_the_demo_itself_has_exit_code_3(tmp_path, monkeypatch, capsys):
    def breaks(*_):
        raise RuntimeError("planted")

    monkeypatch.setattr("bronsync_demo.draaiboek.maak_plan", breaks)
    assert main(["--zonder-venster", "--leerlingen", "2", "--map", str(tmp_path / "m")]) == 3
    assert "demo zelf" in capsys.readouterr().err


def test_a_register_that_does_not_start_has_exit_code_3(tmp_path, finished, capsys):
    shutil.copytree(finished[0], tmp_path / "m")
    (tmp_path / "m" / "register" / "register.sqlite").write_bytes(b"no database" * 1000)
    assert main(["--zonder-venster", "--map", str(tmp_path / "m")]) == 3
    assert "register van de demo start niet" in capsys.readouterr().err


def test_a_file_that_holds_no_persons_is_wrong_usage(tmp_path):
    other = tmp_path / "x.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    run = demo("--personen", other, "--map", tmp_path / "m")
    assert run.returncode == 2
    assert "ontbreken kolommen: 01.02.40 (achternaam), 01.03.10 (geboortedatum)" in run.stderr
    assert not (tmp_path / "m").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "lvs2000").mkdir()
    run = demo("--map", tmp_path)
    assert run.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["lvs2000"]


def test_another_persons_file_works_with_all_that_may_be_missing_in_it(tmp_path):
    kop = [
        "naam van de lijst",
        "01.04.10",
        "01.03.10",
        "01.02.40",
        "01.02.10",
        "01.01.20",
        "onbekend",
        "08.11.60",
        "08.11.20",
        "08.11.10",
    ]
    rows = [
        [
            "Lg1",
            "M",
            "19900101",
            "\u0141\u0103\u021b\u011f\u0171",
            "\u017b\u00f3\u0142\u0107 \u1e8aim",
            "999990019",
            "x",
            "1234AB",
            "1",
            "Weg",
        ],
        ["Lg2", "V", "00000000", "Zonder Datum", "", "999990020", "", "", "", ""],
        ["Lg3", "O", "19991200", "\u5f20 \u4f1f", "", "", "", "1234AB", "7", "Weg"],
        ["Lg4", "M", "19990000", "Alleen Achternaam", "", "999990019", "", "", "", ""],
        ["", "", "", "historie", "", "", "", "", "", ""],
        [
            "Lg5",
            "",
            "20000229",
            "O\u2019Neill-\u0160mit",
            "A. B.",
            "123456789",
            "",
            "9999 ZZ",
            "99999",
            "\u00c9\u00e9nlaan",
        ],
    ]
    path = tmp_path / "personen.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([kop, *rows])
    run = demo("--personen", path, "--leerlingen", 60, "--map", tmp_path / "m", "--json")
    assert run.returncode == 0, run.stdout + run.stderr
    report = json.loads(run.stdout.splitlines()[-1])
    assert report["register_gelijk"] is True
    assert {k: v for k, v in traces(run.stdout).items() if v[0] != v[1]} == {}


def test_one_pupil_whom_nobody_can_help_leaves_something_for_a_person_and_stops_nobody_else(
    tmp_path, monkeypatch, capsys
):
    kop = [
        "",
        "01.01.20",
        "01.02.10",
        "01.02.40",
        "01.03.10",
        "01.04.10",
        "08.11.60",
        "08.11.20",
        "08.11.10",
        "08.11.70",
        "08.13.10",
    ]
    rows = [
        ["Lg1", "999990019", "Jan", "Boer", "19900101", "M", "1234AB", "1", "Weg", "Ede", ""],
        ["Lg2", "999990020", "An", "Smid", "19910203", "V", "", "", "", "", "6029"],  # a country that ended
    ]
    path = tmp_path / "personen.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([kop, *rows])
    monkeypatch.setattr("bronsync_demo.school.landen", lambda: {"6029": ""})
    monkeypatch.setattr("bronsync_demo.school.AANDEEL", {})
    monkeypatch.setattr("bronsync_demo.fouten.SOORTEN", ())
    folder = tmp_path / "m"
    assert main(["--zonder-venster", "--personen", str(path), "--map", str(folder), "--json"]) == 1
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (report["verschillen_over"], report["register_gelijk"]) == (1, False)
    assert len(report["rondes"]) == 2
    with closing(sqlite3.connect(folder / "register" / "register.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM registratie").fetchone() == (1,)


def run_with_kills(folder, kills, seed):
    """Starts the demo again and again and kills it at a random moment; every other time its register goes with it."""
    chance = random.Random(seed)
    command = [*DEMO, "--zonder-venster", "--leerlingen", "100", "--map", str(folder), "--json"]
    for number in range(kills):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(timeout=chance.uniform(0.2, 8.0))
        except subprocess.TimeoutExpired:
            if number % 2:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
        process.wait()
    return demo("--map", folder, "--json")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL to a group of processes is a thing of POSIX")
@pytest.mark.parametrize(
    # ten kills of everything at once are for end2end/test_kill.py; here half of them leave the register running
    ("kills", "seed"),
    [(4, 1), *[pytest.param(20, seed, marks=pytest.mark.large) for seed in range(1, 13)]],
)
def test_killed_at_random_moments_it_goes_on_and_ends_the_same(tmp_path, finished, kills, seed):
    folder = tmp_path / "map"
    report = check(run_with_kills(folder, kills, seed), 100)
    assert double_mutations(folder) == []
    whole = json.loads(finished[1].stdout.splitlines()[-1])
    totals = [Counter(), Counter()]
    for total, one in zip(totals, (report, whole), strict=True):
        for r in one["rondes"]:
            total.update({name: r[name] for name in ("geaccepteerd", "afgekeurd", "verzonden")})
    assert totals[0] == totals[1]


@pytest.mark.large
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("pupils", [344, 2000])
@pytest.mark.parametrize("kind", ["bo", "gemengd"])
def test_the_persons_of_rvig_with_five_seeds(tmp_path, kind, pupils, seed):
    run = demo("--map", tmp_path / "m", "--schoolsoort", kind, "--leerlingen", pupils, "--seed", seed, "--json")
    check(run, pupils)
    if pupils == 2000:
        assert all(expected >= 5 for expected, _ in traces(run.stdout).values())


def test_FOUTEN_what_the_administrator_asks_by_hand_is_not_counted_as_determined():
    """The manual: an Identificatieverzoek never comes by itself."""
    telling = dict.fromkeys(("vragen", "verzonden", "geaccepteerd", "afgekeurd", "teruggeschreven", "hersteld"), 0)
    regels = _ronde_tekst(1, telling | {"acties": {"Identificatieverzoek": 2, "Uitschrijving": 3}}).splitlines()
    assert regels[1:3] == [
        "  acties bepaald      3 Uitschrijving",
        "  met de hand         2 Identificatieverzoek (door de beheerder)",
    ]
    assert "met de hand" not in _ronde_tekst(2, telling | {"acties": {}})
