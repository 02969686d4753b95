"""Answers to several vragen at once, and taking answers back: each its own transaction, so that stopping halfway loses nothing.

Source: issue 'The window' point 4; the rules of one answer stand in `acties_beheren`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bronsync.application.bepalen.acties_beheren import beslis, heropen
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.ports import Omgeving
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze


@dataclass(frozen=True, slots=True)
class Beantwoord:
    """How answering went."""

    gelukt: tuple[str, ...]
    """Vingerafdrukken, to take them back together."""
    overgeslagen: int
    """Gone by now, or the choice is not allowed there."""


@onderbreekbaar("Vragen beantwoorden")
def beslis_alle(omg: Omgeving, vingerafdrukken: Sequence[str], keuze: Keuze, reden: str = "") -> Beantwoord:
    """The same answer to all of these."""
    return _alle(omg, vingerafdrukken, "Antwoorden bewaren", lambda vinger: beslis(omg, vinger, keuze, reden))


@onderbreekbaar("antwoorden terugnemen")
def heropen_alle(omg: Omgeving, vingerafdrukken: Sequence[str]) -> Beantwoord:
    """Takes the answers to all of these back."""
    return _alle(omg, vingerafdrukken, "Antwoorden terugnemen", lambda vinger: heropen(omg, vinger))


def _alle(omg: Omgeving, vingerafdrukken: Sequence[str], tekst: str, doe: Callable[[str], object]) -> Beantwoord:
    gelukt = []
    for gedaan, vinger in enumerate(vingerafdrukken):
        omg.progress.report(gedaan, len(vingerafdrukken), tekst)
        try:
            doe(vinger)
        except BronSyncFout as fout:
            if fout.code not in ("PROC-10", "PROC-11"):
                raise
        else:
            gelukt.append(vinger)
    return Beantwoord(tuple(gelukt), len(vingerafdrukken) - len(gelukt))
