"""Controles T01-T08: beyond the 95 of DOMAIN 5, for what lies on the wrong side of the day on which a rule came or went.

DOMAIN 5 asks for what a period requires; these warn of what it no longer has or does not have yet, as O23 does for the gewicht. Attentie
only: a wrong guess of ours may not stop a message. Each is judged on the date of the data itself. Source: DOMAIN 2.6-2.16, 6.7.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bronsync.domain.controles.engine import (
    MET_ONDERWIJS,
    WEC,
    WPO,
    Bevinding,
    Context,
    Controle,
    Ernst,
    Geval,
    Peil,
    bij_inschrijving,
    bij_veld,
)
from bronsync.domain.controles.hulp import PASSEND_ONDERWIJS, dag_of_geen, laatste_dag
from bronsync.domain.controles.onderwijs import TWEE_INSCHRIJVINGEN
from bronsync.domain.gegevens.codes import CLUSTER
from bronsync.domain.gegevens.inschrijving import Inschrijving
from bronsync.domain.vergelijking.berichten import ActieSoort

_T = Ernst.ATTENTIE
TOETS_IN_WEC: Final = date(2019, 8, 1)
"""Eindtoets and advies also in the WEC from schooljaar 2019-2020 (DUO-SO)."""
NIEUWE_PROGRAMMAS: Final = date(2018, 1, 1)
"""VVE programmes 7-15 'since 2018' (OSO); the day ASSUMED."""
KORTE_ADVIESLIJST: Final = date(2019, 8, 1)
"""The list of 2019 (OSO, DUO-BO) holds at least from schooljaar 2019-2020; whether it did before is not known (ASSUMED)."""
_VERVALLEN_ADVIES: Final = frozenset({"24", "25", "26", "27", "28", "29", "36", "37", "45", "53"})
"""In the older list and not in that of 2019 (DOMAIN 2.15)."""
_OUDE_PROGRAMMAS: Final = 6


@bij_inschrijving
def _t01(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    if any((dag_of_geen(i.begindatum) or date.min) >= PASSEND_ONDERWIJS for i in ins.onderwijs.indicaties):
        yield {}


@bij_inschrijving
def _t02(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    verklaringen = ins.onderwijs.toelaatbaarheidsverklaringen
    if any((dag_of_geen(tlv.begindatum) or date.max) < PASSEND_ONDERWIJS for tlv in verklaringen):
        yield {}


@bij_inschrijving
def _t03(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """MG occurs in several clusters, so it is never named."""
    for periode in ins.onderwijs.perioden:
        begin = dag_of_geen(periode.begindatum)
        if begin and begin >= PASSEND_ONDERWIJS and CLUSTER.get(periode.soort_onderwijs or "") in (3, 4):
            yield {}


@bij_inschrijving
def _t04(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for naam in ("arrangementen", "ontwikkelingsperspectieven"):
        if any((dag_of_geen(r.begindatum) or date.max) < PASSEND_ONDERWIJS for r in getattr(ins.onderwijs, naam)):
            yield bij_veld(naam)


@bij_inschrijving
def _t05(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Without a date of its own a result is of the last day of the inschrijving that is known."""
    onderwijs, anders = ins.onderwijs, laatste_dag(ins, context.vandaag)
    toets = onderwijs.eindtoets_soort is not None or onderwijs.eindtoets_score is not None
    if toets and (dag_of_geen(onderwijs.eindtoets_datum) or anders) < TOETS_IN_WEC:
        yield bij_veld("eindtoets_soort")
    if onderwijs.vo_advies is not None and (dag_of_geen(onderwijs.vo_advies_datum) or anders) < TOETS_IN_WEC:
        yield bij_veld("vo_advies")


@bij_inschrijving
def _t06(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """O14 needs what BRON holds; here a VSO that began during the inschrijving shows that it was SO before."""
    begin, vanaf = dag_of_geen(ins.inschrijfdatum), dag_of_geen(ins.onderwijs.schoolsoort_datum)
    if begin and vanaf and vanaf > begin and vanaf >= TWEE_INSCHRIJVINGEN:
        yield {}


@bij_inschrijving
def _t07(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Voorschoolse educatie lies before the inschrijfdatum, vroegschoolse has its own begindatum."""
    onderwijs, begin = ins.onderwijs, dag_of_geen(ins.inschrijfdatum)
    for naam, dag in (
        ("voorschools_programma", begin),
        ("vroegschools_programma", dag_of_geen(onderwijs.vroegschools_begindatum) or begin),
    ):
        programma = getattr(onderwijs, naam)
        if isinstance(programma, int) and programma > _OUDE_PROGRAMMAS and dag and dag < NIEUWE_PROGRAMMAS:
            yield bij_veld(naam)


@bij_inschrijving
def _t08(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for naam in ("vo_advies", "herzien_advies"):
        advies, dag = getattr(ins.onderwijs, naam), dag_of_geen(getattr(ins.onderwijs, f"{naam}_datum"))
        if advies in _VERVALLEN_ADVIES and dag and dag >= KORTE_ADVIESLIJST:
            yield {"_veld": naam, "v": advies}


_M: Final = MET_ONDERWIJS

CONTROLES: Final[tuple[Controle, ...]] = (
    Controle("T01", _T, "indicaties", "De indicatie begint na 31 juli 2014; sindsdien zijn er geen indicaties meer.",
        "Controleer de begindatum. Vanaf 1 augustus 2014 hoort hier een toelaatbaarheidsverklaring.",
        "OSO, KB-PO", _t01, acties=_M, geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("T02", _T, "toelaatbaarheidsverklaringen", "De toelaatbaarheidsverklaring begint voor 1 augustus 2014.",
        "Controleer de begindatum. Voor die dag hoort hier een indicatie.", "WEC-164a (2k-l), KB-PO", _t02, acties=_M,
        peil=Peil.GEGEVEN),
    Controle("T03", _T, "perioden", "De soort onderwijs is hier niet van toepassing.",
        "Maak de soort onderwijs leeg in perioden vanaf 1 augustus 2014; sindsdien geldt die alleen voor cluster 1 en 2.",
        "DUO-SO, WEC-164a (2c, 2i)", _t03, acties=_M, onderwijstypes=WEC, geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("T04", _T, "arrangementen", "'{veld}' begint voor 1 augustus 2014.",
        "Controleer de begindatum; dit gegeven bestaat pas vanaf die dag.", "OSO, WPO-178a (2k); day of the OPP ASSUMED", _t04,
        acties=_M, peil=Peil.GEGEVEN),
    Controle("T05", _T, "eindtoets_soort", "'{veld}' is van voor schooljaar 2019-2020.",
        "Controleer de datum; het speciaal onderwijs geeft dit pas vanaf 1 augustus 2019 door.", "DUO-SO", _t05, acties=_M,
        onderwijstypes=WEC, peil=Peil.GEGEVEN),
    Controle("T06", _T, "schoolsoort_datum", "De leerling is binnen deze inschrijving naar VSO gegaan.",
        "Klopt dat, schrijf dan uit op de dag ervoor en maak een nieuwe inschrijving VSO; verbeter anders de datum.",
        "KB-SOVSO; that the datum shows it INFERRED", _t06, acties=frozenset({ActieSoort.NIEUWE_MELDING_INSCHRIJVING}),
        onderwijstypes=frozenset({"VSO"}), geldig_van=TWEE_INSCHRIJVINGEN, peil=Peil.GEGEVEN),
    Controle("T07", _T, "voorschools_programma", "'{veld}' is van een lijst die toen nog niet bestond.",
        "Controleer het programma; de nummers 7 tot en met 15 zijn er sinds 2018.", "OSO; the day ASSUMED", _t07, acties=_M,
        onderwijstypes=WPO, peil=Peil.GEGEVEN),
    Controle("T08", _T, "vo_advies", "VO-advies '{v}' staat niet meer in de lijst.",
        "Kies een advies dat sinds schooljaar 2019-2020 wordt gegeven.", "OSO, DUO-BO (2019); the day ASSUMED", _t08, acties=_M,
        geldig_van=KORTE_ADVIESLIJST, peil=Peil.GEGEVEN),
)  # fmt: skip
