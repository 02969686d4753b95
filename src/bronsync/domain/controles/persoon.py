"""Controles P01-P22: sleutelgegevens and names. Knows no other group. Source: DOMAIN 5, 3.1, 3.2, 3.5, 3.8, 3.9."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, cast

from bronsync.domain.controles.engine import (
    Bevinding,
    Context,
    Controle,
    Ernst,
    Geval,
    als,
    bij_inschrijving,
    bij_veld,
)
from bronsync.domain.controles.hulp import zonder_pgn
from bronsync.domain.gegevens.codes import WAARDEN
from bronsync.domain.gegevens.inschrijving import Inschrijving
from bronsync.domain.gegevens.nummers import Bsn, masker
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, VELD, Cel, Rij, lijst
from bronsync.domain.gegevens.waarden import GedeeltelijkeDatum, Ongeldig
from bronsync.domain.vergelijking.berichten import ActieSoort

_F, _T = Ernst.AFKEUR, Ernst.ATTENTIE
_NIEUW_IDENT: Final = frozenset({ActieSoort.NIEUWE_MELDING_INSCHRIJVING, ActieSoort.IDENTIFICATIEVERZOEK})
_SLEUTEL: Final = frozenset({ActieSoort.WIJZIGING_SLEUTELGEGEVENS})
_NAMEN: Final = ("achternaam", "voorvoegsel", "voornamen")
_PGNS: Final = ("burgerservicenummer", "onderwijsnummer")
LEERLINGNUMMER_LENGTE: Final = 10
"""BVE length (DOMAIN 2.2); the contract has it too."""


_CEL_NAMEN: Final = tuple(veld.naam for veld in CEL_VELDEN)
_DEEL_NAMEN: Final = {veld.naam: tuple(f"{veld.naam}.{d.naam}" for d in veld.onderdelen) for veld in LIJST_VELDEN}


def cellen(rij: Rij) -> Iterator[tuple[str, Cel]]:
    """Every filled or empty cell of a row with its name, `lijst.deel` for the cells of sub-records."""
    yield from zip(_CEL_NAMEN, cast("tuple[Cel, ...]", rij), strict=False)  # the cells stand before the lists
    for naam, delen in _DEEL_NAMEN.items():
        for record in lijst(rij, naam):
            yield from zip(delen, record, strict=True)


def _ongeldig(ins: Inschrijving, naam: str, reden: str) -> Iterator[Bevinding]:
    waarde = getattr(ins.sleutel, naam)
    if isinstance(waarde, Ongeldig) and waarde.reden == reden:
        yield bij_veld(naam, v=masker(waarde.ruw))


@bij_inschrijving
def _p01(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for naam in _PGNS:
        yield from _ongeldig(ins, naam, "negen_cijfers")


@bij_inschrijving
def _p02(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    return _ongeldig(ins, "burgerservicenummer", "elfproef")


@bij_inschrijving
def _p03(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    return _ongeldig(ins, "onderwijsnummer", "elfproef")


_p04 = als(lambda ins: ins.sleutel.burgerservicenummer is not None and ins.sleutel.onderwijsnummer is not None)
_p05 = als(zonder_pgn)
_p06 = als(lambda ins: zonder_pgn(ins) and ins.sleutel.achternaam is None)
_p07 = als(lambda ins: zonder_pgn(ins) and ins.sleutel.voornamen is None)


@bij_inschrijving
def _p08(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    if zonder_pgn(ins) and not geval.leerlingnummer:
        yield {}


_p09 = als(lambda ins: ins.sleutel.geboortedatum is None)


@bij_inschrijving
def _p10(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    if isinstance(ins.sleutel.geboortedatum, Ongeldig):
        yield {"v": ins.sleutel.geboortedatum.ruw}


@bij_inschrijving
def _p11(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    geboren = ins.sleutel.geboortedatum
    if isinstance(geboren, GedeeltelijkeDatum) and (geboren.vroegst or date.min) > context.vandaag:
        yield {}


@bij_inschrijving
def _p12(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    if isinstance(ins.sleutel.geboortedatum, GedeeltelijkeDatum) and not ins.sleutel.geboortedatum.volledig:
        yield {}


_p13 = als(lambda ins: not WAARDEN["geslacht"].bevat(ins.sleutel.geslacht))
_p14 = als(lambda ins: ins.sleutel.geslacht == "O")


@bij_inschrijving
def _p15(ins: Inschrijving, geval: Geval, _: Context) -> Iterator[Bevinding]:
    for naam in _NAMEN:
        lengte = VELD[naam].lengte or 0
        if len(getattr(ins.sleutel, naam) or "") > lengte:
            yield bij_veld(naam, n=lengte)
    if len(geval.leerlingnummer) > LEERLINGNUMMER_LENGTE:
        yield {"veld": "Leerlingnummer", "n": LEERLINGNUMMER_LENGTE}


def _bij_teken(tekst: str, fout: Callable[[str], bool]) -> dict[str, object]:
    """The first such character and its place, for a sentence: by its code where nobody can see it."""
    plaats = next(i for i, teken in enumerate(tekst) if fout(teken))
    teken, code = tekst[plaats], f"U+{ord(tekst[plaats]):04X}"
    return {"teken": f"'{teken}' ({code})" if teken.isprintable() and teken != "\ufffd" else code, "n": plaats + 1}


def _onmogelijk(tekst: str) -> bool:
    """Holds a control character, half of a surrogate pair, or a code point that is no character: no XML can carry it.

    U+FFFD stands for a character that was lost on the way, so it is no name or address either.
    """
    if tekst.isprintable() and "\ufffd" not in tekst:
        return False  # nearly all
    return any(map(_onmogelijk_teken, tekst))


def _onmogelijk_teken(t: str) -> bool:
    return unicodedata.category(t) in ("Cc", "Cs") or t == "\ufffd" or ord(t) & 0xFFFE == 0xFFFE


@bij_inschrijving
def _p16(_: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    for naam, waarde in cellen(geval.rij) if geval.rij else ():
        if isinstance(waarde, str) and _onmogelijk(waarde):
            yield bij_veld(naam, **_bij_teken(waarde, _onmogelijk_teken))
    if _onmogelijk(geval.leerlingnummer):
        yield {"veld": "Leerlingnummer"} | _bij_teken(geval.leerlingnummer, _onmogelijk_teken)


def _ongewoon(tekst: str) -> bool:
    """Other than Latin letters up to Extended-A, combining marks, space, hyphen, apostrophe, period, slash (DOMAIN 3.9)."""
    return any(map(_ongewoon_teken, tekst))


def _ongewoon_teken(t: str) -> bool:
    return not (t in " -'./" or (t.isalpha() and ord(t) < 0x180))


@bij_inschrijving
def _p17(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    for naam in _NAMEN:
        tekst = getattr(ins.sleutel, naam) or ""
        if _ongewoon(tekst) and not _onmogelijk(tekst):
            yield bij_veld(naam, **_bij_teken(tekst, _ongewoon_teken))


@bij_inschrijving
def _p18(ins: Inschrijving, _: Geval, context: Context) -> Iterator[Bevinding]:
    bekend = context.codelijsten.voorvoegsels
    voorvoegsel, achternaam = ins.sleutel.voorvoegsel, (ins.sleutel.achternaam or "").lower()
    if voorvoegsel is not None and voorvoegsel.lower() not in bekend:
        yield {"v": voorvoegsel}
    woorden = achternaam.split(" ")
    vooraan = [" ".join(woorden[:n]) for n in range(len(woorden) - 1, 0, -1)]
    for deel in (deel for deel in vooraan if deel in bekend):
        yield {"_veld": "achternaam", "v": deel}
        break


@bij_inschrijving
def _p19(ins: Inschrijving, _: Geval, __: Context) -> Iterator[Bevinding]:
    delen = (ins.sleutel.voornamen or "").split()
    letters = [deel for deel in delen if deel.strip(".-")]
    if letters and all(len(deel) == 1 or deel.endswith(".") for deel in letters):
        yield {}


@bij_inschrijving
def _p20(_: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    bron = geval.bron
    if bron is None or (bron.sleutel.pgn is None and not geval.leerlingnummer):
        yield {}


@bij_inschrijving
def _p21(ins: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    if geval.bron is None or not isinstance(geval.bron.sleutel.burgerservicenummer, Bsn):
        return
    for naam in ("geboortedatum", "geslacht"):
        if getattr(ins.sleutel, naam) != getattr(geval.bron.sleutel, naam):
            yield bij_veld(naam)


@bij_inschrijving
def _p22(_: Inschrijving, geval: Geval, __: Context) -> Iterator[Bevinding]:
    if geval.zelfde_pgn:
        yield {"v": ", ".join(geval.zelfde_pgn)}


CONTROLES: Final[tuple[Controle, ...]] = (
    Controle("P01", _F, "burgerservicenummer", "Het PGN '{v}' bestaat niet uit 9 cijfers.",
        "Neem het nummer over van een officieel document, of maak het veld leeg.", "KRD-TEST 742", _p01),
    Controle("P02", _F, "burgerservicenummer", "Het burgerservicenummer is ongeldig (elfproef).",
        "Er is waarschijnlijk een cijfer verkeerd getypt. Neem het nummer over van een officieel document.", "KRD", _p02),
    Controle("P03", _F, "onderwijsnummer", "Het onderwijsnummer is ongeldig.",
        "Neem het onderwijsnummer over dat BRON heeft gegeven, of maak het veld leeg.", "KRD, STDNUM", _p03),
    Controle("P04", _F, "onderwijsnummer", "Vul een BSN of een onderwijsnummer in, niet beide.",
        "Is het BSN bekend, maak dan het onderwijsnummer leeg.", "MBO-ROD, ROD-PO", _p04),
    Controle("P05", _T, "burgerservicenummer", "Leerling heeft geen PGN; BRON zoekt op naam, geboortedatum en adres.",
        "U hoeft niets te doen. Weet u het BSN, vul het dan in.", "DUO-BZ", _p05, acties=_NIEUW_IDENT),
    Controle("P06", _F, "achternaam", "Zonder PGN is de achternaam verplicht.",
        "Vul de achternaam in, of het BSN.", "DUO-BZ", _p06, acties=_NIEUW_IDENT),
    Controle("P07", _F, "voornamen", "Zonder PGN zijn de voornamen verplicht (geen voornaam: vul een punt in).",
        "Vul de officiële voornamen in, of een punt als er geen zijn.", "DUO-BZ", _p07, acties=_NIEUW_IDENT),
    Controle("P08", _F, "", "Zonder PGN is het leerlingnummer verplicht.",
        "Geef de leerling in LVS2000 een leerlingnummer.", "DUO-BZ, WPO-40b", _p08),
    Controle("P09", _F, "geboortedatum", "De geboortedatum ontbreekt.",
        "Vul de geboortedatum in; onbekende delen zijn 00.", "KRD-TEST 740", _p09),
    Controle("P10", _F, "geboortedatum", "De geboortedatum '{v}' is geen geldige datum.",
        "Verbeter de geboortedatum; onbekende delen zijn 00.", "RIO, GBA00", _p10),
    Controle("P11", _F, "geboortedatum", "De geboortedatum ligt in de toekomst.",
        "Verbeter de geboortedatum.", "KRD-TEST 889", _p11),
    # wholly unknown (00-00-0000): attentie too, ASSUMED (DOMAIN 3.5)
    Controle("P12", _T, "geboortedatum", "Geboortedatum is onvolledig (dag of maand onbekend).",
        "Staat er een volledige datum op een officieel document, vul die dan in.", "GBA00; 00000000 ASSUMED", _p12),
    Controle("P13", _F, "geslacht", "Het geslacht is niet ingevuld of ongeldig.",
        "Kies man, vrouw of onbekend.", "WPO-178a; codes ASSUMED", _p13),
    Controle("P14", _T, "geslacht", "Het geslacht is onbekend; BRON kan de leerling mogelijk niet vinden.",
        "Vul het geslacht in zoals het in de GBA staat, als u het weet.", "ASSUMED", _p14),
    Controle("P15", _F, "achternaam", "'{veld}' is langer dan {n} tekens.",
        "Kort het gegeven in.", "KRD lengths", _p15),
    Controle("P16", _F, "", "'{veld}' bevat een niet toegestaan teken: {teken} op plaats {n}.",
        "Typ het gegeven in LVS2000 opnieuw.", "RIO (UTF-8), ASSUMED", _p16),
    Controle("P17", _T, "achternaam", "Controleer '{veld}': het ongebruikelijke teken {teken} op plaats {n}.",
        "Klopt de naam met een officieel document, dan hoeft u niets te doen.", "ASSUMED", _p17),
    Controle("P18", _T, "voorvoegsel", "Controleer het voorvoegsel '{v}'.",
        "Een voorvoegsel hoort in het eigen veld en niet voor de achternaam.", "DUO-BZ; own list for table 36 ASSUMED", _p18),
    Controle("P19", _T, "voornamen", "Vul de officiële voornamen in, geen voorletters.",
        "Neem de voornamen over van een officieel document.", "DUO-BZ", _p19),
    Controle("P20", _F, "", "De oude sleutelgegevens ontbreken; haal eerst een registratieoverzicht op.",
        "Kies Ophalen - Registratieoverzicht BRON en voer Acties Bepalen opnieuw uit.", "KRD, MAN", _p20, acties=_SLEUTEL),
    Controle("P21", _T, "geboortedatum",
        "BRON leidt geboortedatum en geslacht af uit de GBA; wijziging wordt mogelijk afgekeurd.",
        "Controleer het gegeven met een officieel document voordat u verzendt.", "KRD", _p21, acties=_SLEUTEL),
    # DOMAIN names the leerlingen in the text; here their leerlingnummer: a signaal is kept, and names of others do not belong in it
    Controle("P22", _F, "burgerservicenummer", "Dit PGN staat ook bij leerlingnummer {v}, van een ander kind.",
        "Zoek beide leerlingen op in LVS2000 en verbeter het PGN bij het kind van wie het niet is.", "ASSUMED", _p22),
)  # fmt: skip
