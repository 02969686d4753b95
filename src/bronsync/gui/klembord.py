"""What is copied stays out of the histories of the clipboard: it may be about a child, and those keep it, or send it to other devices.

The system is asked so by marks beside the text: of Windows (clipboard history and cloud clipboard) and of KDE, which others follow. A system
that keeps no history has no use for them; macOS has no such mark that Qt can set. Source: RELIABILITY D24.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QTextBrowser

_MARKS: Final = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",
}


def kopieer(tekst: str) -> None:
    """To the clipboard."""
    inhoud = QMimeData()
    inhoud.setText(tekst)
    QGuiApplication.clipboard().setMimeData(_marked(inhoud))


def _marked(inhoud: QMimeData) -> QMimeData:
    for soort, waarde in _MARKS.items():
        inhoud.setData(soort, waarde)
    return inhoud


class Leestekst(QPlainTextEdit):
    """A text to read, of which a selection can be copied."""

    def createMimeDataFromSelection(self) -> QMimeData:
        return _marked(super().createMimeDataFromSelection())


class Leesblad(QTextBrowser):
    """The same with headings and colours."""

    def createMimeDataFromSelection(self) -> QMimeData:
        return _marked(super().createMimeDataFromSelection())
