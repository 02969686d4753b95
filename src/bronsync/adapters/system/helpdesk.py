"""Writes a helpdeskbestand as a zip that is whole or is not there. Nothing is sent.

What stands in it is put together by `application/helpdesk/helpdeskbestand.py`; this knows only names and texts. Source: RELIABILITY E5.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from bronsync.adapters.system.files import schrijf_heel
from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand
from bronsync.domain.errors import BronSyncFout


def schrijf_helpdeskbestand(bestand: Helpdeskbestand, pad: Path) -> None:
    """Writes it, in place of what was there; EXPORT-01 when that cannot be."""
    inhoud = BytesIO()
    with zipfile.ZipFile(inhoud, "w", zipfile.ZIP_DEFLATED) as pack:
        for deel in bestand.delen:
            pack.writestr(zipfile.ZipInfo(deel.naam), deel.tekst)  # without the moment: equal parts give an equal file
    try:
        schrijf_heel(pad, inhoud.getvalue())
    except BronSyncFout:
        raise BronSyncFout("EXPORT-01") from None
