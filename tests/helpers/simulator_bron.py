"""Binding (c): the simulator's own core behind the port, with real messages valid against the contract both ways.

Shows the register as rows by the names of the contract, read from the simulator's own answers. Persons and postcodes come from the school.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from bron_simulator.beheer import Beheer
from bron_simulator.berichten import maak
from bronsync.adapters.bron.berichten import lees_registraties
from helpers.lokaal_bron import LokaalBron
from helpers.lokaal_register import LokaalRegister
from helpers.school import ADRES_NL, Leerling

PUNT = "00AA00"


def persoon(een: Leerling) -> dict[str, Any]:
    """The person as the BRP has it: as the school typed it, before any mistake."""
    velden = een.velden
    adres = {naam: velden[naam] for naam in ADRES_NL}
    return {
        "bsn": velden["burgerservicenummer"],
        "geboortedatum": velden["geboortedatum"],
        "geslacht": velden["geslacht"],
        "achternaam": velden["achternaam"],
        "voorvoegsel": velden.get("voorvoegsel"),
        "voornamen": velden["voornamen"],
        "adres": adres,
        "geheim": bool(velden.get("geheim")),
        "overlijdensdatum": None,
        "geboorteland": "6030",
        "nationaliteiten": ["0001"],
    }


class SimulatorBron(LokaalBron):
    """The port, and what `Wereld` asks of a register besides."""

    def __init__(self, leerlingen: Iterable[Leerling], vandaag: date, **instellingen: Any) -> None:
        bestand = {
            "personen": [persoon(een) for een in leerlingen if een.velden.get("burgerservicenummer")],
            "postcodes": ["1234AB", "2345BC", "3456CD"],
            "anderescholen": [],
            "aanleverpunten": {PUNT: {"brin": "00AA", "vestigingen": ["00", "01"]}},
        }
        self.ophalen_verwijdert = bool(instellingen.get("ophalen_verwijdert"))
        veilig = instellingen.get("dubbelen_negeren", True)
        super().__init__(LokaalRegister(bestand, vandaag=vandaag, **instellingen), PUNT, herhaling_veilig=veilig)
        self.beheer = Beheer(self.kern.kern)

    @property
    def stil(self) -> bool:
        register = self.kern.register
        punt = register._punt(PUNT)
        wacht = register.store.rij("SELECT 1 FROM bericht WHERE stand='wacht'")
        return wacht is None and punt["bevestigd"] == punt["laatste"]

    def tik(self, n: int = 1) -> None:
        self.kern.werk(n)

    def rijen(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        return {
            (r["pgn"], r["begin"]): registratie.rij
            for r, registratie in zip(self._rijen(), self._registraties(), strict=True)
        }

    def leerlingnummers(self) -> dict[tuple[str, str], str]:
        return {(r["pgn"], r["begin"]): r["leerlingnummer"] for r in self._rijen()}

    @property
    def uitgevoerd(self) -> Counter[str]:
        """From the simulator's own log: how often each message id was worked."""
        vraag = "SELECT code FROM bericht WHERE stand='klaar' AND uitkomst<>'geweigerd'"
        return Counter(r["code"] for r in self.kern.register.store.rijen(vraag))

    def eis_eenmaal(self, bekend: dict[str, bytes]) -> None:
        """INV-1, EIG-8."""
        assert max(self.uitgevoerd.values(), default=0) <= 1, "worked twice (INV-1, EIG-8)"
        assert self.uitgevoerd.keys() <= bekend.keys(), "the register knows a message that our disk does not"

    def _rijen(self) -> list[Any]:
        return self.kern.register.registraties(PUNT)

    def _registraties(self) -> Any:
        register = self.kern.register
        return registraties_van([register.registratie(r) for r in self._rijen()])

    def sluit(self) -> None:
        self.kern.sluit()


def registraties_van(inschrijvingen: list[dict[str, Any]]) -> Any:
    """As rows by our names, read from a message that the simulator makes of them."""
    deel = {
        "peildatum": "2009-09-01", "metHistorie": True, "deel": 1, "aantalDelen": 1, "aantalInschrijvingen": 0,
        "totEnMetOntvangstnummer": 0, "inschrijving": inschrijvingen, "eindeOverzicht": True,
    }  # fmt: skip
    inhoud = {
        "ontvangstnummer": 1,
        "aanleverpunt": PUNT,
        "datumTijd": "2009-09-01T00:00:00Z",
        "registratieoverzicht": deel,
    }
    return lees_registraties(maak("terugkoppeling", inhoud, "Terugkoppeling")[-1])
