"""The played administrator behind the window: by his help and the user's answers alone a school full of mistakes ends without a difference."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import suppress

import pytest

from bronsync.adapters.system.clock import SystemClock
from bronsync.adapters.system.progress import SilentProgress
from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.tonen.status import status
from bronsync.application.tonen.vragen import vragen
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.program.bootstrap import LVS_BESTAND
from bronsync.program.profiel import Programmakern
from bronsync.resources import resource
from bronsync_demo import brp, fouten, lvs_database, personen, school
from bronsync_demo.venster_hulp import _zin, verbeteraar

ZIN = re.compile(
    r"In LVS2000 zijn de gegevens van (1 leerling|\d+ leerlingen) verbeterd\.|\d+ acties? (is|zijn) verwijderd: .*|In LVS2000 valt nu niets te verbeteren\."
)


@pytest.fixture
def plan() -> fouten.Plan:
    mensen = personen.lees_personen(next(resource("demo", "rvig").glob("*.csv")))
    return fouten.maak_plan(school.maak_school(mensen, 60, "bo", 3, SystemClock().today()), 3)


@pytest.fixture
def kern(plan, tmp_path):
    lvs = tmp_path / "lvs2000" / LVS_BESTAND
    lvs_database.maak_database(lvs, plan.lvs())
    brp.schrijf_json(tmp_path / "brp.json", brp.brp_bestand(plan.school, plan.elders()))
    (tmp_path / "profiel").mkdir()
    (tmp_path / "profiel" / "instellingen.json").write_text(json.dumps({"wachttijd": 0}), encoding="utf-8")
    opdracht = [sys.executable, "-m", "bron_simulator", "--map", str(tmp_path), "--brp", str(tmp_path / "brp.json")]
    proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True)
    assert proces.stdout is not None
    assert proces.stdout.readline().startswith("gereed")
    kern = Programmakern(tmp_path, verbeteraar(lvs, lambda: plan.waarheid(1)))
    yield kern
    kern.sluit()
    proces.terminate()
    proces.wait(10)
    proces.stdout.close()


def ronde(kern: Programmakern, omg) -> list[str]:
    """What a user does who follows the window: asks the administration first, answers what is left, checks, sends, fetches."""
    zinnen = []
    acties_bepalen(omg)
    if vragen(omg):
        zinnen.append(kern.verbeter_in_lvs(omg))
        acties_bepalen(omg)
    for vraag in vragen(omg):
        for keuze in (Keuze.NAAR_LVS, Keuze.NAAR_BRON):
            if keuze in vraag.mogelijk:
                with suppress(BronSyncFout):  # an earlier answer took it away
                    beslis(omg, vraag.vingerafdruk, keuze)
                break
    while controleren(omg).afkeursignalen:
        zinnen.append(kern.verbeter_in_lvs(omg))
        acties_bepalen(omg)
    synchroniseren(omg)
    terugkoppeling_ophalen(omg)
    if status(omg).acties.get("Afgekeurd"):
        zinnen.append(kern.verbeter_in_lvs(omg))
    return zinnen


def test_following_the_window_ends_without_differences(kern):
    assert kern.open().aanleverpunten == ("00AA00", "00AA01")
    zinnen = []
    for punt in ("00AA00", "00AA01"):
        omg = kern.kies(punt, SilentProgress()).omgeving
        registratieoverzicht_ophalen(omg)
        for _ in range(8):
            zinnen += ronde(kern, omg)
            acties_bepalen(omg)
            nu = status(omg)
            if not nu.verschillen:
                break
        assert (nu.verschillen, nu.vragen) == (0, 0), nu
    assert zinnen
    assert all(ZIN.fullmatch(zin) for zin in zinnen), zinnen
    assert any("verbeterd" in zin for zin in zinnen)


def test_what_he_says_is_one_plain_sentence():
    assert _zin(1, 0) == "In LVS2000 zijn de gegevens van 1 leerling verbeterd."
    assert _zin(6, 0) == "In LVS2000 zijn de gegevens van 6 leerlingen verbeterd."
    assert _zin(0, 2) == "2 acties zijn verwijderd: daarvoor klopt LVS2000 al."
    assert _zin(0, 0) == "In LVS2000 valt nu niets te verbeteren."
