"""The 31 faults of RELIABILITY B3, each through the program as a user runs it: register over mutual TLS, encrypted store, LVS2000 file.

A crash is a process of its own that ends without cleaning up (`sterf.py`). After each fault the normal buttons must end in agreement, with
no message executed twice by the register's own log. What a unit test proves in more detail is not repeated here.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bronsync import cli
from bronsync.adapters.bron import register
from bronsync.adapters.bron.https.identiteit import Identiteit
from bronsync.adapters.lvs2000 import lease
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.system.clock import SystemClock
from bronsync.application.records import Actie, MutatieRij, MutatieStand
from bronsync.program import bootstrap
from bronsync.program.bootstrap import open_sessie
from end2end import sterf
from end2end.conftest import Werkplek
from helpers.afsplitsing import Proces

NNCA = "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?"
GEKOZEN = (
    "SELECT l.LeerlingId, i.InschrijvingId, l.Burgerservicenummer FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
    " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND i.UitgeslotenVanAanlevering = 0"
    " AND l.Burgerservicenummer IS NOT NULL AND l.GeheimAdres = 0 AND l.Postcode IS NOT NULL AND l.Achternaam IS NOT NULL"
    " AND length(l.Geboortedatum) = 8"
    " AND l.LeerlingId NOT IN (SELECT LeerlingId FROM Inschrijving GROUP BY LeerlingId HAVING count(*) > 1)"
    " ORDER BY i.InschrijvingId"
)
MELDING = "aanleverenInschrijving"


def sterft(werkplek: Werkplek, plaats: str, n: int, stroom: str) -> bool:
    """Runs a flow that dies there; whether it came so far."""
    argumenten = [stroom, "--aanleverpunt", werkplek.aanleverpunt, "--map", str(werkplek.map), "--json"]
    proces = Proces(sterf.main, [plaats, str(n), "--", *argumenten])
    code = proces.wacht()
    assert code in (0, 1, 3, sterf.DOOD), proces.uit[-1000:]
    return code == sterf.DOOD


def zin(werkplek: Werkplek) -> str:
    """What the next start says of the interruption."""
    cli.main(["status", "--aanleverpunt", werkplek.aanleverpunt, "--map", str(werkplek.map)])
    return werkplek.capsys.readouterr().out.splitlines()[0]


def stand(werkplek: Werkplek) -> dict[str, Any]:
    return werkplek.bronsync("status")[1]


def eens(werkplek: Werkplek) -> None:
    """Both sides agree again after the normal buttons, and nothing was executed twice."""
    werkplek.lever()
    assert max(werkplek.uitvoeringen()) == 1
    acties = stand(werkplek)["acties"]
    assert not {"Verzenden", "Onbeslist", "In behandeling"} & set(acties)


def mutaties(werkplek: Werkplek) -> list[str]:
    """All that changes something, by the register's own log."""
    return [regel["operatie"] for regel in werkplek.beheer("log")["berichten"] if "aanleveren" in regel["operatie"]]


def beantwoord(werkplek: Werkplek) -> None:
    """A person answers each vraag; the school's side wins where it may."""
    for vraag in werkplek.bronsync("vragen")[1]["vragen"]:
        keuze = "naar-bron" if "naar BRON" in vraag["mogelijk"] else "negeren"
        werkplek.bronsync("beslis", str(vraag["nummer"]), keuze)


def wijzig(werkplek: Werkplek, keer: int = 1) -> int:
    """Another onderwijsgegeven for one pupil, answered 'naar BRON' and checked; gives the number of the actie."""
    (_, inschrijving, _), *_ = werkplek.sql(GEKOZEN)
    for _ in range(keer):
        werkplek.sql(NNCA, inschrijving)
    werkplek.bronsync("acties-bepalen")
    (vraag,) = werkplek.bronsync("vragen")[1]["vragen"]
    _, uit = werkplek.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    werkplek.bronsync("controleren")
    return int(uit["actie"])


def brp(werkplek: Werkplek, voornamen: str, wie: int = 0) -> int:
    """The GBA changes a name; gives the LeerlingId."""
    leerling, _, bsn = werkplek.sql(GEKOZEN)[wie]
    werkplek.beheer("brp", soort="persoon", bsn=bsn, wijzig={"voornamen": voornamen})
    return int(leerling)


def voornamen(werkplek: Werkplek, leerling: int) -> str:
    ((naam,),) = werkplek.sql("SELECT Voornamen FROM Leerling WHERE LeerlingId = ?", leerling)
    return str(naam)


def vertraag(werkplek: Werkplek) -> None:
    """The register answers only when `beheer("werk")` lets it."""
    werkplek.beheer("instellingen", vertraging_tikken=1000)


def antwoordt(werkplek: Werkplek) -> None:
    werkplek.beheer("werk", alles=True)


# --- sending ----------------------------------------------------------------------------------------------------------------------------


def test_FOUT_1_a_crash_while_acties_are_determined_loses_and_sends_nothing(werkplek):
    werkplek.tot("acties-bepalen")
    n = 1
    while sterft(werkplek, "commit", n, "acties-bepalen"):
        assert not werkplek.uitvoeringen() or max(werkplek.uitvoeringen()) <= 1
        n += 1
    assert n > 1, "there is a moment to die at"
    assert stand(werkplek)["acties"]["Bepaald"] > 5
    assert not [regel for regel in werkplek.beheer("log")["berichten"] if regel["operatie"] == MELDING]
    eens(werkplek)


def test_FOUT_2_a_crash_before_the_bytes_left_sends_once_later(werkplek):
    werkplek.tot("synchroniseren")
    assert sterft(werkplek, f"voor:{MELDING}", 2, "synchroniseren")
    assert "van 1 bericht is nog niet bekend of BRON het ontving" in zin(werkplek)
    eens(werkplek)


@pytest.mark.parametrize("veilig", [True, False], ids=["register drops repeats", "register works repeats"])
def test_FOUT_3_a_crash_after_the_register_took_it_sends_no_second_mutation(kopie, veilig):
    (kopie.map / "register").mkdir(exist_ok=True)
    script = {"instellingen": {"dubbelen_negeren": veilig}}
    (kopie.map / "register" / "storingen.json").write_text(json.dumps(script), encoding="utf-8")
    kopie.start_register()
    kopie.tot("synchroniseren")
    assert sterft(kopie, f"na:{MELDING}", 2, "synchroniseren")
    nu = stand(kopie)
    assert nu["acties"].get("Onbeslist") == 1
    assert nu["onderbroken"].startswith("BRON Sync werd onderbroken tijdens Verwerken en Verzenden: ")
    assert "onderbroken" not in stand(kopie), "said once"
    eens(kopie)


def test_FOUT_4_a_lost_request_is_said_and_tried_again(werkplek):
    werkplek.tot("synchroniseren")
    voor = stand(werkplek)["acties"]
    werkplek.storing("verbinding_dicht")
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["fout"]) == (cli.MISLUKT, "NET-01")
    assert stand(werkplek)["acties"] == voor
    eens(werkplek)


@pytest.mark.parametrize(
    ("soort", "waarde"),
    [("antwoord_kwijt", None), ("http_status", {"status": 502, "verwerkt": True}), ("afgekapt", None)],
)
def test_FOUT_5_a_lost_answer_is_onbeslist_and_never_a_failure(werkplek, soort, waarde):
    werkplek.tot("synchroniseren")
    werkplek.storing(soort, operatie=MELDING, waarde=waarde)
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["onbeslist"], uit["geweigerd"]) == (cli.OVER, 1, 0)
    eens(werkplek)


def test_FOUT_6_a_second_process_on_this_computer_sends_nothing(werkplek):
    werkplek.tot("synchroniseren")
    with open_sessie(werkplek.map, werkplek.aanleverpunt):
        argumenten = ["synchroniseren", "--aanleverpunt", werkplek.aanleverpunt, "--map", str(werkplek.map), "--json"]
        tweede = subprocess.run(
            [sys.executable, "-m", "bronsync", *argumenten], capture_output=True, text=True, check=False
        )
    assert (tweede.returncode, json.loads(tweede.stdout)["fout"]) == (cli.MISLUKT, "OPSLAG-04")
    eens(werkplek)


# --- feedback ---------------------------------------------------------------------------------------------------------------------------


def test_FOUT_7_the_same_feedback_twice_is_worked_once_and_other_bytes_raise_an_alarm(geleverd):
    leerling = brp(geleverd, "Suzanne Marijke")
    geleverd.storing("tk_herhaal")
    _, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert (uit["per_soort"], uit["teruggeschreven"]) == ({"SpontaneMutatie": 1}, 1)
    brp(geleverd, "Suzanne")
    geleverd.storing("tk_ander")
    _, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert uit["fout"] == "PROC-22"
    assert voornamen(geleverd, leerling) == "Suzanne Marijke", "of two contents none is written by itself"
    assert geleverd.bronsync("acties-bepalen")[1]["fout"] == "PROC-22"
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {"sleutel": 1}
    geleverd.sql("UPDATE Leerling SET Voornamen = 'Suzanne' WHERE LeerlingId = ?", leerling)
    eens(geleverd)


def test_FOUT_8_feedback_in_another_order_ends_with_the_newest(geleverd):
    for naam in ("Een", "Twee", "Drie"):
        leerling = brp(geleverd, naam)
    geleverd.storing("tk_schud")
    _, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert uit["per_soort"] == {"SpontaneMutatie": 3}
    assert voornamen(geleverd, leerling) == "Drie"
    eens(geleverd)


def test_FOUT_9_a_gap_in_the_numbers_blocks_until_an_overview(geleverd):
    for naam in ("Een", "Twee"):
        brp(geleverd, naam)
    geleverd.storing("tk_gat")
    geleverd.bronsync("terugkoppeling-ophalen")
    for stroom in ("acties-bepalen", "synchroniseren"):
        code, uit = geleverd.bronsync(stroom)
        assert (code, uit["fout"]) == (cli.OVER, "PROC-09")
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0
    eens(geleverd)


def test_FOUT_10_feedback_to_a_message_nobody_sent_is_kept_and_changes_nothing(geleverd):
    wijzig(geleverd)
    voor = geleverd.lvs.read_bytes()
    geleverd.bronsync("synchroniseren")
    geleverd.storing("tk_onbekend")
    code, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert (code, uit["wacht_op_gebruiker"]) in ((cli.OVER, 1), (0, 0))  # an acceptance is known by its sleutel too
    assert geleverd.lvs.read_bytes() == voor
    assert stand(geleverd)["acties"]["Geaccepteerd"]


def test_FOUT_11_late_feedback_to_a_removed_actie_revives_nothing(geleverd):
    vertraag(geleverd)
    nummer = wijzig(geleverd)
    geleverd.bronsync("synchroniseren")
    assert geleverd.bronsync("verwijder-actie", str(nummer))[1]["status"] == "Verwijderd na verzending"
    antwoordt(geleverd)
    geleverd.bronsync("terugkoppeling-ophalen")
    status = {regel["nummer"]: regel["status"] for regel in geleverd.bronsync("acties")[1]["acties"]}
    assert status[nummer] == "Verwijderd na verzending"
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {}, "the picture followed the answer"


def test_FOUT_12_an_actie_checked_before_the_answer_to_an_older_one_is_judged_again(geleverd):
    vertraag(geleverd)
    eerste = wijzig(geleverd)
    geleverd.bronsync("synchroniseren")
    geleverd.bronsync("verwijder-actie", str(eerste))
    (_, inschrijving, _), *_ = geleverd.sql(GEKOZEN)
    geleverd.sql("UPDATE Inschrijving SET Nnca = '0' WHERE InschrijvingId = ?", inschrijving)
    tweede = wijzig(geleverd, keer=0)
    antwoordt(geleverd)
    _, uit = geleverd.bronsync("synchroniseren")
    assert (uit["verzonden"], uit["gewijzigd"]) == (0, 1)
    status = {regel["nummer"]: regel["status"] for regel in geleverd.bronsync("acties")[1]["acties"]}
    assert status[tweede] == "Bepaald"


def test_FOUT_13_after_eight_weeks_without_an_answer_an_actie_is_uitblijvend(geleverd, monkeypatch):
    vertraag(geleverd)
    nummer = wijzig(geleverd)
    geleverd.bronsync("synchroniseren")
    echt = SystemClock.now

    def later(clock: SystemClock) -> datetime:
        return echt(clock) + timedelta(days=57)

    with monkeypatch.context() as tijd:
        tijd.setattr(bootstrap.SystemClock, "now", later)
        geleverd.bronsync("terugkoppeling-ophalen")
        status = {regel["nummer"]: regel["status"] for regel in geleverd.bronsync("acties")[1]["acties"]}
        assert status[nummer] == "Uitblijvend"
        antwoordt(geleverd)
        geleverd.bronsync("terugkoppeling-ophalen")
    assert stand(geleverd)["acties"].get("Uitblijvend") is None, "a late answer still counts"


@pytest.mark.parametrize("plaats", ["na:ophalenTerugkoppelingen", "voor:bevestigenTerugkoppelingen"])
def test_FOUT_14_a_crash_around_storing_feedback_loses_none(geleverd, plaats):
    leerling = brp(geleverd, "Suzanne Marijke")
    assert sterft(geleverd, plaats, 1, "terugkoppeling-ophalen")
    _, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert voornamen(geleverd, leerling) == "Suzanne Marijke"
    assert uit["per_soort"] == {"SpontaneMutatie": 1}
    eens(geleverd)


# --- LVS2000 ----------------------------------------------------------------------------------------------------------------------------


def test_FOUT_15_a_crash_after_a_write_back_repeats_nothing_and_shows_no_conflict(geleverd):
    leerling = brp(geleverd, "Suzanne Marijke")
    assert sterft(geleverd, "lvs", 1, "terugkoppeling-ophalen")
    assert voornamen(geleverd, leerling) == "Suzanne Marijke"
    assert stand(geleverd)["conflicten"] == 0
    with (
        open_sessie(geleverd.map, geleverd.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        assert {rij.stand for rij in unit.all(MutatieRij)} <= {MutatieStand.GEDAAN}
    eens(geleverd)


def test_FOUT_16_an_edit_of_the_school_between_reading_and_writing_stays(geleverd, monkeypatch):
    leerling = brp(geleverd, "Van de gemeente")
    echt = LvsDatabase.schrijf

    def schrijf(lvs: LvsDatabase, wie: int, wijzigingen: Any) -> Any:
        geleverd.sql("UPDATE Leerling SET Voornamen = 'Van de school' WHERE LeerlingId = ?", wie)
        return echt(lvs, wie, wijzigingen)

    with monkeypatch.context() as bewerking:
        bewerking.setattr(LvsDatabase, "schrijf", schrijf)
        _, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert (uit["teruggeschreven"], uit["conflicten"]) == (0, 1)
    assert voornamen(geleverd, leerling) == "Van de school"


def _zonder_profiel(werkplek: Werkplek) -> None:
    shutil.rmtree(werkplek.map / "profiel")
    (werkplek.map / "profiel").mkdir()
    (werkplek.map / "profiel" / "instellingen.json").write_text('{"wachttijd": 0}', encoding="utf-8")
    (werkplek.map / "sleutel.json").unlink()


def test_FOUT_17_a_lost_profile_in_the_middle_of_sending_sends_nothing_by_itself(werkplek):
    werkplek.tot("terugkoppeling-ophalen")
    _zonder_profiel(werkplek)
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["fout"]) in ((cli.OVER, "PROC-01"), (cli.OVER, "PROC-08"))
    werkplek.bronsync("registratieoverzicht-ophalen")
    _, uit = werkplek.bronsync("acties-bepalen")
    assert not uit["acties"]
    beantwoord(werkplek)
    werkplek.lever()
    assert max(werkplek.uitvoeringen()) == 1


def test_FOUT_18_an_older_copy_of_the_store_is_noticed_by_the_program(werkplek):
    werkplek.tot("synchroniseren")
    pad = werkplek.map / "profiel" / "opslag.db"
    oud = pad.read_bytes()
    werkplek.tot("")
    pad.write_bytes(oud)
    assert "haal eerst een registratieoverzicht op" in zin(werkplek)
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["fout"]) == (cli.OVER, "PROC-08")
    werkplek.bronsync("registratieoverzicht-ophalen")
    assert not werkplek.bronsync("acties-bepalen")[1]["acties"]
    assert max(werkplek.uitvoeringen()) == 1


def test_FOUT_18_an_answer_that_the_newer_store_signed_off_is_not_waited_for_in_silence(werkplek):
    werkplek.tot("terugkoppeling-ophalen")
    pad = werkplek.map / "profiel" / "opslag.db"
    oud = pad.read_bytes()
    wacht = stand(werkplek)["acties"]["In behandeling"]
    werkplek.bronsync("terugkoppeling-ophalen")
    assert "In behandeling" not in stand(werkplek)["acties"]
    pad.write_bytes(oud)
    assert f"Van {wacht} actie(s) die op BRON wachten kan het antwoord al eerder zijn verwerkt" in zin(werkplek)
    werkplek.bronsync("registratieoverzicht-ophalen")
    assert werkplek.bronsync("acties-bepalen")[1]["acties"] == {}
    for regel in werkplek.bronsync("acties")[1]["acties"]:
        if regel["status"] == "In behandeling":
            werkplek.bronsync("verwijder-actie", str(regel["nummer"]))
    beantwoord(werkplek)
    eens(werkplek)


def test_FOUT_19_a_restored_backup_of_lvs2000_removes_and_ends_nobody(werkplek):
    back_up = werkplek.lvs.read_bytes()
    werkplek.lever()
    werkplek.lvs.write_bytes(back_up)
    werkplek.sql("UPDATE Databaseversie SET DatabaseGuid = '11111111-2222-4333-8444-555555555555'")
    voor = mutaties(werkplek)
    for stroom in ("acties-bepalen", "synchroniseren"):
        code, uit = werkplek.bronsync(stroom)
        assert (code, uit["fout"]) == (cli.OVER, "PROC-08")
    assert werkplek.bronsync("registratieoverzicht-ophalen")[1]["met_historie"]
    _, uit = werkplek.bronsync("acties-bepalen")
    assert uit["acties"] == {}, "every difference is asked"
    assert werkplek.bronsync("synchroniseren")[1].get("verzonden", 0) == 0
    assert mutaties(werkplek) == voor


def test_FOUT_20_a_half_filled_lvs2000_stops_and_shows_the_list_first(geleverd):
    geleverd.sql("UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE Uitschrijfdatum IS NULL")
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (cli.OVER, "PROC-04")
    assert uit["zin"].startswith(f"De rem: {len(uit['lijst'])} inschrijvingen ")
    assert all(regel.startswith("uitgeschreven bij BRON, ingeschreven op ") for regel in uit["lijst"])
    assert stand(geleverd)["acties"].get("Bepaald") is None
    for tabel in ("Klassenhistorie", "Nationaliteit", "Indicatie", "Begeleiding", "Inschrijving"):
        geleverd.sql(f"DELETE FROM {tabel}")
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (cli.OVER, "PROC-05")


# --- two computers ----------------------------------------------------------------------------------------------------------------------


def tweede_pc(eerste: Werkplek, basis: Path) -> Werkplek:
    """Another computer of the same school: a store and key of its own, the same LVS2000 and certificate."""
    (basis / "profiel").mkdir(parents=True)
    instellingen = {"wachttijd": 0, "lvs_url": f"sqlite:///{eerste.lvs.as_posix()}"}
    (basis / "profiel" / "instellingen.json").write_text(json.dumps(instellingen), encoding="utf-8")
    shutil.copytree(eerste.map / "register", basis / "register", ignore=shutil.ignore_patterns("register.sqlite*"))
    return Werkplek(basis, eerste.capsys, eerste.monkeypatch)


def test_FOUT_21_of_two_computers_at_once_one_works(geleverd, tmp_path):
    tweede = tweede_pc(geleverd, tmp_path / "tweede")
    with open_sessie(geleverd.map, geleverd.aanleverpunt):
        code, uit = tweede.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (cli.MISLUKT, "LVS-09")
    assert re.search(r"00AA00 wordt al gewerkt, op deze computer, sinds \d\d-\d\d-\d{4} \d\d:\d\d\.$", uit["zin"])
    assert tweede.bronsync("status")[0] == 0, "afterwards the other may"


def na_verzonden(monkeypatch: pytest.MonkeyPatch, aantal: int, gebeurt: Callable[[], object]) -> None:
    """Something happens when so many messages have gone."""
    echt, verzonden = register.BronRegister.verzend, 0

    def verzend(zelf: register.BronRegister, operatie: str, body: bytes) -> Any:
        nonlocal verzonden
        antwoord = echt(zelf, operatie, body)
        verzonden += 1
        if verzonden == aantal:
            gebeurt()
        return antwoord

    monkeypatch.setattr(register.BronRegister, "verzend", verzend)


def test_FOUT_23_a_lock_file_that_is_cleaned_away_mid_send_stops_before_the_next_message(werkplek, monkeypatch):
    werkplek.tot("synchroniseren")
    klaar = stand(werkplek)["acties"]["Gecontroleerd"]
    slot = werkplek.lvs.with_name(f"{werkplek.lvs.name}.{werkplek.aanleverpunt}.slot")
    with monkeypatch.context() as opruimer:
        na_verzonden(opruimer, 3, slot.unlink)
        code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["fout"]) == (cli.MISLUKT, "LVS-11")
    assert "Wat verzonden is, is vastgelegd; de rest staat nog klaar." in uit["advies"]
    acties = stand(werkplek)["acties"]
    assert (acties["In behandeling"], acties["Gecontroleerd"]) == (3, klaar - 3)
    eens(werkplek)


def test_FOUT_22_a_second_computer_decides_nothing_before_its_own_overview_and_the_first_notices(geleverd, tmp_path):
    tweede = tweede_pc(geleverd, tmp_path / "tweede")
    (_, inschrijving, _), *_ = geleverd.sql(GEKOZEN)
    geleverd.sql(NNCA, inschrijving)
    for stroom in ("acties-bepalen", "synchroniseren"):
        code, uit = tweede.bronsync(stroom)
        assert (code, uit["fout"]) in ((cli.OVER, "PROC-01"), (cli.OVER, "PROC-08"))
    tweede.bronsync("registratieoverzicht-ophalen")
    _, uit = tweede.bronsync("acties-bepalen")
    assert uit["acties"] == {}, "no common base: the user is asked"
    (vraag,) = tweede.bronsync("vragen")[1]["vragen"]
    tweede.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    tweede.bronsync("controleren")
    tweede.bronsync("synchroniseren")
    tweede.bronsync("terugkoppeling-ophalen")
    assert tweede.bronsync("acties-bepalen")[1]["verschillen"] == {}
    for stroom in ("acties-bepalen", "synchroniseren"):
        code, uit = geleverd.bronsync(stroom)
        assert (code, uit["fout"]) == (cli.OVER, "PROC-09"), "the numbers that the other signed off are missing here"
    geleverd.bronsync("registratieoverzicht-ophalen")
    eens(geleverd)


def test_FOUT_23_when_the_lease_is_lost_the_next_message_is_not_sent(werkplek, monkeypatch):
    werkplek.tot("synchroniseren")
    klaar = stand(werkplek)["acties"]["Gecontroleerd"]
    kwijt: list[bool] = []

    @contextmanager
    def leased(*_: object) -> Iterator[Any]:
        yield lambda: not kwijt

    with monkeypatch.context() as server:  # what SQL Server does when it restarts
        server.setattr(lease, "leased", leased)
        na_verzonden(server, 3, lambda: kwijt.append(True))
        code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["fout"]) == (cli.MISLUKT, "LVS-11")
    acties = stand(werkplek)["acties"]
    assert (acties["In behandeling"], acties["Gecontroleerd"]) == (3, klaar - 3)
    eens(werkplek)


# --- clock, overview, certificate ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jaren", [-2, 2])
def test_FOUT_24_a_wrong_clock_stops_before_anything_is_decided(geleverd, monkeypatch, jaren):
    wijzig(geleverd)
    echt = register.Transport

    def scheef(url: str, context: Any, **meer: Any) -> Any:
        return echt(url, context, nu=lambda: time.time() + jaren * 365 * 86400, **meer)

    with monkeypatch.context() as clock:
        clock.setattr(register, "Transport", scheef)
        for stroom in ("terugkoppeling-ophalen", "acties-bepalen", "synchroniseren"):
            code, uit = geleverd.bronsync(stroom)
            assert (code, uit["fout"]) == (cli.OVER, "PROC-14")
    eens(geleverd)


def test_FOUT_25_an_overview_of_29_days_blocks_comparing_and_sending(geleverd):
    wijzig(geleverd)
    geleverd.dagen = 29
    for stroom in ("acties-bepalen", "synchroniseren"):
        code, uit = geleverd.bronsync(stroom)
        assert (code, uit["fout"]) == (cli.OVER, "PROC-02")


def test_FOUT_26_an_overview_that_is_cut_or_interrupted_leaves_the_old_one_in_use(geleverd):
    voor = geleverd.bronsync("overzicht")[1]["inschrijvingen"]
    n = 1
    while sterft(geleverd, "commit", n, "registratieoverzicht-ophalen"):
        assert geleverd.bronsync("overzicht")[1]["inschrijvingen"] == voor
        n += 4
    assert n > 4
    geleverd.storing("ro_afgekapt")
    assert geleverd.bronsync("registratieoverzicht-ophalen")[1]["fout"] in ("PROC-13", "PROC-17")
    assert geleverd.bronsync("overzicht")[1]["inschrijvingen"] == voor
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0


def test_FOUT_27_an_overview_of_another_aanleverpunt_is_kept_and_not_used(geleverd):
    voor = geleverd.bronsync("overzicht")[1]["inschrijvingen"]
    geleverd.storing("tk_aanleverpunt")
    code, uit = geleverd.bronsync("registratieoverzicht-ophalen")
    assert code != 0
    assert uit["fout"] in ("PROC-13", "PROC-17")
    assert geleverd.bronsync("overzicht")[1]["inschrijvingen"] == voor
    assert stand(geleverd)["wacht_op_gebruiker"] == 1
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0


def test_FOUT_28_an_overview_does_not_undo_what_waits_for_its_answer(geleverd):
    vertraag(geleverd)
    nummer = wijzig(geleverd)
    geleverd.bronsync("synchroniseren")
    geleverd.beheer("instellingen", vertraging_tikken=0)
    geleverd.bronsync("registratieoverzicht-ophalen")
    status = {regel["nummer"]: regel["status"] for regel in geleverd.bronsync("acties")[1]["acties"]}
    assert status[nummer] in ("In behandeling", "Geaccepteerd")
    _, uit = geleverd.bronsync("acties-bepalen")
    assert uit["acties"] == {}
    antwoordt(geleverd)
    eens(geleverd)


def test_FOUT_29_a_certificate_that_expires_between_two_messages_leaves_the_rest_ready(werkplek, monkeypatch):
    werkplek.tot("synchroniseren")
    klaar = stand(werkplek)["acties"]["Gecontroleerd"]
    keren = 0
    echt = Identiteit.controleer

    def controleer(identiteit: Identiteit, nu: datetime) -> None:
        nonlocal keren
        keren += 1
        echt(identiteit, nu if keren < 6 else nu + timedelta(days=36500))

    with monkeypatch.context() as verloopt:
        verloopt.setattr(Identiteit, "controleer", controleer)
        _, uit = werkplek.bronsync("synchroniseren")
    assert uit["fout"] == "CERT-06"
    acties = stand(werkplek)["acties"]
    assert 0 < acties["In behandeling"] < klaar
    assert acties["Gecontroleerd"] == klaar - acties["In behandeling"]
    eens(werkplek)


def test_FOUT_30_a_store_of_a_newer_program_is_refused_and_left_alone(geleverd, monkeypatch):
    from bronsync.adapters.journal import migrations

    with monkeypatch.context() as nieuwer:
        nieuwer.setattr(migrations, "doelversie", lambda stappen=None: 0)
        voor = (geleverd.map / "profiel" / "opslag.db").read_bytes()
        code, uit = geleverd.bronsync("status")
        assert (code, uit["fout"]) == (cli.MISLUKT, "OPSLAG-01")
        assert (geleverd.map / "profiel" / "opslag.db").read_bytes() == voor
    assert geleverd.bronsync("status")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
def test_FOUT_31_on_a_full_disk_nothing_leaves_without_its_intent(werkplek):
    werkplek.tot("synchroniseren")
    opslag = werkplek.map / "profiel" / "opslag.db"
    sterft(werkplek, "vol", 20_000, "synchroniseren")
    gezonden = [regel for regel in werkplek.beheer("log")["berichten"] if regel["operatie"] == MELDING]
    with (
        open_sessie(werkplek.map, werkplek.aanleverpunt) as sessie,
        sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit,
    ):
        vastgelegd = [actie for actie in unit.all(Actie) if actie.bericht_id]
    assert len(gezonden) <= len(vastgelegd) < stand(werkplek)["acties"].get("Gecontroleerd", 0) + len(vastgelegd)
    assert opslag.exists()
    eens(werkplek)
