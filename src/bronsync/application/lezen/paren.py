"""Both sides of one aanleverpunt as they stand now, paired and compared, without storing anything.

The same pairing and comparing as Acties Bepalen, so that what would come out there can be told beforehand: a row whose packed bytes equal
BRON's is not looked at again. One read of LVS2000, one of the picture. Decides nothing. Sources: ARCHITECTURE 4.5 flow 2, PERFORMANCE 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from bronsync.application.boeken.beeld import lvs_kant
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import BeeldRij, KoppelingRij
from bronsync.domain.gegevens.velden import INDEX, pack, unpack
from bronsync.domain.vergelijking.koppelen import BronKant, koppel
from bronsync.domain.vergelijking.vergelijken import Verschil, vergelijk_alle

_BSN, _ONDERWIJSNUMMER = INDEX["burgerservicenummer"], INDEX["onderwijsnummer"]
_INSCHRIJFDATUM = INDEX["inschrijfdatum"]

Sleutel = tuple[int, str, str]
"""Names one row of the pupil list: (inschrijving_id, '', '') when LVS2000 has it, else (0, PGN, inschrijfdatum) of BRON."""


def sleutel_van(inschrijving_id: int, nummer: str, inschrijfdatum: str) -> Sleutel:
    """The key of a row of the pupil list. What LVS2000 has keeps its key whatever becomes of its number or dates."""
    return (inschrijving_id, "", "") if inschrijving_id else (0, nummer, inschrijfdatum)


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
_Ruw = tuple[object, ...]


def lees_paren(unit: UnitOfWork, omg: Omgeving) -> Paren:
    """Reads, pairs and compares."""
    beeld: dict[tuple[object, object], _Ruw] = {
        (rij[0], rij[1]): rij for rij in unit.stream(BeeldRij, _VELDEN, aanleverpunt=omg.aanleverpunt)
    }
    historisch = {sleutel for sleutel, rij in beeld.items() if rij[6]}
    bewaard = {
        int(str(nummer)): (str(bron_pgn), str(dag))
        for nummer, bron_pgn, dag in unit.stream(
            KoppelingRij, ("inschrijving_id", "pgn", "inschrijfdatum"), aanleverpunt=omg.aanleverpunt
        )
        if bron_pgn
    }
    gelezen: list[LvsRij] = []
    klaar: dict[int, Paar] = {}
    rest: dict[int, LvsRij] = {}
    for lvs in omg.lvs.lees(omg.aanleverpunt):
        gelezen.append(lvs)
        rij = lvs.rij
        sleutel = (rij[_BSN] or rij[_ONDERWIJSNUMMER], rij[_INSCHRIJFDATUM])
        bron = None if lvs.uitgesloten else beeld.get(sleutel)
        if bron is not None and bron[2] == pack(rij):
            gelijk = BronKant(str(bron[0]), str(bron[1]), str(bron[4]), str(bron[5]), rij, bool(bron[3]))
            klaar[lvs.inschrijving_id] = Paar(lvs, gelijk, bool(bron[6]), ())
            del beeld[sleutel]
        else:
            rest[lvs.inschrijving_id] = lvs
    kanten = [kant for ruw in beeld.values() if (kant := _bron_kant(ruw)) is not None]
    alleen_bron = []
    vandaag = omg.clock.today().isoformat()
    for koppeling, verschillen in vergelijk_alle(koppel(map(lvs_kant, rest.values()), kanten, bewaard), vandaag):
        lvs_rij = rest[koppeling.lvs.inschrijving_id] if koppeling.lvs else None
        voorbij = koppeling.bron is not None and koppeling.bron.id in historisch
        paar = Paar(lvs_rij, koppeling.bron, voorbij, tuple(verschillen))
        if lvs_rij is None:
            alleen_bron.append(paar)
        else:
            klaar[lvs_rij.inschrijving_id] = paar
    alleen_bron.sort(key=lambda paar: paar.sleutel)
    return Paren((*(klaar[lvs.inschrijving_id] for lvs in gelezen), *alleen_bron), len(kanten) < len(beeld))


def _bron_kant(ruw: _Ruw) -> BronKant | None:
    nummer, dag, body, geheim, leerlingnummer, volgnummer, _ = ruw
    rij = unpack(body) if isinstance(body, bytes) else None
    return (
        None
        if rij is None
        else BronKant(str(nummer), str(dag), str(leerlingnummer), str(volgnummer), rij, bool(geheim))
    )
