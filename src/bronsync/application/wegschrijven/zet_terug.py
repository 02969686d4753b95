"""'Zet terug': what BRON Sync wrote to LVS2000, in words, and put back: one write, or all of one Ophalen, Verwerken or filling.

The old value returns only where LVS2000 still holds what BRON Sync wrote: an edit of the school wins. Putting back is a write like any
other (`wegschrijven`): intended before it is made, in the audit trail, and itself to be put back. The difference with BRON that comes back
is asked; nothing that was decided before does the same write again. Source: issue 10 part 2, VENSTER 3.2, RELIABILITY B1 (I3).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from bronsync.application.boeken.beeld import bron_kant
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.stand import stand
from bronsync.application.boeken.weergave import PGN_VELDEN, is_adres, masker_van, toon_dag, toon_waarde
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import (
    ONDERWIJS_SINDS_VULLING,
    BeeldRij,
    InboxRij,
    KoppelingRij,
    MutatieRij,
    MutatieStand,
    Wijziging,
)
from bronsync.application.wegschrijven.wegschrijven import (
    VAN_BRON,
    boek_mutatie,
    met_groep,
    veldlabel,
    voer_mutaties_uit,
)
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.identiteit import zelfde_database
from bronsync.domain.gegevens.velden import VELD
from bronsync.domain.vergelijking.koppelen import zelfde_persoon

_OORZAAK: Final = {
    "SpontaneMutatie": "Spontane mutatie van BRON",
    "WijzigingSleutelgegevens": "Sleutelgegevens gewijzigd door BRON",
    "InschrijvingGeaccepteerd": "Nummer gekregen van BRON",
    "Identificatie": "Nummer gekregen van BRON",
}


@dataclass(frozen=True, slots=True)
class VeldMutatie:
    """One column of a write."""

    veld: str
    label: str
    was: str = field(repr=False)
    werd: str = field(repr=False)
    is_adres: bool

    def van_naar(self, *, geheim: bool, vol: bool) -> str:
        """What putting it back does: `Dorpsstraat wordt weer Kerkstraat`."""
        weer, nu = (self.toon(waarde, geheim=geheim, vol=vol) or "leeg" for waarde in (self.was, self.werd))
        return f"{nu} wordt weer {weer}"

    def toon(self, waarde: str, *, geheim: bool, vol: bool) -> str:
        """A number of a person and a secret address masked, unless they are asked for (`vol`)."""
        afgeschermd = not vol and (self.veld in PGN_VELDEN or (geheim and self.is_adres))
        return masker_van(self.veld, waarde) if afgeschermd else waarde


@dataclass(frozen=True, slots=True)
class MutatieRegel:
    """One write to LVS2000, as a person reads it."""

    nummer: int
    tijdstip: str
    leerling_id: int
    inschrijving_id: int
    oorzaak: str
    velden: tuple[VeldMutatie, ...]
    stand: str
    """In words, without personal data."""
    niet: str
    """Why it cannot be put back, in a sentence; empty when it can."""
    in_groep: int
    """So many of the same run can be put back, with this one."""
    groep: str
    """Which run, in words; empty when it belongs to none."""
    ontvangstnummer: int
    """Of the feedback that caused it; 0 when none did."""

    @property
    def labels(self) -> str:
        """Which fields."""
        return ", ".join(deel.label for deel in self.velden)

    def was(self, *, geheim: bool, vol: bool) -> str:
        """The old values behind each other."""
        return " ".join(filter(None, (deel.toon(deel.was, geheim=geheim, vol=vol) for deel in self.velden)))

    def werd(self, *, geheim: bool, vol: bool) -> str:
        """The new values behind each other."""
        return " ".join(filter(None, (deel.toon(deel.werd, geheim=geheim, vol=vol) for deel in self.velden)))

    def zin(self, *, geheim: bool, vol: bool) -> str:
        """In one line, with the old value: `12-10-2026: adres van de GBA overgenomen, was Kerkstraat 12`."""
        was = self.was(geheim=geheim, vol=vol) or "leeg"
        return f"{toon_dag(self.tijdstip)}: {self.oorzaak[:1].lower()}{self.oorzaak[1:]}, was {was}"


@dataclass(frozen=True, slots=True)
class TerugUitslag:
    """How putting back went."""

    teruggezet: int
    gebleven: int
    """LVS2000 held something else by then, and keeps it."""
    zin: str


# --- what was written ---------------------------------------------------------------------------------------------------------------


def mutaties(omg: Omgeving, leerling_id: int | None = None) -> tuple[MutatieRegel, ...]:
    """What BRON Sync wrote to LVS2000, or meant to: newest first, of one leerling or of all."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        return mutatie_regels(unit, omg, leerling_id)


def mutatie_regels(unit: UnitOfWork, omg: Omgeving, leerling_id: int | None = None) -> tuple[MutatieRegel, ...]:
    """The same, within a unit of work."""
    van = {} if leerling_id is None else {"leerling_id": leerling_id}
    rijen = unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, **van)
    if not rijen:  # of nearly every pupil
        return ()
    boek = _lees_boek(unit, omg)
    niet = {rij.nummer: boek.waarom_niet(rij.nummer) for rij in rijen}
    groepen = Counter(
        kort.groep for kort in boek.per_nummer.values() if kort.groep and not boek.waarom_niet(kort.nummer)
    )
    return tuple(
        MutatieRegel(
            rij.nummer,
            rij.geschreven or rij.tijdstip,
            rij.leerling_id,
            rij.inschrijving_id,
            _oorzaak(unit, omg, rij),
            tuple(
                VeldMutatie(
                    een.veld,
                    veldlabel(een.veld),
                    _toon(een.veld, een.oud),
                    _toon(een.veld, een.nieuw),
                    is_adres(een.veld),
                )
                for een in rij.wijzigingen
            ),
            _stand(rij, boek),
            niet[rij.nummer],
            groepen[rij.groep] if rij.groep and not niet[rij.nummer] else 0,
            _groep(rij),
            int(rij.aanleiding[1:]) if rij.aanleiding[:1] == "T" else 0,
        )
        for rij in sorted(rijen, key=lambda rij: -rij.nummer)
    )


def _toon(veld: str, waarde: str | int | None) -> str:
    return toon_waarde(VELD[veld], waarde) if veld in VELD else toon_dag(str(waarde or ""))


class _Kort(NamedTuple):
    """Of each write what it takes to know whether it can be put back: there may be one for every pupil of the school."""

    nummer: int
    stand: MutatieStand
    groep: str
    terug_van: int
    geschreven: str
    tijdstip: str


@dataclass(frozen=True, slots=True)
class _Boek:
    """All writes of the aanleverpunt in short."""

    per_nummer: dict[int, _Kort]
    terug: dict[int, _Kort]
    """By number of what was put back: the write that did it, or will."""
    vanaf: int
    """What has a lower number, or this one, was written to another database."""

    def waarom_niet(self, nummer: int) -> str:
        """Why this one cannot be put back; empty when it can."""
        rij = self.per_nummer[nummer]
        if nummer in self.terug:
            return "Deze wijziging is al teruggezet."
        if nummer <= self.vanaf:
            return "Sindsdien is een andere database of een reservekopie van LVS2000 in gebruik genomen."
        return {
            MutatieStand.VOORGENOMEN: "Deze wijziging is nog niet in LVS2000 aangekomen.",
            MutatieStand.CONFLICT: "LVS2000 is toen niet gewijzigd; er is niets om terug te zetten.",
            MutatieStand.STOND_ER_AL: "Dit stond al zo in LVS2000; er is niets om terug te zetten.",
        }.get(rij.stand, "")


def _lees_boek(unit: UnitOfWork, omg: Omgeving) -> _Boek:
    rijen = {kort.nummer: kort for kort in unit.stream(MutatieRij, _Kort, aanleverpunt=omg.aanleverpunt)}
    terug = {kort.terug_van: kort for kort in rijen.values() if kort.terug_van and kort.stand != MutatieStand.CONFLICT}
    return _Boek(rijen, terug, stand(unit, omg.aanleverpunt).andere_database)


def _stand(rij: MutatieRij, boek: _Boek) -> str:
    door = boek.terug.get(rij.nummer)
    if door is not None:
        return f"teruggezet op {toon_dag(door.geschreven or door.tijdstip)}"
    if rij.stand is MutatieStand.CONFLICT:
        return "niet overgenomen: LVS2000 was intussen gewijzigd"
    return {
        MutatieStand.VOORGENOMEN: "wordt in LVS2000 gewijzigd",
        MutatieStand.STOND_ER_AL: "stond al zo in LVS2000",
    }.get(rij.stand, "gewijzigd in LVS2000")


def _oorzaak(unit: UnitOfWork, omg: Omgeving, rij: MutatieRij) -> str:
    if rij.terug_van:
        return "Teruggezet door u"
    if rij.aanleiding.startswith("A-"):
        return "Adres van de GBA overgenomen"
    if rij.aanleiding.startswith(ONDERWIJS_SINDS_VULLING):
        return "Onderwijs Sinds ingevuld"
    bericht = unit.get(InboxRij, omg.aanleverpunt, int(rij.aanleiding[1:]))
    return _OORZAAK.get(bericht.soort if bericht else "", "Melding van BRON")


def _groep(rij: MutatieRij) -> str:
    if not rij.groep:
        return ""
    wat = "deze vulling" if rij.groep.startswith(ONDERWIJS_SINDS_VULLING) else "dit ophalen"
    if rij.aanleiding.startswith("A-"):
        wat = "dit verwerken"
    return "dit terugzetten" if rij.terug_van else wat


# --- putting back -------------------------------------------------------------------------------------------------------------------


@onderbreekbaar("Zet terug")
def zet_terug(omg: Omgeving, nummer: int, *, groep: bool = False) -> TerugUitslag:
    """Puts one write back, or with `groep` all that can be of the same run, newest first. PROC-30 with the reason when it cannot."""
    voer_mutaties_uit(omg)  # what an interruption left must be there to be put back
    school = omg.lvs.school(omg.aanleverpunt)
    omg = met_groep(omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        if zelfde_database(stand(unit, omg.aanleverpunt).lvs_identiteit, school.identiteit) is False:
            raise BronSyncFout("PROC-08")
        geboekt, ander, van_bron = _boek(unit, omg, nummer, groep=groep)
        unit.commit()
    voer_mutaties_uit(omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        rijen = [unit.get(MutatieRij, omg.aanleverpunt, terug) for terug in geboekt]
    conflicten = sum(rij is not None and rij.stand is MutatieStand.CONFLICT for rij in rijen)
    gelukt, gebleven = len(rijen) - conflicten, conflicten + ander
    return TerugUitslag(gelukt, gebleven, _zin(gelukt, gebleven, van_bron=van_bron))


def _boek(unit: UnitOfWork, omg: Omgeving, nummer: int, *, groep: bool) -> tuple[list[int], int, bool]:
    """Numbers of the intents, how many belong to another child by now, whether a value of BRON is among them."""
    boek = _lees_boek(unit, omg)
    gekozen = unit.get(MutatieRij, omg.aanleverpunt, nummer)
    if gekozen is None or gekozen.aanleverpunt != omg.aanleverpunt:
        raise BronSyncFout("PROC-30", reden="Deze wijziging is niet bekend.")
    rijen = [gekozen]
    if groep and gekozen.groep:
        samen = unit.all(MutatieRij, aanleverpunt=omg.aanleverpunt, groep=gekozen.groep)
        rijen = [rij for rij in samen if not boek.waarom_niet(rij.nummer)]
    reden = boek.waarom_niet(nummer) if not groep or not rijen else ""
    if reden:
        raise BronSyncFout("PROC-30", reden=reden)
    ander = {rij.nummer for rij in rijen if _is_ander_kind(unit, omg, rij)}
    if gekozen.nummer in ander and len(rijen) == 1:
        raise BronSyncFout("PROC-30", reden="In LVS2000 staat hier nu een andere leerling.")
    geboekt = []
    for rij in sorted((rij for rij in rijen if rij.nummer not in ander), key=lambda rij: -rij.nummer):
        om = [Wijziging(een.veld, oud=een.nieuw, nieuw=een.oud) for een in rij.wijzigingen]
        geboekt.append(
            boek_mutatie(
                unit,
                omg,
                leerling_id=rij.leerling_id,
                inschrijving_id=rij.inschrijving_id,
                wijzigingen=om,
                aanleiding=f"M-{rij.nummer}",
                terug_van=rij.nummer,
            )
        )
        boek_audit(unit, omg, f"M-{rij.nummer}", van=rij.stand, naar="terugzetten")
    return geboekt, len(ander), any(rij.aanleiding.startswith(VAN_BRON) for rij in rijen)


def _is_ander_kind(unit: UnitOfWork, omg: Omgeving, rij: MutatieRij) -> bool:
    """The record in LVS2000 was given to another child since (R2): at one address a sister has what was written, and must not get the rest."""
    koppeling = unit.get(KoppelingRij, omg.aanleverpunt, rij.inschrijving_id) if rij.inschrijving_id else None
    beeld = unit.get(BeeldRij, omg.aanleverpunt, koppeling.pgn, koppeling.inschrijfdatum) if koppeling else None
    bron = bron_kant(beeld) if beeld else None
    lvs = omg.lvs.lees_een(omg.aanleverpunt, rij.inschrijving_id) if bron else None
    return lvs is not None and bron is not None and not zelfde_persoon(lvs.rij, bron.rij, zelfde_nummer=True)


def _zin(gelukt: int, gebleven: int, *, van_bron: bool) -> str:
    delen = []
    if gelukt:
        delen.append("De wijziging is teruggezet." if gelukt == 1 else f"{gelukt} wijzigingen zijn teruggezet.")
        if van_bron:
            delen.append("Acties Bepalen vraagt u daarna wat er met het verschil met BRON moet gebeuren.")
    if gebleven:
        wie = "Bij een wijziging" if gebleven == 1 else f"Bij {gebleven} wijzigingen"
        delen.append(
            f"{wie} staat in LVS2000 intussen iets anders dan BRON Sync schreef. LVS2000 wint: daar is niets veranderd."
        )
    return " ".join(delen)


# --- another database ---------------------------------------------------------------------------------------------------------------


def sluit_af(unit: UnitOfWork, omg: Omgeving) -> None:
    """Another database, or a restored copy: numbers of leerlingen may mean others there, so what was written before cannot be put back."""
    laatste = max((kort.nummer for kort in unit.stream(MutatieRij, _Kort)), default=0)
    unit.put(replace(stand(unit, omg.aanleverpunt), andere_database=laatste))
