"""From a canonieke rij to typed values: valid, empty, or Ongeldig (ARCHITECTURE 4.4)."""

from dataclasses import fields
from datetime import date

import pytest

from bronsync.domain.gegevens.inschrijving import (
    LIJSTTYPEN,
    Adres,
    Inschrijving,
    Onderwijsgegevens,
    Sleutelgegevens,
    uit_rij,
)
from bronsync.domain.gegevens.nummers import Bsn, Onderwijsnummer
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, VELDEN
from bronsync.domain.gegevens.waarden import GedeeltelijkeDatum, Ongeldig
from helpers.gevallen import deel, periode, rij_van


def namen(soort: type) -> list[str]:
    return [f.name for f in fields(soort)]


def test_the_classes_follow_the_order_of_the_fields():
    geheel = [*namen(Sleutelgegevens), "inschrijfdatum", "uitschrijfdatum", *namen(Adres), *namen(Onderwijsgegevens)]
    assert geheel == [veld.naam for veld in VELDEN]
    assert namen(Inschrijving) == ["sleutel", "inschrijfdatum", "uitschrijfdatum", "adres", "onderwijs"]


def test_the_classes_of_sub_records_follow_the_parts():
    assert {naam: namen(soort) for naam, soort in LIJSTTYPEN.items()} == {
        veld.naam: [d.naam for d in veld.onderdelen] for veld in LIJST_VELDEN
    }


def waarde(ins: Inschrijving, naam: str) -> object:
    for bezit in (ins, ins.sleutel, ins.adres, ins.onderwijs):
        if naam in namen(type(bezit)):
            return getattr(bezit, naam)
    raise AssertionError(naam)


def test_every_field_is_found_back_at_its_name():
    rij = tuple(() if veld.onderdelen else f"<{veld.naam}>" for veld in VELDEN)
    ins = uit_rij(rij)
    for veld in CEL_VELDEN:
        gelezen = waarde(ins, veld.naam)
        assert (gelezen.ruw if isinstance(gelezen, Ongeldig) else gelezen) == f"<{veld.naam}>"


@pytest.mark.parametrize(
    ("naam", "cel", "verwacht"),
    [
        ("burgerservicenummer", "999990019", Bsn("999990019")),
        ("burgerservicenummer", "100000004", Ongeldig("100000004", "elfproef")),
        ("onderwijsnummer", "100000004", Onderwijsnummer("100000004")),
        ("onderwijsnummer", "999990019", Ongeldig("999990019", "elfproef")),
        ("geboortedatum", "2012-03-00", GedeeltelijkeDatum(2012, 3, 0)),
        ("geboortedatum", "0000-03-00", Ongeldig("0000-03-00", "geen_datum")),
        ("inschrijfdatum", "2018-08-01", date(2018, 8, 1)),
        ("inschrijfdatum", "2018-08-00", Ongeldig("2018-08-00", "geen_datum")),
        ("huisnummer", 12, 12),
        ("huisnummer", "12a", Ongeldig("12a", "geen_getal")),
        ("postcode", "1234AB", "1234AB"),
        ("postcode", "0234AB", Ongeldig("0234AB", "postcode")),
        ("postcode", "1234AB7", Ongeldig("1234AB7", "postcode")),
        ("gewicht", "0.30", "0.30"),
        ("geslacht", "X", "X"),
        ("eindtoets_score", None, None),
    ],
)
def test_a_cell_becomes_a_value_of_its_field(naam, cel, verwacht):
    assert waarde(uit_rij(rij_van(**{naam: cel})), naam) == verwacht


def test_the_cells_of_sub_records_are_typed_too():
    ins = uit_rij(
        rij_van(
            perioden=(periode(begindatum="x", leerjaar="y", bekostiging=0),),
            indicaties=(
                deel("indicaties", indicatienummer="3-01-2008-0264", begindatum="2013-01-01"),
                deel("indicaties", indicatienummer="5-01-2008-0264"),
            ),
        )
    )
    (gelezen,) = ins.onderwijs.perioden
    assert (gelezen.begindatum, gelezen.leerjaar, gelezen.bekostiging) == (
        Ongeldig("x", "geen_datum"),
        Ongeldig("y", "geen_getal"),
        0,
    )
    een, twee = ins.onderwijs.indicaties
    assert (een.indicatienummer, een.begindatum, een.einddatum) == ("3-01-2008-0264", date(2013, 1, 1), None)
    assert twee.indicatienummer == Ongeldig("5-01-2008-0264", "indicatienummer")


def test_the_pgn_is_the_valid_bsn_else_the_valid_onderwijsnummer():
    def pgn(bsn: str | None, onderwijsnummer: str | None) -> object:
        return uit_rij(rij_van(burgerservicenummer=bsn, onderwijsnummer=onderwijsnummer)).sleutel.pgn

    assert pgn("999990019", "100000004") == Bsn("999990019")
    assert pgn("999990018", "100000004") == Onderwijsnummer("100000004")
    assert pgn(None, "100000004") == Onderwijsnummer("100000004")
    assert pgn(None, "100000005") is None
    assert pgn(None, None) is None


def test_nothing_about_a_person_is_printed():
    printed = repr(uit_rij(rij_van(achternaam="Boterdiep", straatnaam="Boterdiep")))
    assert "Boterdiep" not in printed
    assert "999990019" not in printed
