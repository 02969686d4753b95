"""What the demo says when it cannot go on: a Dutch sentence, what to do, and the exit code. Knows nothing else."""

from __future__ import annotations


class DemoFout(Exception):
    """`code` is the exit code of the program: 2 for wrong usage, 3 for a failure."""

    def __init__(self, zin: str, advies: str, code: int = 2) -> None:
        super().__init__(f"{zin} {advies}")
        self.code = code
