"""What BRON changed by itself, as rows to look at: kept by `boeken/beeldveranderingen` when an overview comes into use. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bronsync.application.boeken.weergave import PGN_VELDEN, REGISTER_LABELS, is_adres, toon_bewaard, toon_dag
from bronsync.application.lezen.wie import Personen, Wie
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import BeeldVerandering
from bronsync.domain.gegevens.velden import VELD, Veldwaarde
from bronsync.domain.kijken.overzicht import VeldVerandering

_SOORT: Final = {"nieuw": "Nieuw bij BRON", "weg": "Niet meer bij BRON", "gewijzigd": "Gewijzigd bij BRON"}


@dataclass(frozen=True, slots=True)
class Veranderingsregel:
    """One field that BRON changed by itself, or a whole inschrijving that came or went: then `veld` is empty."""

    nummer: tuple[int, int]
    """The same for all fields of one inschrijving in one overview."""
    van: BeeldVerandering = field(repr=False)
    wie: Wie = field(repr=False)
    veld: str
    was: Veldwaarde = field(repr=False)
    wordt: Veldwaarde = field(repr=False)
    geheim: bool
    """Part of a secret address: masked. BRON gives it no more; what it was is secret too."""

    @property
    def soort(self) -> str:
        """In words."""
        return _SOORT.get(self.van.soort, self.van.soort)

    @property
    def tussen(self) -> str:
        """Between which overviews."""
        return f"{toon_dag(self.van.vorige_peildatum)} en {toon_dag(self.van.peildatum)}"

    @property
    def label(self) -> str:
        """The field as the screen calls it."""
        return VELD[self.veld].label if self.veld in VELD else REGISTER_LABELS.get(self.veld, self.veld)

    @property
    def is_pgn(self) -> bool:
        """Its values are numbers of a person, which the screen masks."""
        return self.veld in PGN_VELDEN

    @property
    def waarden(self) -> tuple[str, str]:
        """As it was and as it is, for a person to read."""
        return toon_bewaard(self.veld, self.was), toon_bewaard(self.veld, self.wordt)


def veranderingen(
    unit: UnitOfWork, omg: Omgeving, personen: Personen, **welke: object
) -> tuple[Veranderingsregel, ...]:
    """All that are kept, or with `beeld_versie` those of one overview; the newest overview first."""
    rijen = unit.all(BeeldVerandering, aanleverpunt=omg.aanleverpunt, **welke)
    regels = []
    for rij in sorted(rijen, key=lambda een: (-een.beeld_versie, een.nummer)):
        wie = personen.bij_bron(rij.pgn, rij.inschrijfdatum, rij.leerlingnummer)
        for naam, was, wordt in rij.velden or (VeldVerandering("", was=None, wordt=None),):
            geheim = is_adres(naam) and personen.geheim(wie, rij.pgn)
            regels.append(Veranderingsregel((rij.beeld_versie, rij.nummer), rij, wie, naam, was, wordt, geheim))
    return tuple(regels)
