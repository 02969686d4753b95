"""Every page of an encrypted store, decrypted: what is in use, what is free, and what still lies in its write-ahead log.

Looks past SQLite, which only shows rows: what was deleted must be gone from the pages too (RELIABILITY D-R). By the format of SQLCipher 4
with a raw key: AES-256-CBC per page, behind each page its IV and its HMAC-SHA512.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

GROOTTE = 8192
_RESERVE = 16 + 64
_ZOUT = 16
_KOP_WAL, _KOP_FRAME = 32, 24


def bladzijden(opslag: Path, sleutel: bytes) -> Iterator[bytes]:
    """Of the file and of its log when there is one."""
    inhoud = opslag.read_bytes()
    for begin in range(0, len(inhoud), GROOTTE):
        yield _open(inhoud[begin : begin + GROOTTE], sleutel, begin == 0)
    log = opslag.with_name(f"{opslag.name}-wal")
    inhoud = log.read_bytes() if log.exists() else b""
    for begin in range(_KOP_WAL, len(inhoud), _KOP_FRAME + GROOTTE):
        frame = inhoud[begin : begin + _KOP_FRAME + GROOTTE]
        yield _open(frame[_KOP_FRAME:], sleutel, frame[:4] == b"\0\0\0\1")


def _open(bladzij: bytes, sleutel: bytes, eerste: bool) -> bytes:
    eind = len(bladzij) - _RESERVE
    ontsleutel = Cipher(algorithms.AES(sleutel), modes.CBC(bladzij[eind : eind + 16])).decryptor()
    return ontsleutel.update(bladzij[_ZOUT if eerste else 0 : eind]) + ontsleutel.finalize()
