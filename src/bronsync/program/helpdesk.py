"""Gathers what a helpdeskbestand needs from outside the ports, also when nothing opens: versions, self-test, log, line, certificates, files.

Stands above `bootstrap`, because it opens what can be opened: the journal without the lease, LVS2000 for a moment. What cannot be had is
left out and never stops the rest. No path, server, account, computer or subject of a certificate gets in. Source: RELIABILITY E5.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bronsync.adapters.system.clock import SystemClock
from bronsync.adapters.system.key_ring import sleutelbewaarder
from bronsync.adapters.system.logboek import lees_logboek
from bronsync.adapters.system.mappen import Mappen, mappen
from bronsync.adapters.system.settings import Settings, read_settings
from bronsync.adapters.system.versies import versies
from bronsync.application.bewaking import BewaaktRegister
from bronsync.application.helpdesk.eerste_bladzijde import Systeemgegevens
from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand, helpdeskbestand
from bronsync.application.ports import Omgeving
from bronsync.domain.errors import BronSyncFout
from bronsync.program.bootstrap import Programma, open_lvs, open_programma, signaalcatalogus
from bronsync.resources import resource

if TYPE_CHECKING:
    from bronsync.adapters.bron.omgeving import BronOmgeving

_EIGEN_BESTANDEN: Final = (
    ("contract", "bron-po.xsd"),
    ("contract", "bron-po.wsdl"),
    ("signalen", "uitleg.json"),
    ("codelijsten", "tabel32-nationaliteiten.csv"),
    ("codelijsten", "tabel34-landen.csv"),
)
"""Of the program: what decides how a message is made and read."""
_PROFIEL: Final = (
    "opslag.db",
    "opslag.db-wal",
    "opslag.db-shm",
    "opslag.id",
    "instellingen.json",
    "instellingen.kapot",
)


def maak_helpdeskbestand(plaats: Mappen, omg: Omgeving | None, fout: str = "") -> Helpdeskbestand:
    """The helpdeskbestand of this folder. `fout`: code of the reason why there is no session."""
    from bronsync.adapters.bron.contract import namen

    bekend = frozenset(signaalcatalogus())
    with suppress(BronSyncFout):  # a contract that was changed is told by the self-test
        bekend |= namen()
    bron = _bron(plaats)
    kolommen, kolommen_fout = _kolommen(plaats)
    systeem = Systeemgegevens(
        versies=_versies(),
        zelftest=_zelftest(),
        settings=_settings(read_settings(plaats.settings), bron),
        adres=urlsplit(bron.url).netloc if bron else "",
        tls=_tls(bron, omg),
        certificaten=_meegeleverd(bron),
        bestanden=_bestanden(plaats),
        kolommen=kolommen,
        kolommen_fout=kolommen_fout,
        logregels=lees_logboek(plaats.logboek),
        bekend=bekend,
        fout=fout,
    )
    return helpdeskbestand(omg, systeem, SystemClock().now().strftime("%Y-%m-%dT%H:%M:%SZ"))


def zonder_sessie(
    basis: Path | None, aanleverpunt: str, fout: str = "", programma: Programma | None = None
) -> Helpdeskbestand:
    """When no aanleverpunt could be opened: with the journal all the same where it can be read, because looking needs no lease."""
    with ExitStack() as stack:
        if programma is None:
            with suppress(BronSyncFout):
                programma = stack.enter_context(open_programma(basis, zonder_bron=True))
        omg = None
        if programma is not None and aanleverpunt:
            omg = programma.omgeving(aanleverpunt, programma.register(aanleverpunt))
        return maak_helpdeskbestand(mappen(basis), omg, fout)


def _versies() -> dict[str, str]:
    from bronsync.adapters.journal.migrations import doelversie

    return versies() | {"opslag": f"schema {doelversie()}"}


def _zelftest() -> tuple[tuple[str, str, str], ...]:
    from bronsync.program.zelftest import zonder_venster

    return tuple(
        (
            naam,
            hoe,
            "" if naam == "SQL Server" and hoe == "goed" else tekst,
        )  # there whoever installed a driver named it
        for naam, hoe, tekst in zonder_venster()
    )


def _settings(gekozen: Settings, bron: BronOmgeving | None) -> dict[str, str | float]:
    return {
        "wachttijd": gekozen.wachttijd,
        "lvs": "SQL Server" if gekozen.lvs_server else "bestand",
        "aanmelding": "SQL Server" if gekozen.lvs_gebruiker else "Windows",
        "servercertificaat": "vertrouwd zonder controle" if gekozen.lvs_vertrouw_servercertificaat else "gecontroleerd",
        "beveiliging": str(bron.profiel) if bron else "",
        "herhalen": "veilig" if bron and bron.herhaling_veilig else "niet zeker",
    }


def _bron(plaats: Mappen) -> BronOmgeving | None:
    from bronsync.adapters.bron.omgeving import ingebouwde_omgeving, lees_omgeving

    with suppress(BronSyncFout):
        return lees_omgeving(plaats.basis) if plaats.is_demo else ingebouwde_omgeving()
    return None


def _tls(bron: BronOmgeving | None, omg: Omgeving | None) -> dict[str, str]:
    """With the certificate of the aanleverpunt, as the messages go: a server that asks for one refuses who shows none (S4)."""
    from bronsync.adapters.bron.https.identiteit import maak_context
    from bronsync.adapters.bron.https.tlsmelding import tls_melding
    from bronsync.adapters.bron.register import BronRegister

    register = omg.register if omg is not None else None
    if isinstance(register, BewaaktRegister):
        register = register.echt
    if isinstance(register, BronRegister):
        return register.tls_melding()
    return tls_melding(bron.url, maak_context(bron.uitgevers_pem)) if bron else {}


def _meegeleverd(bron: BronOmgeving | None) -> tuple[dict[str, str], ...]:
    """The certificates of a demo."""
    from bronsync.adapters.bron.https.identiteit import kenmerken

    gevonden: list[dict[str, str]] = []
    if bron is None:
        return ()
    for aanleverpunt in bron.certificaten:
        try:
            wat = kenmerken(bron.certificaat(aanleverpunt), aanleverpunt)
        except BronSyncFout as fout:
            gevonden.append({"aanleverpunt": aanleverpunt, "fout": fout.code})
            continue
        gevonden.append(
            {
                "aanleverpunt": wat.aanleverpunt,
                "vingerafdruk": wat.vingerafdruk[:8],
                "geldig van": f"{wat.geldig_van:%Y-%m-%d}",
                "geldig tot": f"{wat.geldig_tot:%Y-%m-%d}",
            }
        )
    return tuple(gevonden)


def _kolommen(plaats: Mappen) -> tuple[tuple[dict[str, str | int], ...], str]:
    """With a connection of its own: that of a session may be the one that does not work."""
    from bronsync.adapters.lvs2000.kolommen import kolommenrapport

    try:
        bewaarder = sleutelbewaarder(plaats, demo=plaats.is_demo)
        lvs = open_lvs(plaats, read_settings(plaats.settings), bewaarder)
        try:
            return kolommenrapport(lvs.engine), ""
        finally:
            lvs.sluit()
    except BronSyncFout as fout:
        return (), fout.code


def _bestanden(plaats: Mappen) -> dict[str, dict[str, str | int]]:
    """By names that this program gives them; of its own files a hash, to see that they are whole."""
    gevonden: dict[str, dict[str, str | int]] = {}
    logboeken = sorted(pad.name for pad in plaats.logboek.glob("bronsync.log*") if pad.suffix[1:].isdigit())
    for naam in (*_PROFIEL, *(f"logboek/{log}" for log in ("bronsync.log", *logboeken))):
        with suppress(OSError):
            stat = (plaats.profiel / naam).stat()
            moment = datetime.fromtimestamp(stat.st_mtime, UTC)
            gevonden[naam] = {"bytes": stat.st_size, "gewijzigd": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    for map_, naam in _EIGEN_BESTANDEN:
        with suppress(OSError):
            gevonden[f"{map_}/{naam}"] = {"sha256": hashlib.sha256(resource(map_, naam).read_bytes()).hexdigest()}
    return gevonden
