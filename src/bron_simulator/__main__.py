"""`bron-simulator --map DIR [--poort N]`: the register as a process of its own.

Keeps everything in `DIR/register`: state (`register.sqlite`), PKI, technical log, and `adres.json`, written when it is ready:

    {"url": "https://127.0.0.1:PORT/bron-po/v1", "ca": path, "certificaten": {aanleverpunt: {"bestand", "wachtwoord"}},
     "profiel": "tls" or "edukoppeling", with edukoppeling the register's "oin" and "oin_certificaat",
     "beheer": {"url": "http://127.0.0.1:PORT", "token"}, "pid": n}

`--brp FILE` (first start only) is JSON:

    {"personen": [{"bsn" or "onderwijsnummer", "geboortedatum": "2015-03-00", "geslacht", "achternaam", "voorvoegsel",
       "voornamen", "nationaliteiten", "geheim", "overlijdensdatum", "geboorteland", "adres": {"straatnaam", "huisnummer",
       "huisnummertoevoeging", "huisnummeraanduiding", "locatieomschrijving", "postcode", "plaatsnaam", "gemeentecode",
       "datumIngang"} or {"land", "adresregels"} or null}],
     "postcodes": ["1234AB"], "anderescholen": [{"pgn", "brin", "begin", "eind"}],
     "aanleverpunten": {"00AA00": {"brin": "00AA", "vestigingen": ["00", "01"]}}}

`DIR/register/storingen.json`, read at each start: `{"profiel": "edukoppeling", "instellingen": {...}, "storingen": [...]}` (see
`storingen`, `register.Instellingen`); `--profiel` goes before the file. Also, of `edukoppeling`: `"oin_adres"` (another OIN in the
address than in the certificate), `"oin_naam": "OIN"`, `"token_los": true` (the token of its answers is not signed), `"eenmalig": true` (a
MessageID is taken once); and of either profile `"leverancier": "host.name"` (everybody sends with the certificate of a supplier, which
`certificaten` then names for each aanleverpunt) and `"suites"`: those of TLS 1.2 that it takes, and no newer TLS.
"""

import argparse
import json
import logging
import os
import secrets
import signal
import sqlite3
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bron_simulator.bestanden import verwijder
from bron_simulator.console import run
from bron_simulator.edukoppeling import Edukoppeling
from bron_simulator.kern import PAD, Kern
from bron_simulator.pki import Pki, schrijf_veilig
from bron_simulator.regels import catalogus
from bron_simulator.register import Clock, Register
from bron_simulator.server import Server, tls_context
from bron_simulator.store import Store
from bron_simulator.storingen import Storingen

PROFIELEN = ("tls", "edukoppeling")


def main(argv: Sequence[str] | None = None) -> int:
    return run(lambda: _main(argv))


def _main(argv: Sequence[str] | None) -> int:
    opties = _opties(argv)
    if opties.signalen:
        print(catalogus(), end="")
        return 0
    map_ = Path(opties.map).resolve() / "register"
    map_.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        store = Store(map_ / "register.sqlite")
    except sqlite3.OperationalError as fout:
        if "locked" not in str(fout):
            raise
        print("Het register is al gestart met deze map. Sluit het eerst.", file=sys.stderr)
        return 3
    verwijder(map_ / "adres.json")  # of an earlier run; who waits for it must not read that one
    logging.basicConfig(
        filename=map_ / "simulator.log",
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(message)s",
        encoding="utf-8",
    )
    try:
        return _draai(opties, map_, store)
    finally:
        store.sluit()


def _opties(argv: Sequence[str] | None) -> argparse.Namespace:
    p = argparse.ArgumentParser(
        prog="bron-simulator", description="Het register van BRON Sync, nagebootst, op deze pc."
    )
    p.add_argument(
        "--version", action="version", version=f"bron-simulator {version('bronsync')}", help="toont de versie"
    )
    p.add_argument("--map", help="map waarin het register alles bewaart (in DIR/register)")
    p.add_argument("--poort", type=int, default=0, help="poort voor https (0 = een vrije)")
    p.add_argument("--brp", help="personenbestand (JSON), gelezen bij de eerste start")
    p.add_argument("--vandaag", type=date.fromisoformat, help="de dag van vandaag volgens het register (JJJJ-MM-DD)")
    p.add_argument("--ouder-pid", type=int, help="stop zodra dit proces er niet meer is")
    p.add_argument("--profiel", choices=PROFIELEN, help="beveiliging van de berichten (standaard tls)")
    p.add_argument("--signalen", action="store_true", help="toon alle signalen als JSON en stop")
    opties = p.parse_args(argv)
    if not opties.map and not opties.signalen:
        p.error("--map is nodig")
    return opties


def _draai(opties: argparse.Namespace, map_: Path, store: Store) -> int:
    register = Register(store, Clock())
    if opties.vandaag:
        register.zet_vandaag(opties.vandaag)
    if register.leeg:
        register.laad(json.loads(Path(opties.brp).read_bytes()) if opties.brp else {})
    script = map_ / "storingen.json"
    gelezen = json.loads(script.read_bytes()) if script.exists() else {}
    if gelezen.get("instellingen"):
        register.stel_in(**gelezen["instellingen"])
    pki = Pki(map_ / "pki")
    profiel = opties.profiel or gelezen.get("profiel", "tls")
    if profiel not in PROFIELEN:
        print(f"Onbekend profiel in {script.name}.", file=sys.stderr)
        return 2
    edukoppeling = None
    if profiel == "edukoppeling":
        edukoppeling = Edukoppeling(
            pki.ca.certificaat,
            pki.ondertekenaar(),
            oin_adres=gelezen.get("oin_adres", ""),
            eenmalig=gelezen.get("eenmalig") is True,
            oin_naam=gelezen.get("oin_naam", "oin"),
            token_los=gelezen.get("token_los") is True,
        )
    leverancier = gelezen.get("leverancier", "")
    kern = Kern(register, Storingen(gelezen.get("storingen")), edukoppeling, leverancier)
    if leverancier:
        certificaten = dict.fromkeys(register.aanleverpunten(), pki.van_leverancier(leverancier))
    else:
        certificaten = pki.certificaten(register.aanleverpunten())
    token = secrets.token_urlsafe(24)
    server = Server(
        kern, tls_context(pki.server_bestand, pki.ca_bestand, gelezen.get("suites", "")), token, opties.poort
    )
    for teken in (signal.SIGTERM, signal.SIGINT):
        signal.signal(teken, lambda *_: server.einde.set())
    server.start()
    adres = {
        "url": f"https://127.0.0.1:{server.poort}{PAD}",
        "ca": str(pki.ca_bestand),
        "certificaten": certificaten,
        "herhaling_veilig": register.instellingen.dubbelen_negeren,
        "profiel": profiel,
        **({"oin": edukoppeling.oin, "oin_certificaat": edukoppeling.oin_certificaat} if edukoppeling else {}),
        "beheer": {"url": f"http://127.0.0.1:{server.beheer_poort}", "token": token},
        "pid": os.getpid(),
    }
    schrijf_veilig(map_ / "adres.json", json.dumps(adres, indent=1).encode())
    print(f"gereed {adres['url']}", flush=True)
    try:
        while not server.einde.wait(0.5):
            if opties.ouder_pid and not _leeft(opties.ouder_pid):
                break
    finally:
        server.stop()
    return 0


def _leeft(pid: int) -> bool:
    """Whether a process is still there."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        greep = kernel.OpenProcess(0x00100000, False, pid)  # noqa: FBT003 - SYNCHRONIZE; the call has no names
        if not greep:
            return False
        leeft = bool(kernel.WaitForSingleObject(greep, 0) != 0)
        kernel.CloseHandle(greep)
        return leeft
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    raise SystemExit(main())
