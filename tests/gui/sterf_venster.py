"""The window in a process of its own that dies while it sends, as by a power cut: `python -m gui.sterf_venster MAP N`.

Clicks only the marked steps; ends without cleaning up when the answer to its N-th aanlevering is in and not yet booked.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

DOOD = 137


def main(map_: Path, n: int) -> int:
    from bronsync.adapters.bron.register import BronRegister
    from bronsync.gui.kit.thema import Thema
    from bronsync.gui.venster.app import maak_app
    from bronsync.gui.venster.hoofdvenster import Hoofdvenster
    from bronsync.program.profiel import Programmakern
    from bronsync_demo.bediening import Bediening

    echt, teller = BronRegister.verzend, 0

    def verzend(zelf: Any, operatie: str, body: bytes) -> Any:
        nonlocal teller
        antwoord = echt(zelf, operatie, body)
        teller += operatie.startswith("aanleveren")
        if teller == n:
            os._exit(DOOD)
        return antwoord

    BronRegister.verzend = verzend
    venster = Hoofdvenster(Programmakern(map_), Thema(maak_app()))
    venster.show()
    venster.begin()
    bediening = Bediening(venster)
    bediening.rust()
    venster.toon_leerlingen()
    while (stap := bediening.stap_of_keuze()) is not None:
        bediening.klik(stap)
        bediening.rust()
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
