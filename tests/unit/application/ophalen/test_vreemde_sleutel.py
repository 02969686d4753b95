"""A PGN in feedback that is not ours (RELIABILITY C1 22): BRON's word is kept, LVS2000 is not overwritten, a person is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.berichten import InschrijvingGeaccepteerd
from helpers.omgeving import Wereld, zonder_controles
from helpers.school import Plan, bsn, maak_leerling

EEN = maak_leerling(1)


def geaccepteerd_met(pgn: str, herkomst: str) -> Wereld:
    """The acceptance of a registration, of which BRON says that it is of somebody else."""
    wereld = Plan((EEN,), ()).bouw()
    wereld.ronde()
    een = wereld.bron._toon(wereld.bron.inschrijvingen[0])
    wereld.bron._klaar.pop()
    wereld.bron._nummer -= 1
    ander = replace(een, rij=(pgn, *een.rij[1:]))
    wereld.bron._meld(wereld.acties()[0].bericht_id, InschrijvingGeaccepteerd(ander, herkomst, ()))
    wereld.ophalen()
    return wereld


@pytest.mark.parametrize("herkomst", ["opgegeven", "gevonden"])
def test_an_acceptance_with_another_pgn_overwrites_nothing_and_is_asked(herkomst):
    with zonder_controles():
        wereld = geaccepteerd_met(bsn(77), herkomst)
        rij = next(iter(wereld.school.lees("00AA00"))).rij
        assert cel(rij, "burgerservicenummer") == bsn(1)
        uitslag = wereld.bepaal()
        assert (uitslag.acties, uitslag.vragen > 0) == ({}, True)
