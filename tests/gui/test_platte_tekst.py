"""A name from LVS2000 is text, whatever it looks like: no label of the window makes markup of it (RELIABILITY C1 24)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QWidget

from end2end.conftest import Werkplek

NAAM = "<b>Vet</b><img src=x>\u202eneetsmohK"


def test_a_name_with_markup_is_shown_as_the_text_it_is(werkplek: Werkplek, open_venster):
    werkplek.sql("UPDATE Leerling SET Achternaam = ?, Roepnaam = ?", NAAM, NAAM)
    bediening = open_venster(werkplek.map)
    tabel = next(
        een for een in bediening.venster.findChildren(QTableView) if een.isVisible() and een.model().rowCount()
    )
    tabel.setCurrentIndex(tabel.model().index(0, 0))
    bediening.rust()
    labels = [een for een in bediening.venster.findChildren(QLabel) if "<b>Vet" in een.text()]
    assert labels, "the name is shown"
    assert [een.objectName() for een in labels if een.textFormat() is not Qt.TextFormat.PlainText] == []
    tips = [een.objectName() for een in bediening.venster.findChildren(QWidget) if "<b>Vet" in een.toolTip()]
    assert tips == []
