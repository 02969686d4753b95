"""Checks a signature of WS-Security to the letter: what was signed, by which certificate, and for which time.

As the profile `edukoppeling` takes it the check is narrow on purpose: one signature, one token, exclusive c14n only, RSA with SHA-2, every
reference an element of this document with an id that occurs once. `ruim` also reads what other programs make within WS-Security 1.1: ECDSA
and PSS, inclusive c14n, no transform at all, one that has no effect, a token by way of its reference (STR-Transform). SHA-1, HMAC and
transforms that compute (XPath, XSLT) are refused in either: what they cover is not what one sees, or they prove nothing any more.
What was signed is told as elements and as the very bytes that were digested, so that nobody reads anything else.
Knows no addressing and no contract: which parts must be signed, and by whom, is for `edukoppeling` and `berichtcontrole` to say.
Sources: SOAP B, RELIABILITY C1 27, Digikoppeling WUS (WB002-WB010, SIGN001-SIGN004), XML Signature 1.1 ch. 4, WS-Security 1.1 ch. 8.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from bronsync.adapters.bron.zegel.ondertekenaar import Kandidaat, kandidaten
from bronsync.adapters.bron.zegel.wsse import (
    DS,
    EXC_C14N,
    GELDIG,
    RSA_SHA256,
    SHA256,
    SOAP11,
    SOAP12,
    WSSE,
    WSU,
    X509V3,
    WsseFout,
    bytes_van,
    canoniek,
)

_MEER: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_LATER: Final = "http://www.w3.org/2007/05/xmldsig-more#"
_RSA: Final[dict[str, hashes.HashAlgorithm]] = {
    RSA_SHA256: hashes.SHA256(),
    f"{_MEER}rsa-sha384": hashes.SHA384(),
    f"{_MEER}rsa-sha512": hashes.SHA512(),
}
_PSS: Final[dict[str, hashes.HashAlgorithm]] = {
    f"{_LATER}sha256-rsa-MGF1": hashes.SHA256(),
    f"{_LATER}sha384-rsa-MGF1": hashes.SHA384(),
    f"{_LATER}sha512-rsa-MGF1": hashes.SHA512(),
}
_ECDSA: Final[dict[str, hashes.HashAlgorithm]] = {
    f"{_MEER}ecdsa-sha256": hashes.SHA256(),
    f"{_MEER}ecdsa-sha384": hashes.SHA384(),
    f"{_MEER}ecdsa-sha512": hashes.SHA512(),
}
_DIGESTS: Final = {SHA256: "sha256", f"{_MEER}sha384": "sha384", "http://www.w3.org/2001/04/xmlenc#sha512": "sha512"}
_SHA1: Final = {f"{DS}sha1", f"{DS}rsa-sha1", f"{DS}dsa-sha1", f"{_MEER}ecdsa-sha1"}
_C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_INGESLOTEN: Final = f"{DS}enveloped-signature"
_STR: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"

MAX_VERWIJZINGEN: Final = 16
MIN_RSA_BITS: Final = 2048
MIN_EC_BITS: Final = 256


@dataclass(frozen=True, slots=True)
class Ondertekend:
    """What one signature proves."""

    certificaat: x509.Certificate
    token: etree._Element | None
    """The BinarySecurityToken that the signature points at; None when the certificate came another way."""
    kop: etree._Element
    beveiliging: etree._Element
    romp: etree._Element
    stempel: etree._Element | None
    delen: tuple[etree._Element, ...] = field(repr=False)
    romp_bytes: bytes = field(repr=False)
    """The body as it was digested; empty when it was not signed."""
    keten: tuple[x509.Certificate, ...] = field(repr=False)
    """The other certificates that came with it; they prove nothing by themselves."""

    def dekt(self, element: etree._Element) -> bool:
        """Whether this very element was digested."""
        return any(deel is element for deel in self.delen)


def controleer(root: etree._Element, bekend: Sequence[x509.Certificate] = (), *, ruim: bool = False) -> Ondertekend:
    """The one signature of an envelope, proved; WsseFout when anything is not as it should be.

    The document must be parsed without comments and with its processing instructions, so that what was signed is what is seen. `bekend`
    are certificates to look in when the message only names its own.
    """
    soap = etree.QName(root).namespace or ""
    if soap not in (SOAP11, SOAP12) or root.tag != f"{{{soap}}}Envelope":
        raise WsseFout("geen_envelop")
    if any(True for _ in root.iter(etree.ProcessingInstruction, etree.Entity)):
        raise WsseFout("instructie")  # SOAP 1.1 ch. 3 forbids them
    romp = _enige(root, f"{{{soap}}}Body", root)
    if f"{{{soap}}}Header" not in [kind.tag for kind in root]:
        raise WsseFout("geen_beveiliging")
    kop = _enige(root, f"{{{soap}}}Header", root)
    if next(root.iter(f"{{{WSSE}}}Security"), None) is None:
        raise WsseFout("geen_beveiliging")
    security = _enige(root, f"{{{WSSE}}}Security", kop)
    handtekeningen = security.findall(f"{{{DS}}}Signature")
    if not handtekeningen:
        raise WsseFout("geen_handtekening")
    if len(handtekeningen) > 1:
        raise WsseFout("dubbel", "Signature")
    info, waarde, sleutelinfo = _kinderen(handtekeningen[0], "SignedInfo", "SignatureValue", "KeyInfo")
    tokens = security.findall(f"{{{WSSE}}}BinarySecurityToken")
    stempels = security.findall(f"{{{WSU}}}Timestamp")
    if len(tokens) > 1 or len(stempels) > 1:
        raise WsseFout("dubbel", "BinarySecurityToken" if len(tokens) > 1 else "Timestamp")
    ids = _Ids(root)
    mogelijk = kandidaten(sleutelinfo, tokens, ids.vind, bekend)
    certificaat, token = _bewezen(mogelijk, info, waarde, ruim=ruim)
    reader = _Reader(ids, handtekeningen[0], certificaat, ruim)
    delen, romp_bytes = [], b""
    for verwijzing in info[2:]:
        deel, inhoud = reader.deel(verwijzing)
        delen.append(deel)
        if deel is romp:
            romp_bytes = inhoud
    stempel = stempels[0] if stempels else None
    keten = tuple(een for een, _ in mogelijk if een != certificaat)
    return Ondertekend(certificaat, token, kop, security, romp, stempel, tuple(delen), romp_bytes, keten)


def _enige(root: etree._Element, tag: str, ouder: etree._Element) -> etree._Element:
    """The only element of this name in the whole document, which must stand where it belongs."""
    gevonden = list(root.iter(tag))
    if len(gevonden) != 1 or gevonden[0].getparent() is not ouder:
        raise WsseFout("dubbel" if len(gevonden) > 1 else "ontbreekt", etree.QName(tag).localname)
    return gevonden[0]


def _kinderen(element: etree._Element, *namen: str) -> list[etree._Element]:
    if [kind.tag for kind in element] != [f"{{{DS}}}{naam}" for naam in namen]:
        raise WsseFout("vorm")
    return list(element)


class _Ids:
    """Each id with the elements that bear it, under whatever spelling of `id`: who is pointed at must be the only one."""

    def __init__(self, root: etree._Element) -> None:
        self._dragers: dict[str, list[etree._Element]] = {}
        for element in root.iter(etree.Element):
            for naam, waarde in element.attrib.items():
                if str(naam).rpartition("}")[2].lower() != "id":
                    continue
                dragers = self._dragers.setdefault(str(waarde), [])
                if not dragers or dragers[-1] is not element:  # one element may spell its id in two ways
                    dragers.append(element)

    def vind(self, waarde: str) -> etree._Element:
        """The element with this id; WsseFout when there is none, or more than one."""
        dragers = self._dragers.get(waarde, [])
        if len(dragers) != 1:
            raise WsseFout("dubbele_id" if dragers else "verwijzing")
        return dragers[0]


# --- the signature itself -----------------------------------------------------------------------------------------------------------------


def _bewezen(mogelijk: Sequence[Kandidaat], info: etree._Element, waarde: etree._Element, *, ruim: bool) -> Kandidaat:
    """The candidate whose key made the signature over SignedInfo."""
    if len(info) < 3 or len(info) > 2 + MAX_VERWIJZINGEN:
        raise WsseFout("verwijzing")
    _kinderen(info, "CanonicalizationMethod", "SignatureMethod", *["Reference"] * (len(info) - 2))
    method = info[1].get("Algorithm", "")
    if method in _SHA1:
        raise WsseFout("sha1")
    if len(info[1]) or method not in (_RSA if not ruim else _RSA | _PSS | _ECDSA):
        raise WsseFout("algoritme")
    inhoud, handtekening = _c14n(info, info[0], ruim=ruim), bytes_van(waarde)
    bruikbaar = [een for een in mogelijk if _sterk(een[0], method)]
    if not bruikbaar:
        raise WsseFout("sleutel")
    for een in bruikbaar:
        if _klopt(een[0], method, handtekening, inhoud):
            return een
    raise WsseFout("handtekening")


def _sterk(certificaat: x509.Certificate, method: str) -> bool:
    """Whether the key is of the kind that the method needs, and long enough."""
    try:
        sleutel = certificaat.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return False
    if method in _ECDSA:
        return isinstance(sleutel, ec.EllipticCurvePublicKey) and sleutel.key_size >= MIN_EC_BITS
    return isinstance(sleutel, rsa.RSAPublicKey) and sleutel.key_size >= MIN_RSA_BITS


def _klopt(certificaat: x509.Certificate, method: str, handtekening: bytes, inhoud: bytes) -> bool:
    sleutel = certificaat.public_key()
    try:
        if isinstance(sleutel, ec.EllipticCurvePublicKey):
            helft = (sleutel.key_size + 7) // 8
            if len(handtekening) != 2 * helft:
                return False
            delen = int.from_bytes(handtekening[:helft]), int.from_bytes(handtekening[helft:])
            sleutel.verify(encode_dss_signature(*delen), inhoud, ec.ECDSA(_ECDSA[method]))
        elif isinstance(sleutel, rsa.RSAPublicKey) and method in _PSS:
            soort = _PSS[method]
            sleutel.verify(handtekening, inhoud, padding.PSS(padding.MGF1(soort), soort.digest_size), soort)
        elif isinstance(sleutel, rsa.RSAPublicKey):
            sleutel.verify(handtekening, inhoud, padding.PKCS1v15(), _RSA[method])
    except InvalidSignature:
        return False
    return True


def _c14n(element: etree._Element, method: etree._Element, *, ruim: bool) -> bytes:
    """The bytes of an element by a method of c14n: the exclusive one with its prefixes, or `ruim` the inclusive one."""
    naam = method.get("Algorithm")
    if naam == _C14N and ruim and not len(method):
        return _ingesloten(element)
    if naam != EXC_C14N or len(method) > 1:
        raise WsseFout("algoritme")
    if not len(method):
        return canoniek(element)
    if method[0].tag != f"{{{EXC_C14N}}}InclusiveNamespaces":
        raise WsseFout("algoritme")
    return canoniek(element, method[0].get("PrefixList", "").split()[:64])


def _ingesloten(element: etree._Element) -> bytes:
    """Inclusive c14n. lxml passes over what it inherits from above in the namespace of xml (`xml:lang`): refused, seldom as that is."""
    if any(str(naam).startswith(_XML) for boven in element.iterancestors() for naam in boven.attrib):
        raise WsseFout("algoritme")
    return canoniek(element, exclusief=False)


# --- what it points at --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the references of one signature."""

    ids: _Ids
    handtekening: etree._Element
    certificaat: x509.Certificate
    ruim: bool

    def deel(self, verwijzing: etree._Element) -> tuple[etree._Element, bytes]:
        """The element of a reference and the bytes that were digested, which must be the signed ones."""
        *omvormingen, method, waarde = verwijzing
        _kinderen(verwijzing, *["Transforms"] * bool(omvormingen or not self.ruim), "DigestMethod", "DigestValue")
        adres = verwijzing.get("URI", "")
        if not adres.startswith("#"):
            raise WsseFout("verwijzing")
        element = self.ids.vind(adres[1:])
        if method.get("Algorithm") in _SHA1:
            raise WsseFout("sha1")
        digest = _DIGESTS.get(method.get("Algorithm", ""))
        if digest is None or len(method):
            raise WsseFout("algoritme")
        deel, inhoud = self._omgevormd(element, list(omvormingen[0]) if omvormingen else [])
        if not hmac.compare_digest(hashlib.new(digest, inhoud).digest(), bytes_van(waarde)):
            raise WsseFout("gewijzigd", bekende_naam(deel))
        return deel, inhoud

    def _omgevormd(self, element: etree._Element, stappen: list[etree._Element]) -> tuple[etree._Element, bytes]:
        """The element that the transforms leave, and its bytes."""
        if any(stap.tag != f"{{{DS}}}Transform" for stap in stappen):
            raise WsseFout("vorm")
        if self.ruim and stappen and stappen[0].get("Algorithm") == _INGESLOTEN:
            if len(stappen[0]) or any(boven is element for boven in self.handtekening.iterancestors()):
                raise WsseFout("vorm")  # it takes the signature out of what it stands in: of no effect anywhere else
            stappen = stappen[1:]
        if self.ruim and not stappen:
            return element, _ingesloten(
                element
            )  # XML Signature 4.4.3.2: what is no bytes yet becomes so by inclusive c14n
        if len(stappen) != 1:
            raise WsseFout("vorm")
        if self.ruim and stappen[0].get("Algorithm") == _STR:
            return self._token_van(element, stappen[0])
        return element, _c14n(element, stappen[0], ruim=self.ruim)

    def _token_van(self, verwijst: etree._Element, stap: etree._Element) -> tuple[etree._Element, bytes]:
        """The token that a SecurityTokenReference points at, in its place (WS-Security 1.1, 8.3)."""
        methods = stap.findall(f"{{{WSSE}}}TransformationParameters/{{{DS}}}CanonicalizationMethod")
        if verwijst.tag != f"{{{WSSE}}}SecurityTokenReference" or len(verwijst) != 1 or len(methods) != 1:
            raise WsseFout("vorm")
        if verwijst[0].tag == f"{{{WSSE}}}Reference" and verwijst[0].get("URI", "").startswith("#"):
            token = self.ids.vind(verwijst[0].get("URI", "")[1:])
            return token, _met_lege_naamruimte(_c14n(token, methods[0], ruim=True))
        # it only names its certificate: a token is made of that, as WSS4J does
        los = etree.Element(f"{{{WSSE}}}BinarySecurityToken", {"ValueType": X509V3}, nsmap={verwijst.prefix: WSSE})
        los.text = base64.b64encode(self.certificaat.public_bytes(Encoding.DER)).decode("ascii")
        return verwijst, _met_lege_naamruimte(_c14n(los, methods[0], ruim=True))


def _met_lege_naamruimte(inhoud: bytes) -> bytes:
    """With a default namespace on the first element, an empty one when it has none (WS-Security 1.1, 8.3)."""
    naam, spatie, over = inhoud.partition(b" ")
    if re.match(rb"[^>]*\bxmlns=", over):
        return inhoud
    return naam + b' xmlns=""' + spatie + over


_BEKEND: Final = {
    "Body", "Timestamp", "BinarySecurityToken", "SignatureConfirmation", "SecurityTokenReference", "UsernameToken",
    "To", "From", "Action", "MessageID", "RelatesTo", "ReplyTo", "FaultTo",
}  # fmt: skip


def bekende_naam(element: etree._Element) -> str:
    """The local name of a part that every message may have; empty for any other, whose name may say anything."""
    naam = etree.QName(element).localname
    return naam if naam in _BEKEND else ""


# --- the timestamp ------------------------------------------------------------------------------------------------------------------------


def tijdvak(stempel: etree._Element) -> tuple[datetime, datetime]:
    """From when until when the timestamp says that the message is good; five minutes when it names no end, as WSS4J does."""
    van = _moment(stempel, "Created")
    if stempel.find(f"{{{WSU}}}Expires") is None:
        return van, van + GELDIG
    return van, _moment(stempel, "Expires")


def controleer_tijd(stempel: etree._Element, moment: datetime, speling: timedelta) -> None:
    """The moment lies between Created and Expires, give or take the difference that two clocks may have."""
    van, tot = tijdvak(stempel)
    if not van - speling <= moment <= tot + speling:
        raise WsseFout("tijd")


def _moment(stempel: etree._Element, naam: str) -> datetime:
    """A time with its zone, of this age: anything else is no time to reckon with."""
    gevonden = stempel.findall(f"{{{WSU}}}{naam}")
    try:
        moment = datetime.fromisoformat((gevonden[0].text or "").strip()) if len(gevonden) == 1 else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1970 <= moment.year <= 9000:
        raise WsseFout("tijdstempel")
    return moment.astimezone(UTC)
