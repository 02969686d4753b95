"""The life of an actie as one table: which gebeurtenis moves it from which status to which. Every other move raises.

Knows no journal and no clock. Source: RELIABILITY B1, manual ch. 5 and 6. The diagram in ARCHITECTURE.md is drawn from this table.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where an actie stands; the value is what the window shows."""

    BEPAALD = "Bepaald"
    GECONTROLEERD = "Gecontroleerd"
    VERZENDEN = "Verzenden"
    ONBESLIST = "Onbeslist"
    IN_BEHANDELING = "In behandeling"
    UITBLIJVEND = "Uitblijvend"
    GEACCEPTEERD = "Geaccepteerd"
    AFGEKEURD = "Afgekeurd"
    VERVALLEN = "Vervallen"
    """Rejected, and overtaken by other data since."""
    VERWIJDERD = "Verwijderd"
    VERWIJDERD_NA_VERZENDING = "Verwijderd na verzending"


class Gebeurtenis(StrEnum):
    """What can happen to an actie."""

    GECONTROLEERD = "gecontroleerd"
    GEGEVENS_GEWIJZIGD = "gegevens gewijzigd"
    VASTGELEGD = "vastgelegd"
    """The intent is on disk: id, bytes and hash, before the first byte leaves."""
    ONTVANGEN = "ontvangen"
    NIET_VERZONDEN = "niet verzonden"
    ONDUIDELIJK = "onduidelijk"
    GEWEIGERD = "geweigerd"
    GEACCEPTEERD = "geaccepteerd"
    AFGEKEURD = "afgekeurd"
    VERWERKT_IN_LVS = "verwerkt in LVS2000"
    TERMIJN_VERSTREKEN = "termijn verstreken"
    VERWIJDER = "verwijder"


_S, _G = Status, Gebeurtenis

_ANTWOORDEN = {
    _G.GEACCEPTEERD: _S.GEACCEPTEERD,
    _G.AFGEKEURD: _S.AFGEKEURD,
    _G.VERWIJDER: _S.VERWIJDERD_NA_VERZENDING,
}

LEVENSLOOP: dict[Status, dict[Gebeurtenis, Status]] = {
    _S.BEPAALD: {_G.GECONTROLEERD: _S.GECONTROLEERD, _G.VERWIJDER: _S.VERWIJDERD},
    _S.GECONTROLEERD: {
        _G.GECONTROLEERD: _S.GECONTROLEERD,
        _G.GEGEVENS_GEWIJZIGD: _S.BEPAALD,
        _G.VASTGELEGD: _S.VERZENDEN,
        _G.VERWIJDER: _S.VERWIJDERD,
    },
    _S.VERZENDEN: {
        _G.ONTVANGEN: _S.IN_BEHANDELING,
        _G.GEWEIGERD: _S.AFGEKEURD,
        _G.NIET_VERZONDEN: _S.GECONTROLEERD,
        _G.ONDUIDELIJK: _S.ONBESLIST,
        _G.VERWERKT_IN_LVS: _S.GEACCEPTEERD,
        _G.AFGEKEURD: _S.AFGEKEURD,
        _G.GEACCEPTEERD: _S.GEACCEPTEERD,
    },
    _S.ONBESLIST: {
        **_ANTWOORDEN,
        _G.VASTGELEGD: _S.VERZENDEN,
        _G.TERMIJN_VERSTREKEN: _S.UITBLIJVEND,
    },
    _S.IN_BEHANDELING: {**_ANTWOORDEN, _G.TERMIJN_VERSTREKEN: _S.UITBLIJVEND},
    _S.UITBLIJVEND: _ANTWOORDEN,
    _S.GEACCEPTEERD: {_G.VERWIJDER: _S.VERWIJDERD_NA_VERZENDING},
    _S.AFGEKEURD: {_G.GEGEVENS_GEWIJZIGD: _S.VERVALLEN, _G.VERWIJDER: _S.VERWIJDERD_NA_VERZENDING},
    _S.VERVALLEN: {},
    _S.VERWIJDERD: {},
    _S.VERWIJDERD_NA_VERZENDING: {},
}

OPEN = frozenset({_S.BEPAALD, _S.GECONTROLEERD, _S.VERZENDEN, _S.ONBESLIST, _S.IN_BEHANDELING, _S.UITBLIJVEND})
"""Statuses in which an actie still may change something: one per leerling at most (I7)."""
WACHT_OP_BRON = frozenset({_S.VERZENDEN, _S.ONBESLIST, _S.IN_BEHANDELING, _S.UITBLIJVEND})
"""Sent, or perhaps sent, and not answered."""
NIET_UITGEVOERD = frozenset({_S.BEPAALD, _S.GECONTROLEERD})
"""What 'Niet uitgevoerde acties verwijderen' removes."""
WEG = frozenset({_S.VERVALLEN, _S.VERWIJDERD, _S.VERWIJDERD_NA_VERZENDING})
"""Kept for late feedback and for who looks back; otherwise gone."""


class OnmogelijkeGang(Exception):
    """A move that the table does not have: our bug."""


def volgende(status: Status, gebeurtenis: Gebeurtenis) -> Status:
    """The status after `gebeurtenis`; raises `OnmogelijkeGang` for a move that does not exist."""
    try:
        return LEVENSLOOP[status][gebeurtenis]
    except KeyError:
        raise OnmogelijkeGang(f"{status} + {gebeurtenis}") from None
