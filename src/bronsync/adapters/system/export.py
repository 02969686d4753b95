"""Writes sheets of text to an XLSX file that another program may open without harm.

Every cell is text and is formatted as text: no value becomes a formula, a link or a number, whatever it begins with, and a name such as
't Hart comes out as it is. What XLSX cannot hold is left out, and said. The file is whole or is not there; nothing of it lies in the
temporary folder of the system. Knows nothing of what is in it. Source: RELIABILITY C5 60-63.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from bronsync.adapters.system.cloud import buiten_de_deur
from bronsync.application.ports import Blad
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import put_in_place, remove

LANGSTE_CEL: Final = 32_767
"""Of XLSX; Excel refuses the whole file behind a longer one."""
MEESTE_RIJEN: Final = 1_048_576
"""Of XLSX, the line of headings included."""

_BREEDTE: Final = 60
_BEGIN, _EINDE = ".bronsync-", ".tmp"
"""Of the name of a file that is being written."""
_LANGST: Final = 3600
"""Seconds that any writing takes at most: whoever shares the folder may be writing now."""
_TEKST: Final = 49
"""The built-in number format '@': a cell that stays text, also after somebody edits it."""


@dataclass(frozen=True, slots=True)
class XlsxBestand:
    """A file to be. An existing one is replaced."""

    pad: Path

    def schrijf(self, bladen: Sequence[Blad]) -> tuple[str, ...]:
        """Writes the sheets; EXPORT-01 when that cannot be. Gives notes in Dutch, without anything that stands in a cell."""
        inhoud, opmerkingen = _maak(bladen)
        _vervang(self.pad, inhoud)
        if buiten_de_deur(self.pad):
            opmerkingen.append(
                "Let op: het bestand staat op een gedeelde map of in een cloudmap. Er staan persoonsgegevens in; "
                "bewaar het liever op deze computer."
            )
        return tuple(opmerkingen)


class _Telling:
    """How many cells had to be changed, and how many lines did not fit."""

    def __init__(self) -> None:
        self.tekens = self.lengte = self.rijen = 0

    def schoon(self, tekst: str) -> str:
        """The text as XLSX can hold it."""
        goed = tekst if tekst.isprintable() else "".join(teken for teken in tekst if not _onmogelijk(teken))
        if goed.startswith("<r>") and goed.endswith("</r>"):
            goed += " "  # xlsxwriter would take it for ready-made markup and write it as it is
        self.tekens += goed != tekst
        if len(goed.encode("utf-16-le")) // 2 > LANGSTE_CEL:  # Excel counts in UTF-16
            self.lengte += 1
            goed = goed.encode("utf-16-le")[: 2 * LANGSTE_CEL].decode("utf-16-le", "ignore")
        return goed

    def opmerkingen(self) -> list[str]:
        gevonden = (
            (self.tekens, "In {} cel(len) zijn tekens aangepast die niet in een XLSX-bestand kunnen staan."),
            (self.lengte, "In {} cel(len) is de tekst afgekapt; een cel is hoogstens 32.767 tekens lang."),
            (self.rijen, "{} regel(s) pasten niet op hun blad en zijn weggelaten."),
        )
        return [zin.format(aantal) for aantal, zin in gevonden if aantal]


def _onmogelijk(teken: str) -> bool:
    """Control characters, halves of a character, and what XML has no place for."""
    return unicodedata.category(teken) in ("Cc", "Cs") or teken in "\ufffe\uffff"


def _maak(bladen: Sequence[Blad]) -> tuple[bytes, list[str]]:
    """The bytes of the file and what had to be changed. Imported late: only an export needs the library."""
    from xlsxwriter import Workbook

    telling = _Telling()
    geheel = BytesIO()
    boek = Workbook(
        geheel,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    tekst = boek.add_format({"num_format": _TEKST})
    kop = boek.add_format({"num_format": _TEKST, "bold": True})
    for blad in bladen:
        vel = boek.add_worksheet(blad.naam)
        passend = blad.rijen[: MEESTE_RIJEN - 1]
        telling.rijen += len(blad.rijen) - len(passend)
        breedte = [len(naam) for naam in blad.kop]
        for nummer, rij in enumerate((blad.kop, *passend)):
            for kolom, waarde in enumerate(rij):
                schoon = telling.schoon(waarde)
                if schoon:
                    vel.write_string(nummer, kolom, schoon, tekst if nummer else kop)
                    breedte[kolom] = max(breedte[kolom], len(schoon))
        for kolom, langst in enumerate(breedte):
            vel.set_column(kolom, kolom, min(langst, _BREEDTE) + 2, tekst)
        vel.freeze_panes(1, 0)
        vel.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    opmerkingen = telling.opmerkingen()
    if opmerkingen:
        vel = boek.add_worksheet("Opmerkingen")
        for nummer, zin in enumerate(opmerkingen):
            vel.write_string(nummer, 0, zin, tekst)
    boek.close()
    return geheel.getvalue(), opmerkingen


def _vervang(pad: Path, inhoud: bytes) -> None:
    """All of the new file or none of it; afterwards nothing else lies beside it, also not of one that was killed before it."""
    try:
        for oud in pad.parent.glob(f"{_BEGIN}*{_EINDE}"):
            with suppress(OSError):  # gone already, or of somebody else
                if time.time() - oud.stat().st_mtime > _LANGST:
                    remove(oud)
        put_in_place(pad, pad.with_name(f"{_BEGIN}{secrets.token_hex(8)}{_EINDE}"), inhoud)
    except OSError:
        raise BronSyncFout("EXPORT-01") from None
