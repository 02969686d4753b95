"""Signals through the command line: explained, without names, and attentiesignalen that are nobody's homework."""

from __future__ import annotations

import json

import pytest

from bronsync import cli
from bronsync.adapters.system.logboek import VELDEN
from bronsync.domain.kijken.signalen import ONBEKEND
from end2end.conftest import Werkplek


def _persoonsgegevens(werkplek: Werkplek) -> set[str]:
    rijen = werkplek.sql("SELECT Achternaam, Voornamen, Burgerservicenummer, Onderwijsnummer, Straatnaam FROM Leerling")
    return {str(cel) for rij in rijen for cel in rij if cel and len(str(cel)) > 4}


@pytest.mark.parametrize("stroom", [*cli.FLOWS, "signalen", "controles"])
def test_the_log_knows_every_flow(stroom):
    assert VELDEN["flow"].fullmatch(stroom)


def test_the_catalogue_needs_no_school(capsys):
    assert cli.main(["signalen", "--json"]) == 0
    uit = json.loads(capsys.readouterr().out)
    assert "nooit gepubliceerd" in uit["toelichting"]
    assert {"SIM-770", "DK0002"} <= {regel["code"] for regel in uit["signalen"]}
    assert cli.main(["signalen"]) == 0
    assert "SIM-770" in capsys.readouterr().out


def test_attentiesignalen_are_explained_hidden_when_seen_and_leave_nothing_to_do(werkplek):
    for _ in range(6):
        werkplek.tot("")
        if not werkplek.bronsync("acties-bepalen")[1]["verschillen"]:
            break
    code, uit = werkplek.bronsync("attentiesignalen")
    assert (code, uit["gezien"]) == (0, 0)
    regels = uit["attentiesignalen"]
    assert regels, "the school of this test gives at least one attentiesignaal"
    assert {regel["ernst"] for regel in regels} == {"attentie"}
    assert all(regel["code"].startswith("SIM-") and regel["betekenis"] and regel["advies"] for regel in regels)
    assert not [tekst for tekst in _persoonsgegevens(werkplek) if tekst in json.dumps(uit, ensure_ascii=False)]

    code, status = werkplek.bronsync("status")
    assert (code, status["verschillen"], status["wacht_op_gebruiker"]) == (0, 0, 0)
    for stroom in ("acties-bepalen", "controleren", "synchroniseren", "terugkoppeling-ophalen"):
        assert werkplek.bronsync(stroom)[0] == 0, stroom

    eerste, *rest = [regel["nummer"] for regel in regels]
    code, uit = werkplek.bronsync("attentiesignalen", "--gezien", str(eerste), "--notitie", "nagevraagd")
    assert (code, uit["gezien"]) == (0, 1)
    assert [regel["nummer"] for regel in uit["attentiesignalen"]] == rest
    alle = werkplek.bronsync("acties")[1]["signalen"]
    assert [regel["gezien"] for regel in alle if regel["nummer"] == eerste] == [True]

    code, uit = werkplek.bronsync("attentiesignalen", "--gezien", "999999")
    assert (code, uit["fout"]) == (1, "PROC-18")


def test_a_rejected_actie_stands_in_the_list_with_what_to_do(werkplek):
    """BRON has another day of birth than the school: our controles cannot know, so the register rejects it."""
    werkplek.bronsync("registratieoverzicht-ophalen")
    ((inschrijving, bsn, geboren),) = werkplek.sql(
        "SELECT InschrijvingId, Burgerservicenummer, Geboortedatum FROM Inschrijving i JOIN Leerling l USING (LeerlingId)"
        " WHERE i.Aanleverpunt = '00AA00' AND UitgeslotenVanAanlevering = 0 AND Uitschrijfdatum IS NULL"
        " AND l.Burgerservicenummer IS NOT NULL LIMIT 1",
    )
    werkplek.sql(
        "UPDATE Leerling SET Geboortedatum = ? WHERE Burgerservicenummer = ?",
        str(geboren)[:6] + ("11" if str(geboren)[6:] != "11" else "12"),
        bsn,
    )
    werkplek.tot("")
    code, uit = werkplek.bronsync("acties")
    assert code == 1
    (actie,) = [regel for regel in uit["acties"] if regel["status"] == "Afgekeurd"]
    assert actie["inschrijving"] == inschrijving
    (signaal,) = [
        regel for regel in uit["signalen"] if regel["actie"] == actie["nummer"] and regel["ernst"] == "afkeur"
    ]
    assert (signaal["code"], signaal["herkomst"]) == ("SIM-753", "BRON")
    assert "GBA" in signaal["betekenis"]
    assert "verbeter LVS2000" in signaal["advies"]
    assert signaal["advies"] != ONBEKEND
    assert not [tekst for tekst in _persoonsgegevens(werkplek) if tekst in json.dumps(uit, ensure_ascii=False)]
