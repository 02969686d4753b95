"""What goes to the register and what comes back, as values. Knows no XML: `adapters/bron/berichten.py` writes and reads them.

Sources: DOMAIN 4.2 (actions), 4.6 (feedback kinds), DESIGN 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bronsync.domain.gegevens.velden import Rij


class ActieSoort(StrEnum):
    """The acties of manual ch. 5, by their names there."""

    IDENTIFICATIEVERZOEK = "Identificatieverzoek"
    CORRECTIE_INSCHRIJFDATUM = "Correctie Inschrijfdatum"
    WIJZIGING_SLEUTELGEGEVENS = "Wijziging Sleutelgegevens"
    WIJZIGING_ONDERWIJSGEGEVENS = "Wijziging Onderwijsgegevens"
    NIEUWE_MELDING_INSCHRIJVING = "Nieuwe Melding Inschrijving"
    VERWIJDERING_INSCHRIJVING = "Verwijdering Inschrijving"
    UITSCHRIJVING = "Uitschrijving"
    OVERNEMEN_ADRESGEGEVENS = "Overnemen adresgegevens in LVS"


NAAR_LVS = frozenset({ActieSoort.OVERNEMEN_ADRESGEGEVENS})
"""Acties richting LVS2000; all others go to BRON."""


@dataclass(frozen=True, slots=True)
class BronSleutel:
    """Names one inschrijving as the register knows it (DOMAIN 4.4). `pgn` is text of nine digits, or None before it was given."""

    leerlingnummer: str = field(repr=False)
    pgn: str | None = field(repr=False)
    is_bsn: bool
    inschrijfdatum: str
    volgnummer: str | None


@dataclass(frozen=True, slots=True)
class Bericht:
    """One message to send: an actie with all it carries, or the request for an overview (`peildatum` filled).

    `rij` is the canonieke rij of the inschrijving as the school has it now (None for a verwijdering and an overview request).
    `oude_rij`: the row as BRON has it, for the old key of a wijziging sleutelgegevens.
    `met_adres`: whether the address travels in a wijziging sleutelgegevens (DESIGN 8, choices per category).
    """

    aanleverpunt: str
    bericht_id: str
    tijdstip: str
    soort: ActieSoort | None
    sleutel: BronSleutel | None = None
    rij: Rij | None = field(default=None, repr=False)
    oude_rij: Rij | None = field(default=None, repr=False)
    met_adres: bool = True
    peildatum: str | None = None
    met_historie: bool = False


@dataclass(frozen=True, slots=True)
class Registratie:
    """One inschrijving as BRON holds it: the row, our two echoes, and what only the register knows (`register`, read-only)."""

    leerlingnummer: str = field(repr=False)
    volgnummer: str | None
    rij: Rij = field(repr=False)
    geheim: bool = False
    register: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class BronSignaal:
    """A signal as BRON gave it: code and text as they came, and the field when BRON names one."""

    code: str
    tekst: str = field(repr=False)
    veld: str | None = None


@dataclass(frozen=True, slots=True)
class Ontvangen:
    """Direct answer: the register has the message."""

    kenmerk: str


@dataclass(frozen=True, slots=True)
class Geweigerd:
    """Direct answer: refused at once (manual ch. 6: 'BRON keurt per direct gegevens af')."""

    foutmeldingen: tuple[BronSignaal, ...]


Antwoord = Ontvangen | Geweigerd


@dataclass(frozen=True, slots=True)
class Afkeur:
    """Not registered, with the reasons."""

    signalen: tuple[BronSignaal, ...]


@dataclass(frozen=True, slots=True)
class InschrijvingGeaccepteerd:
    """The whole registration as it now stands. `herkomst`: opgegeven, gevonden or toegekend (of the PGN)."""

    registratie: Registratie
    herkomst: str
    attentiesignalen: tuple[BronSignaal, ...]


@dataclass(frozen=True, slots=True)
class Identificatie:
    """Answer to an identificatieverzoek. `uitkomst`: gevonden, toegekend or onbekend."""

    leerlingnummer: str = field(repr=False)
    uitkomst: str
    persoon: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Pairs (veldnaam, waarde) of category sleutel."""


@dataclass(frozen=True, slots=True)
class SpontaneMutatie:
    """BRON changed a person by itself. `velden` holds the whole persoon or the whole adres after the change, by veldnaam."""

    pgn: str = field(repr=False)
    leerlingnummer: str | None = field(repr=False)
    is_adres: bool
    velden: tuple[tuple[str, str | int | None], ...] = field(repr=False)
    geheim: bool = False
    register: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class WijzigingSleutelgegevens:
    """BRON changed a key, for example a BSN in the place of an onderwijsnummer. `nieuw`: all fields of category sleutel."""

    oud_pgn: str | None = field(repr=False)
    leerlingnummer: str | None = field(repr=False)
    nieuw: tuple[tuple[str, str | None], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DubbeleInschrijving:
    """Overlap with an inschrijving at another school; returns until one of the two corrects (manual ch. 2)."""

    pgn: str = field(repr=False)
    leerlingnummer: str = field(repr=False)
    inschrijfdatum: str
    brin_andere_school: str
    begin: str
    einde: str | None


@dataclass(frozen=True, slots=True)
class VerwijderingBevestigd:
    """The inschrijving is no longer in BRON."""

    sleutel: BronSleutel


@dataclass(frozen=True, slots=True)
class OverzichtDeel:
    """One part of a registratieoverzicht; `registraties` may be an iterator that reads the part while it is walked."""

    peildatum: str
    met_historie: bool
    deel: int
    aantal_delen: int
    aantal_inschrijvingen: int
    tot_en_met: int
    einde: bool
    registraties: tuple[Registratie, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Onbegrepen:
    """A feedback that could not be read: kept raw and shown, never dropped (I5)."""

    reden: str


Melding = (
    Afkeur
    | InschrijvingGeaccepteerd
    | Identificatie
    | SpontaneMutatie
    | WijzigingSleutelgegevens
    | DubbeleInschrijving
    | VerwijderingBevestigd
    | OverzichtDeel
    | Onbegrepen
)


@dataclass(frozen=True, slots=True)
class Terugkoppeling:
    """One feedback, read. `antwoord_op` is the id of our message, None when unasked."""

    ontvangstnummer: int
    aanleverpunt: str
    tijdstip: str
    antwoord_op: str | None
    melding: Melding
