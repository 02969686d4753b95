"""Faults while updating: a full disk, an end at any step, two at once, a share or a line that goes away, a server that never stops."""

import errno
import os
import re
import shutil
import signal
import socket
import sys
import threading
from functools import partial

import pytest
from tuf.ngclient import updater as tuf_updater

from bron_hulp.proxy import Proxy
from bronsync.domain.errors import BronSyncFout
from bronsync.program.updates.fetcher import Fetcher
from bronsync_install.install import switch_when_ready
from bronsync_install.packs import whole
from bronsync_install.place import Place
from helpers.uitgeverij import Voortgang
from helpers.webserver import Webserver


def faalt(updates, computer, code, voortgang=None):
    with pytest.raises(BronSyncFout) as fout:
        updates.fetch(voortgang or Voortgang())
    assert fout.value.code == code
    assert computer.is_als_voorheen()


def slaagt(updates, computer, uitgave):
    updates.fetch(Voortgang())
    switch_when_ready(computer.place)
    assert computer.place.pointer().current == uitgave.name
    assert whole(computer.place.version(uitgave.name), uitgave.packs)


# ---------------------------------------------------------------- disk


def test_a_disk_without_room_is_told_before_anything_is_unpacked(updates, computer, tweede, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1000))
    with pytest.raises(BronSyncFout, match=r"UPDATE-04.*MB vrij.*INSTAL-04"):
        updates.fetch(Voortgang())
    assert computer.is_als_voorheen()
    monkeypatch.undo()
    slaagt(updates, computer, tweede)


def test_a_disk_that_runs_full_while_fetching_is_told(updates, computer, tweede, monkeypatch):
    def vol(*_):
        raise OSError(errno.ENOSPC, "vol")

    monkeypatch.setattr(tuf_updater.shutil, "copyfileobj", vol)
    faalt(updates, computer, "UPDATE-06")
    monkeypatch.undo()
    slaagt(updates, computer, tweede)


def test_a_disk_that_runs_full_while_unpacking_leaves_nothing_half(updates, computer, tweede, monkeypatch):
    from bronsync_install import packs

    echt, geschreven = packs._write, []

    def vol(*wat, **anders):
        geschreven.append(wat)
        if len(geschreven) == 3:
            raise OSError(errno.ENOSPC, "vol")
        return echt(*wat, **anders)

    monkeypatch.setattr(packs, "_write", vol)
    faalt(updates, computer, "UPDATE-04")
    assert [map_.name for map_ in computer.place.versions.iterdir()] == [computer.eigen]
    monkeypatch.undo()
    slaagt(updates, computer, tweede)


# ---------------------------------------------------------------- ended


def _met_einde_bij(stap, map_, werk):
    """In a child that is killed before its so-many-th change of a file below `map_`; whether it came to its end."""
    kind = os.fork()
    if kind == 0:
        gedaan = 0

        def bij(gebeurtenis, waarden):
            nonlocal gedaan
            anders = gebeurtenis in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree")
            schrijft = gebeurtenis == "open" and isinstance(waarden[2], int) and waarden[2] & (os.O_WRONLY | os.O_RDWR)
            if (anders or schrijft) and str(map_) in str(waarden[0]):
                gedaan += 1
                if gedaan == stap:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(bij)
        code = 1
        try:
            werk()
            code = 0
        finally:
            os._exit(code)  # a child of a test never returns
    einde = os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])
    assert einde in (0, -signal.SIGKILL)
    return einde == 0


@pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")
@pytest.mark.parametrize("om", [13, pytest.param(1, marks=pytest.mark.large)])
def test_ended_at_every_step_of_looking_fetching_and_choosing_the_old_or_the_new_version_starts(
    updates, computer, tweede, tmp_path, om
):
    """kill -9 before each change of a file. Then a version that is whole is chosen, and the next time brings the new one."""
    schoon = tmp_path / "schoon"
    shutil.copytree(computer.place.root, schoon)

    def alles():
        updates.look()
        updates.fetch(Voortgang())
        switch_when_ready(computer.place)

    stap, klaar = 0, False
    while not klaar:
        stap += om
        shutil.rmtree(computer.place.root)
        shutil.copytree(schoon, computer.place.root)
        klaar = _met_einde_bij(stap, computer.place.root, alles)
        gekozen = computer.place.pointer().current
        assert gekozen in (computer.eigen, tweede.name)
        assert whole(computer.place.version(gekozen), computer.place.manifest(gekozen).packs), f"step {stap}"
        if gekozen == computer.eigen:
            updates.fetch(Voortgang())
            switch_when_ready(computer.place)
            assert computer.place.pointer().current == tweede.name, f"step {stap}"
            assert whole(computer.place.version(tweede.name), tweede.packs), f"step {stap}"
    assert stap > 30, "the steps were counted"


def test_two_at_once_the_second_says_so(updates, computer, tweede):
    with Place(computer.place.root / "updates").locked():
        faalt(updates, computer, "UPDATE-04")
    with computer.place.locked():  # the setup is at work
        faalt(updates, computer, "UPDATE-04")
    slaagt(updates, computer, tweede)


# ---------------------------------------------------------------- the share


def test_a_share_that_is_not_there_is_no_more_than_a_sentence(updates, computer, uitgeverij, tweede):
    weg = uitgeverij.map_.rename(uitgeverij.map_.with_name("weg"))
    with pytest.raises(BronSyncFout, match="UPDATE-01"):
        updates.look()
    faalt(updates, computer, "UPDATE-01")
    weg.rename(uitgeverij.map_)
    slaagt(updates, computer, tweede)


def test_a_share_that_goes_half_way_is_no_more_than_a_sentence(updates, computer, uitgeverij, tmp_path):
    nieuw = uitgeverij.geef_uit(uitgeverij.maak("0.2.0", code="print(2)\n", qt=os.urandom(200_000)))
    elders = tmp_path / "elders"

    def weg(gedaan, *_):
        if gedaan and not elders.exists():
            uitgeverij.map_.rename(elders)

    faalt(updates, computer, "UPDATE-01", Voortgang(weg))
    elders.rename(uitgeverij.map_)
    slaagt(updates, computer, nieuw)


def test_a_share_that_may_not_be_read_is_no_more_than_a_sentence(updates, computer, uitgeverij, tweede):
    timestamp = uitgeverij.map_ / "metadata" / "timestamp.json"
    timestamp.unlink()
    timestamp.mkdir()  # a folder cannot be read, also by root
    faalt(updates, computer, "UPDATE-01")


# ---------------------------------------------------------------- the line


@pytest.fixture
def web(uitgeverij, tmp_path):
    def web_(gedrag=lambda *_: False):
        return Webserver(uitgeverij.map_, tmp_path, gedrag)

    return web_


def over_net(computer, server, **anders):
    return computer.updates(server.adres, partial(Fetcher, context=server.context, **anders))


def test_over_https_the_same(web, computer, tweede):
    with web() as server:
        slaagt(over_net(computer, server), computer, tweede)


@pytest.mark.parametrize("status", [302, 403, 404, 407, 500])
def test_an_answer_that_is_no_file_is_no_more_than_a_sentence(web, computer, tweede, status):
    def anders(verzoek, pad):
        if "root" in pad and status != 403:
            return False
        verzoek.send_response(status)
        verzoek.send_header("Location", "https://127.0.0.1:1/elders.json")
        verzoek.send_header("Content-Length", "0")
        verzoek.end_headers()
        return True

    with web(anders) as server:
        faalt(over_net(computer, server), computer, "UPDATE-01")
        assert len(server.gevraagd) == 2, "asked once, nothing repeated or followed"


def test_a_server_that_is_not_there_is_no_more_than_a_sentence(web, computer, tweede):
    with web() as server, socket.create_server(("127.0.0.1", 0)) as dicht:
        poort = dicht.getsockname()[1]
        dicht.close()
        updates = computer.updates(f"https://127.0.0.1:{poort}/", partial(Fetcher, context=server.context))
        faalt(updates, computer, "UPDATE-01")


def test_a_server_that_cannot_prove_itself_gets_no_question(web, computer, tweede):
    with web() as server:
        faalt(computer.updates(server.adres, Fetcher), computer, "UPDATE-01")
        assert not server.gevraagd


def test_a_line_that_is_cut_half_way_is_no_more_than_a_sentence(web, computer, tweede):
    def half(verzoek, pad):
        if "bronsync-" not in pad:
            return False
        verzoek.send_response(200)
        verzoek.send_header("Content-Length", "100000")
        verzoek.end_headers()
        verzoek.wfile.write(b"half")
        return True

    with web(half) as server:
        faalt(over_net(computer, server), computer, "UPDATE-01")


@pytest.mark.parametrize("naam", ["2.root.json", "timestamp.json", "2.snapshot.json", "manifest.json", "bronsync-"])
def test_endless_data_are_refused_at_the_greatest_length_that_a_file_may_have(web, computer, tweede, naam):
    gegeven = []

    def eindeloos(verzoek, pad):
        if naam not in pad:
            return False
        verzoek.send_response(200)
        verzoek.end_headers()
        while True:
            gegeven.append(verzoek.wfile.write(b" " * 65536))

    with web(eindeloos) as server:
        faalt(over_net(computer, server), computer, "UPDATE-02")
    assert sum(gegeven) < 20_000_000


@pytest.mark.parametrize("waar", ["kop", "inhoud"])
def test_a_server_that_drips_is_given_up_in_time(web, computer, tweede, waar):
    tussen = threading.Event()

    def druppel(verzoek, pad):
        if "timestamp" not in pad:
            return False
        if waar == "inhoud":
            verzoek.send_response(200)
            verzoek.end_headers()
        while True:
            verzoek.wfile.write(b"H")
            tussen.wait(0.02)

    with web(druppel) as server:
        faalt(over_net(computer, server, patience=0.5), computer, "UPDATE-01")


# ---------------------------------------------------------------- the school's proxy


def test_the_proxy_of_the_school_is_used_and_sees_the_address_only(web, computer, tweede, monkeypatch):
    with web() as server, Proxy(server.poort) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.poort}")
        monkeypatch.setenv("NO_PROXY", "")
        updates = computer.updates("https://updates.school/", partial(Fetcher, context=server.context))
        slaagt(updates, computer, tweede)
        assert proxy.gevraagd
        assert all(kop.startswith("CONNECT updates.school:443 ") for kop in proxy.gevraagd)
        assert b"timestamp" not in proxy.gezien


def test_a_proxy_that_refuses_is_named(web, computer, tweede, monkeypatch):
    def weiger(kanaal):
        kanaal.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with web() as server, Proxy(server.poort, antwoord=weiger) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.poort}")
        monkeypatch.setenv("NO_PROXY", "")
        updates = computer.updates("https://updates.school/", partial(Fetcher, context=server.context))
        with pytest.raises(BronSyncFout, match=rf"UPDATE-07.*127\.0\.0\.1:{proxy.poort}"):
            updates.look()
        assert computer.is_als_voorheen()


def test_what_is_asked_of_the_update_address_names_nobody(web, computer, tweede):
    gezien = []

    def noteer(verzoek, _):
        gezien.append(
            (verzoek.command, verzoek.path, {naam.lower(): waarde for naam, waarde in verzoek.headers.items()})
        )
        return False

    with web(noteer) as server:
        slaagt(over_net(computer, server), computer, tweede)
    assert len(gezien) > 5
    for opdracht, pad, kop in gezien:
        assert opdracht == "GET"
        assert re.fullmatch(r"/(metadata|targets)/[0-9a-z.-]+", pad)
        assert kop == {"host": f"127.0.0.1:{server.poort}", "user-agent": "bronsync", "accept-encoding": "identity"}
