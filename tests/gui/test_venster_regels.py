"""What the window says and where it leads must fit together (FOUTEN chapter 4 and R12): each of these was wrong once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWizard
from pytestqt.qtbot import QtBot

from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.bepalen.acties_bepalen import BepaalUitslag
from bronsync.application.tonen.leerlingen import Toon
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.lijst import uitvoer
from bronsync.gui.schermen.acties import _regels
from bronsync.gui.schermen.helpdesk import BerichtenDialoog
from bronsync.gui.schermen.ophalen import OphaalDialoog
from bronsync.gui.schermen.tonen import DubbeleDialoog
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync.gui.schermen.verzonden import WACHTEN, VerzondenDialoog
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT
from gui.schermen.test_verzenden import tot_wizard
from gui.schermen.test_verzonden import volg

NIEUW_ADRES = {"straatnaam": "Dorpsstraat", "huisnummer": 7, "postcode": "3077AW", "plaatsnaam": "Rotterdam"}


# --- all is all -----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def vertrokken(geleverd: Werkplek, open_venster: Callable[..., Bediening]) -> tuple[Bediening, str]:
    """A pupil who left, and his leerlingnummer."""
    ((leerling, inschrijving, _), *_) = geleverd.sql(VAN_PUNT)
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", inschrijving
    )
    ((nummer,),) = geleverd.sql("SELECT Leerlingnummer FROM Leerling WHERE LeerlingId = ?", leerling)
    return open_venster(geleverd.map), str(nummer)


def test_all_pupils_are_all_pupils(vertrokken: tuple[Bediening, str]) -> None:
    bediening, nummer = vertrokken
    paneel = bediening.venster.leerlingen
    assert paneel.toon_filter.currentData() == Toon.ALLE.name
    assert len(paneel.model.zichtbaar) == len(paneel.model.rijen)
    paneel.zoek.setText(nummer)
    assert nummer in {regel.leerlingnummer for regel in paneel.model.zichtbaar}
    paneel.zoek.clear()
    paneel.toon(Toon.HUIDIG)
    assert nummer not in {regel.leerlingnummer for regel in paneel.model.zichtbaar}


@pytest.mark.parametrize("groep", [Toon.HUIDIG, Toon.OPEN_VRAGEN])
def test_what_is_not_in_this_group_is_said_to_be_in_another(groep: Toon, vertrokken: tuple[Bediening, str]) -> None:
    bediening, nummer = vertrokken
    paneel = bediening.venster.leerlingen
    paneel.toon(groep)
    paneel.zoek.setText(nummer)
    assert paneel.model.zichtbaar == []
    assert f"Niets gevonden in '{groep.value}'. Wel gevonden bij " in paneel.tabel.leeg
    assert "Uitgeschreven (1)" in paneel.tabel.leeg
    paneel.zoek.setText("bestaat nergens")
    assert "Wel gevonden" not in paneel.tabel.leeg


# --- links lead to what they name -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def afgekeurd(werkplek: Werkplek, bediening: Bediening) -> Bediening:
    """All were sent; BRON knows one pupil as of the other sex and rejects him."""
    ((leerling, _, _), *_) = werkplek.sql(VAN_PUNT)
    werkplek.sql(
        "UPDATE Leerling SET Geslacht = CASE Geslacht WHEN 'M' THEN 'V' ELSE 'M' END WHERE LeerlingId = ?", leerling
    )
    volg(bediening, "verbeteren")
    return bediening


def test_what_bron_rejected_is_shown_and_nothing_else(afgekeurd: Bediening) -> None:
    balk = afgekeurd.venster.stapbalk
    (knop,) = [knop for knop in (balk.knop, balk.ook) if knop.text() == "Bekijk wat BRON afkeurde"]
    afgekeurd.klik(knop)
    afgekeurd.rust()
    dialoog = afgekeurd.dialoog(VerzondenDialoog)
    assert [str(regel.status) for regel in dialoog.model.zichtbaar] == ["Afgekeurd"]
    assert len(dialoog.model.rijen) > 1


def test_in_behandeling_shows_which_and_fetches_nothing(werkplek: Werkplek, bediening: Bediening) -> None:
    volg(bediening, "terugkoppeling ophalen")
    deel = bediening.venster.statusregel.wachtend
    voor = len(werkplek.beheer("log")["berichten"])
    ophalen = len(bediening.venster.findChildren(OphaalDialoog))
    assert "De oudste: in behandeling sinds " in deel.toolTip()
    bediening.klik(deel)
    bediening.rust()
    dialoog = bediening.dialoog(VerzondenDialoog)
    assert dialoog.filter.currentData() == WACHTEN
    assert {str(regel.status) for regel in dialoog.model.zichtbaar} == {"In behandeling"}
    assert deel.text() == f"{len(dialoog.model.zichtbaar)} in behandeling"
    assert len(werkplek.beheer("log")["berichten"]) == voor
    assert len(bediening.venster.findChildren(OphaalDialoog)) == ophalen


def test_how_long_bron_has_it_stands_everywhere(bediening: Bediening) -> None:
    volg(bediening, "terugkoppeling ophalen")
    regel = next(rij for rij in bediening.venster.leerlingen.model.rijen if rij.actie_status == "In behandeling")
    assert regel.sinds.endswith("is dat normaal")
    (stand,) = [kolom for kolom in bediening.venster.leerlingen.model.kolommen if kolom.naam == "actie_status"]
    assert stand.tekst(regel) == "In behandeling (vandaag)"
    assert stand.tip is not None
    assert stand.tip(regel).startswith("In behandeling sinds ")
    bediening.venster.ga_naar(regel.sleutel)
    bediening.rust()
    acties = bediening.venster.leerling.acties
    bediening.venster.leerling.tabs.setCurrentWidget(acties)
    assert acties.reden.toPlainText().startswith("In behandeling sinds ")
    bediening.klik(bediening.venster.statusregel.wachtend)
    bediening.rust()
    assert "In behandeling sinds " in bediening.dialoog(VerzondenDialoog).details.toPlainText()


# --- words that contradict ------------------------------------------------------------------------------------------------------------------


def test_rejected_and_under_way_are_two_lines() -> None:
    regels = _regels(BepaalUitslag(10, {"adres": 7}, 1, 0, {}, 3, 2))
    assert [(aantal, tekst.partition(":")[0]) for _, _, aantal, tekst in regels] == [
        (1, "vraag"),
        (3, "door BRON afgekeurd"),
        (2, "later"),
        (1, "met een actie die al eerder was bepaald of verzonden"),
    ]


def test_nothing_to_do_never_stands_beside_a_call(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    assert venster.toestand is not None
    balk = venster.stapbalk
    dubbel = replace(venster.toestand, andere=(), dubbele_inschrijvingen=1)
    balk.toon(dubbel)
    assert balk.kop.text() == "Nog te doen, buiten BRON Sync"
    aan_tafel.klik(balk.ook)
    aan_tafel.rust()
    assert aan_tafel.dialoog(DubbeleDialoog).isVisible()
    balk.toon(replace(dubbel, dubbele_inschrijvingen=0))
    assert (balk.kop.text(), balk.ook.isVisible()) == ("Klaar", False)


def test_a_change_in_lvs2000_is_not_called_sending(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    ((_, _, bsn), *_) = geleverd.sql(VAN_PUNT)
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"adres": NIEUW_ADRES})
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    for _ in range(5):  # result, the choice, controleren, controleer nu, verwerken en verzenden
        stap = aan_tafel.stap_of_keuze()
        assert stap is not None
        aan_tafel.klik(stap)
        aan_tafel.rust()
    wizard = aan_tafel.dialoog(VerzendWizard)
    assert {regel.richting for regel in wizard.regels} == {"naar LVS2000"}
    assert wizard.button(QWizard.WizardButton.CommitButton).text() == "&Wijzigen in LVS2000"
    assert "verzonden" not in wizard.overzicht.title()


def test_the_countdown_is_the_only_time_that_is_named(bediening: Bediening) -> None:
    dialoog = OphaalDialoog(bediening.venster, "Registratieoverzicht ophalen", overzicht=True)
    teksten = [deel.text() for deel in dialoog.findChildren(type(dialoog.bezig))]
    assert not [tekst for tekst in teksten if "minuut" in tekst]


@pytest.mark.parametrize(("dagen", "kleur"), [(1, "goed"), (25, "let_op"), (1840, "fout")])
def test_an_old_overview_is_not_green(dagen: int, kleur: str, bediening: Bediening) -> None:
    venster = bediening.venster
    assert venster.toestand is not None
    regel = venster.statusregel
    stap = replace(venster.toestand.stap, stap=type(venster.toestand.stap.stap).KLAAR)
    regel._toon_overzicht(replace(venster.toestand, leeftijd_dagen=dagen, stap=stap))
    assert regel.overzicht._teken == ("overzicht", kleur)


# --- secret addresses -----------------------------------------------------------------------------------------------------------------------


def test_secret_addresses_can_be_left_out_of_this_sending(werkplek: Werkplek, bediening: Bediening) -> None:
    ((leerling, _, _), *_) = werkplek.sql(VAN_PUNT)
    werkplek.sql("UPDATE Leerling SET GeheimAdres = 1 WHERE LeerlingId = ?", leerling)
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    wizard = tot_wizard(bediening)
    alle = wizard.regels
    geheim = {regel.actie for regel in alle if regel.geheim}
    assert geheim
    bediening.klik(wizard.overzicht.zonder_geheim)
    assert {regel.actie for regel in wizard.regels} == {regel.actie for regel in alle} - geheim
    assert "klaarstaan" in wizard.overzicht.telling.text()
    bediening.klik(wizard.button(QWizard.WizardButton.CommitButton))
    bediening.rust()
    assert bediening.venster.toestand is not None
    assert bediening.venster.toestand.acties["Gecontroleerd"] == len(geheim)
    assert bediening.venster.toestand.acties["In behandeling"] == len(alle) - len(geheim)
    bediening.klik(wizard.button(QWizard.WizardButton.FinishButton))
    bediening.rust()
    tweede = tot_wizard(bediening)
    assert geheim <= {regel.actie for regel in tweede.regels}, "they wait for another time"
    tweede.overzicht._alle = tuple(regel for regel in tweede.regels if regel.geheim)
    bediening.klik(tweede.overzicht.zonder_geheim)
    assert tweede.overzicht.telling.text().startswith("Er gaat nu niets.")
    assert not tweede.button(QWizard.WizardButton.CommitButton).isEnabled(), "nothing is left to go"


# --- another aanleverpunt -------------------------------------------------------------------------------------------------------------------


def test_the_other_aanleverpunt_is_not_forgotten(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    assert venster.stap_nu == "klaar"
    assert venster.stapbalk.zin.text().endswith("00AA01 is nog niet vergeleken met BRON.")
    assert venster.stapbalk.kop.text() == "00AA00 is klaar"
    aan_tafel.klik(venster.stapbalk.ook)
    aan_tafel.rust()
    assert venster.aanleverpunt == "00AA01"


def test_the_box_names_the_school_of_each_aanleverpunt(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    keuze = aan_tafel.venster.aanleverpuntkeuze
    namen = dict(geleverd.sql("SELECT Aanleverpunt, Naam FROM Aanleverpunt"))
    assert [keuze.itemText(i) for i in range(keuze.count())] == [f"{punt}  {namen[punt]}" for punt in sorted(namen)]
    assert keuze.currentData() == "00AA00"


@pytest.mark.warns
def test_while_one_is_in_use_elsewhere_the_other_can_be_chosen(
    geleverd: Werkplek, open_venster: Callable[..., Bediening], monkeypatch: pytest.MonkeyPatch
) -> None:
    echt = LvsDatabase.vergrendel

    def vergrendel(zelf: LvsDatabase, punt: str) -> object:
        if punt == "00AA00":
            raise BronSyncFout("LVS-09", computer="PC-2", sinds="10:00")
        return echt(zelf, punt)

    monkeypatch.setattr(LvsDatabase, "vergrendel", vergrendel)
    bediening = open_venster(geleverd.map, kies="")
    bediening.voorste().close()
    bediening.rust()
    keuze = bediening.venster.aanleverpuntkeuze
    assert not bediening.venster.aanleverpunt
    assert keuze.isEnabled()
    keuze.setCurrentIndex(keuze.findData("00AA01"))
    keuze.activated.emit(keuze.currentIndex())
    bediening.rust()
    assert bediening.venster.aanleverpunt == "00AA01"


def test_leaving_an_aanleverpunt_leaves_nothing_of_it_on_the_screen(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    venster.leerlingen.zoek.setText("a")
    venster.leerlingen.tabel.kies_eerste()
    aan_tafel.rust()
    naam = venster.leerling.naam.text()
    assert naam not in ("", "Kies hierboven een leerling.")
    for keuze in ("registratieoverzicht_tonen", "verzenden_naar_bron", "berichten", "handleiding"):
        aan_tafel.doe(keuze)
        aan_tafel.rust()
    regel = venster.leerlingen.gekozen()
    venster.statusregel.meld("Over deze leerling", regel.sleutel)
    venster.verlaat_aanleverpunt()
    QApplication.processEvents()
    open_ = {een.objectName() for een in QApplication.topLevelWidgets() if een.isVisible()}
    assert open_ == {"hoofdvenster", "handleiding"}
    tabs = venster.leerling
    assert (tabs.naam.text(), tabs.bijzonder.text()) == ("Kies hierboven een leerling.", "")
    assert [tabs.tabs.tabText(i) for i in range(2)] == ["Verschillen", "Acties"]
    for nummer in range(tabs.tabs.count()):
        tabs.tabs.setCurrentIndex(nummer)
    assert not any(tabel.tabelmodel.rijen for tabel in venster._tabellen())
    assert venster.leerlingen.zoek.text() == venster.leerlingen.telling.text() == ""
    assert venster.statusregel.melding.text() == venster.statusregel.melding.toolTip() == ""
    assert [deel.text() for deel in venster.statusregel.delen if deel.isVisible()] == []
    assert venster.menukeuzes["handmatig"].isEnabled() is False


def test_while_another_is_opened_nothing_of_the_last_one_is_shown(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    venster.leerlingen.tabel.kies_eerste()
    aan_tafel.rust()
    venster.kies_aanleverpunt("00AA01")
    assert venster.leerling.naam.text() == "Kies hierboven een leerling."
    assert list(venster.leerlingen.model.rijen) == []
    aan_tafel.rust()
    assert venster.aanleverpunt == "00AA01"


def test_what_was_read_before_it_was_left_comes_too_late(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    venster.ververs()
    venster.verlaat_aanleverpunt()
    aan_tafel.rust()
    assert list(venster.leerlingen.model.rijen) == []
    assert venster.toestand is None


def test_what_was_said_of_a_pupil_goes_with_him(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    een, twee, *_ = venster.leerlingen.model.rijen
    venster.ga_naar(een.sleutel)
    venster.statusregel.meld("Deze inschrijving had gisteren bij BRON moeten zijn.", een.sleutel)
    assert venster.statusregel.melding.text()
    venster.ga_naar(twee.sleutel)
    aan_tafel.rust()
    assert venster.statusregel.melding.text() == ""
    venster.statusregel.meld("12 regels bewaard.")
    venster.ga_naar(een.sleutel)
    assert venster.statusregel.melding.text() == "12 regels bewaard.", "said of no pupil"


# --- lists, XML, paper ----------------------------------------------------------------------------------------------------------------------


def test_sorting_keeps_the_chosen_row_in_sight(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    tabel = venster.leerlingen.tabel
    venster.resize(900, 420)
    QApplication.processEvents()
    tabel.kies(tabel.tabelmodel.zichtbaar[0].sleutel)
    gekozen = tabel.gekozen()
    for volgorde in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        tabel.horizontalHeader().setSortIndicator(0, volgorde)
        QApplication.processEvents()
        assert tabel.gekozen() is gekozen
        assert tabel.viewport().rect().intersects(tabel.visualRect(tabel.currentIndex())), volgorde


def test_the_xml_masks_what_the_list_masks(werkplek: Werkplek, bediening: Bediening) -> None:
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    pagina = tot_wizard(bediening).overzicht
    bediening.klik(pagina.toon_xml)
    bediening.rust()
    bsns = [str(bsn) for (bsn,) in werkplek.sql("SELECT Burgerservicenummer FROM Leerling") if bsn]
    assert "•••••" in pagina.xml.toPlainText()
    assert not [bsn for bsn in bsns if bsn in pagina.xml.toPlainText()]
    bediening.klik(pagina.xml.vol)
    assert [bsn for bsn in bsns if bsn in pagina.xml.toPlainText()], "asked for"
    pagina.tabel.kies(pagina.model.rijen[1].actie)
    bediening.rust()
    assert not [bsn for bsn in bsns if bsn in pagina.xml.toPlainText()], "another message begins masked"


def test_the_helpdesk_view_masks_it_too(werkplek: Werkplek, bediening: Bediening) -> None:
    volg(bediening, "terugkoppeling ophalen")
    bediening.doe("berichten")
    bediening.rust()
    dialoog = bediening.dialoog(BerichtenDialoog)
    dialoog.tabs.setCurrentIndex(2)
    bsns = [str(bsn) for (bsn,) in werkplek.sql("SELECT Burgerservicenummer FROM Leerling") if bsn]
    gezien = ""
    for regel in list(dialoog.tabel.tabelmodel.zichtbaar)[:6]:
        dialoog.tabel.kies(dialoog.tabel.tabelmodel.sleutel(regel))
        bediening.rust()
        gezien += dialoog.xml.toPlainText()
    assert "•••••" in gezien
    assert not [bsn for bsn in bsns if bsn in gezien]


def test_a_printed_file_is_its_owners_and_names_stand_on_every_page(
    bediening: Bediening, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    doel = tmp_path / "lijst.pdf"
    doel.touch(mode=0o644)
    doel.chmod(0o644)
    kop, rijen = uitvoer.inhoud(bediening.venster.leerlingen.tabel)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(doel))
    per_pagina: list[list[tuple[str, ...]]] = []
    echt_teken, echt_pagina = uitvoer.Afdruk._teken, uitvoer.Afdruk._pagina

    def pagina(zelf: uitvoer.Afdruk) -> None:
        per_pagina.append([])
        echt_pagina(zelf)

    def teken(zelf: uitvoer.Afdruk, cellen: tuple[str, ...], regel: int) -> None:
        per_pagina[-1].append(cellen)
        echt_teken(zelf, cellen, regel)

    monkeypatch.setattr(uitvoer.Afdruk, "_pagina", pagina)
    monkeypatch.setattr(uitvoer.Afdruk, "_teken", teken)
    afdruk = uitvoer.Afdruk(bediening.venster, printer, "Leerlingen", kop, rijen * 20, [100] * len(kop))
    with qtbot.waitSignal(afdruk.done, timeout=20_000):
        afdruk.begin()
    assert doel.stat().st_mode & 0o777 == 0o600
    assert len(per_pagina) > 1
    assert all(cellen[0] == kop for cellen in per_pagina)
    assert all(cel[0] for cellen in per_pagina for cel in cellen), "a name in every line of every page"


def test_what_is_cut_off_can_be_read_under_the_pointer(aan_tafel: Bediening) -> None:
    venster = aan_tafel.venster
    assert venster.leerlingen.toon_filter.toolTip()
    assert "L-..." in venster.leerlingen.zoek.toolTip()
    assert "Ctrl+G" in venster.leerlingen.oog.toolTip()
    assert venster.leerling.verschillen.alleen.toolTip()
    venster.statusregel.meld("Een lange zin over wat er gebeurde.")
    assert venster.statusregel.melding.toolTip() == "Een lange zin over wat er gebeurde."
    for deel in venster.statusregel.delen:
        if deel.isVisible():
            assert deel.toolTip().startswith(deel.text())
    for naam, actie in venster.menukeuzes.items():
        sneltoets = actie.shortcut().toString()
        assert actie.toolTip(), naam
        assert not sneltoets or f"({sneltoets})" in actie.toolTip(), naam
