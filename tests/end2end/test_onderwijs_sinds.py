"""Onderwijs Sinds through the command line, in the school's own database."""

from __future__ import annotations

from typing import Any

from end2end.conftest import Werkplek


def _sinds(werkplek: Werkplek) -> dict[Any, Any]:
    return dict(werkplek.sql("SELECT LeerlingId, OnderwijsSinds FROM Leerling"))


def test_shown_filled_and_undone(werkplek):
    voor = _sinds(werkplek)
    code, uit = werkplek.bronsync("onderwijs-sinds")
    assert (code, uit) == (0, {"voorstel": []})

    hier = "SELECT DISTINCT LeerlingId FROM Inschrijving WHERE Aanleverpunt = '00AA00' ORDER BY LeerlingId LIMIT 3"
    mist, zonder, eigen = (rij[0] for rij in werkplek.sql(hier))
    werkplek.sql("UPDATE Leerling SET OnderwijsSinds = NULL WHERE LeerlingId IN (?, ?)", mist, zonder)
    werkplek.sql("UPDATE Inschrijving SET Inschrijfdatum = NULL WHERE LeerlingId = ?", zonder)
    werkplek.sql("UPDATE Leerling SET OnderwijsSinds = '2001-02-03' WHERE LeerlingId = ?", eigen)

    code, uit = werkplek.bronsync("onderwijs-sinds")
    assert code == 1
    assert {regel["leerling"]: regel["dag"] for regel in uit["voorstel"]} == {mist: voor[mist], zonder: None}
    assert all(regel["waarom"] for regel in uit["voorstel"])
    assert _sinds(werkplek)[mist] is None

    code, uit = werkplek.bronsync("onderwijs-sinds", "--uitvoeren")
    assert (code, uit) == (1, {"gewijzigd": 1, "overgeslagen": 0, "zelf_invullen": [zonder]})
    assert _sinds(werkplek) == voor | {zonder: None, eigen: "2001-02-03"}

    assert werkplek.bronsync("onderwijs-sinds", "--terugdraaien") == (0, {"gewijzigd": 1, "overgeslagen": 0})
    assert _sinds(werkplek) == voor | {mist: None, zonder: None, eigen: "2001-02-03"}
    assert werkplek.bronsync("onderwijs-sinds", "--terugdraaien") == (0, {"gewijzigd": 0, "overgeslagen": 0})


def test_an_older_registration_at_bron_is_the_day_that_is_filled(werkplek):
    """The pupil was here before, BRON knows it, and LVS2000 has purged the old inschrijving."""
    for stroom in ("registratieoverzicht-ophalen", "acties-bepalen"):
        werkplek.bronsync(stroom)
    for _ in range(4):
        werkplek.tot("")
    ((leerling, inschrijving, eerst),) = werkplek.sql(
        "SELECT LeerlingId, min(InschrijvingId), Inschrijfdatum FROM Inschrijving WHERE Aanleverpunt = '00AA00'"
        " AND Uitschrijfdatum IS NULL AND UitgeslotenVanAanlevering = 0 AND Inschrijfdatum < date('now', '-400 days')",
    )
    werkplek.sql("UPDATE Leerling SET OnderwijsSinds = NULL WHERE LeerlingId = ?", leerling)
    werkplek.sql(
        "UPDATE Inschrijving SET Inschrijfdatum = date('now', '-30 days') WHERE InschrijvingId = ?",
        inschrijving,
    )
    _code, uit = werkplek.bronsync("onderwijs-sinds")
    (regel,) = uit["voorstel"]
    assert (regel["leerling"], regel["dag"]) == (leerling, eerst)
    assert "BRON" in regel["waarom"]
