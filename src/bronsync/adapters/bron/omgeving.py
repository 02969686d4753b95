"""Where the register stands: the environment that a release was made with, or that of a demo, which may only point to this computer.

The address is no setting and comes from no message (manual ch. 4, RELIABILITY C2 29 and C5 58).
Knows nothing of messages or connections. Source: DESIGN 9 (endpoint and trust root).
"""

from __future__ import annotations

import ipaddress
import json
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from bronsync.adapters.bron.contract import NAAMRUIMTE
from bronsync.adapters.bron.https.identiteit import P12, lees_p12
from bronsync.domain.errors import BronSyncFout
from bronsync.resources import resource

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
    naam: str = ""
    """Of the register, as the user reads it; a demo has none."""
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


_VORM: Final = {
    "naam": str, "adres": str, "profiel": str, "oin": str, "oin_certificaat": str, "herhaling_veilig": bool, "contract": str,
    "vertrouwd": str, "tussen": str,
}  # fmt: skip


def ingebouwde_omgeving() -> BronOmgeving | None:
    """The one that this release was made with; None when it was made without (DOMAIN 8: the real BRON-PO closed in December 2021)."""
    try:
        bestand = resource("omgeving", "omgeving.toml")
    except FileNotFoundError:
        return None
    return lees_ingebouwd(bestand.read_bytes())


def lees_ingebouwd(inhoud: bytes) -> BronOmgeving:
    """A file of `installer/omgevingen`; ValueError says to who makes a release what is wrong with it."""
    gegevens = tomllib.loads(inhoud.decode("utf-8"))
    for naam, waarde in gegevens.items():
        if naam not in _VORM or not isinstance(waarde, _VORM[naam]):
            raise ValueError(f"{naam}: unknown, or of another kind")
    if missing := {"naam", "adres", "contract", "vertrouwd"} - set(gegevens):
        raise ValueError(f"missing: {sorted(missing)}")
    if gegevens["contract"] != NAAMRUIMTE:
        raise ValueError(f"this program speaks {NAAMRUIMTE}")
    delen = urlsplit(gegevens["adres"])
    if delen.scheme != "https" or not delen.hostname or delen.username is not None or delen.query or delen.fragment:
        raise ValueError("adres: an https address without user or query")
    vertrouwd, tussen = gegevens["vertrouwd"], gegevens.get("tussen", "")
    for pem in (vertrouwd, *([tussen] if tussen else [])):
        if not x509.load_pem_x509_certificates(pem.encode("utf-8")):
            raise ValueError("no certificate")
    oin = gegevens.get("oin", "")
    oin_certificaat = gegevens.get("oin_certificaat", oin)
    profiel = Profiel(gegevens.get("profiel", Profiel.TLS))
    if profiel is Profiel.EDUKOPPELING and not all(map(_is_oin, (oin, oin_certificaat))):
        raise ValueError("no OIN")
    return BronOmgeving(
        gegevens["adres"],
        vertrouwd,
        gegevens.get("herhaling_veilig", False),
        {},
        profiel,
        oin,
        oin_certificaat,
        naam=gegevens["naam"],
        tussen_pem=tussen,
    )


def omschrijving(bron: BronOmgeving) -> tuple[tuple[str, str], ...]:
    """What the settings show of it, to read only: name and value, in Dutch."""
    regels = [("Register", bron.naam or "dat van de demoschool, op deze computer")]
    wijze = "TLS met certificaten van beide kanten"
    if bron.profiel is Profiel.EDUKOPPELING:
        wijze = f"Edukoppeling: {wijze}, berichten ondertekend"
    regels.append(("Beveiliging", wijze))
    if bron.oin:
        regels.append(("OIN van het register", bron.oin))
    if bron.oin_certificaat and bron.oin_certificaat != bron.oin:
        regels.append(("OIN in het certificaat", bron.oin_certificaat))
    for certificaat in x509.load_pem_x509_certificates(bron.ca_pem.encode("utf-8")):
        naam = certificaat.subject.rfc4514_string()
        vingerafdruk = certificaat.fingerprint(hashes.SHA256()).hex()[:16]
        regels.append(("Vertrouwd certificaat", f"{naam} (SHA-256 begint met {vingerafdruk})"))
    regels.append(("Contract", NAAMRUIMTE))
    return tuple(regels)


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
    return BronOmgeving(
        url, ca_pem, herhaling_veilig, certificaten, profiel, oin, oin_certificaat, tussen_pem=tussen_pem
    )


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
