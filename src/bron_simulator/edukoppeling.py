"""The profile `edukoppeling` on the register's side: addresses with OINs, requests proved, answers signed.

A request is taken when it is signed by the certificate of the very aanleverpunt that the TLS connection is of, by a key under the
register's own CA, in time, over To, Action, From, MessageID, timestamp, token and body, from the OIN of that aanleverpunt to the register's.
Refusals are SOAP faults with codes of this simulator; they are not signed, because nobody has proved yet to whom they go (ASSUMED).
What it does not know: the register's rules, and sockets.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from lxml import etree

from bron_simulator.berichten import NS, SOAP, TechnischeFout
from bron_simulator.wsse import NAMEN, Bewijs, Ondertekenaar, Onecht, een, naam, onderzoek, teken

SPELING = timedelta(minutes=5)
ANONIEM = "http://www.w3.org/2005/08/addressing/anonymous"


@dataclass(frozen=True, slots=True)
class Gesprek:
    """What an answer must say of the request."""

    bericht: str
    afzender: str
    actie: str


class Edukoppeling:
    """`ca` issued both the certificates of the aanleverpunten and that of `wie`, the register."""

    def __init__(self, ca: x509.Certificate, wie: Ondertekenaar, nu: Callable[[], datetime] | None = None) -> None:
        self._ca, self._wie = ca, wie
        self._nu = nu or (lambda: datetime.now(UTC))
        self.oin = _houder(wie.certificaat, NameOID.SERIAL_NUMBER)

    def neem_aan(self, envelop: etree._Element, aanleverpunt: str, soapaction: str) -> Gesprek:
        """Raises TechnischeFout for a request that does not prove itself."""
        try:
            bewijs = onderzoek(envelop)
            kop = een(envelop, "s:Header")
            delen = {n: een(kop, f"a:{n}") for n in ("To", "Action", "From", "MessageID")}
            if not all(bewijs.heeft(deel) for deel in delen.values()):
                raise Onecht("niet_getekend")
        except Onecht as fout:
            raise _fout("SIM-EKHAND", f"De handtekening klopt niet: {fout}.") from None
        self._tijd(bewijs)
        self._certificaat(bewijs.certificaat, aanleverpunt)
        afzender = _oin(delen["From"].findtext(naam("a:Address")) or "")
        if afzender != _houder(bewijs.certificaat, NameOID.SERIAL_NUMBER):
            raise _fout("SIM-EKADRES", "De afzender is een andere dan die van het certificaat.")
        if _oin(delen["To"].text or "") != self.oin:
            raise _fout("SIM-EKADRES", "Het bericht is voor een andere ontvanger.")
        actie, bericht = delen["Action"].text or "", delen["MessageID"].text or ""
        # that it belongs to the element in the body too is `lees_verzoek`'s to see
        if actie != soapaction or not actie.startswith(f"{NS}/"):
            raise _fout("SIM-EKADRES", "De actie hoort niet bij het bericht.")
        if not re.fullmatch(r"[!-~]{1,200}", bericht):
            raise _fout("SIM-EKADRES", "Het bericht heeft geen bruikbaar nummer.")
        return Gesprek(bericht, afzender, actie)

    def _tijd(self, bewijs: Bewijs) -> None:
        if not bewijs.van - SPELING <= self._nu() <= bewijs.tot + SPELING:
            raise _fout("SIM-EKTIJD", "Het tijdstempel is verlopen of nog niet geldig.")

    def _certificaat(self, certificaat: x509.Certificate, aanleverpunt: str) -> None:
        try:
            certificaat.verify_directly_issued_by(self._ca)
        except (InvalidSignature, ValueError, TypeError):
            raise _fout("SIM-EKCERT", "Het certificaat is niet van deze uitgever.") from None
        if not certificaat.not_valid_before_utc <= self._nu() <= certificaat.not_valid_after_utc:
            raise _fout("SIM-EKCERT", "Het certificaat is verlopen of nog niet geldig.")
        if _houder(certificaat, NameOID.COMMON_NAME) != aanleverpunt:
            raise _fout("SIM-EKCERT", "De handtekening is van een ander dan de verbinding.")

    def onderteken(self, antwoord: etree._Element, gesprek: Gesprek, nu: datetime | None = None) -> etree._Element:
        """The envelope of an answer, with addressing and signature; `nu` for the fault script."""
        inhoud = een(antwoord, "s:Body")[0]
        envelop = etree.Element(naam("s:Envelope"), nsmap={"soapenv": SOAP, "wsu": NAMEN["u"], "wsa": NAMEN["a"]})
        kop, romp = etree.SubElement(envelop, naam("s:Header")), etree.SubElement(envelop, naam("s:Body"))
        romp.append(inhoud)
        waarden = {
            "To": f"{ANONIEM}?oin={gesprek.afzender}",
            "Action": gesprek.actie,
            "MessageID": f"urn:uuid:{uuid.uuid4()}",
            "RelatesTo": gesprek.bericht,
        }
        delen = []
        for kaal, tekst in waarden.items():
            delen.append(etree.SubElement(kop, naam(f"a:{kaal}")))
            delen[-1].text = tekst
        van = etree.SubElement(kop, naam("a:From"))
        etree.SubElement(van, naam("a:Address")).text = f"{ANONIEM}?oin={self.oin}"
        teken(kop, [*delen, van, romp], self._wie, nu or self._nu())
        return envelop


def _fout(code: str, tekst: str) -> TechnischeFout:
    return TechnischeFout(code, tekst)


def _houder(certificaat: x509.Certificate, wat: x509.ObjectIdentifier) -> str:
    namen = certificaat.subject.get_attributes_for_oid(wat)
    return str(namen[0].value) if len(namen) == 1 else ""


def _oin(adres: str) -> str:
    try:
        gevonden = parse_qs(urlsplit(adres).query).get("oin", [])
    except ValueError:
        return ""
    return gevonden[0] if len(gevonden) == 1 else ""
