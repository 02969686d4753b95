"""Fault script: what goes wrong, where and how often. One row per network-side fault of RELIABILITY B3 and SOAP E.

A rule is `{"soort", "operatie": null, "aanleverpunt": null, "na": 0, "aantal": 1, "waarde": null}`: it skips the first
`na` requests that fit, then strikes `aantal` times (null: always). What it does not know: sockets (server.py carries the
network faults out) and the register's rules.
"""

import threading
from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from lxml import etree

from bron_simulator.berichten import NS, Gegevens

NETWERK = {
    "verbinding_dicht": "accept, then close before the TLS handshake",
    "verzoek_kwijt": "close after the headers, before reading the body; nothing is done",
    "antwoord_kwijt": "do it, then drop the socket",
    "http_status": "an HTTP error without doing it; waarde {status: 503, verwerkt: false}",
    "onderhoud": "an HTML maintenance page with status 200; nothing is done",
    "vertraag": "do it, answer `waarde` seconds later",
    "stil": "do it, and never answer (at most `waarde` seconds, then close)",
    "traag": "do it, answer one byte per `waarde` seconds",
    "afgekapt": "do it, send half of the body, close",
    "verkeerd_type": "do it, answer with content type application/json",
    "omleiden": "307 to `waarde`, nothing is done",
    "gzipbom": "a small gzip body that unpacks to `waarde` MiB; nothing is done",
    "doctype": "do it, answer with a DOCTYPE before the envelope",
    "te_groot": "do it, answer padded to `waarde` MiB",
    "kapotte_xml": "do it, answer that is no XML",
    "ongeldig": "do it, answer that breaks the schema",
    "utf16": "do it, answer in UTF-16",
    "fout": "a SOAP fault with code `waarde` (Server.DK0050; also bare: Server), or {code, tekst}; nothing is done",
}
TERUGKOPPELING = {
    "tk_herhaal": "each feedback of the page twice, the same bytes",
    "tk_ander": "the first feedback of the page twice, the second time with other bytes",
    "tk_schud": "the page in reverse order",
    "tk_gat": "the first feedback of the page left out, in this answer only",
    "tk_onbekend": "the first feedback answers a message that nobody sent",
    "tk_aanleverpunt": "the first feedback names another aanleverpunt",
}
OVERZICHT = {
    "ro_afgekapt": "the last part without its second half, but with an end marker",
    "ro_telling": "one more in the count than in the parts",
    "ro_zonder_einde": "the last part never comes",
    "ro_peildatum": "of another peildatum than asked",
}
ONDERTEKENING = {
    "ek_zonder": "do it, answer without a signature (profile edukoppeling)",
    "ek_verlopen": "do it, answer with a signed timestamp of an hour ago",
    "ek_gewijzigd": "do it, answer changed after it was signed",
    "ek_ander_bericht": "do it, answer signed as the answer to another message",
}
SOORTEN = NETWERK | TERUGKOPPELING | OVERZICHT | ONDERTEKENING


@dataclass(slots=True)
class Storing:
    soort: str
    operatie: str | None = None
    aanleverpunt: str | None = None
    na: int = 0
    aantal: int | None = 1
    waarde: Any = None

    def __post_init__(self) -> None:
        if self.soort not in SOORTEN:
            raise ValueError(f"unknown fault {self.soort!r}; known: {', '.join(sorted(SOORTEN))}")


class Storingen:
    """The script of one register; safe for many threads."""

    def __init__(self, lijst: list[Gegevens] | None = None) -> None:
        self._slot = threading.Lock()
        self._lijst: list[Storing] = []
        self.geraakt: Counter[str] = Counter()
        self.zet(lijst or [])

    def zet(self, lijst: list[Gegevens]) -> None:
        bekend = {f.name for f in fields(Storing)}
        nieuw = [Storing(**{k: v for k, v in s.items() if k in bekend}) for s in lijst]
        with self._slot:
            self._lijst.extend(nieuw)

    def wis(self) -> None:
        with self._slot:
            self._lijst.clear()

    def stand(self) -> Gegevens:
        with self._slot:
            over = [{f.name: getattr(s, f.name) for f in fields(Storing)} for s in self._lijst]
            return {"over": over, "geraakt": dict(self.geraakt)}

    def neem(self, soorten: dict[str, str], operatie: str | None, aanleverpunt: str | None) -> Storing | None:
        """The first rule of these kinds that strikes now. None for operatie or aanleverpunt: not known yet."""
        with self._slot:
            for s in self._lijst:
                if (
                    s.soort not in soorten
                    or (s.operatie or operatie) != operatie
                    or (s.aanleverpunt or aanleverpunt) != aanleverpunt
                ):
                    continue
                if s.na > 0:
                    s.na -= 1
                    continue
                if s.aantal is not None:
                    s.aantal -= 1
                    if s.aantal <= 0:
                        self._lijst.remove(s)
                self.geraakt[s.soort] += 1
                return s
        return None

    def pagina(self, aanleverpunt: str, pagina: list[etree._Element]) -> list[etree._Element]:
        """Hook of the register: a page of feedback before it goes out. An empty page uses up no fault."""
        if not pagina:
            return pagina
        storing = self.neem(TERUGKOPPELING, "ophalenTerugkoppelingen", aanleverpunt)
        if storing is None:
            return pagina
        eerste = pagina[0]
        match storing.soort:
            case "tk_herhaal":
                return [kopie for e in pagina for kopie in (e, _kopie(e))]
            case "tk_ander":
                return [eerste, _met(eerste, "datumTijd", "2001-01-01T00:00:00Z"), *pagina[1:]]
            case "tk_schud":
                return pagina[::-1]
            case "tk_gat":
                return pagina[1:]
            case "tk_onbekend":
                return [_met(eerste, "antwoordOp", "00000000-0000-4000-8000-000000000000"), *pagina[1:]]
            case _:
                return [_met(eerste, "aanleverpunt", "99ZZ99"), *pagina[1:]]

    def overzicht(self, aanleverpunt: str, delen: list[Gegevens]) -> list[Gegevens]:
        """Hook of the register: the parts of an overview before they are put ready."""
        storing = self.neem(OVERZICHT, "aanvragenRegistratieoverzicht", aanleverpunt)
        if storing is None:
            return delen
        match storing.soort:
            case "ro_afgekapt":
                laatste = delen[-1]
                return [
                    *delen[:-1],
                    {**laatste, "inschrijving": laatste["inschrijving"][: len(laatste["inschrijving"]) // 2]},
                ]
            case "ro_telling":
                return [{**d, "aantalInschrijvingen": d["aantalInschrijvingen"] + 1} for d in delen]
            case "ro_zonder_einde":
                return delen[:-1] or [{**delen[0], "eindeOverzicht": False}]
            case _:
                return [{**d, "peildatum": "2001-01-01"} for d in delen]


def _kopie(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element))


def _met(element: etree._Element, naam: str, tekst: str) -> etree._Element:
    """A copy with another text in a child; antwoordOp is made where it is absent."""
    kopie = _kopie(element)
    kind = kopie.find(f"{{{NS}}}{naam}")
    if kind is None:
        kind = etree.Element(f"{{{NS}}}{naam}")
        kopie.insert(3, kind)
    kind.text = tekst
    return kopie
