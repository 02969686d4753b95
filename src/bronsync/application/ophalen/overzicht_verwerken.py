"""The parts of a registratieoverzicht: staged, checked as a whole, swapped in; or refused, and the old one stays (F26, F27).

Sources: manual ch. 2, 4; DOMAIN 6.2; RELIABILITY F25-F28.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import NamedTuple

from bronsync.application.boeken.beeldveranderingen import bewaar_veranderingen
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.ontvangstnummers import dek_ontbrekend, gelezen, sluit_nummering
from bronsync.application.boeken.stand import stand
from bronsync.application.ophalen.beeld_bijwerken import (
    beeld_rij,
    met_persoon,
    neem_weg,
    volg_mutatie,
    volg_sleutel,
    zet_registratie,
)
from bronsync.application.ophalen.opbrengst import Gevolg
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import (
    BeeldRij,
    InboxRij,
    InboxStand,
    OverzichtDeelRij,
    OverzichtRij,
    Stand,
    Verzending,
)
from bronsync.domain.vergelijking.berichten import (
    InschrijvingGeaccepteerd,
    OverzichtDeel,
    Registratie,
    SpontaneMutatie,
    Terugkoppeling,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)

_WACHT = InboxStand.WACHT_OP_GEBRUIKER
_KLAAR = InboxStand.VERWERKT


class _Nummer(NamedTuple):
    ontvangstnummer: int


def verwerk_deel(unit: UnitOfWork, omg: Omgeving, deel: OverzichtDeel, bericht: Terugkoppeling) -> Gevolg:
    """Stages one part; with the last one in, the whole is checked and swapped in, or refused and the old one stays (F26, F27)."""
    huidig = stand(unit, omg.aanleverpunt)
    aanvraag = bericht.antwoord_op or ""
    if not aanvraag or aanvraag != huidig.overzicht_bericht:
        if aanvraag and unit.get(Verzending, aanvraag) is not None:
            return Gevolg(_KLAAR, "er is intussen een nieuwer overzicht gevraagd")
        return Gevolg(_WACHT, "overzicht waar niet om gevraagd is")
    volgorde = count(deel.deel * 1_000_000)
    unit.put(*(_overzicht_rij(omg, aanvraag, next(volgorde), registratie) for registratie in deel.registraties))
    unit.put(
        OverzichtDeelRij(
            aanleverpunt=omg.aanleverpunt,
            bericht_id=aanvraag,
            deel=deel.deel,
            aantal_delen=deel.aantal_delen,
            aantal_inschrijvingen=deel.aantal_inschrijvingen,
            tot_en_met=deel.tot_en_met,
            ontvangstnummer=bericht.ontvangstnummer,
            peildatum=deel.peildatum,
            met_historie=deel.met_historie,
            einde=deel.einde,
            aantal_in_deel=len(deel.registraties),
        )
    )
    delen = unit.all(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
    if len(delen) < deel.aantal_delen and not deel.einde:
        return Gevolg(_KLAAR)
    reden = _mankement(unit, delen, aanvraag)
    if reden:
        unit.delete(OverzichtRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
        unit.delete(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
        unit.put(replace(huidig, overzicht_bericht=""))
        boek_audit(
            unit,
            omg,
            "overzicht",
            naar="geweigerd",
            bericht_id=aanvraag,
            ontvangstnummer=bericht.ontvangstnummer,
            code="PROC-13",
        )
        return Gevolg(_WACHT, reden)
    return Gevolg(_KLAAR, beeld_versie=_neem_overzicht_in_gebruik(unit, omg, huidig, delen))


def _overzicht_rij(omg: Omgeving, aanvraag: str, volgorde: int, registratie: Registratie) -> OverzichtRij:
    rij = beeld_rij(omg.aanleverpunt, registratie, 0)
    return OverzichtRij(
        aanleverpunt=omg.aanleverpunt,
        bericht_id=aanvraag,
        volgorde=volgorde,
        pgn=rij.pgn,
        inschrijfdatum=rij.inschrijfdatum,
        leerlingnummer=rij.leerlingnummer,
        volgnummer=rij.volgnummer,
        uitschrijfdatum=rij.uitschrijfdatum,
        geheim=rij.geheim,
        body=rij.body,
        register=rij.register,
    )


def _mankement(unit: UnitOfWork, delen: list[OverzichtDeelRij], aanvraag: str) -> str:
    """Why these parts are not one whole overview; empty when they are."""
    eerste = delen[0]
    if [deel.deel for deel in delen] != list(range(1, eerste.aantal_delen + 1)) or not delen[-1].einde:
        return "niet alle delen"
    if len({(d.peildatum, d.aantal_inschrijvingen, d.met_historie, d.aantal_delen, d.tot_en_met) for d in delen}) > 1:
        return "delen horen niet bij elkaar"
    if eerste.tot_en_met >= min(deel.ontvangstnummer for deel in delen):
        # believed, it would make the picture deaf to all feedback that is still to come up to that number
        return "zegt meer terugkoppelingen te bevatten dan BRON toen had gegeven"
    if sum(deel.aantal_in_deel for deel in delen) != eerste.aantal_inschrijvingen:
        return "aantal klopt niet"
    sleutels = set(
        unit.stream(OverzichtRij, ("pgn", "inschrijfdatum"), aanleverpunt=eerste.aanleverpunt, bericht_id=aanvraag)
    )
    if len(sleutels) != eerste.aantal_inschrijvingen:
        return "dezelfde inschrijving komt twee keer voor"
    aangevraagd = unit.get(Verzending, aanvraag)
    if aangevraagd is None or eerste.peildatum != aangevraagd.peildatum:
        return "andere peildatum dan gevraagd"
    return ""


def _neem_overzicht_in_gebruik(unit: UnitOfWork, omg: Omgeving, huidig: Stand, delen: list[OverzichtDeelRij]) -> int:
    """Swaps the picture in one transaction (manual ch. 2: the last one is replaced); gives its version.

    One of a past peildatum is kept beside it, for viewing, and gives 0.
    """
    eerste, nummer = delen[0], delen[-1].ontvangstnummer
    aanvraag, peildatum = eerste.bericht_id, eerste.peildatum
    verzending = unit.get(Verzending, aanvraag)
    unit.delete(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
    if verzending is not None and peildatum < verzending.dag:
        unit.put(replace(huidig, historisch_peildatum=peildatum, overzicht_bericht=""))
        boek_audit(unit, omg, "overzicht", naar="historisch", bericht_id=aanvraag, ontvangstnummer=nummer)
        return 0
    tot_en_met = eerste.tot_en_met
    nieuw = {
        (rij.pgn, rij.inschrijfdatum): BeeldRij(
            aanleverpunt=rij.aanleverpunt,
            pgn=rij.pgn,
            inschrijfdatum=rij.inschrijfdatum,
            leerlingnummer=rij.leerlingnummer,
            volgnummer=rij.volgnummer,
            uitschrijfdatum=rij.uitschrijfdatum,
            ontvangstnummer=tot_en_met,
            geheim=rij.geheim,
            historisch=bool(rij.uitschrijfdatum) and rij.uitschrijfdatum < peildatum,
            body=rij.body,
            register=rij.register,
        )
        for rij in unit.all(OverzichtRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
    }
    vorige = unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt)
    personen = {rij.pgn: rij for rij in sorted(nieuw.values(), key=lambda rij: rij.inschrijfdatum)}
    for oud in vorige:
        sleutel = (oud.pgn, oud.inschrijfdatum)
        geschiedenis = bool(oud.uitschrijfdatum) and oud.uitschrijfdatum < peildatum and not eerste.met_historie
        if sleutel not in nieuw and (geschiedenis or oud.inschrijfdatum > peildatum):
            # an overview lists neither who left nor who is still to come
            gevolgd = met_persoon(oud, personen[oud.pgn]) if oud.pgn in personen else oud
            # what the overview says of the person is of that moment: newer feedback must be able to change it again
            ouder = min(oud.ontvangstnummer, tot_en_met)
            nieuw[sleutel] = replace(gevolgd, historisch=geschiedenis, ontvangstnummer=ouder)
    unit.delete(OverzichtRij, aanleverpunt=omg.aanleverpunt)
    unit.delete(BeeldRij, aanleverpunt=omg.aanleverpunt)
    unit.put(*nieuw.values())
    hersteld = huidig.herstel_nodig and eerste.met_historie
    unit.put(
        replace(
            huidig,
            beeld_versie=huidig.beeld_versie + 1,
            peildatum=peildatum,
            overzicht_met_historie=eerste.met_historie,
            overzicht_tot_en_met=tot_en_met,
            historisch_peildatum=None,
            overzicht_bericht="",
            herstel_nodig=huidig.herstel_nodig and not hersteld,
            alles_vragen=huidig.alles_vragen or hersteld,
        )
    )
    if eerste.met_historie:
        dek_ontbrekend(unit, omg, tot_en_met)
        sluit_nummering(unit, omg)
    boek_audit(unit, omg, "overzicht", naar="in gebruik", bericht_id=aanvraag, ontvangstnummer=nummer)
    _herhaal_nieuwere(unit, omg, tot_en_met, nummer)
    bewaar_veranderingen(unit, omg, huidig, vorige)
    return huidig.beeld_versie + 1


def _herhaal_nieuwere(unit: UnitOfWork, omg: Omgeving, tot_en_met: int, nummer: int) -> None:
    """Feedback that came before this overview but is not in it changes the picture once more (F28)."""
    klaar = unit.stream(InboxRij, _Nummer, aanleverpunt=omg.aanleverpunt, stand=_KLAAR)
    for eerder in [een.ontvangstnummer for een in klaar if tot_en_met < een.ontvangstnummer < nummer]:
        rij = unit.get(InboxRij, omg.aanleverpunt, eerder)  # one by one: the raw content of all would not fit in memory
        if rij is not None:
            match gelezen(omg, rij).melding:
                case InschrijvingGeaccepteerd(registratie):
                    zet_registratie(unit, omg, registratie, rij.ontvangstnummer)
                case VerwijderingBevestigd(sleutel):
                    neem_weg(unit, omg, sleutel, rij.ontvangstnummer)
                case WijzigingSleutelgegevens() as melding:
                    volg_sleutel(unit, omg, melding, rij.ontvangstnummer)
                case SpontaneMutatie() as melding:
                    volg_mutatie(unit, omg, melding, rij.ontvangstnummer)
                case _:
                    pass
