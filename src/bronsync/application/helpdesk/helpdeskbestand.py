"""Helpdeskbestand maken (menu Help): what a helpdesk needs to know, in parts that the user can read first, without personal data.

Nothing is filtered out: each part is put together from fields that cannot hold a name, a number of a person or an address. What comes from
outside (codes, messages) passes a pattern or is told by its shape only (`helpdesk/vorm`). Works without a session too, and without a
journal: what cannot be opened is the reason to make one, and a part that fails says so in its place. Nothing is sent anywhere. Knows no
file; `Systeemgegevens` brings what lies outside the ports. Source: RELIABILITY E5 (contents, the ten questions), E1, E4, D7.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bronsync.application.boeken.controlespoor import sessiecode
from bronsync.application.helpdesk.eerste_bladzijde import Systeemgegevens, eerste_bladzijde
from bronsync.application.helpdesk.spoor import SPOOR_DAGEN, Spoor
from bronsync.application.helpdesk.vorm import als
from bronsync.application.ports import Omgeving
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import VELDEN
from bronsync.domain.gegevens.waarden import Ongeldig

EERSTE: Final = "antwoorden.txt"
_VERSIE: Final = re.compile(r"[0-9.]{1,20}")


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
    """Puts it together. `omg` is None when the journal could not be opened; it need not hold the lease. `moment` is now, in UTC."""
    uit_journal: list[Deel] = []

    def lees() -> str:
        if omg is None:
            return eerste_bladzijde(None, None, systeem, moment)
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            spoor = Spoor(unit, omg, systeem.bekend)
            uit_journal.extend(_uit_journal(spoor))
            return eerste_bladzijde(omg, spoor, systeem, moment)

    voorblad = _veilig(lees)
    if omg is not None and not uit_journal:
        voorblad = f"{eerste_bladzijde(None, None, systeem, moment)}\n{voorblad}"
    delen = [
        Deel(EERSTE, "Wat opvalt, de laatste fouten en de tien vragen die de helpdesk stelt", voorblad),
        Deel("versies.json", "Versies van BRON Sync en van de onderdelen eronder", _json(systeem.versies)),
        Deel("zelftest.json", "Welke onderdelen van BRON Sync het doen", _json(_zelftest(systeem))),
        Deel("instellingen.json", "Instellingen zonder server- en gebruikersnamen", _json(systeem.settings)),
        Deel("verbinding.json", "Adres van BRON, hoe de verbinding nu is, en de certificaten", _json(_line(systeem))),
        Deel("bestanden.json", "Bestanden van BRON Sync: grootte, datum of controlegetal", _json(systeem.bestanden)),
        Deel("logboek.jsonl", "Technisch logboek: gebeurtenissen en codes", _regels(_log(systeem))),
        *uit_journal,
        Deel(
            "kolommen.jsonl",
            "Tabellen en kolommen van LVS2000: gevonden, soort, hoe vaak leeg",
            _regels(_kolommen(systeem)),
        ),
    ]
    if omg is not None:
        delen.append(
            Deel("lvs2000.json", "Per veld hoe vaak het gevuld is, zonder waarden", _veilig(partial(_lvs, omg)))
        )
    return Helpdeskbestand((*delen, _inhoudsopgave(delen, moment, omg)))


def _uit_journal(spoor: Spoor) -> list[Deel]:
    def deel(naam: str, uitleg: str, maak: Callable[[], str]) -> Deel:
        return Deel(naam, uitleg, _veilig(maak))

    dagen = f"Controlespoor van {SPOOR_DAGEN} dagen"
    vormen = "Bouw van berichten waar niets van kwam; elke tekst vervangen door zijn vorm"
    return [
        deel("stand.json", "Stand van dit aanleverpunt en aantallen per soort", lambda: _json(spoor.stand())),
        deel("controlespoor.jsonl", dagen, lambda: _regels(spoor.controlespoor())),
        deel("berichten.jsonl", "Berichten heen en terug, zonder inhoud", lambda: _regels(spoor.berichten())),
        deel("acties.jsonl", "Acties met hun codes; leerlingen alleen als L-...", lambda: _regels(spoor.acties())),
        deel("terugschrijven.jsonl", "Wat in LVS2000 is bijgewerkt", lambda: _regels(spoor.terugschrijven())),
        deel("berichtvormen.txt", vormen, spoor.berichtvormen),
        deel("certificaten.json", "Geïmporteerde certificaten", lambda: _json(spoor.certificaten())),
    ]


def _veilig(maak: Callable[[], str]) -> str:
    try:
        return maak()
    except Exception as fout:  # noqa: BLE001 - a part that fails must not take the others with it
        return _mislukt(fout)


def _mislukt(fout: BaseException) -> str:
    """By class and code; its text may hold anything."""
    wat = fout.code if isinstance(fout, BronSyncFout) else type(fout).__name__
    return f"Dit onderdeel kon niet worden gemaakt: {wat}.\n"


def _json(gegevens: object) -> str:
    return json.dumps(gegevens, ensure_ascii=False, indent=1, default=dict) + "\n"


def _regels(regels: Iterable[Mapping[str, object]]) -> str:
    return "".join(json.dumps(dict(regel), ensure_ascii=False) + "\n" for regel in regels)


def _log(systeem: Systeemgegevens) -> Iterable[dict[str, str | int]]:
    """The lines with each session by its short code, as an error names it."""
    for regel in systeem.logregels:
        yield {naam: sessiecode(str(w)) if naam == "sessie" else w for naam, w in regel.items()}


def _zelftest(systeem: Systeemgegevens) -> dict[str, str]:
    return {naam: f"{hoe}: {tekst}" for naam, hoe, tekst in systeem.zelftest}


def _line(systeem: Systeemgegevens) -> dict[str, object]:
    return {"adres": systeem.adres, "nu": dict(systeem.tls), "meegeleverd": [dict(een) for een in systeem.certificaten]}


def _kolommen(systeem: Systeemgegevens) -> Iterable[Mapping[str, object]]:
    return systeem.kolommen or ({"fout": systeem.kolommen_fout},)


def _lvs(omg: Omgeving) -> str:
    """Which fields are filled, empty or unreadable, and how often; no values."""
    gevuld, ongeldig = [0] * len(VELDEN), [0] * len(VELDEN)
    aantal = 0
    school = omg.lvs.school(omg.aanleverpunt)
    for lvs_rij in omg.lvs.lees(omg.aanleverpunt):
        aantal += 1
        for plaats, waarde in enumerate(lvs_rij.rij):
            gevuld[plaats] += waarde not in (None, (), "")
            ongeldig[plaats] += isinstance(waarde, Ongeldig)
    velden = {
        veld.naam: {"gevuld": gevuld[plaats], "leeg": aantal - gevuld[plaats], "ongeldig": ongeldig[plaats]}
        for plaats, veld in enumerate(VELDEN)
    }
    return _json({"versie": als(school.versie, _VERSIE), "inschrijvingen": aantal, "velden": velden})


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
