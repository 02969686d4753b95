"""The register in process, without sockets: for tests that want thousands of runs. They get bytes only, as from a network."""

import weakref
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bron_simulator.berichten import NS, Gegevens
from bron_simulator.kern import PAD, Kern
from bron_simulator.register import Clock, Register
from bron_simulator.store import Store
from bron_simulator.storingen import Storingen


class LokaalRegister:
    """`brp`: contents of a persons file. `pad`: keep the state in that file instead of in memory."""

    def __init__(
        self,
        brp: Gegevens | None = None,
        *,
        vandaag: date | None = None,
        pad: Path | None = None,
        **instellingen: Any,
    ) -> None:
        self.store = Store(pad)
        weakref.finalize(self, self.store.sluit)  # who makes thousands closes none of them
        self.register = Register(self.store, Clock(vandaag))
        if self.register.leeg:
            self.register.laad(brp or {})
        if instellingen:
            self.register.stel_in(**instellingen)
        self.storingen = Storingen()
        self.kern = Kern(self.register, self.storingen)

    def verwerk(
        self, soapaction: str, headers: Mapping[str, str], body: bytes, aanleverpunt: str
    ) -> tuple[int, dict[str, str], bytes]:
        """One SOAP request. `soapaction`: an operation, with or without the namespace before it."""
        actie = soapaction if soapaction.startswith(NS) else f"{NS}/{soapaction}"
        kop = {"Content-Type": "text/xml; charset=utf-8", **headers, "SOAPAction": f'"{actie}"'}
        antwoord = self.kern.verwerk("POST", PAD, kop, body, aanleverpunt)
        return antwoord.status, antwoord.headers, antwoord.body

    def werk(self, tikken: int = 1) -> int:
        return self.register.werk(tikken)

    def sluit(self) -> None:
        self.store.sluit()
