"""The window on the demo school: makes school and register ready, shows the window, and plays the administration in LVS2000 when asked.

The window runs in this process and the register in its own; closing the window ends both, and the same folder goes on where it was. Knows
nothing of what the window shows. Source: DESIGN 7 (bronsync-demo), issue 'The window'.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bronsync.adapters.system.progress import SilentProgress
from bronsync.gui.venster.eerste import Eerste
from bronsync.program.bootstrap import LVS_BESTAND
from bronsync.program.profiel import toon_venster, word_eerste
from bronsync_demo.draaiboek import Draaiboek, Opdracht, Vertel
from bronsync_demo.venster_hulp import verbeteraar

WACHTTIJD: Final = 5.0
"""Seconds between the request for an overview and the first look: the manual's minute, short enough to sit through."""


def draai_venster(map_: Path, opdracht: Opdracht, vertel: Vertel) -> int:
    """Shows the window until it is closed; gives the exit code. When this school shows already, that window comes in front."""
    eerste = word_eerste(map_)
    if isinstance(eerste, int):
        return eerste
    try:
        return _draai(map_, opdracht, vertel, eerste)
    finally:
        eerste.laat_los()


def _draai(map_: Path, opdracht: Opdracht, vertel: Vertel, eerste: Eerste) -> int:
    vertel("De demoschool wordt klaargezet...")
    draaiboek = Draaiboek(map_, opdracht, SilentProgress(), vertel)
    with draaiboek.klaargezet(WACHTTIJD):
        vertel("Het venster van BRON Sync opent. Volg de blauwe knop, en kies zelf waar het programma u iets vraagt.")
        return toon_venster(map_, (), verbeteraar(map_ / "lvs2000" / LVS_BESTAND, draaiboek.waarheid), eerste)
