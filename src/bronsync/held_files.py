"""Replacing, removing and opening files that another program may hold: on Windows a virus scanner, an indexer or a backup opens each new file.

The only way of the whole program (a test bans the others): patience of about a second, then the system's own error, of which `reason` gives
the code of the true cause. Nothing is left half done: what could not be replaced is as it was. Knows nothing of what is in the files.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
"""Seconds between the tries: what holds a file for longer than all of them together is no scanner that looks at it once."""
_wait = time.sleep

_LONG: Final = 240
"""From here the prefix: a temporary name beside the file is a little longer."""
_ACCESS_DENIED: Final = 5
_HELD_ON_WINDOWS: Final = frozenset({32, 33, 145, 303, 1224})
"""ERROR_SHARING_VIOLATION, _LOCK_VIOLATION, _DIR_NOT_EMPTY (what is removed there is still held), _DELETE_PENDING, _USER_MAPPED_FILE."""
_FULL_ON_WINDOWS: Final = frozenset({39, 112})
"""ERROR_HANDLE_DISK_FULL, _DISK_FULL; Python gives the first no number of its own."""
_HELD: Final = frozenset({errno.EBUSY, errno.ETXTBSY})
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def patiently(attempt: Callable[[], T]) -> T:
    """What it gives, tried again for about a second as long as another program holds the file; then the error."""
    for pause in _PAUSES:
        try:
            return attempt()
        except OSError as error:
            if not (_held(error) or _refused_by_windows(error)):
                raise
        _wait(pause)
    return attempt()


def replace(new: Path, old: Path) -> None:
    """Puts `new` in the place of `old`. When that cannot be, both are as they were."""
    patiently(lambda: new.replace(old))


def remove(path: Path) -> None:
    """Removes a file; one that is not there is fine."""
    patiently(lambda: path.unlink(missing_ok=True))


def remove_folder(path: Path) -> None:
    """Removes a folder with all that is in it."""
    patiently(lambda: shutil.rmtree(path))


def put_in_place(path: Path, temporary: Path, content: bytes) -> None:
    """Afterwards `path` holds all of the content, on the disk, or what it held before; `temporary` beside it is gone either way."""
    path, temporary = long_name(path), long_name(temporary)
    try:
        remove(temporary)
        number = patiently(lambda: os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, path)
    except OSError:
        with suppress(OSError):
            remove(temporary)
        raise
    sync_folder(path.parent)


def long_name(path: Path) -> Path:
    r"""The same file by a name that Windows takes at any length: by default it takes no more than 259 characters, unless `\\?\` goes before."""
    name = str(path.absolute()) if sys.platform == "win32" else ""
    if len(name) < _LONG or name.startswith("\\\\?\\"):
        return path
    return Path(f"\\\\?\\UNC\\{name[2:]}" if name.startswith("\\\\") else f"\\\\?\\{name}")


def sync_folder(folder: Path) -> None:
    """Makes a new or replaced name in the folder durable. Windows has no such call and does not need it."""
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def reason(error: OSError) -> str:
    """The code of why our own files cannot be read or written: the disk is full, another program, no right, or else."""
    if error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS:
        return "OPSLAG-03"
    if _held(error):
        return "OPSLAG-15"
    return "OPSLAG-16" if error.errno in _FORBIDDEN else "OPSLAG-17"


def _held(error: OSError) -> bool:
    """Windows calls a file that may not be replaced because it is open 'access denied'; that name of two files we could write beside it."""
    number = getattr(error, "winerror", None)
    if number == _ACCESS_DENIED and error.filename2 is not None:
        return not Path(error.filename2).exists() or os.access(error.filename2, os.W_OK)
    if number is None and error.filename and _refused_by_windows(error):
        return is_held(Path(error.filename))
    return number in _HELD_ON_WINDOWS or error.errno in _HELD


def _refused_by_windows(error: OSError) -> bool:
    """Whether it may be over in a moment. What opening a file gives there has no number of Windows' own."""
    return getattr(error, "winerror", None) == _ACCESS_DENIED or (
        sys.platform == "win32" and error.errno == errno.EACCES
    )


def is_held(path: Path) -> bool:
    """Whether another program holds it now. Asked by giving the file its own name, which changes nothing: that refusal has a number."""
    try:
        path.rename(path)
    except OSError as error:
        return getattr(error, "winerror", None) in _HELD_ON_WINDOWS
    return False
