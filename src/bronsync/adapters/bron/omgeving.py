"""Where the register stands: a built-in list, and a demo environment from a folder, which may only point to this computer.

The address is no setting and comes from no message (manual ch. 4, RELIABILITY C2 29 and C5 58).
Knows nothing of messages or connections. Source: DESIGN 9 (endpoint and trust root).
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bronsync.adapters.bron.https.identiteit import P12, lees_p12
from bronsync.domain.errors import BronSyncFout

MAX_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Certificaatbestand:
    """The PKCS#12 of one aanleverpunt."""

    bestand: Path
    wachtwoord: str = field(repr=False)


class Profiel(StrEnum):
    """How messages are secured (DESIGN 4): mutual TLS, or the same with addressing and a signature on top."""

    TLS = "tls"
    EDUKOPPELING = "edukoppeling"


@dataclass(frozen=True, slots=True)
class BronOmgeving:
    """One register: address, the only root its certificates may lead to, whether it drops repeats (DESIGN 3), and its security profile."""

    url: str
    ca_pem: str = field(repr=False)
    herhaling_veilig: bool
    certificaten: Mapping[str, Certificaatbestand]
    """The certificates that come with a demo; a school imports its own."""
    profiel: Profiel = Profiel.TLS
    oin: str = ""
    """Of the register, in its address; needed for `edukoppeling` only."""
    oin_certificaat: str = ""
    """Of the register, in the certificate it signs with; empty: the same one. In DUO's test environment it is another (SOAP B)."""
    tussen_pem: str = field(default="", repr=False)
    """Issuers between the root and the register's certificates, for a register that does not send them; they are no roots themselves."""

    @property
    def uitgevers_pem(self) -> str:
        """The root and what lies between, for TLS: only what leads to a self-signed one of these is trusted."""
        return f"{self.ca_pem}\n{self.tussen_pem}"

    def certificaat(self, aanleverpunt: str) -> P12:
        """The certificate file named for this aanleverpunt, read now; CERT-01 when there is none."""
        genoemd = self.certificaten.get(aanleverpunt)
        if genoemd is not None:
            with suppress(OSError):
                return lees_p12(genoemd.bestand, genoemd.wachtwoord)
        raise BronSyncFout("CERT-01", aanleverpunt=aanleverpunt)


INGEBOUWD: Final[Mapping[str, BronOmgeving]] = {}
"""Empty: the real BRON-PO closed in December 2021 and its contract was never public (DOMAIN 8)."""


def ingebouwde_omgeving(naam: str = "productie") -> BronOmgeving:
    """A register of the built-in list; there is none today."""
    if naam not in INGEBOUWD:
        raise BronSyncFout("INST-03")
    return INGEBOUWD[naam]


def lees_omgeving(map_: Path) -> BronOmgeving:
    """The demo environment of `MAP/register/adres.json`; INST-01 when unreadable, INST-02 when it points elsewhere."""
    bestand = map_ / "register" / "adres.json"
    try:
        gegevens = json.loads(_tekst(bestand))
        url = str(gegevens["url"])
        certificaten = {
            str(aanleverpunt): Certificaatbestand(bestand.parent / waarde["bestand"], str(waarde["wachtwoord"]))
            for aanleverpunt, waarde in gegevens["certificaten"].items()
        }
        ca_pem = _tekst(bestand.parent / gegevens["ca"])
        herhaling_veilig = gegevens.get("herhaling_veilig") is True  # what it does not say is not safe
        tussen_pem = _tekst(bestand.parent / gegevens["tussen"]) if "tussen" in gegevens else ""
        profiel, oin = Profiel(gegevens.get("profiel", Profiel.TLS)), str(gegevens.get("oin", ""))
        oin_certificaat = str(gegevens.get("oin_certificaat", oin))
        if profiel is Profiel.EDUKOPPELING and not all(map(_is_oin, (oin, oin_certificaat))):
            raise ValueError("no OIN")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BronSyncFout("INST-01", map=map_.name) from None
    if not _op_deze_computer(url):
        raise BronSyncFout("INST-02")
    return BronOmgeving(url, ca_pem, herhaling_veilig, certificaten, profiel, oin, oin_certificaat, tussen_pem)


def _is_oin(tekst: str) -> bool:
    return re.fullmatch("[0-9A-Z]{20}", tekst) is not None


def _tekst(bestand: Path) -> str:
    with bestand.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError("too large")
    return data.decode("utf-8")


def _op_deze_computer(url: str) -> bool:
    try:
        delen = urlsplit(url)
        host, poort = delen.hostname or "", delen.port
        thuis = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return delen.scheme == "https" and thuis and poort is not None and delen.username is None and not delen.query
