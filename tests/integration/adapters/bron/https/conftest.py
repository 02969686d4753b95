"""What the tests of the line share."""

import pytest

from bron_hulp.pki import Ca


@pytest.fixture(scope="session")
def ca():
    """Who issues: its keys are dear to make."""
    return Ca()
