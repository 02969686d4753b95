"""Which inschrijving in LVS2000 is which in BRON, and why. Its own step with its own stored result, because neither key is stable:
'wijziging sleutelgegevens' changes the PGN and 'correctie inschrijfdatum' the date. Pairing on the two alone would turn both into
a removal plus a new inschrijving. Knows no journal. Source: ARCHITECTURE 4.4, DOMAIN 4.4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bronsync.domain.gegevens.velden import Rij, cel, pgn, vouw
from bronsync.domain.vergelijking.aanleveren import wordt_aangeleverd
from bronsync.domain.vergelijking.kanten import BronId, BronKant, LvsKant


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
class Koppeling:
    """A pair, or one side alone."""

    lvs: LvsKant | None
    bron: BronKant | None
    reden: Reden


def zelfde_persoon(een: Rij, ander: Rij, *, zelfde_nummer: bool) -> bool:
    """Whether two rows can be of one person: the same PGN, or else name and birth date.

    A number that the school gives out (leerlingnummer, InschrijvingId) proves nothing, because it is given out again. Where it is the same
    (`zelfde_nummer`) it only makes up for a little: a surname or birth date that was changed where the given names agree, a slip of the
    keyboard in those, and, for who has no BSN yet on one side, given names as the school uses them: an onderwijsnummer is replaced by the
    BSN as soon as that is found (DOMAIN 6.5), so two numbers of which one is no BSN do not contradict each other.
    """
    nummers = pgn(een), pgn(ander)
    if nummers[0] is not None and nummers[0] == nummers[1]:
        return True
    if zelfde_gegevens(een, ander):
        return True
    bsns = cel(een, "burgerservicenummer"), cel(ander, "burgerservicenummer")
    dag, naam, voornaam = _gelijk(een, ander)
    if zelfde_nummer and dag and naam:
        return None in bsns or voornaam is True or _slip(een, ander)
    return zelfde_nummer and voornaam is True and (dag or naam)


def zelfde_gegevens(een: Rij, ander: Rij) -> bool:
    """The same surname and birth date, and given names that do not contradict each other as those of twins do."""
    dag, naam, voornaam = _gelijk(een, ander)
    return dag and naam and voornaam is not False and cel(een, "geboortedatum") != "0000-00-00"


def _gelijk(een: Rij, ander: Rij) -> tuple[bool, bool, bool | None]:
    """Birth date, surname and given names: equal or not. What one of both does not have at all is equal to nothing."""
    dagen, namen = ((cel(een, n), cel(ander, n)) for n in ("geboortedatum", "achternaam"))
    if None in dagen or None in namen:
        return False, False, None
    voornaam = _zelfde_voornaam(cel(een, "voornamen"), cel(ander, "voornamen"))
    return dagen[0] == dagen[1], vouw(str(namen[0])) == vouw(str(namen[1])), voornaam


def _zelfde_voornaam(een: object, ander: object) -> bool | None:
    """Whether the first given names agree, an initial with the name it stands for too; None when one side has none."""
    eerste = _eerste_voornaam(een), _eerste_voornaam(ander)
    return eerste[0].startswith(eerste[1]) or eerste[1].startswith(eerste[0]) if all(eerste) else None


def _eerste_voornaam(voornamen: object) -> str:
    return vouw(str(voornamen).replace(".", " ").split(" ")[0]) if voornamen else ""


def _slip(een: Rij, ander: Rij) -> bool:
    """The first given names differ by one letter more, less or other, or two that changed places. Not of three letters: so differ Tim and Tom."""
    links, rechts = (_eerste_voornaam(cel(rij, "voornamen")) for rij in (een, ander))
    if not links or not rechts or max(len(links), len(rechts)) < 4:
        return False
    while links[:1] and links[:1] == rechts[:1]:
        links, rechts = links[1:], rechts[1:]
    one_letter = links[1:] == rechts[1:] or links[1:] == rechts or links == rechts[1:]
    return one_letter or (links[:2] == rechts[1::-1] and links[2:] == rechts[2:])


def zelfde_leerling(lvs: LvsKant, bron: BronKant) -> bool:
    """Whether two sides can be one pupil. Guards every pairing but that by the key itself."""
    return pgn(lvs.rij) == bron.pgn or zelfde_persoon(
        lvs.rij, bron.rij, zelfde_nummer=lvs.leerlingnummer == bron.leerlingnummer
    )


def _zelfde_inschrijving(lvs: LvsKant, bron: BronKant) -> bool:
    """The same pupil, and BRON's did not end before this one began: an InschrijvingId too is given out again after a restore."""
    return zelfde_leerling(lvs, bron) and not _voorbij(lvs, bron)


def _voorbij(lvs: LvsKant, bron: BronKant) -> bool:
    einde = cel(bron.rij, "uitschrijfdatum")
    return einde is not None and str(einde) < str(cel(lvs.rij, "inschrijfdatum"))


def koppel(lvs: Iterable[LvsKant], bron: Iterable[BronKant], bewaard: Mapping[int, BronId]) -> list[Koppeling]:
    """Pairs both sides; `bewaard` holds the pairing of the last time. Every inschrijving occurs in exactly one Koppeling."""
    alle = list(lvs)
    lvs_over: dict[int, LvsKant] = {}
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

    def op_sleutels() -> None:
        op_sleutel(
            Reden.BEWAARD, lambda kant: bewaard.get(kant.inschrijving_id), lambda ander: ander.id, zelfde_leerling
        )
        op_sleutel(Reden.SLEUTEL, lambda kant: (pgn(kant.rij), cel(kant.rij, "inschrijfdatum")), lambda ander: ander.id)
        op_sleutel(
            Reden.VOLGNUMMER,
            lambda kant: str(kant.inschrijving_id),
            lambda ander: ander.volgnummer or None,
            _zelfde_inschrijving,
        )
        op_sleutel(
            Reden.LEERLINGNUMMER,
            lambda kant: (kant.leerlingnummer, cel(kant.rij, "inschrijfdatum")),
            lambda ander: (ander.leerlingnummer, ander.inschrijfdatum),
            zelfde_leerling,
        )

    # who is delivered comes first: what is not exchanged may only take what nobody who is has a key to
    niet = {kant.inschrijving_id: kant for kant in alle if not wordt_aangeleverd(kant, None)}
    lvs_over.update((kant.inschrijving_id, kant) for kant in alle if kant.inschrijving_id not in niet)
    op_sleutels()
    if niet:
        eerst = dict(lvs_over)
        lvs_over.clear()
        lvs_over.update(niet)
        op_sleutels()
        niet = {nummer: kant for nummer, kant in lvs_over.items() if kant.uitgesloten}
        lvs_over.update(eerst)
        for nummer in niet:
            del lvs_over[nummer]
    _koppel_enige_over(lvs_over, bron_over, paar)
    paren.extend(Koppeling(kant, None, Reden.NIET) for kant in (*lvs_over.values(), *niet.values()))
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
        if nummer and len(kanten) == len(anderen) == 1 and not _voorbij(kanten[0], anderen[0]):
            paar(kanten[0], anderen[0], Reden.LEERLING)
