"""Vragen through the window: groups, one by one, disabled choices with their reason, the proposal, taking back (manual ch. 2 and 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from bronsync.application.tonen.vragen import VraagRegel, VraagStand
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.gui.schermen.keuzes import PER_LEERLING, Vragenlijst, toon_vragen
from bronsync_demo.bediening import Bediening
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT

WIJZIG_NNCA = "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?"
NIEUW_ADRES = {"straatnaam": "Dorpsstraat", "huisnummer": 7, "postcode": "3077AW", "plaatsnaam": "Rotterdam"}


@pytest.fixture
def met_vragen(geleverd: Werkplek, open_venster: Callable[..., Bediening]) -> Bediening:
    """Three pupils with other onderwijsgegevens, two of them also moved according to the GBA; everything compared."""
    rijen = geleverd.sql(VAN_PUNT)
    for _, inschrijving, _ in rijen[:3]:
        geleverd.sql(WIJZIG_NNCA, inschrijving)
    for _, _, bsn in rijen[1:3]:
        geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"adres": NIEUW_ADRES})
    bediening = open_venster(geleverd.map)
    bediening.doe("acties_bepalen")
    bediening.rust()
    bediening.voorste().close()
    return bediening


@pytest.fixture
def lijst(met_vragen: Bediening) -> Vragenlijst:
    met_vragen.doe("vragen")
    met_vragen.rust()
    return met_vragen.dialoog(Vragenlijst)


def kies(lijst: Vragenlijst, tekst: str) -> None:
    """The group or vraag in the tree that begins like this."""
    gevonden = [item for item in alle(lijst) if item.text(0).startswith(tekst)]
    lijst.tree.setCurrentItem(gevonden[0])


def alle(lijst: Vragenlijst) -> list[QTreeWidgetItem]:
    return lijst.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)


def met_stand(lijst: Vragenlijst, stand: VraagStand) -> list[VraagRegel]:
    return [regel for regel in lijst.regels if regel.stand is stand]


def test_choices_show_their_actie_or_why_not_and_no_side_is_marked(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    kies(lijst, "Adresgegevens (2)")
    assert not lijst.keuzeknoppen[Keuze.NAAR_BRON].isEnabled()
    assert lijst.keuzeteksten[Keuze.NAAR_BRON].text().startswith("De GBA bepaalt het adres")
    tekst = lijst.keuzeteksten[Keuze.NAAR_LVS].text()
    assert tekst == "In LVS2000 verdwijnt wat daar nu bij deze 2 vragen staat. Overnemen adresgegevens in LVS"
    assert met_vragen.volgende_stap() is None
    kies(lijst, "Onderwijsgegevens (3)")
    assert not lijst.keuzeknoppen[Keuze.NAAR_LVS].isEnabled()
    assert lijst.keuzeknoppen[Keuze.NAAR_BRON].isEnabled()
    assert met_vragen.volgende_stap() is None
    assert lijst.sluitknop.text() == "Later be&slissen"
    assert lijst.titel.text() == "Onderwijsgegevens: 3 leerlingen"


def test_once_all_is_answered_the_marked_step_leads_on(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    for _ in range(10):
        stap = met_vragen.stap_of_keuze()
        assert stap is not None
        if stap is lijst.verder:
            break
        met_vragen.klik(stap)
        met_vragen.rust()
    assert lijst.titel.text() == "Alle vragen zijn beantwoord"
    assert lijst.verder.text() == "&Verder: Controleren en Synchroniseren"
    met_vragen.klik(lijst.verder)
    met_vragen.rust()
    assert met_vragen.voorste().objectName() == "controleren"


def test_one_answer_leaves_the_others_and_goes_on_to_the_next(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    (eerst, daarna, *_) = [regel for regel in lijst.regels if regel.titel == "Onderwijsgegevens"]
    kies(lijst, eerst.wie.naam)
    lijst.reden.setText("nagevraagd")
    met_vragen.klik(lijst.keuzeknoppen[Keuze.NEGEREN])
    met_vragen.rust()
    (genegeerd,) = met_stand(lijst, VraagStand.GENEGEERD)
    assert (genegeerd.vingerafdruk, genegeerd.reden) == (eerst.vingerafdruk, "nagevraagd")
    assert lijst.gekozen[0].vingerafdruk == daarna.vingerafdruk
    assert len(met_stand(lijst, VraagStand.OPEN)) == 4
    assert lijst.melding.text() == "1 antwoord bewaard."
    assert lijst.reden.text() == "", "the reason belonged to that answer"


def test_a_group_is_undone_as_one(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    kies(lijst, "Onderwijsgegevens (3)")
    met_vragen.klik(lijst.keuzeknoppen[Keuze.NAAR_BRON])
    met_vragen.rust()
    assert len(met_stand(lijst, VraagStand.BEANTWOORD)) == 3
    assert met_vragen.venster.toestand is not None
    assert met_vragen.venster.toestand.acties["Bepaald"] == 3
    met_vragen.klik(lijst.ongedaan_knop)
    met_vragen.rust()
    assert met_stand(lijst, VraagStand.BEANTWOORD) == []
    assert met_vragen.venster.toestand.acties["Verwijderd"] == 3
    assert not lijst.ongedaan_knop.isEnabled()


def test_an_ignored_one_is_opened_again(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    kies(lijst, "Adresgegevens (2)")
    met_vragen.klik(lijst.keuzeknoppen[Keuze.NEGEREN])
    met_vragen.rust()
    (een, _) = met_stand(lijst, VraagStand.GENEGEERD)
    kies(lijst, "Genegeerd (2)")
    assert lijst.terugneem_knop.text() == "Antwoorden &terugnemen"
    lijst.tree.setCurrentItem(next(item for item in alle(lijst) if item.data(0, Qt.ItemDataRole.UserRole) == (een,)))
    assert lijst.uitleg.text().startswith("Gevonden op ")
    met_vragen.klik(lijst.terugneem_knop)
    met_vragen.rust()
    assert [regel.vingerafdruk for regel in met_stand(lijst, VraagStand.GENEGEERD)] != [een.vingerafdruk]
    assert len(met_stand(lijst, VraagStand.GENEGEERD)) == 1


def test_grouped_per_pupil_all_of_one_pupil_together(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    lijst.groepeer.setCurrentText(PER_LEERLING)
    dubbel = next(regel for regel in lijst.regels if regel.titel == "Adresgegevens")
    kies(lijst, f"{dubbel.wie.naam} (2)")
    assert lijst.titel.text() == f"{dubbel.wie.naam}: 2 vragen"
    assert lijst.keuzeknoppen[Keuze.NAAR_BRON].text() == "Naar &BRON (1)"
    assert "Voor 1 niet mogelijk" in lijst.keuzeteksten[Keuze.NAAR_BRON].text()
    met_vragen.klik(lijst.keuzeknoppen[Keuze.NEGEREN])
    met_vragen.rust()
    assert {regel.sleutel for regel in met_stand(lijst, VraagStand.GENEGEERD)} == {dubbel.sleutel}


def test_enter_in_the_reason_answers_nothing(met_vragen: Bediening, lijst: Vragenlijst, qtbot: QtBot) -> None:
    lijst.activateWindow()
    lijst.reden.setFocus()
    qtbot.waitUntil(lijst.reden.hasFocus)
    qtbot.keyClicks(lijst.reden, "nagevraagd")
    qtbot.keyClick(lijst.reden, Qt.Key.Key_Return)
    met_vragen.rust()
    assert len(met_stand(lijst, VraagStand.OPEN)) == 5
    assert not lijst.reden.hasFocus()


def test_without_vragen_it_explains_itself(aan_tafel: Bediening) -> None:
    aan_tafel.doe("vragen")
    aan_tafel.rust()
    lijst = aan_tafel.dialoog(Vragenlijst)
    assert lijst.titel.text() == "Geen vragen"
    assert "Acties Bepalen" in lijst.tabel.leeg
    aan_tafel.klik(lijst.verder)
    assert aan_tafel.voorste() is aan_tafel.venster


def test_from_a_pupil_his_own_vragen_come_first(met_vragen: Bediening) -> None:
    toon_vragen(met_vragen.venster)
    met_vragen.rust()
    dubbel = next(een for een in met_vragen.dialoog(Vragenlijst).regels if een.titel == "Adresgegevens")
    met_vragen.voorste().close()
    met_vragen.venster.ga_naar(dubbel.sleutel)
    met_vragen.rust()
    met_vragen.klik(met_vragen.venster.leerling.verschillen.vraag)
    met_vragen.rust()
    assert met_vragen.dialoog(Vragenlijst).titel.text() == f"{dubbel.wie.naam}: 2 vragen"


def test_from_a_pupil_his_answer_is_found_and_taken_back(met_vragen: Bediening) -> None:
    toon_vragen(met_vragen.venster)
    met_vragen.rust()
    lijst = met_vragen.dialoog(Vragenlijst)
    (een,) = [
        regel
        for regel in lijst.regels
        if regel.titel == "Onderwijsgegevens" and sum(ander.sleutel == regel.sleutel for ander in lijst.regels) == 1
    ]
    kies(lijst, een.wie.naam)
    assert "verdwijnt" in lijst.keuzeteksten[Keuze.NAAR_BRON].text()
    met_vragen.klik(lijst.keuzeknoppen[Keuze.NAAR_BRON])
    met_vragen.rust()
    assert [item.text(0) for item in alle(lijst) if item.text(0).endswith(": naar BRON")], "the list of given answers"
    lijst.close()
    met_vragen.venster.ga_naar(een.sleutel)
    met_vragen.rust()
    verschillen = met_vragen.venster.leerling.verschillen
    assert verschillen.uitleg.text() == "Uw antwoord: Onderwijsgegevens: naar BRON."
    met_vragen.klik(verschillen.vraag)
    met_vragen.rust()
    lijst = met_vragen.dialoog(Vragenlijst)
    assert [regel.vingerafdruk for regel in lijst.gekozen] == [een.vingerafdruk]
    met_vragen.klik(lijst.terugneem_knop)
    met_vragen.rust()
    assert een.vingerafdruk in {regel.vingerafdruk for regel in met_stand(lijst, VraagStand.OPEN)}


def test_a_vraag_leads_to_its_pupil(met_vragen: Bediening, lijst: Vragenlijst) -> None:
    een = next(regel for regel in lijst.regels if regel.titel == "Onderwijsgegevens")
    kies(lijst, een.wie.naam)
    met_vragen.klik(lijst.naar_knop)
    met_vragen.rust()
    assert met_vragen.venster.leerling.regel is not None
    assert met_vragen.venster.leerling.regel.sleutel == een.sleutel
