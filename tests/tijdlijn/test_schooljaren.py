"""One school through one school year, for each school year of BRON PO: no false afkeur, no difference left, register equal to LVS2000.

The seven years of DOMAIN 6.7 and what lies between; each ends past the next 1 August, so every boundary is crossed while the school runs.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from helpers.school import bsn
from tijdlijn.leerlingen import Leerling, leeftijd_bij, school_van
from tijdlijn.wereld import PUNT, Wereld

WEKEN = 2
THUIS = {"straatnaam": "Dorpsstraat", "huisnummer": 12, "postcode": "1234AB", "plaatsnaam": "Ede"}
NIEUW_THUIS = {"straatnaam": "Kerkweg", "huisnummer": 7, "postcode": "3077AW", "plaatsnaam": "Rotterdam"}


class Schooljaar:
    """Types in what the pupils of that year ask for, day by day."""

    def __init__(self, jaar: int) -> None:
        self.jaar = jaar
        self.leerlingen = school_van(jaar)
        self.dag = date(jaar, 8, 5)
        self.wereld = Wereld(self.dag)
        self.bsn_bekend = self.verhuisd = False

    def loop(self) -> None:
        einde = date(self.jaar + 1, 8, 26)
        stap = 0
        while self.dag <= einde:
            self.wereld.zet_dag(self.dag)
            self._gebeurtenissen()
            self._typ()
            self.wereld.stap(overzicht=stap % 2 == 0)  # a new one every four weeks
            self.wereld.eis_gelijk()
            self.dag += timedelta(weeks=WEKEN)
            stap += 1

    def _typ(self) -> None:
        school = self.wereld.school
        for een in self.leerlingen:
            velden = een.velden(self.dag)
            if velden is None:
                continue
            if een.leerling not in school._leerlingen:
                self._nieuw(een)
            if een.nummer in school._inschrijvingen:
                leeg: dict[str, Any] = {n: None for n in school._inschrijvingen[een.nummer].velden if n not in velden}
                school.bewerk_inschrijving(een.nummer, **leeg, **velden)
            else:
                school.zet_inschrijving(een.nummer, een.leerling, PUNT, **velden)

    def _nieuw(self, een: Leerling) -> None:
        persoon = {
            "geboortedatum": leeftijd_bij(een),
            "geslacht": "MV"[een.leerling % 2],
            "achternaam": f"Achternaam{chr(65 + een.leerling % 26)}{chr(97 + een.leerling // 26)}",
            "voornamen": "Anna Maria",
        }
        nummer: str | None = bsn(een.leerling)
        adres: dict[str, Any] = {"land": "5010"} if een.naam == "in Belgie" else THUIS
        rest: dict[str, Any] = {}
        if een.naam == "zonder BSN":
            nummer, rest = None, {"nationaliteiten": (("0339", None, None),)}
        else:
            self.wereld.burger(bsn(een.leerling), **persoon, adres=adres)
        self.wereld.school.zet_leerling(
            een.leerling,
            leerlingnummer=f"{een.leerling:04}",
            roepnaam="",
            onderwijs_sinds=f"{een.begin.year - een.niveau + (een.begin.month >= 8)}-08-01",
            burgerservicenummer=nummer,
            onderwijsnummer=None,
            **persoon,
            **adres,
            **rest,
        )

    def _van(self, naam: str) -> Leerling:
        return next(een for een in self.leerlingen if een.naam == naam)

    def _gebeurtenissen(self) -> None:
        school = self.wereld.school
        if not self.bsn_bekend and self.dag >= date(self.jaar + 1, 2, 1):
            self.bsn_bekend = True
            wie = self._van("zonder BSN").leerling
            velden = school._leerlingen[wie]
            assert velden["burgerservicenummer"] is None
            persoon = {n: velden[n] for n in ("geboortedatum", "geslacht", "achternaam", "voornamen")}
            self.wereld.burger(bsn(wie), **persoon, adres=THUIS)
            opdracht = {
                "soort": "vervang_onderwijsnummer",
                "onderwijsnummer": velden["onderwijsnummer"],
                "bsn": bsn(wie),
            }
            self.wereld.beheer.doe("brp", opdracht)
        if not self.verhuisd and self.dag >= date(self.jaar, 10, 20):
            self.verhuisd = True
            wie = self._van("verhuist").leerling
            self.wereld.beheer.doe("brp", {"soort": "persoon", "bsn": bsn(wie), "wijzig": {"adres": NIEUW_THUIS}})


VERWACHT = {
    "P05": "zonder BSN",
    "SIM-757": "zonder BSN",
    "O21": "niet bekostigd",
    "SIM-O21": "niet bekostigd",
    "O05": "SO naar VSO, of met gemist leerjaar",
}
"""The attentiesignalen of a school where all is well, and for whom; O05 by its ASSUMED formula, which does not know that VSO counts anew."""


@pytest.mark.parametrize("jaar", range(2008, 2021))
def test_a_school_runs_a_whole_year_without_a_false_afkeur(jaar):
    verloop = Schooljaar(jaar)
    verloop.loop()
    wereld, school = verloop.wereld, verloop.wereld.school
    assert wereld.attenties.keys() | wereld.attenties_van_bron().keys() == VERWACHT.keys() - (
        {"O21"} if jaar < 2009 else set()
    )
    assert wereld.eis_gelijk() >= 35
    # it was not an idle year
    assert wereld.acties["Nieuwe Melding Inschrijving"] >= 35
    assert wereld.acties["Uitschrijving"] >= 7
    assert wereld.acties["Wijziging Onderwijsgegevens"] >= 25
    assert wereld.acties["Overnemen adresgegevens in LVS"] == 1
    assert school._leerlingen[verloop._van("verhuist").leerling]["postcode"] == NIEUW_THUIS["postcode"]
    laat = school._leerlingen[verloop._van("zonder BSN").leerling]
    assert (laat["burgerservicenummer"], laat["onderwijsnummer"]) == (bsn(verloop._van("zonder BSN").leerling), None)
    assert verloop._van("PAB").nummer not in {int(r["inschrijvingvolgnummer"]) for r in wereld.registraties().values()}
