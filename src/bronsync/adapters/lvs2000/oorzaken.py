"""What a driver says -> the cause -> the code of `domain/errors.py`: one table, by SQLSTATE and native number.

Of an error only these two are ever read, and where no driver gives a number (a certificate that OpenSSL refuses) a fixed word of the driver's
own; its text is never passed on: it carries values. What each driver really says was measured with Microsoft's ODBC Driver 18.6 and FreeTDS
1.3 against closed ports, servers of other protocols, silent servers, foreign certificates, and a server of our own that speaks TDS and answers
with each number (tests/helpers/tds_server.py). `resources/lvs2000/README.md` holds the table, made from this one.
"""

from __future__ import annotations

import re
import sqlite3
import traceback
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """How a cause is recognised, and what is done: the code of its sentence; whether the whole unit of work may simply be repeated."""

    code: str
    wat: str
    nummers: frozenset[int] = frozenset()
    sqlstates: frozenset[str] = frozenset()
    sqlite: frozenset[str] = frozenset()
    woorden: str = ""
    opnieuw: bool = False
    bij_verbinden: str = ""
    """The code while connecting, where that is another: who is not connected yet cannot lose a line."""


def _n(*nummers: int) -> frozenset[int]:
    return frozenset(nummers)


def _s(*namen: str) -> frozenset[str]:
    return frozenset(namen)


class Oorzaak(Enum):
    """In order: what says most comes first, because one error may carry several records."""

    SLACHTOFFER = Kenmerk("LVS-18", "victim of a deadlock, three times", _n(1205), _s("40001"), opnieuw=True)
    SNAPSHOT = Kenmerk("LVS-18", "snapshot no longer allowed, or overtaken", _n(3951, 3952, 3960, 3961), opnieuw=True)
    BEZET = Kenmerk("LVS-16", "row locked by somebody else", _n(1222), sqlite=_s("SQLITE_BUSY", "SQLITE_LOCKED"))
    RECHT = Kenmerk("LVS-15", "no right on an object", _n(229, 230, 262, 297, 300), sqlite=_s("SQLITE_AUTH"))
    DATABASE = Kenmerk("LVS-13", "wrong database, or not let in", _n(4060, 4064, 911, 916), _s("08004"))
    ONDERHOUD = Kenmerk(
        "LVS-20",
        "server or database in maintenance",
        _n(921, 922, 923, 924, 927, 942, 945, 952, 976, 978, 983, 6005, 17142, 18401, 18461, 40197, 40501, 40613),
    )
    VOL = Kenmerk("LVS-21", "disk or log of the server full", _n(1101, 1105, 9002), sqlite=_s("SQLITE_FULL"))
    ALLEEN_LEZEN = Kenmerk("LVS-22", "database is read-only", _n(3906), sqlite=_s("SQLITE_READONLY"))
    AANMELDING = Kenmerk(
        "LVS-12", "login refused", _n(18450, 18452, 18456, 18470, 18486, 18487, 18488, 17892), _s("28000")
    )
    CERTIFICAAT = Kenmerk(
        "LVS-14",
        "certificate of the server not trusted",
        _n(-2146893019, -2146893022, -2146893016, -2146762487, -2146762481),
        woorden="certificate verify failed",
    )
    VERSLEUTELING = Kenmerk("LVS-23", "no encrypted line possible", _n(20), woorden="SSL Provider")
    STUURPROGRAMMA = Kenmerk(
        "LVS-10",
        "driver missing",
        sqlstates=_s("IM002", "IM003", "IM004"),
        woorden="[unixODBC][Driver Manager]Can't open lib",
    )
    ONTBREEKT = Kenmerk("LVS-03", "table or column missing", _n(207, 208, 4413, 4502), _s("42S02", "42S22"))
    VERBROKEN = Kenmerk(
        "LVS-19",
        "line lost",
        _n(64, 121, 233, 596, 10053, 10054, 20002, 20004, 20006, 20009, 20017, 20018, 20019, 20047),
        _s("08S01", "08S02", "08001", "08003", "08007", "01002", "HY010"),
        woorden="Attempt to use a closed connection",
        opnieuw=True,
        bij_verbinden="LVS-01",
    )
    TIJD = Kenmerk("LVS-17", "no answer in time", _n(20003), _s("HYT00", "HYT01"), bij_verbinden="LVS-01")
    GEEN_DATABASE = Kenmerk("LVS-01", "file is no database", sqlite=_s("SQLITE_NOTADB", "SQLITE_CANTOPEN"))


_NUMMER: Final = re.compile(r"\((-?[0-9]{1,10})\)(?= \(SQL[A-Za-z]+\)|; \[[0-9A-Z]{5}\]|$)")
_TOONBAAR: Final = re.compile(r"-?[0-9]{1,8}|-214[67][0-9]{6}")
"""A native number as it may be logged: shorter than any number of a person, or one of Windows' own."""


@dataclass(frozen=True, slots=True)
class Spoor:
    """What of an error of a driver may be kept: no word of its text."""

    oorzaak: Oorzaak | None
    klasse: str
    sqlstate: str = ""
    nummer: str = ""
    plek: str = ""
    """Where in our code: module and line."""
    onleesbaar: bool = field(default=False)
    """A text that is not valid in its own encoding (RELIABILITY C4 52)."""

    def velden(self) -> dict[str, str]:
        """For the log and for the error itself."""
        gevuld = {"sqlstate": self.sqlstate, "nummer": self.nummer, "plek": self.plek}
        return {naam: waarde for naam, waarde in gevuld.items() if waarde}


def spoor_van(fout: BaseException) -> Spoor:
    """The trace and the cause of an error of SQLAlchemy or of a driver."""
    reden = getattr(fout, "orig", None) or fout
    eerste = reden.args[0] if reden.args else ""
    sqlstate = eerste if isinstance(eerste, str) and re.fullmatch("[0-9A-Z]{5}", eerste) else ""
    tekst = str(reden)
    nummers = [int(nummer) for nummer in _NUMMER.findall(str(reden.args[-1]) if reden.args else "")]
    oorzaak = _oorzaak(reden, tekst, sqlstate, frozenset(nummers))
    eigen = [nummer for nummer in nummers if oorzaak and nummer in oorzaak.value.nummers] or nummers
    nummer = str(eigen[0]) if eigen else ""
    return Spoor(
        oorzaak,
        type(reden).__name__,
        sqlstate,
        nummer if _TOONBAAR.fullmatch(nummer) else "",
        _plek(fout),
        isinstance(reden, UnicodeError) or (isinstance(reden, sqlite3.OperationalError) and "decode" in tekst),
    )


def _oorzaak(reden: BaseException, tekst: str, sqlstate: str, nummers: frozenset[int]) -> Oorzaak | None:
    if isinstance(reden, ImportError):
        return Oorzaak.STUURPROGRAMMA
    sqlite = "_".join(str(getattr(reden, "sqlite_errorname", "")).split("_")[:2])  # without what SQLite adds to it
    op_nummer = [een for een in Oorzaak if een.value.nummers & nummers or sqlite in een.value.sqlite]
    op_woord = [een for een in Oorzaak if een.value.woorden and een.value.woorden in tekst]
    op_sqlstate = [een for een in Oorzaak if sqlstate in een.value.sqlstates]
    return next(iter(op_nummer + op_woord + op_sqlstate), None)


def _plek(fout: BaseException) -> str:
    """The innermost line of ours outside the boundary itself."""
    van_ons = [
        f"{Path(deel.filename).stem}:{deel.lineno}"
        for deel in traceback.extract_tb(fout.__traceback__)
        if Path(deel.filename).parent.name == "lvs2000"
    ]
    return van_ons[-1] if van_ons else ""
