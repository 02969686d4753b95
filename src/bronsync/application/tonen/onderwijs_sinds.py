"""The proposal of Onderwijs Sinds with names, each row leading to its pupil. For the screen of the school itself (manual ch. 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from bronsync.application.beheer.onderwijs_sinds import Voorstel, onderwijs_sinds_voorstel
from bronsync.application.lezen.paren import Sleutel, sleutel_van
from bronsync.application.ports import Omgeving


@dataclass(frozen=True, slots=True)
class VoorstelRegel:
    """One leerling who lacks the field."""

    voorstel: Voorstel
    naam: str = field(repr=False)
    sleutel: Sleutel = field(repr=False)
    """Of the first inschrijving of this leerling."""


def voorstelregels(omg: Omgeving) -> tuple[VoorstelRegel, ...]:
    """What filling would do; changes nothing."""
    voorstellen = onderwijs_sinds_voorstel(omg)
    wie: dict[int, tuple[str, int]] = {}
    if voorstellen:
        for rij in omg.lvs.lees(omg.aanleverpunt):
            wie.setdefault(rij.leerling_id, (rij.weergavenaam, rij.inschrijving_id))
    regels = []
    for een in voorstellen:
        naam, inschrijving_id = wie.get(een.leerling_id, ("", 0))
        regels.append(VoorstelRegel(een, naam, sleutel_van(inschrijving_id, "", "")))
    return tuple(regels)
