"""The one worker of the window: every outcome arrives once, in the thread of the window, whenever who asked connects (GUI.md C)."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

from bronsync.application.ports import Afgebroken
from bronsync.domain.errors import BronSyncFout, als_fout
from bronsync.gui.kit.background import Job, Runner


class Kern:
    def __init__(self) -> None:
        self.gesloten_in = 0
        self.gemeld: list[BaseException] = []

    def meld_fout(self, fout: BaseException, werk: str = "") -> BronSyncFout:
        self.gemeld.append(fout)
        return als_fout(fout)

    def sluit(self) -> None:
        self.gesloten_in = threading.get_ident()


@pytest.fixture
def kern() -> Kern:
    return Kern()


@pytest.fixture
def runner(qtbot, kern):
    een = Runner(kern)
    yield een
    een.shutdown(5)
    qtbot.waitUntil(lambda: een.idle)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Poort:
    """Work that waits until the test lets it go."""

    def __init__(self) -> None:
        self.begonnen, self.door = threading.Event(), threading.Event()

    def __call__(self, kern, progress):
        self.begonnen.set()
        assert self.door.wait(20)
        progress.report(1, 2, "halverwege")
        return "klaar"


def test_the_result_arrives_in_the_thread_of_the_window(qtbot, runner):
    draden: list[bool] = []

    def klaar(uitslag):
        draden.append(QThread.currentThread() is QCoreApplication.instance().thread())
        assert uitslag == 42

    with qtbot.waitSignal(runner.run("werk", lambda kern, progress: 42, klaar).finished):
        pass
    assert draden == [True]


def test_a_result_that_was_there_before_anybody_connected_is_not_lost(qtbot, runner):
    job = runner.query("lees", lambda kern, progress: "er", lambda _: None)
    job.future.result(10)
    laat: list[str] = []
    job.succeeded.connect(laat.append)
    with qtbot.waitSignal(job.finished):
        pass
    assert laat == ["er"]


def test_work_runs_one_at_a_time_in_the_order_it_was_asked(qtbot, runner):
    volgorde: list[int] = []
    for nummer in range(20):
        runner.run(f"werk {nummer}", lambda kern, progress, n=nummer: volgorde.append(n), lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert volgorde == list(range(20))


def test_progress_arrives_and_the_last_report_is_never_dropped(qtbot, runner):
    gemeld: list[tuple[int, int, str]] = []
    runner.progress.connect(lambda *wat: gemeld.append(wat))

    def werk(kern, progress):
        for stap in range(1, 1001):
            progress.report(stap, 1000, "bezig")

    runner.run("werk", werk, lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert gemeld[-1] == (1000, 1000, "bezig")
    assert len(gemeld) < 500, "throttled"


def test_cancelling_takes_effect_at_the_next_step(qtbot, runner):
    poort, uitkomst = Poort(), []
    job = runner.run("werk", poort, uitkomst.append)
    job.cancelled.connect(lambda: uitkomst.append("afgebroken"))
    assert poort.begonnen.wait(10)
    runner.cancel()
    poort.door.set()
    with qtbot.waitSignal(job.finished):
        pass
    assert uitkomst == ["afgebroken"]


def test_cancelling_while_it_waits_means_that_it_never_runs(qtbot, runner):
    poort, gedaan = Poort(), []
    runner.run("eerst", poort, lambda _: None)
    daarna = runner.run("daarna", lambda kern, progress: gedaan.append(1), lambda _: None)
    daarna.cancel()
    poort.door.set()
    qtbot.waitUntil(lambda: runner.idle)
    assert gedaan == []


def test_work_that_stops_by_itself_counts_as_cancelled_and_not_as_an_error(qtbot, runner):
    def werk(kern, progress):
        raise Afgebroken

    fouten: list[object] = []
    runner.failed.connect(fouten.append)
    job = runner.run("werk", werk, lambda _: None)
    with qtbot.waitSignal(job.cancelled):
        pass
    qtbot.waitUntil(lambda: runner.idle)
    assert fouten == []


def test_an_error_goes_to_who_asked_and_otherwise_to_the_window_once(qtbot, runner):
    def werk(kern, progress):
        raise BronSyncFout("NET-06")

    eigen, algemeen = [], []
    runner.failed.connect(algemeen.append)
    runner.run("werk", werk, lambda _: None, eigen.append)
    runner.run("werk", werk, lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert [fout.code for fout in eigen] == ["NET-06"]
    assert [fout.code for fout in algemeen] == ["NET-06"]


def test_a_newer_query_of_the_same_name_replaces_the_older_one(qtbot, runner):
    poort, gezien = Poort(), []
    runner.query("leerling", poort, gezien.append)
    assert poort.begonnen.wait(10)
    for nummer in range(5):
        runner.query("leerling", lambda kern, progress, n=nummer: n, gezien.append)
    poort.door.set()
    qtbot.waitUntil(lambda: runner.idle)
    assert gezien == [4], "who walks through a list only sees the last one"


def test_also_an_older_query_that_cannot_be_stopped_any_more_is_dropped(qtbot, runner):
    begonnen, door, gezien = threading.Event(), threading.Event(), []

    def oud(kern, progress):
        begonnen.set()
        return "oud" if door.wait(20) else ""

    runner.query("leerling", oud, gezien.append)
    assert begonnen.wait(10)
    runner.query("leerling", lambda kern, progress: "nieuw", gezien.append)
    door.set()
    qtbot.waitUntil(lambda: runner.idle)
    assert gezien == ["nieuw"]


def test_an_operation_makes_busy_and_makes_the_window_read_again_and_a_query_does_not(qtbot, runner):
    gebeurd: list[object] = []
    runner.busy.connect(gebeurd.append)
    runner.changed.connect(lambda: gebeurd.append("opnieuw"))
    runner.query("lees", lambda kern, progress: None, lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert gebeurd == []
    runner.run("een", lambda kern, progress: None, lambda _: None)
    runner.run("twee", lambda kern, progress: None, lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert gebeurd == [True, "opnieuw", False, "opnieuw"]


def test_also_after_a_failure_the_window_reads_again(qtbot, runner):
    opnieuw: list[None] = []
    runner.changed.connect(lambda: opnieuw.append(None))
    runner.run("werk", lambda kern, progress: 1 / 0, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert opnieuw == [None]


def test_nobody_answers_between_an_outcome_and_reading_again(qtbot, runner, monkeypatch):
    """Whose answer begins another operation would have the lists read behind it, in a state that nobody chose yet."""
    gang: list[str] = []
    geklikt = threading.Event()
    meld = Runner._report

    def traag(self, job, kind, value):
        if kind == "finished":
            geklikt.wait(5)  # the worst moment that the worker can choose
        meld(self, job, kind, value)

    def klik():
        gang.append("klik")
        geklikt.set()

    monkeypatch.setattr(Runner, "_report", traag)
    runner.changed.connect(lambda: gang.append("gelezen"))
    runner.run("wijzig", lambda kern, progress: 1 / 0, print, lambda _: QTimer.singleShot(0, klik))
    qtbot.waitUntil(lambda: len(gang) == 2)
    assert gang == ["gelezen", "klik"]


def test_four_hundred_jobs_leave_nothing_behind(qtbot, runner):
    for nummer in range(400):
        (runner.run if nummer % 2 else runner.query)(f"werk {nummer}", lambda kern, progress: None, lambda _: None)
    qtbot.waitUntil(lambda: runner.idle, timeout=20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert runner.findChildren(Job) == []
    assert sum(draad.name.startswith("bronsync") for draad in threading.enumerate()) <= 1


def test_closing_cancels_what_runs_and_closes_the_kern_in_the_worker(qtbot, runner, kern):
    poort = Poort()
    runner.run("werk", poort, lambda _: None)
    assert poort.begonnen.wait(10)
    poort.door.set()
    assert runner.shutdown(10)
    assert kern.gesloten_in not in (0, threading.get_ident())
    assert runner.shutdown(10), "twice is no more than once"


def test_work_that_hangs_does_not_keep_the_program_open(qtbot, kern):
    poort = Poort()
    runner = Runner(kern)
    runner.run("hangt", poort, lambda _: None)
    assert poort.begonnen.wait(10)
    assert not runner.shutdown(0.05)
    poort.door.set()
    qtbot.waitUntil(lambda: runner.idle)


def test_work_that_touches_the_window_is_an_error_of_ours(qtbot, runner):
    fouten: list[BaseException] = []
    runner.failed.connect(fouten.append)
    runner.run("fout", lambda kern, progress: runner.query("nog een", lambda *_: None, lambda _: None), lambda _: None)
    qtbot.waitUntil(lambda: runner.idle)
    assert [type(fout.__cause__) for fout in fouten] == [RuntimeError]


def test_a_panic_of_a_library_ends_the_work_too(qtbot, runner):
    class Paniek(BaseException):
        """As cryptography's, which is written in Rust."""

    def faal(kern: object, progress: object) -> None:
        raise Paniek

    fouten: list[BaseException] = []
    runner.run("paniek", faal, lambda _: None, fouten.append)
    qtbot.waitUntil(lambda: runner.idle)
    assert [fout.code for fout in fouten] == ["EIGEN-01"]


def test_an_error_that_cannot_be_logged_ends_the_work_too(qtbot, runner, kern, monkeypatch):
    def faal(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(kern, "meld_fout", faal, raising=False)
    fouten: list[BaseException] = []
    runner.run("fout", faal, lambda _: None, fouten.append)
    qtbot.waitUntil(lambda: runner.idle)
    assert [fout.code for fout in fouten] == ["EIGEN-01"]
