"""The state machine with everything that turns time back: two computers, older and lost stores, restored backups of LVS2000 (F17-F22).

What may be asked of it is less than of one computer with its own books: that the register executes no message twice, that the books at hand
are sound, that an older or empty store is noticed, and that in the end, after a person answered what is asked, school, register and the
picture of either computer are plainly equal.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bronsync.application.bepalen.acties_beheren import verwijder_actie
from bronsync.application.records import Actie, AuditRij, BoekenRij, Verzending
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import Status
from helpers.opstelling import BestandOpstelling
from property.test_machine import Kringloop, draai, draai_groot

pytestmark = pytest.mark.usefixtures("geen_controles")


class KringloopMetHerstel(Kringloop):
    """Binding (a), with a second computer and backups."""

    def __init__(self) -> None:
        super().__init__()
        self.andere: Any = self.opstelling.computer()
        self.teruggezet = 0

    def aan_het_werk(self) -> None:
        """On whatever store lies there now."""
        self.gemeld = {}
        super().aan_het_werk()

    # --- what turns time back

    @rule()
    def andere_computer(self) -> None:
        self.computer.stop()
        self.computer, self.andere = self.andere, self.computer
        self.computer.start()
        self.aan_het_werk()

    @rule()
    def maak_kopie(self) -> None:
        self.computer.maak_kopie()

    @rule(ook_ring=st.booleans())
    @precondition(lambda self: self.computer.heeft_kopie)
    def zet_kopie_terug(self, ook_ring: bool) -> None:
        """With the key ring: the whole computer is back as it was then, and nothing on it can tell (only the register's numbers)."""
        wereld = self.wereld
        was = self.generatie()
        self.computer.zet_kopie_terug(ook_ring=ook_ring)
        wereld.zit_achter(self.computer)
        ouder = self.generatie() < was
        self.aan_het_werk()
        assert wereld.stand().herstel_nodig or ook_ring or not ouder, "an older copy was not noticed (FOUT-18)"

    def generatie(self) -> int:
        """How often this store was changed by something that the register knows of too."""
        return sum(geheel.generatie for geheel in self.wereld.boek(BoekenRij))

    @rule(ook_ring=st.booleans())
    def verlies_opslag(self, ook_ring: bool) -> None:
        self.computer.verlies(ook_ring=ook_ring)
        self.aan_het_werk()
        stand = self.wereld.stand()
        assert stand.herstel_nodig or stand.peildatum is None, "an empty store was not noticed (FOUT-17)"

    @rule()
    def bewaar_lvs(self) -> None:
        self.opstelling.bewaar_lvs()

    @rule(merkbaar=st.booleans())
    @precondition(lambda self: self.opstelling.heeft_lvs_kopie)
    def zet_lvs_terug(self, merkbaar: bool) -> None:
        self.teruggezet += 1
        self.getypt.clear()
        self.opstelling.zet_lvs_terug(f"teruggezet {self.teruggezet}" if merkbaar else "")

    # --- what holds

    @invariant()
    def boeken_kloppen(self) -> None:
        wereld = self.wereld
        audit = sorted(wereld.boek(AuditRij), key=lambda rij: rij.nummer)
        acties = wereld.boek(Actie)
        wereld._inv_4(acties, audit)
        wereld._inv_5()
        wereld._inv_7(acties)
        wereld._inv_9(acties, audit)
        assert max(wereld.bron.uitgevoerd.values(), default=0) <= 1, "worked twice (INV-1)"
        wereld._inv_1_per_actie(wereld.boek(Verzending))
        self.eis_wat_de_school_typte()

    def tot_rust(self) -> None:
        self.wereld.eis_invarianten = self.boeken_kloppen  # type: ignore[method-assign]  # INV-1 asks for books that were never lost
        for _ in range(2):
            self.een_computer_tot_rust()
            self.andere_computer()
        self.een_computer_tot_rust()

    def een_computer_tot_rust(self) -> None:
        """The person reads that answers may have been signed off before, and takes those acties away (HerstelUitslag.zin)."""
        wereld = self.wereld
        wereld.storing.uit()
        wereld.bron.tik(6)
        wereld.probeer(wereld.ophalen)
        for actie in wereld.acties(Status.IN_BEHANDELING, Status.ONBESLIST, Status.UITBLIJVEND):
            verwijder_actie(wereld.omg, actie.nummer)
        self.stil_gewijzigd = True
        super().tot_rust()


class KringloopMetHerstelEnBestand(KringloopMetHerstel):
    """Binding (b): two encrypted stores, each with its own key; copies of their files; LVS2000's file copied and put back."""

    maak_opstelling = BestandOpstelling

    @rule()
    def andere_computer_tegelijk(self) -> None:
        """Somebody starts the other one while this one is in use: it is refused, and nothing changes (F21)."""
        with pytest.raises(BronSyncFout) as geweigerd:
            self.andere.start()
        assert geweigerd.value.code == "LVS-09"


def test_EIG_2_EIG_8_two_computers_and_backups_in_any_order_end_equal():
    draai(KringloopMetHerstel, 0.3)


def test_EIG_2_EIG_8_two_computers_and_backups_with_real_files_end_equal():
    draai(KringloopMetHerstelEnBestand, 0.03)


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_EIG_large_at_least_2500_runs_with_two_computers_and_backups():
    draai_groot(KringloopMetHerstel, 2500)


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_EIG_large_300_runs_with_two_computers_and_backups_and_real_files():
    draai_groot(KringloopMetHerstelEnBestand, 300)
