"""Starts the demo school as a program of its own, with a window and a register of its own (DESIGN 2: nothing imports the demo).

No shell, and on Windows no console. The program lives on when this one ends.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from bronsync.domain.errors import BronSyncFout

_NAAM = "bronsync-demo"


def opdracht() -> list[str]:
    """The program: beside this one in the packaged product and in an environment, else the module."""
    uitgang = ".exe" if sys.platform == "win32" else ""
    naast = Path(sys.executable).with_name(_NAAM + uitgang)
    if getattr(sys, "frozen", False) or naast.exists():
        return [str(naast)]
    return [sys.executable, "-m", "bronsync_demo"]


def start_demoschool(map_: Path) -> subprocess.Popen[bytes]:
    """Starts it in this folder, where it goes on when it was there before; INST-06 when it cannot be started."""
    # On Windows an invisible console, not none: its register would otherwise open one that shows.
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    niets = subprocess.DEVNULL
    try:
        proces = subprocess.Popen(
            [*opdracht(), "--map", str(map_)],
            stdin=niets,
            stdout=niets,
            stderr=niets,
            creationflags=flags,
            start_new_session=True,
        )
    except OSError:
        raise BronSyncFout("INST-06") from None
    threading.Thread(target=proces.wait, daemon=True).start()  # collects it when it ends
    return proces
