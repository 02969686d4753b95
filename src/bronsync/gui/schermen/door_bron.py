"""Two lists that more windows show: what BRON changed by itself, and the dubbele inschrijvingen. Knows no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bronsync.gui.lijst.bladen import Blad, Bladen
from bronsync.gui.lijst.tabelmodel import Kolom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bronsync.application.lezen.dubbele import Dubbelregel
    from bronsync.application.lezen.veranderingen import Veranderingsregel
    from bronsync.application.lezen.wie import Wie


def naam(wie: Wie) -> str:
    """What stands in the column 'Leerling'."""
    return wie.naam or wie.leerlingnummer or "onbekend"


def veranderingenblad(
    bladen: Bladen, rijen: Sequence[Veranderingsregel], kleur: str = "tekst"
) -> Blad[Veranderingsregel]:
    """One row per field, or per inschrijving that came or went."""

    def waarde(rij: Veranderingsregel, kant: int) -> str:
        return bladen.waarde(rij.waarden[kant], is_pgn=rij.is_pgn, geheim=rij.geheim)

    return Blad(
        "veranderingen",
        "Door BRON veranderd",
        (
            Kolom("naam", "Leerling", lambda r: naam(r.wie), 180, rekt=True),
            Kolom("tussen", "Tussen", lambda r: r.tussen, 180),
            Kolom("soort", "Wat", lambda r: r.soort, 140),
            Kolom("veld", "Gegeven", lambda r: r.label, 140, rekt=True),
            Kolom("was", "Was", lambda r: waarde(r, 0), 110, rekt=True),
            Kolom("wordt", "Is nu", lambda r: waarde(r, 1), 110, rekt=True),
        ),
        rijen,
        lambda r: (r.nummer, r.veld),
        "Dit stond in een nieuw overzicht anders, zonder dat BRON er een terugkoppeling over gaf.",
        "BRON heeft niets gewijzigd buiten de terugkoppelingen om.",
        "verschil",
        kleur,
        lambda r: r.wie.sleutel,
        met_pgn=any(rij.is_pgn or rij.geheim for rij in rijen),
    )


def dubbeleblad(
    bladen: Bladen, rijen: Sequence[Dubbelregel], uitleg: str = "", icoon: str = "", kleur: str = "tekst"
) -> Blad[Dubbelregel]:
    """One row per overlap with another school."""
    from bronsync.application.boeken.weergave import toon_dag

    return Blad(
        "dubbele",
        "Dubbele inschrijvingen",
        (
            Kolom("naam", "Leerling", lambda r: naam(r.wie), 190, rekt=True),
            Kolom("pgn", "Pgn", lambda r: bladen.nummer(r.rij.pgn), 90),
            Kolom("hier", "Hier vanaf", lambda r: toon_dag(r.rij.inschrijfdatum), 100, lambda r: r.rij.inschrijfdatum),
            Kolom("brin", "Andere school", lambda r: r.rij.brin_andere_school, 115),
            Kolom("begin", "Daar vanaf", lambda r: toon_dag(r.rij.begin), 100, lambda r: r.rij.begin),
            Kolom("einde", "Daar tot en met", lambda r: toon_dag(r.rij.einde), 125, lambda r: r.rij.einde),
            Kolom("eerst", "Eerst gezien", lambda r: toon_dag(r.rij.eerst_gezien), 105, lambda r: r.rij.eerst_gezien),
            Kolom("notitie", "Notitie", lambda r: r.rij.notitie, 160, tip=lambda r: r.rij.notitie, rekt=True),
        ),
        rijen,
        lambda r: (r.rij.pgn, r.rij.inschrijfdatum, r.rij.brin_andere_school, r.rij.begin),
        uitleg,
        "BRON meldt geen dubbele inschrijvingen.",
        icoon,
        kleur,
        lambda r: r.wie.sleutel,
        met_pgn=True,
    )
