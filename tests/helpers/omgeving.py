"""A whole world in one object: school, register, journal, clock, and a person who presses the buttons and answers the vragen.

The oracles stand here too: what ought to be in BRON, and whether LVS2000, register and picture are plainly equal. They use neither
`koppelen` nor `vergelijken` (ARCHITECTURE 7.2 P2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from bronsync.application.beheer.herstellen import HerstelUitslag, herstellen
from bronsync.application.bepalen.acties_beheren import beslis, verwijder_actie
from bronsync.application.bepalen.acties_bepalen import BepaalUitslag, acties_bepalen
from bronsync.application.bewaking import bewaakt
from bronsync.application.boeken.controlespoor import audit_hash
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Omgeving, Register
from bronsync.application.records import (
    Actie,
    AuditRij,
    BeeldRij,
    Boek,
    InboxRij,
    InboxStand,
    MutatieRij,
    OntbrekendRij,
    SignaalRij,
    Stand,
    VerschilRij,
    Verzending,
)
from bronsync.application.tonen.vragen import VraagRegel, vragen
from bronsync.application.verzenden import controleren as _controleren
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk
from bronsync.domain.gegevens.codes import Codelijsten
from bronsync.domain.gegevens.velden import VELDEN, Categorie, unpack
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.levensloop import OPEN, WACHT_OP_BRON, Status
from helpers.clock import CountingIds, MemoryHighWaterMark, SilentProgress, SteppingClock
from helpers.geheugen_journal import GeheugenJournal
from helpers.geheugen_lvs import GeheugenLvs
from helpers.schets_register import SchetsRegister
from helpers.storing import (
    FaultyHighWaterMark,
    GestoordeLvs,
    GestoordJournal,
    GestoordRegister,
    GestoordRegisterZonderNet,
    Storing,
)

PUNT = "00AA00"
LEGE_LIJSTEN = Codelijsten({}, {})
PLAATS = {veld.naam: i for i, veld in enumerate(VELDEN)}
ADRES = [PLAATS[veld.naam] for veld in VELDEN if veld.categorie is Categorie.ADRES]

Kies = Callable[[VraagRegel], Keuze | None]


def naar_bron_of_overnemen(vraag: VraagRegel) -> Keuze | None:
    """What brings both sides together: BRON's address where that can be taken over, else what the school has."""
    for keuze in (Keuze.NAAR_LVS, Keuze.NAAR_BRON):
        if keuze in vraag.mogelijk:
            return keuze
    return None


@contextmanager
def zonder_controles() -> Iterator[None]:
    """Lets any row pass: the protocol is under test, and the controles have tests of their own."""
    vorige = _controleren.controleer
    _controleren.controleer = lambda geval, context: ()
    try:
        yield
    finally:
        _controleren.controleer = vorige


class Wereld:
    """One school, one register, one installation."""

    def __init__(
        self,
        *,
        register: Register | None = None,
        journal: Any = None,
        lvs: Any = None,
        clock: SteppingClock | None = None,
        codelijsten: Codelijsten = LEGE_LIJSTEN,
        **schets: Any,
    ) -> None:
        self.clock = clock or SteppingClock()
        self.school = lvs or GeheugenLvs()
        if lvs is None:
            self.school.maak_aanleverpunt(PUNT, ("00", "01"))
        self.lvs = self.school.lvs
        self.bron: Any = register or SchetsRegister(dag=self.clock.today, **schets)
        self.journal = journal or GeheugenJournal()
        self.high_water_mark = MemoryHighWaterMark()
        self.storing = Storing()
        self.progress = SilentProgress()
        self.codelijsten = codelijsten
        self.rem_bevestigd = 0
        self.typt_over = True
        self.verzonden = self.vergeleken = 0
        self._sessie = 0
        self.omg = self._omgeving()

    def _omgeving(self) -> Omgeving:
        self._sessie += 1
        omgeving = Omgeving(
            aanleverpunt=PUNT,
            lvs=GestoordeLvs(self.lvs, self.storing),
            register=GestoordRegisterZonderNet(GestoordRegister(self.bron, self.storing), self.storing),
            journal=GestoordJournal(self.journal, self.storing),
            clock=self.clock,
            ids=CountingIds(self._sessie),
            high_water_mark=FaultyHighWaterMark(self.high_water_mark, self.storing),
            progress=self.progress,
            sessie=f"S-{self._sessie}",
            wie="test",
            versie="0",
            codelijsten=self.codelijsten,
            certificaat_tot=date(2099, 12, 31),
            wachttijd=0.0,
        )
        return bewaakt(omgeving)

    # --- the buttons

    def zit_achter(self, computer: Any) -> None:
        """From the next start on the program runs on this computer."""
        self.journal, self.high_water_mark, self.lvs = computer.journal, computer.high_water_mark, computer.lvs

    def herstart(self) -> HerstelUitslag:
        """The program starts again on the same store."""
        self.omg = self._omgeving()
        return herstellen(self.omg)

    def overzicht(self) -> None:
        registratieoverzicht_ophalen(self.omg)

    def ophalen(self) -> Any:
        return terugkoppeling_ophalen(self.omg)

    def bepaal(self) -> BepaalUitslag:
        """Acties Bepalen by somebody who looked at the list and confirms the rem."""
        try:
            return acties_bepalen(self.omg)
        except BronSyncFout as fout:
            if fout.code != "PROC-04":
                raise
            self.rem_bevestigd += 1
            return acties_bepalen(self.omg, str(fout.waarden["bevestiging"]))

    def antwoord(self, kies: Kies = naar_bron_of_overnemen) -> int:
        """Answers all vragen; those for which there is no choice stay open. What LVS2000 lacks is typed in there by hand."""
        gegeven = 0
        for vraag in vragen(self.omg):
            if self._typ_pgn_over(vraag):
                continue
            keuze = kies(vraag)
            if keuze is not None:
                beslis(self.omg, vraag.vingerafdruk, keuze)
                gegeven += 1
        return gegeven

    def _typ_pgn_over(self, vraag: VraagRegel) -> bool:
        """A number that BRON gave cannot go away, and a BSN gives way to nothing: a person types it over."""
        (verschil,) = self.boek(VerschilRij, vingerafdruk=vraag.vingerafdruk)
        paren = {naam: (lvs, bron) for naam, lvs, bron in verschil.paren if naam in NUMMERS}
        eigen_bsn, bsn_van_bron = paren.get("burgerservicenummer", (None, None))
        mist = [naam for naam, (lvs, bron) in paren.items() if lvs is None and bron is not None]
        rij = next((r for r in self.school.lees(PUNT) if r.inschrijving_id == vraag.sleutel[0]), None)
        if not mist or eigen_bsn or rij is None or (bsn_van_bron is None and rij.rij[1]):
            return False
        assert self.typt_over, "a number that BRON gave never reached LVS2000"
        self.school.bewerk_leerling(rij.leerling_id, **{naam: bron for naam, (_, bron) in paren.items()})
        return True

    def controleer(self) -> Any:
        return controleren(self.omg)

    def synchroniseer(self) -> Any:
        try:
            return synchroniseren(self.omg)
        except BronSyncFout as fout:
            if fout.code != "PROC-04":
                raise
            self.rem_bevestigd += 1
            return synchroniseren(self.omg, str(fout.waarden["bevestiging"]))

    def ronde(self, kies: Kies = naar_bron_of_overnemen) -> BepaalUitslag:
        """One time round: fetch what is needed, determine, answer, check, send."""
        self.maak_bruikbaar()
        uitslag = self.bepaal()
        self.vergeleken = self.stand().beeld_versie
        self.antwoord(kies)
        self.controleer()
        self.verwijder_wat_weg_is()
        self.verzonden = self.synchroniseer().verzonden
        return uitslag

    def verwijder_wat_weg_is(self) -> None:
        """Follows the advice of S05 at an actie by hand whose subject is gone."""
        for signaal in self.boek(SignaalRij, code="S05", advies="Verwijder deze actie."):
            verwijder_actie(self.omg, signaal.actie)

    def maak_bruikbaar(self) -> None:
        """Fetches an overview when the picture may not be used."""
        stand = self.stand()
        oud = stand.peildatum is None or (self.clock.today() - _dag(stand.peildatum)).days > 28
        if oud or stand.herstel_nodig or self.ontbreekt() or stand.historisch_peildatum:
            self._overzicht_met_geduld()

    def _overzicht_met_geduld(self, pogingen: int = 8) -> None:
        """An overview may be worked later than three waits; it then comes with any fetch (PROC-17)."""
        versie = self.stand().beeld_versie
        try:
            self.overzicht()
            return
        except BronSyncFout as fout:
            if fout.code != "PROC-17":
                raise
        for _ in range(pogingen):
            self.tik()
            self.ophalen()
            if self.stand().beeld_versie != versie:
                return

    def tik(self) -> None:
        self.bron.tik()

    def tot_rust(self, hoogstens: int = 12, kies: Kies = naar_bron_of_overnemen) -> int:
        """Rounds until nothing differs and nothing is under way; gives how many rounds had something to do."""
        for ronde in range(hoogstens):
            try:
                uitslag = self.ronde(kies)
            except BronSyncFout as fout:
                if fout.code not in ("PROC-06", "PROC-08", "PROC-09", "PROC-22"):
                    raise
                continue  # changed since it was determined, another database, or a gap: the next round sees to it
            for _ in range(6):
                self.tik()
            self.ophalen()
            if not (uitslag.verschillen or self.verzonden or self._onderweg()):
                return ronde
            self.ruim_uitblijvende_op()
        raise AssertionError(f"not quiet after {hoogstens} rounds: {uitslag.verschillen}, {self.samenvatting()}")

    def _onderweg(self) -> bool:
        """Something is still to come, or came after the comparison."""
        stand = self.stand()
        if self.acties(*WACHT_OP_BRON) or stand.beeld_versie != self.vergeleken:
            return True
        return bool(stand.overzicht_bericht) and not self.bron.stil

    def ruim_uitblijvende_op(self) -> int:
        """The person knows that the register is quiet, and a fresh overview lacks it: Verwijder Actie, then determine again (F3, F13, F14).

        Where repeats are safe what is unclear is repeated by itself; who removed it there would hide a fault.
        """
        wachtend = {Status.ONBESLIST, Status.IN_BEHANDELING, Status.UITBLIJVEND}
        if self.bron.herhaling_veilig and not self.bron.ophalen_verwijdert:
            wachtend = {Status.UITBLIJVEND}
        if not self.acties(*wachtend) or not self.bron.stil:
            return 0
        self._overzicht_met_geduld()
        over = self.acties(*wachtend)
        for actie in over:
            verwijder_actie(self.omg, actie.nummer)
        return len(over)

    def probeer(self, doe: Callable[[], Any]) -> Any:
        """Presses a button and takes no for an answer, as a person does."""
        try:
            return doe()
        except (NietVerzonden, Onduidelijk, BronSyncFout) as fout:
            if fout.code.startswith("EIGEN"):
                raise  # our own bug is never taken for an answer
            return None

    # --- looking

    def boek(self, boek: type[Any], **gelijk: object) -> list[Any]:
        with self.journal.unit_of_work() as unit:
            return unit.all(boek, **gelijk)

    def put(self, *records: Boek) -> None:
        """Puts records into the journal behind the program's back."""
        for record in records:
            with self.journal.unit_of_work(record.aanleverpunt) as unit:
                unit.put(record)
                unit.commit()

    def stand(self) -> Stand:
        gevonden = self.boek(Stand, aanleverpunt=PUNT)
        return gevonden[0] if gevonden else Stand(aanleverpunt=PUNT)

    def ontbreekt(self) -> list[int]:
        """The receipt numbers that are missing."""
        rijen = self.boek(OntbrekendRij, aanleverpunt=PUNT, gedekt="")
        return [nummer for rij in rijen for nummer in range(rij.van, rij.tot_en_met + 1)]

    def zet_stand(self, **waarden: Any) -> None:
        self.put(replace(self.stand(), **waarden))

    def acties(self, *standen: Status) -> list[Actie]:
        return [a for a in self.boek(Actie) if not standen or a.status in standen]

    def beeld(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        return {(r.pgn, r.inschrijfdatum): unpack(r.body) or () for r in self.boek(BeeldRij)}

    def samenvatting(self) -> str:
        return (
            ", ".join(f"A-{a.nummer} {a.soort} {a.status}" for a in self.acties() if a.status in OPEN)
            or "no open acties"
        )

    # --- oracles

    def moet_in_bron(self) -> dict[tuple[str, str], Any]:
        """What LVS2000 holds and BRON ought to hold, by its key in BRON. Written from the manual, not from our code."""
        return {
            (str(r.rij[0] or r.rij[1]), str(r.rij[PLAATS["inschrijfdatum"]])): r
            for r in self.school.lees(PUNT)
            if not r.uitgesloten and {b[2] for b in r.rij[PLAATS["begeleidingen"]]} != {"PAB"}
        }

    def eis_gelijk(self) -> None:
        """LVS2000, register and picture hold the same, field by field (EIG-2)."""
        register, beeld, lvs = self.bron.rijen(), self.beeld(), self.moet_in_bron()
        vandaag = self.clock.today().isoformat()
        einde = PLAATS["uitschrijfdatum"]
        for sleutel, rij in lvs.items():
            vertrokken = rij.rij[einde] is not None and rij.rij[einde] <= "2008-08-01"
            if vertrokken and sleutel not in register:
                continue  # left before BRON began, and BRON never knew it
            assert sleutel in register, "missing in the register"
            geheim = rij.geheim or self.is_geheim(sleutel)
            assert _zonder(register[sleutel], geheim) == _zonder(rij.rij, geheim), "register and LVS2000 differ"
            assert _zonder(beeld[sleutel], geheim) == _zonder(rij.rij, geheim), "picture and LVS2000 differ"
        buiten = {r.leerlingnummer for r in self.school.lees(PUNT)} - {r.leerlingnummer for r in lvs.values()}
        van = self.bron.leerlingnummers()
        for sleutel in register.keys() - lvs.keys():
            if van[sleutel] in buiten:
                continue  # kept out of the delivery: left alone on both sides
            eind = register[sleutel][einde]
            assert (eind or vandaag) < vandaag, "in the register and not in LVS2000"
        assert register.keys() <= beeld.keys() | {s for s in register if s[1] > vandaag}, "missing in the picture"

    def is_geheim(self, sleutel: tuple[str, str]) -> bool:
        return any(r.geheim for r in self.boek(BeeldRij, pgn=sleutel[0], inschrijfdatum=sleutel[1]))

    def eis_invarianten(self) -> None:
        """INV-1 to INV-9 as far as they can be seen from outside at any moment."""
        audit = sorted(self.boek(AuditRij), key=lambda rij: rij.nummer)
        acties, verzendingen = self.boek(Actie), self.boek(Verzending)
        self._inv_1(verzendingen)
        self._inv_4(acties, audit)
        self._inv_5()
        self._inv_7(acties)
        self._inv_9(acties, audit)

    def _inv_1(self, verzendingen: list[Verzending]) -> None:
        """INV-1: what the register worked, it worked once per id; every id it has is on our disk with the same bytes.

        And whatever went wrong on the way, of the messages of one actie at most one was worked.
        """
        self.bron.eis_eenmaal({v.bericht_id: v.body for v in verzendingen})
        self._inv_1_per_actie(verzendingen)

    def _inv_1_per_actie(self, verzendingen: list[Verzending]) -> None:
        uitgevoerd = self.bron.uitgevoerd
        per_actie: Counter[int] = Counter()
        for verzending in verzendingen:
            if verzending.actie:  # 0: asks for an overview
                per_actie[verzending.actie] += uitgevoerd[verzending.bericht_id]
        assert max(per_actie.values(), default=0) <= 1, "one intent worked twice (INV-1, EIG-8)"

    def _inv_4(self, acties: list[Actie], audit: list[AuditRij]) -> None:
        """INV-4: an end needs a stored message, a direct refusal, or a write-back that ended."""
        beantwoord = {(rij.antwoord_op) for rij in self.boek(InboxRij) if rij.stand is InboxStand.VERWERKT}
        geboekt = {m.aanleiding for m in self.boek(MutatieRij)}
        geweigerd = {r.onderwerp for r in audit if r.van == Status.VERZENDEN and r.naar == Status.AFGEKEURD}
        for actie in acties:
            if actie.status in (Status.GEACCEPTEERD, Status.AFGEKEURD):
                onderwerp = f"A-{actie.nummer}"
                assert (
                    (actie.bericht_id and actie.bericht_id in beantwoord)
                    or onderwerp in geboekt
                    or onderwerp in geweigerd
                ), "ended without a message (INV-4)"

    def _inv_5(self) -> None:
        """INV-5: what was read is verwerkt, wacht op gebruiker or onbegrepen, and kept."""
        for rij in self.boek(InboxRij):
            assert rij.stand is InboxStand.NIEUW or rij.soort, "read and not classified (INV-5)"
            assert rij.raw or (rij.soort == "OverzichtDeel" and rij.stand is InboxStand.VERWERKT), "dropped (INV-5)"

    def _inv_7(self, acties: list[Actie]) -> None:
        """INV-7: one open actie per leerling."""
        open_ = [(a.leerling_id, a.pgn if not a.leerling_id else "") for a in acties if a.status in OPEN]
        assert len(open_) == len(set(open_)), "two open acties (INV-7)"

    def _inv_9(self, acties: list[Actie], audit: list[AuditRij]) -> None:
        """INV-9: every status has its line, the lines follow each other, and each carries the hash of the one before."""
        vorige = ""
        for rij in audit:
            assert rij.vorige == vorige, "chain broken (INV-9)"
            assert rij.hash == audit_hash(replace(rij, hash="")), "line changed (INV-9)"
            vorige = rij.hash
        stand: dict[str, str] = {}
        for rij in audit:
            if rij.onderwerp.startswith("A-"):
                assert rij.van == stand.get(rij.onderwerp, ""), "a move without a line (INV-9)"
                stand[rij.onderwerp] = rij.naar
        assert {f"A-{a.nummer}": str(a.status) for a in acties} == stand, "a status without its line (INV-9)"


NUMMERS = ("burgerservicenummer", "onderwijsnummer")


def _zonder(rij: tuple[Any, ...], geheim: bool) -> tuple[Any, ...]:
    return tuple(None if geheim and i in ADRES else cel for i, cel in enumerate(rij))


def _dag(tekst: str) -> Any:
    return date.fromisoformat(tekst)


def lvs_rij(wereld: Wereld, leerling_id: int) -> Any:
    """The row of a pupil as LVS2000 gives it now."""
    return next(r.rij for r in wereld.school.lees(PUNT) if r.leerling_id == leerling_id)
