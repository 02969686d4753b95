"""The key of the store and the high-water mark: kept by the operating system's key ring, or, in a demo, in a file outside the profile.

Only key rings that are known to encrypt are accepted: `keyring` itself takes a plain-text file as soon as one is installed (RELIABILITY
A4, D10). The key protects a lost disk and a copied profile, not against programs that this user runs. Knows nothing of the store.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol

from bronsync.adapters.system.files import schrijf_heel
from bronsync.adapters.system.mappen import Mappen
from bronsync.domain.errors import BronSyncFout

if TYPE_CHECKING:  # keyring looks for all its backends when imported; that waits until a key is needed
    from keyring.backend import KeyringBackend

VEILIGE_RINGEN: Final = frozenset(
    {
        ("keyring.backends.Windows", "WinVaultKeyring"),
        ("keyring.backends.macOS", "Keyring"),
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
    }
)
"""Module and class of the backends that store encrypted."""

_SLEUTEL, _WATERPEIL, _WACHTWOORD = "sleutel", "waterpeil", "lvs2000"
_LENGTE: Final = 32


class Kluis(Protocol):
    """Keeps a few named texts outside the profile."""

    def haal(self, naam: str) -> str | None:
        """The text, or None when it was never kept."""
        ...

    def bewaar(self, naam: str, tekst: str) -> None:
        """Keeps it durably, in place of what was there."""
        ...

    def wis(self, naam: str) -> None:
        """Forgets it; nothing when it was never kept."""
        ...


class Ringkluis:
    """In the operating system's key ring. A service of its own per name: Windows shuffles users below one service."""

    def __init__(self, opslag_id: str) -> None:
        self._opslag_id = opslag_id
        self._ring = veilige_ring()

    def haal(self, naam: str) -> str | None:
        with _Bevraagd():
            return self._ring.get_password(f"bronsync {naam}", self._opslag_id)

    def bewaar(self, naam: str, tekst: str) -> None:
        with _Bevraagd():
            self._ring.set_password(f"bronsync {naam}", self._opslag_id, tekst)
        if self.haal(naam) != tekst:
            raise BronSyncFout("OPSLAG-06")

    def wis(self, naam: str) -> None:
        if self.haal(naam) is None:
            return
        with _Bevraagd():
            self._ring.delete_password(f"bronsync {naam}", self._opslag_id)


class _Bevraagd(AbstractContextManager[None]):
    """Whatever a key ring raises (keyring's own errors, those of Windows, those of D-Bus) becomes OPSLAG-06, without its words."""

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        if isinstance(fout, Exception):
            raise BronSyncFout("OPSLAG-06") from None


class Bestandkluis:
    """In a file beside the profile: for the demo and tests, where no key ring is."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad

    def haal(self, naam: str) -> str | None:
        return self._alles().get(naam)

    def bewaar(self, naam: str, tekst: str) -> None:
        schrijf_heel(self._pad, json.dumps(self._alles() | {naam: tekst}).encode())

    def wis(self, naam: str) -> None:
        over = {ander: tekst for ander, tekst in self._alles().items() if ander != naam}
        schrijf_heel(self._pad, json.dumps(over).encode())

    def _alles(self) -> dict[str, str]:
        try:
            alles = json.loads(self._pad.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            raise BronSyncFout("OPSLAG-05") from None
        if not isinstance(alles, dict) or not all(isinstance(tekst, str) for tekst in alles.values()):
            raise BronSyncFout("OPSLAG-05")
        return alles


class Sleutelbewaarder:
    """The key of one store, its high-water mark (the port `Waterpeil`), and the password of the account on LVS2000's SQL Server."""

    def __init__(self, kluis: Kluis) -> None:
        self._kluis = kluis

    def sleutel(self, opslag: Path) -> bytes:
        """The key; a new one, kept before it is used, only when there is no store yet. OPSLAG-05: the store is there, its key is not."""
        tekst = self._kluis.haal(_SLEUTEL)
        if tekst is None:
            if opslag.exists() and opslag.stat().st_size:
                raise BronSyncFout("OPSLAG-05")
            tekst = base64.b64encode(secrets.token_bytes(_LENGTE)).decode()
            self._kluis.bewaar(_SLEUTEL, tekst)
        try:
            sleutel = base64.b64decode(tekst, validate=True)
        except binascii.Error:
            sleutel = b""
        if len(sleutel) != _LENGTE:
            raise BronSyncFout("OPSLAG-05")
        return sleutel

    def wis(self) -> None:
        """Forgets the key and the password; the high-water mark stays."""
        for naam in (_SLEUTEL, _WACHTWOORD):
            self._kluis.wis(naam)

    def lees(self) -> int:
        tekst = self._kluis.haal(_WATERPEIL)
        if tekst is None:
            return 0
        if not (tekst.isascii() and tekst.isdigit()):
            raise BronSyncFout("OPSLAG-05")
        return int(tekst)

    def verhoog(self, generatie: int) -> None:
        if generatie > self.lees():
            self._kluis.bewaar(_WATERPEIL, str(generatie))

    def wachtwoord(self) -> str:
        """Of the account on LVS2000's SQL Server; empty when none is kept."""
        return self._kluis.haal(_WACHTWOORD) or ""

    def bewaar_wachtwoord(self, wachtwoord: str) -> None:
        """Keeps it in place of the one before; an empty one is forgotten."""
        if wachtwoord:
            self._kluis.bewaar(_WACHTWOORD, wachtwoord)
        else:
            self._kluis.wis(_WACHTWOORD)


def sleutelbewaarder(mappen: Mappen, *, demo: bool) -> Sleutelbewaarder:
    """`demo`: the environment file marks this folder as a demo. A folder without that mark gets the key ring or a refusal (OPSLAG-06)."""
    return Sleutelbewaarder(Bestandkluis(mappen.sleutelbestand) if demo else Ringkluis(mappen.opslag_id()))


def veilige_ring() -> KeyringBackend:
    """The key ring of this computer; OPSLAG-06 when it has none that encrypts."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    gevonden = keyring.get_keyring()
    kandidaten: Iterable[Any] = gevonden.backends if isinstance(gevonden, ChainerBackend) else [gevonden]
    for ring in kandidaten:
        soort = type(ring)
        if (soort.__module__, soort.__name__) in VEILIGE_RINGEN:
            if soort.__name__ == "WinVaultKeyring":
                # Otherwise Windows copies the key to every computer on which this user logs on.
                ring.persist = "local machine"
            veilig: KeyringBackend = ring
            return veilig
    raise BronSyncFout("OPSLAG-06")
