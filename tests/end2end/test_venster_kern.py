"""What lies behind the window (`bronsync.program.profiel`): session, connection settings and certificates, on real files, databases and mutual TLS."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import keyring
import pytest

from bron_hulp.pki import samen
from bron_simulator.pki import Pki, maak_ca, maak_p12
from bronsync import cli
from bronsync.adapters.bron.https.identiteit import P12, kenmerken
from bronsync.adapters.bron.omgeving import lees_omgeving
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.system import demoschool
from bronsync.adapters.system.progress import SilentProgress
from bronsync.application.beheer.certificaten import waarschuwing
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Rechten
from bronsync.application.records import Stand
from bronsync.application.tonen.status import status
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import FOUTEN, BronSyncFout
from bronsync.gui.kern import Kern, Verbindingskeuze
from bronsync.program import profiel as kern_module
from bronsync.program.profiel import Programmakern
from end2end.conftest import Werkplek

STIL = SilentProgress()
WACHTWOORD = "Kanarie-p12-7319"
SQL_WACHTWOORD = "Kanarie-sql-8842"
DAG = timedelta(days=1)


def fout(code: str, doe, *args, **opties) -> BronSyncFout:
    with pytest.raises(BronSyncFout) as gevangen:
        doe(*args, **opties)
    assert gevangen.value.code == code
    for geheim in (WACHTWOORD, SQL_WACHTWOORD):
        assert geheim not in str(gevangen.value)
    return gevangen.value


@pytest.fixture
def kern(werkplek: Werkplek) -> Iterator[Programmakern]:
    """On a demo school with its register running."""
    kern = Programmakern(werkplek.map)
    yield kern
    kern.sluit()


@pytest.fixture
def school(kopie: Werkplek, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programmakern]:
    """A school of its own, no demo: an empty profile, a key ring that encrypts, and an LVS2000 elsewhere."""

    class Ring:
        kept: dict[tuple[str, str], str]

        def __init__(self) -> None:
            self.kept = {}

        def get_password(self, service, username):
            return self.kept.get((service, username))

        def set_password(self, service, username, password):
            self.kept[service, username] = password

        def delete_password(self, service, username):
            del self.kept[service, username]

    Ring.__module__, Ring.__name__, Ring.__qualname__ = "keyring.backends.SecretService", "Keyring", "Keyring"
    ring = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    kern = Programmakern(kopie.map / "school")
    kern.ring = ring
    yield kern
    kern.sluit()


def sqlite(pad: Path) -> Verbindingskeuze:
    return Verbindingskeuze(f"sqlite:///{pad.as_posix()}", "")


def sql(pad: Path, opdracht: str) -> None:
    db = sqlite3.connect(pad)
    try:
        db.executescript(opdracht)
        db.commit()
    finally:
        db.close()


def p12(werkplek: Werkplek, punt: str = "00AA00", *, van: timedelta = -DAG, tot: timedelta = 400 * DAG) -> Path:
    """A certificate of the register's own CA."""
    nu = datetime.now(tz=UTC)
    ca = Pki(werkplek.map / "register" / "pki").ca
    bestand = werkplek.map / f"{punt}-{van.days}-{tot.days}.p12"
    bestand.write_bytes(maak_p12(ca, punt, WACHTWOORD, van=nu + van, tot=nu + tot))
    return bestand


def alle_bytes(map_: Path) -> bytes:
    return b"\0".join(pad.read_bytes() for pad in sorted(map_.rglob("*")) if pad.is_file())


def nergens(map_: Path, geheim: str) -> None:
    inhoud = alle_bytes(map_)
    for vorm in (geheim.encode(), geheim.encode("utf-16-le"), geheim.encode("utf-16-be")):
        assert vorm not in inhoud


# --- session ------------------------------------------------------------------------------------------------------------------------------


def test_the_window_gets_what_it_asks_for(kern):
    aan_het_venster: Kern = kern
    assert aan_het_venster.demo
    begin = aan_het_venster.open()
    assert (begin.demo, begin.verbonden, begin.fout) == (True, True, "")
    assert begin.aanleverpunten == ("00AA00", "00AA01")
    assert begin.laatste_aanleverpunt == ""
    gekozen = aan_het_venster.kies("00AA00", STIL)
    assert gekozen.certificaat_fout == ""
    assert gekozen.omgeving.certificaat_tot is not None
    assert aan_het_venster.signaalcatalogus()
    assert aan_het_venster.verbeter_in_lvs(gekozen.omgeving) is None


def test_the_whole_cycle_runs_in_one_session(kern):
    kern.open()
    omg = kern.kies("00AA00", STIL).omgeving
    registratieoverzicht_ophalen(omg)
    for _ in range(4):
        acties_bepalen(omg)
        controleren(omg)
        synchroniseren(omg)
        terugkoppeling_ophalen(omg)
    acties_bepalen(omg)
    assert status(omg).verschillen == 0


def test_the_aanleverpunt_chosen_last_is_remembered(kern, werkplek):
    kern.open()
    kern.kies("00AA01", STIL)
    kern.sluit()
    opnieuw = Programmakern(werkplek.map)
    assert opnieuw.open().laatste_aanleverpunt == "00AA01"
    opnieuw.sluit()


def test_progress_goes_where_the_task_says(kern):
    class Teller(SilentProgress):
        gemeld = 0

        def report(self, gedaan, totaal, tekst):
            self.gemeld += 1

    kern.open()
    omg = kern.kies("00AA00", STIL).omgeving
    registratieoverzicht_ophalen(omg)
    teller = Teller()
    met = kern.met(teller)
    assert replace(met, progress=omg.progress) == omg
    acties_bepalen(met)
    controleren(met)
    assert teller.gemeld


def test_the_lease_is_held_until_another_is_chosen_or_the_window_closes(kern, werkplek):
    kern.open()
    kern.kies("00AA00", STIL)
    lvs = kern._open.lvs
    fout("LVS-09", lvs.vergrendel("00AA00").__enter__)
    kern.kies("00AA01", STIL)
    with lvs.vergrendel("00AA00"):
        bezet = fout("LVS-09", kern.kies, "00AA00", STIL)
        assert re.search("op deze computer, sinds [0-9-]{10} [0-9:]{5}", bezet.zin)
    kern.kies("00AA00", STIL)
    kern.sluit()
    with lvs.vergrendel("00AA00"):
        pass


def ander_proces(*argumenten: str, stroom: str = "status") -> subprocess.CompletedProcess[str]:
    opdracht = [sys.executable, "-m", "bronsync", stroom, *argumenten, "--json"]
    return subprocess.run(opdracht, capture_output=True, text=True, check=False)


def test_a_second_process_on_the_same_profile_gets_a_sentence(kern, werkplek):
    kern.open()
    uit = ander_proces("--aanleverpunt", "00AA01", "--map", str(werkplek.map), stroom="controleren")
    assert json.loads(uit.stdout)["fout"] == "OPSLAG-04"
    assert json.loads(uit.stdout)["zin"] == FOUTEN["OPSLAG-04"].zin


def test_a_second_process_with_a_profile_of_its_own_waits_for_the_lease(kern, werkplek, tmp_path):
    kern.open()
    kern.kies("00AA00", STIL)
    elders = tmp_path / "elders"
    (elders / "profiel").mkdir(parents=True)
    shutil.copytree(werkplek.map / "register", elders / "register")
    url = f"sqlite:///{werkplek.lvs.as_posix()}"
    (elders / "profiel" / "instellingen.json").write_text(json.dumps({"lvs_url": url}), encoding="utf-8")
    uit = ander_proces("--aanleverpunt", "00AA00", "--map", str(elders), stroom="controleren")
    assert json.loads(uit.stdout)["fout"] == "LVS-09"
    assert ander_proces("--aanleverpunt", "00AA01", "--map", str(elders)).returncode == 0


def test_the_calls_have_an_order(kern):
    fout("EIGEN-01", kern.kies, "00AA00", STIL)
    kern.open()
    fout("EIGEN-01", kern.met, STIL)
    kern.sluit()
    kern.sluit()


# --- without a usable certificate ---------------------------------------------------------------------------------------------------------


def zonder_certificaat(werkplek: Werkplek, inhoud: dict[str, str] | None) -> None:
    pad = werkplek.map / "register" / "adres.json"
    adres = json.loads(pad.read_text(encoding="utf-8"))
    adres["certificaten"] = {"00AA00": inhoud} if inhoud else {}
    pad.write_text(json.dumps(adres), encoding="utf-8")


def test_viewing_works_without_a_certificate_and_the_network_says_why_not(kern, werkplek):
    werkplek.tot("")
    zonder_certificaat(werkplek, None)
    kern.open()
    gekozen = kern.kies("00AA00", STIL)
    assert gekozen.certificaat_fout == "CERT-01"
    assert gekozen.omgeving.certificaat_tot is None
    assert status(gekozen.omgeving).inschrijvingen_bron
    fout("CERT-01", registratieoverzicht_ophalen, gekozen.omgeving)
    fout("CERT-01", kern.test_bron)
    assert kern.certificaten() == ()


def test_viewing_works_with_an_expired_certificate(kern, werkplek):
    verlopen = p12(werkplek, van=-9 * DAG, tot=-DAG)
    zonder_certificaat(werkplek, {"bestand": str(verlopen), "wachtwoord": WACHTWOORD})
    kern.open()
    gekozen = kern.kies("00AA00", STIL)
    assert gekozen.certificaat_fout == "CERT-06"
    assert gekozen.certificaat_uitleg.startswith("Het certificaat is verlopen op ")
    assert gekozen.omgeving.certificaat_tot is not None
    assert status(gekozen.omgeving).peildatum is None
    fout("CERT-06", registratieoverzicht_ophalen, gekozen.omgeving)
    [regel] = kern.certificaten()
    assert regel.waarschuwing.startswith("Verlopen op ")
    kern.importeer_certificaat(p12(werkplek), WACHTWOORD)
    registratieoverzicht_ophalen(kern.met(STIL))


# --- the register -------------------------------------------------------------------------------------------------------------------------


def test_the_connection_test_names_host_and_port(kern, werkplek):
    kern.open()
    kern.kies("00AA00", STIL)
    poort = kern.url_bron().split(":")[2].split("/")[0]
    assert kern.test_bron() == f"BRON is bereikbaar en kent het certificaat: 127.0.0.1, poort {poort}."
    registratieoverzicht_ophalen(kern.met(STIL))
    werkplek.stop_register()
    assert f"127.0.0.1:{poort}" in fout("NET-01", kern.test_bron).zin


def test_a_register_that_refuses_the_certificate_says_so_in_the_connection_test(kern, werkplek):
    vreemd = werkplek.map / "vreemd.p12"
    vreemd.write_bytes(maak_p12(maak_ca("Andere"), "00AA00", WACHTWOORD))
    kern.open()
    kern.importeer_certificaat(vreemd, WACHTWOORD)
    kern.kies("00AA00", STIL)
    fout("NET-04", kern.test_bron)


def test_a_school_without_a_register_can_look_and_is_told(school, kopie):
    school.open()
    school.wijzig_verbinding(sqlite(kopie.lvs))
    gekozen = school.kies("00AA00", STIL)
    assert gekozen.certificaat_fout == "INST-03"
    assert (school.url_bron(), school.omschrijving_bron()) == ("", ())
    fout("INST-03", registratieoverzicht_ophalen, gekozen.omgeving)


def test_only_a_release_without_a_register_opens_on_the_demo_school(school, kern, werkplek, monkeypatch):
    assert (kern.open().zonder_register, school.open().zonder_register) == (False, True)
    ingebouwd = replace(lees_omgeving(werkplek.map), naam="BRON-PO")
    monkeypatch.setattr("bronsync.adapters.bron.omgeving.ingebouwde_omgeving", lambda: ingebouwd)
    assert not school.open().zonder_register
    assert school.url_bron() == ingebouwd.url
    assert dict(school.omschrijving_bron())["Register"] == "BRON-PO"


# --- certificates -------------------------------------------------------------------------------------------------------------------------


def test_an_imported_certificate_wins_and_its_password_is_nowhere(kern, werkplek):
    kern.open()
    kern.kies("00AA00", STIL)
    [van_demo, _] = kern.certificaten()
    regel = kern.importeer_certificaat(p12(werkplek), WACHTWOORD)
    assert (regel.aanleverpunt, regel.in_gebruik, regel.waarschuwing) == ("00AA00", True, "")
    assert regel.vingerafdruk != van_demo.vingerafdruk
    assert [r.vingerafdruk for r in kern.certificaten() if r.aanleverpunt == "00AA00"] == [regel.vingerafdruk]
    assert kern.met(STIL).certificaat_tot == regel.geldig_tot
    bewaard = kern._open.certificaat("00AA00")
    assert WACHTWOORD not in (bewaard.wachtwoord, repr(bewaard), repr(kern._open))
    fout("CERT-02", kenmerken, P12(bewaard.inhoud, WACHTWOORD))
    kern.test_bron()
    kern.sluit()
    nergens(werkplek.map / "profiel", WACHTWOORD)
    opnieuw = Programmakern(werkplek.map)
    opnieuw.open()
    opnieuw.kies("00AA00", STIL)
    assert regel in opnieuw.certificaten()
    opnieuw.test_bron()
    opnieuw.sluit()


def test_the_aanleverpunt_is_read_from_the_certificate(kern, werkplek):
    kern.open()
    kern.kies("00AA00", STIL)
    assert kern.importeer_certificaat(p12(werkplek, "00AA01"), WACHTWOORD).aanleverpunt == "00AA01"
    kern.kies("00AA01", STIL)
    kern.test_bron()


def test_B5_a_file_for_more_aanleverpunten_is_asked_and_the_chosen_one_is_used(kern, werkplek):
    beide = werkplek.map / "beide.p12"
    beide.write_bytes(samen(*(p12(werkplek, punt).read_bytes() for punt in ("00AA00", "00AA01", "99ZZ00"))))
    kern.open()
    kern.kies("00AA01", STIL)
    voor = kern.certificaten()
    keuzes = kern.importeer_certificaat(beide, WACHTWOORD)
    assert [keuze.aanleverpunt for keuze in keuzes] == ["00AA00", "00AA01"]
    assert kern.certificaten() == voor, "asked only"
    regel = kern.importeer_certificaat(beide, WACHTWOORD, keuzes[1])
    assert (regel.aanleverpunt, regel.vingerafdruk) == ("00AA01", keuzes[1].vingerafdruk)
    assert regel in kern.certificaten()
    kern.test_bron()
    beide.write_bytes(p12(werkplek, "00AA00").read_bytes())
    [ander] = kern.importeer_certificaat(beide, WACHTWOORD, keuzes[1])
    assert ander.aanleverpunt == "00AA00", "the file became another: asked again, not taken"


@pytest.mark.parametrize(
    ("punt", "van", "tot", "code"),
    [
        ("00AA00", -9 * DAG, -DAG, "CERT-06"),
        ("00AA00", DAG, 9 * DAG, "CERT-07"),
        ("99ZZ00", -DAG, DAG, "CERT-08"),
        ("J. de Vries", -DAG, DAG, "CERT-15"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_refused_at_import(kern, werkplek, punt, van, tot, code):
    kern.open()
    voor = kern.certificaten()
    gevangen = fout(code, kern.importeer_certificaat, p12(werkplek, punt, van=van, tot=tot), WACHTWOORD)
    assert "Vries" not in str(gevangen)
    assert kern.certificaten() == voor


def test_a_wrong_password_and_a_missing_file_are_refused(kern, werkplek):
    kern.open()
    fout("CERT-02", kern.importeer_certificaat, p12(werkplek), "fout")
    fout("CERT-03", kern.importeer_certificaat, werkplek.map / "weg.p12", WACHTWOORD)
    fout("CERT-03", kern.importeer_certificaat, werkplek.map, WACHTWOORD)


def test_a_new_one_stands_beside_the_old_while_messages_are_under_way(kern, werkplek):
    kern.open()
    oud = kern.importeer_certificaat(p12(werkplek, tot=90 * DAG), WACHTWOORD)
    omg = kern.kies("00AA00", STIL).omgeving
    registratieoverzicht_ophalen(omg)
    acties_bepalen(omg)
    controleren(omg)
    werkplek.beheer("instellingen", vertraging_tikken=9)
    synchroniseren(omg)
    assert status(omg).acties["In behandeling"]
    nieuw = kern.importeer_certificaat(p12(werkplek, van=-DAG / 2, tot=800 * DAG), WACHTWOORD)
    regels = {regel.vingerafdruk: regel for regel in kern.certificaten()}
    assert regels[oud.vingerafdruk].in_gebruik
    assert regels[nieuw.vingerafdruk].in_gebruik
    fout("CERT-14", kern.verwijder_certificaat, regels[oud.vingerafdruk])
    fout("CERT-14", kern.verwijder_certificaat, regels[nieuw.vingerafdruk])
    werkplek.beheer("werk", alles=True)
    terugkoppeling_ophalen(kern.met(STIL))
    assert "In behandeling" not in status(omg).acties
    [weg] = [regel for regel in kern.certificaten() if regel.vingerafdruk == oud.vingerafdruk]
    assert not weg.in_gebruik
    kern.verwijder_certificaat(weg)
    assert [r.vingerafdruk for r in kern.certificaten() if r.aanleverpunt == "00AA00"] == [nieuw.vingerafdruk]
    kern.test_bron()


def test_the_newest_valid_one_is_used_and_the_demos_own_cannot_be_removed(kern, werkplek):
    kern.open()
    fout("CERT-14", kern.verwijder_certificaat, kern.certificaten()[0])
    nieuw = kern.importeer_certificaat(p12(werkplek, van=-DAG / 2), WACHTWOORD)
    oud = kern.importeer_certificaat(p12(werkplek, van=-2 * DAG), WACHTWOORD)
    assert (nieuw.in_gebruik, oud.in_gebruik) == (True, False)
    kern.verwijder_certificaat(oud)


@pytest.mark.parametrize(
    ("dagen", "begin"),
    [
        (61, ""),
        (60, "Verloopt over 60 dagen ("),
        (1, "Verloopt morgen ("),
        (0, "Verloopt vandaag ("),
        (-1, "Verlopen op "),
    ],
)
def test_the_warning_comes_60_days_before_the_end(dagen, begin):
    vandaag = datetime(2026, 11, 22, tzinfo=UTC).date()
    tekst = waarschuwing(vandaag + dagen * DAG, vandaag)
    assert tekst.startswith(begin)
    assert bool(tekst) is bool(begin)


# --- connection ---------------------------------------------------------------------------------------------------------------------------


def test_a_demo_needs_no_settings_and_takes_no_real_database(kern, kopie):
    begin = kern.open()
    assert begin.verbonden
    keuze = kern.verbinding()
    assert keuze is not None
    assert kern.test_verbinding(keuze).aanleverpunten == ("00AA00", "00AA01")
    assert kern.wijzig_verbinding(keuze).verbonden
    fout("INST-05", kern.wijzig_verbinding, Verbindingskeuze("server", "LVS2000"))


def test_a_new_profile_asks_for_a_connection_first(school, kopie):
    begin = school.open()
    assert (begin.demo, begin.verbonden, begin.fout, begin.aanleverpunten) == (False, False, "", ())
    assert school.verbinding() is None
    uitslag = school.test_verbinding(sqlite(kopie.lvs))
    assert (uitslag.versie, uitslag.brin) == ("2.10.0345", "00AA")
    assert school.verbinding() is None, "a test changes nothing"
    assert school.wijzig_verbinding(sqlite(kopie.lvs)).aanleverpunten == ("00AA00", "00AA01")
    school.sluit()
    opnieuw = Programmakern(kopie.map / "school")
    assert opnieuw.open().verbonden
    assert opnieuw.verbinding() == sqlite(kopie.lvs)
    opnieuw.sluit()


def test_a_database_that_does_not_answer_says_so_and_keeps_the_one_in_use(school, kopie, tmp_path):
    school.open()
    school.wijzig_verbinding(sqlite(kopie.lvs))
    fout("LVS-01", school.test_verbinding, sqlite(tmp_path / "weg.db"))
    fout("LVS-01", school.wijzig_verbinding, sqlite(tmp_path / "weg.db"))
    fout("LVS-01", school.test_verbinding, Verbindingskeuze(" ", "LVS2000"))
    assert school.verbinding() == sqlite(kopie.lvs)
    school.sluit()
    kopie.lvs.rename(tmp_path / "elders.db")
    begin = school.open()
    assert (begin.verbonden, begin.fout) == (False, "LVS-01")
    assert begin.uitleg.startswith(FOUTEN["LVS-01"].zin)


def test_an_old_lvs2000_is_told_at_the_start(school, kopie):
    school.open()
    school.wijzig_verbinding(sqlite(kopie.lvs))
    school.sluit()
    kopie.sql("UPDATE Databaseversie SET Versie = '2.9.9999'")
    assert school.open().fout == "LVS-02"


def verplaatst(werkplek: Werkplek, *, guid: bool = True, punt: str = "") -> Path:
    """A copy of the school's database elsewhere."""
    pad = werkplek.map / "elders.db"
    shutil.copy(werkplek.lvs, pad)
    if guid:
        sql(pad, "UPDATE Databaseversie SET DatabaseGuid = 'een-andere'")
    if punt:
        sql(
            pad,
            f"PRAGMA foreign_keys=OFF; UPDATE Aanleverpunt SET Aanleverpunt = '{punt}' WHERE Aanleverpunt = '00AA00'",
        )
    return pad


@pytest.fixture
def gewerkt(kern, werkplek) -> Programmakern:
    """A profile that worked with its database: a picture and open acties."""
    werkplek.tot("controleren")
    kern.open()
    return kern


def test_the_same_database_at_another_place_is_taken_without_a_question(gewerkt, werkplek):
    assert gewerkt.wijzig_verbinding(sqlite(verplaatst(werkplek, guid=False))).verbonden


def test_a_moved_database_of_the_same_school_asks_once_and_keeps_picture_and_acties(gewerkt, werkplek):
    voor = status(gewerkt.kies("00AA00", STIL).omgeving)
    assert voor.acties
    assert voor.peildatum
    keuze = sqlite(verplaatst(werkplek))
    fout("INST-04", gewerkt.wijzig_verbinding, keuze)
    assert gewerkt.verbinding() != keuze
    assert status(gewerkt.met(STIL)) == voor, "the session goes on as long as nothing changed"
    assert gewerkt.wijzig_verbinding(keuze, zelfde_school=True).verbonden
    omg = gewerkt.kies("00AA00", STIL).omgeving
    assert status(omg) == voor
    assert acties_bepalen(omg).verschillen
    assert status(omg).acties == voor.acties
    gewerkt.wijzig_verbinding(keuze)


def test_another_schools_database_is_refused_also_when_confirmed(gewerkt, werkplek):
    keuze = sqlite(verplaatst(werkplek, punt="99ZZ00"))
    fout("LVS-07", gewerkt.wijzig_verbinding, keuze)
    fout("LVS-07", gewerkt.wijzig_verbinding, keuze, zelfde_school=True)
    gewerkt.kies("00AA00", STIL)


def test_a_restored_backup_that_nobody_chose_still_leads_to_recovery(gewerkt, werkplek):
    werkplek_lvs = werkplek.lvs
    sql(werkplek_lvs, "UPDATE Databaseversie SET DatabaseGuid = 'een-back-up'")
    omg = gewerkt.kies("00AA00", STIL).omgeving
    fout("PROC-08", acties_bepalen, omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        assert unit.get(Stand, "00AA00").herstel_nodig


def test_the_password_goes_to_the_key_ring_and_to_no_file(school, kopie, monkeypatch):
    school.open()
    keuze = Verbindingskeuze("sql01", "LVS2000", "bronsync", SQL_WACHTWOORD, vertrouw_servercertificaat=True)
    assert SQL_WACHTWOORD not in repr(keuze)
    gemaakt = []
    antwoord = (("00AA00",), school_van(kopie))
    monkeypatch.setattr(kern_module, "_bekijk", lambda lvs: gemaakt.append(lvs._bron) or antwoord)
    monkeypatch.setattr(LvsDatabase, "rechten", lambda _lvs: Rechten.PASSEND)
    monkeypatch.setattr(LvsDatabase, "keuring", lambda _lvs: "")
    assert school.wijzig_verbinding(keuze).verbonden
    assert school.verbinding() == replace(keuze, wachtwoord="")
    assert SQL_WACHTWOORD in school.ring.kept.values()
    school.test_verbinding(replace(keuze, wachtwoord=""))
    assert gemaakt[-1].wachtwoord == SQL_WACHTWOORD
    school.test_verbinding(replace(keuze, server="sql02", wachtwoord=""))
    assert gemaakt[-1].wachtwoord is None, "never to another server"
    school.sluit()
    nergens(kopie.map, SQL_WACHTWOORD)
    school.open()
    assert school._open.lvs._bron == gemaakt[0]
    assert SQL_WACHTWOORD not in repr(school._open)
    school.wijzig_verbinding(replace(keuze, gebruiker="", wachtwoord=""))
    assert SQL_WACHTWOORD not in school.ring.kept.values(), "Windows authentication needs none"


def school_van(werkplek: Werkplek):
    lvs = LvsDatabase(f"sqlite:///{werkplek.lvs.as_posix()}")
    try:
        return lvs.school("00AA00")
    finally:
        lvs.sluit()


# --- starting -----------------------------------------------------------------------------------------------------------------------------


def test_the_demo_is_started_as_a_program_of_its_own(tmp_path, monkeypatch):
    uitvoer = tmp_path / "argumenten.txt"
    programma = f"import sys; open({str(uitvoer)!r}, 'w').write(' '.join(sys.argv[1:]))"
    monkeypatch.setattr(demoschool, "opdracht", lambda: [sys.executable, "-c", programma])
    proces = demoschool.start_demoschool(tmp_path / "demo")
    assert proces.wait(30) == 0
    assert uitvoer.read_text() == f"--map {tmp_path / 'demo'}"
    monkeypatch.setattr(demoschool, "opdracht", lambda: [str(tmp_path / "bestaat-niet")])
    fout("INST-06", demoschool.start_demoschool, tmp_path / "demo")


def test_the_demo_beside_this_program_is_found(tmp_path, monkeypatch):
    hier = tmp_path / "python"
    monkeypatch.setattr(sys, "executable", str(hier))
    assert demoschool.opdracht() == [str(hier), "-m", "bronsync_demo"]
    naast = tmp_path / ("bronsync-demo.exe" if sys.platform == "win32" else "bronsync-demo")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert demoschool.opdracht() == [str(naast)]
    monkeypatch.delattr(sys, "frozen")
    naast.touch()
    assert demoschool.opdracht() == [str(naast)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
@pytest.mark.parametrize("argumenten", [[], ["--map", "x"]])
def test_without_a_screen_a_sentence_and_exit_3_before_Qt(tmp_path, argumenten):
    code = "import sys; sys.argv[0] = 'bronsync'; from bronsync.__main__ import main; n = main(); print('PySide6' in sys.modules); sys.exit(n)"
    zonder = {n: w for n, w in os.environ.items() if n not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    uit = subprocess.run(
        [sys.executable, "-c", code, *argumenten], env=zonder, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (uit.returncode, uit.stdout.strip()) == (3, "False")
    assert "geen scherm" in uit.stderr
    assert not list(tmp_path.iterdir())


def test_before_the_window_nothing_heavy_is_loaded():
    code = (
        "import sys, bronsync.__main__, bronsync.program.profiel; bronsync.program.profiel.Programmakern(None).versie; "
        "print({'sqlalchemy', 'zeep', 'lxml', 'cryptography', 'keyring', 'urllib3', 'bronsync.program.bootstrap', 'bronsync.cli',"
        " 'bronsync.application.tonen.status'} & set(sys.modules))"
    )
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "set()"


# --- looking beside the window (B19) ------------------------------------------------------------------------------------------------------

KIJKEN = (
    ("status",),
    ("overzicht",),
    ("berichten",),
    ("vragen",),
    ("acties",),
    ("attentiesignalen",),
    ("dubbele-inschrijvingen",),
    ("handmatig", "1"),
    ("onderwijs-sinds",),
    ("helpdeskbestand",),
    ("mutaties",),
)


@pytest.fixture
def venster(geleverd: Werkplek) -> Iterator[Programmakern]:
    kern = Programmakern(geleverd.map)
    kern.open()
    yield kern
    kern.sluit()


ALLES = """
import json, sys
from bronsync import cli
for wat in json.loads(sys.argv[2]):
    print(cli.main([*wat, "--aanleverpunt", "00AA00", "--map", sys.argv[1], "--json"]))
"""


def alle_naast(werkplek: Werkplek, opdrachten: tuple[tuple[str, ...], ...]) -> list[tuple[int, dict[str, Any]]]:
    """In one other process, one after the other."""
    opdracht = [sys.executable, "-c", ALLES, str(werkplek.map), json.dumps(opdrachten)]
    regels = subprocess.run(opdracht, capture_output=True, text=True, check=True).stdout.splitlines()
    return [(int(code), json.loads(uit)) for uit, code in zip(regels[::2], regels[1::2], strict=True)]


def naast(werkplek: Werkplek, stroom: str, *meer: str) -> tuple[int, dict[str, Any]]:
    uit = ander_proces("--aanleverpunt", "00AA00", "--map", str(werkplek.map), *meer, stroom=stroom)
    return uit.returncode, json.loads(uit.stdout.splitlines()[-1])


def test_FOUTEN_B19_looking_beside_the_window_shows_what_it_shows_alone(venster, geleverd):
    venster.sluit()
    alleen = alle_naast(geleverd, KIJKEN)
    venster.open()
    venster.kies("00AA00", STIL)
    for wat, apart, (code, beeld) in zip(KIJKEN, alleen, alle_naast(geleverd, KIJKEN), strict=True):
        assert "alleen om te bekijken" in beeld.pop("alleen_kijken")
        if wat[0] == "helpdeskbestand":  # its sizes differ, by the lines in the log
            assert code == 0
        else:
            assert (code, beeld) == apart
    assert not list((geleverd.map / "profiel").glob("kijken-*"))


def test_all_aanleverpunten_are_told_beside_the_window_and_alone(venster, geleverd, capsys):
    opdracht = ["aanleverpunten", "--map", str(geleverd.map), "--json"]

    def gezien() -> tuple[int, dict[str, Any]]:
        code = cli.main(opdracht)
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    venster.sluit()
    alleen = gezien()
    venster.open()
    venster.kies("00AA00", STIL)
    assert gezien() == alleen, "by the books only, and nobody is kept out by who works"
    in_venster = venster.aanleverpunten()
    assert [een.aanleverpunt for een in in_venster.punten] == [
        een["aanleverpunt"] for een in alleen[1]["aanleverpunten"]
    ]
    code, uit = alleen
    assert (code, uit["werklijst"]) == (1, [])
    nodig = {een["aanleverpunt"]: (een["nodig"], een["leeftijd"]) for een in uit["aanleverpunten"]}
    assert nodig == {"00AA00": ("Geen verschillen bekend", 0), "00AA01": ("Nog niet vergeleken met BRON", None)}
    assert not list((geleverd.map / "profiel").glob("kijken-*"))
    assert cli.main(["aanleverpunten", "--map", str(geleverd.map / "nergens")]) == 3
    assert "(INST-01" in capsys.readouterr().err


def test_FOUTEN_B19_it_shows_what_was_kept_a_moment_ago(venster, geleverd):
    omg = venster.kies("00AA00", STIL).omgeving
    voor = naast(geleverd, "status")[1]["verschillen"]
    geleverd.sql("UPDATE Leerling SET Straatnaam = Straatnaam || ' x'")
    acties_bepalen(omg)
    assert naast(geleverd, "status")[1]["verschillen"] > voor


WIJZIGEN = (
    ("controleren",),
    ("synchroniseren",),
    ("niet-uitgevoerde-acties-verwijderen",),
    ("onderwijs-sinds", "--uitvoeren"),
    ("attentiesignalen", "--gezien", "1"),
    ("dubbele-inschrijvingen", "1"),
    ("handmatig", "1", "verwijdering-inschrijving"),
)


def test_FOUTEN_B19_what_changes_is_refused_and_says_why(venster, geleverd):
    venster.kies("00AA00", STIL)
    gezegd = [(code, uit["fout"]) for code, uit in alle_naast(geleverd, WIJZIGEN)]
    assert gezegd == [(cli.MISLUKT, "OPSLAG-04")] * len(WIJZIGEN)


def test_FOUTEN_B19_what_leaves_an_audit_line_is_refused_and_leaves_nothing_else(venster, geleverd, tmp_path):
    venster.kies("00AA00", STIL)
    uit = tmp_path / "lijst.xlsx"
    assert naast(geleverd, "overzicht", "--xlsx", str(uit))[1]["fout"] == "OPSLAG-04"
    assert not uit.exists()


def test_FOUTEN_B19_looking_while_another_computer_works_with_this_aanleverpunt(venster, geleverd, tmp_path):
    """The lease is for who changes something."""
    venster.sluit()
    with LvsDatabase(f"sqlite:///{geleverd.lvs.as_posix()}").vergrendel("00AA00"):
        code, beeld = naast(geleverd, "status")
        assert code == 0
        assert "alleen_kijken" in beeld
        assert naast(geleverd, "controleren")[1]["fout"] == "LVS-09"


def test_FOUTEN_B19_who_looks_leaves_the_log_of_the_window_alone(venster, geleverd):
    """An old line is taken out by replacing the file, under the hands of who writes in it."""
    log = geleverd.map / "profiel" / "logboek" / "bronsync.log"
    venster.kies("00AA00", STIL)
    oud = '{"tijd": "2020-01-01T00:00:00.000+00:00"}\n'
    log.write_text(oud + log.read_text(encoding="utf-8"), encoding="utf-8")
    nummer = log.stat().st_ino
    naast(geleverd, "status")
    naast(geleverd, "controleren")
    assert log.stat().st_ino == nummer
