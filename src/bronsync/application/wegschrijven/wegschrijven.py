"""Every write to LVS2000: booked with the old and the new value before it is made, made by compare-and-set, kept to be shown and put back.

The one door, whatever the cause: a found number, a spontane mutatie, sleutelgegevens, an address taken over, Onderwijs Sinds, and a
write-back that is put back (`zet_terug`). An interruption leaves an intent that the next start finishes. Source: RELIABILITY B1 (I3), F15.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from bronsync.application.boeken.boekingen import boek_signaal, wissel
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.ports import Omgeving, Schrijfuitkomst, UnitOfWork
from bronsync.application.records import (
    ONDERWIJS_SINDS_VULLING,
    Actie,
    BesluitRij,
    KoppelingRij,
    MutatieRij,
    MutatieStand,
    VerschilRij,
    VerschilStand,
    Wijziging,
)
from bronsync.domain.gegevens.velden import INDEX, VELD, beperk, met, pack, unpack
from bronsync.domain.vergelijking.berichten import NAAR_LVS
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, Gebeurtenis, Status

VAN_BRON = ("T", "A-")
"""How the aanleiding begins of what brings LVS2000 the value of BRON."""


def met_groep(omg: Omgeving) -> Omgeving:
    """The same run; what it writes from now on belongs together, so that it can be put back together."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        nummer = unit.next_number("groep")
        unit.commit()
    return replace(omg, groep=f"G-{nummer}")


def boek_mutatie(
    unit: UnitOfWork,
    omg: Omgeving,
    *,
    leerling_id: int,
    inschrijving_id: int,
    wijzigingen: Iterable[Wijziging],
    aanleiding: str,
    groep: str = "",
    terug_van: int = 0,
) -> int:
    """The intent; gives its number, 0 when there is nothing to write. The caller commits, `voer_mutaties_uit` then carries it out."""
    alle = tuple(wijzigingen)
    if not leerling_id or not alle:
        return 0
    nummer = unit.next_number("mutatie")
    unit.put(
        MutatieRij(
            nummer=nummer,
            aanleverpunt=omg.aanleverpunt,
            stand=MutatieStand.VOORGENOMEN,
            leerling_id=leerling_id,
            inschrijving_id=inschrijving_id,
            wijzigingen=alle,
            aanleiding=aanleiding,
            tijdstip=tijdstip(omg),
            groep=groep or omg.groep,
            terug_van=terug_van,
        )
    )
    return nummer


def veldlabel(veld: str) -> str:
    """How the manual names a column that is written; Onderwijs Sinds is no field of the exchange."""
    return VELD[veld].label if veld in VELD else "Onderwijs Sinds"


def voer_mutaties_uit(omg: Omgeving, uitgevoerd: list[MutatieRij] | None = None) -> tuple[int, int]:
    """Executes the intended write-backs by compare-and-set; gives how many were done and how many met a newer edit of the school.

    Each is added to `uitgevoerd` once it is booked, so that this is known also when it stops half way.
    """
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        open_mutaties = unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, stand=MutatieStand.VOORGENOMEN)
    begin = _te_beginnen(omg, open_mutaties[:1])
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        unit.put(*begin)
        unit.commit()
    gedaan = conflicten = 0
    for nummer, mutatie in enumerate(open_mutaties, 1):
        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, mutatie.wijzigingen)
        conflict = uitkomst is Schrijfuitkomst.CONFLICT
        begin = _te_beginnen(omg, open_mutaties[nummer : nummer + 1])
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            geboekt = _boek_uitkomst(unit, omg, mutatie, uitkomst)
            # in the same transaction: one of its own for each would double the time of a long filling
            unit.put(*begin)
            unit.commit()
        if uitgevoerd is not None:
            uitgevoerd.append(geboekt)
        gedaan += not conflict
        conflicten += conflict
        if nummer % 50 == 0:  # who cancels here leaves the rest to the next time
            omg.progress.report(nummer, len(open_mutaties), "Wegschrijven in LVS2000")
    return gedaan, conflicten


def _te_beginnen(omg: Omgeving, mutaties: Iterable[MutatieRij]) -> list[MutatieRij]:
    """The write that comes next, marked; not when its values stand there already, else a crash before it would make those ours (R8)."""
    return [
        replace(mutatie, begonnen=True)
        for mutatie in mutaties
        if mutatie.begonnen or not omg.lvs.staat_er(mutatie.leerling_id, mutatie.wijzigingen)
    ]


def _boek_uitkomst(unit: UnitOfWork, omg: Omgeving, mutatie: MutatieRij, uitkomst: Schrijfuitkomst) -> MutatieRij:
    stand = {
        Schrijfuitkomst.CONFLICT: MutatieStand.CONFLICT,
        Schrijfuitkomst.AL_GEDAAN: MutatieStand.GEDAAN if mutatie.begonnen else MutatieStand.STOND_ER_AL,
    }.get(uitkomst, MutatieStand.GEDAAN)
    geboekt = replace(mutatie, stand=stand, begonnen=True, geschreven=tijdstip(omg))
    unit.put(geboekt)
    boek_audit(unit, omg, f"M-{mutatie.nummer}", van=MutatieStand.VOORGENOMEN, naar=uitkomst)
    conflict = stand is MutatieStand.CONFLICT
    _sluit_actie(unit, omg, mutatie, conflict=conflict)
    if conflict:
        _meld_conflict(unit, omg, mutatie)
    elif mutatie.terug_van:
        vraag_opnieuw(unit, omg, mutatie)
    elif mutatie.aanleiding.startswith(VAN_BRON):
        _onthoud_akkoord(unit, omg, mutatie)
    return geboekt


def _meld_conflict(unit: UnitOfWork, omg: Omgeving, mutatie: MutatieRij) -> None:
    """Not of a filling: the field stays inside the school, and BRON holds nothing that could differ from it."""
    if mutatie.aanleiding.startswith(ONDERWIJS_SINDS_VULLING):
        return
    namen = ", ".join(veldlabel(wijziging.veld) for wijziging in mutatie.wijzigingen)
    wat = f"U zette een wijziging van {namen} terug" if mutatie.terug_van else f"BRON meldde een wijziging van {namen}"
    boek_signaal(
        unit,
        omg,
        actie=0,
        inschrijving_id=mutatie.inschrijving_id,
        herkomst="controle",
        code="LVS-CAS",
        ernst="attentie",
        tekst=f"{wat}, maar in LVS2000 staat intussen iets anders. LVS2000 is niet gewijzigd.",
        advies="Vergelijk de gegevens en kies bij Acties Bepalen wat juist is.",
    )


def _sluit_actie(unit: UnitOfWork, omg: Omgeving, mutatie: MutatieRij, *, conflict: bool) -> None:
    """An actie richting LVS2000 ends with its write-back."""
    if not mutatie.aanleiding.startswith("A-"):
        return
    actie = unit.get(Actie, omg.aanleverpunt, int(mutatie.aanleiding[2:]))
    if actie is not None and actie.status is Status.VERZENDEN:
        if conflict:
            reden = "In LVS2000 is het adres intussen gewijzigd. Voer Acties Bepalen opnieuw uit."
            wissel(unit, omg, actie, Gebeurtenis.AFGEKEURD, code="LVS-CAS", reden=reden)
        else:
            wissel(unit, omg, actie, Gebeurtenis.VERWERKT_IN_LVS)


def _onthoud_akkoord(unit: UnitOfWork, omg: Omgeving, mutatie: MutatieRij) -> None:
    """Both sides now hold these values, so they are what was agreed last: who puts them back, or edits them, is seen as the one who changed."""
    nieuw = {wijziging.veld: wijziging.nieuw for wijziging in mutatie.wijzigingen if wijziging.veld in INDEX}
    eigen = unit.get(KoppelingRij, omg.aanleverpunt, mutatie.inschrijving_id)
    for rij in unit.all(KoppelingRij, aanleverpunt=omg.aanleverpunt, pgn=eigen.pgn) if eigen else []:
        akkoord = unpack(rij.akkoord) if rij.akkoord and rij.leerling_id == mutatie.leerling_id else None
        if akkoord is not None:
            unit.put(replace(rij, akkoord=pack(beperk(met(akkoord, **nieuw)))))


def vraag_opnieuw(unit: UnitOfWork, omg: Omgeving, mutatie: MutatieRij) -> None:
    """What was decided about these values was taken back with them: an actie that would write them once more goes, the verschil asks again.

    Also where the verschil is gone by now: a besluit outlives it, and would answer it when it comes back.
    """
    for actie in unit.all(Actie, leerling_id=mutatie.leerling_id):
        if actie.soort in NAAR_LVS:
            unit.delete(BesluitRij, aanleverpunt=actie.aanleverpunt, vingerafdruk=actie.vingerafdruk)
    velden = {wijziging.veld for wijziging in mutatie.wijzigingen}
    for rij in unit.all(VerschilRij, leerling_id=mutatie.leerling_id, stand=VerschilStand.BESLOTEN):
        if rij.automatisch or velden.isdisjoint(veld for veld, _, _ in rij.paren):
            continue
        for actie in unit.all(Actie, aanleverpunt=rij.aanleverpunt, vingerafdruk=rij.vingerafdruk):
            if actie.status in NIET_UITGEVOERD:
                wissel(unit, omg, actie, Gebeurtenis.VERWIJDER)
        unit.delete(BesluitRij, aanleverpunt=rij.aanleverpunt, vingerafdruk=rij.vingerafdruk)
        unit.put(replace(rij, stand=VerschilStand.OPEN))
        boek_audit(unit, omg, f"V-{rij.nummer}", van=rij.stand, naar=VerschilStand.OPEN)


class Waarde(NamedTuple):
    """What a person put back, and when."""

    waarde: object
    moment: str


Teruggezet = dict[tuple[int, str], Waarde]
"""By leerling and veld."""


def teruggezet(unit: UnitOfWork) -> Teruggezet:
    """What was put back and not written over since, whatever the aanleverpunt: they share the leerling."""
    laatste: Teruggezet = {}
    for rij in unit.all(MutatieRij):
        if rij.stand in (MutatieStand.VOORGENOMEN, MutatieStand.CONFLICT):
            continue
        for een in rij.wijzigingen:
            laatste.pop((rij.leerling_id, een.veld), None)
            if rij.terug_van:
                laatste[rij.leerling_id, een.veld] = Waarde(een.nieuw, rij.geschreven)
    return laatste
