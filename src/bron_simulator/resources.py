"""Finds the files of `resources/` that client and simulator share: the contract and the code lists.

Its own, because the two share no Python. In a wheel the files lie in the client's package; in a checkout at its top.
"""

from pathlib import Path

_INSTALLED = Path(__file__).parents[1] / "bronsync" / "_resources"
_CHECKOUT = Path(__file__).parents[2] / "resources"


def resource(*parts: str) -> Path:
    """Path of a file or folder under `resources/`."""
    path = (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT).joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise FileNotFoundError(f"resources/{name} is missing from this installation")
    return path
