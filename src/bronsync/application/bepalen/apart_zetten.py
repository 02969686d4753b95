"""Setting acties aside for sending, with a reason, and taking them along again: by hand, on a day, or when the afkeursignaal is solved.

What it means for the rem, the termijnen and the next Acties Bepalen: DESIGN 11; how it is read: `lezen/apart.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bronsync.application.boeken.boekingen import vrije_tekst
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.lezen.apart import apart_gezet, is_voorbij, niet_uitgevoerd
from bronsync.application.lezen.paren import Sleutel, sleutel_van, sleutel_van_actie
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, ApartRij, SignaalRij, VerschilRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD

APART = "apart gezet"
GAAT_MEE = "gaat weer mee"


def zet_apart(omg: Omgeving, nummers: Collection[int], reden: str, tot: date | None = None) -> int:
    """Sets these acties aside, all or none; gives how many. PROC-23 without a reason or with a day that is not to come.

    An actie that was set aside before gets this reason and this day.
    """
    waarom = vrije_tekst(reden)
    if not waarom or (tot is not None and tot <= omg.clock.today()):
        raise BronSyncFout("PROC-23")
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        for nummer in sorted(set(nummers)):
            _zet(unit, omg, _te_gaan(unit, omg, nummer), waarom, tot.isoformat() if tot else "")
        unit.commit()
    return len(set(nummers))


def zet_afkeur_apart(omg: Omgeving) -> int:
    """'Verzend de rest': sets aside each actie with an afkeursignaal, with that signal as its reason; gives how many."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        apart = apart_gezet(unit, omg)
        codes: dict[int, list[str]] = {}
        for signaal in unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt, herkomst="controle", ernst="afkeur"):
            codes.setdefault(signaal.actie, []).append(signaal.code)
        gezet = 0
        for actie in niet_uitgevoerd(unit, omg):
            if actie.nummer in codes and actie.nummer not in apart:
                wat = ", ".join(dict.fromkeys(codes[actie.nummer]))
                _zet(unit, omg, actie, f"Afkeursignaal {wat}", "", om_afkeur=True)
                gezet += 1
        unit.commit()
    return gezet


def neem_mee(omg: Omgeving, nummers: Collection[int]) -> int:
    """Takes these acties along again; gives how many were set aside. PROC-12 for one that is not there."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        apart = apart_gezet(unit, omg)
        acties = [_te_gaan(unit, omg, nummer) for nummer in sorted(set(nummers))]
        terug = [actie for actie in acties if actie.nummer in apart]
        for actie in terug:
            gaat_mee(unit, omg, actie)
        unit.commit()
    return len(terug)


def gaat_mee(unit: UnitOfWork, omg: Omgeving, actie: Actie) -> None:
    """This one is set aside no more."""
    _haal_weg(unit, omg, sleutel_van_actie(actie), actie.soort)
    boek_audit(unit, omg, f"A-{actie.nummer}", van=APART, naar=GAAT_MEE)


def ruim_apart_op(unit: UnitOfWork, omg: Omgeving) -> None:
    """What was set aside until a day that has come, or about which there is nothing to send any more."""
    rijen = unit.all(ApartRij, aanleverpunt=omg.aanleverpunt)
    if not rijen:
        return
    vandaag = omg.clock.today()
    verschillen = unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt)
    leeft = {sleutel_van(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum) for rij in verschillen}
    leeft.update(sleutel_van_actie(actie) for actie in niet_uitgevoerd(unit, omg))
    for rij in rijen:
        if is_voorbij(rij, vandaag) or (rij.inschrijving_id, rij.pgn, rij.inschrijfdatum) not in leeft:
            _haal_weg(unit, omg, (rij.inschrijving_id, rij.pgn, rij.inschrijfdatum), rij.soort)
            boek_audit(unit, omg, APART, van=str(rij.soort), naar=GAAT_MEE if rij.tot else "vervallen")


def _zet(unit: UnitOfWork, omg: Omgeving, actie: Actie, reden: str, tot: str, *, om_afkeur: bool = False) -> None:
    inschrijving_id, pgn, dag = sleutel_van_actie(actie)
    unit.put(
        ApartRij(
            aanleverpunt=omg.aanleverpunt,
            inschrijving_id=inschrijving_id,
            pgn=pgn,
            inschrijfdatum=dag,
            soort=actie.soort,
            reden=reden,
            tot=tot,
            om_afkeur=om_afkeur,
            sinds=tijdstip(omg),
            wie=omg.wie,
        )
    )
    boek_audit(unit, omg, f"A-{actie.nummer}", van=actie.status, naar=APART)


def _haal_weg(unit: UnitOfWork, omg: Omgeving, sleutel: Sleutel, soort: ActieSoort) -> None:
    inschrijving_id, pgn, dag = sleutel
    unit.delete(
        ApartRij,
        aanleverpunt=omg.aanleverpunt,
        inschrijving_id=inschrijving_id,
        pgn=pgn,
        inschrijfdatum=dag,
        soort=soort,
    )


def _te_gaan(unit: UnitOfWork, omg: Omgeving, nummer: int) -> Actie:
    actie = unit.get(Actie, omg.aanleverpunt, nummer)
    if actie is None or actie.aanleverpunt != omg.aanleverpunt or actie.status not in NIET_UITGEVOERD:
        raise BronSyncFout("PROC-24")
    return actie
