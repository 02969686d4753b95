"""Why a protected line to BRON does not come about, in words; and how it is protected at this moment, for the helpdeskbestand.

One table from what OpenSSL says to a code and a cause, for the messages (`transport`) and for the helpdesk. The test of the line shakes hands
with the certificate in use and asks for the contract, as TLS 1.3 tells that a certificate is refused only in its first answer; what comes is
not looked at. Of the other side only who issued its certificate and its days: its own names may be anything.
Source: RELIABILITY E5 (version, cipher, issuer, dates), D1-D4, SOAP A.
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from bronsync.adapters.bron.https.identiteit import GeenGedeeldeSuite
from bronsync.adapters.bron.https.netwerk import Weg, verbind, weg_naar
from bronsync.domain.errors import BronSyncFout

_SECONDEN: Final = 5.0

_UITGEVER: Final = (
    "een filter tussen u en BRON toont een eigen certificaat (het leidt niet naar de uitgever die BRON Sync kent)"
)
_BEWIJS: Final = {
    7: "de handtekening onder het certificaat klopt niet",
    9: "het certificaat is nog niet geldig",
    10: "het certificaat is verlopen",
    18: "een filter tussen u en BRON toont een eigen certificaat, of het adres is niet van BRON",
    19: "een filter tussen u en BRON toont een eigen certificaat: het leidt naar een andere uitgever",
    20: f"{_UITGEVER}, of een certificaat daartussen ontbreekt",
    21: f"{_UITGEVER}, of een certificaat daartussen ontbreekt",
    22: "de keten van certificaten is te lang",
    23: "het certificaat is ingetrokken",
    25: "een uitgever in de keten mag niet zo diep uitgeven",
    26: "het certificaat is niet bedoeld voor een server",
    32: "een uitgever in de keten mag geen certificaten uitgeven",
    34: "het certificaat stelt een eis die BRON Sync niet kent",
    62: "het certificaat hoort bij een ander adres",
    64: "het certificaat hoort bij een ander adres",
    66: "de sleutel van het certificaat is te zwak (minder dan 2048 bits)",
    67: "de sleutel van een uitgever in de keten is te zwak (minder dan 2048 bits)",
    68: "het certificaat is ondertekend met een verouderde methode (SHA-1 of MD5)",
    76: "het certificaat is ondertekend met een methode die BRON Sync niet kent",
    79: "een uitgever in de keten mag geen certificaten uitgeven",
}
"""Why the other side does not prove itself, by the numbers of OpenSSL that happen (x509_vfy.h)."""
_VORM: Final = range(80, 95)
"""What is not as the rules for certificates want it (RFC 5280): missing key identifiers, basic constraints that are not critical."""

_GEEN_SUITE: Final = "de server en deze computer hebben geen gemeenschappelijke versleuteling"
_GEEN_VERSIE: Final = "de server kent geen versie van TLS die nog veilig is (1.2 of nieuwer)"
_ANDERS: Final = {
    "NO_SHARED_CIPHER": _GEEN_SUITE,
    "WRONG_CIPHER_RETURNED": _GEEN_SUITE,
    "INSUFFICIENT_SECURITY": _GEEN_SUITE,
    "DH_KEY_TOO_SMALL": "de server gebruikt een versleuteling die te zwak is",
    "BAD_ECPOINT": "de server gebruikt een versleuteling die te zwak is",
    "WRONG_SIGNATURE_TYPE": "de server ondertekent met een verouderde methode",
    "NO_SUITABLE_SIGNATURE_ALGORITHM": "de server ondertekent met een verouderde methode",
    "PROTOCOL_VERSION": _GEEN_VERSIE,
    "UNSUPPORTED_PROTOCOL": _GEEN_VERSIE,
    "WRONG_SSL_VERSION": _GEEN_VERSIE,
    "VERSION_TOO_LOW": _GEEN_VERSIE,
    "WRONG_VERSION_NUMBER": "wat antwoordt, spreekt geen TLS",
    "HTTP_REQUEST": "wat antwoordt, spreekt geen TLS",
    "UNRECOGNIZED_NAME": "de server kent dit adres niet",
}
"""By the end of the reason that OpenSSL gives."""

_CERTIFICAAT_GEWEIGERD: Final = (
    "CERTIFICATE_REQUIRED",
    "CERTIFICATE_EXPIRED",
    "CERTIFICATE_REVOKED",
    "CERTIFICATE_UNKNOWN",
    "BAD_CERTIFICATE",
    "UNSUPPORTED_CERTIFICATE",
    "UNKNOWN_CA",
    "ACCESS_DENIED",
    "HANDSHAKE_FAILURE",
)
"""Alerts by which a server refuses our certificate (RFC 8446, 6.2)."""


@dataclass(frozen=True, slots=True)
class TlsOorzaak:
    """The code of `errors.FOUTEN` and its cause in words."""

    code: str
    tekst: str


def tls_oorzaak(fout: ssl.SSLError) -> TlsOorzaak:
    """Of a handshake that failed, or of an alert in the first answer."""
    if isinstance(fout, ssl.SSLCertVerificationError):
        nummer = int(fout.verify_code)
        anders = f"het certificaat heeft niet de voorgeschreven vorm (OpenSSL {nummer})" if nummer in _VORM else ""
        return TlsOorzaak("NET-05", _BEWIJS.get(nummer) or anders or f"het certificaat is afgekeurd (OpenSSL {nummer})")
    if isinstance(fout, GeenGedeeldeSuite):
        return TlsOorzaak("NET-12", _GEEN_SUITE)
    if weigert_certificaat(fout):
        return TlsOorzaak("NET-04", "de server weigert het certificaat")
    reden = fout.reason or ""
    gevonden = [tekst for einde, tekst in _ANDERS.items() if reden.endswith(einde)]
    return TlsOorzaak("NET-12", gevonden[0] if gevonden else "er is geen beveiligde verbinding tot stand gekomen")


def weigert_certificaat(fout: ssl.SSLError) -> bool:
    """Whether the other side said so in an alert; an end without a word proves nothing, and without a suite it saw no certificate."""
    if isinstance(fout, GeenGedeeldeSuite):
        return False
    return "ALERT" in (fout.reason or "") and (fout.reason or "").endswith(_CERTIFICAAT_GEWEIGERD)


def tls_melding(url: str, context: ssl.SSLContext) -> dict[str, str]:
    """What shaking hands showed; `code` when there was none, or when either side did not take the other."""
    weg = weg_naar(url)
    hoe = {"weg": "via een proxy"} if weg.proxy else {"weg": weg.opmerking} if weg.opmerking else {}
    return _handdruk(url, context, weg) | hoe


def _handdruk(url: str, context: ssl.SSLContext, weg: Weg) -> dict[str, str]:
    delen = urlsplit(url)
    adres = (delen.hostname or "", delen.port or 443)
    try:
        with verbind(adres, weg, _SECONDEN) as kaal:
            kaal.settimeout(_SECONDEN)
            with context.wrap_socket(kaal, server_hostname=adres[0]) as sock:
                der, versie, suite = sock.getpeercert(binary_form=True), sock.version(), sock.cipher()
                sock.sendall(f"GET {delen.path or '/'}?wsdl HTTP/1.0\r\nHost: {delen.netloc}\r\n\r\n".encode("ascii"))
                if not sock.recv(1):
                    return {"code": "NET-03", "oorzaak": "de server verbreekt de verbinding zonder antwoord"}
    except BronSyncFout as fout:  # without its sentence, which names the proxy
        return {"code": fout.code, "oorzaak": "de proxy brengt geen verbinding tot stand"}
    except ssl.SSLEOFError:
        return {"code": "NET-03", "oorzaak": "de server verbreekt de verbinding zonder antwoord"}
    except ssl.SSLError as fout:
        oorzaak = tls_oorzaak(fout)
        return {"code": oorzaak.code, "oorzaak": oorzaak.tekst}
    except (OSError, ValueError):
        return {"code": "NET-01", "oorzaak": "er is geen verbinding"}
    certificaat = x509.load_der_x509_certificate(der or b"")
    return {
        "TLS": versie or "",
        "versleuteling": suite[0] if suite else "",
        "uitgever": _uitgever(certificaat),
        "geldig van": _dag(certificaat.not_valid_before_utc),
        "geldig tot": _dag(certificaat.not_valid_after_utc),
    }


def _uitgever(certificaat: x509.Certificate) -> str:
    """Trusted already, because it leads to our own root; even so only plain words."""
    namen = certificaat.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    naam = str(namen[0].value) if namen else ""
    return naam if re.fullmatch(r"[A-Za-z0-9 .-]{1,60}", naam) else "met een ongewone naam"


def _dag(moment: datetime) -> str:
    return f"{moment:%d-%m-%Y}"
