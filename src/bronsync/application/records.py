"""The records of the journal: flat, frozen, one per book. The key fields come first and are named in `SLEUTELS`.

The journal knows nothing but these records: `str`, `int`, `bytes`, `bool` and StrEnum cells, ISO texts for days and moments, and small typed
lists, which the journal packs. So the same books can lie in memory, in the encrypted SQLite file, or later on a server.

A canonieke rij (`BeeldRij.body`, `OverzichtRij.body`, `KoppelingRij.akkoord`) stays packed here too: equal bytes are equal rows, so whoever is
the same on both sides is never unpacked (PERFORMANCE 2). Source: RELIABILITY B1, E; DESIGN 2, 3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple, get_type_hints

from bronsync.domain.gegevens.velden import Cel
from bronsync.domain.kijken.overzicht import VeldVerandering
from bronsync.domain.vergelijking.acties import Keuze, Mogelijkheid
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from bronsync.domain.vergelijking.vergelijken import Veldverschil, VerschilSoort


class VerschilStand(StrEnum):
    """Where a verschil stands."""

    OPEN = "open"
    """Asks a person to choose."""
    BESLOTEN = "besloten"
    """Answered 'naar BRON' or 'naar LVS2000', or automatic; its actie exists or waits for its turn."""
    GENEGEERD = "genegeerd"


class InboxStand(StrEnum):
    """Every received message ends in one of the last three (I5)."""

    NIEUW = "nieuw"
    VERWERKT = "verwerkt"
    WACHT_OP_GEBRUIKER = "wacht op gebruiker"
    ONBEGREPEN = "onbegrepen"


class MutatieStand(StrEnum):
    """A write-back: intended, done, or in conflict with a newer edit by the school (I3)."""

    VOORGENOMEN = "voorgenomen"
    GEDAAN = "gedaan"
    STOND_ER_AL = "stond er al"
    """The school had typed the same: nothing was written, so there is nothing to put back."""
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The state of one aanleverpunt."""

    aanleverpunt: str
    beeld_versie: int = 0
    peildatum: str | None = None
    """Of the overview in use; None when there never was one."""
    overzicht_met_historie: bool = False
    overzicht_tot_en_met: int = 0
    """Receipt number up to which the overview in use includes everything."""
    hoogste_ontvangstnummer: int = 0
    """As all receipt numbers in the books: counted on through every numbering of BRON, see `ontvangstnummers`."""
    bevestigd_tot_en_met: int = 0
    herstel_nodig: bool = False
    """After a lost or restored store or LVS: nothing is decided or sent before a fresh overview with history (RELIABILITY F17-F19)."""
    alles_vragen: bool = False
    """After that overview: no common base, so the next comparison proposes no direction by itself; every verschil is asked."""
    historisch_peildatum: str | None = None
    """Set while a historical overview is the newest fetched: comparing is blocked (manual ch. 4)."""
    lvs_identiteit: str = ""
    overzicht_bericht: str = ""
    """Id of the overview request that is waiting for its parts."""
    opgehaald: str = ""
    """Moment of the last complete fetch, so that nobody is sent to fetch again at once; empty when there was none since the last sending."""
    klokverschil: int | None = None
    """Whole seconds by which this computer was ahead of the register at the last fetch (F24)."""
    gemist: str = ""
    """Moment since which answers of BRON may have gone elsewhere; empty when none did."""
    bezig: str = ""
    """Menu item that is under way; what stands here at a start was interrupted."""
    teruggezet: int = 0
    """Number of the newest write-back that was known to be undone in LVS2000: an older copy of it is told once."""
    andere_database: int = 0
    """Number of the newest write-back to a database that is not in use any more: it cannot be put back."""
    opgeruimd: str = ""
    """Day on which what may go was cleared away last."""
    vulling: str = ""
    """Aanleiding of the last filling of Onderwijs Sinds; empty when there is none to undo."""
    vulling_identiteit: str = ""
    """Of the database that it filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NummeringRij:
    """BRON started counting its feedback anew: a number that was known came with another content, or it counted lower than it did."""

    aanleverpunt: str
    vanaf: int
    """Number n of BRON is n plus this in our books, up to where the next numbering begins."""
    sinds: str
    reden: str
    hersteld: str = ""
    """Moment at which an overview with history came into use after it; empty while that must still happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OntbrekendRij:
    """Receipt numbers that never came though BRON went on behind them (F9): a row per stretch, because each ends in its own way."""

    aanleverpunt: str
    van: int
    tot_en_met: int
    reden: str
    sinds: str
    gedekt: str = ""
    """Moment since which an overview with history includes what they said; kept, because such a number may still come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeeldRij:
    """One inschrijving as BRON holds it: the picture of BRON."""

    aanleverpunt: str
    pgn: str = field(repr=False)
    inschrijfdatum: str
    leerlingnummer: str = field(repr=False)
    volgnummer: str
    uitschrijfdatum: str
    """Empty when not ended."""
    ontvangstnummer: int
    """Receipt number of the newest feedback or overview it holds (I6)."""
    geheim: bool
    historisch: bool
    """Ended, and no longer in the newest overview (Historische Inschrijvingen)."""
    body: bytes = field(repr=False)
    register: tuple[tuple[str, str], ...] = field(repr=False)
    """What only the register knows, as `Registratie.register`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverzichtRij:
    """A row of an overview that is coming in, staged until all parts are there; or of a historical one, kept for viewing."""

    aanleverpunt: str
    bericht_id: str
    volgorde: int
    pgn: str = field(repr=False)
    inschrijfdatum: str
    leerlingnummer: str = field(repr=False)
    volgnummer: str
    uitschrijfdatum: str
    geheim: bool
    body: bytes = field(repr=False)
    register: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverzichtDeelRij:
    """That a part of an overview arrived."""

    aanleverpunt: str
    bericht_id: str
    deel: int
    aantal_delen: int
    aantal_inschrijvingen: int
    tot_en_met: int
    ontvangstnummer: int
    peildatum: str
    met_historie: bool
    einde: bool
    aantal_in_deel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeeldVerandering:
    """What a new overview changed in the picture that no feedback had told: BRON changed it by itself. The newest few versions are kept."""

    aanleverpunt: str
    beeld_versie: int
    """Of the picture that the overview made."""
    nummer: int
    peildatum: str
    vorige_peildatum: str
    soort: str
    """`nieuw`, `weg` or `gewijzigd`."""
    pgn: str = field(repr=False)
    inschrijfdatum: str
    leerlingnummer: str = field(repr=False)
    velden: tuple[VeldVerandering, ...] = field(repr=False)
    """Empty unless `gewijzigd`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KoppelingRij:
    """Which inschrijving in LVS2000 is which in BRON, as last found, and the row on which both last agreed (the third tree)."""

    aanleverpunt: str
    inschrijving_id: int
    leerling_id: int
    pgn: str = field(repr=False)
    inschrijfdatum: str
    akkoord: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerschilRij:
    """A difference of one inschrijving of one soort, as last compared. Disappears when it is gone."""

    aanleverpunt: str
    vingerafdruk: str
    nummer: int
    """Short number for a person to name it by."""
    inschrijving_id: int
    """0 when only BRON knows it."""
    leerling_id: int
    leerlingnummer: str = field(repr=False)
    pgn: str = field(repr=False)
    """Of the BRON side; empty when only LVS2000 knows it."""
    inschrijfdatum: str
    """Of the BRON side, else of LVS2000."""
    soort: VerschilSoort
    stand: VerschilStand
    eerst_gezien: str
    """Day; the 14 days of the law count from here."""
    paren: tuple[Veldverschil, ...] = field(repr=False)
    automatisch: bool
    voorstel: str
    """Default answer from the last agreed value; empty when there is none."""
    mogelijk: dict[Keuze, Mogelijkheid] = field(repr=False)
    """The table of choices; read-only."""
    lvs_hash: str
    """Hash of the LVS2000 row it was found on; empty without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesluitRij:
    """What was chosen for a verschil. A value change makes another vingerafdruk, so an ignored verschil returns by itself."""

    aanleverpunt: str
    vingerafdruk: str
    keuze: str
    wie: str
    wanneer: str
    reden: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actie:
    """One actie of manual ch. 5."""

    aanleverpunt: str
    nummer: int
    soort: ActieSoort
    status: Status
    inschrijving_id: int
    leerling_id: int
    leerlingnummer: str = field(repr=False)
    pgn: str = field(repr=False)
    """Of the inschrijving in BRON that it changes; empty when BRON does not know it yet."""
    inschrijfdatum: str
    """Of the inschrijving in BRON that it changes, else as in LVS2000."""
    volgnummer: str
    vingerafdruk: str
    """The verschil it answers; empty when made by hand."""
    aangemaakt: str
    lvs_hash: str = ""
    """Hash of the LVS2000 row that passed the controles: sending refuses any other (S05), and a rejected actie is not proposed again
    while the row still is the one that BRON rejected."""
    bron_hash: str = ""
    """Hash of the picture's row at that moment: sending refuses when BRON changed it meanwhile."""
    bericht_id: str = ""
    verzonden: str = ""
    reden: str = field(default="", repr=False)
    """Why it was rejected, as shown in 'Verzenden naar BRON'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartRij:
    """A message that a person set aside: no actie of this soort for this inschrijving goes out while it stands, also one made anew.

    Of the inschrijving, not of the actie: with other data Acties Bepalen makes another actie, and a hold that ends by that would hold nothing.
    """

    aanleverpunt: str
    inschrijving_id: int
    """0 when only BRON knows it."""
    pgn: str = field(repr=False)
    """Of who only BRON knows; else empty, as `inschrijfdatum`."""
    inschrijfdatum: str
    soort: ActieSoort
    reden: str = field(repr=False)
    tot: str
    """Day on which it goes along again; empty: until a person says so."""
    om_afkeur: bool
    """Set aside so that the rest could go: it ends by itself once Controleren finds no afkeursignaal any more."""
    sinds: str
    wie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzending:
    """The frozen message behind an actie: written before the first byte leaves, kept for ever (I1)."""

    bericht_id: str
    aanleverpunt: str
    actie: int
    """0 for an overview request."""
    operatie: str
    body: bytes = field(repr=False)
    sha256: str
    poging: int
    tijdstip: str
    kenmerk: str = ""
    """Of the register's receipt; empty while there is none."""
    peildatum: str = ""
    """Of an overview request."""
    dag: str = ""
    """Day on which an overview was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRij:
    """A feedback as it came, kept raw. Written before it is signed off at the register (I2)."""

    aanleverpunt: str
    ontvangstnummer: int
    stand: InboxStand
    soort: str
    antwoord_op: str
    sha256: str
    raw: bytes = field(repr=False)
    ontvangen: str
    reden: str = field(default="", repr=False)


class Wijziging(NamedTuple):
    """One field to write back: its veldnaam, the canonical value it is based on, the canonical new value."""

    veld: str
    oud: Cel
    nieuw: Cel

    def __repr__(self) -> str:
        """Personal data: only which field."""
        return f"Wijziging({self.veld!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class MutatieRij:
    """A write-back into LVS2000: what it should be, on which old value it is based (compare-and-set)."""

    aanleverpunt: str
    nummer: int
    stand: MutatieStand
    leerling_id: int
    inschrijving_id: int
    wijzigingen: tuple[Wijziging, ...] = field(repr=False)
    aanleiding: str
    """Receipt number, actie, filling or earlier write-back it comes from, such as `T12`, `A-7`, `O-3` or `M-5`."""
    tijdstip: str
    """Moment at which it was intended."""
    groep: str = ""
    """What one Ophalen, one Verwerken or one filling wrote has the same; empty when it belongs to nothing."""
    begonnen: bool = False
    """It may have been written already: a value that is there after an interruption is then ours, else the school's."""
    geschreven: str = ""
    """Moment at which it ended; empty before, and of one that an older version made."""
    terug_van: int = 0
    """Number of the write-back that this one puts back; 0 for any other."""


ONDERWIJS_SINDS_VULLING: Final = "O-"
"""How the aanleiding of a filling of Onderwijs Sinds begins, and of its undoing: it concerns LVS2000 only, so it conflicts with nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaalRij:
    """A signal at an actie or a pupil: of our own controles or of BRON."""

    aanleverpunt: str
    nummer: int
    actie: int
    """0 when it belongs to no actie."""
    inschrijving_id: int
    herkomst: str
    """`controle` or `BRON`."""
    code: str
    ernst: str
    """`afkeur` or `attentie`."""
    tekst: str = field(repr=False)
    veld: str
    advies: str
    tijdstip: str
    gezien: bool = False
    notitie: str = field(default="", repr=False)
    """What a person noted when marking it as seen."""


BRON_HOUDT: Final = "BRON-HOUDT"
"""Code of the signal at an accepted actie of which BRON kept its own value of a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DubbeleRij:
    """A dubbele inschrijving, shown until BRON no longer reports it; kept after that, so that a return finds its note and first day."""

    aanleverpunt: str
    pgn: str = field(repr=False)
    inschrijfdatum: str
    brin_andere_school: str
    begin: str
    einde: str
    eerst_gezien: str
    laatst_gezien: str
    notitie: str = field(default="", repr=False)
    verdwenen: str = ""
    """Day since which BRON reports it no more; empty while it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentificatieRij:
    """Outcome of an identificatieverzoek, to be shown."""

    aanleverpunt: str
    inschrijving_id: int
    uitkomst: str
    pgn: str = field(repr=False)
    tijdstip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRij:
    """One line of the audit trail of an aanleverpunt; each carries the hash of the one before (`boekingen.audit_hash`).

    No names, numbers of persons or free text (RELIABILITY E1).
    """

    aanleverpunt: str
    nummer: int
    tijdstip: str
    sessie: str
    onderwerp: str
    """Such as `A-7`, `T12`, `overzicht`."""
    van: str
    naar: str
    bericht_id: str
    ontvangstnummer: int
    code: str
    wie: str
    versie: str
    vorige: str
    hash: str
    eerder: str = ""
    """The hash that it had while one chain ran through all aanleverpunten, as an older helpdeskbestand shows it; empty since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificaatRij:
    """A certificate of an aanleverpunt that was imported, with its key: encrypted as all of the journal (RELIABILITY C3)."""

    aanleverpunt: str
    vingerafdruk: str
    """SHA-256 of the certificate, in hex."""
    geldig_van: str
    geldig_tot: str
    sinds: str
    """Moment of the import."""
    p12: bytes = field(repr=False)
    """Wrapped again with the password below: the one that the user typed is kept nowhere."""
    wachtwoord: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoekenRij:
    """What the books of one aanleverpunt have one of and no use case replaces, as it may replace a `Stand`: only `boekingen` writes it."""

    aanleverpunt: str
    generatie: int = 0
    """Rises with what must never be forgotten, together with the high-water mark outside (F18)."""
    verwijzing_sleutel: str = field(default="", repr=False)
    """Key of the references by which the helpdesk names a pupil; empty until the first start."""
    eerste_audit: str = ""
    """What the oldest audit line that is kept carries as the hash before it; there once older lines were cleared away."""
    laatste_audit: str = ""
    """Hash of the newest audit line."""
    laatste_regel: int = 0
    """Number of that line."""


Boek = (
    Stand
    | NummeringRij
    | OntbrekendRij
    | BeeldRij
    | OverzichtRij
    | OverzichtDeelRij
    | BeeldVerandering
    | KoppelingRij
    | VerschilRij
    | BesluitRij
    | Actie
    | ApartRij
    | Verzending
    | InboxRij
    | MutatieRij
    | SignaalRij
    | DubbeleRij
    | IdentificatieRij
    | AuditRij
    | CertificaatRij
    | BoekenRij
)


def mismatch(boek: type, vorm: type) -> list[str]:
    """Fields of a named tuple that the book does not have, or has of another type: it cannot be read as that."""
    van_boek, van_vorm = get_type_hints(boek), get_type_hints(vorm)
    return [naam for naam, soort in van_vorm.items() if van_boek.get(naam) != soort]


SLEUTELS: Final[dict[type, tuple[str, ...]]] = {
    Stand: ("aanleverpunt",),
    NummeringRij: ("aanleverpunt", "vanaf"),
    OntbrekendRij: ("aanleverpunt", "van"),
    BeeldRij: ("aanleverpunt", "pgn", "inschrijfdatum"),
    OverzichtRij: ("aanleverpunt", "bericht_id", "volgorde"),
    OverzichtDeelRij: ("aanleverpunt", "bericht_id", "deel"),
    BeeldVerandering: ("aanleverpunt", "beeld_versie", "nummer"),
    KoppelingRij: ("aanleverpunt", "inschrijving_id"),
    VerschilRij: ("aanleverpunt", "vingerafdruk"),
    BesluitRij: ("aanleverpunt", "vingerafdruk"),
    Actie: ("aanleverpunt", "nummer"),
    ApartRij: ("aanleverpunt", "inschrijving_id", "pgn", "inschrijfdatum", "soort"),
    Verzending: ("bericht_id",),
    InboxRij: ("aanleverpunt", "ontvangstnummer"),
    MutatieRij: ("aanleverpunt", "nummer"),
    SignaalRij: ("aanleverpunt", "nummer"),
    DubbeleRij: ("aanleverpunt", "pgn", "inschrijfdatum", "brin_andere_school", "begin"),
    IdentificatieRij: ("aanleverpunt", "inschrijving_id"),
    AuditRij: ("aanleverpunt", "nummer"),
    CertificaatRij: ("aanleverpunt", "vingerafdruk"),
    BoekenRij: ("aanleverpunt",),
}
"""Each book and its key; every record says of which aanleverpunt it is. The journal has one table per row of this."""
