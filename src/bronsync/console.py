"""How the program and its demo speak on a terminal, a pipe or a file: one way for both, knowing nothing of what they say.

UTF-8 always, whatever console, redirect or environment say, so that what one computer writes another can read; what cannot be written is
replaced. Who reads may leave at any moment (`| head -1`): the rest is dropped and nobody hears of it, for what was asked of the program
is still to be done. A disk that is full is told, once, and is a failure. Ctrl+C ends with a sentence. No output ever raises: not in the
middle of the work, not while Python ends, not where a stream was closed before the program began.
"""

from __future__ import annotations

import errno
import io
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_MISLUKT: Final = 3
AFGEBROKEN: Final = "Afgebroken."
NIET_GESCHREVEN: Final = (
    "De uitvoer kan niet worden geschreven. Maak ruimte vrij op de schijf, of kies een ander bestand. (EXPORT-02)"
)

# Windows tells of a pipe that was closed as of a wrong argument.
_LEFT: Final = frozenset(
    {errno.EPIPE, errno.ECONNRESET, errno.ESHUTDOWN, *({errno.EINVAL} if sys.platform == "win32" else ())}
)
_AWAY: Final = frozenset({errno.EBADF, errno.EIO})
"""There is nothing to write to any more: a stream that was closed, a terminal that was hung up."""


class _Outlet(io.RawIOBase):
    """Below a text stream: writes to the real one, until that refuses."""

    def __init__(self, below: io.RawIOBase) -> None:
        super().__init__()
        self._below = below
        self.left = self.failed = False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._below.isatty()

    def fileno(self) -> int:
        return self._below.fileno()

    def write(self, data: ReadableBuffer, /) -> int:
        if not (self.left or self.failed):
            try:
                while (count := self._below.write(data)) is None:  # somebody made it non-blocking, and it is full
                    select.select([], [self._below], [])
                return count
            except OSError as error:
                self.left = error.errno in _LEFT | _AWAY
                self.failed = not self.left
        return memoryview(data).nbytes


def run(program: Callable[[], int]) -> int:
    """Runs a program on streams that are made safe first; gives its exit code, 3 when it was ended or could not write."""
    _fill_standard_files()
    own = sys.stdout is sys.__stdout__  # otherwise somebody listens in, as a test does, and they stay his
    sys.stdout, sys.stderr = (_safe(stream) for stream in (sys.stdout, sys.stderr))
    try:
        code = program()
    except KeyboardInterrupt:
        sys.stderr.write(f"{AFGEBROKEN}\n")
        code = _MISLUKT
    except SystemExit:  # of argparse
        if _all_written():
            raise
        return _MISLUKT
    finally:
        if own and threading.current_thread() is threading.main_thread():
            with suppress(ValueError):
                signal.signal(signal.SIGINT, signal.SIG_DFL)  # while Python ends there is nobody left to catch it
    return code if _all_written() else _MISLUKT


def _all_written() -> bool:
    """Whether nothing refused what was written; said otherwise."""
    sys.stdout.flush()
    failed = _outlet(sys.stdout, "failed")
    if failed:
        sys.stderr.write(f"{NIET_GESCHREVEN}\n")
    sys.stderr.flush()
    return not failed


def reader_left() -> bool:
    """Whether nobody reads stdout any more: a program that only tells may stop."""
    return _outlet(sys.stdout, "left")


def _outlet(stream: TextIO, what: str) -> bool:
    below = getattr(getattr(stream, "buffer", None), "raw", None)
    return isinstance(below, _Outlet) and bool(getattr(below, what))


def _fill_standard_files() -> None:
    """A standard file that was closed (`>&-`) is given to nothing: else the next file opened gets its number, and what a library prints."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one


def _safe(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed before the start, or a window on Windows
        return Path(os.devnull).open("w", encoding="utf-8", errors="replace")
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    below = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered (-u), the buffer is the file itself
    if stream not in (sys.__stdout__, sys.__stderr__) or not isinstance(below, io.RawIOBase):
        stream.reconfigure(encoding="utf-8", errors="replace")
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Outlet(below)),
        encoding="utf-8",
        errors="replace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
