"""Zet terug through the command line: the school's own database, the register over mutual TLS."""

from __future__ import annotations

import json
from typing import Any

from end2end.conftest import Werkplek

LOPEND = (
    "SELECT l.LeerlingId, l.Burgerservicenummer FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
    " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND l.Burgerservicenummer IS NOT NULL"
    " AND l.GeheimAdres = 0 AND l.Postcode IS NOT NULL AND i.UitgeslotenVanAanlevering = 0"
    " GROUP BY l.LeerlingId ORDER BY l.LeerlingId LIMIT ?"
)


def _leerling(werkplek: Werkplek, leerling: int) -> tuple[Any, ...]:
    return werkplek.sql("SELECT * FROM Leerling WHERE LeerlingId = ?", leerling)[0]


def test_addresses_taken_over_by_mistake_are_put_back_together_and_asked(geleverd):
    """R8: 'naar LVS2000' for all, and the newer addresses of the school were gone."""
    leerlingen = geleverd.sql(LOPEND, 3)
    for leerling, _ in leerlingen:
        geleverd.sql("UPDATE Leerling SET Straatnaam = 'Kerkstraat', Huisnummer = '12' WHERE LeerlingId = ?", leerling)
    voor = {leerling: _leerling(geleverd, leerling) for leerling, _ in leerlingen}
    geleverd.bronsync("acties-bepalen")
    for vraag in geleverd.bronsync("vragen")[1]["vragen"]:
        geleverd.bronsync("beslis", str(vraag["nummer"]), "naar-lvs2000")
    geleverd.bronsync("controleren")
    assert geleverd.bronsync("synchroniseren")[1]["verwerkt_in_lvs"] == 3
    assert all(_leerling(geleverd, leerling) != was for leerling, was in voor.items())

    code, uit = geleverd.bronsync("mutaties")
    assert code == 0, uit
    assert [(regel["oorzaak"], regel["samen_met"]) for regel in uit["mutaties"]] == [
        ("Adres van de GBA overgenomen", 2)
    ] * 3
    assert "Kerkstraat" not in json.dumps(uit), "a terminal shows no values"

    code, uit = geleverd.bronsync("zet-terug", str(uit["mutaties"][0]["nummer"]), "--groep")
    assert (code, uit["teruggezet"], uit["gebleven"]) == (0, 3, 0)
    assert {leerling: _leerling(geleverd, leerling) for leerling in voor} == voor

    code, uit = geleverd.bronsync("acties-bepalen")
    assert (uit["vragen"], uit["acties"]) == (3, {})
    geleverd.bronsync("controleren")
    geleverd.bronsync("synchroniseren")
    assert {leerling: _leerling(geleverd, leerling) for leerling in voor} == voor, "taken over once more by itself"


def test_a_spontane_mutatie_is_put_back_where_the_school_did_not_edit(geleverd):
    (een, bsn), (twee, ander) = geleverd.sql(LOPEND, 2)
    voor = _leerling(geleverd, een)
    for nummer in (bsn, ander):
        geleverd.beheer("brp", soort="persoon", bsn=nummer, wijzig={"voornamen": "Suzanne Marijke"})
    assert geleverd.bronsync("terugkoppeling-ophalen")[1]["teruggeschreven"] == 2
    geleverd.sql("UPDATE Leerling SET Voornamen = 'Van de school' WHERE LeerlingId = ?", twee)
    nummer = next(m["nummer"] for m in geleverd.bronsync("mutaties")[1]["mutaties"] if m["leerling"] == een)
    code, uit = geleverd.bronsync("zet-terug", str(nummer), "--groep")
    assert (code, uit["teruggezet"], uit["gebleven"]) == (1, 1, 1)
    assert "LVS2000 wint" in uit["zin"]
    assert _leerling(geleverd, een) == voor
    assert geleverd.sql("SELECT Voornamen FROM Leerling WHERE LeerlingId = ?", twee) == [("Van de school",)]
    code, uit = geleverd.bronsync("zet-terug", str(nummer))
    assert (code, uit["fout"]) == (1, "PROC-30")
    _, uit = geleverd.bronsync("acties-bepalen")
    assert (uit["vragen"], uit["acties"]) == (2, {})
