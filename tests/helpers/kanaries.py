"""Looks for planted values in everything that lies in a folder, in the forms in which a program may have written them (RELIABILITY D7).

A value is sought as text in five encodings, as base64 at its three offsets, hex, percent, JSON and XML escapes; a number of a person also
dotted, spaced and as an integer. Zip and gzip are unpacked, names of files count too. `test_persoonsgegevens.py` proves that it finds.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def vormen(waarde: str) -> dict[str, bytes]:
    """Every form of one value, by name."""
    ruw = waarde.encode()
    gevonden = {
        "utf-8": ruw,
        "utf-16-le": waarde.encode("utf-16-le"),
        "utf-16-be": waarde.encode("utf-16-be"),
        "utf-32": waarde.encode("utf-32-le"),
        "latin-1": waarde.encode("latin-1", "replace"),
        "hex": ruw.hex().encode(),
        "percent": "".join(f"%{byte:02x}" for byte in ruw).encode(),
        "percent, only what must": urllib.parse.quote(waarde).encode(),
        "json": json.dumps(waarde)[1:-1].encode(),
        "xml numbers": "".join(f"&#{ord(teken)};" for teken in waarde).encode(),
        "reversed": ruw[::-1],
    }
    for plaats in range(3):
        deel = base64.b64encode(b"\0" * plaats + ruw)
        gevonden[f"base64 at {plaats}"] = deel[(0, 2, 3)[plaats] : -4] if len(ruw) > 6 else deel[(0, 2, 3)[plaats] :]
    if waarde.isdigit():
        getal = int(waarde)
        gevonden |= {
            "dotted": f"{waarde[:4]}.{waarde[4:6]}.{waarde[6:]}".encode(),
            "spaced": f"{waarde[:3]} {waarde[3:6]} {waarde[6:]}".encode(),
            "int32": struct.pack("<i", getal),
            "int32 reversed": struct.pack(">i", getal),
        }
    return {naam: vorm for naam, vorm in gevonden.items() if len(vorm) >= 4}


def stukken(naam: str, inhoud: bytes, diepte: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes and what is packed in them."""
    yield naam, inhoud
    if diepte > 3:
        return
    if inhoud[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pack:
            for lid in pack.namelist():
                yield f"{naam}!{lid}", lid.encode()
                yield from stukken(f"{naam}!{lid}", pack.read(lid), diepte + 1)
    elif inhoud[:2] == b"\x1f\x8b":
        try:
            yield from stukken(f"{naam}!gz", gzip.decompress(inhoud), diepte + 1)
        except (OSError, zlib.error, EOFError):
            return


def zoek(mappen: Iterable[Path], waarden: Iterable[str]) -> list[str]:
    """Each hit as `file: form of value`, by the number of the value only: this report must hold none itself."""
    gezocht = [
        (f"value {nummer} as {naam}", vorm, "base64" not in naam)
        for nummer, waarde in enumerate(waarden)
        for naam, vorm in vormen(waarde).items()
    ]
    treffers = []
    for map_ in mappen:
        for pad in sorted(map_.rglob("*")):
            inhoud = [(f"{pad.name} (name)", pad.name.encode())]
            if pad.is_file():
                inhoud += stukken(pad.name, pad.read_bytes())
            for naam, ruw in inhoud:
                klein = ruw.lower()
                for wat, vorm, los in gezocht:
                    if (vorm.lower() in klein) if los else (vorm in ruw):
                        treffers.append(f"{naam}: {wat}")
    return treffers
