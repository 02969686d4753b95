"""Starts the window: Dutch everywhere, one look, and nothing heavy before it stands on the screen (DESIGN 2).

Wires no adapters: `kern` comes from outside. Every exception that nobody caught ends in one dialog with a code.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.fouten import FoutDialoog, Opvang
from bronsync.gui.kit.thema import Thema, programma_icoon
from bronsync.gui.venster.eerste import Eerste
from bronsync.gui.venster.herinneraar import Herinneraar
from bronsync.gui.venster.hoofdvenster import Hoofdvenster

if TYPE_CHECKING:
    from bronsync.gui.kern import Kern


_MISLUKT: Final = 3

_AANVULLING: Final = {
    "&Look in:": "&Zoeken in:",
    "Files of &type:": "Bestands&type:",
    "Drive": "Station",
    "Folder": "Map",
    "File": "Bestand",
    "Unknown": "Onbekend",
    "Shortcut": "Snelkoppeling",
    "Double Sided Printing": "Dubbelzijdig afdrukken",
    "Long side binding": "Lange zijde",
    "Short side binding": "Korte zijde",
    "Off": "Uit",
    "Page &Set:": "&Pagina's:",
}
"""What Qt's own Dutch texts lack."""


class _Aanvulling(QTranslator):
    """Is asked for what Qt's own Dutch translation does not have."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return _AANVULLING.get(source, "")


OP_DE_TAAKBALK: Final = "DataCare.BRONSync"
"""By this Windows groups and pins the window, and not as Python; the installer gives its shortcut the same."""


def _noem_op_de_taakbalk() -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(OP_DE_TAAKBALK)


def maak_app(argumenten: Sequence[str] = ()) -> QApplication:
    """The one QApplication, in Dutch."""
    _noem_op_de_taakbalk()
    bestaand = QApplication.instance()
    app = bestaand if isinstance(bestaand, QApplication) else QApplication([sys.argv[0], *argumenten])
    app.setApplicationName("BRON Sync")
    app.setApplicationDisplayName("")
    app.setWindowIcon(programma_icoon())
    QLocale.setDefault(QLocale("nl_NL"))
    app.installTranslator(_Aanvulling(app))
    vertaler = QTranslator(app)
    if vertaler.load(QLocale("nl_NL"), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(vertaler)
    return app


_QT_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _from_qt(soort: QtMsgType, waar: QMessageLogContext, _: str) -> None:
    """Of what Qt says only the category goes to the log; Qt itself prints the text, which may quote what stands on the screen."""
    naam = getattr(waar, "category", None) or ""
    logging.getLogger(naam if naam.startswith("qt.") else "qt").log(_QT_LEVELS[soort], "Qt")


class _Begin(QObject):
    """Makes the window inside the event loop: what goes wrong with that is shown as any other error."""

    def __init__(self, app: QApplication, kern: Kern) -> None:
        super().__init__(app)
        self._app, self._kern = app, kern
        self.venster: Hoofdvenster | None = None
        self._alleen: FoutDialoog | None = None

    def maak_venster(self) -> None:
        """Makes it, shows it, and opens the profile."""
        self.venster = Hoofdvenster(self._kern, Thema(self._app))
        self.venster.show()
        QTimer.singleShot(0, self.venster.begin)
        Herinneraar(self.venster)
        self._updates(self.venster)

    def _updates(self, venster: Hoofdvenster) -> None:
        """Before the store opens: whatever goes wrong with that, this version does start."""
        from bronsync.gui.schermen.updates import NA_DE_START_MS, meld_teruggegaan, zoek_na_start

        given_up = self._kern.started()
        if given_up:
            meld_teruggegaan(venster, given_up)
        QTimer.singleShot(NA_DE_START_MS, venster, partial(zoek_na_start, venster))

    def naar_voren(self) -> None:
        """The window, or what stands on it, before all others."""
        boven = QApplication.activeModalWidget()
        for venster in (self.venster, boven):
            if venster is not None:
                venster.setWindowState(venster.windowState() & ~Qt.WindowState.WindowMinimized)
                venster.show()
                venster.raise_()
                venster.activateWindow()
                QApplication.alert(venster)

    def sluit(self) -> None:
        """As its own button does: work under way is asked about."""
        if self.venster is not None:
            self.venster.close()
        else:
            self._app.quit()

    def toon_fout(self, fout: BaseException) -> None:
        """In the window, or alone when there is none."""
        if self.venster is not None:
            self.venster.toon_fout(fout)
        else:
            self._alleen = FoutDialoog(None, fout, self._kern.versie)  # nothing else keeps it
            self._alleen.open()


@contextmanager
def _ctrl_c_closes(venster: Callable[[], object]) -> Iterator[None]:
    """Ctrl+C in the terminal closes the window as its own button does. Python hears a signal only when Qt lets it: this wakes it."""
    hier, daar = socket.socketpair()
    for kant in (hier, daar):
        kant.setblocking(False)
    notifier = QSocketNotifier(hier.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: hier.recv(64))
    vorige = signal.signal(signal.SIGINT, lambda *_: venster()), signal.set_wakeup_fd(daar.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(vorige[1])
        signal.signal(signal.SIGINT, vorige[0])
        notifier.setEnabled(False)
        hier.close()
        daar.close()


def word_eerste(kern: Kern) -> Eerste | int:
    """The right to this profile's window; else the exit code, when the first was asked to come in front: 0, or 3 when it does not answer."""
    app = QApplication.instance() or maak_app(())
    kern.map_.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    eerste = Eerste(kern.map_.parent, app)
    if eerste.neem():
        return eerste
    if eerste.vraag():
        return 0
    FoutDialoog(None, BronSyncFout("OPSLAG-14"), kern.versie).exec()
    return _MISLUKT


def main(kern: Kern, argumenten: Sequence[str] = (), eerste: Eerste | None = None) -> int:
    """Shows the main window until it is closed; gives the exit code: 3 when it could not be made."""
    app = maak_app(argumenten)
    recht = eerste or word_eerste(kern)
    if isinstance(recht, int):
        kern.started()
        return recht
    qInstallMessageHandler(_from_qt)
    begin = _Begin(app, kern)
    recht.naar_voren = begin.naar_voren
    opvang = Opvang(begin.toon_fout, kern.meld_fout, app)
    opvang.installeer()
    QTimer.singleShot(0, begin.maak_venster)
    try:
        with _ctrl_c_closes(begin.sluit):
            code = app.exec()
    finally:
        recht.laat_los()
        opvang.verwijder()
        qInstallMessageHandler(None)  # Qt still speaks when Python has ended
    return code if begin.venster is not None else _MISLUKT
