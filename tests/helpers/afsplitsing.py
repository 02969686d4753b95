"""Processes of their own that need no loading: split off one that has loaded the program already.

Loading costs a quarter of a second for the register and more for the client, at some six hundred starts. What runs is the same `main` with
the same arguments; that `python -m` starts the programs is for `simulator/test_proces.py`, `end2end/test_kill.py` and the demo.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"  # Windows cannot split
_maker = multiprocessing.get_context(_START)
_maker.set_forkserver_preload(
    [
        "bron_simulator.__main__",
        "bronsync.cli",
        "bronsync.program.bootstrap",
        "bronsync.adapters.bron.register",
        "bronsync.adapters.journal.store",
        "bronsync.adapters.lvs2000.reader",
        "bronsync.adapters.lvs2000.writer",
        "sqlalchemy.dialects.sqlite.pysqlcipher",
        "zeep.xsd",
        "zeep.plugins",
    ]
)

Main = Callable[[list[str]], int]


class _Uitgang(io.RawIOBase):
    """What is printed, sent as messages: a pipe of Windows has no file number."""

    def __init__(self, pijp: Connection) -> None:
        super().__init__()
        self._pijp = pijp

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self._pijp.send_bytes(data)
        return memoryview(data).nbytes


def _lees(pijp: Connection, *, een_regel: bool) -> str:
    """Until the other side ended, or its first line."""
    gelezen = b""
    with suppress(EOFError):
        while not (een_regel and b"\n" in gelezen):
            gelezen += pijp.recv_bytes()
    return gelezen.decode()


def _draai(main: Main, argumenten: list[str], omgeving: dict[str, str], uitgang: Connection) -> None:
    os.environ.clear()
    os.environ.update(omgeving)
    sys.stdout = sys.stderr = io.TextIOWrapper(io.BufferedWriter(_Uitgang(uitgang)), encoding="utf-8", newline="\n")
    sys.exit(main(argumenten))


class Proces:
    """`main(argumenten)` in a process of its own. With `gereed`, ready when this stands at the beginning of its first line."""

    def __init__(self, main: Main, argumenten: list[str], *, gereed: str = "") -> None:
        lees, schrijf = _maker.Pipe(duplex=False)
        self._proces = _maker.Process(target=_draai, args=(main, argumenten, dict(os.environ), schrijf), daemon=True)
        self._proces.start()
        schrijf.close()
        with lees:
            self.uit = _lees(lees, een_regel=bool(gereed))
        assert self.uit.startswith(gereed), self.uit

    def wacht(self) -> int:
        """Its exit code."""
        self._proces.join(60)
        code = self._proces.exitcode
        assert code is not None, "it did not end"
        self._proces.close()
        return code

    def stop(self) -> None:
        self._proces.terminate()
        self.wacht()


def register(map_: Path) -> Proces:
    """The register on the school in this folder, running."""
    from bron_simulator.__main__ import main

    return Proces(main, ["--map", str(map_), "--brp", str(map_ / "brp.json")], gereed="gereed")
