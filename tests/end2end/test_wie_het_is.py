"""FOUTEN R2, R3 and R4 as they were found: a change in LVS2000 itself, then the program against the register."""

from __future__ import annotations

from end2end.conftest import Werkplek

EERSTE = (
    "SELECT LeerlingId, InschrijvingId, Burgerservicenummer, Inschrijfdatum FROM Leerling JOIN Inschrijving USING (LeerlingId)"
    " WHERE Aanleverpunt = '00AA00' AND Uitschrijfdatum IS NULL AND UitgeslotenVanAanlevering = 0"
    " AND Burgerservicenummer IS NOT NULL ORDER BY InschrijvingId"
)


def _kopieer(werkplek: Werkplek, leerling: int, inschrijving: int, **anders: object) -> None:
    """The pupil once more, as number plus 1000, with these columns of the inschrijving changed."""
    for tabel, sleutel, waarden in (
        ("Leerling", leerling, {"LeerlingId": leerling + 1000, "Leerlingnummer": str(leerling + 1000)}),
        (
            "Inschrijving",
            inschrijving,
            {"InschrijvingId": inschrijving + 1000, "LeerlingId": leerling + 1000, **anders},
        ),
        ("Klassenhistorie", inschrijving, {"InschrijvingId": inschrijving + 1000}),
    ):
        kolommen = [rij[1] for rij in werkplek.sql(f"PRAGMA table_info({tabel})")]
        eigen = {"Klassenhistorie": "InschrijvingId"}.get(tabel, f"{tabel}Id")
        kies = ", ".join("?" if kolom in waarden else kolom for kolom in kolommen if kolom != "KlassenhistorieId")
        namen = ", ".join(kolom for kolom in kolommen if kolom != "KlassenhistorieId")
        vul = [waarden[kolom] for kolom in kolommen if kolom in waarden]
        werkplek.sql(f"INSERT INTO {tabel} ({namen}) SELECT {kies} FROM {tabel} WHERE {eigen} = ?", *vul, sleutel)


def _bij_bron(werkplek: Werkplek, bsn: str) -> int:
    registraties = werkplek.beheer("stand")["aanleverpunten"]["00AA00"]["registraties"]
    return sum(bsn in str(rij) for rij in registraties)


def test_R2_a_leerlingnummer_given_out_again_takes_no_registration_from_the_first_child(geleverd):
    leerling, _, bsn, _ = geleverd.sql(EERSTE)[0]
    geleverd.sql(
        "UPDATE Leerling SET Burgerservicenummer='999998420', Geboortedatum='20190305', Achternaam='Anders', Voorvoegsel=NULL,"
        " Voornamen='Geheel', Geslacht = CASE Geslacht WHEN 'M' THEN 'V' ELSE 'M' END WHERE LeerlingId=?",
        leerling,
    )
    _, uit = geleverd.bronsync("acties-bepalen")
    assert uit["verschillen"] == {"niet in BRON": 1, "niet in LVS2000": 1}
    assert uit["acties"] == {}, "the number is still of the first child at BRON: nothing goes without an answer"
    assert _bij_bron(geleverd, bsn) == 1
    (vraag,) = geleverd.bronsync("vragen")[1]["vragen"]
    assert vraag["verschil"] == "niet in LVS2000"
    geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    for stroom in ("controleren", "synchroniseren", "terugkoppeling-ophalen"):
        geleverd.bronsync(stroom)
    assert _bij_bron(geleverd, bsn) == 0
    _, uit = geleverd.bronsync("acties-bepalen")
    assert uit["acties"] == {"Nieuwe Melding Inschrijving": 1}


def test_R4_a_copy_of_a_child_that_is_kept_out_of_the_delivery_hides_nobody(geleverd):
    leerling, inschrijving, bsn, _ = geleverd.sql(EERSTE)[0]
    _kopieer(geleverd, leerling, inschrijving, UitgeslotenVanAanlevering=1)
    _, uit = geleverd.bronsync("acties-bepalen")
    assert uit["verschillen"] == {}
    assert _bij_bron(geleverd, bsn) == 1


def test_R3_a_child_that_left_and_came_back_under_a_new_record_does_not_block_the_school(geleverd):
    """The control over several rows is about the leaver's row too, which is at BRON no more and in nobody's way."""
    leerling, inschrijving, _, _ = geleverd.sql(EERSTE)[0]
    _kopieer(geleverd, leerling, inschrijving)
    geleverd.sql(
        "UPDATE Inschrijving SET Inschrijfdatum='2007-08-01', Uitschrijfdatum='2008-03-31' WHERE InschrijvingId=?",
        inschrijving + 1000,
    )
    geleverd.sql("UPDATE Inschrijving SET VoAdvies='10' WHERE InschrijvingId=?", inschrijving)
    geleverd.bronsync("acties-bepalen")
    for vraag in geleverd.bronsync("vragen")[1]["vragen"]:
        geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    _, uit = geleverd.bronsync("controleren")
    assert uit["gecontroleerd"] == 1
    assert "P22" not in uit["per_code"]
