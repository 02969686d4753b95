"""One HTTP request in, one HTTP answer out: everything of the server but sockets, TLS and threads.

`Kern.verwerk` is used by the HTTPS server, and by tests without a network.
Technical log: operation, identification code, outcome and codes; never a value from a message (SOAP.md C).
"""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from bron_simulator.berichten import (
    NS,
    TechnischeFout,
    envelop,
    envelop_bytes,
    fout_envelop,
    lees_envelop,
    lees_verzoek,
    schemafouten,
)
from bron_simulator.edukoppeling import Edukoppeling, Gesprek
from bron_simulator.register import Register
from bron_simulator.resources import resource
from bron_simulator.storingen import ONDERTEKENING, Storingen

PAD = "/bron-po/v1"
BIJ = f"{PAD.rpartition('/')[0]}/"
PLAFOND = 4 * 1024 * 1024
"""Bytes of one request; the biggest that the contract allows stays far below."""

_log = logging.getLogger("bron_simulator")


@dataclass(frozen=True, slots=True)
class Antwoord:
    status: int
    headers: dict[str, str]
    body: bytes


class Kern:
    def __init__(
        self,
        register: Register,
        storingen: Storingen | None = None,
        edukoppeling: Edukoppeling | None = None,
        leverancier: str = "",
    ) -> None:
        """With `edukoppeling`, requests must be signed and answers are; without it mutual TLS is all (profile `tls`).

        `leverancier`: the common name of a supplier that may send for every aanleverpunt of this register (its mandate).
        """
        self.leverancier = leverancier
        self.register = register
        self.edukoppeling = edukoppeling
        self.storingen = storingen or Storingen()
        register.bij_pagina = self.storingen.pagina
        register.bij_overzicht = self.storingen.overzicht

    def verwerk(self, method: str, pad: str, headers: Mapping[str, str], body: bytes, aanleverpunt: str) -> Antwoord:
        """`aanleverpunt` is the one that the client certificate names, or the supplier."""
        delen = urlsplit(pad)
        if method == "GET":
            return self._contract(delen.path, delen.query, headers)
        if delen.path != PAD:
            return _tekst(404, "Onbekend pad.")
        if method != "POST":
            return Antwoord(405, {"Allow": "GET, POST"}, b"")
        kop = {k.lower(): v for k, v in headers.items()}
        soort, tekenset = _content_type(kop.get("content-type", ""))
        if soort != "text/xml":
            return _tekst(415, "Alleen text/xml.")
        if len(body) > PLAFOND:
            return _tekst(413, "Het bericht is te groot.")
        gesprek: Gesprek | None = None
        try:
            if tekenset not in {"", "utf-8"}:
                raise TechnischeFout("DK0009", "Het bericht is niet in UTF-8.")
            soapaction = kop.get("soapaction", "").strip().strip('"')
            binnen = lees_envelop(body)
            houder = aanleverpunt
            if self.leverancier and houder == self.leverancier:
                aanleverpunt = binnen.findtext(f".//{{{NS}}}verzendendeInstantie") or ""
            if self.edukoppeling:
                school = "" if houder == aanleverpunt else aanleverpunt[:4]
                gesprek = self.edukoppeling.neem_aan(binnen, houder, soapaction, school)
            verzoek = lees_verzoek(binnen, soapaction)
            antwoord = self.register.ontvang(verzoek, aanleverpunt)
            fouten = schemafouten(antwoord)
            if fouten:
                raise RuntimeError(f"answer to {verzoek.operatie} does not fit the contract: {fouten[0]}")
            _log.info("%s %s %s beantwoord", aanleverpunt, verzoek.operatie, verzoek.identificatiecode)
            return self._antwoord(200, envelop(antwoord), gesprek, verzoek.operatie, aanleverpunt)
        except TechnischeFout as fout:
            _log.info("%s fout %s", aanleverpunt, fout.code)
            return self._antwoord(500, fout_envelop(fout), gesprek, None, aanleverpunt)
        except Exception as crash:  # noqa: BLE001 - whatever it is, the caller gets a fault and the log its kind
            # Kind and place of a crash, never its text: that may quote a message.
            spoor = traceback.extract_tb(crash.__traceback__)[-1]
            plaats = f"{Path(spoor.filename).name}:{spoor.lineno}"
            _log.error("%s Server.DK0050 %s %s", aanleverpunt, type(crash).__name__, plaats)
            stuk = TechnischeFout("DK0050", "Het register heeft een storing.", "Server")
            return self._antwoord(500, fout_envelop(stuk), gesprek, None, aanleverpunt)

    def _antwoord(
        self, status: int, buiten: etree._Element, gesprek: Gesprek | None, operatie: str | None, aanleverpunt: str
    ) -> Antwoord:
        """The envelope as bytes, signed where the profile asks for it and it is known to whom; spoilt where the fault script says so."""
        if self.edukoppeling is None or gesprek is None:
            return _xml(status, envelop_bytes(buiten))
        storing = self.storingen.neem(ONDERTEKENING, operatie, aanleverpunt)
        soort = storing.soort if storing else ""
        if soort == "ek_zonder":
            return _xml(status, envelop_bytes(buiten))
        if soort == "ek_ander_bericht":
            gesprek = replace(gesprek, bericht="urn:uuid:00000000-0000-4000-8000-000000000000")
        moment = datetime.now(UTC) - timedelta(hours=1) if soort == "ek_verlopen" else None
        inhoud = envelop_bytes(self.edukoppeling.onderteken(buiten, gesprek, moment))
        if soort == "ek_gewijzigd":
            inhoud = inhoud.replace(b"</soapenv:Body>", b" </soapenv:Body>")
        return _xml(status, inhoud)

    @staticmethod
    def _contract(pad: str, vraag: str, headers: Mapping[str, str]) -> Antwoord:
        """The WSDL on ?wsdl, with this server's address in it, and the XSD files where the WSDL points to."""
        if pad == PAD and vraag.lower() == "wsdl":
            host = {k.lower(): v for k, v in headers.items()}.get("host", "localhost")
            wsdl = resource("contract", "bron-po.wsdl").read_text(encoding="utf-8")
            return _xml(200, wsdl.replace("https://localhost/bron-po/v1", f"https://{host}{PAD}").encode())
        schemas = {bestand.name: bestand for bestand in resource("contract").glob("*.xsd")}
        if pad.startswith(BIJ) and (naam := pad.removeprefix(BIJ)) in schemas:
            return _xml(200, schemas[naam].read_bytes())
        return _tekst(404, "Onbekend pad.")


def _content_type(waarde: str) -> tuple[str, str]:
    bericht = Message()
    bericht["content-type"] = waarde
    return bericht.get_content_type() if waarde else "", str(bericht.get_param("charset", "") or "").lower()


def _xml(status: int, body: bytes) -> Antwoord:
    return Antwoord(status, {"Content-Type": "text/xml; charset=utf-8"}, body)


def _tekst(status: int, tekst: str) -> Antwoord:
    return Antwoord(status, {"Content-Type": "text/plain; charset=utf-8"}, tekst.encode())
