"""How files of the update address are fetched: over https, or out of a folder; in pieces, within a time, able to be stopped.

What is fetched is trusted for nothing: python-tuf asks for each file with the greatest length it may have, and verifies it. So TLS is here
for who looks on, and follows the roots of the computer, which a school's filter may be one of; the signatures do not. The way there is
that of the connection with BRON, proxy and all (`netwerk`).
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient.fetcher import FetcherInterface
from urllib3.connection import HTTPSConnection

from bronsync.adapters.bron.https.netwerk import Weg, verbind, weg_naar

_CHUNK: Final = 64 * 1024
_CONNECT: Final = 10.0
_SILENCE: Final = 20.0
"""Seconds without a byte."""
PATIENCE: Final = 60.0
"""Seconds for one small file."""
_SLOWEST: Final = 20_000
"""Bytes a second below which a pack is better fetched another time."""


class Fetcher(FetcherInterface):
    """Of one address. `received` hears of every piece; what it raises stops the fetching."""

    def __init__(
        self,
        received: Callable[[int], None] = lambda _: None,
        context: ssl.SSLContext | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.received = received
        self.size = 0
        """Of the file that is fetched now: a large one may take longer."""
        self._context, self._patience = context, patience

    def _fetch(self, url: str) -> Iterator[bytes]:
        chunks = self._from_net(url) if url.startswith("https:") else _from_folder(Path(url))
        return self._reported(chunks)

    def _reported(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.received(len(chunk))
            yield chunk

    def _from_net(self, url: str) -> Iterator[bytes]:
        parts = urlsplit(url)
        alarm = _Alarm(self._patience + self.size / _SLOWEST)
        pool = urllib3.HTTPSConnectionPool(
            parts.hostname or "",
            parts.port or 443,
            retries=False,
            timeout=urllib3.Timeout(connect=_CONNECT, read=_SILENCE),
            ssl_context=self._context or ssl.create_default_context(),
        )
        pool.ConnectionCls = _connection(weg_naar(url), alarm)
        with ExitStack() as on_error:
            on_error.callback(pool.close)
            on_error.enter_context(alarm)
            answer = pool.request(
                "GET", parts.path, headers={"User-Agent": "bronsync"}, redirect=False, preload_content=False
            )
            on_error.callback(answer.close)
            if answer.status != HTTPStatus.OK:
                raise DownloadHTTPError("not there", answer.status)
            return _read(answer, alarm, on_error.pop_all())


def _read(answer: urllib3.BaseHTTPResponse, alarm: _Alarm, afterwards: ExitStack) -> Iterator[bytes]:
    """As it comes and undecoded, not collected into pieces: a drip of single bytes is heard of."""
    with afterwards:
        try:
            while chunk := answer.read1(_CHUNK, decode_content=False):
                yield chunk
        except (urllib3.exceptions.HTTPError, HTTPException, OSError) as error:
            raise DownloadError("cut off") from error
        if alarm.went_off:  # a socket that was shut reads as an end
            raise SlowRetrievalError


class _Alarm:
    """Shuts the socket when the time is over, whatever is being waited for."""

    def __init__(self, seconds: float) -> None:
        self.sock: socket.socket | None = None
        self.went_off = False
        self._timer = threading.Timer(seconds, self._go_off)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _go_off(self) -> None:
        self.went_off = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _connection(weg: Weg, alarm: _Alarm) -> type[HTTPSConnection]:
    class Connection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return verbind((self.host, self.port or 443), weg, _CONNECT, self._known)

        def _known(self, sock: socket.socket) -> None:
            alarm.sock = sock

        def connect(self) -> None:
            super().connect()
            alarm.sock = self.sock
            if alarm.went_off:
                raise TimeoutError

    return Connection


def _from_folder(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except FileNotFoundError:
        raise DownloadHTTPError("not there", HTTPStatus.NOT_FOUND) from None
    except OSError as error:
        raise DownloadError("a share that is gone, also half way") from error
