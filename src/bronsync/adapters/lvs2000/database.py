"""LVS2000 as the use cases see it (port `Lvs`). Opens its engine, and imports SQLAlchemy, at the first call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bronsync.adapters.lvs2000.connection import Verbinding, open_engine, uitgevoerd
from bronsync.application.ports import LvsRij, LvsSchool, Rechten, Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout

if TYPE_CHECKING:
    from sqlalchemy import Engine


class LvsDatabase:
    """The school's database, by URL, by its file or by settings."""

    def __init__(self, bron: str | Path | Verbinding) -> None:
        self._bron = bron
        self._vast: Callable[[], bool] | None = None

    @cached_property
    def engine(self) -> Engine:
        """For the demo school and the tests; a use case has no business with it."""
        return open_engine(self._bron)

    def aanleverpunten(self) -> tuple[str, ...]:
        """See `Lvs`."""
        from bronsync.adapters.lvs2000 import reader

        return uitgevoerd(self.engine, reader.lees_aanleverpunten)

    def puntnamen(self) -> dict[str, str]:
        """What the school calls each aanleverpunt, for the window only."""
        from bronsync.adapters.lvs2000 import reader

        return uitgevoerd(self.engine, reader.lees_puntnamen)

    def school(self, aanleverpunt: str) -> LvsSchool:
        """See `Lvs`."""
        from bronsync.adapters.lvs2000 import reader

        return uitgevoerd(self.engine, lambda connection: reader.lees_school(connection, aanleverpunt))

    def lees(self, aanleverpunt: str) -> Iterator[LvsRij]:
        """See `Lvs`. The reading is done when this returns; the working out happens row by row."""
        from bronsync.adapters.lvs2000 import reader

        return reader.rijen_van(uitgevoerd(self.engine, lambda connection: reader.lees_ruw(connection, aanleverpunt)))

    def lees_een(self, aanleverpunt: str, inschrijving_id: int) -> LvsRij | None:
        """See `Lvs`."""
        from bronsync.adapters.lvs2000 import reader

        ruw = uitgevoerd(self.engine, lambda v: reader.lees_ruw_een(v, aanleverpunt, inschrijving_id), een=True)
        return next(reader.rijen_van(ruw), None)

    def schrijf(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> Schrijfuitkomst:
        """See `Lvs`."""
        from bronsync.adapters.lvs2000 import writer

        return uitgevoerd(self.engine, lambda v: writer.schrijf(v, leerling_id, wijzigingen), schrijven=True, een=True)

    def staat_er(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> bool:
        """See `Lvs`."""
        from bronsync.adapters.lvs2000 import writer

        return uitgevoerd(self.engine, lambda v: writer.staat_er(v, leerling_id, wijzigingen), een=True)

    def rechten(self) -> Rechten:
        """See `Lvs`."""
        if self.engine.dialect.name == "sqlite":
            return Rechten.PASSEND
        from bronsync.adapters.lvs2000 import rechten

        return uitgevoerd(self.engine, rechten.lees_rechten)

    def keuring(self) -> str:
        """Dutch: from which schema is read. Refuses a database that misses a part, all of it named (LVS-03), or may not be read (LVS-15)."""
        from bronsync.adapters.lvs2000 import keuring

        return keuring.keur(self.engine)

    @contextmanager
    def vergrendel(self, aanleverpunt: str) -> Iterator[None]:
        """See `Lvs`."""
        from bronsync.adapters.lvs2000.lease import leased

        vorige = self._vast
        with leased(self.engine, aanleverpunt) as vast:
            self._vast = vast
            try:
                yield
            finally:
                self._vast = vorige

    def eis_vergrendeld(self) -> None:
        """See `Lvs`."""
        if self._vast is not None and not self._vast():
            raise BronSyncFout("LVS-11")

    def sluit(self) -> None:
        """Ends the connections that wait in the pool; not while a lease is held."""
        if "engine" in self.__dict__:
            self.engine.dispose()
