"""The pairs of values of `demo.bewijs.veldparen` for the days of this suite, with the numbers of a person that only a test can give."""

from __future__ import annotations

from demo.bewijs.veldparen import Paar, paren
from helpers.school import bsn
from veld.veldhulp import onr

PAREN: dict[str, Paar] = {
    **paren(2015, begeleid=2011),
    "burgerservicenummer": Paar(
        "zonder_bsn", {}, {"burgerservicenummer": bsn(1), "onderwijsnummer": None}, frozenset({"onderwijsnummer"})
    ),
    "onderwijsnummer": Paar("zonder_bsn", {"onderwijsnummer": onr(1)}, {"onderwijsnummer": onr(7)}),
}
