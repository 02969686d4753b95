"""A newcomer who reads nothing: he clicks only what the window marks as the next step, and arrives at 'geen verschillen'.

The mark leads him to a choice between two sides, never to one of them: there he takes what the text proposes, else what the manual does.

On a school with seeded errors, the real register over mutual TLS and the real store; the administration in LVS2000 is played by the demo,
behind the marked button. The number of clicks is recorded in the report of the test run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bronsync.adapters.system.progress import SilentProgress
from bronsync.program.bootstrap import LVS_BESTAND
from bronsync.resources import resource
from bronsync_demo.__main__ import PERSONEN
from bronsync_demo.bediening import Bediening
from bronsync_demo.draaiboek import PUNTEN, Draaiboek, bereid_voor
from bronsync_demo.venster_hulp import verbeteraar

MAX_KLIKS = 60


@pytest.mark.timeout(300)
@pytest.mark.parametrize("schoolsoort", ["bo", pytest.param("gemengd", marks=pytest.mark.large)])
def test_following_only_the_marked_step_leads_to_no_differences(
    schoolsoort: str,
    open_venster: Callable[..., Bediening],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    map_ = tmp_path / "demo"
    opdracht = bereid_voor(map_, resource(*PERSONEN), 30, schoolsoort, 3)
    draaiboek = Draaiboek(map_, opdracht, SilentProgress(), lambda _: None)
    with draaiboek.klaargezet():
        hulp = verbeteraar(map_ / "lvs2000" / LVS_BESTAND, draaiboek.waarheid)
        bediening = open_venster(map_, hulp, kies="")
        gang = [(punt, _volg(bediening, punt)) for punt in PUNTEN]
        record_property("kliks", bediening.kliks)
        print(f"{bediening.kliks} clicks:", gang)
        assert bediening.kliks < MAX_KLIKS


def _volg(bediening: Bediening, punt: str) -> list[str]:
    """Clicks until the window says that nothing differs; gives the texts of what was clicked."""
    venster = bediening.venster
    bediening.rust()
    if venster.aanleverpunt != punt:
        venster.kies_aanleverpunt(punt)
        bediening.rust()
    gang: list[str] = []
    while not (venster.toestand and venster.toestand.stap.stap == "klaar" and bediening.voorste() is venster):
        knop = bediening.stap_of_keuze()
        assert knop is not None, (gang, bediening.voorste().objectName(), venster.stapbalk.zin.text())
        gang.append(knop.text().replace("&", ""))
        assert len(gang) < MAX_KLIKS, "\n".join(gang)
        bediening.klik(knop)
        bediening.rust()
    return gang
