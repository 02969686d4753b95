"""The page over all aanleverpunten, by the books only: what each needs, and the work of all of them, oldest deadline first."""

from __future__ import annotations

from datetime import date

import pytest

from bronsync.application.records import CertificaatRij
from bronsync.application.tonen.aanleverpunten import Aanleverpunten, Puntregel, aanleverpunten
from bronsync.application.tonen.ouderdom import Ernst
from bronsync.domain.vergelijking.acties import Keuze
from helpers.omgeving import PUNT, Wereld
from helpers.school import Plan, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")

EEN, TWEE = maak_leerling(1), maak_leerling(2)
ANDER = "00AA01"
SCHOLEN = {PUNT: "De Regenboog", ANDER: "Het Kompas"}
GELDIG = {PUNT: date(2099, 12, 31), ANDER: date(2099, 12, 31)}


def beeld(wereld: Wereld) -> Aanleverpunten:
    return aanleverpunten(wereld.journal, wereld.clock, SCHOLEN, GELDIG)


def punt(wereld: Wereld, code: str = PUNT) -> Puntregel:
    return next(een for een in beeld(wereld).punten if een.aanleverpunt == code)


def test_each_says_what_it_needs_in_the_order_of_the_round():
    wereld = Plan((EEN.met(vo_advies="10"), TWEE), (EEN,)).bouw(
        keur_af=lambda bericht: bericht.sleutel.leerlingnummer == "0001"
    )
    nodig = [punt(wereld).nodig]
    for doe in (
        wereld.overzicht, wereld.bepaal, wereld.antwoord, wereld.controleer, wereld.synchroniseer, wereld.ophalen, wereld.bepaal,
    ):  # fmt: skip
        doe()
        nodig.append(punt(wereld).nodig)
    wereld.school.bewerk_inschrijving(10, vo_advies=None)
    wereld.bepaal()
    nodig.append(punt(wereld).nodig)
    assert nodig == [
        "Nog niet vergeleken met BRON",
        "Voer Acties Bepalen uit",
        "Beantwoord 1 vraag",
        "Controleer en verzend 2 acties",
        "Controleer en verzend 2 acties",
        "BRON heeft 2 acties in behandeling",
        "Verbeter 1 afgekeurde actie",
        "Verbeter 1 afgekeurde actie",
        "Geen verschillen bekend",
    ]
    assert punt(wereld, ANDER).nodig == "Nog niet vergeleken met BRON", "the books of one say nothing of another"
    assert punt(wereld).laatste_ronde[:10] == wereld.clock.today().isoformat()


def test_the_work_of_all_stands_in_the_order_of_its_deadlines_with_the_rule():
    wereld = Plan((EEN.met(inschrijfdatum="2009-08-28"), TWEE.met(vo_advies="10")), (TWEE,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.clock.verder(days=4)
    eerst, daarna = beeld(wereld).werk
    assert (eerst.aanleverpunt, eerst.school, eerst.sleutel, eerst.dagen) == (PUNT, "De Regenboog", (10, "", ""), -1)
    assert (eerst.waarom, eerst.wat) == (
        "7 dagen na inschrijving 28-08-2009",
        "Verzenden: staat niet bij BRON",
    )
    assert (daarna.dagen, daarna.waarom) == (10, "14 dagen na wijziging, gezien op 01-09-2009")
    assert daarna.wat == "Vraag: onderwijs"
    assert "Jansen" not in f"{beeld(wereld)!r}{eerst.zoek}", "no name of a person"
    regel = punt(wereld)
    assert (regel.termijnen, regel.ernst) == ((-1, 10), Ernst.FOUT)
    assert beeld(wereld).punten[0] is not None
    assert beeld(wereld).punten[0].aanleverpunt == PUNT, "what is late comes first"
    wereld.antwoord(lambda vraag: Keuze.NEGEREN)
    assert [een.sleutel for een in beeld(wereld).werk] == [(10, "", "")], "what is ignored is no work"


def test_a_certificate_of_the_books_goes_before_what_is_known_elsewhere():
    wereld = Plan((EEN,), (EEN,)).bouw()
    wereld.overzicht()
    assert aanleverpunten(wereld.journal, wereld.clock, SCHOLEN, {}).punten[0].nodig == "Installeer een certificaat"
    rij = CertificaatRij(
        aanleverpunt=PUNT, vingerafdruk="a", geldig_van="2008-01-01T00:00:00Z", geldig_tot="2009-08-31T12:00:00Z",
        sinds="2008-01-01T00:00:00Z", p12=b"", wachtwoord="",
    )  # fmt: skip
    wereld.put(rij)
    (verlopen, _) = aanleverpunten(wereld.journal, wereld.clock, SCHOLEN, {ANDER: GELDIG[ANDER]}).punten
    assert (verlopen.aanleverpunt, verlopen.nodig) == (PUNT, "Het certificaat is verlopen")
    assert verlopen.certificaat_tot == date(2009, 8, 31)


def test_an_overview_that_is_too_old_is_asked_for():
    wereld = Plan((EEN,), (EEN,)).bouw()
    wereld.overzicht()
    wereld.clock.verder(days=29)
    assert punt(wereld).nodig == "Haal een nieuw registratieoverzicht op"
    assert punt(wereld).ernst is Ernst.FOUT
