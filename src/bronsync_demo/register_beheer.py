"""The register as a process of the demo: starts it, talks to its admin channel. Knows no LVS2000 and no client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bronsync_demo.fouttekst import DemoFout

START_SECONDEN: Final = 60.0
_BEZET: Final = 3
"""Exit code of the register when another one has its file."""


@contextmanager
def draaiend_register(map_: Path, brp: Path) -> Iterator[RegisterBeheer]:
    """The register of this folder, running as long as the block lasts.

    It ends by itself within a second when this process is killed; a next one waits for that, so two never work on one file.
    """
    opdracht = [
        *(sys.executable, "-m", "bron_simulator"),
        *("--map", str(map_), "--brp", str(brp), "--ouder-pid", str(os.getpid())),
    ]
    # In a group of its own: Ctrl+C in the terminal is for the demo, which ends the register when it is done with it.
    groep = 0
    if sys.platform == "win32":
        groep = subprocess.CREATE_NEW_PROCESS_GROUP
    proces = subprocess.Popen(
        opdracht,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        creationflags=groep,
        start_new_session=True,
    )
    wachttijd = threading.Timer(START_SECONDEN, proces.kill)
    wachttijd.start()
    try:
        assert proces.stdout is not None, "asked for as a pipe"  # noqa: S101 - narrows the type
        regel = proces.stdout.readline()
        wachttijd.cancel()
        if not regel and proces.wait() == _BEZET:
            raise DemoFout("De demo draait al in deze map.", "Sluit die eerst, of kies een andere map met --map.", 3)
        if not regel.startswith("gereed"):
            raise DemoFout("Het register van de demo start niet.", "Kijk in register/simulator.log in de map.", 3)
        yield RegisterBeheer(map_)
    finally:
        wachttijd.cancel()
        proces.terminate()
        try:
            proces.wait(10)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()
        if proces.stdout is not None:
            proces.stdout.close()


class RegisterBeheer:
    """The admin channel of a running register."""

    def __init__(self, map_: Path) -> None:
        self._map = map_ / "register"
        beheer = json.loads((self._map / "adres.json").read_bytes())["beheer"]
        self._url, self._token = str(beheer["url"]), str(beheer["token"])

    def _vraag(self, pad: str, gegevens: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if gegevens is None else json.dumps(gegevens).encode()
        verzoek = urllib.request.Request(  # noqa: S310 - the address is that of our own child process on loopback
            f"{self._url}/{pad}", data, {"Authorization": f"Bearer {self._token}"}
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(verzoek, timeout=120) as antwoord:
                uit: dict[str, Any] = json.load(antwoord)
                return uit
        except urllib.error.HTTPError as fout:
            raise DemoFout(
                f"Het register van de demo weigert '{pad}' ({fout.code}).", "Meld dit aan de makers.", 3
            ) from None
        except OSError:
            raise DemoFout(
                "Het register van de demo antwoordt niet meer.", "Start de demo opnieuw met dezelfde map.", 3
            ) from None

    def stand(self) -> dict[str, Any]:
        """Everything that the register holds."""
        return self._vraag("stand")

    def doe(self, opdracht: str, gegevens: dict[str, Any]) -> None:
        """One change behind the client's back. All of them set a value, so a repeat after a crash does no harm."""
        if opdracht == "vervang":
            self._vervang(str(gegevens["leerlingnummer"]), str(gegevens["bsn"]))
        else:
            self._vraag(opdracht, gegevens)

    def _vervang(self, leerlingnummer: str, bsn: str) -> None:
        """The BSN of a pupil with an onderwijsnummer was found; done already when the register has no such number any more."""
        for punt in self.stand()["aanleverpunten"].values():
            for registratie in punt["registraties"]:
                nummer = registratie["persoon"].get("onderwijsnummer")
                if registratie["leerlingnummer"] == leerlingnummer and nummer:
                    self._vraag("brp", {"soort": "vervang_onderwijsnummer", "onderwijsnummer": nummer, "bsn": bsn})
                    return
