"""Work outside the thread of the window: one worker, one thing at a time (ARCHITECTURE 4.7, GUI.md C).

Two kinds: a `query` changes nothing and is dropped when a newer one of the same name was asked; an `operation` changes something, shows its
progress, can be cancelled between steps, and makes the window read again afterwards. What runs is a plain function of (kern, progress);
it never touches a widget. All signals are emitted in the thread of the window, through one queued bridge: an emission before anybody
connected would be lost otherwise. Knows nothing of what the work is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal

from bronsync.domain.errors import als_fout

if TYPE_CHECKING:  # the window shows before the core is imported
    from bronsync.application.ports import Omgeving, Progress
    from bronsync.gui.kern import Kern

Werk = Callable[["Kern", "Progress"], Any]
P = ParamSpec("P")
R = TypeVar("R")

_TUSSENPOOS: Final = 0.05
"""Seconds between two reports of progress."""


def require_window_thread() -> None:
    """A worker that touches a widget is our own bug, and is found at once instead of crashing somewhere later."""
    app = QCoreApplication.instance()
    if app is not None and QThread.currentThread() is not app.thread():
        raise RuntimeError("a widget was touched outside the thread of the window")


def use_case(werk: Callable[Concatenate[Omgeving, P], R], *args: P.args, **kwargs: P.kwargs) -> Werk:
    """A use case of `application` as work, on the session in use. What it is given is read now, in the thread of the window."""
    return lambda kern, progress: werk(kern.met(progress), *args, **kwargs)


class Job(QObject):
    """One piece of work under way. Signals arrive in the thread of the window; `finished` comes last, exactly once."""

    progress = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, name: str, *, operation: bool, durable: bool, ouder: QObject) -> None:
        super().__init__(ouder)
        self.name = name
        self.operation = operation
        self._durable = durable
        self._stop = threading.Event()
        self.future: Future[None] | None = None

    def cancel(self) -> None:
        """Asks it to stop at its next step; what was done stays done."""
        if not self._durable:
            self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()


class _Progress:
    """The port `Progress` of one job: throttled, and the place where cancelling takes effect."""

    def __init__(self, job: Job, report: Callable[[Job, str, object], None]) -> None:
        self._job, self._report, self._last = job, report, 0.0

    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        if self._job.stopping:
            from bronsync.application.ports import Afgebroken

            raise Afgebroken
        now = time.monotonic()
        if now - self._last >= _TUSSENPOOS or gedaan >= totaal:
            self._last = now
            self._report(self._job, "progress", (gedaan, totaal, tekst))


class Runner(QObject):
    """The one worker of the window."""

    busy = Signal(bool)
    """An operation begins or ends."""
    progress = Signal(int, int, str)
    """Of the operation under way."""
    failed = Signal(object)
    """An exception that nobody took with `on_error`."""
    changed = Signal()
    """An operation ended, well or not: what the window shows may be old."""
    _event = Signal(object, str, object)

    def __init__(self, kern: Kern, ouder: QObject | None = None) -> None:
        super().__init__(ouder)
        self._kern = kern
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bronsync")
        self._jobs: set[Job] = set()
        self._queries: dict[str, Job] = {}
        self._closed = False
        self._event.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def operation(self) -> Job | None:
        """The operation under way or waiting, if any."""
        return next((job for job in self._jobs if job.operation), None)

    @property
    def idle(self) -> bool:
        """Nothing runs and nothing waits."""
        return not self._jobs

    def query(
        self,
        name: str,
        werk: Werk,
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None = None,
        *,
        durable: bool = False,
    ) -> Job:
        """Reads something; an older query of the same name is dropped. A durable one is short, and is done whatever comes after it."""
        older = self._queries.get(name)
        if older is not None:
            older.cancel()
            older.blockSignals(True)
        job = self._submit(name, werk, on_result, on_error, operation=False, durable=durable)
        self._queries[name] = job
        return job

    def run(
        self,
        name: str,
        werk: Werk,
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Changes something; afterwards `changed` is emitted."""
        return self._submit(name, werk, on_result, on_error, operation=True)

    def cancel(self) -> None:
        """Asks the operation under way to stop."""
        job = self.operation
        if job is not None:
            job.cancel()

    def shutdown(self, seconds: float = 10.0) -> bool:
        """Cancels all, closes the kern in the worker, waits; whether the worker ended in time."""
        if self._closed:
            return True
        self._closed = True
        for job in self._jobs:
            job.cancel()
        last = self._pool.submit(self._kern.sluit)
        self._pool.shutdown(wait=False)
        try:
            last.result(seconds)
        except TimeoutError:
            return False
        return True

    # --- inside

    def _submit(
        self,
        name: str,
        werk: Werk,
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None,
        *,
        operation: bool,
        durable: bool = False,
    ) -> Job:
        require_window_thread()
        job = Job(name, operation=operation, durable=durable, ouder=self)
        job.succeeded.connect(on_result)
        if on_error is not None:
            job.failed.connect(on_error)
        else:
            job.failed.connect(self.failed)
        first = operation and self.operation is None
        self._jobs.add(job)
        if first:
            self.busy.emit(True)
        job.future = self._pool.submit(self._work, job, werk)
        return job

    def _work(self, job: Job, werk: Werk) -> None:
        """Runs in the worker. Whatever happens, one outcome is reported."""
        outcome, value = "succeeded", None
        try:
            if job.stopping:
                outcome = "cancelled"
            else:
                value = werk(self._kern, _Progress(job, self._report))
        except BaseException as error:  # noqa: BLE001 - every error goes to the thread of the window, also a panic of a library in Rust
            outcome, value = _outcome(error)
            if outcome == "failed":
                value = als_fout(error)
                with suppress(Exception):  # the window would wait for ever
                    value = self._kern.meld_fout(error, job.name)
        self._report(job, outcome, value)

    def _report(self, job: Job, kind: str, value: object) -> None:
        self._event.emit(job, kind, value)

    def _deliver(self, job: Job, kind: str, value: Any) -> None:  # noqa: ANN401 - whatever the work gave
        """In the thread of the window. An outcome ends the job at once: a click that came in between could start work before `changed`."""
        if kind == "progress":
            job.progress.emit(*value)
            if job.operation and not self._closed:
                self.progress.emit(*value)
            return
        if kind == "succeeded":
            job.succeeded.emit(value)
        elif kind == "failed":
            job.failed.emit(value)
        else:
            job.cancelled.emit()
        self._finish(job)

    def _finish(self, job: Job) -> None:
        self._jobs.discard(job)
        if self._queries.get(job.name) is job:
            del self._queries[job.name]
        job.finished.emit()
        if job.operation and not self._closed:
            if self.operation is None:
                self.busy.emit(False)
            self.changed.emit()
        job.deleteLater()


def _outcome(error: BaseException) -> tuple[str, object]:
    from bronsync.application.ports import Afgebroken

    return ("cancelled", None) if isinstance(error, Afgebroken) else ("failed", error)
