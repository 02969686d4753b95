"""Another program that holds a file, as a virus scanner does: on Windows really, elsewhere by what Windows answers to who touches it."""

import builtins
import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path


class Vasthouder:
    """Holds `pad` until `laat_los`. `deelt`: others may read it meanwhile, as most scanners allow."""

    def __init__(self, pad: Path, *, deelt: bool = False) -> None:
        self.pad, self.deelt, self.vast = pad, deelt, True
        self.greep = _open_alleen(pad, deelt=deelt) if sys.platform == "win32" else None

    def laat_los(self) -> None:
        if self.vast and self.greep is not None:
            _sluit(self.greep)
        self.vast = False

    def raakt(self, *paden) -> bool:
        return self.vast and self.greep is None and any(_zelfde(pad, self.pad) for pad in paden)


def _zelfde(pad, ander: Path) -> bool:
    return isinstance(pad, str | os.PathLike) and Path(pad).absolute() == ander


def weigering(pad, ander=None, winerror: int = 32) -> PermissionError:
    """As Python gives what Windows says: a sharing violation; 'access denied' where an open file would be replaced."""
    fout = PermissionError(13, "Access is denied", str(pad), None, None if ander is None else str(ander))
    fout.winerror = winerror
    return fout


@contextmanager
def vastgehouden(monkeypatch, pad: Path, *, deelt: bool = False):
    """Holds it inside the block."""
    houder = Vasthouder(pad, deelt=deelt)
    if houder.greep is None:
        _doe_alsof(monkeypatch, houder)
    try:
        yield houder
    finally:
        houder.laat_los()


def _doe_alsof(monkeypatch, houder: Vasthouder) -> None:
    echt = {naam: getattr(os, naam) for naam in ("replace", "unlink", "open", "rename")}
    open_ = io.open

    def twee(naam):
        def doe(van, naar, **meer):
            if houder.raakt(van, naar):
                raise weigering(van, naar, 5 if houder.raakt(naar) and not _zelfde(van, Path(naar)) else 32)
            return echt[naam](van, naar, **meer)

        return doe

    def een(naam):
        def doe(pad, *rest, **meer):
            if houder.raakt(pad) and not (naam == "open" and houder.deelt):
                raise weigering(pad)
            return echt[naam](pad, *rest, **meer)

        return doe

    def open_bestand(pad, *rest, **meer):
        if houder.raakt(pad) and not houder.deelt:
            raise weigering(pad)
        return open_(pad, *rest, **meer)

    for naam in ("replace", "rename"):
        monkeypatch.setattr(os, naam, twee(naam))
    for naam in ("unlink", "open"):
        monkeypatch.setattr(os, naam, een(naam))
    monkeypatch.setattr(io, "open", open_bestand)
    monkeypatch.setattr(builtins, "open", open_bestand)


def _open_alleen(pad: Path, *, deelt: bool) -> int:
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    greep = kernel.CreateFileW(str(pad), 0x80000000, 1 if deelt else 0, None, 3, 0, None)  # GENERIC_READ, OPEN_EXISTING
    if greep in (None, ctypes.c_void_p(-1).value):
        raise ctypes.WinError(ctypes.get_last_error())
    return greep


def _sluit(greep: int) -> None:
    import ctypes

    ctypes.windll.kernel32.CloseHandle(ctypes.c_void_p(greep))
