"""The whole cycle of manual ch. 2 through the command line, against the register as a process over mutual TLS."""

from __future__ import annotations

from end2end.conftest import LEERLINGEN


def test_eerste_aanlevering_ends_without_verschillen(werkplek):
    code, uit = werkplek.bronsync("registratieoverzicht-ophalen")
    assert (code, uit["inschrijvingen"], uit["met_historie"]) == (0, 0, True)
    code, uit = werkplek.bronsync("acties-bepalen")
    assert code == 1
    assert set(uit["acties"]) == {"Nieuwe Melding Inschrijving"}
    werkplek.lever()
    code, uit = werkplek.bronsync("status")
    assert (code, uit["verschillen"]) == (0, 0)
    assert werkplek.bronsync("controleren")[1]["signalen"] == [], (
        "signals of executed acties are no longer to be solved"
    )
    assert uit["inschrijvingen_bron"] >= LEERLINGEN - 3
    assert max(werkplek.uitvoeringen()) == 1


def test_a_move_known_to_the_gba_is_asked_and_taken_over(geleverd):
    ((leerling, bsn),) = geleverd.sql(
        "SELECT l.LeerlingId, l.Burgerservicenummer FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
        " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND l.Burgerservicenummer IS NOT NULL"
        " AND l.GeheimAdres = 0 AND l.Postcode IS NOT NULL AND i.UitgeslotenVanAanlevering = 0 LIMIT 1",
    )
    nieuw = {"straatnaam": "Dorpsstraat", "huisnummer": 7, "postcode": "3077AW", "plaatsnaam": "Rotterdam"}
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"adres": nieuw})
    code, uit = geleverd.bronsync("acties-bepalen")
    assert uit["verschillen"] == {"adres": 1}
    code, uit = geleverd.bronsync("vragen")
    (vraag,) = uit["vragen"]
    assert vraag["voorstel"] == "naar LVS2000"
    assert "naar BRON" in vraag["onmogelijk"]
    code, uit = geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-lvs2000")
    assert (code, uit["soort"]) == (0, "Overnemen adresgegevens in LVS")
    geleverd.bronsync("controleren")
    code, uit = geleverd.bronsync("synchroniseren")
    assert (code, uit["verwerkt_in_lvs"]) == (0, 1)
    ((postcode, huisnummer),) = geleverd.sql("SELECT Postcode, Huisnummer FROM Leerling WHERE LeerlingId = ?", leerling)
    assert (postcode, str(huisnummer)) == ("3077AW", "7")
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["verschillen"]) == (0, {})


def test_a_leaver_is_signed_off_without_asking(geleverd):
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE InschrijvingId ="
        " (SELECT min(InschrijvingId) FROM Inschrijving WHERE Aanleverpunt = '00AA00' AND Uitschrijfdatum IS NULL"
        " AND UitgeslotenVanAanlevering = 0)",
    )
    _, uit = geleverd.bronsync("acties-bepalen")
    assert uit["acties"] == {"Uitschrijving": 1}
    geleverd.tot("")
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["verschillen"]) == (0, {})


def test_identificatieverzoek_by_hand(werkplek):
    werkplek.bronsync("registratieoverzicht-ophalen")
    ((inschrijving, leerling),) = werkplek.sql(
        "SELECT min(InschrijvingId), LeerlingId FROM Inschrijving WHERE Aanleverpunt = '00AA00'",
    )
    ((bsn,),) = werkplek.sql("SELECT Burgerservicenummer FROM Leerling WHERE LeerlingId = ?", leerling)
    werkplek.sql("UPDATE Leerling SET Burgerservicenummer = NULL WHERE LeerlingId = ?", leerling)
    code, uit = werkplek.bronsync("handmatig", str(inschrijving), "identificatieverzoek")
    assert code == 0
    werkplek.bronsync("controleren")
    code, uit = werkplek.bronsync("synchroniseren")
    assert uit["verzonden"] == 1
    code, uit = werkplek.bronsync("terugkoppeling-ophalen")
    assert uit["teruggeschreven"] == 1
    assert werkplek.sql("SELECT Burgerservicenummer FROM Leerling WHERE LeerlingId = ?", leerling) == [(bsn,)]


def test_a_historical_overview_blocks_comparing_until_an_actual_one(werkplek):
    werkplek.bronsync("registratieoverzicht-ophalen")
    code, uit = werkplek.bronsync("registratieoverzicht-ophalen", "--peildatum", "2020-10-01")
    assert (code, uit["historisch"]) == (1, True)
    code, uit = werkplek.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (1, "PROC-03")
    werkplek.bronsync("registratieoverzicht-ophalen")
    assert "fout" not in werkplek.bronsync("acties-bepalen")[1]


def test_niet_uitgevoerde_acties_are_removed_and_come_back(werkplek):
    werkplek.tot("controleren")
    _, voor = werkplek.bronsync("status")
    _code, uit = werkplek.bronsync("niet-uitgevoerde-acties-verwijderen")
    assert uit["verwijderd"] == voor["acties"]["Bepaald"]
    _, uit = werkplek.bronsync("acties-bepalen")
    assert sum(uit["acties"].values()) == voor["acties"]["Bepaald"]


def test_an_executed_actie_can_be_removed_and_redone(werkplek):
    werkplek.storing("antwoord_kwijt", operatie="aanleverenInschrijving")
    werkplek.tot("terugkoppeling-ophalen")
    regels = werkplek.bronsync("berichten")[1]["berichten"]
    actie = next(regel["actie"] for regel in regels if regel["stand"] == "In behandeling")
    code, uit = werkplek.bronsync("verwijder-actie", str(actie))
    assert (code, uit["status"]) == (0, "Verwijderd na verzending")
    werkplek.lever()
    assert werkplek.bronsync("status")[1]["verschillen"] == 0
