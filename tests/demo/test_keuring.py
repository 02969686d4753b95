"""The eye that looks at every picture sees what a careful one sees: each defect planted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from bronsync_demo.keuring import bezwaren


@pytest.fixture
def venster(qtbot) -> QWidget:
    venster = QWidget()
    qtbot.addWidget(venster)
    indeling = QVBoxLayout(venster)
    indeling.addWidget(QLabel("Registratieoverzicht van vandaag"))
    indeling.addWidget(QPushButton("Sluiten"))
    venster.resize(400, 200)
    venster.setStyleSheet("QWidget { background: #ffffff; color: #1d2430; }")
    return venster


def _te_smal(venster: QWidget) -> None:
    venster.findChild(QLabel).setMaximumWidth(60)


def _op_elkaar(venster: QWidget) -> None:
    knop = venster.findChild(QPushButton)
    venster.layout().removeWidget(knop)
    knop.move(venster.findChild(QLabel).pos())


def _buiten(venster: QWidget) -> None:
    knop = venster.findChild(QPushButton)
    venster.layout().removeWidget(knop)
    knop.setGeometry(380, 150, 100, 30)


def _bleek(venster: QWidget) -> None:
    venster.findChild(QLabel).setStyleSheet("color: #b0b0b0")


def _engels(venster: QWidget) -> None:
    venster.findChild(QPushButton).setText("Cancel")


def test_a_window_without_a_defect_is_well(venster: QWidget) -> None:
    venster.show()
    assert bezwaren(venster) == []


@pytest.mark.parametrize(
    ("plant", "gezien"),
    [
        (_te_smal, "afgesneden tekst"),
        (_op_elkaar, "overlapt"),
        (_buiten, "valt buiten zijn vak"),
        (_bleek, "slecht leesbaar"),
        (_engels, "niet Nederlands"),
    ],
)
def test_each_planted_defect_is_seen(venster: QWidget, plant: Callable[[QWidget], None], gezien: str) -> None:
    plant(venster)
    venster.show()
    assert any(gezien in bezwaar for bezwaar in bezwaren(venster))


def test_what_cannot_be_used_now_may_be_pale(venster: QWidget) -> None:
    _bleek(venster)
    venster.findChild(QLabel).setEnabled(False)
    venster.show()
    assert bezwaren(venster) == []
