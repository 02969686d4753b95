"""A server that speaks just enough TDS 7.4 over TLS for a real ODBC driver to log in, to be answered, to be refused, and to lose its line.

No SQL Server: it understands no SQL and holds nothing. It shows what the drivers make of each number and of a line that is cut.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

GROOTTE = 4096
COLLATIE = b"\x09\x04\xd0\x00\x34"
BESCHRIJVING = bytes.fromhex("0000100006 0100160001 0400170001 ff") + b"\x10\0\x03\xe8\0\0" + b"\x01" + b"\0"
"""What the server says before the login: version 16, encrypt, no MARS."""
LOGIN, AFBREKEN, TRANSACTIE = 16, 6, 14


def tekst(waarde: str) -> bytes:
    return waarde.encode("utf-16-le")


def _kort(waarde: str) -> bytes:
    return bytes([len(waarde)]) + tekst(waarde)


def _token(soort: int, inhoud: bytes) -> bytes:
    return bytes([soort]) + struct.pack("<H", len(inhoud)) + inhoud


def _omgeving(soort: int, nieuw: bytes, oud: bytes = b"\0") -> bytes:
    return _token(0xE3, bytes([soort]) + nieuw + oud)


def klaar(status: int = 0, rijen: int = 0) -> bytes:
    return struct.pack("<BHHQ", 0xFD, status, 0xC1 if status & 16 else 0, rijen)


def fout(nummer: int, klasse: int = 16) -> bytes:
    """An error message of the server, with what must never get out in its text."""
    zin = "waarde 999990019 (42) van een leerling"
    kop = struct.pack("<iBBH", nummer, 1, klasse, len(zin))
    return _token(0xAA, kop + tekst(zin) + _kort("s") + _kort("") + struct.pack("<I", 1)) + klaar(2)


def rijen(*waarden: str | int) -> bytes:
    """One row, or an answer with one column and no row."""
    kolommen, cellen = b"", b""
    for waarde in waarden or ("",):
        soort = b"\x26\x04" if isinstance(waarde, int) else b"\xe7" + struct.pack("<H", 8000) + COLLATIE
        kolommen += struct.pack("<IH", 0, 9) + soort + _kort("x")
        ruw = struct.pack("<i", waarde) if isinstance(waarde, int) else tekst(waarde)
        cellen += (bytes([len(ruw)]) if isinstance(waarde, int) else struct.pack("<H", len(ruw))) + ruw
    begin = b"\x81" + struct.pack("<H", len(waarden) or 1) + kolommen
    return begin + (b"\xd1" + cellen if waarden else b"") + klaar(16, len(waarden and (1,)))


VAST = {
    "ProductVersion": rijen("16.0.1000.6"),
    "schema_name()": rijen("dbo"),
    "FROM sys.system_views": rijen("dm_exec_sessions"),
    "dm_exec_sessions": rijen("READ COMMITTED"),
    "test max support": rijen("test max support"),
    "fn_listextendedproperty": rijen(1),
    "snapshot_isolation_state": rijen(0),
    "recovery_fork_guid": rijen("6F9619FF-8B86-D011-B42D-00C04FC964FF"),
    "INFORMATION_SCHEMA": rijen(),
    "sp_getapplock": klaar(1) + rijen(0, 7),
    "sp_releaseapplock": rijen(0),
    "APPLOCK_MODE": rijen("Exclusive"),
    "[Aanleverpunt]": rijen("00AA00"),
}


class Weg(Exception):
    """The line is cut."""


class TdsServer:
    """`weigert` gives the error of a statement with this text in it; `login` answers the login instead of an acknowledgement."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.tls = tls
        self.login = b""
        self.weigert: dict[str, bytes] = {}
        self.stil = ""
        self.pakketten = 0
        self.knip: int | None = None
        self._luister = socket.create_server(("127.0.0.1", 0))
        self.poort: int = self._luister.getsockname()[1]
        self._draden = [threading.Thread(target=self._neem_aan, daemon=True)]
        self._lijnen: list[socket.socket] = []
        self._draden[0].start()

    def _neem_aan(self) -> None:
        while True:
            try:
                lijn, _ = self._luister.accept()
            except OSError:
                return
            self._lijnen.append(lijn)
            self._draden.append(threading.Thread(target=self._bedien, args=(lijn,), daemon=True))
            self._draden[-1].start()

    def _bedien(self, lijn: socket.socket) -> None:
        try:
            _Lijn(self, lijn).bedien()
        except (Weg, OSError, ssl.SSLError):
            pass
        finally:
            lijn.close()

    def sluit(self) -> None:
        self._luister.shutdown(socket.SHUT_RDWR)
        self._luister.close()
        for lijn in self._lijnen:
            lijn.close()
        for draad in self._draden:
            draad.join(5)

    def tel(self) -> None:
        self.pakketten += 1
        if self.pakketten == self.knip:
            for lijn in self._lijnen:
                if lijn.fileno() >= 0:
                    lijn.shutdown(socket.SHUT_RDWR)
            raise Weg

    def antwoord(self, bericht: bytes) -> bytes | None:
        if self.stil and tekst(self.stil) in bericht:
            return None
        for bekend in (self.weigert, VAST):
            for herken, geeft in bekend.items():
                if tekst(herken) in bericht:
                    return geeft
        return klaar()


class _Lijn:
    def __init__(self, server: TdsServer, lijn: socket.socket) -> None:
        self._server, self._lijn = server, lijn
        self._in, self._uit = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls: ssl.SSLObject | None = None

    def _ontvang(self, aantal: int) -> bytes:
        gekregen = b""
        while len(gekregen) < aantal:
            deel = self._lees(aantal - len(gekregen))
            if not deel:
                raise Weg
            gekregen += deel
        return gekregen

    def _lees(self, aantal: int) -> bytes:
        while self._tls is not None:
            try:
                return self._tls.read(aantal)
            except ssl.SSLWantReadError:
                deel = self._lijn.recv(65536)
                if not deel:
                    raise Weg from None
                self._in.write(deel)
        return self._lijn.recv(aantal)

    def _pakket(self) -> tuple[int, bytes]:
        gekregen = b""
        while True:
            soort, laatste, lengte = struct.unpack(">BBH", self._ontvang(8)[:4])
            gekregen += self._ontvang(lengte - 8)
            if laatste & 1:
                return soort, gekregen

    def _stuur(self, inhoud: bytes, soort: int = 4) -> None:
        deel, rest = inhoud[: GROOTTE - 8], inhoud[GROOTTE - 8 :]
        ruw = struct.pack(">BBHHBB", soort, 0 if rest else 1, len(deel) + 8, 51, 1, 0) + deel
        if self._tls is None:
            self._lijn.sendall(ruw)
        else:
            self._tls.write(ruw)
            self._lijn.sendall(self._uit.read())
        if rest:
            self._stuur(rest, soort)

    def _handdruk(self) -> None:
        """TLS inside packets of TDS, after that TDS inside TLS."""
        tls = self._server.tls.wrap_bio(self._in, self._uit, server_side=True)
        klaar_ = False
        while not klaar_:
            try:
                tls.do_handshake()
                klaar_ = True
            except ssl.SSLWantReadError:
                pass
            if stuur := self._uit.read():
                self._stuur(stuur, 18)
            if not klaar_:
                self._in.write(self._pakket()[1])
        self._tls = tls

    def bedien(self) -> None:
        self._pakket()
        self._server.tel()
        self._stuur(BESCHRIJVING)
        self._handdruk()
        while True:
            soort, bericht = self._pakket()
            self._server.tel()
            if soort == LOGIN:
                self._stuur(self._server.login or _welkom())
            elif soort == AFBREKEN:
                self._stuur(klaar(0x20))
            elif soort == TRANSACTIE:
                self._stuur(_transactie(bericht))
            elif (geeft := self._server.antwoord(bericht)) is not None:
                self._stuur(geeft)


def _welkom() -> bytes:
    ack = b"\x01\x74\0\0\x04" + _kort("Microsoft SQL Server") + b"\x10\0\x03\xe8"
    omgeving = _omgeving(1, _kort("lvs"), _kort("master")) + _omgeving(7, b"\x05" + COLLATIE)
    return omgeving + _token(0xAD, ack) + _omgeving(4, _kort("4096"), _kort("4096")) + klaar()


def _transactie(bericht: bytes) -> bytes:
    (kop,) = struct.unpack("<I", bericht[:4])
    (wat,) = struct.unpack("<H", bericht[kop : kop + 2])
    nummer = b"\x08\1\0\0\0\0\0\0\0"
    begin, vast, terug = 5, 7, 8
    gezegd = {begin: _omgeving(8, nummer), vast: _omgeving(9, b"\0", nummer), terug: _omgeving(10, b"\0", nummer)}
    return gezegd.get(wat, b"") + klaar()


@contextmanager
def iedere_verbinding(doe: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port where something else answers."""
    luister = socket.create_server(("127.0.0.1", 0))

    def neem_aan() -> None:
        while True:
            try:
                lijn, _ = luister.accept()
            except OSError:
                return
            with lijn:
                doe(lijn)

    draad = threading.Thread(target=neem_aan, daemon=True)
    draad.start()
    try:
        yield luister.getsockname()[1]
    finally:
        luister.shutdown(socket.SHUT_RDWR)
        luister.close()
        draad.join(5)
