"""`bronsync --self-test`: the installed program checks itself, without a school, a register or a network (DESIGN 7).

Each part that an installation can lack is really used once: files, contract, store, TLS, database driver, key ring, window. What only makes
something impossible (no key ring, no ODBC driver) is said and does not fail: those are of this computer. Prints Dutch, one line per part.
"""

from __future__ import annotations

import importlib
import os
import secrets
import ssl
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from typing import Final

from bronsync.domain.errors import BronSyncFout

GOED, MISLUKT = 0, 3
FOUT = "FOUT"


class Opmerking(Exception):
    """Not a fault of the installation: what this computer lacks, in Dutch."""


def _bestanden() -> str:
    from bronsync.program.bootstrap import codelijsten, signaalcatalogus
    from bronsync.resources import resource

    for naam in ("handleiding", "iconen", "lettertype"):
        if not any(resource(naam).iterdir()):
            raise FileNotFoundError(naam)
    lijsten = codelijsten()
    if not (lijsten.landen and signaalcatalogus()):
        raise FileNotFoundError("codelijsten")
    return "aanwezig"


def _contract() -> str:
    from bronsync.adapters.bron.contract import WSDL, contractbestand, schema

    schema()
    return f"XSD en WSDL kloppen ({len(contractbestand(WSDL))} bytes)"


def _store() -> str:
    from bronsync.adapters.journal.store import open_store
    from bronsync.application.records import BoekenRij

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as map_:
        pad = Path(map_) / "opslag.db"
        sleutel = secrets.token_bytes(32)
        store = open_store(pad, sleutel)
        with store.unit_of_work("00AA00") as unit:
            unit.put(BoekenRij(aanleverpunt="00AA00", verwijzing_sleutel="zelftest"))
            unit.commit()
        store.close()
        if b"zelftest" in pad.read_bytes():
            raise ValueError("the store is not encrypted")
        store = open_store(pad, sleutel)
        with store.unit_of_work("00AA00") as unit:
            gelezen = unit.get(BoekenRij, "00AA00")
        store.close()
        if gelezen is None:
            raise ValueError("what was written is gone")
    return "versleuteld geschreven en teruggelezen"


def _tls() -> str:
    from bronsync.adapters.bron.https.identiteit import SUITES

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(SUITES)
    return ssl.OPENSSL_VERSION


def _soap() -> str:
    import lxml.etree
    import zeep

    return f"zeep {zeep.__version__}, libxml2 {'.'.join(map(str, lxml.etree.LIBXML_VERSION))}"


def _key_ring() -> str:
    from bronsync.adapters.system.key_ring import veilige_ring

    try:
        return type(veilige_ring()).__module__
    except BronSyncFout as fout:
        raise Opmerking(fout.zin) from None


def _sql_server() -> str:
    """The driver that the program itself would take; not one that merely lies there."""
    from bronsync.adapters.lvs2000.connection import Verbinding, url_van

    def gekozen(*, vertrouw: bool) -> str:
        url = url_van(Verbinding("server", "database", vertrouw_servercertificaat=vertrouw))
        driver = str(url.query.get("driver", url.get_driver_name()))
        return "meegeleverd" if "dsn" in url.query or Path(driver).is_absolute() else driver

    try:
        return gekozen(vertrouw=False)
    except ImportError:
        raise Opmerking(_GEEN_ODBC) from None
    except BronSyncFout:
        pass
    try:
        return f"{gekozen(vertrouw=True)}, alleen zonder controle van het servercertificaat"
    except BronSyncFout:
        namen = importlib.import_module("pyodbc").drivers()
    raise Opmerking(
        "Op deze computer staat alleen het verouderde stuurprogramma 'SQL Server', dat BRON Sync niet gebruikt."
        if "SQL Server" in namen
        else "Op deze computer staat geen ODBC-stuurprogramma voor SQL Server."
    )


_GEEN_ODBC: Final = (
    "ODBC kan op deze computer niet worden geladen; LVS2000 op SQL Server is niet bereikbaar."
    if sys.platform == "win32"
    else "Op deze computer ontbreekt unixODBC; LVS2000 op SQL Server is niet bereikbaar."
)


def _venster() -> str:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, qVersion
    from PySide6.QtGui import QFontDatabase

    from bronsync.gui.kit.thema import Thema
    from bronsync.gui.venster.app import maak_app

    app = maak_app()
    thema = Thema(app)
    if QCoreApplication.translate("QPlatformTheme", "Cancel") != "Annuleren":
        raise ValueError("Qt speaks no Dutch")
    if "Inter" not in QFontDatabase.families() or thema.icoon("verversen").isNull():
        raise ValueError("no typeface or no icons")
    return f"Qt {qVersion()}, Nederlands"


DELEN: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Bestanden", _bestanden),
    ("Contract", _contract),
    ("Opslag", _store),
    ("Beveiligde verbinding", _tls),
    ("SOAP", _soap),
    ("Sleutelbewaarplaats", _key_ring),
    ("SQL Server", _sql_server),
    ("Venster", _venster),
)


def beproef(delen: Iterable[tuple[str, Callable[[], str]]]) -> Iterator[tuple[str, str, str]]:
    """Of each part its name, how it stands and what there is to say."""
    for naam, deel in delen:
        try:
            stand, tekst = "goed", deel()
        except Opmerking as opmerking:
            stand, tekst = "let op", str(opmerking)
        except Exception as fout:  # noqa: BLE001 - whatever is broken must be named, and the rest still tried
            stand, tekst = FOUT, f"{_wat(fout)}. Installeer BRON Sync opnieuw."
        yield naam, stand, tekst


def _wat(fout: Exception) -> str:
    """By class; a module that cannot be loaded, as when a DLL of it is gone, with its name and never a path."""
    module = isinstance(fout, ImportError) and (PureWindowsPath(fout.path or "").name or fout.name)
    return f"{type(fout).__name__} ({module})" if module else type(fout).__name__


def zonder_venster() -> list[tuple[str, str, str]]:
    """All but the window, which may be tried in its own thread only: for the helpdeskbestand."""
    return list(beproef((naam, deel) for naam, deel in DELEN if deel is not _venster))


def _bewaar(verslag: str) -> None:
    """Where nobody hears it: beside the profile, to be read afterwards."""
    from bronsync.adapters.system.files import eigen_map, schrijf_heel
    from bronsync.adapters.system.mappen import mappen

    with suppress(BronSyncFout):  # a profile that cannot be written to is no fault of the installation
        schrijf_heel(eigen_map(mappen(None).basis) / "zelftest.txt", verslag.encode())


def zelftest() -> int:
    """Checks every part; gives the exit code: 0 all works, 3 something of the installation does not. Says it, or keeps it in `zelftest.txt`."""
    mis = 0
    regels: list[str] = []

    def vertel(regel: str) -> None:
        regels.append(f"{regel}\n")
        sys.stdout.write(regels[-1])

    for naam, stand, tekst in beproef(DELEN):
        mis += stand == FOUT
        vertel(f"{stand:<7} {naam}: {tekst}")
    vertel("BRON Sync is goed geïnstalleerd." if not mis else f"{mis} onderdelen werken niet.")
    if sys.__stdout__ is None:  # a program with a window has none on Windows
        _bewaar("".join(regels))
    return MISLUKT if mis else GOED
