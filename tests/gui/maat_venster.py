"""The window on a screen of 1366 by 768 with large letters: run as a process of its own, because Qt reads the scale once, at its start.

Prints as JSON what of it can be seen and reached. Not a test itself; `test_schermmaat.py` starts it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialogButtonBox, QToolButton

from bronsync.gui.kit.thema import Thema
from bronsync.gui.venster.app import maak_app
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
from bronsync.program.profiel import Programmakern
from bronsync_demo.bediening import Bediening

TITELBALK = 40


def main(map_: Path, schaal: float, breed: int, hoog: int) -> dict[str, Any]:
    venster = Hoofdvenster(Programmakern(map_), Thema(maak_app()))
    venster.show()
    bediening = Bediening(venster)
    venster.begin()
    bediening.rust()
    venster.toon_leerlingen()
    breedte, hoogte = int(breed / schaal), int((hoog - TITELBALK) / schaal)
    venster.leerlingen.tabel.kies_eerste()
    bediening.rust()
    for _ in range(5):  # what is laid out anew may ask for less
        venster.resize(breedte, hoogte)
        QApplication.processEvents()
    werkbalk = venster.werkbalk
    knoppen = [deel for deel in werkbalk.findChildren(QToolButton) if deel.defaultAction() is not None]
    uit: dict[str, Any] = {
        "gevraagd": [breedte, hoogte],
        "venster": list(venster.size().toTuple()),
        "knoppen": {
            knop.defaultAction().objectName(): knop.isVisible()
            and werkbalk.rect().contains(knop.geometry())
            and bool(knop.text() or not knop.icon().isNull())
            for knop in knoppen
        },
        "rijen": venster.leerlingen.tabel.viewport().height() / venster.leerlingen.tabel.rowHeight(0),
        "details": venster.leerling.tabs.currentWidget().height(),
        "dialogen": {},
    }
    for keuze in ("instellingen", "verbinding", "vragen", "controleren_en_synchroniseren"):
        bediening.doe(keuze)
        bediening.rust()
        dialoog = QApplication.activeModalWidget() or QApplication.topLevelWidgets()[-1]
        dialoog = next(een for een in QApplication.topLevelWidgets() if een.isVisible() and een is not venster)
        dialoog.resize(min(dialoog.width(), breedte), min(dialoog.height(), hoogte))
        QApplication.processEvents()
        balk = dialoog.findChild(QDialogButtonBox)
        uit["dialogen"][keuze] = [*dialoog.size().toTuple(), balk.geometry().bottom() if balk else 0]
        dialoog.close()
        bediening.rust()
    venster.runner.shutdown(20)
    return uit


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
