"""What is copied of a pupil stays out of the histories of the clipboard, which keep it or send it to other devices, and goes at the end.

The system is asked so by marks beside the text: of Windows (clipboard history and cloud clipboard) and of KDE, which others follow. A system
that keeps no history has no use for them; macOS has no such mark that Qt can set. What is meant for the helpdesk holds no person and may be
pasted when the program has ended. Source: RELIABILITY D24.
"""

from __future__ import annotations

import atexit
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QTextBrowser

_HINT: Final = "x-kde-passwordManagerHint"
_MARKS: Final = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0\0\0\0",
    _HINT: b"secret",
}


def kopieer(tekst: str) -> None:
    """To the clipboard: a text without a person in it."""
    QGuiApplication.clipboard().setText(tekst)


def kopieer_persoon(tekst: str) -> None:
    """To the clipboard: a text that may be about a pupil."""
    inhoud = QMimeData()
    inhoud.setText(tekst)
    QGuiApplication.clipboard().setMimeData(_marked(inhoud))


def _marked(inhoud: QMimeData) -> QMimeData:
    atexit.register(_vergeet)
    for soort, waarde in _MARKS.items():
        inhoud.setData(soort, waarde)
    return inhoud


def _vergeet() -> None:
    """Also because Qt would otherwise destroy it after Python has ended, and crash."""
    atexit.unregister(_vergeet)
    if QGuiApplication.instance() is not None and QGuiApplication.clipboard().mimeData().hasFormat(_HINT):
        QGuiApplication.clipboard().clear()


class Leestekst(QPlainTextEdit):
    """A text to read, of which a selection can be copied."""

    def createMimeDataFromSelection(self) -> QMimeData:
        return _marked(super().createMimeDataFromSelection())


class Leesblad(QTextBrowser):
    """The same with headings and colours."""

    def createMimeDataFromSelection(self) -> QMimeData:
        return _marked(super().createMimeDataFromSelection())
