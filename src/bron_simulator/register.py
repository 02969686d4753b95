"""The register itself: receives messages, works them later, gives feedback and overviews. Pure but for its store.

As the manual describes BRON: it answers at once (received or refused), works afterwards, puts feedback ready per
aanleverpunt, numbered from 1 without gaps, until it is signed off. All aanleverpunten are kept apart.
What it does not know: HTTP, TLS, faults of the network, the client. Rules stand in `regels`, persons in `brp`.

Choices of ours where nothing is public (ASSUMED):
- a repeat (same identification code, same canonical request) gets the same answer and does nothing; `dubbelen_negeren`
  off makes a register that works it again. Fetching and signing off are never seen as repeats: they change no registration;
- an onderwijsnummer that was replaced by a BSN still leads to the person;
- a person is known to the school by the newest leerlingnummer and volgnummer that it delivered;
- 'dubbele inschrijving': put ready at the start of a fetch session (the first fetch after an answer without
  `meerAanwezig`) when the aanleverpunt sent anything since they were last told, or the day changed, or every
  `dubbel_interval` idle sessions. So a loop that fetches until nothing is left always ends.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lxml import etree

from bron_simulator import regels
from bron_simulator.berichten import Gegevens, TechnischeFout, Verzoek, bytes_van, element_van, maak, schemafouten
from bron_simulator.brp import Brp, NietUniek, is_bsn, kern, pgn_element, pgn_van
from bron_simulator.regels import Tijdvak, Zaak, beoordeel, dag, signaal
from bron_simulator.store import Rij, Store

LENGTES = {"achternaam": 200, "voorvoegsel": 10, "voornamen": 200}
VELDEN_ADRES = (
    "straatnaam",
    "huisnummer",
    "huisnummertoevoeging",
    "huisnummeraanduiding",
    "locatieomschrijving",
    "postcode",
    "plaatsnaam",
)
LENGTES_ADRES = {"straatnaam": 24, "huisnummertoevoeging": 6, "locatieomschrijving": 35, "plaatsnaam": 40}


@dataclass(frozen=True, slots=True)
class Instellingen:
    """Switches of the register; `vertraging` of both kinds 0 works each message at receipt."""

    vertraging_tikken: int = 0
    vertraging_seconden: float = 0
    pagina: int = 50
    deel: int = 1000
    dubbelen_negeren: bool = True
    ophalen_verwijdert: bool = False
    dubbel_interval: int = 10


def nederlandse_dag(moment: datetime) -> date:
    """The date in the Netherlands: one hour ahead of UTC, two between the last Sundays of March and October at 01:00 UTC.

    Not zoneinfo: Windows brings no time zones.
    """

    def wissel(maand: int) -> datetime:
        laatste = datetime(moment.year, maand, 31, 1, tzinfo=UTC)
        return laatste - timedelta(days=(laatste.weekday() + 1) % 7)

    uren = 2 if wissel(3) <= moment < wissel(10) else 1
    return (moment + timedelta(hours=uren)).date()


class Clock:
    """`vandaag` can be set for tests and the demo; the time of day is the machine's."""

    def __init__(self, vandaag: date | None = None) -> None:
        self.gezet = vandaag

    def nu(self) -> datetime:
        nu = datetime.now(tz=UTC)
        return nu if self.gezet is None else datetime.combine(self.gezet, nu.timetz())

    def vandaag(self) -> date:
        return self.gezet or nederlandse_dag(datetime.now(tz=UTC))

    def seconden(self) -> float:
        return datetime.now(tz=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Terugkoppeling:
    soort: str
    inhoud: Gegevens


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What working one message gives."""

    uitkomst: str
    meldingen: tuple[Terugkoppeling, ...]
    signalen: tuple[str, ...] = ()
    mutatie: bool = False


PaginaStoring = Callable[[str, list[etree._Element]], list[etree._Element]]
OverzichtStoring = Callable[[str, list[Gegevens]], list[Gegevens]]


class Register:
    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self.store = store
        self.brp = Brp(store)
        self.clock = clock or Clock()
        self.bij_pagina: PaginaStoring = lambda _, pagina: pagina
        self.bij_overzicht: OverzichtStoring = lambda _, delen: delen
        self._werkers: dict[str, Callable[[Rij, Gegevens], Uitkomst]] = {
            regels.IDENTIFICATIE: self._identificatie,
            regels.INSCHRIJVING: self._inschrijving,
            regels.CORRECTIE: self._correctie,
            regels.SLEUTEL: self._sleutel,
            regels.ONDERWIJS: self._onderwijs,
            regels.UITSCHRIJVING: self._onderwijs,
            regels.VERWIJDERING: self._verwijdering,
            regels.OVERZICHT: self._overzicht,
        }
        if store.nieuw:
            with store.transaction():
                store.begin()
        gezet = store.instelling("vandaag")
        if gezet is not None and self.clock.gezet is None:
            self.clock.gezet = date.fromisoformat(gezet)

    # ---------------------------------------------------------------- setting up

    @property
    def leeg(self) -> bool:
        return self.store.rij("SELECT 1 FROM aanleverpunt") is None

    def laad(self, bestand: Gegevens) -> None:
        """Persons, postcodes, other schools and aanleverpunten, at the first start."""
        with self.store.transaction():
            self.brp.laad(bestand)
            for code, gegevens in (bestand.get("aanleverpunten") or {"00AA00": {}}).items():
                self.store.doe(
                    "INSERT INTO aanleverpunt (code, brin, vestigingen) VALUES (?,?,?)",
                    code,
                    gegevens.get("brin", code[:4]),
                    json.dumps(gegevens.get("vestigingen", ["00"])),
                )

    @property
    def instellingen(self) -> Instellingen:
        return Instellingen(**self.store.instelling("instellingen", {}))

    def stel_in(self, **wijziging: Any) -> None:  # noqa: ANN401 - each switch has its own type, see Instellingen
        with self.store.transaction():
            self.store.zet_instelling("instellingen", asdict(replace(self.instellingen, **wijziging)))

    def zet_vandaag(self, vandaag: date | None) -> None:
        with self.store.transaction():
            self.clock.gezet = vandaag
            self.store.zet_instelling("vandaag", vandaag and vandaag.isoformat())

    def aanleverpunten(self) -> list[str]:
        return [str(r["code"]) for r in self.store.rijen("SELECT code FROM aanleverpunt ORDER BY code")]

    # ---------------------------------------------------------------- receiving

    def ontvang(self, verzoek: Verzoek, aanleverpunt: str) -> etree._Element:
        """The direct answer to one technically right message. Raises TechnischeFout."""
        with self.store.transaction():
            punt = self.store.rij("SELECT * FROM aanleverpunt WHERE code=?", aanleverpunt)
            if punt is None or verzoek.verzender != aanleverpunt:
                raise TechnischeFout("DK0002", "Het certificaat geeft geen toegang tot dit aanleverpunt.")
            if verzoek.operatie == "ophalenTerugkoppelingen":
                return self._ophalen(punt, verzoek)
            if verzoek.operatie == "bevestigenTerugkoppelingen":
                return self._bevestigen(punt, verzoek)
            antwoord = self._eerder(verzoek, aanleverpunt)
            if antwoord is None:
                antwoord = self._neem_aan(punt, verzoek)
        return antwoord

    def _eerder(self, verzoek: Verzoek, aanleverpunt: str) -> etree._Element | None:
        rij = self.store.rij(
            "SELECT id, vingerafdruk, antwoord FROM bericht WHERE aanleverpunt=? AND code=? ORDER BY id LIMIT 1",
            aanleverpunt,
            verzoek.identificatiecode,
        )
        if rij is None:
            return None
        if rij["vingerafdruk"] != verzoek.vingerafdruk:
            raise TechnischeFout("SIM-DUP", regels.TEKST_DUP)
        if not self.instellingen.dubbelen_negeren:
            return None
        self.store.doe("UPDATE bericht SET herhaald = herhaald + 1 WHERE id=?", rij["id"])
        return element_van(rij["antwoord"].encode())

    def _neem_aan(self, punt: Rij, verzoek: Verzoek) -> etree._Element:
        g = verzoek.gegevens
        inschrijving = g.get("inschrijving", g)
        zaak = Zaak(
            verzoek.operatie,
            self.clock.vandaag(),
            vestigingen=frozenset(json.loads(punt["vestigingen"])),
            persoon=inschrijving.get("persoon") or g.get("nieuweSleutel") or {},
            onderwijs=inschrijving.get("onderwijs", {}),
            peildatum=dag(g["peildatum"]) if "peildatum" in g else None,
        )
        geweigerd = beoordeel(zaak, ["weigering"])
        ingesteld = self.instellingen
        nu = self._tijdstip()
        nummer = self.store.doe(
            "INSERT INTO bericht (aanleverpunt, operatie, code, vingerafdruk, tijd, gegevens, antwoord, stand, gereed,"
            " gereed_tik, uitkomst, signalen) VALUES (?,?,?,?,?,?,'',?,?,?,?,?)",
            punt["code"],
            verzoek.operatie,
            verzoek.identificatiecode,
            verzoek.vingerafdruk,
            nu,
            json.dumps(g),
            "klaar" if geweigerd else "wacht",
            self.clock.seconden() + ingesteld.vertraging_seconden if ingesteld.vertraging_seconden else 0,
            int(self.store.instelling("tik", 0)) + ingesteld.vertraging_tikken,
            "geweigerd" if geweigerd else None,
            json.dumps([r.code for r in geweigerd]),
        )
        inhoud: Gegevens = {"antwoordOp": verzoek.identificatiecode}
        if geweigerd:
            inhoud["weigering"] = {"foutmelding": [self._foutmelding(r, inschrijving) for r in geweigerd]}
        else:
            inhoud["ontvangst"] = {"kenmerk": f"{punt['code']}-{nummer:08d}", "datumTijdOntvangst": nu}
        antwoord = maak(f"{verzoek.operatie}_response", inhoud)
        self.store.doe("UPDATE bericht SET antwoord=? WHERE id=?", bytes_van(antwoord).decode(), nummer)
        self.store.doe("UPDATE aanleverpunt SET dubbel_melden=1 WHERE code=?", punt["code"])
        if not geweigerd and not ingesteld.vertraging_seconden and not ingesteld.vertraging_tikken:
            self._werk()
        return antwoord

    @staticmethod
    def _foutmelding(regel: regels.Regel, g: Gegevens) -> Gegevens:
        sleutels = [{"naam": v, "waarde": str(g[v])} for v in ("leerlingnummer", "datumInschrijving") if v in g]
        return {"foutcode": regel.code, "fouttekst": regel.tekst, "sleutelgegeven": sleutels}

    # ---------------------------------------------------------------- working

    def werk(self, tikken: int = 0) -> int:
        """Let time pass and work what is due; gives the number of messages worked."""
        with self.store.transaction():
            if tikken:
                self.store.zet_instelling("tik", int(self.store.instelling("tik", 0)) + tikken)
            return self._werk()

    def werk_alles(self) -> int:
        """Work everything that waits, whatever its delay."""
        with self.store.transaction():
            self.store.doe("UPDATE bericht SET gereed=0, gereed_tik=0 WHERE stand='wacht'")
            return self._werk()

    def _werk(self) -> int:
        rijen = self.store.rijen(
            "SELECT * FROM bericht WHERE stand='wacht' AND gereed<=? AND gereed_tik<=? ORDER BY id",
            self.clock.seconden(),
            int(self.store.instelling("tik", 0)),
        )
        for rij in rijen:
            uit = self._werkers[rij["operatie"]](rij, json.loads(rij["gegevens"]))
            for melding in uit.meldingen:
                self.zet_klaar(rij["aanleverpunt"], melding, rij["code"])
            self.store.doe(
                "UPDATE bericht SET stand='klaar', uitkomst=?, signalen=?, mutatie=? WHERE id=?",
                uit.uitkomst,
                json.dumps(uit.signalen),
                int(uit.mutatie),
                rij["id"],
            )
        return len(rijen)

    def zet_klaar(self, aanleverpunt: str, melding: Terugkoppeling, antwoord_op: str | None = None) -> int:
        """Append one feedback; numbers have no gaps."""
        self.store.doe("UPDATE aanleverpunt SET laatste = laatste + 1 WHERE code=?", aanleverpunt)
        nummer = int(self._punt(aanleverpunt)["laatste"])
        inhoud = {
            "ontvangstnummer": nummer,
            "aanleverpunt": aanleverpunt,
            "datumTijd": self._tijdstip(),
            "antwoordOp": antwoord_op,
            melding.soort: melding.inhoud,
        }
        element = maak("terugkoppeling", inhoud, "Terugkoppeling")
        fouten = schemafouten(element)
        if fouten:  # our bug, or a persons file with values that the contract cannot carry
            raise RuntimeError(f"feedback {melding.soort} does not fit the contract: {fouten[0]}")
        self.store.doe(
            "INSERT INTO terugkoppeling VALUES (?,?,?,?,?)",
            aanleverpunt,
            nummer,
            melding.soort,
            antwoord_op,
            bytes_van(element),
        )
        return nummer

    def _punt(self, aanleverpunt: str) -> Rij:
        rij = self.store.rij("SELECT * FROM aanleverpunt WHERE code=?", aanleverpunt)
        if rij is None:
            raise KeyError(aanleverpunt)
        return rij

    def _tijdstip(self) -> str:
        return self.clock.nu().strftime("%Y-%m-%dT%H:%M:%SZ")

    # ---------------------------------------------------------------- what the register knows

    def persoon(self, pgn: str, bekend: Gegevens | None = None) -> Gegevens:
        """The person as the register shows them: the BRP's for a BSN, the school's for an onderwijsnummer."""
        uit = {**pgn_element(pgn), **kern(bekend or self.brp.persoon(pgn) or {})}
        if is_bsn(pgn) and not uit.get("voornamen"):
            uit["voornamen"] = "."
        for veld, lengte in LENGTES.items():
            if uit.get(veld):
                uit[veld] = uit[veld][:lengte]
        return uit

    def adres(self, aanleverpunt: str, pgn: str, bekend: Gegevens | None = None) -> Gegevens | None:
        """The address as the register shows it; nothing when it is secret.

        The BRP decides for who lives in the Netherlands by the BRP; the school for who has an onderwijsnummer or lives
        abroad (DESIGN 8, choices per category). Of somebody abroad with a BSN only the land (DOMAIN 2.4).
        """
        bekend = bekend or self.brp.persoon(pgn) or {}
        if bekend.get("geheim"):
            return None
        brp = (bekend.get("adres") or {}) if is_bsn(pgn) else {}
        if brp.get("postcode"):
            binnen = {v: brp[v] for v in VELDEN_ADRES if brp.get(v) not in (None, "")}
            for veld, lengte in LENGTES_ADRES.items():
                if veld in binnen:
                    binnen[veld] = str(binnen[veld])[:lengte]
            return {"binnenlandsAdres": binnen}
        rij = self.store.rij("SELECT gegevens FROM adres WHERE aanleverpunt=? AND pgn=?", aanleverpunt, pgn)
        school: Gegevens | None = None if rij is None else json.loads(rij["gegevens"])
        if brp.get("land") and (school is None or "buitenlandsAdres" not in school):
            return {"buitenlandsAdres": {"land": brp["land"]}}
        return school

    def registergegevens(self, pgn: str, onderwijs: Gegevens, bekend: Gegevens | None = None) -> Gegevens:
        bekend = bekend or self.brp.persoon(pgn) or {}
        geheim = bool(bekend.get("geheim"))
        adres = {} if geheim else bekend.get("adres") or {}
        laatste = max(onderwijs["inschrijvingPeriode"], key=lambda p: str(p["datumBegin"]))
        return {
            "indicatieGeheim": geheim,
            "adresDatumIngang": _heel(adres.get("datumIngang")),
            "gemeentecode": _code(adres.get("gemeentecode")),
            "overlijdensdatum": _heel(bekend.get("overlijdensdatum")),
            "geboorteland": _code(bekend.get("geboorteland")),
            "bekostigingsstatus": "te bekostigen" if laatste["indicatieBekostigbaar"] else "niet te bekostigen",
        }

    def registratie(self, rij: Rij) -> Gegevens:
        """The whole registration as it now stands."""
        onderwijs = json.loads(rij["onderwijs"])
        pgn = rij["pgn"]
        bekend = self.brp.persoon(pgn)
        return {
            "leerlingnummer": rij["leerlingnummer"],
            "inschrijvingvolgnummer": rij["volgnummer"],
            "persoon": self.persoon(pgn, bekend),
            "adres": self.adres(rij["aanleverpunt"], pgn, bekend),
            "datumInschrijving": rij["begin"],
            "datumUitschrijving": rij["eind"],
            "onderwijs": onderwijs,
            "registergegevens": self.registergegevens(pgn, onderwijs, bekend),
        }

    def registraties(self, aanleverpunt: str, pgn: str | None = None) -> list[Rij]:
        if pgn is None:
            return self.store.rijen("SELECT * FROM registratie WHERE aanleverpunt=? ORDER BY pgn, begin", aanleverpunt)
        return self.store.rijen(
            "SELECT * FROM registratie WHERE aanleverpunt=? AND pgn=? ORDER BY begin", aanleverpunt, pgn
        )

    def _anderen(self, aanleverpunt: str, pgn: str | None, behalve: int | None = None) -> tuple[Tijdvak, ...]:
        if pgn is None:
            return ()
        return tuple(_tijdvak(r) for r in self.registraties(aanleverpunt, pgn) if r["id"] != behalve)

    def elders(self, brin: str, pgn: str, eigen: Tijdvak) -> list[tuple[str, Tijdvak]]:
        """Overlapping enrolments at schools with another BRIN: BRIN and period. Ambulant begeleid is no overlap."""
        if eigen.ambulant:
            return []
        gevonden = [
            (str(r["brin"]), Tijdvak(dag(r["begin"]), dag(r["eind"]) if r["eind"] else None))
            for r in self.store.rijen("SELECT * FROM andereschool WHERE pgn=? AND brin<>? ORDER BY id", pgn, brin)
        ]
        hier = (
            "SELECT r.*, a.brin FROM registratie r JOIN aanleverpunt a ON a.code=r.aanleverpunt WHERE pgn=? AND brin<>?"
        )
        gevonden += [(str(r["brin"]), _tijdvak(r)) for r in self.store.rijen(hier, pgn, brin)]
        return [(b, t) for b, t in gevonden if not t.ambulant and t.overlapt(eigen)]

    # ---------------------------------------------------------------- one worker per kind of message

    def _zaak_persoon(self, operatie: str, persoon: Gegevens, adres: Gegevens | None) -> tuple[Zaak, str | None]:
        """The case as far as person and address go, and the PGN that the person has or was found to have."""
        pgn = pgn_van(persoon)
        gevonden = None
        herkomst, niet_uniek = "opgegeven", False
        if pgn is None and operatie != regels.SLEUTEL:
            try:
                gevonden = self.brp.zoek(persoon, adres)
                herkomst = "toegekend" if gevonden is None else "gevonden_bsn" if is_bsn(gevonden) else "gevonden_onr"
            except NietUniek:
                niet_uniek = True
        elif pgn is not None:
            gevonden = self.brp.huidig_pgn(pgn)
            if gevonden != pgn:
                herkomst = "gevonden_bsn"
                persoon = {
                    **{k: v for k, v in persoon.items() if k != "onderwijsnummer"},
                    "burgerservicenummer": gevonden,
                }
        postcode = ((adres or {}).get("binnenlandsAdres") or {}).get("postcode")
        zaak = Zaak(
            operatie,
            self.clock.vandaag(),
            persoon=persoon,
            bekend=self.brp.persoon(gevonden) if gevonden else None,
            herkomst=herkomst,
            niet_uniek=niet_uniek,
            adres=adres,
            postcode_bekend=postcode is None or self.brp.kent_postcode(postcode),
        )
        return zaak, gevonden

    def _identificatie(self, _rij: Rij, g: Gegevens) -> Uitkomst:
        zaak, pgn = self._zaak_persoon(regels.IDENTIFICATIE, g["persoon"], g.get("adres"))
        fouten = beoordeel(zaak, ["afkeur"])
        if fouten:
            return _afkeur(fouten, {"leerlingnummer": g["leerlingnummer"], **_pgn_deel(g["persoon"])})
        if pgn is None and not zaak.niet_uniek:
            pgn = self.brp.ken_toe(g["persoon"])
        elif zaak.bekend is None or any(zaak.bekend[v] != g["persoon"][v] for v in ("geboortedatum", "geslacht")):
            pgn = None
        soort = "onbekend" if pgn is None else "toegekend" if zaak.herkomst == "toegekend" else "gevonden"
        inhoud = {"leerlingnummer": g["leerlingnummer"], "uitkomst": soort, "persoon": pgn and self.persoon(pgn)}
        return Uitkomst("geaccepteerd", (Terugkoppeling("identificatie", inhoud),))

    def _inschrijving(self, rij: Rij, bericht: Gegevens) -> Uitkomst:
        g = bericht["inschrijving"]
        punt = rij["aanleverpunt"]
        zaak, pgn = self._zaak_persoon(regels.INSCHRIJVING, g["persoon"], g.get("adres"))
        zaak = replace(
            zaak,
            begin=dag(g["datumInschrijving"]),
            eind=dag(g["datumUitschrijving"]) if "datumUitschrijving" in g else None,
            onderwijs=g["onderwijs"],
            bestaat_al=self._bestaat(punt, pgn, g["leerlingnummer"], g["datumInschrijving"]),
            anderen=self._anderen(punt, pgn),
        )
        zaak = self._met_elders(zaak, punt, pgn)
        fouten = beoordeel(zaak, ["afkeur"])
        if fouten:
            return _afkeur(
                fouten,
                {
                    "leerlingnummer": g["leerlingnummer"],
                    "datumInschrijving": g["datumInschrijving"],
                    **_pgn_deel(g["persoon"]),
                },
            )
        if pgn is None:
            pgn = self.brp.ken_toe(g["persoon"])
        nummer = self.store.doe(
            "INSERT INTO registratie (aanleverpunt, pgn, begin, eind, leerlingnummer, volgnummer, onderwijs) VALUES (?,?,?,?,?,?,?)",
            punt,
            pgn,
            g["datumInschrijving"],
            g.get("datumUitschrijving"),
            g["leerlingnummer"],
            g.get("inschrijvingvolgnummer"),
            json.dumps(g["onderwijs"]),
        )
        self._zet_adres(punt, pgn, g.get("adres"))
        return self._geaccepteerd(nummer, zaak)

    def _bestaat(self, punt: str, pgn: str | None, leerlingnummer: str, begin: str, behalve: int | None = None) -> bool:
        return any(
            r["id"] != behalve
            for r in self.store.rijen(
                "SELECT id FROM registratie WHERE aanleverpunt=? AND begin=? AND (pgn=? OR leerlingnummer=?)",
                punt,
                begin,
                pgn,
                leerlingnummer,
            )
        )

    def _met_elders(self, zaak: Zaak, punt: str, pgn: str | None) -> Zaak:
        eigen = zaak.tijdvak
        if pgn is None or eigen is None:
            return zaak
        return replace(zaak, elders=bool(self.elders(str(self._punt(punt)["brin"]), pgn, eigen)))

    def _zet_adres(self, punt: str, pgn: str, adres: Gegevens | None) -> None:
        if adres is not None:
            self.store.doe("INSERT OR REPLACE INTO adres VALUES (?,?,?)", punt, pgn, json.dumps(adres))

    def _geaccepteerd(self, nummer: int, zaak: Zaak | None, vooraf: tuple[Terugkoppeling, ...] = ()) -> Uitkomst:
        attenties = beoordeel(zaak, ["attentie"]) if zaak else []
        melding = self._acceptatie(nummer, zaak.herkomst if zaak else "opgegeven", attenties)
        return Uitkomst("geaccepteerd", (*vooraf, melding), tuple(r.code for r in attenties), mutatie=True)

    def _acceptatie(self, nummer: int, herkomst: str, attenties: list[regels.Regel]) -> Terugkoppeling:
        rij = self.store.rij("SELECT * FROM registratie WHERE id=?", nummer)
        if rij is None:
            raise KeyError(nummer)
        inhoud = {
            "registratie": self.registratie(rij),
            "pgnHerkomst": herkomst.removesuffix("_bsn").removesuffix("_onr"),
            "attentiesignaal": [signaal(r) for r in attenties],
        }
        return Terugkoppeling("inschrijvingGeaccepteerd", inhoud)

    def _zoek(self, punt: str, sleutel: Gegevens) -> Rij | None:
        """The registration that a SleutelInschrijving names: by PGN, without one by leerlingnummer."""
        pgn = pgn_van(sleutel)
        if pgn is not None:
            return self.store.rij(
                "SELECT * FROM registratie WHERE aanleverpunt=? AND pgn=? AND begin=?",
                punt,
                self.brp.huidig_pgn(pgn),
                sleutel["datumInschrijving"],
            )
        return self.store.rij(
            "SELECT * FROM registratie WHERE aanleverpunt=? AND leerlingnummer=? AND begin=?",
            punt,
            sleutel["leerlingnummer"],
            sleutel["datumInschrijving"],
        )

    def _zaak_wijziging(self, rij: Rij, g: Gegevens, doel: Rij | None, begin: str) -> Zaak:
        """The case of a message that names a registration and brings its whole onderwijs part."""
        punt = rij["aanleverpunt"]
        zaak = Zaak(
            rij["operatie"],
            self.clock.vandaag(),
            begin=dag(begin),
            eind=dag(g["datumUitschrijving"]) if "datumUitschrijving" in g else None,
            onderwijs=g["onderwijs"],
            gevonden=doel is not None,
        )
        if doel is None:
            return zaak
        zaak = replace(
            zaak,
            persoon=self.persoon(doel["pgn"]),
            bekend=self.brp.persoon(doel["pgn"]),
            oud=json.loads(doel["onderwijs"]),
            oude_begin=dag(doel["begin"]),
            bestaat_al=begin != doel["begin"]
            and self._bestaat(punt, doel["pgn"], doel["leerlingnummer"], begin, doel["id"]),
            anderen=self._anderen(punt, doel["pgn"], doel["id"]),
        )
        return self._met_elders(zaak, punt, doel["pgn"])

    def _vervang(self, doel: Rij, g: Gegevens, begin: str) -> None:
        """State, never a delta: the whole onderwijs part and the uitschrijfdatum, also when that is absent now."""
        self.store.doe(
            "UPDATE registratie SET begin=?, eind=?, onderwijs=?, leerlingnummer=?, volgnummer=coalesce(?, volgnummer) WHERE id=?",
            begin,
            g.get("datumUitschrijving"),
            json.dumps(g["onderwijs"]),
            g["sleutel"]["leerlingnummer"],
            g["sleutel"].get("inschrijvingvolgnummer"),
            doel["id"],
        )

    def _onderwijs(self, rij: Rij, g: Gegevens) -> Uitkomst:
        """Wijziging onderwijsgegevens and uitschrijving."""
        doel = self._zoek(rij["aanleverpunt"], g["sleutel"])
        zaak = self._zaak_wijziging(rij, g, doel, g["sleutel"]["datumInschrijving"])
        fouten = beoordeel(zaak, ["afkeur"])
        if fouten or doel is None:
            return _afkeur(fouten, _sleutel_deel(g["sleutel"]))
        self._vervang(doel, g, doel["begin"])
        return self._geaccepteerd(doel["id"], zaak)

    def _correctie(self, rij: Rij, g: Gegevens) -> Uitkomst:
        """One message, two feedbacks (DESIGN 9)."""
        doel = self._zoek(rij["aanleverpunt"], g["sleutel"])
        zaak = self._zaak_wijziging(rij, g, doel, g["datumInschrijving"])
        fouten = beoordeel(zaak, ["afkeur"])
        if fouten or doel is None:
            return _afkeur(fouten, _sleutel_deel(g["sleutel"]))
        oud = self._sleutel_van(doel)
        self._vervang(doel, g, g["datumInschrijving"])
        return self._geaccepteerd(doel["id"], zaak, (Terugkoppeling("verwijderingBevestigd", {"sleutel": oud}),))

    @staticmethod
    def _sleutel_van(rij: Rij) -> Gegevens:
        return {
            "leerlingnummer": rij["leerlingnummer"],
            **pgn_element(rij["pgn"]),
            "datumInschrijving": rij["begin"],
            "inschrijvingvolgnummer": rij["volgnummer"],
        }

    def _verwijdering(self, rij: Rij, g: Gegevens) -> Uitkomst:
        doel = self._zoek(rij["aanleverpunt"], g["sleutel"])
        fouten = beoordeel(Zaak(regels.VERWIJDERING, self.clock.vandaag(), gevonden=doel is not None), ["afkeur"])
        if doel is None:
            return _afkeur(fouten, _sleutel_deel(g["sleutel"]))
        self.store.doe("DELETE FROM registratie WHERE id=?", doel["id"])
        inhoud = {"sleutel": self._sleutel_van(doel)}
        return Uitkomst("geaccepteerd", (Terugkoppeling("verwijderingBevestigd", inhoud),), mutatie=True)

    def _sleutel(self, rij: Rij, g: Gegevens) -> Uitkomst:
        """Wijziging sleutelgegevens: of the person, so of all their registrations at this aanleverpunt."""
        punt = rij["aanleverpunt"]
        oud_pgn = pgn_van(g["oudeSleutel"])
        if oud_pgn is None:
            bij_nummer = self.store.rij(
                "SELECT pgn FROM registratie WHERE aanleverpunt=? AND leerlingnummer=? ORDER BY begin DESC LIMIT 1",
                punt,
                g["leerlingnummer"],
            )
            oud_pgn = None if bij_nummer is None else str(bij_nummer["pgn"])
        else:
            oud_pgn = self.brp.huidig_pgn(oud_pgn)
        doelen = self.registraties(punt, oud_pgn) if oud_pgn else []
        afkeurdeel = {"leerlingnummer": g["leerlingnummer"], **_pgn_deel(g["oudeSleutel"])}
        if oud_pgn is None or not doelen:
            return _afkeur(
                beoordeel(Zaak(regels.SLEUTEL, self.clock.vandaag(), gevonden=False), ["afkeur"]), afkeurdeel
            )
        nieuw = g["nieuweSleutel"]
        if pgn_van(nieuw) is None:
            nieuw = {**nieuw, **pgn_element(oud_pgn)}
        zaak, nieuw_pgn = self._zaak_persoon(regels.SLEUTEL, nieuw, g.get("adres"))
        oude = self.persoon(oud_pgn)
        zaak = replace(
            zaak,
            oude_pgn=oud_pgn,
            oude_sleutel_klopt=all(g["oudeSleutel"][v] == oude.get(v) for v in ("geboortedatum", "geslacht")),
        )
        fouten = beoordeel(zaak, ["afkeur"])
        if not fouten and nieuw_pgn is not None and nieuw_pgn != oud_pgn:
            fouten = self._botsing(punt, zaak, doelen, nieuw_pgn)
        if fouten or nieuw_pgn is None:
            return _afkeur(fouten, afkeurdeel)
        if not is_bsn(nieuw_pgn):
            self.brp.bewaar(nieuw_pgn, {**(self.brp.persoon(nieuw_pgn) or {}), **_zonder_lege_naam(nieuw)})
        self.store.doe(
            "UPDATE registratie SET leerlingnummer=? WHERE aanleverpunt=? AND pgn=?", g["leerlingnummer"], punt, oud_pgn
        )
        if nieuw_pgn != oud_pgn:
            self.hernoem(punt, oud_pgn, nieuw_pgn)
        self._zet_adres(punt, nieuw_pgn, g.get("adres"))
        attenties = beoordeel(zaak, ["attentie"])
        oude_sleutel = {**pgn_element(oud_pgn), "geboortedatum": oude["geboortedatum"], "geslacht": oude["geslacht"]}
        meldingen = [
            Terugkoppeling(
                "wijzigingSleutelgegevens",
                {
                    "leerlingnummer": g["leerlingnummer"],
                    "oudeSleutel": oude_sleutel,
                    "nieuweSleutel": self.persoon(nieuw_pgn),
                },
            ),
            *(self._acceptatie(int(d["id"]), "opgegeven", attenties) for d in doelen),
        ]
        if not is_bsn(nieuw_pgn) and self.persoon(nieuw_pgn) != oude:
            self.meld_persoon(nieuw_pgn, behalve=punt)
        return Uitkomst("geaccepteerd", tuple(meldingen), tuple(r.code for r in attenties), mutatie=True)

    def hernoem(self, punt: str, oud: str, nieuw: str) -> None:
        """Another PGN for a person at one aanleverpunt. A number that nobody has any more leads to the new one."""
        self.store.doe("UPDATE registratie SET pgn=? WHERE aanleverpunt=? AND pgn=?", nieuw, punt, oud)
        self.store.doe("UPDATE OR REPLACE adres SET pgn=? WHERE aanleverpunt=? AND pgn=?", nieuw, punt, oud)
        if not is_bsn(oud) and self.store.rij("SELECT 1 FROM registratie WHERE pgn=?", oud) is None:
            self.brp.vervang(oud, nieuw)

    def _botsing(self, punt: str, zaak: Zaak, doelen: list[Rij], nieuw_pgn: str) -> list[regels.Regel]:
        """Registrations that already stand under the new PGN."""
        anderen = self._anderen(punt, nieuw_pgn)
        for d in doelen:
            vak = _tijdvak(d)
            onderwijs = {"inschrijfstatus": "A" if vak.ambulant else "I"}
            bestaat = any(a.begin == vak.begin for a in anderen)
            fouten = [
                r
                for r in beoordeel(
                    replace(
                        zaak, begin=vak.begin, eind=vak.eind, onderwijs=onderwijs, anderen=anderen, bestaat_al=bestaat
                    ),
                    ["afkeur"],
                )
                if r.code in {"SIM-811", "SIM-812"}
            ]
            if fouten:
                return fouten
        return []

    def _overzicht(self, rij: Rij, g: Gegevens) -> Uitkomst:
        """In parts; each part is one feedback (DESIGN 9)."""
        punt, peil, historie = rij["aanleverpunt"], g["peildatum"], g["metHistorie"]
        rijen = self.store.rijen(
            "SELECT * FROM registratie WHERE aanleverpunt=? AND begin<=? AND (? OR eind IS NULL OR eind>=?) ORDER BY begin, id",
            punt,
            peil,
            int(historie),
            peil,
        )
        per_deel = self.instellingen.deel
        delen = max(1, -(-len(rijen) // per_deel))
        basis = {
            "peildatum": peil,
            "metHistorie": historie,
            "aantalDelen": delen,
            "aantalInschrijvingen": len(rijen),
            "totEnMetOntvangstnummer": int(self._punt(punt)["laatste"]),
        }
        inhoud = [
            {
                **basis,
                "deel": i + 1,
                "inschrijving": [self.registratie(r) for r in rijen[i * per_deel : (i + 1) * per_deel]],
                "eindeOverzicht": i == delen - 1,
            }
            for i in range(delen)
        ]
        return Uitkomst(
            "verwerkt", tuple(Terugkoppeling("registratieoverzicht", d) for d in self.bij_overzicht(punt, inhoud))
        )

    # ---------------------------------------------------------------- feedback

    def _ophalen(self, punt: Rij, verzoek: Verzoek) -> etree._Element:
        code = punt["code"]
        self._werk()
        if not punt["in_sessie"]:
            self._begin_sessie(code)
        ingesteld = self.instellingen
        rijen = self.store.rijen(
            "SELECT nummer, soort, inhoud FROM terugkoppeling WHERE aanleverpunt=? AND nummer>? ORDER BY nummer LIMIT ?",
            code,
            self._punt(code)["bevestigd"],
            ingesteld.pagina + 1,
        )
        pagina = self._pagina(rijen[: ingesteld.pagina])
        meer = len(rijen) > len(pagina)
        laatste = int(self._punt(code)["laatste"])
        geleverd = pagina[-1]["nummer"] if pagina else 0
        self.store.doe(
            "UPDATE aanleverpunt SET in_sessie=?, geleverd=max(geleverd, ?) WHERE code=?", int(meer), geleverd, code
        )
        if ingesteld.ophalen_verwijdert and pagina:
            self._teken_af(code, geleverd)
        antwoord = maak(
            "ophalenTerugkoppelingen_response",
            {"antwoordOp": verzoek.identificatiecode, "meerAanwezig": meer, "hoogsteOntvangstnummer": laatste},
        )
        for i, element in enumerate(self.bij_pagina(code, [element_van(r["inhoud"]) for r in pagina])):
            antwoord.insert(1 + i, element)
        return antwoord

    @staticmethod
    def _pagina(rijen: list[Rij]) -> list[Rij]:
        """A part of an overview travels alone."""
        for i, r in enumerate(rijen):
            if r["soort"] == "registratieoverzicht":
                return rijen[: max(i, 1)]
        return rijen

    def _bevestigen(self, punt: Rij, verzoek: Verzoek) -> etree._Element:
        tot = verzoek.gegevens["totEnMetOntvangstnummer"]
        if tot > punt["geleverd"]:
            raise TechnischeFout("SIM-BEV", regels.TEKST_BEV)
        self._teken_af(punt["code"], tot)
        return maak(
            "bevestigenTerugkoppelingen_response",
            {"antwoordOp": verzoek.identificatiecode, "bevestigdTotEnMet": int(self._punt(punt["code"])["bevestigd"])},
        )

    def _teken_af(self, code: str, tot: int) -> None:
        self.store.doe("UPDATE aanleverpunt SET bevestigd=max(bevestigd, ?) WHERE code=?", tot, code)
        # What was signed off is kept for the log, the big parts of overviews without their contents.
        self.store.doe(
            "UPDATE terugkoppeling SET inhoud=NULL WHERE aanleverpunt=? AND nummer<=? AND soort='registratieoverzicht' AND inhoud IS NOT NULL",
            code,
            tot,
        )

    def _begin_sessie(self, code: str) -> None:
        self.store.doe("UPDATE aanleverpunt SET sessie = sessie + 1 WHERE code=?", code)
        punt = self._punt(code)
        vandaag = self.clock.vandaag().isoformat()
        lang_geleden = punt["sessie"] - punt["dubbel_sessie"] >= self.instellingen.dubbel_interval
        if not (punt["dubbel_melden"] or punt["dubbel_datum"] != vandaag or lang_geleden):
            return
        wachtend = "SELECT 1 FROM terugkoppeling WHERE aanleverpunt=? AND nummer>? AND soort='dubbeleInschrijving'"
        if self.store.rij(wachtend, code, punt["bevestigd"]) is not None:
            return
        for melding in self._dubbelen(punt):
            self.zet_klaar(code, melding)
        self.store.doe(
            "UPDATE aanleverpunt SET dubbel_melden=0, dubbel_sessie=sessie, dubbel_datum=? WHERE code=?", vandaag, code
        )

    def _dubbelen(self, punt: Rij) -> list[Terugkoppeling]:
        kandidaten = self.store.rijen(
            "SELECT * FROM registratie WHERE aanleverpunt=? AND (pgn IN (SELECT pgn FROM andereschool) OR pgn IN"
            " (SELECT r.pgn FROM registratie r JOIN aanleverpunt a ON a.code=r.aanleverpunt WHERE a.brin<>?)) ORDER BY id",
            punt["code"],
            punt["brin"],
        )
        uit = []
        for r in kandidaten:
            eigen = _tijdvak(r)
            for brin, ander in self.elders(punt["brin"], r["pgn"], eigen):
                einden = [e for e in (eigen.eind, ander.eind) if e is not None]
                inhoud = {
                    "leerlingnummer": r["leerlingnummer"],
                    **pgn_element(r["pgn"]),
                    "datumInschrijving": r["begin"],
                    "brinAndereSchool": brin,
                    "datumBeginOverlap": max(eigen.begin, ander.begin).isoformat(),
                    "datumEindeOverlap": min(einden).isoformat() if einden else None,
                }
                uit.append(Terugkoppeling("dubbeleInschrijving", inhoud))
        return uit

    # ---------------------------------------------------------------- unasked changes

    def meld_persoon(self, pgn: str, *, behalve: str | None = None, adres: bool = False) -> None:
        """A spontane mutatie to each aanleverpunt where the person is enrolled today."""
        vandaag = self.clock.vandaag().isoformat()
        lopend = self.store.rijen(
            "SELECT * FROM registratie WHERE pgn=? AND (eind IS NULL OR eind>=?) ORDER BY begin", pgn, vandaag
        )
        for r in {r["aanleverpunt"]: r for r in lopend if r["aanleverpunt"] != behalve}.values():
            persoon = self.persoon(pgn)
            sleutel = {
                k: persoon[k]
                for k in ("burgerservicenummer", "onderwijsnummer", "geboortedatum", "geslacht")
                if k in persoon
            }
            inhoud: Gegevens = {
                "leerlingnummer": r["leerlingnummer"],
                "sleutel": sleutel,
                "registergegevens": self.registergegevens(pgn, json.loads(r["onderwijs"])),
            }
            nieuw_adres = self.adres(r["aanleverpunt"], pgn) if adres else None
            if nieuw_adres is not None:
                inhoud["adres"] = nieuw_adres
            else:
                inhoud["persoon"] = persoon
            self.zet_klaar(r["aanleverpunt"], Terugkoppeling("spontaneMutatie", inhoud))


def _heel(datum: str | None) -> str | None:
    """A whole date, or nothing: the contract takes no zeros here."""
    try:
        return date.fromisoformat(datum or "").isoformat()
    except ValueError:
        return None


def _code(waarde: str | None) -> str | None:
    """A code of a BRP table; old person lists also hold names of places there."""
    return waarde if waarde is not None and re.fullmatch(r"[0-9]{4}", waarde) else None


def _tijdvak(rij: Rij) -> Tijdvak:
    return Tijdvak(
        dag(rij["begin"]),
        dag(rij["eind"]) if rij["eind"] else None,
        json.loads(rij["onderwijs"])["inschrijfstatus"] == "A",
    )


def _pgn_deel(g: Gegevens) -> Gegevens:
    return {k: g[k] for k in ("burgerservicenummer", "onderwijsnummer") if k in g}


def _sleutel_deel(sleutel: Gegevens) -> Gegevens:
    return {
        k: sleutel[k]
        for k in ("leerlingnummer", "burgerservicenummer", "onderwijsnummer", "datumInschrijving")
        if k in sleutel
    }


def _zonder_lege_naam(persoon: Gegevens) -> Gegevens:
    """What the school delivered of a person with an onderwijsnummer; with a surname comes the whole name."""
    velden = kern(persoon)
    if "achternaam" in velden and "voorvoegsel" not in velden:
        velden["voorvoegsel"] = None
    return velden


def _afkeur(fouten: list[regels.Regel], deel: Gegevens) -> Uitkomst:
    inhoud = {**deel, "signaal": [signaal(r) for r in fouten]}
    return Uitkomst("afgekeurd", (Terugkoppeling("afkeur", inhoud),), tuple(r.code for r in fouten))
