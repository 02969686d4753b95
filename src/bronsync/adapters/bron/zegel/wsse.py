"""Signatures of WS-Security: the names, and signing the parts of a SOAP envelope.

Own code over lxml and cryptography: measured to agree with xmlsec1 and WSS4J, and without another binary dependency (SOAP 0 and B).
Knows no addressing and no contract: which parts are signed is for `edukoppeling` to say; checking is in `wsse_controle`.
Sources: SOAP B, Digikoppeling WUS (WB002-WB010, SIGN001-SIGN004).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

SOAP11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12: Final = "http://www.w3.org/2003/05/soap-envelope"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
EXC_C14N: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_OASIS: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE: Final = _OASIS + "wssecurity-secext-1.0.xsd"
WSU: Final = _OASIS + "wssecurity-utility-1.0.xsd"
BASE64: Final = _OASIS + "soap-message-security-1.0#Base64Binary"
X509V3: Final = _OASIS + "x509-token-profile-1.0#X509v3"
RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"

GELDIG: Final = timedelta(minutes=5)
"""Life of a timestamp of ours; DUO's services give 300 s too (SOAP B)."""

WSU_ID: Final = f"{{{WSU}}}Id"


class WsseFout(Exception):
    """Not signed as it should be; `reden` is a word and `deel` the local name of a known part, never a text of the message."""

    def __init__(self, reden: str, deel: str = "") -> None:
        super().__init__(f"{reden} {deel}".strip())
        self.reden = reden
        self.deel = deel


def canoniek(element: etree._Element, prefixen: Sequence[str] = (), *, exclusief: bool = True) -> bytes:
    """C14n without comments, in the place where the element stands: exclusive, or inclusive."""
    lijst = list(prefixen) or None
    try:
        return etree.tostring(
            element, method="c14n", exclusive=exclusief, with_comments=False, inclusive_ns_prefixes=lijst
        )
    except etree.C14NError:  # a namespace that is no absolute address
        raise WsseFout("vorm") from None


def bytes_van(element: etree._Element) -> bytes:
    """What an element holds in base64, lines and all."""
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise WsseFout("vorm") from None


# --- signing ------------------------------------------------------------------------------------------------------------------------------


def onderteken(
    kop: etree._Element,
    delen: Iterable[etree._Element],
    sleutel: rsa.RSAPrivateKey,
    certificaat: x509.Certificate,
    nu: datetime,
) -> None:
    """Adds Security to the header: timestamp, token, and a signature over these two and `delen`. Nothing may be changed afterwards."""
    security = etree.SubElement(kop, f"{{{WSSE}}}Security", nsmap={"wsse": WSSE, "wsu": WSU})
    security.set(f"{{{etree.QName(kop).namespace}}}mustUnderstand", "1")
    stempel = etree.SubElement(security, f"{{{WSU}}}Timestamp")
    for naam, moment in (("Created", nu), ("Expires", nu + GELDIG)):
        etree.SubElement(stempel, f"{{{WSU}}}{naam}").text = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    token = etree.SubElement(
        security, f"{{{WSSE}}}BinarySecurityToken", {"EncodingType": BASE64, "ValueType": X509V3}, nsmap=None
    )
    token.text = base64.b64encode(certificaat.public_bytes(Encoding.DER)).decode("ascii")
    handtekening = etree.SubElement(security, f"{{{DS}}}Signature", nsmap={"ds": DS})
    info = _ds(handtekening, "SignedInfo")
    _ds(info, "CanonicalizationMethod", EXC_C14N)
    _ds(info, "SignatureMethod", RSA_SHA256)
    for deel in (stempel, token, *delen):
        naam = f"id-{etree.QName(deel).localname}"
        deel.set(WSU_ID, naam)
        verwijzing = _ds(info, "Reference")
        verwijzing.set("URI", f"#{naam}")
        _ds(_ds(verwijzing, "Transforms"), "Transform", EXC_C14N)
        _ds(verwijzing, "DigestMethod", SHA256)
        _ds(verwijzing, "DigestValue").text = base64.b64encode(hashlib.sha256(canoniek(deel)).digest()).decode("ascii")
    waarde = sleutel.sign(canoniek(info), padding.PKCS1v15(), hashes.SHA256())
    _ds(handtekening, "SignatureValue").text = base64.b64encode(waarde).decode("ascii")
    sleutelinfo = etree.SubElement(_ds(handtekening, "KeyInfo"), f"{{{WSSE}}}SecurityTokenReference")
    etree.SubElement(
        sleutelinfo, f"{{{WSSE}}}Reference", {"URI": "#id-BinarySecurityToken", "ValueType": X509V3}, nsmap=None
    )


def _ds(onder: etree._Element, naam: str, algoritme: str = "") -> etree._Element:
    element = etree.SubElement(onder, f"{{{DS}}}{naam}")
    if algoritme:
        element.set("Algorithm", algoritme)
    return element
