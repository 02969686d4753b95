"""Verwerken en Verzenden through the window: what would go, sending, stopping between two messages, going on (manual ch. 6)."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox, QWizard

from bronsync.adapters.bron.register import BronRegister
from bronsync.application.boeken.controlespoor import sessiecode
from bronsync.application.verzenden import synchroniseren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import Status
from bronsync.gui.schermen.controleren import ControleDialoog
from bronsync.gui.schermen.verzenden import VerzendWizard
from bronsync_demo.bediening import Bediening, wacht_tot
from end2end.conftest import Werkplek
from gui.geleverd import VAN_PUNT

KNOP = QWizard.WizardButton


def tot_wizard(bediening: Bediening) -> VerzendWizard:
    """From where it stands to the first page of the wizard."""
    bediening.doe("acties_bepalen")
    bediening.rust()
    bediening.voorste().close()
    return via_controleren(bediening)


def via_controleren(bediening: Bediening) -> VerzendWizard:
    bediening.doe("controleren_en_synchroniseren")
    bediening.rust()
    dialoog = bediening.dialoog(ControleDialoog)
    if not dialoog.verzend_knop.isEnabled():
        bediening.klik(dialoog.controleer_knop)
        bediening.rust()
    bediening.klik(dialoog.verzend_knop)
    bediening.rust()
    return bediening.dialoog(VerzendWizard)


@pytest.fixture
def eerste(bediening: Bediening) -> Bediening:
    """An empty register whose overview was fetched."""
    bediening.doe("registratieoverzicht_ophalen")
    bediening.rust()
    for een in bediening.venster.findChildren(QMessageBox):
        een.close()
    return bediening


def test_before_anything_goes_all_can_be_read_also_as_xml(eerste: Bediening, werkplek: Werkplek) -> None:
    wizard = tot_wizard(eerste)
    pagina = wizard.overzicht
    aantal = len(wizard.regels)
    assert pagina.telling.text() == f"{aantal} acties: {aantal} x Nieuwe Melding Inschrijving."
    velden = {rij[0]: rij[2] for rij in pagina.wijzigingen.rijen}
    assert velden["Achternaam"] in wizard.regels[0].naam
    bsns = [str(bsn) for (bsn,) in werkplek.sql("SELECT Burgerservicenummer FROM Leerling")]
    assert velden["Burgerservicenummer"][-4:] in {bsn[-4:] for bsn in bsns}
    assert velden["Burgerservicenummer"] not in bsns, "masked"
    pagina.toon_xml.click()
    eerste.rust()
    assert "aanleverenInschrijving" in pagina.xml.toPlainText() or "<" in pagina.xml.toPlainText()
    assert velden["Achternaam"] in pagina.xml.toPlainText()
    wizard.close()
    eerste.rust()
    assert not [regel for regel in werkplek.beheer("log")["berichten"] if regel["operatie"] == "aanleverenInschrijving"]


def test_first_delivery_ends_in_behandeling_with_the_hourglass(eerste: Bediening) -> None:
    wizard = tot_wizard(eerste)
    aantal = len(wizard.regels)
    assert eerste.volgende_stap() is wizard.button(KNOP.CommitButton)
    eerste.klik(wizard.button(KNOP.CommitButton))
    eerste.rust()
    resultaat = wizard.resultaat
    assert resultaat.zin.text() == f"{aantal} in behandeling bij BRON."
    assert "Haal daarna de terugkoppeling op" in resultaat.daarna.text()
    assert {regel.status for regel in resultaat.model.rijen} == {Status.IN_BEHANDELING}
    assert eerste.volgende_stap() is wizard.button(KNOP.FinishButton)
    eerste.klik(wizard.button(KNOP.FinishButton))
    eerste.rust()
    assert eerste.venster.stap_nu == "terugkoppeling ophalen"


@dataclass(frozen=True)
class Halverwege:
    """Between two messages."""

    geweest: threading.Event
    door: threading.Event


@pytest.fixture
def na_drie(monkeypatch: pytest.MonkeyPatch) -> Halverwege:
    """The worker waits after three messages until it is let go."""
    geweest, door = threading.Event(), threading.Event()
    echt = synchroniseren._verzend
    teller: list[Any] = []

    def verzend(omg: Any, verzending: Any, telling: Any) -> None:
        echt(omg, verzending, telling)
        teller.append(verzending)
        if len(teller) == 3:
            geweest.set()
            assert door.wait(30)

    monkeypatch.setattr(synchroniseren, "_verzend", verzend)

    return Halverwege(geweest, door)


def test_stopping_keeps_what_went_and_the_rest_goes_the_next_time(
    eerste: Bediening, werkplek: Werkplek, na_drie: Halverwege
) -> None:
    wizard = tot_wizard(eerste)
    aantal = len(wizard.regels)
    eerste.klik(wizard.button(KNOP.CommitButton))
    wacht_tot(na_drie.geweest.is_set, 30, "three messages gone")
    eerste.klik(wizard.bezig.stopknop)
    na_drie.door.set()
    eerste.rust()
    assert wizard.resultaat.zin.text() == f"Gestopt: 3 in behandeling bij BRON, {aantal - 3} nog niet verzonden."
    assert "Controleren en Synchroniseren om verder te gaan" in wizard.resultaat.daarna.text()
    eerste.klik(wizard.button(KNOP.FinishButton))
    eerste.rust()
    assert eerste.venster.stap_nu == "verzenden"
    wizard = via_controleren(eerste)
    assert len(wizard.regels) == aantal - 3
    eerste.klik(wizard.button(KNOP.CommitButton))
    eerste.rust()
    assert wizard.resultaat.zin.text() == f"{aantal - 3} in behandeling bij BRON."
    eerste.klik(wizard.button(KNOP.FinishButton))
    eerste.rust()
    assert max(werkplek.uitvoeringen()) == 1, "nothing went twice"


def test_closing_the_wizard_while_it_sends_stops_too(eerste: Bediening, na_drie: Halverwege) -> None:
    wizard = tot_wizard(eerste)
    eerste.klik(wizard.button(KNOP.CommitButton))
    wacht_tot(na_drie.geweest.is_set, 30, "three messages gone")
    wizard.reject()
    assert wizard.isVisible(), "first the message under way"
    na_drie.door.set()
    eerste.rust()
    assert wizard.resultaat.zin.text().startswith("Gestopt: 3 in behandeling")


def test_an_unreachable_register_is_explained_and_nothing_is_lost(eerste: Bediening, werkplek: Werkplek) -> None:
    wizard = tot_wizard(eerste)
    aantal = len(wizard.regels)
    werkplek.stop_register()
    eerste.klik(wizard.button(KNOP.CommitButton))
    eerste.rust()
    assert "niet bereikbaar" in wizard.resultaat.zin.text()
    (sessie,) = re.findall(r"\(Code: NET-01 / ([A-Z2-7]{4})\)", wizard.resultaat.daarna.text())
    log = (werkplek.map / "profiel" / "logboek" / "bronsync.log").read_text(encoding="utf-8").splitlines()
    assert [sessiecode(een["sessie"]) for een in map(json.loads, log) if een.get("code") == "NET-01"] == [sessie]
    assert {regel.status for regel in wizard.resultaat.model.rijen} == {Status.GECONTROLEERD}
    assert len(wizard.resultaat.model.rijen) == aantal


def test_a_sending_that_stops_halfway_has_its_code(eerste: Bediening, werkplek: Werkplek) -> None:
    wizard = tot_wizard(eerste)
    werkplek.storing("antwoord_kwijt", operatie="aanleverenInschrijving", aantal=9)
    eerste.klik(wizard.button(KNOP.CommitButton))
    eerste.rust()
    (sessie,) = re.findall(r"\(code NET-03 / ([A-Z2-7]{4})\)", wizard.resultaat.daarna.text())
    assert sessie == sessiecode(eerste.venster.kern._sessie.omgeving.sessie)


def test_an_address_is_taken_over_in_lvs2000(geleverd: Werkplek, aan_tafel: Bediening) -> None:
    ((leerling, _, bsn), *_) = geleverd.sql(VAN_PUNT)
    nieuw = {"straatnaam": "Dorpsstraat", "huisnummer": 7, "postcode": "3077AW", "plaatsnaam": "Rotterdam"}
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"adres": nieuw})
    aan_tafel.doe("acties_bepalen")
    aan_tafel.rust()
    for _ in range(5):  # result, the proposal, controleren, controleer nu, verwerken en verzenden
        stap = aan_tafel.stap_of_keuze()
        assert stap is not None
        aan_tafel.klik(stap)
        aan_tafel.rust()
    wizard = aan_tafel.dialoog(VerzendWizard)
    (regel,) = wizard.regels
    assert regel.richting == "naar LVS2000"
    assert ("Postcode", "3077AW") in {(rij[0], rij[2]) for rij in wizard.overzicht.wijzigingen.rijen}
    wizard.overzicht.toon_xml.click()
    aan_tafel.rust()
    assert "er gaat geen bericht naar BRON" in wizard.overzicht.xml.toPlainText()
    aan_tafel.klik(wizard.button(KNOP.CommitButton))
    aan_tafel.rust()
    assert wizard.resultaat.zin.text() == "1 verwerkt."
    assert geleverd.sql("SELECT Postcode FROM Leerling WHERE LeerlingId = ?", leerling) == [("3077AW",)]


def test_the_certificate_is_looked_at_again_before_anything_goes(
    eerste: Bediening, werkplek: Werkplek, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = tot_wizard(eerste)

    def verlopen(_: object) -> None:
        raise BronSyncFout("CERT-06", datum="01-01-2026")

    monkeypatch.setattr(BronRegister, "_gekeurd", verlopen)
    eerste.klik(wizard.button(KNOP.CommitButton))
    eerste.rust()
    assert "certificaat is verlopen" in wizard.resultaat.zin.text()
    assert "Vraag een nieuw certificaat aan" in wizard.resultaat.daarna.text()
    assert {regel.status for regel in wizard.resultaat.model.rijen} == {Status.GECONTROLEERD}
    assert werkplek.uitvoeringen() in ([], [1]), "nothing but the request for the overview reached the register"
