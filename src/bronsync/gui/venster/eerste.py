"""One window per profile: who starts the program a second time gets the first window in front.

A lock file says who is first, also after a kill; a local socket beside it carries the one word that is spoken. Both lie in the folder of the
profile, which is its owner's alone, so that nobody else can answer. Who does not answer is told about, after a few seconds.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_VRAAG: Final = b"naar voren\n"
_ANTWOORD: Final = b"ja\n"
_SECONDEN: Final = 5.0
_LANGST: Final = 100
"""Bytes of a path of a socket, everywhere."""


class Eerste(QObject):
    """Held by the first for as long as it runs."""

    def __init__(self, map_: Path, ouder: QObject | None = None, seconden: float = _SECONDEN) -> None:
        """`map_`: the folder of the profile's folder."""
        super().__init__(ouder)
        self._seconden = seconden
        self._slot = QLockFile(str(map_ / "venster.slot"))
        self._slot.setStaleLockTime(0)  # held as long as its process lives, however long that is
        self._adres = _adres(map_)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._beantwoord)
        self.naar_voren: Callable[[], object] = lambda: None
        """What brings the window in front."""

    def neem(self) -> bool:
        """Whether this is the first; also where no lock can be made, for then the store tells what is wrong."""
        if not self._slot.tryLock(0):
            return self._slot.error() is not QLockFile.LockError.LockFailedError
        if self._adres:
            QLocalServer.removeServer(self._adres)  # of one that was killed
            self._server.listen(self._adres)
        return True

    def laat_los(self) -> None:
        """The next one is the first."""
        self._server.close()
        self._slot.unlock()

    def vraag(self) -> bool:
        """Asks the first to come in front; whether it did."""
        tijd = QDeadlineTimer(int(self._seconden * 1000))
        _geef_voorgrond()
        while not tijd.hasExpired():
            socket = QLocalSocket()
            socket.connectToServer(self._adres)
            if socket.waitForConnected(max(tijd.remainingTime(), 1)):
                socket.write(_VRAAG)
                while not socket.canReadLine() and socket.waitForReadyRead(max(tijd.remainingTime(), 1)):
                    pass
                if bytes(socket.readLine().data()) == _ANTWOORD:
                    return True
            socket.abort()
            QThread.msleep(50)  # it may have begun just now
        return False

    def _beantwoord(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._lees(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._lees(socket)

    def _lees(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > len(_VRAAG):
                socket.abort()
            return
        if bytes(socket.readLine(len(_VRAAG) + 1).data()) == _VRAAG:
            self.naar_voren()
            socket.write(_ANTWOORD)
            socket.flush()
        socket.disconnectFromServer()


def _adres(map_: Path) -> str:
    """Of the socket; empty where there is no place for one that is this user's alone."""
    naam = f"bronsync-{hashlib.sha256(os.fsencode(map_.absolute())).hexdigest()[:16]}"
    if sys.platform == "win32":
        return naam  # a pipe, which only this user may open
    eigen = os.environ.get("XDG_RUNTIME_DIR", "")
    for pad in (map_ / "venster.sock", *([Path(eigen, naam)] if eigen else [])):
        if len(os.fsencode(pad)) <= _LANGST:
            return str(pad)
    return ""


def _geef_voorgrond() -> None:
    """Windows lets only the program that the user just started hand over the foreground."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
