"""Signatures of WS-Security as the register checks and makes them: its own code, written from the specifications.

XML Signature 1.1 ch. 3, WS-Security 1.0 (X.509 token profile), narrowed to Digikoppeling WUS: timestamp and token in one Security header,
detached references by `wsu:Id`, exclusive c14n, RSA with SHA-256 (or 384, 512). Refuses by `Onecht`, whose text is one word.
What it does not know: WS-Addressing, the register, who may sign; that is `edukoppeling`.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from bron_simulator.berichten import SOAP

OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
NAMEN = {
    "s": SOAP,
    "o": f"{OASIS}wssecurity-secext-1.0.xsd",
    "u": f"{OASIS}wssecurity-utility-1.0.xsd",
    "d": "http://www.w3.org/2000/09/xmldsig#",
    "c": "http://www.w3.org/2001/10/xml-exc-c14n#",
    "a": "http://www.w3.org/2005/08/addressing",
}
TOKENSOORT = f"{OASIS}x509-token-profile-1.0#X509v3"
CODERING = f"{OASIS}soap-message-security-1.0#Base64Binary"
SHA_VAN = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
RSA_VAN: dict[str, hashes.SHA256 | hashes.SHA384 | hashes.SHA512] = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
}
LEVEN = timedelta(minutes=5)
MEESTE = 16


class Onecht(Exception):
    """The message does not prove what it should; the text is a word of ours."""


def naam(verkort: str) -> str:
    """`o:Security` to the tag with its namespace."""
    voor, _, kaal = verkort.partition(":")
    return f"{{{NAMEN[voor]}}}{kaal}"


def c14n(element: etree._Element, voorvoegsels: list[str] | None = None) -> bytes:
    try:
        return bytes(
            etree.tostring(
                element, method="c14n", exclusive=True, with_comments=False, inclusive_ns_prefixes=voorvoegsels or None
            )
        )
    except etree.C14NError:
        raise Onecht("c14n") from None


def een(onder: etree._Element, verkort: str) -> etree._Element:
    """The one child of this name."""
    kinderen = onder.findall(naam(verkort))
    if len(kinderen) != 1:
        raise Onecht(f"{len(kinderen)}x_{verkort.partition(':')[2]}")
    return kinderen[0]


# ---------------------------------------------------------------- checking


@dataclass(frozen=True, slots=True)
class Bewijs:
    """Who signed, which elements, and when the message is good."""

    certificaat: x509.Certificate
    getekend: dict[int, etree._Element]
    van: datetime
    tot: datetime

    def heeft(self, element: etree._Element) -> bool:
        """By position in the document: an element with the same name elsewhere does not count."""
        return any(ander is element for ander in self.getekend.values())


def onderzoek(envelop: etree._Element) -> Bewijs:
    """The signature of a request; raises Onecht. Timestamp, token and body are among what must be signed."""
    if [k.tag for k in envelop] != [naam("s:Header"), naam("s:Body")]:
        raise Onecht("envelop")
    for verkort in ("s:Header", "s:Body", "o:Security", "o:BinarySecurityToken", "u:Timestamp"):
        if sum(1 for _ in envelop.iter(naam(verkort))) != 1:
            raise Onecht(f"niet_een_{verkort.partition(':')[2]}")
    vault = een(een(envelop, "s:Header"), "o:Security")
    token, tijd, handtekening = (
        een(vault, "o:BinarySecurityToken"),
        een(vault, "u:Timestamp"),
        een(vault, "d:Signature"),
    )
    kenmerken = _kenmerken(envelop)
    info = een(handtekening, "d:SignedInfo")
    _wijst_naar(een(handtekening, "d:KeyInfo"), token)
    certificaat = _certificaat(token)
    _handtekening_klopt(certificaat, info, een(handtekening, "d:SignatureValue"))
    getekend = {i: _deel_klopt(v, kenmerken) for i, v in enumerate(info.findall(naam("d:Reference")))}
    bewijs = Bewijs(certificaat, getekend, _moment(tijd, "u:Created"), _moment(tijd, "u:Expires"))
    for deel in (tijd, token, een(envelop, "s:Body")):
        if not bewijs.heeft(deel):
            raise Onecht("niet_getekend")
    return bewijs


def _kenmerken(envelop: etree._Element) -> dict[str, etree._Element]:
    """`wsu:Id` to element. Any second bearer of the same value, under whatever spelling of id, makes the message refused."""
    gevonden: dict[str, etree._Element] = {}
    gezien: set[str] = set()
    for e in envelop.iter(etree.Element):
        for sleutel, waarde in e.attrib.items():
            if etree.QName(sleutel).localname.lower() != "id":
                continue
            if str(waarde) in gezien:
                raise Onecht("kenmerk_dubbel")
            gezien.add(str(waarde))
            if sleutel == naam("u:Id"):
                gevonden[str(waarde)] = e
    return gevonden


def _wijst_naar(sleutelinfo: etree._Element, token: etree._Element) -> None:
    reference = een(een(sleutelinfo, "o:SecurityTokenReference"), "o:Reference")
    kenmerk = token.get(naam("u:Id"))
    if not kenmerk or reference.get("URI") != f"#{kenmerk}":
        raise Onecht("token_elders")


def _certificaat(token: etree._Element) -> x509.Certificate:
    if token.get("ValueType") != TOKENSOORT or token.get("EncodingType") != CODERING:
        raise Onecht("tokensoort")
    try:
        return x509.load_der_x509_certificate(_bytes(token))
    except (ValueError, x509.InvalidVersion):
        raise Onecht("token") from None


def _handtekening_klopt(certificaat: x509.Certificate, info: etree._Element, waarde: etree._Element) -> None:
    soort = RSA_VAN.get(een(info, "d:SignatureMethod").get("Algorithm", ""))
    sleutel = certificaat.public_key()
    if soort is None or not isinstance(sleutel, rsa.RSAPublicKey) or sleutel.key_size < 2048:
        raise Onecht("algoritme")
    inhoud = c14n(info, _voorvoegsels(een(info, "d:CanonicalizationMethod")))
    try:
        sleutel.verify(_bytes(waarde), inhoud, padding.PKCS1v15(), soort)
    except InvalidSignature:
        raise Onecht("handtekening") from None
    if not 0 < len(info.findall(naam("d:Reference"))) <= MEESTE or len(info) > MEESTE + 2:
        raise Onecht("verwijzingen")


def _deel_klopt(verwijzing: etree._Element, kenmerken: dict[str, etree._Element]) -> etree._Element:
    doel = kenmerken.get((verwijzing.get("URI") or "").removeprefix("#"))
    if doel is None or not (verwijzing.get("URI") or "").startswith("#"):
        raise Onecht("verwijzing")
    stappen = een(verwijzing, "d:Transforms")
    if len(stappen) != 1:
        raise Onecht("algoritme")
    soort = SHA_VAN.get(een(verwijzing, "d:DigestMethod").get("Algorithm", ""))
    if soort is None:
        raise Onecht("algoritme")
    som = hashlib.new(soort, c14n(doel, _voorvoegsels(een(stappen, "d:Transform")))).digest()
    if som != _bytes(een(verwijzing, "d:DigestValue")):
        raise Onecht("deel_veranderd")
    return doel


def _voorvoegsels(method: etree._Element) -> list[str]:
    """Only exclusive c14n; its PrefixList."""
    if method.get("Algorithm") != NAMEN["c"]:
        raise Onecht("algoritme")
    if any(k.tag != naam("c:InclusiveNamespaces") for k in method):
        raise Onecht("algoritme")
    return [p for k in method for p in k.get("PrefixList", "").split()]


def _bytes(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except ValueError:
        raise Onecht("geen_base64") from None


def _moment(tijd: etree._Element, verkort: str) -> datetime:
    try:
        moment = datetime.fromisoformat(een(tijd, verkort).text or "")
    except ValueError:
        raise Onecht("tijdstempel") from None
    if moment.utcoffset() != timedelta(0) or not 2000 < moment.year < 3000:
        raise Onecht("tijdstempel")  # WB002: in UTC; and years that can be reckoned with
    return moment


# ---------------------------------------------------------------- signing


@dataclass(frozen=True, slots=True)
class Ondertekenaar:
    """The register's own key and certificate."""

    sleutel: rsa.RSAPrivateKey
    certificaat: x509.Certificate


def teken(
    kop: etree._Element, delen: list[etree._Element], wie: Ondertekenaar, nu: datetime, *, token_los: bool = False
) -> None:
    """Adds the Security header to a header: timestamp, token, signature over both (or not over the token) and over `delen`."""
    vault = etree.SubElement(kop, naam("o:Security"), nsmap={"wsse": NAMEN["o"]})
    tijd = etree.SubElement(vault, naam("u:Timestamp"), nsmap={"wsu": NAMEN["u"]})
    for verkort, moment in (("u:Created", nu), ("u:Expires", nu + LEVEN)):
        etree.SubElement(tijd, naam(verkort)).text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    token = etree.SubElement(vault, naam("o:BinarySecurityToken"), nsmap={"wsu": NAMEN["u"]})
    token.set("ValueType", TOKENSOORT)
    token.set("EncodingType", CODERING)
    token.text = base64.b64encode(wie.certificaat.public_bytes(Encoding.DER)).decode()
    alle = [tijd, token, *delen]
    for nummer, deel in enumerate(alle, 1):
        deel.set(naam("u:Id"), f"deel-{nummer}")
    getekend = {nummer: deel for nummer, deel in enumerate(alle, 1) if not (token_los and deel is token)}
    handtekening = etree.SubElement(vault, naam("d:Signature"), nsmap={None: NAMEN["d"]})
    info = etree.SubElement(handtekening, naam("d:SignedInfo"))
    etree.SubElement(info, naam("d:CanonicalizationMethod")).set("Algorithm", NAMEN["c"])
    etree.SubElement(info, naam("d:SignatureMethod")).set(
        "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    )
    for nummer, deel in getekend.items():
        verwijzing = etree.SubElement(info, naam("d:Reference"))
        verwijzing.set("URI", f"#deel-{nummer}")
        stappen = etree.SubElement(verwijzing, naam("d:Transforms"))
        etree.SubElement(stappen, naam("d:Transform")).set("Algorithm", NAMEN["c"])
        etree.SubElement(verwijzing, naam("d:DigestMethod")).set("Algorithm", "http://www.w3.org/2001/04/xmlenc#sha256")
        som = hashlib.sha256(c14n(deel)).digest()
        etree.SubElement(verwijzing, naam("d:DigestValue")).text = base64.b64encode(som).decode()
    waarde = wie.sleutel.sign(c14n(info), padding.PKCS1v15(), hashes.SHA256())
    etree.SubElement(handtekening, naam("d:SignatureValue")).text = base64.b64encode(waarde).decode()
    reference = etree.SubElement(
        etree.SubElement(etree.SubElement(handtekening, naam("d:KeyInfo")), naam("o:SecurityTokenReference")),
        naam("o:Reference"),
    )
    reference.set("URI", "#deel-2")
    reference.set("ValueType", TOKENSOORT)
