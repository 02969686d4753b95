"""Acties Bepalen through the window: the result, the brake, an overview that is needed first, by hand, and removing (manual ch. 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QTextEdit
from pytestqt.qtbot import QtBot

from bronsync.gui.kit.stap import gemarkeerd
from bronsync.gui.schermen.acties import BepaalDialoog, HandmatigDialoog, vraag_verwijderen
from bronsync.gui.schermen.keuzes import Vragenlijst
from bronsync.program import bootstrap
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek, _LaterClock
from gui.geleverd import VAN_PUNT

WIJZIG_NNCA = "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?"


def teksten(dialoog: BepaalDialoog) -> list[str]:
    return [label.text() for label in dialoog.findChildren(QLabel)]


def test_nothing_differs_and_the_window_says_so(aan_tafel: Bediening) -> None:
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    dialoog = aan_tafel.dialoog(BepaalDialoog)
    assert "Geen verschillen" in teksten(dialoog)
    knop = aan_tafel.volgende_stap()
    assert knop is dialoog.verder
    aan_tafel.klik(dialoog.verder)
    assert aan_tafel.venster.stap_nu == "klaar"


def test_the_result_counts_and_leads_to_the_vragen(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    for _, inschrijving, _ in geleverd.sql(VAN_PUNT)[:2]:
        geleverd.sql(WIJZIG_NNCA, inschrijving)
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    dialoog = aan_tafel.dialoog(BepaalDialoog)
    assert "2 verschillen" in teksten(dialoog)
    assert "vragen: kies zelf wat er moet gebeuren" in teksten(dialoog)
    aan_tafel.klik(dialoog.verder)
    assert aan_tafel.dialoog(Vragenlijst).isModal()


def test_without_an_overview_one_button_leads_to_it(bediening: Bediening) -> None:
    bediening.doe("acties_bepalen")
    bediening.rust()
    bediening.antwoord("overzicht_nodig", "ophalen")
    bediening.rust()
    assert bediening.venster.stap_nu == "acties bepalen"


def test_an_old_overview_leads_to_a_new_one(
    geleverd: Werkplek, open_venster: Callable[..., Bediening], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: _LaterClock(29))
    bediening = open_venster(geleverd.map)
    bediening.doe("acties_bepalen")
    bediening.rust()
    vraag = bediening.dialoog(QMessageBox, "overzicht_nodig")
    assert "ouder dan 4 weken" in vraag.text()
    assert "PROC-02" in vraag.informativeText()
    bediening.antwoord("overzicht_nodig", "nee")


@pytest.fixture
def massaal(geleverd: Werkplek) -> Werkplek:
    """Everybody left yesterday, as when somebody made a mistake in LVS2000."""
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day')"
        " WHERE Aanleverpunt = '00AA00' AND Uitschrijfdatum IS NULL"
    )
    return geleverd


def test_the_brake_shows_figures_and_list_and_stops(massaal: Werkplek, aan_tafel: Bediening) -> None:
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    rem = aan_tafel.dialoog(QMessageBox, "rem")
    lijst = rem.findChild(QTextEdit)
    assert lijst is not None
    assert lijst.isVisible(), "the list is what it is about"
    regels = lijst.toPlainText().splitlines()
    assert f"{len(regels)} inschrijvingen" in rem.text()
    assert all("uitgeschreven bij BRON" in regel for regel in regels)
    assert not any(str(bsn) in lijst.toPlainText() for _, _, bsn in massaal.sql(VAN_PUNT))
    assert gemarkeerd(rem) == []
    assert rem.defaultButton() is None
    aan_tafel.antwoord("rem", "nee")
    aan_tafel.rust()
    assert aan_tafel.venster.toestand is not None
    assert not aan_tafel.venster.toestand.acties.get("Bepaald")


def test_the_brake_confirmed_goes_on_and_brakes_again_before_sending(massaal: Werkplek, aan_tafel: Bediening) -> None:
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    aan_tafel.antwoord("rem", "doorgaan")
    aan_tafel.rust()
    assert aan_tafel.venster.toestand is not None
    aantal = aan_tafel.venster.toestand.acties["Bepaald"]
    assert aantal > 5
    for _ in range(4):  # result, controleer nu, verwerken en verzenden, verzenden
        stap = aan_tafel.volgende_stap()
        assert stap is not None
        aan_tafel.klik(stap)
        aan_tafel.rust()
    aan_tafel.antwoord("rem", "nee")
    aan_tafel.rust()
    assert aan_tafel.voorste() is aan_tafel.venster, "the wizard goes, nothing was sent"
    assert aan_tafel.venster.toestand.acties["Gecontroleerd"] == aantal
    for _ in range(3):  # controleren, verwerken en verzenden, verzenden
        stap = aan_tafel.volgende_stap()
        assert stap is not None
        aan_tafel.klik(stap)
        aan_tafel.rust()
    aan_tafel.antwoord("rem", "doorgaan")
    aan_tafel.rust()
    assert aan_tafel.venster.toestand.acties["In behandeling"] == aantal


def test_by_hand_shows_what_is_possible_and_why_not(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    assert not aan_tafel.venster.menukeuzes["handmatig"].isEnabled(), "nobody is chosen"
    ((_, inschrijving, _), *_) = geleverd.sql(VAN_PUNT)
    aan_tafel.venster.ga_naar((inschrijving, "", ""))
    aan_tafel.rust()
    aan_tafel.doe("handmatig")
    aan_tafel.rust()
    dialoog = aan_tafel.dialoog(HandmatigDialoog)
    redenen = {str(soort): reden for soort, reden in dialoog.model.rijen}
    assert redenen["Identificatieverzoek"] == "deze inschrijving is al bij BRON geregistreerd."
    assert redenen["Wijziging Onderwijsgegevens"] == ""
    onmogelijk = next(soort for soort, reden in dialoog.model.rijen if reden)
    dialoog.tabel.kies(onmogelijk)
    assert not dialoog.doe.isEnabled()
    mogelijk = next(soort for soort, reden in dialoog.model.rijen if soort == "Wijziging Onderwijsgegevens")
    dialoog.tabel.kies(mogelijk)
    aan_tafel.klik(dialoog.doe)
    aan_tafel.rust()
    assert aan_tafel.venster.leerling.regel is not None
    assert aan_tafel.venster.leerling.regel.actie == "Wijziging Onderwijsgegevens"


def test_by_hand_works_with_the_keyboard_alone(geleverd: Werkplek, aan_tafel: Bediening, qtbot: QtBot) -> None:
    ((_, inschrijving, _), *_) = geleverd.sql(VAN_PUNT)
    aan_tafel.venster.ga_naar((inschrijving, "", ""))
    aan_tafel.rust()
    aan_tafel.doe("handmatig")
    aan_tafel.rust()
    dialoog = aan_tafel.dialoog(HandmatigDialoog)
    dialoog.activateWindow()
    qtbot.waitUntil(dialoog.isActiveWindow)
    qtbot.keyClick(dialoog.tabel, Qt.Key.Key_Return)
    aan_tafel.rust()
    assert aan_tafel.venster.toestand is not None
    assert not aan_tafel.venster.toestand.acties.get("Bepaald"), "Enter goes to the button and decides nothing"
    assert dialoog.doe.hasFocus()
    qtbot.keyClick(dialoog.doe, Qt.Key.Key_Space)
    aan_tafel.rust()
    assert aan_tafel.venster.toestand.acties["Bepaald"] == 1


def test_verwijder_actie_asks_and_removes(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    ((_, inschrijving, _), *_) = geleverd.sql(VAN_PUNT)
    aan_tafel.venster.ga_naar((inschrijving, "", ""))
    aan_tafel.rust()
    assert not aan_tafel.venster.menukeuzes["verwijder_actie"].isEnabled(), "this pupil has no actie"
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", inschrijving
    )
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    aan_tafel.voorste().close()
    aan_tafel.venster.ga_naar((inschrijving, "", ""))
    aan_tafel.rust()
    aan_tafel.doe("verwijder_actie")
    assert "nog niets verzonden" in aan_tafel.dialoog(QMessageBox, "verwijder_actie").informativeText()
    aan_tafel.antwoord("verwijder_actie", "ja")
    aan_tafel.rust()
    assert aan_tafel.venster.toestand is not None
    assert aan_tafel.venster.toestand.acties["Verwijderd"] == 1


def test_removing_all_that_was_not_executed_says_how_many(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    aan_tafel.doe("niet_uitgevoerde_acties_verwijderen")
    aan_tafel.antwoord("geen_acties", "sluiten")
    for _, inschrijving, _ in geleverd.sql(VAN_PUNT)[:2]:
        geleverd.sql(
            "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId = ?", inschrijving
        )
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    aan_tafel.voorste().close()
    aan_tafel.doe("niet_uitgevoerde_acties_verwijderen")
    assert "2 acties" in aan_tafel.dialoog(QMessageBox, "niet_uitgevoerde_verwijderen").text()
    aan_tafel.antwoord("niet_uitgevoerde_verwijderen", "nee")
    aan_tafel.rust()
    assert aan_tafel.venster.toestand is not None
    assert aan_tafel.venster.toestand.acties["Bepaald"] == 2
    aan_tafel.doe("niet_uitgevoerde_acties_verwijderen")
    aan_tafel.antwoord("niet_uitgevoerde_verwijderen", "ja")
    aan_tafel.rust()
    assert aan_tafel.venster.toestand.acties["Verwijderd"] == 2


def test_an_actie_that_is_on_its_way_cannot_be_removed_now(aan_tafel: Bediening) -> None:
    vraag_verwijderen(aan_tafel.venster, 1, "Uitschrijving", "Verzenden")
    assert "kan nu niet" in aan_tafel.dialoog(QMessageBox, "niet_te_verwijderen").text()
    aan_tafel.antwoord("niet_te_verwijderen", "sluiten")
