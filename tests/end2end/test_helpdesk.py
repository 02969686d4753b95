"""Helpdeskbestand: it answers the ten questions of RELIABILITY E5, shows what is in it, and names nobody."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace

from bronsync import cli
from bronsync.application.boekhouding import AuditRij
from bronsync.application.helpdeskbestand import VRAGEN
from bronsync.bootstrap import open_programma
from end2end.conftest import Werkplek


def personen(werkplek: Werkplek) -> set[str]:
    """What identifies somebody in this school, as LVS2000 has it."""
    kolommen = "Achternaam, Voornamen, Burgerservicenummer, Onderwijsnummer, Straatnaam, Postcode, Leerlingnummer"
    cellen = {str(cel) for rij in werkplek.sql(f"SELECT {kolommen} FROM Leerling") for cel in rij if cel}
    return {cel for cel in cellen if len(cel) > 4}


def delen(pad) -> dict[str, str]:
    with zipfile.ZipFile(pad) as pak:
        return {naam: pak.read(naam).decode() for naam in pak.namelist()}


def antwoorden(tekst: str) -> dict[str, str]:
    regels = tekst.splitlines()
    return dict(zip(regels[::2], (regel.strip() for regel in regels[1::2]), strict=True))


def test_the_helpdeskbestand_answers_the_ten_questions_and_names_nobody(werkplek, tmp_path):
    werkplek.lever()
    werkplek.storing("onderhoud")
    assert werkplek.bronsync("terugkoppeling-ophalen")[1]["fout"] == "NET-06"
    uit = tmp_path / "help.zip"
    code, gemaakt = werkplek.bronsync("helpdeskbestand", "--uit", str(uit))
    assert (code, gemaakt["bestand"]) == (0, str(uit))
    inhoud = delen(uit)
    assert [deel["naam"] for deel in gemaakt["delen"]] == list(inhoud)
    gegeven = antwoorden(inhoud["antwoorden.txt"])
    assert tuple(gegeven) == VRAGEN
    status = werkplek.bronsync("status")[1]
    heen = [regel for regel in werkplek.bronsync("berichten")[1]["berichten"] if regel["richting"] == "naar BRON"]
    laatste = max(heen, key=lambda regel: (regel["tijdstip"], regel["actie"]))
    verwacht = [
        laatste["bericht_id"],
        "afgemeld tot en met",
        "terugkoppeling-ophalen, code NET-06",
        status["peildatum"],
        "Nu: sessie ",
        "sessies in het logboek, ",
        status["certificaat_tot"],
        "NET-06 1x",
        "Acties: geen",
        "Verschil met BRON: ",
    ]
    for (vraag, antwoord), deel in zip(gegeven.items(), verwacht, strict=True):
        assert deel in antwoord, (vraag, antwoord)
    alles = "\n".join(inhoud.values())
    assert not [naam for naam in personen(werkplek) if naam.lower() in alles.lower()]
    bestanden = json.loads(inhoud["inhoud.json"])["bestanden"]
    assert {een["naam"]: een["sha256"] for een in bestanden} == {
        naam: hashlib.sha256(tekst.encode()).hexdigest() for naam, tekst in inhoud.items() if naam != "inhoud.json"
    }


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
    gegeven = antwoorden(delen(tmp_path / "help.zip")["antwoorden.txt"])
    assert tuple(gegeven) == VRAGEN
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


def test_a_changed_line_of_the_audit_trail_is_noticed(werkplek):
    werkplek.tot("")
    assert werkplek.bronsync("status")[1]["controlespoor"] == "heel"
    with open_programma(werkplek.map) as programma, programma.opslag.eenheid() as eenheid:
        rij = eenheid.alle(AuditRij)[3]
        eenheid.zet(replace(rij, naar="Geaccepteerd!"))
        eenheid.commit()
    code, uit = werkplek.bronsync("status")
    assert (code, uit["controlespoor"]) == (cli.OVER, f"verbroken bij regel {rij.nummer}")
