"""The icon of the program for Windows (.ico) and for the desktops of Linux (.png), drawn by Qt from the one drawing in `resources/iconen`."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Final

SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 256)


def png(drawing: Path, size: int) -> bytes:
    """A square of that many pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide knows no overload for a buffer; it is one of Qt's
    return bytes(buffer.data().data())


def ico(drawing: Path, into: Path) -> None:
    """All sizes in one file, each a PNG (Windows Vista and later)."""
    drawn = [png(drawing, size) for size in SIZES]
    at = 6 + 16 * len(drawn)
    head = struct.pack("<HHH", 0, 1, len(drawn))
    for size, data in zip(SIZES, drawn, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    into.write_bytes(head + b"".join(drawn))
