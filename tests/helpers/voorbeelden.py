"""The example messages of the contract."""

from __future__ import annotations

from lxml import etree

from bronsync.resources import resource


def voorbeeld(naam: str) -> bytes:
    """One of them, without the white space between its elements."""
    wortel = etree.parse(resource("contract", "voorbeelden", f"{naam}.xml"), etree.XMLParser(remove_blank_text=True))
    return etree.tostring(wortel)
