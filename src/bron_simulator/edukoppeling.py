"""The profile `edukoppeling` on the register's side: addresses with OINs, requests proved, answers signed.

A request is taken when it is signed by the certificate of the very aanleverpunt that the TLS connection is of, by a key under the
register's own CA, in time, over To, Action, From, MessageID, timestamp, token and body, from the OIN of that aanleverpunt to the register's.
Refusals are SOAP faults with public codes of Edukoppeling (EK0020 to EK0031; which number says what is ASSUMED, it was never published); they
are not signed, because nobody has proved yet to whom they go (ASSUMED). It can be told to have another OIN in its address than in its
certificate and to leave its token unsigned, as DUO's test environment does, to write `OIN` as Digikoppeling does, to take messages that a supplier sends and signs for a school (then From is the school), and to
refuse a MessageID that it saw before, as the standard wants each technical message to have its own.
What it does not know: the register's rules, and sockets.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from lxml import etree

from bron_simulator.berichten import NS, SOAP, TechnischeFout
from bron_simulator.wsse import NAMEN, Bewijs, Ondertekenaar, Onecht, een, naam, onderzoek, teken

SPELING = timedelta(minutes=5)
EK_ONTVANGER, EK_AFZENDER, EK_ACTIE, EK_NUMMER = "EK0020", "EK0021", "EK0022", "EK0023"
EK_TIJD, EK_CERTIFICAAT, EK_HANDTEKENING, EK_HERHAALD = "EK0024", "EK0025", "EK0026", "EK0027"
ANONIEM = "http://www.w3.org/2005/08/addressing/anonymous"


@dataclass(frozen=True, slots=True)
class Gesprek:
    """What an answer must say of the request."""

    bericht: str
    afzender: str
    actie: str


class Edukoppeling:
    """`ca` issued both the certificates of the aanleverpunten and that of `wie`, the register."""

    def __init__(
        self,
        ca: x509.Certificate,
        wie: Ondertekenaar,
        nu: Callable[[], datetime] | None = None,
        *,
        oin_adres: str = "",
        eenmalig: bool = False,
        oin_naam: str = "oin",
        token_los: bool = False,
    ) -> None:
        self._ca, self._wie = ca, wie
        self._nu = nu or (lambda: datetime.now(UTC))
        self.oin_certificaat = _houder(wie.certificaat, NameOID.SERIAL_NUMBER)
        self.oin = oin_adres or self.oin_certificaat
        self._eenmalig, self._gezien = eenmalig, set[str]()
        self._oin_naam, self._token_los = oin_naam, token_los

    def neem_aan(self, envelop: etree._Element, houder: str, soapaction: str, school: str = "") -> Gesprek:
        """Raises TechnischeFout for a request that does not prove itself.

        `houder` is whose connection it is; `school` the BRIN for which a supplier sends, empty for who sends for itself.
        """
        try:
            bewijs = onderzoek(envelop)
            kop = een(envelop, "s:Header")
            delen = {n: een(kop, f"a:{n}") for n in ("To", "Action", "From", "MessageID")}
            if not all(bewijs.heeft(deel) for deel in delen.values()):
                raise Onecht("niet_getekend")
        except Onecht as fout:
            raise _fout(EK_HANDTEKENING, f"De handtekening klopt niet: {fout}.") from None
        self._tijd(bewijs)
        self._certificaat(bewijs.certificaat, houder)
        afzender = _oin(delen["From"].findtext(naam("a:Address")) or "")
        if afzender != (oin_van_school(school) if school else _houder(bewijs.certificaat, NameOID.SERIAL_NUMBER)):
            raise _fout(EK_AFZENDER, "De afzender is een andere dan die van het certificaat.")
        if _oin(delen["To"].text or "") != self.oin:
            raise _fout(EK_ONTVANGER, "Het bericht is voor een andere ontvanger.")
        actie, bericht = delen["Action"].text or "", delen["MessageID"].text or ""
        # that it belongs to the element in the body too is `lees_verzoek`'s to see
        if actie != soapaction or not actie.startswith(f"{NS}/"):
            raise _fout(EK_ACTIE, "De actie hoort niet bij het bericht.")
        if not re.fullmatch(r"[!-~]{1,200}", bericht):
            raise _fout(EK_NUMMER, "Het bericht heeft geen bruikbaar nummer.")
        if self._eenmalig and bericht in self._gezien:
            raise _fout(EK_HERHAALD, "Dit nummer is al gebruikt.")
        self._gezien.add(bericht)
        return Gesprek(bericht, afzender, actie)

    def _tijd(self, bewijs: Bewijs) -> None:
        if not bewijs.van - SPELING <= self._nu() <= bewijs.tot + SPELING:
            raise _fout(EK_TIJD, "Het tijdstempel is verlopen of nog niet geldig.")

    def _certificaat(self, certificaat: x509.Certificate, houder: str) -> None:
        try:
            certificaat.verify_directly_issued_by(self._ca)
        except (InvalidSignature, ValueError, TypeError):
            raise _fout(EK_CERTIFICAAT, "Het certificaat is niet van deze uitgever.") from None
        if not certificaat.not_valid_before_utc <= self._nu() <= certificaat.not_valid_after_utc:
            raise _fout(EK_CERTIFICAAT, "Het certificaat is verlopen of nog niet geldig.")
        if _houder(certificaat, NameOID.COMMON_NAME) != houder:
            raise _fout(EK_CERTIFICAAT, "De handtekening is van een ander dan de verbinding.")

    def onderteken(self, antwoord: etree._Element, gesprek: Gesprek, nu: datetime | None = None) -> etree._Element:
        """The envelope of an answer, with addressing and signature; `nu` for the fault script."""
        inhoud = een(antwoord, "s:Body")[0]
        envelop = etree.Element(naam("s:Envelope"), nsmap={"soapenv": SOAP, "wsu": NAMEN["u"], "wsa": NAMEN["a"]})
        kop, romp = etree.SubElement(envelop, naam("s:Header")), etree.SubElement(envelop, naam("s:Body"))
        romp.append(inhoud)
        waarden = {
            "To": f"{ANONIEM}?{self._oin_naam}={gesprek.afzender}",
            "Action": gesprek.actie,
            "MessageID": f"urn:uuid:{uuid.uuid4()}",
            "RelatesTo": gesprek.bericht,
        }
        delen = []
        for kaal, tekst in waarden.items():
            delen.append(etree.SubElement(kop, naam(f"a:{kaal}")))
            delen[-1].text = tekst
        van = etree.SubElement(kop, naam("a:From"))
        etree.SubElement(van, naam("a:Address")).text = f"{ANONIEM}?{self._oin_naam}={self.oin}"
        teken(kop, [*delen, van, romp], self._wie, nu or self._nu(), token_los=self._token_los)
        return envelop


def _fout(code: str, tekst: str) -> TechnischeFout:
    return TechnischeFout(code, tekst)


def _houder(certificaat: x509.Certificate, wat: x509.ObjectIdentifier) -> str:
    namen = certificaat.subject.get_attributes_for_oid(wat)
    return str(namen[0].value) if len(namen) == 1 else ""


def oin_van_school(brin: str) -> str:
    """The OIN that follows from a BRIN: 00000007, three zeros, the BRIN, five zeros."""
    return f"00000007000{brin}00000"


def _oin(adres: str) -> str:
    try:
        delen = parse_qsl(urlsplit(adres).query)
    except ValueError:
        return ""
    gevonden = [waarde for naam_, waarde in delen if naam_.lower() == "oin"]  # Digikoppeling writes OIN, DUO oin
    return gevonden[0] if len(gevonden) == 1 else ""
