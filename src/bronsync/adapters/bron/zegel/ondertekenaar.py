"""The signer of a message: which certificate its KeyInfo points at, and whether that certificate is to be trusted.

A message carries its certificate as token, inside KeyInfo, or only names it (serial number, key identifier, thumbprint); then it is looked
for among the tokens and the certificates that the caller knows. Nothing found here is proof: the signature proves which candidate signed.
Trust is X.509 (RFC 5280) narrowed to what a chain of PKIoverheid has: dates, names, signatures, the right to issue and how deep.
No revocation list: not done, as written down for TLS (RELIABILITY D6).
Knows nothing of digests and references. Sources: SOAP B, X.509 token profile 1.1 ch. 3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID
from lxml import etree

from bronsync.adapters.bron.zegel.wsse import DS, WSSE, WsseFout, bytes_van

MAX_KETEN: Final = 8
"""Certificates that one message may carry."""
_PKIPATH: Final = "#X509PKIPathv1"
_SEQUENCE: Final = 0x30
_ONLEESBAAR: Final = (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, ValueError)
"""What an extension that is not there, or that is spoilt, raises."""
_TEKEN_CERTIFICATEN: Final = (
    f"{{{WSSE}}}Embedded",
    f"{{{WSSE}}}KeyIdentifier",
    f"{{{WSSE}}}Reference",
    f"{{{DS}}}X509Data",
)

Kandidaat = tuple[x509.Certificate, etree._Element | None]
"""A certificate that may be the signer's, and the token that KeyInfo points at directly."""


def kandidaten(
    sleutelinfo: etree._Element,
    tokens: Sequence[etree._Element],
    vind: Callable[[str], etree._Element],
    bekend: Sequence[x509.Certificate],
) -> list[Kandidaat]:
    """The certificates that KeyInfo points at. `vind` gives the element of an id."""
    gevonden: list[Kandidaat] = []
    for reference in _references(sleutelinfo):
        if reference.tag == f"{{{WSSE}}}Reference":
            token = vind(reference.get("URI", "")[1:]) if reference.get("URI", "")[:1] == "#" else None
            if token is None or not any(token is een for een in tokens):
                raise WsseFout("token")
            gevonden += [(een, token) for een in laad(token)]
        elif reference.tag == f"{{{WSSE}}}Embedded" and len(reference) == 1:
            gevonden += [(een, None) for een in laad(reference[0])]
        else:
            bekenden = [*(een for token in tokens for een in laad(token)), *bekend]
            gevonden += [(een, None) for een in _genoemd(reference, bekenden)]
    if not gevonden:
        raise WsseFout("geen_certificaat")
    return gevonden[:MAX_KETEN]


def _references(sleutelinfo: etree._Element) -> list[etree._Element]:
    """What points at a certificate; a bare key or a name beside it is passed over."""
    delen = [
        deel[0] if deel.tag == f"{{{WSSE}}}SecurityTokenReference" and len(deel) == 1 else deel for deel in sleutelinfo
    ]
    references = [deel for deel in delen if deel.tag in _TEKEN_CERTIFICATEN]
    if not references:
        raise WsseFout("sleutelinfo")
    return references


def _genoemd(reference: etree._Element, bekenden: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """The certificates that a KeyIdentifier or X509Data holds, or that it names."""
    if reference.tag == f"{{{WSSE}}}KeyIdentifier":
        if reference.get("ValueType", "").endswith("#X509v3"):
            return laad(reference)
        merk = bytes_van(reference)
        return [een for een in bekenden if merk in _merken(een)]
    certificaten = [een for deel in reference.findall(f"{{{DS}}}X509Certificate") for een in laad(deel)]
    nummers = {(deel.text or "").strip() for deel in reference.iter(f"{{{DS}}}X509SerialNumber")}
    merken = [bytes_van(deel) for deel in reference.findall(f"{{{DS}}}X509SKI")]
    return certificaten + [
        een for een in bekenden if str(een.serial_number) in nummers or any(merk in _merken(een) for merk in merken)
    ]


def _merken(certificaat: x509.Certificate) -> list[bytes]:
    """By what a certificate is named: its SHA-1 thumbprint and its subject key identifier."""
    merken = [hashlib.sha1(certificaat.public_bytes(Encoding.DER), usedforsecurity=False).digest()]
    try:
        merken.append(certificaat.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest)
    except _ONLEESBAAR:
        return merken
    return merken


def laad(element: etree._Element) -> list[x509.Certificate]:
    """The certificate in a token, or those of a PKIPath."""
    data = bytes_van(element)
    stukken = _pkipath(data) if element.get("ValueType", "").endswith(_PKIPATH) else [data]
    try:
        certificaten = [x509.load_der_x509_certificate(stuk) for stuk in stukken]
        for een in certificaten:  # these are read when they are asked for, and one of them may be spoilt
            _ = een.subject, een.not_valid_before_utc, een.not_valid_after_utc, een.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        raise WsseFout("token") from None
    return certificaten


def _pkipath(data: bytes) -> list[bytes]:
    """The DER of each certificate in a SEQUENCE of them, from the issuer to the signer (X.509 PkiPath)."""
    plaats, einde = _der(data, 0)
    stukken: list[bytes] = []
    while plaats < einde and len(stukken) < MAX_KETEN:
        _, volgende = _der(data, plaats)
        stukken.append(data[plaats:volgende])
        plaats = volgende
    if not stukken or einde != len(data) or plaats != einde:
        raise WsseFout("token")
    return stukken


def _der(data: bytes, plaats: int) -> tuple[int, int]:
    """Where the content of a SEQUENCE begins and ends."""
    kop = data[plaats : plaats + 2]
    if len(kop) < 2 or kop[0] != _SEQUENCE:
        raise WsseFout("token")
    telt = kop[1] & 0x7F if kop[1] & 0x80 else 0
    lengte = int.from_bytes(data[plaats + 2 : plaats + 2 + telt]) if telt else kop[1]
    begin = plaats + 2 + telt
    return begin, begin + lengte


# --- trust --------------------------------------------------------------------------------------------------------------------------------


def controleer_certificaat(
    certificaat: x509.Certificate,
    roots: Sequence[x509.Certificate],
    moment: datetime,
    keten: Sequence[x509.Certificate] = (),
) -> None:
    """Valid at this moment, and one of these roots or issued by one, if need be by way of `keten`; every root given is trusted."""
    controleer_geldig(certificaat, moment)
    if certificaat not in roots and not _leidt_naar(certificaat, roots, moment, list(keten)):
        raise WsseFout("niet_vertrouwd")


def controleer_geldig(certificaat: x509.Certificate, moment: datetime) -> None:
    """The dates of a certificate."""
    if not certificaat.not_valid_before_utc <= moment <= certificaat.not_valid_after_utc:
        raise WsseFout("certificaat_ongeldig")


def _leidt_naar(
    certificaat: x509.Certificate,
    roots: Sequence[x509.Certificate],
    moment: datetime,
    over: list[x509.Certificate],
    onder: int = 0,
) -> bool:
    """Whether a chain leads to a root; `onder` counts the issuers below. Each certificate of `over` is tried once."""
    if any(_geeft_uit(root, moment, onder) and _uitgegeven_door(certificaat, root) for root in roots):
        return True
    for uitgever in list(over):
        if uitgever in over and _geeft_uit(uitgever, moment, onder) and _uitgegeven_door(certificaat, uitgever):
            over.remove(uitgever)
            if _leidt_naar(uitgever, roots, moment, over, onder + 1):
                return True
    return False


_BEGREPEN: Final = {
    ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.EXTENDED_KEY_USAGE, ExtensionOID.CERTIFICATE_POLICIES,
}  # fmt: skip


def _geeft_uit(uitgever: x509.Certificate, moment: datetime, onder: int) -> bool:
    """Whether it may issue others, with this many issuers below it; what is critical and not understood refuses (RFC 5280 4.2)."""
    if not uitgever.not_valid_before_utc <= moment <= uitgever.not_valid_after_utc:
        return False
    try:
        if any(deel.critical and deel.oid not in _BEGREPEN for deel in uitgever.extensions):
            return False
        recht = uitgever.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not recht.ca or (recht.path_length is not None and recht.path_length < onder):
            return False
        return uitgever.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound as ontbreekt:
        return ontbreekt.oid == x509.KeyUsage.oid  # key usage may be left out, the right to issue may not
    except _ONLEESBAAR:
        return False


def _uitgegeven_door(certificaat: x509.Certificate, uitgever: x509.Certificate) -> bool:
    if isinstance(certificaat.signature_hash_algorithm, hashes.SHA1 | hashes.MD5):
        return False
    try:
        certificaat.verify_directly_issued_by(uitgever)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
