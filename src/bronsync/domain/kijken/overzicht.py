"""What can be read from both sides of one aanleverpunt on one day: who is in, the analysis groups, the counts; and what changed in BRON.

Pure, over pairs that `koppelen` made; knows no journal and no message. A day of an inschrijving counts from its first up to and including
its last (DOMAIN 6.2). The groups are those of DOMAIN 7.1 (PS-MAN), the count is 'Telling op peildatum' of the same table: the period that
holds on the day decides which groep or leerjaar and vestiging. Which day: the caller says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from bronsync.domain.gegevens.velden import VELDEN, Rij, Veldwaarde, cel, lijst, pgn, veldwaarde
from bronsync.domain.vergelijking.aanleveren import wordt_aangeleverd
from bronsync.domain.vergelijking.kanten import BronId, BronKant, LvsKant

NIET_TE_BEKOSTIGEN: Final = "niet te bekostigen"
"""Bekostigingsstatus that BRON gives back; that it exists is CONFIRMED, its codes are ASSUMED (DOMAIN 2.9)."""

INGESCHREVEN, AMBULANT = "I", "A"
"""Inschrijfstatus (codes ASSUMED)."""


class Loop(StrEnum):
    """Where a day lies in an inschrijving."""

    LOOPT = "loopt"
    VERTROKKEN = "vertrokken"
    TOEKOMSTIG = "toekomstig"
    ONBEKEND = "onbekend"
    """Its inschrijfdatum cannot be read; a controle reports that."""


@dataclass(frozen=True, slots=True)
class Inschrijvingspaar:
    """Both sides of one inschrijving, or one side alone."""

    lvs: LvsKant | None
    bron: BronKant | None
    uitgesloten: bool = False
    """LVS2000 keeps it out of the delivery."""
    bekostigingsstatus: str = ""
    """As BRON gave it."""


@dataclass(frozen=True, slots=True)
class GroepRegel:
    """One inschrijving of an analysis group: its id in LVS2000 (0 when unknown there) and its key in BRON (None when unknown there)."""

    inschrijving_id: int
    bron: BronId | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Analysegroep:
    """One group with its inschrijvingen."""

    id: str
    titel: str
    uitleg: str
    regels: tuple[GroepRegel, ...]

    @property
    def aantal(self) -> int:
        """How many inschrijvingen are in it."""
        return len(self.regels)


@lru_cache(maxsize=20_000)
def _dag(waarde: object) -> str | None:
    """The cell as a day, or None when it is empty or no day."""
    try:
        return date.fromisoformat(str(waarde)).isoformat()
    except ValueError:
        return None


def loop_op(rij: Rij, dag: str) -> Loop:
    """Where a day (ISO) lies in the inschrijving of a row. An end that cannot be read is no end."""
    begin, einde = _dag(cel(rij, "inschrijfdatum")), _dag(cel(rij, "uitschrijfdatum"))
    if begin is None:
        return Loop.ONBEKEND
    if begin > dag:
        return Loop.TOEKOMSTIG
    return Loop.VERTROKKEN if einde is not None and einde < dag else Loop.LOOPT


@dataclass(frozen=True, slots=True)
class _Periode:
    groep: str | None
    leerjaar: int | str | None
    vestiging: str | None
    bekostiging: int | str | None


_GEEN_PERIODE: Final = _Periode(None, None, None, None)


def _periode_op(rij: Rij, dag: str) -> _Periode:
    """The last period that began by the day."""
    gevonden, laatste = _GEEN_PERIODE, ""
    for begindatum, groep, leerjaar, vestiging, bekostiging, _ in lijst(rij, "perioden"):
        begin = _dag(begindatum)
        if begin is not None and laatste <= begin <= dag:
            laatste = begin
            gevonden = _Periode(
                None if groep is None else str(groep),
                leerjaar,
                None if vestiging is None else str(vestiging),
                bekostiging,
            )
    return gevonden


def groep_op(rij: Rij, dag: str) -> tuple[str, str]:
    """Groep, or else leerjaar, and vestiging on a day (ISO), as a list shows them; empty texts where the row does not say."""
    periode = _periode_op(rij, dag)
    groep = periode.groep or ("" if periode.leerjaar is None else f"leerjaar {periode.leerjaar}")
    return groep, periode.vestiging or ""


# --- analysis groups ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Beoordeeld:
    """A pair as it stands on the day."""

    paar: Inschrijvingspaar
    in_lvs: Loop | None
    in_bron: Loop | None
    lvs_status: object
    bron_status: object
    geen_bekostiging: bool

    @property
    def volgt_onderwijs(self) -> bool:
        """In LVS2000 on the day, and to be delivered."""
        lvs, bron = self.paar.lvs, self.paar.bron
        return (
            self.in_lvs is Loop.LOOPT and not self.paar.uitgesloten and lvs is not None and wordt_aangeleverd(lvs, bron)
        )

    @property
    def in_overzicht(self) -> bool:
        """In BRON on the day."""
        return self.in_bron is Loop.LOOPT


def _beoordeel(paar: Inschrijvingspaar, dag: str) -> _Beoordeeld:
    lvs, bron = paar.lvs, paar.bron
    lopend = [kant.rij for kant in (lvs, bron) if kant is not None and loop_op(kant.rij, dag) is Loop.LOOPT]
    return _Beoordeeld(
        paar,
        loop_op(lvs.rij, dag) if lvs else None,
        loop_op(bron.rij, dag) if bron else None,
        cel(lvs.rij, "inschrijfstatus") if lvs else None,
        cel(bron.rij, "inschrijfstatus") if bron else None,
        any(_periode_op(rij, dag).bekostiging == 0 for rij in lopend),
    )


@dataclass(frozen=True, slots=True)
class _Soort:
    """An analysis group before anybody is in it. Without `hoort`: the doubles, which need more than one pair."""

    id: str
    titel: str
    uitleg: str
    hoort: Callable[[_Beoordeeld], bool] | None = None


_GROEPEN: Final[tuple[_Soort, ...]] = (
    _Soort(
        "niet_in_overzicht",
        "Volgt onderwijs, maar staat niet in het overzicht",
        "In LVS2000 is de leerling op deze dag ingeschreven, maar BRON kent de inschrijving niet of heeft die al beëindigd. "
        "Voer Acties Bepalen uit.",
        lambda b: b.volgt_onderwijs and not b.in_overzicht,
    ),
    _Soort(
        "vertrokken_in_lvs",
        "Uitgeschreven in LVS2000, maar staat nog in het overzicht",
        "De uitschrijving is nog niet bij BRON verwerkt. Voer Acties Bepalen uit, of controleer de uitschrijfdatum in LVS2000.",
        lambda b: b.in_overzicht and b.in_lvs is Loop.VERTROKKEN and not b.paar.uitgesloten,
    ),
    _Soort(
        "toekomstig_in_lvs",
        "Begint later volgens LVS2000, maar staat al in het overzicht",
        "De inschrijfdatum in LVS2000 ligt na deze dag en die bij BRON niet. Controleer de inschrijfdatum.",
        lambda b: b.in_overzicht and b.in_lvs is Loop.TOEKOMSTIG and not b.paar.uitgesloten,
    ),
    _Soort(
        "uitgesloten_in_lvs",
        "Uitgesloten van aanlevering, maar staat in het overzicht",
        "BRON Sync laat deze inschrijving met rust. Hoort de leerling bij BRON, haal dan in LVS2000 het vinkje "
        "'Uitgesloten van aanlevering' weg.",
        lambda b: b.in_overzicht and b.paar.lvs is not None and b.paar.uitgesloten,
    ),
    _Soort(
        "onbekend_in_lvs",
        "Staat in het overzicht, maar is onbekend in LVS2000",
        "Voeg de leerling in LVS2000 toe, of verwijder de inschrijving bij BRON als de leerling hier niet hoort.",
        lambda b: b.in_overzicht and b.paar.lvs is None,
    ),
    _Soort(
        "niet_bekostigd",
        "Staat in het overzicht, maar wordt niet bekostigd",
        "BRON geeft bij deze inschrijving aan dat er geen bekostiging op volgt. Controleer of dat klopt.",
        lambda b: b.in_overzicht and b.paar.bekostigingsstatus.strip().lower() == NIET_TE_BEKOSTIGEN,
    ),
    _Soort(
        "ambulant_als_regulier",
        "Ambulant begeleid in LVS2000, maar gewoon ingeschreven bij BRON",
        "De status van een inschrijving wijzigt niet: schrijf de leerling uit en met de juiste status opnieuw in.",
        lambda b: b.volgt_onderwijs and b.in_overzicht and (b.lvs_status, b.bron_status) == (AMBULANT, INGESCHREVEN),
    ),
    _Soort(
        "regulier_als_ambulant",
        "Gewoon ingeschreven in LVS2000, maar ambulant begeleid bij BRON",
        "De status van een inschrijving wijzigt niet: schrijf de leerling uit en met de juiste status opnieuw in.",
        lambda b: b.volgt_onderwijs and b.in_overzicht and (b.lvs_status, b.bron_status) == (INGESCHREVEN, AMBULANT),
    ),
    _Soort(
        "dubbel_in_overzicht",
        "Staat meer dan één keer in het overzicht",
        "BRON kent van deze leerling op deze dag meer dan één inschrijving bij dit aanleverpunt. Verwijder of beëindig er een.",
    ),
    _Soort(
        "dubbel_in_lvs",
        "Staat meer dan één keer in LVS2000",
        "In LVS2000 heeft deze leerling op deze dag meer dan één inschrijving bij dit aanleverpunt. Beëindig er een.",
    ),
    _Soort(
        "bekostiging_nee",
        "Indicatie bekostiging is nee",
        "In LVS2000 of bij BRON staat bij de periode van deze dag dat de leerling niet bekostigd hoeft te worden. "
        "Controleer of dat klopt.",
        lambda b: (b.volgt_onderwijs or b.in_overzicht) and b.geen_bekostiging and not b.paar.uitgesloten,
    ),
)
"""The analysis groups of DOMAIN 7.1, in its order."""


def analysegroepen(paren: Iterable[Inschrijvingspaar], dag: str) -> tuple[Analysegroep, ...]:
    """All groups, also the empty ones, each with its inschrijvingen on a day (ISO), in the order of the pairs."""
    beoordeeld = [_beoordeel(paar, dag) for paar in paren]
    dubbel = {
        "dubbel_in_overzicht": _dubbelen(
            [b for b in beoordeeld if b.in_overzicht], lambda b: b.paar.bron.pgn if b.paar.bron else None
        ),
        "dubbel_in_lvs": _dubbelen([b for b in beoordeeld if b.volgt_onderwijs], _wie_in_lvs),
    }
    return tuple(
        Analysegroep(
            soort.id,
            soort.titel,
            soort.uitleg,
            tuple(
                _regel(b) for b in (filter(soort.hoort, beoordeeld) if soort.hoort is not None else dubbel[soort.id])
            ),
        )
        for soort in _GROEPEN
    )


def _wie_in_lvs(beoordeeld: _Beoordeeld) -> Hashable:
    lvs = beoordeeld.paar.lvs
    return None if lvs is None else pgn(lvs.rij) or lvs.leerling_id


def _dubbelen(beoordeeld: Sequence[_Beoordeeld], wie: Callable[[_Beoordeeld], Hashable]) -> list[_Beoordeeld]:
    per_leerling: dict[Hashable, list[_Beoordeeld]] = defaultdict(list)
    for een in beoordeeld:
        per_leerling[wie(een)].append(een)
    return [een for zelfde in per_leerling.values() if len(zelfde) > 1 for een in zelfde]


def _regel(beoordeeld: _Beoordeeld) -> GroepRegel:
    lvs, bron = beoordeeld.paar.lvs, beoordeeld.paar.bron
    return GroepRegel(lvs.inschrijving_id if lvs else 0, bron.id if bron else None)


# --- counts -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Telregel:
    """How many are in on the teldatum in one groep or leerjaar of one vestiging, on either side; of them with indicatie bekostiging 'ja'."""

    vestiging: str
    groep: str
    leerjaar: str
    inschrijfstatus: str
    lvs: int
    bron: int
    lvs_bekostigd: int
    bron_bekostigd: int

    @property
    def verschil(self) -> int:
        """LVS2000 minus BRON."""
        return self.lvs - self.bron

    @property
    def verschil_bekostigd(self) -> int:
        """The same of those with indicatie bekostiging."""
        return self.lvs_bekostigd - self.bron_bekostigd


def telling(paren: Iterable[Inschrijvingspaar], dag: str) -> tuple[Telregel, ...]:
    """LVS2000 against BRON per vestiging, inschrijfstatus and groep or leerjaar. Empty texts: the row does not say.

    LVS2000 counts only who is to be delivered; BRON counts all that it holds, so who is kept out of the delivery shows as a difference.
    """
    lvs, bron = _Teller(), _Teller()
    for paar in paren:
        beoordeeld = _beoordeel(paar, dag)
        if paar.lvs is not None and beoordeeld.volgt_onderwijs:
            lvs.tel(paar.lvs.rij, dag)
        if paar.bron is not None and beoordeeld.in_overzicht:
            bron.tel(paar.bron.rij, dag)
    return tuple(
        Telregel(*plaats, lvs.allen[plaats], bron.allen[plaats], lvs.bekostigd[plaats], bron.bekostigd[plaats])
        for plaats in sorted(lvs.allen.keys() | bron.allen.keys(), key=_telvolgorde)
    )


_Plaats = tuple[str, str, str, str]


def _telvolgorde(plaats: _Plaats) -> tuple[object, ...]:
    vestiging, groep, leerjaar, inschrijfstatus = plaats
    return (vestiging, inschrijfstatus != INGESCHREVEN, inschrijfstatus, groep, leerjaar.zfill(2), leerjaar)


class _Teller:
    """The counts of one side."""

    def __init__(self) -> None:
        self.allen: Counter[_Plaats] = Counter()
        self.bekostigd: Counter[_Plaats] = Counter()

    def tel(self, rij: Rij, dag: str) -> None:
        """Adds the inschrijving of a row."""
        periode = _periode_op(rij, dag)
        leerjaar = "" if periode.leerjaar is None else str(periode.leerjaar)
        plaats = (periode.vestiging or "", periode.groep or "", leerjaar, str(cel(rij, "inschrijfstatus") or ""))
        self.allen[plaats] += 1
        self.bekostigd[plaats] += periode.bekostiging == 1


# --- what changed in BRON -----------------------------------------------------------------------------------------------------------


class VeranderSoort(StrEnum):
    """What a new overview showed of an inschrijving that no feedback had told."""

    NIEUW = "nieuw"
    WEG = "weg"
    GEWIJZIGD = "gewijzigd"


class VeldVerandering(NamedTuple):
    """One field, or one thing that only the register knows, as it was and as it is."""

    veld: str
    was: Veldwaarde
    wordt: Veldwaarde

    def __repr__(self) -> str:
        """Personal data: only which field."""
        return f"VeldVerandering({self.veld!r})"


def velden_veranderd(
    oud: Rij, nieuw: Rij, oud_register: Mapping[str, str], nieuw_register: Mapping[str, str]
) -> tuple[VeldVerandering, ...]:
    """The velden that differ, and what only the register knows where both name it: a feedback does not always tell all of that."""
    velden = [
        VeldVerandering(veld.naam, veldwaarde(oud, veld.naam), veldwaarde(nieuw, veld.naam))
        for veld, was, wordt in zip(VELDEN, oud, nieuw, strict=True)
        if was != wordt
    ]
    eigen = [
        VeldVerandering(naam, oud_register[naam], nieuw_register[naam])
        for naam in sorted(oud_register.keys() & nieuw_register.keys())
        if oud_register[naam] != nieuw_register[naam]
    ]
    return (*velden, *eigen)
