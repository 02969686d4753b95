"""Tells the setup that the program runs, by a mutex with a name; the setup (`setup.nsi`) knows the same name.

Of this user on this computer, in whatever session: with remote desktops one person has several. Elsewhere than on Windows there is none.
"""

from __future__ import annotations

import os
import sys
from typing import Any

_held: list[Any] = []
"""Until the process ends."""


def mutex_name() -> str:
    return f"Global\\BRON Sync {os.environ.get('USERNAME', '')}"


def say_that_it_runs() -> None:
    """Held until this process ends, however it ends."""
    if sys.platform == "win32" and not _held:  # pragma: no cover - of Windows
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateMutexW.restype = ctypes.c_void_p
        _held.append(kernel.CreateMutexW(None, 0, mutex_name()))
