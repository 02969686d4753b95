"""Reads LVS2000: five statements per aanleverpunt (one for the school), raw driver rows to canonieke rijen.

No ORM, no row objects and no loop per cell: the driver's own tuples are sliced and handed to `velden.canoniek` (PERFORMANCE 2, 3, 9). All
rows of one aanleverpunt are fetched inside one transaction and worked out after it, so that nothing stays open while a person thinks and
a deadlock victim can simply read again. Knows no connection settings; what is wrong in a row stays in it for the controles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, repeat
from operator import getitem, itemgetter, lt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, bindparam, not_, or_, select

from bronsync.adapters.lvs2000 import tables
from bronsync.adapters.lvs2000.tables import (
    KOLOM,
    LIJST,
    databaseversie,
    inschrijving,
    leerling,
    nationaliteit,
    vestiging,
)
from bronsync.application.ports import LvsRij, LvsSchool
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.identiteit import identiteit
from bronsync.domain.gegevens.velden import (
    CEL_VELDEN,
    LEGE_LIJSTEN,
    LIJST_VELDEN,
    NORMALISEER,
    Soort,
    canoniek,
    norm_tekst,
    normaliseer_lijst,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

Ruw = Sequence[Any]
"""A row as the driver gives it."""

MINIMALE_VERSIE: Final = (2, 10)

# --- statements ---------------------------------------------------------------------------------------------------------------------

_KOP: Final = (
    inschrijving.c.InschrijvingId,
    leerling.c.LeerlingId,
    leerling.c.Leerlingnummer,
    inschrijving.c.UitgeslotenVanAanlevering,
    leerling.c.GeheimAdres,
    leerling.c.OnderwijsSinds,
    leerling.c.Roepnaam,
)
_CELLEN: Final = tuple(KOLOM[veld.naam] for veld in CEL_VELDEN)

_van_aanleverpunt: Final = inschrijving.c.Aanleverpunt == bindparam("aanleverpunt")
_van_een: Final = inschrijving.c.InschrijvingId == bindparam("inschrijving_id")
_bsn: Final = leerling.c.Burgerservicenummer
_zonder_bsn: Final = or_(_bsn.is_(None), not_(_bsn.between("0", "9999999999")))
"""Nationaliteiten are exchanged only for who has no BSN (`alleen_zonder_bsn`) and are not even read for who has: a text in this range
begins with a digit in every collation, so it never normalises to nothing. What lies outside is read, and judged by `velden.beperk`."""

HOOFD: Final = select(*_KOP, *_CELLEN).join_from(inschrijving, leerling).where(_van_aanleverpunt).order_by(_KOP[0])


class _Records(dict[Ruw, tuple[object, ...]]):
    """The normalised sub-record of each raw one seen: pupils of one class share nearly all of theirs. Bounded."""

    __slots__ = ("_veld",)

    def __init__(self, veld: str) -> None:
        super().__init__()
        self._veld = veld

    def __missing__(self, ruw: Ruw) -> tuple[object, ...]:
        if len(self) >= 20_000:
            self.clear()
        self[ruw] = record = normaliseer_lijst(self._veld, (ruw,))[0]
        return record


class _Lijst:
    """One list-valued veld: its place among the lists, and how its onderdelen are picked from a row."""

    def __init__(self, naam: str, eerste: int, namen: list[str]) -> None:
        self._naam = naam
        self._plaats = [veld.naam for veld in LIJST_VELDEN].index(naam)
        self._kies: Callable[[Ruw], Ruw] = itemgetter(
            *(eerste + namen.index(kolom) for kolom in LIJST[naam].delen.values())
        )
        self._records = _Records(naam)

    def verzamel(self, rijen: Sequence[Ruw], lijsten_van: dict[int, list[object]]) -> None:
        """Puts in place what `normaliseer_lijst` gives; sorts only where the first onderdelen do not stand in order already."""
        records = [*map(getitem, repeat(self._records), map(self._kies, rijen))]
        aantallen = Counter(map(itemgetter(0), rijen))  # the rows of one inschrijving stand together
        begin = 0
        for inschrijving_id, aantal in aantallen.items():
            einde = begin + aantal
            lijst = tuple(records[begin:einde])
            if aantal > 1:
                eerste: list[Any] = [record[0] or "" for record in lijst]  # codes and dates: text, or None
                if not all(map(lt, eerste, eerste[1:])):
                    lijst = normaliseer_lijst(self._naam, map(self._kies, rijen[begin:einde]))
            lijsten_van[inschrijving_id][self._plaats] = lijst
            begin = einde


class _Lijsttabel:
    """One child table: its statement, and of each Soort in it the list-valued veld and how to pick that veld's onderdelen from a row."""

    def __init__(self, tabel: Table) -> None:
        bronnen = {naam: bron for naam, bron in LIJST.items() if bron.tabel is tabel}
        namen = list(dict.fromkeys(kolom for bron in bronnen.values() for kolom in bron.delen.values()))
        self._met_soort = any(bron.soort for bron in bronnen.values())
        kolommen = [
            inschrijving.c.InschrijvingId,
            *([tabel.c.Soort] if self._met_soort else []),
            *(tabel.c[n] for n in namen),
        ]
        vraag = select(*kolommen).select_from(inschrijving)
        vraag = vraag.join(leerling).join(tabel).where(_zonder_bsn) if tabel is nationaliteit else vraag.join(tabel)
        self.vraag = vraag.where(_van_aanleverpunt).order_by(inschrijving.c.InschrijvingId)
        eerste = 2 if self._met_soort else 1
        self._lijsten = {bron.soort: _Lijst(naam, eerste, namen) for naam, bron in bronnen.items()}

    def verzamel(self, rijen: Sequence[Ruw], lijsten_van: dict[int, list[object]]) -> None:
        """Adds the lists of these rows, per InschrijvingId. A Soort that is not ours is the school's own and stays there."""
        per_soort: dict[str | None, Sequence[Ruw]] = {None: rijen}
        if self._met_soort:
            soorten = [_norm_code(rij[1]) for rij in rijen]
            per_soort = {str(s): [*compress(rijen, [s == andere for andere in soorten])] for s in set(soorten)}
        for soort in per_soort.keys() & self._lijsten.keys():
            self._lijsten[soort].verzamel(per_soort[soort], lijsten_van)


_LIJSTTABELLEN: Final = tuple(_Lijsttabel(tabel) for tabel in dict.fromkeys(bron.tabel for bron in LIJST.values()))

LEZEN: Final[tuple[Select[Any], ...]] = (HOOFD, *(tabel.vraag for tabel in _LIJSTTABELLEN))
"""All statements of one read."""
LEZEN_EEN: Final = tuple(vraag.where(_van_een) for vraag in LEZEN)

SCHOOL: Final = select(
    databaseversie.c.Versie,
    databaseversie.c.DatabaseGuid,
    tables.aanleverpunt.c.Aanleverpunt,
    tables.aanleverpunt.c.Brin,
    vestiging.c.Vestigingsvolgnummer,
).select_from(
    databaseversie.outerjoin(
        tables.aanleverpunt, tables.aanleverpunt.c.Aanleverpunt == bindparam("aanleverpunt")
    ).outerjoin(vestiging, vestiging.c.Brin == tables.aanleverpunt.c.Brin)
)
AANLEVERPUNTEN: Final = select(tables.aanleverpunt.c.Aanleverpunt)
PUNTNAMEN: Final = select(tables.aanleverpunt.c.Aanleverpunt, tables.aanleverpunt.c.Naam)


_Tekst = tuple[str, list[str] | None, dict[str, Any]]
_TEKSTEN: dict[tuple[str, str, frozenset[str], Select[Any]], _Tekst] = {}
"""Per dialect, driver and views the text of each statement, the order of its values where they go by place, and its own values; compiled once."""


def _tekst(connection: Connection, vraag: Select[Any]) -> _Tekst:
    dialect = connection.dialect
    sleutel = (dialect.name, dialect.driver, connection.info.get("views", frozenset()), vraag)
    if sleutel not in _TEKSTEN:
        compiled: Any = vraag.compile(dialect=dialect)
        _TEKSTEN[sleutel] = (str(compiled), compiled.positiontup, dict(compiled.params))
    return _TEKSTEN[sleutel]


def haal_ruw(connection: Connection, vraag: Select[Any], **waarden: object) -> Sequence[Ruw]:
    """All rows of a statement as the driver itself gives them; `vraag` is one of the fixed statements of this module."""
    tekst, volgorde, eigen = _tekst(connection, vraag)
    alle = eigen | waarden
    op_plaats: Any = alle if volgorde is None else tuple(alle[naam] for naam in volgorde)
    resultaat = connection.exec_driver_sql(tekst, op_plaats or None)
    try:
        cursor: Any = resultaat.cursor
        rijen: Sequence[Ruw] = cursor.fetchall()
        return rijen
    finally:
        resultaat.close()  # a half-fetched SQLite statement would keep its lock after the connection closed


# --- school -------------------------------------------------------------------------------------------------------------------------


def versie_delen(versie: object) -> tuple[int, int]:
    """Main and sub number as numbers, so that 2.9 comes before 2.10; an unreadable version is older than any."""
    gevonden = re.match(r"\s*([0-9]{1,6})\.([0-9]{1,6})(?![0-9])", str(versie))
    return (int(gevonden[1]), int(gevonden[2])) if gevonden else (0, 0)


def lees_school(connection: Connection, aanleverpunt: str) -> LvsSchool:
    """Version, identity and vestigingen; refuses what this program cannot work with."""
    rijen = haal_ruw(connection, SCHOOL, aanleverpunt=aanleverpunt)
    if not rijen:
        raise BronSyncFout("LVS-03", onderdeel="het versienummer")
    versie, guid, gevonden, brin, _ = max(rijen, key=lambda rij: (versie_delen(rij[0]), str(rij[1])))
    if versie_delen(versie) < MINIMALE_VERSIE:
        toonbaar = versie if re.fullmatch("[0-9.]{1,20}", str(versie)) else "onbekend"
        raise BronSyncFout("LVS-02", versie=toonbaar, minimaal="2.10")
    if gevonden is None:
        raise BronSyncFout("LVS-06", aanleverpunt=aanleverpunt)
    return LvsSchool(
        versie=str(versie).strip(),
        identiteit=identiteit(guid, connection.info.get("herstel")),
        brin=str(brin).strip() if brin else aanleverpunt[:4],
        vestigingen=frozenset(str(rij[4]).strip() for rij in rijen if rij[4] is not None),
    )


def lees_aanleverpunten(connection: Connection) -> tuple[str, ...]:
    """All aanleverpunten, sorted by code point and not by the collation of the server."""
    return tuple(sorted(str(rij[0]).strip() for rij in haal_ruw(connection, AANLEVERPUNTEN)))


def lees_puntnamen(connection: Connection) -> dict[str, str]:
    """Of each aanleverpunt what the school calls it; empty where it has no name."""
    return {str(punt).strip(): str(naam or "").strip() for punt, naam in haal_ruw(connection, PUNTNAMEN)}


# --- inschrijvingen -----------------------------------------------------------------------------------------------------------------


def lees_ruw(connection: Connection, aanleverpunt: str) -> list[Sequence[Ruw]]:
    """The raw rows of each statement of `LEZEN`; to be called inside one transaction."""
    return [haal_ruw(connection, vraag, aanleverpunt=aanleverpunt) for vraag in LEZEN]


def lees_ruw_een(connection: Connection, aanleverpunt: str, inschrijving_id: int) -> list[Sequence[Ruw]]:
    """The same of one inschrijving."""
    return [haal_ruw(connection, v, aanleverpunt=aanleverpunt, inschrijving_id=inschrijving_id) for v in LEZEN_EEN]


_norm_datum, _norm_ja_nee, _norm_code = (NORMALISEER[soort] for soort in (Soort.DATUM, Soort.JA_NEE, Soort.CODE))


def norm_sinds(sinds: object) -> str | None:
    """'Onderwijs Sinds' as ISO text."""
    waarde = None if sinds is None else _norm_datum(sinds)
    return None if waarde is None else str(waarde)


@lru_cache(maxsize=20_000)
def _eigenschappen(uitgesloten: object, geheim: object, sinds: object) -> tuple[bool, bool, str | None]:
    return _aangekruist(uitgesloten), _aangekruist(geheim), norm_sinds(sinds)


def _aangekruist(waarde: object) -> bool:
    """Anything that is not clearly 'nee' counts: an excluded pupil must not go out, a secret address must not be taken over."""
    return waarde is not None and _norm_ja_nee(waarde) not in (0, None)


def rijen_van(ruw: list[Sequence[Ruw]]) -> Iterator[LvsRij]:
    """The rows of `lees_ruw` as values, in order of InschrijvingId."""
    lijsten_van: dict[int, list[object]] = defaultdict(lambda: list(LEGE_LIJSTEN))
    for tabel, rijen in zip(_LIJSTTABELLEN, ruw[1:], strict=True):
        tabel.verzamel(rijen, lijsten_van)
    begin = len(_KOP)
    lijsten_bij = lijsten_van.get
    for ruwe in ruw[0]:
        inschrijving_id, leerling_id, nummer, uitgesloten, geheim, sinds, roepnaam = ruwe[:begin]
        yield LvsRij(
            inschrijving_id,
            leerling_id,
            "" if nummer is None else norm_tekst(nummer) or "",
            canoniek(ruwe[begin:], lijsten_bij(inschrijving_id, LEGE_LIJSTEN)),  # type: ignore[arg-type]  # canoniek only unpacks the lists
            *_eigenschappen(uitgesloten, geheim, sinds),
            roepnaam,
        )
