"""Dubbele inschrijvingen (manual ch. 2): they come back until one of the two schools corrects, and then disappear."""

from __future__ import annotations


def _bekende_bsn(werkplek):
    (eerste,) = werkplek.sql(
        "SELECT l.Burgerservicenummer, i.Inschrijfdatum FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
        " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND i.UitgeslotenVanAanlevering = 0"
        " AND l.Burgerservicenummer IS NOT NULL LIMIT 1"
    )
    return eerste


def test_a_dubbele_inschrijving_is_shown_until_the_other_school_corrects_it(werkplek):
    werkplek.tot("")
    bsn, begin = _bekende_bsn(werkplek)
    elders = {"soort": "andereschool", "pgn": bsn, "brin": "01BB", "begin": str(begin)[:10], "eind": None}
    werkplek.beheer("brp", **elders)
    assert werkplek.bronsync("terugkoppeling-ophalen")[1]["dubbele_inschrijvingen"] == 1
    assert werkplek.bronsync("terugkoppeling-ophalen")[1]["dubbele_inschrijvingen"] == 1
    werkplek.beheer("brp", **elders, verwijder=True)
    werkplek.morgen()
    assert werkplek.bronsync("terugkoppeling-ophalen")[1]["dubbele_inschrijvingen"] == 0
    werkplek.beheer("brp", **elders)
    assert werkplek.bronsync("terugkoppeling-ophalen")[1]["dubbele_inschrijvingen"] == 1
