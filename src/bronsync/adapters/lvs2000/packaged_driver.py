"""Microsoft's ODBC driver that the installer brings (package mssql-python-odbc), for a PC where none is installed: it needs no administrator.

unixODBC takes the path of a driver in the connection string. The driver manager of Windows takes there only the name of one that was
installed; by path it loads the driver of a data source, and a data source each user may make for himself (HKEY_CURRENT_USER).
On Windows this was not seen at work: Wine passes ODBC on to unixODBC. Its licence: docs/SQLSERVER.md.
"""

from __future__ import annotations

import importlib.util
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

DATA_SOURCE: Final = "BRON Sync"
"""The name of the user's data source; the uninstaller removes it."""

_IN_PACKAGE: Final = {
    "linux": "libs/linux/debian_ubuntu/{machine}/lib/libmsodbcsql*",
    "win32": "libs/windows/{machine}/msodbcsql*.dll",
}
_MACHINE: Final = {"AMD64": "x64", "ARM64": "arm64"}
"""Where Windows and the package use different names."""


def packaged_driver() -> Path | None:
    """The newest one in the package for this computer."""
    package = importlib.util.find_spec("mssql_python_odbc")
    machine = _MACHINE.get(platform.machine(), platform.machine())
    pattern = _IN_PACKAGE.get(sys.platform, "").format(machine=machine)
    for folder in package.submodule_search_locations or () if package and pattern else ():
        for file in sorted(Path(folder).glob(pattern), reverse=True):
            return file
    return None


def how_to_name(driver: Path) -> dict[str, str]:
    """What the connection string says to get this driver."""
    return {"dsn": DATA_SOURCE} if sys.platform == "win32" else {"driver": str(driver)}


if sys.platform == "win32":
    import ctypes
    import winreg

    def make_known(driver: Path) -> None:
        """The data source leads to this driver; each version of the program brings its own."""
        ini = r"Software\ODBC\ODBC.INI"
        for key, name, value in (
            (rf"{ini}\ODBC Data Sources", DATA_SOURCE, driver.stem),
            (rf"{ini}\{DATA_SOURCE}", "Driver", str(driver)),
        ):
            with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_WRITE) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)
        with suppress(OSError):  # the C++ library that the driver asks for, where Windows has none
            ctypes.WinDLL(str(driver.parent / "vcredist" / "msvcp140.dll"))

else:

    def make_known(driver: Path) -> None:
        """A path says it all."""
