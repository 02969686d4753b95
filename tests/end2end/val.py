"""A process in which everything goes wrong that nobody catches, with canaries in texts, arguments and locals: `python -m end2end.val`.

Starts the program as the user does, with bugs planted in it; the last one ends it. Prints `klaar` before that.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from typing import Any

KANARIES = ("Kanariepietersen", "999990019")


class Ontploft(RuntimeError):
    """A bug of ours whose text holds a canary."""


class Slordig:
    """Goes wrong where nobody can catch it, and shows itself when asked."""

    def __repr__(self) -> str:
        return KANARIES[0]

    def __del__(self) -> None:
        ontplof()


def ontplof(*_: object, **__: object) -> Any:
    naam, bsn = KANARIES
    raise Ontploft(f"{naam} {bsn}") from ValueError(bsn)


def overal() -> None:
    draad = threading.Thread(target=ontplof)
    draad.start()
    draad.join()
    Slordig()
    warnings.simplefilter("always")
    warnings.warn(KANARIES[0], stacklevel=1)
    logging.getLogger("zeep.transports").warning("posted %s", KANARIES[1])


def main() -> int:
    from bronsync import __main__, cli

    def stroom(_: object) -> int:
        overal()
        print("klaar", flush=True)
        ontplof()
        return 0

    cli.ZONDER_SESSIE["controles"] = stroom
    sys.argv = ["bronsync", "controles"]
    return __main__.main()


if __name__ == "__main__":
    sys.exit(main())
