"""Entries that several use cases make in the journal: a move of an actie with its audit line, signals, generation.

Every move of an actie goes through `wissel`, so that each has one row in the audit trail in the same transaction (I9).
Source: RELIABILITY B1 (I9), E1 (audit trail without personal data), F18 (generation).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.stand import peil, stand, van_boeken
from bronsync.application.ports import Omgeving, Peil, UnitOfWork
from bronsync.application.records import Actie, SignaalRij
from bronsync.domain.gegevens.velden import norm_tekst
from bronsync.domain.vergelijking.levensloop import Gebeurtenis, volgende

VRIJE_TEKST = 500
"""Longest reason or note of a person."""


def vrije_tekst(tekst: str) -> str:
    """What a person typed or pasted, as the journal keeps it: bounded, on one line, without control characters (RELIABILITY C5 66)."""
    schoon = "".join(teken if teken.isprintable() else " " for teken in tekst[: 4 * VRIJE_TEKST])
    return (norm_tekst(schoon) or "")[:VRIJE_TEKST]


REM_BEVESTIGD: Final = "rem bevestigd"


def boek_rem(unit: UnitOfWork, omg: Omgeving, onderwerp: str, welke: int, totaal: int, code: str | None) -> None:
    """That a person went on after the rem: with how many of how many, and the code of the list that was seen (F20)."""
    boek_audit(unit, omg, onderwerp, van=f"{welke} van {totaal}", naar=REM_BEVESTIGD, code=code or "")


def rem_vinger(actie: Actie) -> str:
    """What an actie is named by in the list of the rem; one made by hand has no verschil."""
    return actie.vingerafdruk or f"A-{actie.nummer}"


def merk_gemist(unit: UnitOfWork, omg: Omgeving, aanleverpunt: str) -> None:
    """Answers may be missing here: fetched by another computer, lost, or known to a newer store only (F9, F18, F22).

    What was sent until now may have been answered; `volgende_stap` says so, because nobody should wait eight weeks for it.
    """
    unit.put(replace(stand(unit, aanleverpunt), gemist=tijdstip(omg)))


def wissel(
    unit: UnitOfWork,
    omg: Omgeving,
    actie: Actie,
    gebeurtenis: Gebeurtenis,
    *,
    ontvangstnummer: int = 0,
    code: str = "",
    **wijzigingen: Any,  # noqa: ANN401 - fields of Actie, checked by `replace`
) -> Actie:
    """Moves an actie by the table of `levensloop` and writes its audit line; gives the actie as it now stands."""
    nieuw = replace(actie, status=volgende(actie.status, gebeurtenis), **wijzigingen)
    unit.put(nieuw)
    boek_audit(
        unit,
        omg,
        f"A-{actie.nummer}",
        van=actie.status,
        naar=nieuw.status,
        bericht_id=nieuw.bericht_id,
        ontvangstnummer=ontvangstnummer,
        code=code,
    )
    return nieuw


def nieuwe_generatie(unit: UnitOfWork) -> Peil:
    """Raises the generation of the books, in the same transaction as what must never be forgotten; gives what to keep outside."""
    boeken = van_boeken(unit)
    unit.put(nieuw := replace(boeken, generatie=boeken.generatie + 1))
    return peil(nieuw)


def boek_signaal(
    unit: UnitOfWork,
    omg: Omgeving,
    *,
    actie: int,
    inschrijving_id: int,
    herkomst: str,
    code: str,
    ernst: str,
    tekst: str,
    veld: str = "",
    advies: str = "",
) -> None:
    """A signal at an actie or an inschrijving, of our own controles or of BRON."""
    unit.put(
        SignaalRij(
            nummer=unit.next_number("signaal"),
            aanleverpunt=omg.aanleverpunt,
            actie=actie,
            inschrijving_id=inschrijving_id,
            herkomst=herkomst,
            code=code,
            ernst=str(ernst),
            tekst=tekst,
            veld=veld,
            advies=advies,
            tijdstip=tijdstip(omg),
        )
    )
