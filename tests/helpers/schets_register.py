"""A register of a few hundred lines, in values: for thousands of random runs. Port `Register`; no XML, no client code but its value types.

Asynchronous: a message is worked `vertraging` ticks after it came. What it is told to be: one that drops repeats or works them again, one
where fetching removes, one that repeats or shuffles a page. It keeps its own log, because the client's own books prove nothing
(ARCHITECTURE 7.2 P7): how often each message id was worked, and the most messages that waited at one time for one leerling.

Sharper than the simulator in nothing, simpler in all: it knows no rules of the field. Its GBA decides the address of who has a BSN and
lives in the Netherlands; a person without PGN gets an onderwijsnummer.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bronsync.application.ports import Pagina, Terugkoppelbericht
from bronsync.domain.gegevens.velden import VELDEN, Categorie
from bronsync.domain.vergelijking.berichten import (
    ActieSoort,
    Afkeur,
    Antwoord,
    Bericht,
    BronSignaal,
    BronSleutel,
    Geweigerd,
    Identificatie,
    InschrijvingGeaccepteerd,
    Melding,
    Onbegrepen,
    Ontvangen,
    OverzichtDeel,
    Registratie,
    SpontaneMutatie,
    Terugkoppeling,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)

_NAMEN = [veld.naam for veld in VELDEN]
_PER = {c: [veld.naam for veld in VELDEN if veld.categorie is c] for c in Categorie}
_PUNT = "00AA00"


def elfproef(begin: int, rest: int) -> str:
    """The first number from `begin` on whose elfproef leaves `rest`: 0 for a BSN, 5 for an onderwijsnummer."""
    while (sum(int(c) * (9 - i) for i, c in enumerate(f"{begin:09d}"[:8])) - begin % 10) % 11 != rest:
        begin += 1
    return f"{begin:09d}"


@dataclass
class Inschrijving:
    """One registration: its row as a mapping, and what the school told about it."""

    rid: int
    leerlingnummer: str
    volgnummer: str | None
    velden: dict[str, Any]

    @property
    def pgn(self) -> str:
        return self.velden["burgerservicenummer"] or self.velden["onderwijsnummer"]

    @property
    def datum(self) -> str:
        return self.velden["inschrijfdatum"]


@dataclass
class SchetsRegister:
    """The register, seen from one aanleverpunt. `dag` gives today."""

    dag: Callable[[], date]
    herhaling_veilig: bool = True
    laat_herhaling_vallen: bool = True
    """What it does; `herhaling_veilig` is what its contract says. Tests keep the two equal."""
    vertraging: int = 0
    ophalen_verwijdert: bool = False
    pagina: int = 4
    deel: int = 3
    schud: bool = False
    herhaal: bool = False
    keur_af: Callable[[Bericht], bool] = lambda _: False
    weiger: Callable[[Bericht], bool] = lambda _: False
    gba: dict[str, dict[str, Any]] = field(default_factory=dict)
    """BSN -> address, for who lives in the Netherlands."""
    geheim: set[str] = field(default_factory=set)
    personen: dict[tuple[Any, ...], str] = field(default_factory=dict)
    """(geboortedatum, achternaam, voornamen) -> BSN: whom it finds when no PGN is given."""

    inschrijvingen: list[Inschrijving] = field(default_factory=list)
    # its own log
    ontvangen: list[str] = field(default_factory=list)
    uitgevoerd: Counter[str] = field(default_factory=Counter)
    mutaties: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(soort, leerlingnummer, volgnummer) -> how often it changed the register."""
    gelogd: list[tuple[str, str, str]] = field(default_factory=list)
    """(soort, leerlingnummer, uitkomst) of every message worked."""
    meest_onverwerkt: int = 0

    _wachtrij: list[tuple[int, Bericht]] = field(default_factory=list)
    _klaar: list[tuple[int, bytes]] = field(default_factory=list)
    _bodies: dict[str, bytes] = field(default_factory=dict)
    _nummer: int = 0
    _bevestigd: int = 0
    _tik: int = 0
    _rid: int = 0
    _vervangen: dict[str, str] = field(default_factory=dict)
    """onderwijsnummer -> BSN: the old number still leads to the person."""
    _onderwijsnummer: int = 100_000_000

    # --- port: without network

    def schrijf(self, bericht: Bericht) -> bytes:
        return pickle.dumps(bericht)

    def operatie(self, bericht: Bericht) -> str:
        return str(bericht.soort or "Registratieoverzicht")

    def lees(self, raw: bytes) -> Terugkoppeling:
        return pickle.loads(raw) if raw else Terugkoppeling(0, "", "", None, Onbegrepen("leeg"))

    # --- port: over the network

    def verzend(self, operatie: str, body: bytes) -> Antwoord:
        bericht: Bericht = pickle.loads(body)
        nieuw = bericht.bericht_id not in self._bodies
        assert nieuw or self._bodies[bericht.bericht_id] == body, "same id with other bytes"
        self._bodies[bericht.bericht_id] = body
        self.ontvangen.append(bericht.bericht_id)
        if not nieuw and self.laat_herhaling_vallen:
            return Ontvangen(f"K-{bericht.bericht_id[-4:]}")
        if bericht.soort and self.weiger(bericht):
            self.gelogd.append((str(bericht.soort), bericht.sleutel.leerlingnummer, "geweigerd"))
            return Geweigerd((BronSignaal("S-WEIGER", "geweigerd"),))
        self._wachtrij.append((self._tik + self.vertraging, bericht))
        self._meet()
        if not self.vertraging:
            self._werk()
        return Ontvangen(f"K-{bericht.bericht_id[-4:]}")

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        self._werk()
        wachtend = [(n, raw) for n, raw in self._klaar if n > self._bevestigd]
        nu = wachtend[: self.pagina]
        if self.ophalen_verwijdert and nu:
            self._bevestigd = nu[-1][0]
        stuks = [Terugkoppelbericht(n, raw) for n, raw in nu]
        if self.herhaal:
            stuks = [stuk for stuk in stuks for _ in range(2)]
        if self.schud:
            stuks.reverse()
        return Pagina(tuple(stuks), len(wachtend) > len(nu), hoogste=self._nummer)

    def bevestig(self, tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        assert tot_en_met <= self._nummer
        self._bevestigd = max(self._bevestigd, tot_en_met)

    # --- what a test does to it

    @property
    def stil(self) -> bool:
        """Nothing waits to be worked or to be fetched."""
        return not self._wachtrij and self._bevestigd == self._nummer

    @property
    def bevestigd(self) -> int:
        """Up to which number all was signed off."""
        return self._bevestigd

    def tik(self, n: int = 1) -> None:
        """Time passes; what is due is worked."""
        self._tik += n
        self._werk()

    def zet(self, leerlingnummer: str, volgnummer: str | None, rij: tuple[Any, ...]) -> Inschrijving:
        """Puts a registration in without any message."""
        self._rid += 1
        nieuw = Inschrijving(self._rid, leerlingnummer, volgnummer, dict(zip(_NAMEN, rij, strict=True)))
        if not nieuw.pgn:
            nieuw.velden["onderwijsnummer"] = self._ken_toe()
        self.inschrijvingen.append(nieuw)
        return nieuw

    def muteer_adres(self, bsn: str, adres: dict[str, Any], *, melden: bool = True) -> None:
        """The GBA moves somebody; without `melden` it drifts silently."""
        self.gba[bsn] = {naam: adres.get(naam) for naam in _PER[Categorie.ADRES]}
        eigen = self._van(bsn)
        if melden and eigen:
            self._meld(None, SpontaneMutatie(bsn, None, True, tuple(self.gba[bsn].items()), bsn in self.geheim))

    def muteer_persoon(self, pgn: str, *, melden: bool = True, **velden: Any) -> None:
        """Another name, birth date or sex for somebody."""
        eigen = self._van(pgn)
        for een in eigen:
            een.velden.update(velden)
        if melden and eigen:
            persoon = tuple((naam, eigen[0].velden[naam]) for naam in _PER[Categorie.SLEUTEL])
            self._meld(None, SpontaneMutatie(pgn, None, False, persoon, pgn in self.geheim))

    def vervang_onderwijsnummer(self, onderwijsnummer: str, bsn: str) -> None:
        """A BSN in the place of an onderwijsnummer; the school is told."""
        eigen = self._van(onderwijsnummer)
        if not eigen:
            return
        self._vervangen[onderwijsnummer] = bsn
        for een in eigen:
            een.velden.update(burgerservicenummer=bsn, onderwijsnummer=None, nationaliteiten=())
        self._meld_sleutel(None, onderwijsnummer, eigen[0])

    def rijen(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        """What it holds: (PGN, inschrijfdatum) -> row as shown to the school."""
        return {(een.pgn, een.datum): self._toon(een).rij for een in self.inschrijvingen}

    def leerlingnummers(self) -> dict[tuple[str, str], str]:
        """Whose each registration is, by the school's own number."""
        return {(een.pgn, een.datum): een.leerlingnummer for een in self.inschrijvingen}

    def eis_eenmaal(self, bekend: dict[str, bytes]) -> None:
        """INV-1, EIG-7, EIG-8. `bekend`: the bytes per message id on the client's disk."""
        for bericht_id, body in self._bodies.items():
            assert bekend.get(bericht_id) == body, "the register knows a message that our disk does not (INV-1, EIG-8)"
        assert max(self.uitgevoerd.values(), default=0) <= 1, "worked twice (INV-1, EIG-8)"
        assert self.meest_onverwerkt <= 1, "two messages of one leerling at a time (EIG-7)"

    # --- working

    def _meet(self) -> None:
        per = Counter(b.sleutel.leerlingnummer for _, b in self._wachtrij if b.soort and b.sleutel)
        self.meest_onverwerkt = max([self.meest_onverwerkt, *per.values()])

    def _werk(self) -> None:
        rijp = [b for wanneer, b in self._wachtrij if wanneer <= self._tik]
        self._wachtrij = [(wanneer, b) for wanneer, b in self._wachtrij if wanneer > self._tik]
        for bericht in rijp:
            self._voer_uit(bericht)

    def _voer_uit(self, bericht: Bericht) -> None:
        self.uitgevoerd[bericht.bericht_id] += 1
        if bericht.soort is None:
            self._overzicht(bericht)
            return
        sleutel = bericht.sleutel
        assert sleutel is not None
        meldingen = [Afkeur((BronSignaal("S-REGEL", "afgekeurd"),))] if self.keur_af(bericht) else self._doe(bericht)
        goed = not isinstance(meldingen[0], Afkeur)
        code = "" if goed else meldingen[0].signalen[0].code
        self.gelogd.append((str(bericht.soort), sleutel.leerlingnummer, "geaccepteerd" if goed else code))
        if goed and bericht.soort is not ActieSoort.IDENTIFICATIEVERZOEK:
            self.mutaties[str(bericht.soort), sleutel.leerlingnummer, sleutel.volgnummer or ""] += 1
        for melding in meldingen:
            self._meld(bericht.bericht_id, melding)

    def _doe(self, bericht: Bericht) -> list[Melding]:
        rij = dict(zip(_NAMEN, bericht.rij, strict=True)) if bericht.rij else {}
        sleutel = bericht.sleutel
        assert sleutel is not None
        match bericht.soort:
            case ActieSoort.IDENTIFICATIEVERZOEK:
                bsn = self._vind(rij)
                gevraagd = tuple((n, rij[n]) for n in ("geboortedatum", "geslacht", "achternaam", "voornamen"))
                persoon = (("burgerservicenummer", bsn), *gevraagd) if bsn else ()
                return [Identificatie(sleutel.leerlingnummer, "gevonden" if bsn else "onbekend", persoon)]
            case ActieSoort.NIEUWE_MELDING_INSCHRIJVING:
                return self._nieuw(sleutel, rij)
            case ActieSoort.WIJZIGING_SLEUTELGEGEVENS:
                return self._wijzig_sleutel(bericht, rij)
        doel = next((een for een in self._van(sleutel.pgn or "") if een.datum == sleutel.inschrijfdatum), None)
        if doel is None:
            return [Afkeur((BronSignaal("S-805", "onbekend"),))]
        oud = BronSleutel(
            doel.leerlingnummer, doel.pgn, doel.velden["burgerservicenummer"] is not None, doel.datum, doel.volgnummer
        )
        if bericht.soort is ActieSoort.VERWIJDERING_INSCHRIJVING:
            self.inschrijvingen.remove(doel)
            return [VerwijderingBevestigd(oud)]
        vooraf: list[Melding] = []
        if bericht.soort is ActieSoort.CORRECTIE_INSCHRIJFDATUM:
            if any(een.datum == rij["inschrijfdatum"] for een in self._van(doel.pgn)):
                return [Afkeur((BronSignaal("S-811", "bestaat al"),))]
            doel.velden["inschrijfdatum"] = rij["inschrijfdatum"]
            vooraf = [VerwijderingBevestigd(oud)]
        for naam in (*_PER[Categorie.ONDERWIJS], *_PER[Categorie.UITSCHRIJFDATUM]):
            doel.velden[naam] = rij[naam]
        doel.leerlingnummer, doel.volgnummer = sleutel.leerlingnummer, sleutel.volgnummer or doel.volgnummer
        return [*vooraf, InschrijvingGeaccepteerd(self._toon(doel), "opgegeven", ())]

    def _nieuw(self, sleutel: BronSleutel, rij: dict[str, Any]) -> list[Melding]:
        herkomst = "opgegeven"
        if not (rij["burgerservicenummer"] or rij["onderwijsnummer"]):
            bsn = self._vind(rij)
            herkomst = "gevonden" if bsn else "toegekend"
            rij = {
                **rij,
                "burgerservicenummer": bsn,
                "onderwijsnummer": None if bsn else self._bekend_of_nieuw(sleutel),
            }
            if bsn:
                rij["nationaliteiten"] = ()
        rij = self._met_bsn(rij)
        nummer = rij["burgerservicenummer"] or rij["onderwijsnummer"]
        if any(een.datum == rij["inschrijfdatum"] for een in self._van(nummer)):
            return [Afkeur((BronSignaal("S-811", "bestaat al"),))]
        nieuw = self.zet(sleutel.leerlingnummer, sleutel.volgnummer, tuple(rij[naam] for naam in _NAMEN))
        for een in self._van(nummer):  # one person with one address, however many inschrijvingen
            een.velden.update({naam: rij[naam] for c in (Categorie.SLEUTEL, Categorie.ADRES) for naam in _PER[c]})
        return [InschrijvingGeaccepteerd(self._toon(nieuw), herkomst, ())]

    def _bekend_of_nieuw(self, sleutel: BronSleutel) -> str:
        """Somebody whom this school delivered before keeps the number that was given then."""
        eigen = [
            e for e in self.inschrijvingen if e.leerlingnummer == sleutel.leerlingnummer and e.velden["onderwijsnummer"]
        ]
        return eigen[0].velden["onderwijsnummer"] if eigen else self._ken_toe()

    def _wijzig_sleutel(self, bericht: Bericht, rij: dict[str, Any]) -> list[Melding]:
        sleutel = bericht.sleutel
        assert sleutel is not None
        doelen = self._van(sleutel.pgn or "")
        if not doelen:
            return [Afkeur((BronSignaal("S-805", "onbekend"),))]
        oud_pgn = doelen[0].pgn
        nieuw = {naam: rij[naam] for naam in _PER[Categorie.SLEUTEL]}
        if not (nieuw["burgerservicenummer"] or nieuw["onderwijsnummer"]):
            nieuw |= {naam: doelen[0].velden[naam] for naam in ("burgerservicenummer", "onderwijsnummer")}
        nieuw = self._met_bsn(nieuw)
        nieuw_pgn = nieuw["burgerservicenummer"] or nieuw["onderwijsnummer"]
        if nieuw_pgn != oud_pgn and {e.datum for e in doelen} & {e.datum for e in self._van(nieuw_pgn)}:
            return [Afkeur((BronSignaal("S-811", "bestaat al"),))]
        for een in self._van(nieuw_pgn):  # whom BRON had under the new number already is the same person from now on
            een.velden.update(nieuw)
        for een in doelen:
            een.velden.update(nieuw)
            een.leerlingnummer = sleutel.leerlingnummer
            if nieuw["burgerservicenummer"]:
                een.velden["nationaliteiten"] = ()
            if bericht.met_adres:
                een.velden.update({naam: rij[naam] for naam in _PER[Categorie.ADRES]})
        self_melding = WijzigingSleutelgegevens(oud_pgn, sleutel.leerlingnummer, tuple(nieuw.items()))
        return [self_melding, *(InschrijvingGeaccepteerd(self._toon(een), "opgegeven", ()) for een in doelen)]

    def _overzicht(self, bericht: Bericht) -> None:
        peil = bericht.peildatum or ""
        erin = [
            self._toon(een)
            for een in sorted(self.inschrijvingen, key=lambda een: een.rid)
            if een.datum <= peil
            and (bericht.met_historie or not een.velden["uitschrijfdatum"] or een.velden["uitschrijfdatum"] >= peil)
        ]
        delen = [erin[i : i + self.deel] for i in range(0, len(erin), self.deel)] or [[]]
        tot = self._nummer
        for i, deel in enumerate(delen, 1):
            einde = i == len(delen)
            self._meld(
                bericht.bericht_id,
                OverzichtDeel(peil, bericht.met_historie, i, len(delen), len(erin), tot, einde, tuple(deel)),
            )

    def _toon(self, een: Inschrijving) -> Registratie:
        """As the school sees it: the address of the GBA, and none when it is secret."""
        velden = dict(een.velden)
        adres = _PER[Categorie.ADRES]
        if een.pgn in self.geheim:
            velden.update(dict.fromkeys(adres))
        elif een.velden["burgerservicenummer"] in self.gba:
            velden.update(self.gba[een.pgn])
        if velden["burgerservicenummer"]:  # of who is in the BRP these are not registered (DOMAIN 2.4, 2.5)
            velden.update(dict.fromkeys([f"adresregel_buitenland_{n}" for n in (1, 2, 3)]), nationaliteiten=())
        rij = tuple(velden[naam] for naam in _NAMEN)
        return Registratie(een.leerlingnummer, een.volgnummer, rij, een.pgn in self.geheim)

    def _van(self, pgn: str) -> list[Inschrijving]:
        nu = self._vervangen.get(pgn, pgn)
        return [een for een in self.inschrijvingen if een.pgn == nu]

    def _met_bsn(self, velden: dict[str, Any]) -> dict[str, Any]:
        bsn = None if velden["burgerservicenummer"] else self._vervangen.get(velden["onderwijsnummer"])
        return velden | {"burgerservicenummer": bsn, "onderwijsnummer": None} if bsn else velden

    def _vind(self, rij: dict[str, Any]) -> str | None:
        return self.personen.get((rij["geboortedatum"], rij["achternaam"], rij["voornamen"]))

    def _ken_toe(self) -> str:
        nummer = elfproef(self._onderwijsnummer, 5)
        self._onderwijsnummer = int(nummer) + 1
        return nummer

    def _meld_sleutel(self, antwoord_op: str | None, oud_pgn: str, een: Inschrijving) -> None:
        nieuw = tuple((naam, een.velden[naam]) for naam in _PER[Categorie.SLEUTEL])
        self._meld(antwoord_op, WijzigingSleutelgegevens(oud_pgn, een.leerlingnummer, nieuw))

    def _meld(self, antwoord_op: str | None, melding: Melding) -> None:
        self._nummer += 1
        tekst = Terugkoppeling(self._nummer, _PUNT, f"{self.dag()}T00:00:00Z", antwoord_op, melding)
        self._klaar.append((self._nummer, pickle.dumps(tekst)))


def met_andere_bytes(bericht: Terugkoppelbericht) -> Terugkoppelbericht:
    """The same number with other content (F7)."""
    gelezen: Terugkoppeling = pickle.loads(bericht.raw)
    return replace(bericht, raw=pickle.dumps(replace(gelezen, tijdstip="2001-01-01T00:00:00Z")))
