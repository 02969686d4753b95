"""Rows of RELIABILITY C1-C5 that no other file proves: hostile answers, settings edited by hand, wrong words on the command line.

`tests/BELOFTEN.md` says for each of the 66 rows which test it is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from bron_hulp.pki import Ca
from bronsync import cli
from bronsync.adapters.bron import berichten
from bronsync.adapters.bron.https import identiteit
from bronsync.adapters.bron.register import _client
from bronsync.adapters.system.settings import Settings, read_settings, write_settings
from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.boeken.boekingen import VRIJE_TEKST
from bronsync.application.records import BesluitRij
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import Onbegrepen
from bronsync.program.bootstrap import open_sessie
from end2end.test_fouten import GEKOZEN, NNCA

KOP = b'<terugkoppeling xmlns="urn:bronsync:bron-po:v1">'


# --- C1, C2: answers and the contract ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>' + KOP + b"</terugkoppeling>",
        b'<!DOCTYPE a [<!ENTITY p SYSTEM "file:///etc/passwd">]>' + KOP + b"&p;</terugkoppeling>",
        KOP.replace(b">", b' a="' + b"x" * 15_000_000 + b'">') + b"</terugkoppeling>",
    ],
    ids=["parameter entity", "external entity", "attribute of 15 MB"],
)
def test_C1_what_a_document_brings_along_is_refused_whole(raw):
    assert isinstance(berichten.lees(raw).melding, Onbegrepen)


def test_C1_an_inclusion_is_not_carried_out(tmp_path):
    geheim = tmp_path / "geheim.txt"
    geheim.write_text("9999900019", encoding="ascii")
    xi = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{geheim.as_uri()}" parse="text"/>'.encode()
    gelezen = berichten.lees(KOP + xi + b"</terugkoppeling>")
    assert isinstance(gelezen.melding, Onbegrepen)
    assert "9999900019" not in repr(gelezen)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.xsd", "file:///contract/ander.xsd"])
@pytest.mark.warns  # the contract naming another file is our own bug: an error in the log
def test_C2_the_contract_loads_nothing_but_itself(url):
    draad = _client(None, None).transport
    with pytest.raises(BronSyncFout, match="EIGEN-01"):
        draad.load(url)


def test_C2_the_address_in_the_wsdl_is_never_called(werkplek):
    from bronsync.adapters.bron.contract import WSDL, contractbestand

    assert b'location="https://localhost/bron-po/v1"' in contractbestand(WSDL), "nobody listens there"
    assert werkplek.bronsync("registratieoverzicht-ophalen")[0] == 0


# --- C3: a certificate that keeps the computer busy -------------------------------------------------------------------------------------


def test_C3_a_certificate_with_millions_of_rounds_is_refused_before_they_are_done(monkeypatch):
    sleutel, certificaat = Ca().client()
    zwaar = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(3_000_000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(b"geheim")
    )
    data = pkcs12.serialize_key_and_certificates(b"x", sleutel, certificaat, None, zwaar)
    assert identiteit.ronden(data) == 3_000_000
    monkeypatch.setattr(pkcs12, "load_pkcs12", lambda *_: pytest.fail("opened"))
    with pytest.raises(BronSyncFout, match="CERT-03"):
        identiteit.lees_identiteit(identiteit.P12(data, "geheim"), "00AA00", "")


# --- C4: LVS2000 ------------------------------------------------------------------------------------------------------------------------


def test_C4_two_pupils_with_one_bsn_are_both_shown_and_nothing_is_sent(werkplek):
    (_, eerste, bsn), (ander, tweede, _), *_ = werkplek.sql(GEKOZEN)
    werkplek.sql("UPDATE Leerling SET Burgerservicenummer = ? WHERE LeerlingId = ?", bsn, ander)
    werkplek.tot("controleren")
    _, uit = werkplek.bronsync("controleren")
    nummers = {signaal["actie"] for signaal in uit["signalen"] if signaal["ernst"] == "afkeur"}
    acties = {regel["nummer"]: regel["inschrijving"] for regel in werkplek.bronsync("acties")[1]["acties"]}
    assert {acties[nummer] for nummer in nummers} == {eerste, tweede}
    assert werkplek.bronsync("synchroniseren")[1]["fout"] == "PROC-06"


# --- C5: settings and the command line --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inhoud",
    [b"", b'{"wachttijd": 3', b"\x00\xff\xfe", b"[1]", b'"tekst"', b'{"wachttijd": ' + b"1" * 5_000_000 + b"}", b"[" * 100_000],
    ids=["empty", "half written", "binary", "a list", "a text", "5 MB", "deep"],
)  # fmt: skip
def test_C5_settings_that_cannot_be_read_are_put_aside_and_the_defaults_hold(inhoud, tmp_path):
    pad = tmp_path / "instellingen.json"
    pad.write_bytes(inhoud)
    assert read_settings(pad) == Settings()
    (kapot,) = [een for een in tmp_path.iterdir() if een.name != pad.name]
    assert kapot.read_bytes() == inhoud


def test_C5_settings_of_a_newer_program_keep_what_is_known(tmp_path):
    pad = tmp_path / "instellingen.json"
    pad.write_text('{"wachttijd": 5, "wachttijd": 7, "nieuw": {"a": 1}, "lvs_server": 3}', encoding="utf-8")
    assert read_settings(pad) == replace(Settings(), wachttijd=7)


def test_C5_no_address_and_no_secret_can_be_set_by_hand(werkplek):
    pad = werkplek.map / "profiel" / "instellingen.json"
    extra = {"wachttijd": 0, "url": "http://kwaad.example/", "ca": "x", "wachtwoord": "geheim", "proxy": "http://x"}
    pad.write_text(json.dumps(extra), encoding="utf-8")
    assert werkplek.bronsync("registratieoverzicht-ophalen")[0] == 0
    write_settings(pad, read_settings(pad))
    geschreven = pad.read_text(encoding="utf-8")
    assert not [woord for woord in ("kwaad", "geheim", "proxy") if woord in geschreven]


def test_C5_an_interrupted_change_of_the_settings_leaves_the_old_ones(tmp_path, monkeypatch):
    pad = tmp_path / "instellingen.json"
    write_settings(pad, replace(Settings(), wachttijd=3.0))

    def vol(*_: object) -> None:
        raise OSError(28, "vol")

    with monkeypatch.context() as schijf:
        schijf.setattr(os, "fsync", vol)
        with pytest.raises(BronSyncFout, match="OPSLAG-03"):
            write_settings(pad, Settings())
    assert read_settings(pad).wachttijd == 3.0


@pytest.mark.parametrize("naam", ["map/../../x.xlsx", "x.exe", "zonder-uitgang"])
def test_C5_an_export_goes_only_to_a_file_of_its_kind_in_a_folder_that_is_there(werkplek, naam):
    pad = werkplek.map / "bestaat-niet" / naam
    if pad.suffix == ".xlsx":
        assert werkplek.bronsync("overzicht", "--xlsx", str(pad))[1]["fout"] == "EXPORT-01"
    else:
        with pytest.raises(SystemExit) as einde:
            werkplek.bronsync("overzicht", "--xlsx", str(pad))
        assert einde.value.code == cli.GEBRUIK
    assert not list(werkplek.map.rglob("*.exe"))


def test_C5_no_secret_is_an_argument_and_a_long_one_is_refused(capsys):
    opties = {
        deel for actie in cli.parser()._actions for keuze in (actie.choices or {}) for deel in _opties(actie, keuze)
    }
    assert opties
    assert not [optie for optie in opties if any(woord in optie for woord in ("wachtwoord", "sleutel", "pass", "url"))]
    assert cli.main(["status", "--aanleverpunt", "0" * 100_000, "--map", "x"]) == cli.GEBRUIK
    assert len(capsys.readouterr().err) < 500


def _opties(actie, keuze):
    deel = actie.choices[keuze] if isinstance(actie.choices, dict) else None
    return [optie for een in deel._actions for optie in een.option_strings] if deel else []


def test_C5_the_environment_brings_no_code_and_no_proxy(werkplek, tmp_path):
    """Variables that steer TLS, proxies and imports; the installer drops what would change the imports (tests/architecture)."""
    omgeving = os.environ | {
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
        "SSLKEYLOGFILE": str(tmp_path / "sleutels"),
        "REQUESTS_CA_BUNDLE": str(tmp_path / "weg"),
        "SSL_CERT_FILE": str(tmp_path / "weg"),
        "NETRC": str(tmp_path / "netrc"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    opdracht = [
        sys.executable,
        "-m",
        "bronsync",
        "registratieoverzicht-ophalen",
        "--aanleverpunt",
        "00AA00",
        "--map",
        str(werkplek.map),
    ]
    klaar = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)
    assert klaar.returncode == 0, klaar.stderr
    assert not (tmp_path / "sleutels").exists()


def test_C5_a_text_of_the_user_is_bounded_and_free_of_control_characters(geleverd):
    (_, inschrijving, _), *_ = geleverd.sql(GEKOZEN)
    geleverd.sql(NNCA, inschrijving)
    geleverd.bronsync("acties-bepalen")
    with open_sessie(geleverd.map, geleverd.aanleverpunt) as sessie:
        (vraag,) = vragen(sessie.omgeving)
        beslis(sessie.omgeving, vraag.vingerafdruk, Keuze.NEGEREN, "=1+1\x00\x1b[2J " + "x" * 10_000_000)
        with sessie.omgeving.journal.unit_of_work(sessie.omgeving.aanleverpunt) as unit:
            (besluit,) = unit.all(BesluitRij)
    assert len(besluit.reden) <= VRIJE_TEKST
    assert besluit.reden.isprintable()
