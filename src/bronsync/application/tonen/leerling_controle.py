"""'Controleer deze leerling': what the controles say of one inschrijving as LVS2000 has it now, whether or not there is an actie for it.

Books nothing: it frees no actie and holds none up; 'Controleer nu' does. Where an actie waits it is looked at as that actie would carry it,
else as all that could be delivered of the pupil. Rules about the sending itself (certificate, age of the overview) are not about a pupil and
are left out. Source: VENSTER 4 ('check one pupil'), DOMAIN 5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bronsync.application.lezen.apart import niet_uitgevoerd
from bronsync.application.lezen.paren import Sleutel, sleutel_van_actie
from bronsync.application.lezen.signalen import ATTENTIE
from bronsync.application.lezen.wie import naam_op_scherm
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, KoppelingRij
from bronsync.application.tonen.voorbeeld import ControleRegel
from bronsync.application.verzenden.controleren import signalen_van
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import VELD, cel
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status

_PROCES: Final = "S"
"""How the codes begin of the rules about the sending."""


@dataclass(frozen=True, slots=True)
class LeerlingControle:
    """What was found, afkeur first."""

    naam: str = field(repr=False)
    regels: tuple[ControleRegel, ...]
    als: tuple[ActieSoort, ...]
    """As which acties it was looked at."""


def controleer_leerling(omg: Omgeving, sleutel: Sleutel) -> LeerlingControle:
    """Of one row of the pupil list. PROC-25 for who is not in LVS2000 (any more): there is nothing to check."""
    lvs = omg.lvs.lees_een(omg.aanleverpunt, sleutel[0]) if sleutel[0] else None
    if lvs is None:
        raise BronSyncFout("PROC-25")
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        wachtend = [actie for actie in niet_uitgevoerd(unit, omg) if sleutel_van_actie(actie) == sleutel]
        koppeling = unit.get(KoppelingRij, omg.aanleverpunt, lvs.inschrijving_id)
        pgn, dag = (koppeling.pgn, koppeling.inschrijfdatum) if koppeling else ("", "")
        soorten = (
            (ActieSoort.WIJZIGING_SLEUTELGEGEVENS, ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS)
            if koppeling
            else (ActieSoort.NIEUWE_MELDING_INSCHRIJVING,)
        )
        acties = wachtend or [
            Actie(
                nummer=0,
                aanleverpunt=omg.aanleverpunt,
                soort=soort,
                status=Status.BEPAALD,
                inschrijving_id=lvs.inschrijving_id,
                leerling_id=lvs.leerling_id,
                leerlingnummer=lvs.leerlingnummer,
                pgn=pgn,
                inschrijfdatum=dag or str(cel(lvs.rij, "inschrijfdatum") or ""),
                volgnummer="",
                vingerafdruk="",
                aangemaakt="",
            )
            for soort in soorten
        ]
        gevonden = signalen_van(unit, omg, acties)
    naam = naam_op_scherm(lvs, None)
    regels = {
        (signaal.code, signaal.veld): ControleRegel(
            signaal.ernst,
            naam,
            actie.nummer,
            actie.soort,
            signaal.veld,
            VELD[signaal.veld].label if signaal.veld in VELD else "",
            signaal.tekst,
            signaal.advies,
            signaal.code,
            sleutel,
        )
        for actie, signalen in gevonden
        for signaal in signalen
        if not signaal.code.startswith(_PROCES)
    }
    op_ernst = sorted(regels.values(), key=lambda regel: regel.ernst == ATTENTIE)
    return LeerlingControle(naam, tuple(op_ernst), tuple(actie.soort for actie in acties))
