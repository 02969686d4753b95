"""The table that every list uses: filter, order, what stays chosen, headings, empty states. Nothing here is timed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bronsync.gui.lijst.tabel import GROOT, Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel


@dataclass(frozen=True)
class Rij:
    nummer: int
    naam: str
    groep: str = "1"
    kop: bool = False


RIJEN = (
    Rij(1, "Vries, Jan de", "4"),
    Rij(2, "Özdemir, Zoë", "4"),
    Rij(3, "Bakker, Jan", "5"),
    Rij(4, "Visser, Eva", "5"),
)


def maak(rijen=RIJEN, **meer) -> Tabel[Rij]:
    kolommen = [
        Kolom("naam", "Naam", lambda r: r.naam, 160),
        Kolom("groep", "Groep", lambda r: r.groep, 80),
        Kolom("nummer", "Nummer", lambda r: str(r.nummer), 80, sorteer=lambda r: r.nummer, rechts=True),
    ]
    tabel: Tabel[Rij] = Tabel("Proef", TabelModel(kolommen, sleutel=lambda r: r.nummer, **meer), "Er is niets.")
    tabel.resize(420, 300)
    tabel.tabelmodel.zet_rijen(rijen)
    return tabel


@pytest.fixture
def tabel(qtbot, thema) -> Tabel[Rij]:
    een = maak()
    qtbot.addWidget(een)
    een.show()
    return een


def namen(tabel: Tabel[Rij]) -> list[int]:
    return [rij.nummer for rij in tabel.tabelmodel.zichtbaar]


def test_the_model_obeys_qt_before_and_after_a_filter(tabel, qtmodeltester):
    qtmodeltester.check(tabel.tabelmodel)
    tabel.filter("jan")
    qtmodeltester.check(tabel.tabelmodel)
    tabel.tabelmodel.sort(0)
    qtmodeltester.check(tabel.tabelmodel)
    tabel.filter("niemand")
    qtmodeltester.check(tabel.tabelmodel)


@pytest.mark.parametrize(
    ("tekst", "gevonden"),
    [
        ("", [1, 2, 3, 4]),
        ("jan", [1, 3]),
        ("JAN de vries", [1]),
        ("zoe", [2]),
        ("ozd", [2]),
        ("5 eva", [4]),
        ("jan 4", [1]),
        ("niemand", []),
        ("   ", [1, 2, 3, 4]),
    ],
)
def test_searching_finds_words_in_any_order_without_accents_or_capitals(tabel, tekst, gevonden):
    tabel.filter(tekst)
    assert namen(tabel) == gevonden


def test_typing_on_and_going_back_find_the_same_as_typing_at_once(tabel):
    stappen = ["j", "ja", "jan", "jan ", "jan 5", "jan", "ja", "v", "vi", "", "z", "5", "5 b", "5 ba", "5 b", "5 v"]
    for tekst in stappen:
        tabel.filter(tekst)
        assert namen(tabel) == namen_in_een_keer(tekst), tekst


def namen_in_een_keer(tekst: str) -> list[int]:
    verse = maak()
    verse.filter(tekst)
    return namen(verse)


def test_a_group_and_a_search_together(tabel):
    tabel.filter("jan")
    tabel.tabelmodel.zet_groep(lambda r: r.groep == "5")
    assert namen(tabel) == [3]
    tabel.filter("")
    assert namen(tabel) == [3, 4]
    tabel.tabelmodel.zet_groep(None)
    assert namen(tabel) == [1, 2, 3, 4]


def test_order_by_a_column_both_ways_also_when_few_of_many_are_shown(qtbot):
    rijen = tuple(Rij(nummer, f"n{nummer % 7} x{nummer}", str(nummer % 3)) for nummer in range(100))
    tabel = maak(rijen)
    qtbot.addWidget(tabel)
    kop = tabel.horizontalHeader()
    for zoek in ("", "n3", "n3 x3"):
        tabel.filter(zoek)
        kop.setSortIndicator(2, Qt.SortOrder.DescendingOrder)
        assert namen(tabel) == sorted(namen(tabel), reverse=True)
        kop.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        assert [rij.naam for rij in tabel.tabelmodel.zichtbaar] == sorted(r.naam for r in tabel.tabelmodel.zichtbaar)
    kop.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    tabel.filter("")
    assert namen(tabel) == list(range(100))


def test_the_chosen_row_stays_chosen_when_the_list_is_sorted_filtered_and_read_again(tabel):
    gemeld: list[Rij | None] = []
    tabel.chosen.connect(gemeld.append)
    assert tabel.kies(3)
    tabel.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    tabel.filter("jan")
    tabel.filter("jan b")
    assert tabel.gekozen() == RIJEN[2]
    assert gemeld == [RIJEN[2]], "nothing changed for who listens"
    nieuw = (Rij(9, "Aa, A"), *(Rij(r.nummer, r.naam, r.groep) for r in RIJEN))
    tabel.tabelmodel.zet_rijen(nieuw)
    assert tabel.gekozen() is nieuw[3]
    assert gemeld == [RIJEN[2], nieuw[3]], "the same pupil, read again"


def test_a_hidden_row_is_let_go_and_comes_back(tabel):
    gemeld: list[Rij | None] = []
    tabel.kies(3)
    tabel.chosen.connect(gemeld.append)
    tabel.filter("eva")
    assert tabel.gekozen() is None
    tabel.filter("")
    assert tabel.gekozen() == RIJEN[2]
    assert gemeld == [None, RIJEN[2]]
    tabel.laat_los()
    tabel.tabelmodel.zet_rijen(RIJEN)
    assert tabel.gekozen() is None


@pytest.mark.parametrize("gekozen", [150, None])
def test_scroll_stays_when_the_rows_are_read_again(qtbot, gekozen):
    rijen = tuple(Rij(nummer, f"n{nummer}") for nummer in range(300))
    tabel = maak(rijen)
    qtbot.addWidget(tabel)
    tabel.show()
    if gekozen:
        tabel.kies(gekozen)
    QApplication.processEvents()
    if not gekozen:
        tabel.laat_los()
    tabel.verticalScrollBar().setValue(40)
    tabel.tabelmodel.zet_rijen(tuple(Rij(r.nummer, r.naam) for r in rijen))
    QApplication.processEvents()
    assert tabel.verticalScrollBar().value() == 40, "also where the chosen row is out of sight"
    assert tabel.gekozen() == (rijen[gekozen] if gekozen else None)


def test_a_chosen_row_that_the_search_hides_scrolls_into_sight_when_it_comes_back(qtbot):
    rijen = tuple(Rij(nummer, f"n{nummer}") for nummer in range(300))
    tabel = maak(rijen)
    qtbot.addWidget(tabel)
    tabel.show()
    tabel.kies(250)
    tabel.filter("n7")
    tabel.tabelmodel.zet_rijen((Rij(900, "eerst"), *rijen))
    tabel.filter("")
    assert tabel.gekozen() == rijen[250], "another row stands at its place now"
    assert tabel.viewport().rect().contains(tabel.visualRect(tabel.currentIndex()).center())


def test_very_many_rows_are_filtered_after_a_pause(qtbot):
    rijen = tuple(Rij(nummer, f"n{nummer}") for nummer in range(GROOT + 1))
    tabel = maak(rijen)
    qtbot.addWidget(tabel)
    tabel.filter("n1")
    tabel.filter("n17")
    assert len(namen(tabel)) == GROOT + 1, "still waiting for the pause"
    with qtbot.waitSignal(tabel.shown, timeout=5000):
        pass
    assert len(namen(tabel)) == sum("n17" in rij.naam or "17" in rij.naam for rij in rijen if "n17" in rij.naam)


def test_headings_stand_between_the_rows_and_are_drawn_over_the_whole_width(qtbot):
    tabel = maak((Rij(0, "Adres", kop=True), *RIJEN), kop=lambda r: r.kop)
    qtbot.addWidget(tabel)
    tabel.show()
    assert tabel.columnSpan(0, 0) == 3
    assert tabel.columnSpan(1, 0) == 1
    assert tabel.tabelmodel.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    assert tabel.tabelmodel.index(1, 0).data(Qt.ItemDataRole.FontRole) is None
    assert not tabel.grab().isNull()


def test_an_empty_list_says_why(tabel):
    vol = tabel.viewport().grab().toImage()
    tabel.filter("niemand")
    leeg = tabel.viewport().grab().toImage()
    tabel.leeg = ""
    assert vol != leeg != tabel.viewport().grab().toImage()


def test_a_screen_reader_hears_column_and_value(tabel):
    index = tabel.tabelmodel.index(0, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Groep: 4"
    assert tabel.tabelmodel.headerData(1, Qt.Orientation.Horizontal) == "Groep"
    assert tabel.tabelmodel.rij(QModelIndex()) is None


def test_copy_takes_the_row_as_it_is_shown(tabel):
    tabel.kies(2)
    QTest.keyClick(tabel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Özdemir, Zoë\t4\t2"


def test_who_comes_with_the_keyboard_sees_where_he_is(tabel, qtbot):
    tabel.laat_los()
    tabel.clearFocus()
    tabel.activateWindow()
    qtbot.waitUntil(tabel.isActiveWindow)
    tabel.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(tabel.hasFocus)
    assert tabel.gekozen() == RIJEN[0]
    assert [index.row() for index in tabel.selectionModel().selectedRows()] == [0]


def test_tab_leaves_the_table(tabel):
    assert not tabel.tabKeyNavigation()


def test_enter_and_double_click_open_a_row(tabel, qtbot):
    tabel.kies(4)
    with qtbot.waitSignal(tabel.opened, timeout=2000) as gemeld:
        QTest.keyClick(tabel, Qt.Key.Key_Return)
    assert gemeld.args == [RIJEN[3]]


@pytest.mark.parametrize("reden", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_menu_of_a_row_with_mouse_and_with_keyboard(tabel, reden):
    gezien: list[Rij] = []

    def vul(menu: QMenu, rij: Rij) -> None:
        gezien.append(rij)
        menu.addAction("Doe iets")

    tabel.met_menu(vul)
    tabel.kies(3)
    plek = tabel.visualRect(tabel.currentIndex()).center()
    if reden is QContextMenuEvent.Reason.Keyboard:
        plek = QPoint(0, 0)
    QApplication.sendEvent(tabel.viewport(), QContextMenuEvent(reden, plek, tabel.viewport().mapToGlobal(plek)))
    menu = tabel.findChild(QMenu, "menu_Proef")
    assert gezien == [RIJEN[2]]
    assert menu.isVisible()
    menu.close()


def test_a_list_without_a_menu_of_its_own_offers_to_copy(tabel):
    tabel.kies(2)
    plek = tabel.visualRect(tabel.currentIndex()).center()
    reden = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(tabel.viewport(), QContextMenuEvent(reden, plek, tabel.viewport().mapToGlobal(plek)))
    regel, waarde = tabel.findChild(QMenu, "menu_Proef").actions()
    teksten = [kolom.tekst(RIJEN[1]) for kolom in tabel.tabelmodel.kolommen]
    regel.trigger()
    assert QGuiApplication.clipboard().text() == "\t".join(teksten)
    waarde.trigger()
    assert QGuiApplication.clipboard().text() == teksten[0]
    tabel.findChild(QMenu, "menu_Proef").close()


def test_a_worker_that_touches_a_table_fails_at_once(tabel, qtbot):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as draad, pytest.raises(RuntimeError, match="outside the thread"):
        draad.submit(tabel.tabelmodel.zet_rijen, ()).result(10)
    assert namen(tabel) == [1, 2, 3, 4]
