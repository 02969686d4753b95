"""Where a world of the state machine lives (ARCHITECTURE 7.4): (a) in memory, (b) in the encrypted store and LVS2000's own file.

A computer has a store, a high-water mark beside it and a connection of its own to the one LVS2000 that all computers share. Its store can
be copied, put back and lost, and the computer can fall over: then what goes on is what stood on the disk at that very moment, the log of
SQLite with it, and nothing that the falling program still did. Binding (c), with the register as a process, stands in `proces_bron`.
"""

from __future__ import annotations

import copy
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bronsync.adapters.journal.store import Store, open_store
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.system.key_ring import FileVault, Sleutelbewaarder
from bronsync.domain.errors import BronSyncFout
from helpers.clock import MemoryHighWaterMark
from helpers.geheugen_journal import GeheugenJournal
from helpers.geheugen_lvs import DatabaseSchool, GeheugenLvs

PUNT = "00AA00"
VESTIGINGEN = ("00", "01")


class GeheugenComputer:
    """Nothing to open or to close; a journal that rolls back really."""

    def __init__(self, school: GeheugenLvs) -> None:
        self.lvs = school
        self.journal: Any = GeheugenJournal()
        self.high_water_mark: Any = MemoryHighWaterMark()
        self._kopie: Any = None

    def start(self) -> None:
        """As the files lie."""

    def stop(self) -> None:
        """As a user ends it."""

    def foto(self) -> None:
        """What would be left if it fell over now; in memory the roll-back sees to that."""

    def val_om(self) -> None:
        """Goes on from the foto."""

    @property
    def heeft_kopie(self) -> bool:
        return self._kopie is not None

    def maak_kopie(self) -> None:
        self._kopie = self.journal.kopie(), self.high_water_mark.read(PUNT)

    def zet_kopie_terug(self, *, ook_ring: bool) -> None:
        kopie, high_water_mark = self._kopie
        self.journal = kopie.kopie()
        if ook_ring:
            self.high_water_mark = MemoryHighWaterMark()
            self.high_water_mark.raise_to(PUNT, high_water_mark)

    def verlies(self, *, ook_ring: bool) -> None:
        self.journal = GeheugenJournal()
        if ook_ring:
            self.high_water_mark = MemoryHighWaterMark()
            self._kopie = None  # its key is gone


class GeheugenOpstelling:
    """Binding (a)."""

    def __init__(self) -> None:
        self.school: Any = GeheugenLvs()
        self.school.maak_aanleverpunt(PUNT, VESTIGINGEN)
        self._kopie: Any = None

    def computer(self) -> Any:
        return GeheugenComputer(self.school)

    def bewaar_lvs(self) -> None:
        self._kopie = copy.deepcopy((self.school._leerlingen, self.school._inschrijvingen))

    @property
    def heeft_lvs_kopie(self) -> bool:
        return self._kopie is not None

    def zet_lvs_terug(self, identiteit: str) -> None:
        """`identiteit`: what shows that it was put back; empty where nothing does."""
        self.school._leerlingen, self.school._inschrijvingen = copy.deepcopy(self._kopie)
        self.school.identiteit = identiteit or self.school.identiteit

    def sluit(self) -> None:
        """Nothing."""


class BestandComputer:
    """A folder with an encrypted store, its key and high-water mark outside it, a connection of its own to LVS2000, and the lease."""

    def __init__(self, map_: Path, lvs_url: str) -> None:
        self._map, self._lvs_url = map_, lvs_url
        self._opslag = map_ / "profiel" / "opslag.db"
        self._ring, self._ringkopie = map_ / "ring.json", map_ / "ring.kopie"
        self._kopie, self._foto = map_ / "kopie", map_ / "foto"
        self.high_water_mark: Any = Sleutelbewaarder(FileVault(self._ring))
        self.journal: Any = None
        self.lvs: Any = None
        self._open = ExitStack()
        map_.mkdir()

    def start(self) -> None:
        with ExitStack() as stapel:
            self.lvs = LvsDatabase(self._lvs_url)
            stapel.callback(self.lvs.sluit)
            stapel.enter_context(self.lvs.vergrendel(PUNT))
            opslag: Store = open_store(self._opslag, self.high_water_mark.sleutel(self._opslag))
            stapel.callback(opslag.close)
            self.journal = opslag
            self._open = stapel.pop_all()

    def stop(self) -> None:
        self._open.close()

    def foto(self) -> None:
        """With half a write behind it, as when the power goes."""
        shutil.rmtree(self._foto, ignore_errors=True)
        shutil.copytree(self._opslag.parent, self._foto)
        with (self._foto / f"{self._opslag.name}-wal").open("ab") as log:
            log.write(b"\x5a" * 4321)

    def val_om(self) -> None:
        self.stop()
        self._leg(self._foto)
        self.start()

    @property
    def heeft_kopie(self) -> bool:
        return self._kopie.exists()

    def maak_kopie(self) -> None:
        """As a backup program makes it: while the store is open."""
        shutil.rmtree(self._kopie, ignore_errors=True)
        shutil.copytree(self._opslag.parent, self._kopie)
        shutil.copyfile(self._ring, self._ringkopie)

    def zet_kopie_terug(self, *, ook_ring: bool) -> None:
        self.stop()
        self._leg(self._kopie)
        if ook_ring:
            shutil.copyfile(self._ringkopie, self._ring)
        self.start()

    def verlies(self, *, ook_ring: bool) -> None:
        self.stop()
        shutil.rmtree(self._opslag.parent)
        oud = self.high_water_mark.sleutel(self._opslag)
        if ook_ring:
            self._ring.unlink(missing_ok=True)
        self.start()
        if ook_ring and self.heeft_kopie:
            self._eis_gesloten_kopie(oud)
            shutil.rmtree(self._kopie)

    def _eis_gesloten_kopie(self, oud: bytes) -> None:
        """Its key is gone: it is refused, and who finds the key again finds everything in it."""
        kopie = self._kopie / self._opslag.name
        with pytest.raises(BronSyncFout) as geweigerd:
            open_store(kopie, self.high_water_mark.sleutel(self._opslag))
        assert geweigerd.value.code == "OPSLAG-02"
        open_store(kopie, oud).close()

    def _leg(self, van: Path) -> None:
        shutil.rmtree(self._opslag.parent)
        shutil.copytree(van, self._opslag.parent)


class BestandOpstelling:
    """Binding (b): everything of ours is real but the register."""

    def __init__(self) -> None:
        self.map = Path(tempfile.mkdtemp(prefix="bronsync-"))
        self._lvs, self._kopie = self.map / "lvs2000.db", self.map / "lvs2000.kopie"
        self._computers: list[BestandComputer] = []
        self.school: Any = DatabaseSchool(f"sqlite:///{self._lvs.as_posix()}", identiteit="begin")
        self.school.maak_aanleverpunt(PUNT, VESTIGINGEN)

    def computer(self) -> Any:
        nieuw = BestandComputer(self.map / f"pc{len(self._computers) + 1}", self.school.url)
        self._computers.append(nieuw)
        return nieuw

    def bewaar_lvs(self) -> None:
        shutil.copyfile(self._lvs, self._kopie)

    @property
    def heeft_lvs_kopie(self) -> bool:
        return self._kopie.exists()

    def zet_lvs_terug(self, identiteit: str) -> None:
        """The file of then in place of this one, under the connections that are open.

        SQL Server shows a restore in a number of its own; of a file only the GUID can show it, so a restore that can be seen changes that.
        """
        nieuw = self.map / "lvs2000.nieuw"
        shutil.copyfile(self._kopie, nieuw)
        if identiteit:
            db = sqlite3.connect(nieuw)
            try:
                db.execute("UPDATE Databaseversie SET DatabaseGuid=?", (identiteit,))
                db.commit()
            finally:
                db.close()
        nieuw.replace(self._lvs)

    def sluit(self) -> None:
        for computer in self._computers:
            computer.stop()
        self.school.sluit()
        shutil.rmtree(self.map)
