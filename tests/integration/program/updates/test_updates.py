"""An update in peace: looked for, asked with what it changes, fetched, tried, chosen at the next start, and given up when it does not start."""

import pytest

from bronsync.application.ports import Afgebroken
from bronsync.domain.errors import BronSyncFout
from bronsync_install.install import started, switch_when_ready
from bronsync_install.packs import whole
from helpers.uitgeverij import KAPOT, Voortgang


def test_nothing_newer_is_no_offer_and_no_error(updates, computer):
    assert updates.look() is None
    assert computer.is_als_voorheen()


def test_the_usual_update_is_our_own_code_and_says_what_it_changes(updates, tweede):
    aanbod = updates.look()
    (code,) = (pack for pack in tweede.packs if pack.name == "bronsync")
    assert (aanbod.name, aanbod.version, aanbod.size) == (tweede.name, "0.2.0", code.size)
    assert [(een.version, een.text) for een in aanbod.changes] == [("0.2.0", "### Nieuw\n- De lijst is sneller.")]


def test_it_is_chosen_at_the_next_start_and_not_before(updates, computer, tweede):
    voortgang = Voortgang()
    updates.look()
    assert updates.fetch(voortgang) == "0.2.0"
    assert computer.place.pointer().current == computer.eigen, "the version that runs is still the chosen one"
    assert (updates.ready(), updates.look()) == ("0.2.0", None)
    assert not (computer.place.root / "updates" / "packs").exists()
    switch_when_ready(computer.place)
    nu = computer.place.pointer()
    assert (nu.current, nu.previous) == (tweede.name, computer.eigen)
    assert whole(computer.place.version(tweede.name), tweede.packs)
    assert whole(computer.place.version(computer.eigen), computer.place.manifest(computer.eigen).packs)
    (code,) = (pack for pack in tweede.packs if pack.name == "bronsync")
    opgehaald = [regel for regel in voortgang.regels if "opgehaald" in regel[2]]
    assert opgehaald[-1][:2] == (code.size, code.size)


def test_the_same_from_where_nothing_was_ever_looked_for(updates, computer, tweede):
    updates.fetch(Voortgang())
    assert computer.place.ready_file.read_text().strip() == tweede.name


def test_a_file_that_was_damaged_here_is_fetched_again(updates, computer, tweede):
    qt = computer.place.version(computer.eigen) / "Lib/site-packages/PySide6/Qt6Core.dll"
    qt.write_bytes(b"weg")
    voortgang = Voortgang()
    updates.fetch(voortgang)
    sizes = {pack.name: pack.size for pack in tweede.packs}
    opgehaald = [regel for regel in voortgang.regels if "opgehaald" in regel[2]]
    assert opgehaald[-1][1] == sizes["bronsync"] + sizes["qt"]
    assert whole(computer.place.version(tweede.name), tweede.packs)


def test_who_skipped_a_version_is_told_of_both(computer, uitgeverij, tweede):
    uitgeverij.geef_uit(
        uitgeverij.maak("0.10.0", code="print(3)\n"), tekst="- Nog sneller.\n\n## [0.2.0] - 2026-12-01\n\n- Sneller."
    )
    aanbod = computer.updates(uitgeverij.map_).look()
    assert [een.version for een in aanbod.changes] == ["0.10.0", "0.2.0"]


def test_what_was_cancelled_leaves_the_version_in_use_and_goes_on_where_it_was(computer, uitgeverij):
    nieuw = uitgeverij.geef_uit(uitgeverij.maak("0.2.0", code="print(2)\n", python=WERKT_ANDERS, qt=b"ander" * 60_000))

    def stop(gedaan, totaal, _):
        if gedaan >= totaal - 1:
            raise Afgebroken

    updates = computer.updates(uitgeverij.map_)
    with pytest.raises(Afgebroken):
        updates.fetch(Voortgang(stop))
    assert computer.is_als_voorheen()
    again = Voortgang()
    updates.fetch(again)
    opgehaald = [regel[0] for regel in again.regels if "opgehaald" in regel[2]]
    assert 0 < max(opgehaald) < sum(pack.size for pack in nieuw.packs), (
        "whole packs of the time before are not fetched again"
    )


WERKT_ANDERS = "#!/bin/sh\n# anders\nexit 0\n"


def test_a_version_that_does_not_pass_its_own_test_is_never_chosen(computer, uitgeverij):
    uitgeverij.geef_uit(uitgeverij.maak("0.2.0", python=KAPOT))
    with pytest.raises(BronSyncFout, match=r"UPDATE-04.*zelftest.*Venster: kapot.*INSTAL-05"):
        computer.updates(uitgeverij.map_).fetch(Voortgang())
    assert computer.is_als_voorheen()


def test_a_version_that_does_not_start_twice_gives_way_and_is_not_offered_again(updates, computer, uitgeverij, tweede):
    updates.fetch(Voortgang())
    switch_when_ready(computer.place)
    computer.place.trial_file.write_bytes(b"..")  # what the launcher notes: two starts without a window
    assert started(computer.place, computer.eigen) == tweede.name
    assert computer.place.pointer().current == computer.eigen
    assert updates.look() is None
    beter = uitgeverij.geef_uit(uitgeverij.maak("0.2.1", code="print(21)\n"))
    assert updates.look().name == beter.name


def test_where_updates_are_off_nothing_is_asked_for(computer, uitgeverij):
    from bronsync.program.updates.source import Source
    from bronsync.program.updates.updater import Updates

    uit = Updates(computer.place, computer.eigen, Source(off="Uw systeembeheerder heeft updates uitgezet."))
    with pytest.raises(BronSyncFout, match="UPDATE-05"):
        uit.look()
    assert not (computer.place.root / "updates").exists()


def test_a_checkout_has_no_updates():
    from bronsync.program.updates.updater import report_started, updates_here

    hier = updates_here()
    assert "niet met het installatieprogramma" in hier.off
    assert (hier.ready(), report_started()) == ("", "")


def test_who_may_write_nothing_where_the_program_lies_starts_all_the_same(computer, monkeypatch):
    """Installed per computer by the MSI: the folder is the administrator's."""
    from bronsync.program.updates import updater as adapter

    (computer.place.root / "bezig.lock").unlink()
    (computer.place.root / "bezig.lock").mkdir()  # cannot be opened, by root neither
    monkeypatch.setattr(adapter, "own_version", lambda: (computer.place, computer.eigen))
    assert adapter.report_started() == ""
    assert computer.is_als_voorheen()
