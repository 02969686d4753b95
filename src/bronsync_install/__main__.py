"""What the setup and the launcher run.

    python -m bronsync_install install --packs DIR --into DIR --outcome FILE
    python -m bronsync_install switch

`install`: for the setup, with the bare Python that it carries; the outcome, one Dutch sentence, goes into the file (UTF-16, as NSIS reads it)
and as a line into `installatie.log`. `switch`: for the launcher, with the Python of the chosen version. Exit codes: 0 done, 3 refused.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bronsync_install.install import install, own_version, switch_when_ready
from bronsync_install.place import Place
from bronsync_install.refusal import KEPT, Refused

_REFUSED = 3


def main(arguments: list[str]) -> int:
    """Gives the exit code."""
    parser = argparse.ArgumentParser(prog="bronsync_install", allow_abbrev=False)
    jobs = parser.add_subparsers(dest="job", required=True)
    setup = jobs.add_parser("install")
    for option in ("--packs", "--into", "--outcome"):
        setup.add_argument(option, type=Path, required=True)
    jobs.add_parser("switch")
    options = parser.parse_args(arguments)
    if options.job == "switch":
        own = own_version()
        with suppress(Refused):  # the program that is chosen starts all the same
            switch_when_ready(own[0]) if own else None
        return 0
    return _install(Place(options.into.absolute()), options.packs, options.outcome)


def _install(place: Place, packs: Path, outcome: Path) -> int:
    code, said = 0, ""
    try:
        name = install(place, packs, _say)
        said = f"BRON Sync is geïnstalleerd (versie {name})."
    except Refused as refused:
        there = f" {KEPT}" if place.manifest(place.pointer().current) else ""
        code, said = _REFUSED, f"{refused.sentence}{there} ({refused.code})"
    outcome.write_text(said, encoding="utf-16")
    line = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {said}\n"
    with suppress(OSError), (place.root / "installatie.log").open("a", encoding="utf-8") as log:
        log.write(line)  # what was done is done, also where nobody can be told
    _say(said)
    return code


def _say(text: str) -> None:
    with suppress(OSError):
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
