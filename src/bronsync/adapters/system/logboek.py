"""The technical log: events from a closed list with fields from an allow-list, as lines of JSON. Personal data cannot get in.

Nothing is filtered out afterwards: what is not on the lists is never written. Of other people's log lines only logger, level and place are
kept, of an exception only class, place and our code, because their texts quote values (RELIABILITY D8, E1, E4; zeep at DEBUG prints whole
messages). 10 files of 2 MB and 30 days in `profiel/logboek`. The audit trail is another thing: it lies in the store.
"""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from bronsync.adapters.system.files import eigen_map, schrijf_heel
from bronsync.domain.errors import FOUTWOORDEN, BronSyncFout, FoutSoort
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.held_files import is_held, remove

GEBEURTENISSEN: Final = frozenset(
    {
        "programma gestart",
        "programma gestopt",
        "opslag geopend",
        "flow begonnen",
        "flow klaar",
        "flow afgebroken",
        "flow mislukt",
        "bericht verzonden",
        "terugkoppelingen opgehaald",
        "overzicht verwerkt",
        "teruggeschreven",
        "herstel nodig",
        "verbinding getest",
        "certificaat gelezen",
    }
)
"""All that can be logged with `gebeurtenis`."""

_FLOWS: Final = (
    "registratieoverzicht-ophalen|acties-bepalen|vragen|beslis|controleren|synchroniseren|terugkoppeling-ophalen|status|berichten|"
    "overzicht|controles|bericht-controleren|handmatig|heropen|verwijder-actie|niet-uitgevoerde-acties-verwijderen|zelftest|"
    "acties|attentiesignalen|signalen|onderwijs-sinds|helpdeskbestand|wis-lokale-gegevens|dubbele-inschrijvingen|mutaties|zet-terug|"
    "zet-apart|neem-mee|controleer-leerling|teldatum|"
    # and what only the window does
    "openen|aanleverpunt|verwerken-en-verzenden|handmatig-bepalen|vragen-beantwoorden|antwoorden-terugnemen|verbinding-testen|"
    "verbinding-wijzigen|bron-testen|certificaat-installeren|certificaat-verwijderen|onderwijs-sinds-vullen|overzicht-bewaren|"
    "apart-zetten|weer-meenemen|rest-klaarzetten|leerling-controleren|"
    "onderwijs-sinds-terugdraaien|afdrukken|helpdeskbestand-bewaren|leerling|bericht|verzendoverzicht|verzonden|historische|dubbele"
)

_KLEIN: Final = range(10_000_000)
"""Too small to hold a number of a person."""
_GROOT: Final = range(10**15)

VELDEN: Final[dict[str, re.Pattern[str] | range]] = {
    "aantal": _KLEIN,
    "leerlingen": _KLEIN,
    "actie": _KLEIN,
    "poging": _KLEIN,
    "duur_ms": _KLEIN,
    "exitcode": range(256),
    "http_status": range(600),
    "bytes": _GROOT,
    "ontvangstnummer": _GROOT,
    "aanleverpunt": re.compile(r"\d\d[A-Z]{2}\d\d"),
    "bericht_id": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "sessie": re.compile(r"(S-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "code": re.compile(r"[A-Z]{3,6}-\d\d"),
    "flow": re.compile(_FLOWS),
    "operatie": re.compile("(aanleveren|aanvragen|ophalen|bevestigen)[A-Za-z]{0,40}"),
    "soort": re.compile("|".join(re.escape(soort) for soort in ActieSoort)),
    "versie": re.compile(r"\d{1,3}(\.\d{1,5}){1,3}"),
    "reden": re.compile("[a-z_]{1,40}"),
    "foutcode": re.compile("(DK|EK)[0-9]{4}|SIM-[0-9A-Z]{1,10}|onbekend|" + "|".join(sorted(FOUTWOORDEN))),
    "leerling": re.compile(r"L-[A-Z2-7]{8}"),
    "sqlstate": re.compile("[0-9A-Z]{5}"),
    "nummer": re.compile(r"-?[0-9]{1,8}|-214[67][0-9]{6}"),
    "plek": re.compile(r"[a-z_]{1,40}:[0-9]{1,6}"),
}
"""Each field and what may stand in it; `leerling` is the reference of RELIABILITY E3, never a number of a person. `nummer` is a driver's own:
at most eight digits, or one of Windows'; `plek` is where in our code, for what was translated on the way."""

_NADER: Final = ("reden", "foutcode", "http_status", "sqlstate", "nummer", "plek")
"""What an error may say besides its code."""

_ANDEREN: Final = ("zeep", "urllib3", "requests", "sqlalchemy", "keyring", "PIL", "asyncio")
_GROOTTE: Final = 2_000_000
BEWAAR_DAGEN: Final = 30
_ONS: Final = logging.getLogger("bronsync")
_LOG: Final = logging.getLogger("bronsync.logboek")


def gebeurtenis(naam: str, /, **velden: str | int) -> None:
    """Logs one event. A name or field that is not on the lists, or a value of another shape, is our bug: EIGEN-01."""
    if naam not in GEBEURTENISSEN:
        raise _misuse("an event that is not on the list")
    _LOG.info("%s", naam, extra={"gebeurtenis": naam, "velden": _gekeurd(velden)})


def fout(oorzaak: BaseException, /, **velden: str | int) -> None:
    """Logs an exception: its class, where it came from in our code, and our code for it with what belongs to that; never its text."""
    laatste = traceback.extract_tb(oorzaak.__traceback__)[-1:]
    ons = oorzaak if isinstance(oorzaak, BronSyncFout) else None
    bekend = ons is not None and ons.soort is not FoutSoort.EIGEN
    gemeld = _gekeurd(velden) | {
        "klasse": f"{type(oorzaak).__module__}.{type(oorzaak).__qualname__}",
        "plaats": f"{Path(laatste[0].filename).stem}:{laatste[0].lineno}" if laatste else "",
        "code": ons.code if ons else "EIGEN-01",
    }
    for naam, waarde in (ons.waarden if ons else {}).items():
        if naam in _NADER and isinstance(waarde, str | int) and _mag(naam, waarde):
            gemeld[naam] = waarde
    _LOG.log(logging.INFO if bekend else logging.ERROR, "fout", extra={"gebeurtenis": "fout", "velden": gemeld})


def van_werk(naam: str) -> dict[str, str]:
    """The field `flow` of a job of the window; empty for a name that is not on the list."""
    flow = naam.lower().replace(" ", "-")
    return {"flow": flow} if _mag("flow", flow) else {}


def _gekeurd(velden: dict[str, str | int]) -> dict[str, str | int]:
    for naam, waarde in velden.items():
        if naam not in VELDEN or not _mag(naam, waarde):
            raise _misuse(f"field {naam!r} is not on the list or has another shape")
    return velden


def _misuse(waarom: str) -> BronSyncFout:
    gevonden = BronSyncFout("EIGEN-01")
    gevonden.add_note(waarom)
    return gevonden


_VAN_ONSZELF: Final[dict[str, re.Pattern[str]]] = {
    "tijd": re.compile(r"[0-9T:.+-]{19,40}"),
    "niveau": re.compile("DEBUG|INFO|WARNING|ERROR|CRITICAL"),
    "gebeurtenis": re.compile("|".join([*map(re.escape, GEBEURTENISSEN), "fout", "bibliotheek"])),
    "logger": re.compile(r"[a-z0-9_.]{1,60}"),
    "plaats": re.compile(r"[A-Za-z0-9_]{0,60}(:[0-9]{1,6})?"),
    "klasse": re.compile(r"[A-Za-z0-9_.<>]{1,120}"),
}
"""What the formatter adds to the fields of an event."""


def lees_logboek(folder: Path) -> tuple[dict[str, str | int], ...]:
    """The lines of the log, oldest first, as the helpdeskbestand may hold them: judged again, because a file can be edited."""
    regels: list[dict[str, str | int]] = []
    bestanden = sorted(
        folder.glob("bronsync.log*"), key=lambda pad: pad.suffix[1:].zfill(4) if pad.suffix != ".log" else ""
    )
    for bestand in reversed(bestanden):
        for regel in bestand.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                gelezen = json.loads(regel)
                if isinstance(gelezen, dict):
                    regels.append({naam: waarde for naam, waarde in gelezen.items() if _mag(naam, waarde)})
    return tuple(regels)


def _mag(naam: str, waarde: object) -> bool:
    vorm = VELDEN.get(naam) or _VAN_ONSZELF.get(naam)
    if isinstance(vorm, range):
        return type(waarde) is int and waarde in vorm
    return vorm is not None and isinstance(waarde, str) and vorm.fullmatch(waarde) is not None


class _AlleenVelden(logging.Formatter):
    """Writes what `gebeurtenis` and `fout` allowed; of any other record no word of its text."""

    def format(self, record: logging.LogRecord) -> str:
        regel: dict[str, object] = {
            "tijd": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
        }
        velden = getattr(record, "velden", None)
        if record.name == _LOG.name and isinstance(velden, dict):
            regel |= {"gebeurtenis": getattr(record, "gebeurtenis", ""), **velden}
        else:
            regel |= {"gebeurtenis": "bibliotheek", "logger": record.name, "plaats": f"{record.module}:{record.lineno}"}
            if isinstance(velden, dict):  # of an adapter, which may say what it likes and is judged as any other
                regel |= {naam: waarde for naam, waarde in velden.items() if naam in VELDEN and _mag(naam, waarde)}
            if record.exc_info and record.exc_info[0]:
                regel["klasse"] = record.exc_info[0].__qualname__
        return json.dumps(regel, ensure_ascii=False)


class _Bestand(RotatingFileHandler):
    """Files that only their owner can read."""

    def _open(self) -> TextIOWrapper:
        nummer = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(nummer, "ab"), encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Windows renames no file that another process of ours has open: then this one grows on. No line is lost, and no older file."""
        try:
            if self.shouldRollover(record):
                self.close()  # ours would be in the way too; it is opened again at the next line
                if not is_held(Path(self.baseFilename)):
                    self.doRollover()
            logging.FileHandler.emit(self, record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """A log that cannot be written stops no work; the standard way prints the record's text on the screen."""


def vergeet_oude(folder: Path) -> None:
    """Lines of more than thirty days go (RELIABILITY D-R). What cannot be rewritten now is tried again at the next start.

    Only for who has the profile to himself: another process would write on in a file that was replaced.
    """
    grens = (datetime.now(UTC) - timedelta(days=BEWAAR_DAGEN)).isoformat()
    for pad in folder.glob("bronsync.log*"):
        with suppress(OSError, BronSyncFout):
            regels = pad.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
            nieuw = [regel for regel in regels if _tijd_van(regel) >= grens]
            if not nieuw:
                remove(pad)
            elif len(nieuw) < len(regels):
                schrijf_heel(pad, "".join(nieuw).encode())


def _tijd_van(regel: str) -> str:
    """Empty for a line that is none of ours."""
    gevonden = re.match(r'\{"tijd": "([0-9T:.+-]{19,40})"', regel)
    return gevonden[1] if gevonden else ""


@contextmanager
def logboek(folder: Path) -> Iterator[None]:
    """Logs to this folder as long as the block runs."""
    bestand = _Bestand(
        eigen_map(folder) / "bronsync.log", maxBytes=_GROOTTE, backupCount=9, encoding="utf-8", delay=True
    )
    bestand.setFormatter(_AlleenVelden())
    root = logging.getLogger()
    niveau = _ONS.level
    _ONS.setLevel(logging.INFO)
    for naam in _ANDEREN:
        logging.getLogger(naam).setLevel(logging.WARNING)
    root.addHandler(bestand)
    try:
        yield
    finally:
        root.removeHandler(bestand)
        with suppress(OSError):  # a full disk shows here once more; a log that cannot be written stops no work
            bestand.close()
        _ONS.setLevel(niveau)
