"""What holds for the whole process before anything else: its files are its owner's alone, no picture of its memory is made when it crashes,
and what nobody caught is told by class and place.

The standard ways print the text of an exception, of an object or of a warning, and stderr of a window often ends in a journal of the system.
Source: RELIABILITY D11, D25, E4.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TYPE_CHECKING

from bronsync.domain.errors import als_fout
from bronsync.exception_trace import trail

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def install() -> None:
    """From now on, for this process and what it starts."""
    os.umask(0o077)
    _make_no_dump()
    logging.captureWarnings(capture=True)
    logging.getLogger().addHandler(logging.NullHandler())  # without any handler, logging prints the text on stderr
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_thread


class Told(AbstractContextManager[None]):
    """What nobody caught inside the block is told, and the block ends."""

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> bool:
        if soort is None or not isinstance(fout, Exception):
            return False
        _uncaught(soort, fout, spoor)
        return True


def _make_no_dump() -> None:
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)
        with suppress(OSError, AttributeError):
            ctypes.windll.kernel32.WerSetFlags(1)  # NOHEAP: a report that is made all the same holds no data
    else:
        import resource

        # Linux heeds no limit, not even 0, where a dump goes to a collecting program, as on most desktops; of 1 it makes none at all.
        grens = 1 if sys.platform == "linux" else 0
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (grens, grens))


def _uncaught(soort: type[BaseException], fout: BaseException, spoor: TracebackType | None) -> None:
    with suppress(Exception):  # a failing hook makes Python print everything
        if issubclass(soort, KeyboardInterrupt):
            _tell("Afgebroken.")
            return
        _log(fout)
        eigen = als_fout(fout)
        _tell(f"{eigen.zin} {eigen.advies} ({eigen.code})\n{trail(fout.with_traceback(spoor))}")


def _in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable(args: UnraisableHookArgs) -> None:
    """Python has nowhere to raise it, as in `__del__`; the object it names is left out too."""
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _log(fout: BaseException) -> None:
    from bronsync.adapters.system import logboek

    logboek.fout(fout)


def _tell(tekst: str) -> None:
    if sys.stderr is not None:  # a program with a window has none on Windows
        sys.stderr.write(f"{tekst}\n")
