"""What one Ophalen brought, as rows to look at (manual ch. 2 and 7): per kind, what was written back, double enrolments last.

Of what the use case booked (`ophalen/opbrengst`), also when it stopped half way. Changes nothing. Names and numbers in it are for the screen of the school itself. Sources: manual ch. 2, 4, 7; DOMAIN 4.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bronsync.application.boeken.beeld import bron_kant
from bronsync.application.boeken.verwijzing import verwijzer
from bronsync.application.boeken.weergave import PGN_VELDEN, is_adres, toon_waarde, zoekvorm
from bronsync.application.lezen.dubbele import Dubbelregel, dubbele_inschrijvingen
from bronsync.application.lezen.veranderingen import Veranderingsregel, veranderingen
from bronsync.application.lezen.wie import Personen, Wie
from bronsync.application.ophalen.opbrengst import Opbrengst, Verwerkt
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, BeeldRij, InboxStand, MutatieRij, MutatieStand
from bronsync.application.tonen.berichten import HELPDESK, persoonsgegevens, zonder_personen
from bronsync.application.wegschrijven.wegschrijven import VAN_BRON
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import VELD
from bronsync.domain.kijken.signalen import Catalogus, toonbaar, zoek
from bronsync.domain.vergelijking.berichten import (
    Afkeur,
    BronSignaal,
    DubbeleInschrijving,
    Identificatie,
    InschrijvingGeaccepteerd,
    Melding,
    OverzichtDeel,
    SpontaneMutatie,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)


class Resultaatsoort(StrEnum):
    """The kinds of the result, in the order in which they ask for attention."""

    AFKEUR = "Afgekeurd"
    AANDACHT = "Vraagt aandacht"
    """Not understood, or about somebody unknown; and what BRON left unanswered for eight weeks."""
    GEACCEPTEERD = "Geaccepteerd"
    SPONTANE_MUTATIE = "Spontane mutaties"
    SLEUTELGEGEVENS = "Wijziging sleutelgegevens"
    IDENTIFICATIE = "Identificatie"
    VERWIJDERING = "Verwijderd bij BRON"


@dataclass(frozen=True, slots=True)
class ResultaatRegel:
    """One message that came in."""

    ontvangstnummer: int
    """0 for what did not come."""
    soort: Resultaatsoort
    wie: Wie
    actie: str
    """Soort of the actie it answers, or what is known of it; empty when unasked."""
    codes: str
    tekst: str = field(repr=False)
    """In one line."""
    uitleg: tuple[tuple[str, str], ...] = field(repr=False)
    """Heading and text, for who wants to know more."""

    @property
    def zoek(self) -> str:
        """What the search looks in; with the full number."""
        return self.wie.zoek + zoekvorm(f" {self.actie} {self.codes} {self.tekst}")


@dataclass(frozen=True, slots=True)
class TeruggeschrevenRegel:
    """One field that BRON changed in LVS2000, or could not change because the school had."""

    nummer: int
    wie: Wie
    veld: str
    was: str = field(repr=False)
    wordt: str = field(repr=False)
    is_pgn: bool
    nieuw_nummer: bool
    """A number of a person where there was none: found or given by BRON."""
    gelukt: bool
    """False: LVS2000 held something else by then, and keeps it."""
    geheim: bool
    """Part of a secret address: the window masks it."""


@dataclass(frozen=True, slots=True)
class Ophaalresultaat:
    """All that one Ophalen brought."""

    regels: tuple[ResultaatRegel, ...]
    teruggeschreven: tuple[TeruggeschrevenRegel, ...]
    veranderd: tuple[Veranderingsregel, ...]
    dubbele: tuple[Dubbelregel, ...]
    """All that are open, also the ones of earlier."""
    elders_getoond: int
    """Messages without a row of their own: parts of an overview, and reports of dubbele inschrijvingen."""

    @property
    def leeg(self) -> bool:
        """BRON had nothing waiting."""
        return not (self.regels or self.teruggeschreven or self.elders_getoond)

    def per_soort(self, soort: Resultaatsoort) -> tuple[ResultaatRegel, ...]:
        """The rows of one kind."""
        return tuple(regel for regel in self.regels if regel.soort is soort)


def ophaalresultaat(omg: Omgeving, binnen: Opbrengst, catalogus: Catalogus) -> Ophaalresultaat:
    """What came in and was written back, in the order in which it asks for attention."""
    elders = [een for een in binnen.verwerkt if _elders_getoond(een)]
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        wie = Personen(unit, omg)
        regels = [_regel(een, catalogus, wie) for een in binnen.verwerkt if not _elders_getoond(een)]
        regels += [_uitblijvend(actie, wie) for actie in binnen.uitblijvend]
        volgorde = list(Resultaatsoort)
        regels.sort(key=lambda regel: (volgorde.index(regel.soort), regel.ontvangstnummer))
        van_bron = [mutatie for mutatie in binnen.mutaties if mutatie.aanleiding.startswith(VAN_BRON)]
        versie = binnen.beeld_versie
        return Ophaalresultaat(
            tuple(regels),
            tuple(regel for mutatie in van_bron for regel in _teruggeschreven(mutatie, wie)),
            veranderingen(unit, omg, wie, beeld_versie=versie) if versie else (),
            dubbele_inschrijvingen(unit, omg, wie),
            len(elders),
        )


def _elders_getoond(een: Verwerkt) -> bool:
    soorten = OverzichtDeel | DubbeleInschrijving
    return isinstance(een.bericht.melding, soorten) and een.gevolg.stand is InboxStand.VERWERKT


# --- one message --------------------------------------------------------------------------------------------------------------------

_Uitleg = tuple[tuple[str, str], ...]
_NIET_VAN_HIER: Final = (
    "Dit is een antwoord op een bericht dat vanaf een andere computer is verzonden, of voordat een reservekopie werd teruggezet. "
    "Haal een registratieoverzicht op; daarna vraagt BRON Sync u elk verschil."
)


def _regel(een: Verwerkt, catalogus: Catalogus, wie: Personen) -> ResultaatRegel:
    melding, actie = een.bericht.melding, een.actie
    soort, tekst, signalen = _wat(melding)
    uitleg = _leg_uit(signalen, catalogus)
    if een.gevolg.stand is not InboxStand.VERWERKT:
        soort, tekst = (
            Resultaatsoort.AANDACHT,
            f"Niet verwerkt: {een.gevolg.reden or 'dit bericht wordt niet begrepen'}.",
        )
        uitleg = (
            *uitleg,
            (
                "Wat te doen",
                "Het bericht is bewaard. Neem contact op met de helpdesk en geef het ontvangstnummer door.",
            ),
        )
    if een.bericht.antwoord_op and een.verzending is None:
        uitleg = (*uitleg, ("Niet van deze computer", _NIET_VAN_HIER))
    return ResultaatRegel(
        een.bericht.ontvangstnummer,
        soort,
        wie.van(actie) if actie else wie.in_melding(melding),
        _antwoord_op(een),
        ", ".join(toonbaar(signaal.code) for signaal in signalen),
        tekst,
        uitleg,
    )


def _antwoord_op(een: Verwerkt) -> str:
    if een.actie is not None:
        return str(een.actie.soort)
    if een.bericht.antwoord_op and een.verzending is None:
        return "een bericht dat deze computer niet kent"
    return "een actie van vroeger" if een.verzending is not None and een.verzending.actie else ""


_GEVONDEN: Final = {
    "gevonden": " BRON heeft het burgerservicenummer gevonden.",
    "toegekend": " BRON heeft een onderwijsnummer toegekend.",
}
_GEIDENTIFICEERD: Final = {
    "gevonden": "BRON kent de leerling en gaf het nummer door.",
    "toegekend": "BRON vond geen burgerservicenummer en kende een onderwijsnummer toe.",
    "onbekend": "BRON kent deze leerling niet.",
}


def _wat(melding: Melding) -> tuple[Resultaatsoort, str, tuple[BronSignaal, ...]]:
    match melding:
        case Afkeur(signalen):
            return Resultaatsoort.AFKEUR, " ".join(toonbaar(signaal.tekst) for signaal in signalen), signalen
        case InschrijvingGeaccepteerd(_, herkomst, signalen):
            tekst = "De inschrijving staat zo bij BRON." + _GEVONDEN.get(herkomst, "")
            attentie = "".join(f" Attentie: {toonbaar(signaal.tekst)}" for signaal in signalen)
            return Resultaatsoort.GEACCEPTEERD, tekst + attentie, signalen
        case SpontaneMutatie(is_adres=True):
            tekst = "BRON heeft een ander adres. Acties Bepalen vraagt of u het overneemt."
            return Resultaatsoort.SPONTANE_MUTATIE, tekst, ()
        case SpontaneMutatie():
            return Resultaatsoort.SPONTANE_MUTATIE, "BRON heeft persoonsgegevens gewijzigd.", ()
        case WijzigingSleutelgegevens():
            return Resultaatsoort.SLEUTELGEGEVENS, "BRON heeft de sleutelgegevens gewijzigd.", ()
        case Identificatie(uitkomst=uitkomst):
            return Resultaatsoort.IDENTIFICATIE, _GEIDENTIFICEERD.get(uitkomst, f"Uitkomst: {uitkomst}."), ()
        case VerwijderingBevestigd():
            return Resultaatsoort.VERWIJDERING, "De inschrijving staat niet meer bij BRON.", ()
        case _:
            return Resultaatsoort.AANDACHT, "", ()


def _leg_uit(signalen: tuple[BronSignaal, ...], catalogus: Catalogus) -> _Uitleg:
    uitleg: list[tuple[str, str]] = []
    for signaal in signalen:
        gevonden = zoek(catalogus, signaal.code, signaal.tekst)
        uitleg += [
            (f"Tekst van BRON ({toonbaar(signaal.code)})", toonbaar(signaal.tekst)),
            ("Betekenis", gevonden.betekenis),
            ("Oorzaak", gevonden.oorzaak),
            ("Wat te doen", gevonden.advies),
        ]
    return tuple((kop, tekst) for kop, tekst in uitleg if tekst)


def _uitblijvend(actie: Actie, wie: Personen) -> ResultaatRegel:
    return ResultaatRegel(
        0,
        Resultaatsoort.AANDACHT,
        wie.van(actie),
        str(actie.soort),
        "",
        "BRON gaf na acht weken nog geen antwoord.",
        (
            (
                "Wat te doen",
                "Neem contact op met de helpdesk, of verwijder de actie en voer Acties Bepalen opnieuw uit.",
            ),
        ),
    )


# --- what was written back, what changed --------------------------------------------------------------------------------------------


def _teruggeschreven(mutatie: MutatieRij, wie: Personen) -> Iterator[TeruggeschrevenRegel]:
    leerling = wie.inschrijving(mutatie.inschrijving_id)
    for naam, was, wordt in mutatie.wijzigingen:
        is_pgn = naam in PGN_VELDEN
        yield TeruggeschrevenRegel(
            mutatie.nummer,
            leerling,
            VELD[naam].label,
            toon_waarde(VELD[naam], was),
            toon_waarde(VELD[naam], wordt),
            is_pgn,
            is_pgn and was is None,
            mutatie.stand is not MutatieStand.CONFLICT,
            is_adres(naam) and wie.geheim(leerling),
        )


def voor_helpdesk(omg: Omgeving, regel: ResultaatRegel) -> str:
    """'Kopieer voor helpdesk' of one message that came in: numbers, codes and the exact texts of BRON, without its pupil."""
    wie = regel.wie
    lvs = omg.lvs.lees_een(omg.aanleverpunt, wie.sleutel[0]) if wie.sleutel and wie.sleutel[0] else None
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        beelden = unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt, pgn=wie.pgn) if wie.pgn else []
        verwijzing = verwijzer(unit)(wie.leerlingnummer)
    regels = [
        f"BRON Sync {omg.versie}",
        f"Ontvangstnummer: {f'T{regel.ontvangstnummer}' if regel.ontvangstnummer else '-'}",
        f"Leerling: {verwijzing or '-'}, PGN: {masker(wie.pgn) or '-'}",
        f"{regel.soort}, antwoord op: {regel.actie or 'niets'}, codes: {regel.codes or '-'}",
        regel.tekst,
        *(f"{kop}: {tekst}" for kop, tekst in regel.uitleg),
        "",
        HELPDESK,
    ]
    genoemd = [deel for deel in re.split("[ ,]+", wie.naam) if len(deel) > 1]
    return zonder_personen("\n".join(regels), (*persoonsgegevens(lvs, *map(bron_kant, beelden)), *genoemd))
