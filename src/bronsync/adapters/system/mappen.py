"""Where everything lies: the folder of `--map`, or the profile of this user on this computer.

`profiel/` holds all that the client itself writes, logs included; `lvs2000/` and `register/` exist in a demo only. The default lies under
the local application data, never the roaming: a store that is copied between computers is two stores (RELIABILITY A4, DESIGN 7).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from bronsync.adapters.system.files import eigen_map, schrijf_heel
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import patiently

_LANGSTE: Final = 200
"""Characters: below it lies what has up to fifty of its own, and Windows names no more than 259 unless its administrator said otherwise."""


@dataclass(frozen=True, slots=True)
class Mappen:
    """The layout below one folder."""

    basis: Path

    @property
    def profiel(self) -> Path:
        return self.basis / "profiel"

    @property
    def store(self) -> Path:
        """The encrypted store."""
        return self.profiel / "opslag.db"

    @property
    def logboek(self) -> Path:
        return self.profiel / "logboek"

    @property
    def lvs2000(self) -> Path:
        return self.basis / "lvs2000"

    @property
    def register(self) -> Path:
        return self.basis / "register"

    @property
    def settings(self) -> Path:
        return self.profiel / "instellingen.json"

    @property
    def is_demo(self) -> bool:
        """Whether the register of a demo was ever started in this folder."""
        return (self.register / "adres.json").exists()

    @property
    def sleutelbestand(self) -> Path:
        """Key and high-water mark of a demo; outside `profiel/`, so a copy of the profile alone opens nothing."""
        return self.basis / "sleutel.json"

    def maak(self) -> None:
        """Makes the folder and the profile in it; OPSLAG-18 where Windows could not name what will lie there."""
        if sys.platform == "win32" and len(str(self.basis)) > _LANGSTE:
            raise BronSyncFout("OPSLAG-18")
        eigen_map(self.basis)
        eigen_map(self.profiel)

    def store_id(self) -> str:
        """Names the store in the key ring; no secret. Travels with the profile, also when that is moved."""
        pad = self.profiel / "opslag.id"
        try:
            return str(UUID(patiently(lambda: pad.read_text(encoding="ascii")).strip()))
        except FileNotFoundError:
            nieuw = str(uuid4())
            schrijf_heel(pad, nieuw.encode())
            return nieuw
        except (OSError, ValueError):
            raise BronSyncFout("OPSLAG-05") from None


def mappen(basis: Path | None) -> Mappen:
    """Below this folder, or in the user's local application data."""
    if basis is None:
        from platformdirs import user_data_path

        basis = user_data_path("BRON Sync", appauthor=False, roaming=False)
    return Mappen(basis.absolute())
