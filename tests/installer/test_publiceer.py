"""`publiceer.py` as the makers use it: keys, a root by two of three, a release, the clock; and what it refuses to publish."""

import datetime as dt
import json
import stat

import pytest
from cryptography.hazmat.primitives import serialization

from helpers.uitgeverij import Computer, Uitgeverij, Voortgang, publiceer

WOORD = "een lang wachtwoord"


@pytest.fixture
def opdracht(monkeypatch, capsys):
    monkeypatch.setenv("SLEUTELWOORD", WOORD)

    def opdracht_(*woorden):
        code = publiceer.main([str(woord) for woord in woorden])
        gezegd = capsys.readouterr()
        return code, gezegd.out + gezegd.err

    return opdracht_


def test_from_the_first_key_to_an_update_that_a_computer_takes(opdracht, tmp_path, monkeypatch):
    for naam in ("een", "twee", "drie", "lijst", "klok"):
        assert opdracht("sleutel", tmp_path / naam)[0] == 0
    assert stat.S_IMODE((tmp_path / "een.pem").stat().st_mode) == 0o600
    with pytest.raises(TypeError):  # it asks for its password
        serialization.load_pem_private_key((tmp_path / "een.pem").read_bytes(), None)
    map_ = tmp_path / "uitgeverij"
    pubs = [tmp_path / f"{naam}.pub" for naam in ("een", "twee", "drie")]
    wortel = ("wortel", map_, "--wortel", *pubs, "--lijst", tmp_path / "lijst.pub", "--klok", tmp_path / "klok.pub")
    assert opdracht(*wortel)[0] == 0
    assert "nog een handtekening" in opdracht("onderteken", map_, tmp_path / "een.pem")[1]
    assert not (map_ / "metadata").exists()
    assert "uitgegeven" in opdracht("onderteken", map_, tmp_path / "drie.pem")[1]
    code, stand = opdracht("stand", map_)
    assert code == 1
    assert stand.count("ontbreekt") == 3

    makers = Uitgeverij(tmp_path / "maakt")
    monkeypatch.setattr(publiceer, "ROOT_FOLDER", tmp_path)
    (tmp_path / "CHANGELOG.md").write_text("# C\n\n## [0.2.0] - x\n\n- Sneller.\n\n## [0.1.0] - x\n\n- Het begin.\n")
    for versie in ("0.1.0", "0.2.0"):
        assert opdracht("uitgave", map_, makers.maak(versie), "--lijst", tmp_path / "lijst.pem")[0] == 0
        code, gezegd = opdracht("vernieuw", map_, "--klok", tmp_path / "klok.pem")
        assert (code, gezegd) == (0, "Vernieuwd.\n")
    code, stand = opdracht("stand", map_)
    assert code == 0
    assert "nog 13 dagen" in stand
    assert "0.2.0-" in stand

    (eerste,) = makers.dist.glob("0.1.0-*")
    computer = Computer(tmp_path / "BRON Sync", eerste, (map_ / "metadata" / "1.root.json").read_bytes())
    aanbod = computer.updates(map_).look()
    assert (aanbod.version, [een.text for een in aanbod.changes]) == ("0.2.0", ["- Sneller."])


def test_a_wrong_password_and_a_key_of_another_task_are_told(opdracht, tmp_path, monkeypatch):
    opdracht("sleutel", tmp_path / "een")
    assert opdracht("sleutel", tmp_path / "een") == (3, "een bestaat al; kies een andere naam.\n")
    makers = Uitgeverij(tmp_path / "maakt")
    makers.geef_uit(makers.maak("0.1.0"))
    assert "een andere" in opdracht("vernieuw", makers.map_, "--klok", tmp_path / "een.pem")[1]
    monkeypatch.setenv("SLEUTELWOORD", "iets heel anders")
    assert "niet te openen" in opdracht("vernieuw", makers.map_, "--klok", tmp_path / "een.pem")[1]
    monkeypatch.setenv("SLEUTELWOORD", "kort")
    assert "minstens 12" in opdracht("sleutel", tmp_path / "twee")[1]


def test_what_no_computer_would_take_is_not_published(tmp_path):
    makers = Uitgeverij(tmp_path / "maakt")
    dist = makers.maak("0.2.0")
    makers.geef_uit(dist)
    voor = sorted((pad, pad.read_bytes()) for pad in makers.map_.rglob("*") if pad.is_file())
    for ouder in (dist, makers.maak("0.1.9"), makers.maak("0.2.0", moment=1_600_000_000)):
        with pytest.raises(publiceer.Stop, match="niet nieuwer"):
            makers.geef_uit(ouder)
    kapot = makers.maak("0.3.0")
    (pack,) = kapot.glob("qt-*")
    pack.write_bytes(b"kapot")
    with pytest.raises(publiceer.Refused):
        makers.geef_uit(kapot)
    with pytest.raises(publiceer.Stop, match=r"geen hoofdstuk \[0\.3\.0\]"):
        publiceer.changes("## [Unreleased]\n\n- Iets.\n", "0.3.0")
    assert sorted((pad, pad.read_bytes()) for pad in makers.map_.rglob("*") if pad.is_file()) == voor


def test_the_files_of_the_release_before_stay_and_older_ones_go(tmp_path):
    makers = Uitgeverij(tmp_path / "maakt")
    for versie in ("0.1.0", "0.2.0", "0.3.0"):
        makers.geef_uit(makers.maak(versie, code=f"print('{versie}')\n"))
    versies = {json.loads(pad.read_text())["version"] for pad in (makers.map_ / "targets").glob("*.manifest.json")}
    assert versies == {"0.2.0", "0.3.0"}


def test_what_computers_see_stays_whole_until_the_clock_is_renewed(tmp_path):
    makers = Uitgeverij(tmp_path / "maakt")
    eerste = makers.maak("0.1.0")
    makers.geef_uit(makers.maak("0.2.0", code="print(2)\n"))
    for versie in ("0.3.0", "0.4.0", "0.5.0"):  # one was wrong, and the next, before anybody saw them
        makers.geef_uit(makers.maak(versie, code=f"print('{versie}')\n"), vernieuw=False)
    computer = Computer(tmp_path / "BRON Sync", eerste, makers.root())
    assert computer.updates(makers.map_).fetch(Voortgang()) == "0.2.0"


def test_the_root_takes_no_fewer_than_three_keys_each_for_one_task(tmp_path):
    makers = Uitgeverij(tmp_path / "maakt")
    een, twee, drie = (sleutel.public_key for sleutel in makers.sleutels.wortel)
    lijst, klok = makers.sleutels.lijst.public_key, makers.sleutels.klok.public_key
    for sleutels in (
        (([een, twee]), lijst, klok),
        ([een, twee, twee], lijst, klok),
        ([een, twee, drie], een, klok),
        ([een, twee, drie], klok, klok),
    ):
        with pytest.raises(publiceer.Stop):
            makers.repo.propose_root(*sleutels)


def test_whoever_looks_is_warned_before_something_ends(tmp_path):
    makers = Uitgeverij(tmp_path / "maakt")
    makers.geef_uit(makers.maak("0.1.0"))
    assert makers.repo.state()[1] is False
    makers.nu += dt.timedelta(days=8)
    regels, einde = makers.repo.state()
    assert einde
    assert [regel for regel in regels if "(!)" in regel] == ["timestamp  nummer 1, nog 5 dagen (!)"]
