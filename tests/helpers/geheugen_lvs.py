"""Two schools with one face for tests: LVS2000 in memory, and the same in a database.

A test plays the school through `zet_*`, `bewerk_*` and `verwijder_inschrijving` with raw values by veldnaam (lists: tuples of values in
the order of their onderdelen), and hands `lvs` to the use cases. The contract suite holds both to the same behaviour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bronsync.application.ports import LvsRij, LvsSchool, Rechten, Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import (
    CEL_VELDEN,
    LIJST_VELDEN,
    NORMALISEER,
    VELD,
    Categorie,
    Soort,
    canoniek,
    cel,
    norm_tekst,
    normaliseer_lijst,
)

EIGEN = ("leerlingnummer", "roepnaam", "geheim", "onderwijs_sinds")
"""What a leerling has besides velden."""
VAN_LEERLING = {
    *(veld.naam for veld in CEL_VELDEN if veld.categorie in (Categorie.SLEUTEL, Categorie.ADRES)),
    "nationaliteiten",
    *EIGEN,
}
SCHRIJFBAAR = VAN_LEERLING - {"nationaliteiten", "leerlingnummer", "roepnaam", "geheim"}


def _norm(soort: Soort, waarde: Any) -> Any:
    return None if waarde is None else NORMALISEER[soort](waarde)


@dataclass
class _Inschrijving:
    leerling_id: int
    aanleverpunt: str
    uitgesloten: Any
    velden: dict[str, Any]


@dataclass
class GeheugenLvs:
    """LVS2000 in memory (port `Lvs`) and the school that edits it. Counts nothing, sleeps never, fails only as the port says. Its lease can be lost."""

    versie: str = "2.10.0345"
    identiteit: str = "geheugen"
    _punten: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    _leerlingen: dict[int, dict[str, Any]] = field(default_factory=dict)
    _inschrijvingen: dict[int, _Inschrijving] = field(default_factory=dict)
    _vergrendeld: set[str] = field(default_factory=set)
    _kwijt: bool = False

    @property
    def lvs(self) -> GeheugenLvs:
        return self

    # --- the school

    def maak_aanleverpunt(self, aanleverpunt: str, vestigingen: tuple[str, ...] = ("00",)) -> None:
        self._punten[aanleverpunt] = (aanleverpunt[:4], frozenset(vestigingen))

    def zet_leerling(self, leerling_id: int, **velden: Any) -> None:
        assert velden.keys() <= VAN_LEERLING
        self._leerlingen[leerling_id] = dict(velden)

    def bewerk_leerling(self, leerling_id: int, **velden: Any) -> None:
        assert velden.keys() <= VAN_LEERLING
        self._leerlingen[leerling_id].update(velden)

    def zet_inschrijving(
        self, inschrijving_id: int, leerling_id: int, aanleverpunt: str, *, uitgesloten: Any = False, **velden: Any
    ) -> None:
        assert velden.keys() <= VELD.keys() - VAN_LEERLING
        assert leerling_id in self._leerlingen
        self._inschrijvingen[inschrijving_id] = _Inschrijving(leerling_id, aanleverpunt, uitgesloten, dict(velden))

    def bewerk_inschrijving(self, inschrijving_id: int, **velden: Any) -> None:
        assert velden.keys() <= VELD.keys() - VAN_LEERLING
        self._inschrijvingen[inschrijving_id].velden.update(velden)

    def verwijder_inschrijving(self, inschrijving_id: int) -> None:
        del self._inschrijvingen[inschrijving_id]

    # --- the port

    def aanleverpunten(self) -> tuple[str, ...]:
        return tuple(sorted(self._punten))

    def school(self, aanleverpunt: str) -> LvsSchool:
        nummers = [int(deel) for deel in re.findall("[0-9]+", self.versie)[:2]]
        if nummers < [2, 10]:
            raise BronSyncFout("LVS-02", versie=self.versie, minimaal="2.10")
        if aanleverpunt not in self._punten:
            raise BronSyncFout("LVS-06", aanleverpunt=aanleverpunt)
        return LvsSchool(self.versie, self.identiteit, *self._punten[aanleverpunt])

    def lees(self, aanleverpunt: str) -> Iterator[LvsRij]:
        gevonden = [i for i, inschrijving in self._inschrijvingen.items() if inschrijving.aanleverpunt == aanleverpunt]
        return iter([self._rij(i) for i in sorted(gevonden)])

    def lees_een(self, aanleverpunt: str, inschrijving_id: int) -> LvsRij | None:
        inschrijving = self._inschrijvingen.get(inschrijving_id)
        return self._rij(inschrijving_id) if inschrijving and inschrijving.aanleverpunt == aanleverpunt else None

    def schrijf(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> Schrijfuitkomst:
        if any(w.veld not in SCHRIJFBAAR for w in wijzigingen) or len({w.veld for w in wijzigingen}) < len(wijzigingen):
            raise BronSyncFout("EIGEN-01")
        if leerling_id not in self._leerlingen:
            return Schrijfuitkomst.CONFLICT
        leerling = self._leerlingen[leerling_id]
        nu = self._nu(leerling, wijzigingen)
        if all(nu[w.veld] == w.nieuw for w in wijzigingen):
            return Schrijfuitkomst.AL_GEDAAN
        if any(nu[w.veld] != w.oud for w in wijzigingen):
            return Schrijfuitkomst.CONFLICT
        leerling.update({w.veld: w.nieuw for w in wijzigingen})
        return Schrijfuitkomst.GEDAAN

    def staat_er(self, leerling_id: int, wijzigingen: tuple[Wijziging, ...]) -> bool:
        leerling = self._leerlingen.get(leerling_id)
        nu = self._nu(leerling, wijzigingen) if leerling else {}
        return leerling is not None and all(nu[w.veld] == w.nieuw for w in wijzigingen)

    def _nu(self, leerling: dict[str, Any], wijzigingen: tuple[Wijziging, ...]) -> dict[str, Any]:
        rij = canoniek([leerling.get(veld.naam) for veld in CEL_VELDEN])
        return {w.veld: cel(rij, w.veld) if w.veld in VELD else self._sinds(leerling) for w in wijzigingen}

    def rechten(self) -> Rechten:
        """Memory knows no accounts."""
        return Rechten.PASSEND

    @contextmanager
    def vergrendel(self, aanleverpunt: str) -> Iterator[None]:
        if aanleverpunt in self._vergrendeld:
            raise BronSyncFout("LVS-09", aanleverpunt=aanleverpunt, waar="in een ander venster")
        self._vergrendeld.add(aanleverpunt)
        try:
            yield
        finally:
            self._vergrendeld.discard(aanleverpunt)
            self._kwijt = False

    def eis_vergrendeld(self) -> None:
        if self._kwijt:
            raise BronSyncFout("LVS-11")

    def verlies_greep(self) -> None:
        """The server ends the session that holds the lease; whoever comes next may take it."""
        self._vergrendeld.clear()
        self._kwijt = True

    # --- how a row comes about

    @staticmethod
    def _sinds(leerling: dict[str, Any]) -> Any:
        return _norm(Soort.DATUM, leerling.get("onderwijs_sinds"))

    def _rij(self, inschrijving_id: int) -> LvsRij:
        inschrijving = self._inschrijvingen[inschrijving_id]
        leerling = self._leerlingen[inschrijving.leerling_id]
        alles = {**leerling, **inschrijving.velden}
        lijsten = tuple(normaliseer_lijst(veld.naam, alles.get(veld.naam, ())) for veld in LIJST_VELDEN)
        rij = canoniek([alles.get(veld.naam) for veld in CEL_VELDEN], lijsten)
        return LvsRij(
            inschrijving_id=inschrijving_id,
            leerling_id=inschrijving.leerling_id,
            leerlingnummer=norm_tekst(leerling.get("leerlingnummer") or "") or "",
            rij=rij,
            uitgesloten=_norm(Soort.JA_NEE, inschrijving.uitgesloten) not in (0, None),
            geheim=_norm(Soort.JA_NEE, leerling.get("geheim")) not in (0, None),
            onderwijs_sinds=self._sinds(leerling),
            roepnaam=leerling.get("roepnaam"),
        )


class DatabaseSchool:
    """The same school in a database that a URL names. SQLAlchemy is imported here, not with the fake above."""

    def __init__(self, url: str, *, versie: str = "2.10.0345", identiteit: str = "database") -> None:
        from bronsync.adapters.lvs2000.connection import open_engine
        from bronsync.adapters.lvs2000.database import LvsDatabase
        from bronsync.adapters.lvs2000.schema import maak_database
        from bronsync.adapters.lvs2000.tables import metadata

        if not url.startswith("sqlite"):
            schoon = open_engine(url)
            metadata.drop_all(schoon)
            schoon.dispose()
        self.engine = maak_database(url, versie=versie, database_guid=identiteit)
        self.url = url
        self.lvs = LvsDatabase(url)

    def sluit(self) -> None:
        self.lvs.sluit()
        self.engine.dispose()

    def lees(self, aanleverpunt: str) -> Iterator[LvsRij]:
        return self.lvs.lees(aanleverpunt)

    def lees_een(self, aanleverpunt: str, inschrijving_id: int) -> LvsRij | None:
        return self.lvs.lees_een(aanleverpunt, inschrijving_id)

    def _doe(self, *opdrachten: Any) -> None:
        with self.engine.begin() as verbinding:
            for opdracht in opdrachten:
                verbinding.execute(opdracht)

    @staticmethod
    def _kolommen(velden: dict[str, Any]) -> dict[str, Any]:
        from bronsync.adapters.lvs2000.tables import KOLOM

        eigen = {"leerlingnummer": "Leerlingnummer", "roepnaam": "Roepnaam", "geheim": "GeheimAdres"}
        return {
            eigen.get(naam) or KOLOM[naam].name: waarde
            for naam, waarde in velden.items()
            if naam not in VELD or not VELD[naam].onderdelen
        }

    def _lijsten(self, velden: dict[str, Any], verband: dict[str, int]) -> list[Any]:
        from bronsync.adapters.lvs2000.tables import LIJST

        opdrachten = []
        for naam, records in velden.items():
            if naam not in LIJST:
                continue
            bron = LIJST[naam]
            soort = {"Soort": bron.soort} if bron.soort else {}
            waar = [bron.tabel.c[kolom] == waarde for kolom, waarde in {**verband, **soort}.items()]
            opdrachten.append(bron.tabel.delete().where(*waar))
            for record in records:
                delen = {bron.delen[d.naam]: w for d, w in zip(VELD[naam].onderdelen, record, strict=True)}
                opdrachten.append(bron.tabel.insert().values({**verband, **soort, **delen}))
        return opdrachten

    def maak_aanleverpunt(self, aanleverpunt: str, vestigingen: tuple[str, ...] = ("00",)) -> None:
        from sqlalchemy import select

        from bronsync.adapters.lvs2000 import tables as t

        brin = aanleverpunt[:4]
        with self.engine.begin() as verbinding:
            verbinding.execute(t.aanleverpunt.insert().values(Aanleverpunt=aanleverpunt, Brin=brin))
            vraag = select(t.vestiging.c.Vestigingsvolgnummer).where(t.vestiging.c.Brin == brin)
            bekend = set(verbinding.execute(vraag).scalars())
            for nummer in set(vestigingen) - bekend:
                verbinding.execute(t.vestiging.insert().values(Brin=brin, Vestigingsvolgnummer=nummer))

    def zet_leerling(self, leerling_id: int, **velden: Any) -> None:
        from bronsync.adapters.lvs2000.tables import leerling

        self._doe(
            leerling.insert().values(LeerlingId=leerling_id, **self._kolommen(velden)),
            *self._lijsten(velden, {"LeerlingId": leerling_id}),
        )

    def bewerk_leerling(self, leerling_id: int, **velden: Any) -> None:
        from bronsync.adapters.lvs2000.tables import leerling

        kolommen = self._kolommen(velden)
        wijzig = leerling.update().where(leerling.c.LeerlingId == leerling_id).values(kolommen)
        self._doe(*([wijzig] if kolommen else []), *self._lijsten(velden, {"LeerlingId": leerling_id}))

    def zet_inschrijving(
        self, inschrijving_id: int, leerling_id: int, aanleverpunt: str, *, uitgesloten: Any = False, **velden: Any
    ) -> None:
        from bronsync.adapters.lvs2000.tables import inschrijving

        vast = {
            "InschrijvingId": inschrijving_id,
            "LeerlingId": leerling_id,
            "Aanleverpunt": aanleverpunt,
            "UitgeslotenVanAanlevering": uitgesloten,
        }
        self._doe(
            inschrijving.insert().values({**vast, **self._kolommen(velden)}),
            *self._lijsten(velden, {"InschrijvingId": inschrijving_id}),
        )

    def bewerk_inschrijving(self, inschrijving_id: int, **velden: Any) -> None:
        from bronsync.adapters.lvs2000.tables import inschrijving

        kolommen = self._kolommen(velden)
        wijzig = inschrijving.update().where(inschrijving.c.InschrijvingId == inschrijving_id).values(kolommen)
        self._doe(*([wijzig] if kolommen else []), *self._lijsten(velden, {"InschrijvingId": inschrijving_id}))

    def verwijder_inschrijving(self, inschrijving_id: int) -> None:
        from bronsync.adapters.lvs2000.tables import begeleiding, indicatie, inschrijving, klassenhistorie

        tabellen = (klassenhistorie, indicatie, begeleiding, inschrijving)
        self._doe(*(tabel.delete().where(tabel.c.InschrijvingId == inschrijving_id) for tabel in tabellen))


School = GeheugenLvs | DatabaseSchool
