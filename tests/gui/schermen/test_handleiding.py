"""Help - Handleiding: contents, search, links, back and forward; and that the text describes the program as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog

from bronsync.domain.errors import FOUTEN
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.gui.schermen.handleiding import HandleidingVenster, ankernaam
from bronsync.gui.venster.menu import MENUS
from bronsync.resources import resource

ROOT = Path(__file__).parents[3]
TEKST = resource("handleiding", "handleiding.md").read_text(encoding="utf-8")
KOPPEN = {ankernaam(kop) for kop in re.findall(r"^#+ (.+)$", TEKST, re.MULTILINE)}
KEUZES = [keuze for menu in MENUS for keuze in menu.keuzes if keuze is not None]


@pytest.fixture
def dialoog(bediening, qtbot):
    bediening.doe("handleiding")
    dialoog = bediening.dialoog(HandleidingVenster)
    qtbot.waitUntil(lambda: dialoog.inhoud.topLevelItemCount() > 0)
    return dialoog


def _boven(dialoog):
    return dialoog.tekst.textCursor().block().text()


@pytest.mark.parametrize("keuze", KEUZES, ids=lambda keuze: keuze.naam)
def test_every_menu_item_is_described_by_its_name(keuze):
    assert keuze.tekst.replace("&", "").rstrip(".") in TEKST


@pytest.mark.parametrize("keuze", [k for k in KEUZES if k.sneltoets and k.naam != "exporteren"], ids=lambda k: k.naam)
def test_a_key_that_is_told_is_the_key_of_the_menu(keuze):
    gemeld = re.search(re.escape(keuze.tekst.replace("&", "").rstrip(".")) + r"\*{1,2} \(([^)]+)\)", TEKST)
    assert gemeld is None or gemeld[1] == keuze.sneltoets


@pytest.mark.parametrize("soort", ActieSoort)
def test_every_actie_and_every_kind_of_error_is_told(soort):
    assert soort in TEKST
    assert {f"| {code.split('-')[0]} |" for code in FOUTEN} - {"| INST |"} <= set(re.findall(r"\| [A-Z]+ \|", TEKST))


def test_every_link_leads_to_a_heading():
    links = re.findall(r"\]\(#([^)]+)\)", TEKST)
    assert links
    assert set(links) <= KOPPEN


def test_every_picture_is_in_the_list_of_pictures_to_be_made():
    beelden = set(re.findall(r"\]\((beelden/[^)]+)\)", TEKST))
    assert len(beelden) >= 25
    lijst = resource("handleiding", "README.md").read_text(encoding="utf-8")
    assert beelden == set(re.findall(r"`(beelden/[a-z-]+\.png)`", lijst))


NIET_VAN_ONS = {"Info", "Over Datacare", "korte code", "BRON heeft niets klaargezet"}
"""In italics, and not a name in the window: of LVS2000 itself, or a sentence with its full stop."""


def test_every_name_that_is_told_stands_in_the_program():
    bron = "".join(pad.read_text(encoding="utf-8") for pad in sorted((ROOT / "src" / "bronsync").rglob("*.py")))
    bron = bron.replace("&", "")
    namen = re.findall(r"(?<!\*)\*([^*\n]+(?:\n[^*\n]+)?)\*(?!\*)", TEKST)
    delen = {deel.replace("\n", " ") for naam in namen for deel in naam.split(" - ")} - NIET_VAN_ONS
    assert len(delen) > 30
    assert {deel for deel in delen if deel not in bron} == set()


def test_nothing_in_it_is_called_what_duo_made():
    assert "geen product van DUO" in TEKST
    assert "http" not in TEKST.replace("https-adres", "")


def test_the_contents_lead_through_the_text_and_back(dialoog, qtbot):
    assert [dialoog.inhoud.topLevelItem(n).text(0)[:2] for n in range(dialoog.inhoud.topLevelItemCount())] == [
        f"{n}." if n < 10 else "10" for n in range(1, 11)
    ]
    zes = dialoog.inhoud.topLevelItem(5)
    dialoog.inhoud.setCurrentItem(zes)
    dialoog.inhoud.setFocus()
    qtbot.keyClick(dialoog.inhoud, Qt.Key.Key_Return)
    assert _boven(dialoog) == "6. Controleren en synchroniseren"
    dialoog.tekst.anchorClicked.emit(QUrl("#8-2-helpdeskbestand-maken"))
    assert _boven(dialoog) == "8.2 Helpdeskbestand maken"
    qtbot.mouseClick(dialoog.terug, Qt.MouseButton.LeftButton)
    assert "6. Controleren" in dialoog.tekst.document().findBlock(dialoog._hier()).text()
    assert dialoog.vooruit.isEnabled()
    qtbot.mouseClick(dialoog.vooruit, Qt.MouseButton.LeftButton)
    assert "8.2" in dialoog.tekst.document().findBlock(dialoog._hier()).text()


def test_searching_goes_on_and_begins_again_at_the_end(dialoog, qtbot):
    qtbot.keyClicks(dialoog.zoek, "zandloper")
    eerste = dialoog.tekst.textCursor().position()
    assert dialoog.tekst.textCursor().selectedText().lower() == "zandloper"
    for _ in range(TEKST.lower().count("zandloper")):
        qtbot.keyClick(dialoog.zoek, Qt.Key.Key_Return)
    assert dialoog.tekst.textCursor().position() == eerste
    dialoog.zoek.clear()
    qtbot.keyClicks(dialoog.zoek, "olifant")
    assert dialoog.gevonden.text() == "Niet gevonden"
    assert dialoog.isVisible()


def test_no_part_of_the_text_is_lost_on_the_screen(dialoog):
    document = dialoog.tekst.document()
    blok = document.begin()
    while blok.isValid():
        if blok.text().strip(" \ufffc"):
            assert document.documentLayout().blockBoundingRect(blok).height() > 0, blok.text()
        blok = blok.next()


def test_it_can_be_printed(dialoog, bediening):
    bediening.klik(dialoog.druk_af)
    bediening.dialoog(QDialog, "handleiding_afdrukken").reject()
