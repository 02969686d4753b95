"""Every door to the outside looks at the lease first, whoever opens it (FOUTEN R7, F23)."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from bronsync.application.beheer.herstellen import herstellen
from bronsync.application.beheer.onderwijs_sinds import (
    Voorstel,
    onderwijs_sinds_terugdraaien,
    onderwijs_sinds_vullen,
)
from bronsync.application.bewaking import BewaakteLvs, bewaakt
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Lvs, Omgeving, Register
from bronsync.application.records import MutatieRij, MutatieStand
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.application.wegschrijven.zet_terug import zet_terug
from bronsync.domain.errors import BronSyncFout, NietVerzonden
from bronsync.domain.vergelijking.levensloop import Status
from helpers.omgeving import Wereld
from helpers.school import Plan, maak_leerling
from helpers.storing import Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


MET_EFFECT = {
    (Lvs, "schrijf"): (1, ()),
    (Register, "verzend"): ("operatie", b"body"),
    (Register, "haal"): ("tijdstip", "id"),
    (Register, "bevestig"): ("tijdstip", "id", 1),
}
"""What changes something outside, or may: fetching removes at some registers."""
ZONDER_EFFECT = {
    (Lvs, "aanleverpunten"): (),
    (Lvs, "school"): ("00AA00",),
    (Lvs, "lees"): ("00AA00",),
    (Lvs, "lees_een"): ("00AA00", 1),
    (Lvs, "staat_er"): (1, ()),
    (Lvs, "rechten"): (),
    (Lvs, "vergrendel"): ("00AA00",),
    (Register, "schrijf"): (None,),
    (Register, "operatie"): (None,),
    (Register, "lees"): (b"",),
}
GEEN_DEUR = {(Lvs, "eis_vergrendeld"), (Register, "herhaling_veilig")}


def test_R7_every_operation_of_the_ports_is_told_to_have_an_effect_or_none():
    """Who adds one must say which; the tests below then try it."""
    alles = {(poort, naam) for poort in (Lvs, Register) for naam in vars(poort) if not naam.startswith("_")}
    assert alles == MET_EFFECT.keys() | ZONDER_EFFECT.keys() | GEEN_DEUR


def deuren() -> tuple[Any, MagicMock, MagicMock]:
    lvs, register = MagicMock(spec=Lvs), MagicMock(spec=Register)
    omg = replace(Wereld().omg, lvs=lvs, register=register)
    return bewaakt(omg), lvs, register


def test_R7_a_door_with_effect_stays_shut_and_the_others_open():
    omg, lvs, register = deuren()
    lvs.eis_vergrendeld.side_effect = BronSyncFout("LVS-11")
    for (poort, naam), argumenten in MET_EFFECT.items():
        deur, echt = (omg.lvs, lvs) if poort is Lvs else (omg.register, register)
        with pytest.raises(BronSyncFout, match="LVS-11") as gevangen:
            getattr(deur, naam)(*argumenten)
        assert poort is Lvs or isinstance(gevangen.value, NietVerzonden), "nothing left"
        getattr(echt, naam).assert_not_called()
    lvs.eis_vergrendeld.side_effect = None
    for (poort, naam), argumenten in (MET_EFFECT | ZONDER_EFFECT).items():
        deur, echt = (omg.lvs, lvs) if poort is Lvs else (omg.register, register)
        getattr(deur, naam)(*argumenten)
        getattr(echt, naam).assert_called_once_with(*argumenten)
    assert bewaakt(omg) is omg


def test_R7_reading_needs_no_lease():
    omg, lvs, _ = deuren()
    lvs.eis_vergrendeld.side_effect = BronSyncFout("LVS-11")
    for (poort, naam), argumenten in ZONDER_EFFECT.items():
        getattr(omg.lvs if poort is Lvs else omg.register, naam)(*argumenten)


# --- the flows --------------------------------------------------------------------------------------------------------------------------


def drukke_wereld() -> Wereld:
    """Something of everything waits: unclear messages, checked acties, feedback in more than one page, a write-back, an overview."""
    wereld = Plan(tuple(maak_leerling(i) for i in range(1, 7)), ()).bouw(pagina=2)
    wereld.overzicht()
    wereld.bepaal()
    wereld.controleer()
    wereld.storing.zet(2, Fout.VERZOEK_KWIJT, "register.verzend")
    wereld.synchroniseer()
    eerste, tweede, *_ = (een.pgn for een in wereld.bron.inschrijvingen)  # in whatever order they went
    wereld.bron.muteer_persoon(eerste, achternaam="Nieuw")
    maak_leerling(8).zet_in(wereld.school)
    wereld.bepaal()
    wereld.controleer()
    wereld.bron.muteer_persoon(tweede, achternaam="Anders")
    mutatie = wereld.boek(MutatieRij)[0]
    wereld.put(replace(mutatie, stand=MutatieStand.VOORGENOMEN))
    assert wereld.acties(Status.ONBESLIST)
    assert wereld.acties(Status.GECONTROLEERD)
    return wereld


def zet_de_laatste_terug(omg: Omgeving) -> Any:
    """Puts back what was written last, with the lease or without."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        gedaan = unit.all(MutatieRij, stand=MutatieStand.GEDAAN)
    return zet_terug(omg, gedaan[-1].nummer)


VOORSTEL = (Voorstel(1, "0001", "2009-08-01", ""), Voorstel(2, "0002", "2009-08-01", ""))
STROMEN = {
    "overzicht": registratieoverzicht_ophalen,
    "ophalen": terugkoppeling_ophalen,
    "verzenden": synchroniseren,
    "start": herstellen,
    "onderwijs sinds": lambda omg: onderwijs_sinds_vullen(omg, VOORSTEL),
    "onderwijs sinds terug": onderwijs_sinds_terugdraaien,
    "zet terug": zet_de_laatste_terug,
}
DEUREN = {f"{poort.__name__.lower()}.{naam}" for poort, naam in MET_EFFECT}


@pytest.mark.parametrize("stroom", STROMEN)
def test_R7_no_door_opens_after_the_lease_is_lost(stroom):
    """At whichever call it is lost, nothing is fetched, signed off, sent, repeated or written after it."""
    bij, gezien = 0, set()
    while True:
        bij += 1
        wereld = drukke_wereld()
        if stroom == "onderwijs sinds terug":
            onderwijs_sinds_vullen(wereld.omg, VOORSTEL)
        if stroom == "zet terug":
            terugkoppeling_ophalen(wereld.omg)
        wereld.storing.soorten.clear()
        wereld.storing.intussen(bij, wereld.school.verlies_greep)
        code = ""
        try:
            STROMEN[stroom](wereld.omg)
        except BronSyncFout as fout:
            code = fout.code
        assert code in ("", "LVS-11")
        if len(wereld.storing.soorten) < bij:
            break
        gezien.update(wereld.storing.soorten[:bij])
        assert not DEUREN & set(wereld.storing.soorten[bij:]), f"after call {bij}"
        assert not wereld.acties(Status.VERZENDEN), "what certainly did not leave is not called sent"
        wereld.eis_invarianten()
    assert bij > 2
    assert DEUREN & gezien, "no door was tried"


def test_R7_an_unclear_message_is_not_sent_again_without_the_lease():
    """The example: it went before the lease was looked at."""
    wereld = drukke_wereld()
    terugkoppeling_ophalen(wereld.omg)
    verzonden = list(wereld.bron.ontvangen)
    wereld.school.verlies_greep()
    with pytest.raises(BronSyncFout, match="LVS-11"):
        synchroniseren(wereld.omg)
    assert wereld.bron.ontvangen == verzonden
    assert wereld.acties(Status.ONBESLIST)


def test_R7_the_program_makes_no_ports_without_the_guard():
    """Of every `Omgeving(...)` in the program the outcome goes through `bewaakt`."""
    for pad in Path(__file__).parents[3].joinpath("src").rglob("*.py"):
        boom = ast.parse(pad.read_text(encoding="utf-8"))
        gemaakt = [
            knoop
            for knoop in ast.walk(boom)
            if isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Name) and knoop.func.id == "Omgeving"
        ]
        assert len(gemaakt) == (1 if pad.name == "bootstrap.py" else 0), pad.name
    assert isinstance(Wereld().omg.lvs, BewaakteLvs), "the tests' own too"
