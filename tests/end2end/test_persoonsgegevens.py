"""No personal data outside the encrypted store: canary pupils, forty failing scenarios with every logger at DEBUG, then the whole profile,
the temporary folder, the helpdeskbestand and all output are searched. And what was kept long enough, or wiped, is gone.

Sources: RELIABILITY D7, D8, D-R, E5; issue text ('0 hits').
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import logging
import shutil
import struct
import tempfile
import urllib.parse
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bronsync import cli
from bronsync.adapters.bron import register
from bronsync.adapters.bron.https import transport
from bronsync.adapters.journal import store
from bronsync.adapters.journal.schema import TABELLEN
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.system.clock import SystemClock
from bronsync.adapters.system.key_ring import Sleutelbewaarder
from bronsync.adapters.system.logboek import BEWAAR_DAGEN
from bronsync.adapters.system.mappen import mappen
from bronsync.application.boeken.controlespoor import keten_breuk
from bronsync.application.boeken.stand import stand
from bronsync.application.records import (
    SLEUTELS,
    Actie,
    AuditRij,
    BeeldRij,
    InboxRij,
    SignaalRij,
    Verzending,
)
from bronsync.program import bootstrap
from bronsync.program.bootstrap import open_sessie
from end2end.conftest import Werkplek
from end2end.test_fouten import GEKOZEN, NNCA, beantwoord, brp, wijzig
from helpers.bladzijden import bladzijden
from helpers.kanaries import zoek

KANARIES = ("Kanariepietersen", "Zebedeusina", "Zwaluwstaartlaan", "9876ZX", "Nachtegaaloord", "K4N4R1E")
"""Surname, given names, street, postcode, place, leerlingnummer; a BSN of the school's own comes beside them."""


def plant(werkplek: Werkplek) -> list[str]:
    """Makes the first pupil the canary, in LVS2000 and in the GBA, so in messages both ways; gives all values to look for."""
    (leerling, _, bsn), *_ = werkplek.sql(GEKOZEN)
    naam, voornamen, straat, postcode, plaats, nummer = KANARIES
    werkplek.sql(
        "UPDATE Leerling SET Achternaam=?, Voornamen=?, Straatnaam=?, Postcode=?, Plaatsnaam=?, Leerlingnummer=?, Roepnaam=?,"
        " Huisnummer=3, HuisnummerToevoeging=NULL, HuisnummerAanduiding=NULL, Locatieomschrijving=NULL"
        " WHERE LeerlingId=?",
        naam, voornamen, straat, postcode, plaats, nummer, voornamen, leerling,
    )  # fmt: skip
    adres = {"straatnaam": straat, "huisnummer": 3, "postcode": postcode, "plaatsnaam": plaats}
    wijzig_ = {"achternaam": naam, "voornamen": voornamen, "adres": adres}
    werkplek.beheer("brp", soort="persoon", bsn=bsn, wijzig=wijzig_)
    kolommen = "Achternaam, Voornamen, Burgerservicenummer, Onderwijsnummer, Straatnaam, Leerlingnummer"
    anderen = {str(cel) for rij in werkplek.sql(f"SELECT {kolommen} FROM Leerling") for cel in rij if cel}
    return sorted({*KANARIES, *(cel for cel in anderen if len(cel) >= 7)})


@pytest.mark.parametrize("stroom", ["acties", "attentiesignalen"])
def test_a_signal_that_names_its_pupil_is_printed_without_him(geleverd, stroom):
    waarden = plant(geleverd)
    naam, voornamen, straat, postcode, plaats, _ = KANARIES
    (_, inschrijving, bsn), *_ = geleverd.sql(GEKOZEN)
    with (
        open_sessie(geleverd.map, geleverd.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        signaal = next(rij for rij in unit.all(SignaalRij) if rij.herkomst == "BRON" and rij.ernst == "attentie")
        tekst = f"{voornamen} {naam} ({bsn[:4]}.{bsn[4:6]}.{bsn[6:]}), {straat} 3, {postcode} {plaats}: let op."
        unit.put(replace(signaal, inschrijving_id=inschrijving, code="ONBEKEND", tekst=tekst))
        unit.commit()
    _, uit = geleverd.bronsync(stroom)
    gezegd = json.dumps(uit, ensure_ascii=False)
    assert ": let op." in gezegd
    assert [waarde for waarde in waarden if waarde in gezegd] == []
    assert f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}" not in gezegd


class Ontploft(RuntimeError):
    """A bug of ours whose text holds a canary."""


def ontplof(*_: object, **__: object) -> Any:
    naam, bsn = KANARIES[0], "999990019"
    raise Ontploft(f"{naam} {bsn} {' '.join(KANARIES)}")


NETWERK = [
    ("antwoord_kwijt", None), ("verzoek_kwijt", None), ("verbinding_dicht", None), ("http_status", {"status": 503}),
    ("http_status", {"status": 500, "verwerkt": True}), ("onderhoud", None), ("afgekapt", None), ("verkeerd_type", None),
    ("omleiden", "https://localhost:1/x"), ("gzipbom", 20), ("doctype", None), ("te_groot", 17), ("kapotte_xml", None),
    ("ongeldig", None), ("utf16", None), ("fout", "Server.DK0050"), ("fout", "Client.DK0004"),
]  # fmt: skip
BERICHTEN = ["tk_herhaal", "tk_ander", "tk_schud", "tk_onbekend", "tk_aanleverpunt", "tk_gat"]
OVERZICHTEN = ["ro_afgekapt", "ro_telling", "ro_zonder_einde", "ro_peildatum"]
BUGS = [
    (LvsDatabase, "lees", "acties-bepalen"),
    (LvsDatabase, "lees_een", "controleren"),
    (LvsDatabase, "schrijf", "terugkoppeling-ophalen"),
    (store._UnitOfWork, "commit", "acties-bepalen"),
    (store._UnitOfWork, "put", "registratieoverzicht-ophalen"),
    (register.BronRegister, "lees", "terugkoppeling-ophalen"),
    (register.BronRegister, "schrijf", "synchroniseren"),
    (transport.Transport, "post", "terugkoppeling-ophalen"),
]
LVS_KAPOT = [
    "UPDATE Leerling SET Geboortedatum = 'Kanariepietersen' WHERE Achternaam = 'Kanariepietersen'",
    "UPDATE Leerling SET Postcode = 'Zwaluwstaartlaan 3' WHERE Achternaam = 'Kanariepietersen'",
    "UPDATE Leerling SET Burgerservicenummer = '9999.90.01' WHERE Achternaam = 'Kanariepietersen'",
    "UPDATE Inschrijving SET Inschrijfdatum = 'Kanariepietersen' WHERE InschrijvingId = (SELECT min(InschrijvingId) FROM Inschrijving)",
    "UPDATE Databaseversie SET Versie = 'Kanariepietersen'",
    "CREATE TRIGGER t BEFORE UPDATE ON Leerling BEGIN SELECT RAISE(ABORT, 'Kanariepietersen Zwaluwstaartlaan'); END",
]


def scenarios(werkplek: Werkplek, keren: int) -> int:
    """Goes wrong in at least forty ways; gives how many of them the program answered with a code or a task for a person."""
    geteld = 0

    def doe(stroom: str, *meer: str) -> None:
        nonlocal geteld
        code, _ = werkplek.bronsync(stroom, *meer)
        geteld += code != cli.KLAAR

    for keer in range(keren):
        for soort, waarde in NETWERK:
            brp(werkplek, f"{KANARIES[1]}{keer}")
            werkplek.storing(
                soort, operatie=None if soort == "verbinding_dicht" else "ophalenTerugkoppelingen", waarde=waarde
            )
            doe("terugkoppeling-ophalen")
        for nummer, soort in enumerate(BERICHTEN):
            brp(werkplek, f"{KANARIES[1]}{nummer}")
            werkplek.storing(soort)
            doe("terugkoppeling-ophalen")
            doe("acties-bepalen")
        for soort in OVERZICHTEN:
            werkplek.storing(soort)
            doe("registratieoverzicht-ophalen")
        werkplek.bronsync("registratieoverzicht-ophalen")
        for klasse, methode, stroom in BUGS:
            brp(werkplek, f"{KANARIES[1]}{methode}")
            with werkplek.monkeypatch.context() as bug:
                bug.setattr(klasse, methode, ontplof)
                doe(stroom)
        werkplek.bronsync("registratieoverzicht-ophalen")
        heel = werkplek.lvs.read_bytes()
        for opdracht in LVS_KAPOT:
            brp(werkplek, f"{KANARIES[1]}{len(opdracht)}")
            werkplek.sql(opdracht)
            for stroom in ("acties-bepalen", "controleren"):
                doe(stroom)
            werkplek.lvs.write_bytes(heel)
        doe("beslis", "99", "naar-bron")
        doe("verwijder-actie", "99")
        doe("heropen", "99")
        doe("overzicht", "--xlsx", str(werkplek.map / "weg" / "x.xlsx"))
    return geteld


@pytest.mark.warns  # bugs are planted
@pytest.mark.parametrize("keren", [1, pytest.param(10, marks=[pytest.mark.large, pytest.mark.timeout(3600)])])
def test_after_forty_failing_scenarios_no_canary_stands_anywhere(werkplek, tmp_path, monkeypatch, keren):
    (tmp_path / "tijdelijk").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tijdelijk"))
    waarden = plant(werkplek)
    uitvoer: list[str] = []
    echt = werkplek.capsys.readouterr
    monkeypatch.setattr(werkplek.capsys, "readouterr", lambda: uitvoer.append("".join(gelezen := echt())) or gelezen)
    for naam in list(logging.root.manager.loggerDict):
        monkeypatch.setattr(logging.getLogger(naam), "level", logging.DEBUG)
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    werkplek.lever()
    assert scenarios(werkplek, keren) >= 40 * keren
    assert werkplek.bronsync("helpdeskbestand", "--uit", str(tmp_path / "tijdelijk" / "help.zip"))[0] == 0
    (tmp_path / "tijdelijk" / "uitvoer.txt").write_text("".join(uitvoer), encoding="utf-8")
    assert zoek([werkplek.map / "profiel", tmp_path / "tijdelijk"], waarden) == []
    logs = (werkplek.map / "profiel" / "logboek").iterdir()
    assert any(b"Ontploft" in pad.read_bytes() for pad in logs), "the bug itself is told, by its class"
    with (
        open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        assert any(KANARIES[0].encode() in rij.body for rij in unit.all(Verzending)), "the canaries did travel"
        assert any(KANARIES[1].encode() in rij.raw for rij in unit.all(InboxRij))


def test_no_number_can_be_found_by_trying_all_of_them_against_the_helpdeskbestand(werkplek, tmp_path):
    """A plain hash of a message betrays its BSN: who knows the rest of it tries the 91 million that pass the elfproef in a minute."""
    werkplek.lever()
    assert werkplek.bronsync("helpdeskbestand", "--uit", str(tmp_path / "help.zip"))[0] == cli.KLAAR
    with zipfile.ZipFile(tmp_path / "help.zip") as pack:
        alles = b"".join(pack.read(naam) for naam in pack.namelist()).decode()
    with (
        open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        berichten = [rij.body for rij in unit.all(Verzending)] + [rij.raw for rij in unit.all(InboxRij) if rij.raw]
        beelden = [rij.body for rij in unit.all(BeeldRij)]
    nummers = [str(bsn) for (bsn,) in werkplek.sql("SELECT Burgerservicenummer FROM Leerling") if bsn]
    hashen = [
        hashlib.new(soort, deel) for deel in (*berichten, *beelden, *(n.encode() for n in nummers)) for soort in HASHEN
    ]
    assert len(hashen) > 100
    assert [een.name for een in hashen if een.hexdigest()[:12] in alles] == []


HASHEN = ("sha256", "sha1", "md5")
PLANTEN = {
    "text": lambda w: w.encode(),
    "utf-16": lambda w: w.encode("utf-16"),
    "capitals": lambda w: w.upper().encode(),
    "base64": lambda w: base64.b64encode(b"naam=" + w.encode() + b";"),
    "hex": lambda w: w.encode().hex().upper().encode(),
    "percent": lambda w: "".join(f"%{b:02X}" for b in w.encode()).encode(),
    "quoted": lambda w: urllib.parse.quote(w).encode(),
    "gzip": lambda w: gzip.compress(b"..." + w.encode()),
    "json": lambda w: json.dumps({"a": w}).encode(),
}


@pytest.mark.parametrize("vorm", [*PLANTEN, "zip", "file name", "integer", "dotted"])
def test_the_search_finds_what_was_planted(vorm, tmp_path):
    waarde = "999990019" if vorm in ("integer", "dotted") else KANARIES[0]
    if vorm == "zip":
        with zipfile.ZipFile(tmp_path / "x.bin", "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("a/b.txt", f"x{waarde}x")
    elif vorm == "file name":
        (tmp_path / f"{waarde}.txt").touch()
    else:
        inhoud = {"integer": struct.pack("<i", 999990019), "dotted": b"9999.90.019"}.get(vorm)
        (tmp_path / "x.bin").write_bytes(b"abc" + inhoud if inhoud else PLANTEN[vorm](waarde))
    assert zoek([tmp_path], ["niemand-anders", waarde])
    assert not zoek([tmp_path], ["niemand-anders"])


# --- kept long enough -------------------------------------------------------------------------------------------------------------------


def _alles(werkplek: Werkplek) -> bytes:
    """Every cell of every table of the store, decrypted."""
    assert set(TABELLEN) == set(SLEUTELS)
    with (
        open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        delen = [
            repr([getattr(rij, naam) for naam in type(rij).__slots__]) for boek in SLEUTELS for rij in unit.all(boek)
        ]
        assert keten_breuk(unit) == 0
    return "\n".join(delen).encode()


def _op_schijf(werkplek: Werkplek) -> bytes:
    """Every page of the store, also the free ones, decrypted."""
    sleutel = base64.b64decode(json.loads((werkplek.map / "sleutel.json").read_text(encoding="utf-8"))["sleutel"])
    inhoud = b"".join(bladzijden(werkplek.map / "profiel" / "opslag.db", sleutel))
    assert b"CREATE TABLE" in inhoud, "it was decrypted"
    return inhoud


def _later(werkplek: Werkplek, monkeypatch: pytest.MonkeyPatch, dagen: int) -> None:
    """So much later, with a fetch on that day."""
    opgehaald = (datetime.now(UTC) + timedelta(days=dagen)).isoformat(timespec="seconds")
    with (
        open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        unit.put(replace(stand(unit, werkplek.aanleverpunt), opgehaald=opgehaald))
        unit.commit()
    _clock(monkeypatch, dagen)


def _clock(monkeypatch: pytest.MonkeyPatch, dagen: int) -> None:
    echt = SystemClock.now

    def nu(clock: SystemClock) -> datetime:
        return echt(clock) + timedelta(days=dagen)

    monkeypatch.setattr(bootstrap.SystemClock, "now", nu)


def test_who_left_is_gone_from_messages_acties_and_signals_after_their_terms(werkplek, monkeypatch):
    plant(werkplek)
    werkplek.lever()
    wijzig(werkplek)
    werkplek.tot("")
    for naam in ("Zwaluwina", "Nachtegalina"):  # given names that only messages hold by now
        brp(werkplek, naam)
        werkplek.bronsync("terugkoppeling-ophalen")
    assert b"Zwaluwina" in _alles(werkplek)
    assert b"Zwaluwina" in _op_schijf(werkplek)
    werkplek.bronsync("registratieoverzicht-ophalen")
    with monkeypatch.context() as tijd:
        _later(werkplek, tijd, 390)
        assert b"Zwaluwina" in _alles(werkplek), "thirteen months are not over"
    with monkeypatch.context() as tijd:
        _later(werkplek, tijd, 400)
        na_dertien = _alles(werkplek)
        assert b"Zwaluwina" not in na_dertien
        assert b"Zwaluwina" not in _op_schijf(werkplek), "nor in a free page"
        with (
            open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
            sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
        ):
            assert all(rij.sha256 and not rij.body for rij in unit.all(Verzending)), "number, time and hash stay"
            assert unit.all(Actie)
    with monkeypatch.context() as tijd:
        _later(werkplek, tijd, 740)
        _alles(werkplek)
        with (
            open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
            sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
        ):
            assert not unit.all(Actie)
            assert not unit.all(SignaalRij)
            assert unit.all(AuditRij)
    with monkeypatch.context() as tijd:
        _later(werkplek, tijd, 6 * 366)
        _alles(werkplek)
        with (
            open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
            sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
        ):
            assert {rij.onderwerp for rij in unit.all(AuditRij)} == {"bewaartermijn"}


def test_FOUT_24_a_clock_that_runs_years_ahead_clears_nothing_away(werkplek, monkeypatch):
    werkplek.lever()

    def boeken() -> list[int]:
        with (
            open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
            sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
        ):
            bewaard = (unit.all(boek) for boek in (AuditRij, Actie, SignaalRij))
            return [*map(len, bewaard), sum(bool(rij.body) for rij in unit.all(Verzending))]

    voor = boeken()
    with monkeypatch.context() as tijd:
        _clock(tijd, 6 * 366)
        assert boeken() == voor


def test_what_still_waits_stays_however_old(werkplek, monkeypatch):
    werkplek.lever()
    werkplek.beheer("instellingen", vertraging_tikken=1000)
    nummer = wijzig(werkplek)
    werkplek.bronsync("synchroniseren")
    brp(werkplek, "Suzanne")
    werkplek.storing("tk_aanleverpunt")
    werkplek.bronsync("terugkoppeling-ophalen")
    with monkeypatch.context() as tijd:
        _later(werkplek, tijd, 6 * 366)
        with (
            open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
            sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
        ):
            (heen,) = unit.all(Verzending, actie=nummer)
            assert heen.body
            assert [rij.raw != b"" for rij in unit.all(InboxRij) if rij.stand == "wacht op gebruiker"] == [True]


def test_the_log_forgets_lines_of_more_than_thirty_days(werkplek):
    werkplek.bronsync("status")
    log = mappen(werkplek.map).logboek / "bronsync.log"
    regels = log.read_text(encoding="utf-8").splitlines()
    oud = (datetime.now().astimezone() - timedelta(days=BEWAAR_DAGEN + 1)).isoformat(timespec="milliseconds")
    log.write_text("\n".join([json.dumps({"tijd": oud, "niveau": "INFO"}), *regels, ""]), encoding="utf-8")
    log.with_name("bronsync.log.1").write_text(json.dumps({"tijd": oud}) + "\n", encoding="utf-8")
    werkplek.bronsync("status")
    nu = log.read_text(encoding="utf-8").splitlines()
    assert nu[: len(regels)] == regels
    assert not log.with_name("bronsync.log.1").exists()


def test_where_no_log_can_be_kept_the_error_is_told_and_a_helpdeskbestand_made(werkplek, tmp_path):
    (mappen(werkplek.map).profiel / "logboek").write_text("no folder", encoding="utf-8")
    code, uit = werkplek.bronsync("status")
    assert (code, uit["fout"]) == (cli.MISLUKT, "OPSLAG-17")
    assert werkplek.bronsync("helpdeskbestand", "--uit", str(tmp_path / "help.zip"))[0] == cli.OVER
    assert (tmp_path / "help.zip").exists()


# --- wis lokale gegevens ----------------------------------------------------------------------------------------------------------------


def _wis(werkplek: Werkplek, *meer: str) -> tuple[int, dict[str, Any]]:
    code = cli.main(["wis-lokale-gegevens", "--map", str(werkplek.map), "--json", *meer])
    return code, json.loads(werkplek.capsys.readouterr().out)


def test_wiping_asks_first_and_then_leaves_nothing_that_opens(werkplek, tmp_path):
    waarden = plant(werkplek)
    werkplek.lever()
    wijzig(werkplek)
    code, uit = _wis(werkplek)
    assert (code, uit["fout"]) == (cli.OVER, "PROC-21")
    assert "1 die nog niet verzonden" in uit["zin"]
    bevestiging = uit["advies"].rsplit(" ", 1)[1].rstrip(".")
    assert _wis(werkplek, "--bevestig", "WIS-0000")[1]["fout"] == "PROC-21"
    kopie = (werkplek.map / "profiel" / "opslag.db").read_bytes()
    assert _wis(werkplek, "--bevestig", bevestiging)[0] == cli.KLAAR
    assert [pad.name for pad in (werkplek.map / "profiel").iterdir()] == ["opslag.id"]
    assert "sleutel" not in json.loads((werkplek.map / "sleutel.json").read_text(encoding="utf-8"))
    assert zoek([werkplek.map / "profiel"], waarden) == []
    (werkplek.map / "profiel" / "opslag.db").write_bytes(kopie)
    assert werkplek.bronsync("status")[1]["fout"] == "OPSLAG-05", "a copy that somebody kept does not open"
    code, uit = _wis(werkplek)
    assert uit["fout"] == "PROC-21", "what nobody can open can be wiped too"
    assert "een onbekend aantal acties" in uit["zin"], "and nobody says that nothing is lost"
    assert _wis(werkplek, "--bevestig", uit["advies"].rsplit(" ", 1)[1].rstrip("."))[0] == cli.KLAAR


def test_after_wiping_the_program_starts_over_and_delivers_nothing_twice(werkplek):
    werkplek.lever()
    (_, inschrijving, _), *_ = werkplek.sql(GEKOZEN)
    uit = _wis(werkplek)[1]
    assert _wis(werkplek, "--bevestig", uit["advies"].rsplit(" ", 1)[1].rstrip("."))[0] == cli.KLAAR
    (werkplek.map / "profiel" / "instellingen.json").write_text('{"wachttijd": 0}', encoding="utf-8")
    werkplek.sql(NNCA, inschrijving)
    for stroom in ("acties-bepalen", "synchroniseren"):
        assert werkplek.bronsync(stroom)[1]["fout"] == "PROC-08"
    werkplek.bronsync("registratieoverzicht-ophalen")
    assert werkplek.bronsync("acties-bepalen")[1]["acties"] == {}
    beantwoord(werkplek)
    werkplek.lever()
    assert max(werkplek.uitvoeringen()) == 1


class Stroomuitval(BaseException):
    """The computer goes off."""


def test_a_wiping_that_was_interrupted_is_ended_at_the_next_start(werkplek, monkeypatch):
    """Before the key went, after it, and with ever fewer files left."""
    profiel = werkplek.map / "profiel"
    for bewaard in (None, 4, 3, 2):
        werkplek.bronsync("status")
        (profiel / "opslag.v1.bak").write_bytes(b"an older copy")
        bevestiging = _wis(werkplek)[1]["advies"].rsplit(" ", 1)[1].rstrip(".")

        def half(echt: Any, bewaard: int | None = bewaard) -> Any:
            def wis(wat: Any, *rest: object, **meer: object) -> None:
                if bewaard is None or (
                    wat.parent == profiel and wat.exists() and sum(1 for _ in profiel.iterdir()) <= bewaard
                ):
                    raise Stroomuitval
                echt(wat, *rest, **meer)

            return wis

        with monkeypatch.context() as weg:
            if bewaard is None:
                weg.setattr(Sleutelbewaarder, "wis", half(None))
            else:
                weg.setattr(Path, "unlink", half(Path.unlink))
                weg.setattr(shutil, "rmtree", half(shutil.rmtree))
            with pytest.raises(Stroomuitval):
                _wis(werkplek, "--bevestig", bevestiging)
        assert {pad.name for pad in profiel.iterdir()} & {"opslag.db", "opslag.v1.bak", "logboek", "wissen"}
        code, uit = werkplek.bronsync("status")
        assert (code, uit.get("peildatum", "")) == (cli.KLAAR, None), uit
        assert sorted(pad.name for pad in profiel.iterdir()) == ["logboek", "opslag.db", "opslag.id"]


def test_there_is_nothing_to_wipe_in_a_folder_that_is_not_ours(tmp_path, capsys):
    code = cli.main(["wis-lokale-gegevens", "--map", str(tmp_path / "leeg"), "--json"])
    assert (code, json.loads(capsys.readouterr().out)["fout"]) == (cli.MISLUKT, "INST-01")
    assert not (tmp_path / "leeg").exists()
