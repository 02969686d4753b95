"""The cycle under the security profile `edukoppeling`: a pupil out and back, and an answer that does not prove itself loses nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from bronsync.adapters.system.progress import SilentProgress
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.domain.errors import BronSyncFout
from bronsync.program.profiel import Programmakern


@pytest.fixture
def start(kopie):
    """The school, its register running under the profile, told to behave so."""

    def doe(**anders):
        for met_ec in (kopie.map / "register" / "pki").glob("*.p12"):  # which signs no messages
            met_ec.unlink()
        script = json.dumps({"profiel": "edukoppeling", **anders})
        (kopie.map / "register" / "storingen.json").write_text(script, encoding="utf-8")
        kopie.start_register()
        adres = json.loads((kopie.map / "register" / "adres.json").read_text(encoding="utf-8"))
        assert adres["profiel"] == "edukoppeling"
        return kopie

    return doe


@pytest.fixture
def werkplek(start):
    return start()


@pytest.mark.parametrize(
    "anders",
    [
        {"oin_adres": "00000001800866472000", "oin_naam": "OIN", "token_los": True, "eenmalig": True},
        {"leverancier": "lvs.leverancier.example"},
    ],
    ids=["as DUO's test service (S1, S7, S10)", "by a supplier (S2)"],
)
def test_edukoppeling_a_pupil_goes_out_and_comes_back_with_a_register_that_is(start, anders):
    werkplek = start(**anders)
    werkplek.tot("synchroniseren")
    werkplek.storing("antwoord_kwijt", operatie="aanleverenInschrijving")
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["onbeslist"]) == (1, 1)
    werkplek.lever()
    assert werkplek.bronsync("status")[1]["verschillen"] == 0
    assert max(werkplek.uitvoeringen()) == 1


def test_edukoppeling_a_pupil_goes_out_comes_back_and_leaves(werkplek):
    werkplek.lever()
    code, uit = werkplek.bronsync("status")
    assert (code, uit["verschillen"]) == (0, 0)
    werkplek.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId ="
        " (SELECT min(InschrijvingId) FROM Inschrijving WHERE Aanleverpunt = '00AA00' AND Uitschrijfdatum IS NULL"
        " AND UitgeslotenVanAanlevering = 0)",
    )
    assert werkplek.bronsync("acties-bepalen")[1]["acties"] == {"Uitschrijving": 1}
    werkplek.tot("")
    assert werkplek.bronsync("acties-bepalen")[1]["verschillen"] == {}
    assert max(werkplek.uitvoeringen()) == 1


def test_S2_a_suppliers_certificate_is_installed_chosen_for_an_aanleverpunt_and_used(start):
    """Nothing comes with the environment: the school installs what its supplier gave it."""
    werkplek = start(leverancier="lvs.leverancier.example")
    pad = werkplek.map / "register" / "adres.json"
    adres = json.loads(pad.read_text(encoding="utf-8"))
    pad.write_text(json.dumps(adres | {"certificaten": {}}), encoding="utf-8")
    gegeven = adres["certificaten"]["00AA01"]
    kern = Programmakern(werkplek.map)
    kern.open()
    try:
        kern.kies("00AA01", SilentProgress())
        with pytest.raises(BronSyncFout, match="CERT-01"):
            kern.test_bron()
        keuzes = kern.importeer_certificaat(Path(gegeven["bestand"]), gegeven["wachtwoord"])
        assert [(keuze.aanleverpunt, keuze.leverancier) for keuze in keuzes] == [("00AA00", True), ("00AA01", True)]
        regel = kern.importeer_certificaat(Path(gegeven["bestand"]), gegeven["wachtwoord"], keuzes[1])
        assert [r.aanleverpunt for r in kern.certificaten()] == [regel.aanleverpunt] == ["00AA01"]
        assert kern.test_bron().startswith("BRON is bereikbaar")
        registratieoverzicht_ophalen(kern.met(SilentProgress()))
    finally:
        kern.sluit()


def test_S3_a_register_that_shares_no_suite_is_told_so_and_the_helpdesk_reads_the_same(kopie, tmp_path):
    (kopie.map / "register" / "storingen.json").write_text('{"suites": "ECDHE-ECDSA-AES128-SHA256"}', encoding="utf-8")
    kopie.start_register()
    code, uit = kopie.bronsync("registratieoverzicht-ophalen")
    assert (code, uit["fout"]) == (3, "NET-12")
    assert "geen gemeenschappelijke versleuteling" in uit["zin"]
    kopie.bronsync("helpdeskbestand", "--uit", str(tmp_path / "h.zip"))
    with zipfile.ZipFile(tmp_path / "h.zip") as bestand:
        assert "NET-12, de server en deze computer hebben geen" in bestand.read("antwoorden.txt").decode("utf-8")


@pytest.mark.parametrize("code", ["Client.DK0007", "Client.EK0025", "Server"])
def test_S8_a_message_that_a_fault_refused_goes_anew_and_is_executed_once(kopie, code):
    """Over mutual TLS alone, where a fault is proof: what was not taken is no open question."""
    kopie.start_register()
    kopie.tot("synchroniseren")
    kopie.storing("fout", operatie="aanleverenInschrijving", waarde=code)
    _, uit = kopie.bronsync("synchroniseren")
    geweigerd = code.startswith("Client.")
    assert (uit["niet_verzonden"], uit["onbeslist"]) == ((1, 0) if geweigerd else (0, 1))
    assert uit["fout"] == ("NET-09" if geweigerd else "NET-16")
    kopie.lever()
    assert kopie.bronsync("status")[1]["verschillen"] == 0
    assert max(kopie.uitvoeringen()) == 1


@pytest.mark.parametrize("soort", ["ek_verlopen", "ek_zonder", "ek_gewijzigd", "ek_ander_bericht"])
def test_edukoppeling_a_message_whose_answer_proves_nothing_is_unclear_and_found_back(werkplek, soort):
    werkplek.tot("synchroniseren")
    werkplek.storing(soort, operatie="aanleverenInschrijving")
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["onbeslist"], uit["fout"]) == (1, 1, "NET-07")
    werkplek.lever()
    assert werkplek.bronsync("status")[1]["verschillen"] == 0
    assert max(werkplek.uitvoeringen()) == 1


@pytest.mark.parametrize("soort", ["ek_verlopen", "ek_zonder"])
def test_edukoppeling_feedback_that_proves_nothing_is_not_signed_off(werkplek, soort):
    werkplek.tot("terugkoppeling-ophalen")
    werkplek.storing(soort, operatie="ophalenTerugkoppelingen")
    code, uit = werkplek.bronsync("terugkoppeling-ophalen")
    assert (code, uit["fout"]) == (3, "NET-07")
    assert werkplek.bronsync("terugkoppeling-ophalen")[1]["geaccepteerd"] > 0
    werkplek.lever()
    assert werkplek.bronsync("status")[1]["verschillen"] == 0


def test_edukoppeling_a_client_that_does_not_sign_is_refused(werkplek):
    """The register decides: an environment file that says less does not open the door."""
    pad = werkplek.map / "register" / "adres.json"
    adres = json.loads(pad.read_text(encoding="utf-8"))
    pad.write_text(json.dumps(adres | {"profiel": "tls"}), encoding="utf-8")
    code, uit = werkplek.bronsync("registratieoverzicht-ophalen")
    assert (code, uit["fout"]) == (3, "NET-09")
    assert "EK0026" in uit["zin"]
    pad.write_text(json.dumps(adres), encoding="utf-8")
    assert "fout" not in werkplek.bronsync("registratieoverzicht-ophalen")[1]
