"""The state of an aanleverpunt and what its books have one of, also before they were ever stored. Source: RELIABILITY B1."""

from __future__ import annotations

from bronsync.application.ports import Peil, UnitOfWork
from bronsync.application.records import BoekenRij, Stand


def stand(unit: UnitOfWork, aanleverpunt: str) -> Stand:
    """The state of the aanleverpunt; a fresh one when it was never used."""
    return unit.get(Stand, aanleverpunt) or Stand(aanleverpunt=aanleverpunt)


def van_boeken(unit: UnitOfWork) -> BoekenRij:
    """What these books have one of; a fresh one when nothing was booked yet."""
    return unit.get(BoekenRij, unit.aanleverpunt) or BoekenRij(aanleverpunt=unit.aanleverpunt)


def peil(boeken: BoekenRij) -> Peil:
    """What a computer keeps to know these books by."""
    return Peil(boeken.generatie, boeken.laatste_regel, boeken.laatste_audit)
