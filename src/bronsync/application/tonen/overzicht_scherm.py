"""Tonen Registratieoverzicht, Historische and Dubbele Inschrijvingen as the screen needs them: with names, and each row leading to its pupil.

Adds to `tonen/overzicht` who is who and all that BRON holds of each inschrijving, also what only the register knows. Changes nothing.
Names and numbers in it are for the screen of the school itself. Source: manual ch. 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import msgspec

from bronsync.application.boeken.boekingen import stand
from bronsync.application.boeken.weergave import CATEGORIE_TITEL, is_adres, naam_van, toon_cel, toon_dag, zoekvorm
from bronsync.application.lezen.paren import Sleutel, sleutel_van
from bronsync.application.ports import Omgeving
from bronsync.application.records import BeeldRij, DubbeleRij, KoppelingRij, OverzichtRij
from bronsync.application.tonen.overzicht import REGISTER_LABELS, Overzicht, Verandering, overzicht
from bronsync.application.tonen.status import RegistratieRegel
from bronsync.domain.gegevens.velden import VELD, VELDEN, Rij, Veld, cel, lijst
from bronsync.domain.kijken.overzicht import Analysegroep, GroepRegel, Telregel, groep_op

PGN_LABELS: Final = frozenset({VELD["burgerservicenummer"].label, VELD["onderwijsnummer"].label})
"""Details with one of these headings are numbers of a person, which the screen masks."""


@dataclass(frozen=True, slots=True)
class Inschrijvingsregel:
    """One inschrijving, as BRON has it or, in a group, as LVS2000 has it alone."""

    sleutel: Sleutel = field(repr=False)
    naam: str = field(repr=False)
    pgn: str = field(repr=False)
    leerlingnummer: str = field(repr=False)
    inschrijfdatum: str
    uitschrijfdatum: str
    groep: str
    vestiging: str
    geheim: bool
    historisch: bool
    bij_bron: bool
    zoek: str = field(repr=False)
    """What the search looks in, folded by `weergave.zoekvorm`; with the full number."""
    rij: Rij = field(default=(), repr=False)
    register: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """All that BRON holds: label and value, in the order of the fields; a label without value is a heading."""
        return _details(self) if self.bij_bron else ()


@dataclass(frozen=True, slots=True)
class Veranderingsregel:
    """One field that BRON changed by itself, or a whole inschrijving that came or went."""

    nummer: tuple[int, int]
    sleutel: Sleutel = field(repr=False)
    naam: str = field(repr=False)
    tussen: str
    soort: str
    veld: str
    was: str = field(repr=False)
    wordt: str = field(repr=False)
    is_pgn: bool
    geheim: bool
    """Part of a secret address: the window masks it."""


@dataclass(frozen=True, slots=True)
class Dubbelregel:
    """One dubbele inschrijving."""

    sleutel: Sleutel = field(repr=False)
    naam: str = field(repr=False)
    rij: DubbeleRij


@dataclass(frozen=True, slots=True)
class Overzichtscherm:
    """All that the three screens show."""

    beeld: Overzicht
    vandaag: str
    ander_peildatum: str
    """Peildatum of the historical overview that can be viewed as well; empty when there is none, or when this is it."""
    inschrijvingen: tuple[Inschrijvingsregel, ...]
    groepen: tuple[tuple[Analysegroep, tuple[Inschrijvingsregel, ...]], ...]
    veranderingen: tuple[Veranderingsregel, ...]
    dubbele: tuple[Dubbelregel, ...]

    @property
    def telling(self) -> tuple[Telregel, ...]:
        """LVS2000 against BRON, per vestiging and groep."""
        return self.beeld.telling


def overzicht_scherm(omg: Omgeving, teldatum: date | None = None, *, historisch: bool = False) -> Overzichtscherm:
    """The overview in use, or the historical one (PROC-19 when there is none)."""
    beeld = overzicht(omg, teldatum, historisch=historisch)
    with omg.journal.unit_of_work() as unit:
        nu = stand(unit, omg.aanleverpunt)
        boek = OverzichtRij if historisch else BeeldRij
        register = {
            (str(nummer), str(dag)): msgspec.msgpack.decode(body)
            for nummer, dag, body in unit.stream(
                boek, ("pgn", "inschrijfdatum", "register"), aanleverpunt=omg.aanleverpunt
            )
            if isinstance(body, bytes)
        }
        koppelingen = {
            (str(nummer), str(dag)): int(str(inschrijving_id))
            for inschrijving_id, nummer, dag in unit.stream(
                KoppelingRij, ("inschrijving_id", "pgn", "inschrijfdatum"), aanleverpunt=omg.aanleverpunt
            )
        }
        wacht_op_ander = bool(nu.overzicht_bericht)
    maker = _Maker(beeld, register, koppelingen)
    regels = {(regel.pgn, regel.inschrijfdatum): maker.regel(regel) for regel in beeld.inschrijvingen}
    ander = "" if historisch or wacht_op_ander else nu.historisch_peildatum or ""
    return Overzichtscherm(
        beeld,
        omg.clock.today().isoformat(),
        ander,
        tuple(regels.values()),
        tuple((groep, tuple(maker.in_groep(een, regels) for een in groep.regels)) for groep in beeld.groepen),
        tuple(regel for nummer, een in enumerate(beeld.veranderingen) for regel in maker.verandering(nummer, een)),
        tuple(
            Dubbelregel(maker.sleutel(rij.pgn, rij.inschrijfdatum), maker.naam(rij.pgn, rij.inschrijfdatum), rij)
            for rij in beeld.dubbele
        ),
    )


class _Maker:
    """Makes the rows of one overview."""

    def __init__(
        self,
        beeld: Overzicht,
        register: dict[tuple[str, str], list[tuple[str, str]]],
        koppelingen: dict[tuple[str, str], int],
    ) -> None:
        self._beeld, self._register = beeld, register
        self._koppelingen = {
            id_: inschrijving for id_, inschrijving in koppelingen.items() if inschrijving in beeld.leerlingen
        }
        self._geheim = {r.pgn for r in beeld.inschrijvingen if r.geheim}
        self._namen = {(r.pgn, r.inschrijfdatum): naam_van(r.rij) for r in beeld.inschrijvingen}

    def sleutel(self, nummer: str, dag: str) -> Sleutel:
        return sleutel_van(self._koppelingen.get((nummer, dag), 0), nummer, dag)

    def naam(self, nummer: str, dag: str) -> str:
        in_lvs = self._beeld.leerlingen.get(self._koppelingen.get((nummer, dag), 0))
        return in_lvs[1] if in_lvs else self._namen.get((nummer, dag), "")

    def regel(self, regel: RegistratieRegel) -> Inschrijvingsregel:
        groep, vestiging = groep_op(regel.rij, self._beeld.teldatum)
        sleutel = self.sleutel(regel.pgn, regel.inschrijfdatum)
        naam = naam_van(regel.rij)
        return Inschrijvingsregel(
            sleutel,
            naam,
            regel.pgn,
            regel.leerlingnummer,
            regel.inschrijfdatum,
            regel.uitschrijfdatum,
            groep,
            vestiging,
            regel.geheim,
            regel.historisch,
            bij_bron=True,
            zoek=zoekvorm(f"{naam} {regel.pgn} {regel.leerlingnummer} {groep} {toon_dag(regel.inschrijfdatum)}"),
            rij=regel.rij,
            register=tuple(
                (naam, waarde) for naam, waarde in self._register.get((regel.pgn, regel.inschrijfdatum), [])
            ),
        )

    def in_groep(self, een: GroepRegel, regels: dict[tuple[str, str], Inschrijvingsregel]) -> Inschrijvingsregel:
        if een.bron is not None and een.bron in regels:
            return regels[een.bron]
        nummer, naam = self._beeld.leerlingen.get(een.inschrijving_id, ("", ""))
        sleutel = sleutel_van(een.inschrijving_id, "", "")
        return Inschrijvingsregel(
            sleutel, naam, "", nummer, "", "", "", "",
            geheim=False, historisch=False, bij_bron=False, zoek=zoekvorm(f"{naam} {nummer}"),
        )  # fmt: skip

    def verandering(self, nummer: int, een: Verandering) -> list[Veranderingsregel]:
        tussen = f"{toon_dag(een.vorige_peildatum)} en {toon_dag(een.peildatum)}"
        soort = {"nieuw": "Nieuw bij BRON", "weg": "Niet meer bij BRON", "gewijzigd": "Gewijzigd bij BRON"}.get(
            een.soort, een.soort
        )
        return [
            Veranderingsregel(
                (nummer, plek),
                self.sleutel(een.pgn, een.inschrijfdatum),
                self.naam(een.pgn, een.inschrijfdatum) or een.leerlingnummer,
                tussen,
                soort,
                label,
                cel_tekst(VELD.get(naam), was),
                cel_tekst(VELD.get(naam), wordt),
                label in PGN_LABELS,
                is_adres(naam) and een.pgn in self._geheim,
            )
            for plek, (naam, label, was, wordt) in enumerate(een.velden or (("", "", None, None),))
        ]


def _details(regel: Inschrijvingsregel) -> tuple[tuple[str, str], ...]:
    uit: list[tuple[str, str]] = []
    categorie = None
    for veld in VELDEN:
        waarde = lijst(regel.rij, veld.naam) if veld.onderdelen else cel(regel.rij, veld.naam)
        tekst = toon_cel(veld, waarde).replace("; ", "\n") if waarde not in (None, ()) else ""
        if tekst:
            if veld.categorie is not categorie:
                categorie = veld.categorie
                uit.append((CATEGORIE_TITEL[categorie], ""))
            uit.append((veld.label, tekst))
    eigen = [(REGISTER_LABELS.get(naam, naam), toon_dag(str(waarde))) for naam, waarde in regel.register]
    return (
        *uit,
        ("Alleen bij BRON bekend", ""),
        ("Leerlingnummer bij BRON", regel.leerlingnummer),
        (REGISTER_LABELS["geheim"], "ja" if regel.geheim else "nee"),
        *eigen,
    )


def cel_tekst(veld: Veld | None, waarde: object) -> str:
    """A stored cell as a person reads it; msgpack gives lists where a row has tuples. Without veld: of the register alone."""
    if veld is None:
        return toon_dag(str(waarde or ""))
    return toon_cel(veld, tuple(tuple(record) for record in waarde) if isinstance(waarde, list) else waarde)
