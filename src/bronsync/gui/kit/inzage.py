"""Looking at more than the window shows by itself (full numbers, a message as it was sent) leaves a line in the audit trail.

Nothing waits for it. What the line says: `application/boeken/inzage.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bronsync.gui.kit.background import use_case

if TYPE_CHECKING:
    from bronsync.gui.kit.venster import Venster

PGN_LIJST = "lijst met PGN"
"""A list with the numbers of its persons in full."""
PGN_GEKOPIEERD = "PGN gekopieerd"
"""One full number, on the clipboard."""


def boek(venster: Venster, onderwerp: str, bericht_id: str = "", ontvangstnummer: int = 0) -> None:
    """Once for each thing that was opened; `onderwerp` holds no personal data."""
    if venster.aanleverpunt:
        naam = f"inzage {onderwerp} {bericht_id} {ontvangstnummer}"
        from bronsync.application.boeken.inzage import boek_inzage

        werk = use_case(boek_inzage, onderwerp, bericht_id, ontvangstnummer)
        venster.runner.query(naam, werk, _geboekt, durable=True)


def _geboekt(_: object) -> None:
    """Nobody waits for it."""
