"""Controleren (manual ch. 6, 'Controleer nu'): reads LVS2000 once and checks every leerling for whom an actie is ready to go.

Afkeursignalen must be solved before anything is sent; attentiesignalen need nothing. What passed is remembered by its hash: sending refuses
any other row. Sources: manual ch. 6, DOMAIN 5, ARCHITECTURE 4.5 flow 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date

from bronsync.application.beeld import bron_kanten, lvs_kant
from bronsync.application.boekhouding import Actie, SignaalRij, VerschilRij
from bronsync.application.boekingen import boek_signaal, stand, wissel
from bronsync.application.onderbreking import onderbreekbaar
from bronsync.application.ports import Eenheid, LvsRij, LvsSchool, Omgeving
from bronsync.domain.berichten import ActieSoort
from bronsync.domain.controles import Context, Ernst, Geval, Signaal, controleer
from bronsync.domain.inschrijving import Inschrijving, uit_rij
from bronsync.domain.koppelen import BronKant, Koppeling, Reden
from bronsync.domain.levensloop import NIET_UITGEVOERD, WACHT_OP_BRON, Gebeurtenis, Status
from bronsync.domain.velden import pgn
from bronsync.domain.vergelijken import hash_rij, vergelijk


@dataclass(frozen=True, slots=True)
class ControleUitslag:
    """How many acties were checked, how many passed, and the signals per code and severity."""

    gecontroleerd: int
    goed: int
    afkeursignalen: int
    attentiesignalen: int
    per_code: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Lezing:
    """What one read of LVS2000 gives the controles."""

    rijen: dict[int, LvsRij]
    per_leerling: dict[int, list[LvsRij]]
    meervoudig: frozenset[str]


@onderbreekbaar("Controleer nu")
def controleren(omg: Omgeving) -> ControleUitslag:
    """Checks all acties that were not executed; stores their signals and which ones may go."""
    with omg.journal.eenheid() as eenheid:
        acties = [
            a for status in NIET_UITGEVOERD for a in eenheid.alle(Actie, aanleverpunt=omg.aanleverpunt, status=status)
        ]
    if not acties:
        return ControleUitslag(0, 0, 0, 0, {})
    school = omg.lvs.school(omg.aanleverpunt)
    lezing = _lees(omg, {actie.leerling_id for actie in acties}, {actie.inschrijving_id for actie in acties})
    telling: Counter[tuple[Ernst, str]] = Counter()
    goed = 0
    with omg.journal.eenheid() as eenheid:
        context = _context(eenheid, omg, school, lezing)
        for gedaan, actie in enumerate(sorted(acties, key=lambda actie: actie.nummer), 1):
            signalen = _controleer_actie(eenheid, omg, actie, lezing, context)
            telling.update((signaal.ernst, signaal.code) for signaal in signalen)
            goed += not any(signaal.ernst is Ernst.AFKEUR for signaal in signalen)
            omg.voortgang.meld(gedaan, len(acties), "Controleren")
        eenheid.commit()
    per_ernst = Counter({ernst: sum(n for (e, _), n in telling.items() if e is ernst) for ernst in Ernst})
    per_code: Counter[str] = Counter()
    for (_, code), aantal in telling.items():
        per_code[code] += aantal
    return ControleUitslag(len(acties), goed, per_ernst[Ernst.AFKEUR], per_ernst[Ernst.ATTENTIE], dict(per_code))


def _lees(omg: Omgeving, leerlingen: set[int], inschrijvingen: set[int]) -> _Lezing:
    """One consistent read; keeps only the pupils who are checked, and which PGNs more than one pupil has (P22)."""
    rijen: dict[int, LvsRij] = {}
    per_leerling: dict[int, list[LvsRij]] = defaultdict(list)
    van_pgn: dict[str, int] = {}
    meervoudig: set[str] = set()
    for rij in omg.lvs.lees(omg.aanleverpunt):
        nummer = pgn(rij.rij)
        if nummer and van_pgn.setdefault(nummer, rij.leerling_id) != rij.leerling_id:
            meervoudig.add(nummer)
        if rij.leerling_id in leerlingen:
            per_leerling[rij.leerling_id].append(rij)
        if rij.inschrijving_id in inschrijvingen:
            rijen[rij.inschrijving_id] = rij
    return _Lezing(rijen, per_leerling, frozenset(meervoudig))


def _context(eenheid: Eenheid, omg: Omgeving, school: LvsSchool, lezing: _Lezing) -> Context:
    peildatum = stand(eenheid, omg.aanleverpunt).peildatum
    lopend = {
        actie.inschrijving_id
        for status in WACHT_OP_BRON
        for actie in eenheid.alle(Actie, aanleverpunt=omg.aanleverpunt, status=status)
    }
    return Context(
        vandaag=omg.klok.vandaag(),
        aanleverpunt=omg.aanleverpunt,
        brin=school.brin,
        vestigingen=school.vestigingen,
        peildatum=date.fromisoformat(peildatum) if peildatum else None,
        meervoudige_pgns=lezing.meervoudig,
        codelijsten=omg.codelijsten,
        certificaat_tot=omg.certificaat_tot,
        open_acties=frozenset(lopend),
    )


def _controleer_actie(
    eenheid: Eenheid, omg: Omgeving, actie: Actie, lezing: _Lezing, context: Context
) -> tuple[Signaal, ...]:
    eenheid.wis(SignaalRij, actie=actie.nummer, herkomst="controle")
    lvs = lezing.rijen.get(actie.inschrijving_id)
    bron = bron_van(eenheid, omg, actie)
    verschil = eenheid.haal(VerschilRij, omg.aanleverpunt, actie.vingerafdruk) if actie.vingerafdruk else None
    signalen = controleer(_geval(actie, lvs, bron, lezing, verschil), context)
    if not verschil_bestaat(omg, actie, lvs, bron):
        signalen = (*signalen, _GEWIJZIGD if actie.vingerafdruk else _WEG)
    for signaal in signalen:
        boek_signaal(
            eenheid,
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
            wissel(eenheid, omg, actie, Gebeurtenis.GEGEVENS_GEWIJZIGD)
    else:
        wissel(eenheid, omg, actie, Gebeurtenis.GECONTROLEERD, lvs_hash=hash_van(lvs), bron_hash=hash_van(bron))
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


def bron_van(eenheid: Eenheid, omg: Omgeving, actie: Actie) -> BronKant | None:
    """The side of BRON that an actie changes; None when BRON does not know it."""
    return (
        bron_kanten(eenheid, omg, {(actie.pgn, actie.inschrijfdatum)}).get((actie.pgn, actie.inschrijfdatum))
        if actie.pgn
        else None
    )


def hash_van(kant: LvsRij | BronKant | None) -> str:
    """Short hash of a side's row; empty without one."""
    return hash_rij(kant.rij) if kant else ""


def verschil_bestaat(omg: Omgeving, actie: Actie, lvs: LvsRij | None, bron: BronKant | None) -> bool:
    """Whether the verschil that an actie answers is still there with the same values; for an actie by hand, what it is about."""
    if not actie.vingerafdruk:
        return (lvs is not None or not actie.inschrijving_id) and (bron is not None or not actie.pgn)
    koppeling = Koppeling(lvs_kant(lvs) if lvs and actie.inschrijving_id else None, bron, Reden.BEWAARD)
    return any(v.vingerafdruk == actie.vingerafdruk for v in vergelijk(koppeling, omg.klok.vandaag().isoformat()))


def _geval(
    actie: Actie, lvs: LvsRij | None, bron: BronKant | None, lezing: _Lezing, verschil: VerschilRij | None
) -> Geval:
    anderen: tuple[Inschrijving, ...] = tuple(
        uit_rij(rij.rij)
        for rij in lezing.per_leerling.get(actie.leerling_id, ())
        if rij.inschrijving_id != actie.inschrijving_id
    )
    met_rij = lvs is not None and actie.soort is not ActieSoort.VERWIJDERING_INSCHRIJVING
    return Geval(
        soort=actie.soort,
        inschrijving_id=actie.inschrijving_id,
        leerlingnummer=actie.leerlingnummer,
        inschrijving=uit_rij(lvs.rij) if lvs and met_rij else None,
        rij=lvs.rij if lvs and met_rij else None,
        bron=uit_rij(bron.rij) if bron else None,
        andere=anderen,
        uitgesloten=lvs.uitgesloten if lvs else False,
        geheim=lvs.geheim if lvs else False,
        onderwijs_sinds=lvs.onderwijs_sinds if lvs else None,
        eerst_gezien=date.fromisoformat(verschil.eerst_gezien) if verschil else None,
    )
