"""Bad input, through the command line: each ends in a Dutch sentence with a code and the exit code of DESIGN 7, and nothing is lost.

Sources: issue text ('Bad input'), RELIABILITY C3, C4, F4, F5, F26, F31.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from bronsync import cli
from bronsync.domain.errors import FOUTEN
from end2end.conftest import LEERLINGEN, Werkplek


def _mislukt(werkplek: Werkplek, stroom: str, code: str, *, uitgang: int = cli.MISLUKT) -> None:
    uitkomst, uit = werkplek.bronsync(stroom)
    assert (uit.get("fout"), uitkomst) == (code, uitgang)
    assert uit["zin"]
    assert uit["advies"]
    assert uit["zin"].startswith(FOUTEN[code].zin.partition("{")[0])


def _aanleverpunten(werkplek: Werkplek) -> tuple[Path, dict[str, object]]:
    pad = werkplek.map / "register" / "adres.json"
    return pad, json.loads(pad.read_text(encoding="utf-8"))


def _met_p12(werkplek: Werkplek, inhoud: bytes, wachtwoord: str) -> None:
    """Puts another certificate file in the environment of this folder."""
    pad, adres = _aanleverpunten(werkplek)
    bestand = werkplek.map / "register" / "ander.p12"
    bestand.write_bytes(inhoud)
    adres["certificaten"][werkplek.aanleverpunt] = {"bestand": str(bestand), "wachtwoord": wachtwoord}
    pad.write_text(json.dumps(adres), encoding="utf-8")


def _zelf_gemaakt(cn: str, begin: timedelta, einde: timedelta) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, cn)])
    nu = datetime.now(UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu + begin)
        .not_valid_after(nu + einde)
        .sign(sleutel, hashes.SHA256())
    )
    return sleutel, certificaat


DAG = timedelta(days=1)


def _p12(cn: str, begin: timedelta = -DAG, einde: timedelta = DAG, *, met_sleutel: bool = True) -> bytes:
    sleutel, certificaat = _zelf_gemaakt(cn, begin, einde)
    if not met_sleutel:
        return pkcs12.serialize_key_and_certificates(b"x", None, certificaat, None, NoEncryption())
    return pkcs12.serialize_key_and_certificates(b"x", sleutel, certificaat, None, BestAvailableEncryption(b"geheim"))


@pytest.mark.parametrize(
    ("p12", "wachtwoord", "code"),
    [
        (_p12("00AA00"), "fout wachtwoord", "CERT-02"),
        (b"dit is geen certificaat", "geheim", "CERT-03"),
        (_p12("00AA00", met_sleutel=False), "", "CERT-04"),
        (_p12("00AA00", -9 * DAG, -DAG), "geheim", "CERT-06"),
        (_p12("00AA00", DAG, 9 * DAG), "geheim", "CERT-07"),
        (_p12("99ZZ00"), "geheim", "CERT-08"),
    ],
    ids=["wrong password", "no certificate file", "keyless", "expired", "not yet valid", "of another aanleverpunt"],
)
def test_a_certificate_that_cannot_be_used_is_refused_with_its_reason(werkplek, p12, wachtwoord, code):
    _met_p12(werkplek, p12, wachtwoord)
    _mislukt(werkplek, "registratieoverzicht-ophalen", code)


def test_a_certificate_that_the_register_does_not_know_is_refused_by_it(werkplek):
    _met_p12(werkplek, _p12("00AA00"), "geheim")
    uitkomst, uit = werkplek.bronsync("registratieoverzicht-ophalen")
    assert uitkomst == cli.MISLUKT
    assert uit["fout"] in ("NET-03", "NET-04")  # TLS 1.3 may only show a closed connection (SOAP A)


def test_an_unreachable_register_changes_nothing(werkplek):
    werkplek.tot("synchroniseren")
    voor = werkplek.bronsync("status")[1]
    werkplek.stop_register()
    _mislukt(werkplek, "synchroniseren", "NET-01")
    assert werkplek.bronsync("status")[1] == voor
    werkplek.start_register()
    assert werkplek.bronsync("synchroniseren")[0] == 0


@pytest.mark.usefixtures("korte_wachttijden")
def test_a_silent_register_leaves_the_message_onbeslist_and_it_arrives_once(werkplek):
    werkplek.tot("synchroniseren")
    werkplek.storing("stil", operatie="aanleverenInschrijving", waarde=20)
    code, uit = werkplek.bronsync("synchroniseren")
    assert code == 1
    assert (uit["onbeslist"], uit["fout"]) == (1, "NET-02")
    werkplek.bronsync("terugkoppeling-ophalen")
    werkplek.tot("")
    assert "Onbeslist" not in werkplek.bronsync("status")[1]["acties"]
    assert max(werkplek.uitvoeringen()) == 1


@pytest.mark.parametrize(
    ("soort", "waarde", "codes"),
    [
        ("ongeldig", None, {"NET-07"}),
        ("kapotte_xml", None, {"NET-07"}),
        ("onderhoud", None, {"NET-06"}),
        ("http_status", {"status": 503}, {"NET-06"}),
        ("verkeerd_type", None, {"NET-07"}),
        ("omleiden", "https://localhost:1/elders", {"NET-07"}),
        ("gzipbom", 40, {"NET-08"}),
        ("te_groot", 20, {"NET-08"}),
        ("doctype", None, {"NET-07"}),
        ("utf16", None, {"NET-07"}),
        ("afgekapt", None, {"NET-03", "NET-07"}),
        ("fout", "Server.DK0050", {"NET-16"}),
        ("fout", "Server", {"NET-16"}),
        ("fout", {"code": "Server", "tekst": "De dienst is in onderhoud."}, {"NET-06"}),
        ("fout", "Client.DK0007", {"NET-09"}),
        ("fout", "Client.EK0031", {"NET-09"}),
    ],
)
def test_a_lying_register_is_refused_and_the_next_try_succeeds(werkplek, soort, waarde, codes):
    werkplek.storing(soort, operatie="ophalenTerugkoppelingen", waarde=waarde)
    uitkomst, uit = werkplek.bronsync("registratieoverzicht-ophalen")
    assert uitkomst == cli.MISLUKT
    assert uit["fout"] in codes
    assert werkplek.bronsync("registratieoverzicht-ophalen")[0] == 0


@pytest.mark.parametrize("soort", ["ro_telling", "ro_zonder_einde", "ro_peildatum", "ro_afgekapt"])
def test_an_overview_that_is_not_whole_leaves_the_old_one_in_use(werkplek, soort):
    werkplek.tot("")
    voor = werkplek.bronsync("overzicht")[1]["inschrijvingen"]
    assert len(voor) > LEERLINGEN // 2
    werkplek.storing(soort)
    uitkomst, uit = werkplek.bronsync("registratieoverzicht-ophalen")
    assert uitkomst in (cli.OVER, cli.MISLUKT)
    assert uit["fout"] in ("PROC-13", "PROC-17")
    assert werkplek.bronsync("overzicht")[1]["inschrijvingen"] == voor
    werkplek.beheer("storing", wis=True, storingen=[])
    assert werkplek.bronsync("registratieoverzicht-ophalen")[0] == 0


@pytest.mark.parametrize(
    ("opdracht", "code"),
    [
        ("UPDATE Databaseversie SET Versie = '2.9.9999'", "LVS-02"),
        ("ALTER TABLE Leerling RENAME COLUMN Postcode TO Post_code", "LVS-03"),
        ("ALTER TABLE Klassenhistorie RENAME TO Klassen", "LVS-03"),
        ("UPDATE Aanleverpunt SET Aanleverpunt = '99ZZ00' WHERE Aanleverpunt = '00AA00'", "LVS-06"),
    ],
    ids=["too old", "missing column", "missing table", "no such aanleverpunt"],
)
def test_an_lvs2000_that_does_not_fit_is_refused_with_its_reason(werkplek, opdracht, code):
    werkplek.bronsync("registratieoverzicht-ophalen")
    werkplek.sql(opdracht)
    _mislukt(werkplek, "acties-bepalen", code)


def test_a_missing_lvs2000_is_refused(werkplek):
    shutil.rmtree(werkplek.lvs.parent)
    _mislukt(werkplek, "acties-bepalen", "LVS-01")


def test_an_empty_lvs2000_brakes_instead_of_removing_all(werkplek):
    werkplek.tot("")
    werkplek.sql("DELETE FROM Klassenhistorie")
    for tabel in ("Nationaliteit", "Indicatie", "Begeleiding", "Inschrijving"):
        werkplek.sql(f"DELETE FROM {tabel}")
    _mislukt(werkplek, "acties-bepalen", "PROC-05", uitgang=cli.OVER)


def test_a_store_whose_key_is_gone_is_kept_and_refused(werkplek):
    werkplek.tot("")
    (werkplek.map / "sleutel.json").unlink()
    voor = (werkplek.map / "profiel" / "opslag.db").read_bytes()
    _mislukt(werkplek, "status", "OPSLAG-05")
    assert (werkplek.map / "profiel" / "opslag.db").read_bytes() == voor


def test_a_damaged_store_is_kept_and_refused(werkplek):
    werkplek.tot("")
    pad = werkplek.map / "profiel" / "opslag.db"
    inhoud = bytearray(pad.read_bytes())
    inhoud[len(inhoud) // 2] ^= 1
    pad.write_bytes(inhoud)
    _mislukt(werkplek, "status", "OPSLAG-02")


def test_a_restored_store_asks_for_an_overview_first(werkplek):
    werkplek.tot("synchroniseren")
    pad = werkplek.map / "profiel" / "opslag.db"
    oud = pad.read_bytes()
    werkplek.tot("")
    pad.write_bytes(oud)
    for rest in pad.parent.glob("opslag.db-*"):
        rest.unlink()
    _mislukt(werkplek, "synchroniseren", "PROC-08", uitgang=cli.OVER)
    werkplek.aanleverpunt = (
        "00AA01"  # its books are its own and were never used: nothing of it was lost, and it needs its first overview
    )
    _mislukt(werkplek, "acties-bepalen", "PROC-01", uitgang=cli.OVER)
    werkplek.aanleverpunt = "00AA00"
    code, uit = werkplek.bronsync("registratieoverzicht-ophalen")
    assert (code, uit["met_historie"]) == (0, True)
    _, uit = werkplek.bronsync("acties-bepalen")
    assert not uit["acties"], "after a restore nothing is decided without a person"


def test_a_lost_profile_delivers_nothing_twice_and_removes_nothing(werkplek):
    werkplek.tot("")
    werkplek.bronsync("acties-bepalen")
    shutil.rmtree(werkplek.map / "profiel")
    (werkplek.map / "profiel").mkdir()
    (werkplek.map / "profiel" / "instellingen.json").write_text('{"wachttijd": 0}', encoding="utf-8")
    (werkplek.map / "sleutel.json").unlink()
    werkplek.bronsync("registratieoverzicht-ophalen")
    _, uit = werkplek.bronsync("acties-bepalen")
    assert "niet in LVS2000" not in uit["verschillen"]
    assert not uit["acties"]


@pytest.mark.parametrize(
    ("argumenten", "uitgang"),
    [
        (["acties-bepalen", "--aanleverpunt", "00A", "--map", "x"], cli.GEBRUIK),
        ([], cli.GEBRUIK),
        (["acties-bepalen", "--aanleverpunt", "00AA00", "--map", "bestaat-niet"], cli.MISLUKT),
    ],
    ids=["no aanleverpunt", "nothing asked", "no such folder"],
)
def test_wrong_usage_has_its_own_exit_code(argumenten, uitgang, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(argumenten) == uitgang
    assert not list(tmp_path.iterdir()), "nothing was made"


@pytest.mark.parametrize("argumenten", [["bestaat-niet"], ["acties-bepalen", "--url", "http://x"]])
def test_unknown_options_are_refused(argumenten):
    with pytest.raises(SystemExit) as einde:
        cli.main(argumenten)
    assert einde.value.code == cli.GEBRUIK
