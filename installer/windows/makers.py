#!/usr/bin/env python3
"""Plays the makers for `try_out.py`: keys of its own, and after a release the next one, published as a school's share would hold it.

    python3 installer/windows/makers.py keys DIR          before the release: DIR/updates is what `release --updates` builds in
    python3 installer/windows/makers.py next DIR DIST     after it: the next release, published in DIST/updates

The next one is the same program with one file more, a second later: what is tried is the way of an update, not what changed.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import publiceer
from securesystemslib.signer import CryptoSigner

from windows import tree

HOLDERS: Final = ("wortel-a", "wortel-b", "wortel-c", "lijst", "klok")
SEEN: Final = "Lib/site-packages/bronsync/_resources/proef.txt"


class Makers:
    """Whose keys and repository lie in a folder."""

    def __init__(self, folder: Path) -> None:
        """Makes nothing yet."""
        self.folder, self.repository = folder, publiceer.Repository(folder / "repository", datetime.now(UTC))
        self.word = folder / "wachtwoord"

    def keys(self) -> None:
        """The keys, the first root, and what a release builds in."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.word.write_text(secrets.token_urlsafe(24))
        for name in HOLDERS:
            publiceer.new_key(self.folder / name, self.word.read_text())
        public = [publiceer.public(self.folder / f"{name}.pub") for name in HOLDERS]
        self.repository.propose_root(public[:3], *public[3:])
        for name in HOLDERS[:2]:
            self.repository.sign_root(self.signer(name))
        (self.folder / "updates").mkdir()
        shutil.copyfile(self.repository.metadata / "1.root.json", self.folder / "updates" / "root.json")
        (self.folder / "updates" / "adres.txt").write_text("https://updates.invalid/\n")

    def signer(self, name: str) -> CryptoSigner:
        return publiceer.signer(self.folder / f"{name}.pem", self.word.read_text())

    def next(self, dist: Path) -> None:
        """Of the release in `dist`; published, and seen by who looks."""
        with tempfile.TemporaryDirectory() as name:
            made, source = Path(name) / "packs", Path(name) / "tree"
            shutil.copytree(dist / "packs", made)
            told = json.loads((made / "manifest.json").read_bytes())
            (old,) = made.glob("bronsync-*.tar.xz")
            with tarfile.open(old) as archive:
                archive.extractall(source, filter="data")
            old.unlink()
            shutil.rmtree(source / "packs")
            (source / SEEN).parent.mkdir(parents=True, exist_ok=True)
            (source / SEEN).write_text("De volgende uitgave\n")
            told["packs"]["bronsync"] = tree.pack(source, "bronsync", tree.files(source), made)
            told["moment"] += 1
            (made / "manifest.json").write_text(json.dumps(told))
            changes = publiceer.changes(f"## [{told['version']}]\n\n- De volgende uitgave.\n", told["version"])
            self.repository.release(made, changes, self.signer("lijst"))
        self.repository.renew(self.signer("klok"))
        shutil.copytree(self.repository.folder, dist / "updates")


def main(job: str, folder: str, *dist: str) -> None:
    makers = Makers(Path(folder).resolve())
    if job == "keys":
        makers.keys()
    else:
        makers.next(Path(dist[0]).resolve())


if __name__ == "__main__":
    main(*sys.argv[1:])
