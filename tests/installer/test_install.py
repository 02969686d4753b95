"""Installing and switching: whatever happens, a whole version is chosen and starts; what is wrong is refused with a sentence."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest

from bronsync_install import install as steps
from bronsync_install.__main__ import main
from bronsync_install.install import (
    install,
    needed,
    stage,
    started,
    switch,
    switch_when_ready,
)
from bronsync_install.manifest import parse
from bronsync_install.packs import safe, whole
from bronsync_install.place import Place, Pointer, write_whole
from bronsync_install.refusal import Refused
from installer.conftest import BROKEN


def chosen(place: Place) -> str:
    """The version number that would start now; proved to the last byte."""
    name = place.pointer().current
    manifest = place.manifest(name)
    assert manifest is not None
    assert whole(place.version(name), manifest.packs)
    return manifest.version


def left(place: Place) -> set[str]:
    return {one.name for one in place.versions.iterdir()}


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def test_a_first_and_a_second_version_stand_beside_each_other(place, release):
    first = install(place, release("0.1.0"))
    assert place.pointer() == Pointer(first)
    assert (place.root / "BRON Sync.exe").read_text() == "launcher of 0.1.0"
    second = install(place, release("0.2.0"))
    assert place.pointer() == Pointer(second, first)
    assert left(place) == {first, second}
    assert (place.root / "BRON Sync.exe").read_text() == "launcher of 0.2.0"
    third = install(place, release("0.3.0"))
    assert (left(place), place.pointer()) == ({second, third}, Pointer(third, second))
    assert {one.name for one in place.root.iterdir()} == {
        "BRON Sync.exe", "bronsync.exe", "huidig.txt", "proef.txt", "bezig.lock", "versies",
    }  # fmt: skip


def test_the_same_version_again_changes_nothing(place, release):
    made = release()
    name = install(place, made)
    before = {one: one.stat().st_mtime_ns for one in place.version(name).rglob("*")}
    assert install(place, made) == name
    assert {one: one.stat().st_mtime_ns for one in place.version(name).rglob("*")} == before
    assert left(place) == {name}


def test_an_older_version_is_refused_and_the_newer_stays(place, release):
    install(place, release("0.10.0"))
    with refused("INSTAL-01") as told:
        install(place, release("0.9.0"))
    assert "0.10.0" in told.value.sentence
    with refused("INSTAL-01"):
        install(place, release("0.10.0", moment=1_600_000_000))
    assert chosen(place) == "0.10.0"


def test_a_version_whose_self_test_fails_is_not_chosen(place, release):
    install(place, release("0.1.0"))
    with refused("INSTAL-05") as told:
        install(place, release("0.2.0", python=BROKEN))
    assert "Venster: kapot" in told.value.sentence
    assert chosen(place) == "0.1.0"
    assert len(left(place)) == 1


def test_a_damaged_version_is_put_beside_itself(place, release):
    made = release()
    name = install(place, made)
    library = place.version(name) / "Lib/site-packages/PySide6/Qt6Core.dll"
    library.write_text("damaged")
    again = install(place, made)
    assert (again, chosen(place)) == (f"{name}-2", "0.1.0")
    assert (place.pointer().previous, left(place)) == ("", {again}), "nobody goes back to what is damaged"


def test_what_somebody_put_ready_under_the_same_name_is_not_trusted(place, release):
    made = release()
    manifest = parse((made / "manifest.json").read_bytes())
    planted = place.version(manifest.name)
    (planted / "packs").mkdir(parents=True)
    (planted / "manifest.json").write_bytes(manifest.data)
    (planted / "python.exe").write_text("#!/bin/sh\n# of somebody else\n")
    assert install(place, made) == f"{manifest.name}-2"
    assert chosen(place) == "0.1.0"
    assert not planted.exists()


def test_a_library_planted_in_a_version_makes_it_no_longer_whole(place, release):
    made = release()
    name = install(place, made)
    (place.version(name) / "version.dll").write_text("planted")
    assert install(place, made) == f"{name}-2"


def spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize("pack", ["python", "qt", "wheels", "bronsync"])
@pytest.mark.parametrize("how", ["altered", "cut off", "longer", "gone", "of another version"])
def test_a_pack_that_is_not_the_one_of_the_manifest_is_refused(place, release, pack, how):
    install(place, release("0.1.0"))
    made = release("0.2.0", qt="other", code="print(2)\n", python="#!/bin/sh\nexit 0 # 2\n")
    # The others exist unaltered in the first version, and then are not fetched at all.
    (file,) = made.glob(f"{pack}-*")
    match how:
        case "altered":
            spoil(file)
        case "cut off":
            file.write_bytes(file.read_bytes()[:-9])
        case "longer":
            file.write_bytes(file.read_bytes() + b"\0")
        case "gone" if pack != "wheels":
            file.unlink()
        case "of another version" if pack != "wheels":
            shutil.copyfile(next((made.parent / "uitgave-0.1.0-1700000000").glob(f"{pack}-*")), file)
        case _:
            pytest.skip("this pack is the same in both")
    with refused("INSTAL-03"):
        install(place, made)
    assert chosen(place) == "0.1.0"
    assert len(left(place)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [("form", 2), ("version", "../../x"), ("version", "1"), ("packs", {}), ("packs", None), ("moment", "soon")],
)
def test_a_manifest_of_another_form_is_refused(place, release, key, value):
    made = release()
    told = json.loads((made / "manifest.json").read_bytes())
    (made / "manifest.json").write_text(json.dumps(told | {key: value}))
    with refused("INSTAL-03"):
        install(place, made)


def test_a_manifest_that_is_no_json_or_enormous_is_refused():
    for data in (b"", b"\xff", b"[]", b"null", b"1" * 10_000_000):
        with refused("INSTAL-03"):
            parse(data)


@pytest.mark.parametrize("name", ["../x", "/x", "a/../x", "a\\x", "C:x", "a//x", "./x", "x/", "x.", "nul\0", "a:b", ""])
def test_a_name_that_leads_out_of_the_folder_is_not_safe(name):
    assert not safe(name)


def hostile(made: Path, member: tarfile.TarInfo) -> None:
    """The pack of our code made anew with this member, and the manifest that fits it: what a thief of the keys could make."""
    (file,) = made.glob("bronsync-*")
    with tarfile.open(file) as archive:
        content = {one: archive.extractfile(one).read() for one in archive}
    raw = file.with_name("raw")
    with tarfile.open(raw, "w:xz") as archive:
        for one, data in content.items():
            archive.addfile(one, io.BytesIO(data))
        archive.addfile(member, io.BytesIO(b"x" * member.size))
    sha256 = hashlib.sha256(raw.read_bytes()).hexdigest()
    told = json.loads((made / "manifest.json").read_bytes())
    told["packs"]["bronsync"] |= {"sha256": sha256, "size": raw.stat().st_size}
    told["packs"]["bronsync"]["unpacked"] += 10
    (made / "manifest.json").write_text(json.dumps(told))
    raw.rename(made / f"bronsync-{sha256[:16]}.tar.xz")


@pytest.mark.parametrize("what", ["outside", "link", "too much", "not listed", "twice"])
def test_a_pack_with_a_hostile_member_is_refused_and_writes_nothing_outside(place, release, what):
    install(place, release("0.1.0"))
    made = release("0.2.0", code="print(2)\n")
    member = tarfile.TarInfo({"outside": "../../../outside", "twice": "start/bronsync.exe"}.get(what, "start/x.exe"))
    if what == "link":
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    member.size = {"too much": 11, "link": 0}.get(what, 5)
    hostile(made, member)
    with pytest.raises(Refused, match=r"^INSTAL-0[36]$"):
        install(place, made)
    assert chosen(place) == "0.1.0"
    assert not list(place.root.parent.rglob("outside"))


def test_a_full_disk_is_told_before_anything_is_written_and_when_it_comes_half_way(place, release, monkeypatch):
    install(place, release("0.1.0"))
    made = release("0.2.0", code="print(2)\n")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    with refused("INSTAL-04"):
        install(place, made)
    monkeypatch.undo()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(steps, "unpack", full)
    with refused("INSTAL-04"):
        install(place, made)
    assert chosen(place) == "0.1.0"
    assert len(left(place)) == 1


def test_a_share_that_is_gone_half_way_is_told_and_changes_nothing(place, release, monkeypatch):
    install(place, release("0.1.0"))
    made = release("0.2.0", code="print(2)\n")

    def gone(told: str) -> None:
        if told.startswith("Uitpakken: wheels"):
            shutil.rmtree(made)

    with suppress(Refused):  # the packs that are the same as those of the first version are then copied from it
        install(place, made, gone)
    assert chosen(place) == "0.1.0"
    with refused("INSTAL-08"):
        install(place, made)
    assert chosen(place) == "0.1.0"
    assert len(left(place)) == 1


@pytest.mark.skipif(os.name == "nt", reason="the rights of Linux")
def test_a_folder_in_which_others_may_write_is_refused(place, release):
    made = release()
    place.root.mkdir(parents=True)
    place.root.chmod(0o777)
    with refused("INSTAL-07"):
        install(place, made)
    place.root.chmod(0o755)
    place.versions.mkdir()
    place.versions.chmod(0o775)
    with refused("INSTAL-07"):
        install(place, made)


def test_two_at_once_do_not_meet(place, release):
    made = release()
    with place.locked(), refused("INSTAL-02"):
        install(place, made)
    install(place, made)
    assert chosen(place) == "0.1.0"


def test_an_update_fetches_only_what_changed_and_copies_the_rest(place, release):
    install(place, release("0.1.0"))
    made = release("0.2.0", code="print(2)\n")
    data = (made / "manifest.json").read_bytes()
    packs = needed(place, parse(data))
    assert [pack.name for pack in packs] == ["bronsync"]
    for file in made.glob("*.tar.xz"):
        if file.name != packs[0].file:
            file.unlink()
    name = stage(place, data, made)
    assert chosen(place) == "0.1.0", "staging chooses nothing"
    with place.locked():
        steps._clear(place)
    assert name in left(place), "and what waits is not cleared away"
    switch(place, name)
    assert chosen(place) == "0.2.0"


def test_a_pack_that_is_damaged_here_must_be_fetched_after_all(place, release):
    name = install(place, release("0.1.0"))
    (place.version(name) / "Lib/site-packages/lxml/etree.pyd").write_text("damaged")
    made = release("0.2.0", code="print(2)\n")
    assert [pack.name for pack in needed(place, parse((made / "manifest.json").read_bytes()))] == ["wheels", "bronsync"]


def test_what_an_update_made_ready_is_chosen_at_the_next_start(place, release):
    install(place, release("0.1.0"))
    made = release("0.2.0")
    name = stage(place, (made / "manifest.json").read_bytes(), made)
    write_whole(place.ready_file, name.encode())
    switch_when_ready(place)
    assert chosen(place) == "0.2.0"
    assert not place.ready_file.exists()


@pytest.mark.parametrize("ready", ["", "../../x", "0.2.0-000000000000", "\xff"])
def test_what_is_ready_in_name_only_is_not_chosen(place, release, ready):
    install(place, release("0.1.0"))
    place.ready_file.write_bytes(ready.encode("latin-1"))
    switch_when_ready(place)
    assert chosen(place) == "0.1.0"


def test_a_version_that_does_not_start_twice_is_given_up_by_the_one_before_it(place, release):
    old, new = install(place, release("0.1.0")), install(place, release("0.2.0"))
    for times in (0, 1):
        assert place.trials() == times
        assert started(place, old) == "", "an old window that closes late decides nothing"
        with place.trial_file.open("ab") as trial:  # as the launcher does
            trial.write(b".")
    assert started(place, old) == new
    assert (place.pointer(), left(place)) == (Pointer(old), {old})
    assert place.refused_file.read_text() == f"{new}\n"
    assert started(place, old) == ""


def test_a_version_that_shows_its_window_is_no_longer_on_trial(place, release):
    install(place, release("0.1.0"))
    new = install(place, release("0.2.0"))
    assert started(place, new) == ""
    assert not place.trial_file.exists()
    assert chosen(place) == "0.2.0"


@pytest.mark.parametrize("text", ["", "\xff\xfe", "../../evil", "0.1.0-zz", "x" * 10_000])
def test_a_pointer_that_is_none_chooses_nothing(place, release, text):
    install(place, release())
    place.pointer_file.write_bytes(text.encode("latin-1"))
    assert place.pointer().current == ""
    install(place, release("0.2.0"))
    assert chosen(place) == "0.2.0"


@pytest.mark.skipif(os.name == "nt", reason="a program of Linux stands for Python")
def test_a_version_that_still_runs_is_not_cleared_away(place, release):
    first = install(place, release("0.1.0"))
    program = place.version(first) / "pythonw.exe"
    program.unlink()
    shutil.copy(shutil.which("sleep"), program)
    with subprocess.Popen([program, "60"]) as running:
        try:
            install(place, release("0.2.0"))
            third = install(place, release("0.3.0"))
            assert first in left(place)
        finally:
            running.kill()
    install(place, release("0.3.1"))
    assert first not in left(place)
    assert third in left(place)


def test_the_command_of_the_setup_tells_its_outcome_in_a_file_and_in_the_log(place, release, tmp_path, capsys):
    outcome = tmp_path / "uitkomst.txt"
    command = ["install", "--into", str(place.root), "--outcome", str(outcome), "--packs"]
    assert main([*command, str(release("0.2.0"))]) == 0
    assert outcome.read_text(encoding="utf-16").startswith("BRON Sync is geïnstalleerd (versie 0.2.0-")
    assert main([*command, str(release("0.1.0"))]) == 3
    said = outcome.read_text(encoding="utf-16")
    assert said.endswith("staat er nog en werkt. (INSTAL-01)")
    log = (place.root / "installatie.log").read_text(encoding="utf-8").splitlines()
    assert [line.partition("Z ")[2] for line in log][1] == said
    assert "Zelftest" in capsys.readouterr().out


# Kill -9 at every step: in a process of its own each event that touches the folder ends one of its children, the first, the second, ...
# A child is a fork: it does all of it anew on a copy of the folder.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from bronsync_install.install import install
from bronsync_install.place import Place

before, copies, made = map(Path, sys.argv[1:])
for number in range(1, 2000):
    root = copies / str(number)
    shutil.copytree(before, root) if before.exists() else root.mkdir()
    child = os.fork()
    if child == 0:
        seen = 0
        def hook(event, arguments):
            global seen
            changes = event.startswith(("os.", "shutil.", "subprocess")) or (event == "open" and arguments[1] not in ("r", "rb"))
            if changes and (event.startswith("subprocess") or str(root) in str(arguments[:2])):
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(hook)
        install(Place(root), made)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        print(number, os.waitstatus_to_exitcode(status))
        break
"""


@pytest.mark.skipif(os.name == "nt", reason="forks")
@pytest.mark.parametrize(
    "first", [pytest.param(True, id="nothing yet", marks=pytest.mark.large), pytest.param(False, id="over 0.1.0")]
)
def test_killed_at_any_step_the_old_version_starts_and_the_next_time_it_is_done(place, release, tmp_path, first):
    copies = tmp_path / "copies"
    copies.mkdir()
    if not first:
        install(place, release("0.1.0"))
        with place.trial_file.open("wb"):
            pass
    made = release("0.2.0", code="print(2)\n")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(place.root), str(copies), str(made)],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    number, code = map(int, done.stdout.split())
    assert code == 0
    assert number > 40
    old = "" if first else "0.1.0"
    seen = set()
    for copy in sorted(copies.iterdir(), key=lambda one: int(one.name)):
        there = Place(copy)
        if there.pointer().current:
            seen.add(chosen(there))
        else:
            seen.add("")
        install(there, made)
        assert chosen(there) == "0.2.0"
        assert len(left(there)) == (1 if first else 2), "nothing is left of what was ended"
    assert seen == {old, "0.2.0"}
