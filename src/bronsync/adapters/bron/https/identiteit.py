"""From a PKCS#12 file to the identity of an aanleverpunt: its certificate, checked, and a TLS context of our own.

The key is never in clear on disk: OpenSSL takes no key from memory, so it gets an encrypted PEM with a random passphrase, in anonymous
memory on Linux and in a file that is removed at once elsewhere (a file that a crash leaves is worthless). The context is built by hand:
only the given root is trusted, TLS 1.2 or newer, ECDHE suites, and SSLKEYLOGFILE has no effect because nothing reads it.
A file may hold more than one key, such as an expired one and its successor: all are looked at, and of those that are valid now the newest
of an aanleverpunt is the one. Two models: a certificate per aanleverpunt, which it carries as common name (ASSUMED; manual ch. 4), or one of
a supplier, whose common name is a host name and whose OIN is the supplier's: who uses it says for which aanleverpunt.
Knows nothing of messages or of the network. Sources: SOAP A, RELIABILITY C3 (32-43) and D1-D5, D9.
"""

from __future__ import annotations

import os
import re
import secrets
import ssl
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import reason, remove

MAX_BYTES: Final = 1024 * 1024
MIN_RSA_BITS: Final = 2048
MAX_RONDEN: Final = 2_000_000
"""Of the key derivation: a few seconds of work. What programs make asks for 2,000 to 600,000."""
MAX_SLEUTELS: Final = 32
"""Of one file: each takes a tenth of a second."""
_INTEGER, _OCTETS, _OID, _SAMENGESTELD = 0x02, 0x04, 0x06, 0x20
"""Tags of DER, and the bit of what is put together from others."""
_INHOUD_VAN_ZAK: Final = 0xA0
_ZAK_OPEN: Final = bytes.fromhex("2a864886f70d010c0a0101")
_ZAK_DICHT: Final = bytes.fromhex("2a864886f70d010c0a0102")
"""The names of a bag with a key as it is, and with one that is encrypted (RFC 7292, 4.2.1 and 4.2.2)."""
_STUK: Final = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType
)  # fmt: skip
"""What a file or a certificate that is spoilt raises."""
_VEROUDERD: Final = (hashes.SHA1, hashes.MD5)
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


def lees_identiteit(p12: P12, aanleverpunt: str, ca_pem: str, nu: datetime | None = None) -> Identiteit:
    """The identity in a PKCS#12, or the reason (CERT-02 to CERT-12, CERT-17) why it is not one of this aanleverpunt. Valid or not: `controleer`.

    `ca_pem` is the only root that the register's own certificate may lead to, and what lies between.
    """
    paar = _nieuwste(_bruikbaar(_voor(_open(p12), aanleverpunt)), nu or datetime.now(UTC))
    certificaat = paar.certificaat
    context = maak_context(ca_pem)
    _laad(context, paar.sleutel, _keten(paar))
    van, tot = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    oin = oin_van_school(aanleverpunt) if _is_van_leverancier(certificaat) else oin_van(certificaat)
    return Identiteit(aanleverpunt, van, tot, context, paar.sleutel, certificaat, oin)


def oin_van(certificaat: x509.Certificate) -> str:
    """The OIN that a certificate names, in its subject's serialNumber (Digikoppeling PKI001); empty when it names none."""
    nummers = [str(naam.value) for naam in certificaat.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)]
    return nummers[0] if len(nummers) == 1 and re.fullmatch("[0-9A-Z]{20}", nummers[0]) else ""


def oin_van_school(aanleverpunt: str) -> str:
    """The OIN that follows from a school's BRIN, as DUO's services address schools (0000000700025BE00000 for 25BE)."""
    return f"00000007000{aanleverpunt[:4]}00000"


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
    leverancier: bool = False
    """Whether it is a supplier's: then it names no aanleverpunt, and the one above was chosen."""


def kenmerken(p12: P12, aanleverpunt: str = "", nu: datetime | None = None) -> Kenmerken:
    """Of the certificate in a PKCS#12, for the aanleverpunt when it was chosen; CERT-02 to CERT-12, CERT-15 and CERT-16 as `importeer`."""
    return _kies(_mogelijk(p12, nu or datetime.now(UTC), [aanleverpunt] if aanleverpunt else []))[0]


def mogelijkheden(p12: P12, nu: datetime, eigen: Sequence[str] = ()) -> tuple[Kenmerken, ...]:
    """What a file can be imported for: the newest valid certificate per aanleverpunt. `eigen`: those of the school, where they are known.

    CERT-* when there is nothing to work with; that is the reason of the one that comes nearest.
    """
    gevonden = _mogelijk(p12, nu, eigen)
    geldig = [wat for wat, _ in gevonden if wat.geldig_van <= nu <= wat.geldig_tot]
    if not geldig:
        laatste = max((wat for wat, _ in gevonden), key=lambda wat: wat.geldig_tot)
        _controleer_dagen(laatste.geldig_van, laatste.geldig_tot, nu)
    return tuple(sorted(geldig, key=lambda wat: wat.aanleverpunt))


def importeer(p12: P12, nu: datetime, keuze: Kenmerken | None = None) -> tuple[Kenmerken, P12]:
    """A PKCS#12 to be kept: wrapped again under a password of our own, the user's is forgotten (RELIABILITY C3). It must be valid now.

    `keuze` is one of `mogelijkheden`; CERT-16 when there is more than one and none was chosen.
    """
    eigen = [keuze.aanleverpunt] if keuze else []
    gevonden = [(wat, paar) for wat, paar in _mogelijk(p12, nu, eigen) if keuze is None or wat == keuze]
    geldig = [een for een in gevonden if een[0].geldig_van <= nu <= een[0].geldig_tot]
    wat, paar = _kies(geldig) if geldig else max(gevonden, key=lambda een: een[0].geldig_tot)
    _controleer_dagen(wat.geldig_van, wat.geldig_tot, nu)
    wachtwoord = secrets.token_hex(32)
    slot = BestAvailableEncryption(wachtwoord.encode("ascii"))
    keten = _op_volgorde(paar.certificaat, paar.overige) or None
    return wat, P12(
        pkcs12.serialize_key_and_certificates(None, paar.sleutel, paar.certificaat, keten, slot), wachtwoord
    )


def _kies(gevonden: list[tuple[Kenmerken, _Paar]]) -> tuple[Kenmerken, _Paar]:
    if len(gevonden) > 1:
        raise BronSyncFout("CERT-16", aanleverpunten=" en ".join(sorted(wat.aanleverpunt for wat, _ in gevonden)))
    return gevonden[0]


def _mogelijk(p12: P12, nu: datetime, eigen: Sequence[str]) -> list[tuple[Kenmerken, _Paar]]:
    """The best certificate of each aanleverpunt, valid or not."""
    paren = _open(p12)
    genoemd = {
        punt: [paar for paar in paren if punt in _punten(paar.certificaat)]
        for paar in paren
        for punt in _punten(paar.certificaat)
    }
    van_leverancier = [paar for paar in paren if _is_van_leverancier(paar.certificaat)]
    per_punt = {punt: genoemd.get(punt) or van_leverancier for punt in eigen} if eigen else genoemd
    per_punt = {punt: lijst for punt, lijst in per_punt.items() if lijst}
    if not per_punt and eigen and genoemd:
        raise BronSyncFout("CERT-08", gevonden=min(genoemd), aanleverpunt=" of ".join(eigen))
    if not per_punt:
        raise BronSyncFout("CERT-15")
    bruikbaar = _bruikbaar([paar for lijst in per_punt.values() for paar in lijst])
    uit: list[tuple[Kenmerken, _Paar]] = []
    for punt, lijst in per_punt.items():
        if over := [paar for paar in lijst if paar in bruikbaar]:
            beste = _nieuwste(over, nu)
            uit.append((_kenmerken(beste.certificaat, punt), beste))
    return uit


def _kenmerken(certificaat: x509.Certificate, aanleverpunt: str) -> Kenmerken:
    van, tot = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    vinger = certificaat.fingerprint(hashes.SHA256()).hex()
    return Kenmerken(aanleverpunt, van, tot, vinger, rsa_bits(certificaat), _is_van_leverancier(certificaat))


def rsa_bits(certificaat: x509.Certificate) -> int:
    """Size of its key; 0 when that is not RSA."""
    sleutel = certificaat.public_key()
    return sleutel.key_size if isinstance(sleutel, rsa.RSAPublicKey) else 0


def lees_p12(bestand: Path, wachtwoord: str | None) -> P12:
    """The bytes of a file, not looked into yet; OSError when it cannot be read, CERT-11 when it is too large."""
    with bestand.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BronSyncFout("CERT-11")
    return P12(data, wachtwoord)


@dataclass(frozen=True, slots=True, eq=False)
class _Paar:
    """A key of a file with a certificate of it."""

    sleutel: Sleutel = field(repr=False)
    certificaat: x509.Certificate = field(repr=False)
    overige: list[x509.Certificate] = field(repr=False)
    """The other certificates of the file: its issuers may be among them."""


def _open(p12: P12) -> list[_Paar]:
    """Every pair of a key and its certificate that is good enough; the reason why not when there is none."""
    inhoud = _ontcijfer(p12.inhoud, p12.wachtwoord)
    if inhoud.key is None:
        raise BronSyncFout("CERT-04")
    certificaten = [inhoud.cert.certificate] if inhoud.cert else []
    certificaten += [extra.certificate for extra in inhoud.additional_certs]
    if not certificaten:
        raise BronSyncFout("CERT-05")
    if not all(map(_is_heel, certificaten)):
        raise BronSyncFout("CERT-03")
    sleutels = {_publiek(sleutel): sleutel for sleutel in (*_alle_sleutels(p12), inhoud.key)}
    paren = [
        (sleutels[publiek], certificaat)
        for certificaat in dict.fromkeys(certificaten)
        if (publiek := _publiek(certificaat)) in sleutels
    ]
    if not paren:
        raise BronSyncFout("CERT-09")
    sterk = [
        _Paar(sleutel, certificaat, [ander for ander in certificaten if ander != certificaat])
        for sleutel, certificaat in paren
        if isinstance(sleutel, ec.EllipticCurvePrivateKey)
        or (isinstance(sleutel, rsa.RSAPrivateKey) and sleutel.key_size >= MIN_RSA_BITS)
    ]
    if not sterk:
        raise BronSyncFout("CERT-10")
    return sterk


def _publiek(van: PrivateKeyTypes | x509.Certificate) -> bytes:
    return van.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _is_heel(certificaat: x509.Certificate) -> bool:
    """Whether all that is asked of a certificate later can be read: that is done when it is asked for, not when the file is opened."""
    try:
        _ = certificaat.subject, certificaat.issuer, certificaat.extensions, certificaat.public_key()
        _ = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    except _STUK:
        return False
    return True


def _elementen(data: bytes) -> Iterator[tuple[int, bytes, int, bytes]]:
    """Each element of DER with what stands before it: (tag, content, tag before, content before), also those inside OCTET STRINGs.

    Only as much of DER as a PKCS#12 needs; what is no DER ends by itself.
    """
    werk = [data]
    while werk:
        stuk = werk.pop()
        plaats, voor, voor_inhoud = 0, 0, b""
        while plaats + 2 <= len(stuk):
            soort, lengte, plaats = stuk[plaats], stuk[plaats + 1], plaats + 2
            if lengte == 0x80:  # of unknown length: what is in it follows at once
                continue
            if lengte > 0x80:
                telt = lengte & 0x7F
                lengte, plaats = int.from_bytes(stuk[plaats : plaats + telt]), plaats + telt
            inhoud = stuk[plaats : plaats + lengte]
            yield soort, inhoud, voor, voor_inhoud
            if soort & _SAMENGESTELD or (soort == _OCTETS and inhoud[:1] in (b"\x30", b"\x24")):
                werk.append(inhoud)
            voor, voor_inhoud = soort, inhoud
            plaats += lengte


def ronden(data: bytes) -> int:
    """The most rounds that opening the file asks for outside its encrypted parts: an INTEGER behind a salt, wherever it stands.

    A file may ask for hours of work before its password is known to be wrong (RELIABILITY C3 36).
    """
    return max(
        (
            int.from_bytes(inhoud)
            for soort, inhoud, voor, _ in _elementen(data)
            if soort == _INTEGER and voor == _OCTETS and len(inhoud) <= 8
        ),
        default=0,
    )


def _alle_sleutels(p12: P12) -> list[PrivateKeyTypes]:
    """All keys of a file with more than one: the library gives the first only; each lies in a bag named by its OID (RFC 7292, 4.2).

    None where there is one bag, as in what we wrapped ourselves: the library has decrypted and checked it by then, and twice costs as much again.
    """
    zakken = [
        (naam, inhoud)
        for soort, inhoud, voor, naam in _elementen(p12.inhoud)
        if soort == _INHOUD_VAN_ZAK and voor == _OID and naam in (_ZAK_DICHT, _ZAK_OPEN)
    ]
    gevonden: list[PrivateKeyTypes] = []
    if len(zakken) == 1:
        return gevonden
    for naam, inhoud in zakken[:MAX_SLEUTELS]:
        for password in _passwords(p12.wachtwoord) if naam == _ZAK_DICHT else [None]:
            try:
                gevonden.append(load_der_private_key(inhoud, password))
            except _STUK:  # another password, or of a kind that nobody here can read: the others may do
                continue
            break
    return gevonden


def _passwords(wachtwoord: str | None) -> list[bytes | None]:
    return [wachtwoord.encode("utf-8", "surrogatepass"), None] if wachtwoord else [None, b""]


def _ontcijfer(data: bytes, wachtwoord: str | None) -> pkcs12.PKCS12KeyAndCertificates:
    """Opens the file. One without a password, opened with one, says the same as a wrong password: hence the second try."""
    if ronden(data) > MAX_RONDEN:
        raise BronSyncFout("CERT-03")
    code = "CERT-03"
    for password in _passwords(wachtwoord):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # old exports are BER instead of DER; they load
                return pkcs12.load_pkcs12(data, password)
        except _STUK as fout:
            # the texts are no interface: one place, a test per case
            if "password" in str(fout).lower() or isinstance(fout, TypeError):
                code = "CERT-02"
    raise BronSyncFout(code)


def _houders(certificaat: x509.Certificate) -> list[str]:
    return [str(naam.value).strip().upper() for naam in certificaat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]


def _punten(certificaat: x509.Certificate) -> list[str]:
    """The aanleverpunten that a certificate names."""
    return [naam for naam in _houders(certificaat) if re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", naam)]


def _is_van_leverancier(certificaat: x509.Certificate) -> bool:
    """Whether it is of a system that delivers for schools: an OIN and a host name. A person's has a number of the same form, and a name."""
    return (
        not _punten(certificaat)
        and bool(oin_van(certificaat))
        and any(re.fullmatch(r"[A-Z0-9*-]+(\.[A-Z0-9-]+)+", naam) for naam in _houders(certificaat))
    )


def _voor(paren: list[_Paar], aanleverpunt: str) -> list[_Paar]:
    """Those of this aanleverpunt, else those of a supplier; CERT-08 when there is neither."""
    eigen = [paar for paar in paren if aanleverpunt in _punten(paar.certificaat)]
    eigen = eigen or [paar for paar in paren if _is_van_leverancier(paar.certificaat)]
    if not eigen:
        bekend = [punt for paar in paren for punt in _punten(paar.certificaat)]
        # any other common name may be that of a person
        raise BronSyncFout("CERT-08", gevonden=bekend[0] if bekend else "een andere houder", aanleverpunt=aanleverpunt)
    return eigen


def _bruikbaar(paren: list[_Paar]) -> list[_Paar]:
    """Those whose purpose is that of a client (else CERT-12), signed as TLS takes it (else CERT-17)."""
    goed = [paar for paar in paren if _mag_aanmelden(paar.certificaat)]
    if not goed:
        raise BronSyncFout("CERT-12")
    goed = [
        paar for paar in goed if not any(isinstance(cert.signature_hash_algorithm, _VEROUDERD) for cert in _keten(paar))
    ]
    if not goed:
        raise BronSyncFout("CERT-17")
    return goed


def _keten(paar: _Paar) -> list[x509.Certificate]:
    """What is shown to the register. Its signatures are looked at here: how old they may be differs between releases of OpenSSL."""
    return [paar.certificaat, *_op_volgorde(paar.certificaat, paar.overige)]


def _mag_aanmelden(certificaat: x509.Certificate) -> bool:
    try:
        gebruik = certificaat.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool({ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(gebruik))


def _nieuwste(paren: list[_Paar], nu: datetime) -> _Paar:
    """Of the valid ones the newest; without any the one that is valid last, so that its reason is told (as `kies_certificaat`)."""
    geldig = [p for p in paren if p.certificaat.not_valid_before_utc <= nu <= p.certificaat.not_valid_after_utc]
    if geldig:
        return max(geldig, key=lambda p: (p.certificaat.not_valid_before_utc, p.certificaat.not_valid_after_utc))
    return max(paren, key=lambda p: p.certificaat.not_valid_after_utc)


def _op_volgorde(certificaat: x509.Certificate, keten: list[x509.Certificate]) -> list[x509.Certificate]:
    """The issuers from the leaf upwards, without the root: the order in the file means nothing, and two may have the same name."""
    over, boven, laatste = list(keten), [], certificaat
    while volgende := [ca for ca in over if ca.subject != ca.issuer and _gaf_uit(ca, laatste)]:
        laatste = max(volgende, key=lambda ca: ca.not_valid_after_utc)
        over.remove(laatste)
        boven.append(laatste)
    return boven


def _gaf_uit(uitgever: x509.Certificate, certificaat: x509.Certificate) -> bool:
    try:
        certificaat.verify_directly_issued_by(uitgever)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


class GeenGedeeldeSuite(ssl.SSLError):
    """The server refused before it chose a suite: it has none of ours. The alert is the same as of a refused certificate."""


class _Socket(ssl.SSLSocket):
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
    context.sslsocket_class = _Socket
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
            _load_from_memory(context, pem, wachtwoord)
        else:
            laad_uit_bestand(context, pem, wachtwoord)
    except ssl.SSLError:
        raise BronSyncFout("CERT-09") from None


def _load_from_memory(context: ssl.SSLContext, pem: bytes, wachtwoord: bytes) -> None:
    bestand = os.memfd_create("identiteit", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(bestand), "wb") as stream:
            stream.write(pem)
        context.load_cert_chain(f"/proc/self/fd/{bestand}", password=wachtwoord)
    finally:
        os.close(bestand)


def laad_uit_bestand(context: ssl.SSLContext, pem: bytes, wachtwoord: bytes) -> None:
    """The way of Windows and macOS: a file readable by the owner only, encrypted, gone after this call."""
    try:
        bestand, pad = tempfile.mkstemp(suffix=".pem")
        try:
            with os.fdopen(bestand, "wb") as stream:
                stream.write(pem)
            context.load_cert_chain(pad, password=wachtwoord)
        finally:
            remove(Path(pad))
    except ssl.SSLError:
        raise
    except OSError as fout:
        raise BronSyncFout(reason(fout)) from None
