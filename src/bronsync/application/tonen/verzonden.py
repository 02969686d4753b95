"""'Verzenden naar BRON' (manual ch. 6): every actie with its status, why it was rejected, what to do now, and what removing it means.

Reads only. Names in it are for the screen of the school itself; `voor_helpdesk` has none. Source: manual ch. 5 ('Acties ongedaan maken')
and ch. 6, DESIGN 8 (Verwijder Actie on an executed action), RELIABILITY E2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bronsync.application.boeken.beeld import bron_kant
from bronsync.application.boeken.verwijzing import verwijzer
from bronsync.application.boeken.weergave import zoekvorm
from bronsync.application.lezen.apart import apart_gezet, apart_zin
from bronsync.application.lezen.paren import Sleutel, sleutel_van_actie
from bronsync.application.lezen.signalen import ATTENTIE, SignaalRegel, leg_uit
from bronsync.application.lezen.wie import Personen, Wie
from bronsync.application.ports import Omgeving
from bronsync.application.records import BRON_HOUDT, Actie, ApartRij, BeeldRij, SignaalRij
from bronsync.application.tonen.berichten import (
    HELPDESK,
    als_tekst,
    bericht_tonen,
    persoonsgegevens,
    zoek_berichten,
    zonder_personen,
)
from bronsync.application.tonen.ouderdom import in_behandeling
from bronsync.application.tonen.voorbeeld import VerzendRegel
from bronsync.application.verzenden.synchroniseren import SyncUitslag
from bronsync.domain.errors import FOUTEN
from bronsync.domain.gegevens.velden import VELD
from bronsync.domain.kijken.signalen import Catalogus
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import LEVENSLOOP, NIET_UITGEVOERD, Gebeurtenis, Status

_S = Status
WAT_NU: Final[dict[Status, str]] = {
    _S.BEPAALD: "Kies Controleren en Synchroniseren om deze actie te controleren en te verzenden.",
    _S.GECONTROLEERD: "Gecontroleerd en in orde. Kies Controleren en Synchroniseren om te verzenden.",
    _S.VERZENDEN: "Het bericht is vastgelegd en gaat naar BRON.",
    _S.ONBESLIST: "Het is niet bekend of BRON het bericht ontving. BRON Sync zoekt dat uit bij de volgende uitwisseling.",
    _S.IN_BEHANDELING: "BRON heeft het bericht ontvangen. Haal later de terugkoppeling op.",
    _S.UITBLIJVEND: "BRON gaf na acht weken nog geen antwoord. Bel de helpdesk, of verwijder de actie en bepaal opnieuw.",
    _S.GEACCEPTEERD: "BRON heeft deze actie verwerkt. Voor deze actie hoeft u niets te doen.",
    _S.AFGEKEURD: "Verbeter de gegevens in LVS2000 en kies Acties Bepalen. Lukt dat niet, bel dan de helpdesk.",
    _S.VERVALLEN: "BRON keurde deze actie af. De gegevens zijn daarna veranderd; Acties Bepalen maakte waar nodig een nieuwe actie.",
    _S.VERWIJDERD: "Deze actie is verwijderd voordat er iets was verzonden.",
    _S.VERWIJDERD_NA_VERZENDING: "Deze actie is verwijderd nadat het bericht was verzonden.",
}
_NIET_VERZONDEN_MEER: Final = "Acties Bepalen maakt de actie opnieuw zolang het verschil er is."
_VERWIJDEREN: Final[dict[Status, str]] = {
    _S.BEPAALD: f"Er is nog niets verzonden. {_NIET_VERZONDEN_MEER}",
    _S.GECONTROLEERD: f"Er is nog niets verzonden. {_NIET_VERZONDEN_MEER}",
    _S.ONBESLIST: "Het bericht is misschien al bij BRON aangekomen; dat wordt hiermee niet teruggedraaid. "
    f"Komt er nog een antwoord, dan wordt dat verwerkt. {_NIET_VERZONDEN_MEER}",
    _S.IN_BEHANDELING: "Het bericht is al bij BRON; dat wordt hiermee niet teruggedraaid. "
    f"Komt er nog een antwoord, dan wordt dat verwerkt. {_NIET_VERZONDEN_MEER}",
    _S.UITBLIJVEND: "Het bericht is al bij BRON; dat wordt hiermee niet teruggedraaid. "
    f"Komt er nog een antwoord, dan wordt dat verwerkt. {_NIET_VERZONDEN_MEER}",
    _S.GEACCEPTEERD: "BRON heeft deze actie al verwerkt; dat wordt hiermee niet teruggedraaid. "
    "De actie verdwijnt alleen uit deze lijst.",
    _S.AFGEKEURD: "De afkeur wordt vergeten. Acties Bepalen maakt de actie opnieuw, ook als de gegevens gelijk bleven.",
}
"""What removing means, by status. Who is not in it cannot be removed now."""


@dataclass(frozen=True, slots=True)
class ActieStand:
    """One actie of the list."""

    nummer: int
    soort: ActieSoort
    status: Status
    sleutel: Sleutel = field(repr=False)
    wie: Wie
    aangemaakt: str
    verzonden: str
    reden: str = field(repr=False)
    """Exactly what BRON said."""
    codes: tuple[str, ...]
    signalen: tuple[SignaalRegel, ...]
    wat_nu: str
    sinds: str
    """How long BRON has it; empty while it has not, or when it answered."""
    verwijderen: str
    """What removing it means; empty when it cannot be removed now."""
    apart: str = field(repr=False)
    """Since when, until when and why it was set aside; empty when it was not."""
    niet_overgenomen: tuple[str, ...]
    """Fields of which BRON kept its own value, though it accepted."""
    zoek: str = field(repr=False)
    """What the search looks in, folded by `weergave.zoekvorm`."""

    @property
    def stand(self) -> str:
        """How a list calls where it stands."""
        return stand_tekst(self.status, self.niet_overgenomen, self.apart)


def actie_standen(omg: Omgeving, catalogus: Catalogus) -> tuple[ActieStand, ...]:
    """All acties of the aanleverpunt, the newest first; the removed ones too."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        acties = unit.all(Actie, aanleverpunt=omg.aanleverpunt)
        personen = Personen(unit, omg)
        wie = [personen.van(actie) for actie in acties]
        signalen: dict[int, list[SignaalRij]] = {}
        for signaal in unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt):
            signalen.setdefault(signaal.actie, []).append(signaal)
        apart = apart_gezet(unit, omg)
    vandaag = omg.clock.today()
    return tuple(
        _regel(actie, vandaag, persoon, signalen.get(actie.nummer, []), catalogus, apart.get(actie.nummer))
        for actie, persoon in zip(reversed(acties), reversed(wie), strict=True)
    )


def _regel(
    actie: Actie,
    vandaag: date,
    persoon: Wie,
    signalen: list[SignaalRij],
    catalogus: Catalogus,
    apart: ApartRij | None,
) -> ActieStand:
    telt = [
        signaal
        for signaal in signalen
        if (signaal.ernst != ATTENTIE or signaal.code == BRON_HOUDT)
        and (signaal.herkomst == "BRON" or actie.status in NIET_UITGEVOERD)
    ]
    houdt = tuple(VELD[een.veld].label for een in telt if een.code == BRON_HOUDT and een.veld in VELD)
    codes = tuple(dict.fromkeys(signaal.code for signaal in telt))
    woorden = f"{actie.status} {stand_tekst(actie.status, houdt, APART_GEZET if apart else '')}"
    return ActieStand(
        nummer=actie.nummer,
        soort=actie.soort,
        status=actie.status,
        sleutel=sleutel_van_actie(actie),
        wie=persoon,
        aangemaakt=actie.aangemaakt,
        verzonden=actie.verzonden,
        reden=actie.reden,
        codes=codes,
        signalen=tuple(leg_uit(catalogus, signaal) for signaal in telt),
        wat_nu=_wat_nu(actie, telt, apart),
        sinds=in_behandeling(actie.status, actie.verzonden, vandaag),
        verwijderen=verwijderen_betekent(actie.status),
        apart=apart_zin(apart) if apart else "",
        niet_overgenomen=houdt,
        zoek=persoon.zoek + zoekvorm(" ".join(("", actie.soort, woorden, f"A-{actie.nummer}", *codes))),
    )


APART_GEZET: Final = "Apart gezet"
NIET_OVERGENOMEN: Final = "Geaccepteerd, niet overgenomen"


def stand_tekst(status: Status, niet_overgenomen: Collection[str], apart: str = "") -> str:
    """How a list calls where an actie stands: what BRON accepted and did not take over is no plain 'Geaccepteerd'."""
    if apart:
        return APART_GEZET
    return NIET_OVERGENOMEN if niet_overgenomen and status is Status.GEACCEPTEERD else str(status)


def _wat_nu(actie: Actie, telt: list[SignaalRij], apart: ApartRij | None) -> str:
    if apart is not None:
        return "Deze actie gaat niet mee tot u haar weer meeneemt, of tot die dag. De wettelijke termijn loopt door."
    if actie.status is Status.GEACCEPTEERD and telt:
        return (
            "BRON houdt de eigen waarde; nogmaals verzenden helpt niet. Ons advies: heeft BRON gelijk, neem de waarde over in LVS2000; "
            "negeer anders het verschil."
        )
    if actie.status in NIET_UITGEVOERD and telt:
        return "Los het afkeursignaal op in LVS2000 en kies daarna 'Controleer nu'."
    return WAT_NU[actie.status]


def verwijderen_betekent(status: Status) -> str:
    """What 'Verwijder Actie' means for an actie with this status; empty when it cannot be removed now."""
    return _VERWIJDEREN[status] if Gebeurtenis.VERWIJDER in LEVENSLOOP[status] else ""


def voor_helpdesk(omg: Omgeving, nummer: int, catalogus: Catalogus) -> str:
    """'Kopieer voor helpdesk': exact text, code, short code and where to call, without names and full numbers."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        actie = unit.get(Actie, omg.aanleverpunt, nummer)
        signalen = unit.all(SignaalRij, actie=nummer)
        beeld = unit.get(BeeldRij, omg.aanleverpunt, actie.pgn, actie.inschrijfdatum) if actie else None
        verwijzing = verwijzer(unit)(actie.leerlingnummer) if actie else ""
    treffers = [treffer for treffer in zoek_berichten(omg) if treffer.actie == nummer] if actie else []
    if treffers:
        return als_tekst(bericht_tonen(omg, treffers[0], catalogus))
    regels = [
        f"BRON Sync {omg.versie}",
        f"Korte code: A-{nummer}",
        f"Leerling: {verwijzing or '-'}",
        *([f"Actie: {actie.soort}, {actie.status}", f"Reden: {actie.reden or '-'}"] if actie else []),
        *(f"{signaal.code}: {signaal.tekst} {signaal.advies}" for signaal in signalen),
        "",
        HELPDESK,
    ]
    lvs = omg.lvs.lees_een(omg.aanleverpunt, actie.inschrijving_id) if actie and actie.inschrijving_id else None
    return zonder_personen("\n".join(regels), persoonsgegevens(lvs, bron_kant(beeld) if beeld else None))


def telling(regels: tuple[VerzendRegel, ...], weggelaten: int = 0, apart: int = 0) -> str:
    """How many of each kind are about to go, in one sentence; and how many stay for another time, or were set aside."""
    blijft = f" {_aantal(weggelaten, 'actie blijft', 'acties blijven')} klaarstaan." if weggelaten else ""
    blijft += f" {_aantal(apart, 'actie is', 'acties zijn')} apart gezet." if apart else ""
    if not regels and blijft:
        return f"Er gaat nu niets.{blijft}"
    if not regels:
        return "Alleen berichten waarvan niet bekend is of BRON ze ontving, gaan nog een keer."
    per_soort = Counter(regel.soort for regel in regels)
    delen = [f"{per_soort[soort]} x {soort}" for soort in ActieSoort if per_soort[soort]]
    return f"{_aantal(len(regels), 'actie', 'acties')}: {', '.join(delen)}.{blijft}"


def geheime_adressen(regels: tuple[VerzendRegel, ...]) -> str:
    """What to do first when pupils with a secret address are among them (A10); empty when none is."""
    geheim = len({regel.sleutel for regel in regels if regel.geheim})
    if not geheim:
        return ""
    wie = _aantal(geheim, "leerling heeft", "leerlingen hebben")
    return f"{wie} een geheim adres: verzend pas na overleg (procedure van DUO)."


def verzendtekst(
    acties: tuple[ActieStand, ...], uitslag: SyncUitslag | None, *, gestopt: bool, sessie: str
) -> tuple[str, str]:
    """How a sending went in a sentence, and what comes next. `acties`: what was to go, as it stands now; `sessie`: its code."""
    per_status = Counter(actie.status for actie in acties)
    delen = [
        f"{aantal} {tekst}"
        for aantal, tekst in (
            (per_status[_S.IN_BEHANDELING], "in behandeling bij BRON"),
            (per_status[_S.GEACCEPTEERD], "verwerkt"),
            (per_status[_S.AFGEKEURD], "afgekeurd"),
            (per_status[_S.ONBESLIST], "niet zeker of BRON het ontving"),
            (per_status[_S.GECONTROLEERD], "nog niet verzonden"),
            (per_status[_S.BEPAALD], "niet verzonden omdat de gegevens intussen zijn gewijzigd"),
        )
        if aantal
    ]
    zin = ", ".join(delen) or "Er is niets verzonden"
    daarna = []
    if gestopt:
        zin = f"Gestopt: {zin}"
    if per_status[_S.AFGEKEURD]:
        daarna.append(
            "De reden van een afkeur staat in de lijst. Verbeter de gegevens in LVS2000 en kies Acties Bepalen."
        )
    if per_status[_S.BEPAALD]:
        daarna.append("Kies opnieuw 'Controleer nu' voor wat is gewijzigd.")
    if per_status[_S.GECONTROLEERD]:
        daarna.append("De rest staat nog klaar: kies Controleren en Synchroniseren om verder te gaan.")
    elif per_status[_S.IN_BEHANDELING]:
        daarna.append("BRON verwerkt de berichten. Haal daarna de terugkoppeling op.")
    if uitslag is not None and uitslag.fout and uitslag.fout in FOUTEN:
        daarna.insert(0, f"Het verzenden stopte voortijdig (code {uitslag.fout} / {sessie}).")
    return f"{zin}.", " ".join(daarna)


def _aantal(aantal: int, een: str, meer: str) -> str:
    return f"{aantal} {een if aantal == 1 else meer}"
