"""Who it is about: one answer for every list and message that names a pupil.

LVS2000 is read once, at the first question about somebody there. What names a pupil most surely goes first: the pairing by BRON's key, the
key itself, the PGN, and only then the leerlingnummer, which a school may give out again. For the screen of the school itself.
Source: manual ch. 4 ('Overzicht leerlingen').
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bronsync.application.boeken.beeld import ENKELE, bron_kant
from bronsync.application.boeken.weergave import naam_van, zoekvorm
from bronsync.application.lezen.paren import Sleutel, bewaarde_koppelingen, sleutel_van
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import Actie, BeeldRij, VerschilRij
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import cel, pgn
from bronsync.domain.vergelijking.berichten import (
    DubbeleInschrijving,
    Identificatie,
    InschrijvingGeaccepteerd,
    Melding,
    SpontaneMutatie,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)
from bronsync.domain.vergelijking.kanten import BronId, BronKant


class Wie(NamedTuple):
    """A person on the screen. A NamedTuple: there may be one for every pupil."""

    sleutel: Sleutel | None
    """Which row of the pupil list he is; None when he is in neither LVS2000 nor BRON."""
    naam: str
    """As LVS2000 shows it, else as BRON has it."""
    leerlingnummer: str
    pgn: str
    voornamen: str = ""
    """As LVS2000 has them: the name it shows may have the roepnaam instead."""

    def __repr__(self) -> str:
        """Personal data: says nothing."""
        return "Wie()"

    @property
    def pgn_masker(self) -> str:
        """Only the last digits."""
        return masker(self.pgn)

    @property
    def zoek(self) -> str:
        """What a search looks in, folded by `weergave.zoekvorm`; with the full number."""
        return zoekvorm(f"{self.naam} {self.voornamen} {self.pgn} {self.leerlingnummer}")


NIEMAND = Wie(None, "", "", "")
"""What it is about is no pupil, or one that nobody knows any more."""


def naam_op_scherm(lvs: LvsRij | None, bron: BronKant | None) -> str:
    """LvsNaam, or BronNaam of who is known to BRON only."""
    return lvs.weergavenaam if lvs else naam_van(bron.rij) if bron else ""


def wie_in_lvs(rij: LvsRij) -> Wie:
    """Of a row of LVS2000."""
    voornamen = str(cel(rij.rij, "voornamen") or "")
    return Wie((rij.inschrijving_id, "", ""), rij.weergavenaam, rij.leerlingnummer, pgn(rij.rij) or "", voornamen)


@dataclass(frozen=True, slots=True)
class _InLvs:
    """Who is in LVS2000. Of a pupil with more than one inschrijving the last is who a number leads to."""

    wie: dict[int, Wie] = field(repr=False)
    geheim: set[int]
    van_pgn: dict[str, int] = field(repr=False)
    van_leerlingnummer: dict[str, int] = field(repr=False)


class Personen:
    """Finds the pupil behind an inschrijving, a row of the books, or what BRON names."""

    def __init__(self, unit: UnitOfWork, omg: Omgeving, gelezen: Iterable[LvsRij] | None = None) -> None:
        """`gelezen`: the rows of LVS2000 when they were just read."""
        self._unit, self._omg, self._gelezen = unit, omg, gelezen
        self._los_gevraagd = 0

    @cached_property
    def _lvs(self) -> _InLvs:
        lvs = _InLvs({}, set(), {}, {})
        for rij in self._omg.lvs.lees(self._omg.aanleverpunt) if self._gelezen is None else self._gelezen:
            plek, wie = rij.inschrijving_id, wie_in_lvs(rij)
            lvs.wie[plek] = wie
            lvs.van_pgn[wie.pgn] = lvs.van_leerlingnummer[wie.leerlingnummer] = plek
            if rij.geheim:
                lvs.geheim.add(plek)
        return lvs

    @cached_property
    def _gekoppeld(self) -> dict[BronId, int]:
        """By BRON's key, of what is in LVS2000."""
        bewaard = bewaarde_koppelingen(self._unit, self._omg)
        return {bron: plek for plek, bron in bewaard.items() if plek in self._lvs.wie}

    @cached_property
    def _van_pgn(self) -> dict[str, int]:
        return {**self._lvs.van_pgn, **{nummer: plek for (nummer, _), plek in self._gekoppeld.items()}}

    @cached_property
    def _beelden(self) -> dict[BronId, BeeldRij]:
        alle = self._unit.all(BeeldRij, aanleverpunt=self._omg.aanleverpunt)
        return {(rij.pgn, rij.inschrijfdatum): rij for rij in alle}

    def _beeld(self, nummer: str, inschrijfdatum: str) -> BeeldRij | None:
        if self._los_gevraagd >= ENKELE:
            return self._beelden.get((nummer, inschrijfdatum))
        self._los_gevraagd += 1
        return self._unit.get(BeeldRij, self._omg.aanleverpunt, nummer, inschrijfdatum)

    def inschrijving(
        self, inschrijving_id: int, nummer: str = "", inschrijfdatum: str = "", leerlingnummer: str = ""
    ) -> Wie:
        """Of an inschrijving in LVS2000. Who was taken out there since is still named by BRON, where the rest tells its key."""
        wie = self._lvs.wie.get(inschrijving_id)
        if wie is not None:
            return wie if wie.pgn else wie._replace(pgn=nummer)
        weg = self.alleen_bron(nummer, inschrijfdatum, leerlingnummer)
        return weg._replace(sleutel=sleutel_van(inschrijving_id, "", ""))

    def van(self, rij: Actie | VerschilRij) -> Wie:
        """Whom an actie or a verschil is about."""
        if rij.inschrijving_id:
            return self.inschrijving(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum, rij.leerlingnummer)
        return self.alleen_bron(rij.pgn, rij.inschrijfdatum, rij.leerlingnummer)

    def rij(self, sleutel: Sleutel) -> Wie:
        """Of a row of the pupil list."""
        inschrijving_id, nummer, dag = sleutel
        return self.inschrijving(inschrijving_id) if inschrijving_id else self.alleen_bron(nummer, dag)

    def alleen_bron(self, nummer: str, inschrijfdatum: str, leerlingnummer: str = "") -> Wie:
        """Of what only BRON has, by its key."""
        beeld = self._beeld(nummer, inschrijfdatum) if nummer else None
        return _bij_bron(beeld) if beeld else Wie(None, "", leerlingnummer, nummer)

    def bij_bron(self, nummer: str, inschrijfdatum: str = "", leerlingnummer: str = "") -> Wie:
        """Whom BRON means by a number and perhaps an inschrijfdatum and our own number of the pupil."""
        plek = self._gekoppeld.get((nummer, inschrijfdatum), 0)
        if not plek:
            exact = self.alleen_bron(nummer, inschrijfdatum)
            if exact.sleutel:
                return exact
            plek = self._van_pgn.get(nummer, 0) if nummer else 0
        if not plek:
            if nummer and (beelden := self._unit.all(BeeldRij, aanleverpunt=self._omg.aanleverpunt, pgn=nummer)):
                return _bij_bron(beelden[0])
            plek = self._lvs.van_leerlingnummer.get(leerlingnummer, 0) if leerlingnummer else 0
        return self.inschrijving(plek, nummer) if plek else Wie(None, "", leerlingnummer, nummer)

    def in_melding(self, melding: Melding) -> Wie:
        """Whom a feedback names; nobody where it names none."""
        match melding:
            case InschrijvingGeaccepteerd(registratie):
                dag = str(cel(registratie.rij, "inschrijfdatum"))
                return self.bij_bron(pgn(registratie.rij) or "", dag, registratie.leerlingnummer)
            case SpontaneMutatie() | DubbeleInschrijving():
                return self.bij_bron(melding.pgn, leerlingnummer=melding.leerlingnummer or "")
            case WijzigingSleutelgegevens(oud_pgn, leerlingnummer, nieuw):
                namen = (dict(nieuw).get("burgerservicenummer"), dict(nieuw).get("onderwijsnummer"), oud_pgn)
                gevonden = [self.bij_bron(nummer, leerlingnummer=leerlingnummer or "") for nummer in namen if nummer]
                return next((wie for wie in gevonden if wie.sleutel), (*gevonden, NIEMAND)[0])
            case VerwijderingBevestigd(sleutel):
                return self.bij_bron(sleutel.pgn or "", sleutel.inschrijfdatum, sleutel.leerlingnummer)
            case Identificatie(leerlingnummer):
                return self.bij_bron("", leerlingnummer=leerlingnummer)
            case _:
                return NIEMAND

    def geheim(self, wie: Wie, nummer: str = "") -> bool:
        """Whether the address is secret on either side; `nummer`: the PGN by which BRON knows them, where LVS2000 may have another."""
        if wie.sleutel and wie.sleutel[0] in self._lvs.geheim:
            return True
        nummers = {wie.pgn, nummer} - {""}
        return any(
            self._unit.all(BeeldRij, aanleverpunt=self._omg.aanleverpunt, pgn=een, geheim=True) for een in nummers
        )


def _bij_bron(beeld: BeeldRij) -> Wie:
    kant = bron_kant(beeld)
    naam = naam_van(kant.rij) if kant else ""
    return Wie(sleutel_van(0, beeld.pgn, beeld.inschrijfdatum), naam, beeld.leerlingnummer, beeld.pgn)
