"""The catalogue of codes is complete; signals are shown with it; attentiesignalen are for information only."""

import json
import re

import pytest

from bronsync.application.boeken.boekingen import boek_signaal
from bronsync.application.lezen.signalen import attentiesignalen, leg_uit, markeer_gezien, signalen
from bronsync.application.records import AuditRij, SignaalRij
from bronsync.application.tonen.status import status
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.kijken.signalen import ONBEKEND, zoek
from bronsync.program.bootstrap import signaalcatalogus
from bronsync.resources import resource
from helpers.omgeving import PUNT, zonder_controles
from helpers.school import Plan, maak_leerling

CATALOGUS = signaalcatalogus()
SIM = {rij["code"]: rij for rij in json.loads((resource("signalen") / "sim-signalen.json").read_text(encoding="utf-8"))}
NAAR_BVE = [
    "752",
    "753",
    "755",
    "756",
    "757",
    "770",
    "771",
    "790",
    "804",
    "805",
    "811",
    "812",
    "814",
    "956",
]  # DOMAIN 4.7
FOUTCODES = [
    *(f"DK{n:04d}" for n in range(1, 12)),
    "DK0050",
    "DK0051",
    *(f"EK00{n}" for n in range(20, 32)),
]


# --- the catalogue


def test_every_code_of_the_simulator_is_explained_and_none_is_left_over():
    assert CATALOGUS.keys() == SIM.keys() | set(FOUTCODES)


def test_no_code_stands_in_the_file_twice():
    rijen = json.loads((resource("signalen") / "uitleg.json").read_text(encoding="utf-8"))
    assert len(rijen) == len(CATALOGUS)


@pytest.mark.parametrize("code", CATALOGUS)
def test_an_explanation_is_complete_and_plain(code):
    uitleg = CATALOGUS[code]
    for deel in (uitleg.betekenis, uitleg.oorzaak, uitleg.advies):
        assert re.fullmatch(r"[A-Z].{15,}\.", deel), deel
        assert not re.search(r"\b(je|jij|jouw|jullie)\b|[{}]|  ", deel, re.IGNORECASE), deel
        assert not re.search(r"\bXSD|XML|SOAP|\bTLS", deel), deel
    assert len(uitleg.advies) <= 300


@pytest.mark.parametrize("code", CATALOGUS)
def test_the_origin_says_that_no_code_is_one_of_bron_po(code):
    nummer = code.removeprefix("SIM-")
    verwacht = (
        "BVE-model" if nummer in NAAR_BVE
        else "VO-model" if nummer == "028"
        else "SIM" if code in SIM
        else "RIO" if code.startswith("DK")
        else "Edukoppeling"
    )  # fmt: skip
    assert CATALOGUS[code].herkomst == verwacht


def test_a_rejection_says_how_to_send_again():
    zonder = {
        code for code, rij in SIM.items()
        if rij["ernst"] in ("afkeur", "weigering") and not re.search("opnieuw|sluit", CATALOGUS[code].advies)
    }  # fmt: skip
    assert not zonder


@pytest.mark.parametrize("code", ["DK0002", "Client.DK0002", "s:Client.DK0002"])
def test_a_fault_is_found_with_and_without_its_party(code):
    assert zoek(CATALOGUS, code, "").code == "DK0002"


def test_an_unknown_code_is_shown_as_it_came():
    uitleg = zoek(CATALOGUS, "BRON-123", "De leerling \x1b[31mstaat\u202e al \nvast.")
    assert (uitleg.code, uitleg.herkomst, uitleg.advies) == ("BRON-123", "onbekend", ONBEKEND)
    assert uitleg.betekenis == "De leerling  [31mstaat  al  vast."  # what a terminal would obey is a space
    assert "code en tekst" in ONBEKEND


# --- shown and marked


@pytest.fixture
def w():
    een = maak_leerling(1)
    with zonder_controles():
        wereld = Plan((een,), (een,)).bouw()
        wereld.overzicht()
        yield wereld


def boek(w, code="SIM-770", ernst="attentie", *, herkomst="BRON", actie=3, tekst="Tekst van BRON.", advies=""):
    with w.omg.journal.unit_of_work(w.omg.aanleverpunt) as unit:
        boek_signaal(
            unit,
            w.omg,
            actie=actie,
            inschrijving_id=10,
            herkomst=herkomst,
            code=code,
            ernst=ernst,
            tekst=tekst,
            veld="postcode",
            advies=advies,
        )
        unit.commit()
    return max(rij.nummer for rij in w.boek(SignaalRij))


def nummers(w):
    return [regel.nummer for regel in attentiesignalen(w.omg, CATALOGUS)]


def test_a_signal_of_bron_is_explained_by_the_catalogue(w):
    boek(w)
    (regel,) = signalen(w.omg, CATALOGUS)
    assert (regel.code, regel.ernst, regel.veld, regel.actie) == ("SIM-770", "attentie", "postcode", 3)
    assert (regel.betekenis, regel.advies) == (CATALOGUS["SIM-770"].betekenis, CATALOGUS["SIM-770"].advies)


def test_a_signal_of_our_own_keeps_its_words_even_with_a_code_of_the_catalogue(w):
    boek(w, herkomst="controle", tekst="Eigen tekst.", advies="Eigen advies.")
    (regel,) = signalen(w.omg, CATALOGUS)
    assert (regel.betekenis, regel.oorzaak, regel.advies) == ("Eigen tekst.", "", "Eigen advies.")


def test_an_unknown_code_of_bron_keeps_its_text(w):
    boek(w, "X-1", "afkeur", tekst="Iets onbekends.")
    (regel,) = signalen(w.omg, CATALOGUS)
    assert (regel.code, regel.betekenis, regel.advies) == ("X-1", "Iets onbekends.", ONBEKEND)


def test_a_signal_does_not_print_the_words_of_bron(w):
    boek(w, "X-1", tekst="Iets over Jansen.")
    assert "Jansen" not in repr(leg_uit(CATALOGUS, w.boek(SignaalRij)[0]))


def test_listed_are_those_of_bron_and_of_write_backs_not_yet_seen(w):
    van_bron = boek(w)
    boek(w, ernst="afkeur")
    boek(w, herkomst="controle")  # stands with the check
    van_terugschrijven = boek(w, "LVS-CAS", herkomst="controle", actie=0)
    assert nummers(w) == [van_bron, van_terugschrijven]
    assert markeer_gezien(w.omg, [van_bron], "  gebeld  ") == 1
    assert nummers(w) == [van_terugschrijven]
    gezien = next(regel for regel in signalen(w.omg, CATALOGUS) if regel.nummer == van_bron)
    assert (gezien.gezien, gezien.notitie) == (True, "gebeld")


def test_marking_twice_counts_once_and_keeps_the_notitie_unless_there_is_a_new_one(w):
    nummer = boek(w)
    assert markeer_gezien(w.omg, [nummer, nummer], "gebeld") == 1
    assert markeer_gezien(w.omg, [nummer]) == 0
    assert w.boek(SignaalRij)[0].notitie == "gebeld"
    markeer_gezien(w.omg, [nummer], "toch niet")
    assert w.boek(SignaalRij)[0].notitie == "toch niet"


def test_marking_stands_in_the_audit_trail_without_the_notitie(w):
    voor = len(w.boek(AuditRij))
    markeer_gezien(w.omg, [boek(w)], "moeder van Jansen gebeld")
    (regel,) = w.boek(AuditRij)[voor:]
    assert (regel.onderwerp, regel.naar, regel.code) == ("signaal 1", "gezien", "SIM-770")
    assert "Jansen" not in repr([regel, *w.boek(SignaalRij), *signalen(w.omg, CATALOGUS)])
    w.eis_invarianten()


@pytest.mark.parametrize("soort", ["afkeur", "ander aanleverpunt", "geen"])
def test_only_an_attentiesignaal_of_this_aanleverpunt_can_be_marked_all_or_none(w, soort):
    goed = boek(w)
    ander = boek(w, ernst="afkeur" if soort == "afkeur" else "attentie") if soort != "geen" else 99
    if soort == "ander aanleverpunt":
        (rij,) = w.boek(SignaalRij, nummer=ander)
        with w.journal.unit_of_work(PUNT) as unit:
            unit.delete(SignaalRij, nummer=ander)
            unit.commit()
        w.put(SignaalRij(**{n: getattr(rij, n) for n in rij.__slots__} | {"aanleverpunt": "99ZZ00"}))
    with pytest.raises(BronSyncFout) as gevangen:
        markeer_gezien(w.omg, [goed, ander])
    assert gevangen.value.code == "PROC-18"
    assert (
        nummers(w)
        == [goed]
        == [rij.nummer for rij in w.boek(SignaalRij, aanleverpunt=PUNT, gezien=False, ernst="attentie")]
    )


def test_an_attentiesignaal_blocks_nothing_and_is_no_verschil(w):
    w.tot_rust()
    voor = status(w.omg)
    boek(w)
    assert status(w.omg) == voor
    assert w.bepaal().verschillen == {}
    w.school.bewerk_leerling(1, achternaam="Bakker")
    w.bepaal()
    w.antwoord()
    actie = w.acties()[-1]
    boek(w, "SIM-NAAM", actie=actie.nummer)
    boek(w, "P12", actie=actie.nummer, herkomst="controle")
    assert w.controleer().afkeursignalen == 0
    assert w.synchroniseer().verzonden == 1
