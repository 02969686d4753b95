"""A computer with version 0.1.0 of the makers, and their repository."""

import pytest

from helpers.uitgeverij import Computer, Uitgeverij


@pytest.fixture
def uitgeverij(tmp_path):
    return Uitgeverij(tmp_path / "uitgeverij")


@pytest.fixture
def eerste(uitgeverij):
    """The release that stands on the computer; published too."""
    dist = uitgeverij.maak("0.1.0")
    uitgeverij.geef_uit(dist)
    return dist


@pytest.fixture
def computer(tmp_path, uitgeverij, eerste):
    return Computer(tmp_path / "Programs" / "BRON Sync", eerste, uitgeverij.root())


@pytest.fixture
def updates(computer, uitgeverij):
    return computer.updates(uitgeverij.map_)


@pytest.fixture
def tweede(uitgeverij, eerste):
    """Published: a release with other code and the same Python, Qt and wheels."""
    return uitgeverij.geef_uit(uitgeverij.maak("0.2.0", code="print(2)\n"))
