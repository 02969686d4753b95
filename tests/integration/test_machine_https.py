"""Binding (c) of the state machine: the register as a process, mutual TLS, the encrypted store, LVS2000 in a file (ARCHITECTURE 7.4).

The same machines as in tests/property, with the controles on and in real messages. What the school types is what a school can type: a person
who disagrees with the BRP is rejected, and put right when everything must come to rest, as the manual asks. Numbers of runs are small here:
(a) and (b) have the many.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from bronsync.application.bepalen.acties_beheren import verwijder_actie
from bronsync.application.records import SignaalRij
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.levensloop import OPEN, Status
from helpers.omgeving import PUNT, Wereld
from helpers.proces_bron import ClockOfBoth, ProcesBron, ProcesOpstelling, maak_mal
from helpers.school import ADRES_NL, BEWERKINGEN, Leerling, bsn, maak_leerling
from helpers.simulator_bron import persoon
from property.test_eigenschappen_simulator import CODELIJSTEN, FOUTEN
from property.test_machine import Kringloop, KringloopMetBestand, draai, draai_groot
from property.test_machine_herstel import KringloopMetHerstelEnBestand

PERSOON = ("geboortedatum", "geslacht", "achternaam", "voornamen")
"""What the BRP knows better."""
VELDEN_LEERLING = (*PERSOON, "straatnaam", "huisnummer", "postcode")
VELDEN_INSCHRIJVING = ("uitschrijfdatum", "nnca", "perioden")
HAPERT = (
    "tk_gat", "tk_ander", "tk_onbekend", "tk_aanleverpunt", "ro_afgekapt", "ro_telling", "ro_zonder_einde", "ro_peildatum",
    "http_status", "doctype", "ongeldig", "utf16",
)  # fmt: skip
"""What the register may do wrong by itself, once."""


class OverHttps(Kringloop):
    """What differs from the other two bindings: BRON's own world, and how the school is put right at the end."""

    maak_opstelling = ProcesOpstelling
    mal: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.waarheid: dict[int, Leerling] = {}

    @property
    def bron(self) -> ProcesBron:
        bron: ProcesBron = self.wereld.bron
        return bron

    @initialize(
        fouten=st.lists(st.sampled_from(sorted(FOUTEN)), min_size=1, max_size=3),
        geleverd=st.booleans(),
        vertraging=st.integers(0, 3),
        veilig=st.booleans(),
        pagina=st.integers(1, 5),
        storing=st.sampled_from(["", "tk_schud", "tk_herhaal"]),
    )
    def begin(
        self, fouten: list[str], geleverd: bool, vertraging: int, veilig: bool, pagina: int, storing: str
    ) -> None:
        self.computer.start()
        self.waarheid = {n: maak_leerling(n) for n in (*range(1, len(fouten) + 1), 9)}
        clock = ClockOfBoth()
        register = self.opstelling.start_register(
            self.mal,
            [persoon(een) for een in self.waarheid.values()],
            clock,
            vertraging_tikken=vertraging,
            dubbelen_negeren=veilig,
            pagina=pagina,
            deel=2,
        )
        self.verloren = False
        self.wereld = Wereld(register=register, lvs=self.opstelling.school, clock=clock, codelijsten=CODELIJSTEN)
        for een, fout in zip(self.waarheid.values(), [*fouten, "none"], strict=True):
            een.met(**FOUTEN[fout]).zet_in(self.wereld.school)
        self.gemeld = {}
        self.stil_gewijzigd = False
        self.wereld.storing.bij_crash = self.valt_om
        self.wereld.storing.op_de_lijn = register.hapert
        self.vast = [{"soort": storing, "aantal": None}] if storing else []
        self.aan_het_werk()
        register.storing(*self.vast)
        if geleverd:
            self.wereld.bron.tik(6)
            self.verbeter()
            self.wereld.tot_rust(20)

    def aan_het_werk(self) -> None:
        self.bron.nieuwe_lijn()
        super().aan_het_werk()

    # --- the school

    @rule(data=st.data())
    def school_wijzigt(self, data: Any) -> None:
        rij = self.kies_rij(data)
        veld = data.draw(st.sampled_from(VELDEN_LEERLING + VELDEN_INSCHRIJVING))
        waarde = kies_waarde(data, veld, rij.leerlingnummer)
        if veld in VELDEN_LEERLING:
            self.getypt.pop(rij.leerling_id, None)
            self.wereld.school.bewerk_leerling(rij.leerling_id, **{veld: waarde})
        else:
            self.wereld.school.bewerk_inschrijving(rij.inschrijving_id, **{veld: waarde})

    @rule(in_brp=st.booleans(), met_bsn=st.booleans())
    def school_schrijft_in(self, in_brp: bool, met_bsn: bool) -> None:
        self.nieuw += 1
        een = maak_leerling(self.nieuw)
        self.waarheid[self.nieuw] = een
        if in_brp:
            self.bron.nieuw_in_brp(persoon(een))
        if not (in_brp and met_bsn):
            een = een.met(burgerservicenummer=None)
        een.zet_in(self.wereld.school)

    # --- BRON

    def bron_geeft_een_naam(self, rij: Any) -> None:
        nummer = str(cel(rij.rij, "burgerservicenummer"))
        if nummer in self.bron.personen:
            self.merk_stilte(nummer)
            self.bron.muteer(nummer, achternaam=f"Bakker{nummer}")

    def namen_in_bron(self) -> set[str]:
        return {een["persoon"]["achternaam"] for een in self.bron.registraties()}

    def kies_registratie(self, data: Any) -> Any:
        registraties = self.bron.registraties()
        return registraties[data.draw(st.integers(0, len(registraties) - 1))] if registraties else None

    def kies_persoon(self, data: Any) -> str:
        nummer: str = data.draw(st.sampled_from(sorted(self.bron.personen)))
        self.merk_stilte(nummer)
        return nummer

    def merk_stilte(self, nummer: str) -> None:
        """Who has left is changed in silence: BRON tells a school nothing of them (manual ch. 2)."""
        eigen = [een for een in self.bron.registraties() if een["persoon"].get("burgerservicenummer") == nummer]
        self.stil_gewijzigd |= any("datumUitschrijving" in een for een in eigen)

    @rule(data=st.data(), veld=st.sampled_from(["achternaam", "voornamen", "geslacht"]))
    def bron_muteert_persoon(self, data: Any, veld: str) -> None:
        nummer = self.kies_persoon(data)
        self.bron.muteer(nummer, **{veld: kies_waarde(data, veld, nummer)})

    @rule(data=st.data(), nummer=st.integers(1, 9))
    def bron_muteert_adres(self, data: Any, nummer: int) -> None:
        adres = {"straatnaam": "Nieuwstraat", "huisnummer": nummer, "postcode": "3456CD", "plaatsnaam": "Ede"}
        self.bron.muteer(self.kies_persoon(data), adres=adres)

    @rule(data=st.data(), weg=st.booleans(), nnca=st.sampled_from(["0", "1", "2"]))
    def bron_drijft_af(self, data: Any, weg: bool, nnca: str) -> None:
        een = self.kies_registratie(data)
        if een is not None:
            self.stil_gewijzigd = True
            if weg and een["leerlingnummer"] != "0009":
                self.bron.drijf_af(een, verwijder=True)
            else:
                self.bron.drijf_af(een, onderwijs={"indicatieNnca": nnca})

    @rule(data=st.data())
    def bron_vindt_een_bsn(self, data: Any) -> None:
        personen = [een["persoon"] for een in self.bron.registraties()]
        nummers = sorted({p["onderwijsnummer"] for p in personen if "onderwijsnummer" in p})
        if nummers:
            self.nieuw += 1
            self.bron.vind_bsn(data.draw(st.sampled_from(nummers)), bsn(1000 + self.nieuw))

    @rule(soort=st.sampled_from(HAPERT))
    def bron_hapert(self, soort: str) -> None:
        """At its next answer of that kind; what was lost by it only an overview shows."""
        self.stil_gewijzigd = self.verloren = True
        self.bron.wis_storingen()
        self.bron.storing({"soort": soort}, *self.vast)

    # --- at rest

    def tot_rust(self) -> None:
        self.bron.wis_storingen()
        super().tot_rust()

    def verbeter(self) -> None:
        """The administrator puts right what is rejected and what the BRP knows better, with the BRP in hand."""
        wereld = self.wereld
        for _ in range(6):
            self.verbeter_personen()
            uitslag = wereld.probeer(wereld.ronde)
            wereld.bron.tik(6)
            wereld.probeer(wereld.ophalen)
            wereld.probeer(wereld.ruim_uitblijvende_op)
            if (
                self.verloren
            ):  # its answer was spoilt on the way: the person looks in the overview, and lets go of the actie
                for actie in wereld.acties(Status.IN_BEHANDELING):
                    verwijder_actie(wereld.omg, actie.nummer)
            if uitslag and not uitslag.verschillen and not wereld.acties(*OPEN, Status.AFGEKEURD):
                return
            fout = {actie.leerling_id for actie in wereld.acties(Status.AFGEKEURD)}
            inschrijvingen = {signaal.inschrijving_id for signaal in wereld.boek(SignaalRij, ernst="afkeur")}
            for rij in list(wereld.school.lees(PUNT)):
                if rij.leerling_id in fout or rij.inschrijving_id in inschrijvingen:
                    gewoon = {"uitschrijfdatum": None, **self.waarheid[rij.leerling_id].inschrijvingen[0][1]}
                    wereld.school.bewerk_inschrijving(rij.inschrijving_id, **gewoon)

    def verbeter_personen(self) -> None:
        school = self.wereld.school
        for rij in list(school.lees(PUNT)):
            echt = self.bron.personen.get(str(cel(rij.rij, "burgerservicenummer")))
            velden = self.waarheid[rij.leerling_id].velden if echt is None else echt
            school.bewerk_leerling(rij.leerling_id, **{veld: velden[veld] for veld in PERSOON})
            if echt is None:
                school.bewerk_leerling(rij.leerling_id, **ADRES_NL)


def kies_waarde(data: Any, veld: str, wie: str) -> Any:
    """Nobody is given the name of another: whom BRON then takes somebody for is not what this is about."""
    waarde = data.draw(st.sampled_from(BEWERKINGEN[veld]))
    return f"{waarde}{wie}" if veld == "achternaam" else waarde


class KringloopOverHttps(OverHttps, KringloopMetBestand):
    """Binding (c)."""

    maak_opstelling = ProcesOpstelling


class KringloopMetHerstelOverHttps(OverHttps, KringloopMetHerstelEnBestand):
    """Binding (c), with two computers and backups."""

    maak_opstelling = ProcesOpstelling


@pytest.fixture(autouse=True, scope="module")
def _mal(tmp_path_factory: pytest.TempPathFactory) -> None:
    OverHttps.mal = maak_mal(tmp_path_factory.mktemp("pki") / "pki")


def test_EIG_2_EIG_7_EIG_8_the_cycle_over_https_ends_equal():
    draai(KringloopOverHttps, 0.02)


def test_EIG_2_EIG_8_two_computers_and_backups_over_https_end_equal():
    draai(KringloopMetHerstelOverHttps, 0.02)


@pytest.mark.large
def test_an_answer_that_got_lost_does_not_hide_what_is_wrong_behind_it():
    """A recorded run: the actie whose answer was spoilt was overdue by the end, and the next one for that pupil had an afkeursignaal."""
    state = KringloopOverHttps()
    state.begin(["birth date"], geleverd=False, vertraging=1, veilig=False, pagina=3, storing="")
    state.wereld.probeer(state.wereld.ronde)
    state.bron_hapert("tk_gat")
    state.bron_werkt(6)
    state.wereld.probeer(state.wereld.ophalen)
    assert state.wereld.acties(Status.IN_BEHANDELING)
    state.later(57)
    state.wereld.school.bewerk_inschrijving(10, nnca=None)
    state.wereld.school.bewerk_inschrijving(90, nnca=None)
    for een in state.bron.registraties():
        state.bron.drijf_af(een, verwijder=True)
    state.stil_gewijzigd = True
    state.teardown()


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_EIG_large_100_runs_over_https():
    draai_groot(KringloopOverHttps, 100)


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_EIG_large_100_runs_with_two_computers_and_backups_over_https():
    draai_groot(KringloopMetHerstelOverHttps, 100)
