"""The program with a meter on it: `python -m end2end.meet SECONDS -- arguments of bronsync, + between flows`.

Notes every address that a socket is opened to or a name is looked up for, every file that Python opens for writing, the peak of its memory,
and the longest exchange that it will wait for; SECONDS other than 0 shortens that. Prints one JSON object on the last line.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

_SCHRIJVEN = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Schrijfmeter:
    """Audit hook: which files were opened for writing, or took the place of another."""

    def __init__(self) -> None:
        self.geschreven: set[str] = set()

    def __call__(self, gebeurtenis: str, waarden: tuple[Any, ...]) -> None:
        if gebeurtenis == "open" and isinstance(waarden[0], str):
            _, wijze, vlaggen = waarden
            letters = isinstance(wijze, str) and set(wijze) & set("wax+")
            if letters or (isinstance(vlaggen, int) and vlaggen & _SCHRIJVEN):
                self.geschreven.add(str(Path(waarden[0]).absolute()))
        elif gebeurtenis in ("os.rename", "shutil.copyfile", "shutil.move", "os.link", "os.symlink"):
            self.geschreven.add(str(Path(str(waarden[1])).absolute()))


def piek_mb() -> int:
    """Of this process alone: what `getrusage` tells begins with the peak of the process that started it."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/status", encoding="ascii") as stand:  # noqa: PTH123 - a file of the kernel
        (regel,) = [regel for regel in stand if regel.startswith("VmHWM")]
    return int(regel.split()[1]) // 1024


def main(seconden: float, stromen: list[list[str]]) -> dict[str, Any]:
    bestemmingen: set[str] = set()

    def hoor(gebeurtenis: str, waarden: tuple[Any, ...]) -> None:
        if gebeurtenis in ("socket.connect", "socket.sendto") and isinstance(waarden[1], tuple):
            bestemmingen.add(f"{waarden[1][0]}:{waarden[1][1]}")
        elif gebeurtenis in ("socket.getaddrinfo", "socket.gethostbyname"):
            bestemmingen.add(f"naam {waarden[0]}")

    schrijft = Schrijfmeter()
    sys.addaudithook(hoor)
    sys.addaudithook(schrijft)
    from bronsync import cli
    from bronsync.adapters.bron import register
    from bronsync.adapters.bron.https import transport

    if seconden:
        kort, echt = transport.Wachttijden(seconden, seconden, seconden), register.Transport
        register.Transport = lambda url, context, **meer: echt(url, context, kort, **meer)
    begin = piek_mb()
    codes = [cli.main(stroom) for stroom in stromen]
    gezien = {"bestemmingen": sorted(bestemmingen), "geschreven": sorted(schrijft.geschreven)}
    return {"codes": codes, "begin_mb": begin, "piek_mb": piek_mb(), **gezien}


if __name__ == "__main__":
    alles: list[list[str]] = [[]]
    for deel in sys.argv[3:]:
        alles.append([]) if deel == "+" else alles[-1].append(deel)
    print(json.dumps(main(float(sys.argv[1]), alles)))
