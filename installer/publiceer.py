#!/usr/bin/env python3
"""Keeps the update repository: a folder of signed lists and packs that is put on a web server or a share as it is (The Update Framework).

    publiceer.py sleutel BESTAND                                  a new key: BESTAND.pem (secret, under a password) and BESTAND.pub
    publiceer.py wortel  MAP --wortel A.pub B.pub C.pub --lijst L.pub --klok K.pub
                                                                  a new root: which keys count from now on (two of the root's must sign it)
    publiceer.py onderteken MAP A.pem                             signs the new root that waits; the second signature publishes it
    publiceer.py uitgave MAP DIST --lijst L.pem                   publishes a release: the folder with manifest.json and its packs
    publiceer.py vernieuw MAP --klok K.pem                        the short-lived proof that nothing newer is held back: every day
    publiceer.py stand MAP                                        what is published and what ends when; 1 when something ends soon

MAP is the repository. No key lies in it and none is needed where it is served. Passwords are asked for, or come from SLEUTELWOORD.
What each key is for, where it lies, and what to do when one is lost or stolen: docs/uitgeven.md. What it does not know: where MAP is served.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from bronsync_install.manifest import Manifest, parse
from bronsync_install.packs import prove
from bronsync_install.place import write_whole
from bronsync_install.refusal import Refused

ROOT_FOLDER: Final = Path(__file__).resolve().parent.parent
THRESHOLD: Final = 2
"""Of the keys of the root: one that is stolen decides nothing, and of three one may be lost."""
LASTS: Final = {"root": 730, "targets": 365, "snapshot": 90, "timestamp": 14}
"""Days. The last is the longest that somebody on the network can hide an update."""
SOON: Final = {"root": 90, "targets": 60, "snapshot": 30, "timestamp": 7}
ONLINE: Final = ("snapshot", "timestamp")
_T = TypeVar("_T", Root, Targets, Snapshot, Timestamp)
_AS_TEXT: Final = JSONSerializer(compact=False, validate=True)


class Stop(Exception):
    """What is wrong, in Dutch."""


# ---------------------------------------------------------------- keys


def new_key(beside: Path, password: str) -> None:
    """Never over one that is there: it would be lost."""
    secret, public = beside.with_name(f"{beside.name}.pem"), beside.with_name(f"{beside.name}.pub")
    if secret.exists() or public.exists():
        raise Stop(f"{beside.name} bestaat al; kies een andere naam.")
    if len(password) < 12:
        raise Stop("Kies een wachtwoord van minstens 12 tekens.")
    key = Ed25519PrivateKey.generate()
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password.encode()),
    )
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
    public.write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def signer(secret: Path, password: str) -> CryptoSigner:
    try:
        key = serialization.load_pem_private_key(secret.read_bytes(), password.encode())
    except (OSError, ValueError, TypeError):
        raise Stop(f"De sleutel {secret.name} is niet te openen: het bestand of het wachtwoord klopt niet.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Stop(f"De sleutel {secret.name} is er geen van dit programma (Ed25519).")
    return CryptoSigner(key)


def public(file: Path) -> SSlibKey:
    try:
        key = serialization.load_pem_public_key(file.read_bytes())
    except (OSError, ValueError):
        raise Stop(f"{file.name} is geen openbare sleutel.") from None
    if not isinstance(key, Ed25519PublicKey):
        raise Stop(f"{file.name} is geen openbare sleutel van dit programma (Ed25519).")
    return SSlibKey.from_crypto(key)


# ---------------------------------------------------------------- the repository


class Repository:
    """The folder: `metadata/` and `targets/` are served; `concept/` holds a root that waits for signatures."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder, self.now = folder, now
        self.metadata, self.targets = folder / "metadata", folder / "targets"
        self.waiting = folder / "concept" / "root.json"

    def newest(self, kind: type[_T]) -> Metadata[_T] | None:
        """As published; None when there never was one."""
        if kind is Timestamp:
            file = self.metadata / "timestamp.json"
            return Metadata[_T].from_file(str(file)) if file.exists() else None
        found = {
            int(match[1]): file
            for file in self.metadata.glob(f"*.{kind.type}.json")
            if (match := re.fullmatch(rf"(\d+)\.{kind.type}\.json", file.name))
        }
        return Metadata[_T].from_file(str(found[max(found)])) if found else None

    def root(self) -> Metadata[Root]:
        made = self.newest(Root)
        if made is None:
            raise Stop("Er is nog geen wortel; maak er een met 'wortel' en laat hem tweemaal ondertekenen.")
        return made

    def publish(self, signed: _T, by: CryptoSigner) -> None:
        """Signs and writes it, with a new end; only with a key that the root names for it."""
        root = self.root().signed
        if by.public_key.keyid not in root.roles[signed.type].keyids:
            raise Stop(f"Met deze sleutel mag {signed.type} niet worden ondertekend; de wortel noemt een andere.")
        signed.expires = self.ends(signed.type)
        made = Metadata(signed)
        made.sign(by)
        root.verify_delegate(signed.type, made.signed_bytes, made.signatures)
        name = "timestamp.json" if signed.type == "timestamp" else f"{signed.version}.{signed.type}.json"
        write_whole(self.metadata / name, made.to_bytes(_AS_TEXT))

    def ends(self, kind: str) -> datetime:
        return (self.now + timedelta(days=LASTS[kind])).replace(microsecond=0)

    # --- the root

    def propose_root(self, root_keys: list[SSlibKey], lists: SSlibKey, clock: SSlibKey) -> None:
        """A root with these keys and no other; waits for signatures: of the old root and of itself, each by two."""
        if len({key.keyid for key in root_keys}) < THRESHOLD + 1:
            raise Stop("Geef de wortel minstens drie verschillende sleutels: twee tekenen, en een mag kwijtraken.")
        if {lists.keyid, clock.keyid} & {key.keyid for key in root_keys} or lists.keyid == clock.keyid:
            raise Stop("Elke sleutel heeft één taak: kies voor wortel, lijst en klok verschillende.")
        old = self.newest(Root)
        root = Root(version=old.signed.version + 1 if old else 1, expires=self.ends("root"), consistent_snapshot=True)
        for key in root_keys:
            root.add_key(key, "root")
        root.roles["root"].threshold = THRESHOLD
        root.add_key(lists, "targets")
        for role in ONLINE:
            root.add_key(clock, role)
        self.waiting.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.waiting, Metadata(root).to_bytes(_AS_TEXT))

    def sign_root(self, by: CryptoSigner) -> bool:
        """Adds a signature; whether the root is published with it."""
        if not self.waiting.exists():
            raise Stop("Er wacht geen wortel op een handtekening.")
        made = Metadata[Root].from_file(str(self.waiting))
        old = self.newest(Root)
        known = {*made.signed.roles["root"].keyids, *(old.signed.roles["root"].keyids if old else [])}
        if by.public_key.keyid not in known:
            raise Stop("Deze sleutel is niet van de wortel.")
        made.sign(by, append=True)
        write_whole(self.waiting, made.to_bytes(_AS_TEXT))
        try:
            for judge in (made.signed, *([old.signed] if old else [])):
                judge.verify_delegate("root", made.signed_bytes, made.signatures)
        except UnsignedMetadataError:
            return False
        self.metadata.mkdir(exist_ok=True)
        write_whole(self.metadata / f"{made.signed.version}.root.json", self.waiting.read_bytes())
        self.waiting.unlink()
        return True

    # --- releases

    def published(self) -> Manifest | None:
        """The release that the newest list names."""
        lists = self.newest(Targets)
        if lists is None:
            return None
        target = lists.signed.targets["manifest.json"]
        return parse((self.targets / f"{target.hashes['sha256']}.manifest.json").read_bytes())

    def release(self, dist: Path, changes: bytes, by: CryptoSigner) -> Manifest:
        """Puts the files there first and names them afterwards; what the list before this one names stays too: somebody may be fetching it."""
        manifest = parse((dist / "manifest.json").read_bytes())
        before = self.published()
        if before and manifest.order <= before.order:
            raise Stop(
                f"{manifest.version} is niet nieuwer dan wat er staat ({before.version}): geen computer zou hem nemen."
            )
        for pack in manifest.packs:
            prove(dist / pack.file, pack)
        old = self.newest(Targets)
        lists = Targets(version=old.signed.version + 1 if old else 1)
        files = {pack.file: (dist / pack.file).read_bytes() for pack in manifest.packs}
        files |= {"manifest.json": manifest.data, "wijzigingen.json": changes}
        self.targets.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            target = TargetFile.from_data(name, data, ["sha256"])
            lists.targets[name] = target
            write_whole(self.targets / f"{target.hashes['sha256']}.{name}", data)
        self.publish(lists, by)
        kept = {
            f"{one.hashes['sha256']}.{one.path}"
            for each in (lists, *([old.signed] if old else []), *self.seen())
            for one in each.targets.values()
        }
        for file in self.targets.iterdir():
            if file.name not in kept:
                file.unlink()
        return manifest

    def seen(self) -> list[Targets]:
        """The list that computers see now: not yet the newest, as long as the clock was not renewed."""
        snapshot = self.newest(Snapshot)
        if snapshot is None:
            return []
        file = self.metadata / f"{snapshot.signed.meta['targets.json'].version}.targets.json"
        return [Metadata[Targets].from_file(str(file)).signed]

    def renew(self, by: CryptoSigner) -> None:
        """From now on this is what computers see: the newest list, and that nothing newer is held back."""
        lists, snapshot, clock = self.newest(Targets), self.newest(Snapshot), self.newest(Timestamp)
        if lists is None:
            raise Stop("Er is nog niets uitgegeven.")
        seen = snapshot.signed if snapshot else Snapshot()
        half = timedelta(days=LASTS["snapshot"] / 2)
        if not snapshot or seen.meta["targets.json"].version != lists.signed.version or seen.expires - self.now < half:
            seen.version += int(snapshot is not None)
            seen.meta["targets.json"] = MetaFile.from_data(
                lists.signed.version, (self.metadata / f"{lists.signed.version}.targets.json").read_bytes(), ["sha256"]
            )
            self.publish(seen, by)
        tick = clock.signed if clock else Timestamp()
        tick.version += int(clock is not None)
        file = self.metadata / f"{seen.version}.snapshot.json"
        tick.snapshot_meta = MetaFile.from_data(seen.version, file.read_bytes(), ["sha256"])
        self.publish(tick, by)

    def state(self) -> tuple[list[str], bool]:
        """A line per role, and whether something ends soon."""
        lines, soon = [], False
        newest = (self.newest(Root), self.newest(Targets), self.newest(Snapshot), self.newest(Timestamp))
        for name, made in zip(LASTS, newest, strict=True):
            if made is None:
                lines.append(f"{name:<10} ontbreekt")
                soon = True
                continue
            left = (made.signed.expires - self.now).days
            soon |= left < SOON[name]
            lines.append(
                f"{name:<10} nummer {made.signed.version}, nog {left} dagen" + (" (!)" if left < SOON[name] else "")
            )
        manifest = self.published()
        return [*lines, f"uitgave    {manifest.name if manifest else 'geen'}"], soon


# ---------------------------------------------------------------- what changed


def changes(changelog: str, version: str) -> bytes:
    """The chapters of the changelog that have a version, newest first; there must be one of this version."""
    chapters = re.findall(r"^## \[(\d[\d.]*)\][^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if version not in {one for one, _ in chapters}:
        raise Stop(f"CHANGELOG.md heeft geen hoofdstuk [{version}]: de gebruiker wordt gevraagd met wat er verandert.")
    told = [{"version": one, "text": text.strip()} for one, text in chapters]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


# ---------------------------------------------------------------- the command


def password(of: Path) -> str:
    return os.environ.get("SLEUTELWOORD") or getpass.getpass(f"Wachtwoord van {of.name}: ")


def run(options: argparse.Namespace) -> int:
    repository = Repository(options.map, datetime.now(UTC)) if options.job != "sleutel" else None
    if repository is None:
        new_key(options.bestand, password(options.bestand))
        print(f"{options.bestand.name}.pem (geheim) en {options.bestand.name}.pub (openbaar) gemaakt.")
    elif options.job == "wortel":
        repository.propose_root([public(one) for one in options.wortel], public(options.lijst), public(options.klok))
        print("De wortel wacht op handtekeningen: 'onderteken', door twee houders.")
    elif options.job == "onderteken":
        done = repository.sign_root(signer(options.pem, password(options.pem)))
        print("De wortel is uitgegeven." if done else "Ondertekend; er is nog een handtekening nodig.")
    elif options.job == "uitgave":
        manifest = parse((options.dist / "manifest.json").read_bytes())
        told = changes((ROOT_FOLDER / "CHANGELOG.md").read_text(encoding="utf-8"), manifest.version)
        made = repository.release(options.dist, told, signer(options.lijst, password(options.lijst)))
        print(f"{made.name} staat in de lijst. Computers zien hem na 'vernieuw'.")
    elif options.job == "vernieuw":
        repository.renew(signer(options.klok, password(options.klok)))
        print("Vernieuwd.")
    else:
        lines, soon = repository.state()
        print("\n".join(lines))
        return int(soon)
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="publiceer.py", allow_abbrev=False)
    jobs = parser.add_subparsers(dest="job", required=True)
    jobs.add_parser("sleutel").add_argument("bestand", type=Path)
    for name, more in {
        "wortel": ("--wortel", "--lijst", "--klok"),
        "onderteken": ("pem",),
        "uitgave": ("dist", "--lijst"),
        "vernieuw": ("--klok",),
        "stand": (),
    }.items():
        job = jobs.add_parser(name)
        job.add_argument("map", type=Path)
        for one in more:
            if one == "--wortel":
                job.add_argument(one, type=Path, required=True, nargs="+")
            elif one.startswith("-"):
                job.add_argument(one, type=Path, required=True)
            else:
                job.add_argument(one, type=Path)
    try:
        return run(parser.parse_args(arguments))
    except Stop as stop:
        print(stop, file=sys.stderr)
    except Refused as refused:
        print(f"{refused.sentence} ({refused.code})", file=sys.stderr)
    except OSError as error:
        print(f"Een bestand is niet te lezen of te schrijven: {error.strerror}.", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
