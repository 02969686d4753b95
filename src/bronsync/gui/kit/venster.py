"""What every panel, list and dialog may ask of the main window. They know this; only `venster/hoofdvenster.py` knows all of them.

So the folders run one way (`venster`, `schermen`, `lijst`, `kit`, `kern`), and what a dialog leans on can be read on one page.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget

from bronsync.gui.kit.background import Runner, require_window_thread
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync.gui.kit.keuzeknop import Klikrust
from bronsync.gui.kit.thema import Thema
from bronsync.gui.kit.vragen import Vragen

if TYPE_CHECKING:  # the window shows before the core is imported (DESIGN 2)
    from pathlib import Path

    from bronsync.application.tonen.leerlingen import LeerlingRegel
    from bronsync.application.tonen.status import StatusOverzicht
    from bronsync.gui.kern import Begin, Kern


class Venster(QMainWindow):
    """The main window, as its parts know it. No ABC, of which Qt's classes cannot be; mypy refuses one with a method left out."""

    refreshed = Signal()
    """The lists were read again."""
    left = Signal()
    """Another aanleverpunt is going to be opened, or none: whatever shows the last one goes."""
    instellingen_gewijzigd = Signal()
    """What is kept in `weergave` is another now."""
    switched = Signal()
    """An aanleverpunt was opened: what was unmasked is masked again, because looking is booked per aanleverpunt."""

    def __init__(self, kern: Kern, thema: Thema) -> None:
        super().__init__()
        self.kern = kern
        self.thema = thema
        self.runner = Runner(kern, self)
        self.rust = Klikrust()
        self.vragen = Vragen(self.rust)
        self.weergave = QSettings(str(kern.map_ / "weergave.ini"), QSettings.Format.IniFormat)
        """Remembered layout; no personal data."""
        self.aanleverpunt = ""
        self.toestand: StatusOverzicht | None = None
        """As last read; None while no aanleverpunt is open."""
        self.peildatum: date | None = None
        """Of the next registratieoverzicht; None: today, as it is again at each start (DESIGN 8)."""
        self.menukeuzes: dict[str, QAction] = {}

    def doe(self, naam: str) -> None:
        """Carries out a menu item by its name, when it is available."""
        actie = self.menukeuzes[naam]
        if actie.isEnabled():
            actie.trigger()

    @property
    def stap_nu(self) -> str:
        """Which step is the next one now, as `application.volgende_stap.Stap` names it; empty before that is known."""
        return str(self.toestand.stap.stap) if self.toestand is not None else ""

    def toon_fout(self, fout: BaseException, opnieuw: Callable[[], None] | None = None) -> None:
        """Shows an error, once; with a button to try again where that makes sense."""
        require_window_thread()
        FoutDialoog(self.window_in_gebruik(), fout, self.kern.versie, opnieuw).open()

    def window_in_gebruik(self) -> QWidget:
        """The dialog on top, else this window: where a question belongs."""
        return QApplication.activeModalWidget() or self

    # --- what the main window makes of it

    @property
    @abstractmethod
    def gekozen_leerling(self) -> LeerlingRegel | None:
        """Whom the tabs under the list show."""

    @property
    @abstractmethod
    def stapknop(self) -> QPushButton:
        """The button of the next step, which the dialogs repeat."""

    @abstractmethod
    def meld(self, zin: str, pad: Path | None = None) -> None:
        """A sentence of something that happened; it stands in the status line, where it does not hide the next step. `pad`: a file that was
        made, which can be opened from there.
        """

    @abstractmethod
    def ga_naar(self, sleutel: tuple[int, str, str], veld: str = "") -> None:
        """Shows this pupil, in whatever group; with `veld` its row in the tab with the differences."""

    @abstractmethod
    def toon_leerlingen(self) -> None:
        """The pupils of the open aanleverpunt, instead of the page over all of them."""

    @abstractmethod
    def naam_van(self, sleutel: tuple[int, str, str]) -> str:
        """Of a pupil of the open aanleverpunt; empty when nobody has this key."""

    @abstractmethod
    def begin(self) -> None:
        """Opens store and database, after the window is on the screen."""

    @abstractmethod
    def geopend(self, begin: Begin) -> None:
        """The database answers (or is not chosen yet)."""

    @abstractmethod
    def kies_aanleverpunt(self, aanleverpunt: str) -> None:
        """Opens a session on this aanleverpunt; of another one nothing is shown any more from here on."""

    @abstractmethod
    def verlaat_aanleverpunt(self) -> None:
        """Nothing is open any more, and nothing of it is shown."""
