"""What was raised: the ways in which a test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bronsync.domain.errors import BronSyncFout


def fout_van(doe: Callable[..., object], *argumenten: Any) -> BronSyncFout:
    """The error that this must end in."""
    with pytest.raises(BronSyncFout) as gevangen:
        doe(*argumenten)
    return gevangen.value


def code(doe: Callable[[], object]) -> str:
    """Its code."""
    return fout_van(doe).code


def fout(soort: type[BronSyncFout], verwacht: str, doe: Callable[..., object], *argumenten: Any) -> BronSyncFout:
    """The error, of just this kind and code, with nothing of a driver behind it."""
    gevangen = fout_van(doe, *argumenten)
    assert (type(gevangen), gevangen.code) == (soort, verwacht)
    assert gevangen.__cause__ is None
    return gevangen
