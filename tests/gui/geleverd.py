"""The window on a school without differences, and pupils of it to change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek

VAN_PUNT = (
    "SELECT l.LeerlingId, i.InschrijvingId, l.Burgerservicenummer FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
    " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND i.UitgeslotenVanAanlevering = 0"
    " AND l.Burgerservicenummer IS NOT NULL AND l.GeheimAdres = 0 AND l.Postcode IS NOT NULL"
    " AND l.Achternaam IS NOT NULL AND length(l.Geboortedatum) = 8"
    " AND l.LeerlingId NOT IN (SELECT LeerlingId FROM Inschrijving GROUP BY LeerlingId HAVING count(*) > 1)"
    " ORDER BY i.InschrijvingId"
)
"""Plain pupils of the aanleverpunt: (LeerlingId, InschrijvingId, BSN)."""


@pytest.fixture
def aan_tafel(geleverd: Werkplek, open_venster: Callable[..., Bediening]) -> Bediening:
    """The window on the delivered school."""
    return open_venster(geleverd.map)
