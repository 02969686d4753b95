"""What every dialog of the cycle owes who has no mouse or no sight: names, shortcuts, a way through with Tab, one marked step; and its size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget, QWizard
from pytestqt.qtbot import QtBot

from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.stap import gemarkeerd
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT

WIJZIG_NNCA = "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?"
DIALOGEN = ("acties_bepaald", "vragen", "controleren", "verzenden", "verzonden", "handmatig")


@pytest.fixture
def met_alles(geleverd: Werkplek, open_venster: Callable[..., Bediening]) -> Bediening:
    """A pupil to be signed off and one with a vraag."""
    rijen = geleverd.sql(VAN_PUNT)
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", rijen[0][1]
    )
    geleverd.sql(WIJZIG_NNCA, rijen[1][1])
    bediening = open_venster(geleverd.map)
    bediening.venster.ga_naar((int(rijen[2][1]), "", ""))
    bediening.rust()
    bediening.doe("acties_bepalen")
    bediening.rust()
    return bediening


def open_dialoog(bediening: Bediening, naam: str) -> QDialog:
    if naam != "acties_bepaald":
        bediening.voorste().close()
        keuze = {
            "controleren": "controleren_en_synchroniseren",
            "verzenden": "controleren_en_synchroniseren",
            "verzonden": "verzenden_naar_bron",
        }.get(naam, naam)
        bediening.doe(keuze)
        bediening.rust()
    if naam == "verzenden":
        for _ in range(2):  # controleer nu, verwerken en verzenden
            stap = bediening.volgende_stap()
            assert stap is not None
            bediening.klik(stap)
            bediening.rust()
    return bediening.dialoog(QDialog, naam)


def focusbaar(dialoog: QDialog) -> list[QWidget]:
    return [
        een
        for een in dialoog.findChildren(QWidget)
        if een.isVisible()
        and een.isEnabled()
        and een.focusPolicy() & Qt.FocusPolicy.TabFocus
        and een.window() is dialoog
    ]


def heeft_naam(een: QWidget) -> bool:
    gekoppeld = any(label.buddy() is een for label in een.window().findChildren(QLabel))
    tekst = een.text() if isinstance(een, QAbstractButton | QLabel) else ""
    gevonden = QAccessible.queryAccessibleInterface(een)
    return bool(een.accessibleName() or gekoppeld or tekst or (gevonden and gevonden.text(QAccessible.Text.Name)))


@pytest.mark.parametrize("naam", DIALOGEN)
def test_each_dialog_can_be_used_without_mouse_or_sight(naam: str, met_alles: Bediening, qtbot: QtBot) -> None:
    dialoog = open_dialoog(met_alles, naam)
    delen = focusbaar(dialoog)
    assert delen
    assert [een for een in delen if not heeft_naam(een)] == []
    letters = Counter(
        letter.lower()
        for een in dialoog.findChildren(QWidget)
        if een.isVisible() and isinstance(een, QAbstractButton | QLabel)
        for letter in re.findall(r"&(\w)", een.text())
    )
    assert [letter for letter, aantal in letters.items() if aantal > 1] == []
    assert len(gemarkeerd(dialoog)) == (0 if naam in ("verzonden", "vragen") else 1)
    dialoog.activateWindow()
    qtbot.waitUntil(dialoog.isActiveWindow)
    eerste = dialoog.focusWidget()
    assert eerste is not None, "something sensible has the focus"
    gezien = {eerste}
    for _ in range(3 * len(delen)):
        qtbot.keyClick(dialoog.focusWidget(), Qt.Key.Key_Tab)
        gezien.add(dialoog.focusWidget())
    assert set(delen) <= gezien, [een.objectName() for een in set(delen) - gezien]
    qtbot.keyClick(dialoog.focusWidget(), Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not [een for een in QApplication.topLevelWidgets() if een.objectName() == naam and een.isVisible()]


def test_the_wizard_remembers_its_size(met_alles: Bediening) -> None:
    wizard = open_dialoog(met_alles, "verzenden")
    assert isinstance(wizard, VerzendWizard)
    assert wizard.button(QWizard.WizardButton.CommitButton).isVisible()
    wizard.resize(QSize(1011, 671))
    wizard.close()
    met_alles.rust()
    stap = met_alles.venster.menukeuzes["controleren_en_synchroniseren"]
    stap.trigger()
    met_alles.rust()
    knop = met_alles.volgende_stap()
    assert knop is not None
    met_alles.klik(knop)
    met_alles.rust()
    assert met_alles.dialoog(VerzendWizard).size() == QSize(1011, 671)


@pytest.mark.parametrize("naam", ["vragen", "controleren_en_synchroniseren", "verzenden_naar_bron", "handmatig"])
def test_closing_before_it_was_read_hurts_nothing(naam: str, met_alles: Bediening, qtbot: QtBot) -> None:
    met_alles.voorste().close()
    with qtbot.captureExceptions() as fouten:
        met_alles.doe(naam)
        (dialoog,) = [een for een in QApplication.topLevelWidgets() if isinstance(een, Dialoog) and een.isVisible()]
        dialoog.close()
        QApplication.sendPostedEvents(None, 0)
        met_alles.rust()
        met_alles.doe("verversen")
        met_alles.rust()
    assert fouten == []
