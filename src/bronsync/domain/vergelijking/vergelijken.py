"""From a Koppeling to the differences in it: one Verschil per category. Decides nothing and touches nothing.

A field is compared only where it applies to both sides; an address that is secret on either side is not compared at all, because BRON
withholds it. Source: manual ch. 2 and 5, DOMAIN 4.3, DESIGN 8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from bronsync.domain.gegevens.velden import (
    INDEX,
    PER_CATEGORIE,
    Categorie,
    Rij,
    Veldwaarde,
    cel,
    pack,
    toepasselijk,
    veldwaarde,
    vouw,
)
from bronsync.domain.vergelijking.aanleveren import wordt_aangeleverd
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import Koppeling


class Veldverschil(NamedTuple):
    """What differs in one field: its veldnaam and both values."""

    veld: str
    lvs: Veldwaarde
    bron: Veldwaarde

    def __repr__(self) -> str:
        """Personal data: only which field."""
        return f"Veldverschil({self.veld!r})"


class VerschilSoort(StrEnum):
    """What kind of difference: one side only, or a category of fields."""

    NIET_IN_BRON = "niet in BRON"
    NIET_IN_LVS = "niet in LVS2000"
    SLEUTEL = Categorie.SLEUTEL.value
    INSCHRIJFDATUM = Categorie.INSCHRIJFDATUM.value
    UITSCHRIJFDATUM = Categorie.UITSCHRIJFDATUM.value
    ONDERWIJS = Categorie.ONDERWIJS.value
    ADRES = Categorie.ADRES.value
    SCHRIJFWIJZE_NAAM = "schrijfwijze naam"
    """Names that differ only in accents, capitals or spacing, as the short forms of the GBA do (DOMAIN 3.9)."""
    SCHRIJFWIJZE_ADRES = "schrijfwijze adres"

    @property
    def categorie(self) -> Categorie | None:
        """The category of fields it is about; None when one side lacks the whole inschrijving."""
        return _CATEGORIE.get(self)


_CATEGORIE: Final = {
    **{VerschilSoort(categorie.value): categorie for categorie in Categorie},
    VerschilSoort.SCHRIJFWIJZE_NAAM: Categorie.SLEUTEL,
    VerschilSoort.SCHRIJFWIJZE_ADRES: Categorie.ADRES,
}
_SCHRIJFWIJZE: Final = {
    Categorie.SLEUTEL: VerschilSoort.SCHRIJFWIJZE_NAAM,
    Categorie.ADRES: VerschilSoort.SCHRIJFWIJZE_ADRES,
}


@dataclass(frozen=True, slots=True)
class Verschil:
    """One difference of one inschrijving. `vingerafdruk` changes when a value of it changes on either side."""

    soort: VerschilSoort
    lvs: LvsKant | None
    bron: BronKant | None
    paren: tuple[Veldverschil, ...] = field(repr=False)
    vingerafdruk: str


def hash_rij(rij: Rij) -> str:
    """Short hash of a whole row: equal when the row is."""
    return hashlib.sha256(pack(rij)).hexdigest()[:32]


def _vingerafdruk(
    soort: VerschilSoort, lvs: LvsKant | None, bron: BronKant | None, paren: tuple[Veldverschil, ...]
) -> str:
    rij = hash_rij(lvs.rij) if lvs and not bron else ""
    inhoud = (soort.value, lvs.inschrijving_id if lvs else 0, bron.id if bron else None, paren, rij)
    return hashlib.sha256(msgspec.msgpack.encode(inhoud)).hexdigest()[:32]


def _verschil(soort: VerschilSoort, koppeling: Koppeling, paren: tuple[Veldverschil, ...] = ()) -> Verschil:
    lvs, bron = koppeling.lvs, koppeling.bron
    return Verschil(soort, lvs, bron, paren, _vingerafdruk(soort, lvs, bron, paren))


def paren_van(categorie: Categorie, lvs: Rij, bron: Rij) -> tuple[Veldverschil, ...]:
    """The fields of a category that differ and apply to both rows."""
    return tuple(
        Veldverschil(veld.naam, veldwaarde(lvs, veld.naam), veldwaarde(bron, veld.naam))
        for veld in PER_CATEGORIE[categorie]
        if lvs[INDEX[veld.naam]] != bron[INDEX[veld.naam]] and toepasselijk(veld, lvs) and toepasselijk(veld, bron)
    )


def _soort(categorie: Categorie, paren: tuple[Veldverschil, ...]) -> VerschilSoort:
    """A difference only in accents, capitals or spacing is a kind of its own."""
    schrijfwijze = _SCHRIJFWIJZE.get(categorie)
    if schrijfwijze is not None and all(
        isinstance(lvs, str) and isinstance(bron, str) and vouw(lvs) == vouw(bron) for _, lvs, bron in paren
    ):
        return schrijfwijze
    return VerschilSoort(categorie.value)


def vergelijk_alle(koppelingen: Iterable[Koppeling], vandaag: str) -> Iterator[tuple[Koppeling, list[Verschil]]]:
    """Each Koppeling with its differences.

    Who left BRON is no history when its leerlingnummer and day now are those of another child (R2): BRON then refuses that child, so it is asked.
    """
    paren = list(koppelingen)
    nieuw = {
        (k.lvs.leerlingnummer, cel(k.lvs.rij, "inschrijfdatum"))
        for k in paren
        if k.lvs is not None and k.bron is None and wordt_aangeleverd(k.lvs, None)
    }
    for koppeling in paren:
        bron = koppeling.bron
        in_de_weg = koppeling.lvs is None and bron is not None and (bron.leerlingnummer, bron.inschrijfdatum) in nieuw
        yield koppeling, vergelijk(koppeling, "" if in_de_weg else vandaag)


def vergelijk(koppeling: Koppeling, vandaag: str) -> list[Verschil]:
    """The differences of one Koppeling. `vandaag` is an ISO day: who left BRON before it is history (ASSUMED: no removal of those)."""
    lvs, bron = koppeling.lvs, koppeling.bron
    if lvs is None:
        if bron is None or ((einde := cel(bron.rij, "uitschrijfdatum")) is not None and str(einde) < vandaag):
            return []
        return [_verschil(VerschilSoort.NIET_IN_LVS, koppeling)]
    if not wordt_aangeleverd(lvs, bron):
        return []
    if bron is None:
        return [_verschil(VerschilSoort.NIET_IN_BRON, koppeling)]
    verschillen = []
    for categorie in Categorie:
        if categorie is Categorie.ADRES and (lvs.geheim or bron.geheim):
            continue
        paren = paren_van(categorie, lvs.rij, bron.rij)
        if paren:
            verschillen.append(_verschil(_soort(categorie, paren), koppeling, paren))
    return verschillen
