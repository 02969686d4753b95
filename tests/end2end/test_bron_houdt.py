"""FOUTEN R10 against the register: an initial for who is in the GBA is accepted, kept out, and not offered again."""

from __future__ import annotations

from end2end.conftest import Werkplek
from end2end.test_wie_het_is import EERSTE


def test_R10_an_initial_that_BRON_does_not_take_is_not_offered_again(geleverd: Werkplek):
    leerling = geleverd.sql(EERSTE)[0][0]
    geleverd.sql("UPDATE Leerling SET Voornamen = substr(Voornamen, 1, 1) || '.' WHERE LeerlingId=?", leerling)
    geleverd.bronsync("acties-bepalen")
    (vraag,) = geleverd.bronsync("vragen")[1]["vragen"]
    geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    for stroom in ("controleren", "synchroniseren", "terugkoppeling-ophalen", "acties-bepalen"):
        geleverd.bronsync(stroom)
    (vraag,) = geleverd.bronsync("vragen")[1]["vragen"]
    assert "naar BRON" not in vraag["mogelijk"]
    assert "houdt toch de eigen waarde aan bij Voornamen" in vraag["onmogelijk"]["naar BRON"]
    code, uit = geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-bron")
    assert (code, uit["fout"]) == (1, "PROC-11")
