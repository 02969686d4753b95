"""Who only follows the marked step arrives: from an empty register to 'geen verschillen', without a step that has nothing to do.

Against the simulator's core with real messages and the controles on; against the sketch of the register with random schools; and the rare
states one by one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from bronsync.application.bepalen.acties_beheren import (
    bepaal_handmatig,
    niet_uitgevoerde_acties_verwijderen,
    verwijder_actie,
)
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.records import DubbeleRij, OntbrekendRij, VerschilRij, VerschilStand
from bronsync.application.tonen.volgende_stap import Stap, volgende_stap
from bronsync.domain.gegevens.codes import lees_codelijsten
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import WACHT_OP_BRON, Status
from bronsync.resources import resource
from helpers.clock import SteppingClock
from helpers.omgeving import PUNT, Wereld, naar_bron_of_overnemen, zonder_controles
from helpers.school import Leerling, Plan, bsn, maak_leerling, plannen
from helpers.simulator_bron import SimulatorBron

EEN, TWEE = maak_leerling(1), maak_leerling(2)
PHASES = [phase for phase in settings.default.phases if phase is not Phase.explain]


def stap(wereld: Wereld) -> Stap:
    return volgende_stap(wereld.omg).stap


def kies_of_negeer(vraag: Any) -> Keuze:
    return naar_bron_of_overnemen(vraag) or Keuze.NEGEREN


class Volger:
    """Does what the window marks, and nothing else."""

    def __init__(self, wereld: Wereld, waarheid: tuple[Leerling, ...] = ()) -> None:
        self.wereld, self.waarheid = wereld, waarheid
        self.gedaan: list[Stap] = []

    def tot_klaar(self, hoogstens: int = 60) -> Counter[Stap]:
        doe = {
            Stap.OVERZICHT_OPHALEN: self.wereld._overzicht_met_geduld,
            Stap.ACTIES_BEPALEN: self._bepaal,
            Stap.VRAGEN: lambda: self.wereld.antwoord(kies_of_negeer),
            Stap.CONTROLEREN: self.wereld.controleer,
            Stap.VERBETEREN: self._verbeter,
            Stap.ONBEANTWOORD: self._verwijder_onbeantwoord,
            Stap.VERZENDEN: self._verzend,
            Stap.TERUGKOPPELING_OPHALEN: self._haal_op,
            Stap.WACHTEN: self._wacht,
        }
        for _ in range(hoogstens):
            nu = stap(self.wereld)
            if nu is Stap.KLAAR:
                return Counter(self.gedaan)
            self.gedaan.append(nu)
            doe[nu]()
        raise AssertionError(f"not there after {hoogstens} steps: {[str(s) for s in self.gedaan]}")

    def _bepaal(self) -> None:
        self.wereld.bepaal()

    def _verzend(self) -> None:
        self.wereld.synchroniseer()
        self.wereld.tik()

    def _haal_op(self) -> None:
        for _ in range(3):
            self.wereld.tik()
        self.wereld.ophalen()

    def _wacht(self) -> None:
        self.wereld.clock.verder(minutes=30)
        self.wereld.tik()

    def _verbeter(self) -> None:
        """In LVS2000, from the file in the drawer."""
        for een in self.waarheid:
            leerling = een.velden
            self.wereld.school.bewerk_leerling(een.id, **leerling)
            for nummer, velden in een.inschrijvingen:
                self.wereld.school.bewerk_inschrijving(nummer, **velden)
        assert self.waarheid, "nothing to correct with"

    def _verwijder_onbeantwoord(self) -> None:
        onbeantwoord = self.wereld.acties(Status.UITBLIJVEND) or self.wereld.acties(*WACHT_OP_BRON)
        assert onbeantwoord
        for actie in onbeantwoord:
            verwijder_actie(self.wereld.omg, actie.nummer)


CODELIJSTEN = lees_codelijsten(
    *(
        resource("codelijsten", naam).read_text(encoding="utf-8")
        for naam in ("tabel32-nationaliteiten.csv", "tabel34-landen.csv")
    )
)
SCHOOL = {
    "no number": {"burgerservicenummer": None},
    "moved": {"straatnaam": "Kerkweg", "huisnummer": 3},
    "birth date": {"geboortedatum": "2002-03-05"},
    "typing error in the number": {"burgerservicenummer": "999999999"},
    "sex": {"geslacht": "M"},
    "leaver": {"uitschrijfdatum": "2009-08-28"},
    "left before BRON": {"uitschrijfdatum": "2008-07-31"},
    "no groep": {"perioden": ()},
    "none": {},
}


@pytest.mark.parametrize("historie", [False, True], ids=["empty register", "register that knows half of them"])
def test_who_follows_the_step_comes_from_the_empty_register_to_no_differences(historie):
    waarheid = tuple(maak_leerling(nummer) for nummer in range(1, 13))
    fouten = list(SCHOOL.values())
    school = [een.met(**fouten[een.id % len(fouten)]) for een in waarheid]
    clock = SteppingClock()
    bron = SimulatorBron(waarheid, clock.today())
    try:
        wereld = Wereld(register=bron, clock=clock, codelijsten=CODELIJSTEN)
        for een in waarheid[:6] if historie else school:
            een.zet_in(wereld.school)
        volger = Volger(wereld, waarheid)
        if historie:
            volger.tot_klaar()
            for een in school[6:]:
                een.zet_in(wereld.school)
            for een in school[:6]:
                wereld.school.bewerk_leerling(een.id, **een.velden)
            clock.verder(days=29)
            bron.kern.register.zet_vandaag(clock.today())
            volger.gedaan.clear()
        stappen = volger.tot_klaar()
        assert stappen[Stap.OVERZICHT_OPHALEN] == 1
        assert stappen[Stap.VERBETEREN] >= 1, "nobody had anything to correct: the school is too good"
        assert sum(stappen.values()) <= 20, [str(een) for een in volger.gedaan]
        assert not wereld.boek(VerschilRij)
        assert not wereld.acties(*WACHT_OP_BRON)
        wereld.eis_gelijk()
    finally:
        bron.sluit()


@settings(phases=PHASES)
@given(plannen())
def test_every_school_comes_to_rest(plan):
    with zonder_controles():
        wereld = plan.bouw()
        volger = Volger(wereld)
        volger.tot_klaar()
        over = wereld.boek(VerschilRij)
        assert all(rij.stand is VerschilStand.GENEGEERD for rij in over)
        assert not wereld.acties(Status.BEPAALD, Status.GECONTROLEERD, *WACHT_OP_BRON)


# --- the states one by one


def test_without_a_usable_certificate_that_comes_first():
    wereld = Plan((EEN,), ()).bouw()
    for dag in (None, date(2009, 8, 31)):
        omg = replace(wereld.omg, certificaat_tot=dag)
        assert volgende_stap(omg).stap is Stap.CERTIFICAAT
    assert volgende_stap(replace(wereld.omg, certificaat_tot=date(2009, 9, 1))).stap is Stap.OVERZICHT_OPHALEN


def test_an_unusable_picture_is_fetched_anew():
    wereld = Plan((EEN,), (EEN,)).bouw()
    Volger(wereld).tot_klaar()
    wereld.clock.verder(days=28)
    assert stap(wereld) is Stap.KLAAR
    wereld.clock.verder(days=1)
    assert stap(wereld) is Stap.OVERZICHT_OPHALEN
    wereld.overzicht()
    assert stap(wereld) is Stap.KLAAR
    registratieoverzicht_ophalen(wereld.omg, date(2009, 9, 1))
    assert "historisch" in volgende_stap(wereld.omg).tekst
    wereld.overzicht()
    wereld.put(
        OntbrekendRij(aanleverpunt=PUNT, van=1, tot_en_met=1, reden="overgeslagen", sinds="2009-09-01T00:00:00Z")
    )
    assert stap(wereld) is Stap.OVERZICHT_OPHALEN
    wereld.overzicht()
    wereld.zet_stand(herstel_nodig=True)
    assert stap(wereld) is Stap.OVERZICHT_OPHALEN
    wereld.overzicht()
    assert stap(wereld) is Stap.ACTIES_BEPALEN  # after recovery everything is compared again


def test_an_equal_school_is_compared_once_all_the_same():
    """What both sides agree on must be remembered before something changes."""
    wereld = Plan((EEN,), (EEN,)).bouw()
    wereld.overzicht()
    assert stap(wereld) is Stap.ACTIES_BEPALEN
    wereld.bepaal()
    assert stap(wereld) is Stap.KLAAR
    wereld.school.bewerk_leerling(1, achternaam="Bakker")
    assert stap(wereld) is Stap.ACTIES_BEPALEN
    wereld.school.bewerk_leerling(1, achternaam="Jansen1")
    assert stap(wereld) is Stap.KLAAR


def test_an_afkeursignaal_is_corrected_compared_and_checked_again():
    wereld = Plan((EEN.met(geslacht="Q"), TWEE), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    nu = volgende_stap(wereld.omg)
    assert (nu.stap, nu.aantal) == (Stap.VERBETEREN, 1)
    wereld.school.bewerk_leerling(1, geslacht="V")
    stappen = []
    for doe in (wereld.bepaal, wereld.controleer, lambda: None):
        stappen.append(stap(wereld))
        doe()
    assert stappen == [Stap.ACTIES_BEPALEN, Stap.CONTROLEREN, Stap.VERZENDEN]


def test_a_signal_that_another_pupil_caused_goes_when_that_one_is_corrected():
    """P22: two pupils with one number; the other one is equal to BRON again, so only a new check can clear this one."""
    wereld = Plan((EEN, TWEE.met(burgerservicenummer=bsn(1))), (TWEE,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord(kies_of_negeer)
    wereld.controleer()
    assert stap(wereld) is Stap.VERBETEREN
    wereld.school.bewerk_leerling(2, burgerservicenummer=bsn(2))
    volger = Volger(wereld)
    volger.tot_klaar()
    assert Stap.VERBETEREN not in volger.gedaan


@pytest.mark.usefixtures("zonder")
def test_data_that_changed_after_the_check_ask_for_another():
    wereld = Plan((EEN,), (EEN.met(vo_advies="10"),)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    assert stap(wereld) is Stap.VERZENDEN
    wereld.school.bewerk_leerling(1, roepnaam="Ans")
    assert stap(wereld) is Stap.VERZENDEN  # what is not exchanged changes nothing
    wereld.school.bewerk_leerling(1, achternaam="Bakker")
    assert stap(wereld) is Stap.ACTIES_BEPALEN
    Volger(wereld).tot_klaar()
    wereld.eis_gelijk()


@pytest.mark.usefixtures("zonder")
def test_a_change_that_is_no_difference_asks_for_a_check_only():
    """A secret address is not compared, but it is in the row that passed the check (S05)."""
    wereld = Plan((EEN.met(geheim=True),), (EEN.met(vo_advies="10", geheim=True),)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    wereld.school.bewerk_leerling(1, straatnaam="Kerkweg")
    assert stap(wereld) is Stap.CONTROLEREN
    wereld.controleer()
    assert stap(wereld) is Stap.VERZENDEN


@pytest.mark.usefixtures("zonder")
def test_an_unclear_message_is_sent_again_only_where_that_is_safe():
    wereld = Plan((EEN,), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.put(replace(wereld.acties()[0], status=Status.ONBESLIST))
    assert stap(wereld) is Stap.VERZENDEN
    wereld.bron.herhaling_veilig = False
    assert stap(wereld) in (Stap.TERUGKOPPELING_OPHALEN, Stap.WACHTEN)


@pytest.mark.usefixtures("zonder")
def test_waiting_for_bron_asks_less_and_less_often():
    wereld = Plan((EEN,), ()).bouw(vertraging=10_000)
    wereld.bron.vertraging = 0
    wereld.overzicht()
    wereld.bron.vertraging = 10_000
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    assert stap(wereld) is Stap.TERUGKOPPELING_OPHALEN
    wereld.ophalen()
    nu = volgende_stap(wereld.omg)
    assert (nu.stap, nu.aantal) == (Stap.WACHTEN, 1)
    wachttijden = []
    for _ in range(14):
        minuten = 0
        while stap(wereld) is Stap.WACHTEN:
            wereld.clock.verder(minutes=1)
            minuten += 1
        wereld.ophalen()
        wachttijden.append(minuten)
    assert wachttijden[:4] == [2, 2, 4, 8]
    assert wachttijden[-1] == 24 * 60


@pytest.mark.usefixtures("zonder")
def test_after_eight_weeks_a_person_decides():
    wereld = Plan((EEN,), ()).bouw(vertraging=10_000)
    wereld.bron.vertraging = 0
    wereld.overzicht()
    wereld.bron.vertraging = 10_000
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    wereld.clock.verder(days=57)
    wereld.ophalen()
    wereld.bron.vertraging = 0
    wereld.overzicht()
    assert wereld.acties(Status.UITBLIJVEND)
    nu = volgende_stap(wereld.omg)
    assert (nu.stap, nu.aantal) == (Stap.ONBEANTWOORD, 1)
    assert "verwijder de actie" in nu.tekst
    wereld.clock.verder(days=2)
    assert stap(wereld) is Stap.ONBEANTWOORD  # and nobody is sent to fetch it every day
    Volger(wereld).tot_klaar()
    wereld.eis_gelijk()


@pytest.mark.usefixtures("zonder")
def test_FOUT_22_nobody_waits_eight_weeks_for_an_answer_that_another_computer_fetched():
    wereld = Plan((EEN, TWEE), (TWEE,)).bouw(vertraging=0)
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    for bericht in (pagina := wereld.bron.haal("", "")).berichten:
        wereld.bron.bevestig("", "", bericht.ontvangstnummer)  # the other computer
    assert pagina.berichten
    wereld.ophalen()
    assert stap(wereld) is Stap.OVERZICHT_OPHALEN
    wereld.overzicht()
    assert wereld.acties(Status.IN_BEHANDELING)
    wereld.bepaal()
    nu = volgende_stap(wereld.omg)
    assert (nu.stap, nu.aantal) == (Stap.ONBEANTWOORD, 1)
    assert "waarschijnlijk op een andere computer opgehaald" in nu.tekst
    Volger(wereld).tot_klaar()
    wereld.eis_gelijk()


@pytest.mark.usefixtures("zonder")
def test_removed_acties_are_determined_again():
    wereld = Plan((EEN,), ()).bouw()
    wereld.overzicht()
    wereld.bepaal()
    niet_uitgevoerde_acties_verwijderen(wereld.omg)
    assert stap(wereld) is Stap.ACTIES_BEPALEN
    Volger(wereld).tot_klaar()
    wereld.eis_gelijk()


@pytest.mark.usefixtures("zonder")
def test_a_rejected_actie_by_hand_keeps_nobody_from_being_done():
    wereld = Plan((EEN,), (EEN,)).bouw(keur_af=lambda bericht: True)
    Volger(wereld).tot_klaar()
    bepaal_handmatig(wereld.omg, ActieSoort.WIJZIGING_SLEUTELGEGEVENS, 10)
    stappen = Volger(wereld)
    stappen.tot_klaar()
    assert wereld.acties(Status.AFGEKEURD)
    assert stappen.gedaan[:2] == [Stap.CONTROLEREN, Stap.VERZENDEN]


@pytest.fixture
def zonder():
    with zonder_controles():
        yield


@pytest.mark.usefixtures("zonder")
def test_what_was_just_sent_is_fetched_before_anything_is_compared():
    wereld = Plan((EEN, TWEE), (EEN,)).bouw()
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    wereld.school.bewerk_leerling(EEN.id, straatnaam="Kerkweg")  # something to compare too
    assert stap(wereld) is Stap.TERUGKOPPELING_OPHALEN
    wereld.ophalen()
    assert stap(wereld) is Stap.ACTIES_BEPALEN


@pytest.mark.usefixtures("zonder")
def test_dubbele_inschrijvingen_are_named_where_nothing_else_is_left():
    wereld = Plan((EEN,), (EEN,)).bouw()
    Volger(wereld).tot_klaar()
    assert "dubbele" not in volgende_stap(wereld.omg).tekst
    with wereld.omg.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        dag = "2009-09-01"
        unit.put(
            DubbeleRij(
                aanleverpunt=wereld.omg.aanleverpunt,
                pgn=bsn(1),
                inschrijfdatum=dag,
                brin_andere_school="11BB",
                begin=dag,
                einde="",
                eerst_gezien=dag,
                laatst_gezien=dag,
            )
        )
        unit.commit()
    nu = volgende_stap(wereld.omg)
    assert nu.stap is Stap.KLAAR
    assert "1 dubbele inschrijving: bel de andere school" in nu.tekst


@pytest.mark.usefixtures("zonder")
def test_what_bron_keeps_by_itself_is_not_offered_to_it_again():
    wereld = Plan((EEN,), (EEN,)).bouw()
    Volger(wereld).tot_klaar()
    wereld.school.bewerk_leerling(EEN.id, achternaam="Anders")
    wereld.bepaal()
    wereld.antwoord(lambda _: Keuze.NAAR_BRON)
    (actie,) = wereld.acties(Status.BEPAALD)
    with wereld.omg.journal.unit_of_work(
        wereld.omg.aanleverpunt
    ) as unit:  # BRON accepts, and keeps the name of the GBA
        (rij,) = unit.all(VerschilRij, aanleverpunt=wereld.omg.aanleverpunt)
        unit.put(
            replace(actie, status=Status.GEACCEPTEERD, lvs_hash=rij.lvs_hash), replace(rij, stand=VerschilStand.OPEN)
        )
        unit.commit()
    nu = volgende_stap(wereld.omg)
    assert (nu.stap, nu.aantal) == (Stap.VASTGEHOUDEN, 1)
    assert "Verbeter de gegevens in LVS2000, of negeer" in nu.tekst
