"""Looking for a newer version, and putting it ready for the next start: what python-tuf trusts, put in place by `bronsync_install`.

Runs in a thread of its own; touches nothing of the school and nothing that runs. Whatever the address offers, the version in use stays as it
is: a newer one lies beside it, tried, before it is even named. Not looked at: what the version that runs was when it came here; that the
setup did. Source: issue 12 point 4, the TUF specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from bronsync.application.beheer.updates import Change, Update, megabytes, since
from bronsync.domain.errors import BronSyncFout
from bronsync.held_files import remove, remove_folder
from bronsync.program.updates.source import NOT_INSTALLED, Source, source_of
from bronsync_install.install import needed, own_version, stage, started
from bronsync_install.manifest import Manifest, parse
from bronsync_install.place import Place, write_whole
from bronsync_install.refusal import Refused

if TYPE_CHECKING:  # python-tuf costs a fifth of a second, and no start waits for it
    from collections.abc import Callable

    from tuf.ngclient.updater import Updater

    from bronsync.application.ports import Progress
    from bronsync.program.updates.fetcher import Fetcher

MANIFEST: Final = "manifest.json"
CHANGES: Final = "wijzigingen.json"


class Updates:
    """Of the installation that runs here. The protocol `Updates` of the window."""

    def __init__(
        self, place: Place | None, own: str, source: Source, fetcher: Callable[..., Fetcher] | None = None
    ) -> None:
        self._place, self._own, self._source, self._fetcher = place, own, source, fetcher

    @property
    def off(self) -> str:
        return self._source.off

    @property
    def address(self) -> str:
        return self._source.address

    def ready(self) -> str:
        """The version that the next start chooses; empty when that is the running one."""
        if self._place is None:
            return ""
        name = self._waiting(self._place) or self._place.pointer().current
        manifest = self._place.manifest(name)
        return manifest.version if manifest and name != self._own else ""

    def look(self) -> Update | None:
        """The newer version that is offered; None when there is none, or it is ready, or it did not start here."""
        with self._alone() as place:
            updater = self._updater(place, self._new_fetcher())
            manifest = parse(_small(updater, MANIFEST))
            own = place.manifest(self._own)
            if own is None or manifest.order <= own.order or manifest.name in self._not_again(place):
                return None
            changes = msgspec.json.decode(_small(updater, CHANGES), type=tuple[Change, ...])
            # By the manifests alone: reading all files of the version in use is for when it is fetched, not for a look after each start.
            size = sum(pack.size for pack in manifest.packs if pack not in own.packs)
            return Update(manifest.name, manifest.version, size, since(changes, own.version, manifest.version))

    def fetch(self, progress: Progress) -> str:
        """Fetches what is lacking, puts the version beside this one, tries it, and has the next start choose it. Gives its version."""
        with self._alone() as place:
            fetcher = self._new_fetcher()
            updater = self._updater(place, fetcher)
            manifest = parse(_small(updater, MANIFEST))
            self._fetch_packs(place, manifest, updater, fetcher, progress)
            name = stage(place, manifest.data, _packs(place), lambda text: progress.report(1, 1, text))
            write_whole(place.ready_file, f"{name}\n".encode("ascii"))
            with suppress(OSError):  # held by a scanner: the next time
                remove_folder(_packs(place))
            return manifest.version

    # --- inside

    def _fetch_packs(
        self, place: Place, manifest: Manifest, updater: Updater, fetcher: Fetcher, progress: Progress
    ) -> None:
        packs = needed(place, manifest)
        total, done = sum(pack.size for pack in packs), 0

        def received(bytes_: int) -> None:
            nonlocal done
            done += bytes_
            progress.report(min(done, total), total, f"{megabytes(done)} van {megabytes(total)} MB opgehaald")

        fetcher.received = received
        _packs(place).mkdir(parents=True, exist_ok=True)
        for pack in packs:
            target = updater.get_targetinfo(pack.file)
            if target is None:
                raise BronSyncFout("UPDATE-02")
            path, fetcher.size = str(_packs(place) / pack.file), pack.size
            if updater.find_cached_target(target, path) is None:  # of a time before, and whole
                updater.download_target(target, path)

    def _new_fetcher(self) -> Fetcher:
        if self._fetcher is not None:
            return self._fetcher()
        from bronsync.program.updates.fetcher import Fetcher

        return Fetcher()

    def _updater(self, place: Place, fetcher: Fetcher) -> Updater:
        """Trusts the root that is built in, and what that signed since; everything it will answer with is fresh."""
        from tuf.ngclient.updater import Updater

        lists = place.root / "updates" / "lijsten"
        targets = place.root / "updates" / "doelen"
        for folder in (lists, targets):
            folder.mkdir(parents=True, exist_ok=True)
        for left in lists.glob("tmp*"):  # of one that was ended in the middle of writing
            remove(left)
        updater = Updater(
            str(lists),
            f"{self._source.address}metadata/",
            str(targets),
            f"{self._source.address}targets/",
            fetcher=fetcher,
            bootstrap=self._source.root,
        )
        updater.refresh()
        return updater

    def _not_again(self, place: Place) -> set[str]:
        """What is ready already, and what was given up because it did not start."""
        names = {self._waiting(place)}
        with suppress(OSError, ValueError):
            names |= set(place.refused_file.read_text(encoding="ascii").split())
        return names

    @staticmethod
    def _waiting(place: Place) -> str:
        with suppress(OSError, ValueError):
            return place.ready_file.read_text(encoding="ascii").strip()
        return ""

    @contextmanager
    def _alone(self) -> Iterator[Place]:
        """One at a time on this computer; every error of it translated, and none of them is of the version in use."""
        if self._place is None or self.off:
            raise BronSyncFout("UPDATE-05")
        with _translated(), Place(self._place.root / "updates").locked():
            yield self._place


def updates_here() -> Updates:
    """Of this Python, by the policy of this moment."""
    here = own_version()
    if here is None:
        return Updates(None, "", Source(off=NOT_INSTALLED))
    place, own = here
    return Updates(place, own, source_of(place))


def report_started() -> str:
    """The window stands, so this version works. Gives the newer version that did not start and was given up; empty when none."""
    here = own_version()
    # Somebody else changes something here, or this user may write nothing here (the MSI): a program that works is not ended by that.
    with suppress(Refused, OSError):
        return started(*here) if here else ""
    return ""


def _packs(place: Place) -> Path:
    return place.root / "updates" / "packs"


def _small(updater: Updater, name: str) -> bytes:
    target = updater.get_targetinfo(name)
    if target is None:
        raise BronSyncFout("UPDATE-02")
    path = updater.find_cached_target(target) or updater.download_target(target)
    return Path(path).read_bytes()


@contextmanager
def _translated() -> Iterator[None]:
    from tuf.api import exceptions as tuf

    try:
        yield
    except Refused as refused:
        raise BronSyncFout("UPDATE-04", zin=refused.sentence, waarom=refused.code) from None
    except tuf.ExpiredMetadataError:
        raise BronSyncFout("UPDATE-03") from None
    except (
        tuf.RepositoryError,
        tuf.DownloadLengthMismatchError,
        ValueError,
    ):  # ValueError: signed, and yet no list of changes
        raise BronSyncFout("UPDATE-02") from None
    except tuf.DownloadError as error:
        if isinstance(error.__cause__, BronSyncFout):  # of `netwerk`: only a proxy has words of its own
            raise BronSyncFout("UPDATE-07", proxy=error.__cause__.waarden.get("proxy", "")) from None
        raise BronSyncFout("UPDATE-01") from None
    except OSError:
        raise BronSyncFout("UPDATE-06") from None
