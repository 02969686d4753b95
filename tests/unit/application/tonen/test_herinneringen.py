"""What is reminded of, on its boundaries; and that looking at BRON changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from bronsync.application.tonen.aanleverpunten import Puntregel
from bronsync.application.tonen.herinneringen import herinneringen, ligt_er_terugkoppeling
from bronsync.application.tonen.ouderdom import Ernst
from helpers.omgeving import zonder_controles
from helpers.school import Plan, maak_leerling

TERMIJN, OVERZICHT, CERTIFICAAT = (
    "Een wettelijke termijn loopt af: 00AA00.",
    "Het registratieoverzicht wordt te oud: 00AA00.",
    "Het certificaat loopt af: 00AA00.",
)


def punt(code: str = "00AA00", leeftijd: int | None = 0, certificaat: int = 900, *termijnen: int) -> Puntregel:
    return Puntregel(
        code, "School", "", Ernst.GOED, 0, 0, 0, 0, leeftijd, date(2099, 1, 1), certificaat, "", termijnen, ""
    )  # fmt: skip


@pytest.mark.parametrize(
    ("regel", "zinnen"),
    [
        (punt(), ()),
        (punt("00AA00", 0, 900, 4), ()),
        (punt("00AA00", 0, 900, 3, 12), (TERMIJN,)),
        (punt("00AA00", 0, 900, -5), (TERMIJN,)),
        (punt(leeftijd=20), ()),
        (punt(leeftijd=21), (OVERZICHT,)),
        (punt(leeftijd=None), ()),
        (punt(certificaat=61), ()),
        (punt(certificaat=60), (CERTIFICAAT,)),
        (punt("00AA00", 30, 5, 0), (TERMIJN, OVERZICHT, CERTIFICAAT)),
    ],
)
def test_on_the_boundaries(regel, zinnen):
    assert herinneringen([regel]) == zinnen


def test_many_are_counted_and_feedback_is_told_first():
    veel = [punt(f"0{nummer}AA00", 22) for nummer in range(1, 6)]
    assert herinneringen(veel, ["01AA00"]) == (
        "BRON heeft terugkoppeling klaargezet: 01AA00.",
        "Het registratieoverzicht wordt te oud: 01AA00, 02AA00, 03AA00 en 2 andere.",
    )


def test_looking_at_bron_keeps_and_signs_off_nothing():
    wereld = Plan((maak_leerling(1),), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    assert not ligt_er_terugkoppeling(wereld.omg)
    with zonder_controles():
        wereld.controleer()
        wereld.synchroniseer()
    voor = repr(wereld.journal.__dict__)
    assert ligt_er_terugkoppeling(wereld.omg)
    assert ligt_er_terugkoppeling(wereld.omg), "it still waits"
    assert repr(wereld.journal.__dict__) == voor
    wereld.ophalen()
    assert [actie.status for actie in wereld.acties()] == ["Geaccepteerd"]
