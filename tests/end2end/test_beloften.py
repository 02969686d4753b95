"""The ten promises (docs/beloften.md), each by a test of its name through the program itself: register over mutual TLS, encrypted store, LVS2000.

A small proof of each; `tests/BELOFTEN.md` names what proves it in breadth. Source: RELIABILITY F2.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bronsync import cli
from bronsync.adapters.bron.https.transport import MAX_BYTES, Wachttijden
from bronsync.adapters.lvs2000.tables import SCHRIJFBAAR
from bronsync.domain.vergelijking.remmen import MEER_DAN
from bronsync.program.bootstrap import open_sessie
from end2end.conftest import Werkplek
from end2end.test_fouten import (
    GEKOZEN,
    MELDING,
    NNCA,
    brp,
    eens,
    mutaties,
    stand,
    sterft,
    tweede_pc,
    voornamen,
    wijzig,
    zin,
)
from end2end.test_persoonsgegevens import plant
from helpers.kanaries import zoek


def gemeten(werkplek: Werkplek, *stromen: str, seconden: float = 0.0, **omgeving: str) -> dict[str, Any]:
    """Runs flows in a process of its own with a meter on it."""
    vast = ["--aanleverpunt", werkplek.aanleverpunt, "--map", str(werkplek.map), "--json"]
    delen = [deel for stroom in stromen for deel in ("+", stroom, *vast)][1:]
    pad = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    klaar = subprocess.run(
        [sys.executable, "-m", "end2end.meet", str(seconden), "--", *delen],
        env=os.environ | {"PYTHONPATH": pad} | omgeving,
        capture_output=True,
        text=True,
        check=False,
    )
    assert klaar.returncode == 0, klaar.stderr[-1000:]
    uitkomst: dict[str, Any] = json.loads(klaar.stdout.splitlines()[-1])
    return uitkomst


def test_BELOFTE_1_ended_at_any_moment_the_next_start_says_so_and_nothing_confirmed_is_lost(werkplek):
    werkplek.tot("synchroniseren")
    assert sterft(werkplek, f"na:{MELDING}", 3, "synchroniseren")
    assert "is nog niet bekend of BRON" in zin(werkplek)
    assert stand(werkplek)["acties"]["In behandeling"] == 2, "what was confirmed before stands"
    eens(werkplek)
    leerling = brp(werkplek, "Suzanne Marijke")
    assert sterft(werkplek, "commit", 4, "terugkoppeling-ophalen")
    werkplek.bronsync("terugkoppeling-ophalen")
    assert voornamen(werkplek, leerling) == "Suzanne Marijke"
    eens(werkplek)


def test_BELOFTE_2_a_repeat_has_the_same_number_and_bytes_and_is_executed_once(werkplek):
    werkplek.tot("synchroniseren")
    werkplek.storing("antwoord_kwijt", operatie=MELDING)
    assert werkplek.bronsync("synchroniseren")[1]["onbeslist"] == 1
    werkplek.storing("antwoord_kwijt", operatie="ophalenTerugkoppelingen")
    assert werkplek.bronsync("synchroniseren")[0] != 0
    werkplek.bronsync("synchroniseren")
    eens(werkplek)
    log = werkplek.beheer("log")
    assert max(log["uitvoeringen"].values()) == 1
    assert "SIM-DUP" not in json.dumps(log), "the register never saw one number with other bytes"


def test_BELOFTE_3_feedback_is_stored_before_it_is_signed_off_and_none_goes_unread(geleverd):
    brp(geleverd, "Suzanne Marijke")
    assert sterft(geleverd, "voor:bevestigenTerugkoppelingen", 1, "terugkoppeling-ophalen")
    assert [b["stand"] for b in geleverd.bronsync("berichten")[1]["berichten"]][-1] == "nieuw", "stored, not signed off"
    assert geleverd.bronsync("terugkoppeling-ophalen")[1]["per_soort"] == {"SpontaneMutatie": 1}
    geleverd.storing("tk_aanleverpunt")
    brp(geleverd, "Suzanne")
    assert geleverd.bronsync("terugkoppeling-ophalen")[1]["wacht_op_gebruiker"] == 1


def _cellen(pad: Path) -> dict[tuple[str, int, str], object]:
    """Every cell of every table, by table, row and column."""
    db = sqlite3.connect(pad)
    try:
        tabellen = [naam for (naam,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cellen = {}
        for tabel in tabellen:
            cursor = db.execute(f"SELECT rowid, * FROM {tabel}")
            namen = [kolom[0] for kolom in cursor.description][1:]
            for rowid, *rij in cursor:
                cellen |= {(tabel, rowid, naam): cel for naam, cel in zip(namen, rij, strict=True)}
        return cellen
    finally:
        db.close()


def test_BELOFTE_4_only_mapped_columns_change_and_an_edit_of_the_school_wins(werkplek):
    voor = _cellen(werkplek.lvs)
    werkplek.lever()
    leerling = brp(werkplek, "Van de gemeente")
    werkplek.bronsync("terugkoppeling-ophalen")
    na = _cellen(werkplek.lvs)
    veranderd = {(tabel, kolom) for tabel, _, kolom in voor if voor[tabel, _, kolom] != na[tabel, _, kolom]}
    assert veranderd
    assert veranderd <= {(kolom.table.name, kolom.name) for kolom in SCHRIJFBAAR.values()}
    assert voor.keys() == na.keys(), "no row comes or goes"
    werkplek.sql("UPDATE Leerling SET Voornamen = 'Van de school' WHERE LeerlingId = ?", leerling)
    brp(werkplek, "Nog eens de gemeente")
    werkplek.bronsync("terugkoppeling-ophalen")
    assert voornamen(werkplek, leerling) == "Van de school"


def test_BELOFTE_5_without_a_fresh_whole_overview_and_all_feedback_nothing_is_compared_or_sent(werkplek):
    for stroom in ("acties-bepalen", "synchroniseren"):
        assert werkplek.bronsync(stroom)[1]["fout"] == "PROC-01"
    werkplek.tot("synchroniseren")
    werkplek.storing("onderhoud", operatie="ophalenTerugkoppelingen", aantal=2)
    for stroom in ("acties-bepalen", "synchroniseren"):
        assert werkplek.bronsync(stroom)[1]["fout"] == "NET-06"
    werkplek.dagen = 29
    for stroom in ("acties-bepalen", "synchroniseren"):
        assert werkplek.bronsync(stroom)[1]["fout"] == "PROC-02"
    assert not mutaties(werkplek)


def test_BELOFTE_6_a_restored_store_a_new_and_a_second_computer_decide_nothing_alone(geleverd, tmp_path):
    (_, inschrijving, _), *_ = geleverd.sql(GEKOZEN)
    oud = (geleverd.map / "profiel" / "opslag.db").read_bytes()
    wijzig(geleverd)
    geleverd.tot("")
    voor = mutaties(geleverd)
    (geleverd.map / "profiel" / "opslag.db").write_bytes(oud)
    geleverd.sql(NNCA, inschrijving)
    tweede = tweede_pc(geleverd, tmp_path / "tweede")
    for pc in (geleverd, tweede):
        for stroom in ("acties-bepalen", "synchroniseren"):
            assert pc.bronsync(stroom)[1]["fout"] in ("PROC-01", "PROC-08")
        pc.bronsync("registratieoverzicht-ophalen")
        uit = pc.bronsync("acties-bepalen")[1]
        assert (uit["acties"], uit["vragen"]) == ({}, 1)
    with open_sessie(geleverd.map, geleverd.aanleverpunt):
        assert tweede.bronsync("synchroniseren")[1]["fout"] == "LVS-09"
    assert mutaties(geleverd) == voor


def test_BELOFTE_7_more_than_five_and_three_percent_stops_and_shows_the_list(geleverd):
    lopend = [inschrijving for _, inschrijving, _ in geleverd.sql(GEKOZEN)]
    assert len(lopend) > MEER_DAN
    for inschrijving in lopend[: MEER_DAN + 1]:
        geleverd.sql(
            "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", inschrijving
        )
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (cli.OVER, "PROC-04")
    assert "Bekijk de lijst" in uit["advies"]
    geleverd.sql("UPDATE Inschrijving SET Uitschrijfdatum = NULL WHERE InschrijvingId = ?", lopend[MEER_DAN])
    assert geleverd.bronsync("acties-bepalen")[1]["acties"] == {"Uitschrijving": MEER_DAN}


def test_BELOFTE_8_what_lies_on_this_computer_is_encrypted_and_nothing_else_names_anybody(werkplek, tmp_path):
    waarden = [*plant(werkplek), *(een["wachtwoord"] for een in _certificaten(werkplek))]
    werkplek.lever()
    assert sterft(werkplek, "commit", 2, "registratieoverzicht-ophalen")
    assert list((werkplek.map / "profiel").glob("opslag.db-wal")), "what a power cut leaves is searched too"
    werkplek.stop_register()
    shutil.copytree(werkplek.map / "profiel", tmp_path / "kopie")
    werkplek.start_register()
    werkplek.bronsync("helpdeskbestand", "--uit", str(tmp_path / "kopie" / "help.zip"))
    assert zoek([tmp_path / "kopie"], waarden) == []


def _certificaten(werkplek: Werkplek) -> Any:
    return json.loads((werkplek.map / "register" / "adres.json").read_text(encoding="utf-8"))["certificaten"].values()


def test_BELOFTE_9_it_talks_to_the_register_and_to_nobody_else(werkplek):
    stromen = (
        "registratieoverzicht-ophalen",
        "acties-bepalen",
        "controleren",
        "synchroniseren",
        "terugkoppeling-ophalen",
    )
    anders = "http://127.0.0.2:9"
    uit = gemeten(
        werkplek, *stromen, "status", "helpdeskbestand", HTTPS_PROXY=anders, HTTP_PROXY=anders, ALL_PROXY=anders
    )
    assert set(uit["codes"]) <= {cli.KLAAR, cli.OVER}
    adres = json.loads((werkplek.map / "register" / "adres.json").read_text(encoding="utf-8"))["url"]
    poort = adres.rsplit(":", 1)[1].split("/")[0]
    assert set(uit["bestemmingen"]) <= {"naam 127.0.0.1", f"127.0.0.1:{poort}"}
    assert uit["bestemmingen"], "the meter works"


HOSTIEL = [("gzipbom", 200), ("te_groot", 32), ("doctype", None), ("kapotte_xml", None), ("traag", 0.2), ("stil", 6)]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("seconden", [3.0, pytest.param(0.0, marks=[pytest.mark.large, pytest.mark.timeout(900)])])
def test_BELOFTE_10_hostile_answers_are_refused_in_time_and_memory_and_change_nothing(geleverd, seconden):
    assert (Wachttijden().totaal, MAX_BYTES) == (60.0, 16 * 1024 * 1024)
    gewoon = gemeten(geleverd, "registratieoverzicht-ophalen", seconden=seconden)
    voor = stand(geleverd), geleverd.bronsync("overzicht")[1]["inschrijvingen"]
    for soort, waarde in HOSTIEL:
        duur = 60 if soort == "stil" and not seconden else waarde
        geleverd.storing(soort, operatie="ophalenTerugkoppelingen", waarde=duur)
    uit = gemeten(geleverd, *["terugkoppeling-ophalen"] * len(HOSTIEL), seconden=seconden)
    assert set(uit["codes"]) == {cli.MISLUKT}, "each was refused, within the total time of an exchange"
    assert uit["piek_mb"] - gewoon["piek_mb"] <= 150
    assert (stand(geleverd), geleverd.bronsync("overzicht")[1]["inschrijvingen"]) == voor
