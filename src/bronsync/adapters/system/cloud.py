"""Whether others can see a file that lies in this folder: a share, or a folder that a program of a cloud service keeps equal elsewhere.

By the path itself, and on Windows by what OneDrive has put down of its folders: a library of SharePoint that is kept equal bears the name of
the school and not that of OneDrive. Nothing is asked of a network.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_WOLKEN: Final = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud")
_VAN_ONEDRIVE: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Variables of the environment in which OneDrive names its own folder."""
SYNC_PROVIDERS: Final = r"Software\SyncEngines\Providers\OneDrive"
"""Where it keeps, below HKEY_CURRENT_USER, a key for each folder: also those of SharePoint and Teams."""


def buiten_de_deur(pad: Path) -> bool:
    """Whether the file lies, or would lie, where others can see it."""
    geheel = pad.absolute()
    if str(geheel).startswith(("\\\\", "//")) or any(deel.lower().startswith(_WOLKEN) for deel in geheel.parts[:-1]):
        return True
    boven = {_naam(ouder) for ouder in geheel.parents}
    return any(_naam(map_) in boven for map_ in (*_uit_omgeving(), *mount_points()))


def _naam(map_: Path) -> str:
    return os.path.normcase(map_)


def _uit_omgeving() -> Iterator[Path]:
    for naam in _VAN_ONEDRIVE:
        if map_ := os.environ.get(naam):
            yield Path(map_).absolute()


if sys.platform == "win32":
    import winreg

    def mount_points() -> list[Path]:
        """The folders that OneDrive keeps equal."""
        gevonden: list[Path] = []
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, SYNC_PROVIDERS) as providers:
            for nummer in range(winreg.QueryInfoKey(providers)[0]):
                with suppress(OSError), winreg.OpenKey(providers, winreg.EnumKey(providers, nummer)) as een:
                    gevonden.append(Path(str(winreg.QueryValueEx(een, "MountPoint")[0])))
        return gevonden

else:

    def mount_points() -> list[Path]:
        """OneDrive is of Windows."""
        return []
