"""The demo as a stranger runs it: a process of its own, from an empty register to no differences, also after kills."""

import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bronsync_demo.__main__ import main
from bronsync_demo.draaiboek import _ronde_tekst
from demo.bewijs.veldparen import NAMEN

DEMO = [sys.executable, "-m", "bronsync_demo", "--zonder-venster"]
PROOF = [sys.executable, "-m", "demo.bewijs"]
PATHS = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
KEYS = {"aanleverpunten", "leerlingen", "rondes", "verschillen_over", "register_gelijk", "duur_s"}
ROUND = {"acties", "vragen", "verzonden", "geaccepteerd", "afgekeurd", "teruggeschreven", "hersteld"}

pytestmark = pytest.mark.timeout(900)


def run(program, *arguments, cwd=None):
    return subprocess.run(
        [*program, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=PATHS,
    )


def last_line(ended):
    return json.loads(ended.stdout.splitlines()[-1])


def not_found(report):
    """Kinds of error of which not every pupil was found back in the register's log."""
    return {name: n for name, n in report["sporen"].items() if n["verwacht"] != n["gevonden"]}


def round_trips(report):
    """Fields of the report that were not changed on each side, or of which not every change was seen to travel."""
    return {
        name: n
        for name, n in report["velden"].items()
        if n and not (0 < n["school"] == n["aangekomen"] and 0 < n["bron"] == n["gevonden"] == n["opgelost"])
    }


def check(ended, pupils=None):
    """The proof of a run."""
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = last_line(ended)
    assert all(set(r) == ROUND for r in report["rondes"])
    assert report["verschillen_over"] == report["vergelijking"]["ongelijk"] == 0
    assert report["velden_gelijk"]["verschillen"] == report["waarheid"] == {}
    assert pupils is None or report["velden_gelijk"]["register"] >= pupils * 0.9
    assert len(report["sporen"]) > 30
    assert not_found(report) == {}
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
    """A whole run with its proof."""
    folder = tmp_path_factory.mktemp("proof") / "map"
    return folder, run(PROOF, "--map", folder, "--leerlingen", 100)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A whole run as a user starts it, which tells at its end what of Qt it had loaded."""
    folder = tmp_path_factory.mktemp("demo") / "map"
    code = (
        "import sys; from bronsync_demo.__main__ import main; code = main(sys.argv[1:]);"
        "print([name for name in sys.modules if name.startswith('PySide6')], file=sys.stderr); sys.exit(code)"
    )
    program = [sys.executable, "-c", code, "--zonder-venster"]
    return folder, run(program, "--map", folder, "--leerlingen", 20, "--json")


def test_a_school_is_brought_to_no_differences(finished):
    folder, ended = finished
    report = check(ended, 100)
    assert None not in report["velden"].values(), "at a school of all kinds every field applies"
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
    folder, ended = finished
    assert check(run(PROOF, "--map", folder), 100)["rondes"] == last_line(ended)["rondes"]


def test_what_a_user_starts_ends_without_differences(shown):
    folder, ended = shown
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = last_line(ended)
    assert set(report) == KEYS
    assert (report["aanleverpunten"], report["leerlingen"]) == (["00AA00", "00AA01"], 20)
    assert (report["verschillen_over"], report["register_gelijk"]) == (0, True)
    assert ended.stdout.splitlines()[-2] == "Geen verschillen."
    assert "Enkele weken later" in ended.stdout
    assert double_mutations(folder) == []


@pytest.mark.parametrize("wish", [("--leerlingen", 101), ("--seed", 2), ("--schoolsoort", "bo")])
def test_other_wishes_for_a_used_folder_are_wrong_usage(shown, wish):
    ended = run(DEMO, "--map", shown[0], *wish)
    assert ended.returncode == 2
    assert wish[0] in ended.stderr


def test_nothing_of_qt_is_loaded_without_a_window(shown):
    assert shown[1].stderr.splitlines()[-1] == "[]"


def test_a_folder_of_another_version_is_told_so(tmp_path, shown, capsys):
    shutil.copytree(shown[0], tmp_path / "m")
    progress = tmp_path / "m" / "voortgang.json"
    progress.write_text(json.dumps(json.loads(progress.read_bytes()) | {"veldverschillen": {}}), encoding="utf-8")
    assert main(["--zonder-venster", "--map", str(tmp_path / "m")]) == 3
    assert "andere versie" in capsys.readouterr().err


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


def test_a_register_that_does_not_start_has_exit_code_3(tmp_path, shown, capsys):
    shutil.copytree(shown[0], tmp_path / "m")
    (tmp_path / "m" / "register" / "register.sqlite").write_bytes(b"no database" * 1000)
    assert main(["--zonder-venster", "--map", str(tmp_path / "m")]) == 3
    assert "register van de demo start niet" in capsys.readouterr().err


def test_a_file_that_holds_no_persons_is_wrong_usage(tmp_path):
    other = tmp_path / "x.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    ended = run(DEMO, "--personen", other, "--map", tmp_path / "m")
    assert ended.returncode == 2
    assert "ontbreken kolommen: 01.02.40 (achternaam), 01.03.10 (geboortedatum)" in ended.stderr
    assert not (tmp_path / "m").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "lvs2000").mkdir()
    assert run(DEMO, "--map", tmp_path).returncode == 2
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
    ended = run(PROOF, "--personen", path, "--leerlingen", 30, "--map", tmp_path / "m")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = last_line(ended)
    assert report["velden_gelijk"]["verschillen"] == {}
    assert not_found(report) == {}


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


def run_with_kills(program, folder, pupils, kills, seed):
    """Starts the demo again and again and kills it at a random moment; every other time its register goes with it."""
    chance = random.Random(seed)
    command = [*program, "--map", str(folder), "--leerlingen", str(pupils)]
    for number in range(kills):
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=PATHS,
        )
        try:
            process.wait(timeout=chance.uniform(0.2, pupils / 10))
        except subprocess.TimeoutExpired:
            if number % 2:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
        process.wait()
    return run(command, "--json")


def totals(report):
    return sum(
        (Counter({name: r[name] for name in ("geaccepteerd", "afgekeurd", "verzonden")}) for r in report["rondes"]),
        Counter(),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL to a group of processes is a thing of POSIX")
# ten kills of everything at once are for end2end/test_kill.py; here half of them leave the register running
def test_killed_at_random_moments_it_goes_on_and_ends_the_same(tmp_path, shown):
    ended = run_with_kills(DEMO, tmp_path / "map", 20, 4, 1)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert double_mutations(tmp_path / "map") == []
    assert totals(last_line(ended)) == totals(last_line(shown[1]))


@pytest.mark.large
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL to a group of processes is a thing of POSIX")
@pytest.mark.parametrize("seed", range(1, 13))
def test_killed_twenty_times_every_field_is_right(tmp_path, finished, seed):
    report = check(run_with_kills(PROOF, tmp_path / "map", 100, 20, seed), 100)
    assert double_mutations(tmp_path / "map") == []
    assert totals(report) == totals(last_line(finished[1]))


@pytest.mark.large
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("pupils", [344, 2000])
@pytest.mark.parametrize("kind", ["bo", "gemengd"])
def test_the_persons_of_rvig_with_five_seeds(tmp_path, kind, pupils, seed):
    ended = run(PROOF, "--map", tmp_path / "m", "--schoolsoort", kind, "--leerlingen", pupils, "--seed", seed)
    report = check(ended, pupils)
    if pupils == 2000:
        assert all(n["verwacht"] >= 5 for n in report["sporen"].values())


def test_FOUTEN_what_the_administrator_asks_by_hand_is_not_counted_as_determined():
    """The manual: an Identificatieverzoek never comes by itself."""
    telling = dict.fromkeys(("vragen", "verzonden", "geaccepteerd", "afgekeurd", "teruggeschreven", "hersteld"), 0)
    regels = _ronde_tekst(1, telling | {"acties": {"Identificatieverzoek": 2, "Uitschrijving": 3}}).splitlines()
    assert regels[1:3] == [
        "  acties bepaald      3 Uitschrijving",
        "  met de hand         2 Identificatieverzoek (door de beheerder)",
    ]
    assert "met de hand" not in _ronde_tekst(2, telling | {"acties": {}})
