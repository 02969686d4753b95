"""Binding (c) of the state machine: the register as a process of its own, reached by the program's own adapter over mutual TLS.

What a test does to the register goes through its admin channel; what it asks of it comes from the register's own file and log. Faults of
the network are made by the register itself: it hangs up, cuts its answer short, answers 503 after doing it, or closes before the handshake.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from bron_simulator.pki import Pki, geef_uit
from bronsync.adapters.bron.omgeving import lees_omgeving
from bronsync.adapters.bron.register import BronRegister
from bronsync.application.ports import Pagina
from bronsync.domain.vergelijking.berichten import Antwoord, Bericht, Terugkoppeling
from helpers.clock import SteppingClock
from helpers.opstelling import PUNT, VESTIGINGEN, BestandOpstelling
from helpers.simulator_bron import registraties_van
from helpers.storing import Fout

ANTWOORD_KWIJT: tuple[dict[str, Any], ...] = (
    {"soort": "antwoord_kwijt"},
    {"soort": "afgekapt"},
    {"soort": "http_status", "waarde": {"status": 502, "verwerkt": True}},
    {"soort": "kapotte_xml"},
    {"soort": "verkeerd_type"},
)
"""Ways in which the register did it and the program does not hear so."""
VERZOEK_KWIJT: tuple[dict[str, Any], ...] = (
    {"soort": "verzoek_kwijt"},
    {"soort": "onderhoud"},
    {"soort": "fout", "waarde": "Server.DK0050"},
)
"""Ways in which it did nothing and the program cannot know."""


class ClockOfBoth(SteppingClock):
    """The test's clock; the register's day follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.bij_dag: Callable[[date], None] = lambda _: None

    def wait(self, seconden: float) -> None:
        self._doe(lambda: super(ClockOfBoth, self).wacht(seconden))

    def verder(self, **tijd: float) -> None:
        self._doe(lambda: super(ClockOfBoth, self).verder(**tijd))

    def _doe(self, draai: Callable[[], None]) -> None:
        dag = self.today()
        draai()
        if self.today() != dag:
            self.bij_dag(self.today())


class ProcesBron:
    """The port `Register` for `PUNT`, and what a test does to a register besides."""

    def __init__(self, map_: Path, personen: list[dict[str, Any]], clock: ClockOfBoth, **instellingen: Any) -> None:
        self._register = map_ / "register"
        bestand = {
            "personen": personen,
            "postcodes": ["1234AB", "2345BC", "3456CD"],
            "anderescholen": [],
            "aanleverpunten": {PUNT: {"brin": PUNT[:4], "vestigingen": list(VESTIGINGEN)}},
        }
        (map_ / "brp.json").write_text(json.dumps(bestand), encoding="utf-8")
        script = {"instellingen": instellingen}
        (self._register / "storingen.json").write_text(json.dumps(script), encoding="utf-8")
        opdracht = [sys.executable, "-m", "bron_simulator", "--map", str(map_), "--brp", str(map_ / "brp.json")]
        opdracht += ["--vandaag", clock.today().isoformat(), "--ouder-pid", str(os.getpid())]
        self._proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True)
        assert self._proces.stdout is not None
        assert self._proces.stdout.readline().startswith("gereed"), "the register did not start"
        adres = json.loads((self._register / "adres.json").read_bytes())["beheer"]
        self._token = adres["token"]
        self._beheer = http.client.HTTPConnection(urlsplit(adres["url"]).netloc, timeout=30)
        omgeving = lees_omgeving(map_)
        certificaat = omgeving.certificaat(PUNT)
        self._lijn = BronRegister(omgeving, PUNT, lambda: certificaat)
        self.herhaling_veilig = omgeving.herhaling_veilig
        self.ophalen_verwijdert = bool(instellingen.get("ophalen_verwijdert"))
        self._verzoek_kwijt, self._antwoord_kwijt = cycle(VERZOEK_KWIJT), cycle(ANTWOORD_KWIJT)
        clock.bij_dag = lambda dag: self._zet("vandaag", datum=dag.isoformat())
        self.personen = {een["bsn"]: een for een in personen}
        """What the BRP holds: the truth about who has a BSN."""

    # --- the port

    def schrijf(self, bericht: Bericht) -> bytes:
        return self._lijn.schrijf(bericht)

    def operatie(self, bericht: Bericht) -> str:
        return self._lijn.operatie(bericht)

    def lees(self, raw: bytes) -> Terugkoppeling:
        return self._lijn.lees(raw)

    def verzend(self, operatie: str, body: bytes) -> Antwoord:
        return self._lijn.verzend(operatie, body)

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        """Both clocks are this machine's; a second of rounding would be booked, and no run would be like the one before."""
        return replace(self._lijn.haal(tijdstip, bericht_id), klokverschil=0.0)

    def bevestig(self, tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        self._lijn.bevestig(tijdstip, bericht_id, tot_en_met)

    # --- faults

    def hapert(self, fout: Fout) -> None:
        """The next request meets this fault, on the line itself."""
        if fout is Fout.GEEN_VERBINDING:
            self.nieuwe_lijn()  # a line that is open needs no new handshake
            self.storing({"soort": "verbinding_dicht"})
        else:
            self.storing(next(self._verzoek_kwijt if fout is Fout.VERZOEK_KWIJT else self._antwoord_kwijt))

    def storing(self, *regels: dict[str, Any]) -> None:
        self._zet("storing", storingen=list(regels))

    def wis_storingen(self) -> None:
        self._zet("storing", wis=True)

    def nieuwe_lijn(self) -> None:
        """The program that held the connection is gone."""
        self._lijn.sluit()

    # --- what happens at BRON

    def tik(self, n: int = 1) -> None:
        self._zet("werk", n=n)

    def nieuw_in_brp(self, persoon: dict[str, Any]) -> None:
        self.personen[persoon["bsn"]] = persoon
        self._zet("brp", soort="toevoegen", persoon=persoon)

    def muteer(self, bsn: str, **wijzig: Any) -> None:
        """Changes the person in the BRP; the school is told."""
        self.personen[bsn] |= wijzig
        self._zet("brp", soort="persoon", bsn=bsn, wijzig=wijzig)

    def vind_bsn(self, onderwijsnummer: str, bsn: str) -> None:
        """The BRP turns out to know who had an onderwijsnummer: as the school wrote it."""
        (een,) = (r for r in self.registraties() if r["persoon"].get("onderwijsnummer") == onderwijsnummer)
        persoon = {naam: een["persoon"].get(naam) for naam in NAMEN}
        adres = {"straatnaam": "Dorpsstraat", "huisnummer": 12, "postcode": "1234AB", "plaatsnaam": "Ede"}
        self.nieuw_in_brp({"bsn": bsn, **persoon, "adres": adres, "geheim": False, "nationaliteiten": ["0001"]})
        self._zet("brp", soort="vervang_onderwijsnummer", onderwijsnummer=onderwijsnummer, bsn=bsn)

    def drijf_af(self, registratie: dict[str, Any], **hoe: Any) -> None:
        """The register changes and tells nobody."""
        persoon = registratie["persoon"]
        sleutel = {"pgn": pgn_van(persoon), "datumInschrijving": registratie["datumInschrijving"]}
        self._zet("drift", aanleverpunt=PUNT, **sleutel, **hoe)

    # --- what it holds, by its own books

    def registraties(self) -> list[dict[str, Any]]:
        punt: list[dict[str, Any]] = self._vraag("GET", f"stand?aanleverpunt={PUNT}")["aanleverpunten"][PUNT][
            "registraties"
        ]
        return punt

    @property
    def stil(self) -> bool:
        ((wacht,),) = self._lees("SELECT count(*) FROM bericht WHERE stand='wacht'")
        ((bevestigd, laatste),) = self._lees("SELECT bevestigd, laatste FROM aanleverpunt")
        return not wacht and bevestigd == laatste

    @property
    def bevestigd(self) -> int:
        ((nummer,),) = self._lees("SELECT bevestigd FROM aanleverpunt")
        return int(nummer)

    def rijen(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        ruw = self.registraties()
        return {
            (pgn_van(r["persoon"]), r["datumInschrijving"]): registratie.rij
            for r, registratie in zip(ruw, registraties_van(ruw), strict=True)
        }

    def leerlingnummers(self) -> dict[tuple[str, str], str]:
        return {(pgn_van(r["persoon"]), r["datumInschrijving"]): r["leerlingnummer"] for r in self.registraties()}

    @property
    def uitgevoerd(self) -> Counter[str]:
        """How often each message id was worked."""
        rijen = self._lees("SELECT code FROM bericht WHERE stand='klaar' AND uitkomst<>'geweigerd'")
        return Counter(code for (code,) in rijen)

    def eis_eenmaal(self, bekend: dict[str, bytes]) -> None:
        """INV-1, EIG-7, EIG-8, from the register's own log; it refuses other bytes under a known id by itself."""
        eigen = {code for (code,) in self._lees("SELECT code FROM bericht")}
        assert eigen <= bekend.keys(), "the register knows a message that our disk does not (INV-1, EIG-8)"
        assert max(self.uitgevoerd.values(), default=0) <= 1, "worked twice (INV-1, EIG-8)"
        assert self._meest_onverwerkt() <= 1, "two messages of one leerling at a time (EIG-7)"

    def _meest_onverwerkt(self) -> int:
        """The most messages that wait now for one leerling."""
        rijen = self._lees(
            "SELECT gegevens FROM bericht WHERE stand='wacht' AND operatie<>'aanvragenRegistratieoverzicht'"
        )
        return max(Counter(_leerlingnummer(json.loads(g)) for (g,) in rijen).values(), default=0)

    def sluit(self) -> None:
        self._lijn.sluit()
        self._beheer.close()
        self._proces.terminate()
        self._proces.wait(10)
        assert self._proces.stdout is not None
        self._proces.stdout.close()

    def _lees(self, vraag: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._register / "register.sqlite", timeout=30)) as db:
            return db.execute(vraag).fetchall()

    def _zet(self, opdracht: str, **gegevens: Any) -> None:
        self._vraag("POST", opdracht, gegevens)

    def _vraag(self, methode: str, pad: str, gegevens: dict[str, Any] | None = None) -> dict[str, Any]:
        body = None if gegevens is None else json.dumps(gegevens)
        self._beheer.request(methode, f"/{pad}", body, {"Authorization": f"Bearer {self._token}"})
        antwoord = self._beheer.getresponse()
        uit: dict[str, Any] = json.loads(antwoord.read())
        assert antwoord.status == 200, f"{pad}: {uit}"
        return uit


NAMEN = ("geboortedatum", "geslacht", "achternaam", "voorvoegsel", "voornamen")


def pgn_van(persoon: dict[str, Any]) -> str:
    return str(persoon.get("burgerservicenummer") or persoon["onderwijsnummer"])


def _leerlingnummer(g: dict[str, Any]) -> str:
    delen = (g, g.get("inschrijving", {}), g.get("sleutel", {}))
    return next(str(deel["leerlingnummer"]) for deel in delen if "leerlingnummer" in deel)


class ProcesOpstelling(BestandOpstelling):
    """Binding (c): nothing is played but the clock, the people and BRON's own world."""

    def __init__(self) -> None:
        super().__init__()
        self.bron: ProcesBron | None = None

    def start_register(self, mal: Path, personen: list[dict[str, Any]], clock: ClockOfBoth, **hoe: Any) -> ProcesBron:
        """`mal`: a folder with the register's PKI, made once."""
        (self.map / "register").mkdir()
        shutil.copytree(mal, self.map / "register" / "pki")
        self.bron = ProcesBron(self.map, personen, clock, **hoe)
        return self.bron

    def sluit(self) -> None:
        if self.bron is not None:
            self.bron.sluit()
        super().sluit()


def maak_mal(map_: Path) -> Path:
    """The register's PKI. The client's key is an elliptic one with a password that is cheap to check: each start of the program opens it."""
    pki = Pki(map_)
    ((bestand, wachtwoord),) = (tuple(een.values()) for een in pki.certificaten([PUNT]).values())
    sleutel = ec.generate_private_key(ec.SECP256R1())
    vorm = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1)
    slot = vorm.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(SHA256()).build(wachtwoord.encode())
    inhoud = pkcs12.serialize_key_and_certificates(b"x", sleutel, geef_uit(pki.ca, PUNT, sleutel), None, slot)
    Path(bestand).write_bytes(inhoud)
    return map_
