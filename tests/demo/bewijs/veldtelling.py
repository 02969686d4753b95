"""Counts per compared field what was seen of its changes: in the register's own log, in what the client found and wrote, and at the end.

Of the school's changes: how many were planned, and how many the register's log shows arriving, with the value before and the value after.
Of BRON's: how many there were, how many the client found (a verschil of just that field or part, or a write-back into LVS2000), and how many
ended right: LVS2000, register and truth are one. Uses nothing of the client's compare. Source: DOMAIN 2; issue text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bronsync.domain.gegevens.velden import Cel, Veldwaarde
from bronsync_demo.school import Leerling
from demo.bewijs.registerlog import Logregel
from demo.bewijs.sporen import Telling
from demo.bewijs.veldparen import DELEN, NAMEN, veld_en_deel
from demo.bewijs.veldwerk import BIJ, Veldwerk
from demo.bewijs.vergelijk_waarheid import Plat, Sleutel, plat_bericht, plat_waarheid

UIT_SPOREN: Final[dict[str, tuple[str, str]]] = {"burgerservicenummer": ("bsn_achterhaald", "bsn_later")}
"""Rows of which two kinds of `fouten.SOORTEN` are the proof: found by the school, found by BRON."""


@dataclass(frozen=True, slots=True)
class Veldtelling:
    """Of one row: changed in the school and seen to arrive; changed at BRON, found, and right at the end."""

    school: int
    aangekomen: int
    bron: int
    gevonden: int
    opgelost: int

    @property
    def rond(self) -> bool:
        """Changed at least once on each side, and everything was seen to travel."""
        return 0 < self.school == self.aangekomen and 0 < self.bron == self.gevonden == self.opgelost


@dataclass(frozen=True, slots=True)
class Waarneming:
    """What there is to see at the end of a run."""

    log: Iterable[Logregel] = field(repr=False)
    verschillen: Mapping[str, Collection[str]] = field(repr=False)
    """Rows found different, per leerlingnummer."""
    teruggeschreven: Mapping[int, Mapping[str, str]] = field(repr=False)
    """Field and last value, per number of the pupil."""
    lvs: Mapping[Sleutel, list[Plat]] = field(repr=False)
    register: Mapping[Sleutel, list[Plat]] = field(repr=False)


def gevonden_rijen(paren: Iterable[tuple[str, Veldwaarde, Veldwaarde]]) -> list[str]:
    """The rows of a stored verschil; of a list those parts in which both sides differ."""
    namen: list[str] = []
    for veld, lvs, bron in paren:
        if veld not in DELEN:
            namen.append(veld)
            continue
        for i, deel in enumerate(DELEN[veld]):
            a, b = (
                sorted(str(record[i]) for record in kant) if isinstance(kant, tuple) else [] for kant in (lvs, bron)
            )
            if a != b:
                namen.append(f"{veld}.{deel}")
    return namen


def geschreven_velden(wijzigingen: Iterable[tuple[str, Cel, Cel]]) -> dict[str, str]:
    """Field and new value of a stored write-back."""
    return {veld: str(nieuw or "") for veld, _, nieuw in wijzigingen}


def tel_velden(
    veldwerk: Veldwerk, waarneming: Waarneming, sporen: Mapping[str, Telling]
) -> dict[str, Veldtelling | None]:
    """Of each row of `NAMEN` what was seen; None where it does not apply to this school and nobody carried it."""
    log: dict[str, list[Logregel]] = {}
    for regel in waarneming.log:
        log.setdefault(regel.leerlingnummer, []).append(regel)
    lvs, register = _per_leerling(waarneming.lvs), _per_leerling(waarneming.register)
    telling = {naam: [0, 0, 0, 0, 0] for naam in NAMEN}
    for n, drager in veldwerk.dragers.items():
        wie = veldwerk.eerst[n].leerlingnummer
        gang = _gang(log.get(wie, []))
        for naam in drager.op_school:
            telling[naam][0] += 1
            telling[naam][1] += _aangekomen(gang, naam, veldwerk.eerst[n], veldwerk.daarna[n])
        if drager.bij_bron:
            gevonden = {*waarneming.verschillen.get(wie, ()), *waarneming.teruggeschreven.get(n, {})}
            waar = plat_waarheid(veldwerk.later[n])
            for naam in drager.bij_bron:
                waarden = {_waarde(kant[wie][-1], naam) if kant.get(wie) else None for kant in (lvs, register)}
                if naam != "onderwijsnummer":  # of that only LVS2000 and the register know
                    waarden.add(_waarde(waar, naam))
                telling[naam][2] += 1
                telling[naam][3] += naam in gevonden
                telling[naam][4] += len(waarden) == 1
    for naam, (op_school, bij_bron) in UIT_SPOREN.items():
        if op_school in sporen and bij_bron in sporen:
            a, b = sporen[op_school], sporen[bij_bron]
            telling[naam] = [a.verwacht, a.gevonden, b.verwacht, b.gevonden, b.gevonden]
    return {
        naam: Veldtelling(*aantallen) if any(aantallen) or BIJ[naam] & veldwerk.soorten else None
        for naam, aantallen in telling.items()
    }


def _waarde(plat: Plat, naam: str) -> str | tuple[str, ...] | None:
    veld, deel = veld_en_deel(naam)
    if deel < 0:
        return plat.get(veld) or None
    return tuple(sorted(record[deel] for record in plat.get(veld, ())))


def _per_leerling(kant: Mapping[Sleutel, list[Plat]]) -> dict[str, list[Plat]]:
    """All inschrijvingen of each leerlingnummer, the newest last."""
    uit: dict[str, list[Plat]] = {}
    for platten in kant.values():
        for plat in platten:
            uit.setdefault(str(plat["leerlingnummer"]), []).append(plat)
    for platten in uit.values():
        platten.sort(key=lambda plat: str(plat["inschrijfdatum"]))
    return uit


def _gang(regels: Iterable[Logregel]) -> list[Plat]:
    """What the register knew of a pupil after each message that it accepted."""
    nu: Plat = {}
    gang: list[Plat] = []
    for regel in regels:
        if regel.uitkomst == "geaccepteerd":
            g = regel.gegevens
            bericht = g.get("inschrijving", g)
            if "nieuweSleutel" in g:
                bericht = {**g, "persoon": g["nieuweSleutel"]}
            nu = {**nu, **plat_bericht(bericht)}
            gang.append(nu)
    return gang


def _aangekomen(gang: Iterable[Plat], naam: str, oud: Leerling, nieuw: Leerling) -> bool:
    """Whether the register knew the old value and later the new one, and they are not the same."""
    was, wordt = (_waarde(plat_waarheid(leerling), naam) for leerling in (oud, nieuw))
    waarden = [_waarde(plat, naam) for plat in gang]
    if naam == "onderwijsnummer" and waarden:  # the first was given by BRON
        return waarden[0] != wordt == waarden[-1]
    return was != wordt and was in waarden and wordt in waarden[waarden.index(was) :]
