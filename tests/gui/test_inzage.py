"""Looking at full numbers or at a message as it was sent leaves a line in the audit trail, without saying about whom."""

from __future__ import annotations

from bronsync.application.boekhouding import AuditRij
from bronsync.gui.helpdesk import BerichtenDialoog


def _ingezien(bediening):
    bediening.rust()
    with bediening.venster.kern._sessie.omgeving.journal.eenheid() as eenheid:
        return [rij for rij in eenheid.alle(AuditRij) if rij.naar == "ingezien"]


def test_unmasking_the_pupil_list_is_booked_and_masking_again_is_not(bediening):
    bediening.doe("pgn_tonen")
    assert [rij.onderwerp for rij in _ingezien(bediening)] == ["lijst met PGN"]
    bediening.doe("pgn_tonen")
    assert len(_ingezien(bediening)) == 1


def test_each_message_that_is_opened_is_booked_once(aangeleverd, open_venster):
    bediening = open_venster(aangeleverd.map)
    bediening.doe("berichten")
    bediening.rust()
    dialoog = bediening.dialoog(BerichtenDialoog)
    dialoog.tabs.setCurrentIndex(2)
    bediening.rust()
    # the parts of an overview are not kept, so there is nothing of them to open
    bewaard = [een for een in dialoog.tabel.tabelmodel.zichtbaar if "overzicht" not in een.soort.lower()]
    een, twee, *_ = bewaard
    for treffer in (een, twee, twee):
        dialoog.tabel.kies((treffer.bericht_id, treffer.ontvangstnummer))
        bediening.rust()
    geboekt = [
        rij for rij in _ingezien(bediening) if rij.ontvangstnummer in (een.ontvangstnummer, twee.ontvangstnummer)
    ]
    assert [(rij.bericht_id, rij.ontvangstnummer) for rij in geboekt] == [
        (een.bericht_id, een.ontvangstnummer),
        (twee.bericht_id, twee.ontvangstnummer),
    ]
    assert {rij.onderwerp for rij in geboekt} == {"bericht"}
