"""A school and a register whose clocks go through a school year together, in process: real messages, no network, nothing waits.

`Wereld.stap` is what an administrator does on one day: a new overview, Acties Bepalen, answers, Controleer nu, Verwerken en Verzenden,
until nothing differs. It fails on every afkeur, of our own controles or of the register, and counts the attentiesignalen.
`eis_gelijk` compares LVS2000 and register field by field, by a table of its own: it uses neither `koppelen`, `vergelijken`, `velden` nor
the reader of our messages.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from bron_simulator.beheer import Beheer
from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.bepalen.acties_bepalen import BepaalUitslag, acties_bepalen
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, SignaalRij
from bronsync.application.tonen.vragen import vragen
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.synchroniseren import SyncUitslag, synchroniseren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.codes import lees_codelijsten
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.levensloop import OPEN
from bronsync.resources import resource
from helpers.clock import CountingIds, MemoryHighWaterMark, SilentProgress, SteppingClock
from helpers.geheugen_journal import GeheugenJournal
from helpers.geheugen_lvs import GeheugenLvs
from helpers.lokaal_bron import LokaalBron
from helpers.lokaal_register import LokaalRegister

PUNT = "00AA00"
CODELIJSTEN = lees_codelijsten(
    *(
        resource("codelijsten", naam).read_text(encoding="utf-8")
        for naam in ("tabel32-nationaliteiten.csv", "tabel34-landen.csv")
    )
)
RONDES = 8


def _middag(dag: date) -> datetime:
    return datetime(dag.year, dag.month, dag.day, 11, 0, tzinfo=UTC)


class Wereld:
    """One school, one register, one calendar."""

    def __init__(self, dag: date) -> None:
        punten = {PUNT: {"brin": "00AA", "vestigingen": ["00", "01"]}}
        self.register = LokaalRegister({"aanleverpunten": punten}, vandaag=dag)
        self.beheer = Beheer(self.register.kern)
        self.clock = SteppingClock(_middag(dag))
        self.school = GeheugenLvs()
        self.school.maak_aanleverpunt(PUNT, ("00", "01"))
        self.journal = GeheugenJournal()
        self.attenties: Counter[str] = Counter()
        self.acties: Counter[str] = Counter()
        self.omg = Omgeving(
            aanleverpunt=PUNT,
            lvs=self.school.lvs,
            register=LokaalBron(self.register, PUNT),
            journal=self.journal,
            clock=self.clock,
            ids=CountingIds(1),
            high_water_mark=MemoryHighWaterMark(),
            progress=SilentProgress(),
            sessie="S-1",
            wie="test",
            versie="0",
            codelijsten=CODELIJSTEN,
            wachttijd=0.0,
        )

    @property
    def vandaag(self) -> date:
        return self.clock.today()

    def zet_dag(self, dag: date) -> None:
        self.clock.verder(days=(dag - self.vandaag).days)
        self.register.register.zet_vandaag(dag)

    def burger(self, bsn: str, **persoon: Any) -> None:
        """Somebody in the BRP."""
        basis = {"bsn": bsn, "voorvoegsel": None, "nationaliteiten": ["0001"], "geheim": False, "geboorteland": "6030"}
        self.beheer.doe("brp", {"soort": "toevoegen", "persoon": {**basis, "overlijdensdatum": None, **persoon}})

    # --- the buttons

    def stap(self, *, overzicht: bool = True) -> int:
        """One day at the school office; gives the rounds that had something to do."""
        if overzicht:
            registratieoverzicht_ophalen(self.omg)
        for ronde in range(RONDES):
            uitslag = self._bepaal()
            if not uitslag.verschillen and not self._open_acties():
                self._eis_geen_afkeur_van_bron()
                return ronde
            self._antwoord()
            gecontroleerd = controleren(self.omg)
            assert not gecontroleerd.afkeursignalen, f"{self.vandaag}: {self._signalen('afkeur')}"
            self.attenties.update(gecontroleerd.per_code)
            verzonden = self._synchroniseer()
            mis = verzonden.geweigerd + verzonden.niet_verzonden + verzonden.onbeslist + verzonden.gewijzigd
            assert (mis, verzonden.fout) == (0, ""), f"{self.vandaag}: {verzonden}"
            terugkoppeling_ophalen(self.omg)
            self._eis_geen_afkeur_van_bron()
        raise AssertionError(f"{self.vandaag}: not quiet: {uitslag.verschillen}")

    def _bepaal(self) -> BepaalUitslag:
        try:
            uitslag = acties_bepalen(self.omg)
        except BronSyncFout as fout:
            if fout.code != "PROC-04":
                raise
            uitslag = acties_bepalen(self.omg, str(fout.waarden["bevestiging"]))
        self.acties.update(uitslag.acties)
        return uitslag

    def _antwoord(self) -> None:
        """What BRON knows of an address is taken over; for the rest the school is right."""
        for vraag in vragen(self.omg):
            keuze = next(k for k in (Keuze.NAAR_LVS, Keuze.NAAR_BRON) if k in vraag.mogelijk)
            actie = beslis(self.omg, vraag.vingerafdruk, keuze)
            if actie is not None:
                self.acties[str(actie.soort)] += 1

    def _synchroniseer(self) -> SyncUitslag:
        try:
            return synchroniseren(self.omg)
        except BronSyncFout as fout:
            if fout.code != "PROC-04":
                raise
            return synchroniseren(self.omg, str(fout.waarden["bevestiging"]))

    def _open_acties(self) -> list[Actie]:
        with self.journal.unit_of_work() as unit:
            return [actie for actie in unit.all(Actie) if actie.status in OPEN]

    def _signalen(self, ernst: str) -> list[tuple[str, str, str]]:
        with self.journal.unit_of_work() as unit:
            return [
                (rij.herkomst, rij.code, f"inschrijving {rij.inschrijving_id}")
                for rij in unit.all(SignaalRij)
                if rij.ernst == ernst
            ]

    def _eis_geen_afkeur_van_bron(self) -> None:
        mis = [b for b in self.beheer.log()["berichten"] if b["uitkomst"] in ("afgekeurd", "geweigerd")]
        assert not mis, f"{self.vandaag}: {[(b['operatie'], b['codes']) for b in mis]} {self._signalen('afkeur')}"

    # --- looking

    def attenties_van_bron(self) -> Counter[str]:
        return Counter(code for b in self.beheer.log()["berichten"] for code in b["codes"])

    def registraties(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What the register holds, by PGN and inschrijfdatum."""
        uit = {}
        for r in self.beheer.stand(PUNT)["aanleverpunten"][PUNT]["registraties"]:
            pgn = r["persoon"].get("burgerservicenummer") or r["persoon"]["onderwijsnummer"]
            uit[pgn, r["datumInschrijving"]] = {k: v for k, v in r.items() if k != "registergegevens"}
        return uit

    def eis_gelijk(self) -> int:
        """LVS2000 and register hold the same, field by field; gives how many inschrijvingen that were."""
        register = self.registraties()
        lvs = {}
        for nummer, inschrijving in self.school._inschrijvingen.items():
            leerling = self.school._leerlingen[inschrijving.leerling_id]
            alles = {**leerling, **inschrijving.velden}
            vormen = {b[2] for b in alles.get("begeleidingen", ())}
            vroeg = alles.get("uitschrijfdatum") is not None and alles["uitschrijfdatum"] <= "2008-08-01"
            if vormen == {"PAB"} or vroeg:
                continue
            lvs[alles["burgerservicenummer"] or alles["onderwijsnummer"], alles["inschrijfdatum"]] = (nummer, alles)
        assert register.keys() == lvs.keys(), f"{self.vandaag}"
        for sleutel, (nummer, alles) in lvs.items():
            verwacht = als_registratie(nummer, alles)
            gevonden = register[sleutel]
            if "burgerservicenummer" in gevonden["persoon"]:
                # delivered before the BSN was found, and of no meaning since (DOMAIN 2.5)
                gevonden["onderwijs"].pop("nationaliteit", None)
            assert gevonden == verwacht, f"{self.vandaag}: inschrijving {nummer}"
        return len(lvs)


# --- a registration as the contract names it, of what stands in LVS2000; written from DOMAIN 2 and the XSD, not from our tables ---------

_RECORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "nationaliteiten": ("nationaliteit", ("nationaliteit", "datumBegin", "datumEinde")),
    "perioden": (
        "inschrijvingPeriode",
        ("datumBegin", "groep", "leerjaar", "vestiging", "indicatieBekostigbaar", "soortOnderwijs"),
    ),
    "verblijven": ("residentieelVerblijf", ("datumBegin", "datumEinde", "soortVerblijf")),
    "indicaties": ("indicatie", ("datumBegin", "datumEinde", "indicatienummer", "onderwijssoort")),
    "toelaatbaarheidsverklaringen": (
        "toelaatbaarheidsverklaring",
        ("datumBegin", "datumEinde", "samenwerkingsverband", "volgnummer", "bekostigingscategorie"),
    ),
    "arrangementen": ("arrangement", ("datumBegin", "datumEinde", "brin", "vestiging")),
    "begeleidingen": ("ambulanteBegeleiding", ("datumBegin", "datumEinde", "begeleidingsvorm", "brin", "vestiging")),
    "ontwikkelingsperspectieven": ("ontwikkelingsperspectief", ("datumBegin", "datumEinde")),
    "opdc_verblijven": ("verblijfAndereInstelling", ("datumBegin", "datumEinde", "brin", "vestiging")),
}
_ONDERWIJS = {
    "onderwijstype": "onderwijstype", "inschrijfstatus": "inschrijfstatus", "schoolsoort": "schoolsoort",
    "schoolsoort_datum": "datumSchoolsoort", "nnca": "indicatieNnca", "uitstroomprofiel": "uitstroomprofiel",
}  # fmt: skip
_GROEPEN = {
    "gewicht": {"gewicht": "waarde", "gewicht_datum": "datumIngang"},
    "voorschoolseEducatie": {"voorschools_programma": "programma", "voorschools_maanden": "aantalMaanden"},
    "vroegschoolseEducatie": {
        "vroegschools_programma": "programma", "vroegschools_begindatum": "datumBegin", "vroegschools_einddatum": "datumEinde",
    },
    "eindtoets": {
        "eindtoets_soort": "soortToets", "eindtoets_datum": "datumAfname", "eindtoets_niveau": "niveau", "eindtoets_score": "score",
        "referentieniveau_lezen": "referentieniveauLezen", "referentieniveau_taal": "referentieniveauTaal",
        "referentieniveau_rekenen": "referentieniveauRekenen", "eindtoets_reden": "redenGeenToets",
    },
    "adviesVo": {
        "vo_advies": "advies", "vo_advies_datum": "datumAdvies", "herzien_advies": "herzienAdvies",
        "herzien_advies_datum": "datumHerzienAdvies",
    },
    "terugplaatsing": {"terugplaatsing_brin": "brin", "terugplaatsing_vestiging": "vestiging"},
}  # fmt: skip
_PERSOON = (
    "burgerservicenummer",
    "onderwijsnummer",
    "geboortedatum",
    "geslacht",
    "achternaam",
    "voorvoegsel",
    "voornamen",
)
_BINNEN = ("straatnaam", "huisnummer", "postcode", "plaatsnaam")


def _gevuld(van: dict[str, Any], namen: dict[str, str]) -> dict[str, Any]:
    return {doel: van[naam] for naam, doel in namen.items() if van.get(naam) is not None}


def als_registratie(nummer: int, lvs: dict[str, Any]) -> dict[str, Any]:
    """The registration that this inschrijving of LVS2000 ought to be."""
    onderwijs = _gevuld(lvs, _ONDERWIJS)
    for groep, namen in _GROEPEN.items():
        onderwijs |= {groep: delen} if (delen := _gevuld(lvs, namen)) else {}
    for naam, (doel, delen) in _RECORDS.items():
        if naam == "nationaliteiten" and lvs.get("burgerservicenummer"):
            continue  # of who has a BSN the BRP knows them (DOMAIN 2.5)
        records = [
            {
                d: (bool(w) if d == "indicatieBekostigbaar" else w)
                for d, w in zip(delen, record, strict=True)
                if w is not None
            }
            for record in lvs.get(naam, ())
        ]
        onderwijs |= {doel: records} if records else {}
    binnen = _gevuld(lvs, {naam: naam for naam in _BINNEN})
    return {
        "leerlingnummer": lvs["leerlingnummer"],
        "inschrijvingvolgnummer": str(nummer),
        "persoon": _gevuld(lvs, {naam: naam for naam in _PERSOON}),
        "adres": {"binnenlandsAdres": binnen} if binnen else {"buitenlandsAdres": {"land": lvs["land"]}},
        "datumInschrijving": lvs["inschrijfdatum"],
        **_gevuld(lvs, {"uitschrijfdatum": "datumUitschrijving"}),
        "onderwijs": onderwijs,
    }
