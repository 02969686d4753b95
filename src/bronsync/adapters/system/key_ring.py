"""The key of the store and the high-water mark: kept by the operating system's key ring, or, in a demo, in a file outside the profile.

Only key rings that are known to encrypt are accepted: `keyring` itself takes a plain-text file as soon as one is installed (RELIABILITY
A4, D10). The key protects a lost disk and a copied profile, not against programs that this user runs. Knows nothing of the store.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import secrets
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol

from bronsync.adapters.system.files import schrijf_heel
from bronsync.adapters.system.mappen import Mappen
from bronsync.application.ports import Peil
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import patiently

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

_SLEUTEL, _HIGH_WATER_MARK, _WACHTWOORD = "sleutel", "waterpeil", "lvs2000"
_LENGTE: Final = 32
_PEIL: Final = re.compile("([0-9]{1,18})(?: ([0-9]{1,18})(?: ([0-9a-f]{64}))?)?")


class Vault(Protocol):
    """Keeps a few named texts outside the profile."""

    def get(self, naam: str) -> str | None:
        """The text, or None when it was never kept."""
        ...

    def put(self, naam: str, tekst: str) -> None:
        """Keeps it durably, in place of what was there."""
        ...

    def delete(self, naam: str) -> None:
        """Forgets it; nothing when it was never kept."""
        ...


class KeyRingVault:
    """In the operating system's key ring. A service of its own per name: Windows shuffles users below one service."""

    def __init__(self, store_id: str) -> None:
        self._store_id = store_id
        self._ring = veilige_ring()

    def get(self, naam: str) -> str | None:
        with _Bevraagd():
            return self._ring.get_password(f"bronsync {naam}", self._store_id)

    def put(self, naam: str, tekst: str) -> None:
        with _Bevraagd():
            self._ring.set_password(f"bronsync {naam}", self._store_id, tekst)
        if self.get(naam) != tekst:
            raise BronSyncFout("OPSLAG-12")

    def delete(self, naam: str) -> None:
        if self.get(naam) is None:
            return
        with _Bevraagd():
            self._ring.delete_password(f"bronsync {naam}", self._store_id)


class _Bevraagd(AbstractContextManager[None]):
    """Whatever a key ring raises (keyring's own errors, those of Windows, of D-Bus, of macOS) becomes the code of its cause, without its words."""

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        if isinstance(fout, Exception):
            raise BronSyncFout(_oorzaak(fout)) from None


_VERGRENDELD: Final = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})
_GEWEIGERD: Final = frozenset({"KeychainDenied", "SecAuthFailure", "PermissionError"})
_GEWEIGERD_DOOR_WINDOWS: Final = frozenset({5, 1312})
"""ERROR_ACCESS_DENIED; ERROR_NO_SUCH_LOGON_SESSION, of a service or 'run as'."""


def _oorzaak(fout: Exception) -> str:
    """The code of what a key ring raised, or of what lies behind it. By name: which library raises it differs per computer."""
    rij: list[BaseException] = [fout]
    while (vorige := rij[-1].__cause__ or rij[-1].__context__) is not None and len(rij) < 10:
        rij.append(vorige)
    namen = {klasse.__name__ for een in rij for klasse in type(een).__mro__}
    if namen & _VERGRENDELD:
        return "OPSLAG-10"
    nummers = {getattr(een, "winerror", None) for een in rij}
    van_dbus = " ".join(str(getattr(een, "name", "")) for een in rij)
    if namen & _GEWEIGERD or nummers & _GEWEIGERD_DOOR_WINDOWS or van_dbus.endswith(".AccessDenied"):
        return "OPSLAG-11"
    return "OPSLAG-12"


class FileVault:
    """In a file beside the profile: for the demo and tests, where no key ring is."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad

    def get(self, naam: str) -> str | None:
        return self._alles().get(naam)

    def put(self, naam: str, tekst: str) -> None:
        schrijf_heel(self._pad, json.dumps(self._alles() | {naam: tekst}).encode())

    def delete(self, naam: str) -> None:
        over = {ander: tekst for ander, tekst in self._alles().items() if ander != naam}
        schrijf_heel(self._pad, json.dumps(over).encode())

    def _alles(self) -> dict[str, str]:
        try:
            alles = json.loads(patiently(self._pad.read_bytes))
        except FileNotFoundError:
            return {}
        except OSError:
            raise BronSyncFout("OPSLAG-11") from None
        except ValueError:
            raise BronSyncFout("OPSLAG-13") from None
        if not isinstance(alles, dict) or not all(isinstance(tekst, str) for tekst in alles.values()):
            raise BronSyncFout("OPSLAG-13")
        return alles


class Sleutelbewaarder:
    """The key of one store, its high-water mark (the port `HighWaterMark`), and the password of the account on LVS2000's SQL Server."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def sleutel(self, store: Path) -> bytes:
        """The key; a new one, kept before it is used, only when there is no store yet.

        OPSLAG-05: the store is there, its key is not. OPSLAG-13: it is damaged. OPSLAG-06, -09 to -12: why the key ring gives none.
        """
        tekst = self._vault.get(_SLEUTEL)
        if tekst is None:
            if store.exists() and store.stat().st_size:
                raise BronSyncFout("OPSLAG-05")
            tekst = base64.b64encode(secrets.token_bytes(_LENGTE)).decode()
            self._vault.put(_SLEUTEL, tekst)
        try:
            sleutel = base64.b64decode(tekst, validate=True)
        except binascii.Error:
            sleutel = b""
        if len(sleutel) != _LENGTE:
            raise BronSyncFout("OPSLAG-13")
        return sleutel

    def wis(self) -> None:
        """Forgets the key and the password; the high-water mark stays."""
        for naam in (_SLEUTEL, _WACHTWOORD):
            self._vault.delete(naam)

    def read(self, aanleverpunt: str) -> Peil:
        """See `HighWaterMark`. An older version kept one generation for all aanleverpunten together."""
        tekst = self._vault.get(f"{_HIGH_WATER_MARK} {aanleverpunt}")
        if tekst is None and (tekst := self._vault.get(_HIGH_WATER_MARK)) is None:
            return Peil()
        gelezen = _PEIL.fullmatch(tekst)
        if gelezen is None:
            raise BronSyncFout("OPSLAG-13")
        generatie, regel, hash_ = gelezen.groups()
        return Peil(int(generatie), int(regel or 0), hash_ or "")

    def raise_to(self, aanleverpunt: str, peil: Peil) -> None:
        if peil.generatie >= self.read(aanleverpunt).generatie:
            self._vault.put(f"{_HIGH_WATER_MARK} {aanleverpunt}", f"{peil.generatie} {peil.regel} {peil.hash}".rstrip())

    def wachtwoord(self) -> str:
        """Of the account on LVS2000's SQL Server; empty when none is kept."""
        return self._vault.get(_WACHTWOORD) or ""

    def bewaar_wachtwoord(self, wachtwoord: str) -> None:
        """Keeps it in place of the one before; an empty one is forgotten."""
        if wachtwoord:
            self._vault.put(_WACHTWOORD, wachtwoord)
        else:
            self._vault.delete(_WACHTWOORD)


def sleutelbewaarder(mappen: Mappen, *, demo: bool) -> Sleutelbewaarder:
    """`demo`: the environment file marks this folder as a demo. A folder without that mark gets the key ring or a refusal (OPSLAG-06)."""
    return Sleutelbewaarder(FileVault(mappen.sleutelbestand) if demo else KeyRingVault(mappen.store_id()))


def veilige_ring() -> KeyringBackend:
    """The key ring of this computer; OPSLAG-06 when it has none, OPSLAG-09 none that encrypts, OPSLAG-12 none that can be reached."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    with _Bevraagd():  # what is set for it may name what is not there
        gevonden = keyring.get_keyring()
    kandidaten: list[Any] = list(gevonden.backends) if isinstance(gevonden, ChainerBackend) else [gevonden]
    for ring in kandidaten:
        soort = type(ring)
        if (soort.__module__, soort.__name__) in VEILIGE_RINGEN:
            if soort.__name__ == "WinVaultKeyring":
                # Otherwise Windows copies the key to every computer on which this user logs on.
                ring.persist = "local machine"
            veilig: KeyringBackend = ring
            return veilig
    if any(type(ring).__module__ not in _GEEN_RING for ring in kandidaten):
        raise BronSyncFout("OPSLAG-09")
    raise BronSyncFout("OPSLAG-06" if _heeft_bus() else "OPSLAG-12")


_GEEN_RING: Final = ("keyring.backends.fail", "keyring.backends.null")


def _heeft_bus() -> bool:
    """On Linux a key ring is reached over the bus of a session on a desktop; without one (ssh, sudo, cron) there may be a ring all the same."""
    if sys.platform != "linux" or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    return Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}", "bus").exists()
