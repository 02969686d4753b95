"""Signatures of WS-Security: signs the parts of a SOAP envelope, and checks a signature to the letter.

Own code over lxml and cryptography: measured to agree with xmlsec1 and WSS4J, and without another binary dependency (SOAP 0 and B). The
check is narrow on purpose: one signature, one token, exclusive c14n only, RSA with SHA-2, every reference an element of this document with
an id that occurs once. What was signed is told as elements and as the very bytes that were digested, so that nobody reads anything else.
Knows no addressing and no contract: which parts must be signed, and by whom, is for `edukoppeling` and `berichtcontrole` to say.
Sources: SOAP B, RELIABILITY C1 27, Digikoppeling WUS (WB002-WB010, SIGN001-SIGN004).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
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

_HANDTEKENINGEN: Final[dict[str, hashes.HashAlgorithm]] = {
    RSA_SHA256: hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
}
_DIGESTS: Final = {
    SHA256: "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
MAX_VERWIJZINGEN: Final = 16
MAX_TOKEN: Final = 64 * 1024
MIN_RSA_BITS: Final = 2048
GELDIG: Final = timedelta(minutes=5)
"""Life of a timestamp of ours; DUO's services give 300 s too (SOAP B)."""

WSU_ID: Final = f"{{{WSU}}}Id"
_ID_ATTRIBUTEN: Final = (WSU_ID, "Id", "{http://www.w3.org/XML/1998/namespace}id")


class WsseFout(Exception):
    """Not signed as it should be; `reden` is a word and `deel` the local name of a known part, never a text of the message."""

    def __init__(self, reden: str, deel: str = "") -> None:
        super().__init__(f"{reden} {deel}".strip())
        self.reden = reden
        self.deel = deel


def canoniek(element: etree._Element, prefixen: Sequence[str] = ()) -> bytes:
    """Exclusive c14n without comments, in the place where the element stands."""
    return etree.tostring(
        element, method="c14n", exclusive=True, with_comments=False, inclusive_ns_prefixes=list(prefixen) or None
    )


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


# --- checking -----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ondertekend:
    """What one signature proves."""

    certificaat: x509.Certificate
    token: etree._Element | None
    """The BinarySecurityToken that the signature points at; None when the certificate came another way."""
    kop: etree._Element
    romp: etree._Element
    stempel: etree._Element | None
    delen: tuple[etree._Element, ...] = field(repr=False)
    romp_bytes: bytes = field(repr=False)
    """The body as it was digested; empty when it was not signed."""

    def dekt(self, element: etree._Element) -> bool:
        """Whether this very element was digested."""
        return any(deel is element for deel in self.delen)


def controleer(wortel: etree._Element, bekend: Sequence[x509.Certificate] = ()) -> Ondertekend:
    """The one signature of an envelope, proved; WsseFout when anything is not as it should be.

    The document must be parsed without comments and with its processing instructions, so that what was signed is what is seen. `bekend`
    are certificates to look in when the message only names its own.
    """
    soap = etree.QName(wortel).namespace or ""
    if soap not in (SOAP11, SOAP12) or wortel.tag != f"{{{soap}}}Envelope":
        raise WsseFout("geen_envelop")
    if any(True for _ in wortel.iter(etree.ProcessingInstruction, etree.Entity)):
        raise WsseFout("instructie")  # SOAP 1.1 ch. 3 forbids them
    romp = _enige(wortel, f"{{{soap}}}Body", wortel)
    if f"{{{soap}}}Header" not in [kind.tag for kind in wortel]:
        raise WsseFout("geen_beveiliging")
    kop = _enige(wortel, f"{{{soap}}}Header", wortel)
    if next(wortel.iter(f"{{{WSSE}}}Security"), None) is None:
        raise WsseFout("geen_beveiliging")
    security = _enige(wortel, f"{{{WSSE}}}Security", kop)
    handtekeningen = security.findall(f"{{{DS}}}Signature")
    if not handtekeningen:
        raise WsseFout("geen_handtekening")
    if len(handtekeningen) > 1:
        raise WsseFout("dubbel", "Signature")
    info, waarde, sleutelinfo = _kinderen(handtekeningen[0], "SignedInfo", "SignatureValue", "KeyInfo")
    ids = _ids(wortel)
    tokens = security.findall(f"{{{WSSE}}}BinarySecurityToken")
    stempels = security.findall(f"{{{WSU}}}Timestamp")
    if len(tokens) > 1 or len(stempels) > 1:
        raise WsseFout("dubbel", "BinarySecurityToken" if len(tokens) > 1 else "Timestamp")
    certificaat, token = _certificaat(sleutelinfo, tokens, ids, bekend)
    _proef(certificaat, info, waarde)
    delen, romp_bytes = [], b""
    for verwijzing in info[2:]:
        deel, inhoud = _deel(verwijzing, ids)
        delen.append(deel)
        if deel is romp:
            romp_bytes = inhoud
    stempel = stempels[0] if stempels else None
    return Ondertekend(certificaat, token, kop, romp, stempel, tuple(delen), romp_bytes)


def _enige(wortel: etree._Element, tag: str, ouder: etree._Element) -> etree._Element:
    """The only element of this name in the whole document, which must stand where it belongs."""
    gevonden = list(wortel.iter(tag))
    if len(gevonden) != 1 or gevonden[0].getparent() is not ouder:
        raise WsseFout("dubbel" if len(gevonden) > 1 else "ontbreekt", etree.QName(tag).localname)
    return gevonden[0]


def _kinderen(element: etree._Element, *namen: str) -> list[etree._Element]:
    if [kind.tag for kind in element] != [f"{{{DS}}}{naam}" for naam in namen]:
        raise WsseFout("vorm")
    return list(element)


def _ids(wortel: etree._Element) -> dict[str, etree._Element]:
    """Each id with its element; the same one twice is an attack."""
    ids: dict[str, etree._Element] = {}
    for element in wortel.iter(etree.Element):
        for attribuut in _ID_ATTRIBUTEN:
            waarde = element.get(attribuut)
            if waarde is None:
                continue
            if waarde in ids:
                raise WsseFout("dubbele_id")
            ids[waarde] = element
    return ids


def _proef(certificaat: x509.Certificate, info: etree._Element, waarde: etree._Element) -> None:
    """The signature over SignedInfo, with the key of the certificate."""
    if len(info) < 3 or len(info) > 2 + MAX_VERWIJZINGEN:
        raise WsseFout("verwijzing")
    _kinderen(info, "CanonicalizationMethod", "SignatureMethod", *["Reference"] * (len(info) - 2))
    algoritme = _HANDTEKENINGEN.get(info[1].get("Algorithm", ""))
    if algoritme is None or len(info[1]):
        raise WsseFout("algoritme")
    sleutel = certificaat.public_key()
    if not isinstance(sleutel, rsa.RSAPublicKey) or sleutel.key_size < MIN_RSA_BITS:
        raise WsseFout("sleutel")
    try:
        sleutel.verify(_base64(waarde), canoniek(info, _prefixen(info[0])), padding.PKCS1v15(), algoritme)
    except InvalidSignature:
        raise WsseFout("handtekening") from None


def _prefixen(methode: etree._Element) -> list[str]:
    """The prefixes of an exclusive c14n method; any other algorithm is refused."""
    if methode.get("Algorithm") != EXC_C14N or len(methode) > 1:
        raise WsseFout("algoritme")
    if not len(methode):
        return []
    if methode[0].tag != f"{{{EXC_C14N}}}InclusiveNamespaces":
        raise WsseFout("algoritme")
    return methode[0].get("PrefixList", "").split()[:64]


def _deel(verwijzing: etree._Element, ids: dict[str, etree._Element]) -> tuple[etree._Element, bytes]:
    """The element of a reference and the bytes that were digested, which must be the signed ones."""
    omvormingen, methode, waarde = _kinderen(verwijzing, "Transforms", "DigestMethod", "DigestValue")
    (omvorming,) = _kinderen(omvormingen, "Transform")
    adres = verwijzing.get("URI", "")
    element = ids.get(adres[1:]) if adres.startswith("#") else None
    if element is None:
        raise WsseFout("verwijzing")
    digest = _DIGESTS.get(methode.get("Algorithm", ""))
    if digest is None or len(methode):
        raise WsseFout("algoritme")
    inhoud = canoniek(element, _prefixen(omvorming))
    if not hmac.compare_digest(hashlib.new(digest, inhoud).digest(), _base64(waarde)):
        raise WsseFout("gewijzigd", bekende_naam(element))
    return element, inhoud


_BEKEND: Final = {
    "Body", "Timestamp", "BinarySecurityToken", "To", "From", "Action", "MessageID", "RelatesTo", "ReplyTo", "FaultTo",
}  # fmt: skip


def bekende_naam(element: etree._Element) -> str:
    """The local name of a part that every message may have; empty for any other, whose name may say anything."""
    naam = etree.QName(element).localname
    return naam if naam in _BEKEND else ""


def _base64(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise WsseFout("vorm") from None


# --- the certificate ----------------------------------------------------------------------------------------------------------------------


def _certificaat(
    sleutelinfo: etree._Element,
    tokens: list[etree._Element],
    ids: dict[str, etree._Element],
    bekend: Sequence[x509.Certificate],
) -> tuple[x509.Certificate, etree._Element | None]:
    """The certificate that KeyInfo points at: the token by direct reference, or inside KeyInfo, or named and looked up."""
    if len(sleutelinfo) != 1:
        raise WsseFout("vorm")
    wijzer = sleutelinfo[0]
    if wijzer.tag == f"{{{WSSE}}}SecurityTokenReference":
        if len(wijzer) != 1:
            raise WsseFout("vorm")
        wijzer = wijzer[0]
    if wijzer.tag == f"{{{WSSE}}}Reference":
        token = ids.get(wijzer.get("URI", "")[1:])
        if wijzer.get("URI", "")[:1] != "#" or token is None or not any(token is een for een in tokens):
            raise WsseFout("token")
        return _laad(token), token
    if wijzer.tag == f"{{{WSSE}}}Embedded" and len(wijzer) == 1:
        return _laad(wijzer[0]), None
    kandidaten = [*map(_laad, tokens), *bekend]
    if wijzer.tag == f"{{{DS}}}X509Data":
        return _uit_x509data(wijzer, kandidaten), None
    if wijzer.tag == f"{{{WSSE}}}KeyIdentifier":
        if wijzer.get("ValueType", "") == X509V3:
            return _laad(wijzer), None
        return _gezocht(_base64(wijzer), kandidaten), None
    raise WsseFout("token")


def _uit_x509data(data: etree._Element, kandidaten: list[x509.Certificate]) -> x509.Certificate:
    certificaten = data.findall(f"{{{DS}}}X509Certificate")
    if len(certificaten) == 1:
        return _laad(certificaten[0])
    nummer = data.findtext(f"{{{DS}}}X509IssuerSerial/{{{DS}}}X509SerialNumber", "").strip()
    gevonden = [een for een in kandidaten if str(een.serial_number) == nummer]
    if certificaten or not gevonden:
        raise WsseFout("token" if certificaten else "geen_certificaat")
    return gevonden[0]


def _gezocht(merk: bytes, kandidaten: list[x509.Certificate]) -> x509.Certificate:
    """By subject key identifier or by SHA-1 thumbprint: it only finds the key, the signature proves it."""
    for een in kandidaten:
        if hashlib.sha1(een.public_bytes(Encoding.DER), usedforsecurity=False).digest() == merk:
            return een
        try:
            if een.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest == merk:
                return een
        except (x509.ExtensionNotFound, ValueError):
            continue
    raise WsseFout("geen_certificaat")


def _laad(element: etree._Element) -> x509.Certificate:
    data = _base64(element)
    if len(data) > MAX_TOKEN or element.get("ValueType", X509V3) != X509V3:
        raise WsseFout("token")
    try:
        return x509.load_der_x509_certificate(data)
    except (ValueError, UnsupportedAlgorithm):
        raise WsseFout("token") from None


def controleer_certificaat(
    certificaat: x509.Certificate, wortels: Sequence[x509.Certificate], moment: datetime
) -> None:
    """Valid at this moment, and issued by one of these roots or one of them itself; every certificate given is trusted.

    No revocation list: not done, as written down for TLS (RELIABILITY D6).
    """
    controleer_geldig(certificaat, moment)
    if certificaat in wortels:
        return
    for wortel in wortels:
        if _geeft_uit(wortel, moment) and _uitgegeven_door(certificaat, wortel):
            return
    raise WsseFout("niet_vertrouwd")


def controleer_geldig(certificaat: x509.Certificate, moment: datetime) -> None:
    """The dates of a certificate."""
    if not certificaat.not_valid_before_utc <= moment <= certificaat.not_valid_after_utc:
        raise WsseFout("certificaat_ongeldig")


def _geeft_uit(wortel: x509.Certificate, moment: datetime) -> bool:
    if not wortel.not_valid_before_utc <= moment <= wortel.not_valid_after_utc:
        return False
    try:
        if not wortel.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        return wortel.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound as ontbreekt:
        return ontbreekt.oid == x509.KeyUsage.oid  # key usage may be left out, the right to issue may not
    except ValueError:
        return False


def _uitgegeven_door(certificaat: x509.Certificate, wortel: x509.Certificate) -> bool:
    if isinstance(certificaat.signature_hash_algorithm, hashes.SHA1 | hashes.MD5):
        return False
    try:
        certificaat.verify_directly_issued_by(wortel)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


# --- the timestamp ------------------------------------------------------------------------------------------------------------------------


def tijdvak(stempel: etree._Element) -> tuple[datetime, datetime]:
    """From when until when the timestamp says that the message is good."""
    van, tot = (_moment(stempel, naam) for naam in ("Created", "Expires"))
    return van, tot


def controleer_tijd(stempel: etree._Element, moment: datetime, speling: timedelta) -> None:
    """The moment lies between Created and Expires, give or take the difference that two clocks may have."""
    van, tot = tijdvak(stempel)
    if not van - speling <= moment <= tot + speling:
        raise WsseFout("tijd")


def _moment(stempel: etree._Element, naam: str) -> datetime:
    gevonden = stempel.findall(f"{{{WSU}}}{naam}")
    try:
        moment = datetime.fromisoformat((gevonden[0].text or "").strip()) if len(gevonden) == 1 else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise WsseFout("tijdstempel")
    return moment.astimezone(UTC)
