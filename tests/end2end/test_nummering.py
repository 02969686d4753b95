"""The register starts counting its feedback anew (FOUTEN R1): nothing is thrown away, nothing signed off unseen, and the cycle ends equal."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bronsync import cli
from end2end.conftest import AANLEVERPUNT, Werkplek

pytestmark = pytest.mark.timeout(300)
KIES = (
    "SELECT InschrijvingId FROM Inschrijving WHERE Aanleverpunt = ? AND Uitschrijfdatum IS NULL ORDER BY InschrijvingId"
)
NNCA = "UPDATE Inschrijving SET Nnca = CASE Nnca WHEN '1' THEN '2' ELSE '1' END WHERE InschrijvingId = ?"


def in_het_register(werkplek: Werkplek, *opdrachten: str) -> None:
    with closing(sqlite3.connect(werkplek.map / "register" / "register.sqlite", timeout=30)) as db, db:
        for opdracht in opdrachten:
            db.execute(opdracht)


def telt_opnieuw(werkplek: Werkplek) -> None:
    in_het_register(
        werkplek,
        "DELETE FROM terugkoppeling",
        "UPDATE aanleverpunt SET laatste=0, bevestigd=0, geleverd=0, in_sessie=0, sessie=0",
    )


def bij_bron(werkplek: Werkplek) -> tuple[int, int]:
    """Up to which number it gave, and up to which was signed off."""
    vraag = "SELECT laatste, bevestigd FROM aanleverpunt WHERE code = ?"
    with closing(sqlite3.connect(werkplek.map / "register" / "register.sqlite", timeout=30)) as db:
        laatste, bevestigd = db.execute(vraag, (AANLEVERPUNT,)).fetchone()
        return int(laatste), int(bevestigd)


def wijzig(werkplek: Werkplek) -> int:
    """One onderwijsgegeven is changed, answered 'naar BRON', checked and sent; gives the number of the actie."""
    ((inschrijving,), *_) = werkplek.sql(KIES, AANLEVERPUNT)
    werkplek.sql(NNCA, inschrijving)
    werkplek.bronsync("acties-bepalen")
    (vraag,) = werkplek.bronsync("vragen")[1]["vragen"]
    _, uit = werkplek.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    werkplek.bronsync("controleren")
    return int(uit["actie"])


def status_van(werkplek: Werkplek, nummer: int) -> str:
    return {str(een["nummer"]): een["status"] for een in werkplek.bronsync("acties")[1]["acties"]}[str(nummer)]


def eindigt_gelijk(werkplek: Werkplek) -> None:
    for vraag in werkplek.bronsync("vragen")[1]["vragen"]:
        werkplek.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    werkplek.lever()
    laatste, bevestigd = bij_bron(werkplek)
    assert laatste == bevestigd
    assert not {"Verzenden", "Onbeslist", "In behandeling"} & set(werkplek.bronsync("status")[1]["acties"])
    assert max(werkplek.uitvoeringen()) == 1


def test_R1_the_answer_to_what_was_sent_comes_under_a_number_of_long_ago(geleverd):
    geleverd.beheer("instellingen", vertraging_tikken=1)
    nummer = wijzig(geleverd)
    geleverd.bronsync("synchroniseren")
    telt_opnieuw(geleverd)
    geleverd.beheer("werk", tikken=2)
    assert bij_bron(geleverd) == (1, 0)
    for _ in range(2):
        code, uit = geleverd.bronsync("terugkoppeling-ophalen")
        assert (code, uit["fout"]) == (cli.OVER, "PROC-22")
        assert bij_bron(geleverd) == (1, 0), "signed off before recovery"
    assert status_van(geleverd, nummer) == "Geaccepteerd", "the acceptance was read, not thrown away"
    geleverd.beheer("instellingen", vertraging_tikken=0)
    assert geleverd.bronsync("acties-bepalen")[1]["fout"] == "PROC-22"
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {}
    eindigt_gelijk(geleverd)


def test_R1_the_count_is_lower_before_anything_is_sent(geleverd):
    telt_opnieuw(geleverd)
    ((inschrijving,), *_) = geleverd.sql(KIES, AANLEVERPUNT)
    geleverd.sql(NNCA, inschrijving)
    for stroom in ("acties-bepalen", "synchroniseren", "terugkoppeling-ophalen"):
        assert geleverd.bronsync(stroom)[1]["fout"] == "PROC-22"
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0
    assert geleverd.bronsync("acties-bepalen")[1]["vragen"] == 1
    eindigt_gelijk(geleverd)


def test_R1_anew_and_past_our_highest_by_the_time_that_we_look(geleverd):
    telt_opnieuw(geleverd)
    vraag = "SELECT Burgerservicenummer FROM Leerling WHERE Burgerservicenummer IS NOT NULL ORDER BY LeerlingId"
    ((bsn,), *_) = geleverd.sql(vraag)
    for keer in range(60):
        geleverd.beheer("brp", soort="persoon", bsn=bsn, wijzig={"voornamen": f"Naam {'IVXLC'[keer % 5]}"})
    assert bij_bron(geleverd)[1] == 0
    assert geleverd.bronsync("terugkoppeling-ophalen")[1]["fout"] == "PROC-22"
    assert bij_bron(geleverd)[1] == 0
    assert geleverd.bronsync("registratieoverzicht-ophalen")[0] == 0
    assert geleverd.bronsync("acties-bepalen")[1]["verschillen"] == {"sleutel": 1}
    geleverd.sql("UPDATE Leerling SET Voornamen = 'Naam C' WHERE Burgerservicenummer = ?", bsn)
    eindigt_gelijk(geleverd)
