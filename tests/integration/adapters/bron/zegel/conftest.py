"""What the tests of the seal share."""

import pytest

from bron_simulator.pki import maak_ca


@pytest.fixture(scope="session")
def ca():
    """Who issues: its keys are dear to make."""
    return maak_ca()
