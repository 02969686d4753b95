"""From a PKCS#12 file to the identity of an aanleverpunt: its certificate, checked, and a TLS context of our own.

The key is never in clear on disk: OpenSSL takes no key from memory, so it gets an encrypted PEM with a random passphrase, in anonymous
memory on Linux and in a file that is removed at once elsewhere (a file that a crash leaves is worthless). The context is built by hand:
only the given root is trusted, TLS 1.2 or newer, ECDHE suites, and SSLKEYLOGFILE has no effect because nothing reads it.
ASSUMED: the certificate carries the aanleverpunt as common name (manual ch. 4: one certificate per aanleverpunt).
Knows nothing of messages or of the network. Sources: SOAP A, RELIABILITY C3 (32-43) and D1-D5, D9.
"""

from __future__ import annotations

import os
import re
import secrets
import ssl
import tempfile
import warnings
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bronsync.domain.errors import BronSyncFout

MAX_BYTES: Final = 1024 * 1024
MIN_RSA_BITS: Final = 2048
MAX_RONDEN: Final = 2_000_000
"""Of the key derivation: a few seconds of work. What programs make asks for 2,000 to 600,000."""
_INTEGER, _OCTETS, _SAMENGESTELD = 0x02, 0x04, 0x20
"""Tags of DER, and the bit of what is put together from others."""
_STUK: Final = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType
)  # fmt: skip
"""What a file or a certificate that is spoilt raises."""
SUITES: Final = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2; those of 1.3 are all good (RELIABILITY D2)."""


@dataclass(frozen=True, slots=True)
class P12:
    """The bytes of a PKCS#12 file and what opens them. Never prints either."""

    inhoud: bytes = field(repr=False)
    wachtwoord: str | None = field(repr=False)


Sleutel = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Identiteit:
    """Who we are to the register."""

    aanleverpunt: str
    geldig_van: datetime
    geldig_tot: datetime
    context: ssl.SSLContext = field(repr=False)
    sleutel: Sleutel = field(repr=False)
    certificaat: x509.Certificate = field(repr=False)
    oin: str
    """Empty when the certificate names none; only the profile `edukoppeling` needs it."""

    def controleer(self, nu: datetime) -> None:
        """Refuses a certificate that is not valid now; to be asked again before each message (F29)."""
        _controleer_dagen(self.geldig_van, self.geldig_tot, nu)


def _controleer_dagen(van: datetime, tot: datetime, nu: datetime) -> None:
    if nu > tot:
        raise BronSyncFout("CERT-06", datum=_dag(tot))
    if nu < van:
        raise BronSyncFout("CERT-07", datum=_dag(van))


def _dag(moment: datetime) -> str:
    return f"{moment:%d-%m-%Y}"


def lees_identiteit(p12: P12, aanleverpunt: str, ca_pem: str) -> Identiteit:
    """The identity in a PKCS#12, or the reason (CERT-02 to CERT-12) why it is not one of this aanleverpunt. Valid or not: `controleer`.

    `ca_pem` is the only root that the register's own certificate may lead to.
    """
    sleutel, certificaat, keten = _open(p12)
    _controleer_houder(certificaat, aanleverpunt)
    context = maak_context(ca_pem)
    _laad(context, sleutel, [certificaat, *_op_volgorde(certificaat, keten)])
    van, tot = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    return Identiteit(aanleverpunt, van, tot, context, sleutel, certificaat, oin_van(certificaat))


def oin_van(certificaat: x509.Certificate) -> str:
    """The OIN that a certificate names, in its subject's serialNumber (Digikoppeling PKI001); empty when it names none."""
    nummers = [str(naam.value) for naam in certificaat.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)]
    return nummers[0] if len(nummers) == 1 and re.fullmatch("[0-9A-Z]{20}", nummers[0]) else ""


@dataclass(frozen=True, slots=True)
class Kenmerken:
    """What a certificate says of itself."""

    aanleverpunt: str
    geldig_van: datetime
    geldig_tot: datetime
    vingerafdruk: str
    """SHA-256, in hex."""
    rsa_bits: int
    """Size of the key; 0 when it is of another kind."""


def kenmerken(p12: P12) -> Kenmerken:
    """Of the certificate in a PKCS#12; CERT-02 to CERT-12 when it is none to work with, CERT-15 when it names no aanleverpunt."""
    return _kenmerken(_open(p12)[1])


def importeer(p12: P12, nu: datetime) -> tuple[Kenmerken, P12]:
    """A PKCS#12 to be kept: wrapped again under a password of our own, the user's is forgotten (RELIABILITY C3). It must be valid now."""
    sleutel, certificaat, keten = _open(p12)
    wat = _kenmerken(certificaat)
    _controleer_dagen(wat.geldig_van, wat.geldig_tot, nu)
    wachtwoord = secrets.token_hex(32)
    slot = BestAvailableEncryption(wachtwoord.encode("ascii"))
    return wat, P12(pkcs12.serialize_key_and_certificates(None, sleutel, certificaat, keten or None, slot), wachtwoord)


def _kenmerken(certificaat: x509.Certificate) -> Kenmerken:
    punten = [naam for naam in _houders(certificaat) if re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", naam)]
    if not punten:
        raise BronSyncFout("CERT-15")
    _controleer_houder(certificaat, punten[0])
    van, tot = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    vinger = certificaat.fingerprint(hashes.SHA256()).hex()
    return Kenmerken(punten[0], van, tot, vinger, rsa_bits(certificaat))


def rsa_bits(certificaat: x509.Certificate) -> int:
    """Size of its key; 0 when that is not RSA."""
    sleutel = certificaat.public_key()
    return sleutel.key_size if isinstance(sleutel, rsa.RSAPublicKey) else 0


def lees_p12(bestand: Path, wachtwoord: str | None) -> P12:
    """The bytes of a file, not looked into yet; OSError when it cannot be read, CERT-11 when it is too large."""
    with bestand.open("rb") as stroom:
        data = stroom.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BronSyncFout("CERT-11")
    return P12(data, wachtwoord)


def _open(p12: P12) -> tuple[Sleutel, x509.Certificate, list[x509.Certificate]]:
    inhoud = _ontcijfer(p12.inhoud, p12.wachtwoord)
    if inhoud.key is None:
        raise BronSyncFout("CERT-04")
    if inhoud.cert is None:
        raise BronSyncFout("CERT-09" if inhoud.additional_certs else "CERT-05")
    if not isinstance(inhoud.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise BronSyncFout("CERT-10")
    certificaat, keten = inhoud.cert.certificate, [extra.certificate for extra in inhoud.additional_certs]
    if not all(map(_is_heel, [certificaat, *keten])):
        raise BronSyncFout("CERT-03")
    vorm = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if inhoud.key.public_key().public_bytes(*vorm) != certificaat.public_key().public_bytes(*vorm):
        raise BronSyncFout("CERT-09")
    if isinstance(inhoud.key, rsa.RSAPrivateKey) and inhoud.key.key_size < MIN_RSA_BITS:
        raise BronSyncFout("CERT-10")
    return inhoud.key, certificaat, keten


def _is_heel(certificaat: x509.Certificate) -> bool:
    """Whether all that is asked of a certificate later can be read: that is done when it is asked for, not when the file is opened."""
    try:
        _ = certificaat.subject, certificaat.issuer, certificaat.extensions, certificaat.public_key()
        _ = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    except _STUK:
        return False
    return True


def ronden(data: bytes) -> int:
    """The most rounds that opening the file asks for outside its encrypted parts: an INTEGER behind a salt, wherever it stands.

    A file may ask for hours of work before its password is known to be wrong (RELIABILITY C3 36). Only as much of DER as that needs.
    """
    hoogste = 0
    werk = [data]
    while werk:
        stuk = werk.pop()
        plaats, zout = 0, False
        while plaats + 2 <= len(stuk):
            soort, lengte, plaats = stuk[plaats], stuk[plaats + 1], plaats + 2
            if lengte == 0x80:  # of unknown length: what is in it follows at once
                continue
            if lengte > 0x80:
                telt = lengte & 0x7F
                lengte, plaats = int.from_bytes(stuk[plaats : plaats + telt]), plaats + telt
            inhoud = stuk[plaats : plaats + lengte]
            if soort == _INTEGER and zout and len(inhoud) <= 8:
                hoogste = max(hoogste, int.from_bytes(inhoud))
            elif soort & _SAMENGESTELD or (soort == _OCTETS and inhoud[:1] in (b"\x30", b"\x24")):
                werk.append(inhoud)
            zout = soort == _OCTETS
            plaats += lengte
    return hoogste


def _ontcijfer(data: bytes, wachtwoord: str | None) -> pkcs12.PKCS12KeyAndCertificates:
    """Opens the file. One without a password, opened with one, says the same as a wrong password: hence the second try."""
    if ronden(data) > MAX_RONDEN:
        raise BronSyncFout("CERT-03")
    pogingen = [wachtwoord.encode("utf-8", "surrogatepass"), None] if wachtwoord else [None, b""]
    code = "CERT-03"
    for poging in pogingen:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # old exports are BER instead of DER; they load
                return pkcs12.load_pkcs12(data, poging)
        except _STUK as fout:
            # the texts are no interface: one place, a test per case
            if "password" in str(fout).lower() or isinstance(fout, TypeError):
                code = "CERT-02"
    raise BronSyncFout(code)


def _houders(certificaat: x509.Certificate) -> list[str]:
    return [str(naam.value).strip().upper() for naam in certificaat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]


def _controleer_houder(certificaat: x509.Certificate, aanleverpunt: str) -> None:
    namen = _houders(certificaat)
    if aanleverpunt not in namen:
        bekend = [naam for naam in namen if re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", naam)]
        # any other common name may be that of a person
        raise BronSyncFout("CERT-08", gevonden=bekend[0] if bekend else "een andere houder", aanleverpunt=aanleverpunt)
    try:
        gebruik = certificaat.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(gebruik):
        raise BronSyncFout("CERT-12")


def _op_volgorde(certificaat: x509.Certificate, keten: list[x509.Certificate]) -> list[x509.Certificate]:
    """The issuers from the leaf upwards, without the root: the order in the file means nothing."""
    over, boven, laatste = list(keten), [], certificaat
    while volgende := [ca for ca in over if ca.subject == laatste.issuer and ca.subject != ca.issuer]:
        laatste = volgende[0]
        over.remove(laatste)
        boven.append(laatste)
    return boven


class GeenGedeeldeSuite(ssl.SSLError):
    """The server refused before it chose a suite: it has none of ours. The alert is the same as of a refused certificate."""


class _Lijn(ssl.SSLSocket):
    """Tells a handshake that failed for want of a shared suite from one that failed later."""

    def do_handshake(self, *plaats: bool, **naam: bool) -> None:
        try:
            super().do_handshake(*plaats, **naam)
        except ssl.SSLError as fout:
            if (fout.reason or "").endswith("ALERT_HANDSHAKE_FAILURE") and self.cipher() is None:
                raise GeenGedeeldeSuite(*fout.args) from None
            raise


def maak_context(ca_pem: str) -> ssl.SSLContext:
    """A TLS context that trusts this root only; without a certificate of our own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = _Lijn
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(SUITES)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.hostname_checks_common_name = False  # a common name may be anything (RFC 6125)
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.load_verify_locations(cadata=ca_pem)
    return context


def _laad(context: ssl.SSLContext, sleutel: Sleutel, certificaten: list[x509.Certificate]) -> None:
    wachtwoord = secrets.token_hex(32).encode("ascii")
    pem = sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(wachtwoord))
    pem += b"".join(certificaat.public_bytes(Encoding.PEM) for certificaat in certificaten)
    try:
        if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
            _laad_uit_geheugen(context, pem, wachtwoord)
        else:
            laad_uit_bestand(context, pem, wachtwoord)
    except ssl.SSLError:
        raise BronSyncFout("CERT-09") from None


def _laad_uit_geheugen(context: ssl.SSLContext, pem: bytes, wachtwoord: bytes) -> None:
    bestand = os.memfd_create("identiteit", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(bestand), "wb") as stroom:
            stroom.write(pem)
        context.load_cert_chain(f"/proc/self/fd/{bestand}", password=wachtwoord)
    finally:
        os.close(bestand)


def laad_uit_bestand(context: ssl.SSLContext, pem: bytes, wachtwoord: bytes) -> None:
    """The way of Windows and macOS: a file readable by the owner only, encrypted, gone after this call."""
    bestand, pad = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(bestand, "wb") as stroom:
            stroom.write(pem)
        context.load_cert_chain(pad, password=wachtwoord)
    finally:
        Path(pad).unlink()
