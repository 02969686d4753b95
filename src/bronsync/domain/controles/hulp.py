"""What several rules ask of an inschrijving: days, ages, the period of a day. Ages never fail on doubt (DOMAIN 3.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from bronsync.domain.gegevens.inschrijving import Datum, Inschrijving, Periode
from bronsync.domain.gegevens.velden import NEDERLAND
from bronsync.domain.gegevens.waarden import GedeeltelijkeDatum, schooljaar

AMBULANT = "A"
"""Inschrijfstatus 'ambulant begeleid' (code ASSUMED)."""
PASSEND_ONDERWIJS = date(2014, 8, 1)
"""From this day TLV in the place of the indicatie, no new ambulante begeleiding, uitstroomprofiel (DOMAIN 6.7)."""


class MetPeriode(Protocol):
    """A sub-record with a begin and an end."""

    @property
    def begindatum(self) -> Datum: ...
    @property
    def einddatum(self) -> Datum: ...


def dag_of_geen(datum: Datum) -> date | None:
    """The day, or None when it is empty or unreadable (which another controle reports)."""
    return datum if isinstance(datum, date) else None


def leeftijd(geboren: date, op: date) -> int:
    """Whole years on a day."""
    return op.year - geboren.year - ((op.month, op.day) < (geboren.month, geboren.day))


def hoogstens(geboren: object, op: date) -> int | None:
    """The highest age the leerling can have on a day; None when nothing is known. For minimum ages."""
    vroegst = geboren.vroegst if isinstance(geboren, GedeeltelijkeDatum) else None
    return leeftijd(vroegst, op) if vroegst else None


def minstens(geboren: object, op: date) -> int | None:
    """The lowest age the leerling can have on a day; None when nothing is known. For maximum ages."""
    laatst = geboren.laatst if isinstance(geboren, GedeeltelijkeDatum) else None
    return leeftijd(laatst, op) if laatst else None


def zonder_pgn(ins: Inschrijving) -> bool:
    """Whether neither BSN nor onderwijsnummer is filled in (an invalid one is filled in)."""
    return ins.sleutel.burgerservicenummer is None and ins.sleutel.onderwijsnummer is None


def in_buitenland(ins: Inschrijving) -> bool:
    """Whether the address names another country."""
    return ins.adres.land not in (None, NEDERLAND)


def laatste_dag(ins: Inschrijving, vandaag: date) -> date:
    """Today, or the uitschrijfdatum when that lies before it: the day as of which the data of the inschrijving hold."""
    return min(dag_of_geen(ins.uitschrijfdatum) or vandaag, vandaag)


def loopt_op(ins: Inschrijving, dag: date) -> bool:
    """Whether the inschrijving covers a day."""
    begin, einde = dag_of_geen(ins.inschrijfdatum), dag_of_geen(ins.uitschrijfdatum)
    return begin is not None and begin <= dag and (einde is None or dag <= einde)


def einde_schooljaar(dag: date) -> date:
    """31 July of the schooljaar of a day."""
    return date(schooljaar(dag) + 1, 7, 31)


def periode_op(ins: Inschrijving, dag: date) -> Periode | None:
    """The period of the klassenhistorie that runs on a day: the last that began by then."""
    begonnen = [p for p in ins.onderwijs.perioden if isinstance(p.begindatum, date) and p.begindatum <= dag]
    return begonnen[-1] if begonnen else None


def dekt(record: MetPeriode, dag: date) -> bool:
    """Whether a sub-record runs on a day; without an end it goes on."""
    begin, einde = dag_of_geen(record.begindatum), dag_of_geen(record.einddatum)
    return begin is not None and begin <= dag and (einde is None or dag <= einde)


def omgekeerd(record: MetPeriode) -> bool:
    """Whether a sub-record ends before it begins."""
    begin, einde = dag_of_geen(record.begindatum), dag_of_geen(record.einddatum)
    return begin is not None and einde is not None and einde < begin


def soorten_onderwijs(perioden: Iterable[Periode]) -> frozenset[str]:
    """All soorten onderwijs that the klassenhistorie names."""
    return frozenset(p.soort_onderwijs for p in perioden if p.soort_onderwijs)
