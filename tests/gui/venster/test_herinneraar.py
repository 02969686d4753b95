"""The icon beside the clock: once a day, quiet, off by a setting and in the demo, and it looks at BRON only when it may."""

from __future__ import annotations

from typing import Any

import pytest

from bronsync.application.tonen import herinneringen as wat
from bronsync.domain.errors import BronSyncFout
from bronsync.gui.schermen.instellingen import WEERGAVE, InstellingenDialoog
from bronsync.gui.venster.herinneraar import GEDAAN, Herinneraar
from bronsync.gui.venster.hoofdvenster import Hoofdvenster
from bronsync_demo.bediening import Bediening


class Gehoord(list[str]):
    """What was shown."""


def onbereikbaar(_: object) -> bool:
    raise BronSyncFout("NET-01")


def _herinneraar(
    venster: Hoofdvenster, monkeypatch: pytest.MonkeyPatch, *, demo: bool = False
) -> tuple[Herinneraar, Gehoord]:
    monkeypatch.setattr(venster.kern, "demo", demo)
    herinneraar, gehoord = Herinneraar(venster), Gehoord()
    monkeypatch.setattr(herinneraar.icoon, "showMessage", lambda _, tekst, *__: gehoord.append(tekst), raising=False)
    monkeypatch.setattr(wat, "OVERZICHT_DAGEN", 0)
    return herinneraar, gehoord


def test_it_reminds_once_a_day_without_asking_bron(aan_tafel: Bediening, monkeypatch):
    venster = aan_tafel.venster
    monkeypatch.setattr(wat, "ligt_er_terugkoppeling", lambda _: pytest.fail("it was not allowed"))
    herinneraar, gehoord = _herinneraar(venster, monkeypatch)
    for _ in range(2):
        herinneraar.kijk()
        aan_tafel.rust()
    assert gehoord == ["Het registratieoverzicht wordt te oud: 00AA00."]
    venster.weergave.setValue(GEDAAN, "2020-01-01")
    herinneraar.kijk()
    aan_tafel.rust()
    assert len(gehoord) == 2, "the next day again"


@pytest.mark.warns
def test_it_looks_at_bron_once_a_day_when_it_may_and_is_quiet_when_that_fails(aan_tafel: Bediening, monkeypatch):
    venster = aan_tafel.venster
    gekeken: list[Any] = []
    monkeypatch.setattr(wat, "ligt_er_terugkoppeling", lambda omg: gekeken.append(omg) or len(gekeken) == 1)
    herinneraar, gehoord = _herinneraar(venster, monkeypatch)
    dialoog = InstellingenDialoog(venster, WEERGAVE)
    dialoog.open()
    aan_tafel.klik(dialoog.weergave.bij_bron)
    dialoog.close()
    for _ in range(2):
        herinneraar.kijk()
        aan_tafel.rust()
    assert (len(gekeken), gehoord[0].splitlines()[0]) == (1, "BRON heeft terugkoppeling klaargezet: 00AA00.")
    venster.weergave.setValue(GEDAAN, "")
    monkeypatch.setattr(wat, "ligt_er_terugkoppeling", onbereikbaar)
    herinneraar.kijk()
    aan_tafel.rust()
    assert gehoord[1:] == ["Het registratieoverzicht wordt te oud: 00AA00."], "no dialog, and the rest is told"


@pytest.mark.parametrize("demo", [True, False])
def test_it_is_off_in_the_demo_and_by_the_setting(aan_tafel: Bediening, monkeypatch, demo: bool):
    venster = aan_tafel.venster
    monkeypatch.setattr(venster.kern, "aanleverpunten", lambda: pytest.fail("nobody wanted it"))
    herinneraar, gehoord = _herinneraar(venster, monkeypatch, demo=demo)
    dialoog = InstellingenDialoog(venster, WEERGAVE)
    dialoog.open()
    assert dialoog.weergave.herinneringen.isEnabled() is not demo
    if not demo:
        assert herinneraar.aan
        aan_tafel.klik(dialoog.weergave.herinneringen)
    dialoog.close()
    assert not herinneraar.aan
    herinneraar.kijk()
    aan_tafel.rust()
    assert not gehoord
