"""Shows an error once: what is wrong, what to do, the code for the helpdesk; for our own bugs also the details, without personal data.

Three kinds (domain/errors.py): the user can fix it, try again later, our bug. Every exception that nobody caught arrives here through
`sys.excepthook`; one that repeats at each repaint is shown once. Source: manual ch. 6 ('geef door wat de melding exact is'), GUI.md C.
"""

from __future__ import annotations

import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from bronsync.domain.errors import BronSyncFout, FoutSoort, als_fout
from bronsync.exception_trace import trail
from bronsync.gui.kit.klembord import kopieer
from bronsync.gui.kit.maat import pixels
from bronsync.gui.kit.vorm import Kopbalk, fill, kop, omlijst, op_maat

if TYPE_CHECKING:
    from collections.abc import Callable

_TITELS = {
    FoutSoort.GEBRUIKER: "Dit vraagt uw aandacht",
    FoutSoort.LATER: "Nu niet gelukt",
    FoutSoort.EIGEN: "Er ging iets mis in BRON Sync",
}


def details_van(fout: BaseException, versie: str) -> str:
    """For the helpdesk: where in the program it happened. Class and place only, no texts of exceptions: those may carry data."""
    import platform

    wat = f"BRON Sync {versie}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"{wat}\n{trail(fout)}"


class FoutDialoog(QDialog):
    """One error."""

    def __init__(
        self, ouder: QWidget | None, fout: BaseException, versie: str, opnieuw: Callable[[], None] | None = None
    ) -> None:
        """`opnieuw`: what trying again is, where that makes sense."""
        super().__init__(ouder)
        eigen = als_fout(fout)
        self.setObjectName("fout")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_TITELS[eigen.soort])
        self.code = eigen.code
        knoppen = QDialogButtonBox()
        indeling = omlijst(self, Kopbalk(eigen.zin), knoppen)
        fill(indeling, kop(eigen.advies, ""), kop(f"Code voor de helpdesk: {eigen.helpdeskcode}", "gedempt"))
        self._tekst = f"{eigen.zin}\n{eigen.advies}\nCode: {eigen.helpdeskcode}\n\n{details_van(fout, versie)}"
        self._details = QPlainTextEdit(self._tekst)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName("Details voor de helpdesk")
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.hide()
        indeling.addWidget(self._details, 1)
        sluit = knoppen.addButton("&Sluiten", QDialogButtonBox.ButtonRole.AcceptRole)
        self._toon = QPushButton("&Details tonen")
        self._toon.setCheckable(True)
        knoppen.addButton(self._toon, QDialogButtonBox.ButtonRole.ActionRole)
        kopieer = knoppen.addButton("&Kopieer voor helpdesk", QDialogButtonBox.ButtonRole.ActionRole)
        if opnieuw is not None:
            naam = "&Ontgrendel en probeer opnieuw" if eigen.code == "OPSLAG-10" else "&Opnieuw proberen"
            probeer = knoppen.addButton(naam, QDialogButtonBox.ButtonRole.ActionRole)
            probeer.setObjectName("opnieuw")
            probeer.clicked.connect(self.accept)
            probeer.clicked.connect(opnieuw)
        knoppen.accepted.connect(self.accept)
        knoppen.rejected.connect(self.reject)
        self._toon.toggled.connect(self._toon_details)
        kopieer.clicked.connect(self._kopieer)
        indeling.addStretch()
        sluit.setDefault(True)
        sluit.setFocus()
        op_maat(self, 560)

    def _toon_details(self, aan: bool) -> None:
        self._details.setVisible(aan)
        self._toon.setText("&Details verbergen" if aan else "&Details tonen")
        if aan:
            self.resize(max(self.width(), pixels(640, self)), max(self.height(), pixels(420, self)))

    def _kopieer(self) -> None:
        kopieer(self._tekst)


class Opvang(QObject):
    """Catches what nobody caught, in any thread: logs it, and gives it to the window once."""

    caught = Signal(object)

    def __init__(
        self,
        toon: Callable[[BaseException], None],
        meld: Callable[[BaseException], BronSyncFout],
        ouder: QObject | None = None,
    ) -> None:
        super().__init__(ouder)
        self._gezien: set[tuple[str, str, int]] = set()
        self._toon_fout, self._meld = toon, meld
        self.caught.connect(self._toon, Qt.ConnectionType.QueuedConnection)
        self._vorige = sys.excepthook, threading.excepthook

    def installeer(self) -> None:
        """From now on."""
        sys.excepthook = self._vang
        threading.excepthook = self._catch_thread

    def verwijder(self) -> None:
        """As it was before."""
        sys.excepthook, threading.excepthook = self._vorige

    def _vang(self, soort: type[BaseException], fout: BaseException, spoor: TracebackType | None) -> None:
        if issubclass(soort, KeyboardInterrupt):
            return
        stappen = traceback.extract_tb(spoor)
        plek = (soort.__name__, stappen[-1].filename, stappen[-1].lineno or 0) if stappen else (soort.__name__, "", 0)
        if plek in self._gezien:
            return
        self._gezien.add(plek)
        with suppress(Exception):
            self.caught.emit(self._meld(fout))
            return
        self._vorige[0](soort, fout, spoor)  # a hook that fails itself makes Python print the text of both

    def _catch_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._vang(args.exc_type, args.exc_value, args.exc_traceback)

    def _toon(self, fout: object) -> None:
        if isinstance(fout, BaseException):
            self._toon_fout(fout)
