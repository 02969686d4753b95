"""Where updates come from, by policy: an https address, a folder (a share of the school's network), or nowhere.

The first of these that says something: the computer's policy, the user's (both of the administrator), the file `updates.txt` beside the
launcher, the address that the makers built in. The makers' root of trust is built in with it: an address alone can offer nothing.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bronsync.resources import resource
from bronsync_install.place import Place

POLICY: Final = r"Software\Policies\Data Care B.V\BRON Sync"
VALUE: Final = "Updates"
POLICY_FILE: Final = "updates.txt"
OFF: Final = "uit"

_OFF_BY_POLICY: Final = "Uw systeembeheerder heeft updates uitgezet."
_UNUSABLE: Final = "Het updateadres dat is ingesteld, is niet te gebruiken: het moet een https-adres of een map zijn. Vraag uw systeembeheerder."
_NONE: Final = "In deze uitgave van BRON Sync is geen updateadres ingebouwd."
NOT_INSTALLED: Final = "Deze BRON Sync is niet met het installatieprogramma geïnstalleerd en werkt zichzelf niet bij."


@dataclass(frozen=True, slots=True)
class Source:
    """Where to look; `off` says why nowhere."""

    address: str = ""
    """Ends in a slash: an https address, or a folder with forward slashes."""
    root: bytes = field(default=b"", repr=False)
    """The makers' root of trust, as built in."""
    off: str = ""


def source_of(place: Place) -> Source:
    """As set at this moment."""
    chosen = _registry() or _file(place)
    if chosen.casefold() == OFF:
        return Source(off=_OFF_BY_POLICY)
    try:
        root = resource("updates", "root.json").read_bytes()
        address = chosen or resource("updates", "adres.txt").read_text(encoding="utf-8").strip()
    except OSError:
        return Source(off=_NONE)
    usable = _usable(address)
    return Source(usable, root) if usable else Source(off=_UNUSABLE)


def _usable(text: str) -> str:
    """Only what proves or hides who is asked: https, or a folder of the system. Empty when it is neither."""
    with suppress(ValueError):
        parts = urlsplit(text)
        if parts.scheme.lower() == "https" and parts.hostname and parts.username is None and not parts.query:
            return f"{text.rstrip('/')}/"
    folder = Path(text)
    return f"{folder.as_posix().rstrip('/')}/" if "://" not in text and folder.is_absolute() else ""


def _file(place: Place) -> str:
    with suppress(OSError, ValueError):
        return (place.root / POLICY_FILE).read_text(encoding="utf-8-sig").strip()
    return ""


def _registry() -> str:
    """The administrator's word on Windows: for the computer before that for the user."""
    if sys.platform == "win32":
        import winreg

        for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with suppress(OSError), winreg.OpenKey(hive, POLICY) as key:
                return str(winreg.QueryValueEx(key, VALUE)[0]).strip()
    return ""
