"""Numbers by which persons and schools are known: BSN, onderwijsnummer, BRIN, aanleverpunt.

A value of these types is valid by construction; `lees_*` gives the value or `Ongeldig`. They print masked: a BSN may be used for the
exchange only (UAVG 46), so never in a log or an exception. Sources: DOMAIN 3.1-3.3; the sums are python-stdnum's, which brings all of
TLS along and is imported when a number is first read, after the first window (DESIGN 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bronsync.domain.gegevens.waarden import Ongeldig


@dataclass(frozen=True, slots=True, order=True)
class Bsn:
    """Burgerservicenummer: nine digits that pass the elfproef (DOMAIN 3.1)."""

    cijfers: str

    def __repr__(self) -> str:
        """Masked."""
        return f"Bsn(•••••{self.cijfers[-4:]})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, order=True)
class Onderwijsnummer:
    """Number given when no BSN exists: starts with 10, elfproef with remainder 5 (DOMAIN 3.2)."""

    cijfers: str

    def __repr__(self) -> str:
        """Masked."""
        return f"Onderwijsnummer(•••••{self.cijfers[-4:]})"

    __str__ = __repr__


Pgn = Bsn | Onderwijsnummer


def lees_bsn(tekst: str) -> Bsn | Ongeldig:
    """Nine digits that pass the elfproef; the text must have been normalised."""
    from stdnum.nl import bsn

    if not re.fullmatch("[0-9]{9}", tekst):
        return Ongeldig(tekst, "negen_cijfers")
    return Bsn(tekst) if bsn.is_valid(tekst) else Ongeldig(tekst, "elfproef")


def lees_onderwijsnummer(tekst: str) -> Onderwijsnummer | Ongeldig:
    """Nine digits, starts with 10, elfproef with remainder 5."""
    from stdnum.nl import onderwijsnummer

    if not re.fullmatch("[0-9]{9}", tekst):
        return Ongeldig(tekst, "negen_cijfers")
    return Onderwijsnummer(tekst) if onderwijsnummer.is_valid(tekst) else Ongeldig(tekst, "elfproef")


@dataclass(frozen=True, slots=True, order=True)
class Aanleverpunt:
    """BRIN plus two digits, such as 00AA00. Not a vestiging, though it looks like one (manual ch. 4)."""

    code: str


def lees_aanleverpunt(tekst: str) -> Aanleverpunt | Ongeldig:
    """A BRIN and two digits."""
    tekst = tekst.strip().upper()
    return Aanleverpunt(tekst) if re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", tekst) else Ongeldig(tekst, "aanleverpunt")


def masker(pgn: str | None) -> str:
    """A PGN as it may stand on a screen: the last four digits only (RELIABILITY D24)."""
    return f"•••••{pgn[-4:]}" if pgn else ""
