"""The helpdesk's view: finds messages by pupil, code, date and status, and tells all about one of them (manual ch. 6).

Names and numbers are for the screen of the school itself. What is copied for the helpdesk (`als_tekst`) has the exact text, the codes and
the version, but no name, and of a PGN only the last digits. The XML is shown as text and never parsed here. Source: RELIABILITY E, D24.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from bronsync.application.boeken.beeld import bron_kant
from bronsync.application.boeken.verwijzing import gevraagde_verwijzing, verwijzer
from bronsync.application.boeken.weergave import inspringen, toon_dag, zoekvorm
from bronsync.application.lezen.signalen import SignaalRegel, leg_uit
from bronsync.application.lezen.tijdlijn import TijdlijnRegel, tijdlijn
from bronsync.application.lezen.wie import NIEMAND, Personen, Wie
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import Actie, BeeldRij, InboxRij, InboxStand, SignaalRij, Verzending
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import VELDEN, Categorie, Soort, cel
from bronsync.domain.kijken.signalen import Catalogus, toonbaar
from bronsync.domain.vergelijking.kanten import BronKant

HELPDESK: Final = "Helpdesk van Data Care: bel en geef de code en de tekst hierboven door."
"""Where to call. The number of the real helpdesk is ASSUMED to stand in the school's own papers."""

SOORT_TITEL: Final[dict[str, str]] = {
    "Afkeur": "Afkeur",
    "InschrijvingGeaccepteerd": "Inschrijving geaccepteerd",
    "Identificatie": "Identificatie",
    "SpontaneMutatie": "Spontane mutatie",
    "WijzigingSleutelgegevens": "Wijziging sleutelgegevens",
    "DubbeleInschrijving": "Dubbele inschrijving",
    "VerwijderingBevestigd": "Verwijdering bevestigd",
    "OverzichtDeel": "Registratieoverzicht",
    "Onbegrepen": "Niet te lezen bericht",
}
"""The kinds of feedback, as the screen calls them."""
_OVER_NIEMAND: Final = frozenset(SOORT_TITEL[soort] for soort in ("Afkeur", "OverzichtDeel", "Onbegrepen"))
"""What names no pupil inside."""


@dataclass(frozen=True, slots=True)
class BerichtTreffer:
    """One message that was found."""

    tijdstip: str
    richting: str
    """`naar BRON` or `van BRON`."""
    soort: str
    stand: str
    """Of the actie, or where the feedback stands when it belongs to none."""
    wie: Wie
    """Nobody when it is about no pupil; without `sleutel` when about one who is not known here."""
    actie: int
    bericht_id: str
    """Of our own message, also for the answer to it; empty when BRON told something unasked."""
    ontvangstnummer: int
    codes: tuple[str, ...]
    """Foutcodes that BRON or the controles gave."""
    korte_code: str
    """To name the message on the phone."""


@dataclass(frozen=True, slots=True)
class BerichtDetail:
    """All about one message."""

    treffer: BerichtTreffer
    oorspronkelijk: tuple[str, ...] = field(repr=False)
    """`code: text` exactly as BRON gave it."""
    signalen: tuple[SignaalRegel, ...]
    """The same explained by the catalogue."""
    xml: str = field(repr=False)
    """With a line per element; empty when it is no longer kept."""
    tijdlijn: tuple[TijdlijnRegel, ...]
    """What happened to the same actie before and after."""
    kenmerk: str
    """Of BRON's receipt."""
    poging: int
    versie: str
    verwijzing: str
    """By what the helpdesk knows the pupil; empty when it is about none."""
    namen: tuple[str, ...] = field(repr=False)
    """What `als_tekst` leaves out."""


def zoek_berichten(
    omg: Omgeving,
    *,
    tekst: str = "",
    code: str = "",
    vanaf: date | None = None,
    tot: date | None = None,
    stand: str = "",
) -> tuple[BerichtTreffer, ...]:
    """The messages to which all that was asked applies, newest first. Each word of `tekst` must be found at the pupil.

    `tekst`: name, PGN, leerlingnummer, or the reference that the helpdesk has; `code`: a foutcode, or what the window calls the message by; `tot` is included.
    """
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        acties = {actie.nummer: actie for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt)}
        personen = Personen(unit, omg)
        alle = _alle(unit, omg, acties, personen)
        alle = [een if een.wie.sleutel else _ongevraagd(unit, omg, personen, een) for een in alle]
        verwijs = verwijzer(unit)
    verwijzing = gevraagde_verwijzing(tekst)
    woorden = [] if verwijzing else zoekvorm(tekst).split()
    gevraagd = code.strip().casefold()
    gevonden = [
        treffer
        for treffer in alle
        if all(woord in treffer.wie.zoek for woord in woorden)
        and (not verwijzing or (treffer.wie.sleutel and verwijs(treffer.wie.leerlingnummer).startswith(verwijzing)))
        and (not gevraagd or _heeft_code(treffer, gevraagd))
        and (not stand or treffer.stand == stand)
        and (vanaf is None or treffer.tijdstip[:10] >= vanaf.isoformat())
        and (tot is None or treffer.tijdstip[:10] <= tot.isoformat())
    ]
    return tuple(sorted(gevonden, key=lambda een: (een.tijdstip, een.ontvangstnummer, een.actie), reverse=True))


def _heeft_code(treffer: BerichtTreffer, gevraagd: str) -> bool:
    """A foutcode or a part of it, or any name by which the window calls the message: korte code, bericht-id, `A-7`, `T12`."""
    namen = {
        treffer.korte_code.casefold(),
        treffer.bericht_id.casefold(),
        f"a-{treffer.actie}",
        f"t{treffer.ontvangstnummer}",
    }
    return gevraagd in namen or any(gevraagd in code.casefold() for code in treffer.codes)


def _ongevraagd(unit: UnitOfWork, omg: Omgeving, personen: Personen, treffer: BerichtTreffer) -> BerichtTreffer:
    """What BRON told unasked names the pupil inside the message only; as known at school now, also when the PGN has changed since."""
    if not treffer.ontvangstnummer or treffer.soort in _OVER_NIEMAND:
        return treffer
    inbox = unit.get(InboxRij, omg.aanleverpunt, treffer.ontvangstnummer)
    if inbox is None or not inbox.raw:
        return treffer
    return replace(treffer, wie=personen.in_melding(omg.register.lees(inbox.raw).melding))


class _Code(NamedTuple):
    actie: int
    code: str


class _Heen(NamedTuple):
    """Of a sent message all but its content."""

    bericht_id: str
    actie: int
    operatie: str
    tijdstip: str
    peildatum: str


class _Terug(NamedTuple):
    """Of a received message all but its content."""

    ontvangstnummer: int
    stand: InboxStand
    soort: str
    antwoord_op: str
    ontvangen: str


def _alle(unit: UnitOfWork, omg: Omgeving, acties: Mapping[int, Actie], personen: Personen) -> list[BerichtTreffer]:
    codes: dict[int, list[str]] = defaultdict(list)
    for signaal in unit.stream(SignaalRij, _Code, aanleverpunt=omg.aanleverpunt):
        codes[signaal.actie].append(toonbaar(signaal.code))
    gevonden: list[tuple[Actie | None, str, str, str, str, str, int]] = []
    van_bericht: dict[str, int] = {}
    for heen in unit.stream(Verzending, _Heen, aanleverpunt=omg.aanleverpunt):
        actie = acties.get(heen.actie)
        van_bericht[heen.bericht_id] = heen.actie
        soort = str(actie.soort) if actie else "Registratieoverzicht" if heen.peildatum else heen.operatie
        stand = str(actie.status) if actie else ""
        gevonden.append((actie, heen.tijdstip, "naar BRON", soort, stand, heen.bericht_id, 0))
    for terug in unit.stream(InboxRij, _Terug, aanleverpunt=omg.aanleverpunt):
        actie = acties.get(van_bericht.get(terug.antwoord_op, 0))
        soort = SOORT_TITEL.get(terug.soort, terug.soort or "Nog niet verwerkt")
        stand = str(actie.status if actie else terug.stand)
        gevonden.append((actie, terug.ontvangen, "van BRON", soort, stand, terug.antwoord_op, terug.ontvangstnummer))
    return [
        BerichtTreffer(
            tijdstip=moment,
            richting=richting,
            soort=soort,
            stand=stand,
            wie=personen.van(actie) if actie else NIEMAND,
            actie=actie.nummer if actie else 0,
            bericht_id=bericht_id,
            ontvangstnummer=nummer,
            codes=tuple(dict.fromkeys(codes.get(actie.nummer, ()))) if actie else (),
            korte_code=bericht_id[:8] or f"T{nummer}",
        )
        for actie, moment, richting, soort, stand, bericht_id, nummer in gevonden
    ]


def bericht_tonen(omg: Omgeving, treffer: BerichtTreffer, catalogus: Catalogus) -> BerichtDetail:
    """One message with its explanation and what happened before and after."""
    plek = treffer.wie.sleutel[0] if treffer.wie.sleutel else 0
    lvs = omg.lvs.lees_een(omg.aanleverpunt, plek) if plek else None
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        verzending = unit.get(Verzending, treffer.bericht_id) if treffer.bericht_id else None
        inbox = unit.get(InboxRij, omg.aanleverpunt, treffer.ontvangstnummer) if treffer.ontvangstnummer else None
        actie = unit.get(Actie, omg.aanleverpunt, treffer.actie) if treffer.actie else None
        signalen = unit.all(SignaalRij, actie=actie.nummer) if actie else []
        beeld = unit.get(BeeldRij, omg.aanleverpunt, actie.pgn, actie.inschrijfdatum) if actie else None
        regels = tijdlijn(unit, omg, [actie]) if actie else ()
        verwijzing = verwijzer(unit)(lvs.leerlingnummer if lvs else actie.leerlingnummer if actie else "")
    bron = bron_kant(beeld) if beeld else None
    raw = inbox.raw if inbox else verzending.body if verzending else b""
    return BerichtDetail(
        treffer=treffer,
        oorspronkelijk=tuple(f"{s.code}: {s.tekst}" for s in signalen if s.herkomst == "BRON"),
        signalen=tuple(leg_uit(catalogus, signaal) for signaal in signalen),
        xml=inspringen(raw),
        tijdlijn=regels,
        kenmerk=verzending.kenmerk if verzending else "",
        poging=verzending.poging if verzending else 0,
        versie=omg.versie,
        verwijzing=verwijzing,
        namen=persoonsgegevens(lvs, bron),
    )


_PERSOONLIJK: Final = tuple(
    veld.naam
    for veld in VELDEN
    if veld.categorie in (Categorie.SLEUTEL, Categorie.ADRES)
    and veld.soort in (Soort.TEKST, Soort.POSTCODE)
    and veld.naam != "voorvoegsel"
)


_NUMMER: Final = re.compile(r"(?<![0-9A-Za-z-])[0-9](?:[. ]?[0-9]){7,8}(?![0-9A-Za-z-])")
"""As long as a PGN, also with dots or spaces in it."""
_KORTSTE: Final = 2
"""A letter alone stands in any text."""


def persoonsgegevens(*kanten: LvsRij | BronKant | None) -> tuple[str, ...]:
    """Names, addresses and birth dates of one pupil as either side has them: what is left out of a text for others."""
    gevonden: set[str] = set()
    for kant in kanten:
        if kant is None:
            continue
        cellen = [str(cel(kant.rij, naam) or "") for naam in _PERSOONLIJK]
        cellen += [*str(cel(kant.rij, "voornamen") or "").split(), kant.leerlingnummer]
        geboren = str(cel(kant.rij, "geboortedatum") or "")
        cellen += [geboren, geboren.replace("-", ""), toon_dag(geboren)]
        cellen += [str(kant.roepnaam or "")] if isinstance(kant, LvsRij) else []
        gevonden |= {waarde for waarde in cellen if len(waarde) >= _KORTSTE}
    return tuple(sorted(gevonden))


def zonder_hun_personen(omg: Omgeving, regels: Iterable[SignaalRegel]) -> list[tuple[SignaalRegel, str]]:
    """Each signal with what it means, without the pupil it is about. Of our own controles nothing: their words may name a value."""
    gevonden = []
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        for regel in regels:
            actie = unit.get(Actie, omg.aanleverpunt, regel.actie) if regel.actie else None
            beeld = unit.get(BeeldRij, omg.aanleverpunt, actie.pgn, actie.inschrijfdatum) if actie else None
            lvs = omg.lvs.lees_een(omg.aanleverpunt, regel.inschrijving) if regel.inschrijving else None
            weg = persoonsgegevens(lvs, bron_kant(beeld) if beeld else None)
            gevonden.append((regel, zonder_personen(regel.betekenis, weg) if regel.herkomst == "BRON" else ""))
    return gevonden


def als_tekst(detail: BerichtDetail) -> str:
    """For the clipboard ('Kopieer voor helpdesk'): without names, and of a PGN only the last digits."""
    treffer = detail.treffer
    regels = [
        f"BRON Sync {detail.versie}",
        f"Korte code: {treffer.korte_code}",
        f"Bericht: {treffer.soort} ({treffer.richting}), {_moment(treffer.tijdstip)}",
        f"Bericht-id: {treffer.bericht_id or '-'}",
        f"Ontvangstnummer: {treffer.ontvangstnummer or '-'}, kenmerk: {detail.kenmerk or '-'}, actie: {treffer.actie or '-'}",
        f"Stand: {treffer.stand or '-'}",
        f"Leerling: {detail.verwijzing or '-'}, PGN: {treffer.wie.pgn_masker or '-'}",
        "",
        "Exacte tekst van BRON:",
        *(detail.oorspronkelijk or ("-",)),
        "",
        "Uitleg:",
        *(_uitleg(detail.signalen) or ("-",)),
        "",
        "Wat er gebeurde:",
        *(f"{_moment(regel.tijdstip)} {regel.gebeurtenis}: {regel.tekst}" for regel in detail.tijdlijn),
        "",
        HELPDESK,
    ]
    return zonder_personen("\n".join(regels), detail.namen)


def _moment(tijdstip: str) -> str:
    return f"{toon_dag(tijdstip)} {tijdstip[11:19]} UTC"


def _uitleg(signalen: Iterable[SignaalRegel]) -> list[str]:
    return [
        " ".join(deel for deel in (f"{signaal.code}:", signaal.betekenis, signaal.oorzaak, signaal.advies) if deel)
        for signaal in signalen
    ]


def zonder_personen(tekst: str, namen: Iterable[str]) -> str:
    """The text with these names and other words taken out and every number as long as a PGN masked."""
    for naam in sorted(namen, key=len, reverse=True):
        tekst = re.sub(rf"(?<!\w){re.escape(naam)}(?!\w)", "[weggelaten]", tekst, flags=re.IGNORECASE)
    return _NUMMER.sub(lambda gevonden: masker(re.sub("[^0-9]", "", gevonden[0])), tekst)
