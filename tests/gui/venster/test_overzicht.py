"""The page over all aanleverpunten: first for who has more than one, cards and work that lead somewhere, and no widget per card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from bronsync.application.tonen.aanleverpunten import Aanleverpunten, Puntregel, Werkregel
from bronsync.application.tonen.ouderdom import Ernst
from bronsync.gui.kit.stap import gemarkeerd
from bronsync.gui.venster.overzicht import Overzichtpagina
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek

ROL = Qt.ItemDataRole


def _op_overzicht(bediening: Bediening) -> Overzichtpagina:
    bediening.doe("overzicht")
    bediening.rust()
    return bediening.venster.overzicht


def veel(aantal: int) -> Aanleverpunten:
    """So many aanleverpunten, each with work."""
    ernst = (Ernst.FOUT, Ernst.LET_OP, Ernst.GOED)
    punten = tuple(
        Puntregel(
            f"{nummer:02d}AA00"[-6:], f"School {nummer}", "Beantwoord 3 vragen", ernst[nummer % 3], 3, 1, 1, 2, nummer % 40,
            date(2026, 12, 31), nummer - 30, "2026-11-24T10:00:00Z", tuple(range(-1, nummer % 9)), f"school {nummer}",
        )
        for nummer in range(aantal)
    )  # fmt: skip
    werk = tuple(
        Werkregel(
            een.aanleverpunt, een.school, (dag + 1, "", ""), f"{dag}", "2026-12-04", dag - 1, "7 dagen na inschrijving",
            "Vraag", afgekeurd=False, zoek=een.zoek,
        )
        for dag in range(5) for een in punten
    )  # fmt: skip
    return Aanleverpunten(punten, werk, date(2026, 12, 1))


def test_who_has_more_than_one_begins_here_and_the_last_one_is_open_behind_it(
    werkplek: Werkplek, open_venster: Callable[..., Bediening]
):
    bediening = open_venster(werkplek.map)
    venster = bediening.venster
    venster.begin()
    bediening.rust()
    pagina = venster.overzicht
    assert pagina.isVisible()
    assert venster.aanleverpunt == "00AA00"
    assert {een.aanleverpunt for een in pagina.kaarten.getoond} == {"00AA00", "00AA01"}
    assert pagina.openen in gemarkeerd(pagina), "the step is marked here too"
    assert pagina.kop.uitleg.text().startswith("2 aanleverpunten")
    bediening.klik(pagina.openen)
    bediening.rust()
    assert venster.aanleverpunt == pagina.kaarten.gekozen().aanleverpunt
    assert venster.leerlingen.isVisible()


def test_it_is_one_click_away_and_back(aan_tafel: Bediening):
    venster = aan_tafel.venster
    pagina = _op_overzicht(aan_tafel)
    assert pagina.isVisible()
    assert pagina.kop.uitleg.text() == "2 aanleverpunten · geen verschillen met een termijn"
    assert not pagina.dagen.isVisible()
    aan_tafel.doe("overzicht")
    assert (pagina.isVisible(), venster.leerlingen.isVisible()) == (False, True)
    _op_overzicht(aan_tafel)
    aan_tafel.doe("verversen")
    aan_tafel.rust()
    assert pagina.isVisible(), "reading again leaves nobody elsewhere"
    aan_tafel.doe("zoeken")
    assert venster.leerlingen.isVisible(), "what is about the pupils shows them"


def test_a_card_is_heard_as_a_sentence_and_opens_with_enter(aan_tafel: Bediening):
    venster = aan_tafel.venster
    pagina = _op_overzicht(aan_tafel)
    model = pagina.kaarten.model()
    teksten = [model.index(rij, 0).data(ROL.AccessibleTextRole) for rij in range(model.rowCount())]
    (open_,) = (tekst for tekst in teksten if "(00AA00)" in tekst)
    assert "Geen verschillen bekend. Overzicht van vandaag. certificaat tot " in open_
    assert ". ronde " in open_
    (ander,) = (rij for rij, tekst in enumerate(teksten) if "(00AA01)" in tekst)
    assert "Nog niet vergeleken met BRON" in teksten[ander]
    pagina.kaarten.setCurrentIndex(model.index(ander, 0))
    QTest.keyClick(pagina.kaarten, Qt.Key.Key_Return)
    aan_tafel.rust()
    assert venster.aanleverpunt == "00AA01"
    assert venster.leerlingen.isVisible()


def test_work_leads_to_its_pupil(aan_tafel: Bediening):
    venster = aan_tafel.venster
    regel = next(een for een in venster.leerlingen.model.rijen if een.lvs_naam)
    pagina = _op_overzicht(aan_tafel)
    van = veel(1).werk[0]._replace(aanleverpunt="00AA00", sleutel=regel.sleutel)
    elders = veel(1).werk[1]._replace(aanleverpunt="00AA01", leerlingnummer="4711")
    pagina.toon(Aanleverpunten(veel(1).punten, (van, elders), date(2026, 12, 1)))
    leerling = [kolom.naam for kolom in pagina.model.kolommen].index("leerling")
    getoond = [pagina.model.index(rij, leerling).data() for rij in (0, 1)]
    assert getoond == [regel.lvs_naam, "leerlingnummer 4711"], "names only where they are in sight anyway"
    assert pagina.dagen.accessibleDescription() == "1 te laat; 1 vandaag"
    pagina.dagen.clicked.emit(1)
    assert pagina.werk.gekozen() == elders
    pagina.werk.opened.emit(van)
    aan_tafel.rust()
    assert venster.leerlingen.isVisible()
    assert venster.gekozen_leerling is not None
    assert venster.gekozen_leerling.sleutel == regel.sleutel


def test_the_search_goes_over_cards_and_work(aan_tafel: Bediening):
    pagina = _op_overzicht(aan_tafel)
    pagina.toon(veel(30))
    pagina.zoek.setText("School 23")
    assert [een.school for een in pagina.kaarten.getoond] == ["School 23"]
    assert {een.school for een in pagina.model.zichtbaar} == {"School 23"}
    pagina.zoek.setText("bestaat niet")
    assert not pagina.openen.isEnabled()
    pagina.zoek.clear()
    assert len(pagina.kaarten.getoond) == 30
    assert pagina.openen.isEnabled()


def test_four_hundred_cards_are_no_four_hundred_widgets(aan_tafel: Bediening):
    pagina = _op_overzicht(aan_tafel)
    pagina.toon(veel(2))
    aantal = len(pagina.findChildren(QWidget))
    pagina.toon(veel(400))
    QApplication.processEvents()
    beeld = QPixmap(pagina.size())
    pagina.render(beeld)
    assert len(pagina.findChildren(QWidget)) == aantal
    assert pagina.kaarten.rijen() > 50
    kaart = pagina.kaarten.visualRect(pagina.kaarten.model().index(0, 0))
    assert kaart.width() * 2 < pagina.width(), "several beside each other"
    plek = QPoint(kaart.center())
    wijs = QHelpEvent(QEvent.Type.ToolTip, plek, pagina.kaarten.viewport().mapToGlobal(plek))
    assert QApplication.sendEvent(pagina.kaarten.viewport(), wijs)


@pytest.mark.parametrize("deel", ["kaarten", "werk"])
def test_tab_leaves_the_lists(aan_tafel: Bediening, deel: str):
    pagina = _op_overzicht(aan_tafel)
    lijst = getattr(pagina, deel)
    assert isinstance(lijst, QAbstractItemView)
    assert not lijst.tabKeyNavigation()
