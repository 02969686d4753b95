"""Finds each kind of error back in the register's own log: of how many pupils the prescribed route can be seen there.

Reads only what the register itself kept (`registerlog.py`); asks the client nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bronsync_demo.fouten import Plan
from demo.bewijs.registerlog import Logregel

INSCHRIJVING: Final = "aanleverenInschrijving"
IDENTIFICATIE: Final = "aanleverenIdentificatie"
CORRECTIE: Final = "aanleverenCorrectieInschrijfdatum"
SLEUTEL: Final = "aanleverenWijzigingSleutelgegevens"
ONDERWIJS: Final = "aanleverenWijzigingOnderwijsgegevens"
UITSCHRIJVING: Final = "aanleverenUitschrijving"
VERWIJDERING: Final = "aanleverenVerwijderingInschrijving"
OVERZICHT: Final = "aanvragenRegistratieoverzicht"


@dataclass(frozen=True, slots=True)
class Spoor:
    """What the register saw of one pupil."""

    regels: tuple[Logregel, ...] = field(repr=False)
    terugkoppelingen: frozenset[str]
    """Kinds of unasked feedback; of a spontane mutatie with what changed behind a colon."""

    def gang(self) -> tuple[tuple[str, str], ...]:
        """Operation and outcome of each message, in order."""
        return tuple((regel.operatie, regel.uitkomst) for regel in self.regels)

    def codes(self, operatie: str, uitkomst: str = "geaccepteerd") -> frozenset[str]:
        """Signals at messages of this operation with this outcome."""
        return frozenset(
            code for r in self.regels if (r.operatie, r.uitkomst) == (operatie, uitkomst) for code in r.codes
        )

    @property
    def inschrijving(self) -> Mapping[str, Any]:
        """The last accepted inschrijving as it was delivered."""
        goed = [
            r.gegevens["inschrijving"]
            for r in self.regels
            if (r.operatie, r.uitkomst) == (INSCHRIJVING, "geaccepteerd")
        ]
        return goed[-1] if goed else {}


_GOED: Final = (INSCHRIJVING, "geaccepteerd")
_FOUT: Final = (INSCHRIJVING, "afgekeurd")


def _zonder_pgn(spoor: Spoor) -> bool:
    return not {"burgerservicenummer", "onderwijsnummer"} & spoor.inschrijving["persoon"].keys()


def _met(*codes: str) -> Callable[[Spoor], bool]:
    return lambda spoor: spoor.gang() == (_GOED,) and spoor.codes(INSCHRIJVING) >= set(codes)


def _afgekeurd(code: str) -> Callable[[Spoor], bool]:
    return lambda spoor: spoor.gang() == (_FOUT, _GOED) and code in spoor.codes(INSCHRIJVING, "afgekeurd")


def _daarna(operatie: str, *codes: str) -> Callable[[Spoor], bool]:
    gang = (_GOED, (operatie, "geaccepteerd"))
    return lambda spoor: spoor.gang() == gang and spoor.codes(INSCHRIJVING) >= set(codes)


def _meldt(soort: str, *codes: str) -> Callable[[Spoor], bool]:
    return lambda spoor: (
        spoor.gang() == (_GOED,) and soort in spoor.terugkoppelingen and spoor.codes(INSCHRIJVING) >= set(codes)
    )


def _geen(spoor: Spoor) -> bool:
    return not spoor.regels


def _een(spoor: Spoor) -> bool:
    return spoor.gang() == (_GOED,)


def _met_einde(spoor: Spoor) -> bool:
    return _een(spoor) and "datumUitschrijving" in spoor.inschrijving


def _buitenland(spoor: Spoor) -> bool:
    adres = spoor.inschrijving.get("adres", {}).get("buitenlandsAdres", {})
    return _een(spoor) and set(adres) == {"land"} and adres["land"] in {"5010", "9089"}


SPOREN: Final[dict[str, Callable[[Spoor], bool]]] = {
    "naam_typefout": _met("SIM-NAAM"),
    "voorletters": _met("SIM-NAAM"),
    "geslacht_fout": _afgekeurd("SIM-753"),
    "geboortedatum_fout": _afgekeurd("SIM-753"),
    "postcode_typefout": _met("SIM-770"),
    "oud_adres": _met("SIM-770"),
    "postcode_onleesbaar": lambda s: _een(s) and "SIM-770" not in s.codes(INSCHRIJVING),
    "bsn_ontbreekt": lambda s: _met("SIM-755")(s) and _zonder_pgn(s),
    "identificatieverzoek": lambda s: (
        s.gang() == ((IDENTIFICATIE, "geaccepteerd"), _GOED) and "burgerservicenummer" in s.inschrijving["persoon"]
    ),
    "geen_bsn": lambda s: _met("SIM-757")(s) and _zonder_pgn(s),
    "geen_bsn_buitenland": lambda s: (
        _met("SIM-757")(s) and _zonder_pgn(s) and "adresregelBuitenland1" in s.inschrijving["adres"]["buitenlandsAdres"]
    ),
    "buitenland": _buitenland,
    "geheim_adres": _met("SIM-956"),
    "uitgesloten": _geen,
    "bsn_ongeldig": _een,
    "bsn_dubbel": _een,
    "vestiging_ontbreekt": _een,
    "groep_ontbreekt": _een,
    "leerjaar_ontbreekt": _een,
    "tlv_ontbreekt": _een,
    "uitstroomprofiel_ontbreekt": _een,
    "inschrijfdatum_weekend": _een,
    "inschrijfdatum_fout": _daarna(CORRECTIE),
    "dubbel_andere_school": _meldt("dubbeleInschrijving", "SIM-814"),
    "dubbel_eigen_school": lambda s: (
        _daarna(UITSCHRIJVING, "SIM-814")(s) and "dubbeleInschrijving" in s.terugkoppelingen
    ),
    "vertrekt_tussentijds": _daarna(UITSCHRIJVING),
    "vertrekt_straks": _daarna(UITSCHRIJVING),
    "nooit_gekomen": _daarna(VERWIJDERING),
    "bsn_later": _meldt("wijzigingSleutelgegevens", "SIM-757"),
    "bsn_achterhaald": _daarna(SLEUTEL, "SIM-757"),
    "onderwijs_gewijzigd": _daarna(ONDERWIJS),
    "verhuisd": _meldt("spontaneMutatie:adres"),
    "naam_gewijzigd": _meldt("spontaneMutatie:persoon"),
    "register_afgedreven": _daarna(ONDERWIJS),
    "vertrokken": _met_einde,
    "vertrokken_voor_2008": _geen,
    "vertrokken_op_2008": _geen,
    "vertrekt": _met_einde,
    "terug": lambda s: s.gang() == (_GOED, _GOED) and "datumUitschrijving" in s.regels[0].gegevens["inschrijving"],
    "beide": lambda s: s.gang() == (_GOED, _GOED) and len({r.aanleverpunt for r in s.regels}) == 2,
    "ambulant": _een,
}
"""Of each kind what must be seen of each of its pupils."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Of one kind: how many were planned, of how many the route was found; who is missing."""

    verwacht: int
    gevonden: int
    mist: tuple[str, ...] = field(repr=False)


def tel_sporen(plan: Plan, log: Iterable[Logregel], terugkoppelingen: Iterable[tuple[str, str]]) -> dict[str, Telling]:
    """The table of kinds against the register's log."""
    regels: dict[str, list[Logregel]] = {}
    for regel in log:
        if regel.leerlingnummer:
            regels.setdefault(regel.leerlingnummer, []).append(regel)
    meldingen: dict[str, set[str]] = {}
    for soort, inhoud in terugkoppelingen:
        gevonden = re.search("<leerlingnummer>([^<]*)</leerlingnummer>", inhoud)
        if gevonden:
            deel = ":adres" if "<adres>" in inhoud else ":persoon"
            meldingen.setdefault(gevonden[1], set()).add(soort + (deel if soort == "spontaneMutatie" else ""))
    uit: dict[str, Telling] = {}
    for naam, aantal in plan.aantallen.items():
        wie = [
            plan.school.leerlingen[nummer - 1].leerlingnummer for nummer, soort in plan.soort.items() if soort == naam
        ]
        mist = tuple(
            nummer
            for nummer in wie
            if not SPOREN[naam](Spoor(tuple(regels.get(nummer, ())), frozenset(meldingen.get(nummer, ()))))
        )
        uit[naam] = Telling(aantal, len(wie) - len(mist), mist)
    return uit
