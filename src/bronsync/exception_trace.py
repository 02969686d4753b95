"""Where an exception came from: classes, files, lines and functions, never its text or its locals, which may hold personal data.

For the error window, for what nobody caught, and for whoever must read it afterwards. Knows no window and no log.
Source: RELIABILITY D25, E4.
"""

from __future__ import annotations

import traceback
from pathlib import PureWindowsPath

from bronsync.domain.errors import BronSyncFout


def trail(fout: BaseException) -> str:
    """A line per exception, the last one first, each with the places it went through."""
    regels: list[str] = []
    schakel: BaseException | None = fout
    while schakel is not None:
        code = f" {schakel.code}" if isinstance(schakel, BronSyncFout) else ""
        regels.append(f"{type(schakel).__name__}{code}")
        regels += [
            f"  {PureWindowsPath(stap.filename).name}:{stap.lineno} {stap.name}"
            for stap in traceback.extract_tb(schakel.__traceback__)
        ]
        schakel = schakel.__cause__ or schakel.__context__
    return "\n".join(regels)
