"""Whether 'Verwerken en Verzenden' is available, and if not, why (manual ch. 6).

Available once every actie was checked, no afkeursignaal is left and the certificate is there; sending itself looks at all of it again.
Source: manual ch. 6, DOMAIN S02.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bronsync.application.lezen.apart import apart_gezet
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, SignaalRij
from bronsync.domain.vergelijking.levensloop import Status


@dataclass(frozen=True, slots=True)
class Verzendbaar:
    """How many acties wait, and what must happen before they can go."""

    acties: int
    """Not executed, and not set aside."""
    klaar: int
    """Of those: checked, and in order."""
    herhalen: int
    """Messages of which nobody knows whether BRON has them; they go once more where the register drops repeats."""
    afkeur: int
    """Acties with an afkeursignaal."""
    reden: str
    """Why nothing can be sent; empty when it can."""
    te_controleren: bool
    """Whether 'Controleer nu' is what comes first."""
    apart: int = 0
    """Set aside: these stay, and hold up nothing."""
    rest: int = 0
    """How many are ready and could go if those with an afkeursignaal were set aside; 0 when that is not what holds them up."""


class _Signaal(NamedTuple):
    actie: int
    herkomst: str
    ernst: str


def verzendbaar(omg: Omgeving) -> Verzendbaar:
    """As it stands now."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        per_status = {
            status: unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=status)
            for status in (Status.BEPAALD, Status.GECONTROLEERD, Status.ONBESLIST)
        }
        te_gaan = [*per_status[Status.BEPAALD], *per_status[Status.GECONTROLEERD]]
        apart = apart_gezet(unit, omg).keys()
        open_ = {actie.nummer for actie in te_gaan} - apart
        met_afkeur = {
            een.actie
            for een in unit.stream(SignaalRij, _Signaal, aanleverpunt=omg.aanleverpunt)
            if een.herkomst == "controle" and een.ernst == "afkeur"
        } & open_
    klaar = len({actie.nummer for actie in per_status[Status.GECONTROLEERD]} - apart)
    herhalen = len(per_status[Status.ONBESLIST]) if omg.register.herhaling_veilig else 0
    ongezien = {actie.nummer for actie in per_status[Status.BEPAALD]} - met_afkeur - apart
    reden = ""
    if not open_ and not herhalen:
        reden = "Alle acties zijn apart gezet." if apart else "Er zijn geen acties om te verzenden."
    elif ongezien:
        reden = "Kies eerst 'Controleer nu'."
    elif met_afkeur:
        nog = "Er is nog 1 actie" if len(met_afkeur) == 1 else f"Er zijn nog {len(met_afkeur)} acties"
        reden = f"{nog} met een afkeursignaal. Verbeter de gegevens in LVS2000 en kies opnieuw 'Controleer nu'."
    elif omg.certificaat_tot is None:
        reden = "Voor dit aanleverpunt is geen certificaat geïnstalleerd. Kies Instellingen - Certificaten."
    elif omg.certificaat_tot < omg.clock.today():
        reden = "Het certificaat van dit aanleverpunt is verlopen. Kies Instellingen - Certificaten."
    return Verzendbaar(
        len(open_),
        klaar,
        herhalen,
        len(met_afkeur),
        reden,
        te_controleren=bool(ongezien),
        apart=len(apart),
        rest=klaar if met_afkeur and not ongezien else 0,
    )
