"""The program that dies at one chosen place, as by a power cut: `python -m end2end.sterf PLACE N -- arguments of bronsync`.

PLACE is `commit` (after the N-th one), `voor:OPERATIE` (before its N-th request leaves), `na:OPERATIE` (when its N-th answer is in),
`lvs` (after the N-th write-back) or `vol` (no file may grow by more than N bytes: a full disk). No cleaning up: `os._exit`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

DOOD = 137


def main(opdracht: list[str]) -> int:
    plaats, n, argumenten = opdracht[0], int(opdracht[1]), opdracht[3:]
    from bronsync import cli
    from bronsync.adapters.bron import register
    from bronsync.adapters.journal import store
    from bronsync.adapters.lvs2000.database import LvsDatabase

    teller = 0

    def tel() -> None:
        nonlocal teller
        teller += 1
        if teller == n:
            os._exit(DOOD)

    def daarna(klasse: type, methode: str) -> None:
        echt: Callable[..., Any] = getattr(klasse, methode)

        def zelf(*args: Any, **kw: Any) -> Any:
            uit = echt(*args, **kw)
            tel()
            return uit

        setattr(klasse, methode, zelf)

    soort, _, operatie = plaats.partition(":")
    if soort == "commit":
        daarna(store._UnitOfWork, "commit")
    elif soort == "lvs":
        daarna(LvsDatabase, "schrijf")
    elif soort == "vol":
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))
    else:
        roep = register._Roeper.roep

        def gestoord(zelf: Any, naam: str, body: bytes) -> Any:
            if naam == operatie and soort == "voor":
                tel()
            antwoord = roep(zelf, naam, body)
            if naam == operatie and soort == "na":
                tel()
            return antwoord

        register._Roeper.roep = gestoord
    return cli.main(argumenten)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
