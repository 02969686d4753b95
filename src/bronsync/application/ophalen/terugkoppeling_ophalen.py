"""Ophalen Terugkoppeling BRON (manual ch. 7): fetch, store, sign off, process, write back.

Each page is stored raw before it is signed off at the register (I2); the messages are then processed in the order of their numbers,
one transaction each; write-backs are executed by compare-and-set (I3). A gap in the numbers blocks comparing until a fresh overview (F9).
Sources: manual ch. 2, 4, 7; RELIABILITY B1, F7-F16; ARCHITECTURE 4.5 flow 4.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from bronsync.application.boeken.boekingen import nieuwe_generatie, wissel
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.onderbreking import onderbreekbaar
from bronsync.application.boeken.ontvangstnummers import (
    eis_zelfde_telling,
    gelezen,
    merk_elders,
    nummeringen,
    plaats,
    vinger,
    wacht_op_herstel,
)
from bronsync.application.boeken.stand import stand
from bronsync.application.ophalen.opbrengst import Opbrengst
from bronsync.application.ophalen.terugkoppeling_verwerken import soort_van, verwerk
from bronsync.application.ports import Omgeving, Pagina, UnitOfWork
from bronsync.application.records import (
    Actie,
    BeeldRij,
    DubbeleRij,
    InboxRij,
    InboxStand,
)
from bronsync.application.wegschrijven.wegschrijven import met_groep, voer_mutaties_uit
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.levensloop import Gebeurtenis, Status

TERMIJN_DAGEN = 56
"""Feedback may take up to eight weeks (manual ch. 4); after that an actie is 'Uitblijvend'."""
MAX_KLOKVERSCHIL = 86_400.0
"""Seconds; a clock that is off by more makes every age and deadline a lie (F24)."""


@dataclass(frozen=True, slots=True)
class OphaalUitslag:
    """What one fetch brought: counts per kind, write-backs, what waits for a person, open dubbele inschrijvingen."""

    per_soort: dict[str, int]
    geaccepteerd: int
    afgekeurd: int
    teruggeschreven: int
    conflicten: int
    wacht_op_gebruiker: int
    dubbele_inschrijvingen: int

    @property
    def leeg(self) -> bool:
        """Nothing was waiting."""
        return not self.per_soort


@onderbreekbaar("Ophalen Terugkoppeling BRON")
def terugkoppeling_ophalen(omg: Omgeving, binnen: Opbrengst | None = None) -> OphaalUitslag:
    """Fetches until nothing is waiting, processes, writes back. Raises what the network raises; what came in before stays.

    All that is booked is added to `binnen`, so that it is known also when this stops half way.
    PROC-22 when BRON counts anew: what came is kept and processed, and stays at BRON until the overview is asked for.
    """
    binnen = Opbrengst() if binnen is None else binnen
    eerder = len(binnen.verwerkt)
    geheel = _haal_alles(omg)
    _verwerk_inbox(omg, binnen)
    gedaan, conflicten = voer_mutaties_uit(omg, binnen.mutaties)
    if not geheel:
        raise BronSyncFout("PROC-22")
    _bewaak_termijn(omg, binnen)
    _ruim_dubbelen_op(omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        dubbelen = len(unit.all(DubbeleRij, aanleverpunt=omg.aanleverpunt, verdwenen=""))
        wacht = len(unit.all(InboxRij, aanleverpunt=omg.aanleverpunt, stand=InboxStand.WACHT_OP_GEBRUIKER))
        wacht += len(unit.all(InboxRij, aanleverpunt=omg.aanleverpunt, stand=InboxStand.ONBEGREPEN))
        unit.put(replace(stand(unit, omg.aanleverpunt), opgehaald=tijdstip(omg)))
        unit.commit()
    per_soort = Counter(soort_van(een.bericht) for een in binnen.verwerkt[eerder:])
    return OphaalUitslag(
        dict(per_soort), per_soort["InschrijvingGeaccepteerd"], per_soort["Afkeur"], gedaan, conflicten, wacht, dubbelen
    )


def _haal_alles(omg: Omgeving) -> bool:
    """Page after page until nothing is waiting. False when BRON counts anew: then all waits for the overview that recovery needs.

    Whether more is waiting only BRON knows: a page that was stored before and never signed off brings nothing new, and what stands behind it
    is no less needed. Who gives the same page again after it was signed off will go on doing so.
    """
    pagina_nummer, vorige = 0, -1
    meer = True
    while meer:
        pagina = omg.register.haal(tijdstip(omg), omg.ids.nieuw())
        if not pagina_nummer:
            _onthoud_klok(omg, pagina.klokverschil)
        if abs(pagina.klokverschil) > MAX_KLOKVERSCHIL:
            raise BronSyncFout("PROC-14")
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            eis_zelfde_telling(unit, omg, pagina.hoogste)
            mag = _mag_afmelden(unit, omg)
            unit.commit()
        if pagina.berichten:
            mag = _bewaar_pagina(omg, pagina)
        if not mag:
            return False
        laatste = max((bericht.ontvangstnummer for bericht in pagina.berichten), default=vorige)
        if pagina.meer and laatste <= vorige:
            raise BronSyncFout("NET-20")
        meer, vorige = pagina.meer, laatste
        pagina_nummer += 1
        if not meer:
            with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
                if merk_elders(unit, omg, pagina.hoogste):
                    unit.commit()
        omg.progress.report(pagina_nummer, pagina_nummer + meer, "Terugkoppelingen ophalen")
    return True


def _onthoud_klok(omg: Omgeving, verschil: float) -> None:
    """For the helpdesk (E5); written only when it says something new."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        if huidig.klokverschil != round(verschil):
            unit.put(replace(huidig, klokverschil=round(verschil)))
            unit.commit()


def _bewaar_pagina(omg: Omgeving, pagina: Pagina) -> bool:
    """Raw bytes into the inbox, high-water mark up, and only then signed off. False: it must not be signed off before recovery has begun.

    Where BRON started counting anew, signing off is what the user asks for with the overview: until then all stays at BRON as well.
    """
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        for bericht in sorted(pagina.berichten, key=lambda een: een.ontvangstnummer):
            if nummer := plaats(unit, omg, bericht):
                rij = InboxRij(
                    aanleverpunt=omg.aanleverpunt,
                    ontvangstnummer=nummer,
                    stand=InboxStand.NIEUW,
                    soort="",
                    antwoord_op="",
                    sha256=vinger(bericht.raw),
                    raw=bericht.raw,
                    ontvangen="",
                )
                unit.put(replace(rij, ontvangen=tijdstip(omg)))
        mag = _mag_afmelden(unit, omg)
        vanaf = nummeringen(unit, omg.aanleverpunt)[-1].vanaf
        gezien = nieuwe_generatie(unit)
        unit.commit()
    omg.high_water_mark.raise_to(omg.aanleverpunt, gezien)
    if not mag:
        return False
    tot_en_met = max(bericht.ontvangstnummer for bericht in pagina.berichten)
    omg.register.bevestig(tijdstip(omg), omg.ids.nieuw(), tot_en_met)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        huidig = stand(unit, omg.aanleverpunt)
        unit.put(replace(huidig, bevestigd_tot_en_met=max(huidig.bevestigd_tot_en_met, vanaf + tot_en_met)))
        unit.commit()
    return True


def _mag_afmelden(unit: UnitOfWork, omg: Omgeving) -> bool:
    herstelt = stand(unit, omg.aanleverpunt).overzicht_bericht
    return bool(herstelt) or not wacht_op_herstel(unit, omg.aanleverpunt)


def _verwerk_inbox(omg: Omgeving, binnen: Opbrengst) -> None:
    """Processes what was stored and not yet processed, in the order of the numbers (F8)."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        nummers = [
            rij[0]
            for rij in unit.stream(
                InboxRij, ("ontvangstnummer",), aanleverpunt=omg.aanleverpunt, stand=InboxStand.NIEUW
            )
            if isinstance(rij[0], int)
        ]
    if nummers:
        omg = met_groep(omg)
    for gedaan, nummer in enumerate(nummers, 1):
        with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
            rij = unit.get(InboxRij, omg.aanleverpunt, nummer)
            if rij is None:
                continue
            bericht = gelezen(omg, rij)
            verwerkt = verwerk(unit, omg, bericht)
            gevolg, soort = verwerkt.gevolg, soort_van(bericht)
            raw = b"" if soort == "OverzichtDeel" and gevolg.stand is InboxStand.VERWERKT else rij.raw
            unit.put(
                replace(
                    rij,
                    stand=gevolg.stand,
                    soort=soort,
                    antwoord_op=bericht.antwoord_op or "",
                    reden=gevolg.reden,
                    raw=raw,
                )
            )
            boek_audit(
                unit,
                omg,
                f"T{nummer}",
                van=InboxStand.NIEUW,
                naar=gevolg.stand,
                bericht_id=bericht.antwoord_op or "",
                ontvangstnummer=nummer,
            )
            unit.commit()
        binnen.verwerkt.append(verwerkt)
        omg.progress.report(gedaan, len(nummers), "Terugkoppelingen verwerken")


def _bewaak_termijn(omg: Omgeving, binnen: Opbrengst) -> None:
    """Acties that BRON left unanswered for eight weeks become 'Uitblijvend' (F13)."""
    grens = (omg.clock.now() - timedelta(days=TERMIJN_DAGEN)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        te_laat = [
            actie
            for status in (Status.IN_BEHANDELING, Status.ONBESLIST)
            for actie in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)
            if actie.verzonden and actie.verzonden < grens
        ]
        uitblijvend = [wissel(unit, omg, actie, Gebeurtenis.TERMIJN_VERSTREKEN) for actie in te_laat]
        unit.commit()
    binnen.uitblijvend.extend(uitblijvend)


def _ruim_dubbelen_op(omg: Omgeving) -> None:
    """A dubbele inschrijving disappears when one of the two schools corrected it (manual ch. 2).

    That is: our own registration is gone or ended before the overlap, or a complete fetch on a later day no longer brought it
    (ASSUMED: BRON repeats each overlap at the first fetch of a day).
    """
    dag = omg.clock.today().isoformat()
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        for rij in unit.all(DubbeleRij, aanleverpunt=omg.aanleverpunt, verdwenen=""):
            eigen = unit.get(BeeldRij, omg.aanleverpunt, rij.pgn, rij.inschrijfdatum)
            opgelost = eigen is None or bool(eigen.uitschrijfdatum and eigen.uitschrijfdatum < rij.begin)
            if opgelost or rij.laatst_gezien < dag:
                unit.put(replace(rij, verdwenen=dag))
        unit.commit()
