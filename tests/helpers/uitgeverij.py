"""The makers, played: keys, a repository kept by `installer/publiceer.py` itself, and small releases in the real form."""

import datetime as dt
import importlib.util
import json
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from bronsync.program.updates.source import Source
from bronsync.program.updates.updater import Updates
from bronsync_install.install import install
from bronsync_install.packs import whole
from bronsync_install.place import Place

ROOT = Path(__file__).parents[2]
WERKT, KAPOT = "#!/bin/sh\nexit 0\n", "#!/bin/sh\necho 'FOUT    Venster: kapot'\nexit 3\n"


def _laad(naam, pad):
    spec = importlib.util.spec_from_file_location(naam, ROOT / "installer" / pad)
    module = importlib.util.module_from_spec(spec)
    sys.modules[naam] = module
    spec.loader.exec_module(module)
    return module


publiceer = _laad("publiceer", "publiceer.py")
tree = _laad("windows_tree", "windows/tree.py")


@dataclass
class Sleutels:
    """Of the makers, or of somebody who poses as them."""

    wortel: list = field(default_factory=lambda: [CryptoSigner.generate_ed25519() for _ in range(3)])
    lijst: CryptoSigner = field(default_factory=CryptoSigner.generate_ed25519)
    klok: CryptoSigner = field(default_factory=CryptoSigner.generate_ed25519)


class Uitgeverij:
    """A repository below `map_`. `nu`: the makers' clock."""

    def __init__(self, map_, sleutels=None, nu=None):
        self.map_, self.sleutels = map_, sleutels or Sleutels()
        self.nu = nu or dt.datetime.now(dt.UTC)
        self.dist = map_.parent / f"{map_.name}-dist"
        self.wortel(self.sleutels, self.sleutels.wortel[:2])

    @property
    def repo(self):
        return publiceer.Repository(self.map_, self.nu)

    def wortel(self, sleutels, tekenaars):
        openbaar = [een.public_key for een in sleutels.wortel]
        self.repo.propose_root(openbaar, sleutels.lijst.public_key, sleutels.klok.public_key)
        return [self.repo.sign_root(een) for een in tekenaars][-1]

    def maak(self, versie, *, code="print(1)\n", python=WERKT, qt=b"qt" * 60_000, moment=1_700_000_000):
        """A folder as `release` makes it: a manifest and four packs."""
        bron, dist = self.dist / f"boom-{versie}-{moment}", self.dist / f"{versie}-{moment}"
        parts = {
            "python": {"python.exe": python.encode(), "pythonw.exe": python.encode()},
            "qt": {"Lib/site-packages/PySide6/Qt6Core.dll": qt},
            "wheels": {"Lib/site-packages/lxml/etree.pyd": b"lxml"},
            "bronsync": {
                "Lib/site-packages/bronsync/__main__.py": code.encode(),
                "start/BRON Sync.exe": b"launcher",
                "start/bronsync.exe": b"launcher",
            },
        }
        for deel in parts.values():
            for naam, inhoud in deel.items():
                (bron / naam).parent.mkdir(parents=True, exist_ok=True)
                (bron / naam).write_bytes(inhoud)
        dist.mkdir(parents=True)
        packs = tree.pack_all(bron, {naam: list(deel) for naam, deel in parts.items()}, dist)
        kop = {"form": 1, "version": versie, "moment": moment, "commit": "0" * 40, "environment": ""}
        (dist / "manifest.json").write_text(json.dumps(kop | {"packs": packs}))
        return dist

    def geef_uit(self, dist, *, vernieuw=True, tekst="### Nieuw\n- De lijst is sneller."):
        versie = json.loads((dist / "manifest.json").read_text())["version"]
        logboek = f"# Wijzigingen\n\n## [{versie}] - 2026-12-01\n\n{tekst}\n\n## [0.1.0] - 2026-11-01\n\n- De eerste.\n"
        gemaakt = self.repo.release(dist, publiceer.changes(logboek, versie), self.sleutels.lijst)
        if vernieuw:
            self.vernieuw()
        return gemaakt

    def vernieuw(self):
        self.repo.renew(self.sleutels.klok)

    def kopie(self, naam):
        """As somebody kept it at this moment."""
        doel = self.map_.with_name(naam)
        shutil.copytree(self.map_, doel)
        return doel

    def doel(self, begin):
        """The published file of this name, of the newest list."""
        (een,) = (
            een for een in self.repo.newest(publiceer.Targets).signed.targets.values() if een.path.startswith(begin)
        )
        return self.map_ / "targets" / f"{een.hashes['sha256']}.{een.path}"

    def root(self):
        return (self.map_ / "metadata" / "1.root.json").read_bytes()


class Computer:
    """Where a version is installed."""

    def __init__(self, map_, dist, root):
        self.place, self.root = Place(map_), root
        self.eigen = install(self.place, dist)
        (map_ / "proef.txt").unlink()

    def updates(self, adres, fetcher=None):
        bron = Source(f"{adres.as_posix()}/" if isinstance(adres, Path) else adres, self.root)
        return Updates(self.place, self.eigen, bron, fetcher)

    def is_als_voorheen(self):
        """The version in use is chosen, whole to the last byte, and nothing waits for the next start."""
        manifest = self.place.manifest(self.eigen)
        assert self.place.pointer().current == self.eigen
        assert whole(self.place.version(self.eigen), manifest.packs)
        assert not self.place.ready_file.exists()
        return True


class Voortgang:
    """The port Progress; `bij` is called at each report, and may raise."""

    def __init__(self, bij=lambda *_: None):
        self.bij, self.regels = bij, []

    def report(self, gedaan, totaal, tekst):
        self.regels.append((gedaan, totaal, tekst))
        self.bij(gedaan, totaal, tekst)
