"""The window at 20,000 and 200,000 pupils (the issue, 'What it must show'): CPU time of the window's thread, painting included.

The real main window on an offscreen screen, as large as a usual one (1920 x 1080); the rows come ready from the worker, as in the program. Also the longest time that
the thread of the window is kept from its events while an operation runs.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Self

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bronsync.application.boeken.weergave import zoekvorm
from bronsync.application.tonen import leerling as leerling_tonen
from bronsync.application.tonen.leerling import LeerlingDetails, VeldRegel
from bronsync.application.tonen.leerlingen import Leerlingen, LeerlingRegel, Toon
from bronsync.application.tonen.richting import Richting
from bronsync.application.tonen.status import StatusOverzicht
from bronsync.application.tonen.volgende_stap import Stap, VolgendeStap
from bronsync.domain.errors import BronSyncFout, als_fout
from bronsync.domain.gegevens.nummers import masker
from bronsync.gui.kit.thema import Thema
from bronsync.gui.venster.app import maak_app
from bronsync.gui.venster.hoofdvenster import Gelezen, Hoofdvenster

Result = dict[str, Any]

_NAMEN = (
    "Jansen",
    "de Vries",
    "Bakker",
    "van den Berg",
    "Visser",
    "Özdemir",
    "Smit",
    "Meijer",
    "Yilmaz",
    "de Boer",
    "Zoë",
)
_ROEP = ("Anna", "Bram", "Chloé", "Daan", "Eva", "Finn", "Gijs", "Hanna", "Isa", "Jip", "Kees", "Lotte", "Mo", "Noor")
_RICHTING = (Richting.GELIJK, Richting.NAAR_BRON, Richting.GEVRAAGD, Richting.ONDERWEG)
_STATUS = ("Gelijk", "Gelijk", "Gelijk", "Verschil", "Vraag", "Niet bij BRON")
_ACTIE = (("", ""), ("", ""), ("Wijziging Onderwijsgegevens", "In behandeling"), ("Uitschrijving", "Bepaald"))
TYPEN = ("j", "a", "n", "s", "\b", "\b", "\b", "\b", "b", "e", "r", "g", " ", "4", "\b", "\b", "\b", "\b", "\b", "\b")
"""What somebody types: a name, back, a name and a group, back."""


def regels(aantal: int) -> tuple[LeerlingRegel, ...]:
    """Machine-made pupils, in the order of their names, as the worker gives them."""
    huidig = frozenset({Toon.ALLE, Toon.HUIDIG})
    groep = {False: huidig, True: huidig | {Toon.VERSCHILLEN}}
    geheel = []
    for nummer in range(aantal):
        naam = f"{_NAMEN[nummer % 11]}{nummer % 97}, {_ROEP[nummer % 14]}"
        pgn = f"9999{nummer % 100_000:05d}"
        status, (actie, stand) = _STATUS[nummer % 6], _ACTIE[nummer % 4]
        jaar = str(nummer % 8 + 1)
        zoek = zoekvorm(f"{naam} {naam} {pgn} {10_000 + nummer} {jaar} {status} {actie} {stand}")
        geheel.append(
            LeerlingRegel(
                (nummer + 1, "", ""), naam, naam, pgn, masker(pgn), str(10_000 + nummer), jaar, "00", "2020-08-01", "",
                status, _RICHTING[nummer % 4], actie, stand, nummer if actie else 0, "", "BSN", False, groep[status == "Verschil"], zoek,
            )
        )  # fmt: skip
    return tuple(sorted(geheel, key=lambda regel: regel.zoek))


def gelezen(rijen: tuple[LeerlingRegel, ...]) -> Gelezen:
    """As the worker gives it to the window."""
    telling = dict.fromkeys(Toon, 0)
    for rij in rijen:
        for toon in rij.toon:
            telling[toon] += 1
    stap = VolgendeStap(Stap.ACTIES_BEPALEN, "Vergelijk LVS2000 met BRON: voer Acties Bepalen uit.")
    toestand = StatusOverzicht(
        "00AA00",
        "2026-11-01",
        3,
        len(rijen),
        9,
        2,
        0,
        {"Bepaald": 4},
        0,
        0,
        0,
        "2030-01-01",
        stap.tekst,
        stap,
        [],
        "",
        None,
    )
    return Gelezen(Leerlingen(rijen, telling, 0, 0), toestand, (), date(2026, 11, 4))


class _Kern:
    """No database and no register: what is measured is the window."""

    demo, versie = False, "0"

    def __init__(self, map_: Path) -> None:
        self.map_ = map_

    def met(self, _: object) -> None:
        pass

    def signaalcatalogus(self) -> dict[str, Any]:
        return {}

    def sluit(self) -> None:
        pass

    def meld_fout(self, fout: BaseException, werk: str = "") -> BronSyncFout:
        return als_fout(fout)


def _details(_: object, sleutel: tuple[int, str, str], __: object) -> LeerlingDetails:
    """Of any pupil: as many fields as a real one has."""
    velden = tuple(
        VeldRegel(
            f"Groep {nummer // 12}",
            f"Veld {nummer}",
            f"veld{nummer}",
            "waarde",
            "waarde",
            nummer % 20 == 0,
            "verschil",
            False,
        )
        for nummer in range(60)
    )
    return LeerlingDetails(
        sleutel, "L-ABCD2345", "Jansen, Anna", True, True, False, False, velden, (), (), velden, (), (), ""
    )


def maak_venster(map_: Path) -> Hoofdvenster:
    """The real main window, shown."""
    leerling_tonen.leerling_details = _details
    venster = Hoofdvenster(_Kern(map_), Thema(maak_app()))  # type: ignore[arg-type]  # only what a window without work asks for
    venster.resize(1920, 1080)
    venster.show()
    verwerk()
    venster.aanleverpunt = "00AA00"
    return venster


def verwerk() -> None:
    """All that waits, painting included."""
    QApplication.sendPostedEvents()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


class _Clock:
    """Milliseconds of CPU of this thread."""

    def __enter__(self) -> Self:
        self._begin = time.thread_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.ms = (time.thread_time() - self._begin) * 1000


def eerste_rijen(aantal: int, rondes: int) -> list[float]:
    """From rows in hand to rows on the screen, in a fresh window each time."""
    rijen = gelezen(regels(aantal))
    tijden = []
    for _ in range(rondes):
        with tempfile.TemporaryDirectory() as map_:
            venster = maak_venster(Path(map_))
            with _Clock() as clock:
                venster._toon(rijen)
                verwerk()
            tijden.append(clock.ms)
            _sluit(venster)
    return tijden


def toetsen(venster: Hoofdvenster, rondes: int) -> list[list[float]]:
    """Each keystroke of the script, per round; waiting for the pause that many rows ask for costs no CPU."""
    paneel = venster.leerlingen
    paneel.zoek.setFocus()
    verwerk()
    geheel = []
    for _ in range(rondes):
        tijden = []
        for teken in TYPEN:
            with _Clock() as clock:
                QTest.keyClick(paneel.zoek, Qt.Key.Key_Backspace if teken == "\b" else teken)
                while paneel.tabel._clock.isActive():
                    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
                verwerk()
            tijden.append(clock.ms)
        geheel.append(tijden)
    return geheel


def sorteren(venster: Hoofdvenster, rondes: int) -> tuple[float, list[float]]:
    """The first sort on a column, then the later ones, up and down."""
    kop = venster.leerlingen.tabel.horizontalHeader()
    tijden = []
    for ronde in range(2 * rondes + 1):
        with _Clock() as clock:
            kop.setSortIndicator(1, Qt.SortOrder.AscendingOrder if ronde % 2 else Qt.SortOrder.DescendingOrder)
            verwerk()
        tijden.append(clock.ms)
    return tijden[0], tijden[1:]


def langste_slot(venster: Hoofdvenster, nieuw: Gelezen) -> float:
    """Longest CPU stretch between two events of a timer, while an operation reports its progress and the whole list is read again."""
    langst, vorige = 0.0, time.thread_time()

    def tik() -> None:
        nonlocal langst, vorige
        nu = time.thread_time()
        langst, vorige = max(langst, nu - vorige), nu

    def werk(_: object, progress: Any) -> None:
        for stap in range(200):
            progress.report(stap, 200, "Bezig met iets wat lang duurt")
            sum(range(20_000))

    clock = QTimer()
    clock.timeout.connect(tik)
    clock.start(0)
    venster.runner.run("lang", werk, lambda _: None)
    verwerk()
    langst, vorige = 0.0, time.thread_time()
    venster._toon(nieuw)
    while not venster.runner.idle:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    verwerk()
    tik()
    clock.stop()
    return langst * 1000


def _sluit(venster: Hoofdvenster) -> None:
    venster.runner.shutdown()
    venster.hide()
    venster.deleteLater()
    verwerk()


def _p95(tijden: list[float]) -> float:
    return sorted(tijden)[int(len(tijden) * 0.95)]


def _uit_rondes(rondes: list[list[float]], maat: Callable[[list[float]], float]) -> dict[str, float]:
    """Of all together, and of the quietest round."""
    per_ronde = [maat(tijden) for tijden in rondes]
    geheel = maat([tijd for tijden in rondes for tijd in tijden])
    return {"ratio": geheel, "minima": min(per_ronde), "min": min(per_ronde), "max": max(per_ronde)}


def measure(size: int, rounds: int) -> list[Result]:
    """All of one size."""
    large = size > 50_000

    def ms(name: str, part: str, goal: float | None, measured: dict[str, float]) -> Result:
        target: Result = {"info": True} if goal is None else {"doel": goal, "richting": "hoogstens"}
        return {"id": name, "deel": f"{part}, {size}", **target, **measured, "eenheid": "ms"}

    first = [[tijd] for tijd in eerste_rijen(size, rounds)]
    with tempfile.TemporaryDirectory() as map_:
        venster = maak_venster(Path(map_))
        venster._toon(gelezen(regels(size)))
        venster.leerlingen.tabel.kies_eerste()
        keys = toetsen(venster, rounds)
        once, later = sorteren(venster, rounds)
        keys += toetsen(venster, rounds)
        venster.runner.changed.disconnect(venster.ververs)  # there is no school to read again
        again = gelezen(regels(size))
        blocked = [] if large else [[langste_slot(venster, again)] for _ in range(rounds)]
        _sluit(venster)
    results = [
        ms("VENSTER-1", "eerste rijen", None if large else 150, _uit_rondes(first, statistics.median)),
        ms("VENSTER-2", "toets", 33 if large else 16, _uit_rondes(keys, statistics.median)),
        ms("VENSTER-2", "toets, 95%", None if large else 20, _uit_rondes(keys, _p95)),
        ms(
            "VENSTER-3", "latere sortering", None if large else 20, _uit_rondes([[t] for t in later], statistics.median)
        ),
        ms("VENSTER-3", "eerste sortering", None, {"ratio": once}),
    ]
    if blocked:
        results.append(ms("VENSTER-4", "langste slot", 100, _uit_rondes(blocked, statistics.median)))
    return results
