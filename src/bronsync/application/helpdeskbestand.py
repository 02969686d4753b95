"""Helpdeskbestand maken (menu Help): what a helpdesk needs to know, in parts that the user can read first, without personal data.

Nothing is filtered out: each part is put together from fields that cannot hold a name, a number of a person or an address. What comes from
outside (codes, messages) passes a pattern or is told by its shape only. Works without a session too: a store or a certificate that cannot
be opened is the reason to make one. Nothing is sent anywhere. Knows no file; `Systeemgegevens` brings what lies outside the ports.
Source: RELIABILITY E5 (contents, the ten questions), E1, E4, D7.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Final

from bronsync.application.boekhouding import (
    SLEUTELS,
    Actie,
    AuditRij,
    Gegeven,
    InboxRij,
    InboxStand,
    MutatieRij,
    SignaalRij,
    VerschilRij,
    Verzending,
)
from bronsync.application.boekingen import keten_breuk, klok_naam, sessiecode, stand
from bronsync.application.ports import Eenheid, Omgeving
from bronsync.domain.controles import CATALOGUS
from bronsync.domain.errors import FOUTEN, BronSyncFout
from bronsync.domain.levensloop import OPEN
from bronsync.domain.velden import VELDEN
from bronsync.domain.waarden import Ongeldig

SPOOR_DAGEN: Final = 60
"""Of the audit trail and the messages."""
MEESTE_BERICHTEN: Final = 5
"""So many messages that were not understood are told by their shape."""
_LANGSTE: Final = 20_000

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTROLES: Final = frozenset(controle.id for controle in CATALOGUS)
_EIGEN_WOORDEN: Final = re.compile(r"[A-Za-z0-9 ,-]{0,60}")


@dataclass(frozen=True, slots=True)
class Systeemgegevens:
    """What lies outside the ports, free of personal data already."""

    versies: Mapping[str, str]
    """Of the program and the libraries and systems under it."""
    instellingen: Mapping[str, str | float]
    """Only those that name no person, server or account."""
    verbinding: Mapping[str, str]
    """Address of BRON and what its certificate says."""
    logregels: tuple[Mapping[str, str | int], ...] = field(default=(), repr=False)
    """Of the technical log, oldest first."""
    bekend: frozenset[str] = field(default=frozenset(), repr=False)
    """Names of elements and codes of BRON that may be shown as they are."""
    fout: str = ""
    """Code of the reason why no session could be opened."""


@dataclass(frozen=True, slots=True)
class Deel:
    """One file in the helpdeskbestand, shown to the user before it is saved."""

    naam: str
    uitleg: str
    """What it is, in one Dutch line."""
    tekst: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Helpdeskbestand:
    """All parts; the last one lists the others with their hashes."""

    delen: tuple[Deel, ...]


def helpdeskbestand(omg: Omgeving | None, systeem: Systeemgegevens, moment: str) -> Helpdeskbestand:
    """Puts it together. `omg` is None when no session could be opened; `moment` is now, in UTC."""
    delen = [
        Deel("versies.json", "Versies van BRON Sync en van de onderdelen eronder", _json(systeem.versies)),
        Deel("instellingen.json", "Instellingen zonder server- en gebruikersnamen", _json(systeem.instellingen)),
        Deel("verbinding.json", "Adres van BRON en het certificaat", _json(systeem.verbinding)),
        Deel("logboek.jsonl", "Technisch logboek: gebeurtenissen en codes", _regels(_log(systeem))),
    ]
    antwoorden = _antwoorden_zonder_sessie(systeem)
    if omg is not None:
        with omg.journal.eenheid() as eenheid:
            spoor = _Spoor(eenheid, omg, systeem.bekend)
            antwoorden = spoor.antwoorden(systeem)
            delen += [
                Deel("stand.json", "Stand van dit aanleverpunt en aantallen per soort", _json(spoor.stand())),
                Deel("controlespoor.jsonl", f"Controlespoor van {SPOOR_DAGEN} dagen", _regels(spoor.controlespoor())),
                Deel("berichten.jsonl", "Berichten heen en terug, zonder inhoud", _regels(spoor.berichten())),
                Deel("acties.jsonl", "Acties met hun codes, zonder leerlingen", _regels(spoor.acties())),
                Deel(
                    "onbegrepen.txt",
                    "Bouw van berichten die niet te verwerken waren; elke tekst vervangen door zijn vorm",
                    spoor.onbegrepen(),
                ),
            ]
        delen.append(Deel("lvs2000.json", "Per veld hoe vaak het gevuld is, zonder waarden", _json(_lvs(omg))))
    antwoordtekst = "\n".join(f"{vraag}\n  {antwoord}" for vraag, antwoord in antwoorden.items()) + "\n"
    delen.insert(0, Deel("antwoorden.txt", "De tien vragen die de helpdesk stelt, met het antwoord", antwoordtekst))
    return Helpdeskbestand((*delen, _inhoudsopgave(delen, moment, omg)))


def _json(gegevens: object) -> str:
    return json.dumps(gegevens, ensure_ascii=False, indent=1, default=dict) + "\n"


def _regels(regels: Any) -> str:  # noqa: ANN401 - any iterable of mappings
    return "".join(json.dumps(dict(regel), ensure_ascii=False) + "\n" for regel in regels)


def _log(systeem: Systeemgegevens) -> Iterator[dict[str, str | int]]:
    """The lines with each session by its short code, as an error names it."""
    for regel in systeem.logregels:
        yield {naam: sessiecode(str(w)) if naam == "sessie" else w for naam, w in regel.items()}


def _inhoudsopgave(delen: list[Deel], moment: str, omg: Omgeving | None) -> Deel:
    bestanden = [
        {
            "naam": deel.naam,
            "uitleg": deel.uitleg,
            "bytes": len(deel.tekst.encode()),
            "sha256": hashlib.sha256(deel.tekst.encode()).hexdigest(),
        }
        for deel in delen
    ]
    kop = {"gemaakt": moment, "aanleverpunt": omg.aanleverpunt if omg else "", "bestanden": bestanden}
    return Deel("inhoud.json", "Inhoudsopgave met controlegetallen", _json(kop))


# --- the ten questions ----------------------------------------------------------------------------------------------------------------

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


def _antwoorden_zonder_sessie(systeem: Systeemgegevens) -> dict[str, str]:
    """What the log and the settings alone say."""
    onbekend = f"Onbekend: BRON Sync kon niet worden geopend ({systeem.fout or 'geen aanleverpunt'})."
    antwoorden = dict.fromkeys(VRAGEN, onbekend)
    antwoorden[VRAGEN[2]] = _laatste_stap(systeem)
    antwoorden[VRAGEN[5]] = _onderbrekingen(systeem)
    antwoorden[VRAGEN[6]] = _certificaat(systeem)
    antwoorden[VRAGEN[7]] = _telling(Counter(str(regel["code"]) for regel in systeem.logregels if regel.get("code")))
    return antwoorden


def _laatste_stap(systeem: Systeemgegevens) -> str:
    fouten = [regel for regel in systeem.logregels if regel.get("gebeurtenis") == "fout"]
    if not fouten:
        return "In het logboek staat geen fout."
    laatste = fouten[-1]
    waar = laatste.get("flow") or "openen"
    return f"{laatste.get('tijd')}: {waar}, code {laatste.get('code', '')}, plaats {laatste.get('plaats', '')}."


def _onderbrekingen(systeem: Systeemgegevens, nu: str = "") -> str:
    """Flows that began and never ended: killed, or a power cut. `nu` is the session that asks, so still under way."""
    begonnen = Counter(str(r.get("sessie")) for r in systeem.logregels if r.get("gebeurtenis") == "flow begonnen")
    geeindigd = Counter(
        str(r.get("sessie"))
        for r in systeem.logregels
        if r.get("gebeurtenis") in ("flow klaar", "fout", "flow mislukt")
    )
    open_ = [sessie for sessie in begonnen if not geeindigd[sessie] and sessie != nu]
    codes = ", ".join(sessiecode(sessie) for sessie in open_[-5:])
    return f"{len(begonnen)} sessies in het logboek, {len(open_)} zonder einde{f' ({codes})' if codes else ''}."


def _certificaat(systeem: Systeemgegevens) -> str:
    return ", ".join(f"{naam} {waarde}" for naam, waarde in systeem.verbinding.items()) or "geen"


def _telling(aantallen: Counter[str]) -> str:
    return ", ".join(f"{naam} {aantal}x" for naam, aantal in sorted(aantallen.items())) or "geen"


# --- from the journal -----------------------------------------------------------------------------------------------------------------


class _Spoor:
    """What the journal says of one aanleverpunt, in fields that hold no personal data."""

    def __init__(self, eenheid: Eenheid, omg: Omgeving, bekend: frozenset[str]) -> None:
        self._eenheid, self._omg, self._bekend = eenheid, omg, bekend
        self._grens = (omg.klok.nu() - timedelta(days=SPOOR_DAGEN)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._audit = [
            rij
            for rij in eenheid.alle(AuditRij)
            if rij.tijdstip >= self._grens and rij.aanleverpunt == omg.aanleverpunt
        ]

    def controlespoor(self) -> Iterator[dict[str, str | int]]:
        for rij in self._audit:
            yield {
                "nummer": rij.nummer,
                "tijd": rij.tijdstip,
                "sessie": sessiecode(rij.sessie),
                "onderwerp": _als(rij.onderwerp, _EIGEN_WOORDEN),
                "van": _als(rij.van, _EIGEN_WOORDEN),
                "naar": _als(rij.naar, _EIGEN_WOORDEN),
                "bericht_id": _als(rij.bericht_id, _UUID),
                "ontvangstnummer": rij.ontvangstnummer,
                "code": self._code(rij.code),
                "wie": _als(rij.wie, re.compile("[0-9a-z]{0,12}")),
                "versie": _als(rij.versie, re.compile(r"[0-9.]{0,20}")),
                "hash": rij.hash[:12],
            }

    def _code(self, code: str) -> str:
        """One of ours or of BRON's catalogue as it is, else its shape: BRON may put anything in a code."""
        ons = code in FOUTEN or code in _CONTROLES or code in self._bekend or code in ("LVS-CAS", "met de hand")
        return code if ons else tekstvorm(code)

    def berichten(self) -> Iterator[dict[str, str | int]]:
        for heen in self._eenheid.alle(Verzending, aanleverpunt=self._omg.aanleverpunt):
            if heen.tijdstip >= self._grens:
                yield {
                    "richting": "naar BRON",
                    "tijd": heen.tijdstip,
                    "soort": heen.operatie,
                    "bericht_id": heen.bericht_id,
                    "actie": heen.actie,
                    "poging": heen.poging,
                    "ontvangen_door_bron": "ja" if heen.kenmerk else "nee",
                    "bytes": len(heen.body),
                    "sha256": heen.sha256,
                }
        kolommen = ("ontvangstnummer", "stand", "soort", "antwoord_op", "sha256", "ontvangen")
        for rij in self._eenheid.stroom(InboxRij, kolommen, aanleverpunt=self._omg.aanleverpunt):
            nummer, hoe, soort, op, sha256, wanneer = rij
            if str(wanneer) >= self._grens:
                yield {
                    "richting": "van BRON",
                    "tijd": str(wanneer),
                    "ontvangstnummer": int(str(nummer)),
                    "soort": str(soort),
                    "antwoord_op": _als(str(op), _UUID),
                    "stand": str(hoe),
                    "sha256": str(sha256),
                }

    def acties(self) -> Iterator[dict[str, object]]:
        for actie in self._eenheid.alle(Actie, aanleverpunt=self._omg.aanleverpunt):
            if actie.status in OPEN or actie.aangemaakt >= self._grens[:10]:
                codes = [self._code(s.code) for s in self._eenheid.alle(SignaalRij, actie=actie.nummer)]
                yield {
                    "actie": f"A-{actie.nummer}",
                    "soort": str(actie.soort),
                    "status": str(actie.status),
                    "aangemaakt": actie.aangemaakt,
                    "verzonden": actie.verzonden,
                    "bericht_id": actie.bericht_id,
                    "codes": sorted(codes),
                }

    def stand(self) -> dict[str, object]:
        """All of `Stand` (it holds no person), and how many records each book has."""
        punt = self._omg.aanleverpunt
        soorten = {boek.__name__: boek for boek in SLEUTELS}
        aantallen = {
            naam: sum(1 for _ in self._eenheid.stroom(boek, (SLEUTELS[boek][-1],))) for naam, boek in soorten.items()
        }
        per_stand = {
            boek.__name__: self._per(boek, kolom)
            for boek, kolom in ((Actie, "status"), (InboxRij, "stand"), (MutatieRij, "stand"), (VerschilRij, "stand"))
        }
        gegevens = asdict(stand(self._eenheid, punt))
        gegevens.pop("lvs_identiteit")  # opaque, and of no use to anyone else
        breuk = keten_breuk(self._eenheid)
        return {
            "stand": gegevens,
            "aantallen": aantallen,
            "per_stand": per_stand,
            "controlespoor": f"verbroken bij regel {breuk}" if breuk else "heel",
        }

    def _per(self, boek: type[Any], kolom: str) -> dict[str, int]:
        rijen = self._eenheid.stroom(boek, (kolom,), aanleverpunt=self._omg.aanleverpunt)
        return dict(sorted(Counter(str(rij[0]) for rij in rijen).items()))

    def onbegrepen(self) -> str:
        rijen = [
            rij
            for hoe in (InboxStand.ONBEGREPEN, InboxStand.WACHT_OP_GEBRUIKER)
            for rij in self._eenheid.alle(InboxRij, aanleverpunt=self._omg.aanleverpunt, stand=hoe)
        ]
        delen = [
            f"ontvangstnummer {rij.ontvangstnummer}, {len(rij.raw)} bytes\n{vorm(rij.raw, self._bekend)}\n"
            for rij in rijen[-MEESTE_BERICHTEN:]
        ]
        return "\n".join(delen) or "Geen.\n"

    def antwoorden(self, systeem: Systeemgegevens) -> dict[str, str]:
        omg, eenheid = self._omg, self._eenheid
        nu = stand(eenheid, omg.aanleverpunt)
        heen = max(
            eenheid.alle(Verzending, aanleverpunt=omg.aanleverpunt), key=lambda v: (v.tijdstip, v.actie), default=None
        )
        laatste = self._audit[-1] if self._audit else None
        wie = sorted({f"{sessiecode(r.sessie)} (gebruiker {r.wie[:12]})" for r in self._audit[-50:]})
        herstel = sum(rij.onderwerp == "herstel" for rij in self._audit)
        codes = Counter(self._code(rij.code) for rij in self._audit if rij.code)
        codes += Counter(
            self._code(s.code) for s in eenheid.alle(SignaalRij, aanleverpunt=omg.aanleverpunt) if s.herkomst == "BRON"
        )
        codes += Counter(str(regel["code"]) for regel in systeem.logregels if regel.get("code"))
        klok = eenheid.haal(Gegeven, klok_naam(omg))
        open_acties = {naam: n for naam, n in self._per(Actie, "status").items() if naam in OPEN}
        stap = "geen" if laatste is None else f"{laatste.tijdstip} {laatste.onderwerp}: {laatste.van} -> {laatste.naar}"
        bericht, ontvangen, ouderdom = "Nog geen.", f"{nu.hoogste_ontvangstnummer}", "Er is geen overzicht."
        if heen:
            bericht = (
                f"{heen.bericht_id} ({heen.operatie}, actie A-{heen.actie}, poging {heen.poging}, {heen.tijdstip})."
            )
        ontvangen += f", afgemeld tot en met {nu.bevestigd_tot_en_met}"
        ontvangen += f", nummer {nu.gat_na} ontbreekt." if nu.gat_na else "."
        if nu.peildatum:
            ouderdom = f"Peildatum {nu.peildatum}, historisch bekeken: {nu.historisch_peildatum or 'nee'}."
        bezet = f"Nu: sessie {sessiecode(omg.sessie)}. Daarvoor: {', '.join(wie) or 'niemand'}. "
        bezet += f"Bezet gevonden (LVS-09): {codes['LVS-09']}x."
        herstart = f"{_onderbrekingen(systeem, omg.sessie)} Herstel na verloren of teruggezette gegevens: {herstel}x, "
        herstart += f"nu nodig: {'ja' if nu.herstel_nodig else 'nee'}."
        openstaand = f"Acties: {_telling(Counter(open_acties))}. "
        openstaand += f"Verschillen: {_telling(Counter(self._per(VerschilRij, 'stand')))}. "
        openstaand += f"Berichten van BRON: {_telling(Counter(self._per(InboxRij, 'stand')))}."
        antwoorden = (
            bericht,
            ontvangen,
            f"Controlespoor: {stap}. Logboek: {_laatste_stap(systeem)}",
            ouderdom,
            bezet,
            herstart,
            _certificaat(systeem),
            _telling(codes),
            openstaand,
            f"Verschil met BRON: {klok.waarde} seconden." if klok else "Nog niet vergeleken met BRON.",
        )
        return dict(zip(VRAGEN, antwoorden, strict=True))


def _lvs(omg: Omgeving) -> dict[str, object]:
    """Which fields are filled, empty or unreadable, and how often; no values."""
    try:
        school = omg.lvs.school(omg.aanleverpunt)
        gevuld, ongeldig = [0] * len(VELDEN), [0] * len(VELDEN)
        aantal = 0
        for lvs_rij in omg.lvs.lees(omg.aanleverpunt):
            aantal += 1
            for plaats, waarde in enumerate(lvs_rij.rij):
                gevuld[plaats] += waarde not in (None, (), "")
                ongeldig[plaats] += isinstance(waarde, Ongeldig)
    except BronSyncFout as fout:
        return {"fout": fout.code}
    velden = {
        veld.naam: {"gevuld": gevuld[plaats], "leeg": aantal - gevuld[plaats], "ongeldig": ongeldig[plaats]}
        for plaats, veld in enumerate(VELDEN)
    }
    return {"versie": _als(school.versie, re.compile(r"[0-9.]{1,20}")), "inschrijvingen": aantal, "velden": velden}


# --- what may be shown ----------------------------------------------------------------------------------------------------------------


def _als(tekst: str, patroon: re.Pattern[str]) -> str:
    """The text when it has the expected pattern, else only its shape."""
    return tekst if not tekst or patroon.fullmatch(tekst) else tekstvorm(tekst)


def tekstvorm(tekst: str) -> str:
    """The shape of a text: `datum`, or how many digits, small and capital letters, and what stands between them."""
    tekst = tekst.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst):
        return "datum"
    delen = re.findall(r"[0-9]+|[^\W\d_]+|[\s\S]", tekst[:400])
    return "".join(_deelvorm(deel) for deel in delen)[:200]


def _deelvorm(deel: str) -> str:
    if deel.isdigit():
        return f"9{{{len(deel)}}}"
    if deel.isalpha():
        return (
            f"a{{{len(deel)}}}" if deel.islower() else f"A{{{len(deel)}}}" if deel.isupper() else f"Aa{{{len(deel)}}}"
        )
    return deel if deel in " -./:," else "?"


_STUK: Final = re.compile(r"<(/?)([^\s<>/]+)[^<>]*?(/?)>|([^<]+)|<")


def vorm(raw: bytes, namen: frozenset[str]) -> str:
    """The build of a message: elements whose name stands in the contract, every text by its shape, no attribute. Needs no valid XML."""
    regels: list[str] = []
    diepte = lengte = 0
    for sluit, naam, leeg, tekst in _STUK.findall(raw[: 4 * _LANGSTE].decode("utf-8", "replace")):
        if naam:
            lokaal = naam.rpartition(":")[2]
            diepte -= bool(sluit)
            label = lokaal if lokaal in namen else "onbekend"
            regel = f"{'  ' * min(max(diepte, 0), 20)}<{sluit}{label}{leeg}>"
            diepte += not sluit and not leeg
        elif tekst.strip():
            regel = f"{'  ' * min(max(diepte, 0), 20)}{tekstvorm(tekst)}"
        else:
            continue
        regels.append(regel)
        lengte += len(regel)
        if lengte > _LANGSTE:
            regels.append("...")
            break
    return "\n".join(regels)
