"""A tiny TLS server on loopback that does exactly what a test tells it, byte by byte if need be."""

import contextlib
import socket
import ssl
import threading


class Server:
    """`gedrag(kanaal, verzoek)` is called for each request read; it writes what it likes and returns False to close."""

    def __init__(self, key_pem_pad, ca_pem, gedrag, *, tls=None, voor_handdruk=None, suites=None):
        self.gedrag, self.voor_handdruk = gedrag, voor_handdruk
        self.verzoeken, self.verbindingen, self.fouten = [], 0, []
        self.stop = threading.Event()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if suites:
            context.set_ciphers(suites)  # with @SECLEVEL=0 also a weak key is loaded
        context.load_cert_chain(key_pem_pad)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=ca_pem)
        if tls:
            context.minimum_version = context.maximum_version = tls
        self.context = context
        self.luisteraar = socket.create_server(("127.0.0.1", 0))
        self.poort = self.luisteraar.getsockname()[1]
        self.draden = [threading.Thread(target=self._luister, daemon=True)]

    @property
    def url(self):
        return f"https://127.0.0.1:{self.poort}/bron-po/v1"

    def __enter__(self):
        self.draden[0].start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        with contextlib.suppress(OSError):
            self.luisteraar.shutdown(socket.SHUT_RDWR)
        self.luisteraar.close()
        for draad in self.draden:
            draad.join(10)

    def _luister(self):
        while not self.stop.is_set():
            try:
                kaal, _ = self.luisteraar.accept()
            except OSError:
                return
            self.verbindingen += 1
            draad = threading.Thread(target=self._bedien, args=(kaal,), daemon=True)
            self.draden.append(draad)
            draad.start()

    def _bedien(self, kaal):
        kaal.settimeout(20)
        with kaal:
            if self.voor_handdruk and self.voor_handdruk(kaal) is False:
                return
            # apart from the wrapping, which would close the socket when it fails, before the alert can be read
            kanaal = self.context.wrap_socket(kaal, server_side=True, do_handshake_on_connect=False)
            try:
                kanaal.do_handshake()
            except OSError as fout:
                self.fouten.append(fout)
                self._leeg(kanaal)
                return
            with kanaal, contextlib.suppress(OSError):
                while (verzoek := self._lees(kanaal)) is not None:
                    self.verzoeken.append(verzoek)
                    if self.gedrag(kanaal, verzoek) is False:
                        return

    @staticmethod
    def _leeg(kanaal):
        """Lets the alert arrive: without draining, a reset may overtake it (SOAP A)."""
        with kanaal, contextlib.suppress(OSError):
            socket.socket.shutdown(kanaal, socket.SHUT_WR)
            kanaal.settimeout(2)
            while socket.socket.recv(kanaal, 65536):
                pass

    @staticmethod
    def _lees(kanaal):
        data = b""
        while b"\r\n\r\n" not in data:
            stuk = kanaal.recv(65536)
            if not stuk:
                return None
            data += stuk
        kop, _, romp = data.partition(b"\r\n\r\n")
        lengtes = (int(r.split(b":")[1]) for r in kop.split(b"\r\n") if r.lower().startswith(b"content-length:"))
        lengte = next(lengtes, 0)
        while len(romp) < lengte:
            romp += kanaal.recv(65536)
        return kop, romp


def http(inhoud, status="200 OK", soort="text/xml; charset=utf-8", **kop):
    regels = {"Content-Type": soort, "Content-Length": len(inhoud), **{k.replace("_", "-"): v for k, v in kop.items()}}
    tekst = f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in regels.items() if v is not None)
    return tekst.encode() + b"\r\n" + inhoud


def envelop(romp):
    kop = (
        b'<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
    )
    return kop + b"<soap:Body>" + romp + b"</soap:Body></soap:Envelope>"
