"""Controles I01-I18: in- and uitschrijfdatum, ages, deadlines. Source: DOMAIN 5, 6.1, 6.3, 6.4; manual ch. 5."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bronsync.domain.controles.engine import (
    ALLE_ACTIES,
    MET_ONDERWIJS,
    Bevinding,
    Context,
    Controle,
    Ernst,
    Geval,
    als,
    bij_inschrijving,
    dag_tekst,
)
from bronsync.domain.controles.hulp import (
    AMBULANT,
    dag_of_geen,
    einde_schooljaar,
    hoogstens,
    loopt_op,
    minstens,
    periode_op,
)
from bronsync.domain.gegevens.inschrijving import Inschrijving
from bronsync.domain.vergelijking.berichten import ActieSoort

_F, _T = Ernst.AFKEUR, Ernst.ATTENTIE
_A = ActieSoort
_NIEUW: Final = frozenset({_A.NIEUWE_MELDING_INSCHRIJVING, _A.CORRECTIE_INSCHRIJFDATUM})
"""Acties that bring an inschrijfdatum to BRON."""
_UIT: Final = frozenset({_A.UITSCHRIJVING, _A.NIEUWE_MELDING_INSCHRIJVING})
"""Acties that bring an uitschrijfdatum to BRON (a new inschrijving of who left already carries its end, DESIGN 8)."""
VRIJ_VAN_WEEKEND_IN: Final = (8, 1)
VRIJ_VAN_WEEKEND_UIT: Final = (7, 31)
EERSTE_SCHOOLDAGEN: Final = ((8, 2), (8, 31))
"""ASSUMED: a start in these days is taken for the start of the schooljaar (holidays end from mid August on)."""
LAATSTE_SCHOOLDAGEN: Final = ((7, 1), (7, 30))
"""ASSUMED: a leaving in these days is taken for the end of the schooljaar."""
TERMIJN_UITSCHRIJVING: Final = 7
TERMIJN_WIJZIGING: Final = 14
AANSLUITING: Final = 28
"""Within four weeks the dates must connect (BBWPO-8)."""


def _weekend(dag: date, vrij: tuple[int, int]) -> bool:
    return dag.isoweekday() > 5 and (dag.month, dag.day) != vrij


_i01 = als(lambda ins: not isinstance(ins.inschrijfdatum, date))


@bij_inschrijving
def _i02(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    dag = dag_of_geen(ins.inschrijfdatum)
    if dag and _weekend(dag, VRIJ_VAN_WEEKEND_IN):
        yield {"d": dag_tekst(dag)}


@bij_inschrijving
def _i03(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    dag, nu = dag_of_geen(ins.inschrijfdatum), context.vandaag
    if dag and (dag.year - nu.year, dag.month, dag.day) > (1, nu.month, nu.day):
        yield {}


@bij_inschrijving
def _i04(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    """Not for who may have turned 4 only after 1 August: that child starts on its birthday."""
    dag = dag_of_geen(ins.inschrijfdatum)
    if dag and EERSTE_SCHOOLDAGEN[0] <= (dag.month, dag.day) <= EERSTE_SCHOOLDAGEN[1]:
        jaren = minstens(ins.sleutel.geboortedatum, date(dag.year, 8, 1))
        if jaren is not None and jaren >= 4:
            yield {}


@bij_inschrijving
def _i05(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    dag = dag_of_geen(ins.inschrijfdatum)
    jaren = hoogstens(ins.sleutel.geboortedatum, dag) if dag else None
    if dag and jaren is not None and jaren < 4:
        yield {"d": dag_tekst(dag)}


def _blijft_te_oud(ins: Inschrijving, vandaag: date, jaren: int) -> bool:
    """Whether the leerling certainly has that age at the end of this schooljaar and stays beyond it."""
    einde = einde_schooljaar(vandaag)
    zeker, uit = minstens(ins.sleutel.geboortedatum, einde), dag_of_geen(ins.uitschrijfdatum)
    return zeker is not None and zeker >= jaren and (uit is None or uit > einde)


@bij_inschrijving
def _i06(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    if _blijft_te_oud(ins, context.vandaag, 14):
        yield {}


@bij_inschrijving
def _i07(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    dag = dag_of_geen(ins.inschrijfdatum)
    jaren = hoogstens(ins.sleutel.geboortedatum, dag) if dag else None
    periode = periode_op(ins, dag) if dag else None
    vanaf = 3 if periode and periode.soort_onderwijs in ("DO", "SH") else 4
    if jaren is not None and jaren < vanaf:
        yield {}


@bij_inschrijving
def _i08(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    """'Older than 20' is read as 21 or more on 31 July (ASSUMED)."""
    if _blijft_te_oud(ins, context.vandaag, 21):
        yield {}


@bij_inschrijving
def _i09(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    begin, einde = dag_of_geen(ins.inschrijfdatum), dag_of_geen(ins.uitschrijfdatum)
    if begin is None or ins.onderwijs.inschrijfstatus == AMBULANT:
        return
    for ander in geval.andere:
        ander_begin, ander_einde = dag_of_geen(ander.inschrijfdatum), dag_of_geen(ander.uitschrijfdatum)
        if ander_begin is None or ander.onderwijs.inschrijfstatus == AMBULANT:
            continue
        if loopt_op(ander, begin) or (begin <= ander_begin and (einde is None or ander_begin <= einde)):
            yield {"d1": dag_tekst(ander_begin), "d2": dag_tekst(ander_einde) if ander_einde else "heden"}


@bij_inschrijving
def _i10(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    """Another school's uitschrijving is not known here; inschrijvingen of this aanleverpunt are."""
    begin = dag_of_geen(ins.inschrijfdatum)
    for ander in geval.andere:
        einde = dag_of_geen(ander.uitschrijfdatum)
        if begin and einde and 1 < (begin - einde).days <= AANSLUITING:
            yield {}


@bij_inschrijving
def _i11(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    begin, einde = dag_of_geen(ins.inschrijfdatum), dag_of_geen(ins.uitschrijfdatum)
    if begin and einde and einde < begin:
        yield {}


@bij_inschrijving
def _i12(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    dag = dag_of_geen(ins.uitschrijfdatum)
    if dag and _weekend(dag, VRIJ_VAN_WEEKEND_UIT):
        yield {}


@bij_inschrijving
def _i13(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    dag = dag_of_geen(ins.uitschrijfdatum)
    if dag and LAATSTE_SCHOOLDAGEN[0] <= (dag.month, dag.day) <= LAATSTE_SCHOOLDAGEN[1]:
        yield {}


def _i14(geval: Geval, _: Context) -> Iterator[Bevinding]:
    if geval.bron is None:
        yield {}


@bij_inschrijving
def _i15(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    dag = dag_of_geen(ins.uitschrijfdatum)
    if dag and (context.vandaag - dag).days > TERMIJN_UITSCHRIJVING:
        yield {}


def _i16(geval: Geval, context: Context) -> Iterator[Bevinding]:
    if geval.eerst_gezien and (context.vandaag - geval.eerst_gezien).days > TERMIJN_WIJZIGING:
        yield {}


def _i17(geval: Geval, _: Context) -> Iterator[Bevinding]:
    """Present is: this inschrijving itself, or one of the same leerling with the key that would be removed."""
    weg = geval.bron
    zelfde = weg is not None and any(
        ander.inschrijfdatum == weg.inschrijfdatum and ander.sleutel.pgn == weg.sleutel.pgn for ander in geval.andere
    )
    if geval.inschrijving is not None or zelfde:
        yield {}


@bij_inschrijving
def _i18(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    if geval.bron is not None and geval.bron.inschrijfdatum == ins.inschrijfdatum:
        yield {}


CONTROLES: Final[tuple[Controle, ...]] = (
    # DOMAIN: new; here for each actie that carries something of the row, because the inschrijfdatum is part of every key
    Controle("I01", _F, "inschrijfdatum", "De inschrijfdatum ontbreekt of is ongeldig.",
        "Vul de eerste schooldag van de leerling in.", "KRD-TEST 740, VO 097", _i01),
    Controle("I02", _F, "inschrijfdatum", "De inschrijfdatum {d} valt in een weekend.",
        "Kies een schooldag, of 1 augustus bij de start van het schooljaar.",
        "DUO-NEWS; exception of 1 August by BBWPO-7 INFERRED", _i02, acties=_NIEUW),
    Controle("I03", _T, "inschrijfdatum", "De inschrijfdatum ligt ver in de toekomst.",
        "Controleer het jaartal.", "DUO-VO (within a year)", _i03, acties=_NIEUW),
    Controle("I04", _T, "inschrijfdatum", "Begint de leerling bij de start van het schooljaar? Gebruik 1 augustus.",
        "Wijzig de inschrijfdatum in 1 augustus als dat zo is.", "BBWPO-7; days ASSUMED", _i04, acties=_NIEUW),
    Controle("I05", _F, "inschrijfdatum", "Leerling is jonger dan 4 jaar op {d}.",
        "Controleer de geboortedatum en de inschrijfdatum; een kind kan vanaf de vierde verjaardag worden ingeschreven.",
        "WPO-39", _i05, acties=_NIEUW, onderwijstypes=frozenset({"BO"})),
    # WPO-39 counts for SBO too
    Controle("I06", _T, "geboortedatum", "Leerling wordt in dit schooljaar 14 en moet de school verlaten.",
        "Schrijf de leerling uiterlijk 31 juli uit.", "WPO-39, WEC-39", _i06, acties=MET_ONDERWIJS,
        onderwijstypes=frozenset({"BO", "SBO", "SO"})),
    Controle("I07", _T, "inschrijfdatum", "Leerling is jonger dan de toelatingsleeftijd voor dit onderwijs.",
        "Is er toestemming van de inspectie, dan hoeft u niets te doen; controleer anders de datums.",
        "WEC-39", _i07, acties=_NIEUW, onderwijstypes=frozenset({"SO"})),
    Controle("I08", _T, "geboortedatum", "Leerling is ouder dan 20: ontheffing nodig.",
        "Vraag ontheffing aan bij de inspectie, of schrijf de leerling uit.", "WEC-39", _i08, acties=MET_ONDERWIJS,
        onderwijstypes=frozenset({"VSO"})),
    Controle("I09", _F, "inschrijfdatum", "Er is al een inschrijving die deze periode overlapt ({d1}-{d2}).",
        "Schrijf de leerling uit op de dag voor de nieuwe inschrijfdatum, of verwijder de dubbele inschrijving in LVS2000.",
        "KRD-TEST 812, IBG-TIPS", _i09, acties=_NIEUW),
    Controle("I10", _T, "inschrijfdatum", "De in- en uitschrijving sluiten niet op elkaar aan.",
        "Maak de uitschrijfdatum de dag voor de nieuwe inschrijfdatum (een weekend ertussen telt mee).",
        "DUO-VO, DUO-UIT, BBWPO-8", _i10, acties=_NIEUW),
    Controle("I11", _F, "uitschrijfdatum", "De uitschrijfdatum ligt voor de inschrijfdatum.",
        "Verbeter een van beide datums. Is de leerling nooit gekomen, verwijder dan de inschrijving.",
        "ASSUMED", _i11, acties=MET_ONDERWIJS),
    Controle("I12", _T, "uitschrijfdatum", "De uitschrijfdatum valt in een weekend.",
        "Begint de leerling op maandag elders, dan is zondag goed; kies anders de laatste schooldag.",
        "DUO-NEWS, BBWPO-8", _i12, acties=_UIT),
    Controle("I13", _T, "uitschrijfdatum", "Verlaat de leerling de school aan het einde van het schooljaar? Gebruik 31 juli.",
        "Wijzig de uitschrijfdatum in 31 juli als dat zo is.", "BBWPO-8; days ASSUMED", _i13, acties=_UIT),
    # DOMAIN: uitschrijving; the others below change or remove what must be known too
    Controle("I14", _F, "", "Deze inschrijving is bij BRON niet bekend.",
        "Haal een registratieoverzicht op en voer Acties Bepalen opnieuw uit.", "KRD-TEST 805", _i14,
        acties=frozenset({_A.UITSCHRIJVING, _A.WIJZIGING_ONDERWIJSGEGEVENS, _A.CORRECTIE_INSCHRIJFDATUM,
            _A.VERWIJDERING_INSCHRIJVING})),
    Controle("I15", _T, "uitschrijfdatum", "Uitschrijving is later dan 7 dagen doorgegeven.",
        "Verzend de uitschrijving zo snel mogelijk.", "REG (later version)", _i15, acties=frozenset({_A.UITSCHRIJVING})),
    Controle("I16", _T, "", "Deze wijziging staat langer dan twee weken open.",
        "Verzend deze wijziging zo snel mogelijk.", "MAN, REG", _i16, acties=ALLE_ACTIES),
    Controle("I17", _F, "", "Leerling staat nog ingeschreven in LVS2000; uitschrijven in plaats van verwijderen?",
        "Is de leerling op school geweest, schrijf deze dan uit. Verwijder anders eerst de inschrijving in LVS2000.",
        "INFERRED (DOMAIN 6.4)", _i17, acties=frozenset({_A.VERWIJDERING_INSCHRIJVING})),
    Controle("I18", _F, "inschrijfdatum", "De inschrijfdatum is niet gewijzigd.",
        "Verwijder deze actie en voer Acties Bepalen opnieuw uit.", "ASSUMED", _i18,
        acties=frozenset({_A.CORRECTIE_INSCHRIJFDATUM})),
)  # fmt: skip
