"""Verwerken en Verzenden (manual ch. 6): sends what was checked to BRON and carries out the acties richting LVS2000.

The send protocol of RELIABILITY B: intent durable before the network, id and bytes frozen, outcome booked; an unclear one is repeated with
the same id and bytes where the register drops repeats, and otherwise waits for feedback. One message per actie; the rest goes on.
Sources: manual ch. 6; RELIABILITY B1 (I1, I7, I8), F1-F6, F20, F29.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from bronsync.application.boeken.beeld import eis_bruikbaar_beeld
from bronsync.application.boeken.boekingen import boek_rem, boek_signaal, nieuwe_generatie, rem_vinger, wissel
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.stand import stand
from bronsync.application.lezen.apart import apart_gezet, niet_uitgevoerd
from bronsync.application.lezen.paren import sleutel_van_actie
from bronsync.application.lezen.rem import met_effect
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import (
    Actie,
    BeeldRij,
    SignaalRij,
    VerschilRij,
    VerschilStand,
    Verzending,
    Wijziging,
)
from bronsync.application.verzenden.controleren import bron_van, hash_van
from bronsync.application.wegschrijven.wegschrijven import boek_mutatie, met_groep, voer_mutaties_uit
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk
from bronsync.domain.gegevens.identiteit import zelfde_database
from bronsync.domain.gegevens.velden import Categorie, cel, pgn
from bronsync.domain.vergelijking.acties import inhoud
from bronsync.domain.vergelijking.berichten import NAAR_LVS, ActieSoort, Bericht, BronSleutel, Geweigerd, Ontvangen
from bronsync.domain.vergelijking.kanten import BronKant
from bronsync.domain.vergelijking.levensloop import Gebeurtenis, Status
from bronsync.domain.vergelijking.remmen import controleer_rem, per_inschrijving
from bronsync.domain.vergelijking.vergelijken import paren_van

MAX_MISLUKT = 3
"""After so many messages in a row whose outcome is unclear the rest is left for later."""


@dataclass(frozen=True, slots=True)
class SyncUitslag:
    """How the sending went."""

    verzonden: int
    geweigerd: int
    onbeslist: int
    niet_verzonden: int
    gewijzigd: int
    """Skipped because the data changed after the check; check again."""
    verwerkt_in_lvs: int
    fout: str = ""
    """Code of the error that stopped the sending; empty when all went."""


@onderbreekbaar("Verwerken en Verzenden")
def synchroniseren(omg: Omgeving, bevestigd: str | None = None, weglaten: frozenset[int] = frozenset()) -> SyncUitslag:
    """Sends everything that is Gecontroleerd. PROC-06 while afkeursignalen are left; `bevestigd` as in Acties Bepalen.

    `weglaten`: acties that stay Gecontroleerd for another time, as those that were set aside. No other actie waits for them: a pupil has one
    at a time.
    """
    terugkoppeling_ophalen(omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        eis_bruikbaar_beeld(unit, omg)
        apart = apart_gezet(unit, omg)
        _eis_geen_afkeur(unit, omg, apart)
        alle = unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=Status.GECONTROLEERD)
        klaar = [actie for actie in alle if actie.nummer not in weglaten and actie.nummer not in apart]
        _rem(unit, omg, klaar, bevestigd)
        unit.commit()
    school = omg.lvs.school(omg.aanleverpunt)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        if zelfde_database(stand(unit, omg.aanleverpunt).lvs_identiteit, school.identiteit) is False:
            raise BronSyncFout("PROC-08")
    if any(actie.soort in NAAR_LVS for actie in klaar):
        omg = met_groep(omg)
    teller = _Teller()
    _herhaal_onbesliste(omg, teller)
    for gedaan, actie in enumerate(klaar, 1):
        if teller.gestopt:
            break
        omg.progress.report(gedaan, len(klaar), "Verzenden naar BRON")
        _voer_uit(omg, actie, teller)
    if teller.verzonden or teller.onbeslist:
        _vraag_om_antwoord(omg)
    verwerkt, _ = voer_mutaties_uit(omg)
    return SyncUitslag(
        teller.verzonden,
        teller.geweigerd,
        teller.onbeslist,
        teller.niet_verzonden,
        teller.gewijzigd,
        verwerkt,
        teller.fout,
    )


def _vraag_om_antwoord(omg: Omgeving) -> None:
    """What was fetched last came before this sending: the next step is to fetch."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        unit.put(replace(stand(unit, omg.aanleverpunt), opgehaald=""))
        unit.commit()


class _Teller:
    """Counts while the sending runs."""

    def __init__(self) -> None:
        self.verzonden = self.geweigerd = self.onbeslist = self.niet_verzonden = self.gewijzigd = self.op_rij = 0
        self.fout = ""
        self.gestopt = False


def _eis_geen_afkeur(unit: UnitOfWork, omg: Omgeving, apart: Collection[int]) -> None:
    """Only when no afkeursignaal is left may anything go (manual ch. 6); one that was set aside holds up nobody else."""
    nummers = {actie.nummer for actie in niet_uitgevoerd(unit, omg)}.difference(apart)
    signalen = unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt, herkomst="controle", ernst="afkeur")
    aantal = sum(signaal.actie in nummers for signaal in signalen)
    if aantal:
        raise BronSyncFout("PROC-06", aantal=aantal)


def _rem(unit: UnitOfWork, omg: Omgeving, klaar: list[Actie], bevestigd: str | None) -> None:
    """The brakes once more over everything about to go, because decisions came one by one (ARCHITECTURE 4.5)."""
    totaal = sum(1 for _ in unit.stream(BeeldRij, ("pgn",), aanleverpunt=omg.aanleverpunt, historisch=False))
    welke = per_inschrijving((sleutel_van_actie(actie), rem_vinger(actie)) for actie, _ in met_effect(unit, omg, klaar))
    if controleer_rem(welke, totaal, bevestigd):
        boek_rem(unit, omg, "synchroniseren", len(welke), totaal, bevestigd)


def _voer_uit(omg: Omgeving, actie: Actie, teller: _Teller) -> None:
    lvs = omg.lvs.lees_een(omg.aanleverpunt, actie.inschrijving_id) if actie.inschrijving_id else None
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        bron = bron_van(unit, omg, actie)
        if (hash_van(lvs), hash_van(bron)) != (actie.lvs_hash, actie.bron_hash):
            wissel(unit, omg, actie, Gebeurtenis.GEGEVENS_GEWIJZIGD, code="S05")
            unit.commit()
            teller.gewijzigd += 1
            return
        if actie.soort in NAAR_LVS:
            _leg_overnemen_vast(unit, omg, actie, lvs, bron)
            unit.commit()
            return
        try:
            verzending = _leg_vast(unit, omg, actie, lvs, bron)
        except BronSyncFout as fout:  # our own bug: this actie stays behind with its reason, the others go on
            _boek_onschrijfbaar(unit, omg, actie, fout)
            unit.commit()
            teller.niet_verzonden += 1
            teller.fout = fout.code
            return
        gezien = nieuwe_generatie(unit)
        unit.commit()
    omg.high_water_mark.raise_to(omg.aanleverpunt, gezien)
    _verzend(omg, verzending, teller)


def _boek_onschrijfbaar(unit: UnitOfWork, omg: Omgeving, actie: Actie, fout: BronSyncFout) -> None:
    wissel(unit, omg, actie, Gebeurtenis.GEGEVENS_GEWIJZIGD, code=fout.code, reden=f"{fout.zin} {fout.advies}")
    boek_signaal(
        unit,
        omg,
        actie=actie.nummer,
        inschrijving_id=actie.inschrijving_id,
        herkomst="controle",
        code=fout.code,
        ernst="afkeur",
        tekst=fout.zin,
        advies=fout.advies,
    )


def _leg_overnemen_vast(
    unit: UnitOfWork, omg: Omgeving, actie: Actie, lvs: LvsRij | None, bron: BronKant | None
) -> None:
    """Overnemen adresgegevens: the address of the GBA, based on the values that were compared (manual ch. 5)."""
    wijzigingen = (
        [
            Wijziging(een.veld, oud=cel(lvs.rij, een.veld), nieuw=cel(bron.rij, een.veld))
            for een in paren_van(Categorie.ADRES, lvs.rij, bron.rij)
        ]
        if lvs and bron
        else []
    )
    if not wijzigingen:
        wissel(unit, omg, actie, Gebeurtenis.GEGEVENS_GEWIJZIGD, code="S05")
        return
    wissel(unit, omg, actie, Gebeurtenis.VASTGELEGD, verzonden=tijdstip(omg))
    boek_mutatie(
        unit,
        omg,
        leerling_id=actie.leerling_id,
        inschrijving_id=actie.inschrijving_id,
        wijzigingen=wijzigingen,
        aanleiding=f"A-{actie.nummer}",
    )


def _leg_vast(unit: UnitOfWork, omg: Omgeving, actie: Actie, lvs: LvsRij | None, bron: BronKant | None) -> Verzending:
    """The intent: id, exact bytes and hash, with the actie at 'Verzenden', in one transaction (OUTBOX)."""
    bericht = bericht_van(unit, omg, actie, lvs, bron)
    body = omg.register.schrijf(bericht)
    verzending = Verzending(
        bericht_id=bericht.bericht_id,
        aanleverpunt=omg.aanleverpunt,
        actie=actie.nummer,
        operatie=omg.register.operatie(bericht),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        poging=1,
        tijdstip=bericht.tijdstip,
    )
    unit.put(verzending)
    wissel(
        unit, omg, actie, Gebeurtenis.VASTGELEGD, bericht_id=bericht.bericht_id, verzonden=bericht.tijdstip, reden=""
    )
    return verzending


def bericht_van(unit: UnitOfWork, omg: Omgeving, actie: Actie, lvs: LvsRij | None, bron: BronKant | None) -> Bericht:
    """What an actie says to BRON, with a new id. Books nothing."""
    verschillen = unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt, inschrijving_id=actie.inschrijving_id)
    aanleiding = next((v.soort for v in verschillen if v.vingerafdruk == actie.vingerafdruk), None)
    genegeerd = frozenset(
        categorie
        for v in verschillen
        if v.stand is VerschilStand.GENEGEERD and actie.inschrijving_id and (categorie := v.soort.categorie) is not None
    )
    nummer = bron.pgn if bron else (pgn(lvs.rij) if lvs else None)
    is_bsn = (
        cel(bron.rij, "burgerservicenummer") is not None if bron else bool(lvs and cel(lvs.rij, "burgerservicenummer"))
    )
    return Bericht(
        aanleverpunt=omg.aanleverpunt,
        bericht_id=omg.ids.nieuw(),
        tijdstip=tijdstip(omg),
        soort=actie.soort,
        sleutel=BronSleutel(actie.leerlingnummer, nummer, is_bsn, actie.inschrijfdatum, actie.volgnummer or None),
        rij=inhoud(actie.soort, aanleiding, lvs.rij, bron.rij if bron else None, genegeerd)
        if lvs and actie.soort is not ActieSoort.VERWIJDERING_INSCHRIJVING
        else None,
        oude_rij=bron.rij if bron else None,
        met_adres=aanleiding is not None and aanleiding.categorie is Categorie.ADRES,
    )


def _verzend(omg: Omgeving, verzending: Verzending, teller: _Teller) -> None:
    """Sends frozen bytes and books the outcome. Whatever cannot be proven not sent counts as unclear (F5)."""
    try:
        antwoord = omg.register.verzend(verzending.operatie, verzending.body)
    except NietVerzonden as fout:
        _boek_uitkomst(
            omg, verzending, Gebeurtenis.NIET_VERZONDEN if verzending.poging == 1 else Gebeurtenis.ONDUIDELIJK, fout
        )
        if fout.code == "LVS-11":  # nothing more may be done here, the write-backs included
            raise
        teller.niet_verzonden += 1
        teller.fout, teller.gestopt = (
            fout.code,
            fout.code != "NET-09",
        )  # a fault about one message leaves the others free to go
        return
    except Onduidelijk as fout:
        _boek_uitkomst(omg, verzending, Gebeurtenis.ONDUIDELIJK, fout)
        teller.onbeslist += 1
        teller.op_rij += 1
        teller.fout, teller.gestopt = fout.code, teller.op_rij >= MAX_MISLUKT
        return
    teller.op_rij = 0
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        actie = unit.get(Actie, omg.aanleverpunt, verzending.actie)
        if actie is None or actie.status is not Status.VERZENDEN:
            return  # answered by feedback in the meantime
        match antwoord:
            case Ontvangen(kenmerk):
                unit.put(replace(verzending, kenmerk=kenmerk))
                wissel(unit, omg, actie, Gebeurtenis.ONTVANGEN)
                teller.verzonden += 1
            case Geweigerd(foutmeldingen):
                for melding in foutmeldingen:
                    boek_signaal(
                        unit,
                        omg,
                        actie=actie.nummer,
                        inschrijving_id=actie.inschrijving_id,
                        herkomst="BRON",
                        code=melding.code,
                        ernst="afkeur",
                        tekst=melding.tekst,
                        veld=melding.veld or "",
                    )
                reden = " ".join(f"{melding.code}: {melding.tekst}" for melding in foutmeldingen)
                wissel(unit, omg, actie, Gebeurtenis.GEWEIGERD, reden=reden)
                teller.geweigerd += 1
        unit.commit()


def _boek_uitkomst(omg: Omgeving, verzending: Verzending, gebeurtenis: Gebeurtenis, fout: BronSyncFout) -> None:
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        actie = unit.get(Actie, omg.aanleverpunt, verzending.actie)
        if actie is not None and actie.status is Status.VERZENDEN:
            wissel(unit, omg, actie, gebeurtenis, code=fout.code, reden=f"{fout.zin} {fout.advies}")
        unit.commit()


def _herhaal_onbesliste(omg: Omgeving, teller: _Teller) -> None:
    """Sends an unclear message again, same id and bytes, where the register drops repeats; elsewhere it waits for feedback (F3)."""
    if not omg.register.herhaling_veilig:
        return
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        onbeslist = unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=Status.ONBESLIST)
    for actie in onbeslist:
        if teller.gestopt:
            return
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            verzending = unit.get(Verzending, actie.bericht_id)
            if verzending is None:
                continue
            verzending = replace(verzending, poging=verzending.poging + 1)
            unit.put(verzending)
            wissel(unit, omg, actie, Gebeurtenis.VASTGELEGD)
            unit.commit()
        _verzend(omg, verzending, teller)
