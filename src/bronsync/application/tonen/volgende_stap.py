"""The next sensible step: who only follows it comes from an empty register to 'geen verschillen' (manual ch. 2, ch. 5 and 6).

Decides from the books and from what Acties Bepalen would find now, so no step has to be remembered: comparing is asked for exactly while
it would find something else than last time, or would start an actie. So no step comes back that has nothing to do. Source: manual ch. 2
('herhaal tot er geen verschillen meer zijn'), ch. 4 (overview of at most four weeks), RELIABILITY F3, F13.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bronsync.application.bepalen.acties_beheren import te_starten
from bronsync.application.boeken.beeld import eis_bruikbaar_beeld
from bronsync.application.boeken.stand import stand
from bronsync.application.lezen.apart import apart_gezet
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, DubbeleRij, SignaalRij, VerschilRij, VerschilStand
from bronsync.application.tonen.leerlingen import Leerlingen, leerlingen
from bronsync.application.tonen.ouderdom import in_behandeling
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import OPEN, WACHT_OP_BRON, Status


class Stap(StrEnum):
    """What the window marks as the next thing to do."""

    CERTIFICAAT = "certificaat"
    OVERZICHT_OPHALEN = "overzicht ophalen"
    ACTIES_BEPALEN = "acties bepalen"
    VRAGEN = "vragen"
    CONTROLEREN = "controleren"
    VERBETEREN = "verbeteren"
    """In LVS2000: afkeursignalen, or what BRON rejected."""
    VASTGEHOUDEN = "vastgehouden"
    """BRON accepted, and keeps a value of its own: correct LVS2000, or negeren."""
    ONBEANTWOORD = "onbeantwoord"
    """An answer of BRON will not come here any more: a person removes the actie."""
    VERZENDEN = "verzenden"
    TERUGKOPPELING_OPHALEN = "terugkoppeling ophalen"
    WACHTEN = "wachten"
    """All was sent and BRON was asked not long ago."""
    KLAAR = "klaar"


@dataclass(frozen=True, slots=True)
class VolgendeStap:
    """The step, in one sentence, and how many it is about (0 when that says nothing)."""

    stap: Stap
    tekst: str
    aantal: int = 0


KORTSTE_WACHT: Final = timedelta(minutes=2)
LANGSTE_WACHT: Final = timedelta(days=1)
"""Between two fetches for the same message: as long again as it has waited already, between these two."""


def volgende_stap(omg: Omgeving, lijst: Leerlingen | None = None) -> VolgendeStap:
    """Decides it. `lijst`: the pupil list when it was just read, which saves a second reading of LVS2000."""
    if omg.certificaat_tot is None:
        return VolgendeStap(Stap.CERTIFICAAT, "Installeer eerst het certificaat van dit aanleverpunt.")
    if omg.certificaat_tot < omg.clock.today():
        return VolgendeStap(Stap.CERTIFICAAT, "Het certificaat is verlopen. Installeer een nieuw certificaat.")
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        nu = stand(unit, omg.aanleverpunt)
        try:
            eis_bruikbaar_beeld(unit, omg)
        except BronSyncFout as fout:
            return VolgendeStap(
                Stap.OVERZICHT_OPHALEN, _OVERZICHT.get(fout.code, "Haal eerst een registratieoverzicht op.")
            )
        boeken = _lees_boeken(unit, omg)
        nooit = not nu.lvs_identiteit or nu.alles_vragen
        te_starten_nu = len(te_starten(unit, omg))
    if nooit:
        return VolgendeStap(Stap.ACTIES_BEPALEN, "Vergelijk LVS2000 met BRON: voer Acties Bepalen uit.")
    # what was set aside is no step: a person decided that it waits
    te_gaan = boeken.acties[Status.BEPAALD] + boeken.acties[Status.GECONTROLEERD]
    if not te_gaan and boeken.opgehaald < boeken.laatst_verzonden and (stap := _terugkoppeling(omg, boeken)):
        return stap  # all was sent: what it changed is known after BRON was asked
    gezien = lijst or leerlingen(omg)
    if gezien.te_bepalen or gezien.verouderd or te_starten_nu:
        return VolgendeStap(
            Stap.ACTIES_BEPALEN,
            "Er is iets veranderd sinds de vorige keer. Voer Acties Bepalen uit.",
            gezien.te_bepalen or te_starten_nu,
        )
    return (
        _aan_de_gebruiker(boeken, gezien)
        or _verzenden(omg, boeken)
        or _elders_beantwoord(boeken)
        or _terugkoppeling(omg, boeken)
        or _afgekeurd(boeken)
        or _wachten(boeken)
        or _klaar(boeken)
    )


_OVERZICHT: Final[dict[str, str]] = {
    "PROC-08": "Haal een registratieoverzicht op; daarna vraagt BRON Sync u elk verschil.",
    "PROC-02": "Het registratieoverzicht is ouder dan 4 weken. Haal een nieuw registratieoverzicht op.",
    "PROC-03": "U bekijkt een historisch registratieoverzicht. Haal een actueel registratieoverzicht op.",
    "PROC-22": "BRON nummert opnieuw. Haal een registratieoverzicht op; daarna vraagt BRON Sync u elk verschil.",
    "PROC-09": "Er ontbreekt een terugkoppeling van BRON. Haal een nieuw registratieoverzicht op.",
}


@dataclass(frozen=True, slots=True)
class _Boeken:
    """What the decision needs of the journal."""

    verschillen: Counter[str]
    """Per stand."""
    acties: Counter[str]
    """Per status, of those that are open or rejected."""
    ongecontroleerd: int
    """Acties that are Bepaald and have no signal yet."""
    afkeur: int
    """Acties that are not executed and have an afkeursignaal of our own."""
    afgekeurd: int
    """Rejected acties whose verschil is still there."""
    vastgehouden: int
    """Open vragen to which BRON said yes before, without taking the value: it keeps that of the GBA."""
    elders: int
    """Acties that wait for BRON although nothing differs any more, since answers may have gone to another computer."""
    laatst_verzonden: str
    opgehaald: str
    wachten: str
    """How long BRON has the oldest actie that it did not answer; empty when it has none."""
    dubbele: int
    """Dubbele inschrijvingen that BRON still reports; a talk between schools, no step in the program."""
    apart: int
    """Acties that were set aside; not among the others."""


def _lees_boeken(unit: UnitOfWork, omg: Omgeving) -> _Boeken:
    punt = omg.aanleverpunt
    verschillen: Counter[str] = Counter()
    vingers = set()
    bestaat = set()
    gevraagd = set()
    for vinger, hoe, lvs_hash in unit.stream(VerschilRij, ("vingerafdruk", "stand", "lvs_hash"), aanleverpunt=punt):
        verschillen[str(hoe)] += 1
        bestaat.add(vinger)
        if hoe == VerschilStand.OPEN:
            gevraagd.add((vinger, lvs_hash))
        if hoe == VerschilStand.BESLOTEN:
            vingers.add(vinger)
    met_afkeur = {
        nummer
        for nummer, herkomst, ernst in unit.stream(SignaalRij, ("actie", "herkomst", "ernst"), aanleverpunt=punt)
        if herkomst == "controle" and ernst == "afkeur"
    }
    apart = apart_gezet(unit, omg).keys()
    acties: Counter[str] = Counter()
    ongecontroleerd = afkeur = afgekeurd = elders = 0
    laatst = oudste = ""
    huidig = stand(unit, punt)
    for status in (*sorted(OPEN), Status.AFGEKEURD):
        velden = ("nummer", "vingerafdruk", "verzonden")
        for nummer, vinger, verzonden in unit.stream(Actie, velden, aanleverpunt=punt, status=status):
            if nummer in apart:
                continue
            acties[status] += 1
            if status is Status.BEPAALD:
                ongecontroleerd += nummer not in met_afkeur
                afkeur += nummer in met_afkeur
            elif status is Status.GECONTROLEERD:
                afkeur += nummer in met_afkeur
            elif status is Status.AFGEKEURD:
                afgekeurd += vinger in vingers
            else:
                if status is Status.IN_BEHANDELING:
                    oudste = min(oudste or str(verzonden), str(verzonden))
                laatst = max(laatst, str(verzonden))
                wacht = status in WACHT_OP_BRON and status is not Status.UITBLIJVEND and vinger not in bestaat
                elders += wacht and bool(huidig.gemist) and str(verzonden) <= huidig.gemist
    geaccepteerd = unit.stream(Actie, ("vingerafdruk", "lvs_hash"), aanleverpunt=punt, status=Status.GEACCEPTEERD)
    vastgehouden = len(gevraagd.intersection(geaccepteerd)) if gevraagd else 0
    return _Boeken(
        verschillen,
        acties,
        ongecontroleerd,
        afkeur,
        afgekeurd,
        vastgehouden,
        elders,
        laatst,
        huidig.opgehaald,
        in_behandeling(Status.IN_BEHANDELING, oudste, omg.clock.today()),
        sum(1 for _ in unit.stream(DubbeleRij, ("pgn",), aanleverpunt=punt, verdwenen="")),
        len(apart),
    )


def _meervoud(aantal: int, een: str, meer: str) -> str:
    return f"{aantal} {een if aantal == 1 else meer}"


def _aan_de_gebruiker(boeken: _Boeken, gezien: Leerlingen) -> VolgendeStap | None:
    """What must be answered, checked or corrected before anything can go."""
    if aantal := boeken.verschillen[VerschilStand.OPEN] - boeken.vastgehouden:
        return VolgendeStap(Stap.VRAGEN, f"Beantwoord {_meervoud(aantal, 'vraag', 'vragen')}.", aantal)
    if aantal := boeken.ongecontroleerd + gezien.gewijzigd:
        tekst = f"Controleer {_meervoud(aantal, 'actie', 'acties')} (Controleren en Synchroniseren)."
        return VolgendeStap(Stap.CONTROLEREN, tekst, aantal)
    if aantal := boeken.afkeur:
        tekst = f"Los de afkeursignalen op van {_meervoud(aantal, 'actie', 'acties')}: verbeter de gegevens in LVS2000."
        return VolgendeStap(Stap.VERBETEREN, tekst, aantal)
    return None


def _verzenden(omg: Omgeving, boeken: _Boeken) -> VolgendeStap | None:
    if aantal := boeken.acties[Status.GECONTROLEERD]:
        tekst = f"Verwerk en verzend {_meervoud(aantal, 'actie', 'acties')} (Controleren en Synchroniseren)."
        return VolgendeStap(Stap.VERZENDEN, tekst, aantal)
    if (aantal := boeken.acties[Status.ONBESLIST]) and omg.register.herhaling_veilig:
        tekst = f"Van {_meervoud(aantal, 'bericht', 'berichten')} is niet bekend of BRON ze ontving. Verzend opnieuw."
        return VolgendeStap(Stap.VERZENDEN, tekst, aantal)
    return None


def _elders_beantwoord(boeken: _Boeken) -> VolgendeStap | None:
    if aantal := boeken.elders:
        tekst = (
            f"Het antwoord van BRON op {_meervoud(aantal, 'actie', 'acties')} is waarschijnlijk op een andere computer opgehaald: "
            f"er is geen verschil meer. Verwijder {'deze actie' if aantal == 1 else 'deze acties'} (Acties - Verwijder Actie)."
        )
        return VolgendeStap(Stap.ONBEANTWOORD, tekst, aantal)
    return None


def _onderweg(boeken: _Boeken) -> int:
    return sum(boeken.acties[status] for status in WACHT_OP_BRON - {Status.UITBLIJVEND})


def _terugkoppeling(omg: Omgeving, boeken: _Boeken) -> VolgendeStap | None:
    aantal = _onderweg(boeken)
    if not aantal or not _tijd_om_te_kijken(boeken, omg.clock.now()):
        return None
    tekst = f"Haal de terugkoppelingen op: BRON heeft {_meervoud(aantal, 'actie', 'acties')} in behandeling."
    return VolgendeStap(Stap.TERUGKOPPELING_OPHALEN, tekst, aantal)


def _tijd_om_te_kijken(boeken: _Boeken, nu: datetime) -> bool:
    """Not fetched since it was sent, or as long ago again as the message had waited by then."""
    if not boeken.opgehaald or boeken.opgehaald < boeken.laatst_verzonden:
        return True
    opgehaald = datetime.fromisoformat(boeken.opgehaald)
    verzonden = datetime.fromisoformat(boeken.laatst_verzonden) if boeken.laatst_verzonden else opgehaald
    return nu - opgehaald >= min(max(opgehaald - verzonden, KORTSTE_WACHT), LANGSTE_WACHT)


def _afgekeurd(boeken: _Boeken) -> VolgendeStap | None:
    if aantal := boeken.afgekeurd:
        tekst = (
            f"BRON keurde {_meervoud(aantal, 'actie', 'acties')} af. "
            "Bekijk de reden bij 'Verzenden naar BRON' en verbeter de gegevens in LVS2000."
        )
        return VolgendeStap(Stap.VERBETEREN, tekst, aantal)
    if aantal := boeken.vastgehouden:
        tekst = (
            f"Bij {_meervoud(aantal, 'verschil', 'verschillen')} houdt BRON aan eigen gegevens (GBA) vast. "
            "Verbeter de gegevens in LVS2000, of negeer het verschil bij Vragen."
        )
        return VolgendeStap(Stap.VASTGEHOUDEN, tekst, aantal)
    if aantal := boeken.acties[Status.UITBLIJVEND]:
        tekst = (
            f"Op {_meervoud(aantal, 'actie', 'acties')} gaf BRON na acht weken geen antwoord. "
            f"Bel de helpdesk, of verwijder {'de actie' if aantal == 1 else 'deze acties'} en voer Acties Bepalen opnieuw uit."
        )
        return VolgendeStap(Stap.ONBEANTWOORD, tekst, aantal)
    return None


def _wachten(boeken: _Boeken) -> VolgendeStap | None:
    if aantal := _onderweg(boeken):
        oudste = f"; de oudste is {boeken.wachten}" if boeken.wachten and aantal > 1 else ""
        oudste = oudste or (f": {boeken.wachten}" if boeken.wachten else "")
        tekst = f"BRON heeft {_meervoud(aantal, 'actie', 'acties')} nog niet beantwoord{oudste}. Kom later terug."
        return VolgendeStap(Stap.WACHTEN, tekst, aantal)
    return None


def _klaar(boeken: _Boeken) -> VolgendeStap:
    tekst = "Geen verschillen. Voer Acties Bepalen uit na wijzigingen in LVS2000."
    if genegeerd := boeken.verschillen[VerschilStand.GENEGEERD]:
        tekst = f"Geen verschillen, behalve {_meervoud(genegeerd, 'dat', 'die')} u negeert."
    if boeken.apart:
        tekst = f"Er wacht niets anders dan {_meervoud(boeken.apart, 'actie die u apart zette', 'acties die u apart zette')}."
    if boeken.dubbele:
        dubbele = _meervoud(boeken.dubbele, "dubbele inschrijving", "dubbele inschrijvingen")
        tekst += f" Wel {dubbele}: bel de andere school."
    return VolgendeStap(Stap.KLAAR, tekst)
