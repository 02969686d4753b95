"""Helpdeskbestand: it answers the ten questions of RELIABILITY E5, shows what is in it, and names nobody."""

from __future__ import annotations

import getpass
import hashlib
import json
import platform
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bronsync import cli
from bronsync.adapters.journal import store
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.helpdesk import helpdeskbestand
from bronsync.application.helpdesk import spoor as helpdesk_spoor
from bronsync.application.helpdesk.eerste_bladzijde import VRAGEN
from bronsync.application.records import AuditRij
from bronsync.program.bootstrap import open_programma
from end2end.conftest import Werkplek
from end2end.test_fouten import brp, sterft, wijzig


def personen(werkplek: Werkplek) -> set[str]:
    """What identifies somebody in this school, as LVS2000 has it."""
    kolommen = "Achternaam, Voornamen, Burgerservicenummer, Onderwijsnummer, Straatnaam, Postcode, Leerlingnummer"
    cellen = {str(cel) for rij in werkplek.sql(f"SELECT {kolommen} FROM Leerling") for cel in rij if cel}
    return {cel for cel in cellen if len(cel) > 4}


def delen(pad) -> dict[str, str]:
    with zipfile.ZipFile(pad) as pack:
        return {naam: pack.read(naam).decode() for naam in pack.namelist()}


def bladzijde(tekst: str) -> tuple[list[str], list[str], dict[str, str]]:
    """The first page: what stands out, the last errors, the answers by their question."""
    kop, _, rest = tekst.partition("\nWAT OPVALT\n")
    opvallend, _, rest = rest.partition("\nLAATSTE FOUTEN, met de code die op het scherm stond\n")
    fouten, _, vragen = rest.partition("\nDE TIEN VRAGEN\n")
    assert kop.startswith("BRON SYNC - HELPDESKBESTAND\n")
    regels = vragen.splitlines()
    antwoorden = dict(zip(regels[::2], (regel.strip() for regel in regels[1::2]), strict=True))
    assert tuple(antwoorden) == VRAGEN
    return opvallend.splitlines(), fouten.splitlines(), antwoorden


def maak(werkplek: Werkplek, pad: Path) -> dict[str, str]:
    werkplek.bronsync("helpdeskbestand", "--uit", str(pad))
    return delen(pad)


def test_the_helpdeskbestand_answers_the_ten_questions_and_names_nobody(werkplek, tmp_path):
    werkplek.lever()
    for soort, waarde, code in (
        ("kapotte_xml", None, "NET-07"),
        ("fout", "Client.DK0009", "NET-09"),
        ("onderhoud", None, "NET-06"),
    ):
        werkplek.storing(soort, waarde=waarde)
        fout = werkplek.bronsync("terugkoppeling-ophalen")[1]
        assert fout["fout"] == code
    uit = tmp_path / "help.zip"
    code, gemaakt = werkplek.bronsync("helpdeskbestand", "--uit", str(uit))
    assert (code, gemaakt["bestand"]) == (0, str(uit))
    inhoud = delen(uit)
    assert [deel["naam"] for deel in gemaakt["delen"]] == list(inhoud)
    _, fouten, gegeven = bladzijde(inhoud["antwoorden.txt"])
    assert f"  NET-06 / {fout['sessie']}  terugkoppeling-ophalen. BRON is in onderhoud" in fouten[0]
    assert "[DK0009, register:" in fouten[1], "which code BRON gave"
    assert "[geen_xml, register:" in fouten[2], "why the answer was refused"
    status = werkplek.bronsync("status")[1]
    heen = [regel for regel in werkplek.bronsync("berichten")[1]["berichten"] if regel["richting"] == "naar BRON"]
    laatste = max(heen, key=lambda regel: (regel["tijdstip"], regel["actie"]))
    dag = date.fromisoformat(status["peildatum"]).strftime("%d-%m-%Y")
    tot = date.fromisoformat(status["certificaat_tot"]).strftime("%d-%m-%Y")
    verwacht = [
        laatste["bericht_id"],
        "afgemeld tot en met",
        f"bij terugkoppeling-ophalen, code NET-06 / {fout['sessie']}",
        f"Peildatum {dag}, 0 dagen oud",
        "terugkoppeling-ophalen (",
        " eerdere sessies in het logboek, 0 zonder einde",
        f"tot en met {tot}. BRON: 127.0.0.1:",
        "NET-06 1x",
        "Acties: geen",
        "Goed: bij het laatste ophalen ",
    ]
    for (vraag, antwoord), deel in zip(gegeven.items(), verwacht, strict=True):
        assert deel in antwoord, (vraag, antwoord)
    assert ", TLSv1.3, TLS_AES_256_GCM_SHA384, certificaat van " in gegeven[VRAGEN[6]]
    alles = "\n".join(inhoud.values())
    assert not [naam for naam in personen(werkplek) if naam.lower() in alles.lower()]
    bestanden = json.loads(inhoud["inhoud.json"])["bestanden"]
    assert {een["naam"]: een["sha256"] for een in bestanden} == {
        naam: hashlib.sha256(tekst.encode()).hexdigest() for naam, tekst in inhoud.items() if naam != "inhoud.json"
    }


def test_what_went_wrong_on_a_bad_day_stands_out(geleverd, tmp_path):
    """A helpdesk that cannot see the school: each trouble is a sentence on the first page, and the pupil is the L-... of his window."""
    werkplek = geleverd
    nummer = wijzig(werkplek)
    eerst = werkplek.bronsync("acties")[1]["acties"]
    oud = werkplek.map / "profiel" / "opslag.db"
    bewaard = oud.read_bytes()
    assert sterft(werkplek, "na:aanleverenWijzigingOnderwijsgegevens", 1, "synchroniseren")
    opvallend = "\n".join(bladzijde(maak(werkplek, tmp_path / "a.zip")["antwoorden.txt"])[0])
    assert "Afgebroken, of nog bezig in een ander venster: synchroniseren" in opvallend
    assert "1 actie(s) waarvan niet vaststaat of BRON ze ontving" in opvallend
    werkplek.bronsync("terugkoppeling-ophalen")
    brp(werkplek, "Suzanne")
    werkplek.storing("tk_aanleverpunt")
    werkplek.bronsync("terugkoppeling-ophalen")
    brp(werkplek, "Susanna", 1)
    werkplek.sql("CREATE TRIGGER t BEFORE UPDATE ON Leerling BEGIN SELECT RAISE(ABORT, 'Kanariepietersen'); END")
    werkplek.bronsync("terugkoppeling-ophalen")
    werkplek.sql("ALTER TABLE Leerling RENAME COLUMN Postcode TO Postkode")
    inhoud = maak(werkplek, tmp_path / "b.zip")
    opvallend, _, gegeven = bladzijde(inhoud["antwoorden.txt"])
    for zin in (
        "1 bericht(en) van BRON niet te verwerken; zie berichtvormen.txt.",
        "1 wijziging(en) moet(en) nog in LVS2000 worden teruggeschreven; zie terugschrijven.jsonl.",
        "In de LVS2000-database ontbreekt: Leerling.Postcode.",
    ):
        assert f"- {zin}" in opvallend, zin
    assert "Bij het starten was nog bezig" in gegeven[VRAGEN[5]]
    assert "<spontaneMutatie>" in inhoud["berichtvormen.txt"]
    (mutatie,) = [
        r for r in map(json.loads, inhoud["terugschrijven.jsonl"].splitlines()) if r["stand"] == "voorgenomen"
    ]
    assert mutatie["velden"] == ["voornamen"]
    actie = next(r for r in map(json.loads, inhoud["acties.jsonl"].splitlines()) if r["actie"] == f"A-{nummer}")
    assert re.fullmatch("L-[A-Z2-7]{8}", actie["leerling"])
    assert [a["leerling"] for a in eerst if a["nummer"] == nummer] == [actie["leerling"]], (
        "as the command line names him"
    )
    spoor = [json.loads(regel) for regel in inhoud["controlespoor.jsonl"].splitlines()]
    assert {r["leerling"] for r in spoor if r["onderwerp"] == f"A-{nummer}"} == {actie["leerling"]}
    oud.write_bytes(bewaard)
    for soort in ("-wal", "-shm"):
        oud.with_name(f"opslag.db{soort}").unlink(missing_ok=True)
    opvallend, fouten, gegeven = bladzijde(maak(werkplek, tmp_path / "c.zip")["antwoorden.txt"])
    assert "- De gegevens zijn nieuw of teruggezet: " in "\n".join(opvallend)
    assert "herstel: oudere of verloren gegevens" in "\n".join(fouten[:3])
    assert "herstel nu nodig: ja" in gegeven[VRAGEN[5]]


def test_a_journal_that_can_be_read_is_in_it_though_no_aanleverpunt_opens(werkplek, tmp_path):
    """Another computer works, or LVS2000 is away: looking into the own journal needs neither."""
    werkplek.tot("acties-bepalen")
    bericht = bladzijde(maak(werkplek, tmp_path / "eerst.zip")["antwoorden.txt"])[2][VRAGEN[0]]
    ander = LvsDatabase(f"sqlite:///{werkplek.lvs}")
    with ander.vergrendel("00AA00"):
        bezet = maak(werkplek, tmp_path / "bezet.zip")
    ander.sluit()
    werkplek.lvs.rename(werkplek.lvs.with_suffix(".weg"))
    weg = maak(werkplek, tmp_path / "weg.zip")
    for inhoud, code in ((bezet, "LVS-09"), (weg, "LVS-01")):
        opvallend, _, gegeven = bladzijde(inhoud["antwoorden.txt"])
        assert opvallend[0].startswith(f"- BRON Sync kan het aanleverpunt nu niet openen: {code}. ")
        assert gegeven[VRAGEN[0]] == bericht
        assert inhoud["controlespoor.jsonl"]
    assert "(LVS-09): 1x, laatst " in bladzijde(bezet["antwoorden.txt"])[2][VRAGEN[4]]
    assert "- LVS2000 antwoordt nu niet: LVS-01. " in "\n".join(bladzijde(weg["antwoorden.txt"])[0])


def test_a_part_that_cannot_be_made_says_so_and_the_others_are_there(werkplek, tmp_path):
    werkplek.tot("acties-bepalen")
    with werkplek.monkeypatch.context() as bug:
        bug.setattr(helpdesk_spoor, "asdict", _ontplof)
        inhoud = maak(werkplek, tmp_path / "help.zip")
    assert inhoud["stand.json"] == "Dit onderdeel kon niet worden gemaakt: RuntimeError.\n"
    assert inhoud["controlespoor.jsonl"]
    bladzijde(inhoud["antwoorden.txt"])
    with werkplek.monkeypatch.context() as bug:
        bug.setattr(helpdeskbestand, "Spoor", _ontplof)
        inhoud = maak(werkplek, tmp_path / "help.zip")
    assert "Dit onderdeel kon niet worden gemaakt: RuntimeError." in inhoud["antwoorden.txt"]
    assert inhoud["logboek.jsonl"]


def test_who_works_here_and_where_is_not_in_it(kopie, tmp_path):
    """Folders, accounts and computers are named after people (RELIABILITY E4)."""
    werkplek, naam = kopie, "Kanariepietersen"
    shutil.move(werkplek.map, tmp_path / naam)
    werkplek.map = tmp_path / naam
    werkplek.monkeypatch.setattr(getpass, "getuser", lambda: naam)
    werkplek.monkeypatch.setattr(platform, "node", lambda: f"LAPTOP-{naam}")
    werkplek.start_register()
    werkplek.tot("controleren")
    (werkplek.map / "profiel" / "instellingen.json").write_text(
        json.dumps({"wachttijd": 0, "lvs_server": f"{naam}\\sql", "lvs_database": naam, "lvs_gebruiker": naam}),
        encoding="utf-8",
    )
    inhoud = maak(werkplek, tmp_path / "help.zip")
    assert inhoud["controlespoor.jsonl"]
    assert "- BRON Sync kan het aanleverpunt nu niet openen: LVS-" in inhoud["antwoorden.txt"]
    alles = "\n".join(inhoud.values()).lower()
    assert naam.lower() not in alles
    assert str(tmp_path).lower() not in alles


def test_a_part_can_be_read_before_it_is_saved_and_nothing_is_written(werkplek):
    werkplek.tot("controleren")
    _, uit = werkplek.bronsync("helpdeskbestand", "--toon", "stand.json")
    assert json.loads(uit["tekst"])["controlespoor"] == "heel"
    assert "bestand" not in uit
    assert not list(werkplek.map.rglob("*.zip"))


def test_a_store_that_cannot_be_opened_gets_its_helpdeskbestand_too(werkplek, tmp_path):
    werkplek.tot("synchroniseren")
    (werkplek.map / "sleutel.json").unlink()
    assert werkplek.bronsync("status")[1]["fout"] == "OPSLAG-05"
    code, uit = werkplek.bronsync("helpdeskbestand", "--uit", str(tmp_path / "help.zip"))
    assert (code, uit["fout"]) == (cli.OVER, "OPSLAG-05")
    gegeven = bladzijde(delen(tmp_path / "help.zip")["antwoorden.txt"])[2]
    assert "OPSLAG-05" in gegeven[VRAGEN[0]]
    assert "OPSLAG-05" in gegeven[VRAGEN[7]], "the log tells what could not be opened"


def test_a_helpdeskbestand_that_cannot_be_written_is_said(werkplek, tmp_path):
    _, uit = werkplek.bronsync("helpdeskbestand", "--uit", str(tmp_path / "weg" / "help.zip"))
    assert uit["fout"] == "EXPORT-01"


def test_an_error_names_the_session_that_the_helpdeskbestand_lists(werkplek):
    _, uit = werkplek.bronsync("synchroniseren")
    assert (uit["fout"], len(uit["sessie"])) == ("PROC-01", 4)
    werkplek.bronsync("registratieoverzicht-ophalen")
    log = werkplek.bronsync("helpdeskbestand", "--toon", "logboek.jsonl")[1]["tekst"]
    assert uit["sessie"] in log, "the log names the session by the same code"


def _ontplof(*_: object, **__: object) -> None:
    raise RuntimeError("een fout van ons")


@pytest.mark.warns  # bugs are planted
@pytest.mark.parametrize(
    ("plek", "naam", "code"),
    [
        (LvsDatabase, "lees", "EIGEN-01"),
        (store._UnitOfWork, "put", "EIGEN-01"),
        (LvsDatabase, "vergrendel", "EIGEN-01"),
    ],
)
def test_a_bug_has_its_code_too_wherever_it_strikes(werkplek, plek, naam, code):
    werkplek.bronsync("registratieoverzicht-ophalen")
    with werkplek.monkeypatch.context() as bug:
        bug.setattr(plek, naam, _ontplof)
        _, uit = werkplek.bronsync("acties-bepalen")
    assert (uit["fout"], len(uit["sessie"])) == (code, 4)
    log = werkplek.bronsync("helpdeskbestand", "--toon", "logboek.jsonl")[1]["tekst"]
    (regel,) = [regel for regel in map(json.loads, log.splitlines()) if regel.get("code") == code]
    assert (regel["sessie"], regel["klasse"]) == (uit["sessie"], "builtins.RuntimeError")


def test_what_cannot_be_opened_has_its_code(werkplek):
    werkplek.bronsync("status")
    ander = LvsDatabase(f"sqlite:///{werkplek.lvs}")
    with ander.vergrendel("00AA00"):
        _, uit = werkplek.bronsync("controleren")
    ander.sluit()
    assert (uit["fout"], len(uit["sessie"])) == ("LVS-09", 4)
    log = werkplek.bronsync("helpdeskbestand", "--toon", "logboek.jsonl")[1]["tekst"]
    assert [r["sessie"] for r in map(json.loads, log.splitlines()) if r.get("code") == "LVS-09"] == [uit["sessie"]]


def test_a_changed_line_of_the_audit_trail_is_noticed(werkplek):
    werkplek.tot("")
    assert werkplek.bronsync("status")[1]["controlespoor"] == "heel"
    with open_programma(werkplek.map) as programma, programma.store.unit_of_work("00AA00") as unit:
        rij = unit.all(AuditRij)[3]
        unit.put(replace(rij, naar="Geaccepteerd!"))
        unit.commit()
    code, uit = werkplek.bronsync("status")
    assert (code, uit["controlespoor"]) == (cli.OVER, f"verbroken bij regel {rij.nummer}")
