"""What is built into the packages of this environment and is no package itself: by what it leaves in their binaries, and by their own lists.

A library often stays recognisable by its copyright line, also when nothing can be asked of it. Packages made of Rust bring a list of their
own (PEP 770). Where no version can be read none is given: then it is that of the release of the package. For `sbom.py`; source:
RELIABILITY D21.
"""

import functools
import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

# Name -> beginning of the file name ("" for every file), and what its version stands in (no group: there is only a trace).
TRACES = {
    "zlib": ("", rb"deflate (\d+(?:\.\d+)+) Copyright"),
    "libpng": ("", rb"libpng version (\d+\.\d+\.\d+)"),
    "PCRE2": ("", rb"\0(10\.\d\d) 20\d\d-\d\d-\d\d\0"),
    "libjpeg-turbo": ("", rb"libjpeg-turbo version (\d+\.\d+\.\d+)"),
    "libtiff": ("", rb"LIBTIFF, Version (\d+\.\d+\.\d+)"),
    "OpenSSL": ("", rb"OpenSSL (\d+\.\d+\.\d+) \d"),
    "SQLite": ("", rb"(20\d\d-\d\d-\d\d) \d\d:\d\d:\d\d [0-9a-f]{64}"),  # the day of its source
    "ICU": ("libicuuc", rb"\0(\d\d\.\d)\0"),
    "libiconv": ("etree", rb"_libiconv_version"),
    "libexslt": ("etree", rb"exsltLibexsltVersion"),
    "libffi": ("_cffi_backend", rb"ffi_closure_alloc"),
    "libwebp": ("", rb"WebPDemuxReleaseIterator"),
    "HarfBuzz": ("", rb"HB_FACE_LOADER"),
    "md4c": ("", rb"github\.com/mity/md4c"),
}
LICENCES = {  # SPDX; of what says nothing of its licence itself
    "sqlcipher3": "Zlib",
    "pywin32-ctypes": "BSD-3-Clause",
    "OpenSSL": "Apache-2.0",
    "SQLCipher": "BSD-3-Clause",
    "SQLite": "blessing",
    "libxml2": "MIT",
    "libxslt": "MIT",
    "libexslt": "MIT",
    "libiconv": "LGPL-2.1-or-later",
    "Qt": "LGPL-3.0-only",
    "zlib": "Zlib",
    "Expat": "MIT",
    "libpng": "libpng-2.0",
    "PCRE2": "BSD-3-Clause",
    "libjpeg-turbo": "IJG AND BSD-3-Clause AND Zlib",
    "libtiff": "libtiff",
    "ICU": "Unicode-DFS-2016",
    "libffi": "MIT",
    "libwebp": "BSD-3-Clause",
    "HarfBuzz": "MIT-Modern-Variant",
    "md4c": "MIT",
}
_BINARY = re.compile(r"\.(so|pyd|dll|dylib)(\.[\d.]+)?$")


def _files(package: str) -> list[Any]:
    try:
        return sorted(distribution(package).files or [], key=str)
    except PackageNotFoundError:
        return []  # of another system


@functools.cache
def traces(package: str) -> dict[str, str]:
    """Library -> version, "" when only a trace of it is there."""
    found: dict[str, str] = {}
    for file in _files(package):
        if not _BINARY.search(file.name):
            continue
        data = file.locate().read_bytes()
        for name, (beginning, trace) in TRACES.items():
            if not found.get(name) and file.name.startswith(beginning) and (match := re.search(trace, data)):
                found[name] = match[1].decode() if match.re.groups else ""
    return found


def own_lists(package: str) -> list[dict[str, Any]]:
    """The parts that a package names itself: name, version, purl and licences."""
    parts = []
    for file in _files(package):
        if file.parent.name == "sboms" and file.suffix == ".json":
            parts += json.loads(file.locate().read_text(encoding="utf-8")).get("components", [])
    wanted = ("name", "version", "purl", "licenses")
    return [{key: part[key] for key in wanted if key in part} for part in parts if part.get("purl")]
