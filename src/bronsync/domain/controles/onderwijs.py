"""Controles O01-O33: what the leerling is taught, where, and on what ground. Source: DOMAIN 5, 2.6-2.16, 6.7."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
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
    als,
    bij_inschrijving,
    bij_veld,
    dag_tekst,
)
from bronsync.domain.controles.hulp import (
    AMBULANT,
    PASSEND_ONDERWIJS,
    dag_of_geen,
    dekt,
    einde_schooljaar,
    laatste_dag,
    loopt_op,
    omgekeerd,
    periode_op,
    soorten_onderwijs,
)
from bronsync.domain.gegevens.codes import CLUSTER, WAARDEN
from bronsync.domain.gegevens.inschrijving import Begeleiding, Inschrijving
from bronsync.domain.gegevens.waarden import Ongeldig, lees_datum, schooljaar
from bronsync.domain.vergelijking.berichten import ActieSoort

_F, _T = Ernst.AFKEUR, Ernst.ATTENTIE
_VSO: Final = frozenset({"VSO"})
_BO: Final = frozenset({"BO"})
VOOR_PASSEND: Final = PASSEND_ONDERWIJS - timedelta(days=1)
TWEE_INSCHRIJVINGEN: Final = date(2013, 8, 1)
"""From this day SO to VSO is two inschrijvingen (KB-SOVSO)."""
EINDE_GEWICHT: Final = date(2019, 8, 1)
EERSTE_TELLING: Final = date(2010, 10, 1)
"""First count for the bekostiging from BRON (CONCENT, DOMAIN 6.7)."""
TELDATUM_FEBRUARI: Final = 2022
"""First schooljaar that counts on 1 February in the place of 1 October (year ASSUMED, DOMAIN 1.4)."""
_CITO: Final = ("01", "11")
_GEEN_NIVEAU: Final = (1, 80)
"""Adviezen without a level: 01 (meaning unknown) and 80 (no specific advice possible)."""
_MET_LWOO: Final = frozenset({21, 23, 31, 33, 35, 41, 43, 51})
"""The level below with lwoo (ASSUMED, DOMAIN 2.15)."""


def teldatum(jaar: int) -> date:
    """The counting date of the schooljaar that began in that year."""
    return date(jaar, 10, 1) if jaar < TELDATUM_FEBRUARI else date(jaar + 1, 2, 1)


def _clusters(ins: Inschrijving) -> frozenset[int | None]:
    return frozenset(CLUSTER.get(soort) for soort in soorten_onderwijs(ins.onderwijs.perioden))


def _instelling(ins: Inschrijving) -> bool:
    """Whether the leerling is with an institution of cluster 1 or 2: by soort onderwijs, or by arrangement."""
    return bool(_clusters(ins) & {1, 2}) or bool(ins.onderwijs.arrangementen)


@bij_inschrijving
def _o01(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    for periode in ins.onderwijs.perioden:
        goed = WAARDEN["perioden.vestiging"].bevat(periode.vestiging)
        if goed and periode.vestiging not in context.vestigingen:
            yield {"v": periode.vestiging, "b": context.brin}


_o02 = als(lambda ins: not all(WAARDEN["perioden.vestiging"].bevat(p.vestiging) for p in ins.onderwijs.perioden))
_o03 = als(lambda ins: not all(WAARDEN["perioden.groep"].bevat(p.groep) for p in ins.onderwijs.perioden))
_o04 = als(lambda ins: not WAARDEN["schoolsoort"].bevat(ins.onderwijs.schoolsoort))


@bij_inschrijving
def _o05(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    """The leerjaar of the last period against the formula of DOMAIN 2.7 (ASSUMED)."""
    sinds = lees_datum(geval.onderwijs_sinds) if geval.onderwijs_sinds else None
    if sinds is None or isinstance(sinds, Ongeldig):
        yield {}
        return
    for periode in ins.onderwijs.perioden[-1:]:
        begin = dag_of_geen(periode.begindatum)
        verwacht = schooljaar(begin) - schooljaar(sinds) + 1 if begin else None
        if verwacht and isinstance(periode.leerjaar, int) and periode.leerjaar != verwacht:
            yield {}


@bij_inschrijving
def _o06(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Judged on the inschrijfdatum (before 1-8-2014). Who is supported at another school is judged by O17."""
    if ins.onderwijs.inschrijfstatus == AMBULANT:
        return
    voor = [p for p in ins.onderwijs.perioden if isinstance(p.begindatum, date) and p.begindatum < PASSEND_ONDERWIJS]
    if not all(p.soort_onderwijs for p in voor):
        yield bij_veld("perioden")
    if soorten_onderwijs(voor) - {"VI"} and not ins.onderwijs.indicaties:
        yield bij_veld("indicaties")


@bij_inschrijving
def _o07(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for indicatie in ins.onderwijs.indicaties:
        nummer = indicatie.indicatienummer
        if nummer is None or isinstance(nummer, Ongeldig):
            yield {"v": nummer.ruw if nummer else ""}


@bij_inschrijving
def _o08(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for indicatie in ins.onderwijs.indicaties:
        nummer, soort = indicatie.indicatienummer, indicatie.onderwijssoort
        if isinstance(nummer, str) and soort and nummer[0] != soort[0]:
            yield {}


@bij_inschrijving
def _o09(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Judged on the inschrijfdatum: every indicatie had ended by then."""
    dag = dag_of_geen(ins.inschrijfdatum)
    eindes = [dag_of_geen(indicatie.einddatum) for indicatie in ins.onderwijs.indicaties]
    bekend = [einde for einde in eindes if einde]
    if dag and bekend and len(bekend) == len(eindes) and max(bekend) < dag:
        yield {"d": dag_tekst(max(bekend))}


@bij_inschrijving
def _o10(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """'Missing' is judged on the inschrijfdatum and not for ambulant begeleide or residential pupils (ASSUMED); 'incomplete' always."""
    onderwijs, dag = ins.onderwijs, dag_of_geen(ins.inschrijfdatum)
    nodig = (
        onderwijs.onderwijstype in WEC
        and onderwijs.inschrijfstatus != AMBULANT
        and not onderwijs.verblijven
        and not _instelling(ins)
        and dag is not None
        and dag >= PASSEND_ONDERWIJS
    )
    if nodig and not onderwijs.toelaatbaarheidsverklaringen:
        yield {}
    naam = "toelaatbaarheidsverklaringen"
    swv, nummer = WAARDEN[f"{naam}.samenwerkingsverband"], WAARDEN[f"{naam}.volgnummer"]
    for tlv in onderwijs.toelaatbaarheidsverklaringen:
        if not (swv.bevat(tlv.samenwerkingsverband) and tlv.volgnummer and nummer.bevat(tlv.volgnummer)):
            yield {}


@bij_inschrijving
def _o11(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on the inschrijfdatum, but not before 1-8-2014, and on the last day of the inschrijving.

    The preference for an end on 31 July (OSO) gives no signaal.
    """
    begin, verklaringen = dag_of_geen(ins.inschrijfdatum), ins.onderwijs.toelaatbaarheidsverklaringen
    if begin is None or not verklaringen:
        return
    begin, einde = max(begin, PASSEND_ONDERWIJS), laatste_dag(ins, context.vandaag)
    for dag in (begin, max(begin, einde)):
        if not any(dekt(tlv, dag) for tlv in verklaringen):
            yield {"d": dag_tekst(dag)}
            return


@bij_inschrijving
def _o12(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    waarden = WAARDEN["toelaatbaarheidsverklaringen.bekostigingscategorie"]
    if not all(waarden.bevat(tlv.bekostigingscategorie) for tlv in ins.onderwijs.toelaatbaarheidsverklaringen):
        yield {}


@bij_inschrijving
def _o13(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on today, a later begin or an earlier end: asked, from 1-8-2014 on, of every inschrijving that still ran then or began later."""
    dag = max(dag_of_geen(ins.inschrijfdatum) or context.vandaag, context.vandaag)
    liep = min(dag_of_geen(ins.uitschrijfdatum) or dag, dag) >= PASSEND_ONDERWIJS
    if liep and ins.onderwijs.inschrijfstatus != AMBULANT and ins.onderwijs.uitstroomprofiel is None:
        yield {}


@bij_inschrijving
def _o14(ins: Inschrijving, geval: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on the day the new schoolsoort starts, or today when that is empty."""
    nu, was = ins.onderwijs, geval.bron.onderwijs if geval.bron else None
    if was is None or (dag_of_geen(nu.schoolsoort_datum) or context.vandaag) < TWEE_INSCHRIJVINGEN:
        return
    if (was.schoolsoort, nu.schoolsoort) == ("1", "2") or (was.onderwijstype, nu.onderwijstype) == ("SO", "VSO"):
        yield {}


@bij_inschrijving
def _o15(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    was = geval.bron.onderwijs.inschrijfstatus if geval.bron else None
    if was and ins.onderwijs.inschrijfstatus and was != ins.onderwijs.inschrijfstatus:
        yield {}


_o16 = als(lambda ins: any(b.begeleidingsvorm == "PAB" for b in ins.onderwijs.begeleidingen))


def _na_afschaffing(ins: Inschrijving, begeleiding: Begeleiding, begin: date, vandaag: date) -> bool:
    """Whether it began or still ran after 31-7-2014; the end of the inschrijving ends it too. Before that day an open end is right."""
    eindes = [dag for dag in (dag_of_geen(begeleiding.einddatum), dag_of_geen(ins.uitschrijfdatum)) if dag]
    return min(*eindes, max(begin, vandaag), date.max) >= PASSEND_ONDERWIJS


@bij_inschrijving
def _o17(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on the dates of the begeleiding. After 31-7-2014 only institutions of cluster 1 and 2 have it."""
    for begeleiding in ins.onderwijs.begeleidingen:
        begin = dag_of_geen(begeleiding.begindatum)
        if begin is None or begeleiding.begeleidingsvorm not in ("RAB", "TAB"):
            continue
        indicatie_nodig = (
            begeleiding.begeleidingsvorm == "RAB" and begin < PASSEND_ONDERWIJS and 1 not in _clusters(ins)
        )
        zonder_indicatie = not any(dekt(indicatie, begin) for indicatie in ins.onderwijs.indicaties)
        na = _na_afschaffing(ins, begeleiding, begin, context.vandaag)
        if (na and not _instelling(ins)) or (indicatie_nodig and zonder_indicatie):
            yield {}


_o18 = als(lambda ins: not all(WAARDEN["begeleidingen.brin"].bevat(b.brin) for b in ins.onderwijs.begeleidingen))


@bij_inschrijving
def _o19(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    terug = any(b.begeleidingsvorm == "TAB" for b in ins.onderwijs.begeleidingen)
    if terug and ins.uitschrijfdatum is not None and ins.onderwijs.terugplaatsing_brin is None:
        yield {}


@bij_inschrijving
def _o20(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """A missing or unknown soort verblijf is W02 or W03: the contract refuses it."""
    begin, uit = dag_of_geen(ins.inschrijfdatum), dag_of_geen(ins.uitschrijfdatum)
    for verblijf in ins.onderwijs.verblijven:
        van, tot = dag_of_geen(verblijf.begindatum), dag_of_geen(verblijf.einddatum)
        voor = begin is not None and van is not None and van < begin
        na = uit is not None and any(dag is not None and dag > uit for dag in (van, tot))
        if omgekeerd(verblijf) or voor or na:
            yield {}


@bij_inschrijving
def _o21(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged on the teldatum of this schooljaar, from the first that was counted in BRON."""
    dag = teldatum(schooljaar(context.vandaag))
    periode = periode_op(ins, dag)
    if dag >= EERSTE_TELLING and loopt_op(ins, dag) and periode and periode.bekostiging == 0:
        yield {}


_o22 = als(lambda ins: ins.onderwijs.nnca is None)


@bij_inschrijving
def _o23(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Judged on the ingangsdatum of the gewicht, else on the inschrijfdatum.

    A value outside the list is W02: the contract refuses it. `velden.beperk` empties the gewicht of SBO, SO and VSO, so the type
    speaks only for a row that did not pass it.
    """
    onderwijs = ins.onderwijs
    dag = dag_of_geen(onderwijs.gewicht_datum) or dag_of_geen(ins.inschrijfdatum)
    if onderwijs.gewicht is not None and (onderwijs.onderwijstype != "BO" or (dag and dag >= EINDE_GEWICHT)):
        yield {}


@bij_inschrijving
def _o24(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    maanden = ins.onderwijs.voorschools_maanden
    if isinstance(maanden, int):
        if not WAARDEN["voorschools_maanden"].bevat(maanden):
            yield {}
    elif maanden is None and ins.onderwijs.voorschools_programma is not None:
        yield {}


@bij_inschrijving
def _o25(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    onderwijs = ins.onderwijs
    begin, einde = onderwijs.vroegschools_begindatum, dag_of_geen(onderwijs.vroegschools_einddatum)
    if onderwijs.vroegschools_programma is not None and begin is None:
        yield {}
    if isinstance(begin, date) and einde and einde < begin:
        yield {}


def _in_groep_8(ins: Inschrijving, dag: date) -> bool:
    periode = periode_op(ins, dag)
    return periode is not None and periode.groep == "8" and schooljaar(dag) >= PASSEND_ONDERWIJS.year


@bij_inschrijving
def _o26(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged in June and July (ASSUMED: the outcome is known by then), from schooljaar 2014/2015 (law of 2014)."""
    dag, onderwijs = laatste_dag(ins, context.vandaag), ins.onderwijs
    toets = (onderwijs.eindtoets_soort, onderwijs.eindtoets_score, onderwijs.eindtoets_reden)
    if dag.month in (6, 7) and _in_groep_8(ins, dag) and toets == (None, None, None):
        yield {}


@bij_inschrijving
def _o27(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    score = ins.onderwijs.eindtoets_score
    if isinstance(score, int):
        laagst, hoogst = (500, 550) if ins.onderwijs.eindtoets_soort in _CITO else (0, 1000)
        if not laagst <= score <= hoogst:
            yield {"s": score}


@bij_inschrijving
def _o28(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """Judged after 1 March of the schooljaar, from schooljaar 2014/2015 (law of 2014)."""
    dag = laatste_dag(ins, context.vandaag)
    if _in_groep_8(ins, dag) and dag > date(einde_schooljaar(dag).year, 3, 1) and ins.onderwijs.vo_advies is None:
        yield {}


@bij_inschrijving
def _o29(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Both lists of DOMAIN 2.15 count: from which year the shorter one holds is not known."""
    for naam in ("vo_advies", "herzien_advies"):
        advies = getattr(ins.onderwijs, naam)
        if advies is not None and not WAARDEN[naam].bevat(advies):
            yield {"_veld": naam, "v": advies}


def _niveau(advies: str | None) -> int | None:
    if advies is None or not WAARDEN["vo_advies"].bevat(advies):
        return None
    code = int(advies)
    return None if code in _GEEN_NIVEAU else code - (code in _MET_LWOO)


@bij_inschrijving
def _o30(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    eerst, herzien = _niveau(ins.onderwijs.vo_advies), _niveau(ins.onderwijs.herzien_advies)
    if eerst is not None and herzien is not None and herzien < eerst:
        yield {}


@bij_inschrijving
def _o31(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    plannen = ins.onderwijs.ontwikkelingsperspectieven
    overlap = any(
        isinstance(later.begindatum, date) and dekt(eerder, later.begindatum) for eerder, later in pairwise(plannen)
    )
    if overlap or any(omgekeerd(plan) for plan in plannen):
        yield {}


@bij_inschrijving
def _o32(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    in_, uit = dag_of_geen(ins.inschrijfdatum), dag_of_geen(ins.uitschrijfdatum)
    begins = [p.begindatum for p in ins.onderwijs.perioden if isinstance(p.begindatum, date)]
    if any((in_ is not None and begin < in_) or (uit is not None and begin > uit) for begin in begins):
        yield {}


@bij_inschrijving
def _o33(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    begins = [p.begindatum for p in ins.onderwijs.perioden if isinstance(p.begindatum, date)]
    if len(set(begins)) < len(begins):
        yield {}


_M: Final = MET_ONDERWIJS
_TLV: Final = "toelaatbaarheidsverklaringen"
_WIJZIGT: Final = frozenset(
    {ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS, ActieSoort.UITSCHRIJVING, ActieSoort.CORRECTIE_INSCHRIJFDATUM}
)

CONTROLES: Final[tuple[Controle, ...]] = (
    # the aanleverpunt itself cannot differ here: LVS2000 is read per aanleverpunt
    Controle("O01", _F, "perioden", "De vestiging '{v}' hoort niet bij BRIN {b}.",
        "Kies bij de klas een vestiging van uw school.", "MAN, OSO", _o01, acties=_M),
    Controle("O02", _F, "perioden", "Het vestigingsvolgnummer ontbreekt.",
        "Koppel de klas van de leerling aan een vestiging (twee cijfers).", "WPO-178a (2i), KB-EJV", _o02, acties=_M),
    Controle("O03", _F, "perioden", "Vul een groep van 1 t/m 8 in.",
        "Verbeter de groep in de klassenhistorie.", "WPO-178a (2c)", _o03, acties=_M, onderwijstypes=WPO),
    Controle("O04", _F, "schoolsoort", "Kies SO of VSO.",
        "Vul de schoolsoort van de inschrijving in.", "DUO-SO", _o04, acties=_M, onderwijstypes=WEC),
    Controle("O05", _T, "perioden", "Vul 'Onderwijs sinds' om het leerjaar te bepalen.",
        "Is 'Onderwijs sinds' al gevuld, controleer dan of het bij het leerjaar past.", "MAN; formula ASSUMED", _o05,
        acties=_M, onderwijstypes=WEC),
    Controle("O06", _F, "perioden", "Vul de onderwijssoort en het indicatienummer in.",
        "Neem ze over van de beschikking van de leerling.", "WEC-164a, KB-IND; cluster 1 without indicatie ASSUMED", _o06,
        acties=_M, onderwijstypes=WEC, geldig_tot=VOOR_PASSEND),
    Controle("O07", _F, "indicaties", "Het indicatienummer '{v}' heeft niet de vorm 0-00-0000-0000.",
        "Neem het nummer over van de beschikking: cluster, REC, jaar en volgnummer.", "KB-IND", _o07),
    Controle("O08", _T, "indicaties", "Het cluster in het indicatienummer wijkt af van de onderwijssoort.",
        "Controleer het indicatienummer en de onderwijssoort.", "KB-IND, ASSUMED", _o08, acties=_M),
    Controle("O09", _T, "indicaties", "De indicatie is verlopen op {d}.",
        "Controleer de einddatum van de indicatie.", "KB-AB", _o09, acties=_M),
    Controle("O10", _F, _TLV, "Toelaatbaarheidsverklaring ontbreekt of is onvolledig.",
        "Vul samenwerkingsverband (PO of VO en vier cijfers) en volgnummer van de verklaring in.",
        "WEC-164a (2k-m), KB-PO; clusters of soort onderwijs and exceptions ASSUMED", _o10, acties=_M,
        geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("O11", _T, _TLV, "De toelaatbaarheidsverklaring dekt de inschrijving niet ({d}).",
        "Vraag zo nodig een nieuwe verklaring aan bij het samenwerkingsverband.", "WEC-164a (2l), OSO", _o11, acties=_M,
        onderwijstypes=WEC, geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("O12", _F, _TLV, "De bekostigingscategorie ontbreekt.",
        "Kies 1 (laag), 2 (midden) of 3 (hoog) zoals op de verklaring staat.", "KB-PO; mapping ASSUMED", _o12, acties=_M),
    Controle("O13", _F, "uitstroomprofiel", "Vul het uitstroomprofiel in.",
        "Kies vervolgonderwijs, arbeidsmarkt of dagbesteding.", "KB-PO", _o13, acties=_M, onderwijstypes=_VSO,
        geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("O14", _F, "schoolsoort", "SO naar VSO: schrijf uit en opnieuw in.",
        "Zet de oude schoolsoort terug, schrijf de leerling uit en maak een nieuwe inschrijving VSO.", "KB-SOVSO", _o14,
        acties=_WIJZIGT, onderwijstypes=WEC, geldig_van=TWEE_INSCHRIJVINGEN, peil=Peil.GEGEVEN),
    Controle("O15", _F, "inschrijfstatus", "Wissel de status niet: schrijf uit en opnieuw in.",
        "Zet de oude status terug, schrijf de leerling uit en maak een nieuwe inschrijving.", "KB-STAT", _o15,
        acties=_WIJZIGT),
    Controle("O16", _T, "begeleidingen", "Preventieve begeleiding wordt niet aan BRON gemeld.",
        "U hoeft niets te doen.", "KB-AB", _o16, acties=_M, onderwijstypes=WEC),
    Controle("O17", _F, "begeleidingen", "Voor deze periode is geen ambulante begeleiding mogelijk.",
        "Controleer de datums van de begeleiding en de indicatie.", "KB-AB, OSO", _o17, acties=_M, onderwijstypes=WEC,
        peil=Peil.GEGEVEN),
    Controle("O18", _F, "begeleidingen", "Vul de school in waar de leerling is ingeschreven.",
        "Vul het BRIN-nummer van die school in.", "WEC-164a (2a)", _o18, acties=_M, onderwijstypes=WEC),
    Controle("O19", _F, "terugplaatsing_brin", "Vul de school van terugplaatsing in.",
        "Vul het BRIN-nummer in van de school waar de leerling naartoe gaat.", "KB-AB", _o19,
        acties=frozenset({ActieSoort.UITSCHRIJVING, ActieSoort.NIEUWE_MELDING_INSCHRIJVING}), onderwijstypes=WEC),
    Controle("O20", _T, "verblijven", "Residentiële plaatsing: controleer soort verblijf en periode.",
        "De periode van de plaatsing hoort binnen de inschrijving te liggen.", "DUO-SO", _o20, acties=_M, onderwijstypes=WEC),
    Controle("O21", _T, "perioden", "Leerling telt niet mee voor de bekostiging.",
        "Klopt dat niet, zet dan Bekostigen op ja.", "DUO-BO, ROVICT; year of the new teldatum ASSUMED", _o21, acties=_M,
        geldig_van=EERSTE_TELLING, peil=Peil.GEGEVEN),
    Controle("O22", _F, "nnca", "Vul de culturele achtergrond (NNCA) in.",
        "Kies 0 (niet van toepassing), 1 (Nederlands) of 2 (niet-Nederlands).",
        "DUO-NNCA; asked of every leerling in BO and SBO ASSUMED, codes ASSUMED", _o22, acties=_M, onderwijstypes=WPO),
    Controle("O23", _T, "gewicht", "Een gewicht is hier niet van toepassing.",
        "Maak het gewicht leeg. Het gewicht geldt alleen in het basisonderwijs, tot 1 augustus 2019.",
        "BBWPO-27, DUO-BO", _o23, acties=_M, peil=Peil.GEGEVEN),
    Controle("O24", _F, "voorschools_maanden", "Vul het aantal maanden voorschoolse educatie in (1-24).",
        "Vul het aantal maanden in, of maak het programma leeg.", "DUO-BO", _o24, acties=_M, onderwijstypes=WPO),
    Controle("O25", _F, "vroegschools_begindatum", "De periode vroegschoolse educatie is onjuist.",
        "Vul een begindatum in en een einddatum die daarna ligt.", "DUO-BO", _o25, acties=_M, onderwijstypes=WPO),
    Controle("O26", _T, "eindtoets_soort", "Groep 8: eindtoets of reden ontbreekt.",
        "Vul de eindtoets in, of de reden waarom deze niet is gemaakt.", "WPO-178a (2g), DUO-BO; months ASSUMED", _o26,
        acties=_M, onderwijstypes=_BO, geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("O27", _F, "eindtoets_score", "De score {s} past niet bij de toets.",
        "Controleer de soort toets en de score (Cito: 500 t/m 550).", "OSO, CBS", _o27, acties=_M),
    Controle("O28", _T, "vo_advies", "Groep 8: het VO-advies ontbreekt.",
        "Vul het VO-advies in; het hoort voor 1 maart bekend te zijn.", "WPO-42, DUO-UIT", _o28, acties=_M,
        onderwijstypes=WPO, geldig_van=PASSEND_ONDERWIJS, peil=Peil.GEGEVEN),
    Controle("O29", _F, "vo_advies", "VO-advies '{v}' bestaat niet.",
        "Kies een advies uit de lijst.", "OSO", _o29, acties=_M),
    Controle("O30", _T, "herzien_advies", "Het herziene advies is lager dan het eerste.",
        "Een herzien advies kan alleen hoger zijn; controleer beide.", "ROD-PO control 102; lwoo ASSUMED", _o30, acties=_M),
    Controle("O31", _T, "ontwikkelingsperspectieven", "De periode van het ontwikkelingsperspectief is onjuist.",
        "Controleer begin- en einddatum; plannen horen elkaar niet te overlappen.", "ROD-PO, DUO-BO", _o31, acties=_M,
        onderwijstypes=WPO),
    Controle("O32", _F, "perioden", "De periode valt buiten de inschrijving.",
        "Verbeter de begindatum in de klassenhistorie.", "DUO-SO22", _o32, acties=_M),
    Controle("O33", _F, "perioden", "Er zijn twee perioden met dezelfde begindatum.",
        "Verwijder een van de twee regels in de klassenhistorie.", "KRD-TEST 804", _o33, acties=_M),
)  # fmt: skip
