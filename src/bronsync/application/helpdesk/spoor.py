"""What the journal says of one aanleverpunt to a helpdesk, in fields that cannot hold personal data. A pupil is told by his reference.

Changes nothing, and needs no lease: also read when another holds it or LVS2000 does not answer. Source: RELIABILITY E1, E3, E5.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from bronsync.application.beheer.certificaten import in_gebruik
from bronsync.application.boeken.boekingen import REM_BEVESTIGD
from bronsync.application.boeken.controlespoor import keten_breuk, sessiecode
from bronsync.application.boeken.ontvangstnummers import bij_bron, nummeringen, ontbrekend
from bronsync.application.boeken.stand import stand
from bronsync.application.boeken.verwijzing import inhoudsmerk, verwijzer
from bronsync.application.helpdesk.vorm import als, tekstvorm, vorm
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import (
    SLEUTELS,
    Actie,
    AuditRij,
    BeeldRij,
    CertificaatRij,
    InboxRij,
    InboxStand,
    KoppelingRij,
    MutatieRij,
    NummeringRij,
    SignaalRij,
    Stand,
    VerschilRij,
    Verzending,
)
from bronsync.domain.controles import CATALOGUS
from bronsync.domain.errors import FOUTEN
from bronsync.domain.gegevens.velden import VELD
from bronsync.domain.vergelijking.levensloop import OPEN, Status

SPOOR_DAGEN: Final = 60
"""Of the audit trail and the messages."""
MEESTE_BERICHTEN: Final = 5
"""So many messages that came to nothing are told by their shape, each way."""

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTROLES: Final = frozenset(controle.id for controle in CATALOGUS)
_EIGEN_WOORDEN: Final = re.compile(r"[A-Za-z0-9 ,-]{0,60}")
_EIGEN_CODES: Final = frozenset({"LVS-CAS", "S05", "met de hand"})
_WIE: Final = re.compile("[0-9a-z]{0,12}")
_MISLUKT: Final = (Status.AFGEKEURD, Status.ONBESLIST, Status.UITBLIJVEND, Status.VERZENDEN)

Regel = dict[str, object]


class _Terug(NamedTuple):
    """Of a received message all but its content."""

    ontvangstnummer: int
    stand: InboxStand
    soort: str
    antwoord_op: str
    sha256: str
    ontvangen: str


class _Code(NamedTuple):
    actie: int
    code: str


class _Gekoppeld(NamedTuple):
    leerling_id: int
    pgn: str
    inschrijfdatum: str


class _BijBron(NamedTuple):
    pgn: str
    inschrijfdatum: str
    leerlingnummer: str


class Spoor:
    """Reads within one unit of work, so that all parts are of one moment."""

    def __init__(self, unit: UnitOfWork, omg: Omgeving, bekend: frozenset[str]) -> None:
        """`bekend`: names of elements and codes of BRON that may be shown as they are."""
        self._unit, self._omg, self._bekend = unit, omg, bekend
        self._grens = (omg.clock.now() - timedelta(days=SPOOR_DAGEN)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._verwijs = verwijzer(unit)
        self._merk = inhoudsmerk(unit)

    # --- what the parts say

    def controlespoor(self) -> Iterator[Regel]:
        """The audit trail; each line with as much of its hash as tells two of them apart, and the pupil it is about."""
        for rij in self.audit:
            yield {
                "nummer": rij.nummer,
                "tijd": rij.tijdstip,
                "sessie": sessiecode(rij.sessie),
                "onderwerp": als(rij.onderwerp, _EIGEN_WOORDEN),
                "leerling": self._leerling_van.get(rij.onderwerp, ""),
                "van": als(rij.van, _EIGEN_WOORDEN),
                "naar": als(rij.naar, _EIGEN_WOORDEN),
                "bericht_id": als(rij.bericht_id, _UUID),
                "ontvangstnummer": rij.ontvangstnummer,
                "code": rij.code if _is_rem(rij) else self.code(rij.code),
                "wie": als(rij.wie, _WIE),
                "versie": als(rij.versie, re.compile(r"[0-9.]{0,20}")),
                "hash": rij.hash[:12],
            }

    def berichten(self) -> list[Regel]:
        """Both ways, in order of time, without what they say."""
        regels: list[Regel] = [
            {
                "richting": "naar BRON",
                "tijd": heen.tijdstip,
                "soort": heen.operatie,
                "bericht_id": heen.bericht_id,
                "actie": f"A-{heen.actie}" if heen.actie else "",
                "leerling": self._leerling_van.get(f"A-{heen.actie}", ""),
                "poging": heen.poging,
                "ontvangen_door_bron": "ja" if heen.kenmerk else "nee",
                "bytes": len(heen.body),
                "inhoudsmerk": self._merk(heen.sha256),
            }
            for heen in self._verzonden
            if heen.tijdstip >= self._grens
        ]
        regels += [
            {
                "richting": "van BRON",
                "tijd": terug.ontvangen,
                "ontvangstnummer": terug.ontvangstnummer,
                "soort": terug.soort,
                "antwoord_op": als(terug.antwoord_op, _UUID),
                "stand": str(terug.stand),
                "inhoudsmerk": self._merk(terug.sha256),
            }
            for terug in self._unit.stream(InboxRij, _Terug, aanleverpunt=self._omg.aanleverpunt)
            if terug.ontvangen >= self._grens
        ]
        return sorted(regels, key=lambda regel: str(regel["tijd"]))

    def acties(self) -> Iterator[Regel]:
        """Those that are open or young, each with its codes."""
        per_actie: dict[int, list[str]] = defaultdict(list)
        for signaal in self._unit.stream(SignaalRij, _Code, aanleverpunt=self._omg.aanleverpunt):
            per_actie[signaal.actie].append(self.code(signaal.code))
        for actie in self._alle_acties:
            if actie.status in OPEN or actie.aangemaakt >= self._grens[:10]:
                codes = per_actie[actie.nummer]
                yield {
                    "actie": f"A-{actie.nummer}",
                    "leerling": self._verwijs(actie.leerlingnummer),
                    "soort": str(actie.soort),
                    "status": str(actie.status),
                    "aangemaakt": actie.aangemaakt,
                    "verzonden": actie.verzonden,
                    "bericht_id": actie.bericht_id,
                    "codes": sorted(codes),
                }

    def terugschrijven(self) -> Iterator[Regel]:
        """What should go or went into LVS2000: which fields, no values."""
        for mutatie in self._mutaties:
            if mutatie.tijdstip >= self._grens:
                velden = [naam for naam, _, _ in mutatie.wijzigingen if naam in VELD]
                yield {
                    "nummer": f"M-{mutatie.nummer}",
                    "leerling": self._leerling_van.get(f"M-{mutatie.nummer}", ""),
                    "tijd": mutatie.tijdstip,
                    "aanleiding": als(mutatie.aanleiding, _EIGEN_WOORDEN),
                    "stand": str(mutatie.stand),
                    "velden": velden,
                }

    def stand(self) -> Regel:
        """All of `Stand` (it holds no person), how many records each book has, and whether the audit trail is whole."""
        soorten = {boek.__name__: boek for boek in SLEUTELS}
        aantallen = {
            naam: sum(1 for _ in self._unit.stream(boek, (SLEUTELS[boek][-1],))) for naam, boek in soorten.items()
        }
        per_stand = {
            boek.__name__: self.per(boek, kolom)
            for boek, kolom in ((Actie, "status"), (InboxRij, "stand"), (MutatieRij, "stand"), (VerschilRij, "stand"))
        }
        gegevens = asdict(self.nu)
        for naam in ("lvs_identiteit", "vulling_identiteit"):  # opaque, and of no use to anyone else
            gegevens.pop(naam)
        laatste = self.audit[-1] if self.audit else None
        return {
            "stand": gegevens,
            "aantallen": aantallen,
            "per_stand": per_stand,
            "controlespoor": f"verbroken bij regel {self.breuk}" if self.breuk else "heel",
            "laatste_regel": {"nummer": laatste.nummer, "hash": laatste.hash} if laatste else {},
        }

    def berichtvormen(self) -> str:
        """The build of the newest messages that came to nothing: what could not be used, and what we sent that was not accepted."""
        delen = []
        for hoe in (InboxStand.ONBEGREPEN, InboxStand.WACHT_OP_GEBRUIKER):
            rijen = self._unit.all(InboxRij, aanleverpunt=self._omg.aanleverpunt, stand=hoe)
            for rij in rijen[-MEESTE_BERICHTEN:]:
                kop = f"Van BRON: T{rij.ontvangstnummer}, {hoe}, {len(rij.raw)} bytes"
                kop += f", reden {als(rij.reden, re.compile('[a-z_]{1,40}'))}" if rij.reden else ""
                delen.append(f"{kop}\n{vorm(rij.raw, self._bekend)}\n")
        mislukt = {a.bericht_id: a for a in self._alle_acties if a.status in _MISLUKT and a.bericht_id}
        for heen in [heen for heen in self._verzonden if heen.bericht_id in mislukt and heen.body][-MEESTE_BERICHTEN:]:
            actie = mislukt[heen.bericht_id]
            kop = f"Naar BRON: A-{actie.nummer}, {actie.status}, {heen.operatie}, {len(heen.body)} bytes"
            delen.append(f"{kop}\n{vorm(heen.body, self._bekend)}\n")
        return "\n".join(delen) or "Geen.\n"

    def certificaten(self) -> list[dict[str, str]]:
        """Imported ones: their days and the beginning of their fingerprint, not whose they are."""
        nu = self._omg.clock.now()
        return [
            {
                "aanleverpunt": rij.aanleverpunt,
                "vingerafdruk": rij.vingerafdruk[:8],
                "geldig van": rij.geldig_van[:10],
                "geldig tot": rij.geldig_tot[:10],
                "sinds": rij.sinds[:10],
                "in gebruik": "ja" if in_gebruik(self._unit, rij, nu) else "nee",
            }
            for rij in self._unit.all(CertificaatRij)
        ]

    # --- what the answers are made of

    @cached_property
    def nu(self) -> Stand:
        return stand(self._unit, self._omg.aanleverpunt)

    @cached_property
    def nummeringen(self) -> list[NummeringRij]:
        """Each time that BRON started counting its feedback anew."""
        return nummeringen(self._unit, self._omg.aanleverpunt)[1:]

    @property
    def nummering_opnieuw(self) -> bool:
        """Whether that still asks for an overview."""
        return any(not rij.hersteld for rij in self.nummeringen)

    @cached_property
    def ontbrekend(self) -> list[str]:
        """The receipt numbers that are missing, as BRON counts: one number, or from and to."""
        punt = self._omg.aanleverpunt
        paren = [
            (bij_bron(self._unit, punt, rij.van), bij_bron(self._unit, punt, rij.tot_en_met))
            for rij in ontbrekend(self._unit, punt)
        ]
        return [str(van) if van == tot_en_met else f"{van} tot en met {tot_en_met}" for van, tot_en_met in paren]

    @cached_property
    def audit(self) -> list[AuditRij]:
        return [
            rij for rij in self._unit.all(AuditRij, aanleverpunt=self._omg.aanleverpunt) if rij.tijdstip >= self._grens
        ]

    @cached_property
    def breuk(self) -> int:
        """Number of the line at which the audit trail breaks; 0 when it is whole."""
        return keten_breuk(self._unit)

    @property
    def laatste_bericht(self) -> Verzending | None:
        """The newest that went to BRON."""
        return max(self._verzonden, key=lambda heen: (heen.tijdstip, heen.actie), default=None)

    @cached_property
    def codes(self) -> Counter[str]:
        """All that the trail and the signals of BRON name."""
        codes = Counter(self.code(rij.code) for rij in self.audit if rij.code and not _is_rem(rij))
        return codes + Counter(
            self.code(s.code) for s in self._unit.all(SignaalRij, aanleverpunt=self._omg.aanleverpunt, herkomst="BRON")
        )

    def per(self, boek: type[Any], kolom: str) -> dict[str, int]:
        """How many records have each value of this column."""
        rijen = self._unit.stream(boek, (kolom,), aanleverpunt=self._omg.aanleverpunt)
        return dict(sorted(Counter(str(rij[0]) for rij in rijen).items()))

    def code(self, code: str) -> str:
        """One of ours or of BRON's catalogue as it is, else its shape: BRON may put anything in a code."""
        ons = code in FOUTEN or code in _CONTROLES or code in self._bekend or code in _EIGEN_CODES
        return code if ons else tekstvorm(code)

    # --- inside

    @cached_property
    def _alle_acties(self) -> list[Actie]:
        return self._unit.all(Actie, aanleverpunt=self._omg.aanleverpunt)

    @cached_property
    def _verzonden(self) -> list[Verzending]:
        rijen = self._unit.all(Verzending, aanleverpunt=self._omg.aanleverpunt)
        return sorted(rijen, key=lambda heen: (heen.tijdstip, heen.actie))

    @cached_property
    def _mutaties(self) -> list[MutatieRij]:
        return self._unit.all(MutatieRij, aanleverpunt=self._omg.aanleverpunt)

    @cached_property
    def _leerling_van(self) -> dict[str, str]:
        """By the names of the trail (`A-7`, `V-3`, `M-2`) the reference of the pupil."""
        punt = self._omg.aanleverpunt
        nummers = {f"A-{actie.nummer}": actie.leerlingnummer for actie in self._alle_acties}
        for nummer, leerlingnummer in self._unit.stream(VerschilRij, ("nummer", "leerlingnummer"), aanleverpunt=punt):
            nummers[f"V-{nummer}"] = str(leerlingnummer)
        if self._mutaties:
            beeld = self._unit.stream(BeeldRij, _BijBron, aanleverpunt=punt)
            bij_bron = {(een.pgn, een.inschrijfdatum): een.leerlingnummer for een in beeld}
            van_leerling = {
                een.leerling_id: bij_bron[een.pgn, een.inschrijfdatum]
                for een in self._unit.stream(KoppelingRij, _Gekoppeld, aanleverpunt=punt)
                if (een.pgn, een.inschrijfdatum) in bij_bron
            }
            for mutatie in self._mutaties:
                if mutatie.leerling_id in van_leerling:
                    nummers[f"M-{mutatie.nummer}"] = van_leerling[mutatie.leerling_id]
        return {naam: self._verwijs(nummer) for naam, nummer in nummers.items()}


def _is_rem(rij: AuditRij) -> bool:
    """That somebody went on after the rem: its code is ours, of the list that was seen, and no error."""
    return rij.naar == REM_BEVESTIGD and re.fullmatch("[0-9A-F]{6}", rij.code) is not None
