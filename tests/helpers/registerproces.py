"""The register as a process of its own, for tests that need it running rather than starting.

Split off a process that has loaded it already: loading it anew costs a quarter of a second for each of some four hundred tests. It runs the
same `main` with the same arguments; that `python -m bron_simulator` itself starts is for `simulator/test_proces.py` and the demo.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"  # Windows cannot split
_maker = multiprocessing.get_context(_START)
_maker.set_forkserver_preload(["helpers.registerproces", "bron_simulator.__main__"])


def _draai(uitgang: Connection, argumenten: list[str]) -> None:
    from bron_simulator.__main__ import main

    sys.stdout = os.fdopen(os.dup(uitgang.fileno()), "w", encoding="utf-8")
    uitgang.close()
    sys.exit(main(argumenten))


class Registerproces:
    """Started and ready, or AssertionError."""

    def __init__(self, map_: Path, *opties: str) -> None:
        lees, schrijf = _maker.Pipe(duplex=False)
        argumenten = ["--map", str(map_), "--brp", str(map_ / "brp.json"), *opties]
        self._proces = _maker.Process(target=_draai, args=(schrijf, argumenten), daemon=True)
        self._proces.start()
        schrijf.close()
        with lees, os.fdopen(os.dup(lees.fileno()), encoding="utf-8") as uit:
            assert uit.readline().startswith("gereed"), "the register did not start"

    def stop(self) -> None:
        self._proces.terminate()
        self._proces.join(10)
        assert self._proces.exitcode is not None, "the register did not stop"
        self._proces.close()
