"""Which inschrijving in LVS2000 is which in BRON, and why. Its own step with its own stored result, because neither key is stable:
'wijziging sleutelgegevens' changes the PGN and 'correctie inschrijfdatum' the date. Pairing on the two alone would turn both into
a removal plus a new inschrijving. Knows no journal. Source: ARCHITECTURE 4.4, DOMAIN 4.4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bronsync.domain.velden import Rij, cel, pgn

BronId = tuple[str, str]
"""(pgn, inschrijfdatum): the key of a registration in BRON within an aanleverpunt."""


class Reden(StrEnum):
    """Why two inschrijvingen were taken to be the same."""

    BEWAARD = "bewaard"
    SLEUTEL = "sleutel"
    VOLGNUMMER = "volgnummer"
    LEERLINGNUMMER = "leerlingnummer"
    LEERLING = "leerling"
    """The same pupil has exactly one inschrijving left on each side: the inschrijfdatum differs."""
    NIET = "niet"


@dataclass(frozen=True, slots=True)
class LvsKant:
    """An inschrijving as LVS2000 holds it."""

    inschrijving_id: int
    leerling_id: int
    leerlingnummer: str = field(repr=False)
    rij: Rij = field(repr=False)
    geheim: bool = False


@dataclass(frozen=True, slots=True)
class BronKant:
    """An inschrijving as BRON holds it."""

    pgn: str = field(repr=False)
    inschrijfdatum: str
    leerlingnummer: str = field(repr=False)
    volgnummer: str
    rij: Rij = field(repr=False)
    geheim: bool = False

    @property
    def id(self) -> BronId:
        """Its key in BRON."""
        return (self.pgn, self.inschrijfdatum)


@dataclass(frozen=True, slots=True)
class Koppeling:
    """A pair, or one side alone."""

    lvs: LvsKant | None
    bron: BronKant | None
    reden: Reden


def zelfde_leerling(lvs: LvsKant, bron: BronKant) -> bool:
    """Whether two sides can be one pupil: same PGN, or same leerlingnummer, or same name and birth date.

    Guards a stored pairing or an echoed number against an LVS2000 backup in which numbers were given out again.
    """
    if pgn(lvs.rij) == bron.pgn or lvs.leerlingnummer == bron.leerlingnummer:
        return True
    return all(
        cel(lvs.rij, naam) is not None and cel(lvs.rij, naam) == cel(bron.rij, naam)
        for naam in ("geboortedatum", "achternaam")
    )


def koppel(lvs: Iterable[LvsKant], bron: Iterable[BronKant], bewaard: Mapping[int, BronId]) -> list[Koppeling]:
    """Pairs both sides; `bewaard` holds the pairing of the last time. Every inschrijving occurs in exactly one Koppeling."""
    lvs_over = {kant.inschrijving_id: kant for kant in lvs}
    bron_over = {kant.id: kant for kant in bron}
    paren: list[Koppeling] = []

    def paar(kant: LvsKant, ander: BronKant, reden: Reden) -> None:
        del lvs_over[kant.inschrijving_id], bron_over[ander.id]
        paren.append(Koppeling(kant, ander, reden))

    def op_sleutel(
        reden: Reden,
        van_lvs: Callable[[LvsKant], Hashable],
        van_bron: Callable[[BronKant], Hashable],
        goed: Callable[[LvsKant, BronKant], bool] | None = None,
    ) -> None:
        per_sleutel: dict[Hashable, list[BronKant]] = defaultdict(list)
        for ander in bron_over.values():
            per_sleutel[van_bron(ander)].append(ander)
        for kant in list(lvs_over.values()):
            sleutel = van_lvs(kant)
            kandidaten = per_sleutel.get(sleutel, []) if sleutel is not None else []
            for ander in kandidaten:
                if ander.id in bron_over and (goed is None or goed(kant, ander)):
                    paar(kant, ander, reden)
                    break

    op_sleutel(Reden.BEWAARD, lambda kant: bewaard.get(kant.inschrijving_id), lambda ander: ander.id, zelfde_leerling)
    op_sleutel(Reden.SLEUTEL, lambda kant: (pgn(kant.rij), cel(kant.rij, "inschrijfdatum")), lambda ander: ander.id)
    op_sleutel(
        Reden.VOLGNUMMER,
        lambda kant: str(kant.inschrijving_id),
        lambda ander: ander.volgnummer or None,
        zelfde_leerling,
    )
    op_sleutel(
        Reden.LEERLINGNUMMER,
        lambda kant: (kant.leerlingnummer, cel(kant.rij, "inschrijfdatum")),
        lambda ander: (ander.leerlingnummer, ander.inschrijfdatum),
    )
    _koppel_enige_over(lvs_over, bron_over, paar)
    paren.extend(Koppeling(kant, None, Reden.NIET) for kant in lvs_over.values())
    paren.extend(Koppeling(None, ander, Reden.NIET) for ander in bron_over.values())
    return paren


def _koppel_enige_over(
    lvs_over: dict[int, LvsKant], bron_over: dict[BronId, BronKant], paar: Callable[[LvsKant, BronKant, Reden], None]
) -> None:
    """A pupil with one unpaired inschrijving on each side: the date was changed before we ever stored the pair."""
    lvs_per: dict[str, list[LvsKant]] = defaultdict(list)
    bron_per: dict[str, list[BronKant]] = defaultdict(list)
    for kant in lvs_over.values():
        lvs_per[pgn(kant.rij) or ""].append(kant)
    for ander in bron_over.values():
        bron_per[ander.pgn].append(ander)
    for nummer, kanten in lvs_per.items():
        anderen = bron_per.get(nummer, [])
        if nummer and len(kanten) == len(anderen) == 1:
            einde = cel(anderen[0].rij, "uitschrijfdatum")
            if einde is None or str(einde) >= str(cel(kanten[0].rij, "inschrijfdatum")):
                paar(kanten[0], anderen[0], Reden.LEERLING)
