"""What happened to an actie, from the audit trail, as a person reads it: bepaald, gecontroleerd, verzonden, antwoord, verwerkt.

Tells with the words of the manual what `levensloop` moved. No names and no numbers of persons. Source: manual ch. 6, RELIABILITY E1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, AuditRij
from bronsync.domain.vergelijking.berichten import NAAR_LVS
from bronsync.domain.vergelijking.levensloop import Status


@dataclass(frozen=True, slots=True)
class TijdlijnRegel:
    """One thing that happened, oldest first in a timeline."""

    tijdstip: str
    """ISO, in UTC."""
    gebeurtenis: str
    """One word for the first column, such as `bepaald` or `verzonden`."""
    tekst: str
    actie: int
    bericht_id: str
    ontvangstnummer: int
    """Of the feedback that caused it; 0 when none did."""


_S = Status
_NAAR: Final[dict[str, tuple[str, str]]] = {
    _S.BEPAALD: ("bepaald", "De actie is bepaald."),
    _S.GECONTROLEERD: ("gecontroleerd", "De gegevens zijn gecontroleerd en in orde."),
    _S.VERZENDEN: ("verzonden", "Het bericht is vastgelegd en verzonden naar BRON."),
    _S.IN_BEHANDELING: ("antwoord", "BRON heeft het bericht ontvangen en neemt het in behandeling."),
    _S.ONBESLIST: ("onduidelijk", "Het is niet bekend of BRON het bericht heeft ontvangen. BRON Sync zoekt dat uit."),
    _S.UITBLIJVEND: ("uitblijvend", "BRON gaf na acht weken nog geen antwoord."),
    _S.GEACCEPTEERD: ("verwerkt", "BRON heeft de actie geaccepteerd en verwerkt."),
    _S.AFGEKEURD: ("afgekeurd", "BRON heeft de actie afgekeurd."),
    _S.VERVALLEN: ("vervallen", "De gegevens zijn na de afkeur veranderd; deze actie is daarmee vervallen."),
    _S.VERWIJDERD: ("verwijderd", "De actie is verwijderd voordat er iets was verzonden."),
    _S.VERWIJDERD_NA_VERZENDING: ("verwijderd", "De actie is verwijderd nadat het bericht was verzonden."),
}
_BIJZONDER: Final[dict[tuple[str, str], tuple[str, str]]] = {
    (_S.GECONTROLEERD, _S.BEPAALD): ("gewijzigd", "De gegevens zijn gewijzigd; controleer opnieuw."),
    (_S.VERZENDEN, _S.GECONTROLEERD): ("niet verzonden", "Het verzenden is niet gelukt; er is niets naar BRON gegaan."),
    (_S.ONBESLIST, _S.VERZENDEN): ("verzonden", "Hetzelfde bericht is nogmaals verzonden."),
}
_IN_LVS: Final[dict[str, tuple[str, str]]] = {
    _S.VERZENDEN: ("overnemen", "Het overnemen van het adres in LVS2000 is vastgelegd."),
    _S.GEACCEPTEERD: ("verwerkt", "Het adres van BRON is in LVS2000 overgenomen."),
    _S.AFGEKEURD: ("afgekeurd", "Het adres is niet overgenomen, omdat het in LVS2000 intussen is gewijzigd."),
}


def tijdlijn(unit: UnitOfWork, omg: Omgeving, acties: Iterable[Actie]) -> tuple[TijdlijnRegel, ...]:
    """All that happened to these acties, oldest first. What the trail no longer keeps is not told."""
    regels = []
    for actie in acties:
        eigen = _IN_LVS if actie.soort in NAAR_LVS else {}
        for rij in unit.all(AuditRij, aanleverpunt=omg.aanleverpunt, onderwerp=f"A-{actie.nummer}"):
            woord, tekst = (
                eigen.get(rij.naar) or _BIJZONDER.get((rij.van, rij.naar)) or _NAAR.get(rij.naar, (rij.naar, ""))
            )
            tekst = f"{actie.soort}: {tekst}" + (f" ({rij.code})" if rij.code else "")
            regel = TijdlijnRegel(rij.tijdstip, woord, tekst, actie.nummer, rij.bericht_id, rij.ontvangstnummer)
            regels.append((rij.nummer, regel))
    return tuple(regel for _, regel in sorted(regels, key=lambda paar: paar[0]))
