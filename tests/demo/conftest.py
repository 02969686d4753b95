"""What the tests of the demo share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def persons_file(root):
    return root / "resources/demo/rvig/persoonslijsten-proefomgeving-gba-v.csv"
