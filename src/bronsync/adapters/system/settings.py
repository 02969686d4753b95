"""Settings of one profile: a small JSON file beside the store. Holds no secret and no address of BRON (RELIABILITY C5 57, 58).

A file that holds no settings is put aside and the defaults hold; keys that are not settings, and values of another kind, are ignored.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from bronsync.adapters.system.files import schrijf_heel
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import patiently, reason, replace

_MAX_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator can set."""

    wachttijd: float = 60.0
    """Seconds between the request for a registratieoverzicht and the first look (manual ch. 4: a minute)."""
    lvs_url: str = ""
    """SQLAlchemy URL of a SQLite file that stands for LVS2000, in demos and tests; empty: the file of the demo in `lvs2000/`."""
    lvs_server: str = ""
    """The SQL Server of LVS2000 (manual ch. 3); empty when none was chosen. The password lies in the key ring."""
    lvs_database: str = ""
    lvs_gebruiker: str = ""
    """Empty: Windows authentication."""
    lvs_vertrouw_servercertificaat: bool = False
    aanleverpunt: str = ""
    """The one chosen last."""


def read_settings(pad: Path) -> Settings:
    """The settings in the file, or the defaults. One that cannot be read now is not broken: the code of `reason`."""
    try:
        with patiently(lambda: pad.open("rb")) as bestand:
            gelezen = bestand.read(_MAX_BYTES)
        try:
            inhoud: Any = json.loads(gelezen)
        except (ValueError, RecursionError):
            inhoud = None
        if not isinstance(inhoud, dict):
            replace(pad, pad.with_suffix(".kapot"))
            return Settings()
    except FileNotFoundError:
        return Settings()
    except OSError as fout:
        raise BronSyncFout(reason(fout)) from None
    namen = {veld.name for veld in fields(Settings)}
    goed = {naam: waarde for naam, waarde in inhoud.items() if naam in namen and _past(naam, waarde)}
    return Settings(**goed)


def _past(naam: str, waarde: object) -> bool:
    standaard = getattr(Settings(), naam)
    if isinstance(standaard, float):
        return isinstance(waarde, int | float) and not isinstance(waarde, bool)
    return isinstance(waarde, type(standaard))


def write_settings(pad: Path, settings: Settings) -> None:
    """Writes the whole file or nothing."""
    schrijf_heel(pad, json.dumps(asdict(settings), indent=1).encode())
