"""Every field of LVS2000 travels: changed on the school's side to BRON, changed on BRON's side seen, and back (issue 3, DOMAIN 2).

The rows come from `velden.VELDEN`, one for each field and each part of each list; `veld/paren.py` gives each a legal pair of values, at a
kind of school and on a day where it applies. Real messages go through the simulator's core. What the register holds is read by the demo's
comparer. A field that cannot travel in the ordinary way says why in `ANDERS` and has a test of its own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig, beslis, verwijder_actie
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.gegevens.velden import PER_CATEGORIE, VELDEN, Categorie
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from demo.bewijs import vergelijk_waarheid as waarheid
from helpers.school import Leerling, bsn
from helpers.velden_tabel import ACTIE, CATEGORIE
from veld.paren import PAREN
from veld.veldhulp import SCHOLEN, VeldWereld, bo, onr, plat_van_velden, so_lgf, zonder_bsn

ANDERS_HEEN: dict[str, str] = {
    "inschrijfstatus": "the status never changes within an inschrijving (O15, KB-STAT): uitschrijving and a new inschrijving",
}
ANDERS_TERUG: dict[str, str] = {
    "burgerservicenummer": "BRON finds a BSN: wijziging sleutelgegevens, LVS2000 follows at once",
    "onderwijsnummer": "BRON gives an onderwijsnummer at the enrolment, LVS2000 follows at once",
    "inschrijfstatus": "no message changes it back (O15): removed by hand and enrolled again",
}
"""Rows that cannot go the ordinary way, and how they do."""

NAMEN = tuple(
    f"{veld.naam}.{deel.naam}" if deel else veld.naam for veld in VELDEN for deel in (veld.onderdelen or (None,))
)
SPONTAAN = tuple(v.naam for v in PER_CATEGORIE[Categorie.SLEUTEL] if v.naam not in ANDERS_TERUG)
ADRES_GBA = tuple(v.naam for v in PER_CATEGORIE[Categorie.ADRES] if v.naam != "land" and "buitenland" not in v.naam)
"""What can be taken over: only addresses in the Netherlands (DESIGN 8)."""


def _wereld(naam: str) -> tuple[VeldWereld, Leerling, Leerling]:
    """A school with the pupil of this row and another one, both delivered; the pupil before and after."""
    paar = PAREN[naam]
    maak, dag = SCHOLEN[paar.school]
    een = maak(1).met(**paar.oud)
    ander = (so_lgf if paar.school in ("so_lgf", "ambulant", "terugplaatsing") else bo)(2)
    bekend = (
        een,
        ander,
        bo(1),
        zonder_bsn(1).met(onderwijsnummer=onr(7)),
    )  # known to the GBA, and of an earlier school
    if een.velden["burgerservicenummer"]:
        bekend = (een, ander)
    wereld = VeldWereld(een, ander, vandaag=dag, brp=bekend)
    wereld.lever_aan()
    return wereld, een, een.met(**paar.nieuw)


def _veld(naam: str) -> str:
    return naam.partition(".")[0]


def _eis_register(wereld: VeldWereld, een: Leerling, velden: set[str]) -> None:
    """Register and picture hold these fields as they stand at the pupil; all other fields too."""
    waar = plat_van_velden(een)
    if een.velden["burgerservicenummer"]:
        waar.pop("nationaliteiten", None)  # not exchanged (DOMAIN 2.5)
    (register,), (beeld,) = wereld.register(een), wereld.beeld_plat(een)
    for veld in velden:
        assert register[veld] == waar[veld] == beeld[veld]
    assert {v for v, w in waar.items() if (register.get(v) or None) != (w or None)} == set()


def _eis_een_verschil(wereld: VeldWereld, naam: str) -> None:
    """Exactly the differences of this row: its field, and what legally changes along, each in its own category."""
    velden = {_veld(naam), *PAREN[naam].mee}
    rijen = wereld.verschillen()
    gezien = {veld for rij in rijen for veld, _, _ in rij.paren}
    assert gezien == velden
    assert {rij.soort for rij in rijen} == {CATEGORIE[veld] for veld in velden}


def _soort(naam: str) -> ActieSoort:
    categorie = CATEGORIE[_veld(naam)]
    return ActieSoort.WIJZIGING_SLEUTELGEGEVENS if categorie == "adres" else ACTIE[categorie]


@cache
def heen(naam: str) -> str:
    """Changed in LVS2000: found in its category, one actie of that category, accepted, held by register and picture."""
    wereld, een, na = _wereld(naam)
    voor = wereld.register(een)[0][_veld(naam)]
    al_gedaan = len(wereld.acties())
    wereld.bewerk(een, **PAREN[naam].nieuw)
    wereld.bepaal()
    _eis_een_verschil(wereld, naam)
    for vraag in vragen(wereld.omg):
        if vraag.soort == CATEGORIE[_veld(naam)]:
            beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_BRON)
    (actie,) = wereld.open_acties()
    assert (actie.soort, actie.leerling_id, len(wereld.acties())) == (_soort(naam), een.id, al_gedaan + 1)
    wereld.verzend()
    (gedaan,) = (a for a in wereld.acties() if a.nummer == actie.nummer)
    assert gedaan.status is Status.GEACCEPTEERD, gedaan.reden
    _eis_register(wereld, na, {_veld(naam)})
    assert wereld.register(een)[0][_veld(naam)] != voor
    assert wereld.bepaal().verschillen == {}
    return "gereisd"


@cache
def terug(naam: str) -> str:
    """Changed at BRON in silence: seen with a new overview as a difference of that field; naar BRON restores."""
    wereld, een, na = _wereld(naam)
    foto = wereld.foto(een)
    wereld.bewerk(een, **PAREN[naam].nieuw)
    wereld.lever_aan()
    _eis_register(wereld, na, {_veld(naam)})
    wereld.drift(foto)
    wereld.bepaal()
    assert wereld.verschillen() == [], "without an overview the drift is not known"
    wereld.overzicht()
    wereld.bepaal()
    _eis_een_verschil(wereld, naam)
    wereld.beslis_alles(Keuze.NAAR_BRON)
    wereld.verzend()
    wereld.lever_aan()
    _eis_register(wereld, na, {_veld(naam)})
    return "gereisd"


@cache
def heen_inschrijfstatus() -> str:
    """ANDERS_HEEN: refused as a change; two inschrijvingen bring it."""
    wereld, een, _ = _wereld("inschrijfstatus")
    wereld.bewerk(een, inschrijfstatus="A")
    wereld.bepaal()
    _eis_een_verschil(wereld, "inschrijfstatus")
    wereld.beslis_alles(Keuze.NAAR_BRON)
    assert wereld.controleer().per_code.keys() >= {"O15"}
    wereld.bewerk(een, inschrijfstatus="I", uitschrijfdatum="2012-09-30")
    nieuw = een.inschrijvingen[0][1] | {"inschrijfstatus": "A", "inschrijfdatum": "2012-10-01", "perioden": (("2012-10-01", None, 2, "00", 1, "LG"),)}  # fmt: skip
    nieuw["begeleidingen"] = (("2012-10-01", None, "RAB", "11BB", "00"),)
    wereld.school.zet_inschrijving(19, een.id, "00AA00", **nieuw)
    wereld.lever_aan()
    assert [(p["inschrijfdatum"], p["inschrijfstatus"]) for p in wereld.register(een)] == [
        ("2011-08-01", "I"),
        ("2012-10-01", "A"),
    ]
    assert wereld.beeld_plat(een)[1]["inschrijfstatus"] == "A"
    return "gereisd"


@cache
def terug_inschrijfstatus() -> str:
    """ANDERS_TERUG: seen as a difference; the way back is a removal by hand and a new inschrijving."""
    wereld, een, _ = _wereld("inschrijfstatus")
    wereld.beheer.doe("drift", {"aanleverpunt": "00AA00", "pgn": bsn(1), "datumInschrijving": "2011-08-01", "onderwijs": {"inschrijfstatus": "A"}})  # fmt: skip
    wereld.overzicht()
    wereld.bepaal()
    _eis_een_verschil(wereld, "inschrijfstatus")
    wereld.beslis_alles(Keuze.NAAR_BRON)
    assert wereld.controleer().per_code.keys() >= {"O15"}
    (actie,) = wereld.open_acties()
    verwijder_actie(wereld.omg, actie.nummer)
    bepaal_handmatig(wereld.omg, ActieSoort.VERWIJDERING_INSCHRIJVING, 10)
    wereld.verzend()
    assert wereld.register(een) == []
    wereld.lever_aan()
    _eis_register(wereld, een, {"inschrijfstatus"})
    return "gereisd"


@cache
def terug_burgerservicenummer() -> str:
    """ANDERS_TERUG: an incoming wijziging sleutelgegevens."""
    wereld, een, na = _wereld("burgerservicenummer")
    wereld.beheer.doe("brp", {"soort": "vervang_onderwijsnummer", "onderwijsnummer": onr(1), "bsn": bsn(1)})
    wereld.ophalen()
    assert wereld.lvs_cel(een, "burgerservicenummer") == bsn(1)
    assert wereld.lvs_cel(een, "onderwijsnummer") is None
    wereld.bepaal()
    assert wereld.verschillen() == []
    _eis_register(wereld, na, set())
    return "gereisd"


@cache
def terug_onderwijsnummer() -> str:
    """ANDERS_TERUG: enrolled without any number."""
    een, ander = (
        bo(1).met(burgerservicenummer=None, nationaliteiten=(("0052", None, None),), achternaam="Nieuwkomer"),
        bo(2),
    )
    wereld = VeldWereld(een, ander, vandaag=SCHOLEN["bo"][1], brp=(ander,))
    wereld.lever_aan()
    gegeven = wereld.lvs_cel(een, "onderwijsnummer")
    assert gegeven
    _eis_register(wereld, een.met(onderwijsnummer=gegeven), {"onderwijsnummer"})
    return "gereisd"


EIGEN_HEEN = {"inschrijfstatus": heen_inschrijfstatus}
EIGEN_TERUG = {"burgerservicenummer": terug_burgerservicenummer, "onderwijsnummer": terug_onderwijsnummer, "inschrijfstatus": terug_inschrijfstatus}  # fmt: skip


def test_the_table_has_a_row_for_every_field_and_every_part():
    assert PAREN.keys() == set(NAMEN)
    assert EIGEN_HEEN.keys() == ANDERS_HEEN.keys()
    assert EIGEN_TERUG.keys() == ANDERS_TERUG.keys()


@pytest.mark.parametrize("naam", NAMEN)
def test_a_change_in_lvs2000_travels_to_bron(naam):
    assert EIGEN_HEEN.get(naam, lambda: heen(naam))() == "gereisd"


@pytest.mark.parametrize("naam", NAMEN)
def test_a_change_at_bron_is_seen_and_travels_back(naam):
    assert EIGEN_TERUG.get(naam, lambda: terug(naam))() == "gereisd"


def test_every_field_was_seen_to_travel_each_way():
    gezien_heen = {_veld(naam) for naam in NAMEN if EIGEN_HEEN.get(naam, lambda naam=naam: heen(naam))() == "gereisd"}
    gezien_terug = {
        _veld(naam) for naam in NAMEN if EIGEN_TERUG.get(naam, lambda naam=naam: terug(naam))() == "gereisd"
    }
    assert len(gezien_heen) == len(gezien_terug) == len(VELDEN)
    print(f"{len(VELDEN)} fields, {len(NAMEN)} with their parts, seen to travel each way")


# --- what the GBA changes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("veld", SPONTAAN)
def test_a_spontane_mutatie_of_the_person_is_in_lvs2000_at_once(veld):
    een = bo(1).met(**PAREN[veld].oud)
    wereld = VeldWereld(een, bo(2), vandaag=SCHOLEN["bo"][1])
    wereld.lever_aan()
    (nieuw,) = PAREN[veld].nieuw.values()
    wereld.beheer.wijzig_persoon(bsn(1), {veld: nieuw})
    wereld.ophalen()
    assert wereld.lvs_cel(een, veld) == waarheid._tekst(veld, nieuw)
    wereld.bepaal()
    assert wereld.verschillen() == []
    _eis_register(wereld, een.met(**{veld: nieuw}), {veld})


@pytest.mark.parametrize("gemeld", [True, False], ids=["gemeld", "stil"])
@pytest.mark.parametrize("veld", ADRES_GBA)
def test_an_address_of_the_gba_is_asked_and_taken_over(veld, gemeld):
    een = bo(1).met(**PAREN[veld].oud)
    wereld = VeldWereld(een, bo(2), vandaag=SCHOLEN["bo"][1])
    wereld.lever_aan()
    (nieuw,) = PAREN[veld].nieuw.values()
    oud = wereld.lvs_cel(een, veld)
    verhuisd = wereld.kern.register.brp.persoon(bsn(1))
    verhuisd = {**verhuisd, "adres": {**verhuisd["adres"], veld: nieuw}}
    if gemeld:
        wereld.beheer.wijzig_persoon(bsn(1), {"adres": verhuisd["adres"]})
    else:
        wereld.kern.register.brp.bewaar(bsn(1), verhuisd)
        wereld.overzicht()
    wereld.bepaal()
    _eis_een_verschil(wereld, veld)
    assert wereld.lvs_cel(een, veld) == oud, "an address is asked, never taken over in silence"
    (vraag,) = wereld.beslis_alles(Keuze.NAAR_LVS)
    assert Keuze.NAAR_BRON in vraag.onmogelijk, "the GBA decides"
    (actie,) = wereld.open_acties()
    assert actie.soort is ActieSoort.OVERNEMEN_ADRESGEGEVENS
    wereld.verzend()
    assert wereld.lvs_cel(een, veld) == waarheid._tekst(veld, nieuw)
    assert wereld.bepaal().verschillen == {}


# --- the other changes of an uitschrijfdatum -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("oud", "nieuw", "soort"),
    [
        (None, "2016-09-30", ActieSoort.UITSCHRIJVING),
        ("2016-09-30", "2017-01-31", ActieSoort.UITSCHRIJVING),
        ("2016-09-30", None, ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS),
    ],
    ids=["vertrokken", "later", "toch niet"],
)
def test_each_change_of_the_uitschrijfdatum_travels(oud, nieuw, soort):
    een = bo(1).met(uitschrijfdatum=oud)
    wereld = VeldWereld(een, bo(2), vandaag=SCHOLEN["bo"][1])
    wereld.lever_aan()
    wereld.bewerk(een, uitschrijfdatum=nieuw)
    wereld.bepaal()
    wereld.beslis_alles(Keuze.NAAR_BRON)
    assert [actie.soort for actie in wereld.open_acties()] == [soort]
    wereld.verzend()
    _eis_register(wereld, een.met(uitschrijfdatum=nieuw), {"uitschrijfdatum"})
    assert wereld.bepaal().verschillen == {}


# --- one after the other -------------------------------------------------------------------------------------------------------------------


def _datum_en_periode() -> tuple[VeldWereld, Leerling, Any, Any]:
    """Inschrijfdatum and first period differ together: two vragen about one inschrijving."""
    wereld, een, na = _wereld("inschrijfdatum")
    wereld.bewerk(een, **PAREN["inschrijfdatum"].nieuw)
    wereld.bepaal()
    datum, onderwijs = sorted(vragen(wereld.omg), key=lambda vraag: vraag.soort)
    assert (datum.soort, onderwijs.soort) == ("inschrijfdatum", "onderwijs")
    return wereld, na, datum, onderwijs


def test_an_answer_about_onderwijs_waits_for_the_vraag_about_the_inschrijfdatum():
    """The register would reject a first period that does not begin on the inschrijfdatum that it knows."""
    wereld, na, datum, onderwijs = _datum_en_periode()
    assert beslis(wereld.omg, onderwijs.vingerafdruk, Keuze.NAAR_BRON) is None
    wereld.bepaal()
    assert wereld.open_acties() == []
    actie = beslis(wereld.omg, datum.vingerafdruk, Keuze.NAAR_BRON)
    assert [a.nummer for a in wereld.open_acties()] == [actie.nummer]
    assert actie.soort is ActieSoort.CORRECTIE_INSCHRIJFDATUM
    wereld.verzend()
    assert wereld.acties(Status.AFGEKEURD) == []
    _eis_register(wereld, na, {"inschrijfdatum", "perioden"})
    assert wereld.bepaal().verschillen == {}


def test_who_ignores_the_inschrijfdatum_gets_the_actie_about_onderwijs_at_once():
    wereld, _, datum, onderwijs = _datum_en_periode()
    beslis(wereld.omg, onderwijs.vingerafdruk, Keuze.NAAR_BRON)
    beslis(wereld.omg, datum.vingerafdruk, Keuze.NEGEREN)
    assert [actie.soort for actie in wereld.open_acties()] == [ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS]


# --- who was here before -------------------------------------------------------------------------------------------------------------------


def _teruggekomen() -> Leerling:
    """Left in 2015 and came back: BRON knows one person with one address, and two inschrijvingen."""
    een = bo(1)
    ((nummer, nu),) = een.inschrijvingen
    eerder = {"inschrijfdatum": "2013-08-01", "uitschrijfdatum": "2015-05-29", "perioden": (("2013-08-01", "5", None, "00", 1, None),)}  # fmt: skip
    return replace(een, inschrijvingen=((9, nu | eerder), (nummer, nu)))


def _eis_een_adres(wereld: VeldWereld, een: Leerling, straat: str) -> None:
    for _ in range(3):
        wereld.lever_aan()
    assert wereld.lvs_cel(een, "straatnaam") == straat
    assert {plat["straatnaam"] for plat in (*wereld.beeld_plat(een), *wereld.register(een))} == {straat}


def test_an_address_that_a_new_overview_shows_is_also_that_of_an_inschrijving_that_ended():
    """An overview does not list who left; LVS2000 has one address, so the old one of BRON would be taken over, and back again, for ever."""
    een = _teruggekomen()
    wereld = VeldWereld(een, bo(2), vandaag=SCHOLEN["bo"][1])
    wereld.lever_aan()
    persoon = wereld.kern.register.brp.persoon(bsn(1))
    wereld.kern.register.brp.bewaar(bsn(1), {**persoon, "adres": {**persoon["adres"], "straatnaam": "Kerkweg"}})
    wereld.overzicht()
    _eis_een_adres(wereld, een, "Kerkweg")


def test_who_moved_while_away_keeps_the_new_address_when_enrolled_again():
    een = _teruggekomen()
    eerst = replace(een, inschrijvingen=een.inschrijvingen[:1])
    wereld = VeldWereld(eerst, bo(2), vandaag=SCHOLEN["bo"][1])
    wereld.lever_aan()
    persoon = wereld.kern.register.brp.persoon(bsn(1))
    wereld.kern.register.brp.bewaar(bsn(1), {**persoon, "adres": {**persoon["adres"], "straatnaam": "Kerkweg"}})
    een.met(straatnaam="Kerkweg").zet_in(wereld.school)
    _eis_een_adres(wereld, een, "Kerkweg")
