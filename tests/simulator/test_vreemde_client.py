"""Interoperability: a SOAP client that is not ours (node-soap) drives the simulator over mutual TLS by its WSDL.

Its packages come through npm, pinned with hashes in `vreemde_client/package-lock.json`, into pytest's cache (about 4 s, once).
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from simulator.berichtenmaker import PUNT, inschrijving

HIER = Path(__file__).with_name("vreemde_client")
NODE, NPM = shutil.which("node"), shutil.which("npm")


@pytest.fixture(scope="module")
def map_met_node_soap(request):
    if NODE is None or NPM is None:
        pytest.skip("node or npm is missing: no foreign SOAP client to try the simulator with")
    slot = (HIER / "package-lock.json").read_bytes()
    map_ = Path(request.config.cache.mkdir(f"vreemde-client-{hashlib.sha256(slot).hexdigest()[:16]}"))
    shutil.copy(HIER / "roep_aan.mjs", map_)
    klaar = map_ / "klaar"
    if not klaar.exists():
        for naam in ("package.json", "package-lock.json"):
            shutil.copy(HIER / naam, map_)
        opdracht = [NPM, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        gelukt = subprocess.run(opdracht, cwd=map_, capture_output=True, text=True, timeout=110, check=False)
        if gelukt.returncode:
            pytest.skip(f"npm could not install node-soap: {gelukt.stderr.strip()[-200:]}")
        klaar.touch()
    return map_


def test_node_soap_goes_through_the_cycle(map_met_node_soap, server, pki):
    certificaat = pki.certificaten([PUNT])[PUNT]
    vraag = {
        "url": f"https://localhost:{server.poort}/bron-po/v1",
        "ca": str(pki.ca_bestand),
        "p12": certificaat["bestand"],
        "wachtwoord": certificaat["wachtwoord"],
        "inschrijving": {k: v for k, v in inschrijving().items() if v is not None},
    }
    gedaan = subprocess.run(
        [NODE, str(map_met_node_soap / "roep_aan.mjs")],
        input=json.dumps(vraag),
        env={**os.environ, "NO_PROXY": "localhost"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert gedaan.returncode == 0, gedaan.stderr
    uit = json.loads(gedaan.stdout)
    assert len(uit["operaties"]) == 10
    assert uit["antwoord"]["ontvangst"]["kenmerk"] == "00AA00-00000001"
    (melding,) = uit["pagina"]["terugkoppeling"]
    assert melding["inschrijvingGeaccepteerd"]["registratie"]["persoon"]["achternaam"] == "Aalst"
    assert uit["bevestigd"]["bevestigdTotEnMet"] == "1"
    assert uit["fout"] == "SIM-BEV"
