"""What is left out, set aside and taken along again, with the pointer and the keyboard, up to what the register received."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWizard

from bronsync.application.tonen.leerlingen import Toon
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.schermen.apart import ApartDialoog
from bronsync.gui.schermen.controleren import ControleDialoog
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync.gui.schermen.verzonden import VerzondenDialoog
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT
from gui.schermen.test_controleren import tot_controleren
from gui.schermen.test_verzenden import tot_wizard

REDEN = "Wacht op overleg"


def klik_vink(tabel: Tabel[object], rij: int) -> None:
    plek = tabel.visualRect(tabel.tabelmodel.index(rij, 0)).topLeft() + QPoint(12, 12)
    QTest.mouseClick(tabel.viewport(), Qt.MouseButton.LeftButton, pos=plek)


def zet_apart(bediening: Bediening) -> None:
    """Gives the reason in the dialog that is open."""
    dialoog = bediening.dialoog(ApartDialoog)
    knop = bediening.deel(QAbstractButton, "apart_zetten_knop", dialoog)
    assert not knop.isEnabled(), "no reason, no hold"
    bediening.deel(QLineEdit, "apart_reden", dialoog).setText(REDEN)
    QTest.keyClick(dialoog.focusWidget() or dialoog, Qt.Key.Key_Return)
    assert dialoog.isVisible(), "Enter sets nothing aside"
    bediening.klik(knop)
    bediening.rust()


def test_each_line_has_its_box_and_what_is_not_ticked_stays(bediening: Bediening) -> None:
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    wizard = tot_wizard(bediening)
    pagina = wizard.overzicht
    alle = [regel.actie for regel in wizard.regels]
    klik_vink(pagina.tabel, 0)
    assert [regel.actie for regel in wizard.regels] == alle[1:]
    assert [pagina.model.data(pagina.model.index(rij, 0)) for rij in (0, 1)] == ["Nee", "Ja"]
    staten = [pagina.model.data(pagina.model.index(r, 0), Qt.ItemDataRole.CheckStateRole) for r in (0, 1)]
    assert staten == [Qt.CheckState.Unchecked.value, Qt.CheckState.Checked.value], "a screen reader says it"
    QTest.keyClick(pagina.tabel, Qt.Key.Key_Space)
    assert len(wizard.regels) == len(alle), "the space bar on the row puts it back"
    verzenden = wizard.button(QWizard.WizardButton.CommitButton)
    bediening.klik(pagina.alles_knop)
    assert not wizard.regels
    assert not verzenden.isEnabled(), "nothing is left to go"
    bediening.klik(pagina.alles_knop)
    assert len(wizard.regels) == len(alle)
    klik_vink(pagina.tabel, 1)
    bediening.klik(verzenden)
    bediening.rust()
    toestand = bediening.venster.toestand
    assert toestand is not None
    assert (toestand.acties["Gecontroleerd"], toestand.acties["In behandeling"]) == (1, len(alle) - 1)


def test_set_aside_in_the_preview_it_stays_in_every_list_until_it_is_taken_along(bediening: Bediening) -> None:
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    wizard = tot_wizard(bediening)
    pagina = wizard.overzicht
    alle = len(wizard.regels)
    eerste = wizard.regels[0].actie
    bediening.klik(pagina.apart_knop)
    zet_apart(bediening)
    assert len(wizard.regels) == alle - 1
    assert "1 actie is apart gezet" in pagina.telling.text()
    laatste = pagina.model.zichtbaar[-1]
    assert laatste.actie == eerste
    assert laatste.apart.endswith(REDEN)
    bediening.klik(wizard.button(QWizard.WizardButton.CommitButton))
    bediening.rust()
    bediening.klik(wizard.button(QWizard.WizardButton.FinishButton))
    bediening.rust()

    lijst = bediening.venster.leerlingen
    lijst.toon(Toon.APART)
    (regel,) = lijst.model.zichtbaar
    assert lijst.model.data(lijst.model.index(0, len(lijst.model.kolommen) - 1)) == "Apart gezet"
    bediening.venster.ga_naar(regel.sleutel)
    bediening.rust()
    acties = bediening.venster.leerling.acties
    bediening.venster.leerling.tabs.setCurrentWidget(acties)
    assert acties.reden.toPlainText().endswith(REDEN)

    bediening.doe("verzenden_naar_bron")
    bediening.rust()
    lijst_ = bediening.dialoog(VerzondenDialoog)
    lijst_.tabel.kies(eerste)
    assert lijst_.details.toPlainText().splitlines()[0].endswith("Apart gezet")
    menu = QMenu()
    lijst_._vul_menu(menu, lijst_.tabel.gekozen())
    menu.actions()[0].trigger()
    bediening.rust()
    assert not [een for een in lijst_.model.rijen if een.apart], "taken along again"
    toestand = bediening.venster.toestand
    assert toestand is not None
    assert toestand.acties["Gecontroleerd"] == 1, "and nothing went by that"


def test_the_rest_can_go_while_one_has_an_afkeursignaal(werkplek: Werkplek, bediening: Bediening) -> None:
    ((leerling, _, _), *_) = werkplek.sql(VAN_PUNT)
    werkplek.sql("UPDATE Leerling SET Geslacht = 'X' WHERE LeerlingId = ?", leerling)
    dialoog = tot_controleren(bediening)
    assert not dialoog.rest_knop.isVisible(), "nothing was checked yet"
    bediening.klik(dialoog.controleer_knop)
    bediening.rust()
    QTest.keyClick(dialoog.rest_knop, Qt.Key.Key_Return)
    bediening.rust()
    assert bediening.venster.leerlingen._tellingen[Toon.APART] == 0, "Enter leads to the pupil and sets nothing aside"
    bediening.doe("controleren_en_synchroniseren")
    bediening.rust()
    dialoog = bediening.dialoog(ControleDialoog)
    voor = sum(werkplek.uitvoeringen())
    bediening.klik(dialoog.rest_knop)
    bediening.rust()
    wizard = bediening.voorste()
    assert isinstance(wizard, VerzendWizard)
    assert sum(werkplek.uitvoeringen()) == voor, "what goes is shown first"
    bediening.klik(wizard.button(QWizard.WizardButton.CommitButton))
    bediening.rust()
    bediening.klik(wizard.button(QWizard.WizardButton.FinishButton))
    bediening.rust()
    bediening.doe("controleren_en_synchroniseren")
    bediening.rust()
    opnieuw = bediening.dialoog(ControleDialoog)
    assert "apart gezet" in opnieuw.zin.text()
    assert "tot het afkeursignaal is opgelost" in opnieuw.details.toPlainText()
    opnieuw.close()


def test_the_boxes_are_drawn(bediening: Bediening) -> None:
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    wizard = tot_wizard(bediening)
    tabel = wizard.overzicht.tabel
    vak = tabel.visualRect(tabel.tabelmodel.index(1, 0))
    aan = tabel.viewport().grab(vak).toImage()
    klik_vink(tabel, 1)
    tabel.kies(wizard.overzicht.model.rijen[0].actie)
    QApplication.processEvents()
    assert tabel.viewport().grab(vak).toImage() != aan
