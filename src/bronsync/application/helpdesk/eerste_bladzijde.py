"""The first page of the helpdeskbestand: what stands out, the last errors by the code that the user reads out, and the ten questions.

For somebody who cannot see the school and has a minute. Each sentence is put together from codes, numbers and words of our own. Moments
here are of the clock of this computer, as the user saw them; the other parts have UTC. Source: RELIABILITY E2, E5 (the ten questions).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from bronsync.application.beheer.certificaten import waarschuwing
from bronsync.application.boeken.boekingen import REM_BEVESTIGD
from bronsync.application.boeken.controlespoor import sessiecode
from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.helpdesk.spoor import Spoor
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, InboxRij, InboxStand, MutatieRij, MutatieStand, VerschilRij
from bronsync.domain.errors import FOUTEN
from bronsync.domain.vergelijking.levensloop import OPEN, Status

VRAGEN: Final = (
    "1. Welk bericht ging het laatst naar BRON?",
    "2. Welk ontvangstnummer kwam het laatst van BRON?",
    "3. Bij welke stap gebeurde het?",
    "4. Hoe oud is het registratieoverzicht?",
    "5. Wie had het aanleverpunt in gebruik?",
    "6. Is BRON Sync onderbroken of opnieuw gestart?",
    "7. Welk certificaat werd gebruikt?",
    "8. Welke codes kwamen er terug?",
    "9. Hoeveel staat er open?",
    "10. Loopt de klok goed?",
)
"""RELIABILITY E5."""

_FOUTEN_GETOOND: Final = 12
_SESSIES_GETOOND: Final = 5
_OPEN_GETOOND: Final = 3
_OVERZICHT_DAGEN: Final = 28
_KLOK_SECONDEN: Final = 60
_SPRONG: Final = timedelta(minutes=5)
_DEZE: Final = "helpdeskbestand"
"""The flow that makes this file: what goes wrong with it went wrong before."""

Logregel = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Systeemgegevens:
    """What lies outside the ports, free of personal data already."""

    versies: Mapping[str, str]
    """Of the program and the libraries and systems under it."""
    zelftest: tuple[tuple[str, str, str], ...] = ()
    """Part, how it stands, what there is to say."""
    settings: Mapping[str, str | float] = field(default_factory=dict)
    """Only those that name no person, server or account."""
    adres: str = ""
    """Of BRON."""
    tls: Mapping[str, str] = field(default_factory=dict)
    """What a handshake showed just now; `code` when it failed."""
    certificaten: tuple[Mapping[str, str], ...] = ()
    """That came with a demo; imported ones are in the journal."""
    bestanden: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    """Of the profile and the program: how large, how old, or a hash."""
    kolommen: tuple[Mapping[str, str | int], ...] = ()
    """Of LVS2000: found or not, type, how often empty."""
    kolommen_fout: str = ""
    """Code of the reason why there are none."""
    logregels: tuple[Logregel, ...] = field(default=(), repr=False)
    """Of the technical log, oldest first."""
    bekend: frozenset[str] = field(default=frozenset(), repr=False)
    """Names of elements and codes of BRON that may be shown as they are."""
    fout: str = ""
    """Code of the reason why no session could be opened."""


def toon_moment(tekst: str) -> str:
    """A moment in UTC by the clock of this computer, dd-mm-jjjj uu:mm:ss."""
    return datetime.fromisoformat(tekst).astimezone().strftime("%d-%m-%Y %H:%M:%S")


def eerste_bladzijde(omg: Omgeving | None, spoor: Spoor | None, systeem: Systeemgegevens, moment: str) -> str:
    """All of it. Without `spoor` the journal could not be read."""
    wat = " ".join(systeem.versies.get(naam, "") for naam in ("bronsync", "systeem"))
    kop = [
        "BRON SYNC - HELPDESKBESTAND",
        f"Gemaakt op {toon_moment(moment)} ({moment[11:16]} UTC; in de andere onderdelen staan de tijden in UTC)",
        f"Aanleverpunt {omg.aanleverpunt if omg else 'onbekend'}, BRON Sync {wat}",
    ]
    op = [f"- {zin}" for zin in _wat_opvalt(omg, spoor, systeem)] or ["- Niets bijzonders gevonden."]
    fouten = list(_fouten(spoor, systeem)) or ["Geen."]
    antwoorden = _antwoorden(omg, spoor, systeem)
    vragen = [regel for vraag, antwoord in antwoorden.items() for regel in (vraag, f"  {antwoord}")]
    delen = [
        *kop,
        "",
        "WAT OPVALT",
        *op,
        "",
        "LAATSTE FOUTEN, met de code die op het scherm stond",
        *fouten,
        "",
        "DE TIEN VRAGEN",
        *vragen,
    ]
    return "\n".join(delen) + "\n"


def _zin(code: str) -> str:
    """What a code means, without the values of this time."""
    return re.sub(r"'?\{\w+\}'?", "…", FOUTEN[code].zin) if code in FOUTEN else ""


# --- the log --------------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class _Sessie:
    code: str
    begin: str
    laatste: str
    wat: str
    klaar: bool

    def __str__(self) -> str:
        return f"{toon_moment(self.begin)} tot {toon_moment(self.laatste)[11:]} {self.wat} ({self.code})"


def _sessies(systeem: Systeemgegevens, nu: str) -> list[_Sessie]:
    """Those that the log begins, oldest first, without the one that asks. A flow ends with its error; a window goes on after one."""
    per_sessie: dict[str, list[Logregel]] = {}
    for regel in systeem.logregels:
        naam = str(regel.get("sessie", ""))
        if regel.get("gebeurtenis") == "flow begonnen" or naam in per_sessie:
            per_sessie.setdefault(naam, []).append(regel)
    per_sessie.pop(nu, None)
    sessies = []
    for naam, regels in per_sessie.items():
        flow = str(regels[0].get("flow", ""))
        einde = {"flow klaar", "flow mislukt", "fout"} if flow else {"flow klaar"}
        klaar = any(regel.get("gebeurtenis") in einde for regel in regels)
        begin, laatste = str(regels[0].get("tijd", "")), str(regels[-1].get("tijd", ""))
        sessies.append(_Sessie(sessiecode(naam), begin, laatste, flow or "het venster", klaar))
    return [sessie for sessie in sessies if sessie.begin and sessie.wat != _DEZE]


def _logfouten(systeem: Systeemgegevens) -> list[Logregel]:
    """Not of the making of this file itself, unless there is nothing else."""
    alle = [regel for regel in systeem.logregels if regel.get("gebeurtenis") == "fout" and regel.get("tijd")]
    return [regel for regel in alle if regel.get("flow") != _DEZE] or alle


def _helpdeskcode(code: object, sessie: object) -> str:
    return f"{code} / {sessiecode(str(sessie))}" if sessie else str(code)


def _fouten(spoor: Spoor | None, systeem: Systeemgegevens) -> Iterator[str]:
    """Newest first: of the log, and what the audit trail has with a code."""
    regels = []
    for een in _logfouten(systeem):
        code = str(een.get("code", ""))
        klasse = str(een.get("klasse", "")).rpartition(".")[2] if FOUTEN.get(code) and code.startswith("EIGEN") else ""
        nader = (een.get(naam) for naam in ("reden", "foutcode", "http_status", "plaats"))
        waar = ", ".join(str(deel) for deel in (klasse, *nader) if deel)
        tekst = f"{een.get('flow') or 'venster of openen'}. {_zin(code)} [{waar}]"
        regels.append((str(een["tijd"])[:23], _helpdeskcode(code, een.get("sessie")), tekst))
    for rij in spoor.audit if spoor else ():
        if rij.code and rij.code != "met de hand" and rij.naar != REM_BEVESTIGD:
            code = spoor.code(rij.code) if spoor else ""
            overgang = f"{rij.van} -> {rij.naar}" if rij.van else rij.naar
            tekst = f"{rij.onderwerp}: {overgang}. {_zin(code)}"
            regels.append((rij.tijdstip[:19], _helpdeskcode(code, rij.sessie), tekst))
    regels.sort(key=lambda regel: regel[0])
    for tijd, code, tekst in regels[: -_FOUTEN_GETOOND - 1 : -1]:
        yield f"{toon_moment(f'{tijd[:19]}+00:00')}  {code}  {tekst.strip()}"


# --- what stands out --------------------------------------------------------------------------------------------------------------------


def _wat_opvalt(omg: Omgeving | None, spoor: Spoor | None, systeem: Systeemgegevens) -> Iterator[str]:
    if systeem.fout:
        yield f"BRON Sync kan het aanleverpunt nu niet openen: {systeem.fout}. {_zin(systeem.fout)}"
    if omg is not None and spoor is not None:
        yield from _uit_het_spoor(omg, spoor)
    for sessie in [een for een in _sessies(systeem, omg.sessie if omg else "") if not een.klaar][-_OPEN_GETOOND:]:
        begin = toon_moment(sessie.begin)
        yield f"Afgebroken, of nog bezig in een ander venster: {sessie.wat}, begonnen {begin} ({sessie.code})."
    if "code" in systeem.tls:
        yield f"BRON is nu niet te gebruiken: {systeem.tls['code']}, {systeem.tls.get('oorzaak', '')}."
    if systeem.kolommen_fout:
        yield f"LVS2000 antwoordt nu niet: {systeem.kolommen_fout}. {_zin(systeem.kolommen_fout)}"
    weg = [f"{k['tabel']}.{k['kolom']}".rstrip(".") for k in systeem.kolommen if k.get("gevonden") == "nee"]
    if weg:
        yield f"In de LVS2000-database ontbreekt: {', '.join(weg)}."
    for naam, hoe, tekst in systeem.zelftest:
        if hoe != "goed":
            yield f"Zelftest, {naam}: {hoe}. {tekst}"


def _uit_het_spoor(omg: Omgeving, spoor: Spoor) -> Iterator[str]:
    nu = spoor.nu
    if spoor.breuk:
        yield (
            f"Het controlespoor is verbroken bij regel {spoor.breuk}:"
            " iemand of iets heeft de gegevens buiten BRON Sync om veranderd."
        )
    if spoor.nummering_opnieuw:
        yield "BRON nummert de terugkoppelingen opnieuw (PROC-22): eerst een registratieoverzicht ophalen."
    elif nu.herstel_nodig:
        yield (
            "De gegevens zijn nieuw of teruggezet: eerst een registratieoverzicht ophalen,"
            " daarna wordt elk verschil gevraagd."
        )
    for gat in spoor.ontbrekend:
        yield f"Ontvangstnummer {gat} ontbreekt (PROC-09): eerst een registratieoverzicht ophalen."
    if nu.historisch_peildatum:
        yield f"Er wordt een historisch registratieoverzicht bekeken (peildatum {toon_dag(nu.historisch_peildatum)})."
    if nu.peildatum is None:
        yield "Er is nog geen registratieoverzicht."
    elif (dagen := _ouderdom(omg, nu.peildatum)) > _OVERZICHT_DAGEN:
        yield f"Het registratieoverzicht is {dagen} dagen oud; na {_OVERZICHT_DAGEN} dagen telt het niet meer."
    yield from _wat_wacht(spoor)
    yield from _klok_en_certificaat(omg, spoor)


def _wat_wacht(spoor: Spoor) -> Iterator[str]:
    acties, inbox = spoor.per(Actie, "status"), spoor.per(InboxRij, "stand")
    for status, wat in (
        (Status.ONBESLIST, "waarvan niet vaststaat of BRON ze ontving"),
        (Status.UITBLIJVEND, "waarop BRON na acht weken niet antwoordde"),
        (Status.AFGEKEURD, "die BRON of LVS2000 afkeurde"),
    ):
        if aantal := acties.get(status):
            yield f"{aantal} actie(s) {wat}; zie acties.jsonl."
    if aantal := inbox.get(InboxStand.ONBEGREPEN, 0) + inbox.get(InboxStand.WACHT_OP_GEBRUIKER, 0):
        yield f"{aantal} bericht(en) van BRON niet te verwerken; zie berichtvormen.txt."
    mutaties = spoor.per(MutatieRij, "stand")
    for hoe, wat in (
        (MutatieStand.VOORGENOMEN, "moet(en) nog in LVS2000 worden teruggeschreven"),
        (MutatieStand.CONFLICT, "niet in LVS2000 teruggeschreven omdat daar iets anders stond"),
    ):
        if aantal := mutaties.get(hoe):
            yield f"{aantal} wijziging(en) {wat}; zie terugschrijven.jsonl."


def _klok_en_certificaat(omg: Omgeving, spoor: Spoor) -> Iterator[str]:
    if spoor.nu.klokverschil is not None and abs(spoor.nu.klokverschil) > _KLOK_SECONDEN:
        yield f"De klok van deze computer wijkt {abs(spoor.nu.klokverschil)} seconden af van die van BRON."
    if sprong := _tijdsprong(spoor):
        yield f"De klok is verzet: regel {sprong} van het controlespoor is van vroeger dan de regel ervoor."
    if spoor.audit and datetime.fromisoformat(spoor.audit[-1].tijdstip) > omg.clock.now() + _SPRONG:
        yield f"De klok is verzet: regel {spoor.audit[-1].nummer} van het controlespoor is van later dan nu."
    if omg.certificaat_tot is None:
        yield "Er is geen bruikbaar certificaat voor dit aanleverpunt."
    elif tekst := waarschuwing(omg.certificaat_tot, omg.clock.today()):
        yield f"Certificaat: {tekst}"


def _ouderdom(omg: Omgeving, peildatum: str) -> int:
    return (omg.clock.today() - date.fromisoformat(peildatum)).days


def _tijdsprong(spoor: Spoor) -> int:
    """Number of the last audit line that is older than the one before it; 0 when there is none."""
    gevonden = 0
    for vorige, rij in zip(spoor.audit, spoor.audit[1:], strict=False):
        if datetime.fromisoformat(vorige.tijdstip) - datetime.fromisoformat(rij.tijdstip) > _SPRONG:
            gevonden = rij.nummer
    return gevonden


# --- the ten questions ------------------------------------------------------------------------------------------------------------------


def _antwoorden(omg: Omgeving | None, spoor: Spoor | None, systeem: Systeemgegevens) -> dict[str, str]:
    onbekend = f"Onbekend: de gegevens van BRON Sync waren niet te lezen ({systeem.fout or 'geen aanleverpunt'})."
    codes = Counter(str(regel["code"]) for regel in systeem.logregels if regel.get("code"))
    antwoorden = dict.fromkeys(VRAGEN, onbekend)
    antwoorden[VRAGEN[2]] = _stap(spoor, systeem)
    antwoorden[VRAGEN[4]] = _in_gebruik(omg, spoor, systeem)
    antwoorden[VRAGEN[5]] = _onderbrekingen(omg, spoor, systeem)
    antwoorden[VRAGEN[6]] = _certificaat(omg, spoor, systeem)
    antwoorden[VRAGEN[7]] = _telling(codes + spoor.codes if spoor else codes)
    if omg is None or spoor is None:
        return antwoorden
    nu, heen = spoor.nu, spoor.laatste_bericht
    if heen is None:
        bericht = "Nog geen."
    else:
        waarvan = f"actie A-{heen.actie}" if heen.actie else f"peildatum {toon_dag(heen.peildatum)}"
        bericht = f"{heen.bericht_id} ({heen.operatie}, {waarvan}, poging {heen.poging}), {toon_moment(heen.tijdstip)}"
        hoe = ", BRON bevestigde de ontvangst." if heen.kenmerk else ", zonder ontvangstbevestiging van BRON."
        bericht += hoe if heen.actie else "."
    ontvangen = f"{nu.hoogste_ontvangstnummer}, afgemeld tot en met {nu.bevestigd_tot_en_met}"
    ontvangen += "".join(f"; nummer {gat} ontbreekt" for gat in spoor.ontbrekend)
    ontvangen += "".join(
        f"; sinds {toon_moment(rij.sinds)} telt BRON opnieuw: T{rij.vanaf + 1} is nummer 1" for rij in spoor.nummeringen
    )
    ontvangen += "."
    ouderdom = "Er is geen overzicht."
    if nu.peildatum:
        ouderdom = f"Peildatum {toon_dag(nu.peildatum)}, {_ouderdom(omg, nu.peildatum)} dagen oud"
        ouderdom += " (te oud)" if _ouderdom(omg, nu.peildatum) > _OVERZICHT_DAGEN else ""
        ouderdom += f"; bekeken wordt nu {toon_dag(nu.historisch_peildatum)}." if nu.historisch_peildatum else "."
    acties = Counter({naam: aantal for naam, aantal in spoor.per(Actie, "status").items() if naam in OPEN})
    open_ = f"Acties: {_telling(acties)}. Verschillen: {_telling(Counter(spoor.per(VerschilRij, 'stand')))}."
    open_ += f" Berichten van BRON: {_telling(Counter(spoor.per(InboxRij, 'stand')))}."
    clock = "Nog niet vergeleken met BRON."
    if spoor.nu.klokverschil is not None:
        goed = "goed" if abs(spoor.nu.klokverschil) <= _KLOK_SECONDEN else "niet goed"
        clock = f"{goed.capitalize()}: bij het laatste ophalen {spoor.nu.klokverschil} seconden verschil met BRON."
    for plaats, antwoord in ((0, bericht), (1, ontvangen), (3, ouderdom), (8, open_), (9, clock)):
        antwoorden[VRAGEN[plaats]] = antwoord
    return antwoorden


def _stap(spoor: Spoor | None, systeem: Systeemgegevens) -> str:
    fouten = _logfouten(systeem)
    if not fouten:
        antwoord = "In het logboek staat geen fout."
    else:
        een = fouten[-1]
        code = _helpdeskcode(een.get("code", ""), een.get("sessie"))
        antwoord = f"De laatste fout was {toon_moment(str(een['tijd']))} bij {een.get('flow') or 'het venster of openen'}, code {code}."
    if spoor and spoor.audit:
        laatste = spoor.audit[-1]
        overgang = f"{laatste.van} -> {laatste.naar}".removeprefix(" -> ")
        antwoord += f" Het laatst vastgelegd: {toon_moment(laatste.tijdstip)} {laatste.onderwerp}: {overgang}."
    return antwoord


def _in_gebruik(omg: Omgeving | None, spoor: Spoor | None, systeem: Systeemgegevens) -> str:
    antwoord = ""
    if omg is not None and not systeem.fout:
        antwoord = f"Nu: dit venster of deze opdracht ({sessiecode(omg.sessie)}). "
    eerder = _sessies(systeem, omg.sessie if omg else "")[-_SESSIES_GETOOND:]
    antwoord += f"Eerder op deze computer: {'; '.join(map(str, reversed(eerder))) or 'niemand'}. "
    if spoor is not None:
        wie = sorted({rij.wie[:12] for rij in spoor.audit})
        antwoord += f"Gebruikers van deze computer: {len(wie)} ({', '.join(wie)}). "
    bezet = [regel for regel in systeem.logregels if regel.get("code") == "LVS-09" and regel.get("tijd")]
    if not bezet:
        return f"{antwoord}Nooit door een ander bezet gevonden (LVS-09)."
    laatst = toon_moment(str(bezet[-1]["tijd"]))
    return f"{antwoord}Door een ander bezet gevonden (LVS-09): {len(bezet)}x, laatst {laatst}; de melding noemde die computer."


def _onderbrekingen(omg: Omgeving | None, spoor: Spoor | None, systeem: Systeemgegevens) -> str:
    sessies = _sessies(systeem, omg.sessie if omg else "")
    open_ = [sessie for sessie in sessies if not sessie.klaar]
    antwoord = f"{len(sessies)} eerdere sessies in het logboek, {len(open_)} zonder einde"
    antwoord += f": {'; '.join(map(str, open_[-_SESSIES_GETOOND:]))}. " if open_ else ". "
    if spoor is None:
        return antwoord.strip()
    bezig = [f"{toon_moment(rij.tijdstip)} {rij.van}" for rij in spoor.audit if rij.onderwerp == "onderbroken"]
    antwoord += f"Bij het starten was nog bezig: {'; '.join(bezig[-_SESSIES_GETOOND:]) or 'niets'}. "
    herstel = sum(rij.code == "PROC-08" for rij in spoor.audit)
    nodig = "ja" if spoor.nu.herstel_nodig else "nee"
    return f"{antwoord}Verloren of teruggezette gegevens: {herstel}x, herstel nu nodig: {nodig}."


def _certificaat(omg: Omgeving | None, spoor: Spoor | None, systeem: Systeemgegevens) -> str:
    alle = [*(spoor.certificaten() if spoor else ()), *systeem.certificaten]
    eigen = [een for een in alle if omg is None or een.get("aanleverpunt") == omg.aanleverpunt]
    delen = [
        f"{een.get('aanleverpunt')} vingerafdruk {een.get('vingerafdruk')}, geldig {toon_dag(een.get('geldig van', ''))}"
        f" tot en met {toon_dag(een.get('geldig tot', ''))}{', in gebruik' if een.get('in gebruik') == 'ja' else ''}"
        for een in eigen
    ]
    antwoord = f"{'; '.join(delen) or 'Geen certificaat gevonden'}. BRON: {systeem.adres or 'geen adres'}"
    if "code" in systeem.tls:
        return f"{antwoord}, nu {systeem.tls['code']} ({systeem.tls.get('oorzaak', '')})."
    if systeem.tls:
        tls = systeem.tls
        antwoord += f", {tls['TLS']}, {tls['versleuteling']}, certificaat van {tls['uitgever']} tot {tls['geldig tot']}"
    return f"{antwoord}."


def _telling(aantallen: Counter[str]) -> str:
    return ", ".join(f"{naam} {aantal}x" for naam, aantal in sorted(aantallen.items())) or "geen"
