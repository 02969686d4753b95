"""By what helpdesk and school call one pupil on the phone: `L-` and eight characters, the same in these books and useless elsewhere.

The first forty bits of an HMAC-SHA-256 of the leerlingnummer. Its key is made once, by chance, lies in the encrypted store and is in no
file that leaves it: without it nobody can try numbers until one fits. Never from a BSN, of which there are few enough to try them all.
Who leaves LVS2000 and comes back under his number keeps his reference; a wiped store gives others. Source: RELIABILITY E3.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

from bronsync.application.boeken.stand import van_boeken
from bronsync.application.ports import Omgeving, UnitOfWork

_TEKENS: Final = str.maketrans("018", "OIB")
"""Base32 has no such digits: who heard one heard that letter."""
_GEVRAAGD: Final = re.compile("L-[A-Z2-7]{2,8}")

Verwijzer = Callable[[str], str]
"""From a leerlingnummer to its reference; empty without one. Some 10 microseconds each: not for a whole list that nobody asks it of."""


def maak_sleutel(omg: Omgeving) -> None:
    """Once, when the store is opened for an aanleverpunt."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        boeken = van_boeken(unit)
        if not boeken.verwijzing_sleutel:
            unit.put(replace(boeken, verwijzing_sleutel=omg.ids.nieuw() + omg.ids.nieuw()))
            unit.commit()


def verwijzer(unit: UnitOfWork) -> Verwijzer:
    """With the key of these books; gives no references where there is none yet."""
    sleutel = _lees_sleutel(unit)

    @cache  # who types a reference asks for those of all pupils at each key
    def verwijs(leerlingnummer: str) -> str:
        if not sleutel or not leerlingnummer:
            return ""
        return f"L-{base64.b32encode(hmac.digest(sleutel, leerlingnummer.encode(), 'sha256')[:5]).decode()}"

    return verwijs


def inhoudsmerk(unit: UnitOfWork) -> Callable[[str], str]:
    """From the hash of a message to a mark that may leave this computer: equal content has one mark here.

    The hash itself may not: whoever knows the rest of a message would try numbers of persons until it fits.
    """
    sleutel = _lees_sleutel(unit)

    def merk(sha256: str) -> str:
        return hmac.digest(sleutel, sha256.encode(), "sha256").hex()[:16] if sleutel and sha256 else ""

    return merk


def _lees_sleutel(unit: UnitOfWork) -> bytes:
    return van_boeken(unit).verwijzing_sleutel.encode()


def gevraagde_verwijzing(tekst: str) -> str:
    """The reference, or its beginning, that somebody types to find a pupil; empty when it is none."""
    gelezen = tekst.strip().upper()
    gelezen = gelezen[:2] + gelezen[2:].translate(_TEKENS)
    return gelezen if _GEVRAAGD.fullmatch(gelezen) else ""
