"""Tonen Registratieoverzicht, Historische en Dubbele Inschrijvingen (manual ch. 4) with what they show beside LVS2000; and the export.

One read of LVS2000 (five statements), one of the picture, paired by `koppelen` with what was last stored; all that follows is pure. Memory
follows the aanleverpunt. Changes nothing, except the note at a dubbele inschrijving and the audit line of an export. What leaves for a file
shows only the last digits of a PGN unless all are asked for. Sources: manual ch. 4, DOMAIN 6.2 and 7.1, RELIABILITY C5 60-63, DESIGN 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Protocol

import msgspec

from bronsync.application.boeken.beeld import lvs_kant
from bronsync.application.boeken.boekingen import boek_audit, stand
from bronsync.application.boeken.weergave import is_adres, masker_van
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import (
    BeeldRij,
    BeeldVerandering,
    DubbeleRij,
    KoppelingRij,
    OverzichtRij,
    Stand,
    Verzending,
)
from bronsync.application.tonen.status import RegistratieRegel
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, VELD, Rij, cel, lijst, norm_tekst, unpack
from bronsync.domain.kijken.overzicht import (
    Analysegroep,
    Inschrijvingspaar,
    Loop,
    Telregel,
    analysegroepen,
    loop_op,
    telling,
)
from bronsync.domain.vergelijking.koppelen import BronKant, koppel

NOTITIE_LENGTE: Final = 500
"""What is longer is cut: a note is a reminder and no file."""

REGISTER_LABELS: Final[dict[str, str]] = {
    "geheim": "Geheim adres",
    "adres_datum_ingang": "Ingangsdatum adres",
    "gemeentecode": "Gemeente",
    "overlijdensdatum": "Overlijdensdatum",
    "geboorteland": "Geboorteland",
    "bekostigingsstatus": "Bekostigingsstatus",
}
"""What only the register knows, as the screen calls it."""
_PGN_VELDEN: Final = frozenset({"burgerservicenummer", "onderwijsnummer"})


@dataclass(frozen=True, slots=True)
class Verandering:
    """One inschrijving that BRON changed by itself between two overviews."""

    vorige_peildatum: str
    peildatum: str
    soort: str
    pgn: str = field(repr=False)
    inschrijfdatum: str
    leerlingnummer: str = field(repr=False)
    velden: tuple[tuple[str, str, object, object], ...] = field(repr=False)
    """(veldnaam, label, as it was, as it is)."""


@dataclass(frozen=True, slots=True)
class Overzicht:
    """What the screen and the file show of one aanleverpunt on one day."""

    aanleverpunt: str
    peildatum: str | None
    """Of the overview that is shown; None when there never was one: groups and counts are then empty."""
    historisch: bool
    """Whether this is the overview of a past peildatum, kept for viewing only."""
    teldatum: str
    """The day on which groups and counts are reckoned."""
    inschrijvingen: tuple[RegistratieRegel, ...] = field(repr=False)
    groepen: tuple[Analysegroep, ...]
    telling: tuple[Telregel, ...]
    veranderingen: tuple[Verandering, ...] = field(repr=False)
    """Newest first. Empty when an overview of a past peildatum is shown."""
    dubbele: tuple[DubbeleRij, ...] = field(repr=False)
    """Overlaps with other schools that BRON still reports. Empty when an overview of a past peildatum is shown."""
    leerlingen: Mapping[int, tuple[str, str]] = field(repr=False)
    """inschrijving_id -> (leerlingnummer, LvsNaam), of the inschrijvingen in LVS2000."""


def overzicht(omg: Omgeving, teldatum: date | None = None, *, historisch: bool = False) -> Overzicht:
    """The overview in use, or with `historisch` the one of a past peildatum that was fetched last (PROC-19 when there is none).

    Without teldatum: today, or the peildatum of the historical overview.
    """
    with omg.journal.unit_of_work() as unit:
        nu = stand(unit, omg.aanleverpunt)
        peildatum = _historische_peildatum(unit, nu) if historisch else nu.peildatum
        dag = teldatum.isoformat() if teldatum else (historisch and peildatum) or omg.clock.today().isoformat()
        rijen = list(_beeld(unit, nu, peildatum or "", historisch=historisch))
        bewaard = {
            int(str(i)): (str(p), str(d))
            for i, p, d in unit.stream(
                KoppelingRij, ("inschrijving_id", "pgn", "inschrijfdatum"), aanleverpunt=omg.aanleverpunt
            )
            if p
        }
        veranderingen = [] if historisch else unit.all(BeeldVerandering, aanleverpunt=omg.aanleverpunt)
        dubbele = [] if historisch else unit.all(DubbeleRij, aanleverpunt=omg.aanleverpunt, verdwenen="")
    lvs = list(omg.lvs.lees(omg.aanleverpunt)) if peildatum else []
    paren = _paren(lvs, rijen, bewaard)
    return Overzicht(
        aanleverpunt=omg.aanleverpunt,
        peildatum=peildatum,
        historisch=historisch,
        teldatum=dag,
        inschrijvingen=tuple(regel for _, regel, _ in rijen),
        groepen=analysegroepen(paren, dag) if peildatum else (),
        telling=telling(paren, dag),
        veranderingen=tuple(map(_verandering, sorted(veranderingen, key=lambda v: (-v.beeld_versie, v.nummer)))),
        dubbele=tuple(dubbele),
        leerlingen={rij.inschrijving_id: (rij.leerlingnummer, rij.weergavenaam) for rij in lvs},
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


_Gelezen = tuple[BronKant, RegistratieRegel, str]
"""The side of BRON, the line to show, the bekostigingsstatus."""


def _beeld(unit: UnitOfWork, nu: Stand, peildatum: str, *, historisch: bool) -> Iterable[_Gelezen]:
    """The rows of the picture, or of the historical overview; a row of another version of this program is left out."""
    rijen: Sequence[BeeldRij | OverzichtRij] = (
        unit.all(OverzichtRij, aanleverpunt=nu.aanleverpunt)
        if historisch
        else unit.all(BeeldRij, aanleverpunt=nu.aanleverpunt)
    )
    for rij in rijen:
        inhoud = unpack(rij.body)
        if inhoud is None:
            continue
        voorbij = rij.historisch if isinstance(rij, BeeldRij) else loop_op(inhoud, peildatum) is Loop.VERTROKKEN
        yield (
            BronKant(rij.pgn, rij.inschrijfdatum, rij.leerlingnummer, rij.volgnummer, inhoud, rij.geheim),
            RegistratieRegel(
                rij.pgn, rij.inschrijfdatum, rij.uitschrijfdatum, rij.leerlingnummer, rij.geheim, voorbij, inhoud
            ),
            dict(msgspec.msgpack.decode(rij.register)).get("bekostigingsstatus", ""),
        )


def _paren(
    lvs: Sequence[LvsRij], bron: Sequence[_Gelezen], bewaard: Mapping[int, tuple[str, str]]
) -> list[Inschrijvingspaar]:
    uitgesloten = {rij.inschrijving_id for rij in lvs if rij.uitgesloten}
    bekostiging = {kant.id: status for kant, _, status in bron}
    paren = [
        Inschrijvingspaar(
            koppeling.lvs,
            koppeling.bron,
            koppeling.lvs is not None and koppeling.lvs.inschrijving_id in uitgesloten,
            bekostiging[koppeling.bron.id] if koppeling.bron else "",
        )
        for koppeling in koppel(map(lvs_kant, lvs), (kant for kant, _, _ in bron), bewaard)
    ]
    return sorted(
        paren,
        key=lambda p: (p.lvs is None, p.lvs.inschrijving_id if p.lvs else 0, p.bron.id if p.bron else ("", "")),
    )


def _verandering(rij: BeeldVerandering) -> Verandering:
    velden = tuple(
        (naam, VELD[naam].label if naam in VELD else REGISTER_LABELS.get(naam, naam), was, wordt)
        for naam, was, wordt in msgspec.msgpack.decode(rij.velden)
    )
    return Verandering(
        rij.vorige_peildatum, rij.peildatum, rij.soort, rij.pgn, rij.inschrijfdatum, rij.leerlingnummer, velden
    )


def dubbele_inschrijvingen(omg: Omgeving) -> tuple[DubbeleRij, ...]:
    """Those that BRON reports now, the first seen first: a new one comes last."""
    with omg.journal.unit_of_work() as unit:
        rijen = unit.all(DubbeleRij, aanleverpunt=omg.aanleverpunt, verdwenen="")
    return tuple(sorted(rijen, key=lambda rij: (rij.eerst_gezien, rij.pgn, rij.inschrijfdatum, rij.brin_andere_school)))


def zet_notitie(omg: Omgeving, dubbele: DubbeleRij, notitie: str) -> DubbeleRij:
    """Sets the note at a dubbele inschrijving; an empty text takes it away. PROC-20 when BRON no longer reports that one."""
    with omg.journal.unit_of_work() as unit:
        sleutel = (dubbele.pgn, dubbele.inschrijfdatum, dubbele.brin_andere_school, dubbele.begin)
        bestaand = unit.get(DubbeleRij, omg.aanleverpunt, *sleutel)
        if bestaand is None or bestaand.verdwenen:
            raise BronSyncFout("PROC-20")
        nieuw = replace(bestaand, notitie=(norm_tekst(notitie) or "")[:NOTITIE_LENGTE])
        unit.put(nieuw)
        unit.commit()
    return nieuw


# --- export -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blad:
    """One sheet of the file: texts only, in every cell."""

    naam: str
    kop: tuple[str, ...]
    rijen: Sequence[tuple[str, ...]] = field(repr=False)


class Export(Protocol):
    """Writes a file that is whole or is not there; EXPORT-01 when it cannot be written."""

    def schrijf(self, bladen: Sequence[Blad]) -> tuple[str, ...]:
        """Gives what the user should know of it, in Dutch: where a text had to be changed, or where the file lies."""
        ...


def exporteer(omg: Omgeving, beeld: Overzicht, bestand: Export, *, met_pgn: bool = False) -> tuple[str, ...]:
    """Writes the overview to a file. The audit line comes first: no personal data leaves without one."""
    with omg.journal.unit_of_work() as unit:
        boek_audit(unit, omg, "overzicht", naar="export met PGN" if met_pgn else "export zonder PGN")
        unit.commit()
    return bestand.schrijf(bladen(beeld, met_pgn=met_pgn))


def bladen(beeld: Overzicht, *, met_pgn: bool = False) -> tuple[Blad, ...]:
    """All that the overview shows, as sheets of text."""
    schrijver = _Schrijver(beeld, met_pgn=met_pgn)
    return (
        schrijver.kenmerken(),
        schrijver.inschrijvingen(),
        schrijver.groepen(),
        schrijver.leerlingen_in_groepen(),
        schrijver.telling(),
        schrijver.veranderingen(),
        schrijver.dubbele(),
    )


def _tekst(waarde: object) -> str:
    return "" if waarde is None else str(waarde)


def _ja_nee(waarde: object) -> str:
    return "ja" if waarde else "nee"


class _Schrijver:
    """Makes the sheets of one overview."""

    def __init__(self, beeld: Overzicht, *, met_pgn: bool) -> None:
        self._beeld, self._met_pgn = beeld, met_pgn
        self._namen = {(r.pgn, r.inschrijfdatum): _bron_naam(r.rij) for r in beeld.inschrijvingen}
        self._nummers = {(r.pgn, r.inschrijfdatum): r.leerlingnummer for r in beeld.inschrijvingen}

    def _pgn(self, pgn: object) -> str:
        return _tekst(pgn) if self._met_pgn else masker(_tekst(pgn))

    def _cel(self, naam: str, waarde: object) -> str:
        """A value of a veld; a list-valued one with its sub-records behind each other."""
        if naam in _PGN_VELDEN:
            return self._pgn(waarde)
        if isinstance(waarde, tuple | list):
            return "; ".join(" ".join("-" if deel is None else str(deel) for deel in record) for record in waarde)
        return _tekst(waarde)

    def kenmerken(self) -> Blad:
        beeld = self._beeld
        return Blad(
            "Overzicht",
            ("Gegeven", "Waarde"),
            (
                ("Aanleverpunt", beeld.aanleverpunt),
                ("Peildatum", beeld.peildatum or "nog geen overzicht"),
                ("Soort", "historisch, alleen om te bekijken" if beeld.historisch else "in gebruik"),
                ("Teldatum", beeld.teldatum),
                ("Inschrijvingen", str(len(beeld.inschrijvingen))),
                ("PGN", "volledig" if self._met_pgn else "alleen de laatste vier cijfers"),
            ),
        )

    def inschrijvingen(self) -> Blad:
        return Blad(
            "Inschrijvingen",
            (
                "Leerlingnummer",
                "Historisch",
                "Geheim adres",
                *(veld.label for veld in CEL_VELDEN),
                *(f"{veld.label} ({', '.join(deel.label for deel in veld.onderdelen)})" for veld in LIJST_VELDEN),
            ),
            tuple(
                (
                    regel.leerlingnummer,
                    _ja_nee(regel.historisch),
                    _ja_nee(regel.geheim),
                    *(self._cel(veld.naam, cel(regel.rij, veld.naam)) for veld in CEL_VELDEN),
                    *(self._cel(veld.naam, lijst(regel.rij, veld.naam)) for veld in LIJST_VELDEN),
                )
                for regel in self._beeld.inschrijvingen
            ),
        )

    def groepen(self) -> Blad:
        return Blad(
            "Analyse",
            ("Groep", "Aantal", "Wat moet ik doen"),
            tuple((groep.titel, str(groep.aantal), groep.uitleg) for groep in self._beeld.groepen),
        )

    def leerlingen_in_groepen(self) -> Blad:
        rijen = []
        for groep in self._beeld.groepen:
            for regel in groep.regels:
                bron = regel.bron or ("", "")
                nummer, naam = self._beeld.leerlingen.get(regel.inschrijving_id, (self._nummers.get(bron, ""), ""))
                rijen.append((groep.titel, nummer, naam, self._namen.get(bron, ""), self._pgn(bron[0]), bron[1]))
        kop = ("Groep", "Leerlingnummer", "LvsNaam", "BronNaam", "Pgn in BRON", "Inschrijfdatum in BRON")
        return Blad("Analyse leerlingen", kop, tuple(rijen))

    def telling(self) -> Blad:
        kop = ("Vestiging", "Groep", "Leerjaar", "Inschrijfstatus", "LVS2000", "BRON", "Verschil")
        bekostigd = ("LVS2000 bekostigd", "BRON bekostigd", "Verschil bekostigd")
        rijen = tuple(
            (
                *(regel.vestiging, regel.groep, regel.leerjaar, regel.inschrijfstatus),
                *(str(regel.lvs), str(regel.bron), str(regel.verschil)),
                *(str(regel.lvs_bekostigd), str(regel.bron_bekostigd), str(regel.verschil_bekostigd)),
            )
            for regel in self._beeld.telling
        )
        return Blad("Telling", (*kop, *bekostigd), rijen)

    def veranderingen(self) -> Blad:
        rijen = []
        geheim = {regel.pgn for regel in self._beeld.inschrijvingen if regel.geheim}
        for een in self._beeld.veranderingen:
            vooraan = (een.vorige_peildatum, een.peildatum, een.soort, een.leerlingnummer, self._pgn(een.pgn))
            for naam, label, was, wordt in een.velden or (("", "", None, None),):
                cellen = self._cel(naam, was), self._cel(naam, wordt)
                if is_adres(naam) and een.pgn in geheim:  # BRON gives it no more; what it was is secret too
                    cellen = masker_van(naam, cellen[0]), masker_van(naam, cellen[1])
                rijen.append((*vooraan, een.inschrijfdatum, label, *cellen))
        kop = ("Vorige peildatum", "Peildatum", "Soort", "Leerlingnummer", "Pgn", "Inschrijfdatum")
        return Blad("Door BRON veranderd", (*kop, "Gegeven", "Was", "Is"), tuple(rijen))

    def dubbele(self) -> Blad:
        kop = ("Pgn", "BronNaam", "Inschrijfdatum", "BRIN andere school", "Begin daar", "Einde daar")
        rijen = tuple(
            (
                *(self._pgn(rij.pgn), self._namen.get((rij.pgn, rij.inschrijfdatum), ""), rij.inschrijfdatum),
                *(rij.brin_andere_school, rij.begin, rij.einde),
                *(rij.eerst_gezien, rij.laatst_gezien, rij.notitie),
            )
            for rij in self._beeld.dubbele
        )
        return Blad("Dubbele inschrijvingen", (*kop, "Eerst gezien", "Laatst gezien", "Notitie"), rijen)


def _bron_naam(rij: Rij) -> str:
    delen = (cel(rij, "voornamen"), cel(rij, "voorvoegsel"), cel(rij, "achternaam"))
    return " ".join(str(deel) for deel in delen if deel is not None)
