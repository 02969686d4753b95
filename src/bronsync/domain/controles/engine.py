"""The engine of the controles: what a controle is, what it looks at, and how a geval goes past the catalogue.

Knows no single rule. A rule gets a `Geval` and a `Context` and gives one mapping per finding; the mapping fills the text, and its key
`_veld` names another field than the row's own. Sources: manual ch. 6 (afkeur blocks, attentie informs), DOMAIN 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from bronsync.domain.gegevens.codes import Codelijsten
from bronsync.domain.gegevens.inschrijving import Inschrijving
from bronsync.domain.gegevens.velden import VELD, Rij
from bronsync.domain.vergelijking.berichten import NAAR_LVS, ActieSoort


class Ernst(StrEnum):
    """Afkeur blocks 'Verwerken en verzenden'; attentie informs only (manual ch. 6)."""

    AFKEUR = "afkeur"
    ATTENTIE = "attentie"


@dataclass(frozen=True, slots=True)
class Signaal:
    """One finding about one geval: what is wrong (`tekst`, may hold personal data) and what the user can do (`advies`)."""

    code: str
    ernst: Ernst
    veld: str
    tekst: str = field(repr=False)
    advies: str


@dataclass(frozen=True, slots=True)
class Geval:
    """One actie with all that its controles look at. A verwijdering has no `inschrijving` and no `rij`."""

    soort: ActieSoort
    inschrijving_id: int
    leerlingnummer: str = field(repr=False)
    inschrijving: Inschrijving | None = field(default=None, repr=False)
    """As LVS2000 has it."""
    rij: Rij | None = field(default=None, repr=False)
    """The same as a canonieke rij."""
    bron: Inschrijving | None = field(default=None, repr=False)
    """As BRON holds it."""
    andere: tuple[Inschrijving, ...] = field(default=(), repr=False)
    """Other inschrijvingen of this leerling at this aanleverpunt in LVS2000 that are delivered, whatever record they stand in."""
    zelfde_pgn: tuple[str, ...] = field(default=(), repr=False)
    """Leerlingnummers of other children who have this PGN in the same time."""
    uitgesloten: bool = False
    geheim: bool = False
    onderwijs_sinds: str | None = field(default=None, repr=False)
    eerst_gezien: date | None = None
    """When the difference was first detected."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for all gevallen of one run."""

    vandaag: date
    aanleverpunt: str
    brin: str
    vestigingen: frozenset[str]
    """Vestigingsvolgnummers of the BRIN."""
    peildatum: date | None
    codelijsten: Codelijsten = field(repr=False)
    certificaat_tot: date | None
    """Last day of the certificate; None when it was not looked at (its presence is checked again before sending)."""
    open_acties: frozenset[int]
    """Inschrijvingen (by id) that have another open actie."""


Bevinding = Mapping[str, object]
Regel = Callable[[Geval, Context], Iterable[Bevinding]]
InschrijvingRegel = Callable[[Inschrijving, Geval, Context], Iterable[Bevinding]]

_A = ActieSoort
ALLE_ACTIES: Final = frozenset(ActieSoort)
NAAR_BRON: Final = ALLE_ACTIES - NAAR_LVS
MET_RIJ: Final = NAAR_BRON - {_A.VERWIJDERING_INSCHRIJVING}
"""Acties that carry something of what LVS2000 holds."""
MET_ONDERWIJS: Final = frozenset(
    {
        _A.NIEUWE_MELDING_INSCHRIJVING,
        _A.CORRECTIE_INSCHRIJFDATUM,
        _A.WIJZIGING_ONDERWIJSGEGEVENS,
        _A.UITSCHRIJVING,
    }
)
"""Acties that carry the whole inschrijving."""
MET_PERSOON: Final = frozenset({_A.NIEUWE_MELDING_INSCHRIJVING, _A.WIJZIGING_SLEUTELGEGEVENS, _A.IDENTIFICATIEVERZOEK})
"""Acties that carry person and address."""
ALLE_TYPEN: Final = frozenset({"BO", "SBO", "SO", "VSO"})
WPO: Final = frozenset({"BO", "SBO"})
WEC: Final = frozenset({"SO", "VSO"})


class Peil(StrEnum):
    """Which date is held against `geldig_van` and `geldig_tot` of a controle."""

    INSCHRIJFDATUM = "inschrijfdatum"
    """The engine compares; without a readable inschrijfdatum the controle does not apply (I01 says what is wrong)."""
    GEGEVEN = "datum van het gegeven"
    """The rule itself compares the date of the data it looks at; its docstring says which."""


@dataclass(frozen=True, slots=True)
class Controle:
    """One row of the catalogue."""

    id: str
    ernst: Ernst
    veld: str
    """Name in `velden.VELDEN`, or empty when no field is to blame."""
    tekst: str
    """Format string: what is wrong."""
    advies: str
    """What the user can do."""
    bron: str
    """Where the rule comes from: source tag of DOMAIN 5; ASSUMED is our choice."""
    regel: Regel
    acties: frozenset[ActieSoort] = MET_RIJ
    onderwijstypes: frozenset[str] = ALLE_TYPEN
    geldig_van: date | None = None
    geldig_tot: date | None = None
    """Last day on which it holds."""
    peil: Peil = Peil.INSCHRIJFDATUM
    proces: bool = False
    """About the run, not about the leerling: the same for each geval, so show it once. Some are guarded elsewhere; `bron` says where."""


def bij_inschrijving(regel: InschrijvingRegel) -> Regel:
    """A rule about what LVS2000 holds; finds nothing where LVS2000 holds nothing (a verwijdering)."""

    def met_inschrijving(geval: Geval, context: Context) -> Iterable[Bevinding]:
        return () if geval.inschrijving is None else regel(geval.inschrijving, geval, context)

    return met_inschrijving


def als(voorwaarde: Callable[[Inschrijving], object]) -> Regel:
    """The same for a rule whose text says all: it holds or it does not."""
    bevindingen: tuple[Bevinding, ...] = ({},)

    def regel(geval: Geval, _: Context) -> Iterable[Bevinding]:
        return bevindingen if geval.inschrijving is not None and voorwaarde(geval.inschrijving) else ()

    return regel


def nooit(_: Geval, __: Context) -> Iterable[Bevinding]:
    """The rule of a row that is guarded elsewhere."""
    return ()


def bij_veld(naam: str, **waarden: object) -> Bevinding:
    """A finding at a field by its name (`lijst` or `lijst.deel`); fills `{veld}` with its label."""
    lijst, _, deel = naam.partition(".")
    veld = VELD[lijst]
    label = next(d.label for d in veld.onderdelen if d.naam == deel) if deel else veld.label
    return {"_veld": lijst, "veld": label, **waarden}


def dag_tekst(dag: date) -> str:
    """A day as the user writes it."""
    return f"{dag:%d-%m-%Y}"


class Motor:
    """A catalogue that gevallen go past."""

    __slots__ = ("_kies",)

    def __init__(self, catalogus: tuple[Controle, ...]) -> None:
        @cache
        def kies(soort: ActieSoort, onderwijstype: str | None) -> tuple[Controle, ...]:
            return tuple(
                c
                for c in catalogus
                if soort in c.acties and (onderwijstype in c.onderwijstypes or c.onderwijstypes == ALLE_TYPEN)
            )

        self._kies = kies

    def controleer(self, geval: Geval, context: Context) -> tuple[Signaal, ...]:
        """The signalen of a geval, in the order of the catalogue, each once."""
        basis = geval.inschrijving or geval.bron
        onderwijstype = basis.onderwijs.onderwijstype if basis else None
        controles = self._kies(geval.soort, onderwijstype if onderwijstype in ALLE_TYPEN else None)
        gevonden = (s for c in controles if _geldt(c, geval) for s in _signalen(c, geval, context))
        return tuple(dict.fromkeys(gevonden))


def _geldt(controle: Controle, geval: Geval) -> bool:
    if controle.peil is Peil.GEGEVEN or (controle.geldig_van is None and controle.geldig_tot is None):
        return True
    dag = geval.inschrijving.inschrijfdatum if geval.inschrijving else None
    if not isinstance(dag, date):
        return False
    return (controle.geldig_van or date.min) <= dag <= (controle.geldig_tot or date.max)


def _signalen(controle: Controle, geval: Geval, context: Context) -> Iterator[Signaal]:
    for bevinding in controle.regel(geval, context):
        veld = str(bevinding.get("_veld", controle.veld))
        yield Signaal(controle.id, controle.ernst, veld, controle.tekst.format_map(bevinding), controle.advies)
