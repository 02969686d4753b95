"""Work beside the one worker: for what touches nothing of the school and may wait long for a network, such as an update.

In a thread that nobody waits for: not the worker, whose work goes on, and not the program when it ends. So what runs here must leave things
right wherever it is ended. Signals arrive in the thread of the window. Knows nothing of what the work is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from bronsync.application.ports import Afgebroken, Progress
from bronsync.gui.kit.background import require_window_thread


class Beside(QObject):
    """One piece of it. Exactly one of `succeeded`, `failed` and `cancelled` ends it."""

    progress = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _reported = Signal(int, int, str)
    _ended = Signal(str, object)

    def __init__(self, work: Callable[[Progress], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._reported.connect(self.progress, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.thread_ = threading.Thread(target=self._run, name="bronsync-beside", daemon=True)

    def start(self) -> None:
        require_window_thread()
        self.thread_.start()

    def cancel(self) -> None:
        """Asks it to stop at its next report."""
        self._stop.set()

    def report(self, gedaan: int, totaal: int, tekst: str) -> None:
        """The port `Progress`."""
        if self._stop.is_set():
            raise Afgebroken
        with suppress(RuntimeError):  # the window is gone, and Qt's half of this object with it
            self._reported.emit(gedaan, totaal, tekst)

    def _run(self) -> None:
        with ExitStack() as whatever_happens:
            whatever_happens.push(self._failed)
            self._tell("succeeded", self._work(self))

    def _failed(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> bool:
        """Nothing is left to raise it to: the window must hear that it ended."""
        if isinstance(error, Afgebroken):
            self._tell("cancelled", None)
        elif error is not None:
            self._tell("failed", error)
        return True

    def _tell(self, kind: str, value: object) -> None:
        with suppress(RuntimeError):
            self._ended.emit(kind, value)

    def _deliver(self, kind: str, value: object) -> None:
        if kind == "cancelled":
            self.cancelled.emit()
        else:
            (self.succeeded if kind == "succeeded" else self.failed).emit(value)
