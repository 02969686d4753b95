"""What may be shown of a text from outside: itself when it has the expected pattern, else its shape. For the helpdeskbestand.

A message is told by the names of its elements, as far as the contract knows them, and the shape of its texts; no attribute. Needs no valid
XML: what could not be read is the reason to look. Source: RELIABILITY E5 ('every text replaced by its shape'), E4.
"""

from __future__ import annotations

import re
from typing import Final

LANGSTE: Final = 20_000
"""Of one message."""


def als(tekst: str, pattern: re.Pattern[str]) -> str:
    """The text when it has the expected pattern, else only its shape."""
    return tekst if not tekst or pattern.fullmatch(tekst) else tekstvorm(tekst)


def tekstvorm(tekst: str) -> str:
    """The shape of a text: `datum`, or how many digits, small and capital letters, and what stands between them."""
    tekst = tekst.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst):
        return "datum"
    delen = re.findall(r"[0-9]+|[^\W\d_]+|[\s\S]", tekst[:400])
    return "".join(_deelvorm(deel) for deel in delen)[:200]


def _deelvorm(deel: str) -> str:
    if deel.isdigit():
        return f"9{{{len(deel)}}}"
    if deel.isalpha():
        return (
            f"a{{{len(deel)}}}" if deel.islower() else f"A{{{len(deel)}}}" if deel.isupper() else f"Aa{{{len(deel)}}}"
        )
    return deel if deel in " -./:," else "?"


_STUK: Final = re.compile(r"<(/?)([^\s<>/]+)[^<>]*?(/?)>|([^<]+)|<")


def vorm(raw: bytes, namen: frozenset[str]) -> str:
    """The build of a message."""
    regels: list[str] = []
    diepte = lengte = 0
    for sluit, naam, leeg, tekst in _STUK.findall(raw[: 4 * LANGSTE].decode("utf-8", "replace")):
        if naam:
            lokaal = naam.rpartition(":")[2]
            diepte -= bool(sluit)
            label = lokaal if lokaal in namen else "onbekend"
            regel = f"{'  ' * min(max(diepte, 0), 20)}<{sluit}{label}{leeg}>"
            diepte += not sluit and not leeg
        elif tekst.strip():
            regel = f"{'  ' * min(max(diepte, 0), 20)}{tekstvorm(tekst)}"
        else:
            continue
        regels.append(regel)
        lengte += len(regel)
        if lengte > LANGSTE:
            regels.append("...")
            break
    return "\n".join(regels)
