"""The window in a process of its own in which everything goes wrong: `python -m gui.val_venster MAP KEREN`.

Starts the program as the user does, and then, from inside its event loop, does what a user does while bugs and faults are planted, with
canaries in data, texts of exceptions, arguments and locals. What it would put on the clipboard for the helpdesk stands in `klembord.txt`,
each thing that the worker gave to the window, printed, in `gelezen.txt`.
Prints one JSON object on the last line: how often an error was shown, and every file that Python opened for writing.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from end2end.meet import Schrijfmeter
from end2end.test_persoonsgegevens import BERICHTEN, KANARIES, LVS_KAPOT, NETWERK, OVERZICHTEN, brp, ontplof
from end2end.val import Slordig

if TYPE_CHECKING:
    from bronsync.gui.venster.hoofdvenster import Hoofdvenster
    from bronsync_demo.bediening import Bediening
    from end2end.conftest import Werkplek

WACHTWOORD = "Kanariewachtwoord-77"
TONEN = (
    "registratieoverzicht_tonen",
    "historische_inschrijvingen",
    "dubbele_inschrijvingen",
    "verzenden_naar_bron",
    "attentiesignalen",
    "berichten",
    "vragen",
    "handmatig",
    "onderwijs_sinds",
    "controleren_en_synchroniseren",
    "helpdeskbestand",
)
"""All that shows pupils."""


class Ronde:
    """One window, and what it told."""

    def __init__(self, bediening: Bediening, werkplek: Werkplek) -> None:
        self.bediening, self.werkplek = bediening, werkplek
        self.venster = bediening.venster
        self.gezien: list[str] = []
        self.klembord: list[str] = []

    def doe(self, wat: Callable[[], object]) -> None:
        """Does it with every logger at DEBUG, reads and copies each error that is shown, and closes what opened."""
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtWidgets import QAbstractButton, QApplication
        from shiboken6 import isValid

        from bronsync.gui.kit.fouten import FoutDialoog

        for naam in [None, *logging.root.manager.loggerDict]:
            logging.getLogger(naam).setLevel(logging.DEBUG)
        wat()
        self.bediening.rust()
        for een in QApplication.topLevelWidgets():
            if een is self.venster or not isValid(een) or not een.isVisible():
                continue
            if isinstance(een, FoutDialoog):
                self.gezien.append(een.code)
                for knop in een.findChildren(QAbstractButton):
                    if "Kopieer" in knop.text() or "Details" in knop.text():
                        self.bediening.klik(knop)
                self.klembord.append(QGuiApplication.clipboard().text())
            self.klembord.append(een.windowTitle())
            een.close()
        self.bediening.rust()

    def menu(self, naam: str) -> None:
        """A menu item, when it is available now."""
        if self.venster.menukeuzes[naam].isEnabled():
            self.doe(partial(self.bediening.doe, naam))

    def met_bug(self, klasse: type, methode: str, naam: str) -> None:
        """A menu item while this method is broken."""
        echt = getattr(klasse, methode)
        setattr(klasse, methode, ontplof)
        try:
            self.menu(naam)
        finally:
            setattr(klasse, methode, echt)

    def kapot(self, opdracht: str) -> None:
        """LVS2000 is spoilt, and whole again afterwards."""
        heel = self.werkplek.lvs.read_bytes()
        self.werkplek.sql(opdracht)
        self.menu("acties_bepalen")
        self.menu("controleren_en_synchroniseren")
        self.doe(partial(self.venster.kies_aanleverpunt, "00AA00"))
        self.werkplek.lvs.write_bytes(heel)
        self.doe(partial(self.venster.kies_aanleverpunt, "00AA00"))


def in_het_venster() -> None:
    """What goes wrong beside the worker: in a slot, a paint event, a thread, a destructor; and what Qt, Python and a library say."""
    from PySide6.QtCore import QTimer, qCritical, qWarning
    from PySide6.QtWidgets import QApplication, QWidget

    QTimer.singleShot(0, ontplof)
    vlak = type("Vlak", (QWidget,), {"paintEvent": ontplof})()
    vlak.show()
    draad = threading.Thread(target=ontplof)
    draad.start()
    draad.join()
    Slordig()
    qWarning(f"QLabel: {KANARIES[0]}")
    qCritical(f"QLabel: {KANARIES[1]}")
    warnings.simplefilter("always")
    warnings.warn(KANARIES[0], stacklevel=1)
    logging.getLogger("zeep.transports").warning("posted %s", KANARIES[2])
    QApplication.processEvents()
    vlak.deleteLater()


def scenarios(ronde: Ronde, *, alles: bool) -> None:
    """At least ten errors that are shown; with `alles` every fault of the command line's forty too."""
    from bronsync.adapters.bron.register import BronRegister
    from bronsync.adapters.journal.store import _UnitOfWork
    from bronsync.adapters.lvs2000.database import LvsDatabase
    from bronsync.gui.lijst import uitvoer
    from bronsync.gui.venster.hoofdvenster import Hoofdvenster

    venster, werkplek = ronde.venster, ronde.werkplek
    ronde.doe(in_het_venster)
    ronde.menu("registratieoverzicht_ophalen")
    netwerk = NETWERK if alles else [NETWERK[4], NETWERK[12], NETWERK[15]]
    for keer, (soort, waarde) in enumerate(netwerk):
        brp(werkplek, f"{KANARIES[1]}{keer}")
        werkplek.storing(
            soort, operatie=None if soort == "verbinding_dicht" else "ophalenTerugkoppelingen", waarde=waarde
        )
        ronde.menu("terugkoppeling_ophalen")
    for soort in BERICHTEN if alles else BERICHTEN[4:5]:
        brp(werkplek, f"{KANARIES[1]}{soort}")
        werkplek.storing(soort)
        ronde.menu("terugkoppeling_ophalen")
    for soort in OVERZICHTEN if alles else ():
        werkplek.storing(soort)
        ronde.menu("registratieoverzicht_ophalen")
    brp(werkplek, f"{KANARIES[1]}bug")
    for klasse, methode, naam in (
        (BronRegister, "lees", "terugkoppeling_ophalen"),
        (BronRegister, "schrijf", "terugkoppeling_ophalen"),
        (LvsDatabase, "lees", "verversen"),
        (_UnitOfWork, "commit", "acties_bepalen"),
        (_UnitOfWork, "all", "verzenden_naar_bron"),
        (Hoofdvenster, "ververs", "verversen"),
    ):
        ronde.met_bug(klasse, methode, naam)
    for opdracht in LVS_KAPOT if alles else LVS_KAPOT[:5:4]:
        ronde.kapot(opdracht)
    rommel = Path("certificaat.p12")
    rommel.write_bytes(b"geen certificaat")
    ronde.doe(
        lambda: venster.runner.run("certificaat", lambda kern, _: kern.importeer_certificaat(rommel, WACHTWOORD), print)
    )
    ronde.doe(partial(uitvoer._naar_bestand, venster, venster, "Leerlingen", ("Naam",), [(KANARIES[0],)], "weg/x.xlsx"))
    venster.leerlingen.zoek.setText(KANARIES[0])
    venster.leerlingen.tabel.kies_eerste()
    for naam in TONEN:
        ronde.menu(naam)

    def bewaar(kern: Any, progress: Any) -> None:
        kern.schrijf_helpdeskbestand(kern.helpdeskbestand(progress), Path("help.zip"))

    ronde.doe(lambda: venster.runner.run("helpdeskbestand", bewaar, print))


def main(map_: Path, *, alles: bool) -> int:
    schrijft = Schrijfmeter()
    sys.addaudithook(schrijft)
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from bronsync import __main__
    from bronsync.exception_trace import trail
    from bronsync.gui.kit.background import Job, Runner
    from bronsync.gui.venster.hoofdvenster import Hoofdvenster
    from bronsync_demo.bediening import Bediening
    from end2end.conftest import Werkplek

    uitslag: dict[str, Any] = {}

    def speel(venster: Hoofdvenster) -> None:
        bediening = Bediening(venster)
        geen: Any = None
        ronde = Ronde(bediening, Werkplek(map_, geen, geen))
        try:
            bediening.rust()
            scenarios(ronde, alles=alles)
        finally:
            if fout := sys.exception():
                uitslag["mislukt"] = trail(fout)
            Path("klembord.txt").write_text("\n".join(ronde.klembord), encoding="utf-8")
            uitslag["codes"] = ronde.gezien
            venster.close()
            QApplication.exit()

    echt, meld = Hoofdvenster.begin, Runner._report

    def lees_mee(runner: Runner, job: Job, soort: str, waarde: object) -> None:
        if soort == "succeeded":
            with Path("gelezen.txt").open("a", encoding="utf-8") as bestand:
                bestand.write(f"{job.name}: {waarde!r} {waarde}\n")
        meld(runner, job, soort, waarde)

    Runner._report = lees_mee

    def begin(venster: Hoofdvenster) -> None:
        Hoofdvenster.begin = echt
        echt(venster)
        QTimer.singleShot(0, partial(speel, venster))

    Hoofdvenster.begin = begin
    sys.argv = ["bronsync", "--map", str(map_)]
    code = __main__.main()
    print(json.dumps(uitslag | {"geschreven": sorted(schrijft.geschreven)}))
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), alles=sys.argv[2] == "alles"))
