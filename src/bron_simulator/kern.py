"""One HTTP request in, one HTTP answer out: everything of the server but sockets, TLS and threads.

`Kern.verwerk` is used by the HTTPS server and, through `lokaal`, by tests without a network.
Technical log: operation, identification code, outcome and codes; never a value from a message (SOAP.md C).
"""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from bron_simulator.berichten import TechnischeFout, envelop, fout_envelop, lees_verzoek, schemafouten
from bron_simulator.register import Register
from bron_simulator.resources import resource
from bron_simulator.storingen import Storingen

PAD = "/bron-po/v1"
PLAFOND = 4 * 1024 * 1024
"""Bytes of one request; the biggest that the contract allows stays far below."""

_log = logging.getLogger("bron_simulator")


@dataclass(frozen=True, slots=True)
class Antwoord:
    status: int
    headers: dict[str, str]
    body: bytes


class Kern:
    def __init__(self, register: Register, storingen: Storingen | None = None) -> None:
        self.register = register
        self.storingen = storingen or Storingen()
        register.bij_pagina = self.storingen.pagina
        register.bij_overzicht = self.storingen.overzicht

    def verwerk(self, methode: str, pad: str, headers: Mapping[str, str], body: bytes, aanleverpunt: str) -> Antwoord:
        """`aanleverpunt` is the one that the client certificate names."""
        delen = urlsplit(pad)
        if methode == "GET":
            return self._contract(delen.path, delen.query, headers)
        if delen.path != PAD:
            return _tekst(404, "Onbekend pad.")
        if methode != "POST":
            return Antwoord(405, {"Allow": "GET, POST"}, b"")
        kop = {k.lower(): v for k, v in headers.items()}
        soort, tekenset = _content_type(kop.get("content-type", ""))
        if soort != "text/xml":
            return _tekst(415, "Alleen text/xml.")
        if len(body) > PLAFOND:
            return _tekst(413, "Het bericht is te groot.")
        try:
            if tekenset not in {"", "utf-8"}:
                raise TechnischeFout("DK0009", "Het bericht is niet in UTF-8.")
            verzoek = lees_verzoek(body, kop.get("soapaction", "").strip().strip('"'))
            antwoord = self.register.ontvang(verzoek, aanleverpunt)
            fouten = schemafouten(antwoord)
            if fouten:
                raise RuntimeError(f"answer to {verzoek.operatie} does not fit the contract: {fouten[0]}")
            _log.info("%s %s %s beantwoord", aanleverpunt, verzoek.operatie, verzoek.identificatiecode)
            return _xml(200, envelop(antwoord))
        except TechnischeFout as fout:
            _log.info("%s fout %s", aanleverpunt, fout.code)
            return _xml(500, fout_envelop(fout))
        except Exception as crash:  # noqa: BLE001 - whatever it is, the caller gets a fault and the log its kind
            # Kind and place of a crash, never its text: that may quote a message.
            spoor = traceback.extract_tb(crash.__traceback__)[-1]
            plaats = f"{Path(spoor.filename).name}:{spoor.lineno}"
            _log.error("%s Server.DK0050 %s %s", aanleverpunt, type(crash).__name__, plaats)
            return _xml(500, fout_envelop(TechnischeFout("DK0050", "Het register heeft een storing.", "Server")))

    @staticmethod
    def _contract(pad: str, vraag: str, headers: Mapping[str, str]) -> Antwoord:
        """The WSDL on ?wsdl, with this server's address in it, and the XSD where the WSDL points to."""
        if pad == PAD and vraag.lower() == "wsdl":
            host = {k.lower(): v for k, v in headers.items()}.get("host", "localhost")
            wsdl = resource("contract", "bron-po.wsdl").read_text(encoding="utf-8")
            return _xml(200, wsdl.replace("https://localhost/bron-po/v1", f"https://{host}{PAD}").encode())
        if pad == f"{PAD.rpartition('/')[0]}/bron-po.xsd":
            return _xml(200, resource("contract", "bron-po.xsd").read_bytes())
        return _tekst(404, "Onbekend pad.")


def _content_type(waarde: str) -> tuple[str, str]:
    bericht = Message()
    bericht["content-type"] = waarde
    return bericht.get_content_type() if waarde else "", str(bericht.get_param("charset", "") or "").lower()


def _xml(status: int, body: bytes) -> Antwoord:
    return Antwoord(status, {"Content-Type": "text/xml; charset=utf-8"}, body)


def _tekst(status: int, tekst: str) -> Antwoord:
    return Antwoord(status, {"Content-Type": "text/plain; charset=utf-8"}, tekst.encode())
