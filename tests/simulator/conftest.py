import pytest
from bron_simulator.lokaal import LokaalRegister
from simulator.berichtenmaker import PUNT, TWEEDE, VANDAAG, Aanroeper, brp


@pytest.fixture
def maak_register():
    gemaakt = []

    def maak(pad=None, bestand=None, **instellingen):
        register = LokaalRegister(bestand or brp(), vandaag=VANDAAG, pad=pad, **instellingen)
        gemaakt.append(register)
        return register

    yield maak
    for register in gemaakt:
        register.sluit()


@pytest.fixture
def register(maak_register):
    return maak_register()


@pytest.fixture
def school(register):
    return Aanroeper(register, PUNT)


@pytest.fixture
def tweede(register):
    return Aanroeper(register, TWEEDE)
