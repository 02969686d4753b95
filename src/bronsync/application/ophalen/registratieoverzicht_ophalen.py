"""Ophalen Registratieoverzicht BRON (manual ch. 4): first all feedback, then the request, a minute's wait, and the parts as feedback.

The request is a frozen message like any other; repeating it does no harm. The old overview stays in use until the new one is complete.
Sources: manual ch. 2, 4; DOMAIN 6.2; RELIABILITY F25-F28; DESIGN 8 (metHistorie, Peildatum).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from bronsync.application.boeken.boekingen import nieuwe_generatie
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.ontvangstnummers import ontbrekend
from bronsync.application.boeken.stand import stand
from bronsync.application.ophalen.opbrengst import Opbrengst
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Omgeving
from bronsync.application.records import BeeldRij, OverzichtDeelRij, OverzichtRij, Verzending
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.berichten import Bericht, Geweigerd, Ontvangen

POGINGEN = 3
"""So often the parts are looked for, with the waiting time between; later they come with any fetch."""


@dataclass(frozen=True, slots=True)
class OverzichtUitslag:
    """The overview now in use, or the historical one that was fetched for viewing."""

    peildatum: str
    historisch: bool
    inschrijvingen: int
    met_historie: bool


@onderbreekbaar("Ophalen Registratieoverzicht BRON")
def registratieoverzicht_ophalen(
    omg: Omgeving, peildatum: date | None = None, binnen: Opbrengst | None = None
) -> OverzichtUitslag:
    """Fetches an overview; `binnen` as in `terugkoppeling_ophalen`. PROC-07 for a peildatum in the future, PROC-13 when it was not whole, PROC-17 when it is not there yet."""
    vandaag = omg.clock.today()
    dag = peildatum or vandaag
    if dag > vandaag:
        raise BronSyncFout("PROC-07", peildatum=f"{dag:%d-%m-%Y}")
    try:
        terugkoppeling_ophalen(omg, binnen)
    except BronSyncFout as fout:
        if fout.code != "PROC-22":  # this is what takes it away
            raise
    bericht_id, versie, met_historie = _vraag_aan(omg, dag, vandaag)
    for _ in range(POGINGEN):
        _wacht(omg)
        terugkoppeling_ophalen(omg, binnen)
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            nu = stand(unit, omg.aanleverpunt)
            if nu.overzicht_bericht != bericht_id:
                break
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        nu = stand(unit, omg.aanleverpunt)
        if nu.overzicht_bericht == bericht_id:
            raise BronSyncFout("PROC-17")
        if nu.historisch_peildatum == dag.isoformat() and dag < vandaag:
            aantal = sum(
                1 for _ in unit.stream(OverzichtRij, ("pgn",), aanleverpunt=omg.aanleverpunt, bericht_id=bericht_id)
            )
            return OverzichtUitslag(dag.isoformat(), historisch=True, inschrijvingen=aantal, met_historie=met_historie)
        if nu.beeld_versie == versie:
            raise BronSyncFout("PROC-13", reden="zie Berichten")
        aantal = sum(1 for _ in unit.stream(BeeldRij, ("pgn",), aanleverpunt=omg.aanleverpunt))
        return OverzichtUitslag(dag.isoformat(), historisch=False, inschrijvingen=aantal, met_historie=met_historie)


def _vraag_aan(omg: Omgeving, dag: date, vandaag: date) -> tuple[str, int, bool]:
    """Books and sends the request. Parts of an earlier request that never came whole are dropped."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        # also after a lost feedback: that may have been about who has left, and only this lists them
        met_historie = huidig.herstel_nodig or huidig.peildatum is None or bool(ontbrekend(unit, omg.aanleverpunt))
        bericht = Bericht(
            aanleverpunt=omg.aanleverpunt,
            bericht_id=omg.ids.nieuw(),
            tijdstip=tijdstip(omg),
            soort=None,
            peildatum=dag.isoformat(),
            met_historie=met_historie,
        )
        body = omg.register.schrijf(bericht)
        operatie = omg.register.operatie(bericht)
        unit.delete(OverzichtRij, aanleverpunt=omg.aanleverpunt)
        unit.delete(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt)
        unit.put(
            Verzending(
                bericht_id=bericht.bericht_id,
                aanleverpunt=omg.aanleverpunt,
                actie=0,
                operatie=operatie,
                body=body,
                sha256=hashlib.sha256(body).hexdigest(),
                poging=1,
                tijdstip=bericht.tijdstip,
                peildatum=dag.isoformat(),
                dag=vandaag.isoformat(),
            ),
            replace(huidig, overzicht_bericht=bericht.bericht_id),
        )
        boek_audit(unit, omg, "overzicht", naar="aangevraagd", bericht_id=bericht.bericht_id)
        gezien = nieuwe_generatie(unit)
        unit.commit()
    omg.high_water_mark.raise_to(omg.aanleverpunt, gezien)
    antwoord = omg.register.verzend(operatie, body)
    match antwoord:
        case Geweigerd(foutmeldingen):
            raise BronSyncFout("NET-09", foutcode=foutmeldingen[0].code)
        case Ontvangen():
            return bericht.bericht_id, huidig.beeld_versie, met_historie


def _wacht(omg: Omgeving) -> None:
    """The minute of the manual, in steps so that the countdown is seen and can be cancelled."""
    resterend = omg.wachttijd
    while resterend > 0:
        omg.progress.report(
            int(omg.wachttijd - resterend), int(omg.wachttijd), f"Wachten op BRON: nog {int(resterend)} seconden"
        )
        stap = min(1.0, resterend)
        omg.clock.wait(stap)
        resterend -= stap
