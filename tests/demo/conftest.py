"""What the tests of the demo share."""

from pathlib import Path

import pytest

from bronsync_demo.personen import lees_personen


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def persons_file(root):
    return root / "resources/demo/rvig/persoonslijsten-proefomgeving-gba-v.csv"


@pytest.fixture(scope="session")
def people(persons_file):
    """The persons of RvIG: reading them takes a while."""
    return lees_personen(persons_file)
