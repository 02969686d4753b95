"""A power cut on the own store, simulated: what SQLite asks of the disk is recorded, and every disk that a cut may leave is built.

`python -m helpers.stroomuitval STORE KEY COMMITS SYNCHRONOUS LOG` opens the store, puts a shim around the file system layer (VFS) of the
SQLite inside sqlcipher3, and writes commits; the log holds each write, truncation, sync and deletion with its bytes, and each commit that
was acknowledged. `schijven` then gives for a point in the log what may lie on the disk: what was synced, and of the rest nothing, all, a
beginning, a part, or a write torn at a sector. It assumes a disk that does what a sync asks, and writes that spoil no neighbours.
Source: RELIABILITY A2 (there with apsw; here without a package more).
"""

from __future__ import annotations

import ctypes as c
import pickle
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
_SYNC_MAP = 1

_OPEN = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_char_p, c.c_void_p, c.c_int, c.POINTER(c.c_int))
_DELETE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_char_p, c.c_int)
_WRITE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_int, c.c_int64)
_TRUNCATE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int64)
_SYNC = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_int)


class _Methods(c.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [
        ("version", c.c_int), ("close", c.c_void_p), ("read", c.c_void_p), ("write", c.c_void_p), ("truncate", c.c_void_p),
        ("sync", c.c_void_p), *((f"rest{n}", c.c_void_p) for n in range(13)),
    ]  # fmt: skip


class _Vfs(c.Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = [
        ("version", c.c_int), ("size", c.c_int), ("longest", c.c_int), ("next", c.c_void_p), ("name", c.c_char_p),
        ("data", c.c_void_p), ("open", c.c_void_p), ("delete", c.c_void_p), *((f"rest{n}", c.c_void_p) for n in range(14)),
    ]  # fmt: skip


def neem_op(log: list[tuple[Any, ...]]) -> list[Any]:
    """Puts the shim in place as the standard VFS; what it gives must be kept alive."""
    from sqlcipher3 import _sqlite3 as driver

    bibliotheek = c.CDLL(driver.__file__)
    bibliotheek.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
    echt = bibliotheek.sqlite3_vfs_find(None).contents
    eigen = _Vfs()
    c.memmove(c.byref(eigen), c.byref(echt), c.sizeof(_Vfs))
    open_echt, delete_echt = _OPEN(echt.open), _DELETE(echt.delete)
    tabellen: dict[int, tuple[_Methods, list[Any]]] = {}
    namen: dict[int, str] = {}

    def tabel(adres: int) -> _Methods:
        if adres in tabellen:
            return tabellen[adres][0]
        oud = _Methods.from_address(adres)
        nieuw = _Methods()
        c.memmove(c.byref(nieuw), adres, c.sizeof(_Methods))
        write, truncate, sync = _WRITE(oud.write), _TRUNCATE(oud.truncate), _SYNC(oud.sync)

        def schrijf(bestand: int, data: int, aantal: int, plaats: int) -> int:
            log.append(("write", namen[bestand], plaats, c.string_at(data, aantal)))
            return write(bestand, data, aantal, plaats)

        def kort_in(bestand: int, lengte: int) -> int:
            log.append(("truncate", namen[bestand], lengte))
            return truncate(bestand, lengte)

        def sluis(bestand: int, hoe: int) -> int:
            uit = sync(bestand, hoe)
            log.append(("sync", namen[bestand]))
            return uit

        terug = [_WRITE(schrijf), _TRUNCATE(kort_in), _SYNC(sluis), write, truncate, sync]
        nieuw.write, nieuw.truncate, nieuw.sync = (c.cast(een, c.c_void_p).value for een in terug[:3])
        tabellen[adres] = nieuw, terug
        return nieuw

    def open_(_: int, naam: bytes | None, bestand: int, vlaggen: int, uit: Any) -> int:
        code = open_echt(c.addressof(echt), naam, bestand, vlaggen, uit)
        if code == 0 and naam:
            methoden = c.c_void_p.from_address(bestand)
            namen[bestand] = Path(naam.decode()).name
            methoden.value = c.addressof(tabel(methoden.value or 0))
        return code

    def delete(_: int, naam: bytes, sync_map: int) -> int:
        log.append(("delete", Path(naam.decode()).name, bool(sync_map)))
        return delete_echt(c.addressof(echt), naam, sync_map)

    terug: list[Callable[..., Any]] = [_OPEN(open_), _DELETE(delete)]
    eigen.name = b"recorded"
    eigen.open, eigen.delete = (c.cast(een, c.c_void_p).value for een in terug)
    assert bibliotheek.sqlite3_vfs_register(c.byref(eigen), _SYNC_MAP) == 0
    return [eigen, echt, terug, tabellen, namen]


def main(pad: Path, sleutel: bytes, aantal: int, synchronous: str, log_pad: Path) -> None:
    from bronsync.adapters.journal import connection
    from bronsync.adapters.journal.store import open_store
    from helpers.filler import PUNT, filler

    if synchronous != "FULL":
        connection._PRAGMAS = tuple(
            (naam, synchronous, {"NORMAL": 1, "OFF": 0}[synchronous])
            if naam == "synchronous"
            else (naam, waarde, terug)
            for naam, waarde, terug in connection._PRAGMAS
        )
    begin = {een.name: een.read_bytes() for een in pad.parent.iterdir()}
    log: list[tuple[Any, ...]] = [("begin", begin)]
    blijft = neem_op(log)
    opslag = open_store(pad, sleutel)
    opslag._connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 12")
    opslag._connection.rollback()
    for nummer in range(aantal):
        with opslag.unit_of_work(PUNT) as unit:
            unit.put(filler(f"a{nummer}", "x" * 3000), filler(f"b{nummer}", "y" * 3000))
            unit.commit()
        log.append(("ack", nummer))
    opslag.close()
    log.append(("closed",))
    log_pad.write_bytes(pickle.dumps(log))
    assert blijft


# --- what may lie on the disk ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Bestand:
    """One file: what is certainly there, whether its name is, and what was asked since."""

    vast: bytearray = field(default_factory=bytearray)
    bestaat: bool = False
    wacht: list[tuple[Any, ...]] = field(default_factory=list)


def _pas_toe(inhoud: bytearray, stap: tuple[Any, ...]) -> None:
    if stap[0] == "write":
        plaats, data = stap[2], stap[3]
        if len(inhoud) < plaats:
            inhoud.extend(bytes(plaats - len(inhoud)))
        inhoud[plaats : plaats + len(data)] = data
    elif stap[0] == "truncate":
        del inhoud[stap[2] :]


def _keuze(wacht: list[tuple[Any, ...]], hoe: str, kans: random.Random) -> list[tuple[Any, ...]]:
    match hoe:
        case "none":
            return []
        case "all":
            return wacht
        case "prefix":
            return wacht[: kans.randint(0, len(wacht))]
        case "subset":
            return [stap for stap in wacht if kans.random() < 0.5]
    gescheurd = []
    for stap in wacht:
        if stap[0] == "write" and kans.random() < 0.5:
            gescheurd.append((*stap[:3], stap[3][: kans.randrange(0, len(stap[3]) + 1, SECTOR) or len(stap[3]) // 2]))
        else:
            gescheurd.append(stap)
    return gescheurd


HOE = ("none", "all", "prefix", "subset", "torn")


def _vraag(bestanden: dict[str, Bestand], stap: tuple[Any, ...]) -> None:
    """One step of the log: what was asked of a file, or what is certain by now."""
    een = bestanden.setdefault(stap[1], Bestand())
    if stap[0] == "sync":
        for wachtend in een.wacht:
            _pas_toe(een.vast, wachtend)
        een.wacht, een.bestaat = [], True  # the first sync of a new log syncs its folder too
    elif stap[0] == "delete" and stap[2]:
        del bestanden[stap[1]]
    else:
        een.wacht.append(stap)


def _schijf(bestanden: dict[str, Bestand], hoe: str, kans: random.Random) -> dict[str, bytes]:
    """The files as they lie there when the power went now."""
    schijf = {}
    for naam, een in bestanden.items():
        inhoud, er_is = bytearray(een.vast), een.bestaat
        for gedaan in _keuze(een.wacht, hoe, kans):
            er_is = gedaan[0] != "delete"
            if er_is:
                _pas_toe(inhoud, gedaan)
            else:
                inhoud = bytearray()
        if er_is:
            schijf[naam] = bytes(inhoud)
    return schijf


def schijven(log: list[tuple[Any, ...]], zaad: int) -> Iterator[tuple[int, str, dict[str, bytes]]]:
    """(commits acknowledged by then, how the rest fell, the files) for every point at which the power may go."""
    kans = random.Random(zaad)
    bestanden: dict[str, Bestand] = {}
    bevestigd = 0
    for stap in log:
        if stap[0] == "begin":
            bestanden = {naam: Bestand(bytearray(data), bestaat=True) for naam, data in stap[1].items()}
        elif stap[0] == "ack":
            bevestigd = stap[1] + 1
        elif stap[0] != "closed":
            _vraag(bestanden, stap)
        for hoe in HOE:
            yield bevestigd, hoe, _schijf(bestanden, hoe, kans)


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))
