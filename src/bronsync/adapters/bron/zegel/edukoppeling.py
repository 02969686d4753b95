"""The security profile `edukoppeling`: addresses with an OIN, and a signature over everything that steers or fills a message.

A request carries To, Action, From and MessageID (WS-Addressing), a timestamp and the certificate; all of these and the body are signed.
The bedrijfsdocument stays the frozen bytes and keeps its own id; what is around it is made per attempt, with a MessageID of its own.
Of an answer everything is proved before anything is read: signed by the register's certificate under the environment's root, if need be by
way of the issuers in between that the environment or the message brings, in time, an answer to this very attempt (whatever form its MessageID
had), from the register to us. The OIN in the register's certificate and the one in its address are two settings of the environment, each
checked against its own: in DUO's test environment they differ. Our own address is that of the school, also with a supplier's certificate. What comes out is an envelope around the very bytes that were digested. The token
itself need not be signed in an answer: DUO's services do not do that (SOAP B).
ASSUMED: the answer names the same Action as the request.
Sources: SOAP B, DESIGN 4 and 9, DOMAIN 4.1 and 8.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from bronsync.adapters.bron.https.identiteit import Identiteit, oin_van
from bronsync.adapters.bron.omgeving import BronOmgeving
from bronsync.adapters.bron.zegel import ondertekenaar, wsse, wsse_controle
from bronsync.adapters.bron.zegel.wsse import SOAP11, WSU, WsseFout
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
        self._aan, self._register, self._ondertekent = (
            omgeving.url,
            omgeving.oin,
            omgeving.oin_certificaat or omgeving.oin,
        )
        self._roots = x509.load_pem_x509_certificates(omgeving.ca_pem.encode())
        self._tussen = x509.load_pem_x509_certificates(omgeving.tussen_pem.encode()) if omgeving.tussen_pem else []
        self._nu = nu

    def verzegel(self, inhoud: etree._Element, actie: str, poging: str) -> etree._Element:
        """A signed envelope around the bedrijfsdocument; `poging` is the MessageID of this attempt."""
        envelop = etree.Element(f"{{{SOAP11}}}Envelope", nsmap={"soapenv": SOAP11, "wsu": WSU, "wsa": WSA})
        kop = etree.SubElement(envelop, f"{{{SOAP11}}}Header")
        romp = etree.SubElement(envelop, f"{{{SOAP11}}}Body")
        romp.append(inhoud)
        van = f"{ANONIEM}?oin={self._oin}"
        waarden = (f"{self._aan}?oin={self._register}", actie, van, poging)
        delen = [etree.SubElement(kop, f"{{{WSA}}}{naam}") for naam in _VAN_DE_AANVRAAG]
        for deel, waarde in zip(delen, waarden, strict=True):
            adres = etree.SubElement(deel, f"{{{WSA}}}Address") if deel.tag == f"{{{WSA}}}From" else deel
            adres.text = waarde
        wsse.onderteken(kop, [*delen, romp], self._sleutel, self._certificaat, self._nu())
        return envelop

    def open(self, root: etree._Element, actie: str, poging: str) -> bytes:
        """A bare envelope around the body of an answer, proved; WsseFout when the answer is not signed as it should be."""
        bewijs = wsse_controle.controleer(root)
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
        ondertekenaar.controleer_certificaat(bewijs.certificaat, self._roots, nu, [*self._tussen, *bewijs.keten])
        if oin_van(bewijs.certificaat) != self._ondertekent:
            raise WsseFout("andere_partij", "BinarySecurityToken")
        verwacht = {"To": self._oin, "From": self._register}
        for naam, oin in verwacht.items():
            if oin_in(delen[naam]) != oin:
                raise WsseFout("andere_partij", naam)
        if (delen["RelatesTo"].text or "").strip() != poging:
            raise WsseFout("ander_bericht", "RelatesTo")
        if (delen["Action"].text or "").strip() != actie:
            raise WsseFout("ander_bericht", "Action")
        return b'<e:Envelope xmlns:e="' + SOAP11.encode() + b'">' + bewijs.romp_bytes + b"</e:Envelope>"


def _deel(kop: etree._Element, naam: str) -> etree._Element:
    gevonden = kop.findall(f"{{{WSA}}}{naam}")
    if len(gevonden) != 1:
        raise WsseFout("dubbel" if gevonden else "ontbreekt", naam)
    return gevonden[0]


def oin_in(deel: etree._Element) -> str:
    """The OIN in an address: `?oin=`, or `?OIN=` as Digikoppeling writes it, and twenty signs. Empty when there is not exactly one."""
    tekst = deel.findtext(f"{{{WSA}}}Address") if len(deel) else deel.text
    try:
        delen = parse_qsl(urlsplit((tekst or "").strip()).query)
    except ValueError:
        return ""
    gevonden = [waarde.strip() for naam, waarde in delen if naam.lower() == "oin"]
    return gevonden[0] if len(gevonden) == 1 else ""
