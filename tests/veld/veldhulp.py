"""A world with real messages: LVS2000 in memory, the client, and the simulator's own core in this process.

What the register holds is read from its own JSON by the demo's comparer, which knows neither `koppelen` nor `vergelijken`. The legal
pupils of each kind of school, and the days on which they are legal, stand here too. Sources: DOMAIN 2, 5, 6.7.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bron_simulator.beheer import Beheer
from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.records import Actie, BeeldRij, VerschilRij
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.gegevens.velden import LIJST_VELDEN, unpack
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.levensloop import OPEN, Status
from bronsync.program.bootstrap import codelijsten
from demo.bewijs import veldparen
from demo.bewijs import vergelijk_waarheid as waarheid
from demo.bewijs.veldparen import ADRES_BUITENLAND, ADRES_NL, basis
from helpers.clock import SteppingClock
from helpers.lokaal_bron import LokaalBron
from helpers.lokaal_register import LokaalRegister
from helpers.omgeving import PUNT, Wereld
from helpers.schets_register import elfproef
from helpers.school import _VAN_LEERLING, Leerling, bsn

NU, TOEN = date(2016, 10, 3), date(2012, 10, 1)
"""Two Mondays: under passend onderwijs with gewicht still there, and in the days of LGF and ambulante begeleiding."""
POSTCODES = ("6711AM", "6711AN", "2545CC", "2545CD")
CODELIJSTEN = codelijsten()
LIJSTNAMEN = {veld.naam for veld in LIJST_VELDEN}


def onr(nummer: int) -> str:
    return elfproef(103_000_000 + 20 * nummer, 5)


def persoon_json(een: Leerling) -> dict[str, Any]:
    """The person as the stand-in BRP, or for who has no BSN the register itself, knows him."""
    v = een.velden
    adres = {
        naam: str(v[naam]).replace(" ", "").upper() if naam == "postcode" else v[naam]
        for naam in ("straatnaam", "huisnummer", "huisnummertoevoeging", "huisnummeraanduiding", "locatieomschrijving", "postcode", "plaatsnaam", "land")
        if v.get(naam) is not None
    }  # fmt: skip
    namen = ("geboortedatum", "geslacht", "achternaam", "voorvoegsel", "voornamen", "geheim")
    nummer = {"bsn": v["burgerservicenummer"]} if v.get("burgerservicenummer") else {"onderwijsnummer": v["onderwijsnummer"]}  # fmt: skip
    return {**nummer, **{naam: v.get(naam) for naam in namen}, "adres": adres or None}


def plat_van_velden(een: Leerling) -> waarheid.Plat:
    """A pupil of which every value is right, in the form in which the register is compared; of his newest inschrijving."""
    alles = {**een.velden, **een.inschrijvingen[-1][1]}
    plat: waarheid.Plat = {}
    for naam, waarde in alles.items():
        if naam in LIJSTNAMEN:
            delen = waarheid._delen(naam)
            veld = next(v for v in LIJST_VELDEN if v.naam == naam)
            namen = [deel.naam for deel in veld.onderdelen]
            plat[naam] = waarheid._lijst(delen, [dict(zip(namen, record, strict=True)) for record in waarde])
        elif naam not in ("geheim", "onderwijs_sinds"):
            plat[naam] = waarheid._tekst(naam, waarde)
    return plat


class VeldWereld(Wereld):
    """One school and its register, both on `vandaag`. `brp`: who the register knows besides these pupils."""

    def __init__(self, *leerlingen: Leerling, vandaag: date, brp: tuple[Leerling, ...] | None = None) -> None:
        bekend = leerlingen if brp is None else brp
        self.kern = LokaalRegister(
            {
                "personen": [
                    persoon_json(een)
                    for een in bekend
                    if een.velden.get("burgerservicenummer") or een.velden.get("onderwijsnummer")
                ],
                "postcodes": list(POSTCODES),
                "aanleverpunten": {PUNT: {"brin": PUNT[:4], "vestigingen": ["00", "01"]}},
            },
            vandaag=vandaag,
        )
        self.beheer = Beheer(self.kern.kern)
        clock = SteppingClock(datetime(vandaag.year, vandaag.month, vandaag.day, 9, tzinfo=UTC))
        super().__init__(register=LokaalBron(self.kern, PUNT), clock=clock, codelijsten=CODELIJSTEN)
        for een in leerlingen:
            een.zet_in(self.school)

    # --- the school and its person at the keys

    def bewerk(self, een: Leerling, **velden: Any) -> None:
        eigen = {n: w for n, w in velden.items() if n in _VAN_LEERLING}
        self.school.bewerk_leerling(een.id, **eigen)
        self.school.bewerk_inschrijving(
            een.inschrijvingen[-1][0], **{n: w for n, w in velden.items() if n not in eigen}
        )

    def lever_aan(self, hoogstens: int = 5) -> None:
        """Rounds until nothing differs."""
        for _ in range(hoogstens):
            uitslag = self.ronde()
            self.ophalen()
            if not uitslag.verschillen:
                return
        raise AssertionError(f"not quiet: {uitslag.verschillen}, {self.redenen()}")

    def beslis_alles(self, keuze: Keuze) -> list[Any]:
        """Answers all vragen the same way; gives them."""
        gesteld = vragen(self.omg)
        for vraag in gesteld:
            beslis(self.omg, vraag.vingerafdruk, keuze)
        return gesteld

    def verzend(self) -> Any:
        uitslag = self.controleer()
        assert uitslag.afkeursignalen == 0, uitslag.per_code
        self.synchroniseer()
        self.ophalen()
        return uitslag

    # --- looking

    def redenen(self) -> list[str]:
        return [f"{a.soort} {a.status} {a.reden}" for a in self.acties() if a.status in OPEN or a.reden]

    def verschillen(self) -> list[VerschilRij]:
        return self.boek(VerschilRij)

    def open_acties(self) -> list[Actie]:
        return [a for a in self.acties() if a.status in OPEN]

    def geaccepteerd(self) -> list[Actie]:
        return self.acties(Status.GEACCEPTEERD)

    def register(self, een: Leerling) -> list[waarheid.Plat]:
        """What the register holds of a pupil, by leerlingnummer, in order of inschrijfdatum."""
        registraties = self.beheer.stand(PUNT)["aanleverpunten"][PUNT]["registraties"]
        platten = [waarheid._van_registratie(r) for r in registraties]
        return sorted((p for p in platten if p["leerlingnummer"] == f"{een.id:04d}"), key=lambda p: p["inschrijfdatum"])

    def beeld_plat(self, een: Leerling) -> list[waarheid.Plat]:
        """What the client thinks that the register holds of a pupil."""
        rijen = [r for r in self.boek(BeeldRij) if r.leerlingnummer == f"{een.id:04d}"]
        regels = [waarheid.BeeldRegel(PUNT, r.geheim, unpack(r.body) or ()) for r in rijen]
        platten = [p for per in waarheid._beeld_kant(regels).values() for p in per]
        return sorted(platten, key=lambda p: p["inschrijfdatum"])

    def lvs_cel(self, een: Leerling, veld: str) -> Any:
        """One raw cell of LVS2000, in the form in which the register is compared."""
        leerling = self.school._leerlingen[een.id]
        inschrijving = self.school._inschrijvingen[een.inschrijvingen[-1][0]].velden
        return waarheid._tekst(veld, leerling.get(veld, inschrijving.get(veld)))

    # --- what happens behind the client's back

    def foto(self, een: Leerling) -> dict[str, Any]:
        """The register's own rows of a pupil with one registration, to put back later in silence."""
        opslag = self.kern.store
        rij = opslag.rij("SELECT * FROM registratie WHERE leerlingnummer=?", f"{een.id:04d}")
        assert rij is not None
        adres = opslag.rij("SELECT gegevens FROM adres WHERE pgn=?", rij["pgn"])
        persoon = opslag.rij("SELECT * FROM persoon WHERE pgn=?", rij["pgn"])
        return {"registratie": dict(rij), "adres": adres and adres["gegevens"], "persoon": persoon and dict(persoon)}

    def drift(self, foto: dict[str, Any]) -> None:
        """The register goes back to an earlier state of a registration without a word."""
        r, persoon, opslag = foto["registratie"], foto["persoon"], self.kern.store
        opslag.doe(
            "UPDATE registratie SET begin=?, eind=?, onderwijs=? WHERE id=?",
            r["begin"],
            r["eind"],
            r["onderwijs"],
            r["id"],
        )
        if foto["adres"]:
            opslag.doe("UPDATE adres SET gegevens=? WHERE pgn=?", foto["adres"], r["pgn"])
        if persoon:
            opslag.doe("UPDATE persoon SET gegevens=? WHERE pgn=?", persoon["gegevens"], r["pgn"])


# --- a legal pupil of each kind of school ----------------------------------------------------------------------------------------------


def _leerling(nummer: int, school: str, jaar: int) -> Leerling:
    onderwijs = basis(school, jaar)
    persoon = {
        "burgerservicenummer": bsn(nummer), "geboortedatum": onderwijs.pop("geboortedatum"), "geslacht": "V", "achternaam": "Jansen",
        "voorvoegsel": None, "voornamen": "Anna Maria", **ADRES_NL, "onderwijs_sinds": onderwijs["inschrijfdatum"],
    }  # fmt: skip
    return Leerling(nummer, persoon, ((nummer * 10, onderwijs),))


def bo(nummer: int = 1) -> Leerling:
    return _leerling(nummer, "bo", 2015)


def tlv(**anders: Any) -> tuple[Any, ...]:
    return veldparen.tlv(2015, **anders)


def sbo(nummer: int = 1) -> Leerling:
    return _leerling(nummer, "sbo", 2015)


def so(nummer: int = 1) -> Leerling:
    return _leerling(nummer, "so", 2015)


def so_cluster2(nummer: int = 1) -> Leerling:
    return _leerling(nummer, "so_cluster2", 2015)


def vso(nummer: int = 1) -> Leerling:
    return _leerling(nummer, "vso", 2015)


def so_lgf(nummer: int = 1) -> Leerling:
    return _leerling(nummer, "so_lgf", 2011)


def ambulant(nummer: int = 1) -> Leerling:
    return so_lgf(nummer).met(inschrijfstatus="A", begeleidingen=(("2011-08-01", None, "RAB", "11BB", "00"),))


def terugplaatsing(nummer: int = 1) -> Leerling:
    return ambulant(nummer).met(begeleidingen=(("2011-08-01", "2012-12-21", "TAB", "11BB", "00"),),
        uitschrijfdatum="2012-12-21", terugplaatsing_brin="11BB", terugplaatsing_vestiging="00")  # fmt: skip


def zonder_bsn(nummer: int = 1) -> Leerling:
    return bo(nummer).met(
        burgerservicenummer=None, onderwijsnummer=onr(nummer), nationaliteiten=(("0052", "2006-01-02", None),)
    )


def buitenland(nummer: int = 1) -> Leerling:
    return zonder_bsn(nummer).met(**ADRES_BUITENLAND)


SCHOLEN = {
    "bo": (bo, NU), "sbo": (sbo, NU), "so": (so, NU), "so_cluster2": (so_cluster2, NU), "vso": (vso, NU), "so_lgf": (so_lgf, TOEN),
    "ambulant": (ambulant, TOEN), "terugplaatsing": (terugplaatsing, TOEN), "zonder_bsn": (zonder_bsn, NU), "buitenland": (buitenland, NU),
}  # fmt: skip
