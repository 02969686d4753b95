"""The guard at the doors: the ports of a use case, of which everything that has an effect outside looks at the lease first (F23).

One process at a time works with an aanleverpunt. Who lost the lease may not know it, and another may be at work: it sends nothing more, signs
nothing off, fetches nothing (fetching removes at some registers) and writes nothing. No use case looks for itself, so none can forget it.
Reading LVS2000 and making a message change nothing and pass. What a lost lease stops has certainly not left (`NietVerzonden`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from bronsync.application.ports import (
    Lvs,
    LvsRij,
    LvsSchool,
    Omgeving,
    Pagina,
    Rechten,
    Register,
    Schrijfuitkomst,
)
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout, NietVerzonden
from bronsync.domain.vergelijking.berichten import Antwoord, Bericht, Terugkoppeling


def bewaakt(omg: Omgeving) -> Omgeving:
    """The same ports, guarded; once is enough."""
    if isinstance(omg.lvs, BewaakteLvs):
        return omg
    return replace(omg, lvs=BewaakteLvs(omg.lvs), register=BewaaktRegister(omg.register, omg.lvs))


class BewaakteLvs:
    """LVS2000; writing looks first."""

    def __init__(self, echt: Lvs) -> None:
        self._echt = echt

    def aanleverpunten(self) -> tuple[str, ...]:
        """See `Lvs`."""
        return self._echt.aanleverpunten()

    def school(self, aanleverpunt: str) -> LvsSchool:
        """See `Lvs`."""
        return self._echt.school(aanleverpunt)

    def lees(self, aanleverpunt: str) -> Iterator[LvsRij]:
        """See `Lvs`."""
        return self._echt.lees(aanleverpunt)

    def lees_een(self, aanleverpunt: str, inschrijving_id: int) -> LvsRij | None:
        """See `Lvs`."""
        return self._echt.lees_een(aanleverpunt, inschrijving_id)

    def schrijf(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> Schrijfuitkomst:
        """See `Lvs`; LVS-11 when the lease is lost."""
        self._echt.eis_vergrendeld()
        return self._echt.schrijf(leerling_id, wijzigingen)

    def staat_er(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> bool:
        """See `Lvs`."""
        return self._echt.staat_er(leerling_id, wijzigingen)

    def rechten(self) -> Rechten:
        """See `Lvs`."""
        return self._echt.rechten()

    def vergrendel(self, aanleverpunt: str) -> AbstractContextManager[None]:
        """See `Lvs`."""
        return self._echt.vergrendel(aanleverpunt)

    def eis_vergrendeld(self) -> None:
        """See `Lvs`."""
        self._echt.eis_vergrendeld()


class BewaaktRegister:
    """BRON; every call over the network looks first."""

    def __init__(self, echt: Register, lvs: Lvs) -> None:
        self._echt, self._lvs = echt, lvs

    @property
    def echt(self) -> Register:
        """Unguarded, for who asks how the line to it is."""
        return self._echt

    @property
    def herhaling_veilig(self) -> bool:
        """See `Register`."""
        return self._echt.herhaling_veilig

    def schrijf(self, bericht: Bericht) -> bytes:
        """See `Register`."""
        return self._echt.schrijf(bericht)

    def operatie(self, bericht: Bericht) -> str:
        """See `Register`."""
        return self._echt.operatie(bericht)

    def verzend(self, operatie: str, body: bytes) -> Antwoord:
        """See `Register`; LVS-11 when the lease is lost."""
        self._kijk()
        return self._echt.verzend(operatie, body)

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        """See `Register`; LVS-11 when the lease is lost."""
        self._kijk()
        return self._echt.haal(tijdstip, bericht_id)

    def bevestig(self, tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        """See `Register`; LVS-11 when the lease is lost."""
        self._kijk()
        self._echt.bevestig(tijdstip, bericht_id, tot_en_met)

    def lees(self, raw: bytes) -> Terugkoppeling:
        """See `Register`."""
        return self._echt.lees(raw)

    def _kijk(self) -> None:
        try:
            self._lvs.eis_vergrendeld()
        except BronSyncFout as fout:
            raise NietVerzonden(fout.code, **fout.waarden) from None
