"""How the register speaks on a terminal, a pipe or a file: UTF-8, and never an error because of who listens (FOUTEN B16).

Who reads may leave: the rest is dropped and the register goes on. A disk that is full is told and is a failure. Ctrl+C ends with a sentence.
"""

import errno
import io
import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_MISLUKT: Final = 3
_NIET_GESCHREVEN: Final = (
    "De uitvoer kan niet worden geschreven. Maak ruimte vrij op de schijf, of kies een ander bestand."
)
_WEG: Final = frozenset(
    # Windows tells of a pipe that was closed as of a wrong argument
    {errno.EPIPE, errno.ECONNRESET, errno.EBADF, errno.EIO, *({errno.EINVAL} if sys.platform == "win32" else ())}
)
"""Nobody reads it any more; what else goes wrong is a failure."""


class _Uitgang(io.RawIOBase):
    """Writes to the real file until that refuses."""

    def __init__(self, onder: io.RawIOBase) -> None:
        super().__init__()
        self._onder = onder
        self.fout: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._onder.fileno()

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            while self.fout is None:
                aantal = self._onder.write(data)
                if aantal is not None:
                    return aantal
                select.select([], [self._onder], [])  # somebody made it non-blocking, and it is full
        except OSError as fout:
            self.fout = fout
        return memoryview(data).nbytes

    @property
    def mislukt(self) -> bool:
        return self.fout is not None and self.fout.errno not in _WEG


def run(programma: Callable[[], int]) -> int:
    """Runs it on safe streams; gives its exit code, 3 when it was ended or could not write."""
    for nummer in (0, 1, 2):  # closed before the start: else the next file that is opened gets that number
        try:
            os.fstat(nummer)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    eigen = sys.stdout is sys.__stdout__  # otherwise somebody listens in, as a test does
    sys.stdout, uit = _veilig(sys.stdout, sys.__stdout__)
    sys.stderr, _ = _veilig(sys.stderr, sys.__stderr__)
    try:
        code = programma()
    except KeyboardInterrupt:
        sys.stderr.write("Afgebroken.\n")
        code = _MISLUKT
    except SystemExit as einde:  # of argparse: wrong use, or what was asked has been told
        code = 2 if einde.code else 0
    if eigen:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # while Python ends there is nobody left to catch it
    sys.stdout.flush()
    if uit is not None and uit.mislukt:
        sys.stderr.write(f"{_NIET_GESCHREVEN}\n")
        code = _MISLUKT
    sys.stderr.flush()
    return code


def _veilig(stream: TextIO | None, echt: TextIO | None) -> tuple[TextIO, _Uitgang | None]:
    if stream is None:  # closed before the start
        return Path(os.devnull).open("w", encoding="utf-8"), None
    buffer = getattr(stream, "buffer", None)
    onder = getattr(buffer, "raw", buffer)  # unbuffered (-u), the buffer is the file itself
    if stream is not echt or not isinstance(onder, io.RawIOBase):
        return stream, None
    uitgang = _Uitgang(onder)
    stream.flush()
    veilig = io.TextIOWrapper(
        io.BufferedWriter(uitgang), encoding="utf-8", errors="replace", line_buffering=bool(stream.line_buffering)
    )
    return veilig, uitgang
