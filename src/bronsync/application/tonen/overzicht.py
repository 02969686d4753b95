"""Tonen Registratieoverzicht, Historische and Dubbele Inschrijvingen (manual ch. 4), beside LVS2000: one model for window, file and terminal.

One read of LVS2000 (five statements), one of the picture, paired by `koppelen` with what was last stored; all that follows is pure. Memory
follows the aanleverpunt. Changes nothing. Names and numbers in it are for the screen of the school itself.
Sources: manual ch. 4, DOMAIN 6.2 and 7.1, DESIGN 8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bronsync.application.boeken.beeld import lvs_kant
from bronsync.application.boeken.stand import stand
from bronsync.application.boeken.weergave import (
    CATEGORIE_TITEL,
    REGISTER_LABELS,
    naam_van,
    toon_cel,
    toon_dag,
    zoekvorm,
)
from bronsync.application.lezen.dubbele import Dubbelregel, dubbele_inschrijvingen
from bronsync.application.lezen.paren import Sleutel, bewaarde_koppelingen, sleutel_van
from bronsync.application.lezen.veranderingen import Veranderingsregel, veranderingen
from bronsync.application.lezen.wie import Personen
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import BeeldRij, OverzichtRij, Stand, Verzending
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import VELDEN, Rij, cel, lijst, unpack
from bronsync.domain.kijken.overzicht import (
    Analysegroep,
    GroepRegel,
    Inschrijvingspaar,
    Loop,
    Telregel,
    analysegroepen,
    groep_op,
    loop_op,
    telling,
)
from bronsync.domain.vergelijking.kanten import BronId, BronKant
from bronsync.domain.vergelijking.koppelen import koppel


@dataclass(frozen=True, slots=True)
class Inschrijvingsregel:
    """One inschrijving, as BRON has it or, in a group, as LVS2000 has it alone."""

    sleutel: Sleutel = field(repr=False)
    lvs_naam: str = field(repr=False)
    """Empty when LVS2000 does not have it."""
    naam: str = field(repr=False)
    """As BRON has it; of LVS2000 where BRON does not know it."""
    pgn: str = field(repr=False)
    leerlingnummer: str = field(repr=False)
    inschrijfdatum: str = ""
    uitschrijfdatum: str = ""
    groep: str = ""
    vestiging: str = ""
    geheim: bool = False
    historisch: bool = False
    bij_bron: bool = False
    zoek: str = field(default="", repr=False)
    """What the search looks in, folded by `weergave.zoekvorm`; with the full number."""
    rij: Rij = field(default=(), repr=False)
    register: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What only the register knows."""

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """All that BRON holds: label and value, in the order of the fields; a label without value is a heading."""
        return _details(self) if self.bij_bron else ()


@dataclass(frozen=True, slots=True)
class Overzicht:
    """What the screens and the file show of one aanleverpunt on one day."""

    aanleverpunt: str
    peildatum: str | None
    """Of the overview that is shown; None when there never was one: groups and counts are then empty."""
    historisch: bool
    """Whether this is the overview of a past peildatum, kept for viewing only."""
    ander_peildatum: str
    """Peildatum of the historical overview that can be viewed as well; empty when there is none, or when this is it."""
    teldatum: str
    """The day on which groups and counts are reckoned."""
    inschrijvingen: tuple[Inschrijvingsregel, ...] = field(repr=False)
    groepen: tuple[tuple[Analysegroep, tuple[Inschrijvingsregel, ...]], ...]
    telling: tuple[Telregel, ...]
    """LVS2000 against BRON, per vestiging and groep."""
    veranderingen: tuple[Veranderingsregel, ...] = field(repr=False)
    """Newest first. Empty when an overview of a past peildatum is shown."""
    dubbele: tuple[Dubbelregel, ...] = field(repr=False)
    """Overlaps with other schools that BRON still reports. Empty when an overview of a past peildatum is shown."""


def overzicht(omg: Omgeving, teldatum: date | None = None, *, historisch: bool = False) -> Overzicht:
    """The overview in use, or with `historisch` the one of a past peildatum that was fetched last (PROC-19 when there is none).

    Without teldatum: today, or the peildatum of the historical overview.
    """
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        nu = stand(unit, omg.aanleverpunt)
        peildatum = _historische_peildatum(unit, nu) if historisch else nu.peildatum
        dag = teldatum.isoformat() if teldatum else (historisch and peildatum) or omg.clock.today().isoformat()
        lvs = list(omg.lvs.lees(omg.aanleverpunt)) if peildatum else []
        personen = Personen(unit, omg, lvs if peildatum else None)
        beeld = _lees_beeld(unit, nu, historisch=historisch)
        paren = _paren(unit, omg, lvs, beeld)
        in_lvs = {p.bron.id: p.lvs.inschrijving_id for p in paren if p.lvs and p.bron}
        regels = {een.kant.id: _regel(een, personen, in_lvs.get(een.kant.id, 0), peildatum or "", dag) for een in beeld}
        groepen = analysegroepen(paren, dag) if peildatum else ()
        return Overzicht(
            aanleverpunt=omg.aanleverpunt,
            peildatum=peildatum,
            historisch=historisch,
            ander_peildatum="" if historisch or nu.overzicht_bericht else nu.historisch_peildatum or "",
            teldatum=dag,
            inschrijvingen=tuple(regels.values()),
            groepen=tuple((een, tuple(_in_groep(rij, regels, personen) for rij in een.regels)) for een in groepen),
            telling=telling(paren, dag),
            veranderingen=() if historisch else veranderingen(unit, omg, personen),
            dubbele=() if historisch else dubbele_inschrijvingen(unit, omg, personen),
        )


def _historische_peildatum(unit: UnitOfWork, nu: Stand) -> str:
    """Of the overview that is kept for viewing. Its rows go when another is asked for; then it is no longer there (PROC-19)."""
    if nu.historisch_peildatum is None or nu.overzicht_bericht:
        raise BronSyncFout("PROC-19")
    if next(unit.stream(OverzichtRij, ("pgn",), aanleverpunt=nu.aanleverpunt), None) is None:
        aanvragen = [v for v in unit.all(Verzending, aanleverpunt=nu.aanleverpunt, actie=0) if v.peildatum]
        laatste = max((v.tijdstip for v in aanvragen), default="")
        if nu.historisch_peildatum not in {v.peildatum for v in aanvragen if v.tijdstip == laatste}:
            raise BronSyncFout(
                "PROC-19"
            )  # empty because another was asked for, and not because BRON had nobody that day
    return nu.historisch_peildatum


@dataclass(frozen=True, slots=True)
class _Geregistreerd:
    """One row of the picture or of the historical overview."""

    rij: BeeldRij | OverzichtRij
    kant: BronKant
    register: dict[str, str] = field(repr=False)


def _lees_beeld(unit: UnitOfWork, nu: Stand, *, historisch: bool) -> list[_Geregistreerd]:
    """A row of another version of this program is left out."""
    rijen: Sequence[BeeldRij | OverzichtRij] = (
        unit.all(OverzichtRij, aanleverpunt=nu.aanleverpunt)
        if historisch
        else unit.all(BeeldRij, aanleverpunt=nu.aanleverpunt)
    )
    return [
        _Geregistreerd(
            rij,
            BronKant(rij.pgn, rij.inschrijfdatum, rij.leerlingnummer, rij.volgnummer, inhoud, rij.geheim),
            dict(rij.register),
        )
        for rij in rijen
        if (inhoud := unpack(rij.body)) is not None
    ]


def _regel(
    een: _Geregistreerd, personen: Personen, inschrijving_id: int, peildatum: str, teldatum: str
) -> Inschrijvingsregel:
    rij, kant = een.rij, een.kant
    groep, vestiging = groep_op(kant.rij, teldatum)
    naam = naam_van(kant.rij)
    voorbij = rij.historisch if isinstance(rij, BeeldRij) else loop_op(kant.rij, peildatum) is Loop.VERTROKKEN
    return Inschrijvingsregel(
        sleutel=sleutel_van(inschrijving_id, kant.pgn, kant.inschrijfdatum),
        lvs_naam=personen.inschrijving(inschrijving_id).naam if inschrijving_id else "",
        naam=naam,
        pgn=kant.pgn,
        leerlingnummer=kant.leerlingnummer,
        inschrijfdatum=kant.inschrijfdatum,
        uitschrijfdatum=rij.uitschrijfdatum,
        groep=groep,
        vestiging=vestiging,
        geheim=kant.geheim,
        historisch=voorbij,
        bij_bron=True,
        zoek=zoekvorm(f"{naam} {kant.pgn} {kant.leerlingnummer} {groep} {toon_dag(kant.inschrijfdatum)}"),
        rij=kant.rij,
        register=tuple(een.register.items()),
    )


def _paren(
    unit: UnitOfWork, omg: Omgeving, lvs: Sequence[LvsRij], beeld: Sequence[_Geregistreerd]
) -> list[Inschrijvingspaar]:
    uitgesloten = {rij.inschrijving_id for rij in lvs if rij.uitgesloten}
    bekostiging = {een.kant.id: een.register.get("bekostigingsstatus", "") for een in beeld}
    paren = [
        Inschrijvingspaar(
            koppeling.lvs,
            koppeling.bron,
            koppeling.lvs is not None and koppeling.lvs.inschrijving_id in uitgesloten,
            bekostiging[koppeling.bron.id] if koppeling.bron else "",
        )
        for koppeling in koppel(map(lvs_kant, lvs), (een.kant for een in beeld), bewaarde_koppelingen(unit, omg))
    ]
    return sorted(
        paren,
        key=lambda p: (p.lvs is None, p.lvs.inschrijving_id if p.lvs else 0, p.bron.id if p.bron else ("", "")),
    )


def _in_groep(rij: GroepRegel, regels: Mapping[BronId, Inschrijvingsregel], personen: Personen) -> Inschrijvingsregel:
    if rij.bron is not None:
        return regels[rij.bron]
    wie = personen.inschrijving(rij.inschrijving_id)
    zoek = zoekvorm(f"{wie.naam} {wie.leerlingnummer}")
    return Inschrijvingsregel((rij.inschrijving_id, "", ""), wie.naam, wie.naam, "", wie.leerlingnummer, zoek=zoek)


def _details(regel: Inschrijvingsregel) -> tuple[tuple[str, str], ...]:
    uit: list[tuple[str, str]] = []
    categorie = None
    for veld in VELDEN:
        waarde = lijst(regel.rij, veld.naam) if veld.onderdelen else cel(regel.rij, veld.naam)
        tekst = toon_cel(veld, waarde).replace("; ", "\n") if waarde not in (None, ()) else ""
        if tekst:
            if veld.categorie is not categorie:
                categorie = veld.categorie
                uit.append((CATEGORIE_TITEL[categorie], ""))
            uit.append((veld.label, tekst))
    eigen = [(REGISTER_LABELS.get(naam, naam), toon_dag(str(waarde))) for naam, waarde in regel.register]
    return (
        *uit,
        ("Alleen bij BRON bekend", ""),
        ("Leerlingnummer bij BRON", regel.leerlingnummer),
        (REGISTER_LABELS["geheim"], "ja" if regel.geheim else "nee"),
        *eigen,
    )
