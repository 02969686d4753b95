"""Controleren (manual ch. 6, 'Controleer nu'): reads LVS2000 once and checks every leerling for whom an actie is ready to go.

Afkeursignalen must be solved before anything is sent; attentiesignalen need nothing. What passed is remembered by its hash: sending refuses
any other row. Sources: manual ch. 6, DOMAIN 5, ARCHITECTURE 4.5 flow 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from bronsync.application.bepalen.apart_zetten import gaat_mee
from bronsync.application.boeken.beeld import bron_kanten, lvs_kant
from bronsync.application.boeken.boekingen import boek_signaal, wissel
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.stand import stand
from bronsync.application.lezen.apart import apart_gezet
from bronsync.application.ports import LvsRij, LvsSchool, Omgeving, UnitOfWork
from bronsync.application.records import Actie, SignaalRij, VerschilRij
from bronsync.domain.controles import Context, Ernst, Geval, Signaal, controleer
from bronsync.domain.gegevens.inschrijving import uit_rij
from bronsync.domain.gegevens.velden import cel, pgn
from bronsync.domain.vergelijking.aanleveren import wordt_aangeleverd
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.kanten import BronId, BronKant
from bronsync.domain.vergelijking.koppelen import Koppeling, Reden, zelfde_gegevens
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, WACHT_OP_BRON, Gebeurtenis, Status
from bronsync.domain.vergelijking.vergelijken import hash_rij, vergelijk


@dataclass(frozen=True, slots=True)
class ControleUitslag:
    """How many acties were checked, how many passed, and the signals per code and severity."""

    gecontroleerd: int
    goed: int
    afkeursignalen: int
    attentiesignalen: int
    per_code: dict[str, int]


class _Gezien(NamedTuple):
    vingerafdruk: str
    eerst_gezien: str


@dataclass(frozen=True, slots=True)
class _Boeken:
    """What the journal knows of the acties that are checked: one statement each, however many there are."""

    kanten: Mapping[BronId, BronKant] = field(repr=False)
    eerst_gezien: dict[str, str]
    """By vingerafdruk."""

    def bron(self, actie: Actie) -> BronKant | None:
        """The side of BRON that it changes."""
        return self.kanten.get((actie.pgn, actie.inschrijfdatum))


def _lees_boeken(unit: UnitOfWork, omg: Omgeving, acties: list[Actie]) -> _Boeken:
    kanten = bron_kanten(unit, omg, {(actie.pgn, actie.inschrijfdatum) for actie in acties if actie.pgn})
    return _Boeken(kanten, dict(unit.stream(VerschilRij, _Gezien, aanleverpunt=omg.aanleverpunt)))


@dataclass(frozen=True, slots=True)
class _Lezing:
    """What one read of LVS2000 gives the controles."""

    rijen: dict[int, LvsRij]
    per_leerling: dict[int, list[LvsRij]]
    per_pgn: dict[str, list[LvsRij]]
    """Only what is delivered, as in the other one: what is not exchanged is in nobody's way."""


@onderbreekbaar("Controleer nu")
def controleren(omg: Omgeving) -> ControleUitslag:
    """Checks all acties that were not executed, those set aside too; stores their signals and which ones may go."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        acties = [
            a for status in NIET_UITGEVOERD for a in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)
        ]
    if not acties:
        return ControleUitslag(0, 0, 0, 0, {})
    school = omg.lvs.school(omg.aanleverpunt)
    lezing = _lees(omg, {actie.leerling_id for actie in acties}, {actie.inschrijving_id for actie in acties})
    telling: Counter[tuple[Ernst, str]] = Counter()
    goed = 0
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        context = _context(unit, omg, school)
        apart = apart_gezet(unit, omg)
        vorige = {
            nummer
            for nummer, herkomst in unit.stream(SignaalRij, ("actie", "herkomst"), aanleverpunt=omg.aanleverpunt)
            if herkomst == "controle"
        }
        boeken = _lees_boeken(unit, omg, acties)
        for gedaan, actie in enumerate(sorted(acties, key=lambda actie: actie.nummer), 1):
            if actie.nummer in vorige:
                unit.delete(SignaalRij, actie=actie.nummer, herkomst="controle")
            signalen = _controleer_actie(unit, omg, actie, lezing, boeken, context)
            telling.update((signaal.ernst, signaal.code) for signaal in signalen)
            zonder_afkeur = not any(signaal.ernst is Ernst.AFKEUR for signaal in signalen)
            goed += zonder_afkeur
            wacht = apart.get(actie.nummer)
            if wacht is not None and wacht.om_afkeur and zonder_afkeur:
                gaat_mee(unit, omg, actie)
            omg.progress.report(gedaan, len(acties), "Controleren")
        unit.commit()
    per_ernst = Counter({ernst: sum(n for (e, _), n in telling.items() if e is ernst) for ernst in Ernst})
    per_code: Counter[str] = Counter()
    for (_, code), aantal in telling.items():
        per_code[code] += aantal
    return ControleUitslag(len(acties), goed, per_ernst[Ernst.AFKEUR], per_ernst[Ernst.ATTENTIE], dict(per_code))


def signalen_van(unit: UnitOfWork, omg: Omgeving, acties: list[Actie]) -> list[tuple[Actie, tuple[Signaal, ...]]]:
    """What the controles say of these acties as LVS2000 stands now. Books nothing."""
    context = _context(unit, omg, omg.lvs.school(omg.aanleverpunt))
    lezing = _lees(omg, {actie.leerling_id for actie in acties}, {actie.inschrijving_id for actie in acties})
    boeken = _lees_boeken(unit, omg, acties)
    return [(actie, _signalen_van(actie, lezing, boeken, context)) for actie in acties]


def _lees(omg: Omgeving, leerlingen: set[int], inschrijvingen: set[int]) -> _Lezing:
    """One consistent read: the rows that are checked, and beside them what is delivered of the same pupils and under the same PGNs."""
    rijen: dict[int, LvsRij] = {}
    per_leerling: dict[int, list[LvsRij]] = defaultdict(list)
    per_pgn: dict[str, list[LvsRij]] = defaultdict(list)
    for rij in omg.lvs.lees(omg.aanleverpunt):
        if rij.inschrijving_id in inschrijvingen:
            rijen[rij.inschrijving_id] = rij
        if wordt_aangeleverd(lvs_kant(rij), None):
            per_pgn[pgn(rij.rij) or ""].append(rij)
            if rij.leerling_id in leerlingen:
                per_leerling[rij.leerling_id].append(rij)
    per_pgn.pop("", None)
    return _Lezing(rijen, per_leerling, per_pgn)


def _anderen(actie: Actie, lvs: LvsRij | None, lezing: _Lezing) -> list[LvsRij]:
    """The other inschrijvingen of this pupil that are delivered, also those under another record: who came back may have two."""
    eigen = [
        rij for rij in lezing.per_leerling.get(actie.leerling_id, ()) if rij.inschrijving_id != actie.inschrijving_id
    ]
    met_pgn = lezing.per_pgn.get(pgn(lvs.rij) or "", ()) if lvs else ()
    return eigen + [rij for rij in met_pgn if lvs and rij.leerling_id != lvs.leerling_id and _zelfde(rij, lvs)]


def _zelfde_pgn(lvs: LvsRij, lezing: _Lezing) -> tuple[str, ...]:
    """The leerlingnummers of other children who have this PGN in the same time (P22)."""
    gevonden = (
        rij.leerlingnummer
        for rij in lezing.per_pgn.get(pgn(lvs.rij) or "", ())
        if rij.leerling_id != lvs.leerling_id and not _zelfde(rij, lvs) and _overlapt(rij, lvs)
    )
    return tuple(dict.fromkeys(gevonden))


def _zelfde(rij: LvsRij, lvs: LvsRij) -> bool:
    return zelfde_gegevens(rij.rij, lvs.rij)


def _overlapt(rij: LvsRij, lvs: LvsRij) -> bool:
    """Without an end it goes on; what has no begin may be any time."""
    dagen = [
        (str(cel(een.rij, "inschrijfdatum") or ""), str(cel(een.rij, "uitschrijfdatum") or "9")) for een in (rij, lvs)
    ]
    return dagen[0][0] <= dagen[1][1] and dagen[1][0] <= dagen[0][1]


def _context(unit: UnitOfWork, omg: Omgeving, school: LvsSchool) -> Context:
    peildatum = stand(unit, omg.aanleverpunt).peildatum
    lopend = {
        actie.inschrijving_id
        for status in WACHT_OP_BRON
        for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)
    }
    return Context(
        vandaag=omg.clock.today(),
        aanleverpunt=omg.aanleverpunt,
        brin=school.brin,
        vestigingen=school.vestigingen,
        peildatum=date.fromisoformat(peildatum) if peildatum else None,
        codelijsten=omg.codelijsten,
        certificaat_tot=omg.certificaat_tot,
        open_acties=frozenset(lopend),
    )


def _signalen_van(actie: Actie, lezing: _Lezing, boeken: _Boeken, context: Context) -> tuple[Signaal, ...]:
    lvs = lezing.rijen.get(actie.inschrijving_id)
    sinds = boeken.eerst_gezien.get(actie.vingerafdruk, "")
    return controleer(_geval(actie, lvs, boeken.bron(actie), lezing, sinds), context)


def _controleer_actie(
    unit: UnitOfWork, omg: Omgeving, actie: Actie, lezing: _Lezing, boeken: _Boeken, context: Context
) -> tuple[Signaal, ...]:
    lvs, bron = lezing.rijen.get(actie.inschrijving_id), boeken.bron(actie)
    signalen = _signalen_van(actie, lezing, boeken, context)
    if not verschil_bestaat(actie, lvs, bron):
        signalen = (*signalen, _GEWIJZIGD if actie.vingerafdruk else _WEG)
    for signaal in signalen:
        boek_signaal(
            unit,
            omg,
            actie=actie.nummer,
            inschrijving_id=actie.inschrijving_id,
            herkomst="controle",
            code=signaal.code,
            ernst=signaal.ernst,
            tekst=signaal.tekst,
            veld=signaal.veld,
            advies=signaal.advies,
        )
    if any(signaal.ernst is Ernst.AFKEUR for signaal in signalen):
        if actie.status is Status.GECONTROLEERD:
            wissel(unit, omg, actie, Gebeurtenis.GEGEVENS_GEWIJZIGD)
    else:
        wissel(unit, omg, actie, Gebeurtenis.GECONTROLEERD, lvs_hash=hash_van(lvs), bron_hash=hash_van(bron))
    return signalen


_GEWIJZIGD = Signaal(
    "S05",
    Ernst.AFKEUR,
    "",
    "De gegevens zijn gewijzigd sinds de actie is bepaald.",
    "Voer Acties Bepalen opnieuw uit en controleer daarna opnieuw.",
)
_WEG = replace(
    _GEWIJZIGD,
    tekst="De inschrijving waarvoor deze actie met de hand is bepaald, bestaat niet meer.",
    advies="Verwijder deze actie.",
)


def bron_van(unit: UnitOfWork, omg: Omgeving, actie: Actie) -> BronKant | None:
    """The side of BRON that an actie changes; None when BRON does not know it."""
    return (
        bron_kanten(unit, omg, {(actie.pgn, actie.inschrijfdatum)}).get((actie.pgn, actie.inschrijfdatum))
        if actie.pgn
        else None
    )


def hash_van(kant: LvsRij | BronKant | None) -> str:
    """Short hash of a side's row; empty without one."""
    return hash_rij(kant.rij) if kant else ""


def verschil_bestaat(actie: Actie, lvs: LvsRij | None, bron: BronKant | None) -> bool:
    """Whether the verschil that an actie answers is still there with the same values; for an actie by hand, what it is about."""
    if not actie.vingerafdruk:
        return (lvs is not None or not actie.inschrijving_id) and (bron is not None or not actie.pgn)
    koppeling = Koppeling(lvs_kant(lvs) if lvs and actie.inschrijving_id else None, bron, Reden.BEWAARD)
    # as of no day: whether who left BRON is history or in the way was decided when the actie was determined
    return any(v.vingerafdruk == actie.vingerafdruk for v in vergelijk(koppeling, ""))


def _geval(actie: Actie, lvs: LvsRij | None, bron: BronKant | None, lezing: _Lezing, eerst_gezien: str) -> Geval:
    met_rij = lvs is not None and actie.soort is not ActieSoort.VERWIJDERING_INSCHRIJVING
    return Geval(
        soort=actie.soort,
        inschrijving_id=actie.inschrijving_id,
        leerlingnummer=actie.leerlingnummer,
        inschrijving=uit_rij(lvs.rij) if lvs and met_rij else None,
        rij=lvs.rij if lvs and met_rij else None,
        bron=uit_rij(bron.rij) if bron else None,
        andere=tuple(uit_rij(rij.rij) for rij in _anderen(actie, lvs, lezing)),
        zelfde_pgn=_zelfde_pgn(lvs, lezing) if lvs else (),
        uitgesloten=lvs.uitgesloten if lvs else False,
        geheim=lvs.geheim if lvs else False,
        onderwijs_sinds=lvs.onderwijs_sinds if lvs else None,
        eerst_gezien=date.fromisoformat(eerst_gezien) if eerst_gezien else None,
    )
