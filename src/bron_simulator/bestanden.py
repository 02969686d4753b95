"""Replacing and removing files of the register while another program looks at them, as scanners on Windows do: tried for about a second.

The client has its own for this; client and register share no Python.
"""

import time
from collections.abc import Callable
from pathlib import Path

_KEREN, _RUST = 20, 0.05
_wacht = time.sleep


def _houd_vol(doe: Callable[[], object]) -> None:
    """PermissionError is what Windows says of a file that somebody has open."""
    for keer in range(1, _KEREN + 1):
        try:
            doe()
        except PermissionError:
            if keer == _KEREN:
                raise
            _wacht(_RUST)
        else:
            return


def vervang(nieuw: Path, oud: Path) -> None:
    """Puts `nieuw` in the place of `oud`."""
    _houd_vol(lambda: nieuw.replace(oud))


def verwijder(pad: Path) -> None:
    """Removes the file, if it is there."""
    _houd_vol(lambda: pad.unlink(missing_ok=True))
