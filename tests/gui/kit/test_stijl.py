"""How it looks: readable in every theme, in step with the size of the text, and as large as what there is to show (GUI.md D)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from bronsync.gui.kit.chip import Chip
from bronsync.gui.kit.stijl import stijlblad
from bronsync.gui.kit.thema import (
    DONKER,
    DONKER_CONTRAST,
    LICHT,
    LICHT_CONTRAST,
    TEKST_PROCENT,
    VLAK_BIJ,
    Kleuren,
    Thema,
)
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel
from bronsync.gui.schermen.instellingen import WEERGAVE, InstellingenDialoog
from bronsync.gui.schermen.ophalen import OphaalDialoog
from bronsync.resources import resource

TEKSTEN = ("tekst", "gedempt", "accent", "goed", "let_op", "fout")
GRONDEN = ("venster", "vlak", "streep", "knop", "stap_vlak", "gekozen", "verschil_vlak", "accent_vlak")


def contrast(een: str, ander: str) -> float:
    """WCAG 2.2, 1.4.3."""

    def licht(kleur: str) -> float:
        delen = [int(kleur[plek : plek + 2], 16) / 255 for plek in (1, 3, 5)]
        rood, groen, blauw = (deel / 12.92 if deel <= 0.03928 else ((deel + 0.055) / 1.055) ** 2.4 for deel in delen)
        return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw

    laag, hoog = sorted((licht(een), licht(ander)))
    return (hoog + 0.05) / (laag + 0.05)


@pytest.mark.parametrize(
    ("kleuren", "eis"), [(LICHT, 4.5), (DONKER, 4.5), (LICHT_CONTRAST, 7.0), (DONKER_CONTRAST, 7.0)]
)
def test_every_text_is_readable_on_every_ground(kleuren: Kleuren, eis: float) -> None:
    k = asdict(kleuren)
    paren = [(tekst, grond) for tekst in TEKSTEN for grond in GRONDEN]
    paren += [*VLAK_BIJ.items(), ("accent_tekst", "accent")]
    assert not [(a, b, round(contrast(k[a], k[b]), 2)) for a, b in paren if contrast(k[a], k[b]) < eis]
    assert min(contrast(k["rand"], k[grond]) for grond in ("venster", "vlak")) >= 3, "the edge of a field (1.4.11)"


@pytest.mark.parametrize("donker", [False, True])
def test_the_sheet_names_only_colours_and_pictures_that_exist(donker: bool) -> None:
    blad = stijlblad(asdict(LICHT), 1.15, donker=donker)
    assert not re.search(r"@|\bn[0-9]|\bp[0-9]", blad)
    beelden = re.findall(r"url\(icoon:([^)]+)\)", blad)
    assert beelden
    assert all((resource("iconen") / beeld).is_file() for beeld in beelden)
    assert "QTableView" not in blad, "a rule for cells makes them paint five times slower (GUI.md D6)"


@pytest.fixture
def gewoon(thema: Thema) -> Iterator[Thema]:
    yield thema
    thema.zet(thema.keuze, contrast=False, procent=100)


def test_rows_columns_and_icons_grow_with_the_text(gewoon: Thema, qtbot) -> None:
    tabel = Tabel("t", TabelModel([Kolom("a", "A", str, 100), Kolom("b", "B", str, 100)], sleutel=int))
    qtbot.addWidget(tabel)
    tabel.tabelmodel.zet_rijen((1, 2))
    maten = []
    for procent in (100, 150):
        gewoon.zet(gewoon.keuze, procent=procent)
        QApplication.processEvents()
        icoon = gewoon.icoon("goed").availableSizes()
        maten.append((tabel.rowHeight(0), tabel.columnWidth(0), max(maat.width() for maat in icoon)))
    assert maten[0][1] == 100
    assert all(groot > klein * 1.2 for klein, groot in zip(*maten, strict=True)), maten


def test_names_share_the_room_that_is_left_and_give_way_first(qtbot) -> None:
    kolommen = [Kolom("naam", "Naam", str, 200, rekt=True), Kolom("pgn", "Pgn", str, 100), Kolom("s", "S", str, 100)]
    tabel = Tabel("t", TabelModel(kolommen, sleutel=int))
    qtbot.addWidget(tabel)
    breedtes = []
    for breed in (800, 400, 300, 800):
        tabel.resize(breed, 200)
        tabel.show()
        breedtes.append((tabel.columnWidth(0), tabel.columnWidth(1), tabel.horizontalHeader().length()))
    assert breedtes[0][0] > 500
    assert breedtes[2][0] == 120, "not less than it can be read in"
    assert {breed for _, breed, _ in breedtes} == {100}
    assert breedtes[3] == breedtes[0]
    tabel.setColumnWidth(0, 321)
    tabel.resize(900, 200)
    assert tabel.columnWidth(0) == 321, "what the user chose stays"


def test_more_contrast_and_larger_text_are_settings_that_show_at_once(bediening, gewoon) -> None:
    venster = bediening.venster
    gewoon.zet("licht")
    bediening.doe("instellingen")
    dialoog = bediening.dialoog(InstellingenDialoog)
    dialoog.tabs.setCurrentIndex(WEERGAVE)
    bediening.klik(bediening.deel(QCheckBox, "hoog_contrast", dialoog))
    assert venster.thema.kleuren is LICHT_CONTRAST
    keuze = bediening.deel(QComboBox, "tekstgrootte", dialoog)
    keuze.setCurrentIndex(TEKST_PROCENT.index(130))
    keuze.activated.emit(keuze.currentIndex())
    assert QApplication.font().pointSizeF() == pytest.approx(9.5 * 1.3)
    venster.bewaar_weergave()
    gewoon.zet("licht", contrast=False, procent=100)
    venster._herstel_weergave()
    assert (venster.thema.kleuren, venster.thema.procent) == (LICHT_CONTRAST, 130)


def test_an_empty_overview_is_told_in_a_small_window(bediening) -> None:
    bediening.doe("registratieoverzicht_ophalen")
    dialoog = bediening.dialoog(OphaalDialoog)
    bediening.rust()
    assert "0 inschrijvingen" in dialoog.titel.text()
    assert dialoog.height() < 260
    assert dialoog.titel.heightForWidth(dialoog.titel.width()) <= dialoog.titel.height()
    dialoog.accept()
    assert bediening.venster.weergave.value("dialoog/ophalen").width() > 900, "the size of the large one is kept apart"


def test_a_chip_is_a_word_with_a_colour_and_nothing_without_a_word(qtbot) -> None:
    chip = Chip("afgekeurd", "fout")
    qtbot.addWidget(chip)
    assert chip.textFormat() is Qt.TextFormat.PlainText
    assert not chip.isHidden()
    chip.zet("", "goed")
    assert chip.isHidden()
