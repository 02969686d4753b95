"""The rem counts what would be gone at BRON or in LVS2000, by whatever name of actie (FOUTEN R5)."""

from __future__ import annotations

from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.bepalen.antwoorden import beslis_alle
from bronsync.application.lezen.rem import rem_bij_bepalen, rem_bij_verzenden
from bronsync.application.tonen.vragen import vragen
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.remmen import effect, per_inschrijving
from helpers.omgeving import Wereld
from helpers.school import Plan, bsn, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


A = ActieSoort
ACHT = tuple(maak_leerling(n) for n in range(1, 9))


def gelijk(**velden: Any) -> Wereld:
    acht = tuple(een.met(**velden) for een in ACHT)
    wereld = Plan(acht, acht).bouw()
    wereld.tot_rust()
    return wereld


def rem_bij(doe: Any, rem: Any, wereld: Wereld) -> Any:
    """What the rem shows where it refuses; the very code that it shows lets it through."""
    with pytest.raises(BronSyncFout, match="PROC-04") as waarom:
        doe(wereld.omg)
    getoond = rem(wereld.omg, waarom.value)
    assert getoond.code == waarom.value.waarden["bevestiging"]
    assert len(getoond.regels) == len(getoond.zonder_namen) == waarom.value.waarden["aantal"]
    doe(wereld.omg, getoond.code)
    return getoond


PERIODEN = (("2007-08-01", "3", None, "00", 1, None),)


@pytest.mark.parametrize(
    ("vooraf", "leerling", "inschrijving", "gevolg"),
    [
        pytest.param({}, {}, {"inschrijfdatum": "2007-08-02"}, "andere inschrijfdatum", id="a removal inside a correction"),
        pytest.param({"uitschrijfdatum": "2009-08-20"}, {}, {"uitschrijfdatum": None}, "ongedaan", id="reopened leavers"),
        pytest.param({}, {"achternaam": "Anders"}, {}, "persoonsgegevens bij BRON", id="names"),
        pytest.param({}, {"geboortedatum": "2003-01-01"}, {}, "persoonsgegevens bij BRON", id="keys"),
        pytest.param({"perioden": PERIODEN}, {}, {"perioden": ()}, "gewist", id="class history gone"),
        pytest.param({"vo_advies": "10"}, {}, {"vo_advies": "20"}, "overschreven", id="overwritten"),
    ],
)  # fmt: skip
def test_R5_many_of_which_something_would_be_gone_at_BRON_stop_at_both_doors(vooraf, leerling, inschrijving, gevolg):
    wereld = gelijk(**vooraf)
    for een in range(1, 7):
        wereld.school.bewerk_leerling(een, **leerling)
        wereld.school.bewerk_inschrijving(een * 10, **inschrijving)
    rem = rem_bij(acties_bepalen, rem_bij_bepalen, wereld)
    assert (len(rem.regels), "De rem: 6 inschrijvingen " in rem.zin) == (6, True)
    assert all(gevolg in regel for regel in rem.regels), rem.zonder_namen
    beslis_alle(wereld.omg, [v.vingerafdruk for v in vragen(wereld.omg)], Keuze.NAAR_BRON)
    wereld.controleer()
    rem = rem_bij(synchroniseren, rem_bij_verzenden, wereld)
    assert all(gevolg in regel for regel in rem.regels), rem.zonder_namen


def test_R5a_many_addresses_in_LVS2000_overwritten_by_one_answer_stop():
    wereld = gelijk()
    for een in range(1, 7):
        wereld.school.bewerk_leerling(een, straatnaam="Nieuweweg")
    acties_bepalen(wereld.omg)
    assert beslis_alle(wereld.omg, [v.vingerafdruk for v in vragen(wereld.omg)], Keuze.NAAR_LVS).gelukt
    wereld.controleer()
    rem = rem_bij(synchroniseren, rem_bij_verzenden, wereld)
    assert all("adres in LVS2000 overschreven" in regel for regel in rem.regels)


def test_R5b_an_inschrijving_of_which_two_things_would_be_gone_counts_once():
    wereld = gelijk()
    for een in range(1, 6):
        wereld.school.bewerk_leerling(een, achternaam="Anders")
        wereld.school.bewerk_inschrijving(een * 10, inschrijfdatum="2007-08-02")
    acties_bepalen(wereld.omg)  # five are not more than five
    assert len(per_inschrijving([(1, "a"), (1, "b"), (2, "c")])) == 2


def test_R5c_a_new_school_year_only_adds_and_never_stops():
    wereld = gelijk(perioden=PERIODEN, indicaties=(("2008-01-01", None, "2-08-11-22", "11"),))
    for een in range(1, 9):
        wereld.school.bewerk_inschrijving(
            een * 10,
            perioden=(*PERIODEN, ("2008-08-01", "4", None, "00", 1, None)),
            indicaties=(("2008-01-01", "2009-07-31", "2-08-11-22", "11"),),
            vo_advies="10",
        )
    acties_bepalen(wereld.omg)
    beslis_alle(wereld.omg, [v.vingerafdruk for v in vragen(wereld.omg)], Keuze.NAAR_BRON)
    wereld.controleer()
    assert synchroniseren(wereld.omg).verzonden == 8


def test_R5d_acties_by_hand_count_too():
    wereld = gelijk()
    for een in range(1, 7):
        bepaal_handmatig(wereld.omg, A.WIJZIGING_SLEUTELGEGEVENS, een * 10)
    wereld.controleer()
    assert len(rem_bij(synchroniseren, rem_bij_verzenden, wereld).regels) == 6


@pytest.mark.parametrize(
    ("soort", "paren", "telt"),
    [
        (A.NIEUWE_MELDING_INSCHRIJVING, (), False),
        (A.IDENTIFICATIEVERZOEK, None, False),
        (A.VERWIJDERING_INSCHRIJVING, (), True),
        (A.UITSCHRIJVING, (("uitschrijfdatum", "2009-07-31", None),), True),
        (A.WIJZIGING_SLEUTELGEGEVENS, (("achternaam", "Çelik", "celik"),), False),
        (A.WIJZIGING_SLEUTELGEGEVENS, (("voornamen", "Anna", None),), False),
        (A.WIJZIGING_SLEUTELGEGEVENS, (("burgerservicenummer", bsn(1), bsn(2)),), True),
        (A.OVERNEMEN_ADRESGEGEVENS, (("straatnaam", None, "Nieuw"),), False),
        (A.OVERNEMEN_ADRESGEGEVENS, (("straatnaam", "Oud", None),), True),
        (A.WIJZIGING_ONDERWIJSGEGEVENS, (("eindtoets_score", 530, 531),), True),
    ],
)
def test_R5e_what_counts_is_what_would_be_gone(soort, paren, telt):
    assert bool(effect(soort, paren)) is telt
