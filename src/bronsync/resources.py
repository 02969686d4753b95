"""Finds the files of `resources/`: in a checkout, in an installed wheel and in a frozen program.

Knows nothing of what is in them. In a wheel and in a frozen program they lie beside this module (`_resources`, see
`force-include` in pyproject.toml); in a checkout at its top.
"""

from pathlib import Path

_BESIDE = Path(__file__).with_name("_resources")
_CHECKOUT = Path(__file__).parents[2] / "resources"


def resource(*parts: str) -> Path:
    """Path of a file or folder under `resources/`; a missing one is a broken installation, so our bug."""
    path = (_BESIDE if _BESIDE.is_dir() else _CHECKOUT).joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise FileNotFoundError(f"resources/{name} is missing from this installation")
    return path
