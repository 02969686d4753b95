"""Where an aanleverpunt stands, in figures and sentences, and the next sensible step (manual ch. 4). Changes nothing. Source: DESIGN 8."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from bronsync.application.boeken.stand import stand
from bronsync.application.lezen.apart import apart_gezet, niet_uitgevoerd
from bronsync.application.lezen.termijnen import samenvatting, termijnen
from bronsync.application.ports import Omgeving
from bronsync.application.records import (
    ONDERWIJS_SINDS_VULLING,
    Actie,
    BeeldRij,
    DubbeleRij,
    InboxRij,
    InboxStand,
    MutatieRij,
    MutatieStand,
    VerschilRij,
    VerschilStand,
)
from bronsync.application.tonen.leerlingen import Leerlingen
from bronsync.application.tonen.ouderdom import Ernst, in_behandeling, overzicht_ouderdom
from bronsync.application.tonen.volgende_stap import VolgendeStap, volgende_stap
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, Status


@dataclass(frozen=True, slots=True)
class StatusOverzicht:
    """Where an aanleverpunt stands, and the next sensible step."""

    aanleverpunt: str
    peildatum: str | None
    leeftijd_dagen: int | None
    inschrijvingen_bron: int
    verschillen: int
    """All that differ: also the ignored, the rejected and the unanswered ones."""
    vragen: int
    genegeerd: int
    acties: dict[str, int]
    wacht_op_gebruiker: int
    conflicten: int
    dubbele_inschrijvingen: int
    certificaat_tot: str | None
    volgende_stap: str
    stap: VolgendeStap
    """The same, with which step it is."""
    termijnen: list[str]
    """Of each deadline that is near or has passed, in a sentence."""
    termijn_samenvatting: str
    historisch_peildatum: str | None
    """Of the overview of the past that is being viewed; None when none is."""
    andere: tuple[tuple[str, str], ...] = ()
    """(aanleverpunt, what it still needs, in a sentence) of the other aanleverpunten of the school; those that need nothing are left out."""
    oudste_wachtende: str = ""
    """How long BRON has the oldest actie that it did not answer, in a sentence; empty when it has none."""
    apart: dict[str, int] = field(default_factory=dict)
    """Of the acties by status: how many were set aside."""


def status(omg: Omgeving, lijst: Leerlingen | None = None) -> StatusOverzicht:
    """The figures of the status line. `lijst`: the pupil list when it was just read, which saves a second reading of LVS2000."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        nu = stand(unit, omg.aanleverpunt)
        standen = Counter(rij[0] for rij in unit.stream(VerschilRij, ("stand",), aanleverpunt=omg.aanleverpunt))
        acties = Counter(rij[0] for rij in unit.stream(Actie, ("status",), aanleverpunt=omg.aanleverpunt))
        bron = sum(1 for _ in unit.stream(BeeldRij, ("pgn",), aanleverpunt=omg.aanleverpunt, historisch=False))
        inbox = Counter(rij[0] for rij in unit.stream(InboxRij, ("stand",), aanleverpunt=omg.aanleverpunt))
        conflicten = sum(
            not rij.terug_van and not rij.aanleiding.startswith(ONDERWIJS_SINDS_VULLING)
            for rij in unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, stand=MutatieStand.CONFLICT)
        )
        oudste = min(
            (
                (str(rij[0]), status)
                for status in (Status.IN_BEHANDELING, Status.UITBLIJVEND)
                for rij in unit.stream(Actie, ("verzonden",), aanleverpunt=omg.aanleverpunt, status=status)
            ),
            default=("", Status.BEPAALD),
        )
        apart = apart_gezet(unit, omg)
        per_status = (
            Counter(str(een.status) for een in niet_uitgevoerd(unit, omg) if een.nummer in apart) if apart else {}
        )
        dubbelen = len(unit.all(DubbeleRij, aanleverpunt=omg.aanleverpunt, verdwenen=""))
    oudste_tekst = in_behandeling(oudste[1], oudste[0], omg.clock.today())
    gevonden = termijnen(omg)
    stap = volgende_stap(omg, lijst)
    leeftijd = (omg.clock.today() - date.fromisoformat(nu.peildatum)).days if nu.peildatum else None
    return StatusOverzicht(
        omg.aanleverpunt,
        nu.peildatum,
        leeftijd,
        bron,
        sum(standen.values()),
        standen[VerschilStand.OPEN],
        standen[VerschilStand.GENEGEERD],
        {str(naam): aantal for naam, aantal in acties.items()},
        inbox[InboxStand.WACHT_OP_GEBRUIKER] + inbox[InboxStand.ONBEGREPEN],
        conflicten,
        dubbelen,
        omg.certificaat_tot.isoformat() if omg.certificaat_tot else None,
        stap.tekst,
        stap,
        [termijn.zin for termijn in gevonden],
        samenvatting(gevonden),
        nu.historisch_peildatum,
        andere_aanleverpunten(omg),
        f"De oudste: {oudste_tekst}." if oudste_tekst else "",
        dict(per_status),
    )


def andere_aanleverpunten(omg: Omgeving) -> tuple[tuple[str, str], ...]:
    """Of each other aanleverpunt in LVS2000 what it still needs, by the books alone; so that none is forgotten."""
    gevonden = []
    vandaag = omg.clock.today()
    for punt in omg.lvs.aanleverpunten():
        if punt == omg.aanleverpunt:
            continue
        with omg.journal.unit_of_work() as unit:
            dag = stand(unit, punt).peildatum
            vragen = sum(
                rij[0] == VerschilStand.OPEN for rij in unit.stream(VerschilRij, ("stand",), aanleverpunt=punt)
            )
            te_gaan = sum(rij[0] in NIET_UITGEVOERD for rij in unit.stream(Actie, ("status",), aanleverpunt=punt))
        if dag is None:
            zin = f"{punt} is nog niet vergeleken met BRON."
        elif te_gaan:
            zin = f"{punt} heeft nog {te_gaan} {'actie' if te_gaan == 1 else 'acties'} die niet verzonden {'is' if te_gaan == 1 else 'zijn'}."
        elif vragen:
            zin = f"{punt} heeft nog {vragen} {'vraag' if vragen == 1 else 'vragen'}."
        elif overzicht_ouderdom((vandaag - date.fromisoformat(dag)).days).ernst is Ernst.FOUT:
            zin = f"Van {punt} is het registratieoverzicht te oud."
        else:
            continue
        gevonden.append((punt, zin))
    return tuple(gevonden)
