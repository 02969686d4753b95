"""Every actie of manual ch. 5 and every kind of feedback of ch. 2, through the command line against the register over mutual TLS."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from end2end.conftest import Werkplek

GEKOZEN = (
    "SELECT l.LeerlingId, i.InschrijvingId, l.Burgerservicenummer, i.Inschrijfdatum FROM Leerling l"
    " JOIN Inschrijving i USING (LeerlingId) WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL"
    " AND i.UitgeslotenVanAanlevering = 0 AND l.Burgerservicenummer IS NOT NULL AND l.GeheimAdres = 0"
    " AND l.Postcode IS NOT NULL AND l.Achternaam IS NOT NULL AND length(l.Geboortedatum) = 8"
    " AND l.LeerlingId NOT IN (SELECT LeerlingId FROM Inschrijving GROUP BY LeerlingId HAVING count(*) > 1)"
    " ORDER BY i.InschrijvingId LIMIT 1"
)


def registratie(werkplek: Werkplek, bsn: str) -> dict[str, Any]:
    """The one registration of a person as the register itself holds it."""
    alle = werkplek.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    (gevonden,) = [r for r in alle if r["persoon"].get("burgerservicenummer") == bsn]
    return gevonden


def doe(werkplek: Werkplek, keuze: str | None, actie: str) -> None:
    """One difference, one answer where it is asked, one actie, and nothing left after it."""
    _, uit = werkplek.bronsync("acties-bepalen")
    assert sum(uit["verschillen"].values()) == 1
    if keuze:
        (vraag,) = werkplek.bronsync("vragen")[1]["vragen"]
        _, uit = werkplek.bronsync("beslis", str(vraag["nummer"]), keuze)
        assert uit["soort"] == actie
    else:
        assert uit["acties"] == {actie: 1}
    werkplek.bronsync("controleren")
    _, uit = werkplek.bronsync("synchroniseren")
    assert uit["verzonden"] + uit["verwerkt_in_lvs"] == 1
    werkplek.bronsync("terugkoppeling-ophalen")
    code, uit = werkplek.bronsync("acties-bepalen")
    assert (code, uit["verschillen"]) == (0, {})


def test_correctie_inschrijfdatum_removes_the_wrong_one_and_delivers_the_right_one(geleverd):
    ((_, inschrijving, bsn, was),) = geleverd.sql(GEKOZEN)
    dag = date.fromisoformat(str(was)[:10]) + timedelta(days=1)
    nieuw = (dag + timedelta(days=(8 - dag.isoweekday()) if dag.isoweekday() > 5 else 0)).isoformat()
    geleverd.sql("UPDATE Inschrijving SET Inschrijfdatum = ? WHERE InschrijvingId = ?", nieuw, inschrijving)
    geleverd.sql("DELETE FROM Klassenhistorie WHERE InschrijvingId = ? AND Begindatum < ?", inschrijving, nieuw)
    geleverd.sql(
        "UPDATE Klassenhistorie SET Begindatum = ? WHERE InschrijvingId = ? AND Begindatum ="
        " (SELECT min(Begindatum) FROM Klassenhistorie WHERE InschrijvingId = ?)",
        nieuw,
        inschrijving,
        inschrijving,
    )
    uit = geleverd.bronsync("acties-bepalen")[1]
    assert uit["verschillen"].get("inschrijfdatum") == 1, uit
    vragen = geleverd.bronsync("vragen")[1]["vragen"]
    datum = next(vraag for vraag in vragen if vraag["verschil"] == "inschrijfdatum")
    _, uit = geleverd.bronsync("beslis", str(datum["nummer"]), "naar-bron")
    assert uit["soort"] == "Correctie Inschrijfdatum"
    geleverd.bronsync("controleren")
    geleverd.bronsync("synchroniseren")
    soorten = geleverd.bronsync("terugkoppeling-ophalen")[1]["per_soort"]
    assert soorten == {"VerwijderingBevestigd": 1, "InschrijvingGeaccepteerd": 1}
    assert registratie(geleverd, bsn)["datumInschrijving"] == nieuw
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {}


def test_wijziging_onderwijsgegevens_brings_the_state_of_lvs2000_to_bron(geleverd):
    ((_, inschrijving, bsn, _),) = geleverd.sql(GEKOZEN)
    geleverd.sql(
        "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?",
        inschrijving,
    )
    doe(geleverd, "naar-bron", "Wijziging Onderwijsgegevens")
    ((nnca,),) = geleverd.sql("SELECT Nnca FROM Inschrijving WHERE InschrijvingId = ?", inschrijving)
    assert registratie(geleverd, bsn)["onderwijs"]["indicatieNnca"] == str(nnca)


def test_wijziging_sleutelgegevens_onderwijsnummer_becomes_bsn_with_both_numbers(werkplek):
    ((leerling, _, bsn, _),) = werkplek.sql(GEKOZEN)
    ((naam,),) = werkplek.sql("SELECT Achternaam FROM Leerling WHERE LeerlingId = ?", leerling)
    werkplek.sql(
        "UPDATE Leerling SET Burgerservicenummer = NULL, Achternaam = 'Onvindbaar' WHERE LeerlingId = ?",
        leerling,
    )
    werkplek.lever()
    ((nummer,),) = werkplek.sql("SELECT Onderwijsnummer FROM Leerling WHERE LeerlingId = ?", leerling)
    assert nummer.startswith("10"), "BRON gave an onderwijsnummer and it came back"
    werkplek.sql(
        "UPDATE Leerling SET Burgerservicenummer = ?, Onderwijsnummer = NULL, Achternaam = ? WHERE LeerlingId = ?",
        bsn,
        naam,
        leerling,
    )
    werkplek.bronsync("acties-bepalen")
    for vraag in werkplek.bronsync("vragen")[1]["vragen"]:
        keuze = "naar-bron" if "naar BRON" in vraag["mogelijk"] else "negeren"
        werkplek.bronsync("beslis", str(vraag["nummer"]), keuze)
    werkplek.bronsync("controleren")
    werkplek.bronsync("synchroniseren")
    soorten = werkplek.bronsync("terugkoppeling-ophalen")[1]["per_soort"]
    assert soorten["WijzigingSleutelgegevens"] == 1
    assert registratie(werkplek, bsn)
    assert "sleutel" not in werkplek.bronsync("acties-bepalen")[1]["verschillen"]


def test_verwijdering_inschrijving_is_asked_and_confirmed(geleverd):
    ((_, inschrijving, bsn, _),) = geleverd.sql(GEKOZEN)
    for tabel in ("Klassenhistorie", "Indicatie", "Begeleiding", "Inschrijving"):
        geleverd.sql(f"DELETE FROM {tabel} WHERE InschrijvingId = ?", inschrijving)
    doe(geleverd, "naar-bron", "Verwijdering Inschrijving")
    alle = geleverd.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    assert bsn not in [r["persoon"].get("burgerservicenummer") for r in alle]


def test_afkeur_is_explained_and_repaired(werkplek):
    ((leerling, inschrijving, _, _),) = werkplek.sql(GEKOZEN)
    ((geslacht,),) = werkplek.sql("SELECT Geslacht FROM Leerling WHERE LeerlingId = ?", leerling)
    werkplek.sql(
        "UPDATE Leerling SET Geslacht = CASE Geslacht WHEN 'M' THEN 'V' ELSE 'M' END WHERE LeerlingId = ?",
        leerling,
    )
    werkplek.tot("")
    werkplek.tot("")
    _code, uit = werkplek.bronsync("status")
    assert uit["acties"]["Afgekeurd"] == 1
    uit = werkplek.bronsync("acties")[1]
    (afgekeurd,) = [regel["nummer"] for regel in uit["acties"] if regel["status"] == "Afgekeurd"]
    (signaal,) = [regel for regel in uit["signalen"] if regel["code"] == "SIM-753"]
    assert signaal["actie"] == afgekeurd
    assert signaal["advies"]
    assert not werkplek.bronsync("acties-bepalen")[1]["acties"], "not sent again before the data change"
    werkplek.sql("UPDATE Leerling SET Geslacht = ? WHERE LeerlingId = ?", geslacht, leerling)
    _, uit = werkplek.bronsync("acties-bepalen")
    assert uit["acties"] == {"Nieuwe Melding Inschrijving": 1}
    werkplek.lever()
    assert inschrijving


def test_a_spontane_mutatie_of_a_name_is_in_lvs2000_at_once(geleverd):
    ((leerling, _, bsn, _),) = geleverd.sql(GEKOZEN)
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"voornamen": "Suzanne Marijke"})
    code, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert (code, uit["per_soort"], uit["teruggeschreven"]) == (0, {"SpontaneMutatie": 1}, 1)
    assert geleverd.sql("SELECT Voornamen FROM Leerling WHERE LeerlingId = ?", leerling) == [("Suzanne Marijke",)]
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {}


def test_a_spontane_mutatie_never_overwrites_a_newer_edit_of_the_school(geleverd):
    ((leerling, _, bsn, _),) = geleverd.sql(GEKOZEN)
    geleverd.sql("UPDATE Leerling SET Voornamen = 'Van de school' WHERE LeerlingId = ?", leerling)
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"voornamen": "Van de gemeente"})
    _, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert (uit["teruggeschreven"], uit["conflicten"]) == (0, 1)
    assert geleverd.sql("SELECT Voornamen FROM Leerling WHERE LeerlingId = ?", leerling) == [("Van de school",)]
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {"sleutel": 1}


def test_a_bsn_that_bron_found_later_replaces_the_onderwijsnummer_in_lvs2000(werkplek):
    ((leerling, _, bsn, _),) = werkplek.sql(GEKOZEN)
    werkplek.sql(
        "UPDATE Leerling SET Burgerservicenummer = NULL, Achternaam = 'Onvindbaar' WHERE LeerlingId = ?",
        leerling,
    )
    werkplek.lever()
    ((nummer,),) = werkplek.sql("SELECT Onderwijsnummer FROM Leerling WHERE LeerlingId = ?", leerling)
    werkplek.beheer("brp", soort="vervang_onderwijsnummer", onderwijsnummer=nummer, bsn=bsn)
    soorten = werkplek.bronsync("terugkoppeling-ophalen")[1]["per_soort"]
    assert soorten["WijzigingSleutelgegevens"] == 1
    ((nieuw, oud),) = werkplek.sql(
        "SELECT Burgerservicenummer, Onderwijsnummer FROM Leerling WHERE LeerlingId = ?", leerling
    )
    assert (nieuw, oud) == (bsn, None)


def test_an_ignored_verschil_stays_away_until_a_value_changes(geleverd):
    ((_, inschrijving, _, _),) = geleverd.sql(GEKOZEN)
    geleverd.sql(
        "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?",
        inschrijving,
    )
    geleverd.bronsync("acties-bepalen")
    (vraag,) = geleverd.bronsync("vragen")[1]["vragen"]
    geleverd.bronsync("beslis", str(vraag["nummer"]), "negeren", "--reden", "wordt nog nagevraagd")
    _, uit = geleverd.bronsync("acties-bepalen")
    assert (uit["vragen"], uit["genegeerd"], uit["acties"]) == (0, 1, {})
    geleverd.sql("UPDATE Inschrijving SET Nnca = '0' WHERE InschrijvingId = ?", inschrijving)
    assert geleverd.bronsync("acties-bepalen")[1]["vragen"] == 1
    geleverd.sql("UPDATE Inschrijving SET Nnca = CASE ? WHEN 1 THEN Nnca END WHERE 0", inschrijving)


def test_an_actie_that_was_set_aside_waits_and_the_rest_goes(geleverd):
    rijen = [rij[:2] for rij in geleverd.sql(GEKOZEN.replace("LIMIT 1", "LIMIT 2"))]
    ((geslacht,),) = geleverd.sql("SELECT Geslacht FROM Leerling WHERE LeerlingId = ?", rijen[0][0])
    for _, inschrijving in rijen:
        geleverd.sql(
            "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?",
            inschrijving,
        )
    geleverd.bronsync("acties-bepalen")
    for vraag in geleverd.bronsync("vragen")[1]["vragen"]:
        geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    geleverd.sql("UPDATE Leerling SET Geslacht = 'X' WHERE LeerlingId = ?", rijen[0][0])
    code, controle = geleverd.bronsync("controleer-leerling", str(rijen[0][1]))
    assert (code, controle["signalen"][0]["veld"]) == (1, "geslacht")
    geleverd.sql("UPDATE Leerling SET Geslacht = ? WHERE LeerlingId = ?", geslacht, rijen[0][0])
    geleverd.bronsync("controleren")
    nummers = {a["inschrijving"]: a["nummer"] for a in geleverd.bronsync("acties")[1]["acties"] if not a["verzonden"]}
    apart = nummers[rijen[0][1]]
    code, uit = geleverd.bronsync("zet-apart", str(apart))
    assert (code, uit["fout"]) == (1, "PROC-23"), "not without a reason"
    assert geleverd.bronsync("zet-apart", str(apart), "--reden", "wordt nog nagevraagd")[1] == {"apart_gezet": 1}
    assert geleverd.bronsync("synchroniseren")[1]["verzonden"] == 1
    acties = {a["nummer"]: a for a in geleverd.bronsync("acties")[1]["acties"]}
    assert (acties[apart]["apart_gezet"], acties[apart]["status"]) == (True, "Gecontroleerd")
    assert "nagevraagd" not in str(acties), "what a person typed may name somebody"
    assert geleverd.bronsync("neem-mee", str(apart))[1] == {"gaat_weer_mee": 1}
    assert geleverd.bronsync("synchroniseren", "--weglaten", str(apart))[1]["verzonden"] == 0
    assert geleverd.bronsync("synchroniseren")[1]["verzonden"] == 1


def test_the_rem_stops_a_mass_uitschrijving_and_shows_its_code(geleverd):
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-1 day') WHERE Aanleverpunt = '00AA00' AND Uitschrijfdatum IS NULL",
    )
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (1, "PROC-04")
    bevestiging = uit["advies"].rsplit(" ", 1)[1].rstrip(".")
    _, uit = geleverd.bronsync("acties-bepalen", "--bevestig", bevestiging)
    assert uit["acties"]["Uitschrijving"] > 5


def test_an_ignored_verschil_can_be_opened_again(geleverd):
    ((_, inschrijving, _, _),) = geleverd.sql(GEKOZEN)
    geleverd.sql(
        "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?",
        inschrijving,
    )
    geleverd.bronsync("acties-bepalen")
    (vraag,) = geleverd.bronsync("vragen")[1]["vragen"]
    geleverd.bronsync("beslis", str(vraag["nummer"]), "negeren")
    assert geleverd.bronsync("vragen")[1]["vragen"] == []
    assert "vingerafdruk" not in vraag, "it betrays a PGN to who tries all of them"
    geleverd.bronsync("heropen", str(vraag["nummer"]))
    assert [v["nummer"] for v in geleverd.bronsync("vragen")[1]["vragen"]] == [vraag["nummer"]]


def test_who_left_by_1_august_2008_is_not_delivered(werkplek):
    ((_, inschrijving, bsn, _),) = werkplek.sql(GEKOZEN)
    werkplek.sql(
        "UPDATE Inschrijving SET Inschrijfdatum = '2004-08-02', Uitschrijfdatum = '2008-08-01' WHERE InschrijvingId = ?",
        inschrijving,
    )
    werkplek.lever()
    alle = werkplek.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    assert bsn not in [r["persoon"].get("burgerservicenummer") for r in alle]


def test_a_future_leaver_is_signed_off_now(geleverd):
    ((_, inschrijving, bsn, _),) = geleverd.sql(GEKOZEN)
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '+40 days') WHERE InschrijvingId = ?",
        inschrijving,
    )
    doe(geleverd, None, "Uitschrijving")
    ((einde,),) = geleverd.sql("SELECT Uitschrijfdatum FROM Inschrijving WHERE InschrijvingId = ?", inschrijving)
    assert registratie(geleverd, bsn)["datumUitschrijving"] == einde


def test_nothing_is_sent_while_an_afkeursignaal_is_left(werkplek):
    ((leerling, _, _, _),) = werkplek.sql(GEKOZEN)
    werkplek.sql("UPDATE Leerling SET Postcode = '12' WHERE LeerlingId = ?", leerling)
    werkplek.tot("synchroniseren")
    code, uit = werkplek.bronsync("synchroniseren")
    assert (code, uit["fout"]) == (1, "PROC-06")
    assert not [r for r in werkplek.beheer("log")["berichten"] if r["operatie"] == "aanleverenInschrijving"]


def test_a_direct_refusal_stands_at_its_actie_and_the_others_go_on(werkplek):
    ((_, inschrijving, _, _),) = werkplek.sql(GEKOZEN)
    # known to the school's own database, unknown to the register
    werkplek.sql("INSERT INTO Vestiging (Brin, Vestigingsvolgnummer, Naam) VALUES ('00AA', '77', 'Nieuw')")
    werkplek.sql("UPDATE Klassenhistorie SET Vestiging = '77' WHERE InschrijvingId = ?", inschrijving)
    werkplek.tot("synchroniseren")
    code, uit = werkplek.bronsync("synchroniseren")
    assert code == 1
    assert uit["geweigerd"] == 1
    assert uit["verzonden"] > 1
    uit = werkplek.bronsync("acties")[1]
    (afgekeurd,) = [regel["nummer"] for regel in uit["acties"] if regel["status"] == "Afgekeurd"]
    assert [regel["actie"] for regel in uit["signalen"] if regel["ernst"] == "afkeur"] == [afgekeurd]


def test_an_overview_of_29_days_blocks_and_one_of_28_does_not(geleverd):
    geleverd.dagen = 28
    assert "fout" not in geleverd.bronsync("acties-bepalen")[1]
    geleverd.dagen = 29
    code, uit = geleverd.bronsync("acties-bepalen")
    assert (code, uit["fout"]) == (1, "PROC-02")


def test_feedback_that_is_not_ours_is_kept_for_a_person(geleverd):
    ((leerling, _, bsn, _),) = geleverd.sql(GEKOZEN)
    voor = geleverd.sql("SELECT Voornamen FROM Leerling WHERE LeerlingId = ?", leerling)
    geleverd.storing("tk_aanleverpunt")
    geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"voornamen": "Suzanne Marijke"})
    code, uit = geleverd.bronsync("terugkoppeling-ophalen")
    assert (code, uit["wacht_op_gebruiker"], uit["teruggeschreven"]) == (1, 1, 0)
    assert geleverd.sql("SELECT Voornamen FROM Leerling WHERE LeerlingId = ?", leerling) == voor
    (bericht,) = [b for b in geleverd.bronsync("berichten")[1]["berichten"] if b["stand"] == "wacht op gebruiker"]
    assert bericht["ontvangstnummer"]
