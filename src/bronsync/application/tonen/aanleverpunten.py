"""All aanleverpunten of the school or board on one page, and the work of all of them, oldest deadline first (VENSTER 3.7).

Read from the books only, each book once, so that 400 aanleverpunten are on the screen before somebody wonders; LVS2000 and BRON are not
asked. So it says what was known when each was last compared, and opening one says what is so now. No name of a person is in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from bronsync.application.boeken.weergave import zoekvorm
from bronsync.application.lezen.apart import is_voorbij
from bronsync.application.lezen.paren import Sleutel, sleutel_van
from bronsync.application.lezen.termijnen import in_of_uit, waarom
from bronsync.application.ports import Clock, Journal, UnitOfWork
from bronsync.application.records import Actie, ApartRij, CertificaatRij, Stand, VerschilRij, VerschilStand
from bronsync.application.tonen.ouderdom import Ernst, certificaat_ouderdom, overzicht_ouderdom, termijn_ouderdom
from bronsync.domain.kijken.termijnen import uiterste_dag
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, WACHT_OP_BRON, Status
from bronsync.domain.vergelijking.vergelijken import Veldverschil, VerschilSoort


class Werkregel(NamedTuple):
    """One thing to do before a day. A NamedTuple: a board may have tens of thousands."""

    aanleverpunt: str
    school: str
    sleutel: Sleutel
    leerlingnummer: str
    dag: str
    """ISO: the last day on which it is in time."""
    dagen: int
    """From today; negative when it is too late."""
    waarom: str
    """The rule, and the day that it counts from."""
    wat: str
    afgekeurd: bool
    zoek: str

    def __repr__(self) -> str:
        """Personal data: only where it is."""
        return f"Werkregel({self.aanleverpunt}, {self.sleutel[0]})"


@dataclass(frozen=True, slots=True)
class Puntregel:
    """One aanleverpunt, as its card shows it."""

    aanleverpunt: str
    school: str
    nodig: str
    """What it needs, in one sentence."""
    ernst: Ernst
    vragen: int
    te_gaan: int
    """Acties that were not sent."""
    afgekeurd: int
    onderweg: int
    leeftijd: int | None
    """Days since the peildatum of the overview; None when there never was one."""
    certificaat_tot: date | None
    certificaat_dagen: int
    """Until that day; 0 without a certificate."""
    laatste_ronde: str
    """ISO moment of the last sending or fetching; empty when there was none."""
    termijnen: tuple[int, ...]
    """Days from today of each deadline, the first one first."""
    zoek: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Aanleverpunten:
    """The page."""

    punten: tuple[Puntregel, ...]
    """What is most urgent first."""
    werk: tuple[Werkregel, ...] = field(repr=False)
    """Oldest deadline first."""
    vandaag: date


class _Verschil(NamedTuple):
    aanleverpunt: str
    vingerafdruk: str
    inschrijving_id: int
    leerlingnummer: str
    pgn: str
    inschrijfdatum: str
    soort: VerschilSoort
    stand: VerschilStand
    eerst_gezien: str


class _Uitschrijving(NamedTuple):
    aanleverpunt: str
    vingerafdruk: str
    paren: tuple[Veldverschil, ...]


class _Actie(NamedTuple):
    aanleverpunt: str
    status: Status
    vingerafdruk: str
    verzonden: str


class _Certificaat(NamedTuple):
    aanleverpunt: str
    geldig_tot: str


def aanleverpunten(
    journal: Journal,
    clock: Clock,
    scholen: Mapping[str, str],
    certificaten: Mapping[str, date],
) -> Aanleverpunten:
    """`scholen`: what the school calls each aanleverpunt; `certificaten`: last days of those that are not in the books (the demo's own)."""
    vandaag = clock.today()
    with journal.unit_of_work() as unit:
        standen = {een.aanleverpunt: een for een in unit.all(Stand)}
        boeken = _tel_acties(unit)
        _zonder_apart(unit, boeken.per_status, vandaag)
        werk = tuple(sorted(_werk(unit, scholen, boeken, vandaag), key=lambda een: (een.dag, een.aanleverpunt)))
        vragen = Counter(str(punt) for (punt,) in unit.stream(VerschilRij, ("aanleverpunt",), stand=VerschilStand.OPEN))
        geldig = dict(certificaten)
        for rij in unit.stream(CertificaatRij, _Certificaat):
            tot = date.fromisoformat(rij.geldig_tot[:10])
            geldig[rij.aanleverpunt] = max(tot, geldig.get(rij.aanleverpunt, tot))
    dagen: defaultdict[str, list[int]] = defaultdict(list)
    for regel in werk:
        dagen[regel.aanleverpunt].append(regel.dagen)
    afgekeurd = Counter(regel.aanleverpunt for regel in werk if regel.afgekeurd)
    punten = [
        _punt(
            punt,
            school,
            standen.get(punt) or Stand(aanleverpunt=punt),
            boeken,
            vragen[punt],
            afgekeurd[punt],
            geldig.get(punt),
            tuple(dagen[punt]),
            vandaag,
        )
        for punt, school in scholen.items()
    ]
    return Aanleverpunten(tuple(sorted(punten, key=_dringend)), werk, vandaag)


_VOLGORDE: Final = (Ernst.FOUT, Ernst.LET_OP, Ernst.GOED)


def _dringend(een: Puntregel) -> tuple[int, int, str]:
    return _VOLGORDE.index(een.ernst), een.termijnen[0] if een.termijnen else 9999, een.aanleverpunt


@dataclass(frozen=True, slots=True)
class _Boeken:
    """What the acties say, of all aanleverpunten."""

    per_status: Counter[tuple[str, Status]]
    verzonden: set[tuple[str, str]]
    """(aanleverpunt, vingerafdruk) of what waits for BRON."""
    afgekeurd: set[tuple[str, str]]
    laatst: dict[str, str]


def _tel_acties(unit: UnitOfWork) -> _Boeken:
    per_status: Counter[tuple[str, Status]] = Counter()
    verzonden, afgekeurd = set(), set()
    laatst: dict[str, str] = {}
    for punt, status, vinger, moment in unit.stream(Actie, _Actie):
        per_status[punt, status] += 1
        if status in WACHT_OP_BRON:
            verzonden.add((punt, vinger))
        elif status is Status.AFGEKEURD:
            afgekeurd.add((punt, vinger))
        if moment > laatst.get(punt, ""):
            laatst[punt] = moment
    return _Boeken(per_status, verzonden, afgekeurd, laatst)


class _Open(NamedTuple):
    aanleverpunt: str
    soort: ActieSoort
    inschrijving_id: int
    pgn: str
    inschrijfdatum: str


def _zonder_apart(unit: UnitOfWork, per_status: Counter[tuple[str, Status]], vandaag: date) -> None:
    """What a person set aside is not to be sent, as for the next step."""
    apart = {
        (rij.aanleverpunt, rij.inschrijving_id, rij.pgn, rij.inschrijfdatum, rij.soort)
        for rij in unit.all(ApartRij)
        if not is_voorbij(rij, vandaag)
    }
    for status in NIET_UITGEVOERD if apart else ():
        for een in unit.stream(Actie, _Open, status=status):
            plek = sleutel_van(een.inschrijving_id, een.pgn, een.inschrijfdatum)
            per_status[een.aanleverpunt, status] -= (een.aanleverpunt, *plek, een.soort) in apart


def _werk(unit: UnitOfWork, scholen: Mapping[str, str], boeken: _Boeken, vandaag: date) -> Iterator[Werkregel]:
    """Every difference that is still to be delivered: not what is ignored, nor what waits for BRON."""
    uitschrijvingen = unit.stream(VerschilRij, _Uitschrijving, soort=VerschilSoort.UITSCHRIJFDATUM)
    paren = {(een.aanleverpunt, een.vingerafdruk): een.paren for een in uitschrijvingen}
    for rij in unit.stream(VerschilRij, _Verschil):
        plek = (rij.aanleverpunt, rij.vingerafdruk)
        if rij.stand is VerschilStand.GENEGEERD or plek in boeken.verzonden or rij.aanleverpunt not in scholen:
            continue
        gezien = date.fromisoformat(rij.eerst_gezien)
        dag = in_of_uit(rij.soort, rij.inschrijfdatum, paren.get(plek, ()))
        uiterste = uiterste_dag(gezien, dag)
        wat = _wat(rij, afgekeurd=plek in boeken.afgekeurd)
        regel, school = waarom(rij.soort, gezien, dag), scholen[rij.aanleverpunt]
        yield Werkregel(
            rij.aanleverpunt,
            school,
            sleutel_van(rij.inschrijving_id, rij.pgn, rij.inschrijfdatum),
            rij.leerlingnummer,
            uiterste.isoformat(),
            (uiterste - vandaag).days,
            regel,
            wat,
            plek in boeken.afgekeurd,
            zoekvorm(f"{rij.aanleverpunt} {school} {rij.leerlingnummer} {regel} {wat}"),
        )


_SOORT: Final = {
    VerschilSoort.NIET_IN_BRON: "staat niet bij BRON",
    VerschilSoort.NIET_IN_LVS: "staat alleen bij BRON",
    VerschilSoort.UITSCHRIJFDATUM: "uitschrijving",
}


def _wat(rij: _Verschil, *, afgekeurd: bool) -> str:
    soort = _SOORT.get(rij.soort, str(rij.soort))
    if afgekeurd:
        return f"Afgekeurd: {soort}"
    return f"Vraag: {soort}" if rij.stand is VerschilStand.OPEN else f"Verzenden: {soort}"


def _punt(
    punt: str,
    school: str,
    nu: Stand,
    boeken: _Boeken,
    vragen: int,
    afgekeurd: int,
    certificaat: date | None,
    termijnen: tuple[int, ...],
    vandaag: date,
) -> Puntregel:
    def tel(statussen: Iterable[Status]) -> int:
        return sum(boeken.per_status[punt, status] for status in statussen)

    leeftijd = (vandaag - date.fromisoformat(nu.peildatum)).days if nu.peildatum else None
    te_gaan, onderweg = tel(NIET_UITGEVOERD), tel(WACHT_OP_BRON)
    nodig, ernst = _nodig(nu, leeftijd, certificaat, vandaag, vragen, te_gaan, afgekeurd, onderweg)
    if termijnen and _VOLGORDE.index(eerst := termijn_ouderdom(termijnen[0]).ernst) < _VOLGORDE.index(ernst):
        ernst = eerst
    return Puntregel(
        punt,
        school,
        nodig,
        ernst,
        vragen,
        te_gaan,
        afgekeurd,
        onderweg,
        leeftijd,
        certificaat,
        (certificaat - vandaag).days if certificaat else 0,
        max(nu.opgehaald, boeken.laatst.get(punt, "")),
        termijnen,
        zoekvorm(f"{punt} {school} {nodig}"),
    )


def _nodig(
    nu: Stand,
    leeftijd: int | None,
    certificaat: date | None,
    vandaag: date,
    vragen: int,
    te_gaan: int,
    afgekeurd: int,
    onderweg: int,
) -> tuple[str, Ernst]:
    """In the order in which `volgende_stap` asks, as far as the books know."""
    if certificaat is None:
        return "Installeer een certificaat", Ernst.FOUT
    if certificaat_ouderdom((certificaat - vandaag).days).ernst is Ernst.FOUT:
        return "Het certificaat is verlopen", Ernst.FOUT
    if leeftijd is None:
        return "Nog niet vergeleken met BRON", Ernst.LET_OP
    if nu.herstel_nodig or overzicht_ouderdom(leeftijd).ernst is Ernst.FOUT:
        return "Haal een nieuw registratieoverzicht op", Ernst.FOUT
    if not nu.lvs_identiteit or nu.alles_vragen:
        return "Voer Acties Bepalen uit", Ernst.LET_OP
    keuzes = (
        (vragen, "Beantwoord {} vraag", "Beantwoord {} vragen", Ernst.LET_OP),
        (te_gaan, "Controleer en verzend {} actie", "Controleer en verzend {} acties", Ernst.LET_OP),
        (afgekeurd, "Verbeter {} afgekeurde actie", "Verbeter {} afgekeurde acties", Ernst.FOUT),
        (onderweg, "BRON heeft {} actie in behandeling", "BRON heeft {} acties in behandeling", Ernst.GOED),
    )
    gevonden = next(((aantal, een, meer, ernst) for aantal, een, meer, ernst in keuzes if aantal), None)
    if gevonden is None:
        return "Geen verschillen bekend", Ernst.GOED
    aantal, een, meer, ernst = gevonden
    return (een if aantal == 1 else meer).format(aantal), ernst
