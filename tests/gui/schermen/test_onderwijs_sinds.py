"""Instellingen - Onderwijs Sinds (manual ch. 4): the list first, filling, leaving one out, and taking the last filling back."""

from __future__ import annotations

import pytest

from bronsync.gui.schermen.onderwijs_sinds import OnderwijsSindsDialoog


@pytest.fixture
def dialoog(bediening, werkplek):
    werkplek.sql("UPDATE Leerling SET OnderwijsSinds = NULL")
    bediening.doe("onderwijs_sinds")
    dialoog = bediening.dialoog(OnderwijsSindsDialoog)
    bediening.rust()
    return dialoog


def _leeg(werkplek):
    return werkplek.sql(
        "SELECT count(DISTINCT LeerlingId) FROM Leerling JOIN Inschrijving USING (LeerlingId)"
        " WHERE OnderwijsSinds IS NULL AND Aanleverpunt = '00AA00'"
    )[0][0]


def test_it_fills_what_was_shown_but_for_who_is_left_out_and_takes_it_back(dialoog, bediening, werkplek):
    voor = _leeg(werkplek)
    rijen = dialoog.bladen.blad.rijen
    assert len(rijen) == voor > 1
    assert all(rij.wie.naam and rij.waarom for rij in rijen)
    bediening.klik(dialoog.overslaan)
    assert dialoog.vul.text() == f"&Vullen ({voor - 1})"
    bediening.klik(dialoog.vul)
    bediening.rust()
    assert _leeg(werkplek) == 1
    assert "ingevuld" in dialoog.uitkomst.text()
    bediening.klik(dialoog.terug)
    bediening.antwoord("onderwijs_sinds_terugdraaien", "terugdraaien")
    bediening.rust()
    assert _leeg(werkplek) == voor
    assert "weer leeg" in dialoog.uitkomst.text()


def test_nothing_to_do_is_said(bediening, werkplek):
    werkplek.sql("UPDATE Leerling SET OnderwijsSinds = '2020-08-01'")
    bediening.doe("onderwijs_sinds")
    dialoog = bediening.dialoog(OnderwijsSindsDialoog)
    bediening.rust()
    assert not dialoog.vul.isEnabled()
    assert "niets te doen" in dialoog.bladen.tabel.leeg
    bediening.klik(dialoog.terug)
    bediening.antwoord("onderwijs_sinds_terugdraaien", "terugdraaien")
    bediening.rust()
    assert dialoog.uitkomst.text() == "Er is geen vulling om terug te draaien."
