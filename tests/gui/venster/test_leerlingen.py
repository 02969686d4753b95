"""The list of pupils and the tabs of the chosen one: groups and counts, search, masked numbers, differences side by side, timeline, deleting."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from bronsync.application.tonen.leerlingen import Toon
from bronsync.application.tonen.richting import Richting
from bronsync.application.tonen.verzonden import APART_GEZET, NIET_OVERGENOMEN
from bronsync.gui.kit.tekens import ACTIE, GEBEURTENIS, LEERLING, RICHTING, VERSCHIL, moment
from bronsync.gui.lijst import uitvoer
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
from bronsync.program.profiel import Programmakern
from bronsync.resources import resource
from bronsync_demo.bediening import Bediening, wacht_tot
from gui.geleverd import VAN_PUNT


def _paneel(bediening: Bediening):
    return bediening.venster.leerlingen


def _getoond(bediening: Bediening) -> list[str]:
    return [regel.lvs_naam or regel.bron_naam for regel in _paneel(bediening).model.zichtbaar]


def _kies(bediening: Bediening, plek: int = 0):
    paneel = _paneel(bediening)
    paneel.tabel.kies(paneel.model.zichtbaar[plek].sleutel)
    bediening.rust()
    return paneel.gekozen()


# --- the list ---------------------------------------------------------------------------------------------------------------------------


def test_pupils_stand_in_the_order_of_their_names(bediening):
    from bronsync.application.boeken.weergave import zoekvorm

    namen = _getoond(bediening)
    assert len(namen) > 5
    assert [zoekvorm(naam) for naam in namen] == sorted(zoekvorm(naam) for naam in namen)


def test_between_both_names_a_sign_says_which_way_it_goes(aan_tafel: Bediening):
    """The icon is seen; the word is heard, searched and exported; what asks for a person comes first."""
    model = _paneel(aan_tafel).model
    plek = [kolom.naam for kolom in model.kolommen].index("richting")
    assert [kolom.naam for kolom in model.kolommen][plek - 1 : plek + 2] == ["lvs_naam", "richting", "bron_naam"]
    assert set(RICHTING) == {str(een) for een in Richting if een}
    rol = Qt.ItemDataRole
    for rij, regel in enumerate(model.zichtbaar):
        index = model.index(rij, plek)
        assert index.data(rol.AccessibleTextRole) == f"Richting: {regel.richting}"
        assert (index.data(rol.DecorationRole) is None) == (regel.richting == "")
        assert bool(index.data(rol.ToolTipRole)) == bool(regel.richting)
    model.sort(plek)
    volgorde = [list(Richting).index(regel.richting) for regel in model.zichtbaar]
    assert volgorde == sorted(volgorde)
    assert len(set(volgorde)) > 1


def test_toon_has_every_group_with_its_count(bediening):
    paneel = _paneel(bediening)
    teksten = [
        paneel.toon_filter.itemText(n) for n in range(paneel.toon_filter.count()) if paneel.toon_filter.itemText(n)
    ]
    assert [tekst.rsplit(" (", 1)[0] for tekst in teksten] == [toon.value for toon in Toon]
    totaal = len(_getoond(bediening))
    assert teksten[0] == f"Alle leerlingen ({totaal})"
    assert paneel.telling.text() == f"{totaal} leerlingen"


def test_a_group_shows_its_pupils_and_its_count(bediening):
    paneel = _paneel(bediening)
    aantal = sum(Toon.UITGESLOTEN in regel.toon for regel in paneel.model.rijen)
    nummer = paneel.toon_filter.findData("UITGESLOTEN")
    assert paneel.toon_filter.itemText(nummer) == f"Uitgesloten van aanlevering ({aantal})"
    paneel.toon_filter.setCurrentIndex(nummer)
    paneel.toon_filter.activated.emit(nummer)
    assert len(_getoond(bediening)) == aantal
    assert f", {aantal} getoond" in paneel.telling.text()


def test_empty_lists_explain_themselves(bediening):
    paneel = _paneel(bediening)
    paneel.zoek.setText("bestaat niet")
    assert paneel.tabel.leeg.startswith("Niets gevonden in 'Alle leerlingen'.")
    paneel.zoek.clear()
    paneel.toon(Toon.VERSCHILLEN)
    assert paneel.tabel.leeg == "Nog niet vergeleken met BRON. Haal eerst een registratieoverzicht op."
    paneel.toon(Toon.AFGEKEURD)
    assert paneel.tabel.leeg == "BRON heeft niets afgekeurd."
    paneel.leeg()
    assert paneel.tabel.leeg == "Kies linksboven een aanleverpunt om de leerlingen te zien."
    assert paneel.telling.text() == ""


def test_every_group_says_why_it_is_empty():
    from bronsync.gui.venster.leerlingen import _LEEG, _LINES, _UIT_BRON

    assert {toon.name for toon in Toon} == _LEEG.keys() - {""}
    assert {*_LINES, *_UIT_BRON} <= _LEEG.keys()


def test_numbers_are_masked_and_one_click_unmasks_the_column(bediening):
    paneel = _paneel(bediening)
    regel = next(regel for regel in paneel.model.zichtbaar if regel.pgn)
    kolom = [kolom.naam for kolom in paneel.model.kolommen].index("pgn")

    def getoond() -> str:
        return paneel.model.index(paneel.model.plaats(regel.sleutel), kolom).data()

    assert regel.pgn not in getoond()
    assert getoond().endswith(regel.pgn[-4:])
    bediening.klik(paneel.oog)
    assert getoond() == regel.pgn
    assert paneel.oog.text() == "PGN verbergen"
    bediening.doe("pgn_tonen")
    assert regel.pgn not in getoond()


def test_searching_finds_full_numbers_while_they_are_masked(bediening):
    paneel = _paneel(bediening)
    regel = next(regel for regel in paneel.model.zichtbaar if regel.pgn)
    paneel.zoek.setText(regel.pgn)
    assert [een.sleutel for een in paneel.model.zichtbaar] == [regel.sleutel]
    paneel.zoek.setText(regel.leerlingnummer)
    assert regel.sleutel in [een.sleutel for een in paneel.model.zichtbaar]


def test_from_the_search_to_the_list_with_the_keyboard_and_escape_clears(bediening, qtbot):
    venster, paneel = bediening.venster, _paneel(bediening)
    venster.activateWindow()
    qtbot.waitUntil(venster.isActiveWindow)
    paneel.zoek.setFocus()
    qtbot.keyClicks(paneel.zoek, paneel.model.zichtbaar[2].lvs_naam.split(",")[0])
    qtbot.keyClick(paneel.zoek, Qt.Key.Key_Down)
    qtbot.waitUntil(paneel.tabel.hasFocus)
    assert paneel.gekozen() is not None
    paneel.zoek.setFocus()
    qtbot.keyClick(paneel.zoek, Qt.Key.Key_Escape)
    assert paneel.zoek.text() == ""


def test_a_pupil_that_is_asked_for_is_shown_whatever_hides_it(werkplek, bediening):
    venster, paneel = bediening.venster, _paneel(bediening)
    werkplek.sql("UPDATE Inschrijving SET UitgeslotenVanAanlevering = 1 WHERE InschrijvingId = 1")
    bediening.doe("verversen")
    bediening.rust()
    sleutel = next(regel.sleutel for regel in paneel.model.rijen if Toon.UITGESLOTEN in regel.toon)
    paneel.zoek.setText("bestaat niet")
    venster.ga_naar(sleutel)
    bediening.rust()
    assert paneel.gekozen().sleutel == sleutel
    assert paneel.zoek.text() == ""
    assert venster.leerling.details.sleutel == sleutel
    assert not paneel.ga_naar((987654, "", ""))


def test_the_menu_of_a_pupil(bediening):
    venster, paneel = bediening.venster, _paneel(bediening)
    regel = _kies(bediening)
    plek = paneel.tabel.visualRect(paneel.tabel.currentIndex()).center()
    viewport = paneel.tabel.viewport()
    QApplication.sendEvent(
        viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, plek, viewport.mapToGlobal(plek))
    )
    menu = paneel.tabel.findChild(QMenu, "menu_Leerlingen")
    keuzes = {actie.text().replace("&", ""): actie for actie in menu.actions() if not actie.isSeparator()}
    assert list(keuzes) == [
        "Controleer deze leerling",
        "Actie handmatig bepalen...",
        "Verwijder Actie",
        "Kopieer naam",
        "Kopieer leerlingnummer",
        "Kopieer volledig PGN",
        "Exporteren naar XLSX...",
        "Afdrukken...",
    ]
    for keuze, tekst in (
        ("Kopieer naam", regel.lvs_naam),
        ("Kopieer leerlingnummer", regel.leerlingnummer),
        ("Kopieer volledig PGN", regel.pgn),
    ):
        keuzes[keuze].trigger()
        assert QGuiApplication.clipboard().text() == tekst
    menu.close()
    assert venster.menukeuzes["handmatig"] in menu.actions()


def test_sorting_without_a_mouse(bediening):
    paneel = _paneel(bediening)
    bediening.doe("sorteren")
    menu = bediening.deel(QMenu, "menu_sorteren")
    wacht_tot(menu.isVisible, 5)
    nummer = [kolom.naam for kolom in paneel.model.kolommen].index("groep")
    menu.actions()[nummer].trigger()
    menu.close()
    groepen = [regel.groep for regel in paneel.model.zichtbaar]
    assert groepen == sorted(groepen, key=str.casefold)
    menu.actions()[nummer].trigger()
    assert [regel.groep for regel in paneel.model.zichtbaar] == sorted(groepen, key=str.casefold, reverse=True)


def test_every_status_has_an_icon_that_exists_and_a_colour():
    from bronsync.application.lezen.tijdlijn import _BIJZONDER, _IN_LVS, _NAAR
    from bronsync.domain.vergelijking.levensloop import Status
    from bronsync.gui.kit.thema import Kleuren

    tekens = {**LEERLING, **ACTIE, **VERSCHIL, **GEBEURTENIS}
    for icoon, kleur in tekens.values():
        assert (resource("iconen") / f"{icoon}.svg").is_file(), icoon
        assert kleur in Kleuren.__slots__
    assert {*map(str, Status), APART_GEZET, NIET_OVERGENOMEN} == {str(stand) for stand in ACTIE}
    assert {woord for tabel in (_NAAR, _BIJZONDER, _IN_LVS) for woord, _ in tabel.values()} <= GEBEURTENIS.keys()
    assert ACTIE[Status.IN_BEHANDELING][0] == "zandloper"


def test_a_moment_of_the_books_is_shown_by_the_clock_of_the_computer():
    assert moment("") == ""
    assert moment("2026-11-21T12:00:00Z")[:10] in ("21-11-2026", "22-11-2026")


# --- the tabs of the pupil ------------------------------------------------------------------------------------------------------------------


def test_without_a_pupil_the_tabs_say_so(bediening):
    tabs = bediening.venster.leerling
    assert tabs.naam.text() == "Kies hierboven een leerling."
    for deel in (tabs.verschillen, tabs.acties, tabs.berichten, tabs.registratie):
        tabs.tabs.setCurrentWidget(deel)
        assert deel.tabel.leeg == "Hier komen de gegevens van de gekozen leerling."
        assert deel.tabel.tabelmodel.rowCount() == 0


def test_who_is_not_at_bron_shows_what_lvs2000_has(bediening):
    regel = _kies(bediening)
    tabs = bediening.venster.leerling
    assert tabs.naam.text() == regel.lvs_naam
    assert "niet bij BRON" in tabs.bijzonder.text()
    assert not tabs.verschillen.alleen.isEnabled(), "there is nothing to compare"
    assert tabs.verschillen.tabel.tabelmodel.rowCount() > 10
    tabs.tabs.setCurrentWidget(tabs.registratie)
    assert tabs.registratie.tabel.leeg == "BRON kent deze inschrijving niet."


def test_walking_fast_through_the_list_reads_the_last_pupil_only(bediening, qtbot):
    paneel, tabs = _paneel(bediening), bediening.venster.leerling
    getoond: list[str] = []
    gelezen = tabs._vul

    def vul(details):
        getoond.append(details.naam if details else "")
        gelezen(details)

    tabs._vul = vul
    for plek in range(6):
        paneel.tabel.kies(paneel.model.zichtbaar[plek].sleutel)
    bediening.rust()
    assert getoond[-1] == paneel.gekozen().lvs_naam
    assert len(getoond) <= 2, "at most the one that was already being read"


@pytest.fixture
def anders(geleverd, open_venster) -> Bediening:
    """Delivered, and then one pupil got another name in LVS2000."""
    nummer = geleverd.sql(VAN_PUNT)[0][0]
    geleverd.sql("UPDATE Leerling SET Achternaam = 'Anders-Genoemd' WHERE LeerlingId = ?", nummer)
    geleverd.bronsync("acties-bepalen")
    return open_venster(geleverd.map)


def test_a_difference_stands_side_by_side_with_icon_word_and_colour(anders):
    bediening, tabs = anders, anders.venster.leerling
    bediening.venster.leerlingen.zoek.setText("anders-genoemd")
    regel = _kies(bediening)
    assert regel.status in ("Verschil", "Vraag")
    model = tabs.verschillen.tabel.tabelmodel
    koppen = [rij.naam for rij in model.rijen if rij.regel is None]
    velden = [rij for rij in model.rijen if rij.regel is not None]
    assert koppen == ["Sleutelgegevens"]
    assert [rij.regel.veld for rij in velden] == ["achternaam"]
    index = [model.index(1, nummer) for nummer in range(4)]
    assert index[1].data() == "Anders-Genoemd"
    assert index[2].data() not in ("", "Anders-Genoemd")
    assert index[3].data() in ("verschil", "vraag")
    assert index[0].data(Qt.ItemDataRole.DecorationRole) is not None
    assert index[1].data(Qt.ItemDataRole.BackgroundRole) == bediening.venster.thema.kleur("verschil_vlak")
    assert tabs.tabs.tabText(0) == "Verschillen (1)"
    tabs.verschillen.alleen.setChecked(False)
    assert model.rowCount() > 20
    assert "geboortedatum" in [rij.regel.veld for rij in model.rijen if rij.regel is not None]


def test_enter_goes_to_the_tab_and_from_a_vraag_to_its_answer(anders, monkeypatch, qtbot):
    venster, tabs = anders.venster, anders.venster.leerling
    venster.activateWindow()
    qtbot.waitUntil(venster.isActiveWindow)
    venster.leerlingen.zoek.setText("anders-genoemd")
    _kies(anders)
    qtbot.keyClick(venster.leerlingen.tabel, Qt.Key.Key_Return)
    qtbot.waitUntil(tabs.verschillen.tabel.hasFocus)
    gedaan: list[str] = []
    monkeypatch.setattr(tabs.verschillen, "_beantwoord", lambda: gedaan.append("vragen"))
    for rij in tabs.verschillen.tabel.tabelmodel.rijen:
        tabs.verschillen.tabel.opened.emit(rij)
    soort = tabs.verschillen.tabel.tabelmodel.rijen[1].regel.soort
    assert gedaan == (["vragen"] if soort == "vraag" else [])


def test_going_to_a_field_chooses_its_row(anders):
    bediening, tabs = anders, anders.venster.leerling
    sleutel = bediening.venster.leerlingen.model.rijen[2].sleutel
    bediening.venster.ga_naar(sleutel, "geboortedatum")
    bediening.rust()
    assert tabs.verschillen.tabel.gekozen().regel.veld == "geboortedatum"


def test_numbers_in_the_tabs_follow_the_column_of_the_list(aan_tafel):
    bediening, tabs = aan_tafel, aan_tafel.venster.leerling
    plek = next(n for n, regel in enumerate(_paneel(bediening).model.zichtbaar) if regel.pgn and regel.bron_naam)
    regel = _kies(bediening, plek)
    tabs.verschillen.alleen.setChecked(False)
    tabs.tabs.setCurrentWidget(tabs.registratie)

    def teksten() -> str:
        return " ".join(
            str(tabel.tabelmodel.index(rij, kolom).data())
            for tabel in (tabs.verschillen.tabel, tabs.registratie.tabel)
            for rij in range(tabel.tabelmodel.rowCount())
            for kolom in range(tabel.tabelmodel.columnCount())
        )

    assert regel.pgn not in teksten()
    bediening.doe("pgn_tonen")
    assert teksten().count(regel.pgn) == 3, "LVS2000, BRON and the registration"


def test_the_timeline_tells_from_bepaald_to_verwerkt(aan_tafel):
    bediening, tabs = aan_tafel, aan_tafel.venster.leerling
    plek = next(n for n, regel in enumerate(_paneel(bediening).model.zichtbaar) if regel.status == "Gelijk")
    _kies(bediening, plek)
    tabs.tabs.setCurrentWidget(tabs.berichten)
    woorden = [regel.gebeurtenis for regel in tabs.berichten.tabel.tabelmodel.rijen]
    vorige = -1
    for woord in ("bepaald", "gecontroleerd", "verzonden", "antwoord", "verwerkt"):
        assert woorden.index(woord) > vorige
        vorige = woorden.index(woord)
    tabs.tabs.setCurrentWidget(tabs.verschillen)
    assert tabs.verschillen.tabel.leeg == "Geen verschillen: LVS2000 en BRON zijn gelijk."


def test_deleting_an_executed_actie_asks_and_reads_again(aan_tafel):
    bediening, tabs = aan_tafel, aan_tafel.venster.leerling
    plek = next(n for n, regel in enumerate(_paneel(bediening).model.zichtbaar) if regel.status == "Gelijk")
    _kies(bediening, plek)
    tabs.tabs.setCurrentWidget(tabs.acties)
    tabel = tabs.acties.tabel
    assert [str(actie.status) for actie in tabel.tabelmodel.rijen] == ["Geaccepteerd"]
    menu = QMenu()
    tabs.acties._vul_menu(menu, tabel.gekozen())
    verwijder = next(actie for actie in menu.actions() if actie.objectName() == "verwijder_deze_actie")
    verwijder.trigger()
    bediening.antwoord("verwijder_actie", "nee")
    bediening.rust()
    assert [str(actie.status) for actie in tabel.tabelmodel.rijen] == ["Geaccepteerd"]
    verwijder.trigger()
    bediening.antwoord("verwijder_actie", "ja")
    bediening.rust()
    assert [str(actie.status) for actie in tabel.tabelmodel.rijen] == ["Verwijderd na verzending"]
    menu.clear()
    tabs.acties._vul_menu(menu, tabel.gekozen())
    opnieuw = next(actie for actie in menu.actions() if actie.objectName() == "verwijder_deze_actie")
    assert not opnieuw.isEnabled()


# --- as a file and on paper -------------------------------------------------------------------------------------------------------------------


def test_the_list_as_it_is_shown_becomes_an_xlsx_and_leaves_an_audit_line(bediening, tmp_path, werkplek, monkeypatch):
    import zipfile

    venster, paneel = bediening.venster, _paneel(bediening)
    regel = paneel.model.zichtbaar[0]
    paneel.zoek.setText(regel.pgn or regel.leerlingnummer)
    bediening.doe("exporteren")
    kiezer = bediening.dialoog(QFileDialog, "exporteer_naar")
    doel = tmp_path / "lijst.xlsx"
    kiezer.fileSelected.emit(str(doel))
    kiezer.close()
    bediening.rust()
    assert venster.statusregel.melding.text().startswith(
        f"1 regel bewaard in {doel.name}, in de map {doel.parent.name}."
    )
    geopend = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: geopend.append(Path(url.toLocalFile())))
    bediening.klik(venster.statusregel.openen)
    assert geopend == [doel]
    venster.statusregel.meld("Iets anders.")
    assert not venster.statusregel.openen.isVisible()
    with zipfile.ZipFile(doel) as werkmap:
        inhoud = "".join(werkmap.read(naam).decode() for naam in werkmap.namelist() if naam.endswith(".xml"))
    assert "LvsNaam" in inhoud
    assert regel.pgn not in inhoud, "numbers are masked on the screen, so also in the file"
    assert _audit(bediening) == ["export zonder PGN"]


def test_an_existing_file_is_only_replaced_after_a_question(bediening, tmp_path):
    doel = tmp_path / "lijst.xlsx"
    doel.write_bytes(b"oud")
    for antwoord, vervangen in (("nee", False), ("ja", True)):
        bediening.doe("exporteren")
        kiezer = bediening.dialoog(QFileDialog, "exporteer_naar")
        kiezer.fileSelected.emit(str(doel))
        kiezer.close()
        bediening.antwoord("bestand_vervangen", antwoord)
        bediening.rust()
        assert (doel.read_bytes() != b"oud") is vervangen


def test_an_empty_list_is_not_exported_and_not_printed(bediening):
    _paneel(bediening).zoek.setText("bestaat niet")
    for keuze in ("exporteren", "afdrukken"):
        bediening.venster.statusregel.melding.clear()
        bediening.doe(keuze)
        assert bediening.venster.statusregel.melding.text() == "Er staat niets in deze lijst."


def test_the_list_is_printed_page_by_page(bediening, tmp_path, qtbot):
    venster, paneel = bediening.venster, _paneel(bediening)
    bediening.doe("pgn_tonen")
    kop, rijen = uitvoer.inhoud(paneel.tabel)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(tmp_path / "lijst.pdf"))
    afdruk = uitvoer.Afdruk(venster, printer, "Leerlingen", kop, rijen * 20, [100] * len(kop))
    with qtbot.waitSignal(afdruk.done, timeout=20_000) as klaar:
        afdruk.begin()
    assert klaar.args[0] > 1
    assert (tmp_path / "lijst.pdf").read_bytes().startswith(b"%PDF")
    bediening.rust()
    assert _audit(bediening) == ["afdruk met PGN"]


def test_the_print_dialog_opens_and_can_be_left(bediening):
    bediening.doe("afdrukken")
    dialoog = bediening.dialoog(QPrintDialog, "afdrukken")
    dialoog.reject()
    bediening.rust()
    assert _audit(bediening) == []


def _audit(bediening: Bediening) -> list[str]:
    """What the trail says of lists that left."""
    from bronsync.adapters.system.progress import SilentProgress
    from bronsync.application.records import AuditRij

    gevonden: list[str] = []

    def werk(kern, _):
        with kern.met(SilentProgress()).journal.unit_of_work() as unit:
            return [str(rij[0]) for rij in unit.stream(AuditRij, ("naar",), onderwerp="lijst")]

    bediening.venster.runner.query("audit", werk, gevonden.extend)
    bediening.rust()
    return gevonden


def test_while_the_program_opens_the_list_asks_for_nothing(kopie, thema):
    venster = Hoofdvenster(Programmakern(kopie.map), thema)
    try:
        assert venster.leerlingen.tabel.leeg == "De leerlingen worden gelezen..."
    finally:
        venster.runner.shutdown()
        venster.deleteLater()
