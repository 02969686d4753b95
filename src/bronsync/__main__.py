"""Starts BRON Sync: the window, or one flow of the command line when one is named.

    bronsync [--map DIR]        the window
    bronsync --self-test        the installed program checks itself
    bronsync --version          which version this is

Imports nothing heavy: the window must show before store and adapters are loaded (DESIGN 2).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bronsync.console import run
from bronsync.program import last_resort
from bronsync.versie import programmaversie
from bronsync_install.running import say_that_it_runs

_MISLUKT = 3


def main() -> int:
    """The entry point of the program; gives the exit code."""
    say_that_it_runs()
    return run(_main)


def _main() -> int:
    last_resort.install()
    with last_resort.Told():
        return _start(sys.argv[1:])
    return _MISLUKT


def _start(argumenten: list[str]) -> int:
    if argumenten == ["--self-test"]:
        from bronsync.program.zelftest import zelftest

        return zelftest()
    if argumenten == ["--version"]:
        print(f"bronsync {programmaversie()}")
        return 0
    if argumenten and not argumenten[0].startswith("--map"):
        from bronsync import cli

        return cli.main(argumenten)
    from bronsync.program.profiel import toon_venster

    parser = argparse.ArgumentParser(prog="bronsync", allow_abbrev=False, add_help=False)
    parser.add_argument("--map", type=Path, metavar="DIR", help="map met profiel/, lvs2000/ en register/")
    return toon_venster(parser.parse_args(argumenten).map)


if __name__ == "__main__":
    sys.exit(main())
