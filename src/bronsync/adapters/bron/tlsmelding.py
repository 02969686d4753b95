"""How the line to BRON is protected at this moment, for the helpdeskbestand: a handshake with the pinned root, and nothing after it.

Nothing is asked and no certificate of the school is shown, so this tells whether BRON can be reached and proves itself, not whether it takes
the school's certificate. Of the other side only who issued its certificate and its days: its own names may be anything. Source:
RELIABILITY E5 (version, cipher, issuer, dates), D1-D4.
"""

from __future__ import annotations

import re
import socket
import ssl
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from bronsync.adapters.bron.identiteit import maak_context

_SECONDEN: Final = 5.0
_VERLOPEN: Final = 10
_OORZAKEN: Final = {
    9: "het certificaat is nog niet geldig",
    _VERLOPEN: "het certificaat is verlopen",
    18: "het certificaat is door de server zelf gemaakt",
    19: "het certificaat leidt naar een andere uitgever, bijvoorbeeld van een programma dat meekijkt op het netwerk",
    20: "het certificaat leidt niet naar de uitgever die BRON Sync kent",
    62: "het certificaat hoort bij een ander adres",
    64: "het certificaat hoort bij een ander adres",
}
"""Of OpenSSL's numbers the ones that happen."""


def tls_melding(url: str, ca_pem: str) -> dict[str, str]:
    """What the handshake showed; `code` when there was none, or when the other side could not prove that it is BRON."""
    delen = urlsplit(url)
    adres = (delen.hostname or "", delen.port or 443)
    try:
        with socket.create_connection(adres, _SECONDEN) as kaal:
            kaal.settimeout(_SECONDEN)
            with maak_context(ca_pem).wrap_socket(kaal, server_hostname=adres[0]) as lijn:
                der, versie, suite = lijn.getpeercert(binary_form=True), lijn.version(), lijn.cipher()
    except ssl.SSLCertVerificationError as fout:
        return {"code": "NET-05", "oorzaak": _OORZAKEN.get(fout.verify_code, f"OpenSSL {fout.verify_code:d}")}
    except ssl.SSLError:
        return {"code": "NET-05", "oorzaak": "er is geen beveiligde verbinding tot stand gekomen"}
    except OSError:
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
