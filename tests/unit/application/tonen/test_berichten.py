"""The helpdesk's view: what finds a message, what is told of it, and that no person leaves with the copied text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bronsync.application.records import SignaalRij
from bronsync.application.tonen.berichten import (
    BerichtTreffer,
    als_tekst,
    bericht_tonen,
    zoek_berichten,
    zonder_personen,
)
from bronsync.domain.kijken.signalen import Uitleg
from bronsync.domain.vergelijking.berichten import (
    BronSleutel,
    DubbeleInschrijving,
    Identificatie,
    VerwijderingBevestigd,
)
from helpers.omgeving import Wereld, zonder_controles
from helpers.school import Plan, bsn, maak_leerling

EEN, TWEE = maak_leerling(1, achternaam="Çelik"), maak_leerling(2)
CATALOGUS = {"S-REGEL": Uitleg("S-REGEL", "SIM", "Dat mag niet.", "Een tikfout.", "Verbeter het.")}


@pytest.fixture
def wereld():
    """One accepted, one rejected, and BRON tells something unasked about the first."""
    een = Plan((EEN, TWEE), ()).bouw(keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0002")
    with zonder_controles():
        een.ronde()
        een.clock.verder(days=1)
        een.ophalen()
    een.bron.muteer_persoon(bsn(1), voornamen="Anne")
    een.clock.verder(days=1)
    een.ophalen()
    return een


def gevonden(wereld: Wereld, **vraag: object) -> list[tuple[str, str]]:
    return [(een.richting, een.soort) for een in zoek_berichten(wereld.omg, **vraag)]


def test_all_messages_come_newest_first(wereld):
    alle = zoek_berichten(wereld.omg)
    assert [een.tijdstip for een in alle] == sorted((een.tijdstip for een in alle), reverse=True)
    assert gevonden(wereld)[-1] == ("naar BRON", "Registratieoverzicht")


@pytest.mark.parametrize("tekst", ["celik", "ÇELIK ann", bsn(1), "0001"])
def test_a_pupil_is_found_by_name_number_and_leerlingnummer_also_in_what_bron_told_unasked(wereld, tekst):
    assert gevonden(wereld, tekst=tekst) == [
        ("van BRON", "Spontane mutatie"),
        ("van BRON", "Inschrijving geaccepteerd"),
        ("naar BRON", "Nieuwe Melding Inschrijving"),
    ]
    treffers = zoek_berichten(wereld.omg, tekst=tekst)
    assert {(een.wie.naam, een.wie.pgn, een.wie.sleutel) for een in treffers} == {("Çelik, Anne", bsn(1), (10, "", ""))}


@pytest.mark.parametrize(
    ("melding", "sleutel", "nummer"),
    [
        (DubbeleInschrijving(bsn(2), "0002", "2008-08-01", "99ZZ00", "2008-08-01", None), (20, "", ""), bsn(2)),
        (DubbeleInschrijving(bsn(9), "0009", "2008-08-01", "99ZZ00", "2008-08-01", None), None, bsn(9)),
        (Identificatie("0001", "onbekend"), (10, "", ""), bsn(1)),
        (VerwijderingBevestigd(BronSleutel("0001", None, True, "2008-08-01", "1")), (10, "", ""), bsn(1)),
    ],
)
def test_what_nobody_asked_leads_to_the_pupil_it_names(wereld, melding, sleutel, nummer):
    wereld.bron._meld("onbekend", melding)
    wereld.ophalen()
    treffer = zoek_berichten(wereld.omg)[0]
    assert (treffer.wie.sleutel, treffer.wie.pgn) == (sleutel, nummer)
    assert bool(treffer.wie.naam) == (sleutel is not None)


def test_code_date_and_status_narrow_it_down(wereld):
    afkeur = [("van BRON", "Afkeur"), ("naar BRON", "Nieuwe Melding Inschrijving")]
    assert gevonden(wereld, code="s-regel") == gevonden(wereld, stand="Afgekeurd") == afkeur
    assert gevonden(wereld, code="s-regel", vanaf=date(2009, 9, 2)) == afkeur[:1]
    assert gevonden(wereld, code="s-regel", tot=date(2009, 9, 1)) == afkeur[1:]
    assert gevonden(wereld, tekst="celik", code="s-regel") == []
    (kort,) = {een.korte_code for een in zoek_berichten(wereld.omg, stand="Afgekeurd")}
    assert set(afkeur) <= set(gevonden(wereld, code=kort))


def afkeuring(wereld: Wereld) -> BerichtTreffer:
    return next(een for een in zoek_berichten(wereld.omg, stand="Afgekeurd") if een.richting == "van BRON")


def test_a_rejection_is_told_with_its_text_its_meaning_and_what_happened_around_it(wereld):
    detail = bericht_tonen(wereld.omg, afkeuring(wereld), CATALOGUS)
    (tekst,) = detail.oorspronkelijk
    assert tekst.startswith("S-REGEL: ")
    assert detail.signalen[0].advies == "Verbeter het."
    woorden = [regel.gebeurtenis for regel in detail.tijdlijn]
    assert woorden == ["bepaald", "gecontroleerd", "verzonden", "antwoord", "afgekeurd"]
    assert detail.poging == 1


def test_our_own_message_shows_the_bytes_that_went(wereld):
    heen = next(een for een in zoek_berichten(wereld.omg, tekst="celik") if een.richting == "naar BRON")
    assert bericht_tonen(wereld.omg, heen, CATALOGUS).xml
    assert heen.wie.sleutel == (10, "", "")


def test_what_is_copied_has_codes_and_texts_but_no_person(wereld):
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        (signaal,) = unit.all(SignaalRij, code="S-REGEL")
        unit.put(replace(signaal, tekst=f"Leerling Jansen2 ({bsn(2)}) past niet bij JANSEN2, Anna Maria."))
        unit.commit()
    treffer = afkeuring(wereld)
    tekst = als_tekst(bericht_tonen(wereld.omg, treffer, CATALOGUS))
    for persoon in ("Jansen", "JANSEN", "Anna", bsn(2)):
        assert persoon not in tekst
    for nodig in (
        "S-REGEL: Leerling [weggelaten] (",
        treffer.korte_code,
        treffer.bericht_id,
        "Dat mag niet.",
        "afgekeurd",
        "BRON Sync 0",
        "Helpdesk",
    ):
        assert nodig in tekst
    assert f"PGN: •••••{bsn(2)[-4:]}" in tekst
    assert bsn(2) not in repr(treffer)


def test_a_message_about_nobody_is_told_too(wereld):
    overzicht = zoek_berichten(wereld.omg)[-1]
    detail = bericht_tonen(wereld.omg, overzicht, CATALOGUS)
    assert (detail.signalen, detail.tijdlijn) == ((), ())
    assert "PGN: -" in als_tekst(detail)


@pytest.mark.parametrize("nummer", ["999900018", "9999.00.018", "999 900 018", "99990001"])
def test_a_number_is_masked_however_it_is_written(nummer):
    tekst = zonder_personen(f"PGN {nummer}, T12 van 20-11-2026 08:01:02 UTC, A-7, 00AA00.", [])
    assert re.fullmatch(r"PGN •+[0-9]{4}, T12 van 20-11-2026 08:01:02 UTC, A-7, 00AA00\.", tekst)


def test_names_and_numbers_are_taken_out_as_whole_words_only():
    tekst = zonder_personen("An en Anna, kenmerk 00000000-0000-4000-8000-123456789012, 999900018 en 20090901.", ["An"])
    assert tekst == "[weggelaten] en Anna, kenmerk 00000000-0000-4000-8000-123456789012, •••••0018 en •••••0901."
