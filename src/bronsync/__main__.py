"""Starts BRON Sync: the window, or one flow of the command line when one is named."""

from __future__ import annotations

import sys

from bronsync import cli


def main() -> int:
    """The entry point of the program; gives the exit code."""
    if len(sys.argv) > 1:
        return cli.main(sys.argv[1:])
    print(
        "Het venster van BRON Sync is er nog niet; `bronsync --help` toont wat er zonder venster kan.", file=sys.stderr
    )
    return cli.GEBRUIK


if __name__ == "__main__":
    sys.exit(main())
