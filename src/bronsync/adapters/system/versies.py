"""Versions of what this program runs on, also of the C libraries inside its packages, which no package manager lists.

For the helpdeskbestand and for the list of parts beside a release (installer/sbom.py). What cannot be loaded here is left out.
Source: RELIABILITY A4 (the library inside sqlcipher3), D21, E5.
"""

from __future__ import annotations

import importlib
import platform
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

PACKAGES: Final = (
    "bronsync",
    "PySide6-Essentials",
    "SQLAlchemy",
    "cryptography",
    "lxml",
    "sqlcipher3",
    "zeep",
    "urllib3",
    "keyring",
    "pyodbc",
)
"""Packages worth naming on the phone."""


def _cryptography(module: Any) -> str:  # noqa: ANN401 - a module
    return str(module.backend.openssl_version_text())


def _drietal(naam: str) -> Callable[[Any], str]:
    return lambda module: ".".join(map(str, getattr(module, naam)))


def _cipher(vraag: str) -> Callable[[Any], str]:
    def antwoord(module: Any) -> str:  # noqa: ANN401 - a module
        connection = module.connect(":memory:")
        try:
            connection.execute("PRAGMA key = 'x'")  # of an empty database in memory; without one it does not answer
            return str(connection.execute(f"PRAGMA {vraag}").fetchone()[0])
        finally:
            connection.close()

    return antwoord


_C_BIBLIOTHEKEN: Final[tuple[tuple[str, str, str, Callable[[Any], str]], ...]] = (
    ("OpenSSL", "Python", "ssl", lambda module: str(module.OPENSSL_VERSION)),
    ("OpenSSL", "cryptography", "cryptography.hazmat.backends.openssl.backend", _cryptography),
    ("OpenSSL", "sqlcipher3", "sqlcipher3.dbapi2", _cipher("cipher_provider_version")),
    ("SQLCipher", "sqlcipher3", "sqlcipher3.dbapi2", _cipher("cipher_version")),
    ("SQLite", "sqlcipher3", "sqlcipher3.dbapi2", lambda module: str(module.sqlite_version)),
    ("SQLite", "Python", "sqlite3", lambda module: str(module.sqlite_version)),
    ("libxml2", "lxml", "lxml.etree", _drietal("LIBXML_VERSION")),
    ("libxslt", "lxml", "lxml.etree", _drietal("LIBXSLT_VERSION")),
    ("Qt", "PySide6-Essentials", "PySide6.QtCore", lambda module: str(module.qVersion())),
    ("zlib", "Python", "zlib", lambda module: str(module.ZLIB_RUNTIME_VERSION)),
    ("Expat", "Python", "pyexpat", lambda module: str(module.EXPAT_VERSION)),
)
"""Library, the package that carries it, the module to ask and how."""


def c_bibliotheken(*, zonder_qt: bool = False) -> list[tuple[str, str, str]]:
    """Library, the package that carries it, and the version that it reports itself."""
    gevonden = []
    for naam, drager, plaats, vraag in _C_BIBLIOTHEKEN:
        if naam == "Qt" and zonder_qt and "PySide6.QtCore" not in sys.modules:
            continue  # a run without a window loads no Qt
        with suppress(ImportError, OSError):
            gevonden.append((naam, drager, vraag(importlib.import_module(plaats))))
    return gevonden


def versies() -> dict[str, str]:
    """All of it, for a person to read."""
    uit = {"Python": platform.python_version(), "systeem": f"{platform.system()} {platform.release()}"}
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            uit[package] = version(package)
    return uit | {f"{naam} in {drager}": nummer for naam, drager, nummer in c_bibliotheken(zonder_qt=True)}
