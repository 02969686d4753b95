"""Progress of a long task on the command line, or nowhere: the port `Progress`.

Writes to stderr only, so that `--json` on stdout stays clean; a bar on a terminal, a line per new text elsewhere. The window has its own.
"""

from __future__ import annotations

import sys
from typing import Final, TextIO

_BREEDTE: Final = 30


class SilentProgress:
    """Shows nothing."""

    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        """Nothing to do."""


class TextProgress:
    """A bar on the terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._getoond = ""

    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        if not self._stream.isatty():
            regel, einde = tekst, "\n"
        else:
            deel = min(gedaan / totaal, 1.0) if totaal > 0 else 0.0
            vol = int(deel * _BREEDTE)
            regel = f"\r[{'#' * vol}{'.' * (_BREEDTE - vol)}] {deel:4.0%} {tekst}\x1b[K"
            einde = "\n" if totaal and gedaan >= totaal else ""
        if regel + einde != self._getoond:
            self._getoond = regel + einde
            self._stream.write(self._getoond)
            self._stream.flush()
