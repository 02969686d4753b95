import http.client
import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from bron_simulator.pki import Pki
from bron_simulator.server import Server, tls_context
from helpers.lokaal_register import LokaalRegister
from simulator.berichtenmaker import NS, PUNT, TWEEDE, VANDAAG, Aanroeper, brp, verzoek


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


class Lijn:
    """A caller over mutual TLS with http.client: not the client's transport."""

    def __init__(self, poort, ca, pem=None, *, host="localhost", versie=None, timeout=10):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        context.load_verify_locations(ca)
        if pem:
            context.load_cert_chain(pem)
        if versie:
            context.minimum_version = context.maximum_version = versie
        self.verbinding = http.client.HTTPSConnection(host, poort, context=context, timeout=timeout)

    def post(self, operatie, inhoud=None, *, punt=PUNT, body=None, **koppen):
        body = verzoek(operatie, inhoud, punt=punt) if body is None else body
        kop = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{NS}/{operatie}"', **koppen}
        self.verbinding.request("POST", "/bron-po/v1", body, kop)
        antwoord = self.verbinding.getresponse()
        return antwoord, antwoord.read()

    def sluit(self):
        self.verbinding.close()


def schrijf_pem(p12, wachtwoord, bestand):
    """Key and certificate in clear for the standard library; a throw-away key of this run."""
    sleutel, certificaat, _ = pkcs12.load_key_and_certificates(p12, wachtwoord.encode())
    bestand.write_bytes(
        sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificaat.public_bytes(Encoding.PEM)
    )
    return bestand


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    """One PKI for all tests: making RSA keys is slow."""
    return Pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def pemmen(pki):
    """Aanleverpunt to a PEM with its key and certificate."""
    return {
        punt: schrijf_pem(Path(c["bestand"]).read_bytes(), c["wachtwoord"], pki.map / f"{punt}.pem")
        for punt, c in pki.certificaten([PUNT, TWEEDE]).items()
    }


@pytest.fixture
def server(register, pki):
    s = Server(register.kern, tls_context(pki.server_bestand, pki.ca_bestand), "geheim")
    s.start()
    yield s
    s.stop()


@pytest.fixture
def bel(server, pki, pemmen):
    """Open a line to the server; by default as the first aanleverpunt."""
    lijnen = []

    def open_(pem=None, **anders):
        lijn = Lijn(server.poort, pki.ca_bestand, pemmen[PUNT] if pem is None else pem, **anders)
        lijnen.append(lijn)
        return lijn

    yield open_
    for lijn in lijnen:
        lijn.sluit()
