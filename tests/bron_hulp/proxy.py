"""A small CONNECT proxy on loopback. Whatever name is asked for, it leads to one port on this computer; or it does what a test tells it."""

import contextlib
import socket
import threading


class Proxy:
    """`antwoord(kanaal)`: instead of connecting. `aanmelding`: what must come in Proxy-Authorization. Keeps what it saw, byte for byte."""

    def __init__(self, poort, *, antwoord=None, aanmelding=""):
        self.doel, self.antwoord, self.aanmelding = poort, antwoord, aanmelding
        self.gevraagd, self.gezien, self.draden = [], bytearray(), []
        self.luisteraar = socket.create_server(("127.0.0.1", 0))
        self.poort = self.luisteraar.getsockname()[1]
        self.stop = threading.Event()

    def __enter__(self):
        self._draad(self._luister)
        return self

    def __exit__(self, *_):
        self.stop.set()
        with contextlib.suppress(OSError):
            self.luisteraar.shutdown(socket.SHUT_RDWR)
        self.luisteraar.close()
        for draad in self.draden:
            draad.join(10)

    def _draad(self, *werk):
        self.draden.append(threading.Thread(target=werk[0], args=werk[1:], daemon=True))
        self.draden[-1].start()

    def _luister(self):
        while not self.stop.is_set():
            try:
                kanaal, _ = self.luisteraar.accept()
            except OSError:
                return
            self._draad(self._bedien, kanaal)

    def _bedien(self, kanaal):
        with kanaal, contextlib.suppress(OSError):
            kop = b""
            while b"\r\n\r\n" not in kop:
                stuk = kanaal.recv(4096)
                if not stuk:
                    return
                kop += stuk
            self.gevraagd.append(kop.decode())
            if self.antwoord:
                self.antwoord(kanaal)
            elif self.aanmelding not in kop.decode():
                kanaal.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n")
            else:
                self._geef_door(kanaal)

    def _geef_door(self, kanaal):
        with socket.create_connection(("127.0.0.1", self.doel), 10) as verder:
            kanaal.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            terug = threading.Thread(target=self._pomp, args=(verder, kanaal, bytearray()), daemon=True)
            terug.start()
            self._pomp(kanaal, verder, self.gezien)
            terug.join(10)

    @staticmethod
    def _pomp(van, naar, gezien):
        with contextlib.suppress(OSError):
            while stuk := van.recv(65536):
                gezien += stuk
                naar.sendall(stuk)
        for kant in (van, naar):
            with contextlib.suppress(OSError):
                kant.shutdown(socket.SHUT_RDWR)
