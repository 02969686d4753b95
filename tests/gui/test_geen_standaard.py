"""Who presses Enter throughout, or clicks twice, decides nothing: in no dialog, at no question (FOUTEN R8 and R9).

The dialogs are found by reading the sources; each is opened on a school where something waits to be decided and to be sent, and is given
Enter everywhere, the space bar where the keyboard stands at first, and double clicks on all that is no decision. The questions get their
Enter in every test that answers one (`conftest.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QWidget, QWizard
from pytestqt.qtbot import QtBot

from bronsync.application.tonen.leerlingen import Toon
from bronsync.application.tonen.vragen import VraagStand
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.gui.kit.keuzeknop import RUST_SECONDEN, Keuzeknop, Klikrust
from bronsync.gui.kit.stap import gemarkeerd
from bronsync.gui.schermen.keuzes import Vragenlijst
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT
from gui.test_alles_bereikt import dialogen

NIEUW_ADRES = {"straatnaam": "Dorpsstraat", "huisnummer": 7, "postcode": "3077AW", "plaatsnaam": "Rotterdam"}
WIJZIG_NNCA = "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?"


@pytest.fixture
def tafel(geleverd: Werkplek, open_venster: Callable[..., Bediening]) -> Bediening:
    """One pupil to be signed off, two with another address in the GBA and two with other onderwijsgegevens; F6 was pressed."""
    rijen = geleverd.sql(VAN_PUNT)
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", rijen[0][1]
    )
    for _, inschrijving, _ in rijen[1:3]:
        geleverd.sql(WIJZIG_NNCA, inschrijving)
    for _, _, bsn in rijen[2:4]:
        geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"adres": NIEUW_ADRES})
    geleverd.sql("UPDATE Leerling SET OnderwijsSinds = NULL WHERE LeerlingId = ?", rijen[4][0])
    bediening = open_venster(geleverd.map)
    bediening.doe("acties_bepalen")
    bediening.rust()
    bediening.voorste().close()
    bediening.venster.ga_naar((int(rijen[4][1]), "", ""))
    bediening.rust()
    return bediening


def staat(bediening: Bediening, werkplek: Werkplek) -> tuple[object, ...]:
    """What was decided, sent and written, by the books, the register and LVS2000."""
    with sqlite3.connect(werkplek.lvs) as db:
        lvs = "\n".join(db.iterdump())
    db.close()
    bediening.venster.ververs()
    bediening.rust()
    toestand = bediening.venster.toestand
    assert toestand is not None
    acties = {soort: aantal for soort, aantal in toestand.acties.items() if soort not in ("Bepaald", "Gecontroleerd")}
    te_gaan = sum(toestand.acties.get(soort, 0) for soort in ("Bepaald", "Gecontroleerd"))
    apart = bediening.venster.leerlingen._tellingen[Toon.APART]
    return (toestand.vragen, apart, acties, te_gaan, sum(werkplek.uitvoeringen()), lvs)


def _fout(bediening: Bediening) -> None:
    bediening.venster.toon_fout(BronSyncFout("PROC-12"))


def _eerste_start(bediening: Bediening) -> None:
    from bronsync.gui.schermen.eerste_start import toon

    toon(bediening.venster)


def _wizard(bediening: Bediening) -> None:
    bediening.doe("controleren_en_synchroniseren")
    bediening.rust()
    for naam in ("controleer_nu", "verwerken_en_verzenden"):
        bediening.klik(bediening.deel(QAbstractButton, naam, bediening.voorste()))
        bediening.rust()
    assert isinstance(bediening.voorste(), VerzendWizard)


def _apart(bediening: Bediening) -> None:
    _wizard(bediening)
    bediening.klik(bediening.deel(QAbstractButton, "apart_of_mee", bediening.voorste()))
    bediening.rust()
    bediening.deel(QLineEdit, "apart_reden", bediening.voorste()).setText("Wacht op overleg")


OPEN: dict[str, str | Callable[[Bediening], None]] = {
    "OphaalDialoog": "terugkoppeling_ophalen",
    "ControleDialoog": "controleren_en_synchroniseren",
    "VerzendWizard": _wizard,
    "ApartDialoog": _apart,
    "VerzondenDialoog": "verzenden_naar_bron",
    "OverzichtDialoog": "registratieoverzicht_tonen",
    "HistorischDialoog": "historische_inschrijvingen",
    "DubbeleDialoog": "dubbele_inschrijvingen",
    "TeldatumDialoog": "teldatum",
    "AttentieDialoog": "attentiesignalen",
    "VerbindingDialoog": "verbinding",
    "BepaalDialoog": "acties_bepalen",
    "HandmatigDialoog": "handmatig",
    "LeerlingControleDialoog": "controleer_leerling",
    "Vragenlijst": "vragen",
    "HandleidingVenster": "handleiding",
    "BerichtenDialoog": "berichten",
    "FoutDialoog": _fout,
    "EersteStart": _eerste_start,
    "OnderwijsSindsDialoog": "onderwijs_sinds",
    "HelpdeskbestandDialoog": "helpdeskbestand",
    "InstellingenDialoog": "instellingen",
    "UpdatesDialoog": "updates",
}
"""How each is opened: a menu item, or otherwise."""


def test_every_dialog_of_the_sources_is_played() -> None:
    assert {soort.__name__ for soort in dialogen()} == set(OPEN)


def open_(bediening: Bediening, soort: str) -> QWidget:
    hoe = OPEN[soort]
    if isinstance(hoe, str):
        bediening.doe(hoe)
    else:
        hoe(bediening)
    bediening.rust()
    (venster,) = [een for een in QApplication.topLevelWidgets() if type(een).__name__ == soort and een.isVisible()]
    return venster


def voorste() -> QWidget | None:
    """The dialog in front; not where a file is chosen, which is no part of this."""
    open_ = [een for een in QApplication.topLevelWidgets() if isinstance(een, QDialog) and een.isVisible()]
    actief = QApplication.activeModalWidget() or QApplication.activeWindow()
    gevonden = actief if actief in open_ else open_[-1] if open_ else None
    return None if isinstance(gevonden, QFileDialog) else gevonden


def toets(bediening: Bediening, knop: Qt.Key, doel: QWidget | None = None) -> None:
    """Where the keyboard stands in the dialog in front, or on this part of it."""
    dialoog = voorste()
    if dialoog is not None:
        dialoog.activateWindow()
        QTest.keyClick(doel or dialoog.focusWidget() or dialoog, knop)
        bediening.rust()


def sluit_alles(bediening: Bediening) -> None:
    for _ in range(4):
        for een in QApplication.topLevelWidgets():
            if een is not bediening.venster and een.isVisible():
                een.close()
        bediening.rust()
    if not bediening.venster.aanleverpunt:
        bediening.venster.begin()
        bediening.rust()
        bediening.venster.kies_aanleverpunt("00AA00")
        bediening.rust()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("soort", sorted(OPEN))
def test_enter_space_and_double_clicks_decide_nothing_in(soort: str, tafel: Bediening, geleverd: Werkplek) -> None:
    voor = staat(tafel, geleverd)
    dialoog = open_(tafel, soort)
    knoppen = [een for een in dialoog.findChildren(Keuzeknop) if een.isVisible()]
    assert not any(een.isDefault() or een.autoDefault() or een.hasFocus() for een in knoppen)
    for _ in range(6):  # Enter throughout, also in what it leads to
        toets(tafel, Qt.Key.Key_Return)
    sluit_alles(tafel)

    dialoog = open_(tafel, soort)
    focus = dialoog.focusWidget()
    if isinstance(focus, QAbstractButton):  # the space bar presses what has the keyboard: no side of a choice
        assert not isinstance(focus, Keuzeknop)
    toets(tafel, Qt.Key.Key_Space)
    sluit_alles(tafel)

    dialoog = open_(tafel, soort)
    for knop in dialoog.findChildren(Keuzeknop):
        if knop.isVisible():
            knop.setFocus()
            for enter in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                toets(tafel, enter, knop)
    for deel in dialoog.findChildren(QWidget):
        if dialoog.isVisible() and deel.isVisible() and not isinstance(deel, QAbstractButton):
            QTest.mouseDClick(deel, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    tafel.rust()
    sluit_alles(tafel)
    assert staat(tafel, geleverd) == voor


def test_f6_and_then_enter_throughout(tafel: Bediening, geleverd: Werkplek) -> None:
    voor = staat(tafel, geleverd)
    tafel.doe("acties_bepalen")
    tafel.rust()
    for _ in range(20):
        toets(tafel, Qt.Key.Key_Return)
    assert isinstance(tafel.voorste(), Vragenlijst), "the mark leads up to the choice"
    assert gemarkeerd(tafel.voorste()) == []
    sluit_alles(tafel)
    assert staat(tafel, geleverd) == voor


# --- clicks ---------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lijst(tafel: Bediening) -> Vragenlijst:
    tafel.doe("vragen")
    tafel.rust()
    return tafel.dialoog(Vragenlijst)


def open_vragen(lijst: Vragenlijst) -> int:
    return sum(regel.stand is VraagStand.OPEN for regel in lijst.regels)


def kan(lijst: Vragenlijst) -> Keuzeknop:
    return next(knop for knop in lijst.keuzeknoppen.values() if knop.isEnabled())


def test_a_double_click_answers_one_group(tafel: Bediening, lijst: Vragenlijst) -> None:
    groep = len(lijst.gekozen)
    over = open_vragen(lijst)
    assert over > groep
    tafel.dubbelklik(lijst.keuzeknoppen[Keuze.NEGEREN])
    tafel.rust()
    assert open_vragen(lijst) == over - groep, "the next group came under the pointer and was not answered"


def test_after_the_rest_a_click_counts_again(tafel: Bediening, lijst: Vragenlijst) -> None:
    over = open_vragen(lijst)
    tafel.klik(lijst.keuzeknoppen[Keuze.NEGEREN])
    tafel.rust()
    tussen = open_vragen(lijst)
    QTest.mouseClick(lijst.keuzeknoppen[Keuze.NEGEREN], Qt.MouseButton.LeftButton)  # at once
    QTest.keyClick(lijst.keuzeknoppen[Keuze.NEGEREN], Qt.Key.Key_Space)
    tafel.rust()
    assert tussen == open_vragen(lijst) < over
    tafel.klik(lijst.keuzeknoppen[Keuze.NEGEREN])
    tafel.rust()
    assert open_vragen(lijst) < tussen


def test_the_buttons_keep_their_place_whatever_is_asked(tafel: Bediening, lijst: Vragenlijst) -> None:
    plaatsen = set()
    while open_vragen(lijst):
        plaatsen.add(tuple(_plek(knop, lijst) for knop in lijst.keuzeknoppen.values()))
        for item in lijst.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            lijst.tree.setCurrentItem(item)
            if lijst.keuzeblok.isVisible():
                QApplication.processEvents()
                plaatsen.add(tuple(_plek(knop, lijst) for knop in lijst.keuzeknoppen.values()))
        lijst.tree.setCurrentItem(lijst._items[0])
        tafel.klik(kan(lijst))
        tafel.rust()
    assert len(plaatsen) == 1, plaatsen


def _plek(knop: QWidget, lijst: QWidget) -> tuple[int, ...]:
    return knop.mapTo(lijst, QPoint()).toTuple() + knop.size().toTuple()


def test_each_answer_is_undone_by_itself_until_it_was_carried_out(tafel: Bediening, lijst: Vragenlijst) -> None:
    stappen = [open_vragen(lijst)]
    while open_vragen(lijst):
        tafel.klik(lijst.keuzeknoppen[Keuze.NEGEREN])
        tafel.rust()
        stappen.append(open_vragen(lijst))
    assert len(stappen) == 3
    for verwacht in reversed(stappen[:-1]):
        tafel.klik(lijst.ongedaan_knop)
        tafel.rust()
        assert open_vragen(lijst) == verwacht
    assert not lijst.ongedaan_knop.isEnabled()


def test_later_leaves_it(tafel: Bediening, lijst: Vragenlijst) -> None:
    over = open_vragen(lijst)
    tafel.klik(lijst.sluitknop)
    tafel.rust()
    tafel.doe("vragen")
    tafel.rust()
    assert open_vragen(tafel.dialoog(Vragenlijst)) == over


def test_the_rest_ends_by_its_clock(qtbot: QtBot) -> None:
    nu = 10.0
    rust = Klikrust(lambda: nu)
    knop = Keuzeknop("Naar BRON", rust)
    qtbot.addWidget(knop)
    knop.show()
    geklikt: list[bool] = []
    knop.clicked.connect(lambda: geklikt.append(True))
    QTest.mouseClick(knop, Qt.MouseButton.LeftButton)
    assert len(geklikt) == 1
    rust.begint()
    nu += RUST_SECONDEN - 0.001
    QTest.mouseClick(knop, Qt.MouseButton.LeftButton)
    QTest.keyClick(knop, Qt.Key.Key_Space)
    assert len(geklikt) == 1
    nu += 0.001
    QTest.mouseClick(knop, Qt.MouseButton.LeftButton)
    assert len(geklikt) == 2
    tweede = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        QPointF(5, 5),
        knop.mapToGlobal(QPointF(5, 5)),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(knop, tweede)
    QTest.mouseRelease(knop, Qt.MouseButton.LeftButton)
    assert len(geklikt) == 2, "the second of a double click is the end of the first"


def test_a_question_that_comes_under_the_pointer_is_not_answered(tafel: Bediening) -> None:
    tafel.doe("niet_uitgevoerde_acties_verwijderen")
    vraag = tafel.dialoog(QDialog, "niet_uitgevoerde_verwijderen")
    QTest.mouseClick(tafel.deel(QAbstractButton, "ja", vraag), Qt.MouseButton.LeftButton)
    tafel.rust()
    assert vraag.isVisible()
    tafel.antwoord("niet_uitgevoerde_verwijderen", "nee")


def test_the_wizard_sends_on_a_click_only(tafel: Bediening, geleverd: Werkplek) -> None:
    wizard = open_(tafel, "VerzendWizard")
    assert isinstance(wizard, QWizard)
    voor = sum(geleverd.uitvoeringen())
    for _ in range(3):
        toets(tafel, Qt.Key.Key_Return)
    assert wizard.isVisible(), "Enter stops nothing either"
    assert sum(geleverd.uitvoeringen()) == voor
    tafel.klik(wizard.button(QWizard.WizardButton.CommitButton))
    tafel.rust()
    assert sum(geleverd.uitvoeringen()) > voor
    toets(tafel, Qt.Key.Key_Return)
    assert tafel.voorste() is tafel.venster, "its result closes with Enter"
