"""The same use cases without a window: for the helpdesk, for scripts, for end-to-end tests.

    bronsync <flow> --aanleverpunt 00AA00 [--map DIR] [--json]

Prints Dutch for a person, or one JSON object with `--json`. Exit codes (DESIGN 7): 0 done, 1 something is left for a person, 2 wrong usage,
3 failed. Never prints a name, a birth date or a full PGN: what stands in a terminal may be copied anywhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from bronsync.adapters.system import logboek
from bronsync.adapters.system.export import XlsxBestand
from bronsync.adapters.system.helpdesk import schrijf_helpdeskbestand
from bronsync.adapters.system.mappen import mappen
from bronsync.adapters.system.progress import TextProgress
from bronsync.application.beheer.certificaten import sleutel_attentie
from bronsync.application.beheer.onderwijs_sinds import (
    onderwijs_sinds_terugdraaien,
    onderwijs_sinds_voorstel,
    onderwijs_sinds_vullen,
)
from bronsync.application.beheer.verbinding_wijzigen import rechten_attentie
from bronsync.application.bepalen.acties_beheren import (
    bepaal_handmatig,
    beslis,
    handmatig_mogelijk,
    heropen,
    niet_uitgevoerde_acties_verwijderen,
    verwijder_actie,
    vingerafdruk_van,
)
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.bepalen.apart_zetten import neem_mee, zet_afkeur_apart, zet_apart
from bronsync.application.boeken.controlespoor import keten_breuk, sessiecode
from bronsync.application.boeken.verwijzing import verwijzer
from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand
from bronsync.application.lezen.dubbele import dubbele_inschrijvingen, zet_notitie
from bronsync.application.lezen.rem import Rem, rem_bij_bepalen, rem_bij_verzenden
from bronsync.application.lezen.signalen import SignaalRegel, attentiesignalen, markeer_gezien, signalen
from bronsync.application.lezen.veranderingen import Veranderingsregel
from bronsync.application.lezen.wie import Personen
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Omgeving
from bronsync.application.records import DubbeleRij
from bronsync.application.tonen.berichten import zoek_berichten, zonder_hun_personen
from bronsync.application.tonen.leerling_controle import controleer_leerling
from bronsync.application.tonen.ouderdom import Ernst
from bronsync.application.tonen.overzicht import overzicht
from bronsync.application.tonen.status import status
from bronsync.application.tonen.teldatum import teldatumlijst
from bronsync.application.tonen.verzonden import actie_standen
from bronsync.application.tonen.voorbeeld import controle_regels
from bronsync.application.tonen.vragen import vragen
from bronsync.application.uitvoer.overzicht import exporteer
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.application.wegschrijven.zet_terug import mutaties, zet_terug
from bronsync.domain.controles import CATALOGUS
from bronsync.domain.errors import BronSyncFout, FoutSoort, als_fout
from bronsync.domain.gegevens.nummers import lees_aanleverpunt, masker
from bronsync.domain.gegevens.waarden import Ongeldig
from bronsync.domain.kijken.overzicht import Analysegroep
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from bronsync.program.bootstrap import (
    Sessie,
    alle_aanleverpunten,
    open_boeken,
    open_om_te_kijken,
    open_sessie,
    signaalcatalogus,
    wis_lokale_gegevens,
)
from bronsync.program.helpdesk import maak_helpdeskbestand, zonder_sessie
from bronsync.resources import resource
from bronsync.versie import programmaversie

KLAAR, OVER, GEBRUIK, MISLUKT = 0, 1, 2, 3

_Uitkomst = tuple[dict[str, Any], bool]
"""What a flow shows, and whether something is left for a person."""
_Flow = Callable[[Omgeving, argparse.Namespace], _Uitkomst]


def _cellen(van: object, *namen: str) -> dict[str, Any]:
    return {naam: getattr(van, naam) for naam in namen}


def _overzicht_ophalen(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    uitslag = registratieoverzicht_ophalen(omg, keuzes.peildatum)
    return asdict(uitslag), uitslag.historisch


@contextmanager
def _rem_getoond(omg: Omgeving, rem: Callable[[Omgeving, BronSyncFout], Rem]) -> Iterator[None]:
    """The rem refuses with the list that the code confirms."""
    try:
        yield
    except BronSyncFout as fout:
        if fout.code == "PROC-04":
            fout.waarden["lijst"] = rem(omg, fout).zonder_namen
        raise


def _bepalen(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    with _rem_getoond(omg, rem_bij_bepalen):
        uitslag = acties_bepalen(omg, keuzes.bevestig)
    return asdict(uitslag), bool(uitslag.verschillen)


def _vragen(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    open_vragen = vragen(omg)
    regels = [
        {
            "nummer": vraag.nummer,
            "inschrijving": vraag.sleutel[0],
            "verschil": vraag.soort,
            "velden": [label for label, _, _ in vraag.paren],
            **_cellen(vraag, "mogelijk", "onmogelijk", "voorstel"),
        }
        for vraag in open_vragen
    ]
    return {"vragen": regels}, bool(open_vragen)


def _beslis(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    gevraagd = [vraag for vraag in vragen(omg) if vraag.nummer == keuzes.nummer]
    if not gevraagd:
        raise BronSyncFout("PROC-10")
    actie = beslis(
        omg,
        gevraagd[0].vingerafdruk,
        Keuze(keuzes.keuze.replace("-", " ").replace("bron", "BRON").replace("lvs2000", "LVS2000")),
        keuzes.reden,
    )
    return {"actie": actie.nummer if actie else None, "soort": actie.soort if actie else None}, False


def _heropen(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    heropen(omg, vingerafdruk_van(omg, keuzes.nummer))
    return {"heropend": keuzes.nummer}, False


def _controleren(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    uitslag = controleren(omg)
    regels = controle_regels(omg, signaalcatalogus())
    signalen = [_cellen(regel, "actie", "code", "ernst", "veld", "advies") for regel in regels]
    return asdict(uitslag) | {"signalen": signalen}, bool(uitslag.afkeursignalen)


def _synchroniseren(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    with _rem_getoond(omg, lambda o, fout: rem_bij_verzenden(o, fout, frozenset(keuzes.weglaten))):
        uitslag = synchroniseren(omg, keuzes.bevestig, frozenset(keuzes.weglaten))
    over = bool(uitslag.geweigerd or uitslag.onbeslist or uitslag.niet_verzonden or uitslag.gewijzigd)
    return asdict(uitslag), over


def _terugkoppeling(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    uitslag = terugkoppeling_ophalen(omg)
    return asdict(uitslag), bool(uitslag.afgekeurd or uitslag.wacht_op_gebruiker or uitslag.conflicten)


def _status(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    uitslag = status(omg)
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        breuk = keten_breuk(unit)
    spoor = {"controlespoor": f"verbroken bij regel {breuk}" if breuk else "heel"}
    zinnen = {
        "let_op": [
            zin for zin in (rechten_attentie(omg.lvs.rechten()), sleutel_attentie(omg.rsa_bits), omg.netwerk) if zin
        ]
    }
    return asdict(uitslag) | spoor | zinnen, bool(uitslag.verschillen or uitslag.wacht_op_gebruiker or breuk)


def _berichten(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    kolommen = ("tijdstip", "richting", "soort", "bericht_id", "ontvangstnummer", "actie", "stand")
    regels = [_cellen(een, *kolommen) for een in reversed(zoek_berichten(omg))]
    return {"berichten": regels}, False


def _overzicht(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    beeld = overzicht(omg, keuzes.teldatum, historisch=keuzes.historisch)
    uitkomst: dict[str, Any] = {
        "peildatum": beeld.peildatum,
        "historisch_overzicht": beeld.historisch,
        "teldatum": beeld.teldatum,
        "inschrijvingen": [
            {
                "pgn": masker(regel.pgn),
                "inschrijfdatum": regel.inschrijfdatum,
                "uitschrijfdatum": regel.uitschrijfdatum or None,
                "historisch": regel.historisch,
                "geheim": regel.geheim,
            }
            for regel in beeld.inschrijvingen
        ],
        "groepen": [_groep(groep, met_rijen=keuzes.json) for groep, _ in beeld.groepen],
        "telling": [
            asdict(regel) | {"verschil": regel.verschil, "verschil_bekostigd": regel.verschil_bekostigd}
            for regel in beeld.telling
        ],
        "veranderingen": [_verandering(list(regels)) for _, regels in groupby(beeld.veranderingen, lambda r: r.nummer)],
        "dubbele": [_dubbele(een.rij) for een in beeld.dubbele],
    }
    if keuzes.xlsx is not None:
        opmerkingen = exporteer(omg, beeld, XlsxBestand(keuzes.xlsx), met_pgn=keuzes.met_pgn)
        uitkomst |= {
            "bestand": str(keuzes.xlsx),
            "opmerkingen": list(opmerkingen) if keuzes.json else " ".join(opmerkingen),
        }
    return uitkomst, False


def _verandering(regels: list[Veranderingsregel]) -> dict[str, Any]:
    """What BRON changed by itself of one inschrijving: which fields, never what stands in them."""
    van = regels[0].van
    return {
        **_cellen(van, "vorige_peildatum", "peildatum", "soort"),
        "pgn": masker(van.pgn),
        "inschrijfdatum": van.inschrijfdatum,
        "velden": [regel.label for regel in regels if regel.veld],
    }


def _dubbele(rij: DubbeleRij) -> dict[str, Any]:
    """Without the note itself: what the user typed may name somebody."""
    kolommen = ("inschrijfdatum", "brin_andere_school", "begin", "einde", "eerst_gezien", "laatst_gezien")
    return {"pgn": masker(rij.pgn), **_cellen(rij, *kolommen), "met_notitie": bool(rij.notitie)}


def _dubbele_inschrijvingen(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        rijen = [een.rij for een in dubbele_inschrijvingen(unit, omg, Personen(unit, omg))]
    if keuzes.nummer is not None:
        if not 1 <= keuzes.nummer <= len(rijen):
            raise BronSyncFout("PROC-20")
        rijen[keuzes.nummer - 1] = zet_notitie(omg, rijen[keuzes.nummer - 1], keuzes.notitie)
    regels = [{"nummer": nummer, **_dubbele(rij)} for nummer, rij in enumerate(rijen, 1)]
    return {"dubbele_inschrijvingen": regels}, False


def _groep(groep: Analysegroep, *, met_rijen: bool) -> dict[str, Any]:
    regel = _cellen(groep, "id", "aantal", "titel", "uitleg")
    if met_rijen:
        regel["rijen"] = [
            {
                "inschrijving": een.inschrijving_id or None,
                "pgn": masker(een.bron[0]) if een.bron else None,
                "inschrijfdatum": een.bron[1] if een.bron else None,
            }
            for een in groep.regels
        ]
    return regel


def _teldatum(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    lijst = teldatumlijst(omg, keuzes.teldatum)
    punten = [
        {"klaar": punt.klaar, "punt": punt.titel, "niet": [een.sleutel[0] for een in punt.wie], "uitleg": punt.uitleg}
        for punt in lijst.punten
    ]
    return {"teldatum": lijst.teldatum, "in_orde": lijst.klaar, "punten": punten}, lijst.klaar < len(lijst.punten)


def _handmatig(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    if keuzes.soort is None:
        redenen = handmatig_mogelijk(omg, keuzes.inschrijving)
        return {str(soort): reden or "mogelijk" for soort, reden in redenen.items()}, False
    soort = next(soort for soort in ActieSoort if soort.lower().replace(" ", "-") == keuzes.soort)
    return {"actie": bepaal_handmatig(omg, soort, keuzes.inschrijving).nummer}, False


def _verwijder(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    actie = verwijder_actie(omg, keuzes.nummer)
    return {"actie": actie.nummer, "status": actie.status}, False


def _zet_apart(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    if keuzes.afkeur:
        return {"apart_gezet": zet_afkeur_apart(omg)}, False
    return {"apart_gezet": zet_apart(omg, keuzes.nummers, keuzes.reden, keuzes.tot)}, False


def _neem_mee(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    return {"gaat_weer_mee": neem_mee(omg, keuzes.nummers)}, False


def _controleer_leerling(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    controle = controleer_leerling(omg, (keuzes.inschrijving, "", ""))
    kolommen = ("code", "ernst", "veld", "advies")
    signalen = [{naam: getattr(regel, naam) for naam in kolommen} for regel in controle.regels]
    return {"als": list(controle.als), "signalen": signalen}, any(regel.ernst == "afkeur" for regel in controle.regels)


def _niet_uitgevoerde(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    return {"verwijderd": niet_uitgevoerde_acties_verwijderen(omg)}, False


def _onderwijs_sinds(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    if keuzes.terugdraaien:
        return asdict(onderwijs_sinds_terugdraaien(omg)), False
    voorstel = onderwijs_sinds_voorstel(omg)
    zelf = [regel.leerling_id for regel in voorstel if not regel.dag]
    if keuzes.uitvoeren:
        return asdict(onderwijs_sinds_vullen(omg, voorstel)) | {"zelf_invullen": zelf}, bool(zelf)
    regels = [{"leerling": r.leerling_id, "dag": r.dag or None, "waarom": r.waarom} for r in voorstel]
    return {"voorstel": regels}, bool(voorstel)


def _acties(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    gevonden = actie_standen(omg, signaalcatalogus())
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        verwijs = verwijzer(unit)
    regels = [
        {
            "nummer": actie.nummer,
            "leerling": verwijs(actie.wie.leerlingnummer),
            "soort": actie.soort,
            "status": actie.status,
            "inschrijving": actie.sleutel[0],
            "verzonden": actie.verzonden,
            "apart_gezet": bool(actie.apart),
            "niet_overgenomen": list(actie.niet_overgenomen),
        }
        for actie in reversed(gevonden)
    ]
    alle = _signalen(omg, signalen(omg, signaalcatalogus()))
    return {"acties": regels, "signalen": alle}, any(actie.status is Status.AFGEKEURD for actie in gevonden)


def _attentiesignalen(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    gemarkeerd = markeer_gezien(omg, keuzes.gezien, keuzes.notitie)
    regels = _signalen(omg, attentiesignalen(omg, signaalcatalogus()))
    return {"gezien": gemarkeerd, "attentiesignalen": regels}, False


def _helpdeskbestand(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    return _toon_helpdeskbestand(maak_helpdeskbestand(mappen(keuzes.map), omg), keuzes)


def _toon_helpdeskbestand(bestand: Helpdeskbestand, keuzes: argparse.Namespace) -> _Uitkomst:
    uitkomst: dict[str, Any] = {
        "delen": [{"naam": deel.naam, "tekens": len(deel.tekst), "uitleg": deel.uitleg} for deel in bestand.delen]
    }
    if keuzes.uit is not None:
        schrijf_helpdeskbestand(bestand, keuzes.uit)
        uitkomst["bestand"] = str(keuzes.uit)
    if keuzes.toon is not None:
        uitkomst["tekst"] = "".join(deel.tekst for deel in bestand.delen if deel.naam == keuzes.toon)
    return uitkomst, False


def _mutaties(omg: Omgeving, _: argparse.Namespace) -> _Uitkomst:
    """Which fields, never what stands in them."""
    regels = [
        {
            "nummer": regel.nummer,
            "tijdstip": regel.tijdstip,
            "inschrijving": regel.inschrijving_id or None,
            "leerling": regel.leerling_id,
            "oorzaak": regel.oorzaak,
            "velden": [deel.label for deel in regel.velden],
            "stand": regel.stand,
            "terug_te_zetten": not regel.niet,
            "samen_met": max(regel.in_groep - 1, 0),
        }
        for regel in mutaties(omg)
    ]
    return {"mutaties": regels}, False


def _zet_terug(omg: Omgeving, keuzes: argparse.Namespace) -> _Uitkomst:
    uitslag = zet_terug(omg, keuzes.nummer, groep=keuzes.groep)
    return asdict(uitslag), bool(uitslag.gebleven)


def _signalen(omg: Omgeving, regels: list[SignaalRegel]) -> list[dict[str, Any]]:
    kolommen = ("nummer", "actie", "inschrijving", "herkomst", "code", "ernst", "veld")
    return [
        {**_cellen(regel, *kolommen), "betekenis": betekenis, **_cellen(regel, "oorzaak", "advies", "gezien")}
        for regel, betekenis in zonder_hun_personen(omg, regels)
    ]


FLOWS: dict[str, tuple[_Flow, str]] = {
    "registratieoverzicht-ophalen": (_overzicht_ophalen, "Ophalen - Registratieoverzicht BRON"),
    "acties-bepalen": (_bepalen, "Acties - Acties Bepalen"),
    "vragen": (_vragen, "toont de verschillen die om een keuze vragen"),
    "beslis": (_beslis, "beantwoordt een vraag"),
    "heropen": (_heropen, "opent een genegeerd verschil weer"),
    "controleren": (_controleren, "Controleer nu"),
    "synchroniseren": (_synchroniseren, "Verwerken en Verzenden"),
    "terugkoppeling-ophalen": (_terugkoppeling, "Ophalen - Terugkoppeling BRON"),
    "status": (_status, "toont waar dit aanleverpunt staat"),
    "berichten": (_berichten, "toont alle berichten heen en terug"),
    "overzicht": (_overzicht, "Tonen - Registratieoverzicht BRON"),
    "teldatum": (_teldatum, "Tonen - 1-oktoberlijst"),
    "dubbele-inschrijvingen": (_dubbele_inschrijvingen, "toont de dubbele inschrijvingen; bewaart uw notitie erbij"),
    "handmatig": (_handmatig, "bepaalt een actie met de hand, of toont welke mogelijk zijn"),
    "verwijder-actie": (_verwijder, "Verwijder Actie"),
    "zet-apart": (_zet_apart, "zet acties apart: ze gaan niet mee bij het verzenden"),
    "neem-mee": (_neem_mee, "neemt acties die apart staan weer mee"),
    "controleer-leerling": (_controleer_leerling, "Acties - Controleer deze leerling"),
    "acties": (_acties, "toont de acties met hun signalen en wat u kunt doen"),
    "attentiesignalen": (_attentiesignalen, "toont de attentiesignalen die nog niet gezien zijn"),
    "onderwijs-sinds": (_onderwijs_sinds, "Instellingen - Onderwijs Sinds: toont het voorstel"),
    "mutaties": (_mutaties, "toont wat BRON Sync in LVS2000 schreef, en of u het kunt terugzetten"),
    "zet-terug": (
        _zet_terug,
        "Zet terug: zet de oude waarde weer in LVS2000, als daar nog staat wat BRON Sync schreef",
    ),
    "niet-uitgevoerde-acties-verwijderen": (_niet_uitgevoerde, "Acties - Niet uitgevoerde acties verwijderen"),
    "helpdeskbestand": (_helpdeskbestand, "maakt een bestand voor de helpdesk, zonder persoonsgegevens"),
}
"""Each flow of the command line by its name, with the menu item of the manual."""


def _xlsx(tekst: str) -> Path:
    pad = Path(tekst)
    if pad.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError("de naam van het bestand moet eindigen op .xlsx")
    return pad


def _tijdstip(tekst: str) -> datetime:
    moment = datetime.fromisoformat(tekst)
    try:
        try:
            return moment.astimezone(UTC)
        except OSError:  # Windows knows its own zone from 1970 on only
            return moment.replace(tzinfo=datetime.now().astimezone().tzinfo).astimezone(UTC)
    except OverflowError:
        raise ValueError from None  # in UTC it lies outside the years that exist


def _eigen_opties(naam: str, deel: argparse.ArgumentParser) -> None:
    if naam == "teldatum":
        deel.add_argument("--teldatum", type=date.fromisoformat, help="jjjj-mm-dd; standaard 1 oktober")
    if naam == "attentiesignalen":
        deel.add_argument("--gezien", type=int, nargs="+", default=[], metavar="NUMMER", help="markeert als gezien")
        deel.add_argument("--notitie", default="", help="uw aantekening bij --gezien")
    if naam == "dubbele-inschrijvingen":
        deel.add_argument("nummer", type=int, nargs="?", help="van welke u de notitie zet")
        deel.add_argument("--notitie", default="", help="uw notitie; leeg haalt haar weg")


def _welke_opties(naam: str, deel: argparse.ArgumentParser) -> None:
    if naam == "synchroniseren":
        deel.add_argument("--weglaten", type=int, nargs="+", default=[], metavar="NUMMER", help="deze keer niet")
    if naam == "zet-apart":
        deel.add_argument("nummers", type=int, nargs="*", metavar="NUMMER")
        deel.add_argument("--reden", default="", help="waarom ze wachten")
        deel.add_argument("--tot", type=date.fromisoformat, help="jjjj-mm-dd: de dag waarop ze vanzelf weer meegaan")
        deel.add_argument(
            "--afkeur", action="store_true", help="alle acties met een afkeursignaal, om de rest te verzenden"
        )
    if naam == "controleer-leerling":
        deel.add_argument("inschrijving", type=int)
    if naam == "neem-mee":
        deel.add_argument("nummers", type=int, nargs="+", metavar="NUMMER")


def parser() -> argparse.ArgumentParser:
    """The command line; texts in Dutch, as everything a user reads."""
    hoofd = argparse.ArgumentParser(prog="bronsync", description="BRON Sync zonder venster.", allow_abbrev=False)
    hoofd.add_argument("--version", action="version", version=f"bronsync {programmaversie()}", help="toont de versie")
    flows = hoofd.add_subparsers(dest="flow", metavar="stroom")
    for naam, (_, uitleg) in FLOWS.items():
        deel = flows.add_parser(naam, help=uitleg, allow_abbrev=False)
        deel.add_argument("--aanleverpunt", required=True, help="bijvoorbeeld 00AA00")
        deel.add_argument("--map", type=Path, required=True, help="map met profiel/, lvs2000/ en register/")
        deel.add_argument("--json", action="store_true", help="een JSON-object op de laatste regel")
        if naam == "registratieoverzicht-ophalen":
            deel.add_argument("--peildatum", type=date.fromisoformat, help="jjjj-mm-dd; standaard vandaag")
        if naam == "overzicht":
            deel.add_argument("--teldatum", type=date.fromisoformat, help="jjjj-mm-dd; standaard vandaag")
            deel.add_argument("--historisch", action="store_true", help="toont het opgehaalde overzicht van vroeger")
            deel.add_argument("--xlsx", type=_xlsx, metavar="BESTAND", help="schrijft alles naar dit bestand")
            deel.add_argument("--met-pgn", action="store_true", help="met het hele PGN in het XLSX-bestand")
        if naam in ("acties-bepalen", "synchroniseren"):
            deel.add_argument("--bevestig", metavar="CODE", help="gaat door na de rem met deze code")
        if naam in ("beslis", "heropen", "verwijder-actie", "zet-terug"):
            deel.add_argument("nummer", type=int)
        _welke_opties(naam, deel)
        if naam == "beslis":
            deel.add_argument("keuze", choices=["naar-bron", "naar-lvs2000", "negeren"])
            deel.add_argument("--reden", default="")
        if naam == "zet-terug":
            deel.add_argument("--groep", action="store_true", help="alles van hetzelfde ophalen, verwerken of vullen")
        if naam == "handmatig":
            deel.add_argument("inschrijving", type=int)
            deel.add_argument("soort", nargs="?", choices=[soort.lower().replace(" ", "-") for soort in ActieSoort])
        if naam == "helpdeskbestand":
            deel.add_argument(
                "--uit", type=Path, metavar="BESTAND", help="schrijft het als zip; zonder: toont wat erin komt"
            )
            deel.add_argument("--toon", metavar="DEEL", help="toont de tekst van dit deel")
        _eigen_opties(naam, deel)
        if naam == "onderwijs-sinds":
            kies = deel.add_mutually_exclusive_group()
            kies.add_argument("--uitvoeren", action="store_true", help="vult het veld in LVS2000")
            kies.add_argument("--terugdraaien", action="store_true", help="maakt de laatste vulling ongedaan")
    wissen = flows.add_parser(
        "wis-lokale-gegevens", help="wist alles wat BRON Sync op deze computer bewaart", allow_abbrev=False
    )
    wissen.add_argument("--map", type=Path, required=True, help="map met profiel/, lvs2000/ en register/")
    wissen.add_argument("--bevestig", metavar="CODE", help="wist na het lezen van wat er verloren gaat")
    wissen.add_argument("--json", action="store_true", help="een JSON-object op de laatste regel")
    alle = flows.add_parser(
        "aanleverpunten",
        help="wat elk aanleverpunt nodig heeft, en het werk op volgorde van termijn",
        allow_abbrev=False,
    )
    alle.add_argument("--map", type=Path, required=True, help="map met profiel/, lvs2000/ en register/")
    alle.add_argument("--json", action="store_true", help="een JSON-object op de laatste regel")
    for naam, uitleg in (
        ("signalen", "toont wat de codes van BRON betekenen"),
        ("controles", "toont de catalogus van controles"),
        ("rechtenscript", "toont welke rechten in LVS2000 genoeg zijn, voor uw systeembeheerder"),
    ):
        deel = flows.add_parser(naam, help=uitleg, allow_abbrev=False)
        deel.add_argument("--json", action="store_true", help="een JSON-object op de laatste regel")
    bericht = flows.add_parser(
        "bericht-controleren",
        help="controleert de handtekening van een SOAP-bericht in een bestand",
        description="Exitcode 0: intact, 1: niet intact, 2: onleesbaar.",
        allow_abbrev=False,
    )
    bericht.add_argument("bestand", type=Path)
    uitleg = "beoordeelt het bericht op dit moment (jjjj-mm-ddTuu:mm:ssZ; zonder zone: de tijd van deze computer)"
    bericht.add_argument("--tijdstip", type=_tijdstip, metavar="ISO", help=uitleg)
    bericht.add_argument("--vertrouw", type=Path, metavar="CA.pem", help="beoordeelt ook het certificaat")
    return hoofd


def main(argumenten: Sequence[str] | None = None) -> int:
    """Runs one flow; gives the exit code."""
    keuzes = parser().parse_args(argumenten)
    if keuzes.flow is None:
        parser().print_help()
        return GEBRUIK
    if keuzes.flow == "overzicht" and keuzes.met_pgn and keuzes.xlsx is None:
        parser().error("--met-pgn hoort bij --xlsx")
    if keuzes.flow in ZONDER_SESSIE:
        return ZONDER_SESSIE[keuzes.flow](keuzes)
    if isinstance(lees_aanleverpunt(keuzes.aanleverpunt), Ongeldig):
        return _toon_fout(BronSyncFout("PROC-15", tekst=keuzes.aanleverpunt[:12]), als_json=keuzes.json, gebruik=True)
    keuzes.sessie = ""
    """Code of the session, once there is one."""
    keuzes.kijkt = ""
    """Where somebody else works: that this only looks."""
    try:
        with _open(keuzes) as sessie:
            return _draai(sessie, keuzes)
    except KeyboardInterrupt:
        print("Afgebroken. Wat klaar was blijft bewaard; een volgende keer gaat BRON Sync verder.", file=sys.stderr)
        return MISLUKT
    except Exception as oorzaak:  # noqa: BLE001 - the last resort: logged by class and place, shown without its text
        fout = als_fout(oorzaak)
        fout.sessie = keuzes.sessie
        if not fout.sessie and mappen(keuzes.map).profiel.is_dir():  # there was no session to log it in
            sessie_id = f"S-{uuid4()}"
            with (
                suppress(BronSyncFout),
                logboek.logboek(mappen(keuzes.map).logboek),
            ):  # shown also where no log can be kept
                logboek.fout(oorzaak, flow=keuzes.flow, sessie=sessie_id)
            fout.sessie = sessiecode(sessie_id)
            if keuzes.flow == "helpdeskbestand":
                return _helpdeskbestand_zonder_sessie(fout, keuzes)
        return _toon_fout(fout, als_json=keuzes.json)


@contextmanager
def _open(keuzes: argparse.Namespace) -> Iterator[Sessie]:
    """A session; for who only looks also beside the window, or another computer, that works with it."""
    aanleverpunt = keuzes.aanleverpunt.strip().upper()
    with ExitStack() as stack:
        try:
            sessie = stack.enter_context(open_sessie(keuzes.map, aanleverpunt, None if keuzes.json else TextProgress()))
        except BronSyncFout as fout:
            if fout.code not in ("OPSLAG-04", "LVS-09") or not _alleen_kijken(keuzes):
                raise
            if keuzes.flow == "helpdeskbestand" and fout.code == "LVS-09":
                raise  # it is about this very computer, and reads its own store without a lease
            sessie = stack.enter_context(open_om_te_kijken(keuzes.map, aanleverpunt, fout))
            keuzes.kijkt = "Er wordt nu elders mee gewerkt; dit is de stand van dit moment, alleen om te bekijken."
        yield sessie


_KIJKEN: Final = frozenset(
    {"status", "overzicht", "teldatum", "berichten", "vragen", "acties", "attentiesignalen", "dubbele-inschrijvingen"}
    | {"handmatig", "helpdeskbestand", "onderwijs-sinds", "mutaties", "controleer-leerling"}
)
"""Flows that only show, unless an option says otherwise. What would change the store all the same is refused when it commits."""


def _alleen_kijken(keuzes: argparse.Namespace) -> bool:
    wijzigt = ("gezien", "soort", "uitvoeren", "terugdraaien") + (("nummer",) if "notitie" in keuzes else ())
    return keuzes.flow in _KIJKEN and not any(getattr(keuzes, naam, None) for naam in wijzigt)


def _wis(keuzes: argparse.Namespace) -> int:
    try:
        wis_lokale_gegevens(keuzes.map, keuzes.bevestig)
    except BronSyncFout as fout:
        return _toon_fout(fout, als_json=keuzes.json)
    klaar = (
        "Gewist. BRON Sync bewaart op deze computer niets meer; een volgende keer begint met een registratieoverzicht."
    )
    _toon({"gewist": klaar}, als_json=keuzes.json)
    return KLAAR


def _aanleverpunten(keuzes: argparse.Namespace) -> int:
    """By the books only, also beside the window. 1: somebody is asked for something."""
    if not mappen(keuzes.map).profiel.is_dir():
        return _toon_fout(BronSyncFout("INST-01", map=keuzes.map.name), als_json=keuzes.json)
    try:
        with open_boeken(keuzes.map) as programma:
            scholen = dict.fromkeys(programma.lvs.aanleverpunten(), "") | programma.lvs.puntnamen()
            alles = alle_aanleverpunten(programma, scholen)
    except BronSyncFout as fout:
        return _toon_fout(fout, als_json=keuzes.json)
    kolommen = ("aanleverpunt", "school", "nodig", "vragen", "te_gaan", "afgekeurd", "onderweg", "leeftijd")
    punten = [
        {naam: getattr(punt, naam) for naam in kolommen}
        | {"certificaat_tot": punt.certificaat_tot.isoformat() if punt.certificaat_tot else None}
        | {"vorige_ronde": punt.laatste_ronde, "eerste_termijn_dagen": punt.termijnen[0] if punt.termijnen else None}
        for punt in alles.punten
    ]
    werk = [
        {"uiterlijk": een.dag, "dagen": een.dagen, "aanleverpunt": een.aanleverpunt, "inschrijving": een.sleutel[0]}
        | {"waarom": een.waarom, "wat": een.wat}
        for een in alles.werk
    ]
    _toon({"aanleverpunten": punten, "werklijst": werk}, als_json=keuzes.json)
    return OVER if any(punt.ernst is not Ernst.GOED for punt in alles.punten) else KLAAR


def _helpdeskbestand_zonder_sessie(fout: BronSyncFout, keuzes: argparse.Namespace) -> int:
    """What cannot be opened is the very reason to ask for help."""
    try:
        bestand = zonder_sessie(keuzes.map, keuzes.aanleverpunt.strip().upper(), fout.code)
        uitkomst, _ = _toon_helpdeskbestand(bestand, keuzes)
    except BronSyncFout as tweede:
        return _toon_fout(tweede, als_json=keuzes.json)
    _toon(uitkomst | {"fout": fout.code}, als_json=keuzes.json)
    return OVER


def _draai(sessie: Sessie, keuzes: argparse.Namespace) -> int:
    waar = {"flow": keuzes.flow, "aanleverpunt": sessie.omgeving.aanleverpunt, "sessie": sessie.omgeving.sessie}
    logboek.gebeurtenis("flow begonnen", **waar)
    keuzes.sessie = sessiecode(sessie.omgeving.sessie)
    try:
        for zin in (sessie.hersteld.zin, keuzes.kijkt):
            if zin and not keuzes.json:
                print(zin)
        uitkomst, over = FLOWS[keuzes.flow][0](sessie.omgeving, keuzes)
    except Exception as fout:
        logboek.fout(fout, **waar)
        raise
    if uitkomst.get("fout"):  # it went on all the same; the audit trail has what happened to each actie
        uitkomst["sessie"] = keuzes.sessie
    if sessie.hersteld.zin and keuzes.json:
        uitkomst = uitkomst | {"onderbroken": sessie.hersteld.zin}
    if keuzes.kijkt and keuzes.json:
        uitkomst = uitkomst | {"alleen_kijken": keuzes.kijkt}
    _toon(uitkomst, als_json=keuzes.json)
    logboek.gebeurtenis("flow klaar", exitcode=OVER if over else KLAAR, **waar)
    return OVER if over else KLAAR


def _toon(uitkomst: dict[str, Any], *, als_json: bool) -> None:
    if als_json:
        print(json.dumps(uitkomst, ensure_ascii=False))
        return
    for naam, waarde in uitkomst.items():
        label = naam.replace("_", " ").capitalize()
        if isinstance(waarde, list):
            print(f"{label}: {len(waarde)}")
            for regel in waarde:
                cellen = regel if isinstance(regel, dict) else {"": regel}
                delen = (f"{sleutel} {cel}" for sleutel, cel in cellen.items() if cel not in (None, "", {}, []))
                print("  " + ", ".join(delen).strip())
        elif isinstance(waarde, dict):
            print(f"{label}: " + (", ".join(f"{sleutel} {aantal}" for sleutel, aantal in waarde.items()) or "geen"))
        elif isinstance(waarde, bool):
            print(f"{label}: {'ja' if waarde else 'nee'}")
        elif waarde not in (None, ""):
            print(f"{label}: {waarde}")


def _toon_fout(fout: BronSyncFout, *, als_json: bool, gebruik: bool = False) -> int:
    gegeven = fout.waarden.get("lijst")
    lijst = gegeven if isinstance(gegeven, tuple) else ()
    if als_json:
        meer: dict[str, Any] = {"sessie": fout.sessie} if fout.sessie else {}
        meer |= {"lijst": list(lijst)} if lijst else {}
        print(json.dumps({"fout": fout.code, "zin": fout.zin, "advies": fout.advies} | meer, ensure_ascii=False))
    else:
        for regel in lijst:
            print(f"  {regel}", file=sys.stderr)
        print(f"{fout.zin} {fout.advies} ({fout.helpdeskcode})", file=sys.stderr)
    if gebruik:
        return GEBRUIK
    wacht_op_mens = fout.code.startswith("PROC-") and fout.soort is FoutSoort.GEBRUIKER
    return OVER if wacht_op_mens else MISLUKT


def _bericht_controleren(keuzes: argparse.Namespace) -> int:
    from bronsync.adapters.bron.zegel.berichtcontrole import controleer_bestand

    oordeel = controleer_bestand(keuzes.bestand, keuzes.tijdstip, keuzes.vertrouw, datetime.now(UTC))
    for regel in oordeel.regels:
        print(regel)
    return oordeel.code


def _catalogus(keuzes: argparse.Namespace) -> int:
    regels = [_cellen(controle, "id", "ernst", "veld", "tekst", "advies", "bron") for controle in CATALOGUS]
    _toon({"controles": regels}, als_json=keuzes.json)
    return KLAAR


def _signaalcatalogus(keuzes: argparse.Namespace) -> int:
    toelichting = (
        "De codes van BRON voor het primair onderwijs zijn nooit gepubliceerd. Codes met SIM- zijn van de simulator van BRON Sync,"
        " sommige naar het voorbeeld van BVE of VO."
    )
    _toon(
        {"toelichting": toelichting, "signalen": [asdict(uitleg) for uitleg in signaalcatalogus().values()]},
        als_json=keuzes.json,
    )
    return KLAAR


def _rechtenscript(keuzes: argparse.Namespace) -> int:
    tekst = resource("lvs2000", "rechten.sql").read_text(encoding="utf-8")
    print(json.dumps({"rechtenscript": tekst}, ensure_ascii=False) if keuzes.json else tekst)
    return KLAAR


ZONDER_SESSIE: dict[str, Callable[[argparse.Namespace], int]] = {
    "wis-lokale-gegevens": _wis,
    "aanleverpunten": _aanleverpunten,
    "controles": _catalogus,
    "signalen": _signaalcatalogus,
    "rechtenscript": _rechtenscript,
    "bericht-controleren": _bericht_controleren,
}
"""Flows that open no aanleverpunt."""
