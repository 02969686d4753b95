"""One POST to the register over one kept connection: hardened, bounded in size and time, and honest about what may have arrived.

Every failure is one of two: `NietVerzonden` (no byte of the request went out, or the register proved that it refused the certificate) or
`Onduidelijk` (anything later). That follows from where the connection stands, never from the text of an exception. Nothing is repeated
here: who sends again is decided by a use case. urllib3 is used directly: unlike requests it reads no environment, follows nothing by
itself and adds no roots, so there is less to switch off. By which way the bytes go is `netwerk`.
Knows nothing of SOAP. Sources: SOAP A and E, RELIABILITY C1 (8-15), D1-D5, D12, F4, F5.
"""

from __future__ import annotations

import email.utils
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError, SSLError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from bronsync.adapters.bron.https.netwerk import DIRECT, Weg, verbind
from bronsync.adapters.bron.https.tlsmelding import tls_oorzaak, weigert_certificaat
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk

MAX_BYTES: Final = 16 * 1024 * 1024
"""On the wire, and again unpacked (RELIABILITY D12)."""
_STUK: Final = 64 * 1024
_ZONDER_XML: Final = {429, 502, 503, 504}
_MET_XML: Final = {200, 400, 403, 500}


@dataclass(frozen=True, slots=True)
class Wachttijden:
    """Seconds: to connect, for one read, and for the whole exchange."""

    verbinden: float = 10.0
    lezen: float = 60.0
    totaal: float = 60.0


@dataclass(frozen=True, slots=True)
class HttpAntwoord:
    """An answer of text/xml, whole and unpacked."""

    status: int
    inhoud: bytes = field(repr=False)
    klokverschil: float
    """Seconds by which this computer's clock is ahead of the server's; 0 when it does not say."""


@dataclass(slots=True)
class _Stand:
    """How far the exchange under way has come."""

    socket: socket.socket | None = None
    """Of the newest connection, kept when http.client closes its own side of it: with `Connection: close` the answer is still to be read."""
    adres: tuple[str, int] = ("", 0)
    """Of the other side of the connection: kept, as the connection is."""
    nieuw: bool = False
    verstuurd: bool = False
    antwoord: bool = False
    verlopen: bool = False

    def begin(self) -> None:
        self.nieuw = self.verstuurd = self.antwoord = self.verlopen = False


class Transport:
    """The connection of one identity to one address. One exchange at a time; safe to close twice."""

    def __init__(
        self,
        url: str,
        context: ssl.SSLContext,
        wachttijden: Wachttijden = Wachttijden(),
        nu: Callable[[], float] = time.time,
        weg: Weg = DIRECT,
    ) -> None:
        delen = urlsplit(url)
        if delen.scheme != "https" or not delen.hostname or delen.username is not None:
            raise BronSyncFout("NET-10")
        self._adres = f"{delen.hostname}:{delen.port or 443}" + (f" ({weg.opmerking})" if weg.opmerking else "")
        self._pad = delen.path or "/"
        self._wachttijden, self._nu = wachttijden, nu
        self._stand = _Stand()
        self._slot = threading.Lock()
        self._pool = urllib3.HTTPSConnectionPool(
            delen.hostname,
            delen.port or 443,
            maxsize=1,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(connect=wachttijden.verbinden, read=wachttijden.lezen),
            ssl_context=context,
            cert_reqs="CERT_REQUIRED",
            assert_hostname=None,
        )
        self._pool.ConnectionCls = _connection(self._stand, weg, wachttijden.verbinden)

    def sluit(self) -> None:
        """Closes the connection."""
        self._pool.close()

    def post(self, inhoud: bytes, kopregels: dict[str, str]) -> HttpAntwoord:
        """Sends once and gives the answer; `NietVerzonden` or `Onduidelijk` when there is none that can be used."""
        with self._gewekt():
            return self._wissel(inhoud, kopregels)

    def bereik(self) -> tuple[str, int]:
        """Asks for the contract and throws the answer away: address and port really used, once the server took our certificate.

        Under TLS 1.3 a server refuses a certificate only in its first answer, so a handshake alone proves nothing (RELIABILITY C3 40).
        """
        with self._gewekt():
            antwoord = self._pool.urlopen(
                "GET",
                f"{self._pad}?wsdl",
                headers={"User-Agent": "bronsync"},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            _gooi_weg(antwoord)
            return self._stand.adres

    @contextmanager
    def _gewekt(self) -> Iterator[None]:
        """One exchange at a time, within the total time, every error of it translated."""
        with self._slot:
            self._stand.begin()
            timer = threading.Timer(self._wachttijden.totaal, self._verloop)
            timer.daemon = True
            timer.start()
            try:
                yield
            except (HTTPError, OSError, ValueError) as fout:
                raise self._vertaal(fout) from None
            finally:
                timer.cancel()

    def _verloop(self) -> None:
        """The total time is over: the raw socket is shut, so that any read or write ends now (SOAP E)."""
        self._stand.verlopen = True
        stekker = self._stand.socket
        if stekker is not None:
            try:
                socket.socket.shutdown(stekker, socket.SHUT_RDWR)
            except OSError:
                return  # closed already

    def _wissel(self, inhoud: bytes, kopregels: dict[str, str]) -> HttpAntwoord:
        antwoord = self._pool.urlopen(
            "POST",
            self._pad,
            body=inhoud,
            headers={"Accept": "text/xml", "Accept-Encoding": "gzip", "User-Agent": "bronsync", **kopregels},
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        self._stand.antwoord = True
        try:
            return self._lees(antwoord)
        except BaseException:
            _gooi_weg(antwoord)  # what is left of this answer must never be read as the next one
            raise

    def _lees(self, antwoord: urllib3.BaseHTTPResponse) -> HttpAntwoord:
        soort = antwoord.headers.get("Content-Type", "").lower().replace(" ", "").split(";")
        if antwoord.status in _ZONDER_XML or soort[0] == "text/html":
            raise Onduidelijk("NET-06", http_status=antwoord.status)
        if antwoord.status not in _MET_XML or soort[0] != "text/xml":
            raise Onduidelijk("NET-07", http_status=antwoord.status)
        if any(deel.startswith("charset=") and deel.strip('"') not in _UTF8 for deel in soort[1:]):
            raise Onduidelijk("NET-07")
        encoding = antwoord.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip"}:
            raise Onduidelijk("NET-07")
        klokverschil = self._klokverschil(antwoord.headers.get("Date"))
        inhoud = self._alles(antwoord)
        antwoord.release_conn()
        return HttpAntwoord(antwoord.status, _unpack(inhoud) if encoding == "gzip" else inhoud, klokverschil)

    def _alles(self, antwoord: urllib3.BaseHTTPResponse) -> bytes:
        inhoud = bytearray()
        while stuk := antwoord.read(_STUK, decode_content=False):
            inhoud += stuk
            if len(inhoud) > MAX_BYTES:
                raise Onduidelijk("NET-08")
        if self._stand.verlopen:
            raise Onduidelijk("NET-02")  # a socket that was shut reads as an end
        return bytes(inhoud)

    def _klokverschil(self, datum: str | None) -> float:
        try:
            return self._nu() - email.utils.parsedate_to_datetime(datum or "").timestamp()
        except (ValueError, OverflowError):
            return 0.0

    def _vertaal(self, fout: Exception) -> BronSyncFout:
        stand, reden = self._stand, _tls_fout(fout)
        if not stand.verstuurd:
            if reden is not None and not isinstance(reden, ssl.SSLEOFError):  # an end without a word proves nothing
                oorzaak = tls_oorzaak(reden)
                return NietVerzonden(oorzaak.code, oorzaak=oorzaak.tekst)
            return NietVerzonden("NET-01", adres=self._adres)
        if stand.nieuw and not stand.antwoord and reden is not None and weigert_certificaat(reden):
            return NietVerzonden("NET-04")  # TLS 1.3 tells it after the handshake, in the first read
        if stand.verlopen or isinstance(fout, UrllibTimeout | TimeoutError):
            return Onduidelijk("NET-02")
        return Onduidelijk("NET-03")


def _gooi_weg(antwoord: urllib3.BaseHTTPResponse) -> None:
    """Closes the connection under an answer and gives its place back: the next exchange would wait for that place for ever."""
    antwoord.close()
    antwoord.release_conn()


_UTF8: Final = {"charset=utf-8", 'charset="utf-8', "charset=utf8"}


def _connection(stand: _Stand, weg: Weg, wachttijd: float) -> type[HTTPSConnection]:
    """A connection that goes this way and notes in `stand` how far it came."""

    class Connection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            if weg.proxy is None:
                return super()._new_conn()
            sock = verbind((self.host, self.port or 443), weg, wachttijd, self._bekend)
            if stand.verlopen:  # a socket that was shut reads as an end, also of an answer
                sock.close()
                raise NietVerzonden("NET-15", proxy=weg.naam, antwoord="geen antwoord op tijd")
            return sock

        def _bekend(self, sock: socket.socket) -> None:
            stand.socket = sock

        def connect(self) -> None:
            super().connect()
            stand.socket, stand.nieuw = self.sock, True
            naam = self.sock.getpeername()
            stand.adres = str(naam[0]), int(naam[1])
            if stand.verlopen:  # during the handshake there was no socket to shut yet
                raise TimeoutError

        def send(self, data: Any) -> None:  # noqa: ANN401 - as http.client has it
            if self.sock is None:
                self.connect()
            stand.verstuurd = True
            super().send(data)

    return Connection


def _tls_fout(fout: BaseException | None) -> ssl.SSLError | None:
    """The error of OpenSSL behind what urllib3 raised."""
    while fout is not None:
        if isinstance(fout, ssl.SSLError):
            return fout
        reden = getattr(fout, "reason", None)
        volgende = reden if isinstance(reden, BaseException) else None
        if volgende is None and isinstance(fout, SSLError | HTTPError) and fout.args:
            volgende = next((deel for deel in fout.args if isinstance(deel, BaseException)), None)
        fout = volgende or fout.__cause__ or fout.__context__
    return None


def _unpack(inhoud: bytes) -> bytes:
    """One layer of gzip, bounded; more members or bytes behind it are refused."""
    pack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        uit = pack.decompress(inhoud, MAX_BYTES + 1)
    except zlib.error:
        raise Onduidelijk("NET-07") from None
    if len(uit) > MAX_BYTES:
        raise Onduidelijk("NET-08")
    if not pack.eof or pack.unused_data:
        raise Onduidelijk("NET-07")
    return uit
