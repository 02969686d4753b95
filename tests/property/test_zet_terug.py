"""Zet terug in any order with what BRON, the school and the other buttons do, and with crashes (issue 10 part 2).

What ought to stand in LVS2000 is told from photographs of it, never from what was booked: after putting back a field is as it was before
the write, unless somebody changed it since; and nothing takes it over again until a person decides.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.records import MutatieRij, MutatieStand
from bronsync.application.tonen.vragen import vragen
from bronsync.application.wegschrijven.zet_terug import zet_terug
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from helpers.omgeving import PLAATS, PUNT, Wereld
from helpers.opstelling import BestandOpstelling, GeheugenOpstelling
from helpers.school import Plan, bsn, maak_leerling
from helpers.storing import Crash, Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


LEERLINGEN = (1, 2, 3)
Foto = dict[int, dict[str, object]]
wie = st.sampled_from(LEERLINGEN)
namen = st.sampled_from(["Bakker", "Gehuwd", "Visser"])
straten = st.sampled_from(["Kerkstraat", "Oudeweg", "Nieuwstraat"])


class ZetTerug(RuleBasedStateMachine):
    """Register and journal in memory."""

    maak_opstelling: Any = GeheugenOpstelling

    def __init__(self) -> None:
        super().__init__()
        self.opstelling: Any = self.maak_opstelling()
        self.computer: Any = self.opstelling.computer()
        self.computer.start()
        self.wereld: Wereld = Wereld()
        self.getypt = 0
        self.voor: dict[int, dict[str, object]] = {}
        """By number of a write: how the pupil stood just before it."""
        self.teruggezet: dict[tuple[int, str], object] = {}
        """What a person put back and nobody changed or decided since."""

    @initialize()
    def begin(self) -> None:
        lijst = tuple(map(maak_leerling, LEERLINGEN))
        self.wereld = Plan(lijst, lijst).bouw(lvs=self.opstelling.school)
        self.wereld.storing.bij_crash = self.computer.foto
        self.wereld.zit_achter(self.computer)
        self.wereld.herstart()
        self.wereld.tot_rust()

    # --- looking

    def foto(self) -> Foto:
        return {r.leerling_id: {n: r.rij[PLAATS[n]] for n in PLAATS} for r in self.wereld.school.lees(PUNT)}

    def geschreven(self) -> dict[int, MutatieRij]:
        return {rij.nummer: rij for rij in self.wereld.boek(MutatieRij, stand=MutatieStand.GEDAAN)}

    def doe(self, knop: Any) -> None:
        """A button; what it wrote is laid beside the photograph from before, where it wrote once to a pupil."""
        eerst, bekend = self.foto(), self.geschreven()
        knop()
        nieuw = [rij for nummer, rij in self.geschreven().items() if nummer not in bekend]
        for rij in nieuw:
            if sum(ander.leerling_id == rij.leerling_id for ander in nieuw) == 1:
                self.voor[rij.nummer] = eerst[rij.leerling_id]

    # --- others

    @rule(wie_al=st.sets(wie, min_size=1), naam=namen, haal=st.sampled_from([True, True, False]))
    def bron_muteert(self, wie_al: set[int], naam: str, haal: bool) -> None:
        """Mostly fetched at once: there is nothing to put back without it."""
        for een in sorted(wie_al):
            self.wereld.bron.muteer_persoon(bsn(een), achternaam=naam)
        if haal:
            self.ophalen()

    @rule(wie_al=st.sets(wie, min_size=1), straat=straten, neem_over=st.booleans())
    def bron_verhuist(self, wie_al: set[int], straat: str, neem_over: bool) -> None:
        adres = {"straatnaam": straat, "huisnummer": 12, "postcode": "1234AB", "plaatsnaam": "Ede"}
        for een in sorted(wie_al):
            self.wereld.bron.muteer_adres(bsn(een), adres)
        if neem_over:
            self.antwoorden(Keuze.NAAR_LVS)

    @rule(een=wie, veld=st.sampled_from(["achternaam", "straatnaam"]))
    def school_typt(self, een: int, veld: str) -> None:
        """What nobody had before: two who type back what was there are taken for an older copy of LVS2000 (F19)."""
        self.getypt += 1
        self.wereld.school.bewerk_leerling(een, **{veld: f"Getypt{self.getypt}"})
        self.teruggezet.pop((een, veld), None)

    @rule(minuten=st.sampled_from([0, 1, 60, -30]))
    def later(self, minuten: int) -> None:
        self.wereld.clock.verder(minutes=minuten)

    # --- the user

    @rule()
    def ophalen(self) -> None:
        self.doe(self.wereld.ophalen)

    @rule()
    def zet_het_laatste_terug_en_bepaal(self) -> None:
        """What a person does who sees it go wrong."""
        rijen = self.geschreven()
        if rijen:
            self.doe(lambda: self._druk(rijen[max(rijen)], True, None))
            self._controleer_foto({r.terug_van: r for n, r in self.geschreven().items() if n not in rijen}, rijen)
            self.kringloop_zonder_antwoord()

    @rule()
    def kringloop_zonder_antwoord(self) -> None:
        """Everything that goes by itself."""
        self.doe(self._kringloop)

    def _kringloop(self) -> None:
        self.wereld.bepaal()
        self.wereld.controleer()
        self.wereld.synchroniseer()

    @rule(keuze=st.sampled_from([Keuze.NAAR_LVS, Keuze.NAAR_BRON]))
    def antwoorden(self, keuze: Keuze) -> None:
        """Who answers decides, so nothing that was put back is promised any more for whom this is about."""
        self.wereld.clock.verder(hours=2)  # later than what was put back, also after the clock was set back
        self.doe(self.wereld.bepaal)
        for vraag in vragen(self.wereld.omg):
            if str(keuze) in vraag.mogelijk:
                beslis(self.wereld.omg, vraag.vingerafdruk, keuze)
                een = vraag.sleutel[0] // 10
                self.teruggezet = {sleutel: w for sleutel, w in self.teruggezet.items() if sleutel[0] != een}
        self.doe(self._kringloop)

    @precondition(lambda self: self.geschreven())
    @rule(
        data=st.data(),
        groep=st.booleans(),
        storing=st.one_of(st.none(), st.tuples(st.integers(1, 12), st.sampled_from([Fout.CRASH_VOOR, Fout.CRASH_NA]))),
    )
    def zet_terug(self, data: Any, groep: bool, storing: tuple[int, Fout] | None) -> None:
        rijen = self.geschreven()
        gekozen = rijen[data.draw(st.sampled_from(sorted(rijen)))]
        self.doe(lambda: self._druk(gekozen, groep, storing))
        terug = {rij.terug_van: rij for rij in self.geschreven().values() if rij.nummer not in rijen}
        self._controleer_foto(terug, rijen)

    def _druk(self, gekozen: MutatieRij, groep: bool, storing: tuple[int, Fout] | None) -> None:
        self.eerst = self.foto()
        if storing:
            self.wereld.storing.zet(*storing)
        try:
            zet_terug(self.wereld.omg, gekozen.nummer, groep=groep)
        except BronSyncFout as fout:
            if fout.code != "PROC-30":
                raise
        except Crash:
            self.computer.val_om()
            self.wereld.zit_achter(self.computer)
            self.wereld.herstart()
        finally:
            self.wereld.storing.uit()

    def _controleer_foto(self, terug: dict[int, MutatieRij], rijen: dict[int, MutatieRij]) -> None:
        nu = self.foto()
        geraakt: set[tuple[int, str]] = set()
        for van, rij in sorted(terug.items()):
            velden = {naam for naam, _, _ in rij.wijzigingen}
            if van in self.voor and not any(
                ander.leerling_id == rij.leerling_id for ander in terug.values() if ander is not rij
            ):
                was = self.voor[van]
                assert {n: nu[rij.leerling_id][n] for n in velden} == {n: was[n] for n in velden}, (
                    "not as it was before"
                )
            geraakt |= {(rij.leerling_id, naam) for naam in velden}
            for naam in velden:
                self.teruggezet.pop((rij.leerling_id, naam), None)
                if not rijen[van].terug_van:
                    self.teruggezet[rij.leerling_id, naam] = nu[rij.leerling_id][naam]
        for een, foto in nu.items():
            anders = {naam for naam in foto if foto[naam] != self.eerst[een][naam]}
            assert {(een, naam) for naam in anders} <= geraakt, "something else changed"

    # --- what holds at every moment

    @invariant()
    def wat_is_teruggezet_blijft(self) -> None:
        nu = self.foto()
        bij_bron = {een.pgn: een.velden for een in self.wereld.bron.inschrijvingen}
        for (een, naam), waarde in list(self.teruggezet.items()):
            assert nu[een][naam] == waarde, "what was put back was taken over again by itself"
            if bij_bron[bsn(een)].get(naam) == waarde:
                del self.teruggezet[een, naam]  # both agree once more: what BRON changes after this is news
        assert not self.wereld.boek(MutatieRij, stand=MutatieStand.VOORGENOMEN), "an intent was forgotten"

    @invariant()
    def geen_actie_voor_wat_is_teruggezet(self) -> None:
        self.wereld.eis_invarianten()

    def teardown(self) -> None:
        self.opstelling.sluit()


class ZetTerugMetBestand(ZetTerug):
    """The encrypted store, and LVS2000 in a SQLite file."""

    maak_opstelling = BestandOpstelling


PHASES = [phase for phase in settings.default.phases if phase is not Phase.explain]


@pytest.mark.parametrize(("machine", "deel"), [(ZetTerug, 0.4), (ZetTerugMetBestand, 0.04)])
def test_what_is_put_back_is_as_it_was_and_stays_so(machine: type[ZetTerug], deel: float) -> None:
    profiel = settings.default
    aantal = max(2, int(profiel.max_examples * deel))
    run_state_machine_as_test(machine, settings=settings(profiel, max_examples=aantal, phases=PHASES))
