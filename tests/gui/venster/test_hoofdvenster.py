"""The main window itself: menus and keyboard, names for a screen reader, the step that leads, what it remembers, and leaving it."""

from __future__ import annotations

import importlib
import re
import threading
from collections import Counter

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolBar,
    QWidget,
)

from bronsync.domain.errors import BronSyncFout
from bronsync.gui.kit.fouten import FoutDialoog
from bronsync.gui.kit.thema import DONKER, LICHT
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.schermen import verzonden
from bronsync.gui.venster.menu import KEUZES, MENUS
from bronsync.gui.venster.stapbalk import IN_LVS2000, MENUKEUZE_BIJ_STAP

# --- menus and keyboard -----------------------------------------------------------------------------------------------------------------


def _letter(tekst: str) -> str:
    gevonden = re.search(r"&(\w)", tekst.replace("&&", ""))
    return gevonden[1].lower() if gevonden else ""


def test_every_menu_item_names_a_function_that_exists():
    for keuze in KEUZES.values():
        module, functie = keuze.doet.split(":")
        assert callable(getattr(importlib.import_module(module), functie)), keuze.naam


def test_every_menu_and_item_has_its_own_letter():
    assert len({_letter(menu.titel) for menu in MENUS} - {""}) == len(MENUS)
    for menu in MENUS:
        letters = Counter(_letter(keuze.tekst) for keuze in menu.keuzes if keuze is not None)
        assert "" not in letters, menu.naam
        assert max(letters.values()) == 1, (menu.naam, letters)


def test_no_letter_of_the_window_is_also_that_of_a_menu(venster):
    """With one letter for two things the Alt key reaches neither."""
    delen = [*venster.findChildren(QLabel), *venster.findChildren(QAbstractButton)]
    teksten = {deel.text() for deel in delen if deel.window() is venster}
    letters = Counter(_letter(tekst) for tekst in {*(menu.titel for menu in MENUS), *teksten})
    del letters[""]
    assert max(letters.values()) == 1, letters


def test_the_letters_in_the_window_are_those_of_no_menu_and_of_nothing_else(venster):
    letters = [_letter(menu.titel) for menu in MENUS]
    for soort in (QLabel, QAbstractButton):
        for deel in venster.findChildren(soort):
            if isinstance(deel, QLabel) and deel.buddy() is None:
                continue
            if deel.window() is venster and _letter(deel.text()) and deel is not venster.stapbalk.knop:
                letters.append(_letter(deel.text()))
    assert len(letters) > len(MENUS) + 3
    assert max(Counter(letters).values()) == 1, Counter(letters)


def test_every_shortcut_belongs_to_one_item():
    toetsen = Counter(keuze.sneltoets for keuze in KEUZES.values() if keuze.sneltoets)
    assert max(toetsen.values()) == 1


def test_what_stands_on_the_toolbar_stands_in_a_menu(venster):
    in_menus = {actie for menu in venster.menuBar().findChildren(QMenu) for actie in menu.actions()}
    losse = [actie for actie in venster.findChild(QToolBar).actions() if actie in venster.menukeuzes.values()]
    assert losse
    assert set(losse) <= in_menus


def test_every_item_tells_what_it_does(venster):
    for naam, actie in venster.menukeuzes.items():
        assert actie.toolTip().rstrip("."), naam
        assert "&" not in actie.toolTip(), naam


def _naam(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return labels[0].text() if labels else ""


def test_every_control_that_gets_the_keyboard_has_a_name(venster):
    zonder = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in venster.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and not _naam(widget)
        and not widget.isHidden()
        and not isinstance(widget, QMenu)
        and not widget.parentWidget().metaObject().className().startswith("QComboBoxPrivate")
    ]
    assert not zonder, "\n".join(zonder)


def test_tab_walks_through_the_window_and_comes_round(venster, qtbot):
    venster.activateWindow()
    qtbot.waitUntil(venster.isActiveWindow)
    venster.leerlingen.tabel.kies_eerste()
    venster.aanleverpuntkeuze.setFocus()
    gang: list[QWidget] = []
    while QApplication.focusWidget() not in gang and len(gang) < 60:
        gang.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is gang[0], "it comes round"
    for deel in (
        venster.leerlingen.toon_filter,
        venster.leerlingen.zoek,
        venster.leerlingen.oog,
        venster.leerlingen.tabel,
    ):
        assert deel in gang, deel.objectName()
    assert venster.stapbalk.knop in gang


def test_no_list_keeps_the_tab_key(venster):
    for lijst in venster.findChildren(QAbstractItemView):
        if isinstance(lijst, Tabel):
            assert not lijst.tabKeyNavigation(), lijst.objectName()
    assert all(vak.tabChangesFocus() for vak in venster.findChildren(QPlainTextEdit))


def test_control_f_and_the_menu_go_to_the_search(bediening, qtbot):
    venster = bediening.venster
    venster.activateWindow()
    qtbot.waitUntil(venster.isActiveWindow)
    qtbot.keyClick(venster, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(venster.leerlingen.zoek.hasFocus)
    venster.leerlingen.tabel.setFocus()
    venster.leerlingen.zoek.setText("jan")
    bediening.doe("zoeken")
    assert venster.leerlingen.zoek.hasFocus()
    assert venster.leerlingen.zoek.selectedText() == "jan", "what is typed now replaces it"


def test_the_demo_school_opens_beside_this_window(bediening, monkeypatch):
    gestart: list[bool] = []
    monkeypatch.setattr(bediening.venster.kern, "start_demo", lambda: gestart.append(True))
    bediening.doe("demoschool")
    bediening.rust()
    assert gestart == [True]
    assert bediening.venster.statusregel.melding.text().startswith("De demoschool wordt geopend")


# --- the step that leads ------------------------------------------------------------------------------------------------------------------


def test_every_step_leads_somewhere():
    from bronsync.application.tonen.volgende_stap import Stap

    assert {stap.name for stap in Stap} == MENUKEUZE_BIJ_STAP.keys() | set(IN_LVS2000)
    assert {menukeuze for menukeuze, _ in MENUKEUZE_BIJ_STAP.values()} <= KEUZES.keys()


def test_an_empty_register_asks_for_an_overview_first(bediening):
    venster = bediening.venster
    assert venster.stap_nu == "overzicht ophalen"
    assert bediening.volgende_stap() is venster.stapbalk.knop
    assert venster.stapbalk.knop.text() == "Registratieoverzicht ophalen"
    assert venster.stapbalk.menukeuze == "registratieoverzicht_ophalen"
    assert venster.statusregel.overzicht.text() == "Geen registratieoverzicht"
    beeld = venster.stapbalk.beeld
    assert beeld.isVisible()
    assert beeld.accessibleName().startswith("Ophalen: nu, nog niet; Bepalen: straks"), (
        "the round, for who cannot see it"
    )
    assert not venster.stapbalk.kop.isVisible(), "the picture says already that it is the next step"


def test_when_nothing_differs_the_bar_is_green_and_marks_nothing(geleverd, open_venster):
    bediening = open_venster(geleverd.map)
    venster = bediening.venster
    assert venster.stap_nu == "klaar"
    assert venster.stapbalk.kop.text() == "00AA00 is klaar", "and another aanleverpunt is not"
    assert venster.stapbalk.zin.text().startswith("Geen verschillen")
    assert venster.stapbalk.knop.isVisible()
    assert not venster.stapbalk.leidt
    assert bediening.volgende_stap() is None
    assert [fase.plek for fase in venster.stapbalk.beeld.fasen] == ["gedaan"] * 6
    venster.stapbalk.toon_fout(BronSyncFout("LVS-10"), venster.begin)
    assert not venster.stapbalk.beeld.isVisible(), "where nothing is known, no round is shown"


def test_in_a_demo_the_administration_is_corrected_with_one_click(werkplek, open_venster, monkeypatch):
    from dataclasses import replace

    from bronsync.application.tonen.volgende_stap import Stap, VolgendeStap

    bediening = open_venster(werkplek.map, lambda omg: f"Verbeterd bij {omg.aanleverpunt}.")
    venster = bediening.venster
    assert venster.kern.demo
    stap = VolgendeStap(Stap.VERBETEREN, "BRON keurde 1 actie af.", 1)
    venster.stapbalk.toon(replace(venster.toestand, stap=stap, acties={"Afgekeurd": 1}))
    knop = bediening.volgende_stap()
    assert knop.text() == "Laat verbeteren in LVS2000 (demo)"
    assert venster.stapbalk.ook.text() == "Bekijk wat BRON afkeurde"
    bediening.klik(knop)
    bediening.rust()
    assert venster.statusregel.melding.text() == "Verbeterd bij 00AA00."
    assert venster.stap_nu == "overzicht ophalen", "and the window read again"


def test_a_real_school_looks_at_what_was_rejected(venster, monkeypatch):
    from dataclasses import replace

    from bronsync.application.tonen.volgende_stap import Stap, VolgendeStap

    monkeypatch.setattr(venster.kern, "demo", False)
    gedaan: list[str] = []
    monkeypatch.setattr(venster, "doe", gedaan.append)
    monkeypatch.setattr(verzonden, "toon_acties", lambda _, welke: gedaan.append(welke))
    gevallen = (
        (Stap.VERBETEREN, {"Afgekeurd": 1}, "Afgekeurd"),
        (Stap.VERBETEREN, {"Bepaald": 1}, "controleren_en_synchroniseren"),
        (Stap.VASTGEHOUDEN, {}, "vragen"),
        (Stap.ONBEANTWOORD, {}, verzonden.WACHTEN),
    )
    for welke, acties, leidt_naar in gevallen:
        stap = VolgendeStap(welke, "Verbeter.", 1)
        venster.stapbalk.toon(replace(venster.toestand, stap=stap, acties=acties))
        venster.stapbalk.knop.click()
        assert gedaan[-1] == leidt_naar
        assert not venster.stapbalk.ook.isVisible()


# --- opening, choosing, going wrong -------------------------------------------------------------------------------------------------------


def test_without_an_aanleverpunt_everything_that_needs_one_is_off(bediening, monkeypatch):
    venster = bediening.venster

    def weiger(*_: object) -> None:
        raise BronSyncFout("LVS-10")

    monkeypatch.setattr(venster.kern, "kies", weiger)
    venster.kies_aanleverpunt("00AA01")
    bediening.rust()
    dialoog = bediening.dialoog(FoutDialoog)
    assert dialoog.code == "LVS-10"
    dialoog.close()
    assert venster.aanleverpunt == ""
    assert venster.leerlingen.model.rowCount() == 0
    assert not venster.menukeuzes["acties_bepalen"].isEnabled()
    assert venster.menukeuzes["instellingen"].isEnabled()
    assert "(LVS-10 / " in venster.stapbalk.zin.text()
    assert not any(deel.isVisible() for deel in venster.statusregel.delen)
    monkeypatch.undo()
    bediening.klik(venster.stapbalk.knop)  # 'Opnieuw proberen'
    bediening.rust()
    assert venster.aanleverpunt == "00AA01"


@pytest.mark.parametrize(
    ("code", "knop"), [("OPSLAG-10", "&Ontgrendel en probeer opnieuw"), ("OPSLAG-12", "&Opnieuw proberen")]
)
def test_FOUTEN_B6_a_key_ring_that_was_locked_is_tried_again_with_a_button(bediening, monkeypatch, code, knop):
    venster = bediening.venster

    def weiger() -> None:
        raise BronSyncFout(code)

    monkeypatch.setattr(venster.kern, "open", weiger)
    venster.begin()
    bediening.rust()
    dialoog = bediening.dialoog(FoutDialoog)
    assert dialoog.code == code
    probeer = dialoog.findChild(QPushButton, "opnieuw")
    assert probeer.text() == knop
    monkeypatch.undo()  # the user gave the password
    bediening.klik(probeer)
    bediening.rust()
    assert venster.aanleverpunt


def test_the_title_of_the_window_names_no_pupil(bediening):
    venster = bediening.venster
    venster.leerlingen.tabel.kies_eerste()
    bediening.rust()
    assert venster.leerling.naam.text() not in ("", "Kies hierboven een leerling.")
    assert venster.windowTitle() == "BRON Sync - demoschool"


def test_what_was_interrupted_stays_in_the_step_bar_until_the_user_goes_on(bediening):
    venster, balk = bediening.venster, bediening.venster.stapbalk
    balk.toon_onderbreking("BRON Sync werd onderbroken.")
    venster.ververs()
    bediening.rust()
    assert balk.onderbreking.isVisible(), "reading is not going on"
    venster.runner.run("proef", lambda *_: None, lambda _: None)
    bediening.rust()
    assert not balk.onderbreking.isVisible(), "it may be settled now"
    balk.toon_onderbreking("BRON Sync werd onderbroken.")
    venster.verlaat_aanleverpunt()
    assert not balk.onderbreking.isVisible()


def test_certificate_deadlines_and_questions_in_the_status_line(bediening):
    from dataclasses import replace
    from datetime import date, timedelta

    from bronsync.application.lezen.termijnen import Termijn

    venster, regel = bediening.venster, bediening.venster.statusregel
    dag = date(2026, 1, 10)
    sleutel = venster.leerlingen.model.rijen[3].sleutel
    termijn = Termijn(
        sleutel, "niet in BRON", dag, -1, "Deze inschrijving had uiterlijk 09-01-2026 bij BRON moeten zijn."
    )
    stand = replace(venster.toestand, vragen=2, acties={"In behandeling": 3, "Onbeslist": 1}, leeftijd_dagen=1)
    for dagen, tekst in (
        (-1, "Certificaat verlopen"),
        (0, "Certificaat verloopt vandaag"),
        (60, "Certificaat verloopt over 60 dagen"),
        (61, "Certificaat tot 12-03-2026"),
    ):
        regel.toon(replace(stand, certificaat_tot=(dag + timedelta(dagen)).isoformat()), (termijn,), dag)
        assert regel.certificaat.text() == tekst
    regel.toon(replace(stand, certificaat_tot=None), (termijn,), dag)
    assert regel.certificaat.text() == "Geen certificaat"
    assert regel.vragen.text() == "2 vragen"
    assert regel.wachtend.text() == "4 in behandeling"
    assert regel.overzicht.text() == "Overzicht van gisteren"
    assert regel.termijn.text() == "1 termijn"
    bediening.klik(regel.termijn)
    assert venster.leerlingen.gekozen().sleutel == sleutel
    assert regel.melding.text() == termijn.zin


# --- working ------------------------------------------------------------------------------------------------------------------------------


def test_progress_with_cancel_and_everything_else_waits(bediening, qtbot):
    venster, regel = bediening.venster, bediening.venster.statusregel
    begonnen, door = threading.Event(), threading.Event()

    def werk(kern, progress):
        progress.report(1, 4, "Bezig met de proef")
        begonnen.set()
        assert door.wait(20)
        progress.report(2, 4, "te laat")

    venster.runner.run("proef", werk, lambda _: None)
    qtbot.waitUntil(lambda: regel.bezig.text() == "Bezig met de proef")
    assert regel.balk.isVisible()
    assert (regel.balk.value(), regel.balk.maximum()) == (1, 4)
    assert not venster.menukeuzes["acties_bepalen"].isEnabled()
    assert venster.menukeuzes["handleiding"].isEnabled()
    assert not venster.aanleverpuntkeuze.isEnabled()
    assert not venster.stapbalk.knop.isEnabled()
    assert bediening.volgende_stap() is None
    bediening.klik(regel.stop)
    assert regel.bezig.text() == "Stopt na deze stap..."
    door.set()
    bediening.rust()
    assert not regel.balk.isVisible()
    assert venster.menukeuzes["acties_bepalen"].isEnabled()


def test_an_error_of_an_operation_is_shown_once_with_its_code(bediening):
    def werk(kern, progress):
        raise BronSyncFout("NET-06")

    bediening.venster.runner.run("proef", werk, lambda _: None)
    bediening.rust()
    dialoog = bediening.dialoog(FoutDialoog)
    assert dialoog.code == "NET-06"
    dialoog.close()


def test_only_what_is_about_a_pupil_waits_for_a_pupil(bediening):
    venster = bediening.venster
    venster.leerlingen.tabel.laat_los()
    assert not venster.menukeuzes["handmatig"].isEnabled()
    venster.leerlingen.tabel.kies_eerste()
    bediening.rust()
    assert venster.menukeuzes["handmatig"].isEnabled()
    assert not venster.menukeuzes["verwijder_actie"].isEnabled(), "this pupil has none"


# --- remembering and leaving --------------------------------------------------------------------------------------------------------------


def test_layout_is_remembered_and_holds_no_personal_data(werkplek, open_venster):
    eerste = open_venster(werkplek.map).venster
    eerste.thema.zet("donker")
    eerste.leerlingen.tabel.setColumnWidth(0, 321)
    eerste.leerlingen.zoek.setText("jan")
    eerste.leerling.verschillen.alleen.setChecked(False)
    eerste.bewaar_weergave()
    namen = {regel.lvs_naam for regel in eerste.leerlingen.model.rijen}
    inhoud = (eerste.kern.map_ / "weergave.ini").read_text(encoding="utf-8")
    assert not [naam for naam in namen if naam.split(",")[0] in inhoud]
    assert "jan" not in QSettings(str(eerste.kern.map_ / "weergave.ini"), QSettings.Format.IniFormat).allKeys()
    eerste.runner.shutdown()
    tweede = open_venster(werkplek.map).venster
    assert tweede.thema.kleuren is DONKER
    assert tweede.leerlingen.tabel.columnWidth(0) == 321
    assert not tweede.leerling.verschillen.alleen.isChecked()
    assert tweede.leerlingen.zoek.text() == ""
    tweede.thema.zet("licht")
    assert tweede.thema.kleuren is LICHT


def test_light_and_dark_change_the_pictures_too(venster):
    beelden = []
    for keuze in ("licht", "donker", "licht"):
        venster.thema.zet(keuze)
        QApplication.processEvents()
        beelden.append(venster.menukeuzes["verversen"].icon().pixmap(24).toImage())
    assert beelden[0] != beelden[1]
    assert beelden[0] == beelden[2]


def test_closing_while_it_works_asks_first(bediening, qtbot):
    venster = bediening.venster
    door = threading.Event()

    def werk(kern, progress):
        assert door.wait(20)
        progress.report(1, 2, "")

    venster.runner.run("proef", werk, lambda _: None)
    venster.doe("afsluiten")
    assert venster.isVisible()
    bediening.antwoord("afsluiten_tijdens_werk", "nee")
    venster.close()
    bediening.antwoord("afsluiten_tijdens_werk", "ja")
    assert venster.isVisible(), "it waits for the step under way"
    door.set()
    qtbot.waitUntil(lambda: not venster.isVisible())


def test_verversen_shows_what_was_changed_in_lvs2000(werkplek, bediening):
    venster = bediening.venster
    venster.leerlingen.tabel.kies_eerste()
    bediening.rust()
    regel = venster.leerlingen.gekozen()
    werkplek.sql(
        "UPDATE Leerling SET Roepnaam = 'Anders' WHERE LeerlingId = (SELECT LeerlingId FROM Inschrijving WHERE InschrijvingId = ?)",
        regel.sleutel[0],
    )
    bediening.doe("verversen")
    bediening.rust()
    assert venster.leerlingen.gekozen().sleutel == regel.sleutel, "the same pupil stays chosen"
    assert "Anders" in venster.leerlingen.gekozen().lvs_naam
    assert "Anders" in venster.leerling.naam.text()


def test_about_names_version_and_licences(bediening):
    bediening.doe("over")
    box = bediening.dialoog(QMessageBox, "over")
    assert bediening.venster.kern.versie in box.text()
    assert "EUPL-1.2" in box.informativeText()
    box.close()


def test_every_action_of_the_menus_is_an_action_of_the_window(venster):
    assert {actie.objectName() for actie in venster.findChildren(QAction)} >= KEUZES.keys()
