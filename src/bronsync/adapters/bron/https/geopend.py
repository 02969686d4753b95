"""Identities that are open: one per aanleverpunt for as long as the profile is, because opening a PKCS#12 takes 0.1 s.

It is what choosing an aanleverpunt waits for, and a session on one is left and entered many times a day. Kept are the key and the context
that the session itself holds, in memory only. Never given after the certificate was replaced, nor once it is not valid now: another in the
same file may be. Who removes or imports one calls `vergeet`, so that a removed key does not stay in memory either.
"""

from __future__ import annotations

from datetime import datetime

from bronsync.adapters.bron.https.identiteit import P12, Identiteit, lees_identiteit


class Geopend:
    """Remembers what was opened."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._van: dict[str, tuple[P12, str, Identiteit]] = {}

    def lees(self, p12: P12, aanleverpunt: str, ca_pem: str, nu: datetime) -> Identiteit:
        """As `lees_identiteit`; the same one as before while its file and the roots are the same."""
        bewaard = self._van.pop(aanleverpunt, None)
        if bewaard is None or bewaard[:2] != (p12, ca_pem) or not bewaard[2].geldig_van <= nu <= bewaard[2].geldig_tot:
            bewaard = p12, ca_pem, lees_identiteit(p12, aanleverpunt, ca_pem, nu)
        self._van[aanleverpunt] = bewaard
        return bewaard[2]

    def vergeet(self) -> None:
        """All of them: one of the certificates was removed, or another came."""
        self._van.clear()
