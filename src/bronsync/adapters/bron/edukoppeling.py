"""The security profile `edukoppeling`: addresses with an OIN, and a signature over everything that steers or fills a message.

A request carries To, Action, From and MessageID (WS-Addressing), a timestamp and the certificate; all of these and the body are signed.
The bedrijfsdocument stays the frozen bytes; what is around it is made per attempt, with a MessageID that follows from its id (DESIGN 9).
Of an answer everything is proved before anything is read: signed by the register's certificate under the environment's root, in time, an
answer to our message, from the register's OIN to ours. What comes out is an envelope around the very bytes that were digested. The token
itself need not be signed in an answer: DUO's services do not do that (SOAP B).
ASSUMED: the register's own certificate carries its OIN, and its answer names the same Action as the request.
Sources: SOAP B, DESIGN 4 and 9, DOMAIN 4.1 and 8.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from bronsync.adapters.bron import ondertekenaar, wsse, wsse_controle
from bronsync.adapters.bron.identiteit import Identiteit, oin_van
from bronsync.adapters.bron.omgeving import BronOmgeving
from bronsync.adapters.bron.wsse import SOAP11, WSU, WsseFout
from bronsync.domain.errors import BronSyncFout

WSA: Final = "http://www.w3.org/2005/08/addressing"
ANONIEM: Final = f"{WSA}/anonymous"
SPELING: Final = timedelta(minutes=5)
"""By how much two clocks may differ (SOAP B: more than that is a fault of the signature)."""

_VAN_DE_AANVRAAG: Final = ("To", "Action", "From", "MessageID")
VAN_HET_ANTWOORD: Final = ("To", "Action", "From", "MessageID", "RelatesTo")


class Zegel:
    """Seals requests of one aanleverpunt and opens the answers to them."""

    def __init__(self, omgeving: BronOmgeving, identiteit: Identiteit, nu: Callable[[], datetime]) -> None:
        """CERT-13 when messages cannot be signed with this certificate."""
        if not isinstance(identiteit.sleutel, rsa.RSAPrivateKey) or not identiteit.oin:
            raise BronSyncFout("CERT-13")
        self._sleutel, self._certificaat, self._oin = identiteit.sleutel, identiteit.certificaat, identiteit.oin
        self._aan, self._register = omgeving.url, omgeving.oin
        self._wortels = x509.load_pem_x509_certificates(omgeving.ca_pem.encode())
        self._nu = nu

    def verzegel(self, inhoud: etree._Element, actie: str, bericht_id: str) -> etree._Element:
        """A signed envelope around the bedrijfsdocument."""
        envelop = etree.Element(f"{{{SOAP11}}}Envelope", nsmap={"soapenv": SOAP11, "wsu": WSU, "wsa": WSA})
        kop = etree.SubElement(envelop, f"{{{SOAP11}}}Header")
        romp = etree.SubElement(envelop, f"{{{SOAP11}}}Body")
        romp.append(inhoud)
        van = f"{ANONIEM}?oin={self._oin}"
        waarden = (f"{self._aan}?oin={self._register}", actie, van, f"urn:uuid:{bericht_id}")
        delen = [etree.SubElement(kop, f"{{{WSA}}}{naam}") for naam in _VAN_DE_AANVRAAG]
        for deel, waarde in zip(delen, waarden, strict=True):
            adres = etree.SubElement(deel, f"{{{WSA}}}Address") if deel.tag == f"{{{WSA}}}From" else deel
            adres.text = waarde
        wsse.onderteken(kop, [*delen, romp], self._sleutel, self._certificaat, self._nu())
        return envelop

    def open(self, wortel: etree._Element, actie: str, bericht_id: str) -> bytes:
        """A bare envelope around the body of an answer, proved; WsseFout when the answer is not signed as it should be."""
        bewijs = wsse_controle.controleer(wortel)
        if bewijs.token is None:
            raise WsseFout("token")
        if bewijs.stempel is None:
            raise WsseFout("ontbreekt", "Timestamp")
        delen = {naam: _deel(bewijs.kop, naam) for naam in VAN_HET_ANTWOORD}
        for naam, deel in {**delen, "Timestamp": bewijs.stempel, "Body": bewijs.romp}.items():
            if not bewijs.dekt(deel):
                raise WsseFout("niet_ondertekend", naam)
        nu = self._nu()
        wsse_controle.controleer_tijd(bewijs.stempel, nu, SPELING)
        ondertekenaar.controleer_certificaat(bewijs.certificaat, self._wortels, nu)
        if oin_van(bewijs.certificaat) != self._register:
            raise WsseFout("andere_partij", "BinarySecurityToken")
        verwacht = {"To": self._oin, "From": self._register}
        for naam, oin in verwacht.items():
            if oin_in(delen[naam]) != oin:
                raise WsseFout("andere_partij", naam)
        if (delen["RelatesTo"].text or "") != f"urn:uuid:{bericht_id}":
            raise WsseFout("ander_bericht", "RelatesTo")
        if (delen["Action"].text or "") != actie:
            raise WsseFout("ander_bericht", "Action")
        return b'<e:Envelope xmlns:e="' + SOAP11.encode() + b'">' + bewijs.romp_bytes + b"</e:Envelope>"


def _deel(kop: etree._Element, naam: str) -> etree._Element:
    gevonden = kop.findall(f"{{{WSA}}}{naam}")
    if len(gevonden) != 1:
        raise WsseFout("dubbel" if gevonden else "ontbreekt", naam)
    return gevonden[0]


def oin_in(deel: etree._Element) -> str:
    """The OIN in an address: `?oin=` and twenty signs. Empty when there is not exactly one."""
    tekst = deel.findtext(f"{{{WSA}}}Address") if len(deel) else deel.text
    try:
        gevonden = parse_qs(urlsplit((tekst or "").strip()).query).get("oin", [])
    except ValueError:
        return ""
    return gevonden[0] if len(gevonden) == 1 else ""
