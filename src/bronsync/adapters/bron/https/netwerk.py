"""By which way a computer reaches the register: directly, or through the proxy of the school's network by CONNECT (RFC 9110, 9.3.6).

A proxy is what the environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY) or Windows says; never for this computer itself. It gets to know the
address of BRON and passes on bytes of TLS, which it cannot read: who answers must prove to be BRON all the same. A script that chooses a proxy
(PAC) is named and not run: it is a program from the network. Knows nothing of TLS or messages.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import sys
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

import urllib3

from bronsync.domain.errors import NietVerzonden

_ANDER_SOORT: Final = (
    "Er is een proxy ingesteld van een soort die BRON Sync niet gebruikt ({}); het maakt zelf verbinding."
)
_PAC: Final = (
    "Deze computer kiest zijn proxy met een script (PAC); BRON Sync voert dat niet uit en maakt zelf verbinding."
)


@dataclass(frozen=True, slots=True)
class Weg:
    """How to get there. Without a proxy: directly."""

    proxy: tuple[str, int] | None = None
    aanmelding: str = field(default="", repr=False)
    """Name and password for the proxy, as its setting has them."""
    opmerking: str = ""
    """Of a setting that is not used."""

    @property
    def naam(self) -> str:
        """Of the proxy, for whoever sits at this computer; the helpdeskbestand names no computer."""
        return f"{self.proxy[0]}:{self.proxy[1]}" if self.proxy else ""

    @property
    def zin(self) -> str:
        """What there is to say of it; empty when it goes directly and nothing else was set."""
        return f"BRON wordt bereikt via de proxy {self.naam}." if self.proxy else self.opmerking


DIRECT: Final = Weg()


def weg_naar(url: str) -> Weg:
    """The way to this address, by the settings of this moment."""
    delen = urlsplit(url)
    host, poort = delen.hostname or "", delen.port or 443
    if _deze_computer(host):
        return DIRECT
    gezet = urllib.request.getproxies()
    proxy = gezet.get("https") or gezet.get("all") or ""
    if not proxy:
        return Weg(opmerking=_PAC) if _heeft_pac() else DIRECT
    if urllib.request.proxy_bypass(f"{host}:{poort}"):
        return DIRECT
    try:
        gelezen = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        if gelezen.scheme.lower() != "http" or not gelezen.hostname:
            return Weg(opmerking=_ANDER_SOORT.format(_soort(gelezen.scheme)))
        wie = f"{unquote(gelezen.username)}:{unquote(gelezen.password or '')}" if gelezen.username else ""
        return Weg((gelezen.hostname, gelezen.port or 80), wie)
    except ValueError:
        return Weg(opmerking=_ANDER_SOORT.format("onleesbaar"))


def verbind(
    adres: tuple[str, int], weg: Weg, wachttijd: float, bekend: Callable[[socket.socket], None] = lambda _: None
) -> socket.socket:
    """A line to this address, through the proxy if there is one. `bekend` gets its socket before anything is said, to be able to end it.

    OSError when there is none; NET-13, NET-14 or NET-15 when the proxy is the reason.
    """
    if weg.proxy is None:
        sock = socket.create_connection(adres, wachttijd)
        bekend(sock)
        return sock
    try:
        sock = socket.create_connection(weg.proxy, wachttijd)
    except OSError:
        raise NietVerzonden("NET-13", proxy=weg.naam) from None
    try:
        bekend(sock)
        status = _vraag_door(sock, adres, weg.aanmelding)
    except (OSError, ValueError, http.client.HTTPException):
        sock.close()
        raise NietVerzonden("NET-15", proxy=weg.naam, antwoord="geen bruikbaar antwoord") from None
    if status == http.HTTPStatus.OK:
        return sock
    sock.close()
    if status == http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise NietVerzonden("NET-14", proxy=weg.naam)
    raise NietVerzonden("NET-15", proxy=weg.naam, antwoord=f"antwoord {status}")


def _vraag_door(sock: socket.socket, adres: tuple[str, int], aanmelding: str) -> int:
    """Asks the proxy to connect; gives its answer. On a copy: http.client closes what it was given, and the line stays."""
    kopregels = urllib3.make_headers(proxy_basic_auth=aanmelding) if aanmelding else {}
    host = f"[{adres[0]}]" if ":" in adres[0] else adres[0]
    gesprek = http.client.HTTPConnection(adres[0])
    gesprek.sock = sock.dup()
    gesprek.sock.settimeout(sock.gettimeout())
    try:
        gesprek.putrequest("CONNECT", f"{host}:{adres[1]}", skip_host=True, skip_accept_encoding=True)
        gesprek.putheader("Host", f"{host}:{adres[1]}")
        for naam, waarde in kopregels.items():
            gesprek.putheader(naam, waarde)
        gesprek.endheaders()
        with gesprek.getresponse() as antwoord:
            return antwoord.status
    finally:
        gesprek.close()


def _deze_computer(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _soort(schema: str) -> str:
    return (
        schema.lower() if schema.lower() in {"https", "socks", "socks4", "socks4a", "socks5", "socks5h"} else "onbekend"
    )


def _heeft_pac() -> bool:
    if sys.platform == "win32":
        import winreg

        pad = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, pad) as sleutel:
            return bool(winreg.QueryValueEx(sleutel, "AutoConfigURL")[0])
    return False
