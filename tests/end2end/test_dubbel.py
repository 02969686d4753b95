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


def test_a_note_at_a_dubbele_inschrijving_stays_with_it_until_it_disappears(werkplek):
    werkplek.tot("")
    bsn, begin = _bekende_bsn(werkplek)
    elders = {"soort": "andereschool", "pgn": bsn, "brin": "01BB", "begin": str(begin)[:10], "eind": None}
    werkplek.beheer("brp", **elders)
    werkplek.bronsync("terugkoppeling-ophalen")
    code, uit = werkplek.bronsync("dubbele-inschrijvingen")
    (dubbele,) = uit["dubbele_inschrijvingen"]
    assert (code, dubbele["nummer"], dubbele["brin_andere_school"], dubbele["met_notitie"]) == (0, 1, "01BB", False)
    assert bsn not in str(uit)
    code, uit = werkplek.bronsync("dubbele-inschrijvingen", "1", "--notitie", "gebeld met de andere school")
    assert (code, uit["dubbele_inschrijvingen"][0]["met_notitie"]) == (0, True)
    assert "gebeld" not in str(uit)
    werkplek.bronsync("terugkoppeling-ophalen")
    assert werkplek.bronsync("dubbele-inschrijvingen")[1]["dubbele_inschrijvingen"][0]["met_notitie"]
    assert werkplek.bronsync("dubbele-inschrijvingen", "1", "--notitie", "")[1]["dubbele_inschrijvingen"][0] == dubbele
    werkplek.beheer("brp", **elders, verwijder=True)
    werkplek.morgen()
    werkplek.bronsync("terugkoppeling-ophalen")
    code, uit = werkplek.bronsync("dubbele-inschrijvingen", "1", "--notitie", "te laat")
    assert (code, uit["fout"]) == (1, "PROC-20")
