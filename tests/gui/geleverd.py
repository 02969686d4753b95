"""A school without differences, made once and copied for each test: delivering it again and again would cost most of the run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

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


@pytest.fixture(scope="session")
def voorraad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the delivered school is kept."""
    return tmp_path_factory.mktemp("voorraad") / "geleverd"


@pytest.fixture
def geleverd(kopie: Werkplek, voorraad: Path) -> Werkplek:
    """The school delivered, its register running."""
    if not voorraad.exists():
        kopie.start_register()
        kopie.lever()
        kopie.stop_register()
        shutil.copytree(kopie.map, voorraad)
    shutil.rmtree(kopie.map)
    shutil.copytree(voorraad, kopie.map)
    kopie.start_register()
    return kopie


@pytest.fixture
def aan_tafel(geleverd: Werkplek, open_venster: Callable[..., Bediening]) -> Bediening:
    """The window on the delivered school."""
    return open_venster(geleverd.map)
