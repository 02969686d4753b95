"""Where updates come from: the administrator's word before the makers', and nothing but https or a folder."""

import pytest

from bronsync.program.updates import source
from bronsync.program.updates.source import Source, source_of
from bronsync_install.place import Place


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def ingebouwd(tmp_path, monkeypatch):
    map_ = tmp_path / "ingebouwd"
    map_.mkdir()
    (map_ / "root.json").write_bytes(b"wortel")
    (map_ / "adres.txt").write_text("https://updates.makers.example/bronsync\n")
    monkeypatch.setattr(source, "resource", lambda *delen: map_ / delen[-1])


def test_without_a_root_of_trust_in_the_release_there_are_none(place):
    (place.root / "updates.txt").write_text("https://updates.school.example/")
    assert "geen updateadres ingebouwd" in source_of(place).off


def test_the_makers_address_is_what_is_left(place, ingebouwd):
    assert source_of(place) == Source("https://updates.makers.example/bronsync/", b"wortel")


@pytest.mark.parametrize(
    ("gezet", "adres"),
    [
        ("https://updates.school.example/bron sync/", "https://updates.school.example/bron sync/"),
        ("\ufeffhttps://updates.school.example\r\n", "https://updates.school.example/"),
        ("/mnt/software/bronsync/", "/mnt/software/bronsync/"),
    ],
)
def test_the_file_beside_the_launcher_comes_before_it(place, ingebouwd, gezet, adres):
    (place.root / "updates.txt").write_text(gezet, encoding="utf-8", newline="")
    assert source_of(place) == Source(adres, b"wortel")


@pytest.mark.parametrize("gezet", ["uit", "UIT\r\n"])
def test_the_administrator_switches_it_off(place, ingebouwd, gezet):
    (place.root / "updates.txt").write_text(gezet)
    assert source_of(place) == Source(off="Uw systeembeheerder heeft updates uitgezet.")


@pytest.mark.parametrize(
    "gezet",
    [
        "http://updates.school.example/",
        "ftp://updates.school.example/",
        "file:///etc",
        "https://",
        "https://naam:woord@updates.school.example/",
        "https://updates.school.example/?x=1",
        "updates",
        "ja",
        "https://[",
    ],
)
def test_what_is_neither_https_nor_a_folder_is_said_and_not_used(place, ingebouwd, gezet):
    (place.root / "updates.txt").write_text(gezet)
    assert "niet te gebruiken" in source_of(place).off


@pytest.mark.parametrize(("gezet", "uit"), [("uit", True), ("https://beheer.school.example/", False)])
def test_the_registry_comes_before_the_file(place, ingebouwd, monkeypatch, gezet, uit):
    (place.root / "updates.txt").write_text("https://anders.example/")
    monkeypatch.setattr(source, "_registry", lambda: gezet)
    gevonden = source_of(place)
    assert bool(gevonden.off) is uit
    assert uit or gevonden.address == gezet
