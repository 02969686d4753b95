"""The vragen as they are asked (manual ch. 2 and 5): per verschil who it is, both values, the choices with their actie or why not.

Also what was answered and can still be taken back. Reads only; answering is `acties_beheren`. Source: DESIGN 8 (choices per category).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bronsync.application.boeken.weergave import PGN_VELDEN, toon_bewaard, toon_dag
from bronsync.application.lezen.paren import Sleutel, sleutel_van
from bronsync.application.lezen.wie import Personen, Wie
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, BesluitRij, VerschilRij, VerschilStand
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import VELD
from bronsync.domain.vergelijking.acties import Keuze, Mogelijkheid
from bronsync.domain.vergelijking.berichten import NAAR_LVS, ActieSoort
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, OPEN, Status
from bronsync.domain.vergelijking.vergelijken import VerschilSoort

_V = VerschilSoort
SOORT_TITEL: Final[dict[VerschilSoort, str]] = {
    _V.NIET_IN_BRON: "Niet bij BRON",
    _V.NIET_IN_LVS: "Alleen bij BRON",
    _V.SLEUTEL: "Sleutelgegevens",
    _V.SCHRIJFWIJZE_NAAM: "Schrijfwijze van de naam",
    _V.INSCHRIJFDATUM: "Inschrijfdatum",
    _V.UITSCHRIJFDATUM: "Uitschrijfdatum",
    _V.ONDERWIJS: "Onderwijsgegevens",
    _V.ADRES: "Adresgegevens",
    _V.SCHRIJFWIJZE_ADRES: "Schrijfwijze van het adres",
}


class VraagStand(StrEnum):
    """Where a vraag stands for who answers it."""

    OPEN = "Te beantwoorden"
    BEANTWOORD = "Beantwoord"
    """Its actie was not executed, waits for its turn or was rejected: the answer can be taken back."""
    GENEGEERD = "Genegeerd"


@dataclass(frozen=True, slots=True)
class Mogelijk:
    """One choice."""

    keuze: Keuze
    actie: str
    """Which actie it gives, as the manual calls it; what it means when it gives none."""
    reden: str
    """Why it cannot be chosen; empty when it can."""
    verlies: str = field(default="", repr=False)
    """What is gone by it, and on which side, in a sentence; empty when it cannot be chosen."""


@dataclass(frozen=True, slots=True)
class VraagRegel:
    """One verschil that asks for a choice, or that was answered."""

    vingerafdruk: str
    nummer: int
    soort: VerschilSoort
    titel: str
    """Of its group."""
    stand: VraagStand
    sleutel: Sleutel = field(repr=False)
    wie: Wie
    paren: tuple[tuple[str, str, str], ...] = field(repr=False)
    """(label, LVS2000, BRON)."""
    keuzes: tuple[Mogelijk, ...]
    gebruikelijk: Keuze
    """What the manual does with this kind: take over an address of the GBA, pass on what the school changed; negeren where neither can.
    Not shown as a proposal: without a last agreed value the user decides. The demo's played user follows it."""
    voorstel: Keuze | None
    """From the last agreed value; None when there is none, or nothing is asked any more."""
    waarom: str
    """Why it is proposed; empty without a voorstel."""
    eerst_gezien: str
    antwoord: str
    """What was answered, such as `naar BRON`; empty while it is open."""
    gekozen: str
    """The same in a sentence, with what became of it."""
    reden: str = field(repr=False)
    """What the person noted with the answer."""

    @property
    def mogelijk(self) -> dict[Keuze, str]:
        """What can be chosen, each with its actie."""
        return {een.keuze: een.actie for een in self.keuzes if not een.reden}

    @property
    def onmogelijk(self) -> dict[Keuze, str]:
        """What cannot, and why."""
        return {een.keuze: een.reden for een in self.keuzes if een.reden}


def vraag_regels(omg: Omgeving) -> tuple[VraagRegel, ...]:
    """Open, answered and not executed, and ignored; by kind of verschil and name."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        rijen = unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt)
        acties = {
            actie.vingerafdruk: actie
            for status in (Status.GEACCEPTEERD, Status.AFGEKEURD, *sorted(OPEN))  # the open one wins
            for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)
        }
        te_tonen = [
            (rij, stand) for rij in rijen if (stand := vraag_stand(rij, acties.get(rij.vingerafdruk))) is not None
        ]
        personen = Personen(unit, omg)
        besluiten = {besluit.vingerafdruk: besluit for besluit in unit.all(BesluitRij, aanleverpunt=omg.aanleverpunt)}
        regels = [
            _regel(rij, stand, personen.van(rij), acties.get(rij.vingerafdruk), besluiten.get(rij.vingerafdruk))
            for rij, stand in te_tonen
        ]
    volgorde = list(SOORT_TITEL)
    return tuple(sorted(regels, key=lambda regel: (volgorde.index(regel.soort), regel.wie.naam, regel.nummer)))


def vragen(omg: Omgeving) -> list[VraagRegel]:
    """Those that wait for an answer, the oldest first."""
    gesteld = [regel for regel in vraag_regels(omg) if regel.stand is VraagStand.OPEN]
    return sorted(gesteld, key=lambda regel: (regel.eerst_gezien, regel.nummer))


_TERUG_TE_NEMEN: Final = NIET_UITGEVOERD | {Status.AFGEKEURD}


def vraag_stand(rij: VerschilRij, actie: Actie | None) -> VraagStand | None:
    """None when nobody was asked, or the answer is being carried out."""
    if rij.stand is VerschilStand.OPEN:
        return VraagStand.OPEN
    if rij.stand is VerschilStand.GENEGEERD:
        return VraagStand.GENEGEERD
    if rij.automatisch or (actie is not None and actie.status not in _TERUG_TE_NEMEN):
        return None
    return VraagStand.BEANTWOORD


def _regel(
    rij: VerschilRij, stand: VraagStand, persoon: Wie, actie: Actie | None, besluit: BesluitRij | None
) -> VraagRegel:
    soort = rij.soort
    paren = _paren(rij, soort)
    keuzes = tuple(
        Mogelijk(keuze, actie_, waarom_niet, "" if waarom_niet else _verlies(soort, keuze, paren))
        for keuze in Keuze
        if keuze in rij.mogelijk
        for actie_, waarom_niet in (_actie_of_reden(rij.mogelijk[keuze]),)
    )
    voorstel = Keuze(rij.voorstel) if rij.voorstel and stand is VraagStand.OPEN else None
    waarom = _WAAROM[voorstel] if voorstel else ""
    if stand is VraagStand.OPEN and actie is not None and _houdt_vast(rij, actie):
        voorstel, waarom = Keuze.NEGEREN, _VASTGEHOUDEN
    return VraagRegel(
        vingerafdruk=rij.vingerafdruk,
        nummer=rij.nummer,
        soort=soort,
        titel=SOORT_TITEL[soort],
        stand=stand,
        sleutel=sleutel_van(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum),
        wie=persoon,
        paren=paren,
        keuzes=keuzes,
        gebruikelijk=next(m.keuze for keuze in _GEBRUIKELIJK for m in keuzes if m.keuze is keuze and not m.reden),
        voorstel=voorstel,
        waarom=waarom,
        eerst_gezien=rij.eerst_gezien,
        antwoord=besluit.keuze if besluit and stand is not VraagStand.OPEN else "",
        gekozen=_gekozen(besluit, actie, stand),
        reden=besluit.reden if besluit else "",
    )


_GEBRUIKELIJK: Final = (Keuze.NAAR_LVS, Keuze.NAAR_BRON, Keuze.NEGEREN)
_WAAROM: Final[dict[Keuze, str]] = {
    Keuze.NAAR_BRON: "Voorstel: naar BRON. LVS2000 is gewijzigd sinds beide gelijk waren; BRON niet.",
    Keuze.NAAR_LVS: "Voorstel: naar LVS2000. BRON is gewijzigd sinds beide gelijk waren; LVS2000 niet.",
}


_VASTGEHOUDEN: Final = (
    "BRON accepteerde deze gegevens al eens en houdt toch eigen gegevens (GBA) aan."
    " Verbeter de gegevens in LVS2000, of negeer het verschil."
)


def _houdt_vast(rij: VerschilRij, actie: Actie) -> bool:
    """BRON accepted an actie for exactly this verschil, and it is still there (see `acties_bepalen`)."""
    return actie.status is Status.GEACCEPTEERD and actie.lvs_hash == rij.lvs_hash


def _actie_of_reden(mogelijk: Mogelijkheid) -> tuple[str, str]:
    if not mogelijk.toegestaan:
        return "", mogelijk.reden
    if mogelijk.actie is None:
        return "Het verschil blijft staan en wordt niet meer gevraagd zolang de gegevens niet wijzigen.", ""
    return actie_naam(mogelijk.actie), ""


_KANT: Final[dict[Keuze, tuple[str, int, int]]] = {
    Keuze.NAAR_LVS: ("In LVS2000", 1, 2),
    Keuze.NAAR_BRON: ("Bij BRON", 2, 1),
}
"""The side that gives way, which value of a pair it has, and which it gets."""
_ADRES: Final = (VerschilSoort.ADRES, VerschilSoort.SCHRIJFWIJZE_ADRES)


def _verlies(soort: VerschilSoort, keuze: Keuze, paren: tuple[tuple[str, str, str], ...]) -> str:
    """Of an address its parts as they are written on an envelope; of other fields each with its name."""
    if keuze not in _KANT:
        return "Er verdwijnt niets: LVS2000 en BRON houden elk hun eigen gegevens."
    waar, oud, nieuw = _KANT[keuze]
    if soort in _ADRES:
        weg, komt = (" ".join(paar[kant] for paar in paren if paar[kant]) for kant in (oud, nieuw))
    else:
        weg, komt = (", ".join(f"{p[0]} {p[kant]}" for p in paren if p[kant]) for kant in (oud, nieuw))
    if not weg:
        return f"{waar} verdwijnt niets; er komt {komt} bij."
    if len(paren) == 1:
        komt = paren[0][nieuw]  # its name was said
    return f"{waar} verdwijnt {weg}" + (f"; er komt {komt}." if komt else ".")


def actie_naam(soort: ActieSoort) -> str:
    """As the manual calls it (ch. 5)."""
    return str(soort) if soort in NAAR_LVS else f"Versturen {soort}"


def _paren(rij: VerschilRij, soort: VerschilSoort) -> tuple[tuple[str, str, str], ...]:
    if soort in (VerschilSoort.NIET_IN_LVS, VerschilSoort.NIET_IN_BRON):
        waar = f"ingeschreven op {toon_dag(rij.inschrijfdatum)}"
        bij_bron = soort is VerschilSoort.NIET_IN_LVS
        return (("Inschrijving", "" if bij_bron else waar, waar if bij_bron else ""),)
    paren = []
    for naam, lvs, bron in rij.paren:
        links, rechts = toon_bewaard(naam, lvs), toon_bewaard(naam, bron)
        if naam in PGN_VELDEN:
            links, rechts = masker(links), masker(rechts)
        paren.append((VELD[naam].label, links, rechts))
    return tuple(paren)


def _gekozen(besluit: BesluitRij | None, actie: Actie | None, stand: VraagStand) -> str:
    if besluit is None or stand is VraagStand.OPEN:
        return ""
    wanneer = toon_dag(besluit.wanneer)
    if stand is VraagStand.GENEGEERD:
        return f"Genegeerd op {wanneer}."
    if actie is None:
        return (
            f"Beantwoord op {wanneer}: {besluit.keuze}. "
            "De actie wacht tot een andere actie van deze leerling is uitgevoerd."
        )
    hoe = "is door BRON afgekeurd" if actie.status is Status.AFGEKEURD else "staat klaar"
    return f"Beantwoord op {wanneer}: {besluit.keuze}. De actie {actie_naam(actie.soort)} {hoe}."
