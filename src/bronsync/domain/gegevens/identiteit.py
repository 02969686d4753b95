"""Whether two identities of an LVS2000 database are those of one database.

An identity is the GUID that the database itself keeps, and after a slash the recovery fork that SQL Server gives a restored copy. An account
may not see the second, and a view may not give the first: unknown is not different, and what was known stays known (FOUTEN B2).
"""

from __future__ import annotations

import re


def identiteit(database: object, vork: object) -> str:
    """As it is kept. Never empty: that an identity is kept says that this database was worked with."""
    links, rechts = waarde(database).replace("/", "-"), waarde(vork)
    return f"{links}/{rechts}" if rechts or not links else links


def waarde(tekst: object) -> str:
    """A GUID as a value: without case, braces or dashes. Empty when nobody knows it: absent, or all zeros."""
    ruw = "" if tekst is None else str(tekst).strip()
    kaal = re.sub(r"[{}()\s-]", "", ruw).lower()
    if re.fullmatch("[0-9a-f]{32}", kaal):
        return "-".join((kaal[:8], kaal[8:12], kaal[12:16], kaal[16:20], kaal[20:])) if kaal.strip("0") else ""
    return "" if ruw in ("None", "NULL") else ruw


def _delen(bewaard: str) -> tuple[str, str]:
    links, _, rechts = bewaard.partition("/")
    return waarde(links), waarde(rechts)


def zelfde_database(bewaard: str, nu: str) -> bool | None:
    """True: some part is known to be equal; False: some part is known to differ; None: nothing of the one can be laid beside the other."""
    paren = [(links, rechts) for links, rechts in zip(_delen(bewaard), _delen(nu), strict=True) if links and rechts]
    return all(links == rechts for links, rechts in paren) if paren else None


def samengevoegd(bewaard: str, nu: str) -> str:
    """What is known of a database from both: what is not to be seen now stays as it was."""
    paren = zip(_delen(bewaard), _delen(nu), strict=True)
    return identiteit(*(rechts or links for links, rechts in paren))
