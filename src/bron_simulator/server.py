"""HTTPS front of the register and the admin channel, on loopback only. Standard library.

TLS 1.2 or 1.3, client certificate required, handshake in the worker thread so that a silent caller stops nobody (SOAP.md C).
Carries out the network faults of `storingen`. What it does not know: SOAP and the register; that is `kern`.
"""

import contextlib
import gzip
import hmac
import http.client
import json
import logging
import socket
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from bron_simulator.beheer import Beheer, Onbekend
from bron_simulator.berichten import TechnischeFout, envelop_bytes, fout_envelop
from bron_simulator.kern import PLAFOND, Antwoord, Kern
from bron_simulator.storingen import NETWERK, Storing

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # RELIABILITY D2
WACHT = 30.0
"""Seconds that a caller may be silent."""

_log = logging.getLogger("bron_simulator")


def tls_context(server_pem: Path, ca_pem: Path, suites: str = "") -> ssl.SSLContext:
    """With `suites` a server of TLS 1.2 that takes only these."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suites or CIPHERS)
    if suites:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(server_pem)
    context.load_verify_locations(ca_pem)
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def aanleverpunt_van(verbinding: ssl.SSLSocket) -> str:
    """The common name of the caller's certificate: its aanleverpunt."""
    der = verbinding.getpeercert(binary_form=True)
    if der is None:
        return ""
    namen = x509.load_der_x509_certificate(der).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(namen[0].value) if namen else ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    allow_reuse_address = False

    def __init__(
        self, adres: tuple[str, int], kern: Kern, context: ssl.SSLContext | None, einde: threading.Event
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in adres[0] else socket.AF_INET
        self.kern = kern
        self.context = context
        self.einde = einde
        self.token = ""
        super().__init__(adres, _Register if context else _Beheer)

    def finish_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any) -> None:  # noqa: ANN401 - the base class leaves it open
        """In the worker thread: handshake, then requests."""
        if not isinstance(request, socket.socket):
            return
        request.settimeout(WACHT)
        if self.context is None:
            _Beheer(request, client_address, self)
            return
        if self.kern.storingen.neem({"verbinding_dicht": ""}, None, None):
            return
        try:
            veilig = self.context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        except OSError:
            return
        try:
            veilig.do_handshake()
        except (OSError, ValueError) as fout:
            _log.info("handdruk mislukt: %s", getattr(fout, "reason", None) or type(fout).__name__)
            _laat_uitlezen(veilig)
            veilig.close()
            return
        try:
            _Register(veilig, client_address, self)
        finally:
            with contextlib.suppress(OSError):
                veilig.close()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the base class names them
        """A caller that hangs up is no news; anything else is named without its text."""
        soort = sys.exc_info()[0]
        if soort is not None and not issubclass(soort, OSError):
            _log.error("verzoek afgebroken: %s", soort.__name__)


def _laat_uitlezen(s: socket.socket) -> None:
    """Let the other side read our alert or answer before the socket goes; at most half a second."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(s, socket.SHUT_WR)
        s.settimeout(0.5)
        while socket.socket.recv(s, 65536):
            pass


class _Basis(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "BronSimulator"
    sys_version = ""
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """The technical log is kern's."""

    def _lees_body(self) -> bytes | None:
        """The body, or None after a refusal was sent."""
        lengte = self.headers.get("Content-Length", "")
        if not lengte.isdigit():
            self._stuur(Antwoord(411, {}, b""), sluit=True)
            return None
        if int(lengte) > PLAFOND:
            self._stuur(Antwoord(413, {"Content-Type": "text/plain"}, b"Het bericht is te groot."), sluit=True)
            over = min(int(lengte), 4 * PLAFOND)
            with contextlib.suppress(OSError):
                self.connection.settimeout(0.5)
                while over > 0 and (stuk := self.rfile.read(min(over, 65536))):  # drain, or the caller sees a reset
                    over -= len(stuk)
            return None
        body = self.rfile.read(int(lengte))
        if len(body) < int(lengte):
            self.close_connection = True
            return None
        return body

    def _stuur(self, antwoord: Antwoord, *, sluit: bool = False) -> None:
        self._schrijf(self._kop(antwoord, sluit=sluit) + antwoord.body)

    def _kop(self, antwoord: Antwoord, *, sluit: bool = False, lengte: int | None = None) -> bytes:
        if sluit:
            self.close_connection = True
        reden = http.client.responses.get(antwoord.status, "")
        regels = [
            f"HTTP/1.1 {antwoord.status} {reden}",
            f"Server: {self.server_version}",
            f"Date: {self.date_time_string()}",
        ]
        regels += [f"{k}: {v}" for k, v in antwoord.headers.items()]
        regels.append(f"Content-Length: {len(antwoord.body) if lengte is None else lengte}")
        if self.close_connection:
            regels.append("Connection: close")
        return "\r\n".join([*regels, "", ""]).encode("latin-1")

    def _schrijf(self, data: bytes) -> None:
        self.wfile.write(data)


class _Register(_Basis):
    def do_GET(self) -> None:
        self._stuur(self.server.kern.verwerk("GET", self.path, dict(self.headers), b"", self._punt()))

    def do_POST(self) -> None:
        operatie = self.headers.get("SOAPAction", "").strip().strip('"').rpartition("/")[2] or None
        storing = self.server.kern.storingen.neem(NETWERK, operatie, self._punt())
        if storing is not None and storing.soort == "verzoek_kwijt":
            self._hang_op()
            return
        body = self._lees_body()
        if body is None:
            return
        if storing is None:
            self._stuur(self.server.kern.verwerk("POST", self.path, dict(self.headers), body, self._punt()))
        else:
            self._met_storing(storing, body)

    def _punt(self) -> str:
        return aanleverpunt_van(self.connection) if isinstance(self.connection, ssl.SSLSocket) else ""

    def _hang_op(self) -> None:
        """Close without a word, as a broken line does: no TLS goodbye."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.connection, socket.SHUT_RDWR)

    def _met_storing(self, storing: Storing, body: bytes) -> None:
        nagemaakt = self._nagemaakt(storing)
        if nagemaakt is not None:
            if isinstance(storing.waarde, dict) and storing.waarde.get("verwerkt"):
                self.server.kern.verwerk("POST", self.path, dict(self.headers), body, self._punt())
            self._stuur(nagemaakt, sluit=True)
            return
        echt = self.server.kern.verwerk("POST", self.path, dict(self.headers), body, self._punt())
        match storing.soort:
            case "antwoord_kwijt":
                self._hang_op()
            case "vertraag":
                self.server.einde.wait(float(storing.waarde or 1))
                self._stuur(echt)
            case "stil":
                self.server.einde.wait(float(storing.waarde or WACHT))
                self._hang_op()
            case "traag":
                self._schrijf(self._kop(echt, sluit=True))
                for i in range(len(echt.body)):
                    if self.server.einde.wait(float(storing.waarde or 0.5)):
                        return
                    self._schrijf(echt.body[i : i + 1])
            case "afgekapt":
                self._schrijf(self._kop(echt, sluit=True) + echt.body[: len(echt.body) // 2])
                self._hang_op()
            case _:
                self._stuur(_vervormd(storing, echt), sluit=True)

    def _nagemaakt(self, storing: Storing) -> Antwoord | None:
        """Answers that never come from the register."""
        waarde = storing.waarde
        match storing.soort:
            case "http_status":
                status = int(waarde["status"] if isinstance(waarde, dict) else waarde or 503)
                return Antwoord(status, {"Content-Type": "text/plain"}, b"Service unavailable")
            case "onderhoud":
                pagina = b"<!DOCTYPE html><html><body><h1>Onderhoud</h1><p>Wij zijn zo terug.</p></body></html>"
                return Antwoord(200, {"Content-Type": "text/html; charset=utf-8"}, pagina)
            case "omleiden":
                return Antwoord(307, {"Location": str(waarde or "https://localhost:1/elders")}, b"")
            case "gzipbom":
                bom = gzip.compress(b"\0" * (int(waarde or 64) * 1024 * 1024), compresslevel=9)
                return Antwoord(200, {"Content-Type": "text/xml; charset=utf-8", "Content-Encoding": "gzip"}, bom)
            case "fout":
                gegeven = waarde if isinstance(waarde, dict) else {"code": waarde or "Server.DK0050"}
                partij, _, code = str(gegeven["code"]).partition(".")
                tekst = str(gegeven.get("tekst", "Het register heeft een storing."))
                fout = TechnischeFout(code, tekst, partij)  # a bare `Server` has no code
                return Antwoord(500, {"Content-Type": "text/xml; charset=utf-8"}, envelop_bytes(fout_envelop(fout)))
            case _:
                return None


def _vervormd(storing: Storing, echt: Antwoord) -> Antwoord:
    """The register's answer, spoilt on its way."""
    kop, body = dict(echt.headers), echt.body
    match storing.soort:
        case "verkeerd_type":
            kop["Content-Type"] = "application/json"
        case "doctype":
            body = body.replace(b"?>", b'?><!DOCTYPE Envelope [<!ENTITY x "y">]>', 1)
        case "te_groot":
            vulling = b" " * (int(storing.waarde or 17) * 1024 * 1024)
            body = body.replace(b"</soapenv:Envelope>", vulling + b"</soapenv:Envelope>")
        case "kapotte_xml":
            body = body.replace(b"</soapenv:Body>", b"</soapenv:Lijf>")
        case "utf16":
            kop["Content-Type"] = "text/xml; charset=utf-16"
            body = body.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")
        case _:  # ongeldig
            body = body.replace(b"antwoordOp>", b"antwoordAan>")
    return Antwoord(echt.status, kop, body)


class _Beheer(_Basis):
    """Plain HTTP with a bearer token: for the demo and tests that drive a separate process."""

    def do_GET(self) -> None:
        if not self._mag():
            return
        delen = urlsplit(self.path)
        vraag = parse_qs(delen.query)
        beheer = Beheer(self.server.kern)
        try:
            if delen.path == "/stand":
                self._json(200, beheer.stand(vraag.get("aanleverpunt", [None])[0]))
            elif delen.path == "/log":
                self._json(200, beheer.log())
            else:
                self._json(404, {"fout": "onbekend pad"})
        except Onbekend as fout:
            self._json(404, {"fout": f"onbekend: {fout}"})

    def do_POST(self) -> None:
        if not self._mag():
            return
        body = self._lees_body()
        if body is None:
            return
        opdracht = urlsplit(self.path).path.strip("/")
        try:
            gegevens = json.loads(body or b"{}")
            if opdracht == "stop":
                self._json(200, {})
                self.server.einde.set()
                return
            self._json(200, Beheer(self.server.kern).doe(opdracht, gegevens))
        except Onbekend as fout:
            self._json(404, {"fout": f"onbekend: {fout}"})
        except (KeyError, ValueError, TypeError) as fout:
            self._json(400, {"fout": f"{type(fout).__name__}: {fout}"})

    def _mag(self) -> bool:
        if hmac.compare_digest(self.headers.get("Authorization", "").encode(), f"Bearer {self.server.token}".encode()):
            return True
        self._stuur(Antwoord(401, {"WWW-Authenticate": "Bearer"}, b""), sluit=True)
        return False

    def _json(self, status: int, gegevens: object) -> None:
        self._stuur(
            Antwoord(status, {"Content-Type": "application/json"}, json.dumps(gegevens, ensure_ascii=False).encode())
        )


class Server:
    """Both channels in threads of their own; `einde` is set when somebody asks to stop."""

    def __init__(self, kern: Kern, context: ssl.SSLContext, token: str, poort: int = 0, beheer_poort: int = 0) -> None:
        self.einde = threading.Event()
        self._luisteraars = [_Server(("127.0.0.1", poort), kern, context, self.einde)]
        self.poort = int(self._luisteraars[0].server_address[1])
        with contextlib.suppress(OSError):  # no IPv6 here, or the port is taken there: localhost means 127.0.0.1 then
            self._luisteraars.append(_Server(("::1", self.poort), kern, context, self.einde))
        beheer = _Server(("127.0.0.1", beheer_poort), kern, None, self.einde)
        beheer.token = token
        self.beheer_poort = int(beheer.server_address[1])
        self._luisteraars.append(beheer)
        self._threads = [threading.Thread(target=s.serve_forever, args=(0.05,), daemon=True) for s in self._luisteraars]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self.einde.set()
        for s in self._luisteraars:
            s.shutdown()
            s.server_close()
        for thread in self._threads:
            thread.join()
