"""Help - Helpdeskbestand maken: every part can be read before it is saved, nothing in it names a person, and it works without a session."""

from __future__ import annotations

import json
import zipfile

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.boeken.controlespoor import sessiecode
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync.gui.schermen.helpdeskbestand import HelpdeskbestandDialoog


def _dialoog(bediening):
    bediening.doe("helpdeskbestand")
    dialoog = bediening.dialoog(HelpdeskbestandDialoog)
    bediening.rust()
    return dialoog


def _getoond(dialoog):
    delen = {}
    for nummer in range(dialoog.delen.count()):
        dialoog.delen.setCurrentRow(nummer)
        delen[dialoog.delen.item(nummer).text()] = dialoog.tekst.toPlainText()
    return delen


def test_what_is_shown_is_what_is_saved_and_holds_no_person(werkplek, open_venster, tmp_path):
    werkplek.tot("")
    bediening = open_venster(werkplek.map)
    dialoog = _dialoog(bediening)
    assert dialoog.belofte.text() == "Zonder persoonsgegevens"
    getoond = _getoond(dialoog)
    bediening.klik(dialoog.bewaar)
    kies = bediening.dialoog(QFileDialog, "helpdeskbestand_bewaren")
    kies.fileSelected.emit(str(tmp_path / "hulp.zip"))
    kies.reject()
    bediening.rust()
    with zipfile.ZipFile(tmp_path / "hulp.zip") as bestand:
        bewaard = {naam: bestand.read(naam).decode() for naam in bestand.namelist()}
    assert bewaard.keys() == getoond.keys()
    assert all(bewaard[naam].strip() == getoond[naam].strip() for naam in bewaard)
    alles = "".join(bewaard.values())
    for bsn, achternaam in werkplek.sql("SELECT Burgerservicenummer, Achternaam FROM Leerling"):
        assert not bsn or bsn not in alles
        assert f'"{achternaam}"' not in alles
    assert "Stuur dit bestand" in dialoog.uitkomst.text()


def test_what_went_wrong_in_this_window_is_in_it_and_a_window_that_was_killed_too(werkplek, open_venster):
    def mislukt(kern, _):
        raise BronSyncFout("PROC-01")

    werkplek.tot("")
    eerst = open_venster(werkplek.map)
    eerst.venster.kern._van_sessie.pop_all()  # it never came to an end
    eerst.venster.kern._stack.close()
    bediening = open_venster(werkplek.map)
    bediening.venster.runner.run("proef", mislukt, lambda _: None, lambda _: None)
    bediening.rust()
    antwoorden = _getoond(_dialoog(bediening))["antwoorden.txt"]
    assert "code PROC-01" in antwoorden
    assert " sessies in het logboek, 1 zonder einde" in antwoorden


def test_it_can_be_made_before_an_aanleverpunt_is_open(werkplek, open_venster):
    bediening = open_venster(werkplek.map, kies="")
    bediening.venster.kern._van_sessie.close()
    bediening.venster.kern._sessie = None
    dialoog = _dialoog(bediening)
    assert "antwoorden.txt" in _getoond(dialoog)


def test_a_file_is_never_replaced_unasked(bediening, tmp_path):
    pad = tmp_path / "hulp.zip"
    pad.write_text("van de school")
    dialoog = _dialoog(bediening)
    for antwoord, vervangen in (("nee", False), ("ja", True)):
        bediening.klik(dialoog.bewaar)
        kies = bediening.dialoog(QFileDialog, "helpdeskbestand_bewaren")
        kies.fileSelected.emit(str(pad))
        kies.reject()
        bediening.antwoord("bestand_vervangen", antwoord)
        bediening.rust()
        assert zipfile.is_zipfile(pad) is vervangen


def test_a_place_that_cannot_be_written_is_said(bediening, tmp_path):
    fouten = []
    bediening.venster.toon_fout = fouten.append
    bediening.venster.runner.failed.disconnect()
    bediening.venster.runner.failed.connect(fouten.append)
    dialoog = _dialoog(bediening)
    bediening.klik(dialoog.bewaar)
    kies = bediening.dialoog(QFileDialog, "helpdeskbestand_bewaren")
    kies.fileSelected.emit(str(tmp_path / "nergens" / "hulp.zip"))
    kies.reject()
    bediening.rust()
    assert [fout.code for fout in fouten] == ["EXPORT-01"]
    assert dialoog.bewaar.isEnabled()


def _log(werkplek):
    regels = (werkplek.map / "profiel" / "logboek" / "bronsync.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(regel) for regel in regels]


def _getoonde_code(bediening):
    dialoog = bediening.dialoog(FoutDialoog)
    (tekst,) = [d.text() for d in dialoog.findChildren(QLabel) if d.text().startswith("Code voor de helpdesk: ")]
    dialoog.reject()
    bediening.rust()
    code, _, sessie = tekst.removeprefix("Code voor de helpdesk: ").partition(" / ")
    return code, sessie


@pytest.mark.warns  # a bug is planted
@pytest.mark.parametrize("oorzaak", [BronSyncFout("PROC-01"), RuntimeError("onze fout")])
def test_each_error_window_has_a_code_that_the_log_knows(werkplek, open_venster, oorzaak):
    def mislukt(kern, _):
        raise oorzaak

    bediening = open_venster(werkplek.map)
    bediening.venster.runner.run("acties bepalen", mislukt, lambda _: None)
    bediening.rust()
    code, sessie = _getoonde_code(bediening)
    laatste = [regel for regel in _log(werkplek) if regel["gebeurtenis"] == "fout"][-1]
    assert (laatste["code"], sessiecode(laatste["sessie"]), laatste["flow"]) == (code, sessie, "acties-bepalen")
    assert f"{code} / {sessie}" in _getoond(_dialoog(bediening))["antwoorden.txt"]


def test_what_cannot_be_opened_has_a_code_that_the_log_knows(werkplek, open_venster):
    ander = LvsDatabase(f"sqlite:///{werkplek.lvs}")
    werkplek.tot("controleren")
    with ander.vergrendel("00AA00"):
        bediening = open_venster(werkplek.map, kies="")
        code, sessie = _getoonde_code(bediening)
        assert f"({code} / {sessie})" in bediening.venster.stapbalk.zin.text()
        getoond = _getoond(_dialoog(bediening))
    ander.sluit()
    assert f"{code} / {sessie}" in getoond["antwoorden.txt"]
    assert "- BRON Sync kan het aanleverpunt nu niet openen: LVS-09." in getoond["antwoorden.txt"]
    assert "A-1" in getoond["controlespoor.jsonl"], "the journal is read without the lease"
    assert code == "LVS-09"


def test_a_database_that_does_not_answer_at_the_start_has_its_code(werkplek, open_venster):
    werkplek.lvs.unlink()
    bediening = open_venster(werkplek.map, kies="")
    tekst = bediening.venster.stapbalk.zin.text()
    assert tekst.startswith("De LVS2000-database is niet bereikbaar.")
    (regel,) = [regel for regel in _log(werkplek) if regel.get("code") == "LVS-01"]
    assert f"(LVS-01 / {sessiecode(regel['sessie'])})" in tekst


def test_a_certificate_that_cannot_be_used_has_its_code(werkplek, open_venster):
    pad = werkplek.map / "register" / "adres.json"
    adres = json.loads(pad.read_text(encoding="utf-8"))
    pad.write_text(json.dumps(adres | {"certificaten": {}}), encoding="utf-8")
    bediening = open_venster(werkplek.map)
    tip = bediening.venster.statusregel.certificaat.toolTip()
    (regel,) = [regel for regel in _log(werkplek) if regel.get("code") == "CERT-01"]
    assert f"(CERT-01 / {sessiecode(regel['sessie'])})" in tip
    assert "Er is geen bruikbaar certificaat" in _getoond(_dialoog(bediening))["antwoorden.txt"]
