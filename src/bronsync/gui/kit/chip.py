"""A status as a small coloured sign with its word; in a table `Kolom.chip` draws the same (GUI.md D)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Chip(QLabel):
    """`kleur`: goed, let_op, fout, accent or gedempt, as in `tekens.py`."""

    def __init__(self, tekst: str = "", kleur: str = "gedempt", ouder: QWidget | None = None) -> None:
        super().__init__(ouder)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.zet(tekst, kleur)

    def zet(self, tekst: str, kleur: str) -> None:
        """Another status; nothing is shown without a word."""
        self.setText(tekst)
        self.setProperty("chip", kleur)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setVisible(bool(tekst))
