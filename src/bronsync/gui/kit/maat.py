"""One scale for the room between things, and how it grows with the text (GUI.md D).

Each layout takes its margins from here, so that all windows breathe alike. What is a number of pixels at the usual size of text
grows with the font of the widget that it belongs to: `pixels`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QApplication, QLayout, QWidget

TEKST_PT: Final = 9.5
"""The usual size of text."""
KLEINST, KLEIN, GEWOON, RUIM, GROOT = 4, 8, 12, 16, 24
"""The scale: inside a part, between two of a kind, around, between groups, around a picture."""
ICOON: Final = 16
"""As high as a line of the usual text."""
ICOON_BALK: Final = 18
"""On the toolbar and beside a title."""


def groei(widget: QWidget | None = None) -> float:
    """How much larger than usual the text is here."""
    punten = (widget.font() if widget is not None else QApplication.font()).pointSizeF()
    return punten / TEKST_PT if punten > 0 else 1.0


def pixels(aantal: float, widget: QWidget | None = None) -> int:
    """So many pixels, at the size that the text has here."""
    return round(aantal * groei(widget))


def rand(
    indeling: QLayout, links: int = 0, boven: int = 0, rechts: int | None = None, onder: int | None = None
) -> None:
    """Margins; right and bottom as left and top when they are not given."""
    indeling.setContentsMargins(links, boven, links if rechts is None else rechts, boven if onder is None else onder)
