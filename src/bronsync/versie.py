"""The version of this program. Apart, so that the window can show it before anything heavy is loaded."""

from __future__ import annotations


def programmaversie() -> str:
    """As the installed package names it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("bronsync")
    except PackageNotFoundError:
        return "0"
