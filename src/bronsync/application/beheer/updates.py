"""Updates: the newer version that the user is asked about, and what it changes for him (manual ch. 4).

Values only. How a version is made and put in place: `bronsync_install`; where it comes from and why it is trusted: `program/updates`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Change:
    """What one version changed, in Dutch, as the changelog has it."""

    version: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Update:
    """A newer version."""

    name: str
    """Of the version on disk: two that are built of different commits never share it."""
    version: str
    size: int
    """Bytes to fetch; more where files of the version in use were damaged."""
    changes: tuple[Change, ...] = field(repr=False)


def since(changes: tuple[Change, ...], own: str, to: str) -> tuple[Change, ...]:
    """What changes for who goes from the one version to the other: also of those that he skipped."""
    return tuple(one for one in changes if order(own) < order(one.version) <= order(to))


def order(version: str) -> tuple[int, ...]:
    """By which versions are compared: 0.10 is newer than 0.9. ValueError when it is no version."""
    return tuple(map(int, version.split(".")))


def megabytes(size: int) -> str:
    """As the user reads it: 2,5."""
    return f"{size / 1_000_000:.1f}".replace(".", ",")
