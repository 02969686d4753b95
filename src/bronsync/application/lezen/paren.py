"""Both sides of one aanleverpunt as they stand now, paired and compared, without storing anything.

The one pairing and comparing: Acties Bepalen stores what comes out, the lists show it beforehand. A row whose packed bytes equal BRON's is
not looked at again. One read of LVS2000, one of the picture. Decides nothing. Sources: ARCHITECTURE 4.5 flow 2, PERFORMANCE 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bronsync.application.boeken.beeld import lvs_kant
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import Actie, BeeldRij, KoppelingRij
from bronsync.domain.gegevens.velden import INDEX, pack, unpack
from bronsync.domain.vergelijking.kanten import BronId, BronKant
from bronsync.domain.vergelijking.koppelen import Koppeling, koppel
from bronsync.domain.vergelijking.vergelijken import Verschil, vergelijk_alle

_BSN, _ONDERWIJSNUMMER = INDEX["burgerservicenummer"], INDEX["onderwijsnummer"]
_INSCHRIJFDATUM = INDEX["inschrijfdatum"]

Sleutel = tuple[int, str, str]
"""Names one row of the pupil list: (inschrijving_id, '', '') when LVS2000 has it, else (0, PGN, inschrijfdatum) of BRON."""


def sleutel_van(inschrijving_id: int, bron_pgn: str, inschrijfdatum: str) -> Sleutel:
    """The key of a row of the pupil list. What LVS2000 has keeps its key whatever becomes of its number or dates."""
    return (inschrijving_id, "", "") if inschrijving_id else (0, bron_pgn, inschrijfdatum)


def sleutel_van_actie(actie: Actie) -> Sleutel:
    """The inschrijving that an actie is about."""
    return sleutel_van(actie.inschrijving_id, actie.pgn, actie.inschrijfdatum)


class Paar(NamedTuple):
    """One inschrijving: both sides, or one alone. A NamedTuple: there is one for every pupil."""

    lvs: LvsRij | None
    bron: BronKant | None
    historisch: bool
    """Ended at BRON, and no longer in its newest overview."""
    verschillen: tuple[Verschil, ...]
    """As they are now; Acties Bepalen would store exactly these."""

    def __repr__(self) -> str:
        """Personal data: only which one it is."""
        return f"Paar({self.lvs.inschrijving_id if self.lvs else 0})"

    @property
    def sleutel(self) -> Sleutel:
        """Its key in the pupil list."""
        if self.lvs is not None:
            return (self.lvs.inschrijving_id, "", "")
        return (0, self.bron.pgn, self.bron.inschrijfdatum) if self.bron is not None else (0, "", "")


@dataclass(frozen=True, slots=True)
class Paren:
    """All of an aanleverpunt: first what LVS2000 has, in its order, then what only BRON has."""

    paren: tuple[Paar, ...] = field(repr=False)
    verouderd: bool
    """The picture has rows that another version of this program packed: those are left out."""


_VELDEN = ("pgn", "inschrijfdatum", "body", "geheim", "leerlingnummer", "volgnummer", "historisch")
Ruw = tuple[object, ...]
"""A row of the picture as it is streamed: the fields of `_VELDEN`."""


@dataclass(frozen=True, slots=True)
class Kanten:
    """Both sides after one reading: what was plainly equal is left out, and was handed over at once."""

    gelezen: int
    """How many LVS2000 has."""
    lvs: list[LvsRij] = field(repr=False)
    bron: list[BronKant] = field(repr=False)
    historisch: frozenset[BronId] = field(repr=False)
    """Of all of BRON's: ended, and no longer in its newest overview."""
    verouderd: bool
    """The picture has rows that another version of this program packed."""


def lees_kanten(unit: UnitOfWork, omg: Omgeving, gelijk: Callable[[LvsRij, Ruw, bytes], None]) -> Kanten:
    """Both sides once: LVS2000 streamed against the packed bytes of the picture. Who is secret at BRON is never plainly equal."""
    beeld: dict[tuple[object, object], Ruw] = {
        (rij[0], rij[1]): rij for rij in unit.stream(BeeldRij, _VELDEN, aanleverpunt=omg.aanleverpunt)
    }
    historisch = frozenset((str(bron_pgn), str(dag)) for (bron_pgn, dag), rij in beeld.items() if rij[6])
    rest: list[LvsRij] = []
    gelezen = 0
    for gelezen, lvs in enumerate(omg.lvs.lees(omg.aanleverpunt), 1):
        rij = lvs.rij
        sleutel = (rij[_BSN] or rij[_ONDERWIJSNUMMER], rij[_INSCHRIJFDATUM])
        bron = None if lvs.uitgesloten else beeld.get(sleutel)
        if bron is not None and not bron[3] and bron[2] == (body := pack(rij)):
            gelijk(lvs, bron, body)
            del beeld[sleutel]  # a second pupil with the same key is not equal to BRON's one
        else:
            rest.append(lvs)
        if gelezen % 500 == 0:
            omg.progress.report(gelezen, gelezen, "LVS2000 vergelijken met BRON")
    kanten = [kant for ruw in beeld.values() if (kant := _bron_kant(ruw)) is not None]
    return Kanten(gelezen, rest, kanten, historisch, verouderd=len(kanten) < len(beeld))


def koppel_kanten(unit: UnitOfWork, omg: Omgeving, kanten: Kanten) -> list[Koppeling]:
    """Pairs what is left, by what was paired before and by what names a person."""
    return koppel(map(lvs_kant, kanten.lvs), kanten.bron, bewaarde_koppelingen(unit, omg))


class _Bewaard(NamedTuple):
    inschrijving_id: int
    pgn: str
    inschrijfdatum: str


def bewaarde_koppelingen(unit: UnitOfWork, omg: Omgeving) -> dict[int, BronId]:
    """What was paired before, by the inschrijving in LVS2000."""
    return {
        een.inschrijving_id: (een.pgn, een.inschrijfdatum)
        for een in unit.stream(KoppelingRij, _Bewaard, aanleverpunt=omg.aanleverpunt)
        if een.pgn
    }


def lees_paren(unit: UnitOfWork, omg: Omgeving) -> Paren:
    """Reads, pairs and compares."""
    klaar: dict[int, Paar] = {}

    def gelijk(lvs: LvsRij, bron: Ruw, _: bytes) -> None:
        kant = BronKant(str(bron[0]), str(bron[1]), str(bron[4]), str(bron[5]), lvs.rij, bool(bron[3]))
        klaar[lvs.inschrijving_id] = Paar(lvs, kant, bool(bron[6]), ())

    kanten = lees_kanten(unit, omg, gelijk)
    rest = {lvs.inschrijving_id: lvs for lvs in kanten.lvs}
    alleen_bron = []
    for koppeling, verschillen in vergelijk_alle(koppel_kanten(unit, omg, kanten), omg.clock.today().isoformat()):
        lvs_rij = rest[koppeling.lvs.inschrijving_id] if koppeling.lvs else None
        voorbij = koppeling.bron is not None and koppeling.bron.id in kanten.historisch
        paar = Paar(lvs_rij, koppeling.bron, voorbij, tuple(verschillen))
        if lvs_rij is None:
            alleen_bron.append(paar)
        else:
            klaar[lvs_rij.inschrijving_id] = paar
    alleen_bron.sort(key=lambda paar: paar.sleutel)
    return Paren((*(klaar[inschrijving_id] for inschrijving_id in sorted(klaar)), *alleen_bron), kanten.verouderd)


def _bron_kant(ruw: Ruw) -> BronKant | None:
    """None when another version of this program stored the row."""
    bron_pgn, dag, body, geheim, leerlingnummer, volgnummer, _ = ruw
    rij = unpack(body) if isinstance(body, bytes) else None
    if rij is None:
        return None
    return BronKant(str(bron_pgn), str(dag), str(leerlingnummer), str(volgnummer), rij, bool(geheim))
