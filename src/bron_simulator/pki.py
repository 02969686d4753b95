"""The simulator's own PKI, made at run time: CA, server certificate, one PKCS#12 per aanleverpunt.

Nothing of it is ever committed. Built for strict verifiers (Python 3.13's VERIFY_X509_STRICT): key identifiers, key usage,
basic constraints. CA and server use EC P-256 (quick); who signs messages (profile `edukoppeling`) has RSA 3072: clients and the register. That is what NCSC asks
for, and dear: 0.2 s to make, 0.1 s each time it is opened. Tests that sign nothing take EC for the clients too.
A client certificate names its aanleverpunt in the subject's common name and carries an OIN-like serialNumber (ASSUMED form).
"""

import ipaddress
import json
import os
import secrets
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bron_simulator.bestanden import vervang, verwijder
from bron_simulator.wsse import Ondertekenaar

Sleutel = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
GELDIG = timedelta(days=5 * 365)  # DOMAIN 4.1: about 5 years
OVER = timedelta(days=30)
RSA_BITS = 3072


@dataclass(frozen=True, slots=True)
class Uitgever:
    certificaat: x509.Certificate
    sleutel: Sleutel


def oin(aanleverpunt: str) -> str:
    """A number of the shape of an OIN, the same for the same aanleverpunt."""
    return f"00000007{zlib.crc32(aanleverpunt.encode()):012d}"


def _naam(cn: str, serienummer: str | None = None) -> x509.Name:
    delen = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "BRON Sync simulator"),
        x509.NameAttribute(NameOID.COMMON_NAME, cn),
    ]
    if serienummer:
        delen.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, serienummer))
    return x509.Name(delen)


def _gebruik(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def maak_ca(naam: str = "BRON Sync simulator CA") -> Uitgever:
    sleutel = ec.generate_private_key(ec.SECP256R1())
    nu = datetime.now(tz=UTC)
    publiek = sleutel.public_key()
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(_naam(naam))
        .issuer_name(_naam(naam))
        .public_key(publiek)
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + GELDIG * 2)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_gebruik(ca=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(publiek), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(publiek), critical=False)
        .sign(sleutel, hashes.SHA256())
    )
    return Uitgever(certificaat, sleutel)


def geef_uit(
    ca: Uitgever,
    cn: str,
    sleutel: Sleutel,
    *,
    serienummer: str | None = None,
    server: bool = False,
    van: datetime | None = None,
    tot: datetime | None = None,
) -> x509.Certificate:
    """A leaf certificate; `van` and `tot` for tests with expired ones."""
    nu = datetime.now(tz=UTC)
    doel = ExtendedKeyUsageOID.SERVER_AUTH if server else ExtendedKeyUsageOID.CLIENT_AUTH
    bouwer = (
        x509.CertificateBuilder()
        .subject_name(_naam(cn, serienummer))
        .issuer_name(ca.certificaat.subject)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(van or nu - timedelta(days=1))
        .not_valid_after(tot or nu + GELDIG)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_gebruik(ca=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([doel]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.sleutel.public_key()), critical=False)
    )
    if server:
        namen = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(a)) for a in ("127.0.0.1", "::1"))]
        )
        bouwer = bouwer.add_extension(namen, critical=False)
    return bouwer.sign(ca.sleutel, hashes.SHA256())


def rsa_sleutel() -> Sleutel:
    return rsa.generate_private_key(65537, RSA_BITS)


def ec_sleutel() -> Sleutel:
    return ec.generate_private_key(ec.SECP256R1())


def maak_p12(
    ca: Uitgever,
    aanleverpunt: str,
    wachtwoord: str,
    *,
    van: datetime | None = None,
    tot: datetime | None = None,
    maak_sleutel: Callable[[], Sleutel] = rsa_sleutel,
) -> bytes:
    """The PKCS#12 that an aanleverpunt gets: key, certificate and the CA."""
    sleutel = maak_sleutel()
    certificaat = geef_uit(ca, aanleverpunt, sleutel, serienummer=oin(aanleverpunt), van=van, tot=tot)
    naam = f"aanleverpunt {aanleverpunt}".encode()
    return pkcs12.serialize_key_and_certificates(
        naam, sleutel, certificaat, [ca.certificaat], BestAvailableEncryption(wachtwoord.encode())
    )


class Pki:
    """The PKI in one folder; what is there and valid is used again."""

    def __init__(self, map_: Path, maak_sleutel: Callable[[], Sleutel] = rsa_sleutel) -> None:
        self.map = map_
        self._maak_sleutel = maak_sleutel
        map_.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.ca_bestand = map_ / "ca.pem"
        self.server_bestand = map_ / "server.pem"
        self.ondertekening_bestand = map_ / "ondertekening.pem"
        self._ca_sleutel = map_ / "ca-sleutel.pem"
        self._wachtwoorden = map_ / "wachtwoorden.json"
        self.ca = self._ca()
        self._server()

    def _ca(self) -> Uitgever:
        if self.ca_bestand.exists() and self._ca_sleutel.exists():
            sleutel = load_pem_private_key(self._ca_sleutel.read_bytes(), None)
            if isinstance(sleutel, ec.EllipticCurvePrivateKey):
                return Uitgever(x509.load_pem_x509_certificate(self.ca_bestand.read_bytes()), sleutel)
        ca = maak_ca()
        self._schrijf(self._ca_sleutel, _pem(ca.sleutel))
        for oud in (*self.map.glob("*.p12"), self.server_bestand, self.ondertekening_bestand):
            verwijder(oud)
        self._schrijf(self.ca_bestand, ca.certificaat.public_bytes(Encoding.PEM))
        return ca

    def _server(self) -> None:
        if self.server_bestand.exists():
            certificaat = x509.load_pem_x509_certificate(self.server_bestand.read_bytes())
            if certificaat.not_valid_after_utc - datetime.now(tz=UTC) > OVER:
                return
        sleutel = ec.generate_private_key(ec.SECP256R1())
        certificaat = geef_uit(self.ca, "localhost", sleutel, server=True)
        self._schrijf(self.server_bestand, certificaat.public_bytes(Encoding.PEM) + _pem(sleutel))

    def ondertekenaar(self) -> Ondertekenaar:
        """The key with which the register signs its answers, and its certificate with the register's OIN; made when first asked for."""
        if self.ondertekening_bestand.exists():
            inhoud = self.ondertekening_bestand.read_bytes()
            sleutel, certificaat = load_pem_private_key(inhoud, None), x509.load_pem_x509_certificate(inhoud)
            if isinstance(sleutel, rsa.RSAPrivateKey) and certificaat.not_valid_after_utc - datetime.now(tz=UTC) > OVER:
                return Ondertekenaar(sleutel, certificaat)
        sleutel = rsa.generate_private_key(65537, RSA_BITS)
        certificaat = geef_uit(self.ca, "BRON Sync simulator", sleutel, serienummer=oin("register"), server=True)
        self._schrijf(self.ondertekening_bestand, certificaat.public_bytes(Encoding.PEM) + _pem(sleutel))
        return Ondertekenaar(sleutel, certificaat)

    def certificaten(self, aanleverpunten: Iterable[str]) -> dict[str, dict[str, str]]:
        """Aanleverpunt -> file and password of its PKCS#12; makes the ones that are not there."""
        gegeven: dict[str, dict[str, str]] = (
            json.loads(self._wachtwoorden.read_bytes()) if self._wachtwoorden.exists() else {}
        )
        uit: dict[str, dict[str, str]] = {}
        for punt in aanleverpunten:
            bestand = self.map / f"{punt}.p12"
            if not (bestand.exists() and _geldig(gegeven.get(punt))):
                tot = datetime.now(tz=UTC) + GELDIG
                gegeven[punt] = {"wachtwoord": secrets.token_urlsafe(12), "tot": tot.isoformat()}
                # The old file first, then the password: after a kill in between there is no file, and it is then made again.
                verwijder(bestand)
                self._schrijf(self._wachtwoorden, json.dumps(gegeven).encode())
                wachtwoord = gegeven[punt]["wachtwoord"]
                inhoud = maak_p12(self.ca, punt, wachtwoord, tot=tot, maak_sleutel=self._maak_sleutel)
                self._schrijf(bestand, inhoud)
            uit[punt] = {"bestand": str(bestand), "wachtwoord": gegeven[punt]["wachtwoord"]}
        return uit

    def van_leverancier(self, naam: str) -> dict[str, str]:
        """File and password of a supplier's PKCS#12: a host name, and an OIN of its own. Made anew at each start."""
        bestand, wachtwoord = self.map / "leverancier.p12", secrets.token_urlsafe(12)
        self._schrijf(bestand, maak_p12(self.ca, naam, wachtwoord, maak_sleutel=self._maak_sleutel))
        return {"bestand": str(bestand), "wachtwoord": wachtwoord}

    @staticmethod
    def _schrijf(bestand: Path, inhoud: bytes) -> None:
        schrijf_veilig(bestand, inhoud)


def _geldig(gegeven: object) -> bool:
    """By the day that was noted: opening a PKCS#12 only to see its day costs a tenth of a second, at every start."""
    return isinstance(gegeven, dict) and datetime.fromisoformat(gegeven["tot"]) - datetime.now(tz=UTC) > OVER


def schrijf_veilig(bestand: Path, inhoud: bytes) -> None:
    """Write a file that only its owner can read, all or nothing."""
    tijdelijk = bestand.with_name(f"{bestand.name}.{secrets.token_hex(4)}.tmp")
    fd = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as f:
        f.write(inhoud)
        f.flush()
        os.fsync(f.fileno())
    vervang(tijdelijk, bestand)


def _pem(sleutel: Sleutel) -> bytes:
    return sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
