"""The moment as the journal and messages write it. Source: DOMAIN 2.1."""

from __future__ import annotations

from bronsync.application.ports import Omgeving


def tijdstip(omg: Omgeving) -> str:
    """Now as UTC text with whole seconds, as messages carry it (DOMAIN 2.1)."""
    return omg.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
