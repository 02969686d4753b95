"""Records that say nothing, for tests of the store itself: a name and a text."""

from bronsync.application.records import BesluitRij

PUNT = "00AA00"


def filler(name: str, text: str) -> BesluitRij:
    """Found again by `unit.get(BesluitRij, PUNT, name)`; the text is its `reden`."""
    return BesluitRij(aanleverpunt=PUNT, vingerafdruk=name, keuze="", wie="", wanneer="", reden=text)
