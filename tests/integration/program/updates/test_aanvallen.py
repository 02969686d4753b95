"""Attacks on updates: whatever the update address offers, nothing that the makers did not sign is used, and the version in use still starts."""

import datetime as dt
import json
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, TargetFile
from tuf.ngclient._internal import trusted_metadata_set

from bronsync.domain.errors import BronSyncFout
from helpers.uitgeverij import Computer, Sleutels, Uitgeverij, Voortgang, publiceer


def weigert(computer, adres, code, fetcher=None):
    """Both looking and fetching, and nothing has changed here."""
    updates = computer.updates(adres, fetcher)
    for doe in (updates.look, lambda: updates.fetch(Voortgang())):
        with pytest.raises(BronSyncFout) as fout:
            doe()
        assert fout.value.code == code
    assert computer.is_als_voorheen()
    assert subprocess.run([computer.place.python(computer.eigen)], check=False).returncode == 0


def lees(map_, naam):
    return json.loads((map_ / "metadata" / naam).read_text())


# ---------------------------------------------------------------- altered


def test_an_altered_pack_is_refused(computer, uitgeverij, tweede):
    pack = uitgeverij.doel("bronsync-")
    inhoud = bytearray(pack.read_bytes())
    inhoud[-1] ^= 1
    pack.write_bytes(inhoud)
    with pytest.raises(BronSyncFout, match="UPDATE-02"):
        computer.updates(uitgeverij.map_).fetch(Voortgang())
    assert computer.is_als_voorheen()


@pytest.mark.parametrize("naam", ["manifest.json", "wijzigingen.json"])
def test_an_altered_file_is_refused(computer, uitgeverij, tweede, naam):
    uitgeverij.doel(naam).write_bytes(uitgeverij.doel(naam).read_bytes().replace(b"0.2.0", b"0.9.0"))
    updates = computer.updates(uitgeverij.map_)
    with pytest.raises(BronSyncFout, match="UPDATE-02"):
        updates.look()
    assert computer.is_als_voorheen()


@pytest.mark.parametrize("naam", ["timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_an_altered_list_is_refused(computer, uitgeverij, tweede, naam):
    gelezen = lees(uitgeverij.map_, naam)
    gelezen["signed"]["expires"] = "2099-01-01T00:00:00Z"
    (uitgeverij.map_ / "metadata" / naam).write_text(json.dumps(gelezen))
    weigert(computer, uitgeverij.map_, "UPDATE-02")


@pytest.mark.parametrize(
    "inhoud", [b"", b"<html>Log in</html>", b"{}", b"null", b'{"signed": {}, "signatures": []}', b"\xff\xfe"]
)
def test_what_is_no_list_is_refused(computer, uitgeverij, tweede, inhoud):
    (uitgeverij.map_ / "metadata" / "timestamp.json").write_bytes(inhoud)
    weigert(computer, uitgeverij.map_, "UPDATE-02")


# ---------------------------------------------------------------- old


def test_an_older_repository_is_refused_once_a_newer_was_seen(computer, uitgeverij, tweede):
    oud = uitgeverij.kopie("oud")
    uitgeverij.geef_uit(uitgeverij.maak("0.3.0"))
    assert computer.updates(uitgeverij.map_).look().version == "0.3.0"
    weigert(computer, oud, "UPDATE-02")


def test_an_older_version_is_never_offered_also_where_nothing_was_seen_before(tmp_path, uitgeverij, eerste, tweede):
    """A computer that was installed with 0.3.0 and meets a repository, still fresh, of before."""
    oud = uitgeverij.kopie("oud")
    nieuw = uitgeverij.maak("0.3.0")
    computer = Computer(tmp_path / "ander", nieuw, uitgeverij.root())
    updates = computer.updates(oud)
    assert updates.look() is None
    with pytest.raises(BronSyncFout, match="INSTAL-01"):
        updates.fetch(Voortgang())
    assert computer.is_als_voorheen()


def test_a_frozen_repository_is_refused_when_its_clock_stops(tmp_path):
    """The thief shows what was signed once and holds back what came after: for two weeks at most."""
    toen = Uitgeverij(tmp_path / "toen", nu=dt.datetime.now(dt.UTC) - dt.timedelta(days=15))
    dist = toen.maak("0.1.0")
    toen.geef_uit(toen.maak("0.2.0"))
    computer = Computer(tmp_path / "BRON Sync", dist, toen.root())
    weigert(computer, toen.map_, "UPDATE-03")
    toen.nu += dt.timedelta(days=15)
    toen.vernieuw()
    assert computer.updates(toen.map_).look().version == "0.2.0"


@pytest.mark.parametrize(("jaren", "code"), [(3, "UPDATE-03"), (-5, "")])
def test_a_wrong_clock_offers_nothing_older_and_stops_nothing(computer, uitgeverij, tweede, monkeypatch, jaren, code):
    """Ahead: all is expired, and it says so. Behind: what is expired passes, and still only something newer is taken."""
    oud, verschil = uitgeverij.kopie("oud"), dt.timedelta(days=365 * jaren)

    class Klok(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.now(tz) + verschil

    monkeypatch.setattr(trusted_metadata_set, "datetime", SimpleNamespace(datetime=Klok, timezone=dt.timezone))
    if code:
        weigert(computer, uitgeverij.map_, code)
    else:
        assert computer.updates(uitgeverij.map_).look().version == "0.2.0"
        uitgeverij.geef_uit(uitgeverij.maak("0.3.0"))
        assert computer.updates(uitgeverij.map_).look().version == "0.3.0"
        weigert(computer, oud, "UPDATE-02")


# ---------------------------------------------------------------- swapped


def test_packs_that_changed_places_are_refused(computer, uitgeverij):
    uitgeverij.geef_uit(uitgeverij.maak("0.2.0", code="print(2)\n", qt=b"ander" * 60_000))
    een, ander = uitgeverij.doel("bronsync-"), uitgeverij.doel("qt-")
    bewaard = een.read_bytes()
    een.write_bytes(ander.read_bytes())
    ander.write_bytes(bewaard)
    with pytest.raises(BronSyncFout, match="UPDATE-02"):
        computer.updates(uitgeverij.map_).fetch(Voortgang())
    assert computer.is_als_voorheen()


@pytest.mark.parametrize("soort", ["snapshot", "targets"])
def test_lists_of_two_moments_are_refused(computer, uitgeverij, tweede, soort):
    """Each of them is properly signed; together they were never published."""
    metadata = uitgeverij.map_ / "metadata"
    shutil.copy(metadata / f"1.{soort}.json", metadata / f"2.{soort}.json")
    weigert(computer, uitgeverij.map_, "UPDATE-02")


def test_the_manifest_of_another_release_is_refused(computer, uitgeverij, tweede):
    nu = uitgeverij.doel("manifest.json")
    derde = uitgeverij.maak("0.3.0")
    nu.write_bytes((derde / "manifest.json").read_bytes())
    weigert(computer, uitgeverij.map_, "UPDATE-02")


def test_a_hash_that_is_wrong_by_the_makers_own_hand_is_refused_before_anything_is_unpacked(
    computer, uitgeverij, tweede
):
    """Signed, and yet the manifest and the pack do not fit: the second check is the installer's own."""
    repo, sleutels = uitgeverij.repo, uitgeverij.sleutels
    lijst = repo.newest(publiceer.Targets)
    (pack,) = (pack for pack in tweede.packs if pack.name == "bronsync")
    ander = TargetFile.from_data(pack.file, b"iets anders", ["sha256"])
    lijst.signed.targets[pack.file] = ander
    lijst.signed.version += 1
    (repo.targets / f"{ander.hashes['sha256']}.{pack.file}").write_bytes(b"iets anders")
    repo.publish(lijst.signed, sleutels.lijst)
    uitgeverij.vernieuw()
    with pytest.raises(BronSyncFout, match=r"UPDATE-04.*INSTAL-03"):
        computer.updates(uitgeverij.map_).fetch(Voortgang())
    assert computer.is_als_voorheen()


# ---------------------------------------------------------------- keys


def test_another_maker_is_refused(tmp_path, computer):
    vreemd = Uitgeverij(tmp_path / "vreemd")
    vreemd.geef_uit(vreemd.maak("0.9.0"))
    weigert(computer, vreemd.map_, "UPDATE-02")


def test_a_list_signed_with_the_clocks_key_is_refused(computer, uitgeverij, tweede):
    """The key that is online was stolen: it can hold the time still, not offer anything."""
    lijst = uitgeverij.repo.newest(publiceer.Targets)
    lijst.signed.version += 1
    lijst.sign(uitgeverij.sleutels.klok)
    (uitgeverij.map_ / "metadata" / "3.targets.json").write_bytes(lijst.to_bytes())
    uitgeverij.vernieuw()
    weigert(computer, uitgeverij.map_, "UPDATE-02")


def dief_geeft_uit(uitgeverij, tekenaars):
    """A root of the thief's own keys for lists and clock, signed by these; and a release of his under it."""
    eigen = Sleutels(wortel=uitgeverij.sleutels.wortel)
    uitgeverij.repo.propose_root(
        [een.public_key for een in eigen.wortel], eigen.lijst.public_key, eigen.klok.public_key
    )
    wacht = uitgeverij.repo.waiting
    root = Metadata.from_file(str(wacht))
    for een in tekenaars:
        root.sign(een, append=True)
    (uitgeverij.map_ / "metadata" / "2.root.json").write_bytes(root.to_bytes())
    uitgeverij.sleutels = eigen
    uitgeverij.geef_uit(uitgeverij.maak("0.9.0"))


def test_one_stolen_key_of_the_root_decides_nothing(computer, uitgeverij):
    dief_geeft_uit(uitgeverij, uitgeverij.sleutels.wortel[:1])
    weigert(computer, uitgeverij.map_, "UPDATE-02")


def test_one_stolen_key_that_signs_twice_decides_nothing(computer, uitgeverij):
    dief_geeft_uit(uitgeverij, [uitgeverij.sleutels.wortel[0], CryptoSigner.generate_ed25519()])
    weigert(computer, uitgeverij.map_, "UPDATE-02")


def test_two_of_the_roots_keys_decide(computer, uitgeverij):
    """So that the three tests before this one can fail."""
    dief_geeft_uit(uitgeverij, uitgeverij.sleutels.wortel[:2])
    assert computer.updates(uitgeverij.map_).look().version == "0.9.0"


def test_new_keys_are_followed_and_the_old_ones_count_no_more(computer, uitgeverij, tweede):
    """A key of the root was stolen, and those of lists and clock: two of the old root say which count from now on."""
    oud = uitgeverij.sleutels
    nieuw = Sleutels(wortel=[*oud.wortel[1:], CryptoSigner.generate_ed25519()])
    computer.updates(uitgeverij.map_).look()
    assert uitgeverij.wortel(nieuw, oud.wortel[1:])
    uitgeverij.sleutels = nieuw
    uitgeverij.geef_uit(uitgeverij.maak("0.3.0"))
    updates = computer.updates(uitgeverij.map_)
    assert updates.look().version == "0.3.0"
    uitgeverij.sleutels = oud
    with pytest.raises(publiceer.Stop, match="een andere"):
        uitgeverij.geef_uit(uitgeverij.maak("0.4.0"))
    lijst = uitgeverij.repo.newest(publiceer.Targets)
    lijst.signed.version += 1
    lijst.sign(oud.lijst)
    (uitgeverij.map_ / "metadata" / f"{lijst.signed.version}.targets.json").write_bytes(lijst.to_bytes())
    uitgeverij.sleutels = nieuw
    uitgeverij.vernieuw()
    weigert(computer, uitgeverij.map_, "UPDATE-02")


def test_a_root_that_skips_a_number_is_refused(computer, uitgeverij, tweede):
    root = uitgeverij.repo.newest(publiceer.Root)
    root.signed.version = 3
    for een in uitgeverij.sleutels.wortel:
        root.sign(een, append=True)
    (uitgeverij.map_ / "metadata" / "2.root.json").write_bytes(root.to_bytes())
    weigert(computer, uitgeverij.map_, "UPDATE-02")


# ---------------------------------------------------------------- who may write here


@pytest.mark.parametrize("map_", ["", "versies"])
def test_where_others_may_write_nothing_is_put(computer, uitgeverij, tweede, map_):
    (computer.place.root / map_).chmod(0o777)
    with pytest.raises(BronSyncFout, match=r"UPDATE-04.*INSTAL-07"):
        computer.updates(uitgeverij.map_).fetch(Voortgang())
    assert computer.is_als_voorheen()


def test_packs_that_somebody_laid_ready_are_not_trusted(computer, uitgeverij, tweede):
    packs = computer.place.root / "updates" / "packs"
    packs.mkdir(parents=True)
    (pack,) = (pack for pack in tweede.packs if pack.name == "bronsync")
    (packs / pack.file).write_bytes(b"\0" * pack.size)
    computer.updates(uitgeverij.map_).fetch(Voortgang())
    assert computer.place.ready_file.read_text().strip() == tweede.name


def test_kept_lists_that_somebody_altered_are_not_trusted(computer, uitgeverij, tweede):
    updates = computer.updates(uitgeverij.map_)
    updates.look()
    lijsten = computer.place.root / "updates" / "lijsten"
    for bestand in (*lijsten.glob("*.json"), *(lijsten / "root_history").iterdir()):
        bestand.unlink()
        bestand.write_bytes(b'{"signed": {"_type": "root", "version": 99}, "signatures": []}')
    assert updates.look().version == "0.2.0"
