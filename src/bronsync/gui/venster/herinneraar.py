"""An icon beside the clock, and at most one quiet notification a day; off by a setting, and never in the demo (VENSTER 3.8).

Works as long as the program runs, also with its window out of sight. What it says comes from `application/tonen/herinneringen.py`, without a
name. Looks at BRON at most once a day, only when the user allowed it, and only while nothing else is under way; it never sends.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

if TYPE_CHECKING:
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.aanleverpunten import Aanleverpunten
    from bronsync.gui.kern import Kern
    from bronsync.gui.venster.hoofdvenster import Hoofdvenster

AAN, BIJ_BRON, GEDAAN = "herinneringen", "herinneringen_bron", "herinnerd_op"
"""Names in `weergave.ini`: whether, whether BRON may be asked, and the day of the last one."""
_UUR_MS: Final = 3_600_000
_EERST_MS: Final = 60_000
_ZICHTBAAR_MS: Final = 10_000


class Herinneraar(QObject):
    """Of one window."""

    def __init__(self, venster: Hoofdvenster) -> None:
        super().__init__(venster)
        self.setObjectName("herinneraar")
        self._venster = venster
        self.icoon = QSystemTrayIcon(venster.windowIcon(), self)
        self.icoon.setToolTip("BRON Sync")
        self.icoon.activated.connect(self._naar_voren)
        self.icoon.messageClicked.connect(self._naar_voren)
        self._clock = QTimer(self)
        self._clock.setInterval(_UUR_MS)
        self._clock.timeout.connect(self.kijk)
        if not venster.kern.demo:
            self._clock.start()
            QTimer.singleShot(_EERST_MS, self, self.kijk)
        venster.instellingen_gewijzigd.connect(self.zet)
        self.zet()

    @property
    def aan(self) -> bool:
        """Whether the user wants it; never in the demo."""
        return not self._venster.kern.demo and self._venster.weergave.value(AAN, "ja") == "ja"

    def zet(self) -> None:
        """As the settings say now."""
        self.icoon.setVisible(self.aan and QSystemTrayIcon.isSystemTrayAvailable())

    def kijk(self) -> None:
        """Whether there is something to remind of today; not while work is under way, then an hour later."""
        if self.aan and self._venster.aanleverpunt and self._venster.runner.idle:
            self._venster.runner.query("herinneringen", _lees, self._gelezen, _voor_het_log)

    def _gelezen(self, gelezen: Aanleverpunten) -> None:
        weergave, vandaag = self._venster.weergave, gelezen.vandaag.isoformat()
        if weergave.value(GEDAAN, "") == vandaag:
            return
        weergave.setValue(GEDAAN, vandaag)
        if weergave.value(BIJ_BRON, "nee") == "ja":
            punt = self._venster.aanleverpunt
            klaar = partial(self._bron_gezien, gelezen, punt)
            self._venster.runner.query("kijken bij BRON", _kijk_bij_bron, klaar, partial(self._niet_gezien, gelezen))
        else:
            self._meld(gelezen, ())

    def _bron_gezien(self, gelezen: Aanleverpunten, punt: str, ligt_er: bool) -> None:
        self._meld(gelezen, (punt,) if ligt_er else ())

    def _niet_gezien(self, gelezen: Aanleverpunten, _: BaseException) -> None:
        """It stands in the log; who fetches himself hears why."""
        self._meld(gelezen, ())

    def _meld(self, gelezen: Aanleverpunten, terugkoppeling: tuple[str, ...]) -> None:
        from bronsync.application.tonen.herinneringen import herinneringen

        zinnen = herinneringen(gelezen.punten, terugkoppeling)
        if zinnen:
            self.icoon.showMessage("BRON Sync", "\n".join(zinnen), self._venster.windowIcon(), _ZICHTBAAR_MS)

    def _naar_voren(self, *_: object) -> None:
        self._venster.setWindowState(self._venster.windowState() & ~Qt.WindowState.WindowMinimized)
        self._venster.show()
        self._venster.raise_()
        self._venster.activateWindow()


def _lees(kern: Kern, _: Progress) -> Aanleverpunten:
    return kern.aanleverpunten()


def _kijk_bij_bron(kern: Kern, progress: Progress) -> bool:
    from bronsync.application.tonen.herinneringen import ligt_er_terugkoppeling

    return ligt_er_terugkoppeling(kern.met(progress))


def _voor_het_log(_: BaseException) -> None:
    """The worker put it there; a reminder interrupts nobody with an error."""
