"""What the register of a demo folder kept of itself, read from its own file beside the running process."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Logregel:
    """One message in the register's own log, with the pupil that it was about."""

    aanleverpunt: str
    operatie: str
    leerlingnummer: str = field(repr=False)
    gegevens: dict[str, Any] = field(repr=False)
    uitkomst: str
    codes: tuple[str, ...]


def registerlog(map_: Path) -> list[Logregel]:
    """The messages as the register received them."""
    with _gelezen(map_) as db:
        rijen = db.execute(
            "SELECT aanleverpunt, operatie, gegevens, uitkomst, signalen FROM bericht ORDER BY id"
        ).fetchall()
    return [
        Logregel(
            punt,
            operatie,
            _leerlingnummer(json.loads(gegevens)),
            json.loads(gegevens),
            uitkomst or "",
            tuple(json.loads(codes)),
        )
        for punt, operatie, gegevens, uitkomst, codes in rijen
    ]


def terugkoppelingen(map_: Path) -> list[tuple[str, str]]:
    """Kind and raw content of each feedback that was put ready."""
    with _gelezen(map_) as db:
        rijen = db.execute("SELECT soort, inhoud FROM terugkoppeling WHERE inhoud IS NOT NULL").fetchall()
    return [(str(soort), bytes(inhoud).decode()) for soort, inhoud in rijen]


@contextmanager
def _gelezen(map_: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(map_ / "register" / "register.sqlite", timeout=30)
    try:
        db.execute("PRAGMA query_only=ON")
        yield db
    finally:
        db.close()


def _leerlingnummer(g: dict[str, Any]) -> str:
    for deel in (g, g.get("inschrijving", {}), g.get("sleutel", {})):
        if "leerlingnummer" in deel:
            return str(deel["leerlingnummer"])
    return ""
