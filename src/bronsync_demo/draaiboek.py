"""The script of a run: delivers the school, lets some weeks pass, delivers again; goes on after a kill.

What a run is (persons, number, kind of school, seed, day) is written once, first of all (`demo.json`); everything else follows from that
or lies with the client and the register. How far it came stands in `progress.json`, replaced whole after each step. Every step may be
repeated: it sets values, or the client itself sees that there is nothing to do.

Each delivery is the cycle of the manual: registratieoverzicht, acties bepalen, vragen, controleren, verwerken en verzenden,
terugkoppelingen, again until nothing differs. Source: manual ch. 2; DESIGN 6, 7; issue text.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Final

from bronsync.adapters.system.clock import SystemClock
from bronsync.adapters.system.settings import Settings, write_settings
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.boeken.beeld import OVERZICHT_NODIG
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Omgeving, Progress
from bronsync.application.records import (
    Actie,
    InboxRij,
    MutatieRij,
    MutatieStand,
    Verzending,
)
from bronsync.application.tonen.status import status
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import OPEN
from bronsync.program.bootstrap import LVS_BESTAND, Programma, open_aanleverpunt, open_programma
from bronsync_demo.beheerder import Beheerder
from bronsync_demo.brp import brp_bestand, schrijf_json
from bronsync_demo.fouten import Plan, maak_plan
from bronsync_demo.fouttekst import DemoFout
from bronsync_demo.lvs_database import maak_database
from bronsync_demo.personen import Persoon, gewone_naam, lees_personen
from bronsync_demo.register_beheer import RegisterBeheer, draaiend_register
from bronsync_demo.school import AMBULANT, HOOFD, Leerling, School, maak_school
from bronsync_demo.slotcontrole import Uitkomst, vergelijk_inschrijvingen

PUNTEN: Final = (HOOFD, AMBULANT)
MAX_RONDES: Final = 15
"""Per delivery; a run that needs more has something left for a person."""


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What a run is: written once per folder."""

    leerlingen: int
    schoolsoort: str
    zaad: int
    vandaag: str
    personen: str
    """Hash of the persons file that was copied into the folder."""
    vreemde_namen: bool = True
    """Also those of the test set that no school has."""

    def kies(self, personen: list[Persoon]) -> list[Persoon]:
        """Whom the school may have; all when nobody has a name as a school has it."""
        return personen if self.vreemde_namen else [een for een in personen if gewone_naam(een)] or personen


@dataclass(slots=True)
class Voorlopig:
    """How far a run came."""

    bedrijf: int = 1
    overzichten: list[str] = field(default_factory=list)
    """Aanleverpunten whose overview was fetched in this bedrijf."""
    school_bijgewerkt: bool = False
    register_gedaan: int = 0
    """Orders to the register carried out in this bedrijf."""
    basis: dict[str, int] | None = None
    """What was counted when the present round began."""
    vragen: int = 0
    hersteld: int = 0
    rondes_in_bedrijf: int = 0
    rondes: list[dict[str, Any]] = field(default_factory=list)
    seconden: float = 0.0


@dataclass(frozen=True, slots=True)
class Slot:
    """How a run ended."""

    rondes: list[dict[str, Any]]
    verschillen_over: int
    """Verschillen of the client, whatever their state, and acties still open."""
    vergelijking: Uitkomst

    @property
    def klaar(self) -> bool:
        """Nothing is left for a person, and the register agrees."""
        return not self.verschillen_over and not self.vergelijking.ongelijk


Vertel = Callable[[str], None]


# --- the folder ----------------------------------------------------------------------------------------------------------------------------


def bereid_voor(
    map_: Path,
    personen: Path,
    aantal: int | None,
    schoolsoort: str | None,
    zaad: int | None,
    *,
    vreemde_namen: bool = True,
) -> Opdracht:
    """The opdracht of this folder: the one that lies there, or a new one. Other wishes for a used folder are wrong usage."""
    pad = map_ / "demo.json"
    inhoud = _lees_json(pad)
    if inhoud is not None:
        oud = Opdracht(**inhoud)
        anders = [
            naam
            for naam, nieuw, was in (
                ("--leerlingen", aantal, oud.leerlingen),
                ("--schoolsoort", schoolsoort, oud.schoolsoort),
                ("--seed", zaad, oud.zaad),
            )
            if nieuw is not None and nieuw != was
        ]
        if anders:
            raise DemoFout(
                f"In deze map staat al een demo met een andere {' en '.join(anders)}.",
                "Kies een andere --map, of laat die keuze weg om verder te gaan.",
            )
        return oud
    if map_.exists() and any((map_ / naam).exists() for naam in ("profiel", "lvs2000", "register")):
        raise DemoFout("Deze map is al in gebruik, maar niet door de demo.", "Kies een andere --map.")
    gelezen = lees_personen(personen)
    data = personen.read_bytes()
    map_.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(personen, map_ / "personen.csv")
    opdracht = Opdracht(
        leerlingen=aantal or 0,
        schoolsoort=schoolsoort or "gemengd",
        zaad=zaad if zaad is not None else 1,
        vandaag=SystemClock().today().isoformat(),
        personen=hashlib.sha256(data).hexdigest(),
        vreemde_namen=vreemde_namen,
    )
    if not aantal:
        opdracht = replace(opdracht, leerlingen=len(opdracht.kies(gelezen)))
    schrijf_json(pad, asdict(opdracht))
    return opdracht


def _lees_json(pad: Path) -> dict[str, Any] | None:
    try:
        inhoud: dict[str, Any] = json.loads(pad.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise DemoFout("De map van de demo is onleesbaar.", "Kies een andere --map.", 3) from None
    return inhoud


class Draaiboek:
    """One run in one folder."""

    BEDRIJVEN: ClassVar = 2
    """The school as it is, and some weeks later."""

    def __init__(self, map_: Path, opdracht: Opdracht, balk: Progress, vertel: Vertel) -> None:
        self._map, self._opdracht, self._balk, self._vertel = map_, opdracht, balk, vertel
        kopie = map_ / "personen.csv"
        personen = lees_personen(kopie)
        if hashlib.sha256(kopie.read_bytes()).hexdigest() != opdracht.personen:
            raise DemoFout("Het personenbestand in de map is gewijzigd.", "Kies een andere --map.", 3)
        dag = date.fromisoformat(opdracht.vandaag)
        school = maak_school(opdracht.kies(personen), opdracht.leerlingen, opdracht.schoolsoort, opdracht.zaad, dag)
        self.plan: Plan = self._plan(school)
        self._lvs = map_ / "lvs2000" / LVS_BESTAND
        try:
            self.stand = Voorlopig(**(_lees_json(map_ / "voortgang.json") or {}))
        except TypeError:
            raise DemoFout("De demo in deze map is van een andere versie.", "Kies een andere --map.", 3) from None

    def _plan(self, school: School) -> Plan:
        return maak_plan(school, self._opdracht.zaad)

    def _bewaar(self) -> None:
        schrijf_json(self._map / "voortgang.json", asdict(self.stand))

    @contextmanager
    def klaargezet(self, wachttijd: float = 0) -> Iterator[RegisterBeheer]:
        """Database and register of this folder, made where they are not there yet; the register runs. `wachttijd`: see `Settings`."""
        if not self._lvs.exists():
            maak_database(self._lvs, self.plan.lvs())
        brp = self._map / "brp.json"
        if not brp.exists():
            schrijf_json(brp, brp_bestand(self.plan.school, self.plan.elders()))
        settings = self._map / "profiel" / "instellingen.json"
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            write_settings(settings, Settings(wachttijd=wachttijd))
        with draaiend_register(self._map, brp) as register:
            yield register

    @contextmanager
    def _geopend(self) -> Iterator[tuple[RegisterBeheer, Programma]]:
        """The same, and the client on it."""
        with self.klaargezet() as register, open_programma(self._map) as programma:
            yield register, programma

    # --- the run

    def draai(self) -> Slot:
        """From where it was to the end."""
        with self._geopend() as (register, programma):
            while self.stand.bedrijf <= self.BEDRIJVEN:
                if self.stand.bedrijf > 1:
                    self._laat_weken_voorbijgaan(register)
                if not self._lever_aan(programma):
                    break
                self._volgend_bedrijf()
            return self._besluit(register, programma)

    def weken_later(self, register: RegisterBeheer) -> None:
        """The next bedrijf begins, for whoever delivers by himself, such as the window."""
        self._volgend_bedrijf()
        self._laat_weken_voorbijgaan(register)

    def waarheid(self) -> Mapping[int, Leerling]:
        """The pupils as they truly are by now."""
        return self.plan.waarheid(min(self.stand.bedrijf, self.BEDRIJVEN))

    def _volgend_bedrijf(self) -> None:
        self.stand.bedrijf += 1
        self.stand.overzichten, self.stand.rondes_in_bedrijf, self.stand.basis = [], 0, None
        self.stand.register_gedaan = 0
        self._bewaar()

    def _laat_weken_voorbijgaan(self, register: RegisterBeheer) -> None:
        """What happens between two deliveries: in the school (once), in the BRP, in the register."""
        if not self.stand.school_bijgewerkt:
            werk = [(nu, delen) for _, nu, delen in self.plan.schoolwerk()]
            self._beheerder().werk_bij(werk)
            self.stand.school_bijgewerkt = True
            self._bewaar()
            self._vertel("Enkele weken later: er is van alles gebeurd op school, in de GBA en bij BRON.")
        opdrachten = self.plan.register_opdrachten(self.stand.bedrijf)
        for nummer in range(self.stand.register_gedaan, len(opdrachten)):
            register.doe(*opdrachten[nummer])
            self.stand.register_gedaan = nummer + 1
            self._bewaar()
            self._balk.report(nummer + 1, len(opdrachten), "Gebeurtenissen bij BRON")

    def _beheerder(self) -> Beheerder:
        return Beheerder(self._lvs, self.plan.waarheid(self.stand.bedrijf))

    def _lever_aan(self, programma: Programma) -> bool:
        """Rounds until nothing differs; False when something is left for a person."""
        while self.stand.rondes_in_bedrijf < MAX_RONDES:
            vastgelopen = self._ronde(programma)
            if self._over(programma) == 0:
                return True
            if vastgelopen:
                return False
        return False

    def _over(self, programma: Programma) -> int:
        return sum(self._in_sessie(programma, punt, _verschillen_en_open) for punt in PUNTEN)

    def _in_sessie(self, programma: Programma, punt: str, werk: Callable[[Omgeving], int]) -> int:
        with open_aanleverpunt(programma, punt, self._balk) as sessie:
            return werk(sessie.omgeving)

    def _ronde(self, programma: Programma) -> bool:
        """One round over both aanleverpunten; whether it changed nothing on either side."""
        if self.stand.basis is None:
            self.stand.basis = dict(self._tel(programma))
            self.stand.vragen = self.stand.hersteld = 0
            self._bewaar()
        for punt in PUNTEN:
            with open_aanleverpunt(programma, punt, self._balk) as sessie:
                if sessie.hersteld.zin:
                    self._vertel(f"{punt}: {sessie.hersteld.zin}")
                self._cyclus(sessie.omgeving)
        verschil = self._tel(programma)
        verschil.subtract(self.stand.basis)
        ronde = {
            "acties": {naam[6:]: n for naam, n in sorted(verschil.items()) if naam.startswith("actie ") and n},
            "vragen": self.stand.vragen,
            "verzonden": verschil["verzonden"],
            "geaccepteerd": verschil["geaccepteerd"],
            "afgekeurd": verschil["afgekeurd"],
            "teruggeschreven": verschil["teruggeschreven"],
            "hersteld": self.stand.hersteld,
        }
        self.stand.rondes.append(ronde)
        self.stand.rondes_in_bedrijf += 1
        self.stand.basis = None
        self._bewaar()
        self._vertel(_ronde_tekst(len(self.stand.rondes), ronde))
        return not any(
            ronde[naam] for naam in ("verzonden", "geaccepteerd", "afgekeurd", "teruggeschreven", "hersteld")
        )

    def _cyclus(self, omg: Omgeving) -> None:
        """The cycle of the manual on one aanleverpunt."""
        beheerder = self._beheerder()
        if omg.aanleverpunt not in self.stand.overzichten:
            registratieoverzicht_ophalen(omg)
            self.stand.overzichten.append(omg.aanleverpunt)
            self._bewaar()
        if self.stand.bedrijf == 1:
            wie = [nummer for nummer, soort in self.plan.soort.items() if soort == "identificatieverzoek"]
            beheerder.vraag_identificaties(omg, sorted(wie))
        self._bepaal_en_beslis(omg, beheerder)
        while controleren(omg).afkeursignalen:
            hersteld, _ = beheerder.los_op(omg)
            self._tel_op(hersteld=hersteld)
            if not hersteld:  # whom he cannot help was taken out; the others go
                controleren(omg)
                break
            self._bepaal_en_beslis(omg, beheerder)
        _met_rem(lambda code: synchroniseren(omg, code), omg)
        _met_rem(lambda _: terugkoppeling_ophalen(omg), omg)
        self._tel_op(hersteld=beheerder.verbeter_afgekeurde(omg))

    def _bepaal_en_beslis(self, omg: Omgeving, beheerder: Beheerder) -> None:
        """Acties Bepalen, until all vragen are answered and what he corrected instead was compared again."""
        for _ in range(5):
            _met_rem(lambda code: acties_bepalen(omg, code), omg)
            beantwoord, hersteld = beheerder.beantwoord(omg)
            self._tel_op(vragen=beantwoord + hersteld, hersteld=hersteld)
            if not hersteld:
                return

    def _tel_op(self, vragen: int = 0, hersteld: int = 0) -> None:
        if vragen or hersteld:
            self.stand.vragen += vragen
            self.stand.hersteld += hersteld
            self._bewaar()

    def _tel(self, programma: Programma) -> Counter[str]:
        """What the journal has counted so far; rounds are the differences, so that a kill loses no count."""
        telling: Counter[str] = Counter()
        soorten = {"InschrijvingGeaccepteerd": "geaccepteerd", "Afkeur": "afgekeurd"}
        with programma.store.unit_of_work() as unit:
            telling.update(f"actie {rij[0]}" for rij in unit.stream(Actie, ("soort",)))
            telling["verzonden"] = sum(1 for rij in unit.stream(Verzending, ("actie",)) if rij[0])
            telling.update(soorten[str(rij[0])] for rij in unit.stream(InboxRij, ("soort",)) if str(rij[0]) in soorten)
            telling["teruggeschreven"] = sum(1 for _ in unit.stream(MutatieRij, ("nummer",), stand=MutatieStand.GEDAAN))
        return telling

    # --- the end

    def _besluit(self, register: RegisterBeheer, programma: Programma) -> Slot:
        return Slot(self.stand.rondes, self._over(programma), vergelijk_inschrijvingen(self._lvs, register.stand()))


def _verschillen_en_open(omg: Omgeving) -> int:
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        acties = sum(1 for rij in unit.stream(Actie, ("status",), aanleverpunt=omg.aanleverpunt) if rij[0] in OPEN)
    return status(omg).verschillen + acties


def _met_rem(werk: Callable[[str | None], object], omg: Omgeving) -> None:
    """Does it; looks at the list when the rem refuses, and confirms; fetches a fresh overview where that is needed first."""
    code: str | None = None
    for _ in range(3):
        try:
            werk(code)
        except BronSyncFout as fout:
            if fout.code == "PROC-04":
                code = str(fout.waarden["bevestiging"])
            elif fout.code in OVERZICHT_NODIG:
                registratieoverzicht_ophalen(omg)
            elif fout.code == "PROC-06":
                return  # what he could not help blocks this round; the next one determines anew
            else:
                raise
        else:
            return


def _ronde_tekst(nummer: int, ronde: dict[str, Any]) -> str:
    """The report of a round, for a person."""
    met_de_hand = ronde["acties"].get(ActieSoort.IDENTIFICATIEVERZOEK, 0)  # never by itself (manual ch. 6)
    bepaald = [f"{n} {soort}" for soort, n in ronde["acties"].items() if soort != ActieSoort.IDENTIFICATIEVERZOEK]
    verzoek = f"  met de hand         {met_de_hand} {ActieSoort.IDENTIFICATIEVERZOEK} (door de beheerder)\n"
    return (
        f"Ronde {nummer}\n"
        f"  acties bepaald      {', '.join(bepaald) or 'geen'}\n"
        f"{verzoek if met_de_hand else ''}"
        f"  vragen beantwoord   {ronde['vragen']}\n"
        f"  verzonden           {ronde['verzonden']}\n"
        f"  geaccepteerd        {ronde['geaccepteerd']}\n"
        f"  afgekeurd           {ronde['afgekeurd']}\n"
        f"  naar LVS2000        {ronde['teruggeschreven']}\n"
        f"  hersteld in LVS2000 {ronde['hersteld']} (door de beheerder)"
    )
